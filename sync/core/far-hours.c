/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-hours"

#include "far-hours.h"

#include <string.h>

#include "far-kind-schema.h"

#include "far-pure.h"

#define CONTENT_VERSION 1
/* version, day, minutes, received, sort, who it is with, from, day of that, three lengths */
#define CONTENT_FIXED_LEN (1 + 4 + 2 + 1 + 1 + 1 + 16 + 1 + 16 + 4 + 2 + 2 + 2)

G_STATIC_ASSERT (CONTENT_FIXED_LEN + FAR_HOURS_WHO_MAX + FAR_HOURS_WHAT_MAX +
                     FAR_HOURS_AGAINST_MAX <=
                 FAR_HOURS_CONTENT_LEN);

static const FarSealedForm form = {
  .check_context = FAR_CONTEXT_HOURS_CHECK,
  .key_context = FAR_CONTEXT_HOURS_KEY,
  .readers_key = FAR_HOURS_READERS,
  .body_key = FAR_HOURS_BODY,
  .content_len = FAR_HOURS_CONTENT_LEN,
};

gboolean
far_hours_line_equal (const FarHoursLine *a, const FarHoursLine *b)
{
  return a->day == b->day && a->minutes == b->minutes && a->is_received == b->is_received &&
         a->sort == b->sort && a->has_person == b->has_person && a->from == b->from &&
         memcmp (a->person, b->person, sizeof a->person) == 0 &&
         memcmp (a->from_id, b->from_id, sizeof a->from_id) == 0 && a->from_day == b->from_day &&
         strcmp (a->who, b->who) == 0 && strcmp (a->what, b->what) == 0 &&
         strcmp (a->against, b->against) == 0;
}

/* ---- what stands inside */

static guint8 *
put_uint (guint8 *to, guint32 value, guint len)
{
  for (guint i = 0; i < len; i++)
    *to++ = (value >> (8 * i)) & 0xff;

  return to;
}

static guint8 *
put_bytes (guint8 *to, const void *bytes, gsize len)
{
  memcpy (to, bytes, len);

  return to + len;
}

void
far_hours_put_content (const FarHoursLine *line, guint8 content[static FAR_HOURS_CONTENT_LEN])
{
  const char *const words[] = { line->who, line->what, line->against };
  guint8 *to = content;

  memset (content, 0, FAR_HOURS_CONTENT_LEN);
  to = put_uint (to, CONTENT_VERSION, 1);
  to = put_uint (to, (guint32)line->day, 4);
  to = put_uint (to, line->minutes, 2);
  to = put_uint (to, line->is_received != FALSE, 1);
  to = put_uint (to, line->sort, 1);
  to = put_uint (to, line->has_person != FALSE, 1);
  to = put_bytes (to, line->person, FAR_RECORD_ID_LEN);
  to = put_uint (to, line->from, 1);
  to = put_bytes (to, line->from_id, FAR_RECORD_ID_LEN);
  to = put_uint (to, (guint32)line->from_day, 4);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    to = put_uint (to, (guint32)strlen (words[i]), 2);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    to = put_bytes (to, words[i], strlen (words[i]));
}

static gboolean
is_day (gint32 day)
{
  return day >= FAR_DAY_MIN && day <= FAR_PAYLOAD_DAY_MAX;
}

/* What no field by itself says. */
static gboolean
is_good (const FarHoursLine *line)
{
  if (!is_day (line->day) || line->minutes < 1 || line->minutes > FAR_HOURS_MINUTES_MAX ||
      line->sort >= FAR_HOURS_SORTS || line->from >= FAR_HOURS_FROMS)
    return FALSE;
  if (line->has_person ? line->who[0] != '\0' : !sodium_is_zero (line->person, sizeof line->person))
    return FALSE;
  if (line->from == FAR_HOURS_FROM_NOTHING
          ? !sodium_is_zero (line->from_id, sizeof line->from_id) || line->from_day != 0
          : !is_day (line->from_day))
    return FALSE;

  return line->sort != FAR_HOURS_SORT_VOLUNTEER || line->against[0] == '\0';
}

static gboolean
read_words (FarReader *reader, gsize len, gsize max, char *out)
{
  const guint8 *bytes = len <= max ? far_reader_bytes (reader, len) : NULL;

  if (bytes == NULL || !far_text_check ((const char *)bytes, len))
    return FALSE;
  memcpy (out, bytes, len);
  out[len] = '\0';

  return TRUE;
}

static gboolean
read_bool (FarReader *reader, gboolean *out)
{
  guint8 byte = far_reader_u8 (reader);

  *out = byte == 1;

  return byte <= 1;
}

static gboolean
read_line (FarReader *reader, FarHoursLine *line)
{
  const guint8 *id;
  guint16 lens[3];

  if (far_reader_u8 (reader) != CONTENT_VERSION)
    return FALSE;
  line->day = (gint32)far_reader_u32 (reader);
  line->minutes = far_reader_u16 (reader);
  if (!read_bool (reader, &line->is_received))
    return FALSE;
  line->sort = far_reader_u8 (reader);
  if (!read_bool (reader, &line->has_person))
    return FALSE;
  id = far_reader_bytes (reader, FAR_RECORD_ID_LEN);
  memcpy (line->person, id, FAR_RECORD_ID_LEN);
  line->from = far_reader_u8 (reader);
  id = far_reader_bytes (reader, FAR_RECORD_ID_LEN);
  memcpy (line->from_id, id, FAR_RECORD_ID_LEN);
  line->from_day = (gint32)far_reader_u32 (reader);
  for (guint i = 0; i < G_N_ELEMENTS (lens); i++)
    lens[i] = far_reader_u16 (reader);

  return read_words (reader, lens[0], FAR_HOURS_WHO_MAX, line->who) &&
         read_words (reader, lens[1], FAR_HOURS_WHAT_MAX, line->what) &&
         read_words (reader, lens[2], FAR_HOURS_AGAINST_MAX, line->against) && is_good (line);
}

gboolean
far_hours_read_content (const guint8 content[static FAR_HOURS_CONTENT_LEN], FarHoursLine *out)
{
  FarReader reader = far_reader (content, FAR_HOURS_CONTENT_LEN);
  gsize left;

  memset (out, 0, sizeof *out);
  if (read_line (&reader, out))
    {
      left = far_reader_left (&reader);
      if (sodium_is_zero (content + FAR_HOURS_CONTENT_LEN - left, left))
        return TRUE;
    }
  sodium_memzero (out, sizeof *out);

  return FALSE;
}

/* ---- sealed */

static void
begin_about (FarHash *hash, const FarHoursPlace *place)
{
  far_hash_init (hash, FAR_CONTEXT_HOURS, FAR_HASH_LEN);
  far_hash_update (hash, place->collective, FAR_ID_LEN);
  far_hash_update (hash, place->author, FAR_KEY_LEN);
  far_hash_update (hash, place->member, FAR_RECORD_ID_LEN);
  far_hash_update (hash, place->line, FAR_RECORD_ID_LEN);
}

void
far_hours_put (FarMapWriter *map,
               const FarHoursPlace *place,
               const FarSealedReader *readers,
               guint n_readers,
               const FarHoursLine *line,
               const guint8 *seeds)
{
  guint8 *content = sodium_malloc (FAR_HOURS_CONTENT_LEN);
  guint8 about[FAR_HASH_LEN];
  FarHash hash;

  g_assert (content != NULL);
  g_assert (is_good (line));

  begin_about (&hash, place);
  far_sealed_hash_readers (&hash, readers, n_readers);
  far_hash_finish (&hash, about, FAR_HASH_LEN);
  far_hours_put_content (line, content);
  far_sealed_put (map, &form, about, readers, n_readers, content, seeds);
  sodium_free (content);
}

gboolean
far_hours_is_for (const FarPayload *payload, const guint8 device[static FAR_KEY_LEN])
{
  return far_sealed_is_for (&form, payload, device);
}

gboolean
far_hours_open (const FarPayload *payload,
                const FarHoursPlace *place,
                const guint8 device[static FAR_KEY_LEN],
                const guint8 seal_secret[static FAR_KEY_LEN],
                FarHoursLine *out)
{
  guint8 about[FAR_HASH_LEN];
  guint8 *content;
  gboolean good;
  FarHash hash;

  memset (out, 0, sizeof *out);
  begin_about (&hash, place);
  far_sealed_hash_named (&hash, &form, payload);
  far_hash_finish (&hash, about, FAR_HASH_LEN);
  content = far_sealed_open (&form, payload, about, device, seal_secret);
  if (content == NULL)
    return FALSE;

  good = far_hours_read_content (content, out);
  sodium_free (content);

  return good;
}
