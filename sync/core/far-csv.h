/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-csv: RFC 4180, a row at a time.
 *
 * Rows end with LF, CRLF or CR; the last one need not.  A cell that begins with a quotation mark
 * ends with one, and holds whatever stands between, "" being one mark.  In other cells a mark is a
 * character like any other (degrees, minutes and seconds are written so).  Text in, cells out: what
 * they mean is the caller's.
 *
 * Pure; any thread.
 */

#pragma once

#include <glib.h>

#include "far-bytes.h"
#include "far-limits.h"

G_BEGIN_DECLS

typedef struct
{
  const char *text; /* unowned */
  gsize len;
  gsize pos;
  char delimiter;
  guint row; /* 1-based number of the row last read, as a spreadsheet shows it */
} FarCsv;

typedef enum
{
  FAR_CSV_ROW,
  FAR_CSV_END,
  FAR_CSV_OPEN,    /* a quotation mark is not closed */
  FAR_CSV_TRAILER, /* something stands between a closing mark and the end of its cell */
  FAR_CSV_WIDE,    /* more than FAR_CSV_CELLS_MAX cells */
} FarCsvResult;

static inline FarCsv
far_csv (const char *text, gsize len, char delimiter)
{
  return (FarCsv){ .text = text, .len = len, .delimiter = delimiter };
}

/**
 * far_csv_read_row:
 * @cells: (element-type utf8): emptied, then filled with the row's cells; frees its elements with
 *   g_free()
 *
 * A row without anything in it has one empty cell.  After a fault nothing more can be read.
 *
 * Returns: FAR_CSV_ROW with @cells, FAR_CSV_END, or a fault of the row number @row
 */
FarCsvResult far_csv_read_row (FarCsv *self, GPtrArray *cells) FAR_MUST_USE;

/* Which of , ; and tab parts the first row; a comma if none does. */
char far_csv_guess_delimiter (const char *text, gsize len);

G_END_DECLS
