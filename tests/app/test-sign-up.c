/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Codes on paper: what they mean comes back, and no slip of the pen means something else. */

#include "far-sign-up.h"

#include <string.h>

#define ROTA "39fc8235353d7448bbadb7bd4c6a1b57"
#define TODAY 20697 /* 2026-09-01 */

static void
test_round_trip (void)
{
  for (guint n_letters = 2; n_letters <= 4; n_letters++)
    for (gint32 day = TODAY - 100; day < TODAY + 340; day += 7)
      for (guint place = 0; place < FAR_SIGN_UP_PLACES; place += 11)
        {
          g_autofree char *text = far_sign_up_code (ROTA, n_letters, day, place);
          g_autofree char *lower = g_ascii_strdown (text, -1);
          FarSignUpCode code;

          g_assert_cmpint (far_sign_up_parse (lower, &code), ==, FAR_SIGN_UP_GOOD);
          g_assert_cmpuint (strlen (code.letters), ==, n_letters);
          g_assert_true (far_sign_up_fits (&code, ROTA));
          g_assert_cmpint (far_sign_up_get_day (&code, TODAY), ==, day);
          g_assert_cmpuint (code.place, ==, place);
        }
}

static void
test_as_written (void)
{
  g_autofree char *text = far_sign_up_code (ROTA, 2, TODAY, 0);
  g_auto(GStrv) halves = g_strsplit (text, " ", 2);
  g_autofree char *dashed = g_strjoin ("-", halves[0], halves[1], NULL);
  g_autofree char *dotted = g_strdup_printf (" %s.%s. ", halves[0], halves[1]);
  FarSignUpCode code;

  g_assert_cmpuint (strlen (text), ==, 7);
  g_assert_cmpint (far_sign_up_parse (dashed, &code), ==, FAR_SIGN_UP_GOOD);
  g_assert_cmpint (far_sign_up_parse (dotted, &code), ==, FAR_SIGN_UP_GOOD);
}

/* Each letter in the place of each other, each two exchanged, each left out, each twice. */
static void
test_slips (void)
{
  static const char letters[] = "ABCDEFGHJKLMNPRSTUVWXYZ";

  for (gint32 day = TODAY; day < TODAY + 40; day++)
    {
      g_autofree char *spaced = far_sign_up_code (ROTA, 2, day, (guint)day % 5);
      g_auto(GStrv) groups = g_strsplit (spaced, " ", -1);
      g_autofree char *text = g_strjoinv ("", groups);
      gsize len = strlen (text);
      FarSignUpCode code;

      for (gsize i = 0; i < len; i++)
        {
          g_autofree char *less = g_strdup_printf ("%.*s%s", (int)i, text, text + i + 1);

          g_assert_cmpint (far_sign_up_parse (less, &code), ==, FAR_SIGN_UP_LENGTH);
          for (const char *letter = letters; *letter != '\0'; letter++)
            {
              g_autofree char *other = g_strdup (text);

              other[i] = *letter;
              if (*letter != text[i])
                g_assert_cmpint (far_sign_up_parse (other, &code), ==, FAR_SIGN_UP_CHECK);
            }
          for (gsize j = i + 1; j < len; j++)
            {
              g_autofree char *other = g_strdup (text);

              other[i] = text[j];
              other[j] = text[i];
              if (text[i] != text[j])
                g_assert_cmpint (far_sign_up_parse (other, &code), ==, FAR_SIGN_UP_CHECK);
            }
        }
    }
}

static void
test_refused (void)
{
  static const struct
  {
    const char *text;
    FarSignUpFault fault;
  } rows[] = {
    { "", FAR_SIGN_UP_LENGTH },
    { "ABC", FAR_SIGN_UP_LENGTH },
    { "ABC DEO", FAR_SIGN_UP_LETTER },
    { "ABC DE1", FAR_SIGN_UP_LETTER },
    { "ABCDE\xc3\x89", FAR_SIGN_UP_LETTER },
    { "AAAAAAAAAAAAAAAAAAAA", FAR_SIGN_UP_LENGTH },
  };
  FarSignUpCode code;

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (far_sign_up_parse (rows[i].text, &code), ==, rows[i].fault);
}

/* So many that two letters do not tell all of them apart. */
static void
test_many_rotas (void)
{
  g_autoptr(GPtrArray) rotas = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GHashTable) codes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  guint n_letters;

  for (guint i = 0; i < 300; i++)
    {
      g_autofree char *text = g_strdup_printf ("rota %u", i);
      FarRota *rota = g_new0 (FarRota, 1);
      char *id = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);

      id[32] = '\0';
      g_ptr_array_add (ids, id);
      rota->id = id;
      g_ptr_array_add (rotas, rota);
    }

  n_letters = far_sign_up_count_letters (rotas);
  g_assert_cmpuint (n_letters, >, 2);
  for (guint i = 0; i < rotas->len; i++)
    g_assert_true (g_hash_table_add (codes, far_sign_up_code (((FarRota *)rotas->pdata[i])->id,
                                                              n_letters, TODAY, 0)));

  g_ptr_array_set_size (rotas, 1);
  g_assert_cmpuint (far_sign_up_count_letters (rotas), ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/far/sign-up/round-trip", test_round_trip);
  g_test_add_func ("/far/sign-up/as-written", test_as_written);
  g_test_add_func ("/far/sign-up/slips", test_slips);
  g_test_add_func ("/far/sign-up/refused", test_refused);
  g_test_add_func ("/far/sign-up/many-rotas", test_many_rotas);

  return g_test_run ();
}
