/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Small quarrels in every order of arrival.
 *
 * A case is a collective in step and a few items that its members write apart: an item is what one
 * machine sends at once, such as a proposal with its approvals and the act.  Items arrive in every
 * order in which each comes after what it had seen; after each of them what is there is judged.
 * However a machine came to hold a set, it says the same of it; and in the end what the table says.
 */

#include <glib.h>
#include <string.h>

#include "far-entry.h"
#include "governance-world.h"

#define ITEMS_MAX 12

typedef struct
{
  World *world; /* owned */
  guint n_members;
  guint n_base; /* entries that everybody has */
  guint n_items;
  guint32 end[ITEMS_MAX + 1]; /* item i is the entries end[i] .. end[i + 1] - 1 */
  GHashTable *said;           /* owned: set of items -> what was said of it */
  guint n_orders;
} Case;

static void
end_item (Case *self)
{
  g_assert_cmpuint (self->n_items, <, ITEMS_MAX);
  self->end[++self->n_items] = self->world->n;
}

/* -- what the members write */

/* Two items: the proposal with its approvals, which friends of both sides give to both, and then
 * the act. */
static guint32
removes (Case *self, guint who, guint target, const guint *approvers, guint n)
{
  guint32 act = act_together (self->world, who, FAR_KIND_REMOVE, target, approvers, n);

  self->world->n--;
  end_item (self);
  self->world->n++;
  end_item (self);

  return act;
}

#define REMOVES(self, who, target, ...) \
  removes (self, who, target, (const guint[]){ __VA_ARGS__ }, \
           sizeof ((const guint[]){ __VA_ARGS__ }) / sizeof (guint))

static void
tells (Case *self, guint who, guint32 act)
{
  witness (self->world, who, act);
  end_item (self);
}

/* Member d comes back with machine @new_d, let in by @host, who had seen @seen. */
static guint32
come_back (Case *self, guint host, guint d, guint new_d, guint32 seen)
{
  World *world = self->world;
  guint32 act;

  if (seen != END)
    witness (world, host, seen);
  act = newcomer (world, host, FAR_KIND_ADMIT, invite (world, host), new_d, END);
  set_member (world, world->acts[act].member, d);
  end_item (self);

  return act;
}

/* Nobody heard of either: as many signed, and the founder is the more senior. */
static void
two_remove_each_other (Case *self)
{
  REMOVES (self, 0, 1, 2);
  REMOVES (self, 1, 0, 2);
}

static void
two_remove_each_other_and_one_is_heard (Case *self)
{
  guint32 second;

  REMOVES (self, 0, 1, 2, 3);
  second = REMOVES (self, 1, 0, 2, 3);
  tells (self, 4, second);
  tells (self, 3, second);
}

static void
two_alone (Case *self)
{
  REMOVES (self, 0, 1, 0);
  REMOVES (self, 1, 0, 1);
}

static void
three_in_a_ring (Case *self)
{
  REMOVES (self, 0, 1, 3, 4);
  REMOVES (self, 1, 2, 3, 4);
  REMOVES (self, 2, 0, 3, 4);
}

static void
three_in_a_ring_with_tellers (Case *self)
{
  guint32 removals[3] = {
    REMOVES (self, 0, 1, 3, 4, 5),
    REMOVES (self, 1, 2, 3, 4, 5),
    REMOVES (self, 2, 0, 3, 4, 5),
  };

  for (guint i = 0; i < 3; i++)
    tells (self, 3 + i, removals[i]);
  tells (self, 6, removals[1]);
}

static void
four_in_a_ring (Case *self)
{
  REMOVES (self, 0, 1, 4, 5, 6);
  REMOVES (self, 1, 2, 5, 6, 4);
  REMOVES (self, 2, 3, 6, 4, 5);
  REMOVES (self, 3, 0, 4, 5, 6);
}

static void
four_in_a_ring_with_tellers (Case *self)
{
  guint32 removals[4] = {
    REMOVES (self, 0, 1, 4, 5, 6),
    REMOVES (self, 1, 2, 5, 6, 4),
    REMOVES (self, 2, 3, 6, 4, 5),
    REMOVES (self, 3, 0, 4, 5, 6),
  };

  tells (self, 4, removals[3]);
  tells (self, 5, removals[3]);
  tells (self, 6, removals[1]);
}

/* Those who were apart for weeks removed somebody too, and somebody else: both removals stand. */
static void
bubble_with_an_unrelated_removal (Case *self)
{
  guint32 here = REMOVES (self, 0, 3, 1, 2);
  guint32 there = REMOVES (self, 4, 7, 5, 6);

  tells (self, 1, here);
  tells (self, 6, there);
}

/* One of those who signed there was removed here meanwhile: their signature is gone, and the
 * removal there needs it. */
static void
bubble_with_a_related_removal (Case *self)
{
  guint32 here = REMOVES (self, 0, 4, 1, 2);
  guint32 there = REMOVES (self, 5, 7, 4, 6);

  tells (self, 1, here);
  tells (self, 2, here);
  tells (self, 6, there);
}

/* Let in again by one who knew of the removal. */
static void
removed_and_let_in_again (Case *self)
{
  guint32 removal = REMOVES (self, 0, 1, 2, 3);

  tells (self, 2, removal);
  come_back (self, 4, 1, 11, removal);
}

/* Two removals that did not know of each other; who comes back by one who knew one, stays out. */
static void
removed_twice_and_let_in_again (Case *self)
{
  guint32 removal = REMOVES (self, 0, 1, 3, 4, 5);

  REMOVES (self, 2, 1, 3, 4, 5);
  come_back (self, 5, 1, 11, removal);
}

/* Two let the same person in again, and do not know of each other. */
static void
let_in_again_by_two (Case *self)
{
  guint32 removal = REMOVES (self, 0, 1, 2, 3, 4);

  come_back (self, 4, 1, 11, removal);
  come_back (self, 5, 1, 12, removal);
}

/* And a third removes them once more, having seen the one return and not the other. */
static void
let_in_again_and_removed_again (Case *self)
{
  guint32 removal = REMOVES (self, 0, 1, 2, 3, 4);
  guint32 back = come_back (self, 4, 1, 11, removal);

  witness (self->world, 2, back);
  REMOVES (self, 2, 1, 0, 3, 4);
  come_back (self, 5, 1, 12, removal);
}

/* One invitation, two who come back with it. */
static void
one_invitation_twice (Case *self)
{
  World *world = self->world;
  guint32 invitation = invite (world, 0);
  guint32 first;

  end_item (self);
  first = admit (world, 1, invitation, 20);
  end_item (self);
  admit (world, 2, invitation, 21);
  end_item (self);
  tells (self, 3, first);
}

static void
pass (Case *self, guint from, guint to)
{
  guint32 offer = offer_term (self->world, from, 2, to);

  write_term (self->world, to, 2, 0, offer, END);
  end_item (self);
}

/* The holder hands over while the others remove them: the offer was not seen. */
static void
handed_over_and_removed (Case *self)
{
  guint32 removal;

  pass (self, 0, 1);
  removal = REMOVES (self, 2, 0, 3, 4);
  tells (self, 3, removal);
}

/* The next holder is removed while they take the baton. */
static void
taken_over_and_removed (Case *self)
{
  guint32 removal;

  pass (self, 0, 1);
  removal = REMOVES (self, 2, 1, 3, 4);
  tells (self, 4, removal);
}

static void
founder_removed (Case *self)
{
  guint32 removal = REMOVES (self, 1, 0, 2, 3);

  invite (self->world, 0);
  end_item (self);
  tells (self, 2, removal);
}

/* Who holds the baton is removed: nobody may publish until the others give it on. */
static void
holder_removed_and_baton_taken (Case *self)
{
  World *world = self->world;
  guint32 removal = REMOVES (self, 1, 0, 2, 3);
  guint32 offer;
  guint32 approvals[3];
  FarAct *act;

  witness (world, 4, removal);
  offer = offer_term (world, 4, 2, 4);
  approvals[0] = approve (world, 2, offer);
  approvals[1] = approve (world, 3, offer);
  approvals[2] = END;
  act = write_seen (world, 4, FAR_KIND_TERM, approvals);
  act->number = 2;
  act->previous = 0;
  act->proposal = offer;
  act->end_day = 300;
  set_member (world, act->holder, 4);
  end_item (self);
  offer_term (world, 0, 2, 1);
  end_item (self);
}

/* The inviter is removed while the newcomer waits for a second voucher; one machine lets them in
 * that has not heard of it. */
static void
inviter_removed_while_one_waits (Case *self)
{
  World *world = self->world;
  guint32 invitation = invite (world, 1);
  guint32 ask;

  end_item (self);
  ask = newcomer (world, 2, FAR_KIND_ASK, invitation, 20, END);
  end_item (self);
  REMOVES (self, 0, 1, 3, 4);
  newcomer (world, 5, FAR_KIND_ADMIT, invitation, 20, approve (world, 5, ask));
  end_item (self);
}

static void
left_and_removed (Case *self)
{
  REMOVES (self, 0, 1, 2, 3, 5);
  WRITE (self->world, 1, FAR_KIND_LEAVE, END);
  end_item (self);
  come_back (self, 4, 1, 11, LAST (self->world));
}

/* The removed member and a friend write, backdated, a removal of who removed them. */
static void
backdated_with_a_friend (Case *self)
{
  guint32 honest = REMOVES (self, 0, 1, 2, 3);
  guint32 backdated;

  tells (self, 4, honest);
  tells (self, 5, honest);
  backdated = REMOVES (self, 1, 0, 6, 7);
  tells (self, 6, backdated);
}

/* Each of two machines of one member revokes the other. */
static void
machines_of_one_member (Case *self)
{
  add_device (self->world, 1, 1, 11);
  end_item (self);
  revoke_device (self->world, 1, 11, END);
  end_item (self);
  revoke_device (self->world, 11, 1, END);
  end_item (self);
  tells (self, 0, LAST (self->world));
}

/* Two decide on one rule, and do not know of each other. */
static void
one_rule_twice (Case *self)
{
  guint32 rule;

  write_rule (self->world, 0, FAR_RULE_VOUCHERS, 2, 1, 2);
  end_item (self);
  rule = write_rule (self->world, 3, FAR_RULE_VOUCHERS, 3, 1, 2);
  end_item (self);
  tells (self, 4, rule);
  tells (self, 1, rule);
}

static const struct
{
  const char *name;
  guint n_members;
  void (*write) (Case *self);
  const char *outcome; /* members in standing by their first device; who may publish; what else */
} cases[] = {
  { "two-alone", 2, two_alone, "0 1 in, 0 has baton 1" },
  { "two", 3, two_remove_each_other, "0 2 in, 0 has baton 1, provisional" },
  { "two-heard", 5, two_remove_each_other_and_one_is_heard, "2 3 4 in" },
  { "ring-of-three", 5, three_in_a_ring, "2 3 4 in, provisional" },
  { "ring-of-three-tellers", 7, three_in_a_ring_with_tellers,
    "0 3 4 5 6 in, 0 has baton 1, provisional" },
  { "ring-of-four", 7, four_in_a_ring, "0 2 4 5 6 in, 0 has baton 1, provisional" },
  { "ring-of-four-tellers", 7, four_in_a_ring_with_tellers, "2 4 5 6 in, provisional" },
  { "bubble-unrelated", 8, bubble_with_an_unrelated_removal, "0 1 2 4 5 6 in, 0 has baton 1" },
  { "bubble-related", 8, bubble_with_a_related_removal,
    "0 1 2 3 5 6 7 in, 0 has baton 1, provisional" },
  { "back", 5, removed_and_let_in_again,
    "0 1 2 3 4 in, machine 11, 0 has baton 1, invitation used" },
  { "back-removed-twice", 6, removed_twice_and_let_in_again,
    "0 2 3 4 5 in, 0 has baton 1, invitation used" },
  { "back-by-two", 6, let_in_again_by_two,
    "0 1 2 3 4 5 in, machine 11, machine 12, 0 has baton 1, invitation used, invitation used" },
  { "back-and-removed", 6, let_in_again_and_removed_again,
    "0 2 3 4 5 in, 0 has baton 1, invitation used, invitation used" },
  { "one-invitation", 5, one_invitation_twice,
    "0 1 2 3 4 20 in, machine 20, 0 has baton 1, invitation used, provisional" },
  { "handed-over-and-removed", 5, handed_over_and_removed, "1 2 3 4 in, provisional" },
  { "taken-over-and-removed", 5, taken_over_and_removed, "0 2 3 4 in, provisional" },
  { "founder", 5, founder_removed, "1 2 3 4 in, provisional" },
  { "holder", 5, holder_removed_and_baton_taken, "1 2 3 4 in, 4 has baton 2" },
  { "inviter", 8, inviter_removed_while_one_waits,
    "0 2 3 4 5 6 7 in, 0 has baton 1, invitation lapsed, one waits, provisional" },
  { "left-and-removed", 6, left_and_removed,
    "0 2 3 4 5 in, 0 has baton 1, invitation open, provisional" },
  { "backdated", 8, backdated_with_a_friend, "0 2 3 4 5 6 7 in, 0 has baton 1, provisional" },
  { "machines", 3, machines_of_one_member, "0 1 2 in, machine 11, 0 has baton 1, provisional" },
  { "one-rule", 5, one_rule_twice, "0 1 2 3 4 in, 0 has baton 1, 3 vouchers" },
};

/* -- what is said of a set */

static void
say_devices (GString *out, const FarGovernance *state)
{
  guint n;
  const FarGovDevice *devices = far_governance_peek_devices (state, &n);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (out, " device %02x%02x%s%s%u", devices[i].key[0], devices[i].key[1],
                            devices[i].active ? "+" : "-", devices[i].cut ? "|" : "",
                            devices[i].cut ? devices[i].cut_seq : 0);
}

/* All of it, by what does not hang on the order of the array. */
static char *
say (const World *world, const FarGovernance *state, const guint32 *place, guint n)
{
  GString *out = g_string_new (NULL);
  guint n_members;
  const FarGovMember *members = far_governance_peek_members (state, &n_members);
  guint n_secrets;
  const guint8 (*secrets)[FAR_HASH_LEN] = far_governance_peek_secrets (state, &n_secrets);
  const FarGovTerm *term = far_governance_peek_newest_term (state);

  for (guint32 i = 0; i < world->n; i++)
    if (place[i] < n)
      {
        guint32 by = far_governance_get_struck_by (state, place[i]);

        g_string_append_printf (out, " %u=%s%s", i,
                                far_act_verdict_get_name (
                                    far_governance_get_verdict (state, place[i])),
                                far_governance_get_provisional (state, place[i]) ? "?" : "");
        for (guint32 k = 0; k < world->n && by != FAR_ACT_NONE; k++)
          if (place[k] == by)
            g_string_append_printf (out, "/%u", k);
      }
  for (guint i = 0; i < n_members; i++)
    g_string_append_printf (out, " member %02x%02x:%d%s", members[i].id[0], members[i].id[1],
                            members[i].standing, members[i].provisional ? "?" : "");
  say_devices (out, state);
  if (term != NULL)
    g_string_append_printf (out, " term %u:%02x", term->number, term->holder[0]);
  g_string_append_printf (out, " secret %02x%02x vouchers %u", secrets[0][0], secrets[0][1],
                          far_governance_get_vouchers_needed (state));

  return g_string_free (out, FALSE);
}

static char *
say_outcome (const Case *self, const FarGovernance *state)
{
  GString *out = g_string_new (NULL);
  const FarGovTerm *term = far_governance_peek_newest_term (state);
  guint n_invites;
  const FarGovInvite *invites = far_governance_peek_invites (state, &n_invites);
  guint n_asks;

  for (guint d = 0; d < 30; d++)
    if (is_active (self->world, state, d))
      g_string_append_printf (out, "%u ", d);
  g_string_append (out, "in");
  for (guint d = 0; d < 30; d++)
    if (d >= self->n_members && find_device (state, d) != NULL && find_device (state, d)->active)
      g_string_append_printf (out, ", machine %u", d);
  for (guint d = 0; d < self->n_members; d++)
    {
      guint8 id[FAR_RECORD_ID_LEN];

      set_member (self->world, id, d);
      if (far_governance_may_publish (state, id, term->number))
        g_string_append_printf (out, ", %u has baton %u", d, term->number);
    }
  for (guint i = self->n_members - 1; i < n_invites; i++)
    {
      static const char *const states[] = { "open", "used", "ended", "lapsed" };

      g_string_append_printf (out, ", invitation %s", states[invites[i].state]);
    }
  far_governance_peek_asks (state, &n_asks);
  if (n_asks > 0)
    g_string_append (out, ", one waits");
  if (far_governance_get_rule (state, FAR_RULE_VOUCHERS) != 0)
    g_string_append_printf (out, ", %d vouchers",
                            far_governance_get_rule (state, FAR_RULE_VOUCHERS));
  if (far_governance_get_any_provisional (state))
    g_string_append (out, ", provisional");

  return g_string_free (out, FALSE);
}

/* -- orders of arrival */

static gboolean
may_arrive (const Case *self, guint item, guint here)
{
  for (guint32 act = self->end[item]; act < self->end[item + 1]; act++)
    for (guint other = 0; other < self->n_items; other++)
      for (guint32 seen = self->end[other]; seen < self->end[other + 1]; seen++)
        if (other != item && !(here >> other & 1) &&
            far_act_set_has (self->world->acts[act].past, seen))
          return FALSE;

  return TRUE;
}

static void
judge_arrival (Case *self, const guint *order)
{
  g_autofree guint32 *place = g_new (guint32, self->world->n);
  guint32 next = self->n_base;
  guint n = self->n_base;
  guint here = 0;
  g_autoptr(World) moved = NULL;

  for (guint32 act = 0; act < self->n_base; act++)
    place[act] = act;
  for (guint i = 0; i < self->n_items; i++)
    for (guint32 act = self->end[order[i]]; act < self->end[order[i] + 1]; act++)
      place[act] = next++;
  moved = reorder (self->world, place);

  for (guint i = 0; i < self->n_items; i++)
    {
      g_autoptr(FarGovernance) state = NULL;
      g_autofree char *said = NULL;
      const char *before;

      n += self->end[order[i] + 1] - self->end[order[i]];
      here |= 1u << order[i];
      state = far_governance_new (collective (self->world), moved->acts, n, NULL, NULL);
      said = say (self->world, state, place, n);
      before = g_hash_table_lookup (self->said, GUINT_TO_POINTER (here));
      if (before != NULL)
        g_assert_cmpstr (said, ==, before);
      else
        g_hash_table_insert (self->said, GUINT_TO_POINTER (here), g_steal_pointer (&said));
    }
  self->n_orders++;
}

static void
judge_all (Case *self, guint *order, guint n, guint here)
{
  if (n == self->n_items)
    judge_arrival (self, order);

  for (guint item = 0; item < self->n_items; item++)
    if (!(here >> item & 1) && may_arrive (self, item, here))
      {
        order[n] = item;
        judge_all (self, order, n + 1, here | 1u << item);
      }
}

static void
test_case (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  Case self = { .world = collective_of (cases[i].n_members), .n_members = cases[i].n_members };
  guint order[ITEMS_MAX];
  g_autoptr(FarGovernance) state = NULL;
  g_autofree char *outcome = NULL;

  self.n_base = self.end[0] = self.world->n;
  self.said = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  cases[i].write (&self);
  judge_all (&self, order, 0, 0);
  g_assert_cmpuint (self.n_orders, >, 1);

  state = judge_in_any_order (self.world);
  outcome = say_outcome (&self, state);
  g_test_message ("%u orders, %u sets", self.n_orders, g_hash_table_size (self.said));
  g_assert_cmpstr (outcome, ==, cases[i].outcome);

  g_hash_table_unref (self.said);
  world_free (self.world);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/far/governance/orders/", cases[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_case);
    }

  return g_test_run ();
}
