/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Keys and things: what the collective has, and who has it. */

#define G_LOG_DOMAIN "far-engine"

#include "far-engine-private.h"

#include <string.h>

#include "far-engine-views.h"

/* ---- what there is */

static FarThing *
view_thing (const FarThingFacts *facts, const FarNames *names, const guint8 *me)
{
  const FarMemberFacts *keeper = far_names_find (names, facts->keeper);
  FarThing *view = far_snapshot_new (FarThing);

  view->id = far_snapshot_hex (view, facts->id, FAR_RECORD_ID_LEN);
  view->name = far_snapshot_dup (view, facts->name);
  view->note = far_snapshot_dup (view, facts->note);
  view->keeper = far_view_id (view, facts->keeper);
  view->keeper_name = far_snapshot_dup (view, far_names_peek (names, facts->keeper));
  /* of a person without a machine who was taken off the list nothing is known */
  view->keeper_standing = keeper != NULL ? (FarStanding)keeper->state : FAR_STANDING_LEFT;
  view->since_ms = facts->since_ms;
  view->is_with_me = far_record_id_equal (facts->keeper, me);
  view->is_contested = facts->also.n_others > 0;

  return view;
}

GPtrArray *
far_view_things (FarWorker *worker, const FarNames *names, GError **error)
{
  g_autoptr (GPtrArray) things = far_collective_things (worker->store, FALSE, error);
  GPtrArray *views;

  if (things == NULL)
    return NULL;

  views = far_snapshot_list_new ();
  for (guint i = 0; i < things->len; i++)
    g_ptr_array_add (views, view_thing (things->pdata[i], names, worker->me.member));

  return views;
}

static gpointer
do_things (FarWorker *worker, GVariant *args, GError **error)
{
  g_autoptr (FarNames) names = far_names_new (worker->store, error);

  return names != NULL ? far_view_things (worker, names, error) : NULL;
}

static const FarCall things_call = { .name = "things",
                                     .needs = FAR_NEEDS_STORE,
                                     .work = do_things,
                                     .free_result = (GDestroyNotify)g_ptr_array_unref };

void
far_engine_things_async (FarEngine *self,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));

  _far_engine_call (self, &things_call, NULL, cancellable, callback, data);
}

GPtrArray *
far_engine_things_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &things_call, result, error);
}

/* ---- saying so */

const guint8 *
far_thing_peek_id (gconstpointer thing)
{
  return ((const FarThingFacts *)thing)->id;
}

static GVariant *
pack_edit (const FarThingEdit *edit)
{
  GVariantBuilder held;

  g_variant_builder_init (&held, G_VARIANT_TYPE ("a(ayu)"));
  for (guint i = 0; edit->held != NULL && edit->held[i] != NULL; i++)
    g_variant_builder_add (&held, "(^ayu)", edit->held[i], edit->n_held[i]);

  return g_variant_new ("(m^aym^aym^ayiuim^ayui^ay^aybua(ayu))", edit->name, edit->note,
                        edit->keeper, edit->gone, edit->says, edit->kind, edit->whose, edit->pieces,
                        edit->condition, edit->worn != NULL ? edit->worn : "",
                        edit->where != NULL ? edit->where : "", edit->is_lent, edit->days, &held);
}

/* What is to be said of a thing, with whom it names. */
typedef struct
{
  FarThingChange change;
  guint8 keeper[FAR_RECORD_ID_LEN];
  guint8 whose[FAR_RECORD_ID_LEN];
  GArray *held; /* owned (element-type FarHeldPart) */
} Unpacked;

static void
unpacked_clear (Unpacked *self)
{
  g_clear_pointer (&self->held, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Unpacked, unpacked_clear)

static gboolean
unpack_held (Unpacked *self, FarWorker *worker, GVariant *held, GError **error)
{
  GVariantIter iter;
  const char *prefix;
  FarHeldPart part;

  self->held = g_array_new (FALSE, FALSE, sizeof part);
  g_variant_iter_init (&iter, held);
  while (g_variant_iter_next (&iter, "(^&ayu)", &prefix, &part.n))
    {
      if (!far_find_person (worker, prefix, part.who, error))
        return FALSE;
      g_array_append_val (self->held, part);
    }
  self->change.held = self->held;

  return TRUE;
}

/* Strings belong to @packed. */
static gboolean
unpack_edit (Unpacked *self, FarWorker *worker, GVariant *packed, GError **error)
{
  FarThingChange *change = &self->change;
  g_autoptr (GVariant) held = NULL;
  const char *keeper, *whose;
  int kind, condition;

  g_variant_get (packed, "(m^&aym^&aym^&ayiuim^&ayui^&ay^&aybu@a(ayu))", &change->name,
                 &change->note, &keeper, &change->gone, &change->says, &kind, &whose,
                 &change->pieces, &condition, &change->worn, &change->where, &change->is_lent,
                 &change->days, &held);
  change->what = (FarThingWhat)kind;
  change->condition = (FarCondition)condition;
  if ((keeper != NULL && !far_find_person (worker, keeper, self->keeper, error)) ||
      (whose != NULL && !far_find_person (worker, whose, self->whose, error)))
    return FALSE;
  change->keeper = keeper != NULL ? self->keeper : NULL;
  change->whose = whose != NULL ? self->whose : NULL;

  return unpack_held (self, worker, held, error);
}

static gpointer
do_add_thing (FarWorker *worker, GVariant *args, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  g_auto (Unpacked) unpacked = { 0 };
  guint8 id[FAR_RECORD_ID_LEN];

  if (!unpack_edit (&unpacked, worker, args, error) ||
      !far_collective_add_thing (&writer, &unpacked.change, id, error))
    return NULL;

  far_worker_committed (worker, NULL);

  return far_hex (id, FAR_RECORD_ID_LEN);
}

static const FarCall add_thing_call = { .name = "add-thing",
                                        .needs = FAR_NEEDS_STORE,
                                        .work = do_add_thing,
                                        .free_result = g_free };

void
far_engine_add_thing_async (FarEngine *self,
                            const FarThingEdit *thing,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (thing != NULL && thing->name != NULL);

  _far_engine_call (self, &add_thing_call, pack_edit (thing), cancellable, callback, data);
}

char *
far_engine_add_thing_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &add_thing_call, result, error);
}

static gpointer
do_change_thing (FarWorker *worker, GVariant *args, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  g_autoptr (GVariant) packed = g_variant_get_child_value (args, 1);
  g_autoptr (GPtrArray) things = far_collective_things (worker->store, TRUE, error);
  const FarThingFacts *found = NULL;
  g_auto (Unpacked) unpacked = { 0 };
  const char *thing;

  g_variant_get_child (args, 0, "^&ay", &thing);
  if (things != NULL)
    found = far_find_by_prefix (things, far_thing_peek_id, FAR_RECORD_ID_LEN, thing, error);
  if (found == NULL || !unpack_edit (&unpacked, worker, packed, error) ||
      !far_collective_change_thing (&writer, found->id, &unpacked.change, error))
    return NULL;

  far_worker_committed (worker, NULL);

  return far_hex (found->id, FAR_RECORD_ID_LEN);
}

static const FarCall change_thing_call = { .name = "change-thing",
                                           .needs = FAR_NEEDS_STORE,
                                           .work = do_change_thing,
                                           .free_result = g_free };

void
far_engine_change_thing_async (FarEngine *self,
                               const char *thing,
                               const FarThingEdit *edit,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (thing != NULL && edit != NULL);

  _far_engine_call (self, &change_thing_call, g_variant_new ("(^ay@*)", thing, pack_edit (edit)),
                    cancellable, callback, data);
}

char *
far_engine_change_thing_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &change_thing_call, result, error);
}
