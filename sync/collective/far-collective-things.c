/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the collective has, and who has it: keys, vests, signs, a trolley.
 *
 * Whoever has a thing, or knows who has, says so, and nobody's leave is needed: the key is where it
 * is.  Two who say so without knowing of each other stand side by side, and somebody asks them. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-private.h"

#include <string.h>

/* ---- reading */

static gboolean
is_gone (const FarHistory *history)
{
  const FarPayload *shown = _far_history_shown (history, FAR_THING_GONE, NULL);

  return shown != NULL && far_payload_int (shown, FAR_THING_GONE, 0) != 0;
}

/* Somebody noted down without a machine may be a member now. */
static gboolean
read_keeper (FarThingFacts *facts, const FarHistory *history, GError **error)
{
  g_autoptr (GArray) live = _far_history_live (history, FAR_THING_KEEPER);
  FarView *view = history->view;
  const FarWrite *write;
  const FarGovMember *now = NULL;
  const guint8 *keeper;
  guint32 ident;

  _far_history_shown (history, FAR_THING_KEEPER, &facts->also);
  if (live->len == 0)
    return TRUE;

  write = g_array_index (live, FarLive, 0).write;
  keeper = far_payload_bytes (&write->payload, FAR_THING_KEEPER);
  ident = far_store_find_ident (view->store, keeper);
  if (ident != 0 && !_far_view_now (view, ident, &now, error))
    return FALSE;

  facts->has_keeper = TRUE;
  memcpy (facts->keeper, now != NULL ? now->id : keeper, FAR_RECORD_ID_LEN);
  facts->since_ms = write->time_ms;

  return TRUE;
}

static void
free_thing (gpointer data)
{
  FarThingFacts *facts = data;

  g_free (facts->name);
  g_free (facts->note);
  g_free (facts);
}

static FarThingFacts *
read_thing (const FarHistory *history, GError **error)
{
  FarThingFacts *facts = g_new0 (FarThingFacts, 1);

  memcpy (facts->id, history->record, FAR_RECORD_ID_LEN);
  memcpy (facts->owner, history->owner, FAR_RECORD_ID_LEN);
  facts->name = _far_history_dup_text (history, FAR_THING_NAME, &facts->also);
  facts->note = _far_history_dup_text (history, FAR_THING_NOTE, &facts->also);
  facts->is_gone = is_gone (history);
  if (read_keeper (facts, history, error))
    return facts;

  free_thing (facts);

  return NULL;
}

static gboolean
add_thing (FarView *view, guint32 record, gboolean with_gone, GPtrArray *out, GError **error)
{
  FarHistory history;
  FarThingFacts *facts;

  if (!_far_history_load (&history, view, FAR_KIND_THING, record, error))
    return FALSE;

  facts = read_thing (&history, error);
  _far_history_clear (&history);
  if (facts == NULL)
    return FALSE;

  if (*facts->name == '\0' || (facts->is_gone && !with_gone))
    free_thing (facts);
  else
    g_ptr_array_add (out, facts);

  return TRUE;
}

static int
compare_things (gconstpointer a, gconstpointer b)
{
  const FarThingFacts *one = *(const FarThingFacts *const *)a;
  const FarThingFacts *other = *(const FarThingFacts *const *)b;
  int by_name;

  if (one->is_gone != other->is_gone)
    return one->is_gone ? 1 : -1;

  by_name = g_utf8_collate (one->name, other->name);

  return by_name != 0 ? by_name : memcmp (one->id, other->id, FAR_RECORD_ID_LEN);
}

static const guint8 *
get_owner (gconstpointer row)
{
  return ((const FarThingFacts *)row)->owner;
}

GPtrArray *
far_collective_things (FarStore *store, gboolean with_gone, GError **error)
{
  g_autoptr (GPtrArray) things = g_ptr_array_new_with_free_func (free_thing);
  g_autoptr (GArray) records = NULL;
  FarView view;
  gboolean good;

  _far_view_init (&view, store);
  records = _far_view_records (&view, FAR_KIND_THING, error);
  good = records != NULL;
  for (guint i = 0; good && i < records->len; i++)
    good = add_thing (&view, g_array_index (records, guint32, i), with_gone, things, error);
  _far_view_clear (&view);
  g_ptr_array_sort (things, compare_things);
  _far_keep_first (things, FAR_SHOWN_THINGS_MAX, get_owner);

  return good ? g_steal_pointer (&things) : NULL;
}

/* ---- writing */

/* What was typed, fit to be written; NULL where nothing was. */
typedef struct
{
  char *name; /* owned */
  char *note; /* owned */
} Texts;

static void
texts_clear (Texts *self)
{
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->note, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Texts, texts_clear)

static gboolean
tidy_texts (Texts *self, const FarThingChange *change, GError **error)
{
  if (change->name != NULL && (self->name = far_collective_tidy_name (change->name, error)) == NULL)
    return FALSE;
  if (change->note != NULL && (self->note = _far_tidy_text (change->note, error)) == NULL)
    return FALSE;

  return self->note == NULL || strlen (self->note) <= FAR_THING_NOTE_MAX ||
         _far_refuse (FAR_COLLECTIVE_ERROR_TEXT_INVALID, "the note is too long", error);
}

gboolean
_far_pen_check_present (FarPen *pen, const guint8 *person, GError **error)
{
  guint32 ident = far_store_find_ident (pen->view.store, person);
  const FarPerson *known;
  g_autofree char *name = NULL;
  gboolean is_away;

  if (ident == 0)
    return _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_ID, "there is no such person", error);

  known = _far_view_person (&pen->view, ident, error);
  if (known == NULL)
    return FALSE;
  if (known->member == NULL && !known->is_answered_for)
    return _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_ID, "there is no such person", error);
  if (known->member != NULL)
    is_away = known->member->standing != FAR_GOV_ACTIVE;
  else if (!_far_person_read_name (&pen->view, ident, &name, NULL, &is_away, error))
    return FALSE;

  return !is_away ||
         _far_refuse (FAR_COLLECTIVE_ERROR_KEEPER_GONE, "that person is not here any more", error);
}

static gboolean
is_new_gone (const FarHistory *history, int gone)
{
  FarAlso also = { 0 };

  _far_history_shown (history, FAR_THING_GONE, &also);

  return gone >= 0 && (also.n_others > 0 || is_gone (history) != (gone > 0));
}

/* Of a new thing @history is empty.  Returns: whether there is anything to write */
static gboolean
encode (GByteArray *payload,
        const FarHistory *history,
        const Texts *texts,
        const FarThingChange *change)
{
  gboolean with_name = _far_history_is_new_text (history, FAR_THING_NAME, texts->name);
  gboolean with_keeper =
      change->keeper != NULL &&
      _far_history_is_news (history, FAR_THING_KEEPER, change->keeper, FAR_RECORD_ID_LEN);
  gboolean with_note = _far_history_is_new_text (history, FAR_THING_NOTE, texts->note);
  gboolean with_gone = is_new_gone (history, change->gone);
  FarMapWriter map = far_map_begin (payload);

  if (history->writes->len > 0)
    far_map_bytes (&map, FAR_THING_ID, history->record, FAR_RECORD_ID_LEN);
  if (with_name)
    far_map_text (&map, FAR_THING_NAME, texts->name);
  if (with_keeper)
    far_map_bytes (&map, FAR_THING_KEEPER, change->keeper, FAR_RECORD_ID_LEN);
  if (with_note)
    far_map_text (&map, FAR_THING_NOTE, texts->note);
  if (with_gone)
    far_map_int (&map, FAR_THING_GONE, change->gone > 0);
  far_map_end (&map);

  return with_name || with_keeper || with_note || with_gone;
}

/* @out_pos: (out) (optional) */
static gboolean
write_thing (FarPen *pen,
             const FarHistory *history,
             const Texts *texts,
             const FarThingChange *change,
             FarPos *out_pos,
             GError **error)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarSaying saying = { .kind = FAR_KIND_THING, .payload = payload };

  /* who has gone may have it still, and is shown; but nobody gives it to them */
  if (change->keeper != NULL && !_far_pen_check_present (pen, change->keeper, error))
    return FALSE;

  return !encode (payload, history, texts, change) ||
         (_far_pen_open (pen, error) &&
          _far_pen_append_about (pen, &saying, history, out_pos, error));
}

static gboolean
add (FarPen *pen, const Texts *texts, const FarThingChange *change, guint8 *out_id, GError **error)
{
  const FarWriter *writer = pen->writer;
  FarHistory nothing;
  FarPos pos;
  gboolean good;

  if (!_far_history_load (&nothing, &pen->view, FAR_KIND_THING, 0, error))
    return FALSE;

  good = write_thing (pen, &nothing, texts, change, &pos, error);
  _far_history_clear (&nothing);
  if (good)
    far_record_id (far_store_peek_collective (writer->store), writer->me->device, pos.seq, 0,
                   out_id);

  return good;
}

gboolean
far_collective_add_thing (const FarWriter *writer,
                          const char *name,
                          const char *note,
                          const guint8 *keeper,
                          guint8 out_id[static FAR_RECORD_ID_LEN],
                          GError **error)
{
  const FarThingChange change = { .name = name, .note = note, .keeper = keeper, .gone = -1 };
  g_auto (Texts) texts = { 0 };
  FarPen pen;

  return tidy_texts (&texts, &change, error) && _far_pen_init (&pen, writer, error) &&
         _far_pen_close (&pen, add (&pen, &texts, &change, out_id, error), error);
}

static gboolean
change_thing (FarPen *pen,
              const guint8 *thing,
              const Texts *texts,
              const FarThingChange *change,
              GError **error)
{
  FarHistory history;
  gboolean is_there;
  gboolean good;

  if (!_far_history_load (&history, &pen->view, FAR_KIND_THING,
                          far_store_find_ident (pen->view.store, thing), error))
    return FALSE;

  is_there = _far_history_shown (&history, FAR_THING_NAME, NULL) != NULL &&
             (change->gone >= 0 || !is_gone (&history));
  good = is_there ? write_thing (pen, &history, texts, change, NULL, error)
                  : _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_ID, "there is no such thing", error);
  _far_history_clear (&history);

  return good;
}

gboolean
far_collective_change_thing (const FarWriter *writer,
                             const guint8 thing[static FAR_RECORD_ID_LEN],
                             const FarThingChange *change,
                             GError **error)
{
  g_auto (Texts) texts = { 0 };
  FarPen pen;

  return tidy_texts (&texts, change, error) && _far_pen_init (&pen, writer, error) &&
         _far_pen_close (&pen, change_thing (&pen, thing, &texts, change, error), error);
}
