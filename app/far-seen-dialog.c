/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-seen-dialog.h"

#include "far-compat.h"
#include "far-notice.h"
#include "far-ring-view.h"
#include "far-words-published.h"

#include <glib/gi18n.h>

struct _FarSeenDialog
{
  AdwWindow parent_instance;

  FarOverview *overview; /* owned, nullable: while it is open */
  char *rota;            /* owned */
  FarPlan *plan;         /* owned reference, nullable until it is known */

  FarNotice *notice; /* template children */
  GtkLabel *published_label;
  GtkLabel *same_label;
  GtkListBox *changes_list;
  FarRingView *ring_view;
  GtkLabel *summary_label;
  GtkBox *call_box;
  GtkListBox *call_list;
  GtkButton *copy_button;
  GtkLabel *copied_label;
  GtkBox *seen_box;
  GtkListBox *seen_list;
};

G_DEFINE_FINAL_TYPE (FarSeenDialog, far_seen_dialog, ADW_TYPE_WINDOW)

static void ask (FarSeenDialog *self);

static gboolean
may_publish (FarSeenDialog *self)
{
  const FarStatus *status = far_overview_peek_status (self->overview);

  return status != NULL && status->i_publish;
}

/* ---- saying so for somebody */

static void
said_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarSeenDialog) self = data;
  g_autoptr(GError) error = NULL;
  gboolean good = far_engine_say_seen_finish (FAR_ENGINE (source), result, &error);

  if (self->overview == NULL)
    return;
  if (!good)
    far_notice_show_error (self->notice, error);
  else
    ask (self);
}

/* @is_seen: what it is to be */
static void
say_seen (FarSeenDialog *self, const char *person, gboolean is_seen)
{
  const FarStatus *status = far_overview_peek_status (self->overview);
  gboolean is_me = status != NULL && g_strcmp0 (status->me, person) == 0;

  far_notice_clear (self->notice);
  far_engine_say_seen_async (far_overview_peek_engine (self->overview),
                             (const char *const[]){ self->rota, NULL }, is_me ? NULL : person,
                             is_seen, NULL, said_cb, g_object_ref (self));
}

static void
clicked_cb (FarSeenDialog *self, GtkButton *button)
{
  say_seen (self, g_object_get_data (G_OBJECT (button), "person"),
            GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "is-seen")));
}

/* ---- who */

static GtkWidget *
row_new (FarSeenDialog *self, const FarPlanReader *reader)
{
  GtkWidget *row = adw_action_row_new ();
  gboolean is_seen = reader->seen == FAR_PLAN_SEEN_NOW;
  g_autofree char *name = far_words_plan_reader_name (reader);
  g_autofree char *state = far_words_plan_reader (reader);
  g_autofree char *act = NULL;
  GtkWidget *button;

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), state);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  /* what somebody wrote themselves they need not say, and cannot take back */
  if (!reader->can_say || (is_seen && reader->seen_ms == 0))
    return row;

  button = gtk_button_new_with_label (is_seen ? _ ("Take Back") : _ ("Has Seen It"));
  /* Translators: %s is a person's name */
  act = g_strdup_printf (is_seen ? _ ("Take back that %s has seen it") : _ ("%s has seen it"),
                         reader->name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, act, -1);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_object_set_data_full (G_OBJECT (button), "person", g_strdup (reader->id), g_free);
  g_object_set_data (G_OBJECT (button), "is-seen", GINT_TO_POINTER (!is_seen));
  g_signal_connect_object (button, "clicked", G_CALLBACK (clicked_cb), self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);

  return row;
}

static void
clear_list (GtkListBox *list)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (list, 0)) != NULL)
    gtk_list_box_remove (list, GTK_WIDGET (row));
}

/* Nobody is held up to the others for not having looked. */
static void
show_readers (FarSeenDialog *self)
{
  guint n_call = 0;
  guint n_seen = 0;

  clear_list (self->call_list);
  clear_list (self->seen_list);
  for (guint i = 0; i < self->plan->readers->len; i++)
    {
      const FarPlanReader *reader = self->plan->readers->pdata[i];

      if (!may_publish (self) && !reader->can_say)
        continue;
      if (far_words_plan_is_to_call (reader))
        {
          gtk_list_box_append (self->call_list, row_new (self, reader));
          n_call++;
        }
      else if (reader->seen == FAR_PLAN_SEEN_NOW)
        {
          gtk_list_box_append (self->seen_list, row_new (self, reader));
          n_seen++;
        }
    }
  gtk_widget_set_visible (GTK_WIDGET (self->call_box), n_call > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->copy_button), may_publish (self));
  gtk_widget_set_visible (GTK_WIDGET (self->seen_box), n_seen > 0);
}

static void
copy_cb (FarSeenDialog *self)
{
  g_autofree char *text = far_words_plan_to_call (self->plan);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->copied_label), TRUE);
}

/* ---- what */

static void
add_change (FarSeenDialog *self, const char *words)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), words);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  gtk_list_box_append (self->changes_list, row);
}

static void
show_plan (FarSeenDialog *self)
{
  g_autofree char *published = far_words_plan_published (self->plan);
  g_autofree char *summary = far_words_plan_summary (self->plan);
  g_auto(GStrv) lines = far_words_plan_changes (self->plan->changes);
  int n_all;
  int n_received;
  int n_seen;

  far_plan_count (self->plan, &n_all, &n_received, &n_seen);
  far_ring_view_show (self->ring_view, n_received, n_all, summary);
  gtk_widget_set_visible (GTK_WIDGET (self->ring_view), n_all > 0);
  gtk_window_set_title (GTK_WINDOW (self), self->plan->title);
  gtk_label_set_label (self->published_label, published);
  gtk_label_set_label (self->summary_label, summary);
  clear_list (self->changes_list);
  for (guint i = 0; lines[i] != NULL; i++)
    add_change (self, lines[i]);
  gtk_widget_set_visible (GTK_WIDGET (self->changes_list), lines[0] != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->same_label), lines[0] == NULL);
  show_readers (self);
}

static void
plans_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarSeenDialog) self = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) plans = far_engine_plans_finish (FAR_ENGINE (source), result, &error);

  if (self->overview == NULL)
    return;
  if (plans == NULL)
    {
      far_notice_show_error (self->notice, error);
      return;
    }
  /* what is over is nobody's news */
  if (plans->len == 0)
    {
      gtk_window_close (GTK_WINDOW (self));
      return;
    }

  g_clear_pointer (&self->plan, far_snapshot_unref);
  self->plan = far_snapshot_ref (plans->pdata[0]);
  show_plan (self);
}

static void
ask (FarSeenDialog *self)
{
  far_engine_plans_async (far_overview_peek_engine (self->overview), self->rota, TRUE, NULL,
                          plans_cb, g_object_ref (self));
}

static void
far_seen_dialog_dispose (GObject *object)
{
  FarSeenDialog *self = FAR_SEEN_DIALOG (object);

  g_clear_object (&self->overview);

  G_OBJECT_CLASS (far_seen_dialog_parent_class)->dispose (object);
}

static void
far_seen_dialog_finalize (GObject *object)
{
  FarSeenDialog *self = FAR_SEEN_DIALOG (object);

  g_clear_pointer (&self->plan, far_snapshot_unref);
  g_clear_pointer (&self->rota, g_free);

  G_OBJECT_CLASS (far_seen_dialog_parent_class)->finalize (object);
}

static void
far_seen_dialog_class_init (FarSeenDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = far_seen_dialog_dispose;
  object_class->finalize = far_seen_dialog_finalize;

  g_type_ensure (FAR_TYPE_NOTICE);
  g_type_ensure (FAR_TYPE_RING_VIEW);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-seen-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, FarSeenDialog, notice);
  gtk_widget_class_bind_template_child (widget_class, FarSeenDialog, published_label);
  gtk_widget_class_bind_template_child (widget_class, FarSeenDialog, same_label);
  gtk_widget_class_bind_template_child (widget_class, FarSeenDialog, changes_list);
  gtk_widget_class_bind_template_child (widget_class, FarSeenDialog, ring_view);
  gtk_widget_class_bind_template_child (widget_class, FarSeenDialog, summary_label);
  gtk_widget_class_bind_template_child (widget_class, FarSeenDialog, call_box);
  gtk_widget_class_bind_template_child (widget_class, FarSeenDialog, call_list);
  gtk_widget_class_bind_template_child (widget_class, FarSeenDialog, copy_button);
  gtk_widget_class_bind_template_child (widget_class, FarSeenDialog, copied_label);
  gtk_widget_class_bind_template_child (widget_class, FarSeenDialog, seen_box);
  gtk_widget_class_bind_template_child (widget_class, FarSeenDialog, seen_list);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
}

static void
far_seen_dialog_init (FarSeenDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  far_compat_wrap_buttons (GTK_WIDGET (self));
}

GtkWindow *
far_seen_dialog_new (GtkWindow *parent, FarOverview *overview, const char *rota)
{
  FarSeenDialog *self;

  g_return_val_if_fail (FAR_IS_OVERVIEW (overview), NULL);
  g_return_val_if_fail (rota != NULL, NULL);

  self = g_object_new (FAR_TYPE_SEEN_DIALOG, "transient-for", parent, NULL);
  self->rota = g_strdup (rota);
  self->overview = g_object_ref (overview);
  /* what others write meanwhile */
  g_signal_connect_object (overview, "notify::status", G_CALLBACK (ask), self, G_CONNECT_SWAPPED);
  ask (self);

  return GTK_WINDOW (self);
}
