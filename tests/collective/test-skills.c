/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What people can do, would like to learn and hold a training in: who may say so, who finds whom,
 * and which roles it opens. */

#include <string.h>

#include "far-collective-joined.h"
#include "far-collective-plan.h"
#include "far-collective-skills.h"
#include "far-kind-schema.h"
#include "test-party.h"

#define TODAY PARTY_MONDAY
#define N_ORDERS 200

enum
{
  ADA, /* holds the baton */
  BO,
  CY,
  DI,
};

static Party *
begin (guint32 seed)
{
  Party *self = party_new (seed, 4);

  party_agree (self, FAR_RULE_SKILLS, 1);
  party_meet (self);

  return self;
}

static void
say (Party *self, guint who, FarSkillKind sort, const char *name, gboolean is_shown, guint8 *out)
{
  FarWriter writer = party_writer (self, who);
  FarSkillChange skill = FAR_SKILL_CHANGE_NONE;

  skill.name = name;
  skill.is_shown = is_shown;
  party_assert_done (far_collective_add_skill (&writer, NULL, sort, &skill, out, error));
}

static FarSkillChange
held (const char *name, gint32 obtained, gint32 expires)
{
  FarSkillChange skill = FAR_SKILL_CHANGE_NONE;

  skill.name = name;
  skill.sets_held = TRUE;
  skill.has_obtained = obtained != 0;
  skill.obtained = obtained;
  skill.has_expires = expires != 0;
  skill.expires = expires;

  return skill;
}

static void
hold (Party *self, guint who, const char *name, gint32 obtained, gint32 expires, guint8 *out)
{
  FarWriter writer = party_writer (self, who);
  FarSkillChange skill = held (name, obtained, expires);

  party_assert_done (
      far_collective_add_skill (&writer, NULL, FAR_SKILL_TRAINING, &skill, out, error));
}

static void
attest (Party *self, guint who, const guint8 *skill, gboolean is_attested)
{
  FarWriter writer = party_writer (self, who);

  party_assert_done (far_collective_attest_skill (&writer, skill, is_attested, error));
}

static void
drop (Party *self, guint who, const guint8 *skill, int gone)
{
  FarWriter writer = party_writer (self, who);
  FarSkillChange change = FAR_SKILL_CHANGE_NONE;

  change.gone = gone;
  party_assert_done (far_collective_change_skill (&writer, skill, &change, error));
}

static guint
number_of (Party *self, const guint8 *person)
{
  for (guint i = 0; i < self->n_members; i++)
    if (memcmp (self->members[i].me.member, person, FAR_RECORD_ID_LEN) == 0)
      return i;

  return self->n_members;
}

/* All that is listed: whose, which sort, what, since when, until when, and who has looked. */
static char *
tell (Party *self, FarStore *store)
{
  g_autoptr (GPtrArray) skills = far_collective_skills (store, FALSE, NULL);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < skills->len; i++)
    {
      const FarSkillFacts *skill = skills->pdata[i];

      g_string_append_printf (text, "%s%u %c %s", i > 0 ? "; " : "",
                              number_of (self, skill->person), "+?="[skill->sort], skill -> name);
      if (skill->has_obtained)
        g_string_append_printf (text, " from %d", skill->obtained - TODAY);
      if (skill->has_expires)
        g_string_append_printf (text, " until %d", skill->expires - TODAY);
      for (guint j = 0; j < skill->attested->len; j++)
        g_string_append_printf (text, " seen by %u",
                                number_of (self, (const guint8 *)skill->attested->data +
                                                     (gsize)j * FAR_RECORD_ID_LEN));
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

#define assert_told(self, expected) \
  G_STMT_START \
  { \
    party_meet (self); \
    for (guint who_ = 0; who_ < (self)->n_members; who_++) \
      { \
        g_autofree char *told_ = tell (self, (self)->members[who_].store); \
\
        g_assert_cmpstr (told_, ==, expected); \
      } \
  } \
  G_STMT_END

static void
test_said_once (void)
{
  g_autoptr (Party) self = begin (1);
  FarWriter writer = party_writer (self, BO);
  FarSkillChange change = FAR_SKILL_CHANGE_NONE;
  guint8 first[FAR_RECORD_ID_LEN];
  guint8 second[FAR_RECORD_ID_LEN];
  g_autoptr (GPtrArray) skills = NULL;
  gint64 n;

  say (self, BO, FAR_SKILL_OFFERED, "Réparer un pneu", TRUE, first);
  n = far_store_get_n_entries (self->members[BO].store);
  /* called the same but for case, accents and blanks */
  say (self, BO, FAR_SKILL_OFFERED, "réparer  un pneu", TRUE, second);
  g_assert_cmpmem (first, sizeof first, second, sizeof second);
  g_assert_cmpint (far_store_get_n_entries (self->members[BO].store), ==, n + 1);
  say (self, CY, FAR_SKILL_WANTED, "REPARER UN PNEU", FALSE, second);
  assert_told (self, "1 + réparer  un pneu; 2 ? REPARER UN PNEU");

  change.name = "Mending punctures";
  change.note = " On the spot ";
  party_assert_done (far_collective_change_skill (&writer, first, &change, error));
  skills = far_collective_skills (self->members[BO].store, FALSE, NULL);
  g_assert_cmpstr (((const FarSkillFacts *)skills->pdata[0])->note, ==, "On the spot");
  g_assert_true (((const FarSkillFacts *)skills->pdata[0])->is_shown);
  /* what is said already is not written */
  n = far_store_get_n_entries (self->members[BO].store);
  party_assert_done (far_collective_change_skill (&writer, first, &change, error));
  g_assert_cmpint (far_store_get_n_entries (self->members[BO].store), ==, n);
  drop (self, BO, first, 1);
  assert_told (self, "2 ? REPARER UN PNEU");
  drop (self, BO, first, 0);
  assert_told (self, "1 + Mending punctures; 2 ? REPARER UN PNEU");
}

static void
test_words (void)
{
  FarSkillFacts skill = { .key = (char *)"reparer un pneu", .note = (char *)"À l'école" };

  g_assert_true (far_skill_facts_have_words (&skill, "Pneu RÉPARER"));
  g_assert_true (far_skill_facts_have_words (&skill, "ecole pneu"));
  g_assert_true (far_skill_facts_have_words (&skill, ""));
  g_assert_false (far_skill_facts_have_words (&skill, "pneu velo"));
}

/* Nobody says what another can do, the coordinator neither. */
static void
test_owner_only (void)
{
  g_autoptr (Party) self = begin (2);
  FarSkillChange change = FAR_SKILL_CHANGE_NONE;
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  guint8 skill[FAR_RECORD_ID_LEN];
  guint8 id[FAR_RECORD_ID_LEN];
  FarWriter writer;

  hold (self, BO, "PSC1", TODAY - 10, TODAY + 10, skill);
  party_meet (self);
  change.gone = 1;
  writer = party_writer (self, ADA);
  party_assert_refused (far_collective_change_skill (&writer, skill, &change, error),
                        FAR_COLLECTIVE_ERROR_SKILL_NOT_YOURS);
  /* a program that does not refuse is not heard */
  far_map_bytes (&map, FAR_SKILL_ID, skill, FAR_RECORD_ID_LEN);
  far_map_text (&map, FAR_SKILL_NAME, "Nothing");
  far_map_int (&map, FAR_SKILL_GONE, 1);
  far_map_end (&map);
  party_write_about (self, ADA, FAR_KIND_SKILL, self->members[BO].me.member, 1, payload, NULL, 0);
  assert_told (self, "1 = PSC1 from -10 until 10");

  /* nor does anybody say it in another member's name */
  change = held ("PSC1", TODAY - 1, 0);
  writer = party_writer (self, CY);
  party_assert_refused (far_collective_add_skill (&writer, self->members[DI].me.member,
                                                  FAR_SKILL_TRAINING, &change, id, error),
                        FAR_COLLECTIVE_ERROR_PERSON_IS_MEMBER);
  g_byte_array_set_size (payload, 0);
  map = far_map_begin (payload);
  far_map_int (&map, FAR_SKILL_SORT, FAR_SKILL_TRAINING);
  far_map_text (&map, FAR_SKILL_NAME, "PSC1");
  far_map_end (&map);
  party_write_about (self, CY, FAR_KIND_SKILL, self->members[DI].me.member, 0, payload, NULL, 0);
  assert_told (self, "1 = PSC1 from -10 until 10");
}

/* For somebody without a machine whoever answers for them says it, and all of it is erased with
 * them. */
static void
test_for_somebody (void)
{
  g_autoptr (Party) self = begin (3);
  FarWriter writer = party_writer (self, DI);
  FarSkillChange skill = FAR_SKILL_CHANGE_NONE;
  guint8 person[FAR_RECORD_ID_LEN];
  guint8 id[FAR_RECORD_ID_LEN];
  FarPos pos;

  skill.name = "Knitting";
  party_assert_done (far_collective_add_person (&writer, "Nonna", person, error));
  party_assert_done (
      far_collective_add_skill (&writer, person, FAR_SKILL_OFFERED, &skill, id, error));
  party_meet (self);
  writer = party_writer (self, BO);
  party_assert_refused (far_collective_add_skill (&writer, person, FAR_SKILL_OFFERED, &skill, id,
                                                  error),
                        FAR_COLLECTIVE_ERROR_PERSON_NOT_YOURS);
  assert_told (self, "4 + Knitting");
  writer = party_writer (self, DI);
  party_assert_done (far_collective_erase_subject (&writer, person, &pos, error));
  assert_told (self, "");
}

static void
test_leaves (void)
{
  g_autoptr (Party) self = begin (4);
  guint8 id[FAR_RECORD_ID_LEN];
  FarWriter writer;

  say (self, CY, FAR_SKILL_OFFERED, "Baking", TRUE, id);
  hold (self, BO, "PSC1", 0, 0, id);
  party_meet (self);
  attest (self, CY, id, TRUE);
  assert_told (self, "2 + Baking; 1 = PSC1 seen by 2");
  writer = party_writer (self, CY);
  party_assert_done (far_collective_leave (&writer, error));
  assert_told (self, "1 = PSC1");
}

static void
test_refused (void)
{
  g_autoptr (Party) self = begin (5);
  g_autofree char *letters = g_strnfill (10000, 'x');
  g_autofree char *note = g_strnfill (FAR_SKILL_NOTE_MAX + 1, 'x');
  FarWriter writer = party_writer (self, BO);
  FarStore *store = self->members[BO].store;
  gint64 n = far_store_get_n_entries (store);
  guint8 id[FAR_RECORD_ID_LEN] = { 0 };
  FarSkillChange change;
  const struct
  {
    FarSkillChange skill;
    int code;
  } cases[] = {
    { held ("PSC1", TODAY, TODAY - 1), FAR_COLLECTIVE_ERROR_PERIOD_INVALID },
    { held ("PSC1", G_MAXINT32, 0), FAR_COLLECTIVE_ERROR_DATE_INVALID },
    { held ("PSC1", 0, G_MININT32), FAR_COLLECTIVE_ERROR_DATE_INVALID },
    { held (letters, 0, 0), FAR_COLLECTIVE_ERROR_NAME_LONG },
    { held ("  ", 0, 0), FAR_COLLECTIVE_ERROR_NAME_EMPTY },
    { held ("a\nb", 0, 0), FAR_COLLECTIVE_ERROR_TEXT_INVALID },
    { { .name = "PSC1", .note = note, .is_shown = -1, .gone = -1 },
      FAR_COLLECTIVE_ERROR_TEXT_INVALID },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    party_assert_refused (far_collective_add_skill (&writer, NULL, FAR_SKILL_TRAINING,
                                                    &cases[i].skill, id, error),
                          cases[i].code);
  change = held ("PSC1", 0, 0);
  party_assert_refused (far_collective_change_skill (&writer, id, &change, error),
                        FAR_COLLECTIVE_ERROR_NO_SUCH_ID);
  party_assert_refused (far_collective_attest_skill (&writer, id, TRUE, error),
                        FAR_COLLECTIVE_ERROR_NO_SUCH_ID);
  g_assert_cmpint (far_store_get_n_entries (store), ==, n);

  hold (self, BO, "PSC1", TODAY, TODAY, id);
  party_assert_refused (far_collective_attest_skill (&writer, id, TRUE, error),
                        FAR_COLLECTIVE_ERROR_SKILL_OWN);
  say (self, BO, FAR_SKILL_OFFERED, "Baking", TRUE, id);
  party_meet (self);
  writer = party_writer (self, CY);
  party_assert_refused (far_collective_attest_skill (&writer, id, TRUE, error),
                        FAR_COLLECTIVE_ERROR_NO_TRAINING);
}

/* Off: nothing is written, and what is there is shown all the same. */
static void
test_off (void)
{
  g_autoptr (Party) self = begin (6);
  FarSkillChange change = held ("PSC1", 0, 0);
  FarWriter writer;
  guint8 id[FAR_RECORD_ID_LEN];
  gint64 n;

  hold (self, BO, "PSC1", 0, 0, id);
  party_meet (self);
  party_agree (self, FAR_RULE_SKILLS, 0);
  writer = party_writer (self, BO);
  n = far_store_get_n_entries (self->members[BO].store);
  party_assert_refused (far_collective_add_skill (&writer, NULL, FAR_SKILL_OFFERED, &change, id,
                                                  error),
                        FAR_COLLECTIVE_ERROR_SKILLS_OFF);
  party_assert_refused (far_collective_change_skill (&writer, id, &change, error),
                        FAR_COLLECTIVE_ERROR_SKILLS_OFF);
  g_assert_cmpint (far_store_get_n_entries (self->members[BO].store), ==, n);
  writer = party_writer (self, CY);
  party_assert_refused (far_collective_attest_skill (&writer, id, TRUE, error),
                        FAR_COLLECTIVE_ERROR_SKILLS_OFF);
  assert_told (self, "1 = PSC1");
}

/* What somebody looked at is what it said then. */
static void
test_attested (void)
{
  g_autoptr (Party) self = begin (7);
  FarWriter writer;
  FarSkillChange change = FAR_SKILL_CHANGE_NONE;
  guint8 id[FAR_RECORD_ID_LEN];

  hold (self, BO, "PSC1", TODAY - 700, TODAY + 30, id);
  party_meet (self);
  attest (self, CY, id, TRUE);
  party_tell (self, CY, DI);
  attest (self, DI, id, TRUE);
  assert_told (self, "1 = PSC1 from -700 until 30 seen by 3 seen by 2");
  attest (self, DI, id, FALSE);
  assert_told (self, "1 = PSC1 from -700 until 30 seen by 2");
  /* a word of what it is takes nothing away */
  change.note = "Fire brigade";
  writer = party_writer (self, BO);
  party_assert_done (far_collective_change_skill (&writer, id, &change, error));
  assert_told (self, "1 = PSC1 from -700 until 30 seen by 2");
  hold (self, BO, "PSC1", TODAY, TODAY + 730, id);
  /* Di looks at the old one, and knows nothing of the new one */
  attest (self, DI, id, TRUE);
  assert_told (self, "1 = PSC1 from 0 until 730");
  attest (self, CY, id, TRUE);
  assert_told (self, "1 = PSC1 from 0 until 730 seen by 2");
}

/* ---- who goes with whom */

static void
test_tandems (void)
{
  g_autoptr (Party) self = begin (8);
  guint8 id[FAR_RECORD_ID_LEN];
  g_autoptr (GPtrArray) bo = NULL;
  g_autoptr (GPtrArray) cy = NULL;
  g_autoptr (GPtrArray) di = NULL;
  const FarTandemFacts *tandem;

  say (self, BO, FAR_SKILL_OFFERED, "Mending punctures", TRUE, id);
  hold (self, BO, "mending Punctures", 0, 0, id);
  say (self, ADA, FAR_SKILL_OFFERED, "Mending punctures", FALSE, id);
  say (self, CY, FAR_SKILL_WANTED, "mending punctures", FALSE, id);
  say (self, CY, FAR_SKILL_WANTED, "Baking", FALSE, id);
  party_meet (self);

  bo = far_collective_tandems (self->members[BO].store, self->members[BO].me.member, TODAY, NULL);
  cy = far_collective_tandems (self->members[CY].store, self->members[CY].me.member, TODAY, NULL);
  di = far_collective_tandems (self->members[DI].store, self->members[DI].me.member, TODAY, NULL);
  g_assert_cmpuint (bo->len, ==, 1);
  g_assert_cmpuint (cy->len, ==, 1);
  g_assert_cmpuint (di->len, ==, 0);
  tandem = bo->pdata[0];
  g_assert_cmpuint (number_of (self, tandem->wanted->person), ==, CY);
  g_assert_cmpuint (number_of (self, tandem->offered->person), ==, BO);
}

/* ---- what runs out */

static void
add_role (GArray *roles, guint number, const char *name, guint n, const char *training)
{
  FarRoleFacts role = { .number = (guint8)number,
                        .name = g_strdup (name),
                        .n_min = n,
                        .n_max = n,
                        .training = g_strdup (training) };

  g_array_append_val (roles, role);
}

static FarRotaPlan
plan_of (GArray *roles)
{
  return (FarRotaPlan){
    .title = "Walk",
    .rule = { .weekdays = FAR_WEEKDAYS_ALL,
              .every_n_weeks = 1,
              .first_day = PARTY_MONDAY - 30,
              .last_day = PARTY_MONDAY + 200 },
    .at = 8 * 60,
    .n_min = 1,
    .n_max = 2,
    .roles = roles,
  };
}

/* Anybody walks, and one at the head who holds PSC1. */
static void
add_walk (Party *self, guint8 *out)
{
  g_autoptr (GArray) roles = far_role_facts_array_new ();
  FarWriter writer = party_writer (self, ADA);
  FarRotaPlan plan;

  add_role (roles, 0, "Walker", 0, NULL);
  add_role (roles, FAR_ROLE_UNNUMBERED, "Head", 1, " psc1 ");
  plan = plan_of (roles);
  party_assert_done (far_collective_add_rota (&writer, &plan, out, error));
  party_assert_done (far_collective_publish_rota (&writer, out, error));
  party_meet (self);
}

static guint
role_of (Party *self, const guint8 *rota, const char *name)
{
  g_autoptr (GPtrArray) rotas = far_collective_rotas (self->members[ADA].store, NULL);
  guint number = G_MAXUINT;

  for (guint i = 0; i < rotas->len; i++)
    if (memcmp (((const FarRotaFacts *)rotas->pdata[i])->id, rota, FAR_RECORD_ID_LEN) == 0)
      g_assert_true (far_rota_facts_find_role (rotas->pdata[i], name, &number));

  return number;
}

/* Where it is a role, who would like to learn it is told when to come along. */
static void
test_come_along (void)
{
  g_autoptr (Party) self = begin (18);
  const guint8 *cy = self->members[CY].me.member;
  FarWriter writer;
  guint8 rota[FAR_RECORD_ID_LEN];
  guint8 id[FAR_RECORD_ID_LEN];
  guint8 turn[FAR_RECORD_ID_LEN];
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) then = NULL;
  g_autoptr (GPtrArray) after = NULL;
  const FarTandemFacts *tandem;

  add_walk (self, rota);
  hold (self, BO, "PSC1", 0, 0, id);
  say (self, BO, FAR_SKILL_OFFERED, "Head", TRUE, id);
  say (self, CY, FAR_SKILL_WANTED, "head", FALSE, id);
  party_meet (self);
  before = far_collective_tandems (self->members[CY].store, cy, TODAY, NULL);
  g_assert_cmpuint (before->len, ==, 1);
  g_assert_false (((const FarTandemFacts *)before->pdata[0])->has_outing);

  writer = party_writer (self, BO);
  party_assert_done (far_collective_take_role (&writer, rota, TODAY + 3,
                                               role_of (self, rota, "Head"), NULL, TODAY, turn,
                                               error));
  party_meet (self);
  then = far_collective_tandems (self->members[CY].store, cy, TODAY, NULL);
  tandem = then->pdata[0];
  g_assert_true (tandem->has_outing);
  g_assert_cmpint (tandem->day, ==, TODAY + 3);
  g_assert_cmpstr (tandem->title, ==, "Walk");

  writer = party_writer (self, CY);
  party_assert_done (far_collective_take_role (&writer, rota, TODAY + 3, FAR_ROLE_ALONG, NULL,
                                               TODAY, turn, error));
  after = far_collective_tandems (self->members[CY].store, cy, TODAY, NULL);
  g_assert_false (((const FarTandemFacts *)after->pdata[0])->has_outing);
}

static void
test_expiring (void)
{
  g_autoptr (Party) self = begin (9);
  guint8 id[FAR_RECORD_ID_LEN];
  guint8 rota[FAR_RECORD_ID_LEN];
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) out = NULL;
  const FarExpiringFacts *one;

  add_walk (self, rota);
  hold (self, BO, "PSC1", 0, TODAY + 20, id);
  hold (self, CY, "Driving", 0, TODAY + 10, id);
  hold (self, DI, "PSC1", 0, TODAY - 1, id);
  hold (self, DI, "Swimming", 0, 0, id);
  hold (self, ADA, "PSC1", 0, TODAY + 100, id);
  party_meet (self);

  out = far_collective_expiring (self->members[ADA].store, TODAY, TODAY + 42, NULL);
  g_assert_cmpuint (out->len, ==, 2);
  one = out->pdata[0];
  g_assert_cmpuint (number_of (self, one->skill->person), ==, CY);
  g_assert_false (one->is_needed);
  one = out->pdata[1];
  g_assert_cmpuint (number_of (self, one->skill->person), ==, BO);
  g_assert_true (one->is_needed);
  /* who has renewed it is not told */
  hold (self, BO, "psc1", TODAY, TODAY + 700, id);
  before = far_collective_expiring (self->members[BO].store, TODAY, TODAY + 42, NULL);
  g_assert_cmpuint (before->len, ==, 1);
}

/* ---- a training opens a role */

/* With what is kept in memory of it. */
static void
assert_outing (Party *self,
               const guint8 *rota,
               gint32 day,
               FarVerdictReason reason,
               guint n_have,
               guint n_trained)
{
  party_meet (self);
  for (guint who = 0; who < self->n_members; who++)
    {
      const PartyMember *member = &self->members[who];
      g_autoptr (GPtrArray) rotas = far_collective_rotas (member->store, NULL);
      g_autoptr (GPtrArray) outings =
                     far_collective_outings (member->store, rotas, member->me.member, day, 1, NULL);
      const FarOutingFacts *outing = outings->pdata[0];
      const FarRoleCount *head = &g_array_index (outing->roles, FarRoleCount, 1);

      g_assert_cmpuint (outings->len, ==, 1);
      g_assert_cmpmem (outing->rota->id, FAR_RECORD_ID_LEN, rota, FAR_RECORD_ID_LEN);
      g_assert_cmpint (outing->verdict.reason, ==, reason);
      g_assert_cmpint (outing->verdict.runs, ==, reason == FAR_VERDICT_REASON_ENOUGH);
      g_assert_cmpuint (head->n_have, ==, n_have);
      g_assert_cmpuint (head->n_trained, ==, n_trained);
    }
}

static void
test_opens_a_role (void)
{
  g_autoptr (Party) self = begin (10);
  FarWriter writer;
  guint8 rota[FAR_RECORD_ID_LEN];
  guint8 id[FAR_RECORD_ID_LEN];
  guint8 turn[FAR_RECORD_ID_LEN];
  guint head;

  add_walk (self, rota);
  head = role_of (self, rota, "Head");
  writer = party_writer (self, BO);
  party_assert_refused (far_collective_take_role (&writer, rota, TODAY, head, NULL, TODAY, turn,
                                                  error),
                        FAR_COLLECTIVE_ERROR_TRAINING);
  /* to walk, or to come along, takes nothing */
  party_assert_done (far_collective_take_role (&writer, rota, TODAY, 0, NULL, TODAY, turn, error));
  writer = party_writer (self, CY);
  party_assert_done (
      far_collective_take_role (&writer, rota, TODAY, FAR_ROLE_ALONG, NULL, TODAY, turn, error));
  hold (self, DI, "PSC1", TODAY - 100, TODAY + 7, id);
  writer = party_writer (self, DI);
  party_assert_done (
      far_collective_take_role (&writer, rota, TODAY, head, NULL, TODAY, turn, error));
  /* which is good on its last day, and not on the next */
  party_assert_done (
      far_collective_take_role (&writer, rota, TODAY + 7, head, NULL, TODAY, turn, error));
  party_assert_refused (far_collective_take_role (&writer, rota, TODAY + 8, head, NULL, TODAY, turn,
                                                  error),
                        FAR_COLLECTIVE_ERROR_TRAINING);
  assert_outing (self, rota, TODAY, FAR_VERDICT_REASON_ENOUGH, 1, 1);

  /* who is there already when it is gone comes, and the outing says that nobody holds it */
  drop (self, DI, id, 1);
  assert_outing (self, rota, TODAY, FAR_VERDICT_REASON_TRAINING, 1, 0);
  drop (self, DI, id, 0);
  assert_outing (self, rota, TODAY, FAR_VERDICT_REASON_ENOUGH, 1, 1);
  /* while skills are off nothing is asked for */
  drop (self, DI, id, 1);
  party_meet (self);
  party_agree (self, FAR_RULE_SKILLS, 0);
  assert_outing (self, rota, TODAY, FAR_VERDICT_REASON_ENOUGH, 1, 0);
}

static void
assert_willing (Party *self, const guint8 *rota, gint32 day, const char *expected)
{
  const PartyMember *ada = &self->members[ADA];
  g_autoptr (FarGapFacts) gap = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  party_meet (self);
  gap = far_collective_gap (ada->store, rota, ada->me.member, day, &error);
  g_assert_no_error (error);
  for (guint who = 0; who < self->n_members; who++)
    for (guint i = 0; i < gap->willing->len; i++)
      if (memcmp (gap->willing->data + (gsize)i * FAR_RECORD_ID_LEN, self->members[who].me.member,
                  FAR_RECORD_ID_LEN) == 0)
        g_string_append_c (text, "ABCD"[who]);
  g_assert_cmpstr (text->str, ==, expected);
}

/* Where nobody is missing but who has the training, who has none is not asked to come. */
static void
test_who_could (void)
{
  g_autoptr (Party) self = begin (19);
  FarAvailableFacts rather = { .rather = 127 };
  g_autoptr (GArray) weeks = g_array_new (FALSE, FALSE, sizeof (FarAvailableFacts));
  FarAvailabilityChange change = { .weeks = weeks, .n_turns = -1 };
  FarWriter writer;
  guint8 rota[FAR_RECORD_ID_LEN];
  guint8 id[FAR_RECORD_ID_LEN];
  guint8 turn[FAR_RECORD_ID_LEN];

  add_walk (self, rota);
  hold (self, DI, "PSC1", TODAY - 100, TODAY + 7, id);
  g_array_append_val (weeks, rather);
  for (guint who = 0; who < self->n_members; who++)
    {
      writer = party_writer (self, who);
      party_assert_done (far_collective_set_availability (&writer, NULL, &change, TODAY, error));
    }
  /* as long as any adult is missing, any adult may be asked */
  assert_willing (self, rota, TODAY + 1, "ABCD");
  writer = party_writer (self, CY);
  party_assert_done (
      far_collective_take_role (&writer, rota, TODAY + 1, 0, NULL, TODAY, turn, error));
  party_assert_done (
      far_collective_take_role (&writer, rota, TODAY + 8, 0, NULL, TODAY, turn, error));
  assert_willing (self, rota, TODAY + 1, "D");
  assert_willing (self, rota, TODAY + 8, "");
  writer = party_writer (self, DI);
  party_assert_done (far_collective_take_role (&writer, rota, TODAY + 1,
                                               role_of (self, rota, "Head"), NULL, TODAY, turn,
                                               error));
  assert_willing (self, rota, TODAY + 1, "AB");
  party_agree (self, FAR_RULE_SKILLS, 0);
  assert_willing (self, rota, TODAY + 8, "ABD");
}

/* What was promised without it counts for the rank. */
static void
test_written_all_the_same (void)
{
  g_autoptr (Party) self = begin (11);
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  guint8 rota[FAR_RECORD_ID_LEN];
  guint8 turn[FAR_RECORD_ID_LEN];
  guint8 id[FAR_RECORD_ID_LEN];
  g_autoptr (FarOutingFacts) outing = NULL;
  const FarTurnFacts *shown = NULL;
  FarWriter writer = party_writer (self, BO);
  guint head;

  add_walk (self, rota);
  head = role_of (self, rota, "Head");
  party_assert_done (far_collective_take_role (&writer, rota, TODAY, 0, NULL, TODAY, turn, error));
  far_map_bytes (&map, FAR_TURN_ROTA, rota, FAR_RECORD_ID_LEN);
  far_map_int (&map, FAR_TURN_DAY, TODAY);
  far_map_int (&map, FAR_TURN_ROLE, head);
  far_map_bytes (&map, FAR_TURN_PERSON, self->members[CY].me.member, FAR_RECORD_ID_LEN);
  far_map_end (&map);
  party_write_about (self, CY, FAR_KIND_TURN, self->members[CY].me.member, 0, payload, NULL, 0);
  hold (self, DI, "PSC1", 0, 0, id);
  party_meet (self);
  writer = party_writer (self, DI);
  party_assert_done (
      far_collective_take_role (&writer, rota, TODAY, head, NULL, TODAY, turn, error));
  assert_outing (self, rota, TODAY, FAR_VERDICT_REASON_TRAINING, 1, 0);
  outing = party_outing (self, BO, rota, TODAY);
  for (guint i = 0; i < outing->turns->len; i++)
    {
      const FarTurnFacts *one = outing->turns->pdata[i];

      if (one->role == head && one->rank == 1)
        shown = one;
      else
        g_assert_false (one->is_untrained);
    }
  g_assert_nonnull (shown);
  g_assert_cmpuint (number_of (self, shown->person), ==, CY);
  g_assert_true (shown->is_untrained);
}

/* A term's promises are those of the days on which it is good. */
static void
test_series (void)
{
  g_autoptr (Party) self = begin (12);
  guint8 rota[FAR_RECORD_ID_LEN];
  guint8 id[FAR_RECORD_ID_LEN];
  FarWriter writer;
  FarSeries series;
  FarSeriesPlan plan = { .first_day = TODAY, .last_day = TODAY + 27 };

  add_walk (self, rota);
  hold (self, BO, "PSC1", 0, TODAY + 14, id);
  plan.rota = rota;
  plan.role = role_of (self, rota, "Head");
  writer = party_writer (self, BO);
  party_assert_done (far_collective_take_series (&writer, &plan, TODAY, &series, error));
  g_assert_cmpuint (series.days->len, ==, 3);
  g_assert_cmpuint (series.n_untrained, ==, 1);
  far_series_clear (&series);
}

/* ---- what roles ask for */

static char *
read_training (Party *self, guint who, const guint8 *rota, gint32 day)
{
  g_autoptr (FarOutingFacts) outing = party_outing (self, who, rota, day);

  return g_strdup (g_array_index (outing->roles, FarRoleCount, 1).training);
}

static void
assert_training (Party *self, const guint8 *rota, gint32 day, const char *expected)
{
  party_meet (self);
  for (guint who = 0; who < self->n_members; who++)
    {
      g_autofree char *training = read_training (self, who, rota, day);

      g_assert_cmpstr (training, ==, expected);
    }
}

/* On all days, from a day on, and on one date. */
static void
test_roles (void)
{
  g_autoptr (Party) self = begin (13);
  g_autoptr (GArray) roles = far_role_facts_array_new ();
  g_autoptr (GArray) plain = far_role_facts_array_new ();
  FarRotaRevision change = { .fields = FAR_CHANGES_ROLES, .has_from = TRUE, .from = TODAY + 7 };
  FarDateChange date = { .fields = FAR_CHANGES_ROLES };
  FarWriter writer = party_writer (self, ADA);
  guint8 rota[FAR_RECORD_ID_LEN];
  gboolean is_suggestion;

  add_walk (self, rota);
  assert_training (self, rota, TODAY, "psc1");
  add_role (roles, FAR_ROLE_UNNUMBERED, "Head", 1, "First aid");
  change.plan.roles = roles;
  party_assert_done (far_collective_change_rota (&writer, rota, &change, &is_suggestion, error));
  assert_training (self, rota, TODAY + 6, "psc1");
  assert_training (self, rota, TODAY + 7, "First aid");
  add_role (plain, FAR_ROLE_UNNUMBERED, "Head", 1, NULL);
  date.roles = plain;
  party_assert_done (
      far_collective_change_outing (&writer, rota, TODAY + 2, &date, &is_suggestion, error));
  assert_training (self, rota, TODAY + 2, NULL);
  assert_training (self, rota, TODAY + 3, "psc1");

  /* off: no role comes to ask for anything, and what did stays */
  party_agree (self, FAR_RULE_SKILLS, 0);
  change.has_from = FALSE;
  g_free (g_array_index (roles, FarRoleFacts, 0).training);
  g_array_index (roles, FarRoleFacts, 0).training = g_strdup ("Swimming");
  writer = party_writer (self, ADA);
  party_assert_refused (far_collective_change_rota (&writer, rota, &change, &is_suggestion, error),
                        FAR_COLLECTIVE_ERROR_SKILLS_OFF);
  date.roles = roles;
  party_assert_refused (far_collective_change_outing (&writer, rota, TODAY + 2, &date,
                                                      &is_suggestion, error),
                        FAR_COLLECTIVE_ERROR_SKILLS_OFF);
}

/* The fair plan asks those who hold it. */
static void
test_fair (void)
{
  g_autoptr (Party) self = begin (14);
  FarFairScope scope = { .first_day = TODAY + 1, .last_day = TODAY + 10 };
  FarAvailableFacts always = { 0 };
  g_autoptr (GArray) weeks = g_array_new (FALSE, FALSE, sizeof always);
  FarAvailabilityChange can = { .weeks = weeks, .n_turns = -1 };
  guint8 rota[FAR_RECORD_ID_LEN];
  guint8 id[FAR_RECORD_ID_LEN];
  g_autoptr (FarFairFacts) facts = NULL;
  guint n_heads = 0;
  guint head;

  add_walk (self, rota);
  head = role_of (self, rota, "Head");
  g_array_append_val (weeks, always);
  hold (self, DI, "PSC1", 0, TODAY + 5, id);
  for (guint who = 0; who < self->n_members; who++)
    {
      FarWriter writer = party_writer (self, who);

      party_assert_done (far_collective_set_availability (&writer, NULL, &can, TODAY, error));
    }
  party_meet (self);

  facts = far_collective_work_out (self->members[ADA].store, self->members[ADA].me.member, &scope,
                                   TODAY, NULL);
  g_assert_nonnull (facts);
  for (guint i = 0; i < facts->lines->len; i++)
    {
      const FarFairLineFacts *line = &g_array_index (facts->lines, FarFairLineFacts, i);

      if (line->role != head)
        continue;
      n_heads++;
      g_assert_cmpuint (number_of (self, line->person), ==, DI);
      g_assert_cmpint (line->day, <=, TODAY + 5);
    }
  g_assert_cmpuint (n_heads, ==, 5);
}

/* ---- kept in memory */

/* What was read before is as what is read anew, whatever was written meanwhile. */
static void
test_memory (void)
{
  g_autoptr (Party) self = begin (15);
  FarStore *store = self->members[ADA].store;
  guint8 id[FAR_RECORD_ID_LEN];
  guint8 other[FAR_RECORD_ID_LEN];

  for (guint step = 0; step < 6; step++)
    {
      g_autofree char *kept = NULL;
      g_autofree char *anew = NULL;

      if (step == 0)
        hold (self, BO, "PSC1", 0, TODAY + 5, id);
      else if (step == 1)
        say (self, CY, FAR_SKILL_WANTED, "Baking", FALSE, other);
      else if (step == 2)
        attest (self, DI, id, TRUE);
      else if (step == 3)
        drop (self, CY, other, 1);
      else if (step == 4)
        hold (self, BO, "psc1", 0, TODAY + 500, id);
      else
        drop (self, CY, other, 0);
      party_meet (self);
      kept = tell (self, store);
      far_store_take_memo (store, NULL, NULL);
      anew = tell (self, store);
      g_assert_cmpstr (kept, ==, anew);
    }
}

/* ---- in whatever order it comes */

/* Cy has two machines, which do not know of each other. */
static void
quarrel (Party *self, guint again, guint8 *rota)
{
  guint8 bo[FAR_RECORD_ID_LEN];
  guint8 cy[2][FAR_RECORD_ID_LEN];
  guint8 turn[FAR_RECORD_ID_LEN];
  FarWriter writer;
  guint head;

  add_walk (self, rota);
  head = role_of (self, rota, "Head");
  hold (self, BO, "PSC1", TODAY - 700, TODAY + 3, bo);
  hold (self, CY, "PSC1", TODAY - 900, TODAY - 1, cy[0]);
  /* the same, said twice */
  hold (self, again, "psc1", TODAY - 1, TODAY + 700, cy[1]);
  say (self, CY, FAR_SKILL_OFFERED, "Bäking", TRUE, turn);
  say (self, again, FAR_SKILL_OFFERED, "baking", FALSE, turn);
  party_meet (self);

  /* it runs out, and is renewed; two look at it, one at what was before */
  hold (self, CY, "PSC1", TODAY, TODAY + 30, cy[0]);
  hold (self, again, "PSC1", TODAY + 1, TODAY + 60, cy[1]);
  attest (self, DI, cy[1], TRUE);
  attest (self, ADA, bo, TRUE);
  attest (self, DI, bo, TRUE);
  drop (self, BO, bo, 1);
  writer = party_writer (self, CY);
  party_assert_done (
      far_collective_take_role (&writer, rota, TODAY + 2, head, NULL, TODAY, turn, error));
  party_tell (self, CY, ADA);
  attest (self, ADA, cy[0], TRUE);
  party_meet (self);

  /* each has heard of all */
  drop (self, BO, bo, 0);
  party_tell (self, BO, DI);
  attest (self, DI, bo, FALSE);
  drop (self, again, cy[1], 1);
  attest (self, BO, cy[0], TRUE);
  hold (self, CY, "PSC1", TODAY + 1, TODAY + 90, cy[0]);
}

static void
test_orders (gconstpointer with_two)
{
  g_autoptr (Party) self = begin (with_two ? 16 : 17);
  const PartyMember *ada = &self->members[ADA];
  guint again = with_two ? CY : party_add_device (self, CY);
  guint8 expected[2 * FAR_HASH_LEN];
  guint8 rota[FAR_RECORD_ID_LEN];
  g_autofree guint *order = NULL;
  g_autofree char *words = NULL;

  party_meet (self);
  quarrel (self, again, rota);
  party_meet (self);
  party_harvest (self);
  party_digests (ada->store, expected);
  words = tell (self, ada->store);
  g_test_message ("%s", words);
  order = g_new (guint, self->entries->len);
  for (guint i = 0; i < N_ORDERS; i++)
    {
      g_autoptr (FarStore) store =
                     far_store_open (NULL, far_store_peek_collective (ada->store), TRUE, NULL);
      guint8 digests[2 * FAR_HASH_LEN];
      g_autofree char *own = NULL;

      party_shuffle (self, order);
      party_add_all (self, store, order);
      party_digests (store, digests);
      g_assert_cmpmem (digests, sizeof digests, expected, sizeof expected);
      own = tell (self, store);
      g_assert_cmpstr (own, ==, words);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/far/skills/said-once", test_said_once);
  g_test_add_func ("/far/skills/words", test_words);
  g_test_add_func ("/far/skills/owner-only", test_owner_only);
  g_test_add_func ("/far/skills/for-somebody", test_for_somebody);
  g_test_add_func ("/far/skills/leaves", test_leaves);
  g_test_add_func ("/far/skills/refused", test_refused);
  g_test_add_func ("/far/skills/off", test_off);
  g_test_add_func ("/far/skills/attested", test_attested);
  g_test_add_func ("/far/skills/tandems", test_tandems);
  g_test_add_func ("/far/skills/come-along", test_come_along);
  g_test_add_func ("/far/skills/expiring", test_expiring);
  g_test_add_func ("/far/skills/opens-a-role", test_opens_a_role);
  g_test_add_func ("/far/skills/who-could", test_who_could);
  g_test_add_func ("/far/skills/written-all-the-same", test_written_all_the_same);
  g_test_add_func ("/far/skills/series", test_series);
  g_test_add_func ("/far/skills/roles", test_roles);
  g_test_add_func ("/far/skills/fair", test_fair);
  g_test_add_func ("/far/skills/memory", test_memory);
  g_test_add_data_func ("/far/skills/orders-of-two", GINT_TO_POINTER (TRUE), test_orders);
  g_test_add_data_func ("/far/skills/orders-of-three", NULL, test_orders);

  return g_test_run ();
}
