/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What can be read of a machine's holding is within its bounds and in order, and has one encoding:
 * said again by another machine, it has the same rows in the same bytes. */

#include "far-fuzz.h"

#include <string.h>

#include "far-holding.h"

static const guint8 collective[FAR_ID_LEN] = "a collective";
static const guint8 seed[32] = "a seed";

void
far_fuzz_seed (GRand *rand, GByteArray *out)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (FarHoldingRow));
  g_autoptr (GBytes) bytes = NULL;
  guint8 device[FAR_KEY_LEN];
  guint8 secret[64];
  guint n = g_rand_int_range (rand, 0, 20);

  for (guint i = 0; i < n; i++)
    {
      FarHoldingRow row = { .seq = 1 + (g_rand_int (rand) >> g_rand_int_range (rand, 1, 31)) };

      for (guint j = 0; j < sizeof row.device; j++)
        row.device[j] = g_rand_int (rand);
      g_array_append_val (rows, row);
    }
  far_sign_keypair (seed, device, secret);
  bytes = far_holding_sign (collective, device, secret, g_rand_int (rand), rows);
  far_put (out, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize len)
{
  g_auto (FarHolding) holding = FAR_HOLDING_EMPTY;
  g_autoptr (GBytes) again = NULL;
  guint8 device[FAR_KEY_LEN];
  guint8 secret[64];

  if (!far_holding_read (data, len, &holding))
    return 0;

  far_sign_keypair (seed, device, secret);
  g_assert_cmpuint (holding.rows->len, <=, FAR_HOLDING_ROWS_MAX);
  again = far_holding_sign (collective, holding.device, secret, holding.time_ms, holding.rows);
  g_assert_cmpmem (g_bytes_get_data (again, NULL), g_bytes_get_size (again) - FAR_SIG_LEN, data,
                   len - FAR_SIG_LEN);
  if (memcmp (holding.device, device, FAR_KEY_LEN) == 0 &&
      far_holding_verify (collective, data, len))
    g_assert_cmpmem (g_bytes_get_data (again, NULL), len, data, len);

  return 0;
}
