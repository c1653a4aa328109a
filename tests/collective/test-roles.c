/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Roles: what somebody does on an outing, how many of each come, and what becomes of them when a
 * rota names others. */

#include <string.h>

#include "far-kind-schema.h"
#include "test-party.h"

enum
{
  ADA,
  BO,
  CY,
  DI,
  ED
};

typedef struct
{
  Party *party;
  guint8 rota[FAR_RECORD_ID_LEN];
  guint8 turns[PARTY_MAX][FAR_RECORD_ID_LEN];
} Walk;

static void
add_role (GArray *roles, guint number, const char *name, guint n_min, guint n_max)
{
  FarRoleFacts role = { (guint8)number, g_strdup (name), n_min, n_max };

  g_array_append_val (roles, role);
}

/* One at the head, one or two at the tail, one or two others. */
static GArray *
usual_roles (void)
{
  GArray *roles = far_role_facts_array_new ();

  add_role (roles, 0, "Walker", 0, 0);
  add_role (roles, FAR_ROLE_UNNUMBERED, "Head", 1, 1);
  add_role (roles, FAR_ROLE_UNNUMBERED, "Tail", 1, 2);

  return roles;
}

static const FarRotaPlan usual_plan = {
  .title = "Andata",
  .rule = { .weekdays = FAR_WEEKDAYS_ALL,
            .every_n_weeks = 1,
            .first_day = PARTY_MONDAY,
            .last_day = PARTY_MONDAY + 364 },
  .at = 8 * 60 + 10,
  .n_min = 1,
  .n_max = 2,
};

static void
walk_begin (Walk *self, guint seed)
{
  g_autoptr (GArray) roles = usual_roles ();
  FarRotaPlan plan = usual_plan;
  FarWriter writer;

  plan.roles = roles;
  self->party = party_new (seed, 5);
  writer = party_writer (self->party, ADA);
  party_assert_done (far_collective_add_rota (&writer, &plan, self->rota, error));
  party_meet (self->party);
}

static FarRotaFacts *
dup_rota (Walk *self, guint who, GPtrArray **rotas)
{
  *rotas = far_collective_rotas (self->party->members[who].store, NULL);
  g_assert_cmpuint ((*rotas)->len, ==, 1);

  return (*rotas)->pdata[0];
}

static guint
number_of (Walk *self, const char *name)
{
  g_autoptr (GPtrArray) rotas = NULL;
  const FarRotaFacts *rota = dup_rota (self, ADA, &rotas);
  guint number = G_MAXUINT;

  g_assert_true (far_rota_facts_find_role (rota, name, &number));

  return number;
}

static void
take (Walk *self, guint who, const char *role)
{
  guint number = role == NULL ? FAR_ROLE_ALONG : number_of (self, role);
  FarWriter writer = party_writer (self->party, who);

  party_assert_done (far_collective_take_role (&writer, self->rota, PARTY_MONDAY, number, NULL,
                                               PARTY_MONDAY, self->turns[who], error));
  party_meet (self->party);
}

/* Who comes as what, and which roles are without: on everybody's machine. */
static void
assert_walk (Walk *self, const char *turns, const char *counts, FarVerdictReason reason)
{
  party_meet (self->party);
  for (guint who = 0; who < self->party->n_members; who++)
    {
      g_autofree char *seen = party_turns (self->party, who, self->rota, PARTY_MONDAY);
      g_autoptr (GPtrArray) rotas = NULL;
      const FarRotaFacts *rota = dup_rota (self, who, &rotas);
      g_autoptr (FarOutingFacts) outing =
                     far_collective_outing (self->party->members[who].store, rota,
                                            self->party->members[who].me.member, PARTY_MONDAY,
                                            NULL);
      g_autoptr (GString) counted = g_string_new (NULL);

      for (guint i = 0; i < outing->roles->len; i++)
        {
          const FarRoleCount *count = &g_array_index (outing->roles, FarRoleCount, i);

          g_string_append_printf (counted, "%s%s %u/%u", i > 0 ? ", " : "", count->name,
                                  count->n_have, count->n_max);
        }
      /* by number, which follows from the name */
      g_assert_cmpstr (seen, ==, turns);
      g_assert_cmpstr (counted->str, ==, counts);
      g_assert_cmpint (outing->verdict.reason, ==, reason);
    }
}

static void
revise (Walk *self, GArray *roles)
{
  FarRotaRevision change = { .fields = FAR_CHANGES_ROLES, .plan = { .roles = roles } };
  FarWriter writer = party_writer (self->party, ADA);
  gboolean is_suggestion;

  party_assert_done (
      far_collective_change_rota (&writer, self->rota, &change, &is_suggestion, error));
  party_meet (self->party);
}

/* Each role has its places and its reserve, and wants its own. */
static void
test_each_its_own (void)
{
  Walk walk;

  walk_begin (&walk, 1);
  assert_walk (&walk, "", "Walker 0/2, Head 0/1, Tail 0/2", FAR_VERDICT_REASON_SHORT);
  take (&walk, ADA, "Walker");
  take (&walk, BO, "walker");
  party_meet (walk.party);
  take (&walk, CY, "Walker");
  assert_walk (&walk, "Ada Bo +Cy", "Walker 2/2, Head 0/1, Tail 0/2", FAR_VERDICT_REASON_SHORT);

  take (&walk, DI, "Tail");
  assert_walk (&walk, "Ada Bo +Cy Di", "Walker 2/2, Head 0/1, Tail 1/2", FAR_VERDICT_REASON_ROLE);
  take (&walk, ED, "HEAD");
  assert_walk (&walk, "Ada Bo +Cy Ed Di", "Walker 2/2, Head 1/1, Tail 1/2",
               FAR_VERDICT_REASON_ENOUGH);
  party_free (walk.party);
}

static guint
place_of (const FarOutingFacts *outing, guint role)
{
  guint i = 0;

  while (i < outing->roles->len && g_array_index (outing->roles, FarRoleCount, i).number != role)
    i++;

  return i;
}

/* By turn, its role and the other one of the same person, as they come in the outing. */
static void
assert_double (const FarOutingFacts *outing, const char *expected)
{
  g_autoptr (GString) words = g_string_new (NULL);

  for (guint i = 0; i < outing->turns->len; i++)
    {
      const FarTurnFacts *turn = outing->turns->pdata[i];

      if (i > 0)
        g_string_append_c (words, ' ');
      if (turn->place != FAR_TURN_PLACE_RELEASED)
        g_string_append_printf (words, "%u>", place_of (outing, turn->role));
      if (turn->is_double)
        g_string_append_printf (words, "%u", place_of (outing, turn->other_role));
      else
        g_string_append_c (words, '-');
    }
  g_assert_cmpstr (words->str, ==, expected);
}

/* Nobody is in two places of one walk, wherever it was promised. */
static void
test_one_person (void)
{
  FarTurnPoint point;
  g_autoptr (FarOutingFacts) outing = NULL;
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  guint8 turn[FAR_RECORD_ID_LEN];
  FarWriter writer;
  guint head;
  Walk walk;

  walk_begin (&walk, 2);
  head = number_of (&walk, "Head");
  take (&walk, ADA, "Tail");
  writer = party_writer (walk.party, ADA);
  party_assert_refused (far_collective_take_role (&writer, walk.rota, PARTY_MONDAY, head, NULL,
                                                  PARTY_MONDAY, turn, error),
                        FAR_COLLECTIVE_ERROR_ALREADY_TAKEN);

  /* written by a program that does not refuse */
  far_map_bytes (&map, FAR_TURN_ROTA, walk.rota, FAR_RECORD_ID_LEN);
  far_map_int (&map, FAR_TURN_DAY, PARTY_MONDAY);
  far_map_int (&map, FAR_TURN_ROLE, head);
  far_map_bytes (&map, FAR_TURN_PERSON, walk.party->members[ADA].me.member, FAR_RECORD_ID_LEN);
  far_map_end (&map);
  party_write (walk.party, ADA, FAR_KIND_TURN, 0, payload, NULL, 0);
  assert_walk (&walk, "Ada Ada", "Walker 0/2, Head 1/1, Tail 1/2", FAR_VERDICT_REASON_SHORT);
  outing = party_outing (walk.party, BO, walk.rota, PARTY_MONDAY);
  g_assert_cmpuint (outing->verdict.n_have, ==, 1);
  assert_double (outing, "1>2 2>1");

  /* what is given back is no promise any more */
  writer = party_writer (walk.party, ADA);
  party_assert_done (far_collective_change_turn (&writer, walk.turns[ADA], FAR_TURN_STATE_RELEASED,
                                                 PARTY_MONDAY, &point, error));
  party_meet (walk.party);
  g_clear_pointer (&outing, far_outing_facts_free);
  outing = party_outing (walk.party, BO, walk.rota, PARTY_MONDAY);
  assert_double (outing, "1>- -");
  party_free (walk.party);
}

/* Who waits for one role fills the gap in another, and waits no more; not where that one is full
 * too, nor who has a place, nor to look on only. */
static void
test_reserve_moves (void)
{
  guint8 turn[FAR_RECORD_ID_LEN];
  FarWriter writer;
  Walk walk;

  walk_begin (&walk, 5);
  take (&walk, ADA, "Head");
  party_meet (walk.party);
  take (&walk, BO, "Head");
  take (&walk, CY, "Tail");
  assert_walk (&walk, "Ada +Bo Cy", "Walker 0/2, Head 1/1, Tail 1/2", FAR_VERDICT_REASON_SHORT);
  writer = party_writer (walk.party, BO);
  party_assert_refused (far_collective_take_role (&writer, walk.rota, PARTY_MONDAY, FAR_ROLE_ALONG,
                                                  NULL, PARTY_MONDAY, turn, error),
                        FAR_COLLECTIVE_ERROR_ALREADY_TAKEN);
  writer = party_writer (walk.party, CY);
  party_assert_refused (far_collective_take_role (&writer, walk.rota, PARTY_MONDAY, 0, NULL,
                                                  PARTY_MONDAY, turn, error),
                        FAR_COLLECTIVE_ERROR_ALREADY_TAKEN);
  take (&walk, BO, "Tail");
  assert_walk (&walk, "Ada Cy Bo -Bo", "Walker 0/2, Head 1/1, Tail 2/2", FAR_VERDICT_REASON_ROLE);

  take (&walk, DI, "Head");
  writer = party_writer (walk.party, DI);
  party_assert_refused (far_collective_take_role (&writer, walk.rota, PARTY_MONDAY,
                                                  number_of (&walk, "Tail"), NULL, PARTY_MONDAY,
                                                  turn, error),
                        FAR_COLLECTIVE_ERROR_ALREADY_TAKEN);
  party_free (walk.party);
}

/* Whoever comes along takes nobody's place, and does not make a walk of it. */
static void
test_along (void)
{
  Walk walk;

  walk_begin (&walk, 3);
  take (&walk, ADA, "Head");
  take (&walk, BO, "Tail");
  take (&walk, CY, NULL);
  take (&walk, DI, NULL);
  assert_walk (&walk, "Ada Bo Cy Di", "Walker 0/2, Head 1/1, Tail 1/2", FAR_VERDICT_REASON_SHORT);
  take (&walk, ED, "Walker");
  assert_walk (&walk, "Ed Ada Bo Cy Di", "Walker 1/2, Head 1/1, Tail 1/2",
               FAR_VERDICT_REASON_ENOUGH);
  party_free (walk.party);
}

/* Whoever is too young to count stands beside the others, and in nobody's way. */
static void
test_helper (void)
{
  FarWriter writer;
  Walk walk;

  walk_begin (&walk, 10);
  writer = party_writer (walk.party, BO);
  party_assert_done (
      far_collective_set_helper (&writer, walk.party->members[BO].me.member, TRUE, error));
  party_meet (walk.party);
  take (&walk, BO, "Walker");
  take (&walk, ADA, "Walker");
  take (&walk, CY, "Walker");
  take (&walk, DI, "Walker");
  assert_walk (&walk, "Bo Ada Cy +Di", "Walker 2/2, Head 0/1, Tail 0/2", FAR_VERDICT_REASON_SHORT);
  party_free (walk.party);
}

/* A role that is not wanted any more sends nobody home, and what is kept by its name keeps who
 * promised it. */
static void
test_roles_change (void)
{
  g_autoptr (GArray) roles = far_role_facts_array_new ();
  g_autoptr (GArray) back = usual_roles ();
  FarRotaRevision change = { .fields = FAR_CHANGES_ROLES, .plan = { .roles = roles } };
  FarRotaEffect *effect = NULL;
  const FarEffectFacts *facts;
  FarWriter writer;
  guint tail;
  Walk walk;

  walk_begin (&walk, 4);
  tail = number_of (&walk, "Tail");
  take (&walk, ADA, "Tail");
  take (&walk, BO, "Head");
  take (&walk, CY, "Tail");
  party_meet (walk.party);

  add_role (roles, FAR_ROLE_UNNUMBERED, "tail", 1, 1);
  add_role (roles, FAR_ROLE_UNNUMBERED, "First aid", 0, 1);
  writer = party_writer (walk.party, ADA);
  party_assert_done ((effect = far_collective_rota_effect (&writer, walk.rota, &change,
                                                           PARTY_MONDAY, error)) != NULL);
  g_assert_cmpuint (effect->outings->len, ==, 2);
  facts = effect->outings->pdata[0];
  g_assert_cmpint (facts->what, ==, FAR_EFFECT_RESERVE);
  g_assert_cmpuint (facts->persons->len, ==, 1);
  facts = effect->outings->pdata[1];
  g_assert_cmpint (facts->what, ==, FAR_EFFECT_ROLE);
  g_assert_cmpmem (facts->persons->data, FAR_RECORD_ID_LEN, walk.party->members[BO].me.member,
                   FAR_RECORD_ID_LEN);
  far_rota_effect_free (effect);

  revise (&walk, roles);
  g_assert_cmpuint (number_of (&walk, "Tail"), ==, tail);
  {
    g_autoptr (FarOutingFacts) outing = party_outing (walk.party, DI, walk.rota, PARTY_MONDAY);
    const FarTurnFacts *turn = outing->turns->pdata[2];

    g_assert_cmpuint (outing->verdict.n_have, ==, 2);
    g_assert_cmpmem (turn->person, FAR_RECORD_ID_LEN, walk.party->members[BO].me.member,
                     FAR_RECORD_ID_LEN);
    g_assert_cmpint (turn->place, ==, FAR_TURN_PLACE_STANDING);
  }

  /* what was promised under that name counts again */
  revise (&walk, back);
  assert_walk (&walk, "Bo Ada Cy", "Walker 0/2, Head 1/1, Tail 2/2", FAR_VERDICT_REASON_ROLE);
  party_free (walk.party);
}

/* Another name for the same role; and none at all. */
static void
test_renamed (void)
{
  g_autoptr (GArray) renamed = far_role_facts_array_new ();
  g_autoptr (GArray) none = far_role_facts_array_new ();
  Walk walk;

  walk_begin (&walk, 5);
  take (&walk, ADA, "Head");
  party_meet (walk.party);
  add_role (renamed, number_of (&walk, "Head"), "In front", 1, 1);
  revise (&walk, renamed);
  assert_walk (&walk, "Ada", " 0/2, In front 1/1", FAR_VERDICT_REASON_SHORT);
  revise (&walk, none);
  assert_walk (&walk, "Ada", " 0/2", FAR_VERDICT_REASON_ENOUGH);
  party_free (walk.party);
}

static void
test_stand_in (void)
{
  FarTurnPoint point;
  FarWriter writer;
  Walk walk;

  walk_begin (&walk, 6);
  take (&walk, ADA, "Head");
  party_meet (walk.party);
  writer = party_writer (walk.party, ADA);
  party_assert_done (far_collective_change_turn (&writer, walk.turns[ADA], FAR_TURN_STATE_SEEKING,
                                                 PARTY_MONDAY, &point, error));
  party_meet (walk.party);
  /* somebody at the tail is not at the head */
  take (&walk, BO, "Tail");
  assert_walk (&walk, "?Ada Bo", "Walker 0/2, Head 1/1, Tail 1/2", FAR_VERDICT_REASON_SHORT);
  take (&walk, CY, "Head");
  assert_walk (&walk, "/Ada Cy Bo", "Walker 0/2, Head 1/1, Tail 1/2", FAR_VERDICT_REASON_SHORT);

  /* and who comes back comes back as what they were */
  writer = party_writer (walk.party, ADA);
  party_assert_done (far_collective_change_turn (&writer, walk.turns[ADA], FAR_TURN_STATE_STANDS,
                                                 PARTY_MONDAY, &point, error));
  assert_walk (&walk, "Cy +Ada Bo -Ada", "Walker 0/2, Head 1/1, Tail 1/2",
               FAR_VERDICT_REASON_SHORT);
  party_free (walk.party);
}

/* For a term it takes those days on which that role has room. */
static void
test_series (void)
{
  FarSeriesPlan plan = { .first_day = PARTY_MONDAY, .last_day = PARTY_MONDAY + 20 };
  FarSeries series;
  FarWriter writer;
  Walk walk;

  walk_begin (&walk, 7);
  take (&walk, BO, "Head");
  party_meet (walk.party);
  plan.rota = walk.rota;
  plan.role = number_of (&walk, "Head");
  writer = party_writer (walk.party, ADA);
  party_assert_done (far_collective_take_series (&writer, &plan, PARTY_MONDAY, &series, error));
  g_assert_cmpuint (series.days->len, ==, 2);
  g_assert_cmpuint (series.n_full, ==, 1);
  far_series_clear (&series);
  party_assert_done (far_collective_release_series (&writer, &plan, PARTY_MONDAY, &series, error));
  g_assert_cmpuint (series.days->len, ==, 2);
  g_assert_cmpuint (series.role, ==, plan.role);
  far_series_clear (&series);
  party_free (walk.party);
}

static void
test_refused (void)
{
  static const struct
  {
    const char *name;
    guint n_min;
    guint n_max;
    int code;
  } rows[] = {
    { "Head", 2, 1, FAR_COLLECTIVE_ERROR_NUMBER_INVALID },
    { "Head", 0, 0, FAR_COLLECTIVE_ERROR_NUMBER_INVALID },
    { "Head", 1, 100, FAR_COLLECTIVE_ERROR_NUMBER_INVALID },
    { "Head", G_MAXUINT, G_MAXUINT, FAR_COLLECTIVE_ERROR_NUMBER_INVALID },
    { "", 1, 1, FAR_COLLECTIVE_ERROR_NAME_EMPTY },
    { " \n", 1, 1, FAR_COLLECTIVE_ERROR_NAME_EMPTY },
    { "\xff", 1, 1, FAR_COLLECTIVE_ERROR_TEXT_INVALID },
    { "tail ", 1, 1, FAR_COLLECTIVE_ERROR_ROLE_TWICE },
  };
  g_autoptr (GArray) many = far_role_facts_array_new ();
  FarRotaPlan plan = usual_plan;
  guint8 id[FAR_RECORD_ID_LEN];
  FarWriter writer;
  Walk walk;

  walk_begin (&walk, 8);
  writer = party_writer (walk.party, ADA);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GArray) roles = far_role_facts_array_new ();

      add_role (roles, FAR_ROLE_UNNUMBERED, "Tail", 1, 1);
      add_role (roles, FAR_ROLE_UNNUMBERED, rows[i].name, rows[i].n_min, rows[i].n_max);
      plan.roles = roles;
      party_assert_refused (far_collective_add_rota (&writer, &plan, id, error), rows[i].code);
    }
  for (guint i = 0; i <= FAR_ROTA_ROLES_MAX; i++)
    {
      g_autofree char *name = g_strdup_printf ("Role %u", i);

      add_role (many, FAR_ROLE_UNNUMBERED, name, 1, 1);
    }
  plan.roles = many;
  party_assert_refused (far_collective_add_rota (&writer, &plan, id, error),
                        FAR_COLLECTIVE_ERROR_FULL_ROLES);
  party_assert_refused (far_collective_take_role (&writer, walk.rota, PARTY_MONDAY,
                                                  number_of (&walk, "Head") % 90 + 1, NULL,
                                                  PARTY_MONDAY, id, error),
                        FAR_COLLECTIVE_ERROR_NO_SUCH_ROLE);
  party_free (walk.party);
}

/* The number of a role is that of its name, on whatever machine it is drawn. */
static void
test_numbers (void)
{
  g_autoptr (GArray) one = usual_roles ();
  g_autoptr (GArray) other = far_role_facts_array_new ();
  FarRotaPlan plan = usual_plan;
  guint8 rotas[2][FAR_RECORD_ID_LEN];
  g_autoptr (GPtrArray) read = NULL;
  guint numbers[2] = { 0 };
  Party *party = party_new (9, 2);
  FarWriter writer = party_writer (party, ADA);

  plan.roles = one;
  party_assert_done (far_collective_add_rota (&writer, &plan, rotas[0], error));
  add_role (other, FAR_ROLE_UNNUMBERED, "TAIL", 1, 3);
  plan.roles = other;
  writer = party_writer (party, BO);
  party_assert_done (far_collective_add_rota (&writer, &plan, rotas[1], error));
  party_meet (party);

  read = far_collective_rotas (party->members[BO].store, NULL);
  g_assert_cmpuint (read->len, ==, 2);
  for (guint i = 0; i < 2; i++)
    g_assert_true (far_rota_facts_find_role (read->pdata[i], "tail", &numbers[i]));
  g_assert_cmpuint (numbers[0], ==, numbers[1]);
  g_assert_cmpuint (numbers[0], >, 0);
  g_assert_cmpuint (numbers[0], <, FAR_ROLE_ALONG);
  party_free (party);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/roles/each-its-own", test_each_its_own);
  g_test_add_func ("/roles/one-person", test_one_person);
  g_test_add_func ("/roles/reserve-moves", test_reserve_moves);
  g_test_add_func ("/roles/along", test_along);
  g_test_add_func ("/roles/helper", test_helper);
  g_test_add_func ("/roles/change", test_roles_change);
  g_test_add_func ("/roles/renamed", test_renamed);
  g_test_add_func ("/roles/stand-in", test_stand_in);
  g_test_add_func ("/roles/series", test_series);
  g_test_add_func ("/roles/refused", test_refused);
  g_test_add_func ("/roles/numbers", test_numbers);

  return g_test_run ();
}
