/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-nice"

#include "far-nice.h"

#include <nice/agent.h>
#include <nice/debug.h>
#include <sodium.h>
#include <string.h>
#include <sys/socket.h>

#include "far-net-watch.h"
#include "far-quic.h"
#include "far-source.h"

#define COMPONENT 1
/* The least that RFC 8445 allows is 5 ms: nine pairs of addresses are then tried in 90 ms. */
#define PACING_MS 10
/* What a name service needs at most before the road is looked for without that server. */
#define RESOLVE_MS 2000
/* A receipt waits so long for what the user says to what came, and goes with it; or for so many
 * datagrams that come meanwhile. */
#define RECEIPT_US 2000
#define RECEIPT_EVERY 8
/* Of one read from the user. */
#define READ_LEN (64 * 1024)

struct _FarNiceHub
{
  GMainContext *context; /* owned */
  GMainLoop *loop;       /* owned */
  GThread *thread;       /* owned */

  /* the thread's */
  GPtrArray *roads;   /* (element-type FarNice), owned: one reference each */
  FarNetWatch *net;   /* (nullable): owned, while there are any */
  gboolean is_ending; /* the thread ends with the last of them */
};

typedef enum
{
  ROAD_GATHERING,
  ROAD_CHECKING,
  ROAD_OPEN,
  ROAD_CLOSING, /* the user has ended it; the peer's end says that all has arrived */
  ROAD_FAILED,  /* what came before waits for the user */
  ROAD_OVER,
} RoadState;

typedef struct
{
  GSource parent;
  FarNice *road; /* unowned */
} Clock;

struct _FarNice
{
  gatomicrefcount n_refs;
  FarNiceHub *hub;       /* unowned: outlives it */
  GMainContext *context; /* owned: the user's */
  gboolean offers;
  gint64 try_us;

  /* the user's */
  const FarNiceWatch *watch; /* (nullable): unowned; NULL once it was freed */
  gpointer data;             /* unowned */

  /* the thread's */
  RoadState state;
  NiceAgent *agent; /* owned until it is over */
  guint stream;
  FarServer servers[FAR_SERVERS_MAX]; /* secret; until it gathers */
  guint n_servers;
  guint n_resolving;       /* of these, whose names are looked up */
  GCancellable *resolving; /* (nullable): owned: meanwhile */
  gboolean has_remote;
  FarIceCard remote;   /* secret; only where it may have to be told again */
  GSource *deadline;   /* (nullable): owned: no name is waited for, or no try made, afterwards */
  FarQuic *quic;       /* (nullable): owned: once both cards are there */
  Clock *clock;        /* (nullable): owned: of that */
  guint n_unreceipted; /* datagrams that came since something was sent */
  GSocket *socket;     /* (nullable): owned: our end of the pair */
  GSource *readable;   /* (nullable): owned: while there is room for more */
  GSource *writable;   /* (nullable): owned: while something waits for the user */
  GSource *give_up;    /* (nullable): owned: while it is closing */
};

/* ---- from thread to thread */

static FarNice *
ref (FarNice *self)
{
  g_atomic_ref_count_inc (&self->n_refs);

  return self;
}

static void
unref (gpointer data)
{
  FarNice *self = data;

  if (!g_atomic_ref_count_dec (&self->n_refs))
    return;

  g_main_context_unref (self->context);
  sodium_memzero (self->servers, sizeof self->servers);
  sodium_memzero (&self->remote, sizeof self->remote);
  g_free (self);
}

/* What is to be done in the other thread. */
typedef struct
{
  FarNice *road;     /* owned */
  FarIceCard card;   /* what was gathered, or of the peer */
  GIOStream *stream; /* (nullable): owned */
} Post;

static void
post_free (gpointer data)
{
  Post *post = data;

  sodium_memzero (&post->card, sizeof post->card);
  g_clear_object (&post->stream);
  unref (post->road);
  g_free (post);
}

static Post *
post_new (FarNice *road)
{
  Post *post = g_new0 (Post, 1);

  post->road = ref (road);

  return post;
}

/* Always from the loop, even where this thread could do it at once. @post: (transfer full) */
static void
send_post (GMainContext *context, GSourceFunc callback, Post *post)
{
  GSource *source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, callback, post, post_free);
  g_source_attach (source, context);
  g_source_unref (source);
}

static gboolean
tell_gathered_cb (gpointer data)
{
  Post *post = data;

  if (post->road->watch != NULL)
    post->road->watch->gathered (post->road, &post->card, post->road->data);

  return G_SOURCE_REMOVE;
}

static gboolean
tell_connected_cb (gpointer data)
{
  Post *post = data;

  if (post->road->watch != NULL)
    post->road->watch->connected (post->road, post->stream, post->road->data);

  return G_SOURCE_REMOVE;
}

static gboolean
tell_failed_cb (gpointer data)
{
  Post *post = data;

  if (post->road->watch != NULL)
    post->road->watch->failed (post->road, post->road->data);

  return G_SOURCE_REMOVE;
}

/* ---- ending */

static void
closed_cb (GObject *source, GAsyncResult *result, gpointer data G_GNUC_UNUSED)
{
  g_object_unref (source);
}

/* To a peer that would go on waiting. */
static void
say_over (FarNice *self)
{
  guint8 datagram[FAR_QUIC_DATAGRAM_LEN];
  gsize len;

  if (self->quic == NULL)
    return;

  len = far_quic_close (self->quic, datagram, g_get_monotonic_time ());
  if (len > 0)
    nice_agent_send (self->agent, self->stream, COMPONENT, len, (const char *)datagram);
  g_clear_pointer (&self->quic, far_quic_free);
  far_source_clear ((GSource **)&self->clock);
}

/* The last thing; @self may be freed by it. */
static void
end (FarNice *self)
{
  FarNiceHub *hub = self->hub;

  if (self->state == ROAD_OVER)
    return;

  if (self->state < ROAD_OPEN)
    send_post (self->context, tell_failed_cb, post_new (self));
  self->state = ROAD_OVER;
  if (self->resolving != NULL)
    g_cancellable_cancel (self->resolving);
  g_clear_object (&self->resolving);
  far_source_clear (&self->deadline);
  far_source_clear (&self->readable);
  far_source_clear (&self->writable);
  far_source_clear (&self->give_up);
  say_over (self);
  if (self->socket != NULL)
    g_socket_close (self->socket, NULL);
  g_clear_object (&self->socket);

  g_signal_handlers_disconnect_by_data (self->agent, self);
  nice_agent_attach_recv (self->agent, self->stream, COMPONENT, hub->context, NULL, NULL);
  /* what it had from others is given back before it goes; the callback has the reference */
  nice_agent_close_async (self->agent, closed_cb, NULL);
  self->agent = NULL;

  g_ptr_array_remove_fast (hub->roads, self);
  if (hub->roads->len == 0)
    g_clear_pointer (&hub->net, far_net_watch_free);
  if (hub->roads->len == 0 && hub->is_ending)
    g_main_loop_quit (hub->loop);
}

static void give_up_later (FarNice *self);

/* From within a callback of libnice, which goes on after it. */
static gboolean
end_cb (gpointer data)
{
  FarNice *self = ((Post *)data)->road;

  if ((self->state == ROAD_OPEN || self->state == ROAD_CLOSING) && self->writable != NULL)
    {
      self->state = ROAD_FAILED;
      give_up_later (self);
    }
  else if (self->state != ROAD_FAILED)
    end (self);

  return G_SOURCE_REMOVE;
}

static void
end_soon (FarNice *self)
{
  send_post (self->hub->context, end_cb, post_new (self));
}

static gboolean
give_up_cb (gpointer data)
{
  end (data);

  return G_SOURCE_REMOVE;
}

static void
give_up_later (FarNice *self)
{
  far_source_clear (&self->readable);
  if (self->give_up != NULL)
    return;

  self->give_up = g_timeout_source_new (FAR_LINK_LINGER_US / 1000);
  g_source_set_callback (self->give_up, give_up_cb, self, NULL);
  g_source_attach (self->give_up, self->hub->context);
}

/* ---- moving bytes */

static void
watch_socket (FarNice *self, GSource **source, GIOCondition condition, GSocketSourceFunc callback)
{
  if (*source != NULL)
    return;

  *source = g_socket_create_source (self->socket, condition, NULL);
  g_source_set_callback (*source, G_SOURCE_FUNC (callback), self, NULL);
  g_source_attach (*source, self->hub->context);
}

static void pump (FarNice *self);
static void write_user (FarNice *self);

/* As much as there is room for.  Returns: FALSE if the user has ended */
static gboolean
read_user (FarNice *self)
{
  guint8 buffer[READ_LEN];
  gsize room = far_quic_get_room (self->quic);
  g_autoptr (GError) error = NULL;
  gssize n = 1;

  while (room > 0 && n > 0)
    {
      n = g_socket_receive (self->socket, (char *)buffer, MIN (room, sizeof buffer), NULL, &error);
      if (n > 0)
        far_quic_write (self->quic, buffer, n);
      room = far_quic_get_room (self->quic);
    }

  return n > 0 || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK);
}

static gboolean
readable_cb (GSocket *socket, GIOCondition condition, gpointer data)
{
  FarNice *self = data;

  if (!read_user (self))
    {
      self->state = ROAD_CLOSING;
      far_quic_write_end (self->quic);
      give_up_later (self);
    }
  pump (self);

  return self->readable != NULL;
}

static gboolean
room_again_cb (GSocket *socket, GIOCondition condition, gpointer data)
{
  FarNice *self = data;

  far_source_clear (&self->writable);
  if (self->state == ROAD_FAILED)
    write_user (self);
  if (self->state == ROAD_FAILED && self->writable == NULL)
    end (self);
  else
    pump (self);

  return G_SOURCE_REMOVE;
}

/* Gives the user what came.  What nobody reads any more is dropped: what was written is still on
 * its way. */
static void
write_user (FarNice *self)
{
  gsize len;
  const guint8 *bytes;

  while (self->writable == NULL && (bytes = far_quic_peek (self->quic, &len), len > 0))
    {
      g_autoptr (GError) error = NULL;
      gssize n = g_socket_send (self->socket, (const char *)bytes, len, NULL, &error);

      if (n < 0 && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
        watch_socket (self, &self->writable, G_IO_OUT, room_again_cb);
      else
        far_quic_take (self->quic, n < 0 ? len : (gsize)n);
    }
  if (far_quic_has_ended (self->quic))
    g_socket_shutdown (self->socket, FALSE, TRUE, NULL);
}

/* What libnice has no room for is lost, as on any network. */
static void
send_due (FarNice *self)
{
  guint8 datagram[FAR_QUIC_DATAGRAM_LEN];
  gsize len;

  while ((len = far_quic_poll_transmit (self->quic, datagram, g_get_monotonic_time ())) > 0)
    nice_agent_send (self->agent, self->stream, COMPONENT, len, (const char *)datagram);
}

/* Moves what can be moved, after anything has happened. */
static void
pump (FarNice *self)
{
  gint64 at_us;

  if (self->state != ROAD_OPEN && self->state != ROAD_CLOSING)
    return;

  self->n_unreceipted = 0;
  write_user (self);
  send_due (self);
  if (far_quic_is_over (self->quic) || far_quic_is_done (self->quic))
    {
      end_soon (self);
      return;
    }
  if (self->state == ROAD_OPEN && far_quic_get_room (self->quic) > 0)
    watch_socket (self, &self->readable, G_IO_IN, readable_cb);
  else
    far_source_clear (&self->readable);
  at_us = far_quic_get_deadline (self->quic);
  g_source_set_ready_time (&self->clock->parent, at_us == G_MAXINT64 ? -1 : at_us);
}

static void
received_cb (NiceAgent *agent, guint stream, guint component, guint len, char *bytes, gpointer data)
{
  FarNice *self = data;
  gint64 now_us = g_get_monotonic_time ();

  /* the peer may be further than this end */
  if (self->quic == NULL || self->state == ROAD_FAILED)
    return;

  far_quic_receive (self->quic, (const guint8 *)bytes, len, now_us);
  self->n_unreceipted++;
  if (!far_quic_is_quiet (self->quic) || self->n_unreceipted == RECEIPT_EVERY ||
      self->state != ROAD_OPEN)
    {
      pump (self);
      return;
    }

  write_user (self);
  if (self->n_unreceipted == 1)
    g_source_set_ready_time (&self->clock->parent, now_us + RECEIPT_US);
}

static gboolean
clock_dispatch (GSource *source, GSourceFunc callback, gpointer data)
{
  FarNice *self = ((Clock *)source)->road;
  gint64 now_us = g_get_monotonic_time ();

  g_source_set_ready_time (source, -1);
  if (now_us >= far_quic_get_deadline (self->quic))
    far_quic_handle_timeout (self->quic, now_us);
  pump (self);

  return G_SOURCE_CONTINUE;
}

static GSourceFuncs clock_funcs = { .dispatch = clock_dispatch };

/* Both cards are there. */
static gboolean
begin_quic (FarNice *self)
{
  FarIceCard ours = { 0 };
  guint8 send_key[FAR_KEY_LEN];
  guint8 receive_key[FAR_KEY_LEN];
  char *ufrag = NULL;
  char *pwd = NULL;
  gboolean good;

  good = nice_agent_get_local_credentials (self->agent, self->stream, &ufrag, &pwd);
  if (good)
    {
      g_strlcpy (ours.ufrag, ufrag, sizeof ours.ufrag);
      g_strlcpy (ours.pwd, pwd, sizeof ours.pwd);
      sodium_memzero (pwd, strlen (pwd));
      far_ice_card_key (&ours, &self->remote, send_key);
      far_ice_card_key (&self->remote, &ours, receive_key);
      self->quic = far_quic_new (self->offers, send_key, receive_key, g_get_monotonic_time ());
      self->clock = (Clock *)g_source_new (&clock_funcs, sizeof (Clock));
      self->clock->road = self;
      g_source_attach (&self->clock->parent, self->hub->context);
    }
  sodium_memzero (&ours, sizeof ours);
  sodium_memzero (send_key, sizeof send_key);
  sodium_memzero (receive_key, sizeof receive_key);
  g_free (ufrag);
  g_free (pwd);

  return good;
}

/* ---- finding a way */

static void
set_address (FarIceCandidate *out, const NiceAddress *address)
{
  if (nice_address_ip_version (address) == 6)
    {
      out->is_ipv6 = TRUE;
      memcpy (out->address, &address->s.ip6.sin6_addr, 16);
    }
  else
    memcpy (out->address, &address->s.ip4.sin_addr, 4);
  out->port = nice_address_get_port (address);
}

static int
compare_candidates (gconstpointer a, gconstpointer b)
{
  guint32 priority_a = ((const NiceCandidate *)a)->priority;
  guint32 priority_b = ((const NiceCandidate *)b)->priority;

  return (priority_a < priority_b) - (priority_a > priority_b);
}

/* What libnice calls them, and we do. */
static const struct
{
  NiceCandidateType theirs;
  FarIceType ours;
} types[] = {
  { NICE_CANDIDATE_TYPE_HOST, FAR_ICE_HOST },
  { NICE_CANDIDATE_TYPE_SERVER_REFLEXIVE, FAR_ICE_SERVER_REFLEXIVE },
  { NICE_CANDIDATE_TYPE_PEER_REFLEXIVE, FAR_ICE_PEER_REFLEXIVE },
  { NICE_CANDIDATE_TYPE_RELAYED, FAR_ICE_RELAYED },
};

static void
describe (FarNice *self, FarIceCard *card)
{
  g_autofree char *ufrag = NULL;
  g_autofree char *pwd = NULL;
  GSList *found = nice_agent_get_local_candidates (self->agent, self->stream, COMPONENT);

  found = g_slist_sort (found, compare_candidates);
  for (const GSList *at = found; at != NULL; at = at->next)
    {
      const NiceCandidate *candidate = at->data;
      FarIceCandidate ours = { .priority = candidate->priority };

      for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
        if (types[i].theirs == candidate->type)
          ours.type = types[i].ours;
      set_address (&ours, &candidate->addr);
      if (candidate->transport == NICE_CANDIDATE_TRANSPORT_UDP)
        far_ice_card_add (card, &ours);
    }
  g_slist_free_full (found, (GDestroyNotify)nice_candidate_free);

  if (!nice_agent_get_local_credentials (self->agent, self->stream, &ufrag, &pwd))
    card->n_candidates = 0;
  card->kind = card->n_candidates == 0 ? FAR_ICE_NONE
               : self->offers          ? FAR_ICE_OFFER
                                       : FAR_ICE_ANSWER;
  g_strlcpy (card->ufrag, ufrag != NULL ? ufrag : "", sizeof card->ufrag);
  g_strlcpy (card->pwd, pwd != NULL ? pwd : "", sizeof card->pwd);
  if (pwd != NULL)
    sodium_memzero (pwd, strlen (pwd));
}

static void begin_trying (FarNice *self);

static void
gathered_cb (NiceAgent *agent, guint stream, gpointer data)
{
  FarNice *self = data;
  Post *post;

  if (self->state != ROAD_GATHERING)
    return;

  self->state = ROAD_CHECKING;
  post = post_new (self);
  describe (self, &post->card);
  send_post (self->context, tell_gathered_cb, post);
  if (self->has_remote && self->try_us > 0)
    begin_trying (self);
}

/* Returns: (transfer full) */
static NiceCandidate *
make_candidate (FarNice *self, const FarIceCandidate *at, guint number)
{
  NiceCandidateType type = NICE_CANDIDATE_TYPE_HOST;
  NiceCandidate *candidate;
  guint32 ipv4;

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    if (types[i].ours == at->type)
      type = types[i].theirs;

  candidate = nice_candidate_new (type);
  candidate->transport = NICE_CANDIDATE_TRANSPORT_UDP;
  if (at->is_ipv6)
    nice_address_set_ipv6 (&candidate->addr, at->address);
  else
    {
      memcpy (&ipv4, at->address, sizeof ipv4);
      nice_address_set_ipv4 (&candidate->addr, GUINT32_FROM_BE (ipv4));
    }
  nice_address_set_port (&candidate->addr, at->port);
  candidate->base_addr = candidate->addr;
  candidate->priority = at->priority;
  candidate->stream_id = self->stream;
  candidate->component_id = COMPONENT;
  g_snprintf (candidate->foundation, sizeof candidate->foundation, "%u", number);

  return candidate;
}

/* Returns: whether there is anything to try */
static gboolean
try_remote (FarNice *self, const FarIceCard *card)
{
  GSList *candidates = NULL;
  int n = 0;

  for (guint i = 0; i < card->n_candidates; i++)
    if (card->candidates[i].transport == FAR_ICE_UDP)
      candidates = g_slist_prepend (candidates, make_candidate (self, &card->candidates[i], i + 1));
  if (nice_agent_set_remote_credentials (self->agent, self->stream, card->ufrag, card->pwd))
    n = nice_agent_set_remote_candidates (self->agent, self->stream, COMPONENT, candidates);
  g_slist_free_full (candidates, (GDestroyNotify)nice_candidate_free);

  return n >= 1;
}

static void
attach_deadline (FarNice *self, gint64 us, GSourceFunc callback)
{
  far_source_clear (&self->deadline);
  self->deadline = g_timeout_source_new (us / 1000);
  g_source_set_callback (self->deadline, callback, self, NULL);
  g_source_attach (self->deadline, self->hub->context);
}

static gboolean
tried_enough_cb (gpointer data)
{
  FarNice *self = data;

  if (self->state < ROAD_OPEN)
    end (self);

  return G_SOURCE_REMOVE;
}

static void
begin_trying (FarNice *self)
{
  if (self->try_us > 0)
    attach_deadline (self, self->try_us, tried_enough_cb);
  if (!begin_quic (self) || !try_remote (self, &self->remote))
    end (self);
}

static gboolean
set_remote_cb (gpointer data)
{
  Post *post = data;
  FarNice *self = post->road;

  if (self->state > ROAD_CHECKING || self->has_remote)
    return G_SOURCE_REMOVE;

  self->has_remote = TRUE;
  self->remote = post->card;
  /* while servers are asked, libnice would be through with what it has before they answer */
  if (self->state == ROAD_CHECKING || self->try_us == 0)
    begin_trying (self);

  return G_SOURCE_REMOVE;
}

/* The peer may not have heard yet where this end is: the same is tried anew, under the names that
 * it was told.  libnice says so 5 s after the last sign of anybody (its idle-timeout), and not
 * sooner: whoever is on the other side takes 2 s to choose one of several ways. */
static gboolean
try_again_cb (gpointer data)
{
  FarNice *self = ((Post *)data)->road;
  char *ufrag = NULL;
  char *pwd = NULL;
  gboolean good;

  if (self->state != ROAD_CHECKING)
    return G_SOURCE_REMOVE;

  good = nice_agent_get_local_credentials (self->agent, self->stream, &ufrag, &pwd) &&
         nice_agent_restart_stream (self->agent, self->stream) &&
         nice_agent_set_local_credentials (self->agent, self->stream, ufrag, pwd) &&
         try_remote (self, &self->remote);
  if (pwd != NULL)
    sodium_memzero (pwd, strlen (pwd));
  g_free (ufrag);
  g_free (pwd);
  if (!good)
    end (self);

  return G_SOURCE_REMOVE;
}

/* Returns: (transfer full): what becomes the user's end of the stream; NULL if there are no
 * descriptors any more */
static GIOStream *
make_pair (FarNice *self)
{
  int ends[2];
  g_autoptr (GSocket) theirs = NULL;

  if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends) < 0)
    return NULL;

  self->socket = g_socket_new_from_fd (ends[0], NULL);
  theirs = g_socket_new_from_fd (ends[1], NULL);
  g_socket_set_blocking (self->socket, FALSE);
  g_socket_set_blocking (theirs, FALSE);

  return G_IO_STREAM (g_socket_connection_factory_create_connection (theirs));
}

/* What comes in one burst is kept by the system, as much of it as anybody may have kept. */
static void
make_room (FarNice *self)
{
  g_autoptr (GSocket) socket =
                 nice_agent_get_selected_socket (self->agent, self->stream, COMPONENT);

  if (socket != NULL)
    g_socket_set_option (socket, SOL_SOCKET, SO_RCVBUF, FAR_QUIC_WINDOW, NULL);
}

static void
open_road (FarNice *self)
{
  Post *post = post_new (self);

  post->stream = make_pair (self);
  if (post->stream == NULL)
    {
      post_free (post);
      end_soon (self);
      return;
    }

  self->state = ROAD_OPEN;
  far_source_clear (&self->deadline);
  make_room (self);
  send_post (self->context, tell_connected_cb, post);
  pump (self);
}

static void
state_changed_cb (NiceAgent *agent, guint stream, guint component, guint state, gpointer data)
{
  FarNice *self = data;

  g_debug ("state %s in %d", nice_component_state_to_string (state), self->state);
  if (state == NICE_COMPONENT_STATE_READY && self->state == ROAD_CHECKING)
    open_road (self);
  /* no pair works */
  else if (state == NICE_COMPONENT_STATE_FAILED && self->state == ROAD_CHECKING && self->try_us > 0)
    send_post (self->hub->context, try_again_cb, post_new (self));
  else if (state == NICE_COMPONENT_STATE_FAILED)
    end_soon (self);
}

/* ---- the network changes */

/* Whether this machine still has the address that the road begins at. */
static gboolean
still_begins (FarNice *self)
{
  NiceCandidate *local;
  NiceCandidate *remote;
  FarIceCandidate at = { 0 };

  if (!nice_agent_get_selected_pair (self->agent, self->stream, COMPONENT, &local, &remote))
    return TRUE;

  set_address (&at, &local->base_addr);

  return far_net_has_address (at.address, at.is_ipv6);
}

static void
net_changed_cb (gpointer data)
{
  FarNiceHub *hub = data;

  for (guint i = hub->roads->len; i > 0; i--)
    {
      FarNice *self = g_ptr_array_index (hub->roads, i - 1);

      if (self->state == ROAD_OPEN && !still_begins (self))
        end (self);
    }
}

/* ---- the hub */

static gpointer
run_hub (gpointer data)
{
  FarNiceHub *self = data;

  g_main_context_push_thread_default (self->context);
  g_main_loop_run (self->loop);
  /* what libnice still wants to be rid of */
  while (g_main_context_iteration (self->context, FALSE))
    ;
  g_main_context_pop_thread_default (self->context);

  return NULL;
}

static FarNiceHub *
hub_new (void)
{
  FarNiceHub *self = g_new0 (FarNiceHub, 1);

  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  self->roads = g_ptr_array_new_with_free_func (unref);
  self->thread = g_thread_new ("nice", run_hub, self);

  return self;
}

static gboolean
end_hub_cb (gpointer data)
{
  FarNiceHub *self = data;

  self->is_ending = TRUE;
  for (guint i = self->roads->len; i > 0; i--)
    {
      FarNice *road = self->roads->pdata[i - 1];

      /* nobody waits for it, or both have said their last word */
      if (road->state < ROAD_OPEN ||
          (road->state == ROAD_CLOSING && far_quic_has_ended (road->quic)))
        end (road);
    }
  if (self->roads->len == 0)
    g_main_loop_quit (self->loop);

  return G_SOURCE_REMOVE;
}

static gboolean
cut_hub_cb (gpointer data)
{
  FarNiceHub *self = data;

  while (self->roads->len > 0)
    end (self->roads->pdata[self->roads->len - 1]);
  g_main_loop_quit (self->loop);

  return G_SOURCE_REMOVE;
}

static void
hub_free (FarNiceHub *self)
{
  GSource *ending = g_idle_source_new ();
  GSource *cutting = g_timeout_source_new (FAR_LINK_LINGER_US / 1000);

  g_source_set_callback (ending, end_hub_cb, self, NULL);
  g_source_attach (ending, self->context);
  g_source_unref (ending);
  g_source_set_callback (cutting, cut_hub_cb, self, NULL);
  g_source_attach (cutting, self->context);

  g_thread_join (self->thread);
  g_source_destroy (cutting);
  g_source_unref (cutting);
  g_clear_pointer (&self->net, far_net_watch_free);
  g_ptr_array_unref (self->roads);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_free (self);
}

/* ---- roads */

static void
gather (FarNice *self)
{
  far_source_clear (&self->deadline);
  g_clear_object (&self->resolving);
  sodium_memzero (self->servers, sizeof self->servers);
  if (!nice_agent_gather_candidates (self->agent, self->stream))
    gathered_cb (self->agent, self->stream, self);
}

/* It is known where it is.  Of several that only say where one is seen from libnice takes one; any
 * that passes on says so too. */
static void
name_server (FarNice *self, const FarServer *server, GInetAddress *address)
{
  g_autofree char *text = g_inet_address_to_string (address);
  g_autofree char *known = NULL;

  g_object_get (self->agent, "stun-server", &known, NULL);
  if (known == NULL || !server->is_turn)
    g_object_set (self->agent, "stun-server", text, "stun-server-port", (guint)server->port, NULL);
  if (server->is_turn)
    nice_agent_set_relay_info (self->agent, self->stream, COMPONENT, text, server->port,
                               server->user, server->password, NICE_RELAY_TYPE_TURN_UDP);
}

typedef struct
{
  FarNice *road; /* owned */
  guint at;
} Resolving;

static void
resolved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Resolving *asked = data;
  FarNice *self = asked->road;
  GList *found = g_resolver_lookup_by_name_finish (G_RESOLVER (source), result, NULL);
  GInetAddress *best = found != NULL ? found->data : NULL;

  /* the NAT that is to be seen through is IPv4's */
  for (const GList *at = found; at != NULL; at = at->next)
    if (g_inet_address_get_family (at->data) == G_SOCKET_FAMILY_IPV4)
      {
        best = at->data;
        break;
      }

  /* not if it was given up meanwhile */
  if (self->resolving != NULL)
    {
      if (best != NULL)
        name_server (self, &self->servers[asked->at], best);
      if (--self->n_resolving == 0)
        gather (self);
    }
  g_resolver_free_addresses (found);
  unref (self);
  g_free (asked);
}

static gboolean
resolved_enough_cb (gpointer data)
{
  FarNice *self = data;

  g_cancellable_cancel (self->resolving);
  gather (self);

  return G_SOURCE_REMOVE;
}

static void
resolve (FarNice *self)
{
  g_autoptr (GResolver) resolver = g_resolver_get_default ();

  self->resolving = g_cancellable_new ();
  self->n_resolving = self->n_servers;
  attach_deadline (self, RESOLVE_MS * 1000, resolved_enough_cb);
  for (guint i = 0; i < self->n_servers; i++)
    {
      Resolving *asked = g_new0 (Resolving, 1);

      asked->road = ref (self);
      asked->at = i;
      g_resolver_lookup_by_name_async (resolver, self->servers[i].host, self->resolving,
                                       resolved_cb, asked);
    }
}

static gboolean
open_cb (gpointer data)
{
  FarNice *self = ((Post *)data)->road;
  FarNiceHub *hub = self->hub;

  /* it is told of the peer, or freed, by what comes after this */
  g_ptr_array_add (hub->roads, ref (self));
  if (hub->net == NULL)
    hub->net = far_net_watch_new (hub->context, net_changed_cb, hub);

  self->agent = nice_agent_new_full (hub->context, NICE_COMPATIBILITY_RFC5245,
                                     NICE_AGENT_OPTION_REGULAR_NOMINATION);
  /* its log says the password */
  nice_debug_disable (TRUE);
  g_object_set (self->agent, "controlling-mode", self->offers, "upnp", FALSE, "ice-tcp", FALSE,
                "stun-pacing-timer", PACING_MS, NULL);
  g_signal_connect (self->agent, "candidate-gathering-done", G_CALLBACK (gathered_cb), self);
  g_signal_connect (self->agent, "component-state-changed", G_CALLBACK (state_changed_cb), self);
  self->stream = nice_agent_add_stream (self->agent, 1);
  nice_agent_attach_recv (self->agent, self->stream, COMPONENT, hub->context, received_cb, self);
  if (self->n_servers > 0)
    resolve (self);
  else
    gather (self);

  return G_SOURCE_REMOVE;
}

static FarNice *
open_nice (FarNiceHub *hub, const FarNiceSetup *setup, const FarNiceWatch *watch, gpointer data)
{
  FarNice *self = g_new0 (FarNice, 1);

  g_atomic_ref_count_init (&self->n_refs);
  self->hub = hub;
  self->context = g_main_context_ref_thread_default ();
  self->offers = setup->offers;
  self->try_us = setup->try_us;
  self->n_servers = MIN (setup->n_servers, FAR_SERVERS_MAX);
  for (guint i = 0; i < self->n_servers; i++)
    self->servers[i] = setup->servers[i];
  self->watch = watch;
  self->data = data;
  send_post (hub->context, open_cb, post_new (self));

  return self;
}

static void
set_remote (FarNice *self, const FarIceCard *card)
{
  Post *post = post_new (self);

  post->card = *card;
  send_post (self->hub->context, set_remote_cb, post);
}

static gboolean
forget_cb (gpointer data)
{
  FarNice *self = ((Post *)data)->road;

  if (self->state < ROAD_OPEN)
    end (self);

  return G_SOURCE_REMOVE;
}

static void
free_nice (FarNice *self)
{
  self->watch = NULL;
  send_post (self->hub->context, forget_cb, post_new (self));
  unref (self);
}

extern const FarNiceTable FAR_MODULE_SYMBOL;

FAR_MODULE_EXPORT const FarNiceTable FAR_MODULE_SYMBOL = {
  { FAR_MODULE_VERSION }, hub_new, hub_free, open_nice, set_remote, free_nice,
};
