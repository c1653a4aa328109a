/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What was settled and has turned all the same.
 *
 * That is looked for at the end of each batch, beside what the batch before had left: an act that
 * counted, or was struck, for good, as far as this machine and most members had heard, and does the
 * opposite now.  Each machine notes it for itself, since whether it was settled hangs on what had
 * arrived where. */

#define G_LOG_DOMAIN "far-store"

#include "far-store-private.h"

#include <string.h>

#define META_TURNED "turned"
#define TURNED_LEN (FAR_ID_LEN + 1 + 4 + 4)

static gboolean
counts (const FarGovernance *gov, guint32 act)
{
  return far_governance_get_verdict (gov, act) == FAR_ACT_COUNTS;
}

static gboolean
decides_something (FarKind kind)
{
  return kind == FAR_KIND_ADMIT || kind == FAR_KIND_DEVICE_ADD || kind == FAR_KIND_DEVICE_REVOKE ||
         kind == FAR_KIND_REMOVE || kind == FAR_KIND_LEAVE || kind == FAR_KIND_TERM ||
         kind == FAR_KIND_RULES;
}

/* Whether some entry of @log had @act in its past, at the end of the batch before. */
static gboolean
had_heard (FarStore *self, guint32 log, guint32 act)
{
  return log != 0 && log <= self->know_before->len &&
         far_know_has (self->know, g_array_index (self->know_before, guint32, log - 1), act);
}

static gboolean
most_had_heard (FarStore *self, guint32 act)
{
  g_autoptr (GHashTable) members = g_hash_table_new (far_id_hash, far_record_id_equal);
  guint n;
  const FarGovDevice *devices = far_governance_peek_devices (self->before, &n);

  for (guint i = 0; i < n; i++)
    if (devices[i].active && had_heard (self, far_store_find_log (self, devices[i].key), act))
      g_hash_table_add (members, (gpointer)devices[i].member);

  return 2 * g_hash_table_size (members) > far_governance_get_n_active (self->before);
}

static gboolean
was_settled (FarStore *self, guint32 act)
{
  FarActVerdict verdict = far_governance_get_verdict (self->before, act);
  guint32 heard = act;

  if (far_governance_get_provisional (self->before, act))
    return FALSE;
  if (verdict == FAR_ACT_STRUCK)
    heard = far_governance_get_struck_by (self->before, act);
  else if (verdict != FAR_ACT_COUNTS)
    return FALSE;

  return had_heard (self, self->own, heard) && most_had_heard (self, heard);
}

static gboolean
has_turned (FarStore *self, guint32 act)
{
  const FarStoredAct *stored = g_ptr_array_index (self->acts, act);

  return decides_something (stored->act.kind) &&
         far_governance_get_verdict (self->governance, act) != FAR_ACT_OUTSIDE &&
         counts (self->before, act) != counts (self->governance, act) && was_settled (self, act);
}

static void
put_turned (FarStore *self, GByteArray *out, guint32 act)
{
  const FarStoredAct *stored = g_ptr_array_index (self->acts, act);
  guint8 packed[TURNED_LEN];

  memcpy (packed, stored->act.id, FAR_ID_LEN);
  packed[FAR_ID_LEN] = counts (self->before, act);
  far_set_u32 (packed + FAR_ID_LEN + 1, self->own);
  far_set_u32 (packed + FAR_ID_LEN + 5, far_store_peek_log (self, self->own)->head_seq);
  g_byte_array_append (out, packed, sizeof packed);
}

gboolean
_far_store_note_turned (FarStore *self, GError **error)
{
  g_autoptr (GByteArray) turned = NULL;
  g_autoptr (GBytes) kept = NULL;
  g_autoptr (GBytes) value = NULL;

  if (self->before == NULL || self->own == 0 || far_store_peek_governance (self) == self->before)
    return TRUE;

  for (guint32 act = 0; act < self->acts->len; act++)
    if (has_turned (self, act))
      {
        if (turned == NULL)
          turned = g_byte_array_new ();
        put_turned (self, turned, act);
      }
  if (turned == NULL)
    return TRUE;

  if (!_far_store_read_meta (self, META_TURNED, &kept, error))
    return FALSE;
  if (kept != NULL)
    g_byte_array_prepend (turned, g_bytes_get_data (kept, NULL), g_bytes_get_size (kept));
  if (turned->len > FAR_TURNED_MAX * TURNED_LEN)
    g_byte_array_remove_range (turned, 0, turned->len - FAR_TURNED_MAX * TURNED_LEN);
  value = g_bytes_new (turned->data, turned->len);

  return far_store_set_meta (self, META_TURNED, value, error);
}

void
_far_store_remember_settled (FarStore *self)
{
  g_clear_pointer (&self->before, far_governance_unref);
  if (self->governance != NULL)
    self->before = far_governance_ref (self->governance);

  g_array_set_size (self->know_before, 0);
  for (guint i = 0; i < self->logs->len; i++)
    g_array_append_val (self->know_before, far_store_peek_log (self, i + 1)->know);
}

/* When this machine wrote its next entry, which is soon: a WITNESS of what turned it. */
static gint64
find_noticed (FarStore *self, FarPos pos)
{
  FarRow row;

  pos.seq++;
  if (pos.log == 0 || pos.log > self->logs->len ||
      far_store_peek_log (self, pos.log)->head_seq < pos.seq ||
      !far_store_read_pos (self, pos, &row, NULL))
    return G_MAXINT64;

  return row.time_ms;
}

static void
take_member (FarStore *self, const FarAct *act, guint8 out[static FAR_RECORD_ID_LEN])
{
  const FarGovDevice *device = NULL;

  memcpy (out, act->member, FAR_RECORD_ID_LEN);
  if (act->kind == FAR_KIND_DEVICE_REVOKE)
    device = far_governance_find_device (far_store_peek_governance (self), act->device);
  else if (act->kind == FAR_KIND_LEAVE)
    device = far_governance_find_device (far_store_peek_governance (self), act->author);
  if (device != NULL)
    memcpy (out, device->member, FAR_RECORD_ID_LEN);
}

GArray *
far_store_list_turned (FarStore *self)
{
  GArray *out = g_array_new (FALSE, FALSE, sizeof (FarTurned));
  g_autoptr (GBytes) value = far_store_dup_meta (self, META_TURNED);
  const FarGovernance *gov = far_store_peek_governance (self);
  FarReader reader;

  if (value == NULL)
    return out;

  reader = far_reader (g_bytes_get_data (value, NULL), g_bytes_get_size (value));
  while (far_reader_left (&reader) >= TURNED_LEN)
    {
      const guint8 *id = far_reader_bytes (&reader, FAR_ID_LEN);
      gboolean counted = far_reader_u8 (&reader) != 0;
      guint32 log = far_reader_u32 (&reader);
      FarPos own = { log, far_reader_u32 (&reader) };
      guint32 act = far_governance_find_act (gov, id);
      FarTurned turned = { .act = act };
      const FarStoredAct *stored;

      /* it may have turned back */
      if (act == FAR_ACT_NONE || counts (gov, act) == counted)
        continue;

      stored = g_ptr_array_index (self->acts, act);
      turned.kind = stored->act.kind;
      turned.noticed_ms = find_noticed (self, own);
      take_member (self, &stored->act, turned.member);
      g_array_append_val (out, turned);
    }

  return out;
}
