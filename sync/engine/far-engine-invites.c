/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Invitations: making one, which there are, and taking one back. */

#define G_LOG_DOMAIN "far-engine"

#include "far-engine-private.h"

#include <string.h>

#include "far-engine-views.h"
#include "far-invite.h"

#define DAY_MS (G_GINT64_CONSTANT (24) * 3600 * 1000)
#define INVITE_DAYS_MAX 365

/* ---- making one */

static gpointer
do_invite (FarWorker *worker, GVariant *args, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  g_autoptr (FarInvitation) view = NULL;
  FarInvite invite;
  gint64 expires_ms;
  gint32 n_days;

  g_variant_get (args, "(i)", &n_days);
  if (n_days < 1 || n_days > INVITE_DAYS_MAX)
    {
      far_sync_fail (error, FAR_SYNC_ERROR_NUMBER_INVALID, "days are 1..365");
      return NULL;
    }

  expires_ms = writer.now_ms + n_days * DAY_MS;
  if (!far_collective_invite (&writer, expires_ms, &invite, error))
    return NULL;
  far_worker_committed (worker, NULL);

  view = far_snapshot_new (FarInvitation);
  view->uri = far_snapshot_take (view, far_invite_to_text (&invite));
  view->expires_ms = expires_ms;
  sodium_memzero (&invite, sizeof invite);

  return g_steal_pointer (&view);
}

static const FarCall invite_call = { .name = "invite",
                                     .needs = FAR_NEEDS_STORE,
                                     .work = do_invite,
                                     .free_result = far_snapshot_unref };

void
far_engine_invite_async (FarEngine *self,
                         int n_days,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));

  _far_engine_call (self, &invite_call, g_variant_new ("(i)", n_days), cancellable, callback, data);
}

FarInvitation *
far_engine_invite_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &invite_call, result, error);
}

/* ---- which there are */

static gpointer
do_invitations (FarWorker *worker, GVariant *args, GError **error)
{
  g_autoptr (FarNames) names = far_names_new (worker->store, error);
  g_autoptr (GArray) invites = NULL;
  GPtrArray *views;

  if (names == NULL)
    return NULL;

  invites = far_collective_invites (worker->store, far_worker_now_ms (worker));
  views = far_snapshot_list_new ();
  for (guint i = 0; i < invites->len; i++)
    {
      const FarInviteFacts *facts = &g_array_index (invites, FarInviteFacts, i);
      FarMadeInvitation *view = far_snapshot_new (FarMadeInvitation);

      view->id = far_snapshot_hex (view, facts->id, FAR_ID_LEN);
      view->inviter = far_snapshot_hex (view, facts->inviter, FAR_RECORD_ID_LEN);
      view->inviter_name = far_snapshot_dup (view, far_names_peek (names, facts->inviter));
      view->is_mine = memcmp (facts->inviter, worker->me.member, FAR_RECORD_ID_LEN) == 0;
      view->state = (FarInviteState)facts->place;
      view->expires_ms = facts->expires_ms;
      g_ptr_array_add (views, view);
    }

  return views;
}

static const FarCall invitations_call = { .name = "invitations",
                                          .needs = FAR_NEEDS_STORE,
                                          .work = do_invitations,
                                          .free_result = (GDestroyNotify)g_ptr_array_unref };

void
far_engine_invitations_async (FarEngine *self,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));

  _far_engine_call (self, &invitations_call, NULL, cancellable, callback, data);
}

GPtrArray *
far_engine_invitations_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &invitations_call, result, error);
}

/* ---- taking one back */

static gboolean
find_invitation (FarWorker *worker, const char *prefix, guint8 *out, GError **error)
{
  g_autoptr (GArray) invites = NULL;
  const FarInviteFacts *found = NULL;

  if (!far_prefix_check (prefix, 2 * FAR_ID_LEN, error))
    return FALSE;

  invites = far_collective_invites (worker->store, far_worker_now_ms (worker));
  for (guint i = 0; i < invites->len; i++)
    {
      const FarInviteFacts *facts = &g_array_index (invites, FarInviteFacts, i);

      if (!far_prefix_fits (prefix, facts->id, FAR_ID_LEN))
        continue;
      if (found != NULL)
        return far_sync_fail (error, FAR_SYNC_ERROR_ID_AMBIGUOUS, "several invitations fit");
      found = facts;
    }
  if (found == NULL)
    return far_sync_fail (error, FAR_SYNC_ERROR_NO_SUCH_ID, "no invitation has that id");

  memcpy (out, found->id, FAR_ID_LEN);

  return TRUE;
}

static gpointer
do_end_invitation (FarWorker *worker, GVariant *args, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  const char *prefix;
  guint8 invite[FAR_ID_LEN];

  g_variant_get (args, "(^&ay)", &prefix);
  if (!find_invitation (worker, prefix, invite, error) ||
      !far_collective_end_invite (&writer, invite, error))
    return NULL;

  far_worker_committed (worker, NULL);

  return GINT_TO_POINTER (TRUE);
}

static const FarCall end_invitation_call = { .name = "end-invitation",
                                             .needs = FAR_NEEDS_STORE,
                                             .work = do_end_invitation };

void
far_engine_end_invitation_async (FarEngine *self,
                                 const char *invitation,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (invitation != NULL);

  _far_engine_call (self, &end_invitation_call, g_variant_new ("(^ay)", invitation), cancellable,
                    callback, data);
}

gboolean
far_engine_end_invitation_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &end_invitation_call, result, error) != NULL;
}
