/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-mine-box.h"

#include "far-compat.h"
#include "far-words-roles.h"
#include "far-words.h"

#include <glib/gi18n.h>

/* More of them are in the days below; a week of gaps is not to hide these. */
#define N_GAPS_MAX 4

struct _FarMineBox
{
  AdwBin parent_instance;

  FarOverview *overview; /* owned */
  char *shown;           /* owned, nullable: what the rows were made from */

  GtkLabel *none_label; /* template children */
  GtkListBox *mine_list;
  GtkLabel *gaps_label;
  GtkListBox *gap_list;
  GtkLabel *more_label;
  GtkLabel *enough_label;
};

G_DEFINE_FINAL_TYPE (FarMineBox, far_mine_box, ADW_TYPE_BIN)

/* -- which */

static gboolean
is_gap (const FarOuting *outing)
{
  return outing->state == FAR_ROTA_PUBLISHED && outing->my_turn == NULL &&
         (outing->why == FAR_VERDICT_SHORT || outing->why == FAR_VERDICT_ROLE);
}

/* The role in which somebody is missing.  Returns: (nullable): NULL where it may be any */
static const FarRole *
find_missing_role (const FarOuting *outing)
{
  for (guint i = 0; far_words_has_roles (outing) && i < outing->roles->len; i++)
    {
      const FarRole *role = outing->roles->pdata[i];

      if (role->n_have < role->n_min)
        return role;
    }

  return NULL;
}

/* -- rows */

static char *
dup_outing_key (const FarOuting *outing)
{
  return g_strdup_printf ("%s %d", outing->rota, outing->day);
}

static char *
dup_when (FarMineBox *self, const FarOuting *outing)
{
  gint32 today = far_overview_peek_status (self->overview)->today;
  g_autofree char *day = far_words_day_short (outing->day);
  g_autofree char *at = far_words_time (outing->at);

  if (outing->day == today)
    /* Translators: %s is a time of day */
    return g_strdup_printf (_ ("Today, %s"), at);
  if (outing->day == today + 1)
    /* Translators: %s is a time of day */
    return g_strdup_printf (_ ("Tomorrow, %s"), at);

  /* Translators: a day, and a time of day */
  return g_strdup_printf (C_ ("outing", "%1$s, %2$s"), day, at);
}

static GtkWidget *
row_new (FarMineBox *self, const FarOuting *outing, const char *state, GtkWidget *button)
{
  g_autofree char *when = dup_when (self, outing);
  /* Translators: the title of a rota, and what is said of one of its outings */
  g_autofree char *what = g_strdup_printf (C_ ("outing", "%1$s · %2$s"), outing->title, state);
  GtkWidget *row = far_compat_text_row_new (when, what);
  GtkWidget *label = gtk_button_get_child (GTK_BUTTON (button));

  /* two lines only where there is no room for one */
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_natural_wrap_mode (GTK_LABEL (label), GTK_NATURAL_WRAP_NONE);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_object_set_data_full (G_OBJECT (button), "outing", dup_outing_key (outing), g_free);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);

  return row;
}

static GtkWidget *
mine_row_new (FarMineBox *self, const FarOuting *outing, const FarTurn *turn)
{
  gboolean comes = turn->state == FAR_TURN_STANDING || turn->state == FAR_TURN_RESERVE;
  GtkWidget *button =
      gtk_button_new_with_mnemonic (comes ? _ ("_Give Back") : _ ("_Come After All"));
  g_autofree char *state = far_words_turn_state (turn, outing);
  g_autofree char *day = far_words_day (outing->day);
  g_autofree char *name = NULL;

  if (comes)
    /* Translators: %1$s is the title of a rota, %2$s a day */
    name = g_strdup_printf (_ ("Give back the turn: %1$s, %2$s"), outing->title, day);
  else
    /* Translators: %1$s is the title of a rota, %2$s a day */
    name = g_strdup_printf (_ ("Come after all: %1$s, %2$s"), outing->title, day);
  far_compat_set_action (button, "win.toggle-turn",
                         g_variant_new ("(sisb)", outing->rota, outing->day, turn->id, !comes));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);

  return row_new (self, outing, state, button);
}

static GtkWidget *
gap_row_new (FarMineBox *self, const FarOuting *outing)
{
  const FarRole *role = find_missing_role (outing);
  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("_Take a Turn"));
  g_autofree char *state = far_words_verdict (outing);
  g_autofree char *day = far_words_day (outing->day);
  g_autofree char *name = NULL;

  if (role != NULL)
    {
      g_autofree char *role_name = far_words_role_name (role);

      /* Translators: %1$s is a role, such as “Head”; %2$s the title of a rota, %3$s a day */
      name = g_strdup_printf (_ ("Take a turn as %1$s: %2$s, %3$s"), role_name, outing->title, day);
    }
  else
    {
      /* Translators: %1$s is the title of a rota, %2$s a day */
      name = g_strdup_printf (_ ("Take a turn: %1$s, %2$s"), outing->title, day);
    }
  far_compat_set_action (button, "win.take-turn",
                         g_variant_new ("(siis)", outing->rota, outing->day,
                                        role != NULL ? role->number : 0, ""));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_add_css_class (button, "suggested-action");

  return row_new (self, outing, state, button);
}

/* -- all of them */

static GtkWidget *
peek_focus (FarMineBox *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self)) ? focus : NULL;
}

/* What was given back is among the gaps, and what was taken among mine: the hand goes with it. */
static gboolean
restore_focus (GtkWidget *widget, const char *outing)
{
  const char *key = g_object_get_data (G_OBJECT (widget), "outing");

  if (key != NULL && g_str_equal (key, outing))
    return gtk_widget_grab_focus (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (restore_focus (child, outing))
      return TRUE;

  return FALSE;
}

static void
clear (GtkListBox *list)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (list, 0)) != NULL)
    gtk_list_box_remove (list, GTK_WIDGET (row));
}

static char *
describe (const FarOuting *outing, const FarTurn *turn)
{
  g_autofree char *state =
      turn != NULL ? far_words_turn_state (turn, outing) : far_words_verdict (outing);
  const FarRole *role = turn == NULL ? find_missing_role (outing) : NULL;

  return g_strdup_printf ("%s %d %d %s %d %d\n%s\n%s\n", outing->rota, outing->day, outing->at,
                          turn != NULL ? turn->id : "", turn != NULL ? (int)turn->state : -1,
                          role != NULL ? role->number : -1, outing->title, state);
}

/* Returns: (transfer full): all that the rows are made from */
static char *
describe_all (GPtrArray *outings, gint32 today)
{
  GString *text = g_string_new (NULL);

  g_string_printf (text, "%d\n", today);
  for (guint i = 0; i < outings->len; i++)
    {
      g_autofree char *line =
          describe (outings->pdata[i], far_overview_find_my_turn (outings->pdata[i]));

      g_string_append (text, line);
    }

  return g_string_free (text, FALSE);
}

/* Returns: (transfer container) (element-type FarOuting): mine and gaps, of today and later */
static GPtrArray *
list_outings (FarMineBox *self, gint32 today)
{
  GListModel *model = far_overview_peek_outings (self->overview);
  GPtrArray *list = g_ptr_array_new ();

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr(FarItem) item = g_list_model_get_item (model, i);
      const FarOuting *outing = far_item_peek_snapshot (item);

      if (outing->day >= today && (far_overview_find_my_turn (outing) != NULL || is_gap (outing)))
        g_ptr_array_add (list, (gpointer)outing);
    }

  return list;
}

static gboolean
has_outing_ahead (FarMineBox *self, gint32 today)
{
  GListModel *model = far_overview_peek_outings (self->overview);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr(FarItem) item = g_list_model_get_item (model, i);
      const FarOuting *outing = far_item_peek_snapshot (item);

      if (outing->day >= today && outing->state == FAR_ROTA_PUBLISHED)
        return TRUE;
    }

  return FALSE;
}

static void
fill (FarMineBox *self, GPtrArray *outings)
{
  guint n_mine = 0;
  guint n_gaps = 0;
  g_autofree char *more = NULL;

  clear (self->mine_list);
  clear (self->gap_list);
  for (guint i = 0; i < outings->len; i++)
    {
      const FarOuting *outing = outings->pdata[i];
      const FarTurn *turn = far_overview_find_my_turn (outing);

      if (turn != NULL)
        {
          gtk_list_box_append (self->mine_list, mine_row_new (self, outing, turn));
          n_mine++;
        }
      else if (n_gaps++ < N_GAPS_MAX)
        {
          gtk_list_box_append (self->gap_list, gap_row_new (self, outing));
        }
    }

  if (n_gaps > N_GAPS_MAX)
    more = g_strdup_printf (ngettext ("And on %u more occasion, below.",
                                      "And on %u more occasions, below.", n_gaps - N_GAPS_MAX),
                            n_gaps - N_GAPS_MAX);
  gtk_label_set_label (self->more_label, more != NULL ? more : "");
  gtk_widget_set_visible (GTK_WIDGET (self->none_label), n_mine == 0);
  gtk_widget_set_visible (GTK_WIDGET (self->mine_list), n_mine > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->gaps_label), n_gaps > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->gap_list), n_gaps > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->more_label), more != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->enough_label), n_gaps == 0);
}

/* What is the same stays as it is: the keyboard may be on it. */
static void
show_all (FarMineBox *self)
{
  const FarStatus *status = far_overview_peek_status (self->overview);
  g_autoptr(GPtrArray) outings = NULL;
  g_autofree char *text = NULL;
  g_autofree char *focused = NULL;
  GtkWidget *focus = peek_focus (self);

  if (status == NULL || !far_overview_get_week_known (self->overview))
    return;

  outings = list_outings (self, status->today);
  text = describe_all (outings, status->today);
  gtk_widget_set_visible (GTK_WIDGET (self),
                          outings->len > 0 || has_outing_ahead (self, status->today));
  if (g_strcmp0 (text, self->shown) == 0)
    return;

  g_free (self->shown);
  self->shown = g_steal_pointer (&text);
  focused = focus != NULL ? g_strdup (g_object_get_data (G_OBJECT (focus), "outing")) : NULL;
  fill (self, outings);
  if (focused != NULL)
    restore_focus (GTK_WIDGET (self), focused);
}

/* -- object */

static void
far_mine_box_dispose (GObject *object)
{
  FarMineBox *self = FAR_MINE_BOX (object);

  if (self->overview != NULL)
    g_signal_handlers_disconnect_by_data (self->overview, self);
  g_clear_object (&self->overview);

  G_OBJECT_CLASS (far_mine_box_parent_class)->dispose (object);
}

static void
far_mine_box_finalize (GObject *object)
{
  FarMineBox *self = FAR_MINE_BOX (object);

  g_clear_pointer (&self->shown, g_free);

  G_OBJECT_CLASS (far_mine_box_parent_class)->finalize (object);
}

static void
far_mine_box_class_init (FarMineBoxClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = far_mine_box_dispose;
  G_OBJECT_CLASS (klass)->finalize = far_mine_box_finalize;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-mine-box.ui");
  gtk_widget_class_bind_template_child (widget_class, FarMineBox, none_label);
  gtk_widget_class_bind_template_child (widget_class, FarMineBox, mine_list);
  gtk_widget_class_bind_template_child (widget_class, FarMineBox, gaps_label);
  gtk_widget_class_bind_template_child (widget_class, FarMineBox, gap_list);
  gtk_widget_class_bind_template_child (widget_class, FarMineBox, more_label);
  gtk_widget_class_bind_template_child (widget_class, FarMineBox, enough_label);
}

static void
far_mine_box_init (FarMineBox *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
far_mine_box_set_overview (FarMineBox *self, FarOverview *overview)
{
  g_return_if_fail (FAR_IS_MINE_BOX (self));
  g_return_if_fail (FAR_IS_OVERVIEW (overview));
  g_return_if_fail (self->overview == NULL);

  self->overview = g_object_ref (overview);
  g_signal_connect_swapped (overview, "notify::week-known", G_CALLBACK (show_all), self);
  g_signal_connect_swapped (overview, "notify::status", G_CALLBACK (show_all), self);
  show_all (self);
}
