/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the window does about holidays. */

#include "far-window-private.h"

#include "far-closing-dialog.h"
#include "far-compat.h"
#include "far-holidays-dialog.h"

#include <glib/gi18n.h>

/* ---- entering them */

static void
entered_cb (FarWindow *self, const char *id, const char *name, int n_holidays, GVariant *before)
{
  g_autofree char *text =
      /* Translators: the name of a calendar, and how many holidays it has */
      g_strdup_printf (ngettext ("%1$s: %2$d holiday is entered", "%1$s: %2$d holidays are entered",
                                 (gulong)n_holidays),
                       name, n_holidays);

  if (before != NULL)
    _far_window_add_undo_toast (self, text, "win.set-holidays", before);
  else
    _far_window_add_undo_toast (self, text, "win.remove-holidays", g_variant_new_string (id));
}

GtkWindow *
_far_window_holidays_dialog_new (FarWindow *self, const char *path)
{
  GtkWindow *dialog = far_holidays_dialog_new (GTK_WINDOW (self), self->overview, path);

  g_signal_connect_object (dialog, "entered", G_CALLBACK (entered_cb), self, G_CONNECT_SWAPPED);

  return dialog;
}

static void
file_chosen (GFile *file, gpointer data)
{
  FarWindow *self = data;
  g_autofree char *path = g_file_get_path (file);

  far_notice_clear (self->notice);
  if (path != NULL)
    gtk_window_present (_far_window_holidays_dialog_new (self, path));
}

void
_far_window_enter_holidays_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  far_compat_choose_file (GTK_WINDOW (widget), _ ("Choose a Calendar"), _ ("_Open"),
                          GTK_FILE_CHOOSER_ACTION_OPEN, NULL, NULL, file_chosen, widget);
}

/* ---- days of the school's own */

static void
closed_cb (FarWindow *self, const char *id, const char *text, GVariant *before)
{
  if (before != NULL)
    _far_window_add_undo_toast (self, text, "win.set-holidays", before);
  else
    _far_window_add_undo_toast (self, text, "win.remove-holidays", g_variant_new_string (id));
}

void
_far_window_close_school_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);
  GtkWindow *dialog = far_closing_dialog_new (GTK_WINDOW (self), self->overview);

  far_notice_clear (self->notice);
  g_signal_connect_object (dialog, "entered", G_CALLBACK (closed_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (dialog);
}

/* ---- as it was */

static void
set_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarWindow) self = data;
  g_autoptr(GError) error = NULL;
  FarCalendar *calendar = far_engine_set_calendar_finish (FAR_ENGINE (source), result, &error);

  if (calendar == NULL && self->overview != NULL)
    far_notice_show_error (self->notice, error);
  g_clear_pointer (&calendar, far_snapshot_unref);
}

void
_far_window_set_holidays_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);
  const char *name;
  g_autoptr(GPtrArray) holidays = far_holidays_unpack (parameter, &name);

  far_engine_set_calendar_async (self->engine, name, holidays, NULL, set_cb, g_object_ref (self));
}

static void
restored_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarWindow) self = data;
  g_autoptr(GError) error = NULL;
  FarCalendar *calendar = far_engine_restore_calendar_finish (FAR_ENGINE (source), result, &error);

  if (calendar == NULL && self->overview != NULL)
    far_notice_show_error (self->notice, error);
  g_clear_pointer (&calendar, far_snapshot_unref);
}

void
_far_window_restore_holidays_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);

  far_engine_restore_calendar_async (self->engine, g_variant_get_string (parameter, NULL), NULL,
                                     restored_cb, g_object_ref (self));
}

/* ---- taking them off */

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarWindow) self = data;
  g_autoptr(GError) error = NULL;
  FarCalendar *calendar = far_engine_remove_calendar_finish (FAR_ENGINE (source), result, &error);
  g_autofree char *text = NULL;

  if (self->overview == NULL)
    {
      g_clear_pointer (&calendar, far_snapshot_unref);
      return;
    }
  if (calendar == NULL)
    {
      far_notice_show_error (self->notice, error);
      return;
    }

  /* Translators: %s is the name of a calendar of holidays */
  text = g_strdup_printf (_ ("%s: the holidays are taken off"), calendar->name);
  _far_window_add_undo_toast (self, text, "win.restore-holidays",
                              g_variant_new_string (calendar->id));
  far_snapshot_unref (calendar);
}

void
_far_window_remove_holidays_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);

  far_engine_remove_calendar_async (self->engine, g_variant_get_string (parameter, NULL), NULL,
                                    removed_cb, g_object_ref (self));
}
