/* SPDX-License-Identifier: GPL-3.0-or-later */

/* When a line passes its stops: one stop later, and all that follow are later too. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-private.h"

#include <string.h>

#define DAY_MINUTES (24 * 60)

typedef enum
{
  WAY_OUT,
  WAY_BACK,
} Way;

static FarStopDraft *
get_stop (const GPtrArray *stops, guint i)
{
  return stops->pdata[i];
}

static int *
get_time (const GPtrArray *stops, guint i, Way way)
{
  FarStopDraft *stop = get_stop (stops, i);

  return way == WAY_OUT ? &stop->time_out : &stop->time_back;
}

/* The @n-th stop that is passed that way. */
static guint
nth (const GPtrArray *stops, guint n, Way way)
{
  return way == WAY_OUT ? n : stops->len - 1 - n;
}

/* Moves all from the @n-th stop of that way on that have a time. */
static void
shift (GPtrArray *stops, guint n, Way way, int minutes)
{
  for (; n < stops->len; n++)
    {
      int *time = get_time (stops, nth (stops, n, way), way);

      if (*time >= 0)
        *time += minutes;
    }
}

/* The first stop of that way that has a time is passed then; where none has one, the first is. */
static void
start_at (GPtrArray *stops, Way way, int at)
{
  guint n = 0;

  while (n < stops->len && *get_time (stops, nth (stops, n, way), way) < 0)
    n++;
  if (n == stops->len)
    *get_time (stops, nth (stops, 0, way), way) = at;
  else
    shift (stops, n, way, at - *get_time (stops, nth (stops, n, way), way));
}

/* Returns: FALSE where there is no time to count from */
static gboolean
walk (GPtrArray *stops, guint n, Way way, int minutes)
{
  int from = *get_time (stops, nth (stops, n, way), way);
  int *to = get_time (stops, nth (stops, n + 1, way), way);

  if (from < 0)
    return FALSE;
  if (*to < 0)
    *to = from + minutes;
  else
    shift (stops, n + 1, way, from + minutes - *to);

  return TRUE;
}

static gboolean
has_times (const GPtrArray *stops, Way way)
{
  for (guint i = 0; i < stops->len; i++)
    if (*get_time (stops, i, way) >= 0)
      return TRUE;

  return FALSE;
}

/* Minutes from stop @i to the next one, both ways. */
static gboolean
set_walk (GPtrArray *stops, guint i, int minutes, GError **error)
{
  gboolean is_set;

  if (minutes < 1 || minutes > FAR_STOP_WALK_MAX || i + 1 >= stops->len)
    return _far_refuse (FAR_COLLECTIVE_ERROR_NUMBER_INVALID,
                        "from one stop to the next it is 1 to 120 minutes", error);

  is_set = walk (stops, i, WAY_OUT, minutes);
  /* a line that does not come back gets no times for it */
  if (has_times (stops, WAY_BACK))
    is_set |= walk (stops, stops->len - 2 - i, WAY_BACK, minutes);

  return is_set || _far_refuse (FAR_COLLECTIVE_ERROR_TIME_INVALID,
                                "that stop has no time to count from", error);
}

static gboolean
check_levels (const int *levels, GError **error)
{
  for (guint i = 0; i < FAR_N_ACCESS; i++)
    if (levels[i] < -1 || levels[i] > FAR_ACCESS_MAX)
      return _far_refuse (FAR_COLLECTIVE_ERROR_NUMBER_INVALID, "access is 0..3", error);

  return TRUE;
}

static gboolean
set_access (FarStopDraft *stop, const FarStopChange *change, GError **error)
{
  if (!check_levels (change->here, error) || !check_levels (change->way, error))
    return FALSE;

  for (guint i = 0; i < FAR_N_ACCESS; i++)
    {
      if (change->here[i] >= 0)
        stop->here[i] = change->here[i];
      if (change->way[i] >= 0)
        stop->way[i] = change->way[i];
    }

  return TRUE;
}

static gboolean
is_time (int minutes)
{
  return minutes >= -1 && minutes < DAY_MINUTES;
}

/* What is said of one stop alone. */
static gboolean
set_stop (GPtrArray *stops, const FarStopChange *change, GError **error)
{
  FarStopDraft *stop;

  if (change->stop >= stops->len)
    return _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_STOP, "the line has no such stop", error);

  stop = get_stop (stops, change->stop);
  if (change->time_out != FAR_TIME_SAME)
    stop->time_out = change->time_out;
  if (change->time_back != FAR_TIME_SAME)
    stop->time_back = change->time_back;

  return set_access (stop, change, error);
}

static gboolean
check_times (const GPtrArray *stops, GError **error)
{
  for (guint i = 0; i < stops->len; i++)
    if (!is_time (get_stop (stops, i)->time_out) || !is_time (get_stop (stops, i)->time_back))
      return _far_refuse (FAR_COLLECTIVE_ERROR_TIME_INVALID, "a stop would be on another day",
                          error);

  return TRUE;
}

/* Each is passed no earlier than those before it, and on the way back no later; a stop without a
 * time says nothing of that. */
static gboolean
are_in_order (const GPtrArray *stops)
{
  int out = -1;
  int back = DAY_MINUTES;

  for (guint i = 0; i < stops->len; i++)
    {
      const FarStopDraft *stop = get_stop (stops, i);

      if (stop->time_out >= 0 && stop->time_out < out)
        return FALSE;
      if (stop->time_back > back)
        return FALSE;
      if (stop->time_out >= 0)
        out = stop->time_out;
      if (stop->time_back >= 0)
        back = stop->time_back;
    }

  return TRUE;
}

static gboolean
refuse_order (GError **error)
{
  return _far_refuse (FAR_COLLECTIVE_ERROR_STOPS_ORDER,
                      "a stop would be passed before the one that it comes after", error);
}

/* ---- all of them */

static const FarStopDraft *
find_stop (const GPtrArray *stops, const char *name)
{
  for (guint i = 0; i < stops->len; i++)
    if (strcmp (get_stop (stops, i)->name, name) == 0)
      return get_stop (stops, i);

  return NULL;
}

gboolean
_far_stops_tidy (GPtrArray *stops, GError **error)
{
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
  gboolean is_typed = FALSE;

  if (stops->len == 0)
    return _far_refuse (FAR_COLLECTIVE_ERROR_STOPS_EMPTY, "a line has a stop at least", error);
  for (guint i = 0; i < stops->len; i++)
    {
      FarStopDraft *stop = get_stop (stops, i);
      char *name = far_collective_tidy_name (stop->name, error);

      if (name == NULL)
        return FALSE;
      g_free (stop->name);
      stop->name = name;
      /* a file may have brought two */
      if (!g_hash_table_add (names, name) && stop->is_bare)
        return _far_refuse (FAR_COLLECTIVE_ERROR_STOP_TWICE, "two stops have that name", error);
      is_typed = is_typed || stop->is_bare;
    }

  return !is_typed || are_in_order (stops) || refuse_order (error);
}

/* Children and patterns name stops: so do these. */
static gboolean
replace_stops (GPtrArray *stops, const GPtrArray *all, GError **error)
{
  g_autoptr (GPtrArray) after = _far_stops_copy (all);

  if (!_far_stops_tidy (after, error))
    return FALSE;

  for (guint i = 0; i < after->len; i++)
    {
      FarStopDraft *stop = get_stop (after, i);
      const FarStopDraft *was = stop->is_bare ? find_stop (stops, stop->name) : NULL;

      if (was == NULL)
        continue;
      stop->has_place = was->has_place;
      stop->lat = was->lat;
      stop->lon = was->lon;
      memcpy (stop->here, was->here, sizeof stop->here);
      memcpy (stop->way, was->way, sizeof stop->way);
    }

  g_ptr_array_set_size (stops, 0);
  while (after->len > 0)
    g_ptr_array_add (stops, g_ptr_array_steal_index (after, 0));

  return TRUE;
}

gboolean
_far_stops_change (GPtrArray *stops, const FarLineChange *change, GError **error)
{
  const GArray *changes = change->stops;
  guint n = changes != NULL ? changes->len : 0;
  /* a file may have brought others: those are no hindrance */
  gboolean was_in_order = are_in_order (stops);

  if (change->all_stops != NULL && !replace_stops (stops, change->all_stops, error))
    return FALSE;
  if (change->start >= DAY_MINUTES || change->start_back >= DAY_MINUTES)
    return _far_refuse (FAR_COLLECTIVE_ERROR_TIME_INVALID, "there is no such time", error);
  for (guint i = 0; i < n; i++)
    if (!set_stop (stops, &g_array_index (changes, FarStopChange, i), error))
      return FALSE;

  if (change->start >= 0)
    start_at (stops, WAY_OUT, change->start);
  if (change->start_back >= 0)
    start_at (stops, WAY_BACK, change->start_back);
  for (guint i = 0; i < n; i++)
    {
      const FarStopChange *one = &g_array_index (changes, FarStopChange, i);

      if (one->walk >= 0 && !set_walk (stops, one->stop, one->walk, error))
        return FALSE;
    }

  return check_times (stops, error) &&
         (!was_in_order || are_in_order (stops) || refuse_order (error));
}

/* ---- what that does */

static void
clear_stray (gpointer data)
{
  FarStrayRota *stray = data;

  g_free (stray->title);
}

void
far_line_effect_free (FarLineEffect *self)
{
  if (self == NULL)
    return;

  g_array_unref (self->stops);
  g_array_unref (self->rotas);
  g_free (self);
}

static guint
count_children (const GPtrArray *children, const guint8 *line, const char *stop)
{
  guint n = 0;

  for (guint i = 0; i < children->len; i++)
    {
      const FarChildFacts *child = children->pdata[i];

      n += child->has_line && memcmp (child->line, line, FAR_RECORD_ID_LEN) == 0 &&
           strcmp (child->stop, stop) == 0;
    }

  return n;
}

/* @is_new: all stops may be others: they are told by their names */
static void
compare_stops (FarLineEffect *self,
               const FarLineFacts *line,
               const GPtrArray *after,
               gboolean is_new,
               const GPtrArray *children)
{
  for (guint i = 0; i < line->stops->len; i++)
    {
      const FarStopDraft *was = get_stop (line->stops, i);
      const FarStopDraft *is = is_new ? find_stop (after, was->name) : get_stop (after, i);
      gboolean is_gone = is == NULL;
      FarMovedStop moved = { .stop = i, .is_gone = is_gone };

      if (is_gone)
        is = was;
      if (!is_gone && was->time_out == is->time_out && was->time_back == is->time_back)
        continue;
      moved.out_before = was->time_out;
      moved.out = is->time_out;
      moved.back_before = was->time_back;
      moved.back = is->time_back;
      moved.n_children = count_children (children, line->id, was->name);
      g_array_append_val (self->stops, moved);
    }
}

/* -1 where no stop has a time that way. */
static int
find_start (const GPtrArray *stops, Way way)
{
  int first = -1;

  for (guint i = 0; i < stops->len; i++)
    {
      int time = *get_time (stops, i, way);

      if (time >= 0 && (first < 0 || time < first))
        first = time;
    }

  return first;
}

static void
compare_rota (FarLineEffect *self,
              const FarRotaFacts *rota,
              const GPtrArray *before,
              const GPtrArray *after)
{
  for (Way way = WAY_OUT; way <= WAY_BACK; way++)
    {
      int was = find_start (before, way);
      FarStrayRota stray = { .at = rota->at, .start = find_start (after, way) };

      if (rota->at != was || stray.start < 0 || stray.start == was)
        continue;
      memcpy (stray.rota, rota->id, FAR_RECORD_ID_LEN);
      stray.title = g_strdup (rota->title);
      g_array_append_val (self->rotas, stray);
      return;
    }
}

static FarLineEffect *
find_effect (FarPen *pen,
             const guint8 *line,
             const FarLineChange *change,
             const GPtrArray *children,
             const GPtrArray *rotas,
             gint32 today,
             GError **error)
{
  g_autoptr (FarLineEffect) effect = g_new0 (FarLineEffect, 1);
  g_autoptr (GPtrArray) lines = NULL;
  g_autoptr (GPtrArray) after = NULL;
  const FarLineFacts *facts;

  effect->stops = g_array_new (FALSE, FALSE, sizeof (FarMovedStop));
  effect->rotas = g_array_new (FALSE, FALSE, sizeof (FarStrayRota));
  g_array_set_clear_func (effect->rotas, clear_stray);
  facts = _far_view_find_line (&pen->view, line, &lines, error);
  if (facts == NULL)
    return NULL;

  after = _far_stops_copy (facts->stops);
  if (!_far_stops_change (after, change, error))
    return NULL;
  compare_stops (effect, facts, after, change->all_stops != NULL, children);
  for (guint i = 0; i < rotas->len; i++)
    {
      const FarRotaFacts *rota = rotas->pdata[i];

      if (rota->has_line && memcmp (rota->line, line, FAR_RECORD_ID_LEN) == 0 &&
          rota->rule.last_day >= today)
        compare_rota (effect, rota, facts->stops, after);
    }

  return g_steal_pointer (&effect);
}

FarLineEffect *
far_collective_line_effect (const FarWriter *writer,
                            const guint8 line[static FAR_RECORD_ID_LEN],
                            const FarLineChange *change,
                            gint32 today,
                            GError **error)
{
  g_autoptr (GPtrArray) children = far_collective_children (writer->store, today, FALSE, error);
  g_autoptr (GPtrArray) rotas =
                 children != NULL ? far_collective_rotas (writer->store, error) : NULL;
  FarLineEffect *effect;
  FarPen pen;

  if (rotas == NULL || !_far_pen_init (&pen, writer, error))
    return NULL;

  effect = find_effect (&pen, line, change, children, rotas, today, error);
  if (!_far_pen_close (&pen, effect != NULL, error))
    g_clear_pointer (&effect, far_line_effect_free);

  return effect;
}
