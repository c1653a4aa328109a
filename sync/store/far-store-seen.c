/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How far a TERM had seen each log: the next holder counts what the former one wrote up to there
 * (sync/collective).  An accepted entry's past never changes, so it is found once, when the TERM is
 * accepted, and from what the newest TERM in its past had seen: each entry is walked over about
 * once, however many terms there are. */

#define G_LOG_DOMAIN "far-store"

#include "far-store-private.h"

#include <string.h>

typedef struct
{
  FarStore *store; /* unowned */
  guint n_logs;
  guint32 *seen; /* owned: by log - 1; 0 for nothing */
  guint32 *done; /* owned: up to where what they had seen is in @seen too */
} Walk;

static void
walk_clear (Walk *self)
{
  g_free (self->seen);
  g_free (self->done);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Walk, walk_clear)

/* A damaged file may name any. */
static void
reach (Walk *self, FarPos pos)
{
  if (pos.log >= 1 && pos.log <= self->n_logs)
    self->seen[pos.log - 1] = MAX (self->seen[pos.log - 1], pos.seq);
}

static void
reach_past (Walk *self, const FarRow *row)
{
  if (row->pos.seq > 1)
    reach (self, far_store_on_chain (self->store, row->pos.log, row->pos.seq - 1));
  for (guint i = 0; i < row->n_refs; i++)
    reach (self, row->refs[i]);
}

/* Returns: the n of the newest TERM in the past of @row; 0 if there is none, -1 with @error */
static gint64
find_before (FarStore *self, const FarRow *row, GError **error)
{
  guint32 know;
  gint64 n = 0;

  if (!_far_store_get_know (self, row->pos, &know, error))
    return -1;

  for (guint i = 0; i < self->acts->len; i++)
    {
      const FarStoredAct *act = g_ptr_array_index (self->acts, i);

      if (act->act.kind == FAR_KIND_TERM && act->n < row->n && act->n > n &&
          far_know_has (self->know, know, i))
        n = act->n;
    }

  return n;
}

static gboolean
begin_with (Walk *self, gint64 n, GError **error)
{
  sqlite3_stmt *statement =
      far_store_statement (self->store, "SELECT log, seq FROM seen WHERE n = ?");
  int code;

  if (statement == NULL)
    return far_store_fail (self->store, error);

  sqlite3_bind_int64 (statement, 1, n);
  while ((code = sqlite3_step (statement)) == SQLITE_ROW)
    {
      gint64 log = sqlite3_column_int64 (statement, 0);

      if (log >= 1 && log <= self->n_logs)
        self->seen[log - 1] = self->done[log - 1] = sqlite3_column_int64 (statement, 1);
    }
  sqlite3_reset (statement);

  return code == SQLITE_DONE || far_store_fail (self->store, error);
}

/* What is seen of one log, and not yet looked at. */
static gboolean
walk_log (Walk *self, guint32 log, GError **error)
{
  guint32 seq = MAX (self->done[log - 1], far_store_peek_log (self->store, log)->base.seq);
  guint32 end = self->seen[log - 1];

  self->done[log - 1] = end;
  while (seq < end)
    {
      FarRow row;

      if (!far_store_read_pos (self->store, (FarPos){ log, ++seq }, &row, error))
        return FALSE;
      reach_past (self, &row);
    }

  return TRUE;
}

static gboolean
walk (Walk *self, GError **error)
{
  gboolean found;

  do
    {
      found = FALSE;
      for (guint32 log = 1; log <= self->n_logs; log++)
        if (self->seen[log - 1] > self->done[log - 1])
          {
            found = TRUE;
            if (!walk_log (self, log, error))
              return FALSE;
          }
    }
  while (found);

  return TRUE;
}

static gboolean
keep (const Walk *self, gint64 n, GError **error)
{
  for (guint32 log = 1; log <= self->n_logs; log++)
    {
      sqlite3_stmt *statement;

      if (self->seen[log - 1] == 0)
        continue;

      statement =
          far_store_statement (self->store, "INSERT INTO seen (n, log, seq) VALUES (?, ?, ?)");
      if (statement == NULL)
        return far_store_fail (self->store, error);
      sqlite3_bind_int64 (statement, 1, n);
      sqlite3_bind_int64 (statement, 2, log);
      sqlite3_bind_int64 (statement, 3, self->seen[log - 1]);
      if (!_far_store_step (self->store, statement, error))
        return FALSE;
    }

  return TRUE;
}

gboolean
_far_store_build_seen (FarStore *self, const FarRow *row, GError **error)
{
  g_auto (Walk) at = {
    .store = self,
    .n_logs = self->logs->len,
    .seen = g_new0 (guint32, self->logs->len),
    .done = g_new0 (guint32, self->logs->len),
  };
  FarPos pos = row->pos;
  gint64 n = row->n;
  gint64 before = find_before (self, row, error);

  if (before < 0)
    return FALSE;

  /* what is borrowed of the row goes with the first entry that is read */
  if (before > 0 && !begin_with (&at, before, error))
    return FALSE;
  reach_past (&at, row);
  if (!walk (&at, error))
    return FALSE;
  reach (&at, pos);

  return keep (&at, n, error);
}

gboolean
far_store_get_seen (FarStore *self, gint64 n, guint32 log, guint32 *out, GError **error)
{
  sqlite3_stmt *statement =
      far_store_statement (self, "SELECT seq FROM seen WHERE n = ? AND log = ?");
  g_autoptr (GError) local = NULL;

  if (statement == NULL)
    return far_store_fail (self, error);

  sqlite3_bind_int64 (statement, 1, n);
  sqlite3_bind_int64 (statement, 2, log);
  *out = _far_store_next (self, statement, &local) ? sqlite3_column_int64 (statement, 0) : 0;
  sqlite3_reset (statement);
  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));

  return local == NULL;
}
