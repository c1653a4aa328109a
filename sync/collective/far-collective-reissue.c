/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a machine wrote under a key that it had to give up, and that counts for nobody, it writes
 * anew under its new one: the same words and the same time, with the ids that follow from the new
 * place.  What it had erased, it erases in both places before anybody hears of it. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-private.h"

#include <string.h>

typedef struct
{
  FarPen *pen;
  FarLost lost;
  GHashTable *ids;     /* old record id, owned -> new one, owned */
  GHashTable *moves;   /* old seq -> new seq */
  GHashTable *entries; /* old entry id, owned -> new one, owned */
  GHashTable *about;   /* old subject's ident -> GArray of old entry ids, owned */
} Reissue;

static gboolean
is_worth_it (const FarRow *row, FarPayload *payload)
{
  return (row->kind >= FAR_KIND_RECORD_FIRST || row->kind == FAR_KIND_ERASE ||
          row->kind == FAR_KIND_APPROVE) &&
         far_row_parse (row, payload) &&
         /* what was sealed for an outing is sealed again by whoever can open the family's own */
         (row->kind != FAR_KIND_NOTE || !far_payload_has (payload, FAR_NOTE_DAY)) &&
         /* and what only the lost key's name opens is nobody's to write again */
         (row->kind != FAR_KIND_HOURS || !far_payload_has (payload, FAR_HOURS_BODY));
}

static const guint8 *
get_id (const Reissue *self, const guint8 *id)
{
  const guint8 *moved = g_hash_table_lookup (self->ids, id);

  return moved != NULL ? moved : id;
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  return memcmp (a, b, FAR_RECORD_ID_LEN);
}

/* An array of ids in ascending order, whatever they have become. */
static void
put_ids (const Reissue *self, FarMapWriter *map, const FarPayload *payload, guint key)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, FAR_RECORD_ID_LEN);
  FarPayloadIter iter = far_payload_iter (payload, key);
  const guint8 *id;

  while (far_payload_iter_bytes (&iter, &id))
    g_array_append_vals (ids, get_id (self, id), 1);
  g_array_sort (ids, compare_ids);

  far_map_array (map, key, ids->len);
  for (guint i = 0; i < ids->len; i++)
    far_cbor_put_bytes (map->out, ids->data + (gsize)i * FAR_RECORD_ID_LEN, FAR_RECORD_ID_LEN);
}

static void
put_field (const Reissue *self, FarMapWriter *map, const FarPayload *payload, const FarField *field)
{
  const FarValue *value = &payload->values[field->key];
  g_autofree char *text = NULL;

  switch ((FarType)field->type)
    {
    case FAR_TYPE_INT:
      far_map_int (map, field->key, value->num);
      break;
    case FAR_TYPE_BYTES:
      far_map_bytes (map, field->key,
                     value->len == FAR_RECORD_ID_LEN ? get_id (self, value->bytes) : value->bytes,
                     value->len);
      break;
    case FAR_TYPE_TEXT:
    case FAR_TYPE_NAME:
      text = far_payload_dup_text (payload, field->key);
      far_map_text (map, field->key, text);
      break;
    case FAR_TYPE_IDS:
      if (field->item_len == FAR_RECORD_ID_LEN)
        {
          put_ids (self, map, payload, field->key);
          break;
        }
      /* fallthrough */
    case FAR_TYPE_INTS:
    case FAR_TYPE_MAPS:
      /* What was sealed opens under the lost key's name alone: that there is something to know is
       * said again, for nobody to read until the family has written it. */
      if (payload->schema == far_kind_get_schema (FAR_KIND_NOTE))
        {
          far_map_array (map, field->key, 0);
          break;
        }
      far_map_array (map, field->key, value->num);
      far_put (map->out, value->bytes, value->len);
      break;
    }
}

static GByteArray *
rewrite (const Reissue *self, const FarPayload *payload)
{
  GByteArray *out = g_byte_array_new ();
  FarMapWriter map = far_map_begin (out);

  for (guint i = 0; i < payload->schema->n_fields; i++)
    {
      const FarField *field = &payload->schema->fields[i];

      if (far_payload_has (payload, field->key))
        put_field (self, &map, payload, field);
    }
  far_map_end (&map);

  return out;
}

static void
add_ref (const Reissue *self, FarPos pos, FarPos refs[static FAR_REFS_MAX], guint *n)
{
  gboolean is_lost = pos.log == self->lost.log && pos.seq >= self->lost.first;
  gpointer moved = g_hash_table_lookup (self->moves, GUINT_TO_POINTER (pos.seq));

  if (*n == FAR_REFS_MAX || (is_lost && moved == NULL))
    return;

  refs[(*n)++] = is_lost ? (FarPos){ self->pen->log, GPOINTER_TO_UINT (moved) } : pos;
}

/* Its id hangs on its place, so what refers to it has to follow. */
static void
move_id (Reissue *self, const FarRow *row, guint32 seq)
{
  FarStore *store = self->pen->writer->store;
  const guint8 *collective = far_store_peek_collective (store);
  guint8 id[FAR_RECORD_ID_LEN];
  guint8 moved[FAR_RECORD_ID_LEN];

  far_record_id (collective, far_store_peek_log (store, row->pos.log)->device, row->pos.seq, 0, id);
  far_record_id (collective, self->pen->writer->me->device, seq, 0, moved);
  g_hash_table_insert (self->ids, g_memdup2 (id, sizeof id), g_memdup2 (moved, sizeof moved));
  g_hash_table_insert (self->moves, GUINT_TO_POINTER (row->pos.seq), GUINT_TO_POINTER (seq));
}

static void
note_anew (Reissue *self, const FarRow *row, const guint8 *id)
{
  GArray *about = g_hash_table_lookup (self->about, GUINT_TO_POINTER (row->subject));

  g_hash_table_insert (self->entries, g_memdup2 (row->id, FAR_ID_LEN), g_memdup2 (id, FAR_ID_LEN));
  if (row->subject == 0)
    return;
  if (about == NULL)
    {
      about = g_array_new (FALSE, FALSE, FAR_ID_LEN);
      g_hash_table_insert (self->about, GUINT_TO_POINTER (row->subject), about);
    }
  g_array_append_vals (about, row->id, 1);
}

/* The entries that an ERASE is about, where they were and where they are.
 * Returns: (transfer full) (element-type guint8[32]) */
static GArray *
list_erased (const Reissue *self, const FarPayload *payload)
{
  const guint8 *subject = far_payload_bytes (payload, FAR_ERASE_SUBJECT);
  GArray *ids = g_array_new (FALSE, FALSE, FAR_ID_LEN);
  const guint8 *id;

  if (far_payload_has (payload, FAR_ERASE_ENTRIES))
    {
      FarPayloadIter iter = far_payload_iter (payload, FAR_ERASE_ENTRIES);

      while (far_payload_iter_bytes (&iter, &id))
        {
          const guint8 *moved = g_hash_table_lookup (self->entries, id);

          g_array_append_vals (ids, id, 1);
          if (moved != NULL)
            g_array_append_vals (ids, moved, 1);
        }
    }

  /* the old ones by name: another machine with the key may have given the same id to somebody else
   */
  if (subject != NULL && get_id (self, subject) != subject)
    {
      guint32 ident = far_store_find_ident (self->pen->writer->store, subject);
      const GArray *about = g_hash_table_lookup (self->about, GUINT_TO_POINTER (ident));

      if (about != NULL)
        g_array_append_vals (ids, about->data, about->len);
    }

  return ids;
}

static gboolean
erase_anew (const Reissue *self,
            const FarWriter *then,
            guint32 term,
            const FarPayload *payload,
            guint *n_written,
            GError **error)
{
  g_autoptr (GArray) ids = list_erased (self, payload);
  const guint8 *subject = far_payload_bytes (payload, FAR_ERASE_SUBJECT);
  guint at = 0;

  do
    {
      g_autoptr (GArray) part = g_array_new (FALSE, FALSE, FAR_ID_LEN);
      FarPos pos;

      g_array_append_vals (part, ids->data + (gsize)at * FAR_ID_LEN,
                           MIN (ids->len - at, FAR_CBOR_ARRAY_MAX));
      if (!_far_writer_erase (then, term, subject != NULL ? get_id (self, subject) : NULL, part,
                              &pos, error))
        return FALSE;
      ++*n_written;
      subject = NULL;
      at += part->len;
    }
  while (at < ids->len);

  return TRUE;
}

static gboolean
write_anew (Reissue *self, guint32 seq, guint *n_written, GError **error)
{
  FarStore *store = self->pen->writer->store;
  FarWriter then = *self->pen->writer;
  g_autoptr (GByteArray) bytes = NULL;
  guint8 subject[FAR_RECORD_ID_LEN];
  guint8 id[FAR_ID_LEN];
  FarPos refs[FAR_REFS_MAX];
  FarSaying saying = { .refs = refs };
  FarPayload payload;
  FarRow row;

  if (!far_store_read_pos (store, far_store_on_chain (store, self->lost.log, seq), &row, error))
    return FALSE;
  if (!is_worth_it (&row, &payload))
    return TRUE;

  then.now_ms = row.time_ms;
  if (row.kind == FAR_KIND_ERASE)
    return erase_anew (self, &then, row.term, &payload, n_written, error);

  move_id (self, &row, far_store_next_seq (store, self->pen->writer->me->device));
  bytes = rewrite (self, &payload);
  memcpy (subject, get_id (self, far_store_peek_ident (store, row.subject)), FAR_RECORD_ID_LEN);
  saying.kind = row.kind;
  saying.term = row.term;
  saying.subject = row.subject != 0 ? subject : NULL;
  saying.payload = bytes;
  /* what it followed, it has seen */
  if (seq > 1)
    add_ref (self, far_store_on_chain (store, self->lost.log, seq - 1), refs, &saying.n_refs);
  for (guint i = 0; i < row.n_refs; i++)
    add_ref (self, row.refs[i], refs, &saying.n_refs);
  if (!_far_writer_append (&then, &saying, NULL, id, error))
    return FALSE;

  note_anew (self, &row, id);
  ++*n_written;

  return TRUE;
}

/* @n_written: (inout): grows by the entries that were written */
static gboolean
reissue (const FarWriter *writer, const FarLost *lost, guint *n_written, GError **error)
{
  FarPen pen;
  Reissue self = { .pen = &pen, .lost = *lost };
  gboolean good;
  guint n = 0;

  if (!_far_pen_init (&pen, writer, error))
    return FALSE;

  self.ids = g_hash_table_new_full (far_id_hash, far_record_id_equal, g_free, g_free);
  self.moves = g_hash_table_new (NULL, NULL);
  self.entries = g_hash_table_new_full (far_id_hash, far_id_equal, g_free, g_free);
  self.about = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify)g_array_unref);
  good = _far_pen_open (&pen, error);
  for (guint32 seq = self.lost.first; good && seq <= self.lost.last; seq++)
    good = write_anew (&self, seq, &n, error);
  good = good && far_store_forget_lost (writer->store, &self.lost, error);
  g_hash_table_unref (self.ids);
  g_hash_table_unref (self.moves);
  g_hash_table_unref (self.entries);
  g_hash_table_unref (self.about);

  if (!_far_pen_close (&pen, good, error))
    return FALSE;
  *n_written += n;

  return TRUE;
}

gboolean
far_collective_mend (const FarWriter *writer,
                     FarRenew renew,
                     gpointer data,
                     guint *n_written,
                     GError **error)
{
  FarStore *store = writer->store;
  FarLost lost;

  *n_written = 0;
  if (far_store_own_is_stale (store) && !renew (data, error))
    return FALSE;

  while (far_store_find_lost (store, &lost) &&
         far_governance_device_stands (far_store_peek_governance (store), writer->me->device))
    if (!reissue (writer, &lost, n_written, error))
      return FALSE;

  return TRUE;
}
