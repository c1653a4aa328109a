/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the window does about when people can take turns. */

#include "far-window-private.h"

#include "far-available-dialog.h"
#include "far-fair-dialog.h"
#include "far-season-dialog.h"

#include <glib/gi18n.h>

void
_far_window_show_fair_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);

  far_notice_clear (self->notice);
  gtk_window_present (far_fair_dialog_new (GTK_WINDOW (self), self->overview));
}

void
_far_window_show_season_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);

  far_notice_clear (self->notice);
  gtk_window_present (far_season_dialog_new (GTK_WINDOW (self), self->overview));
}

static void
saved_cb (FarWindow *self, GVariant *before)
{
  _far_window_add_undo_toast (self, _ ("When you can is written down"), "win.set-availability",
                              before);
}

void
_far_window_show_available_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);
  GtkWindow *dialog = far_available_dialog_new (GTK_WINDOW (self), self->overview);

  far_notice_clear (self->notice);
  g_signal_connect_object (dialog, "saved", G_CALLBACK (saved_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (dialog);
}

static void
restored_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarWindow) self = data;
  g_autoptr(GError) error = NULL;
  FarAvailability *said = far_engine_set_availability_finish (FAR_ENGINE (source), result, &error);

  if (self->overview != NULL && said == NULL)
    far_notice_show_error (self->notice, error);
  else if (self->overview != NULL)
    far_notice_show (self->notice, FAR_NOTICE_DONE,
                     _ ("What was said of when you can is as before"));
  g_clear_pointer (&said, far_snapshot_unref);
}

void
_far_window_set_availability_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);

  far_available_restore (self->engine, parameter, restored_cb, g_object_ref (self));
}
