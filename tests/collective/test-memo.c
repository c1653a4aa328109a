/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is kept of outings from one question to the next gives way to what is new.  The simulator
 * compares it with what is computed anew, in all that members do; here is what they rarely do. */

#include <string.h>

#include "test-party.h"

#define ADA 0
#define BO 1
#define TODAY PARTY_MONDAY

/* How many stand on each day of the week. */
static void
assert_week (Party *party, guint who, const char *expected)
{
  FarStore *store = party->members[who].store;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rotas = far_collective_rotas (store, &error);
  g_autoptr (GPtrArray) outings = NULL;
  g_autoptr (GString) week = g_string_new (NULL);

  g_assert_no_error (error);
  outings = far_collective_outings (store, rotas, party->members[who].me.member, TODAY, 7, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < outings->len; i++)
    {
      const FarOutingFacts *outing = outings->pdata[i];
      guint n = 0;

      for (guint j = 0; j < outing->turns->len; j++)
        n += ((const FarTurnFacts *)outing->turns->pdata[j])->place == FAR_TURN_PLACE_STANDING;
      g_string_append_printf (week, "%u", n);
    }
  g_assert_cmpstr (week->str, ==, expected);
}

static void
take (Party *party, guint who, const guint8 *rota, gint32 day)
{
  FarWriter writer = party_writer (party, who);
  guint8 turn[FAR_RECORD_ID_LEN];

  party_assert_done (far_collective_take_turn (&writer, rota, day, NULL, TODAY, turn, error));
}

/* The rotas that are given out are the same as long as nothing was said of any. */
static void
test_rotas (void)
{
  g_autoptr (Party) party = party_new (1, 2);
  FarStore *store = party->members[ADA].store;
  g_autoptr (GPtrArray) first = NULL;
  g_autoptr (GPtrArray) second = NULL;
  g_autoptr (GPtrArray) third = NULL;
  guint8 rota[FAR_RECORD_ID_LEN];

  party_add_rota (party, ADA, "The walk", 2, rota);
  first = far_collective_rotas (store, NULL);
  take (party, ADA, rota, TODAY);
  second = far_collective_rotas (store, NULL);
  g_assert_cmpuint (second->len, ==, 1);
  g_assert_true (first->pdata[0] == second->pdata[0]);

  /* whoever takes one off their own list changes nobody else's */
  g_ptr_array_set_size (second, 0);
  party_add_rota (party, ADA, "The canteen", 2, rota);
  third = far_collective_rotas (store, NULL);
  g_assert_cmpuint (third->len, ==, 2);
  g_assert_cmpuint (first->len, ==, 1);
  g_assert_cmpstr (((const FarRotaFacts *)first->pdata[0])->title, ==, "The walk");
}

/* What was seen in a batch that came to nothing was never there. */
static void
test_rollback (void)
{
  g_autoptr (Party) party = party_new (2, 2);
  FarStore *store = party->members[ADA].store;
  guint8 rota[FAR_RECORD_ID_LEN];

  party_add_rota (party, ADA, "The walk", 2, rota);
  assert_week (party, ADA, "0000000");
  party_assert_done (far_store_begin (store, error));
  take (party, ADA, rota, TODAY + 1);
  assert_week (party, ADA, "0100000");
  far_store_rollback (store);
  assert_week (party, ADA, "0000000");
  take (party, ADA, rota, TODAY + 2);
  assert_week (party, ADA, "0010000");
}

/* More days than are told apart. */
static void
test_many (void)
{
  g_autoptr (Party) party = party_new (3, 2);
  guint8 rota[FAR_RECORD_ID_LEN];

  party_add_rota (party, ADA, "The walk", 2, rota);
  party_meet (party);
  assert_week (party, BO, "0000000");
  take (party, ADA, rota, TODAY + 3);
  for (guint i = 0; i < FAR_CHANGES_KEPT; i++)
    take (party, ADA, rota, TODAY + 7 + (gint32)i);
  party_meet (party);
  assert_week (party, ADA, "0001000");
  assert_week (party, BO, "0001000");
}

/* Whoever promised to come on a day that the rota has no more is shown there, as soon as that is
 * heard. */
static void
test_left (void)
{
  g_autoptr (Party) party = party_new (5, 2);
  FarWriter writer = party_writer (party, ADA);
  FarRotaRevision revision = { .fields = FAR_CHANGES_WEEKDAYS };
  guint8 rota[FAR_RECORD_ID_LEN];
  gboolean is_suggestion;

  party_add_rota (party, ADA, "The walk", 2, rota);
  party_meet (party);
  revision.plan.rule.weekdays = 1;
  party_assert_done (far_collective_change_rota (&writer, rota, &revision, &is_suggestion, error));
  assert_week (party, ADA, "0");
  take (party, BO, rota, TODAY + 3);
  party_meet (party);
  assert_week (party, ADA, "01");
}

/* What is said of a child on one day shows on that day, for one rota or for all. */
static void
test_absent (void)
{
  g_autoptr (Party) party = party_new (4, 2);
  FarStore *store = party->members[ADA].store;
  FarChildChange child = FAR_CHILD_CHANGE_NONE;
  FarWriter writer;
  guint8 rota[FAR_RECORD_ID_LEN];
  guint8 id[FAR_RECORD_ID_LEN];
  guint8 booking[FAR_RECORD_ID_LEN];

  party_add_rota (party, ADA, "The walk", 2, rota);
  child.name = "Léa";
  writer = party_writer (party, ADA);
  party_assert_done (far_collective_add_child (&writer, &child, id, error));
  for (guint i = 0; i < 4; i++)
    {
      const FarBookingPlan plan = {
        .rota = rota, .weekdays = 127, .first_day = TODAY, .last_day = TODAY + 30
      };
      g_autoptr (GPtrArray) rotas = far_collective_rotas (store, NULL);
      g_autoptr (GPtrArray) outings =
                     far_collective_outings (store, rotas, writer.me->member, TODAY, 3, NULL);
      const FarOutingFacts *outing = outings->pdata[1];
      gboolean is_written;

      /* nobody booked; booked; absent; there after all */
      g_assert_cmpuint (outing->walkers->len, ==, i > 0);
      g_assert_cmpuint (outing->walk.n, ==, i % 2);
      writer = party_writer (party, ADA);
      if (i == 0)
        party_assert_done (far_collective_book_child (&writer, id, &plan, booking, error));
      else
        party_assert_done (far_collective_set_absent (&writer, id, i == 1 ? rota : NULL, TODAY + 1,
                                                      i == 1, TODAY, &is_written, error));
    }
}

/* Who is to ask the family, of the outing on @day as it is shown in the week. */
static guint
count_unreached (Party *party, guint who, gint32 day)
{
  FarStore *store = party->members[who].store;
  g_autoptr (GPtrArray) rotas = far_collective_rotas (store, NULL);
  g_autoptr (GPtrArray) outings =
                 far_collective_outings (store, rotas, party->members[who].me.member, TODAY, 7,
                                         NULL);

  for (guint i = 0; i < outings->len; i++)
    {
      const FarOutingFacts *outing = outings->pdata[i];

      if (outing->day == day)
        return ((const FarWalkerFacts *)outing->walkers->pdata[0])->unreached->len;
    }
  g_assert_not_reached ();
}

/* What is sealed for one outing is known there at once, and throws nothing else away. */
static void
test_sealed (void)
{
  g_autoptr (Party) party = party_new (6, 2);
  FarChildChange child = FAR_CHILD_CHANGE_NONE;
  FarBookingPlan booking = { .first_day = TODAY, .last_day = TODAY + 30 };
  FarStore *store = party->members[ADA].store;
  guint8 rota[FAR_RECORD_ID_LEN];
  guint8 lea[FAR_RECORD_ID_LEN];
  guint8 id[FAR_RECORD_ID_LEN];
  FarWriter writer;
  gboolean is_written;
  guint64 n_of_notes;
  guint64 n_of_days;

  party_add_rota (party, ADA, "The walk", 2, rota);
  writer = party_writer (party, ADA);
  party_assert_done (far_collective_publish_rota (&writer, rota, error));
  party_meet (party);
  child.name = "Léa";
  writer = party_writer (party, BO);
  party_assert_done (far_collective_add_child (&writer, &child, lea, error));
  booking.rota = rota;
  party_assert_done (far_collective_book_child (&writer, lea, &booking, id, error));
  party_assert_done (far_collective_set_note (&writer, lea, "Nuts", TODAY, &is_written, error));
  party_meet (party);
  take (party, ADA, rota, TODAY + 1);
  party_meet (party);
  g_assert_cmpuint (count_unreached (party, ADA, TODAY + 1), ==, 1);

  n_of_notes = far_store_count_changes (store, FAR_KIND_NOTE);
  n_of_days = far_store_count_day_changes (store);
  writer = party_writer (party, BO);
  party_assert_done (far_collective_keep_notes (&writer, TODAY, &is_written, error));
  g_assert_true (is_written);
  party_meet (party);
  g_assert_cmpuint (far_store_count_changes (store, FAR_KIND_NOTE), ==, n_of_notes);
  g_assert_cmpuint (far_store_count_day_changes (store), ==, n_of_days + 1);
  g_assert_cmpuint (count_unreached (party, ADA, TODAY + 1), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (sodium_init (), >=, 0);

  g_test_add_func ("/far/memo/rotas", test_rotas);
  g_test_add_func ("/far/memo/rollback", test_rollback);
  g_test_add_func ("/far/memo/many", test_many);
  g_test_add_func ("/far/memo/left", test_left);
  g_test_add_func ("/far/memo/absent", test_absent);
  g_test_add_func ("/far/memo/sealed", test_sealed);

  return g_test_run ();
}
