/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-store"

#include "far-outbox.h"

#include <string.h>

#include "far-store-private.h"

#define SOON_DAYS 14
/* What comes first must be a small part of all for anybody to be served sooner. */
#define SOON_PART 8
/* Below this all arrives at once anyway. */
#define ORDER_FROM 512

/* A row that was read ahead; its bytes are at these places of the outbox's. */
typedef struct
{
  FarRow row;
  gsize blob_at;
  gsize hash_at;
  gsize sig_at;
} Ahead;

struct _FarOutbox
{
  FarStore *store; /* unowned */
  GArray *order;   /* (element-type gint64): numbers of entries */
  gsize next;
  Ahead *ahead; /* owned, FAR_READ_AHEAD_MAX: of the entries before and at next */
  guint n_ahead;
  guint n_ahead_done;
  GByteArray *ahead_bytes; /* owned */
  guint64 ahead_batch;     /* how many batches there had been: a later one may have erased */
};

static guint32
have_seq (const GArray *have, guint32 log)
{
  return log <= have->len ? g_array_index (have, guint32, log - 1) : 0;
}

/* In the order of acceptance. */
static gboolean
collect_missing (FarOutbox *self, const GArray *have, GError **error)
{
  gsize n_words = self->store->next_n / 64 + 1;
  g_autofree guint64 *missing = g_new0 (guint64, n_words); /* by n */

  for (guint32 i = 1; i <= self->store->logs->len; i++)
    {
      const FarLog *log = far_store_peek_log (self->store, i);
      guint32 end = far_log_get_end (log);
      /* a peer may say that it has 2^32-1 */
      guint64 seq = (guint64)MAX (have_seq (have, i), log->base.seq) + 1;

      while (seq <= end)
        {
          guint32 ns[FAR_PLACES_PER_CHUNK];
          guint n_found = _far_store_find_run (self->store, (FarPos){ i, (guint32)seq }, ns, error);

          if (n_found == 0)
            return FALSE;
          for (guint j = 0; j < n_found && seq <= end; j++, seq++)
            {
              /* the table may be damaged */
              if (ns[j] >= self->store->next_n)
                {
                  g_set_error (error, FAR_STORE_ERROR, FAR_STORE_ERROR_DAMAGED,
                               "entry %u is missing", ns[j]);
                  return FALSE;
                }
              missing[ns[j] / 64] |= G_GUINT64_CONSTANT (1) << (ns[j] % 64);
            }
        }
    }

  for (gsize i = 0; i < n_words; i++)
    for (guint64 left = missing[i]; left != 0; left &= left - 1)
      {
        gint64 n = i * 64 + __builtin_ctzll (left);

        g_array_append_val (self->order, n);
      }

  return TRUE;
}

static gboolean
has_unsigned_tail (FarStore *store)
{
  for (guint32 i = 1; i <= store->logs->len; i++)
    {
      const FarLog *log = far_store_peek_log (store, i);

      if (log->head_seq > log->signed_seq)
        return TRUE;
    }

  return FALSE;
}

/* What no signature that is held covers could not be accepted by anybody: it stays here until the
 * rest of the run has come.  So does what refers to it, or to what else is withheld. */
static gboolean
withhold (FarOutbox *self, const GArray *have, gboolean withhold_own, GError **error)
{
  guint n_logs = self->store->logs->len;
  g_autofree guint32 *cuts = g_new (guint32, n_logs);
  guint kept = 0;

  for (guint32 i = 1; i <= n_logs; i++)
    {
      const FarLog *log = far_store_peek_log (self->store, i);

      cuts[i - 1] = _far_store_get_shown_seq (self->store, i);
      if (withhold_own && memcmp (log->device, self->store->own_device, FAR_KEY_LEN) == 0)
        cuts[i - 1] = MIN (cuts[i - 1], have_seq (have, i));
    }

  for (guint i = 0; i < self->order->len; i++)
    {
      gint64 n = g_array_index (self->order, gint64, i);
      guint32 *cut;
      const FarLog *log;
      FarRow row;

      if (!far_store_read (self->store, n, &row, error))
        return FALSE;
      cut = &cuts[row.pos.log - 1];
      log = far_store_peek_log (self->store, row.pos.log);
      if (log->base.log != 0 && log->base.seq > cuts[log->base.log - 1])
        *cut = 0;
      if (row.pos.seq > *cut)
        continue;
      for (guint j = 0; j < row.n_refs; j++)
        if (row.refs[j].seq > cuts[row.refs[j].log - 1])
          *cut = MIN (*cut, row.pos.seq - 1);
      if (row.pos.seq <= *cut)
        g_array_index (self->order, gint64, kept++) = n;
    }
  g_array_set_size (self->order, kept);

  return TRUE;
}

/* Own entries count as shown from the moment at which they may leave. */
static gboolean
note_shared (FarOutbox *self, GError **error)
{
  FarStore *store = self->store;
  const FarLog *own = far_store_peek_log (store, store->own);
  g_autoptr (GHashTable) seqs = NULL; /* n -> seq */
  guint32 end = far_log_get_end (own);
  guint32 shared = 0;

  if (store->own == 0 || end <= store->own_shared)
    return TRUE;

  seqs = g_hash_table_new (NULL, NULL);
  for (guint32 seq = store->own_shared + 1; seq <= end; seq++)
    {
      gint64 n;

      if (!_far_store_find_n (store, (FarPos){ own->log, seq }, &n, error))
        return FALSE;
      g_hash_table_insert (seqs, GSIZE_TO_POINTER (n), GUINT_TO_POINTER (seq));
    }
  for (guint i = 0; i < self->order->len; i++)
    {
      gint64 n = g_array_index (self->order, gint64, i);

      shared = MAX (shared, GPOINTER_TO_UINT (g_hash_table_lookup (seqs, GSIZE_TO_POINTER (n))));
    }

  return _far_store_note_shared (store, shared, error);
}

/* One class of the order: entries that come early, and all that they need. */
typedef struct
{
  FarStore *store;
  const GArray *have;
  guint8 *rank;  /* by n: 0 not reached, else the class */
  GArray *stack; /* (element-type gint64) */
} Walk;

static void
push_n (Walk *walk, gint64 n)
{
  if (n > 0 && n < walk->store->next_n && walk->rank[n] == 0)
    g_array_append_val (walk->stack, n);
}

static gboolean
push_pos (Walk *walk, FarPos pos, GError **error)
{
  gint64 n;

  if (pos.seq <= have_seq (walk->have, pos.log))
    return TRUE;
  if (!_far_store_find_n (walk->store, pos, &n, error))
    return FALSE;
  push_n (walk, n);

  return TRUE;
}

/* @max: how many entries at most; what is left on the stack then tells that it was not enough */
static gboolean
walk_down (Walk *walk, guint8 class, guint max, GError **error)
{
  while (walk->stack->len > 0 && max-- > 0)
    {
      gint64 n = g_array_index (walk->stack, gint64, walk->stack->len - 1);
      FarRow row;

      g_array_set_size (walk->stack, walk->stack->len - 1);
      if (walk->rank[n] != 0)
        continue;
      walk->rank[n] = class;

      if (!far_store_read (walk->store, n, &row, error))
        return FALSE;
      if (row.pos.seq > 1 &&
          !push_pos (walk, far_store_on_chain (walk->store, row.pos.log, row.pos.seq - 1), error))
        return FALSE;
      for (guint i = 0; i < row.n_refs; i++)
        if (!push_pos (walk, row.refs[i], error))
          return FALSE;
    }

  return TRUE;
}

static gboolean
walk_erasures (Walk *walk, GError **error)
{
  sqlite3_stmt *statement =
      far_store_statement (walk->store, "SELECT log, seq FROM erase JOIN entry USING (n)");
  gboolean good = TRUE;
  int code;

  if (statement == NULL)
    return far_store_fail (walk->store, error);

  while (good && (code = sqlite3_step (statement)) == SQLITE_ROW)
    good = push_pos (walk,
                     (FarPos){ sqlite3_column_int64 (statement, 0),
                               sqlite3_column_int64 (statement, 1) },
                     error);
  sqlite3_reset (statement);

  return good && (code == SQLITE_DONE || far_store_fail (walk->store, error));
}

/* Governance, and what is to be gone everywhere soonest. */
static gboolean
walk_governance (Walk *walk, GError **error)
{
  for (guint i = 0; i < walk->store->acts->len; i++)
    {
      const FarStoredAct *act = g_ptr_array_index (walk->store->acts, i);

      if (act->pos.seq <= far_log_get_end (far_store_peek_log (walk->store, act->pos.log)) &&
          !push_pos (walk, act->pos, error))
        return FALSE;
    }

  return walk_erasures (walk, error) && walk_down (walk, 1, G_MAXUINT, error);
}

/* @max: with more than that it is not worth it */
static gboolean
walk_soon (Walk *walk, gint32 today, guint max, GError **error)
{
  sqlite3_stmt *statement =
      far_store_statement (walk->store,
                           "SELECT t.log, t.seq, t.n FROM record AS r, turn AS t WHERE r.kind = ?"
                           " AND t.rota = r.record AND t.day BETWEEN ? AND ?");
  int code = SQLITE_ROW;

  if (statement == NULL)
    return far_store_fail (walk->store, error);
  sqlite3_bind_int (statement, 1, FAR_KIND_ROTA);
  sqlite3_bind_int64 (statement, 2, today);
  sqlite3_bind_int64 (statement, 3, today + SOON_DAYS);

  while (walk->stack->len <= max && (code = sqlite3_step (statement)) == SQLITE_ROW)
    if (sqlite3_column_int64 (statement, 1) >
        have_seq (walk->have, sqlite3_column_int64 (statement, 0)))
      push_n (walk, sqlite3_column_int64 (statement, 2));
  sqlite3_reset (statement);
  if (code != SQLITE_DONE && code != SQLITE_ROW)
    return far_store_fail (walk->store, error);

  if (walk->stack->len <= max && !walk_down (walk, 2, max, error))
    return FALSE;

  /* a part of what they need is of no use: nothing of it goes first */
  if (walk->stack->len > 0)
    for (gint64 n = 1; n < walk->store->next_n; n++)
      if (walk->rank[n] == 2)
        walk->rank[n] = 0;

  return TRUE;
}

/* Stable: within a class the order of acceptance stays, which respects chains and refs; and a class
 * holds whatever it refers to that is not in an earlier one. */
static gboolean
order_by_need (FarOutbox *self, const GArray *have, gint32 today, GError **error)
{
  g_autofree guint8 *rank = g_new0 (guint8, self->store->next_n);
  g_autoptr (GArray) stack = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) ordered = g_array_sized_new (FALSE, FALSE, sizeof (gint64), self->order->len);
  Walk walk = { self->store, have, rank, stack };

  if (!walk_governance (&walk, error) ||
      !walk_soon (&walk, today, MIN (FAR_SOON_WALK_MAX, self->order->len / SOON_PART), error))
    return FALSE;

  for (guint class = 1; class <= 3; class ++)
    for (guint i = 0; i < self->order->len; i++)
      {
        gint64 n = g_array_index (self->order, gint64, i);

        if (rank[n] == class % 3)
          g_array_append_val (ordered, n);
      }

  g_array_unref (self->order);
  self->order = g_steal_pointer (&ordered);

  return TRUE;
}

/* ---- reading ahead */

/* Returns: where they are among the outbox's */
static gsize
keep_bytes (FarOutbox *self, const guint8 *bytes, gsize len)
{
  gsize at = self->ahead_bytes->len;

  far_put (self->ahead_bytes, bytes, len);

  return at;
}

/* What is borrowed of the store's row goes with its next one. */
static void
keep_row (FarOutbox *self, const FarRow *row)
{
  Ahead *ahead = &self->ahead[self->n_ahead++];

  ahead->row = *row;
  if (row->blob != NULL)
    ahead->blob_at = keep_bytes (self, row->blob, row->blob_len);
  if (row->hash != NULL)
    ahead->hash_at = keep_bytes (self, row->hash, FAR_HASH_LEN);
  if (row->sig != NULL)
    ahead->sig_at = keep_bytes (self, row->sig, FAR_SIG_LEN);
}

/* The next one, and those of the order that follow it in the table. */
static gboolean
read_ahead (FarOutbox *self, GError **error)
{
  gint64 first = g_array_index (self->order, gint64, self->next);
  sqlite3_stmt *statement;
  gint64 last = first;
  gboolean good;

  while (last - first + 1 < FAR_READ_AHEAD_MAX &&
         self->next + (last - first) + 1 < self->order->len &&
         g_array_index (self->order, gint64, self->next + (last - first) + 1) == last + 1)
    last++;

  self->n_ahead = self->n_ahead_done = 0;
  self->ahead_batch = self->store->tie.n;
  g_byte_array_set_size (self->ahead_bytes, 0);

  statement = _far_store_select_rows (self->store, first, last);
  good = statement != NULL || far_store_fail (self->store, error);
  for (gint64 n = first; good && n <= last; n++)
    {
      FarRow row;

      good = _far_store_take_row (self->store, statement, n, &row, error);
      if (good)
        keep_row (self, &row);
    }
  if (statement != NULL)
    sqlite3_reset (statement);

  /* what comes before a damaged one is good */
  if (!good && self->n_ahead > 0)
    g_clear_error (error);

  return good || self->n_ahead > 0;
}

FarOutbox *
far_outbox_new (FarStore *store,
                const GArray *have,
                gint32 today,
                gboolean withhold_own,
                gboolean is_shown,
                GError **error)
{
  g_autoptr (FarOutbox) self = g_new0 (FarOutbox, 1);

  self->store = store;
  self->order = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->ahead = g_new (Ahead, FAR_READ_AHEAD_MAX);
  self->ahead_bytes = g_byte_array_new ();

  if (!collect_missing (self, have, error))
    return NULL;
  if ((withhold_own || has_unsigned_tail (store)) && !withhold (self, have, withhold_own, error))
    return NULL;
  if (self->order->len >= ORDER_FROM && !order_by_need (self, have, today, error))
    return NULL;
  if (is_shown && !note_shared (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

void
far_outbox_free (FarOutbox *self)
{
  g_array_unref (self->order);
  g_free (self->ahead);
  g_byte_array_unref (self->ahead_bytes);
  g_free (self);
}

gsize
far_outbox_get_n (const FarOutbox *self)
{
  return self->order->len - self->next;
}

gboolean
far_outbox_next (FarOutbox *self, FarRow *row, GError **error)
{
  const FarLog *log;
  const Ahead *ahead;

  if (self->next == self->order->len)
    return FALSE;

  if ((self->n_ahead_done == self->n_ahead || self->ahead_batch != self->store->tie.n) &&
      !read_ahead (self, error))
    return FALSE;
  ahead = &self->ahead[self->n_ahead_done++];
  self->next++;

  *row = ahead->row;
  row->id = NULL;
  if (row->blob != NULL)
    row->blob = self->ahead_bytes->data + ahead->blob_at;
  if (row->hash != NULL)
    row->hash = self->ahead_bytes->data + ahead->hash_at;
  if (row->sig != NULL)
    row->sig = self->ahead_bytes->data + ahead->sig_at;

  log = far_store_peek_log (self->store, row->pos.log);
  if (row->sig == NULL && row->pos.seq == log->signed_seq)
    row->sig = log->signature;

  return TRUE;
}
