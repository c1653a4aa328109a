/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-touched-box.h"

#include "far-compat.h"
#include "far-text.h"
#include "far-words-rota.h"
#include "far-words.h"

#include <glib/gi18n.h>

struct _FarTouchedBox
{
  AdwBin parent_instance;

  FarOverview *overview; /* owned */

  GtkListBox *list; /* template child */
};

G_DEFINE_FINAL_TYPE (FarTouchedBox, far_touched_box, ADW_TYPE_BIN)

/* @name: what a screen reader says of it */
static GtkWidget *
button_new (const char *label, const char *name, const char *action, const char *turn)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", turn);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);

  return button;
}

static GtkWidget *
answers_new (const FarTurn *turn, const FarOuting *outing)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  g_autofree char *day = far_words_day (outing->day);
  g_autofree char *at = far_words_time (outing->at);
  g_autofree char *keep = NULL;
  g_autofree char *release = NULL;

  if (turn->is_moved)
    {
      /* Translators: a time, and the name of the person whom it is to suit */
      keep = g_strdup_printf (_ ("%1$s suits %2$s"), at, turn->member_name);
      gtk_box_append (GTK_BOX (box),
                      button_new (_ ("It _Suits Me"), keep, "win.keep-turn", turn->id));
    }
  /* Translators: %1$s is the title of a rota, %2$s a day */
  release = g_strdup_printf (_ ("Give back the turn: %1$s, %2$s"), outing->title, day);
  gtk_box_append (GTK_BOX (box),
                  button_new (_ ("_Give Back"), release, "win.release-turn", turn->id));

  return box;
}

static void
add_turn (GtkBox *box, const FarTurn *turn, const FarOuting *outing)
{
  g_autofree char *state = NULL;
  g_autofree char *words = NULL;

  if (!turn->is_mine || turn->state == FAR_TURN_RELEASED ||
      (!turn->is_moved && outing->why != FAR_VERDICT_NO_DAY))
    return;

  words = far_words_touched (turn, outing);
  gtk_box_append (box, far_compat_label_new (words, NULL));
  gtk_box_append (box, answers_new (turn, outing));
}

static void
show_outing (GtkListBoxRow *row, GParamSpec *pspec, FarItem *item)
{
  const FarOuting *outing = far_item_peek_snapshot (item);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  g_autofree char *words = far_words_day (outing->day);
  g_autofree char *day = far_text_capitalize (words);
  /* Translators: a day, and the title of a rota */
  g_autofree char *name = g_strdup_printf (C_ ("outing", "%1$s, %2$s"), day, outing->title);

  gtk_widget_add_css_class (box, "far-touched");
  gtk_box_append (GTK_BOX (box), far_compat_label_new (name, "heading"));
  for (guint i = 0; i < outing->turns->len; i++)
    add_turn (GTK_BOX (box), outing->turns->pdata[i], outing);
  gtk_list_box_row_set_child (row, box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  far_compat_wrap_buttons (GTK_WIDGET (row));
}

static GtkWidget *
create_row (gpointer item, gpointer data)
{
  GtkWidget *row = gtk_list_box_row_new ();

  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  g_signal_connect_object (item, "notify::snapshot", G_CALLBACK (show_outing), row,
                           G_CONNECT_SWAPPED);
  show_outing (GTK_LIST_BOX_ROW (row), NULL, item);

  return row;
}

static void
show_all (FarTouchedBox *self)
{
  GListModel *touched = far_overview_peek_touched (self->overview);

  gtk_widget_set_visible (GTK_WIDGET (self), g_list_model_get_n_items (touched) > 0);
}

static void
far_touched_box_dispose (GObject *object)
{
  FarTouchedBox *self = FAR_TOUCHED_BOX (object);

  if (self->overview != NULL)
    gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
  g_clear_object (&self->overview);

  G_OBJECT_CLASS (far_touched_box_parent_class)->dispose (object);
}

static void
far_touched_box_class_init (FarTouchedBoxClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = far_touched_box_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-touched-box.ui");
  gtk_widget_class_bind_template_child (widget_class, FarTouchedBox, list);
}

static void
far_touched_box_init (FarTouchedBox *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
far_touched_box_set_overview (FarTouchedBox *self, FarOverview *overview)
{
  GListModel *touched;

  g_return_if_fail (FAR_IS_TOUCHED_BOX (self));
  g_return_if_fail (FAR_IS_OVERVIEW (overview));
  g_return_if_fail (self->overview == NULL);

  self->overview = g_object_ref (overview);
  touched = far_overview_peek_touched (overview);
  gtk_list_box_bind_model (self->list, touched, create_row, self, NULL);
  g_signal_connect_object (touched, "items-changed", G_CALLBACK (show_all), self,
                           G_CONNECT_SWAPPED);
  show_all (self);
}
