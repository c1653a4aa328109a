/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-rides-page.h"

#include "far-compat.h"
#include "far-ride-row.h"
#include "far-text.h"
#include "far-words.h"

#include <glib/gi18n.h>

struct _FarRidesPage
{
  AdwBin parent_instance;

  FarOverview *overview; /* owned */

  GtkStack *stack; /* template children */
  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (FarRidesPage, far_rides_page, ADW_TYPE_BIN)

static void
add_day_heading (GtkListBoxRow *row, GtkListBoxRow *before, gpointer data)
{
  gint32 day = far_ride_row_get_day (FAR_RIDE_ROW (row));
  g_autofree char *words = NULL;
  g_autofree char *heading = NULL;
  GtkWidget *label;

  if (before != NULL && far_ride_row_get_day (FAR_RIDE_ROW (before)) == day)
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }

  words = far_words_day (day);
  heading = far_text_capitalize (words);
  label = gtk_label_new (heading);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "title-4");
  gtk_widget_add_css_class (label, "far-day");
  gtk_list_box_row_set_header (row, label);
}

static void
show_page (FarRidesPage *self)
{
  GListModel *rides = far_overview_peek_rides (self->overview);

  gtk_stack_set_visible_child_name (self->stack,
                                    g_list_model_get_n_items (rides) > 0 ? "list" : "empty");
}

static GtkWidget *
create_row (gpointer item, gpointer data)
{
  return far_ride_row_new (item, FALSE);
}

static void
far_rides_page_dispose (GObject *object)
{
  FarRidesPage *self = FAR_RIDES_PAGE (object);

  if (self->overview != NULL)
    {
      g_signal_handlers_disconnect_by_data (far_overview_peek_rides (self->overview), self);
      gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
    }
  g_clear_object (&self->overview);

  G_OBJECT_CLASS (far_rides_page_parent_class)->dispose (object);
}

static void
far_rides_page_class_init (FarRidesPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = far_rides_page_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-rides-page.ui");
  gtk_widget_class_bind_template_child (widget_class, FarRidesPage, stack);
  gtk_widget_class_bind_template_child (widget_class, FarRidesPage, list);
}

static void
far_rides_page_init (FarRidesPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  far_compat_wrap_buttons (GTK_WIDGET (self));
  gtk_list_box_set_header_func (self->list, add_day_heading, self, NULL);
}

void
far_rides_page_set_overview (FarRidesPage *self, FarOverview *overview)
{
  GListModel *rides;

  g_return_if_fail (FAR_IS_RIDES_PAGE (self));
  g_return_if_fail (FAR_IS_OVERVIEW (overview));
  g_return_if_fail (self->overview == NULL);

  self->overview = g_object_ref (overview);
  rides = far_overview_peek_rides (overview);
  gtk_list_box_bind_model (self->list, rides, create_row, self, NULL);
  g_signal_connect_swapped (rides, "items-changed", G_CALLBACK (show_page), self);
  show_page (self);
}
