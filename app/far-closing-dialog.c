/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-closing-dialog.h"

#include "far-compat.h"
#include "far-holidays-dialog.h"
#include "far-notice.h"
#include "far-words-holidays.h"
#include "far-words.h"

#include <glib/gi18n.h>

struct _FarClosingDialog
{
  AdwWindow parent_instance;

  FarOverview *overview;     /* owned, NULL once it is closed */
  GCancellable *cancellable; /* owned */
  guint n_asked;             /* how often was asked what it would change: the last one counts */
  gboolean is_open;          /* it is being entered that the school is open */
  GVariant *before;          /* owned, nullable: what the calendar said that is being entered */

  FarNotice *notice; /* template children */
  AdwEntryRow *first_row;
  AdwEntryRow *last_row;
  AdwEntryRow *why_row;
  GtkLabel *effect_label;
  GtkButton *close_button;
  GtkButton *open_button;
};

G_DEFINE_FINAL_TYPE (FarClosingDialog, far_closing_dialog, ADW_TYPE_WINDOW)

enum
{
  SIGNAL_ENTERED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* ---- what is typed */

static gboolean
read_day (AdwEntryRow *row, gint32 *out)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (row))));

  return far_day_parse (text, out);
}

static gboolean
read_days (FarClosingDialog *self, FarHoliday *out)
{
  g_autofree char *last =
      g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->last_row))));

  out->name = gtk_editable_get_text (GTK_EDITABLE (self->why_row));
  if (!read_day (self->first_row, &out->first_day))
    return FALSE;
  out->last_day = out->first_day;

  return last[0] == '\0' ||
         (far_day_parse (last, &out->last_day) && out->last_day >= out->first_day);
}

/* The school's own, as far as there is one.  Returns: (nullable) (transfer full) */
static FarItem *
dup_calendar (FarClosingDialog *self)
{
  GListModel *calendars = far_overview_peek_calendars (self->overview);

  for (guint i = 0; i < g_list_model_get_n_items (calendars); i++)
    {
      g_autoptr(FarItem) item = g_list_model_get_item (calendars, i);
      const FarCalendar *calendar = far_item_peek_snapshot (item);

      if (g_str_equal (calendar->name, far_words_school_calendar ()) && !calendar->is_beaten)
        return g_steal_pointer (&item);
    }

  return NULL;
}

/* Whether one of the days was entered by hand before. */
static gboolean
is_closed_on (FarClosingDialog *self, const FarHoliday *days)
{
  g_autoptr(FarItem) item = dup_calendar (self);
  const FarCalendar *calendar = item != NULL ? far_item_peek_snapshot (item) : NULL;

  for (guint i = 0; calendar != NULL && i < calendar->holidays->len; i++)
    {
      const FarHoliday *holiday = calendar->holidays->pdata[i];

      if (holiday->first_day <= days->last_day && days->first_day <= holiday->last_day)
        return TRUE;
    }

  return FALSE;
}

/* ---- what it would change */

typedef struct
{
  FarClosingDialog *dialog; /* owned */
  guint number;
} Question;

static void
foreseen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Question *question = data;
  g_autoptr(FarClosingDialog) self = question->dialog;
  FarCalendarPlan *plan = far_engine_plan_closing_finish (FAR_ENGINE (source), result, NULL);

  if (self->overview != NULL && plan != NULL && question->number == self->n_asked)
    {
      g_autofree char *effect = far_words_calendar_effect (plan);

      gtk_label_set_label (self->effect_label, effect);
    }
  g_clear_pointer (&plan, far_snapshot_unref);
}

static void
edited_cb (FarClosingDialog *self)
{
  FarHoliday days = { 0 };
  gboolean good = read_days (self, &days);
  Question *question;

  self->n_asked++;
  far_notice_clear (self->notice);
  gtk_label_set_label (self->effect_label, "");
  gtk_widget_set_sensitive (GTK_WIDGET (self->close_button), good);
  gtk_widget_set_visible (GTK_WIDGET (self->open_button), good && is_closed_on (self, &days));
  if (!good)
    return;

  question = g_new0 (Question, 1);
  question->dialog = g_object_ref (self);
  question->number = self->n_asked;
  far_engine_plan_closing_async (far_overview_peek_engine (self->overview),
                                 far_words_school_calendar (), &days, FALSE, self->cancellable,
                                 foreseen_cb, question);
}

/* ---- entering it */

static void
set_busy (FarClosingDialog *self, gboolean is_busy)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->close_button), !is_busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->open_button), !is_busy);
}

/* @calendar: (nullable) (transfer full): then without @error */
static void
end (FarClosingDialog *self, FarCalendar *calendar, const GError *error)
{
  if (self->overview == NULL)
    {
      g_clear_pointer (&calendar, far_snapshot_unref);
      return;
    }
  if (calendar == NULL)
    {
      set_busy (self, FALSE);
      far_notice_show_error (self->notice, error);
      return;
    }

  g_signal_emit (self, signals[SIGNAL_ENTERED], 0, calendar->id,
                 self->is_open ? _ ("The school is open on these days after all")
                               : _ ("The school is closed: entered"),
                 self->before);
  far_snapshot_unref (calendar);
  gtk_window_close (GTK_WINDOW (self));
}

static void
set_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarClosingDialog) self = data;
  g_autoptr(GError) error = NULL;
  FarCalendar *calendar = far_engine_set_calendar_finish (FAR_ENGINE (source), result, &error);

  end (self, calendar, error);
}

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarClosingDialog) self = data;
  g_autoptr(GError) error = NULL;
  FarCalendar *calendar = far_engine_remove_calendar_finish (FAR_ENGINE (source), result, &error);

  end (self, calendar, error);
}

/* A calendar that says nothing any more is none. */
static void
planned_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarClosingDialog) self = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(FarItem) item = NULL;
  FarEngine *engine = FAR_ENGINE (source);
  FarCalendarPlan *plan = far_engine_plan_closing_finish (engine, result, &error);

  if (self->overview != NULL)
    item = dup_calendar (self);
  g_clear_pointer (&self->before, g_variant_unref);
  if (item != NULL)
    {
      const FarCalendar *calendar = far_item_peek_snapshot (item);

      self->before = g_variant_ref_sink (far_holidays_pack (calendar->name, calendar->holidays));
      if (plan != NULL && plan->holidays->len == 0)
        far_engine_remove_calendar_async (engine, calendar->id, NULL, removed_cb,
                                          g_object_ref (self));
    }
  if (plan != NULL && plan->holidays->len > 0 && self->overview != NULL)
    far_engine_set_calendar_async (engine, plan->name, plan->holidays, NULL, set_cb,
                                   g_object_ref (self));
  else if (plan == NULL)
    end (self, NULL, error);
  g_clear_pointer (&plan, far_snapshot_unref);
}

static void
enter (FarClosingDialog *self, gboolean is_open)
{
  FarHoliday days = { 0 };

  if (!read_days (self, &days))
    return;

  self->is_open = is_open;
  set_busy (self, TRUE);
  far_engine_plan_closing_async (far_overview_peek_engine (self->overview),
                                 far_words_school_calendar (), &days, is_open, self->cancellable,
                                 planned_cb, g_object_ref (self));
}

static void
close_cb (FarClosingDialog *self)
{
  enter (self, FALSE);
}

static void
open_cb (FarClosingDialog *self)
{
  enter (self, TRUE);
}

/* Not sooner: before a window is shown, libadwaita's content is not in it. */
static void
map_cb (FarClosingDialog *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->first_row));
}

static void
far_closing_dialog_dispose (GObject *object)
{
  FarClosingDialog *self = FAR_CLOSING_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->overview);

  G_OBJECT_CLASS (far_closing_dialog_parent_class)->dispose (object);
}

static void
far_closing_dialog_finalize (GObject *object)
{
  FarClosingDialog *self = FAR_CLOSING_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->before, g_variant_unref);

  G_OBJECT_CLASS (far_closing_dialog_parent_class)->finalize (object);
}

static void
far_closing_dialog_class_init (FarClosingDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = far_closing_dialog_dispose;
  object_class->finalize = far_closing_dialog_finalize;

  signals[SIGNAL_ENTERED] =
      g_signal_new ("entered", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 3, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_VARIANT);

  g_type_ensure (FAR_TYPE_NOTICE);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-closing-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, FarClosingDialog, notice);
  gtk_widget_class_bind_template_child (widget_class, FarClosingDialog, first_row);
  gtk_widget_class_bind_template_child (widget_class, FarClosingDialog, last_row);
  gtk_widget_class_bind_template_child (widget_class, FarClosingDialog, why_row);
  gtk_widget_class_bind_template_child (widget_class, FarClosingDialog, effect_label);
  gtk_widget_class_bind_template_child (widget_class, FarClosingDialog, close_button);
  gtk_widget_class_bind_template_child (widget_class, FarClosingDialog, open_button);
  gtk_widget_class_bind_template_callback (widget_class, close_cb);
  gtk_widget_class_bind_template_callback (widget_class, edited_cb);
  gtk_widget_class_bind_template_callback (widget_class, map_cb);
  gtk_widget_class_bind_template_callback (widget_class, open_cb);
}

static void
far_closing_dialog_init (FarClosingDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  far_compat_wrap_buttons (GTK_WIDGET (self));
}

GtkWindow *
far_closing_dialog_new (GtkWindow *parent, FarOverview *overview)
{
  FarClosingDialog *self;

  g_return_val_if_fail (FAR_IS_OVERVIEW (overview), NULL);

  self = g_object_new (FAR_TYPE_CLOSING_DIALOG, "transient-for", parent, NULL);
  self->overview = g_object_ref (overview);

  return GTK_WINDOW (self);
}
