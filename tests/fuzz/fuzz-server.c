/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A text that names servers names the same ones when it is written again; of any other nothing is
 * left. */

#include "far-fuzz.h"

#include <string.h>

#include "far-server.h"

static const char *const pieces[] = {
  "stun:",     "turn:", "u:p@", "a.example", "192.0.2.1", "[2001:db8::1]", ":3478", ":1",
  ":99999999", " ",     "@",    "\n",        "é",
};

void
far_fuzz_seed (GRand *rand, GByteArray *out)
{
  guint n = g_rand_int_range (rand, 1, 5);

  for (guint i = 0; i < n; i++)
    {
      gboolean is_turn = g_rand_boolean (rand);
      const char *piece = pieces[g_rand_int_range (rand, 0, G_N_ELEMENTS (pieces))];

      far_put (out, is_turn ? "turn:u:p@" : "stun:", is_turn ? 9 : 5);
      far_put (out, "host", 4);
      far_put_u8 (out, '0' + i);
      if (g_rand_int_range (rand, 0, 4) == 0)
        far_put (out, piece, strlen (piece));
      far_put_u8 (out, ' ');
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize len)
{
  g_autofree char *text = g_strndup (len > 0 ? (const char *)data : "", len);
  g_autofree char *written = NULL;
  FarServer servers[FAR_SERVERS_MAX];
  FarServer again[FAR_SERVERS_MAX];
  guint n, n_again;

  if (!far_servers_from_text (text, servers, &n))
    {
      g_assert_cmpuint (n, ==, 0);
      return 0;
    }

  g_assert_cmpuint (n, <=, FAR_SERVERS_MAX);
  written = far_servers_to_text (servers, n, TRUE);
  g_assert_true (far_servers_from_text (written, again, &n_again));
  g_assert_cmpuint (n, ==, n_again);
  for (guint i = 0; i < n; i++)
    {
      g_assert_true (far_server_check (&servers[i]));
      g_assert_true (far_server_is_equal (&servers[i], &again[i]));
    }

  return 0;
}
