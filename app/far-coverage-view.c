/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-coverage-view.h"

#include "far-compat.h"
#include "far-words-season.h"

#include <math.h>

#define HEIGHT 96
#define AIR 2

struct _FarCoverageView
{
  GtkWidget parent_instance;

  GArray *weeks; /* owned; (nullable) (element-type FarSeasonPart) */
};

G_DEFINE_FINAL_TYPE (FarCoverageView, far_coverage_view, GTK_TYPE_WIDGET)

static void
far_coverage_view_measure (GtkWidget *widget G_GNUC_UNUSED,
                           GtkOrientation orientation,
                           int for_size G_GNUC_UNUSED,
                           int *minimum,
                           int *natural,
                           int *minimum_baseline G_GNUC_UNUSED,
                           int *natural_baseline G_GNUC_UNUSED)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_VERTICAL ? HEIGHT : 1;
}

static guint
find_most (const GArray *weeks)
{
  guint most = 1;

  for (guint i = 0; i < weeks->len; i++)
    most = MAX (most, g_array_index (weeks, FarSeasonPart, i).n_needed);

  return most;
}

/* On whole pixels, or thin bars blur. */
static void
draw_week (cairo_t *cr,
           const FarSeasonPart *week,
           double from,
           double to,
           double height,
           guint most)
{
  static const double dashes[] = { 2, 2 };
  double needed = round (height * week->n_needed / most);
  double found = round (height * week->n_found / most);

  cairo_rectangle (cr, from, height - found, to - from, found);
  cairo_fill (cr);
  if (needed <= found)
    return;

  cairo_set_line_width (cr, 1);
  cairo_set_dash (cr, dashes, G_N_ELEMENTS (dashes), 0);
  cairo_rectangle (cr, from + 0.5, height - needed + 0.5, to - from - 1, needed - found - 1);
  cairo_stroke (cr);
}

static void
far_coverage_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  FarCoverageView *self = FAR_COVERAGE_VIEW (widget);
  double width = gtk_widget_get_width (widget);
  double height = gtk_widget_get_height (widget);
  guint n = self->weeks != NULL ? self->weeks->len : 0;
  guint most = n > 0 ? find_most (self->weeks) : 1;
  cairo_t *cr =
      gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float)width, (float)height));
  GdkRGBA colour;

  far_compat_get_colour (widget, "accent_color", &colour);
  gdk_cairo_set_source_rgba (cr, &colour);
  /* time goes the way one reads */
  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    {
      cairo_translate (cr, width, 0);
      cairo_scale (cr, -1, 1);
    }
  for (guint i = 0; i < n; i++)
    draw_week (cr, &g_array_index (self->weeks, FarSeasonPart, i), round (width * i / n) + AIR,
               MAX (round (width * (i + 1) / n) - AIR, round (width * i / n) + AIR + 1), height,
               most);
  cairo_destroy (cr);
}

static void
far_coverage_view_finalize (GObject *object)
{
  FarCoverageView *self = FAR_COVERAGE_VIEW (object);

  g_clear_pointer (&self->weeks, g_array_unref);

  G_OBJECT_CLASS (far_coverage_view_parent_class)->finalize (object);
}

static void
far_coverage_view_class_init (FarCoverageViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = far_coverage_view_finalize;
  widget_class->measure = far_coverage_view_measure;
  widget_class->snapshot = far_coverage_view_snapshot;

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
far_coverage_view_init (FarCoverageView *self G_GNUC_UNUSED)
{
}

void
far_coverage_view_show (FarCoverageView *self, GArray *weeks)
{
  g_autoptr(GString) words = g_string_new (NULL);

  g_return_if_fail (FAR_IS_COVERAGE_VIEW (self));
  g_return_if_fail (weeks != NULL);

  g_clear_pointer (&self->weeks, g_array_unref);
  self->weeks = g_array_ref (weeks);
  for (guint i = 0; i < weeks->len; i++)
    {
      g_autofree char *week = far_words_season_week (&g_array_index (weeks, FarSeasonPart, i));

      g_string_append_printf (words, "%s%s", i > 0 ? "\n" : "", week);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, words->str,
                                  -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
