/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-order-row.h"

#include <glib/gi18n.h>

struct _FarOrderRow
{
  AdwActionRow parent_instance;

  char *id; /* owned */
  int place;

  GtkLabel *place_label; /* template children */
  GtkButton *up_button;
  GtkButton *down_button;
};

G_DEFINE_FINAL_TYPE (FarOrderRow, far_order_row, ADW_TYPE_ACTION_ROW)

enum
{
  SIGNAL_MOVE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
up_cb (FarOrderRow *self)
{
  g_signal_emit (self, signals[SIGNAL_MOVE], 0, self->place - 1);
}

static void
down_cb (FarOrderRow *self)
{
  g_signal_emit (self, signals[SIGNAL_MOVE], 0, self->place + 1);
}

static gboolean
step_cb (GtkWidget *widget, GVariant *args, gpointer data)
{
  FarOrderRow *self = FAR_ORDER_ROW (widget);

  g_signal_emit (self, signals[SIGNAL_MOVE], 0, self->place + g_variant_get_int32 (args));

  return TRUE;
}

/* ---- dragging */

static GdkContentProvider *
drag_cb (FarOrderRow *self)
{
  return gdk_content_provider_new_typed (FAR_TYPE_ORDER_ROW, self);
}

static void
drag_begin_cb (FarOrderRow *self, GdkDrag *drag, GtkDragSource *source)
{
  g_autoptr(GdkPaintable) picture = gtk_widget_paintable_new (GTK_WIDGET (self));

  gtk_drag_source_set_icon (source, picture, 0, 0);
}

static gboolean
drop_cb (FarOrderRow *self, const GValue *value)
{
  FarOrderRow *dragged = g_value_get_object (value);

  if (dragged == NULL ||
      gtk_widget_get_parent (GTK_WIDGET (dragged)) != gtk_widget_get_parent (GTK_WIDGET (self)))
    return FALSE;

  g_signal_emit (dragged, signals[SIGNAL_MOVE], 0, self->place);

  return TRUE;
}

static void
add_dragging (FarOrderRow *self)
{
  GtkDragSource *source = gtk_drag_source_new ();
  GtkDropTarget *target = gtk_drop_target_new (FAR_TYPE_ORDER_ROW, GDK_ACTION_MOVE);

  gtk_drag_source_set_actions (source, GDK_ACTION_MOVE);
  g_signal_connect_swapped (source, "prepare", G_CALLBACK (drag_cb), self);
  g_signal_connect_swapped (source, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (source));
  g_signal_connect_swapped (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

static void
far_order_row_finalize (GObject *object)
{
  FarOrderRow *self = FAR_ORDER_ROW (object);

  g_clear_pointer (&self->id, g_free);

  G_OBJECT_CLASS (far_order_row_parent_class)->finalize (object);
}

static void
far_order_row_class_init (FarOrderRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = far_order_row_finalize;

  signals[SIGNAL_MOVE] = g_signal_new ("move", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);

  gtk_widget_class_add_binding (widget_class, GDK_KEY_Up, GDK_ALT_MASK, step_cb, "i", -1);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_KP_Up, GDK_ALT_MASK, step_cb, "i", -1);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Down, GDK_ALT_MASK, step_cb, "i", 1);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_KP_Down, GDK_ALT_MASK, step_cb, "i", 1);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-order-row.ui");
  gtk_widget_class_bind_template_child (widget_class, FarOrderRow, place_label);
  gtk_widget_class_bind_template_child (widget_class, FarOrderRow, up_button);
  gtk_widget_class_bind_template_child (widget_class, FarOrderRow, down_button);
  gtk_widget_class_bind_template_callback (widget_class, down_cb);
  gtk_widget_class_bind_template_callback (widget_class, up_cb);
}

static void
far_order_row_init (FarOrderRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  add_dragging (self);
}

/* @name: as a screen reader says it, and whoever points at the arrow */
static void
name_button (GtkButton *button, const char *name)
{
  gtk_widget_set_tooltip_text (GTK_WIDGET (button), name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

GtkWidget *
far_order_row_new (const char *id, const char *name)
{
  FarOrderRow *self;
  g_autofree char *up = NULL;
  g_autofree char *down = NULL;

  g_return_val_if_fail (id != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  self = g_object_new (FAR_TYPE_ORDER_ROW, "title", name, NULL);
  self->id = g_strdup (id);
  /* Translators: in the order of succession; %s is a person's name */
  up = g_strdup_printf (_ ("Move %s Up"), name);
  /* Translators: in the order of succession; %s is a person's name */
  down = g_strdup_printf (_ ("Move %s Down"), name);
  name_button (self->up_button, up);
  name_button (self->down_button, down);

  return GTK_WIDGET (self);
}

const char *
far_order_row_peek_id (FarOrderRow *self)
{
  g_return_val_if_fail (FAR_IS_ORDER_ROW (self), NULL);

  return self->id;
}

void
far_order_row_set_place (FarOrderRow *self, int place, int n_places)
{
  g_autofree char *number = g_strdup_printf ("%d", place + 1);
  g_autofree char *words = NULL;

  g_return_if_fail (FAR_IS_ORDER_ROW (self));

  self->place = place;
  gtk_label_set_label (self->place_label, number);
  gtk_widget_set_sensitive (GTK_WIDGET (self->up_button), place > 0);
  gtk_widget_set_sensitive (GTK_WIDGET (self->down_button), place < n_places - 1);

  /* Translators: for a screen reader: a place in the order of succession */
  words = g_strdup_printf (_ ("Place %1$d of %2$d"), place + 1, n_places);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words,
                                  -1);
}

void
far_order_row_keep_keyboard (FarOrderRow *self, gboolean down)
{
  GtkWidget *wanted;
  GtkWidget *other;

  g_return_if_fail (FAR_IS_ORDER_ROW (self));

  wanted = GTK_WIDGET (down ? self->down_button : self->up_button);
  other = GTK_WIDGET (down ? self->up_button : self->down_button);
  gtk_widget_grab_focus (gtk_widget_get_sensitive (wanted) ? wanted : other);
}
