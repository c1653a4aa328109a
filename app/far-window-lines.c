/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the window does about lines. */

#include "far-window-private.h"

#include "far-hazards-dialog.h"
#include "far-line-dialog.h"
#include "far-stops-dialog.h"

#include <glib/gi18n.h>

/* Returns: (transfer full) (nullable) */
static FarLine *
find_line (FarWindow *self, const char *id)
{
  GListModel *lines = far_overview_peek_lines (self->overview);

  for (guint i = 0; i < g_list_model_get_n_items (lines); i++)
    {
      g_autoptr(FarItem) item = g_list_model_get_item (lines, i);
      const FarLine *line = far_item_peek_snapshot (item);

      if (g_str_equal (line->id, id))
        return far_snapshot_ref (line);
    }

  return NULL;
}

static void
offer_undo (FarWindow *self, const char *text, const FarLine *before)
{
  far_notice_clear (self->notice);
  g_clear_pointer (&self->undo_line, far_snapshot_unref);
  self->undo_line = far_snapshot_ref (before);
  _far_window_add_undo_toast (self, text, "win.undo-line", g_variant_new_string (before->id));
}

static void
line_changed_cb (FarWindow *self, const char *text, FarLineDialog *dialog)
{
  offer_undo (self, text, far_line_dialog_peek_line (dialog));
}

static void
line_removed_cb (FarWindow *self, const char *text, FarLineDialog *dialog)
{
  far_notice_clear (self->notice);
  _far_window_add_undo_toast (self, text, "win.restore-line",
                              g_variant_new_string (far_line_dialog_peek_line (dialog)->id));
}

static void
stops_changed_cb (FarWindow *self, const char *text, FarStopsDialog *dialog)
{
  const FarLine *before = far_stops_dialog_peek_line (dialog);

  if (before != NULL)
    offer_undo (self, text, before);
  else
    far_notice_show (self->notice, FAR_NOTICE_DONE, text);
}

void
_far_window_edit_line_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);
  FarLine *line = find_line (self, g_variant_get_string (parameter, NULL));
  GtkWindow *dialog;

  if (line == NULL)
    return;

  dialog = far_line_dialog_new (GTK_WINDOW (self), self->overview, line);
  g_signal_connect_object (dialog, "changed", G_CALLBACK (line_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (dialog, "removed", G_CALLBACK (line_removed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (dialog);
  far_snapshot_unref (line);
}

/* @line: (nullable) */
static void
show_stops (FarWindow *self, const FarLine *line)
{
  GtkWindow *dialog = far_stops_dialog_new (GTK_WINDOW (self), self->overview, line);

  g_signal_connect_object (dialog, "changed", G_CALLBACK (stops_changed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (dialog);
}

void
_far_window_add_line_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  show_stops (FAR_WINDOW (widget), NULL);
}

void
_far_window_edit_stops_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);
  FarLine *line = find_line (self, g_variant_get_string (parameter, NULL));

  if (line != NULL)
    show_stops (self, line);
  g_clear_pointer (&line, far_snapshot_unref);
}

static void
undone_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarWindow) self = data;
  g_autoptr(GError) error = NULL;
  FarLine *line = far_engine_change_line_finish (FAR_ENGINE (source), result, &error);
  g_autofree char *text = NULL;

  if (self->overview != NULL && line == NULL)
    far_notice_show_error (self->notice, error);
  else if (self->overview != NULL)
    {
      /* Translators: %s is the name of a walking line */
      text = g_strdup_printf (_ ("“%s” is as it was before"), line->name);
      far_notice_show (self->notice, FAR_NOTICE_DONE, text);
    }
  g_clear_pointer (&line, far_snapshot_unref);
}

/* Only what is different is written. */
void
_far_window_undo_line_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);
  g_autoptr(GArray) stops = g_array_new (FALSE, FALSE, sizeof (FarTypedStop));
  g_autoptr(GArray) patterns = g_array_sized_new (FALSE, FALSE, sizeof (FarLinePattern), 1);
  FarLineEdit edit = FAR_LINE_EDIT_NONE;
  const FarLine *before = self->undo_line;

  if (before == NULL || !g_str_equal (before->id, g_variant_get_string (parameter, NULL)))
    return;

  for (guint i = 0; i < before->stops->len; i++)
    {
      const FarStop *stop = before->stops->pdata[i];
      FarTypedStop was = { stop->name, stop->time_out, stop->time_back, stop };

      g_array_append_val (stops, was);
    }
  edit.name = before->name;
  edit.school = before->school;
  edit.referent = before->referent;
  edit.colour = before->colour;
  edit.all_stops = (const FarTypedStop *)(gconstpointer)stops->data;
  edit.n_all_stops = stops->len;
  for (guint i = 0; i < before->patterns->len; i++)
    g_array_append_vals (patterns, before->patterns->pdata[i], 1);
  edit.patterns = (const FarLinePattern *)(gconstpointer)patterns->data;
  edit.n_patterns = patterns->len;
  far_engine_change_line_async (self->engine, before->id, &edit, NULL, undone_cb,
                                g_object_ref (self));
  g_clear_pointer (&self->undo_line, far_snapshot_unref);
}

static void
restored_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarWindow) self = data;
  g_autoptr(GError) error = NULL;
  g_autofree char *id = far_engine_set_line_gone_finish (FAR_ENGINE (source), result, &error);

  if (self->overview != NULL && id == NULL)
    far_notice_show_error (self->notice, error);
  else if (self->overview != NULL)
    far_notice_show (self->notice, FAR_NOTICE_DONE, _ ("The line is on the list again, as it was"));
}

void
_far_window_restore_line_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);

  far_engine_set_line_gone_async (self->engine, g_variant_get_string (parameter, NULL), FALSE, NULL,
                                  restored_cb, g_object_ref (self));
}

/* ---- what is to be looked out for */

void
_far_window_show_hazards_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);
  FarLine *line = find_line (self, g_variant_get_string (parameter, NULL));

  if (line != NULL)
    gtk_window_present (far_hazards_dialog_new (GTK_WINDOW (self), self->overview, line));
  g_clear_pointer (&line, far_snapshot_unref);
}

/* ---- crossings of a line */

static void
crossings_set_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarWindow) self = data;
  g_autoptr(GError) error = NULL;
  FarLine *line = far_engine_set_crossings_finish (FAR_ENGINE (source), result, &error);

  if (self->overview != NULL && line == NULL)
    far_notice_show_error (self->notice, error);
  g_clear_pointer (&line, far_snapshot_unref);
}

void
_far_window_set_crossings_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);
  const char *line;
  gint32 n;

  g_variant_get (parameter, "(&si)", &line, &n);
  far_engine_set_crossings_async (self->engine, line, n, NULL, crossings_set_cb,
                                  g_object_ref (self));
}
