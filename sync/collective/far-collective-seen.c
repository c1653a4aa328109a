/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which entries speak of a record or an outing, and which of these each of them has seen
 * (docs/records.md): what one machine can write too much of is bounded here, by the entries alone.
 */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-private.h"

/* ---- the entries that have effect */

/* With log in ?3, what it says up to seq ?4. */
static const char count_touches[] =
    "SELECT count (*) FROM touch WHERE record = ?1 AND log = ?3 AND seq <= ?4";
static const char count_exceptions[] =
    "SELECT count (*) FROM outing WHERE rota = ?1 AND day = ?2 AND log = ?3 AND seq <= ?4";
static const char count_turns[] =
    "SELECT count (*) FROM turn WHERE rota = ?1 AND day = ?2 AND log = ?3 AND seq <= ?4";

/* of a thing, whatever the day */
static const char count_bookings[] =
    "SELECT count (*) FROM turn WHERE rota = ?1 AND log = ?3 AND seq <= ?4";

static const char count_absences[] =
    "SELECT count (*) FROM daily WHERE kind = 47 AND about = ?1 AND day = ?2 AND log = ?3"
    " AND seq <= ?4";
static const char count_rolls[] =
    "SELECT count (*) FROM daily WHERE kind = 49 AND about = ?1 AND day = ?2 AND log = ?3"
    " AND seq <= ?4";
/* of one rota and person: ?2 is who */
static const char count_seen[] =
    "SELECT count (*) FROM daily WHERE kind = 53 AND day = 0 AND about = ?1 AND part = ?2"
    " AND log = ?3 AND seq <= ?4";
static const char count_notes[] =
    "SELECT count (*) FROM daily WHERE kind = 48 AND about = ?1 AND day = ?2 AND log = ?3"
    " AND seq <= ?4";
G_STATIC_ASSERT (FAR_KIND_ABSENCE == 47 && FAR_KIND_NOTE == 48 && FAR_KIND_ROLL == 49 &&
                 FAR_KIND_SEEN == 53);

static gboolean
count_sayings (FarSayings *self, FarPos up_to, GError **error)
{
  sqlite3_stmt *statement = far_store_statement (self->store, self->count_sql);
  gboolean has_row;

  if (statement == NULL)
    return far_store_fail (self->store, error);
  sqlite3_bind_int64 (statement, 1, self->about);
  sqlite3_bind_int64 (statement, 2, self->day);
  sqlite3_bind_int64 (statement, 3, up_to.log);
  sqlite3_bind_int64 (statement, 4, up_to.seq);
  has_row = sqlite3_step (statement) == SQLITE_ROW;
  if (has_row)
    self->n += sqlite3_column_int64 (statement, 0);
  else
    far_store_fail (self->store, error);
  sqlite3_reset (statement);

  return has_row;
}

static gboolean
count_on_base (FarSayings *self, GError **error)
{
  FarStore *store = self->store;

  self->n = 0;
  for (FarPos base = far_store_peek_log (store, self->log)->base;
       base.log != 0 && self->n < self->most; base = far_store_peek_log (store, base.log)->base)
    if (!count_sayings (self, base, error))
      return FALSE;

  return TRUE;
}

static gboolean
begin (FarSayings *self,
       FarStore *store,
       const char *sql,
       const char *count_sql,
       guint32 about,
       gint64 day,
       GError **error)
{
  *self = (FarSayings){
    .store = store, .count_sql = count_sql, .about = about, .day = day, .most = FAR_CHAIN_SAID_MAX
  };
  self->statement = far_store_statement (store, sql);
  if (self->statement == NULL)
    return far_store_fail (store, error);

  sqlite3_bind_int64 (self->statement, 1, about);
  sqlite3_bind_int64 (self->statement, 2, day);
  sqlite3_bind_int64 (self->statement, 3, 0);

  return TRUE;
}

gboolean
_far_sayings_of_record (FarSayings *self, FarStore *store, guint32 record, GError **error)
{
  return begin (self, store,
                "SELECT log, seq, n FROM touch WHERE record = ?1 AND log > ?3 ORDER BY log, seq",
                count_touches, record, 0, error);
}

gboolean
_far_sayings_of_outing (FarSayings *self, FarStore *store, guint32 rota, gint32 day, GError **error)
{
  return begin (self, store,
                "SELECT log, seq, n FROM outing WHERE rota = ?1 AND day = ?2 AND log > ?3"
                " ORDER BY log, seq",
                count_exceptions, rota, day, error);
}

gboolean
_far_sayings_of_day (FarSayings *self,
                     FarStore *store,
                     FarKind kind,
                     guint32 about,
                     gint32 day,
                     GError **error)
{
  g_return_val_if_fail (kind == FAR_KIND_ABSENCE || kind == FAR_KIND_NOTE || kind == FAR_KIND_ROLL,
                        FALSE);

  if (kind == FAR_KIND_NOTE)
    return begin (self, store,
                  "SELECT log, seq, n, part FROM daily WHERE kind = 48 AND about = ?1 AND day = ?2"
                  " AND log > ?3 ORDER BY log, seq",
                  count_notes, about, day, error);

  if (kind == FAR_KIND_ROLL)
    return begin (self, store,
                  "SELECT log, seq, n, part FROM daily WHERE kind = 49 AND about = ?1 AND day = ?2"
                  " AND log > ?3 ORDER BY log, seq",
                  count_rolls, about, day, error);

  return begin (self, store,
                "SELECT log, seq, n, part FROM daily WHERE kind = 47 AND about = ?1 AND day = ?2"
                " AND log > ?3 ORDER BY log, seq",
                count_absences, about, day, error);
}

gboolean
_far_sayings_of_seen (FarSayings *self,
                      FarStore *store,
                      guint32 rota,
                      guint32 person,
                      GError **error)
{
  return begin (self, store,
                "SELECT log, seq, n FROM daily WHERE kind = 53 AND day = 0 AND about = ?1"
                " AND part = ?2 AND log > ?3 ORDER BY log, seq",
                count_seen, rota, person, error);
}

gboolean
_far_sayings_of_turns (FarSayings *self, FarStore *store, guint32 rota, gint32 day, GError **error)
{
  return begin (self, store,
                "SELECT log, seq, role, person, turn, state, refs, at FROM turn"
                " WHERE rota = ?1 AND day = ?2 AND log > ?3 ORDER BY log, seq",
                count_turns, rota, day, error);
}

gboolean
_far_sayings_of_bookings (FarSayings *self, FarStore *store, guint32 thing, GError **error)
{
  if (!begin (self, store,
              "SELECT log, seq, role, person, turn, state, refs, at, day FROM turn"
              " WHERE rota = ?1 AND log > ?3 ORDER BY log, seq",
              count_bookings, thing, 0, error))
    return FALSE;
  self->most = FAR_CHAIN_BOOKED_MAX;

  return TRUE;
}

gboolean
_far_sayings_next (FarSayings *self, GError **error)
{
  int code;

  while ((code = sqlite3_step (self->statement)) == SQLITE_ROW)
    {
      guint32 log = sqlite3_column_int64 (self->statement, 0);

      if (log != self->log)
        {
          self->log = log;
          if (!count_on_base (self, error))
            {
              sqlite3_reset (self->statement);
              return FALSE;
            }
        }
      if (self->n++ < self->most)
        return TRUE;

      /* whoever says more is passed over, however much it is */
      sqlite3_reset (self->statement);
      sqlite3_bind_int64 (self->statement, 3, log);
    }
  if (code != SQLITE_DONE)
    far_store_fail (self->store, error);
  sqlite3_reset (self->statement);

  return FALSE;
}

static gboolean
is_thing (FarStore *store, const guint8 *id, gboolean *out, GError **error)
{
  sqlite3_stmt *statement =
      far_store_statement (store, "SELECT 1 FROM record WHERE kind = ? AND record = ?");
  int code;

  if (statement == NULL)
    return far_store_fail (store, error);

  sqlite3_bind_int (statement, 1, FAR_KIND_THING);
  sqlite3_bind_int64 (statement, 2, far_store_find_ident (store, id));
  code = sqlite3_step (statement);
  *out = code == SQLITE_ROW;
  if (code != SQLITE_ROW && code != SQLITE_DONE)
    far_store_fail (store, error);
  sqlite3_reset (statement);

  return code == SQLITE_ROW || code == SQLITE_DONE;
}

gboolean
_far_saying_has_effect (FarStore *store,
                        FarPos pos,
                        FarKind kind,
                        const guint8 *subject,
                        const FarPayload *payload,
                        gboolean *out,
                        GError **error)
{
  FarSayings said = { .store = store, .count_sql = count_touches, .most = FAR_CHAIN_SAID_MAX };
  const guint8 *about = NULL;
  gboolean is_booking = FALSE;

  *out = far_store_has_effect (store, pos, kind);
  switch ((guint)kind)
    {
    case FAR_KIND_TURN:
      about = far_payload_bytes (payload, FAR_TURN_ROTA);
      if (!is_thing (store, about, &is_booking, error))
        return FALSE;
      said.count_sql = is_booking ? count_bookings : count_turns;
      said.most = is_booking ? FAR_CHAIN_BOOKED_MAX : FAR_CHAIN_SAID_MAX;
      said.day = far_payload_int (payload, FAR_TURN_DAY, 0);
      break;
    case FAR_KIND_OUTING:
      said.count_sql = count_exceptions;
      about = far_payload_bytes (payload, FAR_OUTING_ROTA);
      said.day = far_payload_int (payload, FAR_OUTING_DAY, 0);
      break;
    case FAR_KIND_ABSENCE:
      said.count_sql = count_absences;
      about = subject;
      said.day = far_payload_int (payload, FAR_ABSENCE_DAY, 0);
      break;
    case FAR_KIND_NOTE:
      said.count_sql = count_notes;
      about = subject;
      said.day = far_payload_int (payload, FAR_NOTE_DAY, FAR_NOTE_NO_DAY);
      break;
    case FAR_KIND_ROLL:
      said.count_sql = count_rolls;
      about = subject;
      said.day = far_payload_int (payload, FAR_ROLL_DAY, 0);
      break;
    case FAR_KIND_SEEN:
      said.count_sql = count_seen;
      about = far_payload_bytes (payload, FAR_SEEN_ROTA);
      said.day = subject != NULL ? far_store_find_ident (store, subject) : 0;
      break;
    case FAR_KIND_COLLECTIVE:
      about = far_store_peek_collective (store);
      break;
    default:
      /* a new record has one entry, and of other kinds any number has effect */
      if (_far_id_key (kind) != 0)
        about = far_payload_bytes (payload, _far_id_key (kind));
      break;
    }
  if (about == NULL)
    return TRUE;

  said.about = far_store_find_ident (store, about);
  if (!count_sayings (&said, pos, error))
    return FALSE;
  *out = *out && said.n <= said.most;

  return TRUE;
}

/* ---- what they have seen */

static int
compare_pos (FarPos a, FarPos b)
{
  if (a.log != b.log)
    return a.log < b.log ? -1 : 1;

  return (a.seq > b.seq) - (a.seq < b.seq);
}

static int
compare_places (gconstpointer a, gconstpointer b)
{
  return compare_pos (((const FarPlace *)a)->pos, ((const FarPlace *)b)->pos);
}

void
_far_sight_init (FarSight *self, FarStore *store, FarKind kind, FarPlace *places, guint n)
{
  self->store = store;
  self->kind = kind;
  self->places = places;
  self->n = n;
  if (n > 0)
    qsort (places, n, sizeof *places, compare_places);
}

static gboolean
find_place (const FarSight *self, FarPos pos, guint *out)
{
  guint lo = 0;
  guint hi = self->n;

  while (lo < hi)
    {
      guint mid = lo + (hi - lo) / 2;
      int order = compare_pos (self->places[mid].pos, pos);

      if (order == 0)
        {
          *out = self->places[mid].index;
          return TRUE;
        }
      if (order < 0)
        lo = mid + 1;
      else
        hi = mid;
    }

  return FALSE;
}

/* Entries that are none of the thing, found breadth first. */
typedef struct
{
  FarPos poses[FAR_SEEN_THROUGH_MAX];
  guint n;
  guint begin;   /* of the level that is being looked at */
  gboolean fits; /* the next level */
} Walk;

static void
take (const FarSight *self, Walk *walk, FarPos pos, GArray *out)
{
  guint found;

  if (find_place (self, pos, &found))
    {
      g_array_append_val (out, found);
      return;
    }

  for (guint i = 0; i < walk->n; i++)
    if (far_pos_equal (walk->poses[i], pos))
      return;

  walk->fits = walk->fits && walk->n < FAR_SEEN_THROUGH_MAX;
  if (walk->fits)
    walk->poses[walk->n++] = pos;
}

/* Erased, an entry may have been of the same thing, and so may what came right before it. */
static gboolean
take_before (const FarSight *self, Walk *walk, FarPos pos, GArray *out, GError **error)
{
  FarPos before = far_store_on_chain (self->store, pos.log, pos.seq - 1);
  FarRow row;
  guint unused;

  if (!find_place (self, before, &unused))
    {
      if (!far_store_read_pos (self->store, before, &row, error))
        return FALSE;
      if (row.kind != self->kind || row.blob != NULL)
        return TRUE;
    }
  take (self, walk, before, out);

  return TRUE;
}

/* What would be a level too many is left out as a whole, so that no order decides anything. */
gboolean
_far_sight_find (const FarSight *self,
                 FarPos pos,
                 const FarPos *refs,
                 guint n_refs,
                 GArray *out,
                 GError **error)
{
  Walk walk = { .fits = TRUE };
  guint found;

  if (pos.seq > 1 &&
      find_place (self, far_store_on_chain (self->store, pos.log, pos.seq - 1), &found))
    g_array_append_val (out, found);
  for (guint i = 0; i < n_refs; i++)
    take (self, &walk, refs[i], out);

  while (walk.begin < walk.n && walk.fits)
    {
      for (guint end = walk.n; walk.begin < end; walk.begin++)
        {
          FarPos at = walk.poses[walk.begin];
          FarRow row;

          if (!far_store_read_pos (self->store, at, &row, error))
            return FALSE;
          if (row.kind != self->kind)
            continue;

          for (guint i = 0; i < row.n_refs; i++)
            take (self, &walk, row.refs[i], out);
          if (row.blob == NULL && at.seq > 1 && !take_before (self, &walk, at, out, error))
            return FALSE;
        }
    }

  return TRUE;
}
