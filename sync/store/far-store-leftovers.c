/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What SQLite left in the space between cells, overwritten in the file itself.
 *
 * SQLite has no call for that but VACUUM, which writes everything anew.  Only bytes that belong to
 * nothing are changed, so a page is the same page before, after, and when it is written by half. */

#define G_LOG_DOMAIN "far-store"

#include "far-store-private.h"

#include "far-page.h"

#define RUN_LEN (64 * 1024)

typedef struct
{
  sqlite3_file *file; /* unowned: SQLite's own, with its lock */
  gsize page_len;
  gsize page_used;
  guint n_cleared; /* pages */
} Sweep;

static gboolean
is_on_disk (FarStore *self)
{
  const char *path = sqlite3_db_filename (self->db, "main");

  return path != NULL && *path != '\0';
}

/* @run: pages that stand at @offset */
static int
sweep_run (Sweep *self, const guint8 *run, gsize len, sqlite3_int64 offset)
{
  static const guint8 zeros[RUN_LEN];

  for (gsize at = 0; at + self->page_len <= len; at += self->page_len)
    {
      gsize from;
      gsize to;
      int code;

      if (!far_page_find_leftovers (run + at, self->page_used, offset + (sqlite3_int64)at == 0,
                                    &from, &to))
        continue;

      code = self->file->pMethods->xWrite (self->file, zeros, (int)(to - from),
                                           offset + (sqlite3_int64)(at + from));
      if (code != SQLITE_OK)
        return code;
      self->n_cleared++;
    }

  return SQLITE_OK;
}

static int
sweep (Sweep *self)
{
  g_autofree guint8 *run = g_malloc (RUN_LEN);
  sqlite3_int64 size = 0;
  int code = self->file->pMethods->xFileSize (self->file, &size);

  for (sqlite3_int64 offset = 0; code == SQLITE_OK && offset < size; offset += RUN_LEN)
    {
      gsize len = (gsize)MIN (RUN_LEN, size - offset);

      code = self->file->pMethods->xRead (self->file, run, (int)len, offset);
      if (code == SQLITE_OK && offset == 0 &&
          (len < FAR_PAGE_FILE_HEADER_LEN ||
           !far_page_read_sizes (run, &self->page_len, &self->page_used) ||
           size / (sqlite3_int64)self->page_len >= FAR_SWEPT_PAGES_MAX))
        code = SQLITE_CORRUPT;
      if (code == SQLITE_OK)
        code = sweep_run (self, run, len, offset);
    }
  if (code == SQLITE_OK && self->n_cleared > 0)
    code = self->file->pMethods->xSync (self->file, SQLITE_SYNC_NORMAL);

  return code;
}

gboolean
_far_store_clear_leftovers (FarStore *self)
{
  Sweep at = { NULL };
  int code;

  if (!is_on_disk (self))
    return TRUE;

  code = sqlite3_file_control (self->db, "main", SQLITE_FCNTL_FILE_POINTER, &at.file);
  if (code == SQLITE_OK)
    code = sweep (&at);
  /* a page in memory would bring its own back */
  if (at.n_cleared > 0)
    sqlite3_db_release_memory (self->db);
  if (code != SQLITE_OK)
    g_debug ("what was moved is not overwritten yet: %s", sqlite3_errstr (code));

  return code == SQLITE_OK;
}
