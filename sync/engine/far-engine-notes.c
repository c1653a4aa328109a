/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Sealed notes: what whoever walks with a child has to know.  Words pass through here in locked
 * memory, and through GVariants that are wiped. */

#define G_LOG_DOMAIN "far-engine"

#include "far-engine-private.h"

#include <string.h>

#include "far-engine-views.h"

G_STATIC_ASSERT (FAR_NOTE_DAYS == FAR_NOTE_AHEAD_DAYS);
G_STATIC_ASSERT (FAR_NOTE_BYTES == FAR_NOTE_WORDS_MAX);

/* ---- who is told */

/* Whether this machine can open it, or whoever is at it has to ask. */
static FarNoteState
get_state (const FarWorker *worker, const GArray *devices, gboolean is_concerned)
{
  if (devices == NULL || !is_concerned)
    return FAR_NOTE_NONE;

  return far_devices_has (devices, worker->me.device) ? FAR_NOTE_OPEN : FAR_NOTE_ASK;
}

FarNoteState
far_view_child_note (const FarWorker *worker, const FarChildFacts *child)
{
  return get_state (worker, child->note_devices,
                    far_child_facts_has_guardian (child, worker->me.member));
}

/* Whether anything could ever be sealed to that person. */
static gboolean
has_machine (const FarWorker *worker, const guint8 *person)
{
  guint n;
  const FarGovDevice *devices =
      far_governance_peek_devices (far_store_peek_governance (worker->store), &n);

  for (guint i = 0; i < n; i++)
    if (devices[i].active && far_record_id_equal (devices[i].member, person))
      return TRUE;

  return FALSE;
}

/* @is_early: it is not sealed for that day yet, to those who have a machine */
static GPtrArray *
view_unreached (gpointer owner,
                const FarWorker *worker,
                const FarWalkerFacts *facts,
                const FarNames *names,
                gboolean is_early)
{
  GPtrArray *views = g_ptr_array_new_with_free_func (g_free);

  far_snapshot_own (owner, views, (GDestroyNotify)g_ptr_array_unref);
  for (guint i = 0; facts != NULL && facts->unreached != NULL && i < facts->unreached->len; i++)
    {
      const guint8 *id = (const guint8 *)facts->unreached->data + (gsize)i * FAR_RECORD_ID_LEN;
      FarSomebody *view;

      if (is_early && has_machine (worker, id))
        continue;
      view = g_new0 (FarSomebody, 1);
      view->id = far_snapshot_hex (owner, id, FAR_RECORD_ID_LEN);
      view->name = far_snapshot_dup (owner, far_names_peek (names, id));
      g_ptr_array_add (views, view);
    }

  return views;
}

void
far_view_notes (FarOuting *outing,
                const FarOutingFacts *facts,
                const FarNames *names,
                FarWorker *worker)
{
  gboolean is_adult = far_outing_facts_is_adult (facts, worker->me.member);
  gint32 today = far_worker_today (worker);
  gboolean is_early = facts->day > today + FAR_NOTE_DAYS;

  /* what is over is nobody's to know any more */
  for (guint i = 0; i < outing->children->len && facts->day >= today; i++)
    {
      const FarWalkerFacts *of = facts->walkers->pdata[i];
      FarWalker *walker = outing->children->pdata[i];

      walker->has_note = of->note_devices != NULL;
      walker->note = get_state (worker, of->note_devices, is_adult || walker->is_mine);
      if (is_early && walker->note == FAR_NOTE_ASK)
        walker->note = FAR_NOTE_LATER;
      walker->to_ask = view_unreached (outing, worker, of, names, is_early);
    }
}

/* ---- reading */

static const guint8 *
peek_child_id (gconstpointer child)
{
  return ((const FarChildFacts *)child)->id;
}

static const FarChildFacts *
find_child (FarWorker *worker, GPtrArray *children, const char *prefix, GError **error)
{
  return children != NULL
             ? far_find_by_prefix (children, peek_child_id, FAR_RECORD_ID_LEN, prefix, error)
             : NULL;
}

static gboolean
find_rota (FarWorker *worker, const char *prefix, guint8 *out, GError **error)
{
  g_autoptr (GPtrArray) rotas = far_collective_rotas (worker->store, error);
  const FarRotaFacts *rota =
      rotas != NULL ? far_find_by_prefix (rotas, far_rota_peek_id, FAR_RECORD_ID_LEN, prefix, error)
                    : NULL;

  if (rota != NULL)
    memcpy (out, rota->id, FAR_RECORD_ID_LEN);

  return rota != NULL;
}

static void
free_words (gpointer data)
{
  sodium_free (data);
}

FarNote *
far_view_note (FarWorker *worker,
               const guint8 *id,
               const char *name,
               FarNoteFacts *facts,
               GError **error)
{
  g_autoptr (FarNames) names = far_names_new (worker->store, error);
  FarNote *self;

  if (names == NULL)
    return NULL;

  self = far_snapshot_new (FarNote);
  self->child = far_snapshot_hex (self, id, FAR_RECORD_ID_LEN);
  self->child_name = far_snapshot_dup (self, name);
  self->words = "";
  self->by = far_view_id (self, facts->by);
  self->by_name = far_snapshot_dup (self, far_names_peek (names, facts->by));
  self->time_ms = facts->time_ms;
  self->n = facts->n;
  if (facts->words != NULL)
    self->words = far_snapshot_own (self, g_steal_pointer (&facts->words), free_words);

  return self;
}

static FarNote *
read_note (FarWorker *worker,
           const FarChildFacts *child,
           const guint8 *rota,
           gint32 day,
           GError **error)
{
  FarNoteFacts facts;
  FarNote *view;

  if (!far_collective_read_note (worker->store, &worker->me, child->id, rota, day, &facts, error))
    return NULL;

  view = far_view_note (worker, child->id, child->name, &facts, error);
  far_note_facts_clear (&facts);

  return view;
}

static gpointer
do_note (FarWorker *worker, GVariant *args, GError **error)
{
  g_autoptr (GPtrArray) children =
                 far_collective_children (worker->store, far_worker_today (worker), TRUE, error);
  guint8 rota[FAR_RECORD_ID_LEN];
  const FarChildFacts *child;
  const char *prefix;
  const char *of_rota;
  gint32 day;

  g_variant_get (args, "(^&aym^&ayi)", &prefix, &of_rota, &day);
  child = find_child (worker, children, prefix, error);
  if (child == NULL || (of_rota != NULL && !find_rota (worker, of_rota, rota, error)))
    return NULL;
  if (of_rota != NULL && day < far_worker_today (worker))
    {
      far_sync_fail (error, FAR_SYNC_ERROR_OUTING_OVER, "that day is over");
      return NULL;
    }

  return read_note (worker, child, of_rota != NULL ? rota : NULL, day, error);
}

static const FarCall note_call = { .name = "note",
                                   .needs = FAR_NEEDS_STORE,
                                   .work = do_note,
                                   .free_result = far_snapshot_unref };

void
far_engine_note_async (FarEngine *self,
                       const char *child,
                       const char *rota,
                       gint32 day,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (child != NULL);

  _far_engine_call (self, &note_call, g_variant_new ("(^aym^ayi)", child, rota, day), cancellable,
                    callback, data);
}

FarNote *
far_engine_note_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &note_call, result, error);
}

/* ---- writing */

static FarNote *
set_note (FarWorker *worker, const char *prefix, const char *words, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  gint32 today = far_worker_today (worker);
  g_autoptr (GPtrArray) children = far_collective_children (worker->store, today, TRUE, error);
  const FarChildFacts *child = find_child (worker, children, prefix, error);
  FarNoteFacts nothing = { 0 };
  gboolean is_written;

  if (child == NULL ||
      !far_collective_set_note (&writer, child->id, words, today, &is_written, error))
    return NULL;
  if (is_written)
    far_worker_committed (worker, NULL);

  return far_view_note (worker, child->id, child->name, &nothing, error);
}

static gpointer
do_set_note (FarWorker *worker, GVariant *args, GError **error)
{
  const char *prefix;
  const char *words;
  FarNote *view;

  g_variant_get (args, "(^&ay^&ay)", &prefix, &words);
  view = set_note (worker, prefix, words, error);
  sodium_memzero ((char *)words, strlen (words));

  return view;
}

static const FarCall set_note_call = { .name = "set-note",
                                       .needs = FAR_NEEDS_STORE,
                                       .work = do_set_note,
                                       .free_result = far_snapshot_unref };

void
far_engine_set_note_async (FarEngine *self,
                           const char *child,
                           const char *words,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (child != NULL && words != NULL);

  _far_engine_call (self, &set_note_call, g_variant_new ("(^ay^ay)", child, words), cancellable,
                    callback, data);
}

FarNote *
far_engine_set_note_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &set_note_call, result, error);
}
