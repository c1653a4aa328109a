/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-store"

#include "far-store-private.h"

static guint8 *
put_varint (guint8 *at, guint32 value)
{
  while (value >= 0x80)
    {
      *at++ = (guint8)(value | 0x80);
      value >>= 7;
    }
  *at++ = (guint8)value;

  return at;
}

gsize
_far_refs_pack (const FarPos *refs, guint n, guint8 out[static FAR_REFS_MAX * 10])
{
  guint8 *at = out;

  for (guint i = 0; i < n; i++)
    {
      at = put_varint (at, refs[i].log);
      at = put_varint (at, refs[i].seq);
    }

  return at - out;
}

gboolean
_far_refs_unpack (const guint8 *packed, gsize len, FarPos out[static FAR_REFS_MAX], guint *n)
{
  FarReader reader = far_reader (packed, len);

  for (*n = 0; far_reader_left (&reader) > 0 && *n < FAR_REFS_MAX; ++*n)
    {
      out[*n].log = far_reader_varint (&reader);
      out[*n].seq = far_reader_varint (&reader);
    }

  return far_reader_done (&reader);
}
