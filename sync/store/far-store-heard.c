/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How far other machines are known to hold each log.  It feeds no rule, only what is said of a
 * promise. */

#define G_LOG_DOMAIN "far-store"

#include "far-store-private.h"

gboolean
_far_store_note_heard_one (FarStore *self,
                           guint32 device_log,
                           guint32 log,
                           guint32 seq,
                           GError **error)
{
  sqlite3_stmt *statement = far_store_statement (
      self, "INSERT INTO heard (device, log, seq) VALUES (?, ?, ?) ON CONFLICT (device, log)"
            " DO UPDATE SET seq = excluded.seq WHERE excluded.seq > seq");

  if (statement == NULL)
    return far_store_fail (self, error);

  sqlite3_bind_int64 (statement, 1, device_log);
  sqlite3_bind_int64 (statement, 2, log);
  sqlite3_bind_int64 (statement, 3, seq);

  return _far_store_step (self, statement, error);
}

gboolean
far_store_note_heard (FarStore *self, guint32 device_log, const GArray *have, GError **error)
{
  g_return_val_if_fail (self->in_batch, FALSE);

  /* the number of a log of which nothing is held may be another's tomorrow */
  if (far_store_peek_log (self, device_log)->head_seq == 0)
    return TRUE;

  for (guint i = 0; i < have->len && i < self->logs->len; i++)
    {
      const FarLog *log = g_ptr_array_index (self->logs, i);
      guint32 seq = g_array_index (have, guint32, i);

      if (seq != 0 && log->head_seq > log->base.seq &&
          !_far_store_note_heard_one (self, device_log, i + 1, seq, error))
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

static guint32
cap_at_fork (const FarLog *log, guint32 seq)
{
  if (log->base.log != 0)
    return 0;

  return log->fork_seq != 0 ? MIN (seq, log->fork_seq - 1) : seq;
}

GArray *
far_store_list_had (FarStore *self, guint32 device_log, GError **error)
{
  sqlite3_stmt *statement =
      far_store_statement (self, "SELECT log, seq FROM heard WHERE device = ?");
  g_autoptr (GArray) had = g_array_new (FALSE, TRUE, sizeof (guint32));
  int code;

  if (statement == NULL)
    {
      far_store_fail (self, error);
      return NULL;
    }

  g_array_set_size (had, self->logs->len);
  sqlite3_bind_int64 (statement, 1, device_log);
  while ((code = sqlite3_step (statement)) == SQLITE_ROW)
    {
      gint64 log = sqlite3_column_int64 (statement, 0);

      /* the table may be damaged */
      if (log >= 1 && log <= had->len)
        {
          gint64 seq = sqlite3_column_int64 (statement, 1);

          g_array_index (had, guint32, log - 1) =
              cap_at_fork (far_store_peek_log (self, log), CLAMP (seq, 0, (gint64)G_MAXUINT32));
        }
    }
  sqlite3_reset (statement);
  if (code != SQLITE_DONE)
    {
      far_store_fail (self, error);
      return NULL;
    }

  return g_steal_pointer (&had);
}
