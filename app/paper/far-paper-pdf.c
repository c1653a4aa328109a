/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-paper-pages.h"

#include <cairo-pdf.h>
#include <gio/gio.h>

/* In points. */
static const struct
{
  double width;
  double height;
} sizes[] = {
  [FAR_PAPER_A4] = { 595.28, 841.89 },
  [FAR_PAPER_LETTER] = { 612, 792 },
};

static cairo_status_t
append (void *data, const unsigned char *bytes, unsigned int len)
{
  g_byte_array_append (data, bytes, len);

  return CAIRO_STATUS_SUCCESS;
}

GBytes *
far_paper_to_pdf (const FarPaper *paper, FarPaperSize size, guint *out_n_pages, GError **error)
{
  g_autoptr(GByteArray) content = g_byte_array_new ();
  double width = sizes[size].width;
  double height = sizes[size].height;
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (append, content, width, height);
  cairo_t *cr = cairo_create (surface);
  FarPaperPages *pages = far_paper_pages_new (paper, cr, width, height);
  cairo_status_t status;

  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, paper->title);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, "Farandole");
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATE_DATE, paper->created);
  for (guint i = 0; i < far_paper_pages_count (pages); i++)
    {
      far_paper_pages_draw (pages, cr, i);
      cairo_show_page (cr);
    }
  *out_n_pages = far_paper_pages_count (pages);
  far_paper_pages_free (pages);

  cairo_surface_finish (surface);
  status = cairo_status (cr);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (surface);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);

  if (status != CAIRO_STATUS_SUCCESS)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "cairo: %s",
                   cairo_status_to_string (status));
      return NULL;
    }

  return g_byte_array_free_to_bytes (g_steal_pointer (&content));
}
