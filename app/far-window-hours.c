/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Hours given and received: noted, changed, taken off, and shared with somebody. */

#include "far-window-private.h"

#include "far-hours-dialog.h"
#include "far-hours-row.h"

#include <glib/gi18n.h>

static const FarHours *
find_line (FarWindow *self, const char *id)
{
  GListModel *lines = far_overview_peek_hours_list (self->overview);

  for (guint i = 0; i < g_list_model_get_n_items (lines); i++)
    {
      g_autoptr(FarItem) item = g_list_model_get_item (lines, i);
      const FarHours *line = far_item_peek_snapshot (item);

      if (g_str_equal (line->id, id))
        return line;
    }

  return NULL;
}

static void
noted_cb (FarWindow *self, const char *id, gboolean is_new)
{
  if (is_new)
    _far_window_add_undo_toast (self, _ ("It is noted"), "win.drop-hours",
                                g_variant_new_string (id));
  else
    _far_window_add_toast (self, _ ("It is changed"));
}

/* @line: (nullable) */
static void
show_dialog (FarWindow *self, const FarHours *line)
{
  GtkWindow *dialog = far_hours_dialog_new (GTK_WINDOW (self), self->overview, line);

  g_signal_connect_object (dialog, "done", G_CALLBACK (noted_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (dialog);
}

void
_far_window_note_hours_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  show_dialog (FAR_WINDOW (widget), NULL);
}

void
_far_window_edit_hours_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);
  const FarHours *line = find_line (self, g_variant_get_string (parameter, NULL));

  if (line != NULL)
    show_dialog (self, line);
}

/* ---- what is undone with one click */

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarWindow) self = data;
  g_autoptr(GError) error = NULL;
  g_autofree char *id = far_engine_write_hours_finish (FAR_ENGINE (source), result, &error);

  if (self->overview == NULL)
    return;
  if (id != NULL)
    noted_cb (self, id, TRUE);
  else
    far_notice_show_error (self->notice, error);
}

void
_far_window_write_hours_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);
  FarHoursEdit edit;
  int sort;
  int of;

  g_variant_get (parameter, "(iibi&s&s&si&si)", &edit.day, &edit.minutes, &edit.is_received, &sort,
                 &edit.who, &edit.what, &edit.against, &of, &edit.of_id, &edit.of_day);
  edit.sort = (FarHoursSort)sort;
  edit.of = (FarHoursOf)of;
  far_engine_write_hours_async (self->engine, NULL, &edit, NULL, written_cb, g_object_ref (self));
}

/* A line that goes, and what it said: its words are erased at once. */
typedef struct
{
  FarWindow *self; /* owned */
  GVariant *said;  /* owned, nullable */
} Drop;

static void
dropped_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Drop *drop = data;
  g_autoptr(GError) error = NULL;
  g_autofree char *id = far_engine_remove_hours_finish (FAR_ENGINE (source), result, &error);

  if (drop->self->overview != NULL && id == NULL)
    far_notice_show_error (drop->self->notice, error);
  else if (drop->self->overview != NULL && drop->said != NULL)
    _far_window_add_undo_toast (drop->self, _ ("It is taken off, and its words are erased"),
                                "win.write-hours", drop->said);
  g_clear_pointer (&drop->said, g_variant_unref);
  g_object_unref (drop->self);
  g_free (drop);
}

void
_far_window_drop_hours_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);
  const char *id = g_variant_get_string (parameter, NULL);
  const FarHours *line = find_line (self, id);
  Drop *drop = g_new0 (Drop, 1);

  drop->self = g_object_ref (self);
  if (line != NULL)
    drop->said = g_variant_ref_sink (far_hours_row_pack (line));
  far_engine_remove_hours_async (self->engine, id, NULL, dropped_cb, drop);
}

typedef struct
{
  FarWindow *self; /* owned */
  gboolean is_shared;
} Share;

static void
shared_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Share *share = data;
  g_autoptr(GError) error = NULL;
  g_autofree char *id = far_engine_share_hours_finish (FAR_ENGINE (source), result, &error);

  if (share->self->overview != NULL && id == NULL)
    far_notice_show_error (share->self->notice, error);
  else if (share->self->overview != NULL)
    _far_window_add_toast (share->self, share->is_shared
                                            ? _ ("They can read it from now on")
                                            : _ ("They cannot read what you note from now on"));
  g_object_unref (share->self);
  g_free (share);
}

void
_far_window_share_hours_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  Share *share = g_new0 (Share, 1);
  const char *member;

  share->self = g_object_ref (FAR_WINDOW (widget));
  g_variant_get (parameter, "(&sb)", &member, &share->is_shared);
  far_engine_share_hours_async (share->self->engine, member, share->is_shared, NULL, shared_cb,
                                share);
}
