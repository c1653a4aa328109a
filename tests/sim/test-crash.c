/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whatever a machine is doing when its power fails, its disk breaks or is full: what was
 * acknowledged is there, nothing else is half done, and work goes on.
 *
 * Each story is played once to count its file operations and to note what the store holds after
 * each of its steps.  Then it is played again for each operation, which is the one that fails.
 * With -m thorough (`./dev crash`) each power failure is drawn more often, and none is left out. */

#include <gio/gio.h>
#include <string.h>

#include "far-collective-facts.h"
#include "far-kind-schema.h"
#include "far-sim-vfs.h"
#include "far-store-image.h"
#include "far-world.h"

#define N_DEVICES 5
#define SEED 20261121 /* as in tests/store/golden/far-golden.c */
#define DAY 20840
#define STEPS_MAX 12
#define N_DICE (g_test_thorough () ? 12 : 2)
/* operations from one that fails to the next, where a failure stays */
#define STRIDE (g_test_thorough () ? 1 : 4)
/* of those that recover from a power failure, and lose power again */
#define AGAIN_MAX 40
#define WORD "a word that is to be erased"
/* of SQLite's format */
#define PAGE_LEN 4096
#define LEAF_OF_TABLE 13

#define PATH "/1/log.db"
#define PATH_ASIDE "/2/log.db"

typedef struct _Run Run;
typedef gboolean (*Step) (Run *run, GError **error);

typedef enum
{
  START_NOTHING,
  START_CLOSED,
  START_KILLED, /* so that the WAL is still there */
  START_V1,
  START_V2,
  START_V3,
  START_V4,
  START_V5,
  START_V6,
  START_V7,
  START_V8,
  START_V9,
  START_V10,
  START_V11,
  START_V12,
  START_V13,
  START_IMAGE, /* as a restore puts it there, whole */
  N_STARTS
} Start;

typedef struct
{
  const char *name;
  Start start;
  gboolean erases;
  /* up to this step, what was of an older version has a copy beside it */
  guint n_keeps_copy;
  Step steps[STEPS_MAX]; /* to the first NULL */
} Story;

/* What a store holds, as far as anybody can tell. */
typedef struct
{
  guint8 log[FAR_HASH_LEN];
  guint8 records[FAR_HASH_LEN];
  gint64 n_entries;
} State;

struct _Run
{
  const Story *story;
  FarWorld *world;
  guint8 rota[FAR_RECORD_ID_LEN];
  FarSimDisk *disk;
  FarStore *store;      /* (nullable): owned */
  FarStoreImage *image; /* (nullable): owned */
  guint n_done;         /* steps that were acknowledged */
};

/* What founds the collective, as it comes from elsewhere. */
static struct
{
  guint8 header[FAR_HEADER_MAX];
  gsize header_len;
  guint8 blob[256];
  gsize blob_len;
  guint8 sig[FAR_SIG_LEN];
} genesis;

static struct
{
  FarSimDisk *disk;
  guint32 random;
  gint64 now_ms;
} starts[N_STARTS];

static FarWorld *the_world;
static FarSimDisk *the_disk;
static FarSimDisk *aside;
static guint n_points;

/* ---- steps */

static gboolean
end_batch (Run *run, gboolean good, GError **error)
{
  if (good)
    return far_store_commit (run->store, error);

  far_store_rollback (run->store);

  return FALSE;
}

static gboolean
append (Run *run, guint who, FarKind kind, GByteArray *payload, FarPos *out, GError **error)
{
  const FarWorldDevice *device = &run->world->devices[who];
  FarDraft draft = {
    .kind = kind,
    .time_ms = run->world->now_ms++,
    .subject = device->member,
    .payload = payload->data,
    .payload_len = payload->len,
  };
  FarPos pos;

  far_world_fill (run->world, draft.salt, FAR_SALT_LEN);

  return far_store_append (run->store, device->device, device->sign_secret, &draft,
                           out != NULL ? out : &pos, NULL, error);
}

static gboolean
append_turn (Run *run, guint who, gint32 day, const char *note, FarPos *out, GError **error)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);

  far_map_bytes (&map, FAR_TURN_ROTA, run->rota, FAR_RECORD_ID_LEN);
  far_map_int (&map, FAR_TURN_DAY, day);
  far_map_bytes (&map, FAR_TURN_PERSON, run->world->devices[who].member, FAR_RECORD_ID_LEN);
  if (note != NULL)
    far_map_text (&map, FAR_TURN_NOTE, note);
  far_map_end (&map);

  return append (run, who, FAR_KIND_TURN, payload, out, error);
}

static gboolean
open_store (Run *run, GError **error)
{
  run->store = far_store_open (PATH, run->world->collective, TRUE, error);
  if (run->store == NULL)
    return FALSE;
  if (far_store_set_own (run->store, run->world->devices[1].device, error))
    return TRUE;
  g_clear_pointer (&run->store, far_store_close);

  return FALSE;
}

static gboolean
close_store (Run *run, GError **error G_GNUC_UNUSED)
{
  g_clear_pointer (&run->store, far_store_close);

  return TRUE;
}

static gboolean
found (Run *run, GError **error)
{
  return far_store_begin (run->store, error) &&
         end_batch (run,
                    far_store_add (run->store, genesis.header, genesis.header_len, genesis.blob,
                                   genesis.blob_len, genesis.sig, error) != FAR_VERDICT_FAILED,
                    error);
}

static gboolean
write_one (Run *run, GError **error)
{
  return far_store_begin (run->store, error) &&
         end_batch (run, append_turn (run, 1, DAY, "one more", NULL, error), error);
}

static gboolean
write_founder (Run *run, GError **error)
{
  return far_store_begin (run->store, error) &&
         end_batch (run, append_turn (run, 0, DAY, "the first", NULL, error), error);
}

static gboolean
write_hundred (Run *run, GError **error)
{
  gboolean good = TRUE;

  if (!far_store_begin (run->store, error))
    return FALSE;

  for (guint i = 0; good && i < 100; i++)
    good = append_turn (run, i % 3, DAY + i % 10, i % 5 == 0 ? "with a note" : NULL, NULL, error);

  return end_batch (run, good, error);
}

static gboolean
write_word (Run *run, GError **error)
{
  return far_store_begin (run->store, error) &&
         end_batch (run, append_turn (run, 1, DAY, WORD, NULL, error), error);
}

static gboolean
checkpoint (Run *run, GError **error)
{
  static const int modes[] = { SQLITE_CHECKPOINT_PASSIVE, SQLITE_CHECKPOINT_TRUNCATE };

  /* one that was not read to its end holds on to the WAL */
  for (sqlite3_stmt *at = NULL;
       (at = sqlite3_next_stmt (far_store_peek_db (run->store), at)) != NULL;)
    sqlite3_reset (at);
  for (guint i = 0; i < G_N_ELEMENTS (modes); i++)
    if (sqlite3_wal_checkpoint_v2 (far_store_peek_db (run->store), NULL, modes[i], NULL, NULL) !=
        SQLITE_OK)
      return far_store_fail (run->store, error);

  return TRUE;
}

static gboolean
set_disk_error (GError **error)
{
  g_set_error_literal (error, FAR_STORE_ERROR, FAR_STORE_ERROR_IO, "the disk failed");

  return FALSE;
}

/* What SQLite may leave of it between the cells of any page, moving others. */
static gboolean
leave_word (Run *run, GError **error)
{
  guint8 page[PAGE_LEN];
  guint n_left = 0;
  sqlite3_file *file;
  sqlite3_int64 size;

  if (!checkpoint (run, error))
    return FALSE;

  g_assert_cmpint (sqlite3_file_control (far_store_peek_db (run->store), "main",
                                         SQLITE_FCNTL_FILE_POINTER, &file),
                   ==, SQLITE_OK);
  g_assert_cmpint (file->pMethods->xFileSize (file, &size), ==, SQLITE_OK);
  /* not in the first, whose header is elsewhere */
  for (sqlite3_int64 at = PAGE_LEN; at < size; at += PAGE_LEN)
    {
      guint n_cells;
      guint content;

      if (file->pMethods->xRead (file, page, PAGE_LEN, at) != SQLITE_OK)
        return set_disk_error (error);
      n_cells = page[3] << 8 | page[4];
      content = page[5] << 8 | page[6];
      if (page[0] != LEAF_OF_TABLE || 8 + 2 * n_cells + strlen (WORD) > content)
        continue;
      if (file->pMethods->xWrite (file, WORD, strlen (WORD), at + content - strlen (WORD)) !=
          SQLITE_OK)
        return set_disk_error (error);
      n_left++;
    }
  g_assert_cmpuint (n_left, >, 5);

  return TRUE;
}

/* Whatever is about the member whose machine it is. */
static gboolean
erase (Run *run, GError **error)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);

  far_map_bytes (&map, FAR_ERASE_SUBJECT, run->world->devices[1].member, FAR_RECORD_ID_LEN);
  far_map_end (&map);

  return far_store_begin (run->store, error) &&
         end_batch (run, append (run, 1, FAR_KIND_ERASE, payload, NULL, error), error);
}

static gboolean
rebuild (Run *run, GError **error)
{
  return far_store_rebuild (run->store, error);
}

static gboolean
note (Run *run, GError **error)
{
  g_autoptr (GArray) have = g_array_new (FALSE, TRUE, sizeof (guint32));
  g_autoptr (GBytes) value = g_bytes_new_static ("value", 5);

  g_array_set_size (have, 2);
  g_array_index (have, guint32, 0) = 2;

  return far_store_begin (run->store, error) &&
         end_batch (run,
                    far_store_note_heard (run->store, 2, have, error) &&
                        far_store_set_meta (run->store, "a key", value, error),
                    error);
}

static gboolean
begin_backup (Run *run, GError **error)
{
  run->image = far_store_image_new (run->store, error);

  return run->image != NULL;
}

/* What is begun again after a failure is begun from the start. */
static gboolean
end_backup (Run *run, GError **error)
{
  g_autoptr (FarStoreImage) image = g_steal_pointer (&run->image);
  g_autoptr (FarStore) opened = NULL;
  g_autoptr (GBytes) bytes = NULL;
  gboolean done = FALSE;

  if (image == NULL)
    image = far_store_image_new (run->store, error);
  while (image != NULL && !done)
    if (!far_store_image_step (image, &done, error))
      return FALSE;
  if (image == NULL)
    return FALSE;

  bytes = far_store_image_finish (image, "returning", "x", 1, error);
  if (bytes == NULL)
    return FALSE;
  opened = far_store_open_image (bytes, error);
  if (opened == NULL)
    return FALSE;
  g_assert_cmpint (far_store_get_n_entries (opened), ==, far_store_get_n_entries (run->store));

  return TRUE;
}

static const Story stories[] = {
  { "found", START_NOTHING, .steps = { open_store, found, write_founder, close_store } },
  { "write", START_CLOSED, .steps = { open_store, write_one, write_one, close_store } },
  { "after-kill", START_KILLED, .steps = { open_store, write_one, note, close_store } },
  { "hundred", START_CLOSED, .steps = { open_store, write_hundred, write_one, close_store } },
  { "checkpoint", START_KILLED,
    .steps = { open_store, write_hundred, checkpoint, write_one, checkpoint, close_store } },
  { "rebuild", START_CLOSED, .steps = { open_store, rebuild, write_one, close_store } },
  { "erase", START_KILLED, .erases = TRUE,
    .steps = { open_store, write_word, write_one, erase, write_founder, close_store, open_store } },
  { "erase-moved", START_KILLED, .erases = TRUE,
    .steps = { open_store, write_word, leave_word, erase, write_founder, close_store } },
  { "migrate-1", START_V1, .steps = { open_store, write_one, close_store, open_store, write_one } },
  { "migrate-2", START_V2, .n_keeps_copy = 3,
    .steps = { open_store, write_one, close_store, open_store, write_one } },
  { "migrate-3", START_V3, .n_keeps_copy = 3,
    .steps = { open_store, write_one, close_store, open_store, write_one } },
  { "migrate-4", START_V4, .n_keeps_copy = 3,
    .steps = { open_store, write_one, close_store, open_store, write_one } },
  { "migrate-5", START_V5, .n_keeps_copy = 3,
    .steps = { open_store, write_one, close_store, open_store, write_one } },
  { "migrate-6", START_V6, .n_keeps_copy = 3,
    .steps = { open_store, write_one, close_store, open_store, write_one } },
  { "migrate-7", START_V7, .n_keeps_copy = 3,
    .steps = { open_store, write_one, close_store, open_store, write_one } },
  { "migrate-8", START_V8, .n_keeps_copy = 3,
    .steps = { open_store, write_one, close_store, open_store, write_one } },
  { "migrate-9", START_V9, .n_keeps_copy = 3,
    .steps = { open_store, write_one, close_store, open_store, write_one } },
  { "migrate-10", START_V10, .n_keeps_copy = 3,
    .steps = { open_store, write_one, close_store, open_store, write_one } },
  { "migrate-11", START_V11, .n_keeps_copy = 3,
    .steps = { open_store, write_one, close_store, open_store, write_one } },
  { "migrate-12", START_V12, .n_keeps_copy = 3,
    .steps = { open_store, write_one, close_store, open_store, write_one } },
  { "migrate-13", START_V13, .n_keeps_copy = 3,
    .steps = { open_store, write_one, close_store, open_store, write_one } },
  { "backup", START_KILLED, .steps = { open_store, begin_backup, write_one, end_backup } },
  { "restore", START_IMAGE, .steps = { open_store, note, write_one, close_store } },
};

static guint
count_steps (const Story *story)
{
  guint n = 0;

  while (n < STEPS_MAX && story->steps[n] != NULL)
    n++;

  return n;
}

/* ---- what a store holds */

static State
get_state (FarStore *store)
{
  g_autoptr (GError) error = NULL;
  State state = { .n_entries = far_store_get_n_entries (store) };

  far_store_digest (store, state.log);
  if (!far_collective_records_digest (store, state.records, &error))
    g_error ("%s", error->message);

  return state;
}

static gboolean
is_state (const State *a, const State *b)
{
  return memcmp (a, b, sizeof *a) == 0;
}

static void
assert_sound (FarStore *store)
{
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;

  far_store_check (store, TRUE, problems, &error);
  g_assert_no_error (error);
  if (problems->len > 0)
    g_error ("check: %s", (const char *)problems->pdata[0]);
}

static FarStore *
must_open (const char *path)
{
  g_autoptr (GError) error = NULL;
  FarStore *store = far_store_open (path, the_world->collective, TRUE, &error);

  g_assert_no_error (error);

  return store;
}

/* The version of a file that is whole; 0 if there is none. */
static int
get_version (const char *path)
{
  sqlite3_stmt *statement = NULL;
  int version = 0;
  sqlite3 *db;

  if (far_sim_vfs_stat (path) < 0)
    return 0;

  g_assert_cmpint (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READWRITE, NULL), ==, SQLITE_OK);
  sqlite3_exec (db, "PRAGMA locking_mode=EXCLUSIVE", NULL, NULL, NULL);
  g_assert_cmpint (sqlite3_prepare_v2 (db,
                                       "SELECT user_version, integrity_check FROM"
                                       " pragma_user_version, pragma_integrity_check",
                                       -1, &statement, NULL),
                   ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  version = sqlite3_column_int (statement, 0);
  g_assert_cmpstr ((const char *)sqlite3_column_text (statement, 1), ==, "ok");
  sqlite3_finalize (statement);
  sqlite3_close (db);

  return version;
}

/* ---- a run */

static Run
begin_run (const Story *story)
{
  Run run = { .story = story, .world = the_world, .disk = the_disk };

  memcpy (run.rota, "a rota of a test", sizeof run.rota);
  far_sim_disk_copy (the_disk, starts[story->start].disk);
  the_world->random = starts[story->start].random;
  the_world->now_ms = starts[story->start].now_ms;
  far_sim_vfs_reset (SEED);

  return run;
}

static void
let_go (Run *run)
{
  g_clear_pointer (&run->image, far_store_image_free);
  g_clear_pointer (&run->store, far_store_close);
}

static gboolean
take_step (Run *run, GError **error)
{
  if (!run->story->steps[run->n_done](run, error))
    return FALSE;

  run->n_done++;

  return TRUE;
}

/* What another program would find if this one died now: what was acknowledged, and at most the step
 * that was not. */
static void
look_from_aside (const Run *run, const State *states)
{
  State state;
  FarStore *store;

  far_sim_disk_copy (aside, run->disk);
  store = must_open (PATH_ASIDE);
  state = get_state (store);
  g_assert_true (is_state (&state, &states[run->n_done]) ||
                 is_state (&state, &states[run->n_done + 1]));
  far_store_close (store);
}

static void
play (Run *run)
{
  while (run->n_done < count_steps (run->story))
    {
      g_autoptr (GError) error = NULL;

      take_step (run, &error);
      g_assert_no_error (error);
    }
}

/* Plays it in peace: what is there after each step, and, as looking fills caches, once more for how
 * much may fail. */
static void
note_states (const Story *story, State *states, guint *out_n_changes, guint *out_n_operations)
{
  guint n_steps = count_steps (story);
  Run run = begin_run (story);
  FarStore *store;

  far_sim_disk_copy (aside, run.disk);
  store = must_open (PATH_ASIDE);
  states[0] = get_state (store);
  far_store_close (store);
  while (run.n_done < n_steps)
    {
      g_autoptr (GError) error = NULL;

      take_step (&run, &error);
      g_assert_no_error (error);
      states[run.n_done] = run.store != NULL ? get_state (run.store) : states[run.n_done - 1];
    }
  let_go (&run);
  far_sim_disk_restart (run.disk, NULL);

  run = begin_run (story);
  *out_n_changes = far_sim_disk_get_n_changes (run.disk);
  *out_n_operations = far_sim_disk_get_n_operations (run.disk);
  play (&run);
  *out_n_changes = far_sim_disk_get_n_changes (run.disk) - *out_n_changes;
  *out_n_operations = far_sim_disk_get_n_operations (run.disk) - *out_n_operations;
  let_go (&run);
  far_sim_disk_restart (run.disk, NULL);
}

/* ---- the power fails */

static void
check_copy (const Run *run)
{
  g_autofree char *copy = NULL;
  int kept = (int)run->story->start - START_V1 + 1;
  int version;

  far_sim_disk_copy (aside, run->disk);
  version = get_version (PATH_ASIDE);
  copy = g_strdup_printf ("%s.v%d", PATH_ASIDE, kept);
  if (far_sim_vfs_stat (copy) >= 0)
    g_assert_cmpint (get_version (copy), ==, kept);
  else if (run->n_done < run->story->n_keeps_copy)
    g_assert_cmpint (version, ==, kept);
}

static void
start_again (Run *run, FarSimRandom *power)
{
  let_go (run);
  far_sim_disk_restart (run->disk, power);
}

/* Returns: FALSE once the story ends before the power does */
static gboolean
lose_power_at (const Story *story, const State *states, guint after, guint die)
{
  guint n_steps = count_steps (story);
  FarSimRandom dice = { (guint64)after << 8 | die };
  FarSimRandom *power = die > 0 ? &dice : NULL;
  Run run = begin_run (story);
  g_autoptr (GError) error = NULL;
  State state;

  far_sim_disk_break (run.disk, FAR_SIM_DISK_DIES, after);
  while (run.n_done < n_steps && !far_sim_disk_is_dead (run.disk) && take_step (&run, NULL))
    ;
  if (!far_sim_disk_is_dead (run.disk))
    {
      far_sim_disk_mend (run.disk);
      start_again (&run, NULL);
      g_assert_cmpuint (run.n_done, ==, n_steps);
      return FALSE;
    }
  start_again (&run, power);
  check_copy (&run);

  if (die % 2 == 1)
    {
      far_sim_disk_break (run.disk, FAR_SIM_DISK_DIES, far_sim_random_below (&dice, AGAIN_MAX));
      run.store = far_store_open (PATH, run.world->collective, TRUE, NULL);
      start_again (&run, power);
    }

  run.store = must_open (PATH);
  state = get_state (run.store);
  if (!is_state (&state, &states[run.n_done]) &&
      (run.n_done == n_steps || !is_state (&state, &states[run.n_done + 1])))
    g_error ("%s, power lost after %u changes, die %u: %" G_GINT64_FORMAT
             " entries, of %u steps acknowledged",
             story->name, after, die, state.n_entries, run.n_done);
  assert_sound (run.store);
  /* its words are gone where it is done, be it that nobody was told */
  if (story->erases && is_state (&state, &states[4]))
    g_assert_false (far_sim_disk_contains (run.disk, WORD, strlen (WORD)));

  if (state.n_entries > 0)
    write_founder (&run, &error);
  g_assert_no_error (error);
  start_again (&run, NULL);
  n_points++;

  return TRUE;
}

static void
test_power (gconstpointer data)
{
  const Story *story = data;
  State states[STEPS_MAX + 1];
  guint before = n_points;
  guint n_changes;
  guint n_operations;

  note_states (story, states, &n_changes, &n_operations);
  for (guint die = 0; die < N_DICE; die++)
    for (guint after = 0; lose_power_at (story, states, after, die); after++)
      ;
  g_test_message ("%s: %u changes, %u power failures", story->name, n_changes, n_points - before);
}

/* ---- the disk fails */

/* A failure has the right name, changes nothing, and is over once the disk is well. */
static void
fail_at (const Story *story, const State *states, FarSimDiskFault fault, guint after)
{
  guint n_steps = count_steps (story);
  int code = fault == FAR_SIM_DISK_FULL ? FAR_STORE_ERROR_FULL : FAR_STORE_ERROR_IO;
  Run run = begin_run (story);
  State state;

  far_sim_disk_break (run.disk, fault, after);
  while (run.n_done < n_steps)
    {
      guint32 random = run.world->random;
      gint64 now_ms = run.world->now_ms;
      g_autoptr (GError) error = NULL;

      if (take_step (&run, &error))
        continue;

      if (!g_error_matches (error, FAR_STORE_ERROR, code))
        g_error ("%s, fault %d after %u operations, step %u: %s (%d)", story->name, fault, after,
                 run.n_done, error != NULL ? error->message : "no error",
                 error != NULL ? error->code : 0);
      g_assert_true (far_sim_disk_take_failed (run.disk));
      g_clear_error (&error);
      far_sim_disk_mend (run.disk);
      look_from_aside (&run, states);

      run.world->random = random;
      run.world->now_ms = now_ms;
      take_step (&run, &error);
      g_assert_no_error (error);
      if (run.store != NULL)
        {
          state = get_state (run.store);
          g_assert_true (is_state (&state, &states[run.n_done]));
        }
    }
  far_sim_disk_mend (run.disk);
  start_again (&run, NULL);

  run.store = must_open (PATH);
  state = get_state (run.store);
  g_assert_true (is_state (&state, &states[n_steps]));
  assert_sound (run.store);
  if (story->erases)
    g_assert_false (far_sim_disk_contains (run.disk, WORD, strlen (WORD)));
  start_again (&run, NULL);
  n_points++;
}

static void
test_disk (gconstpointer data)
{
  static const FarSimDiskFault faults[] = { FAR_SIM_DISK_ERRS, FAR_SIM_DISK_BROKEN,
                                            FAR_SIM_DISK_FULL };
  const Story *story = data;
  State states[STEPS_MAX + 1];
  guint before = n_points;
  guint n_changes;
  guint n_operations;

  note_states (story, states, &n_changes, &n_operations);
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    for (guint after = 0; after < n_operations;
         after += faults[i] == FAR_SIM_DISK_ERRS ? 1 : STRIDE)
      fail_at (story, states, faults[i], after);
  g_test_message ("%s: %u operations, %u failures", story->name, n_operations, n_points - before);
}

/* ---- what stories begin with */

static void
keep_start (Start start, FarSimDisk *disk)
{
  starts[start].disk = far_sim_disk_new (10 + start);
  if (disk != NULL)
    far_sim_disk_copy (starts[start].disk, disk);
  starts[start].random = the_world->random;
  starts[start].now_ms = the_world->now_ms;
}

static void
keep_genesis (FarStore *store)
{
  g_autoptr (GError) error = NULL;
  FarRow row;

  g_assert_true (far_store_read (store, 1, &row, &error));
  genesis.header_len = far_store_read_header (store, &row, genesis.header, &error);
  g_assert_cmpuint (row.blob_len, <=, sizeof genesis.blob);
  genesis.blob_len = row.blob_len;
  memcpy (genesis.blob, row.blob, row.blob_len);
  memcpy (genesis.sig, row.sig, FAR_SIG_LEN);
}

static void
keep_image (FarStore *store)
{
  g_autoptr (FarStoreImage) image = far_store_image_new (store, NULL);
  g_autoptr (GBytes) bytes = NULL;
  gboolean done = FALSE;

  while (!done)
    g_assert_true (far_store_image_step (image, &done, NULL));
  bytes = far_store_image_finish (image, "returning", "x", 1, NULL);
  keep_start (START_IMAGE, NULL);
  far_sim_disk_put (starts[START_IMAGE].disk, "/log.db", g_bytes_get_data (bytes, NULL),
                    g_bytes_get_size (bytes));
}

static void
keep_golden (Start start, const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "store", "golden", name, NULL);
  g_autofree char *bytes = NULL;
  g_autoptr (GZlibDecompressor) unpack = g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP);
  g_autoptr (GInputStream) from = NULL;
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (GOutputStream) to = g_memory_output_stream_new_resizable ();
  gsize len;

  g_assert_true (g_file_get_contents (path, &bytes, &len, NULL));
  from = g_memory_input_stream_new_from_data (bytes, len, NULL);
  stream = g_converter_input_stream_new (from, G_CONVERTER (unpack));
  g_assert_cmpint (g_output_stream_splice (to, stream, G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET, NULL,
                                           NULL),
                   >, 0);
  keep_start (start, NULL);
  far_sim_disk_put (starts[start].disk, "/log.db",
                    g_memory_output_stream_get_data (G_MEMORY_OUTPUT_STREAM (to)),
                    g_memory_output_stream_get_data_size (G_MEMORY_OUTPUT_STREAM (to)));
}

static void
make_starts (void)
{
  Run run;

  the_disk = far_sim_disk_new (1);
  aside = far_sim_disk_new (2);
  the_world = far_world_new (SEED, N_DEVICES);
  far_sim_vfs_reset (SEED);

  run = (Run){ .world = the_world, .disk = the_disk };
  memcpy (run.rota, "a rota of a test", sizeof run.rota);
  run.store = far_world_found (the_world, PATH);
  keep_genesis (run.store);
  keep_start (START_NOTHING, NULL);
  far_world_admit_all (the_world, run.store);
  for (guint i = 0; i < 8; i++)
    g_assert_true (write_one (&run, NULL));
  keep_image (run.store);
  let_go (&run);
  keep_start (START_CLOSED, the_disk);
  keep_golden (START_V1, "v1.db.gz");
  keep_golden (START_V2, "v2.db.gz");
  keep_golden (START_V3, "v3.db.gz");
  keep_golden (START_V4, "v4.db.gz");
  keep_golden (START_V5, "v5.db.gz");
  keep_golden (START_V6, "v6.db.gz");
  keep_golden (START_V7, "v7.db.gz");
  keep_golden (START_V8, "v8.db.gz");
  keep_golden (START_V9, "v9.db.gz");
  keep_golden (START_V10, "v10.db.gz");
  keep_golden (START_V11, "v11-daily-life.db.gz");
  keep_golden (START_V12, "v12.db.gz");
  keep_golden (START_V13, "v13.db.gz");

  g_assert_true (open_store (&run, NULL));
  for (guint i = 0; i < 8; i++)
    g_assert_true (write_one (&run, NULL));
  far_sim_disk_kill (the_disk);
  start_again (&run, NULL);
  keep_start (START_KILLED, the_disk);
}

/* What the store says of each of a hundred thousand batches. */
static void
say_nothing (const char *domain G_GNUC_UNUSED,
             GLogLevelFlags level G_GNUC_UNUSED,
             const char *message G_GNUC_UNUSED,
             gpointer data G_GNUC_UNUSED)
{
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_log_set_handler ("far-store", G_LOG_LEVEL_DEBUG | G_LOG_LEVEL_INFO, say_nothing, NULL);
  far_sim_vfs_register ();
  make_starts ();

  for (guint i = 0; i < G_N_ELEMENTS (stories); i++)
    {
      g_autofree char *power = g_strdup_printf ("/far/crash/%s/power", stories[i].name);
      g_autofree char *disk = g_strdup_printf ("/far/crash/%s/disk", stories[i].name);

      g_test_add_data_func (power, &stories[i], test_power);
      g_test_add_data_func (disk, &stories[i], test_disk);
    }
  status = g_test_run ();
  g_print ("# %u failures in all\n", n_points);

  return status;
}
