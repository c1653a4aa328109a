/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-holidays-dialog.h"

#include "far-compat.h"
#include "far-notice.h"
#include "far-words-holidays.h"

#include <glib/gi18n.h>

struct _FarHolidaysDialog
{
  AdwWindow parent_instance;

  FarOverview *overview;     /* owned, NULL once it is closed */
  GCancellable *cancellable; /* owned */
  char *path;                /* owned */
  FarCalendarPlan *plan;     /* owned, nullable: what was read last */
  GVariant *before;          /* owned, nullable: what the calendar said that is being entered */
  gboolean is_reading;
  gboolean is_showing; /* rows are filled: what they say is no choice */

  FarNotice *notice; /* template children */
  GtkSpinner *spinner;
  AdwPreferencesGroup *form;
  AdwComboRow *zone_row;
  AdwEntryRow *name_row;
  GtkLabel *effect_label;
  GtkLabel *holidays_label;
  GtkExpander *refused_expander;
  GtkLabel *refused_label;
  GtkButton *enter_button;
};

G_DEFINE_FINAL_TYPE (FarHolidaysDialog, far_holidays_dialog, ADW_TYPE_WINDOW)

enum
{
  SIGNAL_ENTERED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* ---- as a value */

GVariant *
far_holidays_pack (const char *name, GPtrArray *holidays)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(iis)"));
  for (guint i = 0; i < holidays->len; i++)
    {
      const FarHoliday *holiday = holidays->pdata[i];

      g_variant_builder_add (&builder, "(iis)", holiday->first_day, holiday->last_day,
                             holiday->name);
    }

  return g_variant_new ("(sa(iis))", name, &builder);
}

GPtrArray *
far_holidays_unpack (GVariant *packed, const char **out_name)
{
  GPtrArray *holidays = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GVariantIter) iter = NULL;
  FarHoliday holiday;

  g_variant_get (packed, "(&sa(iis))", out_name, &iter);
  while (g_variant_iter_next (iter, "(ii&s)", &holiday.first_day, &holiday.last_day, &holiday.name))
    g_ptr_array_add (holidays, g_memdup2 (&holiday, sizeof holiday));

  return holidays;
}

/* ---- what was read */

static const char *
peek_name (FarHolidaysDialog *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->name_row));
}

static void
update_button (FarHolidaysDialog *self)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->enter_button),
                            self->plan != NULL && !self->plan->needs_zone && !self->is_reading &&
                                peek_name (self)[0] != '\0');
}

/* The first row stands for none chosen yet. */
static void
show_zones (FarHolidaysDialog *self)
{
  g_autoptr(GtkStringList) names = NULL;

  if (adw_combo_row_get_model (self->zone_row) != NULL || self->plan->zones[0] == NULL)
    return;

  names = gtk_string_list_new (self->plan->zones);
  /* Translators: of a list of zones: none is chosen yet */
  gtk_string_list_splice (names, 0, 0, (const char *[]){ _ ("Choose one"), NULL });
  adw_combo_row_set_model (self->zone_row, G_LIST_MODEL (names));
}

static void
show_holidays (FarHolidaysDialog *self)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(GString) refused = g_string_new (NULL);
  g_autofree char *n_refused = far_words_n_refused (self->plan);
  g_autofree char *effect = self->plan->needs_zone
                                ? g_strdup (_ ("The file has the holidays of several zones. Choose "
                                               "yours."))
                                : far_words_calendar_effect (self->plan);

  for (guint i = 0; i < self->plan->holidays->len; i++)
    {
      g_autofree char *words = far_words_holiday (self->plan->holidays->pdata[i]);

      g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", words);
    }
  for (guint i = 0; i < self->plan->refused->len; i++)
    {
      g_autofree char *words = far_words_refused_holiday (self->plan->refused->pdata[i]);

      g_string_append_printf (refused, "%s%s", i > 0 ? "\n" : "", words);
    }

  gtk_label_set_label (self->effect_label, effect);
  gtk_widget_set_visible (GTK_WIDGET (self->effect_label), TRUE);
  gtk_label_set_label (self->holidays_label, text->str);
  gtk_widget_set_visible (GTK_WIDGET (self->holidays_label), text->len > 0);
  gtk_expander_set_label (self->refused_expander, n_refused);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->refused_expander),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, n_refused, -1);
  gtk_label_set_label (self->refused_label, refused->str);
  gtk_widget_set_visible (GTK_WIDGET (self->refused_expander), self->plan->n_refused > 0);
}

static void
show_plan (FarHolidaysDialog *self)
{
  self->is_showing = TRUE;
  show_zones (self);
  if (self->plan->name[0] != '\0')
    gtk_editable_set_text (GTK_EDITABLE (self->name_row), self->plan->name);
  else if (!self->plan->needs_zone && peek_name (self)[0] == '\0')
    gtk_editable_set_text (GTK_EDITABLE (self->name_row), _ ("Public holidays"));
  self->is_showing = FALSE;

  gtk_widget_set_visible (GTK_WIDGET (self->form), TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->zone_row),
                          adw_combo_row_get_model (self->zone_row) != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->name_row), !self->plan->needs_zone);
  gtk_widget_set_visible (GTK_WIDGET (self->enter_button), !self->plan->needs_zone);
  show_holidays (self);
}

static void
set_reading (FarHolidaysDialog *self, gboolean is_reading)
{
  self->is_reading = is_reading;
  gtk_spinner_set_spinning (self->spinner, is_reading);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), is_reading);
  gtk_widget_set_sensitive (GTK_WIDGET (self->form), !is_reading);
  update_button (self);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarHolidaysDialog) self = data;
  g_autoptr(GError) error = NULL;
  FarCalendarPlan *plan = far_engine_read_calendar_finish (FAR_ENGINE (source), result, &error);

  if (self->overview == NULL)
    {
      g_clear_pointer (&plan, far_snapshot_unref);
      return;
    }
  if (plan != NULL)
    {
      g_clear_pointer (&self->plan, far_snapshot_unref);
      self->plan = plan;
      far_notice_clear (self->notice);
      show_plan (self);
    }
  else
    far_notice_show_error (self->notice, error);
  set_reading (self, FALSE);
}

/* @zone: (nullable) */
static void
read_file (FarHolidaysDialog *self, const char *zone)
{
  set_reading (self, TRUE);
  far_engine_read_calendar_async (far_overview_peek_engine (self->overview), self->path, zone, NULL,
                                  self->cancellable, read_cb, g_object_ref (self));
}

static const char *
peek_zone (FarHolidaysDialog *self)
{
  guint selected = adw_combo_row_get_selected (self->zone_row);
  GListModel *names = adw_combo_row_get_model (self->zone_row);

  return names != NULL && selected != 0 && selected != GTK_INVALID_LIST_POSITION
             ? gtk_string_list_get_string (GTK_STRING_LIST (names), selected)
             : NULL;
}

static void
zone_selected_cb (FarHolidaysDialog *self)
{
  const char *zone = self->overview != NULL ? peek_zone (self) : NULL;

  if (zone != NULL && !self->is_showing && !self->is_reading)
    read_file (self, zone);
}

/* ---- entering it */

/* What the calendar of that name says now: (nullable) (transfer full) */
static GVariant *
dup_before (FarHolidaysDialog *self, const char *name)
{
  GListModel *calendars = far_overview_peek_calendars (self->overview);

  for (guint i = 0; i < g_list_model_get_n_items (calendars); i++)
    {
      g_autoptr(FarItem) item = g_list_model_get_item (calendars, i);
      const FarCalendar *calendar = far_item_peek_snapshot (item);

      if (g_str_equal (calendar->name, name) && !calendar->is_beaten)
        return g_variant_ref_sink (far_holidays_pack (calendar->name, calendar->holidays));
    }

  return NULL;
}

static void
entered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarHolidaysDialog) self = data;
  g_autoptr(GError) error = NULL;
  FarCalendar *calendar = far_engine_set_calendar_finish (FAR_ENGINE (source), result, &error);

  if (self->overview == NULL)
    {
      g_clear_pointer (&calendar, far_snapshot_unref);
      return;
    }
  if (calendar == NULL)
    {
      set_reading (self, FALSE);
      far_notice_show_error (self->notice, error);
      return;
    }

  g_signal_emit (self, signals[SIGNAL_ENTERED], 0, calendar->id, calendar->name,
                 (int)calendar->holidays->len, self->before);
  far_snapshot_unref (calendar);
  gtk_window_close (GTK_WINDOW (self));
}

static void
enter_cb (FarHolidaysDialog *self)
{
  if (!gtk_widget_get_sensitive (GTK_WIDGET (self->enter_button)))
    return;

  g_clear_pointer (&self->before, g_variant_unref);
  self->before = dup_before (self, peek_name (self));
  set_reading (self, TRUE);
  far_engine_set_calendar_async (far_overview_peek_engine (self->overview), peek_name (self),
                                 self->plan->holidays, NULL, entered_cb, g_object_ref (self));
}

static void
name_changed_cb (FarHolidaysDialog *self)
{
  update_button (self);
}

static void
far_holidays_dialog_dispose (GObject *object)
{
  FarHolidaysDialog *self = FAR_HOLIDAYS_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->overview);

  G_OBJECT_CLASS (far_holidays_dialog_parent_class)->dispose (object);
}

static void
far_holidays_dialog_finalize (GObject *object)
{
  FarHolidaysDialog *self = FAR_HOLIDAYS_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->plan, far_snapshot_unref);
  g_clear_pointer (&self->before, g_variant_unref);
  g_free (self->path);

  G_OBJECT_CLASS (far_holidays_dialog_parent_class)->finalize (object);
}

static void
far_holidays_dialog_class_init (FarHolidaysDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = far_holidays_dialog_dispose;
  object_class->finalize = far_holidays_dialog_finalize;

  signals[SIGNAL_ENTERED] =
      g_signal_new ("entered", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 4, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_INT, G_TYPE_VARIANT);

  g_type_ensure (FAR_TYPE_NOTICE);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-holidays-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, FarHolidaysDialog, notice);
  gtk_widget_class_bind_template_child (widget_class, FarHolidaysDialog, spinner);
  gtk_widget_class_bind_template_child (widget_class, FarHolidaysDialog, form);
  gtk_widget_class_bind_template_child (widget_class, FarHolidaysDialog, zone_row);
  gtk_widget_class_bind_template_child (widget_class, FarHolidaysDialog, name_row);
  gtk_widget_class_bind_template_child (widget_class, FarHolidaysDialog, effect_label);
  gtk_widget_class_bind_template_child (widget_class, FarHolidaysDialog, holidays_label);
  gtk_widget_class_bind_template_child (widget_class, FarHolidaysDialog, refused_expander);
  gtk_widget_class_bind_template_child (widget_class, FarHolidaysDialog, refused_label);
  gtk_widget_class_bind_template_child (widget_class, FarHolidaysDialog, enter_button);
  gtk_widget_class_bind_template_callback (widget_class, enter_cb);
  gtk_widget_class_bind_template_callback (widget_class, name_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, zone_selected_cb);
}

static void
far_holidays_dialog_init (FarHolidaysDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  far_compat_wrap_buttons (GTK_WIDGET (self));
}

GtkWindow *
far_holidays_dialog_new (GtkWindow *parent, FarOverview *overview, const char *path)
{
  FarHolidaysDialog *self;

  g_return_val_if_fail (FAR_IS_OVERVIEW (overview), NULL);
  g_return_val_if_fail (path != NULL, NULL);

  self = g_object_new (FAR_TYPE_HOLIDAYS_DIALOG, "transient-for", parent, NULL);
  self->overview = g_object_ref (overview);
  self->path = g_strdup (path);
  read_file (self, NULL);

  return GTK_WINDOW (self);
}
