/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the process says that reads calendars is believed as a whole or not at all, and what is
 * believed is within its limits. */

#include "far-fuzz.h"

#include <string.h>

#include "far-bytes.h"
#include "far-day.h"
#include "far-holidays-private.h"

#define TODAY 20454 /* 2026-01-01 */

static void
check_text (const char *text)
{
  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_cmpint (g_utf8_strlen (text, -1), <=, FAR_NAME_MAX);
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    g_assert_false (g_unichar_iscntrl (g_utf8_get_char (at)));
}

static void
check_holidays (const FarHolidays *holidays)
{
  check_text (holidays->name);
  g_assert_cmpuint (holidays->spans->len, <=, FAR_HOLIDAY_SPANS_MAX);
  g_assert_cmpuint (holidays->zones->len, <=, FAR_HOLIDAY_ZONES_MAX);
  g_assert_cmpuint (holidays->refused->len, ==, MIN (holidays->n_refused, FAR_HOLIDAY_REFUSED_MAX));

  for (guint i = 0; i < holidays->spans->len; i++)
    {
      const FarSpan *span = &g_array_index (holidays->spans, FarSpan, i);
      const FarSpan *before = span - (i > 0 ? 1 : 0);

      check_text (span->name);
      g_assert_cmpint (span->last_day, >=, span->first_day);
      g_assert_cmpint (span->last_day - span->first_day, <, FAR_HOLIDAY_DAYS_MAX);
      g_assert_true (_far_holidays_is_near (span->first_day, span->last_day, TODAY));
      g_assert_cmpint (span->first_day, >=, before->first_day);
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize len)
{
  g_autoptr (GPtrArray) zones = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (FarHolidays) holidays =
                 _far_holidays_read_lines ((const char *)data, len, TODAY, &zones, &error);

  g_assert_true ((holidays == NULL) == (error != NULL));
  if (holidays != NULL)
    check_holidays (holidays);
  else
    g_assert_true (error->domain == FAR_HOLIDAYS_ERROR);
  if (zones != NULL)
    g_assert_cmpuint (zones->len, <=, FAR_HOLIDAY_ZONES_MAX);

  return 0;
}

void
far_fuzz_seed (GRand *rand, GByteArray *out)
{
  g_autoptr (FarHolidays) holidays = _far_holidays_new ();
  g_autoptr (GError) failed = g_error_new (FAR_HOLIDAYS_ERROR, FAR_HOLIDAYS_ERROR_ZONE_NEEDED, "x");
  g_autofree char *lines = NULL;

  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *zone = g_strdup_printf ("Zone %c", 'A' + i);
      gint32 day = TODAY + g_rand_int_range (rand, -300, 3000);

      g_ptr_array_add (holidays->zones, g_steal_pointer (&zone));
      _far_holidays_add (holidays, day, day + g_rand_int_range (rand, 0, 50), i > 0 ? "Été" : "");
      _far_holidays_refuse (holidays, i, g_rand_int_range (rand, 0, FAR_REFUSED_REPEATS + 1), "x");
    }
  lines = g_rand_boolean (rand) ? _far_holidays_write_lines (holidays, NULL, NULL)
                                : _far_holidays_write_lines (NULL, holidays->zones, failed);
  far_put (out, (const guint8 *)lines, strlen (lines));
}
