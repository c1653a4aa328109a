/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-turn-row.h"

#include "far-compat.h"
#include "far-words-rota.h"
#include "far-words-roles.h"
#include "far-words.h"

#include <glib/gi18n.h>

#define DAYS_PER_WEEK 7

struct _FarTurnRow
{
  AdwBin parent_instance;

  char *turn;       /* owned: id */
  char *acts_shown; /* owned, nullable: what the menu was made from */

  GtkImage *state_icon; /* template children */
  GtkLabel *state_label;
  GtkLabel *by_label;
  GtkImage *promise_icon;
  GtkLabel *promise_label;
  GtkMenuButton *why_button;
  GtkLabel *why_label;
  GtkLabel *clash_label;
  GtkMenuButton *act_button;
  GtkLabel *moved_label;
  GtkButton *keep_button;
  GtkLabel *swap_label;
  GtkButton *swap_button;
};

G_DEFINE_FINAL_TYPE (FarTurnRow, far_turn_row, ADW_TYPE_BIN)

static const char *const state_icons[] = {
  [FAR_TURN_STANDING] = "emblem-ok-symbolic", [FAR_TURN_RESERVE] = "document-open-recent-symbolic",
  [FAR_TURN_SEEKING] = "edit-find-symbolic",  [FAR_TURN_ABSENT] = "action-unavailable-symbolic",
  [FAR_TURN_RELEASED] = "edit-undo-symbolic", [FAR_TURN_RELIEVED] = "emblem-ok-symbolic",
};

static const char *const promise_icons[] = {
  [FAR_PROMISE_HERE] = "computer-symbolic",
  [FAR_PROMISE_SHARED] = "emblem-shared-symbolic",
  [FAR_PROMISE_KNOWN] = "object-select-symbolic",
};

static void
far_turn_row_finalize (GObject *object)
{
  FarTurnRow *self = FAR_TURN_ROW (object);

  g_clear_pointer (&self->turn, g_free);
  g_clear_pointer (&self->acts_shown, g_free);

  G_OBJECT_CLASS (far_turn_row_parent_class)->finalize (object);
}

static void
far_turn_row_class_init (FarTurnRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = far_turn_row_finalize;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-turn-row.ui");
  gtk_widget_class_bind_template_child (widget_class, FarTurnRow, state_icon);
  gtk_widget_class_bind_template_child (widget_class, FarTurnRow, state_label);
  gtk_widget_class_bind_template_child (widget_class, FarTurnRow, by_label);
  gtk_widget_class_bind_template_child (widget_class, FarTurnRow, promise_icon);
  gtk_widget_class_bind_template_child (widget_class, FarTurnRow, promise_label);
  gtk_widget_class_bind_template_child (widget_class, FarTurnRow, why_button);
  gtk_widget_class_bind_template_child (widget_class, FarTurnRow, why_label);
  gtk_widget_class_bind_template_child (widget_class, FarTurnRow, clash_label);
  gtk_widget_class_bind_template_child (widget_class, FarTurnRow, act_button);
  gtk_widget_class_bind_template_child (widget_class, FarTurnRow, moved_label);
  gtk_widget_class_bind_template_child (widget_class, FarTurnRow, keep_button);
  gtk_widget_class_bind_template_child (widget_class, FarTurnRow, swap_label);
  gtk_widget_class_bind_template_child (widget_class, FarTurnRow, swap_button);
}

static void
far_turn_row_init (FarTurnRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  far_compat_wrap_buttons (GTK_WIDGET (self));
}

static void
show_why (FarTurnRow *self, const FarTurn *turn, const FarOuting *outing)
{
  g_autofree char *why = far_words_rank_why (turn, outing);
  /* Translators: %s is a person's name */
  g_autofree char *name = g_strdup_printf (_ ("Why %s Has This Place"), turn->member_name);

  gtk_label_set_label (self->why_label, why);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->why_button), why);
  far_compat_name_menu_button (self->why_button, name);
}

static void
append_act (GMenu *menu, const char *label, const char *action, const FarTurn *turn)
{
  g_autoptr(GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "s", turn->id);
  g_menu_append_item (menu, item);
}

static void
append_swap (GMenu *menu, const FarTurn *turn, const FarOuting *outing)
{
  g_autoptr(GMenuItem) item = g_menu_item_new (_ ("S_wap with Someone…"), NULL);

  g_menu_item_set_action_and_target (item, "win.swap-turn", "(sis)", outing->rota, outing->day,
                                     turn->id);
  g_menu_append_item (menu, item);
}

/* Each week from @first_day to @last_day, or for as long as the rota runs. */
static void
append_weekly (GMenu *menu,
               const char *label,
               const char *action,
               const FarTurn *turn,
               const FarOuting *outing,
               gint32 first_day,
               gint32 last_day)
{
  g_autoptr(GMenuItem) item = g_menu_item_new (label, NULL);
  GVariant *days = g_variant_new_array (G_VARIANT_TYPE_INT32, NULL, 0);

  g_menu_item_set_action_and_target_value (item, action,
                                           g_variant_new ("(siii@ais)", outing->rota, turn->role,
                                                          first_day, last_day, days, turn->member));
  g_menu_append_item (menu, item);
}

/* The same for a term, for the rota's whole time, and no longer. */
static void
append_series (GMenu *menu, const FarTurn *turn, const FarOuting *outing)
{
  gint32 next = outing->day + DAYS_PER_WEEK;
  g_autoptr(GMenu) section = g_menu_new ();
  g_autofree char *term = far_words_each_week_of_term (outing->day, outing->term_day);
  g_autofree char *whole = far_words_each_week (outing->day, outing->last_day);

  if (next > outing->last_day)
    return;

  if (next <= outing->term_day && outing->term_day < outing->last_day)
    append_weekly (section, term, "win.take-series", turn, outing, next, outing->term_day);
  append_weekly (section, whole, "win.take-series", turn, outing, next, 0);
  append_weekly (section, _ ("Give Back from Here On, _Each Week"), "win.release-series", turn,
                 outing, outing->day, 0);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
}

/* What may become of it: for whoever promised, or answers for who did. */
static void
show_acts (FarTurnRow *self, const FarTurn *turn, const FarOuting *outing)
{
  gboolean mine = g_strcmp0 (turn->id, outing->my_turn) == 0;
  g_autoptr(GMenu) menu = g_menu_new ();
  g_autofree char *shown = g_strdup_printf ("%d %d %d %d %s", turn->state, mine, outing->term_day,
                                            outing->last_day, turn->member_name);
  g_autofree char *name = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->act_button), turn->is_mine);
  /* somebody may have it open */
  if (g_strcmp0 (self->acts_shown, shown) == 0)
    return;
  g_free (self->acts_shown);
  self->acts_shown = g_steal_pointer (&shown);

  if (turn->state == FAR_TURN_STANDING)
    {
      append_act (menu, _ ("_Look for a Stand-In"), "win.seek-stand-in", turn);
      append_swap (menu, turn, outing);
    }
  else if (turn->state != FAR_TURN_RESERVE)
    append_act (menu, _ ("_Come After All"), "win.come-after-all", turn);
  if (turn->state == FAR_TURN_STANDING || turn->state == FAR_TURN_SEEKING)
    append_act (menu, _ ("C_annot Come, Nobody Found"), "win.cannot-come", turn);
  append_act (menu, _ ("_Give Back"), "win.release-turn", turn);
  if (turn->state == FAR_TURN_STANDING)
    append_series (menu, turn, outing);

  if (mine)
    name = g_strdup (_ ("What Becomes of My Turn"));
  else
    /* Translators: %s is a person's name */
    name = g_strdup_printf (_ ("What Becomes of the Turn of %s"), turn->member_name);
  gtk_menu_button_set_menu_model (self->act_button, G_MENU_MODEL (menu));
  far_compat_wrap_menu (self->act_button);
  far_compat_name_menu_button (self->act_button, name);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->act_button), name);
}

/* The outing is at another time than was promised: whose turn it is says yes, or gives it back. */
static void
show_moved (FarTurnRow *self, const FarTurn *turn, const FarOuting *outing)
{
  g_autofree char *promised = far_words_promised_at (turn);
  g_autofree char *at = far_words_time (outing->at);
  g_autofree char *name = NULL;

  if (promised != NULL)
    gtk_label_set_label (self->moved_label, promised);
  gtk_widget_set_visible (GTK_WIDGET (self->moved_label), promised != NULL);

  gtk_widget_set_visible (GTK_WIDGET (self->keep_button), turn->is_moved && turn->is_mine);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->keep_button), "s", turn->id);
  /* Translators: a time, and the name of the person whom it is to suit */
  name = g_strdup_printf (_ ("%1$s suits %2$s"), at, turn->member_name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->keep_button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);
}

/* Somebody asks for one of mine: what a yes would do is said beside it. */
static void
show_swap (FarTurnRow *self, const FarTurn *turn, const FarOuting *outing)
{
  gboolean is_asked =
      turn->swap_turn != NULL && turn->swap_is_mine && !turn->swap_is_agreed && !turn->is_mine;
  g_autofree char *question = is_asked ? far_words_swap_question (turn, outing->day) : NULL;
  g_autofree char *name = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->swap_label), is_asked);
  gtk_widget_set_visible (GTK_WIDGET (self->swap_button), is_asked);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->swap_button), "s", turn->id);
  if (!is_asked)
    return;

  gtk_label_set_label (self->swap_label, question);
  /* Translators: %1$s is a person’s name, %2$s what a yes would do */
  name = g_strdup_printf (_ ("Swap with %1$s: %2$s"), turn->member_name, question);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->swap_button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);
}

void
far_turn_row_show (FarTurnRow *self, const FarTurn *turn, const FarOuting *outing)
{
  g_autofree char *state = far_words_turn_state (turn, outing);
  g_autofree char *promise = far_words_promise (turn->promise);
  g_autofree char *clash = far_words_clash (turn, outing);

  g_return_if_fail (FAR_IS_TURN_ROW (self));

  gtk_image_set_from_icon_name (self->state_icon, state_icons[turn->state]);
  gtk_label_set_label (self->state_label, state);
  if (g_strcmp0 (turn->id, outing->my_turn) == 0)
    gtk_widget_add_css_class (GTK_WIDGET (self->state_label), "heading");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->state_label), "heading");

  if (turn->by_name != NULL)
    {
      /* Translators: a turn that %s, a person's name, wrote down for somebody else */
      g_autofree char *by = g_strdup_printf (_ ("Written down by %s"), turn->by_name);

      gtk_label_set_label (self->by_label, by);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->by_label), turn->by_name != NULL);

  if (clash != NULL)
    gtk_label_set_label (self->clash_label, clash);
  gtk_widget_set_visible (GTK_WIDGET (self->clash_label), clash != NULL);

  gtk_image_set_from_icon_name (self->promise_icon, promise_icons[turn->promise]);
  gtk_label_set_label (self->promise_label, promise);

  show_why (self, turn, outing);
  show_acts (self, turn, outing);
  show_moved (self, turn, outing);
  show_swap (self, turn, outing);
}

GtkWidget *
far_turn_row_new (const FarTurn *turn, const FarOuting *outing)
{
  FarTurnRow *self = g_object_new (FAR_TYPE_TURN_ROW, NULL);

  self->turn = g_strdup (turn->id);
  far_turn_row_show (self, turn, outing);

  return GTK_WIDGET (self);
}

const char *
far_turn_row_peek_turn (FarTurnRow *self)
{
  return self->turn;
}
