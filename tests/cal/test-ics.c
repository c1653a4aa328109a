/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is written as a calendar, read again by libical and looked at byte by byte. */

#include "far-ics-private.h"

#include <libical/ical.h>
#include <string.h>

#include "far-day.h"
#include "test-data.h"

#define ROTA "00112233445566778899aabbccddeeff"

typedef struct
{
  const char *day;
  int at;
  const char *summary;
  const char *description;
  FarIcsStatus status;
} Case;

static GVariant *
pack (const char *name, const char *zone, const Case *cases, gsize n_cases)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(siiisssbddibux)"));
  for (gsize i = 0; i < n_cases; i++)
    {
      gint32 day;

      g_assert_true (far_day_parse (cases[i].day, &day));
      g_variant_builder_add (&builder, "(siiisssbddibux)", ROTA, day, cases[i].at, 20,
                             cases[i].summary, cases[i].description, "Place, with a comma", TRUE,
                             46.1, 11.1, cases[i].status, TRUE, 3,
                             G_GINT64_CONSTANT (1788256800000));
    }

  return g_variant_new ("(ssa(siiisssbddibux))", name, zone, &builder);
}

static char *
write_cases (const char *name, const char *zone, const Case *cases, gsize n_cases)
{
  g_autoptr (GVariant) calendar = g_variant_ref_sink (pack (name, zone, cases, n_cases));
  g_autoptr (GError) error = NULL;
  g_autofree char *again = NULL;
  char *text = _far_ics_write (calendar, &error);

  g_assert_no_error (error);
  again = _far_ics_write (calendar, &error);
  g_assert_cmpstr (again, ==, text);

  return text;
}

/* RFC 5545, 3.1: lines end with CRLF and have at most 75 octets, and no letter is cut in two. */
static void
check_lines (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\r\n", -1);
  guint n_lines = g_strv_length (lines);

  g_assert_cmpstr (lines[n_lines - 1], ==, "");
  for (guint i = 0; i + 1 < n_lines; i++)
    {
      g_assert_cmpuint (strlen (lines[i]), >, 0);
      g_assert_cmpuint (strlen (lines[i]), <=, 75);
      g_assert_true (g_utf8_validate (lines[i], -1, NULL));
      for (const char *p = lines[i]; *p != '\0'; p++)
        g_assert_true ((guchar)*p >= 0x20 && (guchar)*p != 0x7f);
    }
}

static icalcomponent *
parse (const char *text)
{
  icalcomponent *root = icalparser_parse_string (text);

  g_assert_nonnull (root);
  g_assert_cmpint (icalcomponent_count_errors (root), ==, 0);
  g_assert_cmpint (icalcomponent_isa (root), ==, ICAL_VCALENDAR_COMPONENT);
  g_assert_true (icalrestriction_check (root));

  return root;
}

/* The instant that the calendar itself gives to an event, by the rules that are in it. */
static gint64
instant_of (icalcomponent *rules, icalcomponent *event)
{
  icalproperty *start = icalcomponent_get_first_property (event, ICAL_DTSTART_PROPERTY);
  const char *id = icalproperty_get_parameter_as_string (start, "TZID");
  icaltimezone *zone = icaltimezone_new ();
  gint64 instant;

  g_assert_cmpstr (icalproperty_get_tzid (
                       icalcomponent_get_first_property (rules, ICAL_TZID_PROPERTY)),
                   ==, id);
  g_assert_true (icaltimezone_set_component (zone, icalcomponent_new_clone (rules)));
  instant = icaltime_as_timet_with_zone (icalproperty_get_dtstart (start), zone);
  icaltimezone_free (zone, TRUE);

  return instant;
}

static void
test_clock_changes (void)
{
  static const Case cases[] = {
    { "1999-03-26", 490, "a", "", FAR_ICS_CONFIRMED },
    { "2026-03-27", 490, "a", "", FAR_ICS_CONFIRMED },
    { "2026-03-29", 490, "a", "", FAR_ICS_TENTATIVE },
    { "2026-03-30", 490, "a", "", FAR_ICS_CONFIRMED },
    { "2026-10-24", 490, "a", "", FAR_ICS_CANCELLED },
    { "2026-10-25", 490, "a", "", FAR_ICS_CONFIRMED },
    { "2026-10-26", 1435, "over midnight", "", FAR_ICS_CONFIRMED },
    { "2045-07-03", 490, "a", "", FAR_ICS_CONFIRMED },
  };
  static const char *const zones[] = { "Europe/Paris",    "Europe/Rome",  "America/Toronto",
                                       "Pacific/Noumea",  "Asia/Kolkata", "America/Guadeloupe",
                                       "Australia/Sydney" };

  for (gsize i = 0; i < G_N_ELEMENTS (zones); i++)
    {
      g_autofree char *text = write_cases ("Pedibus", zones[i], cases, G_N_ELEMENTS (cases));
      g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (zones[i]);
      icalcomponent *root = parse (text);
      icalcomponent *rules = icalcomponent_get_first_component (root, ICAL_VTIMEZONE_COMPONENT);
      icalcomponent *event = icalcomponent_get_first_component (root, ICAL_VEVENT_COMPONENT);

      g_assert_nonnull (zone);
      g_assert_nonnull (rules);
      check_lines (text);
      for (gsize j = 0; j < G_N_ELEMENTS (cases); j++)
        {
          gint32 day;

          g_assert_nonnull (event);
          g_assert_true (far_day_parse (cases[j].day, &day));
          g_assert_cmpint (instant_of (rules, event) * 1000, ==,
                           far_day_to_instant (day, cases[j].at, zone));
          event = icalcomponent_get_next_component (root, ICAL_VEVENT_COMPONENT);
        }
      g_assert_null (event);
      icalcomponent_free (root);
    }
}

/* What every program reads: no seconds in an offset, one rule of each kind and no century. */
static void
test_zone_is_short (void)
{
  static const Case cases[] = { { "2026-09-07", 490, "a", "", FAR_ICS_CONFIRMED } };
  g_autofree char *text = write_cases ("Pedibus", "Europe/Paris", cases, 1);

  g_assert_null (strstr (text, "+000921"));
  g_assert_null (strstr (text, "freeassociation"));
  g_assert_nonnull (strstr (text, "TZID:Europe/Paris\r\n"));
  g_assert_nonnull (strstr (text, "DTSTART;TZID=Europe/Paris:20260907T081000\r\n"));
  g_assert_nonnull (strstr (text, "DTEND;TZID=Europe/Paris:20260907T083000\r\n"));
  g_assert_cmpuint (strlen (text), <, 2500);
}

static void
test_without_rules (void)
{
  static const Case cases[] = { { "2026-09-07", 490, "a", "", FAR_ICS_CONFIRMED } };
  g_autofree char *text = write_cases ("Pedibus", "UTC", cases, 1);
  g_autofree char *empty = write_cases ("Pedibus", "Europe/Paris", cases, 0);
  g_autofree char *fixed = write_cases ("Pedibus", "Etc/UTC", cases, 1);

  check_lines (text);
  g_assert_nonnull (strstr (text, "DTSTART:20260907T081000Z\r\n"));
  g_assert_null (strstr (text, "VTIMEZONE"));
  check_lines (empty);
  check_lines (fixed);
  icalcomponent_free (parse (fixed));
}

static void
test_refused (void)
{
  static const Case good = { "2026-09-07", 490, "a", "", FAR_ICS_CONFIRMED };
  static const Case late = { "2026-09-07", 1440, "a", "", FAR_ICS_CONFIRMED };
  static const Case odd = { "2026-09-07", 490, "a", "", (FarIcsStatus)3 };
  const struct
  {
    const char *zone;
    const Case *event;
    FarIcsError code;
  } rows[] = {
    { "Europe/Nowhere", &good, FAR_ICS_ERROR_ZONE },
    { "../../etc/passwd", &good, FAR_ICS_ERROR_ZONE },
    { "", &good, FAR_ICS_ERROR_ZONE },
    { "Europe/Paris", &late, FAR_ICS_ERROR_INVALID },
    { "Europe/Paris", &odd, FAR_ICS_ERROR_INVALID },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GVariant) calendar =
                     g_variant_ref_sink (pack ("Pedibus", rows[i].zone, rows[i].event, 1));
      g_autoptr (GError) error = NULL;

      g_assert_null (_far_ics_write (calendar, &error));
      g_assert_error (error, FAR_ICS_ERROR, (int)rows[i].code);
    }
}

/* What libical says again when it is asked for the text that it wrote. */
static void
check_text (const char *text)
{
  const Case one = { "2026-09-07", 490, text, text, FAR_ICS_CONFIRMED };
  g_autofree char *written = write_cases (text, "Europe/Paris", &one, 1);
  g_autoptr (GString) expected = g_string_new (NULL);
  icalcomponent *root = parse (written);
  icalcomponent *event = icalcomponent_get_first_component (root, ICAL_VEVENT_COMPONENT);
  icalproperty *summary = icalcomponent_get_first_property (event, ICAL_SUMMARY_PROPERTY);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      g_string_append_unichar (expected, g_unichar_iscntrl (c) && c != '\n' ? ' ' : c);
    }

  g_strstrip (expected->str);
  check_lines (written);
  g_assert_cmpint (icalcomponent_count_components (root, ICAL_VEVENT_COMPONENT), ==, 1);
  if (expected->str[0] == '\0')
    g_assert_null (summary);
  else
    g_assert_cmpstr (icalproperty_get_summary (summary), ==, expected->str);
  icalcomponent_free (root);
}

static void
test_texts (void)
{
  static const char *const texts[] = {
    "",
    "a",
    "a;b,c\\d:e\"f",
    "first\nsecond\n\nfourth",
    "END:VEVENT\r\nEND:VCALENDAR\r\n",
    "\\n is no line's end",
    "tab\tbell\adelete\x7f next\xc2\x85",
    "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7",
  };
  g_autoptr (GString) text = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    check_text (texts[i]);

  /* every length, so that a fold comes before, in and after each letter */
  for (int i = 0; i < 160; i++)
    {
      g_string_append (text, i % 3 == 0 ? "\xf0\x9f\x8e\x92" : i % 3 == 1 ? "\xc3\xa9" : "x");
      check_text (text->str);
    }
}

/* The strings that programs stumble over, each as a title. */
static void
test_naughty (void)
{
  gsize len;
  g_autofree char *content = test_data_load ("contacts/blns.json", &len);
  g_autoptr (GVariant) strings = NULL;
  guint n = 0;

  if (content == NULL)
    return;

  /* one string a line, as JSON quotes it, which is how GVariant does but for \/ */
  for (char *line = strtok (content, "\n"); line != NULL; line = strtok (NULL, "\n"))
    {
      g_autofree char *text = NULL;
      char *from = strchr (line, '"');
      char *to = strrchr (line, '"');

      if (from == NULL || to == from)
        continue;
      text = g_strndup (from, to + 1 - from);
      strings = g_variant_parse (G_VARIANT_TYPE_STRING, text, NULL, NULL, NULL);
      if (strings == NULL)
        continue;
      check_text (g_variant_get_string (strings, NULL));
      g_clear_pointer (&strings, g_variant_unref);
      n++;
    }
  g_assert_cmpuint (n, >, 400);
}

static void
take_result (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **)data = g_object_ref (result);
}

static GBytes *
run_helper (GVariant *calendar, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  far_ics_write_async (calendar, NULL, take_result, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);

  return far_ics_write_finish (result, error);
}

static void
test_process (void)
{
  static const Case one = { "2026-09-07", 490, "Zébulon", "", FAR_ICS_CONFIRMED };
  g_autofree char *folder = g_path_get_dirname (FAR_EXPORT_PROGRAM);
  g_autofree char *text = write_cases ("Pedibus", "Europe/Paris", &one, 1);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;

  g_setenv ("FARANDOLE_HELPERS", folder, TRUE);
  bytes = run_helper (pack ("Pedibus", "Europe/Paris", &one, 1), &error);
  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), text, strlen (text));

  g_assert_null (run_helper (pack ("Pedibus", "Europe/Nowhere", &one, 1), &error));
  g_assert_error (error, FAR_ICS_ERROR, FAR_ICS_ERROR_ZONE);
  g_clear_error (&error);

  g_setenv ("FARANDOLE_HELPERS", "/nonexistent", TRUE);
  g_assert_null (run_helper (pack ("Pedibus", "Europe/Paris", &one, 1), &error));
  g_assert_error (error, FAR_ICS_ERROR, FAR_ICS_ERROR_HELPER);
}

/* As many as there may be, within what the process may take. */
static void
test_many (void)
{
  g_autofree Case *cases = g_new (Case, FAR_EVENTS_MAX + 1);
  g_autofree char *folder = g_path_get_dirname (FAR_EXPORT_PROGRAM);
  g_autofree char *words = g_strnfill (500, 'w');
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < FAR_EVENTS_MAX + 1; i++)
    cases[i] = (Case){ "2026-09-07", 490, "The walk", words, FAR_ICS_CONFIRMED };

  g_setenv ("FARANDOLE_HELPERS", folder, TRUE);
  bytes = run_helper (pack ("Pedibus", "Europe/Paris", cases, FAR_EVENTS_MAX), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (bytes), >, 10 * 1000 * 1000);

  g_assert_null (run_helper (pack ("Pedibus", "Europe/Paris", cases, FAR_EVENTS_MAX + 1), &error));
  g_assert_error (error, FAR_ICS_ERROR, FAR_ICS_ERROR_TOO_BIG);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/far/ics/clock-changes", test_clock_changes);
  g_test_add_func ("/far/ics/zone-is-short", test_zone_is_short);
  g_test_add_func ("/far/ics/without-rules", test_without_rules);
  g_test_add_func ("/far/ics/refused", test_refused);
  g_test_add_func ("/far/ics/texts", test_texts);
  g_test_add_func ("/far/ics/naughty", test_naughty);
  g_test_add_func ("/far/ics/process", test_process);
  g_test_add_func ("/far/ics/many", test_many);

  return g_test_run ();
}
