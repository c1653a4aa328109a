/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Addresses, whole files, and pictures. */

#include "far-file.h"
#include "far-link-tcp.h"
#include "party.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

static void
test_addresses (void)
{
  static const struct
  {
    const char *text;
    gboolean takes_any_port;
    const char *host; /* NULL if it is none */
    guint16 port;
  } cases[] = {
    { "192.168.1.20:4711", FALSE, "192.168.1.20", 4711 },
    { "home.example.org:1", FALSE, "home.example.org", 1 },
    { "localhost:65535", FALSE, "localhost", 65535 },
    { "[::1]:4711", FALSE, "::1", 4711 },
    { "[fe80::1%eth0]:4711", FALSE, "fe80::1%eth0", 4711 },
    { "0.0.0.0:0", TRUE, "0.0.0.0", 0 },
    { "[::]:0", TRUE, "::", 0 },
    { "0.0.0.0:0", FALSE, NULL, 0 },
    { "", TRUE, NULL, 0 },
    { ":", TRUE, NULL, 0 },
    { ":4711", TRUE, NULL, 0 },
    { "host", TRUE, NULL, 0 },
    { "host:", TRUE, NULL, 0 },
    { "host:port", TRUE, NULL, 0 },
    { "host:-1", TRUE, NULL, 0 },
    { "host:+1", TRUE, NULL, 0 },
    { "host: 1", TRUE, NULL, 0 },
    { "host:1 ", TRUE, NULL, 0 },
    { "host:65536", TRUE, NULL, 0 },
    { "host:0080", TRUE, NULL, 0 },
    { "host:00", TRUE, NULL, 0 },
    { "ho st:1", TRUE, NULL, 0 },
    { "host/path:1", TRUE, NULL, 0 },
    { "user@host:1", TRUE, NULL, 0 },
    { "-host:1", TRUE, NULL, 0 },
    { ".host:1", TRUE, NULL, 0 },
    { "::1:4711", TRUE, NULL, 0 },
    { "[::1]", TRUE, NULL, 0 },
    { "[]:1", TRUE, NULL, 0 },
    { "[127.0.0.1]:1", TRUE, NULL, 0 },
    { "[::g]:1", TRUE, NULL, 0 },
    { "[fe80::1%]:1", TRUE, NULL, 0 },
    { "[fe80::1%et/h]:1", TRUE, NULL, 0 },
    { "\xff\xfe:1", TRUE, NULL, 0 },
    { "caf\xc3\xa9:1", TRUE, NULL, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *host = NULL;
      g_autoptr (GError) error = NULL;
      guint16 port = 0;
      gboolean good;

      g_test_message ("case %" G_GSIZE_FORMAT, i);
      good = far_tcp_parse_address (cases[i].text, cases[i].takes_any_port, &host, &port, &error);
      g_assert_cmpint (good, ==, cases[i].host != NULL);
      g_assert_cmpstr (host, ==, cases[i].host);
      if (good)
        g_assert_cmpuint (port, ==, cases[i].port);
      else
        g_assert_error (error, FAR_TCP_ERROR, FAR_TCP_ERROR_ADDRESS);
    }
}

static guint
count_files (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;

  return n;
}

static void
test_files_whole_or_not (void)
{
  g_autofree char *folder = party_path ("files");
  g_autofree char *path = g_build_filename (folder, "a file", NULL);
  g_autofree char *content = NULL;
  g_autoptr (FarFile) file = NULL;
  g_autoptr (GError) error = NULL;
  struct stat info;

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_assert_true (far_file_replace (path, "before", 6, &error));
  g_assert_no_error (error);
  g_assert_cmpint (stat (path, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0600);

  /* what is not committed was never there */
  file = far_file_new (path, &error);
  g_assert_no_error (error);
  g_assert_true (far_file_write (file, "after", 5, &error));
  g_clear_pointer (&file, far_file_free);
  g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
  g_assert_cmpstr (content, ==, "before");
  g_assert_cmpuint (count_files (folder), ==, 1);

  g_assert_true (far_file_replace (path, "after", 5, &error));
  g_clear_pointer (&content, g_free);
  g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
  g_assert_cmpstr (content, ==, "after");
  g_assert_cmpuint (count_files (folder), ==, 1);

  g_assert_false (far_file_replace (folder, "x", 1, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY);
}

static void
test_files_that_are_none (void)
{
  g_autofree char *folder = party_path ("none");
  g_autofree char *missing = g_build_filename (folder, "missing", NULL);
  g_autofree char *pipe_path = g_build_filename (folder, "pipe", NULL);
  g_autofree char *below = g_build_filename (missing, "below", NULL);
  g_autoptr (GError) error = NULL;
  goffset len;

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_assert_cmpint (far_file_open (missing, &len, &error), <, 0);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_clear_error (&error);

  g_assert_cmpint (far_file_open (folder, &len, &error), <, 0);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY);
  g_clear_error (&error);

  /* nobody writes into it, and it is not waited for */
  g_assert_cmpint (mkfifo (pipe_path, 0600), ==, 0);
  g_assert_cmpint (far_file_open (pipe_path, &len, &error), <, 0);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE);
  g_clear_error (&error);

  g_assert_null (far_file_new (below, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

/* Which addresses may be somebody else's on another network. */
static void
test_local (void)
{
  static const struct
  {
    const char *address;
    gboolean is_local;
  } cases[] = {
    { "203.0.113.7:1", FALSE },
    { "[2001:db8::7]:1", FALSE },
    { "anna.example.org:1", FALSE },
    { "9.255.255.255:1", FALSE },
    { "11.0.0.1:1", FALSE },
    { "172.15.0.1:1", FALSE },
    { "172.32.0.1:1", FALSE },
    { "100.63.0.1:1", FALSE },
    { "100.128.0.1:1", FALSE },
    { "192.169.0.1:1", FALSE },
    { "[fe00::1]:1", FALSE },
    { "10.0.0.1:1", TRUE },
    { "172.16.0.1:1", TRUE },
    { "172.31.255.255:1", TRUE },
    { "192.168.255.1:1", TRUE },
    { "169.254.1.1:1", TRUE },
    { "127.0.0.1:1", TRUE },
    { "0.0.0.0:1", TRUE },
    { "100.64.0.1:1", TRUE },
    { "100.127.255.1:1", TRUE },
    { "[::1]:1", TRUE },
    { "[fe80::1]:1", TRUE },
    { "[fe80::1%eth0]:1", TRUE },
    { "[fd00::1]:1", TRUE },
    { "[fc00::1]:1", TRUE },
    { "anna:1", TRUE },
    { "anna.local:1", TRUE },
    { "anna.LAN:1", TRUE },
    { "anna.home.arpa:1", TRUE },
    { "nonsense", TRUE },
    { "anna.fritz.box.local:1", TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].address);
      g_assert_true (far_tcp_is_local (cases[i].address) == cases[i].is_local);
    }
}

/* Three finder patterns, and dark modules about half of it. */
static void
test_pictures (void)
{
  static const char *const texts[] = { "A", "farandole:not an invitation" };
  g_autofree char *longest = g_strnfill (1024, 'x');
  g_autofree char *too_long = g_strnfill (1025, 'x');
  g_autoptr (GError) error = NULL;
  g_autofree guint8 *of_longest = NULL;
  int width;

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree guint8 *modules = far_qr_encode (texts[i], &width, &error);

      g_assert_no_error (error);
      g_assert_cmpint (width, >=, 21);
      for (int j = 0; j < 7; j++)
        {
          g_assert_cmpint (modules[j], ==, 1);
          g_assert_cmpint (modules[width - 1 - j], ==, 1);
          g_assert_cmpint (modules[(width - 1) * width + j], ==, 1);
        }
      g_assert_cmpint (modules[7], ==, 0);
    }

  of_longest = far_qr_encode (longest, &width, &error);
  g_assert_no_error (error);
  g_assert_nonnull (of_longest);

  g_assert_null (far_qr_encode (too_long, &width, &error));
  party_assert_error (error, TEXT_INVALID);
  g_clear_error (&error);
  g_assert_null (far_qr_encode ("", &width, &error));
  party_assert_error (error, TEXT_INVALID);
}

static void
test_blames (void)
{
  static const struct
  {
    int code;
    FarBlame blame;
  } cases[] = {
    { FAR_SYNC_ERROR_NOT_A_MEMBER, FAR_BLAME_RULE },
    { FAR_SYNC_ERROR_FULL, FAR_BLAME_RULE },
    { FAR_SYNC_ERROR_FULL_SAID, FAR_BLAME_RULE },
    { FAR_SYNC_ERROR_NAME_EMPTY, FAR_BLAME_USAGE },
    { FAR_SYNC_ERROR_NO_SUCH_FILE, FAR_BLAME_NOT_FOUND },
    { FAR_SYNC_ERROR_PEER_INVALID, FAR_BLAME_FOREIGN },
    { FAR_SYNC_ERROR_DISK, FAR_BLAME_STORE },
    { FAR_SYNC_ERROR_PEER_STRANGER, FAR_BLAME_NO_PEER },
    { 0, FAR_BLAME_STORE },
    { 999, FAR_BLAME_STORE },
    { 7000, FAR_BLAME_STORE },
    { -1, FAR_BLAME_STORE },
  };
  g_autoptr (GError) cancelled = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = g_error_new_literal (FAR_SYNC_ERROR, cases[i].code, "");

      g_assert_cmpint (far_sync_error_get_blame (error), ==, cases[i].blame);
    }
  g_assert_cmpint (far_sync_error_get_blame (NULL), ==, FAR_BLAME_NONE);
  g_assert_cmpint (far_sync_error_get_blame (cancelled), ==, FAR_BLAME_STORE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/far/link/addresses", test_addresses);
  g_test_add_func ("/far/file/whole-or-not", test_files_whole_or_not);
  g_test_add_func ("/far/file/that-are-none", test_files_that_are_none);
  g_test_add_func ("/far/qr/local", test_local);
  g_test_add_func ("/far/qr/pictures", test_pictures);
  g_test_add_func ("/far/sync-error/blames", test_blames);

  return g_test_run ();
}
