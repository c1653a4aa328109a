/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-engine"

#include "far-attempt.h"

#include <string.h>

#include "far-source.h"

struct _FarAttempt
{
  FarWorker *worker; /* unowned */
  gboolean is_offer;
  guint8 token[FAR_CARD_TOKEN_LEN];
  guint8 device[FAR_KEY_LEN]; /* the peer */
  guint8 peer_tag[FAR_CARD_TAG_LEN];
  gint64 made_ms;
  gint64 try_us;

  const FarAttemptWatch *watch; /* (nullable): unowned */
  gpointer data;                /* unowned */
  gboolean is_telling;          /* nobody frees it under our feet */
  gboolean is_freed;

  FarNice *road;     /* (nullable): owned: while it is looked for */
  GSource *good;     /* (nullable): owned: while the offer waits for its answer */
  GBytes *card;      /* (nullable): owned: once it is made */
  GIOStream *stream; /* (nullable): owned: what came of it */
  GError *error;     /* (nullable): owned: the same */
};

/* ---- telling */

static void
free_attempt (FarAttempt *self)
{
  far_source_clear (&self->good);
  if (self->road != NULL)
    far_roads_leave (self->worker->roads, g_steal_pointer (&self->road));
  g_clear_pointer (&self->card, g_bytes_unref);
  if (self->stream != NULL)
    g_io_stream_close (self->stream, NULL, NULL);
  g_clear_object (&self->stream);
  g_clear_error (&self->error);
  g_free (self);
}

/* Whoever watches takes a reference of the stream. */
static void
tell (FarAttempt *self)
{
  const FarAttemptWatch *watch = self->watch;

  if (watch == NULL || (self->stream == NULL && self->error == NULL))
    return;

  self->watch = NULL;
  self->is_telling = TRUE;
  if (self->error != NULL)
    watch->failed (self, self->error, self->data);
  else
    {
      g_autoptr (GIOStream) stream = g_steal_pointer (&self->stream);

      watch->connected (self, stream, self->data);
    }
  self->is_telling = FALSE;
  if (self->is_freed)
    free_attempt (self);
}

static void
fail (FarAttempt *self, FarSyncError code, const char *message)
{
  far_source_clear (&self->good);
  if (self->road != NULL)
    far_roads_leave (self->worker->roads, g_steal_pointer (&self->road));
  if (self->error == NULL)
    self->error = g_error_new_literal (FAR_SYNC_ERROR, code, message);
  tell (self);
}

/* ---- the card */

static const guint8 *
peek_newest_secret (FarWorker *worker)
{
  guint n;
  const guint8 (*secrets)[FAR_HASH_LEN] =
      far_governance_peek_secrets (far_store_peek_governance (worker->store), &n);

  return n > 0 ? secrets[0] : NULL;
}

static const FarGovDevice *
find_standing (FarWorker *worker, const guint8 *device)
{
  const FarGovDevice *found =
      far_governance_find_device (far_store_peek_governance (worker->store), device);

  return found != NULL && found->active ? found : NULL;
}

/* Returns: (transfer full) (nullable) */
static GBytes *
make_card (FarAttempt *self, const FarIceCard *ice)
{
  FarWorker *worker = self->worker;
  const FarGovDevice *peer = find_standing (worker, self->device);
  const guint8 *secret = peek_newest_secret (worker);
  FarCard card = { .made_ms = MAX (self->made_ms, 0), .ice = *ice };
  guint8 seed[32];
  GBytes *sealed;

  if (peer == NULL || secret == NULL)
    return NULL;

  memcpy (card.token, self->token, sizeof card.token);
  memcpy (card.device, worker->me.device, sizeof card.device);
  far_card_tag (self->token, secret, card.secret_tag);
  far_worker_random (seed, sizeof seed);
  sealed = far_card_seal (&card, far_store_peek_collective (worker->store), worker->me.sign_secret,
                          peer->key, peer->seal_key, seed);
  sodium_memzero (seed, sizeof seed);
  sodium_memzero (&card, sizeof card);

  return sealed;
}

/* ---- libnice's callbacks */

static void
gathered_cb (FarNice *road G_GNUC_UNUSED, const FarIceCard *ice, gpointer data)
{
  FarAttempt *self = data;

  self->made_ms = far_worker_now_ms (self->worker);
  self->card = ice->kind != FAR_ICE_NONE ? make_card (self, ice) : NULL;
  if (self->card == NULL)
    {
      fail (self, FAR_SYNC_ERROR_NO_ROAD, "this machine has no address to tell");
      return;
    }

  if (self->watch == NULL)
    return;
  self->is_telling = TRUE;
  self->watch->made (self, self->card, self->data);
  self->is_telling = FALSE;
  if (self->is_freed)
    free_attempt (self);
}

static void
connected_cb (FarNice *road G_GNUC_UNUSED, GIOStream *stream, gpointer data)
{
  FarAttempt *self = data;

  self->stream = g_object_ref (stream);
  far_roads_leave (self->worker->roads, g_steal_pointer (&self->road));
  tell (self);
}

static void
failed_cb (FarNice *road G_GNUC_UNUSED, gpointer data)
{
  fail (data, FAR_SYNC_ERROR_NO_ROAD, "no pair of addresses works");
}

static const FarNiceWatch nice_watch = { gathered_cb, connected_cb, failed_cb };

/* ---- making one */

static gboolean
expired_cb (gpointer data)
{
  fail (data, FAR_SYNC_ERROR_CARD_EXPIRED, "nobody answered the card in time");

  return G_SOURCE_REMOVE;
}

static FarAttempt *
attempt_new (FarWorker *worker, const guint8 *device, gboolean is_offer, gint64 try_us)
{
  FarAttempt *self = g_new0 (FarAttempt, 1);
  FarNiceSetup setup = { .offers = is_offer, .try_us = try_us };
  FarServers servers;

  self->worker = worker;
  self->is_offer = is_offer;
  self->try_us = try_us;
  memcpy (self->device, device, FAR_KEY_LEN);
  far_collective_servers (worker->store, &servers);
  setup.servers = servers.all;
  setup.n_servers = servers.n;
  self->road = far_roads_look (worker->roads, &setup, &nice_watch, self);
  sodium_memzero (&servers, sizeof servers);
  if (self->road == NULL)
    g_clear_pointer (&self, free_attempt);

  return self;
}

FarAttempt *
far_attempt_new_offer (FarWorker *worker,
                       const guint8 device[static FAR_KEY_LEN],
                       gint64 try_us,
                       const FarAttemptWatch *watch,
                       gpointer data,
                       GError **error)
{
  FarAttempt *self;

  if (find_standing (worker, device) == NULL)
    {
      far_sync_fail (error, FAR_SYNC_ERROR_NO_SUCH_ID, "that machine does not stand");
      return NULL;
    }
  self = attempt_new (worker, device, TRUE, try_us);
  if (self == NULL)
    {
      far_sync_fail (error, FAR_SYNC_ERROR_NO_LIBNICE, "libnice is not there");
      return NULL;
    }

  self->watch = watch;
  self->data = data;
  far_worker_random (self->token, sizeof self->token);
  self->good = g_timeout_source_new (FAR_CARD_GOOD_US / 1000);
  g_source_set_callback (self->good, expired_cb, self, NULL);
  g_source_attach (self->good, worker->context);

  return self;
}

FarAttempt *
far_attempt_new_answer (FarWorker *worker,
                        const FarCard *offer,
                        gint64 try_us,
                        const FarAttemptWatch *watch,
                        gpointer data,
                        GError **error)
{
  FarAttempt *self = attempt_new (worker, offer->device, FALSE, try_us);

  if (self == NULL)
    {
      far_sync_fail (error, FAR_SYNC_ERROR_NO_LIBNICE, "libnice is not there");
      return NULL;
    }

  self->watch = watch;
  self->data = data;
  memcpy (self->token, offer->token, sizeof self->token);
  far_roads_tell (worker->roads, self->road, &offer->ice);

  return self;
}

void
far_attempt_free (FarAttempt *self)
{
  self->watch = NULL;
  self->is_freed = TRUE;
  if (!self->is_telling)
    free_attempt (self);
}

void
far_attempt_set_watch (FarAttempt *self, const FarAttemptWatch *watch, gpointer data)
{
  self->watch = watch;
  self->data = data;
  tell (self);
}

gboolean
far_attempt_is_watched (const FarAttempt *self)
{
  return self->watch != NULL;
}

gboolean
far_attempt_take_answer (FarAttempt *self, const FarCard *answer)
{
  if (!self->is_offer || self->good == NULL || self->card == NULL || self->road == NULL ||
      answer->ice.kind != FAR_ICE_ANSWER ||
      memcmp (answer->token, self->token, sizeof self->token) != 0 ||
      memcmp (answer->device, self->device, sizeof self->device) != 0)
    return FALSE;

  far_source_clear (&self->good);
  memcpy (self->peer_tag, answer->secret_tag, sizeof self->peer_tag);
  far_roads_tell (self->worker->roads, self->road, &answer->ice);

  return TRUE;
}

/* ---- asking */

const guint8 *
far_attempt_peek_token (const FarAttempt *self)
{
  return self->token;
}

const guint8 *
far_attempt_peek_device (const FarAttempt *self)
{
  return self->device;
}

gboolean
far_attempt_is_offer (const FarAttempt *self)
{
  return self->is_offer;
}

void
far_attempt_get_secret (const FarAttempt *self, guint8 out[static FAR_HASH_LEN])
{
  guint n;
  guint found = 0;
  const guint8 (*secrets)[FAR_HASH_LEN] =
      far_governance_peek_secrets (far_store_peek_governance (self->worker->store), &n);

  for (guint i = 0; i < n; i++)
    {
      guint8 tag[FAR_CARD_TAG_LEN];

      far_card_tag (self->token, secrets[i], tag);
      if (memcmp (tag, self->peer_tag, sizeof tag) == 0)
        found = i;
    }
  memset (out, 0, FAR_HASH_LEN);
  if (n > 0)
    memcpy (out, secrets[found], FAR_HASH_LEN);
}

gint64
far_attempt_get_good_until_ms (const FarAttempt *self)
{
  return self->made_ms + FAR_CARD_GOOD_US / 1000;
}

gboolean
far_attempt_read (FarWorker *worker, GBytes *sealed, FarCard *out, GError **error)
{
  gint64 now_ms = far_worker_now_ms (worker);
  gsize len;
  const guint8 *bytes = g_bytes_get_data (sealed, &len);

  if (!far_card_open (out, far_store_peek_collective (worker->store), worker->me.device,
                      worker->me.seal_secret, bytes, len) ||
      find_standing (worker, out->device) == NULL ||
      memcmp (out->device, worker->me.device, FAR_KEY_LEN) == 0)
    far_sync_fail (error, FAR_SYNC_ERROR_CARD_NOT_FOR_US, "the card is for another machine");
  else if (out->made_ms > now_ms + FAR_CARD_CLOCKS_MS ||
           out->made_ms < now_ms - FAR_CARD_GOOD_US / 1000 - FAR_CARD_CLOCKS_MS)
    far_sync_fail (error, FAR_SYNC_ERROR_CARD_EXPIRED, "the card is too old");
  else
    return TRUE;

  sodium_memzero (out, sizeof *out);

  return FALSE;
}
