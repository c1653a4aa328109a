/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What can be seen of what people did: of all of them how it is spread, and of oneself what one
 * might want to note. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-help.h"
#include "far-collective-hours-private.h"
#include "far-collective-plan-private.h"
#include "far-collective-rides.h"

#include <string.h>

/* Of what has no length: there and back in a town, and what takes no longer. */
#define SOME_MINUTES 30

/* ---- what counts as done */

/* Who lent a hand: of a request each who stood, of an offer whose it is.  @out: (element-type
 * guint8[16]) */
static GArray *
list_helpers (const FarHelpFacts *help, gint32 today)
{
  GArray *out = g_array_new (FALSE, FALSE, FAR_RECORD_ID_LEN);
  FarHelpPlace place = far_help_get_place (help, today);

  if (place != FAR_HELP_IS_DONE && place != FAR_HELP_THANKED)
    return out;
  for (guint i = 0; i < help->claims->len; i++)
    {
      const FarClaimFacts *claim = help->claims->pdata[i];
      const guint8 *who = help->facts->is_offer ? help->facts->person : claim->person;

      if (far_claim_facts_comes (claim) && !_far_ids_have (out, who))
        g_array_append_vals (out, who, 1);
    }

  return out;
}

/* Who drove others on a day that is over. */
static GArray *
list_drivers (const FarRideDate *date, gint32 today)
{
  GArray *out = g_array_new (FALSE, FALSE, FAR_RECORD_ID_LEN);

  if (date->place != FAR_RIDE_RUNS || date->day >= today)
    return out;
  for (guint i = 0; i < date->seats->len; i++)
    {
      const FarSeatFacts *seat = date->seats->pdata[i];
      const guint8 *who = date->ride->is_ask ? seat->person : date->ride->person;

      if (seat->place == FAR_TURN_PLACE_STANDING && seat->rank > 0 && seat->why.stands &&
          !_far_ids_have (out, who))
        g_array_append_vals (out, who, 1);
    }

  return out;
}

/* ---- how it is spread */

static void
count_one (GHashTable *counts, const guint8 *person)
{
  guint8 *key = g_memdup2 (person, FAR_RECORD_ID_LEN);

  g_hash_table_insert (counts, key,
                       GUINT_TO_POINTER (GPOINTER_TO_UINT (g_hash_table_lookup (counts, key)) + 1));
}

static void
take_counts (GHashTable *counts, const guint8 *me, FarHoursSpread *out)
{
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (guint));
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, counts);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      guint n = GPOINTER_TO_UINT (value);

      g_array_append_val (numbers, n);
    }
  out->n_mine = GPOINTER_TO_UINT (g_hash_table_lookup (counts, me));
  out->spread = _far_spread_of (numbers);
}

static GHashTable *
make_counts (void)
{
  return g_hash_table_new_full (far_id_hash, far_record_id_equal, g_free, NULL);
}

gboolean
far_collective_hours_spread (FarStore *store,
                             const guint8 me[static FAR_RECORD_ID_LEN],
                             gint32 today,
                             FarHoursSpread out[static FAR_HOURS_SPREADS],
                             GError **error)
{
  g_autoptr (GHashTable) turns = make_counts ();
  g_autoptr (GHashTable) rides = make_counts ();
  g_autoptr (GHashTable) hands = make_counts ();
  g_autoptr (GPtrArray) dates = NULL;
  g_autoptr (GPtrArray) helps = NULL;
  g_auto (FarSeason) season = { 0 };

  memset (out, 0, sizeof *out * FAR_HOURS_SPREADS);
  if (!_far_season_read (&season, store, me, today, today, today, error))
    return FALSE;
  dates = far_collective_rides (store, me, season.first_day,
                                (guint)CLAMP ((gint64)today - season.first_day + 1, 1,
                                              FAR_WEEK_DAYS_MAX),
                                error);
  if (dates == NULL)
    return FALSE;
  helps = far_collective_help (store, me, season.first_day, error);
  if (helps == NULL)
    return FALSE;

  for (guint i = 0; i < season.sharers->len; i++)
    {
      const FarSharer *sharer = &g_array_index (season.sharers, FarSharer, i);

      for (guint j = 0; j < sharer->n_done; j++)
        count_one (turns, sharer->member->id);
    }
  for (guint i = 0; i < dates->len; i++)
    {
      g_autoptr (GArray) drivers = list_drivers (dates->pdata[i], today);

      for (guint j = 0; j < drivers->len; j++)
        count_one (rides, (const guint8 *)drivers->data + (gsize)j * FAR_RECORD_ID_LEN);
    }
  for (guint i = 0; i < helps->len; i++)
    {
      g_autoptr (GArray) helpers = list_helpers (helps->pdata[i], today);

      for (guint j = 0; j < helpers->len; j++)
        count_one (hands, (const guint8 *)helpers->data + (gsize)j * FAR_RECORD_ID_LEN);
    }
  take_counts (turns, me, &out[FAR_HOURS_SPREAD_TURNS]);
  take_counts (rides, me, &out[FAR_HOURS_SPREAD_RIDES]);
  take_counts (hands, me, &out[FAR_HOURS_SPREAD_HANDS]);

  return TRUE;
}

/* ---- what one might want to note */

typedef struct
{
  const FarIdentity *me;
  gint32 first_day;
  gint32 today;
  const GPtrArray *noted; /* (element-type FarHoursFacts) */
  GArray *out;            /* (element-type FarHoursLine) */
} Hints;

static void
add_hint (Hints *self,
          guint from,
          const guint8 *id,
          gint32 day,
          guint minutes,
          const char *what,
          const guint8 *person)
{
  FarHoursLine line = {
    .day = day,
    .minutes = CLAMP (minutes, 1, FAR_HOURS_MINUTES_MAX),
    .sort = FAR_HOURS_SORT_VOLUNTEER,
    .from = from,
    .from_day = day,
  };
  const char *end;

  for (guint i = 0; i < self->noted->len; i++)
    {
      const FarHoursFacts *facts = self->noted->pdata[i];

      if (far_record_id_equal (facts->owner, self->me->member) &&
          far_hours_facts_is_from (facts, from, id, day))
        return;
    }
  memcpy (line.from_id, id, FAR_RECORD_ID_LEN);
  if (person != NULL)
    {
      line.has_person = TRUE;
      memcpy (line.person, person, FAR_RECORD_ID_LEN);
    }
  g_strlcpy (line.what, what, sizeof line.what);
  /* cut where no character is */
  if (!g_utf8_validate (line.what, -1, &end))
    line.what[end - line.what] = '\0';
  g_array_append_val (self->out, line);
}

/* From the first stop to the last, if it has stops. */
static guint
find_walk_minutes (const FarOutingFacts *outing, const GPtrArray *lines)
{
  for (guint i = 0; outing->rota->has_line && i < lines->len; i++)
    {
      const FarLineFacts *line = lines->pdata[i];
      const FarStopDraft *first = line->stops->len > 0 ? line->stops->pdata[0] : NULL;
      const FarStopDraft *last = first != NULL ? line->stops->pdata[line->stops->len - 1] : NULL;

      if (!far_record_id_equal (line->id, outing->rota->line) || first == NULL)
        continue;
      if (first->time_out >= 0 && last->time_out > first->time_out)
        return (guint)(last->time_out - first->time_out);
    }

  return SOME_MINUTES;
}

static gboolean
add_walks (Hints *self, FarStore *store, GError **error)
{
  g_autoptr (GPtrArray) rotas = far_collective_rotas (store, error);
  g_autoptr (GPtrArray) lines = rotas != NULL ? far_collective_lines (store, error) : NULL;
  g_autoptr (GPtrArray) outings = NULL;

  if (lines == NULL)
    return FALSE;
  outings = far_collective_outings (store, rotas, self->me->member, self->first_day,
                                    (guint)(self->today - self->first_day), error);
  for (guint i = 0; outings != NULL && i < outings->len; i++)
    {
      const FarOutingFacts *outing = outings->pdata[i];

      for (guint j = 0; j < outing->turns->len; j++)
        {
          const FarTurnFacts *turn = outing->turns->pdata[j];

          if (!far_record_id_equal (turn->person, self->me->member) ||
              !_far_turn_is_share (outing, turn))
            continue;
          add_hint (self, FAR_HOURS_FROM_OUTING, outing->rota->id, outing->day,
                    find_walk_minutes (outing, lines), outing->rota->title, NULL);
          break;
        }
    }

  return outings != NULL;
}

static gboolean
add_rides (Hints *self, FarStore *store, GError **error)
{
  g_autoptr (GPtrArray) dates =
                 far_collective_rides (store, self->me->member, self->first_day,
                                       (guint)(self->today - self->first_day), error);

  for (guint i = 0; dates != NULL && i < dates->len; i++)
    {
      const FarRideDate *date = dates->pdata[i];
      g_autoptr (GArray) drivers = list_drivers (date, self->today);
      g_autofree char *what =
          g_strdup_printf ("%s → %s", date->ride->from.words, date->ride->to.words);

      if (_far_ids_have (drivers, self->me->member))
        add_hint (self, FAR_HOURS_FROM_RIDE, date->ride->id, date->day, SOME_MINUTES, what, NULL);
    }

  return dates != NULL;
}

/* As long as it was said to take, if it was. */
static guint
find_help_minutes (const FarPeriod *when)
{
  return when->from >= 0 && when->until > when->from ? (guint)(when->until - when->from)
                                                     : SOME_MINUTES;
}

static gboolean
add_hands (Hints *self, FarStore *store, GError **error)
{
  g_autoptr (GPtrArray) helps =
                 far_collective_help (store, self->me->member, self->first_day, error);

  for (guint i = 0; helps != NULL && i < helps->len; i++)
    {
      const FarHelpFacts *help = helps->pdata[i];
      const FarHelpWords *words = help->facts;
      g_autoptr (GArray) helpers = list_helpers (help, self->today);
      gint32 day = MIN (words->when.last_day, self->today);

      if (_far_ids_have (helpers, self->me->member) && day >= self->first_day)
        add_hint (self, FAR_HOURS_FROM_HELP, words->id, day, find_help_minutes (&words->when),
                  words->what, words->is_offer ? NULL : words->person);
    }

  return helps != NULL;
}

static int
compare_hints (gconstpointer a, gconstpointer b)
{
  const FarHoursLine *one = a;
  const FarHoursLine *other = b;

  if (one->day != other->day)
    return one->day > other->day ? -1 : 1;
  if (one->from != other->from)
    return (int)one->from - (int)other->from;

  return memcmp (one->from_id, other->from_id, FAR_RECORD_ID_LEN);
}

GArray *
far_collective_hours_hints (FarStore *store,
                            const FarIdentity *me,
                            gint32 first_day,
                            gint32 today,
                            GError **error)
{
  g_autoptr (GArray) out = g_array_new (FALSE, FALSE, sizeof (FarHoursLine));
  g_autoptr (GPtrArray) noted = NULL;
  Hints self = { .me = me, .first_day = first_day, .today = today, .out = out };

  if (first_day >= today)
    return g_steal_pointer (&out);
  noted = far_collective_hours (store, me, FAR_DAY_MIN, FAR_PAYLOAD_DAY_MAX, error);
  self.noted = noted;
  if (noted == NULL || !add_walks (&self, store, error) || !add_rides (&self, store, error) ||
      !add_hands (&self, store, error))
    return NULL;

  g_array_sort (out, compare_hints);
  if (out->len > FAR_HOURS_HINTS_MAX)
    g_array_set_size (out, FAR_HOURS_HINTS_MAX);

  return g_steal_pointer (&out);
}
