/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What comes of an exchange that is cut, changed on the way, or carried in a file. */

#include "party.h"
#include "relay.h"

#include <glib/gstdio.h>
#include <string.h>

#include "far-limits.h"

/* Together about 200 KB. */
#define N_LINES 60

/* ---- a collective with something to say */

typedef struct
{
  Party *anna;       /* owned: has all of it */
  Party *bo;         /* owned: has none of what came after it was let in; closed */
  char *hash;        /* owned: of all of it */
  gint64 n_to_bring; /* entries that bo lacks */
  guint n_copies;
} Scene;

/* Lines enough to fill many frames, in a file. */
static char *
write_lines (void)
{
  g_autoptr (GString) json = g_string_new ("[");
  char *path = party_path ("lines.json");

  for (guint line = 0; line < N_LINES; line++)
    {
      g_string_append_printf (json, "%s{\"name\":\"Line %u\",\"stops\":[", line > 0 ? "," : "",
                              line);
      for (guint stop = 0; stop < 100; stop++)
        g_string_append_printf (json,
                                "%s{\"name\":\"Corner %u of street %u\",\"time\":\"08:%02u\"}",
                                stop > 0 ? "," : "", stop, line * 7919 % 1000, stop % 60);
      g_string_append (json, "]}");
    }
  g_string_append (json, "]");
  g_assert_true (g_file_set_contents (path, json->str, json->len, NULL));

  return path;
}

static void
import_lines (Party *party)
{
  g_autofree char *path = write_lines ();
  g_autoptr (GPtrArray) lines = NULL;
  g_auto (GStrv) warnings = NULL;
  g_autoptr (GError) error = NULL;

  far_engine_import_lines_async (party->engine, path, NULL, party_done, party);
  lines = far_engine_import_lines_finish (party->engine, party_wait (party), &warnings, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (lines->len, ==, N_LINES);
  g_assert_cmpuint (g_strv_length (warnings), ==, 0);
}

static void
scene_open (Scene *self)
{
  const char *test = strrchr (g_test_get_path (), '/') + 1;
  g_autofree char *annas = g_strconcat ("anna-", test, NULL);
  g_autofree char *bos = g_strconcat ("bo-", test, NULL);
  g_autofree char *rota = NULL;
  g_autoptr (FarStatus) before = NULL;
  g_autoptr (FarStatus) after = NULL;

  self->anna = party_new (annas);
  self->bo = party_new (bos);
  party_found_with (self->anna, self->bo, NULL);
  before = party_status (self->bo);
  party_close (self->bo);

  rota = party_add_rota (self->anna, "Line 1");
  for (guint i = 0; i < 5; i++)
    {
      g_autoptr (FarOuting) outing = party_take (self->anna, rota, PARTY_MONDAY + i);
    }
  import_lines (self->anna);

  self->hash = party_hash (self->anna);
  after = party_status (self->anna);
  self->n_to_bring = after->n_entries - before->n_entries;
}

static void
scene_close (Scene *self)
{
  party_free (self->anna);
  party_free (self->bo);
  g_free (self->hash);
}

/* A machine that is where bo was.  It never writes, so that no log is forked. */
static Party *
scene_copy_bo (Scene *self)
{
  g_autofree char *name = g_strdup_printf ("%s-%u", self->bo->name, self->n_copies++);

  return party_new_copy (name, self->bo);
}

static void
assert_sound (Party *party)
{
  g_autoptr (FarCheckReport) report = NULL;
  g_autoptr (GError) error = NULL;

  far_engine_check_async (party->engine, TRUE, NULL, party_done, party);
  report = far_engine_check_finish (party->engine, party_wait (party), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (report->problems[0], ==, NULL);
}

static void
assert_hash (Party *party, const char *expected)
{
  g_autofree char *hash = party_hash (party);

  g_assert_cmpstr (hash, ==, expected);
}

/* ---- over the network */

/* Wherever the connection is cut, what came whole is kept, and the next one goes on from there. */
static void
test_cut_anywhere (void)
{
  Scene scene = { 0 };
  gint64 n_bytes;
  guint n_partial = 0;

  scene_open (&scene);
  party_serve (scene.anna);

  {
    g_autoptr (Party) bo = scene_copy_bo (&scene);
    g_autoptr (Relay) relay = relay_new (scene.anna->address, RELAY_NEVER, RELAY_NEVER);
    g_autoptr (FarExchange) exchange = NULL;
    g_autoptr (GError) error = NULL;

    exchange = party_call (bo, relay_peek_address (relay), &error);
    g_assert_no_error (error);
    g_assert_cmpint (((FarPeer *)exchange->peers->pdata[0])->n_received, ==, scene.n_to_bring);
    assert_hash (bo, scene.hash);
    n_bytes = relay_get_n_bytes (relay);
  }

  for (guint i = 0; i < 16; i++)
    {
      g_autoptr (Party) bo = scene_copy_bo (&scene);
      g_autoptr (Relay) relay = relay_new (scene.anna->address, n_bytes * i / 16, RELAY_NEVER);
      g_autoptr (FarExchange) exchange = NULL;
      g_autoptr (GError) error = NULL;
      const FarPeer *peer;

      exchange = party_call (bo, relay_peek_address (relay), &error);
      assert_sound (bo);
      if (exchange != NULL)
        {
          peer = exchange->peers->pdata[0];
          g_assert_no_error (error);
          g_assert_true (peer->in_step != (peer->error != NULL));
          n_partial += peer->n_received > 0 && !peer->in_step;
        }
      else
        g_assert_cmpint (far_sync_error_get_blame (error), ==, FAR_BLAME_NO_PEER);

      party_meet (bo, scene.anna);
      assert_hash (bo, scene.hash);
    }
  /* some were cut in the middle of the entries */
  g_assert_cmpuint (n_partial, >, 0);

  scene_close (&scene);
}

/* A changed byte is found, ends the connection, and does no harm. */
static void
test_changed_anywhere (void)
{
  Scene scene = { 0 };
  gint64 n_bytes;

  scene_open (&scene);
  party_serve (scene.anna);

  {
    g_autoptr (Party) bo = scene_copy_bo (&scene);
    g_autoptr (Relay) relay = relay_new (scene.anna->address, RELAY_NEVER, RELAY_NEVER);
    g_autoptr (FarExchange) exchange = party_call (bo, relay_peek_address (relay), NULL);

    n_bytes = relay_get_n_bytes (relay);
  }

  for (guint i = 0; i < 12; i++)
    {
      g_autoptr (Party) bo = scene_copy_bo (&scene);
      /* the last bytes may be on their way when both have all */
      g_autoptr (Relay) relay =
                     relay_new (scene.anna->address, RELAY_NEVER, (n_bytes - 1000) * i / 12);
      const char *const peers[] = { relay_peek_address (relay), NULL };
      g_autoptr (FarExchange) exchange = NULL;
      g_autoptr (GError) error = NULL;

      /* a changed length may leave both waiting for more: for that there is a limit */
      far_engine_exchange_async (bo->engine, NULL, peers, FAR_NEARBY_NOWHERE, TRUE, 1, NULL,
                                 party_done, bo);
      exchange = far_engine_exchange_finish (bo->engine, party_wait (bo), &error);
      assert_sound (bo);
      g_clear_error (&error);

      party_meet (bo, scene.anna);
      assert_hash (bo, scene.hash);
    }

  scene_close (&scene);
}

/* A newcomer whose connection is cut at any point comes in all the same when it asks again. */
static void
test_join_cut_anywhere (void)
{
  Scene scene = { 0 };
  guint n_cut = 0;

  scene_open (&scene);
  party_serve (scene.anna);

  /* up to seven members one voucher is enough */
  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *name = g_strdup_printf ("newcomer-%u", i);
      g_autofree char *uri = party_invite (scene.anna);
      g_autoptr (Party) newcomer = party_new (name);
      /* of the door's first message, its request, its answer, then of the log */
      static const gint64 cuts[] = { 30, 250, 700, 1500, 8000 };
      g_autoptr (Relay) relay = relay_new (scene.anna->address, cuts[i], RELAY_NEVER);
      g_autoptr (FarMembership) first = NULL;
      g_autoptr (FarMembership) then = NULL;
      g_autoptr (GError) error = NULL;

      first = party_join (newcomer, uri, relay_peek_address (relay), &error);
      n_cut += first == NULL;
      if (first == NULL)
        g_assert_cmpint (far_sync_error_get_blame (error), ==, FAR_BLAME_NO_PEER);
      g_clear_error (&error);

      then = party_join (newcomer, uri, scene.anna->address, &error);
      g_assert_no_error (error);
      g_assert_cmpint (then->state, ==, FAR_BELONGING_ADMITTED);
      party_meet (newcomer, scene.anna);
      assert_sound (newcomer);
    }
  g_assert_cmpuint (n_cut, ==, 5);

  scene_close (&scene);
}

/* Somebody who takes the connection and says nothing. */
static void
test_mute_peer (void)
{
  g_autoptr (Party) anna = party_new ("anna-mute");
  g_autoptr (GSocketListener) mute = g_socket_listener_new ();
  g_autoptr (FarExchange) exchange = NULL;
  g_autofree char *address = NULL;
  g_autoptr (GError) error = NULL;
  const char *peers[] = { NULL, NULL };
  guint16 port;

  party_found (anna, "Pedibus");
  port = g_socket_listener_add_any_inet_port (mute, NULL, &error);
  g_assert_no_error (error);
  address = g_strdup_printf ("127.0.0.1:%u", port);
  peers[0] = address;

  far_engine_exchange_async (anna->engine, NULL, peers, FAR_NEARBY_NOWHERE, TRUE, 1, NULL,
                             party_done, anna);
  exchange = far_engine_exchange_finish (anna->engine, party_wait (anna), &error);
  g_assert_null (exchange);
  party_assert_error (error, PEER_SILENT);
}

/* Many who take a place and say nothing leave room for whoever has something to say. */
static void
test_mute_callers (void)
{
  g_autoptr (Party) anna = party_new ("anna-callers");
  g_autoptr (Party) bo = party_new ("bo-callers");
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GPtrArray) mute = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (FarExchange) exchange = NULL;
  g_autoptr (GError) error = NULL;

  party_found_with (anna, bo, NULL);
  party_serve (anna);
  for (guint i = 0; i < FAR_SESSIONS_MAX + FAR_BACKLOG_MAX; i++)
    {
      g_ptr_array_add (mute,
                       g_socket_client_connect_to_host (client, anna->address, 0, NULL, &error));
      g_assert_no_error (error);
    }

  exchange = party_call (bo, anna->address, &error);
  g_assert_no_error (error);
  g_assert_nonnull (exchange);
  party_end_serving (anna);
}

/* ---- through files */

static void
test_bundle (void)
{
  Scene scene = { 0 };
  g_autoptr (Party) bo = NULL;
  g_autofree char *path = party_path ("whole.bundle");
  g_autoptr (FarBundleReport) report = NULL;
  g_autoptr (FarBundleReport) again = NULL;
  g_autoptr (GError) error = NULL;
  gint64 n_entries;

  scene_open (&scene);
  n_entries = party_write_bundle (scene.anna, path);
  g_assert_cmpint (n_entries, >=, scene.n_to_bring);

  bo = scene_copy_bo (&scene);
  report = party_read_bundle (bo, path, &error);
  g_assert_no_error (error);
  g_assert_cmpint (report->n_added, ==, scene.n_to_bring);
  g_assert_cmpint (report->n_known, ==, n_entries - scene.n_to_bring);
  g_assert_cmpint (report->n_refused, ==, 0);
  g_assert_cmpint (report->n_pending, ==, 0);
  g_assert_false (report->was_request);
  assert_hash (bo, scene.hash);

  again = party_read_bundle (bo, path, &error);
  g_assert_no_error (error);
  g_assert_cmpint (again->n_added, ==, 0);
  g_assert_cmpint (again->n_known, ==, n_entries);

  scene_close (&scene);
}

/* Reads @bytes as a bundle, twice: as they are, then as they should be. */
static void
read_damaged (Scene *scene,
              const char *bytes,
              gsize len,
              const char *whole_path,
              gint64 *n_added,
              GError **error)
{
  g_autoptr (Party) bo = scene_copy_bo (scene);
  g_autofree char *path = party_path ("damaged.bundle");
  g_autoptr (FarBundleReport) report = NULL;
  g_autoptr (FarBundleReport) whole = NULL;
  g_autoptr (GError) own_error = NULL;

  g_assert_true (g_file_set_contents (path, bytes, len, NULL));
  report = party_read_bundle (bo, path, error);
  *n_added = report != NULL ? report->n_added : 0;
  assert_sound (bo);

  whole = party_read_bundle (bo, whole_path, &own_error);
  g_assert_no_error (own_error);
  g_assert_cmpint (*n_added + whole->n_added, ==, scene->n_to_bring);
  assert_hash (bo, scene->hash);
}

static void
test_bundle_cut_anywhere (void)
{
  Scene scene = { 0 };
  g_autofree char *path = party_path ("cut.bundle");
  g_autofree char *bytes = NULL;
  gint64 last = 0;
  gsize len;

  scene_open (&scene);
  party_write_bundle (scene.anna, path);
  g_assert_true (g_file_get_contents (path, &bytes, &len, NULL));

  for (guint i = 0; i <= 16; i++)
    {
      gsize cut = i == 16 ? len - 1 : len * i / 16;
      g_autoptr (GError) error = NULL;
      gint64 n_added;

      g_test_message ("cut at %" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT, cut, len);
      read_damaged (&scene, bytes, cut, path, &n_added, &error);
      if (cut == 0)
        party_assert_error (error, BUNDLE_FOREIGN);
      else
        party_assert_error (error, BUNDLE_CUT);
      g_assert_cmpint (n_added, >=, last);
      last = n_added;
    }
  /* nothing but the goodbye was missing */
  g_assert_cmpint (last, ==, scene.n_to_bring);

  scene_close (&scene);
}

static void
test_bundle_changed_anywhere (void)
{
  Scene scene = { 0 };
  g_autofree char *path = party_path ("changed.bundle");
  g_autofree char *bytes = NULL;
  gsize len;

  scene_open (&scene);
  party_write_bundle (scene.anna, path);
  g_assert_true (g_file_get_contents (path, &bytes, &len, NULL));

  for (guint i = 0; i < 24; i++)
    {
      /* each of the first bytes, then all over the file */
      gsize at = i < 8 ? i : 8 + (len - 9) * (i - 8) / 15;
      g_autoptr (GError) error = NULL;
      gint64 n_added;

      g_test_message ("changed at %" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT, at, len);
      bytes[at] ^= 0x10;
      read_damaged (&scene, bytes, len, path, &n_added, &error);
      bytes[at] ^= 0x10;

      g_assert_cmpint (far_sync_error_get_blame (error), ==, FAR_BLAME_FOREIGN);
      if (i < 7)
        party_assert_error (error, BUNDLE_FOREIGN);
      else if (i == 7)
        party_assert_error (error, BUNDLE_NEWER);
    }

  scene_close (&scene);
}

static void
test_bundle_not_for_us (void)
{
  Scene scene = { 0 };
  g_autoptr (Party) eve = party_new ("eve-bundle");
  g_autoptr (Party) bo = NULL;
  g_autofree char *path = party_path ("foreign.bundle");
  g_autofree char *missing = party_path ("missing.bundle");
  g_autofree char *own_path = party_path ("own.bundle");
  g_autoptr (FarStatus) status = NULL;
  g_autoptr (GError) error = NULL;
  const char *devices[] = { NULL, NULL };

  scene_open (&scene);
  party_found (eve, "Velobus");
  party_write_bundle (scene.anna, path);
  g_assert_null (party_read_bundle (eve, path, &error));
  party_assert_error (error, BUNDLE_NOT_FOR_US);
  g_clear_error (&error);

  g_assert_null (party_read_bundle (eve, missing, &error));
  party_assert_error (error, NO_SUCH_FILE);
  g_clear_error (&error);

  /* sealed to nobody but herself */
  status = party_status (scene.anna);
  devices[0] = status->device;
  far_engine_write_bundle_async (scene.anna->engine, own_path, devices, FAR_BUNDLE_WHOLE, NULL,
                                 party_done, scene.anna);
  g_assert_cmpint (far_engine_write_bundle_finish (scene.anna->engine, party_wait (scene.anna),
                                                   NULL, &error),
                   >, 0);
  bo = scene_copy_bo (&scene);
  g_assert_null (party_read_bundle (bo, own_path, &error));
  party_assert_error (error, BUNDLE_NOT_FOR_US);
  g_clear_error (&error);

  devices[0] = "000000000000";
  far_engine_write_bundle_async (scene.anna->engine, own_path, devices, FAR_BUNDLE_WHOLE, NULL,
                                 party_done, scene.anna);
  g_assert_cmpint (far_engine_write_bundle_finish (scene.anna->engine, party_wait (scene.anna),
                                                   NULL, &error),
                   ==, -1);
  party_assert_error (error, NO_SUCH_ID);

  scene_close (&scene);
}

/* Where it cannot be written nothing is left. */
static void
test_bundle_nowhere (void)
{
  Scene scene = { 0 };
  g_autofree char *folder = party_path ("nowhere");
  g_autofree char *path = g_build_filename (folder, "a.bundle", NULL);
  g_autoptr (GError) error = NULL;

  scene_open (&scene);
  far_engine_write_bundle_async (scene.anna->engine, path, NULL, FAR_BUNDLE_WHOLE, NULL, party_done,
                                 scene.anna);
  g_assert_cmpint (far_engine_write_bundle_finish (scene.anna->engine, party_wait (scene.anna),
                                                   NULL, &error),
                   ==, -1);
  party_assert_error (error, NO_SUCH_FILE);
  g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));

  scene_close (&scene);
}

/* Whatever goes on is stopped, answers, and leaves nothing half done. */
static void
test_stopped (void)
{
  Scene scene = { 0 };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GSocketListener) mute = g_socket_listener_new ();
  g_autoptr (Party) cy = party_new ("cy-stopped");
  g_autofree char *folder = party_path ("stopped");
  g_autofree char *path = g_build_filename (folder, "a.bundle", NULL);
  g_autofree char *uri = NULL;
  g_autofree char *address = NULL;
  g_autoptr (FarStatus) status = NULL;
  g_autoptr (GError) error = NULL;
  gint64 n_entries;

  scene_open (&scene);
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  far_engine_write_bundle_async (scene.anna->engine, path, NULL, FAR_BUNDLE_WHOLE, cancellable,
                                 party_done, scene.anna);
  g_cancellable_cancel (cancellable);
  n_entries =
      far_engine_write_bundle_finish (scene.anna->engine, party_wait (scene.anna), NULL, &error);
  if (n_entries < 0)
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  else
    g_assert_cmpint (g_unlink (path), ==, 0);
  g_clear_error (&error);
  /* whether it was quicker or not, nothing else is left */
  g_assert_cmpint (g_rmdir (folder), ==, 0);

  /* at a door where nobody speaks */
  uri = party_invite (scene.anna);
  address =
      g_strdup_printf ("127.0.0.1:%u", g_socket_listener_add_any_inet_port (mute, NULL, &error));
  g_cancellable_reset (cancellable);
  far_engine_join_async (cy->engine, uri, "Cy", address, NULL, NULL, FAR_NEARBY_NOWHERE, 30,
                         cancellable, party_done, cy);
  party_until (party_is_busy, cy);
  g_cancellable_cancel (cancellable);
  g_assert_null (far_engine_join_finish (cy->engine, party_wait (cy), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  status = party_status (cy);
  g_assert_cmpint (status->state, ==, FAR_BELONGING_ASKED);

  scene_close (&scene);
}

static FarMembership *
join_by_file (Party *party, const char *uri, const char *out, const char *in, GError **error)
{
  far_engine_join_async (party->engine, uri, party->name, NULL, out, in, FAR_NEARBY_NOWHERE, 0,
                         NULL, party_done, party);

  return far_engine_join_finish (party->engine, party_wait (party), error);
}

static void
test_join_by_file (void)
{
  g_autoptr (Party) anna = party_new ("anna-file");
  g_autoptr (Party) bo = party_new ("bo-file");
  g_autoptr (Party) eve = party_new ("eve-file");
  g_autofree char *request = party_path ("request");
  g_autofree char *answer = party_path ("answer.bundle");
  g_autofree char *early = party_path ("early.bundle");
  g_autofree char *uri = NULL;
  g_autofree char *mine = NULL;
  g_autofree char *theirs = NULL;
  g_autoptr (FarMembership) asked = NULL;
  g_autoptr (FarMembership) in = NULL;
  g_autoptr (FarBundleReport) report = NULL;
  g_autoptr (FarBundleReport) again = NULL;
  g_autoptr (GError) error = NULL;

  party_found (anna, "Pedibus");
  party_found (eve, "Velobus");
  uri = party_invite (anna);
  party_write_bundle (anna, early);

  asked = join_by_file (bo, uri, request, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (asked->state, ==, FAR_BELONGING_ASKED);

  /* written before anybody knew of him */
  g_assert_null (join_by_file (bo, NULL, NULL, early, &error));
  party_assert_error (error, BUNDLE_NOT_FOR_US);
  g_clear_error (&error);

  g_assert_null (party_read_bundle (eve, request, &error));
  party_assert_error (error, BUNDLE_NOT_FOR_US);
  g_clear_error (&error);

  report = party_read_bundle (anna, request, &error);
  g_assert_no_error (error);
  g_assert_true (report->was_request);
  g_assert_cmpstr (report->newcomer, ==, "bo-file");
  g_assert_cmpint (report->newcomer_state, ==, FAR_BELONGING_ADMITTED);
  again = party_read_bundle (anna, request, &error);
  g_assert_no_error (error);
  g_assert_cmpint (again->newcomer_state, ==, FAR_BELONGING_ADMITTED);

  party_write_bundle (anna, answer);
  in = join_by_file (bo, NULL, NULL, answer, &error);
  g_assert_no_error (error);
  g_assert_cmpint (in->state, ==, FAR_BELONGING_ADMITTED);
  mine = party_hash (anna);
  theirs = party_hash (bo);
  g_assert_cmpstr (mine, ==, theirs);

  /* and the network knows him too */
  party_meet (bo, anna);
}

static void
test_request_damaged (void)
{
  g_autoptr (Party) anna = party_new ("anna-request");
  g_autoptr (Party) bo = party_new ("bo-request");
  g_autofree char *request = party_path ("good request");
  g_autofree char *damaged = party_path ("damaged request");
  g_autofree char *uri = NULL;
  g_autofree char *bytes = NULL;
  g_autoptr (FarMembership) asked = NULL;
  g_autoptr (GError) error = NULL;
  gsize len;

  party_found (anna, "Pedibus");
  uri = party_invite (anna);
  asked = join_by_file (bo, uri, request, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (request, &bytes, &len, NULL));

  for (gsize at = 0; at < len; at += at < 16 ? 1 : 29)
    {
      g_autoptr (FarBundleReport) cut = NULL;
      g_autoptr (FarBundleReport) changed = NULL;

      g_assert_true (g_file_set_contents (damaged, bytes, at, NULL));
      cut = party_read_bundle (anna, damaged, &error);
      g_assert_null (cut);
      g_assert_cmpint (far_sync_error_get_blame (error), ==, FAR_BLAME_FOREIGN);
      g_clear_error (&error);

      bytes[at] ^= 0x04;
      g_assert_true (g_file_set_contents (damaged, bytes, len, NULL));
      changed = party_read_bundle (anna, damaged, &error);
      bytes[at] ^= 0x04;
      g_assert_null (changed);
      g_assert_cmpint (far_sync_error_get_blame (error), ==, FAR_BLAME_FOREIGN);
      g_clear_error (&error);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/far/exchange/cut-anywhere", test_cut_anywhere);
  g_test_add_func ("/far/exchange/changed-anywhere", test_changed_anywhere);
  g_test_add_func ("/far/exchange/join-cut-anywhere", test_join_cut_anywhere);
  g_test_add_func ("/far/exchange/mute-peer", test_mute_peer);
  g_test_add_func ("/far/exchange/mute-callers", test_mute_callers);
  g_test_add_func ("/far/exchange/bundle", test_bundle);
  g_test_add_func ("/far/exchange/bundle-cut-anywhere", test_bundle_cut_anywhere);
  g_test_add_func ("/far/exchange/bundle-changed-anywhere", test_bundle_changed_anywhere);
  g_test_add_func ("/far/exchange/bundle-not-for-us", test_bundle_not_for_us);
  g_test_add_func ("/far/exchange/bundle-nowhere", test_bundle_nowhere);
  g_test_add_func ("/far/exchange/stopped", test_stopped);
  g_test_add_func ("/far/exchange/join-by-file", test_join_by_file);
  g_test_add_func ("/far/exchange/request-damaged", test_request_damaged);

  return g_test_run ();
}
