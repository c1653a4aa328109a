/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-paper.h"

static void
free_cell (gpointer data)
{
  FarPaperCell *self = data;

  g_free (self->text);
  g_free (self);
}

static void
free_block (gpointer data)
{
  FarPaperBlock *self = data;

  g_free (self->left);
  g_free (self->text);
  g_free (self->modules);
  g_clear_pointer (&self->cells, g_ptr_array_unref);
  g_free (self);
}

FarPaper *
far_paper_new (const char *title, const char *footer, const char *created, double size)
{
  FarPaper *self = g_new0 (FarPaper, 1);

  self->title = g_strdup (title);
  self->footer = g_strdup (footer);
  self->created = g_strdup (created);
  self->size = size;
  self->blocks = g_ptr_array_new_with_free_func (free_block);

  return self;
}

void
far_paper_free (FarPaper *self)
{
  g_free (self->title);
  g_free (self->footer);
  g_free (self->created);
  g_ptr_array_unref (self->blocks);
  g_free (self);
}

FarPaperBlock *
far_paper_add (FarPaper *self, FarPaperKind kind, const char *left, const char *text)
{
  FarPaperBlock *block = g_new0 (FarPaperBlock, 1);

  block->kind = kind;
  block->left = g_strdup (left);
  block->text = g_strdup (text);
  g_ptr_array_add (self->blocks, block);

  return block;
}

void
far_paper_add_code (FarPaper *self, guint8 *modules, int n_modules, const char *text)
{
  FarPaperBlock *block = far_paper_add (self, FAR_PAPER_CODE, NULL, text);

  block->modules = modules;
  block->n_modules = n_modules;
}

FarPaperBlock *
far_paper_add_row (FarPaper *self)
{
  FarPaperBlock *block = far_paper_add (self, FAR_PAPER_ROW, NULL, "");

  block->cells = g_ptr_array_new_with_free_func (free_cell);

  return block;
}

FarPaperCell *
far_paper_add_cell (FarPaperBlock *row, const char *text, double share)
{
  FarPaperCell *cell = g_new0 (FarPaperCell, 1);

  cell->text = g_strdup (text);
  cell->share = share;
  g_ptr_array_add (row->cells, cell);

  return cell;
}
