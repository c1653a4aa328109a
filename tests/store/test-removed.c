/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A removed machine with all its old keys, and what it can still learn and do: real sessions, real
 * stores, and a record of all that it is sent, opened with its keys. */

#include <string.h>

#include "far-entry.h"
#include "far-world.h"

static const guint8 rota[FAR_RECORD_ID_LEN] = "a rota of a test";

#define N_DEVICES 5
#define REMOVED 4
#define UNAWARE 3 /* has not heard of it yet */

/* ---- the record */

/* What the removed machine's session takes out of its frames, before anything is judged. */
typedef struct
{
  GByteArray *wire; /* owned: all bytes, as they came */
  GPtrArray *words; /* owned (element-type GBytes): of entries, as they were decrypted */
  GHashTable *ids;  /* owned: of headers alone */
  const FarReplicaIface *genuine;
  const guint8 *collective;
} Recording;

static Recording recording;

static void
note_words (const guint8 *bytes, gsize len)
{
  if (bytes != NULL)
    g_ptr_array_add (recording.words, g_bytes_new (bytes, len));
}

static FarVerdict
record_put (FarReplica *self, const FarEntryParts *parts, FarPos *at, GError **error)
{
  note_words (parts->blob, parts->blob_len);
  note_words (parts->hash, FAR_HASH_LEN);

  return recording.genuine->put (self, parts, at, error);
}

static FarVerdict
record_cover (FarReplica *self, guint32 run, GPtrArray *headers, const guint8 *sig, GError **error)
{
  for (guint i = 0; i < headers->len; i++)
    {
      guint8 *id = g_malloc (FAR_ID_LEN);
      gsize len;
      const guint8 *bytes = g_bytes_get_data (headers->pdata[i], &len);

      far_entry_id (recording.collective, bytes, len, id);
      g_hash_table_add (recording.ids, id);
    }

  return recording.genuine->cover (self, run, headers, sig, error);
}

static FarVerdict
record_blobs (FarReplica *self, const FarBlobParts *blobs, guint n, GError **error)
{
  for (guint i = 0; i < n; i++)
    note_words (blobs[i].blob, blobs[i].len);

  return recording.genuine->put_blobs (self, blobs, n, error);
}

/* It talks with anybody. */
static FarPeerStanding
trust_anybody (FarReplica *self, const guint8 *noise_key, guint8 *device)
{
  if (recording.genuine->authorize (self, noise_key, device) != FAR_PEER_STANDS)
    memset (device, 1, FAR_KEY_LEN);

  return FAR_PEER_STANDS;
}

static FarReplica *
open_recorder (FarWorld *world, FarStore *store)
{
  static FarReplicaIface hooked;
  FarReplica *replica = far_store_replica_new (store);

  recording.genuine = replica->iface;
  recording.collective = world->collective;
  hooked = *replica->iface;
  hooked.put = record_put;
  hooked.cover = record_cover;
  hooked.put_blobs = record_blobs;
  hooked.authorize = trust_anybody;
  replica->iface = &hooked;

  return replica;
}

/* ---- a collective in which one is removed */

typedef struct
{
  FarWorld *world;                /* owned */
  FarStore *stores[N_DEVICES];    /* owned */
  GPtrArray *knowing;             /* owned (element-type guint8[32]): ids of what was written by who
                                     knew of the removal */
  guint8 before[FAR_HASH_LEN];    /* the secret that the removed one had */
  guint8 invite_key[FAR_KEY_LEN]; /* an open invitation's, which every member knows */
} Quarrel;

static void
meet (Quarrel *self, guint a, guint b)
{
  g_autoptr (GError) error = NULL;
  FarMet meeting;

  far_world_meet (self->world, self->stores[a], a, self->stores[b], b, 65536, -1, &meeting, &error);
  g_assert_no_error (error);
  g_assert_cmpint (meeting.state_a, ==, FAR_SESSION_IN_STEP);
}

/* @who writes @n turns; @knows: of the removal */
static void
write_turns (Quarrel *self, guint who, guint n, gboolean knows)
{
  FarStore *store = self->stores[who];
  FarPos pos;

  g_assert_true (far_store_begin (store, NULL));
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *note = g_strdup_printf ("%s %u of %u", knows ? "hush" : "open", i, who);

      pos = far_world_take (self->world, store, who, rota, 20900 + i, note, NULL, 0);
      if (knows)
        {
          guint8 *id = g_malloc (FAR_ID_LEN);

          g_assert_true (far_store_get_id (store, pos, id, NULL));
          g_ptr_array_add (self->knowing, id);
        }
    }
  g_assert_true (far_store_commit (store, NULL));
}

static void
note_knowing (Quarrel *self, guint who, FarPos pos)
{
  guint8 *id = g_malloc (FAR_ID_LEN);

  g_assert_true (far_store_get_id (self->stores[who], pos, id, NULL));
  g_ptr_array_add (self->knowing, id);
}

static void
set_up (Quarrel *self, gconstpointer data)
{
  const guint approvers[] = { 1, 2 };
  guint n;
  const guint8 (*secrets)[FAR_HASH_LEN];
  const FarGovInvite *invites;
  FarPos removal;

  self->knowing = g_ptr_array_new_with_free_func (g_free);
  recording.wire = g_byte_array_new ();
  recording.words = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  recording.ids = g_hash_table_new_full (far_id_hash, far_id_equal, g_free, NULL);

  self->world = far_world_new (20, N_DEVICES);
  self->stores[0] = far_world_found (self->world, NULL);
  far_world_admit_all (self->world, self->stores[0]);
  for (guint i = 1; i < N_DEVICES; i++)
    {
      self->stores[i] = far_world_join (self->world, NULL);
      meet (self, i, 0);
    }
  secrets = far_governance_peek_secrets (far_store_peek_governance (self->stores[0]), &n);
  memcpy (self->before, secrets[0], FAR_HASH_LEN);
  invites = far_governance_peek_invites (far_store_peek_governance (self->stores[0]), &n);
  memcpy (self->invite_key, invites[0].key, FAR_KEY_LEN);

  g_assert_true (far_store_begin (self->stores[0], NULL));
  removal = far_world_remove_together (self->world, self->stores[0], 0, REMOVED, approvers,
                                       G_N_ELEMENTS (approvers));
  g_assert_true (far_store_commit (self->stores[0], NULL));
  g_assert_false (far_governance_device_stands (far_store_peek_governance (self->stores[0]),
                                                self->world->devices[REMOVED].device));
  note_knowing (self, 0, removal);
  meet (self, 1, 0);
  meet (self, 2, 0);
  for (guint i = 0; i < 3; i++)
    write_turns (self, i, 30, TRUE);
  meet (self, 1, 0);
  meet (self, 2, 0);
  write_turns (self, UNAWARE, 300, FALSE);
}

static void
tear_down (Quarrel *self, gconstpointer data)
{
  for (guint i = 0; i < N_DEVICES; i++)
    far_store_close (self->stores[i]);
  far_world_free (self->world);
  g_ptr_array_unref (self->knowing);
  g_byte_array_unref (recording.wire);
  g_ptr_array_unref (recording.words);
  g_hash_table_unref (recording.ids);
}

static gboolean
holds_text (const guint8 *bytes, gsize len, const char *text)
{
  return memmem (bytes, len, text, strlen (text)) != NULL;
}

/* Nothing of what was written by who knew: no words, no header, no hash, nothing in its store. */
static void
assert_learnt_nothing (Quarrel *self)
{
  FarStore *store = self->stores[REMOVED];

  g_assert_false (holds_text (recording.wire->data, recording.wire->len, "hush"));
  for (guint i = 0; i < recording.words->len; i++)
    {
      gsize len;
      const guint8 *bytes = g_bytes_get_data (recording.words->pdata[i], &len);

      g_assert_false (holds_text (bytes, len, "hush"));
    }
  for (guint i = 0; i < self->knowing->len; i++)
    {
      FarPos pos;

      g_assert_false (g_hash_table_contains (recording.ids, self->knowing->pdata[i]));
      g_assert_false (far_store_find_id (store, self->knowing->pdata[i], &pos));
    }
  g_assert_true (far_governance_device_stands (far_store_peek_governance (store),
                                               self->world->devices[REMOVED].device));
}

static guint
count_words (const char *text)
{
  guint n = 0;

  for (guint i = 0; i < recording.words->len; i++)
    {
      gsize len;
      const guint8 *bytes = g_bytes_get_data (recording.words->pdata[i], &len);

      n += holds_text (bytes, len, text);
    }

  return n;
}

/* ---- sessions */

typedef struct
{
  FarReplica *replica;
  FarSession *session;
  GError *error;
} Side;

static FarSessionSetup
make_setup (Quarrel *self, guint who, guint8 ephemeral[32])
{
  far_world_fill (self->world, ephemeral, 32);

  return (FarSessionSetup){
    .collective = self->world->collective,
    .noise_secret = self->world->devices[who].noise_secret,
    .ephemeral_secret = ephemeral,
    .today = 20900,
  };
}

/* The own side of an honest machine, which answers as the program does: under its newest secret,
 * and under older ones for who was away. */
static void
answer (Quarrel *self, guint who, Side *out)
{
  guint8 ephemeral[32];
  FarSessionSetup setup = make_setup (self, who, ephemeral);
  guint n;
  const guint8 (*secrets)[FAR_HASH_LEN] =
      far_governance_peek_secrets (far_store_peek_governance (self->stores[who]), &n);

  setup.older_secrets = secrets + 1;
  setup.n_older_secrets = n - 1;
  out->replica = far_store_replica_new (self->stores[who]);
  out->session = far_session_new_answer (out->replica, &setup, secrets[0],
                                         (const guint8 (*)[FAR_KEY_LEN]) & self->invite_key, 1, 0);
}

static void
dial (Quarrel *self, guint who, const guint8 *secret, Side *out)
{
  guint8 ephemeral[32];
  FarSessionSetup setup = make_setup (self, who, ephemeral);

  out->replica = who == REMOVED ? open_recorder (self->world, self->stores[who])
                                : far_store_replica_new (self->stores[who]);
  out->session = far_session_new_dial (out->replica, &setup, secret, 0);
}

static void
wait_for_call (Quarrel *self, Side *removed)
{
  guint8 ephemeral[32];
  FarSessionSetup setup = make_setup (self, REMOVED, ephemeral);

  removed->replica = open_recorder (self->world, self->stores[REMOVED]);
  removed->session = far_session_new_answer (removed->replica, &setup, self->before, NULL, 0, 0);
}

static void
hang_up (Side *side)
{
  far_session_free (side->session);
  far_store_replica_free (side->replica);
  g_clear_error (&side->error);
}

/* One message from @from to @to. */
static gboolean
carry (Side *from, Side *to, gboolean record)
{
  g_autoptr (GBytes) message = from->error == NULL
                                   ? far_session_poll_transmit (from->session, 0, &from->error)
                                   : NULL;
  gsize len;
  const guint8 *bytes;

  if (message == NULL)
    return FALSE;
  bytes = g_bytes_get_data (message, &len);
  if (record)
    g_byte_array_append (recording.wire, bytes, len);
  if (to->error == NULL)
    far_session_receive (to->session, bytes, len, 0, &to->error);

  return TRUE;
}

/* Until nothing moves, or @most messages went to the removed machine. */
static void
talk (Side *honest, Side *removed, guint most)
{
  gboolean moved = TRUE;

  while (moved && most > 0)
    {
      moved = FALSE;
      while (carry (removed, honest, FALSE))
        moved = TRUE;
      while (most > 0 && carry (honest, removed, TRUE))
        {
          moved = TRUE;
          most--;
        }
    }
}

/* It calls everybody who knows, under each secret it ever had: no session, not one entry. */
static void
test_calls_who_know (Quarrel *self, gconstpointer data)
{
  guint n;
  const guint8 (*secrets)[FAR_HASH_LEN] =
      far_governance_peek_secrets (far_store_peek_governance (self->stores[REMOVED]), &n);

  for (guint who = 0; who < 3; who++)
    for (guint i = 0; i < n; i++)
      {
        Side honest = { 0 };
        Side removed = { 0 };

        answer (self, who, &honest);
        dial (self, REMOVED, secrets[i], &removed);
        talk (&honest, &removed, G_MAXUINT);
        g_assert_error (honest.error, FAR_SESSION_ERROR, FAR_SESSION_ERROR_NO_STANDING);
        hang_up (&honest);
        hang_up (&removed);
      }

  g_assert_cmpuint (recording.words->len, ==, 0);
  g_assert_cmpuint (recording.wire->len, >, 0);
  assert_learnt_nothing (self);
}

/* They call it, under the newest secret and the one before, as somebody does who takes it for
 * another: it does not know the one, and under the other shows a key that has no standing. */
static void
test_called_by_who_know (Quarrel *self, gconstpointer data)
{
  for (guint who = 0; who < 3; who++)
    for (guint old = 0; old < 2; old++)
      {
        guint n;
        const guint8 (*secrets)[FAR_HASH_LEN] =
            far_governance_peek_secrets (far_store_peek_governance (self->stores[who]), &n);
        Side honest = { 0 };
        Side removed = { 0 };

        g_assert_true (!old || memcmp (secrets[1], self->before, FAR_HASH_LEN) == 0);
        dial (self, who, secrets[old], &honest);
        wait_for_call (self, &removed);
        talk (&honest, &removed, G_MAXUINT);
        if (old)
          g_assert_error (honest.error, FAR_SESSION_ERROR, FAR_SESSION_ERROR_NO_STANDING);
        else
          g_assert_error (removed.error, FAR_SESSION_ERROR, FAR_SESSION_ERROR_STRANGER);
        hang_up (&honest);
        hang_up (&removed);
      }

  g_assert_cmpuint (recording.words->len, ==, 0);
  assert_learnt_nothing (self);
}

/* At the door, under the public half of an invitation that it knew as a member. */
static void
test_at_the_door (Quarrel *self, gconstpointer data)
{
  for (guint who = 0; who < 3; who++)
    {
      g_autoptr (GBytes) request = g_bytes_new_static ("let me in", 9);
      guint8 ephemeral[32];
      FarSessionSetup setup = make_setup (self, REMOVED, ephemeral);
      Side honest = { 0 };
      Side removed = { 0 };

      answer (self, who, &honest);
      removed.replica = open_recorder (self->world, self->stores[REMOVED]);
      removed.session =
          far_session_new_dial_door (removed.replica, &setup, self->invite_key, request, 0);
      talk (&honest, &removed, G_MAXUINT);
      g_assert_cmpint (far_session_get_state (honest.session), ==, FAR_SESSION_DOOR);
      hang_up (&honest);
      hang_up (&removed);
    }

  g_assert_cmpuint (recording.words->len, ==, 0);
  assert_learnt_nothing (self);
}

/* Somebody who has not heard yet tells all they have, which is innocent; in the middle of it they
 * hear, and write.  From then on nothing of it goes out, whether the session is woken, as it should
 * be, or just goes on. */
static void
test_one_hears_in_the_middle (Quarrel *self, gconstpointer data)
{
  gboolean is_woken = GPOINTER_TO_INT (data);
  Side honest = { 0 };
  Side removed = { 0 };
  guint n_before;

  write_turns (self, UNAWARE, 900, FALSE);
  answer (self, UNAWARE, &honest);
  dial (self, REMOVED, self->before, &removed);
  talk (&honest, &removed, 6);
  g_assert_no_error (honest.error);
  g_assert_cmpint (far_session_get_state (honest.session), ==, FAR_SESSION_STREAMING);
  n_before = count_words ("open");
  g_assert_cmpuint (n_before, >, 0);

  meet (self, UNAWARE, 0);
  write_turns (self, UNAWARE, 3, TRUE);
  if (is_woken)
    {
      g_assert_false (far_session_wake (honest.session, 0, &honest.error));
      g_assert_error (honest.error, FAR_SESSION_ERROR, FAR_SESSION_ERROR_NO_STANDING);
    }
  talk (&honest, &removed, G_MAXUINT);
  if (is_woken)
    g_assert_cmpuint (count_words ("open"), ==, n_before);
  else
    g_assert_cmpuint (count_words ("open"), >, n_before);
  hang_up (&honest);
  hang_up (&removed);

  assert_learnt_nothing (self);
}

/* Who heard, and was told everything the removed one may know. */
static void
test_called_after_one_heard (Quarrel *self, gconstpointer data)
{
  Side honest = { 0 };
  Side removed = { 0 };

  meet (self, UNAWARE, 1);
  write_turns (self, UNAWARE, 3, TRUE);
  answer (self, UNAWARE, &honest);
  dial (self, REMOVED, self->before, &removed);
  talk (&honest, &removed, G_MAXUINT);
  g_assert_error (honest.error, FAR_SESSION_ERROR, FAR_SESSION_ERROR_NO_STANDING);
  hang_up (&honest);
  hang_up (&removed);

  g_assert_cmpuint (recording.words->len, ==, 0);
  assert_learnt_nothing (self);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*test) (Quarrel *self, gconstpointer data);
    gboolean is_woken;
  } tests[] = {
    { "/far/removed/calls-who-know", test_calls_who_know },
    { "/far/removed/called-by-who-know", test_called_by_who_know },
    { "/far/removed/at-the-door", test_at_the_door },
    { "/far/removed/one-hears-in-the-middle", test_one_hears_in_the_middle, TRUE },
    { "/far/removed/one-hears-and-goes-on", test_one_hears_in_the_middle, FALSE },
    { "/far/removed/called-after-one-heard", test_called_after_one_heard },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Quarrel, GINT_TO_POINTER (tests[i].is_woken), set_up, tests[i].test,
                tear_down);

  return g_test_run ();
}
