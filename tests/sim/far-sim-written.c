/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What honest people wrote, on which machine, and what became of it: nothing of it is lost, whoever
 * copied which folder, and nobody who is honest is taken for a liar. */

#define G_LOG_DOMAIN "far-sim"

#include "far-sim-private.h"

#include <string.h>

#include "far-kind-schema.h"

/* One entry. */
typedef struct
{
  guint8 id[FAR_ID_LEN];
  guint n_set_back;           /* how often that was by then */
  guint writer;               /* the machine's number */
  guint8 said[FAR_HASH_LEN];  /* what stays the same when it is written anew */
  guint8 place[FAR_HASH_LEN]; /* and when that is erased */
  gboolean is_worth_it;       /* it would be */
  gboolean is_left_out;       /* its words were not there when its time came */
} Written;

/* ---- keys */

void
far_sim_note_key (FarSim *self, FarSimDevice *device)
{
  g_hash_table_insert (self->keys, g_memdup2 (device->me.device, FAR_KEY_LEN), NULL);
}

void
far_sim_note_copied (FarSim *self, const guint8 *key)
{
  g_hash_table_insert (self->keys, g_memdup2 (key, FAR_KEY_LEN), GINT_TO_POINTER (TRUE));
}

void
far_sim_note_given_up (FarSim *self, FarSimDevice *device)
{
  gpointer is_copied = NULL;

  g_hash_table_lookup_extended (self->keys, device->me.device, NULL, &is_copied);
  if (!is_copied)
    far_sim_fail (self, "copy", "%s gives up keys that nobody else has", device->name);
}

/* ---- what was said */

/* Ids follow from the place where an entry stands, and change with it. */
static gboolean
hash_said (const FarRow *row, const guint8 *member, guint8 out[static FAR_HASH_LEN])
{
  FarPayload payload;
  FarHash hash;

  far_hash_init (&hash, "far1 sim said", FAR_HASH_LEN);
  far_hash_u32 (&hash, row->kind);
  far_hash_u64 (&hash, row->time_ms);
  far_hash_update (&hash, member, FAR_RECORD_ID_LEN);
  if (!far_row_parse (row, &payload))
    {
      far_hash_finish (&hash, out, FAR_HASH_LEN);
      return FALSE;
    }

  /* it names more when it is written anew: where the words were, and where they are */
  for (guint i = 0; i < payload.schema->n_fields && row->kind != FAR_KIND_ERASE; i++)
    {
      const FarField *field = &payload.schema->fields[i];
      const FarValue *value = &payload.values[field->key];
      gboolean is_id = field->type == FAR_TYPE_BYTES || field->type == FAR_TYPE_IDS;

      /* a note is written anew for nobody: it was sealed under the lost name */
      if (!far_payload_has (&payload, field->key) ||
          (row->kind == FAR_KIND_NOTE && field->key == FAR_NOTE_READERS))
        continue;
      far_hash_u32 (&hash, field->key);
      far_hash_u64 (&hash, value->num);
      if (!is_id && field->type != FAR_TYPE_INT)
        far_hash_update (&hash, value->bytes, value->len);
    }
  far_hash_finish (&hash, out, FAR_HASH_LEN);

  /* and not at all for an outing: it is sealed again */
  if (row->kind == FAR_KIND_NOTE && far_payload_has (&payload, FAR_NOTE_DAY))
    return FALSE;
  /* nor what is noted of hours: only the lost name opens it */
  if (row->kind == FAR_KIND_HOURS && far_payload_has (&payload, FAR_HOURS_BODY))
    return FALSE;

  return row->kind >= FAR_KIND_RECORD_FIRST || row->kind == FAR_KIND_ERASE ||
         row->kind == FAR_KIND_APPROVE;
}

/* What an entry is told by when its words are gone. */
static void
hash_place (const FarRow *row, const guint8 *member, guint8 out[static FAR_HASH_LEN])
{
  FarHash hash;

  far_hash_init (&hash, "far1 sim place", FAR_HASH_LEN);
  far_hash_u32 (&hash, row->kind);
  far_hash_u64 (&hash, row->time_ms);
  far_hash_update (&hash, member, FAR_RECORD_ID_LEN);
  far_hash_finish (&hash, out, FAR_HASH_LEN);
}

/* A machine that was set back cannot know that there is no other that wrote it, and still has it.
 */
static gboolean
is_writer (const FarSimDevice *device, const Written *written)
{
  return written->writer == device->number && written->n_set_back == device->n_set_back;
}

/* @device wrote it. */
static void
add_written (FarSim *self, const FarSimDevice *device, const FarRow *row)
{
  Written *written = g_new0 (Written, 1);

  memcpy (written->id, row->id, FAR_ID_LEN);
  written->writer = device->number;
  written->n_set_back = device->n_set_back;
  written->is_worth_it = hash_said (row, device->me.member, written->said);
  hash_place (row, device->me.member, written->place);
  g_hash_table_insert (self->written, written->id, written);
}

static void
note (FarSim *self, FarSimDevice *device, const FarRow *row)
{
  const Written *written;

  if (row->pos.seq <= device->n_own)
    return;

  written = g_hash_table_lookup (self->written, row->id);
  if (written == NULL)
    {
      /* on a disk that cannot be looked at somebody else may have written it */
      if (!far_store_own_is_stale (device->store))
        add_written (self, device, row);
      return;
    }
  if (!is_writer (device, written))
    {
      /* of a machine with the same key, or of this one before it was set back */
      if (!far_store_own_is_stale (device->store))
        far_sim_fail (self, "copy",
                      "%s holds entry %u of its own log, which it did not write, and"
                      " goes on",
                      device->name, row->pos.seq);
    }
}

/* What @device wrote on a disk that cannot be looked at, and its copy shows. */
void
far_sim_note_cloned (FarSim *self, FarSimDevice *device, FarSimDevice *clone)
{
  guint32 log = far_store_find_log (clone->store, clone->me.device);
  guint32 head = log != 0 ? far_store_peek_log (clone->store, log)->head_seq : 0;
  FarRow row;

  for (guint32 seq = device->n_looked_at + 1;
       device->n_own != G_MAXUINT32 && seq <= head &&
       far_store_read_pos (clone->store, (FarPos){ log, seq }, &row, NULL);
       seq++)
    if (seq > device->n_own && g_hash_table_lookup (self->written, row.id) == NULL)
      add_written (self, device, &row);
}

void
far_sim_note_written (FarSim *self, FarSimDevice *device)
{
  guint32 log = far_store_find_log (device->store, device->me.device);
  guint32 head = log != 0 ? far_store_peek_log (device->store, log)->head_seq : 0;
  FarRow row;

  /* what is held when it begins is its own, whoever wrote it */
  if (device->n_own == G_MAXUINT32)
    device->n_own = head;
  while (device->n_looked_at < head &&
         far_store_read_pos (device->store, (FarPos){ log, device->n_looked_at + 1 }, &row, NULL))
    {
      device->n_looked_at++;
      note (self, device, &row);
    }
}

/* ---- nothing is lost */

static gboolean
is_private (const FarSimDevice *device, FarPos pos)
{
  const FarLog *log = far_store_peek_log (device->store, pos.log);

  return log->private_from != 0 && pos.seq >= log->private_from;
}

/* What counts at @device, by what it says, or said: (element-type guint8[32]). */
static GHashTable *
list_said (FarSimDevice *device)
{
  const FarGovernance *gov = far_store_peek_governance (device->store);
  GHashTable *said = g_hash_table_new_full (far_id_hash, far_id_equal, g_free, NULL);
  FarRow row;

  for (gint64 n = 1; n <= far_store_get_n_entries (device->store); n++)
    {
      const FarGovDevice *author;
      guint8 hash[FAR_HASH_LEN];

      if (!far_store_read (device->store, n, &row, NULL) || is_private (device, row.pos) ||
          !far_store_row_counts (device->store, row.pos))
        continue;
      author =
          far_governance_find_device (gov, far_store_peek_log (device->store, row.pos.log)->device);
      if (author == NULL)
        continue;
      if (row.blob == NULL)
        hash_place (&row, author->member, hash);
      else if (!hash_said (&row, author->member, hash))
        continue;
      g_hash_table_add (said, g_memdup2 (hash, sizeof hash));
    }

  return said;
}

/* Whether another machine, which had the same key when it wrote it, still does what is to be done.
 */
static gboolean
is_anothers (FarSim *self, const FarSimDevice *device, const Written *written)
{
  const FarSimDevice *writer = far_sim_get_device (self, written->writer);

  return writer != device && !writer->is_liar && !writer->is_gone && writer->store != NULL;
}

/* Whether it is for @device to write anew what stands at @pos. */
static gboolean
is_to_write_anew (FarSim *self, const FarSimDevice *device, const Written *written, FarPos pos)
{
  const FarLog *log = far_store_peek_log (device->store, pos.log);

  return (is_private (device, pos) && !is_anothers (self, device, written)) ||
         (is_writer (device, written) && log->fork_seq != 0 && pos.seq >= log->fork_seq);
}

/* What was erased has no words to be written anew, even if the ERASE counts no more: they have yet
 * to be brought back. */
void
far_sim_note_anew (FarSim *self, FarSimDevice *device)
{
  GHashTableIter iter;
  Written *written;

  g_hash_table_iter_init (&iter, self->written);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *)&written))
    {
      FarPos pos;
      FarRow row;

      if (far_store_find_id (device->store, written->id, &pos) &&
          is_to_write_anew (self, device, written, pos) &&
          far_store_read_pos (device->store, pos, &row, NULL) && row.blob == NULL)
        written->is_left_out = TRUE;
    }
}

void
far_sim_check_written (FarSim *self, FarSimDevice *device)
{
  g_autoptr (GHashTable) said = NULL;
  GHashTableIter iter;
  Written *written;

  if (device->is_returning || device->is_liar ||
      !far_governance_device_stands (far_store_peek_governance (device->store), device->me.device))
    return;

  g_hash_table_iter_init (&iter, self->written);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *)&written))
    {
      gboolean is_erased;
      FarPos pos;
      FarRow row;

      if (!far_store_find_id (device->store, written->id, &pos))
        {
          if (is_writer (device, written))
            far_sim_fail (self, "written", "%s holds no more what it wrote", device->name);
          continue;
        }
      if (!written->is_worth_it || written->is_left_out ||
          !is_to_write_anew (self, device, written, pos) ||
          !far_store_read_pos (device->store, pos, &row, NULL))
        continue;

      if (said == NULL)
        said = list_said (device);
      if (row.blob == NULL || g_hash_table_contains (said, written->said))
        continue;
      is_erased = g_hash_table_contains (said, written->place);
      if (!is_erased)
        far_sim_fail (self, "written",
                      "%s has not written anew its %s, entry %u of a log that it gave up",
                      device->name, far_kind_get_name (row.kind), pos.seq);
      else if (is_private (device, pos))
        far_sim_fail (self, "written", "%s still has of a log that it gave up what was erased",
                      device->name);
    }
}

static gboolean
is_liars_key (FarSim *self, const guint8 *key)
{
  for (guint i = 0; i < self->devices->len; i++)
    {
      const FarSimDevice *device = far_sim_get_device (self, i);

      if (device->is_liar && memcmp (device->me.device, key, FAR_KEY_LEN) == 0)
        return TRUE;
    }

  return FALSE;
}

/* Only a key that was on two machines is ever used twice. */
void
far_sim_check_branded (FarSim *self, FarSimDevice *device)
{
  for (guint32 i = 1; i <= far_store_get_n_logs (device->store); i++)
    {
      const FarLog *log = far_store_peek_log (device->store, i);
      gpointer is_copied;

      if (log->fork_seq != 0 &&
          g_hash_table_lookup_extended (self->keys, log->device, NULL, &is_copied) && !is_copied &&
          !is_liars_key (self, log->device))
        far_sim_fail (self, "branded", "%s takes somebody honest for a liar", device->name);
    }
  if (!device->is_liar && far_store_own_is_stale (device->store))
    far_sim_fail (self, "copy", "%s keeps keys that are in use elsewhere", device->name);
}
