/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is said so that a third passes it on: written and read again, and what is none. */

#include "far-pass.h"

#include <string.h>

#define KEY(letter) letter "1234567890123456789012345678901"

typedef struct
{
  const char *name;
  const char *bytes;
  gsize len;
  gsize n_more; /* bytes after these */
  gboolean good;
} Case;

#define TEXT(literal) literal, sizeof literal - 1

static const Case cases[] = {
  { "ask", TEXT ("\3"), 0, TRUE },
  { "ask-and-more", TEXT ("\3"), 1, FALSE },
  { "list-of-nobody", TEXT ("\4"), 0, TRUE },
  { "list-of-one", TEXT ("\4" KEY ("a")), 0, TRUE },
  { "list-of-two", TEXT ("\4" KEY ("a") KEY ("b")), 0, TRUE },
  { "list-in-another-order", TEXT ("\4" KEY ("b") KEY ("a")), 0, FALSE },
  { "list-with-one-twice", TEXT ("\4" KEY ("a") KEY ("a")), 0, FALSE },
  { "list-with-half-a-key", TEXT ("\4" KEY ("a")), 31, FALSE },
  { "list-that-is-too-long", TEXT ("\4"), 32 * FAR_KEY_LEN, FALSE },
  { "card-for-nobody", TEXT ("\2"), 31, FALSE },
  { "card-of-nothing", TEXT ("\2" KEY ("a")), 0, FALSE },
  { "card-too-short", TEXT ("\2" KEY ("a")), FAR_CARD_FIXED_LEN, FALSE },
  { "card-shortest", TEXT ("\2" KEY ("a")), FAR_CARD_FIXED_LEN + 1, TRUE },
  { "card-longest", TEXT ("\2" KEY ("a")), FAR_CARD_MAX, TRUE },
  { "card-too-long", TEXT ("\2" KEY ("a")), FAR_CARD_MAX + 1, FALSE },
  { "nothing", TEXT (""), 0, FALSE },
  { "a-card-of-ice", TEXT ("\1\3"), 0, FALSE },
  { "may-go", TEXT ("\5"), 0, TRUE },
  { "may-go-and-more", TEXT ("\5"), 1, FALSE },
  { "what-comes-later", TEXT ("\6"), 0, FALSE },
};

static void
test_case (gconstpointer data)
{
  static const FarPass nothing;
  const Case *at = data;
  gsize len = at->len + at->n_more;
  /* so that a byte too far is seen */
  g_autofree guint8 *bytes = g_malloc0 (MAX (len, 1));
  g_autoptr (GBytes) again = NULL;
  FarPass pass;

  memcpy (bytes, at->bytes, at->len);
  memset (&pass, 0xa5, sizeof pass);
  g_assert_true (far_pass_decode (&pass, bytes, len) == at->good);
  if (!at->good)
    {
      g_assert_cmpmem (&pass, sizeof pass, &nothing, sizeof nothing);
      return;
    }

  again = far_pass_encode (&pass);
  g_assert_cmpmem (g_bytes_get_data (again, NULL), g_bytes_get_size (again), bytes, len);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/pass/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }

  return g_test_run ();
}
