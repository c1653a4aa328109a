/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-outing-row.h"

#include "far-colour-box.h"
#include "far-compat.h"
#include "far-join-box.h"
#include "far-outing-notes.h"
#include "far-outward.h"
#include "far-route-grid.h"
#include "far-turn-row.h"
#include "far-words-children.h"
#include "far-words-lines.h"
#include "far-words-rides.h"
#include "far-words-roles.h"
#include "far-words-rota.h"
#include "far-words.h"

#include <glib/gi18n.h>

struct _FarOutingRow
{
  GtkListBoxRow parent_instance;

  FarItem *item;         /* owned */
  FarOverview *overview; /* owned */
  char *turns_shown;     /* owned, nullable: what the turns were made from */
  char *roles_shown;     /* owned, nullable: what the rows of roles were made from */
  char *own_shown;       /* owned, nullable: what the rows of own children were made from */
  char *notes_shown;     /* owned, nullable: and what is to be known of children */
  char *others_shown;    /* owned, nullable: what the menu was made from */

  GtkLabel *time_label; /* template children */
  FarJoinBox *join_box;
  GtkLabel *title_label;
  GtkBox *colour_box;
  GtkLabel *hazards_label;
  GtkLabel *rides_label;
  GtkButton *rides_button;
  GtkLabel *line_label;
  GtkLabel *draft_label;
  GtkImage *verdict_icon;
  GtkLabel *verdict_label;
  GtkBox *turns_box;
  GtkBox *roles_box;
  GtkBox *children_box;
  GtkLabel *children_label;
  GtkBox *own_box;
  GtkBox *notes_box;
  GtkExpander *names_expander;
  GtkLabel *names_label;
  GtkButton *roll_button;
  GtkExpander *stops_expander;
  GtkGrid *stops_grid;
  GtkLabel *place_label;
  GtkLabel *own_label;
  GtkLabel *to_know_label;
  GtkButton *date_button;
  GtkButton *resume_button;
  GtkButton *copy_button;
  GtkMenuButton *others_button;
  GtkButton *publish_button;
  GtkButton *turn_button;
};

G_DEFINE_FINAL_TYPE (FarOutingRow, far_outing_row, GTK_TYPE_LIST_BOX_ROW)

static const FarOuting *
peek_outing (FarOutingRow *self)
{
  return far_item_peek_snapshot (self->item);
}

static void
remove_children (GtkBox *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (box))) != NULL)
    gtk_box_remove (box, child);
}

static void
show_verdict (FarOutingRow *self, const FarOuting *outing)
{
  static const struct
  {
    const char *icon_name;
    const char *style;
  } looks[] = {
    [FAR_VERDICT_ENOUGH] = { "emblem-ok-symbolic", "success" },
    [FAR_VERDICT_SHORT] = { "dialog-warning-symbolic", "warning" },
    [FAR_VERDICT_CANCELLED] = { "action-unavailable-symbolic", "error" },
    [FAR_VERDICT_HOLIDAYS] = { "action-unavailable-symbolic", "dim-label" },
    [FAR_VERDICT_NO_DAY] = { "action-unavailable-symbolic", "dim-label" },
    [FAR_VERDICT_ROLE] = { "dialog-warning-symbolic", "warning" },
    [FAR_VERDICT_JOINED] = { "emblem-shared-symbolic", "success" },
    [FAR_VERDICT_TRAINING] = { "dialog-warning-symbolic", "warning" },
  };
  g_autofree char *verdict = far_words_verdict (outing);

  for (gsize i = 0; i < G_N_ELEMENTS (looks); i++)
    gtk_widget_remove_css_class (GTK_WIDGET (self->verdict_icon), looks[i].style);
  gtk_widget_add_css_class (GTK_WIDGET (self->verdict_icon), looks[outing->why].style);
  gtk_image_set_from_icon_name (self->verdict_icon, looks[outing->why].icon_name);
  gtk_label_set_label (self->verdict_label, verdict);
}

/* Nobody can promise to come to it. */
static gboolean
is_called_off (const FarOuting *outing)
{
  return outing->why == FAR_VERDICT_CANCELLED || outing->why == FAR_VERDICT_HOLIDAYS ||
         outing->why == FAR_VERDICT_NO_DAY;
}

static gboolean
is_over (FarOutingRow *self, const FarOuting *outing)
{
  const FarStatus *status = far_overview_peek_status (self->overview);

  return status != NULL && outing->day < status->today;
}

/* What came of the seats that are asked for; of what was called off, that one can ask. */
static void
show_rides (FarOutingRow *self, const FarOuting *outing)
{
  const FarStatus *status = far_overview_peek_status (self->overview);
  gboolean uses = status != NULL && (status->uses & FAR_USES_RIDES) != 0;
  g_autofree char *words = far_words_rides_instead (outing);
  g_autofree char *day = far_words_day_short (outing->day);
  /* Translators: %1$s is the title of a rota, %2$s a day */
  g_autofree char *name = g_strdup_printf (_ ("Ask for rides: %1$s, %2$s"), outing->title, day);

  gtk_label_set_label (self->rides_label, words != NULL ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (self->rides_label), words != NULL);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->rides_button), "(si)", outing->rota,
                                    outing->day);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->rides_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_set_visible (GTK_WIDGET (self->rides_button),
                          uses && words == NULL && outing->why == FAR_VERDICT_CANCELLED &&
                              outing->day >= status->today);
}

static void
show_hazards (FarOutingRow *self, const FarOuting *outing)
{
  g_autofree char *words = is_called_off (outing) ? NULL : far_words_hazards (outing->hazards);

  gtk_label_set_label (self->hazards_label, words != NULL ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (self->hazards_label), words != NULL);
}

static void
show_stops (FarOutingRow *self, const FarOuting *outing)
{
  gboolean back = far_outward_is_way_back (outing);
  guint n_stops = outing->stops->len;
  g_autofree char *label = NULL;

  far_route_grid_clear (self->stops_grid);
  gtk_widget_set_visible (GTK_WIDGET (self->stops_expander), n_stops > 0);

  /* on the way back the same stops are passed the other way round */
  for (guint i = 0; i < n_stops; i++)
    {
      const FarStop *stop = outing->stops->pdata[back ? n_stops - 1 - i : i];
      g_autofree char *when = far_words_time (back ? stop->time_back : stop->time_out);

      far_route_grid_add_stop (self->stops_grid, when, stop->name);
    }
  far_route_grid_finish (self->stops_grid, outing->line_colour);

  /* Translators: unfolds to the stops with their times */
  label = g_strdup_printf (ngettext ("%u stop", "%u stops", n_stops), n_stops);
  gtk_expander_set_label (self->stops_expander, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->stops_expander),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

/* Whether @shown is news; keeps it.  What is the same stays as it is: somebody may have a popover
 * open there, or the keyboard on it. */
static gboolean
is_news (char **kept, char *shown)
{
  if (g_strcmp0 (*kept, shown) == 0)
    {
      g_free (shown);
      return FALSE;
    }

  g_free (*kept);
  *kept = shown;

  return TRUE;
}

/* Whether the rows are of just these turns, in this order. */
static gboolean
has_rows_of (GtkBox *box, const FarOuting *outing)
{
  GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (box));

  for (guint i = 0; i < outing->turns->len; i++)
    {
      const FarTurn *turn = outing->turns->pdata[i];

      if (turn->state == FAR_TURN_RELEASED)
        continue;
      if (row == NULL || !g_str_equal (far_turn_row_peek_turn (FAR_TURN_ROW (row)), turn->id))
        return FALSE;
      row = gtk_widget_get_next_sibling (row);
    }

  return row == NULL;
}

static void
show_turns (FarOutingRow *self, const FarOuting *outing)
{
  GString *shown = g_string_new (NULL);
  GtkWidget *row;

  for (guint i = 0; i < outing->turns->len; i++)
    {
      const FarTurn *turn = outing->turns->pdata[i];
      g_autofree char *clash = far_words_clash (turn, outing);

      g_string_append_printf (shown,
                              "%s %d %d %d %d %d %d %d %d %d %d %s\n%s\n%s\n%d %s\n%d %s\n%s %d\n"
                              "%d %s\n",
                              turn->id, turn->state, turn->is_moved, outing->at, turn->rank,
                              turn->reserve, turn->why, turn->promise, turn->is_mine,
                              turn->is_helper, g_strcmp0 (turn->id, outing->my_turn) == 0,
                              turn->member_name, turn->by_name != NULL ? turn->by_name : "",
                              turn->stand_in_name != NULL ? turn->stand_in_name : "",
                              turn->clash.at, clash != NULL ? clash : "", turn->role,
                              turn->role_name, turn->swap_turn != NULL ? turn->swap_turn : "",
                              turn->swap_is_mine + 2 * turn->swap_is_agreed, turn->is_along_too,
                              turn->other_role != NULL ? turn->other_role : "-");
    }
  if (!is_news (&self->turns_shown, g_string_free (shown, FALSE)))
    return;

  if (!has_rows_of (self->turns_box, outing))
    remove_children (self->turns_box);
  row = gtk_widget_get_first_child (GTK_WIDGET (self->turns_box));
  for (guint i = 0; i < outing->turns->len; i++)
    {
      const FarTurn *turn = outing->turns->pdata[i];

      if (turn->state == FAR_TURN_RELEASED)
        continue;
      if (row == NULL)
        {
          gtk_box_append (self->turns_box, far_turn_row_new (turn, outing));
          continue;
        }
      far_turn_row_show (FAR_TURN_ROW (row), turn, outing);
      row = gtk_widget_get_next_sibling (row);
    }

  gtk_widget_set_visible (GTK_WIDGET (self->turns_box),
                          gtk_widget_get_first_child (GTK_WIDGET (self->turns_box)) != NULL);
}

/* ---- roles that are not filled */

/* Whoever waits in another role may come in this one. */
static gboolean
may_take (const FarOuting *outing, const FarRole *role)
{
  const FarTurn *mine = far_overview_find_my_turn (outing);

  return outing->my_turn == NULL ||
         (mine != NULL && mine->state == FAR_TURN_RESERVE && mine->role != role->number);
}

static GtkWidget *
role_row_new (const FarRole *role, const FarOuting *outing, const char *day)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  g_autofree char *text = far_words_role (role);
  g_autofree char *role_name = far_words_role_name (role);
  GtkWidget *label = gtk_label_new (text);
  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("_Take"));
  g_autofree char *name =
      /* Translators: %1$s is a role, such as “Head”; %2$s the title of a rota, %3$s a day */
      g_strdup_printf (_ ("Take a turn as %1$s: %2$s, %3$s"), role_name, outing->title, day);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), label);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "(siis)", outing->rota, outing->day,
                                    role->number, "");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.take-turn");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  if (role->n_have < role->n_min)
    gtk_widget_add_css_class (button, "suggested-action");
  gtk_widget_set_visible (button, may_take (outing, role));
  gtk_box_append (GTK_BOX (box), button);

  return box;
}

/* Where there are several, each has its own button, for as long as it has room. */
static void
show_roles (FarOutingRow *self, const FarOuting *outing, const char *day)
{
  gboolean is_past = is_called_off (outing) || is_over (self, outing);
  g_autofree char *title = g_strdup_printf ("%d %s\n", is_past, outing->title);
  GString *shown = g_string_new (title);

  for (guint i = 0; far_words_has_roles (outing) && i < outing->roles->len; i++)
    {
      const FarRole *role = outing->roles->pdata[i];

      g_string_append_printf (shown, "%d %d %d %d %d %s\n", role->number, role->n_min, role->n_max,
                              role->n_have, may_take (outing, role), role->name);
    }
  if (!is_news (&self->roles_shown, g_string_free (shown, FALSE)))
    return;

  if (gtk_widget_get_focus_child (GTK_WIDGET (self->roles_box)) != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self->turn_button));
  remove_children (self->roles_box);
  for (guint i = 0; far_words_has_roles (outing) && i < outing->roles->len; i++)
    {
      const FarRole *role = outing->roles->pdata[i];

      if (role->n_have < role->n_max && !is_past)
        gtk_box_append (self->roles_box, role_row_new (role, outing, day));
    }
  gtk_widget_set_visible (GTK_WIDGET (self->roles_box),
                          gtk_widget_get_first_child (GTK_WIDGET (self->roles_box)) != NULL);
}

/* What the outing's one button does for me. */
typedef enum
{
  BUTTON_TAKE,
  BUTTON_RESERVE,
  BUTTON_STAND_IN,
  BUTTON_GIVE_BACK,
  BUTTON_COME, /* after all */
} TurnButton;

static gboolean
has_room (const FarOuting *outing)
{
  for (guint i = 0; i < outing->roles->len; i++)
    {
      const FarRole *role = outing->roles->pdata[i];

      if (role->n_have < role->n_max)
        return TRUE;
    }

  return FALSE;
}

static TurnButton
choose_turn_button (const FarOuting *outing)
{
  gboolean is_sought = FALSE;

  for (guint i = 0; i < outing->turns->len; i++)
    {
      const FarTurn *turn = outing->turns->pdata[i];

      if (g_strcmp0 (turn->id, outing->my_turn) == 0)
        return turn->state == FAR_TURN_STANDING || turn->state == FAR_TURN_RESERVE
                   ? BUTTON_GIVE_BACK
                   : BUTTON_COME;
      is_sought |= turn->state == FAR_TURN_SEEKING;
    }

  if (is_sought)
    return BUTTON_STAND_IN;

  return has_room (outing) ? BUTTON_TAKE : BUTTON_RESERVE;
}

static char *
dup_button_name (TurnButton button, const char *title, const char *day)
{
  switch (button)
    {
    case BUTTON_RESERVE:
      /* Translators: %1$s is the title of a rota, %2$s a day */
      return g_strdup_printf (_ ("Be a reserve: %1$s, %2$s"), title, day);
    case BUTTON_STAND_IN:
      /* Translators: %1$s is the title of a rota, %2$s a day */
      return g_strdup_printf (_ ("Stand in: %1$s, %2$s"), title, day);
    case BUTTON_GIVE_BACK:
      /* Translators: %1$s is the title of a rota, %2$s a day */
      return g_strdup_printf (_ ("Give back the turn: %1$s, %2$s"), title, day);
    case BUTTON_COME:
      /* Translators: %1$s is the title of a rota, %2$s a day */
      return g_strdup_printf (_ ("Come after all: %1$s, %2$s"), title, day);
    case BUTTON_TAKE:
    default:
      /* Translators: %1$s is the title of a rota, %2$s a day */
      return g_strdup_printf (_ ("Take a turn: %1$s, %2$s"), title, day);
    }
}

/* One of my own, and the one tap that says otherwise. */
static GtkWidget *
own_row_new (const FarWalker *walker, const FarOuting *outing, const char *day, gboolean is_past)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  g_autofree char *text = far_words_walker (walker);
  GtkWidget *label = gtk_label_new (text);
  GtkWidget *button =
      gtk_button_new_with_label (walker->is_absent ? _ ("Comes After All") : _ ("Note as Absent"));
  g_autofree char *name =
      /* Translators: of a button: what it does, a child’s name, a day */
      g_strdup_printf (_ ("%1$s: %2$s, %3$s"), gtk_button_get_label (GTK_BUTTON (button)),
                       walker->name, day);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "(ssib)", walker->id, outing->rota,
                                    outing->day, !walker->is_absent);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.set-absent");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_box_append (GTK_BOX (box), label);
  if (!is_past)
    gtk_box_append (GTK_BOX (box), button);

  return box;
}

/* Which of the own children has the keyboard; -1 if none has. */
static int
find_focus (FarOutingRow *self)
{
  int i = 0;

  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->own_box)); row != NULL;
       row = gtk_widget_get_next_sibling (row), i++)
    if (gtk_widget_get_focus_child (row) != NULL)
      return i;

  return -1;
}

static void
restore_focus (FarOutingRow *self, int which)
{
  GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->own_box));

  for (int i = 0; i < which && row != NULL; i++)
    row = gtk_widget_get_next_sibling (row);
  if (which >= 0 && row != NULL)
    gtk_widget_grab_focus (gtk_widget_get_last_child (row));
}

static void
show_own_children (FarOutingRow *self, const FarOuting *outing, const char *day)
{
  int focus = find_focus (self);
  gboolean is_past = is_over (self, outing);
  GString *shown = g_string_new (is_past ? "over\n" : NULL);

  for (guint i = 0; i < outing->children->len; i++)
    {
      const FarWalker *walker = outing->children->pdata[i];
      g_autofree char *text = far_words_walker (walker);

      if (walker->is_mine)
        g_string_append_printf (shown, "%s %d %s\n", walker->id, walker->is_absent, text);
    }
  if (!is_news (&self->own_shown, g_string_free (shown, FALSE)))
    return;

  remove_children (self->own_box);
  for (guint i = 0; i < outing->children->len; i++)
    {
      const FarWalker *walker = outing->children->pdata[i];

      if (walker->is_mine)
        gtk_box_append (self->own_box, own_row_new (walker, outing, day, is_past));
    }
  restore_focus (self, focus);
}

/* How many is for everybody, who for those who come along, or whose child does. */
static void
show_children (FarOutingRow *self, const FarOuting *outing, const char *day)
{
  g_autofree char *text = far_words_walkers (outing);
  g_autoptr(GString) names = g_string_new (NULL);

  gtk_widget_set_visible (GTK_WIDGET (self->children_box), text != NULL);
  if (text == NULL)
    return;

  gtk_label_set_label (self->children_label, text);
  show_own_children (self, outing, day);
  far_outing_notes_show (self->notes_box, outing, day, &self->notes_shown);
  gtk_widget_set_visible (GTK_WIDGET (self->names_expander), outing->names_are_mine);
  if (!outing->names_are_mine)
    return;

  for (guint i = 0; i < outing->children->len; i++)
    {
      const FarWalker *walker = outing->children->pdata[i];
      g_autofree char *words = far_words_walker (walker);

      if (names->len > 0)
        g_string_append_c (names, '\n');
      if (walker->stop[0] != '\0')
        /* Translators: a stop, and a child who is met there */
        g_string_append_printf (names, _ ("%1$s: %2$s"), walker->stop, words);
      else
        g_string_append (names, words);
    }
  gtk_label_set_label (self->names_label, names->str);
}

static void
show_turn_button (FarOutingRow *self, const FarOuting *outing, const char *day)
{
  static const struct
  {
    const char *label;
    gboolean is_help; /* somebody is missing */
  } looks[] = {
    [BUTTON_TAKE] = { N_ ("_Take a Turn"), TRUE },
    [BUTTON_RESERVE] = { N_ ("Be a _Reserve"), FALSE },
    [BUTTON_STAND_IN] = { N_ ("_Stand In"), TRUE },
    [BUTTON_GIVE_BACK] = { N_ ("_Give Back"), FALSE },
    [BUTTON_COME] = { N_ ("_Come After All"), FALSE },
  };
  TurnButton button = choose_turn_button (outing);
  gboolean is_shown =
      outing->my_turn != NULL ||
      (!is_called_off (outing) && !(button == BUTTON_TAKE && far_words_has_roles (outing)));
  g_autofree char *name = NULL;

  /* one action for all: changing its name would take the keyboard from the button */
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->turn_button), "(sisb)", outing->rota,
                                    outing->day, outing->my_turn != NULL ? outing->my_turn : "",
                                    button == BUTTON_COME);
  gtk_button_set_label (self->turn_button, _ (looks[button].label));
  name = dup_button_name (button, outing->title, day);

  /* what is missing stands out, as long as it can be helped */
  if (looks[button].is_help && !is_over (self, outing))
    gtk_widget_add_css_class (GTK_WIDGET (self->turn_button), "suggested-action");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->turn_button), "suggested-action");

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->turn_button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);
  /* where there are several roles, each that has room has a button of its own */
  if (!is_shown && gtk_widget_has_focus (GTK_WIDGET (self->turn_button)))
    gtk_widget_child_focus (GTK_WIDGET (self->roles_box), GTK_DIR_TAB_FORWARD);
  gtk_widget_set_visible (GTK_WIDGET (self->turn_button), is_shown);
}

static void
show_copy_button (FarOutingRow *self, const FarOuting *outing, const char *day)
{
  /* Translators: %1$s is the title of a rota, %2$s a day */
  g_autofree char *name = g_strdup_printf (_ ("Copy as text: %1$s, %2$s"), outing->title, day);

  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->copy_button), "(si)", outing->rota,
                                    outing->day);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->copy_button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);
}

/* On the day, and as long as it is put right. */
static void
show_roll_button (FarOutingRow *self, const FarOuting *outing, const char *day)
{
  const FarStatus *status = far_overview_peek_status (self->overview);
  gboolean is_callable = status != NULL && outing->day <= status->today &&
                         outing->day >= status->today - FAR_ROLL_DAYS;
  /* Translators: %1$s is the title of a rota, %2$s a day */
  g_autofree char *name = g_strdup_printf (_ ("Roll-call: %1$s, %2$s"), outing->title, day);

  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->roll_button), "(si)", outing->rota,
                                    outing->day);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->roll_button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);
  gtk_widget_set_visible (GTK_WIDGET (self->roll_button),
                          is_callable && !is_called_off (outing) &&
                              outing->children->len + outing->turns->len > 0);
}

static gboolean
has_turn (const FarOuting *outing, const char *member)
{
  for (guint i = 0; i < outing->turns->len; i++)
    {
      const FarTurn *turn = outing->turns->pdata[i];

      if (turn->state != FAR_TURN_RELEASED && g_str_equal (turn->member, member))
        return TRUE;
    }

  return FALSE;
}

/* What goes away with the keyboard on it would send it to the end of the week, and the view with
 * it. */
static void
hand_keyboard_on (FarOutingRow *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->others_button)))
    gtk_widget_grab_focus (GTK_WIDGET (self->turn_button));
}

/* @name: what it says of whom */
static void
append_taker (GMenu *menu,
              const FarOuting *outing,
              const FarMember *member,
              int role,
              const char *name)
{
  g_autoptr(GString) label = g_string_new (name);
  g_autoptr(GMenuItem) entry = NULL;

  /* in a menu an underscore marks a mnemonic */
  g_string_replace (label, "_", "__", 0);
  entry = g_menu_item_new (label->str, NULL);
  g_menu_item_set_action_and_target (entry, "win.take-turn", "(siis)", outing->rota, outing->day,
                                     role, member->id);
  g_menu_append_item (menu, entry);
}

/* Where there are several roles, in each that has room; where none has, as a reserve in the first.
 */
static void
append_takers (GMenu *menu, GString *shown, const FarOuting *outing, const FarMember *member)
{
  gboolean chooses = far_words_has_roles (outing) && has_room (outing);

  if (!chooses)
    append_taker (menu, outing, member, 0, member->name);
  for (guint i = 0; chooses && i < outing->roles->len; i++)
    {
      const FarRole *role = outing->roles->pdata[i];
      g_autofree char *role_name = far_words_role_name (role);
      g_autofree char *name = NULL;

      if (role->n_have >= role->n_max)
        continue;
      /* Translators: %1$s is a person, %2$s a role, such as “Head” */
      name = g_strdup_printf (_ ("%1$s as %2$s"), member->name, role_name);
      append_taker (menu, outing, member, role->number, name);
      g_string_append_printf (shown, "%d %s ", role->number, role_name);
    }
  g_string_append_printf (shown, "%s %s\n", member->id, member->name);
}

/* The menu of those whom I answer for and who have no turn here yet. */
static void
show_others (FarOutingRow *self, const FarOuting *outing, const char *day)
{
  GListModel *members = far_overview_peek_members (self->overview);
  g_autoptr(GMenu) menu = g_menu_new ();
  GString *shown = g_string_new (NULL);
  g_autofree char *name = NULL;
  gboolean is_offered;

  for (guint i = 0; i < g_list_model_get_n_items (members); i++)
    {
      g_autoptr(FarItem) item = g_list_model_get_item (members, i);
      const FarMember *member = far_item_peek_snapshot (item);

      if (!member->is_me && member->i_answer && !has_turn (outing, member->id))
        append_takers (menu, shown, outing, member);
    }

  is_offered = shown->len > 0 && !is_called_off (outing);
  if (!is_offered)
    hand_keyboard_on (self);
  gtk_widget_set_visible (GTK_WIDGET (self->others_button), is_offered);
  if (!is_news (&self->others_shown, g_string_free (shown, FALSE)))
    return;

  /* Translators: %1$s is the title of a rota, %2$s a day */
  name = g_strdup_printf (_ ("Take a turn for someone else: %1$s, %2$s"), outing->title, day);
  gtk_menu_button_set_menu_model (self->others_button, G_MENU_MODEL (menu));
  far_compat_wrap_menu (self->others_button);
  far_compat_name_menu_button (self->others_button, name);
}

/* Who may not publish suggests it, once. */
static void
show_publish_button (FarOutingRow *self, const FarOuting *outing)
{
  const FarStatus *status = far_overview_peek_status (self->overview);
  gboolean i_publish = status != NULL && status->i_publish;
  gboolean draft = outing->state == FAR_ROTA_DRAFT;
  gboolean suggested = draft && far_overview_has_suggested (self->overview, outing->rota);
  g_autofree char *name = NULL;

  /* Translators: %s is the title of a rota */
  name =
      g_strdup_printf (i_publish ? _ ("Publish %s") : _ ("Suggest to publish %s"), outing->title);
  gtk_button_set_label (self->publish_button,
                        i_publish ? _ ("_Publish") : _ ("_Suggest to Publish"));
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->publish_button), "s", outing->rota);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->publish_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_set_visible (GTK_WIDGET (self->publish_button),
                          draft && status != NULL && (i_publish || !suggested));
}

/* Where they meet, what is said of this date alone, and how to say it. */
static void
show_resume_button (FarOutingRow *self, const FarOuting *outing, const char *day, gboolean may)
{
  /* Translators: %1$s is the title of a rota, %2$s a day */
  g_autofree char *name = g_strdup_printf (_ ("Walks after all: %1$s, %2$s"), outing->title, day);

  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->resume_button), "(ssi)", "", outing->rota,
                                    outing->day);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->resume_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_set_visible (GTK_WIDGET (self->resume_button),
                          may && outing->why == FAR_VERDICT_CANCELLED);
}

static void
show_own (FarOutingRow *self, const FarOuting *outing, const char *day)
{
  const FarStatus *status = far_overview_peek_status (self->overview);
  gboolean over = status == NULL || outing->day < status->today;
  g_autofree char *exception = far_words_exception (outing);
  g_autofree char *to_know = far_words_to_know (outing);
  g_autofree char *name = NULL;

  gtk_label_set_label (self->place_label, outing->place);
  gtk_widget_set_visible (GTK_WIDGET (self->place_label), outing->place[0] != '\0');
  gtk_label_set_label (self->own_label, exception != NULL ? exception : "");
  gtk_widget_set_visible (GTK_WIDGET (self->own_label), exception != NULL);
  gtk_label_set_label (self->to_know_label, to_know != NULL ? to_know : "");
  gtk_widget_set_visible (GTK_WIDGET (self->to_know_label), to_know != NULL);

  if (status != NULL && status->i_publish)
    /* Translators: %1$s is the title of a rota, %2$s a day */
    name = g_strdup_printf (_ ("Change this date: %1$s, %2$s"), outing->title, day);
  else
    /* Translators: %1$s is the title of a rota, %2$s a day */
    name = g_strdup_printf (_ ("Suggest to change this date: %1$s, %2$s"), outing->title, day);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->date_button), "(si)", outing->rota,
                                    outing->day);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->date_button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);
  gtk_widget_set_visible (GTK_WIDGET (self->date_button), !over && !is_called_off (outing));
  show_resume_button (self, outing, day, !over && status->i_publish);
  far_join_box_set_outing (self->join_box, outing, over);
}

static void
show_outing (FarOutingRow *self)
{
  const FarOuting *outing = peek_outing (self);
  g_autofree char *day = far_words_day (outing->day);
  g_autofree char *time = far_words_time (outing->at);
  g_autofree char *name = NULL;
  const char *line = far_words_line_walked (outing->line, outing->line_name);
  gboolean draft = outing->state == FAR_ROTA_DRAFT;

  gtk_label_set_label (self->time_label, time);
  gtk_label_set_label (self->title_label, outing->title);
  far_colour_box_show (self->colour_box, outing->line_colour);
  gtk_label_set_label (self->line_label, line);
  gtk_widget_set_visible (GTK_WIDGET (self->line_label),
                          line[0] != '\0' && !g_str_equal (line, outing->title));
  gtk_widget_set_visible (GTK_WIDGET (self->draft_label), draft);

  /* the heading with the day is not among what a screen reader finds here */
  /* Translators: an outing: its day, its time, its title */
  name = g_strdup_printf (_ ("%1$s, %2$s, %3$s"), day, time, outing->title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);

  show_verdict (self, outing);
  show_hazards (self, outing);
  show_rides (self, outing);
  show_turns (self, outing);
  show_roles (self, outing, day);
  show_children (self, outing, day);
  show_stops (self, outing);
  show_roll_button (self, outing, day);
  show_copy_button (self, outing, day);
  show_own (self, outing, day);
  show_turn_button (self, outing, day);
  show_others (self, outing, day);

  show_publish_button (self, outing);
}

static void
far_outing_row_dispose (GObject *object)
{
  FarOutingRow *self = FAR_OUTING_ROW (object);

  if (self->item != NULL)
    g_signal_handlers_disconnect_by_data (self->item, self);
  if (self->overview != NULL)
    g_signal_handlers_disconnect_by_data (far_overview_peek_members (self->overview), self);
  g_clear_object (&self->item);
  g_clear_object (&self->overview);

  G_OBJECT_CLASS (far_outing_row_parent_class)->dispose (object);
}

static void
far_outing_row_finalize (GObject *object)
{
  FarOutingRow *self = FAR_OUTING_ROW (object);

  g_clear_pointer (&self->turns_shown, g_free);
  g_clear_pointer (&self->roles_shown, g_free);
  g_clear_pointer (&self->own_shown, g_free);
  g_clear_pointer (&self->notes_shown, g_free);
  g_clear_pointer (&self->others_shown, g_free);

  G_OBJECT_CLASS (far_outing_row_parent_class)->finalize (object);
}

static void
far_outing_row_class_init (FarOutingRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = far_outing_row_dispose;
  object_class->finalize = far_outing_row_finalize;

  g_type_ensure (FAR_TYPE_JOIN_BOX);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-outing-row.ui");
  gtk_widget_class_bind_template_child (widget_class, FarOutingRow, time_label);
  gtk_widget_class_bind_template_child (widget_class, FarOutingRow, join_box);
  gtk_widget_class_bind_template_child (widget_class, FarOutingRow, title_label);
  gtk_widget_class_bind_template_child (widget_class, FarOutingRow, colour_box);
  gtk_widget_class_bind_template_child (widget_class, FarOutingRow, hazards_label);
  gtk_widget_class_bind_template_child (widget_class, FarOutingRow, rides_label);
  gtk_widget_class_bind_template_child (widget_class, FarOutingRow, rides_button);
  gtk_widget_class_bind_template_child (widget_class, FarOutingRow, line_label);
  gtk_widget_class_bind_template_child (widget_class, FarOutingRow, draft_label);
  gtk_widget_class_bind_template_child (widget_class, FarOutingRow, verdict_icon);
  gtk_widget_class_bind_template_child (widget_class, FarOutingRow, verdict_label);
  gtk_widget_class_bind_template_child (widget_class, FarOutingRow, turns_box);
  gtk_widget_class_bind_template_child (widget_class, FarOutingRow, roles_box);
  gtk_widget_class_bind_template_child (widget_class, FarOutingRow, children_box);
  gtk_widget_class_bind_template_child (widget_class, FarOutingRow, children_label);
  gtk_widget_class_bind_template_child (widget_class, FarOutingRow, own_box);
  gtk_widget_class_bind_template_child (widget_class, FarOutingRow, notes_box);
  gtk_widget_class_bind_template_child (widget_class, FarOutingRow, names_expander);
  gtk_widget_class_bind_template_child (widget_class, FarOutingRow, names_label);
  gtk_widget_class_bind_template_child (widget_class, FarOutingRow, roll_button);
  gtk_widget_class_bind_template_child (widget_class, FarOutingRow, stops_expander);
  gtk_widget_class_bind_template_child (widget_class, FarOutingRow, stops_grid);
  gtk_widget_class_bind_template_child (widget_class, FarOutingRow, copy_button);
  gtk_widget_class_bind_template_child (widget_class, FarOutingRow, place_label);
  gtk_widget_class_bind_template_child (widget_class, FarOutingRow, own_label);
  gtk_widget_class_bind_template_child (widget_class, FarOutingRow, to_know_label);
  gtk_widget_class_bind_template_child (widget_class, FarOutingRow, date_button);
  gtk_widget_class_bind_template_child (widget_class, FarOutingRow, resume_button);
  gtk_widget_class_bind_template_child (widget_class, FarOutingRow, others_button);
  gtk_widget_class_bind_template_child (widget_class, FarOutingRow, publish_button);
  gtk_widget_class_bind_template_child (widget_class, FarOutingRow, turn_button);
}

static void
far_outing_row_init (FarOutingRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  far_compat_wrap_buttons (GTK_WIDGET (self));
}

GtkWidget *
far_outing_row_new (FarItem *item, FarOverview *overview)
{
  FarOutingRow *self;

  g_return_val_if_fail (FAR_IS_ITEM (item), NULL);
  g_return_val_if_fail (FAR_IS_OVERVIEW (overview), NULL);

  self = g_object_new (FAR_TYPE_OUTING_ROW, NULL);
  self->item = g_object_ref (item);
  self->overview = g_object_ref (overview);
  g_signal_connect_swapped (item, "notify::snapshot", G_CALLBACK (show_outing), self);
  g_signal_connect_swapped (far_overview_peek_members (overview), "items-changed",
                            G_CALLBACK (show_outing), self);
  /* whether it is for this member to publish may change */
  g_signal_connect_object (overview, "notify::status", G_CALLBACK (show_outing), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (far_overview_peek_suggestions (overview), "items-changed",
                           G_CALLBACK (show_outing), self, G_CONNECT_SWAPPED);
  show_outing (self);

  return GTK_WIDGET (self);
}

gint32
far_outing_row_get_day (FarOutingRow *self)
{
  g_return_val_if_fail (FAR_IS_OUTING_ROW (self), FAR_DAY_NONE);

  return peek_outing (self)->day;
}
