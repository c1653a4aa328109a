/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-removal-dialog.h"

#include "far-compat.h"
#include "far-notice.h"

#include <glib/gi18n.h>

struct _FarRemovalDialog
{
  AdwWindow parent_instance;

  FarEngine *engine;         /* owned */
  GCancellable *cancellable; /* owned */
  char *member;              /* owned: id */

  FarNotice *notice; /* template children */
  GtkLabel *talk_label;
  AdwEntryRow *why_row;
  GtkButton *propose_button;
};

G_DEFINE_FINAL_TYPE (FarRemovalDialog, far_removal_dialog, ADW_TYPE_WINDOW)

static void
why_changed_cb (FarRemovalDialog *self)
{
  const char *why = gtk_editable_get_text (GTK_EDITABLE (self->why_row));

  gtk_widget_set_sensitive (GTK_WIDGET (self->propose_button), *why != '\0');
}

static void
proposed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarRemovalDialog) self = data;
  g_autoptr(GError) error = NULL;
  FarApproved *approved = far_engine_propose_removal_finish (FAR_ENGINE (source), result, &error);

  if (self->engine != NULL && approved != NULL)
    gtk_window_close (GTK_WINDOW (self));
  else if (self->engine != NULL)
    {
      why_changed_cb (self);
      far_notice_show_error (self->notice, error);
    }
  g_clear_pointer (&approved, far_snapshot_unref);
}

static void
propose_cb (FarRemovalDialog *self)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->propose_button), FALSE);
  far_engine_propose_removal_async (self->engine, self->member,
                                    gtk_editable_get_text (GTK_EDITABLE (self->why_row)),
                                    self->cancellable, proposed_cb, g_object_ref (self));
}

static void
far_removal_dialog_dispose (GObject *object)
{
  FarRemovalDialog *self = FAR_REMOVAL_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->engine);

  G_OBJECT_CLASS (far_removal_dialog_parent_class)->dispose (object);
}

static void
far_removal_dialog_finalize (GObject *object)
{
  FarRemovalDialog *self = FAR_REMOVAL_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->member, g_free);

  G_OBJECT_CLASS (far_removal_dialog_parent_class)->finalize (object);
}

static void
far_removal_dialog_class_init (FarRemovalDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = far_removal_dialog_dispose;
  object_class->finalize = far_removal_dialog_finalize;

  g_type_ensure (FAR_TYPE_NOTICE);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-removal-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, FarRemovalDialog, notice);
  gtk_widget_class_bind_template_child (widget_class, FarRemovalDialog, talk_label);
  gtk_widget_class_bind_template_child (widget_class, FarRemovalDialog, why_row);
  gtk_widget_class_bind_template_child (widget_class, FarRemovalDialog, propose_button);
  gtk_widget_class_bind_template_callback (widget_class, propose_cb);
  gtk_widget_class_bind_template_callback (widget_class, why_changed_cb);
}

static void
far_removal_dialog_init (FarRemovalDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  far_compat_wrap_buttons (GTK_WIDGET (self));
  /* large text breaks rather than widens the window */
  gtk_label_set_wrap (GTK_LABEL (gtk_button_get_child (self->propose_button)), TRUE);
}

GtkWindow *
far_removal_dialog_new (GtkWindow *parent, FarEngine *engine, const FarMember *member)
{
  FarRemovalDialog *self;
  g_autofree char *talk = NULL;

  g_return_val_if_fail (FAR_IS_ENGINE (engine), NULL);
  g_return_val_if_fail (member != NULL, NULL);

  self = g_object_new (FAR_TYPE_REMOVAL_DIALOG, "transient-for", parent, NULL);
  self->engine = g_object_ref (engine);
  self->member = g_strdup (member->id);
  /* Translators: %s is a person's name */
  talk = g_strdup_printf (_ ("Have you talked with %s?"), member->name);
  gtk_label_set_label (self->talk_label, talk);
  why_changed_cb (self);

  return GTK_WINDOW (self);
}
