/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-note-dialog.h"

#include "far-compat.h"
#include "far-notice.h"
#include "far-words-notes.h"

#include <glib/gi18n.h>
#include <string.h>

struct _FarNoteDialog
{
  AdwWindow parent_instance;

  FarEngine *engine;         /* owned, NULL once it is closed */
  GCancellable *cancellable; /* owned */
  char *child;               /* owned */
  gboolean is_help;          /* it is no child, but what somebody needs a hand for */

  AdwHeaderBar *header_bar; /* template children */
  FarNotice *notice;
  GtkStack *stack;
  GtkButton *cancel_button;
  GtkButton *save_button;
  GtkLabel *child_label;
  GtkLabel *words_label;
  GtkLabel *from_label;
  GtkLabel *about_label;
  GtkTextView *words_view;
  GtkLabel *long_label;
};

G_DEFINE_FINAL_TYPE (FarNoteDialog, far_note_dialog, ADW_TYPE_WINDOW)

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarNote, far_snapshot_unref)

/* ---- reading */

static void
show_words (FarNoteDialog *self, const FarNote *note)
{
  g_autofree char *from = far_words_note_from (note);

  gtk_label_set_label (self->child_label, note->child_name);
  gtk_label_set_label (self->words_label, note->words);
  gtk_label_set_label (self->from_label, from);
  /* only now: what is empty has no name and takes no keyboard */
  gtk_label_set_selectable (self->words_label, TRUE);
  gtk_stack_set_visible_child_name (self->stack, "read");
  gtk_widget_grab_focus (GTK_WIDGET (self->words_label));
  gtk_label_select_region (self->words_label, 0, 0);
}

static FarNote *
finish (FarNoteDialog *self, GObject *source, GAsyncResult *result, GError **error)
{
  return self->is_help ? far_engine_help_note_finish (FAR_ENGINE (source), result, error)
                       : far_engine_note_finish (FAR_ENGINE (source), result, error);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarNoteDialog) self = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(FarNote) note = finish (self, source, result, &error);

  if (self->engine == NULL)
    return;
  if (note == NULL)
    far_notice_show_error (self->notice, error);
  else
    show_words (self, note);
}

/* ---- writing */

static GtkTextBuffer *
peek_buffer (FarNoteDialog *self)
{
  return gtk_text_view_get_buffer (self->words_view);
}

/* Returns: (transfer full): to be wiped */
static char *
dup_words (FarNoteDialog *self)
{
  GtkTextIter begin;
  GtkTextIter end;

  gtk_text_buffer_get_bounds (peek_buffer (self), &begin, &end);

  return gtk_text_buffer_get_text (peek_buffer (self), &begin, &end, FALSE);
}

static void
wipe (char *words)
{
  explicit_bzero (words, strlen (words));
  g_free (words);
}

static void
typed_cb (FarNoteDialog *self)
{
  char *words = dup_words (self);
  gboolean is_long = strlen (words) > FAR_NOTE_BYTES;

  wipe (words);
  gtk_widget_set_visible (GTK_WIDGET (self->long_label), is_long);
  gtk_widget_set_sensitive (GTK_WIDGET (self->save_button), !is_long);
}

static void
begin_writing (FarNoteDialog *self, const char *words)
{
  gtk_text_buffer_set_text (peek_buffer (self), words, -1);
  gtk_stack_set_visible_child_name (self->stack, "write");
  gtk_widget_set_visible (GTK_WIDGET (self->cancel_button), TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->save_button), TRUE);
  adw_header_bar_set_show_end_title_buttons (self->header_bar, FALSE);
  gtk_widget_grab_focus (GTK_WIDGET (self->words_view));
}

static void
read_to_write_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarNoteDialog) self = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(FarNote) note = finish (self, source, result, &error);

  if (self->engine == NULL)
    return;
  begin_writing (self, note != NULL ? note->words : "");
  /* what cannot be read here can be written anew */
  if (note == NULL && !g_error_matches (error, FAR_SYNC_ERROR, FAR_SYNC_ERROR_NO_NOTE))
    far_notice_show_error (self->notice, error);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarNoteDialog) self = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(FarNote) note =
                 self->is_help
                     ? far_engine_set_help_note_finish (FAR_ENGINE (source), result, &error)
                     : far_engine_set_note_finish (FAR_ENGINE (source), result, &error);

  if (self->engine == NULL)
    return;
  gtk_widget_set_sensitive (GTK_WIDGET (self->stack), TRUE);
  typed_cb (self);
  if (note == NULL)
    far_notice_show_error (self->notice, error);
  else
    gtk_window_close (GTK_WINDOW (self));
}

static void
save_cb (FarNoteDialog *self)
{
  char *words = dup_words (self);

  far_notice_clear (self->notice);
  gtk_widget_set_sensitive (GTK_WIDGET (self->stack), FALSE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->save_button), FALSE);
  if (self->is_help)
    far_engine_set_help_note_async (self->engine, self->child, words, NULL, saved_cb,
                                    g_object_ref (self));
  else
    far_engine_set_note_async (self->engine, self->child, words, NULL, saved_cb,
                               g_object_ref (self));
  wipe (words);
}

/* ---- it is gone with the window */

static void
forget (FarNoteDialog *self)
{
  gtk_label_set_label (self->words_label, "");
  gtk_text_buffer_set_enable_undo (peek_buffer (self), FALSE);
  gtk_text_buffer_set_text (peek_buffer (self), "", 0);
}

static gboolean
close_request_cb (FarNoteDialog *self)
{
  forget (self);

  return GDK_EVENT_PROPAGATE;
}

static void
far_note_dialog_dispose (GObject *object)
{
  FarNoteDialog *self = FAR_NOTE_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->engine);

  G_OBJECT_CLASS (far_note_dialog_parent_class)->dispose (object);
}

static void
far_note_dialog_finalize (GObject *object)
{
  FarNoteDialog *self = FAR_NOTE_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->child, g_free);

  G_OBJECT_CLASS (far_note_dialog_parent_class)->finalize (object);
}

static void
far_note_dialog_class_init (FarNoteDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = far_note_dialog_dispose;
  object_class->finalize = far_note_dialog_finalize;

  g_type_ensure (FAR_TYPE_NOTICE);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-note-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, FarNoteDialog, header_bar);
  gtk_widget_class_bind_template_child (widget_class, FarNoteDialog, notice);
  gtk_widget_class_bind_template_child (widget_class, FarNoteDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, FarNoteDialog, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, FarNoteDialog, save_button);
  gtk_widget_class_bind_template_child (widget_class, FarNoteDialog, child_label);
  gtk_widget_class_bind_template_child (widget_class, FarNoteDialog, words_label);
  gtk_widget_class_bind_template_child (widget_class, FarNoteDialog, from_label);
  gtk_widget_class_bind_template_child (widget_class, FarNoteDialog, about_label);
  gtk_widget_class_bind_template_child (widget_class, FarNoteDialog, words_view);
  gtk_widget_class_bind_template_child (widget_class, FarNoteDialog, long_label);
  gtk_widget_class_bind_template_callback (widget_class, close_request_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_cb);
}

static void
far_note_dialog_init (FarNoteDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  far_compat_wrap_buttons (GTK_WIDGET (self));
  far_compat_shorten_button (self->cancel_button);
  g_signal_connect_object (peek_buffer (self), "changed", G_CALLBACK (typed_cb), self,
                           G_CONNECT_SWAPPED);
}

static FarNoteDialog *
dialog_new (GtkWindow *parent, FarEngine *engine, const char *child)
{
  FarNoteDialog *self = g_object_new (FAR_TYPE_NOTE_DIALOG, "transient-for", parent, NULL);

  self->engine = g_object_ref (engine);
  self->child = g_strdup (child);

  return self;
}

GtkWindow *
far_note_dialog_new_to_read (GtkWindow *parent,
                             FarEngine *engine,
                             const char *child,
                             const char *rota,
                             gint32 day)
{
  FarNoteDialog *self;

  g_return_val_if_fail (FAR_IS_ENGINE (engine), NULL);

  self = dialog_new (parent, engine, child);
  far_engine_note_async (engine, child, rota, day, self->cancellable, read_cb, g_object_ref (self));

  return GTK_WINDOW (self);
}

GtkWindow *
far_note_dialog_new_to_write (GtkWindow *parent, FarEngine *engine, const FarChild *child)
{
  FarNoteDialog *self;
  g_autofree char *about = NULL;
  g_autofree char *name = NULL;

  g_return_val_if_fail (FAR_IS_ENGINE (engine), NULL);

  self = dialog_new (parent, engine, child->id);
  about = far_words_note_form (child);
  /* Translators: of a field; %s is a child’s name */
  name = g_strdup_printf (_ ("What there is to know about %s"), child->name);
  gtk_label_set_label (self->about_label, about);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->words_view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);
  far_engine_note_async (engine, child->id, NULL, 0, self->cancellable, read_to_write_cb,
                         g_object_ref (self));

  return GTK_WINDOW (self);
}

GtkWindow *
far_note_dialog_new_for_help (GtkWindow *parent, FarEngine *engine, const FarHelp *help)
{
  FarNoteDialog *self;

  g_return_val_if_fail (FAR_IS_ENGINE (engine), NULL);

  self = dialog_new (parent, engine, help->id);
  self->is_help = TRUE;
  gtk_label_set_label (self->about_label,
                       _ ("A door code, a telephone number, what is to be minded: only those who "
                          "help can read it, and it is erased once it is done."));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->words_view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("What only those are to know who help"), -1);
  far_engine_help_note_async (engine, help->id, self->cancellable,
                              help->is_mine ? read_to_write_cb : read_cb, g_object_ref (self));

  return GTK_WINDOW (self);
}
