/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-clock.h"

/* more than a run of this program takes */
#define SLACK_MS (60 * 1000)

static void
test_reads_instants (void)
{
  static const struct
  {
    const char *text;
    gint64 unix_ms;
  } cases[] = {
    { "1970-01-01T00:00:00Z", 0 },
    { "2026-09-01T08:00:00+02:00", 1788242400000 },
    { "2026-09-01T06:00:00Z", 1788242400000 },
    { "2026-09-01T06:00:00.250Z", 1788242400250 },
    { "20260901T060000Z", 1788242400000 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      gint64 offset_ms = -1;
      gint64 now_ms;

      g_setenv ("FARANDOLE_NOW", cases[i].text, TRUE);
      g_assert_true (far_app_clock_offset (&offset_ms, &error));
      g_assert_no_error (error);

      now_ms = g_get_real_time () / 1000 + offset_ms;
      g_assert_cmpint (now_ms, >=, cases[i].unix_ms);
      g_assert_cmpint (now_ms, <, cases[i].unix_ms + SLACK_MS);
    }
}

static void
test_unset_is_now (void)
{
  gint64 offset_ms = -1;

  g_unsetenv ("FARANDOLE_NOW");
  g_assert_true (far_app_clock_offset (&offset_ms, NULL));
  g_assert_cmpint (offset_ms, ==, 0);

  g_setenv ("FARANDOLE_NOW", "", TRUE);
  offset_ms = -1;
  g_assert_true (far_app_clock_offset (&offset_ms, NULL));
  g_assert_cmpint (offset_ms, ==, 0);
}

static void
test_refuses_the_rest (void)
{
  static const char *const cases[] = {
    "yesterday", "2026-09-01", "08:00", "2026-09-01T08:00:00", "2026-13-01T08:00:00Z", "\xff",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      gint64 offset_ms = -1;

      g_setenv ("FARANDOLE_NOW", cases[i], TRUE);
      g_assert_false (far_app_clock_offset (&offset_ms, &error));
      g_assert_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE);
      g_assert_cmpint (offset_ms, ==, 0);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/far/clock/reads-instants", test_reads_instants);
  g_test_add_func ("/far/clock/unset-is-now", test_unset_is_now);
  g_test_add_func ("/far/clock/refuses-the-rest", test_refuses_the_rest);

  return g_test_run ();
}
