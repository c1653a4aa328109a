/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-paper: what is to stand on paper, before anybody draws it.
 *
 * A paper is words in blocks, one below the other; app/paper lays them out on pages.  What it says
 * is meant for a printer that knows black only and for eyes over seventy.  Not thread-safe.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * FarPaperKind:
 * @FAR_PAPER_TITLE: of the whole paper
 * @FAR_PAPER_SUBTITLE: below it
 * @FAR_PAPER_HEADING: of what follows, and stays with it; a line above it
 * @FAR_PAPER_ITEM: a time on the left, what it is on the right; stays with what follows
 * @FAR_PAPER_LINE: below an item, in its right column
 * @FAR_PAPER_SMALL: the same, of less weight; stays with what follows
 * @FAR_PAPER_GAP: the same, in a frame with a hatched edge: somebody is missing
 * @FAR_PAPER_BLANK: a word, and a line behind it to write on
 * @FAR_PAPER_TEXT: a paragraph over the whole width
 * @FAR_PAPER_CODE: a QR, with a sentence beside it
 * @FAR_PAPER_ROW: cells of a table, each in a frame, as high as the highest
 * @FAR_PAPER_BREAK: what follows begins a page
 */
typedef enum
{
  FAR_PAPER_TITLE,
  FAR_PAPER_SUBTITLE,
  FAR_PAPER_HEADING,
  FAR_PAPER_ITEM,
  FAR_PAPER_LINE,
  FAR_PAPER_SMALL,
  FAR_PAPER_GAP,
  FAR_PAPER_BLANK,
  FAR_PAPER_TEXT,
  FAR_PAPER_CODE,
  FAR_PAPER_ROW,
  FAR_PAPER_BREAK,
} FarPaperKind;

/* One cell of a row. */
typedef struct
{
  char *text;         /* owned */
  double share;       /* of the row's width; all together 1 */
  gboolean is_strong; /* in bold */
  gboolean is_shut;   /* hatched: nothing is to be written there */
  gboolean is_tall;   /* with room below the text to write in */
} FarPaperCell;

typedef struct
{
  FarPaperKind kind;
  char *left;       /* owned (nullable): of an item, its time */
  char *text;       /* owned */
  gboolean is_off;  /* struck through */
  guint8 *modules;  /* owned (nullable): of a code, n_modules² bytes, 1 is dark */
  int n_modules;    /* per side */
  GPtrArray *cells; /* owned (nullable) (element-type FarPaperCell): of a row */
  gboolean repeats; /* of a row: it stands again on top of each further page, until a break */
} FarPaperBlock;

typedef struct
{
  char *title;       /* owned: what the file is called inside */
  char *footer;      /* owned: a sentence at the foot of each page, beside its number */
  char *created;     /* owned: RFC 3339, when it was made */
  double size;       /* of plain text, in points */
  GPtrArray *blocks; /* owned (element-type FarPaperBlock) */
} FarPaper;

/* @title, @footer, @created: copied */
FarPaper *far_paper_new (const char *title, const char *footer, const char *created, double size);
void far_paper_free (FarPaper *self);
/* @left: (nullable).  Returns: (transfer none): the block, to be marked */
FarPaperBlock *
far_paper_add (FarPaper *self, FarPaperKind kind, const char *left, const char *text);
/* @modules: (transfer full) */
void far_paper_add_code (FarPaper *self, guint8 *modules, int n_modules, const char *text);
FarPaperBlock *far_paper_add_row (FarPaper *self);
FarPaperCell *far_paper_add_cell (FarPaperBlock *row, const char *text, double share);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarPaper, far_paper_free)

/* ---- drawing, which costs a start some milliseconds: farandole-cli loads it when it is asked for
 */

typedef enum
{
  FAR_PAPER_A4,
  FAR_PAPER_LETTER,
} FarPaperSize;

/* (transfer full): a PDF */
typedef GBytes *(*FarPaperToPdf) (const FarPaper *paper,
                                  FarPaperSize size,
                                  guint *out_n_pages,
                                  GError **error);

/* What the module exports as far_paper_table. */
typedef struct
{
  const char *version; /* FAR_VERSION: it comes from the same build */
  FarPaperToPdf to_pdf;
} FarPaperTable;

G_END_DECLS
