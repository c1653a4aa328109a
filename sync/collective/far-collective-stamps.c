/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How often what decides an outing was said, and when last: so that what was shown of it elsewhere,
 * in somebody's calendar, can be told to be older. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-private.h"
#include "far-day.h"

struct _FarStamps
{
  FarStamp rota;    /* of every outing */
  GHashTable *days; /* owned (element-type gint32 FarStamp): of those that more was said about */
};

static void
add_stamp (FarStamp *self, const FarStamp *other)
{
  self->n += other->n;
  self->last_ms = MAX (self->last_ms, other->last_ms);
}

/* Each row: a day, how many entries, the time of the newest.  @days: (nullable): else all rows are
 * of @all */
static gboolean
read_rows (FarStore *store,
           sqlite3_stmt *statement,
           FarStamp *all,
           GHashTable *days,
           GError **error)
{
  int code;

  while ((code = sqlite3_step (statement)) == SQLITE_ROW)
    {
      gint32 day = sqlite3_column_int (statement, 0);
      FarStamp stamp = { .n = sqlite3_column_int (statement, 1),
                         .last_ms = sqlite3_column_int64 (statement, 2) };
      FarStamp *of_day = days != NULL ? g_hash_table_lookup (days, GINT_TO_POINTER (day)) : all;

      if (of_day == NULL)
        {
          of_day = g_new0 (FarStamp, 1);
          g_hash_table_insert (days, GINT_TO_POINTER (day), of_day);
        }
      add_stamp (of_day, &stamp);
    }
  if (code != SQLITE_DONE)
    far_store_fail (store, error);
  sqlite3_reset (statement);

  return code == SQLITE_DONE;
}

static gboolean
read_record (FarStore *store, const guint8 *id, FarStamp *out, GError **error)
{
  sqlite3_stmt *statement = far_store_statement (
      store, "SELECT 0, count (*), max (entry.time) FROM touch JOIN entry ON entry.n = touch.n"
             " WHERE touch.record = ?1");

  if (statement == NULL)
    return far_store_fail (store, error);
  sqlite3_bind_int64 (statement, 1, far_store_find_ident (store, id));

  return read_rows (store, statement, out, NULL, error);
}

/* A calendar that is changed may free a day or close one: which, is in words that may be gone. */
static gboolean
read_calendars (FarStore *store, FarStamp *out, GError **error)
{
  sqlite3_stmt *statement = far_store_statement (
      store, "SELECT 0, count (*), max (entry.time) FROM record"
             " JOIN touch ON touch.record = record.record JOIN entry ON entry.n = touch.n"
             " WHERE record.kind = ?1");

  if (statement == NULL)
    return far_store_fail (store, error);
  sqlite3_bind_int (statement, 1, FAR_KIND_HOLIDAYS);

  return read_rows (store, statement, out, NULL, error);
}

static gboolean
read_days (FarStore *store,
           const char *sql,
           const FarRotaFacts *rota,
           gint32 first_day,
           gint32 last_day,
           GHashTable *days,
           GError **error)
{
  sqlite3_stmt *statement = far_store_statement (store, sql);

  if (statement == NULL)
    return far_store_fail (store, error);
  sqlite3_bind_int64 (statement, 1, far_store_find_ident (store, rota->id));
  sqlite3_bind_int (statement, 2, first_day);
  sqlite3_bind_int (statement, 3, last_day);

  return read_rows (store, statement, NULL, days, error);
}

FarStamps *
far_collective_stamps (FarStore *store,
                       const FarRotaFacts *rota,
                       gint32 first_day,
                       gint32 last_day,
                       GError **error)
{
  static const char turns[] =
      "SELECT day, count (*), max (entry.time) FROM turn JOIN entry ON entry.n = turn.n"
      " WHERE rota = ?1 AND day BETWEEN ?2 AND ?3 GROUP BY day";
  static const char exceptions[] =
      "SELECT day, count (*), max (entry.time) FROM outing JOIN entry ON entry.n = outing.n"
      " WHERE rota = ?1 AND day BETWEEN ?2 AND ?3 GROUP BY day";
  g_autoptr (FarStamps) self = g_new0 (FarStamps, 1);

  self->days = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  if (!read_record (store, rota->id, &self->rota, error) ||
      (rota->has_line && !read_record (store, rota->line, &self->rota, error)) ||
      (!rota->in_holidays && !read_calendars (store, &self->rota, error)) ||
      !read_days (store, turns, rota, first_day, last_day, self->days, error) ||
      !read_days (store, exceptions, rota, first_day, last_day, self->days, error))
    return NULL;

  return g_steal_pointer (&self);
}

void
far_stamps_free (FarStamps *self)
{
  g_hash_table_unref (self->days);
  g_free (self);
}

FarStamp
far_stamps_get (const FarStamps *self, gint32 day)
{
  const FarStamp *of_day = g_hash_table_lookup (self->days, GINT_TO_POINTER (day));
  FarStamp stamp = self->rota;

  if (of_day != NULL)
    add_stamp (&stamp, of_day);

  return stamp;
}

GArray *
far_stamps_list_days (const FarStamps *self)
{
  GArray *days = g_array_new (FALSE, FALSE, sizeof (gint32));
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, self->days);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      gint32 day = GPOINTER_TO_INT (key);

      g_array_append_val (days, day);
    }
  g_array_sort (days, far_day_compare);

  return days;
}
