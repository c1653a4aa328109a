/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-question-row.h"

struct _FarQuestionRow
{
  GtkListBoxRow parent_instance;

  FarItem *item; /* owned */
  FarQuestionShow show;

  GtkLabel *question_label; /* template children */
  GtkLabel *detail_label;
  GtkBox *answer_box;
  GtkButton *yes_button;
};

G_DEFINE_FINAL_TYPE (FarQuestionRow, far_question_row, GTK_TYPE_LIST_BOX_ROW)

static void
snapshot_cb (FarQuestionRow *self)
{
  self->show (self, far_item_peek_snapshot (self->item));
}

/* It is asked again the next time. */
static void
not_now_cb (FarQuestionRow *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

static void
far_question_row_dispose (GObject *object)
{
  FarQuestionRow *self = FAR_QUESTION_ROW (object);

  if (self->item != NULL)
    g_signal_handlers_disconnect_by_data (self->item, self);
  g_clear_object (&self->item);

  G_OBJECT_CLASS (far_question_row_parent_class)->dispose (object);
}

static void
far_question_row_class_init (FarQuestionRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = far_question_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-question-row.ui");
  gtk_widget_class_bind_template_child (widget_class, FarQuestionRow, question_label);
  gtk_widget_class_bind_template_child (widget_class, FarQuestionRow, detail_label);
  gtk_widget_class_bind_template_child (widget_class, FarQuestionRow, answer_box);
  gtk_widget_class_bind_template_child (widget_class, FarQuestionRow, yes_button);
  gtk_widget_class_bind_template_callback (widget_class, not_now_cb);
}

static void
far_question_row_init (FarQuestionRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
far_question_row_new (FarItem *item, FarQuestionShow show)
{
  FarQuestionRow *self;

  g_return_val_if_fail (FAR_IS_ITEM (item), NULL);

  self = g_object_new (FAR_TYPE_QUESTION_ROW, NULL);
  self->item = g_object_ref (item);
  self->show = show;
  g_signal_connect_swapped (item, "notify::snapshot", G_CALLBACK (snapshot_cb), self);
  snapshot_cb (self);

  return GTK_WIDGET (self);
}

void
far_question_row_ask (FarQuestionRow *self,
                      const char *question,
                      const char *detail,
                      const char *yes,
                      const char *action,
                      const char *target)
{
  g_return_if_fail (FAR_IS_QUESTION_ROW (self));

  gtk_label_set_label (self->question_label, question);
  gtk_label_set_label (self->detail_label, detail);
  gtk_widget_set_visible (GTK_WIDGET (self->detail_label), *detail != '\0');
  gtk_widget_set_visible (GTK_WIDGET (self->answer_box), action != NULL);
  gtk_button_set_label (self->yes_button, yes);
  if (action != NULL)
    {
      gtk_actionable_set_action_target (GTK_ACTIONABLE (self->yes_button), "s", target);
      gtk_actionable_set_action_name (GTK_ACTIONABLE (self->yes_button), action);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, question,
                                  -1);
}
