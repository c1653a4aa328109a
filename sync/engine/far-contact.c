/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-engine"

#include "far-contact-private.h"

#include <string.h>

#include "far-attendance.h"
#include "far-belonging.h"
#include "far-link-tcp.h"

/* ---- what follows from it */

static void
tell_device (FarContact *self, const char *what)
{
  g_autofree char *device = far_hex (self->device, FAR_KEY_LEN);

  far_worker_tell (self->worker, what, device);
}

/* @is_first: in this session, which may be over in a moment
 * @out_said: (out): whether others are to be told what this machine holds now */
static gboolean
note_heard (FarContact *self, gboolean is_first, gboolean *out_said, GError **error)
{
  const FarSession *session = far_contact_peek_session (self);
  FarStore *store = self->worker->store;
  guint32 log = far_store_find_log (store, self->device);
  const GArray *have = far_session_peek_have (session);
  gboolean good;

  if (!far_store_begin (store, error))
    return FALSE;

  /* a machine that never wrote has no place in the table yet */
  good = (log == 0 || have == NULL || far_collective_note_heard (store, log, have, error)) &&
         far_belonging_set_seen (self->worker, self->device, error) &&
         far_worker_say_holding (self->worker, is_first, out_said, error);
  if (good)
    return far_store_commit (store, error);

  far_store_rollback (store);

  return FALSE;
}

static gboolean
is_in_step (const FarContact *self)
{
  return far_session_get_state (far_contact_peek_session (self)) == FAR_SESSION_IN_STEP;
}

/* In step: it holds all that this machine holds. */
static void
settle_in_step (FarContact *self)
{
  gboolean is_first = self->took_us < 0;
  gboolean said = FALSE;
  g_autoptr (GError) error = NULL;
  FarSessionCounts counts;

  far_session_get_counts (far_contact_peek_session (self), &counts);
  if (self->took_us >= 0 && self->n_noted == counts.n_sent + counts.n_received)
    return;

  if (is_first)
    self->took_us = g_get_monotonic_time () - self->started_us;
  self->n_noted = counts.n_sent + counts.n_received;
  if (!self->told_connected)
    return;

  if (!note_heard (self, is_first, &said, &error))
    g_debug ("not noted what %s has: %s", self->address, error->message);
  else if (said)
    far_worker_committed (self->worker, NULL);
  else
    far_worker_changed (self->worker);
  if (is_in_step (self))
    {
      far_session_tell_holdings (far_link_peek_session (self->link));
      far_link_kick (self->link);
    }
  tell_device (self, "in-step");
}

/* Both machines come to the same end, each by itself. */
static void
drop_double (FarContact *self)
{
  GPtrArray *contacts = self->worker->contacts;
  gboolean dialled_stays = memcmp (self->worker->me.device, self->device, FAR_KEY_LEN) < 0;

  for (guint i = 0; i < contacts->len; i++)
    {
      FarContact *other = g_ptr_array_index (contacts, i);

      if (other->is_closing || !other->told_connected || other->is_dialled == self->is_dialled ||
          memcmp (other->device, self->device, FAR_KEY_LEN) != 0)
        continue;

      far_contact_close (self->is_dialled == dialled_stays ? other : self);
      if (self->is_closing)
        return;
    }
}

static void
look_at_device (FarContact *self)
{
  static const guint8 nobody[FAR_KEY_LEN];
  const guint8 *device = far_session_peek_device (far_contact_peek_session (self));

  /* all zeros while this machine holds no log that could tell */
  if (self->told_connected || device == NULL || memcmp (device, nobody, FAR_KEY_LEN) == 0)
    return;

  memcpy (self->device, device, FAR_KEY_LEN);
  self->told_connected = TRUE;
  far_attendance_note_met (self->worker->attendance, self->device);
  tell_device (self, "connected");
  drop_double (self);
}

static void
take_news (FarContact *self)
{
  if (far_session_take_news (far_link_peek_session (self->link)))
    far_worker_committed (self->worker, self->link);
}

/* @door: (nullable): of the door, unless it is a secret of the collective.
 * Returns: FALSE if whoever is there gets no answer */
static gboolean
answer_door (FarContact *self, GBytes *request, const guint8 *door)
{
  FarWriter writer = far_worker_writer (self->worker);
  const guint8 *noise = far_session_peek_noise (far_contact_peek_session (self));
  g_auto (FarAdmission) admission = { 0 };
  g_autoptr (GBytes) answer = NULL;
  g_autoptr (GError) error = NULL;
  gsize len;
  const guint8 *bytes = g_bytes_get_data (request, &len);
  /* who knows a secret of the collective, or a machine's code, is no newcomer */
  gboolean is_further = door == NULL || far_belonging_fits_door (self->worker, door, bytes, len);

  self->has_answered = TRUE;
  if (!(is_further ? far_collective_hear_further (&writer, bytes, len, noise, &admission, &error)
                   : far_collective_hear_request (&writer, bytes, len, noise, &admission, &error)))
    {
      g_debug ("a request from %s: %s", self->address, error->message);
      return FALSE;
    }

  if (admission.is_new)
    {
      far_worker_committed (self->worker, NULL);
      far_worker_tell (self->worker, is_further ? "machine-asked" : "asked", admission.name);
      if (admission.answer.state == FAR_ANSWER_ADMITTED)
        far_worker_tell (self->worker, is_further ? "machine-admitted" : "admitted",
                         admission.name);
    }

  answer = far_answer_encode (&admission.answer);
  far_session_answer_door (far_link_peek_session (self->link), answer);
  far_link_kick (self->link);

  return TRUE;
}

static void
note_moved (FarContact *self)
{
  FarSessionCounts counts;

  far_session_get_counts (far_contact_peek_session (self), &counts);
  if (counts.n_received + counts.n_sent == self->n_moved)
    return;

  self->n_moved = counts.n_received + counts.n_sent;
  self->moved_us = g_get_monotonic_time ();
}

/* ---- the link's callbacks */

void
_far_contact_look (FarContact *self)
{
  FarLink *link = self->link;
  FarSession *session = far_link_peek_session (link);
  const guint8 *invite_key;
  GBytes *request;

  note_moved (self);
  look_at_device (self);
  _far_contact_look_for_road (self);
  take_news (self);
  far_worker_progressed (self->worker);

  request = far_session_peek_request (session, &invite_key);
  if (request != NULL && !self->has_answered && !answer_door (self, request, invite_key))
    {
      far_link_close (link);
      return;
    }

  if (is_in_step (self))
    settle_in_step (self);

  self->watch->changed (self, self->data);
}

static void
link_changed_cb (FarLink *link, gpointer data)
{
  FarContact *self = data;

  if (link == self->link)
    _far_contact_look (self);
  else if (link == self->next)
    _far_contact_next_changed (self);
}

void
_far_contact_end (FarContact *self, const GError *error)
{
  FarLink *link = self->link;

  look_at_device (self);
  take_news (self);
  /* the last words and the goodbye may have come in one piece */
  if (far_session_was_in_step (far_contact_peek_session (self)) &&
      far_session_get_state (far_contact_peek_session (self)) == FAR_SESSION_CLOSED)
    settle_in_step (self);
  far_worker_remove_link (self->worker, link);

  if (self->told_connected)
    tell_device (self, "closed");
  _far_contact_leave_road (self);
  if (self->is_on_road && error != NULL && !self->is_closing)
    far_roads_note_lost (self->worker->roads, self->device);

  self->watch->ended (self, error, self->data);
}

static void
link_ended_cb (FarLink *link, const GError *error, gpointer data)
{
  FarContact *self = data;

  if (link == self->link && !_far_contact_goes_on_without (self, error))
    _far_contact_end (self, error);
  else if (link == self->next)
    _far_contact_next_ended (self);
  else if (link == self->first)
    _far_contact_drop_first (self);
}

const FarLinkWatch _far_contact_link_watch = { link_changed_cb, link_ended_cb };

/* ---- making one */

void
far_contact_fill_setup (FarWorker *worker,
                        FarSessionSetup *setup,
                        guint8 ephemeral[static FAR_KEY_LEN])
{
  far_worker_random (ephemeral, FAR_KEY_LEN);
  memset (setup, 0, sizeof *setup);
  setup->collective = far_store_peek_collective (worker->store);
  setup->noise_secret = worker->me.noise_secret;
  setup->ephemeral_secret = ephemeral;
  setup->today = far_worker_today (worker);
}

/* @address: (transfer full) */
static FarContact *
prepare_at (FarWorker *worker, char *address, const FarContactWatch *watch, gpointer data)
{
  FarContact *self = g_new0 (FarContact, 1);

  self->worker = worker;
  self->replica = far_store_replica_new (worker->store);
  self->watch = watch;
  self->data = data;
  self->address = address;
  self->started_us = self->moved_us = g_get_monotonic_time ();
  self->took_us = -1;
  g_ptr_array_add (worker->contacts, self);

  return self;
}

static FarContact *
prepare (FarWorker *worker,
         GSocketConnection *connection,
         const FarContactWatch *watch,
         gpointer data)
{
  return prepare_at (worker, far_tcp_dup_remote (connection), watch, data);
}

/* One that has no link. */
static void
free_contact (FarContact *self)
{
  g_ptr_array_remove_fast (self->worker->contacts, self);
  if (self->told_connected)
    far_attendance_note_left (self->worker->attendance, self->device);
  far_store_replica_free (self->replica);
  sodium_memzero (self->secret, sizeof self->secret);
  g_clear_error (&self->first_error);
  g_free (self->address);
  g_free (self);
}

/* @session: (transfer full) */
static FarContact *
begin_on (FarContact *self, GIOStream *stream, FarSession *session)
{
  self->link = far_link_new (stream, session, &_far_contact_link_watch, self);
  far_worker_add_link (self->worker, self->link);

  return self;
}

/* @session: (transfer full) */
static FarContact *
begin (FarContact *self, GSocketConnection *connection, FarSession *session)
{
  return begin_on (self, G_IO_STREAM (connection), session);
}

/* Returns: (transfer full) (nullable) */
FarSession *
_far_contact_new_answer (FarContact *self, FarReplica *replica)
{
  FarWorker *worker = self->worker;
  const FarGovernance *governance = far_store_peek_governance (worker->store);
  g_autoptr (GArray) invites = NULL;
  guint8 ephemeral[FAR_KEY_LEN];
  guint8 door[FAR_KEY_LEN];
  guint8 member[FAR_RECORD_ID_LEN];
  FarSessionSetup setup;
  FarSession *session;
  guint n_secrets;
  const guint8 (*secrets)[FAR_HASH_LEN] = far_governance_peek_secrets (governance, &n_secrets);

  if (n_secrets == 0)
    return NULL;

  invites = far_collective_open_invites (worker->store, far_worker_now_ms (worker));
  if (far_belonging_load_door (worker, door, member))
    g_array_prepend_vals (invites, door, 1);
  sodium_memzero (door, sizeof door);
  far_contact_fill_setup (worker, &setup, ephemeral);
  setup.older_secrets = secrets + 1;
  setup.n_older_secrets = n_secrets - 1;
  session = far_session_new_answer (replica, &setup, secrets[0],
                                    (const guint8 (*)[FAR_KEY_LEN])invites->data, invites->len,
                                    g_get_monotonic_time ());
  sodium_memzero (ephemeral, sizeof ephemeral);

  return session;
}

/* @waits: whether another road is looked for first */
FarSession *
_far_contact_new_dial (FarContact *self, FarReplica *replica, gboolean waits)
{
  guint8 ephemeral[FAR_KEY_LEN];
  FarSessionSetup setup;
  FarSession *session;

  far_contact_fill_setup (self->worker, &setup, ephemeral);
  setup.waits = waits;
  session = far_session_new_dial (replica, &setup, self->secret, g_get_monotonic_time ());
  sodium_memzero (ephemeral, sizeof ephemeral);

  return session;
}

FarContact *
far_contact_new_answer (FarWorker *worker,
                        GSocketConnection *connection,
                        const FarContactWatch *watch,
                        gpointer data)
{
  FarContact *self = prepare (worker, connection, watch, data);
  FarSession *session = _far_contact_new_answer (self, self->replica);

  if (session == NULL)
    {
      free_contact (self);
      return NULL;
    }

  self->may_look = far_roads_may (worker->roads, connection);

  return begin (self, connection, session);
}

FarContact *
far_contact_new_dial (FarWorker *worker,
                      GSocketConnection *connection,
                      const guint8 secret[static FAR_HASH_LEN],
                      const FarContactWatch *watch,
                      gpointer data)
{
  FarContact *self = prepare (worker, connection, watch, data);

  self->is_dialled = TRUE;
  self->may_look = far_roads_may (worker->roads, connection);
  memcpy (self->secret, secret, FAR_HASH_LEN);

  return begin (self, connection, _far_contact_new_dial (self, self->replica, self->may_look));
}

FarContact *
far_contact_new_further (FarWorker *worker,
                         GSocketConnection *connection,
                         const guint8 secret[static FAR_HASH_LEN],
                         GBytes *request,
                         const FarContactWatch *watch,
                         gpointer data)
{
  FarContact *self = prepare (worker, connection, watch, data);
  guint8 ephemeral[FAR_KEY_LEN];
  FarSessionSetup setup;
  FarSession *session;

  far_contact_fill_setup (worker, &setup, ephemeral);
  session = far_session_new_dial_further (self->replica, &setup, secret, request, self->started_us);
  sodium_memzero (ephemeral, sizeof ephemeral);

  return begin (self, connection, session);
}

FarContact *
far_contact_new_door (FarWorker *worker,
                      GSocketConnection *connection,
                      const guint8 invite_key[static FAR_KEY_LEN],
                      GBytes *request,
                      const FarContactWatch *watch,
                      gpointer data)
{
  FarContact *self = prepare (worker, connection, watch, data);
  guint8 ephemeral[FAR_KEY_LEN];
  FarSessionSetup setup;
  FarSession *session;

  far_contact_fill_setup (worker, &setup, ephemeral);
  session =
      far_session_new_dial_door (self->replica, &setup, invite_key, request, self->started_us);
  sodium_memzero (ephemeral, sizeof ephemeral);

  return begin (self, connection, session);
}

FarContact *
far_contact_new_on_road (FarWorker *worker,
                         GIOStream *stream,
                         const guint8 *secret,
                         const FarContactWatch *watch,
                         gpointer data)
{
  FarContact *self = prepare_at (worker, g_strdup (""), watch, data);
  FarSession *session;

  self->is_on_road = TRUE;
  self->is_dialled = secret != NULL;
  if (secret != NULL)
    memcpy (self->secret, secret, FAR_HASH_LEN);
  session = secret != NULL ? _far_contact_new_dial (self, self->replica, FALSE)
                           : _far_contact_new_answer (self, self->replica);
  if (session == NULL)
    {
      free_contact (self);
      return NULL;
    }

  return begin_on (self, stream, session);
}

void
far_contact_free (FarContact *self)
{
  _far_contact_leave_road (self);
  _far_contact_drop_first (self);
  far_worker_remove_link (self->worker, self->link);
  far_link_cut (self->link);
  far_link_unref (self->link);
  free_contact (self);
}

void
far_contact_close (FarContact *self)
{
  self->is_closing = TRUE;
  if (self->has_lost_first)
    {
      far_link_close (self->next);
      return;
    }
  _far_contact_leave_road (self);
  far_link_close (self->link);
}

const FarSession *
far_contact_peek_session (const FarContact *self)
{
  return far_link_peek_session (self->link);
}

const char *
far_contact_peek_address (const FarContact *self)
{
  return self->address;
}

const guint8 *
far_contact_peek_device (const FarContact *self)
{
  return self->told_connected ? self->device : NULL;
}

FarContact *
far_contact_find (FarWorker *worker, const guint8 device[static FAR_KEY_LEN])
{
  for (guint i = 0; i < worker->contacts->len; i++)
    {
      FarContact *contact = g_ptr_array_index (worker->contacts, i);

      if (!contact->is_closing && contact->told_connected &&
          memcmp (contact->device, device, FAR_KEY_LEN) == 0)
        return contact;
    }

  return NULL;
}

gboolean
far_contact_is_through (const FarContact *self)
{
  return is_in_step (self) && far_session_was_told (far_contact_peek_session (self));
}

gboolean
far_contact_is_catching_up (const FarContact *self)
{
  return self->told_connected && !self->is_closing &&
         g_get_monotonic_time () - self->moved_us <
             (is_in_step (self) ? FAR_CATCHING_UP_US : FAR_STALL_US);
}

gboolean
far_contact_is_young (const FarContact *self)
{
  return g_get_monotonic_time () - self->started_us < FAR_CATCHING_UP_US;
}

guint
far_contact_count_met (FarWorker *worker)
{
  guint n = 0;

  for (guint i = 0; i < worker->contacts->len; i++)
    {
      const FarContact *contact = g_ptr_array_index (worker->contacts, i);

      n += contact->told_connected && !contact->is_closing;
    }

  return n;
}

gint64
far_contact_get_took_ms (const FarContact *self)
{
  return self->took_us < 0 ? -1 : self->took_us / 1000;
}

gboolean
far_contact_is_closing (const FarContact *self)
{
  return self->is_closing;
}

gboolean
far_contact_may_go (const FarContact *self)
{
  return self->may_go;
}

void
far_contact_set_may_go (FarContact *self)
{
  self->may_go = TRUE;
}

/* Whether there was room for one more of @max in that time. */
static gboolean
take_one (guint *n, gint64 *since_us, guint max)
{
  gint64 now_us = g_get_monotonic_time ();

  if (now_us - *since_us >= FAR_SIGNALS_US)
    {
      *since_us = now_us;
      *n = 0;
    }
  if (*n >= max)
    return FALSE;

  (*n)++;

  return TRUE;
}

gboolean
far_contact_pass (FarContact *self, GBytes *signal)
{
  if (self->is_closing || !take_one (&self->n_passed, &self->passed_us, FAR_PASSED_MAX) ||
      !far_session_signal (far_link_peek_session (self->link), signal))
    return FALSE;

  far_link_kick (self->link);

  return TRUE;
}

gboolean
far_contact_may_answer (FarContact *self)
{
  return take_one (&self->n_lists, &self->lists_us, FAR_LISTS_MAX);
}

gboolean
far_contact_is_on_road (const FarContact *self)
{
  return self->is_on_road;
}
