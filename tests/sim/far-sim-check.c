/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-sim"

#include "far-sim-private.h"

#include <string.h>

#include "far-told.h"

/* A world whose machines are all connected has this long to come to rest, and then says nothing. */
#define ROUND_S 20
#define N_ROUNDS 8
#define SILENT_S 40
/* Up to so many machines everybody calls everybody. */
#define FULL_MESH_MAX 6
/* Tables, the log and its WAL, for one byte of entries; and what an empty store takes. */
#define DISK_FACTOR 24
#define DISK_BASE_LEN (20 * 1024 * 1024)
/* What stands before a checkpoint (wal_autocheckpoint pages of 4 KiB, each with its frame's header)
 * and two batches. */
#define WAL_MAX (4096 * (4096 + 24) + 4 * 1024 * 1024)
/* A few frames; and what a session costs and an entry that a machine holds: each twice what was
 * met. */
#define SENT_LINK_LEN (4 * 1024)
#define SENT_ENTRY_LEN 2000
#define BUFFERED_MAX (256 * 1024)

/* ---- what was acknowledged */

void
far_sim_note_kept (FarSimDevice *device)
{
  FarStore *store = device->store;

  /* fewer: what could not be read again yet, and must not be forgotten */
  if (far_store_get_n_entries (store) <= device->n_kept)
    return;

  device->n_kept = far_store_get_n_entries (store);
  g_array_set_size (device->kept, 0);
  for (guint32 i = 1; i <= far_store_get_n_logs (store); i++)
    {
      const FarLog *log = far_store_peek_log (store, i);
      FarSimHead head = { .seq = log->head_seq };

      if (log->head_seq == log->base.seq)
        continue;
      memcpy (head.device, log->device, FAR_KEY_LEN);
      memcpy (head.id, log->head_id, FAR_ID_LEN);
      g_array_append_val (device->kept, head);
    }
}

void
far_sim_check_kept (FarSim *self, FarSimDevice *device)
{
  /* what could not be read when it was broken is read again */
  far_store_peek_governance (device->store);

  for (guint i = 0; i < device->kept->len; i++)
    {
      const FarSimHead *head = &g_array_index (device->kept, FarSimHead, i);

      if (far_store_locate (device->store, head->device, head->seq, head->id).log != 0)
        continue;

      far_sim_fail (self, "kept", "%s has lost entry %u of a log, of %" G_GINT64_FORMAT " entries",
                    device->name, head->seq, device->n_kept);
      return;
    }
}

/* ---- equal sets, equal records */

/* What is held, and of which entries the words are missing. */
static void
digest_set (const FarSimDevice *device, guint8 out[static FAR_HASH_LEN])
{
  g_autoptr (GArray) missing = NULL;
  FarHash hash;

  /* what could not be read when the disk was broken is read again */
  far_store_peek_governance (device->store);
  missing = far_store_list_missing (device->store);
  far_store_digest (device->store, out);
  far_hash_init (&hash, "far1 sim set", FAR_HASH_LEN);
  far_hash_update (&hash, out, FAR_HASH_LEN);
  far_hash_update (&hash, missing->data, (gsize)missing->len * FAR_ID_LEN);
  far_hash_finish (&hash, out, FAR_HASH_LEN);
}

static void
check_records (FarSim *self, FarSimDevice *device)
{
  guint8 set[FAR_HASH_LEN];
  guint8 records[FAR_HASH_LEN];
  const guint8 *known;
  g_autoptr (GError) error = NULL;

  digest_set (device, set);
  if (!far_collective_records_digest (device->store, records, &error))
    {
      far_sim_fail (self, "records", "%s cannot read its records: %s", device->name,
                    error->message);
      return;
    }

  far_sim_digest_standing (device, records);
  far_sim_digest_outcome (device, records);
  far_sim_trace (self, records, sizeof records);
  known = g_hash_table_lookup (self->digests, set);
  if (known == NULL)
    g_hash_table_insert (self->digests, g_memdup2 (set, sizeof set),
                         g_memdup2 (records, sizeof records));
  else if (memcmp (known, records, sizeof records) != 0)
    far_sim_fail (self, "records", "%s has the entries of another machine and shows other records",
                  device->name);
}

static gboolean
is_honest (const FarSimDevice *device)
{
  return !device->is_liar && device->store != NULL;
}

/* Whether it holds now all that it ever held under its key, and nobody else has that. */
static gboolean
never_forgot (FarSim *self, const FarSimDevice *device)
{
  return is_honest (device) && !device->is_gone &&
         !GPOINTER_TO_INT (g_hash_table_lookup (self->keys, device->me.device));
}

/* Of what was written under @key, by whichever of several machines that had it. */
static guint32
get_held (const FarSimDevice *device, const guint8 *key)
{
  guint32 held = 0;

  for (guint32 log = 1; log <= far_store_get_n_logs (device->store); log++)
    {
      const FarLog *at = far_store_peek_log (device->store, log);

      if (memcmp (at->device, key, FAR_KEY_LEN) == 0)
        held = MAX (held, at->head_seq);
    }

  return held;
}

/* What @device heard that others hold, by whatever way, they do hold. */
static void
check_heard (FarSim *self, FarSimDevice *device)
{
  for (guint i = 0; i < self->devices->len; i++)
    {
      const FarSimDevice *other = far_sim_get_device (self, i);
      guint32 whose =
          never_forgot (self, other) ? far_store_find_log (device->store, other->me.device) : 0;

      for (guint32 log = 1; whose != 0 && log <= far_store_get_n_logs (device->store); log++)
        {
          const FarLog *heard_of = far_store_peek_log (device->store, log);
          guint32 heard = far_store_get_heard (device->store, whose, log);

          if (heard > 0 && heard_of->fork_seq == 0 && heard_of->base.log == 0 &&
              get_held (other, heard_of->device) < heard)
            far_sim_fail (self, "heard", "%s takes it that %s holds what it does not hold",
                          device->name, other->name);
        }
    }
}

static gint64
get_wal_len (const FarSimDevice *device)
{
  g_autofree char *path = g_strconcat (device->path, "-wal", NULL);

  return MAX (far_sim_vfs_stat (path), 0);
}

/* No device fills the room of all. */
static void
check_pending (FarSim *self, FarSimDevice *device)
{
  sqlite3_stmt *statement =
      far_store_statement (device->store, "SELECT max (n), sum (len) FROM (SELECT count (*) AS n,"
                                          " sum (length (blob)) AS len FROM pending"
                                          " GROUP BY substr (header, 9, 32))");

  if (statement == NULL)
    return;
  if (sqlite3_step (statement) == SQLITE_ROW &&
      (sqlite3_column_int64 (statement, 0) > FAR_PENDING_DEVICE_MAX ||
       sqlite3_column_int64 (statement, 1) > FAR_PENDING_BYTES_MAX))
    far_sim_fail (self, "bounds", "%lld entries of one device wait at %s, %lld bytes in all",
                  sqlite3_column_int64 (statement, 0), device->name,
                  sqlite3_column_int64 (statement, 1));
  sqlite3_reset (statement);
}

/* Bytes of blobs: a flood may be of few long ones. */
static gint64
count_words (FarStore *store)
{
  sqlite3_stmt *statement = far_store_statement (store, "SELECT sum (length (blob)) FROM entry");
  gint64 n = 0;

  if (statement == NULL)
    return 0;
  if (sqlite3_step (statement) == SQLITE_ROW)
    n = sqlite3_column_int64 (statement, 0);
  sqlite3_reset (statement);

  return n;
}

/* What was sent follows from what there is to know, and how often somebody called. */
static void
check_sent (FarSim *self)
{
  gint64 n_held = 0;
  gint64 n_words = 0;
  gint64 bound;

  for (guint i = 0; i < self->devices->len; i++)
    if (far_sim_get_device (self, i)->store != NULL)
      {
        n_held += far_store_get_n_entries (far_sim_get_device (self, i)->store);
        n_words += count_words (far_sim_get_device (self, i)->store);
      }

  bound = (gint64)self->n_links * SENT_LINK_LEN + n_held * SENT_ENTRY_LEN + n_words;
  self->counts->n_bytes += self->n_bytes;
  self->counts->max_buffered = MAX (self->counts->max_buffered, (gint64)self->n_buffered);
  self->counts->max_sent_pct = MAX (self->counts->max_sent_pct, 100 * self->n_bytes / bound);
  if (self->n_bytes > bound)
    far_sim_fail (self, "bounds",
                  "%" G_GINT64_FORMAT " bytes sent in %u sessions for %" G_GINT64_FORMAT " entries",
                  self->n_bytes, self->n_links, n_held);
  if (self->n_buffered > BUFFERED_MAX)
    far_sim_fail (self, "bounds", "a session keeps %" G_GSIZE_FORMAT " bytes", self->n_buffered);
}

void
far_sim_check_step (FarSim *self, FarSimDevice *device)
{
  gint64 n_pending = far_store_get_n_pending (device->store);
  gsize n_bytes = far_sim_disk_get_n_bytes (device->disk);

  gint64 wal_len = get_wal_len (device);

  self->counts->max_wal_len = MAX (self->counts->max_wal_len, wal_len);
  if (wal_len > WAL_MAX)
    far_sim_fail (self, "bounds", "the WAL of %s takes %" G_GINT64_FORMAT " bytes", device->name,
                  wal_len);
  if (n_pending > FAR_PENDING_MAX)
    far_sim_fail (self, "bounds", "%" G_GINT64_FORMAT " entries wait at %s", n_pending,
                  device->name);
  if (n_pending > FAR_PENDING_DEVICE_MAX)
    check_pending (self, device);
  if (n_bytes > DISK_BASE_LEN + DISK_FACTOR * 300 * (gsize)device->n_kept)
    far_sim_fail (self, "bounds",
                  "%s takes %" G_GSIZE_FORMAT " bytes for %" G_GINT64_FORMAT " entries",
                  device->name, n_bytes, device->n_kept);
  /* now and then, since it asks for all twice; meanwhile more changes */
  if (((guint64)self->now_us / FAR_SIM_S + device->number) % 4 == 0)
    {
      far_sim_check_memo (self, device);
      far_sim_check_lending (self, device);
      far_sim_check_repair (self, device);
    }
}

/* ---- one machine, through and through */

static void
check_log (FarSim *self, FarSimDevice *device)
{
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;

  if (!far_store_check (device->store, TRUE, problems, &error))
    far_sim_fail (self, "check", "%s cannot check its store: %s", device->name, error->message);
  else if (problems->len > 0)
    far_sim_fail (self, "check", "%s: %s", device->name,
                  (const char *)g_ptr_array_index (problems, 0));
}

/* Who belongs, as the log says it entry by entry. */
static void
check_told (FarSim *self, FarSimDevice *device)
{
  g_autofree char *difference = far_told_compare (device->store);

  if (difference != NULL)
    far_sim_fail (self, "belonging", "%s: %s", device->name, difference);
}

static void
check_rebuilt (FarSim *self, FarSimDevice *device)
{
  g_autoptr (GError) error = NULL;

  if (!far_store_rebuild (device->store, &error))
    far_sim_fail (self, "rebuild", "%s cannot rebuild: %s", device->name, error->message);
  else
    check_records (self, device);
}

static void
check_reopened (FarSim *self, FarSimDevice *device)
{
  far_sim_device_restart (self, device, FAR_SIM_END_QUITS, 0);
  if (self->failure == NULL)
    check_records (self, device);
}

/* ---- what is erased is gone */

/* Whether somebody who knew that it had been erased has said it since. */
static gboolean
is_meant_to_stay (FarSimDevice *device, const FarSimWord *word)
{
  for (guint i = 0; i < word->again->len; i++)
    {
      const guint8 *id = (const guint8 *)word->again->data + (gsize)i * FAR_ID_LEN;
      FarPos pos;
      FarRow row;

      if (far_store_find_id (device->store, id, &pos) &&
          far_store_read_pos (device->store, pos, &row, NULL) && row.blob != NULL)
        return TRUE;
    }

  return FALSE;
}

static gboolean
contains (GBytes *where, const guint8 *bytes, gsize len)
{
  return memmem (g_bytes_get_data (where, NULL), g_bytes_get_size (where), bytes, len) != NULL;
}

static gboolean
is_in_effect (FarSimDevice *device, const guint8 *erase)
{
  FarPos pos;
  FarRow row;

  /* a liar may have left out what it names */
  return far_store_find_id (device->store, erase, &pos) &&
         far_store_read_pos (device->store, pos, &row, NULL) && row.blob != NULL &&
         far_store_row_counts (device->store, pos);
}

/* Whether another machine that had the same key has said it anew: it had not heard of the ERASE.  A
 * liar's machines say it anew in whatever way they like.  @log: of who erased it anew */
static gboolean
is_said_anew (FarSimDevice *device, const FarSimWord *word, guint32 log)
{
  gsize len;
  const guint8 *bytes = g_bytes_get_data (word->word, &len);
  FarRow row;

  for (gint64 n = 1; n <= far_store_get_n_entries (device->store); n++)
    if (far_store_read (device->store, n, &row, NULL) && row.blob != NULL &&
        memmem (row.blob, row.blob_len, bytes, len) != NULL &&
        (word->maker->is_liar ||
         (row.pos.log != log && far_store_row_counts (device->store, row.pos))))
      return TRUE;

  return FALSE;
}

/* Whether whoever erased it has done so anew, under another key. */
static gboolean
is_erased_anew (FarSimDevice *device, const FarSimWord *word)
{
  const FarGovernance *gov = far_store_peek_governance (device->store);
  FarRow row;

  for (gint64 n = 1; n <= far_store_get_n_entries (device->store); n++)
    {
      const FarGovDevice *author;

      if (!far_store_read (device->store, n, &row, NULL) || row.kind != FAR_KIND_ERASE ||
          row.blob == NULL || !far_store_row_counts (device->store, row.pos))
        continue;
      author =
          far_governance_find_device (gov, far_store_peek_log (device->store, row.pos.log)->device);
      if (author != NULL &&
          memcmp (author->member, word->maker->me.member, FAR_RECORD_ID_LEN) == 0 &&
          memmem (row.blob, row.blob_len, word->entry, FAR_ID_LEN) != NULL)
        return !is_said_anew (device, word, row.pos.log);
    }

  return FALSE;
}

/* Whether a machine that had the same key, and did not know of the ERASE, gave a reason anew. */
static gboolean
is_said_elsewhere (FarSimDevice *device, const FarSimWord *word)
{
  gsize len;
  const guint8 *bytes = g_bytes_get_data (word->word, &len);
  FarRow row;

  for (gint64 n = 1; word->is_reason && n <= far_store_get_n_entries (device->store); n++)
    if (far_store_read (device->store, n, &row, NULL) && row.blob != NULL &&
        memcmp (row.id, word->entry, FAR_ID_LEN) != 0 &&
        memmem (row.blob, row.blob_len, bytes, len) != NULL)
      return TRUE;

  return FALSE;
}

/* Whoever holds the ERASE, and takes it as having effect, holds the word in no file, and gives it
 * away in none. */
static void
check_erased (FarSim *self, FarSimDevice *device)
{
  g_autoptr (GBytes) saved = NULL;
  g_autoptr (GBytes) bundled = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < self->words->len; i++)
    {
      const FarSimWord *word = g_ptr_array_index (self->words, i);
      gsize len;
      const guint8 *bytes = g_bytes_get_data (word->word, &len);

      if (!word->is_erased || is_meant_to_stay (device, word) || is_said_elsewhere (device, word) ||
          (!is_in_effect (device, word->erase) && !is_erased_anew (device, word)))
        continue;

      if (far_sim_disk_contains (device->disk, bytes, len))
        far_sim_fail (self, "erased", "%s still has a word that was erased", device->name);
      if (device->is_liar)
        continue;
      if (saved == NULL)
        {
          saved = far_sim_save (device, &error);
          bundled = far_sim_read_own_bundle (self, device);
        }
      if (saved == NULL)
        far_sim_fail (self, "erased", "%s cannot be saved: %s", device->name, error->message);
      else if (contains (saved, bytes, len))
        far_sim_fail (self, "erased", "a saved copy of %s has a word that was erased",
                      device->name);
      else if (bundled != NULL && contains (bundled, bytes, len))
        far_sim_fail (self, "erased", "a bundle of %s has a word that was erased", device->name);
    }
}

/* ---- coming to rest */

/* Whether @a lets @b in, as far as it knows. */
static gboolean
lets_in (const FarSimDevice *a, const FarSimDevice *b)
{
  if (far_store_get_n_entries (a->store) == 0)
    return a->has_secret;

  return far_governance_device_stands (far_store_peek_governance (a->store), b->me.device);
}

/* Whether the two are a pair that is brought together. */
static gboolean
is_pair (FarSim *self, guint i, guint j)
{
  const FarSimDevice *a = far_sim_get_device (self, i);
  const FarSimDevice *b = far_sim_get_device (self, j);
  guint apart = j - i;
  guint n = self->devices->len;

  if (!is_honest (a) || !is_honest (b) || !lets_in (a, b) || !lets_in (b, a) ||
      memcmp (a->me.device, b->me.device, FAR_KEY_LEN) == 0 ||
      (far_store_get_n_entries (a->store) == 0 && far_store_get_n_entries (b->store) == 0))
    return FALSE;

  return n <= FULL_MESH_MAX || apart == 1 || apart == 2 || apart == 5 || apart == n - 1;
}

static gboolean
is_same (const FarSimDevice *a, const FarSimDevice *b)
{
  guint8 digest_a[FAR_HASH_LEN];
  guint8 digest_b[FAR_HASH_LEN];

  digest_set (a, digest_a);
  digest_set (b, digest_b);

  return memcmp (digest_a, digest_b, FAR_HASH_LEN) == 0;
}

typedef void (*PairFunc) (FarSim *self, FarSimDevice *a, FarSimDevice *b, guint64 dice);

static void
for_each_pair (FarSim *self, PairFunc func, guint64 dice)
{
  for (guint i = 0; i < self->devices->len; i++)
    for (guint j = i + 1; j < self->devices->len; j++)
      if (self->failure == NULL && is_pair (self, i, j))
        func (self, far_sim_get_device (self, i), far_sim_get_device (self, j),
              dice + i * FAR_SIM_SLOTS_MAX + j);
}

static void
call_once (FarSim *self, FarSimDevice *a, FarSimDevice *b, guint64 dice)
{
  gboolean turned = dice % 2 == 0 || far_store_get_n_entries (b->store) == 0;

  if (!far_sim_net_is_joined (self, a, b))
    far_sim_meet (self, turned ? b : a, turned ? a : b, (gint64)86400 * FAR_SIM_S, dice);
}

/* Who changed the secret apart from each other cannot call each other: a bundle is the way. */
static void
carry_bundles (FarSim *self, FarSimDevice *a, FarSimDevice *b, guint64 dice)
{
  if (far_sim_net_is_joined (self, a, b) || is_same (a, b))
    return;

  far_sim_bundle (self, a, b, dice);
  far_sim_bundle (self, b, a, dice + 1);
}

static void
expect_same (FarSim *self, FarSimDevice *a, FarSimDevice *b, guint64 dice)
{
  if (!is_same (a, b))
    far_sim_fail (self, "converge",
                  "%s (%" G_GINT64_FORMAT " entries) and %s (%" G_GINT64_FORMAT
                  ") do not come to hold the same",
                  a->name, far_store_get_n_entries (a->store), b->name,
                  far_store_get_n_entries (b->store));
}

static void
note_difference (FarSim *self, FarSimDevice *a, FarSimDevice *b, guint64 dice)
{
  if (!is_same (a, b))
    self->n_differing++;
}

/* Everybody testifies within a day. */
static void
testify (FarSim *self)
{
  for (guint i = 0; i < self->devices->len && self->failure == NULL; i++)
    {
      FarSimDevice *device = far_sim_get_device (self, i);
      FarSimRandom random = { i };
      FarSimRandom *before;
      FarWriter writer;

      if (!is_honest (device) || device->is_returning)
        continue;
      before = far_sim_random_use (&random);
      writer = far_sim_writer (self, device);
      if (far_collective_witness (&writer, NULL, NULL))
        far_sim_wake (self, device);
      far_sim_random_use (before);
      far_sim_device_settle (self, device);
    }
}

/* Two machines with the same keys meet. */
static void
bring_twins_together (FarSim *self, guint64 dice)
{
  for (guint i = 0; i < self->devices->len; i++)
    for (guint j = i + 1; j < self->devices->len; j++)
      {
        FarSimDevice *a = far_sim_get_device (self, i);
        FarSimDevice *b = far_sim_get_device (self, j);

        if (self->failure == NULL && is_honest (a) && is_honest (b) &&
            memcmp (a->me.device, b->me.device, FAR_KEY_LEN) == 0)
          call_once (self, a, b, dice + i * FAR_SIM_SLOTS_MAX + j);
      }
  far_sim_run_until (self, self->now_us + ROUND_S * FAR_SIM_S);
}

/* Who is to be let in again asks, and everybody who may answers. Returns: whether somebody is */
static gboolean
let_return (FarSim *self, guint64 dice)
{
  gboolean is_asked = FALSE;

  for (guint i = 0; i < self->devices->len; i++)
    {
      FarSimDevice *device = far_sim_get_device (self, i);

      if (!is_honest (device) || !device->is_returning)
        continue;
      is_asked = TRUE;
      for (guint j = 0; j < self->devices->len && self->failure == NULL; j++)
        {
          FarSimDevice *other = far_sim_get_device (self, j);

          if (is_honest (other) && !other->is_returning &&
              !far_sim_net_is_joined (self, device, other))
            far_sim_meet (self, device, other, (gint64)86400 * FAR_SIM_S,
                          dice + i * FAR_SIM_SLOTS_MAX + j);
        }
    }
  if (!is_asked)
    return FALSE;

  far_sim_run_until (self, self->now_us + ROUND_S * FAR_SIM_S);
  for (guint i = 0; i < self->devices->len && self->failure == NULL; i++)
    {
      FarSimDevice *device = far_sim_get_device (self, i);

      if (is_honest (device) && !device->is_returning)
        far_sim_approve_returns (self, device, 100, dice + i);
    }
  far_sim_run_until (self, self->now_us + ROUND_S * FAR_SIM_S);

  return TRUE;
}

static void
heal (FarSim *self)
{
  self->calm = TRUE;
  for (guint i = 0; i < self->devices->len; i++)
    {
      FarSimDevice *device = far_sim_get_device (self, i);

      far_sim_disk_mend (device->disk);
      far_sim_cut (self, device, FALSE);
      device->paused_until_us = 0;
      device->side_until_us = 0;
    }
  for (guint i = 0; i < self->devices->len && self->failure == NULL; i++)
    {
      FarSimDevice *device = far_sim_get_device (self, i);

      if (device->store == NULL && !device->is_gone && far_sim_device_open (self, device))
        far_sim_check_kept (self, device);
    }
  far_sim_run_until (self, self->now_us + FAR_SIM_S);
}

static void
come_together (FarSim *self)
{
  gint64 n_before = 0;
  guint changed = 0;

  for (guint round = 0; round < MAX (N_ROUNDS, changed + N_ROUNDS / 2) && self->failure == NULL;
       round++)
    {
      gint64 n_held = 0;
      gboolean is_asked;

      /* copies learn of each other from others, or face to face */
      if (round == self->plan->seed % 2)
        bring_twins_together (self, self->plan->seed);
      for_each_pair (self, call_once, self->plan->seed + round);
      far_sim_run_until (self, self->now_us + ROUND_S * FAR_SIM_S);
      is_asked = let_return (self, self->plan->seed + round);
      if (round % 2 == 1)
        for_each_pair (self, carry_bundles, self->plan->seed + round);
      if (round == 2)
        testify (self);

      /* whoever is in again has something to say, others do not let in at all, and what bundles
       * brought may be enough for something to be done */
      far_sim_mend_all (self);

      self->n_differing = 0;
      for_each_pair (self, note_difference, 0);
      if (round > 2 && self->n_differing == 0 && !is_asked)
        break;

      for (guint i = 0; i < self->devices->len; i++)
        if (is_honest (far_sim_get_device (self, i)))
          n_held += far_store_get_n_entries (far_sim_get_device (self, i)->store);
      if (n_held != n_before)
        changed = round;
      n_before = n_held;

      /* words that a peer did not have when it was asked are asked for again in the next session */
      for (guint i = 0; i < self->devices->len && round > 2; i++)
        far_sim_cut (self, far_sim_get_device (self, i), TRUE);
    }
  /* what came from the last bundles is passed on */
  far_sim_run_until (self, self->now_us + ROUND_S * FAR_SIM_S);
}

void
far_sim_check_rest (FarSim *self)
{
  heal (self);
  come_together (self);
  for_each_pair (self, expect_same, 0);
  if (self->failure == NULL)
    check_sent (self);
  self->n_spoken = 0;
  far_sim_run_until (self, self->now_us + SILENT_S * FAR_SIM_S);
  if (self->n_spoken > 0)
    far_sim_fail (self, "silence", "%" G_GINT64_FORMAT " bytes although nobody has news",
                  self->n_spoken);

  for (guint i = 0; i < self->devices->len && self->failure == NULL; i++)
    {
      FarSimDevice *device = far_sim_get_device (self, i);

      if (device->store == NULL)
        continue;
      self->counts->n_entries += far_store_get_n_entries (device->store);
      check_records (self, device);
      check_reopened (self, device);
      if (self->failure != NULL)
        break;
      check_erased (self, device);
      far_sim_check_notes (self, device);
      far_sim_check_hours (self, device);
      far_sim_check_written (self, device);
      far_sim_check_branded (self, device);
      if (self->failure == NULL && !device->is_liar)
        far_sim_check_standing (self, device);
      if (self->failure == NULL && !device->is_liar)
        far_sim_check_outcome (self, device);
      if (self->failure == NULL && !device->is_liar)
        check_heard (self, device);
      if (self->failure == NULL && !device->is_liar)
        check_log (self, device);
      if (self->failure == NULL && !device->is_liar)
        check_told (self, device);
      if (self->failure == NULL && !device->is_liar)
        check_rebuilt (self, device);
    }
}
