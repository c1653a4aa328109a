/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What one person's two machines say differently of what that person offers, needs or can: it
 * stands side by side, that person chooses, and nobody else does. */

#include <string.h>

#include "far-collective-help.h"
#include "far-collective-rides.h"
#include "far-collective-skills.h"
#include "test-party.h"

#define TODAY PARTY_MONDAY

enum
{
  ADA, /* holds the baton */
  BO,
  BO_AGAIN, /* Bo's second machine */
};

static const FarPeriod week = { TODAY, TODAY + 6, -1, -1 };

static Party *
party_of_two (guint32 seed)
{
  Party *party = party_new (seed, 2);

  party_agree (party, FAR_RULE_RIDES, 1);
  party_agree (party, FAR_RULE_HELP, 1);
  party_agree (party, FAR_RULE_SKILLS, 1);
  g_assert_cmpuint (party_add_device (party, BO), ==, BO_AGAIN);
  party_meet (party);

  return party;
}

/* "what: value | value", sorted by what is shown; a line each */
static char *
read_conflicts (Party *party, guint who, gint32 today)
{
  g_autoptr (GPtrArray) conflicts =
                 far_collective_conflicts (party->members[who].store, today, NULL);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < conflicts->len; i++)
    {
      const FarConflictFacts *facts = conflicts->pdata[i];

      g_string_append_printf (text, "%d %s:", (int)facts->what, facts->title);
      for (guint j = 0; j < facts->values->len; j++)
        {
          const FarDifferingValue *value = facts->values->pdata[j];

          g_assert_true (far_record_id_equal (value->by, party->members[BO].me.member));
          g_string_append_printf (text, " %d/%s", (int)value->number, value->text);
        }
      g_string_append (text, "\n");
    }

  return g_string_free (text, FALSE);
}

static void
assert_conflicts (Party *party, guint who, const char *expected)
{
  g_autofree char *text = read_conflicts (party, who, TODAY);

  g_assert_cmpstr (text, ==, expected);
}

/* The entry of a value that is not shown. */
static void
find_hidden (Party *party, FarDiffers what, guint8 *out)
{
  g_autoptr (GPtrArray) conflicts =
                 far_collective_conflicts (party->members[BO].store, TODAY, NULL);

  for (guint i = 0; i < conflicts->len; i++)
    {
      const FarConflictFacts *facts = conflicts->pdata[i];

      if (facts->what != what)
        continue;
      memcpy (out, ((const FarDifferingValue *)facts->values->pdata[1])->entry, FAR_ID_LEN);
      return;
    }
  g_assert_not_reached ();
}

/* Neither the baton's holder nor anybody else chooses for Bo; Bo does, and it is over everywhere.
 * What was chosen is Bo's: it goes when Bo's words go. */
static void
settle (Party *party, FarDiffers what, gint code)
{
  guint8 entry[FAR_ID_LEN];
  guint8 all[2][2 * FAR_HASH_LEN];
  FarWriter writer = party_writer (party, ADA);
  gint64 n = far_store_get_n_entries (party->members[ADA].store);

  find_hidden (party, what, entry);
  party_assert_refused (far_collective_choose (&writer, entry, error), code);
  g_assert_cmpint (far_store_get_n_entries (party->members[ADA].store), ==, n);
  party_assert_refused (far_collective_answer_suggestion (&writer, entry, TRUE, error),
                        FAR_COLLECTIVE_ERROR_NO_SUCH_ID);
  writer = party_writer (party, BO_AGAIN);
  party_assert_done (far_collective_choose (&writer, entry, error));
  party_meet (party);
  assert_conflicts (party, ADA, "");
  party_digests (party->members[ADA].store, all[0]);
  party_digests (party->members[BO].store, all[1]);
  g_assert_cmpmem (all[0], sizeof all[0], all[1], sizeof all[1]);
}

/* What is still to be read of that kind, whoever wrote it, and whether it says of whom it is or
 * not. */
static guint
count_words (Party *party, guint who, FarKind kind)
{
  FarStore *store = party->members[who].store;
  guint n = 0;

  for (gint64 i = 1; i <= far_store_get_n_entries (store); i++)
    {
      FarRow row;

      g_assert_true (far_store_read (store, i, &row, NULL));
      n += row.kind == kind && row.blob != NULL;
    }

  return n;
}

/* Everything that was said of Bo goes, and what was chosen of it too.  @n_left: of that kind, which
 * others said of themselves */
static void
erase_bo (Party *party, FarKind kind, guint n_left)
{
  FarWriter writer = party_writer (party, BO);
  FarPos pos;

  g_assert_cmpuint (count_words (party, ADA, kind), >=, n_left + 4);
  party_assert_done (
      far_collective_erase_subject (&writer, party->members[BO].me.member, &pos, error));
  party_meet (party);
  for (guint who = ADA; who <= BO_AGAIN; who++)
    g_assert_cmpuint (count_words (party, who, kind), ==, n_left);
}

static void
change_ride (Party *party, guint who, const guint8 *ride, const FarRideChange *change)
{
  FarWriter writer = party_writer (party, who);

  party_assert_done (far_collective_change_ride (&writer, ride, change, TODAY, error));
}

static void
test_ride (void)
{
  static const FarSpotDraft mill = { .words = "mill" };
  static const FarSpotDraft bridge = { .words = "bridge" };
  static const FarSpotDraft school = { .words = "school" };
  static const FarRule tuesday = {
    .weekdays = 2, .every_n_weeks = 1, .first_day = TODAY + 1, .last_day = TODAY + 1
  };
  static const FarSeats seats = { 3, { 0, 1, 0 } };
  static const FarSeats fewer = { 2, { 0, 0, 1 } };
  static const FarSeats more = { 4, { 1, 0, 0 } };
  g_autoptr (Party) party = party_of_two (1);
  FarWriter writer = party_writer (party, BO);
  FarRideChange ride = FAR_RIDE_CHANGE_NONE;
  FarRideChange one = FAR_RIDE_CHANGE_NONE;
  FarRideChange other = FAR_RIDE_CHANGE_NONE;
  g_autoptr (GPtrArray) left = NULL;
  g_autofree char *over = NULL;
  g_autofree char *expected = NULL;
  guint8 id[FAR_RECORD_ID_LEN];

  ride.from = &mill;
  ride.to = &school;
  ride.rule = &tuesday;
  ride.seats = &seats;
  ride.at[FAR_RIDE_WAY_THERE] = 8 * 60;
  party_assert_done (far_collective_add_ride (&writer, &ride, NULL, TODAY, id, error));
  party_meet (party);

  one.seats = &fewer;
  one.at[FAR_RIDE_WAY_THERE] = 7 * 60 + 50;
  one.has_luggage = 1;
  change_ride (party, BO, id, &one);
  other.from = &bridge;
  other.seats = &more;
  other.detour = "by the river";
  other.at[FAR_RIDE_WAY_THERE] = 8 * 60 + 10;
  change_ride (party, BO_AGAIN, id, &other);
  party_meet (party);
  over = read_conflicts (party, ADA, TODAY + 2);
  g_assert_cmpstr (over, ==, "");
  expected = g_strdup_printf ("%d bridge – school: 490/ 470/\n%d bridge – school: 4/ 2/\n"
                              "%d bridge – school: 1/1 0 0 1/0 0 1\n",
                              FAR_DIFFERS_RIDE_THERE, FAR_DIFFERS_RIDE_SEATS,
                              FAR_DIFFERS_RIDE_CHILD_SEATS);
  assert_conflicts (party, ADA, expected);

  settle (party, FAR_DIFFERS_RIDE_SEATS, FAR_COLLECTIVE_ERROR_RIDE_NOT_YOURS);
  erase_bo (party, FAR_KIND_RIDE, 0);
  left = far_collective_all_rides (party->members[ADA].store, NULL);
  g_assert_cmpuint (left->len, ==, 0);
}

static void
change_help (Party *party, guint who, const guint8 *help, const FarHelpChange *change)
{
  FarWriter writer = party_writer (party, who);

  party_assert_done (far_collective_change_help (&writer, help, change, TODAY, error));
}

static void
test_help (void)
{
  static const FarPeriod morning = { TODAY + 1, TODAY + 1, 9 * 60, 11 * 60 + 30 };
  static const FarPeriod days = { TODAY + 2, TODAY + 3, 9 * 60, -1 };
  static const FarSpotDraft nowhere = { .words = "" };
  static const FarSpotDraft mill = { .words = "mill" };
  g_autoptr (Party) party = party_of_two (2);
  FarWriter writer = party_writer (party, BO);
  FarHelpChange help = FAR_HELP_CHANGE_NONE;
  FarHelpChange one = FAR_HELP_CHANGE_NONE;
  FarHelpChange other = FAR_HELP_CHANGE_NONE;
  g_autoptr (GPtrArray) left = NULL;
  guint8 id[FAR_RECORD_ID_LEN];
  g_autofree char *expected = NULL;
  g_autofree char *over = NULL;

  help.what = "Carry a wardrobe";
  help.when = &week;
  help.place = &mill;
  party_assert_done (far_collective_add_help (&writer, &help, NULL, TODAY, id, error));
  party_meet (party);

  one.when = &morning;
  one.n_helpers = 2;
  one.place = &nowhere;
  one.details = "No lift";
  one.urgency = FAR_URGENCY_SOON;
  change_help (party, BO, id, &one);
  other.when = &days;
  other.n_helpers = 3;
  other.place = &(FarSpotDraft){ .words = "bridge" };
  other.details = "Third floor";
  other.urgency = FAR_URGENCY_SOON; /* they agree */
  change_help (party, BO_AGAIN, id, &other);
  party_meet (party);
  expected = g_strdup_printf ("%d Carry a wardrobe: 1/2026-09-09..2026-09-10 09:00 "
                              "1/2026-09-08 09:00-11:30\n"
                              "%d Carry a wardrobe: 1/bridge 0/\n%d Carry a wardrobe: 3/ 2/\n"
                              "%d Carry a wardrobe: 0/Third floor 0/No lift\n",
                              FAR_DIFFERS_HELP_WHEN, FAR_DIFFERS_HELP_PLACE,
                              FAR_DIFFERS_HELP_HELPERS, FAR_DIFFERS_NOTE);
  assert_conflicts (party, ADA, expected);
  over = read_conflicts (party, ADA, TODAY + 4);
  g_assert_cmpstr (over, ==, "");

  settle (party, FAR_DIFFERS_HELP_WHEN, FAR_COLLECTIVE_ERROR_HELP_NOT_YOURS);
  erase_bo (party, FAR_KIND_HELP, 0);
  left =
      far_collective_help (party->members[ADA].store, party->members[ADA].me.member, TODAY, NULL);
  g_assert_cmpuint (left->len, ==, 0);
}

static void
change_skill (Party *party, guint who, const guint8 *skill, const FarSkillChange *change)
{
  FarWriter writer = party_writer (party, who);

  party_assert_done (far_collective_change_skill (&writer, skill, change, error));
}

static void
test_skill (void)
{
  g_autoptr (Party) party = party_of_two (3);
  FarWriter writer = party_writer (party, BO);
  FarSkillChange skill = FAR_SKILL_CHANGE_NONE;
  FarSkillChange one = FAR_SKILL_CHANGE_NONE;
  FarSkillChange other = FAR_SKILL_CHANGE_NONE;
  g_autoptr (GPtrArray) left = NULL;
  guint8 id[FAR_RECORD_ID_LEN];
  g_autofree char *expected = NULL;

  skill.name = "PSC1";
  party_assert_done (
      far_collective_add_skill (&writer, NULL, FAR_SKILL_TRAINING, &skill, id, error));
  party_meet (party);
  one.sets_held = TRUE;
  one.has_obtained = one.has_expires = TRUE;
  one.obtained = TODAY - 7;
  one.expires = TODAY + 700;
  one.is_shown = 1;
  change_skill (party, BO, id, &one);
  other.sets_held = TRUE;
  other.has_obtained = TRUE;
  other.obtained = TODAY - 7;
  other.note = "in Dieppe";
  change_skill (party, BO_AGAIN, id, &other);
  party_meet (party);
  expected = g_strdup_printf ("%d PSC1: 1/2026-08-31.. 1/2026-08-31..2028-08-07\n",
                              FAR_DIFFERS_SKILL_HELD);
  assert_conflicts (party, ADA, expected);

  settle (party, FAR_DIFFERS_SKILL_HELD, FAR_COLLECTIVE_ERROR_SKILL_NOT_YOURS);
  erase_bo (party, FAR_KIND_SKILL, 0);
  left = far_collective_skills (party->members[ADA].store, TRUE, NULL);
  g_assert_cmpuint (left->len, ==, 0);
}

/* Of a number to call, and of the days on which somebody can, the same is true. */
static void
test_phone (void)
{
  g_autoptr (Party) party = party_of_two (4);
  g_autofree char *expected = g_strdup_printf ("%d Bo: 0/06 22 0/06 11\n", FAR_DIFFERS_PHONE);
  FarWriter writer = party_writer (party, BO);
  const guint8 *bo = party->members[BO].me.member;
  guint n;

  n = count_words (party, ADA, FAR_KIND_PERSON);
  party_assert_done (far_collective_set_phone (&writer, bo, "06 00", error));
  party_meet (party);
  writer = party_writer (party, BO);
  party_assert_done (far_collective_set_phone (&writer, bo, "06 11", error));
  writer = party_writer (party, BO_AGAIN);
  party_assert_done (far_collective_set_phone (&writer, bo, "06 22", error));
  party_meet (party);
  assert_conflicts (party, ADA, expected);

  settle (party, FAR_DIFFERS_PHONE, FAR_COLLECTIVE_ERROR_CHOICE_OF_PERSON);
  g_assert_cmpuint (count_words (party, ADA, FAR_KIND_PERSON), ==, n + 4);
  erase_bo (party, FAR_KIND_PERSON, n - 1); /* the name too */
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/far/conflicts/ride", test_ride);
  g_test_add_func ("/far/conflicts/help", test_help);
  g_test_add_func ("/far/conflicts/skill", test_skill);
  g_test_add_func ("/far/conflicts/phone", test_phone);

  return g_test_run ();
}
