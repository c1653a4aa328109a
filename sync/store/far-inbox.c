/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-store"

#include "far-inbox.h"

#include <string.h>

#include "far-kind-schema.h"
#include "far-store-private.h"

/* An entry that waits, in one piece of memory: this, then header, blob, signature. */
typedef struct
{
  FarPos pos;
  guint32 run;
  guint8 kind;
  guint8 n_refs;
  gboolean ref_missing; /* one of the refs is not held and not on this stream, as far as is known */
  gboolean is_ordered;  /* used while what waits is put in order */
  gboolean has_sig;
  gboolean has_blob;      /* false: it was erased before it came here */
  FarSigCheck *proofs[2]; /* (nullable elements): owned: of an act that needs them */
  guint32 term;
  guint32 header_len;
  guint32 blob_len;
  gint64 time_ms;
  guint8 id[FAR_ID_LEN];
  FarPos refs[FAR_REFS_MAX];
  guint8 bytes[];
} Staged;

/* One device's log, or one branch of it, as this stream brings it. */
typedef struct
{
  guint8 device[FAR_KEY_LEN];
  guint32 log; /* of the store, the one that holds or will hold the tail; 0: not known yet */
  gboolean started;
  gboolean dead;              /* what follows is passed over */
  gboolean is_one_of_several; /* of the same device: a fork */
  gboolean is_key_awaited;    /* whether the key is good is found out with the first signature */
  guint32 tail_seq;           /* the last entry that was brought */
  guint8 tail_id[FAR_ID_LEN];
  guint32 covered_seq; /* a good signature covers it and all before */
  GPtrArray *cover;    /* (nullable) (element-type GBytes): owned: the headers after cover_seq... */
  guint32 cover_seq;
  guint8 cover_sig[FAR_SIG_LEN]; /* ... and the signature on the last of them, which is good */
  guint32 first_seq;             /* of @ids */
  GArray *ids; /* (element-type guint8[32]): from first_seq to tail_seq; trimmed when settled */
} Run;

/* A signature that came in and is being verified. */
typedef struct
{
  FarSigCheck *check; /* owned */
  guint32 run;
  guint32 seq;        /* up to which it covers @run */
  GPtrArray *headers; /* (nullable) (element-type GBytes): owned: that came with it alone */
  guint8 sig[FAR_SIG_LEN];
} Awaited;

struct _FarInbox
{
  FarStore *store;           /* unowned */
  GArray *runs;              /* (element-type Run): index run - 1 */
  GHashTable *run_by_device; /* device key, owned -> its first run */
  GPtrArray *staged;         /* (element-type Staged), owned, in the order of the stream
                              * or, among branches, each after what it refers to */
  GHashTable *invite_keys;   /* id of an INVITE that waits -> its key, both owned */
  gsize staged_bytes;
  GArray *awaited; /* (element-type Awaited): signatures, in the order of the stream */
  gboolean has_news;
  guint32 own_known;    /* up to which seq the peer has shown to have the own log */
  gboolean met_private; /* somebody has what was thought to be here alone */
  gboolean met_fork;    /* there are several branches of a device, or there may be */
  GArray *branches;     /* (element-type guint32): logs that were opened for it */
  guint n_covers;       /* runs with a cover */
};

FarInbox *
far_inbox_new (FarStore *store)
{
  FarInbox *self = g_new0 (FarInbox, 1);

  self->store = store;
  self->runs = g_array_new (FALSE, TRUE, sizeof (Run));
  self->branches = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->run_by_device = g_hash_table_new_full (far_id_hash, far_id_equal, g_free, NULL);
  self->staged = g_ptr_array_new ();
  self->invite_keys = g_hash_table_new_full (far_id_hash, far_id_equal, g_free, g_free);
  self->awaited = g_array_new (FALSE, FALSE, sizeof (Awaited));

  return self;
}

static Run *
get_run (FarInbox *self, guint32 run)
{
  return &g_array_index (self->runs, Run, run - 1);
}

static void
note_covered (FarInbox *self, const Awaited *awaited)
{
  Run *run = get_run (self, awaited->run);

  run->covered_seq = awaited->seq;
  _far_store_log (self->store, run->log)->key_is_good = TRUE;
  if (awaited->headers == NULL || (run->cover == NULL && self->n_covers == FAR_COVERS_MAX))
    return;

  self->n_covers += run->cover == NULL;
  g_clear_pointer (&run->cover, g_ptr_array_unref);
  run->cover = g_ptr_array_ref (awaited->headers);
  run->cover_seq = awaited->seq;
  memcpy (run->cover_sig, awaited->sig, FAR_SIG_LEN);
}

/* All before the first bad one cover what they are over.  Whatever would cover that one's own entry
 * comes after it, so nobody keeps a bad signature.  Returns: whether there is no bad one */
static gboolean
collect_signatures (FarInbox *self)
{
  gboolean good = TRUE;

  for (guint i = 0; i < self->awaited->len; i++)
    {
      Awaited *awaited = &g_array_index (self->awaited, Awaited, i);

      good &= far_sig_check_finish (self->store->verifier, awaited->check);
      if (good)
        note_covered (self, awaited);
      g_clear_pointer (&awaited->headers, g_ptr_array_unref);
    }
  g_array_set_size (self->awaited, 0);

  return good;
}

static FarProofsFound
collect_proofs (FarInbox *self, Staged *staged)
{
  FarProofsFound found = FAR_PROOFS_UNKNOWN;

  for (guint i = 0; i < G_N_ELEMENTS (staged->proofs); i++)
    if (staged->proofs[i] != NULL)
      {
        gboolean good = far_sig_check_finish (self->store->verifier, staged->proofs[i]);

        staged->proofs[i] = NULL;
        if (found != FAR_PROOFS_BAD)
          found = good ? FAR_PROOFS_GOOD : FAR_PROOFS_BAD;
      }

  return found;
}

static void
free_staged (FarInbox *self, Staged *staged)
{
  collect_proofs (self, staged);
  g_free (staged);
}

/* What they are good for nobody asks any more. */
static void
drop_signatures (FarInbox *self)
{
  for (guint i = 0; i < self->awaited->len; i++)
    {
      Awaited *awaited = &g_array_index (self->awaited, Awaited, i);

      (void)!far_sig_check_finish (self->store->verifier, awaited->check);
      g_clear_pointer (&awaited->headers, g_ptr_array_unref);
    }
}

void
far_inbox_free (FarInbox *self)
{
  drop_signatures (self);
  for (guint i = 0; i < self->staged->len; i++)
    free_staged (self, g_ptr_array_index (self->staged, i));
  for (guint i = 0; i < self->runs->len; i++)
    {
      g_clear_pointer (&g_array_index (self->runs, Run, i).ids, g_array_unref);
      g_clear_pointer (&g_array_index (self->runs, Run, i).cover, g_ptr_array_unref);
    }
  for (guint i = 0; i < self->branches->len; i++)
    _far_store_release_branch (self->store, g_array_index (self->branches, guint32, i));
  g_array_unref (self->branches);
  g_array_unref (self->runs);
  g_hash_table_unref (self->run_by_device);
  g_ptr_array_unref (self->staged);
  g_hash_table_unref (self->invite_keys);
  g_array_unref (self->awaited);
  g_free (self);
}

guint32
far_inbox_open (FarInbox *self, const guint8 device[static FAR_KEY_LEN])
{
  guint32 first = GPOINTER_TO_UINT (g_hash_table_lookup (self->run_by_device, device));
  Run run = { .is_one_of_several = first != 0 };

  if (self->runs->len >= FAR_LOGS_MAX || far_store_intern_log (self->store, device) == 0)
    return 0;

  memcpy (run.device, device, FAR_KEY_LEN);
  g_array_append_val (self->runs, run);
  if (first != 0)
    get_run (self, first)->is_one_of_several = self->met_fork = TRUE;
  else
    g_hash_table_insert (self->run_by_device, g_memdup2 (device, FAR_KEY_LEN),
                         GUINT_TO_POINTER (self->runs->len));

  return self->runs->len;
}

void
far_inbox_bind (FarInbox *self, guint32 run, guint32 log)
{
  get_run (self, run)->log = log;
}

static const guint8 *
peek_run_id (const Run *run, guint32 seq)
{
  if (!run->started || seq < run->first_seq || seq > run->tail_seq)
    return NULL;

  return (const guint8 *)run->ids->data + (gsize)(seq - run->first_seq) * FAR_ID_LEN;
}

/* What this stream brought counts before what is accepted: it may be another branch. */
static gboolean
get_run_id (FarInbox *self, const Run *run, guint32 seq, guint8 *out)
{
  const guint8 *id = peek_run_id (run, seq);
  FarPos pos;

  if (id != NULL)
    {
      memcpy (out, id, FAR_ID_LEN);
      return TRUE;
    }
  if (run->log == 0)
    return FALSE;

  pos = far_store_on_chain (self->store, run->log, seq);

  return seq <= far_store_peek_log (self->store, pos.log)->head_seq &&
         far_store_get_id (self->store, pos, out, NULL);
}

/* The entry before a run's first one may be on the run's own chain, held elsewhere, or on the way.
 * Returns: whether it was found: then the run is bound to its log, and @id is its id */
static gboolean
find_start (FarInbox *self, Run *run, guint32 seq, const guint8 *prefix, guint8 *id)
{
  FarPos pos;

  if (get_run_id (self, run, seq, id) && memcmp (id, prefix, FAR_ID_PREFIX_LEN) == 0)
    return TRUE;

  pos = far_store_locate (self->store, run->device, seq, prefix);
  if (pos.log != 0)
    {
      run->log = pos.log;
      return far_store_get_id (self->store, pos, id, NULL);
    }

  for (guint i = 0; i < self->runs->len; i++)
    {
      const Run *other = &g_array_index (self->runs, Run, i);
      const guint8 *held = peek_run_id (other, seq);

      if (held != NULL && memcmp (other->device, run->device, FAR_KEY_LEN) == 0 &&
          memcmp (held, prefix, FAR_ID_PREFIX_LEN) == 0)
        {
          memcpy (id, held, FAR_ID_LEN);
          run->log = far_store_on_chain (self->store, other->log, seq).log;
          return TRUE;
        }
    }

  return FALSE;
}

FarVerdict
far_inbox_start (FarInbox *self, guint32 number, guint32 seq, const guint8 *prefix)
{
  Run *run = get_run (self, number);

  /* backwards nobody jumps who is honest */
  if (seq == 0 || (run->started && seq <= run->tail_seq))
    return FAR_VERDICT_INVALID;

  if (seq == 1)
    run->log = far_store_find_log (self->store, run->device);
  else if (prefix == NULL || !find_start (self, run, seq - 1, prefix, run->tail_id))
    return FAR_VERDICT_BEYOND;

  if (!run->started)
    run->ids = g_array_new (FALSE, FALSE, FAR_ID_LEN);
  g_array_set_size (run->ids, 0);
  run->started = TRUE;
  run->tail_seq = seq - 1;
  run->first_seq = seq;

  return FAR_VERDICT_KNOWN;
}

/* What somebody has is no secret of this machine's, whoever showed it to them. */
static void
note_known (FarInbox *self, FarPos pos)
{
  if (_far_store_is_private (self->store, pos))
    self->met_private = self->has_news = TRUE;
  if (pos.log == self->store->own && pos.seq > self->store->own_shared)
    {
      self->own_known = MAX (self->own_known, pos.seq);
      self->has_news = TRUE;
    }
}

static gboolean
fill_refs (FarInbox *self,
           const FarEntryParts *parts,
           FarHeader *header,
           FarPos *refs,
           gboolean *missing)
{
  header->n_refs = parts->n_refs;

  for (guint i = 0; i < parts->n_refs; i++)
    {
      refs[i] = parts->refs[i];

      if (refs[i].seq != 0)
        {
          const Run *run = get_run (self, refs[i].log);

          if (!get_run_id (self, run, refs[i].seq, header->refs[i]))
            return FALSE;
          refs[i] = far_store_on_chain (self->store, run->log, refs[i].seq);
        }
      else
        {
          memcpy (header->refs[i], parts->ref_ids[i], FAR_ID_LEN);
          if (!far_store_find_id (self->store, parts->ref_ids[i], &refs[i]))
            *missing = TRUE;
        }
      /* whoever refers to it has it */
      if (refs[i].log != 0)
        note_known (self, refs[i]);
    }

  return TRUE;
}

static void
push_id (Run *run, const guint8 *id)
{
  g_array_append_vals (run->ids, id, 1);
  run->tail_seq++;
  memcpy (run->tail_id, id, FAR_ID_LEN);
}

static Staged *
stage (FarInbox *self,
       const FarEntryParts *parts,
       guint32 log,
       const FarHeader *header,
       const guint8 *encoded,
       gsize len)
{
  gsize kept_len = parts->blob != NULL ? parts->blob_len : 0;
  gsize size = sizeof (Staged) + len + kept_len + (parts->sig != NULL ? FAR_SIG_LEN : 0);
  Staged *staged;

  if (self->staged_bytes + size > FAR_STAGED_BYTES_MAX)
    return NULL;

  staged = g_malloc (size);
  memset (staged, 0, sizeof *staged);
  staged->pos = (FarPos){ log, header->seq };
  staged->run = parts->pos.log;
  staged->kind = header->kind;
  staged->n_refs = header->n_refs;
  staged->term = header->term;
  staged->time_ms = header->time_ms;
  staged->header_len = len;
  staged->blob_len = parts->blob_len;
  staged->has_blob = parts->blob != NULL;
  staged->has_sig = parts->sig != NULL;
  memcpy (staged->bytes, encoded, len);
  if (staged->has_blob)
    memcpy (staged->bytes + len, parts->blob, kept_len);
  if (staged->has_sig)
    memcpy (staged->bytes + len + kept_len, parts->sig, FAR_SIG_LEN);

  self->staged_bytes += size;
  g_ptr_array_add (self->staged, staged);

  return staged;
}

static const guint8 *
staged_blob (const Staged *staged)
{
  return staged->has_blob ? staged->bytes + staged->header_len : NULL;
}

static const guint8 *
staged_sig (const Staged *staged)
{
  return staged->has_sig
             ? staged->bytes + staged->header_len + (staged->has_blob ? staged->blob_len : 0)
             : NULL;
}

static gsize
staged_size (const Staged *staged)
{
  return sizeof (Staged) + staged->header_len + (staged->has_blob ? staged->blob_len : 0) +
         (staged->has_sig ? FAR_SIG_LEN : 0);
}

/* Another run of this stream that brought an entry for this place of the run's log, and @id or
 * another: as @is_same says. */
static gboolean
is_brought (FarInbox *self, const Run *run, guint32 seq, const guint8 *id, gboolean is_same)
{
  for (guint i = 0; run->is_one_of_several && i < self->runs->len; i++)
    {
      const Run *other = &g_array_index (self->runs, Run, i);
      const guint8 *brought =
          other != run && other->log != 0 && !other->dead ? peek_run_id (other, seq) : NULL;

      if (brought != NULL && far_store_on_chain (self->store, other->log, seq).log == run->log &&
          (memcmp (brought, id, FAR_ID_LEN) == 0) == is_same)
        return TRUE;
    }

  return FALSE;
}

static gboolean
is_held (FarInbox *self, FarPos pos, const guint8 *id)
{
  guint8 held[FAR_ID_LEN];

  return pos.seq <= far_store_peek_log (self->store, pos.log)->head_seq &&
         far_store_get_id (self->store, pos, held, NULL) && memcmp (held, id, FAR_ID_LEN) == 0;
}

/* Among branches: which of them holds the entry that continues @base.  Returns: 0 if none does */
static guint32
find_branch (FarInbox *self, FarPos base, const guint8 *id)
{
  if (is_held (self, (FarPos){ base.log, base.seq + 1 }, id))
    return base.log;

  return _far_store_find_branch (self->store, base, id);
}

/* Finds the log that holds the run's next entry, or is to hold it.  Returns: KNOWN, PENDING, or
 * FORKED if there is none */
static FarVerdict
follow (FarInbox *self, Run *run, guint32 seq, const guint8 *id)
{
  const FarLog *log = far_store_peek_log (self->store, run->log);
  FarPos base;
  guint32 branch;

  if (is_held (self, far_store_on_chain (self->store, run->log, seq), id))
    return FAR_VERDICT_KNOWN;

  base = far_store_on_chain (self->store, run->log, seq - 1);
  branch = find_branch (self, base, id);
  if (branch != 0)
    {
      self->met_fork = TRUE;
      run->log = branch;
      return FAR_VERDICT_KNOWN;
    }
  if (seq > log->head_seq && is_brought (self, run, seq, id, TRUE))
    return FAR_VERDICT_KNOWN;
  if (seq > log->head_seq && !is_brought (self, run, seq, id, FALSE))
    return FAR_VERDICT_PENDING;

  /* whoever goes on from it has it */
  note_known (self, base);
  branch = _far_store_add_branch (self->store, base);
  self->met_fork = TRUE;
  if (branch == 0)
    return FAR_VERDICT_FORKED;
  g_array_append_val (self->branches, branch);
  run->log = branch;

  return FAR_VERDICT_PENDING;
}

/* @sig over @id covers @run up to @seq, if it is good: the next settle asks.  @headers: (nullable):
 * what is between */
static void
await_signature (FarInbox *self,
                 guint32 run,
                 guint32 seq,
                 const guint8 *id,
                 const guint8 *sig,
                 GPtrArray *headers)
{
  Run *at = get_run (self, run);
  gboolean key_checked = at->is_key_awaited || _far_store_log (self->store, at->log)->key_is_good;
  Awaited awaited = {
    .check = far_sig_check_start (self->store->verifier, at->device, key_checked, id, sig),
    .run = run,
    .seq = seq,
    .headers = headers != NULL ? g_ptr_array_ref (headers) : NULL,
  };

  memcpy (awaited.sig, sig, FAR_SIG_LEN);
  at->is_key_awaited = TRUE;
  g_array_append_val (self->awaited, awaited);
  self->has_news = TRUE;
}

/* What an act must be proven by is verified while it waits, as its own signature is. */
static void
start_proofs (FarInbox *self, Staged *staged)
{
  FarPayload payload;
  FarProofs proofs;
  const guint8 *invite;
  const guint8 *invite_key = NULL;

  if ((staged->kind != FAR_KIND_INVITE && !_far_store_needs_proofs (staged->kind)) ||
      far_payload_parse (&payload, far_kind_get_schema (staged->kind),
                         staged_blob (staged) + FAR_SALT_LEN,
                         staged->blob_len - FAR_SALT_LEN) != FAR_PAYLOAD_OK)
    return;

  if (staged->kind == FAR_KIND_INVITE)
    {
      g_hash_table_insert (self->invite_keys, g_memdup2 (staged->id, FAR_ID_LEN),
                           g_memdup2 (far_payload_bytes (&payload, FAR_INVITE_PUBLIC),
                                      FAR_KEY_LEN));
      return;
    }

  invite = far_payload_bytes (&payload, FAR_ADMIT_INVITE);
  if (invite != NULL)
    invite_key = g_hash_table_lookup (self->invite_keys, invite);
  if (invite != NULL && invite_key == NULL)
    invite_key = _far_store_find_invite_key (self->store, invite);
  if (!_far_store_list_proofs (self->store, staged->kind, &payload, invite_key, &proofs))
    return;

  for (guint i = 0; i < proofs.n; i++)
    staged->proofs[i] = far_sig_check_start (self->store->verifier, proofs.keys[i], FALSE,
                                             proofs.hash, proofs.sigs[i]);
}

FarVerdict
far_inbox_put (FarInbox *self, const FarEntryParts *parts, FarPos *at, GError **error)
{
  Run *run = get_run (self, parts->pos.log);
  FarVerdict verdict;
  guint8 encoded[FAR_HEADER_MAX];
  guint8 id[FAR_ID_LEN];
  FarPos refs[FAR_REFS_MAX];
  gboolean missing = FALSE;
  FarHeader header;
  Staged *staged;
  gsize len;

  *at = (FarPos){ 0, 0 };
  if (run->dead)
    return FAR_VERDICT_FORKED;
  if (!run->started || parts->n_refs > FAR_REFS_MAX || parts->blob_len < FAR_BLOB_MIN ||
      parts->blob_len > FAR_BLOB_MAX)
    return FAR_VERDICT_INVALID;

  header.kind = parts->kind;
  header.seq = run->tail_seq + 1;
  header.term = parts->term;
  header.time_ms = parts->time_ms;
  header.blob_len = parts->blob_len;
  memcpy (header.device, run->device, FAR_KEY_LEN);
  memcpy (header.subject, parts->subject, FAR_RECORD_ID_LEN);
  if (header.seq > 1)
    memcpy (header.prev, run->tail_id, FAR_ID_LEN);
  else
    memset (header.prev, 0, FAR_ID_LEN);
  if (parts->blob != NULL)
    far_blob_hash (parts->blob, parts->blob_len, header.blob_hash);
  else
    memcpy (header.blob_hash, parts->hash, FAR_HASH_LEN);

  if (!fill_refs (self, parts, &header, refs, &missing))
    return FAR_VERDICT_INVALID;

  len = far_header_encode (&header, encoded);
  if (far_header_check (&header) != FAR_ENTRY_OK)
    return FAR_VERDICT_INVALID;
  far_entry_id (self->store->collective, encoded, len, id);

  if (header.kind == FAR_KIND_GENESIS && memcmp (id, self->store->collective, FAR_ID_LEN) != 0)
    return FAR_VERDICT_INVALID;

  verdict = follow (self, run, header.seq, id);
  *at = (FarPos){ run->log, header.seq };
  if (verdict == FAR_VERDICT_KNOWN)
    {
      note_known (self, *at);
      push_id (run, id);
      return FAR_VERDICT_KNOWN;
    }
  if (verdict == FAR_VERDICT_FORKED)
    {
      run->dead = TRUE;
      at->log = 0;
      return FAR_VERDICT_FORKED;
    }

  /* whoever has accepted an act holds both */
  if (far_kind_is_act (header.kind) && (parts->sig == NULL || parts->blob == NULL))
    return FAR_VERDICT_INVALID;
  staged = stage (self, parts, run->log, &header, encoded, len);
  if (staged == NULL)
    return FAR_VERDICT_NO_ROOM;

  memcpy (staged->id, id, FAR_ID_LEN);
  memcpy (staged->refs, refs, parts->n_refs * sizeof (FarPos));
  staged->ref_missing = missing;
  push_id (run, id);
  if (parts->sig != NULL)
    await_signature (self, parts->pos.log, header.seq, id, parts->sig, NULL);
  start_proofs (self, staged);

  return FAR_VERDICT_PENDING;
}

FarVerdict
far_inbox_cover (FarInbox *self,
                 guint32 number,
                 GPtrArray *headers,
                 const guint8 *sig,
                 GError **error)
{
  Run *run = get_run (self, number);
  guint32 seq = run->tail_seq;
  guint8 id[FAR_ID_LEN];

  if (run->dead)
    return FAR_VERDICT_FORKED;
  if (!run->started || seq == 0 || headers->len == 0 || headers->len >= FAR_COVER_EVERY)
    return FAR_VERDICT_INVALID;

  memcpy (id, run->tail_id, FAR_ID_LEN);
  for (guint i = 0; i < headers->len; i++)
    if (!_far_store_follows (self->store, run->device, ++seq, headers->pdata[i], id))
      return FAR_VERDICT_INVALID;

  await_signature (self, number, run->tail_seq, id, sig, headers);

  return FAR_VERDICT_PENDING;
}

gboolean
far_inbox_has_news (const FarInbox *self)
{
  return self->has_news;
}

guint
far_inbox_get_n_waiting (const FarInbox *self)
{
  return self->staged->len;
}

/* Among branches only an id says what is meant: what was taken for a place on one may stand on
 * another, and what was not held when it came may have come since. */
static void
find_refs (FarInbox *self, Staged *staged)
{
  FarHeader header;

  staged->ref_missing = TRUE;
  if (far_header_decode (&header, staged->bytes, staged->header_len) != FAR_ENTRY_OK)
    return;

  for (guint i = 0; i < header.n_refs; i++)
    if (!far_store_find_id (self->store, header.refs[i], &staged->refs[i]))
      return;
  staged->ref_missing = FALSE;
}

/* By a signature further on in its run, or in another run that goes on where this one ends. */
static gboolean
is_covered (FarInbox *self, const Staged *staged)
{
  const Run *run = get_run (self, staged->run);

  if (staged->pos.seq <= run->covered_seq)
    return TRUE;

  for (guint i = 0; run->is_one_of_several && i < self->runs->len; i++)
    {
      const Run *other = &g_array_index (self->runs, Run, i);

      if (other->log != 0 && staged->pos.seq <= other->covered_seq && !other->dead &&
          far_pos_equal (far_store_on_chain (self->store, other->log, staged->pos.seq),
                         staged->pos))
        return TRUE;
    }

  return FALSE;
}

static gboolean
is_ready (FarInbox *self, Staged *staged)
{
  const FarLog *log = far_store_peek_log (self->store, staged->pos.log);

  if (!is_covered (self, staged) || staged->pos.seq > log->head_seq + 1 ||
      log->base.seq > far_store_peek_log (self->store, log->base.log)->head_seq)
    return FALSE;

  if (self->met_fork)
    find_refs (self, staged);
  if (staged->ref_missing)
    return FALSE;

  for (guint i = 0; i < staged->n_refs; i++)
    if (staged->refs[i].seq > _far_store_log (self->store, staged->refs[i].log)->head_seq)
      return FALSE;

  return TRUE;
}

/* ---- what can never be whole
 *
 * An entry is accepted as soon as a signature further on covers it, and others are shown that
 * signature once its own entry is accepted too, or with the headers in between (far-store-cover.c).
 * Where one of these refers to what nobody on this stream brought, or to an act that cannot be
 * accepted, neither may ever be, for headers tell what somebody does who knows of a removal.  Then
 * the log comes only as far as to an entry whose signature is held, or is kept with the rest. */

typedef struct
{
  guint32 *heads;     /* owned: by log - 1, where it would end if all signatures came */
  guint32 *ready;     /* owned: where it ends with those that came */
  guint32 *shown;     /* owned: of @heads, where others could be shown one */
  guint8 *is_stopped; /* owned: by log - 1, whether something follows that is not to be accepted */
  guint32 *most;      /* owned: by log - 1, beyond which nothing is accepted */
  GHashTable *by_id;  /* (nullable): unowned: id -> Staged, among branches */
} Plan;

static gboolean
is_reached (const guint32 *heads, FarPos pos)
{
  return pos.log != 0 && pos.seq <= heads[pos.log - 1];
}

/* Among branches only an id says what is meant. */
static gboolean
has_refs_by_id (FarInbox *self, const Plan *plan, const guint32 *heads, const Staged *staged)
{
  FarHeader header;

  if (far_header_decode (&header, staged->bytes, staged->header_len) != FAR_ENTRY_OK)
    return FALSE;

  for (guint i = 0; i < header.n_refs; i++)
    {
      const Staged *named = g_hash_table_lookup (plan->by_id, header.refs[i]);
      FarPos pos;

      if (!far_store_find_id (self->store, header.refs[i], &pos) &&
          (named == NULL || !is_reached (heads, named->pos)))
        return FALSE;
    }

  return TRUE;
}

static gboolean
has_refs (FarInbox *self, const Plan *plan, const guint32 *heads, const Staged *staged)
{
  if (plan->by_id != NULL)
    return has_refs_by_id (self, plan, heads, staged);
  if (staged->ref_missing)
    return FALSE;

  for (guint i = 0; i < staged->n_refs; i++)
    if (!is_reached (heads, staged->refs[i]))
      return FALSE;

  return TRUE;
}

/* Whether @staged continues its log as it is in @heads, and all that it refers to is there. */
static gboolean
fits (FarInbox *self, const Plan *plan, const guint32 *heads, const Staged *staged)
{
  FarPos base = far_store_peek_log (self->store, staged->pos.log)->base;

  return staged->pos.seq == heads[staged->pos.log - 1] + 1 &&
         (base.log == 0 || is_reached (heads, base)) && has_refs (self, plan, heads, staged);
}

/* Once through what waits, each after what it refers to. */
static void
walk (FarInbox *self, Plan *plan)
{
  guint n_logs = self->store->logs->len;

  for (guint i = 0; i < n_logs; i++)
    {
      plan->heads[i] = far_store_peek_log (self->store, i + 1)->head_seq;
      plan->ready[i] = plan->shown[i] = plan->heads[i];
      plan->is_stopped[i] = FALSE;
    }

  for (guint i = 0; i < self->staged->len; i++)
    {
      const Staged *staged = g_ptr_array_index (self->staged, i);
      const Run *run = get_run (self, staged->run);
      guint at = staged->pos.log - 1;
      gboolean is_ready_now;

      if (run->dead || staged->pos.seq != plan->heads[at] + 1)
        continue;

      is_ready_now = is_covered (self, staged) && fits (self, plan, plan->ready, staged);
      if (staged->pos.seq > plan->most[at] || !fits (self, plan, plan->heads, staged) ||
          (far_kind_is_act (staged->kind) && !is_ready_now))
        {
          plan->is_stopped[at] = TRUE;
          continue;
        }

      plan->heads[at] = staged->pos.seq;
      if (is_ready_now)
        plan->ready[at] = staged->pos.seq;
      if (staged->has_sig || (run->cover != NULL && staged->pos.seq <= run->cover_seq))
        plan->shown[at] = staged->pos.seq;
    }

  /* a branch's signature covers what the branch continues */
  for (guint i = n_logs; i > 0; i--)
    {
      FarPos base = far_store_peek_log (self->store, i)->base;

      if (base.log != 0 && plan->shown[i - 1] > base.seq)
        plan->shown[base.log - 1] =
            MAX (plan->shown[base.log - 1], MIN (base.seq, plan->heads[base.log - 1]));
    }
}

/* Returns: whether another walk may come less far */
static gboolean
take_back (const FarInbox *self, Plan *plan)
{
  gboolean is_less = FALSE;

  for (guint i = 0; i < self->store->logs->len; i++)
    if (plan->is_stopped[i] && plan->shown[i] < plan->heads[i])
      {
        plan->most[i] = plan->shown[i];
        is_less = TRUE;
      }

  return is_less;
}

/* Whether anything here may have to wait for good: it refers to what did not come, as nothing
 * honest does to begin with, or is an act. */
static gboolean
may_stop (const FarInbox *self)
{
  for (guint i = 0; i < self->staged->len; i++)
    {
      const Staged *staged = g_ptr_array_index (self->staged, i);

      if (staged->ref_missing || far_kind_is_act (staged->kind))
        return TRUE;
    }

  return FALSE;
}

/* @by_id: (nullable): what waits, among branches.  Returns: (transfer full) (nullable): by log - 1,
 * up to where entries may be accepted; NULL if anything may */
static guint32 *
plan_heads (FarInbox *self, GHashTable *by_id)
{
  guint n_logs = self->store->logs->len;
  Plan plan = { .by_id = by_id };

  if (!may_stop (self))
    return NULL;

  plan.heads = g_new (guint32, n_logs);
  plan.ready = g_new (guint32, n_logs);
  plan.shown = g_new (guint32, n_logs);
  plan.is_stopped = g_new (guint8, n_logs);
  plan.most = g_new (guint32, n_logs);
  memset (plan.most, 0xff, n_logs * sizeof *plan.most);
  do
    walk (self, &plan);
  while (take_back (self, &plan));

  g_free (plan.heads);
  g_free (plan.ready);
  g_free (plan.shown);
  g_free (plan.is_stopped);

  return plan.most;
}

/* ---- settling */

static gboolean
accept_staged (FarInbox *self, Staged *staged, GError **error)
{
  FarArrival arrival = {
    .pos = staged->pos,
    .kind = staged->kind,
    .n_refs = staged->n_refs,
    .term = staged->term,
    .time_ms = staged->time_ms,
    .subject = staged->bytes + 84,
    .id = staged->id,
    .blob = staged_blob (staged),
    .blob_len = staged->blob_len,
    .hash = staged->bytes + 104,
    .sig = staged_sig (staged),
    .proofs = collect_proofs (self, staged),
  };

  memcpy (arrival.refs, staged->refs, staged->n_refs * sizeof (FarPos));

  return _far_store_accept (self->store, &arrival, error);
}

/* The ids of what is accepted are the store's to know. */
static void
trim_ids (FarInbox *self)
{
  for (guint i = 0; i < self->runs->len; i++)
    {
      Run *run = &g_array_index (self->runs, Run, i);
      guint32 head_seq = far_store_peek_log (self->store, run->log)->head_seq;
      guint32 keep_from = MIN (head_seq, run->tail_seq) + 1;

      if (run->started && !run->dead && keep_from > run->first_seq)
        {
          g_array_remove_range (run->ids, 0, keep_from - run->first_seq);
          run->first_seq = keep_from;
        }
    }
}

/* Another stream was faster to bring this branch: it goes on there. */
static void
join_branch (FarInbox *self, Staged *first)
{
  FarPos base = far_store_peek_log (self->store, first->pos.log)->base;
  guint32 log = first->pos.log;
  guint32 other =
      first->pos.seq == base.seq + 1 && base.log != 0 ? find_branch (self, base, first->id) : 0;

  if (other == 0 || other == log)
    return;

  for (guint i = 0; i < self->staged->len; i++)
    {
      Staged *staged = g_ptr_array_index (self->staged, i);

      if (staged->pos.log == log)
        staged->pos.log = other;
    }
  for (guint i = 0; i < self->runs->len; i++)
    if (g_array_index (self->runs, Run, i).log == log)
      g_array_index (self->runs, Run, i).log = other;
}

/* Of what is ready: whether it follows on what its log ends with.  A run may begin where another
 * one ended, and that one's entry may have lost its place to another stream's since. */
static gboolean
continues_log (FarInbox *self, const Staged *staged)
{
  const FarLog *log = far_store_peek_log (self->store, staged->pos.log);
  const guint8 *prev = staged->bytes + 40;
  guint8 held[FAR_ID_LEN];

  if (staged->pos.seq == 1)
    return TRUE;
  if (log->head_seq > log->base.seq)
    return memcmp (log->head_id, prev, FAR_ID_LEN) == 0;

  return far_store_get_id (self->store, log->base, held, NULL) &&
         memcmp (held, prev, FAR_ID_LEN) == 0;
}

/* By id; the first of several. */
static GHashTable *
index_staged (FarInbox *self)
{
  GHashTable *by_id = g_hash_table_new (far_id_hash, far_id_equal);

  for (guint i = 0; i < self->staged->len; i++)
    {
      Staged *staged = g_ptr_array_index (self->staged, i);

      if (!g_hash_table_contains (by_id, staged->id))
        g_hash_table_insert (by_id, staged->id, staged);
    }

  return by_id;
}

static void
push_unless_ordered (GPtrArray *stack, GHashTable *by_id, const guint8 *id)
{
  Staged *staged = g_hash_table_lookup (by_id, id);

  if (staged != NULL && !staged->is_ordered)
    g_ptr_array_add (stack, staged);
}

/* A stream brings everything after what it refers to, but not one branch after another: the first
 * that it names may refer to what stands on the second.  Each is put behind what it goes on from
 * and refers to, so that once through is enough. */
static void
order_staged (FarInbox *self, GHashTable *by_id)
{
  g_autoptr (GPtrArray) stack = g_ptr_array_new ();
  GPtrArray *ordered = g_ptr_array_sized_new (self->staged->len);

  for (guint i = 0; i < self->staged->len; i++)
    ((Staged *)self->staged->pdata[i])->is_ordered = FALSE;

  for (guint i = 0; i < self->staged->len; i++)
    {
      g_ptr_array_add (stack, self->staged->pdata[i]);
      while (stack->len > 0)
        {
          Staged *staged = g_ptr_array_index (stack, stack->len - 1);
          guint n_before = stack->len;
          FarHeader header;

          if (!staged->is_ordered &&
              far_header_decode (&header, staged->bytes, staged->header_len) == FAR_ENTRY_OK)
            {
              push_unless_ordered (stack, by_id, header.prev);
              for (guint j = 0; j < header.n_refs; j++)
                push_unless_ordered (stack, by_id, header.refs[j]);
            }
          if (stack->len > n_before)
            continue;

          if (!staged->is_ordered)
            g_ptr_array_add (ordered, staged);
          staged->is_ordered = TRUE;
          g_ptr_array_set_size (stack, n_before - 1);
        }
    }

  g_ptr_array_unref (self->staged);
  self->staged = ordered;
}

/* Once through what waits, each after what it refers to. */
static gboolean
settle_staged (FarInbox *self, guint *n_accepted, FarVerdict *verdict, GError **error)
{
  g_autoptr (GHashTable) by_id = NULL;
  g_autofree guint32 *most = NULL;
  gboolean good = TRUE;
  guint kept = 0;

  if (self->met_fork)
    {
      by_id = index_staged (self);
      order_staged (self, by_id);
      for (guint i = 0; i < self->staged->len; i++)
        join_branch (self, g_ptr_array_index (self->staged, i));
    }
  most = plan_heads (self, by_id);

  for (guint i = 0; i < self->staged->len; i++)
    {
      Staged *staged = g_ptr_array_index (self->staged, i);
      gboolean drop = FALSE;

      if (good && get_run (self, staged->run)->dead)
        drop = TRUE;
      else if (good && staged->pos.seq <= _far_store_log (self->store, staged->pos.log)->head_seq)
        {
          /* another run was faster; what both brought is the same, or the next session shows a
           * branch from the start */
          guint8 held[FAR_ID_LEN];

          drop = TRUE;
          if (!far_store_get_id (self->store, staged->pos, held, NULL) ||
              memcmp (held, staged->id, FAR_ID_LEN) != 0)
            get_run (self, staged->run)->dead = self->met_fork = TRUE;
        }
      else if (good && (most == NULL || staged->pos.seq <= most[staged->pos.log - 1]) &&
               is_ready (self, staged))
        {
          drop = TRUE;
          if (!continues_log (self, staged))
            get_run (self, staged->run)->dead = TRUE;
          else if (staged->pos.seq == 1 && staged->kind != FAR_KIND_GENESIS &&
                   !_far_store_is_let_in (self->store, staged->bytes + 8, staged->refs,
                                          staged->n_refs))
            {
              /* nobody let this device in: whoever sends such a thing is not honest */
              *verdict = FAR_VERDICT_INVALID;
              good = FALSE;
            }
          else if (accept_staged (self, staged, error))
            ++*n_accepted;
          else
            {
              *verdict = FAR_VERDICT_FAILED;
              good = FALSE;
            }
        }

      if (drop)
        {
          self->staged_bytes -= staged_size (staged);
          free_staged (self, staged);
        }
      else
        self->staged->pdata[kept++] = staged;
    }
  g_ptr_array_set_size (self->staged, kept);

  return good;
}

gboolean
far_inbox_settle (FarInbox *self, guint *n_accepted, FarVerdict *verdict, GError **error)
{
  gboolean met_fork = self->met_fork;
  gboolean all_signed;
  gboolean good;

  *verdict = FAR_VERDICT_ACCEPTED;
  self->has_news = FALSE;
  if (!_far_store_note_shared (self->store, self->own_known, error) ||
      (self->met_private && !_far_store_reveal_own (self->store, error)))
    {
      *verdict = FAR_VERDICT_FAILED;
      return FALSE;
    }
  /* what was private is news to everybody else, and who stands may be another question now */
  *n_accepted += self->met_private;
  self->met_private = FALSE;

  all_signed = collect_signatures (self);
  good = settle_staged (self, n_accepted, verdict, error);
  /* a fork that is only found now: what refers to its branches is found by id */
  if (good && self->met_fork && !met_fork)
    good = settle_staged (self, n_accepted, verdict, error);

  trim_ids (self);
  /* what was accepted the store knows, and for the rest it asks then */
  g_hash_table_remove_all (self->invite_keys);

  if (good && !all_signed)
    *verdict = FAR_VERDICT_INVALID;

  return good && all_signed;
}

gboolean
far_inbox_leave (FarInbox *self, guint *n_pending, GError **error)
{
  for (guint i = 0; i < self->staged->len; i++)
    {
      const Staged *staged = g_ptr_array_index (self->staged, i);

      if (!is_covered (self, staged))
        continue;

      switch (far_store_add (self->store, staged->bytes, staged->header_len, staged_blob (staged),
                             staged->blob_len, staged_sig (staged), error))
        {
        case FAR_VERDICT_FAILED:
          return FALSE;
        case FAR_VERDICT_PENDING:
          ++*n_pending;
          break;
        default:
          break;
        }
    }

  return TRUE;
}

/* ---- what covers the heads */

/* What comes after a log's head, up to a signature. */
typedef struct
{
  GPtrArray *headers; /* (element-type GBytes): owned */
  guint8 id[FAR_ID_LEN];
  const guint8 *sig; /* borrowed of what waits, or of a run */
} Cover;

static void
clear_cover (gpointer data)
{
  g_clear_pointer (&((Cover *)data)->headers, g_ptr_array_unref);
}

/* @n_kept: how many there are */
static void
begin_covers (FarInbox *self, Cover *covers, guint n_kept)
{
  for (guint i = 0; i < self->runs->len && n_kept < FAR_COVERS_MAX; i++)
    {
      const Run *run = &g_array_index (self->runs, Run, i);
      Cover *cover;

      if (run->log == 0 || run->dead || covers[run->log - 1].headers != NULL ||
          _far_store_get_shown_seq (self->store, run->log) >=
              far_store_peek_log (self->store, run->log)->head_seq)
        continue;
      n_kept++;
      cover = &covers[run->log - 1];
      cover->headers = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
      memcpy (cover->id, far_store_peek_log (self->store, run->log)->head_id, FAR_ID_LEN);
    }
}

/* Among what waits, in the order of the stream.  That its signatures are good was found out. */
static void
add_waiting (FarInbox *self, Cover *covers)
{
  for (guint i = 0; i < self->staged->len; i++)
    {
      const Staged *staged = g_ptr_array_index (self->staged, i);
      const Run *run = get_run (self, staged->run);
      Cover *cover = &covers[staged->pos.log - 1];

      if (cover->headers == NULL || cover->sig != NULL || run->dead ||
          memcmp (staged->bytes + 40, cover->id, FAR_ID_LEN) != 0 ||
          staged->pos.seq > run->covered_seq)
        continue;
      g_ptr_array_add (cover->headers, g_bytes_new (staged->bytes, staged->header_len));
      memcpy (cover->id, staged->id, FAR_ID_LEN);
      cover->sig = staged_sig (staged);
    }
}

/* What came as headers alone goes on from there. */
static void
add_apart (FarInbox *self, Cover *covers)
{
  for (guint i = 0; i < self->runs->len; i++)
    {
      const Run *run = &g_array_index (self->runs, Run, i);
      Cover *cover = run->log != 0 ? &covers[run->log - 1] : NULL;

      if (cover == NULL || cover->headers == NULL || cover->sig != NULL || run->cover == NULL ||
          run->cover_seq !=
              far_store_peek_log (self->store, run->log)->head_seq + cover->headers->len)
        continue;
      for (guint j = 0; j < run->cover->len; j++)
        g_ptr_array_add (cover->headers, g_bytes_ref (run->cover->pdata[j]));
      cover->sig = run->cover_sig;
    }
}

gboolean
far_inbox_keep_covers (FarInbox *self, GError **error)
{
  g_autoptr (GArray) covers = g_array_new (FALSE, TRUE, sizeof (Cover));
  guint n_kept;

  if (!_far_store_trim_covers (self->store, &n_kept, error))
    return FALSE;

  g_array_set_clear_func (covers, clear_cover);
  g_array_set_size (covers, self->store->logs->len);
  begin_covers (self, (Cover *)covers->data, n_kept);
  add_waiting (self, (Cover *)covers->data);
  add_apart (self, (Cover *)covers->data);
  for (guint i = 0; i < covers->len; i++)
    {
      const Cover *cover = &g_array_index (covers, Cover, i);

      if (cover->headers != NULL && cover->sig != NULL && cover->headers->len < FAR_COVER_EVERY &&
          !_far_store_keep_cover (self->store, i + 1, cover->headers, cover->sig, error))
        return FALSE;
    }

  return TRUE;
}
