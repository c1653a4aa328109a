/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Governance entries as the replay takes them.
 *
 * Acts are few, and numbered: what an entry has seen is a set of them.  WITNESS entries are many
 * and matter only where acts contradict.  So they are in no set; where something is disputed, those
 * that a disputed act has seen are found from how far it had seen each log.  An act that has as
 * many before it in its chain as one device may write counts for nothing, so it is kept as a
 * WITNESS.
 */

#define G_LOG_DOMAIN "far-store"

#include "far-store-private.h"

#include <string.h>

#include "far-invite.h"
#include "far-kind-schema.h"

static void
free_act (gpointer data)
{
  FarStoredAct *stored = data;

  g_clear_pointer (&stored->reach, g_array_unref);
  g_free ((gpointer)stored->act.cuts);
  g_free (stored);
}

void
_far_store_clear_acts (FarStore *self)
{
  g_clear_pointer (&self->acts, g_ptr_array_unref);
  g_clear_pointer (&self->witnesses, g_array_unref);
  g_clear_pointer (&self->replayed, far_replayed_free);
  g_clear_pointer (&self->let_in, g_hash_table_unref);
  g_clear_pointer (&self->act_by_id, g_hash_table_unref);
  g_clear_pointer (&self->governance, far_governance_unref);
  g_clear_pointer (&self->before, far_governance_unref);
  self->acts = g_ptr_array_new_with_free_func (free_act);
  self->let_in =
      g_hash_table_new_full (far_id_hash, far_id_equal, NULL, (GDestroyNotify)g_array_unref);
  self->act_by_id = g_hash_table_new (far_id_hash, far_id_equal);
}

static guint32
find_act (FarStore *self, const guint8 *id)
{
  gpointer found = id != NULL ? g_hash_table_lookup (self->act_by_id, id) : NULL;

  return found != NULL ? GPOINTER_TO_UINT (found) - 1 : FAR_ACT_NONE;
}

static void
copy_field (guint8 *out, const FarPayload *payload, guint key)
{
  const FarValue *value = &payload->values[key];

  if (value->present)
    memcpy (out, value->bytes, value->len);
}

static void
take_cuts (FarAct *act, const FarPayload *payload)
{
  FarPayloadIter iter = far_payload_iter (payload, FAR_REMOVE_CUTS);
  FarActCut *cuts = g_new0 (FarActCut, iter.left);
  FarPayload item;

  for (; far_payload_iter_map (&iter, &item); act->n_cuts++)
    {
      copy_field (cuts[act->n_cuts].device, &item, FAR_CUT_DEVICE);
      cuts[act->n_cuts].seq = far_payload_int (&item, FAR_CUT_SEQ, 0);
      copy_field (cuts[act->n_cuts].id, &item, FAR_CUT_ID);
    }
  act->cuts = cuts;
}

static void
take_newcomer (FarStore *self, FarAct *act, const FarPayload *payload)
{
  act->invite = find_act (self, far_payload_bytes (payload, FAR_ADMIT_INVITE));
  act->is_further = far_payload_bytes (payload, FAR_ADMIT_INVITE) == NULL &&
                    far_payload_bytes (payload, FAR_ADMIT_INVITE_PROOF) == NULL;
  copy_field (act->member, payload, FAR_ADMIT_MEMBER);
  copy_field (act->device, payload, FAR_ADMIT_DEVICE);
  copy_field (act->noise_key, payload, FAR_ADMIT_NOISE);
  copy_field (act->seal_key, payload, FAR_ADMIT_SEAL);
}

/* Fills what the payload says.  Which keys there are follows from the kind's schema. */
static void
decode_act (FarStore *self, FarAct *act, const FarPayload *payload)
{
  switch ((guint)act->kind)
    {
    case FAR_KIND_GENESIS:
      copy_field (act->member, payload, FAR_GENESIS_MEMBER);
      copy_field (act->noise_key, payload, FAR_GENESIS_NOISE);
      copy_field (act->seal_key, payload, FAR_GENESIS_SEAL);
      copy_field (act->secret, payload, FAR_GENESIS_SECRET);
      act->start_day = far_payload_int (payload, FAR_GENESIS_START, 0);
      act->end_day = far_payload_int (payload, FAR_GENESIS_END, 0);
      break;

    case FAR_KIND_INVITE:
      copy_field (act->invite_key, payload, FAR_INVITE_PUBLIC);
      act->expires_ms = far_payload_int (payload, FAR_INVITE_EXPIRES, 0);
      break;

    case FAR_KIND_INVITE_END:
      act->invite = find_act (self, far_payload_bytes (payload, FAR_INVITE_END_INVITE));
      break;

    case FAR_KIND_DEVICE_ADD:
      act->proposal = find_act (self, far_payload_bytes (payload, FAR_ADMIT_PROPOSAL));
      take_newcomer (self, act, payload);
      break;

    case FAR_KIND_ASK:
    case FAR_KIND_ADMIT:
      take_newcomer (self, act, payload);
      break;

    case FAR_KIND_DEVICE_REVOKE:
    case FAR_KIND_REMOVE:
      copy_field (act->member, payload, FAR_REMOVE_MEMBER);
      copy_field (act->device, payload, FAR_REMOVE_DEVICE);
      copy_field (act->secret, payload, FAR_REMOVE_SECRET);
      act->proposal = find_act (self, far_payload_bytes (payload, FAR_REMOVE_PROPOSAL));
      take_cuts (act, payload);
      break;

    case FAR_KIND_PROPOSE:
      act->proposes = far_payload_int (payload, FAR_PROPOSE_KIND, 0);
      copy_field (act->member, payload, FAR_PROPOSE_MEMBER);
      copy_field (act->device, payload, FAR_PROPOSE_DEVICE);
      act->number = far_payload_int (payload, FAR_PROPOSE_NUMBER, 0);
      act->value = far_payload_int (payload, FAR_PROPOSE_VALUE, 0);
      break;

    case FAR_KIND_APPROVE:
      act->what = find_act (self, far_payload_bytes (payload, FAR_APPROVE_WHAT));
      break;

    case FAR_KIND_TERM:
      act->number = far_payload_int (payload, FAR_TERM_NUMBER, 0);
      copy_field (act->holder, payload, FAR_TERM_HOLDER);
      copy_field (act->deputy, payload, FAR_TERM_DEPUTY);
      act->start_day = far_payload_int (payload, FAR_TERM_START, 0);
      act->end_day = far_payload_int (payload, FAR_TERM_END, 0);
      copy_field (act->secret, payload, FAR_TERM_SECRET);
      act->previous = find_act (self, far_payload_bytes (payload, FAR_TERM_PREVIOUS));
      act->proposal = find_act (self, far_payload_bytes (payload, FAR_TERM_PROPOSAL));
      break;

    case FAR_KIND_RULES:
      act->number = far_payload_int (payload, FAR_RULES_KEY, 0);
      act->value = far_payload_int (payload, FAR_RULES_VALUE, 0);
      act->proposal = find_act (self, far_payload_bytes (payload, FAR_RULES_PROPOSAL));
      break;

    default:
      break;
    }
}

const guint8 *
_far_store_find_invite_key (FarStore *self, const guint8 *id)
{
  guint32 act = find_act (self, id);
  const FarStoredAct *invite = act != FAR_ACT_NONE ? g_ptr_array_index (self->acts, act) : NULL;

  return invite != NULL ? invite->act.invite_key : NULL;
}

gboolean
_far_store_needs_proofs (guint kind)
{
  return kind == FAR_KIND_ASK || kind == FAR_KIND_ADMIT || kind == FAR_KIND_DEVICE_ADD;
}

gboolean
_far_store_list_proofs (FarStore *self,
                        guint kind,
                        const FarPayload *payload,
                        const guint8 *invite_key,
                        FarProofs *out)
{
  const guint8 *invite_proof = far_payload_bytes (payload, FAR_ADMIT_INVITE_PROOF);
  gboolean is_further =
      kind == FAR_KIND_DEVICE_ADD ||
      (far_payload_bytes (payload, FAR_ADMIT_INVITE) == NULL && invite_proof == NULL);
  FarNewcomer newcomer = { 0 };

  if (!is_further && (invite_key == NULL || invite_proof == NULL))
    return FALSE;

  memcpy (newcomer.collective, self->collective, FAR_ID_LEN);
  copy_field (newcomer.entry, payload, is_further ? FAR_ADMIT_MEMBER : FAR_ADMIT_INVITE);
  copy_field (newcomer.device, payload, FAR_ADMIT_DEVICE);
  copy_field (newcomer.noise, payload, FAR_ADMIT_NOISE);
  copy_field (newcomer.seal, payload, FAR_ADMIT_SEAL);
  far_newcomer_hash (&newcomer, out->hash);

  out->keys[0] = far_payload_bytes (payload, FAR_ADMIT_DEVICE);
  out->sigs[0] = far_payload_bytes (payload, FAR_ADMIT_DEVICE_PROOF);
  out->keys[1] = invite_key;
  out->sigs[1] = invite_proof;
  out->n = is_further ? 1 : 2;

  return TRUE;
}

/* Two signature checks, once: the answer is kept beside the act. */
static gboolean
verify_proofs (FarStore *self, const FarAct *act, const FarPayload *payload, FarProofsFound found)
{
  const guint8 *invite = far_payload_bytes (payload, FAR_ADMIT_INVITE);
  FarProofs proofs;

  if (!_far_store_list_proofs (self, act->kind, payload,
                               invite != NULL ? _far_store_find_invite_key (self, invite) : NULL,
                               &proofs))
    return FALSE;
  if (found != FAR_PROOFS_UNKNOWN)
    return found == FAR_PROOFS_GOOD;

  for (guint i = 0; i < proofs.n; i++)
    if (!far_verify (proofs.keys[i], FALSE, proofs.hash, sizeof proofs.hash, proofs.sigs[i]))
      return FALSE;

  return TRUE;
}

/* @kept: whether the proofs are good, or -1 to find it out where it was not @found before */
static FarStoredAct *
make_act (FarStore *self, const FarRow *row, guint32 past, int kept, FarProofsFound found)
{
  FarStoredAct *stored = g_new0 (FarStoredAct, 1);
  FarAct *act = &stored->act;
  FarPayload payload;

  stored->n = row->n;
  stored->pos = row->pos;
  stored->past = past;
  memcpy (act->id, row->id, FAR_ID_LEN);
  act->kind = row->kind;
  memcpy (act->author, far_store_peek_log (self, row->pos.log)->device, FAR_KEY_LEN);
  act->seq = row->pos.seq;
  act->invite = act->what = act->proposal = act->previous = FAR_ACT_NONE;
  act->has_effect = far_row_parse (row, &payload);

  if (act->has_effect)
    {
      decode_act (self, act, &payload);
      if (_far_store_needs_proofs (act->kind))
        act->proofs_ok = kept >= 0 ? kept : verify_proofs (self, act, &payload, found);
    }

  return stored;
}

/* A branch's chain begins with what is below it. */
static void
count_acts_below (FarStore *self, FarLog *log)
{
  if (log->n_acts > 0)
    return;

  for (FarPos base = log->base; base.log != 0; base = far_store_peek_log (self, base.log)->base)
    for (guint i = 0; i < self->acts->len; i++)
      {
        const FarStoredAct *act = g_ptr_array_index (self->acts, i);

        if (act->pos.log == base.log && act->pos.seq <= base.seq)
          log->n_acts++;
      }
}

/* @stored: (transfer full) */
static void
push_act (FarStore *self, FarStoredAct *stored)
{
  guint index = self->acts->len;
  const FarAct *act = &stored->act;
  const guint8 *device = act->kind == FAR_KIND_GENESIS ? act->author : act->device;
  FarLog *log = _far_store_log (self, stored->pos.log);

  count_acts_below (self, log);
  log->n_acts++;

  g_ptr_array_add (self->acts, stored);
  g_hash_table_insert (self->act_by_id, (gpointer)act->id, GUINT_TO_POINTER (index + 1));

  if (act->has_effect && (act->kind == FAR_KIND_GENESIS || act->kind == FAR_KIND_ADMIT ||
                          act->kind == FAR_KIND_DEVICE_ADD))
    {
      GArray *acts = g_hash_table_lookup (self->let_in, device);

      if (acts == NULL)
        {
          acts = g_array_new (FALSE, FALSE, sizeof (guint));
          g_hash_table_insert (self->let_in, (gpointer)device, acts);
        }
      g_array_append_val (acts, index);
    }

  g_clear_pointer (&self->governance, far_governance_unref);
}

static gboolean
add_act (FarStore *self, const FarArrival *arrival, gint64 n, guint32 past, GError **error)
{
  sqlite3_stmt *statement =
      _far_store_statement_blind (self, "INSERT INTO act (g, n, past, proven) VALUES (?, ?, ?, ?)");
  FarRow row = {
    .n = n,
    .pos = arrival->pos,
    .kind = arrival->kind,
    .id = arrival->id,
    .blob = arrival->blob,
    .blob_len = arrival->blob_len,
  };
  FarStoredAct *stored = make_act (self, &row, past, -1, arrival->proofs);

  push_act (self, stored);

  if (statement == NULL)
    return far_store_fail (self, error);

  sqlite3_bind_int64 (statement, 1, self->acts->len - 1);
  sqlite3_bind_int64 (statement, 2, n);
  sqlite3_bind_int64 (statement, 3, past);
  sqlite3_bind_int (statement, 4, stored->act.proofs_ok);

  return _far_store_step (self, statement, error);
}

static gboolean
add_witness (FarStore *self, const FarArrival *arrival, gint64 n, guint32 past, GError **error)
{
  sqlite3_stmt *statement =
      _far_store_statement_blind (self, "INSERT INTO witness (n, past) VALUES (?, ?)");
  FarStoredWitness witness = { .pos = arrival->pos, .past = past };

  memcpy (witness.id, arrival->id, FAR_ID_LEN);
  if (self->witnesses != NULL)
    g_array_append_val (self->witnesses, witness);
  if (self->is_disputed)
    g_clear_pointer (&self->governance, far_governance_unref);

  if (statement == NULL)
    return far_store_fail (self, error);

  sqlite3_bind_int64 (statement, 1, n);
  sqlite3_bind_int64 (statement, 2, past);

  return _far_store_step (self, statement, error);
}

gboolean
_far_store_add_governance (FarStore *self,
                           const FarArrival *arrival,
                           gint64 n,
                           guint32 *know,
                           GError **error)
{
  FarLog *log = _far_store_log (self, arrival->pos.log);
  guint32 past = *know;

  count_acts_below (self, log);
  if (far_kind_is_act (arrival->kind) && log->n_acts < FAR_GOVERNANCE_MAX)
    {
      log->told = *know = far_know_add (self->know, past, self->acts->len);
      return add_act (self, arrival, n, past, error);
    }

  /* whatever holds it holds the one before too, which says the same */
  if (log->told == past)
    return TRUE;
  log->told = past;

  return add_witness (self, arrival, n, past, error);
}

gboolean
_far_store_check_past (FarStore *self, guint32 past, GError **error)
{
  if (past < far_know_get_n (self->know))
    return TRUE;

  g_set_error (error, FAR_STORE_ERROR, FAR_STORE_ERROR_DAMAGED,
               "a governance entry has seen what table know does not hold");

  return FALSE;
}

/* Returns: (transfer full) (nullable) (element-type guint32) */
static GArray *
unpack_reach (const guint8 *packed, gsize len)
{
  FarReader reader = far_reader (packed, len);
  GArray *reach;

  if (len == 0)
    return NULL;

  reach = g_array_new (FALSE, FALSE, sizeof (guint32));
  while (far_reader_left (&reader) >= 4)
    {
      guint32 seq = far_reader_u32 (&reader);

      g_array_append_val (reach, seq);
    }

  return reach;
}

static gboolean
write_reach (FarStore *self, guint32 act, GError **error)
{
  FarStoredAct *stored = g_ptr_array_index (self->acts, act);
  sqlite3_stmt *statement =
      _far_store_statement_blind (self, "UPDATE act SET reach = ? WHERE g = ?");
  g_autofree guint8 *packed = g_malloc (4 * stored->reach->len + 1);

  if (statement == NULL)
    return far_store_fail (self, error);

  for (guint i = 0; i < stored->reach->len; i++)
    far_set_u32 (packed + 4 * i, g_array_index (stored->reach, guint32, i));
  sqlite3_bind_blob (statement, 1, packed, (int)(4 * stored->reach->len), SQLITE_STATIC);
  sqlite3_bind_int64 (statement, 2, act);
  stored->reach_is_kept = TRUE;

  return _far_store_step (self, statement, error);
}

gboolean
_far_store_write_reaches (FarStore *self, GError **error)
{
  for (guint32 i = 0; i < self->acts->len; i++)
    {
      const FarStoredAct *stored = g_ptr_array_index (self->acts, i);

      if (stored->reach != NULL && !stored->reach_is_kept && !write_reach (self, i, error))
        return FALSE;
    }

  return TRUE;
}

gboolean
_far_store_load_acts (FarStore *self, GError **error)
{
  sqlite3_stmt *statement =
      far_store_statement (self, "SELECT n, past, proven, reach FROM act ORDER BY g");
  int code;

  if (statement == NULL)
    return far_store_fail (self, error);

  while ((code = sqlite3_step (statement)) == SQLITE_ROW)
    {
      guint32 past = sqlite3_column_int64 (statement, 1);
      int proven = sqlite3_column_int (statement, 2) != 0;
      FarStoredAct *stored;
      FarRow row;

      if (!_far_store_check_past (self, past, error) ||
          !far_store_read (self, sqlite3_column_int64 (statement, 0), &row, error))
        {
          sqlite3_reset (statement);
          return FALSE;
        }
      stored = make_act (self, &row, past, proven, FAR_PROOFS_UNKNOWN);
      stored->reach = unpack_reach (sqlite3_column_blob (statement, 3),
                                    (gsize)sqlite3_column_bytes (statement, 3));
      stored->reach_is_kept = stored->reach != NULL;
      push_act (self, stored);
    }
  sqlite3_reset (statement);

  if (code != SQLITE_DONE)
    return far_store_fail (self, error);

  if (!_far_store_find_governance (self, error))
    return FALSE;
  _far_store_remember_settled (self);

  return TRUE;
}

guint
far_store_unwitnessed (FarStore *self, guint32 log, FarPos out[static FAR_REFS_MAX])
{
  guint32 known = far_store_peek_log (self, log)->know;
  guint n = 0;

  /* from the newest: what a later one has in its past is named by it */
  for (guint i = self->acts->len; i-- > 0 && n < FAR_REFS_MAX;)
    {
      const FarStoredAct *stored = g_ptr_array_index (self->acts, i);
      gboolean seen =
          far_know_has (self->know, known, i) ||
          stored->pos.seq > far_log_get_end (far_store_peek_log (self, stored->pos.log));

      for (guint j = i + 1; j < self->acts->len && !seen; j++)
        {
          const FarStoredAct *later = g_ptr_array_index (self->acts, j);

          seen = !far_know_has (self->know, known, j) && far_know_has (self->know, later->past, i);
        }

      if (!seen)
        out[n++] = stored->pos;
    }

  return n;
}

gboolean
far_store_get_act (FarStore *self, guint32 act, FarPos *pos, gint64 *time_ms)
{
  const FarStoredAct *stored;
  FarRow row;

  if (act >= self->acts->len)
    return FALSE;

  stored = g_ptr_array_index (self->acts, act);
  *pos = stored->pos;
  if (time_ms != NULL)
    *time_ms = far_store_read (self, stored->n, &row, NULL) ? row.time_ms : 0;

  return TRUE;
}
