/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What was found in one call and holds in the next.
 *
 * What counts in the past of an act hangs on nothing but that past, and arrays that are replayed
 * later begin as those before did.  So a set is known by two runs of bits, that of the acts and
 * that of the WITNESS entries behind them, each without what is zero at its end: however many more
 * there are by then.
 */

#define G_LOG_DOMAIN "far-governance"

#include "far-governance-private.h"

#include "far-pure.h"

struct _FarReplayed
{
  GHashTable *sets; /* GBytes of a set → GBytes of the acts that count in it; both owned */
  gsize n_bytes;
};

FarReplayed *
far_replayed_new (void)
{
  FarReplayed *self = g_new0 (FarReplayed, 1);

  self->sets = g_hash_table_new_full (g_bytes_hash, g_bytes_equal, (GDestroyNotify)g_bytes_unref,
                                      (GDestroyNotify)g_bytes_unref);

  return self;
}

void
far_replayed_free (FarReplayed *self)
{
  g_hash_table_unref (self->sets);
  g_free (self);
}

/* The bits of @set from @first to the one before @end, as if they began a word. */
static void
add_run (GByteArray *out, const guint64 *set, guint first, guint end)
{
  guint at = out->len;

  for (guint bit = first; bit < end; bit += 64)
    {
      guint shift = bit % 64;
      guint64 word = set[bit / 64] >> shift;

      if (shift != 0 && bit / 64 + 1 < FAR_ACT_WORDS (end))
        word |= set[bit / 64 + 1] << (64 - shift);
      if (end - bit < 64)
        word &= (G_GUINT64_CONSTANT (1) << (end - bit)) - 1;
      g_byte_array_append (out, (const guint8 *)&word, sizeof word);
    }

  while (out->len > at && out->data[out->len - 1] == 0)
    g_byte_array_set_size (out, out->len - 1);
}

static GBytes *
make_key (const FarReplay *replay, const guint64 *set)
{
  GByteArray *key = g_byte_array_new ();
  guint32 n;

  add_run (key, set, 0, replay->n_judged);
  n = key->len;
  add_run (key, set, replay->n_judged, replay->n);
  g_byte_array_append (key, (const guint8 *)&n, sizeof n);

  return g_byte_array_free_to_bytes (key);
}

guint64 *
_far_replayed_find (const FarReplay *replay, const guint64 *set)
{
  g_autoptr(GBytes) key = NULL;
  GBytes *found;
  guint64 *f;

  if (replay->replayed == NULL)
    return NULL;

  key = make_key (replay, set);
  found = g_hash_table_lookup (replay->replayed->sets, key);
  if (found == NULL)
    return NULL;

  f = far_replay_new_set (replay);
  for (gsize i = 0; i < g_bytes_get_size (found) / sizeof *f; i++)
    f[i] = ((const guint64 *)g_bytes_get_data (found, NULL))[i];

  return f;
}

void
_far_replayed_add (const FarReplay *replay, const guint64 *set, const guint64 *f)
{
  FarReplayed *self = replay->replayed;
  GBytes *key;
  GBytes *value;

  if (self == NULL)
    return;

  key = make_key (replay, set);
  value = g_bytes_new (f, FAR_ACT_WORDS (replay->n_judged) * sizeof *f);
  self->n_bytes += g_bytes_get_size (key) + g_bytes_get_size (value);
  if (self->n_bytes > FAR_REPLAYED_BYTES_MAX)
    {
      self->n_bytes = g_bytes_get_size (key) + g_bytes_get_size (value);
      g_hash_table_remove_all (self->sets);
    }
  g_hash_table_insert (self->sets, key, value);
}
