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
  const GArray *promised; /* unowned (element-type gint32): days, ascending */
  guint next_promised;
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

/* The days come in order.  Returns: whether anybody ever promised to come on it */
static gboolean
is_promised (Comparison *self, gint32 day)
{
  while (self->next_promised < self->promised->len &&
         g_array_index (self->promised, gint32, self->next_promised) < day)
    self->next_promised++;

  return self->next_promised < self->promised->len &&
         g_array_index (self->promised, gint32, self->next_promised) == day;
}

static FarEffectFacts *
add_effect (Comparison *self, FarEffect what, gint32 day)
{
  FarEffectFacts *facts = g_new0 (FarEffectFacts, 1);

  facts->day = day;
  facts->what = what;
  facts->at = _far_rota_on (self->after, day).at;
  facts->at_before = what == FAR_EFFECT_NEW ? facts->at : _far_rota_on (self->before, day).at;
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
        facts = add_effect (self, FAR_EFFECT_RESERVE, after->day);
      g_array_append_vals (facts->persons, turn->person, 1);
    }
}

static gboolean
compare_outings (Comparison *self, gint32 day, FarEffectFacts *facts, GError **error)
{
  g_autoptr (FarOutingFacts) before = NULL;
  g_autoptr (FarOutingFacts) after = NULL;

  before = _far_view_read_outing (self->view, self->reach, self->before, day, error);
  after = before != NULL ? _far_view_read_outing (self->view, self->reach, self->after, day, error)
                         : NULL;
  if (after == NULL)
    return FALSE;

  if (facts != NULL)
    add_promised (facts, before);
  if (facts == NULL || facts->what == FAR_EFFECT_MOVED)
    add_reserves (self, before, after);

  return TRUE;
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

static gboolean
compare_day (Comparison *self, gint32 day, GError **error)
{
  FarEffectFacts *facts = NULL;
  gboolean was;
  gboolean is;

  if (!has_outing (self->view, self->before, day, &was, error) ||
      !has_outing (self->view, self->after, day, &is, error))
    return FALSE;

  if (was && !is)
    facts = add_effect (self, FAR_EFFECT_GONE, day);
  else if (is && !was)
    facts = add_effect (self, FAR_EFFECT_NEW, day);
  else if (is && _far_rota_on (self->before, day).at != _far_rota_on (self->after, day).at)
    facts = add_effect (self, FAR_EFFECT_MOVED, day);

  return !(was || is) || !is_promised (self, day) || compare_outings (self, day, facts, error);
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

static FarRotaEffect *
find_effect (FarPen *pen,
             const FarRotaFacts *before,
             const FarRotaRevision *change,
             gint32 today,
             GError **error)
{
  FarStore *store = pen->view.store;
  g_autoptr (FarRotaEffect) effect = g_new0 (FarRotaEffect, 1);
  g_autofree FarRotaFacts *after = NULL;
  g_autoptr (GArray) promised = NULL;
  Comparison comparison = { .view = &pen->view, .before = before, .out = effect };
  FarReachMap reach;
  gboolean good;
  guint32 term;

  effect->outings = g_ptr_array_new_with_free_func (free_effect_facts);
  after = _far_pen_imagine_rota (pen, before, change, &term, &effect->is_suggestion, error);
  promised = after != NULL
                 ? _far_store_days_promised (store, far_store_find_ident (store, before->id), today,
                                             FAR_DAY_MAX, error)
                 : NULL;
  if (promised == NULL)
    return NULL;

  _far_reach_map_init (&reach, &pen->view, pen->me->id);
  comparison.reach = &reach;
  comparison.after = after;
  comparison.promised = promised;
  good = compare (&comparison, today, error);
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
