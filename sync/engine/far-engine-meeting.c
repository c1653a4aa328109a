/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A meeting: who is here, how far each is, and what changed. */

#define G_LOG_DOMAIN "far-engine"

#include "far-engine-private.h"

#include <string.h>

#include "far-attendance.h"
#include "far-engine-views.h"

static FarAttendee *
view_attendee (gpointer owner, const FarAttendant *one, const FarNames *names)
{
  FarAttendee *view = g_new0 (FarAttendee, 1);

  view->device = far_snapshot_hex (owner, one->device, FAR_KEY_LEN);
  view->member = far_snapshot_hex (owner, one->member, FAR_RECORD_ID_LEN);
  view->member_name = far_snapshot_dup (owner, far_names_peek (names, one->member));
  view->is_me = one->is_me;
  view->is_connected = one->is_met;
  view->is_gone = one->is_gone;
  view->n_lacking = one->n_lacking;
  view->n_ahead = one->n_ahead;
  view->share =
      one->n_known > 0 ? CLAMP (1 - (double)one->n_lacking / (double)one->n_known, 0, 1) : 1;

  return view;
}

static int
compare_attendees (gconstpointer a, gconstpointer b)
{
  const FarAttendee *one = *(const FarAttendee *const *)a;
  const FarAttendee *other = *(const FarAttendee *const *)b;
  int order;

  if (one->is_me != other->is_me)
    return one->is_me ? -1 : 1;
  order = g_utf8_collate (one->member_name, other->member_name);

  return order != 0 ? order : strcmp (one->device, other->device);
}

/* What is on its way to this machine, as far as the one knows that has most of it. */
static void
view_own (FarMeeting *view)
{
  FarAttendee *me = view->attendees->pdata[0];
  gint64 n_lacking = 0;

  for (guint i = 1; i < view->attendees->len; i++)
    n_lacking = MAX (n_lacking, ((FarAttendee *)view->attendees->pdata[i])->n_ahead);
  me->n_lacking = n_lacking;
  if (view->n_entries + n_lacking > 0)
    me->share = (double)view->n_entries / (double)(view->n_entries + n_lacking);
}

static FarMeeting *
view_meeting (FarWorker *worker, const FarNames *names)
{
  g_autoptr (GArray) attendants = far_attendance_list (worker->attendance);
  FarMeeting *view = far_snapshot_new (FarMeeting);

  view->since_ms = far_attendance_get_since_ms (worker->attendance);
  view->n_entries = far_store_get_n_entries (worker->store);
  view->attendees = g_ptr_array_new_with_free_func (g_free);
  far_snapshot_own (view, view->attendees, (GDestroyNotify)g_ptr_array_unref);
  for (guint i = 0; i < attendants->len; i++)
    g_ptr_array_add (view->attendees,
                     view_attendee (view, &g_array_index (attendants, FarAttendant, i), names));
  g_ptr_array_sort (view->attendees, compare_attendees);
  /* a machine whose standing has ended is nowhere */
  if (view->attendees->len > 0 && ((FarAttendee *)view->attendees->pdata[0])->is_me)
    view_own (view);

  for (guint i = 0; i < view->attendees->len; i++)
    {
      const FarAttendee *one = view->attendees->pdata[i];

      view->n_here += !one->is_gone;
      view->n_same += !one->is_gone && one->n_lacking == 0 && one->n_ahead == 0;
    }

  return view;
}

static gpointer
do_meeting (FarWorker *worker, GVariant *args, GError **error)
{
  g_autoptr (FarNames) names = far_names_new (worker->store, error);
  FarChangeFacts changes;
  FarMeeting *view;
  int n_joined, n_left;

  if (names == NULL ||
      !far_attendance_get_changes (worker->attendance, &changes, &n_joined, &n_left, error))
    return NULL;

  view = view_meeting (worker, names);
  view->n_joined = n_joined;
  view->n_left = n_left;
  view->n_taken = changes.n_taken;
  view->n_released = changes.n_released;
  view->n_rotas = changes.n_rotas;
  view->n_dates = changes.n_dates;
  view->n_erased = changes.n_erased;
  view->n_others = changes.n_others;

  return view;
}

static const FarCall meeting_call = { .name = "meeting",
                                      .needs = FAR_NEEDS_STORE,
                                      .work = do_meeting,
                                      .free_result = far_snapshot_unref };

void
far_engine_meeting_async (FarEngine *self,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));

  _far_engine_call (self, &meeting_call, NULL, cancellable, callback, data);
}

FarMeeting *
far_engine_meeting_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &meeting_call, result, error);
}
