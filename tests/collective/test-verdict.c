/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-verdict.h"

static void
test_judges (void)
{
  static const struct
  {
    FarVerdictCase about;
    FarOutingVerdict verdict;
  } rows[] = {
    { { FALSE, 2, 0 }, { FALSE, FAR_VERDICT_REASON_SHORT, 2, 0, 2 } },
    { { FALSE, 2, 1 }, { FALSE, FAR_VERDICT_REASON_SHORT, 2, 1, 1 } },
    { { FALSE, 2, 2 }, { TRUE, FAR_VERDICT_REASON_ENOUGH, 2, 2, 0 } },
    { { FALSE, 2, 3 }, { TRUE, FAR_VERDICT_REASON_ENOUGH, 2, 3, 0 } },
    { { FALSE, 0, 0 }, { TRUE, FAR_VERDICT_REASON_ENOUGH, 0, 0, 0 } },
    { { FALSE, 4, 3 }, { FALSE, FAR_VERDICT_REASON_SHORT, 4, 3, 1 } },
    /* enough adults, and nobody at the head; or too few, and the roles want still more */
    { { FALSE, 2, 2, 1 }, { FALSE, FAR_VERDICT_REASON_ROLE, 2, 2, 1 } },
    { { FALSE, 2, 3, 2 }, { FALSE, FAR_VERDICT_REASON_ROLE, 2, 3, 2 } },
    { { FALSE, 3, 2, 1 }, { FALSE, FAR_VERDICT_REASON_SHORT, 3, 2, 1 } },
    { { FALSE, 3, 2, 2 }, { FALSE, FAR_VERDICT_REASON_SHORT, 3, 2, 2 } },
    { { TRUE, 2, 2, 1 }, { FALSE, FAR_VERDICT_REASON_CANCELLED, 2, 2, 0 } },
    { { TRUE, 2, 3 }, { FALSE, FAR_VERDICT_REASON_CANCELLED, 2, 3, 0 } },
    { { TRUE, 2, 0 }, { FALSE, FAR_VERDICT_REASON_CANCELLED, 2, 0, 0 } },
    { { FALSE, 2, 3, 0, TRUE }, { FALSE, FAR_VERDICT_REASON_HOLIDAYS, 2, 3, 0 } },
    { { FALSE, 2, 1, 0, TRUE }, { FALSE, FAR_VERDICT_REASON_HOLIDAYS, 2, 1, 0 } },
    { { TRUE, 2, 3, 0, TRUE }, { FALSE, FAR_VERDICT_REASON_HOLIDAYS, 2, 3, 0 } },
    /* nobody who comes holds what a role asks for, which is told when all else is there */
    { { FALSE, 2, 2, .n_untrained = 1 }, { FALSE, FAR_VERDICT_REASON_TRAINING, 2, 2, 1 } },
    { { FALSE, 2, 1, .n_untrained = 1 }, { FALSE, FAR_VERDICT_REASON_SHORT, 2, 1, 1 } },
    { { FALSE, 2, 2, 1, .n_untrained = 1 }, { FALSE, FAR_VERDICT_REASON_ROLE, 2, 2, 1 } },
    { { TRUE, 2, 2, .n_untrained = 1 }, { FALSE, FAR_VERDICT_REASON_CANCELLED, 2, 2, 0 } },
    { { FALSE, 99, G_MAXUINT }, { TRUE, FAR_VERDICT_REASON_ENOUGH, 99, G_MAXUINT, 0 } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      FarOutingVerdict verdict = far_verdict (&rows[i].about);

      g_assert_cmpint (verdict.runs, ==, rows[i].verdict.runs);
      g_assert_cmpint (verdict.reason, ==, rows[i].verdict.reason);
      g_assert_cmpuint (verdict.n_needed, ==, rows[i].verdict.n_needed);
      g_assert_cmpuint (verdict.n_have, ==, rows[i].verdict.n_have);
      g_assert_cmpuint (verdict.n_missing, ==, rows[i].verdict.n_missing);
    }
}

/* What lines that walk say of themselves: how many adults so many children take. */
static void
test_real_lines (void)
{
  static const struct
  {
    const char *line;
    FarVerdictRule rule;
    FarVerdictWalk walk;
    guint n_min;
    guint n_adults;
  } rows[] = {
    /* one adult for eight children */
    { "Geneva", { 8 }, { 8 }, 1, 1 },
    { "Geneva", { 8 }, { 9 }, 1, 2 },
    { "Geneva", { 8 }, { 16 }, 1, 2 },
    { "Geneva", { 8 }, { 17 }, 1, 3 },
    /* fewer children if there are many crossings, or very young ones */
    { "Geneva, six crossings", { 8, 0, 0, 3 }, { 8, 0, 0, 6 }, 1, 3 },
    { "Geneva, two crossings", { 8, 0, 0, 3 }, { 8, 0, 0, 2 }, 1, 1 },
    { "Geneva, the youngest", { 8, 5 }, { 8, 8 }, 1, 2 },
    { "Geneva, some of the youngest", { 8, 5 }, { 8, 5 }, 1, 2 },
    { "Geneva, one of the youngest", { 8, 5 }, { 7, 1 }, 1, 1 },
    /* one parent may take up to seven alone */
    { "Prilly", { 7 }, { 7 }, 1, 1 },
    { "Prilly", { 7 }, { 8 }, 1, 2 },
    /* about five to an adult, lines of five to twenty */
    { "Midi-Pyrenees", { 5 }, { 5 }, 1, 1 },
    { "Midi-Pyrenees", { 5 }, { 20 }, 1, 4 },
    /* two to three adults for at most fifteen */
    { "Loire", { 5, 0, 1 }, { 15 }, 1, 3 },
    { "Loire", { 8, 0, 1 }, { 15 }, 1, 2 },
    { "Yvelines", { 4 }, { 12 }, 1, 3 },
    /* at least two, in front and behind */
    { "Pieve Emanuele", { 10, 0, 1 }, { 1 }, 1, 2 },
    { "Pieve Emanuele", { 10, 0, 1 }, { 21 }, 1, 3 },
    /* one for six, never under two; a thirteenth child needs a third adult */
    { "Medway", { 6, 0, 1 }, { 1 }, 1, 2 },
    { "Medway", { 6, 0, 1 }, { 12 }, 1, 2 },
    { "Medway", { 6, 0, 1 }, { 13 }, 1, 3 },
    /* two for up to ten, then one for five */
    { "North Lincolnshire", { 5, 0, 1 }, { 3 }, 1, 2 },
    { "North Lincolnshire", { 5, 0, 1 }, { 10 }, 1, 2 },
    { "North Lincolnshire", { 5, 0, 1 }, { 11 }, 1, 3 },
    { "North Lincolnshire", { 5, 0, 1 }, { 16 }, 1, 4 },
    /* twenty infants need five adults, twenty juniors four */
    { "United Kingdom, infants", { 5, 4 }, { 20, 20 }, 2, 5 },
    { "United Kingdom, juniors", { 5, 4 }, { 20 }, 2, 4 },
    { "United Kingdom, both", { 5, 4 }, { 20, 10 }, 2, 5 },
    /* always two, which may vary under eight */
    { "New Zealand", { 10, 0, 8 }, { 7 }, 1, 1 },
    { "New Zealand", { 10, 0, 8 }, { 8 }, 1, 2 },
    /* who needs an adult of their own has one, and is not in another's hands */
    { "one of eight needs an adult", { 8, 5, 8, 3 }, { 8, 0, 1 }, 1, 3 },
    { "all need one", { 8, 5, 8, 3 }, { 2, 0, 2 }, 1, 3 },
    { "nobody else comes", { 8, 5, 8, 3 }, { 1, 0, 1 }, 0, 1 },
    /* the rota's own minimum stays one */
    { "two families", { 8, 5, 8, 3 }, { 2 }, 2, 2 },
    /* nobody said who comes */
    { "no children", { 8, 5, 8, 3 }, { 0, 0, 0, 9 }, 2, 2 },
    { "no rule", { 0 }, { 30, 30 }, 2, 2 },
    { "absurd", { 1, 1, 1, 1 }, { 4096, 4096, 4096, 50 }, 1, 4148 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      guint n = far_verdict_count_adults (&rows[i].rule, &rows[i].walk, rows[i].n_min, NULL);

      if (n != rows[i].n_adults)
        g_test_message ("%s: %u children", rows[i].line, rows[i].walk.n);
      g_assert_cmpuint (n, ==, rows[i].n_adults);
    }
}

/* What decided it is told. */
static void
test_says_why (void)
{
  static const struct
  {
    FarVerdictCase about;
    FarOutingVerdict verdict;
  } rows[] = {
    { { .n_min = 2, .n_have = 2, .rule = { 8, 5, 8, 3 }, .walk = { 7 } },
      { TRUE, FAR_VERDICT_REASON_ENOUGH, 2, 2, 0, FAR_VERDICT_GROUND_ROTA, 0 } },
    { { .n_min = 1, .n_have = 1, .rule = { 8, 5, 8, 3 }, .walk = { 8 } },
      { FALSE, FAR_VERDICT_REASON_SHORT, 2, 1, 1, FAR_VERDICT_GROUND_TWO, 0 } },
    { { .n_min = 1, .n_have = 2, .rule = { 8, 5, 8, 3 }, .walk = { 18, 0, 1, 3 } },
      { FALSE, FAR_VERDICT_REASON_SHORT, 5, 2, 3, FAR_VERDICT_GROUND_NUMBER, 1 } },
    { { .is_cancelled = TRUE, .n_min = 1, .rule = { 8 }, .walk = { 17 } },
      { FALSE, FAR_VERDICT_REASON_CANCELLED, 3, 0, 0, FAR_VERDICT_GROUND_NUMBER, 0 } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      FarOutingVerdict verdict = far_verdict (&rows[i].about);

      g_assert_cmpint (verdict.runs, ==, rows[i].verdict.runs);
      g_assert_cmpint (verdict.reason, ==, rows[i].verdict.reason);
      g_assert_cmpuint (verdict.n_needed, ==, rows[i].verdict.n_needed);
      g_assert_cmpuint (verdict.n_missing, ==, rows[i].verdict.n_missing);
      g_assert_cmpint (verdict.ground, ==, rows[i].verdict.ground);
      g_assert_cmpuint (verdict.n_for_crossings, ==, rows[i].verdict.n_for_crossings);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/far/verdict/judges", test_judges);
  g_test_add_func ("/far/verdict/real-lines", test_real_lines);
  g_test_add_func ("/far/verdict/says-why", test_says_why);

  return g_test_run ();
}
