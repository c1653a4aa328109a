/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Two turns exchanged: who is where when one offers, another accepts, and machines hear of it late,
 * in any order, or of something else in between. */

#include <string.h>

#include "test-party.h"

enum
{
  ADA,
  BO,
  CY,
  DI
};

#define MONDAY PARTY_MONDAY
#define TUESDAY (PARTY_MONDAY + 1)

/* Ada comes on Monday, Bo on Tuesday. */
typedef struct
{
  Party *party;
  guint8 rota[FAR_RECORD_ID_LEN];
  guint8 monday[FAR_RECORD_ID_LEN];
  guint8 tuesday[FAR_RECORD_ID_LEN];
} Walk;

static void
take (Walk *self, guint who, gint32 day, guint8 *out)
{
  FarWriter writer = party_writer (self->party, who);

  party_assert_done (
      far_collective_take_turn (&writer, self->rota, day, NULL, PARTY_MONDAY, out, error));
  party_meet (self->party);
}

static void
walk_begin (Walk *self, guint seed, guint n_max)
{
  self->party = party_new (seed, 4);
  party_add_rota (self->party, ADA, "Andata", n_max, self->rota);
  party_meet (self->party);
  take (self, ADA, MONDAY, self->monday);
  take (self, BO, TUESDAY, self->tuesday);
}

static void
offer (Walk *self, guint who, const guint8 *mine, const guint8 *theirs)
{
  FarWriter writer = party_writer (self->party, who);
  FarTurnPoint point;

  party_assert_done (
      far_collective_offer_swap (&writer, mine, theirs, PARTY_MONDAY, &point, error));
  g_assert_cmpmem (point.turn, FAR_RECORD_ID_LEN, mine, FAR_RECORD_ID_LEN);
}

static void
accept (Walk *self, guint who, const guint8 *theirs)
{
  FarWriter writer = party_writer (self->party, who);
  FarTurnPoint point;

  party_assert_done (far_collective_accept_swap (&writer, theirs, PARTY_MONDAY, &point, error));
  g_assert_cmpmem (point.turn, FAR_RECORD_ID_LEN, theirs, FAR_RECORD_ID_LEN);
}

static void
change (Walk *self, guint who, const guint8 *turn, FarTurnChange what)
{
  FarWriter writer = party_writer (self->party, who);

  party_assert_done (far_collective_change_turn (&writer, turn, what, PARTY_MONDAY, NULL, error));
}

/* What each machine does after it heard of something. Returns: whether any wrote */
static gboolean
settle (Walk *self)
{
  gboolean any = FALSE;

  for (guint who = 0; who < self->party->n_members; who++)
    {
      FarWriter writer = party_writer (self->party, who);
      gboolean is_written;

      party_assert_done (far_collective_settle_swaps (&writer, PARTY_MONDAY, &is_written, error));
      any |= is_written;
    }

  return any;
}

static void
assert_days (Walk *self, const char *monday, const char *tuesday)
{
  party_meet (self->party);
  for (guint who = 0; who < self->party->n_members; who++)
    {
      g_autofree char *on_monday = party_turns (self->party, who, self->rota, MONDAY);
      g_autofree char *on_tuesday = party_turns (self->party, who, self->rota, TUESDAY);

      g_assert_cmpstr (on_monday, ==, monday);
      g_assert_cmpstr (on_tuesday, ==, tuesday);
    }
}

/* Nobody is free before somebody comes in their place. */
static void
test_offered_and_accepted (void)
{
  for (guint n_max = 1; n_max <= 2; n_max++)
    {
      g_autoptr (FarOutingFacts) outing = NULL;
      const FarTurnFacts *turn;
      Walk walk;

      walk_begin (&walk, n_max, n_max);
      offer (&walk, ADA, walk.monday, walk.tuesday);
      g_assert_false (settle (&walk));
      assert_days (&walk, "?Ada", "Bo");
      outing = party_outing (walk.party, CY, walk.rota, MONDAY);
      turn = outing->turns->pdata[0];
      g_assert_true (turn->has_swap);
      g_assert_cmpint (turn->swap_day, ==, TUESDAY);
      g_assert_cmpmem (turn->swap_rota, FAR_RECORD_ID_LEN, walk.rota, FAR_RECORD_ID_LEN);
      g_assert_cmpmem (turn->swap_turn, FAR_RECORD_ID_LEN, walk.tuesday, FAR_RECORD_ID_LEN);

      accept (&walk, BO, walk.monday);
      assert_days (&walk, "/Ada Bo", "?Bo");
      g_assert_true (settle (&walk));
      assert_days (&walk, "/Ada Bo", "/Bo Ada");
      g_assert_false (settle (&walk));
      party_free (walk.party);
    }
}

/* Each offered it to the other: that is as good as a yes. */
static void
test_both_offered (void)
{
  Walk walk;

  walk_begin (&walk, 3, 1);
  offer (&walk, ADA, walk.monday, walk.tuesday);
  offer (&walk, BO, walk.tuesday, walk.monday);
  assert_days (&walk, "?Ada", "?Bo");
  g_assert_true (settle (&walk));
  assert_days (&walk, "/Ada Bo", "/Bo Ada");
  g_assert_false (settle (&walk));
  party_free (walk.party);
}

/* Who took back what was offered is not held to it; who had accepted meanwhile still has Tuesday,
 * and sees that both come on Monday. */
static void
test_taken_back (void)
{
  FarTurnPoint point;
  FarWriter writer;
  Walk walk;

  walk_begin (&walk, 4, 2);
  offer (&walk, ADA, walk.monday, walk.tuesday);
  party_meet (walk.party);
  accept (&walk, BO, walk.monday);
  change (&walk, ADA, walk.monday, FAR_TURN_STATE_STANDS);
  party_meet (walk.party);
  g_assert_false (settle (&walk));
  assert_days (&walk, "Ada Bo", "?Bo");
  party_free (walk.party);

  /* and where it is known nothing is accepted any more */
  walk_begin (&walk, 5, 2);
  offer (&walk, ADA, walk.monday, walk.tuesday);
  change (&walk, ADA, walk.monday, FAR_TURN_STATE_STANDS);
  party_meet (walk.party);
  writer = party_writer (walk.party, BO);
  party_assert_refused (far_collective_accept_swap (&writer, walk.monday, PARTY_MONDAY, &point,
                                                    error),
                        FAR_COLLECTIVE_ERROR_NO_SWAP);
  assert_days (&walk, "Ada", "Bo");
  party_free (walk.party);
}

/* What was exchanged is given back like any other turn, and does not come again by itself. */
static void
test_given_back (void)
{
  g_autoptr (FarOutingFacts) outing = NULL;
  const FarTurnFacts *taken;
  Walk walk;

  walk_begin (&walk, 6, 2);
  offer (&walk, ADA, walk.monday, walk.tuesday);
  party_meet (walk.party);
  accept (&walk, BO, walk.monday);
  party_meet (walk.party);
  g_assert_true (settle (&walk));
  party_meet (walk.party);
  outing = party_outing (walk.party, ADA, walk.rota, TUESDAY);
  taken = outing->turns->pdata[1];
  change (&walk, ADA, taken->id, FAR_TURN_STATE_RELEASED);
  assert_days (&walk, "/Ada Bo", "/Bo -Ada");
  g_assert_false (settle (&walk));
  party_free (walk.party);
}

/* Two accept at once what was offered to one of them: only the one who was asked exchanges. */
static void
test_somebody_else_comes (void)
{
  guint8 other[FAR_RECORD_ID_LEN];
  Walk walk;

  walk_begin (&walk, 7, 1);
  offer (&walk, ADA, walk.monday, walk.tuesday);
  party_meet (walk.party);
  take (&walk, CY, MONDAY, other);
  assert_days (&walk, "/Ada Cy", "Bo");
  g_assert_false (settle (&walk));
  party_free (walk.party);
}

/* An outing that is cancelled meanwhile is no fault, and nothing is promised for it. */
static void
test_cancelled (void)
{
  FarWriter writer;
  Walk walk;

  walk_begin (&walk, 8, 1);
  writer = party_writer (walk.party, ADA);
  party_assert_done (far_collective_publish_rota (&writer, walk.rota, error));
  party_meet (walk.party);
  offer (&walk, ADA, walk.monday, walk.tuesday);
  party_meet (walk.party);
  accept (&walk, BO, walk.monday);
  writer = party_writer (walk.party, ADA);
  party_assert_done (far_collective_cancel_outing (&writer, walk.rota, TUESDAY, "Strike", error));
  party_meet (walk.party);
  g_assert_false (settle (&walk));
  assert_days (&walk, "/Ada Bo", "?Bo");
  party_free (walk.party);
}

static void
test_refused (void)
{
  guint8 others[3][FAR_RECORD_ID_LEN];
  FarTurnPoint point;
  FarWriter writer;
  Walk walk;

  walk_begin (&walk, 9, 2);
  take (&walk, ADA, MONDAY + 2, others[0]);
  take (&walk, CY, MONDAY, others[1]);
  take (&walk, CY, MONDAY + 3, others[2]);

  writer = party_writer (walk.party, BO);
  party_assert_refused (far_collective_accept_swap (&writer, walk.monday, MONDAY, &point, error),
                        FAR_COLLECTIVE_ERROR_NO_SWAP);
  writer = party_writer (walk.party, ADA);
  party_assert_refused (far_collective_offer_swap (&writer, walk.tuesday, walk.monday, MONDAY,
                                                   &point, error),
                        FAR_COLLECTIVE_ERROR_NOT_YOURS);
  party_assert_refused (far_collective_offer_swap (&writer, walk.monday, others[0], MONDAY, &point,
                                                   error),
                        FAR_COLLECTIVE_ERROR_SWAP_OWN);
  /* Cy comes on Monday anyway; and of one walk two turns are no exchange */
  party_assert_refused (far_collective_offer_swap (&writer, walk.monday, others[2], MONDAY, &point,
                                                   error),
                        FAR_COLLECTIVE_ERROR_SWAP_HELD);
  party_assert_refused (far_collective_offer_swap (&writer, walk.monday, others[1], MONDAY, &point,
                                                   error),
                        FAR_COLLECTIVE_ERROR_SWAP_HELD);
  party_assert_refused (far_collective_offer_swap (&writer, walk.monday, walk.tuesday, TUESDAY,
                                                   &point, error),
                        FAR_COLLECTIVE_ERROR_OUTING_OVER);

  offer (&walk, ADA, walk.monday, walk.tuesday);
  writer = party_writer (walk.party, ADA);
  party_assert_refused (far_collective_offer_swap (&writer, walk.monday, walk.tuesday, MONDAY,
                                                   &point, error),
                        FAR_COLLECTIVE_ERROR_ALREADY_SAID);
  party_meet (walk.party);

  /* Cy was not asked */
  writer = party_writer (walk.party, CY);
  party_assert_refused (far_collective_accept_swap (&writer, walk.monday, MONDAY, &point, error),
                        FAR_COLLECTIVE_ERROR_NOT_YOURS);

  /* whoever waits in reserve, or comes in their place, comes without an exchange */
  take (&walk, DI, MONDAY, others[1]);
  writer = party_writer (walk.party, BO);
  party_assert_refused (far_collective_accept_swap (&writer, walk.monday, MONDAY, &point, error),
                        FAR_COLLECTIVE_ERROR_SWAP_RESERVE);
  change (&walk, BO, walk.tuesday, FAR_TURN_STATE_RELEASED);
  writer = party_writer (walk.party, BO);
  party_assert_refused (far_collective_accept_swap (&writer, walk.monday, MONDAY, &point, error),
                        FAR_COLLECTIVE_ERROR_ALREADY_RELEASED);
  party_free (walk.party);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/swap/offered-and-accepted", test_offered_and_accepted);
  g_test_add_func ("/swap/both-offered", test_both_offered);
  g_test_add_func ("/swap/taken-back", test_taken_back);
  g_test_add_func ("/swap/given-back", test_given_back);
  g_test_add_func ("/swap/somebody-else-comes", test_somebody_else_comes);
  g_test_add_func ("/swap/cancelled", test_cancelled);
  g_test_add_func ("/swap/refused", test_refused);

  return g_test_run ();
}
