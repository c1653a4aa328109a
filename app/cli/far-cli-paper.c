/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-cli-paper.h"

#include <glib/gi18n.h>
#include <gmodule.h>
#include <string.h>

#define MODULE "farandole-paper.so"
#define TABLE "far_paper_table"

gboolean
far_cli_parse_paper (const char *text, FarPaperSize *out_size, GError **error)
{
  if (text == NULL || g_ascii_strcasecmp (text, "a4") == 0)
    *out_size = FAR_PAPER_A4;
  else if (g_ascii_strcasecmp (text, "letter") == 0)
    *out_size = FAR_PAPER_LETTER;
  else
    {
      far_cli_set_usage_error (error, _ ("Paper is A4 or Letter."));
      return FALSE;
    }

  return TRUE;
}

/* Stays loaded: what its libraries register cannot be taken back. */
static const FarPaperTable *
load_table (GError **error)
{
  const char *folder = g_getenv ("FARANDOLE_MODULES");
  g_autofree char *path = g_build_filename (folder != NULL ? folder : FAR_PAPER_DIR, MODULE, NULL);
  GModule *module = g_module_open (path, G_MODULE_BIND_LOCAL | G_MODULE_BIND_LAZY);
  gpointer symbol = NULL;

  if (module != NULL)
    g_module_make_resident (module);
  if (module == NULL || !g_module_symbol (module, TABLE, &symbol) || symbol == NULL ||
      strcmp (((const FarPaperTable *)symbol)->version, FAR_VERSION) != 0)
    {
      g_debug ("%s: %s", path, module != NULL ? "not of this version" : g_module_error ());
      g_set_error_literal (error, FAR_SYNC_ERROR, FAR_SYNC_ERROR_PAPER_WRITER, MODULE);
      return NULL;
    }

  return symbol;
}

GBytes *
far_cli_draw (const FarPaper *paper, FarPaperSize size, guint *out_n_pages, GError **error)
{
  const FarPaperTable *table = load_table (error);

  return table != NULL ? table->to_pdf (paper, size, out_n_pages, error) : NULL;
}
