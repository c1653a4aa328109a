/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The record tables: an index from records to the entries that say something about them.
 *
 * What a record's fields are is read from those entries when asked (sync/collective): who wins
 * among values written side by side, and who stands on an outing, depends on rights and cuts that a
 * late entry can change, and is cheap to compute for the few entries of one record. */

#define G_LOG_DOMAIN "far-store"

#include "far-store-private.h"

#include <string.h>

#include "far-kind-schema.h"

const char _far_store_record_schema[] =
    "CREATE TABLE record (kind INTEGER NOT NULL, record INTEGER NOT NULL, PRIMARY KEY (kind, "
    "record)) WITHOUT ROWID;"
    "CREATE TABLE touch (record INTEGER NOT NULL, log INTEGER NOT NULL, seq INTEGER NOT NULL,"
    " n INTEGER NOT NULL, PRIMARY KEY (record, log, seq)) WITHOUT ROWID;"
    "CREATE TABLE outing (rota INTEGER NOT NULL, day INTEGER NOT NULL, log INTEGER NOT NULL,"
    " seq INTEGER NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (rota, day, log, seq)) WITHOUT ROWID;"
    "CREATE TABLE turn (rota INTEGER NOT NULL, day INTEGER NOT NULL, log INTEGER NOT NULL,"
    " seq INTEGER NOT NULL, n INTEGER NOT NULL, role INTEGER NOT NULL, person INTEGER NOT NULL,"
    " turn INTEGER NOT NULL, state INTEGER NOT NULL, at INTEGER NOT NULL, refs BLOB NOT NULL,"
    " PRIMARY KEY (rota, day, log, seq)) WITHOUT ROWID;"
    "CREATE TABLE daily (kind INTEGER NOT NULL, day INTEGER NOT NULL, about INTEGER NOT NULL,"
    " part INTEGER NOT NULL, log INTEGER NOT NULL, seq INTEGER NOT NULL, n INTEGER NOT NULL,"
    " PRIMARY KEY (kind, day, about, log, seq)) WITHOUT ROWID;"
    "CREATE TABLE person (person INTEGER PRIMARY KEY, log INTEGER NOT NULL);"
    "CREATE TABLE erase (n INTEGER PRIMARY KEY);"
    "CREATE TABLE seen (n INTEGER NOT NULL, log INTEGER NOT NULL, seq INTEGER NOT NULL,"
    " PRIMARY KEY (n, log)) WITHOUT ROWID;";

const char *const _far_store_record_tables[] = { "record", "touch", "outing", "turn", "daily",
                                                 "person", "erase", "seen",   NULL };

static gboolean
insert_touch (FarStore *self, guint32 record, const FarRow *row, GError **error)
{
  sqlite3_stmt *statement =
      far_store_statement (self, "INSERT OR IGNORE INTO record (record, kind) VALUES (?, ?)");

  if (statement == NULL)
    return far_store_fail (self, error);
  sqlite3_bind_int64 (statement, 1, record);
  sqlite3_bind_int (statement, 2, row->kind);
  if (!_far_store_step (self, statement, error))
    return FALSE;

  statement = far_store_statement (self, "INSERT OR REPLACE INTO touch (record, log, seq, n)"
                                         " VALUES (?, ?, ?, ?)");
  if (statement == NULL)
    return far_store_fail (self, error);
  sqlite3_bind_int64 (statement, 1, record);
  sqlite3_bind_int64 (statement, 2, row->pos.log);
  sqlite3_bind_int64 (statement, 3, row->pos.seq);
  sqlite3_bind_int64 (statement, 4, row->n);

  return _far_store_step (self, statement, error);
}

/* The record that @key names, or the new one that the entry creates. */
static guint32
named_or_new (FarStore *self, const FarRow *row, const FarPayload *payload, guint key)
{
  const guint8 *named = far_payload_bytes (payload, key);
  guint8 id[FAR_RECORD_ID_LEN];

  if (named != NULL)
    return far_store_intern_ident (self, named);

  far_record_id (self->collective, far_store_peek_log (self, row->pos.log)->device, row->pos.seq, 0,
                 id);

  return far_store_intern_ident (self, id);
}

static gboolean
names_record (guint kind)
{
  return kind == FAR_KIND_COLLECTIVE || kind == FAR_KIND_PERSON || kind == FAR_KIND_LINE ||
         kind == FAR_KIND_ROTA || kind == FAR_KIND_BATON || kind == FAR_KIND_REASON ||
         kind == FAR_KIND_THING || kind == FAR_KIND_HOLIDAYS || kind == FAR_KIND_CHILD ||
         kind == FAR_KIND_BOOKING || kind == FAR_KIND_HAZARD || kind == FAR_KIND_AVAILABILITY ||
         kind == FAR_KIND_FAIR_PLAN || kind == FAR_KIND_RIDE || kind == FAR_KIND_PLACE ||
         kind == FAR_KIND_SKILL || kind == FAR_KIND_HELP || kind == FAR_KIND_HOURS ||
         kind == FAR_KIND_FAULT;
}

static guint32
touched_record (FarStore *self, const FarRow *row, const FarPayload *payload)
{
  switch (row->kind)
    {
    case FAR_KIND_PERSON:
      return named_or_new (self, row, payload, FAR_PERSON_ID);
    case FAR_KIND_LINE:
      return named_or_new (self, row, payload, FAR_LINE_ID);
    case FAR_KIND_ROTA:
      return named_or_new (self, row, payload, FAR_ROTA_ID);
    case FAR_KIND_BATON:
      return named_or_new (self, row, payload, FAR_BATON_MEMBER);
    case FAR_KIND_REASON:
      return named_or_new (self, row, payload, FAR_REASON_PROPOSAL);
    case FAR_KIND_THING:
      return named_or_new (self, row, payload, FAR_THING_ID);
    case FAR_KIND_HOLIDAYS:
      return named_or_new (self, row, payload, FAR_HOLIDAYS_ID);
    case FAR_KIND_CHILD:
      return named_or_new (self, row, payload, FAR_CHILD_ID);
    case FAR_KIND_BOOKING:
      return named_or_new (self, row, payload, FAR_BOOKING_ID);
    case FAR_KIND_HAZARD:
      return named_or_new (self, row, payload, FAR_HAZARD_ID);
    case FAR_KIND_AVAILABILITY:
      return named_or_new (self, row, payload, FAR_AVAILABILITY_PERSON);
    case FAR_KIND_FAIR_PLAN:
      return named_or_new (self, row, payload, FAR_FAIR_PLAN_ID);
    case FAR_KIND_RIDE:
      return named_or_new (self, row, payload, FAR_RIDE_ID);
    case FAR_KIND_PLACE:
      return named_or_new (self, row, payload, FAR_PLACE_ID);
    case FAR_KIND_SKILL:
      return named_or_new (self, row, payload, FAR_SKILL_ID);
    case FAR_KIND_HELP:
      return named_or_new (self, row, payload, FAR_HELP_ID);
    case FAR_KIND_HOURS:
      return named_or_new (self, row, payload, FAR_HOURS_ID);
    case FAR_KIND_FAULT:
      return named_or_new (self, row, payload, FAR_FAULT_ID);
    default:
      return far_store_intern_ident (self, self->collective);
    }
}

static gboolean
build_outing (FarStore *self, const FarRow *row, const FarPayload *payload, GError **error)
{
  sqlite3_stmt *statement =
      far_store_statement (self, "INSERT OR REPLACE INTO outing (rota, day, log, seq, n)"
                                 " VALUES (?, ?, ?, ?, ?)");

  if (statement == NULL)
    return far_store_fail (self, error);
  sqlite3_bind_int64 (statement, 1,
                      far_store_intern_ident (self, far_payload_bytes (payload, FAR_OUTING_ROTA)));
  sqlite3_bind_int64 (statement, 2, far_payload_int (payload, FAR_OUTING_DAY, 0));
  sqlite3_bind_int64 (statement, 3, row->pos.log);
  sqlite3_bind_int64 (statement, 4, row->pos.seq);
  sqlite3_bind_int64 (statement, 5, row->n);

  return _far_store_step (self, statement, error);
}

/* Mostly the entry's subject, whose ident is known. */
static guint32
person_ident (FarStore *self, const FarRow *row, const guint8 *person)
{
  if (person == NULL)
    return 0;
  if (row->subject != 0 &&
      memcmp (far_store_peek_ident (self, row->subject), person, FAR_RECORD_ID_LEN) == 0)
    return row->subject;

  return far_store_intern_ident (self, person);
}

/* Whether a change without a state says something else, and so nothing of that. */
static gboolean
says_besides (const FarPayload *payload)
{
  return far_payload_has (payload, FAR_TURN_AT) || far_payload_has (payload, FAR_TURN_DONE) ||
         far_payload_has (payload, FAR_TURN_FIRST) || far_payload_has (payload, FAR_TURN_HAND);
}

/* A new turn names a person; a change of one names the turn.  Anything else says nothing. */
static gboolean
build_turn (FarStore *self, const FarRow *row, const FarPayload *payload, GError **error)
{
  const guint8 *turn = far_payload_bytes (payload, FAR_TURN_ID);
  const guint8 *person = far_payload_bytes (payload, FAR_TURN_PERSON);
  FarTurnRow added = { .pos = row->pos, .n = row->n };

  if ((turn == NULL) == (person == NULL))
    return TRUE;

  added.rota = far_store_intern_ident (self, far_payload_bytes (payload, FAR_TURN_ROTA));
  added.person = person_ident (self, row, person);
  added.turn = turn != NULL ? far_store_intern_ident (self, turn) : 0;
  added.day = far_payload_int (payload, FAR_TURN_DAY, 0);
  added.role = far_payload_int (payload, FAR_TURN_ROLE, 0);
  added.at = far_payload_int (payload, FAR_TURN_AT, -1);
  added.state =
      far_payload_int (payload, FAR_TURN_STATE,
                       turn != NULL && says_besides (payload) ? FAR_TURN_STATE_UNSAID : 0);

  return _far_store_add_turn (self, &added, row->refs, row->n_refs, error);
}

/* ---- what is asked for by the day */

/* Where an entry stands in table daily; one without a subject says nothing. */
typedef struct
{
  gint32 day;
  guint32 about;
  guint32 part;
} Daily;

/* Of turns only those searches for a stand-in which promise another turn for it. */
static gboolean
find_exchange (FarStore *self, const FarPayload *payload, Daily *out)
{
  const guint8 *turn = far_payload_bytes (payload, FAR_TURN_ID);
  FarPayloadIter iter = far_payload_iter (payload, FAR_TURN_INSTEAD);
  FarPayload instead;

  if (turn == NULL || !far_payload_iter_map (&iter, &instead))
    return FALSE;
  *out = (Daily){
    .day = far_payload_int (payload, FAR_TURN_DAY, 0),
    .about = far_store_intern_ident (self, turn),
    .part = far_store_intern_ident (self, far_payload_bytes (&instead, FAR_INSTEAD_TURN)),
  };

  return TRUE;
}

/* Returns: FALSE if it stands nowhere */
static gboolean
find_daily (FarStore *self, const FarRow *row, const FarPayload *payload, Daily *out)
{
  FarPayloadIter iter;
  FarPayload period;
  const guint8 *rota;

  if (row->subject == 0 && row->kind != FAR_KIND_OUTING)
    return FALSE;

  switch (row->kind)
    {
    case FAR_KIND_OUTING:
      /* only those that are to walk with another one, which is looked for by the day */
      rota = far_payload_bytes (payload, FAR_OUTING_INTO);
      if (rota == NULL)
        return FALSE;
      *out = (Daily){
        .day = far_payload_int (payload, FAR_OUTING_DAY, 0),
        .about = far_store_intern_ident (self, far_payload_bytes (payload, FAR_OUTING_ROTA)),
        .part = far_store_intern_ident (self, rota),
      };
      return TRUE;
    case FAR_KIND_BOOKING:
      /* by its end: what is over is never looked at again */
      *out = (Daily){
        .day = far_payload_int (payload, FAR_BOOKING_LAST, FAR_DAY_MAX),
        .about = touched_record (self, row, payload),
        .part = row->subject,
      };
      return far_payload_has (payload, FAR_BOOKING_LAST) ||
             !far_payload_has (payload, FAR_BOOKING_ID);
    case FAR_KIND_RIDE:
      /* the same */
      *out = (Daily){
        .day = far_payload_int (payload, FAR_RIDE_LAST, FAR_DAY_MAX),
        .about = touched_record (self, row, payload),
        .part = row->subject,
      };
      return far_payload_has (payload, FAR_RIDE_LAST) || !far_payload_has (payload, FAR_RIDE_ID);
    case FAR_KIND_HELP:
      /* the same, of the last day of its period */
      *out = (Daily){
        .day = FAR_DAY_MAX,
        .about = touched_record (self, row, payload),
        .part = row->subject,
      };
      if (!far_payload_has (payload, FAR_HELP_WHEN))
        return !far_payload_has (payload, FAR_HELP_ID);
      iter = far_payload_iter (payload, FAR_HELP_WHEN);
      if (far_payload_iter_map (&iter, &period))
        out->day = far_payload_int (&period, FAR_PERIOD_LAST, FAR_DAY_MAX);
      return TRUE;
    case FAR_KIND_FAULT:
      /* by the day on which it was reported, from which on it is kept for a time */
      *out = (Daily){
        .day = far_payload_int (payload, FAR_FAULT_DAY, 0),
        .about = touched_record (self, row, payload),
      };
      if (far_payload_has (payload, FAR_FAULT_ID) || !far_payload_has (payload, FAR_FAULT_DAY) ||
          !far_payload_has (payload, FAR_FAULT_THING))
        return FALSE;
      out->part = far_store_intern_ident (self, far_payload_bytes (payload, FAR_FAULT_THING));
      return TRUE;
    case FAR_KIND_ABSENCE:
      rota = far_payload_bytes (payload, FAR_ABSENCE_ROTA);
      *out = (Daily){
        .day = far_payload_int (payload, FAR_ABSENCE_DAY, 0),
        .about = row->subject,
        .part = rota != NULL ? far_store_intern_ident (self, rota) : 0,
      };
      return TRUE;
    case FAR_KIND_NOTE:
      rota = far_payload_bytes (payload, FAR_NOTE_ROTA);
      *out = (Daily){
        .day = far_payload_int (payload, FAR_NOTE_DAY, FAR_NOTE_NO_DAY),
        .about = row->subject,
        .part = rota != NULL ? far_store_intern_ident (self, rota) : 0,
      };
      return far_payload_has (payload, FAR_NOTE_DAY) == (rota != NULL);
    case FAR_KIND_ROLL:
      *out = (Daily){
        .day = far_payload_int (payload, FAR_ROLL_DAY, 0),
        .about = row->subject,
        .part = far_store_intern_ident (self, far_payload_bytes (payload, FAR_ROLL_ROTA)),
      };
      return TRUE;
    case FAR_KIND_SEEN:
      /* of no day: what was seen of a rota is asked for as long as the rota runs */
      *out = (Daily){
        .about = far_store_intern_ident (self, far_payload_bytes (payload, FAR_SEEN_ROTA)),
        .part = row->subject,
      };
      return TRUE;
    case FAR_KIND_TURN:
      return find_exchange (self, payload, out);
    default:
      return FALSE;
    }
}

static gboolean
insert_daily (FarStore *self, const FarRow *row, const FarPayload *payload, GError **error)
{
  sqlite3_stmt *statement;
  Daily daily;

  if (!find_daily (self, row, payload, &daily))
    return TRUE;

  statement =
      far_store_statement (self, "INSERT OR REPLACE INTO daily (kind, day, about, part, log,"
                                 " seq, n) VALUES (?, ?, ?, ?, ?, ?, ?)");
  if (statement == NULL)
    return far_store_fail (self, error);
  sqlite3_bind_int (statement, 1, row->kind);
  sqlite3_bind_int64 (statement, 2, daily.day);
  sqlite3_bind_int64 (statement, 3, daily.about);
  sqlite3_bind_int64 (statement, 4, daily.part);
  sqlite3_bind_int64 (statement, 5, row->pos.log);
  sqlite3_bind_int64 (statement, 6, row->pos.seq);
  sqlite3_bind_int64 (statement, 7, row->n);

  return _far_store_step (self, statement, error);
}

static gboolean
delete_daily (FarStore *self, const FarRow *row, const FarPayload *payload, GError **error)
{
  sqlite3_stmt *statement;
  Daily daily;

  if (!find_daily (self, row, payload, &daily))
    return TRUE;

  statement = far_store_statement (self, "DELETE FROM daily WHERE kind = ? AND day = ?"
                                         " AND about = ? AND log = ? AND seq = ?");
  if (statement == NULL)
    return far_store_fail (self, error);
  sqlite3_bind_int (statement, 1, row->kind);
  sqlite3_bind_int64 (statement, 2, daily.day);
  sqlite3_bind_int64 (statement, 3, daily.about);
  sqlite3_bind_int64 (statement, 4, row->pos.log);
  sqlite3_bind_int64 (statement, 5, row->pos.seq);

  return _far_store_step (self, statement, error);
}

static gboolean
insert_erase (FarStore *self, const FarRow *row, GError **error)
{
  sqlite3_stmt *statement = far_store_statement (self, "INSERT INTO erase (n) VALUES (?)");

  if (statement == NULL)
    return far_store_fail (self, error);
  sqlite3_bind_int64 (statement, 1, row->n);

  return _far_store_step (self, statement, error);
}

/* A person without a machine, or a child, has the record id that the entry gives: nobody else can
 * write one, and the header says so when the words are gone.  Branches of a fork give the same id
 * twice, and either tells the device. */
static gboolean
insert_person (FarStore *self, const FarRow *row, GError **error)
{
  sqlite3_stmt *statement;
  guint8 id[FAR_RECORD_ID_LEN];

  far_record_id (self->collective, far_store_peek_log (self, row->pos.log)->device, row->pos.seq, 0,
                 id);
  if (row->subject == 0 ||
      memcmp (far_store_peek_ident (self, row->subject), id, FAR_RECORD_ID_LEN) != 0)
    return TRUE;

  statement =
      far_store_statement (self, "INSERT OR IGNORE INTO person (person, log) VALUES (?, ?)");
  if (statement == NULL)
    return far_store_fail (self, error);
  sqlite3_bind_int64 (statement, 1, row->subject);
  sqlite3_bind_int64 (statement, 2, row->pos.log);
  _far_store_note_person (self, row->subject);
  _far_store_note_change (self, row->kind);

  return _far_store_step (self, statement, error);
}

gboolean
_far_store_build (FarStore *self, const FarRow *row, GError **error)
{
  if (row->kind == FAR_KIND_TERM)
    return _far_store_build_seen (self, row, error);
  /* to everybody else it does not exist, and so it makes no record here either */
  if (_far_store_is_private (self, row->pos) || !far_store_has_effect (self, row->pos, row->kind))
    {
      /* it may still be on the way to what others have seen */
      _far_store_note_change_of_all (self);
      return TRUE;
    }
  if (row->kind == FAR_KIND_ERASE)
    _far_store_note_change_of_all (self);
  if ((row->kind == FAR_KIND_ERASE && !insert_erase (self, row, error)) ||
      ((row->kind == FAR_KIND_PERSON || row->kind == FAR_KIND_CHILD) &&
       !insert_person (self, row, error)))
    return FALSE;

  return _far_store_build_words (self, row, error);
}

static void
note_change (FarStore *self, const FarRow *row, const FarPayload *payload)
{
  switch (row->kind)
    {
    case FAR_KIND_THING:
      _far_store_note_change_on (self, touched_record (self, row, payload), FAR_CHANGES_LENT);
      _far_store_note_change (self, row->kind);
      break;
    case FAR_KIND_TURN:
      _far_store_note_change_on (self,
                                 far_store_intern_ident (self, far_payload_bytes (payload,
                                                                                  FAR_TURN_ROTA)),
                                 far_payload_int (payload, FAR_TURN_DAY, 0));
      break;
    case FAR_KIND_OUTING:
      _far_store_note_change_on (self,
                                 far_store_intern_ident (self, far_payload_bytes (payload,
                                                                                  FAR_OUTING_ROTA)),
                                 far_payload_int (payload, FAR_OUTING_DAY, 0));
      /* another one of that day hangs on it from now on, or does so no more */
      if (far_payload_has (payload, FAR_OUTING_INTO))
        _far_store_note_change_on (self, 0, far_payload_int (payload, FAR_OUTING_DAY, 0));
      break;
    case FAR_KIND_ABSENCE:
      _far_store_note_change_on (self, 0, far_payload_int (payload, FAR_ABSENCE_DAY, 0));
      break;
    case FAR_KIND_NOTE:
      /* what is sealed for one outing; the family's own is of all of them */
      if (far_payload_has (payload, FAR_NOTE_DAY) && far_payload_has (payload, FAR_NOTE_ROTA))
        _far_store_note_change_on (self,
                                   far_store_intern_ident (self, far_payload_bytes (payload,
                                                                                    FAR_NOTE_ROTA)),
                                   far_payload_int (payload, FAR_NOTE_DAY, 0));
      else
        _far_store_note_change (self, row->kind);
      break;
    case FAR_KIND_SKILL:
      _far_store_note_change_on (self, touched_record (self, row, payload), FAR_CHANGES_SKILL);
      break;
    case FAR_KIND_RIDE:
      _far_store_note_change_on (self, touched_record (self, row, payload), FAR_CHANGES_THING);
      break;
    case FAR_KIND_PLACE:
      _far_store_note_change_on (self, touched_record (self, row, payload),
                                 FAR_CHANGES_MEETING_PLACE);
      break;
    case FAR_KIND_HELP:
      _far_store_note_change_on (self, touched_record (self, row, payload), FAR_CHANGES_HELP);
      break;
    case FAR_KIND_HOURS:
      _far_store_note_change_on (self, touched_record (self, row, payload), FAR_CHANGES_HOURS);
      break;
    case FAR_KIND_FAULT:
      _far_store_note_change_on (self, touched_record (self, row, payload), FAR_CHANGES_FAULT);
      break;
    default:
      _far_store_note_change (self, row->kind);
    }
}

gboolean
_far_store_build_words (FarStore *self, const FarRow *row, GError **error)
{
  FarPayload payload;

  if (row->kind < FAR_KIND_RECORD_FIRST)
    return TRUE;
  if (_far_store_is_private (self, row->pos) || !far_store_has_effect (self, row->pos, row->kind) ||
      !far_row_parse (row, &payload))
    {
      _far_store_note_change_of_all (self);
      return TRUE;
    }

  note_change (self, row, &payload);
  switch (row->kind)
    {
    case FAR_KIND_TURN:
      return build_turn (self, row, &payload, error) && insert_daily (self, row, &payload, error);
    case FAR_KIND_OUTING:
      return build_outing (self, row, &payload, error) && insert_daily (self, row, &payload, error);
    default:
      return insert_daily (self, row, &payload, error) &&
             (!names_record (row->kind) ||
              insert_touch (self, touched_record (self, row, &payload), row, error));
    }
}

static gboolean
delete_by_day (FarStore *self,
               const char *sql,
               const guint8 *rota,
               gint64 day,
               FarPos pos,
               GError **error)
{
  sqlite3_stmt *statement = far_store_statement (self, sql);

  if (statement == NULL)
    return far_store_fail (self, error);
  sqlite3_bind_int64 (statement, 1, far_store_find_ident (self, rota));
  sqlite3_bind_int64 (statement, 2, day);
  sqlite3_bind_int64 (statement, 3, pos.log);
  sqlite3_bind_int64 (statement, 4, pos.seq);

  return _far_store_step (self, statement, error);
}

static gboolean
delete_touch (FarStore *self, guint32 record, const FarRow *row, GError **error)
{
  sqlite3_stmt *statement =
      far_store_statement (self, "DELETE FROM touch WHERE record = ? AND log = ? AND seq = ?");

  if (statement == NULL)
    return far_store_fail (self, error);
  sqlite3_bind_int64 (statement, 1, record);
  sqlite3_bind_int64 (statement, 2, row->pos.log);
  sqlite3_bind_int64 (statement, 3, row->pos.seq);
  if (!_far_store_step (self, statement, error))
    return FALSE;

  statement = far_store_statement (
      self, "DELETE FROM record WHERE kind = ?1 AND record = ?2 AND NOT EXISTS"
            " (SELECT 1 FROM touch JOIN entry USING (n) WHERE touch.record = ?2 AND kind = ?1)");
  if (statement == NULL)
    return far_store_fail (self, error);
  sqlite3_bind_int (statement, 1, row->kind);
  sqlite3_bind_int64 (statement, 2, record);

  return _far_store_step (self, statement, error);
}

gboolean
_far_store_unbuild (FarStore *self, const FarRow *row, GError **error)
{
  FarPayload payload;

  _far_store_note_change_of_all (self);
  if (row->kind < FAR_KIND_RECORD_FIRST || !far_row_parse (row, &payload))
    return TRUE;

  switch (row->kind)
    {
    case FAR_KIND_TURN:
      return delete_by_day (self,
                            "DELETE FROM turn WHERE rota = ? AND day = ? AND log = ? AND seq = ?",
                            far_payload_bytes (&payload, FAR_TURN_ROTA),
                            far_payload_int (&payload, FAR_TURN_DAY, 0), row->pos, error) &&
             delete_daily (self, row, &payload, error);
    case FAR_KIND_OUTING:
      return delete_by_day (self,
                            "DELETE FROM outing WHERE rota = ? AND day = ? AND log = ? AND seq = ?",
                            far_payload_bytes (&payload, FAR_OUTING_ROTA),
                            far_payload_int (&payload, FAR_OUTING_DAY, 0), row->pos, error) &&
             delete_daily (self, row, &payload, error);
    default:
      return delete_daily (self, row, &payload, error) &&
             (!names_record (row->kind) ||
              delete_touch (self, touched_record (self, row, &payload), row, error));
    }
}

/* Builds every record row from the log, into whatever tables carry the names. */
gboolean
_far_store_build_all (FarStore *self, GError **error)
{
  sqlite3_stmt *statement = _far_store_select_rows (self, 1, self->next_n - 1);
  gboolean good = statement != NULL || far_store_fail (self, error);

  _far_store_reset_counts (self);
  for (gint64 n = 1; good && n < self->next_n; n++)
    {
      FarRow row;

      good = _far_store_take_row (self, statement, n, &row, error) &&
             _far_store_count (self, &row, error) && _far_store_build (self, &row, error);
    }
  if (statement != NULL)
    sqlite3_reset (statement);

  good = good && _far_store_write_rows (self, error);
  _far_rows_clear (self->rows);

  return good;
}

gboolean
_far_store_make_records (FarStore *self, GError **error)
{
  _far_store_note_change_of_all (self);
  /* what waits would get into the new tables, whether the log gives it or not */
  if (!_far_store_write_rows (self, error))
    return FALSE;

  /* whole tables, so that a missing or altered one is put right too */
  g_hash_table_remove_all (self->statements);
  for (guint i = 0; _far_store_record_tables[i] != NULL; i++)
    {
      g_autofree char *sql =
          g_strdup_printf ("DROP TABLE IF EXISTS %s", _far_store_record_tables[i]);

      if (!_far_store_exec (self, sql, error))
        return FALSE;
    }

  return _far_store_exec (self, _far_store_record_schema, error);
}

gboolean
_far_store_rebuild_records (FarStore *self, GError **error)
{
  _far_store_keep_counts (self);

  return _far_store_make_records (self, error) && _far_store_build_all (self, error) &&
         _far_store_resettle_erasures (self, error);
}

gboolean
far_store_rebuild (FarStore *self, GError **error)
{
  if (!far_store_begin (self, error))
    return FALSE;

  if (!_far_store_rebuild_records (self, error))
    {
      far_store_rollback (self);
      return FALSE;
    }

  return far_store_commit (self, error);
}
