/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The members' machines, and what waits for somebody's word. */

#define G_LOG_DOMAIN "far-engine"

#include "far-engine-private.h"

#include <string.h>

#include "far-belonging.h"
#include "far-engine-views.h"

/* ---- the list */

/* What members say of a machine. */
static void
view_approvals (FarWorker *worker, FarDevice *view, const FarGovProposal *proposal)
{
  view->n_approvals = proposal->n_approvals;
  view->n_missing = MAX ((int)proposal->n_needed - (int)proposal->n_approvals, 0);
  for (guint i = 0; i < proposal->n_approvals; i++)
    view->i_approved |= memcmp (proposal->approvals[i], worker->me.member, FAR_RECORD_ID_LEN) == 0;
}

static void
view_closing (FarWorker *worker, FarDevice *view, const guint8 *device)
{
  FarGovProposal proposal;
  guint8 id[FAR_ID_LEN];

  if (!far_collective_find_closing (worker->store, device, &proposal, id))
    return;

  view->closing = far_snapshot_hex (view, id, FAR_ID_LEN);
  view_approvals (worker, view, &proposal);
}

static gboolean
read_last_word (FarWorker *worker, const guint8 *device, gint64 *out_ms, GError **error)
{
  guint32 log = far_store_find_log (worker->store, device);
  guint32 seq = log != 0 ? far_store_peek_log (worker->store, log)->head_seq : 0;
  FarRow row;

  *out_ms = 0;
  if (seq == 0)
    return TRUE;
  if (!far_store_read_pos (worker->store, (FarPos){ log, seq }, &row, error))
    return FALSE;
  *out_ms = CLAMP (row.time_ms, 0, far_worker_now_ms (worker));

  return TRUE;
}

static gboolean
add_standing (FarWorker *worker, GPtrArray *views, const FarNames *names, GError **error)
{
  const FarGovernance *gov = far_store_peek_governance (worker->store);
  guint n;
  const FarGovDevice *devices = far_governance_peek_devices (gov, &n);
  /* whoever needs the others' word may have lost what they had before */
  gboolean is_earlier = far_collective_was_let_in_by_others (worker->store, worker->me.device);

  for (guint i = 0; i < n; i++)
    {
      FarDevice *view = far_snapshot_new (FarDevice);

      view->id = far_snapshot_hex (view, devices[i].key, FAR_KEY_LEN);
      view->member = far_snapshot_hex (view, devices[i].member, FAR_RECORD_ID_LEN);
      view->member_name = far_snapshot_dup (view, far_names_peek (names, devices[i].member));
      view->is_me = memcmp (devices[i].key, worker->me.device, FAR_KEY_LEN) == 0;
      view->is_mine = memcmp (devices[i].member, worker->me.member, FAR_RECORD_ID_LEN) == 0;
      view->in_standing = devices[i].active;
      is_earlier = is_earlier && !view->is_me;
      view->may_be_lost = is_earlier && view->is_mine && view->in_standing;
      view->last_seen_ms = far_belonging_get_seen (worker, devices[i].key);
      if (!read_last_word (worker, devices[i].key, &view->last_word_ms, error))
        {
          far_snapshot_unref (view);
          return FALSE;
        }
      view->may_close =
          view->in_standing && !view->is_me && (view->is_mine || far_collective_may_decide (gov));
      view->closing = "";
      if (devices[i].active)
        view_closing (worker, view, devices[i].key);
      g_ptr_array_add (views, view);
    }

  return TRUE;
}

static void
add_asking (FarWorker *worker, GPtrArray *views, const FarNames *names)
{
  const FarGovernance *gov = far_store_peek_governance (worker->store);
  guint n, n_proposals;
  const FarGovFurther *further = far_governance_peek_further (gov, &n);
  const FarGovProposal *proposals = far_governance_peek_proposals (gov, &n_proposals);

  for (guint i = 0; i < n; i++)
    {
      FarDevice *view = far_snapshot_new (FarDevice);

      view->id = far_snapshot_hex (view, further[i].device, FAR_KEY_LEN);
      view->member = far_snapshot_hex (view, further[i].member, FAR_RECORD_ID_LEN);
      view->member_name = far_snapshot_dup (view, far_names_peek (names, further[i].member));
      view->is_me = memcmp (further[i].device, worker->me.device, FAR_KEY_LEN) == 0;
      view->is_mine = memcmp (further[i].member, worker->me.member, FAR_RECORD_ID_LEN) == 0;
      view->is_asking = TRUE;
      view->closing = "";
      for (guint k = 0; k < n_proposals; k++)
        if (proposals[k].act == further[i].proposal)
          view_approvals (worker, view, &proposals[k]);
      /* as many as it takes, where nobody has said anything yet */
      view->n_missing = further[i].n_missing;
      if (further[i].n_missing > far_collective_count_others (gov, &further[i]))
        view->n_missing = -1;
      g_ptr_array_add (views, view);
    }
}

static gpointer
do_devices (FarWorker *worker, GVariant *args, GError **error)
{
  g_autoptr (FarNames) names = far_names_new (worker->store, error);
  g_autoptr (GPtrArray) views = far_snapshot_list_new ();

  if (names == NULL || !add_standing (worker, views, names, error))
    return NULL;
  add_asking (worker, views, names);

  return g_steal_pointer (&views);
}

static const FarCall devices_call = { .name = "devices",
                                      .needs = FAR_NEEDS_STORE,
                                      .work = do_devices,
                                      .free_result = (GDestroyNotify)g_ptr_array_unref };

void
far_engine_devices_async (FarEngine *self,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));

  _far_engine_call (self, &devices_call, NULL, cancellable, callback, data);
}

GPtrArray *
far_engine_devices_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &devices_call, result, error);
}

/* ---- approving */

/* What an id stands for. */
typedef enum
{
  MATTER_NEWCOMER, /* by member, device or ASK */
  MATTER_MACHINE,  /* by device or ASK */
  MATTER_PROPOSAL,
} MatterKind;

typedef struct
{
  MatterKind kind;
  guint8 id[FAR_KEY_LEN]; /* of member, device or PROPOSE */
} Matter;

/* The id of the entry behind an act. */
static gboolean
fits_act (FarStore *store, const char *prefix, guint32 act)
{
  FarPos pos;
  guint8 id[FAR_ID_LEN];

  return far_store_get_act (store, act, &pos, NULL) && far_store_get_id (store, pos, id, NULL) &&
         far_prefix_fits (prefix, id, FAR_ID_LEN);
}

static void
add_matter (GArray *found, MatterKind kind, const guint8 *id, gsize len)
{
  Matter matter = { .kind = kind };

  memcpy (matter.id, id, len);
  g_array_append_val (found, matter);
}

static void
find_newcomers (FarStore *store, const char *prefix, GArray *found)
{
  guint n;
  const FarGovAsk *asks = far_governance_peek_asks (far_store_peek_governance (store), &n);

  for (guint i = 0; i < n; i++)
    if (far_prefix_fits (prefix, asks[i].member, FAR_RECORD_ID_LEN) ||
        far_prefix_fits (prefix, asks[i].device, FAR_KEY_LEN) ||
        fits_act (store, prefix, asks[i].act))
      add_matter (found, MATTER_NEWCOMER, asks[i].member, FAR_RECORD_ID_LEN);
}

static void
find_machines (FarStore *store, const char *prefix, GArray *found)
{
  guint n;
  const FarGovFurther *further =
      far_governance_peek_further (far_store_peek_governance (store), &n);

  for (guint i = 0; i < n; i++)
    if (far_prefix_fits (prefix, further[i].device, FAR_KEY_LEN) ||
        fits_act (store, prefix, further[i].act))
      add_matter (found, MATTER_MACHINE, further[i].device, FAR_KEY_LEN);
}

static void
find_proposals (FarStore *store, const char *prefix, GArray *found)
{
  guint n;
  const FarGovProposal *proposals =
      far_governance_peek_proposals (far_store_peek_governance (store), &n);

  for (guint i = 0; i < n; i++)
    {
      FarPos pos;
      guint8 id[FAR_ID_LEN];

      if (proposals[i].done_by == FAR_ACT_NONE &&
          far_store_get_act (store, proposals[i].act, &pos, NULL) &&
          far_store_get_id (store, pos, id, NULL) && far_prefix_fits (prefix, id, FAR_ID_LEN))
        add_matter (found, MATTER_PROPOSAL, id, FAR_ID_LEN);
    }
}

static gboolean
find_matter (FarStore *store, const char *prefix, Matter *out, GError **error)
{
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (Matter));

  if (!far_prefix_check (prefix, 2 * FAR_KEY_LEN, error))
    return FALSE;

  find_newcomers (store, prefix, found);
  find_machines (store, prefix, found);
  find_proposals (store, prefix, found);
  if (found->len == 0)
    return far_sync_fail (error, FAR_SYNC_ERROR_NO_SUCH_ID, "nothing of that id waits");
  if (found->len > 1)
    return far_sync_fail (error, FAR_SYNC_ERROR_ID_AMBIGUOUS, "several things that wait fit");

  *out = g_array_index (found, Matter, 0);

  return TRUE;
}

/* Vouches, and tells it in the same words. */
static gboolean
vouch (const FarWriter *writer, const guint8 *member, FarApproval *out, GError **error)
{
  const FarGovernance *gov;
  guint n;
  const FarGovAsk *asks;

  if (!far_collective_vouch (writer, member, error))
    return FALSE;

  memset (out, 0, sizeof *out);
  gov = far_store_peek_governance (writer->store);
  out->is_done = TRUE;
  out->n_needed = out->n_approvals = far_governance_get_vouchers_needed (gov);
  asks = far_governance_peek_asks (gov, &n);
  for (guint i = 0; i < n; i++)
    if (memcmp (asks[i].member, member, FAR_RECORD_ID_LEN) == 0)
      {
        out->is_done = FALSE;
        out->n_approvals = asks[i].n_vouchers;
      }

  return TRUE;
}

static gpointer
do_approve (FarWorker *worker, GVariant *args, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  const char *prefix;
  FarApproval approval;
  Matter matter;
  gboolean good = FALSE;

  g_variant_get (args, "(^&ay)", &prefix);
  if (!find_matter (worker->store, prefix, &matter, error))
    return NULL;

  switch (matter.kind)
    {
    case MATTER_NEWCOMER:
      good = vouch (&writer, matter.id, &approval, error);
      break;
    case MATTER_MACHINE:
      good = far_collective_approve_device (&writer, matter.id, &approval, error);
      break;
    case MATTER_PROPOSAL:
    default:
      good = far_collective_approve (&writer, matter.id, &approval, error);
      break;
    }
  if (!good)
    return NULL;

  far_worker_committed (worker, NULL);

  return far_view_approved (&approval);
}

static const FarCall approve_call = { .name = "approve",
                                      .needs = FAR_NEEDS_STORE,
                                      .work = do_approve,
                                      .free_result = far_snapshot_unref };

void
far_engine_approve_async (FarEngine *self,
                          const char *what,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (what != NULL);

  _far_engine_call (self, &approve_call, g_variant_new ("(^ay)", what), cancellable, callback,
                    data);
}

FarApproved *
far_engine_approve_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &approve_call, result, error);
}

/* ---- revoking */

static const guint8 *
find_device (FarStore *store, const char *prefix, GError **error)
{
  guint n;
  const guint8 *found = NULL;
  const FarGovDevice *devices = far_governance_peek_devices (far_store_peek_governance (store), &n);

  if (!far_prefix_check (prefix, 2 * FAR_KEY_LEN, error))
    return NULL;

  for (guint i = 0; i < n; i++)
    {
      if (!devices[i].active || !far_prefix_fits (prefix, devices[i].key, FAR_KEY_LEN))
        continue;
      if (found != NULL)
        {
          far_sync_fail (error, FAR_SYNC_ERROR_ID_AMBIGUOUS, "several machines fit");
          return NULL;
        }
      found = devices[i].key;
    }
  if (found == NULL)
    far_sync_fail (error, FAR_SYNC_ERROR_NO_SUCH_ID, "no machine in standing has that id");

  return found;
}

static gpointer
do_revoke (FarWorker *worker, GVariant *args, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  const char *prefix;
  const guint8 *found;
  FarApproval approval;
  guint8 device[FAR_KEY_LEN];

  g_variant_get (args, "(^&ay)", &prefix);
  found = find_device (worker->store, prefix, error);
  if (found == NULL)
    return NULL;

  memcpy (device, found, FAR_KEY_LEN);
  if (!far_collective_revoke_device (&writer, device, &approval, error))
    return NULL;

  far_worker_committed (worker, NULL);

  return far_view_approved (&approval);
}

static const FarCall revoke_call = { .name = "revoke",
                                     .needs = FAR_NEEDS_STORE,
                                     .work = do_revoke,
                                     .free_result = far_snapshot_unref };

void
far_engine_revoke_async (FarEngine *self,
                         const char *device,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (device != NULL);

  _far_engine_call (self, &revoke_call, g_variant_new ("(^ay)", device), cancellable, callback,
                    data);
}

FarApproved *
far_engine_revoke_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &revoke_call, result, error);
}
