/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a machine says that it holds: there is one encoding of it, and only its machine can say it.
 */

#include <string.h>

#include "far-holding.h"

static const guint8 collective[FAR_ID_LEN] = "a collective of a test";

typedef struct
{
  guint8 device[FAR_KEY_LEN];
  guint8 sign_secret[64];
} Machine;

static void
make_machine (Machine *out)
{
  static const guint8 seed[32] = "a seed of a test";

  far_sign_keypair (seed, out->device, out->sign_secret);
}

static void
add_row (GArray *rows, const char *device, guint32 seq)
{
  FarHoldingRow row = { .seq = seq };

  memcpy (row.device, device, FAR_HOLDING_PREFIX_LEN);
  g_array_append_val (rows, row);
}

static GArray *
make_rows (void)
{
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (FarHoldingRow));

  add_row (rows, "chestnut", 300);
  add_row (rows, "alderbud", 1);
  add_row (rows, "birchbud", G_MAXUINT32);

  return rows;
}

static GBytes *
sign (GArray *rows)
{
  Machine machine;

  make_machine (&machine);

  return far_holding_sign (collective, machine.device, machine.sign_secret, 1234567, rows);
}

static void
test_there_and_back (void)
{
  g_autoptr (GArray) rows = make_rows ();
  g_autoptr (GBytes) bytes = sign (rows);
  g_auto (FarHolding) holding = FAR_HOLDING_EMPTY;
  Machine machine;
  gsize len;
  const guint8 *data = g_bytes_get_data (bytes, &len);

  make_machine (&machine);
  g_assert_true (far_holding_read (data, len, &holding));
  g_assert_cmpmem (holding.device, FAR_KEY_LEN, machine.device, FAR_KEY_LEN);
  g_assert_cmpuint (holding.time_ms, ==, 1234567);
  g_assert_cmpuint (holding.rows->len, ==, 3);
  g_assert_cmpmem (g_array_index (holding.rows, FarHoldingRow, 0).device, 8, "alderbud", 8);
  g_assert_cmpuint (g_array_index (holding.rows, FarHoldingRow, 1).seq, ==, G_MAXUINT32);
  g_assert_true (far_holding_verify (collective, data, len));
}

static void
test_nothing_held (void)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (FarHoldingRow));
  g_autoptr (GBytes) bytes = sign (rows);
  g_auto (FarHolding) holding = FAR_HOLDING_EMPTY;
  gsize len;
  const guint8 *data = g_bytes_get_data (bytes, &len);

  g_assert_true (far_holding_read (data, len, &holding));
  g_assert_cmpuint (holding.rows->len, ==, 0);
  g_assert_true (far_holding_verify (collective, data, len));
}

/* Nobody could tell which of them is meant. */
static void
test_two_alike (void)
{
  g_autoptr (GArray) rows = make_rows ();
  g_auto (FarHolding) holding = FAR_HOLDING_EMPTY;
  g_autoptr (GBytes) bytes = NULL;

  add_row (rows, "birchbud", 7);
  bytes = sign (rows);
  g_assert_true (
      far_holding_read (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), &holding));
  g_assert_cmpuint (holding.rows->len, ==, 2);
  g_assert_cmpmem (g_array_index (holding.rows, FarHoldingRow, 1).device, 8, "chestnut", 8);
}

static void
test_as_many_as_may_be (void)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (FarHoldingRow));
  g_auto (FarHolding) holding = FAR_HOLDING_EMPTY;
  g_autoptr (GBytes) bytes = NULL;

  for (guint i = 0; i < FAR_HOLDING_ROWS_MAX; i++)
    {
      g_autofree char *device = g_strdup_printf ("%08u", i);

      add_row (rows, device, G_MAXUINT32 - i);
    }
  bytes = sign (rows);
  g_assert_cmpuint (g_bytes_get_size (bytes), <=, FAR_HOLDING_MAX);
  g_assert_true (
      far_holding_read (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), &holding));
  g_assert_cmpuint (holding.rows->len, ==, FAR_HOLDING_ROWS_MAX);
}

static void
test_of_another_collective (void)
{
  static const guint8 other[FAR_ID_LEN] = "another collective";
  g_autoptr (GArray) rows = make_rows ();
  g_autoptr (GBytes) bytes = sign (rows);

  g_assert_false (
      far_holding_verify (other, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)));
}

/* Each bit of it: it cannot be read, or is not what the machine signed. */
static void
test_flipped (void)
{
  g_autoptr (GArray) rows = make_rows ();
  g_autoptr (GBytes) bytes = sign (rows);
  gsize len = g_bytes_get_size (bytes);
  g_autofree guint8 *copy = g_memdup2 (g_bytes_get_data (bytes, NULL), len);

  for (gsize bit = 0; bit < len * 8; bit++)
    {
      g_auto (FarHolding) holding = FAR_HOLDING_EMPTY;

      copy[bit / 8] ^= 1 << bit % 8;
      g_assert_false (far_holding_read (copy, len, &holding) &&
                      far_holding_verify (collective, copy, len));
      copy[bit / 8] ^= 1 << bit % 8;
    }
}

/* ---- what cannot be read */

#define DEVICE "the key of a machine of 32 bytes"
#define HEAD DEVICE "\0\0\0\0\0\0\0\1"
#define SIG "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define TEXT(text) (text), sizeof (text) - 1

typedef struct
{
  const char *name;
  const char *bytes;
  gsize len;
  gboolean is_good;
} Case;

static const Case cases[] = {
  { "none", TEXT (HEAD "\0" SIG), TRUE },
  { "one", TEXT (HEAD "\1alderbud\5" SIG), TRUE },
  { "two", TEXT (HEAD "\2alderbud\5birchbud\6" SIG), TRUE },
  { "nothing", TEXT (""), FALSE },
  { "half-a-key", TEXT ("the key of a mach"), FALSE },
  { "no-time", TEXT (DEVICE), FALSE },
  { "no-rows", TEXT (HEAD), FALSE },
  { "no-signature", TEXT (HEAD "\0"), FALSE },
  { "fewer-than-said", TEXT (HEAD "\3alderbud\5birchbud\6" SIG), FALSE },
  { "more-than-said", TEXT (HEAD "\1alderbud\5birchbud\6" SIG), FALSE },
  { "left-over", TEXT (HEAD "\1alderbud\5" SIG "x"), FALSE },
  { "cut",
    TEXT (HEAD "\1alderbud\5"
               "0123456789abcdef"),
    FALSE },
  { "not-in-order", TEXT (HEAD "\2birchbud\6alderbud\5" SIG), FALSE },
  { "the-same-twice", TEXT (HEAD "\2alderbud\5alderbud\6" SIG), FALSE },
  { "seq-0", TEXT (HEAD "\1alderbud\0" SIG), FALSE },
  { "seq-2^32", TEXT (HEAD "\1alderbud\x80\x80\x80\x80\x10" SIG), FALSE },
  { "long-number", TEXT (HEAD "\1alderbud\x85\0" SIG), FALSE },
  { "2501-rows", TEXT (HEAD "\xc5\x13" SIG SIG SIG SIG), FALSE },
  { "2^63-rows", TEXT (HEAD "\x80\x80\x80\x80\x80\x80\x80\x80\x80\1" SIG), FALSE },
};

static void
test_case (gconstpointer data)
{
  const Case *at = data;
  /* so that a byte too far is seen */
  g_autofree guint8 *copy = g_memdup2 (at->bytes, at->len);
  g_auto (FarHolding) holding = FAR_HOLDING_EMPTY;

  g_assert_cmpint (far_holding_read (copy, at->len, &holding), ==, at->is_good);
  g_assert_true ((holding.rows != NULL) == at->is_good);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/far/holding/there-and-back", test_there_and_back);
  g_test_add_func ("/far/holding/nothing-held", test_nothing_held);
  g_test_add_func ("/far/holding/two-alike", test_two_alike);
  g_test_add_func ("/far/holding/as-many-as-may-be", test_as_many_as_may_be);
  g_test_add_func ("/far/holding/of-another-collective", test_of_another_collective);
  g_test_add_func ("/far/holding/flipped", test_flipped);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/far/holding/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }

  return g_test_run ();
}
