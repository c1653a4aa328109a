/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which children come along: what is booked, without who is absent.
 *
 * A week asks once for all that is booked and said of its days, and not again for each outing. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-private.h"

#include <string.h>

#include "far-day.h"

typedef struct
{
  FarBookingFacts *facts; /* owned */
  FarChildFacts *child;   /* owned */
  guint32 ident;          /* of the child */
} Booked;

/* What is said of one child and day. */
typedef struct
{
  guint32 rota; /* ident; 0 for all of the day */
  gboolean is_absent;
  gboolean is_contested;
} Said;

struct _FarWalkers
{
  gint32 first_day; /* of what was asked for */
  gint32 last_day;
  FarStore *store;  /* unowned */
  GArray *booked;   /* owned (element-type Booked): in the order in which they are shown */
  GHashTable *said; /* owned (element-type GArray of Said) by child and day */
};

/* ---- bookings */

FarBookingFacts *
_far_booking_read (FarView *view, guint32 booking, guint32 *out_child, GError **error)
{
  FarHistory history;
  FarBookingFacts *facts = NULL;
  const FarPayload *rota;
  const FarPayload *first;
  const FarPayload *last;
  const FarPayload *weekdays;
  const FarPayload *gone;
  FarAlso also = { 0 };

  if (!_far_history_load (&history, view, FAR_KIND_BOOKING, booking, error))
    return NULL;

  rota = _far_history_shown (&history, FAR_BOOKING_ROTA, &also);
  weekdays = _far_history_shown (&history, FAR_BOOKING_WEEKDAYS, &also);
  first = _far_history_shown (&history, FAR_BOOKING_FIRST, &also);
  last = _far_history_shown (&history, FAR_BOOKING_LAST, &also);
  gone = _far_history_shown (&history, FAR_BOOKING_GONE, &also);
  *out_child = history.child;
  /* whoever may not book has said nothing with a first day */
  if (first != NULL && history.child != 0 &&
      (gone == NULL || far_payload_int (gone, FAR_BOOKING_GONE, 0) == 0))
    {
      facts = g_new0 (FarBookingFacts, 1);
      memcpy (facts->id, history.record, FAR_RECORD_ID_LEN);
      memcpy (facts->child, far_store_peek_ident (view->store, history.child), FAR_RECORD_ID_LEN);
      if (rota != NULL)
        memcpy (facts->rota, far_payload_bytes (rota, FAR_BOOKING_ROTA), FAR_RECORD_ID_LEN);
      facts->has_rota = !sodium_is_zero (facts->rota, FAR_RECORD_ID_LEN);
      facts->weekdays =
          weekdays != NULL ? far_payload_int (weekdays, FAR_BOOKING_WEEKDAYS, 127) : 127;
      facts->first_day = far_payload_int (first, FAR_BOOKING_FIRST, 0);
      facts->last_day =
          last != NULL ? far_payload_int (last, FAR_BOOKING_LAST, FAR_DAY_MAX) : FAR_DAY_MAX;
      facts->also = also;
    }
  _far_history_clear (&history);

  return facts;
}

gboolean
_far_booking_covers (const FarBookingFacts *self,
                     const FarChildFacts *child,
                     const FarRotaFacts *rota,
                     gint32 day)
{
  if (day < self->first_day || day > self->last_day ||
      (self->weekdays >> far_day_get_weekday (day) & 1) == 0)
    return FALSE;
  if (self->has_rota)
    return memcmp (self->rota, rota->id, FAR_RECORD_ID_LEN) == 0;

  return child->has_line && rota->has_line &&
         memcmp (child->line, rota->line, FAR_RECORD_ID_LEN) == 0;
}

/* The records with an entry that says a last day from @day on.  Returns: (transfer full)
 * (element-type guint32): each once; NULL with @error */
static GArray *
list_bookings (FarView *view, gint32 day, GError **error)
{
  sqlite3_stmt *statement =
      far_store_statement (view->store,
                           "SELECT DISTINCT about FROM daily WHERE kind = 46 AND day >= ?");
  g_autoptr (GArray) records = g_array_new (FALSE, FALSE, sizeof (guint32));
  int code;

  G_STATIC_ASSERT (FAR_KIND_BOOKING == 46);
  if (statement == NULL)
    {
      far_store_fail (view->store, error);
      return NULL;
    }

  sqlite3_bind_int64 (statement, 1, day);
  while ((code = sqlite3_step (statement)) == SQLITE_ROW)
    {
      guint32 record = sqlite3_column_int64 (statement, 0);

      g_array_append_val (records, record);
    }
  if (code != SQLITE_DONE)
    far_store_fail (view->store, error);
  sqlite3_reset (statement);

  return code == SQLITE_DONE ? g_steal_pointer (&records) : NULL;
}

/* ---- absences */

static guint64
get_key (guint32 child, gint32 day)
{
  return (guint64)child << 32 | (guint32)day;
}

typedef struct
{
  guint32 child;
  guint32 rota;
  gint32 day;
} SaidOn;

/* Returns: (transfer full) (element-type SaidOn): each once; NULL with @error */
static GArray *
list_said (FarView *view, gint32 first_day, gint32 last_day, GError **error)
{
  sqlite3_stmt *statement =
      far_store_statement (view->store,
                           "SELECT DISTINCT day, about, part FROM daily WHERE kind = 47"
                           " AND day BETWEEN ? AND ? ORDER BY day, about, part");
  g_autoptr (GArray) said = g_array_new (FALSE, FALSE, sizeof (SaidOn));
  int code;

  if (statement == NULL)
    {
      far_store_fail (view->store, error);
      return NULL;
    }

  sqlite3_bind_int64 (statement, 1, first_day);
  sqlite3_bind_int64 (statement, 2, last_day);
  while ((code = sqlite3_step (statement)) == SQLITE_ROW)
    {
      SaidOn one = {
        .day = sqlite3_column_int64 (statement, 0),
        .child = sqlite3_column_int64 (statement, 1),
        .rota = sqlite3_column_int64 (statement, 2),
      };

      g_array_append_val (said, one);
    }
  if (code != SQLITE_DONE)
    far_store_fail (view->store, error);
  sqlite3_reset (statement);

  return code == SQLITE_DONE ? g_steal_pointer (&said) : NULL;
}

GArray *
_far_view_absent_parts (FarView *view, guint32 child, gint32 day, GError **error)
{
  g_autoptr (GArray) said = list_said (view, day, day, error);
  GArray *parts;

  if (said == NULL)
    return NULL;

  parts = g_array_new (FALSE, FALSE, sizeof (guint32));
  for (guint i = 0; i < said->len; i++)
    if (g_array_index (said, SaidOn, i).child == child)
      g_array_append_val (parts, g_array_index (said, SaidOn, i).rota);

  return parts;
}

gboolean
_far_view_read_absence (FarView *view,
                        guint32 child,
                        guint32 rota,
                        gint32 day,
                        gboolean *out,
                        FarAlso *also,
                        GError **error)
{
  const FarPayload *shown;
  FarHistory history;

  if (!_far_history_load_daily (&history, view, FAR_KIND_ABSENCE, child, rota, day, error))
    return FALSE;

  shown = _far_history_shown (&history, FAR_ABSENCE_ABSENT, also);
  *out = shown != NULL && far_payload_int (shown, FAR_ABSENCE_ABSENT, 0) != 0;
  _far_history_clear (&history);

  return TRUE;
}

/* ---- of one outing */

static void
clear_booked (gpointer data)
{
  Booked *booked = data;

  g_clear_pointer (&booked->facts, g_free);
  g_clear_pointer (&booked->child, far_child_facts_unref);
}

static int
compare_booked (gconstpointer a, gconstpointer b, gpointer by)
{
  const FarChildFacts *one = ((const Booked *)a)->child;
  const FarChildFacts *other = ((const Booked *)b)->child;
  int order = far_by_name_compare (by, one->stop, other->stop);

  if (order == 0)
    order = far_by_name_compare (by, one->name, other->name);

  return order != 0 ? order : memcmp (one->id, other->id, FAR_RECORD_ID_LEN);
}

static void
clear_walkers (gpointer data)
{
  FarWalkers *self = data;

  g_array_unref (self->booked);
  g_hash_table_unref (self->said);
}

FarWalkers *
_far_walkers_ref (FarWalkers *self)
{
  return g_rc_box_acquire (self);
}

void
_far_walkers_free (FarWalkers *self)
{
  g_rc_box_release_full (self, clear_walkers);
}

static gboolean
add_booked (FarWalkers *self, FarView *view, GHashTable *children, guint32 record, GError **error)
{
  g_autoptr (GError) failure = NULL;
  Booked booked = { 0 };

  booked.facts = _far_booking_read (view, record, &booked.ident, &failure);
  if (booked.facts != NULL)
    {
      FarChildFacts *known = g_hash_table_lookup (children, GUINT_TO_POINTER (booked.ident));

      booked.child = known != NULL ? far_child_facts_ref (known)
                                   : _far_child_read (view, booked.ident, &failure);
    }
  if (failure != NULL)
    {
      clear_booked (&booked);
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }

  if (booked.child == NULL || booked.child->is_gone)
    {
      clear_booked (&booked);
      return TRUE;
    }
  if (!g_hash_table_contains (children, GUINT_TO_POINTER (booked.ident)))
    g_hash_table_insert (children, GUINT_TO_POINTER (booked.ident),
                         far_child_facts_ref (booked.child));
  g_array_append_val (self->booked, booked);

  return TRUE;
}

static gboolean
add_said (FarWalkers *self, FarView *view, const SaidOn *on, GError **error)
{
  Said said = { .rota = on->rota };
  guint64 key = get_key (on->child, on->day);
  FarAlso also = { 0 };
  GArray *all;

  if (!_far_view_read_absence (view, on->child, on->rota, on->day, &said.is_absent, &also, error))
    return FALSE;

  said.is_contested = also.n_others > 0;
  all = g_hash_table_lookup (self->said, &key);
  if (all == NULL)
    {
      all = g_array_new (FALSE, FALSE, sizeof (Said));
      g_hash_table_insert (self->said, g_memdup2 (&key, sizeof key), all);
    }
  g_array_append_val (all, said);

  return TRUE;
}

gboolean
_far_walkers_hear_again (FarWalkers *self, FarView *view, GError **error)
{
  g_autoptr (GHashTable) booked = g_hash_table_new (NULL, NULL);
  g_autoptr (GArray) said = NULL;

  g_hash_table_remove_all (self->said);
  for (guint i = 0; i < self->booked->len; i++)
    g_hash_table_add (booked, GUINT_TO_POINTER (g_array_index (self->booked, Booked, i).ident));
  if (g_hash_table_size (booked) == 0)
    return TRUE;

  said = list_said (view, self->first_day, self->last_day, error);
  for (guint i = 0; said != NULL && i < said->len; i++)
    {
      const SaidOn *on = &g_array_index (said, SaidOn, i);

      if (g_hash_table_contains (booked, GUINT_TO_POINTER (on->child)) &&
          !add_said (self, view, on, error))
        return FALSE;
    }

  return said != NULL;
}

static FarWalkers *
walkers_new (FarView *view, gint32 first_day, gint32 last_day, GError **error)
{
  g_autoptr (FarWalkers) self = g_rc_box_new0 (FarWalkers);
  g_autoptr (FarByName) by = far_by_name_new ();
  g_autoptr (GHashTable) children = g_hash_table_new_full (NULL, NULL, NULL, far_child_facts_unref);
  g_autoptr (GArray) records = NULL;

  self->store = view->store;
  self->first_day = first_day;
  self->last_day = last_day;
  self->booked = g_array_new (FALSE, FALSE, sizeof (Booked));
  g_array_set_clear_func (self->booked, clear_booked);
  self->said =
      g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, (GDestroyNotify)g_array_unref);

  records = list_bookings (view, first_day, error);
  if (records == NULL)
    return NULL;
  for (guint i = 0; i < records->len; i++)
    if (!add_booked (self, view, children, g_array_index (records, guint32, i), error))
      return NULL;
  g_array_sort_with_data (self->booked, compare_booked, by);

  if (!_far_walkers_hear_again (self, view, error))
    return NULL;

  return g_steal_pointer (&self);
}

/* Whoever asks for one day after the other does not ask for each. */
#define DAYS_AHEAD 60

const FarWalkers *
_far_view_walkers (FarView *view, gint64 first_day, gint64 last_day, GError **error)
{
  const FarWalkers *known = view->walkers;
  gint32 first = CLAMP (first_day, FAR_DAY_MIN, FAR_DAY_MAX);
  gint32 last = CLAMP (last_day, first, FAR_DAY_MAX);

  if (known != NULL && known->first_day <= first && known->last_day >= last)
    return known;
  if (known != NULL)
    last = MIN (MAX (last, first + DAYS_AHEAD), FAR_DAY_MAX);

  g_clear_pointer (&view->walkers, _far_walkers_free);
  view->walkers = walkers_new (view, first, last, error);

  return view->walkers;
}

static void
free_walker (gpointer data)
{
  FarWalkerFacts *walker = data;

  far_child_facts_unref ((FarChildFacts *)walker->child);
  g_clear_pointer (&walker->note_devices, g_array_unref);
  g_clear_pointer (&walker->unreached, g_array_unref);
  g_free (walker->from_title);
  g_free (walker);
}

GPtrArray *
_far_walkers_array_new (void)
{
  return g_ptr_array_new_with_free_func (free_walker);
}

/* Absent from all of the day, or from this. */
static void
say_absent (const FarWalkers *self, FarWalkerFacts *walker, guint32 child, guint32 rota, gint32 day)
{
  guint64 key = get_key (child, day);
  const GArray *all = g_hash_table_lookup (self->said, &key);

  for (guint i = 0; all != NULL && i < all->len; i++)
    {
      const Said *said = &g_array_index (all, Said, i);

      if (said->rota != 0 && said->rota != rota)
        continue;
      walker->is_absent |= said->is_absent;
      walker->is_contested |= said->is_contested;
    }
}

GPtrArray *
_far_walkers_of (const FarWalkers *self, const FarRotaFacts *rota, gint32 day)
{
  GPtrArray *walkers = _far_walkers_array_new ();
  guint32 ident = far_store_find_ident (self->store, rota->id);

  for (guint i = 0; i < self->booked->len; i++)
    {
      const Booked *booked = &g_array_index (self->booked, Booked, i);
      const FarWalkerFacts *before = walkers->len > 0 ? walkers->pdata[walkers->len - 1] : NULL;
      FarWalkerFacts *walker;

      /* booked twice, a child comes once */
      if (!_far_booking_covers (booked->facts, booked->child, rota, day) ||
          (before != NULL && before->child == booked->child))
        continue;
      walker = g_new0 (FarWalkerFacts, 1);
      walker->child = far_child_facts_ref (booked->child);
      say_absent (self, walker, booked->ident, ident, day);
      g_ptr_array_add (walkers, walker);
    }

  return walkers;
}

/* ---- of one child */

static int
compare_bookings (gconstpointer a, gconstpointer b)
{
  const FarBookingFacts *one = *(const FarBookingFacts *const *)a;
  const FarBookingFacts *other = *(const FarBookingFacts *const *)b;

  if (one->first_day != other->first_day)
    return one->first_day < other->first_day ? -1 : 1;

  return memcmp (one->id, other->id, FAR_RECORD_ID_LEN);
}

static gboolean
add_bookings (FarView *view, GHashTable *children, gint32 today, GError **error)
{
  g_autoptr (GArray) records = list_bookings (view, today, error);

  if (records == NULL)
    return FALSE;

  for (guint i = 0; i < records->len; i++)
    {
      g_autoptr (GError) failure = NULL;
      guint32 ident;
      FarBookingFacts *facts =
          _far_booking_read (view, g_array_index (records, guint32, i), &ident, &failure);
      FarChildFacts *child =
          facts != NULL ? g_hash_table_lookup (children, GUINT_TO_POINTER (ident)) : NULL;

      if (child != NULL && facts->last_day >= today &&
          child->bookings->len < FAR_SHOWN_BOOKINGS_MAX)
        g_ptr_array_add (child->bookings, g_steal_pointer (&facts));
      g_free (facts);
      if (failure != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return FALSE;
        }
    }

  return TRUE;
}

static gboolean
add_absences (FarView *view, GHashTable *children, gint32 today, GError **error)
{
  g_autoptr (GArray) said = list_said (view, today, FAR_DAY_MAX, error);

  for (guint i = 0; said != NULL && i < said->len; i++)
    {
      const SaidOn *on = &g_array_index (said, SaidOn, i);
      FarChildFacts *child = g_hash_table_lookup (children, GUINT_TO_POINTER (on->child));
      FarAbsenceFacts facts = { .day = on->day, .has_rota = on->rota != 0 };
      FarAlso also = { 0 };
      gboolean is_absent;

      if (child == NULL)
        continue;
      if (!_far_view_read_absence (view, on->child, on->rota, on->day, &is_absent, &also, error))
        return FALSE;
      if (on->rota != 0)
        memcpy (facts.rota, far_store_peek_ident (view->store, on->rota), FAR_RECORD_ID_LEN);
      facts.is_contested = also.n_others > 0;
      if (is_absent)
        g_array_append_val (child->absences, facts);
    }

  return said != NULL;
}

gboolean
_far_view_add_bookings (FarView *view, GPtrArray *children, gint32 today, GError **error)
{
  g_autoptr (GHashTable) by_ident = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < children->len; i++)
    {
      FarChildFacts *child = children->pdata[i];

      child->bookings = g_ptr_array_new_with_free_func (g_free);
      child->absences = g_array_new (FALSE, FALSE, sizeof (FarAbsenceFacts));
      g_hash_table_insert (by_ident,
                           GUINT_TO_POINTER (far_store_find_ident (view->store, child->id)), child);
    }
  if (!add_bookings (view, by_ident, today, error) || !add_absences (view, by_ident, today, error))
    return FALSE;

  for (guint i = 0; i < children->len; i++)
    g_ptr_array_sort (((FarChildFacts *)children->pdata[i])->bookings, compare_bookings);

  return TRUE;
}
