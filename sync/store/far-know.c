/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-store"

#include "far-know.h"

#include <string.h>

#include "far-limits.h"

typedef struct
{
  guint n_words; /* the last word is not zero */
  guint64 words[];
} Set;

/* Of the sets @a and @b; nothing if these are zero. */
typedef struct
{
  guint32 a;
  guint32 b;
  guint32 number;
} Union;

struct _FarKnow
{
  GPtrArray *sets;               /* (element-type Set), owned; by number */
  GHashTable *numbers;           /* Set -> number + 1 */
  Union unions[FAR_KNOW_UNIONS]; /* each at the one place where it is looked for */
};

static guint
hash_set (gconstpointer data)
{
  const Set *set = data;
  guint64 hash = 0xcbf29ce484222325;

  for (guint i = 0; i < set->n_words; i++)
    hash = (hash ^ set->words[i]) * 0x100000001b3;

  return hash ^ hash >> 32;
}

static gboolean
equal_sets (gconstpointer a, gconstpointer b)
{
  const Set *set_a = a;
  const Set *set_b = b;

  return set_a->n_words == set_b->n_words &&
         memcmp (set_a->words, set_b->words, set_a->n_words * sizeof (guint64)) == 0;
}

/* @set: (transfer full) */
static guint
intern (FarKnow *self, Set *set)
{
  gpointer number = g_hash_table_lookup (self->numbers, set);

  if (number != NULL)
    {
      g_free (set);
      return GPOINTER_TO_UINT (number) - 1;
    }

  g_ptr_array_add (self->sets, set);
  g_hash_table_insert (self->numbers, set, GUINT_TO_POINTER (self->sets->len));

  return self->sets->len - 1;
}

static Set *
new_set (guint n_words)
{
  Set *set = g_malloc0 (sizeof (Set) + n_words * sizeof (guint64));

  set->n_words = n_words;

  return set;
}

FarKnow *
far_know_new (void)
{
  FarKnow *self = g_new0 (FarKnow, 1);

  self->sets = g_ptr_array_new_with_free_func (g_free);
  self->numbers = g_hash_table_new (hash_set, equal_sets);
  intern (self, new_set (0));

  return self;
}

void
far_know_free (FarKnow *self)
{
  g_hash_table_unref (self->numbers);
  g_ptr_array_unref (self->sets);
  g_free (self);
}

guint
far_know_get_n (const FarKnow *self)
{
  return self->sets->len;
}

void
far_know_load (FarKnow *self, const guint64 *words, guint n_words)
{
  Set *set = new_set (n_words);

  memcpy (set->words, words, n_words * sizeof (guint64));
  g_ptr_array_add (self->sets, set);
  g_hash_table_insert (self->numbers, set, GUINT_TO_POINTER (self->sets->len));
}

const guint64 *
far_know_peek (const FarKnow *self, guint set, guint *n_words)
{
  const Set *at = self->sets->pdata[set];

  *n_words = at->n_words;

  return at->words;
}

gboolean
far_know_has (const FarKnow *self, guint set, guint element)
{
  const Set *at = self->sets->pdata[set];

  return element / 64 < at->n_words && (at->words[element / 64] >> (element % 64) & 1);
}

static guint
unite (FarKnow *self, guint a, guint b)
{
  const Set *set_a = self->sets->pdata[a];
  const Set *set_b = self->sets->pdata[b];
  Set *set = new_set (MAX (set_a->n_words, set_b->n_words));

  for (guint i = 0; i < set_a->n_words; i++)
    set->words[i] = set_a->words[i];
  for (guint i = 0; i < set_b->n_words; i++)
    set->words[i] |= set_b->words[i];

  return intern (self, set);
}

guint
far_know_union (FarKnow *self, guint a, guint b)
{
  Union *known;

  if (a == b || b == 0)
    return a;
  if (a == 0)
    return b;

  known = &self->unions[(a * 0x9e3779b1u ^ b * 0x85ebca77u) % FAR_KNOW_UNIONS];
  if (known->a != a || known->b != b)
    *known = (Union){ a, b, unite (self, a, b) };

  return known->number;
}

guint
far_know_add (FarKnow *self, guint set, guint element)
{
  const Set *at = self->sets->pdata[set];
  Set *added = new_set (MAX (at->n_words, element / 64 + 1));

  memcpy (added->words, at->words, at->n_words * sizeof (guint64));
  added->words[element / 64] |= G_GUINT64_CONSTANT (1) << (element % 64);

  return intern (self, added);
}
