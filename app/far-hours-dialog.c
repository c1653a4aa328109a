/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-hours-dialog.h"

#include "far-compat.h"
#include "far-day-row.h"
#include "far-notice.h"
#include "far-words-hours.h"

#include <glib/gi18n.h>

struct _FarHoursDialog
{
  AdwWindow parent_instance;

  FarOverview *overview;     /* owned, nullable: while it is open */
  GCancellable *cancellable; /* owned */
  FarHours *line;            /* owned, nullable: that is changed */

  FarNotice *notice; /* template children */
  FarDayRow *day_row;
  AdwEntryRow *time_row;
  AdwComboRow *side_row;
  AdwComboRow *sort_row;
  AdwEntryRow *who_row;
  AdwEntryRow *what_row;
  AdwEntryRow *return_row;
  GtkButton *done_button;
};

G_DEFINE_FINAL_TYPE (FarHoursDialog, far_hours_dialog, ADW_TYPE_WINDOW)

enum
{
  SIGNAL_DONE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* ---- what is wrong with it */

/* @row: (nullable) */
static void
blame (FarHoursDialog *self, gpointer row, const GError *error)
{
  if (row != NULL)
    {
      gtk_widget_add_css_class (row, "error");
      gtk_widget_grab_focus (row);
    }
  far_notice_show_error (self->notice, error);
}

static void
edited_cb (FarHoursDialog *self)
{
  gtk_widget_remove_css_class (GTK_WIDGET (self->day_row), "error");
  gtk_widget_remove_css_class (GTK_WIDGET (self->time_row), "error");
  far_notice_clear (self->notice);
}

/* What was a gift was for nothing in return. */
static void
sort_cb (FarHoursDialog *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->return_row),
                          adw_combo_row_get_selected (self->sort_row) != FAR_HOURS_VOLUNTEER);
}

/* ---- what the form says */

static gboolean
read_form (FarHoursDialog *self, FarHoursEdit *edit)
{
  g_autofree char *time = far_compat_dup_typed (self->time_row);
  g_autoptr(GError) error = NULL;

  edit->is_received = adw_combo_row_get_selected (self->side_row) != 0;
  edit->sort = (FarHoursSort)adw_combo_row_get_selected (self->sort_row);
  if (!far_words_read_minutes (time, &edit->minutes))
    {
      gtk_widget_add_css_class (GTK_WIDGET (self->time_row), "error");
      gtk_widget_grab_focus (GTK_WIDGET (self->time_row));
      far_notice_show (self->notice, FAR_NOTICE_ERROR,
                       _ ("A time is written as 1:30 or 90, for 90 minutes; 100 hours at most."));
      return FALSE;
    }
  if (far_day_row_get_day (self->day_row, &edit->day))
    return TRUE;

  error = g_error_new_literal (FAR_SYNC_ERROR, FAR_SYNC_ERROR_DATE_INVALID, "day");
  blame (self, self->day_row, error);

  return FALSE;
}

/* Whoever is called just so is meant.  Returns: (transfer none): an id, or what was typed */
static const char *
find_who (FarHoursDialog *self, const char *typed)
{
  GListModel *members = far_overview_peek_members (self->overview);
  const char *found = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (members); i++)
    {
      g_autoptr(FarItem) item = g_list_model_get_item (members, i);
      const FarMember *member = far_item_peek_snapshot (item);

      if (!g_str_equal (member->name, typed))
        continue;
      if (found != NULL)
        return typed;
      found = member->id;
    }

  return found != NULL ? found : typed;
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarHoursDialog) self = data;
  g_autoptr(GError) error = NULL;
  g_autofree char *id = far_engine_write_hours_finish (FAR_ENGINE (source), result, &error);

  if (self->overview == NULL)
    return;
  if (id != NULL)
    {
      g_signal_emit (self, signals[SIGNAL_DONE], 0, id, self->line == NULL);
      gtk_window_close (GTK_WINDOW (self));
      return;
    }

  gtk_widget_set_sensitive (GTK_WIDGET (self->done_button), TRUE);
  blame (self, NULL, error);
}

static void
done_cb (FarHoursDialog *self)
{
  g_autofree char *who = far_compat_dup_typed (self->who_row);
  g_autofree char *what = far_compat_dup_typed (self->what_row);
  g_autofree char *against = far_compat_dup_typed (self->return_row);
  FarHoursEdit edit = { .of_id = "" };

  edited_cb (self);
  if (!read_form (self, &edit))
    return;
  edit.who = find_who (self, who);
  edit.what = what;
  edit.against = edit.sort == FAR_HOURS_VOLUNTEER ? "" : against;
  if (self->line != NULL)
    {
      edit.of = self->line->of;
      edit.of_id = self->line->of_id;
      edit.of_day = self->line->of_day;
    }

  gtk_widget_set_sensitive (GTK_WIDGET (self->done_button), FALSE);
  far_engine_write_hours_async (far_overview_peek_engine (self->overview),
                                self->line != NULL ? self->line->id : NULL, &edit,
                                self->cancellable, written_cb, g_object_ref (self));
}

/* ---- what it begins with */

static void
fill (FarHoursDialog *self)
{
  const FarHours *line = self->line;
  g_autofree char *time = NULL;

  if (line == NULL)
    {
      far_day_row_set_day (self->day_row, far_overview_peek_status (self->overview)->today);
      return;
    }
  time = g_strdup_printf ("%d:%02d", line->minutes / 60, line->minutes % 60);
  far_day_row_set_day (self->day_row, line->day);
  gtk_editable_set_text (GTK_EDITABLE (self->time_row), time);
  adw_combo_row_set_selected (self->side_row, line->is_received ? 1 : 0);
  adw_combo_row_set_selected (self->sort_row, line->sort);
  gtk_editable_set_text (GTK_EDITABLE (self->who_row), line->who_name);
  gtk_editable_set_text (GTK_EDITABLE (self->what_row), line->what);
  gtk_editable_set_text (GTK_EDITABLE (self->return_row), line->against);
  gtk_button_set_label (self->done_button, _ ("_Change"));
}

/* Not sooner: before a window is shown, libadwaita's content is not in it. */
static void
map_cb (FarHoursDialog *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->time_row));
}

static void
far_hours_dialog_dispose (GObject *object)
{
  FarHoursDialog *self = FAR_HOURS_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->overview);

  G_OBJECT_CLASS (far_hours_dialog_parent_class)->dispose (object);
}

static void
far_hours_dialog_finalize (GObject *object)
{
  FarHoursDialog *self = FAR_HOURS_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->line, far_snapshot_unref);

  G_OBJECT_CLASS (far_hours_dialog_parent_class)->finalize (object);
}

static void
far_hours_dialog_class_init (FarHoursDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = far_hours_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = far_hours_dialog_finalize;

  signals[SIGNAL_DONE] =
      g_signal_new ("done", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_BOOLEAN);

  g_type_ensure (FAR_TYPE_NOTICE);
  g_type_ensure (FAR_TYPE_DAY_ROW);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-hours-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, FarHoursDialog, notice);
  gtk_widget_class_bind_template_child (widget_class, FarHoursDialog, day_row);
  gtk_widget_class_bind_template_child (widget_class, FarHoursDialog, time_row);
  gtk_widget_class_bind_template_child (widget_class, FarHoursDialog, side_row);
  gtk_widget_class_bind_template_child (widget_class, FarHoursDialog, sort_row);
  gtk_widget_class_bind_template_child (widget_class, FarHoursDialog, who_row);
  gtk_widget_class_bind_template_child (widget_class, FarHoursDialog, what_row);
  gtk_widget_class_bind_template_child (widget_class, FarHoursDialog, return_row);
  gtk_widget_class_bind_template_child (widget_class, FarHoursDialog, done_button);
  gtk_widget_class_bind_template_callback (widget_class, done_cb);
  gtk_widget_class_bind_template_callback (widget_class, edited_cb);
  gtk_widget_class_bind_template_callback (widget_class, sort_cb);
}

static void
far_hours_dialog_init (FarHoursDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  far_compat_wrap_buttons (GTK_WIDGET (self));
  sort_cb (self);
  g_signal_connect (self, "map", G_CALLBACK (map_cb), NULL);
}

GtkWindow *
far_hours_dialog_new (GtkWindow *parent, FarOverview *overview, const FarHours *line)
{
  FarHoursDialog *self;

  g_return_val_if_fail (FAR_IS_OVERVIEW (overview), NULL);

  self = g_object_new (FAR_TYPE_HOURS_DIALOG, "transient-for", parent, NULL);
  self->overview = g_object_ref (overview);
  self->line = line != NULL ? far_snapshot_ref ((gpointer)line) : NULL;
  fill (self);

  return GTK_WINDOW (self);
}
