/* SPDX-License-Identifier: GPL-3.0-or-later */

/* When people can take turns: the weekdays on which they cannot or would rather, days on which they
 * are away, and how many turns they commit to.
 *
 * It is the person's own word, or that of who answers for them, and the coordinator has no say in
 * it.  Nothing is refused for it: whoever takes a turn on a day that they had ruled out knows what
 * they do. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-plan-private.h"

#include <string.h>

#include "far-day.h"

/* ---- reading */

void
far_availability_facts_free (gpointer self)
{
  FarAvailabilityFacts *facts = self;

  g_array_unref (facts->weeks);
  g_array_unref (facts->away);
  g_free (facts);
}

static int
compare_rotas (gboolean one_has, const guint8 *one, gboolean other_has, const guint8 *other)
{
  if (one_has != other_has)
    return one_has ? 1 : -1;

  return memcmp (one, other, FAR_RECORD_ID_LEN);
}

static int
compare_weeks (gconstpointer a, gconstpointer b)
{
  const FarAvailableFacts *one = a;
  const FarAvailableFacts *other = b;

  return compare_rotas (one->has_rota, one->rota, other->has_rota, other->rota);
}

static int
compare_away (gconstpointer a, gconstpointer b)
{
  const FarAwayFacts *one = a;
  const FarAwayFacts *other = b;

  if (one->first_day != other->first_day)
    return one->first_day < other->first_day ? -1 : 1;
  if (one->last_day != other->last_day)
    return one->last_day < other->last_day ? -1 : 1;

  return compare_rotas (one->has_rota, one->rota, other->has_rota, other->rota);
}

static gboolean
read_rota (const FarPayload *item, guint key, guint8 *out)
{
  const guint8 *rota = far_payload_bytes (item, key);

  if (rota != NULL)
    memcpy (out, rota, FAR_RECORD_ID_LEN);

  return rota != NULL;
}

/* A day that is in both is one on which they cannot. */
static void
read_weeks (GArray *out, const FarPayload *payload)
{
  FarPayloadIter iter = far_payload_iter (payload, FAR_AVAILABILITY_WEEKS);
  FarPayload item;

  while (far_payload_iter_map (&iter, &item))
    {
      FarAvailableFacts week = { 0 };

      week.has_rota = read_rota (&item, FAR_AVAILABLE_ROTA, week.rota);
      week.cannot = far_payload_int (&item, FAR_AVAILABLE_CANNOT, 0);
      week.rather = far_payload_int (&item, FAR_AVAILABLE_RATHER, 0) & ~week.cannot;
      g_array_append_val (out, week);
    }
  g_array_sort (out, compare_weeks);
}

static void
read_away (GArray *out, const FarPayload *payload)
{
  FarPayloadIter iter = far_payload_iter (payload, FAR_AVAILABILITY_AWAY);
  FarPayload item;

  while (far_payload_iter_map (&iter, &item))
    {
      FarAwayFacts away = { 0 };

      away.first_day = far_payload_int (&item, FAR_AWAY_FIRST, 0);
      away.last_day = far_payload_int (&item, FAR_AWAY_LAST, 0);
      away.has_rota = read_rota (&item, FAR_AWAY_ROTA, away.rota);
      if (away.last_day >= away.first_day)
        g_array_append_val (out, away);
    }
  g_array_sort (out, compare_away);
}

static void
read_commitment (FarAvailabilityFacts *facts, const FarPayload *payload)
{
  FarPayloadIter iter = far_payload_iter (payload, FAR_AVAILABILITY_COMMITMENT);
  FarPayload item;

  if (!far_payload_iter_map (&iter, &item))
    return;

  facts->n_turns = far_payload_int (&item, FAR_COMMITMENT_TURNS, 0);
  facts->per_season = far_payload_int (&item, FAR_COMMITMENT_PER, 0) != 0;
}

/* Who wrote what is shown of the field, if that is newer. */
static void
note_author (FarAvailabilityFacts *facts, const FarHistory *history, guint key)
{
  g_autoptr (GArray) live = _far_history_live (history, key);
  const FarWrite *write = live->len > 0 ? g_array_index (live, FarLive, 0).write : NULL;

  if (write == NULL || write->author == NULL || write->time_ms < facts->since_ms)
    return;

  facts->since_ms = write->time_ms;
  memcpy (facts->by, write->author->id, FAR_RECORD_ID_LEN);
}

static FarAvailabilityFacts *
read_availability (const FarHistory *history)
{
  FarAvailabilityFacts *facts = g_new0 (FarAvailabilityFacts, 1);
  const FarPayload *weeks = _far_history_shown (history, FAR_AVAILABILITY_WEEKS, &facts->also);
  const FarPayload *away = _far_history_shown (history, FAR_AVAILABILITY_AWAY, &facts->also);
  const FarPayload *turns = _far_history_shown (history, FAR_AVAILABILITY_COMMITMENT, &facts->also);

  memcpy (facts->person, history->record, FAR_RECORD_ID_LEN);
  facts->weeks = g_array_new (FALSE, FALSE, sizeof (FarAvailableFacts));
  facts->away = g_array_new (FALSE, FALSE, sizeof (FarAwayFacts));
  if (weeks != NULL)
    {
      read_weeks (facts->weeks, weeks);
      note_author (facts, history, FAR_AVAILABILITY_WEEKS);
    }
  if (away != NULL)
    {
      read_away (facts->away, away);
      note_author (facts, history, FAR_AVAILABILITY_AWAY);
    }
  if (turns != NULL)
    {
      read_commitment (facts, turns);
      note_author (facts, history, FAR_AVAILABILITY_COMMITMENT);
    }

  return facts;
}

gboolean
_far_view_is_here (FarView *view, guint32 ident, gboolean *out, GError **error)
{
  const FarPerson *known = _far_view_person (view, ident, error);
  const FarGovMember *now = NULL;
  gboolean is_gone = FALSE;
  g_autofree char *name = NULL;

  if (known == NULL || !_far_view_now (view, ident, &now, error) ||
      !_far_person_read_name (view, ident, &name, NULL, &is_gone, error))
    return FALSE;

  if (known->member != NULL)
    *out = known->member->standing == FAR_GOV_ACTIVE;
  else
    *out = known->is_answered_for && now == NULL && !is_gone;

  return TRUE;
}

GPtrArray *
_far_view_availabilities (FarView *view, GError **error)
{
  g_autoptr (GArray) records = _far_view_records (view, FAR_KIND_AVAILABILITY, error);
  g_autoptr (GPtrArray) out = g_ptr_array_new_with_free_func (far_availability_facts_free);

  for (guint i = 0; records != NULL && i < records->len; i++)
    {
      guint32 ident = g_array_index (records, guint32, i);
      FarAvailabilityFacts *facts;
      FarHistory history;
      gboolean is_here;

      if (!_far_view_is_here (view, ident, &is_here, error) ||
          !_far_history_load (&history, view, FAR_KIND_AVAILABILITY, ident, error))
        return NULL;
      facts = read_availability (&history);
      _far_history_clear (&history);
      if (is_here && facts->since_ms != 0)
        g_ptr_array_add (out, facts);
      else
        far_availability_facts_free (facts);
    }

  return records != NULL ? g_steal_pointer (&out) : NULL;
}

GPtrArray *
far_collective_availabilities (FarStore *store, GError **error)
{
  GPtrArray *out;
  FarView view;

  _far_view_init (&view, store);
  out = _far_view_availabilities (&view, error);
  _far_view_clear (&view);

  return out;
}

/* ---- what it says of a day */

/* Of the rota, else of all others. */
static const FarAvailableFacts *
find_week (const FarAvailabilityFacts *self, const guint8 *rota)
{
  const FarAvailableFacts *found = NULL;

  for (guint i = 0; i < self->weeks->len; i++)
    {
      const FarAvailableFacts *week = &g_array_index (self->weeks, FarAvailableFacts, i);

      if (!week->has_rota || far_record_id_equal (week->rota, rota))
        found = week;
    }

  return found;
}

FarCan
far_availability_on (const FarAvailabilityFacts *self,
                     const guint8 rota[static FAR_RECORD_ID_LEN],
                     gint32 day)
{
  const FarAvailableFacts *week;
  guint bit = 1u << far_day_get_weekday (day);

  if (self == NULL)
    return FAR_CAN;

  for (guint i = 0; i < self->away->len; i++)
    {
      const FarAwayFacts *away = &g_array_index (self->away, FarAwayFacts, i);

      if (day >= away->first_day && day <= away->last_day &&
          (!away->has_rota || far_record_id_equal (away->rota, rota)))
        return FAR_CAN_NOT_AWAY;
    }

  week = find_week (self, rota);
  if (week == NULL)
    return self->weeks->len > 0 ? FAR_CAN_NOT_ASKED : FAR_CAN;
  if ((week->cannot & bit) != 0)
    return FAR_CAN_NOT;

  return (week->rather & bit) != 0 ? FAR_CAN_RATHER : FAR_CAN;
}

/* ---- writing */

/* Whether something is said of the rota already: it may be gone since. */
static gboolean
is_known_rota (const FarAvailabilityFacts *now, const guint8 *rota)
{
  for (guint i = 0; i < now->weeks->len; i++)
    if (far_record_id_equal (g_array_index (now->weeks, FarAvailableFacts, i).rota, rota))
      return TRUE;
  for (guint i = 0; i < now->away->len; i++)
    if (far_record_id_equal (g_array_index (now->away, FarAwayFacts, i).rota, rota))
      return TRUE;

  return FALSE;
}

static gboolean
check_rota (FarPen *pen, const FarAvailabilityFacts *now, const guint8 *rota, GError **error)
{
  FarRotaFacts *facts;

  if (is_known_rota (now, rota))
    return TRUE;
  if (!_far_pen_read_rota (pen, rota, &facts, error))
    return FALSE;
  _far_rota_facts_free (facts);

  return TRUE;
}

static gboolean
check_weeks (FarPen *pen, const FarAvailabilityFacts *now, const GArray *weeks, GError **error)
{
  if (weeks->len > FAR_AVAILABLE_ROTAS_MAX)
    return _far_refuse (FAR_COLLECTIVE_ERROR_NUMBER_INVALID, "too many rotas", error);

  for (guint i = 0; i < weeks->len; i++)
    {
      const FarAvailableFacts *week = &g_array_index (weeks, FarAvailableFacts, i);

      if ((week->cannot & week->rather) != 0 || (week->cannot | week->rather) > FAR_WEEKDAYS_ALL)
        return _far_refuse (FAR_COLLECTIVE_ERROR_DAYS_INVALID,
                            "nobody would rather come on a day on which they cannot", error);
      if (week->has_rota && !check_rota (pen, now, week->rota, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
check_away (FarPen *pen, const FarAvailabilityFacts *now, const GArray *away, GError **error)
{
  for (guint i = 0; i < away->len; i++)
    {
      const FarAwayFacts *one = &g_array_index (away, FarAwayFacts, i);

      if (!far_day_is_valid (one->first_day) || !far_day_is_valid (one->last_day) ||
          one->last_day < one->first_day)
        return _far_refuse (FAR_COLLECTIVE_ERROR_DATE_INVALID, "no such days", error);
      if (one->has_rota && !check_rota (pen, now, one->rota, error))
        return FALSE;
    }

  return TRUE;
}

/* Sorted, each once.  Returns: (transfer full) */
static GArray *
tidy_weeks (const GArray *weeks)
{
  GArray *tidy = g_array_new (FALSE, FALSE, sizeof (FarAvailableFacts));

  g_array_append_vals (tidy, weeks->data, weeks->len);
  g_array_sort (tidy, compare_weeks);
  for (guint i = tidy->len; i-- > 1;)
    if (compare_weeks (&g_array_index (tidy, FarAvailableFacts, i),
                       &g_array_index (tidy, FarAvailableFacts, i - 1)) == 0)
      g_array_remove_index (tidy, i);

  return tidy;
}

/* The same, without what is over.  Returns: (transfer full) */
static GArray *
tidy_away (const GArray *away, gint32 today)
{
  GArray *tidy = g_array_new (FALSE, FALSE, sizeof (FarAwayFacts));

  g_array_append_vals (tidy, away->data, away->len);
  g_array_sort (tidy, compare_away);
  for (guint i = tidy->len; i-- > 0;)
    if (g_array_index (tidy, FarAwayFacts, i).last_day < today ||
        (i > 0 && compare_away (&g_array_index (tidy, FarAwayFacts, i),
                                &g_array_index (tidy, FarAwayFacts, i - 1)) == 0))
      g_array_remove_index (tidy, i);

  return tidy;
}

static void
put_rota (FarMapWriter *map, guint key, gboolean has_rota, const guint8 *rota)
{
  if (has_rota)
    far_map_bytes (map, key, rota, FAR_RECORD_ID_LEN);
}

static void
put_weeks (FarMapWriter *map, GByteArray *out, const GArray *weeks)
{
  far_map_array (map, FAR_AVAILABILITY_WEEKS, weeks->len);
  for (guint i = 0; i < weeks->len; i++)
    {
      const FarAvailableFacts *week = &g_array_index (weeks, FarAvailableFacts, i);
      FarMapWriter item = far_map_begin (out);

      put_rota (&item, FAR_AVAILABLE_ROTA, week->has_rota, week->rota);
      if (week->cannot != 0)
        far_map_int (&item, FAR_AVAILABLE_CANNOT, week->cannot);
      if (week->rather != 0)
        far_map_int (&item, FAR_AVAILABLE_RATHER, week->rather);
      far_map_end (&item);
    }
}

static void
put_away (FarMapWriter *map, GByteArray *out, const GArray *away)
{
  far_map_array (map, FAR_AVAILABILITY_AWAY, away->len);
  for (guint i = 0; i < away->len; i++)
    {
      const FarAwayFacts *one = &g_array_index (away, FarAwayFacts, i);
      FarMapWriter item = far_map_begin (out);

      far_map_int (&item, FAR_AWAY_FIRST, one->first_day);
      far_map_int (&item, FAR_AWAY_LAST, one->last_day);
      put_rota (&item, FAR_AWAY_ROTA, one->has_rota, one->rota);
      far_map_end (&item);
    }
}

static void
put_commitment (FarMapWriter *map, GByteArray *out, int n_turns, gboolean per_season)
{
  FarMapWriter item;

  far_map_array (map, FAR_AVAILABILITY_COMMITMENT, n_turns > 0);
  if (n_turns == 0)
    return;
  item = far_map_begin (out);
  far_map_int (&item, FAR_COMMITMENT_TURNS, n_turns);
  far_map_int (&item, FAR_COMMITMENT_PER, per_season != FALSE);
  far_map_end (&item);
}

static gboolean
is_same_weeks (const GArray *a, const GArray *b)
{
  gboolean is_same = a->len == b->len;

  for (guint i = 0; is_same && i < a->len; i++)
    {
      const FarAvailableFacts *one = &g_array_index (a, FarAvailableFacts, i);
      const FarAvailableFacts *other = &g_array_index (b, FarAvailableFacts, i);

      is_same = compare_weeks (one, other) == 0 && one->cannot == other->cannot &&
                one->rather == other->rather;
    }

  return is_same;
}

static gboolean
is_same_away (const GArray *a, const GArray *b)
{
  gboolean is_same = a->len == b->len;

  for (guint i = 0; is_same && i < a->len; i++)
    is_same = compare_away (&g_array_index (a, FarAwayFacts, i),
                            &g_array_index (b, FarAwayFacts, i)) == 0;

  return is_same;
}

/* Whether the person's other machine says otherwise. */
static gboolean
is_contested (const FarHistory *history, guint key)
{
  FarAlso also = { 0 };

  _far_history_shown (history, key, &also);

  return also.n_others > 0;
}

/* Returns: whether there is anything to write */
static gboolean
encode (GByteArray *payload,
        const FarHistory *history,
        const FarAvailabilityFacts *now,
        const GArray *weeks,
        const GArray *away,
        const FarAvailabilityChange *change)
{
  gboolean with_weeks = weeks != NULL && (!is_same_weeks (weeks, now->weeks) ||
                                          is_contested (history, FAR_AVAILABILITY_WEEKS));
  gboolean with_away = away != NULL && (!is_same_away (away, now->away) ||
                                        is_contested (history, FAR_AVAILABILITY_AWAY));
  gboolean with_turns =
      change->n_turns >= 0 && ((guint)change->n_turns != now->n_turns ||
                               (change->n_turns > 0 && !change->per_season != !now->per_season) ||
                               is_contested (history, FAR_AVAILABILITY_COMMITMENT));
  FarMapWriter map = far_map_begin (payload);

  far_map_bytes (&map, FAR_AVAILABILITY_PERSON, history->record, FAR_RECORD_ID_LEN);
  if (with_weeks)
    put_weeks (&map, payload, weeks);
  if (with_away)
    put_away (&map, payload, away);
  if (with_turns)
    put_commitment (&map, payload, change->n_turns, change->per_season);
  far_map_end (&map);

  return with_weeks || with_away || with_turns;
}

static gboolean
write_history (FarPen *pen,
               const FarHistory *history,
               const FarAvailabilityFacts *now,
               const FarAvailabilityChange *change,
               gint32 today,
               GError **error)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  g_autoptr (GArray) weeks = NULL;
  g_autoptr (GArray) away = NULL;
  FarSaying saying = { .kind = FAR_KIND_AVAILABILITY,
                       .subject = history->record,
                       .payload = payload };

  if (change->n_turns > FAR_COMMITMENT_TURNS_MAX)
    return _far_refuse (FAR_COLLECTIVE_ERROR_NUMBER_INVALID, "nobody comes so often", error);
  if ((change->weeks != NULL && !check_weeks (pen, now, change->weeks, error)) ||
      (change->away != NULL && !check_away (pen, now, change->away, error)))
    return FALSE;

  weeks = change->weeks != NULL ? tidy_weeks (change->weeks) : NULL;
  away = change->away != NULL ? tidy_away (change->away, today) : NULL;
  if (away != NULL && away->len > FAR_AWAY_SPANS_MAX)
    return _far_refuse (FAR_COLLECTIVE_ERROR_NUMBER_INVALID, "too many days", error);

  return !encode (payload, history, now, weeks, away, change) ||
         (_far_pen_open (pen, error) && _far_pen_append_about (pen, &saying, history, NULL, error));
}

gboolean
_far_pen_set_availability (FarPen *pen,
                           const guint8 *person,
                           const FarAvailabilityChange *change,
                           gint32 today,
                           GError **error)
{
  FarAvailabilityFacts *now;
  FarHistory history;
  gboolean good;

  if (!_far_pen_check_whose (pen, person, error) ||
      !_far_history_load (&history, &pen->view, FAR_KIND_AVAILABILITY,
                          far_store_find_ident (pen->view.store, person), error))
    return FALSE;

  /* of somebody of whom nothing was ever said no record has told the id */
  memcpy (history.record, person, FAR_RECORD_ID_LEN);
  now = read_availability (&history);
  good = write_history (pen, &history, now, change, today, error);
  far_availability_facts_free (now);
  _far_history_clear (&history);

  return good;
}

gboolean
far_collective_set_availability (const FarWriter *writer,
                                 const guint8 *person,
                                 const FarAvailabilityChange *change,
                                 gint32 today,
                                 GError **error)
{
  const guint8 *whose = person != NULL ? person : writer->me->member;
  FarPen pen;

  return _far_pen_init (&pen, writer, error) &&
         _far_pen_close (&pen, _far_pen_set_availability (&pen, whose, change, today, error),
                         error);
}
