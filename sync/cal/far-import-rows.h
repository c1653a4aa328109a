/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-import-rows: a table of somebody's, row by row, whose columns their headings tell.
 *
 * What the headings are, and in which row they stand, is the reader's to say.  Pure; any thread.
 */

#pragma once

#include "far-csv.h"
#include "far-events.h"

G_BEGIN_DECLS

#define FAR_IMPORT_HEADING_ROWS 10 /* in which headings are looked for: titles may stand above */

typedef struct
{
  FarCsv csv;                          /* its row is the number of the one that was read */
  GPtrArray *cells;                    /* owned (element-type utf8): of that row */
  int columns[FAR_IMPORT_COLUMNS_MAX]; /* where each stands; -1 if nowhere */
  gboolean has_columns;                /* the reader's */
  FarCsvResult result;
} FarImportRows;

/* @text: outlives it */
void _far_import_rows_init (FarImportRows *self, const char *text, gsize len, char delimiter);
void _far_import_rows_clear (FarImportRows *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (FarImportRows, _far_import_rows_clear)

/* Reads the next row that has anything in it.  Returns: FALSE at the end, or at a fault */
gboolean _far_import_rows_next (FarImportRows *self);

/* Finds in the row that was read where each column stands, the first of that heading.
 * @headings: of each column all that it may be called, folded: "|name|nom|" */
void
_far_import_rows_find_columns (FarImportRows *self, const char *const *headings, guint n_columns);
gboolean _far_import_rows_has (const FarImportRows *self, guint column);

/* "" where there is none. */
const char *_far_import_rows_peek_cell (const FarImportRows *self, guint column);

/* (nullable): what is wrong with the row, when there is no next one; NULL at the end */
const char *_far_import_rows_peek_fault (const FarImportRows *self);

/* Returns: whether all of it was read, and it has columns; else FALSE with DAMAGED, or with
 * @no_table while it has none.  @missing: which columns are */
gboolean _far_import_rows_check_end (const FarImportRows *self,
                                     FarImportError no_table,
                                     const char *missing,
                                     GError **error);

G_END_DECLS
