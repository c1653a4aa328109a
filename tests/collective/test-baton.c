/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Who holds the baton, who is to hold it next, and how it passes on. */

#include <string.h>

#include "far-kind-schema.h"
#include "test-party.h"

#define TODAY PARTY_MONDAY
#define FIRST_END (PARTY_MONDAY - 30 + FAR_COLLECTIVE_TERM_DAYS)
#define AFTER (FIRST_END + 1)

static const guint8 *
member_of (const Party *party, guint who)
{
  return party->members[who].me.member;
}

/* The party's number of the member; -1 for nobody */
static int
number_of (const Party *party, const guint8 *member)
{
  for (guint i = 0; i < party->n_members; i++)
    if (memcmp (party->members[i].me.member, member, FAR_RECORD_ID_LEN) == 0)
      return i;

  return -1;
}

static FarSuccession *
read_succession (Party *party, guint who, gint32 today)
{
  g_autoptr (GError) error = NULL;
  FarSuccession *self =
      far_collective_succession (party->members[who].store, member_of (party, who), today, &error);

  g_assert_no_error (error);

  return self;
}

static void
assert_term (Party *party, guint who, guint32 number, guint holder, gint32 start, gint32 end)
{
  FarBatonFacts baton;

  far_collective_baton (party->members[who].store, &baton);
  g_assert_cmpuint (baton.number, ==, number);
  g_assert_cmpint (number_of (party, baton.holder), ==, holder);
  g_assert_cmpint (baton.start_day, ==, start);
  g_assert_cmpint (baton.end_day, ==, end);
}

static void
assert_next (Party *party, int next)
{
  for (guint who = 0; who < party->n_members; who++)
    {
      g_autoptr (FarSuccession) succession = read_succession (party, who, TODAY);

      g_assert_cmpint (number_of (party, succession->next), ==, next);
    }
}

static void
pass (Party *party, guint from, guint to, gint32 last_day)
{
  FarWriter writer = party_writer (party, from);

  party_assert_done (
      far_collective_pass_baton (&writer, member_of (party, to), last_day, TODAY, error));
}

static void
accept_it (Party *party, guint who)
{
  FarWriter writer = party_writer (party, who);

  party_assert_done (far_collective_accept_baton (&writer, NULL, TODAY, error));
}

/* ---- passing it on */

static void
test_passes (void)
{
  g_autoptr (Party) party = party_new (1, 3);
  FarWriter writer = party_writer (party, 1);
  g_autoptr (FarSuccession) offered = NULL;
  const FarSuccessor *offer;
  FarBatonFacts baton;

  party_assert_refused (far_collective_accept_baton (&writer, NULL, TODAY, error),
                        FAR_COLLECTIVE_ERROR_NO_OFFER);
  pass (party, 0, 1, TODAY + 100);
  party_meet (party);

  offered = read_succession (party, 1, TODAY);
  g_assert_cmpuint (offered->offers->len, ==, 1);
  offer = &g_array_index (offered->offers, FarSuccessor, 0);
  g_assert_true (offer->is_offer);
  g_assert_false (offer->is_claim);
  g_assert_false (offer->is_declined);
  g_assert_cmpint (number_of (party, offer->member), ==, 1);
  g_assert_cmpint (offer->last_day, ==, TODAY + 100);
  assert_term (party, 1, 1, 0, TODAY - 30, FIRST_END); /* it is still hers */

  writer = party_writer (party, 2);
  party_assert_refused (far_collective_accept_baton (&writer, NULL, TODAY, error),
                        FAR_COLLECTIVE_ERROR_NO_OFFER);
  writer = party_writer (party, 1);
  party_assert_refused (far_collective_accept_baton (&writer, party->members[1].me.device, TODAY,
                                                     error),
                        FAR_COLLECTIVE_ERROR_NO_STANDING);
  party_assert_done (far_collective_accept_baton (&writer, member_of (party, 2), TODAY, error));
  party_meet (party);

  for (guint who = 0; who < 3; who++)
    {
      g_autoptr (FarSuccession) after = read_succession (party, who, TODAY);

      assert_term (party, who, 2, 1, TODAY, TODAY + 100);
      g_assert_cmpuint (after->offers->len, ==, 0);
    }
  far_collective_baton (party->members[0].store, &baton);
  g_assert_cmpint (number_of (party, baton.deputy), ==, 2);
  g_assert_false (far_collective_may_publish (party->members[0].store, member_of (party, 0)));
  g_assert_true (far_collective_may_publish (party->members[0].store, member_of (party, 2)));

  /* it comes round, and nobody keeps anything of it */
  pass (party, 1, 0, 0);
  party_meet (party);
  accept_it (party, 0);
  party_meet (party);
  assert_term (party, 2, 3, 0, TODAY, TODAY + FAR_COLLECTIVE_TERM_DAYS);
}

static void
test_passes_not (void)
{
  g_autoptr (Party) party = party_new (2, 3);
  FarWriter writer = party_writer (party, 1);
  gint64 n_entries;

  party_assert_refused (far_collective_pass_baton (&writer, member_of (party, 2), 0, TODAY, error),
                        FAR_COLLECTIVE_ERROR_HOLDER_ONLY);
  party_assert_refused (far_collective_keep_baton (&writer, 0, NULL, TODAY, error),
                        FAR_COLLECTIVE_ERROR_HOLDER_ONLY);
  party_assert_refused (far_collective_decline_baton (&writer, TODAY, error),
                        FAR_COLLECTIVE_ERROR_NO_OFFER);

  writer = party_writer (party, 0);
  n_entries = far_store_get_n_entries (writer.store);
  party_assert_refused (far_collective_pass_baton (&writer, member_of (party, 0), 0, TODAY, error),
                        FAR_COLLECTIVE_ERROR_HOLDER_ALREADY);
  party_assert_refused (far_collective_pass_baton (&writer, party->members[1].me.device, 0, TODAY,
                                                   error),
                        FAR_COLLECTIVE_ERROR_NO_STANDING);
  party_assert_refused (far_collective_pass_baton (&writer, member_of (party, 1), TODAY - 1, TODAY,
                                                   error),
                        FAR_COLLECTIVE_ERROR_DATE_INVALID);
  party_assert_refused (far_collective_pass_baton (&writer, member_of (party, 1), FAR_DAY_MAX + 1,
                                                   TODAY, error),
                        FAR_COLLECTIVE_ERROR_DATE_INVALID);
  party_assert_refused (far_collective_keep_baton (&writer, 0, NULL, TODAY, error),
                        FAR_COLLECTIVE_ERROR_NO_OFFER);
  g_assert_cmpint (far_store_get_n_entries (writer.store), ==, n_entries);

  /* the same again changes nothing */
  pass (party, 0, 1, 0);
  n_entries = far_store_get_n_entries (writer.store);
  pass (party, 0, 1, 0);
  g_assert_cmpint (far_store_get_n_entries (writer.store), ==, n_entries);
}

/* An offer whose last day is over is none; the machine whose day it is not yet may differ. */
static void
test_lapses (void)
{
  g_autoptr (Party) party = party_new (3, 2);
  FarWriter writer;

  pass (party, 0, 1, TODAY + 10);
  party_meet (party);
  writer = party_writer (party, 1);
  party_assert_refused (far_collective_accept_baton (&writer, NULL, TODAY + 11, error),
                        FAR_COLLECTIVE_ERROR_NO_OFFER);
  party_assert_done (far_collective_accept_baton (&writer, NULL, TODAY + 10, error));
  assert_term (party, 1, 2, 1, TODAY + 10, TODAY + 10);
}

/* What was offered is taken back by a term of one's own, and whoever is named next gets it alone.
 */
static void
test_takes_back (void)
{
  g_autoptr (Party) party = party_new (4, 3);
  FarWriter writer;

  pass (party, 0, 1, 0);
  writer = party_writer (party, 0);
  party_assert_done (far_collective_keep_baton (&writer, 0, NULL, TODAY, error));
  party_meet (party);
  assert_term (party, 1, 2, 0, TODAY, FIRST_END);
  writer = party_writer (party, 1);
  party_assert_refused (far_collective_accept_baton (&writer, NULL, TODAY, error),
                        FAR_COLLECTIVE_ERROR_NO_OFFER);

  pass (party, 0, 1, 0);
  pass (party, 0, 2, 0);
  party_meet (party);
  party_assert_refused (far_collective_accept_baton (&writer, NULL, TODAY, error),
                        FAR_COLLECTIVE_ERROR_NO_OFFER);
  accept_it (party, 2);
  party_meet (party);
  assert_term (party, 0, 4, 2, TODAY, TODAY + FAR_COLLECTIVE_TERM_DAYS);

  /* after the last day there is a term to be had */
  writer = party_writer (party, 2);
  party_assert_done (
      far_collective_keep_baton (&writer, 0, NULL, TODAY + FAR_COLLECTIVE_TERM_DAYS + 1, error));
  assert_term (party, 2, 5, 2, TODAY + FAR_COLLECTIVE_TERM_DAYS + 1,
               TODAY + 2 * FAR_COLLECTIVE_TERM_DAYS + 1);

  /* who keeps it for longer, or with another deputy, begins a term too */
  writer = party_writer (party, 2);
  party_assert_done (
      far_collective_keep_baton (&writer, TODAY + 50, member_of (party, 0), TODAY, error));
  assert_term (party, 2, 6, 2, TODAY, TODAY + 50);
  g_assert_true (far_collective_may_publish (party->members[2].store, member_of (party, 0)));
  party_assert_done (far_collective_keep_baton (&writer, 0, member_of (party, 2), TODAY, error));
  g_assert_false (far_collective_may_publish (party->members[2].store, member_of (party, 0)));
  assert_term (party, 2, 7, 2, TODAY, TODAY + 50);
}

/* Taken back and accepted at once: one outcome everywhere. */
static void
test_takes_back_too_late (void)
{
  g_autoptr (Party) party = party_new (5, 4);
  FarWriter writer;
  FarBatonFacts first;
  FarBatonFacts other;

  pass (party, 0, 1, 0);
  party_tell (party, 0, 1);
  accept_it (party, 1);
  writer = party_writer (party, 0);
  party_assert_done (far_collective_keep_baton (&writer, 0, NULL, TODAY, error));
  party_tell (party, 1, 2);
  writer = party_writer (party, 2);
  party_assert_done (far_collective_witness (&writer, NULL, error));
  party_meet (party);
  party_meet (party);

  far_collective_baton (party->members[0].store, &first);
  g_assert_cmpint (number_of (party, first.holder), ==, 1); /* whom Cy had heard of */
  for (guint who = 1; who < 4; who++)
    {
      far_collective_baton (party->members[who].store, &other);
      g_assert_cmpmem (&first, sizeof first, &other, sizeof other);
    }
}

static void
test_declines (void)
{
  g_autoptr (Party) party = party_new (6, 3);
  g_autoptr (FarSuccession) before = NULL;
  g_autoptr (FarSuccession) after = NULL;
  FarWriter writer;
  gint64 n_entries;

  pass (party, 0, 1, 0);
  party_meet (party);
  writer = party_writer (party, 1);
  party_assert_done (far_collective_decline_baton (&writer, TODAY, error));
  n_entries = far_store_get_n_entries (writer.store);
  party_assert_done (far_collective_decline_baton (&writer, TODAY, error));
  g_assert_cmpint (far_store_get_n_entries (writer.store), ==, n_entries);

  before = read_succession (party, 0, TODAY);
  g_assert_false (g_array_index (before->offers, FarSuccessor, 0).is_declined);
  party_meet (party);
  after = read_succession (party, 0, TODAY);
  g_assert_true (g_array_index (after->offers, FarSuccessor, 0).is_declined);

  /* minds are changed: on either side */
  pass (party, 0, 1, 0);
  party_meet (party);
  accept_it (party, 1);
  party_meet (party);
  assert_term (party, 0, 3, 1, TODAY, TODAY + FAR_COLLECTIVE_TERM_DAYS);
}

/* Somebody else's word on an offer is nobody's. */
static void
test_declines_for_another (void)
{
  g_autoptr (Party) party = party_new (7, 3);
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  g_autoptr (FarSuccession) before = NULL;
  g_autoptr (FarSuccession) after = NULL;

  pass (party, 0, 1, 0);
  party_meet (party);
  before = read_succession (party, 2, TODAY);
  far_map_bytes (&map, FAR_BATON_MEMBER, member_of (party, 1), FAR_RECORD_ID_LEN);
  far_map_bytes (&map, FAR_BATON_DECLINED, g_array_index (before->offers, FarSuccessor, 0).proposal,
                 FAR_ID_LEN);
  far_map_end (&map);
  party_write (party, 2, FAR_KIND_BATON, 0, payload, NULL, 0);
  party_meet (party);

  after = read_succession (party, 0, TODAY);
  g_assert_false (g_array_index (after->offers, FarSuccessor, 0).is_declined);
}

/* ---- taking over */

static void
approve (Party *party, guint who, const guint8 *proposal)
{
  FarWriter writer = party_writer (party, who);
  FarApproval approval;

  party_assert_done (far_collective_approve (&writer, proposal, &approval, error));
}

/* As if nobody had told @who that it is done. */
static void
approve_in_vain (Party *party, guint who, const guint8 *proposal)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);

  far_map_bytes (&map, FAR_APPROVE_WHAT, proposal, FAR_ID_LEN);
  far_map_end (&map);
  party_write (party, who, FAR_KIND_APPROVE, 0, payload, NULL, 0);
}

static void
test_claims (void)
{
  g_autoptr (Party) party = party_new (8, 4);
  FarWriter writer = party_writer (party, 1);
  FarApproval approval;
  gboolean is_written;

  party_assert_refused (far_collective_claim_baton (&writer, FIRST_END, &approval, error),
                        FAR_COLLECTIVE_ERROR_TERM_RUNS);
  party_assert_done (far_collective_claim_baton (&writer, AFTER, &approval, error));
  g_assert_true (approval.is_proposed);
  g_assert_false (approval.is_done);
  g_assert_cmpuint (approval.n_approvals, ==, 1);
  g_assert_cmpuint (approval.n_needed, ==, 3);
  party_assert_done (far_collective_settle_baton (&writer, AFTER, &is_written, error));
  g_assert_false (is_written);
  party_tell (party, 1, 2);
  party_tell (party, 1, 3);

  approve (party, 2, approval.proposal);
  party_tell (party, 2, 1);
  writer = party_writer (party, 1);
  party_assert_done (far_collective_claim_baton (&writer, AFTER, &approval, error));
  g_assert_cmpuint (approval.n_approvals, ==, 2);
  party_assert_refused (far_collective_accept_baton (&writer, NULL, AFTER, error),
                        FAR_COLLECTIVE_ERROR_NO_OFFER);

  approve (party, 3, approval.proposal);
  party_tell (party, 3, 1);
  writer = party_writer (party, 1);
  party_assert_done (far_collective_settle_baton (&writer, AFTER, &is_written, error));
  g_assert_true (is_written);
  party_meet (party);
  for (guint who = 0; who < 4; who++)
    assert_term (party, who, 2, 1, AFTER, AFTER + FAR_COLLECTIVE_TERM_DAYS);
  party_assert_refused (far_collective_claim_baton (&writer, AFTER, &approval, error),
                        FAR_COLLECTIVE_ERROR_HOLDER_ALREADY);
}

/* Two claim it; what the holder then says decides. */
static void
test_claims_of_two (void)
{
  g_autoptr (Party) party = party_new (9, 3);
  FarApproval first;
  FarApproval second;
  FarWriter writer;
  gboolean is_written;

  writer = party_writer (party, 1);
  party_assert_done (far_collective_claim_baton (&writer, AFTER, &first, error));
  writer = party_writer (party, 2);
  party_assert_done (far_collective_claim_baton (&writer, AFTER, &second, error));
  party_meet (party);
  party_meet (party);
  for (guint who = 0; who < 3; who++)
    {
      g_autoptr (FarSuccession) succession = read_succession (party, who, AFTER);

      g_assert_cmpuint (succession->offers->len, ==, 2);
      g_assert_true (g_array_index (succession->offers, FarSuccessor, 0).is_claim);
      g_assert_false (g_array_index (succession->offers, FarSuccessor, 0).is_offer);
    }

  approve (party, 0, second.proposal); /* with her word it is an offer */
  party_meet (party);
  for (guint who = 1; who < 3; who++)
    {
      writer = party_writer (party, who);
      party_assert_done (far_collective_settle_baton (&writer, AFTER, &is_written, error));
      g_assert_cmpint (is_written, ==, who == 2);
    }
  party_meet (party);
  assert_term (party, 1, 2, 2, AFTER, AFTER + FAR_COLLECTIVE_TERM_DAYS);
}

/* Who claims what is offered to them accepts it, and who was silent and goes on ends the claims. */
static void
test_claims_in_vain (void)
{
  g_autoptr (Party) party = party_new (10, 3);
  FarWriter writer;
  FarApproval approval;
  gboolean is_written;

  writer = party_writer (party, 1);
  party_assert_done (far_collective_claim_baton (&writer, AFTER, &approval, error));
  party_meet (party);
  writer = party_writer (party, 0);
  party_assert_done (far_collective_keep_baton (&writer, 0, NULL, AFTER, error));
  party_meet (party);
  approve_in_vain (party, 2, approval.proposal);
  party_meet (party);
  writer = party_writer (party, 1);
  party_assert_done (far_collective_settle_baton (&writer, AFTER, &is_written, error));
  g_assert_false (is_written);
  assert_term (party, 1, 2, 0, AFTER, AFTER + FAR_COLLECTIVE_TERM_DAYS);

  writer = party_writer (party, 0);
  party_assert_done (far_collective_pass_baton (&writer, member_of (party, 1), 0, AFTER, error));
  party_meet (party);
  writer = party_writer (party, 1);
  party_assert_done (far_collective_claim_baton (&writer, AFTER, &approval, error));
  g_assert_true (approval.is_done);
}

/* ---- the order */

static void
vote (Party *party, guint who, const char *order)
{
  FarWriter writer = party_writer (party, who);
  guint8 members[PARTY_MAX][FAR_RECORD_ID_LEN];
  guint n = 0;

  for (const char *at = order; *at != '\0'; at++)
    memcpy (members[n++], member_of (party, *at - '0'), FAR_RECORD_ID_LEN);
  party_assert_done (far_collective_order_baton (&writer, members, n, error));
}

static void
assert_order (Party *party, const char *order, guint n_votes, gboolean is_agreed)
{
  for (guint who = 0; who < party->n_members; who++)
    {
      g_autoptr (FarSuccession) succession = read_succession (party, who, TODAY);
      g_autoptr (GString) text = g_string_new (NULL);

      for (guint i = 0; i < succession->order->len; i++)
        g_string_append_c (text, '0' + number_of (party, (guint8 *)succession->order->data +
                                                             (gsize)i * FAR_RECORD_ID_LEN));
      g_assert_cmpstr (text->str, ==, order);
      g_assert_cmpuint (succession->n_votes, ==, n_votes);
      g_assert_cmpint (succession->is_agreed, ==, is_agreed);
    }
}

static void
test_order (void)
{
  g_autoptr (Party) party = party_new (11, 4);

  /* nobody said anything: who has been there for longest and never held it */
  assert_order (party, "", 0, FALSE);
  assert_next (party, 1);

  vote (party, 3, "32");
  vote (party, 2, "2");
  party_meet (party);
  assert_order (party, "2", 1, FALSE); /* of two, that of who has been there for longer */
  assert_next (party, 1);

  vote (party, 2, "32");
  party_meet (party);
  assert_order (party, "32", 2, FALSE); /* half is not more than half */
  vote (party, 0, "323");               /* twice is once */
  party_meet (party);
  assert_order (party, "32", 3, TRUE);
  assert_next (party, 3);

  /* it goes on after the holder, and round */
  pass (party, 0, 3, 0);
  party_meet (party);
  accept_it (party, 3);
  party_meet (party);
  assert_next (party, 2);
  pass (party, 3, 2, 0);
  party_meet (party);
  accept_it (party, 2);
  party_meet (party);
  assert_next (party, 3);

  /* who takes the vote back leaves nothing agreed: least lately then */
  vote (party, 0, "");
  party_meet (party);
  assert_order (party, "32", 2, FALSE);
  assert_next (party, 1);
}

static void
test_order_alone (void)
{
  g_autoptr (Party) party = party_new (12, 1);

  assert_next (party, -1);
  vote (party, 0, "0");
  assert_order (party, "0", 1, TRUE);
  assert_next (party, -1);
}

/* Nobody votes for another, and a list with a stranger in it is refused. */
static void
test_order_of_others (void)
{
  g_autoptr (Party) party = party_new (13, 3);
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  FarMapWriter place;
  FarWriter writer = party_writer (party, 1);
  guint8 strangers[FAR_ORDER_MAX + 1][FAR_RECORD_ID_LEN] = { 0 };

  party_assert_refused (far_collective_order_baton (&writer, strangers, 1, error),
                        FAR_COLLECTIVE_ERROR_NO_STANDING);

  for (guint who = 0; who < 2; who++)
    {
      g_byte_array_set_size (payload, 0);
      map = far_map_begin (payload);
      far_map_bytes (&map, FAR_BATON_MEMBER, member_of (party, who), FAR_RECORD_ID_LEN);
      far_map_array (&map, FAR_BATON_ORDER, 1);
      place = far_map_begin (payload);
      far_map_bytes (&place, FAR_PLACE_MEMBER, member_of (party, 2), FAR_RECORD_ID_LEN);
      far_map_end (&place);
      far_map_end (&map);
      party_write (party, 2, FAR_KIND_BATON, 0, payload, NULL, 0);
    }
  party_meet (party);
  assert_order (party, "", 0, FALSE);
  assert_next (party, 1);
}

/* Who has left votes no more, and is passed over. */
static void
test_order_of_who_left (void)
{
  g_autoptr (Party) party = party_new (14, 4);
  FarWriter writer;

  for (guint who = 1; who < 4; who++)
    vote (party, who, "321");
  party_meet (party);
  assert_order (party, "321", 3, TRUE);
  assert_next (party, 3);

  writer = party_writer (party, 3);
  party_assert_done (far_collective_leave (&writer, error));
  party_meet (party);
  assert_order (party, "321", 2, TRUE); /* of three */
  assert_next (party, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/far/baton/passes", test_passes);
  g_test_add_func ("/far/baton/passes-not", test_passes_not);
  g_test_add_func ("/far/baton/lapses", test_lapses);
  g_test_add_func ("/far/baton/takes-back", test_takes_back);
  g_test_add_func ("/far/baton/takes-back-too-late", test_takes_back_too_late);
  g_test_add_func ("/far/baton/declines", test_declines);
  g_test_add_func ("/far/baton/declines-for-another", test_declines_for_another);
  g_test_add_func ("/far/baton/claims", test_claims);
  g_test_add_func ("/far/baton/claims-of-two", test_claims_of_two);
  g_test_add_func ("/far/baton/claims-in-vain", test_claims_in_vain);
  g_test_add_func ("/far/baton/order", test_order);
  g_test_add_func ("/far/baton/order-alone", test_order_alone);
  g_test_add_func ("/far/baton/order-of-others", test_order_of_others);
  g_test_add_func ("/far/baton/order-of-who-left", test_order_of_who_left);

  return g_test_run ();
}
