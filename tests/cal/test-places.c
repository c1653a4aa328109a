/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Meeting places out of tables of others: what is read, and which cell is refused, and why. */

#include "far-listed-places-private.h"

#include <string.h>

#include "far-refused.h"
#include "far-tidy.h"
#include "test-data.h"

static const char *const everywhere[] = { NULL };

static const char *const reasons[] = {
  [FAR_PLACE_REFUSED_NAME] = "name",
  [FAR_PLACE_REFUSED_NAME_LONG] = "name-long",
  [FAR_PLACE_REFUSED_ADDRESS_LONG] = "address-long",
  [FAR_PLACE_REFUSED_TOWN_LONG] = "town-long",
  [FAR_PLACE_REFUSED_SOURCE_LONG] = "source-long",
  [FAR_PLACE_REFUSED_DATE] = "date",
  [FAR_PLACE_REFUSED_LAT] = "lat",
  [FAR_PLACE_REFUSED_LON] = "lon",
  [FAR_PLACE_REFUSED_EXCHANGED] = "exchanged",
  [FAR_PLACE_REFUSED_LAT_ABROAD] = "lat-abroad",
  [FAR_PLACE_REFUSED_LON_ABROAD] = "lon-abroad",
  [FAR_PLACE_REFUSED_OPEN] = "open",
  [FAR_PLACE_REFUSED_TWICE] = "twice",
};

/* "2 Gare|Rue A|Dieppe|id|49921823,1081183" for each place, then "3 Xlong exchanged: 49.9", and how
 * many rows were refused, closed and elsewhere. */
static char *
describe (const FarListedPlaces *places)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < places->places->len; i++)
    {
      const FarListedPlace *place = places->places->pdata[i];

      g_string_append_printf (out, "%u %s|%s|%s|%s", place->row, place->name, place->address,
                              place->town, place->source);
      if (place->has_at)
        g_string_append_printf (out, "|%d,%d", place->lat, place->lon);
      g_string_append_c (out, '\n');
    }
  for (guint i = 0; i < places->refused->len; i++)
    {
      const FarRefused *refused = &g_array_index (places->refused, FarRefused, i);

      g_string_append_printf (out, "%u %s %s: %s\n", refused->row,
                              places
                                  ->headings[far_listed_place_refused_get_column (refused->reason)],
                              reasons[refused->reason], refused->cell);
    }
  g_string_append_printf (out, "%u %u %u\n", places->n_refused, places->n_closed,
                          places->n_elsewhere);

  return g_string_free (out, FALSE);
}

static FarListedPlaces *
read_in (const char *text, gssize len, const char *const *towns, GError **error)
{
  return far_import_places ((const guint8 *)text, len >= 0 ? (gsize)len : strlen (text), towns,
                            error);
}

/* What is read is what the program believes. */
static char *
read_and_describe (const char *text, gssize len, const char *const *towns)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FarListedPlaces) places = read_in (text, len, towns, &error);
  g_autoptr (GBytes) told = NULL;
  g_autoptr (FarListedPlaces) heard = NULL;
  g_autofree char *again = NULL;
  char *said;

  g_assert_no_error (error);
  said = describe (places);
  told = _far_listed_places_tell (places, NULL);
  heard = _far_listed_places_hear (told, &error);
  g_assert_no_error (error);
  again = describe (heard);
  g_assert_cmpstr (again, ==, said);

  return said;
}

#define NATIONAL "id_lieu,nom_lieu,ad_lieu,com_lieu,insee,date_maj,ouvert,Xlong,Ylat\n"
/* A row of it of which only the coordinates matter. */
#define AT(lon, lat) NATIONAL "1,P,A,T,76217,,," lon "," lat "\n"

static void
test_reads (void)
{
  static const struct
  {
    const char *text;
    const char *said;
  } rows[] = {
    { NATIONAL "7-C-1,Gare,\"2, Boulevard\",Dieppe,76217,2019-06-25,true,1.081183,49.921823\n",
      "2 Gare|2, Boulevard|Dieppe|7-C-1|49921823,1081183\n0 0 0\n" },
    /* in any order, with semicolons and decimal commas, in Windows-1252 */
    { "Ylat;Xlong;COM_LIEU;Nom_Lieu\r\n49,92;-1,5;S\xe9"
      "es;Place de l\x92\xc9glise\r\n",
      "2 Place de l’Église||Sées||49920000,-1500000\n0 0 0\n" },
    { "\xef\xbb\xbfName,Address\nStation,Main Street\n", "2 Station|Main Street||\n0 0 0\n" },
    /* titles above, an empty row, a place that is closed */
    { "Our places\n\nname,town,open\n,,\nA,X,no\nB,X,\nC,X,OUI\n", "6 B||X|\n7 C||X|\n0 1 0\n" },
    /* the same name is another place in another town, or by another source */
    { "name,town\nP,X\np,x\nP,Y\n", "2 P||X|\n4 P||Y|\n3 name twice: p\n1 0 0\n" },
    { "id,name,town\n1,P,X\n2,P,X\n1,Q,Y\n", "2 P||X|1\n3 P||X|2\n4 name twice: Q\n1 0 0\n" },
    /* a faulty row is refused whole, with each cell of it */
    { NATIONAL ",,A,T,,25/06/2019,perhaps,x,\nok,B,A,T,,2019-06-25,true,1,2\n",
      "3 B|A|T|ok|2000000,1000000\n2 nom_lieu name: \n2 date_maj date: 25/06/2019\n"
      "2 ouvert open: perhaps\n2 Ylat lat: \n2 Xlong lon: x\n1 0 0\n" },
    { NATIONAL "1,P,A,T,,2019-02-30,,,\n", "2 date_maj date: 2019-02-30\n1 0 0\n" },
    /* of a closed place nobody wants to hear more */
    { NATIONAL "1,,A,T,,x,false,y,z\n", "0 1 0\n" },

    { AT ("49.921921", "1.065656"), "2 Xlong exchanged: 49.921921\n1 0 0\n" },
    { AT ("-20.9", "55.5"), "2 Xlong exchanged: -20.9\n1 0 0\n" },
    { AT ("-22.3", "166.4"), "2 Xlong exchanged: -22.3\n1 0 0\n" },
    { AT ("55.5", "-20.9"), "2 P|A|T|1|-20900000,55500000\n0 0 0\n" },
    { AT ("-61.5", "16.2"), "2 P|A|T|1|16200000,-61500000\n0 0 0\n" },
    { AT ("1.08", "4.99"), "2 Ylat lat-abroad: 4.99\n1 0 0\n" },
    { AT ("108.1", "49.9"), "2 Xlong lon-abroad: 108.1\n1 0 0\n" },
    { AT ("", "49.9"), "2 Xlong lon: \n1 0 0\n" },
    { AT ("1.0.8", "49.9"), "2 Xlong lon: 1.0.8\n1 0 0\n" },
    { AT ("nan", "inf"), "2 Ylat lat: inf\n2 Xlong lon: nan\n1 0 0\n" },
    { AT ("1e0", "0x31"), "2 Ylat lat: 0x31\n2 Xlong lon: 1e0\n1 0 0\n" },
    /* without a number of INSEE it may be anywhere on Earth, and nowhere else */
    { "name,lat,lon\nA,1.065656,49.921921\nB,-90,180\nC,90.000001,0\nD,0,-180.1\n",
      "2 A||||1065656,49921921\n3 B||||-90000000,180000000\n4 lat lat: 90.000001\n"
      "5 lon lon: -180.1\n2 0 0\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *said = NULL;

      g_test_message ("row %u", i);
      said = read_and_describe (rows[i].text, -1, everywhere);
      g_assert_cmpstr (said, ==, rows[i].said);
    }
}

static void
test_towns (void)
{
  static const char text[] =
      "name,town,lat,lon\nA,Saint-Martin-d’Hères,1,1\nB,SAINT MARTIN D'HERES,"
      "2,2\nC,Grenoble,x,y\nD,Gières,4,4\nE,,5,5\n";
  static const char *const one[] = { "saint-martin-d'hères", NULL };
  static const char *const two[] = { "GIERES", "Grenoble", NULL };
  static const char *const none[] = { "Saint-Martin", NULL };
  g_autofree char *of_one = read_and_describe (text, -1, one);
  g_autofree char *of_two = read_and_describe (text, -1, two);
  g_autofree char *of_none = read_and_describe (text, -1, none);

  g_assert_cmpstr (of_one, ==,
                   "2 A||Saint-Martin-d’Hères||1000000,1000000\n"
                   "3 B||SAINT MARTIN D'HERES||2000000,2000000\n0 0 3\n");
  g_assert_cmpstr (of_two, ==, "5 D||Gières||4000000,4000000\n4 lat lat: x\n4 lon lon: y\n1 0 3\n");
  g_assert_cmpstr (of_none, ==, "0 0 5\n");
}

static void
test_bad_files (void)
{
  static const struct
  {
    const char *text;
    gssize len;
    int code;
  } rows[] = {
    { "", 0, FAR_IMPORT_ERROR_PLACES },
    { "colour,size\nred,3\n", -1, FAR_IMPORT_ERROR_PLACES },
    { "name,phone\nMarie,06\n", -1, FAR_IMPORT_ERROR_PLACES },
    { "name,lat\nA,1\n", -1, FAR_IMPORT_ERROR_PLACES },
    { "town,lat,lon\nA,1,1\n", -1, FAR_IMPORT_ERROR_PLACES },
    { "\0\0", 2, FAR_IMPORT_ERROR_PLACES },
    { "\"name,town\nx\n", -1, FAR_IMPORT_ERROR_PLACES },
    { "name,town\n\"x,y\n", -1, FAR_IMPORT_ERROR_DAMAGED },
    { "name,town\n\"x\"y,z\n", -1, FAR_IMPORT_ERROR_DAMAGED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (FarListedPlaces) places = read_in (rows[i].text, rows[i].len, everywhere, &error);

      g_test_message ("row %u", i);
      g_assert_null (places);
      g_assert_error (error, FAR_IMPORT_ERROR, rows[i].code);
    }
}

static void
test_limits (void)
{
  static const char *const town[] = { "Y", NULL };
  g_autoptr (GString) many = g_string_new ("name,town,address,id\n");
  g_autofree char *wide = g_strnfill (FAR_NAME_MAX + 1, 'x');
  g_autofree char *source = g_strnfill (FAR_PLACE_SOURCE_MAX + 1, 'x');
  g_autofree char *long_cells =
      g_strdup_printf ("name,town,address,id\n%s,%s,%s,%s\n%.200s,%.200s,%.200s,%.80s\n", wide,
                       wide, wide, source, wide, wide, wide, source);
  g_autoptr (GError) error = NULL;
  g_autoptr (FarListedPlaces) few = NULL;
  g_autoptr (FarListedPlaces) of_town = NULL;
  g_autoptr (FarListedPlaces) full = NULL;

  few = read_in (long_cells, -1, everywhere, NULL);
  g_assert_cmpuint (few->places->len, ==, 1);
  g_assert_cmpuint (few->n_refused, ==, 1);
  g_assert_cmpuint (few->refused->len, ==, 4);

  for (guint i = 0; i < FAR_LISTED_PLACES_MAX; i++)
    g_string_append_printf (many, "Place %u,X,A,%u\n", i, i);
  full = read_in (many->str, -1, everywhere, NULL);
  g_assert_cmpuint (full->places->len, ==, FAR_LISTED_PLACES_MAX);

  g_string_append (many, "One more,Y,A,0\nAnother,Y,A,y\n");
  g_assert_null (read_in (many->str, -1, everywhere, &error));
  g_assert_error (error, FAR_IMPORT_ERROR, FAR_IMPORT_ERROR_PLACES_MANY);
  of_town = read_in (many->str, -1, town, NULL);
  g_assert_cmpuint (of_town->places->len, ==, 2);
  g_assert_cmpuint (of_town->n_elsewhere, ==, FAR_LISTED_PLACES_MAX);
}

/* More cells than are told: how many rows are refused is told all the same. */
static void
test_many_faults (void)
{
  g_autoptr (GString) many = g_string_new ("name,lat,lon\n");
  g_autofree char *said = NULL;
  g_autoptr (FarListedPlaces) places = NULL;

  for (guint i = 0; i < FAR_REFUSED_MAX; i++)
    g_string_append (many, "P,x,y\n");
  said = read_and_describe (many->str, -1, everywhere);
  places = read_in (many->str, -1, everywhere, NULL);
  g_assert_cmpuint (places->refused->len, ==, FAR_REFUSED_MAX);
  g_assert_cmpuint (places->n_refused, ==, FAR_REFUSED_MAX);
}

/* The national base, as it is published. */
static void
test_published (void)
{
  static const char *const towns[] = { "bourgoin jallieu", NULL };
  gsize len, good_len, bad_len;
  g_autofree char *text = test_data_load ("rides/lieux-covoiturage-38-73.csv", &len);
  g_autofree char *good_text =
      test_data_load ("rides/lieux-covoiturage-exemple-valide.csv", &good_len);
  g_autofree char *bad_text =
      test_data_load ("rides/lieux-covoiturage-exemple-invalide.csv", &bad_len);
  g_autofree char *said = NULL;
  g_autofree char *good = NULL;
  g_autofree char *bad = NULL;
  g_autoptr (FarListedPlaces) places = NULL;
  g_autoptr (FarListedPlaces) of_town = NULL;

  if (text == NULL || good_text == NULL || bad_text == NULL)
    return;

  said = read_and_describe (text, (gssize)len, everywhere);
  g_test_message ("%s", said);
  places = read_in (text, (gssize)len, everywhere, NULL);
  g_assert_cmpuint (places->places->len + places->n_closed, ==, 166);
  g_assert_cmpuint (places->n_refused, ==, 0);
  g_assert_nonnull (strstr (said, "4 Parking La Grive A43|14 Chemin des Marais, 38300 "
                                  "Bourgoin-Jallieu, France|BOURGOIN-JALLIEU|38053-C-001|45602386,"
                                  "5233003\n"));
  of_town = read_in (text, (gssize)len, towns, NULL);
  g_assert_cmpuint (of_town->places->len, >, 0);
  g_assert_cmpuint (of_town->places->len + of_town->n_elsewhere + of_town->n_closed, ==, 166);

  good = read_and_describe (good_text, (gssize)good_len, everywhere);
  g_assert_cmpstr (good, ==,
                   "2 Gare SNCF de Dieppe|2 Boulevard Georges Clemenceau|Dieppe|76217-C-001|"
                   "49921823,1081183\n0 0 0\n");
  bad = read_and_describe (bad_text, (gssize)bad_len, everywhere);
  g_assert_cmpstr (bad, ==,
                   "2 Gare SNCF de Dieppe|2 Boulevard Georges Clemenceau|Dieppe|76217-C-001|"
                   "49921823,1081183\n3 date_maj date: 24-06-2019\n"
                   "3 Xlong exchanged: 49.921921\n1 0 0\n");
}

static void
test_disbelieves (void)
{
  g_autoptr (FarListedPlaces) places =
                 read_in ("name,lat,lon\nA,1,2\nB,x,y\n", -1, everywhere, NULL);
  g_autoptr (GBytes) good = _far_listed_places_tell (places, NULL);
  static const char *const lies[] = {
    /* without a name, outside the Earth, coordinates of which it says that there are none */
    "[(uint32 1, '', '', '', '', false, 0, 0)], @a(uys) []",
    "[(uint32 1, 'A', '', '', '', true, 90000001, 0)], @a(uys) []",
    "[(uint32 1, 'A', '', '', '', true, 0, -2147483648)], @a(uys) []",
    "[(uint32 1, 'A', '', '', '', false, 1, 0)], @a(uys) []",
    "[(uint32 1, ' A', '', '', '', false, 0, 0)], @a(uys) []",
    "[(uint32 1, 'A', '', '', '', false, 0, 0), (2, 'a', '', '', '', false, 0, 0)], @a(uys) []",
    /* refused of how many rows; in which order; for what */
    "@a(ussssbii) [], [(uint32 1, byte 0, '')]",
    "@a(ussssbii) [], [(uint32 0, byte 0, '')]",
    "@a(ussssbii) [], [(uint32 3, byte 0, ''), (uint32 2, byte 0, '')]",
    "@a(ussssbii) [], [(uint32 3, byte 99, '')]",
  };
  static const guint refused_rows[] = { 0, 0, 0, 0, 0, 0, 0, 1, 2, 1 };
  const guint8 *bytes;
  gsize len;

  bytes = g_bytes_get_data (good, &len);
  for (guint at = 0; at <= len; at++)
    {
      g_autofree guint8 *copy = g_memdup2 (bytes, len);
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) damaged = NULL;
      g_autoptr (FarListedPlaces) heard = NULL;

      if (at < len)
        copy[at] ^= 0xff;
      damaged = g_bytes_new (copy, at < len ? len : len - 1);
      heard = _far_listed_places_hear (damaged, &error);
      g_assert_true ((heard == NULL) == (error != NULL));
      if (heard == NULL)
        g_assert_error (error, FAR_IMPORT_ERROR, FAR_IMPORT_ERROR_HELPER);
    }

  for (guint i = 0; i < G_N_ELEMENTS (lies); i++)
    {
      g_autofree char *text = g_strdup_printf ("(byte 0, '', %s, ['', '', '', '', '', '', '', '', "
                                               "''], uint32 %u, uint32 0, uint32 0)",
                                               lies[i], refused_rows[i]);
      g_autoptr (GVariant) lie = g_variant_ref_sink (g_variant_new_parsed (text));
      g_autoptr (GBytes) told = g_variant_get_data_as_bytes (lie);
      g_autoptr (GError) error = NULL;

      g_test_message ("lie %u", i);
      g_assert_null (_far_listed_places_hear (told, &error));
      g_assert_error (error, FAR_IMPORT_ERROR, FAR_IMPORT_ERROR_HELPER);
    }
}

/* ---- by the process */

static void
heard_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **)data = g_object_ref (result);
}

static FarListedPlaces *
read_by_process (const char *text, const char *const *towns, GError **error)
{
  g_autoptr (GBytes) file = g_bytes_new (text, strlen (text));
  g_autoptr (GAsyncResult) result = NULL;

  far_listed_places_read_async (file, towns, NULL, heard_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);

  return far_listed_places_read_finish (result, error);
}

static void
test_by_process (void)
{
  static const char *const towns[] = { "Gières", "x", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) none = NULL;
  g_autoptr (FarListedPlaces) all =
                 read_by_process ("name,town\nA,X\nB,GIERES\nC,Y\n", NULL, &error);
  g_autoptr (FarListedPlaces) some = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (all->places->len, ==, 3);
  some = read_by_process ("name,town\nA,X\nB,GIERES\nC,Y\n", towns, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (some->places->len, ==, 2);
  g_assert_cmpuint (some->n_elsewhere, ==, 1);
  g_assert_null (read_by_process ("prose\n", NULL, &none));
  g_assert_error (none, FAR_IMPORT_ERROR, FAR_IMPORT_ERROR_PLACES);
}

int
main (int argc, char **argv)
{
  g_autofree char *folder = g_path_get_dirname (FAR_IMPORT_PROGRAM);

  g_setenv ("FARANDOLE_HELPERS", folder, TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/far/places/reads", test_reads);
  g_test_add_func ("/far/places/towns", test_towns);
  g_test_add_func ("/far/places/bad-files", test_bad_files);
  g_test_add_func ("/far/places/limits", test_limits);
  g_test_add_func ("/far/places/many-faults", test_many_faults);
  g_test_add_func ("/far/places/published", test_published);
  g_test_add_func ("/far/places/disbelieves", test_disbelieves);
  g_test_add_func ("/far/places/by-process", test_by_process);

  return g_test_run ();
}
