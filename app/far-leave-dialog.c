/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-leave-dialog.h"

#include "far-compat.h"
#include "far-notice.h"
#include "far-words-agreeing.h"

#include <glib/gi18n.h>

struct _FarLeaveDialog
{
  AdwWindow parent_instance;

  FarEngine *engine;         /* owned */
  GCancellable *cancellable; /* owned */

  FarNotice *notice; /* template children */
  GtkLabel *intro_label;
  GtkListBox *list;
  GtkButton *leave_button;
};

G_DEFINE_FINAL_TYPE (FarLeaveDialog, far_leave_dialog, ADW_TYPE_WINDOW)

/* @text: (transfer full) */
static void
add_line (FarLeaveDialog *self, char *text)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), text);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  gtk_list_box_append (self->list, row);
  g_free (text);
}

static void
show_leaving (FarLeaveDialog *self, const FarLeaving *leaving)
{
  gboolean any = leaving->promised->len > 0 || leaving->names[0] != NULL ||
                 leaving->things->len > 0 || leaving->holds_baton || leaving->is_last;

  for (guint i = 0; i < leaving->promised->len; i++)
    add_line (self, far_words_promised (leaving->promised->pdata[i]));
  for (guint i = 0; leaving->names[i] != NULL; i++)
    /* Translators: %s is a person's name */
    add_line (self, g_strdup_printf (_ ("Nobody will answer for %s any more."), leaving->names[i]));
  for (guint i = 0; i < leaving->things->len; i++)
    /* Translators: of a key or another thing, which you have; %s is its name */
    add_line (self, g_strdup_printf (_ ("You still have this: %s. Give it to somebody, and say so "
                                        "under Keys and Things."),
                                     ((const FarThing *)leaving->things->pdata[i])->name));
  if (leaving->holds_baton)
    add_line (self, g_strdup (_ ("You hold the baton. Pass it on first, if you can.")));
  if (leaving->is_last)
    add_line (self, g_strdup (_ ("Nobody else would be left in the collective.")));

  gtk_label_set_label (self->intro_label,
                       any ? _ ("If you leave, this is given back. You may want to tell somebody.")
                           : _ ("You have promised nothing that is still to come."));
  gtk_widget_set_visible (GTK_WIDGET (self->list), any);
  gtk_widget_set_sensitive (GTK_WIDGET (self->leave_button), TRUE);
}

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarLeaveDialog) self = data;
  g_autoptr(GError) error = NULL;
  FarLeaving *leaving = far_engine_leaving_finish (FAR_ENGINE (source), result, &error);

  if (self->engine != NULL && leaving != NULL)
    show_leaving (self, leaving);
  else if (self->engine != NULL)
    far_notice_show_error (self->notice, error);
  g_clear_pointer (&leaving, far_snapshot_unref);
}

static void
left_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarLeaveDialog) self = data;
  g_autoptr(GError) error = NULL;
  FarLeaving *leaving = far_engine_leave_finish (FAR_ENGINE (source), result, &error);

  if (self->engine != NULL && leaving != NULL)
    gtk_window_close (GTK_WINDOW (self));
  else if (self->engine != NULL)
    {
      gtk_widget_set_sensitive (GTK_WIDGET (self->leave_button), TRUE);
      far_notice_show_error (self->notice, error);
    }
  g_clear_pointer (&leaving, far_snapshot_unref);
}

static void
leave_cb (FarLeaveDialog *self)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->leave_button), FALSE);
  far_engine_leave_async (self->engine, self->cancellable, left_cb, g_object_ref (self));
}

static void
far_leave_dialog_dispose (GObject *object)
{
  FarLeaveDialog *self = FAR_LEAVE_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->engine);

  G_OBJECT_CLASS (far_leave_dialog_parent_class)->dispose (object);
}

static void
far_leave_dialog_finalize (GObject *object)
{
  FarLeaveDialog *self = FAR_LEAVE_DIALOG (object);

  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (far_leave_dialog_parent_class)->finalize (object);
}

static void
far_leave_dialog_class_init (FarLeaveDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = far_leave_dialog_dispose;
  object_class->finalize = far_leave_dialog_finalize;

  g_type_ensure (FAR_TYPE_NOTICE);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-leave-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, FarLeaveDialog, notice);
  gtk_widget_class_bind_template_child (widget_class, FarLeaveDialog, intro_label);
  gtk_widget_class_bind_template_child (widget_class, FarLeaveDialog, list);
  gtk_widget_class_bind_template_child (widget_class, FarLeaveDialog, leave_button);
  gtk_widget_class_bind_template_callback (widget_class, leave_cb);
}

static void
far_leave_dialog_init (FarLeaveDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  far_compat_wrap_buttons (GTK_WIDGET (self));
}

GtkWindow *
far_leave_dialog_new (GtkWindow *parent, FarEngine *engine)
{
  FarLeaveDialog *self;

  g_return_val_if_fail (FAR_IS_ENGINE (engine), NULL);

  self = g_object_new (FAR_TYPE_LEAVE_DIALOG, "transient-for", parent, NULL);
  self->engine = g_object_ref (engine);
  gtk_widget_set_sensitive (GTK_WIDGET (self->leave_button), FALSE);
  far_engine_leaving_async (engine, self->cancellable, asked_cb, g_object_ref (self));

  return GTK_WINDOW (self);
}
