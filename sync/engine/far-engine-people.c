/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Persons without a machine, out of somebody's list. */

#define G_LOG_DOMAIN "far-engine"

#include "far-engine-private.h"

#include "far-contacts.h"
#include "far-refused.h"

typedef struct
{
  FarWorker *worker;
  FarJob *job;
  GCancellable *cancellable; /* owned */
  gboolean is_preview;
} Reading;

static void
stop_reading (gpointer data)
{
  g_cancellable_cancel (((Reading *)data)->cancellable);
}

/* @error: (transfer full) (nullable): then without @result */
static void
end_reading (Reading *self, FarPeoplePlan *result, GError *error)
{
  far_job_return (self->job, result,
                  error != NULL ? far_sync_error_take (error, FAR_FROM_FILE) : NULL);
  g_object_unref (self->cancellable);
  g_free (self);
}

static FarPersonItem *
view_item (gpointer owner, const FarPersonPlan *plan)
{
  FarPersonItem *view = g_new0 (FarPersonItem, 1);

  view->what = (FarPersonWhat)plan->what;
  view->row = (int)plan->row;
  view->name = far_snapshot_dup (owner, plan->name);
  view->phone = far_snapshot_dup (owner, plan->phone);
  view->other_phone = far_snapshot_dup (owner, plan->other_phone != NULL ? plan->other_phone : "");

  return view;
}

static FarPeoplePlan *
view_plan (const GPtrArray *plans, const FarContacts *contacts)
{
  FarPeoplePlan *view = far_snapshot_new (FarPeoplePlan);

  view->items = far_snapshot_own_list (view);
  for (guint i = 0; i < plans->len; i++)
    {
      FarPersonItem *item = view_item (view, plans->pdata[i]);

      g_ptr_array_add (view->items, item);
      view->n_new += item->what == FAR_PERSON_WHAT_NEW;
      view->n_phones += item->what == FAR_PERSON_WHAT_PHONE;
      view->n_there += item->what == FAR_PERSON_WHAT_THERE ||
                       item->what == FAR_PERSON_WHAT_OTHER_PHONE ||
                       item->what == FAR_PERSON_WHAT_PHONE;
    }
  view->refused = far_snapshot_own_list (view);
  for (guint i = 0; i < contacts->refused->len; i++)
    {
      const FarRefused *row = &g_array_index (contacts->refused, FarRefused, i);
      FarRefusedPerson *refused = g_new0 (FarRefusedPerson, 1);

      refused->row = (int)row->row;
      refused->why = (FarRefusedPersonWhy)row->reason;
      refused->cell = far_snapshot_dup (view, row->cell);
      g_ptr_array_add (view->refused, refused);
    }
  view->n_refused = (int)contacts->n_refused;

  return view;
}

static FarPeoplePlan *
take_over (Reading *self, const FarContacts *contacts, GError **error)
{
  FarWriter writer = far_worker_writer (self->worker);
  g_autoptr (GPtrArray) plans = far_collective_plan_people (&writer, contacts, error);
  FarPeoplePlan *view;

  if (plans == NULL)
    return NULL;

  view = view_plan (plans, contacts);
  if (self->is_preview || view->n_new + view->n_phones == 0)
    return view;

  view->undo = far_collective_import_people (&writer, plans, error);
  if (view->undo == NULL)
    {
      far_snapshot_unref (view);
      return NULL;
    }
  far_snapshot_own (view, view->undo, (GDestroyNotify)g_variant_unref);
  far_worker_committed (self->worker, NULL);

  return view;
}

static void
read_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer data)
{
  Reading *self = data;
  GError *error = NULL;
  g_autoptr (FarContacts) contacts = far_contacts_read_finish (result, &error);
  FarPeoplePlan *view = contacts != NULL ? take_over (self, contacts, &error) : NULL;

  end_reading (self, view, error);
}

static void
start_import (FarWorker *worker, FarJob *job, GVariant *args)
{
  Reading *self = g_new0 (Reading, 1);
  g_autoptr (GBytes) file = NULL;
  GError *error = NULL;
  const char *path;

  g_variant_get (args, "(^&ayb)", &path, &self->is_preview);
  self->worker = worker;
  self->job = job;
  self->cancellable = g_cancellable_new ();
  far_job_hold (job, stop_reading, self);

  file = _far_engine_load_foreign (path, &error);
  if (file != NULL)
    far_contacts_read_async (file, self->cancellable, read_cb, self);
  else
    end_reading (self, NULL, error);
}

static const FarCall import_call = { .name = "import-people",
                                     .needs = FAR_NEEDS_STORE,
                                     .start = start_import,
                                     .free_result = far_snapshot_unref };

void
far_engine_import_people_async (FarEngine *self,
                                const char *path,
                                gboolean is_preview,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (path != NULL);

  _far_engine_call (self, &import_call, g_variant_new ("(^ayb)", path, is_preview), cancellable,
                    callback, data);
}

FarPeoplePlan *
far_engine_import_people_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &import_call, result, error);
}

/* ---- undoing it */

static gpointer
do_undo (FarWorker *worker, GVariant *args, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  g_autoptr (GVariant) done = NULL;

  g_variant_get (args, "(v)", &done);
  if (!far_collective_undo_people (&writer, done, error))
    return NULL;
  far_worker_committed (worker, NULL);

  return GINT_TO_POINTER (TRUE);
}

static const FarCall undo_call = { .name = "undo-people",
                                   .needs = FAR_NEEDS_STORE,
                                   .work = do_undo };

void
far_engine_undo_people_async (FarEngine *self,
                              GVariant *undo,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (undo != NULL);

  _far_engine_call (self, &undo_call, g_variant_new ("(v)", undo), cancellable, callback, data);
}

gboolean
far_engine_undo_people_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &undo_call, result, error) != NULL;
}
