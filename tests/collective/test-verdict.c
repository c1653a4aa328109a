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
    { { FALSE, 2, 3, 0 }, { FALSE, FAR_VERDICT_REASON_SHORT, 2, 0, 2 } },
    { { FALSE, 2, 3, 1 }, { FALSE, FAR_VERDICT_REASON_SHORT, 2, 1, 1 } },
    { { FALSE, 2, 3, 2 }, { TRUE, FAR_VERDICT_REASON_ENOUGH, 2, 2, 0 } },
    { { FALSE, 2, 3, 3 }, { TRUE, FAR_VERDICT_REASON_ENOUGH, 2, 3, 0 } },
    { { FALSE, 2, 3, 9 }, { TRUE, FAR_VERDICT_REASON_ENOUGH, 2, 3, 0 } }, /* reserve stays home */
    { { FALSE, 0, 1, 0 }, { TRUE, FAR_VERDICT_REASON_ENOUGH, 0, 0, 0 } },
    { { FALSE, 4, 3, 9 }, { FALSE, FAR_VERDICT_REASON_SHORT, 4, 3, 1 } }, /* merged so by edits */
    { { TRUE, 2, 3, 3 }, { FALSE, FAR_VERDICT_REASON_CANCELLED, 2, 3, 0 } },
    { { TRUE, 2, 3, 0 }, { FALSE, FAR_VERDICT_REASON_CANCELLED, 2, 0, 0 } },
    { { FALSE, 2, 3, 3, TRUE }, { FALSE, FAR_VERDICT_REASON_HOLIDAYS, 2, 3, 0 } },
    { { FALSE, 2, 3, 1, TRUE }, { FALSE, FAR_VERDICT_REASON_HOLIDAYS, 2, 1, 0 } },
    { { TRUE, 2, 3, 3, TRUE }, { FALSE, FAR_VERDICT_REASON_HOLIDAYS, 2, 3, 0 } },
    { { FALSE, 99, 99, G_MAXUINT }, { TRUE, FAR_VERDICT_REASON_ENOUGH, 99, 99, 0 } },
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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/far/verdict/judges", test_judges);

  return g_test_run ();
}
