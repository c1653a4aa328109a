/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is to be passed on, or was, is written again in the same bytes; of anything else nothing is
 * left. */

#include "far-fuzz.h"

#include <string.h>

#include "far-pass.h"

void
far_fuzz_seed (GRand *rand, GByteArray *out)
{
  FarPassWhat what = g_rand_int_range (rand, FAR_PASS_CARD, FAR_PASS_MAY_GO + 1);
  guint n = g_rand_int_range (rand, 0, 4);

  far_put_u8 (out, what);
  if (what == FAR_PASS_CARD)
    for (guint i = 0; i < FAR_KEY_LEN + FAR_CARD_FIXED_LEN + 30 * n; i++)
      far_put_u8 (out, g_rand_int_range (rand, 0, 256));
  else if (what == FAR_PASS_LIST)
    for (guint i = 0; i < n * FAR_KEY_LEN; i++)
      far_put_u8 (out, i % FAR_KEY_LEN == 0 ? i : (guint)g_rand_int_range (rand, 0, 256));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize len)
{
  static const FarPass nothing;
  g_autoptr (GBytes) again = NULL;
  FarPass pass;

  memset (&pass, 0xa5, sizeof pass);
  if (!far_pass_decode (&pass, data, len))
    {
      g_assert_cmpmem (&pass, sizeof pass, &nothing, sizeof nothing);
      return 0;
    }

  g_assert_cmpuint (pass.n_devices, <=, FAR_PASS_LIST_MAX);
  again = far_pass_encode (&pass);
  g_assert_cmpmem (g_bytes_get_data (again, NULL), g_bytes_get_size (again), data, len);

  return 0;
}
