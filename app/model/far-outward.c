/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-outward.h"

#include <glib/gi18n.h>

#include "far-words-roles.h"
#include "far-words-rota.h"
#include "far-words.h"

/* Of an outing without stops that have times nobody knows how long it takes; one that takes no time
 * is hardly seen in a calendar. */
#define MINUTES_UNKNOWN 30

typedef struct
{
  FarEvent event;
  char *summary;     /* owned */
  char *description; /* owned */
} OwnedEvent;

static void
free_event (gpointer data)
{
  OwnedEvent *self = data;

  g_free (self->summary);
  g_free (self->description);
  g_free (self);
}

/* ---- who */

gboolean
far_outward_is_done (const FarTurn *turn)
{
  return turn->state == FAR_TURN_RELEASED || turn->state == FAR_TURN_RELIEVED;
}

char *
far_outward_who (const FarOuting *outing)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < outing->turns->len; i++)
    {
      const FarTurn *turn = outing->turns->pdata[i];

      if (turn->state == FAR_TURN_STANDING || turn->state == FAR_TURN_SEEKING)
        g_ptr_array_add (names, far_words_in_role (turn, turn->member_name));
    }
  g_ptr_array_add (names, NULL);

  return far_words_people ((const char *const *)names->pdata);
}

/* @me: their turn that is not given back, else the last that is; (nullable) */
static const FarTurn *
find_turn (const FarOuting *outing, const char *me)
{
  const FarTurn *found = NULL;

  for (guint i = 0; i < outing->turns->len; i++)
    {
      const FarTurn *turn = outing->turns->pdata[i];

      if (g_strcmp0 (turn->member, me) != 0)
        continue;
      if (!far_outward_is_done (turn))
        return turn;
      found = turn;
    }

  return found;
}

/* ---- one event */

gboolean
far_outward_is_way_back (const FarOuting *outing)
{
  int out = -1;
  int back = -1;

  for (guint i = 0; i < outing->stops->len; i++)
    {
      const FarStop *stop = outing->stops->pdata[i];

      if (stop->time_out >= 0 && (out < 0 || stop->time_out < out))
        out = stop->time_out;
      if (stop->time_back >= 0 && (back < 0 || stop->time_back < back))
        back = stop->time_back;
    }

  return back >= 0 && (out < 0 || ABS (outing->at - back) < ABS (outing->at - out));
}

static int
count_minutes (const FarOuting *outing)
{
  gboolean is_back = far_outward_is_way_back (outing);
  int first = G_MAXINT;
  int last = -1;

  for (guint i = 0; i < outing->stops->len; i++)
    {
      const FarStop *stop = outing->stops->pdata[i];
      int time = is_back ? stop->time_back : stop->time_out;

      if (time >= 0)
        {
          first = MIN (first, time);
          last = MAX (last, time);
        }
    }

  return last > first ? last - first : MINUTES_UNKNOWN;
}

/* On the way back the last stop is where it begins. */
static const FarStop *
find_start (const FarOuting *outing)
{
  guint n_stops = outing->stops->len;

  if (n_stops == 0)
    return NULL;

  return outing->stops->pdata[far_outward_is_way_back (outing) ? n_stops - 1 : 0];
}

static FarEventStatus
get_status (const FarOutward *outward)
{
  const FarOuting *outing = outward->outing;

  if (outward->is_off || outing->why == FAR_VERDICT_CANCELLED ||
      outing->why == FAR_VERDICT_HOLIDAYS)
    return FAR_EVENT_CANCELLED;

  return outing->runs && outing->state == FAR_ROTA_PUBLISHED ? FAR_EVENT_CONFIRMED
                                                             : FAR_EVENT_TENTATIVE;
}

/* @turn: my own */
static FarEventStatus
get_status_of_turn (const FarOutward *outward, const FarTurn *turn)
{
  FarEventStatus status = get_status (outward);

  if (far_outward_is_done (turn) || turn->state == FAR_TURN_ABSENT)
    return FAR_EVENT_CANCELLED;
  if (turn->state == FAR_TURN_RESERVE && status == FAR_EVENT_CONFIRMED)
    return FAR_EVENT_TENTATIVE;

  return status;
}

static char *
make_summary (const FarOutward *outward, const FarTurn *mine, FarEventStatus status)
{
  const FarOuting *outing = outward->outing;
  g_autofree char *who = mine == NULL ? far_outward_who (outing) : NULL;

  if (status == FAR_EVENT_CANCELLED && mine == NULL)
    /* Translators: %s is the title of a rota, as in “The walk” */
    return g_strdup_printf (_ ("Cancelled: %s"), outing->title);
  if (mine != NULL && mine->state == FAR_TURN_RESERVE)
    /* Translators: %s is the title of a rota */
    return g_strdup_printf (_ ("%s (as reserve)"), outing->title);
  if (who != NULL)
    /* Translators: %1$s is the title of a rota, %2$s is names, as in “Anna and Karim” */
    return g_strdup_printf (_ ("%1$s: %2$s"), outing->title, who);

  return g_strdup (outing->title);
}

static void
append_line (GString *text, const char *line)
{
  if (text->len > 0)
    g_string_append_c (text, '\n');
  g_string_append (text, line);
}

static char *
make_description (const FarOutward *outward, const FarTurn *mine)
{
  /* for others nobody is "you" */
  FarOuting outing = *outward->outing;
  g_autoptr(GString) text = g_string_new (NULL);
  g_autofree char *verdict = NULL;
  g_autofree char *to_know = NULL;

  if (mine == NULL)
    outing.my_turn = NULL;
  if (outing.line_name[0] != '\0')
    append_line (text, outing.line_name);
  if (outing.state == FAR_ROTA_DRAFT)
    append_line (text, _ ("A draft: not published yet"));

  verdict = far_words_verdict (&outing);
  append_line (text, outward->is_off ? _ ("The rota does not run on this day any more") : verdict);
  to_know = far_words_to_know (&outing);
  if (to_know != NULL)
    append_line (text, to_know);
  if (mine != NULL && mine->state == FAR_TURN_RELEASED)
    append_line (text, _ ("You gave the turn back"));
  if (mine != NULL && mine->state == FAR_TURN_RELIEVED)
    append_line (text, _ ("Somebody stands in for you"));
  for (guint i = 0; i < outing.turns->len; i++)
    {
      const FarTurn *turn = outing.turns->pdata[i];
      g_autofree char *words = NULL;

      if (far_outward_is_done (turn))
        continue;
      words = far_words_turn_told (turn, &outing);
      append_line (text, words);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static FarEvent *
make_event (const FarOutward *outward, const FarTurn *mine)
{
  OwnedEvent *self = g_new0 (OwnedEvent, 1);

  self->event.outward = outward;
  self->event.from = find_start (outward->outing);
  self->event.n_minutes = count_minutes (outward->outing);
  self->event.status = mine != NULL ? get_status_of_turn (outward, mine) : get_status (outward);
  self->event.is_busy = mine != NULL;
  self->summary = make_summary (outward, mine, self->event.status);
  self->description = make_description (outward, mine);
  self->event.summary = self->summary;
  self->event.description = self->description;

  return &self->event;
}

/* ---- which */

/* A draft is its author's affair, unless it is asked for, or already promised. */
static gboolean
is_chosen (const FarOuting *outing, const FarTurn *mine, const FarOutwardChoice *choice)
{
  if (choice->only_mine && mine == NULL)
    return FALSE;
  if (choice->line != NULL && g_strcmp0 (outing->line, choice->line) != 0)
    return FALSE;
  if (choice->rota != NULL)
    return g_str_equal (outing->rota, choice->rota);

  return outing->state == FAR_ROTA_PUBLISHED || choice->only_mine;
}

GPtrArray *
far_outward_make_events (GPtrArray *outward, const FarOutwardChoice *choice)
{
  GPtrArray *events = g_ptr_array_new_with_free_func (free_event);

  for (guint i = 0; i < outward->len; i++)
    {
      const FarOutward *one = outward->pdata[i];
      const FarTurn *mine = choice->only_mine ? find_turn (one->outing, choice->me) : NULL;

      if (is_chosen (one->outing, mine, choice))
        g_ptr_array_add (events, make_event (one, mine));
    }

  return events;
}
