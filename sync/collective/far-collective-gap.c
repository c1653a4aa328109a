/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An outing that is short of adults: who could be asked, and with which other one it could walk. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-joined.h"
#include "far-collective-plan.h"

#include "far-collective-private.h"

#include <math.h>
#include <string.h>

#define EARTH_METRES 6371000.0

void
far_gap_facts_free (FarGapFacts *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->outing, far_outing_facts_free);
  g_clear_pointer (&self->reserves, g_array_unref);
  g_clear_pointer (&self->willing, g_array_unref);
  g_clear_pointer (&self->neighbours, g_array_unref);
  g_clear_pointer (&self->rotas, g_ptr_array_unref);
  g_free (self);
}

/* ---- lines that are near */

static double
get_metres (const FarStopDraft *a, const FarStopDraft *b)
{
  double north = (a->lat - b->lat) * G_PI / 180;
  double east = (a->lon - b->lon) * G_PI / 180 * cos ((a->lat + b->lat) * G_PI / 360);

  return EARTH_METRES * sqrt (north * north + east * east);
}

/* Between the stops that are nearest; -1 if of either none has a place. */
static int
find_metres (const FarLineFacts *a, const FarLineFacts *b)
{
  double nearest = -1;

  for (guint i = 0; a != NULL && b != NULL && i < a->stops->len; i++)
    for (guint j = 0; j < b->stops->len; j++)
      {
        const FarStopDraft *one = a->stops->pdata[i];
        const FarStopDraft *other = b->stops->pdata[j];
        double metres;

        if (!one->has_place || !other->has_place)
          continue;
        metres = get_metres (one, other);
        if (nearest < 0 || metres < nearest)
          nearest = metres;
      }

  return nearest < 0 ? -1 : (int)MIN (nearest + 0.5, 1e9);
}

static const FarLineFacts *
find_line (const GPtrArray *lines, const FarRotaFacts *rota)
{
  for (guint i = 0; rota->has_line && i < lines->len; i++)
    {
      const FarLineFacts *line = lines->pdata[i];

      if (memcmp (line->id, rota->line, FAR_RECORD_ID_LEN) == 0)
        return line;
    }

  return NULL;
}

/* Of a line that says no school nobody knows that it is another one. */
static gboolean
is_same_school (const FarLineFacts *a, const FarLineFacts *b)
{
  g_autofree char *one = a != NULL ? g_utf8_casefold (a->school, -1) : g_strdup ("");
  g_autofree char *other = b != NULL ? g_utf8_casefold (b->school, -1) : g_strdup ("");

  return *one == '\0' || *other == '\0' || strcmp (one, other) == 0;
}

/* ---- both as one */

static gboolean
is_coming_to (const FarOutingFacts *outing, const guint8 *person)
{
  for (guint i = 0; i < outing->turns->len; i++)
    {
      const FarTurnFacts *turn = outing->turns->pdata[i];

      if (_far_turn_is_coming (turn) && memcmp (turn->person, person, FAR_RECORD_ID_LEN) == 0)
        return TRUE;
    }

  return FALSE;
}

static guint
count_adults (const FarOutingFacts *outing, const FarOutingFacts *without)
{
  guint n = 0;

  for (guint i = 0; i < outing->turns->len; i++)
    {
      const FarTurnFacts *turn = outing->turns->pdata[i];

      n += _far_turn_is_coming (turn) && !turn->is_helper && turn->role != FAR_ROLE_ALONG &&
           (without == NULL || !is_coming_to (without, turn->person));
    }

  return n;
}

static FarVerdictRule
read_rule (const FarGovernance *gov)
{
  return (FarVerdictRule){
    .n_per_adult = _far_rule_get (gov, FAR_RULE_CHILDREN),
    .n_young_per_adult = _far_rule_get (gov, FAR_RULE_YOUNG),
    .n_two_from = _far_rule_get (gov, FAR_RULE_TWO_ADULTS),
    .n_crossings_per_adult = _far_rule_get (gov, FAR_RULE_CROSSINGS),
  };
}

/* For how many children more its adults are enough, who are of no age that counts. */
static guint
count_room (const FarVerdictRule *rule, const FarOutingFacts *outing, guint n_adults, guint n_min)
{
  FarVerdictWalk walk = outing->walk;
  guint n = 0;

  while (n < FAR_SHOWN_CHILDREN_MAX)
    {
      walk.n++;
      if (far_verdict_count_adults (rule, &walk, n_min, NULL) > n_adults)
        break;
      n++;
    }

  return n;
}

static void
fill_neighbour (FarNeighbourFacts *self,
                const FarGovernance *gov,
                const FarOutingFacts *gap,
                const FarOutingFacts *other)
{
  FarVerdictRule rule = read_rule (gov);
  guint n_min = other->here.n_min + _far_roles_count_named (other->here.roles);
  FarVerdictWalk walk = other->walk;

  self->rota = other->rota;
  self->at = other->here.at;
  self->n_adults = count_adults (other, NULL);
  self->n_children = walk.n;
  self->n_room = count_room (&rule, other, self->n_adults, n_min);
  walk.n += gap->walk.n;
  walk.n_young += gap->walk.n_young;
  walk.n_one_to_one += gap->walk.n_one_to_one;
  self->n_adults_together = self->n_adults + count_adults (gap, other);
  self->n_children_together = walk.n;
  self->n_needed_together = far_verdict_count_adults (&rule, &walk, n_min, NULL);
  self->runs_together =
      self->n_adults_together >= self->n_needed_together && _far_outing_count_vacant (other) == 0;
}

static int
compare_neighbours (gconstpointer a, gconstpointer b, gpointer data)
{
  const FarNeighbourFacts *one = a;
  const FarNeighbourFacts *other = b;
  int at = *(const int *)data;

  if (one->runs_together != other->runs_together)
    return one->runs_together ? -1 : 1;
  if ((one->metres < 0) != (other->metres < 0))
    return one->metres < 0 ? 1 : -1;
  if (one->metres != other->metres)
    return one->metres < other->metres ? -1 : 1;
  if (ABS (one->at - at) != ABS (other->at - at))
    return ABS (one->at - at) < ABS (other->at - at) ? -1 : 1;

  return memcmp (one->rota->id, other->rota->id, FAR_RECORD_ID_LEN);
}

/* @outings: of that day */
static void
find_neighbours (FarGapFacts *self,
                 const FarGovernance *gov,
                 const GPtrArray *outings,
                 const GPtrArray *lines)
{
  const FarOutingFacts *gap = self->outing;
  const FarLineFacts *line = find_line (lines, gap->rota);
  int at = gap->here.at;

  /* what others are to walk with walks with none */
  if (gap->guests != NULL && gap->guests->len > 0)
    return;

  for (guint i = 0; i < outings->len; i++)
    {
      const FarOutingFacts *other = outings->pdata[i];
      const FarLineFacts *its = find_line (lines, other->rota);
      FarNeighbourFacts facts = { .metres = find_metres (line, its) };

      if (memcmp (other->rota->id, gap->rota->id, FAR_RECORD_ID_LEN) == 0 ||
          !other->rota->is_published || !far_outing_is_on (other) || other->join != NULL ||
          other->rota->has_line != gap->rota->has_line || !is_same_school (line, its) ||
          ABS (other->here.at - at) > FAR_JOIN_MINUTES)
        continue;
      fill_neighbour (&facts, gov, gap, other);
      if (facts.n_adults > 0)
        g_array_append_val (self->neighbours, facts);
    }
  g_array_sort_with_data (self->neighbours, compare_neighbours, &at);
}

/* ---- who could be asked */

static gboolean
is_busy (const GPtrArray *outings, const FarOutingFacts *gap, const guint8 *person)
{
  for (guint i = 0; i < outings->len; i++)
    {
      const FarOutingFacts *other = outings->pdata[i];

      if (far_outing_is_on (other) && is_coming_to (other, person) &&
          ABS (other->here.at - gap->here.at) <= FAR_JOIN_MINUTES)
        return TRUE;
    }

  return FALSE;
}

static gboolean
has_said_no (const FarOutingFacts *gap, const guint8 *person)
{
  for (guint i = 0; i < gap->turns->len; i++)
    if (memcmp (((const FarTurnFacts *)gap->turns->pdata[i])->person, person, FAR_RECORD_ID_LEN) ==
        0)
      return TRUE;

  return FALSE;
}

static gboolean
is_short (const FarRoleCount *role)
{
  return role->n_have < role->n_min || (role->training != NULL && role->n_trained == 0);
}

/* Whether they hold the training of a role that is short; where none is, of one with a place left.
 * Where there is none of those either, anybody may be asked.  @skills: (nullable): while they are
 * off nothing asks for a training */
static gboolean
may_fill (const GPtrArray *skills, const FarOutingFacts *gap, const guint8 *person)
{
  gboolean any_is_short = FALSE;
  gboolean any = FALSE;

  for (guint i = 0; i < gap->roles->len; i++)
    any_is_short |= is_short (&g_array_index (gap->roles, FarRoleCount, i));

  for (guint i = 0; i < gap->roles->len; i++)
    {
      const FarRoleCount *role = &g_array_index (gap->roles, FarRoleCount, i);
      g_autofree char *key = NULL;

      if (any_is_short ? !is_short (role) : role->n_have >= role->n_max)
        continue;
      any = TRUE;
      if (role->training == NULL || skills == NULL)
        return TRUE;
      key = _far_skill_fold (role->training);
      if (_far_skills_hold (skills, key, person, gap->day))
        return TRUE;
    }

  return !any;
}

static gboolean
find_willing (FarGapFacts *self, FarStore *store, const GPtrArray *outings, GError **error)
{
  g_autoptr (GPtrArray) all = far_collective_availabilities (store, error);
  const FarOutingFacts *gap = self->outing;
  const FarCan order[] = { FAR_CAN_RATHER, FAR_CAN };
  gboolean asks = far_collective_uses (store, FAR_RULE_SKILLS);
  const GPtrArray *skills = NULL;
  FarView view;

  if (all == NULL)
    return FALSE;
  _far_view_init (&view, store);
  if (asks)
    skills = _far_view_skills (&view, error);
  _far_view_clear (&view);
  if (asks && skills == NULL)
    return FALSE;

  for (guint pass = 0; pass < G_N_ELEMENTS (order); pass++)
    for (guint i = 0; i < all->len; i++)
      {
        const FarAvailabilityFacts *one = all->pdata[i];

        if (far_availability_on (one, gap->rota->id, gap->day) == order[pass] &&
            !has_said_no (gap, one->person) && !is_busy (outings, gap, one->person) &&
            may_fill (skills, gap, one->person))
          g_array_append_vals (self->willing, one->person, 1);
      }

  return TRUE;
}

static void
find_reserves (FarGapFacts *self)
{
  for (guint i = 0; i < self->outing->turns->len; i++)
    {
      const FarTurnFacts *turn = self->outing->turns->pdata[i];

      if (turn->place == FAR_TURN_PLACE_RESERVE)
        g_array_append_vals (self->reserves, turn->person, 1);
    }
}

/* ---- all of it */

FarGapFacts *
far_collective_gap (FarStore *store,
                    const guint8 rota[static FAR_RECORD_ID_LEN],
                    const guint8 me[static FAR_RECORD_ID_LEN],
                    gint32 day,
                    GError **error)
{
  g_autoptr (FarGapFacts) self = g_new0 (FarGapFacts, 1);
  g_autoptr (GPtrArray) lines = far_collective_lines (store, error);
  g_autoptr (GPtrArray) outings = NULL;
  const FarRotaFacts *found = NULL;

  if (lines == NULL)
    return NULL;
  self->rotas = far_collective_rotas (store, error);
  if (self->rotas == NULL)
    return NULL;
  for (guint i = 0; i < self->rotas->len; i++)
    if (memcmp (((const FarRotaFacts *)self->rotas->pdata[i])->id, rota, FAR_RECORD_ID_LEN) == 0)
      found = self->rotas->pdata[i];
  if (found == NULL)
    {
      _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_ID, "there is no such rota", error);
      return NULL;
    }
  if (!far_rule_has_day (&found->rule, day))
    {
      _far_refuse (FAR_COLLECTIVE_ERROR_NO_OUTING, "there is none on that day", error);
      return NULL;
    }

  self->reserves = g_array_new (FALSE, FALSE, FAR_RECORD_ID_LEN);
  self->willing = g_array_new (FALSE, FALSE, FAR_RECORD_ID_LEN);
  self->neighbours = g_array_new (FALSE, FALSE, sizeof (FarNeighbourFacts));
  self->outing = far_collective_outing (store, found, me, day, error);
  if (self->outing == NULL)
    return NULL;
  outings = far_collective_outings (store, self->rotas, me, day, 1, error);
  if (outings == NULL || !find_willing (self, store, outings, error))
    return NULL;
  find_reserves (self);
  find_neighbours (self, far_store_peek_governance (store), outings, lines);

  return g_steal_pointer (&self);
}

/* ---- who has not been reached */

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  return memcmp (a, b, FAR_RECORD_ID_LEN);
}

/* Whether the machines of that member are not known to hold what is said of that outing. */
static gboolean
lacks (const GPtrArray *unheard, const guint8 *member, gint32 day)
{
  for (guint i = 0; i < unheard->len; i++)
    {
      const FarUnheardFacts *facts = unheard->pdata[i];

      if (memcmp (facts->member, member, FAR_RECORD_ID_LEN) != 0)
        continue;
      for (guint j = 0; j < facts->news->len; j++)
        {
          const FarNewsFacts *news = &g_array_index (facts->news, FarNewsFacts, j);

          if (news->day == 0 || news->day == day)
            return TRUE;
        }
    }

  return FALSE;
}

GArray *
far_collective_join_to_call (FarStore *store,
                             const guint8 me[static FAR_KEY_LEN],
                             const guint8 rota[static FAR_RECORD_ID_LEN],
                             gint32 day,
                             gint32 today,
                             GError **error)
{
  const FarGovernance *gov = far_store_peek_governance (store);
  const FarGovDevice *device = far_governance_find_device (gov, me);
  static const guint8 nobody[FAR_RECORD_ID_LEN];
  g_autoptr (FarGapFacts) gap =
                 far_collective_gap (store, rota, device != NULL ? device->member : nobody, day,
                                     error);
  g_autoptr (GHashTable) concerned =
                 g_hash_table_new_full (far_id_hash, far_record_id_equal, g_free, NULL);
  g_autoptr (GPtrArray) one = g_ptr_array_new ();
  g_autoptr (GPtrArray) unheard = NULL;
  g_autoptr (GArray) out = g_array_new (FALSE, FALSE, FAR_RECORD_ID_LEN);
  GHashTableIter iter;
  gpointer person;

  if (gap == NULL)
    return NULL;
  g_ptr_array_add (one, (gpointer)gap->outing->rota);
  unheard = far_collective_unheard (store, one, NULL, me, today, error);
  if (unheard == NULL)
    return NULL;

  _far_outing_find_concerned (gap->outing, concerned);
  for (guint i = 0; gap->outing->join != NULL && i < gap->rotas->len; i++)
    {
      const FarRotaFacts *other = gap->rotas->pdata[i];
      g_autoptr (FarOutingFacts) outing = NULL;

      if (memcmp (other->id, gap->outing->join->rota, FAR_RECORD_ID_LEN) != 0)
        continue;
      outing = far_collective_outing (store, other, nobody, day, error);
      if (outing == NULL)
        return NULL;
      _far_outing_find_concerned (outing, concerned);
    }

  g_hash_table_iter_init (&iter, concerned);
  while (g_hash_table_iter_next (&iter, &person, NULL))
    if (far_governance_find_member (gov, person) == NULL || lacks (unheard, person, day))
      g_array_append_vals (out, person, 1);
  g_array_sort (out, compare_ids);

  return g_steal_pointer (&out);
}
