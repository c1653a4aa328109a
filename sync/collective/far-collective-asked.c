/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What somebody asks for or offers, for themselves or for whom they answer: rides, a hand.  It is
 * of whose header's subject it is, it is somewhere, and only what is different is written. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-private.h"

#include <string.h>

/* ---- where */

void
_far_spot_clear (FarSpot *self)
{
  g_clear_pointer (&self->words, g_free);
}

gboolean
_far_spot_read (FarSpot *self, const FarHistory *history, guint key, FarAlso *also)
{
  const FarPayload *shown = _far_history_shown (history, key, also);
  FarPayloadIter iter;
  const guint8 *line;
  FarPayload item;

  if (shown == NULL)
    return FALSE;
  iter = far_payload_iter (shown, key);
  if (!far_payload_iter_map (&iter, &item))
    return FALSE;

  self->words = far_payload_dup_text (&item, FAR_SPOT_WORDS);
  line = far_payload_bytes (&item, FAR_SPOT_LINE);
  self->has_line = line != NULL;
  if (line != NULL)
    memcpy (self->line, line, FAR_RECORD_ID_LEN);
  self->is_located = far_payload_has (&item, FAR_SPOT_LAT) && far_payload_has (&item, FAR_SPOT_LON);
  if (self->is_located)
    {
      self->lat = far_payload_int (&item, FAR_SPOT_LAT, 0);
      self->lon = far_payload_int (&item, FAR_SPOT_LON, 0);
    }

  return TRUE;
}

void
_far_spot_put (FarMapWriter *map, guint key, const FarSpotDraft *spot, const char *words)
{
  FarMapWriter item;

  far_map_array (map, key, 1);
  item = far_map_begin (map->out);
  far_map_text (&item, FAR_SPOT_WORDS, words);
  if (spot->line != NULL)
    far_map_bytes (&item, FAR_SPOT_LINE, spot->line, FAR_RECORD_ID_LEN);
  if (spot->is_located)
    {
      far_map_int (&item, FAR_SPOT_LAT, spot->lat);
      far_map_int (&item, FAR_SPOT_LON, spot->lon);
    }
  far_map_end (&item);
}

char *
_far_tidy_named (const char *words, FarCollectiveError too_long, GError **error)
{
  g_autoptr (GError) refusal = NULL;
  char *tidy = strlen (words) <= FAR_TEXT_MAX ? far_collective_tidy_name (words, &refusal) : NULL;

  if (tidy != NULL)
    return tidy;

  if (refusal == NULL ||
      g_error_matches (refusal, FAR_COLLECTIVE_ERROR, FAR_COLLECTIVE_ERROR_NAME_LONG))
    _far_refuse (too_long, "it has at most 200 characters", error);
  else
    g_propagate_error (error, g_steal_pointer (&refusal));

  return NULL;
}

char *
_far_tidy_line (const char *words, gsize most, GError **error)
{
  char *tidy = _far_tidy_text (words, error);

  if (tidy == NULL || strlen (tidy) <= most)
    return tidy;

  _far_refuse (FAR_COLLECTIVE_ERROR_TEXT_INVALID, "that is too long", error);
  g_free (tidy);

  return NULL;
}

/* ---- whose */

const FarWrite *
_far_history_making (const FarHistory *history)
{
  guint key = _far_id_key (history->kind);
  const FarWrite *making = NULL;

  for (guint i = 0; i < history->writes->len; i++)
    {
      const FarWrite *write = &g_array_index (history->writes, FarWrite, i);

      if (write->is_good && !far_payload_has (&write->payload, key))
        making = write;
    }

  return making;
}

gboolean
_far_history_whose (const FarHistory *history,
                    guint8 *out_person,
                    gint32 *out_gone_on,
                    gboolean *out_is_good,
                    GError **error)
{
  FarView *view = history->view;
  const FarWrite *making = _far_history_making (history);
  const FarGovMember *now;
  const FarPerson *person;

  *out_is_good = FALSE;
  if (making == NULL || making->subject == 0 || making->author == NULL)
    return TRUE;

  person = _far_view_person (view, making->subject, error);
  if (person == NULL || !_far_view_now (view, making->subject, &now, error))
    return FALSE;
  *out_is_good = _far_person_is_spoken_for_by (person, making->author);
  memcpy (out_person, now != NULL ? now->id : far_store_peek_ident (view->store, making->subject),
          FAR_RECORD_ID_LEN);
  *out_gone_on = now != NULL ? _far_view_member_gone_on (view, now)
                             : _far_view_gone_on (view, making->pos.log);

  return TRUE;
}

/* ---- what is different */

/* By whose header it is erased with them. */
const guint8 *
_far_history_subject (const FarHistory *history)
{
  const FarWrite *making = _far_history_making (history);

  return making != NULL && making->subject != 0
             ? far_store_peek_ident (history->view->store, making->subject)
             : history->owner;
}

/* The fields (bits) of @wanted that are shown otherwise, or beside which somebody says something
 * else. */
static guint32
find_news (const FarHistory *history,
           const FarPayload *wanted,
           gboolean (*says_nothing) (const FarPayload *wanted, guint key))
{
  guint8 keys[FAR_PAYLOAD_KEYS];
  guint n = _far_field_keys (history->kind, keys);
  guint32 fields = 0;

  for (guint i = 0; i < n; i++)
    {
      FarAlso also = { 0 };
      const FarPayload *shown;

      if (!far_payload_has (wanted, keys[i]))
        continue;
      shown = _far_history_shown (history, keys[i], &also);
      if (also.n_others > 0 || (shown == NULL ? !says_nothing (wanted, keys[i])
                                              : !_far_payload_has_same (shown, wanted, keys[i])))
        fields |= 1u << keys[i];
    }

  return fields;
}

gboolean
_far_pen_write_news (FarPen *pen,
                     const FarHistory *history,
                     const GByteArray *all,
                     gboolean (*says_nothing) (const FarPayload *wanted, guint key),
                     GError **error)
{
  g_autoptr (GByteArray) payload = NULL;
  FarSaying saying = { .kind = history->kind, .subject = _far_history_subject (history) };
  FarPayload wanted;
  guint32 fields;

  if (far_payload_parse (&wanted, far_kind_get_schema (history->kind), all->data, all->len) !=
      FAR_PAYLOAD_OK)
    return _far_refuse (FAR_COLLECTIVE_ERROR_TEXT_INVALID, "that is too much", error);

  fields = find_news (history, &wanted, says_nothing);
  if (fields == 0)
    return TRUE;
  payload = _far_history_say_again (history, &wanted, fields, FALSE);
  saying.payload = payload;

  return _far_pen_open (pen, error) && _far_pen_append_about (pen, &saying, history, NULL, error);
}

/* ---- who takes it */

guint
_far_turns_find (const FarTurns *turns, const guint8 *person, guint role)
{
  for (guint i = 0; i < turns->nodes->len; i++)
    {
      const FarTurnNode *node = &g_array_index (turns->nodes, FarTurnNode, i);

      if (node->person != 0 && node->role == role && _far_turn_counts (node) &&
          far_record_id_equal (_far_turn_peek_person (turns, i), person))
        return i;
    }

  return G_MAXUINT;
}
