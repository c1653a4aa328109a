/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-line-row.h"

#include "far-words.h"

#include <glib/gi18n.h>

struct _FarLineRow
{
  AdwExpanderRow parent_instance;

  FarItem *item;        /* owned */
  GPtrArray *stop_rows; /* owned; (element-type GtkWidget) */
};

G_DEFINE_FINAL_TYPE (FarLineRow, far_line_row, ADW_TYPE_EXPANDER_ROW)

static char *
stop_times (const FarStop *stop)
{
  g_autofree char *out = far_words_time (stop->time_out);
  g_autofree char *back = far_words_time (stop->time_back);

  if (stop->time_back < 0)
    return stop->time_out < 0 ? g_strdup (_ ("Time not known")) : g_steal_pointer (&out);
  if (stop->time_out < 0)
    /* Translators: when a stop is passed on the way back from school */
    return g_strdup_printf (_ ("Back at %s"), back);

  /* Translators: when a stop is passed on the way to school, and on the way back */
  return g_strdup_printf (_ ("Out at %1$s, back at %2$s"), out, back);
}

static char *
describe_line (const FarLine *line)
{
  g_autofree char *stops =
      g_strdup_printf (ngettext ("%u stop", "%u stops", line->stops->len), line->stops->len);

  if (line->school[0] == '\0')
    return g_steal_pointer (&stops);

  /* Translators: %1$s is a number of stops, as in "4 stops", %2$s the name of the school */
  return g_strdup_printf (_ ("%1$s, to %2$s"), stops, line->school);
}

static void
show_line (FarLineRow *self)
{
  const FarLine *line = far_item_peek_snapshot (self->item);
  g_autofree char *subtitle = describe_line (line);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), line->name);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), subtitle);

  for (guint i = 0; i < self->stop_rows->len; i++)
    adw_expander_row_remove (ADW_EXPANDER_ROW (self), self->stop_rows->pdata[i]);
  g_ptr_array_set_size (self->stop_rows, 0);

  for (guint i = 0; i < line->stops->len; i++)
    {
      const FarStop *stop = line->stops->pdata[i];
      g_autofree char *times = stop_times (stop);
      GtkWidget *row = adw_action_row_new ();

      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), stop->name);
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), times);
      adw_expander_row_add_row (ADW_EXPANDER_ROW (self), row);
      g_ptr_array_add (self->stop_rows, row);
    }
}

static void
far_line_row_dispose (GObject *object)
{
  FarLineRow *self = FAR_LINE_ROW (object);

  if (self->item != NULL)
    g_signal_handlers_disconnect_by_data (self->item, self);
  g_clear_object (&self->item);
  g_clear_pointer (&self->stop_rows, g_ptr_array_unref);

  G_OBJECT_CLASS (far_line_row_parent_class)->dispose (object);
}

static void
far_line_row_class_init (FarLineRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = far_line_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-line-row.ui");
}

static void
far_line_row_init (FarLineRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->stop_rows = g_ptr_array_new ();
}

GtkWidget *
far_line_row_new (FarItem *item)
{
  FarLineRow *self;

  g_return_val_if_fail (FAR_IS_ITEM (item), NULL);

  self = g_object_new (FAR_TYPE_LINE_ROW, NULL);
  self->item = g_object_ref (item);
  g_signal_connect_swapped (item, "notify::snapshot", G_CALLBACK (show_line), self);
  show_line (self);

  return GTK_WIDGET (self);
}
