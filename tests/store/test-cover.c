/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a signature covers, as a peer tells it: the entries that its own is chained to, and no
 * others.  A peer who holds good signatures of somebody puts them behind other words. */

#include <string.h>

#include "far-world.h"

#define AUTHOR 1
#define N_TURNS 4

static const guint8 rota[FAR_RECORD_ID_LEN] = "a rota of a test";

/* One thing that is told after N_TURNS unsigned ones of the author's, the first of them at seq
 * @first. */
typedef struct
{
  const char *name;
  guint changed;    /* which of them holds other words, 0 for none */
  guint n_put;      /* how many of them are told */
  guint cover_from; /* the first of them whose header is told with the signature */
  guint cover_to;   /* the last, which is signed */
  gboolean is_good;
} Telling;

static const Telling tellings[] = {
  { "all", 0, 3, 4, 4, TRUE },
  { "further-on", 0, 2, 3, 4, TRUE },
  { "other-words-last", 3, 3, 4, 4, FALSE },
  { "other-words-before", 2, 3, 4, 4, FALSE },
  { "gap", 0, 2, 4, 4, FALSE },
  { "again", 0, 3, 3, 4, FALSE },
  { "another-signature", 0, 3, 4, 3, FALSE },
};

typedef struct
{
  FarWorld *world; /* owned */
  FarStore *from;  /* owned: holds all */
  FarStore *to;    /* owned: all but the turns */
  guint32 first;   /* seq of the first turn */
  guint32 log;     /* of the author, in both */
} Desk;

static void
desk_init (Desk *self)
{
  g_autoptr (GError) error = NULL;
  FarPos pos = { 0, 0 };

  self->world = far_world_new (29, 3);
  self->from = far_world_found (self->world, NULL);
  far_world_admit_all (self->world, self->from);
  g_assert_true (far_store_begin (self->from, &error));
  pos = far_world_take (self->world, self->from, AUTHOR, rota, 20000, NULL, NULL, 0);
  g_assert_true (far_store_commit (self->from, &error));
  self->to = far_world_join (self->world, NULL);
  g_assert_true (far_world_meet (self->world, self->to, 2, self->from, 0, 65536, -1, NULL, &error));

  self->first = pos.seq + 1;
  self->log = pos.log;
  for (guint i = 0; i < N_TURNS; i++)
    {
      g_assert_true (far_store_begin (self->from, &error));
      far_world_take (self->world, self->from, AUTHOR, rota, 20001 + i, NULL, NULL, 0);
      g_assert_true (far_store_commit (self->from, &error));
    }
}

static void
desk_clear (Desk *self)
{
  far_store_close (self->from);
  far_store_close (self->to);
  far_world_free (self->world);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Desk, desk_clear)

/* @number: of the turn, from 1 */
static void
read_turn (Desk *self, guint number, FarRow *out)
{
  FarPos pos = { self->log, self->first + number - 1 };

  g_assert_true (far_store_read_pos (self->from, pos, out, NULL));
}

static guint32
start_run (Desk *self, FarReplica *replica)
{
  const guint8 *device = self->world->devices[AUTHOR].device;
  guint32 run = replica->iface->open_run (replica, device);
  guint8 id[FAR_ID_LEN];
  FarPos before = { self->log, self->first - 1 };

  g_assert_true (far_store_get_id (self->from, before, id, NULL));
  g_assert_cmpuint (run, >, 0);
  replica->iface->bind_run (replica, run, far_store_find_log (self->to, device));
  g_assert_true (replica->iface->start_run (replica, run, self->first, id));

  return run;
}

/* @sig: (nullable) */
static void
put_signed_turn (Desk *self,
                 FarReplica *replica,
                 guint32 run,
                 guint number,
                 gboolean is_changed,
                 const guint8 *sig)
{
  g_autofree guint8 *blob = NULL;
  FarEntryParts parts = { .pos = { run, 0 } };
  FarPos at;
  FarRow row;

  read_turn (self, number, &row);
  blob = g_memdup2 (row.blob, row.blob_len);
  /* of the salt, so that it is a turn all the same */
  blob[0] ^= is_changed;
  parts.kind = row.kind;
  parts.term = row.term;
  parts.time_ms = row.time_ms;
  parts.subject = far_store_peek_ident (self->from, row.subject);
  parts.blob = blob;
  parts.blob_len = row.blob_len;
  g_assert_cmpuint (row.n_refs, ==, 0);
  parts.sig = sig;
  g_assert_cmpint (replica->iface->put (replica, &parts, &at, NULL), ==, FAR_VERDICT_PENDING);
}

static void
put_turn (Desk *self, FarReplica *replica, guint32 run, guint number, gboolean is_changed)
{
  put_signed_turn (self, replica, run, number, is_changed, NULL);
}

static FarVerdict
cover (Desk *self, FarReplica *replica, guint32 run, const Telling *telling)
{
  g_autoptr (GPtrArray) headers = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  guint8 sig[FAR_SIG_LEN];

  for (guint i = telling->cover_from; i <= MAX (telling->cover_from, telling->cover_to); i++)
    {
      guint8 header[FAR_HEADER_MAX];
      FarRow row;
      gsize len;

      read_turn (self, i, &row);
      len = far_store_read_header (self->from, &row, header, NULL);
      g_ptr_array_add (headers, g_bytes_new (header, len));
    }
  memcpy (sig, far_store_peek_log (self->from, self->log)->signature, FAR_SIG_LEN);
  if (telling->cover_to < N_TURNS)
    sig[40] ^= 1;

  return replica->iface->cover (replica, run, headers, sig, NULL);
}

static void
test_telling (gconstpointer data)
{
  const Telling *telling = data;
  g_auto (Desk) desk = { 0 };
  FarReplica *replica;
  FarVerdict told;
  gint64 n_before;
  guint n_accepted = 0;
  guint32 run;

  desk_init (&desk);
  n_before = far_store_get_n_entries (desk.to);
  replica = far_store_replica_new (desk.to);
  run = start_run (&desk, replica);
  for (guint i = 1; i <= telling->n_put; i++)
    put_turn (&desk, replica, run, i, i == telling->changed);

  /* nothing is taken on its own */
  g_assert_cmpint (replica->iface->settle (replica, &n_accepted, NULL), ==, FAR_VERDICT_ACCEPTED);
  g_assert_cmpuint (n_accepted, ==, 0);

  told = cover (&desk, replica, run, telling);
  if (told == FAR_VERDICT_PENDING)
    told = replica->iface->settle (replica, &n_accepted, NULL);
  g_assert_cmpint (told, ==, telling->is_good ? FAR_VERDICT_ACCEPTED : FAR_VERDICT_INVALID);
  g_assert_cmpuint (n_accepted, ==, telling->is_good ? telling->n_put : 0);
  g_assert_cmpint (far_store_get_n_entries (desk.to), ==, n_before + n_accepted);
  far_store_replica_free (replica);
}

/* What comes after the covered ones waits for a signature of its own. */
static void
test_no_further (void)
{
  const Telling two = { .cover_from = 3, .cover_to = N_TURNS };
  g_auto (Desk) desk = { 0 };
  FarReplica *replica;
  guint n_accepted = 0;
  guint32 run;

  desk_init (&desk);
  replica = far_store_replica_new (desk.to);
  run = start_run (&desk, replica);
  put_turn (&desk, replica, run, 1, FALSE);
  put_turn (&desk, replica, run, 2, FALSE);
  g_assert_cmpint (cover (&desk, replica, run, &two), ==, FAR_VERDICT_PENDING);
  put_turn (&desk, replica, run, 3, TRUE);
  g_assert_cmpint (replica->iface->settle (replica, &n_accepted, NULL), ==, FAR_VERDICT_ACCEPTED);
  g_assert_cmpuint (n_accepted, ==, 2);
  far_store_replica_free (replica);
}

/* Of what no kept signature covers nothing is passed on: nobody could be shown that it is the
 * author's.  With the rest it goes on. */
static void
test_tail_stays (void)
{
  const Telling two = { .cover_from = 3, .cover_to = N_TURNS };
  g_auto (Desk) desk = { 0 };
  g_autoptr (FarStore) third = NULL;
  g_autoptr (GError) error = NULL;
  FarReplica *replica;
  FarMeeting meeting;
  gint64 n_before;
  guint n_accepted = 0;
  guint32 run;

  desk_init (&desk);
  n_before = far_store_get_n_entries (desk.to);
  replica = far_store_replica_new (desk.to);
  run = start_run (&desk, replica);
  put_turn (&desk, replica, run, 1, FALSE);
  put_turn (&desk, replica, run, 2, FALSE);
  g_assert_cmpint (cover (&desk, replica, run, &two), ==, FAR_VERDICT_PENDING);
  g_assert_cmpint (replica->iface->settle (replica, &n_accepted, NULL), ==, FAR_VERDICT_ACCEPTED);
  g_assert_cmpuint (n_accepted, ==, 2);
  far_store_replica_free (replica);

  third = far_world_join (desk.world, NULL);
  far_world_meet (desk.world, third, 0, desk.to, 2, 65536, -1, &meeting, &error);
  g_assert_no_error (error);
  g_assert_cmpint (meeting.b.n_sent, ==, n_before);
  g_assert_cmpint (far_store_get_n_entries (third), ==, n_before);

  g_assert_true (far_world_meet (desk.world, desk.to, 2, desk.from, 0, 65536, -1, NULL, &error));
  g_assert_true (far_world_meet (desk.world, third, 0, desk.to, 2, 65536, -1, &meeting, &error));
  g_assert_cmpint (far_store_get_n_entries (third), ==, n_before + N_TURNS);
}

/* One more turn of the author, which refers to another one's that nobody tells of. */
static void
put_dangling (Desk *self, FarReplica *replica, guint32 run)
{
  g_autofree guint8 *blob = NULL;
  FarEntryParts parts = { .pos = { run, 0 } };
  guint8 id[FAR_ID_LEN];
  FarPos at, unknown, pos;
  FarRow row;

  g_assert_true (far_store_begin (self->from, NULL));
  unknown = far_world_take (self->world, self->from, 0, rota, 20010, NULL, NULL, 0);
  pos = far_world_take (self->world, self->from, AUTHOR, rota, 20011, NULL, &unknown, 1);
  g_assert_true (far_store_commit (self->from, NULL));

  g_assert_true (far_store_read_pos (self->from, pos, &row, NULL));
  blob = g_memdup2 (row.blob, row.blob_len);
  parts.kind = row.kind;
  parts.term = row.term;
  parts.time_ms = row.time_ms;
  parts.subject = far_store_peek_ident (self->from, row.subject);
  parts.blob = blob;
  parts.blob_len = row.blob_len;
  parts.n_refs = 1;
  parts.sig = far_store_peek_log (self->from, self->log)->signature;
  g_assert_true (far_store_get_id (self->from, unknown, id, NULL));
  parts.ref_ids[0] = id;
  g_assert_cmpint (replica->iface->put (replica, &parts, &at, NULL), ==, FAR_VERDICT_PENDING);
}

/* Where the entry with the signature can never be accepted, only what another signature covers is,
 * and all of that is passed on. */
static void
test_dangling (void)
{
  g_auto (Desk) desk = { 0 };
  g_autoptr (FarStore) third = NULL;
  g_autoptr (GError) error = NULL;
  FarReplica *replica;
  FarMeeting meeting;
  guint8 sig[FAR_SIG_LEN];
  gint64 n_before;
  guint n_accepted = 0;
  guint32 run;
  FarRow row;

  desk_init (&desk);
  n_before = far_store_get_n_entries (desk.to);
  replica = far_store_replica_new (desk.to);
  run = start_run (&desk, replica);
  read_turn (&desk, 2, &row);
  far_sign (desk.world->devices[AUTHOR].sign_secret, row.id, FAR_ID_LEN, sig);
  put_turn (&desk, replica, run, 1, FALSE);
  put_signed_turn (&desk, replica, run, 2, FALSE, sig);
  put_turn (&desk, replica, run, 3, FALSE);
  put_turn (&desk, replica, run, 4, FALSE);
  put_dangling (&desk, replica, run);
  g_assert_cmpint (replica->iface->settle (replica, &n_accepted, NULL), ==, FAR_VERDICT_ACCEPTED);
  g_assert_cmpuint (n_accepted, ==, 2);
  far_store_replica_free (replica);

  third = far_world_join (desk.world, NULL);
  g_assert_true (far_world_meet (desk.world, third, 0, desk.to, 2, 65536, -1, &meeting, &error));
  g_assert_cmpint (far_store_get_n_entries (third), ==, n_before + 2);
  g_assert_true (far_world_meet (desk.world, desk.to, 2, desk.from, 0, 65536, -1, NULL, &error));
  g_assert_cmpint (far_store_get_n_entries (desk.to), ==, n_before + N_TURNS + 2);
}

/* Each with a signature, of which the third is bad. */
static void
put_all (Desk *self, FarReplica *replica)
{
  guint32 run = start_run (self, replica);

  for (guint i = 1; i <= N_TURNS; i++)
    {
      guint8 sig[FAR_SIG_LEN];
      FarRow row;

      read_turn (self, i, &row);
      far_sign (self->world->devices[AUTHOR].sign_secret, row.id, FAR_ID_LEN, sig);
      sig[40] ^= i == 3;
      put_signed_turn (self, replica, run, i, FALSE, sig);
    }
}

/* What comes before a bad signature is good.  The bad one is not kept, although a good one further
 * on covers its entry. */
static void
test_bad_signature (gconstpointer data)
{
  gboolean has_thread = GPOINTER_TO_INT (data);
  FarVerifier *verifier = has_thread ? far_verifier_new () : NULL;
  g_auto (Desk) desk = { 0 };
  FarReplica *replica;
  gint64 n_before;
  guint n_accepted = 0;

  desk_init (&desk);
  n_before = far_store_get_n_entries (desk.to);
  far_store_set_verifier (desk.to, verifier);

  /* whoever hangs up before it was asked for */
  replica = far_store_replica_new (desk.to);
  put_all (&desk, replica);
  far_store_replica_free (replica);

  replica = far_store_replica_new (desk.to);
  put_all (&desk, replica);

  g_assert_cmpint (replica->iface->settle (replica, &n_accepted, NULL), ==, FAR_VERDICT_INVALID);
  g_assert_cmpuint (n_accepted, ==, 2);
  g_assert_cmpint (far_store_get_n_entries (desk.to), ==, n_before + 2);

  far_store_replica_free (replica);

  far_store_set_verifier (desk.to, NULL);
  g_clear_pointer (&verifier, far_verifier_free);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tellings); i++)
    {
      g_autofree char *path = g_strdup_printf ("/far/cover/%s", tellings[i].name);

      g_test_add_data_func (path, &tellings[i], test_telling);
    }
  g_test_add_func ("/far/cover/no-further", test_no_further);
  g_test_add_data_func ("/far/cover/bad-signature", GINT_TO_POINTER (FALSE), test_bad_signature);
  g_test_add_data_func ("/far/cover/bad-signature-threads", GINT_TO_POINTER (TRUE),
                        test_bad_signature);
  g_test_add_func ("/far/cover/tail-stays", test_tail_stays);
  g_test_add_func ("/far/cover/dangling", test_dangling);

  return g_test_run ();
}
