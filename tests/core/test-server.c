/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Servers as people write them, and what is none. */

#include "far-server.h"

#include <sodium.h>
#include <string.h>

typedef struct
{
  const char *name;
  const char *text;
  const char *again; /* (nullable): NULL if it is refused */
  const char *shown;
} Case;

static const Case cases[] = {
  { "nothing", "", "", "" },
  { "blanks", " \t\n", "", "" },
  { "stun", "stun:stun.example.org", "stun:stun.example.org:3478", "stun:stun.example.org:3478" },
  { "case", "STUN:192.0.2.7:1", "stun:192.0.2.7:1", "stun:192.0.2.7:1" },
  { "turn", "turn:anna:se:cret@t.example", "turn:anna:se:cret@t.example:3478",
    "turn:t.example:3478" },
  { "ipv6", "turn:a:b@[2001:db8::1]:65535", "turn:a:b@[2001:db8::1]:65535",
    "turn:[2001:db8::1]:65535" },
  { "ipv6-without-port", "stun:[2001:db8::1]", "stun:[2001:db8::1]:3478",
    "stun:[2001:db8::1]:3478" },
  { "four", " stun:a stun:b\nturn:u:p@a  stun:c ",
    "stun:a:3478 stun:b:3478 turn:u:p@a:3478 stun:c:3478",
    "stun:a:3478 stun:b:3478 turn:a:3478 stun:c:3478" },
  { "five", "stun:a stun:b stun:c stun:d stun:e", NULL, NULL },
  { "twice", "stun:a stun:a:3478", NULL, NULL },
  { "one-is-wrong", "stun:a b", NULL, NULL },
  { "no-scheme", "stun.example.org", NULL, NULL },
  { "only-a-scheme", "stun:", NULL, NULL },
  { "another-scheme", "stuns:example.org", NULL, NULL },
  { "slashes", "stun://example.org", NULL, NULL },
  { "comma", "stun:a,stun:b", NULL, NULL },
  { "query", "turn:u:p@a?transport=tcp", NULL, NULL },
  { "port-0", "stun:a:0", NULL, NULL },
  { "port-65536", "stun:a:65536", NULL, NULL },
  { "port-of-six", "stun:a:034780", NULL, NULL },
  { "no-port", "stun:a:", NULL, NULL },
  { "port-by-name", "stun:a:stun", NULL, NULL },
  { "no-host", "stun::3478", NULL, NULL },
  { "begins-with-dot", "stun:.a", NULL, NULL },
  { "begins-with-hyphen", "stun:-a", NULL, NULL },
  { "ends-with-hyphen", "stun:a-", NULL, NULL },
  { "underline", "stun:a_b", NULL, NULL },
  { "letters-of-others", "stun:é", NULL, NULL },
  { "ipv6-bare", "stun:2001:db8::1", NULL, NULL },
  { "ipv6-open", "stun:[2001:db8::1", NULL, NULL },
  { "ipv6-and-more", "stun:[2001:db8::1]x", NULL, NULL },
  { "brackets-of-nothing", "stun:[]", NULL, NULL },
  { "name-in-brackets", "stun:[a]", NULL, NULL },
  { "zone", "stun:[fe80::1%eth0]", NULL, NULL },
  { "user-of-stun", "stun:u:p@a", NULL, NULL },
  { "turn-without-user", "turn:a", NULL, NULL },
  { "turn-without-password", "turn:u@a", NULL, NULL },
  { "turn-with-empty-password", "turn:u:@a", NULL, NULL },
  { "turn-with-empty-user", "turn::p@a", NULL, NULL },
  { "two-at", "turn:u:p@q@a", NULL, NULL },
  { "bell-in-password", "turn:u:p\aq@a", NULL, NULL },
};

static void
test_case (gconstpointer data)
{
  const Case *at = data;
  FarServer servers[FAR_SERVERS_MAX];
  FarServer again[FAR_SERVERS_MAX];
  g_autofree char *text = NULL;
  g_autofree char *shown = NULL;
  guint n = 99;
  guint n_again;

  memset (servers, 0xa5, sizeof servers);
  g_assert_true (far_servers_from_text (at->text, servers, &n) == (at->again != NULL));
  if (at->again == NULL)
    {
      g_assert_cmpuint (n, ==, 0);
      g_assert_true (sodium_is_zero ((const guint8 *)servers, sizeof servers));
      return;
    }

  text = far_servers_to_text (servers, n, TRUE);
  g_assert_cmpstr (text, ==, at->again);
  shown = far_servers_to_text (servers, n, FALSE);
  g_assert_cmpstr (shown, ==, at->shown);
  g_assert_true (far_servers_from_text (text, again, &n_again));
  g_assert_cmpuint (n, ==, n_again);
  for (guint i = 0; i < n; i++)
    g_assert_true (far_server_is_equal (&servers[i], &again[i]));
}

/* What is as long as may be is taken, and no more. */
static void
test_long (void)
{
  g_autofree char *host = g_strnfill (FAR_HOST_MAX, 'h');
  g_autofree char *word = g_strnfill (FAR_SERVER_WORD_MAX, 'w');
  g_autofree char *fits = g_strdup_printf ("turn:%s:%s@%s", word, word, host);
  g_autofree char *host_too_long = g_strdup_printf ("stun:%sh", host);
  g_autofree char *user_too_long = g_strdup_printf ("turn:%sw:p@a", word);
  g_autofree char *password_too_long = g_strdup_printf ("turn:u:%sw@a", word);
  FarServer servers[FAR_SERVERS_MAX];
  guint n;

  g_assert_true (far_servers_from_text (fits, servers, &n));
  g_assert_cmpstr (servers[0].host, ==, host);
  g_assert_cmpstr (servers[0].password, ==, word);
  g_assert_false (far_servers_from_text (host_too_long, servers, &n));
  g_assert_false (far_servers_from_text (user_too_long, servers, &n));
  g_assert_false (far_servers_from_text (password_too_long, servers, &n));
}

/* What a log says is not believed either. */
static void
test_check (void)
{
  static const FarServer good = { .host = "a", .port = 3478 };
  FarServer at = good;

  g_assert_true (far_server_check (&at));
  at.port = 0;
  g_assert_false (far_server_check (&at));
  at = good;
  strcpy (at.user, "u");
  g_assert_false (far_server_check (&at));
  at.is_turn = TRUE;
  g_assert_false (far_server_check (&at));
  strcpy (at.password, "p");
  g_assert_true (far_server_check (&at));
  strcpy (at.host, "a b");
  g_assert_false (far_server_check (&at));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/server/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/server/long", test_long);
  g_test_add_func ("/server/check", test_check);

  return g_test_run ();
}
