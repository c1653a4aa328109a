/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What somebody changed in the file is found, and told where it is: each table, and each thing that
 * an entry is kept with. */

#include <glib/gstdio.h>
#include <string.h>

#include "far-kind-schema.h"
#include "far-world.h"

#define DAY 20840

static const guint8 rota[FAR_RECORD_ID_LEN] = "a rota of a test";

typedef struct
{
  const char *name;
  const char *sql;
  const char *problem; /* begins one of those that are told */
} Change;

static const Change changes[] = {
  { "nothing", "SELECT 1", NULL },
  { "kept-signature", "UPDATE entry SET sig = (SELECT sig FROM log WHERE log = 2) WHERE n = 1",
    "entry 1/1: its signature is not good" },
  { "newest-signature", "UPDATE log SET sig = (SELECT sig FROM entry WHERE n = 1) WHERE log = 2",
    "log 2: its newest signature is not good" },
  { "no-signature", "UPDATE entry SET sig = NULL WHERE n = 1",
    "entry 1/1: its signature is missing" },
  { "time", "UPDATE entry SET time = time + 1 WHERE log = 2 AND seq = 4",
    "entry 2/4: its bytes do not give its id" },
  { "term", "UPDATE entry SET term = 1 WHERE log = 2 AND seq = 4",
    "entry 2/4: its bytes do not give its id" },
  { "words", "UPDATE entry SET blob = zeroblob (length (blob)) WHERE log = 2 AND seq = 4",
    "entry 2/4: its bytes do not give its id" },
  { "words-gone", "UPDATE entry SET blob = NULL, hash = zeroblob (36) WHERE log = 2 AND seq = 4",
    "entry 2/4: its bytes do not give its id" },
  { "id", "UPDATE entry SET id = zeroblob (32) WHERE log = 2 AND seq = 4", "entry 2/4: " },
  { "refs", "UPDATE entry SET refs = x'' WHERE n = (SELECT max (n) FROM entry)", "entry 1/" },
  { "head", "UPDATE log SET id = zeroblob (32) WHERE log = 2", "log 2: its head is another" },
  { "head-seq", "UPDATE log SET seq = seq - 1 WHERE log = 2", "log 2: its head is another" },
  { "more",
    "INSERT INTO entry SELECT n + 1, log, seq, kind, time, term, subject, know, refs, id,"
    " blob, sig, hash FROM entry WHERE n = (SELECT max (n) FROM entry)",
    "entr" },
  { "counts", "UPDATE log SET counts = x''", "log 1: other counts than table log says" },
  { "place", "UPDATE place SET ns = zeroblob (length (ns))", "entry 1/1 is not where table place" },
  { "missing", "INSERT INTO missing SELECT n FROM entry WHERE log = 2 AND seq = 4",
    "entry 2/4: table missing is wrong" },
  { "know", "UPDATE know SET bits = zeroblob (8) WHERE know = (SELECT max (know) FROM know)",
    "entry 1/6: has seen other acts" },
  { "entry-know", "UPDATE entry SET know = 1 WHERE log = 2 AND seq = 4",
    "entry 2/4: has seen other acts" },
  { "act-past", "UPDATE act SET past = 1 WHERE g = (SELECT max (g) FROM act)",
    "entry 1/6: has seen what table act does not say" },
  { "act-gone", "DELETE FROM act WHERE g = (SELECT max (g) FROM act)",
    "entry 1/6: is not in table act" },
  { "witness-past", "UPDATE witness SET past = 1",
    "entry 2/1: has seen what table witness does not say" },
  { "witness-unknown", "UPDATE witness SET past = 99999",
    "entry 2/1: has seen what table witness does not say" },
  { "witness-gone", "DELETE FROM witness", "entry 2/1: has seen what table witness does not say" },
  { "witness-more", "INSERT INTO witness SELECT n, 1 FROM entry WHERE log = 2 AND seq = 4",
    "tables act and witness have rows" },
  { "record", "DELETE FROM record", "table record: " },
  { "touch", "DELETE FROM touch WHERE n = (SELECT max (n) FROM touch)", "table touch: " },
  { "outing", "UPDATE outing SET day = day + 1", "table outing: " },
  { "turn", "UPDATE turn SET day = day + 1", "table turn: " },
  { "person", "DELETE FROM person", "table person: " },
  { "erase", "DELETE FROM erase", "table erase: " },
};

static void
write_payload (FarWorld *world,
               FarStore *store,
               guint who,
               guint kind,
               const guint8 *subject,
               GByteArray *payload)
{
  g_autoptr (GError) error = NULL;
  FarPos refs[1] = { { 1, 1 } };

  g_assert_true (far_store_begin (store, &error));
  far_world_write (world, store, who, kind, subject, payload, refs, 1);
  g_assert_true (far_store_commit (store, &error));
}

/* Of each table a row. */
static void
fill (FarWorld *world, FarStore *store)
{
  g_autoptr (GByteArray) person = g_byte_array_new ();
  g_autoptr (GByteArray) line = g_byte_array_new ();
  g_autoptr (GByteArray) outing = g_byte_array_new ();
  g_autoptr (GByteArray) erase = g_byte_array_new ();
  g_autoptr (GError) error = NULL;
  guint8 id[FAR_RECORD_ID_LEN];
  FarMapWriter map;
  FarPos pos;

  far_world_admit_all (world, store);
  g_assert_true (far_store_begin (store, &error));
  for (guint i = 0; i < 12; i++)
    pos = far_world_take (world, store, 1, rota, DAY + i, "a note", NULL, 0);
  g_assert_true (far_store_commit (store, &error));

  far_record_id (world->collective, world->devices[1].device,
                 far_store_next_seq (store, world->devices[1].device), 0, id);
  map = far_map_begin (person);
  far_map_text (&map, FAR_PERSON_NAME, "Grandmother");
  far_map_end (&map);
  write_payload (world, store, 1, FAR_KIND_PERSON, id, person);

  map = far_map_begin (line);
  far_map_text (&map, FAR_LINE_NAME, "Blue");
  far_map_end (&map);
  write_payload (world, store, 0, FAR_KIND_LINE, NULL, line);

  map = far_map_begin (outing);
  far_map_bytes (&map, FAR_OUTING_ROTA, rota, FAR_RECORD_ID_LEN);
  far_map_int (&map, FAR_OUTING_DAY, DAY);
  far_map_int (&map, FAR_OUTING_CANCELLED, 1);
  far_map_end (&map);
  write_payload (world, store, 0, FAR_KIND_OUTING, NULL, outing);

  map = far_map_begin (erase);
  far_map_bytes (&map, FAR_ERASE_SUBJECT, world->devices[2].member, FAR_RECORD_ID_LEN);
  far_map_end (&map);
  write_payload (world, store, 2, FAR_KIND_ERASE, NULL, erase);

  g_assert_true (far_store_begin (store, &error));
  far_world_take (world, store, 0, rota, DAY, NULL, &pos, 1);
  g_assert_true (far_store_commit (store, &error));
}

static void
change_file (const char *path, const char *sql)
{
  char *problem = NULL;
  sqlite3 *db;

  g_assert_cmpint (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READWRITE, NULL), ==, SQLITE_OK);
  sqlite3_exec (db, sql, NULL, NULL, &problem);
  g_assert_cmpstr (problem, ==, NULL);
  sqlite3_close (db);
}

static void
test_change (gconstpointer data)
{
  const Change *change = data;
  g_autoptr (FarWorld) world = far_world_new (23, 3);
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("far-check-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "log.db", NULL);
  FarStore *store = far_world_found (world, path);
  gboolean is_told = change->problem == NULL;

  fill (world, store);
  far_store_close (store);
  change_file (path, change->sql);

  store = far_store_open (path, world->collective, FALSE, &error);
  g_assert_no_error (error);
  g_assert_true (far_store_check (store, TRUE, problems, &error));
  for (guint i = 0; i < problems->len; i++)
    {
      g_test_message ("%s", (const char *)problems->pdata[i]);
      is_told |= change->problem != NULL && g_str_has_prefix (problems->pdata[i], change->problem);
    }
  g_assert_true (is_told);
  g_assert_true (change->problem != NULL || problems->len == 0);
  far_store_close (store);
  g_unlink (path);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autofree char *path = g_strdup_printf ("/far/check/%s", changes[i].name);

      g_test_add_data_func (path, &changes[i], test_change);
    }

  return g_test_run ();
}
