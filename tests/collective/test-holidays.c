/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Calendars of holidays: what they close, for whom, and whose word they are. */

#include <string.h>

#include "far-kind-schema.h"
#include "test-party.h"

#define ADA 0 /* holds the baton */
#define BO 1
#define TODAY PARTY_MONDAY
#define FRIDAY (PARTY_MONDAY + 4)

static GArray *
make_spans (const FarSpan *given, guint n)
{
  GArray *spans = far_span_array_new ();

  for (guint i = 0; i < n; i++)
    {
      FarSpan span = given[i];

      span.name = g_strdup (given[i].name);
      g_array_append_val (spans, span);
    }

  return spans;
}

/* Returns: whether anything was written */
static gboolean
set (Party *party, const char *name, const FarSpan *given, guint n, guint8 *out)
{
  g_autoptr (GArray) spans = make_spans (given, n);
  FarWriter writer = party_writer (party, ADA);
  guint8 id[FAR_RECORD_ID_LEN];
  gboolean is_written;

  party_assert_done (far_collective_set_holidays (&writer, name, spans, id, &is_written, error));
  if (out != NULL)
    memcpy (out, id, FAR_RECORD_ID_LEN);

  return is_written;
}

static void
assert_refused (Party *party, guint who, const char *name, const FarSpan *given, guint n, int code)
{
  g_autoptr (GArray) spans = make_spans (given, n);
  FarWriter writer = party_writer (party, who);
  guint8 id[FAR_RECORD_ID_LEN];
  gboolean is_written;

  party_assert_refused (far_collective_set_holidays (&writer, name, spans, id, &is_written, error),
                        code);
}

/* The outings of the week, as everybody's machine lists them: M, and m for one that is closed. */
static void
assert_week (Party *party, const char *expected)
{
  party_meet (party);
  for (guint who = 0; who < party->n_members; who++)
    {
      FarStore *store = party->members[who].store;
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) rotas = far_collective_rotas (store, &error);
      g_autoptr (GPtrArray) outings = NULL;
      g_autoptr (GString) week = g_string_new (NULL);

      g_assert_no_error (error);
      outings = far_collective_outings (store, rotas, party->members[who].me.member, PARTY_MONDAY,
                                        7, &error);
      g_assert_no_error (error);
      for (guint i = 0; i < outings->len; i++)
        {
          const FarOutingFacts *outing = outings->pdata[i];
          char letter = "MTWHFSU"[outing->day - PARTY_MONDAY];

          g_string_append_c (week, outing->verdict.reason == FAR_VERDICT_REASON_HOLIDAYS
                                       ? g_ascii_tolower (letter)
                                       : letter);
        }
      g_assert_cmpstr (week->str, ==, expected);
    }
}

static void
take (Party *party, guint who, const guint8 *rota, gint32 day, guint8 *out)
{
  FarWriter writer = party_writer (party, who);

  party_assert_done (far_collective_take_turn (&writer, rota, day, NULL, TODAY, out, error));
}

/* ---- what they close */

static void
test_close (void)
{
  g_autoptr (Party) party = party_new (1, 3);
  const FarSpan midweek[] = { { TODAY + 1, TODAY + 2, (char *)"Bridge" } };
  FarWriter writer;
  guint8 rota[FAR_RECORD_ID_LEN];
  guint8 id[FAR_RECORD_ID_LEN];

  party_add_rota (party, ADA, "The walk", 2, rota);
  assert_week (party, "MTWHFSU");
  g_assert_true (set (party, "Zone B", midweek, 1, id));
  assert_week (party, "MHFSU");

  writer = party_writer (party, ADA);
  party_assert_done (far_collective_remove_holidays (&writer, id, error));
  assert_week (party, "MTWHFSU");
  writer = party_writer (party, ADA);
  party_assert_refused (far_collective_remove_holidays (&writer, id, error),
                        FAR_COLLECTIVE_ERROR_NO_SUCH_ID);
}

/* Whoever promised to come still sees the outing, and why there is none. */
static void
test_promised (void)
{
  g_autoptr (Party) party = party_new (2, 3);
  const FarSpan friday[] = { { FRIDAY, FRIDAY + 16, (char *)"Toussaint" } };
  FarOutingFacts *outing;
  FarWriter writer;
  guint8 rota[FAR_RECORD_ID_LEN];
  guint8 turn[FAR_RECORD_ID_LEN];

  party_add_rota (party, ADA, "The walk", 2, rota);
  party_meet (party);
  take (party, BO, rota, FRIDAY, turn);
  set (party, "Zone B", friday, 1, NULL);
  assert_week (party, "MTWHf");

  outing = party_outing (party, BO, rota, FRIDAY);
  g_assert_false (outing->verdict.runs);
  g_assert_cmpstr (outing->why, ==, "Toussaint");
  g_assert_cmpuint (outing->verdict.n_missing, ==, 0);
  far_outing_facts_free (outing);

  writer = party_writer (party, 2);
  party_assert_refused (far_collective_take_turn (&writer, rota, FRIDAY, NULL, TODAY, turn, error),
                        FAR_COLLECTIVE_ERROR_HOLIDAYS);
  writer = party_writer (party, ADA);
  party_assert_refused (far_collective_cancel_outing (&writer, rota, FRIDAY, "Ice", error),
                        FAR_COLLECTIVE_ERROR_HOLIDAYS);

  writer = party_writer (party, BO);
  party_assert_done (
      far_collective_change_turn (&writer, turn, FAR_TURN_STATE_RELEASED, TODAY, NULL, error));
  assert_week (party, "MTWH");
}

/* A rota may say that it runs all the same. */
static void
test_runs_in_them (void)
{
  g_autoptr (Party) party = party_new (3, 2);
  const FarSpan all[] = { { TODAY, TODAY + 20, (char *)"" } };
  FarRotaPlan plan = {
    .title = "The centre",
    .rule = { .weekdays = 4, .every_n_weeks = 1, .first_day = TODAY, .last_day = TODAY + 30 },
    .at = 480,
    .n_min = 1,
    .n_max = 1,
    .in_holidays = TRUE
  };
  FarWriter writer = party_writer (party, BO);
  guint8 rota[FAR_RECORD_ID_LEN];

  party_assert_done (far_collective_add_rota (&writer, &plan, rota, error));
  party_meet (party);
  set (party, "Zone B", all, 1, NULL);
  assert_week (party, "W");

  /* published, it is so still */
  writer = party_writer (party, ADA);
  party_assert_done (far_collective_publish_rota (&writer, rota, error));
  assert_week (party, "W");
}

/* Where they overlap, the day is of those that begin first. */
static void
test_overlap (void)
{
  g_autoptr (Party) party = party_new (4, 2);
  const FarSpan school[] = { { FRIDAY, FRIDAY + 16, (char *)"Toussaint" },
                             { TODAY, TODAY, (char *)"Bridge" } };
  const FarSpan country[] = { { FRIDAY - 1, FRIDAY, (char *)"Feast" },
                              { FRIDAY + 5, FRIDAY + 5, (char *)"All Saints" } };
  static const char *const names[] = { "Bridge", NULL, NULL, "Feast", "Feast" };
  guint8 rota[FAR_RECORD_ID_LEN];
  guint8 turn[FAR_RECORD_ID_LEN];

  party_add_rota (party, ADA, "The walk", 2, rota);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    take (party, ADA, rota, PARTY_MONDAY + i, turn);
  set (party, "Zone B", school, 2, NULL);
  set (party, "France", country, 2, NULL);
  assert_week (party, "mTWhf");

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      FarOutingFacts *outing = party_outing (party, BO, rota, PARTY_MONDAY + i);

      g_assert_cmpstr (outing->why, ==, names[i] != NULL ? names[i] : "");
      far_outing_facts_free (outing);
    }
}

/* ---- whose word they are */

static void
test_come_again (void)
{
  g_autoptr (Party) party = party_new (5, 2);
  const FarSpan first[] = { { FRIDAY, FRIDAY + 1, (char *)"Toussaint" },
                            { TODAY, TODAY, (char *)"" } };
  const FarSpan turned[] = { first[1], first[0] };
  const FarSpan later[] = { { FRIDAY, FRIDAY + 2, (char *)"Toussaint" } };
  g_autoptr (GPtrArray) calendars = NULL;
  const FarHolidaysFacts *calendar;
  guint8 id[FAR_RECORD_ID_LEN];
  guint8 again[FAR_RECORD_ID_LEN];

  g_assert_true (set (party, "Zone B", first, 2, id));
  g_assert_false (set (party, " Zone B ", turned, 2, again));
  g_assert_cmpmem (again, FAR_RECORD_ID_LEN, id, FAR_RECORD_ID_LEN);
  g_assert_true (set (party, "Zone B", later, 1, again));
  g_assert_cmpmem (again, FAR_RECORD_ID_LEN, id, FAR_RECORD_ID_LEN);
  g_assert_true (set (party, "France", NULL, 0, again));
  party_meet (party);

  calendars = far_collective_holidays (party->members[BO].store, NULL);
  g_assert_cmpuint (calendars->len, ==, 2);
  calendar = calendars->pdata[1];
  g_assert_cmpstr (calendar->name, ==, "Zone B");
  g_assert_cmpuint (calendar->spans->len, ==, 1);
  g_assert_cmpint (g_array_index (calendar->spans, FarSpan, 0).last_day, ==, FRIDAY + 2);
  g_assert_cmpuint (calendar->also.n_others, ==, 0);
}

static void
test_refused (void)
{
  g_autoptr (Party) party = party_new (6, 2);
  const FarSpan good[] = { { TODAY, TODAY, (char *)"" } };
  const FarSpan backwards[] = { { TODAY, TODAY - 1, (char *)"" } };
  const FarSpan beyond[] = { { TODAY, FAR_DAY_MAX + 1, (char *)"" } };
  g_autofree char *name = g_strnfill (FAR_NAME_MAX + 1, 'n');
  const FarSpan long_name[] = { { TODAY, TODAY, name } };
  g_autofree FarSpan *many = g_new0 (FarSpan, FAR_HOLIDAY_SPANS_MAX + 1);
  g_autofree char *wide = g_strnfill (FAR_NAME_MAX, 'w');

  assert_refused (party, BO, "Zone B", good, 1, FAR_COLLECTIVE_ERROR_NOT_THE_HOLDER);
  assert_refused (party, ADA, "", good, 1, FAR_COLLECTIVE_ERROR_NAME_EMPTY);
  assert_refused (party, ADA, "Zone B", backwards, 1, FAR_COLLECTIVE_ERROR_DATE_INVALID);
  assert_refused (party, ADA, "Zone B", beyond, 1, FAR_COLLECTIVE_ERROR_DATE_INVALID);
  assert_refused (party, ADA, "Zone B", long_name, 1, FAR_COLLECTIVE_ERROR_NAME_LONG);

  for (guint i = 0; i <= FAR_HOLIDAY_SPANS_MAX; i++)
    many[i] = (FarSpan){ TODAY + i, TODAY + i, wide };
  assert_refused (party, ADA, "Zone B", many, FAR_HOLIDAY_SPANS_MAX + 1,
                  FAR_COLLECTIVE_ERROR_HOLIDAYS_LONG);
  assert_refused (party, ADA, "Zone B", many, FAR_HOLIDAY_SPANS_MAX,
                  FAR_COLLECTIVE_ERROR_HOLIDAYS_LONG);
  g_assert_true (set (party, "Zone B", many, 100, NULL));
}

/* @calendar: (nullable): NULL for a new one */
static void
write_for_ever (Party *party, guint32 term, const guint8 *calendar, const FarPos *ref)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  FarMapWriter span;

  if (calendar != NULL)
    far_map_bytes (&map, FAR_HOLIDAYS_ID, calendar, FAR_RECORD_ID_LEN);
  far_map_text (&map, FAR_HOLIDAYS_NAME, "For ever");
  far_map_array (&map, FAR_HOLIDAYS_SPANS, 1);
  span = far_map_begin (payload);
  far_map_int (&span, FAR_SPAN_FIRST, TODAY);
  far_map_int (&span, FAR_SPAN_LAST, FAR_DAY_MAX);
  far_map_end (&span);
  far_map_end (&map);
  party_write (party, BO, FAR_KIND_HOLIDAYS, term, payload, ref, ref != NULL);
}

/* Whoever writes one all the same, without the baton, closes nothing, nor more of one. */
static void
test_without_the_baton (void)
{
  g_autoptr (Party) party = party_new (7, 2);
  const FarSpan monday[] = { { TODAY, TODAY, (char *)"Bridge" } };
  g_autoptr (GPtrArray) calendars = NULL;
  guint8 rota[FAR_RECORD_ID_LEN];
  guint8 calendar[FAR_RECORD_ID_LEN];
  FarStore *store = party->members[BO].store;
  FarPos head;

  party_add_rota (party, ADA, "The walk", 2, rota);
  write_for_ever (party, 0, NULL, NULL);
  write_for_ever (party, 1, NULL, NULL);
  assert_week (party, "MTWHFSU");

  set (party, "Zone B", monday, 1, calendar);
  party_meet (party);
  head.log = far_store_find_log (store, party->members[ADA].me.device);
  head.seq = far_store_peek_log (store, head.log)->head_seq;
  write_for_ever (party, 1, calendar, &head);
  assert_week (party, "TWHFSU");

  calendars = far_collective_holidays (party->members[ADA].store, NULL);
  g_assert_cmpuint (calendars->len, ==, 1);
  g_assert_cmpstr (((const FarHolidaysFacts *)calendars->pdata[0])->name, ==, "Zone B");
}

/* ---- two of one name */

/* As somebody's other machine does that has not heard of the first: the holder's, of one day. */
static void
write_another (Party *party, const char *name, gint32 day)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  FarMapWriter span;

  far_map_text (&map, FAR_HOLIDAYS_NAME, name);
  far_map_array (&map, FAR_HOLIDAYS_SPANS, 1);
  span = far_map_begin (payload);
  far_map_int (&span, FAR_SPAN_FIRST, day);
  far_map_int (&span, FAR_SPAN_LAST, day);
  far_map_end (&span);
  far_map_end (&map);
  party_write (party, ADA, FAR_KIND_HOLIDAYS, 1, payload, NULL, 0);
}

/* The names of those that count, and in brackets of those that do not. */
static char *
list_names (Party *party, guint who)
{
  g_autoptr (GPtrArray) calendars = far_collective_holidays (party->members[who].store, NULL);
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < calendars->len; i++)
    {
      const FarHolidaysFacts *calendar = calendars->pdata[i];

      g_string_append_printf (names, calendar->is_beaten ? "(%s)" : "%s", calendar->name);
    }

  return g_string_free (names, FALSE);
}

static void
test_two_of_one_name (void)
{
  g_autoptr (Party) party = party_new (9, 2);
  const FarSpan monday[] = { { TODAY, TODAY, (char *)"Bridge" } };
  const FarSpan week[] = { { TODAY, FRIDAY, (char *)"Bridge" } };
  g_autoptr (GArray) spans = make_spans (week, 1);
  g_autofree char *both = NULL;
  g_autofree char *one = NULL;
  g_autofree char *other = NULL;
  guint8 rota[FAR_RECORD_ID_LEN];
  guint8 first[FAR_RECORD_ID_LEN];
  guint8 id[FAR_RECORD_ID_LEN];
  FarHolidaysEffect effect;
  FarWriter writer;

  party_add_rota (party, ADA, "The walk", 2, rota);
  set (party, "Zone B", monday, 1, first);
  party->now_ms += 1000;
  write_another (party, "Zone B", TODAY + 1);
  write_another (party, "France", TODAY + 2);

  /* the later one counts, on every machine, and the other's days do not */
  assert_week (party, "MHFSU");
  both = list_names (party, BO);
  g_assert_true (g_str_equal (both, "FranceZone B(Zone B)") ||
                 g_str_equal (both, "France(Zone B)Zone B"));

  /* what is there already is what counts of it */
  party_assert_done (far_collective_holidays_effect (party->members[ADA].store, "Zone B", spans,
                                                     TODAY, &effect, error));
  g_assert_cmpuint (effect.n_closed, ==, 3);

  /* without the one, the other counts; and it can be had again */
  writer = party_writer (party, ADA);
  {
    g_autoptr (GPtrArray) calendars = far_collective_holidays (party->members[ADA].store, NULL);

    for (guint i = 0; i < calendars->len; i++)
      {
        const FarHolidaysFacts *calendar = calendars->pdata[i];

        if (g_str_equal (calendar->name, "Zone B") && !calendar->is_beaten)
          memcpy (id, calendar->id, FAR_RECORD_ID_LEN);
      }
  }
  g_assert_cmpint (memcmp (id, first, FAR_RECORD_ID_LEN), !=, 0);
  party_assert_done (far_collective_remove_holidays (&writer, id, error));
  assert_week (party, "THFSU");
  one = list_names (party, BO);
  g_assert_cmpstr (one, ==, "FranceZone B");
  writer = party_writer (party, BO);
  party_assert_refused (far_collective_restore_holidays (&writer, id, error),
                        FAR_COLLECTIVE_ERROR_NOT_THE_HOLDER);
  writer = party_writer (party, ADA);
  party_assert_refused (far_collective_restore_holidays (&writer, rota, error),
                        FAR_COLLECTIVE_ERROR_NO_SUCH_ID);
  party_assert_done (far_collective_restore_holidays (&writer, id, error));
  assert_week (party, "MHFSU");

  /* who enters it again means one */
  g_assert_true (set (party, "Zone B", week, 1, NULL));
  assert_week (party, "SU");
  other = list_names (party, BO);
  g_assert_cmpstr (other, ==, "FranceZone B");
  g_assert_false (set (party, "Zone B", week, 1, NULL));
}

/* ---- days of the school's own */

static void
assert_closing (Party *party, gint32 first_day, gint32 last_day, gboolean is_open, const char *said)
{
  const FarSpan days = { first_day, last_day, (char *)"Strike" };
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) spans = far_collective_closing (party->members[ADA].store, "School", &days,
                                                     is_open, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < spans->len; i++)
    {
      const FarSpan *span = &g_array_index (spans, FarSpan, i);

      g_string_append_printf (text, "%s%d-%d %s", i > 0 ? ", " : "", span->first_day - TODAY,
                              span->last_day - TODAY, span->name);
    }
  g_assert_cmpstr (text->str, ==, said);
}

static void
test_closing (void)
{
  g_autoptr (Party) party = party_new (10, 2);
  const FarSpan backwards = { TODAY, TODAY - 1, (char *)"" };
  const FarSpan own[] = { { TODAY, TODAY + 4, (char *)"Works" },
                          { TODAY + 9, TODAY + 9, (char *)"" } };
  const FarSpan other[] = { { TODAY + 20, TODAY + 20, (char *)"Bridge" } };
  GArray *spans;

  assert_closing (party, TODAY, TODAY, FALSE, "0-0 Strike");
  assert_closing (party, TODAY, TODAY, TRUE, "");

  set (party, "School", own, 2, NULL);
  set (party, "Zone B", other, 1, NULL);
  assert_closing (party, TODAY + 7, TODAY + 8, FALSE, "0-4 Works, 9-9 , 7-8 Strike");
  assert_closing (party, TODAY + 2, TODAY + 2, FALSE, "0-1 Works, 3-4 Works, 9-9 , 2-2 Strike");
  assert_closing (party, TODAY + 2, TODAY + 2, TRUE, "0-1 Works, 3-4 Works, 9-9 ");
  assert_closing (party, TODAY, TODAY, TRUE, "1-4 Works, 9-9 ");
  assert_closing (party, TODAY + 4, TODAY + 9, TRUE, "0-3 Works");
  assert_closing (party, TODAY - 1, TODAY + 30, TRUE, "");

  party_assert_refused ((spans = far_collective_closing (party->members[ADA].store, "School",
                                                         &backwards, FALSE, error)) != NULL,
                        FAR_COLLECTIVE_ERROR_DATE_INVALID);
}

/* ---- what one would change */

static void
test_effect (void)
{
  g_autoptr (Party) party = party_new (8, 2);
  const FarSpan week[] = { { TODAY - 7, TODAY + 6, (char *)"Toussaint" } };
  const FarSpan less[] = { { TODAY, TODAY + 2, (char *)"Toussaint" } };
  g_autoptr (GArray) spans = make_spans (week, 1);
  g_autoptr (GArray) fewer = make_spans (less, 1);
  FarStore *store = party->members[ADA].store;
  guint8 rota[FAR_RECORD_ID_LEN];
  guint8 turn[FAR_RECORD_ID_LEN];
  FarHolidaysEffect effect;

  party_add_rota (party, ADA, "The walk", 2, rota);
  take (party, ADA, rota, TODAY, turn);
  take (party, ADA, rota, FRIDAY, turn);
  take (party, ADA, rota, TODAY + 7, turn);

  party_assert_done (
      far_collective_holidays_effect (store, "Zone B", spans, TODAY, &effect, error));
  g_assert_cmpuint (effect.n_closed, ==, 7);
  g_assert_cmpuint (effect.n_turns, ==, 2);
  g_assert_cmpuint (effect.n_opened, ==, 0);

  set (party, "Zone B", week, 1, NULL);
  party_assert_done (
      far_collective_holidays_effect (store, "Zone B", fewer, TODAY, &effect, error));
  g_assert_cmpuint (effect.n_closed, ==, 0);
  g_assert_cmpuint (effect.n_turns, ==, 0);
  g_assert_cmpuint (effect.n_opened, ==, 4);

  /* beside the other calendar it changes nothing */
  party_assert_done (
      far_collective_holidays_effect (store, "France", fewer, TODAY, &effect, error));
  g_assert_cmpuint (effect.n_closed + effect.n_opened + effect.n_turns, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (sodium_init (), >=, 0);

  g_test_add_func ("/far/holidays/close", test_close);
  g_test_add_func ("/far/holidays/promised", test_promised);
  g_test_add_func ("/far/holidays/runs-in-them", test_runs_in_them);
  g_test_add_func ("/far/holidays/overlap", test_overlap);
  g_test_add_func ("/far/holidays/come-again", test_come_again);
  g_test_add_func ("/far/holidays/refused", test_refused);
  g_test_add_func ("/far/holidays/without-the-baton", test_without_the_baton);
  g_test_add_func ("/far/holidays/two-of-one-name", test_two_of_one_name);
  g_test_add_func ("/far/holidays/closing", test_closing);
  g_test_add_func ("/far/holidays/effect", test_effect);

  return g_test_run ();
}
