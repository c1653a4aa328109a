/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-copy-dialog.h"

#include "far-compat.h"
#include "far-notice.h"
#include "far-words.h"

#include <glib/gi18n.h>

struct _FarCopyDialog
{
  AdwWindow parent_instance;

  FarEngine *engine;         /* owned */
  GCancellable *cancellable; /* owned */
  GFile *file;               /* owned, nullable: the copy */
  gboolean is_saving;
  gboolean is_busy;

  GtkLabel *intro_label; /* template children */
  FarNotice *notice;
  GtkListBox *list;
  AdwActionRow *file_row;
  AdwPasswordEntryRow *passphrase_row;
  AdwPasswordEntryRow *again_row;
  GtkLabel *hint_label;
  GtkBox *progress_box;
  GtkLabel *progress_label;
  GtkProgressBar *progress_bar;
  GtkButton *go_button;
};

G_DEFINE_FINAL_TYPE (FarCopyDialog, far_copy_dialog, ADW_TYPE_WINDOW)

enum
{
  SIGNAL_DONE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const char *
peek_text (AdwPasswordEntryRow *row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

static void
show_hint (FarCopyDialog *self)
{
  const char *passphrase = peek_text (self->passphrase_row);
  const char *again = peek_text (self->again_row);
  g_autofree char *words = NULL;

  if (*again != '\0' && !g_str_has_prefix (passphrase, again))
    words = g_strdup (_ ("The two are not the same."));
  else
    words = far_words_passphrase (passphrase);
  gtk_label_set_label (self->hint_label, words);
}

static gboolean
is_ready (FarCopyDialog *self)
{
  const char *passphrase = peek_text (self->passphrase_row);

  if (self->is_busy || *passphrase == '\0')
    return FALSE;

  return self->is_saving ? g_str_equal (passphrase, peek_text (self->again_row))
                         : self->file != NULL;
}

static void
show_form (FarCopyDialog *self)
{
  if (self->is_saving)
    show_hint (self);
  gtk_widget_set_sensitive (GTK_WIDGET (self->list), !self->is_busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->go_button), is_ready (self));
  gtk_widget_set_visible (GTK_WIDGET (self->progress_box), self->is_busy);
}

static void
show_progress (FarCopyDialog *self)
{
  g_autofree char *words = NULL;
  int activity;
  double fraction;

  g_object_get (self->engine, "activity", &activity, "fraction", &fraction, NULL);

  words = far_words_activity (activity, fraction);
  gtk_label_set_label (self->progress_label, words);
  if (fraction >= 0)
    gtk_progress_bar_set_fraction (self->progress_bar, CLAMP (fraction, 0, 1));
  else
    gtk_progress_bar_pulse (self->progress_bar);
}

/* @saved: (transfer full) (nullable) */
static void
end (FarCopyDialog *self, FarSaved *saved, const GError *error)
{
  g_autofree char *path = g_file_get_path (self->file);
  g_autofree char *name = g_filename_display_basename (path);

  self->is_busy = FALSE;
  if (self->engine == NULL || g_cancellable_is_cancelled (self->cancellable))
    {
      g_clear_pointer (&saved, far_snapshot_unref);
      return;
    }

  show_form (self);
  if (saved == NULL)
    {
      far_notice_show_error (self->notice, error);
      gtk_widget_grab_focus (GTK_WIDGET (self->passphrase_row));
      return;
    }

  g_signal_emit (self, signals[SIGNAL_DONE], 0, saved, name);
  far_snapshot_unref (saved);
  gtk_window_close (GTK_WINDOW (self));
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarCopyDialog) self = data;
  g_autoptr(GError) error = NULL;
  FarSaved *saved = far_engine_backup_finish (FAR_ENGINE (source), result, &error);

  end (self, saved, error);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarCopyDialog) self = data;
  g_autoptr(GError) error = NULL;
  FarSaved *saved = far_engine_restore_finish (FAR_ENGINE (source), result, &error);

  end (self, saved, error);
}

/* Returns: whether the place is one that the engine can read and write */
static gboolean
take_file (FarCopyDialog *self, GFile *file)
{
  far_notice_clear (self->notice);
  if (g_file_peek_path (file) == NULL)
    {
      far_notice_show (self->notice, FAR_NOTICE_ERROR,
                       _ ("This place is not on this machine. Choose one that is."));
      return FALSE;
    }

  g_set_object (&self->file, file);

  return TRUE;
}

static void
set_busy (FarCopyDialog *self)
{
  self->is_busy = TRUE;
  /* what cannot be used must not have the keyboard */
  gtk_window_set_focus (GTK_WINDOW (self), NULL);
  show_form (self);
}

static void
save_chosen (GFile *file, gpointer data)
{
  FarCopyDialog *self = data;

  if (!take_file (self, file))
    return;

  set_busy (self);
  far_engine_backup_async (self->engine, g_file_peek_path (file), peek_text (self->passphrase_row),
                           self->cancellable, saved_cb, g_object_ref (self));
}

static void
open_chosen (GFile *file, gpointer data)
{
  FarCopyDialog *self = data;
  g_autofree char *name = NULL;

  if (!take_file (self, file))
    return;

  name = g_filename_display_basename (g_file_peek_path (file));
  adw_action_row_set_subtitle (self->file_row, name);
  show_form (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->passphrase_row));
}

static void
choose_cb (FarCopyDialog *self)
{
  far_compat_choose_file (GTK_WINDOW (self), _ ("Choose a Saved Copy"), _ ("_Choose"),
                          GTK_FILE_CHOOSER_ACTION_OPEN, NULL, "*.farandole-copy", open_chosen,
                          self);
}

static void
go_cb (FarCopyDialog *self)
{
  if (!is_ready (self))
    return;

  if (self->is_saving)
    {
      far_compat_choose_file (GTK_WINDOW (self), _ ("Where to Save the Copy"), _ ("_Save"),
                              GTK_FILE_CHOOSER_ACTION_SAVE,
                              /* Translators: proposed name of a file; keep its ending */
                              _ ("my-copy.farandole-copy"), NULL, save_chosen, self);
      return;
    }

  far_notice_clear (self->notice);
  set_busy (self);
  far_engine_restore_async (self->engine, g_file_peek_path (self->file),
                            peek_text (self->passphrase_row), self->cancellable, opened_cb,
                            g_object_ref (self));
}

static void
far_copy_dialog_dispose (GObject *object)
{
  FarCopyDialog *self = FAR_COPY_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->engine);

  G_OBJECT_CLASS (far_copy_dialog_parent_class)->dispose (object);
}

static void
far_copy_dialog_finalize (GObject *object)
{
  FarCopyDialog *self = FAR_COPY_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->file);

  G_OBJECT_CLASS (far_copy_dialog_parent_class)->finalize (object);
}

static void
far_copy_dialog_class_init (FarCopyDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = far_copy_dialog_dispose;
  object_class->finalize = far_copy_dialog_finalize;

  signals[SIGNAL_DONE] =
      g_signal_new ("done", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 2, G_TYPE_POINTER, G_TYPE_STRING);

  g_type_ensure (FAR_TYPE_NOTICE);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-copy-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, FarCopyDialog, intro_label);
  gtk_widget_class_bind_template_child (widget_class, FarCopyDialog, notice);
  gtk_widget_class_bind_template_child (widget_class, FarCopyDialog, list);
  gtk_widget_class_bind_template_child (widget_class, FarCopyDialog, file_row);
  gtk_widget_class_bind_template_child (widget_class, FarCopyDialog, passphrase_row);
  gtk_widget_class_bind_template_child (widget_class, FarCopyDialog, again_row);
  gtk_widget_class_bind_template_child (widget_class, FarCopyDialog, hint_label);
  gtk_widget_class_bind_template_child (widget_class, FarCopyDialog, progress_box);
  gtk_widget_class_bind_template_child (widget_class, FarCopyDialog, progress_label);
  gtk_widget_class_bind_template_child (widget_class, FarCopyDialog, progress_bar);
  gtk_widget_class_bind_template_child (widget_class, FarCopyDialog, go_button);
  gtk_widget_class_bind_template_callback (widget_class, choose_cb);
  gtk_widget_class_bind_template_callback (widget_class, go_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_form);
}

static void
far_copy_dialog_init (FarCopyDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  far_compat_wrap_buttons (GTK_WIDGET (self));
}

static FarCopyDialog *
create_dialog (GtkWindow *parent, FarEngine *engine, gboolean is_saving)
{
  FarCopyDialog *self = g_object_new (FAR_TYPE_COPY_DIALOG, "transient-for", parent, NULL);

  self->engine = g_object_ref (engine);
  self->is_saving = is_saving;
  gtk_widget_set_visible (GTK_WIDGET (self->file_row), !is_saving);
  gtk_widget_set_visible (GTK_WIDGET (self->again_row), is_saving);
  gtk_widget_set_visible (GTK_WIDGET (self->hint_label), is_saving);
  g_signal_connect_object (engine, "notify::activity", G_CALLBACK (show_progress), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (engine, "notify::fraction", G_CALLBACK (show_progress), self,
                           G_CONNECT_SWAPPED);
  show_form (self);

  return self;
}

GtkWindow *
far_copy_dialog_new_to_save (GtkWindow *parent, FarEngine *engine)
{
  FarCopyDialog *self;

  g_return_val_if_fail (FAR_IS_ENGINE (engine), NULL);

  self = create_dialog (parent, engine, TRUE);
  gtk_window_set_title (GTK_WINDOW (self), _ ("Save a Copy"));
  gtk_label_set_label (
      self->intro_label,
      _ ("The copy holds everything that is here, closed with a passphrase. Should "
         "this machine be lost, you come back from it on another one. Without the "
         "passphrase nobody can open it, not even you."));
  gtk_button_set_label (self->go_button, _ ("_Save…"));
  gtk_widget_grab_focus (GTK_WIDGET (self->passphrase_row));

  return GTK_WINDOW (self);
}

GtkWindow *
far_copy_dialog_new_to_open (GtkWindow *parent, FarEngine *engine)
{
  FarCopyDialog *self;

  g_return_val_if_fail (FAR_IS_ENGINE (engine), NULL);

  self = create_dialog (parent, engine, FALSE);
  gtk_window_set_title (GTK_WINDOW (self), _ ("Open a Saved Copy"));
  gtk_label_set_label (self->intro_label,
                       _ ("Everything in it can then be read here at once. To write, this machine "
                          "asks the collective to be let in again."));
  gtk_button_set_label (self->go_button, _ ("_Open"));

  return GTK_WINDOW (self);
}
