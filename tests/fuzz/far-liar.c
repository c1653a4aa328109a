/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-liar.h"

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

static void
step_entry (FarLiar *self, FarReader *input)
{
  const FarWorldDevice *me = &self->world->devices[FAR_LIAR];
  FarPos refs[FAR_REFS_MAX];
  FarDraft draft = { .refs = refs };
  guint8 subject;
  FarPos pos;
  guint n;

  draft.kind = far_reader_u8 (input);
  draft.time_ms = self->world->now_ms + (gint32)far_reader_u32 (input);
  draft.term = far_reader_u8 (input);
  subject = far_reader_u8 (input);
  if (subject < FAR_LIAR_DEVICES)
    draft.subject = self->world->devices[subject].member;
  n = far_reader_u8 (input) % (FAR_REFS_MAX + 1);
  for (guint i = 0; i < n; i++)
    {
      FarPos ref = find_entry (self, far_reader_u8 (input));
      gboolean is_new = TRUE;

      for (guint j = 0; j < draft.n_refs; j++)
        is_new &= refs[j].log != ref.log || refs[j].seq != ref.seq;
      if (is_new)
        refs[draft.n_refs++] = ref;
    }
  draft.payload_len = far_reader_u16 (input);
  draft.payload_len = MIN (draft.payload_len, MIN (far_reader_left (input), FAR_BLOB_MAX / 2));
  draft.payload = far_reader_bytes (input, draft.payload_len);
  if (input->failed || draft.payload_len == 0 || draft.kind <= FAR_KIND_GENESIS)
    return;

  /* what its own store would not take is nothing to send */
  far_store_append (self->source, me->device, me->sign_secret, &draft, &pos, NULL, NULL) ||
      (input->failed = TRUE);
}

static void
step_flush (FarLiar *self, FarReader *input, GByteArray *body)
{
  guint n = far_reader_u8 (input);
  FarEntryParts parts;

  far_put_u8 (body, FRAME_ENTRIES);
  if (self->replica->iface->start_sending (self->replica, self->have, DAY, NULL) > 0)
    while (body->len + FAR_STREAM_ENTRY_MAX <= FAR_FRAME_BODY_MAX &&
           self->replica->iface->next_entry (self->replica, &parts, NULL))
      far_stream_write_entry (self->writer, &parts, body);

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

  switch (far_reader_u8 (input) % 7)
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
    default:
      step_want (input, body);
      break;
    }

  return TRUE;
}

/* ---- afterwards */

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
}

void
far_liar_end (FarLiar *self)
{
  g_clear_pointer (&self->writer, far_stream_writer_free);
  g_clear_pointer (&self->have, g_array_unref);
  g_clear_pointer (&self->replica, far_store_replica_free);
  far_store_rollback (self->source);

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

static void
seed_entry (GRand *rand, FarKind kind, guint8 subject, GByteArray *payload, GByteArray *out)
{
  guint n_refs = g_rand_int_range (rand, 0, 3);

  far_put_u8 (out, 1);
  far_put_u8 (out, kind);
  far_put_u32 (out, g_rand_int_range (rand, 0, 100000));
  far_put_u8 (out, g_rand_int_range (rand, 0, 2));
  far_put_u8 (out, subject);
  far_put_u8 (out, n_refs);
  for (guint i = 0; i < n_refs; i++)
    far_put_u8 (out, i * 5 + g_rand_int_range (rand, 0, 5));
  far_put_u16 (out, payload->len);
  far_put (out, payload->data, payload->len);
}

static void
seed_one (GRand *rand, GByteArray *out)
{
  const FarWorldDevice *me = &far_liar_get ()->world->devices[FAR_LIAR];
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  FarKind kind = FAR_KIND_WITNESS;
  guint8 subject = 0xff;

  switch (g_rand_int_range (rand, 0, 4))
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
    default:
      break;
    }
  far_map_end (&map);
  seed_entry (rand, kind, subject, payload, out);
}

void
far_liar_seed (GRand *rand, GByteArray *out)
{
  guint n = g_rand_int_range (rand, 1, 5);

  for (guint i = 0; i < n; i++)
    seed_one (rand, out);
  far_put_u8 (out, 2);
  far_put_u8 (out, 0);
}

void
far_liar_seed_raw (GByteArray *out, const char *bytes, guint len)
{
  far_put_u8 (out, 0);
  far_put_u16 (out, len);
  far_put (out, (const guint8 *)bytes, len);
}
