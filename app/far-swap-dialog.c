/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-swap-dialog.h"

#include "far-notice.h"
#include "far-text.h"
#include "far-words.h"

#include <glib/gi18n.h>

/* So many turns can be looked through, and nobody knows further ahead. */
#define N_DAYS (8 * 7)

struct _FarSwapDialog
{
  AdwWindow parent_instance;

  GCancellable *cancellable; /* owned */
  FarOuting *outing;         /* owned */
  char *turn;                /* owned */

  FarNotice *notice; /* template children */
  GtkLabel *mine_label;
  GtkLabel *none_label;
  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (FarSwapDialog, far_swap_dialog, ADW_TYPE_WINDOW)

static const FarTurn *
find_own (FarSwapDialog *self)
{
  for (guint i = 0; i < self->outing->turns->len; i++)
    {
      const FarTurn *turn = self->outing->turns->pdata[i];

      if (g_str_equal (turn->id, self->turn))
        return turn;
    }

  return NULL;
}

static gboolean
comes (const FarOuting *outing, const char *member)
{
  for (guint i = 0; i < outing->turns->len; i++)
    {
      const FarTurn *turn = outing->turns->pdata[i];

      if (turn->state != FAR_TURN_RELEASED && g_str_equal (turn->member, member))
        return TRUE;
    }

  return FALSE;
}

static gboolean
has_reserve (const FarOuting *outing, int role)
{
  for (guint i = 0; i < outing->turns->len; i++)
    {
      const FarTurn *turn = outing->turns->pdata[i];

      if (turn->state == FAR_TURN_RESERVE && turn->role == role)
        return TRUE;
    }

  return FALSE;
}

static void
chosen_cb (AdwActionRow *row)
{
  FarSwapDialog *self =
      FAR_SWAP_DIALOG (gtk_widget_get_ancestor (GTK_WIDGET (row), FAR_TYPE_SWAP_DIALOG));
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));

  gtk_widget_activate_action (GTK_WIDGET (parent), "win.offer-swap", "(ss)", self->turn,
                              (const char *)g_object_get_data (G_OBJECT (row), "turn"));
  gtk_window_close (GTK_WINDOW (self));
}

static void
add_turn (FarSwapDialog *self, const FarOuting *outing, const FarTurn *turn)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *day = far_words_day (outing->day);
  g_autofree char *at = far_words_time (outing->at);
  /* Translators: a day, and a time */
  g_autofree char *when = g_strdup_printf (_ ("%1$s, %2$s"), day, at);
  g_autofree char *title = far_text_capitalize (when);
  /* Translators: a person’s name, and what they promised to come to */
  g_autofree char *who = g_strdup_printf (_ ("%1$s: %2$s"), turn->member_name, outing->title);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), who);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                             gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), "turn", g_strdup (turn->id), g_free);
  g_signal_connect (row, "activated", G_CALLBACK (chosen_cb), NULL);
  gtk_list_box_append (self->list, row);
}

/* What would be refused is not offered. */
static void
add_outing (FarSwapDialog *self, const FarTurn *own, const FarOuting *outing)
{
  if (outing->why == FAR_VERDICT_CANCELLED || outing->why == FAR_VERDICT_HOLIDAYS ||
      outing->why == FAR_VERDICT_NO_DAY || comes (outing, own->member))
    return;

  for (guint i = 0; i < outing->turns->len; i++)
    {
      const FarTurn *turn = outing->turns->pdata[i];

      if ((turn->state == FAR_TURN_STANDING || turn->state == FAR_TURN_SEEKING) && !turn->is_mine &&
          !comes (self->outing, turn->member) && !has_reserve (outing, turn->role))
        add_turn (self, outing, turn);
    }
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarSwapDialog) self = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) outings = far_engine_week_finish (FAR_ENGINE (source), result, &error);
  const FarTurn *own = find_own (self);
  gboolean any;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || own == NULL)
    return;
  if (outings == NULL)
    {
      far_notice_show_error (self->notice, error);
      return;
    }

  for (guint i = 0; i < outings->len; i++)
    add_outing (self, own, outings->pdata[i]);
  any = gtk_widget_get_first_child (GTK_WIDGET (self->list)) != NULL;
  gtk_widget_set_visible (GTK_WIDGET (self->list), any);
  gtk_widget_set_visible (GTK_WIDGET (self->none_label), !any);
  if (any)
    gtk_widget_child_focus (GTK_WIDGET (self->list), GTK_DIR_TAB_FORWARD);
}

static void
far_swap_dialog_dispose (GObject *object)
{
  g_cancellable_cancel (FAR_SWAP_DIALOG (object)->cancellable);

  G_OBJECT_CLASS (far_swap_dialog_parent_class)->dispose (object);
}

static void
far_swap_dialog_finalize (GObject *object)
{
  FarSwapDialog *self = FAR_SWAP_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->outing, far_snapshot_unref);
  g_clear_pointer (&self->turn, g_free);

  G_OBJECT_CLASS (far_swap_dialog_parent_class)->finalize (object);
}

static void
far_swap_dialog_class_init (FarSwapDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = far_swap_dialog_dispose;
  object_class->finalize = far_swap_dialog_finalize;

  g_type_ensure (FAR_TYPE_NOTICE);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-swap-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, FarSwapDialog, notice);
  gtk_widget_class_bind_template_child (widget_class, FarSwapDialog, mine_label);
  gtk_widget_class_bind_template_child (widget_class, FarSwapDialog, none_label);
  gtk_widget_class_bind_template_child (widget_class, FarSwapDialog, list);
}

static void
far_swap_dialog_init (FarSwapDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWindow *
far_swap_dialog_new (GtkWindow *parent,
                     FarOverview *overview,
                     const FarOuting *outing,
                     const char *turn)
{
  const FarStatus *status;
  FarSwapDialog *self;
  g_autofree char *day = NULL;
  g_autofree char *text = NULL;

  g_return_val_if_fail (FAR_IS_OVERVIEW (overview), NULL);

  self = g_object_new (FAR_TYPE_SWAP_DIALOG, "transient-for", parent, NULL);
  self->outing = far_snapshot_ref (outing);
  self->turn = g_strdup (turn);
  day = far_words_day (outing->day);
  /* Translators: of a turn that somebody would like to swap: the title of a rota, and a day */
  text = g_strdup_printf (_ ("For %1$s, %2$s"), outing->title, day);
  gtk_label_set_label (self->mine_label, text);

  status = far_overview_peek_status (overview);
  far_engine_week_async (far_overview_peek_engine (overview),
                         status != NULL ? status->today : outing->day, N_DAYS, self->cancellable,
                         read_cb, g_object_ref (self));

  return GTK_WINDOW (self);
}
