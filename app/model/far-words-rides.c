/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-words-rides.h"

#include <glib/gi18n.h>

#include "far-words-places.h"
#include "far-words.h"

/* A school year ends with July; who offers a ride in July means the next one. */
#define SEASON_LEAST_DAYS 28

gint32
far_ride_season_end (gint32 first_day)
{
  g_autofree char *first = far_day_format (first_day);
  gint64 year = g_ascii_strtoll (first, NULL, 10);
  gint32 day;

  for (int i = 0; i < 2; i++)
    {
      g_autofree char *end = g_strdup_printf ("%04d-07-31", (int)year + i);

      if (far_day_parse (end, &day) && day >= first_day + SEASON_LEAST_DAYS)
        return day;
    }

  return first_day;
}

/* ---- seats */

const char *
far_words_child_seat (FarChildSeat kind)
{
  switch (kind)
    {
    case FAR_CHILD_SEAT_INFANT:
      return C_ ("child seat", "For a baby");
    case FAR_CHILD_SEAT_ISIZE:
      return C_ ("child seat", "i-Size");
    case FAR_CHILD_SEAT_LIFT:
    default:
      return C_ ("child seat", "Booster");
    }
}

static char *
count_child_seats (FarChildSeat kind, int n)
{
  switch (kind)
    {
    case FAR_CHILD_SEAT_INFANT:
      return g_strdup_printf (ngettext ("%d baby seat", "%d baby seats", (gulong)n), n);
    case FAR_CHILD_SEAT_ISIZE:
      return g_strdup_printf (ngettext ("%d i-Size seat", "%d i-Size seats", (gulong)n), n);
    case FAR_CHILD_SEAT_LIFT:
    default:
      return g_strdup_printf (ngettext ("%d booster", "%d boosters", (gulong)n), n);
    }
}

char *
far_words_child_seats (const FarSeatCount *seats)
{
  g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  for (int kind = 0; kind < FAR_CHILD_SEATS; kind++)
    if (seats->n_child[kind] > 0)
      g_ptr_array_add (parts, count_child_seats ((FarChildSeat)kind, seats->n_child[kind]));
  if (parts->len == 0)
    return NULL;
  g_ptr_array_add (parts, NULL);

  return g_strjoinv (", ", (char **)parts->pdata);
}

static char *
count_seats (int n)
{
  return g_strdup_printf (ngettext ("%d seat", "%d seats", (gulong)n), n);
}

char *
far_words_seats (const FarSeatCount *seats)
{
  g_autofree char *count = count_seats (seats->n);
  g_autofree char *child = far_words_child_seats (seats);

  if (child == NULL)
    return g_steal_pointer (&count);

  /* Translators: as in "3 seats, with 1 booster" */
  return g_strdup_printf (_ ("%1$s, with %2$s"), count, child);
}

/* ---- a ride */

char *
far_words_ride_way (const FarRide *ride)
{
  /* Translators: from where to where a ride goes, as in "The mill → School" */
  return g_strdup_printf (C_ ("ride", "%1$s → %2$s"), ride->from, ride->to);
}

char *
far_words_ride (const FarRide *ride)
{
  g_autofree char *way = far_words_ride_way (ride);
  g_autofree char *seats = far_words_seats (&ride->seats);

  if (ride->is_ask)
    /* Translators: who asks for a ride, what is needed ("2 seats, with 1 booster"), and the way */
    return g_strdup_printf (_ ("%1$s needs %2$s: %3$s"), ride->member_name, seats, way);

  /* Translators: who drives, what there is ("3 seats"), and the way */
  return g_strdup_printf (_ ("%1$s has %2$s: %3$s"), ride->member_name, seats, way);
}

char *
far_words_ride_times (const FarRide *ride)
{
  g_autofree char *there = NULL;
  g_autofree char *back = NULL;

  if (ride->at[FAR_RIDE_THERE_WAY] >= 0)
    there = far_words_time (ride->at[FAR_RIDE_THERE_WAY]);
  if (ride->at[FAR_RIDE_BACK_WAY] >= 0)
    back = far_words_time (ride->at[FAR_RIDE_BACK_WAY]);
  if (back == NULL)
    return there != NULL ? g_steal_pointer (&there) : g_strdup ("");
  if (there == NULL)
    /* Translators: a ride that goes the way back only; %s is a time */
    return g_strdup_printf (_ ("Back at %s"), back);

  /* Translators: two times of a ride, there and back */
  return g_strdup_printf (_ ("%1$s, back at %2$s"), there, back);
}

char *
far_words_ride_dates (const FarRide *ride)
{
  g_autofree char *days = NULL;
  g_autofree char *last = NULL;

  if (!ride->is_weekly)
    return NULL;

  days = far_words_weekdays (ride->weekdays);
  last = far_words_date (ride->last_day);
  if (ride->every_n_weeks == 1)
    /* Translators: weekdays, such as "Monday and Tuesday", and a date */
    return g_strdup_printf (_ ("Each %1$s until %2$s"), days, last);

  return g_strdup_printf (ngettext ("%2$s every %1$d week until %3$s",
                                    "%2$s every %1$d weeks until %3$s",
                                    (gulong)ride->every_n_weeks),
                          ride->every_n_weeks, days, last);
}

static void
add_line (GString *text, const char *line)
{
  if (text->len > 0)
    g_string_append_c (text, '\n');
  g_string_append (text, line);
}

char *
far_words_ride_more (const FarRide *ride)
{
  g_autofree char *from = far_words_where (ride->from, &ride->from_at);
  g_autofree char *to = far_words_where (ride->to, &ride->to_at);
  GString *text = g_string_new (NULL);

  if (*ride->rota != '\0')
    {
      g_autofree char *day = far_words_day_short (ride->outing_day);
      /* Translators: the title of a rota, and a date: a ride was asked for since that is short */
      g_autofree char *instead =
          g_strdup_printf (_ ("In place of “%1$s”, %2$s"), ride->rota_title, day);

      add_line (text, instead);
    }
  if (*ride->detour != '\0')
    add_line (text, ride->detour);
  if (from != NULL)
    add_line (text, from);
  if (to != NULL)
    add_line (text, to);
  if (ride->has_luggage)
    add_line (text, ride->is_ask ? _ ("Luggage comes along") : _ ("There is room for luggage"));
  if (ride->has_wheelchair)
    add_line (text,
              ride->is_ask ? _ ("A wheelchair comes along") : _ ("There is room for a wheelchair"));
  if (ride->in_holidays && ride->is_weekly)
    add_line (text, _ ("In the holidays too"));
  if (ride->is_contested)
    add_line (text,
              _ ("It was written differently on two machines: whose ride it is says it again"));

  return g_string_free (text, text->len == 0);
}

/* The way of which there is least. */
static FarRideWay
find_scarce (const FarRide *ride)
{
  if (ride->at[FAR_RIDE_THERE_WAY] < 0)
    return FAR_RIDE_BACK_WAY;
  if (ride->at[FAR_RIDE_BACK_WAY] < 0)
    return FAR_RIDE_THERE_WAY;
  if (ride->is_ask)
    return ride->left[FAR_RIDE_BACK_WAY].n > ride->left[FAR_RIDE_THERE_WAY].n ? FAR_RIDE_BACK_WAY
                                                                              : FAR_RIDE_THERE_WAY;

  return ride->left[FAR_RIDE_BACK_WAY].n < ride->left[FAR_RIDE_THERE_WAY].n ? FAR_RIDE_BACK_WAY
                                                                            : FAR_RIDE_THERE_WAY;
}

static char *
words_of_room (const FarRide *ride)
{
  const FarSeatCount *left = &ride->left[find_scarce (ride)];
  gboolean differs = ride->at[FAR_RIDE_THERE_WAY] >= 0 && ride->at[FAR_RIDE_BACK_WAY] >= 0 &&
                     ride->left[FAR_RIDE_THERE_WAY].n != ride->left[FAR_RIDE_BACK_WAY].n;

  if (differs && ride->is_ask)
    /* Translators: numbers of seats, there and back */
    return g_strdup_printf (_ ("Seats still missing: %1$d there, %2$d back"),
                            ride->left[FAR_RIDE_THERE_WAY].n, ride->left[FAR_RIDE_BACK_WAY].n);
  if (differs)
    /* Translators: numbers of seats, there and back */
    return g_strdup_printf (_ ("Free seats: %1$d there, %2$d back"),
                            ride->left[FAR_RIDE_THERE_WAY].n, ride->left[FAR_RIDE_BACK_WAY].n);
  if (left->n == 0)
    return g_strdup (ride->is_ask ? _ ("Everybody has a seat") : _ ("No seat is free any more"));
  if (ride->is_ask)
    return g_strdup_printf (ngettext ("%1$d of %2$d seats is still missing",
                                      "%1$d of %2$d seats are still missing", (gulong)left->n),
                            left->n, ride->seats.n);

  return g_strdup_printf (ngettext ("%1$d of %2$d seats is free", "%1$d of %2$d seats are free",
                                    (gulong)left->n),
                          left->n, ride->seats.n);
}

char *
far_words_ride_state (const FarRide *ride)
{
  switch (ride->state)
    {
    case FAR_RIDE_STATE_DROPPED:
      if (*ride->why == '\0')
        return g_strdup (_ ("It falls out on that date"));
      /* Translators: why a ride does not run on a date, in somebody's words */
      return g_strdup_printf (_ ("It falls out: %s"), ride->why);
    case FAR_RIDE_STATE_HOLIDAYS:
      return g_strdup (_ ("It does not run in the holidays"));
    case FAR_RIDE_STATE_NOT_THEN:
      return g_strdup (_ ("It does not run on that date any more"));
    case FAR_RIDE_STATE_WITHDRAWN:
      return g_strdup (_ ("It was withdrawn"));
    case FAR_RIDE_STATE_RUNS:
    default:
      return words_of_room (ride);
    }
}

const FarClash *
far_ride_peek_clash (const FarRide *ride)
{
  gboolean clashes_back = ride->clash[FAR_RIDE_THERE_WAY].kind == FAR_CLASH_KIND_NONE;

  return &ride->clash[clashes_back ? FAR_RIDE_BACK_WAY : FAR_RIDE_THERE_WAY];
}

char *
far_words_ride_clash (const FarRide *ride)
{
  const FarClash *clash = far_ride_peek_clash (ride);
  /* who writes for somebody is told who it is */
  const char *name = ride->by_name != NULL ? ride->member_name : NULL;

  for (guint i = 0; clash->kind == FAR_CLASH_KIND_NONE && i < ride->takers->len; i++)
    {
      const FarSeat *seat = ride->takers->pdata[i];

      clash = &seat->clash;
      name = seat->by_name != NULL ? seat->member_name : NULL;
    }

  return far_words_clash_with (clash, name);
}

char *
far_words_rides_instead (const FarOuting *outing)
{
  if (outing->n_ride_seats == 0)
    return NULL;
  if (outing->n_ride_missing == 0)
    return g_strdup (_ ("Rides: everybody has a seat"));

  return g_strdup_printf (ngettext ("Rides: %1$d of %2$d seats is still missing",
                                    "Rides: %1$d of %2$d seats are still missing",
                                    (gulong)outing->n_ride_missing),
                          outing->n_ride_missing, outing->n_ride_seats);
}

/* ---- who comes along */

static char *
words_of_way (const FarSeat *seat, const FarRide *ride)
{
  if (ride->at[FAR_RIDE_THERE_WAY] < 0 || ride->at[FAR_RIDE_BACK_WAY] < 0)
    return NULL;

  return g_strdup (seat->way == FAR_RIDE_THERE_WAY ? C_ ("ride", "there") : C_ ("ride", "back"));
}

char *
far_words_seat (const FarSeat *seat, const FarRide *ride)
{
  g_autofree char *seats = far_words_seats (&seat->seats);
  g_autofree char *way = words_of_way (seat, ride);
  g_autofree char *what = NULL;

  if (seat->state == FAR_TURN_RELEASED)
    what = g_strdup (_ ("given back"));
  else if (seat->state == FAR_TURN_RESERVE)
    /* Translators: somebody waits for seats; their place in the queue, and how many they need */
    what = g_strdup_printf (_ ("reserve %1$d, for %2$s"), seat->reserve, seats);
  else if (ride->is_ask)
    /* Translators: somebody comes with a car; %s is such as "3 seats" */
    what = g_strdup_printf (_ ("brings %s"), seats);
  else
    what = g_steal_pointer (&seats);
  if (way == NULL)
    return g_steal_pointer (&what);

  /* Translators: of a ride, "there" or "back", and what somebody has: "back: 2 seats" */
  return g_strdup_printf (C_ ("ride", "%1$s: %2$s"), way, what);
}

char *
far_words_seat_why (const FarSeat *seat, const FarRide *ride)
{
  if (seat->state == FAR_TURN_RELEASED)
    return g_strdup ("");

  switch (seat->why)
    {
    case FAR_SEAT_WHY_FEW:
      if (ride->at[seat->way] < 0)
        return g_strdup (_ ("The ride does not go that way any more."));
      if (seat->n_left == 0)
        return g_strdup (_ ("All seats were taken by those who come before."));
      return g_strdup_printf (ngettext ("%1$d seat was left, and %2$d are needed.",
                                        "%1$d seats were left, and %2$d are needed.",
                                        (gulong)seat->n_left),
                              seat->n_left, seat->seats.n);
    case FAR_SEAT_WHY_CHILD:
      /* Translators: a kind of child seat, such as "Booster" */
      return g_strdup_printf (_ ("There were not enough child seats of this kind left: %s."),
                              far_words_child_seat (seat->why_kind));
    case FAR_SEAT_WHY_ENOUGH:
      return g_strdup (ride->at[seat->way] < 0 ? _ ("The ride does not go that way any more.")
                                               : _ ("Those who come before bring enough seats."));
    case FAR_SEAT_WHY_OTHER_KIND:
      /* Translators: a kind of child seat, such as "Booster" */
      return g_strdup_printf (_ ("Only a child seat of another kind is still missing: %s."),
                              far_words_child_seat (seat->why_kind));
    case FAR_SEAT_WHY_FITS:
    default:
      if (ride->is_ask && seat->n_used < seat->seats.n)
        return g_strdup_printf (ngettext ("%d of these seats is needed.",
                                          "%d of these seats are needed.", (gulong)seat->n_used),
                                seat->n_used);
      if (seat->rank_why == FAR_RANK_WHY_LOTTERY)
        return g_strdup (_ ("Nobody had seen the other: the lottery of that day decided who comes "
                            "first."));
      return g_strdup (_ ("It still fitted when it was taken."));
    }
}

/* ---- what was done */

static char *
words_of_taken (const FarSeatsReport *report, gboolean is_ask)
{
  gulong n = report->n_days;

  if (is_ask && report->is_me)
    return g_strdup_printf (ngettext ("You bring seats on %u date.", "You bring seats on %u dates.",
                                      n),
                            report->n_days);
  if (is_ask)
    return g_strdup_printf (ngettext ("%2$s brings seats on %1$u date.",
                                      "%2$s brings seats on %1$u dates.", n),
                            report->n_days, report->member_name);
  if (report->is_me)
    return g_strdup_printf (ngettext ("You come along on %u date.", "You come along on %u dates.",
                                      n),
                            report->n_days);

  return g_strdup_printf (ngettext ("%2$s comes along on %1$u date.",
                                    "%2$s comes along on %1$u dates.", n),
                          report->n_days, report->member_name);
}

char *
far_words_seats_taken (const FarSeatsReport *report, gboolean is_ask)
{
  g_autofree char *taken = words_of_taken (report, is_ask);
  g_autofree char *reserve = NULL;

  if (report->n_reserve == 0)
    return g_steal_pointer (&taken);

  reserve = is_ask
                ? g_strdup_printf (ngettext ("On %d of them nothing is missing any more.",
                                             "On %d of them nothing is missing any more.",
                                             (gulong)report->n_reserve),
                                   report->n_reserve)
                : g_strdup_printf (ngettext ("On %d of them as a reserve: there is no room left.",
                                             "On %d of them as a reserve: there is no room left.",
                                             (gulong)report->n_reserve),
                                   report->n_reserve);

  return g_strdup_printf ("%s %s", taken, reserve);
}

char *
far_words_seats_released (const FarSeatsReport *report)
{
  if (report->is_me)
    return g_strdup_printf (ngettext ("You gave back your seat on %u date.",
                                      "You gave back your seat on %u dates.",
                                      (gulong)report->n_days),
                            report->n_days);

  return g_strdup_printf (ngettext ("The seat of %2$s was given back on %1$u date.",
                                    "The seat of %2$s was given back on %1$u dates.",
                                    (gulong)report->n_days),
                          report->n_days, report->member_name);
}
