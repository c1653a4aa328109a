/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-pack"

#include "far-pack.h"

#include <zstd.h>

#include "far-pure.h"

/* An entry of W takes 65.6 bytes of a first exchange at this level, and no fewer at 3 or 5: most of
 * what is left is salt, ids and times.  Unpacked it takes 111.8. */
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

/* The noise in a block of its own: it would spoil the code in which the words' bytes are written.
 */
static gboolean
compress (FarPacker *self, const guint8 *bytes, gsize len, gsize noise_at, ZSTD_outBuffer *out)
{
  ZSTD_inBuffer in = { bytes, noise_at, 0 };
  gsize left;

  ZSTD_CCtx_reset (self->packing, ZSTD_reset_session_only);
  if (ZSTD_isError (ZSTD_CCtx_setParameter (self->packing, ZSTD_c_compressionLevel, LEVEL)) ||
      ZSTD_isError (ZSTD_CCtx_setPledgedSrcSize (self->packing, len)))
    return FALSE;

  left = ZSTD_compressStream2 (self->packing, out, &in, ZSTD_e_flush);
  if (left != 0)
    return FALSE;
  in.size = len;

  return ZSTD_compressStream2 (self->packing, out, &in, ZSTD_e_end) == 0;
}

gboolean
far_pack (FarPacker *self, const guint8 *bytes, gsize len, gsize noise_at, GByteArray *out)
{
  gsize before = out->len;
  ZSTD_outBuffer packed;

  if (self->packing == NULL)
    self->packing = ZSTD_createCCtx ();
  if (self->packing == NULL)
    return FALSE;

  far_put_varint (out, len);
  packed.pos = out->len;
  /* no room for what is not smaller */
  g_byte_array_set_size (out, before + len);
  packed.dst = out->data;
  packed.size = out->len;
  if (compress (self, bytes, len, noise_at, &packed))
    {
      g_byte_array_set_size (out, packed.pos);
      return TRUE;
    }
  g_byte_array_set_size (out, before);

  return FALSE;
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
