/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A folder that is watched, without waiting: the time is an argument, the files are real. */

#include <glib/gstdio.h>
#include <string.h>
#include <utime.h>

#include "far-folder.h"
#include "far-limits.h"

#define SECOND G_USEC_PER_SEC

typedef struct
{
  char *home;        /* owned */
  char *path;        /* owned: not there yet */
  FarFolder *folder; /* (nullable): owned */
  gint64 now_us;
} Stick;

static const guint8 collective[FAR_ID_LEN] = { 1, 2, 3 };

static void
stick_open (Stick *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  self->home = g_dir_make_tmp ("far-folder-XXXXXX", &error);
  g_assert_no_error (error);
  self->path = g_build_filename (self->home, "stick", NULL);
  self->folder = far_folder_new (self->path, self->home, collective);
  self->now_us = 100 * SECOND;
}

static void
stick_close (Stick *self, gconstpointer data)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  GDir *dir = g_dir_open (self->path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->path, name, NULL);

      if (g_remove (path) != 0)
        g_error ("%s stays", path);
    }
  g_clear_pointer (&dir, g_dir_close);
  g_rmdir (self->path);
  g_free (self->path);
  self->path = g_build_filename (self->home, FAR_FOLDERS_FILE, NULL);
  g_remove (self->path);
  g_rmdir (self->home);
  g_free (self->path);
  g_free (self->home);
  g_clear_pointer (&self->folder, far_folder_free);
}

static void
plug_in (Stick *self)
{
  g_assert_cmpint (g_mkdir (self->path, 0700), ==, 0);
}

/* @age_s: how long ago it says that it was written */
static void
put (Stick *self, const char *name, gsize len, int age_s)
{
  g_autofree char *path = g_build_filename (self->path, name, NULL);
  g_autofree char *bytes = g_malloc0 (len + 1);
  struct utimbuf times = { 1000000000 - age_s, 1000000000 - age_s };

  g_assert_true (g_file_set_contents (path, bytes, len, NULL));
  g_assert_cmpint (utime (path, &times), ==, 0);
}

static void
assert_offers (Stick *self, const char *expected)
{
  gboolean is_large = TRUE;
  g_autofree char *path = far_folder_look (self->folder, self->now_us, &is_large);
  g_autofree char *name = path != NULL ? g_path_get_basename (path) : NULL;

  g_assert_cmpstr (name, ==, expected);
  if (path != NULL)
    g_assert_false (is_large);
}

/* Each is offered once, the oldest first; what is not ours, or no file, is not. */
static void
test_each_once (Stick *self, gconstpointer data)
{
  g_autofree char *folder = g_build_filename (self->path, "folder.farandole", NULL);

  /* the stick is not there, and that is no error */
  assert_offers (self, NULL);
  g_assert_cmpint (far_folder_get_due (self->folder, self->now_us), >, self->now_us);

  plug_in (self);
  put (self, "b.farandole", 10, 500);
  put (self, "a.farandole", 10, 100);
  put (self, "photo.jpeg", 10, 900);
  put (self, ".farandole-being-copied.farandole", 10, 900);
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);

  assert_offers (self, NULL);
  self->now_us += 3 * SECOND;
  assert_offers (self, "b.farandole");
  g_assert_true (far_folder_note (self->folder, FAR_FOLDER_READ));
  assert_offers (self, "a.farandole");
  g_assert_true (far_folder_note (self->folder, FAR_FOLDER_READ));
  self->now_us += 60 * SECOND;
  assert_offers (self, NULL);

  /* another file under the same name */
  put (self, "a.farandole", 11, 100);
  assert_offers (self, NULL);
  self->now_us += 3 * SECOND;
  assert_offers (self, "a.farandole");
  g_assert_true (far_folder_note (self->folder, FAR_FOLDER_READ));
}

/* Across runs too, each collective for itself. */
static void
test_remembered (Stick *self, gconstpointer data)
{
  static const guint8 other[FAR_ID_LEN] = { 4 };

  plug_in (self);
  put (self, "a.farandole", 10, 100);
  assert_offers (self, NULL);
  self->now_us += 3 * SECOND;
  assert_offers (self, "a.farandole");
  g_assert_true (far_folder_note (self->folder, FAR_FOLDER_READ));

  far_folder_free (self->folder);
  self->folder = far_folder_new (self->path, self->home, collective);
  assert_offers (self, NULL);
  self->now_us += 60 * SECOND;
  assert_offers (self, NULL);

  far_folder_free (self->folder);
  self->folder = far_folder_new (self->path, self->home, other);
  assert_offers (self, NULL);
  self->now_us += 3 * SECOND;
  assert_offers (self, "a.farandole");
}

/* What grows is left alone; what stood still and could not be read has time to grow on. */
static void
test_still_copied (Stick *self, gconstpointer data)
{
  plug_in (self);
  for (gsize len = 0; len < 5; len++)
    {
      put (self, "slow.farandole", len, 100);
      assert_offers (self, NULL);
      self->now_us += SECOND;
    }
  self->now_us += 2 * SECOND;
  assert_offers (self, "slow.farandole");
  g_assert_false (far_folder_note (self->folder, FAR_FOLDER_BAD));
  self->now_us += 5 * SECOND;
  assert_offers (self, NULL);

  /* the rest comes, and all is well */
  put (self, "slow.farandole", 50, 100);
  assert_offers (self, NULL);
  self->now_us += 3 * SECOND;
  assert_offers (self, "slow.farandole");
  g_assert_true (far_folder_note (self->folder, FAR_FOLDER_READ));

  /* of this one the rest never comes: it is told once */
  put (self, "cut.farandole", 20, 100);
  assert_offers (self, NULL);
  self->now_us += 3 * SECOND;
  assert_offers (self, "cut.farandole");
  g_assert_false (far_folder_note (self->folder, FAR_FOLDER_BAD));
  self->now_us += 40 * SECOND;
  assert_offers (self, "cut.farandole");
  g_assert_true (far_folder_note (self->folder, FAR_FOLDER_BAD));
  self->now_us += 400 * SECOND;
  assert_offers (self, NULL);
}

/* What goes on from something that is not here waits for that, and is told once. */
static void
test_early (Stick *self, gconstpointer data)
{
  plug_in (self);
  put (self, "second.farandole", 10, 200);
  assert_offers (self, NULL);
  self->now_us += 3 * SECOND;
  assert_offers (self, "second.farandole");
  g_assert_true (far_folder_note (self->folder, FAR_FOLDER_EARLY));
  self->now_us += 400 * SECOND;
  assert_offers (self, NULL);

  far_folder_note_news (self->folder);
  assert_offers (self, "second.farandole");
  g_assert_false (far_folder_note (self->folder, FAR_FOLDER_EARLY));
  assert_offers (self, NULL);
  far_folder_note_news (self->folder);
  assert_offers (self, "second.farandole");
  g_assert_true (far_folder_note (self->folder, FAR_FOLDER_READ));
  far_folder_note_news (self->folder);
  assert_offers (self, NULL);
}

/* The own file is not news. */
static void
test_passed_over (Stick *self, gconstpointer data)
{
  g_autofree char *own = g_build_filename (self->path, "own.farandole", NULL);

  plug_in (self);
  put (self, "own.farandole", 10, 100);
  far_folder_pass_over (self->folder, own);
  assert_offers (self, NULL);
  self->now_us += 60 * SECOND;
  assert_offers (self, NULL);
}

/* What is remembered stays small, and a file that was spoilt is as good as none. */
static void
test_bounded (Stick *self, gconstpointer data)
{
  g_autofree char *file = g_build_filename (self->home, FAR_FOLDERS_FILE, NULL);
  g_autofree char *text = NULL;
  gsize len;

  plug_in (self);
  for (guint i = 0; i < FAR_FOLDER_READ_MAX + 20; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u.farandole", i);
      g_autofree char *path = g_build_filename (self->path, name, NULL);

      put (self, name, 10, 10000 - (int)i);
      far_folder_pass_over (self->folder, path);
    }
  g_assert_true (g_file_get_contents (file, &text, &len, NULL));
  g_assert_cmpint (len, <, FAR_FOLDER_BYTES_MAX / 16);
  assert_offers (self, NULL);
  self->now_us += 3 * SECOND;
  assert_offers (self, "0.farandole");

  g_assert_true (g_file_set_contents (file, "[010203\nread=zz;;\xff;", -1, NULL));
  far_folder_free (self->folder);
  self->folder = far_folder_new (self->path, self->home, collective);
  assert_offers (self, NULL);
}

static void
test_choice (Stick *self, gconstpointer data)
{
  static const guint8 other[FAR_ID_LEN] = { 4 };
  g_autofree char *none = far_folder_load_choice (self->home, collective);
  g_autofree char *chosen = NULL;
  g_autofree char *others = NULL;
  g_autofree char *later = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (none);
  /* a path need not be text */
  g_assert_true (far_folder_keep_choice (self->home, collective, "/media/st\xffick=;\n", &error));
  g_assert_no_error (error);
  chosen = far_folder_load_choice (self->home, collective);
  g_assert_cmpstr (chosen, ==, "/media/st\xffick=;\n");
  others = far_folder_load_choice (self->home, other);
  g_assert_null (others);
  g_assert_true (far_folder_keep_choice (self->home, collective, NULL, &error));
  later = far_folder_load_choice (self->home, collective);
  g_assert_null (later);
}

#define ADD(name, function) \
  g_test_add ("/far/folder/" name, Stick, NULL, stick_open, function, stick_close)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("each-once", test_each_once);
  ADD ("remembered", test_remembered);
  ADD ("still-copied", test_still_copied);
  ADD ("early", test_early);
  ADD ("passed-over", test_passed_over);
  ADD ("bounded", test_bounded);
  ADD ("choice", test_choice);

  return g_test_run ();
}
