/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-sim: whole collectives in one process, on virtual time.
 *
 * Usage: far-sim --seeds A..B [--devices N] [--hours H] [--verbose]
 *        far-sim --replay FILE
 *        far-sim --tap FILE
 *
 * One line for each seed that fails: the invariant and how it broke, the trace, and the story after
 * everything was left out without which it fails as well.  A file of seeds has lines of "SEED
 * DEVICES HOURS what it found".  Exit status 1 if a seed failed, 2 for wrong usage.
 */

#define G_LOG_DOMAIN "far-sim"

#include "far-sim.h"

#include <locale.h>
#include <malloc.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "far-sim-vfs.h"

#define SMALL_DEVICES 4
#define SMALL_HOURS 100
#define LARGE_DEVICES 16
#define LARGE_HOURS 200
#define SHRINK_TRIES 400
#define MMAP_FROM_LEN (1024 * 1024)

typedef struct
{
  guint n_critical; /* broken promises between our own functions */
  gboolean is_verbose;
  FarSimCounts counts;
} Runner;

static Runner runner;
static guint64 running_seed;

/* ---- what goes wrong by itself */

/* A crash of the program names its seed. */
static void
crashed_cb (int number)
{
  char text[64];
  int len = g_snprintf (text, sizeof text, "seed %" G_GUINT64_FORMAT ": crashed\n", running_seed);

  if (write (STDOUT_FILENO, text, len) < 0)
    _exit (3);
  signal (number, SIG_DFL);
  raise (number);
}

static GLogWriterOutput
log_cb (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer data)
{
  if (level & (G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_ERROR))
    {
      runner.n_critical++;
      return g_log_writer_standard_streams (level, fields, n_fields, data);
    }

  /* broken disks are warned of */
  return G_LOG_WRITER_HANDLED;
}

/* ---- one seed */

/* Returns: (transfer full) (nullable): how it failed */
static char *
run_plan (const FarSimPlan *plan, guint8 trace[static FAR_SIM_TRACE_LEN], GString *story)
{
  char *failure;

  running_seed = plan->seed;
  runner.n_critical = 0;
  failure = far_sim_run (plan, trace, story, &runner.counts);
  if (failure == NULL && runner.n_critical > 0)
    failure = g_strdup ("promise: a function was called as it must not be");

  return failure;
}

/* What stands before the colon. */
static gboolean
is_same_invariant (const char *a, const char *b)
{
  return strcspn (a, ":") == strcspn (b, ":") && strncmp (a, b, strcspn (a, ":")) == 0;
}

static gboolean
fails_alike (const FarSimPlan *plan, gpointer data)
{
  guint8 trace[FAR_SIM_TRACE_LEN];
  g_autofree char *failure = run_plan (plan, trace, NULL);

  return failure != NULL && is_same_invariant (failure, data);
}

/* Returns: whether all held */
static gboolean
run_seed (guint64 seed, guint n_devices, guint n_hours)
{
  g_autoptr (FarSimPlan) plan = far_sim_plan_new (seed, n_devices, n_hours);
  guint8 trace[FAR_SIM_TRACE_LEN];
  guint8 again[FAR_SIM_TRACE_LEN];
  char hex[2 * FAR_SIM_TRACE_LEN + 1];
  g_autofree char *failure = run_plan (plan, trace, NULL);
  g_autofree char *shrunk = NULL;
  g_autofree char *weather = NULL;
  g_autoptr (GString) story = g_string_new (NULL);

  sodium_bin2hex (hex, sizeof hex, trace, 8);
  if (failure == NULL)
    {
      if (runner.is_verbose)
        printf ("seed %" G_GUINT64_FORMAT ": good, trace %s\n", seed, hex);
      return TRUE;
    }

  g_free (run_plan (plan, again, NULL));
  if (memcmp (trace, again, sizeof trace) != 0)
    printf ("seed %" G_GUINT64_FORMAT ": a second run takes another way\n", seed);

  far_sim_plan_shrink (plan, SHRINK_TRIES, fails_alike, failure);
  shrunk = run_plan (plan, again, story);
  weather = far_sim_plan_describe (plan);
  printf ("seed %" G_GUINT64_FORMAT " (%u devices, %u hours): %s (trace %s): %s: %s\n", seed,
          n_devices, n_hours, shrunk != NULL ? shrunk : failure, hex, weather, story->str);
  fflush (stdout);

  return FALSE;
}

static guint
run_seeds (guint64 first, guint64 last, guint n_devices, guint n_hours)
{
  guint n_failed = 0;

  for (guint64 seed = first; seed <= last; seed++)
    n_failed += !run_seed (seed, n_devices, n_hours);

  return n_failed;
}

/* ---- seeds that found something */

/* Returns: how many failed, or -1 with a file that cannot be read */
static int
replay (const char *path)
{
  g_autofree char *content = NULL;
  g_auto (GStrv) lines = NULL;
  int n_failed = 0;

  if (!g_file_get_contents (path, &content, NULL, NULL))
    return -1;

  lines = g_strsplit (content, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      guint64 seed;
      guint n_devices;
      guint n_hours;

      if (*lines[i] == '#' || *lines[i] == '\0')
        continue;
      if (sscanf (lines[i], "%" G_GUINT64_FORMAT " %u %u", &seed, &n_devices, &n_hours) != 3 ||
          n_devices < FAR_SIM_DEVICES_MIN || n_devices > FAR_SIM_DEVICES_MAX)
        return -1;
      n_failed += !run_seed (seed, n_devices, n_hours);
    }

  return n_failed;
}

static gboolean
report_case (guint number, const char *name, gboolean good)
{
  printf ("%s %u %s\n", good ? "ok" : "not ok", number, name);

  return good;
}

static int
run_tap (const char *path)
{
  gboolean good = TRUE;

  printf ("1..3\n");
  good &= report_case (1, "seeds that found something", replay (path) == 0);
  good &= report_case (2, "200 small seeds", run_seeds (1, 200, SMALL_DEVICES, SMALL_HOURS) == 0);
  good &= report_case (3, "5 large seeds", run_seeds (1, 5, LARGE_DEVICES, LARGE_HOURS) == 0);

  return !good;
}

/* ---- the command line */

static void
say_events (void)
{
  static const char *const names[FAR_SIM_N_EVENTS] = {
    [FAR_SIM_EVENT_REMOVED] = "somebody removed",
    [FAR_SIM_EVENT_LEFT] = "somebody left",
    [FAR_SIM_EVENT_BACK] = "somebody back",
    [FAR_SIM_EVENT_PASSED] = "the baton passed",
    [FAR_SIM_EVENT_AGREED] = "a rule agreed on",
    [FAR_SIM_EVENT_LYING_HOLDER] = "a liar who has held it",
    [FAR_SIM_EVENT_OFFERED] = "the baton offered",
    [FAR_SIM_EVENT_ACCEPTED] = "accepted",
    [FAR_SIM_EVENT_DECLINED] = "declined",
    [FAR_SIM_EVENT_KEPT] = "kept",
    [FAR_SIM_EVENT_CLAIMED] = "claimed",
    [FAR_SIM_EVENT_SETTLED] = "had by who claimed it",
    [FAR_SIM_EVENT_CARRIED_OUT] = "something done that was approved apart",
    [FAR_SIM_EVENT_ORDERED] = "an order voted for",
    [FAR_SIM_EVENT_ADOPTED] = "a suggestion adopted",
    [FAR_SIM_EVENT_REFUSED] = "one refused",
    [FAR_SIM_EVENT_SAME] = "a person who is a member now",
    [FAR_SIM_EVENT_REASON_ERASED] = "a reason erased",
    [FAR_SIM_EVENT_INVITE_ENDED] = "an invitation taken back",
    [FAR_SIM_EVENT_GIVEN] = "a thing given",
    [FAR_SIM_EVENT_REVISED] = "a rota revised",
    [FAR_SIM_EVENT_DATED] = "one date of one",
    [FAR_SIM_EVENT_ROLES_DATED] = "other roles on one",
    [FAR_SIM_EVENT_ROLES_LATER] = "other roles later",
    [FAR_SIM_EVENT_SUITS] = "its new time said to suit",
    [FAR_SIM_EVENT_BOOKED] = "a child booked",
    [FAR_SIM_EVENT_ABSENT] = "a child absent",
    [FAR_SIM_EVENT_CALLED] = "a roll called",
    [FAR_SIM_EVENT_LINE] = "something said of a line",
    [FAR_SIM_EVENT_AVAILABLE] = "when somebody can",
    [FAR_SIM_EVENT_PROPOSED] = "a fair plan",
    [FAR_SIM_EVENT_ACCEPTED_PLAN] = "one accepted",
    [FAR_SIM_EVENT_HAZARD] = "something said of a hazard",
    [FAR_SIM_EVENT_PLACE] = "meeting places imported",
    [FAR_SIM_EVENT_SEAT] = "a seat in a car",
    [FAR_SIM_EVENT_RIDE_DROPPED] = "a ride that falls out",
    [FAR_SIM_EVENT_HELP] = "a hand",
    [FAR_SIM_EVENT_HELP_DONE] = "a hand that was lent",
    [FAR_SIM_EVENT_LOAN] = "a thing booked",
    [FAR_SIM_EVENT_LOAN_HANDED] = "one handed over",
    [FAR_SIM_EVENT_FAULT] = "a fault",
    [FAR_SIM_EVENT_SLOT] = "a place to mend it",
    [FAR_SIM_EVENT_REPAIR] = "a word on its repair",
    [FAR_SIM_EVENT_TRAINING] = "a training held",
    [FAR_SIM_EVENT_ATTESTED] = "one looked at",
    [FAR_SIM_EVENT_HOURS] = "hours noted",
    [FAR_SIM_EVENT_HOURS_SHARED] = "an account shared",
    [FAR_SIM_EVENT_HOURS_READ] = "one read by somebody else",
    [FAR_SIM_EVENT_SEEN] = "a plan seen",
    [FAR_SIM_EVENT_JOINED] = "outings that walk as one",
    [FAR_SIM_EVENT_ROLE] = "a role promised",
    [FAR_SIM_EVENT_CALLED_OFF] = "outings cancelled in one go",
    [FAR_SIM_EVENT_NOTE] = "something to know of a child who walks",
    [FAR_SIM_EVENT_NOTE_READ] = "that read by who walks with it",
    [FAR_SIM_EVENT_EXCHANGED] = "turns exchanged",
  };

  printf ("of a hundred worlds with");
  for (guint i = 0; i < FAR_SIM_N_EVENTS; i++)
    printf ("%s %s %.0f", i > 0 ? "," : "", names[i],
            100.0 * runner.counts.n_with[i] / MAX (runner.counts.n_worlds, 1));
  printf ("\n");
}

static void
say_counts (void)
{
  const FarSimCounts *counts = &runner.counts;
  double seconds = (double)clock () / CLOCKS_PER_SEC;

  printf ("%" G_GUINT64_FORMAT " worlds, %" G_GUINT64_FORMAT " operations, %" G_GUINT64_FORMAT
          " sessions (%" G_GUINT64_FORMAT " in step), %" G_GUINT64_FORMAT
          " bundles (%" G_GUINT64_FORMAT " with less, %" G_GUINT64_FORMAT " too late), "
          "%" G_GUINT64_FORMAT " restarts, %" G_GUINT64_FORMAT " entries held, %" G_GUINT64_FORMAT
          " refusals, %" G_GUINT64_FORMAT " copied folders, %" G_GUINT64_FORMAT
          " keys taken anew, %" G_GUINT64_FORMAT " signals, %" G_GUINT64_FORMAT
          " holdings said, %" G_GUINT64_FORMAT " machines let in again, %" G_GUINT64_FORMAT
          " entries written anew; %" G_GINT64_FORMAT " bytes sent (at most %" G_GINT64_FORMAT
          " %% of the bound), at most %" G_GINT64_FORMAT " kept by a session, %" G_GINT64_FORMAT
          " in a WAL; %.1f s of a core, %.0f worlds a minute\n",
          counts->n_worlds, counts->n_ops, counts->n_sessions, counts->n_in_step, counts->n_bundles,
          counts->n_less, counts->n_later, counts->n_restarts, counts->n_entries, counts->n_refused,
          counts->n_copied, counts->n_renewed, counts->n_signals, counts->n_said,
          counts->n_let_in_again, counts->n_anew, counts->n_bytes, counts->max_sent_pct,
          counts->max_buffered, counts->max_wal_len, seconds,
          60 * counts->n_worlds / MAX (seconds, 1e-6));
}

int
main (int argc, char **argv)
{
  g_autofree char *seeds = NULL;
  g_autofree char *replayed = NULL;
  g_autofree char *tap = NULL;
  int n_devices = SMALL_DEVICES;
  int n_hours = SMALL_HOURS;
  const GOptionEntry entries[] = {
    { "seeds", 0, 0, G_OPTION_ARG_STRING, &seeds, "worlds to run", "A..B" },
    { "devices", 0, 0, G_OPTION_ARG_INT, &n_devices, "machines in each (4)", "N" },
    { "hours", 0, 0, G_OPTION_ARG_INT, &n_hours, "virtual hours of each (100)", "H" },
    { "replay", 0, 0, G_OPTION_ARG_FILENAME, &replayed, "run the seeds of a file", "FILE" },
    { "tap", 0, 0, G_OPTION_ARG_FILENAME, &tap, "what ./dev test runs", "FILE" },
    { "verbose", 0, 0, G_OPTION_ARG_NONE, &runner.is_verbose, "a line for good seeds too", NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  guint64 first = 0;
  guint64 last = 0;
  int n_failed;

  setlocale (LC_ALL, "C.UTF-8");
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || argc > 1 ||
      n_devices < FAR_SIM_DEVICES_MIN || n_devices > FAR_SIM_DEVICES_MAX || n_hours < 1 ||
      n_hours > 100000 ||
      (seeds != NULL &&
       sscanf (seeds, "%" G_GUINT64_FORMAT "..%" G_GUINT64_FORMAT, &first, &last) < 1) ||
      (seeds == NULL && replayed == NULL && tap == NULL))
    {
      fprintf (stderr, "far-sim: %s\n",
               error != NULL ? error->message : "--seeds A..B [--devices 2..40] [--hours H]");
      return 2;
    }

  if (sodium_init () < 0)
    return 2;
  /* the store's cache of ids comes as zeros from the system, and most of it is never touched */
  mallopt (M_MMAP_THRESHOLD, MMAP_FROM_LEN);
  /* what is warned of is looked at below, and a broken disk is no reason to die */
  g_log_set_always_fatal (G_LOG_FATAL_MASK);
  g_log_set_writer_func (log_cb, NULL, NULL);
  signal (SIGABRT, crashed_cb);
  signal (SIGSEGV, crashed_cb);
  far_sim_vfs_register ();

  if (tap != NULL)
    return run_tap (tap);

  if (replayed != NULL)
    n_failed = replay (replayed);
  else
    n_failed = run_seeds (first, MAX (first, last), n_devices, n_hours);
  if (n_failed < 0)
    {
      fprintf (stderr, "far-sim: %s is no file of seeds\n", replayed);
      return 2;
    }
  say_counts ();
  say_events ();

  return n_failed > 0;
}
