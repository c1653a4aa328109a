/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Lines: who is asked, when they pass, how a wheelchair gets along. */

#include <string.h>

#include "test-party.h"

#define TODAY PARTY_MONDAY

enum
{
  ADA,
  BO,
  CY,
};

/* The mill, the market and the bridge, both ways. */
static GPtrArray *
make_stops (void)
{
  static const FarStopDraft stops[] = {
    { .name = (char *)"Mill", .time_out = 480, .time_back = 1000 },
    { .name = (char *)"Market", .time_out = 485, .time_back = 995 },
    { .name = (char *)"Bridge", .time_out = 492, .time_back = 990 },
  };
  GPtrArray *list = g_ptr_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (stops); i++)
    g_ptr_array_add (list, (gpointer)&stops[i]);

  return list;
}

static void
import (Party *party, guint who, guint8 *out)
{
  g_autoptr (GPtrArray) stops = make_stops ();
  FarLineDraft draft = { .name = (char *)"Blue", .school = (char *)"", .stops = stops };
  FarWriter writer = party_writer (party, who);

  party_assert_done (far_collective_import_line (&writer, &draft, out, NULL, error));
}

static void
change (Party *party, guint who, const guint8 *line, const FarLineChange *what)
{
  FarWriter writer = party_writer (party, who);

  party_assert_done (far_collective_change_line (&writer, line, what, error));
}

static void
change_stop (Party *party, guint who, const guint8 *line, FarStopChange what)
{
  g_autoptr (GArray) stops = g_array_new (FALSE, FALSE, sizeof (FarStopChange));
  FarLineChange all = FAR_LINE_CHANGE_NONE;

  g_array_append_val (stops, what);
  all.stops = stops;
  change (party, who, line, &all);
}

/* "480/1000 485/995": out and back of each stop */
static char *
times_of (Party *party, guint who)
{
  g_autoptr (GPtrArray) lines = far_collective_lines (party->members[who].store, NULL);
  const FarLineFacts *line = lines->pdata[0];
  g_autoptr (GString) text = g_string_new (NULL);

  g_assert_cmpuint (lines->len, ==, 1);
  for (guint i = 0; i < line->stops->len; i++)
    {
      const FarStopDraft *stop = line->stops->pdata[i];

      g_string_append_printf (text, "%s%d/%d", i > 0 ? " " : "", stop->time_out, stop->time_back);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
assert_times (Party *party, const char *expected)
{
  party_meet (party);
  for (guint who = 0; who < party->n_members; who++)
    {
      g_autofree char *times = times_of (party, who);

      g_assert_cmpstr (times, ==, expected);
    }
}

static gint64
count (Party *party, guint who)
{
  return far_store_get_n_entries (party->members[who].store);
}

/* ---- written down */

static FarStopDraft
typed (const char *name, int time_out)
{
  return (
      FarStopDraft){ .name = (char *)name, .time_out = time_out, .time_back = -1, .is_bare = TRUE };
}

static GPtrArray *
list_stops (FarStopDraft *stops, guint n)
{
  GPtrArray *list = g_ptr_array_new ();

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (list, &stops[i]);

  return list;
}

static void
assert_not_added (Party *party, const char *name, FarStopDraft *stops, guint n, int code)
{
  g_autoptr (GPtrArray) list = list_stops (stops, n);
  FarLineDraft draft = { .name = (char *)name, .school = (char *)"", .stops = list };
  FarWriter writer = party_writer (party, ADA);
  gint64 n_before = count (party, ADA);
  guint8 line[FAR_RECORD_ID_LEN];

  party_assert_refused (far_collective_add_line (&writer, &draft, line, error), code);
  g_assert_cmpint (count (party, ADA), ==, n_before);
}

static void
test_added (void)
{
  g_autoptr (Party) party = party_new (21, 2);
  FarStopDraft stops[] = { typed (" Mill ", 480), typed ("Market", -1) };
  FarStopDraft twice[] = { typed ("Mill", 480), typed ("Market", -1), typed (" Mill", 490) };
  FarStopDraft nameless[] = { typed ("Mill", 480), typed (" ", -1) };
  FarStopDraft tomorrow[] = { typed ("Mill", 24 * 60) };
  FarStopDraft muddled[] = { typed ("Mill", 480), typed ("Market", -1), typed ("Bridge", 479) };
  g_autoptr (GPtrArray) list = list_stops (stops, G_N_ELEMENTS (stops));
  FarLineDraft draft = { .name = (char *)"Blue", .school = (char *)"", .stops = list };
  FarWriter writer = party_writer (party, ADA);
  g_autoptr (GPtrArray) lines = NULL;
  guint8 line[FAR_RECORD_ID_LEN];

  party_assert_done (far_collective_add_line (&writer, &draft, line, error));
  assert_times (party, "480/-1 -1/-1");
  lines = far_collective_lines (party->members[BO].store, NULL);
  g_assert_cmpstr (((const FarStopDraft *)((const FarLineFacts *)lines->pdata[0])->stops->pdata[0])
                       ->name,
                   ==, "Mill");

  assert_not_added (party, "Blue", stops, 2, FAR_COLLECTIVE_ERROR_NAME_TAKEN);
  assert_not_added (party, "", stops, 2, FAR_COLLECTIVE_ERROR_NAME_EMPTY);
  assert_not_added (party, "Red", stops, 0, FAR_COLLECTIVE_ERROR_STOPS_EMPTY);
  assert_not_added (party, "Red", twice, 3, FAR_COLLECTIVE_ERROR_STOP_TWICE);
  assert_not_added (party, "Red", nameless, 2, FAR_COLLECTIVE_ERROR_NAME_EMPTY);
  assert_not_added (party, "Red", tomorrow, 1, FAR_COLLECTIVE_ERROR_TIME_INVALID);
  assert_not_added (party, "Red", muddled, 3, FAR_COLLECTIVE_ERROR_STOPS_ORDER);
}

/* A stop is told by its name: what was said of it goes with that, wherever it is now. */
static void
test_all_stops (void)
{
  g_autoptr (Party) party = party_new (22, 2);
  FarStopDraft stops[] = { typed ("Church", 470), typed ("Bridge", 492), typed ("Mill", 500) };
  FarStopDraft twice[] = { typed ("Mill", 480), typed ("Mill", 490) };
  g_autoptr (GPtrArray) list = list_stops (stops, G_N_ELEMENTS (stops));
  g_autoptr (GPtrArray) wrong = list_stops (twice, G_N_ELEMENTS (twice));
  FarStopChange kerb = FAR_STOP_CHANGE_NONE;
  FarLineChange what = FAR_LINE_CHANGE_NONE;
  FarChildChange child = FAR_CHILD_CHANGE_NONE;
  g_autoptr (FarLineEffect) effect = NULL;
  g_autoptr (GPtrArray) lines = NULL;
  const FarLineFacts *facts;
  const FarMovedStop *moved;
  guint8 line[FAR_RECORD_ID_LEN];
  guint8 id[FAR_RECORD_ID_LEN];
  FarWriter writer;

  import (party, ADA, line);
  kerb.stop = 2;
  kerb.here[FAR_ACCESS_KERB] = FAR_ACCESS_HELP;
  change_stop (party, ADA, line, kerb);
  child.name = "Léa";
  child.line = line;
  child.stop = "Market";
  writer = party_writer (party, ADA);
  party_assert_done (far_collective_add_child (&writer, &child, id, error));

  what.all_stops = list;
  writer = party_writer (party, ADA);
  effect = far_collective_line_effect (&writer, line, &what, TODAY, NULL);
  g_assert_cmpuint (effect->stops->len, ==, 3);
  moved = (const FarMovedStop *)(gconstpointer)effect->stops->data;
  /* later; gone, with whoever stands there; without a way back */
  g_assert_true (!moved[0].is_gone && moved[0].out_before == 480 && moved[0].out == 500);
  g_assert_true (moved[1].is_gone && moved[1].stop == 1 && moved[1].n_children == 1);
  g_assert_true (!moved[2].is_gone && moved[2].back_before == 990 && moved[2].back == -1);

  change (party, ADA, line, &what);
  assert_times (party, "470/-1 492/-1 500/-1");
  lines = far_collective_lines (party->members[BO].store, NULL);
  facts = lines->pdata[0];
  g_assert_cmpuint (((const FarStopDraft *)facts->stops->pdata[1])->here[FAR_ACCESS_KERB], ==,
                    FAR_ACCESS_HELP);
  g_assert_cmpuint (((const FarStopDraft *)facts->stops->pdata[0])->here[FAR_ACCESS_KERB], ==, 0);

  what.all_stops = wrong;
  writer = party_writer (party, ADA);
  party_assert_refused (far_collective_change_line (&writer, line, &what, error),
                        FAR_COLLECTIVE_ERROR_STOP_TWICE);
}

/* ---- who is asked, and the colour */

static void
test_referent (void)
{
  g_autoptr (Party) party = party_new (1, 3);
  FarLineChange what = FAR_LINE_CHANGE_NONE;
  g_autoptr (GPtrArray) lines = NULL;
  const FarLineFacts *facts;
  guint8 line[FAR_RECORD_ID_LEN];
  guint8 nobody[FAR_RECORD_ID_LEN] = { 0 };
  guint8 stranger[FAR_RECORD_ID_LEN] = { 7 };
  FarWriter writer;
  gint64 n;

  import (party, ADA, line);
  party_meet (party);

  /* nobody was asked, and nobody is: nothing is written */
  n = count (party, BO);
  what.referent = nobody;
  what.colour = 0;
  change (party, BO, line, &what);
  g_assert_cmpint (count (party, BO), ==, n);

  what.referent = party->members[CY].me.member;
  what.colour = 5;
  change (party, BO, line, &what);
  g_assert_cmpint (count (party, BO), >, n);
  n = count (party, BO);
  change (party, BO, line, &what);
  g_assert_cmpint (count (party, BO), ==, n);
  party_meet (party);
  lines = far_collective_lines (party->members[ADA].store, NULL);
  facts = lines->pdata[0];
  g_assert_true (facts->has_referent);
  g_assert_cmpmem (facts->referent, FAR_RECORD_ID_LEN, party->members[CY].me.member,
                   FAR_RECORD_ID_LEN);
  g_assert_cmpuint (facts->colour, ==, 5);
  g_assert_cmpstr (facts->name, ==, "Blue");

  writer = party_writer (party, ADA);
  what.referent = stranger;
  party_assert_refused (far_collective_change_line (&writer, line, &what, error),
                        FAR_COLLECTIVE_ERROR_NO_SUCH_ID);
  what = FAR_LINE_CHANGE_NONE;
  what.colour = FAR_LINE_COLOUR_MAX + 1;
  party_assert_refused (far_collective_change_line (&writer, line, &what, error),
                        FAR_COLLECTIVE_ERROR_NUMBER_INVALID);
  what = FAR_LINE_CHANGE_NONE;
  what.name = "Green";
  party_assert_refused (far_collective_change_line (&writer, stranger, &what, error),
                        FAR_COLLECTIVE_ERROR_NO_SUCH_ID);
  what.name = " ";
  party_assert_refused (far_collective_change_line (&writer, line, &what, error),
                        FAR_COLLECTIVE_ERROR_NAME_EMPTY);
}

/* Two write another colour without knowing of each other: the later is shown, the other told. */
static void
test_side_by_side (void)
{
  g_autoptr (Party) party = party_new (2, 3);
  FarLineChange what = FAR_LINE_CHANGE_NONE;
  g_autoptr (GPtrArray) conflicts = NULL;
  g_autoptr (GPtrArray) after = NULL;
  const FarConflictFacts *facts;
  const FarDifferingValue *value;
  guint8 line[FAR_RECORD_ID_LEN];
  FarWriter writer;

  import (party, ADA, line);
  party_meet (party);
  what.colour = 1;
  change (party, BO, line, &what);
  what.colour = 4;
  change (party, CY, line, &what);
  party_meet (party);

  conflicts = far_collective_conflicts (party->members[ADA].store, TODAY, NULL);
  g_assert_cmpuint (conflicts->len, ==, 1);
  facts = conflicts->pdata[0];
  g_assert_cmpint (facts->what, ==, FAR_DIFFERS_COLOUR);
  value = facts->values->pdata[0];
  g_assert_cmpint (value->number, ==, 4);
  value = facts->values->pdata[1];
  g_assert_cmpint (value->number, ==, 1);
  writer = party_writer (party, ADA);
  party_assert_done (far_collective_choose (&writer, value->entry, error));
  party_meet (party);
  after = far_collective_conflicts (party->members[BO].store, TODAY, NULL);
  g_assert_cmpuint (after->len, ==, 0);
}

/* Who changes the colour does not undo a stop that somebody else moved meanwhile. */
static void
test_fields_apart (void)
{
  g_autoptr (Party) party = party_new (3, 3);
  FarLineChange what = FAR_LINE_CHANGE_NONE;
  g_autoptr (GPtrArray) lines = NULL;
  FarStopChange stop = FAR_STOP_CHANGE_NONE;
  guint8 line[FAR_RECORD_ID_LEN];

  import (party, ADA, line);
  party_meet (party);
  stop.time_out = 481;
  change_stop (party, BO, line, stop);
  what.colour = 3;
  change (party, CY, line, &what);
  assert_times (party, "481/1000 485/995 492/990");
  lines = far_collective_lines (party->members[BO].store, NULL);
  g_assert_cmpuint (((const FarLineFacts *)lines->pdata[0])->colour, ==, 3);
}

/* ---- times */

static void
test_moves_along (void)
{
  static const struct
  {
    int start, start_back;
    guint stop;
    int walk;
    const char *expected;
  } rows[] = {
    { 475, -1, 0, -1, "475/1000 480/995 487/990" },
    { -1, 1020, 0, -1, "480/1030 485/1025 492/1020" },
    /* two minutes more to the market: what follows is later, each way */
    { -1, -1, 0, 7, "480/1002 487/995 494/990" },
    { -1, -1, 1, 4, "480/999 485/994 489/990" },
    { 470, 1010, 1, 8, "470/1023 475/1018 483/1010" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (Party) party = party_new (10 + i, 2);
      g_autoptr (GArray) stops = g_array_new (FALSE, FALSE, sizeof (FarStopChange));
      FarStopChange stop = FAR_STOP_CHANGE_NONE;
      FarLineChange what = FAR_LINE_CHANGE_NONE;
      guint8 line[FAR_RECORD_ID_LEN];

      import (party, ADA, line);
      party_meet (party);
      stop.stop = rows[i].stop;
      stop.walk = rows[i].walk;
      g_array_append_val (stops, stop);
      what.start = rows[i].start;
      what.start_back = rows[i].start_back;
      what.stops = stops;
      change (party, BO, line, &what);
      assert_times (party, rows[i].expected);
    }
}

/* Nobody types a stop before the one that it comes after, on neither way; a file may say so, and
 * its line can be changed all the same. */
static void
test_order (void)
{
  static const struct
  {
    guint stop;
    int out, back;
    gboolean is_good;
  } rows[] = {
    { 2, 484, FAR_TIME_SAME, FALSE },
    { 0, 486, FAR_TIME_SAME, FALSE },
    { 1, FAR_TIME_SAME, 1001, FALSE },
    { 1, FAR_TIME_SAME, 989, FALSE },
    { 1, -1, -1, TRUE },
    { 2, 480, 1000, TRUE },
    { 2, 479, FAR_TIME_SAME, FALSE },
    { 2, FAR_TIME_SAME, 1001, FALSE },
  };
  FarStopDraft muddled[] = { typed ("Mill", 480), typed ("Bridge", 470) };
  g_autoptr (Party) party = party_new (23, 2);
  g_autoptr (Party) other = party_new (24, 2);
  g_autoptr (GPtrArray) list = list_stops (muddled, G_N_ELEMENTS (muddled));
  FarLineDraft draft = { .name = (char *)"Red", .school = (char *)"", .stops = list };
  FarStopChange stop = FAR_STOP_CHANGE_NONE;
  guint8 line[FAR_RECORD_ID_LEN];
  FarWriter writer;

  import (party, ADA, line);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GArray) stops = g_array_new (FALSE, FALSE, sizeof (FarStopChange));
      FarLineChange all = FAR_LINE_CHANGE_NONE;

      stop.stop = rows[i].stop;
      stop.time_out = rows[i].out;
      stop.time_back = rows[i].back;
      g_array_append_val (stops, stop);
      all.stops = stops;
      writer = party_writer (party, ADA);
      if (rows[i].is_good)
        change (party, ADA, line, &all);
      else
        party_assert_refused (far_collective_change_line (&writer, line, &all, error),
                              FAR_COLLECTIVE_ERROR_STOPS_ORDER);
    }
  assert_times (party, "480/1000 -1/-1 480/1000");

  for (guint i = 0; i < list->len; i++)
    ((FarStopDraft *)list->pdata[i])->is_bare = FALSE;
  writer = party_writer (other, ADA);
  party_assert_done (far_collective_import_line (&writer, &draft, line, NULL, error));
  stop.stop = 0;
  stop.time_out = 482;
  stop.time_back = FAR_TIME_SAME;
  change_stop (other, ADA, line, stop);
  assert_times (other, "482/-1 470/-1");
}

/* A line without times gets them from a start and the ways; what has no time to count from, or
 * would be on another day, is refused, and nothing is written. */
static void
test_from_nothing (void)
{
  g_autoptr (Party) party = party_new (4, 2);
  g_autoptr (GArray) stops = g_array_new (FALSE, FALSE, sizeof (FarStopChange));
  FarLineChange what = FAR_LINE_CHANGE_NONE;
  guint8 line[FAR_RECORD_ID_LEN];
  g_autoptr (GError) foreseen = NULL;
  FarWriter writer;
  gint64 n;

  import (party, ADA, line);
  for (guint i = 0; i < 3; i++)
    {
      FarStopChange stop = FAR_STOP_CHANGE_NONE;

      stop.stop = i;
      stop.time_out = -1;
      stop.time_back = -1;
      g_array_append_val (stops, stop);
    }
  what.stops = stops;
  change (party, ADA, line, &what);
  assert_times (party, "-1/-1 -1/-1 -1/-1");

  n = count (party, ADA);
  g_array_index (stops, FarStopChange, 0).walk = 4;
  writer = party_writer (party, ADA);
  party_assert_refused (far_collective_change_line (&writer, line, &what, error),
                        FAR_COLLECTIVE_ERROR_TIME_INVALID);
  what.start = 1439;
  party_assert_refused (far_collective_change_line (&writer, line, &what, error),
                        FAR_COLLECTIVE_ERROR_TIME_INVALID);
  g_assert_null (far_collective_line_effect (&writer, line, &what, TODAY, &foreseen));
  g_assert_error (foreseen, FAR_COLLECTIVE_ERROR, FAR_COLLECTIVE_ERROR_TIME_INVALID);
  what.start = 480;
  g_array_index (stops, FarStopChange, 2).walk = 4;
  party_assert_refused (far_collective_change_line (&writer, line, &what, error),
                        FAR_COLLECTIVE_ERROR_NUMBER_INVALID);
  g_array_index (stops, FarStopChange, 2).stop = 3;
  party_assert_refused (far_collective_change_line (&writer, line, &what, error),
                        FAR_COLLECTIVE_ERROR_NO_SUCH_STOP);
  g_assert_cmpint (count (party, ADA), ==, n);

  g_array_set_size (stops, 2);
  g_array_index (stops, FarStopChange, 1).walk = 6;
  change (party, ADA, line, &what);
  assert_times (party, "480/-1 484/-1 490/-1");
}

static void
add_rota (Party *party, const guint8 *line, const char *title, int at, guint8 *out)
{
  FarRotaPlan plan = {
    .title = title,
    .rule = { .weekdays = 31, .every_n_weeks = 1, .first_day = TODAY, .last_day = TODAY + 300 },
    .at = at,
    .n_min = 1,
    .n_max = 2,
    .line = line
  };
  FarWriter writer = party_writer (party, ADA);

  party_assert_done (far_collective_add_rota (&writer, &plan, out, error));
}

static void
add_child (Party *party, const guint8 *line, const char *stop, gboolean wheelchair)
{
  FarChildChange child = FAR_CHILD_CHANGE_NONE;
  FarBookingPlan plan = { .first_day = TODAY, .last_day = FAR_DAY_MAX };
  FarWriter writer = party_writer (party, ADA);
  guint8 id[FAR_RECORD_ID_LEN];
  guint8 booking[FAR_RECORD_ID_LEN];

  child.name = "Léa";
  child.line = line;
  child.stop = stop;
  child.wheelchair = wheelchair;
  party_assert_done (far_collective_add_child (&writer, &child, id, error));
  writer = party_writer (party, ADA);
  party_assert_done (far_collective_book_child (&writer, id, &plan, booking, error));
}

/* What it would do is said before: which stops, who stands there, which rotas stay behind; and
 * nothing is written. */
static void
test_is_foreseen (void)
{
  g_autoptr (Party) party = party_new (5, 2);
  FarLineChange what = FAR_LINE_CHANGE_NONE;
  g_autoptr (FarLineEffect) effect = NULL;
  g_autoptr (GError) error = NULL;
  const FarMovedStop *moved;
  const FarStrayRota *stray;
  guint8 line[FAR_RECORD_ID_LEN];
  guint8 walk[FAR_RECORD_ID_LEN];
  guint8 other[FAR_RECORD_ID_LEN];
  FarWriter writer;
  gint64 n;

  import (party, ADA, line);
  add_rota (party, line, "Mornings", 480, walk);
  add_rota (party, line, "At eight", 481, other);
  add_child (party, line, "Market", FALSE);
  n = count (party, ADA);
  writer = party_writer (party, ADA);
  what.start = 470;
  effect = far_collective_line_effect (&writer, line, &what, TODAY, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (effect->stops->len, ==, 3);
  moved = &g_array_index (effect->stops, FarMovedStop, 1);
  g_assert_cmpint (moved->out_before, ==, 485);
  g_assert_cmpint (moved->out, ==, 475);
  g_assert_cmpint (moved->back, ==, moved->back_before);
  g_assert_cmpuint (moved->n_children, ==, 1);
  g_assert_cmpuint (g_array_index (effect->stops, FarMovedStop, 0).n_children, ==, 0);
  g_assert_cmpuint (effect->rotas->len, ==, 1);
  stray = &g_array_index (effect->rotas, FarStrayRota, 0);
  g_assert_cmpstr (stray->title, ==, "Mornings");
  g_assert_cmpint (stray->start, ==, 470);
  g_assert_cmpint (count (party, ADA), ==, n);
  assert_times (party, "480/1000 485/995 492/990");
}

/* ---- how a wheelchair gets along */

/* "Market: 0, way of Bridge: 2" */
static char *
looks_of (Party *party, const guint8 *line, const guint8 *rota)
{
  g_autoptr (GPtrArray) rotas = far_collective_rotas (party->members[ADA].store, NULL);
  g_autoptr (GPtrArray) lines = far_collective_lines (party->members[ADA].store, NULL);
  g_autoptr (FarOutingFacts) outing = NULL;
  g_autoptr (GArray) looks = NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  outing = far_collective_outing (party->members[ADA].store, rotas->pdata[0],
                                  party->members[ADA].me.member, TODAY, NULL);
  looks = far_stops_find_looks (((const FarLineFacts *)lines->pdata[0])->stops, outing->walkers);
  for (guint i = 0; i < looks->len; i++)
    {
      const FarLookFacts *look = &g_array_index (looks, FarLookFacts, i);

      g_string_append_printf (text, "%s%s%u:%d", i > 0 ? " " : "", look->is_way ? "way" : "",
                              look->stop, look->what);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
assert_looks (Party *party, const guint8 *line, const guint8 *rota, const char *expected)
{
  g_autofree char *looks = looks_of (party, line, rota);

  g_assert_cmpstr (looks, ==, expected);
}

/* Only what does not let it through, from its stop on, and only where somebody has one. */
static void
test_wheelchair (void)
{
  g_autoptr (Party) party = party_new (6, 1);
  FarStopChange stop = FAR_STOP_CHANGE_NONE;
  guint8 line[FAR_RECORD_ID_LEN];
  guint8 rota[FAR_RECORD_ID_LEN];

  import (party, ADA, line);
  add_rota (party, line, "Mornings", 480, rota);
  add_child (party, line, "Mill", FALSE);
  stop.way[FAR_ACCESS_SLOPE] = FAR_ACCESS_NONE;
  stop.here[FAR_ACCESS_KERB] = FAR_ACCESS_NONE;
  change_stop (party, ADA, line, stop);
  stop.stop = 1;
  stop.way[FAR_ACCESS_SLOPE] = FAR_ACCESS_HELP;
  stop.way[FAR_ACCESS_WIDTH] = FAR_ACCESS_NONE;
  change_stop (party, ADA, line, stop);
  stop.stop = 2;
  stop.way[FAR_ACCESS_SLOPE] = FAR_ACCESS_GOOD;
  change_stop (party, ADA, line, stop);
  assert_looks (party, line, rota, "");

  add_child (party, line, "Market", TRUE);
  assert_looks (party, line, rota, "1:0 way1:2 way2:2");
  add_child (party, line, "", TRUE);
  assert_looks (party, line, rota, "way0:1 1:0 way1:2 way2:2");

  stop.way[FAR_ACCESS_SLOPE] = 4;
  {
    g_autoptr (GArray) stops = g_array_new (FALSE, FALSE, sizeof (FarStopChange));
    FarLineChange what = FAR_LINE_CHANGE_NONE;
    FarWriter writer = party_writer (party, ADA);

    g_array_append_val (stops, stop);
    what.stops = stops;
    party_assert_refused (far_collective_change_line (&writer, line, &what, error),
                          FAR_COLLECTIVE_ERROR_NUMBER_INVALID);
  }
}

/* A file of the line says nothing of it, and takes nothing away. */
static void
test_import_keeps (void)
{
  g_autoptr (Party) party = party_new (7, 1);
  FarStopChange stop = FAR_STOP_CHANGE_NONE;
  g_autoptr (GPtrArray) lines = NULL;
  const FarStopDraft *market;
  guint8 line[FAR_RECORD_ID_LEN];
  guint8 same[FAR_RECORD_ID_LEN];
  gint64 n;

  import (party, ADA, line);
  stop.stop = 1;
  stop.time_out = 486;
  stop.here[FAR_ACCESS_WIDTH] = FAR_ACCESS_HELP;
  change_stop (party, ADA, line, stop);
  import (party, ADA, same);
  g_assert_cmpmem (same, sizeof same, line, sizeof line);
  lines = far_collective_lines (party->members[ADA].store, NULL);
  market = ((const FarLineFacts *)lines->pdata[0])->stops->pdata[1];
  g_assert_cmpint (market->time_out, ==, 485);
  g_assert_cmpint (market->here[FAR_ACCESS_WIDTH], ==, FAR_ACCESS_HELP);

  n = count (party, ADA);
  import (party, ADA, same);
  g_assert_cmpint (count (party, ADA), ==, n);
}

/* ---- some weekdays */

static void
set_patterns (Party *party,
              guint who,
              const guint8 *line,
              const FarPatternChange *patterns,
              guint n)
{
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (FarPatternChange));
  FarLineChange what = FAR_LINE_CHANGE_NONE;

  g_array_append_vals (all, patterns, n);
  what.patterns = all;
  change (party, who, line, &what);
}

/* "Market 490 Bridge 497", and where that begins on the line */
static void
assert_walked_later (Party *party,
                     const guint8 *rota,
                     guint weekday,
                     int later,
                     guint first,
                     const char *expected)
{
  g_autoptr (GPtrArray) lines = far_collective_lines (party->members[BO].store, NULL);
  g_autoptr (GPtrArray) stops = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  guint out;

  stops = far_line_walked_on (lines->pdata[0], rota, weekday, later, &out);
  for (guint i = 0; i < stops->len; i++)
    {
      const FarStopDraft *stop = stops->pdata[i];

      g_string_append_printf (text, "%s%s %d", i > 0 ? " " : "", stop->name, stop->time_out);
    }
  g_assert_cmpstr (text->str, ==, expected);
  g_assert_cmpuint (out, ==, first);
}

static void
assert_walked (Party *party, const guint8 *rota, guint weekday, guint first, const char *expected)
{
  assert_walked_later (party, rota, weekday, 0, first, expected);
}

/* Wednesdays from the market on and ten minutes later; one rota only to the market, all week. */
static void
test_weekdays (void)
{
  g_autoptr (Party) party = party_new (8, 2);
  guint8 line[FAR_RECORD_ID_LEN];
  guint8 walk[FAR_RECORD_ID_LEN];
  guint8 other[FAR_RECORD_ID_LEN];
  FarPatternChange patterns[] = { { .weekdays = 1u << 2, .from = "Market", .to = "", .shift = 10 },
                                  { .weekdays = 127, .from = "", .to = "Market" },
                                  { .weekdays = 127, .from = "Bridge", .to = "" } };

  import (party, ADA, line);
  add_rota (party, line, "Mornings", 480, walk);
  add_rota (party, line, "Short", 480, other);
  patterns[1].rota = other;
  set_patterns (party, ADA, line, patterns, 2);
  party_meet (party);
  assert_walked (party, walk, 0, 0, "Mill 480 Market 485 Bridge 492");
  assert_walked (party, walk, 2, 1, "Market 495 Bridge 502");
  /* and all of it moves with an outing that is moved, the last stop not into the next day */
  assert_walked_later (party, walk, 0, -5, 0, "Mill 475 Market 480 Bridge 487");
  assert_walked_later (party, walk, 2, 15, 1, "Market 510 Bridge 517");
  assert_walked_later (party, walk, 0, 955, 0, "Mill 1435 Market 1439 Bridge 1439");
  /* one that names the rota goes before one that names none */
  assert_walked (party, other, 2, 0, "Mill 480 Market 485");
  /* and of several the first that fits */
  set_patterns (party, ADA, line, patterns, 3);
  party_meet (party);
  assert_walked (party, walk, 2, 1, "Market 495 Bridge 502");
  assert_walked (party, walk, 3, 2, "Bridge 492");
  set_patterns (party, ADA, line, patterns, 0);
  party_meet (party);
  assert_walked (party, walk, 2, 0, "Mill 480 Market 485 Bridge 492");
}

static void
test_weekdays_refused (void)
{
  static const struct
  {
    FarPatternChange pattern;
    int code;
  } rows[] = {
    { { .weekdays = 0, .from = "", .to = "" }, FAR_COLLECTIVE_ERROR_DAYS_INVALID },
    { { .weekdays = 128, .from = "", .to = "" }, FAR_COLLECTIVE_ERROR_DAYS_INVALID },
    { { .weekdays = 1, .from = "Nowhere", .to = "" }, FAR_COLLECTIVE_ERROR_NO_SUCH_STOP },
    { { .weekdays = 1, .from = "", .to = "Nowhere" }, FAR_COLLECTIVE_ERROR_NO_SUCH_STOP },
    { { .weekdays = 1, .from = "Bridge", .to = "Mill" }, FAR_COLLECTIVE_ERROR_NO_SUCH_STOP },
    { { .weekdays = 1, .from = "", .to = "", .shift = 721 }, FAR_COLLECTIVE_ERROR_NUMBER_INVALID },
  };
  g_autoptr (Party) party = party_new (9, 1);
  guint8 line[FAR_RECORD_ID_LEN];
  FarWriter writer;
  gint64 n;

  import (party, ADA, line);
  n = count (party, ADA);
  writer = party_writer (party, ADA);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (FarPatternChange));
      FarLineChange what = FAR_LINE_CHANGE_NONE;

      g_array_append_vals (all, &rows[i].pattern, 1);
      what.patterns = all;
      party_assert_refused (far_collective_change_line (&writer, line, &what, error), rows[i].code);
    }
  g_assert_cmpint (count (party, ADA), ==, n);
}

/* ---- off the list */

static FarLineTieFacts *
ties_of (Party *party, guint who, const guint8 *line)
{
  FarWriter writer = party_writer (party, who);
  g_autoptr (GError) error = NULL;
  FarLineTieFacts *ties = far_collective_line_ties (&writer, line, TODAY, &error);

  g_assert_no_error (error);

  return ties;
}

static guint
count_lines (Party *party, guint who, gboolean is_gone)
{
  FarStore *store = party->members[who].store;
  g_autoptr (GPtrArray) lines = is_gone ? far_collective_lines_gone (store, NULL)
                                        : far_collective_lines (store, NULL);

  return lines->len;
}

static void
assert_listed (Party *party, guint n, guint n_gone)
{
  party_meet (party);
  for (guint who = 0; who < party->n_members; who++)
    {
      g_assert_cmpuint (count_lines (party, who, FALSE), ==, n);
      g_assert_cmpuint (count_lines (party, who, TRUE), ==, n_gone);
    }
}

/* Whoever made a line, or coordinates, takes it off the list and puts it back; nobody else does. */
static void
test_gone (void)
{
  g_autoptr (Party) party = party_new (10, 3);
  FarWriter ada, bo, cy;
  guint8 line[FAR_RECORD_ID_LEN];
  guint8 none[FAR_RECORD_ID_LEN] = { 1 };
  gint64 n;

  import (party, BO, line);
  party_meet (party);
  ada = party_writer (party, ADA);
  bo = party_writer (party, BO);
  cy = party_writer (party, CY);
  n = count (party, CY);
  party_assert_refused (far_collective_set_line_gone (&cy, line, TRUE, error),
                        FAR_COLLECTIVE_ERROR_LINE_NOT_YOURS);
  party_assert_refused (far_collective_set_line_gone (&bo, none, TRUE, error),
                        FAR_COLLECTIVE_ERROR_NO_SUCH_ID);
  /* what is so already is not written again */
  party_assert_done (far_collective_set_line_gone (&bo, line, FALSE, error));
  party_meet (party);
  g_assert_cmpint (count (party, CY), ==, n);

  party_assert_done (far_collective_set_line_gone (&bo, line, TRUE, error));
  assert_listed (party, 0, 1);
  party_assert_refused (far_collective_set_line_gone (&cy, line, FALSE, error),
                        FAR_COLLECTIVE_ERROR_LINE_NOT_YOURS);
  /* Ada coordinates */
  party_assert_done (far_collective_set_line_gone (&ada, line, FALSE, error));
  assert_listed (party, 1, 0);
  party_assert_done (far_collective_set_line_gone (&ada, line, TRUE, error));
  assert_listed (party, 0, 1);
  /* and another one may have its name */
  import (party, CY, none);
  assert_listed (party, 1, 1);
}

/* A rota whose line is off the list stays as it is, and can be changed; its children stay on it. */
static void
test_ties (void)
{
  g_autoptr (Party) party = party_new (11, 2);
  FarChildChange mia = { .name = "Mia", .stop = "Market" };
  FarHazardChange hole = { .words = "A hole" };
  FarRotaPlan plan = {
    .title = "Walk",
    .rule = { .weekdays = 1, .every_n_weeks = 1, .first_day = TODAY, .last_day = TODAY + 28 },
    .at = 480,
    .n_min = 1,
    .n_max = 2
  };
  FarRotaRevision later = { .fields = FAR_CHANGES_AT, .plan = { .at = 500 } };
  g_autoptr (FarLineTieFacts) ties = NULL;
  guint8 line[FAR_RECORD_ID_LEN], rota[FAR_RECORD_ID_LEN], id[FAR_RECORD_ID_LEN];
  gboolean is_suggestion;
  FarWriter ada;

  import (party, ADA, line);
  ada = party_writer (party, ADA);
  mia.line = hole.line = plan.line = line;
  party_assert_done (far_collective_add_rota (&ada, &plan, rota, error));
  /* what is over hangs on nothing */
  plan.title = "Long ago";
  plan.rule.first_day = TODAY - 28;
  plan.rule.last_day = TODAY - 1;
  party_assert_done (far_collective_add_rota (&ada, &plan, id, error));
  party_assert_done (far_collective_add_child (&ada, &mia, id, error));
  party_assert_done (far_collective_add_hazard (&ada, &hole, id, error));
  party_meet (party);

  ties = ties_of (party, BO, line);
  g_assert_cmpuint (ties->rotas->len, ==, 1);
  g_assert_cmpstr (((FarRotaFacts *)ties->rotas->pdata[0])->title, ==, "Walk");
  g_assert_cmpuint (ties->n_children, ==, 1);
  g_assert_cmpuint (ties->n_hazards, ==, 1);
  g_assert_false (ties->is_my_own);

  party_assert_done (far_collective_set_line_gone (&ada, line, TRUE, error));
  party_assert_done (far_collective_change_rota (&ada, rota, &later, &is_suggestion, error));
  party_assert_done (far_collective_set_line_gone (&ada, line, FALSE, error));
  g_clear_pointer (&ties, far_line_tie_facts_free);
  ties = ties_of (party, ADA, line);
  g_assert_cmpuint (ties->rotas->len, ==, 1);
  g_assert_cmpint (((FarRotaFacts *)ties->rotas->pdata[0])->at, ==, 500);
  g_assert_cmpuint (ties->n_children, ==, 1);
  g_assert_true (ties->is_my_own);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/lines/added", test_added);
  g_test_add_func ("/lines/all-stops", test_all_stops);
  g_test_add_func ("/lines/referent", test_referent);
  g_test_add_func ("/lines/side-by-side", test_side_by_side);
  g_test_add_func ("/lines/fields-apart", test_fields_apart);
  g_test_add_func ("/lines/moves-along", test_moves_along);
  g_test_add_func ("/lines/order", test_order);
  g_test_add_func ("/lines/from-nothing", test_from_nothing);
  g_test_add_func ("/lines/is-foreseen", test_is_foreseen);
  g_test_add_func ("/lines/wheelchair", test_wheelchair);
  g_test_add_func ("/lines/import-keeps", test_import_keeps);
  g_test_add_func ("/lines/weekdays", test_weekdays);
  g_test_add_func ("/lines/weekdays-refused", test_weekdays_refused);
  g_test_add_func ("/lines/gone", test_gone);
  g_test_add_func ("/lines/ties", test_ties);

  return g_test_run ();
}
