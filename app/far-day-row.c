/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-day-row.h"

#include "far-compat.h"
#include "far-sync.h"

#include <glib/gi18n.h>

#define SECONDS_PER_DAY (24 * 60 * 60)

struct _FarDayRow
{
  AdwEntryRow parent_instance;

  GtkMenuButton *button; /* template children */
  GtkCalendar *calendar;
};

G_DEFINE_FINAL_TYPE (FarDayRow, far_day_row, ADW_TYPE_ENTRY_ROW)

static void
day_selected_cb (FarDayRow *self, GtkCalendar *calendar)
{
  g_autoptr(GDateTime) date = gtk_calendar_get_date (calendar);
  g_autofree char *text = g_date_time_format (date, "%Y-%m-%d");

  gtk_editable_set_text (GTK_EDITABLE (self), text);
}

/* The calendar opens on the day that is typed. */
static void
popover_show_cb (FarDayRow *self, GtkPopover *popover)
{
  g_autoptr(GDateTime) date = NULL;
  gint32 day;

  if (!far_day_row_get_day (self, &day))
    return;

  date = g_date_time_new_from_unix_utc ((gint64)day * SECONDS_PER_DAY);
  gtk_calendar_select_day (self->calendar, date);
}

static void
far_day_row_class_init (FarDayRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-day-row.ui");
  gtk_widget_class_bind_template_child (widget_class, FarDayRow, button);
  gtk_widget_class_bind_template_child (widget_class, FarDayRow, calendar);
  gtk_widget_class_bind_template_callback (widget_class, day_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, popover_show_cb);
}

static void
far_day_row_init (FarDayRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  far_compat_name_menu_button (self->button, _ ("Pick from a Calendar"));
}

void
far_day_row_set_day (FarDayRow *self, gint32 day)
{
  g_autofree char *text = far_day_format (day);

  g_return_if_fail (FAR_IS_DAY_ROW (self));

  gtk_editable_set_text (GTK_EDITABLE (self), text);
}

gboolean
far_day_row_get_day (FarDayRow *self, gint32 *out_day)
{
  g_autofree char *text = NULL;

  g_return_val_if_fail (FAR_IS_DAY_ROW (self), FALSE);

  text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self))));

  return far_day_parse (text, out_day);
}
