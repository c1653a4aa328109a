/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Seats in cars: offered, asked for, taken and given back. */

#include "far-cli.h"

#include <glib/gi18n.h>
#include <string.h>

#include "far-cli-json.h"
#include "far-words-rides.h"
#include "far-words.h"

#define UNSAID G_MININT
#define LIST_DAYS 28

static const char *const seat_names[FAR_CHILD_SEATS] = { "infant", "i-size", "booster" };

/* ---- what is typed */

static char *ride_from;
static char *ride_to;
static char *ride_date;
static char *ride_at;
static char *ride_back;
static char *ride_until;
static char *ride_days;
static char *ride_detour;
static char *ride_for;
static char *ride_why;
static char *ride_rota;
static char **ride_child_seats;
static char **ride_added;
static int ride_seats = UNSAID;
static int ride_every = UNSAID;
static int list_days = LIST_DAYS;
static gboolean ride_weekly;
static gboolean ride_luggage;
static gboolean ride_no_luggage;
static gboolean ride_wheelchair;
static gboolean ride_no_wheelchair;
static gboolean ride_holidays;
static gboolean ride_no_holidays;
static gboolean only_there;
static gboolean only_back;

/* As in "booster:2"; @out was filled with zeros. */
static gboolean
parse_child_seats (char *const *said, FarSeatCount *out, GError **error)
{
  for (guint i = 0; said != NULL && said[i] != NULL; i++)
    {
      const char *colon = strrchr (said[i], ':');
      g_autofree char *name =
          colon != NULL ? g_strndup (said[i], (gsize)(colon - said[i])) : g_strdup (said[i]);
      gint64 n = 1;
      int kind = 0;

      while (kind < FAR_CHILD_SEATS && g_ascii_strcasecmp (name, seat_names[kind]) != 0)
        kind++;
      if (kind == FAR_CHILD_SEATS ||
          (colon != NULL && !g_ascii_string_to_signed (colon + 1, 10, 0, 1000, &n, NULL)))
        {
          far_cli_set_usage_error (
              error,
              _ ("“%s” is no child seat: write infant, i-size or booster, and how many, as in "
                 "booster:2."),
              said[i]);
          return FALSE;
        }
      out->n_child[kind] = (int)n;
    }

  return TRUE;
}

static gboolean
parse_seats (FarSeatCount *out, GError **error)
{
  *out = (FarSeatCount){ .n = ride_seats };
  if (ride_seats <= 0)
    {
      g_set_error_literal (error, FAR_SYNC_ERROR, FAR_SYNC_ERROR_SEATS_INVALID, "no seat");
      return FALSE;
    }

  return parse_child_seats (ride_child_seats, out, error);
}

static gboolean
check_contradiction (gboolean one,
                     gboolean other,
                     const char *one_name,
                     const char *other_name,
                     GError **error)
{
  if (!one || !other)
    return TRUE;

  far_cli_set_usage_error (error, _ ("%1$s and %2$s contradict each other."), one_name, other_name);

  return FALSE;
}

/* What is said of the times and of what comes along. */
static gboolean
read_what (FarRideDraft *draft, GError **error)
{
  draft->from = ride_from;
  draft->to = ride_to;
  draft->detour = ride_detour;
  if (!check_contradiction (ride_luggage, ride_no_luggage, "--luggage", "--no-luggage", error) ||
      !check_contradiction (ride_wheelchair, ride_no_wheelchair, "--wheelchair", "--no-wheelchair",
                            error) ||
      !check_contradiction (ride_holidays, ride_no_holidays, "--in-holidays", "--no-holidays",
                            error))
    return FALSE;
  if (ride_luggage || ride_no_luggage)
    draft->has_luggage = ride_luggage;
  if (ride_wheelchair || ride_no_wheelchair)
    draft->has_wheelchair = ride_wheelchair;
  if (ride_holidays || ride_no_holidays)
    draft->in_holidays = ride_holidays;
  if (ride_every != UNSAID)
    {
      if (!far_cli_check_range (ride_every, 1, 52, "--every", error))
        return FALSE;
      draft->every_n_weeks = ride_every;
    }

  return (ride_date == NULL || far_cli_parse_day (ride_date, &draft->first_day, error)) &&
         (ride_until == NULL || far_cli_parse_day (ride_until, &draft->last_day, error)) &&
         (ride_days == NULL || far_cli_parse_weekdays (ride_days, &draft->weekdays, error)) &&
         (ride_at == NULL || far_cli_parse_time (ride_at, &draft->at[FAR_RIDE_THERE_WAY], error)) &&
         (ride_back == NULL ||
          far_cli_parse_time (ride_back, &draft->at[FAR_RIDE_BACK_WAY], error));
}

/* (element-type gint32): ascending; NULL with @error */
static GArray *
read_added (GError **error)
{
  g_autoptr(GArray) days = g_array_new (FALSE, FALSE, sizeof (gint32));

  for (guint i = 0; ride_added != NULL && ride_added[i] != NULL; i++)
    {
      gint32 day;
      guint at = 0;

      if (!far_cli_parse_day (ride_added[i], &day, error))
        return NULL;
      while (at < days->len && g_array_index (days, gint32, at) < day)
        at++;
      if (at == days->len || g_array_index (days, gint32, at) != day)
        g_array_insert_val (days, at, day);
    }

  return g_steal_pointer (&days);
}

/* ---- offering and asking */

static const GOptionEntry offer_options[] = {
  { "from", 0, 0, G_OPTION_ARG_FILENAME, &ride_from,
    N_ ("Where it begins: a stop of a line, or a place in words"), N_ ("PLACE") },
  { "to", 0, 0, G_OPTION_ARG_FILENAME, &ride_to, N_ ("Where it goes"), N_ ("PLACE") },
  { "date", 0, 0, G_OPTION_ARG_FILENAME, &ride_date, N_ ("On which day, or from which on"),
    N_ ("DATE") },
  { "at", 0, 0, G_OPTION_ARG_FILENAME, &ride_at, N_ ("When it begins"), N_ ("HH:MM") },
  { "back", 0, 0, G_OPTION_ARG_FILENAME, &ride_back, N_ ("When it comes back"), N_ ("HH:MM") },
  { "seats", 0, 0, G_OPTION_ARG_INT, &ride_seats, N_ ("How many seats"), N_ ("N") },
  { "child-seat", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &ride_child_seats,
    N_ ("Child seats among them: infant, i-size or booster, and how many"), N_ ("KIND:N") },
  { "weekly", 0, 0, G_OPTION_ARG_NONE, &ride_weekly, N_ ("Each week"), NULL },
  { "days", 0, 0, G_OPTION_ARG_FILENAME, &ride_days,
    N_ ("With --weekly: on these weekdays (default: that of the date)"), N_ ("DAYS") },
  { "every", 0, 0, G_OPTION_ARG_INT, &ride_every, N_ ("With --weekly: every so many weeks"),
    N_ ("N") },
  { "until", 0, 0, G_OPTION_ARG_FILENAME, &ride_until,
    N_ ("With --weekly: until that day (default: the end of the school year)"), N_ ("DATE") },
  { "in-holidays", 0, 0, G_OPTION_ARG_NONE, &ride_holidays,
    N_ ("With --weekly: in the holidays too"), NULL },
  { "detour", 0, 0, G_OPTION_ARG_FILENAME, &ride_detour, N_ ("By which way, in words"),
    N_ ("TEXT") },
  { "luggage", 0, 0, G_OPTION_ARG_NONE, &ride_luggage,
    N_ ("There is room for luggage, or it comes along"), NULL },
  { "wheelchair", 0, 0, G_OPTION_ARG_NONE, &ride_wheelchair,
    N_ ("There is room for a wheelchair, or it comes along"), NULL },
  { "for", 0, 0, G_OPTION_ARG_FILENAME, &ride_for,
    N_ ("For this person, for whom you answer (default: you)"), N_ ("MEMBER") },
  { "rota", 0, 0, G_OPTION_ARG_FILENAME, &ride_rota,
    N_ ("In place of the outing of this rota on that date"), N_ ("ROTA") },
  { NULL },
};

static gboolean
need_options (GError **error)
{
  return far_cli_need_option (ride_from, "--from", error) &&
         far_cli_need_option (ride_to, "--to", error) &&
         far_cli_need_option (ride_date, "--date", error) &&
         far_cli_need_option (ride_at != NULL ? ride_at : ride_back, "--at", error) &&
         far_cli_need_option (ride_seats != UNSAID ? "" : NULL, "--seats", error);
}

static gboolean
read_new (FarRideDraft *draft, GError **error)
{
  if (!need_options (error) || !read_what (draft, error) || !parse_seats (&draft->seats, error))
    return FALSE;
  if (!ride_weekly && (ride_until != NULL || ride_days != NULL || ride_every != UNSAID))
    {
      far_cli_set_usage_error (error, "%s",
                               _ ("--until, --days and --every need --weekly: a ride is once "
                                  "otherwise."));
      return FALSE;
    }
  if (ride_weekly && ride_until == NULL)
    draft->last_day = far_ride_season_end (draft->first_day);
  if (ride_weekly && draft->weekdays == 0)
    draft->weekdays = 1u << far_day_get_weekday (draft->first_day);
  draft->member = ride_for;
  draft->rota = ride_rota;
  draft->day = draft->first_day;

  return TRUE;
}

static void
show_id (FarCli *cli, const char *id, const char *done)
{
  g_autoptr(JsonBuilder) builder = NULL;

  if (!cli->json)
    {
      far_cli_say ("%s", done);
      return;
    }

  builder = json_builder_new ();
  json_builder_begin_object (builder);
  far_cli_json_text (builder, "ride", id);
  json_builder_end_object (builder);
  far_cli_json_print (builder);
}

static gboolean
add_ride (FarCli *cli, gboolean is_ask, GError **error)
{
  FarRideDraft draft = FAR_RIDE_DRAFT_NONE;
  g_autofree char *id = NULL;
  g_autofree char *done = NULL;

  draft.is_ask = is_ask;
  if (!read_new (&draft, error) || !far_cli_open (cli, error))
    return FALSE;

  far_engine_add_ride_async (cli->engine, &draft, cli->cancellable, far_cli_done, cli);
  id = far_engine_add_ride_finish (cli->engine, far_cli_wait (cli), error);
  if (id == NULL)
    return FALSE;

  done = g_strdup_printf (is_ask
                              /* Translators: %s is an id */
                              ? _ ("Everybody will see that you ask for seats, as %s.")
                              /* Translators: %s is an id */
                              : _ ("Everybody will see that you have seats, as %s."),
                          id);
  show_id (cli, id, done);

  return TRUE;
}

static gboolean
run_offer (FarCli *cli, const char *const *args, GError **error)
{
  return add_ride (cli, FALSE, error);
}

static gboolean
run_ask (FarCli *cli, const char *const *args, GError **error)
{
  return add_ride (cli, TRUE, error);
}

/* In place of an outing. */
static gboolean
run_instead (FarCli *cli, const char *const *args, GError **error)
{
  FarRide *ride;
  g_autofree char *done = NULL;
  gint32 day;

  if (!far_cli_parse_day (args[1], &day, error) || !far_cli_open (cli, error))
    return FALSE;

  far_engine_ask_rides_async (cli->engine, args[0], day, cli->cancellable, far_cli_done, cli);
  ride = far_engine_ask_rides_finish (cli->engine, far_cli_wait (cli), error);
  if (ride == NULL)
    return FALSE;
  /* Translators: %s is an id */
  done = g_strdup_printf (_ ("Everybody will see that you ask for seats, as %s."), ride->id);
  show_id (cli, ride->id, done);
  far_snapshot_unref (ride);

  return TRUE;
}

/* ---- the list */

static const char *
state_name (FarRideState state)
{
  static const char *const names[FAR_RIDE_STATE_N] = { "runs", "dropped", "holidays", "not-then",
                                                       "withdrawn" };

  return names[state];
}

static const char *
why_name (FarSeatWhy why)
{
  static const char *const names[FAR_SEAT_WHY_N] = { "fits", "few", "child-seat", "enough",
                                                     "other-kind" };

  return names[why];
}

static void
json_child_seats (JsonBuilder *builder, const char *key, const FarSeatCount *seats)
{
  json_builder_set_member_name (builder, key);
  json_builder_begin_object (builder);
  for (int kind = 0; kind < FAR_CHILD_SEATS; kind++)
    if (seats->n_child[kind] > 0)
      far_cli_json_int (builder, seat_names[kind], seats->n_child[kind]);
  json_builder_end_object (builder);
}

static void
json_seat (JsonBuilder *builder, const FarSeat *seat)
{
  json_builder_begin_object (builder);
  far_cli_json_text (builder, "id", seat->id);
  far_cli_json_text (builder, "member", seat->member);
  far_cli_json_text (builder, "name", seat->member_name);
  far_cli_json_id (builder, "phone", seat->member_phone);
  far_cli_json_id (builder, "by_name", seat->by_name);
  far_cli_json_text (builder, "way", seat->way == FAR_RIDE_THERE_WAY ? "there" : "back");
  far_cli_json_int (builder, "seats", seat->seats.n);
  json_child_seats (builder, "child_seats", &seat->seats);
  far_cli_json_text (builder, "state", far_cli_turn_state_name (seat->state));
  far_cli_json_int (builder, "rank", seat->rank);
  if (seat->state != FAR_TURN_RELEASED)
    far_cli_json_text (builder, "why", why_name (seat->why));
  far_cli_json_time (builder, "at", seat->at);
  far_cli_json_bool (builder, "moved", seat->is_moved);
  far_cli_json_clash (builder, &seat->clash);
  json_builder_end_object (builder);
}

/* Of the way with the most. */
static int
count_taken (const FarRide *ride)
{
  int taken = 0;

  for (int way = 0; way < FAR_RIDE_WAY_N; way++)
    if (ride->at[way] >= 0)
      taken = MAX (taken, ride->seats.n - ride->left[way].n);

  return taken;
}

static void
json_ride (JsonBuilder *builder, const FarRide *ride)
{
  json_builder_begin_object (builder);
  far_cli_json_text (builder, "id", ride->id);
  far_cli_json_text (builder, "kind", ride->is_ask ? "ask" : "offer");
  far_cli_json_text (builder, "from", ride->from);
  far_cli_json_text (builder, "to", ride->to);
  far_cli_json_day (builder, "date", ride->day);
  far_cli_json_time (builder, "at", ride->at[FAR_RIDE_THERE_WAY]);
  far_cli_json_time (builder, "back", ride->at[FAR_RIDE_BACK_WAY]);
  far_cli_json_int (builder, "seats", ride->seats.n);
  json_child_seats (builder, "child_seats", &ride->seats);
  far_cli_json_int (builder, "taken", count_taken (ride));
  far_cli_json_int (builder, "left",
                    ride->at[FAR_RIDE_THERE_WAY] >= 0 ? ride->left[FAR_RIDE_THERE_WAY].n : 0);
  far_cli_json_int (builder, "left_back",
                    ride->at[FAR_RIDE_BACK_WAY] >= 0 ? ride->left[FAR_RIDE_BACK_WAY].n : 0);
  far_cli_json_text (builder, "state", state_name (ride->state));
  far_cli_json_text (builder, "why", ride->why);
  far_cli_json_text (builder, "member", ride->member);
  far_cli_json_text (builder, "name", ride->member_name);
  far_cli_json_id (builder, "phone", ride->member_phone);
  far_cli_json_id (builder, "by_name", ride->by_name);
  far_cli_json_bool (builder, "mine", ride->is_mine);
  far_cli_json_clash (builder, far_ride_peek_clash (ride));
  far_cli_json_id (builder, "from_line", ride->from_line);
  far_cli_json_id (builder, "to_line", ride->to_line);
  far_cli_json_where (builder, "from_at", &ride->from_at);
  far_cli_json_where (builder, "to_at", &ride->to_at);
  far_cli_json_bool (builder, "weekly", ride->is_weekly);
  far_cli_json_day (builder, "first", ride->first_day);
  far_cli_json_day (builder, "last", ride->last_day);
  far_cli_json_text (builder, "detour", ride->detour);
  far_cli_json_bool (builder, "luggage", ride->has_luggage);
  far_cli_json_bool (builder, "wheelchair", ride->has_wheelchair);
  far_cli_json_bool (builder, "in_holidays", ride->in_holidays);
  far_cli_json_id (builder, "rota", ride->rota);
  far_cli_json_id (builder, "rota_title", ride->rota_title);
  json_builder_set_member_name (builder, "takers");
  json_builder_begin_array (builder);
  for (guint i = 0; i < ride->takers->len; i++)
    json_seat (builder, ride->takers->pdata[i]);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
say_rides (GPtrArray *rides)
{
  g_autoptr(FarCliTable) table = far_cli_table_new (_ ("Identifier"), _ ("Day"), _ ("Time"),
                                                     _ ("Ride"), _ ("State"), NULL);

  for (guint i = 0; i < rides->len; i++)
    {
      const FarRide *ride = rides->pdata[i];
      g_autofree char *id = far_cli_short_id (ride->id);
      g_autofree char *day = far_words_day_short (ride->day);
      g_autofree char *times = far_words_ride_times (ride);
      g_autofree char *what = far_words_ride (ride);
      g_autofree char *state = far_words_ride_state (ride);
      g_autofree char *clash = far_words_ride_clash (ride);

      far_cli_table_add (table, id, day, times, what, state, NULL);
      if (clash != NULL)
        far_cli_table_add (table, "", "", "", clash, "", NULL);
    }
  far_cli_table_print (table);
}

static const GOptionEntry list_options[] = {
  { "from", 0, 0, G_OPTION_ARG_FILENAME, &ride_date, N_ ("From that day on (default: today)"),
    N_ ("DATE") },
  { "days", 0, 0, G_OPTION_ARG_INT, &list_days, N_ ("For how many days (default: 28)"), N_ ("N") },
  { NULL },
};

static gboolean
run_list (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(GPtrArray) rides = NULL;
  g_autoptr(JsonBuilder) builder = NULL;
  gint32 first_day = 0;

  if ((ride_date != NULL && !far_cli_parse_day (ride_date, &first_day, error)) ||
      !far_cli_check_range (list_days, 1, 366, "--days", error) || !far_cli_open (cli, error))
    return FALSE;

  far_engine_rides_async (cli->engine, first_day, (guint)list_days, cli->cancellable, far_cli_done,
                          cli);
  rides = far_engine_rides_finish (cli->engine, far_cli_wait (cli), error);
  if (rides == NULL)
    return FALSE;

  if (cli->json)
    {
      builder = json_builder_new ();
      json_builder_begin_array (builder);
      for (guint i = 0; i < rides->len; i++)
        json_ride (builder, rides->pdata[i]);
      json_builder_end_array (builder);
      far_cli_json_print (builder);
    }
  else if (rides->len == 0)
    far_cli_say ("%s", _ ("Nobody offers or asks for a ride on these days."));
  else
    say_rides (rides);

  return TRUE;
}

/* ---- one of them */

static void
say_seat (const FarSeat *seat, const FarRide *ride, gboolean with_phone)
{
  g_autofree char *what = far_words_seat (seat, ride);
  g_autofree char *why = far_words_seat_why (seat, ride);

  if (with_phone)
    /* Translators: a name, and a telephone number */
    far_cli_say (C_ ("telephone", "  %1$s, %2$s"), seat->member_name,
                 *seat->member_phone != '\0' ? seat->member_phone : _ ("no number noted"));
  else
    far_cli_say ("  %s, %s. %s", seat->member_name, what, why);
}

static void
say_ride (const FarRide *ride)
{
  g_autofree char *what = far_words_ride (ride);
  g_autofree char *day = far_words_day (ride->day);
  g_autofree char *times = far_words_ride_times (ride);
  g_autofree char *dates = far_words_ride_dates (ride);
  g_autofree char *more = far_words_ride_more (ride);
  g_autofree char *state = far_words_ride_state (ride);

  far_cli_say ("%s", what);
  far_cli_say ("%s, %s", day, times);
  if (dates != NULL)
    far_cli_say ("%s", dates);
  if (more != NULL)
    {
      g_auto (GStrv) lines = g_strsplit (more, "\n", 0);

      for (guint i = 0; lines[i] != NULL; i++)
        far_cli_say ("%s", lines[i]);
    }
  far_cli_say ("%s.", state);
  for (guint i = 0; i < ride->takers->len; i++)
    say_seat (ride->takers->pdata[i], ride, FALSE);
}

static void
print_ride (FarCli *cli, const FarRide *ride)
{
  g_autoptr(JsonBuilder) builder = NULL;

  if (!cli->json)
    {
      say_ride (ride);
      return;
    }

  builder = json_builder_new ();
  json_ride (builder, ride);
  far_cli_json_print (builder);
}

/* @text: (nullable): no date was typed */
static gboolean
parse_date (const char *text, gint32 *out, GError **error)
{
  *out = 0;

  return text == NULL || far_cli_parse_day (text, out, error);
}

static FarRide *
dup_ride (FarCli *cli, const char *const *args, GError **error)
{
  gint32 day;

  if (!parse_date (args[1], &day, error) || !far_cli_open (cli, error))
    return NULL;

  far_engine_ride_async (cli->engine, args[0], day, cli->cancellable, far_cli_done, cli);

  return far_engine_ride_finish (cli->engine, far_cli_wait (cli), error);
}

static gboolean
run_show (FarCli *cli, const char *const *args, GError **error)
{
  FarRide *ride = dup_ride (cli, args, error);

  if (ride == NULL)
    return FALSE;
  print_ride (cli, ride);
  far_snapshot_unref (ride);

  return TRUE;
}

/* Whoever has a seat both ways is called once. */
static gboolean
is_called_before (const FarRide *ride, guint i)
{
  const FarSeat *seat = ride->takers->pdata[i];

  for (guint j = 0; j < i; j++)
    {
      const FarSeat *other = ride->takers->pdata[j];

      if (other->state != FAR_TURN_RELEASED && strcmp (other->member, seat->member) == 0)
        return TRUE;
    }

  return FALSE;
}

static void
say_calls (const FarRide *ride)
{
  guint n = 0;

  for (guint i = 0; i < ride->takers->len; i++)
    {
      const FarSeat *seat = ride->takers->pdata[i];

      if (seat->state == FAR_TURN_RELEASED || is_called_before (ride, i))
        continue;
      if (n++ == 0)
        far_cli_say ("%s", _ ("Please call:"));
      say_seat (seat, ride, TRUE);
    }
  if (n == 0)
    far_cli_say ("%s", _ ("Nobody counts on this ride: nobody has to be called."));
}

static void
json_calls (const FarRide *ride)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < ride->takers->len; i++)
    {
      const FarSeat *seat = ride->takers->pdata[i];

      if (seat->state == FAR_TURN_RELEASED || is_called_before (ride, i))
        continue;
      json_builder_begin_object (builder);
      far_cli_json_text (builder, "member", seat->member);
      far_cli_json_text (builder, "name", seat->member_name);
      far_cli_json_id (builder, "phone", seat->member_phone);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  far_cli_json_print (builder);
}

static gboolean
run_call (FarCli *cli, const char *const *args, GError **error)
{
  FarRide *ride = dup_ride (cli, args, error);

  if (ride == NULL)
    return FALSE;
  if (cli->json)
    json_calls (ride);
  else
    say_calls (ride);
  far_snapshot_unref (ride);

  return TRUE;
}

/* ---- seats */

static const GOptionEntry take_options[] = {
  { "seats", 0, 0, G_OPTION_ARG_INT, &ride_seats, N_ ("How many seats (default: 1)"), N_ ("N") },
  { "child-seat", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &ride_child_seats,
    N_ ("Child seats among them: infant, i-size or booster, and how many"), N_ ("KIND:N") },
  { "there", 0, 0, G_OPTION_ARG_NONE, &only_there, N_ ("On the way there only"), NULL },
  { "back", 0, 0, G_OPTION_ARG_NONE, &only_back, N_ ("On the way back only"), NULL },
  { "until", 0, 0, G_OPTION_ARG_FILENAME, &ride_until,
    N_ ("From the date on until that day, and not on the date alone"), N_ ("DATE") },
  { "for", 0, 0, G_OPTION_ARG_FILENAME, &ride_for,
    N_ ("For this person, for whom you answer (default: you)"), N_ ("MEMBER") },
  { NULL },
};

static const GOptionEntry release_options[] = {
  { "there", 0, 0, G_OPTION_ARG_NONE, &only_there, N_ ("On the way there only"), NULL },
  { "back", 0, 0, G_OPTION_ARG_NONE, &only_back, N_ ("On the way back only"), NULL },
  { "for", 0, 0, G_OPTION_ARG_FILENAME, &ride_for,
    N_ ("For this person, for whom you answer (default: you)"), N_ ("MEMBER") },
  { NULL },
};

static void
print_report (FarCli *cli, const FarSeatsReport *report, const char *words)
{
  g_autoptr(JsonBuilder) builder = NULL;

  if (!cli->json)
    {
      far_cli_say ("%s", words);
      return;
    }

  builder = json_builder_new ();
  json_builder_begin_object (builder);
  far_cli_json_text (builder, "ride", report->ride);
  far_cli_json_text (builder, "member", report->member);
  far_cli_json_days (builder, "dates", report->days, (int)report->n_days);
  far_cli_json_int (builder, "seats", report->seats.n);
  far_cli_json_int (builder, "held", report->n_held);
  far_cli_json_int (builder, "off", report->n_off);
  far_cli_json_int (builder, "reserve", report->n_reserve);
  json_builder_end_object (builder);
  far_cli_json_print (builder);
}

/* Of @date alone, up to --until, or all that are to come. */
static gboolean
read_seats_draft (FarSeatsDraft *draft, const char *date, GError **error)
{
  if (!check_contradiction (only_there, only_back, "--there", "--back", error) ||
      !parse_date (date, &draft->first_day, error) ||
      (ride_until != NULL && !far_cli_parse_day (ride_until, &draft->last_day, error)))
    return FALSE;

  if (date != NULL && ride_until == NULL)
    draft->last_day = draft->first_day;
  if (only_there || only_back)
    draft->ways = 1u << (only_back ? FAR_RIDE_BACK_WAY : FAR_RIDE_THERE_WAY);
  draft->member = ride_for;

  return TRUE;
}

static gboolean
run_take (FarCli *cli, const char *const *args, GError **error)
{
  FarSeatsDraft draft = { .ride = args[0] };
  FarSeatsReport *report;
  FarRide *ride;
  g_autofree char *words = NULL;

  if (ride_seats == UNSAID)
    ride_seats = 1;
  if (!read_seats_draft (&draft, args[1], error) || !parse_seats (&draft.seats, error) ||
      !far_cli_open (cli, error))
    return FALSE;

  far_engine_ride_async (cli->engine, args[0], draft.first_day, cli->cancellable, far_cli_done,
                         cli);
  ride = far_engine_ride_finish (cli->engine, far_cli_wait (cli), error);
  if (ride == NULL)
    return FALSE;
  far_engine_take_seats_async (cli->engine, &draft, cli->cancellable, far_cli_done, cli);
  report = far_engine_take_seats_finish (cli->engine, far_cli_wait (cli), error);
  if (report != NULL)
    {
      words = far_words_seats_taken (report, ride->is_ask);
      print_report (cli, report, words);
      far_snapshot_unref (report);
    }
  far_snapshot_unref (ride);

  return report != NULL;
}

static gboolean
release (FarCli *cli, const char *ride, const char *date, GError **error)
{
  FarSeatsDraft draft = { .ride = ride };
  FarSeatsReport *report;
  g_autofree char *words = NULL;

  if (!read_seats_draft (&draft, date, error) || !far_cli_open (cli, error))
    return FALSE;

  far_engine_release_seats_async (cli->engine, &draft, cli->cancellable, far_cli_done, cli);
  report = far_engine_release_seats_finish (cli->engine, far_cli_wait (cli), error);
  if (report == NULL)
    return FALSE;
  words = far_words_seats_released (report);
  print_report (cli, report, words);
  far_snapshot_unref (report);

  return TRUE;
}

static gboolean
run_release (FarCli *cli, const char *const *args, GError **error)
{
  return release (cli, args[0], NULL, error);
}

static gboolean
run_free (FarCli *cli, const char *const *args, GError **error)
{
  return release (cli, args[0], args[1], error);
}

/* ---- by whose it is */

static const GOptionEntry edit_options[] = {
  { "from", 0, 0, G_OPTION_ARG_FILENAME, &ride_from,
    N_ ("Where it begins: a stop of a line, or a place in words"), N_ ("PLACE") },
  { "to", 0, 0, G_OPTION_ARG_FILENAME, &ride_to, N_ ("Where it goes"), N_ ("PLACE") },
  { "date", 0, 0, G_OPTION_ARG_FILENAME, &ride_date, N_ ("On which day, or from which on"),
    N_ ("DATE") },
  { "until", 0, 0, G_OPTION_ARG_FILENAME, &ride_until, N_ ("Until that day"), N_ ("DATE") },
  { "days", 0, 0, G_OPTION_ARG_FILENAME, &ride_days, N_ ("On these weekdays"), N_ ("DAYS") },
  { "every", 0, 0, G_OPTION_ARG_INT, &ride_every, N_ ("Every so many weeks"), N_ ("N") },
  { "add", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &ride_added, N_ ("On this date besides"),
    N_ ("DATE") },
  { "at", 0, 0, G_OPTION_ARG_FILENAME, &ride_at, N_ ("When it begins"), N_ ("HH:MM") },
  { "back", 0, 0, G_OPTION_ARG_FILENAME, &ride_back, N_ ("When it comes back"), N_ ("HH:MM") },
  { "no-there", 0, 0, G_OPTION_ARG_NONE, &only_back, N_ ("It does not go there any more"), NULL },
  { "no-back", 0, 0, G_OPTION_ARG_NONE, &only_there, N_ ("It does not come back any more"), NULL },
  { "seats", 0, 0, G_OPTION_ARG_INT, &ride_seats,
    N_ ("How many seats; say their child seats again with it"), N_ ("N") },
  { "child-seat", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &ride_child_seats,
    N_ ("Child seats among them: infant, i-size or booster, and how many"), N_ ("KIND:N") },
  { "detour", 0, 0, G_OPTION_ARG_FILENAME, &ride_detour, N_ ("By which way, in words"),
    N_ ("TEXT") },
  { "luggage", 0, 0, G_OPTION_ARG_NONE, &ride_luggage,
    N_ ("There is room for luggage, or it comes along"), NULL },
  { "no-luggage", 0, 0, G_OPTION_ARG_NONE, &ride_no_luggage, N_ ("Not that"), NULL },
  { "wheelchair", 0, 0, G_OPTION_ARG_NONE, &ride_wheelchair,
    N_ ("There is room for a wheelchair, or it comes along"), NULL },
  { "no-wheelchair", 0, 0, G_OPTION_ARG_NONE, &ride_no_wheelchair, N_ ("Not that"), NULL },
  { "in-holidays", 0, 0, G_OPTION_ARG_NONE, &ride_holidays, N_ ("In the holidays too"), NULL },
  { "no-holidays", 0, 0, G_OPTION_ARG_NONE, &ride_no_holidays, N_ ("Not in the holidays"), NULL },
  { NULL },
};

static gboolean
change_ride (FarCli *cli,
             const char *ride,
             const FarRideDraft *draft,
             const char *done,
             GError **error)
{
  g_autofree char *id = NULL;

  if (!far_cli_open (cli, error))
    return FALSE;

  far_engine_change_ride_async (cli->engine, ride, draft, cli->cancellable, far_cli_done, cli);
  id = far_engine_change_ride_finish (cli->engine, far_cli_wait (cli), error);
  if (id != NULL)
    show_id (cli, id, done);

  return id != NULL;
}

static gboolean
run_edit (FarCli *cli, const char *const *args, GError **error)
{
  FarRideDraft draft = FAR_RIDE_DRAFT_NONE;
  g_autoptr(GArray) added = read_added (error);

  if (added == NULL || !read_what (&draft, error))
    return FALSE;
  draft.added = (const gint32 *)added->data;
  draft.n_added = added->len;
  if (ride_seats != UNSAID && !parse_seats (&draft.seats, error))
    return FALSE;
  if (ride_child_seats != NULL && ride_seats == UNSAID)
    return far_cli_need_option (NULL, "--seats", error);
  if (only_back)
    draft.at[FAR_RIDE_THERE_WAY] = FAR_RIDE_NOT_THAT_WAY;
  if (only_there)
    draft.at[FAR_RIDE_BACK_WAY] = FAR_RIDE_NOT_THAT_WAY;

  return change_ride (cli, args[0], &draft, _ ("It is changed. Whoever has a seat will see it."),
                      error);
}

static const GOptionEntry stop_options[] = {
  { "why", 0, 0, G_OPTION_ARG_FILENAME, &ride_why, N_ ("Why it falls out, for all to read"),
    N_ ("TEXT") },
  { NULL },
};

static gboolean
drop (FarCli *cli, const char *const *args, const char *why, GError **error)
{
  FarRide *ride;
  gint32 day;

  if (!parse_date (args[1], &day, error) || !far_cli_open (cli, error))
    return FALSE;

  far_engine_drop_ride_async (cli->engine, args[0], day, why, cli->cancellable, far_cli_done, cli);
  ride = far_engine_drop_ride_finish (cli->engine, far_cli_wait (cli), error);
  if (ride == NULL)
    return FALSE;
  print_ride (cli, ride);
  if (!cli->json && why != NULL)
    say_calls (ride);
  far_snapshot_unref (ride);

  return TRUE;
}

static gboolean
run_stop (FarCli *cli, const char *const *args, GError **error)
{
  FarRideDraft draft = FAR_RIDE_DRAFT_NONE;

  if (args[1] != NULL)
    return far_cli_need_option (ride_why, "--why", error) && drop (cli, args, ride_why, error);

  draft.is_gone = TRUE;

  return change_ride (cli, args[0], &draft, _ ("It is withdrawn, on all of its dates."), error);
}

static gboolean
run_resume (FarCli *cli, const char *const *args, GError **error)
{
  FarRideDraft draft = FAR_RIDE_DRAFT_NONE;

  if (args[1] != NULL)
    return drop (cli, args, NULL, error);

  draft.is_gone = FALSE;

  return change_ride (cli, args[0], &draft, _ ("It is there again."), error);
}

const FarCliCommand far_cli_ride_commands[] = {
  { "ride offer", N_ ("--from PLACE --to PLACE --date DATE --at HH:MM --seats N [--weekly]"),
    N_ ("Offer seats in a car, once or each week."), offer_options, 0, 0, run_offer },
  { "ride ask", N_ ("--from PLACE --to PLACE --date DATE --at HH:MM --seats N [--weekly]"),
    N_ ("Ask for seats in somebody’s car."), offer_options, 0, 0, run_ask },
  { "ride instead", N_ ("ROTA DATE"),
    N_ ("Ask for seats in place of an outing, for the children who come."), NULL, 2, 2,
    run_instead },
  { "ride list", N_ ("[--from DATE] [--days N]"),
    N_ ("Show who offers and asks for seats, day by day."), list_options, 0, 0, run_list },
  { "ride show", N_ ("ID [DATE]"), N_ ("Show one ride, and who comes along, with the reasons."),
    NULL, 1, 2, run_show },
  { "ride take", N_ ("ID [DATE] [--seats N] [--child-seat KIND:N] [--until DATE]"),
    N_ ("Take a seat, or bring some to who asks: on all dates, or on one."), take_options, 1, 2,
    run_take },
  { "ride free", N_ ("ID DATE"), N_ ("Give back a seat on one date, and keep the others."),
    release_options, 2, 2, run_free },
  { "ride release", N_ ("ID"), N_ ("Give back a seat on all dates from today on."), release_options,
    1, 1, run_release },
  { "ride edit", N_ ("ID [--at HH:MM] [--seats N] [--until DATE]"), N_ ("Change a ride of yours."),
    edit_options, 1, 1, run_edit },
  { "ride stop", N_ ("ID [DATE --why TEXT]"),
    N_ ("Withdraw a ride of yours, or say that it falls out on one date, and whom to call."),
    stop_options, 1, 2, run_stop },
  { "ride resume", N_ ("ID [DATE]"), N_ ("Take that back."), NULL, 1, 2, run_resume },
  { "ride call", N_ ("ID [DATE]"), N_ ("Show whom to call when it falls out on a date."), NULL, 1,
    2, run_call },
  { NULL },
};
