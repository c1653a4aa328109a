/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the replay is asked, and what its answer means for each log. */

#define G_LOG_DOMAIN "far-store"

#include "far-store-private.h"

#include <string.h>

/* ---- logs */

/* Entries of a device without standing, above its cut, or of one that was never let in, count for
 * nothing. */
void
_far_store_apply_cut (FarStore *self, FarLog *log)
{
  const FarGovDevice *device = far_governance_find_device (self->governance, log->device);

  if (device == NULL)
    log->effective_seq = 0;
  else
    log->effective_seq = device->cut ? device->cut_seq : G_MAXUINT32;
  if (log->fork_seq != 0)
    log->effective_seq = MIN (log->effective_seq, log->fork_seq - 1);
  if (log->private_from != 0)
    log->effective_seq = MIN (log->effective_seq, log->private_from - 1);
}

/* ---- what is asked */

static gboolean
load_witnesses (FarStore *self, GError **error)
{
  g_autoptr (GArray) witnesses = NULL;
  sqlite3_stmt *statement;
  int code;

  if (self->witnesses != NULL)
    return TRUE;

  statement = far_store_statement (
      self, "SELECT past, log, seq, id FROM witness JOIN entry USING (n) ORDER BY n");
  if (statement == NULL)
    return far_store_fail (self, error);

  witnesses = g_array_new (FALSE, TRUE, sizeof (FarStoredWitness));
  while ((code = sqlite3_step (statement)) == SQLITE_ROW)
    {
      FarStoredWitness witness = {
        .past = sqlite3_column_int64 (statement, 0),
        .pos = { sqlite3_column_int64 (statement, 1), sqlite3_column_int64 (statement, 2) },
      };

      if (!_far_store_check_past (self, witness.past, error))
        {
          sqlite3_reset (statement);
          return FALSE;
        }
      if (sqlite3_column_bytes (statement, 3) == FAR_ID_LEN)
        memcpy (witness.id, sqlite3_column_blob (statement, 3), FAR_ID_LEN);
      g_array_append_val (witnesses, witness);
    }
  sqlite3_reset (statement);
  if (code != SQLITE_DONE)
    return far_store_fail (self, error);

  self->witnesses = g_steal_pointer (&witnesses);

  return TRUE;
}

/* The replay takes nothing whose past it is not given. */
static gboolean
is_within (const guint64 *past, const guint64 *known, gsize n_words)
{
  for (gsize i = 0; i < n_words; i++)
    if ((past[i] & ~known[i]) != 0)
      return FALSE;

  return TRUE;
}

/* What a replay is asked: acts, then WITNESS entries where these matter. */
typedef struct
{
  FarStore *store; /* unowned */
  guint n;
  gsize n_words;
  FarAct *acts;     /* owned; @past in @pasts, or in @told */
  guint64 *pasts;   /* owned: of the acts */
  GHashTable *told; /* know set -> guint64 *, owned: pasts of WITNESS entries */
  guint64 *known;   /* owned: all but what is private: the others replay without it too */
} Question;

static void
question_clear (Question *self)
{
  g_free (self->acts);
  g_free (self->pasts);
  g_free (self->known);
  g_clear_pointer (&self->told, g_hash_table_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Question, question_clear)

static void
copy_past (const Question *self, guint32 know, guint64 *out)
{
  guint n_past;
  const guint64 *past = far_know_peek (self->store->know, know, &n_past);

  memcpy (out, past, MIN (n_past, self->n_words) * sizeof *past);
}

static void
add_known (Question *self, guint i, FarPos pos)
{
  if (pos.seq <= far_log_get_end (far_store_peek_log (self->store, pos.log)) &&
      is_within (self->acts[i].past, self->known, self->n_words))
    far_act_set_add (self->known, i);
}

static Question
begin_question (FarStore *store, guint n_witnesses)
{
  guint n_acts = store->acts->len;
  Question self = {
    .store = store,
    .n = n_acts + n_witnesses,
    .n_words = FAR_ACT_WORDS (n_acts + n_witnesses),
    .told = g_hash_table_new_full (NULL, NULL, NULL, g_free),
  };

  self.acts = g_new0 (FarAct, self.n + 1);
  self.pasts = g_new0 (guint64, n_acts * self.n_words + 1);
  self.known = g_new0 (guint64, self.n_words + 1);

  for (guint i = 0; i < n_acts; i++)
    {
      const FarStoredAct *stored = g_ptr_array_index (store->acts, i);
      const FarLog *log = far_store_peek_log (store, stored->pos.log);

      copy_past (&self, stored->past, self.pasts + i * self.n_words);
      self.acts[i] = stored->act;
      self.acts[i].past = self.pasts + i * self.n_words;
      self.acts[i].branch = log->fork_seq != 0 && stored->pos.seq >= log->fork_seq;
      add_known (&self, i, stored->pos);
    }

  return self;
}

static const guint64 *
get_told (Question *self, guint32 know)
{
  guint64 *past = g_hash_table_lookup (self->told, GUINT_TO_POINTER (know));

  if (past == NULL)
    {
      past = g_new0 (guint64, self->n_words + 1);
      copy_past (self, know, past);
      g_hash_table_insert (self->told, GUINT_TO_POINTER (know), past);
    }

  return past;
}

static void
add_witnesses (Question *self)
{
  FarStore *store = self->store;

  for (guint i = 0; i < store->witnesses->len; i++)
    {
      const FarStoredWitness *witness = &g_array_index (store->witnesses, FarStoredWitness, i);
      guint at = store->acts->len + i;
      FarAct *act = &self->acts[at];

      act->kind = FAR_KIND_WITNESS;
      act->seq = witness->pos.seq;
      act->past = get_told (self, witness->past);
      act->invite = act->what = act->proposal = act->previous = FAR_ACT_NONE;
      memcpy (act->id, witness->id, FAR_ID_LEN);
      memcpy (act->author, far_store_peek_log (store, witness->pos.log)->device, FAR_KEY_LEN);
      add_known (self, at, witness->pos);
    }
}

/* The WITNESS entries in the past of @act. */
static gboolean
see_witnesses (Question *self, guint32 act, GError **error)
{
  FarStore *store = self->store;
  FarStoredAct *stored = g_ptr_array_index (store->acts, act);

  if (!_far_store_find_reach (store, stored, error))
    return FALSE;

  for (guint i = 0; i < store->witnesses->len; i++)
    {
      FarPos pos = g_array_index (store->witnesses, FarStoredWitness, i).pos;

      if (pos.log >= 1 && pos.log <= stored->reach->len &&
          pos.seq <= g_array_index (stored->reach, guint32, pos.log - 1))
        far_act_set_add (self->pasts + act * self->n_words, store->acts->len + i);
    }

  return TRUE;
}

static int
compare_cuts (const void *a, const void *b)
{
  const FarActCut *left = a;
  const FarActCut *right = b;

  if (left->seq != right->seq)
    return left->seq > right->seq ? -1 : 1;

  return memcmp (left->id, right->id, FAR_ID_LEN);
}

/* Whether @device was ever let in for whom @act ends. */
static gboolean
is_ended_by (FarStore *self, const guint8 *device, const FarAct *act)
{
  const GArray *acts = g_hash_table_lookup (self->let_in, device);

  if (act->kind == FAR_KIND_DEVICE_REVOKE)
    return memcmp (device, act->device, FAR_KEY_LEN) == 0;

  for (guint i = 0; acts != NULL && i < acts->len; i++)
    {
      const FarStoredAct *stored = g_ptr_array_index (self->acts, g_array_index (acts, guint, i));

      if (memcmp (stored->act.member, act->member, FAR_RECORD_ID_LEN) == 0)
        return TRUE;
    }

  return FALSE;
}

/* REMOVE and DEVICE_REVOKE cut at what they have seen, whether they name it or not. */
static gboolean
complete_cuts (FarStore *self, FarStoredAct *stored, GError **error)
{
  FarAct *act = &stored->act;
  g_autoptr (GArray) cuts = NULL;

  if (stored->cuts_are_whole)
    return TRUE;
  if (!_far_store_find_reach (self, stored, error))
    return FALSE;

  cuts = g_array_new (FALSE, TRUE, sizeof (FarActCut));
  for (guint32 log = 1; log <= stored->reach->len; log++)
    {
      const guint8 *device = far_store_peek_log (self, log)->device;
      FarActCut cut = { .seq = g_array_index (stored->reach, guint32, log - 1) };

      if (cut.seq == 0 || !is_ended_by (self, device, act))
        continue;
      if (!far_store_get_id (self, (FarPos){ log, cut.seq }, cut.id, error))
        return FALSE;
      memcpy (cut.device, device, FAR_KEY_LEN);
      g_array_append_val (cuts, cut);
    }

  /* as on every machine, whatever numbers their logs have */
  g_array_sort (cuts, compare_cuts);
  g_array_append_vals (cuts, act->cuts, act->n_cuts);
  g_free ((gpointer)act->cuts);
  act->n_cuts = cuts->len;
  act->cuts = (const FarActCut *)(void *)g_array_free (g_steal_pointer (&cuts), FALSE);
  stored->cuts_are_whole = TRUE;

  return TRUE;
}

static gboolean
complete_all_cuts (FarStore *self, GError **error)
{
  for (guint i = 0; i < self->acts->len; i++)
    {
      FarStoredAct *stored = g_ptr_array_index (self->acts, i);

      if ((stored->act.kind == FAR_KIND_REMOVE || stored->act.kind == FAR_KIND_DEVICE_REVOKE) &&
          !complete_cuts (self, stored, error))
        return FALSE;
    }

  return TRUE;
}

/* ---- the answer */

/* Returns: (transfer full) (nullable): NULL with @error */
static FarGovernance *
replay_disputed (FarStore *self, const guint64 *disputed, GError **error)
{
  g_auto (Question) question = { NULL };

  if (!load_witnesses (self, error))
    return NULL;

  question = begin_question (self, self->witnesses->len);
  add_witnesses (&question);
  for (guint32 i = 0; i < self->acts->len; i++)
    if (far_act_set_has (disputed, i) && !see_witnesses (&question, i, error))
      return NULL;

  if (self->replayed == NULL)
    self->replayed = far_replayed_new ();

  return far_governance_new (self->collective, question.acts, question.n, question.known,
                             self->replayed);
}

/* Returns: (transfer full) (nullable): NULL with @error */
static FarGovernance *
replay (FarStore *self, GError **error)
{
  g_auto (Question) question = { NULL };
  g_autofree guint64 *disputed = NULL;
  FarGovernance *governance;

  if (!complete_all_cuts (self, error))
    return NULL;

  question = begin_question (self, 0);
  governance = far_governance_new_undisputed (self->collective, question.acts, question.n,
                                              question.known, &disputed);
  self->is_disputed = disputed != NULL;

  return disputed == NULL ? governance : replay_disputed (self, disputed, error);
}

static void
apply_cuts (FarStore *self)
{
  for (guint i = 0; i < self->logs->len; i++)
    _far_store_apply_cut (self, g_ptr_array_index (self->logs, i));
}

gboolean
_far_store_find_governance (FarStore *self, GError **error)
{
  if (self->governance != NULL)
    return TRUE;

  self->governance = replay (self, error);
  if (self->governance == NULL)
    return FALSE;
  apply_cuts (self);

  return TRUE;
}

/* Nobody is a member, so nobody is let in and nothing is written until it can be read. */
static void
know_nobody (FarStore *self, const GError *error)
{
  g_info ("who belongs could not be read: %s", error->message);
  if (self->in_batch && !self->failed)
    {
      self->failed = TRUE;
      self->first_failure = (FarStoreError)error->code;
    }
  self->is_partial = TRUE;
  self->governance = far_governance_new (self->collective, NULL, 0, NULL, NULL);
  apply_cuts (self);
}

const FarGovernance *
far_store_peek_governance (FarStore *self)
{
  g_autoptr (GError) error = NULL;

  if (!self->in_batch)
    _far_store_refresh (self, NULL);
  if (!_far_store_find_governance (self, &error))
    know_nobody (self, error);

  return self->governance;
}

void
_far_store_retry_governance (FarStore *self)
{
  if (self->is_partial)
    g_clear_pointer (&self->governance, far_governance_unref);
  self->is_partial = FALSE;
}
