/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Erasing, asked for by somebody or because the time is up.  Which ERASE has effect is the store's
 * to say: what has to be decided again whenever an entry arrives stands there. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-private.h"

#include <string.h>

#include "far-day.h"

/* The authors' own machines come first; what they leave is the holder's. */
#define HOLDER_GRACE_DAYS 7

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  return memcmp (a, b, FAR_ID_LEN);
}

gboolean
_far_writer_erase (const FarWriter *writer,
                   guint32 term,
                   const guint8 *subject,
                   GArray *ids,
                   FarPos *out,
                   GError **error)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  FarSaying saying = { .kind = FAR_KIND_ERASE, .term = term, .payload = payload };

  if (ids != NULL && ids->len > 0)
    {
      g_array_sort (ids, compare_ids);
      far_map_array (&map, FAR_ERASE_ENTRIES, ids->len);
      for (guint i = 0; i < ids->len; i++)
        far_cbor_put_bytes (payload, ids->data + (gsize)i * FAR_ID_LEN, FAR_ID_LEN);
    }
  if (subject != NULL)
    far_map_bytes (&map, FAR_ERASE_SUBJECT, subject, FAR_RECORD_ID_LEN);
  far_map_end (&map);

  return _far_writer_append (writer, &saying, out, NULL, error);
}

static guint32
get_own_log (const FarPen *pen)
{
  return far_store_find_log (pen->view.store, pen->writer->me->device);
}

/* ---- what was written twice */

static gboolean
has_id (const GArray *ids, const guint8 *id)
{
  for (guint i = 0; i < ids->len; i++)
    if (memcmp (ids->data + (gsize)i * FAR_ID_LEN, id, FAR_ID_LEN) == 0)
      return TRUE;

  return FALSE;
}

/* Ids follow from the place where an entry stands, and change with it; what is said in words does
 * not. */
static gboolean
says_the_same (const FarPayload *one, const FarPayload *other)
{
  for (guint i = 0; i < one->schema->n_fields; i++)
    {
      const FarField *field = &one->schema->fields[i];
      const FarValue *a = &one->values[field->key];
      const FarValue *b = &other->values[field->key];

      if ((field->type == FAR_TYPE_TEXT || field->type == FAR_TYPE_NAME) &&
          (a->len != b->len || (a->len > 0 && memcmp (a->bytes, b->bytes, a->len) != 0)))
        return FALSE;
    }

  return TRUE;
}

/* Adds where this member's own entry stood first, if it is one that was written anew because
 * nothing counts of what forked: whoever held that branch holds its words too.
 * @ids: (element-type guint8[32]) */
static gboolean
add_first_writing (FarPen *pen, const FarRow *anew, GArray *ids, GError **error)
{
  FarStore *store = pen->view.store;
  const FarGovMember *author = _far_view_author (&pen->view, anew->pos.log);
  g_autofree guint8 *blob = g_memdup2 (anew->blob, anew->blob != NULL ? anew->blob_len : 0);
  FarRow it = *anew;
  FarPayload words;

  /* what is borrowed from the row does not outlive the next read */
  it.blob = blob;
  if (author == NULL || !far_row_parse (&it, &words) ||
      !far_record_id_equal (author->id, pen->writer->me->member))
    return TRUE;

  for (guint32 i = 1; i <= pen->view.n_logs; i++)
    {
      const FarLog *log = far_store_peek_log (store, i);
      guint32 seq = log->base.log != 0 ? log->base.seq + 1 : log->fork_seq;

      if (seq == 0 || i == it.pos.log || _far_view_author (&pen->view, i) != author)
        continue;
      for (; seq <= log->head_seq && ids->len < FAR_CBOR_ARRAY_MAX; seq++)
        {
          FarPayload first;
          FarRow row;

          if (!far_store_read_pos (store, (FarPos){ i, seq }, &row, error))
            return FALSE;
          /* two of one moment are each alike to both */
          if (row.kind == it.kind && row.time_ms == it.time_ms && row.blob_len == it.blob_len &&
              far_row_parse (&row, &first) && says_the_same (&first, &words) &&
              !has_id (ids, row.id))
            g_array_append_vals (ids, row.id, 1);
        }
    }

  return TRUE;
}

/* ---- one entry */

static gboolean
erase_entry (FarPen *pen, const guint8 *id, FarPos *out, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, FAR_ID_LEN);
  guint32 term = _far_pen_get_publishing_term (pen);
  FarStore *store = pen->view.store;
  gboolean is_own;
  FarPos pos;
  FarRow row;

  if (!far_store_find_id (store, id, &pos))
    return _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_ID, "there is no such entry", error);
  if (!far_store_read_pos (store, pos, &row, error))
    return FALSE;
  if (row.kind < FAR_KIND_RECORD_FIRST || row.blob == NULL)
    return _far_refuse (FAR_COLLECTIVE_ERROR_NOT_ERASABLE, "it holds no words", error);

  is_own = far_store_may_erase (store, get_own_log (pen), FALSE, &row);
  if (!is_own && !far_store_may_erase (store, get_own_log (pen), term != 0, &row))
    return _far_refuse (FAR_COLLECTIVE_ERROR_NOT_YOURS_TO_ERASE,
                        "it is neither of this member nor about them", error);

  g_array_append_vals (ids, id, 1);
  if (!add_first_writing (pen, &row, ids, error))
    return FALSE;

  return _far_pen_open (pen, error) &&
         _far_writer_erase (pen->writer, is_own ? 0 : term, NULL, ids, out, error);
}

gboolean
far_collective_erase_entry (const FarWriter *writer,
                            const guint8 id[static FAR_ID_LEN],
                            FarPos *out,
                            GError **error)
{
  FarPen pen;

  return _far_pen_init (&pen, writer, error) &&
         _far_pen_close (&pen, erase_entry (&pen, id, out, error), error);
}

/* ---- a subject */

/* Whether there are words about @ident that an ERASE of this member would reach, and others.
 * @first: (element-type guint8[32]): where those stood first that were written anew */
static gboolean
look_for_words (FarPen *pen,
                guint32 ident,
                GArray *first,
                gboolean *mine,
                gboolean *others,
                GError **error)
{
  FarStore *store = pen->view.store;
  sqlite3_stmt *statement = far_store_statement (
      store, "SELECT n FROM entry WHERE subject = ? AND kind >= ? AND blob IS NOT NULL");
  g_autoptr (GArray) ns = g_array_new (FALSE, FALSE, sizeof (gint64));
  int code;

  *mine = *others = FALSE;
  if (statement == NULL)
    return far_store_fail (store, error);

  sqlite3_bind_int64 (statement, 1, ident);
  sqlite3_bind_int (statement, 2, FAR_KIND_RECORD_FIRST);
  while ((code = sqlite3_step (statement)) == SQLITE_ROW)
    {
      gint64 n = sqlite3_column_int64 (statement, 0);

      g_array_append_val (ns, n);
    }
  sqlite3_reset (statement);
  if (code != SQLITE_DONE)
    return far_store_fail (store, error);

  for (guint i = 0; i < ns->len; i++)
    {
      FarRow row;
      gboolean is_mine;

      if (!far_store_read (store, g_array_index (ns, gint64, i), &row, error))
        return FALSE;
      is_mine = far_store_may_erase (store, get_own_log (pen), FALSE, &row);
      *mine |= is_mine;
      *others |= !is_mine;
      if (is_mine && (!far_store_read (store, g_array_index (ns, gint64, i), &row, error) ||
                      !add_first_writing (pen, &row, first, error)))
        return FALSE;
    }

  return TRUE;
}

static gboolean
erase_subject (FarPen *pen, const guint8 *subject, FarPos *out, GError **error)
{
  guint32 ident = far_store_find_ident (pen->view.store, subject);
  g_autoptr (GArray) first = g_array_new (FALSE, FALSE, FAR_ID_LEN);
  gboolean mine = FALSE;
  gboolean others = FALSE;

  if (ident != 0 && !look_for_words (pen, ident, first, &mine, &others, error))
    return FALSE;
  if (!mine && others)
    return _far_refuse (FAR_COLLECTIVE_ERROR_NOT_YOURS_TO_ERASE,
                        "this member does not answer for them", error);
  if (!mine)
    return _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_ID, "there are no words about them", error);

  return _far_pen_open (pen, error) &&
         _far_writer_erase (pen->writer, 0, subject, first, out, error);
}

gboolean
far_collective_erase_subject (const FarWriter *writer,
                              const guint8 subject[static FAR_RECORD_ID_LEN],
                              FarPos *out,
                              GError **error)
{
  FarPen pen;

  return _far_pen_init (&pen, writer, error) &&
         _far_pen_close (&pen, erase_subject (&pen, subject, out, error), error);
}

/* ---- what is old enough */

/* The last day on which an outing is old enough, G_MININT32 if none ever is. */
static gint32
find_last_day (gint32 today, gint32 months)
{
  int year;
  int month;
  int day_of_month;
  gint32 day;

  if (months <= 0 || !far_day_is_valid (today))
    return G_MININT32;

  far_day_to_ymd (today, &year, &month, &day_of_month);
  month += year * 12 - 1 - MIN (months, 12 * 300);
  /* of a month that is shorter its last day */
  while (!far_day_from_ymd (month / 12, month % 12 + 1, day_of_month, &day))
    if (--day_of_month == 0)
      return G_MININT32;

  return day - 1;
}

/* Each by who may: its author at once, the holder a week later.  @found: (element-type gint64): the
 * number of an entry and its day, by turns */
static gboolean
add_found (FarPen *pen,
           const GArray *found,
           gint32 last_day,
           GArray *mine,
           GArray *others,
           GError **error)
{
  FarStore *store = pen->view.store;
  gboolean is_holder = _far_pen_get_publishing_term (pen) != 0;

  for (guint i = 0; i < found->len; i += 2)
    {
      GArray *into;
      FarRow row;

      if (!far_store_read (store, g_array_index (found, gint64, i), &row, error))
        return FALSE;

      into = far_store_may_erase (store, get_own_log (pen), FALSE, &row) ? mine : others;
      if (into == mine ||
          (is_holder && g_array_index (found, gint64, i + 1) <= last_day - HOLDER_GRACE_DAYS))
        g_array_append_vals (into, row.id, 1);
    }

  return TRUE;
}

/* @sql: gives the numbers of entries up to a day */
static gboolean
add_expired (FarPen *pen,
             const char *sql,
             FarKind kind,
             gint32 today,
             GArray *mine,
             GArray *others,
             GError **error)
{
  FarStore *store = pen->view.store;
  gint32 last_day = find_last_day (today, far_store_get_retention_months (store, kind));
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (gint64));
  sqlite3_stmt *statement = far_store_statement (store, sql);
  int code;

  if (last_day == G_MININT32)
    return TRUE;
  if (statement == NULL)
    return far_store_fail (store, error);

  sqlite3_bind_int64 (statement, 1, last_day);
  while ((code = sqlite3_step (statement)) == SQLITE_ROW)
    {
      gint64 pair[2] = { sqlite3_column_int64 (statement, 0), sqlite3_column_int64 (statement, 1) };

      g_array_append_vals (found, pair, 2);
    }
  sqlite3_reset (statement);

  return code == SQLITE_DONE ? add_found (pen, found, last_day, mine, others, error)
                             : far_store_fail (store, error);
}

/* How far somebody has seen a rota is of no day: nobody asks for it once the rota is over. */
static gboolean
add_seen_expired (FarPen *pen, gint32 today, GArray *mine, GArray *others, GError **error)
{
  FarStore *store = pen->view.store;
  gint32 last_day = find_last_day (today, far_store_get_retention_months (store, FAR_KIND_SEEN));
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) failure = NULL;
  sqlite3_stmt *statement =
      far_store_statement (store, "SELECT n, about FROM daily WHERE kind = 53 ORDER BY about, n");
  guint32 rota = 0;
  gint32 end = G_MAXINT32;
  int code;

  G_STATIC_ASSERT (FAR_KIND_SEEN == 53);
  if (statement == NULL)
    return far_store_fail (store, error);

  while ((code = sqlite3_step (statement)) == SQLITE_ROW)
    {
      gint64 pair[2] = { sqlite3_column_int64 (statement, 0) };
      guint32 about = (guint32)sqlite3_column_int64 (statement, 1);

      if (about != rota && !_far_rota_find_end (&pen->view, about, &end, &failure))
        end = G_MAXINT32;
      if (failure != NULL)
        break;
      rota = about;
      pair[1] = end;
      if (end <= last_day)
        g_array_append_vals (found, pair, 2);
    }
  sqlite3_reset (statement);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }

  return code == SQLITE_DONE ? add_found (pen, found, last_day, mine, others, error)
                             : far_store_fail (store, error);
}

static gboolean
write_expired (FarPen *pen, guint32 term, const GArray *ids, guint *n_left, GError **error)
{
  for (guint i = 0; i<ids->len && * n_left> 0; i += FAR_CBOR_ARRAY_MAX, --*n_left)
    {
      g_autoptr (GArray) part = g_array_new (FALSE, FALSE, FAR_ID_LEN);
      FarPos pos;

      g_array_append_vals (part, ids->data + (gsize)i * FAR_ID_LEN,
                           MIN (ids->len - i, FAR_CBOR_ARRAY_MAX));
      if (!_far_writer_erase (pen->writer, term, NULL, part, &pos, error))
        return FALSE;
    }

  return TRUE;
}

/* All that was said of a ride, of a request for help or of a fault, by the last day that anybody
 * ever said it had. */
#define RECORDS_OVER(kind) \
  "SELECT touch.n, over.day FROM (SELECT about, max (day) AS day FROM daily WHERE kind = " kind \
  " GROUP BY about HAVING max (day) <= ?) AS over JOIN touch ON touch.record = over.about" \
  " ORDER BY touch.n"

static gboolean
erase_expired (FarPen *pen, gint32 today, guint *out_n, GError **error)
{
  g_autoptr (GArray) mine = g_array_new (FALSE, FALSE, FAR_ID_LEN);
  g_autoptr (GArray) others = g_array_new (FALSE, FALSE, FAR_ID_LEN);
  guint n_left = FAR_ERASE_EXPIRED_MAX;

  if (!add_expired (pen, "SELECT n, day FROM turn WHERE day <= ? ORDER BY n", FAR_KIND_TURN, today,
                    mine, others, error) ||
      !add_expired (pen, "SELECT n, day FROM outing WHERE day <= ? ORDER BY n", FAR_KIND_OUTING,
                    today, mine, others, error) ||
      !add_expired (pen, "SELECT n, day FROM daily WHERE kind = 47 AND day <= ? ORDER BY n",
                    FAR_KIND_ABSENCE, today, mine, others, error) ||
      !add_expired (pen, "SELECT n, day FROM daily WHERE kind = 49 AND day <= ? ORDER BY n",
                    FAR_KIND_ROLL, today, mine, others, error) ||
      !add_expired (pen, RECORDS_OVER ("54"), FAR_KIND_RIDE, today, mine, others, error) ||
      !add_expired (pen, RECORDS_OVER ("56"), FAR_KIND_HELP, today, mine, others, error) ||
      !add_expired (pen, RECORDS_OVER ("57"), FAR_KIND_FAULT, today, mine, others, error) ||
      !add_seen_expired (pen, today, mine, others, error))
    return FALSE;
  if (mine->len == 0 && others->len == 0)
    return TRUE;
  if (!_far_pen_open (pen, error) || !write_expired (pen, 0, mine, &n_left, error) ||
      !write_expired (pen, _far_pen_get_publishing_term (pen), others, &n_left, error))
    return FALSE;
  *out_n = FAR_ERASE_EXPIRED_MAX - n_left;

  return TRUE;
}

gboolean
far_collective_erase_expired (const FarWriter *writer, gint32 today, guint *out_n, GError **error)
{
  FarPen pen;

  *out_n = 0;

  return _far_pen_init (&pen, writer, error) &&
         _far_pen_close (&pen, erase_expired (&pen, today, out_n, error), error);
}

/* ---- how far it has come */

void
far_collective_erasure_reach (FarStore *store,
                              const guint8 me[static FAR_KEY_LEN],
                              FarPos pos,
                              guint *out_done,
                              guint *out_all)
{
  guint n;
  const FarGovDevice *devices = far_governance_peek_devices (far_store_peek_governance (store), &n);

  *out_done = *out_all = 0;
  for (guint i = 0; i < n; i++)
    {
      guint32 log = far_store_find_log (store, devices[i].key);

      if (!devices[i].active)
        continue;
      ++*out_all;
      *out_done +=
          memcmp (devices[i].key, me, FAR_KEY_LEN) == 0 ||
          (log != 0 && (log == pos.log || far_store_get_heard (store, log, pos.log) >= pos.seq));
    }
}
