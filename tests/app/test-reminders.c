/* SPDX-License-Identifier: GPL-3.0-or-later */

/* When somebody is reminded of what, and that it is once. */

#include "far-reminders.h"

/* Tuesday 22 September 2026; summer time ends in Paris on the night to 25 October */
#define TODAY 20718
#define LAST_SUMMER_DAY 20750
#define AN_HOUR 3600
/* of UTC */
#define MIDNIGHT(day) ((gint64)(day)*24 * AN_HOUR)

#define ME "aa"
#define ROTA "bb"
#define TURN "cc"

typedef struct
{
  FarStatus status;
  FarTurn turn;
  FarOuting outing;
  FarReminded what;
  GHashTable *told;
} Scene;

static void
set_up (Scene *self, gint32 day, int at)
{
  *self = (Scene){
    .status = { .state = FAR_BELONGING_ADMITTED, .zone = "Europe/Paris", .me = ME, .today = TODAY },
    .turn = { .id = TURN, .member = ME, .member_name = "Ada", .is_mine = TRUE, .at = at },
    .outing = { .rota = ROTA,
                .title = "Blue line",
                .day = day,
                .at = at,
                .my_turn = TURN,
                .place = "",
                .remark = "",
                .cancel_reason = "",
                .runs = TRUE,
                .why = FAR_VERDICT_ENOUGH,
                .n_needed = 1,
                .n_have = 1 },
  };
  self->outing.turns = g_ptr_array_new ();
  self->outing.looks = g_ptr_array_new ();
  self->outing.roles = g_ptr_array_new ();
  self->outing.children = g_ptr_array_new ();
  self->outing.hazards = g_ptr_array_new ();
  self->outing.joins = g_ptr_array_new ();
  g_ptr_array_add (self->outing.turns, &self->turn);
  self->what.status = &self->status;
  self->what.outings = g_ptr_array_new ();
  g_ptr_array_add (self->what.outings, &self->outing);
  self->told = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static void
tear_down (Scene *self)
{
  g_ptr_array_unref (self->outing.turns);
  g_ptr_array_unref (self->outing.looks);
  g_ptr_array_unref (self->outing.roles);
  g_ptr_array_unref (self->outing.children);
  g_ptr_array_unref (self->outing.hazards);
  g_ptr_array_unref (self->outing.joins);
  g_ptr_array_unref (self->what.outings);
  g_clear_pointer (&self->what.touched, g_ptr_array_unref);
  g_clear_pointer (&self->what.plans, g_ptr_array_unref);
  g_hash_table_unref (self->told);
}

/* What is told at an instant, from first to last, and then never again. */
static void
assert_told (Scene *self, gint64 now_s, const char *expected)
{
  g_autoptr (GPtrArray) reminders = far_reminders_new (&self->what);
  g_autoptr (GPtrArray) ids = NULL;
  g_autoptr (GPtrArray) due = far_reminders_due (reminders, now_s, self->told, &ids);
  g_autoptr (GString) words = g_string_new (NULL);

  for (guint i = 0; i < due->len; i++)
    {
      const FarReminder *reminder = due->pdata[i];

      g_string_append_printf (words, "%s%s", i > 0 ? "; " : "", reminder->title);
      if (!reminder->is_a_turn && reminder->body[0] != '\0')
        g_string_append_printf (words, " (%s)", reminder->body);
    }
  g_assert_cmpstr (words->str, ==, expected);
  for (guint i = 0; i < ids->len; i++)
    g_hash_table_add (self->told, g_strdup (ids->pdata[i]));
}

/* In Paris it is two hours later than in UTC. */
static void
test_evening (void)
{
  Scene scene;

  set_up (&scene, TODAY + 1, 7 * 60 + 40);
  assert_told (&scene, MIDNIGHT (TODAY) + 16 * AN_HOUR, "");
  assert_told (&scene, MIDNIGHT (TODAY) + 16 * AN_HOUR + 1800, "Tomorrow at 07:40: Blue line");
  assert_told (&scene, MIDNIGHT (TODAY) + 16 * AN_HOUR + 1860, "");
  /* an hour before would be in the night */
  assert_told (&scene, MIDNIGHT (TODAY + 1) + 5 * AN_HOUR - 1, "");
  assert_told (&scene, MIDNIGHT (TODAY + 1) + 5 * AN_HOUR, "Today at 07:40: Blue line");
  assert_told (&scene, MIDNIGHT (TODAY + 1) + 5 * AN_HOUR + 60, "");
  tear_down (&scene);
}

/* A stranger may read it: nothing of the way, which tells what a child needs. */
static void
test_body (void)
{
  const char *const skipped[] = { "Pont", NULL };
  g_autoptr (GPtrArray) reminders = NULL;
  const FarReminder *reminder;
  Scene scene;

  set_up (&scene, TODAY + 1, 8 * 60);
  scene.outing.skipped = skipped;
  scene.outing.place = "the fountain";
  reminders = far_reminders_new (&scene.what);
  g_assert_cmpuint (reminders->len, ==, 2);
  reminder = reminders->pdata[0];
  g_assert_cmpstr (reminder->body, ==, "Runs with 1 adult\nMeeting point: the fountain");
  tear_down (&scene);
}

/* A machine that was off tells what is still of use, and no more. */
static void
test_late (void)
{
  Scene scene;

  set_up (&scene, TODAY + 1, 16 * 60 + 30);
  assert_told (&scene, MIDNIGHT (TODAY + 1) + 14 * AN_HOUR, "Today at 16:30: Blue line");
  g_hash_table_remove_all (scene.told);
  assert_told (&scene, MIDNIGHT (TODAY + 1) + 14 * AN_HOUR + 1800, "");
  tear_down (&scene);
}

/* In the night nobody is woken: whoever starts then knows since the evening. */
static void
test_night (void)
{
  Scene scene;

  set_up (&scene, TODAY + 1, 6 * 60 + 30);
  assert_told (&scene, MIDNIGHT (TODAY + 1) + 4 * AN_HOUR, "Tomorrow at 06:30: Blue line");
  assert_told (&scene, MIDNIGHT (TODAY + 1) + 4 * AN_HOUR + 1740, "");
  tear_down (&scene);

  set_up (&scene, TODAY + 1, 30);
  assert_told (&scene, MIDNIGHT (TODAY) + 17 * AN_HOUR, "Tomorrow at 00:30: Blue line");
  assert_told (&scene, MIDNIGHT (TODAY) + 22 * AN_HOUR, "");
  tear_down (&scene);
}

/* At its civil time when the clocks change. */
static void
test_clocks (void)
{
  Scene scene;

  set_up (&scene, LAST_SUMMER_DAY + 1, 10 * 60);
  scene.status.today = LAST_SUMMER_DAY;
  assert_told (&scene, MIDNIGHT (LAST_SUMMER_DAY) + 16 * AN_HOUR + 1800,
               "Tomorrow at 10:00: Blue line");
  assert_told (&scene, MIDNIGHT (LAST_SUMMER_DAY + 1) + 8 * AN_HOUR - 1, "");
  assert_told (&scene, MIDNIGHT (LAST_SUMMER_DAY + 1) + 8 * AN_HOUR, "Today at 10:00: Blue line");
  tear_down (&scene);
}

/* What has changed since is told anew; what was given back is not. */
static void
test_changed (void)
{
  gint64 evening = MIDNIGHT (TODAY) + 17 * AN_HOUR;
  Scene scene;

  set_up (&scene, TODAY + 1, 8 * 60);
  assert_told (&scene, evening, "Tomorrow at 08:00: Blue line");
  scene.outing.at = 8 * 60 + 15;
  assert_told (&scene, evening, "Tomorrow at 08:15: Blue line");
  scene.outing.why = FAR_VERDICT_CANCELLED;
  scene.outing.cancel_reason = "ice";
  assert_told (&scene, evening, "Tomorrow at 08:15: Blue line");
  scene.turn.state = FAR_TURN_RELEASED;
  scene.outing.at = 8 * 60 + 30;
  assert_told (&scene, evening, "");
  scene.turn.state = FAR_TURN_RESERVE;
  assert_told (&scene, evening, "");
  scene.turn.state = FAR_TURN_SEEKING;
  assert_told (&scene, evening, "Tomorrow at 08:30: Blue line");
  tear_down (&scene);
}

/* What waits comes in one, in the evening, or at once if it is near; never in the night. */
static void
test_waiting (void)
{
  FarPlan plans[5];
  g_autoptr (GPtrArray) news = g_ptr_array_new ();
  Scene scene;

  set_up (&scene, TODAY + 9, 8 * 60);
  scene.what.touched = g_ptr_array_new ();
  g_ptr_array_add (scene.what.touched, &scene.outing);
  scene.what.plans = g_ptr_array_new ();
  scene.turn.is_moved = TRUE;
  scene.turn.at = 7 * 60;
  assert_told (&scene, MIDNIGHT (TODAY) + 10 * AN_HOUR, "");
  scene.outing.day = TODAY + 1;
  assert_told (&scene, MIDNIGHT (TODAY) + 4 * AN_HOUR, "");
  assert_told (&scene, MIDNIGHT (TODAY) + 10 * AN_HOUR,
               "Wednesday 23 September, Blue line: It is at 08:00 now; you promised to come at "
               "07:00.");
  g_ptr_array_set_size (scene.what.touched, 0);
  g_ptr_array_set_size (scene.what.outings, 0);

  for (guint i = 0; i < G_N_ELEMENTS (plans); i++)
    {
      static const char *const entries[] = { "e0", "e1", "e2", "e3", "e4" };
      static const char *const titles[] = { "A", "B", "C", "D", "E" };

      plans[i] =
          (FarPlan){ .title = titles[i], .entry = entries[i], .news = news, .concerns_me = TRUE };
    }
  g_ptr_array_add (scene.what.plans, &plans[0]);
  assert_told (&scene, MIDNIGHT (TODAY) + 10 * AN_HOUR, "");
  assert_told (&scene, MIDNIGHT (TODAY) + 20 * AN_HOUR, "");
  assert_told (&scene, MIDNIGHT (TODAY) + 17 * AN_HOUR, "There is a new plan: A");
  g_ptr_array_add (scene.what.plans, &plans[1]);
  g_ptr_array_add (scene.what.plans, &plans[2]);
  assert_told (&scene, MIDNIGHT (TODAY) + 17 * AN_HOUR,
               "2 things wait for you (There is a new plan: B\nThere is a new plan: C)");
  g_ptr_array_add (scene.what.plans, &plans[3]);
  g_ptr_array_add (scene.what.plans, &plans[4]);
  g_hash_table_remove_all (scene.told);
  assert_told (&scene, MIDNIGHT (TODAY) + 17 * AN_HOUR,
               "5 things wait for you (There is a new plan: A\nThere is a new plan: B\n"
               "There is a new plan: C\nand 2 more)");
  plans[0].mine = FAR_PLAN_SEEN_NOW;
  plans[1].concerns_me = FALSE;
  g_hash_table_remove_all (scene.told);
  assert_told (&scene, MIDNIGHT (TODAY) + 17 * AN_HOUR,
               "3 things wait for you (There is a new plan: C\nThere is a new plan: D\n"
               "There is a new plan: E)");
  tear_down (&scene);
}

/* Whoever does not belong yet is told of nothing. */
static void
test_stranger (void)
{
  Scene scene;

  set_up (&scene, TODAY + 1, 8 * 60);
  scene.status.state = FAR_BELONGING_WAITING;
  assert_told (&scene, MIDNIGHT (TODAY) + 17 * AN_HOUR, "");
  scene.what.status = NULL;
  assert_told (&scene, MIDNIGHT (TODAY) + 17 * AN_HOUR, "");
  tear_down (&scene);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/app/reminders/evening", test_evening);
  g_test_add_func ("/app/reminders/body", test_body);
  g_test_add_func ("/app/reminders/late", test_late);
  g_test_add_func ("/app/reminders/night", test_night);
  g_test_add_func ("/app/reminders/clocks", test_clocks);
  g_test_add_func ("/app/reminders/changed", test_changed);
  g_test_add_func ("/app/reminders/waiting", test_waiting);
  g_test_add_func ("/app/reminders/stranger", test_stranger);

  return g_test_run ();
}
