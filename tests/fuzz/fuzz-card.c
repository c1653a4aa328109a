/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A connection card as it comes: first the text around it, then, sealed and signed as by a member
 * who is no friend, the words inside. */

#include "far-fuzz.h"

#include <string.h>

#include "far-card.h"

static const guint8 collective[FAR_ID_LEN] = { 1 };

typedef struct
{
  guint8 device[FAR_KEY_LEN];
  guint8 sign_secret[64];
  guint8 seal[FAR_KEY_LEN];
  guint8 seal_secret[FAR_KEY_LEN];
} Machine;

static void
make_machine (Machine *self)
{
  guint8 seed[32] = { 2 };

  far_sign_keypair (seed, self->device, self->sign_secret);
  memset (self->seal_secret, 3, sizeof self->seal_secret);
  crypto_scalarmult_base (self->seal, self->seal_secret);
}

void
far_fuzz_seed (GRand *rand, GByteArray *out)
{
  FarIceCandidate at = { .port = 443, .priority = 7, .address = { 192, 0, 2, 1 } };
  FarCard card = { .made_ms = g_rand_int (rand), .ice = { .kind = FAR_ICE_OFFER } };
  guint n = g_rand_int_range (rand, 1, FAR_ICE_CANDIDATES_MAX + 1);
  g_autoptr (GBytes) ice = NULL;
  guint8 signature[FAR_SIG_LEN] = { 0 };
  Machine me;

  make_machine (&me);
  strcpy (card.ice.ufrag, "abcd");
  strcpy (card.ice.pwd, "0123456789+/abcdefghij");
  for (guint i = 0; i < n; i++)
    {
      at.port = g_rand_int_range (rand, 1, G_MAXUINT16);
      far_ice_card_add (&card.ice, &at);
    }
  ice = far_ice_card_encode (&card.ice);
  far_put (out, card.token, sizeof card.token);
  far_put (out, card.secret_tag, sizeof card.secret_tag);
  far_put_u64 (out, card.made_ms);
  far_put (out, me.device, sizeof me.device);
  far_put (out, g_bytes_get_data (ice, NULL), g_bytes_get_size (ice));
  far_put (out, signature, sizeof signature);
}

/* What is read is written again in the same bytes. */
static void
check_sealed (const Machine *me, const guint8 *sealed, gsize len)
{
  static const FarCard nothing;
  guint8 seed[32] = { 4 };
  g_autoptr (GBytes) again = NULL;
  FarCard card, same;

  memset (&card, 0xa5, sizeof card);
  if (!far_card_open (&card, collective, me->device, me->seal_secret, sealed, len))
    {
      g_assert_cmpmem (&card, sizeof card, &nothing, sizeof nothing);
      return;
    }

  g_assert_cmpint (card.made_ms, >=, 0);
  g_assert_true (card.ice.kind == FAR_ICE_OFFER || card.ice.kind == FAR_ICE_ANSWER);
  again = far_card_seal (&card, collective, me->sign_secret, me->device, me->seal, seed);
  g_assert_nonnull (again);
  g_assert_cmpuint (g_bytes_get_size (again), ==, len);
  g_assert_true (far_card_open (&same, collective, me->device, me->seal_secret,
                                g_bytes_get_data (again, NULL), g_bytes_get_size (again)));
  g_assert_cmpmem (&same, sizeof same, &card, sizeof card);
}

static void
check_words (const Machine *me, const guint8 *data, gsize len)
{
  g_autofree guint8 *words = g_memdup2 (data, len);
  g_autoptr (GByteArray) sealed = g_byte_array_new ();
  guint8 seed[32] = { 5 };
  guint8 hash[FAR_HASH_LEN];
  FarHash state;

  if (len > FAR_SIG_LEN)
    {
      far_hash_init (&state, FAR_CONTEXT_CARD, FAR_HASH_LEN);
      far_hash_update (&state, collective, sizeof collective);
      far_hash_update (&state, me->device, sizeof me->device);
      far_hash_update (&state, words, len - FAR_SIG_LEN);
      far_hash_finish (&state, hash, sizeof hash);
      far_sign (me->sign_secret, hash, sizeof hash, words + len - FAR_SIG_LEN);
    }
  g_assert_true (far_seal (me->seal, seed, words, len, sealed));
  check_sealed (me, sealed->data, sealed->len);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize len)
{
  g_autofree char *text = g_strndup (len > 0 ? (const char *)data : "", len);
  g_autoptr (GBytes) sealed = far_card_from_text (text, NULL);
  Machine me;

  make_machine (&me);
  if (sealed != NULL)
    check_sealed (&me, g_bytes_get_data (sealed, NULL), g_bytes_get_size (sealed));
  check_sealed (&me, data, len);
  check_words (&me, data, len);

  return 0;
}
