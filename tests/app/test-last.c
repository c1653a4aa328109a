/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-last.h"

#include <glib/gstdio.h>

#define ID "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static char *
make_home (void)
{
  g_autoptr(GError) error = NULL;
  char *home = g_dir_make_tmp ("far-last-XXXXXX", &error);

  g_assert_no_error (error);

  return home;
}

static void
remove_home (const char *home)
{
  g_autofree char *path = g_build_filename (home, "window.ini", NULL);

  g_unlink (path);
  g_rmdir (home);
}

static void
test_keeps (void)
{
  g_autofree char *home = make_home ();
  g_autofree char *before = far_last_load (home);
  g_autofree char *after = NULL;

  g_assert_null (before);
  far_last_save (home, "aaaaaaaaaaaaaaaa");
  far_last_save (home, ID);
  after = far_last_load (home);
  g_assert_cmpstr (after, ==, ID);

  remove_home (home);
}

/* The one does not forget the other. */
static void
test_keeps_machines (void)
{
  g_autofree char *home = make_home ();
  g_autofree char *after = NULL;

  g_assert_false (far_last_is_kept (home, "aaaa"));
  far_last_save (home, ID);
  far_last_keep (home, "aaaa");
  far_last_keep (home, "bbbb");
  far_last_save (home, "aaaaaaaaaaaaaaaa");
  after = far_last_load (home);
  g_assert_cmpstr (after, ==, "aaaaaaaaaaaaaaaa");
  g_assert_true (far_last_is_kept (home, "aaaa"));
  g_assert_true (far_last_is_kept (home, "bbbb"));
  g_assert_false (far_last_is_kept (home, "cccc"));

  remove_home (home);
}

/* "Not now" holds for what came up on that day, and is forgotten after a while. */
static void
test_hides_help (void)
{
  g_autofree char *home = make_home ();

  g_assert_false (far_last_is_help_hidden (home, ID, 100));
  far_last_keep (home, "aaaa");
  far_last_hide_help (home, ID, 100, 100);
  g_assert_true (far_last_is_help_hidden (home, ID, 100));
  g_assert_false (far_last_is_help_hidden (home, ID, 103));
  g_assert_false (far_last_is_help_hidden (home, "aaaa", 100));
  far_last_hide_help (home, ID, 103, 110);
  g_assert_true (far_last_is_help_hidden (home, ID, 100));
  far_last_hide_help (home, ID, 111, 111);
  g_assert_false (far_last_is_help_hidden (home, ID, 100));
  g_assert_true (far_last_is_help_hidden (home, ID, 103));
  g_assert_true (far_last_is_kept (home, "aaaa"));

  remove_home (home);
}

/* Whatever the file holds, what comes out of it can be an id. */
static void
test_takes_no_nonsense (void)
{
  static const char *const files[] = {
    "",
    "no key file at all",
    "[window]\n",
    "[window]\ncollective=\n",
    "[window]\ncollective=01234\n",
    "[window]\ncollective=../../elsewhere\n",
    "[window]\ncollective=" ID "0\n",
    "[window]\ncollective=\xff\xfe\n",
    "[other]\ncollective=" ID "\n",
  };
  g_autofree char *home = make_home ();
  g_autofree char *path = g_build_filename (home, "window.ini", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_assert_true (g_file_set_contents (path, files[i], -1, NULL));
      g_assert_null (far_last_load (home));
    }

  remove_home (home);
}

static void
test_keeps_view (void)
{
  static const char nonsense[] = "[window]\nwidth=-3\nheight=100000\nmaximized=perhaps\n";
  g_autofree char *home = make_home ();
  g_autofree char *path = g_build_filename (home, "window.ini", NULL);
  g_autofree char *id = NULL;
  FarLastView view = { 0 };

  far_last_load_view (home, &view);
  g_assert_cmpint (view.width, ==, 0);
  g_assert_false (view.is_simple);
  g_assert_null (view.page);

  far_last_save (home, ID);
  far_last_save_view (home, &(FarLastView){ 900, 640, TRUE, TRUE, TRUE, (char *)"us" });
  far_last_load_view (home, &view);
  g_assert_cmpint (view.width, ==, 900);
  g_assert_cmpint (view.height, ==, 640);
  g_assert_true (view.is_maximized);
  g_assert_true (view.is_simple);
  g_assert_true (view.is_always_week);
  g_assert_cmpstr (view.page, ==, "us");
  far_last_view_clear (&view);
  id = far_last_load (home);
  g_assert_cmpstr (id, ==, ID);

  /* a window closed before a page was shown keeps the one before */
  far_last_save_view (home, &(FarLastView){ 360, 640, FALSE, FALSE, FALSE, NULL });
  far_last_load_view (home, &view);
  g_assert_cmpint (view.width, ==, 360);
  g_assert_cmpstr (view.page, ==, "us");
  far_last_view_clear (&view);

  g_assert_true (g_file_set_contents (path, nonsense, -1, NULL));
  far_last_load_view (home, &view);
  g_assert_cmpint (view.width, ==, 0);
  g_assert_cmpint (view.height, ==, 0);
  g_assert_false (view.is_maximized);
  g_assert_null (view.page);

  remove_home (home);
}

/* A home that cannot be written to is no reason to fall over. */
static void
test_cannot_keep (void)
{
  g_autofree char *home = make_home ();
  g_autofree char *gone = g_build_filename (home, "not", "there", NULL);

  far_last_save (gone, ID);
  g_assert_null (far_last_load (gone));
  far_last_keep (gone, "aaaa");
  g_assert_false (far_last_is_kept (gone, "aaaa"));

  remove_home (home);
}

/* The oldest are forgotten, and nothing else is. */
static void
test_told (void)
{
  g_autofree char *home = make_home ();
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) before = far_last_load_told (home);
  g_autoptr (GHashTable) after = NULL;
  g_autoptr (GHashTable) later = NULL;

  g_assert_cmpuint (g_hash_table_size (before), ==, 0);
  for (guint i = 0; i < 999; i++)
    g_ptr_array_add (ids, g_strdup_printf ("evening %u; 7", i));
  far_last_add_told (home, ids);
  after = far_last_load_told (home);
  g_assert_cmpuint (g_hash_table_size (after), ==, 999);
  g_assert_true (g_hash_table_contains (after, "evening 0; 7"));

  g_ptr_array_set_size (ids, 0);
  g_ptr_array_add (ids, g_strdup ("one more"));
  g_ptr_array_add (ids, g_strdup ("and another"));
  far_last_add_told (home, ids);
  later = far_last_load_told (home);
  g_assert_cmpuint (g_hash_table_size (later), ==, 1000);
  g_assert_false (g_hash_table_contains (later, "evening 0; 7"));
  g_assert_true (g_hash_table_contains (later, "and another"));

  remove_home (home);
}

static void
test_prefers (void)
{
  g_autofree char *home = make_home ();

  g_assert_true (far_last_prefers (home, FAR_PREFERS_REMINDERS));
  g_assert_false (far_last_prefers (home, FAR_PREFERS_BACKGROUND));
  far_last_prefer (home, FAR_PREFERS_REMINDERS, FALSE);
  far_last_prefer (home, FAR_PREFERS_BACKGROUND, TRUE);
  g_assert_false (far_last_prefers (home, FAR_PREFERS_REMINDERS));
  g_assert_true (far_last_prefers (home, FAR_PREFERS_BACKGROUND));

  remove_home (home);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/far/last/keeps", test_keeps);
  g_test_add_func ("/far/last/told", test_told);
  g_test_add_func ("/far/last/prefers", test_prefers);
  g_test_add_func ("/far/last/keeps-machines", test_keeps_machines);
  g_test_add_func ("/far/last/keeps-view", test_keeps_view);
  g_test_add_func ("/far/last/hides-help", test_hides_help);
  g_test_add_func ("/far/last/takes-no-nonsense", test_takes_no_nonsense);
  g_test_add_func ("/far/last/cannot-keep", test_cannot_keep);

  return g_test_run ();
}
