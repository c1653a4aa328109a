/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Turns: promised, and what becomes of them. */

#include "far-cli.h"

#include <glib/gi18n.h>

#include "far-cli-json.h"
#include "far-words.h"

static const FarTurn *
find_turn (const FarOuting *outing, const char *id)
{
  for (guint i = 0; i < outing->turns->len; i++)
    {
      const FarTurn *turn = outing->turns->pdata[i];

      if (g_str_has_prefix (turn->id, id))
        return turn;
    }

  return NULL;
}

/* @act: of which it is what came of it */
static void
print_changed (FarCli *cli, const FarOuting *outing, const char *id, FarTurnAct act)
{
  const FarTurn *turn = find_turn (outing, id);
  g_autoptr(JsonBuilder) builder = NULL;
  g_autofree char *state = NULL;
  g_autofree char *why = NULL;
  g_autofree char *clash = NULL;
  g_autofree char *verdict = NULL;

  if (cli->json)
    {
      builder = json_builder_new ();
      json_builder_begin_object (builder);
      far_cli_json_text (builder, "turn", turn != NULL ? turn->id : id);
      far_cli_json_text (builder, "rota", outing->rota);
      far_cli_json_day (builder, "date", outing->day);
      if (turn != NULL)
        far_cli_json_turn (builder, turn);
      json_builder_end_object (builder);
      far_cli_json_print (builder);
      return;
    }

  verdict = far_words_verdict (outing);
  if (turn != NULL)
    {
      if (turn->state == FAR_TURN_RELEASED)
        far_cli_say ("%s.", far_words_turn_released (act));
      else
        {
          state = far_words_turn_state (turn, outing);
          why = far_words_rank_why (turn, outing);
          clash = far_words_clash (turn, outing);
          far_cli_say ("%s. %s", state, why);
          if (clash != NULL)
            far_cli_say ("%s%s", clash, g_str_has_suffix (clash, ".") ? "" : ".");
        }
    }
  far_cli_say ("%s%s", verdict, g_str_has_suffix (verdict, ".") ? "" : ".");
}

static void
print_turn (FarCli *cli, const FarOuting *outing, const char *id)
{
  print_changed (cli, outing, id, FAR_TURN_ACT_STAND);
}

static char *take_for;
static char *take_until;
static char *take_role;
static gboolean take_along;
static gboolean take_weekly;

static const GOptionEntry take_options[] = {
  { "for", 0, 0, G_OPTION_ARG_FILENAME, &take_for,
    N_ ("For this person, for whom you answer (default: you)"), N_ ("MEMBER") },
  { "role", 0, 0, G_OPTION_ARG_FILENAME, &take_role,
    N_ ("In this role of the rota (default: as one of the others)"), N_ ("NAME") },
  { "along", 0, 0, G_OPTION_ARG_NONE, &take_along,
    N_ ("Come along to see how it is done, beside those who come"), NULL },
  { "weekly", 0, 0, G_OPTION_ARG_NONE, &take_weekly,
    N_ ("Each week from that day on, wherever there is room"), NULL },
  { "until", 0, 0, G_OPTION_ARG_FILENAME, &take_until,
    N_ ("With --weekly: until that day (default: as long as the rota runs, at most a year)"),
    N_ ("DATE") },
  { NULL },
};

/* @words: (transfer full) */
static void
print_series (FarCli *cli, const FarSeriesReport *report, char *words)
{
  g_autoptr(JsonBuilder) builder = NULL;
  g_autofree char *said = words;

  if (!cli->json)
    {
      far_cli_say ("%s", said);
      for (guint i = 0; i < report->n_days; i++)
        {
          g_autofree char *day = far_words_day (report->days[i]);

          far_cli_say ("  %s", day);
        }
      return;
    }

  builder = json_builder_new ();
  json_builder_begin_object (builder);
  far_cli_json_text (builder, "rota", report->rota);
  far_cli_json_text (builder, "member", report->member);
  json_builder_set_member_name (builder, "dates");
  json_builder_begin_array (builder);
  for (guint i = 0; i < report->n_days; i++)
    {
      g_autofree char *day = far_day_format (report->days[i]);

      json_builder_add_string_value (builder, day);
    }
  json_builder_end_array (builder);
  far_cli_json_int (builder, "full", report->n_full);
  far_cli_json_int (builder, "held", report->n_held);
  far_cli_json_int (builder, "closed", report->n_closed);
  far_cli_json_int (builder, "capped", report->n_capped);
  far_cli_json_int (builder, "untrained", report->n_untrained);
  far_cli_json_int (builder, "late", report->n_late);
  json_builder_end_object (builder);
  far_cli_json_print (builder);
}

static gboolean
find_role (FarCli *cli, const char *rota, gint32 day, int *out, GError **error)
{
  *out = take_along ? FAR_TURN_ROLE_ALONG : 0;

  return take_role == NULL || far_cli_find_role (cli, rota, day, take_role, out, error);
}

static gboolean
take_series (FarCli *cli, const char *rota, gint32 day, GError **error)
{
  FarSeriesDraft draft = { .rota = rota, .first_day = day, .member = take_for };
  FarSeriesReport *report;

  if ((take_until != NULL && !far_cli_parse_day (take_until, &draft.last_day, error)) ||
      !far_cli_open (cli, error) || !find_role (cli, rota, day, &draft.role, error))
    return FALSE;

  far_engine_take_series_async (cli->engine, &draft, cli->cancellable, far_cli_done, cli);
  report = far_engine_take_series_finish (cli->engine, far_cli_wait (cli), error);
  if (report == NULL)
    return FALSE;

  print_series (cli, report, far_words_series (report));
  far_snapshot_unref (report);
  return TRUE;
}

static gboolean
run_turn_take (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(FarOuting) outing = NULL;
  g_autofree char *turn = NULL;
  gint32 day;
  int role;

  if (!far_cli_parse_day (args[1], &day, error))
    return FALSE;
  if (take_along && (take_role != NULL || take_weekly))
    {
      far_cli_set_usage_error (error, _ ("%1$s and %2$s contradict each other."), "--along",
                               take_weekly ? "--weekly" : "--role");
      return FALSE;
    }
  if (take_until != NULL && !take_weekly)
    return far_cli_need_option (NULL, "--weekly", error);
  if (take_weekly)
    return take_series (cli, args[0], day, error);
  if (!far_cli_open (cli, error) || !find_role (cli, args[0], day, &role, error))
    return FALSE;

  far_engine_take_turn_async (cli->engine, args[0], day, role, take_for, cli->cancellable,
                              far_cli_done, cli);
  outing = far_engine_take_turn_finish (cli->engine, far_cli_wait (cli), &turn, error);
  if (outing == NULL)
    return FALSE;

  print_turn (cli, outing, turn);
  return TRUE;
}

static char *end_for;

static const GOptionEntry end_options[] = {
  { "for", 0, 0, G_OPTION_ARG_FILENAME, &end_for,
    N_ ("Of this person, for whom you answer (default: yours)"), N_ ("MEMBER") },
  { NULL },
};

static gboolean
run_turn_end (FarCli *cli, const char *const *args, GError **error)
{
  FarSeriesDraft draft = { .rota = args[0], .member = end_for };
  FarSeriesReport *report;

  if (!far_cli_parse_day (args[1], &draft.first_day, error) || !far_cli_open (cli, error))
    return FALSE;

  far_engine_release_series_async (cli->engine, &draft, cli->cancellable, far_cli_done, cli);
  report = far_engine_release_series_finish (cli->engine, far_cli_wait (cli), error);
  if (report == NULL)
    return FALSE;

  print_series (cli, report, far_words_series_released (report));
  far_snapshot_unref (report);
  return TRUE;
}

static gboolean
change_turn (FarCli *cli, const char *id, FarTurnAct act, GError **error)
{
  g_autoptr(FarOuting) outing = NULL;
  g_autofree char *now = NULL;

  if (!far_cli_open (cli, error))
    return FALSE;

  far_engine_change_turn_async (cli->engine, id, act, cli->cancellable, far_cli_done, cli);
  outing = far_engine_change_turn_finish (cli->engine, far_cli_wait (cli), &now, error);
  if (outing == NULL)
    return FALSE;

  print_changed (cli, outing, now, act);
  return TRUE;
}

static gboolean
run_turn_release (FarCli *cli, const char *const *args, GError **error)
{
  return change_turn (cli, args[0], FAR_TURN_ACT_RELEASE, error);
}

static gboolean
run_turn_seek (FarCli *cli, const char *const *args, GError **error)
{
  return change_turn (cli, args[0], FAR_TURN_ACT_SEEK, error);
}

static gboolean
run_turn_absent (FarCli *cli, const char *const *args, GError **error)
{
  return change_turn (cli, args[0], FAR_TURN_ACT_ABSENT, error);
}

static gboolean
run_turn_stand (FarCli *cli, const char *const *args, GError **error)
{
  return change_turn (cli, args[0], FAR_TURN_ACT_STAND, error);
}

static gboolean
run_turn_keep (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(FarOuting) outing = NULL;

  if (!far_cli_open (cli, error))
    return FALSE;

  far_engine_keep_turn_async (cli->engine, args[0], cli->cancellable, far_cli_done, cli);
  outing = far_engine_keep_turn_finish (cli->engine, far_cli_wait (cli), error);
  if (outing == NULL)
    return FALSE;

  print_turn (cli, outing, args[0]);
  return TRUE;
}

static gboolean
run_turn_swap (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(FarOuting) outing = NULL;
  g_autofree char *turn = NULL;

  if (!far_cli_open (cli, error))
    return FALSE;

  far_engine_offer_swap_async (cli->engine, args[0], args[1], cli->cancellable, far_cli_done, cli);
  outing = far_engine_offer_swap_finish (cli->engine, far_cli_wait (cli), &turn, error);
  if (outing == NULL)
    return FALSE;

  print_turn (cli, outing, turn);
  return TRUE;
}

static gboolean
run_turn_accept (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(FarOuting) outing = NULL;
  g_autofree char *turn = NULL;

  if (!far_cli_open (cli, error))
    return FALSE;

  far_engine_accept_swap_async (cli->engine, args[0], cli->cancellable, far_cli_done, cli);
  outing = far_engine_accept_swap_finish (cli->engine, far_cli_wait (cli), &turn, error);
  if (outing == NULL)
    return FALSE;

  print_turn (cli, outing, turn);
  return TRUE;
}

const FarCliCommand far_cli_turn_commands[] = {
  { "turn take", N_ ("ROTA DATE [--for MEMBER] [--role NAME | --along] [--weekly [--until DATE]]"),
    N_ ("Promise to come on that day, or each week from then on."), take_options, 2, 2,
    run_turn_take },
  { "turn release", N_ ("ID"), N_ ("Give a turn back."), NULL, 1, 1, run_turn_release },
  { "turn seek", N_ ("ID"), N_ ("Look for a stand-in, and come as long as there is none."), NULL, 1,
    1, run_turn_seek },
  { "turn absent", N_ ("ID"), N_ ("Say that you cannot come, and that nobody was found."), NULL, 1,
    1, run_turn_absent },
  { "turn stand", N_ ("ID"), N_ ("Come after all."), NULL, 1, 1, run_turn_stand },
  { "turn keep", N_ ("ID"), N_ ("Say that the outing’s new time suits you."), NULL, 1, 1,
    run_turn_keep },
  { "turn swap", N_ ("MINE THEIRS"),
    N_ ("Offer to exchange a turn of yours for somebody’s on another day."), NULL, 2, 2,
    run_turn_swap },
  { "turn accept", N_ ("THEIRS"), N_ ("Exchange turns, as somebody offered."), NULL, 1, 1,
    run_turn_accept },
  { "turn end", N_ ("ROTA DATE [--for MEMBER]"),
    N_ ("Give back the turns of each week from that day on."), end_options, 2, 2, run_turn_end },
  { NULL },
};
