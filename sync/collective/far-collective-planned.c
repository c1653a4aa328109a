/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Days that a rota was published with and has no more, or on which the school was closed since:
 * whoever has them in a calendar of their own is to read that, also where nobody had promised
 * anything. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-private.h"

#include <string.h>

#include "far-day.h"

/* What the entries so far say, one over the other. */
typedef struct
{
  FarRule rule;  /* its arrays are those below */
  GArray *added; /* owned (element-type gint32) */
  GArray *dropped;
  GArray *later; /* owned (element-type FarLaterFacts) */
  gboolean is_published;
} Plan;

static void
plan_clear (Plan *self)
{
  g_clear_pointer (&self->added, g_array_unref);
  g_clear_pointer (&self->dropped, g_array_unref);
  g_clear_pointer (&self->later, g_array_unref);
  g_free ((gpointer)self->rule.later);
  self->rule.later = NULL;
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Plan, plan_clear)

static void
read_days (GArray *days, const FarPayload *payload, guint key)
{
  FarPayloadIter iter;
  gint64 day;

  if (!far_payload_has (payload, key))
    return;

  g_array_set_size (days, 0);
  iter = far_payload_iter (payload, key);
  while (far_payload_iter_int (&iter, &day))
    {
      gint32 one = CLAMP (day, G_MININT32, G_MAXINT32);

      g_array_append_val (days, one);
    }
}

static void
say (Plan *self, const FarPayload *payload)
{
  FarRule *rule = &self->rule;

  rule->weekdays = far_payload_int (payload, FAR_ROTA_WEEKDAYS, rule->weekdays);
  rule->every_n_weeks = far_payload_int (payload, FAR_ROTA_EVERY, rule->every_n_weeks);
  rule->first_day = far_payload_int (payload, FAR_ROTA_FIRST, rule->first_day);
  rule->last_day = far_payload_int (payload, FAR_ROTA_LAST, rule->last_day);
  read_days (self->added, payload, FAR_ROTA_ADDED);
  read_days (self->dropped, payload, FAR_ROTA_DROPPED);
  rule->added = (const gint32 *)(gpointer)self->added->data;
  rule->n_added = self->added->len;
  rule->dropped = (const gint32 *)(gpointer)self->dropped->data;
  rule->n_dropped = self->dropped->len;
  if (far_payload_has (payload, FAR_ROTA_LATER))
    {
      g_array_unref (self->later);
      self->later = _far_rota_read_later (payload);
      g_free ((gpointer)rule->later);
      rule->later = NULL;
      _far_rule_set_later (rule, self->later);
    }
  self->is_published = far_payload_int (payload, FAR_ROTA_STATE, self->is_published) != 0;
}

static void
note_days (const Plan *self, gint32 first_day, gint32 last_day, GHashTable *days)
{
  gint32 day;

  for (gint32 from = first_day; far_rule_next_day (&self->rule, from, &day) && day <= last_day;
       from = day + 1)
    g_hash_table_add (days, GINT_TO_POINTER (day));
}

/* One write, and how many it has seen. */
typedef struct
{
  const FarWrite *write; /* unowned */
  guint n_seen;
} Step;

/* Each after those that it has seen, and the same on every machine. */
static int
compare_steps (gconstpointer a, gconstpointer b)
{
  const Step *one = a;
  const Step *other = b;

  if (one->n_seen != other->n_seen)
    return one->n_seen < other->n_seen ? -1 : 1;
  if (one->write->time_ms != other->write->time_ms)
    return one->write->time_ms < other->write->time_ms ? -1 : 1;

  return memcmp (one->write->id, other->write->id, FAR_ID_LEN);
}

static guint
count_seen (const FarHistory *history, guint write)
{
  guint n = 0;

  for (guint i = 0; i < history->writes->len; i++)
    n += far_act_set_has (history->past + (gsize)write * history->n_words, i);

  return n;
}

static void
read_writes (const FarHistory *history, gint32 first_day, gint32 last_day, GHashTable *days)
{
  g_autoptr (GArray) steps = g_array_new (FALSE, FALSE, sizeof (Step));
  g_auto (Plan) plan = { .later = far_later_facts_array_new () };

  plan.added = g_array_new (FALSE, FALSE, sizeof (gint32));
  plan.dropped = g_array_new (FALSE, FALSE, sizeof (gint32));
  for (guint i = 0; i < history->writes->len; i++)
    {
      Step step = { &g_array_index (history->writes, FarWrite, i), count_seen (history, i) };

      if (step.write->counts && step.write->is_good)
        g_array_append_val (steps, step);
    }
  g_array_sort (steps, compare_steps);

  for (guint i = 0; i < steps->len; i++)
    {
      say (&plan, &g_array_index (steps, Step, i).write->payload);
      if (plan.is_published)
        note_days (&plan, first_day, last_day, days);
    }
}

GArray *
far_collective_once_planned (FarStore *store,
                             const FarRotaFacts *rota,
                             gint32 first_day,
                             gint32 last_day,
                             GError **error)
{
  g_autoptr (GHashTable) known = g_hash_table_new (NULL, NULL);
  GHashTableIter iter;
  FarHistory history;
  GArray *days;
  gpointer key;
  FarView view;
  gboolean good;

  _far_view_init (&view, store);
  good = _far_history_load (&history, &view, FAR_KIND_ROTA, far_store_find_ident (store, rota->id),
                            error);
  if (good)
    {
      read_writes (&history, first_day, last_day, known);
      _far_history_clear (&history);
    }
  _far_view_clear (&view);
  if (!good)
    return NULL;

  days = g_array_new (FALSE, FALSE, sizeof (gint32));
  g_hash_table_iter_init (&iter, known);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      gint32 day = GPOINTER_TO_INT (key);

      if (!far_rule_has_day (&rota->rule, day))
        g_array_append_val (days, day);
    }
  g_array_sort (days, far_day_compare);

  return days;
}

/* ---- closed since */

/* The first entry by which it was published.  Returns: (nullable): borrowed of @history */
static const FarWrite *
find_publication (const FarHistory *history)
{
  const FarWrite *found = NULL;

  for (guint i = 0; i < history->writes->len; i++)
    {
      const FarWrite *write = &g_array_index (history->writes, FarWrite, i);

      if (!write->counts || !write->is_good || write->held_term == 0 ||
          far_payload_int (&write->payload, FAR_ROTA_STATE, 0) == 0)
        continue;
      if (found == NULL || write->time_ms < found->time_ms ||
          (write->time_ms == found->time_ms && memcmp (write->id, found->id, FAR_ID_LEN) < 0))
        found = write;
    }

  return found;
}

/* On its own log the order is known; of others a clock says it, and decides no more than this. */
static gboolean
is_before (const FarWrite *write, const FarWrite *publication)
{
  return write->pos.log == publication->pos.log ? write->pos.seq < publication->pos.seq
                                                : write->time_ms < publication->time_ms;
}

static void
add_spans (GArray *out, const FarHistory *history, const FarWrite *publication)
{
  for (guint i = 0; i < history->writes->len; i++)
    {
      const FarWrite *write = &g_array_index (history->writes, FarWrite, i);
      g_autoptr (GArray) spans = NULL;

      if (!write->counts || !write->is_good || !is_before (write, publication) ||
          !far_payload_has (&write->payload, FAR_HOLIDAYS_SPANS))
        continue;
      spans = _far_spans_read (&write->payload);
      for (guint j = 0; j < spans->len; j++)
        far_span_array_add (out, &g_array_index (spans, FarSpan, j));
    }
}

/* Returns: (transfer full) (element-type FarSpan): all that calendars ever said before it was
 * published; NULL with @error */
static GArray *
read_closed_before (FarView *view, const FarWrite *publication, GError **error)
{
  g_autoptr (GArray) records = _far_view_records (view, FAR_KIND_HOLIDAYS, error);
  g_autoptr (GArray) spans = far_span_array_new ();

  for (guint i = 0; records != NULL && i < records->len; i++)
    {
      FarHistory history;

      if (!_far_history_load (&history, view, FAR_KIND_HOLIDAYS,
                              g_array_index (records, guint32, i), error))
        return NULL;
      add_spans (spans, &history, publication);
      _far_history_clear (&history);
    }

  return records != NULL ? g_steal_pointer (&spans) : NULL;
}

static gboolean
covers (const GArray *spans, gint32 day)
{
  for (guint i = 0; i < spans->len; i++)
    {
      const FarSpan *span = &g_array_index (spans, FarSpan, i);

      if (span->first_day <= day && day <= span->last_day)
        return TRUE;
    }

  return FALSE;
}

static gboolean
list_closed (FarView *view,
             const FarRotaFacts *rota,
             const GArray *before,
             gint32 first_day,
             gint32 last_day,
             GArray *out,
             GError **error)
{
  gint32 day;

  for (gint32 from = first_day; far_rule_next_day (&rota->rule, from, &day) && day <= last_day;
       from = day + 1)
    {
      const char *holiday;

      if (!_far_view_find_holiday (view, rota, day, &holiday, error))
        return FALSE;
      if (holiday != NULL && !covers (before, day))
        g_array_append_val (out, day);
    }

  return TRUE;
}

GArray *
far_collective_closed_since (FarStore *store,
                             const FarRotaFacts *rota,
                             gint32 first_day,
                             gint32 last_day,
                             GError **error)
{
  g_autoptr (GArray) days = g_array_new (FALSE, FALSE, sizeof (gint32));
  const FarWrite *publication;
  FarHistory history;
  FarView view;
  gboolean good;

  _far_view_init (&view, store);
  good = _far_history_load (&history, &view, FAR_KIND_ROTA, far_store_find_ident (store, rota->id),
                            error);
  publication = good ? find_publication (&history) : NULL;
  if (publication != NULL && !rota->in_holidays)
    {
      g_autoptr (GArray) before = read_closed_before (&view, publication, error);

      good = before != NULL && list_closed (&view, rota, before, first_day, last_day, days, error);
    }
  if (good)
    _far_history_clear (&history);
  _far_view_clear (&view);

  return good ? g_steal_pointer (&days) : NULL;
}
