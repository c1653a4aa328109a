/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What takes several members, through the calls of the program: removals, rules; and leaving. */

#include "party.h"

#include <string.h>

#include "far-day.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarLeaving, far_snapshot_unref)

/* ---- what people do */

static FarApproved *
propose_removal (Party *self, const char *member, const char *why, GError **error)
{
  far_engine_propose_removal_async (self->engine, member, why, NULL, party_done, self);

  return far_engine_propose_removal_finish (self->engine, party_wait (self), error);
}

static FarApproved *
set_rule (Party *self, const char *name, int value, GError **error)
{
  far_engine_set_rule_async (self->engine, name, value, NULL, party_done, self);

  return far_engine_set_rule_finish (self->engine, party_wait (self), error);
}

static GPtrArray *
list_proposals (Party *self)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *list;

  far_engine_proposals_async (self->engine, NULL, party_done, self);
  list = far_engine_proposals_finish (self->engine, party_wait (self), &error);
  g_assert_no_error (error);

  return list;
}

/* The only open one. */
static void
assert_proposal (Party *self, const char *by, const char *about, const char *why, int n_approvals)
{
  g_autoptr (GPtrArray) list = list_proposals (self);
  const FarProposal *proposal;

  g_assert_cmpuint (list->len, ==, 1);
  proposal = list->pdata[0];
  g_assert_cmpint (proposal->what, ==, FAR_PROPOSES_REMOVAL);
  g_assert_cmpstr (proposal->by_name, ==, by);
  g_assert_cmpstr (proposal->member_name, ==, about);
  g_assert_cmpstr (proposal->why, ==, why);
  g_assert_cmpint (proposal->n_approvals, ==, n_approvals);
  g_assert_cmpint (proposal->n_needed, ==, 3);
  g_assert_cmpint (proposal->is_about_me, ==, strcmp (about, self->name) == 0);
}

static char *
get_me (Party *self)
{
  g_autoptr (FarStatus) status = party_status (self);

  return g_strdup (status->me);
}

static FarStanding
get_standing (Party *self, const char *member)
{
  g_autoptr (GPtrArray) members = NULL;
  g_autoptr (GError) error = NULL;

  far_engine_members_async (self->engine, NULL, party_done, self);
  members = far_engine_members_finish (self->engine, party_wait (self), &error);
  g_assert_no_error (error);
  for (guint i = 0; i < members->len; i++)
    if (strcmp (((const FarMember *)members->pdata[i])->id, member) == 0)
      return ((const FarMember *)members->pdata[i])->standing;

  g_assert_not_reached ();
}

/* How many turns stand on each of two days from Monday on. */
static void
assert_standing (Party *self, guint monday, guint tuesday)
{
  g_autoptr (GPtrArray) week = party_week (self, PARTY_MONDAY, 2);
  const guint expected[] = { monday, tuesday };

  g_assert_cmpuint (week->len, ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      const FarOuting *outing = week->pdata[i];
      guint n = 0;

      for (guint j = 0; j < outing->turns->len; j++)
        n += ((const FarTurn *)outing->turns->pdata[j])->state == FAR_TURN_STANDING;
      g_assert_cmpuint (n, ==, expected[i]);
    }
}

static void
assert_alike (Party *a, Party *b)
{
  g_autofree char *one = party_hash (a);
  g_autofree char *other = party_hash (b);

  g_assert_cmpstr (one, ==, other);
}

/* Meets without having to be in step afterwards.  Returns: how it failed, or NULL */
static GError *
talk (Party *self, Party *other)
{
  g_autoptr (FarExchange) met = NULL;
  GError *error = NULL;

  party_serve (other);
  met = party_call (self, other->address, &error);
  party_end_serving (other);
  if (met != NULL && met->peers->len > 0 && ((const FarPeer *)met->peers->pdata[0])->error != NULL)
    error = g_error_copy (((const FarPeer *)met->peers->pdata[0])->error);

  return error;
}

/* ---- removing */

/* Of four, three have to say so.  What was promised is released, and the door is closed. */
static void
test_removal (void)
{
  static const char why[] = "Has not answered since May.";
  g_autoptr (Party) anna = party_new ("anna-r");
  g_autoptr (Party) bo = party_new ("bo-r");
  g_autoptr (Party) cleo = party_new ("cleo-r");
  g_autoptr (Party) dan = party_new ("dan-r");
  g_autofree char *rota = NULL;
  g_autofree char *who = NULL;
  g_autoptr (FarOuting) taken = NULL;
  g_autoptr (FarOuting) also = NULL;
  g_autoptr (FarApproved) first = NULL;
  g_autoptr (FarApproved) again = NULL;
  g_autoptr (FarApproved) second = NULL;
  g_autoptr (FarApproved) third = NULL;
  g_autoptr (FarApproved) late = NULL;
  g_autoptr (GPtrArray) left = NULL;
  g_autofree char *bundle = party_path ("who-knows.farandole");
  g_autoptr (FarBundleReport) read = NULL;
  g_autoptr (FarBundleReport) opened = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;

  party_found_with (anna, bo, cleo, dan, NULL);
  rota = party_add_rota (anna, "The walk");
  party_meet (dan, anna);
  who = get_me (dan);
  taken = party_take (dan, rota, PARTY_MONDAY + 1);
  also = party_take (anna, rota, PARTY_MONDAY + 1);
  party_meet (dan, anna);
  assert_standing (anna, 0, 2);

  first = propose_removal (anna, who, why, &error);
  g_assert_no_error (error);
  g_assert_false (first->is_done);
  g_assert_cmpint (first->n_needed, ==, 3);
  again = propose_removal (anna, who, why, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (again->proposal, ==, first->proposal);
  g_assert_cmpint (again->n_approvals, ==, 1);

  /* whom it is about reads it too, and has no say */
  party_meet (anna, dan);
  assert_proposal (dan, "anna-r", "dan-r", why, 1);
  party_meet (anna, bo);
  party_meet (anna, cleo);
  assert_proposal (bo, "anna-r", "dan-r", why, 1);
  second = party_approve (bo, first->proposal, &error);
  g_assert_no_error (error);
  g_assert_false (second->is_done);
  party_meet (bo, cleo);
  third = party_approve (cleo, first->proposal, &error);
  g_assert_no_error (error);
  g_assert_true (third->is_done);
  left = list_proposals (cleo);
  g_assert_cmpuint (left->len, ==, 0);

  party_meet (cleo, anna);
  party_meet (cleo, bo);
  g_assert_cmpint (get_standing (anna, who), ==, FAR_STANDING_REMOVED);
  g_assert_cmpint (get_standing (bo, who), ==, FAR_STANDING_REMOVED);
  assert_standing (anna, 0, 1);
  assert_alike (anna, bo);
  late = party_approve (bo, first->proposal, &error);
  party_assert_error (error, NO_SUCH_ID);
  g_clear_error (&error);

  error = talk (dan, anna);
  party_assert_error (error, PEER_SILENT);
  g_clear_error (&error);

  /* nor does the file of whoever knows open with the old keys */
  before = party_hash (dan);
  party_write_bundle (anna, bundle);
  read = party_read_bundle (dan, bundle, &error);
  party_assert_error (error, BUNDLE_NOT_FOR_US);
  g_clear_error (&error);
  after = party_hash (dan);
  g_assert_cmpstr (after, ==, before);
  opened = party_read_bundle (bo, bundle, &error);
  g_assert_no_error (error);
}

static void
test_refused (void)
{
  static const struct
  {
    guint who; /* 0: a stranger's id, 1: oneself, 2: the other */
    const char *why;
    FarSyncError code;
  } cases[] = {
    { 2, "because", FAR_SYNC_ERROR_TOO_FEW_MEMBERS }, { 2, " \t ", FAR_SYNC_ERROR_REASON_EMPTY },
    { 2, "a\x01", FAR_SYNC_ERROR_TEXT_INVALID },      { 1, "because", FAR_SYNC_ERROR_YOURSELF },
    { 0, "because", FAR_SYNC_ERROR_NO_SUCH_ID },
  };
  g_autoptr (Party) anna = party_new ("anna-f");
  g_autoptr (Party) bo = party_new ("bo-f");
  g_autofree char *me = NULL;
  g_autofree char *other = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  party_found_with (anna, bo, NULL);
  me = get_me (anna);
  other = get_me (bo);
  before = party_hash (anna);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *ids[] = { "0123456789abcdef", me, other };
      g_autoptr (FarApproved) approved = NULL;
      g_autoptr (GError) error = NULL;

      approved = propose_removal (anna, ids[cases[i].who], cases[i].why, &error);
      g_assert_error (error, FAR_SYNC_ERROR, (int)cases[i].code);
    }
  after = party_hash (anna);
  g_assert_cmpstr (before, ==, after);
}

/* Two approve without knowing of each other, and neither is the last that it takes.  As soon as one
 * of them hears of the other it is done. */
static void
test_approved_apart (void)
{
  g_autoptr (Party) anna = party_new ("anna-a");
  g_autoptr (Party) bo = party_new ("bo-a");
  g_autoptr (Party) cleo = party_new ("cleo-a");
  g_autoptr (Party) dan = party_new ("dan-a");
  g_autofree char *who = NULL;
  g_autoptr (FarApproved) first = NULL;
  g_autoptr (FarApproved) second = NULL;
  g_autoptr (FarApproved) third = NULL;
  g_autoptr (GError) error = NULL;

  party_found_with (anna, bo, cleo, dan, NULL);
  who = get_me (dan);
  party_meet (anna, bo);
  party_meet (anna, cleo);
  first = propose_removal (anna, who, "Moved away.", &error);
  g_assert_no_error (error);
  party_meet (anna, bo);
  party_meet (anna, cleo);
  second = party_approve (bo, first->proposal, &error);
  g_assert_no_error (error);
  third = party_approve (cleo, first->proposal, &error);
  g_assert_no_error (error);
  g_assert_false (third->is_done);

  g_assert_null (talk (bo, cleo));
  party_meet (bo, cleo);
  party_meet (bo, anna);
  g_assert_cmpint (get_standing (anna, who), ==, FAR_STANDING_REMOVED);
  g_assert_cmpint (get_standing (cleo, who), ==, FAR_STANDING_REMOVED);
}

/* ---- leaving */

static void
test_leaving (void)
{
  g_autoptr (Party) anna = party_new ("anna-l");
  g_autoptr (Party) bo = party_new ("bo-l");
  g_autofree char *rota = NULL;
  g_autofree char *grandma = NULL;
  g_autofree char *who = NULL;
  g_autoptr (FarOuting) taken = NULL;
  g_autoptr (FarLeaving) leaving = NULL;
  g_autoptr (FarLeaving) released = NULL;
  g_autofree char *refused = NULL;
  g_autoptr (GError) error = NULL;
  const FarPromised *promised;

  party_found_with (anna, bo, NULL);
  rota = party_add_rota (anna, "The walk");
  party_meet (bo, anna);
  grandma = party_add_person (bo, "Grandma");
  who = get_me (bo);
  taken = party_take (bo, rota, PARTY_MONDAY + 1);
  party_meet (bo, anna);
  assert_standing (anna, 0, 1);

  far_engine_leaving_async (bo->engine, NULL, party_done, bo);
  leaving = far_engine_leaving_finish (bo->engine, party_wait (bo), &error);
  g_assert_no_error (error);
  g_assert_false (leaving->holds_baton);
  g_assert_false (leaving->is_last);
  g_assert_cmpstr (leaving->names[0], ==, "Grandma");
  g_assert_cmpuint (leaving->promised->len, ==, 1);
  promised = leaving->promised->pdata[0];
  g_assert_cmpint (promised->day, ==, PARTY_MONDAY + 1);
  g_assert_cmpstr (promised->rota_title, ==, "The walk");
  g_assert_cmpstr (promised->person_name, ==, "bo-l");

  far_engine_leave_async (bo->engine, NULL, party_done, bo);
  released = far_engine_leave_finish (bo->engine, party_wait (bo), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (released->promised->len, ==, 1);
  assert_standing (bo, 0, 0);
  far_engine_leaving_async (bo->engine, NULL, party_done, bo);
  g_clear_pointer (&leaving, far_snapshot_unref);
  leaving = far_engine_leaving_finish (bo->engine, party_wait (bo), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (leaving->promised->len, ==, 0);

  /* whoever left writes nothing any more, and can still tell the others */
  far_engine_add_person_async (bo->engine, "Grandpa", NULL, party_done, bo);
  refused = far_engine_add_person_finish (bo->engine, party_wait (bo), &error);
  party_assert_error (error, NOT_A_MEMBER);
  g_clear_error (&error);
  error = talk (bo, anna);
  party_assert_error (error, PEER_SILENT);
  g_assert_cmpint (get_standing (anna, who), ==, FAR_STANDING_LEFT);
  assert_standing (anna, 0, 0);
}

/* ---- rules */

static void
test_rules (void)
{
  static const struct
  {
    const char *name;
    int value;
    FarSyncError code;
  } bad[] = {
    { "vouchers", -1, FAR_SYNC_ERROR_RULE_VALUE },  { "vouchers", 21, FAR_SYNC_ERROR_RULE_VALUE },
    { "removals", 2, FAR_SYNC_ERROR_RULE_VALUE },   { "keep-turns", -2, FAR_SYNC_ERROR_RULE_VALUE },
    { "nonsense", 1, FAR_SYNC_ERROR_NO_SUCH_RULE },
  };
  g_autoptr (Party) anna = party_new ("anna-u");
  g_autoptr (Party) bo = party_new ("bo-u");
  g_autoptr (Party) cleo = party_new ("cleo-u");
  g_autoptr (FarApproved) first = NULL;
  g_autoptr (FarApproved) second = NULL;
  g_autoptr (GPtrArray) rules = NULL;
  g_autoptr (GPtrArray) waiting = NULL;
  g_autoptr (GError) error = NULL;
  const FarAgreement *rule;
  const FarProposal *proposal;

  party_found_with (anna, bo, cleo, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (FarApproved) approved = NULL;

      approved = set_rule (anna, bad[i].name, bad[i].value, &error);
      g_assert_error (error, FAR_SYNC_ERROR, (int)bad[i].code);
      g_clear_error (&error);
    }

  first = set_rule (anna, "vouchers", 2, &error);
  g_assert_no_error (error);
  g_assert_false (first->is_done);
  g_assert_cmpint (first->n_needed, ==, 2);
  party_meet (bo, anna);
  waiting = list_proposals (bo);
  g_assert_cmpuint (waiting->len, ==, 1);
  proposal = waiting->pdata[0];
  g_assert_cmpint (proposal->what, ==, FAR_PROPOSES_RULE);
  g_assert_cmpstr (proposal->rule, ==, "vouchers");
  g_assert_cmpint (proposal->value, ==, 2);

  second = set_rule (bo, "vouchers", 2, &error);
  g_assert_no_error (error);
  g_assert_true (second->is_done);
  party_meet (bo, anna);

  far_engine_rules_async (anna->engine, NULL, party_done, anna);
  rules = far_engine_rules_finish (anna->engine, party_wait (anna), &error);
  g_assert_no_error (error);
  rule = rules->pdata[0];
  g_assert_cmpstr (rule->name, ==, "vouchers");
  g_assert_cmpint (rule->value, ==, 2);
  g_assert_true (rule->is_agreed);
  g_assert_cmpint (rule->n_signers, ==, 2);
  g_assert_cmpint (rule->review_day, ==, far_day_of_utc (rule->decided_ms) + 365);
  for (guint i = 1; i < rules->len; i++)
    g_assert_false (((const FarAgreement *)rules->pdata[i])->is_agreed);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/far/agreeing/removal", test_removal);
  g_test_add_func ("/far/agreeing/refused", test_refused);
  g_test_add_func ("/far/agreeing/approved-apart", test_approved_apart);
  g_test_add_func ("/far/agreeing/leaving", test_leaving);
  g_test_add_func ("/far/agreeing/rules", test_rules);

  return g_test_run ();
}
