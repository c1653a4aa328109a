/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-folder-row.h"

#include "far-compat.h"

#include <glib/gi18n.h>

enum
{
  SIGNAL_READ,
  SIGNAL_FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

struct _FarFolderRow
{
  AdwActionRow parent_instance;

  FarOverview *overview;     /* owned */
  GCancellable *cancellable; /* owned */
  GCancellable *watching;    /* owned, nullable: while a folder is watched */
  char *path;                /* owned, nullable: of that folder */
  gboolean is_known;         /* which one was chosen before */

  GtkButton *button; /* template child */
};

G_DEFINE_FINAL_TYPE (FarFolderRow, far_folder_row, ADW_TYPE_ACTION_ROW)

static FarEngine *
peek_engine (FarFolderRow *self)
{
  return far_overview_peek_engine (self->overview);
}

static void
show (FarFolderRow *self)
{
  g_autofree char *name = self->path != NULL ? g_filename_display_name (self->path) : NULL;

  adw_action_row_set_subtitle (
      ADW_ACTION_ROW (self),
      name != NULL ? name
                   : _ ("Files that appear in it are read by themselves. It may be on a USB stick "
                        "that is plugged in later."));
  gtk_button_set_label (self->button, self->path != NULL ? _ ("_Stop") : _ ("_Choose…"));
}

/* -- watching */

static void
watched_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarFolderRow) self = data;
  g_autoptr(GError) error = NULL;
  FarFolderNews *news = far_engine_watch_folder_finish (FAR_ENGINE (source), result, &error);

  if (news == NULL)
    {
      /* another collective was opened beside: this one's folder is asked for again with its return
       */
      if (self->overview != NULL && !g_cancellable_is_cancelled (self->cancellable))
        self->is_known = FALSE;
      return;
    }

  if (self->overview != NULL)
    g_signal_emit (self, signals[SIGNAL_READ], 0, news);
  far_snapshot_unref (news);
  /* what it was started with may be another's by now */
  if (self->overview != NULL && self->watching != NULL && self->path != NULL)
    far_engine_watch_folder_async (FAR_ENGINE (source), self->path, self->watching, watched_cb,
                                   g_object_ref (self));
}

static void
stop_watching (FarFolderRow *self)
{
  g_cancellable_cancel (self->watching);
  g_clear_object (&self->watching);
  g_clear_pointer (&self->path, g_free);
}

static void
watch (FarFolderRow *self, const char *path)
{
  stop_watching (self);
  if (*path != '\0')
    {
      self->path = g_strdup (path);
      self->watching = g_cancellable_new ();
      far_engine_watch_folder_async (peek_engine (self), path, self->watching, watched_cb,
                                     g_object_ref (self));
    }
  show (self);
}

/* -- the choice */

static void
kept_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarFolderRow) self = data;
  g_autoptr(GError) error = NULL;

  if (!far_engine_choose_folder_finish (FAR_ENGINE (source), result, &error) &&
      self->overview != NULL)
    g_signal_emit (self, signals[SIGNAL_FAILED], 0, error);
}

static void
keep (FarFolderRow *self, const char *path)
{
  far_engine_choose_folder_async (peek_engine (self), *path != '\0' ? path : NULL,
                                  self->cancellable, kept_cb, g_object_ref (self));
  watch (self, path);
}

static void
chosen (GFile *folder, gpointer data)
{
  FarFolderRow *self = data;
  g_autofree char *path = g_file_get_path (folder);
  g_autoptr(GError) error = NULL;

  if (path == NULL)
    {
      error = g_error_new_literal (FAR_SYNC_ERROR, FAR_SYNC_ERROR_NO_SUCH_FILE, "no local folder");
      g_signal_emit (self, signals[SIGNAL_FAILED], 0, error);
      return;
    }

  keep (self, path);
}

static void
clicked_cb (FarFolderRow *self)
{
  if (self->path != NULL)
    {
      keep (self, "");
      return;
    }

  far_compat_choose_file (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                          _ ("Watch a Folder"), _ ("_Watch"), GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER,
                          NULL, NULL, chosen, self);
}

static void
known_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarFolderRow) self = data;
  g_autofree char *path = far_engine_watched_folder_finish (FAR_ENGINE (source), result, NULL);

  if (self->overview != NULL && path != NULL && self->path == NULL)
    watch (self, path);
}

/* As soon as there is something that files could be of. */
static void
ask (FarFolderRow *self)
{
  const FarStatus *status = far_overview_peek_status (self->overview);

  if (self->is_known || status == NULL || status->state != FAR_BELONGING_ADMITTED)
    return;

  self->is_known = TRUE;
  stop_watching (self);
  show (self);
  far_engine_watched_folder_async (peek_engine (self), self->cancellable, known_cb,
                                   g_object_ref (self));
}

static void
far_folder_row_dispose (GObject *object)
{
  FarFolderRow *self = FAR_FOLDER_ROW (object);

  if (self->overview != NULL)
    far_folder_row_stop (self);
  g_clear_object (&self->overview);
  g_clear_object (&self->watching);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->path, g_free);

  G_OBJECT_CLASS (far_folder_row_parent_class)->dispose (object);
}

static void
far_folder_row_class_init (FarFolderRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = far_folder_row_dispose;

  signals[SIGNAL_READ] = g_signal_new ("read", FAR_TYPE_FOLDER_ROW, G_SIGNAL_RUN_LAST, 0, NULL,
                                       NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[SIGNAL_FAILED] = g_signal_new ("failed", FAR_TYPE_FOLDER_ROW, G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-folder-row.ui");
  gtk_widget_class_bind_template_child (widget_class, FarFolderRow, button);
  gtk_widget_class_bind_template_callback (widget_class, clicked_cb);
}

static void
far_folder_row_init (FarFolderRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  show (self);
}

void
far_folder_row_set_overview (FarFolderRow *self, FarOverview *overview)
{
  g_return_if_fail (FAR_IS_FOLDER_ROW (self));
  g_return_if_fail (FAR_IS_OVERVIEW (overview));
  g_return_if_fail (self->overview == NULL);

  self->overview = g_object_ref (overview);
  g_signal_connect_object (overview, "notify::status", G_CALLBACK (ask), self, G_CONNECT_SWAPPED);
  ask (self);
}

void
far_folder_row_stop (FarFolderRow *self)
{
  g_return_if_fail (FAR_IS_FOLDER_ROW (self));

  g_cancellable_cancel (self->watching);
  g_cancellable_cancel (self->cancellable);
}
