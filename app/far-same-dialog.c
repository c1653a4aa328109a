/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-same-dialog.h"

#include <glib/gi18n.h>

struct _FarSameDialog
{
  AdwWindow parent_instance;

  GPtrArray *members; /* owned (element-type utf8): ids, as in the list */

  GtkLabel *question_label; /* template children */
  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (FarSameDialog, far_same_dialog, ADW_TYPE_WINDOW)

enum
{
  SIGNAL_CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
row_activated_cb (FarSameDialog *self, GtkListBoxRow *row)
{
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0,
                 g_ptr_array_index (self->members, gtk_list_box_row_get_index (row)));
  gtk_window_close (GTK_WINDOW (self));
}

static void
fill_list (FarSameDialog *self, FarOverview *overview)
{
  GListModel *members = far_overview_peek_members (overview);

  for (guint i = 0; i < g_list_model_get_n_items (members); i++)
    {
      g_autoptr(FarItem) item = g_list_model_get_item (members, i);
      const FarMember *member = far_item_peek_snapshot (item);
      GtkWidget *row;

      /* oneself is somebody else, or there would be nothing to ask */
      if (member->standing != FAR_STANDING_ACTIVE || member->is_me || member->name[0] == '\0')
        continue;

      row = adw_action_row_new ();
      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), member->name);
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
      gtk_list_box_append (self->list, row);
      g_ptr_array_add (self->members, g_strdup (member->id));
    }
}

static void
far_same_dialog_finalize (GObject *object)
{
  FarSameDialog *self = FAR_SAME_DIALOG (object);

  g_clear_pointer (&self->members, g_ptr_array_unref);

  G_OBJECT_CLASS (far_same_dialog_parent_class)->finalize (object);
}

static void
far_same_dialog_class_init (FarSameDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = far_same_dialog_finalize;

  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-same-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, FarSameDialog, question_label);
  gtk_widget_class_bind_template_child (widget_class, FarSameDialog, list);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
far_same_dialog_init (FarSameDialog *self)
{
  self->members = g_ptr_array_new_with_free_func (g_free);
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWindow *
far_same_dialog_new (GtkWindow *parent, FarOverview *overview, const FarMember *person)
{
  FarSameDialog *self;
  g_autofree char *question = NULL;

  g_return_val_if_fail (FAR_IS_OVERVIEW (overview), NULL);
  g_return_val_if_fail (person != NULL, NULL);

  self = g_object_new (FAR_TYPE_SAME_DIALOG, "transient-for", parent, NULL);
  fill_list (self, overview);
  gtk_widget_set_visible (GTK_WIDGET (self->list), self->members->len > 0);
  question = g_strdup_printf (
      self->members->len > 0
          /* Translators: %s is the name of a person without a machine */
          ? _ ("Who among the members is %s now? When that member has said so too, the turns that "
               "you noted are shown as theirs.")
          /* Translators: %s is the name of a person without a machine */
          : _ ("Nobody else is a member yet. Invite %s: once they are in, you say here who they "
               "are, and the turns that you noted are shown as theirs."),
      person->name);
  gtk_label_set_label (self->question_label, question);

  return GTK_WINDOW (self);
}
