/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A fair plan is proposed, withdrawn and answered.  Nobody has a turn by it before they say yes,
 * which is a turn like any other. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-plan-private.h"

#include <string.h>

/* ---- proposing */

/* @id: (nullable): of the record that is withdrawn, or back */
static void
encode_gone (GByteArray *payload, const guint8 *id, gboolean is_gone)
{
  FarMapWriter map = far_map_begin (payload);

  far_map_bytes (&map, FAR_FAIR_PLAN_ID, id, FAR_RECORD_ID_LEN);
  far_map_int (&map, FAR_FAIR_PLAN_GONE, is_gone != FALSE);
  far_map_end (&map);
}

static void
encode_lines (GByteArray *payload,
              const guint8 *rota,
              const FarFairScope *scope,
              const GArray *lines,
              guint first,
              guint n,
              const guint8 *act)
{
  FarMapWriter map = far_map_begin (payload);

  far_map_bytes (&map, FAR_FAIR_PLAN_ROTA, rota, FAR_RECORD_ID_LEN);
  far_map_int (&map, FAR_FAIR_PLAN_FIRST, scope->first_day);
  far_map_int (&map, FAR_FAIR_PLAN_LAST, scope->last_day);
  far_map_array (&map, FAR_FAIR_PLAN_LINES, n);
  for (guint i = first; i < first + n; i++)
    {
      const FarFairLineFacts *line = &g_array_index (lines, FarFairLineFacts, i);
      FarMapWriter item = far_map_begin (payload);

      far_map_int (&item, FAR_FAIR_LINE_DAY, line->day);
      if (line->role != 0)
        far_map_int (&item, FAR_FAIR_LINE_ROLE, line->role);
      far_map_bytes (&item, FAR_FAIR_LINE_PERSON, line->person, FAR_RECORD_ID_LEN);
      far_map_end (&item);
    }
  far_map_bytes (&map, FAR_FAIR_PLAN_ACT, act, FAR_RECORD_ID_LEN);
  far_map_end (&map);
}

static int
compare_by_rota (gconstpointer a, gconstpointer b)
{
  const FarFairLineFacts *one = a;
  const FarFairLineFacts *other = b;
  int by_rota = memcmp (one->rota->id, other->rota->id, FAR_RECORD_ID_LEN);

  if (by_rota != 0)
    return by_rota;
  if (one->day != other->day)
    return one->day < other->day ? -1 : 1;

  return memcmp (one->id, other->id, FAR_RECORD_ID_LEN);
}

/* Rota by rota, each in as many entries as it takes. */
static gboolean
write_lines (FarPen *pen,
             guint32 term,
             const GArray *lines,
             const FarFairScope *scope,
             guint8 *out_act,
             GError **error)
{
  guint n_entries = 0;

  _far_pen_next_record (pen, out_act);
  for (guint i = 0; i < lines->len;)
    {
      const FarFairLineFacts *first = &g_array_index (lines, FarFairLineFacts, i);
      g_autoptr (GByteArray) payload = g_byte_array_new ();
      FarSaying saying = { .kind = FAR_KIND_FAIR_PLAN, .term = term, .payload = payload };
      guint n = 1;

      while (i + n < lines->len && n < FAR_FAIR_LINES_MAX &&
             far_record_id_equal (g_array_index (lines, FarFairLineFacts, i + n).rota->id,
                                  first->rota->id))
        n++;
      if (++n_entries > FAR_FAIR_ENTRIES_MAX)
        return _far_refuse (FAR_COLLECTIVE_ERROR_DATE_INVALID, "the plan is too long", error);
      encode_lines (payload, first->rota->id, scope, lines, i, n, out_act);
      if (!_far_writer_append (pen->writer, &saying, NULL, NULL, error))
        return FALSE;
      i += n;
    }

  return TRUE;
}

static gboolean
write_gone (FarPen *pen, const FarFairPart *part, gboolean is_gone, GError **error)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarSaying saying = { .kind = FAR_KIND_FAIR_PLAN,
                       .term = _far_pen_get_publishing_term (pen),
                       .payload = payload };
  FarHistory history;
  gboolean good;

  if (!_far_history_load (&history, &pen->view, FAR_KIND_FAIR_PLAN, part->record, error))
    return FALSE;

  encode_gone (payload, history.record, is_gone);
  good = _far_pen_open (pen, error) && _far_pen_append_about (pen, &saying, &history, NULL, error);
  _far_history_clear (&history);

  return good;
}

/* What would go before it by a clock that runs ahead: what is proposed now is meant to count. */
static gboolean
withdraw_later (FarPen *pen, const FarFairScope *scope, GError **error)
{
  g_autoptr (GPtrArray) parts = _far_view_fair_parts (&pen->view, error);
  gboolean good = parts != NULL;

  for (guint i = 0; good && i < parts->len; i++)
    {
      const FarFairPart *part = parts->pdata[i];

      if (!part->is_gone && part->time_ms >= pen->writer->now_ms &&
          part->first_day <= scope->last_day && part->last_day >= scope->first_day)
        good = write_gone (pen, part, TRUE, error);
    }

  return good;
}

static gboolean
propose (FarPen *pen,
         const GArray *worked_out,
         const FarFairScope *scope,
         guint8 *out_act,
         GError **error)
{
  guint32 term = _far_pen_get_publishing_term (pen);
  g_autoptr (GArray) lines = g_array_new (FALSE, FALSE, sizeof (FarFairLineFacts));

  if (term == 0)
    return _far_refuse (FAR_COLLECTIVE_ERROR_NOT_THE_HOLDER,
                        "only the baton's holder and deputy propose a plan", error);
  if (worked_out->len == 0)
    return _far_refuse (FAR_COLLECTIVE_ERROR_NOBODY_TO_ASK, "there is nothing to propose", error);

  g_array_append_vals (lines, worked_out->data, worked_out->len);
  g_array_sort (lines, compare_by_rota);

  return _far_pen_open (pen, error) && withdraw_later (pen, scope, error) &&
         write_lines (pen, term, lines, scope, out_act, error);
}

gboolean
far_collective_propose (const FarWriter *writer,
                        const FarFairFacts *worked_out,
                        const FarFairScope *scope,
                        guint8 out_act[static FAR_RECORD_ID_LEN],
                        GError **error)
{
  FarPen pen;

  return _far_pen_init (&pen, writer, error) &&
         _far_pen_close (&pen, propose (&pen, worked_out->lines, scope, out_act, error), error);
}

/* ---- withdrawing */

static gboolean
withdraw (FarPen *pen, const guint8 *act, gboolean is_gone, gint32 today, GError **error)
{
  g_autoptr (GPtrArray) parts = NULL;
  gboolean good = TRUE;
  guint n = 0;

  if (_far_pen_get_publishing_term (pen) == 0)
    return _far_refuse (FAR_COLLECTIVE_ERROR_NOT_THE_HOLDER,
                        "only the baton's holder and deputy withdraw a plan", error);
  parts = _far_view_fair_parts (&pen->view, error);
  if (parts == NULL)
    return FALSE;

  for (guint i = 0; good && i < parts->len; i++)
    {
      const FarFairPart *part = parts->pdata[i];

      if ((act != NULL ? !far_record_id_equal (part->act, act) : part->last_day < today) ||
          !part->is_gone == !is_gone)
        continue;
      n++;
      good = write_gone (pen, part, is_gone, error);
    }

  return good &&
         (n > 0 || _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_ID, "there is no such plan", error));
}

gboolean
far_collective_withdraw (const FarWriter *writer,
                         const guint8 *act,
                         gboolean is_gone,
                         gint32 today,
                         GError **error)
{
  FarPen pen;

  return _far_pen_init (&pen, writer, error) &&
         _far_pen_close (&pen, withdraw (&pen, act, is_gone, today, error), error);
}

/* ---- answering */

/* Whether this member may answer for them. */
static gboolean
is_mine (const FarFairFacts *facts, const FarFairLineFacts *line)
{
  for (guint i = 0; i < facts->balances->len; i++)
    if (far_record_id_equal (g_array_index (facts->balances, FarBalanceFacts, i).person,
                             line->person))
      return TRUE;

  return FALSE;
}

static const FarFairLineFacts *
find_line (const FarFairFacts *facts, const guint8 *id)
{
  for (guint i = 0; i < facts->lines->len; i++)
    {
      const FarFairLineFacts *line = &g_array_index (facts->lines, FarFairLineFacts, i);

      if (far_record_id_equal (line->id, id))
        return line;
    }

  return NULL;
}

/* Returns: (transfer full) (element-type FarFairLineFacts): NULL with NOT_PROPOSED */
static GArray *
choose_lines (const FarFairFacts *facts, const GArray *ids, GError **error)
{
  g_autoptr (GArray) lines = g_array_new (FALSE, FALSE, sizeof (FarFairLineFacts));

  for (guint i = 0; ids->len == 0 && i < facts->lines->len; i++)
    {
      const FarFairLineFacts *line = &g_array_index (facts->lines, FarFairLineFacts, i);

      if (line->state == FAR_FAIR_OPEN && is_mine (facts, line))
        g_array_append_vals (lines, line, 1);
    }
  for (guint i = 0; i < ids->len; i++)
    {
      const guint8 *id = (const guint8 *)ids->data + (gsize)i * FAR_RECORD_ID_LEN;
      const FarFairLineFacts *line = find_line (facts, id);

      if (line == NULL || line->state != FAR_FAIR_OPEN || !is_mine (facts, line))
        {
          _far_refuse (FAR_COLLECTIVE_ERROR_NOT_PROPOSED, "that turn is not proposed", error);
          return NULL;
        }
      g_array_append_vals (lines, line, 1);
    }
  if (lines->len == 0)
    {
      _far_refuse (FAR_COLLECTIVE_ERROR_NOT_PROPOSED, "no turn is proposed", error);
      return NULL;
    }

  return g_steal_pointer (&lines);
}

static gboolean
accept (FarPen *pen, const GArray *lines, gint32 today, GArray *out, GError **error)
{
  for (guint i = 0; i < lines->len; i++)
    {
      const FarFairLineFacts *line = &g_array_index (lines, FarFairLineFacts, i);
      FarTurnPoint point = { .day = line->day };
      g_autoptr (GError) local = NULL;
      FarPos pos;

      if (!_far_pen_take_turn (pen, line->rota->id, line->day, line->role, line->person, today,
                               &pos, &local))
        {
          /* they said yes to two plans at once, of which one is enough for that week; or what they
           * held has run out since */
          if ((g_error_matches (local, FAR_COLLECTIVE_ERROR, FAR_COLLECTIVE_ERROR_CAP) ||
               g_error_matches (local, FAR_COLLECTIVE_ERROR, FAR_COLLECTIVE_ERROR_TRAINING)) &&
              lines->len > 1)
            continue;
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      memcpy (point.rota, line->rota->id, FAR_RECORD_ID_LEN);
      far_record_id (far_store_peek_collective (pen->view.store), pen->writer->me->device, pos.seq,
                     0, point.turn);
      g_array_append_val (out, point);
    }

  return TRUE;
}

/* All that one person declines is one word of theirs. */
static gboolean
decline_for (FarPen *pen,
             const GArray *lines,
             const guint8 *person,
             const GPtrArray *said,
             gint32 today,
             GError **error)
{
  g_autoptr (GArray) away = g_array_new (FALSE, FALSE, sizeof (FarAwayFacts));
  FarAvailabilityChange change = { .away = away, .n_turns = -1 };

  for (guint i = 0; i < said->len; i++)
    {
      const FarAvailabilityFacts *one = said->pdata[i];

      if (far_record_id_equal (one->person, person))
        g_array_append_vals (away, one->away->data, one->away->len);
    }
  for (guint i = 0; i < lines->len; i++)
    {
      const FarFairLineFacts *line = &g_array_index (lines, FarFairLineFacts, i);
      FarAwayFacts day = { .first_day = line->day, .last_day = line->day, .has_rota = TRUE };

      if (!far_record_id_equal (line->person, person))
        continue;
      memcpy (day.rota, line->rota->id, FAR_RECORD_ID_LEN);
      g_array_append_val (away, day);
    }

  return _far_pen_set_availability (pen, person, &change, today, error);
}

static gboolean
decline (FarPen *pen, const GArray *lines, gint32 today, GError **error)
{
  g_autoptr (GPtrArray) said = _far_view_availabilities (&pen->view, error);
  g_autoptr (GHashTable) done = g_hash_table_new (far_id_hash, far_record_id_equal);

  for (guint i = 0; said != NULL && i < lines->len; i++)
    {
      const FarFairLineFacts *line = &g_array_index (lines, FarFairLineFacts, i);

      if (g_hash_table_add (done, (gpointer)line->person) &&
          !decline_for (pen, lines, line->person, said, today, error))
        return FALSE;
    }

  return said != NULL;
}

gboolean
far_collective_answer_fair (const FarWriter *writer,
                            const GArray *lines,
                            gboolean is_accepted,
                            gint32 today,
                            GArray *out,
                            GError **error)
{
  g_autoptr (FarFairFacts) facts =
                 far_collective_fair_plan (writer->store, writer->me->member, today, FALSE, error);
  g_autoptr (GArray) chosen = facts != NULL ? choose_lines (facts, lines, error) : NULL;
  FarPen pen;

  if (chosen == NULL || !_far_pen_init (&pen, writer, error))
    return FALSE;

  return _far_pen_close (&pen,
                         is_accepted ? accept (&pen, chosen, today, out, error)
                                     : decline (&pen, chosen, today, error),
                         error);
}
