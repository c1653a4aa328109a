/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-printing.h"

#include "far-paper-pages.h"

typedef struct
{
  FarPaper *paper;      /* owned */
  FarPaperPages *pages; /* owned, nullable until the printer's paper is known */
} Printing;

static void
free_printing (gpointer data, GClosure *closure G_GNUC_UNUSED)
{
  Printing *printing = data;

  g_clear_pointer (&printing->pages, far_paper_pages_free);
  far_paper_free (printing->paper);
  g_free (printing);
}

static void
begin_print_cb (GtkPrintOperation *operation, GtkPrintContext *context, gpointer data)
{
  Printing *printing = data;

  g_clear_pointer (&printing->pages, far_paper_pages_free);
  printing->pages =
      far_paper_pages_new (printing->paper, gtk_print_context_get_cairo_context (context),
                           gtk_print_context_get_width (context),
                           gtk_print_context_get_height (context));
  gtk_print_operation_set_n_pages (operation, (int)far_paper_pages_count (printing->pages));
}

static void
draw_page_cb (GtkPrintOperation *operation G_GNUC_UNUSED,
              GtkPrintContext *context,
              int page,
              gpointer data)
{
  Printing *printing = data;

  far_paper_pages_draw (printing->pages, gtk_print_context_get_cairo_context (context),
                        (guint)page);
}

gboolean
far_printing_run (GtkWindow *parent, FarPaper *paper, GError **error)
{
  g_autoptr(GtkPrintOperation) operation = gtk_print_operation_new ();
  Printing *printing = g_new0 (Printing, 1);

  printing->paper = paper;
  gtk_print_operation_set_job_name (operation, paper->title);
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  /* the paper has margins of its own, which every printer leaves */
  gtk_print_operation_set_use_full_page (operation, TRUE);
  gtk_print_operation_set_embed_page_setup (operation, TRUE);
  g_signal_connect_data (operation, "begin-print", G_CALLBACK (begin_print_cb), printing,
                         free_printing, 0);
  g_signal_connect (operation, "draw-page", G_CALLBACK (draw_page_cb), printing);

  return gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG, parent,
                                  error) != GTK_PRINT_OPERATION_RESULT_ERROR;
}
