/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-pack"

#include "far-pack.h"

#include <zstd.h>

#include "far-pure.h"

/* An entry of W takes 68.7 bytes of a first exchange at this level, and no fewer at 3 or 6: most of
 * what is left is salt, ids and times.  At -5 it takes 82.6, unpacked 111.8. */
#define LEVEL 1

struct _FarPacker
{
  ZSTD_CCtx *packing;   /* (nullable): owned */
  ZSTD_DCtx *unpacking; /* (nullable): owned */
  guint8 *room;         /* (nullable): owned: FAR_PACKED_MAX bytes of what was unpacked */
};

FarPacker *
far_packer_new (void)
{
  return g_new0 (FarPacker, 1);
}

void
far_packer_rest (FarPacker *self)
{
  ZSTD_freeCCtx (g_steal_pointer (&self->packing));
  ZSTD_freeDCtx (g_steal_pointer (&self->unpacking));
  g_clear_pointer (&self->room, g_free);
}

void
far_packer_free (FarPacker *self)
{
  far_packer_rest (self);
  g_free (self);
}

gboolean
far_pack (FarPacker *self, const guint8 *bytes, gsize len, GByteArray *out)
{
  gsize before = out->len;
  gsize at;
  gsize got;

  if (self->packing == NULL)
    self->packing = ZSTD_createCCtx ();
  if (self->packing == NULL)
    return FALSE;

  far_put_varint (out, len);
  at = out->len;
  g_byte_array_set_size (out, before + len);
  /* no room for what is not smaller */
  got = ZSTD_compressCCtx (self->packing, out->data + at, out->len - at, bytes, len, LEVEL);
  g_byte_array_set_size (out, ZSTD_isError (got) ? before : at + got);

  return !ZSTD_isError (got);
}

const guint8 *
far_unpack (FarPacker *self, const guint8 *packed, gsize len, gsize *out_len)
{
  FarReader reader = far_reader (packed, len);
  guint64 announced = far_reader_varint (&reader);
  const guint8 *frame = packed + reader.pos;
  gsize left = far_reader_left (&reader);

  if (reader.failed || announced == 0 || announced > FAR_PACKED_MAX ||
      ZSTD_getFrameContentSize (frame, left) != announced ||
      ZSTD_findFrameCompressedSize (frame, left) != left)
    return NULL;

  if (self->unpacking == NULL)
    self->unpacking = ZSTD_createDCtx ();
  if (self->room == NULL)
    self->room = g_malloc (FAR_PACKED_MAX);
  if (self->unpacking == NULL ||
      ZSTD_decompressDCtx (self->unpacking, self->room, announced, frame, left) != announced)
    return NULL;
  *out_len = announced;

  return self->room;
}
