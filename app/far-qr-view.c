/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-qr-view.h"

#include "far-sync.h"

/* what the standard asks for on each side, in modules */
#define QUIET_ZONE 4

/* logical pixels per module: below, a camera has to come very near */
#define MODULE_MIN 3
#define MODULE_NATURAL 5

struct _FarQrView
{
  GtkWidget parent_instance;

  guint8 *modules; /* owned, nullable; n_modules² bytes, 1 is dark */
  int n_modules;
};

G_DEFINE_FINAL_TYPE (FarQrView, far_qr_view, GTK_TYPE_WIDGET)

static void
far_qr_view_finalize (GObject *object)
{
  FarQrView *self = FAR_QR_VIEW (object);

  g_clear_pointer (&self->modules, g_free);

  G_OBJECT_CLASS (far_qr_view_parent_class)->finalize (object);
}

static GtkSizeRequestMode
far_qr_view_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
far_qr_view_measure (GtkWidget *widget,
                     GtkOrientation orientation,
                     int for_size,
                     int *minimum,
                     int *natural,
                     int *minimum_baseline,
                     int *natural_baseline)
{
  FarQrView *self = FAR_QR_VIEW (widget);
  int side = self->n_modules + 2 * QUIET_ZONE;

  *minimum = side * MODULE_MIN;
  *natural = side * MODULE_NATURAL;

  /* a page that scrolls gives the least height: the picture is as large as its width allows */
  if (orientation == GTK_ORIENTATION_VERTICAL && for_size >= 0)
    *minimum = *natural = CLAMP (for_size, *minimum, *natural);
}

static void
far_qr_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  static const GdkRGBA light = { 1, 1, 1, 1 };
  static const GdkRGBA dark = { 0, 0, 0, 1 };
  FarQrView *self = FAR_QR_VIEW (widget);
  int side = self->n_modules + 2 * QUIET_ZONE;
  int scale = gtk_widget_get_scale_factor (widget);
  int room = MIN (gtk_widget_get_width (widget), gtk_widget_get_height (widget)) * scale;
  float module = (float)MAX (room / side, 1) / (float)scale; /* whole pixels: sharp edges */
  float left = ((float)gtk_widget_get_width (widget) - module * (float)side) / 2;
  float top = ((float)gtk_widget_get_height (widget) - module * (float)side) / 2;

  if (self->modules == NULL)
    return;

  gtk_snapshot_append_color (snapshot, &light,
                             &GRAPHENE_RECT_INIT (left, top, module * (float)side,
                                                  module * (float)side));

  for (int row = 0; row < self->n_modules; row++)
    {
      const guint8 *line = self->modules + (gsize)row * (gsize)self->n_modules;
      int n_run;

      for (int column = 0; column < self->n_modules; column += MAX (n_run, 1))
        {
          for (n_run = 0; column + n_run < self->n_modules && line[column + n_run] != 0; n_run++)
            ;
          if (n_run > 0)
            gtk_snapshot_append_color (snapshot, &dark,
                                       &GRAPHENE_RECT_INIT (left + module *
                                                                       (float)(column + QUIET_ZONE),
                                                            top +
                                                                module * (float)(row + QUIET_ZONE),
                                                            module * (float)n_run, module));
        }
    }
}

static void
far_qr_view_class_init (FarQrViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = far_qr_view_finalize;
  widget_class->get_request_mode = far_qr_view_get_request_mode;
  widget_class->measure = far_qr_view_measure;
  widget_class->snapshot = far_qr_view_snapshot;

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
far_qr_view_init (FarQrView *self)
{
}

gboolean
far_qr_view_set_text (FarQrView *self, const char *text, GError **error)
{
  guint8 *modules;
  int n_modules = 0;

  g_return_val_if_fail (FAR_IS_QR_VIEW (self), FALSE);
  g_return_val_if_fail (text != NULL, FALSE);

  modules = far_qr_encode (text, &n_modules, error);
  if (modules == NULL)
    return FALSE;

  g_free (self->modules);
  self->modules = modules;
  self->n_modules = n_modules;
  gtk_widget_queue_resize (GTK_WIDGET (self));

  return TRUE;
}
