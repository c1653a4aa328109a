/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Coming in: the invitation is kept, somebody is asked, and the log is fetched. */

#define G_LOG_DOMAIN "far-engine"

#include "far-engine-private.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#include "far-belonging.h"
#include "far-bundle-run.h"
#include "far-contact.h"
#include "far-engine-views.h"
#include "far-home.h"
#include "far-link-bundle.h"
#include "far-link-tcp.h"
#include "far-machine-code.h"
#include "far-nearby.h"
#include "far-refusal.h"

#define DIAL_TIMEOUT_S 10
/* Until somebody who did not answer, or is waited for, is asked again. */
#define AGAIN_MS 1000
/* Who is to be found nearby is found in this time, or is not there. */
#define NEARBY_S 6

typedef enum
{
  AT_THE_DOOR,      /* asking */
  FETCHING_THE_LOG, /* let in, as far as is known */
} Stage;

typedef struct
{
  FarWorker *worker; /* unowned */
  FarJob *job;       /* unowned: until it is returned */
  char *peer;        /* (nullable): owned */
  FarNearbyMode mode;
  FarNearby *nearby;                /* (nullable): owned: finds the peer */
  gboolean is_asking;               /* that one */
  gboolean is_over;                 /* the time that was given */
  gboolean is_patient;              /* some was given */
  char name[FAR_LAN_LABEL_LEN + 1]; /* of the peer that was found so */
  GError *failure;                  /* (nullable): owned: of the last one that was found so */
  gint64 ask_us;                    /* not sooner, of those that are found */
  gint64 until_us;                  /* how long to try; 0 for once */
  gboolean is_new;                  /* the home was made for this */
  char *before;      /* (nullable): owned: the folder of what was served until then */
  char *aside;       /* (nullable): owned: where the home that was in its place is */
  FarBundleRun *run; /* (nullable): owned; frees itself when it is done */

  Stage stage;
  guint secret;        /* of a machine that comes back: index of the one that is tried */
  GCancellable *dials; /* owned */
  gboolean dialling;
  gboolean stopped;
  gboolean settled;    /* this device is in, and has testified to it */
  FarContact *contact; /* (nullable): owned */
  GSource *again;      /* (nullable): owned */
} Join;

/* ---- the end */

static void
join_free (Join *self)
{
  if (self->again != NULL)
    {
      g_source_destroy (self->again);
      g_source_unref (self->again);
    }
  g_clear_pointer (&self->run, far_bundle_run_free);
  g_clear_pointer (&self->contact, far_contact_free);
  g_clear_pointer (&self->nearby, far_nearby_free);
  g_clear_error (&self->failure);
  g_object_unref (self->dials);
  g_free (self->peer);
  g_free (self->before);
  g_free (self->aside);
  g_free (self);
}

static void
serve_home (FarWorker *worker, const char *folder)
{
  FarStore *store;
  FarIdentity me;

  store = far_home_open (folder, &me, NULL);
  if (store != NULL)
    {
      far_worker_set_store (worker, store, &me);
      sodium_memzero (&me, sizeof me);
    }
}

/* Who is refused at once is as before: no home stays behind that waits for nothing. */
static void
forget_home (Join *self)
{
  FarWorker *worker = self->worker;
  g_autofree char *folder =
      far_home_find_exact (worker->home, far_store_peek_collective (worker->store));

  far_worker_set_store (worker, NULL, NULL);
  if (folder != NULL)
    far_home_abandon (folder);
  if (folder != NULL && self->aside != NULL && g_rename (self->aside, folder) != 0)
    g_debug ("%s stays: %s", self->aside, g_strerror (errno));

  if (self->before != NULL)
    serve_home (worker, self->before);
  far_worker_changed (worker);
}

/* @error: (transfer full) (nullable): NULL tells how far it is */
static void
end_join (Join *self, GError *error)
{
  FarMembership *membership = NULL;

  if (error == NULL && far_belonging_settle (self->worker, &error))
    membership = far_view_membership (self->worker);

  if (error != NULL && self->is_new && far_sync_error_get_blame (error) == FAR_BLAME_RULE &&
      far_store_get_n_entries (self->worker->store) == 0 && self->worker->links->len == 0)
    forget_home (self);

  far_job_return (self->job, membership, error);
  join_free (self);
}

static void
stop_cb (gpointer data)
{
  Join *self = data;

  self->stopped = TRUE;
  g_cancellable_cancel (self->dials);
  /* a connection that is being made ends it */
  if (!self->dialling)
    end_join (self, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "stopped"));
}

/* ---- keeping the invitation */

/* With what somebody asks to come in: an invitation, or a machine's code. */
typedef struct
{
  gboolean is_machine;
  FarInvite invite;
  FarMachineCode code;
  const guint8 *collective; /* unowned: of one of the two */
} Ticket;

static gboolean
read_ticket (Ticket *self, const char *uri, GError **error)
{
  self->is_machine = far_machine_code_from_text (&self->code, uri);
  self->collective = self->is_machine ? self->code.collective : self->invite.collective;

  return self->is_machine || far_invite_from_text (&self->invite, uri, error);
}

/* @name: (nullable): tidy; a machine's code needs none */
static gboolean
keep_ticket (FarStore *store, const Ticket *ticket, const char *name, GError **error)
{
  return ticket->is_machine ? far_belonging_keep_code (store, &ticket->code, error)
                            : far_belonging_keep_invite (store, &ticket->invite, name, error);
}

/* Makes a home for it.  Returns: whether the engine serves it */
static gboolean
make_home (FarWorker *worker, const Ticket *ticket, const char *name, GError **error)
{
  g_autofree char *begun = NULL;
  g_autofree char *folder = NULL;
  guint8 seed[32];
  FarIdentity me;
  FarStore *store;
  gboolean kept = FALSE;

  far_worker_random (seed, sizeof seed);
  begun = far_home_begin (worker->home, seed, error);
  far_home_derive (&me, seed, ticket->collective);
  sodium_memzero (seed, sizeof seed);
  if (begun == NULL)
    {
      sodium_memzero (&me, sizeof me);
      return FALSE;
    }

  store = far_home_make_store (begun, ticket->collective, me.device, error);
  if (store != NULL)
    {
      kept = keep_ticket (store, ticket, name, error);
      far_store_close (store);
    }
  if (kept)
    folder = far_home_finish (worker->home, begun, ticket->collective, error);
  if (folder == NULL)
    {
      sodium_memzero (&me, sizeof me);
      far_home_abandon (begun);
      return FALSE;
    }

  store = far_home_open (folder, &me, error);
  if (store != NULL)
    far_worker_set_store (worker, store, &me);
  sodium_memzero (&me, sizeof me);

  return store != NULL;
}

static gboolean
serves (FarWorker *worker, const Ticket *ticket)
{
  return worker->store != NULL &&
         memcmp (far_store_peek_collective (worker->store), ticket->collective, FAR_ID_LEN) == 0;
}

/* Another collective of this home is served, if it is that of @ticket.  @found: (out) */
static gboolean
switch_home (FarWorker *worker, const Ticket *ticket, gboolean *found, GError **error)
{
  g_autofree char *folder = NULL;
  FarIdentity me;
  FarStore *store;

  *found = serves (worker, ticket);
  if (*found)
    return TRUE;
  if (!far_belonging_can_switch (worker, 1, error))
    return FALSE;

  folder = far_home_find_exact (worker->home, ticket->collective);
  if (folder == NULL)
    return TRUE;

  store = far_home_open (folder, &me, error);
  if (store == NULL)
    return FALSE;

  far_worker_set_store (worker, store, &me);
  sodium_memzero (&me, sizeof me);
  *found = TRUE;

  return TRUE;
}

/* Whether this device came in with it, or is coming in with it. */
static gboolean
is_kept (FarWorker *worker, const Ticket *ticket)
{
  FarMachineCode kept;
  gboolean same;

  if (!ticket->is_machine)
    return far_belonging_is_invite (worker, &ticket->invite);

  same = far_belonging_load_code (worker, &kept) &&
         sodium_memcmp (kept.secret, ticket->code.secret, FAR_MACHINE_SECRET_LEN) == 0;
  sodium_memzero (&kept, sizeof kept);

  return same;
}

/* Whether this device was a member's once, and is not any more: its keys open no door again. */
static gboolean
is_over (FarWorker *worker)
{
  const FarGovDevice *device =
      far_governance_find_device (far_store_peek_governance (worker->store), worker->me.device);

  return device != NULL && !device->active && device->ended_by != FAR_ACT_NONE;
}

/* Who comes back after that comes as anybody, with new keys; what was before is kept beside. */
static gboolean
begin_anew (Join *self, const Ticket *ticket, const char *name, GError **error)
{
  FarWorker *worker = self->worker;
  g_autofree char *folder = far_home_find_exact (worker->home, ticket->collective);

  if (is_kept (worker, ticket))
    return far_sync_fail (error, FAR_SYNC_ERROR_NOT_A_MEMBER, "with that one it came in before");
  if (folder == NULL)
    return far_sync_fail (error, FAR_SYNC_ERROR_NO_COLLECTIVE, "its folder is gone");
  if (!far_belonging_can_switch (worker, 1, error))
    return FALSE;

  far_worker_set_store (worker, NULL, NULL);
  self->aside = far_home_set_aside (worker->home, folder, far_worker_today (worker), error);
  self->is_new = self->aside != NULL && make_home (worker, ticket, name, error);
  if (self->is_new)
    return TRUE;

  if (self->aside != NULL && g_rename (self->aside, folder) != 0)
    g_debug ("%s stays: %s", self->aside, g_strerror (errno));
  serve_home (worker, folder);

  return FALSE;
}

/* @my_name: (nullable): tidy */
static gboolean
take_ticket (Join *self, const Ticket *ticket, const char *my_name, GError **error)
{
  FarWorker *worker = self->worker;
  g_autoptr (FarNames) names = NULL;
  g_autofree char *kept_name = NULL;
  gboolean found;

  if (!switch_home (worker, ticket, &found, error))
    return FALSE;

  if (!found && my_name == NULL && !ticket->is_machine)
    return far_sync_fail (error, FAR_SYNC_ERROR_NAME_EMPTY, "a newcomer has a name");
  if (!found)
    {
      self->is_new = make_home (worker, ticket, my_name, error);
      return self->is_new;
    }

  if (far_belonging_stands (worker))
    return is_kept (worker, ticket) ||
           far_sync_fail (error, FAR_SYNC_ERROR_ALREADY_HERE, "this device is in already");

  names = far_names_new (worker->store, error);
  if (names == NULL)
    return FALSE;
  kept_name = far_belonging_dup_my_name (worker, names);
  if (is_over (worker))
    return begin_anew (self, ticket, my_name != NULL ? my_name : kept_name, error);
  if (is_kept (worker, ticket) && (my_name == NULL || strcmp (my_name, kept_name) == 0))
    return TRUE;
  if (!keep_ticket (worker->store, ticket, my_name != NULL ? my_name : kept_name, error))
    return FALSE;
  far_belonging_take_member (worker);

  return TRUE;
}

static gboolean
keep_uri (Join *self, const char *uri, const char *me, GError **error)
{
  g_autofree char *name = NULL;
  Ticket ticket = { 0 };
  gboolean good;

  if (me != NULL)
    {
      name = far_collective_tidy_name (me, error);
      if (name == NULL)
        return FALSE;
    }

  good = read_ticket (&ticket, uri, error) && take_ticket (self, &ticket, name, error);
  sodium_memzero (&ticket, sizeof ticket);

  return good;
}

/* ---- through files */

/* What opens the door: of an invitation its public half; to who comes back a secret of the
 * collective, @secret of them newer; of a machine's code what follows from it. */
static gboolean
load_door_key (FarWorker *worker, guint secret, guint8 out[static FAR_KEY_LEN], GError **error)
{
  guint n_secrets;
  const guint8 (*secrets)[FAR_HASH_LEN] =
      far_governance_peek_secrets (far_store_peek_governance (worker->store), &n_secrets);
  FarInvite invite;
  FarMachineCode code;

  if (far_belonging_is_further (worker))
    {
      if (!far_belonging_load_code (worker, &code))
        return far_sync_fail (error, FAR_SYNC_ERROR_STORE_DAMAGED, "the kept code is none");
      far_machine_code_derive_key (code.secret, out);
      sodium_memzero (&code, sizeof code);
      return TRUE;
    }
  if (far_belonging_is_returning (worker))
    {
      if (secret >= n_secrets)
        return far_sync_fail (error, FAR_SYNC_ERROR_PEER_STRANGER, "no secret of ours is known");
      memcpy (out, secrets[secret], FAR_KEY_LEN);
      return TRUE;
    }
  if (!far_belonging_load_invite (worker, &invite))
    return far_sync_fail (error, FAR_SYNC_ERROR_NO_COLLECTIVE, "no invitation is kept here");

  far_invite_derive_public (invite.secret, out);
  sodium_memzero (&invite, sizeof invite);

  return TRUE;
}

static gboolean
write_request (FarWorker *worker, const char *path, GError **error)
{
  g_autoptr (GBytes) request = far_belonging_make_request (worker, error);
  g_autoptr (GByteArray) sealed = g_byte_array_new ();
  guint8 nonce[FAR_INVITE_NONCE_LEN];
  guint8 key[FAR_KEY_LEN];

  if (request == NULL || !load_door_key (worker, 0, key, error))
    return FALSE;

  far_worker_random (nonce, sizeof nonce);
  far_invite_seal (key, nonce, g_bytes_get_data (request, NULL), g_bytes_get_size (request),
                   sealed);
  sodium_memzero (key, sizeof key);

  return far_request_write (path, sealed->data, sealed->len, error) ||
         far_sync_error_translate (error, FAR_FROM_FILE);
}

static void ask_peer (Join *self);

/* What was whole of a cut bundle may be enough. */
static void
read_cb (const FarSessionCounts *counts, const GError *error, gpointer data)
{
  Join *self = data;

  self->run = NULL;
  if (error != NULL && !far_belonging_stands (self->worker))
    end_join (self, g_error_copy (error));
  else
    ask_peer (self);
}

static void
read_bundle (Join *self, const char *path)
{
  g_autoptr (GBytes) request = NULL;
  GError *error = NULL;

  self->run = far_bundle_run_read (self->worker, path, read_cb, self, &request, &error);
  if (self->run != NULL)
    return;

  if (request != NULL)
    far_sync_fail (&error, FAR_SYNC_ERROR_BUNDLE_NOT_FOR_US, "a request, and no answer to one");
  end_join (self, error);
}

/* ---- over the network */

static void dial (Join *self);

static gboolean
again_cb (gpointer data)
{
  Join *self = data;

  g_clear_pointer (&self->again, g_source_unref);
  dial (self);

  return G_SOURCE_REMOVE;
}

static void
end_nearby (Join *self)
{
  if (self->peer == NULL && self->failure == NULL)
    self->failure =
        self->worker->nearby == FAR_NEARBY_NO_AVAHI
            ? g_error_new_literal (FAR_SYNC_ERROR, FAR_SYNC_ERROR_NO_AVAHI, "Avahi does not run")
            : g_error_new_literal (FAR_SYNC_ERROR, FAR_SYNC_ERROR_NOBODY_NEARBY, "nobody is here");
  end_join (self, g_steal_pointer (&self->failure));
}

static gboolean
nearby_over_cb (gpointer data)
{
  Join *self = data;

  g_clear_pointer (&self->again, g_source_unref);
  self->is_over = TRUE;
  g_cancellable_cancel (self->dials);
  /* a connection that is being made ends it */
  if (!self->dialling)
    end_nearby (self);

  return G_SOURCE_REMOVE;
}

/* Asks once more if there is time. @error: (transfer full) (nullable): why it is not done yet */
static void
ask_again (Join *self, GError *error)
{
  if (self->nearby != NULL && error == NULL && !self->is_patient)
    {
      end_join (self, NULL);
      return;
    }
  if (self->nearby != NULL)
    {
      g_clear_error (&self->failure);
      self->failure = error;
      self->is_asking = FALSE;
      self->ask_us = error == NULL ? g_get_monotonic_time () + AGAIN_MS * 1000 : 0;
      far_nearby_ended (self->nearby, self->name, NULL, error == NULL);
      return;
    }
  if (g_get_monotonic_time () + AGAIN_MS * 1000 >= self->until_us)
    {
      end_join (self, error);
      return;
    }

  g_clear_error (&error);
  self->again = g_timeout_source_new (AGAIN_MS);
  g_source_set_callback (self->again, again_cb, self, NULL);
  g_source_attach (self->again, self->worker->context);
}

/* Returns: (transfer full) (nullable): why it ends here; NULL if it goes on */
static GError *
take_answer (Join *self, GBytes *bytes)
{
  GError *error = NULL;
  FarAnswer answer;

  if (!far_answer_decode (&answer, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)))
    {
      far_sync_fail (&error, FAR_SYNC_ERROR_PEER_INVALID, "the answer is none");
      return error;
    }

  /* a no is kept too: whoever looks later must not be told that a request waits */
  if (far_belonging_keep_answer (self->worker, &answer, &error))
    {
      far_worker_changed (self->worker);
      if (answer.state == FAR_ANSWER_ADMITTED)
        self->stage = FETCHING_THE_LOG;
      else if (answer.state == FAR_ANSWER_REFUSED)
        far_refusal_set_error (answer.refusal, &error);
    }
  sodium_memzero (&answer, sizeof answer);

  return error;
}

static void
contact_changed_cb (FarContact *contact, gpointer data)
{
  Join *self = data;
  g_autoptr (GError) error = NULL;
  gint64 n_entries;

  if (self->stage != FETCHING_THE_LOG || !far_contact_is_through (contact))
    return;

  /* the log is here: GENESIS has the id of the invitation, or the store had refused it, and whoever
   * answered stands by it, or the session had ended */
  if (!self->settled && far_belonging_stands (self->worker))
    {
      self->settled = TRUE;
      n_entries = far_store_get_n_entries (self->worker->store);
      if (!far_belonging_witness (self->worker, TRUE, &error))
        g_debug ("not testified: %s", error->message);
      /* others know this machine from now on by a log of its own; in step again when it is there */
      if (far_store_get_n_entries (self->worker->store) > n_entries)
        return;
    }
  far_contact_close (contact);
}

/* Whoever answers may not have heard of the newest secret yet.  Returns: FALSE if there is no
 * older one */
static gboolean
go_back (Join *self, const GError *error)
{
  guint n_secrets;

  far_governance_peek_secrets (far_store_peek_governance (self->worker->store), &n_secrets);
  if (!g_error_matches (error, FAR_SESSION_ERROR, FAR_SESSION_ERROR_STRANGER) ||
      !far_belonging_is_returning (self->worker) || self->secret + 1 >= n_secrets)
    return FALSE;

  self->secret++;
  dial (self);

  return TRUE;
}

static void
door_over (Join *self, GBytes *bytes, const GError *error)
{
  GError *failure = NULL;

  if (bytes == NULL && go_back (self, error))
    return;

  self->secret = 0;
  if (bytes == NULL)
    {
      failure = error != NULL ? g_error_copy (error)
                              : g_error_new_literal (FAR_SYNC_ERROR, FAR_SYNC_ERROR_PEER_SILENT,
                                                     "no answer at the door");
      ask_again (self, far_sync_error_take (failure, FAR_FROM_PEER));
      return;
    }

  failure = take_answer (self, bytes);
  if (failure != NULL)
    end_join (self, failure);
  else if (self->stage == FETCHING_THE_LOG)
    dial (self);
  else
    ask_again (self, NULL);
}

static void
log_over (Join *self, const GError *error)
{
  GError *failure = NULL;

  if (far_belonging_stands (self->worker))
    {
      end_join (self, NULL);
      return;
    }

  /* the secret has changed since: at the door there is a newer one */
  if (g_error_matches (error, FAR_SESSION_ERROR, FAR_SESSION_ERROR_STRANGER))
    self->stage = AT_THE_DOOR;

  if (error != NULL)
    failure = far_sync_error_take (g_error_copy (error), FAR_FROM_PEER);
  else
    far_sync_fail (&failure, FAR_SYNC_ERROR_PEER_INVALID, "its log does not let this device in");
  ask_again (self, failure);
}

static void
contact_ended_cb (FarContact *contact, const GError *error, gpointer data)
{
  Join *self = data;
  FarSession *session = (FarSession *)far_contact_peek_session (contact);
  g_autoptr (GBytes) answer = NULL;
  g_autoptr (GError) why = error != NULL ? g_error_copy (error) : NULL;

  if (self->stage == AT_THE_DOOR && far_session_peek_answer (session) != NULL)
    answer = g_bytes_ref (far_session_peek_answer (session));
  g_clear_pointer (&self->contact, far_contact_free);

  if (self->stage == AT_THE_DOOR)
    door_over (self, answer, why);
  else
    log_over (self, why);
}

static const FarContactWatch contact_watch = { contact_changed_cb, contact_ended_cb };

/* Returns: FALSE with @error if there is nothing to go with */
static gboolean
knock (Join *self, GSocketConnection *connection, GError **error)
{
  g_autoptr (GBytes) request = far_belonging_make_request (self->worker, error);
  guint8 key[FAR_KEY_LEN];

  if (request == NULL || !load_door_key (self->worker, self->secret, key, error))
    return FALSE;

  self->contact =
      far_belonging_is_returning (self->worker)
          ? far_contact_new_further (self->worker, connection, key, request, &contact_watch, self)
          : far_contact_new_door (self->worker, connection, key, request, &contact_watch, self);
  sodium_memzero (key, sizeof key);

  return TRUE;
}

static void
dialled_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer data)
{
  Join *self = data;
  g_autoptr (GSocketConnection) connection = NULL;
  FarAnswer answer;
  GError *error = NULL;

  connection = far_tcp_dial_finish (result, &error);
  self->dialling = FALSE;
  self->worker->n_connecting--;
  far_worker_progressed (self->worker);

  if (self->stopped)
    {
      g_clear_error (&error);
      end_join (self, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "stopped"));
      return;
    }
  if (self->is_over)
    {
      g_clear_error (&error);
      end_nearby (self);
      return;
    }
  if (connection == NULL)
    {
      ask_again (self, far_sync_error_take (error, FAR_FROM_PEER));
      return;
    }

  if (self->stage == AT_THE_DOOR)
    {
      if (!knock (self, connection, &error))
        end_join (self, error);
      return;
    }

  if (!far_belonging_load_answer (self->worker, &answer))
    {
      far_sync_fail (&error, FAR_SYNC_ERROR_STORE_DAMAGED, "the kept answer is gone");
      end_join (self, error);
      return;
    }
  self->contact =
      far_contact_new_dial (self->worker, connection, answer.secret, &contact_watch, self);
  sodium_memzero (&answer, sizeof answer);
}

static void
dial (Join *self)
{
  self->dialling = TRUE;
  self->worker->n_connecting++;
  far_worker_progressed (self->worker);
  far_tcp_dial_async (self->peer, DIAL_TIMEOUT_S, self->dials, dialled_cb, self);
}

/* ---- nearby */

static void
refuse_caller_cb (GSocketConnection *connection, gpointer data)
{
}

/* One at a time, and whoever was told to wait waits before asking another one. */
static gboolean
call_near_cb (FarNearby *nearby G_GNUC_UNUSED,
              const char *name,
              const char *address,
              guint secret,
              gboolean may_go G_GNUC_UNUSED,
              gpointer data)
{
  Join *self = data;

  if (self->is_asking || self->is_over || self->stopped || g_get_monotonic_time () < self->ask_us)
    return FALSE;

  self->is_asking = TRUE;
  g_strlcpy (self->name, name, sizeof self->name);
  self->secret = secret;
  g_free (self->peer);
  self->peer = g_strdup (address);
  dial (self);

  return TRUE;
}

static gboolean
hang_up_cb (FarNearby *nearby, const char *name, gpointer data)
{
  return FALSE;
}

/* Whoever gave no time is not kept waiting for what is not there. */
static void
nearby_changed_cb (FarNearby *nearby, FarNearbyState state, gpointer data)
{
  Join *self = data;

  if (!self->is_patient && self->again != NULL &&
      (state == FAR_NEARBY_NO_AVAHI || state == FAR_NEARBY_NO_NETWORK))
    g_source_set_ready_time (self->again, 0);
}

static const FarNearbyWatch nearby_watch = { refuse_caller_cb, call_near_cb, hang_up_cb,
                                             nearby_changed_cb };

/* Asks one after the other of those that are found, for as long as there is time. */
static void
seek (Join *self)
{
  gint64 left_us = self->until_us - g_get_monotonic_time ();

  self->is_patient = self->until_us > 0;
  self->again =
      g_timeout_source_new (self->is_patient ? (guint)(MAX (left_us, 0) / 1000) : NEARBY_S * 1000);
  g_source_set_callback (self->again, nearby_over_cb, self, NULL);
  g_source_attach (self->again, self->worker->context);
  self->nearby = far_nearby_new (self->worker, self->mode, &nearby_watch, self);
}

static void
ask_peer (Join *self)
{
  FarAnswer answer;

  if ((self->peer == NULL && self->mode == FAR_NEARBY_NOWHERE) ||
      far_belonging_stands (self->worker))
    {
      end_join (self, NULL);
      return;
    }

  /* it was let in when it asked last, and the log did not come through */
  self->stage = AT_THE_DOOR;
  if (far_belonging_load_answer (self->worker, &answer))
    {
      if (answer.state == FAR_ANSWER_ADMITTED)
        self->stage = FETCHING_THE_LOG;
      sodium_memzero (&answer, sizeof answer);
    }
  if (self->peer == NULL)
    seek (self);
  else
    dial (self);
}

/* ---- the call */

static gboolean
prepare (Join *self, const char *uri, const char *me, GError **error)
{
  FarWorker *worker = self->worker;
  g_autofree char *host = NULL;
  guint16 port;

  if (self->peer != NULL && !far_tcp_parse_address (self->peer, FALSE, &host, &port, error))
    return FALSE;
  if (uri != NULL)
    {
      if (worker->store != NULL)
        self->before =
            far_home_find_exact (worker->home, far_store_peek_collective (worker->store));
      return keep_uri (self, uri, me, error);
    }
  if (worker->store == NULL)
    return far_sync_fail (error, FAR_SYNC_ERROR_NO_COLLECTIVE, "no invitation is kept here");

  return TRUE;
}

static void
start_join (FarWorker *worker, FarJob *job, GVariant *args)
{
  const char *uri, *me, *peer, *bundle_out, *bundle_in;
  gint32 nearby, n_seconds;
  Join *self;
  GError *error = NULL;

  g_variant_get (args, "(m^&aym^&aym^&aym^&aym^&ayii)", &uri, &me, &peer, &bundle_out, &bundle_in,
                 &nearby, &n_seconds);

  self = g_new0 (Join, 1);
  self->worker = worker;
  self->job = job;
  self->peer = g_strdup (peer);
  self->mode = nearby;
  self->dials = g_cancellable_new ();
  if (n_seconds > 0)
    self->until_us = g_get_monotonic_time () + n_seconds * G_USEC_PER_SEC;
  far_job_hold (job, stop_cb, self);

  if (!prepare (self, uri, me, &error))
    {
      end_join (self, error);
      return;
    }
  far_worker_changed (worker);

  if (far_belonging_stands (worker))
    end_join (self, NULL);
  else if (bundle_out != NULL && !write_request (worker, bundle_out, &error))
    end_join (self, error);
  else if (bundle_in != NULL)
    read_bundle (self, bundle_in);
  else
    ask_peer (self);
}

static const FarCall join_call = { .name = "join",
                                   .start = start_join,
                                   .free_result = far_snapshot_unref };

void
far_engine_join_async (FarEngine *self,
                       const char *uri,
                       const char *me,
                       const char *peer,
                       const char *bundle_out,
                       const char *bundle_in,
                       FarNearbyMode nearby,
                       int n_seconds,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));

  _far_engine_call (self, &join_call,
                    g_variant_new ("(m^aym^aym^aym^aym^ayii)", uri, me, peer, bundle_out, bundle_in,
                                   (int)nearby, n_seconds),
                    cancellable, callback, data);
}

FarMembership *
far_engine_join_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &join_call, result, error);
}
