/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Records by the words that are in them. */

#define G_LOG_DOMAIN "far-engine"

#include "far-collective-search.h"
#include "far-engine-private.h"
#include "far-engine-views.h"

G_STATIC_ASSERT ((int)FAR_FOUND_N == (int)FAR_FOUND_KINDS);

static FarFound *
view_found (const FarFoundFacts *facts, const FarNames *names)
{
  FarFound *self = far_snapshot_new (FarFound);

  self->kind = (FarFoundKind)facts->kind;
  self->id = far_snapshot_hex (self, facts->id, FAR_RECORD_ID_LEN);
  self->member_name =
      far_snapshot_dup (self, facts->has_person ? far_names_peek (names, facts->person) : "");
  self->title = far_snapshot_dup (self, facts->title);
  self->more = far_snapshot_dup (self, facts->more);
  self->is_over = facts->is_over;

  return self;
}

static gpointer
do_search (FarWorker *worker, GVariant *args, GError **error)
{
  g_autoptr (FarNames) names = far_names_new (worker->store, error);
  g_autoptr (GPtrArray) found = NULL;
  GPtrArray *views;

  if (names == NULL)
    return NULL;
  found = far_collective_search (worker->store, g_variant_get_bytestring (args),
                                 far_worker_today (worker), error);
  if (found == NULL)
    return NULL;

  views = far_snapshot_list_new ();
  for (guint i = 0; i < found->len; i++)
    g_ptr_array_add (views, view_found (found->pdata[i], names));

  return views;
}

static const FarCall search_call = { .name = "search",
                                     .needs = FAR_NEEDS_STORE,
                                     .work = do_search,
                                     .free_result = (GDestroyNotify)g_ptr_array_unref };

void
far_engine_search_async (FarEngine *self,
                         const char *words,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (words != NULL);

  _far_engine_call (self, &search_call, g_variant_new_bytestring (words), cancellable, callback,
                    data);
}

GPtrArray *
far_engine_search_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &search_call, result, error);
}
