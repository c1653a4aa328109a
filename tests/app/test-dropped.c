/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a file that is dropped on the window may be. */

#include "far-dropped.h"

#include <string.h>

static const struct
{
  const char *name;
  const char *head;
  gssize len; /* -1: up to the end of the text */
  FarDropped expected;
} rows[] = {
  { "x", "BEGIN:VCALENDAR\r\nVERSION:2.0", -1, FAR_DROPPED_CALENDAR },
  { "x", "begin:vcalendar\n", -1, FAR_DROPPED_CALENDAR },
  { "x.csv", "\xef\xbb\xbf \r\nBEGIN:VCALENDAR", -1, FAR_DROPPED_CALENDAR },
  { "x.txt", "\nBEGIN:VCARD\n", -1, FAR_DROPPED_CONTACTS },
  { "parents.csv", "Nom;Téléphone\n", -1, FAR_DROPPED_TABLE },
  { "PARENTS.CSV", "Nom\nAnna\n", -1, FAR_DROPPED_TABLE },
  { "parents", "\xef\xbb\xbfNom,Téléphone", -1, FAR_DROPPED_TABLE },
  { "parents", "Nom\tNum\xe9ro\nAnna", -1, FAR_DROPPED_TABLE },
  /* not in its first line */
  { "letter", "Dear all\nplease, come", -1, FAR_DROPPED_OURS },
  { "line.geojson", "{\"type\": \"FeatureCollection\", ", -1, FAR_DROPPED_OURS },
  { "x.json", "[1, 2]", -1, FAR_DROPPED_OURS },
  { "card.farandole", "farandole:ABCDEF", -1, FAR_DROPPED_OURS },
  { "bundle.farandole", "far1;\0\1\2,", 9, FAR_DROPPED_OURS },
  /* said by its name, and by nothing in it */
  { "empty.ics", "", 0, FAR_DROPPED_CALENDAR },
  { "hostile.VCF", "\0\0\0", 3, FAR_DROPPED_CONTACTS },
  { "", "", 0, FAR_DROPPED_OURS },
  /* cut in the middle */
  { "x", "BEGIN:VCAL", -1, FAR_DROPPED_OURS },
  { "x", "\xef\xbb", -1, FAR_DROPPED_OURS },
};

static void
test_tell (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gsize len = rows[i].len >= 0 ? (gsize)rows[i].len : strlen (rows[i].head);
      /* of its own, so that no byte after it is read unseen */
      g_autofree guint8 *head = g_memdup2 (rows[i].head, len);

      g_test_message ("row %u", i);
      g_assert_cmpint (far_dropped_tell (rows[i].name, head, len), ==, rows[i].expected);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/dropped/tell", test_tell);

  return g_test_run ();
}
