/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From dates to rules: whatever the dates, the rule has just these. */

#include "far-day.h"
#include "far-timetable.h"

#define TODAY 20703 /* a Monday, 2026-09-07 */

static GArray *
make_dates (const int *days, guint n, int at)
{
  GArray *dates = g_array_new (FALSE, FALSE, sizeof (FarEventDate));

  for (guint i = 0; i < n; i++)
    {
      FarEventDate date = { TODAY + days[i], at };

      g_array_append_val (dates, date);
    }

  return dates;
}

static void
assert_days (const FarRule *rule, gint32 from, const GArray *dates)
{
  gint32 day = from;

  for (guint i = 0; i < dates->len; i++)
    {
      g_assert_true (far_rule_next_day (rule, day, &day));
      g_assert_cmpint (day, ==, g_array_index (dates, FarEventDate, i).day);
      day++;
    }
  g_assert_false (far_rule_next_day (rule, day, &day));
}

static void
test_shapes (void)
{
  static const struct
  {
    int days[16];
    guint n;
    guint weekdays;
    int every;
    guint n_added;
    guint n_dropped;
  } rows[] = {
    { { 0 }, 1, 0x01, 52, 0, 0 },
    { { 0, 3 }, 2, 0x01, 52, 1, 0 },
    { { 0, 7, 14, 21 }, 4, 0x01, 1, 0, 0 },
    { { 0, 1, 7, 8, 14, 15 }, 6, 0x03, 1, 0, 0 },
    { { 0, 14, 28, 42 }, 4, 0x01, 2, 0, 0 },
    { { 1, 22, 43, 64 }, 4, 0x02, 3, 0, 0 },
    /* one is left out, and one is on another day */
    { { 0, 7, 21, 28, 35, 42, 49 }, 7, 0x01, 1, 0, 1 },
    { { 0, 7, 15, 21, 28, 35, 42, 49 }, 8, 0x01, 1, 1, 1 },
    /* begins in the middle of a week */
    { { 3, 7, 10, 14, 17, 21 }, 6, 0x09, 1, 0, 0 },
    /* none */
    { { 0, 5, 17, 31, 40 }, 5, 0x01, 52, 4, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GArray) dates = make_dates (rows[i].days, rows[i].n, 490);
      g_autoptr (FarTimetable) table = far_timetable_fit (dates, NULL, FALSE, TODAY);

      g_test_message ("row %u", i);
      g_assert_nonnull (table);
      g_assert_cmpuint (table->rule.weekdays, ==, rows[i].weekdays);
      g_assert_cmpint (table->rule.every_n_weeks, ==, rows[i].every);
      g_assert_cmpuint (table->added->len, ==, rows[i].n_added);
      g_assert_cmpuint (table->dropped->len, ==, rows[i].n_dropped);
      g_assert_cmpint (table->at, ==, 490);
      g_assert_cmpuint (table->moved->len, ==, 0);
      assert_days (&table->rule, TODAY - 1000, dates);
    }
}

static void
test_times (void)
{
  static const int days[] = { 0, 7, 14, 21 };
  g_autoptr (GArray) dates = make_dates (days, 4, 490);
  g_autoptr (FarTimetable) table = NULL;

  g_array_index (dates, FarEventDate, 2).at = 600;
  table = far_timetable_fit (dates, NULL, FALSE, TODAY);
  g_assert_cmpint (table->at, ==, 490);
  g_assert_cmpuint (table->moved->len, ==, 1);
  g_assert_cmpint (g_array_index (table->moved, FarEventDate, 0).day, ==, TODAY + 14);
  g_assert_cmpint (g_array_index (table->moved, FarEventDate, 0).at, ==, 600);
}

/* A rota that is there keeps its pattern, and what was before today. */
static void
test_before (void)
{
  static const int days[] = { 0, 14, 21, 24, 28 };
  static const gint32 dropped[] = { TODAY - 14, TODAY + 21, TODAY + 63 };
  const FarRule before = { .weekdays = 0x01,
                           .every_n_weeks = 1,
                           .first_day = TODAY - 70,
                           .last_day = TODAY + 70,
                           .dropped = dropped,
                           .n_dropped = 3 };
  g_autoptr (GArray) dates = make_dates (days, 5, 490);
  g_autoptr (FarTimetable) over = far_timetable_fit (dates, &before, FALSE, TODAY);
  g_autoptr (FarTimetable) open = far_timetable_fit (dates, &before, TRUE, TODAY);

  g_assert_true (over->is_kept);
  g_assert_cmpint (over->rule.first_day, ==, TODAY - 70);
  g_assert_cmpint (over->rule.last_day, ==, TODAY + 28);
  assert_days (&over->rule, TODAY, dates);
  g_assert_true (far_rule_has_day (&over->rule, TODAY - 7));
  g_assert_false (far_rule_has_day (&over->rule, TODAY - 14));

  g_assert_true (open->is_kept);
  g_assert_cmpint (open->rule.last_day, ==, TODAY + 70);
  g_assert_true (far_rule_has_day (&open->rule, TODAY + 35));
  g_assert_false (far_rule_has_day (&open->rule, TODAY + 63));
  g_assert_false (far_rule_has_day (&open->rule, TODAY + 7));
}

/* Another pattern begins with its first date; the old one has no day more until then. */
static void
test_another_pattern (void)
{
  static const int days[] = { 9, 16, 23, 30, 37, 44, 51 };
  const FarRule before = {
    .weekdays = 0x01, .every_n_weeks = 1, .first_day = TODAY - 70, .last_day = TODAY + 70
  };
  g_autoptr (GArray) dates = make_dates (days, 7, 490);
  g_autoptr (FarTimetable) table = far_timetable_fit (dates, &before, FALSE, TODAY);

  g_assert_false (table->is_kept);
  g_assert_cmpuint (table->rule.weekdays, ==, 0x04);
  g_assert_cmpint (table->rule.first_day, ==, TODAY + 9);
  g_assert_cmpuint (table->dropped->len, ==, 2);
  g_assert_cmpint (g_array_index (table->dropped, gint32, 0), ==, TODAY);
  g_assert_cmpint (g_array_index (table->dropped, gint32, 1), ==, TODAY + 7);
}

/* Of any dates. */
static void
test_any (void)
{
  for (guint round = 0; round < 2000; round++)
    {
      g_autoptr (GArray) dates = g_array_new (FALSE, FALSE, sizeof (FarEventDate));
      g_autoptr (FarTimetable) table = NULL;
      int share = g_test_rand_int_range (1, 100);

      for (gint32 day = 0; day < FAR_EVENT_AHEAD_DAYS; day += 1 + g_test_rand_int_range (0, share))
        {
          FarEventDate date = { TODAY + day, g_test_rand_int_range (0, 1440) };

          g_array_append_val (dates, date);
        }
      table = far_timetable_fit (dates, NULL, FALSE, TODAY);
      g_assert_nonnull (table);
      g_assert_true (far_rule_validate (&table->rule) == FAR_RULE_GOOD);
      assert_days (&table->rule, TODAY, dates);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/far/timetable/shapes", test_shapes);
  g_test_add_func ("/far/timetable/times", test_times);
  g_test_add_func ("/far/timetable/before", test_before);
  g_test_add_func ("/far/timetable/another-pattern", test_another_pattern);
  g_test_add_func ("/far/timetable/any", test_any);

  return g_test_run ();
}
