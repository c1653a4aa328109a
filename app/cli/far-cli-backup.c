/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Saving a copy, and coming back from one. */

#include "far-cli.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <string.h>
#include <unistd.h>

#include "far-cli-json.h"
#include "far-words.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarSaved, far_snapshot_unref)

#define PASSPHRASE_LEN 1024

static int passphrase_fd = -1;

static const GOptionEntry passphrase_options[] = {
  { "passphrase-fd", 0, 0, G_OPTION_ARG_INT, &passphrase_fd,
    N_ ("Read the passphrase, one line, from this file descriptor; 0 is standard input"),
    N_ ("N") },
  { NULL },
};

/* Whoever holds an answer overwrites it: it is never longer than its buffer. */
typedef struct
{
  char text[PASSPHRASE_LEN + 2];
} Passphrase;

/* One line, without its end. */
static gboolean
read_passphrase (Passphrase *out, GError **error)
{
  gsize len = 0;
  gssize n = 0;
  char *end;

  memset (out, 0, sizeof *out);
  if (passphrase_fd < 0)
    return far_cli_need_option (NULL, "--passphrase-fd", error);

  do
    {
      n = read (passphrase_fd, out->text + len, PASSPHRASE_LEN + 1 - len);
      if (n > 0)
        len += n;
    }
  while ((n < 0 && errno == EINTR) ||
         (n > 0 && len <= PASSPHRASE_LEN && memchr (out->text, '\n', len) == NULL));

  if (n < 0)
    {
      far_cli_set_usage_error (error, _ ("Nothing can be read from file descriptor %d."),
                               passphrase_fd);
      return FALSE;
    }

  end = memchr (out->text, '\n', len);
  if (end == NULL && len > PASSPHRASE_LEN)
    {
      far_cli_set_usage_error (error, _ ("The passphrase is too long."));
      return FALSE;
    }
  if (end != NULL)
    memset (end, 0, out->text + len - end);
  if (strlen (out->text) != (gsize)((end != NULL ? end : out->text + len) - out->text))
    {
      far_cli_set_usage_error (error, _ ("The passphrase is not text."));
      return FALSE;
    }

  return TRUE;
}

static void
wipe (Passphrase *passphrase)
{
  explicit_bzero (passphrase, sizeof *passphrase);
}

static void
print_saved (const FarSaved *saved)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  far_cli_json_int (builder, "entries", saved->n_entries);
  far_cli_json_id (builder, "device", saved->device);
  far_cli_json_id (builder, "member", saved->member);
  far_cli_json_id (builder, "collective", saved->collective);
  json_builder_end_object (builder);
  far_cli_json_print (builder);
}

static gboolean
run_backup (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(FarSaved) saved = NULL;
  g_autofree char *entries = NULL;
  Passphrase passphrase;

  if (!read_passphrase (&passphrase, error) || !far_cli_open (cli, error))
    {
      wipe (&passphrase);
      return FALSE;
    }

  far_engine_backup_async (cli->engine, args[0], passphrase.text, cli->cancellable, far_cli_done,
                           cli);
  wipe (&passphrase);
  saved = far_engine_backup_finish (cli->engine, far_cli_wait (cli), error);
  if (saved == NULL)
    return FALSE;

  if (cli->json)
    {
      print_saved (saved);
      return TRUE;
    }

  entries = far_words_n_entries (saved->n_entries);
  /* Translators: %1$s is a file, %2$s such as "12 entries" */
  far_cli_say (_ ("%1$s holds %2$s; it was read again and is whole. Without the passphrase nobody "
                  "can open it, not even you."),
               args[0], entries);

  return TRUE;
}

static gboolean
run_restore (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(FarSaved) saved = NULL;
  g_autofree char *entries = NULL;
  g_autofree char *words = NULL;
  Passphrase passphrase;

  if (!read_passphrase (&passphrase, error) || !far_cli_open_beside (cli, error))
    {
      wipe (&passphrase);
      return FALSE;
    }

  far_engine_restore_async (cli->engine, args[0], passphrase.text, cli->cancellable, far_cli_done,
                            cli);
  wipe (&passphrase);
  saved = far_engine_restore_finish (cli->engine, far_cli_wait (cli), error);
  if (saved == NULL)
    return FALSE;

  if (cli->json)
    {
      print_saved (saved);
      return TRUE;
    }

  entries = far_words_n_entries (saved->n_entries);
  /* Translators: %s is such as "12 entries" */
  far_cli_say (_ ("Restored: %s."), entries);
  words = far_words_returning (FAR_BELONGING_ASKED, 0);
  far_cli_say ("%s", words);

  return TRUE;
}

const FarCliCommand far_cli_backup_commands[] = {
  { "backup", N_ ("FILE --passphrase-fd N"),
    N_ ("Save a copy of everything, closed with a passphrase."), passphrase_options, 1, 1,
    run_backup },
  { "restore", N_ ("FILE --passphrase-fd N"),
    N_ ("Come back from a saved copy: as a new machine, which asks to be let in again."),
    passphrase_options, 1, 1, run_restore },
  { NULL },
};
