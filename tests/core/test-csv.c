/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-csv.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "test-data.h"

/* Reads all of @text: cells in [ ], rows ended by LF, and a word for a fault. */
static char *
read_all (const char *text, gsize len, char delimiter)
{
  static const char *const words[] = {
    [FAR_CSV_OPEN] = "open",
    [FAR_CSV_TRAILER] = "trailer",
    [FAR_CSV_WIDE] = "wide",
  };
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
  FarCsv csv = far_csv (text, len, delimiter);
  GString *out = g_string_new (NULL);
  FarCsvResult result;

  while ((result = far_csv_read_row (&csv, cells)) == FAR_CSV_ROW)
    {
      for (guint i = 0; i < cells->len; i++)
        g_string_append_printf (out, "[%s]", (const char *)cells->pdata[i]);
      g_string_append_c (out, '\n');
    }
  if (result != FAR_CSV_END)
    g_string_append_printf (out, "%u %s", csv.row, words[result]);

  return g_string_free (out, FALSE);
}

static void
test_parts_cells (void)
{
  static const struct
  {
    const char *text;
    char delimiter;
    const char *cells;
  } rows[] = {
    { "", ',', "" },
    { "a", ',', "[a]\n" },
    { "a\n", ',', "[a]\n" },
    { "\n", ',', "[]\n" },
    { "\n\n", ',', "[]\n[]\n" },
    { "a,b\nc,d", ',', "[a][b]\n[c][d]\n" },
    { "a,b\r\nc,d\r\n", ',', "[a][b]\n[c][d]\n" },
    { "a,b\rc,d\r", ',', "[a][b]\n[c][d]\n" },
    { "a\n\r\nb", ',', "[a]\n[]\n[b]\n" },
    { ",", ',', "[][]\n" },
    { ",\n,", ',', "[][]\n[][]\n" },
    { "a;b,c", ';', "[a][b,c]\n" },
    { "a\tb", '\t', "[a][b]\n" },
    { "\"\"", ',', "[]\n" },
    { "\"\"\"\"", ',', "[\"]\n" },
    { "\"a,b\",c", ',', "[a,b][c]\n" },
    { "\"a\nb\",c\nd,e", ',', "[a\nb][c]\n[d][e]\n" },
    { "\"a\r\nb\"\r\n", ',', "[a\r\nb]\n" },
    { "\"a\"\"b\"", ',', "[a\"b]\n" },
    { "a\"b,37.8\"N", ',', "[a\"b][37.8\"N]\n" },
    { " \"a\",b", ',', "[ \"a\"][b]\n" },
    { "\"", ',', "1 open" },
    { "a\n\"b", ',', "[a]\n2 open" },
    { "a\nb\n\"c\"\"", ',', "[a]\n[b]\n3 open" },
    { "\"a\"b", ',', "1 trailer" },
    { "\"a\" ,b", ',', "1 trailer" },
    { "\"a\";b", ',', "1 trailer" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *cells = read_all (rows[i].text, strlen (rows[i].text), rows[i].delimiter);

      g_assert_cmpstr (cells, ==, rows[i].cells);
    }
}

static void
test_bounds_width (void)
{
  g_autofree char *commas = g_strnfill (FAR_CSV_CELLS_MAX, ',');
  g_autofree char *wide = read_all (commas, FAR_CSV_CELLS_MAX, ',');
  g_autofree char *widest = read_all (commas, FAR_CSV_CELLS_MAX - 1, ',');

  g_assert_cmpstr (wide, ==, "1 wide");
  g_assert_cmpuint (strlen (widest), ==, 2 * FAR_CSV_CELLS_MAX + 1);
}

static void
test_guesses_delimiter (void)
{
  static const struct
  {
    const char *text;
    char delimiter;
  } rows[] = {
    { "", ',' },           { "stop", ',' },        { "stop,time", ',' },
    { "stop;time", ';' },  { "stop\ttime", '\t' }, { "\"a,b,c\";d", ';' },
    { "a;b\nc,d,e", ';' }, { "a;b\rc,d,e", ';' },  { "a,b;c,d", ',' },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      char delimiter = far_csv_guess_delimiter (rows[i].text, strlen (rows[i].text));

      g_assert_cmpint (delimiter, ==, rows[i].delimiter);
    }
}

/* The expected parse is an array of objects; written out as read_all() does. */
static char *
write_expected (const char *json, gsize len)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  GString *out = g_string_new (NULL);
  JsonArray *rows;

  json_parser_load_from_data (parser, json, len, &error);
  g_assert_no_error (error);
  rows = json_node_get_array (json_parser_get_root (parser));

  for (guint i = 0; i <= json_array_get_length (rows); i++)
    {
      JsonObject *row = json_array_get_object_element (rows, i > 0 ? i - 1 : 0);
      g_autoptr (GList) members = json_object_get_members (row);

      for (GList *member = members; member != NULL; member = member->next)
        g_string_append_printf (out, "[%s]",
                                i > 0 ? json_object_get_string_member (row, member->data)
                                      : (char *)member->data);
      g_string_append_c (out, '\n');
    }

  return g_string_free (out, FALSE);
}

/* max-mapper/csv-spectrum.  location_coordinates is not among these: its expected parse is of other
 * bytes than the file. In our copy the _crlf files end their lines with LF; so that both ends are
 * tried, each file is read as it is and with CRLF. */
static void
test_reads_the_spectrum (void)
{
  static const char *const names[] = {
    "comma_in_quotes",     "empty",  "empty_crlf",  "escaped_quotes", "json", "newlines",
    "quotes_and_newlines", "simple", "simple_crlf", "utf8",
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *csv_name = g_strdup_printf ("contacts/csv-spectrum/%s.csv", names[i]);
      g_autofree char *json_name =
          g_strdup_printf ("contacts/csv-spectrum/expected/%s.json", names[i]);
      gsize len;
      g_autofree char *text = test_data_load (csv_name, &len);
      gsize json_len;
      g_autofree char *json = text != NULL ? test_data_load (json_name, &json_len) : NULL;
      g_autofree char *cells = NULL;
      g_autofree char *expected = NULL;
      g_autoptr (GString) crlf = NULL;
      g_autoptr (GString) expected_crlf = NULL;
      g_autofree char *crlf_cells = NULL;

      if (json == NULL)
        return;

      g_test_message ("%s", names[i]);
      cells = read_all (text, len, ',');
      expected = write_expected (json, json_len);
      g_assert_cmpstr (cells, ==, expected);

      crlf = g_string_new (text);
      g_string_replace (crlf, "\n", "\r\n", 0);
      crlf_cells = read_all (crlf->str, crlf->len, ',');
      expected_crlf = g_string_new (expected);
      g_string_replace (expected_crlf, "\n", "\r\n", 0);
      g_string_replace (expected_crlf, "]\r\n", "]\n", 0);
      g_assert_cmpstr (crlf_cells, ==, expected_crlf->str);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/far/csv/parts-cells", test_parts_cells);
  g_test_add_func ("/far/csv/bounds-width", test_bounds_width);
  g_test_add_func ("/far/csv/guesses-delimiter", test_guesses_delimiter);
  g_test_add_func ("/far/csv/reads-the-spectrum", test_reads_the_spectrum);

  return g_test_run ();
}
