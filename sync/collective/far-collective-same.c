/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A person without a machine who is a member now: both sides say so, and what was noted for the one
 * shows as the other's. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-private.h"

#include <string.h>

/* ---- what is said */

/* Only the owner's own word counts: a suggestion says nothing. */
static GArray *
read_same (const FarHistory *history)
{
  GArray *ids = g_array_new (FALSE, FALSE, FAR_RECORD_ID_LEN);
  g_autoptr (GArray) live = _far_history_live (history, FAR_PERSON_SAME);
  FarPayloadIter iter;
  const guint8 *id;

  if (live->len == 0 || !g_array_index (live, FarLive, 0).is_right)
    return ids;

  iter = far_payload_iter (&g_array_index (live, FarLive, 0).write->payload, FAR_PERSON_SAME);
  while (far_payload_iter_bytes (&iter, &id))
    g_array_append_vals (ids, id, 1);

  return ids;
}

GArray *
_far_view_same (FarView *self, guint32 ident, GError **error)
{
  FarHistory history;
  GArray *ids;

  if (!_far_history_load (&history, self, FAR_KIND_PERSON, ident, error))
    return NULL;

  ids = read_same (&history);
  _far_history_clear (&history);

  return ids;
}

/* The first member whom the one side names and who names it. */
static gboolean
find_now (FarView *self, guint32 ident, const FarGovMember **out, GError **error)
{
  g_autoptr (GArray) named = _far_view_same (self, ident, error);
  const guint8 *person = far_store_peek_ident (self->store, ident);

  if (named == NULL)
    return FALSE;

  for (guint i = 0; i < named->len && *out == NULL; i++)
    {
      const guint8 *id = (const guint8 *)named->data + i * FAR_RECORD_ID_LEN;
      const FarGovMember *member = far_governance_find_member (self->gov, id);
      g_autoptr (GArray) back = NULL;

      if (member == NULL)
        continue;
      back = _far_view_same (self, far_store_find_ident (self->store, id), error);
      if (back == NULL)
        return FALSE;
      if (_far_ids_have (back, person))
        *out = member;
    }

  return TRUE;
}

gboolean
_far_view_now (FarView *self, guint32 ident, const FarGovMember **out, GError **error)
{
  FarPerson *person = (FarPerson *)_far_view_person (self, ident, error);

  *out = NULL;
  if (person == NULL)
    return FALSE;

  if (!person->is_now_known && person->member == NULL && person->is_answered_for &&
      !find_now (self, ident, &person->now, error))
    return FALSE;
  person->is_now_known = TRUE;
  *out = person->now;

  return TRUE;
}

/* ---- saying it */

static int
compare_record_ids (gconstpointer a, gconstpointer b)
{
  return memcmp (a, b, FAR_RECORD_ID_LEN);
}

/* Puts @other among whom @record names, or takes it out.  The pen is open. */
static gboolean
write_same (FarPen *pen,
            const guint8 *record,
            const guint8 *other,
            gboolean is_same,
            GError **error)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  FarPos refs[FAR_REFS_MAX];
  FarSaying saying = {
    .kind = FAR_KIND_PERSON, .subject = record, .payload = payload, .refs = refs
  };
  g_autoptr (GArray) ids = NULL;
  FarHistory history;

  if (!_far_history_load (&history, &pen->view, FAR_KIND_PERSON,
                          far_store_find_ident (pen->view.store, record), error))
    return FALSE;
  ids = read_same (&history);
  saying.n_refs = _far_history_refs (&history, _far_pen_get_prev (pen), refs);
  _far_history_clear (&history);

  for (guint i = ids->len; i-- > 0;)
    if (memcmp (ids->data + i * FAR_RECORD_ID_LEN, other, FAR_RECORD_ID_LEN) == 0)
      g_array_remove_index (ids, i);
  if (is_same)
    g_array_append_vals (ids, other, 1);
  if (ids->len > FAR_SAME_MAX)
    return _far_refuse (FAR_COLLECTIVE_ERROR_FULL_SAME, "ten records are one person at most",
                        error);
  g_array_sort (ids, compare_record_ids);

  far_map_bytes (&map, FAR_PERSON_ID, record, FAR_RECORD_ID_LEN);
  far_map_array (&map, FAR_PERSON_SAME, ids->len);
  for (guint i = 0; i < ids->len; i++)
    far_cbor_put_bytes (payload, ids->data + i * FAR_RECORD_ID_LEN, FAR_RECORD_ID_LEN);
  far_map_end (&map);

  return _far_writer_append (pen->writer, &saying, NULL, NULL, error);
}

static gboolean
say_same (FarPen *pen, const guint8 *person, const guint8 *member, gboolean is_same, GError **error)
{
  guint32 ident = far_store_find_ident (pen->view.store, person);
  const FarGovMember *found = far_governance_find_member (pen->view.gov, member);
  const FarPerson *known = ident != 0 ? _far_view_person (&pen->view, ident, error) : NULL;
  gboolean i_answer;
  gboolean i_am;

  if (ident != 0 && known == NULL)
    return FALSE;
  if (known == NULL || known->member != NULL || !known->is_answered_for || found == NULL ||
      found->standing != FAR_GOV_ACTIVE)
    return _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_ID, "no such person, or no such member",
                        error);

  i_answer = _far_person_is_spoken_for_by (known, pen->me);
  i_am = found == pen->me;
  if (!i_answer && !i_am)
    return _far_refuse (FAR_COLLECTIVE_ERROR_SAME_NOT_YOURS, "that is for those two to say", error);

  return _far_pen_open (pen, error) &&
         (!i_answer || write_same (pen, person, member, is_same, error)) &&
         (!i_am || write_same (pen, member, person, is_same, error));
}

gboolean
far_collective_same_person (const FarWriter *writer,
                            const guint8 person[static FAR_RECORD_ID_LEN],
                            const guint8 member[static FAR_RECORD_ID_LEN],
                            gboolean is_same,
                            gboolean *out_is_now,
                            GError **error)
{
  const FarGovMember *now;
  FarPen pen;
  FarView view;
  gboolean good;

  if (!_far_pen_init (&pen, writer, error) ||
      !_far_pen_close (&pen, say_same (&pen, person, member, is_same, error), error))
    return FALSE;

  _far_view_init (&view, writer->store);
  good = _far_view_now (&view, far_store_find_ident (writer->store, person), &now, error);
  *out_is_now = good && now != NULL;
  _far_view_clear (&view);

  return good;
}
