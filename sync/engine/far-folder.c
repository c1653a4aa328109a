/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-engine"

#include "far-folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "far-file.h"
#include "far-limits.h"

#define CONTEXT "far1 folder file"
#define MARK_LEN 8
#define GROUP_LEN 8 /* of the collective's id, as the folder's name has it */

#define LOOK_US (5 * G_USEC_PER_SEC)
#define LOOK_SOON_US (G_USEC_PER_SEC / 2)

/* One that is not read yet. */
typedef struct
{
  char *name; /* owned */
  gint64 len;
  gint64 modified_ns;
  gint64 since_us; /* when it was first seen so */
  guint64 mark;
  gboolean was_bad;
  gboolean is_early;
  gboolean was_early; /* and that was told */
  gboolean has_failed;
  gboolean is_there; /* found by the look that goes on */
} Found;

struct _FarFolder
{
  char *path;        /* owned */
  char *home;        /* (nullable): owned */
  char *group;       /* owned */
  GPtrArray *found;  /* (element-type Found): owned */
  GArray *read;      /* (element-type guint64): owned: marks, the oldest first */
  guint64 last;      /* the mark of what was given last */
  gboolean has_last; /* and was not noted */
};

/* ---- the file that remembers */

/* Returns: (transfer full): empty where there is none */
static GKeyFile *
load_file (const char *home)
{
  g_autofree char *path = g_build_filename (home, FAR_FOLDERS_FILE, NULL);
  g_autofree guint8 *bytes = g_malloc (FAR_FOLDER_BYTES_MAX);
  g_autoptr (GError) error = NULL;
  GKeyFile *file = g_key_file_new ();
  gsize len;

  if (!far_file_load (path, bytes, FAR_FOLDER_BYTES_MAX, &len, &error) ||
      (len > 0 &&
       !g_key_file_load_from_data (file, (const char *)bytes, len, G_KEY_FILE_NONE, &error)))
    g_debug ("no folder is known: %s", error->message);

  return file;
}

static gboolean
save_file (const char *home, GKeyFile *file, GError **error)
{
  g_autofree char *path = g_build_filename (home, FAR_FOLDERS_FILE, NULL);
  gsize len;
  g_autofree char *text = g_key_file_to_data (file, &len, NULL);

  return far_file_replace (path, text, len, error);
}

static char *
make_group (const guint8 *collective)
{
  return far_hex (collective, GROUP_LEN);
}

/* A path may have any bytes, a key file only text. */
static char *
find_choice (GKeyFile *file, const char *group)
{
  g_autofree char *uri = g_key_file_get_string (file, group, "folder", NULL);

  return uri != NULL ? g_filename_from_uri (uri, NULL, NULL) : NULL;
}

char *
far_folder_load_choice (const char *home, const guint8 collective[static FAR_ID_LEN])
{
  g_autoptr (GKeyFile) file = load_file (home);
  g_autofree char *group = make_group (collective);

  return find_choice (file, group);
}

gboolean
far_folder_keep_choice (const char *home,
                        const guint8 collective[static FAR_ID_LEN],
                        const char *path,
                        GError **error)
{
  g_autoptr (GKeyFile) file = load_file (home);
  g_autofree char *group = make_group (collective);
  g_autofree char *uri = NULL;

  if (path == NULL)
    {
      g_key_file_remove_key (file, group, "folder", NULL);
      return save_file (home, file, error);
    }

  uri = g_filename_to_uri (path, NULL, error);
  if (uri == NULL)
    return FALSE;
  g_key_file_set_string (file, group, "folder", uri);

  return save_file (home, file, error);
}

static void
load_read (FarFolder *self)
{
  g_autoptr (GKeyFile) file = load_file (self->home);
  g_auto (GStrv) marks = g_key_file_get_string_list (file, self->group, "read", NULL, NULL);

  for (guint i = 0; marks != NULL && marks[i] != NULL && i < FAR_FOLDER_READ_MAX; i++)
    {
      guint64 mark;

      if (g_ascii_string_to_unsigned (marks[i], 16, 0, G_MAXUINT64, &mark, NULL))
        g_array_append_val (self->read, mark);
    }
}

/* What cannot be remembered is read again another time, and changes nothing then. */
static void
save_read (FarFolder *self)
{
  g_autoptr (GPtrArray) marks = NULL;
  g_autoptr (GKeyFile) file = NULL;
  g_autoptr (GError) error = NULL;

  if (self->home == NULL)
    return;

  marks = g_ptr_array_new_with_free_func (g_free);
  file = load_file (self->home);
  for (guint i = 0; i < self->read->len; i++)
    g_ptr_array_add (marks, g_strdup_printf ("%016" G_GINT64_MODIFIER "x",
                                             g_array_index (self->read, guint64, i)));
  g_key_file_set_string_list (file, self->group, "read", (const char *const *)marks->pdata,
                              marks->len);
  if (!save_file (self->home, file, &error))
    g_debug ("not remembered what was read: %s", error->message);
}

static gboolean
was_read (const FarFolder *self, guint64 mark)
{
  for (guint i = 0; i < self->read->len; i++)
    if (g_array_index (self->read, guint64, i) == mark)
      return TRUE;

  return FALSE;
}

static void
remember (FarFolder *self, guint64 mark)
{
  if (was_read (self, mark))
    return;

  if (self->read->len >= FAR_FOLDER_READ_MAX)
    g_array_remove_index (self->read, 0);
  g_array_append_val (self->read, mark);
  save_read (self);
}

/* ---- what is in the folder */

static void
found_free (gpointer data)
{
  Found *self = data;

  g_free (self->name);
  g_free (self);
}

static gint64
get_modified_ns (const struct stat *info)
{
  return (gint64)info->st_mtim.tv_sec * G_GINT64_CONSTANT (1000000000) + info->st_mtim.tv_nsec;
}

static guint64
make_mark (const char *name, const struct stat *info)
{
  guint8 bytes[MARK_LEN];
  guint64 mark = 0;
  FarHash hash;

  far_hash_init (&hash, CONTEXT, MARK_LEN);
  far_hash_u64 (&hash, info->st_size);
  far_hash_u64 (&hash, get_modified_ns (info));
  far_hash_update (&hash, name, strlen (name));
  far_hash_finish (&hash, bytes, MARK_LEN);
  memcpy (&mark, bytes, MARK_LEN);

  return GUINT64_FROM_LE (mark);
}

static Found *
find (FarFolder *self, const char *name)
{
  for (guint i = 0; i < self->found->len; i++)
    if (strcmp (((Found *)self->found->pdata[i])->name, name) == 0)
      return self->found->pdata[i];

  return NULL;
}

static void
look_at_file (FarFolder *self, const char *name, const struct stat *info, gint64 now_us)
{
  guint64 mark = make_mark (name, info);
  Found *found;

  if (was_read (self, mark))
    return;

  found = find (self, name);
  if (found == NULL && self->found->len >= FAR_FOLDER_FILES_MAX)
    return;
  if (found == NULL)
    {
      found = g_new0 (Found, 1);
      found->name = g_strdup (name);
      g_ptr_array_add (self->found, found);
    }
  if (found->mark != mark)
    {
      found->mark = mark;
      found->len = info->st_size;
      found->modified_ns = get_modified_ns (info);
      found->since_us = now_us;
      found->was_bad = found->is_early = found->was_early = found->has_failed = FALSE;
    }
  found->is_there = TRUE;
}

static void
look_at_all (FarFolder *self, gint64 now_us)
{
  DIR *folder = opendir (self->path);
  struct dirent *entry;

  for (guint i = 0; i < self->found->len; i++)
    ((Found *)self->found->pdata[i])->is_there = FALSE;

  for (guint n = 0; folder != NULL && n < FAR_FOLDER_NAMES_MAX; n++)
    {
      struct stat info;

      entry = readdir (folder);
      if (entry == NULL)
        break;
      if (entry->d_name[0] != '.' && g_str_has_suffix (entry->d_name, FAR_FOLDER_SUFFIX) &&
          fstatat (dirfd (folder), entry->d_name, &info, AT_SYMLINK_NOFOLLOW) == 0 &&
          S_ISREG (info.st_mode))
        look_at_file (self, entry->d_name, &info, now_us);
    }
  if (folder != NULL)
    closedir (folder);

  for (guint i = self->found->len; i > 0; i--)
    if (!((Found *)self->found->pdata[i - 1])->is_there)
      g_ptr_array_remove_index (self->found, i - 1);
}

/* When it is to be offered; G_MAXINT64 for not at all as it is. */
static gint64
get_offer_us (const Found *found)
{
  if (found->is_early || found->has_failed)
    return G_MAXINT64;

  return found->since_us +
         (found->was_bad || found->len == 0 ? FAR_FOLDER_PATIENCE_US : FAR_FOLDER_QUIET_US);
}

static gboolean
comes_before (const Found *a, const Found *b)
{
  return a->modified_ns != b->modified_ns ? a->modified_ns < b->modified_ns
                                          : strcmp (a->name, b->name) < 0;
}

char *
far_folder_look (FarFolder *self, gint64 now_us, gboolean *out_is_large)
{
  const Found *next = NULL;

  look_at_all (self, now_us);
  for (guint i = 0; i < self->found->len; i++)
    {
      const Found *found = self->found->pdata[i];

      if (get_offer_us (found) <= now_us && (next == NULL || comes_before (found, next)))
        next = found;
    }
  if (next == NULL)
    return NULL;

  self->last = next->mark;
  self->has_last = TRUE;
  *out_is_large = next->len > FAR_FOLDER_FILE_LEN_MAX;

  return g_build_filename (self->path, next->name, NULL);
}

gint64
far_folder_get_due (const FarFolder *self, gint64 now_us)
{
  gint64 due_us = now_us + LOOK_US;

  for (guint i = 0; i < self->found->len; i++)
    due_us = MIN (due_us, MAX (get_offer_us (self->found->pdata[i]), now_us + LOOK_SOON_US));

  return due_us;
}

/* ---- what became of it */

gboolean
far_folder_note (FarFolder *self, FarFolderWord word)
{
  Found *found = NULL;
  gboolean was_bad;
  gboolean was_early;

  if (!self->has_last)
    return FALSE;

  self->has_last = FALSE;
  for (guint i = 0; i < self->found->len && found == NULL; i++)
    if (((Found *)self->found->pdata[i])->mark == self->last)
      found = self->found->pdata[i];
  if (found == NULL)
    return word != FAR_FOLDER_BAD;

  was_bad = found->was_bad;
  switch (word)
    {
    case FAR_FOLDER_BAD:
      found->was_bad = TRUE;
      if (!was_bad && found->len > 0)
        return FALSE;
      break;
    case FAR_FOLDER_EARLY:
      was_early = found->was_early;
      found->is_early = found->was_early = TRUE;
      return !was_early;
    case FAR_FOLDER_FAILED:
      found->has_failed = TRUE;
      return TRUE;
    case FAR_FOLDER_READ:
      break;
    }
  remember (self, found->mark);
  g_ptr_array_remove_fast (self->found, found);

  return TRUE;
}

void
far_folder_note_news (FarFolder *self)
{
  for (guint i = 0; i < self->found->len; i++)
    ((Found *)self->found->pdata[i])->is_early = FALSE;
}

void
far_folder_pass_over (FarFolder *self, const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  struct stat info;

  if (strcmp (folder, self->path) == 0 && lstat (path, &info) == 0)
    remember (self, make_mark (name, &info));
}

/* ---- the folder */

FarFolder *
far_folder_new (const char *path, const char *home, const guint8 *collective)
{
  FarFolder *self = g_new0 (FarFolder, 1);

  self->path = g_canonicalize_filename (path, NULL);
  self->home = g_strdup (home);
  self->found = g_ptr_array_new_with_free_func (found_free);
  self->read = g_array_new (FALSE, FALSE, sizeof (guint64));
  if (home != NULL)
    {
      self->group = make_group (collective);
      load_read (self);
    }

  return self;
}

void
far_folder_free (FarFolder *self)
{
  g_free (self->path);
  g_free (self->home);
  g_free (self->group);
  g_ptr_array_unref (self->found);
  g_array_unref (self->read);
  g_free (self);
}

const char *
far_folder_peek_path (const FarFolder *self)
{
  return self->path;
}
