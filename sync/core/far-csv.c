/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-csv"

#include "far-csv.h"

#include <string.h>

#include "far-pure.h"

/* After a cell: steps over a delimiter, or over the end of the row.  Returns whether another cell
 * follows. */
static gboolean
step_over (FarCsv *self)
{
  char at;

  if (self->pos == self->len)
    return FALSE;

  at = self->text[self->pos++];
  if (at == '\r' && self->pos < self->len && self->text[self->pos] == '\n')
    self->pos++;

  return at == self->delimiter;
}

static gboolean
is_cell_end (const FarCsv *self)
{
  char at;

  if (self->pos == self->len)
    return TRUE;

  at = self->text[self->pos];

  return at == self->delimiter || at == '\n' || at == '\r';
}

static char *
read_bare (FarCsv *self)
{
  gsize start = self->pos;

  while (!is_cell_end (self))
    self->pos++;

  return g_strndup (self->text + start, self->pos - start);
}

/* Returns: (nullable): NULL if the mark is never closed */
static char *
read_quoted (FarCsv *self)
{
  g_autoptr (GString) cell = g_string_new (NULL);

  self->pos++;
  for (;;)
    {
      const char *from = self->text + self->pos;
      const char *mark = memchr (from, '"', self->len - self->pos);

      if (mark == NULL)
        return NULL;

      g_string_append_len (cell, from, mark - from);
      self->pos += mark - from + 1;
      if (self->pos == self->len || self->text[self->pos] != '"')
        return g_string_free (g_steal_pointer (&cell), FALSE);

      g_string_append_c (cell, '"');
      self->pos++;
    }
}

FarCsvResult
far_csv_read_row (FarCsv *self, GPtrArray *cells)
{
  g_ptr_array_set_size (cells, 0);

  if (self->pos == self->len)
    return FAR_CSV_END;

  self->row++;
  do
    {
      char *cell;

      if (cells->len == FAR_CSV_CELLS_MAX)
        return FAR_CSV_WIDE;

      if (self->pos < self->len && self->text[self->pos] == '"')
        cell = read_quoted (self);
      else
        cell = read_bare (self);

      if (cell == NULL)
        return FAR_CSV_OPEN;

      g_ptr_array_add (cells, cell);
      if (!is_cell_end (self))
        return FAR_CSV_TRAILER;
    }
  while (step_over (self));

  return FAR_CSV_ROW;
}

char
far_csv_guess_delimiter (const char *text, gsize len)
{
  static const char delimiters[] = { ',', ';', '\t' };
  guint counts[G_N_ELEMENTS (delimiters)] = { 0 };
  gboolean is_quoted = FALSE;
  guint best = 0;

  for (gsize i = 0; i < len && (is_quoted || (text[i] != '\n' && text[i] != '\r')); i++)
    {
      if (text[i] == '"')
        is_quoted = !is_quoted;
      for (guint j = 0; !is_quoted && j < G_N_ELEMENTS (delimiters); j++)
        counts[j] += text[i] == delimiters[j];
    }

  for (guint j = 1; j < G_N_ELEMENTS (delimiters); j++)
    {
      if (counts[j] > counts[best])
        best = j;
    }

  return delimiters[best];
}
