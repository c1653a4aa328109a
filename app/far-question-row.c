/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-question-row.h"

#include "far-compat.h"
#include "far-words-agreeing.h"
#include "far-words.h"

#include <glib/gi18n.h>

/* Fills the row with what the snapshot says; again when it changes. */
typedef void (*ShowFunc) (FarQuestionRow *self, gconstpointer snapshot);

struct _FarQuestionRow
{
  GtkListBoxRow parent_instance;

  FarItem *item; /* owned */
  ShowFunc show;
  const char *no_action; /* static, nullable: what a no does, with the id of what is asked about */
  char *no_target;       /* owned, nullable */

  GtkLabel *question_label; /* template children */
  GtkLabel *detail_label;
  GtkBox *answer_box;
  GtkButton *yes_button;
  GtkButton *no_button;
};

G_DEFINE_FINAL_TYPE (FarQuestionRow, far_question_row, GTK_TYPE_LIST_BOX_ROW)

static void
snapshot_cb (FarQuestionRow *self)
{
  self->show (self, far_item_peek_snapshot (self->item));
}

/* Where a no does nothing, it is asked again the next time. */
static void
no_cb (FarQuestionRow *self)
{
  if (self->no_action != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), self->no_action, "s", self->no_target);
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
far_question_row_finalize (GObject *object)
{
  FarQuestionRow *self = FAR_QUESTION_ROW (object);

  g_clear_pointer (&self->no_target, g_free);

  G_OBJECT_CLASS (far_question_row_parent_class)->finalize (object);
}

static void
far_question_row_class_init (FarQuestionRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = far_question_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = far_question_row_finalize;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-question-row.ui");
  gtk_widget_class_bind_template_child (widget_class, FarQuestionRow, question_label);
  gtk_widget_class_bind_template_child (widget_class, FarQuestionRow, detail_label);
  gtk_widget_class_bind_template_child (widget_class, FarQuestionRow, answer_box);
  gtk_widget_class_bind_template_child (widget_class, FarQuestionRow, yes_button);
  gtk_widget_class_bind_template_child (widget_class, FarQuestionRow, no_button);
  gtk_widget_class_bind_template_callback (widget_class, no_cb);
}

static void
far_question_row_init (FarQuestionRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static GtkWidget *
create_row (FarItem *item, ShowFunc show)
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

/* @yes: what the button says, with a mnemonic
 * @action, @target: (nullable): what it does, with that string; without, there is nothing to say */
static void
ask (FarQuestionRow *self,
     const char *question,
     const char *detail,
     const char *yes,
     const char *action,
     const char *target)
{
  gtk_label_set_label (self->question_label, question);
  gtk_label_set_label (self->detail_label, detail);
  gtk_widget_set_visible (GTK_WIDGET (self->detail_label), *detail != '\0');
  gtk_widget_set_visible (GTK_WIDGET (self->answer_box), action != NULL);
  gtk_button_set_label (self->yes_button, yes);
  far_compat_wrap_buttons (GTK_WIDGET (self));
  if (action != NULL)
    {
      gtk_actionable_set_action_target (GTK_ACTIONABLE (self->yes_button), "s", target);
      gtk_actionable_set_action_name (GTK_ACTIONABLE (self->yes_button), action);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, question,
                                  -1);
}

/* -- machines */

static void
show_machine (FarQuestionRow *self, gconstpointer snapshot)
{
  const FarDevice *device = snapshot;
  g_autofree char *question = far_words_machine_question (device);
  g_autofree char *detail = far_words_machine_approvals (device);
  gboolean is_mine = device->is_asking && device->is_mine;
  gboolean may_answer = is_mine || (!device->i_approved && device->n_missing >= 0);

  ask (self, question, detail, is_mine ? _ ("_Yes, it is mine") : _ ("_Yes"),
       may_answer ? "win.approve" : NULL, device->is_asking ? device->id : device->closing);
}

GtkWidget *
far_question_row_new_for_machine (FarItem *item)
{
  return create_row (item, show_machine);
}

static void
show_lost (FarQuestionRow *self, gconstpointer snapshot)
{
  const FarDevice *device = snapshot;
  g_autofree char *question = far_words_lost_question ();
  g_autofree char *detail = far_words_lost_detail (device);

  ask (self, question, detail, _ ("_Yes, Close It"), "win.close-machine", device->id);
  gtk_button_set_label (self->no_button, _ ("_No, I Still Have It"));
  g_free (self->no_target);
  self->no_target = g_strdup (device->id);
  self->no_action = "win.keep-machine";
}

GtkWidget *
far_question_row_new_for_lost (FarItem *item)
{
  return create_row (item, show_lost);
}

/* -- persons */

/* Whether one knows somebody who asks to come in, or is the one for whom another noted turns. */
static void
show_person (FarQuestionRow *self, gconstpointer snapshot)
{
  const FarMember *member = snapshot;
  gboolean is_me = member->standing == FAR_STANDING_NO_MACHINE;
  g_autofree char *question =
      is_me ? far_words_same_question (member) : far_words_vouch_question (member);
  g_autofree char *detail = is_me ? g_strdup (_ ("Say yes, and those turns are shown as yours. You "
                                                 "can give them back like any others."))
                                  : far_words_vouch_missing (member);
  const char *action = is_me ? "win.same-person" : "win.approve";

  ask (self, question, detail, is_me ? _ ("_Yes, That Was Me") : _ ("_Yes, I Know Them"),
       member->name[0] != '\0' ? action : NULL, member->id);
}

GtkWidget *
far_question_row_new_for_person (FarItem *item)
{
  return create_row (item, show_person);
}

/* -- proposals */

static void
show_proposal (FarQuestionRow *self, gconstpointer snapshot)
{
  const FarProposal *proposal = snapshot;
  g_autofree char *question = far_words_proposal (proposal);
  g_autofree char *state = far_words_proposal_state (proposal);
  g_autofree char *detail = *proposal->why != '\0'
                                /* Translators: %1$s is a reason, %2$s how many agree */
                                ? g_strdup_printf (_ ("“%1$s”\n%2$s"), proposal->why, state)
                                : g_strdup (state);
  gboolean may_answer = !proposal->i_approved && !proposal->is_about_me;

  ask (self, question, detail, _ ("I _Agree"), may_answer ? "win.approve" : NULL, proposal->id);
  /* that somebody has to go is nothing to be nudged into */
  if (proposal->what == FAR_PROPOSES_REMOVAL)
    gtk_widget_remove_css_class (GTK_WIDGET (self->yes_button), "suggested-action");
}

GtkWidget *
far_question_row_new_for_proposal (FarItem *item)
{
  return create_row (item, show_proposal);
}
