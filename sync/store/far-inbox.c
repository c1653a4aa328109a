/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-store"

#include "far-inbox.h"

#include <string.h>

#include "far-store-private.h"

/* An entry that waits, in one piece of memory: this, then header, blob, signature. */
typedef struct
{
  FarPos pos;
  guint8 kind;
  guint8 n_refs;
  gboolean ref_missing; /* one of the refs is not held and not on this stream */
  gboolean has_sig;
  gboolean has_blob; /* false: it was erased before it came here */
  guint32 term;
  guint32 header_len;
  guint32 blob_len;
  gint64 time_ms;
  guint8 id[FAR_ID_LEN];
  FarPos refs[FAR_REFS_MAX];
  guint8 bytes[];
} Staged;

/* One log, as this stream brings it. */
typedef struct
{
  gboolean started;
  gboolean dead;    /* forked or not let in: what follows is passed over */
  guint32 tail_seq; /* the last entry that was brought */
  guint8 tail_id[FAR_ID_LEN];
  guint32 covered_seq; /* a good signature covers it and all before */
  guint32 first_seq;   /* of @ids */
  GArray *ids; /* (element-type guint8[32]): from first_seq to tail_seq; trimmed when settled */
} Run;

struct _FarInbox
{
  FarStore *store;   /* unowned */
  GArray *runs;      /* (element-type Run): index log - 1 */
  GPtrArray *staged; /* (element-type Staged), owned, in the order of the stream */
  gsize staged_bytes;
  gboolean has_news;
};

FarInbox *
far_inbox_new (FarStore *store)
{
  FarInbox *self = g_new0 (FarInbox, 1);

  self->store = store;
  self->runs = g_array_new (FALSE, TRUE, sizeof (Run));
  self->staged = g_ptr_array_new_with_free_func (g_free);

  return self;
}

void
far_inbox_free (FarInbox *self)
{
  for (guint i = 0; i < self->runs->len; i++)
    g_clear_pointer (&g_array_index (self->runs, Run, i).ids, g_array_unref);
  g_array_unref (self->runs);
  g_ptr_array_unref (self->staged);
  g_free (self);
}

static Run *
get_run (FarInbox *self, guint32 log)
{
  if (self->runs->len < log)
    g_array_set_size (self->runs, log);

  return &g_array_index (self->runs, Run, log - 1);
}

guint32
far_inbox_get_tail (const FarInbox *self, guint32 log)
{
  return log <= self->runs->len ? g_array_index (self->runs, Run, log - 1).tail_seq : 0;
}

gboolean
far_inbox_start (FarInbox *self, guint32 log, guint32 seq)
{
  Run *run = get_run (self, log);

  if (run->started || seq == 0 || seq - 1 > far_store_peek_log (self->store, log)->head_seq)
    return FALSE;

  if (seq > 1 && !far_store_get_id (self->store, (FarPos){ log, seq - 1 }, run->tail_id, NULL))
    return FALSE;

  run->started = TRUE;
  run->tail_seq = seq - 1;
  run->first_seq = seq;
  run->ids = g_array_new (FALSE, FALSE, FAR_ID_LEN);

  return TRUE;
}

/* What this stream brought counts before what is accepted: they can only differ in a fork. */
static gboolean
get_ref_id (FarInbox *self, FarPos pos, guint8 *out)
{
  const Run *run =
      pos.log <= self->runs->len ? &g_array_index (self->runs, Run, pos.log - 1) : NULL;

  if (run != NULL && run->started && pos.seq >= run->first_seq && pos.seq <= run->tail_seq)
    {
      memcpy (out, run->ids->data + (gsize)(pos.seq - run->first_seq) * FAR_ID_LEN, FAR_ID_LEN);
      return TRUE;
    }

  return pos.seq <= far_store_peek_log (self->store, pos.log)->head_seq &&
         far_store_get_id (self->store, pos, out, NULL);
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
          if (!get_ref_id (self, refs[i], header->refs[i]))
            return FALSE;
        }
      else
        {
          memcpy (header->refs[i], parts->ref_ids[i], FAR_ID_LEN);
          if (!far_store_find_id (self->store, parts->ref_ids[i], &refs[i]))
            *missing = TRUE;
        }
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
  staged->pos = (FarPos){ parts->pos.log, header->seq };
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

/* An entry at or below what is accepted already. */
static FarVerdict
compare_known (FarInbox *self, Run *run, FarPos pos, const guint8 *id)
{
  guint8 held[FAR_ID_LEN];

  if (!far_store_get_id (self->store, pos, held, NULL))
    return FAR_VERDICT_INVALID;

  if (memcmp (held, id, FAR_ID_LEN) != 0)
    {
      run->dead = TRUE;
      return FAR_VERDICT_FORKED;
    }

  push_id (run, id);

  return FAR_VERDICT_KNOWN;
}

FarVerdict
far_inbox_put (FarInbox *self, const FarEntryParts *parts, GError **error)
{
  Run *run = get_run (self, parts->pos.log);
  FarLog *log = _far_store_log (self->store, parts->pos.log);
  guint8 encoded[FAR_HEADER_MAX];
  guint8 id[FAR_ID_LEN];
  FarPos refs[FAR_REFS_MAX];
  gboolean missing = FALSE;
  FarHeader header;
  Staged *staged;
  gsize len;

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
  memcpy (header.device, log->device, FAR_KEY_LEN);
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

  if (header.seq <= log->head_seq)
    return compare_known (self, run, (FarPos){ parts->pos.log, header.seq }, id);

  /* whoever has accepted an act holds both */
  if (far_kind_is_act (header.kind) && (parts->sig == NULL || parts->blob == NULL))
    return FAR_VERDICT_INVALID;
  if (parts->sig != NULL && !_far_store_verify (self->store, log, id, parts->sig))
    return FAR_VERDICT_INVALID;

  staged = stage (self, parts, &header, encoded, len);
  if (staged == NULL)
    return FAR_VERDICT_NO_ROOM;

  memcpy (staged->id, id, FAR_ID_LEN);
  memcpy (staged->refs, refs, parts->n_refs * sizeof (FarPos));
  staged->ref_missing = missing;
  push_id (run, id);
  if (parts->sig != NULL)
    {
      run->covered_seq = header.seq;
      self->has_news = TRUE;
    }

  return FAR_VERDICT_PENDING;
}

FarVerdict
far_inbox_cover (FarInbox *self, guint32 log, GPtrArray *headers, const guint8 *sig, GError **error)
{
  Run *run = get_run (self, log);
  FarLog *known = _far_store_log (self->store, log);
  guint32 seq = run->tail_seq;
  guint8 id[FAR_ID_LEN];

  if (run->dead)
    return FAR_VERDICT_FORKED;
  if (!run->started || seq == 0 || headers->len == 0 || headers->len >= FAR_COVER_EVERY)
    return FAR_VERDICT_INVALID;

  memcpy (id, run->tail_id, FAR_ID_LEN);
  for (guint i = 0; i < headers->len; i++)
    {
      gsize len;
      const guint8 *bytes = g_bytes_get_data (g_ptr_array_index (headers, i), &len);
      FarHeader header;

      if (far_header_decode (&header, bytes, len) != FAR_ENTRY_OK || header.seq != ++seq ||
          memcmp (header.device, known->device, FAR_KEY_LEN) != 0 ||
          memcmp (header.prev, id, FAR_ID_LEN) != 0)
        return FAR_VERDICT_INVALID;

      far_entry_id (self->store->collective, bytes, len, id);
    }

  if (!_far_store_verify (self->store, known, id, sig))
    return FAR_VERDICT_INVALID;

  run->covered_seq = run->tail_seq;
  self->has_news = TRUE;

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

static gboolean
is_ready (FarInbox *self, const Staged *staged)
{
  const Run *run = get_run (self, staged->pos.log);

  if (staged->ref_missing || staged->pos.seq > run->covered_seq ||
      staged->pos.seq > _far_store_log (self->store, staged->pos.log)->head_seq + 1)
    return FALSE;

  for (guint i = 0; i < staged->n_refs; i++)
    if (staged->refs[i].seq > _far_store_log (self->store, staged->refs[i].log)->head_seq)
      return FALSE;

  return TRUE;
}

static gboolean
accept_staged (FarInbox *self, const Staged *staged, GError **error)
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
      guint32 head_seq = _far_store_log (self->store, i + 1)->head_seq;
      guint32 keep_from = MIN (head_seq, run->tail_seq) + 1;

      if (run->started && !run->dead && keep_from > run->first_seq)
        {
          g_array_remove_range (run->ids, 0, keep_from - run->first_seq);
          run->first_seq = keep_from;
        }
    }
}

gboolean
far_inbox_settle (FarInbox *self, guint *n_accepted, FarVerdict *verdict, GError **error)
{
  gboolean good = TRUE;
  guint kept = 0;

  *verdict = FAR_VERDICT_ACCEPTED;
  self->has_news = FALSE;

  for (guint i = 0; i < self->staged->len; i++)
    {
      Staged *staged = g_ptr_array_index (self->staged, i);
      gboolean drop = FALSE;

      if (good && get_run (self, staged->pos.log)->dead)
        drop = TRUE;
      else if (good && staged->pos.seq <= _far_store_log (self->store, staged->pos.log)->head_seq)
        {
          /* another stream was faster; what both brought is the same, or the log is forked */
          guint8 held[FAR_ID_LEN];

          drop = TRUE;
          if (!far_store_get_id (self->store, staged->pos, held, NULL) ||
              memcmp (held, staged->id, FAR_ID_LEN) != 0)
            get_run (self, staged->pos.log)->dead = TRUE;
        }
      else if (good && is_ready (self, staged))
        {
          drop = TRUE;
          if (staged->pos.seq == 1 && staged->kind != FAR_KIND_GENESIS &&
              !_far_store_is_let_in (self->store, staged->bytes + 8, staged->refs, staged->n_refs))
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
          g_free (staged);
        }
      else
        self->staged->pdata[kept++] = staged;
    }

  /* the tail was moved or freed above */
  g_ptr_array_set_free_func (self->staged, NULL);
  g_ptr_array_set_size (self->staged, kept);
  g_ptr_array_set_free_func (self->staged, g_free);

  trim_ids (self);

  return good;
}

gboolean
far_inbox_leave (FarInbox *self, guint *n_pending, GError **error)
{
  for (guint i = 0; i < self->staged->len; i++)
    {
      const Staged *staged = g_ptr_array_index (self->staged, i);

      if (staged->pos.seq > get_run (self, staged->pos.log)->covered_seq)
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
