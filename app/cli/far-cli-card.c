/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Meeting across the Internet: a connection card, and the answer to one. */

#include "far-cli.h"

#include <gio/gio.h>
#include <gio/gunixinputstream.h>
#include <glib/gi18n.h>
#include <stdio.h>
#include <unistd.h>

#include "far-cli-json.h"
#include "far-words.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarShownCard, far_snapshot_unref)

static char *card_for;
static char *card_file;
static char *card_qr;
static char *connect_file;
static char *connect_qr;

static const GOptionEntry card_options[] = {
  { "for", 0, 0, G_OPTION_ARG_FILENAME, &card_for,
    N_ ("The machine that it is for, or its member where they have but one (default: the only "
        "other machine)"),
    N_ ("DEVICE") },
  { "file", 0, 0, G_OPTION_ARG_FILENAME, &card_file, N_ ("Also write it to a file, for “connect”"),
    N_ ("FILE") },
  { "qr", 0, 0, G_OPTION_ARG_FILENAME, &card_qr, N_ ("Also write it as a QR code, a PNG picture"),
    N_ ("FILE") },
  { NULL },
};

static const GOptionEntry connect_options[] = {
  { "file", 0, 0, G_OPTION_ARG_FILENAME, &connect_file, N_ ("Also write the answer to a file"),
    N_ ("FILE") },
  { "qr", 0, 0, G_OPTION_ARG_FILENAME, &connect_qr,
    N_ ("Also write the answer as a QR code, a PNG picture"), N_ ("FILE") },
  { NULL },
};

/* ---- showing a card */

/* At once, since somebody is to carry it while this goes on. */
static gboolean
show_card (FarCli *cli, const FarShownCard *card, const char *file, const char *qr, GError **error)
{
  g_autoptr(JsonBuilder) builder = NULL;
  g_autofree char *expires = NULL;

  if (file != NULL)
    {
      far_engine_save_card_async (cli->engine, card->text, file, cli->cancellable, far_cli_done,
                                  cli);
      if (!far_engine_save_card_finish (cli->engine, far_cli_wait (cli), error))
        return FALSE;
    }
  if (qr != NULL && !far_cli_write_qr (qr, card->text, error))
    return FALSE;

  if (cli->json)
    {
      builder = json_builder_new ();
      json_builder_begin_object (builder);
      far_cli_json_text (builder, "card", card->text);
      far_cli_json_text (builder, "device", card->device);
      far_cli_json_id (builder, "member_name", card->member_name);
      far_cli_json_instant (builder, "expires", card->expires_ms);
      json_builder_end_object (builder);
      far_cli_json_print (builder);
    }
  else
    {
      expires = far_words_instant (card->expires_ms);
      far_cli_say ("%s", card->text);
      if (card->is_answer)
        /* Translators: %1$s is a member's name, %2$s a date and time */
        far_cli_say (_ ("Give this answer to %1$s, before %2$s, and leave this running."),
                     card->member_name, expires);
      else
        /* Translators: %1$s is a member's name, %2$s a date and time */
        far_cli_say (_ ("Give this card to %1$s, and paste the answer here, before %2$s."),
                     card->member_name, expires);
    }
  fflush (stdout);

  return TRUE;
}

/* ---- the answer that somebody pastes */

typedef struct
{
  GDataInputStream *input;   /* owned */
  GCancellable *cancellable; /* owned */
  GString *text;             /* owned: all lines so far */
  gboolean is_over;
} Pasting;

static void
line_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Pasting *self = data;
  g_autofree char *line =
      g_data_input_stream_read_line_finish (G_DATA_INPUT_STREAM (source), result, NULL, NULL);

  /* a program may have broken it into several */
  if (line != NULL)
    g_string_append_printf (self->text, "%s\n", line);
  self->is_over = line == NULL || far_card_check (self->text->str, NULL) ||
                  g_cancellable_is_cancelled (self->cancellable);
  if (!self->is_over)
    g_data_input_stream_read_line_async (self->input, G_PRIORITY_DEFAULT, self->cancellable,
                                         line_cb, self);
}

static gboolean
too_late_cb (gpointer data)
{
  g_cancellable_cancel (data);

  return G_SOURCE_CONTINUE;
}

static void
cancelled_cb (GCancellable *cancellable G_GNUC_UNUSED, gpointer data)
{
  g_cancellable_cancel (data);
}

/* Returns: (transfer full): what was pasted until it was a card, or the input's end, or too late */
static char *
read_answer (FarCli *cli, const FarShownCard *card)
{
  g_autoptr(GInputStream) standard = g_unix_input_stream_new (STDIN_FILENO, FALSE);
  Pasting self = { .text = g_string_new (NULL), .cancellable = g_cancellable_new () };
  gint64 left_ms = card->expires_ms - g_get_real_time () / 1000 - cli->clock_offset_ms;
  GSource *timer = g_timeout_source_new (CLAMP (left_ms, 0, G_MAXINT32));
  gulong id =
      g_cancellable_connect (cli->cancellable, G_CALLBACK (cancelled_cb), self.cancellable, NULL);

  g_source_set_callback (timer, too_late_cb, self.cancellable, NULL);
  g_source_attach (timer, cli->context);
  self.input = g_data_input_stream_new (standard);
  g_data_input_stream_read_line_async (self.input, G_PRIORITY_DEFAULT, self.cancellable, line_cb,
                                       &self);
  while (!self.is_over)
    g_main_context_iteration (cli->context, TRUE);

  g_cancellable_disconnect (cli->cancellable, id);
  g_source_destroy (timer);
  g_source_unref (timer);
  g_object_unref (self.input);
  g_object_unref (self.cancellable);

  return g_string_free (self.text, FALSE);
}

/* ---- both */

static gboolean
meet (FarCli *cli, const FarShownCard *card, const char *answer, GError **error)
{
  g_autoptr(FarExchange) exchange = NULL;
  g_autofree char *received = NULL;
  g_autofree char *sent = NULL;
  g_autofree char *words = NULL;
  const FarPeer *peer;

  far_engine_meet_by_card_async (cli->engine, card->token, answer, FALSE, cli->cancellable,
                                 far_cli_done, cli);
  exchange = far_engine_meet_by_card_finish (cli->engine, far_cli_wait (cli), error);
  if (exchange == NULL)
    return FALSE;

  peer = exchange->peers->pdata[0];
  if (!peer->in_step)
    return TRUE;
  received = far_words_n_entries (peer->n_received);
  sent = far_words_n_entries (peer->n_sent);
  /* Translators: %1$s is a name or an address, %2$s and %3$s are such as "12 entries" */
  words = g_strdup_printf (_ ("In step with %1$s: %2$s received, %3$s sent."), peer->member_name,
                           received, sent);
  if (cli->json)
    far_cli_warn (words);
  else
    far_cli_say ("%s", words);

  return TRUE;
}

static gboolean
check_files (const char *file, const char *qr, GError **error)
{
  return (file == NULL || far_cli_check_may_write (file, "--file", error)) &&
         (qr == NULL || far_cli_check_may_write (qr, "--qr", error));
}

static gboolean
run_card (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(FarShownCard) card = NULL;
  g_autofree char *answer = NULL;

  if (!check_files (card_file, card_qr, error) || !far_cli_open (cli, error))
    return FALSE;

  far_engine_offer_card_async (cli->engine, card_for, cli->cancellable, far_cli_done, cli);
  card = far_engine_offer_card_finish (cli->engine, far_cli_wait (cli), error);
  if (card == NULL || !show_card (cli, card, card_file, card_qr, error))
    return FALSE;

  answer = read_answer (cli, card);
  if (cli->signal_number != 0)
    return TRUE;

  return meet (cli, card, answer, error);
}

/* Returns: (transfer full): the text, as it was given or out of the file that was named */
static char *
dup_text (FarCli *cli, const char *argument, GError **error)
{
  if (far_card_check (argument, NULL) || !g_file_test (argument, G_FILE_TEST_EXISTS))
    return g_strdup (argument);

  far_engine_load_card_async (cli->engine, argument, cli->cancellable, far_cli_done, cli);

  return far_engine_load_card_finish (cli->engine, far_cli_wait (cli), error);
}

static gboolean
run_connect (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(FarShownCard) card = NULL;
  g_autofree char *text = NULL;

  if (!check_files (connect_file, connect_qr, error) || !far_cli_open (cli, error))
    return FALSE;

  text = dup_text (cli, args[0], error);
  if (text == NULL)
    return FALSE;
  far_engine_answer_card_async (cli->engine, text, cli->cancellable, far_cli_done, cli);
  card = far_engine_answer_card_finish (cli->engine, far_cli_wait (cli), error);

  return card != NULL && show_card (cli, card, connect_file, connect_qr, error) &&
         meet (cli, card, NULL, error);
}

const FarCliCommand far_cli_card_commands[] = {
  { "card", N_ ("[--for DEVICE] [--file FILE] [--qr FILE]"),
    N_ ("Show a connection card, with which a machine elsewhere on the Internet connects."),
    card_options, 0, 0, run_card },
  { "connect", N_ ("CARD [--file FILE] [--qr FILE]"),
    N_ ("Answer a connection card, and exchange."), connect_options, 1, 1, run_connect },
  { NULL },
};
