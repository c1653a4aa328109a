/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-fair-dialog.h"

#include "far-compat.h"
#include "far-notice.h"
#include "far-text.h"
#include "far-words-plan.h"
#include "far-words.h"

#include <glib/gi18n.h>

/* A plan is for four weeks unless somebody says otherwise. */
#define PLAN_DAYS 28

struct _FarFairDialog
{
  AdwWindow parent_instance;

  FarOverview *overview;     /* owned, NULL once it is closed */
  GCancellable *cancellable; /* owned */
  FarFairPlan *plan;         /* owned, nullable: as it is shown */
  gboolean is_foreseen;      /* what would be proposed is shown, and not yet what is */

  AdwToastOverlay *toasts; /* template children */
  FarNotice *notice;
  GtkLabel *balance_label;
  GtkLabel *spread_label;
  AdwPreferencesGroup *mine_group;
  GtkListBox *mine_list;
  GtkLabel *nothing_label;
  GtkButton *accept_button;
  AdwPreferencesGroup *all_group;
  GtkListBox *all_list;
  AdwPreferencesGroup *propose_group;
  AdwEntryRow *first_row;
  AdwEntryRow *last_row;
  AdwComboRow *full_row;
  GtkLabel *gaps_label;
  GtkBox *propose_box;
  GtkButton *foresee_button;
  GtkButton *propose_button;
  GtkButton *withdraw_button;
};

G_DEFINE_FINAL_TYPE (FarFairDialog, far_fair_dialog, ADW_TYPE_WINDOW)

static void list (FarFairDialog *self);

/* ---- what is proposed */

static void
clear_rows (GtkListBox *box)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (box, 0)) != NULL)
    gtk_list_box_remove (box, GTK_WIDGET (row));
}

static GtkWidget *
make_button (const FarFairLine *line, const char *label, const char *action, const char *name)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", line->id);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  far_compat_wrap_buttons (button);

  return button;
}

/* Buttons below the words, where large text has room.  How many turns they have stands above, once.
 */
static GtkWidget *
make_mine_row (FarFairDialog *self, const FarFairLine *line)
{
  g_autofree char *words = far_words_fair_line (line);
  g_autofree char *why = far_words_fair_why (line, NULL, self->plan);
  g_autofree char *title = line->is_me
                               ? far_text_capitalize (words)
                               /* Translators: a turn that is proposed to somebody; %1$s is a
                                  person, %2$s the turn */
                               : g_strdup_printf (_ ("%1$s: %2$s"), line->member_name, words);
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *heading = gtk_label_new (title);
  GtkWidget *reason = gtk_label_new (why);

  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_add_css_class (box, "far-touched");
  gtk_label_set_wrap (GTK_LABEL (heading), TRUE);
  gtk_label_set_xalign (GTK_LABEL (heading), 0);
  gtk_widget_add_css_class (heading, "heading");
  gtk_label_set_wrap (GTK_LABEL (reason), TRUE);
  gtk_label_set_xalign (GTK_LABEL (reason), 0);
  gtk_widget_add_css_class (reason, "dim-label");
  gtk_box_append (GTK_BOX (box), heading);
  gtk_box_append (GTK_BOX (box), reason);
  if (line->state == FAR_FAIR_LINE_OPEN && !self->is_foreseen)
    {
      /* Translators: on a button; %s is a turn that a plan proposes */
      g_autofree char *accept = g_strdup_printf (_ ("Accept %s"), title);
      /* Translators: on a button; %s is a turn that a plan proposes */
      g_autofree char *decline = g_strdup_printf (_ ("Decline %s"), title);
      GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

      gtk_box_append (GTK_BOX (buttons), make_button (line, _ ("Accept"), "fair.accept", accept));
      gtk_box_append (GTK_BOX (buttons),
                      make_button (line, _ ("Decline"), "fair.decline", decline));
      gtk_widget_set_halign (buttons, GTK_ALIGN_END);
      gtk_box_append (GTK_BOX (box), buttons);
    }
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);

  return row;
}

static GtkWidget *
make_row (FarFairDialog *self, const FarFairLine *line)
{
  g_autofree char *words = far_words_fair_line (line);
  /* Translators: a turn that is proposed to somebody; %1$s is a person, %2$s the turn */
  g_autofree char *title = g_strdup_printf (_ ("%1$s: %2$s"), line->member_name, words);
  g_autofree char *escaped = g_markup_escape_text (title, -1);
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "title", escaped, NULL);

  if (!self->is_foreseen)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), far_words_fair_state (line->state));

  return row;
}

static void
show_lines (FarFairDialog *self)
{
  guint n_mine = 0;
  guint n_open = 0;
  guint n_others = 0;

  clear_rows (self->mine_list);
  clear_rows (self->all_list);
  for (guint i = 0; i < self->plan->lines->len; i++)
    {
      const FarFairLine *line = self->plan->lines->pdata[i];

      if (line->is_mine)
        gtk_list_box_append (self->mine_list, make_mine_row (self, line));
      else
        gtk_list_box_append (self->all_list, make_row (self, line));
      n_mine += line->is_mine;
      n_others += !line->is_mine;
      n_open += line->is_mine && line->state == FAR_FAIR_LINE_OPEN && !self->is_foreseen;
    }
  gtk_widget_set_visible (GTK_WIDGET (self->mine_list), n_mine > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->nothing_label), n_mine == 0);
  gtk_widget_set_visible (GTK_WIDGET (self->accept_button), n_open > 1);
  gtk_widget_set_visible (GTK_WIDGET (self->all_group), n_others > 0);
}

static void
show_balance (FarFairDialog *self)
{
  g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *text = NULL;
  g_autofree char *spread = far_words_spread (self->plan);

  for (guint i = 0; i < self->plan->balances->len; i++)
    g_ptr_array_add (lines,
                     far_words_balance (self->plan->balances->pdata[i], self->plan->season_day));
  g_ptr_array_add (lines, NULL);
  text = g_strjoinv ("\n", (char **)lines->pdata);
  gtk_label_set_label (self->balance_label, text);
  gtk_label_set_label (self->spread_label, spread != NULL ? spread : "");
  gtk_widget_set_visible (GTK_WIDGET (self->spread_label), spread != NULL);
}

/* @plan: (transfer full) */
static void
show_plan (FarFairDialog *self, FarFairPlan *plan, gboolean is_foreseen)
{
  g_autofree char *counts = NULL;

  g_clear_pointer (&self->plan, far_snapshot_unref);
  self->plan = plan;
  self->is_foreseen = is_foreseen;
  show_lines (self);
  show_balance (self);
  if (plan->lines->len > 0)
    counts = is_foreseen ? far_words_fair_gaps (plan) : far_words_fair_counts (plan);
  adw_preferences_group_set_title (self->mine_group,
                                   is_foreseen ? _ ("What Would Be Yours") : _ ("Proposed to You"));
  gtk_label_set_label (self->gaps_label, counts != NULL ? counts : "");
  gtk_widget_set_visible (GTK_WIDGET (self->gaps_label), counts != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->propose_button), plan->i_may_propose);
  gtk_widget_set_visible (GTK_WIDGET (self->withdraw_button),
                          plan->i_may_propose && !is_foreseen && plan->lines->len > 0);
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarFairDialog) self = data;
  g_autoptr(GError) error = NULL;
  FarFairPlan *plan = far_engine_fair_plan_finish (FAR_ENGINE (source), result, &error);

  if (self->overview == NULL)
    g_clear_pointer (&plan, far_snapshot_unref);
  else if (plan == NULL)
    far_notice_show_error (self->notice, error);
  else
    show_plan (self, plan, FALSE);
}

static void
list (FarFairDialog *self)
{
  if (self->overview != NULL)
    far_engine_fair_plan_async (far_overview_peek_engine (self->overview), TRUE, self->cancellable,
                                listed_cb, g_object_ref (self));
}

/* What somebody else wrote meanwhile does not take away what is being looked at. */
static void
changed_cb (FarFairDialog *self)
{
  if (!self->is_foreseen)
    list (self);
}

/* ---- answering */

static void
add_toast (FarFairDialog *self, const char *text, const char *action, GVariant *target)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);
  AdwToast *toast = adw_toast_new (escaped);

  adw_toast_set_button_label (toast, _ ("_Undo"));
  adw_toast_set_action_name (toast, action);
  adw_toast_set_action_target_value (toast, target);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
answered (FarFairDialog *self, GAsyncResult *result, gboolean is_accepted)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) undo = NULL;
  g_autofree char *text = NULL;
  int n;

  if (self->overview == NULL)
    return;
  undo =
      far_engine_answer_plan_finish (far_overview_peek_engine (self->overview), result, &n, &error);
  if (undo == NULL)
    {
      far_notice_show_error (self->notice, error);
      return;
    }
  text =
      is_accepted
          ? g_strdup_printf (ngettext ("%d turn is yours", "%d turns are yours", (gulong)n), n)
          : g_strdup_printf (ngettext ("%d turn is declined", "%d turns are declined", (gulong)n),
                             n);
  add_toast (self, text, "fair.undo", g_variant_new_variant (undo));
}

static void
accepted_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarFairDialog) self = data;

  answered (self, result, TRUE);
}

static void
declined_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarFairDialog) self = data;

  answered (self, result, FALSE);
}

/* @parameter: (nullable): a line, or all */
static void
answer (FarFairDialog *self, GVariant *parameter, gboolean is_accepted)
{
  const char *lines[2] = { NULL };

  if (self->overview == NULL)
    return;
  if (parameter != NULL)
    lines[0] = g_variant_get_string (parameter, NULL);
  far_notice_clear (self->notice);
  far_engine_answer_plan_async (far_overview_peek_engine (self->overview),
                                parameter != NULL ? lines : NULL, is_accepted, NULL,
                                is_accepted ? accepted_cb : declined_cb, g_object_ref (self));
}

static void
accept_cb (GtkWidget *widget, const char *action G_GNUC_UNUSED, GVariant *parameter)
{
  answer (FAR_FAIR_DIALOG (widget), parameter, TRUE);
}

static void
decline_cb (GtkWidget *widget, const char *action G_GNUC_UNUSED, GVariant *parameter)
{
  answer (FAR_FAIR_DIALOG (widget), parameter, FALSE);
}

static void
accept_all_cb (FarFairDialog *self)
{
  answer (self, NULL, TRUE);
}

static void
undone_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarFairDialog) self = data;
  g_autoptr(GError) error = NULL;

  if (!far_engine_undo_answer_finish (FAR_ENGINE (source), result, &error) &&
      self->overview != NULL)
    far_notice_show_error (self->notice, error);
}

static void
undo_cb (GtkWidget *widget, const char *action G_GNUC_UNUSED, GVariant *parameter)
{
  FarFairDialog *self = FAR_FAIR_DIALOG (widget);
  g_autoptr(GVariant) undo = g_variant_get_variant (parameter);

  if (self->overview != NULL)
    far_engine_undo_answer_async (far_overview_peek_engine (self->overview), undo, NULL, undone_cb,
                                  g_object_ref (self));
}

/* ---- proposing */

static gboolean
read_day (AdwEntryRow *row, gint32 *out)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (row))));

  return far_day_parse (text, out);
}

static gboolean
read_draft (FarFairDialog *self, FarFairDraft *out)
{
  *out = (FarFairDraft){ .is_full = adw_combo_row_get_selected (self->full_row) != 0 };

  return read_day (self->first_row, &out->first_day) && read_day (self->last_row, &out->last_day) &&
         out->last_day >= out->first_day;
}

static void
typed_cb (FarFairDialog *self)
{
  FarFairDraft draft;
  gboolean good = read_draft (self, &draft);

  gtk_widget_set_sensitive (GTK_WIDGET (self->foresee_button), good);
  gtk_widget_set_sensitive (GTK_WIDGET (self->propose_button), good);
}

static void
worked_out (FarFairDialog *self, GAsyncResult *result, gboolean is_proposed)
{
  g_autoptr(GError) error = NULL;
  FarFairPlan *plan;

  if (self->overview == NULL)
    return;
  typed_cb (self);
  plan = far_engine_work_out_finish (far_overview_peek_engine (self->overview), result, &error);
  if (plan == NULL)
    {
      far_notice_show_error (self->notice, error);
      return;
    }
  if (is_proposed)
    {
      add_toast (self, _ ("The plan is proposed to everybody"), "fair.withdraw",
                 g_variant_new_string (plan->act));
      far_snapshot_unref (plan);
      self->is_foreseen = FALSE;
      list (self);
    }
  else
    show_plan (self, plan, TRUE);
}

static void
foreseen_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarFairDialog) self = data;

  worked_out (self, result, FALSE);
}

static void
proposed_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarFairDialog) self = data;

  worked_out (self, result, TRUE);
}

static void
work_out (FarFairDialog *self, gboolean propose)
{
  FarFairDraft draft;

  if (self->overview == NULL || !read_draft (self, &draft))
    return;

  draft.propose = propose;
  far_notice_clear (self->notice);
  gtk_widget_set_sensitive (GTK_WIDGET (self->foresee_button), FALSE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->propose_button), FALSE);
  far_engine_work_out_async (far_overview_peek_engine (self->overview), &draft, self->cancellable,
                             propose ? proposed_cb : foreseen_cb, g_object_ref (self));
}

static void
foresee_cb (FarFairDialog *self)
{
  work_out (self, FALSE);
}

static void
propose_cb (FarFairDialog *self)
{
  work_out (self, TRUE);
}

static void
withdrawn_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarFairDialog) self = data;
  g_autoptr(GError) error = NULL;

  if (!far_engine_withdraw_plan_finish (FAR_ENGINE (source), result, &error) &&
      self->overview != NULL)
    far_notice_show_error (self->notice, error);
}

/* @act: (nullable) */
static void
withdraw (FarFairDialog *self, const char *act)
{
  if (self->overview != NULL)
    far_engine_withdraw_plan_async (far_overview_peek_engine (self->overview), act, TRUE, NULL,
                                    withdrawn_cb, g_object_ref (self));
}

static void
withdraw_cb (GtkWidget *widget, const char *action G_GNUC_UNUSED, GVariant *parameter)
{
  withdraw (FAR_FAIR_DIALOG (widget), g_variant_get_string (parameter, NULL));
}

static void
withdraw_all_cb (FarFairDialog *self)
{
  withdraw (self, NULL);
}

/* From tomorrow on. */
static void
fill_days (FarFairDialog *self)
{
  const FarStatus *status = far_overview_peek_status (self->overview);
  g_autofree char *first = NULL;
  g_autofree char *last = NULL;

  if (status == NULL)
    return;
  first = far_day_format (status->today + 1);
  last = far_day_format (status->today + PLAN_DAYS);
  gtk_editable_set_text (GTK_EDITABLE (self->first_row), first);
  gtk_editable_set_text (GTK_EDITABLE (self->last_row), last);
}

static void
far_fair_dialog_dispose (GObject *object)
{
  FarFairDialog *self = FAR_FAIR_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->overview);

  G_OBJECT_CLASS (far_fair_dialog_parent_class)->dispose (object);
}

static void
far_fair_dialog_finalize (GObject *object)
{
  FarFairDialog *self = FAR_FAIR_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->plan, far_snapshot_unref);

  G_OBJECT_CLASS (far_fair_dialog_parent_class)->finalize (object);
}

static void
far_fair_dialog_class_init (FarFairDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = far_fair_dialog_dispose;
  object_class->finalize = far_fair_dialog_finalize;

  g_type_ensure (FAR_TYPE_NOTICE);
  gtk_widget_class_install_action (widget_class, "fair.accept", "s", accept_cb);
  gtk_widget_class_install_action (widget_class, "fair.decline", "s", decline_cb);
  gtk_widget_class_install_action (widget_class, "fair.undo", "v", undo_cb);
  gtk_widget_class_install_action (widget_class, "fair.withdraw", "s", withdraw_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-fair-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, FarFairDialog, toasts);
  gtk_widget_class_bind_template_child (widget_class, FarFairDialog, notice);
  gtk_widget_class_bind_template_child (widget_class, FarFairDialog, balance_label);
  gtk_widget_class_bind_template_child (widget_class, FarFairDialog, spread_label);
  gtk_widget_class_bind_template_child (widget_class, FarFairDialog, mine_group);
  gtk_widget_class_bind_template_child (widget_class, FarFairDialog, mine_list);
  gtk_widget_class_bind_template_child (widget_class, FarFairDialog, nothing_label);
  gtk_widget_class_bind_template_child (widget_class, FarFairDialog, accept_button);
  gtk_widget_class_bind_template_child (widget_class, FarFairDialog, all_group);
  gtk_widget_class_bind_template_child (widget_class, FarFairDialog, all_list);
  gtk_widget_class_bind_template_child (widget_class, FarFairDialog, propose_group);
  gtk_widget_class_bind_template_child (widget_class, FarFairDialog, first_row);
  gtk_widget_class_bind_template_child (widget_class, FarFairDialog, last_row);
  gtk_widget_class_bind_template_child (widget_class, FarFairDialog, full_row);
  gtk_widget_class_bind_template_child (widget_class, FarFairDialog, gaps_label);
  gtk_widget_class_bind_template_child (widget_class, FarFairDialog, propose_box);
  gtk_widget_class_bind_template_child (widget_class, FarFairDialog, foresee_button);
  gtk_widget_class_bind_template_child (widget_class, FarFairDialog, propose_button);
  gtk_widget_class_bind_template_child (widget_class, FarFairDialog, withdraw_button);
  gtk_widget_class_bind_template_callback (widget_class, accept_all_cb);
  gtk_widget_class_bind_template_callback (widget_class, foresee_cb);
  gtk_widget_class_bind_template_callback (widget_class, propose_cb);
  gtk_widget_class_bind_template_callback (widget_class, typed_cb);
  gtk_widget_class_bind_template_callback (widget_class, withdraw_all_cb);
}

static void
far_fair_dialog_init (FarFairDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  far_compat_wrap_buttons (GTK_WIDGET (self));
}

GtkWindow *
far_fair_dialog_new (GtkWindow *parent, FarOverview *overview)
{
  FarFairDialog *self;

  g_return_val_if_fail (FAR_IS_OVERVIEW (overview), NULL);

  self = g_object_new (FAR_TYPE_FAIR_DIALOG, "transient-for", parent, NULL);
  self->overview = g_object_ref (overview);
  fill_days (self);
  g_signal_connect_object (far_overview_peek_engine (overview), "changed", G_CALLBACK (changed_cb),
                           self, G_CONNECT_SWAPPED);
  list (self);

  return GTK_WINDOW (self);
}
