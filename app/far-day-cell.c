/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-day-cell.h"

#include "far-words-season.h"

struct _FarDayCell
{
  GtkButton parent_instance;

  gint32 day;

  GtkLabel *weekday_label; /* template children */
  GtkLabel *number_label;
  GtkImage *mark_image;
};

G_DEFINE_FINAL_TYPE (FarDayCell, far_day_cell, GTK_TYPE_BUTTON)

static const char *
name_mark (const FarSeasonPart *day)
{
  if (day->n_outings == 0 && day->n_cancelled > 0)
    return "list-remove-symbolic";
  if (day->n_outings == 0)
    return day->n_drafts > 0 ? "document-edit-symbolic" : NULL;

  return day->n_gaps > 0 ? "dialog-warning-symbolic" : "object-select-symbolic";
}

static void
far_day_cell_class_init (FarDayCellClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-day-cell.ui");
  gtk_widget_class_bind_template_child (widget_class, FarDayCell, weekday_label);
  gtk_widget_class_bind_template_child (widget_class, FarDayCell, number_label);
  gtk_widget_class_bind_template_child (widget_class, FarDayCell, mark_image);
}

static void
far_day_cell_init (FarDayCell *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
far_day_cell_new (gboolean with_weekday)
{
  FarDayCell *self = g_object_new (FAR_TYPE_DAY_CELL, NULL);

  gtk_widget_set_visible (GTK_WIDGET (self->weekday_label), with_weekday);

  return GTK_WIDGET (self);
}

static void
set_class (GtkWidget *widget, const char *name, gboolean is_set)
{
  if (is_set)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

void
far_day_cell_show (FarDayCell *self, const FarSeasonPart *day, gboolean is_today)
{
  g_autofree char *number = NULL;
  g_autofree char *weekday = NULL;
  g_autofree char *words = NULL;

  g_return_if_fail (FAR_IS_DAY_CELL (self));
  g_return_if_fail (day != NULL);

  self->day = day->day;
  number = far_words_day_of_month (day->day);
  weekday = far_words_weekday_short (far_day_get_weekday (day->day));
  words = far_words_season_day (day);
  gtk_label_set_label (self->number_label, number);
  gtk_label_set_label (self->weekday_label, weekday);
  gtk_image_set_from_icon_name (self->mark_image, name_mark (day));
  /* where nothing is planned there is nothing to go to */
  gtk_widget_set_sensitive (GTK_WIDGET (self),
                            day->n_outings + day->n_cancelled + day->n_drafts > 0);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  set_class (GTK_WIDGET (self), "far-today", is_today);
  set_class (GTK_WIDGET (self), "far-mine", day->is_mine);
  set_class (GTK_WIDGET (self->mark_image), "warning", day->n_gaps > 0);
}

gint32
far_day_cell_get_day (FarDayCell *self)
{
  g_return_val_if_fail (FAR_IS_DAY_CELL (self), 0);

  return self->day;
}
