/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-line-import.h"

#include <string.h>

#include "far-day.h"
#include "test-data.h"

/* -- an import as text: a row says what came out of it, to the last digit */

static void
write_time (GString *out, int minutes)
{
  g_autofree char *text = far_time_format (minutes);

  g_string_append_printf (out, " %s", text[0] != '\0' ? text : "-");
}

static void
write_line (GString *out, const FarLineDraft *line)
{
  g_autofree char *days = far_weekdays_format (line->weekdays);

  g_string_append_printf (out, "%s|%s|%s|%s%s\n", line->name, line->school, line->colour, days,
                          line->is_feeder ? "|feeder" : "");

  for (guint i = 0; i < line->stops->len; i++)
    {
      const FarStopDraft *stop = line->stops->pdata[i];

      g_string_append_printf (out, "  %s", stop->name);
      write_time (out, stop->time_out);
      write_time (out, stop->time_back);
      if (stop->has_place)
        {
          char lat[G_ASCII_DTOSTR_BUF_SIZE];
          char lon[G_ASCII_DTOSTR_BUF_SIZE];

          g_string_append_printf (out, " %s %s",
                                  g_ascii_formatd (lat, sizeof lat, "%.6f", stop->lat),
                                  g_ascii_formatd (lon, sizeof lon, "%.6f", stop->lon));
        }
      g_string_append_c (out, '\n');
    }
}

static char *
write_import (const FarLineImport *import)
{
  static const char *const kinds[] = {
    [FAR_LINE_WARNING_SWAPPED] = "swapped",
    [FAR_LINE_WARNING_NO_TIME] = "no-time",
    [FAR_LINE_WARNING_SKIPPED] = "skipped",
  };
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < import->lines->len; i++)
    write_line (out, import->lines->pdata[i]);

  for (guint i = 0; i < import->warnings->len; i++)
    {
      const FarLineWarning *warning = import->warnings->pdata[i];

      g_string_append_printf (out, "! %s %s %u\n", kinds[warning->kind], warning->line,
                              warning->n_stops);
    }

  return g_string_free (out, FALSE);
}

/* What an import must always be, however wild the file was. */
static void
check_import (const FarLineImport *import)
{
  g_assert_cmpuint (import->lines->len, >, 0);
  g_assert_cmpuint (import->lines->len, <=, FAR_LINE_IMPORT_LINES_MAX);

  for (guint i = 0; i < import->lines->len; i++)
    {
      const FarLineDraft *line = import->lines->pdata[i];

      g_assert_cmpint (g_utf8_strlen (line->name, -1), >, 0);
      g_assert_cmpint (g_utf8_strlen (line->name, -1), <=, FAR_NAME_MAX);
      g_assert_cmpuint (line->stops->len, >, 0);
      g_assert_cmpuint (line->stops->len, <=, FAR_LINE_STOPS_MAX);
      g_assert_cmpuint (line->weekdays, <=, FAR_WEEKDAYS_ALL);

      for (guint j = 0; j < line->stops->len; j++)
        {
          const FarStopDraft *stop = line->stops->pdata[j];

          g_assert_true (g_utf8_validate (stop->name, -1, NULL));
          g_assert_cmpint (g_utf8_strlen (stop->name, -1), >, 0);
          g_assert_cmpint (g_utf8_strlen (stop->name, -1), <=, FAR_NAME_MAX);
          g_assert_true (stop->time_out >= -1 && stop->time_out < 1440);
          g_assert_true (stop->time_back >= -1 && stop->time_back < 1440);
          g_assert_true (stop->lat >= -90 && stop->lat <= 90);
          g_assert_true (stop->lon >= -180 && stop->lon <= 180);
        }
    }
}

/* The import as text, or the error: "FORMAT ..." or "VALUE ...". */
static char *
read_as_text (const char *content, gsize len, const char *hint)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FarLineImport) import = NULL;
  /* A block of its own size, so that a sanitizer sees a byte read too far. */
  g_autofree guint8 *exact = g_memdup2 (content, len);

  import = far_line_import_read (exact, len, hint, &error);
  if (import == NULL)
    {
      g_assert_nonnull (error);
      g_assert_true (error->domain == FAR_LINE_IMPORT_ERROR);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));

      return g_strdup_printf ("%s %s",
                              error->code == FAR_LINE_IMPORT_ERROR_FORMAT ? "FORMAT" : "VALUE",
                              error->message);
    }

  g_assert_no_error (error);
  check_import (import);

  return write_import (import);
}

/* -- the real files */

#define MEANO_STOPS \
  "  Via dei Palustei 07:40 - 46.120425 11.119143\n" \
  "  Piazza dell'Assunta 07:45 - 46.122683 11.117057\n" \
  "  Vicolo dei Portoni 07:47 - 46.123460 11.116878\n" \
  "  Scuola 07:55 - 46.125042 11.115939\n"

static const struct
{
  const char *file;
  const char *text;
} real_files[] = {
  { "meano-linea-blu-2016.json", "Linea Blu|Scuola Primaria 'De Carli' di Meano||\n" MEANO_STOPS },
  { "meano-linea-blu.geojson", "Linea Blu|Scuola Primaria 'De Carli' di Meano||\n" MEANO_STOPS },
  { "meano-stops.json", "meano-stops|||\n" MEANO_STOPS },
  { "torino-line1.json", "Linea 1|||\n"
                         "  Ferrucci 07:20 14:00 45.062553 7.655359\n"
                         "  Mediterraneo 07:30 13:45 45.061319 7.658548\n"
                         "  Einaudi 07:40 13:30 45.060710 7.661373\n"
                         "  Politecnico 08:00 13:10 45.062630 7.662780\n"
                         "! swapped Linea 1 8\n" },
  { "torino-line2.json", "Linea 2|||\n"
                         "  Palagiustizia 07:20 14:00 45.069299 7.660402\n"
                         "  Inghilterra 07:30 13:45 45.068643 7.662228\n"
                         "  Vinzaglio 07:40 13:30 45.067500 7.665387\n"
                         "  Stati Uniti 08:00 13:10 45.065289 7.664628\n"
                         "! swapped Linea 2 8\n" },
  { "torino-no-school-2019-2020.json",
    "FORMAT JSON, but neither a list of stops nor one of lines" },
  { "published-lines.csv",
    "Genola – Blu|scuola primaria||\n"
    "  piazza Europa 07:45 -\n"
    "  via San Nazario (angolo via Vittorio Veneto) - -\n"
    "Genola – Rossa|scuola primaria||\n"
    "  piazza Tapparelli 07:45 -\n"
    "  via Roma (tabaccheria) - -\n"
    "Genola – Gialla|scuola primaria||\n"
    "  via Pagliani (parcheggio di via della Sorgente) 07:50 -\n"
    "  piazza Giovanni XXIII - -\n"
    "Genola – pre linea Rossa|scuola primaria|||feeder\n"
    "  via Carducci 07:35 -\n"
    "Genola – pre linea Blu|scuola primaria|||feeder\n"
    "  via San Sebastiano - -\n"
    "  via San Nazario (angolo via Vittorio Veneto) - -\n"
    "Trofarello – arancione «Conceria»|||\n"
    "  via della Conceria 4 07:55 -\n"
    "  via XXIV Maggio - -\n"
    "Trofarello – blu «Moriondo»|||\n"
    "  via Rigolfo 07:55 -\n"
    "  via Battisti - -\n"
    "Trofarello – verde «Belvedere»|||\n"
    "  piazzale Buozzi (capolinea) 07:45 -\n"
    "  via Bachelet - -\n"
    "Trofarello – rossa «Corea»|||\n"
    "  statua della Madonnina, via Marconi 08:00 -\n"
    "Trofarello – viola «San Gian»|||\n"
    "  via Ley 1 07:50 -\n"
    "Eichgraben – 1|Volksschule||\n"
    "  Gasthof (gegenüber Billa) 07:25 -\n"
    "  Huttenstraße bei der Rodelwiese 07:35 -\n"
    "Eichgraben – 2|Volksschule||\n"
    "  Sportplatz – Schaukasten bei der Holzbrücke 07:25 -\n"
    "  Kindergarten 07:35 -\n"
    "Eichgraben – 3|Volksschule||\n"
    "  Viadukt 07:25 -\n"
    "Eichgraben – 4|Volksschule||\n"
    "  Ecke Wallnerstraße/ Niederwaldstraße 07:25 -\n"
    "Eichgraben – 5|Volksschule||\n"
    "  Heinrich Kleiststraße 5 07:25 -\n"
    "  Bahnhof 07:35 -\n"
    "Birkenhead (Auckland) – Hinemoa Hikers|Birkenhead Primary School||mo,tu,we,th,fr\n"
    "  corner of Rugby Road and Hinemoa Street 08:20 -\n"
    "  Hinemoa Street dairy - 15:30\n"
    "  front of the school hall - 15:05\n"
    "Birkenhead (Auckland) – Collective Cruisers|Birkenhead Primary School||\n"
    "  Mokoia Rd/Highbury Bypass traffic lights 08:30 -\n"
    "Verlaine – 1|école communale||\n"
    "  traiteur - -\n"
    "  église 08:35 -\n"
    "Verlaine – 2|école communale||\n"
    "  parking du foot 08:30 -\n"
    "Manosque – Ligne 1 – Les Combes|École des Combes||mo,tu,th,fr\n"
    "  Les Avettes - -\n"
    "Manosque – Ligne 2 – Les Plantiers 1|École des Plantiers||mo,tu,th,fr\n"
    "  Les Jardins de Pira - -\n"
    "Manosque – Ligne 3 – Les Plantiers 2|École des Plantiers||mo,tu,th,fr\n"
    "  Les Serrets / La Collette - -\n"
    "Ifs – Parc Molière|École Jules-Verne||\n"
    "  rue Paul Claudel / boulevard Molière 08:20 -\n"
    "  rue des Sablonnettes - -\n"
    "  Impasse du home - -\n"
    "! no-time Genola – Blu 1\n"
    "! no-time Genola – Rossa 1\n"
    "! no-time Genola – Gialla 1\n"
    "! no-time Genola – pre linea Blu 2\n"
    "! no-time Trofarello – arancione «Conceria» 1\n"
    "! no-time Trofarello – blu «Moriondo» 1\n"
    "! no-time Trofarello – verde «Belvedere» 1\n"
    "! no-time Verlaine – 1 1\n"
    "! no-time Manosque – Ligne 1 – Les Combes 1\n"
    "! no-time Manosque – Ligne 2 – Les Plantiers 1 1\n"
    "! no-time Manosque – Ligne 3 – Les Plantiers 2 1\n"
    "! no-time Ifs – Parc Molière 2\n"
    "! skipped Chavagne – Ligne orange 0\n"
    "! skipped Chavagne – Ligne rouge 0\n"
    "! skipped Chavagne – Ligne rose 0\n" },
};

static void
test_reads_real_files (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (real_files); i++)
    {
      g_autofree char *path = g_build_filename ("pedibus", real_files[i].file, NULL);
      gsize len;
      g_autofree char *content = test_data_load (path, &len);
      g_autofree char *text = NULL;

      if (content == NULL)
        return;

      text = read_as_text (content, len, real_files[i].file);
      g_assert_cmpstr (text, ==, real_files[i].text);
    }
}

/* Files of the same kinds that hold no line are refused in words. */
static void
test_refuses_other_real_files (void)
{
  static const struct
  {
    const char *file;
    const char *text;
  } rows[] = {
    { "school-calendars/fr-vacances-zones-daily.2022-2025.csv",
      "FORMAT neither JSON nor a table with columns of stops and times" },
    { "school-calendars/de-schulferien-2025.json", "FORMAT JSON, but " },
    { "vocabulary/it-climb-ui.json", "FORMAT JSON, but without stops" },
    { "rotas/doodle-export.csv",
      "FORMAT neither JSON nor a table with columns of stops and times" },
    { "ical/libical/2445.ics", "FORMAT neither JSON nor a table with columns of stops and times" },
    { "contacts/blns.txt", "FORMAT " },
    { "contacts/blns.json", "FORMAT " },
    { "crdt/friendsforever.json.gz", "FORMAT not text in UTF-8 or Windows-1252" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gsize len;
      g_autofree char *content = test_data_load (rows[i].file, &len);
      g_autofree char *text = NULL;

      if (content == NULL)
        return;

      text = read_as_text (content, len, "file");
      g_test_message ("%s: %s", rows[i].file, text);
      g_assert_true (g_str_has_prefix (text, rows[i].text));
    }
}

/* -- our own small files */

static const struct
{
  const char *content;
  const char *text;
} tables[] = {
  { "stop,time\nMairie,08:10\nÉcole,08:25\n", "hint|||\n  Mairie 08:10 -\n  École 08:25 -\n" },
  { "\xef\xbb\xbfstop;time\r\nMairie;08:10\r\n", "hint|||\n  Mairie 08:10 -\n" },
  { "Arrêt;Aller;Retour;Latitude;Longitude\nMairie;8h10;16h45;45,1885;5,7245\n",
    "hint|||\n  Mairie 08:10 16:45 45.188500 5.724500\n" },
  { "fermata\torario\tlat\tlon\nVia Roma\t7.45\t45.07\t7.68\n",
    "hint|||\n  Via Roma 07:45 - 45.070000 7.680000\n" },
  { "Haltestelle;Uhrzeit\nBahnhof;7.25 Uhr\n", "hint|||\n  Bahnhof 07:25 -\n" },
  /* Windows-1252: É is 0xc9, € is 0x80, – is 0x96. */
  { "arr\xeat,heure\n\xc9glise \x96 c\xf4t\xe9 march\xe9 \x80,8 h 05\n",
    "hint|||\n  Église – côté marché € 08:05 -\n" },
  /* Decomposed e + acute becomes one character. */
  { "stop,time\nE\xcc\x81glise,08:10\n", "hint|||\n  Église 08:10 -\n" },
  { "stop,time\n\"Place \"\"du\"\" Marché, 2\",08:10",
    "hint|||\n  Place \"du\" Marché, 2 08:10 -\n" },
  { "STOP , Time \n Mairie , 8:10 \n\n,\nÉcole,8:25 am\n",
    "hint|||\n  Mairie 08:10 -\n  École 08:25 -\n" },
  { "stop,time,,\nMairie,08:10,,\n", "hint|||\n  Mairie 08:10 -\n" },
  { "stop,time\nMairie\n", "hint|||\n  Mairie - -\n! no-time hint 1\n" },
  { "stop,time\nMairie,-\nÉcole,–\nStade,?\n",
    "hint|||\n  Mairie - -\n  École - -\n  Stade - -\n! no-time hint 3\n" },
  { "line,colour,seq,stop,time\nA,rouge,2,École,08:25\nB,bleu,1,Stade,08:00\nA,,1,Mairie,08:10\n",
    "A||rouge|\n  Mairie 08:10 -\n  École 08:25 -\nB||bleu|\n  Stade 08:00 -\n" },
  /* One without a number leaves the order of the file. */
  { "seq,stop\n2,b\n,a\n1,c\n", "hint|||\n  b - -\n  a - -\n  c - -\n! no-time hint 3\n" },
  { "line,school,stop,time\nBleue,Nord,a,08:00\nBleue,Sud,b,08:00\nRose,Sud,c,08:00\n",
    "Bleue (Nord)|Nord||\n  a 08:00 -\nBleue (Sud)|Sud||\n  b 08:00 -\n"
    "Rose|Sud||\n  c 08:00 -\n" },
  /* The way back: what only it has lies where it is passed. */
  { "stop,direction,time\na,aller,08:00\nb,aller,08:05\nc,aller,08:10\n"
    "C,retour,16:30\nd,retour,16:33\nB,retour,16:36\ne,retour,16:38\nA,retour,16:40\n",
    "hint|||\n  a 08:00 16:40\n  e - 16:38\n  b 08:05 16:36\n  d - 16:33\n  c 08:10 16:30\n" },
  { "stop,direction,time\nc,return,16:30\nb,inward,16:35\na,ritorno,16:40\n",
    "hint|||\n  a - 16:40\n  b - 16:35\n  c - 16:30\n" },
  /* A round trip ends where it began. */
  { "stop,direction,time\ns,,08:00\na,,08:05\ns,,08:10\ns,return,16:00\na,return,16:05\n"
    "s,return,16:10\n",
    "hint|||\n  s 08:00 16:10\n  a 08:05 16:05\n  s 08:10 16:00\n" },
  { "stop,direction,time,days\na,feeder,08:00,lun. mar.\nb,feeder,08:05,ven et lundi\n",
    "hint|||mo,tu,fr|feeder\n  a 08:00 -\n  b 08:05 -\n" },
  { "stop,time,days\na,08:00,du lundi au vendredi\n", "hint|||\n  a 08:00 -\n" },
  { "stop,time,days\na,08:00,\"MO,TU,TH,FR\"\n", "hint|||mo,tu,th,fr\n  a 08:00 -\n" },
  { "stop,time,days\na,08:00,lunedì e mercoledì\n", "hint|||mo,we\n  a 08:00 -\n" },
};

static void
test_reads_tables (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      g_autofree char *text =
          read_as_text (tables[i].content, strlen (tables[i].content), "hint.csv");

      g_assert_cmpstr (text, ==, tables[i].text);
    }
}

static const struct
{
  const char *content;
  const char *text;
} objects[] = {
  { "[{\"name\":\"a\",\"position\":1}]", "hint|||\n  a - -\n! no-time hint 1\n" },
  { " \n[ {\"name\" : \"a\", \"time\" : \"8.05\", \"time_back\":\"16h30\"} ]\n",
    "hint|||\n  a 08:05 16:30\n" },
  { "{\"name\":\"L\",\"stops\":[{\"nome\":\"a\",\"orario\":\"08:00\",\"lat\":45.5,\"lon\":5}]}",
    "L|||\n  a 08:00 - 45.500000 5.000000\n" },
  { "{\"lines\":[{\"name\":\"L\",\"colour\":\"red\",\"days\":\"mo,tu\",\"school\":\"S\","
    "\"stops\":[{\"name\":\"a\",\"time\":\"08:00\"}]},"
    "{\"name\":\"M\",\"ritorno\":[{\"name\":\"b\",\"time\":\"16:00\"}]}]}",
    "L|S|red|mo,tu\n  a 08:00 -\nM|||\n  b - 16:00\n" },
  { "[{\"name\":\"L\",\"stops\":[{\"name\":\"a\",\"time\":null}]},{\"name\":\"M\",\"stops\":[]}]",
    "L|||\n  a - -\n! no-time L 1\n! skipped M 0\n" },
  /* The last of two members of one name counts. */
  { "[{\"name\":\"a\",\"name\":\"b\",\"time\":\"08:00\"}]", "hint|||\n  b 08:00 -\n" },
  { "[{\"name\":\"\\u00c9cole \\ud83d\\udeb6\",\"time\":\"08:00\"}]",
    "hint|||\n  École \xf0\x9f\x9a\xb6 08:00 -\n" },
  { "[{\"name\":\"\xc9"
    "cole\",\"time\":\"08:00\"}]",
    "hint|||\n  École 08:00 -\n" },
  { "{\"type\":\"FeatureCollection\",\"features\":["
    "{\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[]},\"properties\":null},"
    "{\"geometry\":null,\"properties\":{\"name\":\"x\"}},"
    "{\"geometry\":{\"type\":\"Point\",\"coordinates\":[5.72,45.18,210]},"
    "\"properties\":{\"name\":\"a\",\"time\":\"08:00\"}},"
    "{\"geometry\":{\"type\":\"LineString\",\"coordinates\":[]},"
    "\"properties\":{\"name\":\"Rose\",\"colour\":\"#f0a\"}},"
    "{\"geometry\":{\"type\":\"Point\",\"coordinates\":[5.71,45.17]},"
    "\"properties\":{\"name\":\"A\",\"time\":\"16:40\",\"direction\":\"return\"}}]}",
    "Rose||#f0a|\n  a 08:00 16:40 45.180000 5.720000\n" },
};

static void
test_reads_objects (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (objects); i++)
    {
      g_autofree char *text =
          read_as_text (objects[i].content, strlen (objects[i].content), "hint.json");

      g_assert_cmpstr (text, ==, objects[i].text);
    }
}

static void
test_takes_the_name_from_the_hint (void)
{
  static const struct
  {
    const char *hint;
    const char *name; /* NULL: refused */
  } rows[] = {
    { "ligne-rose.json", "ligne-rose" },
    { "ligne.rose.json", "ligne.rose" },
    { "E\xcc\x81toile.csv", "Étoile" },
    { "plain", "plain" },
    { ".json", ".json" },
    { "", NULL },
    { NULL, NULL },
    { "\xff.json", NULL },
    { "a\nb.json", NULL },
  };
  static const char content[] = "[{\"name\":\"a\",\"time\":\"08:00\"}]";

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = read_as_text (content, strlen (content), rows[i].hint);
      g_autofree char *expected = rows[i].name != NULL
                                      ? g_strdup_printf ("%s|||\n  a 08:00 -\n", rows[i].name)
                                      : g_strdup ("VALUE file: the line has no name");

      g_assert_cmpstr (text, ==, expected);
    }
}

/* -- times */

static void
test_reads_times_as_people_write_them (void)
{
  static const struct
  {
    const char *time;
    const char *read; /* NULL: refused */
  } rows[] = {
    { "08:10", "08:10" },
    { "8:10", "08:10" },
    { "8.10", "08:10" },
    { "8h10", "08:10" },
    { "8H10", "08:10" },
    { "8 h 10", "08:10" },
    { "8h", "08:00" },
    { "8 h", "08:00" },
    { "08:10:00", "08:10" },
    { "8:10 am", "08:10" },
    { "8:10pm", "20:10" },
    { "12:05 am", "00:05" },
    { "12:05 pm", "12:05" },
    { "8 am", "08:00" },
    { "3:05 p.m.", "15:05" },
    { "7.25 Uhr", "07:25" },
    { "8.10 h", "08:10" },
    { "0:00", "00:00" },
    { "23:59", "23:59" },
    { "24:00", NULL },
    { "25:10", NULL },
    { "8:60", NULL },
    { "8:1", NULL },
    { "8:100", NULL },
    { "8", NULL },
    { "810", NULL },
    { "0810", NULL },
    { "13:00 pm", NULL },
    { "0:10 am", NULL },
    { "8:10:61", NULL },
    { "8h1", NULL },
    { "h10", NULL },
    { ":10", NULL },
    { "-8:10", NULL },
    { "8:10 x", NULL },
    { "vers 8:10", NULL },
    { "8:-1", NULL },
    { "8: 10", NULL },
    { "8.10.00", NULL },
    { "99999999999:10", NULL },
    { "８:10", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *content = g_strdup_printf ("stop;time\na;%s\n", rows[i].time);
      g_autofree char *text = read_as_text (content, strlen (content), "hint");
      g_autofree char *expected = rows[i].read != NULL
                                      ? g_strdup_printf ("hint|||\n  a %s -\n", rows[i].read)
                                      : g_strdup_printf ("VALUE row 2: time “%s”", rows[i].time);

      g_assert_cmpstr (text, ==, expected);
    }
}

/* -- places */

/* Pairs as GeoJSON has them, longitude first, unless the row says that they are labelled. */
static void
test_judges_places (void)
{
  static const struct
  {
    const char *what;
    gboolean is_labelled;
    double pairs[2][2];
    double lat_lon[2][2];
    guint n_swapped;
  } rows[] = {
    { "Grenoble",
      FALSE,
      { { 5.72, 45.18 }, { 5.73, 45.19 } },
      { { 45.18, 5.72 }, { 45.19, 5.73 } },
      0 },
    { "Grenoble, exchanged",
      FALSE,
      { { 45.18, 5.72 }, { 45.19, 5.73 } },
      { { 45.18, 5.72 }, { 45.19, 5.73 } },
      2 },
    { "Reykjavik, exchanged",
      FALSE,
      { { 64.14, -21.9 }, { 64.15, -21.8 } },
      { { 64.14, -21.9 }, { 64.15, -21.8 } },
      2 },
    { "Ankara",
      FALSE,
      { { 32.85, 39.93 }, { 32.86, 39.94 } },
      { { 39.93, 32.85 }, { 39.94, 32.86 } },
      0 },
    { "Tashkent is not in the Barents Sea",
      FALSE,
      { { 69.24, 41.3 }, { 69.25, 41.31 } },
      { { 41.3, 69.24 }, { 41.31, 69.25 } },
      0 },
    { "Auckland",
      FALSE,
      { { 174.76, -36.84 }, { 174.77, -36.85 } },
      { { -36.84, 174.76 }, { -36.85, 174.77 } },
      0 },
    { "Auckland, exchanged",
      FALSE,
      { { -36.84, 174.76 }, { -36.85, 174.77 } },
      { { -36.84, 174.76 }, { -36.85, 174.77 } },
      2 },
    { "Boston",
      FALSE,
      { { -71.06, 42.36 }, { -71.05, 42.35 } },
      { { 42.36, -71.06 }, { 42.35, -71.05 } },
      0 },
    { "Boston, exchanged",
      FALSE,
      { { 42.36, -71.06 }, { 42.35, -71.05 } },
      { { 42.36, -71.06 }, { 42.35, -71.05 } },
      2 },
    { "undecidable: kept",
      FALSE,
      { { 30.5, 10.5 }, { 30.6, 10.6 } },
      { { 10.5, 30.5 }, { 10.6, 30.6 } },
      0 },
    { "one decides for both",
      FALSE,
      { { 34.99, -21.9 }, { 64.15, -21.9 } },
      { { 34.99, -21.9 }, { 64.15, -21.9 } },
      2 },
    { "one right, one exchanged",
      FALSE,
      { { 5.72, 45.18 }, { 45.19, 5.73 } },
      { { 45.18, 5.72 }, { 45.19, 5.73 } },
      1 },
    { "labelled in Somalia",
      TRUE,
      { { 45.18, 5.72 }, { 45.19, 5.73 } },
      { { 5.72, 45.18 }, { 5.73, 45.19 } },
      0 },
    { "labelled and impossible",
      TRUE,
      { { -36.84, 174.76 }, { -36.85, 174.77 } },
      { { -36.84, 174.76 }, { -36.85, 174.77 } },
      2 },
    { "poles and edges", FALSE, { { 180, 90 }, { -180, 90 } }, { { 90, 180 }, { 90, -180 } }, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GString) content = g_string_new ("[");
      g_autoptr (GString) expected = g_string_new ("hint|||\n");
      g_autofree char *text = NULL;

      for (guint j = 0; j < 2; j++)
        {
          g_string_append_printf (content,
                                  "%s{\"name\":\"s\",\"time\":\"08:00\",\"%s\":[%.2f,%.2f]}",
                                  j > 0 ? "," : "", rows[i].is_labelled ? "lonlat" : "geocoding",
                                  rows[i].pairs[j][0], rows[i].pairs[j][1]);
          g_string_append_printf (expected, "  s 08:00 - %.6f %.6f\n", rows[i].lat_lon[j][0],
                                  rows[i].lat_lon[j][1]);
        }
      g_string_append_c (content, ']');
      if (rows[i].n_swapped > 0)
        g_string_append_printf (expected, "! swapped hint %u\n", rows[i].n_swapped);

      g_test_message ("%s", rows[i].what);
      text = read_as_text (content->str, content->len, "hint");
      g_assert_cmpstr (text, ==, expected->str);
    }
}

/* -- bad input */

static void
test_names_what_is_wrong (void)
{
  static const struct
  {
    const char *content;
    const char *text; /* how the answer begins */
  } rows[] = {
    { "", "FORMAT an empty file" },
    { " \r\n\t\n", "FORMAT an empty file" },
    { "\xef\xbb\xbf", "FORMAT an empty file" },
    { "\x81\x8d", "FORMAT not text in UTF-8 or Windows-1252" },
    { "hello", "FORMAT neither JSON nor a table with columns of stops and times" },
    { "a,b\n1,2\n", "FORMAT neither JSON nor a table with columns of stops and times" },
    { "stop,time\n", "FORMAT no line with a stop" },
    { "line,stop\nA,\n", "FORMAT no line with a stop" },
    { "stop,name\na,b\n",
      "FORMAT a table with two columns for the same thing, the second is “name”" },
    { "stop,time\n\"a,08:10\n", "FORMAT row 2: a quotation mark is not closed" },
    { "stop,time\n\"a\" x,08:10\n", "FORMAT row 2: text after a closing quotation mark" },
    { "stop,time\na,08:10\nb,25:10\n", "VALUE row 3: time “25:10”" },
    { "stop,time\na,08:10,surplus\n", "VALUE row 2: more cells than the heading" },
    { "stop,time\n\"a\nb\",08:10\n", "VALUE row 2: stop “a\xef\xbf\xbd"
                                     "b” has a control character" },
    { "stop,time\na\x1b[2J,08:10\n",
      "VALUE row 2: stop “a\xef\xbf\xbd[2J” has a control character" },
    { "stop,time,direction\na,08:00,sideways\n", "VALUE row 2: direction “sideways”" },
    { "stop,seq\na,first\n", "VALUE row 2: number “first”" },
    { "stop,seq\na,-1\n", "VALUE row 2: number “-1”" },
    { "stop,seq\na,99999999999999999999\n", "VALUE row 2: number “99999999999999999999”" },
    { "stop,lat,lon\na,45,\n", "VALUE row 2: longitude “”" },
    { "stop,lat,lon\na,nan,5\n", "VALUE row 2: latitude “nan”" },
    { "stop,lat,lon\na,1e3,5\n", "VALUE row 2: latitude “1e3”" },
    { "stop,lat,lon\na,0x10,5\n", "VALUE row 2: latitude “0x10”" },
    { "stop,lat,lon\na,1.2.3,5\n", "VALUE row 2: latitude “1.2.3”" },
    { "stop,lat,lon\na,200,5\n", "VALUE row 2: place 200, 5 is not on Earth" },
    { "stop,lat,lon\na,181,181\n", "VALUE row 2: place 181, 181 is not on Earth" },
    { "[]", "FORMAT JSON, but neither a list of stops nor one of lines" },
    { "{}", "FORMAT JSON, but without stops" },
    { "[1,2]", "FORMAT JSON, but neither a list of stops nor one of lines" },
    { "[null]", "FORMAT JSON, but neither a list of stops nor one of lines" },
    { "[[]]", "FORMAT JSON, but neither a list of stops nor one of lines" },
    { "[{}]", "FORMAT JSON, but neither a list of stops nor one of lines" },
    { "[{\"name\":\"Easter\"}]", "FORMAT JSON, but neither a list of stops nor one of lines" },
    { "name,city\nAnna,Meano\n",
      "FORMAT neither JSON nor a table with columns of stops and times" },
    { "{\"stops\":{}}", "FORMAT JSON, but without stops" },
    { "{\"stops\":[]}", "FORMAT no line with a stop" },
    { "{\"features\":[]}", "FORMAT no line with a stop" },
    { "[", "FORMAT broken JSON: it ends early" },
    { "{\"stops\":", "FORMAT broken JSON: it ends early" },
    { "[}", "FORMAT broken JSON" },
    { "]", "FORMAT neither JSON" },
    { "[]]", "FORMAT broken JSON: text after its end" },
    { "[] []", "FORMAT broken JSON: text after its end" },
    { "[{\"name\":\"a\"},]", "FORMAT broken JSON" },
    { "[/* */]", "FORMAT broken JSON: a character that is not of JSON" },
    { "['a']", "FORMAT broken JSON: a character that is not of JSON" },
    { "[NaN]", "FORMAT broken JSON: a character that is not of JSON" },
    { "[-Infinity]", "FORMAT broken JSON: a number is broken or too large" },
    { "[\"\\ud800\"]", "FORMAT broken JSON: a string is broken" },
    { "[\"\\ud800\\u0041\"]", "FORMAT broken JSON: a string is broken" },
    { "[\"\\udc00\"]", "FORMAT broken JSON: a string is broken" },
    { "[\"\\u0000\"]", "FORMAT broken JSON: a string is broken" },
    { "[\"\\uZZZZ\"]", "FORMAT broken JSON: a string is broken" },
    { "[\"\\x\"]", "FORMAT broken JSON: a string is broken" },
    { "[\"a\nb\"]", "FORMAT broken JSON: a string is broken" },
    { "[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]", "FORMAT broken JSON: nested too deep" },
    { "[{\"name\":1,\"seq\":1}]", "VALUE stop 1: the name is not a text" },
    { "[{\"name\":\"\",\"seq\":1}]", "VALUE stop 1: the stop has no name" },
    { "[{\"name\":\" \",\"seq\":1}]", "VALUE stop 1: the stop has no name" },
    { "[{\"name\":\"\\u200b\",\"seq\":1}]", "VALUE stop 1: the stop has no name" },
    { "[{\"name\":\"a\",\"seq\":1},{}]", "VALUE stop 2: the stop has no name" },
    { "[{\"name\":\"a\",\"seq\":1},7]", "VALUE stop 2: not an object" },
    { "[{\"name\":\"a\\u0007\",\"seq\":1}]",
      "VALUE stop 1: name “a\xef\xbf\xbd” has a control character" },
    { "[{\"name\":\"a\",\"time\":810}]", "VALUE stop 1: the time is not a text" },
    { "[{\"name\":\"a\",\"time\":\"25:10\"}]", "VALUE stop 1: time “25:10”" },
    { "[{\"name\":\"a\",\"seq\":-1}]", "VALUE stop 1: the position" },
    { "[{\"name\":\"a\",\"seq\":\"1\"}]", "VALUE stop 1: the position" },
    { "[{\"name\":\"a\",\"geocoding\":[]}]", "VALUE stop 1: the place is not two numbers" },
    { "[{\"name\":\"a\",\"geocoding\":[1]}]", "VALUE stop 1: the place is not two numbers" },
    { "[{\"name\":\"a\",\"geocoding\":[true,false]}]",
      "VALUE stop 1: the place is not two numbers" },
    { "[{\"name\":\"a\",\"geocoding\":[\"5\",\"45\"]}]",
      "VALUE stop 1: the place is not two numbers" },
    { "[{\"name\":\"a\",\"geocoding\":{}}]", "VALUE stop 1: the place is not two numbers" },
    { "[{\"name\":\"a\",\"lat\":45}]", "VALUE stop 1: the place is not two numbers" },
    { "[{\"name\":\"a\",\"geocoding\":[1e999,45]}]", "VALUE stop 1: the place is not on Earth" },
    { "[{\"name\":\"a\",\"geocoding\":[1e300,45]}]", "VALUE stop 1: place 45, 1e+300" },
    { "[99999999999999999999999]", "FORMAT broken JSON: a number is broken or too large" },
    { "[1000000000000000]", "FORMAT broken JSON: a number is broken or too large" },
    { "[010]", "FORMAT broken JSON: a number is broken or too large" },
    { "[1.]", "FORMAT broken JSON: a number is broken or too large" },
    { "[-]", "FORMAT broken JSON: a number is broken or too large" },
    { "[1e]", "FORMAT broken JSON: a number is broken or too large" },
    { "[.5]", "FORMAT broken JSON: a character that is not of JSON" },
    { "[+5]", "FORMAT broken JSON: a character that is not of JSON" },
    { "[1.5.5]", "FORMAT broken JSON" },
    { "[tru]", "FORMAT broken JSON" },
    /* what JSON-GLib repeats of it is cut in the middle of a letter */
    { "[\"08"
      "\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff"
      "\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff"
      "\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff"
      "\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff"
      "\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff"
      "\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff"
      "\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff"
      "\"\"b\"]",
      "FORMAT broken JSON" },
    { "[999999999999999,-0.0,0,-1.5E+3,1e-9]", "FORMAT JSON, but neither" },
    { "[{\"name\":\"L\",\"stops\":[]},{\"name\":\"M\"}]", "VALUE line 2: no list of stops" },
    { "[{\"name\":\"L\",\"stops\":[{\"name\":\"a\"}]},{\"name\":\"L\",\"stops\":[]}]",
      "VALUE line 2: a line of that name was there before" },
    { "{\"name\":\"L\",\"ritorno\":[{\"name\":\"a\",\"orario\":\"x\"}]}",
      "VALUE stop back 1: time “x”" },
    { "{\"features\":[7]}", "VALUE feature 1: not an object" },
    { "{\"features\":[{\"geometry\":{\"type\":\"Point\"}}]}",
      "VALUE feature 1: the stop has no name" },
    { "{\"features\":[{\"geometry\":{\"type\":\"Point\"},\"properties\":{\"name\":\"a\"}}]}",
      "VALUE feature 1: the point has no coordinates" },
    { "{\"features\":[{\"geometry\":{\"type\":\"Point\",\"coordinates\":[1,2]},"
      "\"properties\":{\"name\":\"a\",\"direction\":\"up\"}}]}",
      "VALUE feature 1: the direction is not known" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = read_as_text (rows[i].content, strlen (rows[i].content), "hint");

      if (!g_str_has_prefix (text, rows[i].text))
        g_assert_cmpstr (text, ==, rows[i].text);
    }
}

/* @n rows of a table that goes over a limit, or just not. */
static char *
make_rows (const char *heading, const char *format, guint n)
{
  GString *content = g_string_new (heading);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *number = g_strdup_printf ("%u", i);
      g_auto (GStrv) parts = g_strsplit (format, "#", -1);
      g_autofree char *row = g_strjoinv (number, parts);

      g_string_append (content, row);
    }

  return g_string_free (content, FALSE);
}

static void
test_keeps_limits (void)
{
  static const struct
  {
    const char *heading;
    const char *format;
    guint n;
    const char *text; /* NULL: taken */
  } rows[] = {
    { "stop,time\n", "s#,08:00\n", FAR_LINE_STOPS_MAX, NULL },
    { "stop,time\n", "s#,08:00\n", FAR_LINE_STOPS_MAX + 1,
      "VALUE row 202: more than 200 stops on one line" },
    { "line,stop,time\n", "#,s,08:00\n", FAR_LINE_IMPORT_LINES_MAX, NULL },
    { "line,stop,time\n", "#,s,08:00\n", FAR_LINE_IMPORT_LINES_MAX + 1,
      "VALUE row 202: more than 200 lines" },
    { "stop,direction,time\n", "out#,out,08:00\nback#,back,16:00\n", FAR_LINE_STOPS_MAX / 2, NULL },
    { "stop,direction,time\n", "out#,out,08:00\nback#,back,16:00\n", FAR_LINE_STOPS_MAX / 2 + 1,
      "VALUE line “hint”: more than 200 stops" },
  };
  g_autofree char *large = g_malloc (FAR_LINE_IMPORT_BYTES_MAX + 1);
  g_autofree char *text = NULL;
  g_autofree char *name = g_strnfill (FAR_NAME_MAX, 'x');
  g_autofree char *longest = g_strdup_printf ("stop,time\n%s\n", name);
  g_autofree char *too_long = g_strdup_printf ("stop,time\n%sx\n", name);
  g_autofree char *two_names = g_strdup_printf ("line,school,stop\n%s,A,a\n%s,B,b\n", name, name);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *content = make_rows (rows[i].heading, rows[i].format, rows[i].n);
      g_autofree char *answer = read_as_text (content, strlen (content), "hint");

      if (rows[i].text != NULL)
        g_assert_cmpstr (answer, ==, rows[i].text);
      else
        g_assert_false (g_str_has_prefix (answer, "VALUE"));
    }

  memset (large, '\n', FAR_LINE_IMPORT_BYTES_MAX + 1);
  memcpy (large, "stop,time\na", 11);
  text = read_as_text (large, FAR_LINE_IMPORT_BYTES_MAX, "hint");
  g_assert_cmpstr (text, ==, "hint|||\n  a - -\n! no-time hint 1\n");
  g_free (text);
  text = read_as_text (large, FAR_LINE_IMPORT_BYTES_MAX + 1, "hint");
  g_assert_cmpstr (text, ==, "FORMAT larger than 4 MiB");
  g_free (text);

  text = read_as_text (longest, strlen (longest), "hint");
  g_assert_true (g_str_has_prefix (text, "hint"));
  g_free (text);
  text = read_as_text (too_long, strlen (too_long), "hint");
  g_assert_true (g_str_has_prefix (text, "VALUE row 2: stop “xxx"));
  g_assert_true (g_str_has_suffix (text, "x…” is longer than 200 characters"));
  g_free (text);
  text = read_as_text (two_names, strlen (two_names), "hint");
  g_assert_true (g_str_has_suffix (text, "the name is too long, or another line has it"));
}

/* Deep nesting is refused before anything recurses, in whatever it hides. */
static void
test_survives_depth (void)
{
  static const char *const opens[] = { "[", "{\"a\":", "[{\"stops\":", "[\"]\",", "[\"\\\"\"," };

  for (guint i = 0; i < G_N_ELEMENTS (opens); i++)
    {
      g_autoptr (GString) content = g_string_new (NULL);
      g_autofree char *text = NULL;

      while (content->len + strlen (opens[i]) <= FAR_LINE_IMPORT_BYTES_MAX)
        g_string_append (content, opens[i]);

      text = read_as_text (content->str, content->len, "hint");
      g_assert_cmpstr (text, ==, "FORMAT broken JSON: nested too deep");
    }
}

/* The largest work that a file within the limits can make. */
static void
test_survives_size (void)
{
  g_autoptr (GString) content = g_string_new ("line,direction,stop\n");
  g_autofree char *text = NULL;

  for (guint i = 0; i < FAR_LINE_IMPORT_LINES_MAX; i++)
    {
      for (guint j = 0; j < FAR_LINE_STOPS_MAX / 2; j++)
        g_string_append_printf (content, "%u,out,aaaa%u\n%u,back,aaaab%u\n", i, j, i, j);
    }

  text = read_as_text (content->str, content->len, "hint");
  g_assert_true (g_str_has_prefix (text, "0|||\n"));
}

/* Every beginning of every small file above: an error or a sound import, never anything else. */
static void
test_survives_cuts (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (tables) + G_N_ELEMENTS (objects); i++)
    {
      const char *content = i < G_N_ELEMENTS (tables) ? tables[i].content
                                                      : objects[i - G_N_ELEMENTS (tables)].content;

      for (gsize len = 0; len <= strlen (content); len++)
        {
          g_autofree char *text = read_as_text (content, len, "hint");

          g_assert_cmpint (strlen (text), >, 0);
        }
    }
}

static void
test_survives_cuts_of_real_files (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (real_files); i++)
    {
      g_autofree char *path = g_build_filename ("pedibus", real_files[i].file, NULL);
      gsize len;
      g_autofree char *content = test_data_load (path, &len);
      gboolean is_json;

      if (content == NULL)
        return;

      /* Half a JSON file is none; half a table may be a shorter one.  The table is longer, too. */
      is_json = !g_str_has_suffix (path, ".csv");
      len = strlen (g_strchomp (content));

      for (gsize cut = 0; cut < len; cut += is_json ? 1 : 7)
        {
          g_autofree char *text = read_as_text (content, cut, "hint");

          if (is_json)
            g_assert_true (g_str_has_prefix (text, "FORMAT"));
        }
    }
}

static void
test_survives_changed_bytes (void)
{
  static const char bytes[] = "\"\\{}[],:;\n\r\t \x01\x7f\x80\xc3\xe2\xff"
                              "0a-.e/'";

  for (int round = 0; round < 20000; round++)
    {
      guint pick = g_test_rand_int_range (0, G_N_ELEMENTS (tables) + G_N_ELEMENTS (objects));
      g_autofree char *content =
          g_strdup (pick < G_N_ELEMENTS (tables) ? tables[pick].content
                                                 : objects[pick - G_N_ELEMENTS (tables)].content);
      gsize len = strlen (content);
      g_autofree char *text = NULL;

      for (int i = g_test_rand_int_range (1, 4); i > 0; i--)
        {
          gsize at = g_test_rand_int_range (0, len);

          if (g_test_rand_int_range (0, 4) == 0)
            content[at] = g_test_rand_int_range (0, 256);
          else
            content[at] = bytes[g_test_rand_int_range (0, sizeof bytes)];
        }

      text = read_as_text (content, len, "hint");
      g_assert_cmpint (strlen (text), >, 0);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/far/line-import/real-files", test_reads_real_files);
  g_test_add_func ("/far/line-import/other-real-files", test_refuses_other_real_files);
  g_test_add_func ("/far/line-import/tables", test_reads_tables);
  g_test_add_func ("/far/line-import/objects", test_reads_objects);
  g_test_add_func ("/far/line-import/hint", test_takes_the_name_from_the_hint);
  g_test_add_func ("/far/line-import/times", test_reads_times_as_people_write_them);
  g_test_add_func ("/far/line-import/places", test_judges_places);
  g_test_add_func ("/far/line-import/names-what-is-wrong", test_names_what_is_wrong);
  g_test_add_func ("/far/line-import/limits", test_keeps_limits);
  g_test_add_func ("/far/line-import/depth", test_survives_depth);
  g_test_add_func ("/far/line-import/size", test_survives_size);
  g_test_add_func ("/far/line-import/cuts", test_survives_cuts);
  g_test_add_func ("/far/line-import/cuts-of-real-files", test_survives_cuts_of_real_files);
  g_test_add_func ("/far/line-import/changed-bytes", test_survives_changed_bytes);

  return g_test_run ();
}
