/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-import"

#include "far-import-rows.h"

#include <string.h>

#include "far-tidy.h"
#include "far-pure.h"

void
_far_import_rows_init (FarImportRows *self, const char *text, gsize len, char delimiter)
{
  *self = (FarImportRows){ .csv = far_csv (text, len, delimiter), .result = FAR_CSV_ROW };
  self->cells = g_ptr_array_new_with_free_func (g_free);
  for (guint column = 0; column < FAR_IMPORT_COLUMNS_MAX; column++)
    self->columns[column] = -1;
}

void
_far_import_rows_clear (FarImportRows *self)
{
  g_clear_pointer (&self->cells, g_ptr_array_unref);
}

static gboolean
is_blank (const GPtrArray *cells)
{
  for (guint i = 0; i < cells->len; i++)
    if (((const char *)cells->pdata[i])[0] != '\0')
      return FALSE;

  return TRUE;
}

gboolean
_far_import_rows_next (FarImportRows *self)
{
  do
    self->result = far_csv_read_row (&self->csv, self->cells);
  while (self->result == FAR_CSV_ROW && is_blank (self->cells));

  return self->result == FAR_CSV_ROW;
}

static gboolean
is_listed (const char *names, const char *cell)
{
  g_autofree char *folded = far_fold (cell);
  g_autofree char *listed = g_strconcat ("|", folded, "|", NULL);

  return folded[0] != '\0' && strchr (folded, '|') == NULL && strstr (names, listed) != NULL;
}

void
_far_import_rows_find_columns (FarImportRows *self, const char *const *headings, guint n_columns)
{
  g_assert (n_columns <= FAR_IMPORT_COLUMNS_MAX);

  for (guint column = 0; column < n_columns; column++)
    {
      self->columns[column] = -1;
      for (guint i = 0; i < self->cells->len && self->columns[column] < 0; i++)
        if (is_listed (headings[column], self->cells->pdata[i]))
          self->columns[column] = (int)i;
    }
}

gboolean
_far_import_rows_has (const FarImportRows *self, guint column)
{
  return self->columns[column] >= 0;
}

const char *
_far_import_rows_peek_cell (const FarImportRows *self, guint column)
{
  int at = self->columns[column];

  return at >= 0 && (guint)at < self->cells->len ? self->cells->pdata[at] : "";
}

const char *
_far_import_rows_peek_fault (const FarImportRows *self)
{
  static const char *const faults[] = {
    [FAR_CSV_OPEN] = "a quotation mark is not closed",
    [FAR_CSV_TRAILER] = "text after a closing quotation mark",
    [FAR_CSV_WIDE] = "too many cells",
  };

  return faults[self->result];
}

gboolean
_far_import_rows_check_end (const FarImportRows *self,
                            FarImportError no_table,
                            const char *missing,
                            GError **error)
{
  const char *fault = _far_import_rows_peek_fault (self);

  if (fault != NULL)
    g_set_error (error, FAR_IMPORT_ERROR, self->has_columns ? FAR_IMPORT_ERROR_DAMAGED : no_table,
                 "row %u: %s", self->csv.row, fault);
  else if (!self->has_columns)
    g_set_error_literal (error, FAR_IMPORT_ERROR, no_table, missing);
  else
    return TRUE;

  return FALSE;
}
