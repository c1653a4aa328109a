/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How far other machines are known to hold each log.  It feeds no rule, only what is said of a
 * promise. */

#define G_LOG_DOMAIN "far-store"

#include "far-store-private.h"

gboolean
far_store_note_heard (FarStore *self, guint32 device_log, const GArray *have, GError **error)
{
  g_return_val_if_fail (self->in_batch, FALSE);

  for (guint i = 0; i < have->len && i < self->logs->len; i++)
    {
      guint32 seq = g_array_index (have, guint32, i);
      sqlite3_stmt *statement;

      if (seq == 0)
        continue;

      statement = far_store_statement (
          self, "INSERT INTO heard (device, log, seq) VALUES (?, ?, ?) ON CONFLICT (device, log)"
                " DO UPDATE SET seq = excluded.seq WHERE excluded.seq > seq");
      if (statement == NULL)
        return far_store_fail (self, error);

      sqlite3_bind_int64 (statement, 1, device_log);
      sqlite3_bind_int64 (statement, 2, i + 1);
      sqlite3_bind_int64 (statement, 3, seq);
      if (!_far_store_step (self, statement, error))
        return FALSE;
    }

  return TRUE;
}

guint32
far_store_get_heard (FarStore *self, guint32 device_log, guint32 log)
{
  sqlite3_stmt *statement =
      far_store_statement (self, "SELECT seq FROM heard WHERE device = ? AND log = ?");
  guint32 seq = 0;

  if (statement == NULL)
    return 0;

  sqlite3_bind_int64 (statement, 1, device_log);
  sqlite3_bind_int64 (statement, 2, log);
  if (_far_store_next (self, statement, NULL))
    seq = sqlite3_column_int64 (statement, 0);
  sqlite3_reset (statement);

  return seq;
}
