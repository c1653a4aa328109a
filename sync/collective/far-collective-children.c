/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Children: who speaks for them, where they are met, and what the walk must count of them.
 *
 * What is said of a child is its family's, and the coordinator has no say in it.  Whoever wrote it
 * down speaks for it, and the guardians whom that one, or another guardian, named. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-private.h"

#include <string.h>

#include "far-day.h"

/* ---- reading */

static void
clear_child (gpointer data)
{
  FarChildFacts *self = data;

  g_free (self->name);
  g_free (self->stop);
  g_free (self->carry);
  g_array_unref (self->guardians);
  g_array_unref (self->adults);
  g_clear_pointer (&self->bookings, g_ptr_array_unref);
  g_clear_pointer (&self->absences, g_array_unref);
  g_clear_pointer (&self->note_devices, g_array_unref);
}

FarChildFacts *
far_child_facts_ref (FarChildFacts *self)
{
  return g_rc_box_acquire (self);
}

void
far_child_facts_unref (gpointer self)
{
  g_rc_box_release_full (self, clear_child);
}

static gint64
get_shown (const FarHistory *history, guint key, gint64 fallback, FarAlso *also)
{
  const FarPayload *shown = _far_history_shown (history, key, also);

  return shown != NULL ? far_payload_int (shown, key, fallback) : fallback;
}

static gboolean
read_shown_id (const FarHistory *history, guint key, guint8 *out, FarAlso *also)
{
  const FarPayload *shown = _far_history_shown (history, key, also);

  memset (out, 0, FAR_RECORD_ID_LEN);
  if (shown != NULL)
    memcpy (out, far_payload_bytes (shown, key), FAR_RECORD_ID_LEN);

  return !sodium_is_zero (out, FAR_RECORD_ID_LEN);
}

static GArray *
read_shown_ids (const FarHistory *history, guint key, FarAlso *also)
{
  const FarPayload *shown = _far_history_shown (history, key, also);
  GArray *ids = g_array_new (FALSE, FALSE, FAR_RECORD_ID_LEN);
  FarPayloadIter iter;
  const guint8 *id;

  if (shown == NULL)
    return ids;

  iter = far_payload_iter (shown, key);
  while (far_payload_iter_bytes (&iter, &id))
    g_array_append_vals (ids, id, 1);

  return ids;
}

static gboolean
is_spoken_for (const FarView *view, const FarChildFacts *child)
{
  guint n_members;
  const FarGovMember *members = far_governance_peek_members (view->gov, &n_members);

  for (guint i = 0; i < n_members; i++)
    if (members[i].standing == FAR_GOV_ACTIVE &&
        far_child_facts_has_guardian (child, members[i].id))
      return TRUE;

  return FALSE;
}

static FarChildFacts *
read_child (const FarHistory *history)
{
  FarChildFacts *self = g_rc_box_new0 (FarChildFacts);
  FarAlso *also = &self->also;

  memcpy (self->id, history->record, FAR_RECORD_ID_LEN);
  memcpy (self->owner, history->owner, FAR_RECORD_ID_LEN);
  self->name = _far_history_dup_text (history, FAR_CHILD_NAME, also);
  self->has_line = read_shown_id (history, FAR_CHILD_LINE, self->line, also);
  self->stop = _far_history_dup_text (history, FAR_CHILD_STOP, also);
  self->needs.born = get_shown (history, FAR_CHILD_BORN, 0, also);
  self->needs.is_one_to_one = get_shown (history, FAR_CHILD_ONE_TO_ONE, 0, also) != 0;
  self->needs.has_wheelchair = get_shown (history, FAR_CHILD_WHEELCHAIR, 0, also) != 0;
  self->needs.is_slow = get_shown (history, FAR_CHILD_SLOW, 0, also) != 0;
  self->carry = _far_history_dup_text (history, FAR_CHILD_CARRY, also);
  self->guardians = read_shown_ids (history, FAR_CHILD_GUARDIANS, also);
  self->adults = read_shown_ids (history, FAR_CHILD_ADULTS, also);
  self->is_gone = get_shown (history, FAR_CHILD_GONE, 0, also) != 0;
  self->is_spoken_for = is_spoken_for (history->view, self);

  return self;
}

FarChildFacts *
_far_child_read (FarView *view, guint32 child, GError **error)
{
  FarHistory history;
  FarChildFacts *facts;

  if (!_far_history_load (&history, view, FAR_KIND_CHILD, child, error))
    return NULL;

  facts = read_child (&history);
  /* it is in hand: who asks for the bookings next need not read it again */
  if (!g_hash_table_contains (view->guards, GUINT_TO_POINTER (child)))
    g_hash_table_insert (view->guards, GUINT_TO_POINTER (child), _far_history_guards (&history));
  _far_history_clear (&history);
  if (*facts->name == '\0')
    g_clear_pointer (&facts, far_child_facts_unref);

  return facts;
}

const GPtrArray *
_far_view_guards (FarView *self, guint32 child, GError **error)
{
  GPtrArray *guards = g_hash_table_lookup (self->guards, GUINT_TO_POINTER (child));
  FarHistory history;

  if (guards != NULL)
    return guards;
  if (!_far_history_load (&history, self, FAR_KIND_CHILD, child, error))
    return NULL;

  guards = _far_history_guards (&history);
  _far_history_clear (&history);
  g_hash_table_insert (self->guards, GUINT_TO_POINTER (child), guards);

  return guards;
}

gboolean
far_child_facts_has_guardian (const FarChildFacts *self,
                              const guint8 member[static FAR_RECORD_ID_LEN])
{
  return memcmp (self->owner, member, FAR_RECORD_ID_LEN) == 0 ||
         _far_ids_have (self->guardians, member);
}

/* ---- all of them */

static int
compare_children (gconstpointer a, gconstpointer b, gpointer by)
{
  const FarChildFacts *one = *(const FarChildFacts *const *)a;
  const FarChildFacts *other = *(const FarChildFacts *const *)b;
  int by_name;

  if (one->is_gone != other->is_gone)
    return one->is_gone ? 1 : -1;

  by_name = far_by_name_compare (by, one->name, other->name);

  return by_name != 0 ? by_name : memcmp (one->id, other->id, FAR_RECORD_ID_LEN);
}

static const guint8 *
get_owner (gconstpointer row)
{
  return ((const FarChildFacts *)row)->owner;
}

/* Two parents who did not know of each other. */
static void
mark_twins (GPtrArray *children)
{
  g_autoptr (GHashTable) first = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < children->len; i++)
    {
      FarChildFacts *child = children->pdata[i];
      g_autofree char *name = g_utf8_casefold (child->name, -1);
      g_autofree char *line = far_hex (child->line, FAR_RECORD_ID_LEN);
      g_autofree char *key = g_strconcat (line, name, NULL);
      FarChildFacts *twin;

      if (child->is_gone)
        continue;
      twin = g_hash_table_lookup (first, key);
      if (twin != NULL)
        child->is_twin = twin->is_twin = TRUE;
      else
        g_hash_table_insert (first, g_steal_pointer (&key), child);
    }
}

/* ---- the next time */

#define FORTNIGHT_DAYS 14

static gboolean
is_absent_from (const FarChildFacts *child, const FarRotaFacts *rota, gint32 day)
{
  for (guint i = 0; i < child->absences->len; i++)
    {
      const FarAbsenceFacts *absence = &g_array_index (child->absences, FarAbsenceFacts, i);

      if (absence->day == day &&
          (!absence->has_rota || memcmp (absence->rota, rota->id, FAR_RECORD_ID_LEN) == 0))
        return TRUE;
    }

  return FALSE;
}

static gboolean
is_booked_for (const FarChildFacts *child, const FarRotaFacts *rota, gint32 day)
{
  for (guint i = 0; i < child->bookings->len; i++)
    if (_far_booking_covers (child->bookings->pdata[i], child, rota, day))
      return TRUE;

  return FALSE;
}

/* Of several outings on the day, it is absent if it comes to none. */
static gboolean
look_at_day (FarView *view, GPtrArray *rotas, FarChildFacts *child, gint32 day, GError **error)
{
  for (guint i = 0; i < rotas->len; i++)
    {
      const FarRotaFacts *rota = rotas->pdata[i];
      const char *holiday;

      if (!far_rule_has_day (&rota->rule, day) || !is_booked_for (child, rota, day))
        continue;
      if (!_far_view_find_holiday (view, rota, day, &holiday, error))
        return FALSE;
      if (holiday != NULL)
        continue;
      if (child->next_day != day)
        child->is_absent_next = TRUE;
      child->next_day = day;
      child->is_absent_next &= is_absent_from (child, rota, day);
    }

  return TRUE;
}

static gboolean
find_next_days (FarView *view, GPtrArray *children, gint32 today, GError **error)
{
  g_autoptr (GPtrArray) rotas = far_collective_rotas (view->store, error);
  gboolean good = rotas != NULL;

  for (guint i = 0; i < children->len && good; i++)
    {
      FarChildFacts *child = children->pdata[i];

      child->next_day = G_MININT32;
      for (gint32 day = today; good && child->bookings->len > 0 && child->next_day == G_MININT32 &&
                               day < today + FORTNIGHT_DAYS;
           day++)
        good = look_at_day (view, rotas, child, day, error);
    }

  return good;
}

static gboolean
add_children (FarView *view, gint32 today, gboolean with_gone, GPtrArray *out, GError **error)
{
  g_autoptr (GArray) records = _far_view_records (view, FAR_KIND_CHILD, error);
  g_autoptr (GError) failure = NULL;

  for (guint i = 0; records != NULL && i < records->len && failure == NULL; i++)
    {
      guint32 ident = g_array_index (records, guint32, i);
      FarChildFacts *child = _far_child_read (view, ident, &failure);

      if (child != NULL && (with_gone || !child->is_gone))
        g_ptr_array_add (out, child);
      else if (child != NULL)
        far_child_facts_unref (child);
    }
  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  else if (records != NULL)
    return _far_view_add_bookings (view, out, today, error) &&
           find_next_days (view, out, today, error) && _far_view_add_own_notes (view, out, error);

  return FALSE;
}

GPtrArray *
far_collective_children (FarStore *store, gint32 today, gboolean with_gone, GError **error)
{
  g_autoptr (GPtrArray) children = g_ptr_array_new_with_free_func (far_child_facts_unref);
  g_autoptr (FarByName) by = far_by_name_new ();
  FarView view;
  gboolean good;

  _far_view_init (&view, store);
  good = add_children (&view, today, with_gone, children, error);
  _far_view_clear (&view);
  g_ptr_array_sort_with_data (children, compare_children, by);
  _far_keep_first (children, FAR_SHOWN_CHILDREN_MAX, get_owner);
  mark_twins (children);

  return good ? g_steal_pointer (&children) : NULL;
}

/* ---- writing */

/* What was typed, fit to be written; NULL where nothing was. */
typedef struct
{
  char *name;  /* owned */
  char *stop;  /* owned */
  char *carry; /* owned */
} Texts;

static void
texts_clear (Texts *self)
{
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->stop, g_free);
  g_clear_pointer (&self->carry, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Texts, texts_clear)

static gboolean
tidy_texts (Texts *self, const FarChildChange *change, GError **error)
{
  if (change->name != NULL && (self->name = far_collective_tidy_name (change->name, error)) == NULL)
    return FALSE;
  if (change->stop != NULL && (self->stop = _far_tidy_text (change->stop, error)) == NULL)
    return FALSE;
  if (change->carry != NULL && (self->carry = _far_tidy_text (change->carry, error)) == NULL)
    return FALSE;

  if (self->carry != NULL &&
      (strlen (self->carry) > FAR_CHILD_CARRY_MAX || strchr (self->carry, '\n') != NULL))
    return _far_refuse (FAR_COLLECTIVE_ERROR_TEXT_INVALID,
                        "what has to come along is said in one line of at most 400 bytes", error);

  return TRUE;
}

static gboolean
check_persons (FarPen *pen, const GArray *persons, guint most, GError **error)
{
  if (persons == NULL)
    return TRUE;
  if (persons->len > most)
    return _far_refuse (FAR_COLLECTIVE_ERROR_FULL_GUARDIANS, "a child has at most so many", error);

  for (guint i = 0; i < persons->len; i++)
    {
      guint32 ident = far_store_find_ident (pen->view.store, (const guint8 *)persons->data +
                                                                 (gsize)i * FAR_RECORD_ID_LEN);
      const FarPerson *person;

      if (ident == 0)
        return _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_ID, "there is no such person", error);
      person = _far_view_person (&pen->view, ident, error);
      if (person == NULL)
        return FALSE;
      if (person->member == NULL && !person->is_answered_for)
        return _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_ID, "there is no such person", error);
    }

  return TRUE;
}

/* Sets @stop to how the line calls it. */
static gboolean
check_stop (const FarLineFacts *line, char **stop, GError **error)
{
  g_autofree char *typed = g_utf8_casefold (*stop, -1);

  for (guint i = 0; i < line->stops->len; i++)
    {
      const FarStopDraft *draft = line->stops->pdata[i];
      g_autofree char *name = g_utf8_casefold (draft->name, -1);

      if (strcmp (name, typed) == 0)
        {
          g_free (*stop);
          *stop = g_strdup (draft->name);
          return TRUE;
        }
    }

  return _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_STOP, "the line has no such stop", error);
}

/* @was: (nullable): the child as it is */
static gboolean
check_place (FarPen *pen,
             Texts *texts,
             const FarChildChange *change,
             const FarChildFacts *was,
             GError **error)
{
  const guint8 *line = change->line != NULL ? change->line : was != NULL ? was->line : NULL;
  g_autoptr (GPtrArray) lines = NULL;

  if (line == NULL || sodium_is_zero (line, FAR_RECORD_ID_LEN))
    return texts->stop == NULL || *texts->stop == '\0' ||
           _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_STOP, "without a line there is no stop",
                        error);
  if (change->line == NULL && texts->stop == NULL)
    return TRUE;

  lines = _far_view_lines (&pen->view, error);
  for (guint i = 0; lines != NULL && i < lines->len; i++)
    {
      const FarLineFacts *facts = lines->pdata[i];

      if (memcmp (facts->id, line, FAR_RECORD_ID_LEN) == 0)
        return texts->stop == NULL || *texts->stop == '\0' ||
               check_stop (facts, &texts->stop, error);
    }

  return lines != NULL &&
         _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_ID, "there is no such line", error);
}

static gboolean
check_change (FarPen *pen,
              Texts *texts,
              const FarChildChange *change,
              const FarChildFacts *was,
              GError **error)
{
  if (change->born > 0 && (change->born < FAR_CHILD_BORN_MIN || change->born > FAR_CHILD_BORN_MAX))
    return _far_refuse (FAR_COLLECTIVE_ERROR_NUMBER_INVALID, "nobody at school was born then",
                        error);

  return check_persons (pen, change->guardians, FAR_CHILD_GUARDIANS_MAX, error) &&
         check_persons (pen, change->adults, FAR_CHILD_ADULTS_MAX, error) &&
         check_place (pen, texts, change, was, error);
}

/* ---- what differs */

typedef struct
{
  const FarHistory *history; /* unowned; empty of a new child */
  FarMapWriter map;
  gboolean is_any;
} Encoding;

/* Whether the field says something else, or somebody else says so beside it. */
static gboolean
is_new (const Encoding *self,
        guint key,
        gint64 num,
        const void *bytes,
        gsize len,
        gboolean is_empty)
{
  FarAlso also = { 0 };
  const FarPayload *shown = _far_history_shown (self->history, key, &also);
  const FarValue *value = shown != NULL ? &shown->values[key] : NULL;

  if (value == NULL)
    return !is_empty;

  return also.n_others > 0 || value->num != num || value->len != len ||
         (len > 0 && memcmp (value->bytes, bytes, len) != 0);
}

static void
put_text (Encoding *self, guint key, const char *text)
{
  if (text == NULL || !is_new (self, key, 0, text, strlen (text), *text == '\0'))
    return;

  far_map_text (&self->map, key, text);
  self->is_any = TRUE;
}

static void
put_int (Encoding *self, guint key, int value)
{
  if (value < 0 || !is_new (self, key, value, NULL, 0, value == 0))
    return;

  far_map_int (&self->map, key, value);
  self->is_any = TRUE;
}

static void
put_id (Encoding *self, guint key, const guint8 *id)
{
  if (id == NULL ||
      !is_new (self, key, 0, id, FAR_RECORD_ID_LEN, sodium_is_zero (id, FAR_RECORD_ID_LEN)))
    return;

  far_map_bytes (&self->map, key, id, FAR_RECORD_ID_LEN);
  self->is_any = TRUE;
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  return memcmp (a, b, FAR_RECORD_ID_LEN);
}

/* In order, and each once, so that the same is said in the same words. */
static void
put_ids (Encoding *self, guint key, const GArray *ids)
{
  g_autoptr (GArray) sorted = NULL;
  g_autoptr (GArray) shown = NULL;
  FarAlso also = { 0 };

  if (ids == NULL)
    return;

  sorted = g_array_new (FALSE, FALSE, FAR_RECORD_ID_LEN);
  for (guint i = 0; i < ids->len; i++)
    {
      const guint8 *id = (const guint8 *)ids->data + (gsize)i * FAR_RECORD_ID_LEN;

      if (!_far_ids_have (sorted, id))
        g_array_append_vals (sorted, id, 1);
    }
  g_array_sort (sorted, compare_ids);

  shown = read_shown_ids (self->history, key, &also);
  if (also.n_others == 0 && shown->len == sorted->len &&
      (sorted->len == 0 ||
       memcmp (shown->data, sorted->data, (gsize)sorted->len * FAR_RECORD_ID_LEN) == 0))
    return;

  far_map_array (&self->map, key, sorted->len);
  for (guint i = 0; i < sorted->len; i++)
    far_cbor_put_bytes (self->map.out, sorted->data + (gsize)i * FAR_RECORD_ID_LEN,
                        FAR_RECORD_ID_LEN);
  self->is_any = TRUE;
}

/* Returns: whether there is anything to write */
static gboolean
encode (GByteArray *payload,
        const FarHistory *history,
        const Texts *texts,
        const FarChildChange *change)
{
  Encoding self = { .history = history, .map = far_map_begin (payload) };

  if (history->writes->len > 0)
    far_map_bytes (&self.map, FAR_CHILD_ID, history->record, FAR_RECORD_ID_LEN);
  put_text (&self, FAR_CHILD_NAME, texts->name);
  put_ids (&self, FAR_CHILD_GUARDIANS, change->guardians);
  put_id (&self, FAR_CHILD_LINE, change->line);
  put_text (&self, FAR_CHILD_STOP, texts->stop);
  put_int (&self, FAR_CHILD_BORN, change->born);
  put_int (&self, FAR_CHILD_ONE_TO_ONE, change->one_to_one);
  put_int (&self, FAR_CHILD_WHEELCHAIR, change->wheelchair);
  put_int (&self, FAR_CHILD_SLOW, change->slow);
  put_text (&self, FAR_CHILD_CARRY, texts->carry);
  put_ids (&self, FAR_CHILD_ADULTS, change->adults);
  put_int (&self, FAR_CHILD_GONE, change->gone);
  far_map_end (&self.map);

  return self.is_any;
}

static gboolean
add (FarPen *pen, Texts *texts, const FarChildChange *child, guint8 *out_id, GError **error)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  guint8 id[FAR_RECORD_ID_LEN];
  FarSaying saying = { .kind = FAR_KIND_CHILD, .subject = id, .payload = payload };
  FarHistory nothing;
  gboolean good;

  if (!check_change (pen, texts, child, NULL, error) ||
      !_far_history_load (&nothing, &pen->view, FAR_KIND_CHILD, 0, error))
    return FALSE;

  encode (payload, &nothing, texts, child);
  good = _far_pen_open (pen, error);
  if (good)
    {
      _far_pen_next_record (pen, id);
      good = _far_writer_append (pen->writer, &saying, NULL, NULL, error);
      memcpy (out_id, id, FAR_RECORD_ID_LEN);
    }
  _far_history_clear (&nothing);

  return good;
}

gboolean
far_collective_add_child (const FarWriter *writer,
                          const FarChildChange *child,
                          guint8 out_id[static FAR_RECORD_ID_LEN],
                          GError **error)
{
  g_auto (Texts) texts = { 0 };
  FarPen pen;

  if (child->name == NULL)
    return _far_refuse (FAR_COLLECTIVE_ERROR_NAME_EMPTY, "a child has a name", error);

  return tidy_texts (&texts, child, error) && _far_pen_init (&pen, writer, error) &&
         _far_pen_close (&pen, add (&pen, &texts, child, out_id, error), error);
}

FarChildFacts *
_far_pen_read_child (FarPen *pen, const guint8 *child, gboolean is_own, GError **error)
{
  g_autoptr (GError) failure = NULL;
  guint32 ident = far_store_find_ident (pen->view.store, child);
  FarChildFacts *facts = ident != 0 ? _far_child_read (&pen->view, ident, &failure) : NULL;

  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  else if (facts == NULL)
    _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_ID, "there is no such child", error);
  else if (is_own && !far_child_facts_has_guardian (facts, pen->me->id))
    {
      g_clear_pointer (&facts, far_child_facts_unref);
      _far_refuse (FAR_COLLECTIVE_ERROR_CHILD_NOT_YOURS, "its guardians say that", error);
    }

  return facts;
}

/* Whoever speaks for it; and of one whom all who did have left, whoever names themselves. */
static gboolean
check_own (FarPen *pen, const FarChildFacts *was, const FarChildChange *change, GError **error)
{
  return far_child_facts_has_guardian (was, pen->me->id) ||
         (!was->is_spoken_for && change->guardians != NULL &&
          _far_ids_have (change->guardians, pen->me->id)) ||
         _far_refuse (FAR_COLLECTIVE_ERROR_CHILD_NOT_YOURS, "its guardians say that", error);
}

static gboolean
change_child (FarPen *pen,
              const guint8 *child,
              Texts *texts,
              const FarChildChange *change,
              GError **error)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarSaying saying = { .kind = FAR_KIND_CHILD, .subject = child, .payload = payload };
  FarChildFacts *was = _far_pen_read_child (pen, child, FALSE, error);
  FarHistory history;
  gboolean good;

  if (was == NULL)
    return FALSE;

  good = check_own (pen, was, change, error) && check_change (pen, texts, change, was, error) &&
         _far_history_load (&history, &pen->view, FAR_KIND_CHILD,
                            far_store_find_ident (pen->view.store, child), error);
  if (!good)
    {
      far_child_facts_unref (was);
      return FALSE;
    }

  if (change->guardians != NULL)
    good = _far_pen_adopt_note (pen, was, change->guardians, error);
  far_child_facts_unref (was);
  if (good && encode (payload, &history, texts, change))
    good =
        _far_pen_open (pen, error) && _far_pen_append_about (pen, &saying, &history, NULL, error);
  _far_history_clear (&history);

  return good;
}

gboolean
far_collective_change_child (const FarWriter *writer,
                             const guint8 child[static FAR_RECORD_ID_LEN],
                             const FarChildChange *change,
                             GError **error)
{
  g_auto (Texts) texts = { 0 };
  FarPen pen;

  return tidy_texts (&texts, change, error) && _far_pen_init (&pen, writer, error) &&
         _far_pen_close (&pen, change_child (&pen, child, &texts, change, error), error);
}
