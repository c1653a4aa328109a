/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A list of people, be it cards or a table, is read or refused, and what is said of it is what the
 * program believes. */

#include "far-fuzz.h"

#include "far-bytes.h"
#include "far-contacts-private.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize len)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) error_again = NULL;
  g_autoptr (FarContacts) contacts = far_import_contacts (data, len, &error);
  g_autoptr (GBytes) told = _far_contacts_tell (contacts, error);
  g_autoptr (FarContacts) heard = _far_contacts_hear (told, &error_again);
  g_autoptr (GBytes) again = _far_contacts_tell (heard, error_again);

  g_assert_true ((contacts == NULL) == (error != NULL));
  g_assert_true (g_bytes_equal (told, again));

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
  static const char *const headings[] = { "Nom;Prénom;Téléphone;Portable\n", "name;phone\n", "",
                                          NULL };
  static const char *const names[] = { "Marie", "\"Doe; John\"", "", "Zoé", NULL };
  static const char *const phones[] = { "06 12 34 56 78", "see above", "", NULL };
  static const char *const lines[] = {
    "FN:Marie",
    "N:Doe;John;;;",
    "FN;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:Zo=E9 =\r\nMartin",
    "item1.TEL;TYPE=CELL:06 12",
    "TEL;VALUE=uri;TYPE=\"work,voice\":tel:+1-418;ext=1",
    "BEGIN:VCARD\r\nFN:Paul\r\nEND:VCARD",
    "FN:Ma\r\n rie\\, b",
    NULL,
  };
  g_autoptr (GString) text = g_string_new (NULL);

  if (g_rand_boolean (rand))
    {
      g_string_append (text, pick (rand, headings));
      for (guint i = 0; i < 3; i++)
        g_string_append_printf (text, "%s;%s;%s\r\n", pick (rand, names), pick (rand, phones),
                                pick (rand, phones));
    }
  else
    {
      for (guint i = 0; i < 2; i++)
        g_string_append_printf (text, "BEGIN:VCARD\r\n%s\r\n%s\r\n%s\r\nEND:VCARD\r\n",
                                pick (rand, lines), pick (rand, lines), pick (rand, lines));
    }
  far_put (out, (const guint8 *)text->str, text->len);
}
