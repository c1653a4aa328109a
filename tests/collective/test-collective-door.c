/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The request and the answer at the door, and what a member's machine makes of them. */

#include <string.h>

#include "far-kind-schema.h"
#include "test-party.h"

/* Someone with an invitation. */
typedef struct
{
  FarInvite invite;
  FarIdentity me;
  GBytes *request; /* owned */
} Guest;

static void
make_request (Guest *self, const char *name)
{
  FarNewcomer newcomer;

  memcpy (newcomer.collective, self->invite.collective, FAR_ID_LEN);
  memcpy (newcomer.entry, self->invite.entry, FAR_ID_LEN);
  memcpy (newcomer.device, self->me.device, FAR_KEY_LEN);
  memcpy (newcomer.noise, self->me.noise, FAR_KEY_LEN);
  memcpy (newcomer.seal, self->me.seal, FAR_KEY_LEN);
  g_clear_pointer (&self->request, g_bytes_unref);
  self->request = far_request_encode (&newcomer, self->invite.secret, self->me.sign_secret, name);
}

static void
invite (Party *party, guint by, Guest *out)
{
  FarWriter writer = party_writer (party, by);
  g_autoptr (GError) error = NULL;

  out->request = NULL;
  g_assert_true (far_collective_invite (&writer, party->now_ms + 86400000, &out->invite, &error));
  g_assert_no_error (error);
  far_identity_make (&out->me, out->invite.collective, party_random);
  make_request (out, "Zo\u00eb");
}

static void
guest_clear (Guest *self)
{
  g_clear_pointer (&self->request, g_bytes_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Guest, guest_clear)

static void
hear (const FarWriter *writer, const Guest *guest, const guint8 *noise, FarAdmission *out)
{
  g_autoptr (GError) error = NULL;
  gboolean good =
      far_collective_hear_request (writer, g_bytes_get_data (guest->request, NULL),
                                   g_bytes_get_size (guest->request), noise, out, &error);

  g_assert_no_error (error);
  g_assert_true (good);
}

/* @n_missing: FarRefusal for a refusal */
static void
assert_answer (Party *party,
               guint by,
               const Guest *guest,
               FarAnswerState state,
               guint n_missing,
               gboolean is_new)
{
  FarWriter writer = party_writer (party, by);
  gint64 n = far_store_get_n_entries (writer.store);
  g_auto (FarAdmission) admission = { 0 };

  hear (&writer, guest, guest->me.noise, &admission);
  g_assert_cmpint (admission.answer.state, ==, state);
  if (state == FAR_ANSWER_REFUSED)
    g_assert_cmpint (admission.answer.refusal, ==, n_missing);
  else
    g_assert_cmpuint (admission.answer.n_missing, ==, n_missing);
  g_assert_cmpint (admission.is_new, ==, is_new);
  g_assert_cmpint (far_store_get_n_entries (writer.store) > n, ==, is_new);
  g_assert_cmpmem (admission.member, FAR_RECORD_ID_LEN, guest->me.member, FAR_RECORD_ID_LEN);
}

/* ---- bytes */

static void
test_request (void)
{
  g_autoptr (Party) party = party_new (1, 1);
  g_auto (Guest) guest = { 0 };
  g_auto (FarRequest) request = { 0 };
  const guint8 *data;
  gsize len;

  invite (party, 0, &guest);
  data = g_bytes_get_data (guest.request, &len);
  g_assert_cmpuint (len, ==, FAR_DOOR_REQUEST_FIXED_LEN + 4);
  g_assert_cmpuint (data[0], ==, FAR_DOOR_VERSION);

  g_assert_true (far_request_decode (&request, guest.invite.collective, data, len));
  g_assert_cmpstr (request.name, ==, "Zo\u00eb");
  g_assert_cmpmem (request.newcomer.entry, FAR_ID_LEN, guest.invite.entry, FAR_ID_LEN);
  g_assert_cmpmem (request.newcomer.device, FAR_KEY_LEN, guest.me.device, FAR_KEY_LEN);
  g_assert_cmpmem (request.newcomer.noise, FAR_KEY_LEN, guest.me.noise, FAR_KEY_LEN);
  g_assert_cmpmem (request.newcomer.seal, FAR_KEY_LEN, guest.me.seal, FAR_KEY_LEN);
}

static void
assert_no_request (const guint8 *data, gsize len)
{
  static const guint8 collective[FAR_ID_LEN];
  g_autofree guint8 *copy = g_memdup2 (data, len); /* so that a read beyond it is found */
  FarRequest request = { .name = NULL };

  g_assert_false (far_request_decode (&request, collective, copy, len));
  g_assert_null (request.name);
}

static void
test_bad_requests (void)
{
  static const struct
  {
    const char *name;
    gsize len;
  } names[] = {
    { "", 0 },      { "a\nb", 3 }, { "a\x1b", 2 },
    { "a\xff", 2 }, { "a\0b", 3 }, { "\xc2\x85", 2 }, /* a control character of two bytes */
  };
  g_autoptr (Party) party = party_new (2, 1);
  g_auto (Guest) guest = { 0 };
  g_autoptr (GByteArray) bytes = NULL;
  g_autofree char *long_name = g_strnfill (201, 'x');
  gsize len;
  const guint8 *data;

  invite (party, 0, &guest);
  data = g_bytes_get_data (guest.request, &len);
  for (gsize i = 0; i < len; i++)
    assert_no_request (data, i);

  bytes = g_byte_array_new ();
  far_put (bytes, data, len);
  far_put_u8 (bytes, 0);
  assert_no_request (bytes->data, bytes->len); /* trailing */

  bytes->data[0] = FAR_DOOR_VERSION + 1;
  assert_no_request (bytes->data, len);

  for (guint i = 0; i <= G_N_ELEMENTS (names); i++)
    {
      gboolean is_long = i == G_N_ELEMENTS (names);
      gsize name_len = is_long ? 201 : names[i].len;

      g_byte_array_set_size (bytes, 0);
      far_put (bytes, data, FAR_DOOR_REQUEST_FIXED_LEN - 2);
      far_put_u16 (bytes, name_len);
      far_put (bytes, is_long ? long_name : names[i].name, name_len);
      assert_no_request (bytes->data, bytes->len);
    }

  g_byte_array_set_size (bytes, FAR_DOOR_MAX + 1);
  memset (bytes->data + FAR_DOOR_REQUEST_FIXED_LEN, 'x',
          FAR_DOOR_MAX + 1 - FAR_DOOR_REQUEST_FIXED_LEN);
  far_set_u16 (bytes->data + FAR_DOOR_REQUEST_FIXED_LEN - 2,
               FAR_DOOR_MAX + 1 - FAR_DOOR_REQUEST_FIXED_LEN);
  assert_no_request (bytes->data, bytes->len);
}

static void
test_answers (void)
{
  static const FarAnswer answers[] = {
    { .state = FAR_ANSWER_WAITING, .n_missing = 1 },
    { .state = FAR_ANSWER_WAITING, .n_missing = 65535, .n_needed = 255 },
    { .state = FAR_ANSWER_WAITING, .n_missing = 1, .n_needed = 2 },
    { .state = FAR_ANSWER_REFUSED, .refusal = FAR_REFUSAL_UNKNOWN },
    { .state = FAR_ANSWER_REFUSED, .refusal = FAR_REFUSAL_FULL },
    { .state = FAR_ANSWER_ADMITTED, .secret = { 1, 2, 3 } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autoptr (GBytes) bytes = far_answer_encode (&answers[i]);
      FarAnswer answer;

      g_assert_true (
          far_answer_decode (&answer, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)));
      g_assert_cmpint (answer.state, ==, answers[i].state);
      g_assert_cmpuint (answer.n_missing, ==, answers[i].n_missing);
      g_assert_cmpuint (answer.n_needed, ==, answers[i].n_needed);
      g_assert_cmpint (answer.refusal, ==, answers[i].refusal);
      g_assert_cmpmem (answer.secret, FAR_HASH_LEN, answers[i].secret, FAR_HASH_LEN);
    }
}

static void
test_bad_answers (void)
{
  static const struct
  {
    guint8 bytes[38];
    gsize len;
  } rows[] = {
    { { 0 }, 0 },
    { { 1, 1, 1, 0 }, 4 },    /* cut */
    { { 2, 1, 1, 0, 0 }, 5 }, /* another version */
    { { 1, 0, 0, 0, 0 }, 5 }, /* no such state */
    { { 1, 4, 0, 0, 0 }, 5 },
    { { 1, 1, 0, 0, 0 }, 5 },     /* waits for nobody */
    { { 1, 1, 1, 0, 0, 0 }, 6 },  /* trailing */
    { { 1, 2, 0, 0, 0 }, 5 },     /* refused for nothing */
    { { 1, 2, 1, 0, 1 }, 5 },     /* refused, and waits */
    { { 1, 2, 0, 0, 10 }, 5 },    /* no such reason */
    { { 1, 3, 0, 0, 0 }, 5 },     /* admitted, and no secret */
    { { 1, 3, 0, 0, 0, 9 }, 36 }, /* a secret that is too short */
    { { 1, 3, 0, 0, 0, 9 }, 38 }, /* or too long */
    { { 1, 3, 1, 0, 0, 9 }, 37 }, /* admitted, and waits */
    { { 1, 3, 0, 0, 1, 9 }, 37 }, /* admitted, and refused */
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree guint8 *copy = g_memdup2 (rows[i].bytes, rows[i].len);
      FarAnswer answer = { .state = FAR_ANSWER_WAITING, .secret = { 7 } };

      g_assert_false (far_answer_decode (&answer, copy, rows[i].len));
      g_assert_true (sodium_is_zero ((const guint8 *)&answer, sizeof answer));
    }
}

/* ---- coming in */

static void
test_admits (void)
{
  g_autoptr (Party) party = party_new (3, 2);
  FarStore *store = party->members[1].store;
  FarWriter writer;
  g_auto (Guest) guest = { 0 };
  g_auto (FarAdmission) admission = { 0 };
  const FarGovernance *gov;
  guint n;

  invite (party, 0, &guest);
  party_meet (party);

  /* any member's machine does it */
  writer = party_writer (party, 1);
  hear (&writer, &guest, NULL, &admission);
  gov = far_store_peek_governance (store);
  g_assert_cmpint (admission.answer.state, ==, FAR_ANSWER_ADMITTED);
  g_assert_cmpstr (admission.name, ==, "Zo\u00eb");
  g_assert_cmpmem (admission.answer.secret, FAR_HASH_LEN, far_governance_peek_secrets (gov, &n)[0],
                   FAR_HASH_LEN);
  g_assert_true (far_governance_device_stands (gov, guest.me.device));

  /* asked again, it answers at once, and so does another machine that knows */
  assert_answer (party, 1, &guest, FAR_ANSWER_ADMITTED, 0, FALSE);
  party_meet (party);
  assert_answer (party, 0, &guest, FAR_ANSWER_ADMITTED, 0, FALSE);
}

/* Two machines hear the same newcomer and do not know of each other: one member comes of it. */
static void
test_admits_twice (void)
{
  g_autoptr (Party) party = party_new (4, 2);
  g_auto (Guest) guest = { 0 };

  invite (party, 0, &guest);
  party_meet (party);
  assert_answer (party, 0, &guest, FAR_ANSWER_ADMITTED, 0, TRUE);
  assert_answer (party, 1, &guest, FAR_ANSWER_ADMITTED, 0, TRUE);
  party_meet (party);

  for (guint who = 0; who < 2; who++)
    {
      g_autoptr (GPtrArray) members = far_collective_members (party->members[who].store, NULL);

      g_assert_cmpuint (members->len, ==, 3);
      g_assert_cmpstr (((FarMemberFacts *)members->pdata[2])->name, ==, "Zo\u00eb");
      g_assert_cmpuint (((FarMemberFacts *)members->pdata[2])->also.n_others, ==, 0);
    }
}

static void
test_refuses (void)
{
  g_autoptr (Party) party = party_new (5, 2);
  g_auto (Guest) guest = { 0 };
  g_auto (Guest) second = { 0 };
  g_auto (FarAdmission) admission = { 0 };
  FarWriter writer;

  /* an invitation that this machine has not heard of */
  invite (party, 0, &guest);
  assert_answer (party, 1, &guest, FAR_ANSWER_REFUSED, FAR_REFUSAL_UNKNOWN, FALSE);
  party_meet (party);

  /* another secret, another device's signature, another key at the door */
  second = guest;
  second.request = NULL;
  second.invite.secret[0] ^= 1;
  make_request (&second, "Zo\u00eb");
  assert_answer (party, 1, &second, FAR_ANSWER_REFUSED, FAR_REFUSAL_PROOF, FALSE);
  second.invite.secret[0] ^= 1;
  memcpy (second.me.sign_secret, party->members[0].me.sign_secret, 64);
  make_request (&second, "Zo\u00eb");
  assert_answer (party, 1, &second, FAR_ANSWER_REFUSED, FAR_REFUSAL_PROOF, FALSE);
  writer = party_writer (party, 1);
  hear (&writer, &guest, party->members[0].me.noise, &admission);
  g_assert_cmpint (admission.answer.refusal, ==, FAR_REFUSAL_PROOF);

  /* keys with which nobody could ever speak */
  memcpy (&second.me, &guest.me, sizeof guest.me);
  memset (second.me.seal, 0, FAR_KEY_LEN);
  make_request (&second, "Zo\u00eb");
  assert_answer (party, 1, &second, FAR_ANSWER_REFUSED, FAR_REFUSAL_PROOF, FALSE);

  /* too late */
  party->now_ms += 86400000;
  assert_answer (party, 1, &guest, FAR_ANSWER_REFUSED, FAR_REFUSAL_EXPIRED, FALSE);
  party->now_ms -= 86400000;
  assert_answer (party, 1, &guest, FAR_ANSWER_ADMITTED, 0, TRUE);

  /* used, by somebody else */
  far_identity_make (&second.me, second.invite.collective, party_random);
  make_request (&second, "Zo\u00eb");
  assert_answer (party, 1, &second, FAR_ANSWER_REFUSED, FAR_REFUSAL_USED, FALSE);
}

/* The proofs of who came in stand in the log for all to read.  With them, and without the keys,
 * nobody learns the secret. */
static void
test_replayed_proofs (void)
{
  g_autoptr (Party) party = party_new (6, 1);
  g_auto (Guest) guest = { 0 };
  g_auto (Guest) second = { 0 };
  g_auto (FarAdmission) admission = { 0 };
  FarIdentity other;
  FarWriter writer;

  invite (party, 0, &guest);
  assert_answer (party, 0, &guest, FAR_ANSWER_ADMITTED, 0, TRUE);

  writer = party_writer (party, 0);
  hear (&writer, &guest, party->members[0].me.noise, &admission);
  g_assert_cmpint (admission.answer.state, ==, FAR_ANSWER_REFUSED);
  g_assert_true (sodium_is_zero (admission.answer.secret, FAR_HASH_LEN));

  /* nor with another key in the place of one of them, by whoever signs with the device's */
  far_identity_make (&other, guest.invite.collective, party_random);
  second = guest;
  second.request = NULL;
  memcpy (second.me.noise, other.noise, FAR_KEY_LEN);
  make_request (&second, "Zo\u00eb");
  assert_answer (party, 0, &second, FAR_ANSWER_REFUSED, FAR_REFUSAL_PROOF, FALSE);
  second.me = guest.me;
  memcpy (second.me.seal, other.seal, FAR_KEY_LEN);
  make_request (&second, "Zo\u00eb");
  assert_answer (party, 0, &second, FAR_ANSWER_REFUSED, FAR_REFUSAL_PROOF, FALSE);
}

static gboolean
end_invite (Party *party, guint by, const Guest *guest, GError **error)
{
  FarWriter writer = party_writer (party, by);

  return far_collective_end_invite (&writer, guest->invite.entry, error);
}

/* Only the inviter takes an invitation back, and only while it is open. */
static void
test_ended (void)
{
  g_autoptr (Party) party = party_new (7, 2);
  g_auto (Guest) guest = { 0 };
  g_auto (Guest) used = { 0 };
  g_autoptr (GArray) invites = NULL;
  g_autoptr (GError) error = NULL;
  gint64 n;

  invite (party, 0, &used);
  invite (party, 0, &guest);
  assert_answer (party, 0, &used, FAR_ANSWER_ADMITTED, 0, TRUE);
  party_meet (party);

  n = far_store_get_n_entries (party->members[1].store);
  g_assert_false (end_invite (party, 1, &guest, &error));
  g_assert_error (error, FAR_COLLECTIVE_ERROR, FAR_COLLECTIVE_ERROR_INVITE_NOT_YOURS);
  g_clear_error (&error);
  g_assert_cmpint (far_store_get_n_entries (party->members[1].store), ==, n);
  g_assert_false (end_invite (party, 0, &used, &error));
  g_assert_error (error, FAR_COLLECTIVE_ERROR, FAR_COLLECTIVE_ERROR_INVITE_CLOSED);
  g_clear_error (&error);

  g_assert_true (end_invite (party, 0, &guest, &error));
  g_assert_no_error (error);
  g_assert_false (end_invite (party, 0, &guest, &error));
  g_assert_error (error, FAR_COLLECTIVE_ERROR, FAR_COLLECTIVE_ERROR_INVITE_CLOSED);
  party_meet (party);
  assert_answer (party, 1, &guest, FAR_ANSWER_REFUSED, FAR_REFUSAL_ENDED, FALSE);

  invites = far_collective_invites (party->members[1].store, party->now_ms);
  g_assert_cmpuint (invites->len, >=, 2);
  for (guint i = 0; i < 2; i++)
    {
      const FarInviteFacts *facts = &g_array_index (invites, FarInviteFacts, i);
      const Guest *of = i == 0 ? &guest : &used;

      g_assert_cmpmem (facts->id, FAR_ID_LEN, of->invite.entry, FAR_ID_LEN);
      g_assert_cmpmem (facts->inviter, FAR_RECORD_ID_LEN, party->members[0].me.member,
                       FAR_RECORD_ID_LEN);
      g_assert_cmpint (facts->place, ==, i == 0 ? FAR_INVITE_PLACE_ENDED : FAR_INVITE_PLACE_USED);
    }
}

/* Two people hold one invitation, and come to machines that have not heard of each other: one is
 * in, the same on every machine, and each of them can say that there were two. */
static void
test_used_twice (void)
{
  g_autoptr (Party) party = party_new (12, 3);
  Guest guests[2] = { 0 };

  invite (party, 0, &guests[0]);
  party_meet (party);
  guests[1] = guests[0];
  guests[1].request = NULL;
  far_identity_make (&guests[1].me, guests[1].invite.collective, party_random);
  make_request (&guests[1], "Yann");
  for (guint i = 0; i < 2; i++)
    assert_answer (party, 1 + i, &guests[i], FAR_ANSWER_ADMITTED, 0, TRUE);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (GPtrArray) before = far_collective_double_uses (party->members[i].store, NULL);

      g_assert_cmpuint (before->len, ==, 0);
    }

  party_meet (party);
  for (guint i = 0; i < 3; i++)
    {
      FarStore *store = party->members[i].store;
      const FarGovernance *gov = far_store_peek_governance (store);
      g_autoptr (GPtrArray) uses = far_collective_double_uses (store, NULL);
      const FarDoubleUse *use;
      guint out;

      g_assert_cmpuint (uses->len, ==, 1);
      use = uses->pdata[0];
      out = memcmp (use->out, guests[0].me.member, FAR_RECORD_ID_LEN) == 0 ? 0 : 1;
      g_assert_cmpmem (use->out, FAR_RECORD_ID_LEN, guests[out].me.member, FAR_RECORD_ID_LEN);
      g_assert_cmpstr (use->out_name, ==, out == 0 ? "Zo\u00eb" : "Yann");
      g_assert_cmpmem (use->in, FAR_RECORD_ID_LEN, guests[1 - out].me.member, FAR_RECORD_ID_LEN);
      g_assert_cmpmem (use->inviter, FAR_RECORD_ID_LEN, party->members[0].me.member,
                       FAR_RECORD_ID_LEN);
      g_assert_nonnull (far_governance_find_member (gov, use->in));
      g_assert_null (far_governance_find_member (gov, use->out));
      g_assert_cmpuint (far_governance_get_n_active (gov), ==, 4);
    }
  for (guint i = 0; i < 2; i++)
    guest_clear (&guests[i]);
}

/* Whoever has left finds no door open. */
static void
test_closed (void)
{
  g_autoptr (Party) party = party_new (8, 2);
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  g_auto (Guest) guest = { 0 };

  invite (party, 0, &guest);
  assert_answer (party, 0, &guest, FAR_ANSWER_ADMITTED, 0, TRUE);
  memcpy (&party->members[2].me, &guest.me, sizeof guest.me);
  party->members[2].store = far_store_open (NULL, guest.invite.collective, TRUE, NULL);
  party->n_members = 3;
  party_tell (party, 0, 2);

  far_map_end (&map);
  party_write (party, 2, FAR_KIND_LEAVE, 0, payload, NULL, 0);
  party_meet (party);
  assert_answer (party, 0, &guest, FAR_ANSWER_REFUSED, FAR_REFUSAL_CLOSED, FALSE);
}

/* Members 0, who invited, 1 and so on. */
static void
assert_vouchers (Party *party, const FarMemberFacts *facts, guint n)
{
  g_assert_true (facts->is_invited);
  g_assert_cmpmem (facts->inviter, FAR_RECORD_ID_LEN, party->members[0].me.member,
                   FAR_RECORD_ID_LEN);
  g_assert_cmpuint (facts->vouchers->len, ==, n);
  for (guint i = 0; i < n; i++)
    g_assert_cmpmem (facts->vouchers->data + i * FAR_RECORD_ID_LEN, FAR_RECORD_ID_LEN,
                     party->members[i].me.member, FAR_RECORD_ID_LEN);
}

/* From eight members on the inviter alone is not enough. */
static void
test_vouching (void)
{
  g_autoptr (Party) party = party_new (9, 8);
  g_auto (Guest) guest = { 0 };
  g_autoptr (GPtrArray) members = NULL;
  g_autoptr (GPtrArray) after = NULL;
  const FarMemberFacts *facts;
  FarWriter writer;
  g_autoptr (GError) error = NULL;

  invite (party, 0, &guest);
  assert_answer (party, 0, &guest, FAR_ANSWER_WAITING, 1, TRUE);
  assert_answer (party, 0, &guest, FAR_ANSWER_WAITING, 1, FALSE);
  party_meet (party);
  assert_answer (party, 2, &guest, FAR_ANSWER_WAITING, 1, FALSE);

  members = far_collective_members (party->members[1].store, NULL);
  facts = members->pdata[8];
  g_assert_cmpint (facts->state, ==, FAR_MEMBER_STATE_PENDING);
  g_assert_cmpuint (facts->n_missing, ==, 1);
  g_assert_cmpstr (facts->name, ==, "Zo\u00eb");
  assert_vouchers (party, facts, 1);

  writer = party_writer (party, 1);
  g_assert_false (far_collective_vouch (&writer, party->members[2].me.member, &error));
  g_assert_error (error, FAR_COLLECTIVE_ERROR, FAR_COLLECTIVE_ERROR_NO_SUCH_ID);
  g_clear_error (&error);
  g_assert_true (far_collective_vouch (&writer, guest.me.member, &error));
  assert_answer (party, 1, &guest, FAR_ANSWER_ADMITTED, 0, FALSE);

  /* and who it was stays known */
  after = far_collective_members (party->members[1].store, NULL);
  facts = after->pdata[8];
  g_assert_cmpmem (facts->id, FAR_RECORD_ID_LEN, guest.me.member, FAR_RECORD_ID_LEN);
  assert_vouchers (party, facts, 2);
}

/* What a file of @who's would tell the guest, @days after now: nothing, how many are missing of how
 * many, or why not. */
static void
assert_told (Party *party, guint who, const Guest *guest, guint days, const FarAnswer *answer)
{
  g_autoptr (GArray) all =
                 far_collective_waiting (party->members[who].store,
                                         party->now_ms + days * G_GINT64_CONSTANT (86400000), NULL);
  const FarWaiting *waiting;

  g_assert_cmpuint (all->len, ==, answer != NULL ? 1 : 0);
  if (answer == NULL)
    return;

  waiting = &g_array_index (all, FarWaiting, 0);
  g_assert_cmpmem (waiting->seal_key, FAR_KEY_LEN, guest->me.seal, FAR_KEY_LEN);
  g_assert_cmpint (waiting->answer.state, ==, answer->state);
  g_assert_cmpuint (waiting->answer.n_missing, ==, answer->n_missing);
  g_assert_cmpuint (waiting->answer.n_needed, ==, answer->n_needed);
  g_assert_cmpint (waiting->answer.refusal, ==, answer->refusal);
}

static void
test_tells_who_waits (void)
{
  static const FarAnswer waits = { .state = FAR_ANSWER_WAITING, .n_missing = 1, .n_needed = 2 };
  static const FarAnswer expired = { .state = FAR_ANSWER_REFUSED, .refusal = FAR_REFUSAL_EXPIRED };
  g_autoptr (Party) party = party_new (14, 8);
  g_auto (Guest) guest = { 0 };
  FarWriter writer;

  assert_told (party, 0, &guest, 0, NULL);
  invite (party, 0, &guest);
  assert_answer (party, 0, &guest, FAR_ANSWER_WAITING, 1, TRUE);
  party_meet (party);
  assert_told (party, 3, &guest, 0, &waits);
  assert_told (party, 3, &guest, 2, &expired);

  writer = party_writer (party, 1);
  party_assert_done (far_collective_vouch (&writer, guest.me.member, error));
  assert_told (party, 1, &guest, 0, NULL);
  assert_told (party, 1, &guest, 2, NULL);
  assert_told (party, 3, &guest, 0, &waits); /* which has not heard of it */
}

/* Members 0 and 1, of two. */
static void
agree_on (Party *party, guint rule, gint32 value)
{
  FarApproval approval;

  for (guint who = 0; who < 2; who++)
    {
      FarWriter writer = party_writer (party, who);

      party_assert_done (far_collective_set_rule (&writer, rule, value, &approval, error));
      party_meet (party);
    }
  g_assert_true (approval.is_done);
}

/* Three are to vouch, and there are two. */
static void
test_waits_in_vain (void)
{
  static const FarAnswer vain = { .state = FAR_ANSWER_WAITING,
                                  .n_missing = FAR_ANSWER_VAIN,
                                  .n_needed = 3 };
  g_autoptr (Party) party = party_new (15, 2);
  g_auto (Guest) guest = { 0 };
  g_autoptr (GPtrArray) members = NULL;
  const FarMemberFacts *facts;

  agree_on (party, FAR_RULE_VOUCHERS, 3);
  invite (party, 0, &guest);
  assert_answer (party, 0, &guest, FAR_ANSWER_WAITING, FAR_ANSWER_VAIN, TRUE);
  party_meet (party);
  assert_told (party, 1, &guest, 0, &vain);
  members = far_collective_members (party->members[1].store, NULL);
  facts = members->pdata[2];
  g_assert_cmpint (facts->state, ==, FAR_MEMBER_STATE_PENDING);
  g_assert_cmpuint (facts->n_missing, ==, FAR_ANSWER_VAIN);
  g_assert_cmpuint (facts->n_needed, ==, 3);

  /* the members agree on what can be */
  agree_on (party, FAR_RULE_VOUCHERS, 2);
  assert_answer (party, 1, &guest, FAR_ANSWER_WAITING, 1, FALSE);
}

static void
test_hears_noise (void)
{
  g_autoptr (Party) party = party_new (10, 1);
  FarWriter writer = party_writer (party, 0);
  g_auto (FarAdmission) admission = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_false (
      far_collective_hear_request (&writer, (const guint8 *)"hello", 5, NULL, &admission, &error));
  g_assert_error (error, FAR_COLLECTIVE_ERROR, FAR_COLLECTIVE_ERROR_PEER_INVALID);
}

/* Which callers a machine answers: those with an unused invitation first. */
static void
test_open_invites (void)
{
  g_autoptr (Party) party = party_new (11, 1);
  FarStore *store = party->members[0].store;
  Guest guests[3] = { 0 };
  g_autoptr (GArray) keys = NULL;
  g_autoptr (GArray) later = NULL;
  g_autoptr (GArray) never = NULL;
  g_autoptr (GError) error = NULL;
  guint8 public_half[FAR_KEY_LEN];
  FarWriter writer;
  FarInvite invitation;

  for (guint i = 0; i < 3; i++)
    invite (party, 0, &guests[i]);
  assert_answer (party, 0, &guests[2], FAR_ANSWER_ADMITTED, 0, TRUE);

  keys = far_collective_open_invites (store, party->now_ms);
  g_assert_cmpuint (keys->len, ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      static const guint order[] = { 1, 0, 2 };

      far_invite_derive_public (guests[order[i]].invite.secret, public_half);
      g_assert_cmpmem (keys->data + i * FAR_KEY_LEN, FAR_KEY_LEN, public_half, FAR_KEY_LEN);
    }
  /* who comes too late is told so, for a while */
  later = far_collective_open_invites (store, party->now_ms + 86400000);
  g_assert_cmpuint (later->len, ==, 3);
  never = far_collective_open_invites (store, party->now_ms + G_GINT64_CONSTANT (365) * 86400000);
  g_assert_cmpuint (never->len, ==, 0);

  /* not more than a machine tries on each call */
  for (guint i = 2; i < FAR_OPEN_INVITES_MAX; i++)
    {
      writer = party_writer (party, 0);
      g_assert_true (
          far_collective_invite (&writer, party->now_ms + 86400000, &invitation, &error));
    }
  g_assert_false (far_collective_invite (&writer, party->now_ms + 1000, &invitation, &error));
  g_assert_error (error, FAR_COLLECTIVE_ERROR, FAR_COLLECTIVE_ERROR_FULL_INVITES);
  g_assert_true (sodium_is_zero ((const guint8 *)&invitation, sizeof invitation));

  for (guint i = 0; i < 3; i++)
    guest_clear (&guests[i]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/far/door/request", test_request);
  g_test_add_func ("/far/door/bad-requests", test_bad_requests);
  g_test_add_func ("/far/door/answers", test_answers);
  g_test_add_func ("/far/door/bad-answers", test_bad_answers);
  g_test_add_func ("/far/door/admits", test_admits);
  g_test_add_func ("/far/door/admits-twice", test_admits_twice);
  g_test_add_func ("/far/door/refuses", test_refuses);
  g_test_add_func ("/far/door/replayed-proofs", test_replayed_proofs);
  g_test_add_func ("/far/door/ended", test_ended);
  g_test_add_func ("/far/door/used-twice", test_used_twice);
  g_test_add_func ("/far/door/closed", test_closed);
  g_test_add_func ("/far/door/vouching", test_vouching);
  g_test_add_func ("/far/door/tells-who-waits", test_tells_who_waits);
  g_test_add_func ("/far/door/waits-in-vain", test_waits_in_vain);
  g_test_add_func ("/far/door/hears-noise", test_hears_noise);
  g_test_add_func ("/far/door/open-invites", test_open_invites);

  return g_test_run ();
}
