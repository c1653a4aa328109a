/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Forks: two entries of one device with the same seq.
 *
 * Both are kept, each branch as a log of its own, because others' entries may refer to either, and
 * because both together prove that the key was used twice.  From the first such seq on nothing
 * that the device said counts, whichever branch came first.
 *
 * A copied data folder, or one set back to an older state, would do that to an honest person.  So
 * the machine that meets entries of its own key which it did not write gives the key up, and keeps
 * to itself what it has not yet shown to anybody. */

#define G_LOG_DOMAIN "far-store"

#include "far-store-private.h"

#include <string.h>

#define META_STALE "own-stale"
#define META_SHARED "own-shared"
#define FORMER_LEN (FAR_KEY_LEN + 4)

/* ---- branches */

void
_far_store_clear_branches (FarStore *self)
{
  g_hash_table_remove_all (self->branches);
}

void
_far_store_put_branch (FarStore *self, FarLog *log)
{
  GArray *logs = g_hash_table_lookup (self->branches, log->device);

  if (logs == NULL)
    {
      logs = g_array_new (FALSE, FALSE, sizeof (guint32));
      g_hash_table_insert (self->branches, g_memdup2 (log->device, FAR_KEY_LEN), logs);
    }
  g_array_append_val (logs, log->log);
}

static guint
get_n_branches (const FarStore *self, const guint8 *device)
{
  const GArray *logs = NULL;

  /* asked for each entry that comes in */
  if (g_hash_table_size (self->branches) > 0)
    logs = g_hash_table_lookup (self->branches, device);

  return logs != NULL ? logs->len : 0;
}

static FarLog *
get_branch (const FarStore *self, const guint8 *device, guint i)
{
  const GArray *logs = g_hash_table_lookup (self->branches, device);

  return _far_store_log ((FarStore *)self, g_array_index (logs, guint32, i));
}

static gboolean
is_held (const FarLog *log)
{
  return far_log_get_end (log) > log->base.seq;
}

guint32
_far_store_add_branch (FarStore *self, FarPos base)
{
  const FarLog *from = far_store_peek_log (self, base.log);
  guint n = get_n_branches (self, from->device);
  FarLog *log;

  /* one that a stream opened and never filled */
  for (guint i = 0; i < n; i++)
    {
      log = get_branch (self, from->device, i);
      if (log->head_seq == base.seq && !log->is_open && far_pos_equal (log->base, base))
        {
          log->is_open = TRUE;
          return log->log;
        }
    }

  if (n >= FAR_BRANCHES_MAX || self->logs->len >= FAR_LOGS_MAX)
    return 0;

  log = _far_store_add_log (self, from->device, base);
  log->is_open = TRUE;
  log->key_is_good = from->key_is_good;
  log->head_seq = base.seq;
  log->signed_seq = base.seq;
  log->fork_seq = from->fork_seq;
  /* not what its base has: that may be private from there on */
  if (self->governance != NULL)
    _far_store_apply_cut (self, log);

  return log->log;
}

void
_far_store_release_branch (FarStore *self, guint32 log)
{
  if (log <= self->logs->len)
    _far_store_log (self, log)->is_open = FALSE;
}

guint32
_far_store_find_branch (FarStore *self, FarPos base, const guint8 *id)
{
  const guint8 *device = far_store_peek_log (self, base.log)->device;

  for (guint i = 0; i < get_n_branches (self, device); i++)
    {
      const FarLog *log = get_branch (self, device, i);
      guint8 held[FAR_ID_LEN];

      if (far_pos_equal (log->base, base) && log->head_seq > base.seq &&
          far_store_get_id (self, (FarPos){ log->log, base.seq + 1 }, held, NULL) &&
          memcmp (held, id, FAR_ID_LEN) == 0)
        return log->log;
    }

  return 0;
}

guint32
_far_store_find_leaf (const FarStore *self, const guint8 *device, gboolean *is_forked)
{
  guint32 first = far_store_find_log (self, device);
  guint32 leaf = first != 0 && far_store_is_leaf (self, first) ? first : 0;

  *is_forked = FALSE;
  for (guint i = 0; i < get_n_branches (self, device); i++)
    {
      guint32 log = get_branch (self, device, i)->log;

      if (far_store_is_leaf (self, log))
        {
          *is_forked = leaf != 0;
          if (*is_forked)
            return first;
          leaf = log;
        }
    }

  return leaf != 0 ? leaf : first;
}

guint32
_far_store_find_signed_branch (const FarStore *self, guint32 number, guint32 seq)
{
  const guint8 *device = far_store_peek_log (self, number)->device;

  for (guint i = 0; i < get_n_branches (self, device); i++)
    {
      const FarLog *log = get_branch (self, device, i);
      guint32 found = 0;

      if (log->base.log != number || log->base.seq < seq || !is_held (log))
        continue;
      if (MIN (log->signed_seq, far_log_get_end (log)) > log->base.seq)
        return log->log;
      found = _far_store_find_signed_branch (self, log->log, log->base.seq);
      if (found != 0)
        return found;
    }

  return 0;
}

guint32
_far_store_get_reach (const FarStore *self, const guint8 *device)
{
  const FarLog *first = g_hash_table_lookup (self->log_by_key, device);
  guint32 reach = first != NULL ? first->head_seq : 0;

  for (guint i = 0; i < get_n_branches (self, device); i++)
    reach = MAX (reach, get_branch (self, device, i)->head_seq);

  return reach;
}

FarPos
far_store_on_chain (const FarStore *self, guint32 number, guint32 seq)
{
  const FarLog *log = far_store_peek_log (self, number);

  while (log->base.log != 0 && seq <= log->base.seq)
    {
      number = log->base.log;
      log = far_store_peek_log (self, number);
    }

  return (FarPos){ number, seq };
}

gboolean
far_store_is_leaf (const FarStore *self, guint32 number)
{
  const FarLog *log = far_store_peek_log (self, number);

  for (guint i = 0; i < get_n_branches (self, log->device); i++)
    {
      const FarLog *other = get_branch (self, log->device, i);

      if (other->base.log == number && other->base.seq == far_log_get_end (log) && is_held (other))
        return FALSE;
    }

  return is_held (log);
}

static gboolean
is_at (FarStore *self, guint32 number, guint32 seq, const guint8 *prefix)
{
  const FarLog *log = far_store_peek_log (self, number);
  guint8 id[FAR_ID_LEN];

  return seq > log->base.seq && seq <= log->head_seq &&
         far_store_get_id (self, (FarPos){ number, seq }, id, NULL) &&
         memcmp (id, prefix, FAR_ID_PREFIX_LEN) == 0;
}

FarPos
far_store_locate (FarStore *self,
                  const guint8 device[static FAR_KEY_LEN],
                  guint32 seq,
                  const guint8 prefix[static FAR_ID_PREFIX_LEN])
{
  guint32 first = far_store_find_log (self, device);

  if (first != 0 && is_at (self, first, seq, prefix))
    return (FarPos){ first, seq };

  for (guint i = 0; first != 0 && i < get_n_branches (self, device); i++)
    {
      guint32 log = get_branch (self, device, i)->log;

      if (is_at (self, log, seq, prefix))
        return (FarPos){ log, seq };
    }

  return (FarPos){ 0, 0 };
}

/* Whether what others may know of goes on after @branch's base in another log too. */
static gboolean
is_fork (const FarStore *self, const FarLog *branch)
{
  if (!is_held (branch))
    return FALSE;
  if (far_log_get_end (far_store_peek_log (self, branch->base.log)) > branch->base.seq)
    return TRUE;

  for (guint i = 0; i < get_n_branches (self, branch->device); i++)
    {
      const FarLog *other = get_branch (self, branch->device, i);

      if (other != branch && is_held (other) && far_pos_equal (other->base, branch->base))
        return TRUE;
    }

  return FALSE;
}

gboolean
_far_store_has_branch_at (const FarStore *self, FarPos base)
{
  const guint8 *device = far_store_peek_log (self, base.log)->device;

  for (guint i = 0; i < get_n_branches (self, device); i++)
    if (far_pos_equal (get_branch (self, device, i)->base, base))
      return TRUE;

  return FALSE;
}

static void
set_fork_seq (FarStore *self, FarLog *log, guint32 seq)
{
  log->fork_seq = seq;
  if (self->governance != NULL)
    _far_store_apply_cut (self, log);
}

void
_far_store_find_fork (FarStore *self, const guint8 *device)
{
  FarLog *first = g_hash_table_lookup (self->log_by_key, device);
  guint32 seq = 0;

  for (guint i = 0; i < get_n_branches (self, device); i++)
    {
      const FarLog *branch = get_branch (self, device, i);

      if (is_fork (self, branch) && (seq == 0 || branch->base.seq + 1 < seq))
        seq = branch->base.seq + 1;
    }

  if (first == NULL || first->fork_seq == seq)
    return;

  set_fork_seq (self, first, seq);
  for (guint i = 0; i < get_n_branches (self, device); i++)
    set_fork_seq (self, get_branch (self, device, i), seq);

  /* its acts may count no more */
  g_clear_pointer (&self->governance, far_governance_unref);
}

/* ---- the own log */

static gboolean
set_number (FarStore *self, const char *key, guint32 number, GError **error)
{
  guint8 bytes[4];
  g_autoptr (GBytes) value = NULL;

  far_set_u32 (bytes, number);
  value = g_bytes_new (bytes, sizeof bytes);

  return far_store_set_meta (self, key, value, error);
}

/* 0 if it is not there. */
static gboolean
get_number (FarStore *self, const char *key, guint32 *out, GError **error)
{
  g_autoptr (GBytes) value = NULL;
  FarReader reader;

  *out = 0;
  if (!_far_store_read_meta (self, key, &value, error))
    return FALSE;
  if (value == NULL)
    return TRUE;
  reader = far_reader (g_bytes_get_data (value, NULL), g_bytes_get_size (value));
  *out = far_reader_u32 (&reader);

  return TRUE;
}

static gboolean
no_room (GError **error)
{
  g_set_error (error, FAR_STORE_ERROR, FAR_STORE_ERROR_LIMIT, "too many devices");

  return FALSE;
}

gboolean
_far_store_load_own (FarStore *self, GError **error)
{
  guint32 stale; /* 1 + the last that was written here */

  if (!get_number (self, META_STALE, &stale, error) ||
      !get_number (self, META_SHARED, &self->own_shared, error))
    return FALSE;
  self->own_is_stale = stale != 0;
  self->own = self->has_own ? far_store_intern_log (self, self->own_device) : 0;

  return !self->has_own || self->own != 0 || no_room (error);
}

gboolean
far_store_set_own (FarStore *self, const guint8 device[static FAR_KEY_LEN], GError **error)
{
  self->has_own = TRUE;
  memcpy (self->own_device, device, FAR_KEY_LEN);

  return _far_store_load_own (self, error);
}

gboolean
far_store_own_is_stale (const FarStore *self)
{
  return self->own != 0 &&
         (self->own_is_stale || far_store_peek_log (self, self->own)->fork_seq != 0);
}

static gboolean
set_stale (FarStore *self, GError **error)
{
  self->own_is_stale = TRUE;

  return set_number (self, META_STALE, 1 + far_store_peek_log (self, self->own)->head_seq, error);
}

gboolean
_far_store_is_private (const FarStore *self, FarPos pos)
{
  guint32 from = far_store_peek_log (self, pos.log)->private_from;

  return from != 0 && pos.seq >= from;
}

gboolean
_far_store_reveal_own (FarStore *self, GError **error)
{
  for (guint i = 0; i < self->logs->len; i++)
    {
      FarLog *log = g_ptr_array_index (self->logs, i);

      if (log->private_from == 0)
        continue;
      log->private_from = 0;
      g_array_index (self->log_dirty, guint8, i) = 1;
      _far_store_find_fork (self, log->device);
    }
  g_clear_pointer (&self->governance, far_governance_unref);

  return _far_store_rebuild_records (self, error);
}

/* What this machine wrote from @from on exists for nobody else. */
static gboolean
keep_private (FarStore *self, FarLog *own, guint32 from, GError **error)
{
  own->private_from = from;
  g_array_index (self->log_dirty, guint8, own->log - 1) = 1;
  _far_store_find_fork (self, own->device);
  g_clear_pointer (&self->governance, far_governance_unref);

  return _far_store_rebuild_records (self, error);
}

gboolean
_far_store_note_own (FarStore *self, const FarArrival *arrival, GError **error)
{
  const FarLog *log = far_store_peek_log (self, arrival->pos.log);
  FarLog *own = _far_store_log (self, self->own);

  /* whoever brings it has it */
  if (arrival->pos.log == self->own && !_far_store_note_shared (self, arrival->pos.seq, error))
    return FALSE;

  /* where the own entries went another way, and nobody has heard of that, the others' way is taken
   */
  if (log->base.log == self->own && log->head_seq == log->base.seq && own->private_from == 0 &&
      self->own_shared <= log->base.seq && !keep_private (self, own, log->base.seq + 1, error))
    return FALSE;

  if (!self->own_is_stale)
    g_info ("the own key is in use elsewhere: entry %u came from there", arrival->pos.seq);

  return self->own_is_stale || set_stale (self, error);
}

gboolean
far_store_give_up_own (FarStore *self, const guint8 device[static FAR_KEY_LEN], GError **error)
{
  /* a session may have begun under keys that were given up since */
  if (self->own == 0 || self->own_is_stale || memcmp (device, self->own_device, FAR_KEY_LEN) != 0)
    return TRUE;

  g_info ("the own key is in use elsewhere: somebody called with it");
  if (!far_store_begin (self, error))
    return FALSE;
  if (set_stale (self, error))
    return far_store_commit (self, error);
  far_store_rollback (self);

  return FALSE;
}

gboolean
_far_store_note_shared (FarStore *self, guint32 seq, GError **error)
{
  gboolean alone = !self->in_batch;

  if (seq <= self->own_shared)
    return TRUE;

  if (alone && !far_store_begin (self, error))
    return FALSE;
  self->own_shared = seq;
  if (!set_number (self, META_SHARED, seq, error))
    {
      if (alone)
        far_store_rollback (self);
      return FALSE;
    }

  return !alone || far_store_commit (self, error);
}

/* Of each log given up its key and the last seq that is still to be looked at, in order.
 * Returns: (transfer full): NULL with @error */
static GByteArray *
load_former (FarStore *self, GError **error)
{
  g_autoptr (GBytes) value = NULL;
  GByteArray *former;

  if (!_far_store_read_meta (self, META_FORMER, &value, error))
    return NULL;

  former = g_byte_array_new ();
  if (value != NULL && g_bytes_get_size (value) % FORMER_LEN == 0)
    far_put (former, g_bytes_get_data (value, NULL), g_bytes_get_size (value));

  return former;
}

static gboolean
store_former (FarStore *self, const GByteArray *former, GError **error)
{
  g_autoptr (GBytes) value = g_bytes_new (former->data, former->len);

  return far_store_set_meta (self, META_FORMER, value, error);
}

/* The last entry that was written here under the own key. */
static gboolean
get_last_own (FarStore *self, guint32 *out, GError **error)
{
  guint32 stale;

  if (!get_number (self, META_STALE, &stale, error))
    return FALSE;

  *out = stale > 0 ? stale - 1 : far_store_peek_log (self, self->own)->head_seq;

  return TRUE;
}

static void
put_former (GByteArray *former, const guint8 *device, guint32 last)
{
  far_put (former, device, FAR_KEY_LEN);
  g_byte_array_set_size (former, former->len + 4);
  far_set_u32 (former->data + former->len - 4, last);
}

gboolean
_far_store_list_former (FarStore *self, GByteArray **out, GError **error)
{
  g_autoptr (GByteArray) former = load_former (self, error);
  guint32 last;

  if (former == NULL)
    return FALSE;
  if (far_store_own_is_stale (self))
    {
      if (!get_last_own (self, &last, error))
        return FALSE;
      put_former (former, self->own_device, last);
    }
  *out = g_steal_pointer (&former);

  return TRUE;
}

/* The last own entry that others may be shown: the first from what they were shown on that has a
 * signature. */
static gboolean
find_shown (FarStore *self, const FarLog *own, guint32 *out, GError **error)
{
  FarRow row;

  for (*out = self->own_shared; *out > 0 && *out < own->head_seq; ++*out)
    {
      if (!far_store_read_pos (self, (FarPos){ own->log, *out }, &row, error))
        return FALSE;
      if (row.sig != NULL)
        break;
    }

  return TRUE;
}

gboolean
far_store_renew_own (FarStore *self, const guint8 device[static FAR_KEY_LEN], GError **error)
{
  FarLog *own = _far_store_log (self, self->own);
  g_autoptr (GByteArray) former = NULL;
  guint32 shown;
  guint32 last;

  g_return_val_if_fail (self->in_batch && self->own != 0, FALSE);

  if (!get_last_own (self, &last, error) || !find_shown (self, own, &shown, error))
    return FALSE;

  /* from here on it is a log like any other, and would be sent as one: what nobody has heard of it
   * may stand where the other machine wrote something else */
  if (own->private_from == 0 && last > shown && last == own->head_seq &&
      !keep_private (self, own, shown + 1, error))
    return FALSE;

  former = load_former (self, error);
  if (former == NULL)
    return FALSE;
  put_former (former, self->own_device, last);

  return store_former (self, former, error) && set_number (self, META_STALE, 0, error) &&
         set_number (self, META_SHARED, 0, error) && far_store_set_own (self, device, error);
}

gboolean
far_store_find_lost (FarStore *self, FarLost *out)
{
  g_autoptr (GByteArray) former = load_former (self, NULL);

  for (guint at = 0; former != NULL && at < former->len; at += FORMER_LEN)
    {
      FarReader reader = far_reader (former->data + at, FORMER_LEN);
      const FarLog *log;
      guint32 last;

      out->log = far_store_find_log (self, far_reader_bytes (&reader, FAR_KEY_LEN));
      log = far_store_peek_log (self, out->log);
      out->first = log->private_from != 0 ? log->private_from : log->fork_seq;
      if (log->private_from != 0 && log->fork_seq != 0)
        out->first = MIN (log->private_from, log->fork_seq);
      last = far_reader_u32 (&reader);
      out->last = MIN (last, log->head_seq);
      if (out->first != 0 && out->first <= out->last)
        return TRUE;
    }

  return FALSE;
}

/* What is before may turn out to be lost too. */
gboolean
_far_store_was_written_anew (FarStore *self, FarPos pos)
{
  g_autoptr (GByteArray) former = load_former (self, NULL);
  const guint8 *device = far_store_peek_log (self, pos.log)->device;

  for (guint at = 0; former != NULL && at < former->len; at += FORMER_LEN)
    {
      FarReader reader = far_reader (former->data + at, FORMER_LEN);

      if (memcmp (far_reader_bytes (&reader, FAR_KEY_LEN), device, FAR_KEY_LEN) == 0)
        return pos.seq > far_reader_u32 (&reader);
    }

  return FALSE;
}

gboolean
far_store_forget_lost (FarStore *self, const FarLost *lost, GError **error)
{
  g_autoptr (GByteArray) former = load_former (self, error);
  const guint8 *device = far_store_peek_log (self, lost->log)->device;

  if (former == NULL)
    return FALSE;
  for (guint at = 0; at < former->len; at += FORMER_LEN)
    if (memcmp (former->data + at, device, FAR_KEY_LEN) == 0)
      far_set_u32 (former->data + at + FAR_KEY_LEN, lost->first - 1);

  return store_former (self, former, error);
}
