/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-fill HOME N NOW: as if its member had taken N turns, on dates that hang on the device alone,
 * of the rotas that the home knows.  A program for each turn would take minutes.
 *
 * far-fill HOME live NOW: finds others nearby, as a window does, and takes one of those turns for
 * each line that it reads. */

#include "far-sync.h"

#include <stdlib.h>

#define DAYS_MAX 366

static GAsyncResult *answer;

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  answer = g_object_ref (result);
}

/* Returns: (transfer full) */
static GAsyncResult *
await (void)
{
  while (answer == NULL)
    g_main_context_iteration (NULL, TRUE);

  return g_steal_pointer (&answer);
}

static void
expect (const GError *error)
{
  if (error == NULL)
    return;

  g_printerr ("far-fill: %s\n", error->message);
  exit (1);
}

static void
take_turn (FarEngine *engine, const FarRota *rota, gint32 day)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  far_engine_take_turn_async (engine, rota->id, day, 0, NULL, NULL, answered_cb, NULL);
  result = await ();
  far_snapshot_unref (far_engine_take_turn_finish (engine, result, NULL, &error));
  expect (error);
}

/* Of @n_slots, each once: an odd step through them that shares no factor with their number. */
static guint
find_step (guint n_slots, guint32 seed)
{
  guint step = 1 + seed % n_slots;
  guint a, b, rest;

  for (;; step++)
    {
      for (a = step, b = n_slots; b != 0; b = rest)
        {
          rest = a % b;
          a = b;
        }
      if (a == 1)
        return step;
    }
}

/* What was taken, and what comes next. */
typedef struct
{
  FarEngine *engine;      /* unowned */
  const GPtrArray *rotas; /* (element-type FarRota): unowned */
  guint n_days;
  guint n_slots;
  guint step;
  guint64 slot;
} Filler;

static void
take_next (Filler *self)
{
  guint slot = (guint)(self->slot % self->n_slots);
  const FarRota *rota = self->rotas->pdata[slot / self->n_days];

  take_turn (self->engine, rota, rota->first_day + (gint32)(slot % self->n_days));
  self->slot += self->step;
}

static Filler
begin_filling (FarEngine *engine, const GPtrArray *rotas, guint32 seed)
{
  const FarRota *first = rotas->pdata[0];
  Filler self = { .engine = engine, .rotas = rotas, .slot = seed >> 8 };

  self.n_days = MIN (DAYS_MAX, first->last_day - first->first_day + 1);
  self.n_slots = rotas->len * self.n_days;
  self.step = find_step (self.n_slots, seed);

  return self;
}

/* ---- live */

static gboolean has_line;

static gboolean
line_cb (GIOChannel *channel, GIOCondition condition, gpointer data)
{
  g_autofree char *line = NULL;

  if (g_io_channel_read_line (channel, &line, NULL, NULL, NULL) != G_IO_STATUS_NORMAL)
    exit (0);
  has_line = TRUE;

  return G_SOURCE_CONTINUE;
}

static void
exchanged_cb (GObject *source, GAsyncResult *result, gpointer data)
{
}

/* Until there is nothing more to read. */
static void
fill_live (Filler *self)
{
  g_autoptr (GIOChannel) channel = g_io_channel_unix_new (0);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  /* backwards from the first: these are not taken yet */
  self->step = self->n_slots - self->step;
  self->slot += self->step;
  far_engine_exchange_async (self->engine, NULL, NULL, FAR_NEARBY_HERE, FALSE, 0, cancellable,
                             exchanged_cb, NULL);
  g_io_add_watch (channel, G_IO_IN | G_IO_HUP, line_cb, NULL);
  for (;;)
    {
      g_main_context_iteration (NULL, TRUE);
      if (!has_line)
        continue;
      has_line = FALSE;
      take_next (self);
    }
}

int
main (int argc, char **argv)
{
  g_autoptr (GDateTime) now = NULL;
  g_autoptr (FarEngine) engine = NULL;
  g_autoptr (GAsyncResult) opened = NULL;
  g_autoptr (GAsyncResult) told = NULL;
  g_autoptr (GAsyncResult) listed = NULL;
  g_autoptr (GAsyncResult) closed = NULL;
  g_autoptr (GPtrArray) rotas = NULL;
  g_autoptr (GError) error = NULL;
  FarStatus *status;
  Filler filler;

  now = argc == 4 ? g_date_time_new_from_iso8601 (argv[3], NULL) : NULL;
  if (now == NULL)
    {
      g_printerr ("far-fill HOME N|live NOW\n");
      return 2;
    }

  engine =
      far_engine_new (argv[1], NULL, g_date_time_to_unix (now) * 1000 - g_get_real_time () / 1000);
  far_engine_open_async (engine, NULL, answered_cb, NULL);
  opened = await ();
  far_engine_open_finish (engine, opened, &error);
  expect (error);
  far_engine_status_async (engine, NULL, answered_cb, NULL);
  told = await ();
  status = far_engine_status_finish (engine, told, &error);
  expect (error);
  far_engine_rotas_async (engine, NULL, answered_cb, NULL);
  listed = await ();
  rotas = far_engine_rotas_finish (engine, listed, &error);
  expect (error);

  filler = begin_filling (engine, rotas, g_str_hash (status->device));
  far_snapshot_unref (status);
  if (g_str_equal (argv[2], "live"))
    fill_live (&filler);
  for (guint n = strtoul (argv[2], NULL, 10); n > 0; n--)
    take_next (&filler);
  far_engine_close_async (engine, answered_cb, NULL);
  closed = await ();
  far_engine_close_finish (engine, closed);

  return 0;
}
