/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-bench: how fast the log, the exchange and the start are, beside what this machine can do at
 * most.
 *
 * Every figure is the median of three runs.  What is measured is docs/formats.md's workload W;
 * senders and receivers are processes of their own, pinned to a core each. */

#define N_QUESTIONS 9 /* asked the same, for a median */
#define G_LOG_DOMAIN "far-bench"

#include "far-bench-private.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "far-collective-search.h"
#include "far-kind-schema.h"

#define MOST_WITH_LAG 100000
#define N_RUNS 3
#define N_DURABLE 1000
#define WRITE_BATCH 1000
#define N_LATE 100000 /* entries in the log that a late removal meets */

void
far_bench_check (gboolean good, GError **error)
{
  if (!good)
    g_error ("%s", *error != NULL ? (*error)->message : "it failed");
}

double
far_bench_measure (FarStore *store,
                   guint (*question) (gpointer data),
                   gpointer data,
                   gboolean is_cold)
{
  double ms[N_QUESTIONS];

  for (guint i = 0; i < N_QUESTIONS; i++)
    {
      double start;

      if (is_cold)
        far_store_take_memo (store, NULL, NULL);
      start = far_bench_now ();
      question (data);
      ms[i] = (far_bench_now () - start) * 1000;
    }

  return far_bench_median (ms, N_QUESTIONS);
}

typedef struct
{
  FarStore *store;
  const char *words;
  gint32 today;
} Search;

static guint
search (gpointer data)
{
  const Search *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found =
                 far_collective_search (self->store, self->words, self->today, &error);

  far_bench_check (found != NULL, &error);
  /* what is nowhere is found faster */
  g_assert_cmpuint (found->len, >, 0);

  return found->len;
}

void
far_bench_search (FarStore *store, const char *words, gint32 today, FarSearchFigures *out)
{
  Search self = { store, words, today };

  out->n_found = search (&self);
  out->first_ms = far_bench_measure (store, search, &self, TRUE);
  out->ms = far_bench_measure (store, search, &self, FALSE);
}

double
far_bench_now (void)
{
  return g_get_monotonic_time () / 1e6;
}

void
far_bench_pin (int core)
{
  cpu_set_t set;

  CPU_ZERO (&set);
  CPU_SET (core % g_get_num_processors (), &set);
  sched_setaffinity (0, sizeof set, &set);
}

double
far_bench_cpu (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);

  return usage.ru_utime.tv_sec + usage.ru_stime.tv_sec +
         (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

gint64
far_bench_rss (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);

  return (gint64)usage.ru_maxrss * 1024;
}

int
far_bench_listen (int *port)
{
  struct sockaddr_in address = { .sin_family = AF_INET,
                                 .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  socklen_t len = sizeof address;
  int fd = socket (AF_INET, SOCK_STREAM, 0);

  if (bind (fd, (struct sockaddr *)&address, sizeof address) != 0 || listen (fd, 1) != 0 ||
      getsockname (fd, (struct sockaddr *)&address, &len) != 0)
    g_error ("no port on loopback: %s", g_strerror (errno));
  *port = ntohs (address.sin_port);

  return fd;
}

static int
set_no_delay (int fd)
{
  int on = 1;

  setsockopt (fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);

  return fd;
}

int
far_bench_accept (int listener)
{
  int fd = accept (listener, NULL, NULL);

  if (fd < 0)
    g_error ("accept: %s", g_strerror (errno));

  return set_no_delay (fd);
}

int
far_bench_connect (int port)
{
  struct sockaddr_in address = { .sin_family = AF_INET,
                                 .sin_addr.s_addr = htonl (INADDR_LOOPBACK),
                                 .sin_port = htons (port) };
  int fd = socket (AF_INET, SOCK_STREAM, 0);

  if (connect (fd, (struct sockaddr *)&address, sizeof address) != 0)
    g_error ("connect: %s", g_strerror (errno));

  return set_no_delay (fd);
}

/* ---- children: this program, called again */

static void
tell_port (int port)
{
  printf ("%d\n", port);
  fflush (stdout);
}

static int
run_sender (const char *kind, const char *path, guint n)
{
  int port;
  int listener = far_bench_listen (&port);

  far_bench_pin (1);
  if (g_str_equal (kind, "ceiling"))
    {
      tell_port (port);
      far_ceiling_send (far_bench_accept (listener), n);
    }
  else
    {
      FarExchange *exchange = far_exchange_open (path, 0);

      /* what is measured begins with the connection: the sender is there already */
      tell_port (port);
      far_exchange_answer (exchange, far_bench_accept (listener));
    }

  return 0;
}

static int
run_receiver (const char *kind, const char *path, guint n, int port)
{
  FarMeasure measure = { 0 };

  if (g_str_equal (kind, "ceiling"))
    {
      far_bench_pin (0);
      far_ceiling_receive (far_bench_connect (port), path, n, &measure);
    }
  else
    {
      /* on two processors, of which the sender has one */
      FarExchange *exchange = far_exchange_open (path, 1);

      far_exchange_call (exchange, far_bench_connect (port), &measure);
    }

  printf ("%.9f %.9f %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT "\n",
          measure.seconds, measure.cpu_seconds, measure.rss_bytes, measure.wire_bytes,
          measure.n_entries);

  return 0;
}

static GSubprocess *
spawn (const char *const *argv, GSubprocessFlags flags)
{
  g_autoptr (GError) error = NULL;
  GSubprocess *child = g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_STDOUT_PIPE | flags, &error);

  if (child == NULL)
    g_error ("%s", error->message);

  return child;
}

static char *
read_line (GSubprocess *child)
{
  g_autoptr (GDataInputStream) stream =
                 g_data_input_stream_new (g_subprocess_get_stdout_pipe (child));
  g_autoptr (GError) error = NULL;
  char *line = g_data_input_stream_read_line (stream, NULL, NULL, &error);

  if (line == NULL)
    g_error ("a child of the benchmark says nothing");

  return line;
}

/* One sender and one receiver, from connection to the end. */
static void
measure_exchange (const char *kind,
                  const char *send_path,
                  const char *receive_path,
                  guint n,
                  FarMeasure *out)
{
  g_autofree char *n_text = g_strdup_printf ("%u", n);
  const char *send_argv[] = { "/proc/self/exe", "send", kind, send_path, n_text, NULL };
  g_autoptr (GSubprocess) sender = spawn (send_argv, G_SUBPROCESS_FLAGS_NONE);
  g_autofree char *port = read_line (sender);
  const char *receive_argv[] = {
    "/proc/self/exe", "receive", kind, receive_path, n_text, port, NULL
  };
  g_autoptr (GSubprocess) receiver = spawn (receive_argv, G_SUBPROCESS_FLAGS_NONE);
  g_autofree char *line = read_line (receiver);

  if (sscanf (line, "%lf %lf %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT,
              &out->seconds, &out->cpu_seconds, &out->rss_bytes, &out->wire_bytes,
              &out->n_entries) != 5 ||
      !g_subprocess_wait_check (receiver, NULL, NULL) ||
      !g_subprocess_wait_check (sender, NULL, NULL))
    g_error ("a child of the benchmark failed");
}

/* ---- medians */

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *)a;
  double y = *(const double *)b;

  return (x > y) - (x < y);
}

double
far_bench_median (double *values, guint n)
{
  qsort (values, n, sizeof *values, compare_doubles);

  return values[n / 2];
}

#define MEDIAN_OF(runs, field) \
  ({ \
    double values_[N_RUNS]; \
    for (guint i_ = 0; i_ < N_RUNS; i_++) \
      values_[i_] = (runs)[i_].field; \
    far_bench_median (values_, N_RUNS); \
  })

/* ---- one size */

typedef struct
{
  guint n;
  guint lag;
  double durable_per_s;
  double batch_per_s;
  double payload_bytes_per_entry;
  double entries_per_s;
  double ceiling_per_s;
  double first_cpu_s;
  double rss_bytes;
  double wire_bytes_per_entry;
  double ten_ms;
  double ten_bytes;
  double diverged_ms;
  double diverged_bytes;
  double first_erase_ms;
  double erase_ms;
  double cold_start_ms;
  double status_ms;
  double file_bytes_per_entry;
} Row;

typedef struct
{
  char *dir;
  FarWorld *world;       /* owned */
  FarWorkload *workload; /* owned */
  FarStore *store;       /* (nullable): owned: the sender's, while this process writes to it */
  char *path;
} Bench;

static void
remove_store (const char *path)
{
  static const char *const suffixes[] = { "", "-wal", "-shm", NULL };

  for (guint i = 0; suffixes[i] != NULL; i++)
    {
      g_autofree char *file = g_strconcat (path, suffixes[i], NULL);

      g_unlink (file);
    }
}

static void
write_batches (Bench *self, FarStore *store, guint first, guint n_authors, guint n, guint batch)
{
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < n; i += batch)
    {
      far_bench_check (far_store_begin (store, &error), &error);
      far_workload_write (self->workload, self->world, store, first, n_authors, MIN (batch, n - i));
      far_bench_check (far_store_commit (store, &error), &error);
    }
}

static FarStore *
open_sender (Bench *self)
{
  g_autoptr (GError) error = NULL;
  FarStore *store = far_store_open (self->path, self->world->collective, FALSE, &error);

  far_bench_check (store != NULL, &error);

  return store;
}

/* W in the sender's store; the last operations are written one by one, each durable. */
static void
measure_append (Bench *self, Row *row)
{
  guint n_durable = MIN (N_DURABLE, row->n / 2);
  g_autoptr (FarStore) store = NULL;
  double begin;

  remove_store (self->path);
  store = far_workload_found (self->workload, self->world, self->path);

  begin = far_bench_now ();
  write_batches (self, store, 0, FAR_WORKLOAD_AUTHORS, row->n - n_durable, WRITE_BATCH);
  row->batch_per_s = (row->n - n_durable) / (far_bench_now () - begin);

  begin = far_bench_now ();
  write_batches (self, store, 0, FAR_WORKLOAD_AUTHORS, n_durable, 1);
  row->durable_per_s = n_durable / (far_bench_now () - begin);

  row->payload_bytes_per_entry = (double)far_workload_get_payload_bytes (self->workload) / row->n;
}

static double
file_size (const char *path)
{
  GStatBuf info;

  return g_stat (path, &info) == 0 ? info.st_size : 0;
}

static void
measure_first (Bench *self, const char *receiver, Row *row)
{
  g_autofree char *ceiling = g_build_filename (self->dir, "ceiling.db", NULL);
  FarMeasure runs[N_RUNS] = { 0 };
  FarMeasure ceilings[N_RUNS] = { 0 };
  double seconds;

  for (guint i = 0; i < N_RUNS; i++)
    {
      remove_store (ceiling);
      measure_exchange ("ceiling", ceiling, ceiling, row->n, &ceilings[i]);
      remove_store (receiver);
      measure_exchange ("exchange", self->path, receiver, row->n, &runs[i]);
    }

  seconds = MEDIAN_OF (runs, seconds);
  row->entries_per_s = runs[0].n_entries / seconds;
  row->ceiling_per_s = row->n / MEDIAN_OF (ceilings, seconds);
  row->first_cpu_s = MEDIAN_OF (runs, cpu_seconds);
  row->rss_bytes = MEDIAN_OF (runs, rss_bytes);
  row->wire_bytes_per_entry = MEDIAN_OF (runs, wire_bytes) / runs[0].n_entries;
  row->file_bytes_per_entry = file_size (receiver) / runs[0].n_entries;
}

static void
measure_ten (Bench *self, const char *receiver, Row *row)
{
  FarMeasure runs[N_RUNS] = { 0 };

  for (guint i = 0; i < N_RUNS; i++)
    {
      g_autoptr (FarStore) store = open_sender (self);

      write_batches (self, store, 0, FAR_WORKLOAD_AUTHORS, 10, 10);
      far_store_close (g_steal_pointer (&store));
      measure_exchange ("exchange", self->path, receiver, 10, &runs[i]);
    }

  row->ten_ms = MEDIAN_OF (runs, seconds) * 1000;
  row->ten_bytes = MEDIAN_OF (runs, wire_bytes);
}

/* Half of the authors write here, the others there. */
static void
measure_diverged (Bench *self, const char *receiver, Row *row)
{
  FarMeasure runs[N_RUNS] = { 0 };

  for (guint i = 0; i < N_RUNS; i++)
    {
      g_autoptr (GError) error = NULL;
      FarStore *store = open_sender (self);

      write_batches (self, store, 0, FAR_WORKLOAD_AUTHORS / 2, row->n / 100, WRITE_BATCH);
      far_store_close (store);
      store = far_store_open (receiver, self->world->collective, FALSE, &error);
      far_bench_check (store != NULL, &error);
      write_batches (self, store, FAR_WORKLOAD_AUTHORS / 2, FAR_WORKLOAD_AUTHORS / 2, row->n / 100,
                     WRITE_BATCH);
      far_store_close (store);
      measure_exchange ("exchange", self->path, receiver, row->n / 100, &runs[i]);
    }

  row->diverged_ms = MEDIAN_OF (runs, seconds) * 1000;
  row->diverged_bytes = MEDIAN_OF (runs, wire_bytes);
}

/* Each author's own last word, as long as it took until it was in no file any more. */
static void
measure_erase (Bench *self, Row *row)
{
  g_autoptr (FarStore) store = open_sender (self);
  struct
  {
    double ms;
  } runs[1 + N_RUNS];

  for (guint who = 0; who < G_N_ELEMENTS (runs); who++)
    {
      double begin = far_bench_now ();
      g_autoptr (GByteArray) payload = g_byte_array_new ();
      FarMapWriter map = far_map_begin (payload);
      g_autoptr (GError) error = NULL;
      guint8 id[FAR_ID_LEN];
      FarPos pos;

      pos.log = far_store_find_log (store, self->world->devices[who].device);
      pos.seq = far_store_peek_log (store, pos.log)->head_seq;
      far_bench_check (far_store_get_id (store, pos, id, &error), &error);
      far_map_array (&map, FAR_ERASE_ENTRIES, 1);
      far_cbor_put_bytes (payload, id, FAR_ID_LEN);
      far_map_end (&map);
      far_bench_check (far_store_begin (store, &error), &error);
      far_world_write (self->world, store, who, FAR_KIND_ERASE, NULL, payload, NULL, 0);
      far_bench_check (far_store_commit (store, &error), &error);
      runs[who].ms = (far_bench_now () - begin) * 1000;
    }

  row->first_erase_ms = runs[0].ms;
  row->erase_ms = MEDIAN_OF (runs + 1, ms);
}

/* A whole process of `farandole-cli`, from its start to its end.  @expected: in its answer */
static double
measure_process (const char *const *argv, const char *expected)
{
  struct
  {
    double ms;
  } runs[N_RUNS];

  for (guint i = 0; i < N_RUNS; i++)
    {
      double begin = far_bench_now ();
      /* W is of another time than this machine's, and it says so */
      g_autoptr (GSubprocess) child = spawn (argv, G_SUBPROCESS_FLAGS_STDERR_SILENCE);
      g_autofree char *answer = NULL;

      if (!g_subprocess_communicate_utf8 (child, NULL, NULL, &answer, NULL, NULL) ||
          !g_subprocess_get_successful (child) || strstr (answer, expected) == NULL)
        g_error ("farandole-cli: %s", answer);
      runs[i].ms = (far_bench_now () - begin) * 1000;
    }

  return MEDIAN_OF (runs, ms);
}

/* On a data folder of this size. */
static void
measure_cold_start (Bench *self, Row *row)
{
  g_autofree char *self_exe = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *build = g_path_get_dirname (self_exe);
  g_autofree char *cli = g_build_filename (build, "..", "..", "app", "cli", "farandole-cli", NULL);
  g_autofree char *name = far_hex (self->world->collective, 8);
  g_autofree char *home = g_build_filename (self->dir, "home", NULL);
  g_autofree char *folder = g_build_filename (home, name, NULL);
  g_autofree char *database = g_build_filename (folder, "log.db", NULL);
  g_autofree char *key_file = g_build_filename (folder, "device.key", NULL);
  guint8 key[1 + 32] = { 1 };
  const char *week[] = { cli, "--home", home, "--json", "week", "--days", "1", NULL };
  const char *status[] = { cli, "--home", home, "--json", "status", NULL };

  if (!g_file_test (cli, G_FILE_TEST_IS_EXECUTABLE))
    return;

  memcpy (key + 1, self->world->devices[0].seed, 32);
  g_mkdir_with_parents (folder, 0700);
  remove_store (database);
  if (!g_file_set_contents_full (key_file, (const char *)key, sizeof key, G_FILE_SET_CONTENTS_NONE,
                                 0600, NULL) ||
      g_rename (self->path, database) != 0)
    g_error ("the data folder cannot be made");
  g_setenv ("FARANDOLE_NOW", "2027-01-15T09:00:00+01:00", TRUE);

  row->cold_start_ms = measure_process (week, "Rota 19");
  row->status_ms = measure_process (status, "Workload W");
}

static void
measure_size (const char *dir, guint n, guint lag, Row *row)
{
  Bench bench = {
    .dir = (char *)dir,
    .world = far_workload_make_world (),
    .workload = far_workload_new (lag),
    .path = g_build_filename (dir, "sender.db", NULL),
  };
  g_autofree char *receiver = g_build_filename (dir, "receiver.db", NULL);

  row->n = n;
  row->lag = lag;
  measure_append (&bench, row);
  measure_first (&bench, receiver, row);
  measure_ten (&bench, receiver, row);
  measure_diverged (&bench, receiver, row);
  measure_erase (&bench, row);
  measure_cold_start (&bench, row);

  far_workload_free (bench.workload);
  far_world_free (bench.world);
  g_free (bench.path);
}

/* ---- the report */

static void
print_row (const Row *row)
{
  printf ("%s%u entries%s\n", "", row->n,
          row->lag > 0 ? ", authors see only what is 500 operations old" : "");
  printf ("  append         %9.0f/s one by one   %9.0f/s in batches\n", row->durable_per_s,
          row->batch_per_s);
  printf ("  first exchange %9.0f/s of %9.0f/s   = %.0f %%   CPU %.2f s   %.1f MB\n",
          row->entries_per_s, row->ceiling_per_s, 100 * row->entries_per_s / row->ceiling_per_s,
          row->first_cpu_s, row->rss_bytes / 1e6);
  printf ("  wire           %9.1f bytes an entry, payload %.1f; file %.0f\n",
          row->wire_bytes_per_entry, row->payload_bytes_per_entry, row->file_bytes_per_entry);
  printf ("  ten new        %9.2f ms   %9.0f bytes\n", row->ten_ms, row->ten_bytes);
  printf ("  1 %% apart      %9.2f ms   %9.0f bytes\n", row->diverged_ms, row->diverged_bytes);
  printf ("  erase          %9.2f ms   the first time %.2f ms\n", row->erase_ms,
          row->first_erase_ms);
  if (row->cold_start_ms > 0)
    printf ("  cold start     %9.2f ms week   %9.2f ms status\n", row->cold_start_ms,
            row->status_ms);
}

static void
print_governance (const FarGovernanceFigures *governance)
{
  printf ("who belongs\n");
  printf ("  replay         %9.2f ms   500 members, 10 years of terms, 2,000 entries\n",
          governance->replay_ms);
  printf ("  quarrel        %9.2f ms   1,000 contradictions, each in the past of the next\n",
          governance->quarrel_ms);
  printf ("  one entry      %9.2f ms   more in a store of that size\n", governance->one_entry_ms);
  printf ("  late removal   %9.2f ms   which takes the effect from 1/60 of all entries\n",
          governance->late_removal_ms);
  printf ("  stranger       %9.3f ms   of CPU until refused; one who knows the secret %.3f ms\n",
          governance->stranger_ms, governance->no_standing_ms);
}

static void
print_json (const GArray *rows, const FarGovernanceFigures *governance, const FarLimits *limits)
{
  printf ("{\"runs\":[");
  for (guint i = 0; i < rows->len; i++)
    {
      const Row *row = &g_array_index (rows, Row, i);

      printf ("%s{\"n\":%u,\"lag\":%u,\"append\":{\"durable_per_s\":%.0f,\"batch_per_s\":%.0f},",
              i > 0 ? "," : "", row->n, row->lag, row->durable_per_s, row->batch_per_s);
      printf ("\"first_exchange\":{\"entries_per_s\":%.0f,\"ceiling_per_s\":%.0f,\"share\":%.3f,"
              "\"cpu_s\":%.3f,\"receiver_rss_bytes\":%.0f,\"wire_bytes_per_entry\":%.1f,"
              "\"payload_bytes_per_entry\":%.1f},",
              row->entries_per_s, row->ceiling_per_s, row->entries_per_s / row->ceiling_per_s,
              row->first_cpu_s, row->rss_bytes, row->wire_bytes_per_entry,
              row->payload_bytes_per_entry);
      printf ("\"ten_new\":{\"ms\":%.2f,\"bytes\":%.0f},\"diverged\":{\"ms\":%.2f,\"bytes\":%.0f},",
              row->ten_ms, row->ten_bytes, row->diverged_ms, row->diverged_bytes);
      printf ("\"erase\":{\"first_ms\":%.2f,\"ms\":%.2f},", row->first_erase_ms, row->erase_ms);
      printf ("\"cold_start_ms\":%.2f,\"status_ms\":%.2f,\"file_bytes_per_entry\":%.1f}",
              row->cold_start_ms, row->status_ms, row->file_bytes_per_entry);
    }
  printf ("],\"governance\":{\"replay_ms\":%.2f,\"quarrel_ms\":%.2f,\"one_entry_ms\":%.2f,\"late_"
          "removal_ms\":%.2f,"
          "\"stranger_ms\":%.3f,\"no_standing_ms\":%.3f},",
          governance->replay_ms, governance->quarrel_ms, governance->one_entry_ms,
          governance->late_removal_ms, governance->stranger_ms, governance->no_standing_ms);
  printf ("\"limits\":{\"verify_per_s\":%.0f,\"sign_per_s\":%.0f,\"blake2b_per_s\":%.0f,\"sqlite_"
          "rows_per_s\":%.0f}}\n",
          limits->verify, limits->sign, limits->blake2b, limits->sqlite_rows);
}

static void
remove_folder (const char *dir)
{
  const char *rm[] = { "rm", "-rf", dir, NULL };

  g_spawn_sync (NULL, (char **)rm, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL);
}

static void
print_stress (const FarStressFigures *stress, gboolean as_json)
{
  if (as_json)
    printf ("{\"stress\":{\"entries\":%" G_GINT64_FORMAT ",\"open_ms\":%.2f,"
            "\"first_week_ms\":%.2f,\"week_ms\":%.2f,\"month_ms\":%.2f,\"term_ms\":%.2f,"
            "\"one_more_ms\":%.2f,\"plan_ms\":%.2f}}\n",
            stress->n_entries, stress->open_ms, stress->first_week_ms, stress->week_ms,
            stress->month_ms, stress->term_ms, stress->one_more_ms, stress->plan_ms);
  else
    {
      printf ("300 members, 16 lines, five school years: %" G_GINT64_FORMAT " entries\n",
              stress->n_entries);
      printf ("  open           %9.2f ms\n", stress->open_ms);
      printf ("  week           %9.2f ms   %u outings; the first time %.2f ms\n", stress->week_ms,
              stress->n_week, stress->first_week_ms);
      printf ("  month          %9.2f ms   %u outings\n", stress->month_ms, stress->n_month);
      printf ("  term           %9.2f ms   %u outings with their verdicts\n", stress->term_ms,
              stress->n_term);
      printf ("  one more       %9.2f ms   from a commit until all three are read again\n",
              stress->one_more_ms);
      printf ("  fair plan      %9.2f ms   %u turns that it proposes\n", stress->plan_ms,
              stress->n_plan);
    }
}

static void
print_search (const FarSearchFigures *search)
{
  printf ("  search         %9.2f ms   %u found by words; the first time %.2f ms\n", search->ms,
          search->n_found, search->first_ms);
}

static void
print_rides (const FarRidesFigures *rides, gboolean as_json)
{
  if (as_json)
    {
      printf ("{\"rides\":{\"entries\":%" G_GINT64_FORMAT ",\"listed\":%u,\"first_ms\":%.2f,"
              "\"list_ms\":%.2f,\"one_more_ms\":%.2f,\"first_search_ms\":%.2f,"
              "\"search_ms\":%.2f}}\n",
              rides->n_entries, rides->n_listed, rides->first_ms, rides->list_ms,
              rides->one_more_ms, rides->search.first_ms, rides->search.ms);
      return;
    }

  printf ("10,000 rides: %" G_GINT64_FORMAT " entries\n", rides->n_entries);
  printf ("  list           %9.2f ms   %u dates in four weeks; the first time %.2f ms\n",
          rides->list_ms, rides->n_listed, rides->first_ms);
  printf ("  one more       %9.2f ms   from a commit until the list is there again\n",
          rides->one_more_ms);
  print_search (&rides->search);
}

static void
print_help (const FarHelpFigures *help, gboolean as_json)
{
  if (as_json)
    {
      printf ("{\"help\":{\"entries\":%" G_GINT64_FORMAT ",\"listed\":%u,\"first_ms\":%.2f,"
              "\"list_ms\":%.2f,\"one_more_ms\":%.2f,\"first_search_ms\":%.2f,"
              "\"search_ms\":%.2f}}\n",
              help->n_entries, help->n_listed, help->first_ms, help->list_ms, help->one_more_ms,
              help->search.first_ms, help->search.ms);
      return;
    }

  printf ("10,000 requests and offers of help: %" G_GINT64_FORMAT " entries\n", help->n_entries);
  printf ("  list           %9.2f ms   %u that are open; the first time %.2f ms\n", help->list_ms,
          help->n_listed, help->first_ms);
  printf ("  one more       %9.2f ms   from a commit until the list is there again\n",
          help->one_more_ms);
  print_search (&help->search);
}

static void
print_repair (const FarRepairFigures *repair, gboolean as_json)
{
  if (as_json)
    {
      printf ("{\"repair\":{\"entries\":%" G_GINT64_FORMAT ",\"listed\":%u,\"first_ms\":%.2f,"
              "\"list_ms\":%.2f,\"first_search_ms\":%.2f,\"search_ms\":%.2f,"
              "\"one_more_ms\":%.2f}}\n",
              repair->n_entries, repair->n_listed, repair->first_ms, repair->list_ms,
              repair->search.first_ms, repair->search.ms, repair->one_more_ms);
      return;
    }

  printf ("10,000 faults: %" G_GINT64_FORMAT " entries\n", repair->n_entries);
  printf ("  open ones      %9.2f ms   %u of them; the first time %.2f ms\n", repair->list_ms,
          repair->n_listed, repair->first_ms);
  print_search (&repair->search);
  printf ("  one more       %9.2f ms   from a commit until the list is there again\n",
          repair->one_more_ms);
}

static void
print_lending (const FarLendingFigures *lending, gboolean as_json)
{
  if (as_json)
    {
      printf ("{\"lending\":{\"entries\":%" G_GINT64_FORMAT ",\"listed\":%u,\"first_ms\":%.2f,"
              "\"list_ms\":%.2f,\"one_more_ms\":%.2f,\"one_more_busy_ms\":%.2f,"
              "\"first_search_ms\":%.2f,\"search_ms\":%.2f}}\n",
              lending->n_entries, lending->n_listed, lending->first_ms, lending->list_ms,
              lending->one_more_ms, lending->one_more_busy_ms, lending->search.first_ms,
              lending->search.ms);
      return;
    }

  printf ("10,000 things that are lent: %" G_GINT64_FORMAT " entries\n", lending->n_entries);
  printf ("  list           %9.2f ms   %u of them; the first time %.2f ms\n", lending->list_ms,
          lending->n_listed, lending->first_ms);
  printf ("  one more       %9.2f ms   from a commit until the list is there again\n",
          lending->one_more_ms);
  printf ("  of a busy one  %9.2f ms   of what is booked a thousand times\n",
          lending->one_more_busy_ms);
  print_search (&lending->search);
}

static void
print_skills (const FarSkillsFigures *skills, gboolean as_json)
{
  if (as_json)
    {
      printf ("{\"skills\":{\"entries\":%" G_GINT64_FORMAT ",\"listed\":%u,\"first_ms\":%.2f,"
              "\"list_ms\":%.2f,\"tandems_ms\":%.2f,\"one_more_ms\":%.2f,"
              "\"first_search_ms\":%.2f,\"search_ms\":%.2f}}\n",
              skills->n_entries, skills->n_listed, skills->first_ms, skills->list_ms,
              skills->tandems_ms, skills->one_more_ms, skills->search.first_ms, skills->search.ms);
      return;
    }

  printf ("10,000 skills: %" G_GINT64_FORMAT " entries\n", skills->n_entries);
  printf ("  list           %9.2f ms   %u of them; the first time %.2f ms\n", skills->list_ms,
          skills->n_listed, skills->first_ms);
  printf ("  tandems        %9.2f ms   %u in which one member has a part\n", skills->tandems_ms,
          skills->n_tandems);
  printf ("  one more       %9.2f ms   from a commit until the list is there again\n",
          skills->one_more_ms);
  print_search (&skills->search);
}

static void
print_hours (const FarHoursFigures *hours, gboolean as_json)
{
  if (as_json)
    {
      printf ("{\"hours\":{\"entries\":%" G_GINT64_FORMAT ",\"listed\":%u,\"first_ms\":%.2f,"
              "\"list_ms\":%.2f,\"one_more_ms\":%.2f}}\n",
              hours->n_entries, hours->n_listed, hours->first_ms, hours->list_ms,
              hours->one_more_ms);
      return;
    }

  printf ("10,000 lines of accounts: %" G_GINT64_FORMAT " entries\n", hours->n_entries);
  printf ("  account        %9.2f ms   %u lines of one; the first time %.2f ms\n", hours->list_ms,
          hours->n_listed, hours->first_ms);
  printf ("  one more       %9.2f ms   from a commit until the account is there again\n",
          hours->one_more_ms);
}

static gboolean option_json;
static gboolean option_stress;
static gboolean option_rides;
static gboolean option_skills;
static gboolean option_hours;
static gboolean option_lending;
static gboolean option_repair;
static gboolean option_help;
static int option_n;

static const GOptionEntry options[] = {
  { "json", 0, 0, G_OPTION_ARG_NONE, &option_json, "Print one JSON object", NULL },
  { "n", 0, 0, G_OPTION_ARG_INT, &option_n, "Only this many entries", "N" },
  { "stress", 0, 0, G_OPTION_ARG_NONE, &option_stress,
    "What people ask every day, of a town's collective after five years", NULL },
  { "rides", 0, 0, G_OPTION_ARG_NONE, &option_rides, "The list of ten thousand rides", NULL },
  { "hours", 0, 0, G_OPTION_ARG_NONE, &option_hours, "One account among ten thousand lines", NULL },
  { "skills", 0, 0, G_OPTION_ARG_NONE, &option_skills, "The list of ten thousand skills", NULL },
  { "lending", 0, 0, G_OPTION_ARG_NONE, &option_lending,
    "The list of ten thousand things that are lent", NULL },
  { "repair", 0, 0, G_OPTION_ARG_NONE, &option_repair,
    "The list of ten thousand faults, and what is open of them", NULL },
  { "requests", 0, 0, G_OPTION_ARG_NONE, &option_help,
    "The list of ten thousand requests and offers of help", NULL },
  { NULL },
};

int
main (int argc, char **argv)
{
  static const guint sizes[] = { 1000, 10000, 100000, 1000000 };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GArray) rows = g_array_new (FALSE, TRUE, sizeof (Row));
  g_autoptr (GError) error = NULL;
  g_autofree char *dir = NULL;
  FarGovernanceFigures governance;
  FarLimits limits;

  if (sodium_init () < 0)
    g_error ("libsodium does not start");
  if (argc == 5 && g_str_equal (argv[1], "send"))
    return run_sender (argv[2], argv[3], atoi (argv[4]));
  if (argc == 6 && g_str_equal (argv[1], "receive"))
    return run_receiver (argv[2], argv[3], atoi (argv[4]), atoi (argv[5]));

  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      g_printerr ("%s\n", error->message);
      return 2;
    }

  dir = g_dir_make_tmp ("far-bench-XXXXXX", &error);
  far_bench_check (dir != NULL, &error);
  if (option_stress)
    {
      FarStressFigures stress;

      far_bench_stress (dir, &stress);
      print_stress (&stress, option_json);
      remove_folder (dir);
      return 0;
    }

  if (option_rides)
    {
      FarRidesFigures rides;

      far_bench_rides (dir, &rides);
      print_rides (&rides, option_json);
      remove_folder (dir);
      return 0;
    }

  if (option_help)
    {
      FarHelpFigures help;

      far_bench_help (dir, &help);
      print_help (&help, option_json);
      remove_folder (dir);
      return 0;
    }

  if (option_repair)
    {
      FarRepairFigures repair;

      far_bench_repair (dir, &repair);
      print_repair (&repair, option_json);
      remove_folder (dir);
      return 0;
    }

  if (option_lending)
    {
      FarLendingFigures lending;

      far_bench_lending (dir, &lending);
      print_lending (&lending, option_json);
      remove_folder (dir);
      return 0;
    }

  if (option_hours)
    {
      FarHoursFigures hours;

      far_bench_hours (dir, &hours);
      print_hours (&hours, option_json);
      remove_folder (dir);
      return 0;
    }

  if (option_skills)
    {
      FarSkillsFigures skills;

      far_bench_skills (dir, &skills);
      print_skills (&skills, option_json);
      remove_folder (dir);
      return 0;
    }

  far_bench_limits (dir, &limits);
  far_bench_governance (dir, option_n > 0 ? (guint)option_n : N_LATE, &governance);

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    for (guint lag = 0; lag <= FAR_WORKLOAD_LAG; lag += FAR_WORKLOAD_LAG)
      {
        Row row = { 0 };

        if (option_n > 0 && sizes[i] != (guint)option_n)
          continue;
        /* how it grows is seen in the first */
        if (lag > 0 && sizes[i] > MOST_WITH_LAG)
          continue;
        measure_size (dir, sizes[i], lag, &row);
        if (!option_json)
          print_row (&row);
        g_array_append_val (rows, row);
      }

  if (option_json)
    print_json (rows, &governance, &limits);
  else
    print_governance (&governance);
  if (!option_json)
    printf ("this machine     verify %.0f/s  sign %.0f/s  BLAKE2b %.0f/s  SQLite rows %.0f/s\n",
            limits.verify, limits.sign, limits.blake2b, limits.sqlite_rows);

  remove_folder (dir);

  return 0;
}
