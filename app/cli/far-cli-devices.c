/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The members' machines: which there are, letting one in, taking the standing of one. */

#include "far-cli.h"

#include <glib/gi18n.h>

#include "far-cli-json.h"
#include "far-words.h"

static void
print_devices (GPtrArray *devices)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < devices->len; i++)
    {
      const FarDevice *device = devices->pdata[i];

      json_builder_begin_object (builder);
      far_cli_json_text (builder, "id", device->id);
      far_cli_json_text (builder, "member", device->member);
      far_cli_json_text (builder, "member_name", device->member_name);
      far_cli_json_text (builder, "standing",
                         far_cli_standing_name (device->is_asking     ? FAR_STANDING_PENDING
                                                : device->in_standing ? FAR_STANDING_ACTIVE
                                                                      : FAR_STANDING_REMOVED));
      far_cli_json_instant (builder, "last_seen", device->last_seen_ms);
      far_cli_json_bool (builder, "me", device->is_me);
      far_cli_json_bool (builder, "mine", device->is_mine);
      far_cli_json_int (builder, "missing", device->n_missing);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  far_cli_json_print (builder);
}

static gboolean
run_device_list (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(GPtrArray) devices = NULL;
  g_autoptr(FarCliTable) table = NULL;

  if (!far_cli_open (cli, error))
    return FALSE;

  far_engine_devices_async (cli->engine, cli->cancellable, far_cli_done, cli);
  devices = far_engine_devices_finish (cli->engine, far_cli_wait (cli), error);
  if (devices == NULL)
    return FALSE;

  if (cli->json)
    {
      print_devices (devices);
      return TRUE;
    }

  table = far_cli_table_new (_ ("Identifier"), _ ("Member"), _ ("Last seen"), _ ("State"), NULL);
  for (guint i = 0; i < devices->len; i++)
    {
      const FarDevice *device = devices->pdata[i];
      g_autofree char *id = far_cli_short_id (device->id);
      g_autofree char *seen = far_words_instant (device->last_seen_ms);

      far_cli_table_add (table, id, device->member_name, device->is_me ? "–" : seen,
                         device->is_asking     ? _ ("Asks to be let in")
                         : device->is_me       ? _ ("This machine")
                         : device->in_standing ? _ ("In use")
                                               : _ ("No longer valid"),
                         NULL);
    }
  far_cli_table_print (table);

  return TRUE;
}

/* ---- asking to be let in again */

static char *ask_peer;
static char *ask_bundle_out;
static char *ask_bundle_in;
static int ask_seconds;

static const GOptionEntry ask_options[] = {
  { "peer", 0, 0, G_OPTION_ARG_FILENAME, &ask_peer, N_ ("Ask the member’s machine at this address"),
    N_ ("HOST:PORT") },
  { "bundle-out", 0, 0, G_OPTION_ARG_FILENAME, &ask_bundle_out,
    N_ ("Write the request to a file, for a member to read"), N_ ("FILE") },
  { "bundle-in", 0, 0, G_OPTION_ARG_FILENAME, &ask_bundle_in,
    N_ ("Read the file that a member gave back"), N_ ("FILE") },
  { "seconds", 0, 0, G_OPTION_ARG_INT, &ask_seconds,
    N_ ("How long to try the address (default: once)"), N_ ("N") },
  { NULL },
};

static gboolean
run_device_ask (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(FarMembership) membership = NULL;

  if ((ask_peer != NULL) + (ask_bundle_out != NULL) + (ask_bundle_in != NULL) > 1)
    {
      far_cli_set_usage_error (error, _ ("Choose one of --peer, --bundle-out and --bundle-in."));
      return FALSE;
    }
  if (!far_cli_check_range (ask_seconds, 0, G_MAXINT, "--seconds", error) ||
      !far_cli_open (cli, error))
    return FALSE;

  far_engine_join_async (cli->engine, NULL, NULL, ask_peer, ask_bundle_out, ask_bundle_in,
                         FAR_NEARBY_NOWHERE, ask_seconds, cli->cancellable, far_cli_done, cli);
  membership = far_engine_join_finish (cli->engine, far_cli_wait (cli), error);
  if (membership == NULL)
    return FALSE;

  far_cli_show_membership (cli, membership);

  return TRUE;
}

/* ---- a code for a further machine */

static char *code_for;
static int code_hours = 1;
static char *code_address;
static char *code_qr;

static const GOptionEntry code_options[] = {
  { "for", 0, 0, G_OPTION_ARG_FILENAME, &code_for,
    N_ ("Whose machine it is to be (default: yours)"), N_ ("MEMBER") },
  { "hours", 0, 0, G_OPTION_ARG_INT, &code_hours, N_ ("How long it is valid (default: 1)"),
    N_ ("N") },
  { "address", 0, 0, G_OPTION_ARG_FILENAME, &code_address,
    N_ ("Where this machine is called, to go with the code"), N_ ("HOST:PORT") },
  { "qr", 0, 0, G_OPTION_ARG_FILENAME, &code_qr, N_ ("Also write it as a QR code, a PNG picture"),
    N_ ("FILE") },
  { NULL },
};

static gboolean
run_device_code (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(FarInvitation) code = NULL;
  g_autofree char *expires = NULL;

  if (!far_cli_check_range (code_hours, 1, 168, "--hours", error) ||
      (code_qr != NULL && !far_cli_check_may_write (code_qr, "--qr", error)) ||
      !far_cli_open (cli, error))
    return FALSE;

  far_engine_machine_code_async (cli->engine, code_for, code_hours, code_address, cli->cancellable,
                                 far_cli_done, cli);
  code = far_engine_machine_code_finish (cli->engine, far_cli_wait (cli), error);
  if (code == NULL)
    return FALSE;

  if (cli->json)
    {
      g_autoptr(JsonBuilder) builder = json_builder_new ();

      json_builder_begin_object (builder);
      far_cli_json_text (builder, "code", code->uri);
      far_cli_json_instant (builder, "expires", code->expires_ms);
      json_builder_end_object (builder);
      far_cli_json_print (builder);
    }
  else
    {
      expires = far_words_instant (code->expires_ms);
      far_cli_say ("%s", code->uri);
      /* Translators: %s is a date and time */
      far_cli_say (_ ("On the other machine: farandole-cli join CODE. This machine answers to it "
                      "until %s, while it can be called; then say yes here."),
                   expires);
    }

  return code_qr == NULL || far_cli_write_qr (code_qr, code->uri, error);
}

/* ---- approving and revoking */

static void
print_approved (const FarApproved *approved)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  far_cli_json_id (builder, "proposal", approved->proposal);
  far_cli_json_int (builder, "approvals", approved->n_approvals);
  far_cli_json_int (builder, "needed", approved->n_needed);
  far_cli_json_bool (builder, "done", approved->is_done);
  json_builder_end_object (builder);
  far_cli_json_print (builder);
}

void
far_cli_show_approved (FarCli *self, const FarApproved *approved, const char *done)
{
  g_autofree char *words = NULL;

  if (self->json)
    print_approved (approved);
  else if (approved->is_done)
    far_cli_say ("%s", done);
  else
    {
      words = far_words_approved (approved);
      far_cli_say ("%s", words);
    }
}

static gboolean
run_approve (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(FarApproved) approved = NULL;

  if (!far_cli_open (cli, error))
    return FALSE;

  far_engine_approve_async (cli->engine, args[0], cli->cancellable, far_cli_done, cli);
  approved = far_engine_approve_finish (cli->engine, far_cli_wait (cli), error);
  if (approved == NULL)
    return FALSE;

  far_cli_show_approved (cli, approved, _ ("It is done."));

  return TRUE;
}

static gboolean
run_device_revoke (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(FarApproved) approved = NULL;

  if (!far_cli_open (cli, error))
    return FALSE;

  far_engine_revoke_async (cli->engine, args[0], cli->cancellable, far_cli_done, cli);
  approved = far_engine_revoke_finish (cli->engine, far_cli_wait (cli), error);
  if (approved == NULL)
    return FALSE;

  far_cli_show_approved (cli, approved, _ ("That machine is no longer valid."));

  return TRUE;
}

const FarCliCommand far_cli_device_commands[] = {
  { "member approve", N_ ("ID"), N_ ("Say yes to a proposal, or to somebody who asks to come in."),
    NULL, 1, 1, run_approve },
  { "device list", "", N_ ("Show the members’ machines."), NULL, 0, 0, run_device_list },
  { "device code", N_ ("[--for MEMBER] [--hours N] [--address HOST:PORT] [--qr FILE]"),
    N_ ("Show a code with which another machine asks to be one of yours, or of a member who has "
        "lost theirs."),
    code_options, 0, 0, run_device_code },
  { "device approve", N_ ("ID"),
    N_ ("Say that a machine that asks to be let in is the member’s who it says it is."), NULL, 1, 1,
    run_approve },
  { "device revoke", N_ ("ID"),
    N_ ("Make one of your machines invalid, or propose it of another member’s."), NULL, 1, 1,
    run_device_revoke },
  { "device ask", N_ ("[--peer HOST:PORT | --bundle-out FILE | --bundle-in FILE] [--seconds N]"),
    N_ ("Ask to be let in again, from a machine that was restored."), ask_options, 0, 0,
    run_device_ask },
  { NULL },
};
