/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Persons without a machine, and how people are called on the telephone. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-private.h"

#include <string.h>

#define DIGITS_MIN 3 /* of the shortest number that anybody calls */

gboolean
far_collective_add_person (const FarWriter *writer,
                           const char *name,
                           guint8 out_person[static FAR_RECORD_ID_LEN],
                           GError **error)
{
  g_autofree char *tidy = far_collective_tidy_name (name, error);
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  guint8 person[FAR_RECORD_ID_LEN];
  FarSaying saying = { .kind = FAR_KIND_PERSON, .subject = person, .payload = payload };
  FarMapWriter map = far_map_begin (payload);
  FarPen pen;
  gboolean good;

  if (tidy == NULL || !_far_pen_init (&pen, writer, error))
    return FALSE;

  far_map_text (&map, FAR_PERSON_NAME, tidy);
  far_map_end (&map);

  good = _far_pen_open (&pen, error);
  if (good)
    {
      FarPos next = _far_pen_get_prev (&pen);

      next.seq++;
      far_record_id (far_store_peek_collective (writer->store), writer->me->device, next.seq, 0,
                     person);
      good = _far_writer_append (writer, &saying, NULL, NULL, error);
    }
  if (!_far_pen_close (&pen, good, error))
    return FALSE;

  memcpy (out_person, person, FAR_RECORD_ID_LEN);

  return TRUE;
}

/* Returns: (transfer full): NULL with PHONE_INVALID */
static char *
tidy_phone (const char *text, GError **error)
{
  g_autofree char *phone = _far_tidy_text (text, error);
  guint n_digits = 0;

  if (phone == NULL)
    return NULL;

  g_strstrip (phone);
  for (const char *p = phone; *p != '\0'; p++)
    n_digits += g_ascii_isdigit (*p);
  if (*phone != '\0' &&
      (n_digits < DIGITS_MIN || strlen (phone) > FAR_PHONE_MAX || strchr (phone, '\n') != NULL))
    {
      _far_refuse (FAR_COLLECTIVE_ERROR_PHONE_INVALID, "that is no telephone number", error);
      return NULL;
    }

  return g_steal_pointer (&phone);
}

/* Whether it is another one, or somebody else says another one beside it. */
static gboolean
is_new_phone (const FarHistory *history, const char *phone)
{
  FarAlso also = { 0 };
  const FarPayload *shown = _far_history_shown (history, FAR_PERSON_PHONE, &also);
  g_autofree char *now =
      shown != NULL ? far_payload_dup_text (shown, FAR_PERSON_PHONE) : g_strdup ("");

  return also.n_others > 0 || strcmp (now, phone) != 0;
}

static gboolean
write_phone (FarPen *pen, const guint8 *person, const char *phone, GError **error)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  FarSaying saying = { .kind = FAR_KIND_PERSON, .subject = person, .payload = payload };
  guint32 ident = far_store_find_ident (pen->view.store, person);
  const FarPerson *known;
  FarHistory history;
  gboolean good;

  far_map_bytes (&map, FAR_PERSON_ID, person, FAR_RECORD_ID_LEN);
  far_map_text (&map, FAR_PERSON_PHONE, phone);
  far_map_end (&map);

  known = ident != 0 ? _far_view_person (&pen->view, ident, error) : NULL;
  if (ident != 0 && known == NULL)
    return FALSE;
  if (known == NULL || (known->member == NULL && !known->is_answered_for))
    return _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_ID, "there is no such person", error);
  if (!_far_history_load (&history, &pen->view, FAR_KIND_PERSON, ident, error))
    return FALSE;

  good =
      !is_new_phone (&history, phone) ||
      (_far_pen_open (pen, error) && _far_pen_append_about (pen, &saying, &history, NULL, error));
  _far_history_clear (&history);

  return good;
}

gboolean
far_collective_set_phone (const FarWriter *writer,
                          const guint8 person[static FAR_RECORD_ID_LEN],
                          const char *phone,
                          GError **error)
{
  g_autofree char *tidy = tidy_phone (phone, error);
  FarPen pen;

  return tidy != NULL && _far_pen_init (&pen, writer, error) &&
         _far_pen_close (&pen, write_phone (&pen, person, tidy, error), error);
}
