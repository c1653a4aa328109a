/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-last.h"

#include <string.h>

#define FILE_NAME "window.ini"
#define GROUP "window"
#define KEY "collective"
#define KEY_KEPT "machines-kept"
#define KEY_HIDDEN "help-not-now"

/* after which nothing comes up for the same day again */
#define HIDDEN_DAYS 10
#define KEY_NOTED "noted"
#define KEY_WIDTH "width"
#define KEY_HEIGHT "height"
#define KEY_MAXIMIZED "maximized"
#define KEY_SIMPLE "simple"
#define KEY_ALWAYS_WEEK "always-week"
#define KEY_PAGE "page"

/* no screen is larger, and no window is made that nobody can see */
#define SIZE_MAX_PX 16384
#define N_NOTED_MAX 500 /* ten years of whoever would like to learn a lot */
#define KEY_TOLD "told"
#define N_TOLD_MAX 1000 /* what is to be told of four weeks is far less */

/* of hexadecimal digits, at least as many as the engine takes for a prefix */
#define ID_LEN_MIN 6
#define ID_LEN_MAX 64

static gboolean
is_id (const char *text)
{
  gsize len = strspn (text, "0123456789abcdef");

  return text[len] == '\0' && len >= ID_LEN_MIN && len <= ID_LEN_MAX;
}

char *
far_last_load (const char *home)
{
  g_autoptr(GKeyFile) file = g_key_file_new ();
  g_autofree char *path = g_build_filename (home, FILE_NAME, NULL);
  g_autofree char *id = NULL;

  if (g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL))
    id = g_key_file_get_string (file, GROUP, KEY, NULL);

  return id != NULL && is_id (id) ? g_steal_pointer (&id) : NULL;
}

/* What is there already stays, where it can be read. */
static GKeyFile *
load (const char *path)
{
  GKeyFile *file = g_key_file_new ();

  g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL);

  return file;
}

static void
save (GKeyFile *file, const char *path)
{
  g_autoptr(GError) error = NULL;

  if (!g_key_file_save_to_file (file, path, &error))
    g_debug ("%s", error->message);
}

void
far_last_save (const char *home, const char *collective)
{
  g_autoptr(GKeyFile) file = NULL;
  g_autofree char *path = g_build_filename (home, FILE_NAME, NULL);
  g_autofree char *before = far_last_load (home);

  if (g_strcmp0 (before, collective) == 0)
    return;

  file = load (path);
  g_key_file_set_string (file, GROUP, KEY, collective);
  save (file, path);
}

/* ---- how it looked */

static int
load_size (GKeyFile *file, const char *key)
{
  int size = g_key_file_get_integer (file, GROUP, key, NULL);

  return size > 0 && size <= SIZE_MAX_PX ? size : 0;
}

void
far_last_load_view (const char *home, FarLastView *view)
{
  g_autofree char *path = g_build_filename (home, FILE_NAME, NULL);
  g_autoptr(GKeyFile) file = load (path);

  view->width = load_size (file, KEY_WIDTH);
  view->height = load_size (file, KEY_HEIGHT);
  view->is_maximized = g_key_file_get_boolean (file, GROUP, KEY_MAXIMIZED, NULL);
  view->is_simple = g_key_file_get_boolean (file, GROUP, KEY_SIMPLE, NULL);
  view->is_always_week = g_key_file_get_boolean (file, GROUP, KEY_ALWAYS_WEEK, NULL);
  view->page = g_key_file_get_string (file, GROUP, KEY_PAGE, NULL);
}

void
far_last_save_view (const char *home, const FarLastView *view)
{
  g_autofree char *path = g_build_filename (home, FILE_NAME, NULL);
  g_autoptr(GKeyFile) file = load (path);

  g_key_file_set_integer (file, GROUP, KEY_WIDTH, view->width);
  g_key_file_set_integer (file, GROUP, KEY_HEIGHT, view->height);
  g_key_file_set_boolean (file, GROUP, KEY_MAXIMIZED, view->is_maximized);
  g_key_file_set_boolean (file, GROUP, KEY_SIMPLE, view->is_simple);
  g_key_file_set_boolean (file, GROUP, KEY_ALWAYS_WEEK, view->is_always_week);
  if (view->page != NULL)
    g_key_file_set_string (file, GROUP, KEY_PAGE, view->page);
  save (file, path);
}

void
far_last_view_clear (FarLastView *view)
{
  g_clear_pointer (&view->page, g_free);
}

/* ---- what was told or answered */

static gboolean
is_listed (const char *home, const char *key, const char *what)
{
  g_autofree char *path = g_build_filename (home, FILE_NAME, NULL);
  g_autoptr(GKeyFile) file = load (path);
  g_auto(GStrv) listed = g_key_file_get_string_list (file, GROUP, key, NULL, NULL);

  return listed != NULL && g_strv_contains ((const char *const *)listed, what);
}

/* The oldest are forgotten beyond @most.  @added: (element-type utf8) */
static void
add_all (const char *home, const char *key, const GPtrArray *added, guint most)
{
  g_autofree char *path = g_build_filename (home, FILE_NAME, NULL);
  g_autoptr(GKeyFile) file = load (path);
  g_auto(GStrv) listed = g_key_file_get_string_list (file, GROUP, key, NULL, NULL);
  g_autoptr(GPtrArray) list = g_ptr_array_new ();

  for (guint i = 0; listed != NULL && listed[i] != NULL; i++)
    g_ptr_array_add (list, listed[i]);
  for (guint i = 0; i < added->len; i++)
    g_ptr_array_add (list, added->pdata[i]);
  if (list->len > most)
    g_ptr_array_remove_range (list, 0, list->len - most);
  g_key_file_set_string_list (file, GROUP, key, (const char *const *)list->pdata, list->len);
  save (file, path);
}

static void
add_to_list (const char *home, const char *key, const char *what, guint most)
{
  g_autoptr(GPtrArray) added = g_ptr_array_new ();

  g_ptr_array_add (added, (gpointer)what);
  add_all (home, key, added, most);
}

gboolean
far_last_is_kept (const char *home, const char *machine)
{
  return is_listed (home, KEY_KEPT, machine);
}

void
far_last_keep (const char *home, const char *machine)
{
  add_to_list (home, KEY_KEPT, machine, G_MAXUINT);
}

gboolean
far_last_is_noted (const char *home, const char *what)
{
  return is_listed (home, KEY_NOTED, what);
}

void
far_last_note (const char *home, const char *what)
{
  add_to_list (home, KEY_NOTED, what, N_NOTED_MAX);
}

/* ---- what does not come up now */

static char *
hidden_new (const char *help, gint32 due_day)
{
  return g_strdup_printf ("%d %s", due_day, help);
}

gboolean
far_last_is_help_hidden (const char *home, const char *help, gint32 due_day)
{
  g_autofree char *wanted = hidden_new (help, due_day);

  return is_listed (home, KEY_HIDDEN, wanted);
}

void
far_last_hide_help (const char *home, const char *help, gint32 due_day, gint32 today)
{
  g_autofree char *path = g_build_filename (home, FILE_NAME, NULL);
  g_autofree char *added = hidden_new (help, due_day);
  g_autoptr(GKeyFile) file = load (path);
  g_auto(GStrv) hidden = g_key_file_get_string_list (file, GROUP, KEY_HIDDEN, NULL, NULL);
  g_autoptr(GPtrArray) list = g_ptr_array_new ();

  for (guint i = 0; hidden != NULL && hidden[i] != NULL; i++)
    if (g_ascii_strtoll (hidden[i], NULL, 10) >= today - HIDDEN_DAYS)
      g_ptr_array_add (list, hidden[i]);
  g_ptr_array_add (list, added);
  g_key_file_set_string_list (file, GROUP, KEY_HIDDEN, (const char *const *)list->pdata, list->len);
  save (file, path);
}

/* ---- reminders */

GHashTable *
far_last_load_told (const char *home)
{
  g_autofree char *path = g_build_filename (home, FILE_NAME, NULL);
  g_autoptr(GKeyFile) file = load (path);
  g_auto(GStrv) listed = g_key_file_get_string_list (file, GROUP, KEY_TOLD, NULL, NULL);
  GHashTable *told = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; listed != NULL && listed[i] != NULL; i++)
    g_hash_table_add (told, g_strdup (listed[i]));

  return told;
}

void
far_last_add_told (const char *home, GPtrArray *ids)
{
  if (ids->len > 0)
    add_all (home, KEY_TOLD, ids, N_TOLD_MAX);
}

/* ---- what somebody prefers */

static const struct
{
  const char *key;
  gboolean at_first;
} preferences[] = {
  [FAR_PREFERS_REMINDERS] = { "reminders", TRUE },
  [FAR_PREFERS_BACKGROUND] = { "background", FALSE },
};

gboolean
far_last_prefers (const char *home, FarPreference what)
{
  g_autofree char *path = g_build_filename (home, FILE_NAME, NULL);
  g_autoptr(GKeyFile) file = load (path);
  g_autoptr(GError) error = NULL;
  gboolean is_on = g_key_file_get_boolean (file, GROUP, preferences[what].key, &error);

  return error != NULL ? preferences[what].at_first : is_on;
}

void
far_last_prefer (const char *home, FarPreference what, gboolean is_on)
{
  g_autofree char *path = g_build_filename (home, FILE_NAME, NULL);
  g_autoptr(GKeyFile) file = load (path);

  g_key_file_set_boolean (file, GROUP, preferences[what].key, is_on);
  save (file, path);
}
