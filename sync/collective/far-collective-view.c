/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-private.h"

#include <string.h>

#include "far-day.h"

/* A machine that was closed because it was lost takes nothing with it. */
static gint32
find_gone_day (FarStore *store, guint32 ended_by)
{
  FarPos pos;
  FarRow row;

  if (ended_by == FAR_ACT_NONE || !far_store_get_act (store, ended_by, &pos, NULL) ||
      !far_store_read_pos (store, pos, &row, NULL) || row.kind == FAR_KIND_DEVICE_REVOKE)
    return G_MAXINT32;

  return far_day_of_utc (row.time_ms);
}

static void
clear_authors (gpointer data)
{
  FarAuthors *self = data;

  far_governance_unref (self->gov);
  g_free (self->authors);
}

static void
find_author (FarAuthor *self, FarStore *store, const FarGovernance *gov)
{
  const FarGovDevice *device = far_governance_find_device (gov, self->device);

  self->gone_on = device != NULL ? find_gone_day (store, device->ended_by) : G_MAXINT32;
  if (device != NULL)
    self->member = far_governance_find_member (gov, device->member);
}

static FarAuthors *
authors_new (FarStore *store)
{
  FarAuthors *self = g_rc_box_new0 (FarAuthors);

  self->gov = far_governance_ref ((FarGovernance *)far_store_peek_governance (store));
  self->n = far_store_get_n_logs (store);
  self->authors = g_new0 (FarAuthor, self->n);
  for (guint32 i = 0; i < self->n; i++)
    {
      memcpy (self->authors[i].device, far_store_peek_log (store, i + 1)->device, FAR_KEY_LEN);
      find_author (&self->authors[i], store, self->gov);
    }

  return self;
}

/* Whether they are those of now: a log of which nothing is held any more gives its number away. */
static gboolean
authors_hold (const FarAuthors *self, FarStore *store)
{
  if (self->gov != far_store_peek_governance (store) || self->n != far_store_get_n_logs (store))
    return FALSE;

  for (guint32 i = 0; i < self->n; i++)
    if (memcmp (self->authors[i].device, far_store_peek_log (store, i + 1)->device, FAR_KEY_LEN) !=
        0)
      return FALSE;

  return TRUE;
}

void
_far_authors_unref (FarAuthors *self)
{
  g_rc_box_release_full (self, clear_authors);
}

void
_far_view_init (FarView *self, FarStore *store)
{
  const FarAuthors *kept = _far_memo_peek_authors (store);

  memset (self, 0, sizeof *self);
  self->store = store;
  if (kept != NULL && authors_hold (kept, store))
    self->authors = g_rc_box_acquire ((FarAuthors *)kept);
  else
    {
      self->authors = authors_new (store);
      _far_memo_take_authors (store, g_rc_box_acquire (self->authors));
    }
  self->gov = self->authors->gov;
  self->n_logs = self->authors->n;
  self->persons = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  self->crossings = g_hash_table_new (NULL, NULL);
  self->guards = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify)g_ptr_array_unref);
  self->speakers = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify)g_ptr_array_unref);
}

void
_far_view_clear (FarView *self)
{
  g_clear_pointer (&self->authors, _far_authors_unref);
  self->gov = NULL;
  g_clear_pointer (&self->persons, g_hash_table_unref);
  g_clear_pointer (&self->crossings, g_hash_table_unref);
  g_clear_pointer (&self->guards, g_hash_table_unref);
  g_clear_pointer (&self->speakers, g_hash_table_unref);
  g_clear_pointer (&self->noted, g_hash_table_unref);
  g_clear_pointer (&self->notes, g_hash_table_unref);
  g_clear_pointer (&self->walkers, _far_walkers_free);
  g_clear_pointer (&self->closed, g_array_unref);
}

const FarGovMember *
_far_view_author (const FarView *self, guint32 log)
{
  return log >= 1 && log <= self->n_logs ? self->authors->authors[log - 1].member : NULL;
}

gint32
_far_view_gone_on (const FarView *self, guint32 log)
{
  return log >= 1 && log <= self->n_logs ? self->authors->authors[log - 1].gone_on : G_MAXINT32;
}

gint32
_far_view_member_gone_on (const FarView *self, const FarGovMember *member)
{
  return find_gone_day (self->store, member->ended_by);
}

/* ---- the baton's terms */

gboolean
_far_view_held_term (FarView *self, FarPos pos, guint32 term, guint32 *out, GError **error)
{
  const FarGovMember *author = _far_view_author (self, pos.log);
  const FarGovTerm *held = far_governance_find_term (self->gov, term);
  const FarGovTerm *next = far_governance_find_term (self->gov, term + 1);
  FarRow next_row;
  FarPos next_pos;
  guint32 seen;

  *out = 0;
  if (term == 0 || author == NULL || held == NULL ||
      (memcmp (held->holder, author->id, FAR_RECORD_ID_LEN) != 0 &&
       memcmp (held->deputy, author->id, FAR_RECORD_ID_LEN) != 0))
    return TRUE;

  if (next != NULL && far_store_get_act (self->store, next->act, &next_pos, NULL))
    {
      if (!far_store_read_pos (self->store, next_pos, &next_row, error) ||
          !far_store_get_seen (self->store, next_row.n, pos.log, &seen, error))
        return FALSE;
      if (pos.seq > seen)
        return TRUE;
    }
  *out = term;

  return TRUE;
}

/* ---- persons */

/* A person without a machine is a record of kind PERSON; who created it answers for it, and the
 * header tells so even when the words are erased. */
static gboolean
find_answerer (FarView *self, guint32 ident, FarPerson *person, GError **error)
{
  const guint8 *answerer = far_store_find_answerer (self->store, ident);
  g_autoptr (GArray) entries = NULL;

  if (answerer != NULL)
    {
      person->is_answered_for = TRUE;
      memcpy (person->answerer, answerer, FAR_RECORD_ID_LEN);
      return TRUE;
    }

  entries = _far_view_touches (self, ident, error);
  if (entries == NULL)
    return FALSE;

  for (guint i = 0; i < entries->len && !person->is_answered_for; i++)
    {
      FarRow row;
      FarPayload payload;
      const FarGovMember *author;

      if (!far_store_read (self->store, g_array_index (entries, gint64, i), &row, error))
        return FALSE;

      author = _far_view_author (self, row.pos.log);
      if (row.kind == FAR_KIND_PERSON && author != NULL && far_row_parse (&row, &payload) &&
          !far_payload_has (&payload, FAR_PERSON_ID))
        {
          person->is_answered_for = TRUE;
          memcpy (person->answerer, author->id, FAR_RECORD_ID_LEN);
        }
    }

  return TRUE;
}

const FarPerson *
_far_view_person (FarView *self, guint32 ident, GError **error)
{
  FarPerson *person = g_hash_table_lookup (self->persons, GUINT_TO_POINTER (ident));

  if (person != NULL)
    return person;

  person = g_new0 (FarPerson, 1);
  person->member =
      far_governance_find_member (self->gov, far_store_peek_ident (self->store, ident));
  if (person->member == NULL && !find_answerer (self, ident, person, error))
    {
      g_free (person);
      return NULL;
    }
  g_hash_table_insert (self->persons, GUINT_TO_POINTER (ident), person);

  return person;
}

gboolean
_far_person_is_spoken_for_by (const FarPerson *person, const FarGovMember *author)
{
  if (author == NULL)
    return FALSE;
  if (person->member != NULL)
    return person->member == author;

  /* The entry that made the person may be erased: what its turns say stays. */
  return !person->is_answered_for || memcmp (person->answerer, author->id, FAR_RECORD_ID_LEN) == 0;
}

gboolean
_far_ids_have (const GArray *ids, const guint8 *id)
{
  for (guint i = 0; i < ids->len; i++)
    if (memcmp (ids->data + (gsize)i * FAR_RECORD_ID_LEN, id, FAR_RECORD_ID_LEN) == 0)
      return TRUE;

  return FALSE;
}

/* ---- records */

static int
compare_n (gconstpointer a, gconstpointer b)
{
  gint64 one = *(const gint64 *)a;
  gint64 other = *(const gint64 *)b;

  return (one > other) - (one < other);
}

/* Whether a row of sayings, which begins with log and seq, is looked at. */
static gboolean
is_looked_at (const FarView *self, const FarSayings *sayings)
{
  gint64 log = sqlite3_column_int64 (sayings->statement, 0);

  return self->until == NULL ||
         sqlite3_column_int64 (sayings->statement, 1) <= self->until[log - 1];
}

/* @sayings: just begun; the number of the entry is the third column */
static GArray *
list_sayings (FarView *self, FarSayings *sayings, GError **error)
{
  g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, sizeof (gint64));
  GError *local = NULL;

  while (_far_sayings_next (sayings, &local))
    {
      gint64 n = sqlite3_column_int64 (sayings->statement, 2);

      if (is_looked_at (self, sayings))
        g_array_append_val (entries, n);
    }
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return NULL;
    }
  g_array_sort (entries, compare_n);

  return g_steal_pointer (&entries);
}

GArray *
_far_view_touches (FarView *self, guint32 ident, GError **error)
{
  FarSayings sayings;

  return _far_sayings_of_record (&sayings, self->store, ident, error)
             ? list_sayings (self, &sayings, error)
             : NULL;
}

GArray *
_far_view_exceptions (FarView *self, guint32 rota, gint32 day, GError **error)
{
  FarSayings sayings;

  return _far_sayings_of_outing (&sayings, self->store, rota, day, error)
             ? list_sayings (self, &sayings, error)
             : NULL;
}

GArray *
_far_view_seen (FarView *self, guint32 rota, guint32 person, GError **error)
{
  FarSayings sayings;

  return _far_sayings_of_seen (&sayings, self->store, rota, person, error)
             ? list_sayings (self, &sayings, error)
             : NULL;
}

GArray *
_far_view_said_on (FarView *self,
                   FarKind kind,
                   guint32 about,
                   guint32 part,
                   gint32 day,
                   GError **error)
{
  g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, sizeof (gint64));
  GError *local = NULL;
  FarSayings sayings;

  if (!_far_sayings_of_day (&sayings, self->store, kind, about, day, error))
    return NULL;

  while (_far_sayings_next (&sayings, &local))
    {
      gint64 n = sqlite3_column_int64 (sayings.statement, 2);

      if (sqlite3_column_int64 (sayings.statement, 3) == part)
        g_array_append_val (entries, n);
    }
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return NULL;
    }
  g_array_sort (entries, compare_n);

  return g_steal_pointer (&entries);
}

static int
compare_idents (gconstpointer a, gconstpointer b, gpointer data)
{
  FarStore *store = data;

  return memcmp (far_store_peek_ident (store, *(const guint32 *)a),
                 far_store_peek_ident (store, *(const guint32 *)b), FAR_RECORD_ID_LEN);
}

static GArray *
list_records (FarView *self, const char *sql, FarKind kind, GError **error)
{
  sqlite3_stmt *statement = far_store_statement (self->store, sql);
  g_autoptr (GArray) records = g_array_new (FALSE, FALSE, sizeof (guint32));
  int code;

  if (statement == NULL)
    {
      far_store_fail (self->store, error);
      return NULL;
    }

  sqlite3_bind_int (statement, 1, kind);
  while ((code = sqlite3_step (statement)) == SQLITE_ROW)
    {
      guint32 record = sqlite3_column_int64 (statement, 0);

      g_array_append_val (records, record);
    }
  if (code != SQLITE_DONE)
    far_store_fail (self->store, error);
  sqlite3_reset (statement);

  g_array_sort_with_data (records, compare_idents, self->store);

  return code == SQLITE_DONE ? g_steal_pointer (&records) : NULL;
}

GArray *
_far_view_records (FarView *self, FarKind kind, GError **error)
{
  return list_records (self, "SELECT record FROM record WHERE kind = ?", kind, error);
}

GArray *
_far_view_records_said_again (FarView *self, FarKind kind, GError **error)
{
  return list_records (self,
                       "SELECT record FROM record WHERE kind = ? AND (SELECT COUNT(*) FROM (SELECT "
                       "1 FROM touch WHERE touch.record = record.record LIMIT 2)) > 1",
                       kind, error);
}
