/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How much of what one device writes has effect: of some kinds the first FAR_CHAIN_KIND_MAX entries
 * along its chain.
 *
 * Headers alone tell, so that it comes out the same in every order of arrival and whatever was
 * erased.  Other kinds are bounded where they are read (sync/collective/far-collective-seen.c). */

#define G_LOG_DOMAIN "far-store"

#include "far-store-private.h"

#include <string.h>

static const guint8 counted_kinds[] = {
  FAR_KIND_ERASE,   FAR_KIND_COLLECTIVE, FAR_KIND_PERSON,       FAR_KIND_LINE,      FAR_KIND_ROTA,
  FAR_KIND_BATON,   FAR_KIND_REASON,     FAR_KIND_THING,        FAR_KIND_HOLIDAYS,  FAR_KIND_CHILD,
  FAR_KIND_BOOKING, FAR_KIND_HAZARD,     FAR_KIND_AVAILABILITY, FAR_KIND_FAIR_PLAN, FAR_KIND_RIDE,
  FAR_KIND_PLACE,   FAR_KIND_SKILL,      FAR_KIND_HELP,         FAR_KIND_HOURS,     FAR_KIND_FAULT
};
G_STATIC_ASSERT (G_N_ELEMENTS (counted_kinds) == FAR_COUNTED_KINDS);

static int
find_slot (guint kind)
{
  for (guint i = 0; i < FAR_COUNTED_KINDS; i++)
    if (counted_kinds[i] == kind)
      return i;

  return -1;
}

/* What a branch goes on from. */
static gboolean
count_base (FarStore *self, FarLog *log, GError **error)
{
  memset (log->counts, 0, sizeof log->counts);
  for (FarPos base = log->base; base.log != 0; base = far_store_peek_log (self, base.log)->base)
    {
      sqlite3_stmt *statement = far_store_statement (
          self, "SELECT kind, count (*) FROM entry WHERE log = ? AND seq <= ? GROUP BY kind");
      int code;

      if (statement == NULL)
        return far_store_fail (self, error);
      sqlite3_bind_int64 (statement, 1, base.log);
      sqlite3_bind_int64 (statement, 2, base.seq);
      while ((code = sqlite3_step (statement)) == SQLITE_ROW)
        {
          int slot = find_slot (sqlite3_column_int (statement, 0));

          if (slot >= 0)
            log->counts[slot].n += sqlite3_column_int64 (statement, 1);
        }
      if (code != SQLITE_DONE)
        far_store_fail (self, error);
      sqlite3_reset (statement);
      if (code != SQLITE_DONE)
        return FALSE;
    }

  for (guint i = 0; i < FAR_COUNTED_KINDS; i++)
    if (log->counts[i].n >= FAR_CHAIN_KIND_MAX)
      log->counts[i].last = log->base.seq;

  return TRUE;
}

gboolean
_far_store_count (FarStore *self, const FarRow *row, GError **error)
{
  FarLog *log = _far_store_log (self, row->pos.log);
  int slot = find_slot (row->kind);

  if (log->base.log != 0 && row->pos.seq == log->base.seq + 1 && !count_base (self, log, error))
    return FALSE;

  if (slot >= 0 && ++log->counts[slot].n == FAR_CHAIN_KIND_MAX)
    log->counts[slot].last = row->pos.seq;

  return TRUE;
}

gboolean
far_store_has_effect (const FarStore *self, FarPos pos, guint kind)
{
  int slot = find_slot (kind);
  guint32 last = slot < 0 ? 0 : far_store_peek_log (self, pos.log)->counts[slot].last;

  return last == 0 || pos.seq <= last;
}

guint
far_store_count_kind (const FarStore *self, guint32 log, guint kind)
{
  int slot = find_slot (kind);

  return slot < 0 ? 0 : far_store_peek_log (self, log)->counts[slot].n;
}

void
_far_store_reset_counts (FarStore *self)
{
  for (guint32 i = 1; i <= self->logs->len; i++)
    {
      FarLog *log = _far_store_log (self, i);

      memset (log->counts, 0, sizeof log->counts);
    }
}

void
_far_store_keep_counts (FarStore *self)
{
  for (guint32 i = 1; i <= self->logs->len; i++)
    if (far_store_peek_log (self, i)->head_seq > far_store_peek_log (self, i)->base.seq)
      g_array_index (self->log_dirty, guint8, i - 1) = 1;
}

GByteArray *
_far_store_pack_counts (const FarLog *log)
{
  GByteArray *out = g_byte_array_new ();

  for (guint i = 0; i < FAR_COUNTED_KINDS; i++)
    {
      if (log->counts[i].n == 0)
        continue;
      far_put_u8 (out, counted_kinds[i]);
      far_put_varint (out, log->counts[i].n);
      far_put_varint (out, log->counts[i].last);
    }

  return out;
}

gboolean
_far_store_load_counts (FarLog *log, const guint8 *packed, gsize len)
{
  FarReader reader = far_reader (packed, len);

  while (far_reader_left (&reader) > 0)
    {
      int slot = find_slot (far_reader_u8 (&reader));
      guint64 n = far_reader_varint (&reader);
      guint64 last = far_reader_varint (&reader);

      if (slot < 0 || n > G_MAXUINT32 || last > n + log->head_seq)
        return FALSE;
      log->counts[slot] = (FarChainCount){ n, last };
    }

  return far_reader_done (&reader);
}
