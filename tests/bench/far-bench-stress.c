/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A town's collective after five school years, and what its people ask of it every day.
 *
 * 300 members; 16 lines, each with a way out and a way back on four days a week (shared FIELD §5:
 * 16 lines and 800 children in Faenza, up to four trips a day in Geneva); two or three adults an
 * outing, one turn in ten given back; 200 children, booked for each year, and absent on eight days
 * of it; the holidays of five years.  What is measured is what the window and farandole-cli ask the
 * records for, on a store that was just opened, and again. */

#define G_LOG_DOMAIN "far-bench"

#include "far-bench-private.h"

#include <stdio.h>
#include <string.h>

#include "far-collective-facts.h"
#include "far-collective-plan.h"
#include "far-collective.h"
#include "far-day.h"
#include "far-kind-schema.h"

#define SEED 7
#define N_MEMBERS 300
#define N_LINES 16
#define N_YEARS 5
#define N_CHILDREN 200
#define N_ABSENT 8 /* days of a year */
#define N_STOPS 6
#define N_RUNS 5
#define TERM_DAYS 112

#define MONDAY 18505   /* 2020-08-31, the week in which the first school year begins */
#define YEAR_WEEKS 44  /* of school, from the first week on */
#define WEEKS_APART 52 /* from one school year to the next */
#define WEEKDAYS 0x1b  /* mo, tu, th, fr */
#define N_TRIPS 2      /* out and back */
#define RELEASED_PERCENT 10

typedef struct
{
  FarWorld *world;
  FarStore *store;
  guint8 lines[N_LINES][FAR_RECORD_ID_LEN];
  guint8 children[N_CHILDREN][FAR_RECORD_ID_LEN];
  guint8 rotas[N_YEARS][N_LINES * N_TRIPS][FAR_RECORD_ID_LEN];
} Town;

static guint
pick (Town *self, guint n)
{
  return (guint)(far_world_random (self->world) * n);
}

/* ---- writing */

/* Under the founder's term, as what is published.  @out: (nullable): the record it makes */
static void
write_published (Town *self, FarKind kind, GByteArray *payload, guint8 *out)
{
  const FarWorldDevice *founder = &self->world->devices[0];
  FarDraft draft = {
    .kind = kind,
    .term = 1,
    .time_ms = self->world->now_ms,
    .payload = payload->data,
    .payload_len = payload->len,
  };
  g_autoptr (GError) error = NULL;
  FarPos pos;

  far_world_fill (self->world, draft.salt, FAR_SALT_LEN);
  far_bench_check (far_store_append (self->store, founder->device, founder->sign_secret, &draft,
                                     &pos, NULL, &error),
                   &error);
  if (out != NULL)
    far_record_id (self->world->collective, founder->device, pos.seq, 0, out);
}

static void
write_people (Town *self)
{
  for (guint who = 0; who < N_MEMBERS; who++)
    {
      g_autoptr (GByteArray) payload = g_byte_array_new ();
      g_autofree char *name = g_strdup_printf ("Person %u", who);
      const guint8 *member = self->world->devices[who].member;
      FarMapWriter map = far_map_begin (payload);

      far_map_bytes (&map, FAR_PERSON_ID, member, FAR_RECORD_ID_LEN);
      far_map_text (&map, FAR_PERSON_NAME, name);
      far_map_end (&map);
      far_world_write (self->world, self->store, who, FAR_KIND_PERSON, member, payload, NULL, 0);
    }
}

static void
write_line (Town *self, guint number)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  g_autofree char *name = g_strdup_printf ("Line %u", number);
  FarMapWriter map = far_map_begin (payload);

  far_map_text (&map, FAR_LINE_NAME, name);
  far_map_array (&map, FAR_LINE_STOPS, N_STOPS);
  for (guint i = 0; i < N_STOPS; i++)
    {
      g_autofree char *stop_name = g_strdup_printf ("Stop %u", i);
      FarMapWriter stop = far_map_begin (payload);

      far_map_text (&stop, FAR_STOP_NAME, stop_name);
      far_map_int (&stop, FAR_STOP_OUT, 480 + 5 * i);
      far_map_int (&stop, FAR_STOP_BACK, 1020 - 5 * i);
      far_map_end (&stop);
    }
  far_map_end (&map);
  write_published (self, FAR_KIND_LINE, payload, self->lines[number]);
}

/* Of one member each; every twentieth needs an adult of its own. */
static void
write_children (Town *self)
{
  for (guint i = 0; i < N_CHILDREN; i++)
    {
      const FarWorldDevice *device = &self->world->devices[i];
      g_autoptr (GByteArray) payload = g_byte_array_new ();
      g_autofree char *name = g_strdup_printf ("Child %u", i);
      FarMapWriter map = far_map_begin (payload);

      far_map_text (&map, FAR_CHILD_NAME, name);
      far_map_bytes (&map, FAR_CHILD_LINE, self->lines[i % N_LINES], FAR_RECORD_ID_LEN);
      far_map_text (&map, FAR_CHILD_STOP, "Stop 1");
      far_map_int (&map, FAR_CHILD_BORN, 2014 + i % 8);
      far_map_int (&map, FAR_CHILD_ONE_TO_ONE, i % 20 == 0);
      far_map_end (&map);
      far_record_id (self->world->collective, device->device,
                     far_store_next_seq (self->store, device->device), 0, self->children[i]);
      far_world_write (self->world, self->store, i, FAR_KIND_CHILD, self->children[i], payload,
                       NULL, 0);
    }
}

static void
write_absence (Town *self, guint child, gint32 day)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);

  far_map_int (&map, FAR_ABSENCE_DAY, day);
  far_map_int (&map, FAR_ABSENCE_ABSENT, 1);
  far_map_end (&map);
  far_world_write (self->world, self->store, child, FAR_KIND_ABSENCE, self->children[child],
                   payload, NULL, 0);
}

static gint32
get_first_day (guint year)
{
  return MONDAY + (gint32)year * WEEKS_APART * 7;
}

static void
write_rota (Town *self, guint year, guint number)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  g_autofree char *title = g_strdup_printf ("Walk %u", number);
  FarMapWriter map = far_map_begin (payload);

  far_map_text (&map, FAR_ROTA_TITLE, title);
  far_map_int (&map, FAR_ROTA_WEEKDAYS, WEEKDAYS);
  far_map_int (&map, FAR_ROTA_EVERY, 1);
  far_map_int (&map, FAR_ROTA_FIRST, get_first_day (year));
  far_map_int (&map, FAR_ROTA_LAST, get_first_day (year) + 7 * YEAR_WEEKS - 1);
  far_map_int (&map, FAR_ROTA_AT, number % N_TRIPS == 0 ? 480 : 990);
  far_map_int (&map, FAR_ROTA_MIN, 2);
  far_map_int (&map, FAR_ROTA_MAX, 3);
  far_map_bytes (&map, FAR_ROTA_LINE, self->lines[number / N_TRIPS], FAR_RECORD_ID_LEN);
  far_map_int (&map, FAR_ROTA_STATE, 1);
  far_map_end (&map);
  write_published (self, FAR_KIND_ROTA, payload, self->rotas[year][number]);
}

/* Two weeks after each seven of school. */
static void
write_holidays (Town *self)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);

  far_map_text (&map, FAR_HOLIDAYS_NAME, "Zone B");
  far_map_array (&map, FAR_HOLIDAYS_SPANS, N_YEARS * 4);
  for (guint i = 0; i < N_YEARS * 4; i++)
    {
      FarMapWriter span = far_map_begin (payload);
      gint32 first = get_first_day (i / 4) + 7 * (7 + 9 * (gint32)(i % 4));

      far_map_int (&span, FAR_SPAN_FIRST, first);
      far_map_int (&span, FAR_SPAN_LAST, first + 13);
      far_map_text (&span, FAR_SPAN_NAME, "Holidays");
      far_map_end (&span);
    }
  far_map_end (&map);
  write_published (self, FAR_KIND_HOLIDAYS, payload, NULL);
}

static void
write_release (Town *self, guint who, const guint8 *rota, gint32 day, FarPos turn)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  const FarWorldDevice *device = &self->world->devices[who];
  guint8 id[FAR_RECORD_ID_LEN];
  FarMapWriter map = far_map_begin (payload);

  far_record_id (self->world->collective, device->device, turn.seq, 0, id);
  far_map_bytes (&map, FAR_TURN_ROTA, rota, FAR_RECORD_ID_LEN);
  far_map_int (&map, FAR_TURN_DAY, day);
  far_map_bytes (&map, FAR_TURN_ID, id, FAR_RECORD_ID_LEN);
  far_map_int (&map, FAR_TURN_STATE, FAR_TURN_STATE_RELEASED);
  far_map_end (&map);
  far_world_write (self->world, self->store, who, FAR_KIND_TURN, device->member, payload, NULL, 0);
}

/* Each has seen the one before. */
static void
write_turns (Town *self, const guint8 *rota, gint32 day)
{
  guint n = 2 + pick (self, 2);
  guint first = pick (self, N_MEMBERS - n);
  FarPos before = { 0, 0 };

  for (guint i = 0; i < n; i++)
    {
      FarPos turn = far_world_take (self->world, self->store, first + i, rota, day, NULL, &before,
                                    i > 0 ? 1 : 0);

      if (pick (self, 100) < RELEASED_PERCENT)
        write_release (self, first + i, rota, day, turn);
      before = turn;
    }
}

/* What was said of the children, in a year. */
static void
write_bookings (Town *self, guint year)
{
  gint32 first_day = get_first_day (year);

  for (guint i = 0; i < N_CHILDREN; i++)
    {
      g_autoptr (GByteArray) payload = g_byte_array_new ();
      FarMapWriter map = far_map_begin (payload);

      far_map_int (&map, FAR_BOOKING_FIRST, first_day);
      far_map_int (&map, FAR_BOOKING_LAST, first_day + 7 * YEAR_WEEKS - 1);
      far_map_end (&map);
      far_world_write (self->world, self->store, i, FAR_KIND_BOOKING, self->children[i], payload,
                       NULL, 0);
      for (guint j = 0; j < N_ABSENT; j++)
        write_absence (self, i, first_day + (gint32)pick (self, 7 * YEAR_WEEKS));
    }
}

static void
write_year (Town *self, guint year)
{
  write_bookings (self, year);
  for (guint number = 0; number < N_LINES * N_TRIPS; number++)
    write_rota (self, year, number);

  for (gint32 day = get_first_day (year); day < get_first_day (year) + 7 * YEAR_WEEKS; day++)
    for (guint number = 0; number < N_LINES * N_TRIPS; number++)
      if ((WEEKDAYS >> far_day_get_weekday (day) & 1) != 0)
        write_turns (self, self->rotas[year][number], day);
}

static void
town_found (Town *self, const char *path)
{
  g_autoptr (GError) error = NULL;

  self->world = far_world_new (SEED, N_MEMBERS);
  self->store = far_world_found (self->world, path);
  far_world_admit_all (self->world, self->store);

  far_bench_check (far_store_begin (self->store, &error), &error);
  write_people (self);
  for (guint i = 0; i < N_LINES; i++)
    write_line (self, i);
  write_children (self);
  write_holidays (self);
  far_bench_check (far_store_commit (self->store, &error), &error);

  for (guint year = 0; year < N_YEARS; year++)
    {
      far_bench_check (far_store_begin (self->store, &error), &error);
      write_year (self, year);
      far_bench_check (far_store_commit (self->store, &error), &error);
    }
}

/* ---- asking */

/* As the engine does for a week.  Returns: how many outings */
static guint
ask_days (Town *self, gint32 first_day, guint n_days)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rotas = far_collective_rotas (self->store, &error);
  g_autoptr (GPtrArray) outings = NULL;
  g_autoptr (GPtrArray) lines = NULL;
  g_autoptr (GPtrArray) members = NULL;

  far_bench_check (rotas != NULL, &error);
  outings = far_collective_outings (self->store, rotas, self->world->devices[0].member, first_day,
                                    n_days, &error);
  far_bench_check (outings != NULL, &error);
  lines = far_collective_lines (self->store, &error);
  far_bench_check (lines != NULL, &error);
  members = far_collective_members (self->store, &error);
  far_bench_check (members != NULL, &error);

  return outings->len;
}

static double
measure_days (Town *self, guint n_days, guint *out_n)
{
  double ms[N_RUNS];

  for (guint i = 0; i < N_RUNS; i++)
    {
      /* another one each time, so that none is asked twice */
      gint32 first_day = get_first_day (N_YEARS - 1) + 7 * (gint32)(1 + i);
      double start;

      far_store_take_memo (self->store, NULL, NULL);
      start = far_bench_now ();

      *out_n = ask_days (self, first_day, n_days);
      ms[i] = (far_bench_now () - start) * 1000;
    }

  return far_bench_median (ms, N_RUNS);
}

/* A turn, until week, month and term are shown with it. */
static double
measure_one_more (Town *self)
{
  double ms[N_RUNS];

  for (guint i = 0; i < N_RUNS; i++)
    {
      gint32 monday = get_first_day (N_YEARS - 1);
      g_autoptr (GError) error = NULL;
      double start;

      ask_days (self, monday, TERM_DAYS);
      far_bench_check (far_store_begin (self->store, &error), &error);
      far_world_take (self->world, self->store, N_MEMBERS - 1 - i, self->rotas[N_YEARS - 1][i],
                      monday + 7, NULL, NULL, 0);
      far_bench_check (far_store_commit (self->store, &error), &error);

      start = far_bench_now ();
      ask_days (self, monday, 7);
      ask_days (self, monday, 31);
      ask_days (self, monday, TERM_DAYS);
      ms[i] = (far_bench_now () - start) * 1000;
    }

  return far_bench_median (ms, N_RUNS);
}

/* Who would take what is still open in a term, of those who have taken turns there before. */
static double
measure_plan (Town *self, guint *out_n)
{
  static const guint8 nobody[FAR_RECORD_ID_LEN];
  double ms[N_RUNS];

  for (guint i = 0; i < N_RUNS; i++)
    {
      gint32 first_day = get_first_day (N_YEARS - 1) + 7 * (gint32)(4 + i);
      FarFairScope scope = { .first_day = first_day,
                             .last_day = first_day + TERM_DAYS - 1,
                             .is_full = TRUE };
      g_autoptr (FarFairFacts) facts = NULL;
      g_autoptr (GError) error = NULL;
      double start;

      far_store_take_memo (self->store, NULL, NULL);
      start = far_bench_now ();
      facts = far_collective_work_out (self->store, nobody, &scope, first_day, &error);
      far_bench_check (facts != NULL, &error);
      ms[i] = (far_bench_now () - start) * 1000;
      *out_n = facts->lines->len;
    }

  return far_bench_median (ms, N_RUNS);
}

void
far_bench_stress (const char *dir, FarStressFigures *out)
{
  g_autofree char *path = g_build_filename (dir, "town.db", NULL);
  g_autoptr (GError) error = NULL;
  Town town = { 0 };
  double start;

  memset (out, 0, sizeof *out);
  town_found (&town, path);
  out->n_entries = far_store_get_n_entries (town.store);
  far_store_close (town.store);

  start = far_bench_now ();
  town.store = far_store_open (path, town.world->collective, FALSE, &error);
  far_bench_check (town.store != NULL, &error);
  out->open_ms = (far_bench_now () - start) * 1000;

  start = far_bench_now ();
  ask_days (&town, get_first_day (N_YEARS - 1), 7);
  out->first_week_ms = (far_bench_now () - start) * 1000;
  out->week_ms = measure_days (&town, 7, &out->n_week);
  out->month_ms = measure_days (&town, 31, &out->n_month);
  out->term_ms = measure_days (&town, TERM_DAYS, &out->n_term);
  out->one_more_ms = measure_one_more (&town);
  out->plan_ms = measure_plan (&town, &out->n_plan);

  far_store_close (town.store);
  far_world_free (town.world);
}
