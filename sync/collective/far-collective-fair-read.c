/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The fair plan as it is shown: whom it proposes, and what stands against each of its turns by now.
 *
 * Of several that are for the same rota and day one counts, by the rule of two calendars of one
 * name: that of the higher term, then of the later time, then of the larger id. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-plan-private.h"

#include <stdlib.h>
#include <string.h>

#include "far-assign.h"
#include "far-day.h"

#define DAYS_PER_WEEK 7

/* ---- what was proposed */

static void
free_part (gpointer data)
{
  FarFairPart *part = data;

  g_array_unref (part->lines);
  g_free (part);
}

static void
read_lines (GArray *out, const FarPayload *payload)
{
  FarPayloadIter iter = far_payload_iter (payload, FAR_FAIR_PLAN_LINES);
  FarPayload item;

  while (far_payload_iter_map (&iter, &item))
    {
      FarFairLineFacts line = { .day = (gint32)far_payload_int (&item, FAR_FAIR_LINE_DAY, 0),
                                .role = (guint)far_payload_int (&item, FAR_FAIR_LINE_ROLE, 0) };

      memcpy (line.person, far_payload_bytes (&item, FAR_FAIR_LINE_PERSON), FAR_RECORD_ID_LEN);
      g_array_append_val (out, line);
    }
}

/* Returns: (transfer full) (nullable): NULL if it says too little, or nobody had the right to */
static FarFairPart *
read_part (const FarHistory *history, guint32 record)
{
  const FarPayload *rota = _far_history_shown (history, FAR_FAIR_PLAN_ROTA, NULL);
  const FarPayload *first = _far_history_shown (history, FAR_FAIR_PLAN_FIRST, NULL);
  const FarPayload *last = _far_history_shown (history, FAR_FAIR_PLAN_LAST, NULL);
  const FarPayload *lines = _far_history_shown (history, FAR_FAIR_PLAN_LINES, NULL);
  const FarPayload *act = _far_history_shown (history, FAR_FAIR_PLAN_ACT, NULL);
  const FarPayload *gone = _far_history_shown (history, FAR_FAIR_PLAN_GONE, NULL);
  g_autoptr (GArray) live = NULL;
  const FarWrite *write;
  FarFairPart *part;

  if (rota == NULL || first == NULL || last == NULL || lines == NULL)
    return NULL;

  live = _far_history_live (history, FAR_FAIR_PLAN_LINES);
  write = g_array_index (live, FarLive, 0).write;
  part = g_new0 (FarFairPart, 1);
  part->record = record;
  memcpy (part->rota, far_payload_bytes (rota, FAR_FAIR_PLAN_ROTA), FAR_RECORD_ID_LEN);
  memcpy (part->act, act != NULL ? far_payload_bytes (act, FAR_FAIR_PLAN_ACT) : history->record,
          FAR_RECORD_ID_LEN);
  part->first_day = (gint32)far_payload_int (first, FAR_FAIR_PLAN_FIRST, 0);
  part->last_day = (gint32)far_payload_int (last, FAR_FAIR_PLAN_LAST, 0);
  part->is_gone = gone != NULL && far_payload_int (gone, FAR_FAIR_PLAN_GONE, 0) != 0;
  part->term = write->held_term;
  part->time_ms = write->time_ms;
  if (write->author != NULL)
    memcpy (part->by, write->author->id, FAR_RECORD_ID_LEN);
  part->lines = g_array_new (FALSE, FALSE, sizeof (FarFairLineFacts));
  read_lines (part->lines, lines);

  return part;
}

/* Which goes before. */
static int
compare_parts (gconstpointer a, gconstpointer b)
{
  const FarFairPart *one = *(const FarFairPart *const *)a;
  const FarFairPart *other = *(const FarFairPart *const *)b;

  if (one->term != other->term)
    return one->term > other->term ? -1 : 1;
  if (one->time_ms != other->time_ms)
    return one->time_ms > other->time_ms ? -1 : 1;

  return memcmp (other->act, one->act, FAR_RECORD_ID_LEN);
}

GPtrArray *
_far_view_fair_parts (FarView *view, GError **error)
{
  g_autoptr (GArray) records = _far_view_records (view, FAR_KIND_FAIR_PLAN, error);
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (free_part);

  for (guint i = 0; records != NULL && i < records->len; i++)
    {
      guint32 record = g_array_index (records, guint32, i);
      FarFairPart *part;
      FarHistory history;

      if (!_far_history_load (&history, view, FAR_KIND_FAIR_PLAN, record, error))
        return NULL;
      part = read_part (&history, record);
      _far_history_clear (&history);
      if (part != NULL)
        g_ptr_array_add (parts, part);
    }
  g_ptr_array_sort (parts, compare_parts);

  return records != NULL ? g_steal_pointer (&parts) : NULL;
}

/* Whether another plan, which goes before, is for that day of that rota. */
static gboolean
is_beaten (const GPtrArray *parts, guint i, gint32 day)
{
  const FarFairPart *part = parts->pdata[i];

  for (guint j = 0; j < i; j++)
    {
      const FarFairPart *other = parts->pdata[j];

      if (!other->is_gone && far_record_id_equal (other->rota, part->rota) &&
          !far_record_id_equal (other->act, part->act) && day >= other->first_day &&
          day <= other->last_day)
        return TRUE;
    }

  return FALSE;
}

/* ---- what stands against it */

/* The outing, of the season or read for this.  @own: (inout) (transfer full): what was read */
static const FarOutingFacts *
find_outing (const FarSeason *season,
             const FarRotaFacts *rota,
             gint32 day,
             const guint8 *me,
             GPtrArray *own,
             GError **error)
{
  FarOutingFacts *outing;

  for (guint i = 0; i < season->outings->len; i++)
    {
      const FarOutingFacts *one = season->outings->pdata[i];

      if (one->day == day && far_record_id_equal (one->rota->id, rota->id))
        return one;
    }
  outing = far_collective_outing (season->store, rota, me, day, error);
  if (outing != NULL)
    g_ptr_array_add (own, outing);

  return outing;
}

static const FarRotaFacts *
find_rota (const FarSeason *season, const guint8 *rota)
{
  for (guint i = 0; i < season->rotas->len; i++)
    if (far_record_id_equal (((const FarRotaFacts *)season->rotas->pdata[i])->id, rota))
      return season->rotas->pdata[i];

  return NULL;
}

/* What else the person promised: at that time, and in that week. */
static void
look_around (const FarSeason *season,
             const FarFairLineFacts *line,
             gboolean *out_clashes,
             guint *out_n_week)
{
  gint32 monday = line->day - far_day_get_weekday (line->day);

  *out_clashes = FALSE;
  *out_n_week = 0;
  for (guint i = 0; i < season->outings->len; i++)
    {
      const FarOutingFacts *outing = season->outings->pdata[i];

      if (outing->day < monday || outing->day >= monday + DAYS_PER_WEEK)
        continue;
      for (guint j = 0; j < outing->turns->len; j++)
        {
          const FarTurnFacts *turn = outing->turns->pdata[j];

          if (!_far_turn_is_held (turn) || !far_record_id_equal (turn->person, line->person))
            continue;
          (*out_n_week)++;
          *out_clashes |= outing->day == line->day && far_outing_is_on (outing) &&
                          ABS (outing->here.at - line->at) < FAR_ASSIGN_CLASH_MINUTES;
        }
    }
}

/* Whether whoever took it now would be in reserve. */
static gboolean
is_filled (const FarOutingFacts *outing, const FarRoleCount *role)
{
  guint brought = role->number == 0 ? _far_outing_count_brought (outing) : 0;

  return _far_outing_is_taken_along (outing) ||
         role->n_have + brought >= MAX (_far_outing_role_need (outing, role), role->n_max);
}

static FarFairState
judge (const FarSeason *season, const FarFairLineFacts *line, const FarOutingFacts *outing)
{
  const FarSharer *sharer = _far_season_find (season, line->person);
  guint cap = _far_rule_get (far_store_peek_governance (season->store), FAR_RULE_CAP);
  const FarRoleCount *role;
  gboolean clashes;
  guint n_week;

  if (outing == NULL || !far_outing_is_on (outing))
    return FAR_FAIR_OFF;
  if (_far_outing_has_turn_of (outing, line->person))
    return FAR_FAIR_ACCEPTED;
  role = _far_outing_find_role (outing, line->role);
  if (role == NULL)
    return FAR_FAIR_OFF;
  if (sharer == NULL)
    return FAR_FAIR_GONE;
  if (line->can == FAR_CAN_NOT || line->can == FAR_CAN_NOT_AWAY)
    return FAR_FAIR_DECLINED;
  if (is_filled (outing, role))
    return FAR_FAIR_FILLED;
  look_around (season, line, &clashes, &n_week);
  if (clashes)
    return FAR_FAIR_CLASH;

  return cap > 0 && n_week >= cap ? FAR_FAIR_CAP : FAR_FAIR_OPEN;
}

/* Returns: FALSE with @error */
static gboolean
add_line (FarFairFacts *facts,
          const FarSeason *season,
          const guint8 *me,
          const FarFairPart *part,
          const FarFairLineFacts *proposed,
          GPtrArray *own,
          GError **error)
{
  FarFairLineFacts line = *proposed;
  const FarSharer *sharer = _far_season_find (season, line.person);
  const FarOutingFacts *outing = NULL;

  line.rota = find_rota (season, part->rota);
  if (line.rota != NULL)
    {
      outing = find_outing (season, line.rota, line.day, me, own, error);
      if (outing == NULL)
        return FALSE;
      line.at = outing->here.at;
    }
  line.can = far_availability_on (sharer != NULL ? sharer->available : NULL, part->rota, line.day);
  line.state = judge (season, &line, outing);
  _far_fair_line_name (&line, part->rota);
  g_array_append_val (facts->lines, line);

  return TRUE;
}

static int
compare_lines (gconstpointer a, gconstpointer b)
{
  const FarFairLineFacts *one = a;
  const FarFairLineFacts *other = b;

  if (one->day != other->day)
    return one->day < other->day ? -1 : 1;
  if (one->at != other->at)
    return one->at < other->at ? -1 : 1;

  return memcmp (one->id, other->id, FAR_RECORD_ID_LEN);
}

static gboolean
add_lines (FarFairFacts *facts,
           const FarSeason *season,
           const guint8 *me,
           const GPtrArray *parts,
           GError **error)
{
  g_autoptr (GPtrArray) own =
                 g_ptr_array_new_with_free_func ((GDestroyNotify)far_outing_facts_free);

  for (guint i = 0; i < parts->len; i++)
    {
      const FarFairPart *part = parts->pdata[i];

      for (guint j = 0; j < part->lines->len && !part->is_gone; j++)
        {
          const FarFairLineFacts *line = &g_array_index (part->lines, FarFairLineFacts, j);

          if (line->day < MAX (season->today, part->first_day) || line->day > part->last_day ||
              is_beaten (parts, i, line->day))
            continue;
          if (!add_line (facts, season, me, part, line, own, error))
            return FALSE;
          if (facts->since_ms == 0)
            {
              memcpy (facts->by, part->by, FAR_RECORD_ID_LEN);
              facts->since_ms = part->time_ms;
            }
        }
    }
  g_array_sort (facts->lines, compare_lines);

  return TRUE;
}

/* Whether anything is proposed from today on. */
static gboolean
has_plan (const GPtrArray *parts, gint32 today)
{
  for (guint i = 0; i < parts->len; i++)
    {
      const FarFairPart *part = parts->pdata[i];

      if (!part->is_gone && part->last_day >= today)
        return TRUE;
    }

  return FALSE;
}

static FarFairFacts *
facts_new_empty (void)
{
  FarFairFacts *facts = g_new0 (FarFairFacts, 1);

  facts->rotas = g_ptr_array_new ();
  facts->lines = g_array_new (FALSE, FALSE, sizeof (FarFairLineFacts));
  facts->balances = g_array_new (FALSE, FALSE, sizeof (FarBalanceFacts));

  return facts;
}

FarFairFacts *
far_collective_fair_plan (FarStore *store,
                          const guint8 me[static FAR_RECORD_ID_LEN],
                          gint32 today,
                          gboolean with_balance,
                          GError **error)
{
  g_autoptr (GPtrArray) parts = NULL;
  g_autoptr (FarFairFacts) facts = NULL;
  g_auto (FarSeason) season = { 0 };
  FarView view;

  _far_view_init (&view, store);
  parts = _far_view_fair_parts (&view, error);
  _far_view_clear (&view);
  if (parts != NULL && !with_balance && !has_plan (parts, today))
    return facts_new_empty ();
  if (parts == NULL || !_far_season_read (&season, store, me, today, today, FAR_DAY_MAX, error))
    return NULL;

  facts = _far_fair_facts_new (&season, me);

  return add_lines (facts, &season, me, parts, error) ? g_steal_pointer (&facts) : NULL;
}
