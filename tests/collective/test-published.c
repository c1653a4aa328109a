/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What became of a rota since it was published, and who says to have seen it. */

#include <string.h>

#include "far-collective-published.h"
#include "far-kind-schema.h"
#include "far-payload.h"
#include "test-party.h"

#define TODAY PARTY_MONDAY

enum
{
  ADA, /* holds the baton */
  BO,
  CY,
};

typedef struct
{
  Party *party; /* owned */
  guint8 walk[FAR_RECORD_ID_LEN];
} Town;

static void
town_clear (Town *self)
{
  party_free (self->party);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Town, town_clear)

static Town
town_new (guint32 seed)
{
  Town self = { party_new (seed, 3) };
  FarWriter writer;

  party_add_rota (self.party, ADA, "Walk", 2, self.walk);
  writer = party_writer (self.party, ADA);
  party_assert_done (far_collective_publish_rota (&writer, self.walk, error));
  party_meet (self.party);

  return self;
}

static void
change (Town *self, const FarRotaRevision *revision)
{
  FarWriter writer = party_writer (self->party, ADA);
  gboolean is_suggestion;

  party_assert_done (
      far_collective_change_rota (&writer, self->walk, revision, &is_suggestion, error));
  g_assert_false (is_suggestion);
}

static void
change_at (Town *self, int at)
{
  FarRotaRevision revision = { .fields = FAR_CHANGES_AT, .plan.at = at };

  change (self, &revision);
}

static void
cancel (Town *self, gint32 day)
{
  FarWriter writer = party_writer (self->party, ADA);

  party_assert_done (far_collective_cancel_outing (&writer, self->walk, day, "Ice", error));
}

static gboolean
say_seen (Town *self, guint who, const guint8 *person, gboolean is_seen)
{
  FarWriter writer = party_writer (self->party, who);
  gboolean written;

  party_assert_done (
      far_collective_say_seen (&writer, self->walk, person, is_seen, TODAY, &written, error));

  return written;
}

typedef struct
{
  GPtrArray *rotas; /* owned */
  GPtrArray *plans; /* owned */
  const FarPlanFacts *plan;
} Read;

static void
read_clear (Read *self)
{
  g_ptr_array_unref (self->plans);
  g_ptr_array_unref (self->rotas);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Read, read_clear)

static Read
read_plan (Town *self, guint who)
{
  PartyMember *member = &self->party->members[who];
  g_autoptr (GError) error = NULL;
  Read read = { far_collective_rotas (member->store, &error) };

  g_assert_no_error (error);
  read.plans =
      far_collective_plans (member->store, read.rotas, member->me.device, TRUE, TODAY, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (read.plans->len, ==, 1);
  read.plan = read.plans->pdata[0];

  return read;
}

static const FarPlanReaderFacts *
find_reader (const Read *read, const guint8 *person)
{
  for (guint i = 0; i < read->plan->readers->len; i++)
    {
      const FarPlanReaderFacts *reader = read->plan->readers->pdata[i];

      if (memcmp (reader->person, person, FAR_RECORD_ID_LEN) == 0)
        return reader;
    }

  return NULL;
}

/* "at 480 490; cancelled +2 Ice": what, from which day after today, and from what to what */
static char *
words (const GPtrArray *changes)
{
  static const char *const names[] = {
    "title",  "line",     "days",    "first",     "last",      "at",         "min",    "max",
    "place",  "holidays", "role",    "role-gone", "role-name", "role-n",     "new",    "gone",
    "off",    "walks",    "date-at", "date-min",  "date-max",  "date-place", "closed", "opened",
    "joined", "parted",   "remark",  "comes",     "reserve",
  };
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < changes->len; i++)
    {
      const FarPlanChangeFacts *one = changes->pdata[i];

      g_string_append_printf (text, "%s%s", i > 0 ? "; " : "", names[one->what]);
      if (one->has_day)
        g_string_append_printf (text, " +%d", one->day - TODAY);
      if (one->before != 0 || one->after != 0)
        g_string_append_printf (text, " %d>%d", (int)one->before, (int)one->after);
      if (*one->text_before != '\0' || *one->text != '\0')
        g_string_append_printf (text, " %s>%s", one->text_before, one->text);
    }

  return g_string_free (text, FALSE);
}

#define assert_news(town, who, place, expected) \
  G_STMT_START \
  { \
    g_auto (Read) read_news = read_plan (town, who); \
    g_autofree char *text = words (read_news.plan->news); \
    g_assert_cmpstr (text, ==, expected); \
    g_assert_cmpint (read_news.plan->mine, ==, place); \
  } \
  G_STMT_END

static void
test_says_what_changed (void)
{
  g_auto (Town) town = town_new (1);
  FarRotaRevision later = {
    .fields = FAR_CHANGES_AT | FAR_CHANGES_PLACE | FAR_CHANGES_MIN,
    .plan = { .at = 500, .place = "The gym", .n_min = 1 },
    .has_from = TRUE,
    .from = TODAY + 14,
  };
  FarDateChange date = { .fields = FAR_CHANGES_AT, .at = 555 };
  FarWriter writer;
  gboolean is_suggestion;

  assert_news (&town, BO, FAR_SEEN_PLACE_NEVER, "");
  change (&town, &later);
  cancel (&town, TODAY + 2);
  writer = party_writer (town.party, ADA);
  party_assert_done (
      far_collective_change_outing (&writer, town.walk, TODAY + 3, &date, &is_suggestion, error));
  party_meet (town.party);
  assert_news (&town, BO, FAR_SEEN_PLACE_NEVER,
               "at +14 490>500; min +14 2>1; place +14 >The gym; off +2 >Ice; date-at +3 490>555");

  /* what is of all days is told once, and not again of those that it came to before */
  change_at (&town, 500);
  party_meet (town.party);
  assert_news (&town, BO, FAR_SEEN_PLACE_NEVER,
               "at 490>500; min +14 2>1; place +14 >The gym; off +2 >Ice; date-at +3 490>555");
}

static void
test_holidays_close_days (void)
{
  g_auto (Town) town = town_new (2);
  g_autoptr (GArray) spans = far_span_array_new ();
  FarSpan span = { TODAY + 7, TODAY + 11, g_strdup ("Autumn") };
  guint8 calendar[FAR_RECORD_ID_LEN];
  gboolean written;
  FarWriter writer = party_writer (town.party, ADA);
  g_auto (Read) read = { 0 };
  const FarPlanChangeFacts *closed;

  g_array_append_val (spans, span);
  party_assert_done (
      far_collective_set_holidays (&writer, "Zone B", spans, calendar, &written, error));
  party_meet (town.party);
  read = read_plan (&town, BO);
  g_assert_cmpuint (read.plan->changes->len, ==, 1);
  closed = read.plan->changes->pdata[0];
  g_assert_cmpint (closed->what, ==, FAR_PLAN_CHANGES_CLOSED);
  g_assert_cmpint (closed->day, ==, TODAY + 7);
  g_assert_cmpint (closed->last_day, ==, TODAY + 11);
  g_assert_cmpint (closed->after, ==, 5);
  g_assert_cmpstr (closed->text, ==, "Autumn");
}

/* Of what somebody has seen only what came later is new. */
static void
test_seen_then_changed (void)
{
  g_auto (Town) town = town_new (3);
  g_auto (Read) read = { 0 };
  const FarPlanReaderFacts *reader;

  change_at (&town, 470);
  party_meet (town.party);
  g_assert_true (say_seen (&town, BO, NULL, TRUE));
  g_assert_false (say_seen (&town, BO, NULL, TRUE));
  assert_news (&town, BO, FAR_SEEN_PLACE_NOW, "");
  cancel (&town, TODAY + 1);
  party_meet (town.party);
  assert_news (&town, BO, FAR_SEEN_PLACE_BEFORE, "off +1 >Ice");
  assert_news (&town, CY, FAR_SEEN_PLACE_NEVER, "at 490>470; off +1 >Ice");
  /* who wrote it has nothing new to read */
  assert_news (&town, ADA, FAR_SEEN_PLACE_NOW, "");

  g_assert_true (say_seen (&town, BO, NULL, TRUE));
  party_meet (town.party);
  read = read_plan (&town, ADA);
  reader = find_reader (&read, town.party->members[BO].me.member);
  g_assert_cmpint (reader->seen, ==, FAR_SEEN_PLACE_NOW);
  g_assert_true (reader->has_received);
  reader = find_reader (&read, town.party->members[CY].me.member);
  g_assert_cmpint (reader->seen, ==, FAR_SEEN_PLACE_NEVER);
  g_assert_false (reader->has_received);
}

/* What was changed and changed back is no news. */
static void
test_back_again (void)
{
  g_auto (Town) town = town_new (4);

  g_assert_true (say_seen (&town, BO, NULL, TRUE));
  change_at (&town, 470);
  party_meet (town.party);
  assert_news (&town, BO, FAR_SEEN_PLACE_BEFORE, "at 490>470");
  change_at (&town, 490);
  party_meet (town.party);
  assert_news (&town, BO, FAR_SEEN_PLACE_NOW, "");
}

/* Taken back, what was seen before counts again. */
static void
test_taken_back (void)
{
  g_auto (Town) town = town_new (5);

  g_assert_true (say_seen (&town, BO, NULL, TRUE));
  change_at (&town, 470);
  party_meet (town.party);
  g_assert_true (say_seen (&town, BO, NULL, TRUE));
  g_assert_true (say_seen (&town, BO, NULL, FALSE));
  assert_news (&town, BO, FAR_SEEN_PLACE_BEFORE, "at 490>470");
  g_assert_true (say_seen (&town, BO, NULL, FALSE));
  assert_news (&town, BO, FAR_SEEN_PLACE_NEVER, "at 490>470");
  g_assert_false (say_seen (&town, BO, NULL, FALSE));
}

/* Machines of one person that say how far they have seen it are both right. */
static void
test_for_whom_one_answers (void)
{
  g_auto (Town) town = town_new (6);
  guint8 rosa[FAR_RECORD_ID_LEN];
  guint8 turn[FAR_RECORD_ID_LEN];
  guint8 draft[FAR_RECORD_ID_LEN];
  FarWriter writer = party_writer (town.party, BO);
  gboolean written;
  g_auto (Read) read = { 0 };
  const FarPlanReaderFacts *reader;

  party_assert_done (far_collective_add_person (&writer, "Rosa", rosa, error));
  writer = party_writer (town.party, BO);
  party_assert_done (
      far_collective_take_turn (&writer, town.walk, TODAY + 1, rosa, TODAY, turn, error));
  party_meet (town.party);
  g_assert_true (say_seen (&town, BO, rosa, TRUE));
  writer = party_writer (town.party, CY);
  party_assert_refused (far_collective_say_seen (&writer, town.walk, rosa, TRUE, TODAY, &written,
                                                 error),
                        FAR_COLLECTIVE_ERROR_PERSON_NOT_YOURS);
  party_assert_refused (far_collective_say_seen (&writer, town.walk,
                                                 town.party->members[BO].me.member, TRUE, TODAY,
                                                 &written, error),
                        FAR_COLLECTIVE_ERROR_PERSON_NOT_YOURS);
  party_add_rota (town.party, CY, "Draft", 2, draft);
  writer = party_writer (town.party, CY);
  party_assert_refused (far_collective_say_seen (&writer, draft, NULL, TRUE, TODAY, &written,
                                                 error),
                        FAR_COLLECTIVE_ERROR_NOT_PUBLISHED);

  party_meet (town.party);
  read = read_plan (&town, ADA);
  reader = find_reader (&read, rosa);
  g_assert_nonnull (reader);
  g_assert_cmpint (reader->seen, ==, FAR_SEEN_PLACE_NOW);
  g_assert_cmpmem (reader->said_by, FAR_RECORD_ID_LEN, town.party->members[BO].me.member,
                   FAR_RECORD_ID_LEN);
  g_assert_false (reader->is_member);
  /* Rosa comes, and so it concerns her and nobody else yet */
  g_assert_true (reader->is_concerned);
  g_assert_false (find_reader (&read, town.party->members[CY].me.member)->is_concerned);
}

/* Nobody has seen anything for a member, with whatever program. */
static void
test_said_by_a_stranger (void)
{
  g_auto (Town) town = town_new (7);
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  g_auto (Read) read = read_plan (&town, ADA);
  g_auto (Read) after = { 0 };

  far_map_bytes (&map, FAR_SEEN_ROTA, town.walk, FAR_RECORD_ID_LEN);
  far_map_array (&map, FAR_SEEN_ENTRIES, 1);
  far_cbor_put_bytes (payload, read.plan->entry, FAR_ID_LEN);
  far_map_end (&map);
  party_write_about (town.party, CY, FAR_KIND_SEEN, town.party->members[BO].me.member, 0, payload,
                     NULL, 0);
  party_meet (town.party);
  after = read_plan (&town, ADA);
  g_assert_cmpint (find_reader (&after, town.party->members[BO].me.member)->seen, ==,
                   FAR_SEEN_PLACE_NEVER);
  assert_news (&town, BO, FAR_SEEN_PLACE_NEVER, "");
}

/* All machines tell the same, and one that heard of nothing counts another digest. */
static void
test_same_everywhere (void)
{
  g_auto (Town) town = town_new (8);
  guint8 before[2 * FAR_HASH_LEN];
  guint8 digests[PARTY_MAX][2 * FAR_HASH_LEN];

  party_digests (town.party->members[ADA].store, before);
  g_assert_true (say_seen (&town, BO, NULL, TRUE));
  change_at (&town, 470);
  g_assert_true (say_seen (&town, CY, NULL, TRUE));
  party_meet (town.party);
  for (guint who = 0; who < town.party->n_members; who++)
    party_digests (town.party->members[who].store, digests[who]);
  g_assert_cmpmem (digests[ADA], sizeof before, digests[BO], sizeof before);
  g_assert_cmpmem (digests[ADA], sizeof before, digests[CY], sizeof before);
  /* Cy had not heard of the other time */
  assert_news (&town, CY, FAR_SEEN_PLACE_BEFORE, "at 490>470");

  /* the records' half knows of it too */
  party_digests (town.party->members[ADA].store, before);
  g_assert_true (say_seen (&town, BO, NULL, TRUE));
  party_meet (town.party);
  party_digests (town.party->members[ADA].store, digests[ADA]);
  g_assert_true (memcmp (before + FAR_HASH_LEN, digests[ADA] + FAR_HASH_LEN, FAR_HASH_LEN) != 0);
}

/* Who can say it again and again cannot make all others read it. */
static void
test_as_often_as_there_is_room (void)
{
  g_auto (Town) town = town_new (9);
  FarWriter writer;
  gboolean written;

  for (guint i = 0; i < FAR_CHAIN_SAID_MAX; i++)
    g_assert_true (say_seen (&town, BO, NULL, i % 2 == 0));
  writer = party_writer (town.party, BO);
  party_assert_refused (far_collective_say_seen (&writer, town.walk, NULL, TRUE, TODAY, &written,
                                                 error),
                        FAR_COLLECTIVE_ERROR_FULL_SAID);
  /* of another one there is room */
  g_assert_true (say_seen (&town, CY, NULL, TRUE));
}

/* ---- who comes in from the reserve */

static void
take (Town *self, guint who, const guint8 *person, guint8 *out_turn)
{
  FarWriter writer = party_writer (self->party, who);

  party_assert_done (
      far_collective_take_turn (&writer, self->walk, TODAY + 1, person, TODAY, out_turn, error));
}

static void
give_back (Town *self, guint who, const guint8 *turn)
{
  FarWriter writer = party_writer (self->party, who);

  party_assert_done (
      far_collective_change_turn (&writer, turn, FAR_TURN_STATE_RELEASED, TODAY, NULL, error));
}

/* Whoever was reserve and comes is told, until they say that they have seen it; and the
 * coordinator, that they are to be called. */
static void
test_place_becomes_free (void)
{
  g_auto (Town) town = town_new (10);
  guint8 turns[3][FAR_RECORD_ID_LEN];

  for (guint who = 0; who < 3; who++)
    {
      take (&town, who, NULL, turns[who]);
      party_meet (town.party);
    }
  assert_news (&town, CY, FAR_SEEN_PLACE_NEVER, "");
  g_assert_true (say_seen (&town, CY, NULL, TRUE));
  assert_news (&town, CY, FAR_SEEN_PLACE_NOW, "");

  give_back (&town, BO, turns[BO]);
  party_meet (town.party);
  assert_news (&town, BO, FAR_SEEN_PLACE_NEVER, "");
  assert_news (&town, CY, FAR_SEEN_PLACE_BEFORE, "comes +1");
  {
    g_auto (Read) read = read_plan (&town, ADA);

    g_assert_cmpint (find_reader (&read, town.party->members[CY].me.member)->seen, ==,
                     FAR_SEEN_PLACE_BEFORE);
  }
  g_assert_true (say_seen (&town, CY, NULL, TRUE));
  assert_news (&town, CY, FAR_SEEN_PLACE_NOW, "");

  /* one more place is nothing more to them */
  give_back (&town, ADA, turns[ADA]);
  party_meet (town.party);
  assert_news (&town, CY, FAR_SEEN_PLACE_NOW, "");

  /* whoever takes what was given back before knows that */
  take (&town, BO, NULL, turns[BO]);
  party_meet (town.party);
  assert_news (&town, BO, FAR_SEEN_PLACE_NEVER, "");
  g_assert_true (say_seen (&town, BO, NULL, TRUE));
  assert_news (&town, BO, FAR_SEEN_PLACE_NOW, "");
}

/* Of three who took two places without knowing of each other, one is reserve, and is told. */
static void
test_others_come_first (void)
{
  g_auto (Town) town = town_new (11);
  guint8 turns[3][FAR_RECORD_ID_LEN];
  guint n_told = 0;
  guint last = 0;

  for (guint who = 0; who < 3; who++)
    take (&town, who, NULL, turns[who]);
  party_meet (town.party);
  for (guint who = 0; who < 3; who++)
    {
      g_auto (Read) read = read_plan (&town, who);
      g_autofree char *text = words (read.plan->news);

      if (*text != '\0')
        {
          g_assert_cmpstr (text, ==, "reserve +1");
          last = who;
          n_told++;
        }
    }
  g_assert_cmpuint (n_told, ==, 1);

  g_assert_true (say_seen (&town, last, NULL, TRUE));
  party_meet (town.party);
  assert_news (&town, last, FAR_SEEN_PLACE_NOW, "");
  give_back (&town, (last + 1) % 3, turns[(last + 1) % 3]);
  party_meet (town.party);
  assert_news (&town, last, FAR_SEEN_PLACE_BEFORE, "comes +1");
}

/* Who is gone leaves a place too; and who noted a promise for somebody is told of it. */
static void
test_who_leaves_makes_room (void)
{
  g_auto (Town) town = town_new (12);
  guint8 turns[3][FAR_RECORD_ID_LEN];
  guint8 rosa[FAR_RECORD_ID_LEN];
  FarWriter writer = party_writer (town.party, CY);

  party_assert_done (far_collective_add_person (&writer, "Rosa", rosa, error));
  take (&town, ADA, NULL, turns[ADA]);
  take (&town, BO, NULL, turns[BO]);
  party_meet (town.party);
  take (&town, CY, rosa, turns[CY]);
  g_assert_true (say_seen (&town, CY, NULL, TRUE));
  assert_news (&town, CY, FAR_SEEN_PLACE_NOW, "");

  writer = party_writer (town.party, BO);
  party_assert_done (far_collective_leave (&writer, error));
  party_meet (town.party);
  {
    g_auto (Read) read = read_plan (&town, CY);
    const FarPlanChangeFacts *news;

    g_assert_cmpint (read.plan->mine, ==, FAR_SEEN_PLACE_BEFORE);
    g_assert_cmpuint (read.plan->news->len, ==, 1);
    news = read.plan->news->pdata[0];
    g_assert_cmpint (news->what, ==, FAR_PLAN_CHANGES_COMES);
    g_assert_cmpmem (news->person, FAR_RECORD_ID_LEN, rosa, FAR_RECORD_ID_LEN);
  }
  g_assert_true (say_seen (&town, CY, NULL, TRUE));
  assert_news (&town, CY, FAR_SEEN_PLACE_NOW, "");
}

/* Once a rota is over for a school year and a month, nobody needs to know who had seen it. */
static void
test_erased_when_over (void)
{
  g_auto (Town) town = town_new (31);
  g_auto (Read) read = { 0 };
  FarWriter writer;
  gint32 last;
  guint n;

  g_assert_true (say_seen (&town, BO, NULL, TRUE));
  party_meet (town.party);
  read = read_plan (&town, BO);
  last = ((const FarRotaFacts *)read.rotas->pdata[0])->rule.last_day;
  writer = party_writer (town.party, BO);
  party_assert_done (far_collective_erase_expired (&writer, last + 395, &n, error));
  g_assert_cmpuint (n, ==, 0);
  assert_news (&town, BO, FAR_SEEN_PLACE_NOW, "");
  /* whoever holds the baton leaves it a week to whose it is */
  writer = party_writer (town.party, ADA);
  party_assert_done (far_collective_erase_expired (&writer, last + 399, &n, error));
  g_assert_cmpuint (n, ==, 0);
  writer = party_writer (town.party, BO);
  party_assert_done (far_collective_erase_expired (&writer, last + 399, &n, error));
  g_assert_cmpuint (n, ==, 1);
  assert_news (&town, BO, FAR_SEEN_PLACE_NEVER, "");
  party_assert_done (far_collective_erase_expired (&writer, last + 399, &n, error));
  g_assert_cmpuint (n, ==, 0);
}

/* A rota that was taken off the list is over with that day. */
static void
test_erased_when_gone (void)
{
  g_auto (Town) town = town_new (32);
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  FarWriter writer;
  gint32 today = far_day_of_utc (town.party->now_ms);
  guint n;

  g_assert_true (say_seen (&town, BO, NULL, TRUE));
  party_meet (town.party);
  far_map_bytes (&map, FAR_ROTA_ID, town.walk, FAR_RECORD_ID_LEN);
  far_map_int (&map, FAR_ROTA_GONE, 1);
  far_map_end (&map);
  party_write (town.party, ADA, FAR_KIND_ROTA, 1, payload, NULL, 0);
  party_meet (town.party);

  writer = party_writer (town.party, BO);
  party_assert_done (far_collective_erase_expired (&writer, today + 395, &n, error));
  g_assert_cmpuint (n, ==, 0);
  party_assert_done (far_collective_erase_expired (&writer, today + 399, &n, error));
  g_assert_cmpuint (n, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/published/says-what-changed", test_says_what_changed);
  g_test_add_func ("/published/holidays-close-days", test_holidays_close_days);
  g_test_add_func ("/published/seen-then-changed", test_seen_then_changed);
  g_test_add_func ("/published/back-again", test_back_again);
  g_test_add_func ("/published/taken-back", test_taken_back);
  g_test_add_func ("/published/for-whom-one-answers", test_for_whom_one_answers);
  g_test_add_func ("/published/said-by-a-stranger", test_said_by_a_stranger);
  g_test_add_func ("/published/same-everywhere", test_same_everywhere);
  g_test_add_func ("/published/erased-when-gone", test_erased_when_gone);
  g_test_add_func ("/published/place-becomes-free", test_place_becomes_free);
  g_test_add_func ("/published/others-come-first", test_others_come_first);
  g_test_add_func ("/published/who-leaves-makes-room", test_who_leaves_makes_room);
  g_test_add_func ("/published/as-often-as-there-is-room", test_as_often_as_there_is_room);
  g_test_add_func ("/published/erased-when-over", test_erased_when_over);

  return g_test_run ();
}
