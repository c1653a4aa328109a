/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Exchanging over the network: calling and being called. */

#define G_LOG_DOMAIN "far-engine"

#include "far-engine-private.h"

#include <string.h>

#include "far-belonging.h"
#include "far-contact.h"
#include "far-engine-views.h"
#include "far-lately.h"
#include "far-link-tcp.h"
#include "far-nearby.h"
#include "far-passing.h"
#include "far-ring.h"
#include "far-source.h"

#define DIAL_TIMEOUT_S 10
/* Between calls to somebody who does not answer: doubled each time, never longer. */
#define RETRY_MIN_MS 500
#define RETRY_MAX_MS 30000
/* The same where it was only once that somebody was there. */
#define LATELY_MIN_MS 5000
#define LATELY_MAX_MS (15 * 60 * 1000)
/* How often a machine that stays on looks whether it is to testify. */
#define WITNESS_S 3600
/* Who is to be found nearby once is found in this time, or is not there. */
#define NEARBY_ONCE_S 6
#define NEARBY_CHECK_MS 250
/* Of the time that was given, so much is for the goodbye, which hardly ever takes it. */
#define GOODBYE_PART 10

typedef struct _Exchange Exchange;

/* What was had with one address called, or with one device that called. */
typedef struct
{
  char *device;  /* owned: "" until it is known */
  char *address; /* owned */
  gint64 n_received;
  gint64 n_sent;
  gint64 took_ms;
  gboolean was_in_step;
  gboolean is_on_road; /* over libnice, when last */
  GError *error;       /* (nullable): owned */
} Record;

/* One address that is called until it is in step, or for as long as the exchange lasts; or once,
 * somebody nearby. */
typedef struct
{
  Exchange *exchange; /* unowned */
  gboolean is_near;
  gboolean may_go;                  /* and it can be done without; */
  gboolean has_said;                /* which it was told */
  gboolean is_lately;               /* where a machine was reached before */
  guint8 lately[FAR_KEY_LEN];       /* that machine */
  gboolean is_noted;                /* that it is reached there */
  char name[FAR_LAN_LABEL_LEN + 1]; /* of who is near */
  Record *record;                   /* owned */
  FarContact *contact;              /* (nullable): owned */
  gboolean dialling;
  GSource *retry; /* (nullable): owned */
  guint retry_ms;
  guint lately_ms;  /* the same of one that is only called where it was before */
  guint secret;     /* index of the one that is tried */
  guint n_lost;     /* roads over libnice, in a row */
  gboolean is_over; /* it will not be called again */
} Call;

/* Somebody who called. */
typedef struct
{
  Exchange *exchange; /* unowned */
  gboolean is_near;
  FarContact *contact; /* owned */
} Guest;

struct _Exchange
{
  FarWorker *worker; /* unowned */
  FarJob *job;       /* unowned: until it is returned */
  gboolean once;
  gboolean was_cancelled;
  gboolean ending;
  GCancellable *dials;      /* owned */
  GSource *timer;           /* (nullable): owned: when to say goodbye */
  GSource *bound;           /* (nullable): owned: when nothing may go on any more */
  GSource *witness;         /* (nullable): owned */
  FarTcpListener *listener; /* (nullable): owned */
  gboolean binding;
  FarNearby *nearby;     /* (nullable): owned */
  FarPassing *passing;   /* (nullable): owned */
  gboolean sought;       /* somebody was to be found nearby */
  FarNearbyState found;  /* how far that was in the end */
  GSource *nearby_check; /* (nullable): owned */
  GPtrArray *calls;      /* (element-type Call): owned */
  GPtrArray *guests;     /* (element-type Guest): owned */
  GPtrArray *records;    /* (element-type Record): owned: of guests that proved who they are */
  GError *error;         /* (nullable): owned: why it cannot be at all */
};

/* ---- records */

static Record *
record_new (const char *address)
{
  Record *record = g_new0 (Record, 1);

  record->device = g_strdup ("");
  record->address = g_strdup (address);
  record->took_ms = -1;

  return record;
}

static void
record_free (gpointer data)
{
  Record *record = data;

  g_free (record->device);
  g_free (record->address);
  g_clear_error (&record->error);
  g_free (record);
}

/* Adds what one contact that is over has brought. */
static void
record_contact (Record *record, const FarContact *contact, const GError *error)
{
  const FarSession *session = far_contact_peek_session (contact);
  const guint8 *device = far_contact_peek_device (contact);
  gboolean in_step = far_contact_get_took_ms (contact) >= 0;
  FarSessionCounts counts;

  far_session_get_counts (session, &counts);
  record->n_received += counts.n_received;
  record->n_sent += counts.n_sent;
  if (device != NULL)
    {
      g_free (record->device);
      record->device = far_hex (device, FAR_KEY_LEN);
    }
  if (in_step && !record->was_in_step)
    record->took_ms = far_contact_get_took_ms (contact);
  record->was_in_step |= in_step;
  record->is_on_road = far_contact_is_on_road (contact);

  if (in_step || error != NULL)
    g_clear_error (&record->error);
  if (error != NULL && !in_step)
    record->error = far_sync_error_take (g_error_copy (error), FAR_FROM_PEER);
}

static Record *
find_record_of (Exchange *self, const char *device)
{
  for (guint i = 0; i < self->records->len; i++)
    if (strcmp (((Record *)self->records->pdata[i])->device, device) == 0)
      return self->records->pdata[i];

  return NULL;
}

static Record *
find_record (Exchange *self, const FarContact *contact)
{
  g_autofree char *device = far_hex (far_contact_peek_device (contact), FAR_KEY_LEN);
  Record *record = find_record_of (self, device);

  if (record != NULL)
    return record;

  record = record_new (far_contact_peek_address (contact));
  g_ptr_array_add (self->records, record);

  return record;
}

/* Somebody nearby is called again and again: what was had is one. */
static void
keep_record (Exchange *self, const Record *of)
{
  Record *record;

  if (*of->device == '\0')
    return;

  record = find_record_of (self, of->device);
  if (record == NULL)
    {
      record = record_new (of->address);
      g_free (record->device);
      record->device = g_strdup (of->device);
      g_ptr_array_add (self->records, record);
    }
  record->n_received += of->n_received;
  record->n_sent += of->n_sent;
  if (of->was_in_step && !record->was_in_step)
    record->took_ms = of->took_ms;
  record->was_in_step |= of->was_in_step;
  g_clear_error (&record->error);
  if (!record->was_in_step && of->error != NULL)
    record->error = g_error_copy (of->error);
}

/* ---- what comes of it */

static void
set_dialling (Call *call, gboolean dialling)
{
  if (call->dialling == dialling)
    return;

  call->dialling = dialling;
  call->exchange->worker->n_connecting += dialling ? 1 : -1;
  far_worker_progressed (call->exchange->worker);
}

static void
call_free (gpointer data)
{
  Call *call = data;

  set_dialling (call, FALSE);
  far_source_clear (&call->retry);
  g_clear_pointer (&call->contact, far_contact_free);
  record_free (call->record);
  g_free (call);
}

static void
guest_free (gpointer data)
{
  Guest *guest = data;

  g_clear_pointer (&guest->contact, far_contact_free);
  g_free (guest);
}

static void
exchange_free (Exchange *self)
{
  far_source_clear (&self->timer);
  far_source_clear (&self->bound);
  far_source_clear (&self->witness);
  far_source_clear (&self->nearby_check);
  g_clear_pointer (&self->nearby, far_nearby_free);
  g_clear_pointer (&self->passing, far_passing_free);
  g_ptr_array_unref (self->calls);
  g_ptr_array_unref (self->guests);
  g_ptr_array_unref (self->records);
  g_clear_error (&self->error);
  g_object_unref (self->dials);
  g_free (self);
}

static FarPeer *
view_peer (gpointer owner, FarWorker *worker, const FarNames *names, const Record *record)
{
  FarPeer *peer = g_new0 (FarPeer, 1);
  guint8 device[FAR_KEY_LEN];

  peer->device = far_snapshot_dup (owner, record->device);
  peer->member_name = "";
  if (names != NULL && far_unhex (record->device, device, FAR_KEY_LEN))
    peer->member_name =
        far_snapshot_dup (owner, far_names_peek_device (names, worker->store, device));
  peer->address = far_snapshot_dup (owner, record->address);
  peer->n_received = record->n_received;
  peer->n_sent = record->n_sent;
  peer->link = record->is_on_road ? "nice" : "tcp";
  peer->took_ms = MAX (record->took_ms, 0);
  peer->in_step = record->was_in_step;
  if (record->error != NULL)
    peer->error =
        far_snapshot_own (owner, g_error_copy (record->error), (GDestroyNotify)g_error_free);

  return peer;
}

static FarExchange *
view_exchange (Exchange *self)
{
  FarExchange *view = far_snapshot_new (FarExchange);
  g_autoptr (FarNames) names = far_names_new (self->worker->store, NULL);

  view->peers = g_ptr_array_new_with_free_func (g_free);
  far_snapshot_own (view, view->peers, (GDestroyNotify)g_ptr_array_unref);
  for (guint i = 0; i < self->calls->len; i++)
    g_ptr_array_add (view->peers, view_peer (view, self->worker, names,
                                             ((Call *)self->calls->pdata[i])->record));
  for (guint i = 0; i < self->records->len; i++)
    g_ptr_array_add (view->peers, view_peer (view, self->worker, names, self->records->pdata[i]));
  view->n_entries = far_store_get_n_entries (self->worker->store);

  return view;
}

/* Why nobody was reached although somebody was called. Returns: (transfer full) (nullable) */
static GError *
find_failure (Exchange *self)
{
  if (self->error != NULL)
    return g_steal_pointer (&self->error);
  if (self->was_cancelled || self->records->len > 0)
    return NULL;
  if (self->calls->len == 0 && self->sought && self->found == FAR_NEARBY_NO_AVAHI)
    return g_error_new_literal (FAR_SYNC_ERROR, FAR_SYNC_ERROR_NO_AVAHI, "Avahi does not run");
  if (self->calls->len == 0 && self->sought)
    return g_error_new_literal (FAR_SYNC_ERROR, FAR_SYNC_ERROR_NOBODY_NEARBY, "nobody is here");
  if (self->calls->len == 0)
    return NULL;

  for (guint i = 0; i < self->calls->len; i++)
    if (*((Call *)self->calls->pdata[i])->record->device != '\0')
      return NULL;

  for (guint i = 0; i < self->calls->len; i++)
    if (((Call *)self->calls->pdata[i])->record->error != NULL)
      return g_error_copy (((Call *)self->calls->pdata[i])->record->error);

  return g_error_new_literal (FAR_SYNC_ERROR, FAR_SYNC_ERROR_NO_PEER, "nobody answered in time");
}

/* ---- ending */

/* Returns it when nothing of it goes on any more. */
static void
finish_if_done (Exchange *self)
{
  GError *failure;

  if (!self->ending || self->binding || self->guests->len > 0)
    return;
  for (guint i = 0; i < self->calls->len; i++)
    if (((Call *)self->calls->pdata[i])->contact != NULL ||
        ((Call *)self->calls->pdata[i])->dialling)
      return;

  failure = find_failure (self);
  far_job_return (self->job, failure == NULL ? view_exchange (self) : NULL, failure);
  exchange_free (self);
}

static void
end_exchange (Exchange *self)
{
  if (self->ending)
    return;

  self->ending = TRUE;
  far_source_clear (&self->timer);
  far_source_clear (&self->witness);
  far_source_clear (&self->nearby_check);
  self->found = self->worker->nearby;
  g_clear_pointer (&self->nearby, far_nearby_free);
  g_clear_pointer (&self->passing, far_passing_free);
  g_cancellable_cancel (self->dials);
  if (self->listener != NULL)
    {
      self->worker->n_listening--;
      g_clear_pointer (&self->listener, far_tcp_listener_free);
      far_worker_progressed (self->worker);
    }

  for (guint i = 0; i < self->calls->len; i++)
    {
      Call *call = self->calls->pdata[i];

      far_source_clear (&call->retry);
      if (call->contact == NULL)
        continue;
      if (far_contact_peek_device (call->contact) == NULL && call->record->error == NULL)
        call->record->error = g_error_new_literal (FAR_SYNC_ERROR, FAR_SYNC_ERROR_PEER_SILENT,
                                                   "whoever answered did not say who it is");
      far_contact_close (call->contact);
    }
  for (guint i = 0; i < self->guests->len; i++)
    far_contact_close (((Guest *)self->guests->pdata[i])->contact);
}

static void
stop_cb (gpointer data)
{
  Exchange *self = data;

  self->was_cancelled = TRUE;
  end_exchange (self);
  finish_if_done (self);
}

/* The session that stayed when this one was one too many. */
static const FarContact *
find_double (const Call *call)
{
  guint8 device[FAR_KEY_LEN];

  return far_unhex (call->record->device, device, FAR_KEY_LEN)
             ? far_contact_find (call->exchange->worker, device)
             : NULL;
}

static const FarContact *
find_contact (const Call *call)
{
  return call->contact != NULL ? call->contact : find_double (call);
}

static gboolean
is_in_step (const Call *call)
{
  const FarContact *contact = find_contact (call);

  return contact != NULL &&
         far_session_get_state (far_contact_peek_session (contact)) == FAR_SESSION_IN_STEP;
}

static gboolean
is_through (Call *call)
{
  const FarContact *contact = find_contact (call);

  if (contact == NULL || !far_contact_is_through (contact))
    return call->is_over;

  /* one that has a session of its own is told so when that ends */
  call->record->was_in_step |= call->contact == NULL;

  return TRUE;
}

/* Whether somebody was met who is nearby, and nobody who calls is still at it. */
static gboolean
has_met_nearby (Exchange *self)
{
  gboolean has_met = self->records->len > 0 || self->calls->len > 0;

  for (guint i = 0; i < self->guests->len; i++)
    {
      const FarContact *contact = ((Guest *)self->guests->pdata[i])->contact;

      if (far_contact_peek_device (contact) == NULL)
        continue;
      if (!far_contact_is_through (contact))
        return FALSE;
      has_met = TRUE;
    }

  return has_met && far_nearby_is_through (self->nearby);
}

/* Once: whether each that was called is in step, or will never be. */
static void
end_if_through (Exchange *self)
{
  if (self->ending || !self->once)
    return;
  if (self->nearby != NULL ? !has_met_nearby (self) : self->calls->len == 0)
    return;

  for (guint i = 0; i < self->calls->len; i++)
    if (!is_through (self->calls->pdata[i]))
      return;

  end_exchange (self);
}

static gboolean
time_over_cb (gpointer data)
{
  Exchange *self = data;

  end_exchange (self);
  finish_if_done (self);

  return G_SOURCE_REMOVE;
}

/* Whoever has not taken the goodbye by now goes without one. */
static gboolean
bound_reached_cb (gpointer data)
{
  Exchange *self = data;

  for (guint i = 0; i < self->calls->len; i++)
    {
      Call *call = self->calls->pdata[i];

      if (call->contact == NULL)
        continue;
      record_contact (call->record, call->contact, NULL);
      g_clear_pointer (&call->contact, far_contact_free);
    }
  for (guint i = 0; i < self->guests->len; i++)
    {
      const FarContact *contact = ((Guest *)self->guests->pdata[i])->contact;

      if (far_contact_peek_device (contact) != NULL)
        record_contact (find_record (self, contact), contact, NULL);
    }
  g_ptr_array_set_size (self->guests, 0);
  far_source_clear (&self->bound);
  finish_if_done (self);

  return G_SOURCE_REMOVE;
}

static gboolean
witness_cb (gpointer data)
{
  Exchange *self = data;
  g_autoptr (GError) error = NULL;

  if (!far_belonging_witness (self->worker, FALSE, &error))
    g_debug ("not testified: %s", error->message);

  return G_SOURCE_CONTINUE;
}

/* ---- calling */

static void dial (Call *call);
static void call_later (Call *call);

/* Who is nearby is called again when it is time. */
static void
end_near_call (Call *call)
{
  Exchange *self = call->exchange;
  char name[FAR_LAN_LABEL_LEN + 1];
  guint8 device[FAR_KEY_LEN];
  gboolean is_known = far_unhex (call->record->device, device, FAR_KEY_LEN);
  gboolean good = call->record->was_in_step || find_double (call) != NULL;

  memcpy (name, call->name, sizeof name);
  keep_record (self, call->record);
  g_ptr_array_remove (self->calls, call);
  if (self->nearby != NULL)
    far_nearby_ended (self->nearby, name, is_known ? device : NULL, good);
}

/* Not while they have met by another way, nor a stranger who has that address here. */
static gboolean
may_dial (const Call *call)
{
  FarWorker *worker = call->exchange->worker;

  if (find_double (call) != NULL)
    return FALSE;

  return !call->is_lately || (far_contact_find (worker, call->lately) == NULL &&
                              far_lately_may_call (worker, call->record->address));
}

static gboolean
retry_cb (gpointer data)
{
  Call *call = data;
  Exchange *self = call->exchange;

  far_source_clear (&call->retry);
  if (may_dial (call))
    {
      dial (call);
      return G_SOURCE_REMOVE;
    }

  call_later (call);
  end_if_through (self);
  finish_if_done (self);

  return G_SOURCE_REMOVE;
}

/* Somebody who could not be had is called again, while there is time. */
static void
call_later (Call *call)
{
  Exchange *self = call->exchange;

  if (call->is_near)
    {
      end_near_call (call);
      return;
    }
  if (self->ending || (self->once && call->record->was_in_step) ||
      (self->once && self->timer == NULL && find_double (call) == NULL &&
       (call->n_lost == 0 || call->n_lost > FAR_ROAD_LOST_MAX)))
    {
      call->is_over = TRUE;
      return;
    }

  call->retry_ms = CLAMP (call->retry_ms * 2, RETRY_MIN_MS, RETRY_MAX_MS);
  /* not called again while it is there by another way: only looked after */
  if (find_double (call) != NULL)
    call->retry_ms = RETRY_MIN_MS;
  if (call->is_lately)
    call->retry_ms = CLAMP (call->lately_ms * 2, LATELY_MIN_MS, LATELY_MAX_MS);
  call->lately_ms = may_dial (call) ? call->retry_ms : LATELY_MIN_MS;
  /* jitter: two who lost each other do not meet in the door again */
  call->retry =
      g_timeout_source_new (call->retry_ms / 2 + randombytes_uniform (call->retry_ms / 2));
  g_source_set_callback (call->retry, retry_cb, call, NULL);
  g_source_attach (call->retry, self->worker->context);
}

/* Under the next older secret.  Returns: FALSE if there is none */
static gboolean
go_back (Call *call)
{
  guint n_secrets;

  far_governance_peek_secrets (far_store_peek_governance (call->exchange->worker->store),
                               &n_secrets);
  if (call->exchange->ending || call->secret + 1 >= n_secrets)
    return FALSE;

  call->secret++;
  dial (call);

  return TRUE;
}

/* Who finds a full house calls somebody else. */
static void
send_away (Exchange *self)
{
  g_autoptr (GPtrArray) near = g_ptr_array_new ();
  g_autoptr (GArray) may_go = g_array_new (FALSE, FALSE, sizeof (gboolean));
  int i;

  for (guint k = 0; k < self->guests->len; k++)
    {
      const Guest *guest = self->guests->pdata[k];
      gboolean may = far_contact_may_go (guest->contact);

      if (!guest->is_near || far_contact_peek_device (guest->contact) == NULL ||
          far_contact_is_closing (guest->contact))
        continue;
      g_ptr_array_add (near, guest->contact);
      g_array_append_val (may_go, may);
    }

  i = far_ring_find_one_too_many ((const gboolean *)may_go->data, may_go->len,
                                  far_contact_count_met (self->worker));
  if (i >= 0)
    far_contact_close (near->pdata[i]);
}

/* Who was reached at an address that somebody named will be called there again. */
static void
note_address (Call *call)
{
  const guint8 *device = call->contact != NULL ? far_contact_peek_device (call->contact) : NULL;
  g_autoptr (GError) error = NULL;

  if (call->is_near || call->is_noted || device == NULL)
    return;

  call->is_noted = TRUE;
  if (!far_lately_note (call->exchange->worker, device, call->record->address, &error))
    g_debug ("not noted where a machine was reached: %s", error->message);
}

static void
know_near (Call *call)
{
  Exchange *self = call->exchange;
  const guint8 *device = call->contact != NULL ? far_contact_peek_device (call->contact) : NULL;

  if (!call->is_near || device == NULL || self->nearby == NULL)
    return;

  far_nearby_met (self->nearby, call->name, device);
  if (call->may_go && !call->has_said)
    call->has_said = far_passing_say_may_go (call->contact);
}

static void
call_changed_cb (FarContact *contact, gpointer data)
{
  Call *call = data;

  know_near (call);
  send_away (call->exchange);
  if (is_in_step (call))
    {
      call->retry_ms = call->lately_ms = 0;
      note_address (call);
    }
  if (call->exchange->nearby != NULL)
    far_nearby_look (call->exchange->nearby);
  end_if_through (call->exchange);
}

static void
call_ended_cb (FarContact *contact, const GError *error, gpointer data)
{
  Call *call = data;
  Exchange *self = call->exchange;
  gboolean is_stranger = g_error_matches (error, FAR_SESSION_ERROR, FAR_SESSION_ERROR_STRANGER);

  /* whoever can reach the port of a road can cut it: that costs a call */
  call->n_lost = far_contact_is_on_road (contact) && error != NULL ? call->n_lost + 1 : 0;
  record_contact (call->record, contact, error);
  g_clear_pointer (&call->contact, far_contact_free);

  if (!is_stranger || !go_back (call))
    {
      if (is_stranger)
        far_worker_tell (self->worker, "refused", call->record->address);
      call->secret = 0;
      call_later (call);
    }
  end_if_through (self);
  finish_if_done (self);
}

static const FarContactWatch call_watch = { call_changed_cb, call_ended_cb };

static void
dialled_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer data)
{
  Call *call = data;
  Exchange *self = call->exchange;
  g_autoptr (GSocketConnection) connection = NULL;
  const guint8 (*secrets)[FAR_HASH_LEN];
  guint n_secrets;
  GError *error = NULL;

  connection = far_tcp_dial_finish (result, &error);
  set_dialling (call, FALSE);
  secrets =
      far_governance_peek_secrets (far_store_peek_governance (self->worker->store), &n_secrets);

  if (connection != NULL && !self->ending && call->secret < n_secrets)
    call->contact =
        far_contact_new_dial (self->worker, connection, secrets[call->secret], &call_watch, call);
  else
    {
      if (error != NULL && !self->ending)
        {
          g_clear_error (&call->record->error);
          call->record->error = far_sync_error_take (g_steal_pointer (&error), FAR_FROM_PEER);
        }
      g_clear_error (&error);
      call_later (call);
    }

  end_if_through (self);
  finish_if_done (self);
}

static void
dial (Call *call)
{
  set_dialling (call, TRUE);
  far_tcp_dial_async (call->record->address, DIAL_TIMEOUT_S, call->exchange->dials, dialled_cb,
                      call);
}

/* ---- being called */

static void
guest_changed_cb (FarContact *contact, gpointer data)
{
  Guest *guest = data;

  send_away (guest->exchange);
  if (guest->exchange->nearby != NULL)
    far_nearby_look (guest->exchange->nearby);
}

static void
guest_ended_cb (FarContact *contact, const GError *error, gpointer data)
{
  Guest *guest = data;
  Exchange *self = guest->exchange;

  if (far_contact_peek_device (contact) != NULL)
    record_contact (find_record (self, contact), contact, error);
  else if (error != NULL)
    far_worker_tell (self->worker, "refused", far_contact_peek_address (contact));

  g_ptr_array_remove (self->guests, guest);
  finish_if_done (self);
}

static const FarContactWatch guest_watch = { guest_changed_cb, guest_ended_cb };

/* Makes room for one more: whoever has not said who it is for longest goes. */
static gboolean
make_room (Exchange *self)
{
  if (self->worker->links->len < FAR_SESSIONS_MAX)
    return TRUE;

  for (guint i = 0; i < self->guests->len; i++)
    {
      Guest *guest = self->guests->pdata[i];

      if (far_session_get_state (far_contact_peek_session (guest->contact)) ==
          FAR_SESSION_HANDSHAKE)
        {
          g_ptr_array_remove_index (self->guests, i);
          return TRUE;
        }
    }

  return FALSE;
}

/* Somebody was met by a third machine. */
static void
passed_cb (GIOStream *stream, const guint8 *secret, gpointer data)
{
  Exchange *self = data;
  Guest *guest;

  if (self->ending || !make_room (self))
    return;

  guest = g_new0 (Guest, 1);
  guest->exchange = self;
  guest->contact = far_contact_new_on_road (self->worker, stream, secret, &guest_watch, guest);
  if (guest->contact != NULL)
    g_ptr_array_add (self->guests, guest);
  else
    g_free (guest);
}

static void
welcome (Exchange *self, GSocketConnection *connection, gboolean is_near)
{
  FarContact *contact;
  Guest *guest;

  if (!make_room (self))
    return;

  guest = g_new0 (Guest, 1);
  guest->exchange = self;
  guest->is_near = is_near;
  contact = far_contact_new_answer (self->worker, connection, &guest_watch, guest);
  if (contact == NULL)
    {
      g_free (guest);
      return;
    }

  guest->contact = contact;
  g_ptr_array_add (self->guests, guest);
}

static void
accepted_cb (GSocketConnection *connection, gpointer data)
{
  welcome (data, connection, FALSE);
}

static void
listening_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer data)
{
  Exchange *self = data;
  FarTcpListener *listener;
  GError *error = NULL;

  listener = far_tcp_listen_finish (result, &error);
  self->binding = FALSE;

  if (listener == NULL)
    {
      if (!self->ending)
        self->error =
            g_error_new_literal (FAR_SYNC_ERROR, FAR_SYNC_ERROR_ADDRESS_BUSY, error->message);
      g_clear_error (&error);
      end_exchange (self);
    }
  else if (self->ending)
    far_tcp_listener_free (listener);
  else
    {
      self->listener = listener;
      self->worker->n_listening++;
      far_worker_progressed (self->worker);
      far_worker_tell (self->worker, "listening", far_tcp_listener_peek_address (listener));
    }

  finish_if_done (self);
}

/* ---- nearby */

static void
near_accepted_cb (GSocketConnection *connection, gpointer data)
{
  welcome (data, connection, TRUE);
}

static gboolean
call_near_cb (FarNearby *nearby,
              const char *name,
              const char *address,
              guint secret,
              gboolean may_go,
              gpointer data)
{
  Exchange *self = data;
  Call *call = g_new0 (Call, 1);

  call->exchange = self;
  call->is_near = TRUE;
  call->may_go = may_go;
  g_strlcpy (call->name, name, sizeof call->name);
  call->secret = secret;
  call->record = record_new (address);
  g_ptr_array_add (self->calls, call);
  dial (call);

  return TRUE;
}

static gboolean
hang_up_cb (FarNearby *nearby, const char *name, gpointer data)
{
  Exchange *self = data;

  for (guint i = 0; i < self->calls->len; i++)
    {
      const Call *call = self->calls->pdata[i];

      if (!call->is_near || call->contact == NULL || strcmp (call->name, name) != 0)
        continue;

      /* not in the middle of something */
      if (!is_in_step (call) && !far_contact_is_young (call->contact))
        return FALSE;

      far_contact_close (call->contact);
      return TRUE;
    }

  return FALSE;
}

/* Whoever asked for it once is not kept waiting for what is not there. */
static void
nearby_changed_cb (FarNearby *nearby, FarNearbyState state, gpointer data)
{
  Exchange *self = data;

  if (self->once && self->calls->len == 0 && self->timer != NULL &&
      (state == FAR_NEARBY_NO_AVAHI || state == FAR_NEARBY_NO_NETWORK))
    g_source_set_ready_time (self->timer, 0);
}

static const FarNearbyWatch nearby_watch = { near_accepted_cb, call_near_cb, hang_up_cb,
                                             nearby_changed_cb };

static gboolean
nearby_check_cb (gpointer data)
{
  Exchange *self = data;

  end_if_through (self);
  finish_if_done (self);

  return G_SOURCE_CONTINUE;
}

/* ---- the call */

/* All addresses, before anything is done. */
static gboolean
check_addresses (const char *listen, const char *const *peers, GError **error)
{
  guint16 port;

  if (listen != NULL)
    {
      g_autofree char *host = NULL;

      if (!far_tcp_parse_address (listen, TRUE, &host, &port, error))
        return FALSE;
    }
  for (guint i = 0; peers != NULL && peers[i] != NULL; i++)
    {
      g_autofree char *host = NULL;

      if (!far_tcp_parse_address (peers[i], FALSE, &host, &port, error))
        return FALSE;
    }

  return TRUE;
}

static Exchange *
exchange_new (FarWorker *worker, FarJob *job, gboolean once)
{
  Exchange *self = g_new0 (Exchange, 1);

  self->worker = worker;
  self->job = job;
  self->once = once;
  self->dials = g_cancellable_new ();
  self->calls = g_ptr_array_new_with_free_func (call_free);
  self->guests = g_ptr_array_new_with_free_func (guest_free);
  self->records = g_ptr_array_new_with_free_func (record_free);

  return self;
}

/* Returns: (transfer full) */
static GSource *
attach_timer (Exchange *self, guint ms, GSourceFunc callback)
{
  GSource *source = g_timeout_source_new (ms);

  g_source_set_callback (source, callback, self, NULL);
  g_source_attach (source, self->worker->context);

  return source;
}

/* The goodbye is within the time that was given. */
static void
attach_bound (Exchange *self, guint n_seconds)
{
  guint ms = MIN (n_seconds, G_MAXUINT / 1000) * 1000;
  guint goodbye_ms = MIN (ms / GOODBYE_PART, FAR_LINK_LINGER_US / 1000);

  self->timer = attach_timer (self, ms - goodbye_ms, time_over_cb);
  self->bound = attach_timer (self, ms, bound_reached_cb);
}

static Call *
add_call (Exchange *self, const char *address)
{
  Call *call = g_new0 (Call, 1);

  call->exchange = self;
  call->record = record_new (address);
  g_ptr_array_add (self->calls, call);

  return call;
}

static gboolean
is_called (Exchange *self, const char *address)
{
  for (guint i = 0; i < self->calls->len; i++)
    if (strcmp (((Call *)self->calls->pdata[i])->record->address, address) == 0)
      return TRUE;

  return FALSE;
}

/* Where it is not yet known whether the network is trusted, that is known a little later. */
static void
call_lately (Exchange *self)
{
  g_autoptr (GPtrArray) list = far_lately_list (self->worker);

  for (guint i = 0; i < list->len; i++)
    {
      const FarLately *lately = list->pdata[i];
      Call *call;

      if (is_called (self, lately->address) ||
          (self->once && !far_lately_may_call (self->worker, lately->address)))
        continue;
      call = add_call (self, lately->address);
      call->is_lately = TRUE;
      memcpy (call->lately, lately->device, FAR_KEY_LEN);
      if (may_dial (call))
        dial (call);
      else
        call_later (call);
    }
}

static void
start_exchange (FarWorker *worker, FarJob *job, GVariant *args)
{
  g_autofree const char **peers = NULL;
  const char *listen;
  gboolean lately, once;
  gint32 nearby, n_seconds;
  Exchange *self;
  GError *error = NULL;

  g_variant_get (args, "(m^&ay^a&ayibbi)", &listen, &peers, &nearby, &lately, &once, &n_seconds);
  if (!check_addresses (listen, peers, &error))
    {
      far_job_return (job, NULL, error);
      return;
    }
  if (!far_belonging_may_exchange (worker))
    {
      far_sync_fail (&error, FAR_SYNC_ERROR_NOT_A_MEMBER, "this device has no standing");
      far_job_return (job, NULL, error);
      return;
    }

  self = exchange_new (worker, job, once);
  far_job_hold (job, stop_cb, self);

  witness_cb (self);
  self->witness = attach_timer (self, WITNESS_S * 1000, witness_cb);
  if (nearby != FAR_NEARBY_NOWHERE)
    {
      self->sought = TRUE;
      self->nearby = far_nearby_new (worker, nearby, &nearby_watch, self);
      if (once)
        self->nearby_check = attach_timer (self, NEARBY_CHECK_MS, nearby_check_cb);
      if (once && n_seconds == 0)
        n_seconds = NEARBY_ONCE_S;
    }
  if (n_seconds > 0)
    attach_bound (self, n_seconds);
  if (listen != NULL)
    {
      self->binding = TRUE;
      far_tcp_listen_async (listen, accepted_cb, self, self->dials, listening_cb, self);
    }
  for (guint i = 0; peers[i] != NULL; i++)
    {
      dial (add_call (self, peers[i]));
    }
  if (lately)
    call_lately (self);
  if (!once)
    self->passing = far_passing_new (worker, passed_cb, self);
  if (lately && once && self->nearby == NULL && self->calls->len == 0)
    {
      self->error = g_error_new_literal (FAR_SYNC_ERROR, FAR_SYNC_ERROR_NOBODY_LATELY,
                                         "nobody was reached anywhere lately");
      end_exchange (self);
      finish_if_done (self);
    }
}

static const FarCall exchange_call = { .name = "exchange",
                                       .needs = FAR_NEEDS_STORE,
                                       .start = start_exchange,
                                       .free_result = far_snapshot_unref };

/* What start_exchange() takes. */
static GVariant *
pack_exchange (const char *listen,
               const char *const *peers,
               FarNearbyMode nearby,
               gboolean lately,
               gboolean once,
               int n_seconds)
{
  static const char *const nobody[] = { NULL };

  return g_variant_new ("(m^ay^aayibbi)", listen, peers != NULL ? peers : nobody, (int)nearby,
                        lately, once != FALSE, n_seconds);
}

void
far_engine_exchange_async (FarEngine *self,
                           const char *listen,
                           const char *const *peers,
                           FarNearbyMode nearby,
                           gboolean once,
                           int n_seconds,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));

  _far_engine_call (self, &exchange_call,
                    pack_exchange (listen, peers, nearby, FALSE, once, n_seconds), cancellable,
                    callback, data);
}

void
far_engine_exchange_lately_async (FarEngine *self,
                                  const char *listen,
                                  const char *const *peers,
                                  FarNearbyMode nearby,
                                  gboolean once,
                                  int n_seconds,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));

  _far_engine_call (self, &exchange_call,
                    pack_exchange (listen, peers, nearby, TRUE, once, n_seconds), cancellable,
                    callback, data);
}

FarExchange *
far_engine_exchange_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &exchange_call, result, error);
}
