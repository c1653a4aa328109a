/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-rota-dialog.h"

#include "far-compat.h"
#include "far-day-row.h"
#include "far-notice.h"
#include "far-words.h"

#include <glib/gi18n.h>

#define DAYS_PER_WEEK 7
#define N_WEEKS_PROPOSED 12

struct _FarRotaDialog
{
  AdwWindow parent_instance;

  FarOverview *overview;     /* owned */
  GCancellable *cancellable; /* owned */

  FarNotice *notice; /* template children */
  AdwEntryRow *title_row;
  AdwComboRow *line_row;
  GtkToggleButton *day_0;
  GtkToggleButton *day_1;
  GtkToggleButton *day_2;
  GtkToggleButton *day_3;
  GtkToggleButton *day_4;
  GtkToggleButton *day_5;
  GtkToggleButton *day_6;
  AdwEntryRow *time_row;
  GtkSpinButton *weeks_spin;
  FarDayRow *first_row;
  FarDayRow *last_row;
  GtkSpinButton *min_spin;
  GtkSpinButton *max_spin;
  GtkSwitch *holidays_switch;
  GtkButton *add_button;
};

G_DEFINE_FINAL_TYPE (FarRotaDialog, far_rota_dialog, ADW_TYPE_WINDOW)

enum
{
  SIGNAL_ADDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* The first row of the combo stands for none. */
static const FarLine *
peek_line (FarRotaDialog *self)
{
  GListModel *lines = far_overview_peek_lines (self->overview);
  guint selected = adw_combo_row_get_selected (self->line_row);
  g_autoptr(FarItem) item = NULL;

  if (selected == 0 || selected == GTK_INVALID_LIST_POSITION)
    return NULL;

  item = g_list_model_get_item (lines, selected - 1);

  return item != NULL ? far_item_peek_snapshot (item) : NULL;
}

static guint
get_weekdays (FarRotaDialog *self)
{
  GtkToggleButton *const days[DAYS_PER_WEEK] = {
    self->day_0, self->day_1, self->day_2, self->day_3, self->day_4, self->day_5, self->day_6,
  };
  guint weekdays = 0;

  for (guint i = 0; i < G_N_ELEMENTS (days); i++)
    if (gtk_toggle_button_get_active (days[i]))
      weekdays |= 1u << i;

  return weekdays;
}

/* Marks the row that is at fault, or none, and says what is wrong with it. */
static void
blame (FarRotaDialog *self, GtkWidget *row, const GError *error)
{
  GtkWidget *const rows[] = {
    GTK_WIDGET (self->title_row),
    GTK_WIDGET (self->time_row),
    GTK_WIDGET (self->first_row),
    GTK_WIDGET (self->last_row),
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    gtk_widget_remove_css_class (rows[i], "error");

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

static void
changed_cb (FarRotaDialog *self)
{
  blame (self, NULL, NULL);
}

/* What the line says already need not be typed. */
static void
line_selected_cb (FarRotaDialog *self)
{
  const FarLine *line = peek_line (self);
  int first = -1;

  if (line == NULL)
    return;

  for (guint i = 0; i < line->stops->len; i++)
    {
      const FarStop *stop = line->stops->pdata[i];

      if (stop->time_out >= 0 && (first < 0 || stop->time_out < first))
        first = stop->time_out;
    }

  if (gtk_editable_get_text (GTK_EDITABLE (self->title_row))[0] == '\0')
    gtk_editable_set_text (GTK_EDITABLE (self->title_row), line->name);
  if (first >= 0)
    {
      g_autofree char *time = far_time_format (first);

      gtk_editable_set_text (GTK_EDITABLE (self->time_row), time);
    }
}

static void
min_changed_cb (FarRotaDialog *self)
{
  double least = MAX (gtk_spin_button_get_value (self->min_spin), 1);

  if (gtk_spin_button_get_value (self->max_spin) < least)
    gtk_spin_button_set_value (self->max_spin, least);
}

static void
max_changed_cb (FarRotaDialog *self)
{
  double most = gtk_spin_button_get_value (self->max_spin);

  if (gtk_spin_button_get_value (self->min_spin) > most)
    gtk_spin_button_set_value (self->min_spin, most);
}

static void
added_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarRotaDialog) self = data;
  g_autoptr(GError) error = NULL;
  FarRota *rota;

  rota = far_engine_add_rota_finish (FAR_ENGINE (source), result, &error);
  if (self->overview == NULL)
    {
      g_clear_pointer (&rota, far_snapshot_unref);
      return;
    }

  gtk_widget_set_sensitive (GTK_WIDGET (self->add_button), TRUE);
  if (rota == NULL)
    {
      blame (self, NULL, error);
      return;
    }

  g_signal_emit (self, signals[SIGNAL_ADDED], 0, rota->title, (int)rota->first_day);
  gtk_window_close (GTK_WINDOW (self));
  far_snapshot_unref (rota);
}

static gboolean
read_form (FarRotaDialog *self, FarRotaDraft *draft, GtkWidget **out_row, GError **error)
{
  g_autofree char *time = NULL;
  const FarLine *line = peek_line (self);

  draft->title = gtk_editable_get_text (GTK_EDITABLE (self->title_row));
  draft->line = line != NULL ? line->id : NULL;
  draft->weekdays = get_weekdays (self);
  draft->every_n_weeks = gtk_spin_button_get_value_as_int (self->weeks_spin);
  draft->n_min = gtk_spin_button_get_value_as_int (self->min_spin);
  draft->n_max = gtk_spin_button_get_value_as_int (self->max_spin);
  draft->in_holidays = gtk_switch_get_active (self->holidays_switch);

  *out_row = GTK_WIDGET (self->title_row);
  if (draft->title[0] == '\0')
    {
      g_set_error_literal (error, FAR_SYNC_ERROR, FAR_SYNC_ERROR_NAME_EMPTY, "title");
      return FALSE;
    }

  *out_row = GTK_WIDGET (self->time_row);
  time = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->time_row))));
  if (!far_time_parse (time, &draft->at))
    {
      g_set_error_literal (error, FAR_SYNC_ERROR, FAR_SYNC_ERROR_TIME_INVALID, "time");
      return FALSE;
    }

  *out_row = GTK_WIDGET (self->first_row);
  if (!far_day_row_get_day (self->first_row, &draft->first_day))
    {
      g_set_error_literal (error, FAR_SYNC_ERROR, FAR_SYNC_ERROR_DATE_INVALID, "first day");
      return FALSE;
    }

  *out_row = GTK_WIDGET (self->last_row);
  if (!far_day_row_get_day (self->last_row, &draft->last_day) || draft->last_day < draft->first_day)
    {
      g_set_error_literal (error, FAR_SYNC_ERROR, FAR_SYNC_ERROR_DATE_INVALID, "last day");
      return FALSE;
    }

  *out_row = NULL;
  if (draft->weekdays == 0)
    {
      g_set_error_literal (error, FAR_SYNC_ERROR, FAR_SYNC_ERROR_DAYS_INVALID, "weekdays");
      return FALSE;
    }

  return TRUE;
}

static void
add_cb (FarRotaDialog *self)
{
  g_autoptr(GError) error = NULL;
  FarRotaDraft draft = { 0 };
  GtkWidget *row = NULL;

  if (!read_form (self, &draft, &row, &error))
    {
      blame (self, row, error);
      return;
    }

  blame (self, NULL, NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->add_button), FALSE);
  far_engine_add_rota_async (far_overview_peek_engine (self->overview), &draft, self->cancellable,
                             added_cb, g_object_ref (self));
}

/* Not sooner: before a window is shown, libadwaita's content is not in it. */
static void
map_cb (FarRotaDialog *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->title_row));
}

static void
far_rota_dialog_dispose (GObject *object)
{
  FarRotaDialog *self = FAR_ROTA_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->overview);

  G_OBJECT_CLASS (far_rota_dialog_parent_class)->dispose (object);
}

static void
far_rota_dialog_finalize (GObject *object)
{
  FarRotaDialog *self = FAR_ROTA_DIALOG (object);

  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (far_rota_dialog_parent_class)->finalize (object);
}

static void
far_rota_dialog_class_init (FarRotaDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = far_rota_dialog_dispose;
  object_class->finalize = far_rota_dialog_finalize;

  signals[SIGNAL_ADDED] =
      g_signal_new ("added", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_INT);

  g_type_ensure (FAR_TYPE_DAY_ROW);
  g_type_ensure (FAR_TYPE_NOTICE);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-rota-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, FarRotaDialog, notice);
  gtk_widget_class_bind_template_child (widget_class, FarRotaDialog, title_row);
  gtk_widget_class_bind_template_child (widget_class, FarRotaDialog, line_row);
  gtk_widget_class_bind_template_child (widget_class, FarRotaDialog, day_0);
  gtk_widget_class_bind_template_child (widget_class, FarRotaDialog, day_1);
  gtk_widget_class_bind_template_child (widget_class, FarRotaDialog, day_2);
  gtk_widget_class_bind_template_child (widget_class, FarRotaDialog, day_3);
  gtk_widget_class_bind_template_child (widget_class, FarRotaDialog, day_4);
  gtk_widget_class_bind_template_child (widget_class, FarRotaDialog, day_5);
  gtk_widget_class_bind_template_child (widget_class, FarRotaDialog, day_6);
  gtk_widget_class_bind_template_child (widget_class, FarRotaDialog, time_row);
  gtk_widget_class_bind_template_child (widget_class, FarRotaDialog, weeks_spin);
  gtk_widget_class_bind_template_child (widget_class, FarRotaDialog, first_row);
  gtk_widget_class_bind_template_child (widget_class, FarRotaDialog, last_row);
  gtk_widget_class_bind_template_child (widget_class, FarRotaDialog, min_spin);
  gtk_widget_class_bind_template_child (widget_class, FarRotaDialog, max_spin);
  gtk_widget_class_bind_template_child (widget_class, FarRotaDialog, holidays_switch);
  gtk_widget_class_bind_template_child (widget_class, FarRotaDialog, add_button);
  gtk_widget_class_bind_template_callback (widget_class, add_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, line_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, map_cb);
  gtk_widget_class_bind_template_callback (widget_class, max_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, min_changed_cb);
}

static void
far_rota_dialog_init (FarRotaDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  far_compat_wrap_buttons (GTK_WIDGET (self));
}

GtkWindow *
far_rota_dialog_new (GtkWindow *parent, FarOverview *overview)
{
  g_autoptr(GtkStringList) names = gtk_string_list_new (NULL);
  const FarStatus *status;
  GListModel *lines;
  FarRotaDialog *self;

  g_return_val_if_fail (FAR_IS_OVERVIEW (overview), NULL);

  self = g_object_new (FAR_TYPE_ROTA_DIALOG, "transient-for", parent, NULL);
  self->overview = g_object_ref (overview);

  status = far_overview_peek_status (overview);
  if (status != NULL)
    {
      gint32 monday = status->today - far_day_get_weekday (status->today) + DAYS_PER_WEEK;

      far_day_row_set_day (self->first_row, monday);
      far_day_row_set_day (self->last_row, monday + N_WEEKS_PROPOSED * DAYS_PER_WEEK - 1);
    }

  /* Translators: a rota that is not the walk of a line */
  gtk_string_list_append (names, _ ("No line"));
  lines = far_overview_peek_lines (overview);
  for (guint i = 0; i < g_list_model_get_n_items (lines); i++)
    {
      g_autoptr(FarItem) item = g_list_model_get_item (lines, i);
      const FarLine *line = far_item_peek_snapshot (item);

      gtk_string_list_append (names, line->name);
    }
  adw_combo_row_set_model (self->line_row, G_LIST_MODEL (names));
  adw_combo_row_set_selected (self->line_row, g_list_model_get_n_items (lines) > 0 ? 1 : 0);

  return GTK_WINDOW (self);
}
