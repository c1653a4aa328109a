/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Erasing: which ERASE has effect on which entry, and what is done about it.
 *
 * Whether one has is decided from headers, the ERASE's own payload and the replay, never from words
 * that may be gone.  So it is a function of the accepted set, and when a late entry or a cut
 * changes the answer, both ways are open: words are dropped, or asked for again (table missing).
 *
 * All of it happens once a batch, before it is committed: a late copy of what is erased is stored
 * and dropped in one transaction.  Whenever words were dropped the file is scrubbed afterwards. */

#define G_LOG_DOMAIN "far-store"

#include "far-store-private.h"

#include <string.h>

#include "far-kind-schema.h"

/* Months after which entries of a kind are erased, where no rule says otherwise: a school year and
 * a month to settle it.  Turns say who came and who did not. */
#define TURN_MONTHS 13
#define FAULT_MONTHS 60 /* what a bike had is of use as long as it is ridden */

typedef struct
{
  gint64 n;
  FarPos pos;
  guint32 term;
  guint32 subject; /* ident; 0 if it names none, or its payload is not held or says nothing */
  GArray *seen;    /* (nullable): owned (element-type guint32): by log - 1, the first seq that has
                      this ERASE in its past; 0 for none */
  gint64 n_walked; /* entries up to this number are in @seen */
} Erasure;

/* An entry that some ERASE names; the first 8 bytes of the id, as in far-store-log.c. */
typedef struct
{
  guint64 key;
  Erasure *erasure; /* unowned */
} Named;

/* What rights were decided by, of one log. */
typedef struct
{
  gboolean has_entries;
  gboolean is_known;
  guint8 member[FAR_RECORD_ID_LEN];
  guint32 effective_seq;
} Standing;

struct _FarErasures
{
  gboolean any;   /* there is one, or was in this batch */
  GPtrArray *all; /* (nullable): owned (element-type Erasure), by n; NULL until they are needed */
  GHashTable *by_subject; /* owned (element-type GPtrArray of Erasure, unowned) by ident */
  GArray *named;          /* owned (element-type Named) */
  gboolean is_sorted;

  FarGovernance *gov; /* (nullable): owned: what the standings below are from */
  GArray *standings;  /* owned (element-type Standing) by log - 1 */

  GArray *fresh;   /* owned (element-type gint64): accepted in this batch, to be looked at */
  GArray *arrived; /* owned (element-type gint64): ERASE entries whose payload came in this batch */
  GHashTable *answered;  /* owned: idents of persons of whom the first entry came in this batch */
  gboolean is_scrub_due; /* words were dropped, or written to be dropped */
};

static void
free_erasure (gpointer data)
{
  Erasure *erasure = data;

  g_clear_pointer (&erasure->seen, g_array_unref);
  g_free (erasure);
}

FarErasures *
_far_erasures_new (void)
{
  FarErasures *self = g_new0 (FarErasures, 1);

  self->by_subject = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify)g_ptr_array_unref);
  self->named = g_array_new (FALSE, FALSE, sizeof (Named));
  self->standings = g_array_new (FALSE, TRUE, sizeof (Standing));
  self->fresh = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->arrived = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->answered = g_hash_table_new (NULL, NULL);

  return self;
}

static void
forget_batch (FarErasures *self)
{
  g_array_set_size (self->fresh, 0);
  g_array_set_size (self->arrived, 0);
  g_hash_table_remove_all (self->answered);
}

static void
forget_all (FarErasures *self)
{
  g_clear_pointer (&self->all, g_ptr_array_unref);
  g_hash_table_remove_all (self->by_subject);
  g_array_set_size (self->named, 0);
}

void
_far_erasures_clear (FarErasures *self)
{
  self->any = FALSE;
  forget_all (self);
  g_clear_pointer (&self->gov, far_governance_unref);
  g_array_set_size (self->standings, 0);
  forget_batch (self);
}

void
_far_erasures_free (FarErasures *self)
{
  _far_erasures_clear (self);
  g_hash_table_unref (self->by_subject);
  g_array_unref (self->named);
  g_array_unref (self->standings);
  g_array_unref (self->fresh);
  g_array_unref (self->arrived);
  g_hash_table_unref (self->answered);
  g_free (self);
}

/* ---- who is who */

static const guint8 *
find_member (FarStore *self, guint32 log)
{
  const FarGovDevice *device = far_governance_find_device (far_store_peek_governance (self),
                                                           far_store_peek_log (self, log)->device);

  return device != NULL ? device->member : NULL;
}

static gboolean
is_same_member (const guint8 *a, const guint8 *b)
{
  return a != NULL && b != NULL && memcmp (a, b, FAR_RECORD_ID_LEN) == 0;
}

/* The log that holds the first entry of a person without a machine; 0 if there is none. */
static gboolean
find_answering_log (FarStore *self, guint32 person, guint32 *out, GError **error)
{
  sqlite3_stmt *statement = far_store_statement (self, "SELECT log FROM person WHERE person = ?");
  int code;

  if (statement == NULL)
    return far_store_fail (self, error);

  sqlite3_bind_int64 (statement, 1, person);
  code = sqlite3_step (statement);
  *out = code == SQLITE_ROW ? sqlite3_column_int64 (statement, 0) : 0;
  if (code != SQLITE_ROW && code != SQLITE_DONE)
    far_store_fail (self, error);
  sqlite3_reset (statement);

  return code == SQLITE_ROW || code == SQLITE_DONE;
}

const guint8 *
far_store_find_answerer (FarStore *self, guint32 person)
{
  guint32 log;

  return person != 0 && find_answering_log (self, person, &log, NULL) && log != 0
             ? find_member (self, log)
             : NULL;
}

/* ---- loading */

static void
take_names (FarErasures *self, Erasure *erasure, const FarPayload *payload)
{
  FarPayloadIter iter;
  const guint8 *id;

  if (!far_payload_has (payload, FAR_ERASE_ENTRIES))
    return;

  iter = far_payload_iter (payload, FAR_ERASE_ENTRIES);
  while (far_payload_iter_bytes (&iter, &id))
    {
      Named named = { .erasure = erasure };

      memcpy (&named.key, id, sizeof named.key);
      g_array_append_val (self->named, named);
    }
  self->is_sorted = FALSE;
}

static void
take_subject (FarStore *self, Erasure *erasure, const FarPayload *payload)
{
  const guint8 *subject = far_payload_bytes (payload, FAR_ERASE_SUBJECT);
  GPtrArray *same;

  if (subject == NULL)
    return;

  erasure->subject = far_store_intern_ident (self, subject);
  same = g_hash_table_lookup (self->erasures->by_subject, GUINT_TO_POINTER (erasure->subject));
  if (same == NULL)
    {
      same = g_ptr_array_new ();
      g_hash_table_insert (self->erasures->by_subject, GUINT_TO_POINTER (erasure->subject), same);
    }
  g_ptr_array_add (same, erasure);
}

static Erasure *
add_erasure (FarStore *self, const FarRow *row)
{
  Erasure *erasure = g_new0 (Erasure, 1);
  FarPayload payload;

  erasure->n = erasure->n_walked = row->n;
  erasure->pos = row->pos;
  erasure->term = row->term;
  g_ptr_array_add (self->erasures->all, erasure);
  if (far_row_parse (row, &payload))
    {
      take_names (self->erasures, erasure, &payload);
      take_subject (self, erasure, &payload);
    }

  return erasure;
}

static gboolean
list_numbers (FarStore *self, const char *sql, GArray *out, GError **error)
{
  sqlite3_stmt *statement = far_store_statement (self, sql);
  int code;

  if (statement == NULL)
    return far_store_fail (self, error);

  while ((code = sqlite3_step (statement)) == SQLITE_ROW)
    {
      gint64 n = sqlite3_column_int64 (statement, 0);

      g_array_append_val (out, n);
    }
  sqlite3_reset (statement);

  return code == SQLITE_DONE || far_store_fail (self, error);
}

static gboolean
load_all (FarStore *self, GError **error)
{
  FarErasures *erasures = self->erasures;
  g_autoptr (GArray) ns = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (erasures->all != NULL)
    return TRUE;
  if (!list_numbers (self, "SELECT n FROM erase ORDER BY n", ns, error))
    return FALSE;

  erasures->all = g_ptr_array_new_with_free_func (free_erasure);
  for (guint i = 0; i < ns->len; i++)
    {
      FarRow row;

      if (!far_store_read (self, g_array_index (ns, gint64, i), &row, error))
        {
          /* they are there all the same */
          forget_all (erasures);
          return FALSE;
        }
      add_erasure (self, &row);
    }

  return TRUE;
}

/* ---- the past */

/* Whether the entry at @pos, held as number @n, has the ERASE in its past. */
static gboolean
has_seen (FarStore *self, Erasure *erasure, FarPos pos, gint64 n, gboolean *out, GError **error)
{
  sqlite3_stmt *statement;
  guint32 first;
  int code;

  *out = pos.log == erasure->pos.log && pos.seq > erasure->pos.seq;
  /* entries are numbered after those that they refer to */
  if (*out || n <= erasure->n)
    return TRUE;

  if (erasure->seen == NULL)
    {
      erasure->seen = g_array_new (FALSE, TRUE, sizeof (guint32));
      g_array_set_size (erasure->seen, self->logs->len);
      g_array_index (erasure->seen, guint32, erasure->pos.log - 1) = erasure->pos.seq;
    }
  if (erasure->seen->len < self->logs->len)
    g_array_set_size (erasure->seen, self->logs->len);

  /* each log is a chain, so that the first of it that has seen it tells of all: one walk forward
   * through headers, kept and gone on with */
  statement =
      far_store_statement (self,
                           "SELECT n, log, seq, refs FROM entry WHERE n > ? AND n <= ? ORDER BY n");
  if (statement == NULL)
    return far_store_fail (self, error);
  sqlite3_bind_int64 (statement, 1, erasure->n_walked);
  sqlite3_bind_int64 (statement, 2, n);
  while ((code = sqlite3_step (statement)) == SQLITE_ROW)
    {
      FarPos at = { sqlite3_column_int64 (statement, 1), sqlite3_column_int64 (statement, 2) };
      const FarPos *base = &far_store_peek_log (self, at.log)->base;
      FarPos refs[FAR_REFS_MAX + 1];
      guint n_refs = 0;

      erasure->n_walked = sqlite3_column_int64 (statement, 0);
      if (at.log < 1 || at.log > erasure->seen->len ||
          g_array_index (erasure->seen, guint32, at.log - 1) != 0 ||
          !_far_refs_unpack (sqlite3_column_blob (statement, 3),
                             sqlite3_column_bytes (statement, 3), refs, &n_refs))
        continue;
      if (base->log != 0 && at.seq == base->seq + 1)
        refs[n_refs++] = *base;
      for (guint i = 0; i < n_refs; i++)
        {
          first = refs[i].log >= 1 && refs[i].log <= erasure->seen->len
                      ? g_array_index (erasure->seen, guint32, refs[i].log - 1)
                      : 0;
          if (first != 0 && refs[i].seq >= first)
            {
              g_array_index (erasure->seen, guint32, at.log - 1) = at.seq;
              break;
            }
        }
    }
  sqlite3_reset (statement);
  if (code != SQLITE_DONE)
    return far_store_fail (self, error);

  first = g_array_index (erasure->seen, guint32, pos.log - 1);
  *out = first != 0 && pos.seq >= first;

  return TRUE;
}

/* ---- rights */

static FarErasable
erasable (const FarRow *row)
{
  FarErasable entry = { row->n, row->pos, row->kind, row->subject, { 0 } };

  memcpy (entry.id, row->id, FAR_ID_LEN);

  return entry;
}

/* Whether the author was the baton's holder or deputy when it was written: under a term that they
 * held, and before the next one had begun without it. */
static gboolean
is_holders (FarStore *self, Erasure *erasure, const guint8 *author, gboolean *out, GError **error)
{
  const FarGovernance *gov = far_store_peek_governance (self);
  const FarGovTerm *held = far_governance_find_term (gov, erasure->term);
  const FarGovTerm *next = far_governance_find_term (gov, erasure->term + 1);
  const FarStoredAct *act;

  *out = erasure->term != 0 && held != NULL &&
         (is_same_member (held->holder, author) || is_same_member (held->deputy, author));
  if (!*out || next == NULL || next->act >= self->acts->len)
    return TRUE;

  act = g_ptr_array_index (self->acts, next->act);

  return has_seen (self, erasure, act->pos, act->n, out, error);
}

static gint32
months_of (guint kind, gint32 rule)
{
  if (rule != 0)
    return MAX (rule, 0);

  switch (kind)
    {
    case FAR_KIND_TURN:
    case FAR_KIND_ABSENCE:
    case FAR_KIND_ROLL:
    case FAR_KIND_RIDE:
    case FAR_KIND_HELP:
    case FAR_KIND_SEEN:
      return TURN_MONTHS;
    case FAR_KIND_FAULT:
      return FAULT_MONTHS;
    default:
      return 0;
    }
}

/* What the rule said for whoever wrote it: a later rule undoes nothing. */
static gboolean
find_months (FarStore *self, const Erasure *erasure, guint kind, gint32 *out, GError **error)
{
  const FarGovernance *gov = far_store_peek_governance (self);
  const FarStoredAct *last = NULL;
  guint32 know;
  guint last_past = 0;

  if (!_far_store_get_know (self, erasure->pos, &know, error))
    return FALSE;

  for (guint i = 0; i < self->acts->len; i++)
    {
      const FarStoredAct *act = g_ptr_array_index (self->acts, i);
      const guint64 *past;
      guint n_words;
      guint n_past = 0;

      if (act->act.kind != FAR_KIND_RULES || act->act.number != kind ||
          !far_know_has (self->know, know, i) ||
          far_governance_get_verdict (gov, i) != FAR_ACT_COUNTS)
        continue;

      /* governance.md, section 6: the last counts */
      past = far_know_peek (self->know, act->past, &n_words);
      for (guint j = 0; j < n_words; j++)
        n_past += __builtin_popcountll (past[j]);
      if (last == NULL || n_past > last_past ||
          (n_past == last_past && memcmp (act->act.id, last->act.id, FAR_ID_LEN) > 0))
        {
          last = act;
          last_past = n_past;
        }
    }
  *out = months_of (kind, last != NULL ? last->act.value : 0);

  return TRUE;
}

gint32
far_store_get_retention_months (FarStore *self, guint kind)
{
  return months_of (kind, far_governance_get_rule (far_store_peek_governance (self), kind));
}

static gboolean
has_right (FarStore *self,
           Erasure *erasure,
           const FarErasable *entry,
           gboolean *out,
           GError **error)
{
  const guint8 *author = find_member (self, erasure->pos.log);
  const FarGovernance *gov = far_store_peek_governance (self);
  const guint8 *subject = far_store_peek_ident (self, entry->subject);
  guint32 log = 0;
  gint32 months;

  *out = FALSE;
  if (author == NULL || !far_store_row_counts (self, erasure->pos))
    return TRUE;

  if (is_same_member (find_member (self, entry->pos.log), author))
    *out = TRUE;
  else if (entry->subject != 0 && far_governance_find_member (gov, subject) != NULL)
    *out = is_same_member (subject, author);
  else if (entry->subject != 0)
    {
      if (!find_answering_log (self, entry->subject, &log, error))
        return FALSE;
      *out = log != 0 && is_same_member (find_member (self, log), author);
    }
  if (*out || erasure->term == 0)
    return TRUE;

  if (!is_holders (self, erasure, author, out, error))
    return FALSE;
  if (*out && !find_months (self, erasure, entry->kind, &months, error))
    return FALSE;
  *out = *out && months > 0;

  return TRUE;
}

gboolean
far_store_may_erase (FarStore *self, guint32 log, gboolean is_holder, const FarRow *row)
{
  Erasure erasure = { .n = self->next_n, .pos = { log, far_store_peek_log (self, log)->head_seq } };
  FarErasable entry = erasable (row);
  gboolean right = FALSE;

  if (entry.kind < FAR_KIND_RECORD_FIRST || !has_right (self, &erasure, &entry, &right, NULL))
    return FALSE;

  return right || (is_holder && far_store_get_retention_months (self, entry.kind) > 0);
}

/* ---- which ERASE concerns an entry */

static int
compare_named (gconstpointer a, gconstpointer b)
{
  const Named *one = a;
  const Named *other = b;

  return (one->key > other->key) - (one->key < other->key);
}

/* The first of those that name an id with this key. */
static guint
find_named (FarErasures *self, guint64 key)
{
  guint lo = 0;
  guint hi = self->named->len;

  if (!self->is_sorted)
    g_array_sort (self->named, compare_named);
  self->is_sorted = TRUE;

  while (lo < hi)
    {
      guint mid = lo + (hi - lo) / 2;

      if (g_array_index (self->named, Named, mid).key < key)
        lo = mid + 1;
      else
        hi = mid;
    }

  return lo;
}

gboolean
_far_store_find_erasure (FarStore *self, const FarErasable *entry, gint64 *out, GError **error)
{
  FarErasures *erasures = self->erasures;
  GPtrArray *same;
  guint64 key;
  gboolean right;

  *out = 0;
  if (entry->kind < FAR_KIND_RECORD_FIRST || !erasures->any)
    return TRUE;
  if (!load_all (self, error))
    return FALSE;

  memcpy (&key, entry->id, sizeof key);
  for (guint i = find_named (erasures, key);
       i < erasures->named->len && g_array_index (erasures->named, Named, i).key == key; i++)
    {
      Erasure *erasure = g_array_index (erasures->named, Named, i).erasure;

      if (!has_right (self, erasure, entry, &right, error))
        return FALSE;
      if (right)
        {
          *out = erasure->n;
          return TRUE;
        }
    }

  same = entry->subject != 0
             ? g_hash_table_lookup (erasures->by_subject, GUINT_TO_POINTER (entry->subject))
             : NULL;
  for (guint i = same != NULL ? same->len : 0; i-- > 0;)
    {
      Erasure *erasure = g_ptr_array_index (same, i);
      gboolean seen;

      if (!has_right (self, erasure, entry, &right, error) ||
          (right && !has_seen (self, erasure, entry->pos, entry->n, &seen, error)))
        return FALSE;
      if (right && !seen)
        {
          *out = erasure->n;
          return TRUE;
        }
    }

  return TRUE;
}

gboolean
far_store_is_erased (FarStore *self, const FarRow *row, gboolean *out, GError **error)
{
  FarErasable entry = erasable (row);
  gint64 by;

  if (!_far_store_find_erasure (self, &entry, &by, error))
    return FALSE;
  *out = by != 0;

  return TRUE;
}

/* ---- what is done about it */

static gboolean
run_on (FarStore *self, const char *sql, gint64 n, GError **error)
{
  sqlite3_stmt *statement = far_store_statement (self, sql);

  if (statement == NULL)
    return far_store_fail (self, error);
  sqlite3_bind_int64 (statement, 1, n);

  return _far_store_step (self, statement, error);
}

gboolean
_far_store_is_missing (FarStore *self, gint64 n, gboolean *out, GError **error)
{
  sqlite3_stmt *statement = far_store_statement (self, "SELECT 1 FROM missing WHERE n = ?");
  int code;

  if (statement == NULL)
    return far_store_fail (self, error);
  sqlite3_bind_int64 (statement, 1, n);
  code = sqlite3_step (statement);
  sqlite3_reset (statement);
  *out = code == SQLITE_ROW;

  return code == SQLITE_ROW || code == SQLITE_DONE || far_store_fail (self, error);
}

static gboolean
drop_blob (FarStore *self, const FarRow *row, GError **error)
{
  guint8 hash[FAR_ERASED_LEN];
  sqlite3_stmt *statement;

  if (!_far_store_unbuild (self, row, error))
    return FALSE;

  far_blob_hash (row->blob, row->blob_len, hash);
  far_set_u32 (hash + FAR_HASH_LEN, row->blob_len);
  statement = far_store_statement (self, "UPDATE entry SET blob = NULL, hash = ? WHERE n = ?");
  if (statement == NULL)
    return far_store_fail (self, error);
  sqlite3_bind_blob (statement, 1, hash, sizeof hash, SQLITE_STATIC);
  sqlite3_bind_int64 (statement, 2, row->n);

  return _far_store_step (self, statement, error);
}

/* What this machine wrote under a key that it gave up, and then anew, goes with what it wrote anew:
 * nobody else has heard of it, so no ERASE can name it. */
static gboolean
drop_first_writing (FarStore *self, FarPos anew, guint8 kind, gint64 time_ms, GError **error)
{
  const guint8 *member = find_member (self, anew.log);

  for (guint i = 0; i < self->logs->len; i++)
    {
      const FarLog *log = g_ptr_array_index (self->logs, i);

      if (log->private_from == 0 ||
          !_far_store_was_written_anew (self, (FarPos){ log->log, log->head_seq }) ||
          !is_same_member (find_member (self, log->log), member))
        continue;
      for (guint32 seq = MAX (log->private_from, log->base.seq + 1); seq <= log->head_seq; seq++)
        {
          FarRow row;

          if (!far_store_read_pos (self, (FarPos){ log->log, seq }, &row, error))
            return FALSE;
          if (row.kind == kind && row.time_ms == time_ms && row.blob != NULL &&
              (!drop_blob (self, &row, error) ||
               !run_on (self, "INSERT INTO missing (n) VALUES (?)", row.n, error)))
            return FALSE;
        }
    }

  return TRUE;
}

/* Brings one entry to what the erasures say of it.  @is_new: something about it came in this batch
 */
static gboolean
settle_entry (FarStore *self, gint64 n, gboolean is_new, GError **error)
{
  FarErasable entry;
  gboolean is_held;
  gboolean missing;
  gint64 time_ms;
  gint64 by;
  FarRow row;

  if (!far_store_read (self, n, &row, error))
    return FALSE;
  entry = erasable (&row);
  time_ms = row.time_ms;
  is_held = row.blob != NULL;
  if (!_far_store_find_erasure (self, &entry, &by, error))
    return FALSE;

  /* a copy that waited, or was sent before, may have left its words behind too */
  if (by != 0 && (is_new || is_held))
    self->erasures->is_scrub_due = TRUE;
  if (is_held)
    return by == 0 || (far_store_read (self, n, &row, error) && drop_blob (self, &row, error) &&
                       drop_first_writing (self, entry.pos, entry.kind, time_ms, error));

  if (!_far_store_is_missing (self, n, &missing, error))
    return FALSE;
  if (missing == (by == 0))
    return TRUE;

  return run_on (self,
                 missing ? "DELETE FROM missing WHERE n = ?" : "INSERT INTO missing (n) VALUES (?)",
                 n, error);
}

/* The entries that @erasure names, where they are held. */
static gboolean
add_named (FarStore *self, const Erasure *erasure, GHashTable *out, GError **error)
{
  g_autofree guint8 *blob = NULL;
  FarPayloadIter iter;
  FarPayload payload;
  const guint8 *id;
  FarPos pos;
  FarRow row;
  gint64 n;

  if (!far_store_read (self, erasure->n, &row, error))
    return FALSE;
  blob = g_memdup2 (row.blob, row.blob != NULL ? row.blob_len : 0);
  row.blob = blob;
  if (!far_row_parse (&row, &payload) || !far_payload_has (&payload, FAR_ERASE_ENTRIES))
    return TRUE;

  iter = far_payload_iter (&payload, FAR_ERASE_ENTRIES);
  while (far_payload_iter_bytes (&iter, &id))
    if (far_store_find_id (self, id, &pos))
      {
        if (!_far_store_find_n (self, pos, &n, error))
          return FALSE;
        g_hash_table_add (out, g_memdup2 (&n, sizeof n));
      }

  return TRUE;
}

/* One pass for all of them: there is no index, since hardly anybody is ever looked for so, and one
 * would cost each exchange. */
static gboolean
add_by_subject (FarStore *self, GHashTable *subjects, GHashTable *out, GError **error)
{
  sqlite3_stmt *statement;
  int code;

  if (g_hash_table_size (subjects) == 0)
    return TRUE;

  statement = far_store_statement (
      self, "SELECT n, subject FROM entry WHERE subject <> 0 AND kind >= ? ORDER BY n");
  if (statement == NULL)
    return far_store_fail (self, error);
  sqlite3_bind_int (statement, 1, FAR_KIND_RECORD_FIRST);
  while ((code = sqlite3_step (statement)) == SQLITE_ROW)
    {
      gint64 n = sqlite3_column_int64 (statement, 0);

      if (g_hash_table_contains (subjects,
                                 GUINT_TO_POINTER ((guint)sqlite3_column_int64 (statement, 1))))
        g_hash_table_add (out, g_memdup2 (&n, sizeof n));
    }
  sqlite3_reset (statement);

  return code == SQLITE_DONE || far_store_fail (self, error);
}

static Standing
get_standing (FarStore *self, guint32 log)
{
  const guint8 *member = find_member (self, log);
  Standing standing = {
    .has_entries = far_store_peek_log (self, log)->head_seq > 0,
    .is_known = member != NULL,
  };

  if (member != NULL)
    memcpy (standing.member, member, FAR_RECORD_ID_LEN);
  standing.effective_seq = far_store_peek_log (self, log)->effective_seq;

  return standing;
}

static void
remember_standings (FarStore *self)
{
  FarErasures *erasures = self->erasures;
  const FarGovernance *gov = far_store_peek_governance (self);

  if (erasures->gov == gov && erasures->standings->len == self->logs->len)
    {
      for (guint i = 0; i < self->logs->len; i++)
        g_array_index (erasures->standings, Standing, i).has_entries =
            far_store_peek_log (self, i + 1)->head_seq > 0;
      return;
    }

  g_clear_pointer (&erasures->gov, far_governance_unref);
  erasures->gov = far_governance_ref ((FarGovernance *)gov);
  g_array_set_size (erasures->standings, 0);
  for (guint32 log = 1; log <= self->logs->len; log++)
    {
      Standing standing = get_standing (self, log);

      g_array_append_val (erasures->standings, standing);
    }
}

/* Whose word an ERASE is, and whether it counts, may be another since the last batch.  @all: (out):
 * so may be whose words any entry holds.  @terms: (out): terms or rules changed */
static void
compare_standings (FarStore *self, guint8 *is_moved, gboolean *all, gboolean *terms)
{
  FarErasures *erasures = self->erasures;
  const FarGovernance *gov = far_store_peek_governance (self);
  guint n_terms;
  guint n_terms_before;

  *all = *terms = FALSE;
  if (erasures->gov == gov || erasures->gov == NULL)
    return;

  for (guint32 log = 1; log <= erasures->standings->len; log++)
    {
      const Standing *before = &g_array_index (erasures->standings, Standing, log - 1);
      Standing now = get_standing (self, log);

      if (before->has_entries && (before->is_known != now.is_known ||
                                  memcmp (before->member, now.member, FAR_RECORD_ID_LEN) != 0))
        *all = TRUE;
      is_moved[log - 1] = before->effective_seq != now.effective_seq;
    }

  far_governance_peek_terms (gov, &n_terms);
  far_governance_peek_terms (erasures->gov, &n_terms_before);
  *terms = n_terms != n_terms_before;
  for (guint32 i = 0; i < self->acts->len && !*terms; i++)
    {
      const FarStoredAct *act = g_ptr_array_index (self->acts, i);

      *terms = (act->act.kind == FAR_KIND_RULES || act->act.kind == FAR_KIND_TERM) &&
               far_governance_get_verdict (gov, i) != far_governance_get_verdict (erasures->gov, i);
    }
}

/* Entries of which the answer may be another than before: by number. */
static gboolean
find_concerned (FarStore *self, GHashTable *out, GError **error)
{
  FarErasures *erasures = self->erasures;
  g_autofree guint8 *is_moved = g_new0 (guint8, self->logs->len);
  g_autoptr (GHashTable) subjects = g_hash_table_new (NULL, NULL);
  g_autoptr (GHashTable) arrived = g_hash_table_new (g_int64_hash, g_int64_equal);
  gboolean all;
  gboolean terms;

  for (guint i = 0; i < erasures->arrived->len; i++)
    g_hash_table_add (arrived, &g_array_index (erasures->arrived, gint64, i));
  for (guint i = 0; i < erasures->fresh->len; i++)
    g_hash_table_add (out,
                      g_memdup2 (&g_array_index (erasures->fresh, gint64, i), sizeof (gint64)));

  compare_standings (self, is_moved, &all, &terms);
  for (guint i = 0; i < erasures->all->len; i++)
    {
      const Erasure *erasure = g_ptr_array_index (erasures->all, i);

      if (!all && !is_moved[erasure->pos.log - 1] && !(terms && erasure->term != 0) &&
          !g_hash_table_contains (arrived, &erasure->n) &&
          !g_hash_table_contains (erasures->answered, GUINT_TO_POINTER (erasure->subject)))
        continue;
      if (erasure->subject != 0)
        g_hash_table_add (subjects, GUINT_TO_POINTER (erasure->subject));
      if (!add_named (self, erasure, out, error))
        return FALSE;
    }

  return add_by_subject (self, subjects, out, error);
}

static int
compare_n (gconstpointer a, gconstpointer b)
{
  gint64 n_a = *(const gint64 *)a;
  gint64 n_b = *(const gint64 *)b;

  return (n_a > n_b) - (n_a < n_b);
}

static gboolean
settle_concerned (FarStore *self, GHashTable *concerned, GError **error)
{
  g_autoptr (GArray) ns = g_array_new (FALSE, FALSE, sizeof (gint64));
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, concerned);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_array_append_vals (ns, key, 1);
  g_array_sort (ns, compare_n);

  for (guint i = 0; i < ns->len; i++)
    if (!settle_entry (self, g_array_index (ns, gint64, i), TRUE, error))
      return FALSE;

  return TRUE;
}

/* ---- while a batch runs */

gboolean
_far_store_load_erasures (FarStore *self, GError **error)
{
  sqlite3_stmt *statement = far_store_statement (self, "SELECT EXISTS (SELECT 1 FROM erase)");

  if (statement == NULL || sqlite3_step (statement) != SQLITE_ROW)
    return far_store_fail (self, error);
  self->erasures->any = sqlite3_column_int (statement, 0) != 0;
  sqlite3_reset (statement);
  if (self->erasures->any)
    remember_standings (self);

  return TRUE;
}

gboolean
_far_store_has_erasures (const FarStore *self)
{
  return self->erasures->any;
}

gboolean
_far_store_note_arrival (FarStore *self, const FarRow *row, GError **error)
{
  FarErasures *erasures = self->erasures;

  if (row->kind == FAR_KIND_ERASE && far_store_has_effect (self, row->pos, row->kind))
    {
      if (!load_all (self, error))
        return FALSE;
      erasures->any = TRUE;
      add_erasure (self, row);
      g_array_append_val (erasures->arrived, row->n);
    }
  if (row->blob == NULL || (erasures->any && row->kind >= FAR_KIND_RECORD_FIRST))
    g_array_append_val (erasures->fresh, row->n);

  return TRUE;
}

void
_far_store_note_person (FarStore *self, guint32 person)
{
  if (self->erasures->any)
    g_hash_table_add (self->erasures->answered, GUINT_TO_POINTER (person));
}

gboolean
_far_store_settle_erasures (FarStore *self, GError **error)
{
  FarErasures *erasures = self->erasures;
  g_autoptr (GHashTable) concerned =
                 g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  if (!erasures->any && erasures->fresh->len == 0)
    return TRUE;
  if (!load_all (self, error) || !find_concerned (self, concerned, error) ||
      !settle_concerned (self, concerned, error) ||
      !_far_store_strip_pending (self,
                                 erasures->arrived->len > 0 ||
                                     erasures->gov != far_store_peek_governance (self),
                                 error))
    return FALSE;

  remember_standings (self);
  forget_batch (erasures);

  return TRUE;
}

gboolean
_far_store_resettle_erasures (FarStore *self, GError **error)
{
  _far_erasures_clear (self->erasures);
  if (!_far_store_load_erasures (self, error) || !load_all (self, error))
    return FALSE;

  for (gint64 n = 1; n < self->next_n; n++)
    if (!settle_entry (self, n, FALSE, error))
      return FALSE;

  return TRUE;
}

void
_far_store_scrub_later (FarStore *self)
{
  self->erasures->is_scrub_due = TRUE;
}

void
_far_store_scrub (FarStore *self)
{
  if (!self->erasures->is_scrub_due || self->in_batch)
    return;

  _far_store_drop_copies (self);
  /* one that was not read to its end holds on to the WAL */
  for (sqlite3_stmt *at = NULL; (at = sqlite3_next_stmt (self->db, at)) != NULL;)
    if (sqlite3_stmt_busy (at))
      sqlite3_reset (at);

  /* what was written over stays in older pages of the WAL until it is cut; that comes last, for a
   * WAL that is found says that there may be something to scrub */
  if (sqlite3_wal_checkpoint_v2 (self->db, NULL, SQLITE_CHECKPOINT_FULL, NULL, NULL) == SQLITE_OK &&
      _far_store_clear_leftovers (self) &&
      sqlite3_wal_checkpoint_v2 (self->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL) ==
          SQLITE_OK)
    self->erasures->is_scrub_due = FALSE;
  else
    g_debug ("not scrubbed yet: %s", sqlite3_errmsg (self->db));
}

/* ---- words that are missing, and asked for */

guint
far_store_get_n_missing (FarStore *self)
{
  g_autoptr (GArray) ids = far_store_list_missing (self);

  return ids->len;
}

GArray *
far_store_list_missing (FarStore *self)
{
  GArray *ids = g_array_new (FALSE, FALSE, FAR_ID_LEN);
  sqlite3_stmt *statement =
      far_store_statement (self,
                           "SELECT id, log, seq FROM missing JOIN entry USING (n) ORDER BY id");

  while (statement != NULL && _far_store_next (self, statement, NULL))
    {
      FarPos pos = { sqlite3_column_int64 (statement, 1), sqlite3_column_int64 (statement, 2) };

      /* nobody else has heard of what is private */
      if (sqlite3_column_bytes (statement, 0) == FAR_ID_LEN && !_far_store_is_private (self, pos))
        g_array_append_vals (ids, sqlite3_column_blob (statement, 0), 1);
    }
  if (statement != NULL)
    sqlite3_reset (statement);

  return ids;
}

FarVerdict
far_store_put_blob (FarStore *self,
                    const guint8 id[static FAR_ID_LEN],
                    const guint8 *blob,
                    gsize len,
                    GError **error)
{
  sqlite3_stmt *statement;
  guint8 hash[FAR_HASH_LEN];
  gboolean missing;
  FarPos pos;
  FarRow row;

  g_assert (self->in_batch);

  if (!far_store_find_id (self, id, &pos))
    return FAR_VERDICT_KNOWN;
  if (!far_store_read_pos (self, pos, &row, error))
    return FAR_VERDICT_FAILED;
  if (row.blob != NULL)
    return FAR_VERDICT_KNOWN;

  far_blob_hash (blob, len, hash);
  if (len != row.blob_len || memcmp (hash, row.hash, FAR_HASH_LEN) != 0)
    return FAR_VERDICT_INVALID;
  if (!_far_store_is_missing (self, row.n, &missing, error))
    return FAR_VERDICT_FAILED;
  if (!missing)
    return FAR_VERDICT_KNOWN;

  statement = far_store_statement (self, "UPDATE entry SET blob = ?, hash = NULL WHERE n = ?");
  if (statement == NULL)
    {
      far_store_fail (self, error);
      return FAR_VERDICT_FAILED;
    }
  sqlite3_bind_blob (statement, 1, blob, len, SQLITE_STATIC);
  sqlite3_bind_int64 (statement, 2, row.n);
  if (!_far_store_step (self, statement, error) ||
      !run_on (self, "DELETE FROM missing WHERE n = ?", row.n, error))
    return FAR_VERDICT_FAILED;

  row.blob = blob;
  if (!_far_store_build_words (self, &row, error))
    return FAR_VERDICT_FAILED;
  if (row.kind == FAR_KIND_ERASE)
    {
      FarPayload payload;
      Erasure *erasure = NULL;

      if (!load_all (self, error))
        return FAR_VERDICT_FAILED;
      for (guint i = 0; i < self->erasures->all->len && erasure == NULL; i++)
        {
          Erasure *at = g_ptr_array_index (self->erasures->all, i);

          erasure = at->n == row.n ? at : NULL;
        }
      if (erasure != NULL && far_row_parse (&row, &payload))
        {
          take_names (self->erasures, erasure, &payload);
          take_subject (self, erasure, &payload);
          g_array_append_val (self->erasures->arrived, row.n);
        }
    }

  return FAR_VERDICT_ACCEPTED;
}

/* ---- telling */

gboolean
far_store_count_erased (FarStore *self, FarPos pos, guint *out, GError **error)
{
  g_autoptr (GHashTable) named = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (GHashTable) subjects = g_hash_table_new (NULL, NULL);
  GHashTableIter iter;
  gpointer key;
  gint64 n;

  *out = 0;
  if (!load_all (self, error) || !_far_store_find_n (self, pos, &n, error))
    return FALSE;

  for (guint i = 0; i < self->erasures->all->len; i++)
    {
      const Erasure *erasure = g_ptr_array_index (self->erasures->all, i);

      if (erasure->n != n)
        continue;
      if (erasure->subject != 0)
        g_hash_table_add (subjects, GUINT_TO_POINTER (erasure->subject));
      if (!add_named (self, erasure, named, error) ||
          !add_by_subject (self, subjects, named, error))
        return FALSE;
    }

  g_hash_table_iter_init (&iter, named);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      FarErasable entry;
      gint64 by;
      FarRow row;

      if (!far_store_read (self, *(const gint64 *)key, &row, error))
        return FALSE;
      entry = erasable (&row);
      if (!_far_store_find_erasure (self, &entry, &by, error))
        return FALSE;
      *out += by != 0;
    }

  return TRUE;
}

gboolean
far_store_find_subject_erasure (FarStore *self, guint32 person, FarPos *out)
{
  FarErasable entry = { .kind = FAR_KIND_RECORD_FIRST, .subject = person };
  GPtrArray *same;

  if (person == 0 || !self->erasures->any || !load_all (self, NULL))
    return FALSE;

  same = g_hash_table_lookup (self->erasures->by_subject, GUINT_TO_POINTER (person));
  for (guint i = same != NULL ? same->len : 0; i-- > 0;)
    {
      Erasure *erasure = g_ptr_array_index (same, i);
      gboolean right;

      if (has_right (self, erasure, &entry, &right, NULL) && right)
        {
          *out = erasure->pos;
          return TRUE;
        }
    }

  return FALSE;
}
