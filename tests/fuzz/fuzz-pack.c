/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What unpacks has the length that it says, and comes out the same when it is packed again. */

#include "far-fuzz.h"

#include <string.h>

#include "far-pack.h"

void
far_fuzz_seed (GRand *rand, GByteArray *out)
{
  FarPacker *packer = far_packer_new ();
  g_autofree guint8 *text = NULL;
  gsize len = g_rand_int_range (rand, 64, 3000);

  text = g_malloc (len);
  for (gsize i = 0; i < len; i++)
    text[i] = i >= 40 && g_rand_int_range (rand, 0, 4) > 0 ? text[i - 40]
                                                           : g_rand_int_range (rand, 0, 256);
  if (!far_pack (packer, text, len, len, out))
    far_put_varint (out, len);
  far_packer_free (packer);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize len)
{
  FarPacker *packer = far_packer_new ();
  g_autoptr (GByteArray) again = g_byte_array_new ();
  g_autofree guint8 *first = NULL;
  gsize first_len;
  const guint8 *got = far_unpack (packer, data, len, &first_len);

  if (got != NULL)
    {
      g_assert_cmpuint (first_len, >=, 1);
      g_assert_cmpuint (first_len, <=, FAR_PACKED_MAX);
      first = g_memdup2 (got, first_len);
    }
  if (first != NULL && far_pack (packer, first, first_len, first_len, again))
    {
      gsize second_len;

      got = far_unpack (packer, again->data, again->len, &second_len);
      g_assert_nonnull (got);
      g_assert_cmpmem (got, second_len, first, first_len);
    }
  far_packer_free (packer);

  return 0;
}
