/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-route-grid.h"

#include "far-colour-box.h"
#include "far-compat.h"

#include <math.h>

enum
{
  COLUMN_WHEN,
  COLUMN_MARK,
  COLUMN_WHAT,
};

/* above and below each: rows touch, or the band would have gaps */
#define AIR 4

/* ---- the part of the band beside one stop */

#define FAR_TYPE_ROUTE_MARK (far_route_mark_get_type ())
G_DECLARE_FINAL_TYPE (FarRouteMark, far_route_mark, FAR, ROUTE_MARK, GtkWidget)

struct _FarRouteMark
{
  GtkWidget parent_instance;

  gboolean is_school;
  gboolean is_first;
  gboolean is_last;
};

G_DEFINE_FINAL_TYPE (FarRouteMark, far_route_mark, GTK_TYPE_WIDGET)

/* Of the font that is set now. */
static double
measure_line (GtkWidget *widget)
{
  g_autoptr(PangoLayout) layout = gtk_widget_create_pango_layout (widget, "8");
  int height;

  pango_layout_get_pixel_size (layout, NULL, &height);

  return height;
}

static void
far_route_mark_measure (GtkWidget *widget,
                        GtkOrientation orientation,
                        int for_size G_GNUC_UNUSED,
                        int *minimum,
                        int *natural,
                        int *minimum_baseline G_GNUC_UNUSED,
                        int *natural_baseline G_GNUC_UNUSED)
{
  double line = measure_line (widget);

  *minimum = *natural =
      (int)ceil (orientation == GTK_ORIENTATION_HORIZONTAL ? 0.9 * line : line + 2 * AIR);
}

static void
far_route_mark_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  FarRouteMark *self = FAR_ROUTE_MARK (widget);
  double width = gtk_widget_get_width (widget);
  double height = gtk_widget_get_height (widget);
  double line = measure_line (widget);
  double band = MAX (2.0, line / 6);
  double radius = 0.3 * line;
  double middle = AIR + line / 2;
  cairo_t *cr =
      gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float)width, (float)height));
  GdkRGBA colour;

  far_compat_get_colour (widget, NULL, &colour);
  gdk_cairo_set_source_rgba (cr, &colour);
  cairo_set_line_width (cr, band);
  if (!self->is_first)
    {
      cairo_move_to (cr, width / 2, 0);
      cairo_line_to (cr, width / 2, middle - radius);
    }
  if (!self->is_last)
    {
      cairo_move_to (cr, width / 2, middle + radius);
      cairo_line_to (cr, width / 2, height);
    }
  cairo_stroke (cr);
  if (self->is_school)
    {
      cairo_rectangle (cr, width / 2 - radius, middle - radius, 2 * radius, 2 * radius);
      cairo_fill (cr);
    }
  else
    {
      cairo_arc (cr, width / 2, middle, radius - band / 2, 0, 2 * G_PI);
      cairo_stroke (cr);
    }
  cairo_destroy (cr);
}

static void
far_route_mark_class_init (FarRouteMarkClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->measure = far_route_mark_measure;
  widget_class->snapshot = far_route_mark_snapshot;

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
far_route_mark_init (FarRouteMark *self)
{
  gtk_widget_add_css_class (GTK_WIDGET (self), "far-route");
}

/* ---- all of it */

static GtkWidget *
label_new (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_yalign (GTK_LABEL (label), 0);
  gtk_widget_set_margin_top (label, AIR);
  gtk_widget_set_margin_bottom (label, AIR);

  return label;
}

static int
count_rows (GtkGrid *grid)
{
  int n = 0;

  while (gtk_grid_get_child_at (grid, COLUMN_MARK, n) != NULL)
    n++;

  return n;
}

static void
add (GtkGrid *grid, const char *when, const char *what, gboolean is_school)
{
  FarRouteMark *mark = g_object_new (FAR_TYPE_ROUTE_MARK, NULL);
  int row = count_rows (grid);
  GtkWidget *times = label_new (when);

  mark->is_school = is_school;
  gtk_widget_add_css_class (times, "numeric");
  gtk_grid_attach (grid, times, COLUMN_WHEN, row, 1, 1);
  gtk_grid_attach (grid, GTK_WIDGET (mark), COLUMN_MARK, row, 1, 1);
  gtk_grid_attach (grid, label_new (what), COLUMN_WHAT, row, 1, 1);
}

void
far_route_grid_clear (GtkGrid *grid)
{
  GtkWidget *child;

  g_return_if_fail (GTK_IS_GRID (grid));

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (grid))) != NULL)
    gtk_grid_remove (grid, child);
}

void
far_route_grid_add_stop (GtkGrid *grid, const char *when, const char *what)
{
  g_return_if_fail (GTK_IS_GRID (grid));
  g_return_if_fail (when != NULL && what != NULL);

  add (grid, when, what, FALSE);
}

void
far_route_grid_add_school (GtkGrid *grid, const char *name)
{
  g_return_if_fail (GTK_IS_GRID (grid));
  g_return_if_fail (name != NULL);

  add (grid, "", name, TRUE);
}

void
far_route_grid_finish (GtkGrid *grid, FarColour colour)
{
  int n;

  g_return_if_fail (GTK_IS_GRID (grid));

  n = count_rows (grid);
  for (int i = 0; i < n; i++)
    {
      FarRouteMark *mark = FAR_ROUTE_MARK (gtk_grid_get_child_at (grid, COLUMN_MARK, i));

      mark->is_first = i == 0;
      mark->is_last = i == n - 1;
      far_colour_set_class (GTK_WIDGET (mark), colour);
    }
}
