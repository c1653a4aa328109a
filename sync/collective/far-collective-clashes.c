/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Promises that nobody can keep both. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-clashes.h"

#include <string.h>

#include "far-collective-help-private.h"
#include "far-collective-lending.h"
#include "far-collective-private.h"
#include "far-collective-rides.h"

/* A walk takes 15 to 20 minutes, and there is the way to its first stop. */
#define MINUTES_TAKEN 45

/* To open a room, or hand a drill over at the door. */
#define MINUTES_AT_THE_DOOR 15

#define N_CHAINS 256 /* a day of a town has some hundred promises */
#define NO_PROMISE G_MAXUINT

/* Somebody who is to be somewhere. */
typedef struct
{
  const guint8 *person; /* unowned */
  gint32 day;
  int at;
  int until;                  /* minutes of that day, and beyond */
  const guint8 *thing;        /* unowned: its record; two promises of one on one day are no clash */
  const FarOutingFacts *walk; /* (nullable) unowned: if it is one */
  FarClashFacts self;         /* as the others are told of it */
  FarClashFacts *clash;       /* unowned: where it is told of another */
  guint next;                 /* whose id begins alike, later that day; or NO_PROMISE */
} Promise;

struct _FarClashes
{
  GArray *promises; /* owned (element-type Promise) */
};

FarClashes *
far_clashes_new (void)
{
  FarClashes *self = g_new0 (FarClashes, 1);

  self->promises = g_array_new (FALSE, FALSE, sizeof (Promise));

  return self;
}

/* ---- who is to be where */

static void
add_promise (FarClashes *self, Promise promise)
{
  promise.self.at = promise.at;
  *promise.clash = (FarClashFacts){ .kind = FAR_CLASH_NONE };
  g_array_append_val (self->promises, promise);
}

void
far_clashes_add_outings (FarClashes *self, const GPtrArray *outings)
{
  for (guint i = 0; i < outings->len; i++)
    {
      const FarOutingFacts *outing = outings->pdata[i];
      /* where nobody walks, nobody is away */
      gboolean is_on = far_outing_is_on (outing);

      for (guint j = 0; j < outing->turns->len; j++)
        {
          FarTurnFacts *turn = outing->turns->pdata[j];

          turn->clash.kind = FAR_CLASH_NONE;
          if (is_on && _far_turn_may_come (turn))
            add_promise (self, (Promise){
                                   .person = turn->person,
                                   .day = outing->day,
                                   .at = outing->here.at,
                                   .until = outing->here.at + MINUTES_TAKEN,
                                   .thing = outing->rota->id,
                                   .walk = outing,
                                   .self = { FAR_CLASH_WALK, outing->rota->title, "" },
                                   .clash = &turn->clash,
                               });
        }
    }
}

static void
add_way (FarClashes *self,
         const FarRideDate *date,
         FarRideLeg way,
         const guint8 *person,
         FarClashFacts *clash)
{
  const FarRideFacts *ride = date->ride;
  gboolean is_back = way == FAR_RIDE_WAY_BACK;

  add_promise (self, (Promise){
                         .person = person,
                         .day = date->day,
                         .at = ride->at[way],
                         .until = ride->at[way] + MINUTES_TAKEN,
                         .thing = ride->id,
                         .self = { FAR_CLASH_RIDE, is_back ? ride->to.words : ride->from.words,
                                   is_back ? ride->from.words : ride->to.words },
                         .clash = clash,
                     });
}

/* Not where all that is wanted are seats for children: they come without who asked for them. */
static gboolean
comes_along (const FarRideDate *date, const FarSeatFacts *seat)
{
  guint n_children = 0;

  if (seat->rank == 0 || !seat->why.stands || date->ride->at[seat->way] < 0)
    return FALSE;
  for (guint i = 0; i < FAR_CHILD_SEAT_KINDS; i++)
    n_children += seat->seats.n_child[i];

  return date->ride->is_ask || seat->seats.n > n_children;
}

void
far_clashes_add_rides (FarClashes *self, const GPtrArray *dates)
{
  for (guint i = 0; i < dates->len; i++)
    {
      FarRideDate *date = dates->pdata[i];

      for (guint way = 0; way < FAR_RIDE_WAYS; way++)
        {
          date->clash[way].kind = FAR_CLASH_NONE;
          if (date->place == FAR_RIDE_RUNS && !date->ride->is_ask && date->ride->at[way] >= 0)
            add_way (self, date, (FarRideLeg)way, date->ride->person, &date->clash[way]);
        }
      for (guint j = 0; j < date->seats->len; j++)
        {
          FarSeatFacts *seat = date->seats->pdata[j];

          seat->clash.kind = FAR_CLASH_NONE;
          if (date->place == FAR_RIDE_RUNS && comes_along (date, seat))
            add_way (self, date, seat->way, seat->person, &seat->clash);
        }
    }
}

/* Whether it is to be done then, and at no other time. */
static gboolean
has_time (const FarHelpWords *words)
{
  return words->when.first_day == words->when.last_day && words->when.from >= 0 && !words->is_gone;
}

void
far_clashes_add_help (FarClashes *self, GPtrArray *helps)
{
  for (guint i = 0; i < helps->len; i++)
    {
      FarHelpFacts *help = helps->pdata[i];
      const FarHelpWords *words = help->facts;
      int until = words->when.until > words->when.from ? words->when.until
                                                       : words->when.from + MINUTES_TAKEN;

      if (help->claims->len > 0 && help->is_kept)
        {
          /* of what others are shown too nothing was ever told */
          if (!has_time (words))
            continue;
          helps->pdata[i] = _far_help_copy (help);
          far_help_unref (help);
          help = helps->pdata[i];
        }
      for (guint j = 0; j < help->claims->len; j++)
        {
          FarClaimFacts *claim = help->claims->pdata[j];

          claim->clash.kind = FAR_CLASH_NONE;
          if (has_time (words) && far_claim_facts_comes (claim) && !claim->is_done)
            add_promise (self, (Promise){
                                   .person = claim->person,
                                   .day = words->when.first_day,
                                   .at = words->when.from,
                                   .until = until,
                                   .thing = words->id,
                                   .self = { FAR_CLASH_HELP, words->what, "" },
                                   .clash = &claim->clash,
                               });
        }
    }
}

static gboolean
has_moment (const FarLentThing *lent)
{
  gint32 day;
  int at;

  for (guint i = 0; i < lent->loans->len; i++)
    for (guint j = 0; j < FAR_LOAN_MOMENTS; j++)
      if (far_loan_get_moment (lent->loans->pdata[i], lent->thing->what, (FarLoanMoment)j, &day,
                               &at) != NULL)
        return TRUE;

  return FALSE;
}

void
far_clashes_add_lending (FarClashes *self, GPtrArray *things)
{
  static const FarClashWith as_thing[] = { FAR_CLASH_NONE, FAR_CLASH_FETCH, FAR_CLASH_RETURN };
  static const FarClashWith as_room[] = { FAR_CLASH_ROOM, FAR_CLASH_OPEN, FAR_CLASH_CLOSE };

  for (guint i = 0; i < things->len; i++)
    {
      FarLentThing *lent = things->pdata[i];
      const FarThingFacts *thing = lent->thing;
      gboolean is_room = thing->what == FAR_THING_IS_ROOM;

      if (lent->is_kept)
        {
          if (!has_moment (lent))
            continue;
          things->pdata[i] = _far_lent_thing_copy (lent);
          far_lent_thing_unref (lent);
          lent = things->pdata[i];
        }
      for (guint j = 0; j < lent->loans->len; j++)
        for (guint k = 0; k < FAR_LOAN_MOMENTS; k++)
          {
            FarLoanFacts *loan = lent->loans->pdata[j];
            gint32 day;
            int at;
            const guint8 *person =
                far_loan_get_moment (loan, thing->what, (FarLoanMoment)k, &day, &at);

            loan->clash[k].kind = FAR_CLASH_NONE;
            if (person != NULL)
              add_promise (self,
                           (Promise){
                               .person = person,
                               .day = day,
                               .at = at,
                               .until = k == FAR_LOAN_MOMENT_ALL ? loan->until
                                                                 : at + MINUTES_AT_THE_DOOR,
                               .thing = thing->id,
                               .self = { is_room ? as_room[k] : as_thing[k], thing->name, "" },
                               .clash = &loan->clash[k],
                           });
          }
    }
}

/* ---- which are too close */

static int
compare_promises (gconstpointer a, gconstpointer b)
{
  const Promise *one = a;
  const Promise *other = b;

  return one->day != other->day ? (one->day < other->day ? -1 : 1) : one->at - other->at;
}

static gboolean
is_in_order (const GArray *promises)
{
  for (guint i = 1; i < promises->len; i++)
    if (compare_promises (&g_array_index (promises, Promise, i - 1),
                          &g_array_index (promises, Promise, i)) > 0)
      return FALSE;

  return TRUE;
}

/* Whether both walk as one. */
static gboolean
are_joined (const FarOutingFacts *one, const FarOutingFacts *other)
{
  return (one->join != NULL && one->join->is_agreed &&
          far_record_id_equal (one->join->rota, other->rota->id)) ||
         (other->join != NULL && other->join->is_agreed &&
          far_record_id_equal (other->join->rota, one->rota->id));
}

/* Of two walks that go together, neither is in the way of the other; what is off is no promise. */
static gboolean
is_clash_of (const Promise *promise, const Promise *other)
{
  return !far_record_id_equal (other->thing, promise->thing) && promise->at < other->until &&
         other->at < promise->until && far_record_id_equal (other->person, promise->person) &&
         (promise->walk == NULL || other->walk == NULL || !are_joined (promise->walk, other->walk));
}

/* @promises: of one day, by time */
static void
mark_day (Promise *promises, guint n)
{
  guint chains[N_CHAINS];

  for (guint i = 0; i < N_CHAINS; i++)
    chains[i] = NO_PROMISE;

  /* from behind, so that each chain is by time; ids are hashes, so any byte tells them apart */
  for (guint i = n; i-- > 0;)
    {
      guint *chain = &chains[promises[i].person[0] % N_CHAINS];

      promises[i].next = *chain;
      *chain = i;
    }

  for (guint i = 0; i < n; i++)
    for (guint at = chains[promises[i].person[0] % N_CHAINS]; at != NO_PROMISE;
         at = promises[at].next)
      if (is_clash_of (&promises[i], &promises[at]))
        {
          *promises[i].clash = promises[at].self;
          break;
        }
}

void
far_clashes_mark (FarClashes *self)
{
  GArray *promises = self->promises;
  guint end;

  if (!is_in_order (promises))
    g_array_sort (promises, compare_promises);
  for (guint first = 0; first < promises->len; first = end)
    {
      Promise *day = &g_array_index (promises, Promise, first);

      for (end = first + 1;
           end < promises->len && g_array_index (promises, Promise, end).day == day->day;)
        end++;
      mark_day (day, end - first);
    }

  g_array_unref (promises);
  g_free (self);
}
