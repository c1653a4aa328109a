/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The local networks on which others may be looked for. */

#include "far-cli.h"

#include <glib/gi18n.h>

#include "far-cli-json.h"
#include "far-words.h"

/* Scripts rely on these. */
static const char *
trust_name (FarTrust trust)
{
  switch (trust)
    {
    case FAR_TRUST_YES:
      return "trusted";
    case FAR_TRUST_NO:
      return "refused";
    case FAR_TRUST_UNASKED:
    default:
      return "unasked";
    }
}

static const char *
trust_words (const FarNetwork *network)
{
  if (*network->id == '\0')
    return _ ("cannot be known again");

  switch (network->trust)
    {
    case FAR_TRUST_YES:
      return _ ("trusted");
    case FAR_TRUST_NO:
      return _ ("not to be used");
    case FAR_TRUST_UNASKED:
    default:
      return _ ("not asked yet");
    }
}

static void
add_network (JsonBuilder *builder, const FarNetwork *network)
{
  json_builder_begin_object (builder);
  far_cli_json_id (builder, "id", network->id);
  far_cli_json_text (builder, "name", network->name);
  far_cli_json_id (builder, "device", network->device);
  far_cli_json_text (builder, "trust", trust_name (network->trust));
  if (network->since_ms != 0)
    far_cli_json_instant (builder, "since", network->since_ms);
  json_builder_end_object (builder);
}

/* No collective is needed: this device is asked, not its log. */
static gboolean
run_network_list (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(GPtrArray) networks = NULL;
  g_autoptr(FarCliTable) table = NULL;
  g_autoptr(JsonBuilder) builder = NULL;

  far_cli_make_engine (cli);
  far_engine_networks_async (cli->engine, cli->cancellable, far_cli_done, cli);
  networks = far_engine_networks_finish (cli->engine, far_cli_wait (cli), error);
  if (networks == NULL)
    return FALSE;

  if (cli->json)
    {
      builder = json_builder_new ();
      json_builder_begin_array (builder);
      for (guint i = 0; i < networks->len; i++)
        add_network (builder, networks->pdata[i]);
      json_builder_end_array (builder);
      far_cli_json_print (builder);
      return TRUE;
    }

  table = far_cli_table_new (_ ("Identifier"), _ ("Name"), _ ("Here, on"), _ ("Trust"), NULL);
  for (guint i = 0; i < networks->len; i++)
    {
      const FarNetwork *network = networks->pdata[i];

      far_cli_table_add (table, *network->id != '\0' ? network->id : "–", network->name,
                         *network->device != '\0' ? network->device : "–", trust_words (network),
                         NULL);
    }
  far_cli_table_print (table);

  return TRUE;
}

static gboolean
put_trust (FarCli *cli, const char *which, FarTrust trust, GError **error)
{
  g_autoptr(FarNetwork) network = NULL;
  g_autoptr(JsonBuilder) builder = NULL;
  const char *name;

  far_cli_make_engine (cli);
  far_engine_trust_network_async (cli->engine, which, trust, cli->cancellable, far_cli_done, cli);
  network = far_engine_trust_network_finish (cli->engine, far_cli_wait (cli), error);
  if (network == NULL)
    return FALSE;

  if (cli->json)
    {
      builder = json_builder_new ();
      add_network (builder, network);
      far_cli_json_print (builder);
      return TRUE;
    }

  name = *network->name != '\0' ? network->name : network->id;
  if (trust == FAR_TRUST_YES)
    /* Translators: %s is the name of a network */
    far_cli_say (_ ("On “%s” this machine looks for the others from now on, and lets itself be "
                    "found."),
                 name);
  else if (trust == FAR_TRUST_NO)
    /* Translators: %s is the name of a network */
    far_cli_say (_ ("On “%s” this machine looks for nobody, and is not to be found."), name);
  else
    /* Translators: %s is the name of a network */
    far_cli_say (_ ("“%s” is forgotten. You will be asked about it again."), name);

  return TRUE;
}

static gboolean
run_network_trust (FarCli *cli, const char *const *args, GError **error)
{
  g_autofree char *words = NULL;

  if (!put_trust (cli, args[0], FAR_TRUST_YES, error))
    return FALSE;

  words = far_words_host_name ();
  far_cli_warn (words);

  return TRUE;
}

static gboolean
run_network_refuse (FarCli *cli, const char *const *args, GError **error)
{
  return put_trust (cli, args[0], FAR_TRUST_NO, error);
}

static gboolean
run_network_forget (FarCli *cli, const char *const *args, GError **error)
{
  return put_trust (cli, args[0], FAR_TRUST_UNASKED, error);
}

const FarCliCommand far_cli_network_commands[] = {
  { "network list", "",
    N_ ("Show the local networks that this machine is on, and those that you were asked about."),
    NULL, 0, 0, run_network_list },
  { "network trust", N_ ("[NETWORK]"),
    N_ ("Look for the others on this local network from now on, without being asked: your home, "
        "the school’s room."),
    NULL, 0, 1, run_network_trust },
  { "network refuse", N_ ("[NETWORK]"), N_ ("Never look for the others on this local network."),
    NULL, 0, 1, run_network_refuse },
  { "network forget", N_ ("[NETWORK]"), N_ ("Forget what you said of this local network."), NULL, 0,
    1, run_network_forget },
  { NULL },
};
