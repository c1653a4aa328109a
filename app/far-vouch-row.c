/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-vouch-row.h"

#include "far-sync.h"
#include "far-words.h"

struct _FarVouchRow
{
  GtkListBoxRow parent_instance;

  FarItem *item; /* owned */

  GtkLabel *question_label; /* template children */
  GtkLabel *missing_label;
  GtkButton *yes_button;
};

G_DEFINE_FINAL_TYPE (FarVouchRow, far_vouch_row, GTK_TYPE_LIST_BOX_ROW)

static void
show (FarVouchRow *self)
{
  const FarMember *member = far_item_peek_snapshot (self->item);
  g_autofree char *question = far_words_vouch_question (member);
  g_autofree char *missing = far_words_vouch_missing (member);

  gtk_label_set_label (self->question_label, question);
  gtk_label_set_label (self->missing_label, missing);
  gtk_widget_set_visible (GTK_WIDGET (self->yes_button), member->name[0] != '\0');
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->yes_button), "s", member->id);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, question,
                                  -1);
}

/* It is asked again the next time. */
static void
not_now_cb (FarVouchRow *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

static void
far_vouch_row_dispose (GObject *object)
{
  FarVouchRow *self = FAR_VOUCH_ROW (object);

  if (self->item != NULL)
    g_signal_handlers_disconnect_by_data (self->item, self);
  g_clear_object (&self->item);

  G_OBJECT_CLASS (far_vouch_row_parent_class)->dispose (object);
}

static void
far_vouch_row_class_init (FarVouchRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = far_vouch_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-vouch-row.ui");
  gtk_widget_class_bind_template_child (widget_class, FarVouchRow, question_label);
  gtk_widget_class_bind_template_child (widget_class, FarVouchRow, missing_label);
  gtk_widget_class_bind_template_child (widget_class, FarVouchRow, yes_button);
  gtk_widget_class_bind_template_callback (widget_class, not_now_cb);
}

static void
far_vouch_row_init (FarVouchRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
far_vouch_row_new (FarItem *item)
{
  FarVouchRow *self;

  g_return_val_if_fail (FAR_IS_ITEM (item), NULL);

  self = g_object_new (FAR_TYPE_VOUCH_ROW, NULL);
  self->item = g_object_ref (item);
  g_signal_connect_swapped (item, "notify::snapshot", G_CALLBACK (show), self);
  show (self);

  return GTK_WIDGET (self);
}
