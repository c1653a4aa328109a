/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Founding, joining, belonging. */

#include "far-cli.h"

#include <glib/gi18n.h>
#include <string.h>

#include "far-cli-json.h"
#include "far-words-agreeing.h"
#include "far-words.h"

static char *found_me;
static char *found_zone;

static const GOptionEntry found_options[] = {
  { "me", 0, 0, G_OPTION_ARG_FILENAME, &found_me, N_ ("How the others will see you"), N_ ("NAME") },
  { "zone", 0, 0, G_OPTION_ARG_FILENAME, &found_zone,
    N_ ("The collective’s time zone (default: Europe/Paris)"), N_ ("ZONE") },
  { NULL },
};

static void
add_membership (JsonBuilder *builder, const FarMembership *membership)
{
  far_cli_json_id (builder, "collective", membership->collective);
  far_cli_json_id (builder, "member", membership->member);
  far_cli_json_id (builder, "device", membership->device);
  far_cli_json_text (builder, "state", far_cli_belonging_name (membership->state));
  far_cli_json_int (builder, "missing", membership->n_missing);
  far_cli_json_int (builder, "needed", membership->n_needed);
}

void
far_cli_show_membership (FarCli *cli, const FarMembership *membership)
{
  g_autoptr(JsonBuilder) builder = NULL;
  g_autofree char *words = NULL;

  if (!cli->json)
    {
      if (membership->is_returning)
        words = far_words_returning (membership->state, membership->n_missing);
      else if (membership->is_further)
        words = far_words_further (membership->state, membership->n_missing, membership->device);
      else
        words =
            far_words_belonging (membership->state, membership->n_missing, membership->n_needed);
      far_cli_say ("%s", words);
      return;
    }

  builder = json_builder_new ();

  json_builder_begin_object (builder);
  add_membership (builder, membership);
  json_builder_end_object (builder);
  far_cli_json_print (builder);
}

static gboolean
run_found (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(FarMembership) membership = NULL;

  if (!far_cli_need_option (found_me, "--me", error) || !far_cli_open_beside (cli, error))
    return FALSE;

  far_engine_found_async (cli->engine, args[0], found_me,
                          found_zone != NULL ? found_zone : "Europe/Paris", cli->cancellable,
                          far_cli_done, cli);
  membership = far_engine_found_finish (cli->engine, far_cli_wait (cli), error);
  if (membership == NULL)
    return FALSE;

  if (cli->json)
    far_cli_show_membership (cli, membership);
  else
    /* Translators: %s is the name of a collective */
    far_cli_say (_ ("“%s” is founded, and you hold the baton. Now make an invitation for each of "
                    "the others: farandole-cli invite"),
                 args[0]);

  return TRUE;
}

static char *join_me;
static char *join_peer;
static char *join_bundle_out;
static char *join_bundle_in;
static int join_seconds;
static gboolean join_lan;

static const GOptionEntry join_options[] = {
  { "me", 0, 0, G_OPTION_ARG_FILENAME, &join_me, N_ ("How the others will see you"), N_ ("NAME") },
  { "lan", 0, 0, G_OPTION_ARG_NONE, &join_lan,
    N_ ("Ask a member’s machine that is found on the local network (the default, without another "
        "way)"),
    NULL },
  { "peer", 0, 0, G_OPTION_ARG_FILENAME, &join_peer,
    N_ ("Ask the member’s machine at this address"), N_ ("HOST:PORT") },
  { "bundle-out", 0, 0, G_OPTION_ARG_FILENAME, &join_bundle_out,
    N_ ("Write the request to a file, for a member to read"), N_ ("FILE") },
  { "bundle-in", 0, 0, G_OPTION_ARG_FILENAME, &join_bundle_in,
    N_ ("Read the file that a member gave back"), N_ ("FILE") },
  { "seconds", 0, 0, G_OPTION_ARG_INT, &join_seconds,
    N_ ("How long to try (default: once, or some seconds on the local network)"), N_ ("N") },
  { NULL },
};

/* What is no whole invitation is a file if there is one of that name, or if it looks like one's:
 * invitations have a colon, and neither dots nor slashes. */
static gboolean
names_file (const char *text)
{
  return !far_uri_check (text, NULL) &&
         (g_file_test (text, G_FILE_TEST_EXISTS) ||
          (strchr (text, ':') == NULL && strpbrk (text, "./") != NULL));
}

/* Returns: (transfer full) (nullable): what is to be an invitation, or a machine's code; NULL with
 * @error */
static char *
read_uri (FarCli *cli, const char *text, GError **error)
{
  if (!names_file (text))
    return g_strdup (text);

  far_engine_load_uri_async (cli->engine, text, cli->cancellable, far_cli_done, cli);

  return far_engine_load_uri_finish (cli->engine, far_cli_wait (cli), error);
}

static FarMembership *
join_once (FarCli *cli, const char *uri, FarNearbyMode nearby, GError **error)
{
  far_engine_join_async (cli->engine, uri, join_me, join_peer, join_bundle_out, join_bundle_in,
                         nearby, join_seconds, cli->cancellable, far_cli_done, cli);

  return far_engine_join_finish (cli->engine, far_cli_wait (cli), error);
}

static gboolean
run_join (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(GError) own_error = NULL;
  g_autoptr(FarMembership) membership = NULL;
  g_autofree char *uri = NULL;
  g_autofree char *address = NULL;
  gboolean is_machine;
  int n_ways =
      (join_peer != NULL) + (join_bundle_out != NULL) + (join_bundle_in != NULL) + join_lan;

  if (n_ways > 1)
    {
      far_cli_set_usage_error (error,
                               _ ("Choose one of --lan, --peer, --bundle-out and --bundle-in."));
      return FALSE;
    }
  if (!far_cli_check_range (join_seconds, 0, G_MAXINT, "--seconds", error) ||
      !(args[0] != NULL ? far_cli_open_beside (cli, error) : far_cli_open (cli, error)) ||
      (args[0] != NULL && (uri = read_uri (cli, args[0], error)) == NULL))
    return FALSE;

  is_machine = uri != NULL && far_uri_is_machine (uri, &address);
  if (uri != NULL && ((!is_machine && !far_cli_need_option (join_me, "--me", error)) ||
                      !far_uri_check (uri, error)))
    return FALSE;

  /* the code of a machine says where that is */
  if (n_ways == 0 && is_machine && *address != '\0')
    join_peer = g_steal_pointer (&address);
  membership = join_once (cli, uri,
                          join_lan || (n_ways == 0 && join_peer == NULL) ? FAR_NEARBY_HERE
                                                                         : FAR_NEARBY_NOWHERE,
                          &own_error);
  /* nobody there whom one did not ask for is no failure: the request is kept */
  if (n_ways == 0 && (g_error_matches (own_error, FAR_SYNC_ERROR, FAR_SYNC_ERROR_NOBODY_NEARBY) ||
                      g_error_matches (own_error, FAR_SYNC_ERROR, FAR_SYNC_ERROR_NO_AVAHI)))
    {
      g_clear_error (&own_error);
      membership = join_once (cli, NULL, FAR_NEARBY_NOWHERE, &own_error);
    }
  if (membership == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&own_error));
      return FALSE;
    }

  far_cli_show_membership (cli, membership);

  return TRUE;
}

static void
print_members (GPtrArray *members)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < members->len; i++)
    {
      const FarMember *member = members->pdata[i];

      json_builder_begin_object (builder);
      far_cli_json_text (builder, "id", member->id);
      far_cli_json_text (builder, "name", member->name);
      far_cli_json_id (builder, "phone", *member->phone != '\0' ? member->phone : NULL);
      far_cli_json_text (builder, "standing", far_cli_standing_name (member->standing));
      far_cli_json_instant (builder, "since", member->since_ms);
      far_cli_json_strings (builder, "devices", member->devices);
      far_cli_json_id (builder, "answered_for_by", member->answered_for_by);
      far_cli_json_id (builder, "vouched_by", member->vouched_by);
      far_cli_json_strings (builder, "vouchers", member->vouchers);
      far_cli_json_strings (builder, "formerly", member->formerly);
      far_cli_json_id (builder, "same", member->same);
      far_cli_json_bool (builder, "helper", member->is_helper);
      far_cli_json_int (builder, "missing", member->n_missing);
      far_cli_json_int (builder, "needed", member->n_needed);
      far_cli_json_bool (builder, "provisional", member->is_provisional);
      far_cli_json_int (builder, "void", member->n_void);
      far_cli_json_bool (builder, "me", member->is_me);
      far_cli_json_bool (builder, "baton", member->holds_baton);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  far_cli_json_print (builder);
}

static gboolean
run_members (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(GPtrArray) members = NULL;
  g_autoptr(FarStatus) status = NULL;
  g_autoptr(FarCliTable) table = NULL;

  if (!far_cli_open (cli, error))
    return FALSE;

  far_engine_members_async (cli->engine, cli->cancellable, far_cli_done, cli);
  members = far_engine_members_finish (cli->engine, far_cli_wait (cli), error);
  if (members == NULL)
    return FALSE;

  if (cli->json)
    {
      print_members (members);
      return TRUE;
    }

  status = far_cli_dup_status (cli, error);
  if (status == NULL)
    return FALSE;
  if (status->state != FAR_BELONGING_ADMITTED)
    far_cli_say_belonging (status);
  /* who is not in yet is told nobody's name */
  if (members->len == 0)
    return TRUE;

  table = far_cli_table_new (_ ("Identifier"), _ ("Name"), _ ("Telephone"), _ ("Standing"),
                             _ ("Since"), _ ("Known through"), NULL);
  for (guint i = 0; i < members->len; i++)
    {
      const FarMember *member = members->pdata[i];
      g_autofree char *id = far_cli_short_id (member->id);
      g_autofree char *standing = far_words_standing (member);
      g_autofree char *since = far_words_instant (member->since_ms);
      g_autofree char *vouchers = far_words_vouchers (member);

      far_cli_table_add (table, id, member->name, *member->phone != '\0' ? member->phone : "–",
                         standing, since, vouchers != NULL ? vouchers : "–", NULL);
    }
  far_cli_table_print (table);
  for (guint i = 0; i < members->len; i++)
    {
      const FarMember *member = members->pdata[i];
      g_autofree char *words = far_words_void (member);

      if (words != NULL)
        /* Translators: %1$s is a person's name, %2$s a sentence */
        far_cli_say (_ ("%1$s: %2$s"), member->name, words);
    }

  return TRUE;
}

static gboolean
run_member_add (FarCli *cli, const char *const *args, GError **error)
{
  g_autofree char *member = NULL;

  if (!far_cli_open (cli, error))
    return FALSE;

  far_engine_add_person_async (cli->engine, args[0], cli->cancellable, far_cli_done, cli);
  member = far_engine_add_person_finish (cli->engine, far_cli_wait (cli), error);
  if (member == NULL)
    return FALSE;

  if (cli->json)
    {
      g_autoptr(JsonBuilder) builder = json_builder_new ();

      json_builder_begin_object (builder);
      far_cli_json_text (builder, "member", member);
      json_builder_end_object (builder);
      far_cli_json_print (builder);
    }
  else
    {
      g_autofree char *id = far_cli_short_id (member);

      /* Translators: %1$s is a person's name, %2$s an identifier */
      far_cli_say (_ ("%1$s (%2$s) is on the list now, and you answer for this person."), args[0],
                   id);
    }

  return TRUE;
}

static gboolean same_not;

static const GOptionEntry same_options[] = {
  { "not", 0, 0, G_OPTION_ARG_NONE, &same_not, N_ ("Take it back"), NULL },
  { NULL },
};

static gboolean
run_member_same (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(FarApproved) approved = NULL;

  if (!far_cli_open (cli, error))
    return FALSE;

  far_engine_same_person_async (cli->engine, args[0], args[1], !same_not, cli->cancellable,
                                far_cli_done, cli);
  approved = far_engine_same_person_finish (cli->engine, far_cli_wait (cli), error);
  if (approved == NULL)
    return FALSE;

  if (cli->json)
    {
      g_autoptr(JsonBuilder) builder = json_builder_new ();

      json_builder_begin_object (builder);
      far_cli_json_bool (builder, "done", approved->is_done);
      json_builder_end_object (builder);
      far_cli_json_print (builder);
    }
  else if (approved->is_done)
    far_cli_say ("%s", _ ("It is done."));
  else
    far_cli_say ("%s", _ ("Noted. It counts when the other of the two has said so too."));

  return TRUE;
}

static gboolean helper_no;

static const GOptionEntry helper_options[] = {
  { "no", 0, 0, G_OPTION_ARG_NONE, &helper_no, N_ ("They do count as an adult"), NULL },
  { NULL },
};

static gboolean
run_member_helper (FarCli *cli, const char *const *args, GError **error)
{
  g_autofree char *person = NULL;

  if (!far_cli_open (cli, error))
    return FALSE;

  far_engine_set_helper_async (cli->engine, args[0], !helper_no, cli->cancellable, far_cli_done,
                               cli);
  person = far_engine_set_helper_finish (cli->engine, far_cli_wait (cli), error);
  if (person == NULL)
    return FALSE;

  if (cli->json)
    {
      g_autoptr(JsonBuilder) builder = json_builder_new ();

      json_builder_begin_object (builder);
      far_cli_json_text (builder, "member", person);
      json_builder_end_object (builder);
      far_cli_json_print (builder);
    }
  else
    far_cli_say ("%s", helper_no ? _ ("Counts as an adult again.")
                                 : _ ("Comes along, and is not counted as an adult."));

  return TRUE;
}

static gboolean
run_member_phone (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(JsonBuilder) builder = NULL;
  const char *phone = args[1] != NULL ? args[1] : "";

  if (!far_cli_open (cli, error))
    return FALSE;

  far_engine_set_phone_async (cli->engine, args[0], phone, cli->cancellable, far_cli_done, cli);
  if (!far_engine_set_phone_finish (cli->engine, far_cli_wait (cli), error))
    return FALSE;

  if (cli->json)
    {
      builder = json_builder_new ();
      json_builder_begin_object (builder);
      far_cli_json_id (builder, "phone", *phone != '\0' ? phone : NULL);
      json_builder_end_object (builder);
      far_cli_json_print (builder);
    }
  else
    far_cli_say ("%s", *phone != '\0' ? _ ("The telephone number is noted.")
                                      : _ ("The telephone number is taken off."));

  return TRUE;
}

const FarCliCommand far_cli_belonging_commands[] = {
  { "found", N_ ("NAME --me NAME [--zone ZONE]"),
    N_ ("Found a new collective, with you as its first member."), found_options, 1, 1, run_found },
  { "join",
    N_ ("[URI|FILE [--me NAME]] [--lan | --peer HOST:PORT | --bundle-out FILE | --bundle-in FILE] "
        "[--seconds N]"),
    N_ ("Ask to come in, with an invitation or the file that holds it. Asked again, even without "
        "it, this goes on where it was."),
    join_options, 0, 1, run_join },
  { "members", "", N_ ("Show everyone, past and present."), NULL, 0, 0, run_members },
  { "member same", N_ ("PERSON MEMBER [--not]"),
    N_ ("Say that a person without a machine is this member now: who answers for them, and the "
        "member, both."),
    same_options, 2, 2, run_member_same },
  { "member helper", N_ ("PERSON [--no]"),
    N_ ("Say that somebody is too young to count as an adult on a walk: they, or who answers for "
        "them."),
    helper_options, 1, 1, run_member_helper },
  { "member add", N_ ("NAME"), N_ ("Add a person without a machine, for whom you answer."), NULL, 1,
    1, run_member_add },
  { "member phone", N_ ("ID [NUMBER]"),
    N_ ("Note at which telephone number somebody is called, or take it off."), NULL, 1, 2,
    run_member_phone },
  { NULL },
};
