/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The ceiling: TCP loopback, a hash chain for each author, one signature check for 64 entries, and
 * two tables in SQLite at synchronous=FULL, entries in append order.  No rights, refs, records or
 * encryption: what any exchange of signed logs has to do at least. */

#define G_LOG_DOMAIN "far-bench"

#include "far-bench-private.h"

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define RUN 64
/* an operation of W as text */
#define BLOB_LEN 180
#define BATCH 10000

typedef struct
{
  guint8 author;
  guint8 has_sig;
  guint16 slot;
  guint8 blob[BLOB_LEN];
  guint8 sig[FAR_SIG_LEN];
} Message;

#define SHORT_LEN G_STRUCT_OFFSET (Message, sig)

static void
write_all (int fd, const guint8 *bytes, gsize len)
{
  while (len > 0)
    {
      gssize n = write (fd, bytes, len);

      if (n <= 0)
        g_error ("the peer is gone");
      bytes += n;
      len -= n;
    }
}

static void
chain (guint8 id[FAR_ID_LEN], const Message *message)
{
  crypto_generichash_state state;

  crypto_generichash_init (&state, NULL, 0, FAR_ID_LEN);
  crypto_generichash_update (&state, id, FAR_ID_LEN);
  crypto_generichash_update (&state, message->blob, BLOB_LEN);
  crypto_generichash_final (&state, id, FAR_ID_LEN);
}

void
far_ceiling_send (int fd, guint n)
{
  g_autoptr (FarWorld) world = far_workload_make_world ();
  g_autoptr (GByteArray) out = g_byte_array_new ();
  guint8 ids[FAR_WORKLOAD_AUTHORS][FAR_ID_LEN] = { 0 };
  guint seqs[FAR_WORKLOAD_AUTHORS] = { 0 };
  guint8 go;

  for (guint i = 0; i < n; i++)
    {
      Message message = { .author = far_world_random (world) * FAR_WORKLOAD_AUTHORS,
                          .slot = far_world_random (world) * FAR_WORKLOAD_SLOTS };

      memset (message.blob, i, BLOB_LEN);
      chain (ids[message.author], &message);
      message.has_sig = ++seqs[message.author] % RUN == 0;
      if (message.has_sig)
        far_sign (world->devices[message.author].sign_secret, ids[message.author], FAR_ID_LEN,
                  message.sig);
      far_put (out, &message, message.has_sig ? sizeof message : SHORT_LEN);
    }

  /* all is made before the clock starts */
  if (read (fd, &go, 1) == 1)
    write_all (fd, out->data, out->len);
}

typedef struct
{
  sqlite3 *db;
  sqlite3_stmt *insert;
  sqlite3_stmt *upsert;
} Tables;

static void
open_tables (Tables *self, const char *path)
{
  sqlite3_open (path, &self->db);
  sqlite3_exec (self->db,
                "PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                "CREATE TABLE entry (n INTEGER PRIMARY KEY, author INTEGER, blob BLOB);"
                "CREATE TABLE slot (slot INTEGER PRIMARY KEY, winner INTEGER)",
                NULL, NULL, NULL);
  sqlite3_prepare_v2 (self->db, "INSERT INTO entry (author, blob) VALUES (?, ?)", -1, &self->insert,
                      NULL);
  sqlite3_prepare_v2 (self->db, "INSERT OR REPLACE INTO slot (slot, winner) VALUES (?, ?)", -1,
                      &self->upsert, NULL);
}

static void
keep (Tables *self, const Message *message, guint i)
{
  if (i % BATCH == 0)
    sqlite3_exec (self->db, "BEGIN", NULL, NULL, NULL);

  sqlite3_bind_int (self->insert, 1, message->author);
  sqlite3_bind_blob (self->insert, 2, message->blob, BLOB_LEN, SQLITE_STATIC);
  if (sqlite3_step (self->insert) != SQLITE_DONE)
    g_error ("%s", sqlite3_errmsg (self->db));
  sqlite3_reset (self->insert);

  sqlite3_bind_int (self->upsert, 1, message->slot);
  sqlite3_bind_int (self->upsert, 2, i);
  if (sqlite3_step (self->upsert) != SQLITE_DONE)
    g_error ("%s", sqlite3_errmsg (self->db));
  sqlite3_reset (self->upsert);

  if (i % BATCH == BATCH - 1)
    sqlite3_exec (self->db, "COMMIT", NULL, NULL, NULL);
}

static void
ask_question (Tables *self)
{
  sqlite3_stmt *statement = NULL;
  guint n = 0;

  sqlite3_prepare_v2 (self->db,
                      "SELECT blob FROM slot, entry WHERE slot BETWEEN 100 AND 119 AND n = winner",
                      -1, &statement, NULL);
  while (sqlite3_step (statement) == SQLITE_ROW)
    n += sqlite3_column_bytes (statement, 0) > 0;
  sqlite3_finalize (statement);
  g_assert (n > 0);
}

void
far_ceiling_receive (int fd, const char *path, guint n, FarMeasure *out)
{
  g_autoptr (FarWorld) world = far_workload_make_world ();
  g_autofree guint8 *buffer = g_malloc (1 << 18);
  guint8 ids[FAR_WORKLOAD_AUTHORS][FAR_ID_LEN] = { 0 };
  gsize len = 0;
  guint i = 0;
  Tables tables;
  double begin;

  open_tables (&tables, path);
  begin = far_bench_now ();
  write_all (fd, (const guint8 *)"g", 1);

  while (i < n)
    {
      gssize got = read (fd, buffer + len, (1 << 18) - len);
      gsize pos = 0;

      if (got <= 0)
        g_error ("the sender is gone");
      len += got;
      out->wire_bytes += got;

      while (i < n && len - pos >= SHORT_LEN)
        {
          Message message;
          gsize whole = buffer[pos + 1] ? sizeof message : SHORT_LEN;

          if (len - pos < whole)
            break;
          memcpy (&message, buffer + pos, whole);
          pos += whole;
          chain (ids[message.author], &message);
          if (message.has_sig &&
              crypto_sign_verify_detached (message.sig, ids[message.author], FAR_ID_LEN,
                                           world->devices[message.author].device) != 0)
            g_error ("a signature of the ceiling is wrong");
          keep (&tables, &message, i++);
        }
      memmove (buffer, buffer + pos, len - pos);
      len -= pos;
    }
  if (sqlite3_get_autocommit (tables.db) == 0)
    sqlite3_exec (tables.db, "COMMIT", NULL, NULL, NULL);

  ask_question (&tables);
  sqlite3_finalize (tables.insert);
  sqlite3_finalize (tables.upsert);
  sqlite3_close (tables.db);

  out->seconds = far_bench_now () - begin;
  out->cpu_seconds = far_bench_cpu ();
  out->rss_bytes = far_bench_rss ();
  out->n_entries = n;
}
