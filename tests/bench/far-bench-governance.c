/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What belonging costs: the replay of a large and old collective, of one more entry, a removal that
 * comes late into a full log, and a stranger who knocks. */

#define G_LOG_DOMAIN "far-bench"

#include "far-bench-private.h"

#include <string.h>

#include "governance-world.h"

#define N_MEMBERS 500
#define N_ENTRIES 2000
#define N_YEARS 10
#define N_REMOVED 8
#define N_RIVALS 10 /* years in which two claim the baton, and do not know of each other */
#define N_TIMES 9

#define N_QUARRELLING 8
#define N_CLOSED 100 /* machines of one member */
#define N_UNSEEN 10  /* acts of each */

/* Everybody has seen all there is. */
static void
meet (World *world)
{
  for (guint d = 0; d < N_MEMBERS; d++)
    world->last[d] = LAST (world);
}

/* Admissions with one voucher each, as the founder decided while alone: 499 of two entries. */
static void
admit_everybody (World *world)
{
  FarAct *rule;

  found (world);
  rule = WRITE (world, 0, FAR_KIND_RULES, END);
  rule->number = FAR_RULE_VOUCHERS;
  rule->value = 1;

  for (guint d = 1; d < N_MEMBERS; d++)
    {
      guint host = d / 2;

      world->last[host] = LAST (world);
      admit (world, host, invite (world, host), d);
    }
  meet (world);
}

/* One year: the baton is offered and taken, by two at once, and some tell of it. */
static guint32
pass_baton (World *world, guint year, guint32 term)
{
  guint holder = year == 0 ? 0 : 10 + year;
  guint32 offers[2] = { offer_term (world, holder, year + 2, 11 + year),
                        offer_term (world, holder, year + 2, 30 + year) };
  guint32 taken = write_term (world, 11 + year, year + 2, term, offers[0], END);

  write_term (world, 30 + year, year + 2, term, offers[1], END);
  for (guint i = 0; i < 8; i++)
    witness (world, 40 + 10 * year + i, taken);
  meet (world);

  return taken;
}

static void
remove_one (World *world, guint target)
{
  guint approvers[19];

  for (guint i = 0; i < G_N_ELEMENTS (approvers); i++)
    approvers[i] = target - 1 - i;
  act_together (world, target + 1, FAR_KIND_REMOVE, target, approvers, G_N_ELEMENTS (approvers));
  meet (world);
}

static World *
make_history (void)
{
  World *world = world_new (N_ENTRIES + 64);
  guint32 term = 0;

  admit_everybody (world);
  for (guint year = 0; year < N_YEARS; year++)
    {
      term = pass_baton (world, year, term);
      if (year < N_REMOVED)
        remove_one (world, 200 + 30 * year);
      for (guint i = 0; i < 20; i++)
        add_device (world, 150 + 20 * year + i, 150 + 20 * year + i, N_MEMBERS + 20 * year + i);
    }
  for (guint d = 0; world->n < N_ENTRIES - 1; d++)
    witness (world, d % N_MEMBERS, LAST (world));

  return world;
}

/* One member's machines, each let in and closed again by the first, which hears only afterwards of
 * what they wrote unseen: each closing contradicts all of it, and each is judged by what all those
 * before it had come to. */
static World *
make_quarrel (void)
{
  World *world = world_new (2048);

  found (world);
  for (guint d = 1; d < N_QUARRELLING; d++)
    admit (world, d < 8 ? 0 : 1, invite (world, 0), d);
  for (guint d = 0; d < N_QUARRELLING; d++)
    world->last[d] = LAST (world);

  for (guint i = 0; i < N_CLOSED; i++)
    {
      guint d = N_QUARRELLING + i;
      guint32 said = 0;

      add_device (world, 2, 2, d);
      for (guint k = 0; k < N_UNSEEN; k++)
        said = invite (world, d);
      witness (world, 3 + i % (N_QUARRELLING - 3), said);
      world->last[2] = revoke_device (world, 2, d, END);
      witness (world, 3 + (i + 1) % (N_QUARRELLING - 3), world->last[2]);
      WRITE (world, 2, FAR_KIND_WITNESS, said);
    }

  return world;
}

static double
time_quarrel (void)
{
  g_autoptr (World) world = make_quarrel ();
  double begin = far_bench_cpu ();
  g_autoptr (FarGovernance) state =
                 far_governance_new (collective (world), world->acts, world->n, NULL, NULL);

  return (far_bench_cpu () - begin) * 1000;
}

static double
time_replay (const World *world, guint n)
{
  double ms[N_TIMES];

  for (guint i = 0; i < N_TIMES; i++)
    {
      double begin = far_bench_cpu ();
      g_autoptr (FarGovernance) state =
                     far_governance_new (collective (world), world->acts, n, NULL, NULL);

      ms[i] = (far_bench_cpu () - begin) * 1000;
      if (n == world->n)
        g_assert (far_governance_get_n_active (state) == N_MEMBERS - N_REMOVED &&
                  far_governance_peek_newest_term (state)->number == 1 + N_YEARS);
    }

  return far_bench_median (ms, N_TIMES);
}

/* ---- in a store */

static void
check (gboolean good, GError **error)
{
  if (!good)
    g_error ("%s", error != NULL && *error != NULL ? (*error)->message : "it did not work");
}

/* One author of W is removed by those who had seen next to nothing of theirs: 1/60 of all entries
 * loses its effect.  Returns: milliseconds until that is committed and may be asked for */
static double
time_late_removal (FarWorld *world, FarStore *store)
{
  guint approvers[14]; /* with who proposes it a quarter of 60 */
  g_autoptr (GError) error = NULL;
  FarPos proposal;
  FarPos approvals[G_N_ELEMENTS (approvers)];
  double begin;

  for (guint i = 0; i < G_N_ELEMENTS (approvers); i++)
    approvers[i] = 1 + i;
  check (far_store_begin (store, &error), &error);
  proposal = far_world_propose_removal (world, store, 0, FAR_WORKLOAD_AUTHORS - 1);
  for (guint i = 0; i < G_N_ELEMENTS (approvers); i++)
    approvals[i] = far_world_approve (world, store, approvers[i], proposal);
  check (far_store_commit (store, &error), &error);

  begin = far_bench_now ();
  check (far_store_begin (store, &error), &error);
  far_world_remove (world, store, 0, FAR_WORKLOAD_AUTHORS - 1, proposal, approvals,
                    G_N_ELEMENTS (approvals));
  check (far_store_commit (store, &error), &error);
  begin = far_bench_now () - begin;

  g_assert (far_governance_get_n_active (far_store_peek_governance (store)) ==
            FAR_WORKLOAD_AUTHORS - 1);

  return begin * 1000;
}

/* One more governance entry in a store that holds @N_ENTRIES, until it may be asked for.  Returns:
 * milliseconds of one core */
static double
time_one_entry (void)
{
  g_autoptr (FarWorld) world = far_world_new (7, N_MEMBERS);
  g_autoptr (FarStore) store = far_world_found (world, NULL);
  g_autoptr (GError) error = NULL;
  FarPos proposal = { 0, 0 };
  double ms[N_TIMES];

  far_world_admit_all (world, store);
  check (far_store_begin (store, &error), &error);
  for (guint i = 0; far_store_get_n_entries (store) < N_ENTRIES - N_TIMES; i++)
    if (i % 20 == 0)
      proposal = far_world_propose_removal (world, store, i % N_MEMBERS, N_MEMBERS - 1);
    else
      far_world_approve (world, store, i % N_MEMBERS, proposal);
  check (far_store_commit (store, &error), &error);

  for (guint i = 0; i < N_TIMES; i++)
    {
      double begin = far_bench_cpu ();

      check (far_store_begin (store, &error), &error);
      far_world_approve (world, store, 100 + i, proposal);
      check (far_store_commit (store, &error), &error);
      far_store_peek_governance (store);
      ms[i] = (far_bench_cpu () - begin) * 1000;
    }

  return far_bench_median (ms, N_TIMES);
}

/* ---- strangers */

#define N_CALLS 200
#define N_INVITES FAR_OPEN_INVITES_MAX

/* The CPU time that the called side spends, from the connection to the refusal.  @knows: the
 * secret, though its device was never let in; else it is refused by its first message. */
static double
time_stranger (FarWorld *world, FarStore *store, gboolean knows)
{
  FarReplica *replica = far_store_replica_new (store);
  FarWorld *stranger = far_world_new (99, 1);
  guint n;
  const guint8 (*secrets)[FAR_HASH_LEN] =
      far_governance_peek_secrets (far_store_peek_governance (store), &n);
  guint8 older[FAR_SECRETS_MAX][FAR_HASH_LEN];
  guint8 invites[N_INVITES][FAR_KEY_LEN];
  guint8 wrong[FAR_HASH_LEN];
  double spent = 0;

  far_world_fill (stranger, older, sizeof older);
  far_world_fill (stranger, invites, sizeof invites);
  far_world_fill (stranger, wrong, sizeof wrong);

  for (guint i = 0; i < N_CALLS; i++)
    {
      guint8 ephemeral[2][32];
      FarSessionSetup caller = {
        .collective = world->collective,
        .noise_secret = stranger->devices[0].noise_secret,
        .ephemeral_secret = ephemeral[0],
      };
      FarSessionSetup called = {
        .collective = world->collective,
        .noise_secret = world->devices[0].noise_secret,
        .ephemeral_secret = ephemeral[1],
        .older_secrets = (const guint8 (*)[FAR_HASH_LEN])older,
        .n_older_secrets = FAR_SECRETS_MAX,
      };
      g_autoptr (GError) error = NULL;
      FarSession *dialled;
      FarSession *answered;
      GBytes *message;
      double begin;

      far_world_fill (stranger, ephemeral, sizeof ephemeral);
      dialled = far_session_new_dial (replica, &caller, knows ? secrets[0] : wrong, 0);

      begin = far_bench_cpu ();
      answered = far_session_new_answer (replica, &called, secrets[0],
                                         (const guint8 (*)[FAR_KEY_LEN])invites, N_INVITES, 0);
      spent += far_bench_cpu () - begin;

      while (error == NULL && (message = far_session_poll_transmit (dialled, 0, NULL)) != NULL)
        {
          begin = far_bench_cpu ();
          far_session_receive (answered, g_bytes_get_data (message, NULL),
                               g_bytes_get_size (message), 0, &error);
          g_bytes_unref (message);
          message = error == NULL ? far_session_poll_transmit (answered, 0, NULL) : NULL;
          spent += far_bench_cpu () - begin;

          if (message != NULL)
            {
              far_session_receive (dialled, g_bytes_get_data (message, NULL),
                                   g_bytes_get_size (message), 0, NULL);
              g_bytes_unref (message);
            }
        }
      g_assert (far_session_get_state (answered) != FAR_SESSION_IN_STEP);

      begin = far_bench_cpu ();
      far_session_free (answered);
      spent += far_bench_cpu () - begin;
      far_session_free (dialled);
    }

  far_store_replica_free (replica);
  far_world_free (stranger);

  return spent / N_CALLS * 1000;
}

void
far_bench_governance (const char *dir, guint n_late, FarGovernanceFigures *out)
{
  g_autoptr (World) history = make_history ();
  g_autoptr (FarWorkload) workload = far_workload_new (0);
  g_autoptr (FarWorld) world = far_workload_make_world ();
  g_autofree char *path = g_build_filename (dir, "governance.db", NULL);
  g_autoptr (FarStore) store = far_workload_found (workload, world, path);
  g_autoptr (GError) error = NULL;

  out->replay_ms = time_replay (history, history->n);
  out->quarrel_ms = time_quarrel ();
  out->one_entry_ms = time_one_entry ();
  out->stranger_ms = time_stranger (world, store, FALSE);
  out->no_standing_ms = time_stranger (world, store, TRUE);

  check (far_store_begin (store, &error), &error);
  far_workload_write (workload, world, store, 0, FAR_WORKLOAD_AUTHORS, n_late);
  check (far_store_commit (store, &error), &error);
  out->late_removal_ms = time_late_removal (world, store);
}
