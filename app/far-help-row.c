/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-help-row.h"

#include "far-compat.h"
#include "far-words-help.h"
#include "far-words.h"

#include <glib/gi18n.h>
#include <string.h>

struct _FarHelpRow
{
  AdwExpanderRow parent_instance;

  FarItem *item;         /* owned */
  FarOverview *overview; /* owned */
  GPtrArray *below;      /* owned (element-type GtkWidget, unowned): the rows below */
  gint32 today;

  GtkButton *act_button; /* template child */
};

G_DEFINE_FINAL_TYPE (FarHelpRow, far_help_row, ADW_TYPE_EXPANDER_ROW)

static gboolean
is_open (const FarHelp *help)
{
  return help->state == FAR_HELP_STATE_OPEN || help->state == FAR_HELP_STATE_TAKEN;
}

/* One's own before that of whom one answers for.  Returns: (nullable) */
static const FarClaim *
find_claim (const FarHelp *help, gboolean is_could)
{
  const FarClaim *found = NULL;

  for (guint i = 0; i < help->claims->len; i++)
    {
      const FarClaim *claim = help->claims->pdata[i];

      if (claim->is_mine && claim->is_could == is_could && claim->state != FAR_TURN_RELEASED &&
          (found == NULL || (found->by_name != NULL && claim->by_name == NULL)))
        found = claim;
    }

  return found;
}

/* ---- buttons */

static void
name_button (GtkWidget *button, const char *label, const FarHelp *help)
{
  g_autofree char *what = far_words_help (help);
  g_autoptr(GString) plain = g_string_new (label);
  g_autofree char *name = NULL;

  g_string_replace (plain, "_", "", 0);
  /* Translators: what a button does, and about what */
  name = g_strdup_printf (C_ ("help", "%1$s: %2$s"), plain->str, what);
  gtk_button_set_label (GTK_BUTTON (button), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/* @claim: (nullable): of whom */
static GVariant *
act_target (const FarHelp *help, FarHelpAct act, const FarClaim *claim)
{
  return g_variant_new ("(sus)", help->id, (guint)act,
                        claim != NULL && claim->by_name != NULL ? claim->member : "");
}

static void
set_button (FarHelpRow *self, const char *label, const char *action, GVariant *target)
{
  name_button (GTK_WIDGET (self->act_button), label, far_item_peek_snapshot (self->item));
  far_compat_set_action (GTK_WIDGET (self->act_button), action, target);
  gtk_widget_set_visible (GTK_WIDGET (self->act_button), TRUE);
}

/* What is the next thing to do, if there is one. */
static void
show_button (FarHelpRow *self, const FarHelp *help)
{
  const FarClaim *claim = find_claim (help, FALSE);
  gboolean is_next = FALSE;

  gtk_widget_set_visible (GTK_WIDGET (self->act_button), FALSE);
  if (help->is_mine && help->state == FAR_HELP_STATE_DONE && !help->is_offer)
    set_button (self, _ ("_Thank…"), "win.thank-help", g_variant_new_string (help->id));
  else if (help->is_mine && help->n_standing > 0 && self->today >= help->first_day &&
           (is_open (help) || help->state == FAR_HELP_STATE_OVER))
    set_button (self, _ ("_Done"), "win.act-on-help", act_target (help, FAR_HELP_ACT_DONE, NULL));
  else if (!help->is_mine && claim != NULL && claim->is_moved && is_open (help))
    {
      set_button (self, _ ("It _Suits"), "win.act-on-help",
                  act_target (help, FAR_HELP_ACT_TAKE, claim));
      is_next = TRUE;
    }
  else if (!help->is_mine && claim != NULL && !claim->is_done &&
           claim->state == FAR_TURN_STANDING && self->today >= help->first_day &&
           (is_open (help) || help->state == FAR_HELP_STATE_OVER))
    set_button (self, _ ("I _Did It"), "win.act-on-help",
                act_target (help, FAR_HELP_ACT_DONE, claim));
  else if (!help->is_mine && claim != NULL && !claim->is_done && is_open (help))
    set_button (self, C_ ("help", "_Give Back"), "win.act-on-help",
                act_target (help, FAR_HELP_ACT_RELEASE, claim));
  else if (!help->is_mine && claim == NULL && help->state == FAR_HELP_STATE_OPEN)
    {
      set_button (self, help->is_offer ? _ ("_Take It Up") : _ ("I _Will Help"), "win.act-on-help",
                  act_target (help, FAR_HELP_ACT_TAKE, NULL));
      is_next = TRUE;
    }
  if (is_next)
    gtk_widget_add_css_class (GTK_WIDGET (self->act_button), "suggested-action");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->act_button), "suggested-action");
}

/* ---- below it */

static void
add_below (FarHelpRow *self, GtkWidget *row)
{
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), row);
  g_ptr_array_add (self->below, row);
}

static void
add_words (FarHelpRow *self, const char *title, const char *subtitle)
{
  add_below (self, far_compat_text_row_new (title, subtitle));
}

static void
add_about (FarHelpRow *self, const FarHelp *help)
{
  g_autofree char *more = far_words_help_more (help);
  g_autofree char *note = far_words_help_note (help);
  g_autoptr(GString) text = g_string_new (more);

  if (*help->member_phone != '\0')
    g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", help->member_phone);
  if (note != NULL)
    g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", note);
  add_words (self, help->member_name, text->str);
}

static void
add_claim (FarHelpRow *self, const FarHelp *help, const FarClaim *claim)
{
  g_autofree char *does = far_words_claim (claim, help);
  g_autofree char *why = far_words_claim_why (claim, help);
  g_autoptr(GString) text = g_string_new (does);

  if (*why != '\0')
    g_string_append_printf (text, "\n%s", why);
  if (claim->by_name != NULL)
    {
      /* Translators: the name of whoever wrote it for somebody */
      g_autofree char *by = g_strdup_printf (_ ("Written by %s"), claim->by_name);

      g_string_append_printf (text, "\n%s", by);
    }
  if (*claim->member_phone != '\0')
    g_string_append_printf (text, "\n%s", claim->member_phone);
  add_words (self, claim->member_name, text->str);
}

/* @target: floating */
static void
add_button (GtkWidget *box,
            const FarHelp *help,
            const char *label,
            const char *action,
            GVariant *target)
{
  GtkWidget *button = gtk_button_new ();

  gtk_button_set_use_underline (GTK_BUTTON (button), TRUE);
  name_button (button, label, help);
  far_compat_set_action (button, action, target);
  gtk_box_append (GTK_BOX (box), button);
}

static void
add_buttons_of_owner (GtkWidget *box, const FarHelp *help)
{
  gboolean is_gone = help->state == FAR_HELP_STATE_WITHDRAWN;

  if (is_open (help))
    {
      add_button (box, help, _ ("_Change…"), "win.edit-help", g_variant_new_string (help->id));
      add_button (box, help, _ ("What Only _Helpers Know…"), "win.help-note",
                  g_variant_new_string (help->id));
      add_button (box, help, _ ("It Is _Done"), "win.act-on-help",
                  act_target (help, FAR_HELP_ACT_DONE, NULL));
    }
  if (help->state == FAR_HELP_STATE_DONE)
    add_button (box, help, _ ("_Still Needed"), "win.act-on-help",
                act_target (help, FAR_HELP_ACT_NOT_DONE, NULL));
  if (!help->is_offer && (is_open (help) || help->state == FAR_HELP_STATE_OVER))
    add_button (box, help, _ ("_Thank…"), "win.thank-help", g_variant_new_string (help->id));
  if (is_open (help) || is_gone)
    add_button (box, help, is_gone ? C_ ("help", "_Put Back") : C_ ("help", "_Withdraw"),
                "win.withdraw-help", g_variant_new ("(sb)", help->id, !is_gone));
}

static gboolean
has_claim (const FarHelp *help, const char *member)
{
  for (guint i = 0; i < help->claims->len; i++)
    {
      const FarClaim *claim = help->claims->pdata[i];

      if (claim->state != FAR_TURN_RELEASED && g_str_equal (claim->member, member))
        return TRUE;
    }

  return FALSE;
}

/* Those without a machine for whom one answers. */
static void
add_buttons_for_others (FarHelpRow *self, GtkWidget *box, const FarHelp *help)
{
  GListModel *members = far_overview_peek_members (self->overview);

  for (guint i = 0; i < g_list_model_get_n_items (members); i++)
    {
      g_autoptr(FarItem) item = g_list_model_get_item (members, i);
      const FarMember *member = far_item_peek_snapshot (item);
      g_autofree char *label = NULL;

      if (member->is_me || !member->i_answer || has_claim (help, member->id) ||
          g_str_equal (member->id, help->member))
        continue;
      /* Translators: %s is a person's name, for whom somebody writes that they help */
      label = help->is_offer ? g_strdup_printf (_ ("Take It Up for %s"), member->name)
                             : g_strdup_printf (_ ("%s Will Help"), member->name);
      add_button (box, help, label, "win.act-on-help",
                  g_variant_new ("(sus)", help->id, (guint)FAR_HELP_ACT_TAKE, member->id));
    }
}

static void
add_buttons_of_others (FarHelpRow *self, GtkWidget *box, const FarHelp *help)
{
  const FarClaim *helps = find_claim (help, FALSE);
  const FarClaim *could = find_claim (help, TRUE);

  if (help->note == FAR_NOTE_OPEN)
    add_button (box, help, _ ("What There Is to _Know…"), "win.help-note",
                g_variant_new_string (help->id));
  if (helps != NULL && helps->is_done)
    add_button (box, help, _ ("_Not Done After All"), "win.act-on-help",
                act_target (help, FAR_HELP_ACT_NOT_DONE, helps));
  else if (helps != NULL && helps->state == FAR_TURN_STANDING)
    add_button (box, help, _ ("I _Did It"), "win.act-on-help",
                act_target (help, FAR_HELP_ACT_DONE, helps));
  if (!is_open (help))
    return;
  if (helps == NULL && help->state == FAR_HELP_STATE_TAKEN)
    add_button (box, help, _ ("Come if Somebody Ca_nnot"), "win.act-on-help",
                act_target (help, FAR_HELP_ACT_TAKE, NULL));
  if (helps == NULL && could == NULL && !help->is_offer)
    add_button (box, help, _ ("I _Could, if Nobody Else Does"), "win.act-on-help",
                act_target (help, FAR_HELP_ACT_COULD, NULL));
  if ((helps != NULL && !helps->is_done) || could != NULL)
    add_button (box, help, C_ ("help", "_Give Back"), "win.act-on-help",
                act_target (help, FAR_HELP_ACT_RELEASE, helps != NULL ? helps : could));
  if (help->state == FAR_HELP_STATE_OPEN)
    add_buttons_for_others (self, box, help);
}

static void
add_buttons (FarHelpRow *self, const FarHelp *help)
{
  GtkWidget *box = g_object_ref_sink (gtk_box_new (GTK_ORIENTATION_VERTICAL, 6));
  GtkWidget *row;

  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  gtk_widget_set_margin_top (box, 12);
  gtk_widget_set_margin_bottom (box, 12);
  if (help->is_mine)
    add_buttons_of_owner (box, help);
  else
    add_buttons_of_others (self, box, help);
  if (gtk_widget_get_first_child (box) != NULL)
    {
      row = adw_preferences_row_new ();
      far_compat_wrap_buttons (box);
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
      gtk_widget_set_focusable (row, FALSE);
      gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
      add_below (self, row);
    }
  g_object_unref (box);
}

static void
show_help (FarHelpRow *self)
{
  const FarHelp *help = far_item_peek_snapshot (self->item);
  g_autofree char *what = far_words_help (help);
  g_autofree char *when = far_words_help_when (help);
  g_autofree char *state = far_words_help_state (help);
  g_autofree char *subtitle = NULL;
  g_autofree char *name = NULL;

  if (help->urgency != FAR_HELP_WHEN_IT_SUITS && is_open (help))
    /* Translators: when help is needed, how urgent it is, and what has become of it */
    subtitle = g_strdup_printf (C_ ("help", "%1$s · %2$s\n%3$s"), when,
                                far_words_help_urgency (help->urgency), state);
  else
    subtitle = g_strdup_printf ("%s\n%s", when, state);
  /* Translators: what is needed, when, and what has become of it */
  name = g_strdup_printf (C_ ("help", "%1$s, %2$s. %3$s"), what, when, state);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), what);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), subtitle);
  show_button (self, help);

  for (guint i = 0; i < self->below->len; i++)
    adw_expander_row_remove (ADW_EXPANDER_ROW (self), self->below->pdata[i]);
  g_ptr_array_set_size (self->below, 0);
  add_about (self, help);
  for (guint i = 0; i < help->claims->len; i++)
    add_claim (self, help, help->claims->pdata[i]);
  add_buttons (self, help);
  far_compat_name_lists (GTK_WIDGET (self), what);
}

static void
far_help_row_dispose (GObject *object)
{
  FarHelpRow *self = FAR_HELP_ROW (object);

  if (self->item != NULL)
    g_signal_handlers_disconnect_by_data (self->item, self);
  g_clear_object (&self->item);
  g_clear_object (&self->overview);

  G_OBJECT_CLASS (far_help_row_parent_class)->dispose (object);
}

static void
far_help_row_finalize (GObject *object)
{
  FarHelpRow *self = FAR_HELP_ROW (object);

  g_clear_pointer (&self->below, g_ptr_array_unref);

  G_OBJECT_CLASS (far_help_row_parent_class)->finalize (object);
}

static void
far_help_row_class_init (FarHelpRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = far_help_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = far_help_row_finalize;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-help-row.ui");
  gtk_widget_class_bind_template_child (widget_class, FarHelpRow, act_button);
}

static void
far_help_row_init (FarHelpRow *self)
{
  self->below = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  far_compat_wrap_buttons (GTK_WIDGET (self));
}

GtkWidget *
far_help_row_new (FarItem *item, FarOverview *overview)
{
  const FarStatus *status = far_overview_peek_status (overview);
  FarHelpRow *self;

  g_return_val_if_fail (FAR_IS_ITEM (item), NULL);

  self = g_object_new (FAR_TYPE_HELP_ROW, NULL);
  self->item = g_object_ref (item);
  self->overview = g_object_ref (overview);
  self->today = status != NULL ? status->today : 0;
  g_signal_connect_swapped (item, "notify::snapshot", G_CALLBACK (show_help), self);
  show_help (self);

  return GTK_WIDGET (self);
}
