/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The local networks, and which of them are trusted. */

#define G_LOG_DOMAIN "far-engine"

#include "far-engine-private.h"

#include <string.h>

#include "far-home.h"
#include "far-networks.h"
#include "far-place.h"

/* A router that has just been asked for its hardware's address has answered by then. */
#define KNOWN_MS 1500

/* Something that needs to know where this device is. */
typedef struct
{
  FarWorker *worker; /* unowned */
  FarJob *job;       /* unowned: until it is returned */
  FarPlaces *places; /* owned */
  GSource *timer;    /* owned */
  char *wanted;      /* (nullable): owned: as it was typed */
  FarTrust trust;
  gboolean is_list;
} Asking;

static void
asking_free (Asking *self)
{
  g_source_destroy (self->timer);
  g_source_unref (self->timer);
  far_places_free (self->places);
  g_free (self->wanted);
  g_free (self);
}

/* ---- the list */

static FarNetwork *
view_place (const FarPlace *place, GPtrArray *known)
{
  const FarKnownNetwork *network = far_networks_find (known, place->id);
  FarNetwork *view = far_snapshot_new (FarNetwork);

  view->id = far_snapshot_dup (view, place->id);
  view->name = far_snapshot_dup (view, place->name);
  view->device = far_snapshot_dup (view, place->device);
  if (network != NULL)
    {
      view->trust = network->is_trusted ? FAR_TRUST_YES : FAR_TRUST_NO;
      view->since_ms = network->since_ms;
    }

  return view;
}

static FarNetwork *
view_known (const FarKnownNetwork *network)
{
  FarNetwork *view = far_snapshot_new (FarNetwork);

  view->id = far_snapshot_dup (view, network->id);
  view->name = far_snapshot_dup (view, network->name);
  view->device = "";
  view->trust = network->is_trusted ? FAR_TRUST_YES : FAR_TRUST_NO;
  view->since_ms = network->since_ms;

  return view;
}

/* Returns: (transfer full) (element-type FarNetwork) */
static GPtrArray *
list_networks (Asking *self)
{
  g_autoptr (GPtrArray) known = far_networks_load (self->worker->home);
  GPtrArray *places = far_places_peek (self->places);
  GPtrArray *views = far_snapshot_list_new ();

  for (guint i = 0; i < places->len; i++)
    g_ptr_array_add (views, view_place (places->pdata[i], known));
  for (guint i = 0; i < known->len; i++)
    {
      const FarKnownNetwork *network = known->pdata[i];
      gboolean is_here = FALSE;

      for (guint k = 0; k < places->len; k++)
        is_here |= strcmp (((FarPlace *)places->pdata[k])->id, network->id) == 0;
      if (!is_here)
        g_ptr_array_add (views, view_known (network));
    }

  return views;
}

/* ---- one of them */

static gboolean
fits (const FarNetwork *network, const char *wanted)
{
  if (*network->id == '\0')
    return FALSE;
  if (wanted == NULL)
    return *network->device != '\0';

  return strcmp (network->name, wanted) == 0 ||
         (strlen (wanted) >= FAR_ID_PREFIX_MIN && g_str_has_prefix (network->id, wanted));
}

/* Returns: (transfer none): NULL with @error */
static const FarNetwork *
find_network (GPtrArray *networks, const char *wanted, GError **error)
{
  const FarNetwork *found = NULL;

  for (guint i = 0; i < networks->len; i++)
    {
      const FarNetwork *network = networks->pdata[i];

      if (!fits (network, wanted))
        continue;
      if (found != NULL)
        {
          far_sync_fail (error, FAR_SYNC_ERROR_ID_AMBIGUOUS, "several networks are meant");
          return NULL;
        }
      found = network;
    }
  if (found == NULL && wanted == NULL)
    far_sync_fail (error, FAR_SYNC_ERROR_NO_NETWORK, "no network that can be known again");
  else if (found == NULL)
    far_sync_fail (error, FAR_SYNC_ERROR_NO_SUCH_ID, "no such network");

  return found;
}

/* Returns: (transfer full): NULL with @error */
static FarNetwork *
put_network (Asking *self, GPtrArray *networks, GError **error)
{
  const FarNetwork *found = find_network (networks, self->wanted, error);
  FarKnownNetwork network = { .is_trusted = self->trust == FAR_TRUST_YES,
                              .since_ms = far_worker_now_ms (self->worker) };
  FarNetwork *view;

  if (found == NULL)
    return NULL;

  network.name = (char *)found->name;
  if (!far_networks_put (self->worker->home, found->id,
                         self->trust != FAR_TRUST_UNASKED ? &network : NULL, error))
    return NULL;

  view = far_snapshot_new (FarNetwork);
  view->id = far_snapshot_dup (view, found->id);
  view->name = far_snapshot_dup (view, found->name);
  view->device = far_snapshot_dup (view, found->device);
  view->trust = self->trust;
  view->since_ms = self->trust != FAR_TRUST_UNASKED ? network.since_ms : 0;

  return view;
}

/* ---- the calls */

static void
finish (Asking *self)
{
  g_autoptr (GPtrArray) networks = list_networks (self);
  gpointer result;
  GError *error = NULL;

  result = self->is_list ? (gpointer)g_steal_pointer (&networks)
                         : (gpointer)put_network (self, networks, &error);
  far_job_return (self->job, result, error);
  asking_free (self);
}

static gboolean
known_cb (gpointer data)
{
  Asking *self = data;

  if (far_places_peek (self->places) == NULL)
    return G_SOURCE_CONTINUE;

  finish (self);

  return G_SOURCE_REMOVE;
}

static void
places_changed_cb (FarPlaces *places, gpointer data)
{
  Asking *self = data;
  GPtrArray *found = far_places_peek (places);

  for (guint i = 0; i < found->len; i++)
    if (*((FarPlace *)found->pdata[i])->id == '\0')
      return;

  /* not from within what tells it */
  g_source_set_ready_time (self->timer, 0);
}

static void
stop_cb (gpointer data)
{
  Asking *self = data;

  far_job_return (self->job, NULL,
                  g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "stopped"));
  asking_free (self);
}

static Asking *
begin (FarWorker *worker, FarJob *job)
{
  Asking *self = g_new0 (Asking, 1);

  self->worker = worker;
  self->job = job;
  far_job_hold (job, stop_cb, self);
  self->timer = g_timeout_source_new (KNOWN_MS);
  g_source_set_callback (self->timer, known_cb, self, NULL);
  g_source_attach (self->timer, worker->context);
  self->places = far_places_new (places_changed_cb, self);

  return self;
}

static void
start_networks (FarWorker *worker, FarJob *job, GVariant *args)
{
  begin (worker, job)->is_list = TRUE;
}

static const FarCall networks_call = { .name = "networks",
                                       .start = start_networks,
                                       .free_result = (GDestroyNotify)g_ptr_array_unref };

void
far_engine_networks_async (FarEngine *self,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));

  _far_engine_call (self, &networks_call, NULL, cancellable, callback, data);
}

GPtrArray *
far_engine_networks_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &networks_call, result, error);
}

static void
start_trust (FarWorker *worker, FarJob *job, GVariant *args)
{
  Asking *self = begin (worker, job);
  const char *wanted;
  gint32 trust;

  g_variant_get (args, "(m^&ayi)", &wanted, &trust);
  self->wanted = g_strdup (wanted);
  self->trust = trust;
}

static const FarCall trust_call = { .name = "trust-network",
                                    .start = start_trust,
                                    .free_result = far_snapshot_unref };

void
far_engine_trust_network_async (FarEngine *self,
                                const char *network,
                                FarTrust trust,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));

  _far_engine_call (self, &trust_call, g_variant_new ("(m^ayi)", network, (int)trust), cancellable,
                    callback, data);
}

FarNetwork *
far_engine_trust_network_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &trust_call, result, error);
}
