/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A fair plan: who takes part, what they have taken since the school year began, and who would take
 * which turn.
 *
 * Whatever is worked out is proposed and never imposed, and says nobody's number to anybody else.
 */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-plan-private.h"

#include <stdlib.h>
#include <string.h>

#include "far-assign.h"
#include "far-day.h"

/* The school year begins in that month, as where children's ages are counted. */
#define SEASON_MONTH 8
/* A commitment of a month, in turns of a school year. */
#define MONTHS 10
/* Of those who commit to no number where nobody else does. */
#define WEIGHT_USUAL 10

/* ---- the school year */

static gint32
find_season (gint32 day)
{
  int year, month, day_of_month;
  gint32 first;

  far_day_to_ymd (day, &year, &month, &day_of_month);
  if (!far_day_from_ymd (month < SEASON_MONTH ? year - 1 : year, SEASON_MONTH, 1, &first))
    return FAR_DAY_MIN;

  return first;
}

gint32
far_collective_school_year (gint32 day)
{
  return find_season (day);
}

gboolean
_far_turn_is_held (const FarTurnFacts *turn)
{
  return turn->place != FAR_TURN_PLACE_RELEASED && turn->role != FAR_ROLE_ALONG;
}

gboolean
_far_turn_is_share (const FarOutingFacts *outing, const FarTurnFacts *turn)
{
  return far_outing_is_on (outing) && turn->role != FAR_ROLE_ALONG && !turn->is_helper &&
         (turn->place == FAR_TURN_PLACE_STANDING || turn->place == FAR_TURN_PLACE_SEEKING);
}

guint
_far_outing_role_need (const FarOutingFacts *outing, const FarRoleCount *role)
{
  guint others = 0;

  if (role->number != 0)
    return role->n_min;
  for (guint i = 0; i < outing->roles->len; i++)
    {
      const FarRoleCount *other = &g_array_index (outing->roles, FarRoleCount, i);

      others += other->number != 0 ? other->n_min : 0;
    }

  return MAX (role->n_min, outing->verdict.n_needed - MIN (others, outing->verdict.n_needed));
}

static const FarAvailabilityFacts *
find_said (const GPtrArray *said, const guint8 *person)
{
  for (guint i = 0; i < said->len; i++)
    if (far_record_id_equal (((const FarAvailabilityFacts *)said->pdata[i])->person, person))
      return said->pdata[i];

  return NULL;
}

static int
compare_sharers (gconstpointer a, gconstpointer b)
{
  return memcmp (((const FarSharer *)a)->member->id, ((const FarSharer *)b)->member->id,
                 FAR_RECORD_ID_LEN);
}

static void
clear_sharer (gpointer data)
{
  g_clear_pointer (&((FarSharer *)data)->rotas, g_hash_table_unref);
}

static void
add_sharers (FarSeason *self)
{
  for (guint i = 0; i < self->members->len; i++)
    {
      const FarMemberFacts *member = self->members->pdata[i];
      FarSharer sharer = { .member = member, .available = find_said (self->said, member->id) };

      if ((member->state != FAR_MEMBER_STATE_ACTIVE &&
           member->state != FAR_MEMBER_STATE_NO_MACHINE) ||
          member->is_helper)
        continue;
      sharer.rotas = g_hash_table_new (far_id_hash, far_record_id_equal);
      g_array_append_val (self->sharers, sharer);
    }
  g_array_sort (self->sharers, compare_sharers);
}

FarSharer *
_far_season_find (const FarSeason *self, const guint8 *person)
{
  FarMemberFacts like;
  FarSharer key = { .member = &like };

  memcpy (like.id, person, FAR_RECORD_ID_LEN);

  return self->sharers->len > 0 ? bsearch (&key, self->sharers->data, self->sharers->len,
                                           sizeof (FarSharer), compare_sharers)
                                : NULL;
}

static void
count_turns (FarSeason *self)
{
  for (guint i = 0; i < self->outings->len; i++)
    {
      const FarOutingFacts *outing = self->outings->pdata[i];

      for (guint j = 0; j < outing->turns->len; j++)
        {
          const FarTurnFacts *turn = outing->turns->pdata[j];
          FarSharer *sharer = _far_season_find (self, turn->person);

          if (sharer == NULL || turn->role == FAR_ROLE_ALONG)
            continue;
          g_hash_table_add (sharer->rotas, (gpointer)outing->rota->id);
          if (!_far_turn_is_share (outing, turn))
            continue;
          if (outing->day < self->today)
            sharer->n_done++;
          else
            sharer->n_promised++;
        }
    }
}

gboolean
_far_season_read (FarSeason *self,
                  FarStore *store,
                  const guint8 *me,
                  gint32 today,
                  gint32 day,
                  gint32 last_day,
                  GError **error)
{
  gint64 n_days;

  *self = (FarSeason){ .store = store, .today = today, .first_day = find_season (day) };
  n_days = CLAMP ((gint64)last_day - self->first_day + 1, 1, FAR_WEEK_DAYS_MAX);
  self->sharers = g_array_new (FALSE, FALSE, sizeof (FarSharer));
  g_array_set_clear_func (self->sharers, clear_sharer);

  self->rotas = far_collective_rotas (store, error);
  self->members = self->rotas != NULL ? far_collective_members (store, error) : NULL;
  self->said = self->members != NULL ? far_collective_availabilities (store, error) : NULL;
  self->outings =
      self->said != NULL
          ? far_collective_outings (store, self->rotas, me, self->first_day, (guint)n_days, error)
          : NULL;
  if (self->outings == NULL)
    return FALSE;

  add_sharers (self);
  count_turns (self);

  return TRUE;
}

void
_far_season_clear (FarSeason *self)
{
  g_clear_pointer (&self->sharers, g_array_unref);
  g_clear_pointer (&self->outings, g_ptr_array_unref);
  g_clear_pointer (&self->said, g_ptr_array_unref);
  g_clear_pointer (&self->members, g_ptr_array_unref);
  g_clear_pointer (&self->rotas, g_ptr_array_unref);
}

gboolean
_far_sharer_is_asked (const FarSharer *self, const FarRotaFacts *rota)
{
  const FarAvailabilityFacts *said = self->available;

  /* what they said of some rotas, or of all, goes before what they did */
  if (said != NULL && said->weeks->len > 0)
    {
      for (guint i = 0; i < said->weeks->len; i++)
        {
          const FarAvailableFacts *week = &g_array_index (said->weeks, FarAvailableFacts, i);

          if (!week->has_rota || far_record_id_equal (week->rota, rota->id))
            return TRUE;
        }
      return FALSE;
    }

  return (said != NULL && said->n_turns > 0) || g_hash_table_contains (self->rotas, rota->id);
}

static int
compare_counts (gconstpointer a, gconstpointer b)
{
  guint one = *(const guint *)a;
  guint other = *(const guint *)b;

  return (one > other) - (one < other);
}

FarSpreadFacts
_far_spread_of (GArray *counts)
{
  FarSpreadFacts spread = { .n = counts->len };

  if (spread.n < FAR_SPREAD_MIN)
    return spread;
  g_array_sort (counts, compare_counts);
  spread.least = g_array_index (counts, guint, 0);
  spread.low = g_array_index (counts, guint, counts->len / 4);
  spread.high = g_array_index (counts, guint, counts->len - 1 - counts->len / 4);
  spread.most = g_array_index (counts, guint, counts->len - 1);

  return spread;
}

/* Who is asked for anything that is published, or has taken a turn. */
FarSpreadFacts
_far_season_spread (const FarSeason *self)
{
  g_autoptr (GArray) counts = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < self->sharers->len; i++)
    {
      const FarSharer *sharer = &g_array_index (self->sharers, FarSharer, i);
      guint n = sharer->n_done + sharer->n_promised;
      gboolean is_in = n > 0;

      for (guint j = 0; j < self->rotas->len && !is_in; j++)
        is_in = ((const FarRotaFacts *)self->rotas->pdata[j])->is_published &&
                _far_sharer_is_asked (sharer, self->rotas->pdata[j]);
      if (is_in)
        g_array_append_val (counts, n);
    }

  return _far_spread_of (counts);
}

/* This member first, then whom they answer for. */
static void
add_balances (FarFairFacts *facts, const FarSeason *season, const guint8 *me)
{
  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i < season->sharers->len; i++)
      {
        const FarSharer *sharer = &g_array_index (season->sharers, FarSharer, i);
        const FarMemberFacts *member = sharer->member;
        gboolean is_me = far_record_id_equal (member->id, me);
        FarBalanceFacts balance = { .n_done = sharer->n_done, .n_promised = sharer->n_promised };

        if (pass == 0 ? !is_me
                      : is_me || !member->is_answered_for ||
                            !far_record_id_equal (member->answered_for_by, me))
          continue;
        memcpy (balance.person, member->id, FAR_RECORD_ID_LEN);
        if (sharer->available != NULL)
          {
            balance.n_turns = sharer->available->n_turns;
            balance.per_season = sharer->available->per_season;
          }
        g_array_append_val (facts->balances, balance);
      }
}

FarFairFacts *
_far_fair_facts_new (const FarSeason *season, const guint8 *me)
{
  FarFairFacts *facts = g_new0 (FarFairFacts, 1);

  facts->rotas = g_ptr_array_ref (season->rotas);
  facts->lines = g_array_new (FALSE, FALSE, sizeof (FarFairLineFacts));
  facts->balances = g_array_new (FALSE, FALSE, sizeof (FarBalanceFacts));
  facts->season_day = season->first_day;
  facts->spread = _far_season_spread (season);
  add_balances (facts, season, me);

  return facts;
}

void
far_fair_facts_free (FarFairFacts *self)
{
  g_array_unref (self->lines);
  g_array_unref (self->balances);
  g_ptr_array_unref (self->rotas);
  g_free (self);
}

/* ---- the problem */

/* A place, and where it is. */
typedef struct
{
  const FarOutingFacts *outing; /* unowned */
  guint role;
  const char *training; /* (nullable) unowned: what whoever takes it holds */
  FarAssignSeat seat;
} Place;

static int
compare_places (gconstpointer a, gconstpointer b)
{
  const Place *one = a;
  const Place *other = b;
  int by_rota;

  if (one->seat.day != other->seat.day)
    return one->seat.day < other->seat.day ? -1 : 1;
  by_rota = memcmp (one->outing->rota->id, other->outing->rota->id, FAR_RECORD_ID_LEN);
  if (by_rota != 0)
    return by_rota;

  return (one->role > other->role) - (one->role < other->role);
}

static gboolean
is_in_scope (const FarFairScope *scope, const FarOutingFacts *outing, gint32 today)
{
  return outing->day >= MAX (scope->first_day, today) && outing->day <= scope->last_day &&
         far_outing_is_on (outing) &&
         (scope->rota != NULL ? far_record_id_equal (outing->rota->id, scope->rota)
                              : outing->rota->is_published);
}

static void
add_places (GArray *places,
            const FarOutingFacts *outing,
            const FarFairScope *scope,
            const FarGovernance *gov)
{
  /* what is taken along by another one asks for nobody itself */
  for (guint i = 0; i < outing->roles->len && !_far_outing_is_taken_along (outing); i++)
    {
      const FarRoleCount *role = &g_array_index (outing->roles, FarRoleCount, i);
      guint brought = role->number == 0 ? _far_outing_count_brought (outing) : 0;
      guint need = _far_outing_role_need (outing, role);
      guint free = scope->is_full ? _far_outing_count_free (outing, gov, role->number) : 0;
      Place place = { .outing = outing, .role = role->number, .training = role->training };

      place.seat.day = outing->day;
      place.seat.at = outing->here.at;
      place.seat.n_needed = need - MIN (role->n_have + brought, need);
      place.seat.n_room = MAX (place.seat.n_needed, free - MIN (free, brought));
      if (place.seat.n_room > 0)
        g_array_append_val (places, place);
    }
}

typedef struct
{
  GArray *places;  /* owned (element-type Place) */
  GArray *seats;   /* owned (element-type FarAssignSeat): of the places */
  GArray *persons; /* owned (element-type FarAssignPerson): as the sharers */
  GArray *choices; /* owned (element-type FarAssignChoice) */
  GArray *fixed;   /* owned (element-type FarAssignFixed) */
} Task;

static void
task_init (Task *self)
{
  self->places = g_array_new (FALSE, FALSE, sizeof (Place));
  self->seats = g_array_new (FALSE, FALSE, sizeof (FarAssignSeat));
  self->persons = g_array_new (FALSE, FALSE, sizeof (FarAssignPerson));
  self->choices = g_array_new (FALSE, FALSE, sizeof (FarAssignChoice));
  self->fixed = g_array_new (FALSE, FALSE, sizeof (FarAssignFixed));
}

static void
task_clear (Task *self)
{
  g_clear_pointer (&self->places, g_array_unref);
  g_clear_pointer (&self->seats, g_array_unref);
  g_clear_pointer (&self->persons, g_array_unref);
  g_clear_pointer (&self->choices, g_array_unref);
  g_clear_pointer (&self->fixed, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Task, task_clear)

static guint
get_weight (const FarSharer *sharer)
{
  const FarAvailabilityFacts *said = sharer->available;

  if (said == NULL || said->n_turns == 0)
    return 0;

  return MIN (said->per_season ? said->n_turns : said->n_turns * MONTHS, FAR_ASSIGN_WEIGHT_MOST);
}

/* What those commit to who said nothing: as much as who is in the middle of those who did. */
static guint
find_usual_weight (const FarSeason *season)
{
  g_autoptr (GArray) weights = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < season->sharers->len; i++)
    {
      guint weight = get_weight (&g_array_index (season->sharers, FarSharer, i));

      if (weight > 0)
        g_array_append_val (weights, weight);
    }
  g_array_sort (weights, compare_counts);

  return weights->len > 0 ? g_array_index (weights, guint, weights->len / 2) : WEIGHT_USUAL;
}

static void
add_persons (Task *self, const FarSeason *season)
{
  guint usual = find_usual_weight (season);

  for (guint i = 0; i < season->sharers->len; i++)
    {
      const FarSharer *sharer = &g_array_index (season->sharers, FarSharer, i);
      const FarAvailabilityFacts *said = sharer->available;
      guint weight = get_weight (sharer);
      FarAssignPerson person = { .n_done = sharer->n_done + sharer->n_promised,
                                 .weight = weight > 0 ? weight : usual,
                                 .most = -1,
                                 .most_a_month = -1 };

      if (weight > 0 && said->per_season)
        person.most = (int)(said->n_turns - MIN (person.n_done, said->n_turns));
      else if (weight > 0)
        person.most_a_month = (int)said->n_turns;
      g_array_append_val (self->persons, person);
    }
}

/* @skills: (element-type FarSkillFacts): as they are listed */
static void
add_choices (Task *self, const FarSeason *season, const GPtrArray *skills)
{
  for (guint i = 0; i < self->places->len; i++)
    {
      const Place *place = &g_array_index (self->places, Place, i);
      g_autofree char *key = place->training != NULL ? _far_skill_fold (place->training) : NULL;

      g_array_append_val (self->seats, place->seat);
      for (guint j = 0; j < season->sharers->len; j++)
        {
          const FarSharer *sharer = &g_array_index (season->sharers, FarSharer, j);
          FarCan can =
              far_availability_on (sharer->available, place->outing->rota->id, place->seat.day);
          FarAssignChoice choice = { i, j, can == FAR_CAN_RATHER };

          if (_far_sharer_is_asked (sharer, place->outing->rota) &&
              (can == FAR_CAN || can == FAR_CAN_RATHER) &&
              (key == NULL ||
               _far_skills_hold (skills, key, sharer->member->id, place->seat.day)) &&
              !_far_outing_has_turn_of (place->outing, sharer->member->id))
            g_array_append_val (self->choices, choice);
        }
    }
}

static void
add_fixed (Task *self, const FarSeason *season)
{
  for (guint i = 0; i < season->outings->len; i++)
    {
      const FarOutingFacts *outing = season->outings->pdata[i];

      for (guint j = 0; j < outing->turns->len; j++)
        {
          const FarTurnFacts *turn = outing->turns->pdata[j];
          const FarSharer *sharer = _far_season_find (season, turn->person);
          FarAssignFixed fixed = { .day = outing->day, .at = outing->here.at };

          if (sharer == NULL || !_far_turn_is_held (turn))
            continue;
          fixed.person = (guint)(sharer - (const FarSharer *)(gconstpointer)season->sharers->data);
          g_array_append_val (self->fixed, fixed);
        }
    }
}

static void
fill_task (Task *self, const FarSeason *season, const FarFairScope *scope, const GPtrArray *skills)
{
  const FarGovernance *gov = far_store_peek_governance (season->store);

  for (guint i = 0; i < season->outings->len; i++)
    if (is_in_scope (scope, season->outings->pdata[i], season->today))
      add_places (self->places, season->outings->pdata[i], scope, gov);
  g_array_sort (self->places, compare_places);
  add_persons (self, season);
  add_choices (self, season, skills);
  add_fixed (self, season);
}

/* ---- the answer */

void
_far_fair_line_name (FarFairLineFacts *line, const guint8 *rota)
{
  FarHash hash;

  far_hash_init (&hash, FAR_CONTEXT_RECORD, FAR_RECORD_ID_LEN);
  far_hash_update (&hash, rota, FAR_RECORD_ID_LEN);
  far_hash_u32 (&hash, (guint32)line->day);
  far_hash_u32 (&hash, line->role);
  far_hash_update (&hash, line->person, FAR_RECORD_ID_LEN);
  far_hash_finish (&hash, line->id, FAR_RECORD_ID_LEN);
}

static void
work_out (FarFairFacts *facts, const FarSeason *season, const Task *task)
{
  FarAssignProblem problem = {
    .seats = (const FarAssignSeat *)(gconstpointer)task->seats->data,
    .n_seats = task->seats->len,
    .persons = (const FarAssignPerson *)(gconstpointer)task->persons->data,
    .n_persons = task->persons->len,
    .choices = (const FarAssignChoice *)(gconstpointer)task->choices->data,
    .n_choices = task->choices->len,
    .fixed = (const FarAssignFixed *)(gconstpointer)task->fixed->data,
    .n_fixed = task->fixed->len,
    .most_a_week = _far_rule_get (far_store_peek_governance (season->store), FAR_RULE_CAP),
  };
  g_autofree gboolean *taken = g_new0 (gboolean, problem.n_choices + 1);
  FarAssignResult result;

  far_assign (&problem, taken, &result);
  facts->n_gaps = result.n_gaps;
  facts->n_empty = result.n_empty;
  facts->is_best = result.is_best;
  for (guint i = 0; i < problem.n_choices; i++)
    {
      const Place *place = &g_array_index (task->places, Place, problem.choices[i].seat);
      const FarSharer *sharer =
          &g_array_index (season->sharers, FarSharer, problem.choices[i].person);
      FarFairLineFacts line = { .rota = place->outing->rota,
                                .day = place->seat.day,
                                .at = place->seat.at,
                                .role = place->role };

      if (!taken[i])
        continue;
      memcpy (line.person, sharer->member->id, FAR_RECORD_ID_LEN);
      line.can = far_availability_on (sharer->available, line.rota->id, line.day);
      _far_fair_line_name (&line, line.rota->id);
      g_array_append_val (facts->lines, line);
    }
}

FarFairFacts *
far_collective_work_out (FarStore *store,
                         const guint8 me[static FAR_RECORD_ID_LEN],
                         const FarFairScope *scope,
                         gint32 today,
                         GError **error)
{
  g_auto (FarSeason) season = { 0 };
  g_autoptr (GPtrArray) skills = NULL;
  g_auto (Task) task = { 0 };
  FarFairFacts *facts;

  if (!far_day_is_valid (scope->first_day) || !far_day_is_valid (scope->last_day) ||
      scope->last_day < MAX (scope->first_day, today) ||
      scope->last_day - MAX (scope->first_day, today) >= FAR_FAIR_DAYS_MAX)
    {
      _far_refuse (FAR_COLLECTIVE_ERROR_DATE_INVALID, "no such days, or too many", error);
      return NULL;
    }
  /* with what is promised in the same month */
  if (!_far_season_read (&season, store, me, today, MAX (scope->first_day, today),
                         MIN (scope->last_day + 31, FAR_DAY_MAX), error))
    return NULL;

  skills = far_collective_skills (store, FALSE, error);
  if (skills == NULL)
    return NULL;

  task_init (&task);
  fill_task (&task, &season, scope, skills);
  if (task.places->len == 0)
    {
      _far_refuse (FAR_COLLECTIVE_ERROR_NOTHING_OPEN, "nothing is open", error);
      return NULL;
    }
  if (task.choices->len == 0)
    {
      _far_refuse (FAR_COLLECTIVE_ERROR_NOBODY_TO_ASK, "nobody can be asked", error);
      return NULL;
    }
  facts = _far_fair_facts_new (&season, me);
  work_out (facts, &season, &task);

  return facts;
}
