/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Lines that change: who is asked, when they pass, how a wheelchair gets along. */

#define G_LOG_DOMAIN "far-engine"

#include "far-engine-private.h"

#include <string.h>

#include "far-engine-views.h"

static FarLine *
view_one_line (FarWorker *worker, const guint8 *id, GError **error)
{
  g_autoptr (GPtrArray) lines = far_collective_lines (worker->store, error);
  g_autoptr (FarNames) names = lines != NULL ? far_names_new (worker->store, error) : NULL;

  for (guint i = 0; names != NULL && i < lines->len; i++)
    if (far_record_id_equal (far_line_peek_id (lines->pdata[i]), id))
      return far_view_line (lines->pdata[i], names);

  if (names != NULL)
    far_sync_fail (error, FAR_SYNC_ERROR_NO_SUCH_ID, "the line is not here any more");

  return NULL;
}

/* ---- crossings */

static gpointer
do_set_crossings (FarWorker *worker, GVariant *args, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  guint8 id[FAR_RECORD_ID_LEN];
  const char *prefix;
  gint32 n;

  g_variant_get (args, "(^&ayi)", &prefix, &n);
  if (!_far_find_line (worker, prefix, id, error) ||
      !far_collective_set_crossings (&writer, id, n, error))
    return NULL;
  far_worker_committed (worker, NULL);

  return view_one_line (worker, id, error);
}

static const FarCall set_crossings_call = { .name = "set-crossings",
                                            .needs = FAR_NEEDS_STORE,
                                            .work = do_set_crossings,
                                            .free_result = far_snapshot_unref };

void
far_engine_set_crossings_async (FarEngine *self,
                                const char *line,
                                int n,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (line != NULL);

  _far_engine_call (self, &set_crossings_call, g_variant_new ("(^ayi)", line, n), cancellable,
                    callback, data);
}

FarLine *
far_engine_set_crossings_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &set_crossings_call, result, error);
}

/* ---- what is to be different */

typedef struct
{
  guint8 line[FAR_RECORD_ID_LEN];
  guint8 referent[FAR_RECORD_ID_LEN];
  GPtrArray *lines; /* owned: what facts belongs to */
  const FarLineFacts *facts;
  GArray *stops;        /* owned (element-type FarStopChange) */
  GPtrArray *all_stops; /* (nullable) (element-type FarStopDraft): owned */
  GArray *patterns;     /* owned (element-type FarPatternChange) */
  GPtrArray *rotas;     /* owned: what patterns borrow */
  FarLineChange change;
} Change;

static void
change_clear (Change *self)
{
  g_clear_pointer (&self->lines, g_ptr_array_unref);
  g_clear_pointer (&self->stops, g_array_unref);
  g_clear_pointer (&self->all_stops, g_ptr_array_unref);
  g_clear_pointer (&self->patterns, g_array_unref);
  g_clear_pointer (&self->rotas, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Change, change_clear)

#define STOP_FORMAT "(ayiii(iii)(iii))"
#define PATTERN_FORMAT "(uayayiay)"
#define TYPED_FORMAT "(ayiibbdd(iii)(iii))"

static void
pack_stop (GVariantBuilder *builder, const FarStopEdit *stop)
{
  g_variant_builder_add (builder, "(^ayiii(iii)(iii))", stop->stop, stop->walk, stop->time_out,
                         stop->time_back, stop->here[0], stop->here[1], stop->here[2], stop->way[0],
                         stop->way[1], stop->way[2]);
}

static void
pack_typed (GVariantBuilder *builder, const FarTypedStop *stops, guint n)
{
  static const FarStop nothing;

  g_variant_builder_init (builder, G_VARIANT_TYPE ("a" TYPED_FORMAT));
  for (guint i = 0; i < n; i++)
    {
      const FarStop *as = stops[i].as != NULL ? stops[i].as : &nothing;

      g_variant_builder_add (builder, "(^ayiibbdd(iii)(iii))", stops[i].name, stops[i].time_out,
                             stops[i].time_back, stops[i].as == NULL, as->has_place, as->lat,
                             as->lon, as->here[0], as->here[1], as->here[2], as->way[0], as->way[1],
                             as->way[2]);
    }
}

static void
free_stop (gpointer data)
{
  g_free (((FarStopDraft *)data)->name);
  g_free (data);
}

/* Returns: (transfer full) (element-type FarStopDraft) */
static GPtrArray *
unpack_typed (GVariantIter *stops)
{
  GPtrArray *all = g_ptr_array_new_with_free_func (free_stop);
  int here[FAR_N_ACCESS];
  int way[FAR_N_ACCESS];
  FarStopDraft stop;

  while (g_variant_iter_next (stops, "(^ayiibbdd(iii)(iii))", &stop.name, &stop.time_out,
                              &stop.time_back, &stop.is_bare, &stop.has_place, &stop.lat, &stop.lon,
                              &here[0], &here[1], &here[2], &way[0], &way[1], &way[2]))
    {
      for (guint i = 0; i < FAR_N_ACCESS; i++)
        {
          stop.here[i] = (guint8)here[i];
          stop.way[i] = (guint8)way[i];
        }
      g_ptr_array_add (all, g_memdup2 (&stop, sizeof stop));
    }

  return all;
}

static GVariant *
pack_edit (const char *line, const FarLineEdit *edit)
{
  GVariantBuilder stops;
  GVariantBuilder all_stops;
  GVariantBuilder patterns;

  pack_typed (&all_stops, edit->all_stops, edit->all_stops != NULL ? edit->n_all_stops : 0);
  g_variant_builder_init (&stops, G_VARIANT_TYPE ("a" STOP_FORMAT));
  for (guint i = 0; edit->all_stops == NULL && i < edit->n_stops; i++)
    pack_stop (&stops, &edit->stops[i]);
  g_variant_builder_init (&patterns, G_VARIANT_TYPE ("a" PATTERN_FORMAT));
  for (guint i = 0; edit->patterns != NULL && i < edit->n_patterns; i++)
    {
      const FarLinePattern *pattern = &edit->patterns[i];

      g_variant_builder_add (&patterns, "(u^ay^ayi^ay)", pattern->weekdays, pattern->from,
                             pattern->to, pattern->shift, pattern->rota);
    }

  return g_variant_new ("(^aym^aym^aym^ayiiia" STOP_FORMAT "ba" TYPED_FORMAT "ba" PATTERN_FORMAT
                        ")",
                        line, edit->name, edit->school, edit->referent, edit->colour, edit->start,
                        edit->start_back, &stops, edit->all_stops != NULL, &all_stops,
                        edit->patterns != NULL, &patterns);
}

gboolean
_far_line_find_stop (const FarLineFacts *line, const char *typed, guint *out, GError **error)
{
  const char *dash = strrchr (typed, '-');
  guint64 number;

  for (guint i = 0; i < line->stops->len; i++)
    if (strcmp (((const FarStopDraft *)line->stops->pdata[i])->name, typed) == 0)
      {
        *out = i;
        return TRUE;
      }
  if (dash != NULL && dash == typed + 2 * FAR_RECORD_ID_LEN &&
      g_ascii_string_to_unsigned (dash + 1, 10, 1, line->stops->len, &number, NULL))
    {
      *out = number - 1;
      return TRUE;
    }

  return far_sync_fail (error, FAR_SYNC_ERROR_NO_SUCH_STOP, "the line has no such stop");
}

static gboolean
unpack_stops (Change *self, GVariantIter *stops, GError **error)
{
  FarStopChange stop = FAR_STOP_CHANGE_NONE;
  const char *typed;

  self->stops = g_array_new (FALSE, FALSE, sizeof (FarStopChange));
  while (g_variant_iter_next (stops, "(^&ayiii(iii)(iii))", &typed, &stop.walk, &stop.time_out,
                              &stop.time_back, &stop.here[0], &stop.here[1], &stop.here[2],
                              &stop.way[0], &stop.way[1], &stop.way[2]))
    {
      if (!_far_line_find_stop (self->facts, typed, &stop.stop, error))
        return FALSE;
      g_array_append_val (self->stops, stop);
    }
  self->change.stops = self->stops;

  return TRUE;
}

/* Sets @out to how the line calls it. */
static gboolean
find_stop_name (const FarLineFacts *line, const char *typed, const char **out, GError **error)
{
  guint place;

  *out = "";
  if (*typed == '\0')
    return TRUE;
  if (!_far_line_find_stop (line, typed, &place, error))
    return FALSE;
  *out = ((const FarStopDraft *)line->stops->pdata[place])->name;

  return TRUE;
}

static gboolean
unpack_patterns (Change *self, FarWorker *worker, GVariantIter *patterns, GError **error)
{
  FarPatternChange pattern;
  const char *from;
  const char *to;
  const char *prefix;

  self->patterns = g_array_new (FALSE, FALSE, sizeof (FarPatternChange));
  self->rotas = far_collective_rotas (worker->store, error);
  if (self->rotas == NULL)
    return FALSE;

  while (g_variant_iter_next (patterns, "(u^&ay^&ayi^&ay)", &pattern.weekdays, &from, &to,
                              &pattern.shift, &prefix))
    {
      const FarRotaFacts *rota = NULL;

      /* of stops that come with it, by their names */
      pattern.from = from;
      pattern.to = to;
      if (self->all_stops == NULL && (!find_stop_name (self->facts, from, &pattern.from, error) ||
                                      !find_stop_name (self->facts, to, &pattern.to, error)))
        return FALSE;
      if (*prefix != '\0' && (rota = far_find_by_prefix (self->rotas, far_rota_peek_id,
                                                         FAR_RECORD_ID_LEN, prefix, error)) == NULL)
        return FALSE;
      pattern.rota = rota != NULL ? rota->id : NULL;
      g_array_append_val (self->patterns, pattern);
    }
  self->change.patterns = self->patterns;

  return TRUE;
}

static gboolean
unpack_edit (Change *self, FarWorker *worker, GVariant *args, GError **error)
{
  FarLineChange *change = &self->change;
  g_autoptr (GVariantIter) stops = NULL;
  g_autoptr (GVariantIter) all_stops = NULL;
  g_autoptr (GVariantIter) patterns = NULL;
  gboolean with_all_stops;
  gboolean with_patterns;
  const char *prefix;
  const char *referent;

  g_variant_get (args,
                 "(^&aym^&aym^&aym^&ayiiia" STOP_FORMAT "ba" TYPED_FORMAT "ba" PATTERN_FORMAT ")",
                 &prefix, &change->name, &change->school, &referent, &change->colour,
                 &change->start, &change->start_back, &stops, &with_all_stops, &all_stops,
                 &with_patterns, &patterns);
  self->lines = far_collective_lines (worker->store, error);
  if (self->lines != NULL)
    self->facts =
        far_find_by_prefix (self->lines, far_line_peek_id, FAR_RECORD_ID_LEN, prefix, error);
  if (self->facts == NULL)
    return FALSE;

  memcpy (self->line, self->facts->id, FAR_RECORD_ID_LEN);
  if (referent != NULL)
    change->referent = self->referent;
  if (referent != NULL && *referent != '\0' &&
      !far_find_person (worker, referent, self->referent, error))
    return FALSE;

  if (with_all_stops)
    change->all_stops = self->all_stops = unpack_typed (all_stops);

  return unpack_stops (self, stops, error) &&
         (!with_patterns || unpack_patterns (self, worker, patterns, error));
}

static gpointer
do_change_line (FarWorker *worker, GVariant *args, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  g_auto (Change) change = { 0 };

  if (!unpack_edit (&change, worker, args, error) ||
      !far_collective_change_line (&writer, change.line, &change.change, error))
    return NULL;
  far_worker_committed (worker, NULL);

  return view_one_line (worker, change.line, error);
}

static const FarCall change_line_call = { .name = "change-line",
                                          .needs = FAR_NEEDS_STORE,
                                          .work = do_change_line,
                                          .free_result = far_snapshot_unref };

void
far_engine_change_line_async (FarEngine *self,
                              const char *line,
                              const FarLineEdit *edit,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (line != NULL && edit != NULL);

  _far_engine_call (self, &change_line_call, pack_edit (line, edit), cancellable, callback, data);
}

FarLine *
far_engine_change_line_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &change_line_call, result, error);
}

/* ---- a new one */

static gpointer
do_add_line (FarWorker *worker, GVariant *args, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  g_autoptr (GVariantIter) stops = NULL;
  g_autoptr (GPtrArray) all = NULL;
  FarLineDraft draft = { 0 };
  guint8 id[FAR_RECORD_ID_LEN];

  g_variant_get (args, "(^&ay^&aya" TYPED_FORMAT ")", &draft.name, &draft.school, &stops);
  draft.stops = all = unpack_typed (stops);
  if (!far_collective_add_line (&writer, &draft, id, error))
    return NULL;
  far_worker_committed (worker, NULL);

  return view_one_line (worker, id, error);
}

static const FarCall add_line_call = { .name = "add-line",
                                       .needs = FAR_NEEDS_STORE,
                                       .work = do_add_line,
                                       .free_result = far_snapshot_unref };

void
far_engine_add_line_async (FarEngine *self,
                           const char *name,
                           const char *school,
                           const FarTypedStop *stops,
                           guint n_stops,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer data)
{
  GVariantBuilder all;

  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (name != NULL && school != NULL);

  pack_typed (&all, stops, n_stops);
  _far_engine_call (self, &add_line_call,
                    g_variant_new ("(^ay^aya" TYPED_FORMAT ")", name, school, &all), cancellable,
                    callback, data);
}

FarLine *
far_engine_add_line_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &add_line_call, result, error);
}

/* ---- what that would do */

static FarTimetableForecast *
view_effect (const FarLineEffect *effect, const FarLineFacts *line)
{
  FarTimetableForecast *view = far_snapshot_new (FarTimetableForecast);

  view->stops = far_snapshot_own_list (view);
  for (guint i = 0; i < effect->stops->len; i++)
    {
      const FarMovedStop *facts = &g_array_index (effect->stops, FarMovedStop, i);
      const FarStopDraft *stop = line->stops->pdata[facts->stop];
      FarStopMove *move = g_new0 (FarStopMove, 1);

      move->name = far_snapshot_dup (view, stop->name);
      move->out_before = facts->out_before;
      move->out = facts->out;
      move->back_before = facts->back_before;
      move->back = facts->back;
      move->n_children = facts->n_children;
      move->is_gone = facts->is_gone;
      g_ptr_array_add (view->stops, move);
    }

  view->rotas = far_snapshot_own_list (view);
  for (guint i = 0; i < effect->rotas->len; i++)
    {
      const FarStrayRota *facts = &g_array_index (effect->rotas, FarStrayRota, i);
      FarRotaStray *stray = g_new0 (FarRotaStray, 1);

      stray->id = far_view_id (view, facts->rota);
      stray->title = far_snapshot_dup (view, facts->title);
      stray->at = facts->at;
      stray->start = facts->start;
      g_ptr_array_add (view->rotas, stray);
    }

  return view;
}

static gpointer
do_foresee_line (FarWorker *worker, GVariant *args, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  g_auto (Change) change = { 0 };
  g_autoptr (FarLineEffect) effect = NULL;

  if (!unpack_edit (&change, worker, args, error))
    return NULL;

  effect = far_collective_line_effect (&writer, change.line, &change.change,
                                       far_worker_today (worker), error);

  return effect != NULL ? view_effect (effect, change.facts) : NULL;
}

static const FarCall foresee_line_call = { .name = "foresee-line",
                                           .needs = FAR_NEEDS_STORE,
                                           .work = do_foresee_line,
                                           .free_result = far_snapshot_unref };

void
far_engine_foresee_line_async (FarEngine *self,
                               const char *line,
                               const FarLineEdit *edit,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (line != NULL && edit != NULL);

  _far_engine_call (self, &foresee_line_call, pack_edit (line, edit), cancellable, callback, data);
}

FarTimetableForecast *
far_engine_foresee_line_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &foresee_line_call, result, error);
}
