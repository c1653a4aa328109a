/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-addresses.h"

#include <string.h>

/* Where it listens at one address, that is the one to tell. */
static void
test_keeps_one_address (void)
{
  static const char *const cases[] = {
    "127.0.0.1:4711", "192.168.1.20:80", "[fe80::1]:4711", "localhost:1", "strange",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto(GStrv) addresses = far_app_list_addresses (cases[i]);

      g_assert_cmpuint (g_strv_length (addresses), ==, 1);
      g_assert_cmpstr (addresses[0], ==, cases[i]);
    }
}

/* Where it listens everywhere, each is one that another machine can type; without a network, that
 * another program of this machine can. */
static void
test_lists_all (void)
{
  static const char *const cases[] = { "0.0.0.0:4711", "[::]:4711", ":4711" };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto(GStrv) addresses = far_app_list_addresses (cases[i]);
      guint n_addresses = g_strv_length (addresses);

      g_assert_cmpuint (n_addresses, >=, 1);
      for (guint j = 0; j < n_addresses; j++)
        {
          g_assert_true (g_str_has_suffix (addresses[j], ":4711"));
          g_assert_null (strchr (addresses[j], '%'));
          g_assert_cmpstr (addresses[j], !=, cases[i]);
          if (n_addresses > 2)
            g_assert_false (g_str_has_prefix (addresses[j], "127."));
        }
    }
}

/* What was pasted is a whole message: the link and the address in it are found, and nothing else.
 */
static void
test_reads_messages (void)
{
  static const struct
  {
    const char *text;
    const char *link; /* NULL: it is no message */
    const char *address;
  } cases[] = {
    { "", NULL, NULL },
    { "farandole:abc", NULL, NULL },
    { " farandole:abc\n", NULL, NULL },
    { "Come along, at 08:10!", NULL, NULL },
    { "farandole:abc 192.168.1.20:4711", "farandole:abc", "192.168.1.20:4711" },
    { "Hello! Join with <farandole:abc>, at 08:10.\nSee you", "farandole:abc", "" },
    { "At [fe80::1]:4711: FARANDOLE:ABC, farandole:def", "FARANDOLE:ABC", "" },
    { "At [fe80::1]:4711, farandole:abc farandole:def", "farandole:abc", "[fe80::1]:4711" },
    { "https://example.org:80/ farandole:abc family.example:123456", "farandole:abc", "" },
    { "farandole:abc : :1 a: 1.2:x", "farandole:abc", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *link = NULL;
      g_autofree char *address = NULL;

      g_test_message ("%s", cases[i].text);
      g_assert_cmpint (far_app_read_message (cases[i].text, &link, &address), ==,
                       cases[i].link != NULL);
      g_assert_cmpstr (link, ==, cases[i].link);
      g_assert_cmpstr (address, ==, cases[i].address);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/far/addresses/keeps-one-address", test_keeps_one_address);
  g_test_add_func ("/far/addresses/lists-all", test_lists_all);

  g_test_add_func ("/far/addresses/reads-messages", test_reads_messages);

  return g_test_run ();
}
