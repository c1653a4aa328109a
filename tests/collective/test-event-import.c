/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Rotas out of a calendar of events: made, found again, brought up to date, and undone. */

#include <string.h>

#include "far-events-private.h"
#include "test-party.h"

#define ADA 0 /* holds the baton */
#define BO 1
#define TODAY PARTY_MONDAY
#define MORNING 490

/* @days: after today, until one that is negative */
static void
add (FarEvents *events, const char *title, gboolean is_again, int at, const int *days)
{
  for (; *days >= 0; days++)
    {
      FarDatedEvent *event = _far_event_new (events->events->len + 1, title, "");

      event->is_again = is_again;
      for (; *days >= 0; days++)
        {
          FarEventDate date = { TODAY + *days, at };

          g_array_append_val (event->dates, date);
          if (!is_again)
            break;
        }
      g_assert_true (_far_events_add (events, event, NULL));
      if (is_again)
        return;
    }
}

static GVariant *
import (Party *party, guint who, const FarEvents *events, const char *expected)
{
  static const char letters[] = "NCTYM";
  const FarRotaPlan defaults = { .n_min = 1, .n_max = 2 };
  FarWriter writer = party_writer (party, who);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) plans = far_collective_plan_events (&writer, events, TODAY, &error);
  g_autoptr (GString) whats = g_string_new (NULL);
  GVariant *done;

  g_assert_no_error (error);
  for (guint i = 0; i < plans->len; i++)
    g_string_append_c (whats, letters[((const FarEventPlan *)plans->pdata[i])->what]);
  g_assert_cmpstr (whats->str, ==, expected);
  done = far_collective_import_events (&writer, plans, &defaults, &error);
  g_assert_no_error (error);
  party_meet (party);

  return done;
}

/* The outings of three weeks: the title's letter, the day after today, and "!" if it is not in the
 * morning. */
static char *
list_outings (Party *party, guint who)
{
  FarStore *store = party->members[who].store;
  g_autoptr (GPtrArray) rotas = far_collective_rotas (store, NULL);
  g_autoptr (GPtrArray) outings =
                 far_collective_outings (store, rotas, party->members[who].me.member, TODAY, 21,
                                         NULL);
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < outings->len; i++)
    {
      const FarOutingFacts *outing = outings->pdata[i];

      g_string_append_printf (out, "%s%c%d%s", i > 0 ? " " : "", outing->rota->title[0],
                              outing->day - TODAY, outing->here.at == MORNING ? "" : "!");
    }

  return g_string_free (out, FALSE);
}

static void
assert_outings (Party *party, const char *expected)
{
  for (guint who = 0; who < party->n_members; who++)
    {
      g_autofree char *outings = list_outings (party, who);

      g_assert_cmpstr (outings, ==, expected);
    }
}

static void
undo (Party *party, guint who, GVariant *done)
{
  FarWriter writer = party_writer (party, who);

  party_assert_done (far_collective_undo_events (&writer, done, error));
  party_meet (party);
}

static void
test_made_and_changed (void)
{
  g_autoptr (Party) party = party_new (1, 2);
  g_autoptr (FarEvents) first = _far_events_new ();
  g_autoptr (FarEvents) second = _far_events_new ();
  g_autoptr (GVariant) made = NULL;
  g_autoptr (GVariant) again = NULL;
  g_autoptr (GVariant) changed = NULL;

  add (first, "Walk", TRUE, MORNING, (int[]){ 0, 7, 14, -1 });
  add (first, "Cake", FALSE, MORNING, (int[]){ 5, 12, -1 });
  made = import (party, ADA, first, "NN");
  assert_outings (party, "W0 C5 W7 C12 W14");
  again = import (party, ADA, first, "TT");
  g_assert_cmpuint (g_variant_n_children (again), ==, 0);

  /* the cake is baked on another day; what Bo imports are other drafts, of his own */
  add (second, "Walk", TRUE, MORNING, (int[]){ 0, 14, 15, -1 });
  add (second, "Cake", FALSE, MORNING, (int[]){ 5, 13, -1 });
  changed = import (party, ADA, second, "CC");
  assert_outings (party, "W0 C5 C13 W14 W15");
  g_variant_unref (g_steal_pointer (&again));
  again = import (party, BO, second, "TT");
  g_variant_unref (g_steal_pointer (&again));
  again = import (party, BO, first, "YY");
  assert_outings (party, "W0 C5 C13 W14 W15");

  undo (party, ADA, changed);
  assert_outings (party, "W0 C5 W7 C12 W14");
  undo (party, ADA, made);
  assert_outings (party, "");
}

/* A single date at another time, and one that is at its time again. */
/* What is said of the second week, by everybody's machine: "The gym, Museum" */
static void
assert_second (Party *party, const char *expected)
{
  g_autoptr (GPtrArray) rotas = far_collective_rotas (party->members[1].store, NULL);
  g_autoptr (FarOutingFacts) outing = NULL;
  g_autofree char *said = NULL;

  g_assert_cmpuint (rotas->len, ==, 1);
  outing = far_collective_outing (party->members[1].store, rotas->pdata[0],
                                  party->members[1].me.member, TODAY + 7, NULL);
  said = g_strdup_printf ("%s, %s", outing->own.place, outing->own.remark);
  g_assert_cmpstr (said, ==, expected);
}

/* One date at another place, or called otherwise: said once, undone, and never taken away by a
 * calendar that says nothing. */
static void
test_apart (void)
{
  g_autoptr (Party) party = party_new (7, 2);
  g_autoptr (FarEvents) usual = _far_events_new ();
  g_autoptr (FarEvents) gym = _far_events_new ();
  g_autoptr (GVariant) made = NULL;
  g_autoptr (GVariant) said = NULL;
  g_autoptr (GVariant) again = NULL;
  g_autoptr (GVariant) silent = NULL;
  FarDatedEvent *event;

  add (usual, "Walk", TRUE, MORNING, (int[]){ 0, 7, 14, -1 });
  add (gym, "Walk", TRUE, MORNING, (int[]){ 0, 7, 14, -1 });
  event = gym->events->pdata[0];
  g_ptr_array_add (event->apart, far_event_apart_new (TODAY + 7, MORNING, "Museum", "The gym"));

  made = import (party, ADA, usual, "N");
  assert_second (party, ", ");
  said = import (party, ADA, gym, "C");
  assert_second (party, "The gym, Museum");
  again = import (party, ADA, gym, "T");
  silent = import (party, ADA, usual, "T");
  assert_second (party, "The gym, Museum");
  undo (party, ADA, said);
  assert_second (party, ", ");
  g_variant_unref (g_steal_pointer (&said));
  undo (party, ADA, made);
  said = import (party, ADA, gym, "N");
  assert_second (party, "The gym, Museum");
}

static void
test_moved (void)
{
  g_autoptr (Party) party = party_new (2, 2);
  g_autoptr (FarEvents) usual = _far_events_new ();
  g_autoptr (FarEvents) late = _far_events_new ();
  g_autoptr (GVariant) made = NULL;
  g_autoptr (GVariant) moved = NULL;
  g_autoptr (GVariant) back = NULL;
  FarDatedEvent *event;

  add (usual, "Walk", TRUE, MORNING, (int[]){ 0, 7, 14, -1 });
  add (late, "Walk", TRUE, MORNING, (int[]){ 0, 7, 14, -1 });
  event = late->events->pdata[0];
  g_array_index (event->dates, FarEventDate, 1).at = 600;

  made = import (party, ADA, usual, "N");
  moved = import (party, ADA, late, "C");
  assert_outings (party, "W0 W7! W14");
  undo (party, ADA, moved);
  assert_outings (party, "W0 W7 W14");

  g_variant_unref (g_steal_pointer (&moved));
  moved = import (party, ADA, late, "C");
  back = import (party, ADA, usual, "C");
  assert_outings (party, "W0 W7 W14");
}

/* Two of one title, one in the morning and one at noon, are two rotas, and stay two. */
static void
test_two_of_one_title (void)
{
  g_autoptr (Party) party = party_new (3, 2);
  g_autoptr (FarEvents) events = _far_events_new ();
  g_autoptr (GVariant) made = NULL;
  g_autoptr (GVariant) again = NULL;

  add (events, "Walk", FALSE, MORNING, (int[]){ 0, 7, 14, -1 });
  add (events, "Walk", FALSE, 720, (int[]){ 0, 7, 15, -1 });
  made = import (party, ADA, events, "NN");
  assert_outings (party, "W0 W0! W7 W7! W14 W15!");
  again = import (party, ADA, events, "TT");
}

/* All or nothing: of too many drafts none is made. */
static void
test_all_or_nothing (void)
{
  g_autoptr (Party) party = party_new (4, 2);
  g_autoptr (FarEvents) events = _far_events_new ();
  const FarRotaPlan defaults = { .n_min = 1, .n_max = 2 };
  FarWriter writer = party_writer (party, ADA);
  g_autoptr (GPtrArray) plans = NULL;
  GVariant *done;

  for (guint i = 0; i <= FAR_SHOWN_DRAFTS_MAX; i++)
    {
      g_autofree char *title = g_strdup_printf ("Walk %u", i);

      add (events, title, TRUE, MORNING, (int[]){ 0, 7, 14, -1 });
    }
  plans = far_collective_plan_events (&writer, events, TODAY, NULL);
  party_assert_refused ((done = far_collective_import_events (&writer, plans, &defaults, error)) !=
                            NULL,
                        FAR_COLLECTIVE_ERROR_FULL_DRAFTS);
  party_meet (party);
  assert_outings (party, "");

  party_assert_refused (far_collective_undo_events (&writer,
                                                    g_variant_ref_sink (g_variant_new_int32 (1)),
                                                    error),
                        FAR_COLLECTIVE_ERROR_NO_SUCH_ID);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (sodium_init (), >=, 0);

  g_test_add_func ("/far/event-import/made-and-changed", test_made_and_changed);
  g_test_add_func ("/far/event-import/moved", test_moved);
  g_test_add_func ("/far/event-import/apart", test_apart);
  g_test_add_func ("/far/event-import/two-of-one-title", test_two_of_one_title);
  g_test_add_func ("/far/event-import/all-or-nothing", test_all_or_nothing);

  return g_test_run ();
}
