/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-ring-view.h"

#include "far-compat.h"
#include "far-words-published.h"

#include <math.h>

struct _FarRingView
{
  GtkWidget parent_instance;

  int n;
  int n_all;
};

G_DEFINE_FINAL_TYPE (FarRingView, far_ring_view, GTK_TYPE_WIDGET)

/* As wide as the words are with the font that is set now. */
static PangoLayout *
words_of (FarRingView *self)
{
  g_autofree char *words = far_words_plan_share (self->n, self->n_all);

  return gtk_widget_create_pango_layout (GTK_WIDGET (self), words);
}

/* How thick the ring is: it grows with the words.  @layout: in it */
static double
thickness_of (PangoLayout *layout)
{
  int height;

  pango_layout_get_pixel_size (layout, NULL, &height);

  return MAX (4.0, height / 2.0);
}

static void
far_ring_view_measure (GtkWidget *widget,
                       GtkOrientation orientation G_GNUC_UNUSED,
                       int for_size G_GNUC_UNUSED,
                       int *minimum,
                       int *natural,
                       int *minimum_baseline G_GNUC_UNUSED,
                       int *natural_baseline G_GNUC_UNUSED)
{
  g_autoptr(PangoLayout) layout = words_of (FAR_RING_VIEW (widget));
  double thickness = thickness_of (layout);
  int width;
  int height;

  pango_layout_get_pixel_size (layout, &width, &height);

  /* room for the corners of the words, and half a ring of air about them */
  *minimum = *natural = (int)ceil (hypot (width, height) + 3 * thickness);
}

static void
far_ring_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  FarRingView *self = FAR_RING_VIEW (widget);
  float width = (float)gtk_widget_get_width (widget);
  float height = (float)gtk_widget_get_height (widget);
  double share = self->n_all > 0 ? (double)self->n / self->n_all : 0;
  g_autoptr(PangoLayout) layout = words_of (self);
  double thickness = thickness_of (layout);
  double radius = (MIN (width, height) - thickness) / 2;
  int words_width;
  int words_height;
  GdkRGBA text;
  GdkRGBA accent;
  cairo_t *cr;

  far_compat_get_colour (widget, NULL, &text);
  far_compat_get_colour (widget, "accent_color", &accent);
  pango_layout_get_pixel_size (layout, &words_width, &words_height);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((width - (float)words_width) / 2,
                                                          (height - (float)words_height) / 2));
  gtk_snapshot_append_layout (snapshot, layout, &text);
  gtk_snapshot_restore (snapshot);

  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  cairo_translate (cr, width / 2, height / 2);
  /* one reads round it the way one reads */
  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    cairo_scale (cr, -1, 1);
  gdk_cairo_set_source_rgba (cr, &text);
  cairo_set_line_width (cr, MAX (1.0, thickness / 6));
  cairo_arc (cr, 0, 0, radius, 0, 2 * G_PI);
  cairo_stroke (cr);
  gdk_cairo_set_source_rgba (cr, &accent);
  cairo_set_line_width (cr, thickness);
  if (share > 0)
    cairo_arc (cr, 0, 0, radius, -G_PI / 2, -G_PI / 2 + share * 2 * G_PI);
  cairo_stroke (cr);
  cairo_destroy (cr);
}

static void
far_ring_view_class_init (FarRingViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->measure = far_ring_view_measure;
  widget_class->snapshot = far_ring_view_snapshot;

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
far_ring_view_init (FarRingView *self G_GNUC_UNUSED)
{
}

void
far_ring_view_show (FarRingView *self, int n, int n_all, const char *sentence)
{
  g_return_if_fail (FAR_IS_RING_VIEW (self));
  g_return_if_fail (n >= 0 && n <= n_all);
  g_return_if_fail (sentence != NULL);

  self->n = n;
  self->n_all = n_all;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence,
                                  -1);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}
