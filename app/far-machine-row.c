/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-machine-row.h"

#include "far-compat.h"
#include "far-sync.h"
#include "far-words.h"

#include <glib/gi18n.h>

struct _FarMachineRow
{
  GtkListBoxRow parent_instance;

  FarItem *item; /* owned */

  GtkLabel *title_label; /* template children */
  GtkLabel *detail_label;
  GtkLabel *alone_label;
  GtkButton *close_button;
};

G_DEFINE_FINAL_TYPE (FarMachineRow, far_machine_row, GTK_TYPE_LIST_BOX_ROW)

static void
show (FarMachineRow *self)
{
  const FarDevice *device = far_item_peek_snapshot (self->item);
  g_autofree char *title = far_words_machine (device);
  g_autofree char *seen = far_words_instant (device->last_seen_ms);
  g_autofree char *alone = far_words_machine_alone (device);
  g_autofree char *detail = NULL;

  /* Translators: %s is a date and a time, or "never" */
  detail = g_strdup_printf (_ ("Last exchange with it: %s"), seen);
  gtk_label_set_label (self->title_label, title);
  gtk_label_set_label (self->detail_label, detail);
  gtk_widget_set_visible (GTK_WIDGET (self->detail_label), !device->is_me);
  gtk_label_set_label (self->alone_label, alone != NULL ? alone : "");
  gtk_widget_set_visible (GTK_WIDGET (self->alone_label), alone != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->close_button),
                          device->may_close && *device->closing == '\0');
  gtk_button_set_label (self->close_button, device->is_mine ? _ ("I have lost this machine")
                                                            : _ ("It is no longer in use"));
  far_compat_wrap_buttons (GTK_WIDGET (self));
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->close_button), "s", device->id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->close_button), "win.close-machine");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
}

static void
far_machine_row_dispose (GObject *object)
{
  FarMachineRow *self = FAR_MACHINE_ROW (object);

  if (self->item != NULL)
    g_signal_handlers_disconnect_by_data (self->item, self);
  g_clear_object (&self->item);

  G_OBJECT_CLASS (far_machine_row_parent_class)->dispose (object);
}

static void
far_machine_row_class_init (FarMachineRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = far_machine_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-machine-row.ui");
  gtk_widget_class_bind_template_child (widget_class, FarMachineRow, title_label);
  gtk_widget_class_bind_template_child (widget_class, FarMachineRow, detail_label);
  gtk_widget_class_bind_template_child (widget_class, FarMachineRow, alone_label);
  gtk_widget_class_bind_template_child (widget_class, FarMachineRow, close_button);
}

static void
far_machine_row_init (FarMachineRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
far_machine_row_new (FarItem *item)
{
  FarMachineRow *self;

  g_return_val_if_fail (FAR_IS_ITEM (item), NULL);

  self = g_object_new (FAR_TYPE_MACHINE_ROW, NULL);
  self->item = g_object_ref (item);
  g_signal_connect_swapped (item, "notify::snapshot", G_CALLBACK (show), self);
  show (self);

  return GTK_WIDGET (self);
}
