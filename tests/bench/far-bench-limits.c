/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-bench"

#include "far-bench-private.h"

#include <glib/gstdio.h>
#include <string.h>

#define ROW_LEN 300

static double
measure_sign (const guint8 *secret, guint8 *message, guint8 *sig)
{
  double begin = far_bench_now ();
  const guint n = 4000;

  for (guint i = 0; i < n; i++)
    {
      message[0] = i;
      far_sign (secret, message, ROW_LEN, sig);
    }

  return n / (far_bench_now () - begin);
}

static double
measure_verify (const guint8 *key, const guint8 *message, const guint8 *sig)
{
  double begin = far_bench_now ();
  const guint n = 2000;
  guint good = 0;

  for (guint i = 0; i < n; i++)
    good += crypto_sign_verify_detached (sig, message, ROW_LEN, key) == 0;
  g_assert (good == n);

  return n / (far_bench_now () - begin);
}

static double
measure_blake2b (guint8 *message)
{
  double begin = far_bench_now ();
  const guint n = 200000;

  for (guint i = 0; i < n; i++)
    crypto_generichash (message, 32, message, ROW_LEN, NULL, 0);

  return n / (far_bench_now () - begin);
}

static double
measure_sqlite (const char *dir, const guint8 *message)
{
  g_autofree char *path = g_build_filename (dir, "limit.db", NULL);
  const guint n = 100000;
  sqlite3_stmt *insert = NULL;
  sqlite3 *db = NULL;
  double begin;

  g_unlink (path);
  sqlite3_open (path, &db);
  sqlite3_exec (db,
                "PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                "CREATE TABLE entry (n INTEGER PRIMARY KEY, blob BLOB)",
                NULL, NULL, NULL);
  sqlite3_prepare_v2 (db, "INSERT INTO entry (blob) VALUES (?)", -1, &insert, NULL);

  begin = far_bench_now ();
  for (guint i = 0; i < n; i++)
    {
      if (i % 10000 == 0)
        sqlite3_exec (db, "BEGIN", NULL, NULL, NULL);
      sqlite3_bind_blob (insert, 1, message, ROW_LEN, SQLITE_STATIC);
      if (sqlite3_step (insert) != SQLITE_DONE)
        g_error ("%s", sqlite3_errmsg (db));
      sqlite3_reset (insert);
      if (i % 10000 == 9999)
        sqlite3_exec (db, "COMMIT", NULL, NULL, NULL);
    }
  begin = far_bench_now () - begin;

  sqlite3_finalize (insert);
  sqlite3_close (db);

  return n / begin;
}

void
far_bench_limits (const char *dir, FarLimits *out)
{
  guint8 message[ROW_LEN] = { 0 };
  guint8 sig[FAR_SIG_LEN];
  guint8 key[FAR_KEY_LEN];
  guint8 secret[64];
  guint8 seed[32] = { 1 };

  far_sign_keypair (seed, key, secret);
  out->sign = measure_sign (secret, message, sig);
  out->verify = measure_verify (key, message, sig);
  out->blake2b = measure_blake2b (message);
  out->sqlite_rows = measure_sqlite (dir, message);
}
