/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-engine"

#include "far-passing.h"

#include <string.h>

#include "far-attempt.h"
#include "far-pass.h"
#include "far-source.h"

/* Who else is there is asked for the first time so long after there was one alone, and then rarer
 * and rarer: mostly there is nobody. */
#define ASK_FIRST_MS 5000
#define ASK_LONGEST_MS (15 * 60 * 1000)
/* How often somebody is answered, by whatever ways the cards come: sooner than who failed once asks
 * again who is there. */
#define ANSWER_US (15 * G_USEC_PER_SEC)
/* What is tried takes no longer, with servers that are asked first and do not answer. */
#define BOUND_US (FAR_CARD_TRY_US + 10 * G_USEC_PER_SEC)

struct _FarPassing
{
  FarWorker *worker; /* unowned */
  FarPassingMet met;
  gpointer data; /* unowned */

  GSource *asking; /* owned */
  guint ask_ms;
  gboolean was_alone;
  GPtrArray *tries;     /* (element-type Try), owned */
  GHashTable *answered; /* owned (element-type guint8[32] gint64): when */
};

/* One card that was sent, or is to be answered. */
typedef struct
{
  FarPassing *passing;    /* unowned */
  FarAttempt *attempt;    /* owned */
  GSource *bound;         /* owned: when nothing comes of it any more */
  guint8 by[FAR_KEY_LEN]; /* who passes it on */
} Try;

static void
try_free (gpointer data)
{
  Try *self = data;

  far_source_clear (&self->bound);
  far_attempt_free (self->attempt);
  g_free (self);
}

/* ---- saying */

static gboolean
say (FarContact *contact, const FarPass *pass)
{
  g_autoptr (GBytes) signal = far_pass_encode (pass);

  return far_contact_pass (contact, signal);
}

static void
say_card (FarContact *contact, const guint8 *device, GBytes *card)
{
  FarPass pass = { .what = FAR_PASS_CARD };

  memcpy (pass.device, device, FAR_KEY_LEN);
  pass.card = g_bytes_get_data (card, &pass.card_len);
  say (contact, &pass);
}

static int
compare_keys (gconstpointer a, gconstpointer b)
{
  return memcmp (a, b, FAR_KEY_LEN);
}

static void
say_who_is_here (FarWorker *worker, FarContact *to)
{
  FarPass pass = { .what = FAR_PASS_LIST };
  guint8 devices[FAR_PASS_LIST_MAX][FAR_KEY_LEN];

  for (guint i = 0; i < worker->contacts->len && pass.n_devices < FAR_PASS_LIST_MAX; i++)
    {
      const guint8 *device = far_contact_peek_device (worker->contacts->pdata[i]);

      if (device == NULL || memcmp (device, far_contact_peek_device (to), FAR_KEY_LEN) == 0 ||
          far_contact_find (worker, device) != worker->contacts->pdata[i])
        continue;
      memcpy (devices[pass.n_devices++], device, FAR_KEY_LEN);
    }
  qsort (devices, pass.n_devices, FAR_KEY_LEN, compare_keys);
  pass.devices = (const guint8 (*)[FAR_KEY_LEN])devices;
  say (to, &pass);
}

gboolean
far_passing_say_may_go (FarContact *contact)
{
  static const FarPass word = { .what = FAR_PASS_MAY_GO };

  return say (contact, &word);
}

/* ---- trying */

static void
made_cb (FarAttempt *attempt, GBytes *card, gpointer data)
{
  Try *self = data;
  FarContact *by = far_contact_find (self->passing->worker, self->by);

  if (by != NULL)
    say_card (by, far_attempt_peek_device (attempt), card);
  else
    g_ptr_array_remove (self->passing->tries, self);
}

static void
connected_cb (FarAttempt *attempt, GIOStream *stream, gpointer data)
{
  Try *self = data;
  FarPassing *passing = self->passing;
  gboolean dials = far_attempt_is_offer (attempt);
  guint8 secret[FAR_HASH_LEN];

  far_attempt_get_secret (attempt, secret);
  g_ptr_array_remove (passing->tries, self);
  passing->met (stream, dials ? secret : NULL, passing->data);
  sodium_memzero (secret, sizeof secret);
}

static void
failed_cb (FarAttempt *attempt, const GError *error, gpointer data)
{
  Try *self = data;

  g_debug ("not met by another: %s", error->message);
  far_roads_note_blocked (self->passing->worker->roads, far_attempt_peek_device (attempt));
  g_ptr_array_remove (self->passing->tries, self);
}

static const FarAttemptWatch watch = { made_cb, connected_cb, failed_cb };

static Try *
try_new (FarPassing *passing, FarContact *by)
{
  Try *self = g_new0 (Try, 1);

  self->passing = passing;
  memcpy (self->by, far_contact_peek_device (by), FAR_KEY_LEN);

  return self;
}

/* Whoever is not there any more, or does not want to, does not say so. */
static gboolean
bound_cb (gpointer data)
{
  Try *self = data;

  far_roads_note_blocked (self->passing->worker->roads, far_attempt_peek_device (self->attempt));
  g_ptr_array_remove (self->passing->tries, self);

  return G_SOURCE_REMOVE;
}

/* @attempt: (transfer full) (nullable) */
static void
begin_try (Try *self, FarAttempt *attempt)
{
  self->attempt = attempt;
  if (attempt == NULL)
    {
      g_free (self);
      return;
    }

  g_ptr_array_add (self->passing->tries, self);
  self->bound = g_timeout_source_new (BOUND_US / 1000);
  g_source_set_callback (self->bound, bound_cb, self, NULL);
  g_source_attach (self->bound, self->passing->worker->context);
}

static Try *
find_try (FarPassing *self, const guint8 *device)
{
  for (guint i = 0; i < self->tries->len; i++)
    if (memcmp (far_attempt_peek_device (((Try *)self->tries->pdata[i])->attempt), device,
                FAR_KEY_LEN) == 0)
      return self->tries->pdata[i];

  return NULL;
}

static gboolean
is_tried (FarPassing *self, const guint8 *device)
{
  return find_try (self, device) != NULL || far_contact_find (self->worker, device) != NULL;
}

/* ---- hearing */

static void
hear_list (FarPassing *self, FarContact *from, const FarPass *pass)
{
  guint first = pass->n_devices > 0 ? randombytes_uniform (pass->n_devices) : 0;

  if (self->tries->len > 0 || far_contact_count_met (self->worker) != 1)
    return;

  for (guint i = 0; i < pass->n_devices; i++)
    {
      const guint8 *device = pass->devices[(first + i) % pass->n_devices];
      Try *new_try;

      if (memcmp (device, self->worker->me.device, FAR_KEY_LEN) == 0 || is_tried (self, device) ||
          far_roads_rest (self->worker->roads, device))
        continue;
      new_try = try_new (self, from);
      begin_try (new_try, far_attempt_new_offer (self->worker, device, FAR_CARD_TRY_US, &watch,
                                                 new_try, NULL));
      return;
    }
}

static gboolean
was_answered_lately (FarPassing *self, const guint8 *device)
{
  gint64 *when_us = g_hash_table_lookup (self->answered, device);
  gint64 now_us = g_get_monotonic_time ();

  if (when_us != NULL && now_us - *when_us < ANSWER_US)
    return TRUE;

  when_us = g_memdup2 (&now_us, sizeof now_us);
  g_hash_table_replace (self->answered, g_memdup2 (device, FAR_KEY_LEN), when_us);

  return FALSE;
}

static void
hear_offer (FarPassing *self, FarContact *from, const FarCard *offer)
{
  Try *old_try = find_try (self, offer->device);
  Try *new_try;

  /* of two that offer at once, the one with the smaller key is answered */
  if (old_try != NULL && far_attempt_is_offer (old_try->attempt) &&
      memcmp (offer->device, self->worker->me.device, FAR_KEY_LEN) < 0)
    g_ptr_array_remove (self->tries, old_try);
  if (self->tries->len >= FAR_PASSED_TRIES_MAX || is_tried (self, offer->device) ||
      self->worker->links->len >= FAR_SESSIONS_MAX || was_answered_lately (self, offer->device))
    return;

  new_try = try_new (self, from);
  begin_try (new_try,
             far_attempt_new_answer (self->worker, offer, FAR_CARD_TRY_US, &watch, new_try, NULL));
}

static void
hear_answer (FarPassing *self, const FarCard *answer)
{
  for (guint i = 0; i < self->tries->len; i++)
    if (far_attempt_take_answer (((Try *)self->tries->pdata[i])->attempt, answer))
      return;
}

static void
hear_card (FarPassing *self, FarContact *from, const FarPass *pass)
{
  g_autoptr (GBytes) sealed = g_bytes_new (pass->card, pass->card_len);
  FarCard card;

  if (!far_attempt_read (self->worker, sealed, &card, NULL))
    return;

  if (card.ice.kind == FAR_ICE_OFFER)
    hear_offer (self, from, &card);
  else
    hear_answer (self, &card);
  sodium_memzero (&card, sizeof card);
}

void
far_passing_hear (FarWorker *worker, FarContact *from, GBytes *signal)
{
  gsize len;
  const guint8 *bytes = g_bytes_get_data (signal, &len);
  FarContact *to;
  FarPass pass;

  if (far_contact_peek_device (from) == NULL || !far_pass_decode (&pass, bytes, len))
    return;

  if (pass.what == FAR_PASS_MAY_GO)
    far_contact_set_may_go (from);
  else if (pass.what == FAR_PASS_ASK && far_contact_may_answer (from))
    say_who_is_here (worker, from);
  else if (pass.what == FAR_PASS_LIST && worker->passing != NULL)
    hear_list (worker->passing, from, &pass);
  else if (pass.what == FAR_PASS_CARD && memcmp (pass.device, worker->me.device, FAR_KEY_LEN) != 0)
    {
      to = far_contact_find (worker, pass.device);
      if (to != NULL && to != from)
        far_contact_pass (to, signal);
    }
  else if (pass.what == FAR_PASS_CARD && worker->passing != NULL)
    hear_card (worker->passing, from, &pass);
}

/* ---- asking */

static gboolean ask_cb (gpointer data);

static void
ask_later (FarPassing *self)
{
  far_source_clear (&self->asking);
  self->asking = g_timeout_source_new (self->ask_ms);
  g_source_set_callback (self->asking, ask_cb, self, NULL);
  g_source_attach (self->asking, self->worker->context);
}

/* The one that this machine is connected to; NULL if there are none, or several. */
static FarContact *
find_only (FarWorker *worker)
{
  FarContact *only = NULL;

  for (guint i = 0; i < worker->contacts->len; i++)
    {
      FarContact *contact = worker->contacts->pdata[i];
      const guint8 *device = far_contact_peek_device (contact);

      if (device == NULL || far_contact_find (worker, device) != contact)
        continue;
      if (only != NULL)
        return NULL;
      only = contact;
    }

  return only;
}

static gboolean
ask_cb (gpointer data)
{
  static const FarPass question = { .what = FAR_PASS_ASK };
  FarPassing *self = data;
  FarContact *only = find_only (self->worker);

  if (only == NULL)
    self->ask_ms = ASK_FIRST_MS;
  else if (!self->was_alone)
    self->ask_ms = ASK_FIRST_MS;
  else if (self->tries->len == 0)
    {
      say (only, &question);
      self->ask_ms = MIN (self->ask_ms * 4, ASK_LONGEST_MS);
    }
  self->was_alone = only != NULL;
  ask_later (self);

  return G_SOURCE_REMOVE;
}

/* ---- the rest */

FarPassing *
far_passing_new (FarWorker *worker, FarPassingMet met, gpointer data)
{
  FarPassing *self;

  if (worker->passing != NULL)
    return NULL;

  self = g_new0 (FarPassing, 1);
  self->worker = worker;
  self->met = met;
  self->data = data;
  self->ask_ms = ASK_FIRST_MS;
  self->tries = g_ptr_array_new_with_free_func (try_free);
  self->answered = g_hash_table_new_full (far_id_hash, far_id_equal, g_free, g_free);
  ask_later (self);
  worker->passing = self;

  return self;
}

void
far_passing_free (FarPassing *self)
{
  self->worker->passing = NULL;
  far_source_clear (&self->asking);
  g_ptr_array_unref (self->tries);
  g_hash_table_unref (self->answered);
  g_free (self);
}
