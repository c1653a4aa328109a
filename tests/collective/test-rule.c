/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-day.h"
#include "far-rule.h"

#define DAYS_MAX 12

/* A rule and its days in words, so that a row reads like a calendar. */
typedef struct
{
  const char *name;
  const char *weekdays;
  int every_n_weeks;
  const char *first;
  const char *last;
  const char *added[DAYS_MAX];
  const char *dropped[DAYS_MAX];
  const char *days[DAYS_MAX];
} Season;

static const Season seasons[] = {
  { "a week",
    "mo,tu,th,fr",
    1,
    "2025-09-01",
    "2025-09-07",
    {},
    {},
    { "2025-09-01", "2025-09-02", "2025-09-04", "2025-09-05" } },
  { "starts and ends within a week",
    "mo,we,fr",
    1,
    "2025-09-02",
    "2025-09-10",
    {},
    {},
    { "2025-09-03", "2025-09-05", "2025-09-08", "2025-09-10" } },
  { "one day", "su", 1, "2025-09-07", "2025-09-07", {}, {}, { "2025-09-07" } },
  { "one day, another weekday", "sa", 1, "2025-09-07", "2025-09-07", {}, {}, {} },
  { "across the year's end",
    "we,th",
    1,
    "2025-12-24",
    "2026-01-08",
    {},
    {},
    { "2025-12-24", "2025-12-25", "2025-12-31", "2026-01-01", "2026-01-07", "2026-01-08" } },
  { "holidays dropped",
    "we,th",
    1,
    "2025-12-24",
    "2026-01-08",
    {},
    { "2025-12-24", "2025-12-25", "2025-12-31", "2026-01-01" },
    { "2026-01-07", "2026-01-08" } },
  { "leap day",
    "th",
    1,
    "2024-02-22",
    "2024-03-07",
    {},
    {},
    { "2024-02-22", "2024-02-29", "2024-03-07" } },
  { "no leap day in 2100",
    "su,mo",
    1,
    "2100-02-27",
    "2100-03-02",
    {},
    {},
    { "2100-02-28", "2100-03-01" } },
  /* The Monday of the first day's week begins the round, though the first day is a Thursday. */
  { "every other week",
    "tu,fr",
    2,
    "2025-09-04",
    "2025-10-03",
    {},
    {},
    { "2025-09-05", "2025-09-16", "2025-09-19", "2025-09-30", "2025-10-03" } },
  { "every third week across the year's end",
    "mo",
    3,
    "2025-12-08",
    "2026-02-15",
    {},
    {},
    { "2025-12-08", "2025-12-29", "2026-01-19", "2026-02-09" } },
  { "once a year",
    "mo",
    52,
    "2025-01-06",
    "2027-01-31",
    {},
    {},
    { "2025-01-06", "2026-01-05", "2027-01-04" } },
  { "last week is not in the round",
    "mo,su",
    2,
    "2025-09-01",
    "2025-09-14",
    {},
    {},
    { "2025-09-01", "2025-09-07" } },
  { "a Saturday is added",
    "mo",
    1,
    "2025-09-01",
    "2025-09-14",
    { "2025-09-06", "2025-09-13" },
    {},
    { "2025-09-01", "2025-09-06", "2025-09-08", "2025-09-13" } },
  { "an added day that is there already",
    "mo",
    1,
    "2025-09-01",
    "2025-09-14",
    { "2025-09-08" },
    {},
    { "2025-09-01", "2025-09-08" } },
  { "a dropped day that is not there",
    "mo",
    1,
    "2025-09-01",
    "2025-09-14",
    {},
    { "2025-09-09" },
    { "2025-09-01", "2025-09-08" } },
  { "added and dropped outside the span",
    "mo",
    1,
    "2025-09-01",
    "2025-09-14",
    { "2025-08-31", "2025-09-15" },
    { "2025-08-25", "2025-09-22" },
    { "2025-09-01", "2025-09-08" } },
  { "all dropped", "mo", 1, "2025-09-01", "2025-09-14", {}, { "2025-09-01", "2025-09-08" }, {} },
  { "only the added one is left",
    "mo",
    1,
    "2025-09-01",
    "2025-09-14",
    { "2025-09-11" },
    { "2025-09-01", "2025-09-08" },
    { "2025-09-11" } },
  { "added in a week out of the round",
    "mo",
    2,
    "2025-09-01",
    "2025-09-21",
    { "2025-09-08", "2025-09-21" },
    {},
    { "2025-09-01", "2025-09-08", "2025-09-15", "2025-09-21" } },
};

static gint32
day_of (const char *text)
{
  gint32 day;

  g_assert_true (far_day_parse (text, &day));

  return day;
}

static guint
days_of (const char *const texts[DAYS_MAX], gint32 out[DAYS_MAX])
{
  guint n = 0;

  while (n < DAYS_MAX && texts[n] != NULL)
    {
      out[n] = day_of (texts[n]);
      n++;
    }

  return n;
}

static void
test_has_its_days (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (seasons); i++)
    {
      const Season *season = &seasons[i];
      gint32 added[DAYS_MAX];
      gint32 dropped[DAYS_MAX];
      gint32 days[DAYS_MAX];
      guint n_days = days_of (season->days, days);
      FarRule rule = {
        .every_n_weeks = season->every_n_weeks,
        .first_day = day_of (season->first),
        .last_day = day_of (season->last),
        .added = added,
        .n_added = days_of (season->added, added),
        .dropped = dropped,
        .n_dropped = days_of (season->dropped, dropped),
      };
      guint at = 0;
      gint32 day;

      g_test_message ("%s", season->name);
      g_assert_true (far_weekdays_parse (season->weekdays, &rule.weekdays));
      g_assert_cmpint (far_rule_validate (&rule), ==, FAR_RULE_GOOD);
      g_assert_cmpuint (far_rule_get_n_days (&rule), ==, n_days);

      for (gboolean found = far_rule_next_day (&rule, G_MININT32, &day); found;
           found = far_rule_next_day (&rule, day + 1, &day))
        {
          g_assert_cmpuint (at, <, n_days);
          g_assert_cmpint (day, ==, days[at]);
          at++;
        }
      g_assert_cmpuint (at, ==, n_days);
      g_assert_cmpint (day, ==, 0);

      at = 0;
      for (day = rule.first_day - 40; day <= rule.last_day + 40; day++)
        {
          gboolean is_day = at < n_days && days[at] == day;

          g_assert_cmpint (far_rule_has_day (&rule, day), ==, is_day);
          at += is_day;
        }
    }
}

/* What the header says, day by day. */
static gboolean
has_day_plainly (const FarRule *rule, gint32 day)
{
  gint32 monday = rule->first_day;
  gboolean is_added = FALSE;

  for (guint i = 0; i < rule->n_dropped; i++)
    {
      if (rule->dropped[i] == day)
        return FALSE;
    }
  for (guint i = 0; i < rule->n_added; i++)
    is_added |= rule->added[i] == day;

  if (day < rule->first_day || day > rule->last_day)
    return FALSE;
  if (is_added)
    return TRUE;

  while (far_day_get_weekday (monday) != 0)
    monday--;

  return (day - monday) / 7 % rule->every_n_weeks == 0 &&
         (rule->weekdays & 1u << far_day_get_weekday (day)) != 0;
}

static guint
draw_days (gint32 first, gint32 last, gint32 *out)
{
  guint n = 0;

  for (gint32 day = first - 3; day <= last + 3 && n < 40; day += g_test_rand_int_range (1, 12))
    out[n++] = day;

  return n;
}

static void
test_agrees_with_plain_reading (void)
{
  for (int round = 0; round < 2000; round++)
    {
      gint32 added[40];
      gint32 dropped[40];
      FarRule rule = {
        .weekdays = g_test_rand_int_range (1, 128),
        .every_n_weeks = g_test_rand_int_range (1, 6),
        .first_day = g_test_rand_int_range (-1000, 30000),
        .added = added,
        .dropped = dropped,
      };
      guint n_days = 0;
      gint32 next;

      rule.last_day = rule.first_day + g_test_rand_int_range (0, 150);
      rule.n_added = draw_days (rule.first_day, rule.last_day, added);
      rule.n_dropped = draw_days (rule.first_day, rule.last_day, dropped);

      for (gint32 day = rule.last_day + 5; day >= rule.first_day - 5; day--)
        {
          gboolean expected = has_day_plainly (&rule, day);
          gboolean found;

          g_assert_cmpint (far_rule_has_day (&rule, day), ==, expected);

          found = far_rule_next_day (&rule, day, &next);
          g_assert_cmpint (found, ==, n_days > 0 || expected);
          if (expected)
            g_assert_cmpint (next, ==, day);
          else if (found)
            g_assert_true (next > day && has_day_plainly (&rule, next));

          n_days += expected;
        }

      g_assert_cmpuint (far_rule_get_n_days (&rule), ==, n_days);
    }
}

static void
test_names_faults (void)
{
  static const gint32 good[] = { 20000, 20001 };
  static const gint32 twice[] = { 20000, 20000 };
  static const gint32 falling[] = { 20001, 20000 };
  static const gint32 early[] = { FAR_DAY_MIN - 1 };
  static const gint32 late[] = { 20000, FAR_DAY_MAX + 1 };
  static gint32 many[FAR_ROTA_DAYS_MAX + 1];
  static const struct
  {
    FarRule rule;
    FarRuleFault fault;
  } rows[] = {
    { { 0x1f, 1, 20000, 20000 }, FAR_RULE_GOOD },
    { { 0x1f, 52, 20000, 20000 + FAR_RULE_SPAN_MAX }, FAR_RULE_GOOD },
    { { 0x1f, 1, 20000, 20300, many, FAR_ROTA_DAYS_MAX }, FAR_RULE_GOOD },
    { { 0, 1, 20000, 20300 }, FAR_RULE_WEEKDAYS },
    { { 0x80, 1, 20000, 20300 }, FAR_RULE_WEEKDAYS },
    { { G_MAXUINT, 1, 20000, 20300 }, FAR_RULE_WEEKDAYS },
    { { 0x1f, 0, 20000, 20300 }, FAR_RULE_WEEKS },
    { { 0x1f, -1, 20000, 20300 }, FAR_RULE_WEEKS },
    { { 0x1f, 53, 20000, 20300 }, FAR_RULE_WEEKS },
    { { 0x1f, 1, FAR_DAY_MIN - 1, 20300 }, FAR_RULE_DAY },
    { { 0x1f, 1, 20000, FAR_DAY_MAX + 1 }, FAR_RULE_DAY },
    { { 0x1f, 1, G_MININT32, G_MAXINT32 }, FAR_RULE_DAY },
    { { 0x1f, 1, 20000, 19999 }, FAR_RULE_ORDER },
    { { 0x1f, 1, 20000, 20000 + FAR_RULE_SPAN_MAX + 1 }, FAR_RULE_LONG },
    { { 0x1f, 1, FAR_DAY_MIN, FAR_DAY_MAX }, FAR_RULE_LONG },
    { { 0x1f, 1, 20000, 20300, twice, 2 }, FAR_RULE_ADDED },
    { { 0x1f, 1, 20000, 20300, falling, 2 }, FAR_RULE_ADDED },
    { { 0x1f, 1, 20000, 20300, late, 2 }, FAR_RULE_ADDED },
    { { 0x1f, 1, 20000, 20300, many, FAR_ROTA_DAYS_MAX + 1 }, FAR_RULE_ADDED },
    { { 0x1f, 1, 20000, 20300, NULL, 0, twice, 2 }, FAR_RULE_DROPPED },
    { { 0x1f, 1, 20000, 20300, NULL, 0, falling, 2 }, FAR_RULE_DROPPED },
    { { 0x1f, 1, 20000, 20300, NULL, 0, early, 1 }, FAR_RULE_DROPPED },
    { { 0x1f, 1, 20000, 20300, good, 2, good + 1, 1 }, FAR_RULE_BOTH },
  };

  for (guint i = 0; i < G_N_ELEMENTS (many); i++)
    many[i] = 20000 + i;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const FarRule *rule = &rows[i].rule;
      gboolean has_days = rows[i].fault == FAR_RULE_GOOD || rows[i].fault >= FAR_RULE_ADDED;
      gint32 day;

      g_test_message ("row %u", i);
      g_assert_cmpint (far_rule_validate (rule), ==, rows[i].fault);
      g_assert_cmpint (far_rule_next_day (rule, 20000, &day), ==, has_days);
      g_assert_cmpint (far_rule_has_day (rule, 20000), ==, has_days && day == 20000);
      if (!has_days)
        g_assert_cmpuint (far_rule_get_n_days (rule), ==, 0);
    }
}

/* Stepping goes forward and ends, whatever the arrays hold. */
static void
test_ends_on_wild_arrays (void)
{
  for (int round = 0; round < 500; round++)
    {
      gint32 added[30];
      gint32 dropped[30];
      FarRule rule = {
        .weekdays = g_test_rand_int_range (1, 128),
        .every_n_weeks = g_test_rand_int_range (1, 53),
        .first_day = 20000,
        .last_day = 20060,
        .added = added,
        .n_added = G_N_ELEMENTS (added),
        .dropped = dropped,
        .n_dropped = G_N_ELEMENTS (dropped),
      };
      gint32 from = G_MININT32;
      gint32 day;

      for (guint i = 0; i < G_N_ELEMENTS (added); i++)
        {
          added[i] = g_test_rand_int_range (19990, 20070);
          dropped[i] = g_test_rand_int_range (19990, 20070);
        }

      while (far_rule_next_day (&rule, from, &day))
        {
          g_assert_cmpint (day, >=, from);
          g_assert_cmpint (day, >=, 20000);
          g_assert_cmpint (day, <=, 20060);
          from = day + 1;
        }
      g_assert_cmpuint (far_rule_get_n_days (&rule), <=, 61 + G_N_ELEMENTS (added));
    }
}

/* From a day on it is another pattern: what is answered at once is what walking through the days
 * gives. */
static void
test_later (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (20261123);

  for (guint round = 0; round < 3000; round++)
    {
      FarRuleLater later[4];
      FarRule rule = { .weekdays = (guint)g_rand_int_range (random, 1, 128),
                       .every_n_weeks = g_rand_int_range (random, 1, 4),
                       .first_day = 20000 + g_rand_int_range (random, 0, 7),
                       .later = later,
                       .n_later = (guint)g_rand_int_range (random, 0, 5) };
      gint32 from = rule.first_day - 10;
      guint n = 0;
      gint32 expected = 0;

      rule.last_day = rule.first_day + g_rand_int_range (random, 0, 120);
      for (guint i = 0; i < rule.n_later; i++)
        {
          from += g_rand_int_range (random, 1, 40);
          later[i] = (FarRuleLater){ from, (guint)g_rand_int_range (random, 1, 128),
                                     g_rand_int_range (random, 1, 4) };
        }
      g_assert_cmpint (far_rule_validate (&rule), ==, FAR_RULE_GOOD);

      for (gint32 day = rule.last_day + 3; day >= rule.first_day - 3; day--)
        {
          guint weekdays = rule.weekdays;
          int every = rule.every_n_weeks;
          gint32 start = rule.first_day;
          gboolean is_one;
          gint32 next;

          for (guint i = 0; i < rule.n_later && later[i].from <= day; i++)
            {
              weekdays = later[i].weekdays;
              every = later[i].every_n_weeks;
              start = MAX (rule.first_day, later[i].from);
            }
          is_one =
              day >= rule.first_day && day <= rule.last_day &&
              (weekdays & 1u << far_day_get_weekday (day)) != 0 &&
              (day - far_day_get_weekday (day) - start + far_day_get_weekday (start)) / 7 % every ==
                  0;
          g_assert_true (far_rule_has_day (&rule, day) == is_one);
          n += is_one;
          expected = is_one ? day : expected;
          g_assert_true (far_rule_next_day (&rule, day, &next) == (expected != 0));
          g_assert_cmpint (next, ==, expected);
        }
      g_assert_cmpuint (far_rule_get_n_days (&rule), ==, n);
    }
}

static void
test_later_at_fault (void)
{
  const FarRuleLater bad[][2] = {
    { { 20010, 0, 1 }, { 20020, 1, 1 } },  { { 20010, 128, 1 }, { 20020, 1, 1 } },
    { { 20010, 1, 0 }, { 20020, 1, 1 } },  { { 20010, 1, 53 }, { 20020, 1, 1 } },
    { { 20020, 1, 1 }, { 20010, 1, 1 } },  { { 20010, 1, 1 }, { 20010, 2, 1 } },
    { { -30000, 1, 1 }, { 20010, 2, 1 } },
  };
  FarRuleLater many[FAR_ROTA_LATER_MAX + 1];
  FarRule rule = { .weekdays = 1, .every_n_weeks = 1, .first_day = 20000, .last_day = 20100 };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      rule.later = bad[i];
      rule.n_later = 2;
      g_assert_cmpint (far_rule_validate (&rule), ==, FAR_RULE_LATER);
    }
  for (guint i = 0; i < G_N_ELEMENTS (many); i++)
    many[i] = (FarRuleLater){ 20001 + (gint32)i, 1, 1 };
  rule.later = many;
  rule.n_later = FAR_ROTA_LATER_MAX;
  g_assert_cmpint (far_rule_validate (&rule), ==, FAR_RULE_GOOD);
  rule.n_later++;
  g_assert_cmpint (far_rule_validate (&rule), ==, FAR_RULE_LATER);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/far/rule/has-its-days", test_has_its_days);
  g_test_add_func ("/far/rule/agrees-with-plain-reading", test_agrees_with_plain_reading);
  g_test_add_func ("/far/rule/names-faults", test_names_faults);
  g_test_add_func ("/far/rule/ends-on-wild-arrays", test_ends_on_wild_arrays);

  g_test_add_func ("/far/rule/later", test_later);
  g_test_add_func ("/far/rule/later-at-fault", test_later_at_fault);

  return g_test_run ();
}
