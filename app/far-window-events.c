/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the window does about calendars of events. */

#include "far-window-private.h"

#include "far-compat.h"
#include "far-events-dialog.h"

#include <glib/gi18n.h>

static void
imported_cb (FarWindow *self, const char *text, GVariant *undo)
{
  _far_window_add_undo_toast (self, text, "win.undo-import", g_variant_new_variant (undo));
}

GtkWindow *
_far_window_events_dialog_new (FarWindow *self, const char *path)
{
  GtkWindow *dialog = far_events_dialog_new (GTK_WINDOW (self), self->overview, path);

  g_signal_connect_object (dialog, "imported", G_CALLBACK (imported_cb), self, G_CONNECT_SWAPPED);

  return dialog;
}

static void
file_chosen (GFile *file, gpointer data)
{
  FarWindow *self = data;
  g_autofree char *path = g_file_get_path (file);

  far_notice_clear (self->notice);
  if (path != NULL)
    gtk_window_present (_far_window_events_dialog_new (self, path));
}

void
_far_window_import_rotas_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  far_compat_choose_file (GTK_WINDOW (widget), _ ("Choose a Calendar"), _ ("_Open"),
                          GTK_FILE_CHOOSER_ACTION_OPEN, NULL, NULL, file_chosen, widget);
}

static void
undone_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarWindow) self = data;
  g_autoptr(GError) error = NULL;
  gboolean is_undone = far_engine_undo_events_finish (FAR_ENGINE (source), result, &error);

  if (self->overview != NULL && !is_undone)
    far_notice_show_error (self->notice, error);
  else if (self->overview != NULL)
    far_notice_show (self->notice, FAR_NOTICE_DONE, _ ("The rotas are as they were before"));
}

void
_far_window_undo_import_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);
  g_autoptr(GVariant) undo = g_variant_get_variant (parameter);

  far_engine_undo_events_async (self->engine, undo, NULL, undone_cb, g_object_ref (self));
}
