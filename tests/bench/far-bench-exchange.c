/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The real exchange between two processes: store, session and TCP. */

#define G_LOG_DOMAIN "far-bench"

#include "far-bench-private.h"

#include "far-collective.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#define BUFFER_LEN (256 * 1024)

typedef struct
{
  int fd;
  FarSession *session;
  GBytes *out; /* (nullable): owned: what the socket does not take yet */
  gsize out_pos;
} Pump;

static gint64
now_us (void)
{
  return g_get_monotonic_time ();
}

static void
check (gboolean good, GError **error)
{
  if (!good)
    g_error ("%s", *error != NULL ? (*error)->message : g_strerror (errno));
}

/* Gives the socket what it takes. */
static void
push (Pump *self)
{
  g_autoptr (GError) error = NULL;

  for (;;)
    {
      gssize n;

      if (self->out == NULL)
        {
          self->out = far_session_poll_transmit (self->session, now_us (), &error);
          self->out_pos = 0;
          check (error == NULL, &error);
          if (self->out == NULL)
            return;
        }

      n = write (self->fd, (const guint8 *)g_bytes_get_data (self->out, NULL) + self->out_pos,
                 g_bytes_get_size (self->out) - self->out_pos);
      if (n < 0 && errno == EAGAIN)
        return;
      check (n > 0, &error);
      self->out_pos += n;
      if (self->out_pos == g_bytes_get_size (self->out))
        g_clear_pointer (&self->out, g_bytes_unref);
    }
}

static gboolean
pull (Pump *self, guint8 *buffer)
{
  g_autoptr (GError) error = NULL;
  gssize n = read (self->fd, buffer, BUFFER_LEN);

  if (n == 0)
    return FALSE;
  if (n < 0 && errno == EAGAIN)
    return TRUE;
  check (n > 0, &error);
  check (far_session_receive (self->session, buffer, n, now_us (), &error), &error);

  return TRUE;
}

/* Until @state, or the peer hangs up. */
static void
pump_until (Pump *self, FarSessionState state)
{
  g_autofree guint8 *buffer = g_malloc (BUFFER_LEN);
  g_autoptr (GError) error = NULL;

  push (self);
  while (far_session_get_state (self->session) != state)
    {
      struct pollfd poll_fd = { .fd = self->fd,
                                .events = POLLIN | (self->out != NULL ? POLLOUT : 0) };
      gint64 deadline = far_session_get_deadline (self->session);
      gint64 wait_us = MAX (deadline - now_us (), 0);

      if (poll (&poll_fd, 1, (int)MIN (wait_us / 1000 + 1, 60000)) < 0)
        g_error ("poll: %s", g_strerror (errno));
      if (now_us () >= deadline)
        check (far_session_handle_timeout (self->session, now_us (), &error), &error);
      if ((poll_fd.revents & (POLLIN | POLLHUP)) && !pull (self, buffer))
        return;
      push (self);
    }
}

static FarStore *
open_store (FarWorld *world, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FarStore) founded = far_world_found (world, NULL);
  FarStore *store = far_store_open (path, world->collective, TRUE, &error);

  check (store != NULL, &error);

  return store;
}

static void
get_secret (FarWorld *world, guint8 out[static FAR_HASH_LEN])
{
  g_autoptr (FarWorld) again = far_workload_make_world ();
  g_autoptr (FarStore) founded = far_world_found (again, NULL);
  guint n;
  const guint8 (*secrets)[FAR_HASH_LEN] =
      far_governance_peek_secrets (far_store_peek_governance (founded), &n);

  memcpy (out, secrets[0], FAR_HASH_LEN);
}

struct _FarExchange
{
  FarWorld *world;       /* owned */
  FarStore *store;       /* owned */
  FarReplica *replica;   /* owned */
  FarVerifier *verifier; /* owned */
  guint8 secret[FAR_HASH_LEN];
  guint8 ephemeral[32];
  FarSessionSetup setup;
};

FarExchange *
far_exchange_open (const char *path, guint who)
{
  FarExchange *self = g_new0 (FarExchange, 1);

  self->world = far_workload_make_world ();
  self->store = open_store (self->world, path);
  self->verifier = far_verifier_new ();
  far_store_set_verifier (self->store, self->verifier);
  self->replica = far_store_replica_new (self->store);
  get_secret (self->world, self->secret);
  randombytes_buf (self->ephemeral, sizeof self->ephemeral);
  self->setup = (FarSessionSetup){ .collective = self->world->collective,
                                   .noise_secret = self->world->devices[who].noise_secret,
                                   .ephemeral_secret = self->ephemeral,
                                   .today = FAR_WORKLOAD_FIRST_DAY };

  return self;
}

static void
end_pump (Pump *pump)
{
  g_clear_pointer (&pump->out, g_bytes_unref);
  far_session_free (pump->session);
}

static void
close_exchange (FarExchange *self)
{
  far_store_replica_free (self->replica);
  far_store_close (self->store);
  far_verifier_free (self->verifier);
  far_world_free (self->world);
  g_free (self);
}

void
far_exchange_answer (FarExchange *self, int fd)
{
  Pump pump = { .fd = fd };

  fcntl (fd, F_SETFL, O_NONBLOCK);
  pump.session =
      far_session_new_answer (self->replica, &self->setup, self->secret, NULL, 0, now_us ());
  pump_until (&pump, FAR_SESSION_CLOSED);

  end_pump (&pump);
  close_exchange (self);
}

/* Who is in 20 slots: every rota on one day. */
static void
ask_question (FarWorld *world, FarStore *store)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rotas = far_collective_rotas (store, &error);
  g_autoptr (GPtrArray) outings = NULL;

  check (rotas != NULL, &error);
  outings = far_collective_outings (store, rotas, world->devices[1].member, FAR_WORKLOAD_FIRST_DAY,
                                    1, &error);
  check (outings != NULL && outings->len == FAR_WORKLOAD_ROTAS, &error);
}

void
far_exchange_call (FarExchange *self, int fd, FarMeasure *out)
{
  Pump pump = { .fd = fd };
  FarSessionCounts counts;
  double begin;
  double cpu;

  fcntl (fd, F_SETFL, O_NONBLOCK);

  begin = far_bench_now ();
  cpu = far_bench_cpu ();
  pump.session = far_session_new_dial (self->replica, &self->setup, self->secret, now_us ());
  pump_until (&pump, FAR_SESSION_IN_STEP);
  g_assert (far_session_get_state (pump.session) == FAR_SESSION_IN_STEP);
  ask_question (self->world, self->store);
  out->seconds = far_bench_now () - begin;

  far_session_get_counts (pump.session, &counts);
  far_session_close (pump.session);
  push (&pump);
  end_pump (&pump);

  begin = far_bench_now ();
  close_exchange (self);
  /* a first exchange counts until the store is flushed; a few entries were committed long before */
  if (counts.n_accepted >= 1000)
    out->seconds += far_bench_now () - begin;

  out->cpu_seconds = far_bench_cpu () - cpu;
  out->rss_bytes = far_bench_rss ();
  out->wire_bytes = counts.n_bytes_in + counts.n_bytes_out;
  out->n_entries = counts.n_received;
}
