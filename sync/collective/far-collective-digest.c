/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The digest of what all records mean.  Everything is fed in an order that ids give, and named by
 * ids: what order entries came in, and what numbers the store gave, leave no trace. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-private.h"

#include <string.h>

typedef struct
{
  guint8 rota[FAR_RECORD_ID_LEN];
  guint32 ident;
  gint32 day;
} OutingKey;

/* ---- governance */

static int
compare_members (gconstpointer a, gconstpointer b)
{
  return memcmp ((*(const FarGovMember *const *)a)->id, (*(const FarGovMember *const *)b)->id,
                 FAR_RECORD_ID_LEN);
}

static int
compare_devices (gconstpointer a, gconstpointer b)
{
  return memcmp ((*(const FarGovDevice *const *)a)->key, (*(const FarGovDevice *const *)b)->key,
                 FAR_KEY_LEN);
}

static void
feed_members (FarHash *hash, const FarGovernance *gov)
{
  guint n;
  const FarGovMember *members = far_governance_peek_members (gov, &n);
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (sorted, (gpointer)&members[i]);
  g_ptr_array_sort (sorted, compare_members);

  far_hash_u32 (hash, n);
  for (guint i = 0; i < n; i++)
    {
      const FarGovMember *member = g_ptr_array_index (sorted, i);

      far_hash_update (hash, member->id, FAR_RECORD_ID_LEN);
      far_hash_u32 (hash, member->standing);
    }
}

static void
feed_devices (FarHash *hash, const FarGovernance *gov)
{
  guint n;
  const FarGovDevice *devices = far_governance_peek_devices (gov, &n);
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (sorted, (gpointer)&devices[i]);
  g_ptr_array_sort (sorted, compare_devices);

  far_hash_u32 (hash, n);
  for (guint i = 0; i < n; i++)
    {
      const FarGovDevice *device = g_ptr_array_index (sorted, i);

      far_hash_update (hash, device->key, FAR_KEY_LEN);
      far_hash_update (hash, device->member, FAR_RECORD_ID_LEN);
      far_hash_u32 (hash, device->active);
      far_hash_u32 (hash, device->cut ? device->cut_seq : G_MAXUINT32);
    }
}

static void
feed_terms (FarHash *hash, const FarGovernance *gov)
{
  guint n;
  const FarGovTerm *terms = far_governance_peek_terms (gov, &n);

  far_hash_u32 (hash, n);
  for (guint i = 0; i < n; i++)
    {
      far_hash_u32 (hash, terms[i].number);
      far_hash_update (hash, terms[i].holder, FAR_RECORD_ID_LEN);
      far_hash_update (hash, terms[i].deputy, FAR_RECORD_ID_LEN);
      far_hash_u32 (hash, (guint32)terms[i].start_day);
      far_hash_u32 (hash, (guint32)terms[i].end_day);
    }
}

/* ---- records */

static void
feed_live (FarHash *hash, const FarLive *live, guint key)
{
  const FarValue *value = &live->write->payload.values[key];

  far_hash_update (hash, live->write->id, FAR_ID_LEN);
  far_hash_u32 (hash, live->is_right);
  far_hash_u64 (hash, (guint64)value->num);
  far_hash_u32 (hash, value->len);
  far_hash_update (hash, value->bytes, value->len);
}

/* Records of before a field was known are what they were. */
static gboolean
came_later (FarKind kind, guint key)
{
  return (kind == FAR_KIND_PERSON && key >= FAR_PERSON_SAME) ||
         (kind == FAR_KIND_ROTA && key >= FAR_ROTA_HOLIDAYS) ||
         (kind == FAR_KIND_OUTING && key >= FAR_OUTING_AT) ||
         (kind == FAR_KIND_LINE && key >= FAR_LINE_CROSSINGS) ||
         (kind == FAR_KIND_THING && key >= FAR_THING_WHAT);
}

static void
feed_history (FarHash *hash, const FarHistory *history)
{
  guint8 keys[FAR_PAYLOAD_KEYS];
  guint n_keys = _far_field_keys (history->kind, keys);

  for (guint i = 0; i < n_keys; i++)
    {
      g_autoptr (GArray) live = _far_history_live (history, keys[i]);

      if (live->len == 0 && came_later (history->kind, keys[i]))
        continue;

      far_hash_u32 (hash, live->len);
      for (guint j = 0; j < live->len; j++)
        feed_live (hash, &g_array_index (live, FarLive, j), keys[i]);
    }
}

static gboolean
feed_records (FarHash *hash, FarView *view, FarKind kind, GError **error)
{
  g_autoptr (GArray) records = _far_view_records (view, kind, error);

  if (records == NULL)
    return FALSE;

  far_hash_u32 (hash, kind);
  far_hash_u32 (hash, records->len);
  for (guint i = 0; i < records->len; i++)
    {
      FarHistory history;

      if (!_far_history_load (&history, view, kind, g_array_index (records, guint32, i), error))
        return FALSE;
      far_hash_update (hash, history.record, FAR_RECORD_ID_LEN);
      feed_history (hash, &history);
      _far_history_clear (&history);
    }

  return TRUE;
}

/* ---- outings */

static int
compare_outing_keys (gconstpointer a, gconstpointer b)
{
  const OutingKey *one = a;
  const OutingKey *other = b;
  int by_rota = memcmp (one->rota, other->rota, FAR_RECORD_ID_LEN);

  return by_rota != 0 ? by_rota : (one->day > other->day) - (one->day < other->day);
}

/* Every outing that an entry speaks of.  Returns: (transfer full) (element-type OutingKey): sorted;
 * NULL with @error */
static GArray *
find_outings (FarView *view, GError **error)
{
  sqlite3_stmt *statement =
      far_store_statement (view->store,
                           "SELECT rota, day FROM turn UNION SELECT rota, day FROM outing");
  g_autoptr (GArray) outings = g_array_new (FALSE, FALSE, sizeof (OutingKey));
  int code;

  if (statement == NULL)
    {
      far_store_fail (view->store, error);
      return NULL;
    }

  while ((code = sqlite3_step (statement)) == SQLITE_ROW)
    {
      OutingKey key;

      key.ident = sqlite3_column_int64 (statement, 0);
      key.day = sqlite3_column_int64 (statement, 1);
      memcpy (key.rota, far_store_peek_ident (view->store, key.ident), FAR_RECORD_ID_LEN);
      g_array_append_val (outings, key);
    }
  if (code != SQLITE_DONE)
    far_store_fail (view->store, error);
  sqlite3_reset (statement);
  g_array_sort (outings, compare_outing_keys);

  return code == SQLITE_DONE ? g_steal_pointer (&outings) : NULL;
}

static int
compare_nodes (gconstpointer a, gconstpointer b, gpointer data)
{
  const FarTurns *turns = data;

  return memcmp (g_array_index (turns->nodes, FarTurnNode, *(const guint *)a).id,
                 g_array_index (turns->nodes, FarTurnNode, *(const guint *)b).id,
                 FAR_RECORD_ID_LEN);
}

static void
feed_turns (FarHash *hash, FarTurns *turns)
{
  g_autofree guint *order = g_new (guint, turns->nodes->len);
  guint n = 0;

  for (guint i = 0; i < turns->nodes->len; i++)
    {
      const FarTurnNode *node = &g_array_index (turns->nodes, FarTurnNode, i);

      if (node->person != 0 && node->is_good)
        order[n++] = i;
    }
  g_qsort_with_data (order, n, sizeof *order, compare_nodes, turns);

  far_hash_u32 (hash, n);
  for (guint i = 0; i < n; i++)
    {
      const FarTurnNode *node = &g_array_index (turns->nodes, FarTurnNode, order[i]);

      far_hash_update (hash, node->id, FAR_RECORD_ID_LEN);
      far_hash_update (hash, far_store_peek_ident (turns->view->store, node->person),
                       FAR_RECORD_ID_LEN);
      far_hash_u32 (hash, node->role);
      far_hash_u32 (hash, node->state);
      far_hash_u32 (hash, turns->places[order[i]].rank);
      if (node->at >= 0)
        far_hash_u32 (hash, node->at);
    }
}

static gboolean
feed_outing (FarHash *hash, FarView *view, const OutingKey *key, GError **error)
{
  FarHistory history;
  FarTurns turns;
  gboolean good;

  if (!_far_history_load_outing (&history, view, key->ident, key->day, error))
    return FALSE;

  far_hash_update (hash, key->rota, FAR_RECORD_ID_LEN);
  far_hash_u32 (hash, (guint32)key->day);
  feed_history (hash, &history);

  good = _far_turns_load (&turns, view, key->ident, key->day, error);
  if (good)
    {
      good = _far_turns_rank (&turns, _far_history_shown (&history, FAR_OUTING_PLAN, NULL), error);
      if (good)
        feed_turns (hash, &turns);
      _far_turns_clear (&turns);
    }
  _far_history_clear (&history);

  return good;
}

/* ---- who has what */

static int
compare_loan_ids (gconstpointer a, gconstpointer b)
{
  return memcmp ((*(const FarLoanFacts *const *)a)->id, (*(const FarLoanFacts *const *)b)->id,
                 FAR_RECORD_ID_LEN);
}

static gboolean
feed_loans_of (FarHash *hash, FarView *view, guint32 ident, GError **error)
{
  FarThingFacts *thing = _far_view_thing (view, ident, error);
  gboolean good;
  FarLoans loans;

  if (thing == NULL)
    return FALSE;
  good = _far_loans_load (&loans, view, thing, error);
  far_thing_facts_unref (thing);
  if (!good)
    return FALSE;

  if (loans.loans->len > 0)
    far_hash_update (hash, far_store_peek_ident (view->store, ident), FAR_RECORD_ID_LEN);
  g_ptr_array_sort (loans.loans, compare_loan_ids);
  for (guint i = 0; i < loans.loans->len; i++)
    {
      const FarLoanFacts *loan = loans.loans->pdata[i];

      far_hash_update (hash, loan->id, FAR_RECORD_ID_LEN);
      far_hash_u32 (hash, loan->rank);
      far_hash_u32 (hash, loan->place);
      far_hash_u32 (hash, loan->hand);
      far_hash_u32 (hash, (guint32)loan->hand_day);
    }
  _far_loans_clear (&loans);

  return TRUE;
}

/* Bookings of things, which no day holds together: what nobody booked leaves no trace. */
static gboolean
feed_loans (FarHash *hash, FarView *view, GError **error)
{
  g_autoptr (GArray) things = _far_view_records (view, FAR_KIND_THING, error);

  if (things == NULL)
    return FALSE;
  for (guint i = 0; i < things->len; i++)
    if (!feed_loans_of (hash, view, g_array_index (things, guint32, i), error))
      return FALSE;

  return TRUE;
}

static gboolean
feed_outings (FarHash *hash, FarView *view, GError **error)
{
  g_autoptr (GArray) outings = find_outings (view, error);

  if (outings == NULL)
    return FALSE;

  far_hash_u32 (hash, outings->len);
  for (guint i = 0; i < outings->len; i++)
    {
      if (!feed_outing (hash, view, &g_array_index (outings, OutingKey, i), error))
        return FALSE;
    }

  return feed_loans (hash, view, error);
}

/* What nobody said leaves no trace: the digest is what it was before there was that kind. */
static gboolean
feed_later (FarHash *hash, FarView *view, FarKind kind, GError **error)
{
  g_autoptr (GArray) records = _far_view_records (view, kind, error);

  return records != NULL && (records->len == 0 || feed_records (hash, view, kind, error));
}

/* ---- what is said on a day: absences, and who was there; and who has seen what of a rota */

typedef struct
{
  guint8 about[FAR_RECORD_ID_LEN];
  guint8 rota[FAR_RECORD_ID_LEN]; /* zero for all of the day; of what was seen of a rota, by whom */
  guint32 about_ident;
  guint32 rota_ident;
  gint32 day;
} DailyKey;

static int
compare_daily_keys (gconstpointer a, gconstpointer b)
{
  const DailyKey *one = a;
  const DailyKey *other = b;
  int order = memcmp (one->about, other->about, FAR_RECORD_ID_LEN);

  if (order == 0)
    order = (one->day > other->day) - (one->day < other->day);

  return order != 0 ? order : memcmp (one->rota, other->rota, FAR_RECORD_ID_LEN);
}

/* Returns: (transfer full) (element-type DailyKey): sorted; NULL with @error */
static GArray *
find_daily (FarView *view, FarKind kind, GError **error)
{
  sqlite3_stmt *statement =
      far_store_statement (view->store,
                           "SELECT DISTINCT about, day, part FROM daily WHERE kind = ?");
  g_autoptr (GArray) daily = g_array_new (FALSE, FALSE, sizeof (DailyKey));
  int code;

  if (statement == NULL)
    {
      far_store_fail (view->store, error);
      return NULL;
    }

  sqlite3_bind_int (statement, 1, kind);
  while ((code = sqlite3_step (statement)) == SQLITE_ROW)
    {
      DailyKey key = { .about_ident = sqlite3_column_int64 (statement, 0),
                       .day = sqlite3_column_int64 (statement, 1),
                       .rota_ident = sqlite3_column_int64 (statement, 2) };

      memcpy (key.about, far_store_peek_ident (view->store, key.about_ident), FAR_RECORD_ID_LEN);
      if (key.rota_ident != 0)
        memcpy (key.rota, far_store_peek_ident (view->store, key.rota_ident), FAR_RECORD_ID_LEN);
      g_array_append_val (daily, key);
    }
  if (code != SQLITE_DONE)
    far_store_fail (view->store, error);
  sqlite3_reset (statement);
  g_array_sort (daily, compare_daily_keys);

  return code == SQLITE_DONE ? g_steal_pointer (&daily) : NULL;
}

static gboolean
feed_daily (FarHash *hash, FarView *view, FarKind kind, GError **error)
{
  g_autoptr (GArray) daily = find_daily (view, kind, error);

  if (daily == NULL)
    return FALSE;
  if (daily->len == 0)
    return TRUE;

  far_hash_u32 (hash, kind);
  far_hash_u32 (hash, daily->len);
  for (guint i = 0; i < daily->len; i++)
    {
      const DailyKey *key = &g_array_index (daily, DailyKey, i);
      FarHistory history;

      if (kind == FAR_KIND_SEEN
              ? !_far_history_load_seen (&history, view, key->about_ident, key->rota_ident, error)
              : !_far_history_load_daily (&history, view, kind, key->about_ident, key->rota_ident,
                                          key->day, error))
        return FALSE;
      far_hash_update (hash, key->about, FAR_RECORD_ID_LEN);
      far_hash_u32 (hash, (guint32)key->day);
      far_hash_update (hash, key->rota, FAR_RECORD_ID_LEN);
      feed_history (hash, &history);
      _far_history_clear (&history);
    }

  return TRUE;
}

gboolean
far_collective_records_digest (FarStore *store, guint8 out[static FAR_HASH_LEN], GError **error)
{
  FarHash hash;
  FarView view;
  gboolean good;

  _far_view_init (&view, store);
  far_hash_init (&hash, FAR_CONTEXT_RECORDS, FAR_HASH_LEN);
  far_hash_update (&hash, far_store_peek_collective (store), FAR_ID_LEN);
  feed_members (&hash, view.gov);
  feed_devices (&hash, view.gov);
  feed_terms (&hash, view.gov);

  good = feed_records (&hash, &view, FAR_KIND_COLLECTIVE, error) &&
         feed_records (&hash, &view, FAR_KIND_PERSON, error) &&
         feed_records (&hash, &view, FAR_KIND_LINE, error) &&
         feed_records (&hash, &view, FAR_KIND_ROTA, error) && feed_outings (&hash, &view, error) &&
         feed_later (&hash, &view, FAR_KIND_BATON, error) &&
         feed_later (&hash, &view, FAR_KIND_FAULT, error) &&
         feed_later (&hash, &view, FAR_KIND_PLACE, error) &&
         feed_later (&hash, &view, FAR_KIND_REASON, error) &&
         feed_later (&hash, &view, FAR_KIND_THING, error) &&
         feed_later (&hash, &view, FAR_KIND_HAZARD, error) &&
         feed_later (&hash, &view, FAR_KIND_AVAILABILITY, error) &&
         feed_later (&hash, &view, FAR_KIND_FAIR_PLAN, error) &&
         feed_later (&hash, &view, FAR_KIND_RIDE, error) &&
         feed_later (&hash, &view, FAR_KIND_HELP, error) &&
         feed_later (&hash, &view, FAR_KIND_HOLIDAYS, error) &&
         feed_later (&hash, &view, FAR_KIND_CHILD, error) &&
         feed_later (&hash, &view, FAR_KIND_BOOKING, error) &&
         feed_later (&hash, &view, FAR_KIND_SKILL, error) &&
         feed_later (&hash, &view, FAR_KIND_HOURS, error) &&
         feed_daily (&hash, &view, FAR_KIND_ABSENCE, error) &&
         feed_daily (&hash, &view, FAR_KIND_ROLL, error) &&
         feed_daily (&hash, &view, FAR_KIND_SEEN, error) &&
         feed_daily (&hash, &view, FAR_KIND_NOTE, error);
  far_hash_finish (&hash, out, FAR_HASH_LEN);
  _far_view_clear (&view);

  return good;
}
