/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Quarrels in real stores: what two sides wrote apart comes to fresh machines in every order of its
 * parts, and in random orders of its entries.  All of them hold the same records, which are those
 * that a rebuild makes. */

#include <string.h>

#include "far-collective.h"
#include "far-told.h"
#include "far-world.h"

static const guint8 rota[FAR_RECORD_ID_LEN] = "a rota of a test";

#define N_DEVICES 8
#define PARTS_MAX 6
#define N_SHUFFLES 20
#define A_DAY_MS (24 * 60 * 60 * 1000)

/* One entry as it travels. */
typedef struct
{
  guint8 header[FAR_HEADER_MAX];
  gsize header_len;
  GBytes *blob; /* owned */
  gboolean is_signed;
  guint8 sig[FAR_SIG_LEN];
} Copy;

typedef struct
{
  FarWorld *world;    /* owned */
  FarStore *sides[2]; /* owned: who do not hear of each other */
  gint64 n_common;    /* entries that both hold */
  gint64 n_taken[2];
  GPtrArray *common; /* owned (element-type Copy) */
  GPtrArray *parts;  /* owned (element-type GPtrArray of Copy) */
} Quarrel;

static void
free_copy (gpointer data)
{
  Copy *copy = data;

  g_bytes_unref (copy->blob);
  g_free (copy);
}

/* The entries of @side from number @first on. */
static GPtrArray *
copy_entries (FarStore *store, gint64 first)
{
  GPtrArray *copies = g_ptr_array_new_with_free_func (free_copy);

  for (gint64 n = first; n <= far_store_get_n_entries (store); n++)
    {
      Copy *copy = g_new0 (Copy, 1);
      const FarLog *log;
      const guint8 *sig;
      FarRow row;

      g_assert_true (far_store_read (store, n, &row, NULL));
      copy->blob = g_bytes_new (row.blob, row.blob_len);
      copy->header_len = far_store_read_header (store, &row, copy->header, NULL);
      log = far_store_peek_log (store, row.pos.log);
      sig = row.sig != NULL ? row.sig : row.pos.seq == log->head_seq ? log->signature : NULL;
      copy->is_signed = sig != NULL;
      if (sig != NULL)
        memcpy (copy->sig, sig, FAR_SIG_LEN);
      g_ptr_array_add (copies, copy);
    }

  return copies;
}

static void
add (FarStore *store, const Copy *copy)
{
  g_autoptr (GError) error = NULL;
  gsize len;
  const guint8 *blob = g_bytes_get_data (copy->blob, &len);
  FarVerdict verdict = far_store_add (store, copy->header, copy->header_len, blob, len,
                                      copy->is_signed ? copy->sig : NULL, &error);

  g_assert_no_error (error);
  g_assert_true (verdict == FAR_VERDICT_ACCEPTED || verdict == FAR_VERDICT_PENDING);
}

/* Those from @first up to @end have heard of everybody: who has not, asks for more approvals. */
static void
tell_all (FarWorld *world, FarStore *store, guint first, guint end)
{
  FarPos heads[N_DEVICES];
  FarPos told;

  g_assert_true (far_store_begin (store, NULL));
  for (guint i = 0; i < N_DEVICES; i++)
    {
      heads[i].log = far_store_find_log (store, world->devices[i].device);
      heads[i].seq = far_store_peek_log (store, heads[i].log)->head_seq;
    }
  heads[first] = heads[N_DEVICES - 1];
  told = far_world_witness (world, store, first, heads, N_DEVICES - 1);
  for (guint i = first + 1; i < end; i++)
    far_world_witness (world, store, i, &told, 1);
  g_assert_true (far_store_commit (store, NULL));
}

static Quarrel *
quarrel_new (guint32 seed)
{
  Quarrel *self = g_new0 (Quarrel, 1);
  g_autoptr (GError) error = NULL;

  self->world = far_world_new (seed, N_DEVICES);
  self->sides[0] = far_world_found (self->world, NULL);
  far_world_admit_all (self->world, self->sides[0]);
  tell_all (self->world, self->sides[0], 0, N_DEVICES);
  self->sides[1] = far_world_join (self->world, NULL);
  far_world_meet (self->world, self->sides[1], 1, self->sides[0], 0, 65536, -1, NULL, &error);
  g_assert_no_error (error);
  self->n_common = far_store_get_n_entries (self->sides[0]);
  self->n_taken[0] = self->n_taken[1] = self->n_common;
  self->common = copy_entries (self->sides[0], 1);
  self->parts = g_ptr_array_new_with_free_func ((GDestroyNotify)g_ptr_array_unref);

  return self;
}

static void
quarrel_free (Quarrel *self)
{
  g_ptr_array_unref (self->common);
  g_ptr_array_unref (self->parts);
  far_store_close (self->sides[0]);
  far_store_close (self->sides[1]);
  far_world_free (self->world);
  g_free (self);
}

static void
begin (Quarrel *self, guint side)
{
  g_assert_true (far_store_begin (self->sides[side], NULL));
}

/* What @side wrote since is the next part.  It commits first, so that its last entries are signed.
 */
static void
end (Quarrel *self, guint side)
{
  g_assert_true (far_store_commit (self->sides[side], NULL));
  g_ptr_array_add (self->parts, copy_entries (self->sides[side], self->n_taken[side] + 1));
  self->n_taken[side] = far_store_get_n_entries (self->sides[side]);
}

static void
take_turns (Quarrel *self, guint side, guint who, guint n)
{
  for (guint i = 0; i < n; i++)
    far_world_take (self->world, self->sides[side], who, rota, 20900 + i, "I come", NULL, 0);
}

static FarPos
remove_one (Quarrel *self, guint side, guint who, guint target, guint a, guint b)
{
  const guint approvers[] = { a, b };

  return far_world_remove_together (self->world, self->sides[side], who, target, approvers, 2);
}

static gboolean
stands (Quarrel *self, FarStore *store, guint d)
{
  return far_governance_device_stands (far_store_peek_governance (store),
                                       self->world->devices[d].device);
}

static guint32
get_effective (Quarrel *self, FarStore *store, guint d)
{
  return far_store_peek_log (store, far_store_find_log (store, self->world->devices[d].device))
      ->effective_seq;
}

/* ---- orders of arrival */

typedef struct
{
  guint8 log[FAR_HASH_LEN];
  guint8 records[FAR_HASH_LEN];
  guint8 secret[FAR_HASH_LEN];
} Digests;

static void
digest (FarStore *store, Digests *out)
{
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  guint n;
  const guint8 (*secrets)[FAR_HASH_LEN];

  far_store_digest (store, out->log);
  g_assert_true (far_collective_records_digest (store, out->records, &error));
  g_assert_no_error (error);
  secrets = far_governance_peek_secrets (far_store_peek_governance (store), &n);
  memcpy (out->secret, secrets[0], FAR_HASH_LEN);

  g_assert_true (far_store_check (store, TRUE, problems, &error));
  g_assert_no_error (error);
  if (problems->len > 0)
    g_error ("%s", (char *)problems->pdata[0]);
  g_assert_cmpstr (far_told_compare (store), ==, NULL);
}

static void
assert_same (const Digests *a, const Digests *b)
{
  g_assert_cmpmem (a->log, FAR_HASH_LEN, b->log, FAR_HASH_LEN);
  g_assert_cmpmem (a->records, FAR_HASH_LEN, b->records, FAR_HASH_LEN);
  g_assert_cmpmem (a->secret, FAR_HASH_LEN, b->secret, FAR_HASH_LEN);
}

static FarStore *
open_with (Quarrel *self, GPtrArray *copies)
{
  FarStore *store = far_world_join (self->world, NULL);

  g_assert_true (far_store_begin (store, NULL));
  for (guint i = 0; i < copies->len; i++)
    add (store, copies->pdata[i]);
  g_assert_true (far_store_commit (store, NULL));

  return store;
}

static void
judge_order (Quarrel *self, const guint *order, Digests *out)
{
  g_autoptr (FarStore) store = open_with (self, self->common);

  for (guint i = 0; i < self->parts->len; i++)
    {
      GPtrArray *part = self->parts->pdata[order[i]];

      g_assert_true (far_store_begin (store, NULL));
      for (guint k = 0; k < part->len; k++)
        add (store, part->pdata[k]);
      g_assert_true (far_store_commit (store, NULL));
    }
  g_assert_cmpint (far_store_get_n_pending (store), ==, 0);
  digest (store, out);
}

static void
judge_orders (Quarrel *self, guint *order, guint n, const Digests *expected)
{
  if (n == self->parts->len)
    {
      Digests got;

      judge_order (self, order, &got);
      assert_same (&got, expected);
    }

  for (guint i = n; i < self->parts->len; i++)
    {
      guint held = order[i];

      order[i] = order[n];
      order[n] = held;
      judge_orders (self, order, n + 1, expected);
      order[n] = order[i];
      order[i] = held;
    }
}

/* Entry by entry, the common ones too, each in a batch of its own. */
static void
judge_shuffle (Quarrel *self, const Digests *expected)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new ();
  g_autoptr (FarStore) store = far_world_join (self->world, NULL);
  Digests got;

  for (guint i = 0; i < self->common->len; i++)
    g_ptr_array_add (all, self->common->pdata[i]);
  for (guint i = 0; i < self->parts->len; i++)
    g_ptr_array_extend (all, self->parts->pdata[i], NULL, NULL);
  for (guint i = all->len; i > 1; i--)
    {
      guint k = g_test_rand_int_range (0, i);
      gpointer held = all->pdata[i - 1];

      all->pdata[i - 1] = all->pdata[k];
      all->pdata[k] = held;
    }

  for (guint i = 0; i < all->len; i++)
    {
      g_assert_true (far_store_begin (store, NULL));
      add (store, all->pdata[i]);
      g_assert_true (far_store_commit (store, NULL));
    }
  g_assert_cmpint (far_store_get_n_pending (store), ==, 0);
  digest (store, &got);
  assert_same (&got, expected);
}

/* Returns: (transfer full): a store that holds everything */
static FarStore *
judge (Quarrel *self)
{
  guint order[PARTS_MAX];
  FarStore *store = open_with (self, self->common);
  Digests expected;

  g_assert_cmpuint (self->parts->len, <=, PARTS_MAX);
  for (guint i = 0; i < self->parts->len; i++)
    {
      GPtrArray *part = self->parts->pdata[i];

      order[i] = i;
      g_assert_true (far_store_begin (store, NULL));
      for (guint k = 0; k < part->len; k++)
        add (store, part->pdata[k]);
      g_assert_true (far_store_commit (store, NULL));
    }
  digest (store, &expected);
  judge_orders (self, order, 0, &expected);
  for (guint i = 0; i < N_SHUFFLES; i++)
    judge_shuffle (self, &expected);

  return store;
}

/* ---- quarrels */

/* Everybody else has told of the removal.  The removed member and two friends then write a removal
 * of who removed them, and turns, on a machine whose clock is a week behind, and claim to have
 * heard of nothing: no effect, not even on their own machine once it hears. */
static void
test_backdated (void)
{
  Quarrel *self = quarrel_new (31);
  static const guint honest[] = { 2, 3, 4, 7 };
  g_autoptr (FarStore) store = NULL;
  FarPos removal;
  FarPos backdated;
  guint8 id[FAR_ID_LEN];
  guint32 act;

  begin (self, 0);
  removal = remove_one (self, 0, 0, 1, 2, 3);
  end (self, 0);
  begin (self, 0);
  for (guint i = 0; i < G_N_ELEMENTS (honest); i++)
    {
      far_world_witness (self->world, self->sides[0], honest[i], &removal, 1);
      take_turns (self, 0, honest[i], 2);
    }
  end (self, 0);

  self->world->now_ms -= (gint64)7 * A_DAY_MS;
  begin (self, 1);
  backdated = remove_one (self, 1, 1, 0, 5, 6);
  g_assert_true (far_store_get_id (self->sides[1], backdated, id, NULL));
  end (self, 1);
  begin (self, 1);
  far_world_witness (self->world, self->sides[1], 5, &backdated, 1);
  far_world_witness (self->world, self->sides[1], 6, &backdated, 1);
  take_turns (self, 1, 1, 3);
  end (self, 1);
  g_assert_false (stands (self, self->sides[1], 0)); /* among themselves they have it their way */

  store = judge (self);
  g_assert_true (stands (self, store, 0));
  g_assert_false (stands (self, store, 1));
  act = far_governance_find_act (far_store_peek_governance (store), id);
  g_assert_cmpint (far_governance_get_verdict (far_store_peek_governance (store), act), ==,
                   FAR_ACT_STRUCK);
  g_assert_cmpuint (get_effective (self, store, 1), ==, 1); /* what the removal had seen */
  g_assert_cmpuint (get_effective (self, store, 5), ==, G_MAXUINT32);

  for (guint part = 0; part < 2; part++)
    {
      GPtrArray *copies = self->parts->pdata[part];

      begin (self, 1);
      for (guint i = 0; i < copies->len; i++)
        add (self->sides[1], copies->pdata[i]);
      g_assert_true (far_store_commit (self->sides[1], NULL));
    }
  g_assert_true (stands (self, self->sides[1], 0));
  g_assert_false (stands (self, self->sides[1], 1));
  quarrel_free (self);
}

/* Two remove each other, each with two friends; the removals come before and after what the two
 * wrote. */
static void
test_mutual (void)
{
  Quarrel *self = quarrel_new (32);
  g_autoptr (FarStore) store = NULL;
  FarPos removal;

  begin (self, 0);
  removal = remove_one (self, 0, 2, 1, 3, 4);
  end (self, 0);
  begin (self, 0);
  take_turns (self, 0, 2, 3);
  far_world_witness (self->world, self->sides[0], 3, &removal, 1);
  end (self, 0);
  begin (self, 1);
  remove_one (self, 1, 1, 2, 5, 6);
  end (self, 1);
  begin (self, 1);
  take_turns (self, 1, 1, 3);
  end (self, 1);

  store = judge (self);
  g_assert_true (stands (self, store, 2));
  g_assert_false (stands (self, store, 1));
  g_assert_true (
      far_governance_get_any_provisional (far_store_peek_governance (store))); /* most are silent */
  quarrel_free (self);
}

/* One is removed here, another there: both removals stand, and what both wrote meanwhile does not
 * count beyond what the removers had seen. */
static void
test_unrelated (void)
{
  Quarrel *self = quarrel_new (33);
  g_autoptr (FarStore) store = NULL;

  begin (self, 0);
  take_turns (self, 0, 7, 3);
  end (self, 0);
  begin (self, 0);
  remove_one (self, 0, 0, 3, 2, 4);
  end (self, 0);
  begin (self, 1);
  take_turns (self, 1, 3, 3);
  end (self, 1);
  begin (self, 1);
  remove_one (self, 1, 1, 7, 5, 6);
  end (self, 1);

  store = judge (self);
  g_assert_false (stands (self, store, 3));
  g_assert_false (stands (self, store, 7));
  g_assert_cmpuint (far_governance_get_n_active (far_store_peek_governance (store)), ==, 6);
  g_assert_cmpuint (get_effective (self, store, 3), ==, 1);
  g_assert_cmpuint (get_effective (self, store, 7), ==, 1);
  g_assert_false (far_governance_get_any_provisional (far_store_peek_governance (store)));
  quarrel_free (self);
}

/* A part that was written on the other side comes to @side. */
static void
hear (Quarrel *self, guint side, guint part)
{
  GPtrArray *copies = self->parts->pdata[part];

  begin (self, side);
  for (guint i = 0; i < copies->len; i++)
    add (self->sides[side], copies->pdata[i]);
  g_assert_true (far_store_commit (self->sides[side], NULL));
  self->n_taken[side] = far_store_get_n_entries (self->sides[side]);
}

/* Two remove each other, and only who told of it decides, against the founder's seniority.  All
 * hear of that.  Then the one who stayed removes another, who writes something unseen: that is
 * struck, since the one who stayed was a member for whoever had heard what all had. */
static void
test_built_on_what_was_told (void)
{
  Quarrel *self = quarrel_new (36);
  static const guint honest[] = { 2, 3, 4, 7 };
  static const guint approvers[] = { 2, 3, 4 };
  g_autoptr (FarStore) store = NULL;
  const FarGovernance *gov;
  guint8 id[FAR_ID_LEN];
  FarPos removal;
  FarPos unseen;

  begin (self, 0);
  removal = remove_one (self, 0, 1, 0, 2, 3);
  for (guint i = 0; i < G_N_ELEMENTS (honest); i++)
    far_world_witness (self->world, self->sides[0], honest[i], &removal, 1);
  end (self, 0);
  begin (self, 1);
  remove_one (self, 1, 0, 1, 5, 6);
  end (self, 1);

  for (guint side = 0; side < 2; side++)
    {
      hear (self, side, 1 - side);
      g_assert_true (stands (self, self->sides[side], 1));
      g_assert_false (stands (self, self->sides[side], 0));
    }
  tell_all (self->world, self->sides[0], 1, 5);
  begin (self, 0);
  far_world_remove_together (self->world, self->sides[0], 1, 5, approvers,
                             G_N_ELEMENTS (approvers));
  end (self, 0);
  begin (self, 1);
  unseen = far_world_propose_removal (self->world, self->sides[1], 5, 2);
  end (self, 1);
  g_assert_true (far_store_get_id (self->sides[1], unseen, id, NULL));

  store = judge (self);
  gov = far_store_peek_governance (store);
  g_assert_false (stands (self, store, 5));
  g_assert_cmpint (far_governance_get_verdict (gov, far_governance_find_act (gov, id)), ==,
                   FAR_ACT_STRUCK);
  quarrel_free (self);
}

/* Most have told of a removal, and nobody against it.  Then comes one that was written apart, of
 * who had removed, and as many are for it: the settled one falls, and the machine that had told of
 * it says so. */
static void
test_settled_turns (void)
{
  Quarrel *self = quarrel_new (34);
  FarStore *store = self->sides[0];
  g_autoptr (GArray) turned = NULL;
  g_autoptr (GPtrArray) news = NULL;
  const FarTurned *what;
  FarPos removal;
  FarPos other;

  g_assert_true (far_store_set_own (store, self->world->devices[0].device, NULL));
  begin (self, 0);
  removal = remove_one (self, 0, 2, 1, 3, 4);
  for (guint d = 0; d < 5; d++)
    if (d != 1 && d != 2)
      far_world_witness (self->world, store, d, &removal, 1);
  end (self, 0);
  g_assert_false (stands (self, store, 1));
  turned = far_store_list_turned (store);
  g_assert_cmpuint (turned->len, ==, 0);
  g_clear_pointer (&turned, g_array_unref);

  begin (self, 1);
  other = remove_one (self, 1, 1, 2, 5, 6);
  for (guint d = 5; d < 8; d++)
    far_world_witness (self->world, self->sides[1], d, &other, 1);
  end (self, 1);

  news = g_ptr_array_ref (self->parts->pdata[1]);
  begin (self, 0);
  for (guint i = 0; i < news->len; i++)
    add (store, news->pdata[i]);
  g_assert_true (far_store_commit (store, NULL));
  g_assert_true (stands (self, store, 1));
  g_assert_false (stands (self, store, 2));

  turned = far_store_list_turned (store);
  g_assert_cmpuint (turned->len, ==, 1);
  what = &g_array_index (turned, FarTurned, 0);
  g_assert_cmpint (what->kind, ==, FAR_KIND_REMOVE);
  g_assert_cmpmem (what->member, FAR_RECORD_ID_LEN, self->world->devices[1].member,
                   FAR_RECORD_ID_LEN);
  g_assert_cmpint (what->noticed_ms, ==, G_MAXINT64);
  g_clear_pointer (&turned, g_array_unref);

  begin (self, 0);
  take_turns (self, 0, 0, 1);
  g_assert_true (far_store_commit (store, NULL));
  turned = far_store_list_turned (store);
  g_assert_cmpint (g_array_index (turned, FarTurned, 0).noticed_ms, ==, self->world->now_ms - 1000);
  quarrel_free (self);
}

/* What only a few had heard of may fall without a word; so may what this machine had not told of.
 */
static void
test_unsettled_turns (void)
{
  for (guint told = 0; told < 2; told++)
    {
      Quarrel *self = quarrel_new (35);
      FarStore *store = self->sides[0];
      g_autoptr (GArray) turned = NULL;
      GPtrArray *news;
      FarPos removal;
      FarPos other;

      g_assert_true (far_store_set_own (store, self->world->devices[7].device, NULL));
      begin (self, 0);
      removal = remove_one (self, 0, 2, 1, 3, 4);
      far_world_witness (self->world, store, told ? 7 : 3, &removal, 1);
      if (!told)
        {
          far_world_witness (self->world, store, 0, &removal, 1);
          far_world_witness (self->world, store, 4, &removal, 1);
        }
      end (self, 0);

      begin (self, 1);
      other = remove_one (self, 1, 1, 2, 5, 6);
      far_world_witness (self->world, self->sides[1], 5, &other, 1);
      far_world_witness (self->world, self->sides[1], 6, &other, 1);
      if (!told)
        far_world_witness (self->world, self->sides[1], 7, &other, 1);
      end (self, 1);

      news = self->parts->pdata[1];
      begin (self, 0);
      for (guint i = 0; i < news->len; i++)
        add (store, news->pdata[i]);
      g_assert_true (far_store_commit (store, NULL));
      g_assert_true (stands (self, store, 1));

      turned = far_store_list_turned (store);
      g_assert_cmpuint (turned->len, ==, 0);
      quarrel_free (self);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/far/quarrel/backdated", test_backdated);
  g_test_add_func ("/far/quarrel/mutual", test_mutual);
  g_test_add_func ("/far/quarrel/unrelated", test_unrelated);
  g_test_add_func ("/far/quarrel/built-on-what-was-told", test_built_on_what_was_told);
  g_test_add_func ("/far/quarrel/settled-turns", test_settled_turns);
  g_test_add_func ("/far/quarrel/unsettled-turns", test_unsettled_turns);

  return g_test_run ();
}
