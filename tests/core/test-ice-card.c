/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Offers and answers: written and read again, and what is none. */

#include "far-ice-card.h"

#include <string.h>

#define UFRAG "\4abcd"
#define PWD \
  "\x16" \
  "0123456789+/abcdefghij"
#define NAMES UFRAG PWD
#define HOST4 "\0\1\2\3\4\xbb\1\xc0\xa8\1\x14"
#define OFFER "\1\1" NAMES
#define CARD OFFER "\1" HOST4
#define TEXT(literal) literal, sizeof literal - 1

typedef struct
{
  const char *name;
  const char *bytes;
  gsize len;
  guint n_candidates; /* 0 if it is no card */
} Case;

static const Case cases[] = {
  { "card", TEXT (CARD), 1 },
  { "answer", TEXT ("\1\2" NAMES "\1" HOST4), 1 },
  { "two", TEXT (OFFER "\2" HOST4 "\0\1\2\3\4\xbc\1\xc0\xa8\1\x14"), 2 },
  { "ipv6", TEXT (OFFER "\1\x10\1\2\3\4\xbb\1\xfe\x80\0\0\0\0\0\0\0\0\0\0\0\0\0\1"), 1 },
  { "tcp", TEXT (OFFER "\1\x08\1\2\3\4\xbb\1\xc0\xa8\1\x14"), 1 },
  { "none", TEXT ("\1\3"), G_MAXUINT },
  { "nothing", TEXT (""), 0 },
  { "only-a-signal", TEXT ("\1"), 0 },
  { "another-signal", TEXT ("\2\1" NAMES "\1" HOST4), 0 },
  { "kind-0", TEXT ("\1\0" NAMES "\1" HOST4), 0 },
  { "kind-4", TEXT ("\1\4" NAMES "\1" HOST4), 0 },
  { "none-and-more", TEXT ("\1\3x"), 0 },
  { "short-ufrag", TEXT ("\1\1\3abc" PWD "\1" HOST4), 0 },
  { "long-ufrag",
    TEXT ("\1\1\x21"
          "0123456789abcdef0123456789abcdef0" PWD "\1" HOST4),
    0 },
  { "short-pwd",
    TEXT ("\1\1" UFRAG "\x15"
          "0123456789abcdef01234\1" HOST4),
    0 },
  { "long-pwd",
    TEXT ("\1\1" UFRAG "\x41"
          "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0\1" HOST4),
    0 },
  { "space-in-ufrag", TEXT ("\1\1\4a cd" PWD "\1" HOST4), 0 },
  { "zero-in-ufrag", TEXT ("\1\1\4a\0cd" PWD "\1" HOST4), 0 },
  { "line-in-pwd",
    TEXT ("\1\1" UFRAG "\x16"
          "0123456789+/abcdefghi\n\1" HOST4),
    0 },
  { "utf-8-in-pwd",
    TEXT ("\1\1" UFRAG "\x16"
          "0123456789+/abcdefgh\xc3\xa9\1" HOST4),
    0 },
  { "no-candidates", TEXT (OFFER "\0"), 0 },
  { "fewer-than-said", TEXT (OFFER "\2" HOST4), 0 },
  { "more-than-said", TEXT (OFFER "\1" HOST4 HOST4), 0 },
  { "left-over", TEXT (CARD "\0"), 0 },
  { "cut", CARD, sizeof CARD - 2, 0 },
  { "the-same-twice", TEXT (OFFER "\2" HOST4 HOST4), 0 },
  { "the-same-of-two-types", TEXT (OFFER "\2" HOST4 "\1\7\2\3\4\xbb\1\xc0\xa8\1\x14"), 0 },
  { "unknown-bit", TEXT (OFFER "\1\x20\1\2\3\4\xbb\1\xc0\xa8\1\x14"), 0 },
  { "port-0", TEXT (OFFER "\1\0\1\2\3\4\0\0\xc0\xa8\1\x14"), 0 },
  { "priority-0", TEXT (OFFER "\1\0\0\0\0\0\xbb\1\xc0\xa8\1\x14"), 0 },
  { "priority-2^31", TEXT (OFFER "\1\0\0\0\0\x80\xbb\1\xc0\xa8\1\x14"), 0 },
  { "nobody", TEXT (OFFER "\1\0\1\2\3\4\xbb\1\0\0\0\0"), 0 },
  { "myself", TEXT (OFFER "\1\0\1\2\3\4\xbb\1\x7f\0\0\1"), 0 },
  { "many", TEXT (OFFER "\1\0\1\2\3\4\xbb\1\xe0\0\0\xfb"), 0 },
  { "all", TEXT (OFFER "\1\0\1\2\3\4\xbb\1\xff\xff\xff\xff"), 0 },
  { "nobody-6", TEXT (OFFER "\1\x10\1\2\3\4\xbb\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"), 0 },
  { "myself-6", TEXT (OFFER "\1\x10\1\2\3\4\xbb\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1"), 0 },
  { "many-6", TEXT (OFFER "\1\x10\1\2\3\4\xbb\1\xff\2\0\0\0\0\0\0\0\0\0\0\0\0\0\1"), 0 },
  { "mapped", TEXT (OFFER "\1\x10\1\2\3\4\xbb\1\0\0\0\0\0\0\0\0\0\0\xff\xff\xc0\xa8\1\x14"), 0 },
};

static void
test_case (gconstpointer data)
{
  static const FarIceCard nothing;
  const Case *at = data;
  /* so that a byte too far is seen */
  g_autofree guint8 *copy = g_memdup2 (at->bytes, at->len);
  FarIceCard card;
  g_autoptr (GBytes) again = NULL;

  memset (&card, 0xa5, sizeof card);
  g_assert_true (far_ice_card_decode (&card, copy, at->len) == (at->n_candidates != 0));
  if (at->n_candidates == 0)
    {
      g_assert_cmpmem (&card, sizeof card, &nothing, sizeof nothing);
      return;
    }

  if (at->n_candidates != G_MAXUINT)
    g_assert_cmpuint (card.n_candidates, ==, at->n_candidates);
  again = far_ice_card_encode (&card);
  g_assert_cmpmem (g_bytes_get_data (again, NULL), g_bytes_get_size (again), at->bytes, at->len);
}

/* The largest there is fits, and one more candidate is not taken. */
static void
test_full (void)
{
  FarIceCard card = { .kind = FAR_ICE_OFFER };
  FarIceCard read;
  FarIceCandidate at = { .is_ipv6 = TRUE, .priority = G_MAXINT32, .address = { 0x20, 1 } };
  g_autoptr (GBytes) bytes = NULL;

  memset (card.ufrag, 'u', FAR_ICE_UFRAG_MAX);
  memset (card.pwd, 'p', FAR_ICE_PWD_MAX);
  for (guint i = 0; i < FAR_ICE_CANDIDATES_MAX; i++)
    {
      at.port = 1 + i;
      g_assert_true (far_ice_card_add (&card, &at));
      g_assert_false (far_ice_card_add (&card, &at));
    }
  at.port++;
  g_assert_false (far_ice_card_add (&card, &at));

  bytes = far_ice_card_encode (&card);
  g_assert_cmpuint (g_bytes_get_size (bytes), <=, FAR_SIGNAL_MAX);
  g_assert_true (
      far_ice_card_decode (&read, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)));
  g_assert_cmpmem (&read, sizeof read, &card, sizeof card);
}

/* What could not be read again is not written. */
static void
test_none (void)
{
  FarIceCard card = { .kind = FAR_ICE_OFFER, .ufrag = "abcd", .pwd = "0123456789+/abcdefghij" };
  const FarIceCandidate at = { .port = 1, .priority = 1, .address = { 10, 0, 0, 1 } };
  const FarIceCandidate odd = { .port = 1, .priority = 1, .address = { 10, 0, 0, 1, 1 } };
  g_autoptr (GBytes) good = NULL;

  g_assert_null (far_ice_card_encode (&card));
  g_assert_false (far_ice_card_add (&card, &odd));
  g_assert_true (far_ice_card_add (&card, &at));
  good = far_ice_card_encode (&card);
  g_assert_nonnull (good);
  card.ufrag[0] = ' ';
  g_assert_null (far_ice_card_encode (&card));
  card.ufrag[0] = 'a';
  card.pwd[21] = '\0';
  g_assert_null (far_ice_card_encode (&card));
}

/* Computed by another program. */
static void
test_key (void)
{
  const FarIceCard from = { .ufrag = "abcd", .pwd = "0123456789+/abcdefghij" };
  const FarIceCard to = { .ufrag = "wxyz", .pwd = "ABCDEFGHIJ+/0123456789" };
  guint8 there[FAR_KEY_LEN];
  guint8 back[FAR_KEY_LEN];
  g_autofree char *hex = NULL;

  far_ice_card_key (&from, &to, there);
  far_ice_card_key (&to, &from, back);
  hex = far_hex (there, sizeof there);
  g_assert_cmpstr (hex, ==, "b69a07538a3a41fb5aeb9207dcb3ade6254c0197219b0ed7fe70b2fb90f8be6f");
  g_assert_true (memcmp (there, back, sizeof there) != 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/far/ice-card/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/far/ice-card/full", test_full);
  g_test_add_func ("/far/ice-card/none-to-write", test_none);
  g_test_add_func ("/far/ice-card/key", test_key);

  return g_test_run ();
}
