/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A table of meeting places is read or refused, and what is said of it is what the program
 * believes; and so is what the process says, if it is anything else. */

#include "far-fuzz.h"

#include <string.h>

#include "far-bytes.h"
#include "far-listed-places-private.h"
#include "far-tidy.h"

static void
check (const FarListedPlaces *places)
{
  g_assert_cmpuint (places->places->len, <=, FAR_LISTED_PLACES_MAX);
  g_assert_cmpuint (places->refused->len, <=, FAR_REFUSED_MAX);
  for (guint i = 0; i < places->places->len; i++)
    {
      const FarListedPlace *place = places->places->pdata[i];

      g_assert_true (far_is_tidy (place->name) && place->name[0] != '\0');
      g_assert_true (far_is_tidy (place->address) && far_is_tidy (place->town));
      g_assert_cmpuint (strlen (place->source), <=, FAR_PLACE_SOURCE_MAX);
      g_assert_cmpint (ABS ((gint64)place->lat), <=, 90000000);
      g_assert_cmpint (ABS ((gint64)place->lon), <=, 180000000);
    }
}

/* The first byte says whether it is a file, or what was said of one. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize len)
{
  static const char *const towns[2][2] = { { NULL }, { "Sées", NULL } };
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) error_again = NULL;
  g_autoptr (FarListedPlaces) places = NULL;
  g_autoptr (FarListedPlaces) heard = NULL;
  g_autoptr (GBytes) told = NULL;
  g_autoptr (GBytes) again = NULL;

  if (len == 0)
    return 0;

  if (data[0] >= 2)
    told = g_bytes_new (data + 1, len - 1);
  else
    {
      places = far_import_places (data + 1, len - 1, towns[data[0]], &error);
      g_assert_true ((places == NULL) == (error != NULL));
      told = _far_listed_places_tell (places, error);
    }
  heard = _far_listed_places_hear (told, &error_again);
  g_assert_true ((heard == NULL) == (error_again != NULL));
  if (heard != NULL)
    check (heard);
  again = _far_listed_places_tell (heard, error_again);
  g_assert_true (data[0] >= 2 || g_bytes_equal (told, again));

  return 0;
}

/* -- good inputs */

static const char *
pick (GRand *rand, const char *const *words)
{
  return words[g_rand_int_range (rand, 0, g_strv_length ((char **)words))];
}

void
far_fuzz_seed (GRand *rand, GByteArray *out)
{
  static const char *const headings[] = {
    "id_lieu,nom_lieu,com_lieu,insee,date_maj,ouvert,Xlong,Ylat\n",
    "a,name,town,b,c,open,lon,lat\n", "Lieux\n\nid;Nom;Ville;Code INSEE;d;e;f;g\n", NULL
  };
  static const char *const names[] = { "Gare", "\"Place, \"\"A\"\"\"", "", "Été", NULL };
  static const char *const towns[] = { "Sées", "SEES", "", "L'Isle-d'Abeau", NULL };
  static const char *const codes[] = { "76217", "", NULL };
  static const char *const dates[] = { "2019-06-25", "24-06-2019", "", NULL };
  static const char *const opens[] = { "true", "false", "x", "", NULL };
  static const char *const degrees[] = { "1.081183", "49.921823", "-180", "91", "x", "", NULL };
  g_autoptr (GString) text = g_string_new (NULL);
  guint8 what = (guint8)g_rand_int_range (rand, 0, 3);

  g_string_append (text, pick (rand, headings));
  for (guint i = 0; i < 3; i++)
    g_string_append_printf (text, "%u,%s,%s,%s,%s,%s,%s,%s\r\n", g_rand_int_range (rand, 0, 4),
                            pick (rand, names), pick (rand, towns), pick (rand, codes),
                            pick (rand, dates), pick (rand, opens), pick (rand, degrees),
                            pick (rand, degrees));
  far_put (out, &what, 1);
  if (what < 2)
    far_put (out, (const guint8 *)text->str, text->len);
  else
    {
      static const char *const everywhere[] = { NULL };
      g_autoptr (GError) error = NULL;
      g_autoptr (FarListedPlaces) places =
                     far_import_places ((const guint8 *)text->str, text->len, everywhere, &error);
      g_autoptr (GBytes) told = _far_listed_places_tell (places, error);

      far_put (out, g_bytes_get_data (told, NULL), g_bytes_get_size (told));
    }
}
