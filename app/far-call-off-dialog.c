/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-call-off-dialog.h"

#include "far-call-list.h"
#include "far-compat.h"
#include "far-day-row.h"
#include "far-notice.h"
#include "far-words-calloff.h"

#include <glib/gi18n.h>

struct _FarCallOffDialog
{
  AdwWindow parent_instance;

  FarOverview *overview;     /* owned, nullable: while it is open */
  GCancellable *cancellable; /* owned */
  GCancellable *foreseeing;  /* owned, nullable: the last question */
  GPtrArray *lines;          /* owned (element-type utf8): ids, after the first choice */
  GPtrArray *rotas;          /* owned (element-type utf8): ids, after the lines */

  FarNotice *notice; /* template children */
  GtkWidget *form_box;
  FarDayRow *first_row;
  FarDayRow *last_row;
  AdwComboRow *what_row;
  AdwEntryRow *why_row;
  GtkWidget *rides_row;
  GtkSwitch *rides_switch;
  GtkLabel *effect_label;
  GtkWidget *done_box;
  GtkLabel *done_label;
  GtkListBox *call_list;
  GtkButton *leave_button;
  GtkButton *call_off_button;
};

G_DEFINE_FINAL_TYPE (FarCallOffDialog, far_call_off_dialog, ADW_TYPE_WINDOW)

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarCallOffForecast, far_snapshot_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarCalledOff, far_snapshot_unref)

enum
{
  SIGNAL_CALLED_OFF,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* ---- what is typed */

/* @out_row: (out): what is wrong */
static gboolean
read_scope (FarCallOffDialog *self, FarCallOffScope *out, GtkWidget **out_row)
{
  guint selected = adw_combo_row_get_selected (self->what_row);

  *out = (FarCallOffScope){ 0 };
  *out_row = GTK_WIDGET (self->first_row);
  if (!far_day_row_get_day (self->first_row, &out->first_day))
    return FALSE;
  *out_row = GTK_WIDGET (self->last_row);
  if (!far_day_row_get_day (self->last_row, &out->last_day) || out->last_day < out->first_day)
    return FALSE;

  *out_row = NULL;
  out->asks_rides =
      gtk_widget_get_visible (self->rides_row) && gtk_switch_get_active (self->rides_switch);
  if (selected > 0 && selected <= self->lines->len)
    out->line = self->lines->pdata[selected - 1];
  else if (selected > self->lines->len && selected <= self->lines->len + self->rotas->len)
    out->rota = self->rotas->pdata[selected - 1 - self->lines->len];

  return TRUE;
}

/* @row: (nullable): where it is */
static void
blame (FarCallOffDialog *self, GtkWidget *row, const GError *error)
{
  gtk_widget_remove_css_class (GTK_WIDGET (self->first_row), "error");
  gtk_widget_remove_css_class (GTK_WIDGET (self->last_row), "error");
  gtk_widget_remove_css_class (GTK_WIDGET (self->why_row), "error");
  if (error == NULL)
    {
      far_notice_clear (self->notice);
      return;
    }

  if (row != NULL)
    {
      gtk_widget_add_css_class (row, "error");
      gtk_widget_grab_focus (row);
    }
  far_notice_show_error (self->notice, error);
}

/* ---- what it would do */

static void
show_effect (FarCallOffDialog *self, const FarCallOffForecast *forecast)
{
  g_auto(GStrv) words = forecast != NULL ? far_words_call_off (forecast, FALSE) : NULL;
  g_autofree char *text = words != NULL ? g_strjoinv ("\n", words) : g_strdup ("");
  const FarStatus *status = far_overview_peek_status (self->overview);

  gtk_label_set_label (self->effect_label, text);
  gtk_widget_set_visible (self->rides_row, status != NULL && (status->uses & FAR_USES_RIDES) != 0 &&
                                               forecast != NULL && forecast->n_children > 0);
  gtk_widget_set_sensitive (GTK_WIDGET (self->call_off_button),
                            forecast != NULL && forecast->outings->len > 0);
}

static void
foreseen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarCallOffDialog) self = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(FarCallOffForecast) forecast =
                 far_engine_foresee_call_off_finish (FAR_ENGINE (source), result, &error);

  if (self->overview == NULL || far_engine_is_unwanted (result))
    return;
  show_effect (self, forecast);
}

/* Asks anew, and does not want the last answer any more. */
static void
foresee (FarCallOffDialog *self)
{
  FarCallOffScope scope;
  GtkWidget *row;

  if (self->overview == NULL)
    return;

  g_cancellable_cancel (self->foreseeing);
  g_clear_object (&self->foreseeing);
  if (!read_scope (self, &scope, &row))
    {
      show_effect (self, NULL);
      return;
    }

  self->foreseeing = g_cancellable_new ();
  far_engine_foresee_call_off_async (far_overview_peek_engine (self->overview), &scope,
                                     self->foreseeing, foreseen_cb, g_object_ref (self));
}

static void
edited_cb (FarCallOffDialog *self)
{
  blame (self, NULL, NULL);
  foresee (self);
}

/* One day, until somebody says more. */
static void
first_edited_cb (FarCallOffDialog *self)
{
  gint32 first;
  gint32 last;

  if (far_day_row_get_day (self->first_row, &first) &&
      (!far_day_row_get_day (self->last_row, &last) || last < first))
    far_day_row_set_day (self->last_row, first);
  edited_cb (self);
}

/* ---- cancelling */

static void
show_done (FarCallOffDialog *self, const FarCalledOff *done, const char *text)
{
  gtk_widget_set_visible (self->form_box, FALSE);
  gtk_widget_set_visible (self->done_box, TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->call_off_button), FALSE);
  gtk_button_set_label (self->leave_button, _ ("_Close"));
  gtk_label_set_label (self->done_label, text);
  far_call_list_show (self->call_list, done->to_call);
  gtk_widget_grab_focus (GTK_WIDGET (self->leave_button));
}

static void
called_off_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarCallOffDialog) self = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(FarCalledOff) done = far_engine_call_off_finish (FAR_ENGINE (source), result, &error);
  g_autofree char *text = NULL;

  if (self->overview == NULL)
    return;
  if (done == NULL)
    {
      gboolean is_why = g_error_matches (error, FAR_SYNC_ERROR, FAR_SYNC_ERROR_REASON_EMPTY);

      gtk_widget_set_sensitive (GTK_WIDGET (self->call_off_button), TRUE);
      blame (self, is_why ? GTK_WIDGET (self->why_row) : NULL, error);
      return;
    }

  text = far_words_called_off (done);
  g_signal_emit (self, signals[SIGNAL_CALLED_OFF], 0, text, done->is_suggestion ? "" : done->act);
  if (done->to_call->len == 0)
    gtk_window_close (GTK_WINDOW (self));
  else
    show_done (self, done, text);
}

static void
call_off_cb (FarCallOffDialog *self)
{
  g_autoptr(GError) error = NULL;
  FarCallOffScope scope;
  GtkWidget *row;

  if (!gtk_widget_get_sensitive (GTK_WIDGET (self->call_off_button)))
    return;
  if (!read_scope (self, &scope, &row))
    {
      g_set_error_literal (&error, FAR_SYNC_ERROR, FAR_SYNC_ERROR_DATE_INVALID, "day");
      blame (self, row, error);
      return;
    }

  blame (self, NULL, NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->call_off_button), FALSE);
  far_engine_call_off_async (far_overview_peek_engine (self->overview), &scope,
                             gtk_editable_get_text (GTK_EDITABLE (self->why_row)),
                             self->cancellable, called_off_cb, g_object_ref (self));
}

/* Not sooner: before a window is shown, libadwaita's content is not in it. */
static void
map_cb (FarCallOffDialog *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->why_row));
}

/* ---- filling it */

/* All, the lines, the rotas that are published. */
static void
fill_choices (FarCallOffDialog *self, const char *only)
{
  GListModel *lines = far_overview_peek_lines (self->overview);
  GListModel *rotas = far_overview_peek_rotas (self->overview);
  g_autoptr(GtkStringList) names = gtk_string_list_new (NULL);
  guint selected = 0;

  gtk_string_list_append (names, _ ("All that walks"));
  for (guint i = 0; i < g_list_model_get_n_items (lines); i++)
    {
      g_autoptr(FarItem) item = g_list_model_get_item (lines, i);
      const FarLine *line = far_item_peek_snapshot (item);
      /* Translators: %s is the name of a walking line */
      g_autofree char *name = g_strdup_printf (_ ("The line %s"), line->name);

      gtk_string_list_append (names, name);
      g_ptr_array_add (self->lines, g_strdup (line->id));
    }
  for (guint i = 0; i < g_list_model_get_n_items (rotas); i++)
    {
      g_autoptr(FarItem) item = g_list_model_get_item (rotas, i);
      const FarRota *rota = far_item_peek_snapshot (item);

      if (rota->state != FAR_ROTA_PUBLISHED)
        continue;
      gtk_string_list_append (names, rota->title);
      g_ptr_array_add (self->rotas, g_strdup (rota->id));
      if (g_strcmp0 (rota->id, only) == 0)
        selected = self->lines->len + self->rotas->len;
    }
  adw_combo_row_set_model (self->what_row, G_LIST_MODEL (names));
  adw_combo_row_set_selected (self->what_row, selected);
}

static void
far_call_off_dialog_dispose (GObject *object)
{
  FarCallOffDialog *self = FAR_CALL_OFF_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_cancellable_cancel (self->foreseeing);
  g_clear_object (&self->overview);

  G_OBJECT_CLASS (far_call_off_dialog_parent_class)->dispose (object);
}

static void
far_call_off_dialog_finalize (GObject *object)
{
  FarCallOffDialog *self = FAR_CALL_OFF_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->foreseeing);
  g_ptr_array_unref (self->lines);
  g_ptr_array_unref (self->rotas);

  G_OBJECT_CLASS (far_call_off_dialog_parent_class)->finalize (object);
}

static void
far_call_off_dialog_class_init (FarCallOffDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = far_call_off_dialog_dispose;
  object_class->finalize = far_call_off_dialog_finalize;

  signals[SIGNAL_CALLED_OFF] =
      g_signal_new ("called-off", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);

  g_type_ensure (FAR_TYPE_DAY_ROW);
  g_type_ensure (FAR_TYPE_NOTICE);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-call-off-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, FarCallOffDialog, notice);
  gtk_widget_class_bind_template_child (widget_class, FarCallOffDialog, form_box);
  gtk_widget_class_bind_template_child (widget_class, FarCallOffDialog, first_row);
  gtk_widget_class_bind_template_child (widget_class, FarCallOffDialog, last_row);
  gtk_widget_class_bind_template_child (widget_class, FarCallOffDialog, what_row);
  gtk_widget_class_bind_template_child (widget_class, FarCallOffDialog, why_row);
  gtk_widget_class_bind_template_child (widget_class, FarCallOffDialog, rides_row);
  gtk_widget_class_bind_template_child (widget_class, FarCallOffDialog, rides_switch);
  gtk_widget_class_bind_template_child (widget_class, FarCallOffDialog, effect_label);
  gtk_widget_class_bind_template_child (widget_class, FarCallOffDialog, done_box);
  gtk_widget_class_bind_template_child (widget_class, FarCallOffDialog, done_label);
  gtk_widget_class_bind_template_child (widget_class, FarCallOffDialog, call_list);
  gtk_widget_class_bind_template_child (widget_class, FarCallOffDialog, leave_button);
  gtk_widget_class_bind_template_child (widget_class, FarCallOffDialog, call_off_button);
  gtk_widget_class_bind_template_callback (widget_class, call_off_cb);
  gtk_widget_class_bind_template_callback (widget_class, edited_cb);
  gtk_widget_class_bind_template_callback (widget_class, first_edited_cb);
  gtk_widget_class_bind_template_callback (widget_class, map_cb);
}

static void
far_call_off_dialog_init (FarCallOffDialog *self)
{
  self->cancellable = g_cancellable_new ();
  self->lines = g_ptr_array_new_with_free_func (g_free);
  self->rotas = g_ptr_array_new_with_free_func (g_free);
  gtk_widget_init_template (GTK_WIDGET (self));
  far_compat_wrap_buttons (GTK_WIDGET (self));
}

GtkWindow *
far_call_off_dialog_new (GtkWindow *parent, FarOverview *overview, const char *rota, gint32 day)
{
  FarCallOffDialog *self;

  g_return_val_if_fail (FAR_IS_OVERVIEW (overview), NULL);

  self = g_object_new (FAR_TYPE_CALL_OFF_DIALOG, "transient-for", parent, NULL);
  far_day_row_set_day (self->first_row, day);
  far_day_row_set_day (self->last_row, day);
  self->overview = g_object_ref (overview);
  fill_choices (self, rota);
  foresee (self);

  return GTK_WINDOW (self);
}
