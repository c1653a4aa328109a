/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A machine that two others are connected to: it passes on what they say to each other as it is,
 * says who is there, and neither can have it do that without end, nor have the other cut off. */

#include <glib/gstdio.h>
#include <string.h>

#include "far-link-tcp.h"
#include "far-link.h"
#include "far-pass.h"
#include "far-world.h"
#include "party.h"

enum
{
  ANNA, /* a real engine */
  BO,   /* whose machine asks for more than it may */
  CLEO,
  N
};

#define CARD_LEN 300
/* Under what makes a session end, so that it is the third that stops it. */
#define N_CARDS 40
G_STATIC_ASSERT (N_CARDS + 8 < FAR_SIGNALS_MAX);

typedef struct
{
  FarStore *store;     /* owned */
  FarReplica *replica; /* owned */
  FarLink *link;       /* (nullable): owned */
  guint n_cards;
  guint n_lists;
  guint n_listed; /* in the last list */
  guint8 listed[FAR_KEY_LEN];
  const guint8 *device; /* unowned: its own */
  guint8 last;          /* the first byte of the last card */
  gboolean has_ended;
} Client;

/* ---- clients that say whatever they like */

static void
changed_cb (FarLink *link, gpointer data)
{
  Client *self = data;
  GBytes *signal;

  while ((signal = far_session_take_signal (far_link_peek_session (link))) != NULL)
    {
      gsize len;
      const guint8 *bytes = g_bytes_get_data (signal, &len);
      FarPass pass;

      g_assert_true (far_pass_decode (&pass, bytes, len));
      if (pass.what == FAR_PASS_LIST)
        {
          self->n_lists++;
          self->n_listed = pass.n_devices;
          if (pass.n_devices > 0)
            memcpy (self->listed, pass.devices[0], FAR_KEY_LEN);
        }
      else
        {
          g_assert_cmpint (pass.what, ==, FAR_PASS_CARD);
          g_assert_cmpmem (pass.device, FAR_KEY_LEN, self->device, FAR_KEY_LEN);
          g_assert_cmpuint (pass.card_len, ==, CARD_LEN);
          /* as they were said, in their order */
          g_assert_cmpuint (pass.card[0], ==, self->n_cards);
          g_assert_cmpuint (pass.card[CARD_LEN - 1], ==, 0xc5);
          self->n_cards++;
        }
      g_bytes_unref (signal);
    }
}

static void
ended_cb (FarLink *link, const GError *error, gpointer data)
{
  ((Client *)data)->has_ended = TRUE;
}

static const FarLinkWatch link_watch = { changed_cb, ended_cb };

static void
dialled_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GSocketConnection **out = data;
  g_autoptr (GError) error = NULL;

  *out = far_tcp_dial_finish (result, &error);
  g_assert_no_error (error);
}

static void
connect_client (Client *self, FarWorld *world, guint who, FarStore *known, const char *address)
{
  g_autoptr (GSocketConnection) connection = NULL;
  guint n_secrets;
  const guint8 (*secrets)[FAR_HASH_LEN] =
      far_governance_peek_secrets (far_store_peek_governance (known), &n_secrets);
  FarSessionSetup setup = { .collective = world->collective,
                            .noise_secret = world->devices[who].noise_secret,
                            .today = PARTY_MONDAY };
  guint8 ephemeral[FAR_KEY_LEN];

  g_assert_cmpuint (n_secrets, >, 0);
  far_tcp_dial_async (address, 10, NULL, dialled_cb, &connection);
  while (connection == NULL)
    g_main_context_iteration (NULL, TRUE);

  far_world_fill (world, ephemeral, sizeof ephemeral);
  setup.ephemeral_secret = ephemeral;
  self->device = world->devices[who].device;
  self->store = far_world_join (world, NULL);
  self->replica = far_store_replica_new (self->store);
  self->link = far_link_new (G_IO_STREAM (connection),
                             far_session_new_dial (self->replica, &setup, secrets[0],
                                                   g_get_monotonic_time ()),
                             &link_watch, self);
  while (far_session_get_state (far_link_peek_session (self->link)) != FAR_SESSION_IN_STEP)
    {
      g_assert_false (self->has_ended);
      g_main_context_iteration (NULL, TRUE);
    }
}

static void
clear_client (Client *self)
{
  far_link_cut (self->link);
  far_link_unref (self->link);
  far_store_replica_free (self->replica);
  far_store_close (self->store);
}

static void
say_bytes (Client *self, const guint8 *bytes, gsize len)
{
  g_autoptr (GBytes) signal = g_bytes_new (bytes, len);

  g_assert_true (far_session_signal (far_link_peek_session (self->link), signal));
  far_link_kick (self->link);
}

static void
say (Client *self, const FarPass *pass)
{
  g_autoptr (GBytes) bytes = far_pass_encode (pass);

  say_bytes (self, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

/* Whoever has an answer to that has been heard before, and has heard all that was said to it. */
static void
ask (Client *self, guint n_lists)
{
  static const FarPass question = { .what = FAR_PASS_ASK };

  say (self, &question);
  while (self->n_lists < n_lists)
    {
      g_assert_false (self->has_ended);
      g_main_context_iteration (NULL, TRUE);
    }
}

/* ---- the third */

/* Where a machine with the keys of @who keeps its store.  Returns: (transfer full) */
static char *
make_folder (FarWorld *world, Party *party, guint who)
{
  g_autofree char *digits = far_hex (world->collective, 8);
  g_autofree char *folder = g_build_filename (party->home, digits, NULL);
  g_autofree char *key = g_build_filename (folder, "device.key", NULL);
  guint8 bytes[1 + 32] = { 1 };

  memcpy (bytes + 1, world->devices[who].seed, 32);
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents_full (key, (const char *)bytes, sizeof bytes,
                                           G_FILE_SET_CONTENTS_NONE, 0600, NULL));

  return g_build_filename (folder, "log.db", NULL);
}

static void
test_bounds (void)
{
  g_autoptr (FarWorld) world = far_world_new (41, N);
  g_autoptr (Party) anna = party_new ("passing-anna");
  g_autofree char *path = NULL;
  guint8 card[CARD_LEN] = { 0 };
  FarPass pass = { .what = FAR_PASS_CARD, .card = card, .card_len = CARD_LEN };
  static const guint8 nonsense[] = { FAR_PASS_CARD, 1, 2, 3 };
  Client bo = { 0 };
  Client cleo = { 0 };
  FarStore *here;
  FarStore *there;

  party_close (anna);
  world->now_ms = (gint64)PARTY_MONDAY * 86400 * 1000;
  here = far_world_found (world, NULL);
  path = make_folder (world, anna, ANNA);
  far_world_admit_all (world, here);
  there = far_world_join (world, path);
  g_assert_true (far_world_meet (world, there, ANNA, here, CLEO, 65536, -1, NULL, NULL));
  far_store_close (there);

  party_open (anna);
  party_serve (anna);
  connect_client (&bo, world, BO, here, anna->address);
  connect_client (&cleo, world, CLEO, here, anna->address);

  card[CARD_LEN - 1] = 0xc5;
  memcpy (pass.device, world->devices[CLEO].device, FAR_KEY_LEN);
  for (guint i = 0; i < N_CARDS; i++)
    {
      card[0] = i;
      say (&bo, &pass);
    }
  /* for oneself, for nobody, for Anna though it is no card, and nothing at all */
  memcpy (pass.device, world->devices[BO].device, FAR_KEY_LEN);
  say (&bo, &pass);
  memset (pass.device, 7, FAR_KEY_LEN);
  say (&bo, &pass);
  memcpy (pass.device, world->devices[ANNA].device, FAR_KEY_LEN);
  say (&bo, &pass);
  say_bytes (&bo, nonsense, sizeof nonsense);

  ask (&bo, 1);
  g_assert_cmpuint (bo.n_listed, ==, 1);
  g_assert_cmpmem (bo.listed, FAR_KEY_LEN, cleo.device, FAR_KEY_LEN);
  ask (&bo, FAR_LISTS_MAX);
  ask (&bo, FAR_LISTS_MAX);
  ask (&bo, FAR_LISTS_MAX);
  g_assert_cmpuint (bo.n_cards, ==, 0);

  while (cleo.n_cards < FAR_PASSED_MAX)
    g_main_context_iteration (NULL, TRUE);
  /* and what is said to her by Anna herself has no room either, for a minute */
  g_assert_cmpuint (cleo.n_cards, ==, FAR_PASSED_MAX);
  far_session_close (far_link_peek_session (bo.link));
  far_link_kick (bo.link);
  while (!bo.has_ended)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (bo.n_lists, ==, FAR_LISTS_MAX);
  g_assert_cmpuint (cleo.n_cards, ==, FAR_PASSED_MAX);
  g_assert_false (cleo.has_ended);

  clear_client (&bo);
  clear_client (&cleo);
  far_store_close (here);
  party_end_serving (anna);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/far/passing/bounds", test_bounds);

  return g_test_run ();
}
