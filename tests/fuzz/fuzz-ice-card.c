/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A card of ICE that is taken is written again in the same bytes, and holds nothing that a library
 * could not be told; of any other nothing is left. */

#include "far-fuzz.h"

#include <string.h>

#include "far-ice-card.h"

static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/";

static void
fill_text (GRand *rand, char *out, guint len)
{
  for (guint i = 0; i < len; i++)
    out[i] = letters[g_rand_int_range (rand, 0, sizeof letters - 1)];
}

static void
fill_candidate (GRand *rand, FarIceCandidate *at)
{
  memset (at, 0, sizeof *at);
  at->type = g_rand_int_range (rand, 0, FAR_ICE_RELAYED + 1);
  at->transport = g_rand_int_range (rand, 0, FAR_ICE_TCP_SO + 1);
  at->is_ipv6 = g_rand_boolean (rand);
  at->port = g_rand_int_range (rand, 1, G_MAXUINT16);
  at->priority = g_rand_int_range (rand, 1, G_MAXINT32);
  at->address[0] = at->is_ipv6 ? 0xfe : 192;
  for (guint i = 1; i < (at->is_ipv6 ? 16 : 4); i++)
    at->address[i] = g_rand_int_range (rand, 0, 256);
}

void
far_fuzz_seed (GRand *rand, GByteArray *out)
{
  FarIceCard card = { .kind = g_rand_int_range (rand, FAR_ICE_OFFER, FAR_ICE_NONE + 1) };
  guint n = g_rand_int_range (rand, 1, FAR_ICE_CANDIDATES_MAX + 1);
  g_autoptr (GBytes) bytes = NULL;

  fill_text (rand, card.ufrag, g_rand_int_range (rand, FAR_ICE_UFRAG_MIN, FAR_ICE_UFRAG_MAX));
  fill_text (rand, card.pwd, g_rand_int_range (rand, FAR_ICE_PWD_MIN, FAR_ICE_PWD_MAX));
  while (card.n_candidates < n)
    {
      FarIceCandidate at;

      fill_candidate (rand, &at);
      far_ice_card_add (&card, &at);
    }
  bytes = far_ice_card_encode (&card);
  far_put (out, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize len)
{
  static const FarIceCard nothing;
  FarIceCard card;
  FarIceCard adds = { 0 };
  g_autoptr (GBytes) again = NULL;

  memset (&card, 0xa5, sizeof card);
  if (!far_ice_card_decode (&card, data, len))
    {
      g_assert_cmpmem (&card, sizeof card, &nothing, sizeof nothing);
      return 0;
    }

  g_assert_cmpuint (card.n_candidates, <=, FAR_ICE_CANDIDATES_MAX);
  g_assert_cmpuint (strlen (card.ufrag), <=, FAR_ICE_UFRAG_MAX);
  g_assert_cmpuint (strlen (card.pwd), <=, FAR_ICE_PWD_MAX);
  for (guint i = 0; i < card.n_candidates; i++)
    g_assert_true (far_ice_card_add (&adds, &card.candidates[i]));

  again = far_ice_card_encode (&card);
  g_assert_cmpmem (g_bytes_get_data (again, NULL), g_bytes_get_size (again), data, len);

  return 0;
}
