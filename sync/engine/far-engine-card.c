/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Meeting across the Internet with a connection card: an offer, its answer, and what comes of it.
 */

#define G_LOG_DOMAIN "far-engine"

#include "far-engine-private.h"

#include <string.h>

#include "far-attempt.h"
#include "far-belonging.h"
#include "far-contact.h"
#include "far-engine-views.h"
#include "far-invite.h"

/* ---- those that are out */

static void
forget (FarWorker *worker, FarAttempt *attempt)
{
  g_ptr_array_remove (worker->attempts, attempt);
}

static FarAttempt *
find_attempt (FarWorker *worker, const char *token)
{
  guint8 wanted[FAR_CARD_TOKEN_LEN];

  for (guint i = 0; i < worker->attempts->len && far_unhex (token, wanted, sizeof wanted); i++)
    if (memcmp (far_attempt_peek_token (worker->attempts->pdata[i]), wanted, sizeof wanted) == 0)
      return worker->attempts->pdata[i];

  return NULL;
}

/* ---- making a card */

typedef struct
{
  FarWorker *worker;   /* unowned */
  FarJob *job;         /* unowned */
  FarAttempt *attempt; /* unowned: the worker's list has it */
} Making;

static FarShownCard *
view_card (FarWorker *worker, const FarAttempt *attempt, GBytes *card)
{
  FarShownCard *self = far_snapshot_new (FarShownCard);
  g_autoptr (FarNames) names = far_names_new (worker->store, NULL);
  const guint8 *device = far_attempt_peek_device (attempt);

  self->text = far_snapshot_take (self, far_card_to_text (card));
  self->token = far_snapshot_hex (self, far_attempt_peek_token (attempt), FAR_CARD_TOKEN_LEN);
  self->device = far_snapshot_hex (self, device, FAR_KEY_LEN);
  self->member_name =
      names != NULL ? far_snapshot_dup (self, far_names_peek_device (names, worker->store, device))
                    : "";
  self->is_answer = !far_attempt_is_offer (attempt);
  self->expires_ms = far_attempt_get_good_until_ms (attempt);

  return self;
}

static void
made_cb (FarAttempt *attempt, GBytes *card, gpointer data)
{
  Making *self = data;

  far_attempt_set_watch (attempt, NULL, NULL);
  far_job_return (self->job, view_card (self->worker, attempt, card), NULL);
  g_free (self);
}

static void
making_connected_cb (FarAttempt *attempt G_GNUC_UNUSED,
                     GIOStream *stream G_GNUC_UNUSED,
                     gpointer data G_GNUC_UNUSED)
{
  /* nobody knows where this end is before the card is made */
  g_assert_not_reached ();
}

static void
making_failed_cb (FarAttempt *attempt, const GError *error, gpointer data)
{
  Making *self = data;

  FarJob *job = self->job;
  GError *why = g_error_copy (error);

  forget (self->worker, attempt);
  g_free (self);
  far_job_return (job, NULL, why);
}

static const FarAttemptWatch making_watch = { made_cb, making_connected_cb, making_failed_cb };

static void
making_stop_cb (gpointer data)
{
  Making *self = data;

  FarJob *job = self->job;

  forget (self->worker, self->attempt);
  g_free (self);
  far_job_return (job, NULL,
                  g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "no card is wanted"));
}

/* Of the cards that are out and that nobody waits for, so that there is room for one more. */
static void
drop_oldest (FarWorker *worker)
{
  for (guint i = 0; i < worker->attempts->len && worker->attempts->len >= FAR_CARDS_MAX; i++)
    if (!far_attempt_is_watched (worker->attempts->pdata[i]))
      g_ptr_array_remove_index (worker->attempts, i--);
}

/* @attempt: (transfer full) (nullable): NULL with @error */
static void
begin_making (FarWorker *worker, FarJob *job, Making *self, FarAttempt *attempt, GError *error)
{
  if (attempt == NULL)
    {
      far_job_return (job, NULL, error);
      g_free (self);
      return;
    }

  drop_oldest (worker);
  g_ptr_array_add (worker->attempts, attempt);
  self->attempt = attempt;
  far_job_hold (job, making_stop_cb, self);
}

static Making *
making_new (FarWorker *worker, FarJob *job)
{
  Making *self = g_new0 (Making, 1);

  self->worker = worker;
  self->job = job;

  return self;
}

/* ---- an offer */

/* Whether @prefix may mean that machine: by its key, or as one of a member's. */
static gboolean
fits (const FarGovDevice *device, const char *prefix)
{
  return far_prefix_fits (prefix, device->key, FAR_KEY_LEN) ||
         far_prefix_fits (prefix, device->member, FAR_RECORD_ID_LEN);
}

/* @prefix: "" if there is to be only one */
static gboolean
find_peer (FarWorker *worker, const char *prefix, guint8 *out, GError **error)
{
  guint n;
  guint n_found = 0;
  const FarGovDevice *devices =
      far_governance_peek_devices (far_store_peek_governance (worker->store), &n);

  if (*prefix != '\0' && !far_prefix_check (prefix, 2 * FAR_KEY_LEN, error))
    return FALSE;

  for (guint i = 0; i < n; i++)
    {
      if (!devices[i].active || memcmp (devices[i].key, worker->me.device, FAR_KEY_LEN) == 0 ||
          (*prefix != '\0' && !fits (&devices[i], prefix)))
        continue;
      n_found++;
      memcpy (out, devices[i].key, FAR_KEY_LEN);
    }
  if (n_found == 1)
    return TRUE;
  if (n_found == 0)
    return far_sync_fail (error, FAR_SYNC_ERROR_NO_SUCH_ID, "there is no such machine");

  return far_sync_fail (error, FAR_SYNC_ERROR_CARD_WHOM, "several machines are meant");
}

static void
start_offer (FarWorker *worker, FarJob *job, GVariant *args)
{
  guint8 device[FAR_KEY_LEN];
  FarAttempt *attempt = NULL;
  Making *self = making_new (worker, job);
  const char *prefix;
  GError *error = NULL;

  g_variant_get (args, "(^&ay)", &prefix);
  if (!far_belonging_may_exchange (worker))
    far_sync_fail (&error, FAR_SYNC_ERROR_NOT_A_MEMBER, "this device has no standing");
  else if (find_peer (worker, prefix, device, &error))
    attempt = far_attempt_new_offer (worker, device, FAR_CARD_TRY_US, &making_watch, self, &error);
  begin_making (worker, job, self, attempt, error);
}

static const FarCall offer_call = { .name = "offer-card",
                                    .needs = FAR_NEEDS_STORE,
                                    .start = start_offer,
                                    .free_result = far_snapshot_unref };

void
far_engine_offer_card_async (FarEngine *self,
                             const char *device,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));

  _far_engine_call (self, &offer_call, g_variant_new ("(^ay)", device != NULL ? device : ""),
                    cancellable, callback, data);
}

FarShownCard *
far_engine_offer_card_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &offer_call, result, error);
}

/* ---- an answer */

static gboolean
read_text (FarWorker *worker, const char *text, FarCard *out, GError **error)
{
  g_autoptr (GError) wrong = NULL;
  g_autoptr (GBytes) sealed = far_card_from_text (text, &wrong);

  if (sealed != NULL)
    return far_attempt_read (worker, sealed, out, error);

  return g_error_matches (wrong, FAR_INVITE_ERROR, FAR_INVITE_ERROR_NEWER)
             ? far_sync_fail (error, FAR_SYNC_ERROR_CARD_NEWER, wrong->message)
             : far_sync_fail (error, FAR_SYNC_ERROR_CARD_DAMAGED, wrong->message);
}

static void
start_answer (FarWorker *worker, FarJob *job, GVariant *args)
{
  FarAttempt *attempt = NULL;
  Making *self = making_new (worker, job);
  const char *text;
  FarCard offer;
  GError *error = NULL;

  g_variant_get (args, "(^&ay)", &text);
  if (!far_belonging_may_exchange (worker))
    far_sync_fail (&error, FAR_SYNC_ERROR_NOT_A_MEMBER, "this device has no standing");
  else if (read_text (worker, text, &offer, &error))
    {
      if (offer.ice.kind != FAR_ICE_OFFER)
        far_sync_fail (&error, FAR_SYNC_ERROR_CARD_WRONG, "that is an answer");
      else
        attempt =
            far_attempt_new_answer (worker, &offer, FAR_CARD_GOOD_US, &making_watch, self, &error);
      sodium_memzero (&offer, sizeof offer);
    }
  begin_making (worker, job, self, attempt, error);
}

static const FarCall answer_call = { .name = "answer-card",
                                     .needs = FAR_NEEDS_STORE,
                                     .start = start_answer,
                                     .free_result = far_snapshot_unref };

void
far_engine_answer_card_async (FarEngine *self,
                              const char *text,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (text != NULL);

  _far_engine_call (self, &answer_call, g_variant_new ("(^ay)", text), cancellable, callback, data);
}

FarShownCard *
far_engine_answer_card_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &answer_call, result, error);
}

/* ---- what comes of it */

typedef struct
{
  FarWorker *worker;   /* unowned */
  FarJob *job;         /* unowned */
  FarAttempt *attempt; /* (nullable): unowned: the worker's list has it */
  FarContact *contact; /* (nullable): owned */
  guint8 device[FAR_KEY_LEN];
  gboolean stays;
  gboolean was_cancelled;
  gboolean is_stranger; /* who is there is not whom the card is for */
} Meeting;

/* @contact: (nullable): what it came to */
static FarExchange *
view_meeting (Meeting *self, const FarContact *contact)
{
  FarExchange *view = far_snapshot_new (FarExchange);
  FarPeer *peer = g_new0 (FarPeer, 1);
  g_autoptr (FarNames) names = far_names_new (self->worker->store, NULL);
  FarSessionCounts counts = { 0 };

  view->peers = g_ptr_array_new_with_free_func (g_free);
  far_snapshot_own (view, view->peers, (GDestroyNotify)g_ptr_array_unref);
  g_ptr_array_add (view->peers, peer);
  peer->device = far_snapshot_hex (view, self->device, FAR_KEY_LEN);
  peer->member_name =
      names != NULL ? far_snapshot_dup (view, far_names_peek_device (names, self->worker->store,
                                                                     self->device))
                    : "";
  peer->address = "";
  peer->link = "nice";
  if (contact != NULL)
    {
      far_session_get_counts (far_contact_peek_session (contact), &counts);
      peer->n_received = counts.n_received;
      peer->n_sent = counts.n_sent;
      peer->took_ms = MAX (far_contact_get_took_ms (contact), 0);
      peer->in_step = far_contact_get_took_ms (contact) >= 0;
      peer->link = far_contact_is_on_road (contact) ? "nice" : "tcp";
    }
  view->n_entries = far_store_get_n_entries (self->worker->store);

  return view;
}

/* The way is looked for, or not any more. */
static void
set_looking (Meeting *self, FarAttempt *attempt)
{
  FarAttempt *before = self->attempt;

  self->attempt = attempt;
  if (before != NULL)
    {
      forget (self->worker, before);
      self->worker->n_connecting--;
    }
  if (attempt != NULL)
    self->worker->n_connecting++;
  far_worker_progressed (self->worker);
}

/* @error: (transfer full) (nullable); frees all but the contact, whose end this is. */
static void
finish_meeting (Meeting *self, FarExchange *view, GError *error)
{
  FarJob *job = self->job;

  set_looking (self, NULL);
  g_clear_pointer (&self->contact, far_contact_free);
  g_free (self);
  /* the last, since with the last job the store may be closed */
  far_job_return (job, view, error);
}

static void
meeting_changed_cb (FarContact *contact, gpointer data)
{
  Meeting *self = data;
  const guint8 *device = far_contact_peek_device (contact);

  if (device != NULL && memcmp (device, self->device, FAR_KEY_LEN) != 0)
    {
      self->is_stranger = TRUE;
      far_contact_close (contact);
    }
  else if (!self->stays && far_contact_is_through (contact))
    far_contact_close (contact);
}

static void
meeting_ended_cb (FarContact *contact, const GError *error, gpointer data)
{
  Meeting *self = data;
  const FarContact *other = far_contact_find (self->worker, self->device);
  gboolean was_in_step = far_contact_get_took_ms (contact) >= 0;

  if (self->is_stranger)
    finish_meeting (self, NULL,
                    g_error_new_literal (FAR_SYNC_ERROR, FAR_SYNC_ERROR_PEER_STRANGER,
                                         "another machine than the card is for"));
  else if (was_in_step || self->was_cancelled)
    finish_meeting (self, view_meeting (self, contact), NULL);
  /* they had met already by another way */
  else if (other != NULL && other != contact)
    finish_meeting (self, view_meeting (self, other), NULL);
  else
    finish_meeting (self, NULL,
                    error != NULL ? far_sync_error_take (g_error_copy (error), FAR_FROM_PEER)
                                  : g_error_new_literal (FAR_SYNC_ERROR, FAR_SYNC_ERROR_PEER_SILENT,
                                                         "the peer said goodbye at once"));
}

static const FarContactWatch meeting_contact_watch = { meeting_changed_cb, meeting_ended_cb };

static void
meeting_made_cb (FarAttempt *attempt G_GNUC_UNUSED,
                 GBytes *card G_GNUC_UNUSED,
                 gpointer data G_GNUC_UNUSED)
{
}

static void
meeting_connected_cb (FarAttempt *attempt, GIOStream *stream, gpointer data)
{
  Meeting *self = data;
  guint8 secret[FAR_HASH_LEN];
  gboolean dials = far_attempt_is_offer (attempt);

  far_attempt_get_secret (attempt, secret);
  set_looking (self, NULL);
  self->contact = far_contact_new_on_road (self->worker, stream, dials ? secret : NULL,
                                           &meeting_contact_watch, self);
  sodium_memzero (secret, sizeof secret);
  if (self->contact == NULL)
    finish_meeting (self, NULL,
                    g_error_new_literal (FAR_SYNC_ERROR, FAR_SYNC_ERROR_NOT_A_MEMBER,
                                         "this device knows nobody"));
}

static void
meeting_failed_cb (FarAttempt *attempt G_GNUC_UNUSED, const GError *error, gpointer data)
{
  finish_meeting (data, NULL, g_error_copy (error));
}

static const FarAttemptWatch meeting_watch = { meeting_made_cb, meeting_connected_cb,
                                               meeting_failed_cb };

static void
meeting_stop_cb (gpointer data)
{
  Meeting *self = data;

  self->was_cancelled = TRUE;
  if (self->contact != NULL)
    far_contact_close (self->contact);
  else
    finish_meeting (self, view_meeting (self, NULL), NULL);
}

/* Returns: whether @attempt has what it needs */
static gboolean
tell_answer (FarWorker *worker, FarAttempt *attempt, const char *text, GError **error)
{
  FarCard answer;
  gboolean good;

  if (attempt == NULL)
    return far_sync_fail (error, FAR_SYNC_ERROR_CARD_EXPIRED, "that card is not out any more");
  if (far_attempt_is_watched (attempt))
    return far_sync_fail (error, FAR_SYNC_ERROR_CARD_WRONG, "it is met by that card already");
  if (!far_attempt_is_offer (attempt))
    return TRUE;
  if (!read_text (worker, text, &answer, error))
    return FALSE;

  good = far_attempt_take_answer (attempt, &answer);
  sodium_memzero (&answer, sizeof answer);

  return good || far_sync_fail (error, FAR_SYNC_ERROR_CARD_WRONG, "it answers another card");
}

static void
start_meet (FarWorker *worker, FarJob *job, GVariant *args)
{
  const char *token, *answer;
  gboolean stays;
  FarAttempt *attempt;
  Meeting *self;
  GError *error = NULL;

  g_variant_get (args, "(^&ay^&ayb)", &token, &answer, &stays);
  attempt = find_attempt (worker, token);
  if (!tell_answer (worker, attempt, answer, &error))
    {
      far_job_return (job, NULL, error);
      return;
    }

  self = g_new0 (Meeting, 1);
  self->worker = worker;
  self->job = job;
  self->stays = stays;
  memcpy (self->device, far_attempt_peek_device (attempt), FAR_KEY_LEN);
  set_looking (self, attempt);
  far_job_hold (job, meeting_stop_cb, self);
  far_attempt_set_watch (attempt, &meeting_watch, self);
}

static const FarCall meet_call = { .name = "meet-by-card",
                                   .needs = FAR_NEEDS_STORE,
                                   .start = start_meet,
                                   .free_result = far_snapshot_unref };

void
far_engine_meet_by_card_async (FarEngine *self,
                               const char *token,
                               const char *answer,
                               gboolean stays,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (token != NULL);

  _far_engine_call (self, &meet_call,
                    g_variant_new ("(^ay^ayb)", token, answer != NULL ? answer : "",
                                   stays != FALSE),
                    cancellable, callback, data);
}

FarExchange *
far_engine_meet_by_card_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &meet_call, result, error);
}

/* ---- taking one back */

static gpointer
do_drop (FarWorker *worker, GVariant *args, GError **error)
{
  const char *token;
  FarAttempt *attempt;

  g_variant_get (args, "(^&ay)", &token);
  attempt = find_attempt (worker, token);
  if (attempt != NULL && !far_attempt_is_watched (attempt))
    forget (worker, attempt);

  return GINT_TO_POINTER (TRUE);
}

static const FarCall drop_call = { .name = "drop-card", .needs = FAR_NEEDS_STORE, .work = do_drop };

void
far_engine_drop_card_async (FarEngine *self,
                            const char *token,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (token != NULL);

  _far_engine_call (self, &drop_call, g_variant_new ("(^ay)", token), cancellable, callback, data);
}

gboolean
far_engine_drop_card_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &drop_call, result, error) != NULL;
}

/* ---- helpers that need no engine */

gboolean
far_card_check (const char *text, GError **error)
{
  g_autoptr (GError) wrong = NULL;
  g_autoptr (GBytes) sealed = far_card_from_text (text, &wrong);

  if (sealed != NULL)
    return TRUE;

  return g_error_matches (wrong, FAR_INVITE_ERROR, FAR_INVITE_ERROR_NEWER)
             ? far_sync_fail (error, FAR_SYNC_ERROR_CARD_NEWER, wrong->message)
             : far_sync_fail (error, FAR_SYNC_ERROR_CARD_DAMAGED, wrong->message);
}
