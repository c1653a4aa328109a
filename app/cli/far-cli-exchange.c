/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Exchanging: over the network, and through files. */

#include "far-cli.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

#include "far-addresses.h"
#include "far-cli-json.h"
#include "far-words-meeting.h"
#include "far-words.h"

/* ---- sync */

static char *sync_listen;
static char **sync_peers;
static gboolean sync_once;
static int sync_seconds;
static gboolean sync_lan;
static gboolean sync_lately;

static const GOptionEntry sync_options[] = {
  { "lan", 0, 0, G_OPTION_ARG_NONE, &sync_lan,
    N_ ("Find members’ machines on the local networks that this machine is on"), NULL },
  { "listen", 0, 0, G_OPTION_ARG_FILENAME, &sync_listen,
    N_ ("Let others call this machine at this address; port 0 takes a free one"),
    N_ ("HOST:PORT") },
  { "peer", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &sync_peers,
    N_ ("Call the machine at this address; may be given several times"), N_ ("HOST:PORT") },
  { "lately", 0, 0, G_OPTION_ARG_NONE, &sync_lately,
    N_ ("Call members’ machines where they were reached lately"), NULL },
  { "once", 0, 0, G_OPTION_ARG_NONE, &sync_once,
    N_ ("End when in step with each of them (the default, unless --seconds is given)"), NULL },
  { "seconds", 0, 0, G_OPTION_ARG_INT, &sync_seconds, N_ ("End after so many seconds"), N_ ("N") },
  { NULL },
};

static void
add_peer (JsonBuilder *builder, const FarPeer *peer)
{
  g_autofree char *words = NULL;

  json_builder_begin_object (builder);
  far_cli_json_id (builder, "device", peer->device);
  far_cli_json_id (builder, "member_name", peer->member_name);
  far_cli_json_text (builder, "address", peer->address);
  far_cli_json_int (builder, "received", peer->n_received);
  far_cli_json_int (builder, "sent", peer->n_sent);
  far_cli_json_id (builder, "link", peer->link);
  far_cli_json_int (builder, "ms", peer->took_ms);
  far_cli_json_bool (builder, "in_step", peer->in_step);
  if (peer->error != NULL)
    words = far_words_error (peer->error);
  far_cli_json_id (builder, "error", words);
  json_builder_end_object (builder);
}

static void
say_peer (const FarPeer *peer)
{
  const char *who = *peer->member_name != '\0' ? peer->member_name : peer->address;
  g_autofree char *received = far_words_n_entries (peer->n_received);
  g_autofree char *sent = far_words_n_entries (peer->n_sent);
  g_autofree char *words = NULL;

  if (peer->in_step)
    {
      /* Translators: %1$s is a name or an address, %2$s and %3$s are such as "12 entries" */
      far_cli_say (_ ("In step with %1$s: %2$s received, %3$s sent."), who, received, sent);
      far_cli_say ("  %s", far_words_link (peer->link));
      return;
    }

  /* Translators: %1$s is a name or an address, %2$s and %3$s are such as "12 entries" */
  far_cli_say (_ ("Not yet in step with %1$s: %2$s received, %3$s sent."), who, received, sent);
  if (peer->error != NULL)
    {
      words = far_words_error (peer->error);
      far_cli_say ("  %s", words);
    }
}

static void
print_exchange (FarCli *cli, const FarExchange *exchange)
{
  g_autoptr(JsonBuilder) builder = NULL;
  g_autofree char *n_entries = NULL;

  if (cli->json)
    {
      builder = json_builder_new ();
      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "peers");
      json_builder_begin_array (builder);
      for (guint i = 0; i < exchange->peers->len; i++)
        add_peer (builder, exchange->peers->pdata[i]);
      json_builder_end_array (builder);
      far_cli_json_int (builder, "entries", exchange->n_entries);
      json_builder_end_object (builder);
      far_cli_json_print (builder);
      return;
    }

  for (guint i = 0; i < exchange->peers->len; i++)
    say_peer (exchange->peers->pdata[i]);
  n_entries = far_words_n_entries (exchange->n_entries);
  /* Translators: %s is such as "12 entries" */
  far_cli_say (_ ("This machine holds %s now."), n_entries);
}

/* Where we can be called is told in addresses that others can type. */
static char *
dup_event_words (const char *what, const char *detail)
{
  g_auto(GStrv) addresses = NULL;
  g_autofree char *list = NULL;

  if (strcmp (what, "listening") != 0)
    return far_words_peer_event (what, detail);

  addresses = far_app_list_addresses (detail);
  list = g_strjoinv (", ", addresses);

  return far_words_peer_event (what, list);
}

/* Where to call us is needed at once, and who asked at the door is not in the answer; the rest is.
 */
static void
warn_of_event_cb (FarEngine *engine, const char *what, const char *detail, gpointer data)
{
  static const char *const told[] = { "admitted",         "asked",         "listening",
                                      "machine-admitted", "machine-asked", NULL };
  g_autofree char *words = NULL;

  if (!g_strv_contains (told, what))
    return;

  far_cli_clear_progress (data);
  words = dup_event_words (what, detail);
  far_cli_warn (words);
}

/* A machine that comes back is let in before it exchanges.  Returns: whether it may now */
static gboolean
ask_peers (FarCli *cli, GError **error)
{
  g_autoptr(FarMembership) membership = NULL;
  g_autofree char *words = NULL;

  for (guint i = 0; sync_peers[i] != NULL && (membership == NULL || membership->is_returning); i++)
    {
      g_clear_pointer (&membership, far_snapshot_unref);
      g_clear_error (error);
      far_engine_join_async (cli->engine, NULL, NULL, sync_peers[i], NULL, NULL, FAR_NEARBY_NOWHERE,
                             0, cli->cancellable, far_cli_done, cli);
      membership = far_engine_join_finish (cli->engine, far_cli_wait (cli), error);
    }
  if (membership == NULL || !membership->is_returning)
    return membership != NULL;

  words = far_words_returning (membership->state, membership->n_missing);
  far_cli_warn (words);
  g_set_error_literal (error, FAR_SYNC_ERROR, FAR_SYNC_ERROR_RETURNING, "not let in yet");

  return FALSE;
}

static FarExchange *
exchange_once (FarCli *cli, gboolean once, GError **error)
{
  FarNearbyMode nearby = sync_lan ? FAR_NEARBY_HERE : FAR_NEARBY_NOWHERE;

  if (sync_lately)
    far_engine_exchange_lately_async (cli->engine, sync_listen, (const char *const *)sync_peers,
                                      nearby, once, sync_seconds, cli->cancellable, far_cli_done,
                                      cli);
  else
    far_engine_exchange_async (cli->engine, sync_listen, (const char *const *)sync_peers, nearby,
                               once, sync_seconds, cli->cancellable, far_cli_done, cli);

  return far_engine_exchange_finish (cli->engine, far_cli_wait (cli), error);
}

static gboolean
run_sync (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(FarExchange) exchange = NULL;
  g_autoptr(GError) own_error = NULL;
  gboolean once = sync_once;

  if (sync_listen == NULL && sync_peers == NULL && !sync_lan && !sync_lately)
    {
      far_cli_set_usage_error (error, _ ("Say whom to call with --peer or --lately, where to be "
                                         "called with --listen, or --lan to find others."));
      return FALSE;
    }
  if (sync_once && sync_peers == NULL && !sync_lan && !sync_lately)
    {
      far_cli_set_usage_error (
          error, _ ("--once needs a machine to call: give --peer, --lately or --lan."));
      return FALSE;
    }
  if (!far_cli_check_range (sync_seconds, 0, G_MAXINT, "--seconds", error) ||
      !far_cli_open (cli, error))
    return FALSE;

  if ((sync_peers != NULL || sync_lan || sync_lately) && sync_seconds == 0)
    once = TRUE;

  g_signal_connect (cli->engine, "peer-event", G_CALLBACK (warn_of_event_cb), cli);
  exchange = exchange_once (cli, once, &own_error);
  if (sync_peers != NULL && g_error_matches (own_error, FAR_SYNC_ERROR, FAR_SYNC_ERROR_RETURNING))
    {
      g_clear_error (&own_error);
      if (ask_peers (cli, &own_error))
        exchange = exchange_once (cli, once, &own_error);
    }
  if (exchange == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&own_error));
      return FALSE;
    }

  print_exchange (cli, exchange);
  return TRUE;
}

/* ---- serve */

static char *serve_listen;
static gboolean serve_lan;
static gboolean serve_trusted;
static gboolean serve_lately;
static char *serve_watch;

static const GOptionEntry serve_options[] = {
  { "lan", 0, 0, G_OPTION_ARG_NONE, &serve_lan,
    N_ ("Find members’ machines on the local networks that this machine is on now, and on those "
        "that are trusted"),
    NULL },
  { "trusted", 0, 0, G_OPTION_ARG_NONE, &serve_trusted,
    N_ ("With --lan: only on those that are trusted"), NULL },
  { "lately", 0, 0, G_OPTION_ARG_NONE, &serve_lately,
    N_ ("Call members’ machines where they were reached lately"), NULL },
  { "listen", 0, 0, G_OPTION_ARG_FILENAME, &serve_listen,
    N_ ("Let others call this machine at this address; port 0 takes a free one (default: "
        "0.0.0.0:0)"),
    N_ ("HOST:PORT") },
  { "watch", 0, 0, G_OPTION_ARG_FILENAME, &serve_watch,
    N_ ("Read bundles (*.farandole) that appear in this folder; it may be on a stick that is not "
        "plugged in"),
    N_ ("FOLDER") },
  { NULL },
};

/* What the detail of an event is, and so its key. */
static const char *
key_of_event (const char *what)
{
  static const struct
  {
    const char *what;
    const char *key;
  } keys[] = {
    { "listening", "address" }, { "connected", "peer" },     { "in-step", "device" },
    { "asked", "name" },        { "admitted", "name" },      { "closed", "peer" },
    { "refused", "address" },   { "machine-asked", "name" }, { "machine-admitted", "name" },
    { "nearby", "state" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    if (strcmp (what, keys[i].what) == 0)
      return keys[i].key;

  return "detail";
}

static void
tell_event_cb (FarEngine *engine, const char *what, const char *detail, gpointer data)
{
  FarCli *cli = data;
  g_autoptr(JsonBuilder) builder = NULL;
  g_auto(GStrv) addresses = NULL;
  g_autofree char *words = NULL;

  far_cli_clear_progress (cli);
  if (cli->json)
    {
      builder = json_builder_new ();
      json_builder_begin_object (builder);
      far_cli_json_text (builder, "event", what);
      far_cli_json_text (builder, key_of_event (what), detail);
      if (strcmp (what, "listening") == 0)
        {
          addresses = far_app_list_addresses (detail);
          far_cli_json_strings (builder, "addresses", (const char *const *)addresses);
        }
      json_builder_end_object (builder);
      far_cli_json_print (builder);
      return;
    }

  words = dup_event_words (what, detail);
  far_cli_say ("%s", words);
  /* whoever reads a journal waits for the address */
  fflush (stdout);
}

/* ---- serve: a folder */

static void add_report (JsonBuilder *builder, const FarBundleReport *report);
static void say_bundle_report (const FarBundleReport *report);

typedef struct
{
  FarCli *cli; /* unowned */
  gboolean goes_on;
} Watching;

static void
tell_news (FarCli *cli, const FarFolderNews *news)
{
  g_autofree char *words = news->error != NULL ? far_words_error (news->error) : NULL;
  g_autoptr(JsonBuilder) builder = NULL;

  far_cli_clear_progress (cli);
  if (cli->json)
    {
      builder = json_builder_new ();
      json_builder_begin_object (builder);
      far_cli_json_text (builder, "event", "file");
      far_cli_json_text (builder, "name", news->name);
      if (news->report != NULL)
        add_report (builder, news->report);
      far_cli_json_id (builder, "error", words);
      json_builder_end_object (builder);
      far_cli_json_print (builder);
      return;
    }

  /* Translators: %s is the name of a file */
  far_cli_say (_ ("In the folder: %s."), news->name);
  if (news->report != NULL)
    say_bundle_report (news->report);
  if (words != NULL)
    far_cli_say ("%s", words);
  fflush (stdout);
}

static void
watched_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Watching *self = data;
  g_autoptr(FarFolderNews) news = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *words = NULL;

  self->goes_on = FALSE;
  news = far_engine_watch_folder_finish (FAR_ENGINE (source), result, &error);
  if (news != NULL)
    {
      tell_news (self->cli, news);
      self->goes_on = TRUE;
      far_engine_watch_folder_async (FAR_ENGINE (source), serve_watch, self->cli->cancellable,
                                     watched_cb, self);
      return;
    }

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  words = far_words_error (error);
  far_cli_warn (words);
}

static gboolean
check_folder (const char *path, GError **error)
{
  if (g_file_test (path, G_FILE_TEST_EXISTS) && !g_file_test (path, G_FILE_TEST_IS_DIR))
    {
      far_cli_set_usage_error (error, _ ("This is a file, not a folder: %s"), path);
      return FALSE;
    }

  return TRUE;
}

/* ---- serve: a meeting */

#define MEETING_S 1
/* What changes is told soon: of much that changes not each bit. */
#define MEETING_SOON_MS 200

/* What was said of it last; asked again now and then. */
typedef struct
{
  FarCli *cli;
  GSource *clock;   /* owned */
  GSource *soon;    /* (nullable): owned */
  gboolean goes_on; /* an answer is on its way */
  int n_here;
  int n_same;
  gint64 n_entries;
} Gathering;

static void
tell_meeting (Gathering *self, const FarMeeting *meeting)
{
  gboolean is_same = self->n_here == meeting->n_here && self->n_same == meeting->n_same;
  gboolean was_alone = self->n_here <= 1 && meeting->n_here <= 1;
  gint64 n_before = self->n_entries;
  g_autoptr(JsonBuilder) builder = NULL;
  g_autofree char *words = NULL;

  self->n_here = meeting->n_here;
  self->n_same = meeting->n_same;
  self->n_entries = meeting->n_entries;
  if (was_alone || (is_same && (!self->cli->json || n_before == meeting->n_entries)))
    return;

  far_cli_clear_progress (self->cli);
  if (self->cli->json)
    {
      builder = json_builder_new ();
      json_builder_begin_object (builder);
      far_cli_json_text (builder, "event", "meeting");
      far_cli_json_int (builder, "machines", meeting->n_here);
      far_cli_json_int (builder, "same", meeting->n_same);
      far_cli_json_int (builder, "entries", meeting->n_entries);
      json_builder_end_object (builder);
      far_cli_json_print (builder);
      return;
    }

  words = far_words_meeting (meeting);
  far_cli_say ("%s", words);
  fflush (stdout);
}

static void
met_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Gathering *self = data;
  FarMeeting *meeting = far_engine_meeting_finish (FAR_ENGINE (source), result, NULL);

  self->goes_on = FALSE;
  if (meeting != NULL)
    tell_meeting (self, meeting);
  g_clear_pointer (&meeting, far_snapshot_unref);
}

static gboolean
gather_cb (gpointer data)
{
  Gathering *self = data;

  if (!self->goes_on)
    {
      self->goes_on = TRUE;
      far_engine_meeting_async (self->cli->engine, self->cli->cancellable, met_cb, self);
    }

  return G_SOURCE_CONTINUE;
}

static void
clear_source (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static gboolean
soon_cb (gpointer data)
{
  Gathering *self = data;

  g_clear_pointer (&self->soon, g_source_unref);
  gather_cb (self);

  return G_SOURCE_REMOVE;
}

static void
changed_cb (FarEngine *engine, gpointer data)
{
  Gathering *self = data;

  if (self->soon != NULL)
    return;

  self->soon = g_timeout_source_new (MEETING_SOON_MS);
  g_source_set_callback (self->soon, soon_cb, self, NULL);
  g_source_attach (self->soon, self->cli->context);
}

static void
begin_gathering (Gathering *self)
{
  self->clock = g_timeout_source_new_seconds (MEETING_S);
  g_source_set_callback (self->clock, gather_cb, self, NULL);
  g_source_attach (self->clock, self->cli->context);
  g_signal_connect (self->cli->engine, "changed", G_CALLBACK (changed_cb), self);
}

static void
end_gathering (Gathering *self)
{
  g_signal_handlers_disconnect_by_data (self->cli->engine, self);
  clear_source (&self->soon);
  clear_source (&self->clock);
}

/* ---- serve: all of it */

static FarNearbyMode
find_serve_nearby (void)
{
  if (!serve_lan)
    return FAR_NEARBY_NOWHERE;

  return serve_trusted ? FAR_NEARBY_WHERE_TRUSTED : FAR_NEARBY_HERE;
}

static gboolean
run_serve (FarCli *cli, const char *const *args, GError **error)
{
  /* who is found nearby has a port of its own */
  const char *listen = serve_listen == NULL && !serve_lan ? "0.0.0.0:0" : serve_listen;
  Watching watching = { .cli = cli, .goes_on = serve_watch != NULL };
  Gathering gathering = { .cli = cli };
  g_autoptr(FarExchange) exchange = NULL;
  g_autoptr(JsonBuilder) builder = NULL;

  if (serve_trusted && !serve_lan)
    {
      far_cli_set_usage_error (error, _ ("--trusted goes with --lan."));
      return FALSE;
    }
  if (serve_watch != NULL && !check_folder (serve_watch, error))
    return FALSE;
  if (!far_cli_open (cli, error))
    return FALSE;

  /* a window that opens the same collective takes over: the signal ends this run as any other */
  far_engine_yield_async (cli->engine, cli->cancellable, far_cli_done, cli);
  if (!far_engine_yield_finish (cli->engine, far_cli_wait (cli), error))
    return FALSE;

  g_signal_connect (cli->engine, "peer-event", G_CALLBACK (tell_event_cb), cli);
  if (serve_lately)
    far_engine_exchange_lately_async (cli->engine, listen, NULL, find_serve_nearby (), FALSE, 0,
                                      cli->cancellable, far_cli_done, cli);
  else
    far_engine_exchange_async (cli->engine, listen, NULL, find_serve_nearby (), FALSE, 0,
                               cli->cancellable, far_cli_done, cli);
  begin_gathering (&gathering);
  if (serve_watch != NULL)
    far_engine_watch_folder_async (cli->engine, serve_watch, cli->cancellable, watched_cb,
                                   &watching);
  exchange = far_engine_exchange_finish (cli->engine, far_cli_wait (cli), error);
  /* where nobody can call this machine, nobody watches either */
  g_cancellable_cancel (cli->cancellable);
  end_gathering (&gathering);
  while (watching.goes_on || gathering.goes_on)
    g_main_context_iteration (cli->context, TRUE);
  if (exchange == NULL)
    return FALSE;

  if (cli->json)
    {
      builder = json_builder_new ();
      json_builder_begin_object (builder);
      far_cli_json_text (builder, "event", "ended");
      far_cli_json_int (builder, "entries", exchange->n_entries);
      json_builder_end_object (builder);
      far_cli_json_print (builder);
    }
  else
    far_cli_say ("%s", _ ("Ended, and everything is saved."));

  return TRUE;
}

/* ---- bundles */

static char **bundle_for;
static gboolean bundle_since_seen;
static gboolean bundle_dry_run;

static const GOptionEntry bundle_write_options[] = {
  { "for", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &bundle_for,
    N_ ("Only this machine can read it; may be given several times (default: all members’)"),
    N_ ("DEVICE") },
  { "since-seen", 0, 0, G_OPTION_ARG_NONE, &bundle_since_seen,
    N_ ("Leave out what all who can read it had when they were last heard of"), NULL },
  { "dry-run", 0, 0, G_OPTION_ARG_NONE, &bundle_dry_run,
    N_ ("Only say how large it would be; FILE is not touched"), NULL },
  { NULL },
};

static gint64
write_bundle (FarCli *cli, const char *path, FarBundleFlags flags, gint64 *n_bytes, GError **error)
{
  if (bundle_since_seen)
    flags |= FAR_BUNDLE_SINCE_SEEN;
  far_engine_write_bundle_async (cli->engine, path, (const char *const *)bundle_for, flags,
                                 cli->cancellable, far_cli_done, cli);

  return far_engine_write_bundle_finish (cli->engine, far_cli_wait (cli), n_bytes, error);
}

static void
print_bundle_size (gint64 n_entries, gint64 n_bytes)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  far_cli_json_int (builder, "entries", n_entries);
  far_cli_json_int (builder, "bytes", n_bytes);
  json_builder_end_object (builder);
  far_cli_json_print (builder);
}

/* Before a byte of it is on the stick. */
static gboolean
tell_bundle_size (FarCli *cli, const char *path, GError **error)
{
  g_autofree char *entries = NULL;
  g_autofree char *size = NULL;
  gint64 n_bytes;
  gint64 n_entries = write_bundle (cli, path, FAR_BUNDLE_COUNT_ONLY, &n_bytes, error);

  if (n_entries < 0)
    return FALSE;

  if (cli->json)
    {
      print_bundle_size (n_entries, n_bytes);
      return TRUE;
    }

  entries = far_words_n_entries (n_entries);
  size = g_format_size (n_bytes);
  /* Translators: %1$s is such as "12 entries", %2$s such as "180 kB" */
  far_cli_say (_ ("A bundle with %1$s takes %2$s."), entries, size);

  return TRUE;
}

static gboolean
run_bundle_write (FarCli *cli, const char *const *args, GError **error)
{
  gint64 n_entries;
  gint64 n_bytes;

  if (!far_cli_open (cli, error))
    return FALSE;
  /* a program that reads JSON asks with --dry-run if it wants to know before */
  if ((bundle_dry_run || !cli->json) && !tell_bundle_size (cli, args[0], error))
    return FALSE;
  if (bundle_dry_run)
    return TRUE;

  n_entries = write_bundle (cli, args[0], FAR_BUNDLE_WHOLE, &n_bytes, error);
  if (n_entries < 0)
    return FALSE;

  if (cli->json)
    print_bundle_size (n_entries, n_bytes);
  else if (bundle_for != NULL)
    far_cli_say ("%s", _ ("It is written. Only the machines that you named can read it."));
  else
    far_cli_say ("%s", _ ("It is written. Only the members’ machines can read it."));

  return TRUE;
}

/* Its members of an object. */
static void
add_report (JsonBuilder *builder, const FarBundleReport *report)
{
  far_cli_json_int (builder, "added", report->n_added);
  far_cli_json_int (builder, "known", report->n_known);
  far_cli_json_int (builder, "refused", report->n_refused);
  far_cli_json_int (builder, "pending", report->n_pending);
  if (report->was_request)
    {
      far_cli_json_text (builder, "newcomer", report->newcomer);
      far_cli_json_text (builder, "newcomer_state",
                         far_cli_belonging_name (report->newcomer_state));
    }
}

static void
print_bundle_report (const FarBundleReport *report)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  add_report (builder, report);
  json_builder_end_object (builder);
  far_cli_json_print (builder);
}

static void
say_bundle_report (const FarBundleReport *report)
{
  g_autofree char *added = far_words_n_entries (report->n_added);
  g_autofree char *known = far_words_n_entries (report->n_known);
  g_autofree char *refused = far_words_n_entries (report->n_refused);
  g_autofree char *pending = far_words_n_entries (report->n_pending);

  if (report->was_machine && report->newcomer_state == FAR_BELONGING_ADMITTED)
    /* Translators: %s is a person's name */
    far_cli_say (_ ("A machine of %s asks to be let in, and is. Write a bundle and give it back."),
                 report->newcomer);
  else if (report->was_machine)
    /* Translators: %s is a person's name */
    far_cli_say (_ ("A machine of %s asks to be let in. If it is really theirs, say so: "
                    "farandole-cli device list, then farandole-cli device approve."),
                 report->newcomer);
  else if (report->was_request && report->newcomer_state == FAR_BELONGING_ADMITTED)
    /* Translators: %s is a person's name */
    far_cli_say (_ ("%s asked to come in and is now a member. Write a bundle and give it back."),
                 report->newcomer);
  else if (report->was_request)
    /* Translators: %s is a person's name */
    far_cli_say (_ ("%s asks to come in; another member has yet to vouch for this person. A bundle "
                    "that you give back says what is missing."),
                 report->newcomer);
  if (report->was_request)
    return;

  /* Translators: %1$s and %2$s are such as "12 entries" */
  far_cli_say (_ ("New here: %1$s. Known already: %2$s."), added, known);
  if (report->n_pending > 0)
    /* Translators: %s is such as "12 entries" */
    far_cli_say (_ ("Waiting for something that another bundle or machine must bring: %s."),
                 pending);
  if (report->n_refused > 0)
    /* Translators: %s is such as "12 entries" */
    far_cli_say (_ ("Refused, because they are not as they must be: %s."), refused);
}

static gboolean
run_bundle_read (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(FarBundleReport) report = NULL;
  g_autoptr(GError) own_error = NULL;

  if (!far_cli_open (cli, error))
    return FALSE;

  far_engine_read_bundle_async (cli->engine, args[0], cli->cancellable, far_cli_done, cli);
  report = far_engine_read_bundle_finish (cli->engine, far_cli_wait (cli), &own_error);

  /* Of a cut bundle there is both: what was kept, and why it was not all. */
  if (report != NULL && cli->json)
    print_bundle_report (report);
  else if (report != NULL)
    say_bundle_report (report);

  if (own_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&own_error));
      return FALSE;
    }

  return TRUE;
}

const FarCliCommand far_cli_exchange_commands[] = {
  { "sync", N_ ("[--lan] [--listen HOST:PORT] [--peer HOST:PORT]... [--once | --seconds N]"),
    N_ ("Exchange with other members’ machines."), sync_options, 0, 0, run_sync },
  { "serve", N_ ("[--lan [--trusted]] [--listen HOST:PORT] [--watch FOLDER]"),
    N_ ("Stay on and exchange with whoever calls, until a signal ends it."), serve_options, 0, 0,
    run_serve },
  { "bundle write", N_ ("FILE [--for DEVICE]... [--since-seen] [--dry-run]"),
    N_ ("Write what this machine holds to a file that can travel."), bundle_write_options, 1, 1,
    run_bundle_write },
  { "bundle read", N_ ("FILE"), N_ ("Read such a file, or somebody’s request to come in."), NULL, 1,
    1, run_bundle_read },
  { NULL },
};
