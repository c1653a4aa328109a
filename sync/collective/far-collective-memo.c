/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What was computed of outings, kept from one question to the next: one new entry is to be seen at
 * once in all that the window shows, and most of it is as it was.
 *
 * It holds as long as nothing changed that could be behind it: who belongs, and every entry but
 * those of kinds that say nothing of outings.  Of those that say something of one day alone, only
 * that day goes; of notes those that are sealed for an outing.  What hangs on another outing is
 * never kept (can_keep() in far-collective-outings.c).  The simulator asks everything a second time
 * without it. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-help-private.h"

#include <string.h>

struct _FarMemo
{
  FarAuthors *authors; /* owned (nullable): whoever asks looks whether they hold */
  FarGovernance *gov;  /* owned; (nullable): what follows is of this one */
  guint n_logs;
  guint64 n_changes;
  guint64 n_day_changes;

  GPtrArray *members;    /* (nullable) (element-type FarMemberFacts): owned */
  guint64 n_void;        /* entries of theirs that have no effect */
  GPtrArray *rotas;      /* (nullable) (element-type FarRotaFacts): owned */
  GHashTable *known;     /* owned: those of @rotas */
  GHashTable *outings;   /* owned (element-type FarOutingFacts) by rota's ident and day */
  GHashTable *promised;  /* owned (element-type Promised) by rota's ident */
  FarWalkers *walkers;   /* (nullable): owned */
  gboolean is_said_anew; /* and absences were, since then */
  FarRideMemo *rides;    /* owned: it knows itself what holds of it, as the next */
  FarSearchMemo *search;
  FarSkillMemo *skills; /* owned: the same */
  FarHelpMemo *helps;   /* owned: the same */
  FarThingMemo *things; /* owned: the same */
  FarHoursMemo *hours;  /* owned: the same */
  FarFaultMemo *faults; /* owned: the same */
  FarPlaceMemo *places; /* owned: the same */
};

/* The days from @first_day to @last_day for which somebody took a turn. */
typedef struct
{
  gint32 first_day;
  gint32 last_day;
  GArray *days; /* owned (element-type gint32) */
} Promised;

static const guint8 beside[] = { FAR_KIND_TURN,    FAR_KIND_OUTING, FAR_KIND_ABSENCE,
                                 FAR_KIND_BATON,   FAR_KIND_REASON, FAR_KIND_THING,
                                 FAR_KIND_SERVERS, FAR_KIND_ROLL,   FAR_KIND_AVAILABILITY,
                                 FAR_KIND_SEEN,    FAR_KIND_HAZARD, FAR_KIND_RIDE,
                                 FAR_KIND_PLACE,   FAR_KIND_SKILL,  FAR_KIND_HELP,
                                 FAR_KIND_HOURS,   FAR_KIND_FAULT };

static void
free_outing (gpointer data)
{
  far_outing_facts_free (data);
}

static void
free_promised (gpointer data)
{
  Promised *self = data;

  g_array_unref (self->days);
  g_free (self);
}

static void
forget (FarMemo *self)
{
  g_hash_table_remove_all (self->outings);
  g_hash_table_remove_all (self->promised);
  g_hash_table_remove_all (self->known);
  g_clear_pointer (&self->walkers, _far_walkers_free);
  g_clear_pointer (&self->rotas, g_ptr_array_unref);
  g_clear_pointer (&self->members, g_ptr_array_unref);
  g_clear_pointer (&self->gov, far_governance_unref);
}

static void
memo_free (gpointer data)
{
  FarMemo *self = data;

  forget (self);
  g_clear_pointer (&self->authors, _far_authors_unref);
  g_hash_table_unref (self->outings);
  g_hash_table_unref (self->promised);
  g_hash_table_unref (self->known);
  _far_ride_memo_free (self->rides);
  _far_search_memo_free (self->search);
  _far_skill_memo_free (self->skills);
  _far_help_memo_free (self->helps);
  _far_thing_memo_free (self->things);
  _far_hours_memo_free (self->hours);
  _far_fault_memo_free (self->faults);
  _far_place_memo_free (self->places);
  g_free (self);
}

static guint64
count_changes (FarStore *store)
{
  guint64 n = 0;

  for (guint kind = FAR_KIND_RECORD_FIRST; kind < 64; kind++)
    if (memchr (beside, kind, sizeof beside) == NULL)
      n += far_store_count_changes (store, kind);

  return n;
}

static gint64
get_key (guint32 rota, gint32 day)
{
  return (gint64)((guint64)rota << 32 | (guint32)day);
}

static gboolean
is_on (gpointer key, gpointer outing, gpointer day)
{
  return ((const FarOutingFacts *)outing)->day == *(const gint32 *)day;
}

/* What somebody holds says of each outing whether it has whom it takes. */
static gboolean
asks_for_training (gpointer key, gpointer outing, gpointer data)
{
  const GArray *roles = ((const FarOutingFacts *)outing)->roles;

  for (guint i = 0; i < roles->len; i++)
    if (g_array_index (roles, FarRoleCount, i).training != NULL)
      return TRUE;

  return FALSE;
}

/* Returns: FALSE if it is not known what days they are of */
static gboolean
forget_days (FarMemo *self, FarStore *store)
{
  guint64 n = far_store_count_day_changes (store);
  FarDayPoint point;

  for (; self->n_day_changes < n; self->n_day_changes++)
    {
      gint64 key;

      if (!far_store_get_day_change (store, self->n_day_changes, &point))
        return FALSE;

      key = get_key (point.rota, point.day);
      if (point.day == FAR_CHANGES_SKILL)
        g_hash_table_foreach_remove (self->outings, asks_for_training, NULL);
      else if (point.rota != 0)
        {
          g_hash_table_remove (self->outings, &key);
          g_hash_table_remove (self->promised, GUINT_TO_POINTER (point.rota));
        }
      else
        g_hash_table_foreach_remove (self->outings, is_on, &point.day);
      self->is_said_anew |= point.rota == 0;
    }

  return TRUE;
}

const FarAuthors *
_far_memo_peek_authors (FarStore *store)
{
  const FarMemo *self = far_store_peek_memo (store);

  return self != NULL ? self->authors : NULL;
}

void
_far_memo_take_authors (FarStore *store, FarAuthors *authors)
{
  FarMemo *self = far_store_peek_memo (store);

  if (self == NULL)
    {
      _far_authors_unref (authors);
      return;
    }
  g_clear_pointer (&self->authors, _far_authors_unref);
  self->authors = authors;
}

FarMemo *
_far_memo_of (const FarView *view)
{
  FarStore *store = view->store;
  FarMemo *self = far_store_peek_memo (store);
  guint64 n_changes = count_changes (store);

  if (self == NULL)
    {
      self = g_new0 (FarMemo, 1);
      self->known = g_hash_table_new (NULL, NULL);
      self->rides = _far_ride_memo_new ();
      self->search = _far_search_memo_new ();
      self->skills = _far_skill_memo_new ();
      self->helps = _far_help_memo_new ();
      self->things = _far_thing_memo_new ();
      self->hours = _far_hours_memo_new ();
      self->faults = _far_fault_memo_new ();
      self->places = _far_place_memo_new ();
      self->outings = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, free_outing);
      self->promised = g_hash_table_new_full (NULL, NULL, NULL, free_promised);
      far_store_take_memo (store, self, memo_free);
    }

  if (self->gov != view->gov || self->n_logs != view->n_logs || self->n_changes != n_changes ||
      !forget_days (self, store))
    {
      forget (self);
      self->gov = far_governance_ref (view->gov);
      self->n_logs = view->n_logs;
      self->n_changes = n_changes;
      self->n_day_changes = far_store_count_day_changes (store);
    }

  return self;
}

/* It is told of each member, and no record changes with one more. */
static guint64
count_void (const FarView *view)
{
  guint64 n = 0;

  for (guint32 i = 1; i <= view->n_logs; i++)
    {
      const FarLog *log = far_store_peek_log (view->store, i);

      n += log->head_seq - MIN (log->head_seq, log->effective_seq);
    }

  return n;
}

GPtrArray *
_far_memo_peek_members (FarMemo *self, const FarView *view)
{
  guint64 n_void = count_void (view);

  if (n_void != self->n_void)
    g_clear_pointer (&self->members, g_ptr_array_unref);
  self->n_void = n_void;

  return self->members;
}

void
_far_memo_take_members (FarMemo *self, GPtrArray *members)
{
  self->members = members;
}

GPtrArray *
_far_memo_peek_rotas (const FarMemo *self)
{
  return self->rotas;
}

void
_far_memo_take_rotas (FarMemo *self, GPtrArray *rotas)
{
  g_clear_pointer (&self->rotas, g_ptr_array_unref);
  g_hash_table_remove_all (self->known);
  g_hash_table_remove_all (self->outings);
  self->rotas = rotas;
  for (guint i = 0; i < rotas->len; i++)
    g_hash_table_add (self->known, rotas->pdata[i]);
}

gboolean
_far_memo_knows (const FarMemo *self, const FarRotaFacts *rota)
{
  return g_hash_table_contains (self->known, rota);
}

const FarOutingFacts *
_far_memo_find (const FarMemo *self, guint32 rota, gint32 day)
{
  gint64 key = get_key (rota, day);

  return g_hash_table_lookup (self->outings, &key);
}

void
_far_memo_take (FarMemo *self, guint32 rota, FarOutingFacts *outing)
{
  gint64 key = get_key (rota, outing->day);

  if (g_hash_table_size (self->outings) >= FAR_MEMO_OUTINGS_MAX)
    g_hash_table_remove_all (self->outings);
  g_hash_table_insert (self->outings, g_memdup2 (&key, sizeof key), outing);
}

const GArray *
_far_memo_promised (FarMemo *self,
                    FarStore *store,
                    guint32 rota,
                    gint32 first_day,
                    gint32 last_day,
                    GError **error)
{
  Promised *promised = g_hash_table_lookup (self->promised, GUINT_TO_POINTER (rota));
  GArray *days;

  if (promised != NULL && promised->first_day <= first_day && promised->last_day >= last_day)
    return promised->days;

  days = _far_store_days_promised (store, rota, first_day, last_day, error);
  if (days == NULL)
    return NULL;

  promised = g_new (Promised, 1);
  *promised = (Promised){ first_day, last_day, days };
  g_hash_table_replace (self->promised, GUINT_TO_POINTER (rota), promised);

  return days;
}

FarRideMemo *
_far_memo_peek_rides (const FarMemo *self)
{
  return self->rides;
}

FarHoursMemo *
_far_memo_peek_hours (const FarMemo *self)
{
  return self->hours;
}

FarSkillMemo *
_far_memo_peek_skills (const FarMemo *self)
{
  return self->skills;
}

FarSearchMemo *
_far_memo_peek_search (const FarMemo *self)
{
  return self->search;
}

FarHelpMemo *
_far_memo_peek_help (const FarMemo *self)
{
  return self->helps;
}

gboolean
_far_memo_give_walkers (FarMemo *self, FarView *view, GError **error)
{
  if (self->walkers == NULL)
    return TRUE;
  if (self->is_said_anew && !_far_walkers_hear_again (self->walkers, view, error))
    {
      g_clear_pointer (&self->walkers, _far_walkers_free);
      return FALSE;
    }

  self->is_said_anew = FALSE;
  g_clear_pointer (&view->walkers, _far_walkers_free);
  view->walkers = _far_walkers_ref (self->walkers);

  return TRUE;
}

void
_far_memo_take_walkers (FarMemo *self, FarWalkers *walkers)
{
  g_clear_pointer (&self->walkers, _far_walkers_free);
  self->walkers = _far_walkers_ref (walkers);
  self->is_said_anew = FALSE;
}

FarThingMemo *
_far_memo_peek_things (const FarMemo *self)
{
  return self->things;
}

FarFaultMemo *
_far_memo_peek_faults (const FarMemo *self)
{
  return self->faults;
}

FarPlaceMemo *
_far_memo_peek_places (const FarMemo *self)
{
  return self->places;
}
