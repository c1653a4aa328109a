/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-cli.h"

#include <stdio.h>
#include <string.h>

#define COLUMN_GAP 2

struct _FarCliTable
{
  guint n_columns;
  GPtrArray *cells; /* owned (element-type utf8), row by row; the headings first */
};

/* What others wrote must not steer the terminal: C0, DEL, C1 and the marks that turn the writing
 * direction around become spaces. */
static char *
make_harmless (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autoptr(GString) out = g_string_sized_new (strlen (valid));

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      gboolean turns = (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);

      g_string_append_unichar (out, g_unichar_iscntrl (c) || turns ? ' ' : c);
    }

  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* Output is UTF-8 whatever the locale: g_print() would replace letters in the C locale. */
static void
put_line (FILE *stream, const char *text)
{
  g_autofree char *harmless = make_harmless (text);

  fputs (harmless, stream);
  fputc ('\n', stream);
}

void
far_cli_warn (const char *sentence)
{
  put_line (stderr, sentence);
}

void
far_cli_say (const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);

  put_line (stdout, text);
}

static guint
width_of (const char *text)
{
  guint width = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (!g_unichar_iszerowidth (c))
        width += g_unichar_iswide (c) ? 2 : 1;
    }

  return width;
}

static void
add_cells (FarCliTable *self, const char *first, va_list args)
{
  for (const char *cell = first; cell != NULL; cell = va_arg (args, const char *))
    g_ptr_array_add (self->cells, make_harmless (cell));
}

FarCliTable *
far_cli_table_new (const char *heading, ...)
{
  FarCliTable *self = g_new0 (FarCliTable, 1);
  va_list args;

  self->cells = g_ptr_array_new_with_free_func (g_free);
  va_start (args, heading);
  add_cells (self, heading, args);
  va_end (args);
  self->n_columns = self->cells->len;

  return self;
}

void
far_cli_table_add (FarCliTable *self, const char *cell, ...)
{
  va_list args;

  va_start (args, cell);
  add_cells (self, cell, args);
  va_end (args);

  g_assert (self->cells->len % self->n_columns == 0);
}

void
far_cli_table_print (FarCliTable *self)
{
  g_autofree guint *widths = g_new0 (guint, self->n_columns);

  for (guint i = 0; i < self->cells->len; i++)
    {
      guint width = width_of (self->cells->pdata[i]);

      widths[i % self->n_columns] = MAX (widths[i % self->n_columns], width);
    }

  for (guint i = 0; i < self->cells->len; i++)
    {
      const char *cell = self->cells->pdata[i];
      guint column = i % self->n_columns;

      fputs (cell, stdout);
      if (column + 1 == self->n_columns)
        fputc ('\n', stdout);
      else
        fprintf (stdout, "%*s", (int)(widths[column] - width_of (cell) + COLUMN_GAP), "");
    }
}

void
far_cli_table_free (FarCliTable *self)
{
  g_ptr_array_unref (self->cells);
  g_free (self);
}

char *
far_cli_short_id (const char *id)
{
  return g_strndup (id, FAR_CLI_ID_SHOWN);
}
