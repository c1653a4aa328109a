/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-engine"

#include "far-nearby.h"

#include <glib/gstdio.h>
#include <string.h>

#include "far-belonging.h"
#include "far-contact.h"
#include "far-lan.h"
#include "far-link-tcp.h"
#include "far-networks.h"
#include "far-place.h"
#include "far-ring.h"
#include "far-source.h"

#define DAY_MS (G_GINT64_CONSTANT (86400) * 1000)
/* The new names come at some moment of this long after midnight: not everybody's at once. */
#define RENEW_MS (3600 * 1000)
#define TICK_MS 2000
#define AGAIN_MIN_MS 50
/* All that is there is told again: soon while nobody is met, and now and then for who was missed.
 */
#define LOOK_ALONE_US (20 * G_USEC_PER_SEC)
#define LOOK_US (300 * G_USEC_PER_SEC)
/* Who was not told for so long is gone. */
#define GONE_US (3 * LOOK_US)
/* Who was not met by then is looked for otherwise too. */
#define ALONE_US G_USEC_PER_SEC
/* Avahi has told what it knew, and others have answered. */
#define FIRST_LOOK_US (2 * G_USEC_PER_SEC)

/* What is known of one that the ring has. */
typedef struct
{
  FarLanPlace places[FAR_NEARBY_PLACES]; /* IPv4 first */
  guint n_places;
  guint place;                     /* the one where it is looked for */
  char *address;                   /* (nullable): owned: where it was, when it last said */
  guint8 nonce[FAR_LAN_NONCE_LEN]; /* the same */
  guint secret;
  gboolean is_known; /* who it is */
  guint8 device[FAR_KEY_LEN];
} Peer;

struct _FarNearby
{
  FarWorker *worker; /* unowned */
  FarNearbyMode mode;
  const FarNearbyWatch *watch; /* unowned */
  gpointer data;               /* unowned */

  FarPlaces *places; /* owned */
  FarLan *lan;       /* owned */
  GSource *tick;     /* owned */
  GSource *soon;     /* (nullable): owned */
  GSource *again;    /* (nullable): owned: between two ticks */
  gint64 started_us;
  gint64 looked_us;
  gint64 met_us; /* when somebody was last */
  FarNearbyState told;

  GPtrArray *here; /* (nullable) (element-type Here): owned: what counts as trusted in this run */
  GPtrArray *networks; /* (element-type FarKnownNetwork): owned */
  gint64 networks_us;  /* when the file was written that they are of */
  GArray *interfaces;  /* (element-type int): owned: where it looks */
  GArray *addresses;   /* (element-type FarLanAddress): owned: where it registers */

  GArray *keys;    /* (element-type FarLanKey): owned: by which others are known; secret */
  guint n_own;     /* of these it has itself known by: the first; 0 while it is not in */
  guint n_members; /* of these are collective secrets: the first of all */
  FarLanTags tags;
  char name[FAR_LAN_LABEL_LEN + 1];
  char host[FAR_LAN_LABEL_LEN + sizeof ".local"];
  gint64 renew_ms; /* 0 until something was drawn */

  FarTcpListener *listener; /* (nullable): owned */
  GCancellable *listening;  /* (nullable): owned: while it begins to listen */
  gboolean lacks_ipv6;

  FarRing *ring; /* owned: who is here; each has a Peer */
};

/* ---- peers */

static void
peer_free (gpointer data)
{
  Peer *peer = data;

  g_free (peer->address);
  g_free (peer);
}

static void
add_place (Peer *peer, const FarLanPlace *place)
{
  guint at = 0;

  for (guint i = 0; i < peer->n_places; i++)
    if (peer->places[i].interface == place->interface &&
        peer->places[i].protocol == place->protocol)
      return;
  if (peer->n_places >= FAR_NEARBY_PLACES)
    return;

  while (at < peer->n_places && peer->places[at].protocol <= place->protocol)
    at++;
  memmove (peer->places + at + 1, peer->places + at, (peer->n_places - at) * sizeof *place);
  peer->places[at] = *place;
  peer->n_places++;
}

static void
try_another_place (Peer *peer)
{
  peer->place = (peer->place + 1) % peer->n_places;
}

/* ---- whom to call */

static gboolean
is_met_cb (const FarRingPeer *seen, gpointer data)
{
  FarNearby *self = data;
  const Peer *peer = seen->data;

  return peer->is_known && far_contact_find (self->worker, peer->device) != NULL;
}

static gboolean
resolve_cb (FarRingPeer *seen, gpointer data)
{
  FarNearby *self = data;
  const Peer *peer = seen->data;

  return far_lan_resolve (self->lan, seen->name, &peer->places[peer->place]);
}

static gboolean
call_cb (FarRingPeer *seen, gpointer data)
{
  FarNearby *self = data;
  const Peer *peer = seen->data;

  return self->watch->call (self, seen->name, peer->address, peer->secret, seen->is_drawn,
                            self->data);
}

static gboolean
hang_up_cb (FarRingPeer *seen, gpointer data)
{
  FarNearby *self = data;

  return self->watch->hang_up (self, seen->name, self->data);
}

static const FarRingWatch ring_watch = { is_met_cb, resolve_cb, call_cb, hang_up_cb };

static gboolean
is_catching_up (FarNearby *self)
{
  for (guint i = 0; i < self->worker->contacts->len; i++)
    if (far_contact_is_catching_up (self->worker->contacts->pdata[i]))
      return TRUE;

  return FALSE;
}

static void
draw_label (char out[static FAR_LAN_LABEL_LEN + 1])
{
  guint8 fresh[FAR_LAN_LABEL_RANDOM_LEN];

  far_worker_random (fresh, sizeof fresh);
  far_lan_label (fresh, out);
}

static void call_some (FarNearby *self);

static gboolean
again_cb (gpointer data)
{
  FarNearby *self = data;

  far_source_clear (&self->again);
  call_some (self);

  return G_SOURCE_REMOVE;
}

static void
call_some (FarNearby *self)
{
  gint64 now_us = g_get_monotonic_time ();
  gint64 again_us;
  guint n_met = far_contact_count_met (self->worker);
  char fresh[FAR_LAN_LABEL_LEN + 1];

  if (n_met > 0)
    self->met_us = now_us;
  draw_label (fresh);
  far_ring_forget (self->ring, now_us - GONE_US);
  again_us = far_ring_look (self->ring, now_us, fresh, n_met, is_catching_up (self),
                            now_us - self->met_us > ALONE_US);

  far_source_clear (&self->again);
  if (again_us - now_us > TICK_MS * 1000)
    return;
  self->again = g_timeout_source_new (MAX (AGAIN_MIN_MS, (guint)((again_us - now_us) / 1000)));
  g_source_set_callback (self->again, again_cb, self, NULL);
  g_source_attach (self->again, self->worker->context);
}

/* ---- what is known of each other */

static void
add_key (GArray *keys, FarLanWhat what, const guint8 *key)
{
  FarLanKey one = { .what = what };

  memcpy (one.key, key, FAR_KEY_LEN);
  g_array_append_val (keys, one);
  sodium_memzero (&one, sizeof one);
}

static void
clear_key (gpointer data)
{
  sodium_memzero (data, sizeof (FarLanKey));
}

/* By what a machine that is in is found. */
static void
add_own_doors (FarWorker *worker, GArray *keys)
{
  g_autoptr (GArray) invites =
                 far_collective_open_invites (worker->store, far_worker_now_ms (worker));
  guint8 door[FAR_KEY_LEN];
  guint8 member[FAR_RECORD_ID_LEN];

  if (far_belonging_load_door (worker, door, member))
    add_key (keys, FAR_LAN_OF_DOOR, door);
  sodium_memzero (door, sizeof door);
  for (guint i = 0; i < invites->len; i++)
    add_key (keys, FAR_LAN_OF_DOOR, ((const guint8 (*)[FAR_KEY_LEN])invites->data)[i]);
}

/* By what a machine that is not in yet finds one that may let it in. */
static void
add_wanted_doors (FarWorker *worker, GArray *keys)
{
  guint8 door[FAR_KEY_LEN];
  FarInvite invite;
  FarMachineCode code;
  FarAnswer answer;

  if (far_belonging_is_further (worker) && far_belonging_load_code (worker, &code))
    {
      far_machine_code_derive_key (code.secret, door);
      add_key (keys, FAR_LAN_OF_DOOR, door);
      sodium_memzero (&code, sizeof code);
    }
  if (far_belonging_load_invite (worker, &invite))
    {
      far_invite_derive_public (invite.secret, door);
      add_key (keys, FAR_LAN_OF_DOOR, door);
      sodium_memzero (&invite, sizeof invite);
    }
  sodium_memzero (door, sizeof door);
  if (far_belonging_load_answer (worker, &answer))
    {
      if (answer.state == FAR_ANSWER_ADMITTED)
        add_key (keys, FAR_LAN_OF_MEMBERS, answer.secret);
      sodium_memzero (&answer, sizeof answer);
    }
}

/* Returns: whether they are others than before */
static gboolean
gather_keys (FarNearby *self)
{
  FarWorker *worker = self->worker;
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (FarLanKey));
  guint n_own = 0;
  guint n_secrets;
  const guint8 (*secrets)[FAR_HASH_LEN] =
      far_governance_peek_secrets (far_store_peek_governance (worker->store), &n_secrets);
  gboolean differs;

  g_array_set_clear_func (keys, clear_key);
  for (guint i = 0; i < n_secrets; i++)
    add_key (keys, FAR_LAN_OF_MEMBERS, secrets[i]);
  if (far_belonging_may_exchange (worker))
    {
      add_own_doors (worker, keys);
      n_own = keys->len;
    }
  else
    add_wanted_doors (worker, keys);

  differs = self->n_own != n_own || self->keys->len != keys->len ||
            (keys->len > 0 &&
             sodium_memcmp (self->keys->data, keys->data, keys->len * sizeof (FarLanKey)) != 0);
  if (differs)
    {
      g_array_unref (self->keys);
      self->keys = g_steal_pointer (&keys);
      self->n_own = n_own;
      self->n_members = n_secrets;
    }

  return differs;
}

static gint32
utc_day (FarNearby *self)
{
  gint64 now_ms = far_worker_now_ms (self->worker);

  return (gint32)((now_ms >= 0 ? now_ms : now_ms - (DAY_MS - 1)) / DAY_MS);
}

/* ---- being found */

static void
draw (FarNearby *self)
{
  gint32 day = utc_day (self);
  FarLanTags fresh;

  draw_label (self->name);
  draw_label (self->host);
  strcat (self->host, ".local");
  far_worker_random (&fresh, sizeof fresh);
  far_lan_tags_make (&self->tags, &fresh, (const FarLanKey *)self->keys->data, self->n_own, day);
  far_ring_set_name (self->ring, self->name);
  self->renew_ms = (day + 1) * DAY_MS + randombytes_uniform (RENEW_MS);
}

static void
register_self (FarNearby *self)
{
  g_autoptr (GByteArray) txt = NULL;
  g_autoptr (GBytes) bytes = NULL;
  const char *port =
      self->listener != NULL ? strrchr (far_tcp_listener_peek_address (self->listener), ':') : NULL;
  FarLanOwn own;

  if (port == NULL || self->addresses->len == 0 || self->n_own == 0)
    {
      far_lan_register (self->lan, NULL);
      return;
    }

  txt = g_byte_array_new ();
  far_lan_tags_encode (&self->tags, txt);
  bytes = g_bytes_new (txt->data, txt->len);
  own = (FarLanOwn){ .name = self->name,
                     .host = self->host,
                     .addresses = (const FarLanAddress *)self->addresses->data,
                     .n_addresses = self->addresses->len,
                     .port = (guint16)g_ascii_strtoull (port + 1, NULL, 10),
                     .txt = bytes };
  far_lan_register (self->lan, &own);
}

static void
accepted_cb (GSocketConnection *connection, gpointer data)
{
  FarNearby *self = data;

  self->watch->accepted (connection, self->data);
}

static void
listening_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  FarTcpListener *listener = far_tcp_listen_finish (result, &error);
  FarNearby *self = data;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->listening);
  if (listener == NULL)
    {
      /* a system without IPv6; it is tried again with the next look */
      g_debug ("cannot be called: %s", error->message);
      self->lacks_ipv6 = !self->lacks_ipv6;
      return;
    }

  g_clear_pointer (&self->listener, far_tcp_listener_free);
  self->listener = listener;
  register_self (self);
}

static void
listen_anew (FarNearby *self)
{
  if (self->listening != NULL)
    return;

  self->listening = g_cancellable_new ();
  far_tcp_listen_async (self->lacks_ipv6 ? "0.0.0.0:0" : "[::]:0", accepted_cb, self,
                        self->listening, listening_cb, self);
}

/* Other names, another port. */
static void
renew (FarNearby *self)
{
  draw (self);
  far_lan_register (self->lan, NULL);
  if (self->n_own > 0)
    listen_anew (self);
}

/* ---- where */

/* A network that counts as trusted in this run. */
typedef struct
{
  char *id;      /* owned: "" while it cannot be known again */
  char *address; /* owned: the first of this machine's on it */
} Here;

static void
here_free (gpointer data)
{
  Here *here = data;

  g_free (here->id);
  g_free (here->address);
  g_free (here);
}

/* The person who says so on the command line is there, and means the networks that are. */
static void
note_here (FarNearby *self, GPtrArray *places)
{
  if (self->mode != FAR_NEARBY_HERE || self->here != NULL || places->len == 0)
    return;

  self->here = g_ptr_array_new_with_free_func (here_free);
  for (guint i = 0; i < places->len; i++)
    {
      const FarPlace *place = places->pdata[i];
      Here *here = g_new0 (Here, 1);

      here->id = g_strdup (place->id);
      here->address = g_strdup (place->addresses[0].text);
      g_ptr_array_add (self->here, here);
    }
}

static gboolean
is_here (FarNearby *self, const FarPlace *place)
{
  for (guint i = 0; self->here != NULL && i < self->here->len; i++)
    {
      Here *here = self->here->pdata[i];

      /* what it is known by may come a moment later */
      if (*here->id == '\0' && strcmp (here->address, place->addresses[0].text) == 0)
        {
          g_free (here->id);
          here->id = g_strdup (place->id);
          return TRUE;
        }
      if (*here->id != '\0' && strcmp (here->id, place->id) == 0)
        return TRUE;
    }

  return FALSE;
}

static gboolean
is_trusted (FarNearby *self, const FarPlace *place)
{
  const FarKnownNetwork *known = far_networks_find (self->networks, place->id);

  return (known != NULL && known->is_trusted) || is_here (self, place);
}

/* @a, @b: of the same elements; an empty one has no data to compare */
static gboolean
differ (GArray *a, GArray *b)
{
  return a->len != b->len ||
         (a->len > 0 && memcmp (a->data, b->data, a->len * g_array_get_element_size (a)) != 0);
}

static void
go_where_it_is_trusted (FarNearby *self)
{
  GPtrArray *places = far_places_peek (self->places);
  g_autoptr (GArray) interfaces = g_array_new (FALSE, TRUE, sizeof (int));
  g_autoptr (GArray) addresses = g_array_new (FALSE, TRUE, sizeof (FarLanAddress));
  gboolean looks_elsewhere, registers_elsewhere;

  if (places == NULL)
    return;

  note_here (self, places);
  for (guint i = 0; i < places->len; i++)
    {
      const FarPlace *place = places->pdata[i];

      if (!is_trusted (self, place))
        continue;
      g_array_append_val (interfaces, place->interface);
      g_array_append_vals (addresses, place->addresses, place->n_addresses);
    }

  looks_elsewhere = differ (interfaces, self->interfaces);
  registers_elsewhere = differ (addresses, self->addresses);
  g_clear_pointer (&self->interfaces, g_array_unref);
  self->interfaces = g_steal_pointer (&interfaces);
  g_clear_pointer (&self->addresses, g_array_unref);
  self->addresses = g_steal_pointer (&addresses);

  /* who was somewhere else is a stranger here */
  if (looks_elsewhere || registers_elsewhere)
    renew (self);
  if (looks_elsewhere)
    {
      self->looked_us = g_get_monotonic_time ();
      far_lan_look (self->lan, (const int *)self->interfaces->data, self->interfaces->len);
    }
}

/* Returns: whether the file was written since */
static gboolean
read_networks (FarNearby *self)
{
  g_autofree char *path = g_build_filename (self->worker->home, FAR_NETWORKS_FILE, NULL);
  GStatBuf info;
  gint64 written_us = 0;

  if (g_stat (path, &info) == 0)
    written_us = (gint64)info.st_mtim.tv_sec * G_USEC_PER_SEC + info.st_mtim.tv_nsec / 1000;
  if (self->networks != NULL && written_us == self->networks_us)
    return FALSE;

  self->networks_us = written_us;
  g_clear_pointer (&self->networks, g_ptr_array_unref);
  self->networks = far_networks_load (self->worker->home);

  return TRUE;
}

/* ---- what is told */

static gboolean
meets_anybody (FarNearby *self)
{
  for (guint i = 0; i < self->worker->contacts->len; i++)
    if (far_contact_peek_device (self->worker->contacts->pdata[i]) != NULL)
      return TRUE;

  return FALSE;
}

static FarNearbyState
find_state (FarNearby *self)
{
  GPtrArray *places = far_places_peek (self->places);
  FarNearbyState state = FAR_NEARBY_NO_NETWORK;

  if (places == NULL || far_lan_get_daemon (self->lan) == FAR_LAN_UNKNOWN)
    return FAR_NEARBY_STARTING;
  if (self->interfaces->len == 0)
    {
      for (guint i = 0; i < places->len; i++)
        {
          const FarPlace *place = places->pdata[i];

          if (*place->id != '\0' && far_networks_find (self->networks, place->id) == NULL)
            return FAR_NEARBY_UNASKED;
          state = FAR_NEARBY_NOT_TRUSTED;
        }
      return state;
    }
  if (meets_anybody (self))
    return FAR_NEARBY_TOGETHER;

  return far_lan_get_daemon (self->lan) == FAR_LAN_THERE ? FAR_NEARBY_ALONE : FAR_NEARBY_NO_AVAHI;
}

static void
tell_state (FarNearby *self)
{
  static const char *const names[] = {
    [FAR_NEARBY_OFF] = "off",
    [FAR_NEARBY_STARTING] = "starting",
    [FAR_NEARBY_NO_NETWORK] = "no-network",
    [FAR_NEARBY_UNASKED] = "unasked",
    [FAR_NEARBY_NOT_TRUSTED] = "not-trusted",
    [FAR_NEARBY_NO_AVAHI] = "no-avahi",
    [FAR_NEARBY_ALONE] = "alone",
    [FAR_NEARBY_TOGETHER] = "together",
  };
  FarNearbyState state = find_state (self);

  if (state == self->told)
    return;

  self->told = state;
  self->worker->nearby = state;
  far_worker_tell (self->worker, "nearby", names[state]);
  self->watch->changed (self, state, self->data);
}

/* ---- looking */

static void
look (FarNearby *self)
{
  gint64 now_us = g_get_monotonic_time ();
  gboolean others = gather_keys (self);

  if (read_networks (self))
    go_where_it_is_trusted (self);
  if (others)
    far_ring_doubt (self->ring);
  if (others || far_worker_now_ms (self->worker) >= self->renew_ms)
    renew (self);
  else if (self->n_own > 0 && self->listener == NULL)
    listen_anew (self);

  if (others || now_us - self->looked_us > (meets_anybody (self) ? LOOK_US : LOOK_ALONE_US))
    {
      self->looked_us = now_us;
      far_lan_look (self->lan, (const int *)self->interfaces->data, self->interfaces->len);
    }
  call_some (self);
  tell_state (self);
}

static gboolean
tick_cb (gpointer data)
{
  look (data);

  return G_SOURCE_CONTINUE;
}

static gboolean
soon_cb (gpointer data)
{
  FarNearby *self = data;

  g_clear_pointer (&self->soon, g_source_unref);
  look (self);

  return G_SOURCE_REMOVE;
}

/* Not in the middle of what has changed. */
static void
look_soon (FarNearby *self)
{
  if (self->soon != NULL)
    return;

  self->soon = g_idle_source_new ();
  g_source_set_callback (self->soon, soon_cb, self, NULL);
  g_source_attach (self->soon, self->worker->context);
}

static void
places_changed_cb (FarPlaces *places, gpointer data)
{
  FarNearby *self = data;

  /* an answer that comes while it is being made */
  if (self->places == NULL || self->lan == NULL)
    return;

  go_where_it_is_trusted (self);
  look_soon (self);
}

static void
lan_changed_cb (FarLan *lan, gpointer data)
{
  FarNearby *self = data;

  self->looked_us = g_get_monotonic_time ();
  /* whoever was asked does not answer any more */
  far_ring_doubt (self->ring);
  look_soon (self);
}

static void
lan_collided_cb (FarLan *lan, gpointer data)
{
  FarNearby *self = data;

  draw (self);
  register_self (self);
}

static void
lan_seen_cb (FarLan *lan, const char *name, const FarLanPlace *place, gpointer data)
{
  FarNearby *self = data;
  FarRingPeer *seen;

  if (!far_lan_is_label (name) || strcmp (name, self->name) == 0)
    return;

  seen = far_ring_see (self->ring, name, g_get_monotonic_time ());
  if (seen == NULL)
    return;
  if (seen->data == NULL)
    seen->data = g_new0 (Peer, 1);
  add_place (seen->data, place);
  look_soon (self);
}

/* Who repeats what another one registers is that one, or a stranger: the one that was of use stays.
 */
static gboolean
is_another (FarNearby *self, const FarRingPeer *seen, const guint8 *nonce)
{
  FarRingPeer *other;

  for (guint i = 0; (other = far_ring_get (self->ring, i)) != NULL; i++)
    {
      const Peer *peer = other->data;

      if (other == seen || other->state != FAR_RING_OURS ||
          memcmp (peer->nonce, nonce, FAR_LAN_NONCE_LEN) != 0)
        continue;
      if (other->n_failed <= seen->n_failed)
        return FALSE;
      other->state = FAR_RING_STRANGE;
    }

  return TRUE;
}

/* Returns: whether it is one of ours */
static gboolean
take_tags (FarNearby *self, FarRingPeer *seen, const guint8 *txt, gsize len)
{
  Peer *peer = seen->data;
  FarLanTags tags;
  int key;

  if (!far_lan_tags_decode (&tags, txt, len) ||
      memcmp (tags.nonce, self->tags.nonce, FAR_LAN_NONCE_LEN) == 0)
    return FALSE;

  /* whoever is in wants members; whoever is not, members and doors */
  key = far_lan_tags_find (&tags, (const FarLanKey *)self->keys->data,
                           self->n_own > 0 ? self->n_members : self->keys->len, utc_day (self));
  if (key < 0 || !is_another (self, seen, tags.nonce))
    return FALSE;

  memcpy (peer->nonce, tags.nonce, FAR_LAN_NONCE_LEN);
  peer->secret = (guint)key < self->n_members ? (guint)key : 0;

  return TRUE;
}

static void
lan_resolved_cb (FarLan *lan,
                 const char *name,
                 const char *address,
                 const guint8 *txt,
                 gsize len,
                 gpointer data)
{
  FarNearby *self = data;
  FarRingPeer *seen = far_ring_find (self->ring, name);
  Peer *peer;

  if (seen == NULL || !seen->is_resolved)
    return;

  peer = seen->data;
  if (address == NULL)
    {
      try_another_place (peer);
      far_ring_failed (self->ring, seen, g_get_monotonic_time (), randombytes_random ());
    }
  else
    {
      g_free (peer->address);
      peer->address = g_strdup (address);
      far_ring_resolved (self->ring, seen, take_tags (self, seen, txt, len));
    }
  look_soon (self);
}

static const FarLanWatch lan_watch = { lan_changed_cb, lan_collided_cb, lan_seen_cb,
                                       lan_resolved_cb };

/* ---- the rest */

FarNearby *
far_nearby_new (FarWorker *worker, FarNearbyMode mode, const FarNearbyWatch *watch, gpointer data)
{
  FarNearby *self = g_new0 (FarNearby, 1);

  self->worker = worker;
  self->mode = mode;
  self->watch = watch;
  self->data = data;
  self->started_us = self->looked_us = self->met_us = g_get_monotonic_time ();
  self->interfaces = g_array_new (FALSE, TRUE, sizeof (int));
  self->addresses = g_array_new (FALSE, TRUE, sizeof (FarLanAddress));
  self->keys = g_array_new (FALSE, FALSE, sizeof (FarLanKey));
  self->ring = far_ring_new (&ring_watch, self, peer_free);
  read_networks (self);
  self->lan = far_lan_new (&lan_watch, self);
  self->places = far_places_new (places_changed_cb, self);
  self->tick = g_timeout_source_new (TICK_MS);
  g_source_set_callback (self->tick, tick_cb, self, NULL);
  g_source_attach (self->tick, worker->context);
  look_soon (self);

  return self;
}

void
far_nearby_free (FarNearby *self)
{
  self->worker->nearby = FAR_NEARBY_OFF;
  far_worker_tell (self->worker, "nearby", "off");

  if (self->listening != NULL)
    g_cancellable_cancel (self->listening);
  g_clear_object (&self->listening);
  g_clear_pointer (&self->listener, far_tcp_listener_free);
  g_source_destroy (self->tick);
  g_source_unref (self->tick);
  far_source_clear (&self->soon);
  far_source_clear (&self->again);
  far_lan_free (self->lan);
  far_places_free (self->places);
  g_array_unref (self->interfaces);
  g_array_unref (self->addresses);
  g_array_unref (self->keys);
  far_ring_free (self->ring);
  g_ptr_array_unref (self->networks);
  g_clear_pointer (&self->here, g_ptr_array_unref);
  g_free (self);
}

static void
know (Peer *peer, const guint8 *device)
{
  peer->is_known = TRUE;
  memcpy (peer->device, device, FAR_KEY_LEN);
}

void
far_nearby_met (FarNearby *self, const char *name, const guint8 device[static FAR_KEY_LEN])
{
  FarRingPeer *seen = far_ring_find (self->ring, name);

  if (seen != NULL)
    know (seen->data, device);
}

void
far_nearby_ended (FarNearby *self, const char *name, const guint8 *device, gboolean good)
{
  FarRingPeer *seen = far_ring_find (self->ring, name);

  if (seen == NULL)
    return;

  if (device != NULL)
    know (seen->data, device);
  if (!good && !seen->is_hung_up)
    try_another_place (seen->data);
  far_ring_ended (self->ring, seen, good, g_get_monotonic_time (), randombytes_random ());
  look_soon (self);
}

void
far_nearby_look (FarNearby *self)
{
  look_soon (self);
}

gboolean
far_nearby_is_through (FarNearby *self)
{
  if (far_places_peek (self->places) == NULL ||
      g_get_monotonic_time () - self->started_us < FIRST_LOOK_US)
    return FALSE;

  return far_ring_is_through (self->ring, g_get_monotonic_time ());
}
