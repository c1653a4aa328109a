/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is read out of calendars, said in the lines of docs/formats.md, "Import of holidays". */

#include "far-import.h"

#include <string.h>

#include "far-day.h"
#include "test-data.h"

#define FIRST_LINE "farandole-holidays 1\n"
#define LAST_LINE "end\n"

static const char *const french[] = { "fr", NULL };

/* Reads @content, and checks that the reader of the lines understands what is said of it.  Returns:
 * the lines but for the first and the last. */
static char *
read_as (const char *content,
         gsize len,
         const char *zone,
         gint32 today,
         const char *const *languages)
{
  FarImportRequest request = { .today = today, .zone = zone, .languages = languages };
  /* a block of its own size, so that a sanitizer sees a byte read too far */
  g_autofree guint8 *exact = g_memdup2 (content, len);
  g_autoptr (GPtrArray) zones = NULL;
  g_autoptr (GPtrArray) zones_again = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) error_again = NULL;
  g_autoptr (FarHolidays) holidays = far_import_holidays (exact, len, &request, &zones, &error);
  g_autoptr (FarHolidays) again = NULL;
  g_autofree char *lines = _far_holidays_write_lines (holidays, zones, error);
  g_autofree char *lines_again = NULL;

  again = _far_holidays_read_lines (lines, strlen (lines), today, &zones_again, &error_again);
  lines_again = _far_holidays_write_lines (again, zones_again, error_again);
  g_assert_cmpstr (lines_again, ==, lines);
  g_assert_true (g_str_has_prefix (lines, FIRST_LINE));
  g_assert_true (g_str_has_suffix (lines, LAST_LINE));

  return g_strndup (lines + strlen (FIRST_LINE), strlen (lines) - strlen (FIRST_LINE LAST_LINE));
}

static gint32
day_of (const char *text)
{
  gint32 day;

  g_assert_true (far_day_parse (text, &day));

  return day;
}

static char *
read_text (const char *content, const char *zone)
{
  return read_as (content, strlen (content), zone, day_of ("2026-01-01"), french);
}

/* -- small files, each for one rule */

typedef struct
{
  const char *content;
  const char *zone;
  const char *lines;
} Row;

static void
check_rows (const Row *rows, guint n_rows)
{
  for (guint i = 0; i < n_rows; i++)
    {
      g_autofree char *lines = read_text (rows[i].content, rows[i].zone);

      g_test_message ("row %u", i);
      g_assert_cmpstr (lines, ==, rows[i].lines);
    }
}

#define MINISTRY "Description;Population;Date de début;Date de fin;Académies;Zones;annee_scolaire\n"
#define OPEN "Id;Country;StartDate;EndDate;Type;RegionalScope;Name;TemporalScope;Subdivisions\n"

static void
test_tables (void)
{
  static const Row rows[] = {
    /* instants count in Paris, and an end is when school begins again */
    { MINISTRY
      "Vacances de Noël;-;2025-12-19T23:00:00+00:00;2026-01-04T23:00:00+00:00;Lyon;Zone A;x\n",
      NULL, "name Zone A\nzone Zone A\nspan 2025-12-20 2026-01-04 Vacances de Noël\ncounts 0 0\n" },
    { MINISTRY "Été;-;2026-07-03T22:00:00+00:00;2026-08-31T22:00:00+00:00;Lyon;Zone A;x\n", "a",
      "name Zone A\nzone Zone A\nspan 2026-07-04 2026-08-31 Été\ncounts 0 0\n" },
    /* after school on Friday, and on Monday morning */
    { MINISTRY "Hiver;-;2026-02-06T16:30:00+01:00;2026-02-23T08:00:00+01:00;Lyon;Zone A;x\n", "a",
      "name Zone A\nzone Zone A\nspan 2026-02-07 2026-02-22 Hiver\ncounts 0 0\n" },
    /* the same under the names that the ministry's API gives, in Windows-1252 */
    { "description,population,start_date,end_date,location,zones\n"
      "No\xebl,-,2025-12-19T23:00:00+00:00,2026-01-04T23:00:00+00:00,Lyon,Zone A\n",
      NULL, "name Zone A\nzone Zone A\nspan 2025-12-20 2026-01-04 Noël\ncounts 0 0\n" },
    /* teachers, other zones, and what is over */
    { MINISTRY "Été;Enseignants;2026-07-03T22:00:00+00:00;2026-08-30T22:00:00+00:00;Lyon;Zone A;x\n"
               "Été;Élèves;2026-07-03T22:00:00+00:00;2026-08-31T22:00:00+00:00;Nice;Zone B;x\n"
               "Rentrée des élèves;-;2026-08-31T22:00:00+00:00;;Lyon;Zone A;x\n"
               "Été;Élèves;2024-07-03T22:00:00+00:00;2024-08-31T22:00:00+00:00;Lyon;Zone A;x\n",
      "zone_A", "name Zone A\nzone Zone A\nzone Zone B\ncounts 0 4\n" },
    /* an académie is asked for by its name */
    { MINISTRY "Été;-;2026-07-03T22:00:00+00:00;2026-08-31T22:00:00+00:00;Orléans-Tours;Zone B;x\n"
               "Été;-;2026-07-04T22:00:00+00:00;2026-08-31T22:00:00+00:00;Aix-Marseille;Zone B;x\n",
      "académie d’ORLEANS-TOURS",
      "name Orléans-Tours\nzone Zone B\nspan 2026-07-04 2026-08-31 Été\ncounts 0 1\n" },
    { MINISTRY "Été;-;2026-07-03T22:00:00+00:00;2026-08-31T22:00:00+00:00;Lyon;Zone A;x\n"
               "Été;-;2026-07-03T22:00:00+00:00;2026-08-31T22:00:00+00:00;Nice;Zone B;x\n",
      NULL, "failed zone-needed 2 zones\nzone Zone A\nzone Zone B\n" },
    { MINISTRY "Été;-;2026-07-03T22:00:00+00:00;2026-08-31T22:00:00+00:00;Lyon;Zone A;x\n", "Aix",
      "failed zone-unknown 1 zones\nzone Zone A\n" },
    /* it begins, and the ministry does not know yet when it ends */
    { MINISTRY
      "Début des Vacances d'Été;-;2026-07-03T22:00:00+00:00;2026-07-03T22:00:00+00:00;Lyon;"
      "Zone A;x\n",
      "", "name Zone A\nzone Zone A\nrefused 2 open Début des Vacances d'Été\ncounts 1 0\n" },
    /* spans that touch are one, and those of another name are not */
    { "date,nom\n2026-05-01,Pont\n2026-05-02,Pont\n2026-05-02,Fête\n2026-05-04,Pont\n", NULL,
      "name \nspan 2026-05-01 2026-05-02 Pont\nspan 2026-05-02 2026-05-02 Fête\n"
      "span 2026-05-04 2026-05-04 Pont\ncounts 0 0\n" },
    { "date,est_jour_ferie,nom_jour_ferie\n2026-05-01,True,Travail\n2026-05-02,False,\n", NULL,
      "name \nspan 2026-05-01 2026-05-01 Travail\ncounts 0 1\n" },
    { "date,vacances_zone_a,vacances_zone_b,nom_vacances\n2026-05-01,True,False,Pont\n"
      "2026-05-02,False,False,\n2026-05-03,False,True,Pont\n",
      "B", "name Zone B\nzone Zone A\nzone Zone B\nspan 2026-05-03 2026-05-03 Pont\ncounts 0 2\n" },
    /* as spreadsheets write days */
    { "Name;StartDate;EndDate\nPont;1/5/2026;03.05.2026\n", NULL,
      "name \nspan 2026-05-01 2026-05-03 Pont\ncounts 0 0\n" },
    /* names in several languages, a comma in one; a half day, an option, another type */
    { OPEN "1;CH;2026-09-20;;Public;National;DE Dank-%2C Bettag,FR Jeûne%2C fédéral,EN Fast;;\n"
           "2;CH;2026-05-01;;Public;National;FR Travail;HalfDay;\n"
           "3;CH;2026-05-02;;Optional;National;FR Pont;;\n"
           "4;CH;2026-07-03;;EndOfLessons;National;FR Fin;;\n"
           "5;CH;2026-05-03;;Public;National;DE Eins,EN One;;\n"
           "6;CH;2026-05-05;;Public;National;DE Eins,IT Uno;;\n"
           "7;CH;2026-05-07;;Public;National;Fête;;\n",
      NULL,
      "name \nspan 2026-05-03 2026-05-03 One\nspan 2026-05-05 2026-05-05 Eins\n"
      "span 2026-05-07 2026-05-07 Fête\nspan 2026-09-20 2026-09-20 Jeûne, fédéral\ncounts 0 3\n" },
    /* feasts of regions are added to those of the country, to those who ask for them */
    { OPEN "1;CH;2026-08-01;;Public;National;FR Fête nationale;;\n"
           "2;CH;2026-09-10;;Public;Regional;FR Jeûne genevois;;GE,VD\n"
           "3;CH;2026-09-11;;Public;Local;FR Ville;;GE-GE\n",
      NULL,
      "name \nzone GE\nzone GE-GE\nzone VD\nspan 2026-08-01 2026-08-01 Fête nationale\n"
      "counts 0 2\n" },
    { OPEN "1;CH;2026-08-01;;Public;National;FR Fête nationale;;\n"
           "2;CH;2026-09-10;;Public;Regional;FR Jeûne genevois;;GE,VD\n"
           "3;CH;2026-09-11;;Public;Local;FR Ville;;GE-GE\n",
      "ge",
      "name GE\nzone GE\nzone GE-GE\nzone VD\nspan 2026-08-01 2026-08-01 Fête nationale\n"
      "span 2026-09-10 2026-09-10 Jeûne genevois\ncounts 0 1\n" },
    { OPEN "1;CH;2026-08-01;;Public;National;FR Fête nationale;;\n"
           "2;CH;2026-09-10;;Public;Regional;FR Jeûne genevois;;GE,VD\n"
           "3;CH;2026-09-11;;Public;Local;FR Ville;;GE-GE\n",
      "GE-GE",
      "name GE-GE\nzone GE\nzone GE-GE\nzone VD\nspan 2026-08-01 2026-08-01 Fête nationale\n"
      "span 2026-09-10 2026-09-10 Jeûne genevois\nspan 2026-09-11 2026-09-11 Ville\n"
      "counts 0 0\n" },
    /* the zones of the ministry have codes there */
    { OPEN "1;FR;2026-02-01;2026-02-15;School;Regional;FR Hiver;;ZA,AR\n"
           "2;FR;2026-02-08;2026-02-22;School;Regional;FR Hiver;;ZB,BT\n",
      "zone b",
      "name Zone B\nzone AR\nzone BT\nzone Zone A\nzone Zone B\n"
      "span 2026-02-08 2026-02-22 Hiver\ncounts 0 1\n" },
  };

  check_rows (rows, G_N_ELEMENTS (rows));
}

static void
test_bad_tables (void)
{
  static const Row rows[] = {
    { "", NULL, "failed format an empty file\n" },
    { "\xef\xbb\xbf", NULL, "failed format an empty file\n" },
    { "bonjour", NULL,
      "failed format neither a calendar nor a table with a column of days and one of names\n" },
    { "date;rien\n2026-05-01;x\n", NULL,
      "failed format neither a calendar nor a table with a column of days and one of names\n" },
    { "\x7f"
      "ELF\x81\x01",
      NULL, "failed format not text in UTF-8 or Windows-1252\n" },
    { "date,nom\n2026-05-01,No\xc3\xabl\n2026-05-02,No\xc3", NULL,
      "failed format not text in UTF-8 or Windows-1252\n" },
    { "date,nom\n2026-05-01,\"Pont\n", NULL,
      "failed damaged row 2: a quotation mark is not closed\n" },
    { "date,nom\n2026-05-01,\"Pont\"x\n", NULL,
      "failed damaged row 2: text after a closing quotation mark\n" },
    { "\"date,nom\n", NULL, "failed format row 1: a quotation mark is not closed\n" },
    { "date,nom\n2026-02-30,Pont\n", NULL, "name \nrefused 2 date 2026-02-30\ncounts 1 0\n" },
    { "date,nom\n,Pont\n\n2026-13-01,Pont\n99/99/2026,x\n1/1/20260,x\n2026-05-01T25:00:00Z,x\n",
      NULL,
      "name \nrefused 2 date \nrefused 4 date 2026-13-01\nrefused 5 date 99/99/2026\n"
      "refused 6 date 1/1/20260\nrefused 7 date 2026-05-01T25:00:00Z\ncounts 5 0\n" },
    { "nom,startdate,enddate\nPont,2026-05-04,2026-05-01\nPont,2026-05-04,demain\n"
      "Pont,2026-05-04,2027-05-05\nPont,2026-05-04,2027-05-04\nPont\n",
      NULL,
      "name \nspan 2026-05-04 2027-05-04 Pont\nrefused 2 order 2026-05-01\nrefused 3 date demain\n"
      "refused 4 long 2027-05-05\nrefused 6 date \ncounts 4 0\n" },
    /* what is wrong in another zone nobody has to hear */
    { MINISTRY
      "Été;-;jamais;;Lyon;Zone A;x\nÉté;-;2026-07-03T22:00:00Z;2026-08-31T22:00:00Z;;B;x\n",
      "B", "name B\nzone B\nzone Zone A\nspan 2026-07-04 2026-08-31 Été\ncounts 0 1\n" },
    { "date,vacances_zone_a\x1c\x1c,nom\n2026-05-01,True,Pont\n", NULL,
      "name Zone A\nzone Zone A\nspan 2026-05-01 2026-05-01 Pont\ncounts 0 0\n" },
    /* what could not be shown */
    { "date,nom\n2026-05-01,\"  a\tb\x01\n c \"\n2026-05-03,\u200b\n", NULL,
      "name \nspan 2026-05-01 2026-05-01 a b c\nspan 2026-05-03 2026-05-03 \ncounts 0 0\n" },
  };

  check_rows (rows, G_N_ELEMENTS (rows));
}

#define CALENDAR(lines) \
  "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nX-WR-CALNAME:École\r\n" lines "END:VCALENDAR\r\n"
#define EVENT(lines) CALENDAR ("BEGIN:VEVENT\r\n" lines "END:VEVENT\r\n")

static void
test_calendars (void)
{
  static const Row rows[] = {
    { CALENDAR (""), NULL, "name École\ncounts 0 0\n" },
    { EVENT ("SUMMARY:Noël\r\nDTSTART;VALUE=DATE:20261225\r\n"), NULL,
      "name École\nspan 2026-12-25 2026-12-25 Noël\ncounts 0 0\n" },
    /* folded in the middle of a letter, and after a backslash */
    { EVENT ("SUMMARY:No\xc3\r\n \xabl\\\r\n , enfin\r\nDTSTART;VALUE=DATE:20261225\r\n"), NULL,
      "name École\nspan 2026-12-25 2026-12-25 Noël, enfin\ncounts 0 0\n" },
    { EVENT ("SUMMARY:x\r\nDTSTART;VALUE=DATE:20261225\r\nDTEND;VALUE=DATE:20261228\r\n"), NULL,
      "name École\nspan 2026-12-25 2026-12-27 x\ncounts 0 0\n" },
    { EVENT ("SUMMARY:x\r\nDTSTART;VALUE=DATE:20261225\r\nDTEND;VALUE=DATE:20261225\r\n"), NULL,
      "name École\nspan 2026-12-25 2026-12-25 x\ncounts 0 0\n" },
    { EVENT ("SUMMARY:x\r\nDTSTART;VALUE=DATE:20261225\r\nDURATION:P1W\r\n"), NULL,
      "name École\nspan 2026-12-25 2026-12-31 x\ncounts 0 0\n" },
    /* whole days that are written as times */
    { EVENT ("SUMMARY:x\r\nDTSTART;TZID=Europe/Paris:20261225T000000\r\n"
             "DTEND;TZID=Europe/Paris:20261226T000000\r\n"),
      NULL, "name École\nspan 2026-12-25 2026-12-25 x\ncounts 0 0\n" },
    { EVENT ("SUMMARY:x\r\nDTSTART:20261225T000000\r\nDTEND:20261226T235900\r\n"), NULL,
      "name École\nspan 2026-12-25 2026-12-26 x\ncounts 0 0\n" },
    { CALENDAR ("X-WR-TIMEZONE:Europe/Paris\r\nBEGIN:VEVENT\r\nSUMMARY:x\r\n"
                "DTSTART:20261224T230000Z\r\nDTEND:20261225T230000Z\r\nEND:VEVENT\r\n"),
      NULL, "name École\nspan 2026-12-25 2026-12-25 x\ncounts 0 0\n" },
    /* the ministry's */
    { EVENT ("SUMMARY:Vacances d'hiver - Zones A C\r\nLOCATION:Lyon\\, Paris\r\n"
             "DTSTART;VALUE=DATE:20260207\r\nDTEND;VALUE=DATE:20260223\r\n"),
      "c",
      "name Zone C\nzone Zone A\nzone Zone C\nspan 2026-02-07 2026-02-22 Vacances d'hiver\n"
      "counts 0 0\n" },
    { EVENT ("SUMMARY:Vacances d'hiver (zones A et C)\r\nLOCATION:Lyon\\, Paris\r\n"
             "DTSTART;VALUE=DATE:20260207\r\nDTEND;VALUE=DATE:20260223\r\n"),
      "Paris",
      "name Paris\nzone Zone A\nzone Zone C\n"
      "span 2026-02-07 2026-02-22 Vacances d'hiver\ncounts 0 0\n" },
    { EVENT ("SUMMARY:Vacances d'été - Zone A\r\nDTSTART;VALUE=DATE:20260704\r\n"), NULL,
      "name Zone A\nzone Zone A\nrefused 1 open Vacances d'été - Zone A\ncounts 1 0\n" },
    { EVENT ("SUMMARY:Rentrée scolaire des élèves - Zone A\r\nDTSTART;VALUE=DATE:20260901\r\n"),
      NULL, "name École\ncounts 0 1\n" },
    { EVENT ("SUMMARY:Fête\r\nSTATUS:CANCELLED\r\nDTSTART;VALUE=DATE:20260901\r\n"), NULL,
      "name École\ncounts 0 1\n" },
    /* Google's observances; elsewhere a description says nothing */
    { CALENDAR (
          "PRODID:-//Google Inc//x//EN\r\n"
          "BEGIN:VEVENT\r\nSUMMARY:Mères\r\nDESCRIPTION:Célébration\\nPour masquer\r\n"
          "CLASS:PUBLIC\r\nDTSTART;VALUE=DATE:20260531\r\nEND:VEVENT\r\n"
          "BEGIN:VEVENT\r\nSUMMARY:Pâques\r\nDESCRIPTION:Jour férié\r\n"
          "DTSTART;VALUE=DATE:20260406\r\nEND:VEVENT\r\n"
          "BEGIN:VEVENT\r\nSUMMARY:Primary\r\nDESCRIPTION:Public holiday in Maryland\\, Utah\r\n"
          "DTSTART;VALUE=DATE:20260407\r\nEND:VEVENT\r\n"),
      NULL,
      "name École\nzone Maryland\nzone Utah\nspan 2026-04-06 2026-04-06 Pâques\n"
      "counts 0 2\n" },
    { EVENT ("SUMMARY:x\r\nDESCRIPTION:a\\nb\r\nDTSTART;VALUE=DATE:20260531\r\n"), NULL,
      "name École\nspan 2026-05-31 2026-05-31 x\ncounts 0 0\n" },
    /* each year */
    { EVENT ("SUMMARY:x\r\nDTSTART;VALUE=DATE:20200531\r\nDTEND;VALUE=DATE:20200602\r\n"
             "RRULE:FREQ=YEARLY;COUNT=9\r\nEXDATE;VALUE=DATE:20270531\r\n"),
      NULL,
      "name École\nspan 2025-05-31 2025-06-01 x\nspan 2026-05-31 2026-06-01 x\n"
      "span 2028-05-31 2028-06-01 x\ncounts 0 0\n" },
    { EVENT ("SUMMARY:x\r\nDTSTART;VALUE=DATE:19701126\r\n"
             "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH;UNTIL=20261231\r\n"),
      NULL,
      "name École\nspan 2024-11-28 2024-11-28 x\nspan 2025-11-27 2025-11-27 x\nspan 2026-11-26 "
      "2026-11-26 x\n"
      "counts 0 0\n" },
    /* two rules, and days that are in neither */
    { EVENT ("SUMMARY:x\r\nDTSTART;VALUE=DATE:20260501\r\nEXDATE;VALUE=DATE:20260501\r\n"
             "RRULE:FREQ=YEARLY;COUNT=2\r\nRRULE:FREQ=YEARLY;BYMONTH=6;COUNT=2\r\n"
             "EXDATE;VALUE=DATE:20270601\r\nRDATE;VALUE=DATE:20260701\r\n"
             "RDATE;VALUE=DATE:20260801\r\n"),
      NULL,
      "name École\nspan 2026-06-01 2026-06-01 x\nspan 2026-07-01 2026-07-01 x\n"
      "span 2026-08-01 2026-08-01 x\nspan 2027-05-01 2027-05-01 x\ncounts 0 0\n" },
    { EVENT ("SUMMARY:x\r\nDTSTART;VALUE=DATE:20260531\r\nRDATE;VALUE=DATE:20270201\r\n"), NULL,
      "name École\nspan 2026-05-31 2026-05-31 x\nspan 2027-02-01 2027-02-01 x\ncounts 0 0\n" },
    { EVENT ("SUMMARY:x\r\nDTSTART;VALUE=DATE:20200531\r\n"
             "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\r\n"),
      NULL, "name École\nrefused 1 repeats FREQ=YEARLY;BYMONTHDAY=30;BYMONTH=2\ncounts 1 0\n" },
  };

  check_rows (rows, G_N_ELEMENTS (rows));
}

static void
test_bad_calendars (void)
{
  static const Row rows[] = {
    { "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", NULL,
      "failed format a calendar that is not closed\n" },
    { EVENT ("SUMMARY:x\r\n"), NULL, "name École\nrefused 1 date x\ncounts 1 0\n" },
    { EVENT ("SUMMARY:x\r\nDTSTART;VALUE=DATE:20260230\r\n"), NULL,
      "name École\nrefused 1 date 20260230\ncounts 1 0\n" },
    { EVENT ("SUMMARY:x\r\nDTSTART;VALUE=DATE:20260131\r\nDTEND;VALUE=DATE:20260230\r\n"), NULL,
      "name École\nrefused 1 date 20260230\ncounts 1 0\n" },
    { EVENT ("SUMMARY:x\r\nDTSTART:demain\r\n"), NULL,
      "name École\nrefused 1 date x\ncounts 1 0\n" },
    { EVENT ("SUMMARY:x\r\nDTSTART;VALUE=DATE:20260131\r\nDTEND;VALUE=DATE:20260130\r\n"), NULL,
      "name École\nrefused 1 order 20260130\ncounts 1 0\n" },
    { EVENT ("SUMMARY:x\r\nDTSTART;VALUE=DATE:20260131\r\nDURATION:-P2D\r\n"), NULL,
      "name École\nrefused 1 order x\ncounts 1 0\n" },
    { EVENT ("SUMMARY:x\r\nDTSTART;VALUE=DATE:20260131\r\nDTEND;VALUE=DATE:20300130\r\n"), NULL,
      "name École\nrefused 1 long 20300130\ncounts 1 0\n" },
    { EVENT ("SUMMARY:x\r\nDTSTART:20260131T100000\r\nDTEND:20260131T110000\r\n"), NULL,
      "name École\nrefused 1 time 20260131T100000\ncounts 1 0\n" },
    { EVENT ("SUMMARY:x\r\nDTSTART:20260131T000000\r\n"), NULL,
      "name École\nrefused 1 time 20260131T000000\ncounts 1 0\n" },
    /* libical takes half a letter for what is escaped */
    { EVENT ("SUMMARY:a\\é b - Zone A\r\nDTSTART;VALUE=DATE:20261225\r\n"), NULL,
      "name Zone A\nzone Zone A\nspan 2026-12-25 2026-12-25 a \ufffd b\ncounts 0 0\n" },
    /* of these libical would look at each second of five centuries */
    { EVENT ("SUMMARY:x\r\nDTSTART;VALUE=DATE:20260131\r\n"
             "RRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30\r\n"),
      NULL, "name École\nrefused 1 repeats FREQ=SECONDLY;BYMONTHDAY=30;BYMONTH=2\ncounts 1 0\n" },
    { EVENT ("SUMMARY:x\r\nDTSTART;VALUE=DATE:20260131\r\n"
             "RRULE:FREQ=YEARLY;BYHOUR=1;BYMINUTE=2;BYSECOND=3\r\n"),
      NULL,
      "name École\nrefused 1 repeats FREQ=YEARLY;BYSECOND=3;BYMINUTE=2;BYHOUR=1\n"
      "counts 1 0\n" },
    { EVENT ("SUMMARY:x\r\nDTSTART;VALUE=DATE:20260131\r\nRRULE:FREQ=WEEKLY\r\n"), NULL,
      "name École\nrefused 1 repeats FREQ=WEEKLY\ncounts 1 0\n" },
  };

  check_rows (rows, G_N_ELEMENTS (rows));
}

/* -- too much */

/* Returns: the lines about a table of @n days, each after @before; with names of their own, or one
 */
static char *
read_many (guint n, const char *before, gboolean is_named)
{
  g_autoptr (GString) table = g_string_new ("date,nom\n");

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *day = far_day_format (day_of ("2026-01-01") + i % 3000);

      g_string_append_printf (table, "%s%s,Pont %u\n", before, day, is_named ? i : 0);
    }

  return read_text (table->str, NULL);
}

static void
test_much (void)
{
  g_autofree char *same = read_many (100000, "", FALSE);
  g_autofree char *other = read_many (100000, "", TRUE);
  g_autofree char *bad = read_many (100000, "x", TRUE);
  g_autofree char *most = read_many (FAR_HOLIDAY_SPANS_MAX, "", TRUE);
  g_autofree char *more = read_many (FAR_HOLIDAY_SPANS_MAX + 1, "", TRUE);
  g_autofree char *long_name = g_strnfill (10000, 'x');
  g_autofree char *cut_name = g_strnfill (FAR_NAME_MAX - 1, 'x');
  g_autofree char *named = g_strconcat ("date,nom\n2026-05-01,", long_name, "\n", NULL);
  g_autofree char *lines = read_text (named, NULL);
  g_autofree char *expected =
      g_strconcat ("name \nspan 2026-05-01 2026-05-01 ", cut_name, "…\ncounts 0 0\n", NULL);
  g_autofree char *big = g_strnfill (FAR_HOLIDAYS_BYTES_MAX + 1, 'x');
  g_autofree char *big_lines = read_text (big, NULL);

  g_assert_true (g_str_has_prefix (same, "name \nspan 2026-01-01 2027-01-01 Pont 0\n"
                                         "span 2027-01-02 2028-01-02 Pont 0\n"));
  g_assert_cmpstr (other, ==, "failed too-big 100000 holidays\n");
  g_assert_true (g_str_has_suffix (bad, "counts 100000 0\n"));
  g_assert_true (g_str_has_suffix (most, "counts 0 0\n"));
  g_assert_cmpstr (more, ==, "failed too-big 401 holidays\n");
  g_assert_cmpstr (lines, ==, expected);
  g_assert_cmpstr (big_lines, ==, "failed too-big larger than 4 MiB\n");
}

/* -- real files */

static gboolean
has_line (const char *lines, const char *line)
{
  g_autofree char *within = g_strconcat ("\n", lines, NULL);
  g_autofree char *whole = g_strconcat ("\n", line, "\n", NULL);

  return strstr (within, whole) != NULL;
}

static void
test_real_files (void)
{
  static const struct
  {
    const char *file;
    const char *today;
    const char *zone;
    const char *line; /* one that is said of it */
    const char *counts;
  } rows[] = {
    { "education.gouv.fr-2008-2009.ics", "2008-09-01", "B",
      "span 2009-02-21 2009-03-08 Vacances d'hiver", "counts 0 5" },
    { "education.gouv.fr-2008-2009.ics", "2008-09-01", "clermont-ferrand",
      "span 2009-02-07 2009-02-22 Vacances d'hiver", "counts 0 4" },
    { "education.gouv.fr-2008-2009.ics", "2008-09-01", NULL, "failed zone-needed 3 zones",
      "zone Zone C" },
    { "jours_feries_metropole.ics", "2024-01-01", NULL,
      "span 2024-05-20 2024-05-20 Lundi de Pentecôte", "counts 0 76" },
    { "jours_feries_seuls.csv", "2024-01-01", NULL, "span 2024-05-20 2024-05-20 Lundi de Pentecôte",
      "counts 0 984" },
    { "google-public-holidays.ics", "2022-07-01", NULL,
      "span 2022-11-24 2022-11-24 Thanksgiving Day", "counts 0 73" },
    { "google-public-holidays.ics", "2021-07-01", "Maryland",
      "span 2021-01-20 2021-01-20 Inauguration Day (regional holiday)", "counts 0 69" },
    { "openholidays/fr-holidays.public.csv", "2026-01-01", NULL,
      "span 2026-07-14 2026-07-14 Fête nationale", "counts 0 142" },
    { "openholidays/fr-holidays.public.csv", "2026-01-01", "GE-MO",
      "span 2026-12-26 2026-12-26 2ème jour de Noël", "counts 0 129" },
    { "openholidays/fr-holidays.school.csv", "2026-01-01", "zone b",
      "span 2027-05-06 2027-05-09 Pont de l'Ascension", "counts 0 79" },
    { "openholidays/fr-holidays.school.csv", "2026-01-01", NULL, "failed zone-needed 15 zones",
      "zone Zone C" },
    { "openholidays/be-holidays.school.fr.csv", "2026-01-01", NULL,
      "span 2025-09-27 2025-09-27 Fête de la Communauté française", "counts 1 30" },
    { "openholidays/ch-holidays.public.csv", "2026-01-01", "GE",
      "span 2026-09-10 2026-09-10 Jeûne genevois", "counts 0 373" },
    { "openholidays/ch-holidays.school.ge.csv", "2026-01-01", NULL,
      "span 2025-10-20 2025-10-24 Vacances d'automne", "" },
    { "openholidays/ch-holidays.school.vd.csv", "2026-01-01", NULL,
      "span 2026-02-14 2026-02-22 Sport", "" },
    { "openholidays/it-holidays.public.csv", "2026-01-01", NULL,
      "span 2026-04-25 2026-04-25 Liberation Day", "counts 0 184" },
#define UNKNOWN \
  "failed format neither a calendar nor a table with a column of days and one of names"
    { "openholidays/be/groups.csv", "2026-01-01", NULL, UNKNOWN, "" },
    { "de-schulferien-2025.json", "2026-01-01", NULL, UNKNOWN, "" },
    { "date-holidays/BE-2025.json", "2026-01-01", NULL, UNKNOWN, "" },
    { "date-holidays/CH-GE-2025.json", "2026-01-01", NULL, UNKNOWN, "" },
    { "date-holidays/FR-2024.json", "2026-01-01", NULL, UNKNOWN, "" },
    { "date-holidays/FR-2025.json", "2026-01-01", NULL, UNKNOWN, "" },
    { "date-holidays/IT-2025.json", "2026-01-01", NULL, UNKNOWN, "" },
#undef UNKNOWN
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *name = g_build_filename ("school-calendars", rows[i].file, NULL);
      gsize len;
      g_autofree char *content = test_data_load (name, &len);
      g_autofree char *lines = NULL;

      if (content == NULL)
        return;

      lines = read_as (content, len, rows[i].zone, day_of (rows[i].today), french);
      g_test_message ("%s, %s: %s", rows[i].file, rows[i].zone, lines);
      g_assert_true (has_line (lines, rows[i].line));
      g_assert_true (rows[i].counts[0] == '\0' || has_line (lines, rows[i].counts));
      /* all of them are in order; of one summer the end is not known yet */
      g_assert_true (strstr (lines, "refused") == NULL ||
                     has_line (lines, "refused 46 open Début des vacances d'été"));
    }
}

/* -- the truth, day by day */

/* Reads a file of the ministry's days in @zone. */
static FarHolidays *
read_zone (const char *file, const char *zone)
{
  FarImportRequest request = { .today = day_of ("2023-09-01"), .zone = zone, .languages = french };
  g_autofree char *name = g_build_filename ("school-calendars", file, NULL);
  g_autoptr (GPtrArray) zones = NULL;
  g_autoptr (GError) error = NULL;
  gsize len;
  g_autofree char *content = test_data_load (name, &len);
  FarHolidays *holidays;

  if (content == NULL)
    return NULL;

  holidays = far_import_holidays ((const guint8 *)content, len, &request, &zones, &error);
  g_assert_no_error (error);

  return holidays;
}

/* Returns: (nullable): the name of the holidays of that day */
static const char *
find_day (const FarHolidays *holidays, gint32 day)
{
  for (guint i = 0; i < holidays->spans->len; i++)
    {
      const FarSpan *span = &g_array_index (holidays->spans, FarSpan, i);

      if (day >= span->first_day && day <= span->last_day)
        return span->name;
    }

  return NULL;
}

/* Both tables are read; one has spans of instants in UTC, the other a row for each day.  From the
 * first day that both know to the last they say the same of each, but for the bridge of Ascension:
 * the ministry has it from Thursday to Sunday of each year since 2022-2023, and the daily table,
 * which somebody made of the ministry's, leaves it out in all zones.  Nothing else differs:
 * Wednesdays and Saturdays are in both, and holidays begin on a Saturday in both. */
static void
test_truth (void)
{
  static const char *const zones[] = { "A", "zone b", "Zone C" };

  for (guint i = 0; i < G_N_ELEMENTS (zones); i++)
    {
      g_autoptr (FarHolidays) spans =
                     read_zone ("fr-en-calendrier-scolaire.2022-2025.zones-ABC.csv", zones[i]);
      g_autoptr (FarHolidays) daily = read_zone ("fr-vacances-zones-daily.2022-2025.csv", zones[i]);
      guint n_holidays = 0;
      guint n_bridges = 0;

      if (spans == NULL || daily == NULL)
        return;

      /* the spans begin with All Saints of 2022, the daily table ends on the last of August */
      for (gint32 day = day_of ("2022-10-22"); day <= day_of ("2025-08-31"); day++)
        {
          const char *name = find_day (spans, day);
          const char *truth = find_day (daily, day);
          g_autofree char *text = far_day_format (day);

          if (g_strcmp0 (name, "Pont de l'Ascension") == 0)
            {
              g_assert_null (truth);
              n_bridges++;
              continue;
            }

          g_test_message ("%s %s: %s, %s", zones[i], text, name, truth);
          g_assert_true ((name == NULL) == (truth == NULL));
          if (name != NULL)
            {
              g_autofree char *folded = g_utf8_casefold (name, -1);
              g_autofree char *folded_truth = g_utf8_casefold (truth, -1);

              g_assert_cmpstr (folded, ==, folded_truth);
              n_holidays++;
            }
        }

      /* three years' worth: this has compared something */
      g_assert_cmpuint (n_bridges, ==, 12);
      g_assert_cmpuint (n_holidays, >, 300);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/far/import/tables", test_tables);
  g_test_add_func ("/far/import/bad-tables", test_bad_tables);
  g_test_add_func ("/far/import/calendars", test_calendars);
  g_test_add_func ("/far/import/bad-calendars", test_bad_calendars);
  g_test_add_func ("/far/import/much", test_much);
  g_test_add_func ("/far/import/real-files", test_real_files);
  g_test_add_func ("/far/import/truth", test_truth);

  return g_test_run ();
}
