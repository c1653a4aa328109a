/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-phone-dialog.h"

#include "far-compat.h"

#include <glib/gi18n.h>

struct _FarPhoneDialog
{
  AdwWindow parent_instance;

  GtkLabel *about_label; /* template children */
  AdwEntryRow *phone_row;
};

G_DEFINE_FINAL_TYPE (FarPhoneDialog, far_phone_dialog, ADW_TYPE_WINDOW)

enum
{
  SIGNAL_SAVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
save_cb (FarPhoneDialog *self)
{
  g_signal_emit (self, signals[SIGNAL_SAVED], 0,
                 gtk_editable_get_text (GTK_EDITABLE (self->phone_row)));
  gtk_window_close (GTK_WINDOW (self));
}

static void
far_phone_dialog_class_init (FarPhoneDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  signals[SIGNAL_SAVED] = g_signal_new ("saved", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-phone-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, FarPhoneDialog, about_label);
  gtk_widget_class_bind_template_child (widget_class, FarPhoneDialog, phone_row);
  gtk_widget_class_bind_template_callback (widget_class, save_cb);
}

static void
far_phone_dialog_init (FarPhoneDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  far_compat_wrap_buttons (GTK_WIDGET (self));
}

GtkWindow *
far_phone_dialog_new (GtkWindow *parent, const FarMember *member)
{
  FarPhoneDialog *self = g_object_new (FAR_TYPE_PHONE_DIALOG, "transient-for", parent, NULL);
  g_autofree char *about = NULL;

  if (member->is_me)
    about = g_strdup (_ ("At which number do the others reach you when something changes? All "
                         "members see it, and it stands in the phone chain of the printed week."));
  else
    /* Translators: %s is a person's name */
    about = g_strdup_printf (_ ("At which number is %s reached when something changes? All members "
                                "see it, and it stands in the phone chain of the printed week."),
                             member->name);
  gtk_label_set_label (self->about_label, about);
  gtk_editable_set_text (GTK_EDITABLE (self->phone_row), member->phone);

  return GTK_WINDOW (self);
}
