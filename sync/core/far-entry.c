/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-entry"

#include "far-entry.h"

#include <string.h>

#include "far-pure.h"

static const guint8 zero_id[FAR_ID_LEN];

const char *
far_entry_error_get_name (FarEntryError error)
{
  static const char *const names[] = {
    "ok",   "truncated", "trailing",   "version",    "kind-zero", "flags",   "seq-zero",
    "prev", "blob-len",  "refs-count", "refs-order", "refs-prev", "genesis", "blob-hash",
  };

  g_return_val_if_fail (error < G_N_ELEMENTS (names), NULL);

  return names[error];
}

/* Few, and mostly in order. */
static void
sort_refs (FarHeader *self)
{
  for (guint i = 1; i < self->n_refs; i++)
    for (guint j = i; j > 0 && memcmp (self->refs[j - 1], self->refs[j], FAR_ID_LEN) > 0; j--)
      {
        guint8 swap[FAR_ID_LEN];

        memcpy (swap, self->refs[j], FAR_ID_LEN);
        memcpy (self->refs[j], self->refs[j - 1], FAR_ID_LEN);
        memcpy (self->refs[j - 1], swap, FAR_ID_LEN);
      }
}

gsize
far_header_encode (FarHeader *self, guint8 out[static FAR_HEADER_MAX])
{
  g_assert (self->n_refs <= FAR_REFS_MAX);

  sort_refs (self);

  out[0] = FAR_ENTRY_VERSION;
  out[1] = self->kind;
  far_set_u16 (out + 2, 0);
  far_set_u32 (out + 4, self->seq);
  memcpy (out + 8, self->device, FAR_KEY_LEN);
  memcpy (out + 40, self->prev, FAR_ID_LEN);
  far_set_u64 (out + 72, (guint64)self->time_ms);
  far_set_u32 (out + 80, self->term);
  memcpy (out + 84, self->subject, FAR_RECORD_ID_LEN);
  far_set_u32 (out + 100, self->blob_len);
  memcpy (out + 104, self->blob_hash, FAR_HASH_LEN);
  out[136] = self->n_refs;
  memcpy (out + FAR_HEADER_FIXED_LEN, self->refs, self->n_refs * FAR_ID_LEN);

  return FAR_HEADER_FIXED_LEN + self->n_refs * FAR_ID_LEN;
}

FarEntryError
far_header_check (const FarHeader *self)
{
  gboolean has_prev = memcmp (self->prev, zero_id, FAR_ID_LEN) != 0;

  if (self->kind == 0)
    return FAR_ENTRY_KIND_ZERO;
  if (self->seq == 0)
    return FAR_ENTRY_SEQ_ZERO;
  if (has_prev == (self->seq == 1))
    return FAR_ENTRY_PREV;
  if (self->blob_len < FAR_BLOB_MIN || self->blob_len > FAR_BLOB_MAX)
    return FAR_ENTRY_BLOB_LEN;
  if (self->n_refs > FAR_REFS_MAX)
    return FAR_ENTRY_REFS_COUNT;

  for (guint i = 0; i < self->n_refs; i++)
    {
      if (i > 0 && memcmp (self->refs[i - 1], self->refs[i], FAR_ID_LEN) >= 0)
        return FAR_ENTRY_REFS_ORDER;
      if (memcmp (self->refs[i], self->prev, FAR_ID_LEN) == 0)
        return FAR_ENTRY_REFS_PREV;
    }

  if (self->kind == FAR_KIND_GENESIS ? self->seq != 1 || self->n_refs != 0
                                     : self->seq == 1 && self->n_refs == 0)
    return FAR_ENTRY_GENESIS;

  return FAR_ENTRY_OK;
}

FarEntryError
far_header_decode (FarHeader *self, const guint8 *data, gsize len)
{
  FarReader reader = far_reader (data, len);
  FarHeader header = { 0 };
  FarEntryError error;

  if (len < FAR_HEADER_FIXED_LEN)
    return FAR_ENTRY_TRUNCATED;
  if (far_reader_u8 (&reader) != FAR_ENTRY_VERSION)
    return FAR_ENTRY_VERSION_UNKNOWN;

  header.kind = far_reader_u8 (&reader);

  if (far_reader_u16 (&reader) != 0)
    return FAR_ENTRY_FLAGS;

  header.seq = far_reader_u32 (&reader);
  memcpy (header.device, far_reader_bytes (&reader, FAR_KEY_LEN), FAR_KEY_LEN);
  memcpy (header.prev, far_reader_bytes (&reader, FAR_ID_LEN), FAR_ID_LEN);
  header.time_ms = (gint64)far_reader_u64 (&reader);
  header.term = far_reader_u32 (&reader);
  memcpy (header.subject, far_reader_bytes (&reader, FAR_RECORD_ID_LEN), FAR_RECORD_ID_LEN);
  header.blob_len = far_reader_u32 (&reader);
  memcpy (header.blob_hash, far_reader_bytes (&reader, FAR_HASH_LEN), FAR_HASH_LEN);
  header.n_refs = far_reader_u8 (&reader);

  if (header.n_refs > FAR_REFS_MAX)
    return FAR_ENTRY_REFS_COUNT;
  if (len < FAR_HEADER_FIXED_LEN + (gsize)header.n_refs * FAR_ID_LEN)
    return FAR_ENTRY_TRUNCATED;

  memcpy (header.refs, far_reader_bytes (&reader, header.n_refs * FAR_ID_LEN),
          header.n_refs * FAR_ID_LEN);

  if (!far_reader_done (&reader))
    return FAR_ENTRY_TRAILING;

  error = far_header_check (&header);
  if (error == FAR_ENTRY_OK)
    *self = header;

  return error;
}

void
far_entry_id (const guint8 collective[static FAR_ID_LEN],
              const guint8 *header,
              gsize len,
              guint8 out[static FAR_ID_LEN])
{
  FarHash hash;

  far_hash_init (&hash, FAR_CONTEXT_ENTRY, FAR_ID_LEN);
  far_hash_update (&hash, header[1] == FAR_KIND_GENESIS ? zero_id : collective, FAR_ID_LEN);
  far_hash_update (&hash, header, len);
  far_hash_finish (&hash, out, FAR_ID_LEN);
}

void
far_blob_hash (const guint8 *blob, gsize len, guint8 out[static FAR_HASH_LEN])
{
  far_hash_bytes (FAR_CONTEXT_BLOB, blob, len, out);
}

void
far_record_id (const guint8 collective[static FAR_ID_LEN],
               const guint8 device[static FAR_KEY_LEN],
               guint32 seq,
               guint16 index,
               guint8 out[static FAR_RECORD_ID_LEN])
{
  FarHash hash;

  far_hash_init (&hash, FAR_CONTEXT_RECORD, FAR_RECORD_ID_LEN);
  far_hash_update (&hash, collective, FAR_ID_LEN);
  far_hash_update (&hash, device, FAR_KEY_LEN);
  far_hash_u32 (&hash, seq);
  far_hash_u16 (&hash, index);
  far_hash_finish (&hash, out, FAR_RECORD_ID_LEN);
}

void
far_member_id (const guint8 collective[static FAR_ID_LEN],
               const guint8 device[static FAR_KEY_LEN],
               guint8 out[static FAR_RECORD_ID_LEN])
{
  FarHash hash;

  far_hash_init (&hash, FAR_CONTEXT_MEMBER, FAR_RECORD_ID_LEN);
  far_hash_update (&hash, collective, FAR_ID_LEN);
  far_hash_update (&hash, device, FAR_KEY_LEN);
  far_hash_finish (&hash, out, FAR_RECORD_ID_LEN);
}
