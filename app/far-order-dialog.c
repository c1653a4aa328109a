/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-order-dialog.h"

#include "far-compat.h"
#include "far-order-row.h"

#include <glib/gi18n.h>

struct _FarOrderDialog
{
  AdwWindow parent_instance;

  int n_places;
  int n_places_max;

  GtkListBox *list; /* template children */
  GtkButton *vote_button;
  GtkButton *withdraw_button;
};

G_DEFINE_FINAL_TYPE (FarOrderDialog, far_order_dialog, ADW_TYPE_WINDOW)

static FarOrderRow *
peek_row (FarOrderDialog *self, int place)
{
  return FAR_ORDER_ROW (gtk_list_box_get_row_at_index (self->list, place));
}

/* @members: (array zero-terminated=1): none to take the vote back */
static void
vote (FarOrderDialog *self, const char *const *members)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));

  gtk_widget_activate_action (GTK_WIDGET (parent), "win.order-baton", "^as", members);
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
vote_cb (FarOrderDialog *self)
{
  g_autoptr(GPtrArray) members = g_ptr_array_new ();

  for (int i = 0; i < MIN (self->n_places, self->n_places_max); i++)
    g_ptr_array_add (members, (gpointer)far_order_row_peek_id (peek_row (self, i)));
  g_ptr_array_add (members, NULL);
  vote (self, (const char *const *)members->pdata);
}

static void
withdraw_cb (FarOrderDialog *self)
{
  const char *const nobody[] = { NULL };

  vote (self, nobody);
}

static void
number_rows (FarOrderDialog *self)
{
  for (int i = 0; i < self->n_places; i++)
    far_order_row_set_place (peek_row (self, i), i, self->n_places);
}

static void
move_cb (FarOrderDialog *self, int place, FarOrderRow *row)
{
  int before = gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row));

  if (place < 0 || place >= self->n_places || place == before)
    return;

  g_object_ref (row);
  gtk_list_box_remove (self->list, GTK_WIDGET (row));
  gtk_list_box_insert (self->list, GTK_WIDGET (row), place);
  g_object_unref (row);
  number_rows (self);
  far_order_row_keep_keyboard (row, place > before);
}

static void
add_member (FarOrderDialog *self, const FarMember *member)
{
  GtkWidget *row;

  if (member == NULL || member->standing != FAR_STANDING_ACTIVE)
    return;
  for (int i = 0; i < self->n_places; i++)
    if (g_str_equal (far_order_row_peek_id (peek_row (self, i)), member->id))
      return;

  row = far_order_row_new (member->id,
                           member->name[0] != '\0' ? member->name : _ ("Not known by name yet"));
  g_signal_connect_object (row, "move", G_CALLBACK (move_cb), self, G_CONNECT_SWAPPED);
  gtk_list_box_append (self->list, row);
  self->n_places++;
}

/* As this member voted, else as most did; then whoever is not in it, the holder first. */
static void
fill_list (FarOrderDialog *self, FarOverview *overview, const FarBaton *baton)
{
  const char *const *order = baton->vote[0] != NULL ? baton->vote : baton->order;
  GListModel *members = far_overview_peek_members (overview);

  for (guint i = 0; order[i] != NULL; i++)
    add_member (self, far_overview_peek_member (overview, order[i]));
  add_member (self, far_overview_peek_member (overview, baton->holder));
  for (guint i = 0; i < g_list_model_get_n_items (members); i++)
    {
      g_autoptr(FarItem) item = g_list_model_get_item (members, i);

      add_member (self, far_item_peek_snapshot (item));
    }
  number_rows (self);
}

/* Not sooner: a window that has a focus before it is shown has no role in GTK 4.8. */
static void
map_cb (FarOrderDialog *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->vote_button));
}

static void
far_order_dialog_class_init (FarOrderDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-order-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, FarOrderDialog, list);
  gtk_widget_class_bind_template_child (widget_class, FarOrderDialog, vote_button);
  gtk_widget_class_bind_template_child (widget_class, FarOrderDialog, withdraw_button);
  gtk_widget_class_bind_template_callback (widget_class, map_cb);
  gtk_widget_class_bind_template_callback (widget_class, vote_cb);
  gtk_widget_class_bind_template_callback (widget_class, withdraw_cb);
}

static void
far_order_dialog_init (FarOrderDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  far_compat_wrap_buttons (GTK_WIDGET (self));
}

GtkWindow *
far_order_dialog_new (GtkWindow *parent, FarOverview *overview, const FarBaton *baton)
{
  FarOrderDialog *self;

  g_return_val_if_fail (FAR_IS_OVERVIEW (overview), NULL);
  g_return_val_if_fail (baton != NULL, NULL);

  self = g_object_new (FAR_TYPE_ORDER_DIALOG, "transient-for", parent, NULL);
  self->n_places_max = baton->n_places;
  fill_list (self, overview, baton);
  gtk_widget_set_visible (GTK_WIDGET (self->withdraw_button), baton->vote[0] != NULL);

  return GTK_WINDOW (self);
}
