/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Invitations: making one, which there are, taking one back. */

#include "far-cli.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "far-cli-json.h"
#include "far-cli-png.h"
#include "far-words.h"

static int invite_days = 7;
static char *invite_file;
static char *invite_qr;

static const GOptionEntry invite_options[] = {
  { "days", 0, 0, G_OPTION_ARG_INT, &invite_days, N_ ("How long it is valid (default: 7)"),
    N_ ("N") },
  { "file", 0, 0, G_OPTION_ARG_FILENAME, &invite_file, N_ ("Also write it to a file, for “join”"),
    N_ ("FILE") },
  { "qr", 0, 0, G_OPTION_ARG_FILENAME, &invite_qr, N_ ("Also write it as a QR code, a PNG picture"),
    N_ ("FILE") },
  { NULL },
};

gboolean
far_cli_check_may_write (const char *path, const char *option, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);

  if (*path == '\0')
    return far_cli_need_option (NULL, option, error);
  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    {
      far_cli_set_usage_error (error, _ ("This is a folder, not a file: %s"), path);
      return FALSE;
    }
  if (g_access (folder, W_OK) != 0)
    {
      int saved_errno = errno;

      if (saved_errno == ENOENT || saved_errno == ENOTDIR)
        g_set_error (error, FAR_SYNC_ERROR, FAR_SYNC_ERROR_NO_SUCH_FILE, "no folder %s", folder);
      else
        g_set_error (error, G_IO_ERROR, g_io_error_from_errno (saved_errno), "%s: %s", folder,
                     g_strerror (saved_errno));
      return FALSE;
    }

  return TRUE;
}

gboolean
far_cli_write_qr (const char *path, const char *uri, GError **error)
{
  int width = 0;
  g_autofree guint8 *modules = far_qr_encode (uri, &width, error);

  return modules != NULL && far_cli_png_write (path, modules, width, error);
}

static gboolean
write_file (FarCli *cli, const char *path, const char *uri, GError **error)
{
  far_engine_save_uri_async (cli->engine, uri, path, cli->cancellable, far_cli_done, cli);

  return far_engine_save_uri_finish (cli->engine, far_cli_wait (cli), error);
}

static gboolean
run_invite (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(FarInvitation) invitation = NULL;
  g_autofree char *expires = NULL;

  if (!far_cli_check_range (invite_days, 1, 365, "--days", error) ||
      (invite_file != NULL && !far_cli_check_may_write (invite_file, "--file", error)) ||
      (invite_qr != NULL && !far_cli_check_may_write (invite_qr, "--qr", error)) ||
      !far_cli_open (cli, error))
    return FALSE;

  far_engine_invite_async (cli->engine, invite_days, cli->cancellable, far_cli_done, cli);
  invitation = far_engine_invite_finish (cli->engine, far_cli_wait (cli), error);
  if (invitation == NULL)
    return FALSE;

  if (cli->json)
    {
      g_autoptr(JsonBuilder) builder = json_builder_new ();

      json_builder_begin_object (builder);
      far_cli_json_text (builder, "invite", invitation->uri);
      far_cli_json_instant (builder, "expires", invitation->expires_ms);
      json_builder_end_object (builder);
      far_cli_json_print (builder);
    }
  else
    {
      expires = far_words_instant (invitation->expires_ms);
      far_cli_say ("%s", invitation->uri);
      /* Translators: %s is a date and time */
      far_cli_say (_ ("For one person, until %s. Give it to nobody else: whoever has it can come "
                      "in."),
                   expires);
    }

  return (invite_file == NULL || write_file (cli, invite_file, invitation->uri, error)) &&
         (invite_qr == NULL || far_cli_write_qr (invite_qr, invitation->uri, error));
}

static const char *
state_name (FarInviteState state)
{
  static const char *const names[] = { "open", "used", "ended", "expired" };

  return names[state];
}

static void
print_invitations (GPtrArray *invitations)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < invitations->len; i++)
    {
      const FarMadeInvitation *invitation = invitations->pdata[i];

      json_builder_begin_object (builder);
      far_cli_json_text (builder, "id", invitation->id);
      far_cli_json_text (builder, "inviter", invitation->inviter);
      far_cli_json_text (builder, "inviter_name", invitation->inviter_name);
      far_cli_json_bool (builder, "mine", invitation->is_mine);
      far_cli_json_text (builder, "state", state_name (invitation->state));
      far_cli_json_instant (builder, "expires", invitation->expires_ms);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  far_cli_json_print (builder);
}

static gboolean
run_invite_list (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(GPtrArray) invitations = NULL;
  g_autoptr(FarCliTable) table = NULL;

  if (!far_cli_open (cli, error))
    return FALSE;

  far_engine_invitations_async (cli->engine, cli->cancellable, far_cli_done, cli);
  invitations = far_engine_invitations_finish (cli->engine, far_cli_wait (cli), error);
  if (invitations == NULL)
    return FALSE;

  if (cli->json)
    {
      print_invitations (invitations);
      return TRUE;
    }

  table = far_cli_table_new (_ ("Identifier"), _ ("Made by"), _ ("State"), _ ("Good until"), NULL);
  for (guint i = 0; i < invitations->len; i++)
    {
      const FarMadeInvitation *invitation = invitations->pdata[i];
      g_autofree char *id = far_cli_short_id (invitation->id);
      g_autofree char *state = far_words_invitation_state (invitation->state);
      g_autofree char *until = far_words_instant (invitation->expires_ms);

      far_cli_table_add (table, id, invitation->inviter_name, state, until, NULL);
    }
  far_cli_table_print (table);

  return TRUE;
}

static gboolean
run_invite_end (FarCli *cli, const char *const *args, GError **error)
{
  if (!far_cli_open (cli, error))
    return FALSE;

  far_engine_end_invitation_async (cli->engine, args[0], cli->cancellable, far_cli_done, cli);
  if (!far_engine_end_invitation_finish (cli->engine, far_cli_wait (cli), error))
    return FALSE;

  if (cli->json)
    {
      g_autoptr(JsonBuilder) builder = json_builder_new ();

      json_builder_begin_object (builder);
      far_cli_json_bool (builder, "done", TRUE);
      json_builder_end_object (builder);
      far_cli_json_print (builder);
    }
  else
    far_cli_say ("%s", _ ("That invitation is taken back. Machines that have not heard of it yet "
                          "could still let somebody in with it: exchange soon."));

  return TRUE;
}

const FarCliCommand far_cli_invite_commands[] = {
  { "invite", N_ ("[--days N] [--file FILE] [--qr FILE]"),
    N_ ("Make an invitation for one person."), invite_options, 0, 0, run_invite },
  { "invite list", "", N_ ("Show the invitations that were made, and what became of them."), NULL,
    0, 0, run_invite_list },
  { "invite end", N_ ("ID"), N_ ("Take back an invitation that you made; for ever."), NULL, 1, 1,
    run_invite_end },
  { NULL },
};
