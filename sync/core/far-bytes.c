/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-bytes"

#include "far-bytes.h"

#include <string.h>

#include "far-limits.h"

#include "far-pure.h"

guint8
far_reader_u8 (FarReader *self)
{
  const guint8 *at = far_reader_bytes (self, 1);

  return at != NULL ? *at : 0;
}

guint16
far_reader_u16 (FarReader *self)
{
  const guint8 *at = far_reader_bytes (self, 2);
  guint16 value = 0;

  if (at != NULL)
    memcpy (&value, at, sizeof value);

  return GUINT16_FROM_LE (value);
}

guint32
far_reader_u32 (FarReader *self)
{
  const guint8 *at = far_reader_bytes (self, 4);
  guint32 value = 0;

  if (at != NULL)
    memcpy (&value, at, sizeof value);

  return GUINT32_FROM_LE (value);
}

guint64
far_reader_u64 (FarReader *self)
{
  const guint8 *at = far_reader_bytes (self, 8);
  guint64 value = 0;

  if (at != NULL)
    memcpy (&value, at, sizeof value);

  return GUINT64_FROM_LE (value);
}

guint64
far_reader_varint (FarReader *self)
{
  guint64 value = 0;

  for (guint shift = 0; shift < 70; shift += 7)
    {
      guint8 byte = far_reader_u8 (self);

      if (self->failed)
        return 0;

      /* the tenth byte holds the one bit that is left */
      if (shift == 63 && byte > 1)
        break;

      value |= (guint64)(byte & 0x7f) << shift;

      if ((byte & 0x80) == 0)
        {
          if (byte == 0 && shift > 0) /* a shorter form exists */
            break;

          return value;
        }
    }

  self->failed = TRUE;

  return 0;
}

gint64
far_reader_svarint (FarReader *self)
{
  guint64 value = far_reader_varint (self);

  return (gint64)(value >> 1) ^ -(gint64)(value & 1);
}

void
far_put_u8 (GByteArray *out, guint8 value)
{
  far_put (out, &value, 1);
}

void
far_put_u16 (GByteArray *out, guint16 value)
{
  value = GUINT16_TO_LE (value);
  far_put (out, &value, sizeof value);
}

void
far_put_u32 (GByteArray *out, guint32 value)
{
  value = GUINT32_TO_LE (value);
  far_put (out, &value, sizeof value);
}

void
far_put_u64 (GByteArray *out, guint64 value)
{
  value = GUINT64_TO_LE (value);
  far_put (out, &value, sizeof value);
}

void
far_put_varint (GByteArray *out, guint64 value)
{
  guint8 bytes[10];
  guint n = 0;

  while (value >= 0x80)
    {
      bytes[n++] = (guint8)(value | 0x80);
      value >>= 7;
    }
  bytes[n++] = (guint8)value;

  far_put (out, bytes, n);
}

void
far_put_svarint (GByteArray *out, gint64 value)
{
  far_put_varint (out, ((guint64)value << 1) ^ (guint64)(value >> 63));
}

char *
far_hex (const void *data, gsize len)
{
  char *text = g_malloc (2 * len + 1);

  return sodium_bin2hex (text, 2 * len + 1, data, len);
}

gboolean
far_unhex (const char *text, guint8 *out, gsize len)
{
  gsize got = 0;

  if (strlen (text) == 2 * len && sodium_hex2bin (out, len, text, 2 * len, NULL, &got, NULL) == 0 &&
      got == len)
    return TRUE;

  memset (out, 0, len);

  return FALSE;
}

guint
far_id_hash (gconstpointer id)
{
  guint32 hash;

  memcpy (&hash, id, sizeof hash);

  return hash;
}

gboolean
far_id_equal (gconstpointer a, gconstpointer b)
{
  return memcmp (a, b, FAR_ID_LEN) == 0;
}

gboolean
far_record_id_equal (gconstpointer a, gconstpointer b)
{
  return memcmp (a, b, FAR_RECORD_ID_LEN) == 0;
}
