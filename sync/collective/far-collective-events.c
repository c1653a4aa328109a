/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Rotas out of a calendar of events: what each event becomes, which rota is brought up to date by
 * it, and what that changes for whoever promised to come. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-private.h"

#include <string.h>

#include "far-day.h"

/* How a rota is remembered that is changed: whether it was made, its pattern, first and last day,
 * time, added and dropped days, place, what is different later, and of single days their time, and
 * their place and remark. */
#define REMEMBERED "(aybuiiiiaiaiaya(iuiiiimay)a(ii)a(iayay))"

/* ---- what belongs together */

static void
free_plan (gpointer data)
{
  FarEventPlan *self = data;

  g_free (self->title);
  g_free (self->place);
  g_free (self->zone);
  g_array_unref (self->dates);
  g_array_unref (self->moved);
  g_ptr_array_unref (self->apart);
  g_clear_pointer (&self->table, far_timetable_free);
  g_clear_pointer (&self->effect, far_rota_effect_free);
  g_free (self);
}

static FarEventPlan *
plan_new (const FarDatedEvent *event)
{
  FarEventPlan *self = g_new0 (FarEventPlan, 1);

  self->row = event->row;
  self->title = g_strdup (event->title);
  self->place = g_strdup (event->place);
  self->zone = g_strdup (event->zone);
  self->is_open = event->is_open;
  self->is_again = event->is_again;
  self->dates = g_array_new (FALSE, FALSE, sizeof (FarEventDate));
  self->moved = g_array_new (FALSE, FALSE, sizeof (FarEventDate));
  self->apart = g_ptr_array_new_with_free_func ((GDestroyNotify)far_event_apart_free);

  return self;
}

static FarEventPlan *
find_single (GPtrArray *plans, const char *title)
{
  for (guint i = 0; i < plans->len; i++)
    {
      FarEventPlan *plan = plans->pdata[i];

      if (!plan->is_again && strcmp (plan->title, title) == 0)
        return plan;
    }

  return NULL;
}

/* Each that comes again by itself; single ones of one title together. */
static GPtrArray *
gather (const FarEvents *events)
{
  GPtrArray *plans = g_ptr_array_new_with_free_func (free_plan);

  for (guint i = 0; i < events->events->len; i++)
    {
      const FarDatedEvent *event = events->events->pdata[i];
      FarEventPlan *plan = event->is_again ? NULL : find_single (plans, event->title);

      if (plan == NULL)
        {
          plan = plan_new (event);
          g_ptr_array_add (plans, plan);
        }
      if (plan->place[0] == '\0' && event->place[0] != '\0')
        {
          g_free (plan->place);
          plan->place = g_strdup (event->place);
        }
      g_array_append_vals (plan->dates, event->dates->data, event->dates->len);
      for (guint j = 0; j < event->apart->len; j++)
        {
          const FarEventApart *apart = event->apart->pdata[j];

          g_ptr_array_add (plan->apart,
                           far_event_apart_new (apart->day, apart->at, apart->title, apart->place));
        }
    }

  return plans;
}

static int
compare_dates (gconstpointer a, gconstpointer b)
{
  const FarEventDate *one = a;
  const FarEventDate *other = b;

  if (one->day != other->day)
    return one->day < other->day ? -1 : 1;

  return (one->at > other->at) - (one->at < other->at);
}

/* A rota has one outing a day: where there are two, each time of day is a rota of its own. */
static gboolean
has_doubles (const GArray *dates)
{
  for (guint i = 1; i < dates->len; i++)
    if (g_array_index (dates, FarEventDate, i).day ==
        g_array_index (dates, FarEventDate, i - 1).day)
      return TRUE;

  return FALSE;
}

static void
drop_equal (GArray *dates)
{
  for (guint i = dates->len; i > 1; i--)
    if (compare_dates (&g_array_index (dates, FarEventDate, i - 1),
                       &g_array_index (dates, FarEventDate, i - 2)) == 0)
      g_array_remove_index (dates, i - 1);
}

static FarEventPlan *
split_off (FarEventPlan *self, int at)
{
  FarDatedEvent like = { .row = self->row,
                         .title = self->title,
                         .place = self->place,
                         .zone = self->zone,
                         .is_again = self->is_again,
                         .is_open = self->is_open };
  FarEventPlan *other = plan_new (&like);

  for (guint i = 0; i < self->dates->len;)
    {
      if (g_array_index (self->dates, FarEventDate, i).at != at)
        {
          i++;
          continue;
        }
      g_array_append_val (other->dates, g_array_index (self->dates, FarEventDate, i));
      g_array_remove_index (self->dates, i);
    }
  for (guint i = self->apart->len; i-- > 0;)
    if (((const FarEventApart *)self->apart->pdata[i])->at == at)
      g_ptr_array_insert (other->apart, 0, g_ptr_array_steal_index (self->apart, i));

  return other;
}

static void
part (GPtrArray *plans)
{
  for (guint i = 0; i < plans->len; i++)
    {
      FarEventPlan *plan = plans->pdata[i];

      g_array_sort (plan->dates, compare_dates);
      drop_equal (plan->dates);
      while (has_doubles (plan->dates))
        g_ptr_array_insert (plans, (int)i + 1,
                            split_off (plan, g_array_index (plan->dates, FarEventDate, 0).at));
    }
}

/* ---- which rota it is */

static guint
count_of_title (const GPtrArray *plans, const char *title)
{
  guint n = 0;

  for (guint i = 0; i < plans->len; i++)
    n += strcmp (((const FarEventPlan *)plans->pdata[i])->title, title) == 0;

  return n;
}

/* A rota is found again by its title, and where several have it by the time of day too.  What is
 * over is another year's. */
static const FarRotaFacts *
find_rota (const GPtrArray *plans, GPtrArray *rotas, const FarEventPlan *plan, int at, gint32 today)
{
  const FarRotaFacts *of_title = NULL;
  guint n_of_title = 0;

  for (guint i = 0; i < rotas->len; i++)
    {
      const FarRotaFacts *rota = rotas->pdata[i];

      if (rota->rule.last_day < today || strcmp (rota->title, plan->title) != 0)
        continue;
      if ((int)_far_rota_on (rota, g_array_index (plan->dates, FarEventDate, 0).day).at == at)
        return rota;
      of_title = rota;
      n_of_title++;
    }

  return n_of_title == 1 && count_of_title (plans, plan->title) == 1 ? of_title : NULL;
}

/* ---- what is to be different */

static gboolean
has_same_days (const gint32 *days, guint n, const GArray *others)
{
  return n == others->len && (n == 0 || memcmp (days, others->data, n * sizeof *days) == 0);
}

static void
revise (FarEventPlan *self, const FarRotaFacts *rota)
{
  const FarTimetable *table = self->table;
  FarRotaRevision *change = &self->change;
  gint32 first = g_array_index (self->dates, FarEventDate, 0).day;
  FarRotaDay usual = _far_rota_on (rota, first);

  change->plan = (FarRotaPlan){ .rule = table->rule, .at = table->at, .place = self->place };
  if (!table->is_kept)
    change->fields |= FAR_CHANGES_WEEKDAYS | FAR_CHANGES_EVERY;
  if (!table->is_kept && rota->rule.first_day >= first)
    change->fields |= FAR_CHANGES_FIRST;
  if (rota->rule.last_day != table->rule.last_day)
    change->fields |= FAR_CHANGES_LAST;
  if (!has_same_days (rota->rule.added, rota->rule.n_added, table->added))
    change->fields |= FAR_CHANGES_ADDED;
  if (!has_same_days (rota->rule.dropped, rota->rule.n_dropped, table->dropped))
    change->fields |= FAR_CHANGES_DROPPED;
  if ((int)usual.at != table->at)
    change->fields |= FAR_CHANGES_AT;
  if (self->place[0] != '\0' && strcmp (usual.place, self->place) != 0)
    change->fields |= FAR_CHANGES_PLACE;

  /* the days that were stay as they were */
  change->has_from = (change->fields & FAR_CHANGES_LATER_TOO) != 0 && rota->rule.first_day < first;
  change->from = first;
}

/* Days at another time than the rota's, and days that are at theirs again. */
static gboolean
find_moved (FarEventPlan *self, FarView *view, const FarRotaFacts *rota, GError **error)
{
  guint32 ident = far_store_find_ident (view->store, rota->id);

  for (guint i = 0; i < self->dates->len; i++)
    {
      FarEventDate date = g_array_index (self->dates, FarEventDate, i);
      g_auto (FarDateFacts) own = { 0 };
      FarHistory history;

      if (!_far_history_load_outing (&history, view, ident, date.day, error))
        return FALSE;
      _far_date_read (&history, &own, NULL);
      _far_history_clear (&history);
      if (date.at == self->table->at)
        date.at = -1;
      if (own.at != date.at)
        g_array_append_val (self->moved, date);
    }

  return TRUE;
}

/* Whether the date says that already. */
static gboolean
says_apart (const FarDateFacts *own, const FarEventApart *apart)
{
  return (apart->place[0] == '\0' || strcmp (own->place, apart->place) == 0) &&
         (apart->title[0] == '\0' || strcmp (own->remark, apart->title) == 0);
}

/* Dates that do not say yet what the calendar says of them.  What somebody else said of one is not
 * taken away because a calendar says nothing. */
static gboolean
find_apart (FarEventPlan *self, FarView *view, const FarRotaFacts *rota, GError **error)
{
  guint32 ident = far_store_find_ident (view->store, rota->id);

  for (guint i = self->apart->len; i-- > 0;)
    {
      const FarEventApart *apart = self->apart->pdata[i];
      g_auto (FarDateFacts) own = { 0 };
      FarHistory history;

      if (!_far_history_load_outing (&history, view, ident, apart->day, error))
        return FALSE;
      _far_date_read (&history, &own, NULL);
      _far_history_clear (&history);
      if (says_apart (&own, apart))
        g_ptr_array_remove_index (self->apart, i);
    }

  return TRUE;
}

static gboolean
find_change (FarEventPlan *self,
             const FarWriter *writer,
             FarView *view,
             const FarRotaFacts *rota,
             gint32 today,
             GError **error)
{
  g_autoptr (GError) refused = NULL;

  memcpy (self->rota, rota->id, FAR_RECORD_ID_LEN);
  revise (self, rota);
  if (!find_moved (self, view, rota, error) || !find_apart (self, view, rota, error))
    return FALSE;
  if (self->change.fields == 0)
    {
      self->what =
          self->moved->len > 0 || self->apart->len > 0 ? FAR_EVENT_CHANGES : FAR_EVENT_IS_THERE;
      return TRUE;
    }

  self->what = FAR_EVENT_CHANGES;
  self->effect = far_collective_rota_effect (writer, rota->id, &self->change, today, &refused);
  if (self->effect != NULL)
    return TRUE;
  if (g_error_matches (refused, FAR_COLLECTIVE_ERROR, FAR_COLLECTIVE_ERROR_DRAFT_NOT_YOURS))
    {
      self->what = FAR_EVENT_NOT_YOURS;
      return TRUE;
    }
  if (refused->domain == FAR_COLLECTIVE_ERROR)
    {
      self->what = FAR_EVENT_TOO_MUCH;
      return TRUE;
    }
  g_propagate_error (error, g_steal_pointer (&refused));

  return FALSE;
}

static gboolean
plan_one (FarEventPlan *self,
          const GPtrArray *plans,
          const FarWriter *writer,
          FarView *view,
          GPtrArray *rotas,
          gint32 today,
          GError **error)
{
  g_autoptr (FarTimetable) alone = far_timetable_fit (self->dates, NULL, self->is_open, today);
  const FarRotaFacts *rota;
  guint at;

  if (alone == NULL)
    {
      self->what = FAR_EVENT_TOO_MUCH;
      return TRUE;
    }

  rota = find_rota (plans, rotas, self, alone->at, today);
  if (rota == NULL)
    {
      self->table = g_steal_pointer (&alone);
      g_array_append_vals (self->moved, self->table->moved->data, self->table->moved->len);
      self->what = FAR_EVENT_IS_NEW;
      return TRUE;
    }

  self->table = far_timetable_fit (self->dates, &rota->rule, self->is_open, today);
  if (self->table == NULL)
    self->what = FAR_EVENT_TOO_MUCH;
  else if (!find_change (self, writer, view, rota, today, error))
    return FALSE;

  /* of two of one title each has a rota of its own */
  if (g_ptr_array_find (rotas, rota, &at))
    g_ptr_array_remove_index (rotas, at);

  return TRUE;
}

GPtrArray *
far_collective_plan_events (const FarWriter *writer,
                            const FarEvents *events,
                            gint32 today,
                            GError **error)
{
  g_autoptr (GPtrArray) plans = gather (events);
  g_autoptr (GPtrArray) rotas = far_collective_rotas (writer->store, error);
  g_autoptr (GPtrArray) left = g_ptr_array_new ();
  gboolean good = rotas != NULL;
  FarView view;

  part (plans);
  for (guint i = 0; good && i < rotas->len; i++)
    g_ptr_array_add (left, rotas->pdata[i]);

  _far_view_init (&view, writer->store);
  for (guint i = 0; i < plans->len && good; i++)
    good = plan_one (plans->pdata[i], plans, writer, &view, left, today, error);
  _far_view_clear (&view);

  return good ? g_steal_pointer (&plans) : NULL;
}

/* ---- remembering what was */

static GVariant *
pack_days (const gint32 *days, guint n)
{
  return g_variant_new_fixed_array (G_VARIANT_TYPE_INT32, days, n, sizeof *days);
}

static GVariant *
pack_later (const GArray *later)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(iuiiiimay)"));
  for (guint i = 0; later != NULL && i < later->len; i++)
    {
      const FarLaterFacts *one = &g_array_index (later, FarLaterFacts, i);

      g_variant_builder_add (&builder, "(iuiiiim^ay)", one->from, one->weekdays, one->every_n_weeks,
                             one->at, one->n_min, one->n_max, one->place);
    }

  return g_variant_builder_end (&builder);
}

/* @before: (nullable): NULL of a rota that is made */
static GVariant *
remember (const guint8 *rota,
          const FarRotaFacts *before,
          const GArray *moved,
          const GPtrArray *apart)
{
  const FarRotaFacts none = { .rule = { .weekdays = 0 } };
  const FarRotaFacts *was = before != NULL ? before : &none;
  GVariantBuilder days;
  GVariantBuilder words;

  g_variant_builder_init (&words, G_VARIANT_TYPE ("a(iayay)"));
  for (guint i = 0; before != NULL && i < apart->len; i++)
    {
      const FarEventApart *one = apart->pdata[i];

      g_variant_builder_add (&words, "(i^ay^ay)", one->day, one->title, one->place);
    }
  g_variant_builder_init (&days, G_VARIANT_TYPE ("a(ii)"));
  for (guint i = 0; before != NULL && i < moved->len; i++)
    {
      const FarEventDate *date = &g_array_index (moved, FarEventDate, i);

      g_variant_builder_add (&days, "(ii)", date->day, date->at);
    }

  return g_variant_new ("(@aybuiiii@ai@ai^ay@a(iuiiiimay)a(ii)a(iayay))",
                        g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, rota, FAR_RECORD_ID_LEN, 1),
                        before == NULL, was->rule.weekdays, was->rule.every_n_weeks,
                        was->rule.first_day, was->rule.last_day, was->at,
                        pack_days (was->rule.added, was->rule.n_added),
                        pack_days (was->rule.dropped, was->rule.n_dropped),
                        was->place != NULL ? was->place : "", pack_later (was->later), &days,
                        &words);
}

/* ---- writing */

/* A day in the holidays, or called off, has no time. */
static gboolean
passes_over (const GError *error)
{
  return g_error_matches (error, FAR_COLLECTIVE_ERROR, FAR_COLLECTIVE_ERROR_HOLIDAYS) ||
         g_error_matches (error, FAR_COLLECTIVE_ERROR, FAR_COLLECTIVE_ERROR_NO_OUTING) ||
         g_error_matches (error, FAR_COLLECTIVE_ERROR, FAR_COLLECTIVE_ERROR_CANCELLED);
}

/* @dates: (element-type FarEventDate): each with a time, or -1 for the rota's.  @before: (nullable)
 * (element-type FarEventDate): gets what they said */
static gboolean
move_dates (const FarWriter *writer,
            const guint8 *rota,
            const GArray *dates,
            GArray *before,
            GError **error)
{
  FarView view;
  gboolean good = TRUE;

  for (guint i = 0; i < dates->len && good; i++)
    {
      FarEventDate date = g_array_index (dates, FarEventDate, i);
      FarDateChange change = { .fields = FAR_CHANGES_AT, .at = date.at };
      g_autoptr (GError) refused = NULL;
      gboolean is_suggestion;
      g_auto (FarDateFacts) own = { 0 };
      FarHistory history;

      _far_view_init (&view, writer->store);
      good = _far_history_load_outing (&history, &view, far_store_find_ident (writer->store, rota),
                                       date.day, error);
      if (good)
        {
          _far_date_read (&history, &own, NULL);
          _far_history_clear (&history);
          date.at = own.at;
        }
      _far_view_clear (&view);
      if (!good)
        break;

      if (far_collective_change_outing (writer, rota, date.day, &change, &is_suggestion, &refused))
        {
          if (before != NULL)
            g_array_append_val (before, date);
          continue;
        }
      good = passes_over (refused);
      if (!good)
        g_propagate_error (error, g_steal_pointer (&refused));
    }

  return good;
}

/* @all: (element-type FarEventApart): a place, and a title as what is good to know.  @before:
 * (nullable) (element-type FarEventApart): gets what they said; without it also what is "" is said
 */
static gboolean
say_apart (const FarWriter *writer,
           const guint8 *rota,
           const GPtrArray *all,
           GPtrArray *before,
           gboolean is_all,
           GError **error)
{
  gboolean good = TRUE;

  for (guint i = 0; i < all->len && good; i++)
    {
      const FarEventApart *apart = all->pdata[i];
      FarDateChange change = {
        .fields = (is_all || apart->place[0] != '\0' ? FAR_CHANGES_PLACE : 0) |
                  (is_all || apart->title[0] != '\0' ? FAR_CHANGES_REMARK : 0),
        .place = apart->place,
        .remark = apart->title,
      };
      g_auto (FarDateFacts) own = { 0 };
      g_autoptr (GError) refused = NULL;
      gboolean is_suggestion;
      FarHistory history;
      FarView view;

      _far_view_init (&view, writer->store);
      good = _far_history_load_outing (&history, &view, far_store_find_ident (writer->store, rota),
                                       apart->day, error);
      if (good)
        {
          _far_date_read (&history, &own, NULL);
          _far_history_clear (&history);
        }
      _far_view_clear (&view);
      if (!good)
        break;

      if (far_collective_change_outing (writer, rota, apart->day, &change, &is_suggestion,
                                        &refused))
        {
          if (before != NULL)
            g_ptr_array_add (before,
                             far_event_apart_new (apart->day, apart->at, own.remark, own.place));
          continue;
        }
      good = passes_over (refused);
      if (!good)
        g_propagate_error (error, g_steal_pointer (&refused));
    }

  return good;
}

static gboolean
write_new (const FarWriter *writer,
           const FarEventPlan *plan,
           const FarRotaPlan *defaults,
           GVariantBuilder *done,
           GError **error)
{
  FarRotaPlan rota = *defaults;
  guint8 id[FAR_RECORD_ID_LEN];

  rota.title = plan->title;
  rota.rule = plan->table->rule;
  rota.at = plan->table->at;
  rota.place = plan->place;
  rota.later = NULL;
  if (!far_collective_add_rota (writer, &rota, id, error) ||
      !move_dates (writer, id, plan->moved, NULL, error) ||
      !say_apart (writer, id, plan->apart, NULL, FALSE, error))
    return FALSE;
  g_variant_builder_add_value (done, remember (id, NULL, NULL, NULL));

  return TRUE;
}

static gboolean
write_changed (const FarWriter *writer,
               const FarEventPlan *plan,
               GVariantBuilder *done,
               GError **error)
{
  g_autoptr (GArray) before = g_array_new (FALSE, FALSE, sizeof (FarEventDate));
  g_autoptr (GPtrArray) words =
                 g_ptr_array_new_with_free_func ((GDestroyNotify)far_event_apart_free);
  FarRotaFacts *facts;
  gboolean is_suggestion;
  gboolean good;
  FarView view;

  _far_view_init (&view, writer->store);
  facts = _far_rota_read (&view, plan->rota, error);
  _far_view_clear (&view);
  if (facts == NULL)
    return FALSE;

  good = (plan->change.fields == 0 ||
          far_collective_change_rota (writer, plan->rota, &plan->change, &is_suggestion, error)) &&
         move_dates (writer, plan->rota, plan->moved, before, error) &&
         say_apart (writer, plan->rota, plan->apart, words, FALSE, error);
  if (good)
    g_variant_builder_add_value (done, remember (plan->rota, facts, before, words));
  _far_rota_facts_free (facts);

  return good;
}

GVariant *
far_collective_import_events (const FarWriter *writer,
                              const GPtrArray *plans,
                              const FarRotaPlan *defaults,
                              GError **error)
{
  g_autoptr (GVariant) done = NULL;
  GVariantBuilder builder;
  gboolean good;
  FarPen pen;

  if (!_far_pen_init (&pen, writer, error))
    return NULL;

  /* all of them, or none */
  good = _far_pen_open (&pen, error);
  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a" REMEMBERED));
  for (guint i = 0; i < plans->len && good; i++)
    {
      const FarEventPlan *plan = plans->pdata[i];

      if (plan->what == FAR_EVENT_IS_NEW)
        good = write_new (writer, plan, defaults, &builder, error);
      else if (plan->what == FAR_EVENT_CHANGES)
        good = write_changed (writer, plan, &builder, error);
    }
  done = g_variant_ref_sink (g_variant_builder_end (&builder));

  return _far_pen_close (&pen, good, error) ? g_steal_pointer (&done) : NULL;
}

/* ---- undoing it */

static gboolean
write_back (const FarWriter *writer, FarPen *pen, GVariant *remembered, GError **error)
{
  FarRotaRevision change = { .fields = FAR_CHANGES_WEEKDAYS | FAR_CHANGES_EVERY |
                                       FAR_CHANGES_FIRST | FAR_CHANGES_LAST | FAR_CHANGES_AT |
                                       FAR_CHANGES_ADDED | FAR_CHANGES_DROPPED | FAR_CHANGES_PLACE |
                                       FAR_CHANGES_LATER };
  FarRotaPlan *plan = &change.plan;
  g_autoptr (GVariant) id = NULL;
  g_autoptr (GVariant) added = NULL;
  g_autoptr (GVariant) dropped = NULL;
  g_autoptr (GVariantIter) later = NULL;
  g_autoptr (GVariantIter) moved = NULL;
  g_autoptr (GVariantIter) apart = NULL;
  g_autoptr (GPtrArray) words =
                 g_ptr_array_new_with_free_func ((GDestroyNotify)far_event_apart_free);
  const char *title, *place;
  g_autoptr (GArray) facts = far_later_facts_array_new ();
  g_autoptr (GArray) dates = g_array_new (FALSE, FALSE, sizeof (FarEventDate));
  gboolean is_new, is_suggestion;
  const guint8 *rota;
  FarLaterFacts one;
  FarEventDate date;
  gsize len, n;

  g_variant_get (remembered, "(@aybuiiii@ai@ai^&aya(iuiiiimay)a(ii)a(iayay))", &id, &is_new,
                 &plan->rule.weekdays, &plan->rule.every_n_weeks, &plan->rule.first_day,
                 &plan->rule.last_day, &plan->at, &added, &dropped, &plan->place, &later, &moved,
                 &apart);
  rota = g_variant_get_fixed_array (id, &len, 1);
  if (len != FAR_RECORD_ID_LEN)
    return _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_ID, "there is no such rota", error);
  if (is_new)
    return _far_pen_set_rota_gone (pen, rota, TRUE, 0, error);

  plan->rule.added = g_variant_get_fixed_array (added, &n, sizeof (gint32));
  plan->rule.n_added = n;
  plan->rule.dropped = g_variant_get_fixed_array (dropped, &n, sizeof (gint32));
  plan->rule.n_dropped = n;
  one.roles = NULL;
  while (g_variant_iter_next (later, "(iuiiiim^ay)", &one.from, &one.weekdays, &one.every_n_weeks,
                              &one.at, &one.n_min, &one.n_max, &one.place))
    g_array_append_val (facts, one);
  plan->later = facts;
  while (g_variant_iter_next (moved, "(ii)", &date.day, &date.at))
    g_array_append_val (dates, date);
  while (g_variant_iter_next (apart, "(i^&ay^&ay)", &date.day, &title, &place))
    g_ptr_array_add (words, far_event_apart_new (date.day, 0, title, place));

  return far_collective_change_rota (writer, rota, &change, &is_suggestion, error) &&
         move_dates (writer, rota, dates, NULL, error) &&
         say_apart (writer, rota, words, NULL, TRUE, error);
}

gboolean
far_collective_undo_events (const FarWriter *writer, GVariant *done, GError **error)
{
  GVariantIter iter;
  GVariant *child;
  gboolean good;
  FarPen pen;

  if (!g_variant_is_of_type (done, G_VARIANT_TYPE ("a" REMEMBERED)))
    return _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_ID, "nothing was imported", error);
  if (!_far_pen_init (&pen, writer, error))
    return FALSE;

  good = _far_pen_open (&pen, error);
  g_variant_iter_init (&iter, done);
  while (good && (child = g_variant_iter_next_value (&iter)) != NULL)
    {
      good = write_back (writer, &pen, child, error);
      g_variant_unref (child);
    }

  return _far_pen_close (&pen, good, error);
}
