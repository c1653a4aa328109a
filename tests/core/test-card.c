/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Connection cards: made for one device, read by it, and by nobody else. */

#include "far-card.h"

#include <string.h>

#include "far-invite.h"

typedef struct
{
  guint8 device[FAR_KEY_LEN];
  guint8 sign_secret[64];
  guint8 seal[FAR_KEY_LEN];
  guint8 seal_secret[FAR_KEY_LEN];
} Machine;

static const guint8 collective[FAR_ID_LEN] = "the collective that both are in";

static void
make_machine (Machine *self, guint8 number)
{
  guint8 seed[32];

  memset (seed, number, sizeof seed);
  far_sign_keypair (seed, self->device, self->sign_secret);
  memset (self->seal_secret, number, sizeof self->seal_secret);
  crypto_scalarmult_base (self->seal, self->seal_secret);
}

static FarCard
make_card (const Machine *author, FarIceKind kind)
{
  static const FarIceCandidate at = { .port = 443, .priority = 7, .address = { 192, 0, 2, 1 } };
  FarCard card = { .made_ms = 1788220800000, .ice = { .kind = kind } };

  memset (card.token, 5, sizeof card.token);
  memset (card.secret_tag, 6, sizeof card.secret_tag);
  memcpy (card.device, author->device, sizeof card.device);
  strcpy (card.ice.ufrag, "abcd");
  strcpy (card.ice.pwd, "0123456789+/abcdefghij");
  g_assert_true (far_ice_card_add (&card.ice, &at));

  return card;
}

static GBytes *
seal (const FarCard *card, const Machine *from, const Machine *to)
{
  guint8 seed[32];

  memset (seed, 9, sizeof seed);

  return far_card_seal (card, collective, from->sign_secret, to->device, to->seal, seed);
}

static gboolean
opens (FarCard *out, const Machine *reader, GBytes *sealed)
{
  gsize len;
  const guint8 *bytes = g_bytes_get_data (sealed, &len);
  /* so that a byte too far is seen */
  g_autofree guint8 *copy = g_memdup2 (bytes, len);
  static const FarCard nothing;
  gboolean good;

  memset (out, 0xa5, sizeof *out);
  good = far_card_open (out, collective, reader->device, reader->seal_secret, copy, len);
  if (!good)
    g_assert_cmpmem (out, sizeof *out, &nothing, sizeof nothing);

  return good;
}

static void
test_there_and_back (void)
{
  static const FarIceKind kinds[] = { FAR_ICE_OFFER, FAR_ICE_ANSWER };
  Machine anna, bo;

  make_machine (&anna, 1);
  make_machine (&bo, 2);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      FarCard card = make_card (&anna, kinds[i]);
      FarCard read;
      g_autoptr (GBytes) sealed = seal (&card, &anna, &bo);
      g_autofree char *text = far_card_to_text (sealed);
      g_autofree char *spread = g_strdup_printf (" \n%.40s\n%s \n", text, text + 40);
      g_autoptr (GBytes) again = far_card_from_text (spread, NULL);

      g_assert_nonnull (again);
      g_assert_true (g_bytes_equal (sealed, again));
      g_assert_true (opens (&read, &bo, again));
      g_assert_cmpmem (&read, sizeof read, &card, sizeof card);
    }
}

/* Whoever it is not for, and whoever is not named as its author. */
static void
test_for_one (void)
{
  Machine anna, bo, eve, both;
  FarCard card;
  FarCard read;
  g_autoptr (GBytes) sealed = NULL;
  g_autoptr (GBytes) passed_on = NULL;
  g_autoptr (GBytes) in_her_name = NULL;

  make_machine (&anna, 1);
  make_machine (&bo, 2);
  make_machine (&eve, 3);
  card = make_card (&anna, FAR_ICE_OFFER);
  sealed = seal (&card, &anna, &bo);
  g_assert_true (opens (&read, &bo, sealed));
  g_assert_false (opens (&read, &eve, sealed));
  /* the right key, and another machine */
  both = bo;
  memcpy (both.device, eve.device, sizeof both.device);
  g_assert_false (opens (&read, &both, sealed));
  /* what Anna told Eve, Eve seals to Bo */
  both = eve;
  memcpy (both.seal, bo.seal, sizeof both.seal);
  passed_on = seal (&card, &anna, &both);
  g_assert_false (opens (&read, &bo, passed_on));
  in_her_name = seal (&card, &eve, &bo);
  g_assert_false (opens (&read, &bo, in_her_name));
  g_assert_false (far_card_open (&read, anna.device, bo.device, bo.seal_secret,
                                 g_bytes_get_data (sealed, NULL), g_bytes_get_size (sealed)));
}

/* No byte of it can be another, and none can be missing. */
static void
test_damaged (void)
{
  Machine anna, bo;
  FarCard card, read;
  g_autoptr (GBytes) sealed = NULL;
  gsize len;
  const guint8 *bytes;

  make_machine (&anna, 1);
  make_machine (&bo, 2);
  card = make_card (&anna, FAR_ICE_OFFER);
  sealed = seal (&card, &anna, &bo);
  bytes = g_bytes_get_data (sealed, &len);
  for (gsize i = 0; i < len; i++)
    {
      g_autofree guint8 *copy = g_memdup2 (bytes, len);
      g_autoptr (GBytes) cut = g_bytes_new (bytes, i);
      g_autoptr (GBytes) changed = NULL;

      copy[i] ^= 1;
      changed = g_bytes_new (copy, len);
      g_assert_false (opens (&read, &bo, cut));
      g_assert_false (opens (&read, &bo, changed));
    }
}

/* What is sealed and signed, and says what no card says. */
static void
test_words (void)
{
  Machine anna, bo;
  FarCard card;
  FarCard read;
  g_autoptr (GBytes) sealed = NULL;

  make_machine (&anna, 1);
  make_machine (&bo, 2);

  card = make_card (&anna, FAR_ICE_OFFER);
  card.made_ms = -1;
  sealed = seal (&card, &anna, &bo);
  g_assert_false (opens (&read, &bo, sealed));

  card = make_card (&anna, FAR_ICE_NONE);
  g_assert_null (seal (&card, &anna, &bo));
  card = make_card (&anna, FAR_ICE_OFFER);
  card.ice.n_candidates = 0;
  g_assert_null (seal (&card, &anna, &bo));

  /* of a low order */
  card = make_card (&anna, FAR_ICE_OFFER);
  memset (bo.seal, 0, sizeof bo.seal);
  g_assert_null (seal (&card, &anna, &bo));
}

/* As much as there may be fits into a text, and no more is said. */
static void
test_long (void)
{
  FarIceCandidate at = { .is_ipv6 = TRUE, .priority = 1, .address = { 0x20, 1 } };
  Machine anna, bo;
  FarCard card, read;
  g_autoptr (GBytes) sealed = NULL;
  g_autoptr (GBytes) again = NULL;
  g_autofree char *text = NULL;

  make_machine (&anna, 1);
  make_machine (&bo, 2);
  card = make_card (&anna, FAR_ICE_OFFER);
  card.ice.n_candidates = 0;
  for (guint i = 0; i < FAR_ICE_CANDIDATES_MAX; i++)
    {
      at.port = i + 1;
      g_assert_true (far_ice_card_add (&card.ice, &at));
    }
  memset (card.ice.pwd, 'p', FAR_ICE_PWD_MAX);
  g_strlcpy (card.ice.ufrag, "abcdefghijklm", FAR_ICE_UFRAG_MAX + 1);
  sealed = seal (&card, &anna, &bo);
  g_assert_cmpuint (g_bytes_get_size (sealed), ==, FAR_CARD_MAX);
  text = far_card_to_text (sealed);
  again = far_card_from_text (text, NULL);
  g_assert_nonnull (again);
  g_assert_true (opens (&read, &bo, again));

  g_strlcpy (card.ice.ufrag, "abcdefghijklmn", FAR_ICE_UFRAG_MAX + 1);
  g_assert_null (seal (&card, &anna, &bo));
}

static const struct
{
  const char *text;
  FarInviteError code;
} texts[] = {
  { "", FAR_INVITE_ERROR_DAMAGED },
  { "farandole:", FAR_INVITE_ERROR_DAMAGED },
  { "hello", FAR_INVITE_ERROR_DAMAGED },
  /* an invitation, and a version that is not there yet */
  { "FARANDOLE:04G2E", FAR_INVITE_ERROR_DAMAGED },
};

static void
test_texts (void)
{
  FarInvite invite = { .secret = { 1 } };
  g_autofree char *invitation = far_invite_to_text (&invite);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *newer = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) wrong = NULL;

      g_assert_null (far_card_from_text (texts[i].text, &wrong));
      g_assert_error (wrong, FAR_INVITE_ERROR, (int)texts[i].code);
    }
  g_assert_null (far_card_from_text (invitation, &error));
  g_assert_error (error, FAR_INVITE_ERROR, FAR_INVITE_ERROR_DAMAGED);
  g_clear_error (&error);

  {
    g_autoptr (GBytes) nothing = g_bytes_new (NULL, 0);
    g_autofree char *text = far_card_to_text (nothing);
    g_autoptr (GBytes) again = far_card_from_text (text, NULL);
    FarCard card;
    Machine bo;

    make_machine (&bo, 2);
    g_assert_nonnull (again);
    g_assert_false (opens (&card, &bo, again));
  }
}

/* Who knows the secret finds it by the tag, of this offer only. */
static void
test_tag (void)
{
  guint8 token[FAR_CARD_TOKEN_LEN] = { 1 };
  guint8 secret[FAR_HASH_LEN] = { 2 };
  guint8 tag[FAR_CARD_TAG_LEN];
  guint8 other[FAR_CARD_TAG_LEN];

  far_card_tag (token, secret, tag);
  far_card_tag (token, secret, other);
  g_assert_cmpmem (tag, sizeof tag, other, sizeof other);
  token[0]++;
  far_card_tag (token, secret, other);
  g_assert_true (memcmp (tag, other, sizeof tag) != 0);
  token[0]--;
  secret[31]++;
  far_card_tag (token, secret, other);
  g_assert_true (memcmp (tag, other, sizeof tag) != 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/card/there-and-back", test_there_and_back);
  g_test_add_func ("/card/for-one", test_for_one);
  g_test_add_func ("/card/damaged", test_damaged);
  g_test_add_func ("/card/words", test_words);
  g_test_add_func ("/card/long", test_long);
  g_test_add_func ("/card/texts", test_texts);
  g_test_add_func ("/card/tag", test_tag);

  return g_test_run ();
}
