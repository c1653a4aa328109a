/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A file of walking lines, be it GeoJSON, JSON or CSV, is understood as a whole or refused as a
 * whole; what is understood can be shown and written. */

#include "far-fuzz.h"

#include <math.h>
#include <string.h>

#include "far-payload.h"
#include "far-line-import.h"

static void
check_text (const char *text)
{
  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_cmpint (g_utf8_strlen (text, -1), <=, FAR_NAME_MAX);
  g_assert_true (far_text_check (text, strlen (text)));
  g_assert_null (strchr (text, '\n'));
}

static void
check_stop (const FarStopDraft *stop)
{
  check_text (stop->name);
  g_assert_cmpstr (stop->name, !=, "");
  g_assert_cmpint (stop->time_out, >=, -1);
  g_assert_cmpint (stop->time_out, <, 24 * 60);
  g_assert_cmpint (stop->time_back, >=, -1);
  g_assert_cmpint (stop->time_back, <, 24 * 60);
  g_assert_true (fabs (stop->lat) <= 90 && fabs (stop->lon) <= 180);
}

static void
check_line (const FarLineDraft *line)
{
  check_text (line->name);
  g_assert_cmpstr (line->name, !=, "");
  check_text (line->school);
  check_text (line->colour);
  g_assert_cmpuint (line->weekdays, <, 1 << 7);
  g_assert_cmpuint (line->stops->len, >=, 1);
  g_assert_cmpuint (line->stops->len, <=, FAR_LINE_STOPS_MAX);
  for (guint i = 0; i < line->stops->len; i++)
    check_stop (g_ptr_array_index (line->stops, i));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize len)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FarLineImport) import = far_line_import_read (data, len, "file.geojson", &error);

  if (import == NULL)
    {
      g_assert_true (error->domain == FAR_LINE_IMPORT_ERROR);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      return 0;
    }

  g_assert_no_error (error);
  g_assert_cmpuint (import->lines->len, >=, 1);
  g_assert_cmpuint (import->lines->len, <=, FAR_LINE_IMPORT_LINES_MAX);
  for (guint i = 0; i < import->lines->len; i++)
    check_line (g_ptr_array_index (import->lines, i));
  for (guint i = 0; i < import->warnings->len; i++)
    check_text (((FarLineWarning *)g_ptr_array_index (import->warnings, i))->line);

  return 0;
}

/* -- good inputs */

static const char *
pick (GRand *rand, const char *const *words)
{
  return words[g_rand_int_range (rand, 0, g_strv_length ((char **)words))];
}

static const char *const names[] = { "Piazza", "Zoé", "Via Roma 3", "École", "a;b", NULL };
static const char *const times[] = { "07:40", "7:40", "7h40", "07.40", "", NULL };

static void
seed_geojson (GRand *rand, GString *out)
{
  g_string_append (out, "{\"type\":\"FeatureCollection\",\"features\":[");
  for (guint i = 0; i < 3; i++)
    g_string_append_printf (out,
                            "%s{\"type\":\"Feature\",\"geometry\":{\"type\":\"Point\","
                            "\"coordinates\":[11.%u,46.%u]},\"properties\":{\"line\":\"Blu\","
                            "\"name\":\"%s\",\"time\":\"%s\",\"seq\":%u}}",
                            i > 0 ? "," : "", g_rand_int_range (rand, 0, 99),
                            g_rand_int_range (rand, 0, 99), pick (rand, names), pick (rand, times),
                            i + 1);
  g_string_append (out, "]}");
}

static void
seed_json (GRand *rand, GString *out)
{
  g_string_append (out, "[{\"name\":\"Linea \\u00e8\",\"stops\":[");
  for (guint i = 0; i < 3; i++)
    g_string_append_printf (out,
                            "%s{\"name\":\"%s %u\",\"time\":\"08:1%u\",\"lat\":46.1,\"lon\":11}",
                            i > 0 ? "," : "", pick (rand, names), i, i);
  g_string_append (out, "]}]");
}

static void
seed_csv (GRand *rand, GString *out)
{
  static const char *const headings[] = { "line,stop,time,lat,lon\n", "ligne;arrêt;heure;lat;lon\n",
                                          "linea,fermata,orario,lat,lon\n", NULL };
  const char *heading = pick (rand, headings);
  char comma = strchr (heading, ';') != NULL ? ';' : ',';

  if (g_rand_boolean (rand))
    g_string_append (out, "\xef\xbb\xbf");
  g_string_append (out, heading);
  for (guint i = 0; i < 3; i++)
    g_string_append_printf (out, "Blu%c\"%s \"\"%u\"\"\"%c%s%c46.%u%c11.1\r\n", comma,
                            pick (rand, names), i, comma, pick (rand, times), comma, i, comma);
}

void
far_fuzz_seed (GRand *rand, GByteArray *out)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (FarLineImport) import = NULL;
  g_autoptr (GError) error = NULL;

  switch (g_rand_int_range (rand, 0, 3))
    {
    case 0:
      seed_geojson (rand, text);
      break;
    case 1:
      seed_json (rand, text);
      break;
    default:
      seed_csv (rand, text);
      break;
    }
  import = far_line_import_read ((const guint8 *)text->str, text->len, NULL, &error);
  g_assert_no_error (error);
  far_put (out, (const guint8 *)text->str, text->len);
}
