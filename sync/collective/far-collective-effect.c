/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a change of a rota would do, before anybody makes it. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-private.h"

#include <string.h>

typedef struct
{
  FarView *view;              /* unowned */
  FarReachMap *reach;         /* unowned */
  const FarRotaFacts *before; /* unowned, as after */
  const FarRotaFacts *after;
  const GArray *said; /* unowned (element-type gint32): days, ascending */
  guint next_said;
  FarRotaEffect *out; /* unowned */
} Comparison;

static void
free_effect_facts (gpointer data)
{
  FarEffectFacts *facts = data;

  g_array_unref (facts->persons);
  g_free (facts);
}

void
far_rota_effect_free (FarRotaEffect *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->outings);
  g_free (self);
}

/* The days come in order.  Returns: whether anybody said anything of it */
static gboolean
is_said (Comparison *self, gint32 day)
{
  while (self->next_said < self->said->len &&
         g_array_index (self->said, gint32, self->next_said) < day)
    self->next_said++;

  return self->next_said < self->said->len &&
         g_array_index (self->said, gint32, self->next_said) == day;
}

static FarEffectFacts *
add_effect (Comparison *self, FarEffect what, gint32 day, int at_before, int at)
{
  FarEffectFacts *facts = g_new0 (FarEffectFacts, 1);

  facts->day = day;
  facts->what = what;
  facts->at_before = at_before;
  facts->at = at;
  facts->persons = g_array_new (FALSE, FALSE, FAR_RECORD_ID_LEN);
  g_ptr_array_add (self->out->outings, facts);

  return facts;
}

static void
add_promised (FarEffectFacts *facts, const FarOutingFacts *outing)
{
  for (guint i = 0; i < outing->turns->len; i++)
    {
      const FarTurnFacts *turn = outing->turns->pdata[i];

      if (turn->place != FAR_TURN_PLACE_RELEASED)
        g_array_append_vals (facts->persons, turn->person, 1);
    }
}

static gboolean
has_at (const FarOutingFacts *outing, const FarTurnFacts *turn, FarTurnPlace place)
{
  for (guint i = 0; i < outing->turns->len; i++)
    {
      const FarTurnFacts *other = outing->turns->pdata[i];

      if (other->place == place && memcmp (other->id, turn->id, FAR_RECORD_ID_LEN) == 0)
        return TRUE;
    }

  return FALSE;
}

static void
add_reserves (Comparison *self, const FarOutingFacts *before, const FarOutingFacts *after)
{
  FarEffectFacts *facts = NULL;

  for (guint i = 0; i < after->turns->len; i++)
    {
      const FarTurnFacts *turn = after->turns->pdata[i];

      if (turn->place != FAR_TURN_PLACE_RESERVE || !has_at (before, turn, FAR_TURN_PLACE_STANDING))
        continue;
      if (facts == NULL)
        facts = add_effect (self, FAR_EFFECT_RESERVE, after->day, before->here.at, after->here.at);
      g_array_append_vals (facts->persons, turn->person, 1);
    }
}

/* Who has a role that is not wanted any more comes all the same. */
static void
add_lost_roles (Comparison *self, const FarOutingFacts *before, const FarOutingFacts *after)
{
  FarEffectFacts *facts = NULL;

  for (guint i = 0; i < before->turns->len; i++)
    {
      const FarTurnFacts *turn = before->turns->pdata[i];

      if (turn->place == FAR_TURN_PLACE_RELEASED ||
          !_far_roles_have (before->here.roles, turn->role) ||
          _far_roles_have (after->here.roles, turn->role))
        continue;
      if (facts == NULL)
        facts = add_effect (self, FAR_EFFECT_ROLE, after->day, before->here.at, after->here.at);
      g_array_append_vals (facts->persons, turn->person, 1);
    }
}

/* @was, @is: whether there is an outing on that day.
 * @promised: (nullable): it as it was, if anybody promised to come to it */
static void
compare_days (Comparison *self,
              gint32 day,
              const FarRotaDay *was,
              const FarRotaDay *is,
              const FarOutingFacts *promised)
{
  FarEffectFacts *facts = NULL;

  if (is == NULL)
    facts = add_effect (self, FAR_EFFECT_GONE, day, was->at, was->at);
  else if (was == NULL)
    facts = add_effect (self, FAR_EFFECT_NEW, day, is->at, is->at);
  else if (was->at != is->at)
    facts = add_effect (self, FAR_EFFECT_MOVED, day, was->at, is->at);
  else if (strcmp (was->place, is->place) != 0)
    facts = add_effect (self, FAR_EFFECT_PLACE, day, was->at, is->at);

  if (facts != NULL && promised != NULL)
    add_promised (facts, promised);
}

static gboolean
has_outing (FarView *view, const FarRotaFacts *rota, gint32 day, gboolean *out, GError **error)
{
  const char *holiday;

  *out = far_rule_has_day (&rota->rule, day);
  if (!*out)
    return TRUE;
  if (!_far_view_find_holiday (view, rota, day, &holiday, error))
    return FALSE;
  *out = holiday == NULL;

  return TRUE;
}

/* Of that day more is said than the rotas do: all of it is looked at. */
static gboolean
compare_outings (Comparison *self, gint32 day, gboolean was, gboolean is, GError **error)
{
  g_autoptr (FarOutingFacts) before = NULL;
  g_autoptr (FarOutingFacts) after = NULL;

  before = _far_view_read_outing (self->view, self->reach, self->before, day, error);
  after = before != NULL ? _far_view_read_outing (self->view, self->reach, self->after, day, error)
                         : NULL;
  if (after == NULL)
    return FALSE;

  compare_days (self, day, was ? &before->here : NULL, is ? &after->here : NULL, before);
  if (was && is)
    {
      add_reserves (self, before, after);
      add_lost_roles (self, before, after);
    }

  return TRUE;
}

static gboolean
compare_day (Comparison *self, gint32 day, GError **error)
{
  FarRotaDay before = _far_rota_on (self->before, day);
  FarRotaDay after = _far_rota_on (self->after, day);
  gboolean was;
  gboolean is;

  if (!has_outing (self->view, self->before, day, &was, error) ||
      !has_outing (self->view, self->after, day, &is, error))
    return FALSE;
  if (!was && !is)
    return TRUE;
  if (is_said (self, day))
    return compare_outings (self, day, was, is, error);

  compare_days (self, day, was ? &before : NULL, is ? &after : NULL, NULL);

  return TRUE;
}

/* Day by day, those that either has. */
static gboolean
compare (Comparison *self, gint32 today, GError **error)
{
  gint32 from = today;

  for (;;)
    {
      gint32 before;
      gint32 after;
      gboolean was = far_rule_next_day (&self->before->rule, from, &before);
      gboolean is = far_rule_next_day (&self->after->rule, from, &after);
      gint32 day = !is || (was && before < after) ? before : after;

      if (!was && !is)
        return TRUE;
      if (!compare_day (self, day, error))
        return FALSE;
      from = day + 1;
    }
}

/* The days of which something is said: turns, and exceptions.  NULL with @error */
static GArray *
list_days (FarStore *store, guint32 rota, gint32 today, GError **error)
{
  sqlite3_stmt *statement =
      far_store_statement (store, "SELECT day FROM turn WHERE rota = ?1 AND day >= ?2 UNION"
                                  " SELECT day FROM outing WHERE rota = ?1 AND day >= ?2"
                                  " ORDER BY day");
  g_autoptr (GArray) days = g_array_new (FALSE, FALSE, sizeof (gint32));
  int code;

  if (statement == NULL)
    {
      far_store_fail (store, error);
      return NULL;
    }

  sqlite3_bind_int64 (statement, 1, rota);
  sqlite3_bind_int64 (statement, 2, today);
  while ((code = sqlite3_step (statement)) == SQLITE_ROW)
    {
      gint32 day = sqlite3_column_int64 (statement, 0);

      g_array_append_val (days, day);
    }
  if (code != SQLITE_DONE)
    far_store_fail (store, error);
  sqlite3_reset (statement);

  return code == SQLITE_DONE ? g_steal_pointer (&days) : NULL;
}

static FarRotaEffect *
find_effect (FarPen *pen,
             const FarRotaFacts *before,
             const FarRotaRevision *change,
             gint32 today,
             GError **error)
{
  FarStore *store = pen->view.store;
  g_autoptr (FarRotaEffect) effect = g_new0 (FarRotaEffect, 1);
  FarRotaFacts *after;
  g_autoptr (GArray) said = NULL;
  Comparison comparison = { .view = &pen->view, .before = before, .out = effect };
  FarReachMap reach;
  gboolean good;
  guint32 term;

  effect->outings = g_ptr_array_new_with_free_func (free_effect_facts);
  after = _far_pen_imagine_rota (pen, before, change, &term, &effect->is_suggestion, error);
  said = after != NULL ? list_days (store, far_store_find_ident (store, before->id), today, error)
                       : NULL;
  if (said == NULL)
    {
      _far_rota_imagined_free (after);
      return NULL;
    }

  _far_reach_map_init (&reach, &pen->view, pen->me->id);
  comparison.reach = &reach;
  comparison.after = after;
  comparison.said = said;
  good = compare (&comparison, today, error);
  _far_reach_map_clear (&reach);
  _far_rota_imagined_free (after);

  return good ? g_steal_pointer (&effect) : NULL;
}

static gboolean
compare_date (Comparison *self, const FarImagined *imagined, GError **error)
{
  g_autoptr (FarOutingFacts) before = _far_view_read_outing (self->view, self->reach, self->before,
                                                             imagined->day, error);
  g_autoptr (FarOutingFacts) after = NULL;

  if (before == NULL)
    return FALSE;
  self->view->imagined = imagined;
  after = _far_view_read_outing (self->view, self->reach, self->after, imagined->day, error);
  self->view->imagined = NULL;
  if (after == NULL)
    return FALSE;

  if (before->here.at != after->here.at || strcmp (before->place, after->place) != 0)
    compare_days (self, imagined->day, &before->here, &after->here, before);
  add_reserves (self, before, after);
  add_lost_roles (self, before, after);

  return TRUE;
}

FarRotaEffect *
_far_pen_compare_date (FarPen *pen,
                       const FarRotaFacts *rota,
                       const FarImagined *imagined,
                       GError **error)
{
  g_autoptr (FarRotaEffect) effect = g_new0 (FarRotaEffect, 1);
  Comparison comparison = { .view = &pen->view, .before = rota, .after = rota, .out = effect };
  FarReachMap reach;
  gboolean good;

  effect->outings = g_ptr_array_new_with_free_func (free_effect_facts);
  _far_reach_map_init (&reach, &pen->view, pen->me->id);
  comparison.reach = &reach;
  good = compare_date (&comparison, imagined, error);
  _far_reach_map_clear (&reach);

  return good ? g_steal_pointer (&effect) : NULL;
}

FarRotaEffect *
far_collective_rota_effect (const FarWriter *writer,
                            const guint8 rota[static FAR_RECORD_ID_LEN],
                            const FarRotaRevision *change,
                            gint32 today,
                            GError **error)
{
  FarRotaEffect *effect = NULL;
  FarRotaFacts *facts;
  FarPen pen;

  if (!_far_pen_init (&pen, writer, error))
    return NULL;

  if (_far_pen_read_rota (&pen, rota, &facts, error))
    {
      effect = find_effect (&pen, facts, change, today, error);
      _far_rota_facts_free (facts);
    }
  if (!_far_pen_close (&pen, effect != NULL, error))
    g_clear_pointer (&effect, far_rota_effect_free);

  return effect;
}
