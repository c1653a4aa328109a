/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-engine"

#include "far-attendance.h"

#include <string.h>

#include "far-contact.h"

/* What was heard of one machine. */
typedef struct
{
  guint8 device[FAR_KEY_LEN];
  guint64 said_ms; /* when it said last what it holds */
  guint n_said;    /* how often since the meeting began */
  gint64 heard_us; /* something, in this meeting; 0: nothing */
} Heard;

struct _FarAttendance
{
  FarWorker *worker;   /* unowned */
  gint64 since_ms;     /* 0: there is none */
  gint64 met_us;       /* when somebody was last met */
  guint n_met;         /* sessions now */
  gint64 newest;       /* entry when it began */
  GHashTable *heard;   /* owned (element-type guint8[32] Heard) */
  GHashTable *members; /* owned (element-type guint8[16]): who was one when it began */

  gint64 counted;         /* the newest entry when the next was counted */
  FarChangeFacts changes; /* since */
};

FarAttendance *
far_attendance_new (FarWorker *worker)
{
  FarAttendance *self = g_new0 (FarAttendance, 1);

  self->worker = worker;
  self->heard = g_hash_table_new_full (far_id_hash, far_id_equal, NULL, g_free);
  self->members = g_hash_table_new_full (far_id_hash, far_record_id_equal, g_free, NULL);

  return self;
}

void
far_attendance_free (FarAttendance *self)
{
  g_hash_table_unref (self->heard);
  g_hash_table_unref (self->members);
  g_free (self);
}

static const FarGovernance *
peek_governance (const FarAttendance *self)
{
  return far_store_peek_governance (self->worker->store);
}

/* ---- who is here */

/* When @device said last what it holds; 0: never */
static guint64
get_said_ms (const FarAttendance *self, const guint8 *device)
{
  guint32 log = far_store_find_log (self->worker->store, device);

  return log != 0 ? far_store_peek_log (self->worker->store, log)->holding_ms : 0;
}

static Heard *
find_heard (FarAttendance *self, const guint8 *device)
{
  Heard *heard = g_hash_table_lookup (self->heard, device);

  if (heard != NULL)
    return heard;

  heard = g_new0 (Heard, 1);
  memcpy (heard->device, device, FAR_KEY_LEN);
  g_hash_table_insert (self->heard, heard->device, heard);

  return heard;
}

/* Whether what it said last is of this meeting, or of just before: this program may be the one that
 * comes late. */
static gboolean
was_said_now (const FarAttendance *self, const Heard *heard)
{
  gint64 now_ms = far_worker_now_ms (self->worker);

  return heard->said_ms + FAR_MEETING_SAID_MS >= (guint64)self->since_ms &&
         heard->said_ms <= (guint64)now_ms + FAR_MEETING_SAID_MS;
}

/* Nothing of this meeting has come yet. */
static void
begin (FarAttendance *self)
{
  guint n_devices, n_members;
  const FarGovDevice *devices = far_governance_peek_devices (peek_governance (self), &n_devices);
  const FarGovMember *members = far_governance_peek_members (peek_governance (self), &n_members);

  self->since_ms = far_worker_now_ms (self->worker);
  self->newest = self->counted = far_collective_newest (self->worker->store);
  memset (&self->changes, 0, sizeof self->changes);
  g_hash_table_remove_all (self->heard);
  g_hash_table_remove_all (self->members);
  for (guint i = 0; i < n_devices; i++)
    {
      Heard *heard = find_heard (self, devices[i].key);

      heard->said_ms = get_said_ms (self, devices[i].key);
      if (was_said_now (self, heard))
        heard->heard_us = g_get_monotonic_time ();
    }
  for (guint i = 0; i < n_members; i++)
    if (members[i].standing == FAR_GOV_ACTIVE)
      g_hash_table_add (self->members, g_memdup2 (members[i].id, FAR_RECORD_ID_LEN));
}

static gboolean
is_over (const FarAttendance *self)
{
  return self->since_ms == 0 ||
         (self->n_met == 0 && g_get_monotonic_time () - self->met_us > FAR_MEETING_PAUSE_US);
}

void
far_attendance_note_met (FarAttendance *self, const guint8 device[static FAR_KEY_LEN])
{
  if (is_over (self))
    begin (self);

  self->n_met++;
  self->met_us = g_get_monotonic_time ();
  find_heard (self, device)->heard_us = self->met_us;
}

void
far_attendance_note_left (FarAttendance *self, const guint8 device[static FAR_KEY_LEN])
{
  self->n_met--;
  self->met_us = g_get_monotonic_time ();
  find_heard (self, device)->heard_us = self->met_us;
}

gint64
far_attendance_get_since_ms (const FarAttendance *self)
{
  return is_over (self) ? 0 : self->since_ms;
}

/* What others have brought of it meanwhile. */
static void
listen_for (FarAttendance *self, Heard *heard)
{
  guint64 said_ms = get_said_ms (self, heard->device);

  if (said_ms <= heard->said_ms)
    return;

  heard->said_ms = said_ms;
  heard->n_said++;
  /* else it was said elsewhere, and somebody brings it along; whose clock is wrong is known by what
   * it says next */
  if (heard->n_said > 1 || was_said_now (self, heard))
    heard->heard_us = g_get_monotonic_time ();
}

/* ---- how far each is */

/* Up to where a log is compared: what comes after a fork is nobody's. */
static guint32
count_log (const FarLog *log)
{
  if (log->base.log != 0)
    return 0;

  return log->fork_seq != 0 ? MIN (log->head_seq, log->fork_seq - 1) : log->head_seq;
}

/* By what is known that it holds. */
static void
compare_held (FarAttendance *self, FarAttendant *out)
{
  FarStore *store = self->worker->store;
  guint32 number = far_store_find_log (store, out->device);
  guint n_logs = far_store_get_n_logs (store);

  for (guint32 i = 1; i <= n_logs; i++)
    {
      const FarLog *log = far_store_peek_log (store, i);
      guint32 here = count_log (log);
      guint32 there = number != 0 ? far_store_get_heard (store, number, i) : 0;

      /* what somebody wrote they hold */
      if (i == number)
        there = MAX (there, here);
      if (log->base.log != 0 || log->fork_seq != 0)
        there = MIN (there, here);
      out->n_lacking += here > there ? here - there : 0;
      out->n_ahead += there > here ? there - here : 0;
      out->n_known += MAX (here, there);
    }
}

/* By the session that there is. */
static void
compare_session (const FarContact *contact, FarAttendant *out)
{
  const FarSession *session = far_contact_peek_session (contact);
  FarSessionState state = far_session_get_state (session);
  FarSessionCounts counts;

  /* nothing is known yet that is newer */
  if (state != FAR_SESSION_STREAMING && state != FAR_SESSION_IN_STEP)
    return;

  far_session_get_counts (session, &counts);
  out->n_lacking = MAX (counts.n_to_send - counts.n_acknowledged, 0);
  out->n_ahead = MAX (counts.n_to_receive - counts.n_received, 0);
}

static void
describe (FarAttendance *self, const FarGovDevice *device, GArray *out)
{
  FarWorker *worker = self->worker;
  FarAttendant one = { .device = device->key, .member = device->member };
  const FarContact *contact = far_contact_find (worker, device->key);
  Heard *heard;

  one.is_me = memcmp (device->key, worker->me.device, FAR_KEY_LEN) == 0;
  if (one.is_me)
    {
      compare_held (self, &one);
      one.n_lacking = one.n_ahead = 0;
      g_array_prepend_val (out, one);
      return;
    }
  if (is_over (self))
    return;

  heard = find_heard (self, device->key);
  listen_for (self, heard);
  one.is_met = contact != NULL;
  if (!one.is_met && heard->heard_us == 0)
    return;

  compare_held (self, &one);
  if (one.is_met)
    compare_session (contact, &one);
  one.is_gone = !one.is_met && one.n_lacking + one.n_ahead > 0 &&
                g_get_monotonic_time () - heard->heard_us > FAR_MEETING_GONE_US;
  g_array_append_val (out, one);
}

GArray *
far_attendance_list (FarAttendance *self)
{
  GArray *out = g_array_new (FALSE, FALSE, sizeof (FarAttendant));
  guint n;
  const FarGovDevice *devices = far_governance_peek_devices (peek_governance (self), &n);

  for (guint i = 0; i < n; i++)
    if (far_governance_device_stands (peek_governance (self), devices[i].key))
      describe (self, &devices[i], out);

  return out;
}

/* ---- what changed */

gboolean
far_attendance_get_changes (FarAttendance *self,
                            FarChangeFacts *out,
                            int *out_joined,
                            int *out_left,
                            GError **error)
{
  gint64 newest = far_collective_newest (self->worker->store);
  guint n_kept = 0;
  guint n;
  const FarGovMember *members = far_governance_peek_members (peek_governance (self), &n);

  *out = (FarChangeFacts){ 0 };
  *out_joined = *out_left = 0;
  if (is_over (self))
    return TRUE;

  if (newest != self->counted &&
      !far_collective_changes (self->worker->store, self->newest, &self->changes, error))
    return FALSE;
  self->counted = newest;
  *out = self->changes;

  for (guint i = 0; i < n; i++)
    {
      if (members[i].standing != FAR_GOV_ACTIVE)
        continue;
      if (g_hash_table_contains (self->members, members[i].id))
        n_kept++;
      else
        (*out_joined)++;
    }
  *out_left = (int)(g_hash_table_size (self->members) - n_kept);

  return TRUE;
}
