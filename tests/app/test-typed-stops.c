/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Stops as people write them down. */

#include "far-typed-stops.h"

/* "name out back;": minutes of day, -1 for none. */
static char *
describe (const FarTypedStops *stops)
{
  GString *text = g_string_new (NULL);
  guint n;
  const FarTypedStop *all = far_typed_stops_peek (stops, &n);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%s %d %d;", all[i].name, all[i].time_out, all[i].time_back);

  return g_string_free (text, FALSE);
}

static void
test_parse (void)
{
  static const struct
  {
    const char *text;
    const char *stops;
  } cases[] = {
    { "", "" },
    { "\n \r\n\t\n", "" },
    { "Via Roma", "Via Roma -1 -1;" },
    { "07:50 Via Roma", "Via Roma 470 -1;" },
    { "7.50 Via Roma\r\n8:05 The church\n", "Via Roma 470 -1;The church 485 -1;" },
    { "8h05 16h35 Place de la Mairie", "Place de la Mairie 485 995;" },
    { "8h – Place de la Mairie", "Place de la Mairie 480 -1;" },
    { "Place de la Mairie : 8h05", "Place de la Mairie 485 -1;" },
    { "Place de la Mairie (8h05 / 16h35)", "Place de la Mairie 485 995;" },
    { "Bakery, 08:05, 16:35", "Bakery 485 995;" },
    { "? 16:35 The mill", "The mill -1 995;" },
    { "- 08:05 The mill", "The mill 485 -1;" },
    { "• The mill", "The mill -1 -1;" },
    { "1. The mill\n2) 08:05 The church", "The mill -1 -1;The church 485 -1;" },
    /* what is no time */
    { "12 rue des Écoles", "12 rue des Écoles -1 -1;" },
    { "Stop 12", "Stop 12 -1 -1;" },
    { "8 May square", "8 May square -1 -1;" },
    { "08:05 12 rue des Écoles", "12 rue des Écoles 485 -1;" },
    { "8hours bar", "8hours bar -1 -1;" },
    { "Why? The mill", "Why? The mill -1 -1;" },
    { "0:00 Midnight", "Midnight 0 -1;" },
    { "\xff Mill", "\357\277\275 Mill -1 -1;" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(FarTypedStops) stops = far_typed_stops_parse (cases[i].text, NULL, &error);
      g_autofree char *described = NULL;

      g_assert_no_error (error);
      described = describe (stops);
      g_assert_cmpstr (described, ==, cases[i].stops);
    }
}

static void
test_refused (void)
{
  static const struct
  {
    const char *text;
    guint line;
    int code;
  } cases[] = {
    { "24:00 Mill", 1, FAR_SYNC_ERROR_TIME_INVALID },
    { "Mill\n\n8:60 Church", 3, FAR_SYNC_ERROR_TIME_INVALID },
    { "8:00 99:00 Church", 1, FAR_SYNC_ERROR_TIME_INVALID },
    { "Mill\n08:05", 2, FAR_SYNC_ERROR_NAME_EMPTY },
    { "08:05 -", 1, FAR_SYNC_ERROR_NAME_EMPTY },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      guint line = 0;
      g_autofree char *words = NULL;

      g_assert_null (far_typed_stops_parse (cases[i].text, &line, &error));
      g_assert_error (error, FAR_SYNC_ERROR, cases[i].code);
      g_assert_cmpuint (line, ==, cases[i].line);
      words = far_typed_stops_blame (line, error);
      g_assert_true (g_str_has_prefix (words, "Line "));
    }
}

/* What is written of a line is read again as it was. */
static void
test_again (void)
{
  FarStop stops[] = { { .name = "12 rue des Écoles", .time_out = 470, .time_back = 995 },
                      { .name = "The mill", .time_out = -1, .time_back = 990 },
                      { .name = "The bakery", .time_out = 480, .time_back = -1 },
                      { .name = "The church", .time_out = -1, .time_back = -1 } };
  g_autoptr(GPtrArray) list = g_ptr_array_new ();
  FarLine line = { .stops = list };
  g_autoptr(GError) error = NULL;
  g_autoptr(FarTypedStops) typed = NULL;
  g_autofree char *text = NULL;
  g_autofree char *described = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (stops); i++)
    g_ptr_array_add (list, &stops[i]);
  text = far_typed_stops_format (&line);
  g_assert_cmpstr (text, ==,
                   "07:50 16:35 12 rue des Écoles\n? 16:30 The mill\n08:00 The bakery\n"
                   "The church\n");
  typed = far_typed_stops_parse (text, NULL, &error);
  g_assert_no_error (error);
  described = describe (typed);
  g_assert_cmpstr (described, ==,
                   "12 rue des Écoles 470 995;The mill -1 990;The bakery 480 -1;"
                   "The church -1 -1;");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/far/typed-stops/parse", test_parse);
  g_test_add_func ("/far/typed-stops/refused", test_refused);
  g_test_add_func ("/far/typed-stops/again", test_again);

  return g_test_run ();
}
