/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-liar.h"

#include <stdlib.h>
#include <string.h>

#include "far-collective-facts.h"
#include "far-kind-schema.h"
#include "far-session-private.h"

#define N_ENTRIES 9
#define DAY 20840

static const guint8 rota[FAR_RECORD_ID_LEN] = "a rota of a test";

static void
write_turns (FarLiar *self)
{
  FarPos last[2] = { { 0, 0 }, { 0, 0 } };

  g_assert_true (far_store_begin (self->source, NULL));
  for (guint i = 0; i < N_ENTRIES; i++)
    {
      last[1] = last[0];
      last[0] = far_world_take (self->world, self->source, i * 7 % FAR_LIAR_DEVICES, rota,
                                DAY + i % 5, NULL, last, MIN (i, 2));
    }
  g_assert_true (far_store_commit (self->source, NULL));
}

static void
note_own (FarLiar *self)
{
  self->own = g_array_new (FALSE, FALSE, sizeof (FarLiarEntry));
  for (gint64 n = 1; n <= far_store_get_n_entries (self->source); n++)
    {
      FarLiarEntry entry;
      FarRow row;

      g_assert_true (far_store_read (self->source, n, &row, NULL));
      entry.seq = row.pos.seq;
      memcpy (entry.id, row.id, FAR_ID_LEN);
      if (memcmp (far_store_peek_log (self->source, row.pos.log)->device,
                  self->world->devices[FAR_LIAR].device, FAR_KEY_LEN) == 0)
        g_array_append_val (self->own, entry);
    }
  self->n_own = self->own->len;
}

static void
make_victim (FarLiar *self)
{
  self->victim = far_world_join (self->world, NULL);
  g_assert_true (far_world_meet (self->world, self->source, 0, self->victim, FAR_VICTIM, 1 << 20,
                                 -1, NULL, NULL));
  self->n_entries = far_store_get_n_entries (self->victim);
  self->n_logs = far_store_get_n_logs (self->victim);
  g_assert_cmpint (self->n_entries, ==, far_store_get_n_entries (self->source));
}

FarLiar *
far_liar_get (void)
{
  static FarLiar liar;

  if (liar.world == NULL)
    {
      liar.world = far_world_new (23, FAR_LIAR_DEVICES);
      liar.source = far_world_found (liar.world, NULL);
      far_world_admit_all (liar.world, liar.source);
      write_turns (&liar);
      note_own (&liar);
      make_victim (&liar);
    }

  return &liar;
}

const guint8 *
far_liar_peek_secret (const FarLiar *self)
{
  guint n;

  return far_governance_peek_secrets (far_store_peek_governance (self->source), &n)[0];
}

FarSessionSetup
far_liar_get_setup (const FarLiar *self)
{
  static const guint8 ephemeral[FAR_KEY_LEN] = "ephemeral secret of the victim";

  return (FarSessionSetup){
    .collective = self->world->collective,
    .noise_secret = self->world->devices[FAR_VICTIM].noise_secret,
    .ephemeral_secret = ephemeral,
    .today = DAY,
  };
}

FarNoise *
far_liar_new_noise (const FarLiar *self, FarNoiseRole role, const char *context, const guint8 *key)
{
  static const guint8 ephemeral[FAR_KEY_LEN] = "ephemeral secret of the liar";
  guint8 prologue[9 + 1 + FAR_ID_LEN] = "Farandole\1";
  guint8 psk[FAR_KEY_LEN];

  memcpy (prologue + 10, self->world->collective, FAR_ID_LEN);
  far_hash_bytes (context, key, FAR_KEY_LEN, psk);

  return far_noise_new (role, prologue, sizeof prologue, psk,
                        self->world->devices[FAR_LIAR].noise_secret, ephemeral);
}

void
far_liar_begin (FarLiar *self)
{
  g_assert_true (far_store_begin (self->source, NULL));
  self->replica = far_store_replica_new (self->source);
  self->have = g_array_new (FALSE, TRUE, sizeof (guint32));
  for (guint32 log = 1; log <= far_store_get_n_logs (self->source); log++)
    far_have_raise (self->have, log, far_store_peek_log (self->source, log)->head_seq);
  self->writer = far_stream_writer_new (self->replica, self->have);
}

/* ---- steps */

static void
step_raw (FarReader *input, GByteArray *body)
{
  gsize len = far_reader_u16 (input);
  const guint8 *bytes;

  len = MIN (len, MIN (far_reader_left (input), FAR_FRAME_BODY_MAX));
  bytes = far_reader_bytes (input, len);
  if (len > 0)
    far_put (body, bytes, len);
}

/* The @back-th entry from the newest. */
static FarPos
find_entry (FarLiar *self, guint back)
{
  gint64 n = far_store_get_n_entries (self->source);
  FarRow row;

  g_assert_true (far_store_read (self->source, n - back % n, &row, NULL));

  return row.pos;
}

/* The liar's entry that the next one continues: the newest, or further back. */
static const FarLiarEntry *
find_own (FarLiar *self, guint back)
{
  return &g_array_index (self->own, FarLiarEntry, self->own->len - 1 - back % self->own->len);
}

/* What is read of an entry before its payload. */
typedef struct
{
  FarHeader header;
  FarLiarEntry before;
} Draft;

static void
read_draft (FarLiar *self, FarReader *input, gboolean has_time, Draft *draft)
{
  FarHeader *header = &draft->header;
  guint8 subject;
  guint n;

  memset (draft, 0, sizeof *draft);
  draft->before = *find_own (self, far_reader_u8 (input));
  header->seq = draft->before.seq + 1;
  header->kind = far_reader_u8 (input);
  header->time_ms = self->world->now_ms + (has_time ? (gint32)far_reader_u32 (input) : 0);
  header->term = far_reader_u8 (input);
  subject = far_reader_u8 (input);
  memcpy (header->device, self->world->devices[FAR_LIAR].device, FAR_KEY_LEN);
  memcpy (header->prev, draft->before.id, FAR_ID_LEN);
  if (subject < FAR_LIAR_DEVICES)
    memcpy (header->subject, self->world->devices[subject].member, FAR_RECORD_ID_LEN);

  n = far_reader_u8 (input) % (FAR_REFS_MAX + 1);
  for (guint i = 0; i < n; i++)
    {
      guint8 *id = header->refs[header->n_refs];
      gboolean is_new =
          far_store_get_id (self->source, find_entry (self, far_reader_u8 (input)), id, NULL) &&
          memcmp (id, header->prev, FAR_ID_LEN) != 0;

      for (guint j = 0; j < header->n_refs; j++)
        is_new &= memcmp (header->refs[j], id, FAR_ID_LEN) != 0;
      header->n_refs += is_new;
    }
}

/* Signs it, and has the liar's own store take it; what that would not take is nothing to send. */
static void
write_draft (FarLiar *self, Draft *draft, const guint8 *payload, gsize len)
{
  g_autofree guint8 *blob = g_malloc0 (FAR_SALT_LEN + len);
  FarLiarEntry entry = { .seq = draft->header.seq };
  guint8 encoded[FAR_HEADER_MAX];
  guint8 sig[FAR_SIG_LEN];
  gsize header_len;

  if (len == 0 || draft->header.kind <= FAR_KIND_GENESIS)
    return;

  memcpy (blob + FAR_SALT_LEN, payload, len);
  draft->header.blob_len = FAR_SALT_LEN + len;
  far_blob_hash (blob, FAR_SALT_LEN + len, draft->header.blob_hash);
  header_len = far_header_encode (&draft->header, encoded);
  far_entry_id (self->world->collective, encoded, header_len, entry.id);
  far_sign (self->world->devices[FAR_LIAR].sign_secret, entry.id, FAR_ID_LEN, sig);
  if (far_store_add (self->source, encoded, header_len, blob, FAR_SALT_LEN + len, sig, NULL) ==
      FAR_VERDICT_ACCEPTED)
    g_array_append_val (self->own, entry);
}

static void
step_entry (FarLiar *self, FarReader *input)
{
  Draft draft;
  gsize len;
  const guint8 *payload;

  read_draft (self, input, TRUE, &draft);
  len = far_reader_u16 (input);
  len = MIN (len, MIN (far_reader_left (input), FAR_BLOB_MAX / 2));
  payload = far_reader_bytes (input, len);
  if (!input->failed)
    write_draft (self, &draft, payload, len);
}

/* ---- acts that name what there is */

/* Of the record that an entry made, or would make. */
static void
get_record_id (FarLiar *self, FarPos pos, guint8 *out)
{
  far_record_id (self->world->collective, far_store_peek_log (self->source, pos.log)->device,
                 pos.seq, 0, out);
}

/* Bytes of a field: what @pick names, of that length. */
static void
pick_bytes (FarLiar *self, guint8 pick, gsize len, guint8 *out)
{
  const FarWorldDevice *device = &self->world->devices[pick % FAR_LIAR_DEVICES];
  FarRow row;

  memset (out, pick, len);
  if (len == FAR_RECORD_ID_LEN && pick >= 0xf8)
    get_record_id (self, find_entry (self, pick - 0xf8), out);
  else if (len == FAR_RECORD_ID_LEN)
    memcpy (out, pick & 0x80 ? rota : device->member, len);
  else if (len == FAR_KEY_LEN && pick >= 0xe0)
    memcpy (out, pick & 1 ? device->device : device->noise, len);
  else if (len == FAR_ID_LEN)
    (void)far_store_get_id (self->source, find_entry (self, pick), out, NULL);
  else if (len == FAR_SIG_LEN &&
           far_store_read_pos (self->source, find_entry (self, pick), &row, NULL) &&
           row.sig != NULL)
    memcpy (out, row.sig, len);
}

/* A cut, which carries the signature of what it names. */
static void
put_cut (FarLiar *self, guint8 pick, GByteArray *out)
{
  FarMapWriter map = far_map_begin (out);
  FarPos pos = find_entry (self, pick);
  guint8 sig[FAR_SIG_LEN];
  guint8 id[FAR_ID_LEN];

  (void)far_store_get_id (self->source, pos, id, NULL);
  pick_bytes (self, pick, FAR_SIG_LEN, sig);
  far_map_bytes (&map, FAR_CUT_DEVICE, far_store_peek_log (self->source, pos.log)->device,
                 FAR_KEY_LEN);
  far_map_int (&map, FAR_CUT_SEQ, pos.seq);
  far_map_bytes (&map, FAR_CUT_ID, id, FAR_ID_LEN);
  far_map_bytes (&map, FAR_CUT_SIGNATURE, sig, FAR_SIG_LEN);
  far_map_end (&map);
}

static int
compare_ids (const void *a, const void *b)
{
  return memcmp (a, b, FAR_ID_LEN);
}

static void
put_ids (FarLiar *self, const FarField *field, guint8 pick, FarMapWriter *map)
{
  guint8 ids[8][FAR_ID_LEN];
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (ids) && i <= pick >> 5; i++)
    pick_bytes (self, pick + i, field->item_len, ids[i]);
  qsort (ids, MIN (G_N_ELEMENTS (ids), 1u + (pick >> 5)), FAR_ID_LEN, compare_ids);
  for (guint i = 0; i < MIN (G_N_ELEMENTS (ids), 1u + (pick >> 5)); i++)
    if (n == 0 || memcmp (ids[n - 1], ids[i], field->item_len) != 0)
      memmove (ids[n++], ids[i], FAR_ID_LEN);

  far_map_array (map, field->key, n);
  for (guint i = 0; i < n; i++)
    far_cbor_put_bytes (map->out, ids[i], field->item_len);
}

static void put_field (FarLiar *self, const FarField *field, guint8 pick, FarMapWriter *map);

/* One or a few of them; of cuts one that is good. */
static void
put_maps (FarLiar *self, const FarField *field, guint8 pick, FarMapWriter *map)
{
  gboolean is_cut = strcmp (field->item->name, "cut") == 0;
  guint n = is_cut ? 1 : 1 + pick % 4;

  far_map_array (map, field->key, n);
  for (guint i = 0; i < n; i++)
    {
      FarMapWriter item;

      if (is_cut)
        {
          put_cut (self, pick, map->out);
          continue;
        }
      item = far_map_begin (map->out);
      for (guint j = 0; j < field->item->n_fields; j++)
        put_field (self, &field->item->fields[j], pick + i, &item);
      far_map_end (&item);
    }
}

static void
put_field (FarLiar *self, const FarField *field, guint8 pick, FarMapWriter *map)
{
  guint8 bytes[FAR_SIG_LEN];

  switch ((FarType)field->type)
    {
    case FAR_TYPE_INT:
      /* days of the story where they are allowed, and else what is near the least */
      far_map_int (map, field->key,
                   field->min < DAY && field->max >= DAY + 0xff
                       ? DAY - 0x40 + pick
                       : MIN (field->min + pick, field->max));
      break;
    case FAR_TYPE_BYTES:
      pick_bytes (self, pick, MIN (field->max, FAR_SIG_LEN), bytes);
      far_map_bytes (map, field->key, bytes, MIN (field->max, FAR_SIG_LEN));
      break;
    case FAR_TYPE_TEXT:
    case FAR_TYPE_NAME:
      far_map_text (map, field->key, "a word");
      break;
    case FAR_TYPE_INTS:
      far_map_array (map, field->key, 1);
      far_cbor_put_int (map->out, DAY + pick);
      break;
    case FAR_TYPE_IDS:
      put_ids (self, field, pick, map);
      break;
    case FAR_TYPE_MAPS:
      put_maps (self, field, pick, map);
      break;
    }
}

static void
step_act (FarLiar *self, FarReader *input)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  const FarSchema *schema;
  Draft draft;

  read_draft (self, input, FALSE, &draft);
  schema = far_kind_get_schema (draft.header.kind);
  if (input->failed || schema == NULL)
    return;

  for (guint i = 0; i < schema->n_fields; i++)
    {
      guint8 pick = far_reader_u8 (input);

      /* 0 leaves out what may be left out */
      if (schema->fields[i].required || pick != 0)
        put_field (self, &schema->fields[i], pick, &map);
    }
  far_map_end (&map);
  write_draft (self, &draft, payload->data, payload->len);
}

/* ---- words */

static void
step_ask (FarLiar *self, FarReader *input, GByteArray *body)
{
  guint n = far_reader_u8 (input);

  far_put_u8 (body, FRAME_WANT_BLOBS);
  for (guint i = 0; i < n && far_reader_left (input) > 0; i++)
    {
      guint8 id[FAR_ID_LEN] = { 0 };

      (void)far_store_get_id (self->source, find_entry (self, far_reader_u8 (input)), id, NULL);
      far_put (body, id, FAR_ID_LEN);
    }
}

static void
step_words (FarLiar *self, FarReader *input, GByteArray *body)
{
  guint n;

  far_put_u8 (body, FRAME_BLOBS);
  far_put_u8 (body, far_reader_u8 (input));
  n = far_reader_u8 (input);
  for (guint i = 0; i < n && far_reader_left (input) >= 2; i++)
    {
      FarRow row;
      gboolean found =
          far_store_read_pos (self->source, find_entry (self, far_reader_u8 (input)), &row, NULL) &&
          row.blob != NULL;
      guint8 mask = far_reader_u8 (input);

      if (!found || body->len + FAR_ID_LEN + 10 + row.blob_len > FAR_FRAME_BODY_MAX)
        continue;
      far_put (body, row.id, FAR_ID_LEN);
      far_put_varint (body, row.blob_len);
      far_put (body, row.blob, row.blob_len);
      body->data[body->len - row.blob_len] ^= mask;
    }
}

static void
step_flush (FarLiar *self, FarReader *input, GByteArray *body)
{
  guint8 erased = far_reader_u8 (input);
  guint n = far_reader_u8 (input);
  guint8 hash[FAR_HASH_LEN];
  FarEntryParts parts;

  far_put_u8 (body, FRAME_ENTRIES);
  if (self->replica->iface->start_sending (self->replica, self->have, DAY, NULL) > 0)
    for (guint i = 0; far_stream_writer_get_len (self->writer) + FAR_STREAM_ENTRY_MAX +
                              FAR_STREAM_BODY_OVERHEAD <=
                          FAR_PACKED_MAX &&
                      self->replica->iface->next_entry (self->replica, &parts, NULL);
         i++)
      {
        if (parts.blob != NULL && erased & 1u << i % 8)
          {
            far_blob_hash (parts.blob, parts.blob_len, hash);
            parts.blob = NULL;
            parts.hash = hash;
          }
        far_stream_write_entry (self->writer, &parts);
      }
  far_stream_writer_take (self->writer, body);

  for (guint i = 0; i < n && far_reader_left (input) >= 3; i++)
    {
      guint at = far_reader_u16 (input);

      body->data[at % body->len] ^= far_reader_u8 (input);
    }
}

static void
step_hello (FarLiar *self, GByteArray *body)
{
  static const guint8 groups[N_GROUPS * GROUP_LEN];
  guint8 digest[FAR_HASH_LEN];

  far_store_digest (self->victim, digest);
  far_put_u8 (body, FRAME_HELLO);
  far_put (body, digest, sizeof digest);
  far_put (body, groups, sizeof groups);
}

static void
step_frontier (FarLiar *self, FarReader *input, GByteArray *body)
{
  guint8 prefix[FAR_ID_PREFIX_LEN] = { 0 };
  guint8 device[FAR_KEY_LEN] = { 0 };
  guint n;

  far_put_u8 (body, FRAME_FRONTIER);
  far_put_u32 (body, far_reader_u32 (input));
  far_put_u8 (body, far_reader_u8 (input));
  n = far_reader_u8 (input);
  for (guint i = 0; i < n && far_reader_left (input) >= 6; i++)
    {
      device[0] = far_reader_u8 (input);
      far_put (body, device[0] < FAR_LIAR_DEVICES ? self->world->devices[device[0]].device : device,
               FAR_KEY_LEN);
      far_put_varint (body, far_reader_u32 (input));
      prefix[0] = far_reader_u8 (input);
      far_put (body, prefix, sizeof prefix);
    }
}

static void
step_want (FarReader *input, GByteArray *body)
{
  guint n = far_reader_u8 (input);
  guint8 prefix[FAR_ID_PREFIX_LEN] = { 0 };

  far_put_u8 (body, FRAME_WANT);
  far_put_varint (body, n);
  for (guint i = 0; i < n && far_reader_left (input) >= 3; i++)
    {
      guint8 seq;

      far_put_varint (body, far_reader_u8 (input));
      seq = far_reader_u8 (input);
      far_put_varint (body, seq);
      prefix[0] = far_reader_u8 (input);
      if (seq > 1)
        far_put (body, prefix, sizeof prefix);
    }
}

gboolean
far_liar_step (FarLiar *self, FarReader *input, GByteArray *body)
{
  g_byte_array_set_size (body, 0);
  if (input->failed || far_reader_left (input) == 0)
    return FALSE;

  switch (far_reader_u8 (input) % 10)
    {
    case 0:
      step_raw (input, body);
      break;
    case 1:
      step_entry (self, input);
      break;
    case 2:
      step_flush (self, input, body);
      break;
    case 3:
      step_hello (self, body);
      break;
    case 4:
      far_put_u8 (body, FRAME_TOTAL);
      far_put_varint (body, far_reader_u16 (input));
      break;
    case 5:
      step_frontier (self, input, body);
      break;
    case 6:
      step_want (input, body);
      break;
    case 7:
      step_act (self, input);
      break;
    case 8:
      step_ask (self, input, body);
      break;
    default:
      step_words (self, input, body);
      break;
    }

  return TRUE;
}

/* ---- afterwards */

/* What was agreed on, or is to be. */
static void
check_agreed (FarLiar *self)
{
  const guint8 *me = self->world->devices[FAR_VICTIM].member;
  g_autoptr (GPtrArray) members = far_collective_members (self->victim, NULL);
  g_autoptr (GPtrArray) proposals = far_collective_proposals (self->victim, me, NULL);
  g_autoptr (GPtrArray) suggestions = far_collective_suggestions (self->victim, DAY, NULL);
  g_autoptr (GPtrArray) uses = far_collective_double_uses (self->victim, NULL);
  g_autoptr (GPtrArray) promises = far_collective_promises (self->victim, me, DAY, NULL);
  g_autoptr (FarSuccession) succession = far_collective_succession (self->victim, me, DAY, NULL);
  g_autoptr (GArray) rules = far_collective_rules (self->victim);
  g_autoptr (GArray) invites = far_collective_invites (self->victim, self->world->now_ms);

  g_assert_true (members != NULL && proposals != NULL && suggestions != NULL && uses != NULL &&
                 promises != NULL && succession != NULL && rules != NULL && invites != NULL);
}

static void
check_victim (FarLiar *self)
{
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) rotas = NULL;
  g_autoptr (GPtrArray) outings = NULL;
  guint8 digest[FAR_HASH_LEN];

  g_assert_true (far_store_check (self->victim, TRUE, problems, NULL));
  if (problems->len > 0)
    g_error ("%s", (const char *)problems->pdata[0]);

  g_assert_true (far_collective_records_digest (self->victim, digest, NULL));
  rotas = far_collective_rotas (self->victim, NULL);
  outings = far_collective_outings (self->victim, rotas, self->world->devices[FAR_VICTIM].member,
                                    DAY - 7, 21, NULL);
  g_assert_nonnull (outings);
  check_agreed (self);
}

void
far_liar_end (FarLiar *self)
{
  g_clear_pointer (&self->writer, far_stream_writer_free);
  g_clear_pointer (&self->have, g_array_unref);
  g_clear_pointer (&self->replica, far_store_replica_free);
  far_store_rollback (self->source);
  g_array_set_size (self->own, self->n_own);

  g_assert_false (far_store_in_batch (self->victim));
  if (far_store_get_n_entries (self->victim) == self->n_entries &&
      far_store_get_n_pending (self->victim) == 0 &&
      far_store_get_n_logs (self->victim) == self->n_logs)
    return;

  check_victim (self);
  far_store_close (self->victim);
  make_victim (self);
}

/* ---- good inputs */

/* What all entries begin with. */
static void
seed_draft (GRand *rand, guint8 step, FarKind kind, guint8 subject, GByteArray *out)
{
  far_put_u8 (out, step);
  far_put_u8 (out, g_rand_int_range (rand, 0, 4) == 0 ? g_rand_int_range (rand, 1, 4) : 0);
  far_put_u8 (out, kind);
  if (step == 1)
    far_put_u32 (out, g_rand_int_range (rand, 0, 100000));
  far_put_u8 (out, g_rand_int_range (rand, 0, 2));
  far_put_u8 (out, subject);
}

static void
seed_refs (GRand *rand, GByteArray *out)
{
  guint n_refs = g_rand_int_range (rand, 0, 3);

  far_put_u8 (out, n_refs);
  for (guint i = 0; i < n_refs; i++)
    far_put_u8 (out, i * 5 + g_rand_int_range (rand, 0, 5));
}

static void
seed_entry (GRand *rand, FarKind kind, guint8 subject, GByteArray *payload, GByteArray *out)
{
  seed_draft (rand, 1, kind, subject, out);
  seed_refs (rand, out);
  far_put_u16 (out, payload->len);
  far_put (out, payload->data, payload->len);
}

static void
seed_act (GRand *rand, GByteArray *out)
{
  static const guint8 kinds[] = {
    FAR_KIND_ASK,     FAR_KIND_DEVICE_ADD, FAR_KIND_DEVICE_REVOKE, FAR_KIND_PROPOSE,
    FAR_KIND_APPROVE, FAR_KIND_REMOVE,     FAR_KIND_LEAVE,         FAR_KIND_TERM,
    FAR_KIND_RULES,   FAR_KIND_ERASE,      FAR_KIND_TURN,          FAR_KIND_OUTING,
    FAR_KIND_PERSON,  FAR_KIND_LINE,       FAR_KIND_BATON,         FAR_KIND_REASON,
    FAR_KIND_THING,   FAR_KIND_HOLIDAYS,   FAR_KIND_CHILD,         FAR_KIND_BOOKING,
    FAR_KIND_ABSENCE, FAR_KIND_ROLL,       FAR_KIND_HAZARD,        FAR_KIND_AVAILABILITY,
    FAR_KIND_SEEN,    FAR_KIND_NOTE,       FAR_KIND_FAIR_PLAN,     FAR_KIND_RIDE,
    FAR_KIND_PLACE,   FAR_KIND_SKILL,      FAR_KIND_HELP,          FAR_KIND_HOURS,
    FAR_KIND_FAULT,
  };
  guint8 kind = kinds[g_rand_int_range (rand, 0, G_N_ELEMENTS (kinds))];

  seed_draft (rand, 7, kind, g_rand_int_range (rand, 0, 4), out);
  seed_refs (rand, out);
  for (guint i = 0; i < far_kind_get_schema (kind)->n_fields; i++)
    far_put_u8 (out, g_rand_int_range (rand, 0, 4) == 0 ? 0 : g_rand_int_range (rand, 0, 256));
}

static void
seed_one (GRand *rand, GByteArray *out)
{
  const FarWorldDevice *me = &far_liar_get ()->world->devices[FAR_LIAR];
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  FarKind kind = FAR_KIND_WITNESS;
  guint8 subject = 0xff;

  switch (g_rand_int_range (rand, 0, 6))
    {
    case 0:
      kind = FAR_KIND_TURN;
      subject = FAR_LIAR;
      far_map_bytes (&map, FAR_TURN_ROTA, rota, FAR_RECORD_ID_LEN);
      far_map_int (&map, FAR_TURN_DAY, DAY + g_rand_int_range (rand, 0, 5));
      far_map_bytes (&map, FAR_TURN_PERSON, me->member, FAR_RECORD_ID_LEN);
      break;
    case 1:
      kind = FAR_KIND_PERSON;
      subject = FAR_LIAR;
      far_map_bytes (&map, FAR_PERSON_ID, me->member, FAR_RECORD_ID_LEN);
      far_map_text (&map, FAR_PERSON_NAME, "Bo");
      break;
    case 2:
      kind = FAR_KIND_ROTA;
      far_map_text (&map, FAR_ROTA_TITLE, "Linea");
      far_map_int (&map, FAR_ROTA_WEEKDAYS, 0x1f);
      far_map_int (&map, FAR_ROTA_EVERY, 1);
      far_map_int (&map, FAR_ROTA_FIRST, DAY - 30);
      far_map_int (&map, FAR_ROTA_LAST, DAY + 30);
      break;
    case 3:
    case 4:
      seed_act (rand, out);
      return;
    default:
      break;
    }
  far_map_end (&map);
  seed_entry (rand, kind, subject, payload, out);
}

/* Some of the words are left out, and brought later. */
static void
seed_flush (GRand *rand, GByteArray *out)
{
  far_put_u8 (out, 2);
  far_put_u8 (out, g_rand_int_range (rand, 0, 4) == 0 ? g_rand_int_range (rand, 1, 256) : 0);
  far_put_u8 (out, 0);
}

static void
seed_words (GRand *rand, GByteArray *out)
{
  guint n = g_rand_int_range (rand, 1, 4);

  far_put_u8 (out, 8);
  far_put_u8 (out, n);
  for (guint i = 0; i < n; i++)
    far_put_u8 (out, g_rand_int_range (rand, 0, 12));

  far_put_u8 (out, 9);
  far_put_u8 (out, TRUE);
  far_put_u8 (out, n);
  for (guint i = 0; i < n; i++)
    {
      far_put_u8 (out, i);
      far_put_u8 (out, 0);
    }
}

void
far_liar_seed (GRand *rand, GByteArray *out)
{
  guint n = g_rand_int_range (rand, 1, 5);

  for (guint i = 0; i < n; i++)
    seed_one (rand, out);
  seed_flush (rand, out);
  if (g_rand_int_range (rand, 0, 3) == 0)
    seed_words (rand, out);
}

void
far_liar_seed_raw (GByteArray *out, const char *bytes, guint len)
{
  far_put_u8 (out, 0);
  far_put_u16 (out, len);
  far_put (out, (const guint8 *)bytes, len);
}
