/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The log itself. */

#include "far-cli.h"

#include <glib/gi18n.h>

#include "far-cli-json.h"
#include "far-words.h"

/* ---- status */

static void
print_status (const FarStatus *status)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autofree char *refusal = NULL;

  json_builder_begin_object (builder);
  far_cli_json_text (builder, "state", far_cli_belonging_name (status->state));
  if (status->refusal != NULL)
    refusal = far_words_error (status->refusal);
  far_cli_json_id (builder, "refusal", refusal);
  far_cli_json_bool (builder, "returning", status->is_returning);
  far_cli_json_id (builder, "collective", status->collective);
  far_cli_json_text (builder, "name", status->name);
  far_cli_json_id (builder, "zone", status->zone);
  far_cli_json_id (builder, "me", status->me);
  far_cli_json_text (builder, "my_name", status->my_name);
  far_cli_json_id (builder, "device", status->device);
  far_cli_json_int (builder, "members", status->n_members);
  far_cli_json_int (builder, "devices", status->n_devices);
  far_cli_json_int (builder, "entries", status->n_entries);
  far_cli_json_int (builder, "pending", status->n_pending);
  far_cli_json_id (builder, "frontier", status->frontier);
  far_cli_json_int (builder, "bytes", status->n_bytes);
  json_builder_set_member_name (builder, "baton");
  json_builder_begin_object (builder);
  far_cli_json_int (builder, "term", status->term);
  far_cli_json_id (builder, "holder", status->holder);
  far_cli_json_id (builder, "holder_name", status->holder_name);
  far_cli_json_bool (builder, "i_publish", status->i_publish);
  json_builder_end_object (builder);
  far_cli_json_day (builder, "today", status->today);
  far_cli_json_strings (builder, "warnings", status->warnings);
  json_builder_end_object (builder);
  far_cli_json_print (builder);
}

void
far_cli_say_belonging (const FarStatus *status)
{
  g_autofree char *belonging = NULL;
  g_autofree char *refusal = NULL;

  if (status->is_returning)
    belonging = far_words_returning (status->state, status->n_missing);
  else if (status->is_further)
    belonging = far_words_further (status->state, status->n_missing, status->device);
  else
    belonging = far_words_belonging (status->state, status->n_missing, status->n_needed);
  far_cli_say ("%s", belonging);
  if (status->refusal != NULL)
    {
      refusal = far_words_error (status->refusal);
      far_cli_say ("%s", refusal);
    }
}

static gboolean
has_warning (const FarStatus *status, const char *prefix)
{
  for (int i = 0; status->warnings[i] != NULL; i++)
    if (g_str_has_prefix (status->warnings[i], prefix))
      return TRUE;

  return FALSE;
}

static void
say_status (const FarStatus *status)
{
  g_autofree char *entries = far_words_n_entries (status->n_entries);
  g_autofree char *pending = far_words_n_entries (status->n_pending);
  g_autofree char *bytes = far_words_bytes (status->n_bytes);

  if (status->state != FAR_BELONGING_ADMITTED)
    far_cli_say_belonging (status);
  if (status->state == FAR_BELONGING_NONE || status->n_entries == 0)
    return;

  if (*status->name != '\0')
    /* Translators: %1$s is the name of a collective, %2$s of a person */
    far_cli_say (_ ("Collective: %1$s. You are %2$s here."), status->name, status->my_name);
  far_cli_say (ngettext ("%d member", "%d members", (gulong)status->n_members), status->n_members);
  far_cli_say (ngettext ("%d machine", "%d machines", (gulong)status->n_devices),
               status->n_devices);
  /* who is gone holds it in the log alone, and a warning says so */
  if (*status->holder_name != '\0' && !has_warning (status, "term-vacant "))
    /* Translators: %s is a person's name */
    far_cli_say (_ ("%s holds the baton."), status->holder_name);
  /* Translators: %1$s is such as "12 entries", %2$s such as "40 kB" */
  far_cli_say (_ ("This machine holds %1$s, in %2$s."), entries, bytes);
  if (status->n_pending > 0)
    /* Translators: %s is such as "12 entries" */
    far_cli_say (_ ("Waiting for something that another machine must bring: %s."), pending);
}

static gboolean
run_status (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(FarStatus) status = NULL;

  if (!far_cli_open (cli, error))
    return FALSE;

  status = far_cli_dup_status (cli, error);
  if (status == NULL)
    return FALSE;

  for (int i = 0; status->warnings[i] != NULL; i++)
    {
      g_autofree char *words = far_words_status_warning (status->warnings[i]);

      far_cli_warn (words);
    }

  if (cli->json)
    print_status (status);
  else
    say_status (status);

  return TRUE;
}

/* ---- hashes, check, rebuild */

static gboolean
run_state_hash (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(FarStateHash) hash = NULL;

  if (!far_cli_open (cli, error))
    return FALSE;

  far_engine_state_hash_async (cli->engine, cli->cancellable, far_cli_done, cli);
  hash = far_engine_state_hash_finish (cli->engine, far_cli_wait (cli), error);
  if (hash == NULL)
    return FALSE;

  if (cli->json)
    {
      g_autoptr(JsonBuilder) builder = json_builder_new ();

      json_builder_begin_object (builder);
      far_cli_json_text (builder, "entries", hash->entries);
      far_cli_json_text (builder, "records", hash->records);
      json_builder_end_object (builder);
      far_cli_json_print (builder);
    }
  else
    {
      far_cli_say ("entries %s", hash->entries);
      far_cli_say ("records %s", hash->records);
    }

  return TRUE;
}

static gboolean check_full;

static const GOptionEntry check_options[] = {
  { "full", 0, 0, G_OPTION_ARG_NONE, &check_full,
    N_ ("Check every signature, every link, and every record against a rebuild"), NULL },
  { NULL },
};

static gboolean
run_check (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(FarCheckReport) report = NULL;

  if (!far_cli_open (cli, error))
    return FALSE;

  far_engine_check_async (cli->engine, check_full, cli->cancellable, far_cli_done, cli);
  report = far_engine_check_finish (cli->engine, far_cli_wait (cli), error);
  if (report == NULL)
    return FALSE;

  if (cli->json)
    {
      g_autoptr(JsonBuilder) builder = json_builder_new ();

      json_builder_begin_object (builder);
      far_cli_json_bool (builder, "ok", report->ok);
      far_cli_json_strings (builder, "problems", report->problems);
      json_builder_end_object (builder);
      far_cli_json_print (builder);
    }
  else if (report->ok)
    far_cli_say ("%s", _ ("Everything is in order."));
  else
    for (int i = 0; report->problems[i] != NULL; i++)
      far_cli_say ("%s", report->problems[i]);

  if (!report->ok)
    {
      g_set_error_literal (error, FAR_SYNC_ERROR, FAR_SYNC_ERROR_STORE_DAMAGED,
                           "the check found problems");
      return FALSE;
    }

  return TRUE;
}

static gboolean
run_rebuild (FarCli *cli, const char *const *args, GError **error)
{
  g_autofree char *records = NULL;

  if (!far_cli_open (cli, error))
    return FALSE;

  far_engine_rebuild_async (cli->engine, cli->cancellable, far_cli_done, cli);
  records = far_engine_rebuild_finish (cli->engine, far_cli_wait (cli), error);
  if (records == NULL)
    return FALSE;

  if (cli->json)
    {
      g_autoptr(JsonBuilder) builder = json_builder_new ();

      json_builder_begin_object (builder);
      far_cli_json_text (builder, "records", records);
      json_builder_end_object (builder);
      far_cli_json_print (builder);
    }
  else
    far_cli_say ("records %s", records);

  return TRUE;
}

/* ---- entries */

static char *log_device;

static const GOptionEntry log_options[] = {
  { "device", 0, 0, G_OPTION_ARG_FILENAME, &log_device, N_ ("Only what this machine wrote"),
    N_ ("ID") },
  { NULL },
};

static GPtrArray *
dup_entries (FarCli *cli, const char *device, const char *entry, GError **error)
{
  far_engine_log_async (cli->engine, device, entry, cli->cancellable, far_cli_done, cli);
  return far_engine_log_finish (cli->engine, far_cli_wait (cli), error);
}

static gboolean
run_log (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(GPtrArray) entries = NULL;
  g_autoptr(JsonBuilder) builder = NULL;
  g_autoptr(FarCliTable) table = NULL;

  if (!far_cli_open (cli, error))
    return FALSE;

  entries = dup_entries (cli, log_device, NULL, error);
  if (entries == NULL)
    return FALSE;

  if (cli->json)
    {
      builder = json_builder_new ();
      json_builder_begin_array (builder);
      for (guint i = 0; i < entries->len; i++)
        far_cli_json_entry (builder, entries->pdata[i]);
      json_builder_end_array (builder);
      far_cli_json_print (builder);
      return TRUE;
    }

  table =
      far_cli_table_new (_ ("Identifier"), _ ("By"), _ ("Number"), _ ("Kind"), _ ("Written"), NULL);
  for (guint i = 0; i < entries->len; i++)
    {
      const FarEntryView *entry = entries->pdata[i];
      g_autofree char *id = far_cli_short_id (entry->id);
      g_autofree char *seq = g_strdup_printf ("%" G_GINT64_FORMAT, entry->seq);
      g_autofree char *when = far_words_instant (entry->time_ms);

      far_cli_table_add (table, id, entry->member_name, seq, entry->kind, when, NULL);
    }
  far_cli_table_print (table);

  return TRUE;
}

static void
say_entry (const FarEntryView *entry)
{
  g_autofree char *when = far_words_instant (entry->time_ms);

  /* Translators: %1$s is a kind of entry, %2$s a person's name, %3$s a date and time */
  far_cli_say (_ ("%1$s, by %2$s, written %3$s"), entry->kind, entry->member_name, when);
  far_cli_say ("%s", entry->id);
  for (int i = 0; entry->refs[i] != NULL; i++)
    /* Translators: %s is the identifier of another entry */
    far_cli_say (_ ("refers to %s"), entry->refs[i]);
  far_cli_say ("%s", entry->payload_json);
  if (!entry->has_effect)
    far_cli_say ("%s", _ ("This entry has no effect."));
}

static gboolean
run_entry (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(GPtrArray) entries = NULL;
  g_autoptr(JsonBuilder) builder = NULL;

  if (!far_cli_open (cli, error))
    return FALSE;

  entries = dup_entries (cli, NULL, args[0], error);
  if (entries == NULL)
    return FALSE;
  if (entries->len == 0)
    {
      g_set_error (error, FAR_SYNC_ERROR, FAR_SYNC_ERROR_NO_SUCH_ID, "entry %s", args[0]);
      return FALSE;
    }

  if (cli->json)
    {
      builder = json_builder_new ();
      far_cli_json_entry (builder, entries->pdata[0]);
      far_cli_json_print (builder);
    }
  else
    say_entry (entries->pdata[0]);

  return TRUE;
}

/* ---- erasing */

static char *erase_subject;
static char *erase_entry;

static const GOptionEntry erase_options[] = {
  { "subject", 0, 0, G_OPTION_ARG_FILENAME, &erase_subject, N_ ("All words about this person"),
    N_ ("ID") },
  { "entry", 0, 0, G_OPTION_ARG_FILENAME, &erase_entry, N_ ("The words of this entry"), N_ ("ID") },
  { NULL },
};

static gboolean
run_erase (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(FarErasure) erasure = NULL;

  if ((erase_subject == NULL) == (erase_entry == NULL))
    {
      far_cli_set_usage_error (error, "%s", _ ("Give either --subject or --entry."));
      return FALSE;
    }
  if (!far_cli_open (cli, error))
    return FALSE;

  far_engine_erase_async (cli->engine, erase_subject, erase_entry, cli->cancellable, far_cli_done,
                          cli);
  erasure = far_engine_erase_finish (cli->engine, far_cli_wait (cli), error);
  if (erasure == NULL)
    return FALSE;

  if (cli->json)
    {
      g_autoptr(JsonBuilder) builder = json_builder_new ();

      json_builder_begin_object (builder);
      far_cli_json_int (builder, "erased", erasure->n_erased);
      far_cli_json_int (builder, "machines_done", erasure->n_machines_done);
      far_cli_json_int (builder, "machines", erasure->n_machines);
      json_builder_end_object (builder);
      far_cli_json_print (builder);
    }
  else
    {
      g_autofree char *entries = far_words_n_entries (erasure->n_erased);
      g_autofree char *done = far_words_erased_on (erasure->n_machines_done, erasure->n_machines);

      /* Translators: %s is such as "12 entries" */
      far_cli_say (_ ("Erased for ever: the words of %s."), entries);
      far_cli_say ("%s", done);
    }

  return TRUE;
}

const FarCliCommand far_cli_log_commands[] = {
  { "status", "", N_ ("Show how this machine stands."), NULL, 0, 0, run_status },
  { "state-hash", "", N_ ("Show two digests, equal on machines in step."), NULL, 0, 0,
    run_state_hash },
  { "check", N_ ("[--full]"), N_ ("Check that the data here are sound."), check_options, 0, 0,
    run_check },
  { "erase", N_ ("--subject ID | --entry ID"),
    N_ ("Erase words for ever, here and on every machine that hears of it."), erase_options, 0, 0,
    run_erase },
  { "rebuild", "", N_ ("Build the records anew from the log."), NULL, 0, 0, run_rebuild },
  { "log", N_ ("[--device ID]"), N_ ("Show the entries of the log."), log_options, 0, 0, run_log },
  { "entry", N_ ("ID"), N_ ("Show one entry."), NULL, 1, 1, run_entry },
  { NULL },
};
