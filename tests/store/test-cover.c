/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a signature covers, as a peer tells it: the entries that its own is chained to, and no
 * others.  A peer who holds good signatures of somebody puts them behind other words. */

#include <string.h>

#include "far-kind-schema.h"
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
  g_assert_cmpint (replica->iface->start_run (replica, run, self->first, id), ==,
                   FAR_VERDICT_KNOWN);

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

/* Where a stream ends before the entry with the signature, the headers up to there are kept with
 * it, and shown with what it covers.  Where they are lost nothing is passed on.  With the rest all
 * is. */
static void
test_tail_is_shown (gconstpointer data)
{
  const Telling two = { .cover_from = 3, .cover_to = N_TURNS };
  gboolean is_lost = GPOINTER_TO_INT (data);
  g_auto (Desk) desk = { 0 };
  g_autoptr (FarStore) third = NULL;
  g_autoptr (FarStore) fourth = NULL;
  g_autoptr (GError) error = NULL;
  FarReplica *replica;
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
  if (is_lost)
    g_assert_cmpint (sqlite3_exec (far_store_peek_db (desk.to),
                                   "DELETE FROM meta WHERE key LIKE 'cover-%'", NULL, NULL, NULL),
                     ==, SQLITE_OK);
  g_assert_true (far_store_begin (desk.to, NULL));
  far_store_rollback (desk.to);

  third = far_world_join (desk.world, NULL);
  fourth = far_world_join (desk.world, NULL);
  g_assert_true (far_world_meet (desk.world, third, 0, desk.to, 2, 65536, -1, NULL, &error));
  g_assert_cmpint (far_store_get_n_entries (third), ==, n_before + (is_lost ? 0 : 2));
  g_assert_true (far_world_meet (desk.world, fourth, 1, third, 0, 65536, -1, NULL, &error));
  g_assert_cmpint (far_store_get_n_entries (fourth), ==, n_before + (is_lost ? 0 : 2));

  g_assert_true (far_world_meet (desk.world, desk.to, 2, desk.from, 0, 65536, -1, NULL, &error));
  g_assert_true (far_world_meet (desk.world, third, 0, desk.to, 2, 65536, -1, NULL, &error));
  g_assert_cmpint (far_store_get_n_entries (third), ==, n_before + N_TURNS);
}

/* What @who writes in @from and nobody has told of yet. */
static FarPos
write_entry (Desk *self, guint who, FarKind kind, const FarPos *ref)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  FarPos pos;

  far_map_int (&map, FAR_PROPOSE_KIND, FAR_KIND_REMOVE);
  far_map_end (&map);
  g_assert_true (far_store_begin (self->from, NULL));
  pos = kind == FAR_KIND_TURN
            ? far_world_take (self->world, self->from, who, rota, 20010, NULL, ref, ref != NULL)
            : far_world_write (self->world, self->from, who, kind, NULL, payload, ref, ref != NULL);
  g_assert_true (far_store_commit (self->from, NULL));

  return pos;
}

/* Of which device a run is that a replica was told of. */
static guint32
open_run (Desk *self, FarReplica *replica, guint who, guint32 first)
{
  const guint8 *device = self->world->devices[who].device;
  FarPos before = { far_store_find_log (self->from, device), first - 1 };
  guint32 run = replica->iface->open_run (replica, device);
  guint8 id[FAR_ID_LEN];

  replica->iface->bind_run (replica, run, far_store_find_log (self->to, device));
  if (first > 1)
    g_assert_true (far_store_get_id (self->from, before, id, NULL));
  g_assert_true (replica->iface->start_run (replica, run, first, first > 1 ? id : NULL));

  return run;
}

/* @ref: (nullable): of another run; without a seq it is told by the id of @ref_pos */
static void
put_entry (Desk *self,
           FarReplica *replica,
           guint32 run,
           FarPos pos,
           gboolean is_signed,
           const FarPos *ref,
           FarPos ref_pos)
{
  g_autofree guint8 *blob = NULL;
  FarEntryParts parts = { .pos = { run, 0 } };
  guint8 id[FAR_ID_LEN];
  FarPos at;
  FarRow row;

  g_assert_true (far_store_read_pos (self->from, pos, &row, NULL));
  blob = g_memdup2 (row.blob, row.blob_len);
  parts.kind = row.kind;
  parts.term = row.term;
  parts.time_ms = row.time_ms;
  parts.subject = far_store_peek_ident (self->from, row.subject);
  parts.blob = blob;
  parts.blob_len = row.blob_len;
  parts.n_refs = ref != NULL;
  if (ref != NULL)
    parts.refs[0] = *ref;
  if (ref != NULL && ref->seq == 0)
    {
      g_assert_true (far_store_get_id (self->from, ref_pos, id, NULL));
      parts.ref_ids[0] = id;
    }
  if (is_signed)
    parts.sig = far_store_peek_log (self->from, pos.log)->signature;
  g_assert_cmpint (replica->iface->put (replica, &parts, &at, NULL), ==, FAR_VERDICT_PENDING);
}

/* The author's turns of which only the second has a signature, and one more with one, which refers
 * to somebody's entry that nobody can accept: it is not told of at all, or is told of without a
 * signature, or, above that, is an act, which would tell who knows of a removal. */
typedef struct
{
  const char *name;
  gboolean is_told;
  gboolean is_act;
  guint n_accepted;
} Waiting;

static const Waiting waitings[] = {
  { "for-what-is-not-told", FALSE, FALSE, 2 },
  { "for-what-has-no-signature", TRUE, FALSE, N_TURNS },
  { "for-an-act", TRUE, TRUE, 2 },
};

/* All that is accepted is passed on, whatever the rest of its run waits for. */
static void
test_waits (gconstpointer data)
{
  const Waiting *waiting = data;
  g_auto (Desk) desk = { 0 };
  g_autoptr (FarStore) third = NULL;
  g_autoptr (GError) error = NULL;
  FarReplica *replica;
  FarPos ref = { 0, 0 };
  FarPos other, last;
  guint8 sig[FAR_SIG_LEN];
  gint64 n_before;
  guint n_accepted = 0;
  guint32 run;
  FarRow row;

  desk_init (&desk);
  n_before = far_store_get_n_entries (desk.to);
  other = write_entry (&desk, 0, FAR_KIND_TURN, NULL);
  replica = far_store_replica_new (desk.to);
  if (waiting->is_told)
    {
      ref = (FarPos){ open_run (&desk, replica, 0, other.seq), other.seq };
      put_entry (&desk, replica, ref.log, other, FALSE, NULL, other);
    }
  if (waiting->is_act)
    {
      FarPos act = write_entry (&desk, 2, FAR_KIND_PROPOSE, &other);
      guint32 run_2 = open_run (&desk, replica, 2, act.seq);

      put_entry (&desk, replica, run_2, act, TRUE, &ref, other);
      ref = (FarPos){ run_2, act.seq };
      other = act;
    }

  run = start_run (&desk, replica);
  read_turn (&desk, 2, &row);
  far_sign (desk.world->devices[AUTHOR].sign_secret, row.id, FAR_ID_LEN, sig);
  put_turn (&desk, replica, run, 1, FALSE);
  put_signed_turn (&desk, replica, run, 2, FALSE, sig);
  put_turn (&desk, replica, run, 3, FALSE);
  put_turn (&desk, replica, run, 4, FALSE);
  last = write_entry (&desk, AUTHOR, FAR_KIND_TURN, &other);
  put_entry (&desk, replica, run, last, TRUE, &ref, other);
  g_assert_cmpint (replica->iface->settle (replica, &n_accepted, NULL), ==, FAR_VERDICT_ACCEPTED);
  g_assert_cmpuint (n_accepted, ==, waiting->n_accepted);
  far_store_replica_free (replica);

  third = far_world_join (desk.world, NULL);
  g_assert_true (far_world_meet (desk.world, third, 0, desk.to, 2, 65536, -1, NULL, &error));
  g_assert_cmpint (far_store_get_n_entries (third), ==, n_before + n_accepted);
  g_assert_true (far_world_meet (desk.world, desk.to, 2, desk.from, 0, 65536, -1, NULL, &error));
  g_assert_cmpint (far_store_get_n_entries (desk.to), ==, far_store_get_n_entries (desk.from));
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
  g_test_add_data_func ("/far/cover/tail-is-shown", GINT_TO_POINTER (FALSE), test_tail_is_shown);
  g_test_add_data_func ("/far/cover/tail-stays", GINT_TO_POINTER (TRUE), test_tail_is_shown);
  for (guint i = 0; i < G_N_ELEMENTS (waitings); i++)
    {
      g_autofree char *path = g_strdup_printf ("/far/cover/waits-%s", waitings[i].name);

      g_test_add_data_func (path, &waitings[i], test_waits);
    }

  return g_test_run ();
}
