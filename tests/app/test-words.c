/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Every code has words, and the words say what the numbers say. */

#include "far-words-conflict.h"
#include "far-words-meeting.h"
#include "far-words-published.h"
#include "far-words.h"

#include <locale.h>
#include <string.h>

/* The words need no engine, only the name of its error domain. */
G_DEFINE_QUARK (far_sync_error_quark, far_sync_error)

/* The first and last code of each range of FarSyncError. */
static const struct
{
  int first;
  int last;
} ranges[] = {
  { FAR_SYNC_ERROR_NOT_A_MEMBER, FAR_SYNC_ERROR_NO_SEAT },
  { FAR_SYNC_ERROR_NAME_EMPTY, FAR_SYNC_ERROR_CARD_WHOM },
  { FAR_SYNC_ERROR_NO_COLLECTIVE, FAR_SYNC_ERROR_NO_SUCH_RULE },
  { FAR_SYNC_ERROR_URI_DAMAGED, FAR_SYNC_ERROR_CARD_WRONG },
  { FAR_SYNC_ERROR_STORE_IN_USE, FAR_SYNC_ERROR_STORE_BUSY },
  { FAR_SYNC_ERROR_NO_PEER, FAR_SYNC_ERROR_NO_LIBNICE },
};

static void
test_error_has_words (void)
{
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (ranges); i++)
    for (int code = ranges[i].first; code <= ranges[i].last; code++)
      {
        g_autoptr(GError) error = g_error_new_literal (FAR_SYNC_ERROR, code, "DETAIL");
        char *words = far_words_error (error);

        g_test_message ("%d: %s", code, words);
        g_assert_true (g_str_has_suffix (words, ".") || g_str_has_suffix (words, ")"));
        g_assert_null (strstr (words, "Something unexpected"));
        /* Two codes with one sentence would not tell a person what to do next. */
        g_assert_true (g_hash_table_add (seen, words));
      }
}

static void
test_error_of_others (void)
{
  g_autoptr(GError) strange = g_error_new_literal (G_MARKUP_ERROR, 0, "DETAIL");
  g_autoptr(GError) future = g_error_new_literal (FAR_SYNC_ERROR, 999, "DETAIL");
  g_autoptr(GError) io = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_NO_SPACE, "DETAIL");
  g_autofree char *words = far_words_error (strange);
  g_autofree char *words_of_future = far_words_error (future);
  g_autofree char *words_of_io = far_words_error (io);
  g_autofree char *words_of_none = far_words_error (NULL);

  g_assert_nonnull (strstr (words, "DETAIL"));
  g_assert_nonnull (strstr (words_of_future, "DETAIL"));
  g_assert_nonnull (strstr (words_of_io, "disk is full"));
  g_assert_cmpstr (words_of_none, !=, "");
}

static void
test_verdict (void)
{
  static const struct
  {
    FarOuting outing;
    const char *words;
  } cases[] = {
    { { .runs = TRUE, .n_have = 3, .n_needed = 2 }, "Runs with 3 adults" },
    { { .runs = TRUE, .n_have = 1, .n_needed = 1 }, "Runs with 1 adult" },
    { { .runs = TRUE }, "Runs, though nobody is on the list yet" },
    { { .why = FAR_VERDICT_SHORT, .n_have = 2, .n_needed = 3 },
      "One more adult is needed (2 of 3)" },
    { { .why = FAR_VERDICT_SHORT, .n_needed = 3 }, "3 more adults are needed (0 of 3)" },
    { { .why = FAR_VERDICT_CANCELLED, .cancel_reason = "Snow" }, "Cancelled: Snow" },
    { { .why = FAR_VERDICT_CANCELLED, .cancel_reason = "" }, "Cancelled" },
  };

  FarLook at_stop = { "Mill", NULL, FAR_ACCESS_OF_KERB };
  FarLook to_school = { "Mill", "", FAR_ACCESS_OF_WIDTH };
  g_autoptr(GPtrArray) looks = g_ptr_array_new ();
  static const char *const nowhere[] = { NULL };
  static const char *const mill[] = { "Mill", NULL };
  FarOuting runs = { .runs = TRUE, .n_have = 3, .n_needed = 2, .looks = looks, .skipped = mill };
  g_autofree char *with_looks = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      FarOuting outing = cases[i].outing;
      g_autofree char *words = NULL;

      outing.looks = looks;
      outing.skipped = nowhere;
      words = far_words_verdict (&outing);
      g_assert_cmpstr (words, ==, cases[i].words);
    }

  g_ptr_array_add (looks, &at_stop);
  g_ptr_array_add (looks, &to_school);
  with_looks = far_words_verdict (&runs);
  g_assert_cmpstr (
      with_looks, ==,
      "Runs with 3 adults. Look at the stop Mill: a kerb is too high for a wheelchair. "
      "Look at the way between Mill and the school: it is too narrow for a "
      "wheelchair. Look at the stop Mill: a child is booked there, and the walk does not pass on "
      "that day.");
}

static void
test_turn (void)
{
  static const FarOuting outing = { .n_max = 2, .my_turn = "mine" };
  static const struct
  {
    FarTurn turn;
    const char *words;
  } cases[] = {
    { { .id = "t", .rank = 1, .state = FAR_TURN_STANDING }, "Marie walks" },
    { { .id = "mine", .rank = 1, .state = FAR_TURN_STANDING }, "You walk" },
    { { .id = "t", .rank = 3, .reserve = 1, .state = FAR_TURN_RESERVE }, "Marie is first reserve" },
    { { .id = "mine", .rank = 4, .reserve = 2, .state = FAR_TURN_RESERVE },
      "You are second reserve" },
    { { .id = "t", .rank = 5, .reserve = 3, .state = FAR_TURN_RESERVE },
      "Marie is reserve number 3" },
    { { .id = "t", .state = FAR_TURN_RELEASED }, "Marie gave the turn back" },
    { { .id = "mine", .state = FAR_TURN_SEEKING }, "You are looking for a stand-in" },
    { { .id = "t", .state = FAR_TURN_ABSENT }, "Marie cannot come, and nobody stands in" },
    { { .id = "t", .state = FAR_TURN_RELIEVED }, "Others come in the place of Marie" },
    { { .id = "mine", .state = FAR_TURN_RELIEVED, .stand_in_name = "Karim" },
      "Karim stands in for you" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      FarTurn turn = cases[i].turn;
      g_autofree char *words = NULL;

      turn.member_name = "Marie";
      words = far_words_turn_state (&turn, &outing);
      g_assert_cmpstr (words, ==, cases[i].words);

      for (turn.why = FAR_RANK_WHY_FIRST; turn.why <= FAR_RANK_WHY_CONFIRMED; turn.why++)
        {
          g_autofree char *why = far_words_rank_why (&turn, &outing);

          g_assert_true (g_str_has_suffix (why, "."));
        }
    }
}

/* Whatever a peer or a file made us show, there is a word and no warning. */
static void
test_words_of_absurd_values (void)
{
  static const gint32 days[] = { G_MININT32, -800000, 0, G_MAXINT32 };
  static const gint64 instants[] = { G_MININT64, -1, 0, 1, G_MAXINT64 };
  static const int minutes[] = { G_MININT, -1, 0, 1439, 1440, G_MAXINT };

  for (gsize i = 0; i < G_N_ELEMENTS (days); i++)
    {
      g_autofree char *day = far_words_day (days[i]);
      g_autofree char *day_short = far_words_day_short (days[i]);
      g_autofree char *date = far_words_date (days[i]);

      g_assert_cmpstr (day, !=, "");
      g_assert_cmpstr (day_short, !=, "");
      g_assert_cmpstr (date, !=, "");
    }
  for (gsize i = 0; i < G_N_ELEMENTS (instants); i++)
    {
      g_autofree char *words = far_words_instant (instants[i]);
      g_autofree char *bytes = far_words_bytes (instants[i]);
      g_autofree char *entries = far_words_n_entries (instants[i]);

      g_assert_cmpstr (words, !=, "");
      g_assert_cmpstr (bytes, !=, "");
      g_assert_cmpstr (entries, !=, "");
    }
  for (gsize i = 0; i < G_N_ELEMENTS (minutes); i++)
    {
      g_autofree char *words = far_words_time (minutes[i]);

      g_assert_cmpstr (words, !=, "");
    }
}

static void
test_dates (void)
{
  /* 2026-09-01 was a Tuesday, 20697 days after 1970-01-01. */
  g_autofree char *day = far_words_day (20697);
  g_autofree char *day_short = far_words_day_short (20718);
  g_autofree char *at = far_words_time (490);

  g_assert_cmpstr (day, ==, "Tuesday 1 September");
  g_assert_cmpstr (day_short, ==, "Tue 22 Sep");
  g_assert_cmpstr (at, ==, "08:10");
}

static void
test_rule (void)
{
  static const struct
  {
    guint weekdays;
    int every_n_weeks;
    const char *words;
  } cases[] = {
    { 0x01, 1, "every Monday at 08:10, from 1 September 2026 to 22 September 2026" },
    { 0x03, 1, "every Monday and Tuesday at 08:10, from 1 September 2026 to 22 September 2026" },
    { 0x1b, 2,
      "every 2 weeks on Monday, Tuesday, Thursday and Friday at 08:10, from 1 September 2026 to "
      "22 September 2026" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GPtrArray) later = g_ptr_array_new ();
      g_autoptr(GPtrArray) roles = g_ptr_array_new ();
      FarRota rota = {
        .later = later,
        .roles = roles,
        .weekdays = cases[i].weekdays,
        .every_n_weeks = cases[i].every_n_weeks,
        .at = 490,
        .first_day = 20697,
        .last_day = 20718,
      };
      g_autofree char *words = far_words_rule (&rota);

      g_assert_cmpstr (words, ==, cases[i].words);
    }
}

static void
test_every_enum_has_words (void)
{
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (int i = FAR_PROMISE_HERE; i <= FAR_PROMISE_KNOWN; i++)
    g_assert_true (g_hash_table_add (seen, far_words_promise (i)));
  for (int i = FAR_BELONGING_NONE; i <= FAR_BELONGING_ADMITTED; i++)
    g_assert_true (g_hash_table_add (seen, far_words_belonging (i, 2, 0)));
  for (int i = FAR_STANDING_ACTIVE; i <= FAR_STANDING_NO_MACHINE; i++)
    {
      FarMember member = { .standing = i };

      g_assert_true (g_hash_table_add (seen, far_words_standing (&member)));
    }
  for (int i = FAR_ACTIVITY_IDLE; i <= FAR_ACTIVITY_BUILDING; i++)
    g_assert_true (g_hash_table_add (seen, far_words_activity (i, -1)));
}

static void
test_status_warning (void)
{
  static const char *const codes[] = {
    "clock-behind",  "not-a-member",           "forked Bo",
    "many 20001 Bo", "invited-twice Bo\nCy\n", "turned-baton",
    "turned-rule",   "turned-member Bo",       "turned-machine Bo"
  };

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      g_autofree char *words = far_words_status_warning (codes[i]);

      /* a sentence of its own, and no code */
      g_assert_null (strstr (words, "attention"));
      g_assert_true (strstr (words, codes[i]) == NULL);
      g_assert_true (strstr (codes[i], "Bo") == NULL || strstr (words, "Bo") != NULL);
    }
}

static void
test_vouchers (void)
{
  static const char *const nobody[] = { NULL };
  static const char *const one[] = { "Sophie", NULL };
  static const char *const three[] = { "Sophie", "", "Anna", NULL };
  static const struct
  {
    const char *invited_by;
    const char *const *others;
    const char *words;
  } cases[] = {
    { "", nobody, NULL },
    { "Karim", nobody, "Invited by Karim" },
    { "", one, "Vouched for by Sophie" },
    { "Karim", one, "Invited by Karim, also vouched for by Sophie" },
    { "Karim", three,
      "Invited by Karim, also vouched for by Sophie, somebody not known by name yet and Anna" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      FarMember member = { .invited_by = cases[i].invited_by, .other_vouchers = cases[i].others };
      g_autofree char *words = far_words_vouchers (&member);

      g_assert_cmpstr (words, ==, cases[i].words);
    }
}

static void
test_line_warning (void)
{
  static const struct
  {
    const char *code;
    const char *part;
  } cases[] = {
    { "swapped Linea 1", "“Linea 1”" },
    { "no-time Linea 1", "“Linea 1”" },
    { "skipped Linea 1", "“Linea 1”" },
    { "future", "future" },
    { "", "unusual" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *words = far_words_line_warning (cases[i].code);

      g_assert_nonnull (strstr (words, cases[i].part));
    }
}

static void
test_term (void)
{
  static const struct
  {
    const char *warning;
    const char *part;
  } rows[] = {
    { "term-ends 2026-09-01 ", "Your term with the baton ends on 1 September 2026" },
    { "term-over 2026-09-01 ", "Your term with the baton ended on 1 September 2026" },
    { "term-ends 2026-09-01 Marie Dupont", "of Marie Dupont with the baton ends on 1 September" },
    { "term-vacant Marie Dupont", "Marie Dupont held the baton and does not belong" },
    { "term-over 2026-09-01 Marie", "of Marie with the baton ended on 1 September 2026" },
    { "term-over yesterday Marie", "needs your attention" },
    { "term-over", "needs your attention" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *words = far_words_status_warning (rows[i].warning);

      g_test_message ("%s", words);
      g_assert_nonnull (strstr (words, rows[i].part));
    }
}

static void
test_conflict (void)
{
  static const struct
  {
    FarConflictKind kind;
    FarConflictValue value;
    const char *heading;
    const char *words;
  } rows[] = {
    { FAR_CONFLICT_NAME, { .text = "Line" }, "The name of the collective", "Line" },
    { FAR_CONFLICT_ZONE, { .text = "Europe/Rome" }, "The time zone of", "Europe/Rome" },
    { FAR_CONFLICT_PERSON, { .text = "" }, "The name of “Blue”", "–" },
    { FAR_CONFLICT_GONE, { .number = 1, .text = "" }, "Whether “Blue”", "Taken off the list" },
    { FAR_CONFLICT_LINE_NAME, { .text = "Red" }, "The name of the line “Blue”", "Red" },
    { FAR_CONFLICT_SCHOOL, { .text = "North" }, "The school of the line “Blue”", "North" },
    { FAR_CONFLICT_STOPS, { .number = 1, .text = "" }, "The stops of the line “Blue”", "1 stop" },
    { FAR_CONFLICT_THING_NAME, { .text = "Red" }, "The name of the thing “Blue”", "Red" },
    { FAR_CONFLICT_KEEPER, { .text = "Zoé" }, "Who has “Blue”", "Zoé" },
    { FAR_CONFLICT_NOTE, { .text = "" }, "The note on “Blue”", "–" },
    { FAR_CONFLICT_TITLE, { .text = "Red" }, "The title of “Blue”", "Red" },
    { FAR_CONFLICT_WEEKDAYS, { .number = 3, .text = "" }, "weekdays", "Monday and Tuesday" },
    { FAR_CONFLICT_EVERY, { .number = 2, .text = "" }, "How often", "Every 2 weeks" },
    { FAR_CONFLICT_FIRST, { .number = 20697, .text = "" }, "first day", "1 September 2026" },
    { FAR_CONFLICT_LAST, { .number = 20697, .text = "" }, "last day", "1 September 2026" },
    { FAR_CONFLICT_AT, { .number = 490, .text = "" }, "The time of “Blue”", "08:10" },
    { FAR_CONFLICT_MIN, { .number = 2, .text = "" }, "needs", "2 adults" },
    { FAR_CONFLICT_MAX, { .number = 1, .text = "" }, "have a place", "1 adult" },
    { FAR_CONFLICT_LINE, { .text = "Red" }, "The line of “Blue”", "Red" },
    { FAR_CONFLICT_STATE, { .number = 0, .text = "" }, "is published", "Draft" },
    { FAR_CONFLICT_ADDED,
      { .number = 2, .text = "2026-09-01 2026-09-02" },
      "further days",
      "1 September 2026, 2 September 2026" },
    { FAR_CONFLICT_DROPPED, { .number = 0, .text = "" }, "days without", "none" },
    { FAR_CONFLICT_CANCELLED, { .number = 1, .text = "Snow" }, "takes place", "Cancelled: Snow" },
    { FAR_CONFLICT_PLAN, { .number = 3, .text = "" }, "in the plan", "3 promises" },
    { FAR_CONFLICT_IN_HOLIDAYS, { .number = 1, .text = "" }, "runs in", "In the holidays too" },
    { FAR_CONFLICT_CALENDAR, { .text = "Zone B" }, "the holidays “Blue”", "Zone B" },
    { FAR_CONFLICT_SPANS, { .number = 9, .text = "" }, "The days of", "9 holidays" },
    { FAR_CONFLICT_RIDE_FROM, { .text = "The mill" }, "begins", "The mill" },
    { FAR_CONFLICT_RIDE_TO, { .text = "School" }, "goes", "School" },
    { FAR_CONFLICT_RIDE_THERE, { .number = 490, .text = "" }, "leaves", "08:10" },
    { FAR_CONFLICT_RIDE_BACK, { .number = 1440, .text = "" }, "comes back", "Not that way" },
    { FAR_CONFLICT_RIDE_SEATS, { .number = 3, .text = "" }, "How many seats", "3 seats" },
    { FAR_CONFLICT_RIDE_CHILD_SEATS, { .text = "0 0 2" }, "child seats", "2 boosters" },
    { FAR_CONFLICT_RIDE_CHILD_SEATS, { .text = "0 0 0" }, "child seats", "No child seats" },
    { FAR_CONFLICT_RIDE_CHILD_SEATS, { .text = "x" }, "child seats", "No child seats" },
    { FAR_CONFLICT_RIDE_DETOUR, { .text = "" }, "By which way", "–" },
    { FAR_CONFLICT_RIDE_LUGGAGE, { .number = 1, .text = "" }, "luggage", "Yes" },
    { FAR_CONFLICT_RIDE_WHEELCHAIR, { .number = 0, .text = "" }, "wheelchair", "No" },
    { FAR_CONFLICT_HELP_CATEGORY, { .number = 1, .text = "" }, "kind", "Looking after a child" },
    { FAR_CONFLICT_HELP_CATEGORY, { .number = 99, .text = "" }, "kind", "Something else" },
    { FAR_CONFLICT_HELP_WHEN, { .text = "2026-09-01" }, "When “Blue” is", "1 September 2026" },
    { FAR_CONFLICT_HELP_WHEN,
      { .text = "2026-09-01 09:00-11:30" },
      "When “Blue” is",
      "1 September 2026, 09:00-11:30" },
    { FAR_CONFLICT_HELP_WHEN, { .text = "" }, "When “Blue” is", "none" },
    { FAR_CONFLICT_HELP_PLACE, { .text = "" }, "Where “Blue” is", "–" },
    { FAR_CONFLICT_HELP_URGENCY, { .number = 2, .text = "" }, "How urgent", "Today" },
    { FAR_CONFLICT_HELP_HELPERS, { .number = 1, .text = "" }, "How many people", "1 person" },
    { FAR_CONFLICT_HELP_DONE, { .number = 2, .text = "" }, "is done", "Still needed" },
    { FAR_CONFLICT_HELP_THANKS, { .text = "Thanks!" }, "The thanks", "Thanks!" },
    { FAR_CONFLICT_SKILL_NAME, { .text = "PSC1" }, "What somebody can", "PSC1" },
    { FAR_CONFLICT_SKILL_HELD,
      { .text = "2026-09-01..2026-12-18" },
      "is good",
      "Since 1 September 2026, good until 18 December 2026" },
    { FAR_CONFLICT_SKILL_HELD, { .text = "2026-09-01.." }, "is good", "Since 1 September 2026" },
    { FAR_CONFLICT_SKILL_HELD,
      { .text = "..2026-09-01" },
      "is good",
      "Good until 1 September 2026" },
    { FAR_CONFLICT_SKILL_HELD, { .text = "" }, "is good", "No dates were said" },
    { FAR_CONFLICT_SKILL_TANDEM, { .number = 1, .text = "" }, "would be shown", "Yes" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      FarConflict conflict = { .kind = rows[i].kind, .title = "Blue" };
      FarConflict dated = { .kind = rows[i].kind, .title = "Blue", .day = 20697 };
      g_autofree char *heading = far_words_conflict (&conflict);
      g_autofree char *on_day = far_words_conflict (&dated);
      g_autofree char *words = far_words_conflict_value (rows[i].kind, &rows[i].value);

      g_assert_nonnull (strstr (heading, rows[i].heading));
      g_assert_true (g_str_has_prefix (on_day, heading));
      g_assert_nonnull (strstr (on_day, "1 September"));
      g_assert_cmpstr (words, ==, rows[i].words);
    }
}

static void
test_meeting (void)
{
  static const struct
  {
    int n_here;
    int n_same;
    const char *words;
  } rows[] = {
    { 1, 1, "Nobody else is here." },
    { 2, 2, "Both machines hold the same." },
    { 9, 9, "All 9 machines hold the same." },
    { 9, 8, "8 of 9 machines hold the same." },
    { 9, 1, "9 machines are here, and do not hold the same yet." },
  };
  FarMeeting meeting = { 0 };
  FarAttendee one = { .n_lacking = 12 };
  g_autofree char *nothing = far_words_meeting_changes (&meeting);
  g_autofree char *lacks = far_words_attendee (&one);
  g_autofree char *changes = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *words = NULL;

      meeting.n_here = rows[i].n_here;
      meeting.n_same = rows[i].n_same;
      words = far_words_meeting (&meeting);
      g_assert_cmpstr (words, ==, rows[i].words);
    }

  g_assert_cmpstr (lacks, ==, "Still lacks 12 entries");
  g_assert_cmpstr (nothing, ==, "Nothing has changed yet.");
  meeting.n_taken = 3;
  meeting.n_erased = 2;
  meeting.n_joined = 1;
  changes = far_words_meeting_changes (&meeting);
  g_assert_cmpstr (changes, ==, "3 turns taken, 1 new member, words erased 2 times");
}

/* The ring counts those whom the plan concerns, and nobody else. */
static void
test_share (void)
{
  FarPlanReader readers[] = {
    { .is_concerned = TRUE, .has_received = TRUE, .seen = FAR_PLAN_SEEN_NOW },
    { .is_concerned = TRUE, .has_received = TRUE, .seen = FAR_PLAN_SEEN_BEFORE },
    { .is_concerned = TRUE },
    { .has_received = TRUE, .seen = FAR_PLAN_SEEN_NOW },
  };
  g_autoptr(GPtrArray) all = g_ptr_array_new ();
  FarPlan plan = { .readers = all };
  g_autofree char *words = NULL;
  int n_all;
  int n_received;
  int n_seen;

  for (guint i = 0; i < G_N_ELEMENTS (readers); i++)
    g_ptr_array_add (all, &readers[i]);
  far_plan_count (&plan, &n_all, &n_received, &n_seen);
  g_assert_cmpint (n_all, ==, 3);
  g_assert_cmpint (n_received, ==, 2);
  g_assert_cmpint (n_seen, ==, 1);
  words = far_words_plan_share (n_received, n_all);
  g_assert_cmpstr (words, ==, "2 of 3");

  plan.readers = NULL;
  far_plan_count (&plan, &n_all, &n_received, &n_seen);
  g_assert_cmpint (n_all, ==, 0);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/Far/Words/error-has-words", test_error_has_words);
  g_test_add_func ("/Far/Words/error-of-others", test_error_of_others);
  g_test_add_func ("/Far/Words/verdict", test_verdict);
  g_test_add_func ("/Far/Words/turn", test_turn);
  g_test_add_func ("/Far/Words/absurd-values", test_words_of_absurd_values);
  g_test_add_func ("/Far/Words/dates", test_dates);
  g_test_add_func ("/Far/Words/rule", test_rule);
  g_test_add_func ("/Far/Words/every-enum-has-words", test_every_enum_has_words);
  g_test_add_func ("/Far/Words/status-warning", test_status_warning);
  g_test_add_func ("/Far/Words/vouchers", test_vouchers);
  g_test_add_func ("/Far/Words/line-warning", test_line_warning);
  g_test_add_func ("/Far/Words/term", test_term);
  g_test_add_func ("/Far/Words/conflict", test_conflict);
  g_test_add_func ("/Far/Words/meeting", test_meeting);
  g_test_add_func ("/Far/Words/share", test_share);

  return g_test_run ();
}
