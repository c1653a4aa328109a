/* SPDX-License-Identifier: GPL-3.0-or-later */

/* People out of vCards and tables.
 *
 * Of a person the name is taken and the first number that is one, a mobile one before others; all
 * else is nobody's business here.  libical 3.0 reads no vCard but the vCalendar of 1996's, in a
 * parser that nobody keeps up; a card's lines are few, and are read here. */

#define G_LOG_DOMAIN "far-import"

#include "far-contacts-private.h"

#include <string.h>

#include "far-import-private.h"
#include "far-import-rows.h"
#include "far-tidy.h"
#include "far-pure.h"

#define HEADLESS_CELLS 4 /* of a row of a table without headings, at most */

/* ---- numbers */

/* The best number of one person so far: a mobile one before others. */
typedef struct
{
  char *phone; /* owned (nullable) */
  char *wrong; /* owned (nullable): a cell that is none */
  gboolean is_mobile;
} Phones;

static void
phones_clear (Phones *self)
{
  g_clear_pointer (&self->phone, g_free);
  g_clear_pointer (&self->wrong, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Phones, phones_clear)

static void
phones_add (Phones *self, const char *cell, gboolean is_mobile)
{
  g_autofree char *tidy = far_tidy (cell);

  if (tidy[0] == '\0')
    return;
  if (!far_contact_is_phone (tidy))
    {
      if (self->wrong == NULL)
        self->wrong = g_steal_pointer (&tidy);
    }
  else if (self->phone == NULL || (is_mobile && !self->is_mobile))
    {
      g_free (self->phone);
      self->phone = g_steal_pointer (&tidy);
      self->is_mobile = is_mobile;
    }
}

/* What is said of them: the number, else what is wrong, so that it is told. */
static const char *
phones_peek (const Phones *self)
{
  if (self->phone != NULL)
    return self->phone;

  return self->wrong != NULL ? self->wrong : "";
}

/* ---- tables */

typedef enum
{
  COLUMN_NAME,
  COLUMN_FIRST, /* the first name, where COLUMN_NAME is the family's */
  COLUMN_MOBILE,
  COLUMN_PHONE,
  N_COLUMNS
} Column;

/* Folded. */
static const char *const headings[N_COLUMNS] = {
  [COLUMN_NAME] = "|nom|name|nom et prenom|prenom et nom|nom prenom|prenom nom|nom complet|"
                  "full name|display name|last name|family name|nom de famille|parent|famille|"
                  "surname|personne|",
  [COLUMN_FIRST] = "|prenom|first name|given name|prenoms|forename|",
  [COLUMN_MOBILE] = "|portable|mobile|telephone portable|telephone mobile|tel portable|"
                    "tel. portable|mobile phone|gsm|natel|cell|cell phone|tel mobile|",
  [COLUMN_PHONE] = "|telephone|tel|tel.|phone|numero|phone number|numero de telephone|"
                   "telephone fixe|home phone|phone 1 - value|primary phone|fixe|",
};

/* Returns: whether the row names a column of names */
static gboolean
read_headings (FarImportRows *rows)
{
  _far_import_rows_find_columns (rows, headings, N_COLUMNS);

  return _far_import_rows_has (rows, COLUMN_NAME) || _far_import_rows_has (rows, COLUMN_FIRST);
}

static gboolean
has_letter (const char *text)
{
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    if (g_unichar_isalpha (g_utf8_get_char (at)))
      return TRUE;

  return FALSE;
}

/* A short table may begin with the first person at once: a name, and a number somewhere behind. */
static gboolean
guess_columns (FarImportRows *rows)
{
  const GPtrArray *cells = rows->cells;
  int phone = -1;

  for (guint i = 1; i < cells->len && phone < 0; i++)
    if (far_contact_is_phone (cells->pdata[i]) && !has_letter (cells->pdata[i]))
      phone = (int)i;
  if (phone < 0 || cells->len > HEADLESS_CELLS || !has_letter (cells->pdata[0]))
    return FALSE;

  for (Column column = 0; column < N_COLUMNS; column++)
    rows->columns[column] = -1;
  rows->columns[COLUMN_NAME] = 0;
  rows->columns[COLUMN_PHONE] = phone;

  return TRUE;
}

static gboolean
read_row (FarContacts *contacts, const FarImportRows *rows, GError **error)
{
  const char *first = _far_import_rows_peek_cell (rows, COLUMN_FIRST);
  const char *last = _far_import_rows_peek_cell (rows, COLUMN_NAME);
  g_autofree char *name = g_strdup_printf ("%s %s", first, last);
  g_auto (Phones) phones = { 0 };

  g_strstrip (name);
  phones_add (&phones, _far_import_rows_peek_cell (rows, COLUMN_MOBILE), TRUE);
  phones_add (&phones, _far_import_rows_peek_cell (rows, COLUMN_PHONE), FALSE);
  /* a row that says neither is one of the table's own: a sum, a line between */
  if (name[0] == '\0' && phones.phone == NULL)
    return TRUE;

  return _far_contacts_add (contacts, rows->csv.row, name, phones_peek (&phones), error);
}

static gboolean
walk_row (FarContacts *contacts, FarImportRows *rows, GError **error)
{
  guint row = rows->csv.row;

  if (rows->has_columns)
    return read_row (contacts, rows, error);

  rows->has_columns = row <= FAR_IMPORT_HEADING_ROWS && read_headings (rows);
  if (rows->has_columns || row != 1 || !guess_columns (rows))
    return TRUE;

  rows->has_columns = TRUE;

  return read_row (contacts, rows, error);
}

/* Returns: FALSE with @error; @out_is_table: whether it had columns */
static gboolean
walk (FarContacts *contacts,
      const char *text,
      gsize len,
      char delimiter,
      gboolean *out_is_table,
      GError **error)
{
  g_auto (FarImportRows) rows = { 0 };
  gboolean good = TRUE;

  _far_import_rows_init (&rows, text, len, delimiter);
  while (good && _far_import_rows_next (&rows))
    good = walk_row (contacts, &rows, error);
  *out_is_table = rows.has_columns;

  return good &&
         _far_import_rows_check_end (&rows, FAR_IMPORT_ERROR_NAMES, "no column of names", error);
}

/* What parts the cells is guessed from the first row, which may be a title. */
static gboolean
read_table (FarContacts *contacts, const char *text, gsize len, GError **error)
{
  const char delimiters[] = { far_csv_guess_delimiter (text, len), ';', ',', '\t' };
  gboolean is_table = FALSE;
  gboolean good = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (delimiters) && !is_table; i++)
    {
      g_clear_error (error);
      good = walk (contacts, text, len, delimiters[i], &is_table, error);
    }

  return good;
}

/* ---- vCard */

/* One line of a card, cut in place. */
typedef struct
{
  char *name;   /* without a group */
  char *params; /* "" if there are none */
  char *value;
} Line;

typedef struct
{
  FarContacts *contacts; /* unowned */
  guint n_cards;
  guint depth;  /* of cards within cards, of which only the outermost is somebody */
  char *full;   /* owned (nullable): FN */
  char *parted; /* owned (nullable): N, put together */
  Phones phones;
} Cards;

static void
cards_clear (Cards *self)
{
  g_clear_pointer (&self->full, g_free);
  g_clear_pointer (&self->parted, g_free);
  phones_clear (&self->phones);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Cards, cards_clear)

/* Returns: FALSE if it is no line of a card */
static gboolean
cut_line (char *text, Line *out)
{
  gboolean is_quoted = FALSE;
  char *at = text;
  char *group;

  *out = (Line){ .name = text, .params = (char *)"" };
  for (; *at != '\0' && (is_quoted || *at != ':'); at++)
    {
      if (*at == '"')
        is_quoted = !is_quoted;
      if (*at == ';' && out->params[0] == '\0')
        {
          *at = '\0';
          out->params = at + 1;
        }
    }
  if (*at == '\0')
    return FALSE;

  *at = '\0';
  out->value = at + 1;
  group = strrchr (out->name, '.');
  if (group != NULL)
    out->name = group + 1;

  return TRUE;
}

/* A word among the parameters, such as CELL or QUOTED-PRINTABLE, whatever it is said to be. */
static gboolean
has_param (const char *params, const char *word)
{
  g_auto (GStrv) words = g_strsplit_set (params, ";,=\"", -1);

  for (char **one = words; *one != NULL; one++)
    if (g_ascii_strcasecmp (*one, word) == 0)
      return TRUE;

  return FALSE;
}

static char *
dup_charset (const char *params)
{
  g_auto (GStrv) all = g_strsplit (params, ";", -1);

  for (char **one = all; *one != NULL; one++)
    if (g_ascii_strncasecmp (*one, "CHARSET=", 8) == 0)
      return g_strdup (*one + 8);

  return NULL;
}

static char *
decode_quoted (const char *text, const char *charset)
{
  g_autoptr (GString) bytes = g_string_new (NULL);
  g_autofree char *converted = NULL;

  for (const char *at = text; *at != '\0'; at++)
    {
      if (at[0] == '=' && g_ascii_isxdigit (at[1]) && g_ascii_isxdigit (at[2]))
        {
          char byte = (char)(g_ascii_xdigit_value (at[1]) * 16 + g_ascii_xdigit_value (at[2]));

          g_string_append_c (bytes, byte != '\0' ? byte : ' ');
          at += 2;
        }
      else
        g_string_append_c (bytes, *at);
    }

  if (charset != NULL && g_ascii_strcasecmp (charset, "UTF-8") != 0)
    converted = g_convert (bytes->str, (gssize)bytes->len, "UTF-8", charset, NULL, NULL, NULL);

  return g_utf8_make_valid (converted != NULL ? converted : bytes->str, -1);
}

/* Returns: (transfer full): with @cut, up to the first ; that is not escaped, *@value being set
 * behind it, or to NULL */
static char *
unescape (const char **value, gboolean cut)
{
  GString *text = g_string_new (NULL);
  const char *at = *value;

  for (; *at != '\0' && !(cut && *at == ';'); at++)
    {
      if (at[0] == '\\' && at[1] != '\0')
        {
          at++;
          g_string_append_c (text, *at == 'n' || *at == 'N' ? ' ' : *at);
        }
      else
        g_string_append_c (text, *at);
    }
  *value = *at == ';' ? at + 1 : NULL;

  return g_string_free (text, FALSE);
}

/* "Doe;John;Richter;Mr.;Sr." is John Doe. */
static char *
put_name_together (const char *value)
{
  g_autofree char *family = unescape (&value, TRUE);
  g_autofree char *given = value != NULL ? unescape (&value, TRUE) : g_strdup ("");

  return g_strstrip (g_strdup_printf ("%s %s", given, family));
}

static void
add_phone (Cards *self, const Line *line, const char *value)
{
  g_autofree char *number = NULL;
  const char *at = value;

  if (has_param (line->params, "FAX") || has_param (line->params, "PAGER") ||
      has_param (line->params, "MODEM"))
    return;

  if (g_ascii_strncasecmp (at, "tel:", 4) == 0)
    number = g_strndup (at + 4, strcspn (at + 4, ";"));
  else
    number = unescape (&at, FALSE);
  phones_add (&self->phones, number, has_param (line->params, "CELL"));
}

static gboolean
end_card (Cards *self, GError **error)
{
  const char *name = self->full != NULL && self->full[0] != '\0' ? self->full : self->parted;
  gboolean good = _far_contacts_add (self->contacts, self->n_cards, name != NULL ? name : "",
                                     phones_peek (&self->phones), error);

  cards_clear (self);
  self->phones = (Phones){ 0 };

  return good;
}

static gboolean
read_line (Cards *self, const Line *line, GError **error)
{
  g_autofree char *charset = dup_charset (line->params);
  g_autofree char *value = has_param (line->params, "QUOTED-PRINTABLE")
                               ? decode_quoted (line->value, charset)
                               : g_strdup (line->value);
  const char *at = value;

  if (g_ascii_strcasecmp (line->name, "BEGIN") == 0)
    {
      self->n_cards += self->depth == 0;
      self->depth++;
    }
  else if (g_ascii_strcasecmp (line->name, "END") == 0 && self->depth > 0)
    return --self->depth > 0 || end_card (self, error);
  else if (self->depth != 1)
    return TRUE;
  else if (g_ascii_strcasecmp (line->name, "FN") == 0 && self->full == NULL)
    self->full = g_strstrip (unescape (&at, FALSE));
  else if (g_ascii_strcasecmp (line->name, "N") == 0 && self->parted == NULL)
    self->parted = put_name_together (value);
  else if (g_ascii_strcasecmp (line->name, "TEL") == 0)
    add_phone (self, line, value);

  return TRUE;
}

/* A line of vCard 2.1 goes on with the next where it ends with "=". */
static char *
take_line (char **lines, guint *i)
{
  GString *line = g_string_new (lines[*i]);

  g_strchomp (line->str);
  line->len = strlen (line->str);
  while (line->len > 0 && line->str[line->len - 1] == '=' && lines[*i + 1] != NULL &&
         strcasestr (line->str, "QUOTED-PRINTABLE") != NULL)
    {
      g_string_truncate (line, line->len - 1);
      (*i)++;
      g_string_append (line, lines[*i]);
      g_strchomp (line->str);
      line->len = strlen (line->str);
    }

  return g_string_free (line, FALSE);
}

static gboolean
read_cards (FarContacts *contacts, const char *text, GError **error)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_auto (Cards) cards = { .contacts = contacts };

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autofree char *text_of_line = take_line (lines, &i);
      Line line;

      if (cut_line (text_of_line, &line) && !read_line (&cards, &line, error))
        return FALSE;
    }
  if (cards.depth == 0)
    return TRUE;

  g_set_error (error, FAR_IMPORT_ERROR, FAR_IMPORT_ERROR_DAMAGED, "card %u is not closed",
               cards.n_cards);

  return FALSE;
}

FarContacts *
far_import_contacts (const guint8 *content, gsize len, GError **error)
{
  g_autoptr (FarContacts) contacts = _far_contacts_new ();
  g_autoptr (GString) text = NULL;
  gboolean is_card;

  if (len > FAR_HOLIDAYS_BYTES_MAX)
    {
      g_set_error (error, FAR_IMPORT_ERROR, FAR_IMPORT_ERROR_TOO_BIG, "larger than %d MiB",
                   FAR_HOLIDAYS_BYTES_MAX / 1024 / 1024);
      return NULL;
    }

  text = _far_import_decode (content, len, "begin:vcard", &is_card);
  if (text == NULL)
    {
      g_set_error (error, FAR_IMPORT_ERROR, FAR_IMPORT_ERROR_NAMES,
                   "not text in UTF-8 or Windows-1252");
      return NULL;
    }

  return (is_card ? read_cards (contacts, text->str, error)
                  : read_table (contacts, text->str, text->len, error))
             ? g_steal_pointer (&contacts)
             : NULL;
}
