/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-bytes: the one bounded cursor through which foreign bytes are read, and its counterpart for
 * writing.
 *
 * All integers are little-endian.  A reader that ran past its end, or met a number that is not in
 * its shortest form, is failed: it stays failed, and every later read gives zero, so that a parser
 * may read a whole structure and ask once.  Nothing is copied: peeked bytes belong to the caller of
 * the reader.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define FAR_MUST_USE G_GNUC_WARN_UNUSED_RESULT

typedef struct
{
  const guint8 *data;
  gsize len;
  gsize pos;
  gboolean failed;
} FarReader;

static inline FarReader
far_reader (const void *data, gsize len)
{
  return (FarReader){ .data = data, .len = len };
}

/* Borrows @len bytes; NULL and failed if there are fewer. */
static inline const guint8 *
far_reader_bytes (FarReader *self, gsize len)
{
  const guint8 *at;

  if (self->failed || len > self->len - self->pos)
    {
      self->failed = TRUE;
      return NULL;
    }

  at = self->data + self->pos;
  self->pos += len;

  return at;
}

static inline gsize
far_reader_left (const FarReader *self)
{
  return self->failed ? 0 : self->len - self->pos;
}

/* Whether all was read, and well. */
static inline gboolean
far_reader_done (const FarReader *self)
{
  return !self->failed && self->pos == self->len;
}

guint8 far_reader_u8 (FarReader *self);
guint16 far_reader_u16 (FarReader *self);
guint32 far_reader_u32 (FarReader *self);
guint64 far_reader_u64 (FarReader *self);

/* LEB128, at most 10 bytes, shortest form only; a longer form fails the reader. */
guint64 far_reader_varint (FarReader *self);
/* The same for signed numbers: zigzag, (n << 1) ^ (n >> 63). */
gint64 far_reader_svarint (FarReader *self);

/* Writers append to a GByteArray. */
static inline void
far_put (GByteArray *out, const void *data, gsize len)
{
  g_byte_array_append (out, data, len);
}

void far_put_u8 (GByteArray *out, guint8 value);
void far_put_u16 (GByteArray *out, guint16 value);
void far_put_u32 (GByteArray *out, guint32 value);
void far_put_u64 (GByteArray *out, guint64 value);
void far_put_varint (GByteArray *out, guint64 value);
void far_put_svarint (GByteArray *out, gint64 value);

/* Into a fixed place. */
static inline void
far_set_u16 (guint8 *at, guint16 value)
{
  value = GUINT16_TO_LE (value);
  __builtin_memcpy (at, &value, sizeof value);
}

static inline void
far_set_u32 (guint8 *at, guint32 value)
{
  value = GUINT32_TO_LE (value);
  __builtin_memcpy (at, &value, sizeof value);
}

static inline void
far_set_u64 (guint8 *at, guint64 value)
{
  value = GUINT64_TO_LE (value);
  __builtin_memcpy (at, &value, sizeof value);
}

/* Lower-case hexadecimal.  Returns: (transfer full) */
char *far_hex (const void *data, gsize len);

/* Reads exactly @len bytes from 2 × @len lower- or upper-case digits; FALSE and @out zeroed
 * otherwise. */
gboolean far_unhex (const char *text, guint8 *out, gsize len);

/* For hash tables whose keys are ids or public keys: 32 bytes, or a record's 16.  Their bytes are
 * uniform already. */
guint far_id_hash (gconstpointer id);
gboolean far_id_equal (gconstpointer a, gconstpointer b);
gboolean far_record_id_equal (gconstpointer a, gconstpointer b);

G_END_DECLS
