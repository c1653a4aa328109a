/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-calendar-row.h"

#include "far-compat.h"
#include "far-words-holidays.h"

#include <glib/gi18n.h>

#define N_SHOWN 4

struct _FarCalendarRow
{
  GtkListBoxRow parent_instance;

  FarItem *item;         /* owned */
  FarOverview *overview; /* owned */

  GtkLabel *name_label; /* template children */
  GtkLabel *next_label;
  GtkLabel *contested_label;
  GtkLabel *beaten_label;
  GtkButton *remove_button;
};

G_DEFINE_FINAL_TYPE (FarCalendarRow, far_calendar_row, GTK_TYPE_LIST_BOX_ROW)

/* What is over is of no use to anybody. */
static char *
words_of_next (const FarCalendar *calendar, gint32 today)
{
  g_autoptr(GString) text = g_string_new (NULL);
  guint n_shown = 0;
  guint n_more = 0;

  for (guint i = 0; i < calendar->holidays->len; i++)
    {
      const FarHoliday *holiday = calendar->holidays->pdata[i];
      g_autofree char *words = NULL;

      if (holiday->last_day < today)
        continue;
      if (n_shown == N_SHOWN)
        {
          n_more++;
          continue;
        }
      words = far_words_holiday (holiday);
      g_string_append_printf (text, "%s%s", n_shown > 0 ? "\n" : "", words);
      n_shown++;
    }
  if (n_shown == 0)
    return g_strdup (_ ("All of them are over. Enter those of the next year."));
  if (n_more > 0)
    {
      g_string_append_c (text, '\n');
      g_string_append_printf (text, ngettext ("and %u more", "and %u more", n_more), n_more);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
show (FarCalendarRow *self)
{
  const FarCalendar *calendar = far_item_peek_snapshot (self->item);
  const FarStatus *status = far_overview_peek_status (self->overview);
  g_autofree char *next = words_of_next (calendar, status != NULL ? status->today : 0);
  /* Translators: of a button; %s is the name of a calendar of holidays */
  g_autofree char *remove = g_strdup_printf (_ ("Take off the holidays %s"), calendar->name);

  gtk_label_set_label (self->name_label, calendar->name);
  gtk_label_set_label (self->next_label, next);
  gtk_widget_set_visible (GTK_WIDGET (self->contested_label), calendar->is_contested);
  gtk_widget_set_visible (GTK_WIDGET (self->beaten_label), calendar->is_beaten);
  gtk_widget_set_visible (GTK_WIDGET (self->remove_button), status != NULL && status->i_publish);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->remove_button), "s", calendar->id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->remove_button), "win.remove-holidays");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->remove_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, remove, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  calendar->name, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, next, -1);
}

static void
far_calendar_row_dispose (GObject *object)
{
  FarCalendarRow *self = FAR_CALENDAR_ROW (object);

  g_clear_object (&self->item);
  g_clear_object (&self->overview);

  G_OBJECT_CLASS (far_calendar_row_parent_class)->dispose (object);
}

static void
far_calendar_row_class_init (FarCalendarRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = far_calendar_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-calendar-row.ui");
  gtk_widget_class_bind_template_child (widget_class, FarCalendarRow, name_label);
  gtk_widget_class_bind_template_child (widget_class, FarCalendarRow, next_label);
  gtk_widget_class_bind_template_child (widget_class, FarCalendarRow, contested_label);
  gtk_widget_class_bind_template_child (widget_class, FarCalendarRow, beaten_label);
  gtk_widget_class_bind_template_child (widget_class, FarCalendarRow, remove_button);
}

static void
far_calendar_row_init (FarCalendarRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  far_compat_wrap_buttons (GTK_WIDGET (self->remove_button));
}

GtkWidget *
far_calendar_row_new (FarItem *item, FarOverview *overview)
{
  FarCalendarRow *self = g_object_new (FAR_TYPE_CALENDAR_ROW, NULL);

  self->item = g_object_ref (item);
  self->overview = g_object_ref (overview);
  g_signal_connect_object (item, "notify::snapshot", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (overview, "notify::status", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  show (self);

  return GTK_WIDGET (self);
}
