/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-encoding.h"

#define MARK "\xef\xbb\xbf"

/* Files as they come, and what they say; NULL for what is no text. */
static void
test_decodes (void)
{
  static const struct
  {
    const char *content;
    gsize len;
    const char *text;
  } rows[] = {
#define ROW(content, text) { content, sizeof content - 1, text }
    ROW ("", ""),
    ROW (MARK, ""),
    ROW ("Noel", "Noel"),
    ROW ("No\xc3\xabl", "Noël"),
    ROW (MARK "No\xc3\xabl", "Noël"),
    ROW ("No\xebl \x80", "Noël €"),
    ROW ("No\xeb", "Noë"),         /* a letter at the end of a file in Windows-1252 */
    ROW ("No\xc3\xabl\xc3", NULL), /* a file in UTF-8 that is cut */
    ROW ("No\xc3\xabl \xe2\x82", NULL),
    ROW (MARK "No\xebl", NULL),
    ROW ("No\xebl \x81", NULL), /* nothing has this byte */
    ROW ("No\0el", NULL),
    ROW ("\xff\xfeN\0o\0", NULL), /* UTF-16 */
#undef ROW
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      /* a block of its own size, so that a sanitizer sees a byte read too far */
      g_autofree guint8 *exact = g_memdup2 (rows[i].content, rows[i].len);
      GString *text = far_encoding_decode (exact, rows[i].len);

      g_test_message ("row %u", i);
      g_assert_cmpstr (text != NULL ? text->str : NULL, ==, rows[i].text);
      if (text != NULL)
        g_string_free (text, TRUE);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/far/encoding/decodes", test_decodes);

  return g_test_run ();
}
