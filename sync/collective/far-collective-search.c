/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Records by their words: a scan.
 *
 * Of what there are few, the lists that are shown are read.  Of what there may be ten thousand, the
 * words that are shown are kept in memory, and read again where something is said of a record. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-search.h"

#include <string.h>

#include "far-collective-help-private.h"
#include "far-collective-private.h"
#include "far-collective-repair-private.h"
#include "far-collective-rides.h"
#include "far-day.h"
#include "far-tidy.h"

#define NO_KEY 0

/* Of what there may be many. */
typedef struct
{
  FarKind kind;
  FarFoundIs is;
  guint8 keys[4]; /* texts, or maps with texts: the title first */
  guint n_title;  /* how many of the keys are the title */
  guint8 gone;
  gint32 (*find_last_day) (const FarHistory *history); /* (nullable): it is never over */
  /* (nullable): whose it is, if it is anything */
  gboolean (*find_person) (FarView *view, guint32 ident, FarFoundFacts *out, GError **error);
  gboolean is_once; /* the same one that two have written down is found once */
} Many;

static gint32
find_last_day_of_ride (const FarHistory *history)
{
  gint64 first = _far_history_shown_int (history, FAR_RIDE_FIRST, G_MAXINT32, NULL);

  return _far_history_shown_int (history, FAR_RIDE_LAST, first, NULL);
}

static gint32
find_last_day_of_help (const FarHistory *history)
{
  const FarPayload *shown = _far_history_shown (history, FAR_HELP_WHEN, NULL);
  FarPayloadIter iter;
  FarPayload period;

  if (shown == NULL)
    return G_MAXINT32;
  iter = far_payload_iter (shown, FAR_HELP_WHEN);

  return far_payload_iter_map (&iter, &period)
             ? (gint32)far_payload_int (&period, FAR_PERIOD_LAST, G_MAXINT32)
             : G_MAXINT32;
}

static void
set_person (FarFoundFacts *self, const guint8 *person)
{
  self->has_person = TRUE;
  memcpy (self->person, person, FAR_RECORD_ID_LEN);
}

static gboolean
find_person_of_ride (FarView *view, guint32 ident, FarFoundFacts *out, GError **error)
{
  g_autoptr (GError) failure = NULL;
  FarRideFacts *ride = _far_view_ride (view, ident, &failure);

  if (ride != NULL)
    set_person (out, ride->person);
  g_clear_pointer (&ride, far_ride_facts_unref);
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));

  return FALSE;
}

static gboolean
find_person_of_help (FarView *view, guint32 ident, FarFoundFacts *out, GError **error)
{
  g_autoptr (GError) failure = NULL;
  FarHelpWords *help = _far_view_help_words (view, ident, &failure);

  if (help != NULL)
    set_person (out, help->person);
  g_clear_pointer (&help, _far_help_words_unref);
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));

  return FALSE;
}

static gboolean
find_person_of_skill (FarView *view, guint32 ident, FarFoundFacts *out, GError **error)
{
  const GPtrArray *skills = _far_view_skills (view, error);
  const guint8 *id = far_store_peek_ident (view->store, ident);

  for (guint i = 0; skills != NULL && i < skills->len; i++)
    {
      const FarSkillFacts *skill = skills->pdata[i];

      if (far_record_id_equal (skill->id, id))
        set_person (out, skill->person);
    }

  return skills != NULL;
}

/* What is mended, or cannot be, is over. */
static gint32
find_last_day_of_fault (const FarHistory *history)
{
  const FarWrite *write = _far_fault_find_careful (history, FAR_FAULT_WORK);
  gint64 state = write != NULL ? _far_fault_get_state (write) : FAR_WORK_NOT_YET;

  return state == FAR_WORK_IS_DONE || state == FAR_WORK_GIVEN_UP ? G_MININT32 : G_MAXINT32;
}

static gboolean
find_person_of_fault (FarView *view, guint32 ident, FarFoundFacts *out, GError **error)
{
  g_autoptr (GError) failure = NULL;
  FarFaultFacts *fault = _far_view_fault (view, ident, &failure);

  if (fault != NULL)
    set_person (out, fault->person);
  g_clear_pointer (&fault, far_fault_facts_unref);
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));

  return FALSE;
}

static const Many many[] = {
  { FAR_KIND_RIDE,
    FAR_FOUND_IS_RIDE,
    { FAR_RIDE_FROM, FAR_RIDE_TO, FAR_RIDE_DETOUR },
    2,
    FAR_RIDE_GONE,
    find_last_day_of_ride,
    find_person_of_ride },
  { FAR_KIND_HELP,
    FAR_FOUND_IS_HELP,
    { FAR_HELP_WHAT, FAR_HELP_PLACE, FAR_HELP_DETAILS },
    1,
    FAR_HELP_GONE,
    find_last_day_of_help,
    find_person_of_help },
  { FAR_KIND_SKILL,
    FAR_FOUND_IS_SKILL,
    { FAR_SKILL_NAME, FAR_SKILL_NOTE },
    1,
    FAR_SKILL_GONE,
    NULL,
    find_person_of_skill },
  { FAR_KIND_FAULT,
    FAR_FOUND_IS_FAULT,
    { FAR_FAULT_WORDS },
    1,
    FAR_FAULT_GONE,
    find_last_day_of_fault,
    find_person_of_fault },
  { FAR_KIND_PLACE,
    FAR_FOUND_IS_PLACE,
    { FAR_PLACE_NAME, FAR_PLACE_TOWN, FAR_PLACE_ADDRESS },
    1,
    FAR_PLACE_GONE,
    NULL,
    NULL,
    .is_once = TRUE },
  { FAR_KIND_THING, FAR_FOUND_IS_THING, { FAR_THING_NAME, FAR_THING_NOTE }, 1, FAR_THING_GONE },
};

void
far_found_facts_free (gpointer data)
{
  FarFoundFacts *self = data;

  if (self == NULL)
    return;

  g_free (self->title);
  g_free (self->more);
  g_free (self);
}

/* ---- what is typed */

typedef struct
{
  char *folded; /* owned */
  char *words[FAR_FOUND_WORDS_MAX];
  guint n;
} Wanted;

static void
wanted_clear (Wanted *self)
{
  g_free (self->folded);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Wanted, wanted_clear)

static void
wanted_init (Wanted *self, const char *words)
{
  char *rest;

  *self = (Wanted){ .folded = far_fold (words) };
  rest = self->folded;
  while (*rest != '\0' && self->n < FAR_FOUND_WORDS_MAX)
    {
      char *end = strchr (rest, ' ');

      self->words[self->n++] = rest;
      if (end == NULL)
        break;
      *end = '\0';
      rest = end + 1;
    }
}

/* Whether some word of @text begins with @word: both folded. */
static gboolean
has_word (const char *text, const char *word)
{
  for (const char *at = strstr (text, word); at != NULL; at = strstr (at + 1, word))
    if (at == text || (!g_ascii_isalnum (at[-1]) && (guchar)at[-1] < 0x80))
      return TRUE;

  return FALSE;
}

static gboolean
has_all (const Wanted *self, const char *text)
{
  for (guint i = 0; i < self->n; i++)
    if (!has_word (text, self->words[i]))
      return FALSE;

  return self->n > 0;
}

/* ---- few */

typedef struct
{
  FarView view;
  Wanted wanted;
  gint32 today;
  guint n_found[FAR_FOUND_KINDS];
  GPtrArray *out; /* owned (element-type FarFoundFacts) */
} Search;

/* @more: (nullable) (transfer full) */
static void
add_found (Search *self,
           FarFoundIs kind,
           const guint8 *id,
           const char *title,
           char *more,
           gboolean is_over)
{
  FarFoundFacts *facts = g_new0 (FarFoundFacts, 1);

  facts->kind = kind;
  memcpy (facts->id, id, FAR_RECORD_ID_LEN);
  facts->title = g_strdup (title);
  facts->more = more != NULL ? more : g_strdup ("");
  facts->is_over = is_over;
  g_ptr_array_add (self->out, facts);
}

/* @more: (transfer full): with what is not shown, but found */
static void
try (Search *self,
     FarFoundIs kind,
     const guint8 *id,
     const char *title,
     char *more,
     gboolean is_over)
{
  g_autofree char *text = g_strconcat (title, "\n", more, NULL);
  g_autofree char *folded = far_fold (text);

  if (has_all (&self->wanted, folded))
    add_found (self, kind, id, title, g_steal_pointer (&more), is_over);
  g_free (more);
}

static gboolean
search_members (Search *self, FarStore *store, GError **error)
{
  g_autoptr (GPtrArray) members = far_collective_members (store, error);

  for (guint i = 0; members != NULL && i < members->len; i++)
    {
      const FarMemberFacts *member = members->pdata[i];

      try (self, FAR_FOUND_IS_MEMBER, member->id, member->name, g_strdup (member->phone),
           member->state == FAR_MEMBER_STATE_LEFT || member->state == FAR_MEMBER_STATE_REMOVED);
    }

  return members != NULL;
}

static gboolean
search_children (Search *self, FarStore *store, GError **error)
{
  g_autoptr (GPtrArray) children = far_collective_children (store, self->today, FALSE, error);

  for (guint i = 0; children != NULL && i < children->len; i++)
    {
      const FarChildFacts *child = children->pdata[i];

      try (self, FAR_FOUND_IS_CHILD, child->id, child->name, g_strdup (child->stop), FALSE);
    }

  return children != NULL;
}

static gboolean
search_lines (Search *self, FarStore *store, GError **error)
{
  g_autoptr (GPtrArray) lines = far_collective_lines (store, error);

  for (guint i = 0; lines != NULL && i < lines->len; i++)
    {
      const FarLineFacts *line = lines->pdata[i];
      g_autoptr (GPtrArray) words = g_ptr_array_new ();

      for (guint j = 0; j < line->stops->len; j++)
        g_ptr_array_add (words, ((FarStopDraft *)line->stops->pdata[j])->name);
      if (*line->school != '\0')
        g_ptr_array_add (words, line->school);
      g_ptr_array_add (words, NULL);
      try (self, FAR_FOUND_IS_LINE, line->id, line->name, g_strjoinv ("\n", (char **)words->pdata),
           FALSE);
    }

  return lines != NULL;
}

static gboolean
search_rotas (Search *self, FarStore *store, GError **error)
{
  g_autoptr (GPtrArray) rotas = far_collective_rotas (store, error);

  for (guint i = 0; rotas != NULL && i < rotas->len; i++)
    {
      const FarRotaFacts *rota = rotas->pdata[i];

      try (self, FAR_FOUND_IS_ROTA, rota->id, rota->title, g_strdup (rota->place),
           rota->rule.last_day < self->today);
    }

  return rotas != NULL;
}

/* ---- many: what is kept */

typedef struct
{
  char *title;  /* owned; (nullable): there is nothing to be found */
  char *more;   /* owned */
  char *folded; /* owned: both */
  gint32 last_day;
} Kept;

struct _FarSearchMemo
{
  FarGovernance *gov; /* owned; (nullable): what follows is of this one */
  guint n_logs;
  guint64 n_changes;
  guint64 n_day_changes;
  GHashTable *kept[G_N_ELEMENTS (many)]; /* owned (element-type Kept) by ident */
};

static void
free_kept (gpointer data)
{
  Kept *self = data;

  g_free (self->title);
  g_free (self->more);
  g_free (self->folded);
  g_free (self);
}

FarSearchMemo *
_far_search_memo_new (void)
{
  FarSearchMemo *self = g_new0 (FarSearchMemo, 1);

  for (guint i = 0; i < G_N_ELEMENTS (many); i++)
    self->kept[i] = g_hash_table_new_full (NULL, NULL, NULL, free_kept);

  return self;
}

void
_far_search_memo_free (FarSearchMemo *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (many); i++)
    g_hash_table_unref (self->kept[i]);
  g_clear_pointer (&self->gov, far_governance_unref);
  g_free (self);
}

/* All texts of a value: of an array of maps those of each. */
static void
add_texts (GString *out, const FarPayload *payload, guint key)
{
  const FarSchema *schema = payload->schema;
  const FarField *field = NULL;
  FarPayloadIter iter;
  FarPayload item;

  for (guint i = 0; i < schema->n_fields && field == NULL; i++)
    if (schema->fields[i].key == key)
      field = &schema->fields[i];
  g_return_if_fail (field != NULL);

  if (field->type == FAR_TYPE_TEXT || field->type == FAR_TYPE_NAME)
    {
      g_autofree char *text = far_payload_dup_text (payload, key);

      if (text != NULL && *text != '\0')
        g_string_append_printf (out, "%s%s", out->len > 0 ? "\n" : "", text);
      return;
    }
  if (field->type != FAR_TYPE_MAPS)
    return;
  iter = far_payload_iter (payload, key);
  while (far_payload_iter_map (&iter, &item))
    for (guint i = 0; i < field->item->n_fields; i++)
      add_texts (out, &item, field->item->fields[i].key);
}

static Kept *
read_words (const Many *what, const FarHistory *history)
{
  g_autoptr (GString) title = g_string_new (NULL);
  g_autoptr (GString) more = g_string_new (NULL);
  Kept *self = g_new0 (Kept, 1);
  g_autofree char *both = NULL;

  self->last_day = G_MAXINT32;
  if (_far_history_shown_int (history, what->gone, 0, NULL) != 0)
    return self;
  for (guint i = 0; i < G_N_ELEMENTS (what->keys) && what->keys[i] != NO_KEY; i++)
    {
      const FarPayload *shown = _far_history_shown (history, what->keys[i], NULL);

      if (shown != NULL)
        add_texts (i < what->n_title ? title : more, shown, what->keys[i]);
    }
  if (what->find_last_day != NULL)
    self->last_day = what->find_last_day (history);
  if (title->len == 0)
    return self;
  both = g_strconcat (title->str, "\n", more->str, NULL);
  self->title = g_strdup (title->str);
  self->more = g_strdup (more->str);
  self->folded = far_fold (both);

  return self;
}

static gboolean
keep (FarSearchMemo *self, guint i, FarView *view, guint32 ident, GError **error)
{
  FarHistory history;

  if (!_far_history_load (&history, view, many[i].kind, ident, error))
    return FALSE;

  g_hash_table_insert (self->kept[i], GUINT_TO_POINTER (ident), read_words (&many[i], &history));
  _far_history_clear (&history);

  return TRUE;
}

/* Forgets what is not known to hold any more. */
static void
hear_changes (FarSearchMemo *self, const FarView *view)
{
  FarStore *store = view->store;
  guint64 n = far_store_count_day_changes (store);
  guint64 n_changes = far_store_count_changes (store, FAR_KIND_PERSON);
  gboolean holds =
      self->gov == view->gov && self->n_logs == view->n_logs && self->n_changes == n_changes;
  FarDayPoint point;

  for (; holds && self->n_day_changes < n; self->n_day_changes++)
    {
      holds = far_store_get_day_change (store, self->n_day_changes, &point);
      for (guint i = 0; holds && i < G_N_ELEMENTS (many) && point.day < FAR_DAY_MIN; i++)
        g_hash_table_remove (self->kept[i], GUINT_TO_POINTER (point.rota));
    }
  self->n_day_changes = n;
  if (holds)
    return;

  for (guint i = 0; i < G_N_ELEMENTS (many); i++)
    g_hash_table_remove_all (self->kept[i]);
  g_clear_pointer (&self->gov, far_governance_unref);
  self->gov = far_governance_ref (view->gov);
  self->n_logs = view->n_logs;
  self->n_changes = n_changes;
}

static gboolean
is_double (const Search *self, FarFoundIs kind, const Kept *kept)
{
  for (guint i = 0; i < self->out->len; i++)
    {
      const FarFoundFacts *facts = self->out->pdata[i];

      if (facts->kind == kind && strcmp (facts->title, kept->title) == 0 &&
          strcmp (facts->more, kept->more) == 0)
        return TRUE;
    }

  return FALSE;
}

static void
try_kept (Search *self, const Many *what, guint32 ident, const Kept *kept)
{
  if (kept->title == NULL || self->n_found[what->is] >= FAR_FOUND_TRIED_MAX ||
      !has_all (&self->wanted, kept->folded) || (what->is_once && is_double (self, what->is, kept)))
    return;

  self->n_found[what->is]++;
  add_found (self, what->is, far_store_peek_ident (self->view.store, ident), kept->title,
             g_strdup (kept->more), kept->last_day < self->today);
}

static gboolean
search_many (Search *self, FarSearchMemo *memo, guint i, GError **error)
{
  g_autoptr (GArray) idents = _far_view_records (&self->view, many[i].kind, error);
  gboolean good = idents != NULL;

  for (guint j = 0; good && j < MIN (idents->len, FAR_SEARCH_RECORDS_MAX); j++)
    {
      guint32 ident = g_array_index (idents, guint32, j);
      gpointer key = GUINT_TO_POINTER (ident);

      good =
          g_hash_table_contains (memo->kept[i], key) || keep (memo, i, &self->view, ident, error);
      if (good)
        try_kept (self, &many[i], ident, g_hash_table_lookup (memo->kept[i], key));
    }

  return good;
}

/* ---- all of it */

static int
compare_found (gconstpointer a, gconstpointer b)
{
  const FarFoundFacts *one = *(const FarFoundFacts *const *)a;
  const FarFoundFacts *other = *(const FarFoundFacts *const *)b;
  int order;

  if (one->kind != other->kind)
    return (int)one->kind - (int)other->kind;
  if (one->is_over != other->is_over)
    return one->is_over - other->is_over;
  order = strcmp (one->title, other->title);

  return order != 0 ? order : memcmp (one->id, other->id, FAR_RECORD_ID_LEN);
}

/* Whose it is, of what is somebody's.  @out: (out): FALSE if it is nobody's any more */
static gboolean
find_person (Search *self, FarFoundFacts *facts, gboolean *out, GError **error)
{
  guint32 ident = far_store_find_ident (self->view.store, facts->id);

  *out = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (many); i++)
    {
      if (many[i].is != facts->kind || many[i].find_person == NULL)
        continue;
      if (!many[i].find_person (&self->view, ident, facts, error))
        return FALSE;
      *out = facts->has_person;
    }

  return TRUE;
}

/* The first of each kind, in order; of no others it is asked whose they are. */
static gboolean
keep_first (Search *self, GError **error)
{
  GPtrArray *first = g_ptr_array_new_with_free_func (far_found_facts_free);
  guint n[FAR_FOUND_KINDS] = { 0 };
  gboolean good = TRUE;

  for (guint i = 0; good && i < self->out->len; i++)
    {
      FarFoundFacts *facts = self->out->pdata[i];
      gboolean is_somebodys;

      if (n[facts->kind] >= FAR_FOUND_MAX)
        continue;
      good = find_person (self, facts, &is_somebodys, error);
      if (!good || !is_somebodys)
        continue;
      n[facts->kind]++;
      g_ptr_array_add (first, facts);
      self->out->pdata[i] = NULL;
    }
  g_ptr_array_unref (self->out);
  self->out = first;

  return good;
}

GPtrArray *
far_collective_search (FarStore *store, const char *words, gint32 today, GError **error)
{
  Search search = { .today = today, .out = g_ptr_array_new_with_free_func (far_found_facts_free) };
  FarSearchMemo *memo;
  gboolean good = TRUE;

  if (!g_utf8_validate (words, -1, NULL))
    {
      _far_refuse (FAR_COLLECTIVE_ERROR_TEXT_INVALID, "that is no text", error);
      g_ptr_array_unref (search.out);
      return NULL;
    }

  wanted_init (&search.wanted, words);
  if (search.wanted.n > 0)
    {
      good = search_members (&search, store, error) && search_children (&search, store, error) &&
             search_lines (&search, store, error) && search_rotas (&search, store, error);
      _far_view_init (&search.view, store);
      memo = _far_memo_peek_search (_far_memo_of (&search.view));
      hear_changes (memo, &search.view);
      for (guint i = 0; good && i < G_N_ELEMENTS (many); i++)
        good = search_many (&search, memo, i, error);
      g_ptr_array_sort (search.out, compare_found);
      good = good && keep_first (&search, error);
      _far_view_clear (&search.view);
    }
  wanted_clear (&search.wanted);
  if (!good)
    g_clear_pointer (&search.out, g_ptr_array_unref);

  return search.out;
}
