/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A hand: who asks for it, who helps, who waits, who has done it, and what only they are to know.
 */

#include <string.h>

#include "far-collective-help.h"
#include "far-kind-schema.h"
#include "test-party.h"

#define TODAY PARTY_MONDAY
#define N_ORDERS 200
#define CODE "Door code 4711, second floor."

enum
{
  ADA, /* holds the baton */
  BO,  /* who asks */
  CY,
  DI,
};

typedef struct
{
  Party *party; /* owned */
  guint8 help[FAR_RECORD_ID_LEN];
} Need;

static void
need_clear (Need *self)
{
  party_free (self->party);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Need, need_clear)

/* From tomorrow on for five days, in the morning. */
static const FarPeriod week = { TODAY + 1, TODAY + 5, 9 * 60, 11 * 60 };
static const FarSpotDraft mill = { .words = " The mill " };

static FarHelpChange
draft (const char *what, const FarPeriod *when)
{
  FarHelpChange help = FAR_HELP_CHANGE_NONE;

  help.what = what;
  help.when = when;

  return help;
}

static void
add (Party *party, guint who, const FarHelpChange *help, guint8 *out)
{
  FarWriter writer = party_writer (party, who);

  party_assert_done (far_collective_add_help (&writer, help, NULL, TODAY, out, error));
}

/* Bo asks @n to carry a wardrobe. */
static Need
need_new (guint32 seed, int n)
{
  FarHelpChange help = draft ("Carry a wardrobe", &week);
  Need self = { party_new (seed, 4) };

  party_agree (self.party, FAR_RULE_HELP, 1);
  help.category = FAR_CATEGORY_CARRY;
  help.place = &mill;
  help.urgency = FAR_URGENCY_SOON;
  help.n_helpers = n;
  help.details = "Third floor, no lift";
  add (self.party, BO, &help, self.help);
  party_meet (self.party);

  return self;
}

static void
claim (Need *self, guint who, FarClaimRole role)
{
  FarWriter writer = party_writer (self->party, who);

  party_assert_done (far_collective_claim_help (&writer, self->help, NULL, role, TODAY, error));
}

static void
take (Need *self, guint who)
{
  claim (self, who, FAR_CLAIM_HELPS);
}

static void
release (Need *self, guint who)
{
  FarWriter writer = party_writer (self->party, who);

  party_assert_done (far_collective_release_help (&writer, self->help, NULL, error));
}

static void
say_done (Need *self, guint who, gboolean is_done)
{
  FarWriter writer = party_writer (self->party, who);

  party_assert_done (far_collective_help_is_done (&writer, self->help, NULL, is_done, error));
}

static void
change (Need *self, guint who, const FarHelpChange *change)
{
  FarWriter writer = party_writer (self->party, who);

  party_assert_done (far_collective_change_help (&writer, self->help, change, TODAY, error));
}

static void
say_of_it (Need *self, guint who, int done, int is_gone)
{
  FarHelpChange words = FAR_HELP_CHANGE_NONE;

  words.done = done;
  words.is_gone = is_gone;
  change (self, who, &words);
}

static void
move (Need *self, guint who, gint32 first_day, gint32 last_day)
{
  FarHelpChange words = FAR_HELP_CHANGE_NONE;
  FarPeriod when = { first_day, last_day, 9 * 60, -1 };

  words.when = &when;
  change (self, who, &words);
}

static FarHelpFacts *
read_help (const Need *self, guint who)
{
  const PartyMember *member = &self->party->members[who];
  g_autoptr (GError) error = NULL;
  FarHelpFacts *help =
      far_collective_one_help (member->store, self->help, member->me.member, &error);

  g_assert_no_error (error);

  return help;
}

/* Whoever is no member is a question mark. */
static char
letter_of (const Party *party, const guint8 *person)
{
  for (guint i = 0; i < party->n_members; i++)
    if (memcmp (party->members[i].me.member, person, FAR_RECORD_ID_LEN) == 0)
      return (char)('A' + i);

  return '?';
}

/* Who helps in order: "+" before who waits, "-" who gave it back, "?" who could, "!" after who has
 * done it, "~" who is asked whether the new time suits. */
static void
assert_claims (const Need *self, guint who, const char *expected)
{
  g_autoptr (FarHelpFacts) help = read_help (self, who);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < help->claims->len; i++)
    {
      const FarClaimFacts *one = help->claims->pdata[i];

      if (i > 0)
        g_string_append_c (text, ' ');
      if (one->place == FAR_TURN_PLACE_RESERVE)
        g_string_append_c (text, '+');
      if (one->place == FAR_TURN_PLACE_RELEASED)
        g_string_append_c (text, '-');
      if (one->role == FAR_CLAIM_COULD)
        g_string_append_c (text, '?');
      g_string_append_c (text, letter_of (self->party, one->person));
      if (one->is_done)
        g_string_append_c (text, '!');
      if (one->is_moved)
        g_string_append_c (text, '~');
    }
  g_assert_cmpstr (text->str, ==, expected);
}

static FarHelpPlace
place_of (const Need *self, guint who, gint32 today)
{
  g_autoptr (FarHelpFacts) help = read_help (self, who);

  return far_help_get_place (help, today);
}

static guint
count_listed (const Need *self, guint who, gint32 first_day)
{
  const PartyMember *member = &self->party->members[who];
  g_autoptr (GPtrArray) helps =
                 far_collective_help (member->store, member->me.member, first_day, NULL);

  g_assert_nonnull (helps);

  return helps->len;
}

static void
test_is_shown (void)
{
  g_auto (Need) need = need_new (1, 2);
  g_autoptr (FarHelpFacts) help = read_help (&need, DI);
  const FarHelpWords *facts = help->facts;

  g_assert_cmpstr (facts->what, ==, "Carry a wardrobe");
  g_assert_cmpstr (facts->place.words, ==, "The mill");
  g_assert_cmpstr (facts->details, ==, "Third floor, no lift");
  g_assert_cmpuint (facts->category, ==, FAR_CATEGORY_CARRY);
  g_assert_cmpint (facts->urgency, ==, FAR_URGENCY_SOON);
  g_assert_cmpuint (facts->n_helpers, ==, 2);
  g_assert_cmpint (facts->when.first_day, ==, week.first_day);
  g_assert_cmpint (facts->when.from, ==, week.from);
  g_assert_cmpint (facts->claims_day, ==, week.last_day);
  g_assert_false (facts->is_offer);
  g_assert_cmpuint (help->n_left, ==, 2);
  g_assert_cmpmem (facts->person, FAR_RECORD_ID_LEN, need.party->members[BO].me.member,
                   FAR_RECORD_ID_LEN);
  g_assert_cmpuint (count_listed (&need, ADA, TODAY), ==, 1);
  g_assert_cmpuint (count_listed (&need, ADA, week.last_day + 1), ==, 0);
}

/* One's own first, then what is urgent, then by day. */
static void
test_in_order (void)
{
  g_auto (Need) need = need_new (2, 1);
  const FarPeriod late = { TODAY + 9, TODAY + 9, -1, -1 };
  FarHelpChange help = draft ("Feed the cat", &late);
  guint8 ids[3][FAR_RECORD_ID_LEN];
  g_autoptr (GPtrArray) helps = NULL;

  add (need.party, CY, &help, ids[0]);
  help.urgency = FAR_URGENCY_TODAY;
  add (need.party, DI, &help, ids[1]);
  help.urgency = FAR_URGENCY_SUITS;
  help.when = &week;
  add (need.party, DI, &help, ids[2]);
  party_meet (need.party);
  helps = far_collective_help (need.party->members[CY].store, need.party->members[CY].me.member,
                               TODAY, NULL);
  g_assert_cmpuint (helps->len, ==, 4);
  g_assert_cmpmem (((FarHelpFacts *)helps->pdata[0])->facts->id, 16, ids[0], 16);
  g_assert_cmpmem (((FarHelpFacts *)helps->pdata[1])->facts->id, 16, ids[1], 16);
  g_assert_cmpmem (((FarHelpFacts *)helps->pdata[2])->facts->id, 16, need.help, 16);
  g_assert_cmpmem (((FarHelpFacts *)helps->pdata[3])->facts->id, 16, ids[2], 16);
}

/* As many as are needed help, and the others wait; where one gives it back the next one helps. */
static void
test_helpers (void)
{
  g_auto (Need) need = need_new (3, 2);

  for (guint who = ADA; who <= DI; who++)
    if (who != BO)
      {
        take (&need, who);
        party_meet (need.party);
      }
  assert_claims (&need, BO, "A C +D");
  g_assert_cmpint (place_of (&need, BO, TODAY), ==, FAR_HELP_TAKEN);
  release (&need, ADA);
  party_meet (need.party);
  assert_claims (&need, BO, "C D -A");
  release (&need, CY);
  party_meet (need.party);
  g_assert_cmpint (place_of (&need, BO, TODAY), ==, FAR_HELP_OPEN);
}

/* The last place is taken by two who do not know of each other: one stands, both see who. */
static void
test_last_place (void)
{
  g_auto (Need) need = need_new (4, 1);
  g_autoptr (FarHelpFacts) help = NULL;
  const FarClaimFacts *second;

  take (&need, ADA);
  take (&need, CY);
  take (&need, DI);
  party_meet (need.party);
  help = read_help (&need, DI);
  g_assert_cmpuint (help->claims->len, ==, 3);
  second = help->claims->pdata[1];
  g_assert_cmpint (second->place, ==, FAR_TURN_PLACE_RESERVE);
  g_assert_cmpint (second->reason, ==, FAR_RANK_REASON_LOTTERY);
  g_assert_cmpuint (second->reserve, ==, 1);
}

/* Who could is not counted; who then does is not told twice. */
static void
test_could (void)
{
  g_auto (Need) need = need_new (5, 1);
  FarWriter writer;

  claim (&need, CY, FAR_CLAIM_COULD);
  party_meet (need.party);
  assert_claims (&need, BO, "?C");
  g_assert_cmpint (place_of (&need, BO, TODAY), ==, FAR_HELP_OPEN);
  take (&need, CY);
  party_meet (need.party);
  assert_claims (&need, BO, "C -?C");
  writer = party_writer (need.party, CY);
  party_assert_refused (far_collective_claim_help (&writer, need.help, NULL, FAR_CLAIM_COULD, TODAY,
                                                   error),
                        FAR_COLLECTIVE_ERROR_HELP_TAKEN);
  party_assert_refused (far_collective_claim_help (&writer, need.help, NULL, FAR_CLAIM_HELPS, TODAY,
                                                   error),
                        FAR_COLLECTIVE_ERROR_HELP_TAKEN);
  release (&need, CY);
  writer = party_writer (need.party, CY);
  party_assert_refused (far_collective_release_help (&writer, need.help, NULL, error),
                        FAR_COLLECTIVE_ERROR_NO_CLAIM);
}

/* A request that is moved keeps who helps, who say whether that suits; and ranks stay. */
static void
test_moved (void)
{
  g_auto (Need) need = need_new (6, 1);
  FarHelpChange too_far = FAR_HELP_CHANGE_NONE;
  FarPeriod when = { week.last_day + FAR_HELP_LONGER_DAYS, week.last_day + FAR_HELP_LONGER_DAYS + 1,
                     -1, -1 };
  FarWriter writer;

  take (&need, CY);
  party_meet (need.party);
  take (&need, DI);
  party_meet (need.party);
  move (&need, BO, TODAY + 12, TODAY + 13);
  party_meet (need.party);
  assert_claims (&need, ADA, "C~ +D~");
  take (&need, DI);
  party_meet (need.party);
  assert_claims (&need, ADA, "C~ +D");
  take (&need, CY);
  party_meet (need.party);
  assert_claims (&need, ADA, "C +D");
  move (&need, BO, week.first_day, week.last_day);
  party_meet (need.party);
  assert_claims (&need, ADA, "C +D");

  too_far.when = &when;
  writer = party_writer (need.party, BO);
  party_assert_refused (far_collective_change_help (&writer, need.help, &too_far, TODAY, error),
                        FAR_COLLECTIVE_ERROR_HELP_LONG);
}

static void
test_done (void)
{
  g_auto (Need) need = need_new (7, 2);
  FarHelpChange thanks = FAR_HELP_CHANGE_NONE;
  g_autoptr (FarHelpFacts) help = NULL;
  FarWriter writer;

  take (&need, CY);
  party_meet (need.party);
  take (&need, DI);
  party_meet (need.party);
  say_done (&need, CY, TRUE);
  party_meet (need.party);
  assert_claims (&need, BO, "C! D");
  g_assert_cmpint (place_of (&need, BO, TODAY), ==, FAR_HELP_TAKEN);
  writer = party_writer (need.party, CY);
  party_assert_refused (far_collective_help_is_done (&writer, need.help, NULL, TRUE, error),
                        FAR_COLLECTIVE_ERROR_ALREADY_SAID);
  party_assert_refused (far_collective_release_help (&writer, need.help, NULL, error),
                        FAR_COLLECTIVE_ERROR_HELP_CLOSED);
  say_done (&need, DI, TRUE);
  party_meet (need.party);
  g_assert_cmpint (place_of (&need, BO, TODAY), ==, FAR_HELP_IS_DONE);

  /* whoever needs it knows whether it is needed still: who did some of it takes nobody's place */
  say_of_it (&need, BO, FAR_HELP_DONE_NO, -1);
  party_meet (need.party);
  g_assert_cmpint (place_of (&need, CY, TODAY), ==, FAR_HELP_OPEN);
  take (&need, ADA);
  party_meet (need.party);
  assert_claims (&need, BO, "C! D! A");
  say_of_it (&need, BO, FAR_HELP_DONE_YES, -1);
  party_meet (need.party);
  g_assert_cmpint (place_of (&need, CY, TODAY), ==, FAR_HELP_IS_DONE);
  g_assert_cmpint (place_of (&need, CY, week.last_day + 3), ==, FAR_HELP_IS_DONE);
  writer = party_writer (need.party, DI);
  party_assert_refused (far_collective_claim_help (&writer, need.help, NULL, FAR_CLAIM_HELPS, TODAY,
                                                   error),
                        FAR_COLLECTIVE_ERROR_HELP_CLOSED);

  thanks.thanks = "A thousand thanks!";
  change (&need, BO, &thanks);
  party_meet (need.party);
  g_assert_cmpint (place_of (&need, CY, TODAY), ==, FAR_HELP_THANKED);
  help = read_help (&need, CY);
  g_assert_cmpstr (help->facts->thanks, ==, "A thousand thanks!");
}

/* Of one person two machines: on one it is given back, on the other it was done.  What was done is
 * done, whichever clock is ahead; unsaying it takes having seen it. */
static void
test_release_or_done (void)
{
  for (guint round = 0; round < 2; round++)
    {
      g_auto (Need) need = need_new (8 + round, 1);
      guint again = party_add_device (need.party, CY);

      take (&need, CY);
      party_meet (need.party);
      if (round == 0)
        {
          release (&need, again);
          say_done (&need, CY, TRUE);
        }
      else
        {
          say_done (&need, CY, TRUE);
          release (&need, again);
        }
      party_meet (need.party);
      assert_claims (&need, DI, "-C!");

      {
        g_auto (Need) other = need_new (18 + round, 1);

        again = party_add_device (other.party, CY);
        take (&other, CY);
        party_meet (other.party);
        say_done (&other, CY, TRUE);
        party_meet (other.party);
        say_done (&other, again, FALSE);
        say_of_it (&other, BO, FAR_HELP_DONE_YES, -1);
        party_meet (other.party);
        assert_claims (&other, DI, "C");
        g_assert_cmpint (place_of (&other, DI, TODAY), ==, FAR_HELP_IS_DONE);
      }
    }
}

/* Said twice, and unsaid by who had heard of one of them. */
static void
test_unsaid (void)
{
  g_auto (Need) need = need_new (20, 1);
  guint again = party_add_device (need.party, CY);

  take (&need, CY);
  party_meet (need.party);
  say_done (&need, CY, TRUE);
  say_done (&need, again, TRUE);
  say_done (&need, again, FALSE);
  party_meet (need.party);
  assert_claims (&need, DI, "C!");
  say_done (&need, again, FALSE);
  party_meet (need.party);
  assert_claims (&need, DI, "C");
}

/* Taken by one while it is withdrawn by the other: whoever wanted to help sees that nobody needs
 * it; and it can be needed again after all. */
static void
test_withdrawn (void)
{
  g_auto (Need) need = need_new (11, 1);
  FarWriter writer;

  take (&need, CY);
  say_of_it (&need, BO, -1, 1);
  party_meet (need.party);
  assert_claims (&need, BO, "C");
  g_assert_cmpint (place_of (&need, CY, TODAY), ==, FAR_HELP_WITHDRAWN);
  writer = party_writer (need.party, DI);
  party_assert_refused (far_collective_claim_help (&writer, need.help, NULL, FAR_CLAIM_HELPS, TODAY,
                                                   error),
                        FAR_COLLECTIVE_ERROR_HELP_CLOSED);
  say_of_it (&need, BO, -1, 0);
  party_meet (need.party);
  g_assert_cmpint (place_of (&need, CY, TODAY), ==, FAR_HELP_TAKEN);
  g_assert_cmpint (place_of (&need, CY, week.last_day + 1), ==, FAR_HELP_OVER);
}

/* Who has no machine asks and helps through who answers for them. */
static void
test_for_somebody (void)
{
  g_auto (Need) need = need_new (12, 1);
  FarHelpChange help = draft ("Read a letter", &week);
  guint8 grandma[FAR_RECORD_ID_LEN];
  guint8 hers[FAR_RECORD_ID_LEN];
  FarWriter writer = party_writer (need.party, CY);

  party_assert_done (far_collective_add_person (&writer, "Grandma", grandma, error));
  party_assert_done (
      far_collective_claim_help (&writer, need.help, grandma, FAR_CLAIM_HELPS, TODAY, error));
  party_assert_done (far_collective_add_help (&writer, &help, grandma, TODAY, hers, error));
  party_meet (need.party);
  assert_claims (&need, BO, "?");
  memcpy (need.help, hers, sizeof hers);
  {
    g_autoptr (FarHelpFacts) seen = read_help (&need, DI);

    g_assert_cmpmem (seen->facts->person, 16, grandma, 16);
    g_assert_cmpmem (seen->facts->owner, 16, need.party->members[CY].me.member, 16);
  }
  writer = party_writer (need.party, DI);
  party_assert_refused (far_collective_claim_help (&writer, need.help, grandma, FAR_CLAIM_HELPS,
                                                   TODAY, error),
                        FAR_COLLECTIVE_ERROR_HELP_OWN);
  party_assert_refused (far_collective_add_help (&writer, &help, grandma, TODAY, hers, error),
                        FAR_COLLECTIVE_ERROR_PERSON_NOT_YOURS);
  /* who answers for her may help her */
  take (&need, CY);
  assert_claims (&need, CY, "C");
}

/* Whose it is says so, and the coordinator does not. */
static void
test_owner_only (void)
{
  g_auto (Need) need = need_new (13, 1);
  FarHelpChange words = FAR_HELP_CHANGE_NONE;
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  FarWriter writer = party_writer (need.party, ADA);

  words.is_gone = TRUE;
  party_assert_refused (far_collective_change_help (&writer, need.help, &words, TODAY, error),
                        FAR_COLLECTIVE_ERROR_HELP_NOT_YOURS);

  far_map_bytes (&map, FAR_HELP_ID, need.help, FAR_RECORD_ID_LEN);
  far_map_int (&map, FAR_HELP_DONE, 1);
  far_map_int (&map, FAR_HELP_GONE, 1);
  far_map_end (&map);
  party_write_about (need.party, ADA, FAR_KIND_HELP, need.party->members[BO].me.member, 1, payload,
                     NULL, 0);
  party_meet (need.party);
  g_assert_cmpint (place_of (&need, CY, TODAY), ==, FAR_HELP_OPEN);
}

/* In somebody else's name it is none. */
static void
test_in_anothers_name (void)
{
  g_auto (Need) need = need_new (14, 1);
  FarStore *cy = need.party->members[CY].store;
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarRow row;

  g_assert_true (far_store_read (cy, far_store_get_n_entries (cy), &row, NULL));
  g_assert_cmpint (row.kind, ==, FAR_KIND_HELP);
  g_byte_array_append (payload, row.blob + FAR_SALT_LEN, row.blob_len - FAR_SALT_LEN);
  party_write_about (need.party, CY, FAR_KIND_HELP, need.party->members[DI].me.member, 0, payload,
                     NULL, 0);
  g_assert_cmpuint (count_listed (&need, CY, TODAY), ==, 1);
}

/* Whoever leaves does not come, though it was moved beyond the day of the turns. */
static void
test_leaves (void)
{
  g_auto (Need) need = need_new (15, 2);
  FarWriter writer;

  take (&need, CY);
  party_meet (need.party);
  take (&need, DI);
  party_meet (need.party);
  move (&need, BO, week.last_day + 40, week.last_day + 41);
  need.party->now_ms += 30 * G_GINT64_CONSTANT (86400000);
  writer = party_writer (need.party, CY);
  party_assert_done (far_collective_leave (&writer, error));
  party_meet (need.party);
  assert_claims (&need, ADA, "D~ -C");
  writer = party_writer (need.party, BO);
  party_assert_done (far_collective_leave (&writer, error));
  party_meet (need.party);
  g_assert_cmpint (place_of (&need, DI, TODAY), ==, FAR_HELP_WITHDRAWN);
}

static void
refuse_new (const Need *need, const FarHelpChange *help, int code)
{
  FarWriter writer = party_writer (need->party, CY);
  guint8 id[FAR_RECORD_ID_LEN];

  party_assert_refused (far_collective_add_help (&writer, help, NULL, TODAY, id, error), code);
}

static void
test_refused (void)
{
  g_auto (Need) need = need_new (16, 1);
  g_autofree char *long_words = g_strnfill (10000, 'x');
  FarSpotDraft long_spot = { .words = long_words };
  FarPeriod when = { TODAY + 5, TODAY + 4, -1, -1 };
  FarHelpChange help = draft ("x", &when);
  guint32 n = far_store_get_n_entries (need.party->members[CY].store);
  FarWriter writer;

  refuse_new (&need, &help, FAR_COLLECTIVE_ERROR_PERIOD_INVALID);
  when = (FarPeriod){ TODAY, TODAY, 600, 540 };
  refuse_new (&need, &help, FAR_COLLECTIVE_ERROR_PERIOD_INVALID);
  when = (FarPeriod){ TODAY - 2, TODAY - 1, -1, -1 };
  refuse_new (&need, &help, FAR_COLLECTIVE_ERROR_HELP_OVER);
  when = (FarPeriod){ TODAY, TODAY + FAR_HELP_PERIOD_DAYS, -1, -1 };
  refuse_new (&need, &help, FAR_COLLECTIVE_ERROR_HELP_LONG);
  when = (FarPeriod){ G_MININT32, G_MAXINT32, -1, -1 };
  refuse_new (&need, &help, FAR_COLLECTIVE_ERROR_DATE_INVALID);
  when = (FarPeriod){ TODAY, TODAY, 24 * 60, -1 };
  refuse_new (&need, &help, FAR_COLLECTIVE_ERROR_TIME_INVALID);
  when = week;
  help.what = "  ";
  refuse_new (&need, &help, FAR_COLLECTIVE_ERROR_NAME_EMPTY);
  help.what = long_words;
  refuse_new (&need, &help, FAR_COLLECTIVE_ERROR_NAME_LONG);
  help.what = "x";
  help.place = &long_spot;
  refuse_new (&need, &help, FAR_COLLECTIVE_ERROR_PLACE_LONG);
  help.place = NULL;
  help.details = long_words;
  refuse_new (&need, &help, FAR_COLLECTIVE_ERROR_TEXT_INVALID);
  help.details = NULL;
  help.n_helpers = 0;
  refuse_new (&need, &help, FAR_COLLECTIVE_ERROR_NUMBER_INVALID);
  help.n_helpers = FAR_HELP_HELPERS_MAX + 1;
  refuse_new (&need, &help, FAR_COLLECTIVE_ERROR_NUMBER_INVALID);
  help.n_helpers = 1;
  help.category = FAR_CATEGORIES;
  refuse_new (&need, &help, FAR_COLLECTIVE_ERROR_CATEGORY_INVALID);
  help.category = 0;
  help.urgency = FAR_URGENCIES;
  refuse_new (&need, &help, FAR_COLLECTIVE_ERROR_NUMBER_INVALID);
  writer = party_writer (need.party, BO);
  party_assert_refused (far_collective_claim_help (&writer, need.help, NULL, FAR_CLAIM_HELPS, TODAY,
                                                   error),
                        FAR_COLLECTIVE_ERROR_HELP_OWN);
  writer = party_writer (need.party, CY);
  party_assert_refused (far_collective_claim_help (&writer, need.help, NULL, FAR_CLAIM_HELPS,
                                                   week.last_day + 1, error),
                        FAR_COLLECTIVE_ERROR_HELP_OVER);
  party_assert_refused (far_collective_help_is_done (&writer, need.help, NULL, TRUE, error),
                        FAR_COLLECTIVE_ERROR_NO_CLAIM);
  party_assert_refused (far_collective_release_help (&writer, need.help, NULL, error),
                        FAR_COLLECTIVE_ERROR_NO_CLAIM);
  /* nothing is half done */
  g_assert_cmpuint (far_store_get_n_entries (need.party->members[CY].store), ==, n);
}

static void
test_off (void)
{
  g_auto (Need) need = need_new (17, 1);
  FarHelpChange help = draft ("x", &week);
  FarWriter writer;

  party_agree (need.party, FAR_RULE_HELP, 0);
  refuse_new (&need, &help, FAR_COLLECTIVE_ERROR_HELP_OFF);
  writer = party_writer (need.party, CY);
  party_assert_refused (far_collective_claim_help (&writer, need.help, NULL, FAR_CLAIM_HELPS, TODAY,
                                                   error),
                        FAR_COLLECTIVE_ERROR_HELP_OFF);
  g_assert_cmpuint (count_listed (&need, CY, TODAY), ==, 1);
}

/* It comes up again on days alone, for who said that they could, and for nobody else. */
static void
test_comes_up (void)
{
  static const struct
  {
    gint32 after;
    gint32 due; /* days after it was written; -1: it does not come up */
  } cases[] = {
    { 0, -1 }, { 1, -1 }, { 2, 2 },   { 3, 2 },   { 4, -1 },  { 5, 5 },   { 6, 5 },   { 8, -1 },
    { 9, 9 },  { 10, 9 }, { 11, -1 }, { 18, -1 }, { 19, 19 }, { 20, 19 }, { 21, -1 },
  };
  g_auto (Need) need = need_new (21, 1);
  const gint32 written = far_day_of_utc (need.party->now_ms);
  const FarPeriod later = { written + 20, TODAY + 30, -1, -1 };
  FarHelpChange help = draft ("Carry books", &later);
  FarHelpChange offer = draft ("I carry", &later);
  const guint8 *members[] = { need.party->members[ADA].me.member, need.party->members[BO].me.member,
                              need.party->members[CY].me.member,
                              need.party->members[DI].me.member };
  g_autoptr (GPtrArray) helps = NULL;
  guint8 offered[FAR_RECORD_ID_LEN];

  help.category = offer.category = FAR_CATEGORY_CARRY;
  add (need.party, BO, &help, need.help);
  offer.is_offer = TRUE;
  add (need.party, DI, &offer, offered);
  party_meet (need.party);
  claim (&need, CY, FAR_CLAIM_COULD);
  party_meet (need.party);
  {
    g_autoptr (FarHelpFacts) read = read_help (&need, ADA);

    g_assert_cmpint (read->facts->written_day, ==, written);
    for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
      g_assert_cmpint (far_help_get_due (read, written + cases[i].after), ==,
                       cases[i].due < 0 ? FAR_HELP_NO_DAY : written + cases[i].due);
    helps = far_collective_help (need.party->members[DI].store, members[DI], TODAY, NULL);
    g_assert_true (far_help_is_for (read, members[CY], 0));
    g_assert_true (
        far_help_is_for (read, members[DI], far_help_find_offered (helps, members[DI], TODAY)));
    g_assert_false (
        far_help_is_for (read, members[ADA], far_help_find_offered (helps, members[ADA], TODAY)));
    g_assert_false (far_help_is_for (read, members[BO], ~G_GUINT64_CONSTANT (0)));
  }
  take (&need, DI);
  party_meet (need.party);
  {
    g_autoptr (FarHelpFacts) read = read_help (&need, ADA);

    g_assert_cmpint (far_help_get_due (read, written + 2), ==, FAR_HELP_NO_DAY);
    g_assert_false (far_help_is_for (read, members[DI], ~G_GUINT64_CONSTANT (0)));
  }
}

/* ---- what only who helps is to know */

static void
keep (Need *self, guint who, gint32 today)
{
  FarWriter writer = party_writer (self->party, who);
  gboolean is_written;

  party_assert_done (far_collective_keep_notes (&writer, today, &is_written, error));
  party_meet (self->party);
}

static void
assert_note (const Need *self, guint who, const char *words)
{
  const PartyMember *member = &self->party->members[who];
  g_autoptr (GError) error = NULL;
  FarNoteFacts facts;

  g_assert_true (
      far_collective_read_help_note (member->store, &member->me, self->help, &facts, &error));
  g_assert_cmpstr (facts.words, ==, words);
  far_note_facts_clear (&facts);
}

static void
assert_no_note (const Need *self, guint who, int code)
{
  const PartyMember *member = &self->party->members[who];
  FarNoteFacts facts;

  party_assert_refused (far_collective_read_help_note (member->store, &member->me, self->help,
                                                       &facts, error),
                        code);
}

static gboolean
holds_words (const Need *self, guint who)
{
  FarStore *store = self->party->members[who].store;
  guint n = 0;

  for (guint32 i = 1; i <= far_store_get_n_entries (store); i++)
    {
      FarRow row;

      g_assert_true (far_store_read (store, i, &row, NULL));
      n += row.kind == FAR_KIND_NOTE && row.blob != NULL;
    }

  return n > 0;
}

static void
test_note (void)
{
  g_auto (Need) need = need_new (22, 1);
  guint second = party_add_device (need.party, BO);
  FarWriter writer = party_writer (need.party, BO);
  gboolean is_written;

  party_meet (need.party);
  assert_no_note (&need, BO, FAR_COLLECTIVE_ERROR_NO_NOTE);
  party_assert_done (
      far_collective_set_help_note (&writer, need.help, CODE, TODAY, &is_written, error));
  g_assert_true (is_written);
  party_meet (need.party);
  assert_note (&need, BO, CODE);
  assert_note (&need, second, CODE);
  assert_no_note (&need, CY, FAR_COLLECTIVE_ERROR_NOT_YOURS);
  writer = party_writer (need.party, CY);
  party_assert_refused (far_collective_set_help_note (&writer, need.help, "x", TODAY, &is_written,
                                                      error),
                        FAR_COLLECTIVE_ERROR_HELP_NOT_YOURS);

  /* whoever helps is told as soon as a machine of Bo's has heard of it */
  take (&need, CY);
  party_meet (need.party);
  assert_no_note (&need, CY, FAR_COLLECTIVE_ERROR_NOTE_SEALED);
  {
    g_autoptr (FarHelpFacts) help = read_help (&need, DI);

    g_assert_cmpuint (help->unreached->len, ==, 1);
  }
  keep (&need, second, TODAY);
  assert_note (&need, CY, CODE);
  take (&need, DI);
  party_meet (need.party);
  keep (&need, BO, TODAY);
  assert_no_note (&need, DI, FAR_COLLECTIVE_ERROR_NOT_YOURS);
  {
    g_autoptr (FarHelpFacts) help = read_help (&need, DI);

    g_assert_cmpuint (help->unreached->len, ==, 0);
    g_assert_true (far_devices_has (help->note_devices, need.party->members[CY].me.device));
    g_assert_false (far_devices_has (help->note_devices, need.party->members[DI].me.device));
  }

  /* who does not help any more is told nothing more, and what they were told is erased */
  release (&need, CY);
  party_meet (need.party);
  keep (&need, BO, TODAY);
  keep (&need, second, TODAY);
  assert_no_note (&need, CY, FAR_COLLECTIVE_ERROR_NOT_YOURS);
  assert_note (&need, DI, CODE);

  /* and once it is done there is nothing left of it on any machine */
  say_of_it (&need, BO, FAR_HELP_DONE_YES, -1);
  party_meet (need.party);
  keep (&need, BO, TODAY);
  keep (&need, second, TODAY);
  for (guint who = 0; who < need.party->n_members; who++)
    g_assert_false (holds_words (&need, who));
}

/* What nobody said to be done goes when it is over. */
static void
test_note_over (void)
{
  g_auto (Need) need = need_new (23, 1);
  FarWriter writer = party_writer (need.party, BO);
  gboolean is_written;

  party_assert_done (
      far_collective_set_help_note (&writer, need.help, CODE, TODAY, &is_written, error));
  take (&need, CY);
  party_meet (need.party);
  keep (&need, BO, TODAY);
  assert_note (&need, CY, CODE);
  keep (&need, BO, week.last_day);
  g_assert_true (holds_words (&need, CY));
  keep (&need, BO, week.last_day + 1);
  g_assert_false (holds_words (&need, CY));
}

/* ---- how long it is kept */

static void
test_kept_for_a_time (void)
{
  g_auto (Need) need = need_new (24, 1);
  const gint32 kept = 13 * 31;
  FarWriter writer;
  guint n;

  take (&need, CY);
  party_meet (need.party);
  writer = party_writer (need.party, BO);
  party_assert_done (far_collective_erase_expired (&writer, week.last_day + 380, &n, error));
  g_assert_cmpuint (n, ==, 0);
  party_assert_done (far_collective_erase_expired (&writer, week.last_day + kept, &n, error));
  g_assert_cmpuint (n, >, 0);
  party_meet (need.party);
  g_assert_cmpuint (count_listed (&need, DI, FAR_DAY_MIN), ==, 0);
}

/* What was read before is what would be read anew. */
static void
test_memo (void)
{
  g_auto (Need) need = need_new (25, 1);
  FarHelpChange help = draft ("More", &week);
  guint8 second[FAR_RECORD_ID_LEN];

  g_assert_cmpuint (count_listed (&need, CY, TODAY), ==, 1);
  add (need.party, CY, &help, second);
  g_assert_cmpuint (count_listed (&need, CY, TODAY), ==, 2);
  move (&need, BO, TODAY + 50, TODAY + 51);
  party_meet (need.party);
  g_assert_cmpuint (count_listed (&need, CY, TODAY + 49), ==, 1);
  take (&need, CY);
  {
    const PartyMember *cy = &need.party->members[CY];
    g_autoptr (GPtrArray) helps = far_collective_help (cy->store, cy->me.member, TODAY + 49, NULL);

    g_assert_cmpuint (helps->len, ==, 1);
    g_assert_cmpuint (((FarHelpFacts *)helps->pdata[0])->claims->len, ==, 1);
  }
}

static FarReach
reach_of_first (Need *self, guint who, FarPos *out_pos)
{
  const PartyMember *member = &self->party->members[who];
  g_autoptr (GPtrArray) helps = far_collective_help (member->store, member->me.member, TODAY, NULL);
  const FarClaimFacts *claim = ((const FarHelpFacts *)helps->pdata[0])->claims->pdata[0];

  *out_pos = claim->pos;

  return claim->reach;
}

/* How far it has come is told anew of what is kept, too. */
static void
test_reach (void)
{
  g_auto (Need) need = need_new (23, 2);
  FarPos pos;

  take (&need, CY);
  g_assert_cmpint (reach_of_first (&need, CY, &pos), ==, FAR_REACH_HERE);
  party_note_heard (need.party, CY, BO, (FarPos){ pos.log, pos.seq - 1 });
  g_assert_cmpint (reach_of_first (&need, CY, &pos), ==, FAR_REACH_HERE);
  party_note_heard (need.party, CY, BO, pos);
  g_assert_cmpint (reach_of_first (&need, CY, &pos), ==, FAR_REACH_SHARED);
  party_note_heard (need.party, CY, ADA, pos);
  g_assert_cmpint (reach_of_first (&need, CY, &pos), ==, FAR_REACH_KNOWN);
}

/* ---- in whatever order it comes */

static void
quarrel (Need *self, guint bo_again, guint cy_again)
{
  FarHelpChange words = FAR_HELP_CHANGE_NONE;
  FarWriter writer;
  gboolean is_written;

  /* the last place, three who know nothing of each other; and what is needed, on two machines */
  take (self, ADA);
  take (self, CY);
  take (self, DI);
  words.what = "Carry two wardrobes";
  words.n_helpers = 2;
  change (self, BO, &words);
  words.what = "Carry a piano";
  words.n_helpers = 3;
  change (self, bo_again, &words);
  writer = party_writer (self->party, BO);
  party_assert_done (
      far_collective_set_help_note (&writer, self->help, CODE, TODAY, &is_written, error));
  party_meet (self->party);

  /* given back on one machine and done on the other; withdrawn, and moved; could, and does */
  release (self, cy_again);
  say_done (self, CY, TRUE);
  say_of_it (self, BO, -1, 1);
  move (self, bo_again, TODAY + 8, TODAY + 9);
  release (self, DI);
  claim (self, DI, FAR_CLAIM_COULD);
  party_tell (self->party, DI, ADA);
  release (self, ADA);
  take (self, ADA);
  party_meet (self->party);

  say_of_it (self, bo_again, FAR_HELP_DONE_NO, 0);
  party_tell (self->party, bo_again, cy_again);
  party_tell (self->party, bo_again, DI);
  say_of_it (self, BO, FAR_HELP_DONE_YES, -1);
  take (self, cy_again);
  take (self, DI);
  writer = party_writer (self->party, BO);
  party_assert_done (far_collective_keep_notes (&writer, TODAY, &is_written, error));
  party_meet (self->party);
}

/* All that is shown, in words. */
static char *
tell_all (FarStore *store, const guint8 *me)
{
  g_autoptr (GPtrArray) helps = far_collective_help (store, me, TODAY - 30, NULL);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < helps->len; i++)
    {
      const FarHelpFacts *help = helps->pdata[i];

      g_string_append_printf (text, "%s %d %d %u %u %u/%d:", help->facts->what,
                              help->facts->when.first_day, far_help_get_place (help, TODAY),
                              help->facts->n_helpers, help->n_left, help->facts->also.n_others,
                              help->unreached != NULL ? (int)help->unreached->len : -1);
      for (guint j = 0; j < help->claims->len; j++)
        {
          const FarClaimFacts *one = help->claims->pdata[j];

          g_string_append_printf (text, " %02x%02x/%d/%u/%d/%d%d", one->person[0], one->person[1],
                                  one->role, one->rank, one->place, one->is_done, one->is_moved);
        }
      g_string_append_c (text, '\n');
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
test_orders (void)
{
  g_auto (Need) need = need_new (30, 1);
  const PartyMember *ada = &need.party->members[ADA];
  guint8 expected[2 * FAR_HASH_LEN];
  g_autofree guint *order = NULL;
  g_autofree char *words = NULL;
  guint bo_again = party_add_device (need.party, BO);
  guint cy_again = party_add_device (need.party, CY);

  party_meet (need.party);
  quarrel (&need, bo_again, cy_again);
  party_harvest (need.party);
  party_digests (ada->store, expected);
  words = tell_all (ada->store, ada->me.member);
  g_test_message ("%s", words);
  for (guint who = 1; who < need.party->n_members; who++)
    {
      guint8 digests[2 * FAR_HASH_LEN];

      party_digests (need.party->members[who].store, digests);
      g_assert_cmpmem (digests, sizeof digests, expected, sizeof expected);
    }

  order = g_new (guint, need.party->entries->len);
  for (guint i = 0; i < N_ORDERS; i++)
    {
      g_autoptr (FarStore) store =
                     far_store_open (NULL, far_store_peek_collective (ada->store), TRUE, NULL);
      g_autofree char *own = NULL;
      guint8 digests[2 * FAR_HASH_LEN];

      party_shuffle (need.party, order);
      party_add_all (need.party, store, order);
      party_digests (store, digests);
      g_assert_cmpmem (digests, sizeof digests, expected, sizeof expected);
      own = tell_all (store, ada->me.member);
      g_assert_cmpstr (own, ==, words);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (sodium_init (), >=, 0);

  g_test_add_func ("/far/help/is-shown", test_is_shown);
  g_test_add_func ("/far/help/in-order", test_in_order);
  g_test_add_func ("/far/help/helpers", test_helpers);
  g_test_add_func ("/far/help/last-place", test_last_place);
  g_test_add_func ("/far/help/could", test_could);
  g_test_add_func ("/far/help/moved", test_moved);
  g_test_add_func ("/far/help/done", test_done);
  g_test_add_func ("/far/help/release-or-done", test_release_or_done);
  g_test_add_func ("/far/help/unsaid", test_unsaid);
  g_test_add_func ("/far/help/withdrawn", test_withdrawn);
  g_test_add_func ("/far/help/for-somebody", test_for_somebody);
  g_test_add_func ("/far/help/owner-only", test_owner_only);
  g_test_add_func ("/far/help/in-anothers-name", test_in_anothers_name);
  g_test_add_func ("/far/help/leaves", test_leaves);
  g_test_add_func ("/far/help/refused", test_refused);
  g_test_add_func ("/far/help/off", test_off);
  g_test_add_func ("/far/help/comes-up", test_comes_up);
  g_test_add_func ("/far/help/note", test_note);
  g_test_add_func ("/far/help/note-over", test_note_over);
  g_test_add_func ("/far/help/kept-for-a-time", test_kept_for_a_time);
  g_test_add_func ("/far/help/memo", test_memo);
  g_test_add_func ("/far/help/reach", test_reach);
  g_test_add_func ("/far/help/orders", test_orders);

  return g_test_run ();
}
