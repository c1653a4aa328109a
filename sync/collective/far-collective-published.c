/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What became of a rota since it was published, and who has seen it (docs/records.md).
 *
 * Who has seen a log up to an entry has seen what is before it there: so what somebody has seen of
 * a plan is, of each log that says something of it, how far.  What is new is found by reading the
 * rota as it was then, and comparing. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-published.h"

#include "far-collective-private.h"
#include "far-collective-reserve.h"

#include <string.h>

/* ---- what says something of the plan */

/* An entry about the rota, one of its dates, or a calendar of holidays. */
typedef struct
{
  FarPos pos;
  gint64 time_ms;
  gboolean is_by_baton; /* written by who might publish */
} Said;

typedef struct
{
  FarStore *store;          /* unowned */
  FarView view;             /* owned */
  const FarRotaFacts *rota; /* unowned */
  guint32 ident;
  gint32 today;
  FarHistory history; /* owned: of the rota */
  GArray *said;       /* owned (element-type Said) */
  guint published;    /* the write that published it */
  GHashTable *known;  /* owned (element-type GPtrArray) by GBytes: what has changed since */
} Plan;

static void
free_change (gpointer data)
{
  FarPlanChangeFacts *facts = data;

  g_free (facts->text_before);
  g_free (facts->text);
  g_free (facts);
}

static gboolean
add_said (Plan *self, GArray *entries, GError **error)
{
  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      FarRow row;
      Said said;
      guint32 held;

      if (!far_store_read (self->store, g_array_index (entries, gint64, i), &row, error) ||
          !_far_view_held_term (&self->view, row.pos, row.term, &held, error))
        return FALSE;
      said = (Said){ row.pos, row.time_ms, held > 0 };
      if (far_store_row_counts (self->store, row.pos))
        g_array_append_val (self->said, said);
    }

  return entries != NULL;
}

static gboolean
find_said (Plan *self, GError **error)
{
  g_autoptr (GArray) about = _far_view_touches (&self->view, self->ident, error);
  g_autoptr (GArray) calendars = _far_view_records (&self->view, FAR_KIND_HOLIDAYS, error);
  g_autoptr (GArray) days = NULL;

  if (calendars == NULL || !add_said (self, about, error))
    return FALSE;
  days = _far_store_list_days (
      self->store,
      "SELECT DISTINCT day FROM outing WHERE rota = ? AND day BETWEEN ? AND ? ORDER BY day",
      self->ident, self->today, FAR_PAYLOAD_DAY_MAX, error);
  if (days == NULL)
    return FALSE;

  for (guint i = 0; i < days->len; i++)
    {
      g_autoptr (GArray) dated = _far_view_exceptions (&self->view, self->ident,
                                                       g_array_index (days, gint32, i), error);

      if (!add_said (self, dated, error))
        return FALSE;
    }
  for (guint i = 0; i < calendars->len; i++)
    {
      g_autoptr (GArray) spans =
                     _far_view_touches (&self->view, g_array_index (calendars, guint32, i), error);

      if (!add_said (self, spans, error))
        return FALSE;
    }

  return TRUE;
}

static const FarWrite *
get_write (const Plan *self, guint i)
{
  return &g_array_index (self->history.writes, FarWrite, i);
}

/* Returns: whether it is published */
static gboolean
find_published (Plan *self)
{
  g_autoptr (GArray) live = _far_history_live (&self->history, FAR_ROTA_STATE);
  const FarLive *first = live->len > 0 ? &g_array_index (live, FarLive, 0) : NULL;
  gboolean is_one = first != NULL && first->is_right &&
                    far_payload_int (&first->write->payload, FAR_ROTA_STATE, 0) != 0;

  if (is_one)
    self->published = first->write - get_write (self, 0);

  return is_one;
}

static void
plan_clear (Plan *self)
{
  if (self->said == NULL)
    return;

  g_clear_pointer (&self->said, g_array_unref);
  g_clear_pointer (&self->known, g_hash_table_unref);
  _far_history_clear (&self->history);
  _far_view_clear (&self->view);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Plan, plan_clear)

static gboolean
plan_load (Plan *self,
           FarStore *store,
           const FarRotaFacts *rota,
           gint32 today,
           gboolean *out_is_published,
           GError **error)
{
  self->store = store;
  self->rota = rota;
  self->today = today;
  self->ident = far_store_find_ident (store, rota->id);
  _far_view_init (&self->view, store);
  if (!_far_history_load (&self->history, &self->view, FAR_KIND_ROTA, self->ident, error))
    {
      _far_view_clear (&self->view);
      return FALSE;
    }
  self->said = g_array_new (FALSE, FALSE, sizeof (Said));
  self->known = g_hash_table_new_full (g_bytes_hash, g_bytes_equal, (GDestroyNotify)g_bytes_unref,
                                       (GDestroyNotify)g_ptr_array_unref);

  *out_is_published = find_published (self);

  return find_said (self, error);
}

/* ---- how far each log was seen */

/* By log - 1, up to which seq. */
static guint32 *
until_new (const Plan *self)
{
  return g_new0 (guint32, self->view.n_logs);
}

static void
note_until (const Plan *self, guint32 *until, FarPos pos)
{
  for (; pos.log != 0; pos = far_store_peek_log (self->store, pos.log)->base)
    until[pos.log - 1] = MAX (until[pos.log - 1], pos.seq);
}

static gboolean
has_until (const guint32 *until, FarPos pos)
{
  return until[pos.log - 1] >= pos.seq;
}

/* Whoever wrote an entry about the rota knew what it has seen. */
static void
note_written (const Plan *self, guint32 *until, guint write)
{
  note_until (self, until, get_write (self, write)->pos);
  for (guint i = 0; i < write; i++)
    if (far_act_set_has (self->history.past + (gsize)write * self->history.n_words, i))
      note_until (self, until, get_write (self, i)->pos);
}

/* As it was published.  Whoever published could not say that of dates and holidays: on other logs
 * the claimed time tells, which decides nothing but what is called new. */
static guint32 *
until_published (const Plan *self)
{
  guint32 *until = until_new (self);
  const FarWrite *published = get_write (self, self->published);

  note_written (self, until, self->published);
  for (guint i = 0; i < self->said->len; i++)
    {
      const Said *said = &g_array_index (self->said, Said, i);

      if (said->pos.log != published->pos.log && said->time_ms < published->time_ms)
        note_until (self, until, said->pos);
    }

  return until;
}

/* What one person says to have seen; nothing else has an author who may. */
typedef struct
{
  guint32 *until; /* owned */
  gint64 seen_ms; /* 0 if it is not said */
  const FarGovMember *said_by;
} Seen;

static void
seen_clear (Seen *self)
{
  g_clear_pointer (&self->until, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Seen, seen_clear)

static void
note_entries (const Plan *self, guint32 *until, const FarPayload *payload)
{
  FarPayloadIter iter = far_payload_iter (payload, FAR_SEEN_ENTRIES);
  const guint8 *id;
  FarPos pos;

  while (far_payload_iter_bytes (&iter, &id))
    if (far_store_find_id (self->store, id, &pos) && pos.log <= self->view.n_logs)
      note_until (self, until, pos);
}

/* What was said in ignorance of each other is true together. */
static void
note_live (const Plan *self, const FarHistory *history, Seen *out)
{
  g_autoptr (GArray) live = _far_history_live (history, FAR_SEEN_ENTRIES);

  for (guint i = 0; i < live->len; i++)
    {
      const FarLive *value = &g_array_index (live, FarLive, i);

      if (!value->is_right || value->write->payload.values[FAR_SEEN_ENTRIES].num == 0)
        continue;
      note_entries (self, out->until, &value->write->payload);
      if (value->write->time_ms >= out->seen_ms)
        {
          out->seen_ms = value->write->time_ms;
          out->said_by = value->write->author;
        }
    }
}

/* @person: ident; 0 if nobody ever spoke of them */
static gboolean
read_seen (Plan *self, guint32 person, Seen *out, GError **error)
{
  FarHistory history;

  out->until = until_new (self);
  if (person == 0)
    return TRUE;
  if (!_far_history_load_seen (&history, &self->view, self->ident, person, error))
    return FALSE;

  note_live (self, &history, out);
  _far_history_clear (&history);

  return TRUE;
}

/* Nobody has to be told what they wrote themselves. */
static void
note_own (const Plan *self, const guint8 *person, guint32 *until)
{
  for (guint32 log = 1; log <= self->view.n_logs; log++)
    {
      const FarGovMember *author = _far_view_author (&self->view, log);

      if (author != NULL && memcmp (author->id, person, FAR_RECORD_ID_LEN) == 0)
        until[log - 1] = G_MAXUINT32;
    }
  for (guint i = 0; i < self->history.writes->len; i++)
    {
      const FarWrite *write = get_write (self, i);

      if (write->author != NULL && memcmp (write->author->id, person, FAR_RECORD_ID_LEN) == 0)
        note_written (self, until, i);
    }
}

/* ---- what is new */

/* To whom. */
typedef struct
{
  const guint8 *person;
  gboolean with_noted; /* and of the promises that they noted for others */
} Whom;

/* Returns: (transfer none) (element-type FarPlanChangeFacts): NULL with @error */
static GPtrArray *
find_changes (Plan *self, const guint32 *until, GError **error)
{
  GBytes *key = g_bytes_new (until, self->view.n_logs * sizeof *until);
  GPtrArray *changes = g_hash_table_lookup (self->known, key);
  g_autoptr (GError) failure = NULL;
  FarRotaFacts *before;
  FarView then;
  gboolean good;

  if (changes != NULL)
    {
      g_bytes_unref (key);
      return changes;
    }

  changes = g_ptr_array_new_with_free_func (free_change);
  g_hash_table_insert (self->known, key, changes);
  _far_view_init (&then, self->store);
  then.until = until;
  before = _far_rota_read (&then, self->rota->id, &failure);
  /* of what was no rota then nothing can be told apart */
  good = failure == NULL &&
         (before == NULL || _far_plan_compare (&then, before, &self->view, self->rota, self->today,
                                               changes, &failure));
  g_clear_pointer (&before, _far_rota_facts_free);
  _far_view_clear (&then);
  if (!good)
    g_propagate_error (error, g_steal_pointer (&failure));

  return good ? changes : NULL;
}

static gpointer
copy_change (gconstpointer change, gpointer unused G_GNUC_UNUSED)
{
  FarPlanChangeFacts *copy = g_memdup2 (change, sizeof *copy);

  copy->text_before = g_strdup (copy->text_before);
  copy->text = g_strdup (copy->text);

  return copy;
}

static void
add_move (GPtrArray *news, const FarReserveMove *move)
{
  FarPlanChangeFacts *change = g_new0 (FarPlanChangeFacts, 1);

  change->what = move->stands ? FAR_PLAN_CHANGES_COMES : FAR_PLAN_CHANGES_RESERVE;
  change->has_day = TRUE;
  change->day = move->day;
  change->text_before = g_strdup ("");
  change->text = g_strdup ("");
  memcpy (change->person, move->person, FAR_RECORD_ID_LEN);
  g_ptr_array_add (news, change);
}

/* Of their promises, and with @with_noted of those that they noted for others. */
static gboolean
add_moves (Plan *self, const Whom *whom, const guint32 *until, GPtrArray *news, GError **error)
{
  g_autoptr (GPtrArray) moves = _far_view_reserve_moves (&self->view, self->rota, whom->person,
                                                         whom->with_noted, self->today, error);

  for (guint i = 0; moves != NULL && i < moves->len; i++)
    if (_far_reserve_move_is_news (moves->pdata[i], until))
      add_move (news, moves->pdata[i]);

  return moves != NULL;
}

/* @until: what was seen; @out: (out) (transfer full) */
static gboolean
find_news (Plan *self,
           const Whom *whom,
           const guint32 *until,
           FarSeenPlace *out_seen,
           GPtrArray **out,
           GError **error)
{
  g_autofree guint32 *published = until_published (self);
  gboolean is_known = has_until (until, get_write (self, self->published)->pos);
  GPtrArray *changes = find_changes (self, is_known ? until : published, error);

  if (changes == NULL)
    return FALSE;
  *out = g_ptr_array_copy (changes, (GCopyFunc)copy_change, NULL);
  g_ptr_array_set_free_func (*out, free_change);
  if (!add_moves (self, whom, until, *out, error))
    {
      g_clear_pointer (out, g_ptr_array_unref);
      return FALSE;
    }

  if (!is_known)
    *out_seen = FAR_SEEN_PLACE_NEVER;
  else
    *out_seen = (*out)->len > 0 ? FAR_SEEN_PLACE_BEFORE : FAR_SEEN_PLACE_NOW;

  return TRUE;
}

/* ---- whom it concerns */

/* Returns: (transfer full) (element-type guint8[16]): NULL with @error */
static GHashTable *
find_concerned (const Plan *self, const guint8 *me, GError **error)
{
  g_autoptr (GHashTable) concerned =
                 g_hash_table_new_full (far_id_hash, far_record_id_equal, g_free, NULL);
  gint32 n_days = CLAMP ((gint64)self->rota->rule.last_day - self->today + 1, 1, FAR_WEEK_DAYS_MAX);
  g_autoptr (GPtrArray) one = g_ptr_array_new ();
  g_autoptr (GPtrArray) outings = NULL;

  g_ptr_array_add (one, (gpointer)self->rota);
  outings = far_collective_outings (self->store, one, me, self->today, n_days, error);
  for (guint i = 0; outings != NULL && i < outings->len; i++)
    _far_outing_find_concerned (outings->pdata[i], concerned);

  return outings != NULL ? g_steal_pointer (&concerned) : NULL;
}

/* ---- who has it, and who has seen it */

typedef struct
{
  Plan *plan;            /* unowned, as all of these */
  GHashTable *concerned; /* (element-type guint8[16]) */
  GPtrArray *unheard;    /* (element-type FarUnheardFacts) */
  GPtrArray *out;
} Readers;

static gboolean
is_unheard (const Readers *self, const guint8 *member)
{
  for (guint i = 0; i < self->unheard->len; i++)
    if (memcmp (((const FarUnheardFacts *)self->unheard->pdata[i])->member, member,
                FAR_RECORD_ID_LEN) == 0)
      return TRUE;

  return FALSE;
}

static gboolean
add_reader (Readers *self, const guint8 *person, gboolean is_member, GError **error)
{
  Plan *plan = self->plan;
  FarPlanReaderFacts *facts = g_new0 (FarPlanReaderFacts, 1);
  g_auto (Seen) seen = { 0 };
  const Whom whom = { person, FALSE };
  g_autoptr (GPtrArray) news = NULL;

  g_ptr_array_add (self->out, facts);
  memcpy (facts->person, person, FAR_RECORD_ID_LEN);
  facts->is_member = is_member;
  facts->is_concerned = g_hash_table_contains (self->concerned, person) ||
                        (is_member && g_hash_table_size (self->concerned) == 0);
  if (!read_seen (plan, far_store_find_ident (plan->store, person), &seen, error))
    return FALSE;

  facts->seen_ms = seen.seen_ms;
  if (seen.said_by != NULL && memcmp (seen.said_by->id, person, FAR_RECORD_ID_LEN) != 0)
    memcpy (facts->said_by, seen.said_by->id, FAR_RECORD_ID_LEN);
  note_own (plan, person, seen.until);
  if (!find_news (plan, &whom, seen.until, &facts->seen, &news, error))
    return FALSE;
  /* who has seen it has it */
  facts->has_received =
      facts->seen == FAR_SEEN_PLACE_NOW || (is_member && !is_unheard (self, person));

  return TRUE;
}

static int
compare_readers (gconstpointer a, gconstpointer b)
{
  return memcmp ((*(const FarPlanReaderFacts *const *)a)->person,
                 (*(const FarPlanReaderFacts *const *)b)->person, FAR_RECORD_ID_LEN);
}

/* Members in standing, and those without a machine whom it concerns. */
static gboolean
add_readers (Readers *self, GError **error)
{
  const FarView *view = &self->plan->view;
  guint n;
  const FarGovMember *members = far_governance_peek_members (view->gov, &n);
  GHashTableIter iter;
  gpointer person;

  for (guint i = 0; i < n; i++)
    if (members[i].standing == FAR_GOV_ACTIVE && !add_reader (self, members[i].id, TRUE, error))
      return FALSE;

  g_hash_table_iter_init (&iter, self->concerned);
  while (g_hash_table_iter_next (&iter, &person, NULL))
    if (far_governance_find_member (view->gov, person) == NULL &&
        !add_reader (self, person, FALSE, error))
      return FALSE;
  g_ptr_array_sort (self->out, compare_readers);

  return TRUE;
}

static gboolean
read_readers (Plan *plan,
              FarPlanFacts *facts,
              GHashTable *concerned,
              const guint8 *me,
              GError **error)
{
  g_autoptr (GPtrArray) one = g_ptr_array_new ();
  g_autoptr (GPtrArray) calendars = far_collective_holidays (plan->store, error);
  g_autoptr (GPtrArray) unheard = NULL;
  Readers readers = { plan, concerned, NULL, NULL };

  if (calendars == NULL)
    return FALSE;
  g_ptr_array_add (one, (gpointer)plan->rota);
  unheard = far_collective_unheard (plan->store, one, calendars, me, plan->today, error);
  if (unheard == NULL)
    return FALSE;

  facts->readers = g_ptr_array_new_with_free_func (g_free);
  readers.unheard = unheard;
  readers.out = facts->readers;

  return add_readers (&readers, error);
}

/* ---- the plan */

static void
free_plan (gpointer data)
{
  FarPlanFacts *facts = data;

  g_clear_pointer (&facts->changes, g_ptr_array_unref);
  g_clear_pointer (&facts->news, g_ptr_array_unref);
  g_clear_pointer (&facts->readers, g_ptr_array_unref);
  g_free (facts);
}

static gboolean
read_mine (Plan *plan, FarPlanFacts *facts, const guint8 *member, GError **error)
{
  g_auto (Seen) seen = { 0 };
  const Whom whom = { member, TRUE };

  if (!read_seen (plan, far_store_find_ident (plan->store, member), &seen, error))
    return FALSE;
  note_own (plan, member, seen.until);

  return find_news (plan, &whom, seen.until, &facts->mine, &facts->news, error);
}

static gboolean
fill_plan (Plan *plan,
           FarPlanFacts *facts,
           const guint8 *me,
           const guint8 *member,
           gboolean with_readers,
           GError **error)
{
  const FarWrite *published = get_write (plan, plan->published);
  g_autofree guint32 *until = until_published (plan);
  g_autoptr (GHashTable) concerned = NULL;
  GPtrArray *changes = find_changes (plan, until, error);

  facts->rota = plan->rota;
  memcpy (facts->entry, published->id, FAR_ID_LEN);
  if (published->author != NULL)
    memcpy (facts->by, published->author->id, FAR_RECORD_ID_LEN);
  facts->published_ms = published->time_ms;
  if (changes == NULL || !read_mine (plan, facts, member, error))
    return FALSE;
  facts->changes = g_ptr_array_ref (changes);
  if (!with_readers && facts->mine == FAR_SEEN_PLACE_NOW)
    return TRUE;

  concerned = find_concerned (plan, member, error);
  if (concerned == NULL)
    return FALSE;
  facts->concerns_me =
      g_hash_table_size (concerned) == 0 || g_hash_table_contains (concerned, member);

  return !with_readers || read_readers (plan, facts, concerned, me, error);
}

GPtrArray *
far_collective_plans (FarStore *store,
                      GPtrArray *rotas,
                      const guint8 me[static FAR_KEY_LEN],
                      gboolean with_readers,
                      gint32 today,
                      GError **error)
{
  g_autoptr (GPtrArray) plans = g_ptr_array_new_with_free_func (free_plan);
  const FarGovDevice *device = far_governance_find_device (far_store_peek_governance (store), me);
  guint8 member[FAR_RECORD_ID_LEN] = { 0 };

  if (device != NULL)
    memcpy (member, device->member, FAR_RECORD_ID_LEN);
  for (guint i = 0; i < rotas->len; i++)
    {
      const FarRotaFacts *rota = rotas->pdata[i];
      g_auto (Plan) plan = { 0 };
      FarPlanFacts *facts;
      gboolean is_published;

      if (!rota->is_published || rota->rule.last_day < today)
        continue;
      if (!plan_load (&plan, store, rota, today, &is_published, error))
        return NULL;
      if (!is_published)
        continue;
      facts = g_new0 (FarPlanFacts, 1);
      g_ptr_array_add (plans, facts);
      if (!fill_plan (&plan, facts, me, member, with_readers, error))
        return NULL;
    }

  return g_steal_pointer (&plans);
}

/* ---- saying so */

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  return memcmp (a, b, FAR_ID_LEN);
}

/* What others did by which promises of theirs came to something else than they know. */
static gboolean
note_moves (Plan *plan, const Whom *whom, const guint32 *until, guint32 *heads, GError **error)
{
  g_autofree guint32 *known = g_memdup2 (until, plan->view.n_logs * sizeof *until);
  g_autoptr (GPtrArray) moves = _far_view_reserve_moves (&plan->view, plan->rota, whom->person,
                                                         whom->with_noted, plan->today, error);

  note_own (plan, whom->person, known);
  for (guint i = 0; moves != NULL && i < moves->len; i++)
    if (_far_reserve_move_is_news (moves->pdata[i], known))
      _far_reserve_move_note (moves->pdata[i], heads);

  return moves != NULL;
}

/* Of each log the last entry that says something of it to them.  @until: what was seen before.
 * Returns: (transfer full) (element-type guint8[32]): as they are written; NULL with @error */
static GArray *
list_heads (Plan *plan, const Whom *whom, const guint32 *until, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, FAR_ID_LEN);
  g_autofree guint32 *heads = until_new (plan);
  g_autofree gboolean *first = g_new0 (gboolean, plan->view.n_logs);

  if (!note_moves (plan, whom, until, heads, error))
    return NULL;

  for (guint i = 0; i < plan->said->len; i++)
    {
      const Said *said = &g_array_index (plan->said, Said, i);

      heads[said->pos.log - 1] = MAX (heads[said->pos.log - 1], said->pos.seq);
      first[said->pos.log - 1] |= said->is_by_baton;
    }
  /* should many have suggested something, what is published goes before */
  for (guint pass = 0; pass < 2; pass++)
    for (guint32 log = 1; log <= plan->view.n_logs && ids->len < FAR_SEEN_ENTRIES_MAX; log++)
      {
        guint8 id[FAR_ID_LEN];

        if (heads[log - 1] == 0 || first[log - 1] != (pass == 0))
          continue;
        if (!far_store_get_id (plan->store, (FarPos){ log, heads[log - 1] }, id, error))
          return NULL;
        g_array_append_vals (ids, id, 1);
      }
  g_array_sort (ids, compare_ids);

  return g_steal_pointer (&ids);
}

/* @all: what the first says, the second says too */
static gboolean
covers (const Plan *plan, const guint32 *all, const guint32 *some)
{
  for (guint32 i = 0; i < plan->view.n_logs; i++)
    if (some[i] > all[i])
      return FALSE;

  return TRUE;
}

static GArray *
list_entries (const FarPayload *payload)
{
  GArray *ids = g_array_new (FALSE, FALSE, FAR_ID_LEN);
  FarPayloadIter iter = far_payload_iter (payload, FAR_SEEN_ENTRIES);
  const guint8 *id;

  while (far_payload_iter_bytes (&iter, &id))
    g_array_append_vals (ids, id, 1);

  return ids;
}

/* What was said before, and is less than what is said now; nothing if there was nothing. */
static GArray *
list_before (const Plan *plan, const FarHistory *history, const guint32 *now)
{
  for (guint i = history->writes->len; i-- > 0;)
    {
      const FarWrite *write = &g_array_index (history->writes, FarWrite, i);
      g_autofree guint32 *until = until_new (plan);

      if (!write->counts || !write->is_good || write->author == NULL || !history->has_owner ||
          memcmp (write->author->id, history->owner, FAR_RECORD_ID_LEN) != 0)
        continue;
      note_entries (plan, until, &write->payload);
      if (covers (plan, now, until) && !covers (plan, until, now))
        return list_entries (&write->payload);
    }

  return g_array_new (FALSE, FALSE, FAR_ID_LEN);
}

static gboolean
write_seen (FarPen *pen,
            const Plan *plan,
            const FarHistory *history,
            const guint8 *person,
            const GArray *ids,
            GError **error)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarSaying saying = { .kind = FAR_KIND_SEEN, .subject = person, .payload = payload };
  FarMapWriter map = far_map_begin (payload);

  far_map_bytes (&map, FAR_SEEN_ROTA, plan->rota->id, FAR_RECORD_ID_LEN);
  far_map_array (&map, FAR_SEEN_ENTRIES, ids->len);
  for (guint i = 0; i < ids->len; i++)
    far_cbor_put_bytes (payload, (const guint8 *)ids->data + (gsize)i * FAR_ID_LEN, FAR_ID_LEN);
  far_map_end (&map);

  return _far_pen_open (pen, error) && _far_pen_append_about (pen, &saying, history, NULL, error);
}

static gboolean
say_seen (FarPen *pen,
          Plan *plan,
          const guint8 *person,
          gboolean is_seen,
          gboolean *out_written,
          GError **error)
{
  g_autoptr (GArray) ids = NULL;
  g_autofree guint32 *wanted = until_new (plan);
  g_auto (Seen) seen = { .until = until_new (plan) };
  const Whom whom = { person, far_record_id_equal (person, pen->me->id) };
  FarHistory history;
  gboolean good;

  if (!_far_history_load_seen (&history, &pen->view, plan->ident,
                               far_store_find_ident (plan->store, person), error))
    return FALSE;

  note_live (plan, &history, &seen);
  ids = is_seen ? list_heads (plan, &whom, seen.until, error)
                : list_before (plan, &history, seen.until);
  good = ids != NULL;
  for (guint i = 0; good && i < ids->len; i++)
    {
      FarPos pos;

      if (far_store_find_id (plan->store, (const guint8 *)ids->data + (gsize)i * FAR_ID_LEN, &pos))
        note_until (plan, wanted, pos);
    }
  *out_written = good && (is_seen ? !covers (plan, seen.until, wanted) : seen.seen_ms != 0);
  if (*out_written)
    good = write_seen (pen, plan, &history, person, ids, error);
  _far_history_clear (&history);

  return good;
}

/* Whether this member may say so of @person. */
static gboolean
check_person (FarPen *pen, const guint8 *person, GError **error)
{
  guint32 ident = far_store_find_ident (pen->view.store, person);
  const FarPerson *known = ident != 0 ? _far_view_person (&pen->view, ident, error) : NULL;
  const FarGovMember *now = NULL;

  if (ident != 0 && known == NULL)
    return FALSE;
  if (known == NULL || (known->member == NULL && !known->is_answered_for))
    return _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_ID, "there is no such person", error);
  if (!_far_person_is_spoken_for_by (known, pen->me))
    return _far_refuse (FAR_COLLECTIVE_ERROR_PERSON_NOT_YOURS, "that is for them to say", error);
  if (known->member == NULL && !_far_view_now (&pen->view, ident, &now, error))
    return FALSE;

  return now == NULL ||
         _far_refuse (FAR_COLLECTIVE_ERROR_PERSON_IS_MEMBER, "who is a member now says so", error);
}

static gboolean
say_of_facts (FarPen *pen,
              const FarRotaFacts *facts,
              const guint8 *person,
              gboolean is_seen,
              gint32 today,
              gboolean *out_written,
              GError **error)
{
  g_auto (Plan) plan = { 0 };
  gboolean is_published;

  if (!plan_load (&plan, pen->view.store, facts, today, &is_published, error))
    return FALSE;
  if (!is_published)
    return _far_refuse (FAR_COLLECTIVE_ERROR_NOT_PUBLISHED, "it is not published", error);

  return say_seen (pen, &plan, person, is_seen, out_written, error);
}

static gboolean
say_of_rota (FarPen *pen,
             const guint8 *rota,
             const guint8 *person,
             gboolean is_seen,
             gint32 today,
             gboolean *out_written,
             GError **error)
{
  FarRotaFacts *facts;
  gboolean good;

  if (!check_person (pen, person, error) || !_far_pen_read_rota (pen, rota, &facts, error))
    return FALSE;

  good = say_of_facts (pen, facts, person, is_seen, today, out_written, error);
  _far_rota_facts_free (facts);

  return good;
}

gboolean
far_collective_say_seen (const FarWriter *writer,
                         const guint8 rota[static FAR_RECORD_ID_LEN],
                         const guint8 *person,
                         gboolean is_seen,
                         gint32 today,
                         gboolean *out_written,
                         GError **error)
{
  FarPen pen;

  *out_written = FALSE;

  return _far_pen_init (&pen, writer, error) &&
         _far_pen_close (&pen,
                         say_of_rota (&pen, rota, person != NULL ? person : writer->me->member,
                                      is_seen, today, out_written, error),
                         error);
}
