/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The tie between a file and its WAL, and why a rollback journal has none.
 *
 * SQLite takes whatever whole WAL lies beside a file for its own: of another store, of an older
 * day, or of a copy that was made while somebody wrote.  Pages of two stores are then one file,
 * which nobody can take apart again.  So each batch writes one small value, which is in each WAL by
 * that; and where a WAL is met, what it says is held against what the file says without it.
 *
 * A rollback journal is another program's, or another file's: we write a WAL.  SQLite would put the
 * pages in it over ours. */

#define G_LOG_DOMAIN "far-store"

#include "far-store-private.h"

#include <string.h>

#define META_TIE "tie"
#define CONTEXT_TIE "far1 tie"
#define SUM_LEN 8
#define TIE_LEN (2 * FAR_TIE_ID_LEN + 8 + SUM_LEN)

static void
encode (const FarTie *tie, guint8 out[static TIE_LEN])
{
  guint8 sum[FAR_HASH_LEN];

  memcpy (out, tie->base, FAR_TIE_ID_LEN);
  memcpy (out + FAR_TIE_ID_LEN, tie->id, FAR_TIE_ID_LEN);
  far_set_u64 (out + 2 * FAR_TIE_ID_LEN, tie->n);
  far_hash_bytes (CONTEXT_TIE, out, TIE_LEN - SUM_LEN, sum);
  memcpy (out + TIE_LEN - SUM_LEN, sum, SUM_LEN);
}

/* A page that a crash tore may hold parts of two values: that is none. */
static gboolean
decode (FarTie *out, const void *bytes, gsize len)
{
  FarReader reader = far_reader (bytes, len);
  guint8 again[TIE_LEN];
  FarTie tie;

  if (len != TIE_LEN)
    return FALSE;

  memcpy (tie.base, far_reader_bytes (&reader, FAR_TIE_ID_LEN), FAR_TIE_ID_LEN);
  memcpy (tie.id, far_reader_bytes (&reader, FAR_TIE_ID_LEN), FAR_TIE_ID_LEN);
  tie.n = far_reader_u64 (&reader);
  encode (&tie, again);
  if (memcmp (again, bytes, TIE_LEN) != 0)
    return FALSE;
  *out = tie;

  return TRUE;
}

/* @found: (out) */
static gboolean
read_tie (FarStore *self, FarTie *out, gboolean *found, GError **error)
{
  g_autoptr (GBytes) value = NULL;

  *found = FALSE;
  if (!_far_store_read_meta (self, META_TIE, &value, error))
    return FALSE;
  *found = value != NULL && decode (out, g_bytes_get_data (value, NULL), g_bytes_get_size (value));

  return TRUE;
}

/* What the file says without what lies beside it.  In the middle of a checkpoint that may be
 * nothing. */
static gboolean
read_tie_alone (const char *path, FarTie *out, gboolean *found, GError **error)
{
  g_autofree char *escaped = g_uri_escape_bytes ((const guint8 *)path, strlen (path), "/");
  /* one that nobody changes is read as it is: without a lock, a WAL or a journal */
  g_autofree char *uri = g_strdup_printf ("file:%s?immutable=1", escaped);
  sqlite3_stmt *statement = NULL;
  sqlite3 *db = NULL;
  FarStoreError problem;
  int code;

  *found = FALSE;
  code = sqlite3_open_v2 (uri, &db, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX,
                          NULL);
  if (code == SQLITE_OK)
    code = sqlite3_prepare_v2 (db, "SELECT value FROM meta WHERE key = '" META_TIE "'", -1,
                               &statement, NULL);
  if (code == SQLITE_OK)
    code = sqlite3_step (statement);
  if (code == SQLITE_ROW)
    *found = decode (out, sqlite3_column_blob (statement, 0), sqlite3_column_bytes (statement, 0));
  sqlite3_finalize (statement);
  sqlite3_close (db);

  problem = _far_store_classify (code);
  if (code == SQLITE_ROW || code == SQLITE_DONE || problem != FAR_STORE_ERROR_IO)
    return TRUE;
  g_set_error (error, FAR_STORE_ERROR, problem, "%s (%d)", sqlite3_errstr (code), code);

  return FALSE;
}

gboolean
_far_store_check_journal (const char *path, GError **error)
{
  gboolean is_tied;
  FarTie tie;

  if (!read_tie_alone (path, &tie, &is_tied, error))
    return FALSE;

  /* SQLite makes one when a file is first opened for a WAL, before any batch */
  if (!is_tied)
    return TRUE;

  g_set_error (error, FAR_STORE_ERROR, FAR_STORE_ERROR_DAMAGED,
               "the journal beside the file is not of this file");

  return FALSE;
}

static gboolean
is_same (const guint8 *a, const guint8 *b)
{
  return memcmp (a, b, FAR_TIE_ID_LEN) == 0;
}

gboolean
_far_store_check_tie (FarStore *self, const char *path, GError **error)
{
  gboolean is_known;
  gboolean is_told;
  FarTie alone;
  FarTie seen;

  if (!read_tie_alone (path, &alone, &is_known, error) || !read_tie (self, &seen, &is_told, error))
    return FALSE;

  /* the file is where the WAL began, or some way on in the same WAL */
  if (!is_known || (is_told && seen.n >= alone.n &&
                    (is_same (seen.base, alone.id) || is_same (seen.base, alone.base))))
    return TRUE;

  g_set_error (error, FAR_STORE_ERROR, FAR_STORE_ERROR_DAMAGED,
               "the WAL beside the file is not of this file");

  return FALSE;
}

gboolean
_far_store_load_tie (FarStore *self, GError **error)
{
  gboolean found;

  if (!read_tie (self, &self->tie, &found, error))
    return FALSE;

  if (!found)
    {
      self->tie.n = 0;
      sqlite3_randomness (FAR_TIE_ID_LEN, self->tie.base);
      memcpy (self->tie.id, self->tie.base, FAR_TIE_ID_LEN);
    }

  return TRUE;
}

void
_far_store_begin_wal (FarStore *self)
{
  memcpy (self->tie.base, self->tie.id, FAR_TIE_ID_LEN);
}

gboolean
_far_store_write_tie (FarStore *self, GError **error)
{
  guint8 bytes[TIE_LEN];
  g_autoptr (GBytes) value = NULL;

  self->tie.n++;
  sqlite3_randomness (FAR_TIE_ID_LEN, self->tie.id);
  encode (&self->tie, bytes);
  value = g_bytes_new (bytes, sizeof bytes);

  return far_store_set_meta (self, META_TIE, value, error);
}
