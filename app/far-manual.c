/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-manual.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define PAGES \
  "help" G_DIR_SEPARATOR_S "C" G_DIR_SEPARATOR_S "farandole" G_DIR_SEPARATOR_S "index.page"

static gboolean
has_pages (const char *data_dir)
{
  g_autofree char *path = g_build_filename (data_dir, PAGES, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/* A viewer that does not find the pages says so in a window of its own, and nobody tells us: so it
 * is asked only where it looks. */
static gboolean
viewer_finds_pages (void)
{
  const char *const *data_dirs = g_get_system_data_dirs ();
  g_autoptr(GAppInfo) viewer = g_app_info_get_default_for_uri_scheme ("help");
  gboolean found = has_pages (g_get_user_data_dir ());

  for (gsize i = 0; !found && data_dirs[i] != NULL; i++)
    found = has_pages (data_dirs[i]);

  return found && viewer != NULL;
}

/* Returns: (transfer full) (nullable): in the first language of the person that there is one in */
static char *
dup_one_page (void)
{
  const char *const *languages = g_get_language_names ();

  for (gsize i = 0; languages[i] != NULL; i++)
    {
      const char *language = g_str_equal (languages[i], "C") ? "en" : languages[i];
      g_autofree char *name = g_strdup_printf ("farandole.%s.html", language);
      g_autofree char *path = g_build_filename (FAR_MANUAL_DIR, name, NULL);

      if (g_file_test (path, G_FILE_TEST_EXISTS))
        return g_steal_pointer (&path);
    }

  return NULL;
}

static void
show_none (GtkWindow *parent)
{
  GtkWidget *dialog = adw_message_dialog_new (
      parent, _ ("The Help Cannot Be Shown"),
      _ ("Nothing on this computer shows the help pages. Install a help viewer, such as Yelp, or a "
         "web browser, and try again."));

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

/* @data: owned: over which window */
static void
one_page_shown_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GtkWindow) parent = data;

  if (!gtk_show_uri_full_finish (parent, result, NULL))
    show_none (parent);
}

static void
show_one_page (GtkWindow *parent)
{
  g_autofree char *path = dup_one_page ();
  g_autofree char *uri = path != NULL ? g_filename_to_uri (path, NULL, NULL) : NULL;

  if (uri != NULL)
    gtk_show_uri_full (parent, uri, GDK_CURRENT_TIME, NULL, one_page_shown_cb,
                       g_object_ref (parent));
  else
    show_none (parent);
}

/* @data: owned: over which window */
static void
pages_shown_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GtkWindow) parent = data;

  if (!gtk_show_uri_full_finish (parent, result, NULL))
    show_one_page (parent);
}

void
far_manual_show (GtkWindow *parent)
{
  g_return_if_fail (GTK_IS_WINDOW (parent));

  if (viewer_finds_pages ())
    gtk_show_uri_full (parent, "help:farandole", GDK_CURRENT_TIME, NULL, pages_shown_cb,
                       g_object_ref (parent));
  else
    show_one_page (parent);
}
