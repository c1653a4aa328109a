/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-paper-pages.h"

#include <math.h>
#include <pango/pangocairo.h>

#define FONT "Sans"
/* What the poorest printers leave white is 12 points. */
#define MARGIN 40.0
#define FOOT 34.0
#define PADDING 6.0
#define HATCH_STEP 5.0
#define HATCH_WIDTH 14.0
/* A line by hand wants as much room as a line of large print. */
#define WRITE_HEIGHT 30.0
/* A module of less than half a millimetre is not read by every telephone. */
#define CODE_MODULE 1.7
#define CODE_SIDE_LEAST 100.0
#define CODE_QUIET 4

typedef struct
{
  double size;  /* of text, times the paper's */
  double space; /* above it, in points */
  gboolean bold;
  gboolean right; /* it stands in the right column */
  gboolean stays; /* with what follows */
} Look;

static const Look looks[] = {
  [FAR_PAPER_TITLE] = { 2.0, 0, TRUE, FALSE, TRUE },
  [FAR_PAPER_SUBTITLE] = { 1.3, 2, FALSE, FALSE, TRUE },
  [FAR_PAPER_HEADING] = { 1.3, 14, TRUE, FALSE, TRUE },
  [FAR_PAPER_ITEM] = { 1.15, 8, TRUE, TRUE, TRUE },
  [FAR_PAPER_LINE] = { 1.0, 2, FALSE, TRUE, FALSE },
  [FAR_PAPER_SMALL] = { 0.85, 2, FALSE, TRUE, TRUE },
  [FAR_PAPER_GAP] = { 1.0, 4, TRUE, TRUE, FALSE },
  [FAR_PAPER_BLANK] = { 1.0, 0, FALSE, TRUE, FALSE },
  [FAR_PAPER_TEXT] = { 1.0, 6, FALSE, FALSE, FALSE },
  [FAR_PAPER_CODE] = { 0.85, 16, FALSE, FALSE, FALSE },
  [FAR_PAPER_ROW] = { 1.0, 0, FALSE, FALSE, FALSE },
  [FAR_PAPER_BREAK] = { 1.0, 0, FALSE, FALSE, FALSE },
};

/* A block, or as many of its lines as a page has room for. */
typedef struct
{
  const FarPaperBlock *block; /* unowned */
  guint page;
  double y;
  double height;
  int first_line;
  int n_lines;
} Piece;

struct _FarPaperPages
{
  const FarPaper *paper; /* unowned */
  double width;
  double height;
  PangoContext *context; /* owned */
  GArray *pieces;        /* owned (element-type Piece) */
  guint n_pages;

  double y;                      /* while it is laid out: how far the page is filled */
  const FarPaperBlock *repeated; /* unowned (nullable): the row that each page begins with */
};

/* ---- measures */

static double
text_width (const FarPaperPages *self)
{
  return self->width - 2 * MARGIN;
}

static double
bottom (const FarPaperPages *self)
{
  return self->height - MARGIN - FOOT;
}

static double
column (const FarPaperPages *self)
{
  return self->paper->size * 4.5;
}

static double
left_of (const FarPaperPages *self, const FarPaperBlock *block)
{
  double x = MARGIN + (looks[block->kind].right ? column (self) : 0);

  return block->kind == FAR_PAPER_GAP ? x + HATCH_WIDTH + 2 * PADDING : x;
}

static double
code_side (const FarPaperPages *self, const FarPaperBlock *block)
{
  double side = (block->n_modules + 2 * CODE_QUIET) * CODE_MODULE;

  return CLAMP (side, CODE_SIDE_LEAST, text_width (self) / 2);
}

static double
width_of (const FarPaperPages *self, const FarPaperBlock *block)
{
  double right = self->width - MARGIN;

  if (block->kind == FAR_PAPER_GAP)
    right -= PADDING;
  if (block->kind == FAR_PAPER_BLANK)
    right -= text_width (self) * 0.45;
  if (block->kind == FAR_PAPER_CODE)
    right -= code_side (self, block) + 2 * PADDING;

  return right - left_of (self, block);
}

/* ---- text */

static PangoLayout *
new_layout (const FarPaperPages *self,
            const char *text,
            double size,
            gboolean bold,
            gboolean is_off,
            double width)
{
  PangoLayout *layout = pango_layout_new (self->context);
  PangoAttrList *attributes = pango_attr_list_new ();
  PangoFontDescription *font = pango_font_description_new ();

  pango_font_description_set_family (font, FONT);
  pango_font_description_set_absolute_size (font, size * PANGO_SCALE);
  pango_font_description_set_weight (font, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_layout_set_text (layout, text, -1);
  pango_layout_set_width (layout, (int)(width * PANGO_SCALE));
  /* a name without blanks is broken too, rather than cut off */
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  /* and without a hyphen that is none of its own */
  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
  if (is_off)
    pango_attr_list_insert (attributes, pango_attr_strikethrough_new (TRUE));
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);

  return layout;
}

static PangoLayout *
new_block_layout (const FarPaperPages *self, const FarPaperBlock *block)
{
  const Look *look = &looks[block->kind];

  return new_layout (self, block->text, self->paper->size * look->size, look->bold, block->is_off,
                     width_of (self, block));
}

static double
line_height (PangoLayoutLine *line)
{
  PangoRectangle logical;

  pango_layout_line_get_extents (line, NULL, &logical);

  return (double)logical.height / PANGO_SCALE;
}

/* Returns: how high the lines from @first on are, @n of them or fewer */
static double
lines_height (PangoLayout *layout, int first, int n)
{
  double height = 0;

  for (int i = first; i < first + n; i++)
    height += line_height (pango_layout_get_line_readonly (layout, i));

  return height;
}

static void
show_lines (cairo_t *cr, PangoLayout *layout, int first, int n, double x, double y)
{
  for (int i = first; i < first + n; i++)
    {
      PangoLayoutLine *line = pango_layout_get_line_readonly (layout, i);
      PangoRectangle logical;
      double indent = 0;

      pango_layout_line_get_extents (line, NULL, &logical);
      /* a line of a writing that goes to the left ends where others begin */
      if ((line->resolved_dir == PANGO_DIRECTION_RTL) !=
          (pango_layout_get_alignment (layout) == PANGO_ALIGN_RIGHT))
        indent = (double)(pango_layout_get_width (layout) - logical.width) / PANGO_SCALE;
      cairo_move_to (cr, x + indent, y - (double)logical.y / PANGO_SCALE);
      pango_cairo_show_layout_line (cr, line);
      y += (double)logical.height / PANGO_SCALE;
    }
}

static void
show_layout (cairo_t *cr, PangoLayout *layout, double x, double y)
{
  show_lines (cr, layout, 0, pango_layout_get_line_count (layout), x, y);
}

/* ---- rows */

static PangoLayout *
new_cell_layout (const FarPaperPages *self, const FarPaperCell *cell)
{
  return new_layout (self, cell->text, self->paper->size, cell->is_strong, FALSE,
                     text_width (self) * cell->share - 2 * PADDING);
}

static double
row_height (const FarPaperPages *self, const FarPaperBlock *block)
{
  double height = 0;

  for (guint i = 0; i < block->cells->len; i++)
    {
      const FarPaperCell *cell = block->cells->pdata[i];
      g_autoptr(PangoLayout) layout = new_cell_layout (self, cell);
      double own = lines_height (layout, 0, pango_layout_get_line_count (layout)) + PADDING;

      height = MAX (height, own + (cell->is_tall ? WRITE_HEIGHT : 0));
    }

  return height;
}

/* ---- layout */

static void
add_piece (FarPaperPages *self, const FarPaperBlock *block, double height, int first, int n)
{
  Piece piece = { block, self->n_pages - 1, self->y, height, first, n };

  g_array_append_val (self->pieces, piece);
  self->y += height;
}

static void
begin_page (FarPaperPages *self)
{
  self->n_pages++;
  self->y = MARGIN;
  if (self->repeated != NULL)
    add_piece (self, self->repeated, row_height (self, self->repeated), 0, 0);
}

static gboolean
is_text (const FarPaperBlock *block)
{
  return block->kind != FAR_PAPER_CODE && block->kind != FAR_PAPER_ROW &&
         block->kind != FAR_PAPER_BREAK;
}

/* What the frame takes beside the text, above and below together. */
static double
frame_of (const FarPaperBlock *block)
{
  return block->kind == FAR_PAPER_GAP ? 2 * PADDING : 0;
}

/* Of a block that is not text, or of text in one piece. */
static double
height_of (const FarPaperPages *self, const FarPaperBlock *block)
{
  g_autoptr(PangoLayout) layout = NULL;
  double height;

  switch (block->kind)
    {
    case FAR_PAPER_BREAK:
      return 0;
    case FAR_PAPER_ROW:
      return row_height (self, block);
    default:
      break;
    }

  layout = new_block_layout (self, block);
  height = lines_height (layout, 0, pango_layout_get_line_count (layout)) + frame_of (block);
  if (block->kind == FAR_PAPER_CODE)
    height = MAX (height, code_side (self, block));
  if (block->kind == FAR_PAPER_BLANK)
    height = MAX (height + PADDING, WRITE_HEIGHT);

  return height;
}

/* As many lines on each page as there is room for; one at least, whatever the page is like. */
static void
place_text (FarPaperPages *self, const FarPaperBlock *block)
{
  g_autoptr(PangoLayout) layout = new_block_layout (self, block);
  int n_lines = pango_layout_get_line_count (layout);
  double frame = frame_of (block);

  for (int first = 0; first < n_lines;)
    {
      int n = 0;

      while (first + n < n_lines &&
             self->y + lines_height (layout, first, n + 1) + frame <= bottom (self))
        n++;
      n = MAX (n, 1);
      add_piece (self, block, lines_height (layout, first, n) + frame, first, n);
      first += n;
      if (first < n_lines)
        begin_page (self);
    }
}

/* The rows of one table touch each other, and nothing else. */
static double
space_above (const FarPaperPages *self, guint i)
{
  const FarPaperBlock *block = self->paper->blocks->pdata[i];
  const FarPaperBlock *before = i > 0 ? self->paper->blocks->pdata[i - 1] : NULL;

  if (block->kind == FAR_PAPER_ROW && before != NULL && before->kind != FAR_PAPER_ROW)
    return PADDING;

  return looks[block->kind].space;
}

/* What has to stand on one page together with block @i: it, and what it stays with. */
static double
height_together (const FarPaperPages *self, guint i)
{
  GPtrArray *blocks = self->paper->blocks;
  double height = 0;

  for (; i < blocks->len; i++)
    {
      const FarPaperBlock *block = blocks->pdata[i];

      height += space_above (self, i) + height_of (self, block);
      if (!looks[block->kind].stays)
        break;
    }

  return height;
}

static void
place_block (FarPaperPages *self, guint i)
{
  const FarPaperBlock *block = self->paper->blocks->pdata[i];
  double room = bottom (self) - MARGIN;
  double together = height_together (self, i);
  gboolean is_first = self->y <= MARGIN;

  if (block->kind == FAR_PAPER_BREAK)
    {
      self->repeated = NULL;
      if (!is_first)
        begin_page (self);
      return;
    }

  /* what is higher than a page is begun wherever it comes, and goes on */
  if (!is_first && self->y + MIN (together, room) > bottom (self) &&
      (together <= room || self->y > bottom (self) - room / 4))
    begin_page (self);

  if (self->y > MARGIN)
    self->y += space_above (self, i);
  if (is_text (block) && block->kind != FAR_PAPER_BLANK)
    place_text (self, block);
  else
    add_piece (self, block, height_of (self, block), 0, 0);
  if (block->repeats)
    self->repeated = block;
}

FarPaperPages *
far_paper_pages_new (const FarPaper *paper, cairo_t *cr, double width, double height)
{
  FarPaperPages *self = g_new0 (FarPaperPages, 1);

  self->paper = paper;
  self->width = width;
  self->height = height;
  self->context = pango_cairo_create_context (cr);
  /* a point is a point, whatever the screen is like */
  pango_cairo_context_set_resolution (self->context, 72);
  /* letters stand where they belong, and not where the screen's dots are */
  pango_context_set_round_glyph_positions (self->context, FALSE);
  self->pieces = g_array_new (FALSE, FALSE, sizeof (Piece));

  begin_page (self);
  for (guint i = 0; i < paper->blocks->len; i++)
    place_block (self, i);

  return self;
}

void
far_paper_pages_free (FarPaperPages *self)
{
  g_array_unref (self->pieces);
  g_object_unref (self->context);
  g_free (self);
}

guint
far_paper_pages_count (const FarPaperPages *self)
{
  return self->n_pages;
}

/* ---- drawing */

/* Slanting lines tell as much on a photocopy of a photocopy. */
static void
draw_hatch (cairo_t *cr, double x, double y, double width, double height)
{
  cairo_save (cr);
  cairo_rectangle (cr, x, y, width, height);
  cairo_clip (cr);
  cairo_set_line_width (cr, 1);
  for (double at = -height; at < width; at += HATCH_STEP)
    {
      cairo_move_to (cr, x + at, y + height);
      cairo_line_to (cr, x + at + height, y);
    }
  cairo_stroke (cr);
  cairo_restore (cr);
}

static void
draw_frame (cairo_t *cr, double x, double y, double width, double height, double line)
{
  cairo_set_line_width (cr, line);
  cairo_rectangle (cr, x + line / 2, y + line / 2, width - line, height - line);
  cairo_stroke (cr);
}

static void
draw_rule (cairo_t *cr, double x, double y, double width, double line)
{
  cairo_set_line_width (cr, line);
  cairo_move_to (cr, x, y);
  cairo_line_to (cr, x + width, y);
  cairo_stroke (cr);
}

static void
draw_code (const FarPaperPages *self, cairo_t *cr, const Piece *piece)
{
  const FarPaperBlock *block = piece->block;
  g_autoptr(PangoLayout) layout = new_block_layout (self, block);
  double side = code_side (self, block);
  double module = side / (block->n_modules + 2 * CODE_QUIET);
  double x = self->width - MARGIN - side + CODE_QUIET * module;
  double y = piece->y + CODE_QUIET * module;

  show_layout (cr, layout, left_of (self, block), piece->y);
  cairo_save (cr);
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_NONE);
  for (int row = 0; row < block->n_modules; row++)
    for (int i = 0; i < block->n_modules; i++)
      if (block->modules[row * block->n_modules + i] != 0)
        cairo_rectangle (cr, x + i * module, y + row * module, module, module);
  cairo_fill (cr);
  cairo_restore (cr);
}

static void
draw_row (const FarPaperPages *self, cairo_t *cr, const Piece *piece)
{
  const FarPaperBlock *block = piece->block;
  double x = MARGIN;

  for (guint i = 0; i < block->cells->len; i++)
    {
      const FarPaperCell *cell = block->cells->pdata[i];
      double width = text_width (self) * cell->share;
      g_autoptr(PangoLayout) layout = new_cell_layout (self, cell);

      if (cell->is_shut)
        draw_hatch (cr, x, piece->y, width, piece->height);
      show_layout (cr, layout, x + PADDING, piece->y + PADDING / 2);
      draw_frame (cr, x, piece->y, width, piece->height, 0.8);
      x += width;
    }
}

static void
draw_text (const FarPaperPages *self, cairo_t *cr, const Piece *piece)
{
  const FarPaperBlock *block = piece->block;
  g_autoptr(PangoLayout) layout = new_block_layout (self, block);
  double x = left_of (self, block);
  double y = piece->y;
  double frame_x = x - HATCH_WIDTH - 2 * PADDING;

  if (block->kind == FAR_PAPER_HEADING && piece->first_line == 0)
    draw_rule (cr, MARGIN, y - 3, text_width (self), 1);
  if (block->kind == FAR_PAPER_GAP)
    {
      draw_hatch (cr, frame_x, y, HATCH_WIDTH, piece->height);
      draw_frame (cr, frame_x, y, self->width - MARGIN - frame_x, piece->height, 1.5);
      draw_frame (cr, frame_x, y, HATCH_WIDTH, piece->height, 1.5);
      y += PADDING;
    }
  if (block->left != NULL && piece->first_line == 0)
    {
      g_autoptr(PangoLayout) left = new_layout (self, block->left, self->paper->size * 1.15, TRUE,
                                                 FALSE, column (self) - PADDING);

      show_layout (cr, left, MARGIN, y);
    }

  show_lines (cr, layout, piece->first_line, piece->n_lines, x, y);
}

static void
draw_blank (const FarPaperPages *self, cairo_t *cr, const Piece *piece)
{
  g_autoptr(PangoLayout) layout = new_block_layout (self, piece->block);
  double x = left_of (self, piece->block) + width_of (self, piece->block) + PADDING;
  double text = lines_height (layout, 0, pango_layout_get_line_count (layout));
  double foot = piece->y + piece->height - PADDING;

  show_layout (cr, layout, left_of (self, piece->block), foot - text + PADDING / 2);
  draw_rule (cr, x, foot, self->width - MARGIN - x, 0.8);
}

static void
draw_foot (const FarPaperPages *self, cairo_t *cr, guint page)
{
  g_autofree char *number = g_strdup_printf ("%u / %u", page + 1, self->n_pages);
  double size = MAX (self->paper->size * 0.75, 9);
  g_autoptr(PangoLayout) right = new_layout (self, number, size, FALSE, FALSE, column (self));
  g_autoptr(PangoLayout) left = new_layout (self, self->paper->footer, size, FALSE, FALSE,
                                             text_width (self) - column (self) - PADDING);
  double y = self->height - MARGIN - FOOT + PADDING;

  pango_layout_set_alignment (right, PANGO_ALIGN_RIGHT);
  pango_layout_set_height (left, -2);
  pango_layout_set_ellipsize (left, PANGO_ELLIPSIZE_END);
  draw_rule (cr, MARGIN, y, text_width (self), 0.8);
  show_layout (cr, left, MARGIN, y + 3);
  show_layout (cr, right, self->width - MARGIN - column (self), y + 3);
}

void
far_paper_pages_draw (const FarPaperPages *self, cairo_t *cr, guint page)
{
  g_return_if_fail (page < self->n_pages);

  cairo_set_source_rgb (cr, 0, 0, 0);
  for (guint i = 0; i < self->pieces->len; i++)
    {
      const Piece *piece = &g_array_index (self->pieces, Piece, i);

      if (piece->page != page)
        continue;
      switch (piece->block->kind)
        {
        case FAR_PAPER_CODE:
          draw_code (self, cr, piece);
          break;
        case FAR_PAPER_ROW:
          draw_row (self, cr, piece);
          break;
        case FAR_PAPER_BLANK:
          draw_blank (self, cr, piece);
          break;
        default:
          draw_text (self, cr, piece);
          break;
        }
    }
  draw_foot (self, cr, page);
}
