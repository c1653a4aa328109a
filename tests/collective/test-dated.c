/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Roles that are others on one date, or from a day on, and a word to all of one date. */

#include <string.h>

#include "far-collective-published.h"
#include "test-party.h"

enum
{
  ADA,
  BO,
  CY,
  DI
};

#define TUESDAY (PARTY_MONDAY + 1)
#define LATER (PARTY_MONDAY + 7)

typedef struct
{
  Party *party;
  guint8 rota[FAR_RECORD_ID_LEN];
  guint8 turns[PARTY_MAX][FAR_RECORD_ID_LEN];
} Walk;

/* "Head 1-1, Tail 1-2, Walker": the last without numbers is the first role. */
static GArray *
make_roles (const char *words)
{
  GArray *roles = far_role_facts_array_new ();
  g_auto (GStrv) parts = g_strsplit (words, ", ", -1);

  for (guint i = 0; parts[i] != NULL && *parts[i] != '\0'; i++)
    {
      FarRoleFacts role = { 0, g_strdup (parts[i]), 0, 0 };
      char *space = strrchr (role.name, ' ');

      if (space != NULL)
        {
          *space = '\0';
          role.number = FAR_ROLE_UNNUMBERED;
          role.n_min = (guint)(space[1] - '0');
          role.n_max = (guint)(space[3] - '0');
        }
      g_array_append_val (roles, role);
    }

  return roles;
}

static void
walk_begin (Walk *self, guint seed)
{
  g_autoptr (GArray) roles = make_roles ("Head 1-1, Tail 1-2");
  FarRotaPlan plan = {
    .title = "Andata",
    .rule = { .weekdays = FAR_WEEKDAYS_ALL,
              .every_n_weeks = 1,
              .first_day = PARTY_MONDAY,
              .last_day = PARTY_MONDAY + 100 },
    .at = 480,
    .n_min = 1,
    .n_max = 2,
    .roles = roles,
  };
  FarWriter writer;

  self->party = party_new (seed, 4);
  writer = party_writer (self->party, ADA);
  party_assert_done (far_collective_add_rota (&writer, &plan, self->rota, error));
  party_assert_done (far_collective_publish_rota (&writer, self->rota, error));
  party_meet (self->party);
}

static guint
number_of (Walk *self, const char *name)
{
  g_autoptr (GPtrArray) rotas = far_collective_rotas (self->party->members[ADA].store, NULL);
  guint number = G_MAXUINT;

  g_assert_true (far_rota_facts_find_role (rotas->pdata[0], name, &number));

  return number;
}

static void
take (Walk *self, guint who, gint32 day, guint role)
{
  FarWriter writer = party_writer (self->party, who);

  party_assert_done (far_collective_take_role (&writer, self->rota, day, role, NULL, PARTY_MONDAY,
                                               self->turns[who], error));
  party_meet (self->party);
}

/* @roles: (nullable): as the rota says */
static gboolean
say_of_date (Walk *self, guint who, gint32 day, const char *roles)
{
  g_autoptr (GArray) wanted = roles != NULL ? make_roles (roles) : NULL;
  FarDateChange change = { .fields = FAR_CHANGES_ROLES, .roles = wanted };
  FarWriter writer = party_writer (self->party, who);
  gboolean is_suggestion;

  party_assert_done (
      far_collective_change_outing (&writer, self->rota, day, &change, &is_suggestion, error));
  party_meet (self->party);

  return is_suggestion;
}

/* @from: 0: on all days */
static void
say_of_rota (Walk *self, const char *roles, gint32 from)
{
  g_autoptr (GArray) wanted = make_roles (roles);
  FarRotaRevision change = {
    .fields = FAR_CHANGES_ROLES,
    .plan = { .roles = wanted },
    .has_from = from != 0,
    .from = from,
  };
  FarWriter writer = party_writer (self->party, ADA);
  gboolean is_suggestion;

  party_assert_done (
      far_collective_change_rota (&writer, self->rota, &change, &is_suggestion, error));
  party_meet (self->party);
}

/* How many stand and have a place in each role, on everybody's machine. */
static void
assert_roles (Walk *self, gint32 day, const char *expected)
{
  for (guint who = 0; who < self->party->n_members; who++)
    {
      g_autoptr (FarOutingFacts) outing = party_outing (self->party, who, self->rota, day);
      g_autoptr (GString) counted = g_string_new (NULL);

      for (guint i = 0; i < outing->roles->len; i++)
        {
          const FarRoleCount *count = &g_array_index (outing->roles, FarRoleCount, i);

          g_string_append_printf (counted, "%s%s%s%u/%u", i > 0 ? ", " : "", count->name,
                                  *count->name != '\0' ? " " : "", count->n_have, count->n_max);
        }
      g_assert_cmpstr (counted->str, ==, expected);
    }
}

/* Of one date alone, and the others are as they were; the next edit of the rota leaves it alone. */
static void
test_one_date (void)
{
  Walk walk;

  walk_begin (&walk, 1);
  g_assert_false (say_of_date (&walk, ADA, TUESDAY, "Walker, Head 2-2, Keys 1-1"));
  assert_roles (&walk, TUESDAY, "Walker 0/2, Head 0/2, Keys 0/1");
  assert_roles (&walk, TUESDAY + 1, "0/2, Head 0/1, Tail 0/2");

  say_of_rota (&walk, "Head 1-3", 0);
  assert_roles (&walk, TUESDAY, "Walker 0/2, Head 0/2, Keys 0/1");
  assert_roles (&walk, TUESDAY + 1, "0/2, Head 0/3");
  say_of_date (&walk, ADA, TUESDAY, "");
  assert_roles (&walk, TUESDAY, "0/2");
  say_of_date (&walk, ADA, TUESDAY, NULL);
  assert_roles (&walk, TUESDAY, "0/2, Head 0/3");
  party_free (walk.party);
}

/* Who promised what is not wanted then comes all the same, until they say otherwise; and that is
 * said before. */
static void
test_promised (void)
{
  g_autoptr (GArray) wanted = make_roles ("Tail 1-1");
  FarDateChange change = { .fields = FAR_CHANGES_ROLES | FAR_CHANGES_AT, .at = 490 };
  g_autoptr (FarRotaEffect) effect = NULL;
  g_autoptr (FarOutingFacts) outing = NULL;
  const FarEffectFacts *facts;
  FarTurnPoint point;
  FarWriter writer;
  Walk walk;

  walk_begin (&walk, 2);
  take (&walk, BO, TUESDAY, number_of (&walk, "Head"));
  take (&walk, CY, TUESDAY, number_of (&walk, "Tail"));
  take (&walk, DI, TUESDAY, number_of (&walk, "Tail"));

  change.roles = wanted;
  writer = party_writer (walk.party, ADA);
  party_assert_done (
      (effect = far_collective_date_effect (&writer, walk.rota, TUESDAY, &change, error)) != NULL);
  g_assert_false (effect->is_suggestion);
  g_assert_cmpuint (effect->outings->len, ==, 3);
  facts = effect->outings->pdata[0];
  g_assert_cmpint (facts->what, ==, FAR_EFFECT_MOVED);
  g_assert_cmpint (facts->at_before, ==, 480);
  g_assert_cmpint (facts->at, ==, 490);
  g_assert_cmpuint (facts->persons->len, ==, 3);
  facts = effect->outings->pdata[1];
  g_assert_cmpint (facts->what, ==, FAR_EFFECT_RESERVE);
  g_assert_cmpuint (facts->persons->len, ==, 1);
  facts = effect->outings->pdata[2];
  g_assert_cmpint (facts->what, ==, FAR_EFFECT_ROLE);
  g_assert_cmpuint (facts->persons->len, ==, 1);
  g_assert_cmpmem (facts->persons->data, FAR_RECORD_ID_LEN, walk.party->members[BO].me.member,
                   FAR_RECORD_ID_LEN);
  /* nothing of it is written */
  assert_roles (&walk, TUESDAY, "0/2, Head 1/1, Tail 2/2");

  say_of_date (&walk, ADA, TUESDAY, "Tail 1-1");
  assert_roles (&walk, TUESDAY, "0/2, Tail 1/1");
  outing = party_outing (walk.party, DI, walk.rota, TUESDAY);
  g_assert_cmpuint (outing->verdict.n_have, ==, 2);
  g_assert_cmpuint (outing->turns->len, ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      const FarTurnFacts *turn = outing->turns->pdata[i];
      gboolean is_bo =
          memcmp (turn->person, walk.party->members[BO].me.member, FAR_RECORD_ID_LEN) == 0;

      if (is_bo)
        g_assert_cmpint (turn->place, ==, FAR_TURN_PLACE_STANDING);
    }

  /* they give it back, and take another one */
  writer = party_writer (walk.party, BO);
  party_assert_refused (far_collective_take_role (&writer, walk.rota, TUESDAY,
                                                  number_of (&walk, "Head"), NULL, PARTY_MONDAY,
                                                  walk.turns[ADA], error),
                        FAR_COLLECTIVE_ERROR_NO_SUCH_ROLE);
  party_assert_done (far_collective_change_turn (&writer, walk.turns[BO], FAR_TURN_STATE_RELEASED,
                                                 PARTY_MONDAY, &point, error));
  take (&walk, BO, TUESDAY, 0);
  assert_roles (&walk, TUESDAY, "1/2, Tail 1/1");
  party_free (walk.party);
}

/* A role of one date alone can be promised on that date, and on no other. */
static void
test_only_there (void)
{
  g_autoptr (FarOutingFacts) outing = NULL;
  guint8 turn[FAR_RECORD_ID_LEN];
  FarWriter writer;
  guint keys = 0;
  Walk walk;

  walk_begin (&walk, 3);
  say_of_date (&walk, ADA, TUESDAY, "Keys 1-1");
  outing = party_outing (walk.party, BO, walk.rota, TUESDAY);
  keys = g_array_index (outing->roles, FarRoleCount, 1).number;
  writer = party_writer (walk.party, BO);
  party_assert_refused (far_collective_take_role (&writer, walk.rota, TUESDAY + 1, keys, NULL,
                                                  PARTY_MONDAY, turn, error),
                        FAR_COLLECTIVE_ERROR_NO_SUCH_ROLE);
  take (&walk, BO, TUESDAY, keys);
  assert_roles (&walk, TUESDAY, "0/2, Keys 1/1");

  /* what is called so is the same when it is said again, and when the rota has it */
  say_of_date (&walk, ADA, TUESDAY, "Keys 1-2");
  assert_roles (&walk, TUESDAY, "0/2, Keys 1/2");
  say_of_date (&walk, ADA, TUESDAY, NULL);
  say_of_rota (&walk, "KEYS 1-1", 0);
  assert_roles (&walk, TUESDAY, "0/2, KEYS 1/1");
  party_free (walk.party);
}

/* What was before a day stays, what comes after is said anew, and a name keeps its number. */
static void
test_from_a_day_on (void)
{
  Walk walk;
  guint tail;

  walk_begin (&walk, 4);
  tail = number_of (&walk, "Tail");
  take (&walk, BO, LATER, tail);
  say_of_rota (&walk, "Tail 2-2, Keys 1-1", LATER);
  assert_roles (&walk, LATER - 1, "0/2, Head 0/1, Tail 0/2");
  assert_roles (&walk, LATER, "0/2, Tail 1/2, Keys 0/1");
  assert_roles (&walk, LATER + 30, "0/2, Tail 0/2, Keys 0/1");

  say_of_rota (&walk, "", LATER + 7);
  assert_roles (&walk, LATER + 6, "0/2, Tail 0/2, Keys 0/1");
  assert_roles (&walk, LATER + 7, "0/2");
  say_of_rota (&walk, "Walker, Tail 1-1", LATER + 3);
  assert_roles (&walk, LATER + 2, "0/2, Tail 0/2, Keys 0/1");
  assert_roles (&walk, LATER + 3, "Walker 0/2, Tail 0/1");
  assert_roles (&walk, LATER + 7, "Walker 0/2, Tail 0/1");
  g_assert_cmpuint (number_of (&walk, "Tail"), ==, tail);

  /* to say it without a day is to say it of all */
  say_of_rota (&walk, "Head 1-1", 0);
  assert_roles (&walk, LATER, "0/2, Head 0/1");
  assert_roles (&walk, LATER + 7, "0/2, Head 0/1");
  party_free (walk.party);
}

/* Time from a day on and roles from a day on are two fields: who says one leaves the other, and two
 * who did not know of each other both do. */
static void
test_beside_time (void)
{
  FarRotaRevision time = { FAR_CHANGES_AT, { .at = 500 }, TRUE, LATER };
  FarRotaRevision all = { FAR_CHANGES_AT, { .at = 470 } };
  g_autoptr (GArray) wanted = make_roles ("Keys 1-1");
  FarRotaRevision roles = { FAR_CHANGES_ROLES, { .roles = wanted }, TRUE, LATER };
  g_autoptr (FarOutingFacts) outing = NULL;
  gboolean is_suggestion;
  FarWriter writer;
  Walk walk;

  walk_begin (&walk, 5);
  writer = party_writer (walk.party, ADA);
  party_assert_done (
      far_collective_keep_baton (&writer, 0, walk.party->members[BO].me.member, 1, error));
  party_meet (walk.party);
  party_assert_done (far_collective_change_rota (&writer, walk.rota, &time, &is_suggestion, error));
  writer = party_writer (walk.party, BO);
  party_assert_done (
      far_collective_change_rota (&writer, walk.rota, &roles, &is_suggestion, error));
  g_assert_false (is_suggestion);
  party_meet (walk.party);
  assert_roles (&walk, LATER, "0/2, Keys 0/1");
  outing = party_outing (walk.party, CY, walk.rota, LATER);
  g_assert_cmpint (outing->here.at, ==, 500);

  party_assert_done (far_collective_change_rota (&writer, walk.rota, &all, &is_suggestion, error));
  party_meet (walk.party);
  g_clear_pointer (&outing, far_outing_facts_free);
  outing = party_outing (walk.party, CY, walk.rota, LATER);
  g_assert_cmpint (outing->here.at, ==, 470);
  assert_roles (&walk, LATER, "0/2, Keys 0/1");
  party_free (walk.party);
}

static void
test_refused (void)
{
  static const struct
  {
    const char *roles;
    FarCollectiveError code;
  } bad[] = {
    { "Head 1-0", FAR_COLLECTIVE_ERROR_NUMBER_INVALID },
    { "Head 2-1", FAR_COLLECTIVE_ERROR_NUMBER_INVALID },
    { "Head 1-1, head 1-1", FAR_COLLECTIVE_ERROR_ROLE_TWICE },
    { "  1-1", FAR_COLLECTIVE_ERROR_NAME_EMPTY },
    { "A 1-1, B 1-1, C 1-1, D 1-1, E 1-1, F 1-1, G 1-1, H 1-1, I 1-1",
      FAR_COLLECTIVE_ERROR_FULL_ROLES },
  };
  g_autofree char *long_remark = g_strnfill (FAR_REMARK_MAX + 1, 'x');
  FarDateChange remark = { .fields = FAR_CHANGES_REMARK, .remark = long_remark };
  gboolean is_suggestion;
  guint n_entries;
  FarWriter writer;
  Walk walk;

  walk_begin (&walk, 6);
  writer = party_writer (walk.party, ADA);
  n_entries = far_store_get_n_entries (writer.store);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GArray) wanted = make_roles (bad[i].roles);
      FarDateChange change = { .fields = FAR_CHANGES_ROLES, .roles = wanted };
      FarRotaRevision later = { FAR_CHANGES_ROLES, { .roles = wanted }, TRUE, LATER };

      party_assert_refused (far_collective_change_outing (&writer, walk.rota, TUESDAY, &change,
                                                          &is_suggestion, error),
                            (int)bad[i].code);
      party_assert_refused (far_collective_change_rota (&writer, walk.rota, &later, &is_suggestion,
                                                        error),
                            (int)bad[i].code);
    }
  party_assert_refused (far_collective_change_outing (&writer, walk.rota, TUESDAY, &remark,
                                                      &is_suggestion, error),
                        FAR_COLLECTIVE_ERROR_TEXT_INVALID);

  /* as many as fit, and no more */
  g_assert_cmpuint (far_store_get_n_entries (writer.store), ==, n_entries);
  for (gint32 day = LATER;; day++)
    {
      g_autoptr (GArray) wanted =
                     make_roles (day % 2 != 0 ? "A 1-1, B 1-1, C 1-1, D 1-1" : "A 1-1");
      FarRotaRevision later = { FAR_CHANGES_ROLES, { .roles = wanted }, TRUE, day };
      g_autoptr (GError) error = NULL;

      g_assert_cmpint (day, <, LATER + 50);
      if (!far_collective_change_rota (&writer, walk.rota, &later, &is_suggestion, &error))
        {
          g_assert_error (error, FAR_COLLECTIVE_ERROR, FAR_COLLECTIVE_ERROR_FULL_LATER);
          g_assert_cmpint (day, >=, LATER + 15);
          break;
        }
    }
  party_free (walk.party);
}

/* The coordinator's word; anybody else's waits. */
static void
test_remark (void)
{
  FarDateChange said = { .fields = FAR_CHANGES_REMARK, .remark = "  Bring umbrellas\nand boots " };
  FarDateChange none = { .fields = FAR_CHANGES_REMARK, .remark = " " };
  g_autoptr (FarOutingFacts) outing = NULL;
  g_autoptr (GPtrArray) suggestions = NULL;
  const FarSuggestionFacts *facts;
  gboolean is_suggestion;
  FarWriter writer;
  Walk walk;

  walk_begin (&walk, 7);
  writer = party_writer (walk.party, BO);
  party_assert_done (
      far_collective_change_outing (&writer, walk.rota, TUESDAY, &said, &is_suggestion, error));
  g_assert_true (is_suggestion);
  say_of_date (&walk, BO, TUESDAY, "Keys 1-1");
  party_meet (walk.party);
  outing = party_outing (walk.party, ADA, walk.rota, TUESDAY);
  g_assert_cmpstr (outing->own.remark, ==, "");
  g_assert_null (outing->own.roles);
  suggestions = far_collective_suggestions (walk.party->members[ADA].store, PARTY_MONDAY, NULL);
  g_assert_cmpuint (suggestions->len, ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      facts = suggestions->pdata[i];
      g_assert_cmpint (facts->what, ==, FAR_SUGGESTS_DATE);
      if (facts->date.roles == NULL)
        g_assert_cmpstr (facts->date.remark, ==, "Bring umbrellas\nand boots");
      else
        g_assert_cmpuint (facts->date.roles->len, ==, 1);
      writer = party_writer (walk.party, ADA);
      party_assert_done (far_collective_answer_suggestion (&writer, facts->entry,
                                                           facts->date.roles == NULL, error));
    }
  party_meet (walk.party);
  g_clear_pointer (&outing, far_outing_facts_free);
  outing = party_outing (walk.party, CY, walk.rota, TUESDAY);
  g_assert_cmpstr (outing->own.remark, ==, "Bring umbrellas\nand boots");
  g_assert_null (outing->own.roles);

  party_assert_done (
      far_collective_change_outing (&writer, walk.rota, TUESDAY, &none, &is_suggestion, error));
  g_assert_false (is_suggestion);
  party_meet (walk.party);
  g_clear_pointer (&outing, far_outing_facts_free);
  outing = party_outing (walk.party, CY, walk.rota, TUESDAY);
  g_assert_cmpstr (outing->own.remark, ==, "");
  party_free (walk.party);
}

/* "role +1! >Keys; role-gone +1! >Tail": what, of which day, and ! if of that date alone */
static char *
words (const GPtrArray *changes)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < changes->len; i++)
    {
      const FarPlanChangeFacts *one = changes->pdata[i];
      const char *name = one->what == FAR_PLAN_CHANGES_ROLE_NEW       ? "new"
                         : one->what == FAR_PLAN_CHANGES_ROLE_GONE    ? "gone"
                         : one->what == FAR_PLAN_CHANGES_ROLE_NUMBERS ? "n"
                         : one->what == FAR_PLAN_CHANGES_DATE_REMARK  ? "remark"
                                                                      : "?";

      g_string_append_printf (text, "%s%s", i > 0 ? "; " : "", name);
      if (one->has_day)
        g_string_append_printf (text, " +%d%s", one->day - PARTY_MONDAY, one->is_date ? "!" : "");
      g_string_append_printf (text, " %s", one->text);
    }

  return g_string_free (text, FALSE);
}

static void
test_changed_since (void)
{
  FarDateChange said = { .fields = FAR_CHANGES_REMARK, .remark = "Bring umbrellas" };
  g_autoptr (GPtrArray) rotas = NULL;
  g_autoptr (GPtrArray) plans = NULL;
  g_autofree char *text = NULL;
  gboolean is_suggestion;
  PartyMember *member;
  FarWriter writer;
  Walk walk;

  walk_begin (&walk, 8);
  say_of_date (&walk, ADA, TUESDAY, "Head 1-1, Tail 1-1");
  say_of_rota (&walk, "Head 1-1, Keys 1-1", LATER);
  writer = party_writer (walk.party, ADA);
  party_assert_done (
      far_collective_change_outing (&writer, walk.rota, TUESDAY, &said, &is_suggestion, error));
  party_meet (walk.party);
  member = &walk.party->members[BO];
  rotas = far_collective_rotas (member->store, NULL);
  plans = far_collective_plans (member->store, rotas, member->me.device, TRUE, PARTY_MONDAY, NULL);
  g_assert_cmpuint (plans->len, ==, 1);
  text = words (((const FarPlanFacts *)plans->pdata[0])->news);
  g_assert_cmpstr (text, ==, "new +7 Keys; gone +7 Tail; n +1! Tail; remark +1 Bring umbrellas");
  party_free (walk.party);
}

/* Holder and deputy who did not know of each other: one is shown, the other told of in words. */
static void
test_contested (void)
{
  g_autoptr (GPtrArray) conflicts = NULL;
  FarWriter writer;
  Walk walk;

  walk_begin (&walk, 9);
  writer = party_writer (walk.party, ADA);
  party_assert_done (
      far_collective_keep_baton (&writer, 0, walk.party->members[BO].me.member, 1, error));
  party_meet (walk.party);
  for (guint who = ADA; who <= BO; who++)
    {
      g_autoptr (GArray) wanted = make_roles (who == ADA ? "Head 1-1, Keys 0-2" : "");
      FarDateChange change = { .fields = FAR_CHANGES_ROLES | FAR_CHANGES_REMARK,
                               .roles = wanted,
                               .remark = who == ADA ? "Umbrellas" : "Boots" };
      gboolean is_suggestion;

      writer = party_writer (walk.party, who);
      party_assert_done (far_collective_change_outing (&writer, walk.rota, TUESDAY, &change,
                                                       &is_suggestion, error));
      g_assert_false (is_suggestion);
    }
  party_meet (walk.party);
  conflicts = far_collective_conflicts (walk.party->members[CY].store, PARTY_MONDAY, NULL);
  g_assert_cmpuint (conflicts->len, ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      const FarConflictFacts *facts = conflicts->pdata[i];

      g_assert_cmpuint (facts->values->len, ==, 2);
      for (guint j = 0; j < 2; j++)
        {
          const FarDifferingValue *value = facts->values->pdata[j];
          gboolean is_ada =
              memcmp (value->by, walk.party->members[ADA].me.member, FAR_RECORD_ID_LEN) == 0;

          if (facts->what == FAR_DIFFERS_ROLES)
            g_assert_cmpstr (value->text, ==, is_ada ? "Head 1, Keys 0-2" : "");
          else
            g_assert_cmpstr (value->text, ==, is_ada ? "Umbrellas" : "Boots");
        }
    }
  party_free (walk.party);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/dated/one-date", test_one_date);
  g_test_add_func ("/dated/promised", test_promised);
  g_test_add_func ("/dated/only-there", test_only_there);
  g_test_add_func ("/dated/from-a-day-on", test_from_a_day_on);
  g_test_add_func ("/dated/beside-time", test_beside_time);
  g_test_add_func ("/dated/refused", test_refused);
  g_test_add_func ("/dated/remark", test_remark);
  g_test_add_func ("/dated/changed-since", test_changed_since);
  g_test_add_func ("/dated/contested", test_contested);

  return g_test_run ();
}
