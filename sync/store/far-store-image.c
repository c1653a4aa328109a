/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-store"

#include "far-store-image.h"

#include <string.h>

#include "far-page.h"
#include "far-store-private.h"

#define STEP_PAGES 256
/* of the file's first page: which journal it is written and read with; 1 is no WAL */
#define WRITE_VERSION_AT 18
#define READ_VERSION_AT 19

struct _FarStoreImage
{
  FarStore *store;        /* unowned */
  sqlite3 *copy;          /* owned */
  sqlite3_backup *backup; /* (nullable): owned, until it is done */
  gboolean is_done;
};

/* Returns: FALSE */
static gboolean
fail (FarStoreImage *self, GError **error)
{
  g_set_error (error, FAR_STORE_ERROR, _far_store_classify (sqlite3_errcode (self->copy)),
               "the copy: %s", sqlite3_errmsg (self->copy));

  return FALSE;
}

FarStoreImage *
far_store_image_new (FarStore *store, GError **error)
{
  g_autoptr (FarStoreImage) self = g_new0 (FarStoreImage, 1);

  if (sqlite3_open_v2 (":memory:", &self->copy,
                       SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                       NULL) != SQLITE_OK)
    {
      fail (self, error);
      return NULL;
    }

  self->store = store;
  self->backup = sqlite3_backup_init (self->copy, "main", far_store_peek_db (store), "main");
  if (self->backup == NULL)
    {
      fail (self, error);
      return NULL;
    }

  return g_steal_pointer (&self);
}

gboolean
far_store_image_step (FarStoreImage *self, gboolean *out_done, GError **error)
{
  int code = sqlite3_backup_step (self->backup, STEP_PAGES);

  *out_done = self->is_done = code == SQLITE_DONE;
  if (code == SQLITE_OK || self->is_done)
    return TRUE;

  g_set_error (error, FAR_STORE_ERROR, _far_store_classify (code), "the copy: %s",
               sqlite3_errstr (code));

  return FALSE;
}

double
far_store_image_get_fraction (const FarStoreImage *self)
{
  int n_pages = self->backup != NULL ? sqlite3_backup_pagecount (self->backup) : 0;

  return n_pages > 0 ? 1.0 - (double)sqlite3_backup_remaining (self->backup) / n_pages : 0;
}

static gboolean
add_meta (FarStoreImage *self, const char *key, const void *value, gsize len)
{
  sqlite3_stmt *statement = NULL;
  gboolean good;

  if (sqlite3_prepare_v2 (self->copy, "INSERT INTO meta (key, value) VALUES (?, ?)", -1, &statement,
                          NULL) != SQLITE_OK)
    return FALSE;

  sqlite3_bind_text (statement, 1, key, -1, SQLITE_STATIC);
  sqlite3_bind_blob (statement, 2, value, (int)len, SQLITE_STATIC);
  good = sqlite3_step (statement) == SQLITE_DONE;
  sqlite3_finalize (statement);

  return good;
}

/* Leaves of the small values whose it is, and what is still to be written anew; and adds one. */
static gboolean
replace_meta (FarStoreImage *self,
              const GByteArray *former,
              const char *key,
              const void *value,
              gsize len)
{
  /* what is taken out leaves no trace on a free page */
  return sqlite3_exec (self->copy,
                       "PRAGMA secure_delete=ON; DELETE FROM meta WHERE key <> 'collective'", NULL,
                       NULL, NULL) == SQLITE_OK &&
         (former->len == 0 || add_meta (self, META_FORMER, former->data, former->len)) &&
         add_meta (self, key, value, len);
}

GBytes *
far_store_image_finish (FarStoreImage *self,
                        const char *key,
                        const void *value,
                        gsize len,
                        GError **error)
{
  g_autoptr (GByteArray) former = NULL;
  guint8 *bytes;
  sqlite3_int64 n_bytes = 0;

  g_return_val_if_fail (self->is_done, NULL);

  if (!_far_store_list_former (self->store, &former, error))
    return NULL;
  if (sqlite3_backup_finish (g_steal_pointer (&self->backup)) != SQLITE_OK ||
      !replace_meta (self, former, key, value, len))
    {
      fail (self, error);
      return NULL;
    }

  bytes = sqlite3_serialize (self->copy, "main", &n_bytes, 0);
  if (bytes == NULL || n_bytes <= READ_VERSION_AT)
    {
      sqlite3_free (bytes);
      g_set_error (error, FAR_STORE_ERROR, FAR_STORE_ERROR_IO, "no memory for the copy");
      return NULL;
    }

  /* nor between the cells of others */
  far_page_clear_leftovers (bytes, n_bytes);
  bytes[WRITE_VERSION_AT] = bytes[READ_VERSION_AT] = 1;

  return g_bytes_new_with_free_func (bytes, n_bytes, sqlite3_free, bytes);
}

void
far_store_image_free (FarStoreImage *self)
{
  if (self->backup != NULL)
    sqlite3_backup_finish (self->backup);
  sqlite3_close (self->copy);
  g_free (self);
}
