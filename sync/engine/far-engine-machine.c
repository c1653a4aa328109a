/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A machine's code: with what another machine asks to be one of a member. */

#define G_LOG_DOMAIN "far-engine"

#include "far-engine-private.h"

#include <string.h>

#include "far-belonging.h"
#include "far-engine-views.h"
#include "far-link-tcp.h"
#include "far-machine-code.h"

#define HOUR_MS (G_GINT64_CONSTANT (3600) * 1000)
#define WEEK_HOURS 168

/* @prefix: (nullable) */
static gboolean
find_member (FarWorker *worker, const char *prefix, guint8 *out, GError **error)
{
  g_autoptr (GPtrArray) members = NULL;
  const FarMemberFacts *member;

  memcpy (out, worker->me.member, FAR_RECORD_ID_LEN);
  if (prefix == NULL)
    return TRUE;

  members = far_collective_members (worker->store, error);
  member = members != NULL
               ? far_find_by_prefix (members, far_member_peek_id, FAR_RECORD_ID_LEN, prefix, error)
               : NULL;
  if (member == NULL)
    return FALSE;
  if (member->state != FAR_MEMBER_STATE_ACTIVE)
    return far_sync_fail (error, FAR_SYNC_ERROR_NO_SUCH_ID, "no member of that id stands");

  memcpy (out, member->id, FAR_RECORD_ID_LEN);

  return TRUE;
}

/* @address: (nullable) */
static gboolean
check_address (const char *address, GError **error)
{
  g_autofree char *host = NULL;
  guint16 port;

  return address == NULL || far_tcp_parse_address (address, FALSE, &host, &port, error);
}

static gpointer
do_machine_code (FarWorker *worker, GVariant *args, GError **error)
{
  const char *prefix, *address;
  gint32 n_hours;
  guint8 member[FAR_RECORD_ID_LEN];
  FarMachineCode code;
  FarInvitation *view;
  gint64 expires_ms;

  g_variant_get (args, "(m^&ayim^&ay)", &prefix, &n_hours, &address);
  if (n_hours < 1 || n_hours > WEEK_HOURS)
    {
      far_sync_fail (error, FAR_SYNC_ERROR_NUMBER_INVALID, "hours are 1..168");
      return NULL;
    }
  if (!far_belonging_stands (worker))
    {
      far_sync_fail (error, FAR_SYNC_ERROR_NOT_A_MEMBER, "this machine has no standing");
      return NULL;
    }

  expires_ms = far_worker_now_ms (worker) + n_hours * HOUR_MS;
  if (!check_address (address, error) || !find_member (worker, prefix, member, error) ||
      !far_belonging_open_door (worker, member, expires_ms, &code, error))
    return NULL;

  /* whoever has a longer name is typed in */
  if (address != NULL && far_machine_code_check_address (address))
    g_strlcpy (code.address, address, sizeof code.address);
  view = far_snapshot_new (FarInvitation);
  view->uri = far_snapshot_take (view, far_machine_code_to_text (&code, FALSE));
  view->expires_ms = expires_ms;
  sodium_memzero (&code, sizeof code);

  return view;
}

static const FarCall machine_code_call = { .name = "machine-code",
                                           .needs = FAR_NEEDS_STORE,
                                           .work = do_machine_code,
                                           .free_result = far_snapshot_unref };

void
far_engine_machine_code_async (FarEngine *self,
                               const char *member,
                               int n_hours,
                               const char *address,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));

  _far_engine_call (self, &machine_code_call,
                    g_variant_new ("(m^ayim^ay)", member, n_hours, address), cancellable, callback,
                    data);
}

FarInvitation *
far_engine_machine_code_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &machine_code_call, result, error);
}
