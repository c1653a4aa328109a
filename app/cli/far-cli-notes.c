/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What whoever walks with a child has to know.  Words come in by a file descriptor, and never on a
 * command line, which everybody on the machine can read. */

#include "far-cli.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <string.h>
#include <unistd.h>

#include "far-cli-json.h"
#include "far-words-notes.h"
#include "far-words.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarNote, far_snapshot_unref)

/* ---- writing */

static int text_fd = -1;
static gboolean is_removed;

const GOptionEntry far_cli_note_options[] = {
  { "text-fd", 0, 0, G_OPTION_ARG_INT, &text_fd,
    N_ ("Read what there is to know from this file descriptor; 0 is standard input"), N_ ("N") },
  { "remove", 0, 0, G_OPTION_ARG_NONE, &is_removed, N_ ("There is nothing to know any more"),
    NULL },
  { NULL },
};

typedef struct
{
  char text[FAR_NOTE_BYTES + 66]; /* what is trimmed may come along */
} Words;

static void
wipe (Words *self)
{
  explicit_bzero (self, sizeof *self);
}

static gboolean
read_words (Words *out, GError **error)
{
  gsize len = 0;
  gssize n = 0;

  memset (out, 0, sizeof *out);
  do
    {
      n = read (text_fd, out->text + len, sizeof out->text - 1 - len);
      if (n > 0)
        len += n;
    }
  while ((n < 0 && errno == EINTR) || (n > 0 && len < sizeof out->text - 1));

  if (n < 0)
    far_cli_set_usage_error (error, _ ("Nothing can be read from file descriptor %d."), text_fd);
  else if (len == sizeof out->text - 1)
    far_cli_set_usage_error (error, _ ("That is too long: at most 1,000 bytes can be sealed."));
  else if (strlen (out->text) != len)
    far_cli_set_usage_error (error, _ ("That is not text."));
  else if (strspn (out->text, " \t\r\n") == len)
    far_cli_set_usage_error (error, _ ("Nothing was written. To take a note back, use --remove."));
  else
    return TRUE;

  return FALSE;
}

static gboolean
write_note (FarCli *cli, const char *child, const char *words, GError **error)
{
  g_autoptr(FarNote) note = NULL;

  far_engine_set_note_async (cli->engine, child, words, cli->cancellable, far_cli_done, cli);
  note = far_engine_set_note_finish (cli->engine, far_cli_wait (cli), error);
  if (note == NULL)
    return FALSE;

  if (cli->json)
    {
      g_autoptr(JsonBuilder) builder = json_builder_new ();

      json_builder_begin_object (builder);
      far_cli_json_text (builder, "id", note->child);
      far_cli_json_text (builder, "name", note->child_name);
      far_cli_json_id (builder, "note", *words != '\0' ? "open" : NULL);
      json_builder_end_object (builder);
      far_cli_json_print (builder);
    }
  else if (*words != '\0')
    /* Translators: %s is a child’s name */
    far_cli_say (_ ("Sealed: only those who speak for %s, and the adults who walk next, can read "
                    "it."),
                 note->child_name);
  else
    /* Translators: %s is a child’s name */
    far_cli_say (_ ("There is nothing to know about %s any more."), note->child_name);

  return TRUE;
}

/* ---- reading */

static void
add_note (JsonBuilder *builder, const FarNote *note)
{
  far_cli_json_text (builder, "text", note->words);
  far_cli_json_id (builder, "by", note->by);
  far_cli_json_instant (builder, "time", note->time_ms);
  far_cli_json_int (builder, "n", note->n);
}

void
far_cli_print_note (FarCli *cli, const FarNote *note)
{
  g_autofree char *from = NULL;

  if (cli->json)
    {
      g_autoptr(JsonBuilder) builder = json_builder_new ();

      json_builder_begin_object (builder);
      far_cli_json_text (builder, "id", note->child);
      far_cli_json_text (builder, "name", note->child_name);
      add_note (builder, note);
      json_builder_end_object (builder);
      far_cli_json_print (builder);
      return;
    }

  from = far_words_note_from (note);
  far_cli_say ("%s", from);
  far_cli_say ("%s", note->words);
}

static gboolean
read_note (FarCli *cli, const char *child, GError **error)
{
  g_autoptr(FarNote) note = NULL;

  far_engine_note_async (cli->engine, child, NULL, 0, cli->cancellable, far_cli_done, cli);
  note = far_engine_note_finish (cli->engine, far_cli_wait (cli), error);
  if (note == NULL)
    return FALSE;

  far_cli_print_note (cli, note);

  return TRUE;
}

gboolean
far_cli_run_note (FarCli *cli,
                  const char *id,
                  FarCliReadNote read_it,
                  FarCliWriteNote write_it,
                  GError **error)
{
  gboolean good;
  Words words;

  if (is_removed && text_fd >= 0)
    {
      far_cli_set_usage_error (error, _ ("These options contradict each other."));
      return FALSE;
    }
  if (is_removed)
    return far_cli_open (cli, error) && write_it (cli, id, "", error);
  if (text_fd < 0)
    return far_cli_open (cli, error) && read_it (cli, id, error);

  good = read_words (&words, error) && far_cli_open (cli, error) &&
         write_it (cli, id, words.text, error);
  wipe (&words);

  return good;
}

static gboolean
run_note (FarCli *cli, const char *const *args, GError **error)
{
  return far_cli_run_note (cli, args[0], read_note, write_note, error);
}

/* ---- of an outing */

/* @builder: (nullable) */
static gboolean
tell_one (FarCli *cli,
          const FarOuting *outing,
          const FarWalker *walker,
          JsonBuilder *builder,
          GError **error)
{
  g_autofree char *title = far_words_note (walker);
  g_autoptr(FarNote) note = NULL;

  if (walker->note == FAR_NOTE_OPEN)
    {
      far_engine_note_async (cli->engine, walker->id, outing->rota, outing->day, cli->cancellable,
                             far_cli_done, cli);
      note = far_engine_note_finish (cli->engine, far_cli_wait (cli), error);
      if (note == NULL)
        return FALSE;
    }

  if (builder != NULL)
    {
      json_builder_begin_object (builder);
      far_cli_json_text (builder, "id", walker->id);
      far_cli_json_text (builder, "name", walker->name);
      far_cli_json_text (builder, "note", far_cli_json_note_state (walker->note));
      if (note != NULL)
        add_note (builder, note);
      json_builder_end_object (builder);
    }
  else
    {
      far_cli_say ("%s", title);
      if (note != NULL)
        far_cli_say ("%s", note->words);
    }

  return TRUE;
}

static gboolean
run_outing (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(JsonBuilder) builder = cli->json ? json_builder_new () : NULL;
  g_autoptr(GPtrArray) week = NULL;
  guint n = 0;
  gint32 day;
  const FarOuting *outing = NULL;

  if (!far_cli_parse_day (args[1], &day, error) || !far_cli_open (cli, error))
    return FALSE;

  far_engine_week_async (cli->engine, day, 1, cli->cancellable, far_cli_done, cli);
  week = far_engine_week_finish (cli->engine, far_cli_wait (cli), error);
  if (week == NULL)
    return FALSE;
  for (guint i = 0; i < week->len && outing == NULL; i++)
    if (strlen (args[0]) >= 6 &&
        g_str_has_prefix (((const FarOuting *)week->pdata[i])->rota, args[0]))
      outing = week->pdata[i];
  if (outing == NULL)
    {
      g_set_error_literal (error, FAR_SYNC_ERROR, FAR_SYNC_ERROR_NO_SUCH_ID,
                           "that rota has no outing then");
      return FALSE;
    }

  if (builder != NULL)
    json_builder_begin_array (builder);
  for (guint i = 0; i < outing->children->len; i++)
    {
      const FarWalker *walker = outing->children->pdata[i];

      if (walker->note == FAR_NOTE_NONE)
        continue;
      n++;
      if (!tell_one (cli, outing, walker, builder, error))
        return FALSE;
    }
  if (builder != NULL)
    {
      json_builder_end_array (builder);
      far_cli_json_print (builder);
    }
  else if (n == 0)
    far_cli_say ("%s", _ ("There is nothing to know for you, about any child of that outing."));

  return TRUE;
}

const FarCliCommand far_cli_note_commands[] = {
  { "child note", N_ ("ID [--text-fd N | --remove]"),
    N_ ("Read what whoever walks with your child has to know, write it, or take it back."),
    far_cli_note_options, 1, 1, run_note },
  { "outing note", N_ ("ROTA DATE"),
    N_ ("Read what you have to know of the children with whom you walk."), NULL, 2, 2, run_outing },
  { NULL },
};
