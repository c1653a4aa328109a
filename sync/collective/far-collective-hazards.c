/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is to be looked out for on a line: a building site, a car that parks on the crossing.
 *
 * Whoever sees it says so, and whoever knows that it is gone.  Of two who say otherwise without
 * knowing of each other the more careful is shown: it is gone when nobody says that it is there. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-private.h"

#include <string.h>

#include "far-blank.h"

/* ---- reading */

void
_far_hazard_free (gpointer data)
{
  FarHazardFacts *facts = data;

  g_free (facts->stop);
  g_free (facts->words);
  g_free (facts);
}

GPtrArray *
_far_hazards_array_new (void)
{
  return g_ptr_array_new_with_free_func (_far_hazard_free);
}

static gint64
get_state (const FarLive *live)
{
  return far_payload_int (&live->write->payload, FAR_HAZARD_STATE, FAR_HAZARD_OPEN);
}

int
_far_hazard_compare_states (gconstpointer a, gconstpointer b)
{
  gint64 one = get_state (a);
  gint64 other = get_state (b);

  return (one > other) - (one < other);
}

/* The most careful of what is said, and whoever said that last. */
static void
read_state (FarHazardFacts *facts, const FarHistory *history)
{
  g_autoptr (GArray) live = _far_history_live (history, FAR_HAZARD_STATE);
  const FarLive *shown = NULL;

  for (guint i = 0; i < live->len; i++)
    {
      const FarLive *one = &g_array_index (live, FarLive, i);

      if (shown == NULL || get_state (one) < get_state (shown))
        shown = one;
    }
  for (guint i = 0; shown != NULL && i < live->len; i++)
    facts->also.n_others += get_state (&g_array_index (live, FarLive, i)) != get_state (shown);
  if (shown == NULL)
    return;

  facts->state = (FarHazardPlace)get_state (shown);
  facts->since_ms = shown->write->time_ms;
  if (shown->write->author != NULL)
    memcpy (facts->by, shown->write->author->id, FAR_RECORD_ID_LEN);
}

static FarHazardFacts *
read_hazard (const FarHistory *history)
{
  FarHazardFacts *facts = g_new0 (FarHazardFacts, 1);
  const FarPayload *line = _far_history_shown (history, FAR_HAZARD_LINE, &facts->also);

  memcpy (facts->id, history->record, FAR_RECORD_ID_LEN);
  memcpy (facts->owner, history->owner, FAR_RECORD_ID_LEN);
  if (line != NULL)
    memcpy (facts->line, far_payload_bytes (line, FAR_HAZARD_LINE), FAR_RECORD_ID_LEN);
  facts->stop = _far_history_dup_text (history, FAR_HAZARD_STOP, &facts->also);
  facts->words = _far_history_dup_text (history, FAR_HAZARD_WORDS, &facts->also);
  read_state (facts, history);

  return facts;
}

static int
compare_hazards (gconstpointer a, gconstpointer b)
{
  const FarHazardFacts *one = *(const FarHazardFacts *const *)a;
  const FarHazardFacts *other = *(const FarHazardFacts *const *)b;

  if (one->state != other->state)
    return one->state < other->state ? -1 : 1;
  if (one->since_ms != other->since_ms)
    return one->since_ms > other->since_ms ? -1 : 1;

  return memcmp (one->id, other->id, FAR_RECORD_ID_LEN);
}

static const guint8 *
get_owner (gconstpointer row)
{
  return ((const FarHazardFacts *)row)->owner;
}

GPtrArray *
_far_view_hazards (FarView *view, gboolean with_gone, GError **error)
{
  g_autoptr (GArray) records = _far_view_records (view, FAR_KIND_HAZARD, error);
  g_autoptr (GPtrArray) hazards = _far_hazards_array_new ();

  for (guint i = 0; records != NULL && i < records->len; i++)
    {
      FarHazardFacts *facts;
      FarHistory history;

      if (!_far_history_load (&history, view, FAR_KIND_HAZARD, g_array_index (records, guint32, i),
                              error))
        return NULL;
      facts = read_hazard (&history);
      _far_history_clear (&history);
      if (*facts->words == '\0' || (facts->state == FAR_HAZARD_GONE && !with_gone))
        _far_hazard_free (facts);
      else
        g_ptr_array_add (hazards, facts);
    }
  g_ptr_array_sort (hazards, compare_hazards);
  _far_keep_first (hazards, FAR_SHOWN_HAZARDS_MAX, get_owner);

  return records != NULL ? g_steal_pointer (&hazards) : NULL;
}

GPtrArray *
far_collective_hazards (FarStore *store, gboolean with_gone, GError **error)
{
  GPtrArray *hazards;
  FarView view;

  _far_view_init (&view, store);
  hazards = _far_view_hazards (&view, with_gone, error);
  _far_view_clear (&view);

  return hazards;
}

/* ---- writing */

/* What was typed, fit to be written; NULL where nothing was. */
typedef struct
{
  char *words; /* owned */
  char *stop;  /* owned: as the line calls it */
} Texts;

static void
texts_clear (Texts *self)
{
  g_clear_pointer (&self->words, g_free);
  g_clear_pointer (&self->stop, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Texts, texts_clear)

static gboolean
tidy_texts (Texts *self, const FarHazardChange *change, GError **error)
{
  if (change->state > FAR_HAZARD_STATE_MAX)
    return _far_refuse (FAR_COLLECTIVE_ERROR_NUMBER_INVALID, "a hazard has no such state", error);
  if (change->words == NULL)
    return TRUE;

  self->words = _far_tidy_text (change->words, error);
  if (self->words == NULL)
    return FALSE;
  if (far_text_is_blank (self->words))
    return _far_refuse (FAR_COLLECTIVE_ERROR_REASON_EMPTY, "nothing is said of it", error);

  return strlen (self->words) <= FAR_HAZARD_WORDS_MAX ||
         _far_refuse (FAR_COLLECTIVE_ERROR_TEXT_INVALID, "that is too long", error);
}

/* Sets the stop to how the line calls it. */
static gboolean
check_place (FarPen *pen,
             const guint8 *line,
             const FarHazardChange *change,
             Texts *texts,
             GError **error)
{
  g_autoptr (GPtrArray) lines = NULL;
  const FarLineFacts *facts;

  if (change->line == NULL && change->stop == NULL)
    return TRUE;

  facts = _far_view_find_line (&pen->view, line, &lines, error);
  if (facts == NULL)
    return FALSE;
  if (change->stop == NULL || *change->stop == '\0')
    {
      texts->stop = change->stop != NULL ? g_strdup ("") : NULL;
      return TRUE;
    }
  for (guint i = 0; i < facts->stops->len && texts->stop == NULL; i++)
    {
      const FarStopDraft *stop = facts->stops->pdata[i];

      if (strcmp (stop->name, change->stop) == 0)
        texts->stop = g_strdup (stop->name);
    }

  return texts->stop != NULL ||
         _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_STOP, "the line has no such stop", error);
}

static gboolean
is_new_state (const FarHistory *history, int state)
{
  g_autoptr (GArray) live = _far_history_live (history, FAR_HAZARD_STATE);

  if (state < 0)
    return FALSE;
  for (guint i = 0; i < live->len; i++)
    if (get_state (&g_array_index (live, FarLive, i)) != state)
      return TRUE;

  return live->len == 0;
}

/* Of a new one @history is empty.  Returns: whether there is anything to write */
static gboolean
encode (GByteArray *payload,
        const FarHistory *history,
        const Texts *texts,
        const FarHazardChange *change)
{
  gboolean with_line =
      change->line != NULL &&
      _far_history_is_news (history, FAR_HAZARD_LINE, change->line, FAR_RECORD_ID_LEN);
  gboolean with_stop = _far_history_is_new_text (history, FAR_HAZARD_STOP, texts->stop);
  gboolean with_words = _far_history_is_new_text (history, FAR_HAZARD_WORDS, texts->words);
  gboolean with_state = is_new_state (history, change->state);
  FarMapWriter map = far_map_begin (payload);

  if (history->writes->len > 0)
    far_map_bytes (&map, FAR_HAZARD_ID, history->record, FAR_RECORD_ID_LEN);
  if (with_line)
    far_map_bytes (&map, FAR_HAZARD_LINE, change->line, FAR_RECORD_ID_LEN);
  if (with_stop)
    far_map_text (&map, FAR_HAZARD_STOP, texts->stop);
  if (with_words)
    far_map_text (&map, FAR_HAZARD_WORDS, texts->words);
  if (with_state)
    far_map_int (&map, FAR_HAZARD_STATE, change->state);
  far_map_end (&map);

  return with_line || with_stop || with_words || with_state;
}

/* @out_pos: (out) (optional) */
static gboolean
write_hazard (FarPen *pen,
              const FarHistory *history,
              const Texts *texts,
              const FarHazardChange *change,
              FarPos *out_pos,
              GError **error)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarSaying saying = { .kind = FAR_KIND_HAZARD, .payload = payload };

  return !encode (payload, history, texts, change) ||
         (_far_pen_open (pen, error) &&
          _far_pen_append_about (pen, &saying, history, out_pos, error));
}

static gboolean
add (FarPen *pen, Texts *texts, const FarHazardChange *change, guint8 *out_id, GError **error)
{
  const FarWriter *writer = pen->writer;
  FarHistory nothing;
  FarPos pos;
  gboolean good;

  if (!check_place (pen, change->line, change, texts, error) ||
      !_far_history_load (&nothing, &pen->view, FAR_KIND_HAZARD, 0, error))
    return FALSE;

  good = write_hazard (pen, &nothing, texts, change, &pos, error);
  _far_history_clear (&nothing);
  if (good)
    far_record_id (far_store_peek_collective (writer->store), writer->me->device, pos.seq, 0,
                   out_id);

  return good;
}

gboolean
far_collective_add_hazard (const FarWriter *writer,
                           const FarHazardChange *hazard,
                           guint8 out_id[static FAR_RECORD_ID_LEN],
                           GError **error)
{
  FarHazardChange change = *hazard;
  g_auto (Texts) texts = { 0 };
  FarPen pen;

  g_return_val_if_fail (hazard->line != NULL && hazard->words != NULL, FALSE);

  if (change.state < 0)
    change.state = FAR_HAZARD_OPEN;

  return tidy_texts (&texts, &change, error) && _far_pen_init (&pen, writer, error) &&
         _far_pen_close (&pen, add (&pen, &texts, &change, out_id, error), error);
}

static gboolean
change_hazard (FarPen *pen,
               const guint8 *hazard,
               Texts *texts,
               const FarHazardChange *change,
               GError **error)
{
  const FarPayload *line;
  FarHistory history;
  gboolean good;

  if (!_far_history_load (&history, &pen->view, FAR_KIND_HAZARD,
                          far_store_find_ident (pen->view.store, hazard), error))
    return FALSE;

  line = _far_history_shown (&history, FAR_HAZARD_LINE, NULL);
  if (line == NULL || _far_history_shown (&history, FAR_HAZARD_WORDS, NULL) == NULL)
    good = _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_ID, "there is no such hazard", error);
  else
    good = check_place (pen,
                        change->line != NULL ? change->line
                                             : far_payload_bytes (line, FAR_HAZARD_LINE),
                        change, texts, error) &&
           write_hazard (pen, &history, texts, change, NULL, error);
  _far_history_clear (&history);

  return good;
}

gboolean
far_collective_change_hazard (const FarWriter *writer,
                              const guint8 hazard[static FAR_RECORD_ID_LEN],
                              const FarHazardChange *change,
                              GError **error)
{
  g_auto (Texts) texts = { 0 };
  FarPen pen;

  return tidy_texts (&texts, change, error) && _far_pen_init (&pen, writer, error) &&
         _far_pen_close (&pen, change_hazard (&pen, hazard, &texts, change, error), error);
}
