/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-plan-page.h"

#include "far-compat.h"
#include "far-baton-box.h"
#include "far-calendar-row.h"
#include "far-line-row.h"
#include "far-rota-row.h"
#include "far-unheard-box.h"

struct _FarPlanPage
{
  AdwBin parent_instance;

  FarOverview *overview; /* owned */

  FarBatonBox *suggestions_box; /* template children */
  FarUnheardBox *unheard_box;
  GtkListBox *lines_list;
  GtkLabel *lines_hint;
  GtkListBox *rotas_list;
  GtkLabel *rotas_hint;
  GtkListBox *holidays_list;
  GtkLabel *holidays_hint;
  GtkButton *closing_button;
  GtkButton *holidays_button;
};

G_DEFINE_FINAL_TYPE (FarPlanPage, far_plan_page, ADW_TYPE_BIN)

static void
show_hints (FarPlanPage *self)
{
  const FarStatus *status = far_overview_peek_status (self->overview);
  gboolean holidays = g_list_model_get_n_items (far_overview_peek_calendars (self->overview)) > 0;
  gboolean lines = g_list_model_get_n_items (far_overview_peek_lines (self->overview)) > 0;
  gboolean rotas = g_list_model_get_n_items (far_overview_peek_rotas (self->overview)) > 0;

  gtk_widget_set_visible (GTK_WIDGET (self->lines_list), lines);
  gtk_widget_set_visible (GTK_WIDGET (self->lines_hint), !lines);
  gtk_widget_set_visible (GTK_WIDGET (self->rotas_list), rotas);
  gtk_widget_set_visible (GTK_WIDGET (self->rotas_hint), !rotas);
  gtk_widget_set_visible (GTK_WIDGET (self->holidays_list), holidays);
  gtk_widget_set_visible (GTK_WIDGET (self->holidays_hint), !holidays);
  gtk_widget_set_visible (GTK_WIDGET (self->closing_button), status != NULL && status->i_publish);
  gtk_widget_set_visible (GTK_WIDGET (self->holidays_button), status != NULL && status->i_publish);
}

static GtkWidget *
create_calendar_row (gpointer item, gpointer data)
{
  FarPlanPage *self = data;

  return far_calendar_row_new (item, self->overview);
}

static GtkWidget *
create_line_row (gpointer item, gpointer data)
{
  return far_line_row_new (item);
}

static GtkWidget *
create_rota_row (gpointer item, gpointer data)
{
  FarPlanPage *self = data;

  return far_rota_row_new (item, self->overview);
}

static void
far_plan_page_dispose (GObject *object)
{
  FarPlanPage *self = FAR_PLAN_PAGE (object);

  if (self->overview != NULL)
    {
      g_signal_handlers_disconnect_by_data (far_overview_peek_lines (self->overview), self);
      g_signal_handlers_disconnect_by_data (far_overview_peek_rotas (self->overview), self);
      g_signal_handlers_disconnect_by_data (far_overview_peek_calendars (self->overview), self);
      g_signal_handlers_disconnect_by_data (self->overview, self);
      gtk_list_box_bind_model (self->lines_list, NULL, NULL, NULL, NULL);
      gtk_list_box_bind_model (self->rotas_list, NULL, NULL, NULL, NULL);
      gtk_list_box_bind_model (self->holidays_list, NULL, NULL, NULL, NULL);
    }
  g_clear_object (&self->overview);

  G_OBJECT_CLASS (far_plan_page_parent_class)->dispose (object);
}

static void
far_plan_page_class_init (FarPlanPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = far_plan_page_dispose;

  g_type_ensure (FAR_TYPE_BATON_BOX);
  g_type_ensure (FAR_TYPE_UNHEARD_BOX);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-plan-page.ui");
  gtk_widget_class_bind_template_child (widget_class, FarPlanPage, suggestions_box);
  gtk_widget_class_bind_template_child (widget_class, FarPlanPage, unheard_box);
  gtk_widget_class_bind_template_child (widget_class, FarPlanPage, lines_list);
  gtk_widget_class_bind_template_child (widget_class, FarPlanPage, lines_hint);
  gtk_widget_class_bind_template_child (widget_class, FarPlanPage, rotas_list);
  gtk_widget_class_bind_template_child (widget_class, FarPlanPage, rotas_hint);
  gtk_widget_class_bind_template_child (widget_class, FarPlanPage, holidays_list);
  gtk_widget_class_bind_template_child (widget_class, FarPlanPage, holidays_hint);
  gtk_widget_class_bind_template_child (widget_class, FarPlanPage, closing_button);
  gtk_widget_class_bind_template_child (widget_class, FarPlanPage, holidays_button);
}

static void
far_plan_page_init (FarPlanPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  far_compat_wrap_buttons (GTK_WIDGET (self));
}

void
far_plan_page_set_overview (FarPlanPage *self, FarOverview *overview)
{
  GListModel *lines;
  GListModel *rotas;
  GListModel *calendars;

  g_return_if_fail (FAR_IS_PLAN_PAGE (self));
  g_return_if_fail (FAR_IS_OVERVIEW (overview));
  g_return_if_fail (self->overview == NULL);

  self->overview = g_object_ref (overview);
  far_baton_box_set_overview (self->suggestions_box, overview, TRUE);
  far_unheard_box_set_overview (self->unheard_box, overview);
  lines = far_overview_peek_lines (overview);
  rotas = far_overview_peek_rotas (overview);
  gtk_list_box_bind_model (self->lines_list, lines, create_line_row, self, NULL);
  gtk_list_box_bind_model (self->rotas_list, rotas, create_rota_row, self, NULL);
  g_signal_connect_swapped (lines, "items-changed", G_CALLBACK (show_hints), self);
  g_signal_connect_swapped (rotas, "items-changed", G_CALLBACK (show_hints), self);
  calendars = far_overview_peek_calendars (overview);
  gtk_list_box_bind_model (self->holidays_list, calendars, create_calendar_row, self, NULL);
  g_signal_connect_swapped (calendars, "items-changed", G_CALLBACK (show_hints), self);
  g_signal_connect_swapped (overview, "notify::status", G_CALLBACK (show_hints), self);
  show_hints (self);
}
