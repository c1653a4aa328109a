/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What came in, and was written, since some moment of this store: it numbers entries in the order
 * in which they are accepted. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-private.h"

gint64
far_collective_newest (FarStore *store)
{
  sqlite3_stmt *statement = far_store_statement (store, "SELECT max (n) FROM entry");
  gint64 n = 0;

  if (statement == NULL)
    return 0;
  if (sqlite3_step (statement) == SQLITE_ROW)
    n = sqlite3_column_int64 (statement, 0);
  sqlite3_reset (statement);

  return n;
}

/* @sql: two columns, for what is above ?1: a number, and how many there are of it */
static gboolean
for_each_count (FarStore *store,
                const char *sql,
                gint64 since,
                void (*add) (FarChangeFacts *out, gint64 what, int n),
                FarChangeFacts *out,
                GError **error)
{
  sqlite3_stmt *statement = far_store_statement (store, sql);
  int code;

  if (statement == NULL)
    return far_store_fail (store, error);

  sqlite3_bind_int64 (statement, 1, since);
  while ((code = sqlite3_step (statement)) == SQLITE_ROW)
    add (out, sqlite3_column_int64 (statement, 0), sqlite3_column_int (statement, 1));
  if (code != SQLITE_DONE)
    far_store_fail (store, error);
  sqlite3_reset (statement);

  return code == SQLITE_DONE;
}

static void
add_kind (FarChangeFacts *out, gint64 kind, int n)
{
  out->n_entries += n;
  switch (kind)
    {
    case FAR_KIND_ERASE:
      out->n_erased += n;
      break;
    case FAR_KIND_ROTA:
      out->n_rotas += n;
      break;
    case FAR_KIND_OUTING:
      out->n_dates += n;
      break;
    case FAR_KIND_COLLECTIVE:
    case FAR_KIND_PERSON:
    case FAR_KIND_LINE:
    case FAR_KIND_THING:
    case FAR_KIND_HOLIDAYS:
    case FAR_KIND_CHILD:
    case FAR_KIND_BOOKING:
    case FAR_KIND_ABSENCE:
    case FAR_KIND_ROLL:
    case FAR_KIND_HAZARD:
    case FAR_KIND_AVAILABILITY:
    case FAR_KIND_FAIR_PLAN:
    case FAR_KIND_RIDE:
    case FAR_KIND_HELP:
    case FAR_KIND_PLACE:
    case FAR_KIND_SKILL:
    case FAR_KIND_HOURS:
    case FAR_KIND_FAULT:
      out->n_others += n;
      break;
    }
}

/* @what: the state that a turn was given, or -1 of a new one */
static void
add_turn (FarChangeFacts *out, gint64 what, int n)
{
  if (what < 0 || what == FAR_TURN_STATE_STANDS)
    out->n_taken += n;
  else if (what == FAR_TURN_STATE_RELEASED)
    out->n_released += n;
  else
    out->n_others += n;
}

gboolean
far_collective_changes (FarStore *store, gint64 since, FarChangeFacts *out, GError **error)
{
  *out = (FarChangeFacts){ 0 };

  return for_each_count (store, "SELECT kind, count (*) FROM entry WHERE n > ?1 GROUP BY kind",
                         since, add_kind, out, error) &&
         for_each_count (store,
                         "SELECT CASE WHEN turn = 0 THEN -1 ELSE state END AS what, count (*)"
                         " FROM turn WHERE n > ?1 GROUP BY what",
                         since, add_turn, out, error);
}
