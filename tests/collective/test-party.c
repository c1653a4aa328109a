/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "test-party.h"

#include "far-kind-schema.h"

#include <string.h>

static const char *const names[PARTY_MAX] = { "Ada", "Bo",  "Cy",  "Di",  "Ed",  "Flo",
                                              "Gus", "Hal", "Ivy", "Jan", "Kim", "Lou" };

static guint32 random_state[2];

/* BLAKE2b of a counter. */
void
party_random (void *out, gsize len)
{
  guint8 *at = out;
  guint8 block[FAR_HASH_LEN];

  for (gsize done = 0; done < len; done += sizeof block)
    {
      random_state[1]++;
      far_hash_bytes ("test party", random_state, sizeof random_state, block);
      memcpy (at + done, block, MIN (sizeof block, len - done));
    }
}

static void
expect (gboolean good, GError *error)
{
  g_assert_no_error (error);
  g_assert_true (good);
}

static void
free_entry (gpointer data)
{
  PartyEntry *entry = data;

  g_bytes_unref (entry->header);
  g_bytes_unref (entry->blob);
  g_free (entry);
}

FarWriter
party_writer (Party *self, guint who)
{
  self->now_ms += 1000;

  return (FarWriter){
    .store = self->members[who].store,
    .me = &self->members[who].me,
    .now_ms = self->now_ms,
    .random = party_random,
  };
}

static void
found (Party *self)
{
  static const guint8 none[FAR_ID_LEN];
  PartyMember *founder = &self->members[0];
  g_autoptr (FarGenesis) genesis = NULL;
  g_autoptr (GError) error = NULL;
  FarWriter writer;

  far_identity_make (&founder->me, none, party_random);
  writer = party_writer (self, 0);
  genesis =
      far_genesis_new (&writer, "Linea Blu", names[0], "Europe/Rome", PARTY_MONDAY - 30, &error);
  expect (genesis != NULL, error);

  founder->store = far_store_open (NULL, genesis->collective, TRUE, &error);
  expect (founder->store != NULL, error);
  writer.store = founder->store;
  expect (far_collective_found (&writer, genesis, &error), error);
  self->n_members = 1;
}

Party *
party_new (guint32 seed, guint n_members)
{
  Party *self = g_new0 (Party, 1);

  random_state[0] = seed;
  random_state[1] = 0;
  self->now_ms = G_GINT64_CONSTANT (1788000000000);
  self->entries = g_ptr_array_new_with_free_func (free_entry);
  found (self);
  for (guint i = 1; i < n_members; i++)
    party_join (self, 0, names[i]);
  party_meet (self);

  return self;
}

void
party_free (Party *self)
{
  for (guint i = 0; i < self->n_members; i++)
    far_store_close (self->members[i].store);
  g_ptr_array_unref (self->entries);
  g_free (self);
}

guint
party_join (Party *self, guint by, const char *name)
{
  guint who = self->n_members;
  PartyMember *member = &self->members[who];
  FarWriter writer = party_writer (self, by);
  g_autoptr (GBytes) request = NULL;
  g_auto (FarAdmission) admission = { 0 };
  g_autoptr (GError) error = NULL;
  FarInvite invite;
  FarNewcomer newcomer;

  g_assert_cmpuint (who, <, PARTY_MAX);
  expect (far_collective_invite (&writer, self->now_ms + 86400000, &invite, &error), error);

  far_identity_make (&member->me, invite.collective, party_random);
  memcpy (newcomer.collective, invite.collective, FAR_ID_LEN);
  memcpy (newcomer.entry, invite.entry, FAR_ID_LEN);
  memcpy (newcomer.device, member->me.device, FAR_KEY_LEN);
  memcpy (newcomer.noise, member->me.noise, FAR_KEY_LEN);
  memcpy (newcomer.seal, member->me.seal, FAR_KEY_LEN);
  request = far_request_encode (&newcomer, invite.secret, member->me.sign_secret, name);

  writer = party_writer (self, by);
  expect (far_collective_hear_request (&writer, g_bytes_get_data (request, NULL),
                                       g_bytes_get_size (request), member->me.noise, &admission,
                                       &error),
          error);
  g_assert_cmpint (admission.answer.state, ==, FAR_ANSWER_ADMITTED);
  g_assert_true (admission.is_new);

  member->store = far_store_open (NULL, invite.collective, TRUE, &error);
  expect (member->store != NULL, error);
  self->n_members++;
  party_tell (self, by, who);

  return who;
}

static void
harvest (Party *self, guint who)
{
  PartyMember *member = &self->members[who];
  guint32 log = far_store_find_log (member->store, member->me.device);
  g_autoptr (GError) error = NULL;

  while (log != 0 && member->n_harvested < far_store_peek_log (member->store, log)->head_seq)
    {
      PartyEntry *entry = g_new0 (PartyEntry, 1);
      guint8 header[FAR_HEADER_MAX];
      FarRow row;

      member->n_harvested++;
      expect (far_store_read_pos (member->store, (FarPos){ log, member->n_harvested }, &row,
                                  &error),
              error);
      entry->author = who;
      entry->blob = g_bytes_new (row.blob, row.blob_len);
      memcpy (entry->id, row.id, FAR_ID_LEN);
      entry->header =
          g_bytes_new (header, far_store_read_header (member->store, &row, header, &error));
      far_sign (member->me.sign_secret, entry->id, FAR_ID_LEN, entry->sig);
      g_ptr_array_add (self->entries, entry);
    }
}

guint
party_add_device (Party *self, guint of)
{
  guint who = self->n_members;
  PartyMember *device = &self->members[who];
  const guint8 *collective = far_store_peek_collective (self->members[of].store);
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  FarNewcomer newcomer = { 0 };
  guint8 proof[FAR_SIG_LEN];
  g_autoptr (GError) error = NULL;

  far_identity_make (&device->me, collective, party_random);
  memcpy (device->me.member, self->members[of].me.member, FAR_RECORD_ID_LEN);
  memcpy (newcomer.collective, collective, FAR_ID_LEN);
  memcpy (newcomer.entry, device->me.member, FAR_RECORD_ID_LEN);
  memcpy (newcomer.device, device->me.device, FAR_KEY_LEN);
  memcpy (newcomer.noise, device->me.noise, FAR_KEY_LEN);
  memcpy (newcomer.seal, device->me.seal, FAR_KEY_LEN);
  far_device_prove (device->me.sign_secret, &newcomer, proof);

  far_map_bytes (&map, FAR_ADMIT_MEMBER, device->me.member, FAR_RECORD_ID_LEN);
  far_map_bytes (&map, FAR_ADMIT_DEVICE, device->me.device, FAR_KEY_LEN);
  far_map_bytes (&map, FAR_ADMIT_NOISE, device->me.noise, FAR_KEY_LEN);
  far_map_bytes (&map, FAR_ADMIT_SEAL, device->me.seal, FAR_KEY_LEN);
  far_map_bytes (&map, FAR_ADMIT_DEVICE_PROOF, proof, FAR_SIG_LEN);
  far_map_end (&map);
  party_write (self, of, FAR_KIND_DEVICE_ADD, 0, payload, NULL, 0);

  device->store = far_store_open (NULL, collective, TRUE, &error);
  g_assert_no_error (error);
  self->n_members++;
  party_tell (self, of, who);
  g_assert_true (
      far_governance_device_stands (far_store_peek_governance (device->store), device->me.device));

  return who;
}

void
party_note_heard (Party *self, guint who, guint whom, FarPos pos)
{
  FarStore *store = self->members[who].store;
  g_autoptr (GArray) have = g_array_new (FALSE, TRUE, sizeof (guint32));

  g_array_set_size (have, far_store_get_n_logs (store));
  g_array_index (have, guint32, pos.log - 1) = pos.seq;
  party_assert_done (
      far_collective_note_heard (store, far_store_intern_log (store, self->members[whom].me.device),
                                 have, error));
}

void
party_harvest (Party *self)
{
  for (guint i = 0; i < self->n_members; i++)
    harvest (self, i);
}

FarVerdict
party_add (FarStore *store, const PartyEntry *entry, gboolean with_blob, gboolean with_sig)
{
  g_autoptr (GError) error = NULL;
  FarVerdict verdict = far_store_add (store, g_bytes_get_data (entry->header, NULL),
                                      g_bytes_get_size (entry->header),
                                      with_blob ? g_bytes_get_data (entry->blob, NULL) : NULL,
                                      with_blob ? g_bytes_get_size (entry->blob) : 0,
                                      with_sig ? entry->sig : NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpint (verdict, !=, FAR_VERDICT_INVALID);
  g_assert_cmpint (verdict, !=, FAR_VERDICT_FORKED);

  return verdict;
}

void
party_tell (Party *self, guint from, guint to)
{
  FarStore *source = self->members[from].store;
  FarStore *target = self->members[to].store;
  g_autoptr (GError) error = NULL;
  FarPos pos;

  party_harvest (self);
  expect (far_store_begin (target, &error), error);
  for (guint i = 0; i < self->entries->len; i++)
    {
      const PartyEntry *entry = g_ptr_array_index (self->entries, i);

      if (far_store_find_id (source, entry->id, &pos) &&
          !far_store_find_id (target, entry->id, &pos))
        g_assert_cmpint (party_add (target, entry, TRUE, TRUE), ==, FAR_VERDICT_ACCEPTED);
    }
  expect (far_store_commit (target, &error), error);
}

void
party_meet (Party *self)
{
  for (guint i = 1; i < self->n_members; i++)
    party_tell (self, i, 0);
  for (guint i = 1; i < self->n_members; i++)
    party_tell (self, 0, i);
}

/* The first entry of a log names what let its device in. */
static void
write_first (const FarWriter *writer)
{
  const FarGovDevice *device =
      far_governance_find_device (far_store_peek_governance (writer->store), writer->me->device);
  guint8 empty_map[] = { 0xa0 };
  FarPos let_in;
  FarPos pos;
  FarDraft draft = {
    .kind = FAR_KIND_WITNESS,
    .time_ms = writer->now_ms,
    .payload = empty_map,
    .payload_len = 1,
    .refs = &let_in,
    .n_refs = 1,
  };
  g_autoptr (GError) error = NULL;

  g_assert_true (far_store_get_act (writer->store, device->let_in_by, &let_in, NULL));
  expect (far_store_append (writer->store, writer->me->device, writer->me->sign_secret, &draft,
                            &pos, NULL, &error),
          error);
}

FarPos
party_write (Party *self,
             guint who,
             FarKind kind,
             guint32 term,
             GByteArray *payload,
             const FarPos *refs,
             guint n_refs)
{
  return party_write_about (self, who, kind, NULL, term, payload, refs, n_refs);
}

FarPos
party_write_about (Party *self,
                   guint who,
                   FarKind kind,
                   const guint8 *subject,
                   guint32 term,
                   GByteArray *payload,
                   const FarPos *refs,
                   guint n_refs)
{
  FarWriter writer = party_writer (self, who);
  FarDraft draft = {
    .kind = kind,
    .term = term,
    .time_ms = writer.now_ms,
    .subject = subject,
    .payload = payload->data,
    .payload_len = payload->len,
    .refs = refs,
    .n_refs = n_refs,
  };
  g_autoptr (GError) error = NULL;
  FarPayload parsed;
  FarPos pos;

  if (subject == NULL && kind == FAR_KIND_PERSON &&
      far_payload_parse (&parsed, far_kind_get_schema (kind), draft.payload, draft.payload_len) ==
          0)
    draft.subject = far_payload_bytes (&parsed, FAR_PERSON_ID);
  party_random (draft.salt, FAR_SALT_LEN);
  expect (far_store_begin (writer.store, &error), error);
  if (far_store_next_seq (writer.store, writer.me->device) == 1)
    write_first (&writer);
  expect (far_store_append (writer.store, writer.me->device, writer.me->sign_secret, &draft, &pos,
                            NULL, &error),
          error);
  expect (far_store_commit (writer.store, &error), error);

  return pos;
}

void
party_agree (Party *self, guint rule, gint32 value)
{
  FarApproval approval = { 0 };

  for (guint who = 0; who < self->n_members && !approval.is_done; who++)
    {
      FarWriter writer = party_writer (self, who);

      party_assert_done (far_collective_set_rule (&writer, rule, value, &approval, error));
      party_meet (self);
    }
  g_assert_true (approval.is_done);
}

void
party_add_rota (Party *self, guint who, const char *title, int n_max, guint8 *out)
{
  FarWriter writer = party_writer (self, who);
  FarRotaPlan plan = {
    .title = title,
    .rule = { .weekdays = FAR_WEEKDAYS_ALL,
              .every_n_weeks = 1,
              .first_day = PARTY_MONDAY,
              .last_day = PARTY_MONDAY + 364 },
    .at = 8 * 60 + 10,
    .n_min = MIN (2, n_max),
    .n_max = n_max,
  };
  g_autoptr (GError) error = NULL;

  expect (far_collective_add_rota (&writer, &plan, out, &error), error);
}

static const FarRotaFacts *
find_rota (GPtrArray *rotas, const guint8 *id)
{
  for (guint i = 0; i < rotas->len; i++)
    {
      const FarRotaFacts *rota = g_ptr_array_index (rotas, i);

      if (memcmp (rota->id, id, FAR_RECORD_ID_LEN) == 0)
        return rota;
    }

  g_assert_not_reached ();
}

FarOutingFacts *
party_outing (Party *self, guint who, const guint8 *rota, gint32 day)
{
  PartyMember *member = &self->members[who];
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rotas = far_collective_rotas (member->store, &error);
  FarOutingFacts *outing;

  expect (rotas != NULL, error);
  outing = far_collective_outing (member->store, find_rota (rotas, rota), member->me.member, day,
                                  &error);
  expect (outing != NULL, error);
  outing->rota = NULL; /* it goes with the rotas */

  return outing;
}

static const char *
find_name (GPtrArray *members, const guint8 *person)
{
  for (guint i = 0; i < members->len; i++)
    {
      const FarMemberFacts *member = g_ptr_array_index (members, i);

      if (memcmp (member->id, person, FAR_RECORD_ID_LEN) == 0)
        return member->name;
    }

  g_assert_not_reached ();
}

char *
party_turns (Party *self, guint who, const guint8 *rota, gint32 day)
{
  static const char *const marks[] = {
    [FAR_TURN_PLACE_STANDING] = "",  [FAR_TURN_PLACE_RESERVE] = "+",
    [FAR_TURN_PLACE_SEEKING] = "?",  [FAR_TURN_PLACE_ABSENT] = "!",
    [FAR_TURN_PLACE_RELEASED] = "-", [FAR_TURN_PLACE_RELIEVED] = "/",
  };
  g_autoptr (FarOutingFacts) outing = party_outing (self, who, rota, day);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) members = far_collective_members (self->members[who].store, &error);
  GString *text = g_string_new (NULL);

  expect (members != NULL, error);
  for (guint i = 0; i < outing->turns->len; i++)
    {
      const FarTurnFacts *turn = g_ptr_array_index (outing->turns, i);

      g_string_append_printf (text, "%s%s%s", i > 0 ? " " : "", marks[turn->place],
                              find_name (members, turn->person));
    }

  return g_string_free (text, FALSE);
}

void
party_shuffle (Party *self, guint *order)
{
  for (guint i = 0; i < self->entries->len; i++)
    order[i] = i;
  for (guint i = self->entries->len; i > 1; i--)
    {
      guint j = g_test_rand_int_range (0, i);
      guint other = order[j];

      order[j] = order[i - 1];
      order[i - 1] = other;
    }
}

/* Signed are acts and the last of each log, which covers what is before it; the others only
 * sometimes. */
static gboolean
needs_signature (Party *self, guint i)
{
  const PartyEntry *entry = self->entries->pdata[i];
  const guint8 *header = g_bytes_get_data (entry->header, NULL);

  if (far_kind_is_act (header[1]) || entry->id[0] % 4 == 0)
    return TRUE;

  for (guint j = i + 1; j < self->entries->len; j++)
    if (((PartyEntry *)self->entries->pdata[j])->author == entry->author)
      return FALSE;

  return TRUE;
}

void
party_add_all (Party *self, FarStore *store, const guint *order)
{
  g_autoptr (GError) error = NULL;

  expect (far_store_begin (store, &error), error);
  for (guint i = 0; i < self->entries->len; i++)
    party_add (store, self->entries->pdata[order[i]], TRUE, needs_signature (self, order[i]));
  expect (far_store_commit (store, &error), error);
  g_assert_cmpint (far_store_get_n_entries (store), ==, self->entries->len);
  g_assert_cmpint (far_store_get_n_pending (store), ==, 0);
}

void
party_digests (FarStore *store, guint8 out[static 2 * FAR_HASH_LEN])
{
  g_autoptr (GError) error = NULL;

  far_store_digest (store, out);
  expect (far_collective_records_digest (store, out + FAR_HASH_LEN, &error), error);
}

void
party_assert_orders (Party *self, guint n_orders)
{
  FarStore *first = self->members[0].store;
  g_autofree guint *order = NULL;
  guint8 expected[2 * FAR_HASH_LEN];

  party_harvest (self);
  party_digests (first, expected);
  order = g_new (guint, self->entries->len);
  for (guint i = 0; i < n_orders; i++)
    {
      g_autoptr (FarStore) store =
                     far_store_open (NULL, far_store_peek_collective (first), TRUE, NULL);
      g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
      guint8 digests[2 * FAR_HASH_LEN];

      party_shuffle (self, order);
      party_add_all (self, store, order);
      party_digests (store, digests);
      g_assert_cmpmem (digests, sizeof digests, expected, sizeof expected);
      if (i % 20 != 0)
        continue;

      far_store_check (store, TRUE, problems, NULL);
      if (problems->len > 0)
        g_test_message ("%s", (const char *)problems->pdata[0]);
      g_assert_cmpuint (problems->len, ==, 0);
      g_assert_true (far_store_rebuild (store, NULL));
      party_digests (store, digests);
      g_assert_cmpmem (digests, sizeof digests, expected, sizeof expected);
    }
}
