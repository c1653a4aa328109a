/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-baton-row.h"

#include "far-compat.h"

struct _FarBatonRow
{
  GtkListBoxRow parent_instance;

  GtkLabel *title_label; /* template children */
  GtkLabel *detail_label;
  GtkBox *button_box;
};

G_DEFINE_FINAL_TYPE (FarBatonRow, far_baton_row, GTK_TYPE_LIST_BOX_ROW)

static void
far_baton_row_class_init (FarBatonRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-baton-row.ui");
  gtk_widget_class_bind_template_child (widget_class, FarBatonRow, title_label);
  gtk_widget_class_bind_template_child (widget_class, FarBatonRow, detail_label);
  gtk_widget_class_bind_template_child (widget_class, FarBatonRow, button_box);
}

static void
far_baton_row_init (FarBatonRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
far_baton_row_new (const char *title, const char *detail)
{
  FarBatonRow *self;

  g_return_val_if_fail (title != NULL, NULL);

  self = g_object_new (FAR_TYPE_BATON_ROW, NULL);
  gtk_label_set_label (self->title_label, title);
  if (detail != NULL)
    gtk_label_set_label (self->detail_label, detail);
  gtk_widget_set_visible (GTK_WIDGET (self->detail_label), detail != NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);

  return GTK_WIDGET (self);
}

void
far_baton_row_add_button (FarBatonRow *self,
                          const char *label,
                          const char *action,
                          GVariant *target,
                          gboolean is_suggested)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  g_return_if_fail (FAR_IS_BATON_ROW (self));

  gtk_actionable_set_action_target_value (GTK_ACTIONABLE (button), target);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  far_compat_wrap_buttons (button);
  if (is_suggested)
    gtk_widget_add_css_class (button, "suggested-action");
  gtk_box_append (self->button_box, button);
  gtk_widget_set_visible (GTK_WIDGET (self->button_box), TRUE);
}
