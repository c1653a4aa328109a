/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A second thread says of signatures what far_verify() says, whoever asks for them and when. */

#include <string.h>

#include "far-verifier.h"

/* more than wait for the thread */
#define N_CHECKS (FAR_VERIFY_WAITING_MAX + 100)
#define BAD_EVERY 7

typedef struct
{
  const char *name;
  gboolean has_thread;
  gboolean backwards; /* the last one is asked for first */
} Asking;

static const Asking askings[] = {
  { "alone", FALSE, FALSE },
  { "in-order", TRUE, FALSE },
  { "backwards", TRUE, TRUE },
};

static void
test_says (gconstpointer data)
{
  const Asking *asking = data;
  FarVerifier *verifier = asking->has_thread ? far_verifier_new () : NULL;
  FarSigCheck *checks[N_CHECKS];
  guint8 seed[32] = { 1 };
  guint8 key[FAR_KEY_LEN];
  guint8 secret[64];

  far_sign_keypair (seed, key, secret);
  for (guint i = 0; i < N_CHECKS; i++)
    {
      guint8 id[FAR_ID_LEN] = { i, i >> 8 };
      guint8 sig[FAR_SIG_LEN];

      far_sign (secret, id, FAR_ID_LEN, sig);
      if (i % BAD_EVERY == 0)
        sig[i % FAR_SIG_LEN] ^= 1;
      checks[i] = far_sig_check_start (verifier, key, i % 2 == 0, id, sig);
      /* what was given is copied */
      memset (id, 0xff, sizeof id);
      memset (sig, 0xff, sizeof sig);
    }

  for (guint i = 0; i < N_CHECKS; i++)
    {
      guint at = asking->backwards ? N_CHECKS - 1 - i : i;

      g_assert_cmpint (far_sig_check_finish (verifier, checks[at]), ==, at % BAD_EVERY != 0);
    }
  g_clear_pointer (&verifier, far_verifier_free);
}

static void
test_unused (void)
{
  far_verifier_free (far_verifier_new ());
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (sodium_init (), >=, 0);

  for (guint i = 0; i < G_N_ELEMENTS (askings); i++)
    {
      g_autofree char *path = g_strdup_printf ("/far/verifier/%s", askings[i].name);

      g_test_add_data_func (path, &askings[i], test_says);
    }
  g_test_add_func ("/far/verifier/unused", test_unused);

  return g_test_run ();
}
