/* SPDX-License-Identifier: GPL-3.0-or-later */

/* People out of lists of others: who is read, at which number, and what is refused. */

#include "far-contacts-private.h"

#include <string.h>

#include "far-refused.h"
#include "far-tidy.h"
#include "test-data.h"

static const char *const reasons[] = {
  [FAR_CONTACT_REFUSED_NAME] = "name",
  [FAR_CONTACT_REFUSED_LONG] = "long",
  [FAR_CONTACT_REFUSED_TWICE] = "twice",
  [FAR_CONTACT_REFUSED_PHONE] = "phone",
};

/* "1 Marie 06" for each person, then "3 twice: Marie". */
static char *
describe (const FarContacts *contacts)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < contacts->people->len; i++)
    {
      const FarListedPerson *person = contacts->people->pdata[i];

      g_string_append_printf (out, "%u %s%s%s\n", person->row, person->name,
                              person->phone[0] != '\0' ? " / " : "", person->phone);
    }
  for (guint i = 0; i < contacts->refused->len; i++)
    {
      const FarRefused *refused = &g_array_index (contacts->refused, FarRefused, i);

      g_string_append_printf (out, "%u %s: %s\n", refused->row, reasons[refused->reason],
                              refused->cell);
    }

  return g_string_free (out, FALSE);
}

static FarContacts *
read_in (const char *text, gssize len, GError **error)
{
  return far_import_contacts ((const guint8 *)text, len >= 0 ? (gsize)len : strlen (text), error);
}

/* What is read is what the program believes. */
static char *
read_and_describe (const char *text, gssize len)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FarContacts) contacts = read_in (text, len, &error);
  g_autoptr (GBytes) told = NULL;
  g_autoptr (FarContacts) heard = NULL;
  g_autofree char *again = NULL;
  char *said;

  g_assert_no_error (error);
  said = describe (contacts);
  told = _far_contacts_tell (contacts, NULL);
  heard = _far_contacts_hear (told, &error);
  g_assert_no_error (error);
  again = describe (heard);
  g_assert_cmpstr (again, ==, said);

  return said;
}

#define CARD(lines) "BEGIN:VCARD\r\nVERSION:3.0\r\n" lines "\r\nEND:VCARD\r\n"

static void
test_reads (void)
{
  static const struct
  {
    const char *text;
    const char *said;
  } rows[] = {
    { "Nom;Prénom;Téléphone;Portable\nMartin;Zoé;01 02 03 04 05;06 12 34 56 78\n;Ali;;\n",
      "2 Zoé Martin / 06 12 34 56 78\n3 Ali\n" },
    { "Nom;T\xe9l\xe9phone\r\nZo\xe9;0612345678\r\n", "2 Zoé / 0612345678\n" },
    { "\xef\xbb\xbfname,phone\n\"Doe, John\",+33 6 12\n", "2 Doe, John / +33 6 12\n" },
    /* titles above, an empty row, and a sum */
    { "Liste 2026\n\nParent;GSM\nMarie;0478 11 22 33\n;\nTotal;1\n",
      "4 Marie / 0478 11 22 33\n6 Total\n6 phone: 1\n" },
    /* no headings */
    { "Marie Martin;06 12 34 56 78\nPaul;\n", "1 Marie Martin / 06 12 34 56 78\n2 Paul\n" },
    { "nom\nMarie\nMARIE\nMärie\nPaul\n", "2 Marie\n5 Paul\n3 twice: MARIE\n4 twice: Märie\n" },
    { "nom;tel\n;06 12 34 56 78\nPaul;see above\n",
      "3 Paul\n2 name: 06 12 34 56 78\n3 phone: see above\n" },
    { "name\n<script>alert(1)</script>\n=HYPERLINK(1)\n\"a\nb\"\n",
      "2 <script>alert(1)</script>\n3 =HYPERLINK(1)\n4 a b\n" },

    { CARD ("FN:Marie Martin\r\nTEL;TYPE=HOME:01\r\nTEL;TYPE=HOME:01 02 03\r\nTEL;TYPE=CELL:06 07"),
      "1 Marie Martin / 06 07\n" },
    { CARD ("N:Doe;John;Richter\\, James;Mr.;Sr.\r\nitem1.TEL;TYPE=FAX:01 02 03"), "1 John Doe\n" },
    { CARD ("FN:A\\, b\\; c\\\\ d\\n e"), "1 A, b; c\\ d e\n" },
    { CARD ("FN:Ma\r\n rie"), "1 Marie\n" },
    { CARD ("FN:Simon\r\nTEL;VALUE=uri;TYPE=\"work,voice\":tel:+1-418-656-9254;ext=102"),
      "1 Simon / +1-418-656-9254\n" },
    { CARD ("FN;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:Zo=E9 =\r\nMartin"),
      "1 Zoé Martin\n" },
    { CARD ("FN;ENCODING=QUOTED-PRINTABLE:Zo=C3=A9=00=x"), "1 Zoé =x\n" },
    { CARD ("ORG:The School\r\nTEL:01 02 03"), "1 name: 01 02 03\n" },
    { CARD ("FN:Marie\r\nTEL:BusinessPhone"), "1 Marie\n1 phone: BusinessPhone\n" },
    { CARD ("FN:Marie\r\nAGENT:\r\nBEGIN:VCARD\r\nFN:Paul\r\nEND:VCARD") CARD ("FN:Ali"),
      "1 Marie\n2 Ali\n" },
    { "BEGIN:vCard\nFN:Frank\nEND:vCard\nBEGIN:vCard\nFN:Tim\nEND:vCard\n", "1 Frank\n2 Tim\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *said = NULL;

      g_test_message ("row %u", i);
      said = read_and_describe (rows[i].text, -1);
      g_assert_cmpstr (said, ==, rows[i].said);
    }
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
    { "", 0, FAR_IMPORT_ERROR_NAMES },
    { "colour,size\nred,3\n", -1, FAR_IMPORT_ERROR_NAMES },
    { "\0\0", 2, FAR_IMPORT_ERROR_NAMES },
    { "\"name\nx\n", -1, FAR_IMPORT_ERROR_NAMES },
    { "name,phone\n\"x,y\n", -1, FAR_IMPORT_ERROR_DAMAGED },
    { "BEGIN:VCARD\nFN:Marie\n", -1, FAR_IMPORT_ERROR_DAMAGED },
  };
  g_autoptr (GString) many = g_string_new ("name\n");
  g_autofree char *wide = g_strnfill (FAR_NAME_MAX + 1, 'x');
  g_autofree char *long_name = g_strdup_printf ("name\n%s\nMarie\n", wide);
  g_autoptr (GError) too_big = NULL;
  g_autoptr (FarContacts) few = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (FarContacts) contacts = read_in (rows[i].text, rows[i].len, &error);

      g_test_message ("row %u", i);
      g_assert_null (contacts);
      g_assert_error (error, FAR_IMPORT_ERROR, rows[i].code);
    }

  for (guint i = 0; i <= FAR_CONTACTS_MAX; i++)
    g_string_append_printf (many, "Person %u\n", i);
  g_assert_null (read_in (many->str, -1, &too_big));
  g_assert_error (too_big, FAR_IMPORT_ERROR, FAR_IMPORT_ERROR_TOO_BIG);

  few = read_in (long_name, -1, NULL);
  g_assert_cmpuint (few->people->len, ==, 1);
  g_assert_cmpuint (few->n_refused, ==, 1);
}

/* What people's programs write. */
static void
test_published (void)
{
  static const struct
  {
    const char *name;
    guint n_people;
    const char *has; /* (nullable) */
  } files[] = {
    { "contacts/vcard/John_Doe_EVOLUTION.vcf", 1,
      "1 Mr. John Richter, James Doe Sr. / 905-666-1234" },
    { "contacts/vcard/John_Doe_GMAIL.vcf", 1, "1 Mr. John Richter, James Doe Sr. / 905-555-1234" },
    { "contacts/vcard/John_Doe_MS_OUTLOOK.vcf", 1, "/ (905) 555-1234" },
    { "contacts/vcard/John_Doe_BLACK_BERRY.vcf", 1, "1 John Doe / +96123456789" },
    { "contacts/vcard/outlook-2003.vcf", 1, "1 phone: BusinessPhone" },
    { "contacts/vcard/rfc2426-example.vcf", 2, "2 Tim Howes / +1-415-937-3419" },
    { "contacts/vcard/rfc6350-example.vcf", 1, "1 Simon Perreault / +1-418-262-6501" },
    { "contacts/vcard/John_Doe_ANDROID.vcf", 4, "Ñ Ñ Ñ Ñ" },
    { "rotas/doodle-export.csv", 0, NULL },
    { "contacts/csv-spectrum/simple.csv", 0, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      gsize len;
      g_autofree char *text = test_data_load (files[i].name, &len);
      g_autofree char *said = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (FarContacts) contacts = NULL;

      if (text == NULL)
        return;
      contacts = read_in (text, (gssize)len, &error);
      g_test_message ("%s", files[i].name);
      if (files[i].n_people == 0)
        {
          g_assert_error (error, FAR_IMPORT_ERROR, FAR_IMPORT_ERROR_NAMES);
          continue;
        }
      g_assert_no_error (error);
      said = describe (contacts);
      g_test_message ("%s", said);
      g_assert_cmpuint (contacts->people->len, ==, files[i].n_people);
      g_assert_nonnull (strstr (said, files[i].has));
    }
}

/* Whatever somebody is called, the name stays what it is, or is refused. */
static void
test_naughty (void)
{
  gsize len;
  g_autofree char *text = test_data_load ("contacts/blns.txt", &len);
  g_auto (GStrv) lines = text != NULL ? g_strsplit (text, "\n", -1) : NULL;
  guint n = 0;

  for (char **line = lines; line != NULL && *line != NULL; line++)
    {
      g_auto (GStrv) quoted = g_strsplit (*line, "\"", -1);
      g_autofree char *escaped = g_strjoinv ("\"\"", quoted);
      g_autofree char *table = g_strdup_printf ("name\n\"%s\"\n", escaped);
      g_autofree char *tidy = g_utf8_validate (*line, -1, NULL) ? far_tidy (*line) : NULL;
      g_autoptr (FarContacts) contacts = NULL;

      if (tidy == NULL || tidy[0] == '\0' || g_utf8_strlen (*line, -1) > FAR_NAME_MAX)
        continue;
      contacts = read_in (table, -1, NULL);
      g_assert_nonnull (contacts);
      g_assert_cmpuint (contacts->people->len, ==, 1);
      g_assert_cmpstr (((const FarListedPerson *)contacts->people->pdata[0])->name, ==, tidy);
      n++;
    }
  if (lines != NULL)
    g_assert_cmpuint (n, >, 400);
}

static void
test_disbelieves (void)
{
  g_autoptr (FarContacts) contacts = _far_contacts_new ();
  g_autoptr (GBytes) good = NULL;
  const guint8 *bytes;
  gsize len;

  g_assert_true (_far_contacts_add (contacts, 1, "Marie", "06 12", NULL));
  g_assert_true (_far_contacts_add (contacts, 2, "marie", "", NULL));
  good = _far_contacts_tell (contacts, NULL);
  bytes = g_bytes_get_data (good, &len);

  for (guint at = 0; at <= len; at++)
    {
      g_autofree guint8 *copy = g_memdup2 (bytes, len);
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) damaged = NULL;
      g_autoptr (FarContacts) heard = NULL;

      if (at < len)
        copy[at] ^= 0xff;
      damaged = g_bytes_new (copy, at < len ? len : len - 1);
      heard = _far_contacts_hear (damaged, &error);
      g_assert_true ((heard == NULL) == (error != NULL));
      if (heard == NULL)
        g_assert_error (error, FAR_IMPORT_ERROR, FAR_IMPORT_ERROR_HELPER);
    }

  /* two of one name, and what is no number */
  {
    g_autoptr (GVariant) twice = g_variant_ref_sink (
        g_variant_new_parsed ("(byte 0, '', [(uint32 1, 'A', ''), (2, 'a', '')], @a(uys) [], "
                              "uint32 0)"));
    g_autoptr (GVariant) words = g_variant_ref_sink (g_variant_new_parsed (
        "(byte 0, '', [(uint32 1, 'A', 'see above')], @a(uys) [], uint32 0)"));
    g_autoptr (GBytes) told_twice = g_variant_get_data_as_bytes (twice);
    g_autoptr (GBytes) told_words = g_variant_get_data_as_bytes (words);

    g_assert_null (_far_contacts_hear (told_twice, NULL));
    g_assert_null (_far_contacts_hear (told_words, NULL));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/far/contacts/reads", test_reads);
  g_test_add_func ("/far/contacts/bad-files", test_bad_files);
  g_test_add_func ("/far/contacts/published", test_published);
  g_test_add_func ("/far/contacts/naughty", test_naughty);
  g_test_add_func ("/far/contacts/disbelieves", test_disbelieves);

  return g_test_run ();
}
