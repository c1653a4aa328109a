/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-season-dialog.h"

#include "far-coverage-view.h"
#include "far-day-cell.h"
#include "far-notice.h"
#include "far-words-season.h"

#include <glib/gi18n.h>

#define DAYS_PER_WEEK 7
/* what the engine says at a time is a year */
#define WEEKS_MAX (366 / DAYS_PER_WEEK)

struct _FarSeasonDialog
{
  AdwWindow parent_instance;

  FarOverview *overview; /* owned; NULL once it is closed */
  gint32 first_day;      /* of what was asked */
  guint n_weeks;

  FarNotice *notice; /* template children */
  GtkLabel *sum_label;
  GtkBox *coverage_box;
  FarCoverageView *coverage_view;
  GtkBox *months_box;
};

G_DEFINE_FINAL_TYPE (FarSeasonDialog, far_season_dialog, ADW_TYPE_WINDOW)

/* ---- the calendar */

static GtkWidget *
heading_new (const char *text, const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, style);

  return label;
}

static GtkGrid *
add_month (FarSeasonDialog *self, gint32 day)
{
  g_autofree char *month = far_words_month (day);
  GtkGrid *grid = GTK_GRID (gtk_grid_new ());

  gtk_grid_set_column_homogeneous (grid, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (grid), GTK_ACCESSIBLE_PROPERTY_LABEL, month, -1);
  for (int i = 0; i < DAYS_PER_WEEK; i++)
    {
      g_autofree char *name = far_words_weekday_short (i);
      GtkWidget *label = gtk_label_new (name);

      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      gtk_widget_add_css_class (label, "caption");
      gtk_widget_add_css_class (label, "dim-label");
      gtk_grid_attach (grid, label, i, 0, 1, 1);
    }
  gtk_box_append (self->months_box, heading_new (month, "title-4"));
  gtk_box_append (self->months_box, GTK_WIDGET (grid));

  return grid;
}

static void
day_clicked_cb (FarSeasonDialog *self, FarDayCell *cell)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));

  gtk_widget_activate_action (GTK_WIDGET (parent), "win.show-day", "i",
                              far_day_cell_get_day (cell));
  gtk_window_close (GTK_WINDOW (self));
}

static void
show_days (FarSeasonDialog *self, const GArray *days)
{
  const FarStatus *status = far_overview_peek_status (self->overview);
  GtkGrid *grid = NULL;
  GtkWidget *child;
  int row = 0;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->months_box))) != NULL)
    gtk_box_remove (self->months_box, child);

  for (guint i = 0; i < days->len; i++)
    {
      const FarSeasonPart *day = &g_array_index (days, FarSeasonPart, i);
      gboolean is_today = status != NULL && day->day == status->today;
      int weekday = (int)(i % DAYS_PER_WEEK);
      GtkWidget *cell;

      /* what is over at the beginning of its first week is no month of its own */
      if (grid == NULL && day->n_outings + day->n_cancelled + day->n_drafts == 0 && !is_today)
        continue;

      cell = far_day_cell_new (FALSE);
      far_day_cell_show (FAR_DAY_CELL (cell), day, is_today);
      if (grid == NULL || far_season_is_first_of_month (day->day))
        {
          grid = add_month (self, day->day);
          row = 1;
        }
      else if (weekday == 0)
        row++;
      g_signal_connect_swapped (cell, "clicked", G_CALLBACK (day_clicked_cb), self);
      gtk_grid_attach (grid, cell, weekday, row, 1, 1);
    }
}

/* ---- what there is */

static void
show (FarSeasonDialog *self, GPtrArray *outings)
{
  g_autoptr(GArray) days = far_season_days (outings, self->first_day, self->n_weeks);
  g_autoptr(GArray) weeks = far_season_weeks (days);
  FarSeasonPart sum = far_season_sum (weeks);
  gint32 last_day = self->first_day + (gint32)(self->n_weeks * DAYS_PER_WEEK) - 1;
  g_autofree char *words = far_words_season (&sum, last_day);

  gtk_label_set_label (self->sum_label, words);
  far_coverage_view_show (self->coverage_view, weeks);
  gtk_widget_set_visible (GTK_WIDGET (self->coverage_box), sum.n_outings > 0);
  show_days (self, days);
}

static void
outings_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarSeasonDialog) self = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) outings = far_engine_week_finish (FAR_ENGINE (source), result, &error);

  if (self->overview == NULL)
    return;

  if (outings == NULL)
    far_notice_show_error (self->notice, error);
  else
    show (self, outings);
}

/* Until the last day of what is published. */
static guint
count_weeks (FarSeasonDialog *self, gint32 first_day)
{
  GListModel *rotas = far_overview_peek_rotas (self->overview);
  gint64 last_day = first_day;

  for (guint i = 0; i < g_list_model_get_n_items (rotas); i++)
    {
      g_autoptr(FarItem) item = g_list_model_get_item (rotas, i);
      const FarRota *rota = far_item_peek_snapshot (item);

      if (rota->state == FAR_ROTA_PUBLISHED)
        last_day = MAX (last_day, rota->last_day);
    }

  return (guint)MIN ((last_day - first_day) / DAYS_PER_WEEK + 1, WEEKS_MAX);
}

static void
ask (FarSeasonDialog *self)
{
  const FarStatus *status = far_overview_peek_status (self->overview);

  if (status == NULL)
    return;

  self->first_day = status->today - far_day_get_weekday (status->today);
  self->n_weeks = count_weeks (self, self->first_day);
  far_engine_week_async (far_overview_peek_engine (self->overview), self->first_day,
                         (int)self->n_weeks * DAYS_PER_WEEK, NULL, outings_cb, g_object_ref (self));
}

static void
far_season_dialog_dispose (GObject *object)
{
  FarSeasonDialog *self = FAR_SEASON_DIALOG (object);

  g_clear_object (&self->overview);

  G_OBJECT_CLASS (far_season_dialog_parent_class)->dispose (object);
}

static void
far_season_dialog_class_init (FarSeasonDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = far_season_dialog_dispose;

  g_type_ensure (FAR_TYPE_NOTICE);
  g_type_ensure (FAR_TYPE_COVERAGE_VIEW);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-season-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, FarSeasonDialog, notice);
  gtk_widget_class_bind_template_child (widget_class, FarSeasonDialog, sum_label);
  gtk_widget_class_bind_template_child (widget_class, FarSeasonDialog, coverage_box);
  gtk_widget_class_bind_template_child (widget_class, FarSeasonDialog, coverage_view);
  gtk_widget_class_bind_template_child (widget_class, FarSeasonDialog, months_box);
}

static void
far_season_dialog_init (FarSeasonDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWindow *
far_season_dialog_new (GtkWindow *parent, FarOverview *overview)
{
  FarSeasonDialog *self;

  g_return_val_if_fail (FAR_IS_OVERVIEW (overview), NULL);

  self = g_object_new (FAR_TYPE_SEASON_DIALOG, "transient-for", parent, NULL);
  self->overview = g_object_ref (overview);
  ask (self);

  return GTK_WINDOW (self);
}
