/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A header that is taken has one encoding, and one that is refused leaves nothing behind. */

#include "far-fuzz.h"

#include <string.h>

#include "far-entry.h"

static void
fill (GRand *rand, guint8 *out, gsize len)
{
  for (gsize i = 0; i < len; i++)
    out[i] = g_rand_int_range (rand, 0, 256);
}

void
far_fuzz_seed (GRand *rand, GByteArray *out)
{
  FarHeader header = { 0 };
  guint8 bytes[FAR_HEADER_MAX];
  gsize len;

  header.seq = g_rand_int_range (rand, 2, G_MAXINT32);
  header.kind = g_rand_int_range (rand, FAR_KIND_INVITE, 256);
  header.n_refs = g_rand_int_range (rand, 1, FAR_REFS_MAX + 1);
  header.term = g_rand_int (rand);
  header.time_ms = (gint64)g_rand_int (rand) << 12;
  header.blob_len = g_rand_int_range (rand, FAR_SALT_LEN + 1, FAR_BLOB_MAX + 1);
  fill (rand, header.device, sizeof header.device);
  fill (rand, header.prev, sizeof header.prev);
  fill (rand, header.subject, sizeof header.subject);
  fill (rand, header.blob_hash, sizeof header.blob_hash);
  for (guint i = 0; i < header.n_refs; i++)
    fill (rand, header.refs[i], FAR_ID_LEN);

  len = far_header_encode (&header, bytes);
  g_assert_cmpint (far_header_decode (&header, bytes, len), ==, FAR_ENTRY_OK);
  g_byte_array_append (out, bytes, len);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize len)
{
  FarHeader untouched;
  FarHeader header;
  FarEntryError error;
  guint8 bytes[FAR_HEADER_MAX];

  memset (&untouched, 0xa5, sizeof untouched);
  header = untouched;
  error = far_header_decode (&header, data, len);
  g_assert_nonnull (far_entry_error_get_name (error));

  if (error != FAR_ENTRY_OK)
    {
      g_assert_cmpmem (&header, sizeof header, &untouched, sizeof untouched);
      return 0;
    }

  g_assert_cmpint (far_header_check (&header), ==, FAR_ENTRY_OK);
  g_assert_cmpuint (far_header_encode (&header, bytes), ==, len);
  g_assert_cmpmem (bytes, len, data, len);

  return 0;
}
