/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What takes several members, as the program has it: who no longer belongs, and why; rules; and who
 * has the baton, who is to have it next, and what waits for the holder's word. */

#define G_LOG_DOMAIN "far-sim"

#include "far-sim-user-private.h"

#include <string.h>

#include "far-kind-schema.h"

#define OPEN_AT_ONCE_MAX 4
#define ORDER_MAX 3

static const FarGovernance *
peek_gov (const FarSimUser *user)
{
  return far_store_peek_governance (user->device->store);
}

static gint32
get_today (const FarSimUser *user)
{
  return far_sim_get_today (user->sim, user->device);
}

/* What the program says is done shows at once; but for whoever has taken leave of the rules, or
 * writes under a key that is in use elsewhere. */
static void
expect_shown (FarSimUser *user, gboolean shows, const char *what)
{
  if (!shows && !user->device->is_liar && !user->device->is_copy && far_sim_user_is_well (user) &&
      !far_store_own_is_stale (user->device->store))
    far_sim_fail (user->sim, "done", "%s is told that %s, and it is not so", user->device->name,
                  what);
}

/* ---- who no longer belongs */

/* Words of their own, so that they can be looked for. */
static void
note_reason (FarSimUser *user, const char *why, const guint8 *about)
{
  FarSimWord *word = far_sim_user_add_word (user, why, strlen (why));

  word->is_reason = TRUE;
  memcpy (word->person, about, FAR_RECORD_ID_LEN);
  far_sim_user_get_last (user, word->entry);
}

static gboolean
is_in_standing (const FarSimUser *user, const guint8 *member)
{
  const FarGovMember *found = far_governance_find_member (peek_gov (user), member);

  return found != NULL && found->standing == FAR_GOV_ACTIVE;
}

static void
propose_removal (FarSimUser *user, const guint8 *member)
{
  FarWriter writer = far_sim_writer (user->sim, user->device);
  g_autofree char *why = g_strdup_printf ("because of %016" G_GINT64_MODIFIER "x",
                                          far_sim_random_next (&user->random));
  g_autoptr (GError) error = NULL;
  FarApproval approval;
  gboolean good = far_collective_propose_removal (&writer, member, why, &approval, &error);

  if (good)
    {
      note_reason (user, why, member);
      expect_shown (user, !approval.is_done || !is_in_standing (user, member),
                    "somebody is removed");
    }
  far_sim_user_report (user, "wants somebody removed", good, &error);
}

/* Borrowed: until the next entry. */
static const FarGovMember *
pick_member (FarSimUser *user)
{
  guint n;
  const FarGovMember *members = far_governance_peek_members (peek_gov (user), &n);

  return n > 0 ? &members[far_sim_random_below (&user->random, n)] : NULL;
}

/* Whoever is to go wants to be rid of those who want it; a quarrel draws others in, and some have
 * one with everybody. */
void
far_sim_user_quarrel (FarSimUser *user)
{
  const FarSim *sim = user->sim;
  const guint8 *me = user->device->me.member;
  g_autoptr (GPtrArray) open = far_collective_proposals (user->device->store, me, NULL);
  const FarGovMember *member = pick_member (user);
  guint what = far_sim_random_below (&user->random, 100);
  guint8 whom[FAR_RECORD_ID_LEN];
  gboolean has_signed = FALSE;

  if (open == NULL || member == NULL)
    return;

  memcpy (whom, member->id, FAR_RECORD_ID_LEN);
  if (what < 60)
    memcpy (whom, far_sim_get_device (user->sim, sim->plan->seed % sim->plan->n_devices)->me.member,
            FAR_RECORD_ID_LEN);
  for (guint i = 0; i < open->len; i++)
    {
      const FarProposalFacts *facts = open->pdata[i];

      has_signed |= facts->kind == FAR_KIND_REMOVE && facts->i_signed;
      if (facts->kind == FAR_KIND_REMOVE && what < 80)
        memcpy (whom, far_sim_user_is (user, facts->member) ? facts->by : facts->member,
                FAR_RECORD_ID_LEN);
    }
  /* one quarrel at a time */
  if ((!far_sim_user_is (user, whom) && !has_signed) || far_sim_random_chance (&user->random, 10))
    propose_removal (user, whom);
}

/* By whoever gave the reason, or the one whom it is about. */
void
far_sim_user_erase_reason (FarSimUser *user)
{
  FarWriter writer = far_sim_writer (user->sim, user->device);

  for (guint i = 0; i < user->sim->words->len; i++)
    {
      FarSimWord *word = g_ptr_array_index (user->sim->words, i);
      g_autoptr (GError) error = NULL;
      gboolean good;
      FarPos pos;

      if (!word->is_reason || word->is_erased ||
          (word->maker != user->device && !far_sim_user_is (user, word->person)) ||
          !far_store_find_id (writer.store, word->entry, &pos))
        continue;

      good = far_collective_erase_entry (&writer, word->entry, &pos, &error);
      if (good)
        {
          far_sim_user_note_erased (user, word, pos);
          far_sim_note_event (user->sim, FAR_SIM_EVENT_REASON_ERASED);
        }
      far_sim_user_report (user, "erases a reason", good, &error);
      return;
    }
}

/* ---- rules, and approving of whatever is open */

void
far_sim_user_propose_rule (FarSimUser *user)
{
  static const struct
  {
    guint number;
    gint32 least;
    guint n;
  } rules[] = {
    { FAR_RULE_VOUCHERS, 0, 3 }, { FAR_RULE_REMOVALS, 0, 5 }, { FAR_KIND_TURN, -1, 4 },
    { FAR_KIND_OUTING, -1, 4 },  { FAR_RULE_KEPT, -1, 4 },    { FAR_RULE_NOTICE, 0, 4 },
    { FAR_RULE_CAP, 0, 4 },      { FAR_RULE_RIDES, 0, 2 },    { FAR_RULE_HELP, 0, 2 },
    { FAR_RULE_SKILLS, 0, 2 },   { FAR_RULE_LENDING, 0, 2 },  { FAR_RULE_HOURS, 0, 2 },
    { FAR_RULE_REPAIR, 0, 2 },
  };
  FarWriter writer = far_sim_writer (user->sim, user->device);
  guint at = far_sim_random_below (&user->random, G_N_ELEMENTS (rules));
  gint32 value = rules[at].least + (gint32)far_sim_random_below (&user->random, rules[at].n);
  g_autoptr (GError) error = NULL;
  FarApproval approval;
  gboolean good = far_collective_set_rule (&writer, rules[at].number, value, &approval, &error);

  if (good && approval.is_done)
    expect_shown (user, far_governance_get_rule (peek_gov (user), rules[at].number) == value,
                  "a rule is set");
  far_sim_user_report (user, "wants a rule", good, &error);
}

static void
approve (FarSimUser *user, const FarProposalFacts *facts)
{
  FarWriter writer = far_sim_writer (user->sim, user->device);
  g_autoptr (GError) error = NULL;
  FarApproval approval;
  gboolean good = far_collective_approve (&writer, facts->id, &approval, &error);

  if (good && approval.is_done && facts->kind == FAR_KIND_REMOVE)
    expect_shown (user, !is_in_standing (user, facts->member), "somebody is removed");
  far_sim_user_report (user,
                       facts->kind == FAR_KIND_REMOVE  ? "approves of a removal"
                       : facts->kind == FAR_KIND_RULES ? "approves of a rule"
                                                       : "approves of the next holder",
                       good, &error);
}

/* An evening over what is open: what was proposed last comes first. */
static void
approve_open (FarSimUser *user)
{
  const guint8 *me = user->device->me.member;
  g_autoptr (GPtrArray) open = far_collective_proposals (user->device->store, me, NULL);
  guint n_left = OPEN_AT_ONCE_MAX;

  for (guint i = open != NULL ? open->len : 0;
       i-- > 0 && n_left > 0 && far_sim_user_is_well (user);)
    {
      const FarProposalFacts *facts = open->pdata[i];

      /* by then, another one may have settled it */
      if (facts->i_signed || far_sim_user_is (user, facts->member) ||
          !far_sim_random_chance (&user->random, 85))
        continue;
      approve (user, facts);
      n_left--;
    }
}

/* ---- the baton */

static void
report_baton (FarSimUser *user, FarSimEvent event, const char *what, gboolean good, GError **error)
{
  if (good)
    far_sim_note_event (user->sim, event);
  far_sim_user_report (user, what, good, error);
}

static gboolean
is_holder (const FarSimUser *user)
{
  FarBatonFacts baton;

  far_collective_baton (user->device->store, &baton);

  return far_sim_user_is (user, baton.holder);
}

/* People know whom they trust: mostly. */
static const FarGovMember *
pick_holder (FarSimUser *user)
{
  const FarGovMember *member = pick_member (user);

  if (member != NULL && far_sim_is_lying_member (user->sim, member->id) &&
      far_sim_random_chance (&user->random, 80))
    member = pick_member (user);

  return member;
}

/* Terms are short, so that some are over. */
static gint32
pick_last_day (FarSimUser *user)
{
  return far_sim_random_chance (&user->random, 50)
             ? 0
             : get_today (user) + (gint32)far_sim_random_below (&user->random, 3);
}

static void
pass_baton (FarSimUser *user, const FarSuccession *succession)
{
  FarWriter writer = far_sim_writer (user->sim, user->device);
  const FarGovMember *member = pick_holder (user);
  gint32 last_day = pick_last_day (user);
  guint8 to[FAR_RECORD_ID_LEN];
  g_autoptr (GError) error = NULL;

  if (member == NULL)
    return;

  memcpy (to, far_sim_random_chance (&user->random, 50) ? succession->next : member->id,
          FAR_RECORD_ID_LEN);
  report_baton (user, FAR_SIM_EVENT_OFFERED, "offers the baton",
                far_collective_pass_baton (&writer, to, last_day, get_today (user), &error),
                &error);
}

static void
keep_baton (FarSimUser *user)
{
  FarWriter writer = far_sim_writer (user->sim, user->device);
  const FarGovMember *member = pick_holder (user);
  gint32 last_day = pick_last_day (user);
  guint8 deputy[FAR_RECORD_ID_LEN] = { 0 };
  gboolean has_deputy = member != NULL && far_sim_random_chance (&user->random, 50);
  g_autoptr (GError) error = NULL;
  gboolean good;

  if (has_deputy)
    memcpy (deputy, member->id, FAR_RECORD_ID_LEN);
  good = far_collective_keep_baton (&writer, last_day, has_deputy ? deputy : NULL, get_today (user),
                                    &error);
  if (good)
    expect_shown (user, is_holder (user), "it keeps the baton");
  report_baton (user, FAR_SIM_EVENT_KEPT, "keeps the baton", good, &error);
}

static void
accept_baton (FarSimUser *user)
{
  FarWriter writer = far_sim_writer (user->sim, user->device);
  const FarGovMember *member = pick_holder (user);
  guint8 deputy[FAR_RECORD_ID_LEN] = { 0 };
  gboolean has_deputy = member != NULL && far_sim_random_chance (&user->random, 50);
  g_autoptr (GError) error = NULL;
  gboolean good;

  if (has_deputy)
    memcpy (deputy, member->id, FAR_RECORD_ID_LEN);
  good =
      far_collective_accept_baton (&writer, has_deputy ? deputy : NULL, get_today (user), &error);
  if (good)
    expect_shown (user, is_holder (user), "it has the baton");
  report_baton (user, FAR_SIM_EVENT_ACCEPTED, "takes the baton", good, &error);
}

static void
decline_baton (FarSimUser *user)
{
  FarWriter writer = far_sim_writer (user->sim, user->device);
  g_autoptr (GError) error = NULL;
  gboolean good = far_collective_decline_baton (&writer, get_today (user), &error);

  user->device->has_declined |= good;
  report_baton (user, FAR_SIM_EVENT_DECLINED, "declines the baton", good, &error);
}

/* Some calendars are ahead, which the others are to notice. */
static void
claim_baton (FarSimUser *user, const FarSuccession *succession)
{
  FarWriter writer = far_sim_writer (user->sim, user->device);
  gint32 today = far_sim_random_chance (&user->random, 50)
                     ? get_today (user)
                     : MIN (succession->now.end_day, FAR_DAY_MAX - 1) + 1;
  g_autoptr (GError) error = NULL;
  FarApproval approval;
  gboolean good = far_collective_claim_baton (&writer, today, &approval, &error);

  if (good && approval.is_done)
    expect_shown (user, is_holder (user), "it has the baton");
  report_baton (user, FAR_SIM_EVENT_CLAIMED, "claims the baton", good, &error);
}

static void
order_baton (FarSimUser *user, const FarSuccession *succession)
{
  FarWriter writer = far_sim_writer (user->sim, user->device);
  guint8 order[ORDER_MAX][FAR_RECORD_ID_LEN];
  guint n = MIN (succession->order->len, ORDER_MAX);
  g_autoptr (GError) error = NULL;

  /* what others said, or something else */
  memcpy (order, succession->order->data, (gsize)n * FAR_RECORD_ID_LEN);
  if (n == 0 || far_sim_random_chance (&user->random, 40))
    {
      n = far_sim_random_below (&user->random, ORDER_MAX + 1);
      for (guint i = 0; i < n; i++)
        {
          const FarGovMember *member = pick_member (user);

          if (member == NULL)
            return;
          memcpy (order[i], member->id, FAR_RECORD_ID_LEN);
        }
    }
  report_baton (user, FAR_SIM_EVENT_ORDERED, "says who is to have the baton, one after another",
                far_collective_order_baton (&writer, order, n, &error), &error);
}

/* ---- what waits for the holder */

static void
answer_suggestion (FarSimUser *user)
{
  FarWriter writer = far_sim_writer (user->sim, user->device);
  g_autoptr (GPtrArray) suggestions =
                 far_collective_suggestions (writer.store, get_today (user), NULL);
  gboolean adopt = far_sim_random_chance (&user->random, 60);
  const FarSuggestionFacts *facts;
  g_autoptr (GError) error = NULL;

  if (suggestions == NULL || suggestions->len == 0)
    return;

  facts = suggestions->pdata[far_sim_random_below (&user->random, suggestions->len)];
  /* who adopts it has read it */
  adopt &= user->device->is_liar || !far_sim_is_lying_member (user->sim, facts->by);
  report_baton (user, adopt ? FAR_SIM_EVENT_ADOPTED : FAR_SIM_EVENT_REFUSED,
                adopt ? "adopts a suggestion" : "refuses a suggestion",
                far_collective_answer_suggestion (&writer, facts->entry, adopt, &error), &error);
}

/* An offer of the next term to the user. */
static gboolean
is_offered (const FarSimUser *user, const FarSuccession *succession)
{
  for (guint i = 0; i < succession->offers->len; i++)
    {
      const FarSuccessor *offer = &g_array_index (succession->offers, FarSuccessor, i);

      if (offer->is_offer && far_sim_user_is (user, offer->member))
        return TRUE;
    }

  return FALSE;
}

static gboolean
has_offered (const FarSuccession *succession)
{
  for (guint i = 0; i < succession->offers->len; i++)
    if (g_array_index (succession->offers, FarSuccessor, i).is_offer)
      return TRUE;

  return FALSE;
}

static FarSuccession *
read_succession (const FarSimUser *user)
{
  return far_collective_succession (user->device->store, user->device->me.member, get_today (user),
                                    NULL);
}

/* Returns: whether there was an offer to the user, and an answer */
static gboolean
answer_offer (FarSimUser *user, const FarSuccession *succession)
{
  guint what = far_sim_random_below (&user->random, 100);

  if (what >= 90 || !is_offered (user, succession))
    return FALSE;
  if (what < 70)
    accept_baton (user);
  else
    decline_baton (user);

  return TRUE;
}

void
far_sim_user_see_to_baton (FarSimUser *user)
{
  g_autoptr (FarSuccession) succession = read_succession (user);
  guint what = far_sim_random_below (&user->random, 100);

  if (succession == NULL || answer_offer (user, succession))
    return;

  if (!far_sim_user_is (user, succession->now.holder))
    {
      if (what < 30)
        order_baton (user, succession);
      else
        claim_baton (user, succession);
    }
  else if (what < (has_offered (succession) ? 10 : 70))
    pass_baton (user, succession);
  else if (what > 80 && what < 90)
    keep_baton (user);
  else if (what >= 90)
    order_baton (user, succession);
}

void
far_sim_answer (FarSim *self, FarSimDevice *device, guint64 dice)
{
  FarSimUser user = { self, device, { dice } };
  g_autoptr (FarSuccession) succession = read_succession (&user);

  if (succession != NULL)
    answer_offer (&user, succession);
  if (far_sim_user_is_well (&user))
    approve_open (&user);
  if (far_sim_user_is_well (&user) && far_sim_random_chance (&user.random, 50) &&
      far_collective_may_publish (device->store, device->me.member))
    answer_suggestion (&user);
  /* all that takes so many of so few begins early, or not at all */
  if (far_sim_user_is_well (&user) && far_sim_random_chance (&user.random, 10))
    far_sim_user_quarrel (&user);
}
