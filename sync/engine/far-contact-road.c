/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Two that met over TCP look for a road over libnice.  The caller holds the exchange back for it,
 * and decides: when its peer is known on the new road, that is taken; when time is over, it is not.
 * The one that was called follows. */

#define G_LOG_DOMAIN "far-engine"

#include "far-contact-private.h"

#include <string.h>

#include "far-passing.h"

static void
drop_hurry (FarContact *self)
{
  if (self->hurry == NULL)
    return;

  g_source_destroy (self->hurry);
  g_clear_pointer (&self->hurry, g_source_unref);
}

void
_far_contact_leave_road (FarContact *self)
{
  drop_hurry (self);
  self->may_look = FALSE;
  if (self->nice != NULL)
    far_roads_leave (self->worker->roads, g_steal_pointer (&self->nice));
  if (self->next != NULL)
    {
      far_link_cut (self->next);
      g_clear_pointer (&self->next, far_link_unref);
    }
  g_clear_pointer (&self->next_replica, far_store_replica_free);
}

/* The exchange goes on where it began. */
static void
stay (FarContact *self)
{
  _far_contact_leave_road (self);
  if (self->has_lost_first)
    {
      g_autoptr (GError) error = g_steal_pointer (&self->first_error);

      self->has_lost_first = FALSE;
      _far_contact_end (self, error);
      return;
    }
  far_session_go_on (far_link_peek_session (self->link));
  far_link_kick (self->link);
}

static void
give_up (FarContact *self)
{
  far_roads_note_blocked (self->worker->roads, self->device);
  stay (self);
}

static gboolean
hurry_cb (gpointer data)
{
  give_up (data);

  return G_SOURCE_REMOVE;
}

static void
say (FarContact *self, const FarIceCard *card)
{
  g_autoptr (GBytes) bytes = far_ice_card_encode (card);

  if (bytes == NULL || !far_session_signal (far_link_peek_session (self->link), bytes))
    return;

  far_link_kick (self->link);
}

/* ---- libnice's callbacks */

static void
gathered_cb (FarNice *road G_GNUC_UNUSED, const FarIceCard *card, gpointer data)
{
  FarContact *self = data;

  if (card->kind != FAR_ICE_NONE || !self->is_dialled)
    say (self, card);
  if (card->kind == FAR_ICE_NONE)
    stay (self);
}

static void
connected_cb (FarNice *road G_GNUC_UNUSED, GIOStream *stream, gpointer data)
{
  FarContact *self = data;
  FarSession *session;

  self->next_replica = far_store_replica_new (self->worker->store);
  session = self->is_dialled ? _far_contact_new_dial (self, self->next_replica, FALSE)
                             : _far_contact_new_answer (self, self->next_replica);
  if (session == NULL)
    {
      stay (self);
      return;
    }

  self->next = far_link_new (stream, session, &_far_contact_link_watch, self);
  far_roads_leave (self->worker->roads, g_steal_pointer (&self->nice));
}

static void
failed_cb (FarNice *road G_GNUC_UNUSED, gpointer data)
{
  give_up (data);
}

static const FarNiceWatch nice_watch = { gathered_cb, connected_cb, failed_cb };

/* ---- taking it */

void
_far_contact_drop_first (FarContact *self)
{
  if (self->first == NULL)
    return;

  far_link_cut (self->first);
  g_clear_pointer (&self->first, far_link_unref);
  g_clear_pointer (&self->first_replica, far_store_replica_free);
}

/* The link where it began has nothing more to say than goodbye. */
static void
take_road (FarContact *self)
{
  drop_hurry (self);
  far_worker_remove_link (self->worker, self->link);
  self->first = self->link;
  self->first_replica = self->replica;
  self->link = g_steal_pointer (&self->next);
  self->replica = g_steal_pointer (&self->next_replica);
  self->is_on_road = TRUE;
  far_worker_add_link (self->worker, self->link);

  if (self->has_lost_first)
    _far_contact_drop_first (self);
  else
    far_link_close (self->first);
  self->has_lost_first = FALSE;
  g_clear_error (&self->first_error);
}

void
_far_contact_next_changed (FarContact *self)
{
  const guint8 *device = far_session_peek_device (far_link_peek_session (self->next));

  if (far_session_get_state (far_link_peek_session (self->next)) == FAR_SESSION_HANDSHAKE)
    return;
  /* whoever is there is not who said where it can be reached */
  if (device == NULL || memcmp (device, self->device, FAR_KEY_LEN) != 0)
    {
      give_up (self);
      return;
    }

  take_road (self);
  _far_contact_look (self);
}

void
_far_contact_next_ended (FarContact *self)
{
  give_up (self);
}

gboolean
_far_contact_goes_on_without (FarContact *self, const GError *error)
{
  if (self->next == NULL || self->is_closing)
    return FALSE;

  self->has_lost_first = TRUE;
  self->first_error = error != NULL ? g_error_copy (error) : NULL;

  return TRUE;
}

/* ---- looking for it */

/* Two that met already reach each other without anybody's help. */
static const FarNiceSetup offering = { .offers = TRUE };
static const FarNiceSetup answering = { .offers = FALSE };

static void
begin_looking (FarContact *self)
{
  self->may_look = FALSE;
  if (!far_roads_rest (self->worker->roads, self->device))
    self->nice = far_roads_look (self->worker->roads, &offering, &nice_watch, self);
  if (self->nice == NULL)
    {
      stay (self);
      return;
    }

  self->hurry = g_timeout_source_new (FAR_ROAD_WAIT_US / 1000);
  g_source_set_callback (self->hurry, hurry_cb, self, NULL);
  g_source_attach (self->hurry, self->worker->context);
}

/* The other end wants to meet elsewhere. */
static void
hear_offer (FarContact *self, const FarIceCard *card)
{
  static const FarIceCard none = { .kind = FAR_ICE_NONE };

  if (self->may_look && self->told_connected && !self->is_closing &&
      !far_roads_rest (self->worker->roads, self->device))
    self->nice = far_roads_look (self->worker->roads, &answering, &nice_watch, self);
  if (self->may_look && self->nice != NULL)
    far_roads_tell (self->worker->roads, self->nice, card);
  else
    say (self, &none);
  self->may_look = FALSE;
}

static void
hear (FarContact *self, GBytes *signal)
{
  gsize len;
  const guint8 *bytes = g_bytes_get_data (signal, &len);
  FarIceCard card;

  if (bytes[0] != FAR_ICE_CARD_SIGNAL)
    far_passing_hear (self->worker, self, signal);
  if (bytes[0] != FAR_ICE_CARD_SIGNAL || self->is_on_road)
    return;

  if (!far_ice_card_decode (&card, bytes, len))
    card.kind = FAR_ICE_NONE;
  if (card.kind == FAR_ICE_OFFER && !self->is_dialled)
    hear_offer (self, &card);
  else if (card.kind == FAR_ICE_ANSWER && self->is_dialled && self->nice != NULL)
    far_roads_tell (self->worker->roads, self->nice, &card);
  else if (card.kind == FAR_ICE_NONE && self->is_dialled && self->nice != NULL)
    stay (self);
  sodium_memzero (&card, sizeof card);
}

void
_far_contact_look_for_road (FarContact *self)
{
  FarSession *session = far_link_peek_session (self->link);
  FarSessionState state = far_session_get_state (session);
  GBytes *signal;

  while ((signal = far_session_take_signal (session)) != NULL)
    {
      hear (self, signal);
      g_bytes_unref (signal);
    }

  /* a newcomer that holds no log yet cannot tell who is there */
  if (self->is_dialled && self->may_look && state == FAR_SESSION_COMPARING)
    {
      if (self->told_connected)
        begin_looking (self);
      else
        stay (self);
    }
  /* the caller goes on where it began */
  if (!self->is_dialled && !self->is_on_road &&
      (state == FAR_SESSION_STREAMING || state == FAR_SESSION_IN_STEP))
    _far_contact_leave_road (self);
}
