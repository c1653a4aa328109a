/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Codes, and the paper that bears them. */

#include "far-sign-up.h"

#include <glib/gi18n.h>
#include <string.h>

#include "far-outward-text.h"
#include "far-outward.h"
#include "far-words-roles.h"
#include "far-words.h"

static const char alphabet[] = "ABCDEFGHJKLMNPRSTUVWXYZ";

#define BASE 23
#define DAYS (BASE * BASE)
#define DAYS_BACK 160
/* day, place, check */
#define N_OTHERS 4
#define N_LETTERS_MOST 10
#define GROUP 3
#define GRID_SIZE 12
/* Columns beside the date, so that a name can be written in each. */
#define COLUMNS 3

G_STATIC_ASSERT (sizeof alphabet - 1 == BASE);
G_STATIC_ASSERT (FAR_SIGN_UP_PLACES <= BASE);

/* ---- codes */

/* The rota's id as letters; it is a hash, so any part of it will do. */
static void
spell_rota (const char *rota, guint n_letters, char *out)
{
  guint64 number = 0;

  for (int i = 0; i < 13 && rota[i] != '\0'; i++)
    number = number << 4 | (guint64)MAX (g_ascii_xdigit_value (rota[i]), 0);
  for (guint i = 0; i < n_letters; i++)
    {
      out[i] = alphabet[number % BASE];
      number /= BASE;
    }
  out[n_letters] = '\0';
}

guint
far_sign_up_count_letters (GPtrArray *rotas)
{
  guint n_letters = FAR_SIGN_UP_LETTERS;
  gboolean again = TRUE;

  while (again && n_letters < N_LETTERS_MOST)
    {
      g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

      again = FALSE;
      for (guint i = 0; i < rotas->len; i++)
        {
          char letters[N_LETTERS_MOST + 1];

          spell_rota (((const FarRota *)rotas->pdata[i])->id, n_letters, letters);
          again |= !g_hash_table_add (seen, g_strdup (letters));
        }
      n_letters += again;
    }

  return n_letters;
}

static guint
value_of (char letter)
{
  const char *found = letter != '\0' ? strchr (alphabet, letter) : NULL;

  return found != NULL ? (guint)(found - alphabet) : BASE;
}

/* Modulo a prime, with another weight for each place: see the header. */
static guint
weigh (const char *letters, gsize len)
{
  guint sum = 0;

  for (gsize i = 0; i < len; i++)
    sum += (guint)(i + 1) * value_of (letters[i]);

  return sum % BASE;
}

char *
far_sign_up_code (const char *rota, guint n_letters, gint32 day, guint place)
{
  GString *code = g_string_new (NULL);
  char letters[N_LETTERS_MOST + N_OTHERS + 1];
  guint rest = (guint)(((gint64)day % DAYS + DAYS) % DAYS);
  gsize len = n_letters;

  g_return_val_if_fail (n_letters <= N_LETTERS_MOST && place < FAR_SIGN_UP_PLACES, NULL);

  spell_rota (rota, n_letters, letters);
  letters[len++] = alphabet[rest / BASE];
  letters[len++] = alphabet[rest % BASE];
  letters[len++] = alphabet[place];
  /* the one that brings the sum to zero */
  for (guint i = 0; i < BASE; i++)
    {
      letters[len] = alphabet[i];
      if (weigh (letters, len + 1) == 0)
        break;
    }
  letters[++len] = '\0';

  for (gsize i = 0; i < len; i++)
    g_string_append_printf (code, "%s%c", i > 0 && i % GROUP == 0 ? " " : "", letters[i]);

  return g_string_free (code, FALSE);
}

FarSignUpFault
far_sign_up_parse (const char *text, FarSignUpCode *out)
{
  char letters[N_LETTERS_MOST + N_OTHERS + 1];
  gsize len = 0;

  for (const char *p = text; *p != '\0'; p++)
    {
      char letter = g_ascii_toupper (*p);

      if (strchr (" .-_", *p) != NULL)
        continue;
      if (value_of (letter) == BASE)
        return FAR_SIGN_UP_LETTER;
      if (len == N_LETTERS_MOST + N_OTHERS)
        return FAR_SIGN_UP_LENGTH;
      letters[len++] = letter;
    }
  if (len < FAR_SIGN_UP_LETTERS + N_OTHERS)
    return FAR_SIGN_UP_LENGTH;
  if (weigh (letters, len) != 0)
    return FAR_SIGN_UP_CHECK;

  memcpy (out->letters, letters, len - N_OTHERS);
  out->letters[len - N_OTHERS] = '\0';
  out->day_rest = value_of (letters[len - 4]) * BASE + value_of (letters[len - 3]);
  out->place = value_of (letters[len - 2]);

  return FAR_SIGN_UP_GOOD;
}

gboolean
far_sign_up_fits (const FarSignUpCode *code, const char *rota)
{
  char letters[N_LETTERS_MOST + 1];

  spell_rota (rota, (guint)strlen (code->letters), letters);

  return strcmp (letters, code->letters) == 0;
}

gint32
far_sign_up_get_day (const FarSignUpCode *code, gint32 today)
{
  gint32 first = today - DAYS_BACK;
  gint32 rest = (gint32)((((gint64)code->day_rest - first) % DAYS + DAYS) % DAYS);

  return first + rest;
}

/* ---- the paper */

static FarPaperBlock *
add_row (FarPaper *paper, const char *date, gboolean is_head)
{
  FarPaperBlock *row = far_paper_add_row (paper);

  row->repeats = is_head;
  far_paper_add_cell (row, date, 0.25)->is_strong = TRUE;

  return row;
}

/* The places of each role after those of the one before.
 * @place: (inout): of the outing, then of that role */
static const FarRole *
find_role (const FarOuting *outing, guint *place)
{
  for (guint i = 0; i < outing->roles->len; i++)
    {
      const FarRole *role = outing->roles->pdata[i];

      if (*place < (guint)role->n_max)
        return role;
      *place -= (guint)role->n_max;
    }

  return outing->roles->pdata[0];
}

int
far_sign_up_get_role (const FarOuting *outing, guint place)
{
  return find_role (outing, &place)->number;
}

static const FarTurn *
find_at (const FarOuting *outing, const FarRole *role, guint place)
{
  for (guint i = 0; i < outing->turns->len; i++)
    {
      const FarTurn *turn = outing->turns->pdata[i];

      if (turn->role == role->number && !far_outward_is_done (turn) && place-- == 0)
        return turn;
    }

  return NULL;
}

/* A name that is known already, else a code and room to write one. */
static void
add_place (FarPaperBlock *row, const FarOuting *outing, guint n_letters, guint place)
{
  guint place_of_role = place;
  const FarRole *role = find_role (outing, &place_of_role);
  const FarTurn *turn = find_at (outing, role, place_of_role);
  g_autofree char *code = NULL;
  FarPaperCell *cell;

  if (turn != NULL)
    {
      g_autofree char *name = far_words_in_role (turn, turn->member_name);

      far_paper_add_cell (row, name, 0.25);
      return;
    }

  code = far_sign_up_code (outing->rota, n_letters, outing->day, place);
  if (far_words_has_roles (outing))
    {
      g_autofree char *letters = g_steal_pointer (&code);
      g_autofree char *name = far_words_role_name (role);

      code = g_strdup_printf ("%s\n%s", letters, name);
    }
  cell = far_paper_add_cell (row, code, 0.25);
  cell->is_tall = TRUE;
}

static guint
count_places (const FarOuting *outing)
{
  guint n = 0;

  for (guint i = 0; i < outing->roles->len; i++)
    n += (guint)((const FarRole *)outing->roles->pdata[i])->n_max;

  return CLAMP (n, 1, FAR_SIGN_UP_PLACES);
}

static void
add_outing (FarPaper *paper, const FarOuting *outing, guint n_letters)
{
  g_autofree char *day = far_words_day_short (outing->day);
  g_autofree char *at = far_words_time (outing->at);
  g_autofree char *date = g_strdup_printf ("%s\n%s", day, at);
  guint n_places = count_places (outing);
  FarPaperBlock *row = NULL;

  if (outing->why == FAR_VERDICT_CANCELLED || outing->why == FAR_VERDICT_HOLIDAYS)
    {
      g_autofree char *verdict = far_words_verdict (outing);

      row = add_row (paper, date, FALSE);
      far_paper_add_cell (row, verdict, 0.75);
      return;
    }

  for (guint place = 0; place < n_places; place++)
    {
      if (place % COLUMNS == 0)
        row = add_row (paper, place == 0 ? date : "", FALSE);
      add_place (row, outing, n_letters, place);
    }
  while (row->cells->len < 1 + COLUMNS)
    far_paper_add_cell (row, "", 0.25)->is_shut = TRUE;
}

static gboolean
has_outing (GPtrArray *outings, const char *rota)
{
  for (guint i = 0; i < outings->len; i++)
    if (g_str_equal (((const FarOuting *)outings->pdata[i])->rota, rota))
      return TRUE;

  return FALSE;
}

static void
add_rota (FarPaper *paper,
          const FarPaperOrigin *origin,
          const FarRota *rota,
          GPtrArray *outings,
          guint n_letters,
          const char *range)
{
  FarPaperBlock *row;

  far_paper_add (paper, FAR_PAPER_BREAK, NULL, "");
  far_paper_add (paper, FAR_PAPER_SUBTITLE, NULL, origin->name);
  far_paper_add (paper, FAR_PAPER_TITLE, NULL, rota->title);
  far_paper_add (paper, FAR_PAPER_SUBTITLE, NULL, range);
  far_paper_add (paper, FAR_PAPER_TEXT, NULL,
                 _ ("Write your name into a cell, below its letters. Whoever has the program types "
                    "in the letters and the name."));
  row = add_row (paper, _ ("When"), TRUE);
  far_paper_add_cell (row, _ ("Who comes?"), 0.75)->is_strong = TRUE;

  for (guint i = 0; i < outings->len; i++)
    {
      const FarOuting *outing = outings->pdata[i];

      if (g_str_equal (outing->rota, rota->id))
        add_outing (paper, outing, n_letters);
    }
}

FarPaper *
far_sign_up_paper_new (const FarPaperOrigin *origin,
                       GPtrArray *rotas,
                       GPtrArray *outings,
                       gint32 first_day,
                       int n_days)
{
  g_autofree char *footer = far_outward_as_of (origin->last_ms);
  g_autofree char *created = far_paper_date (origin->now_ms);
  g_autofree char *first = far_words_date (first_day);
  g_autofree char *last = far_words_date (first_day + n_days - 1);
  /* Translators: two dates */
  g_autofree char *range = g_strdup_printf (_ ("From %1$s to %2$s"), first, last);
  FarPaper *paper = far_paper_new (origin->name, footer, created, GRID_SIZE);
  guint n_letters = far_sign_up_count_letters (rotas);

  for (guint i = 0; i < rotas->len; i++)
    {
      const FarRota *rota = rotas->pdata[i];

      if (rota->state == FAR_ROTA_PUBLISHED && !rota->is_suggestion &&
          has_outing (outings, rota->id))
        add_rota (paper, origin, rota, outings, n_letters, range);
    }
  if (paper->blocks->len == 0)
    far_paper_add (paper, FAR_PAPER_TEXT, NULL, _ ("Nothing is planned for these days."));

  return paper;
}
