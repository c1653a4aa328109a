/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A signature is verified once in a world, and not again by each machine that it comes to: whether
 * it is good hangs on nothing but what is hashed here.  The linker puts this in the place of
 * far_verify() (--wrap). */

#define G_LOG_DOMAIN "far-sim"

#include "far-sim-private.h"

gboolean __real_far_verify (const guint8 key[static FAR_KEY_LEN],
                            gboolean key_checked,
                            const void *message,
                            gsize len,
                            const guint8 signature[static FAR_SIG_LEN]);
gboolean __wrap_far_verify (const guint8 key[static FAR_KEY_LEN],
                            gboolean key_checked,
                            const void *message,
                            gsize len,
                            const guint8 signature[static FAR_SIG_LEN]);

static GHashTable *verified; /* owned: digest of all that is asked -> 1 + the answer */

gboolean
__wrap_far_verify (const guint8 key[static FAR_KEY_LEN],
                   gboolean key_checked,
                   const void *message,
                   gsize len,
                   const guint8 signature[static FAR_SIG_LEN])
{
  guint8 asked[FAR_HASH_LEN];
  gpointer known;
  gboolean good;
  FarHash hash;

  far_hash_init (&hash, "far1 sim verify", FAR_HASH_LEN);
  far_hash_update (&hash, key, FAR_KEY_LEN);
  far_hash_u32 (&hash, key_checked);
  far_hash_update (&hash, signature, FAR_SIG_LEN);
  far_hash_update (&hash, message, len);
  far_hash_finish (&hash, asked, FAR_HASH_LEN);

  known = g_hash_table_lookup (verified, asked);
  if (known != NULL)
    return GPOINTER_TO_INT (known) - 1;

  good = __real_far_verify (key, key_checked, message, len, signature);
  g_hash_table_insert (verified, g_memdup2 (asked, sizeof asked), GINT_TO_POINTER (1 + good));

  return good;
}

void
far_sim_crypto_reset (void)
{
  g_clear_pointer (&verified, g_hash_table_unref);
  verified = g_hash_table_new_full (far_id_hash, far_id_equal, g_free, NULL);
}
