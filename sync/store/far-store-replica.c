/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The store as a session sees it: one inbox, and an outbox for each round of sending. */

#define G_LOG_DOMAIN "far-store"

#include "far-inbox.h"
#include "far-outbox.h"
#include "far-store-private.h"

#include <string.h>

typedef struct
{
  FarReplica parent;
  FarStore *store;     /* unowned */
  FarInbox *inbox;     /* owned */
  gboolean is_unshown; /* what is sent goes nowhere */
  gboolean suspects;   /* the peer may hold other entries of the own key: nothing of it is sent */
  FarOutbox *outbox;   /* (nullable): owned */
} StoreReplica;

static FarStore *
get_store (FarReplica *replica)
{
  return ((StoreReplica *)replica)->store;
}

static FarInbox *
get_inbox (FarReplica *replica)
{
  return ((StoreReplica *)replica)->inbox;
}

static void
get_digest (FarReplica *replica, guint8 out[static FAR_HASH_LEN])
{
  _far_store_digest_of_hello (get_store (replica), out);
}

static guint
get_n_logs (FarReplica *replica)
{
  return far_store_get_n_logs (get_store (replica));
}

static void
get_log (FarReplica *replica, guint32 number, FarReplicaLog *out)
{
  FarStore *store = get_store (replica);
  const FarLog *log = far_store_peek_log (store, number);

  memcpy (out->device, log->device, FAR_KEY_LEN);
  out->base = log->base;
  out->head_seq = far_log_get_end (log);
  _far_store_find_leaf (store, log->device, &out->is_forked);
  out->is_leaf = far_store_is_leaf (store, number);
  if (out->head_seq == log->head_seq)
    memcpy (out->head_id, log->head_id, FAR_ID_LEN);
  else if (out->is_leaf)
    out->is_leaf = far_store_get_id (store, (FarPos){ number, out->head_seq }, out->head_id, NULL);
}

static guint32
find_leaf (FarReplica *replica, const guint8 *device)
{
  gboolean is_forked;

  return _far_store_find_leaf (get_store (replica), device, &is_forked);
}

static FarPos
locate (FarReplica *replica, const guint8 *device, guint32 seq, const guint8 *prefix)
{
  return far_store_locate (get_store (replica), device, seq, prefix);
}

/* Once the own key is known to be forked there is nothing to keep from anybody any more: a newcomer
 * would wait for the whole log, of which each branch is a part. */
static void
suspect (FarReplica *replica, const guint8 *device)
{
  StoreReplica *self = (StoreReplica *)replica;

  self->suspects |= self->store->has_own &&
                    memcmp (device, self->store->own_device, FAR_KEY_LEN) == 0 &&
                    far_store_peek_log (self->store, self->store->own)->fork_seq == 0;
}

static FarPeerStanding
authorize (FarReplica *replica, const guint8 *noise_key, guint8 *device)
{
  FarStore *store = get_store (replica);
  const FarGovDevice *found;

  memset (device, 0, FAR_KEY_LEN);

  /* who cannot read what it holds lets nobody in */
  if (!_far_store_refresh (store, NULL))
    return FAR_PEER_CLOSED;
  /* a newcomer holds nothing to judge by; it checks the responder when the log is here */
  if (far_store_get_n_entries (store) == 0)
    return FAR_PEER_STANDS;

  found = far_governance_find_device_by_noise (far_store_peek_governance (store), noise_key);
  if (found == NULL)
    return FAR_PEER_NOBODY;
  if (!found->active)
    return FAR_PEER_CLOSED;

  memcpy (device, found->key, FAR_KEY_LEN);

  return FAR_PEER_STANDS;
}

static gboolean
give_up_key (FarReplica *replica, const guint8 *device, GError **error)
{
  return far_store_give_up_own (get_store (replica), device, error);
}

static gint64
start_sending (FarReplica *replica, const GArray *have, gint32 today, GError **error)
{
  StoreReplica *self = (StoreReplica *)replica;

  g_clear_pointer (&self->outbox, far_outbox_free);
  self->outbox =
      far_outbox_new (self->store, have, today, self->suspects, !self->is_unshown, error);

  return self->outbox != NULL ? (gint64)far_outbox_get_n (self->outbox) : -1;
}

static gboolean
next_entry (FarReplica *replica, FarEntryParts *out, GError **error)
{
  StoreReplica *self = (StoreReplica *)replica;
  FarRow row;

  if (self->outbox == NULL || !far_outbox_next (self->outbox, &row, error))
    return FALSE;

  out->pos = row.pos;
  out->kind = row.kind;
  out->term = row.term;
  out->time_ms = row.time_ms;
  out->subject = far_store_peek_ident (self->store, row.subject);
  out->blob = row.blob;
  out->blob_len = row.blob_len;
  out->hash = row.hash;
  out->sig = row.sig;
  out->n_refs = row.n_refs;
  memcpy (out->refs, row.refs, row.n_refs * sizeof (FarPos));

  return TRUE;
}

static GPtrArray *
read_headers (FarReplica *replica, FarPos pos, guint8 *sig, GError **error)
{
  FarStore *store = get_store (replica);
  const FarLog *log = far_store_peek_log (store, pos.log);
  g_autoptr (GPtrArray) headers = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);

  /* where a stream was cut, or the others took another way, only a branch has a signature, or it
   * was kept apart */
  if (pos.seq >= MIN (log->signed_seq, far_log_get_end (log)))
    {
      guint32 branch = _far_store_find_signed_branch (store, pos.log, pos.seq);
      GPtrArray *kept = branch == 0 && pos.seq == log->head_seq
                            ? _far_store_read_cover (store, pos.log, sig)
                            : NULL;

      if (kept != NULL)
        return kept;
      log = far_store_peek_log (store, branch);
    }

  for (guint32 seq = pos.seq + 1; seq <= log->signed_seq; seq++)
    {
      guint8 header[FAR_HEADER_MAX];
      gboolean has_sig;
      FarRow row;
      gsize len;

      if (!far_store_read_pos (store, far_store_on_chain (store, log->log, seq), &row, error))
        return NULL;
      has_sig = row.sig != NULL;
      if (has_sig)
        memcpy (sig, row.sig, FAR_SIG_LEN);

      len = far_store_read_header (store, &row, header, error);
      if (len == 0)
        return NULL;
      g_ptr_array_add (headers, g_bytes_new (header, len));
      if (has_sig)
        return g_steal_pointer (&headers);
    }
  memcpy (sig, log->signature, FAR_SIG_LEN);

  return g_steal_pointer (&headers);
}

static gboolean
get_id (FarReplica *replica, FarPos pos, guint8 *out)
{
  FarStore *store = get_store (replica);

  return far_store_get_id (store, far_store_on_chain (store, pos.log, pos.seq), out, NULL);
}

static guint32
open_run (FarReplica *replica, const guint8 *device)
{
  return far_inbox_open (get_inbox (replica), device);
}

static void
bind_run (FarReplica *replica, guint32 run, guint32 log)
{
  far_inbox_bind (get_inbox (replica), run, log);
}

static FarVerdict
start_run (FarReplica *replica, guint32 run, guint32 seq, const guint8 *prefix)
{
  return far_inbox_start (get_inbox (replica), run, seq, prefix);
}

static FarVerdict
put (FarReplica *replica, const FarEntryParts *parts, FarPos *at, GError **error)
{
  return far_inbox_put (get_inbox (replica), parts, at, error);
}

static FarVerdict
cover (FarReplica *replica, guint32 run, GPtrArray *headers, const guint8 *sig, GError **error)
{
  return far_inbox_cover (get_inbox (replica), run, headers, sig, error);
}

static gboolean
has_news (FarReplica *replica)
{
  return far_inbox_has_news (get_inbox (replica));
}

static guint
get_n_waiting (FarReplica *replica)
{
  return far_inbox_get_n_waiting (get_inbox (replica));
}

static FarVerdict
settle (FarReplica *replica, guint *n_accepted, GError **error)
{
  FarStore *store = get_store (replica);
  FarVerdict verdict = FAR_VERDICT_FAILED;
  g_autoptr (GError) local = NULL;
  gboolean good;

  if (!far_store_begin (store, error))
    return FAR_VERDICT_FAILED;

  good = far_inbox_settle (get_inbox (replica), n_accepted, &verdict, &local);
  if (!good && verdict == FAR_VERDICT_FAILED)
    {
      far_store_rollback (store);
      g_propagate_error (error, g_steal_pointer (&local));
      return FAR_VERDICT_FAILED;
    }

  /* what was accepted before an invalid entry is good, and kept */
  if (*n_accepted > 0 && !far_inbox_keep_covers (get_inbox (replica), error))
    {
      far_store_rollback (store);
      return FAR_VERDICT_FAILED;
    }
  if (!far_store_commit (store, error))
    return FAR_VERDICT_FAILED;

  return verdict;
}

static FarVerdict
leave (FarReplica *replica, guint *n_pending, GError **error)
{
  FarStore *store = get_store (replica);

  if (far_inbox_get_n_waiting (get_inbox (replica)) == 0)
    return FAR_VERDICT_ACCEPTED;

  if (!far_store_begin (store, error))
    return FAR_VERDICT_FAILED;
  if (!far_inbox_leave (get_inbox (replica), n_pending, error))
    {
      far_store_rollback (store);
      return FAR_VERDICT_FAILED;
    }

  return far_store_commit (store, error) ? FAR_VERDICT_ACCEPTED : FAR_VERDICT_FAILED;
}

static guint
get_n_missing (FarReplica *replica)
{
  return far_store_get_n_missing (get_store (replica));
}

static GArray *
list_missing (FarReplica *replica)
{
  return far_store_list_missing (get_store (replica));
}

static GBytes *
dup_blob (FarReplica *replica, const guint8 *id)
{
  FarStore *store = get_store (replica);
  FarPos pos;
  FarRow row;

  if (!far_store_find_id (store, id, &pos) || !far_store_read_pos (store, pos, &row, NULL) ||
      row.blob == NULL)
    return NULL;

  return g_bytes_new (row.blob, row.blob_len);
}

static FarVerdict
put_blobs (FarReplica *replica, const FarBlobParts *blobs, guint n, GError **error)
{
  FarStore *store = get_store (replica);
  FarVerdict verdict = FAR_VERDICT_KNOWN;

  if (!far_store_begin (store, error))
    return FAR_VERDICT_FAILED;

  for (guint i = 0; i < n; i++)
    {
      FarVerdict one = far_store_put_blob (store, blobs[i].id, blobs[i].blob, blobs[i].len, error);

      if (one == FAR_VERDICT_FAILED || one == FAR_VERDICT_INVALID)
        {
          far_store_rollback (store);
          return one;
        }
      if (one == FAR_VERDICT_ACCEPTED)
        verdict = one;
    }

  return far_store_commit (store, error) ? verdict : FAR_VERDICT_FAILED;
}

static GArray *
list_holdings (FarReplica *replica)
{
  return _far_store_list_holdings (get_store (replica));
}

static GBytes *
dup_holding (FarReplica *replica, const guint8 *id)
{
  return _far_store_dup_holding (get_store (replica), id);
}

static FarVerdict
put_holdings (FarReplica *replica, GPtrArray *holdings, guint *n_new, GError **error)
{
  FarStore *store = get_store (replica);
  FarVerdict verdict;

  if (!far_store_begin (store, error))
    return FAR_VERDICT_FAILED;

  verdict = far_store_put_holdings (store, holdings, n_new, error);
  if (verdict == FAR_VERDICT_FAILED || verdict == FAR_VERDICT_INVALID)
    {
      far_store_rollback (store);
      return verdict;
    }

  return far_store_commit (store, error) ? verdict : FAR_VERDICT_FAILED;
}

static const FarReplicaIface store_iface = {
  .get_digest = get_digest,
  .get_n_logs = get_n_logs,
  .get_log = get_log,
  .find_leaf = find_leaf,
  .locate = locate,
  .authorize = authorize,
  .start_sending = start_sending,
  .next_entry = next_entry,
  .read_headers = read_headers,
  .get_id = get_id,
  .suspect = suspect,
  .give_up_key = give_up_key,
  .open_run = open_run,
  .bind_run = bind_run,
  .start_run = start_run,
  .put = put,
  .cover = cover,
  .has_news = has_news,
  .get_n_waiting = get_n_waiting,
  .settle = settle,
  .leave = leave,
  .get_n_missing = get_n_missing,
  .list_missing = list_missing,
  .dup_blob = dup_blob,
  .put_blobs = put_blobs,
  .list_holdings = list_holdings,
  .dup_holding = dup_holding,
  .put_holdings = put_holdings,
};

FarReplica *
far_store_replica_new (FarStore *store)
{
  StoreReplica *self = g_new0 (StoreReplica, 1);

  self->parent.iface = &store_iface;
  self->store = store;
  self->inbox = far_inbox_new (store);

  return &self->parent;
}

void
far_store_replica_set_unshown (FarReplica *replica)
{
  ((StoreReplica *)replica)->is_unshown = TRUE;
}

void
far_store_replica_free (FarReplica *replica)
{
  StoreReplica *self = (StoreReplica *)replica;

  g_clear_pointer (&self->outbox, far_outbox_free);
  far_inbox_free (self->inbox);
  g_free (self);
}
