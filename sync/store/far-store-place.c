/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From a position (log, seq) to the number n of its entry.
 *
 * An index on (log, seq) would be a fifth of the cost of accepting an entry.  A log has no gaps, so
 * 64 numbers side by side in one row do the same: table place, with chunk = log << 32 | (seq - 1) /
 * 64 and 4 bytes little-endian for each, where a branch counts its own entries from 1.  The chunk
 * that a log is filling stays in memory and is written with the batch. */

#define G_LOG_DOMAIN "far-store"

#include "far-store-private.h"

#include <string.h>

#define PER_CHUNK FAR_PLACES_PER_CHUNK

typedef struct
{
  guint32 chunk; /* of the log */
  guint n_held;  /* 0: not loaded */
  gboolean is_dirty;
  guint32 ns[PER_CHUNK];
} FarPlaces;

/* From 0, among the entries of its log. */
static guint32
index_of (const FarStore *self, FarPos pos)
{
  return pos.seq - 1 - far_store_peek_log (self, pos.log)->base.seq;
}

static gint64
chunk_key (guint32 log, guint32 chunk)
{
  return (gint64)log << 32 | chunk;
}

void
_far_store_clear_places (FarStore *self)
{
  g_clear_pointer (&self->places, g_ptr_array_unref);
  self->places = g_ptr_array_new_with_free_func (g_free);
}

static FarPlaces *
get_places (FarStore *self, guint32 log)
{
  if (self->places->len < log)
    g_ptr_array_set_size (self->places, log);
  if (self->places->pdata[log - 1] == NULL)
    self->places->pdata[log - 1] = g_new0 (FarPlaces, 1);

  return self->places->pdata[log - 1];
}

/* @n_held: (out): how many numbers the row holds; 0 if there is none */
static gboolean
read_chunk (FarStore *self,
            guint32 log,
            guint32 chunk,
            guint32 ns[static PER_CHUNK],
            guint *n_held,
            GError **error)
{
  sqlite3_stmt *statement =
      _far_store_statement_blind (self, "SELECT ns FROM place WHERE chunk = ?");
  int code;

  *n_held = 0;
  if (statement == NULL)
    return far_store_fail (self, error);

  sqlite3_bind_int64 (statement, 1, chunk_key (log, chunk));
  code = sqlite3_step (statement);
  if (code == SQLITE_ROW)
    {
      *n_held = MIN (sqlite3_column_bytes (statement, 0), PER_CHUNK * 4) / 4;
      memcpy (ns, sqlite3_column_blob (statement, 0), *n_held * 4);
      for (guint i = 0; i < *n_held; i++)
        ns[i] = GUINT32_FROM_LE (ns[i]);
    }
  sqlite3_reset (statement);

  return code == SQLITE_ROW || code == SQLITE_DONE || far_store_fail (self, error);
}

static gboolean
write_chunk (FarStore *self, guint32 log, FarPlaces *places, GError **error)
{
  sqlite3_stmt *statement =
      _far_store_statement_blind (self, "INSERT OR REPLACE INTO place (chunk, ns) VALUES (?, ?)");
  guint32 ns[PER_CHUNK];

  if (statement == NULL)
    return far_store_fail (self, error);

  for (guint i = 0; i < places->n_held; i++)
    ns[i] = GUINT32_TO_LE (places->ns[i]);
  sqlite3_bind_int64 (statement, 1, chunk_key (log, places->chunk));
  sqlite3_bind_blob (statement, 2, ns, places->n_held * 4, SQLITE_STATIC);
  places->is_dirty = FALSE;

  return _far_store_step (self, statement, error);
}

gboolean
_far_store_write_places (FarStore *self, GError **error)
{
  for (guint i = 0; i < self->places->len; i++)
    {
      FarPlaces *places = g_ptr_array_index (self->places, i);

      if (places != NULL && places->is_dirty && !write_chunk (self, i + 1, places, error))
        return FALSE;
    }

  return TRUE;
}

gboolean
_far_store_add_place (FarStore *self, FarPos pos, gint64 n, GError **error)
{
  FarPlaces *places = get_places (self, pos.log);
  guint32 chunk = index_of (self, pos) / PER_CHUNK;
  guint at = index_of (self, pos) % PER_CHUNK;

  if (places->n_held == 0 || places->chunk != chunk)
    {
      if (places->is_dirty && !write_chunk (self, pos.log, places, error))
        return FALSE;
      places->chunk = chunk;
      places->n_held = 0;
      if (at > 0 && !read_chunk (self, pos.log, chunk, places->ns, &places->n_held, error))
        return FALSE;
    }

  if (places->n_held != at || n > G_MAXUINT32)
    {
      g_set_error (error, FAR_STORE_ERROR, FAR_STORE_ERROR_DAMAGED,
                   "table place does not end where log %u does", pos.log);
      return FALSE;
    }

  places->ns[at] = n;
  places->n_held = at + 1;
  places->is_dirty = TRUE;

  return TRUE;
}

guint
_far_store_find_run (FarStore *self,
                     FarPos pos,
                     guint32 out[static FAR_PLACES_PER_CHUNK],
                     GError **error)
{
  const FarPlaces *filling = NULL;
  guint32 ns[PER_CHUNK];
  guint32 chunk = index_of (self, pos) / PER_CHUNK;
  guint at = index_of (self, pos) % PER_CHUNK;
  guint n_held = 0;

  /* positions are read from the file too */
  if (pos.log < 1 || pos.log > self->logs->len ||
      pos.seq <= far_store_peek_log (self, pos.log)->base.seq)
    {
      g_set_error (error, FAR_STORE_ERROR, FAR_STORE_ERROR_DAMAGED, "there is no entry %u/%u",
                   pos.log, pos.seq);
      return 0;
    }

  if (pos.log <= self->places->len)
    filling = g_ptr_array_index (self->places, pos.log - 1);
  if (filling != NULL && filling->n_held > 0 && filling->chunk == chunk)
    {
      n_held = filling->n_held;
      memcpy (ns, filling->ns, n_held * sizeof *ns);
    }
  else if (!read_chunk (self, pos.log, chunk, ns, &n_held, error))
    return 0;

  if (at >= n_held)
    {
      g_set_error (error, FAR_STORE_ERROR, FAR_STORE_ERROR_DAMAGED, "entry %u/%u is missing",
                   pos.log, pos.seq);
      return 0;
    }

  memcpy (out, ns + at, (n_held - at) * sizeof *ns);

  return n_held - at;
}

gboolean
_far_store_find_n (FarStore *self, FarPos pos, gint64 *n, GError **error)
{
  guint32 ns[PER_CHUNK];

  if (_far_store_find_run (self, pos, ns, error) == 0)
    return FALSE;

  *n = ns[0];

  return TRUE;
}
