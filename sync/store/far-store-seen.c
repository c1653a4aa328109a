/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How far an act had seen each log.  Of a TERM: the next holder counts what the former one wrote up
 * to there (sync/collective).  Of an act that is disputed: which WITNESS it has seen.  An accepted
 * entry's past never changes, so it is found once, when the TERM is accepted or the act first
 * disputed, and from what the newest such act in its past had seen: each entry is walked over about
 * once, however many there are. */

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

/* Of the acts that the set @know holds and that came before entry @n, the newest of which it is
 * known.  Returns: (nullable) (transfer none) */
static const FarStoredAct *
find_before (FarStore *self, guint32 know, gint64 n)
{
  const FarStoredAct *found = NULL;

  for (guint i = 0; i < self->acts->len; i++)
    {
      const FarStoredAct *act = g_ptr_array_index (self->acts, i);

      if ((act->reach != NULL || act->act.kind == FAR_KIND_TERM) && act->n < n &&
          (found == NULL || act->n > found->n) && far_know_has (self->know, know, i))
        found = act;
    }

  return found;
}

static gboolean
begin_with_term (Walk *self, gint64 n, GError **error)
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

static gboolean
begin_with (Walk *self, const FarStoredAct *act, GError **error)
{
  if (act == NULL)
    return TRUE;
  if (act->reach == NULL)
    return begin_with_term (self, act->n, error);

  for (guint i = 0; i < MIN (act->reach->len, self->n_logs); i++)
    self->seen[i] = self->done[i] = g_array_index (act->reach, guint32, i);

  return TRUE;
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

static Walk
begin_walk (FarStore *self)
{
  return (Walk){
    .store = self,
    .n_logs = self->logs->len,
    .seen = g_new0 (guint32, self->logs->len),
    .done = g_new0 (guint32, self->logs->len),
  };
}

gboolean
_far_store_build_seen (FarStore *self, const FarRow *row, GError **error)
{
  g_auto (Walk) at = begin_walk (self);
  FarPos pos = row->pos;
  gint64 n = row->n;
  guint32 know;

  /* what is borrowed of the row goes with the first entry that is read */
  if (!_far_store_get_know (self, pos, &know, error) ||
      !begin_with (&at, find_before (self, know, n), error))
    return FALSE;
  reach_past (&at, row);
  if (!walk (&at, error))
    return FALSE;
  reach (&at, pos);

  return keep (&at, n, error);
}

static gboolean
walk_from (Walk *self, const FarStoredAct *act, GError **error)
{
  FarRow row;

  if (!begin_with (self, find_before (self->store, act->past, act->n), error) ||
      !far_store_read_pos (self->store, act->pos, &row, error))
    return FALSE;
  reach_past (self, &row);

  return walk (self, error);
}

gboolean
_far_store_find_reach (FarStore *self, FarStoredAct *stored, GError **error)
{
  g_auto (Walk) at = begin_walk (self);

  if (stored->reach != NULL)
    return TRUE;
  if (stored->act.kind == FAR_KIND_TERM ? !begin_with_term (&at, stored->n, error)
                                        : !walk_from (&at, stored, error))
    return FALSE;

  stored->reach = g_array_sized_new (FALSE, FALSE, sizeof (guint32), at.n_logs);
  g_array_append_vals (stored->reach, at.seen, at.n_logs);

  return TRUE;
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
