/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a household gave and received, in hours. */

#define G_LOG_DOMAIN "far-engine"

#include "far-engine-private.h"

#include <string.h>

#include "far-belonging.h"
#include "far-collective-hours.h"
#include "far-day.h"
#include "far-engine-views.h"
#include "far-limits.h"

G_STATIC_ASSERT (FAR_HOURS_N_SORTS == FAR_HOURS_SORTS);
G_STATIC_ASSERT (FAR_HOURS_PAID == FAR_HOURS_SORT_PAID);
G_STATIC_ASSERT (FAR_HOURS_IN_KIND == FAR_HOURS_SORT_IN_KIND);
G_STATIC_ASSERT (FAR_HOURS_OF_HELP == FAR_HOURS_FROM_HELP);
G_STATIC_ASSERT (FAR_HOURS_MINUTES_MOST == FAR_HOURS_MINUTES_MAX);
G_STATIC_ASSERT (FAR_HOURS_WHO_BYTES == FAR_HOURS_WHO_MAX);
G_STATIC_ASSERT (FAR_HOURS_WHAT_BYTES == FAR_HOURS_WHAT_MAX);

/* for which is asked what was done and not noted: a holiday of a month, and a week */
#define HINT_DAYS 35

static gboolean
check_on (FarWorker *worker, GError **error)
{
  return far_collective_uses (worker->store, FAR_RULE_HOURS) ||
         far_sync_fail (error, FAR_SYNC_ERROR_HOURS_OFF, "hours are off");
}

/* ---- what there is */

/* @view: zeros.  @snapshot: to which its words belong */
static void
fill_line (FarHours *view, gpointer snapshot, const FarHoursLine *line, const FarNames *names)
{
  view->id = view->owner = view->owner_name = view->of_id = view->who = "";
  view->day = line->day;
  view->minutes = (int)line->minutes;
  view->is_received = line->is_received;
  view->sort = (FarHoursSort)line->sort;
  view->who_name = far_snapshot_dup (snapshot, line->who);
  if (line->has_person)
    {
      view->who = far_snapshot_hex (snapshot, line->person, FAR_RECORD_ID_LEN);
      view->who_name = far_snapshot_dup (snapshot, far_names_peek (names, line->person));
    }
  view->what = far_snapshot_dup (snapshot, line->what);
  view->against = far_snapshot_dup (snapshot, line->against);
  view->of = (FarHoursOf)line->from;
  if (line->from != FAR_HOURS_FROM_NOTHING)
    view->of_id = far_snapshot_hex (snapshot, line->from_id, FAR_RECORD_ID_LEN);
  view->of_day = line->from_day;
  view->others = far_snapshot_own_list (snapshot);
}

static FarHours *
view_line (const FarWorker *worker, const FarHoursFacts *facts, const FarNames *names)
{
  FarHours *view = far_snapshot_new (FarHours);

  fill_line (view, view, &facts->line, names);
  view->id = far_snapshot_hex (view, facts->id, FAR_RECORD_ID_LEN);
  view->owner = far_snapshot_hex (view, facts->owner, FAR_RECORD_ID_LEN);
  view->owner_name = far_snapshot_dup (view, far_names_peek (names, facts->owner));
  view->is_mine = far_record_id_equal (facts->owner, worker->me.member);
  for (guint i = 0; i < facts->others->len; i++)
    {
      FarHours *other = g_new0 (FarHours, 1);

      fill_line (other, view, &g_array_index (facts->others, FarHoursLine, i), names);
      g_ptr_array_add (view->others, other);
    }

  return view;
}

static int
compare_with (gconstpointer a, gconstpointer b)
{
  const FarHoursWith *one = *(const FarHoursWith *const *)a;
  const FarHoursWith *other = *(const FarHoursWith *const *)b;

  /* what says nothing of it comes last */
  if ((*one->name == '\0') != (*other->name == '\0'))
    return *one->name == '\0' ? 1 : -1;

  return g_utf8_collate (one->name, other->name);
}

/* With whom it was, by what they are called. */
static void
add_with (FarHoursBook *book, GHashTable *by_name, const FarHours *line)
{
  FarHoursWith *with = g_hash_table_lookup (by_name, line->who_name);

  if (with == NULL)
    {
      with = g_new0 (FarHoursWith, 1);
      with->name = far_snapshot_dup (book, line->who_name);
      g_ptr_array_add (book->with, with);
      g_hash_table_insert (by_name, (gpointer)with->name, with);
    }
  *(line->is_received ? &with->received : &with->given) += line->minutes;
}

static void
add_lines (FarHoursBook *book,
           const FarWorker *worker,
           const GPtrArray *hours,
           const FarNames *names)
{
  g_autoptr (GHashTable) by_name = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < hours->len; i++)
    {
      FarHours *line = view_line (worker, hours->pdata[i], names);

      g_ptr_array_add (book->lines, line);
      (line->is_received ? book->received : book->given)[line->sort] += line->minutes;
      add_with (book, by_name, line);
    }
  g_ptr_array_sort (book->with, compare_with);
}

static GPtrArray *
view_members (gpointer owner, const GArray *ids, const FarNames *names)
{
  GPtrArray *views = far_snapshot_own_list (owner);

  for (guint i = 0; i < ids->len; i++)
    {
      const guint8 *id = (const guint8 *)ids->data + (gsize)i * FAR_RECORD_ID_LEN;
      FarSomebody *view = g_new0 (FarSomebody, 1);

      view->id = far_snapshot_hex (owner, id, FAR_RECORD_ID_LEN);
      view->name = far_snapshot_dup (owner, far_names_peek (names, id));
      g_ptr_array_add (views, view);
    }

  return views;
}

static FarHoursSeen
view_spread (const FarHoursSpread *facts)
{
  return (FarHoursSeen){
    .n_mine = (int)facts->n_mine,
    .has_spread = facts->spread.n >= FAR_SPREAD_MIN,
    .least = (int)facts->spread.least,
    .low = (int)facts->spread.low,
    .high = (int)facts->spread.high,
    .most = (int)facts->spread.most,
  };
}

static gboolean
fill_seen (FarHoursBook *book, FarWorker *worker, const FarNames *names, GError **error)
{
  gint32 today = far_worker_today (worker);
  g_autoptr (GArray) hints =
                 far_collective_hours_hints (worker->store, &worker->me,
                                             MAX (today - HINT_DAYS, FAR_DAY_MIN), today, error);
  FarHoursSpread seen[FAR_HOURS_SPREADS];

  if (hints == NULL ||
      !far_collective_hours_spread (worker->store, worker->me.member, today, seen, error))
    return FALSE;

  for (guint i = 0; i < hints->len; i++)
    {
      FarHours *hint = far_snapshot_new (FarHours);

      fill_line (hint, hint, &g_array_index (hints, FarHoursLine, i), names);
      hint->is_mine = TRUE;
      g_ptr_array_add (book->hints, hint);
    }
  book->turns = view_spread (&seen[FAR_HOURS_SPREAD_TURNS]);
  book->rides = view_spread (&seen[FAR_HOURS_SPREAD_RIDES]);
  book->hands = view_spread (&seen[FAR_HOURS_SPREAD_HANDS]);

  return TRUE;
}

static FarHoursBook *
view_book (FarWorker *worker, gint32 first_day, gint32 last_day, GError **error)
{
  g_autoptr (FarNames) names = far_names_new (worker->store, error);
  g_autoptr (GPtrArray) hours = NULL;
  g_autoptr (FarHoursBook) book = NULL;
  g_auto (FarHoursAccount) account = { 0 };

  if (names == NULL || !far_collective_hours_account (worker->store, &worker->me, &account, error))
    return NULL;
  hours = far_collective_hours (worker->store, &worker->me, first_day, last_day, error);
  if (hours == NULL)
    return NULL;

  book = far_snapshot_new (FarHoursBook);
  book->first_day = first_day;
  book->last_day = last_day;
  book->lines =
      far_snapshot_own (book, far_snapshot_list_new (), (GDestroyNotify)g_ptr_array_unref);
  book->hints =
      far_snapshot_own (book, far_snapshot_list_new (), (GDestroyNotify)g_ptr_array_unref);
  book->with = far_snapshot_own_list (book);
  book->shared = view_members (book, account.shared, names);
  book->sharing = view_members (book, account.sharing, names);
  book->n_sealed = (int)account.n_sealed;
  add_lines (book, worker, hours, names);

  return fill_seen (book, worker, names, error) ? g_steal_pointer (&book) : NULL;
}

static gpointer
do_hours (FarWorker *worker, GVariant *args, GError **error)
{
  gint32 first_day;
  gint32 last_day;

  if (!check_on (worker, error))
    return NULL;
  g_variant_get (args, "(ii)", &first_day, &last_day);
  if (last_day < first_day)
    {
      int year;
      int month;
      int day_of_month;

      first_day = far_collective_school_year (far_worker_today (worker));
      far_day_to_ymd (first_day, &year, &month, &day_of_month);
      if (!far_day_from_ymd (year + 1, month, day_of_month, &last_day))
        last_day = FAR_DAY_MAX;
      last_day--;
    }

  return view_book (worker, first_day, last_day, error);
}

static const FarCall hours_call = { .name = "hours",
                                    .needs = FAR_NEEDS_STORE,
                                    .work = do_hours,
                                    .free_result = far_snapshot_unref };

void
far_engine_hours_async (FarEngine *self,
                        gint32 first_day,
                        gint32 last_day,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));

  _far_engine_call (self, &hours_call, g_variant_new ("(ii)", first_day, last_day), cancellable,
                    callback, data);
}

FarHoursBook *
far_engine_hours_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &hours_call, result, error);
}

/* ---- writing it down */

static const guint8 *
peek_id (gconstpointer hours)
{
  return ((const FarHoursFacts *)hours)->id;
}

/* @out: (out): of a line that this machine can read */
static gboolean
find_line (FarWorker *worker, const char *prefix, guint8 *out, GError **error)
{
  g_autoptr (GPtrArray) all = far_collective_hours (worker->store, &worker->me, FAR_DAY_MIN,
                                                    FAR_PAYLOAD_DAY_MAX, error);
  const FarHoursFacts *found =
      all != NULL ? far_find_by_prefix (all, peek_id, FAR_RECORD_ID_LEN, prefix, error) : NULL;

  if (found != NULL)
    memcpy (out, found->id, FAR_RECORD_ID_LEN);

  return found != NULL;
}

static gboolean
take_words (const char *words, char *out, gsize size, GError **error)
{
  return g_strlcpy (out, words, size) < size ||
         far_sync_fail (error, FAR_SYNC_ERROR_TEXT_INVALID, "that is too long");
}

/* Somebody who is known here, or what is typed. */
static gboolean
take_who (FarWorker *worker, const char *who, FarHoursLine *line, GError **error)
{
  g_autoptr (GError) failure = NULL;

  if (*who == '\0')
    return TRUE;
  if (far_find_person (worker, who, line->person, &failure))
    {
      line->has_person = TRUE;
      return TRUE;
    }
  if (!g_error_matches (failure, FAR_SYNC_ERROR, FAR_SYNC_ERROR_NO_SUCH_ID))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }

  return take_words (who, line->who, sizeof line->who, error);
}

/* day, minutes, received, sort; who, what, against; of, its id and day */
#define EDIT_TYPE "(^ayiibi^ay^ay^ayi^ayi)"
#define EDIT_UNPACKED "(^&ayiibi^&ay^&ay^&ayi^&ayi)"

/* @out_id: (out): borrows from @args */
static gboolean
unpack_edit (FarWorker *worker,
             GVariant *args,
             const char **out_id,
             FarHoursLine *out,
             GError **error)
{
  const char *who;
  const char *what;
  const char *against;
  const char *of_id;
  int minutes;
  int sort;
  int of;

  memset (out, 0, sizeof *out);
  g_variant_get (args, EDIT_UNPACKED, out_id, &out->day, &minutes, &out->is_received, &sort, &who,
                 &what, &against, &of, &of_id, &out->from_day);
  out->minutes = minutes > 0 ? (guint)minutes : 0;
  out->sort = (guint)sort;
  out->from = (guint)of;

  return (of == FAR_HOURS_OF_NOTHING || far_unhex (of_id, out->from_id, FAR_RECORD_ID_LEN) ||
          far_sync_fail (error, FAR_SYNC_ERROR_NO_SUCH_ID, "that is no id")) &&
         take_who (worker, who, out, error) &&
         take_words (what, out->what, sizeof out->what, error) &&
         take_words (against, out->against, sizeof out->against, error);
}

static gpointer
do_write_hours (FarWorker *worker, GVariant *args, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  guint8 id[FAR_RECORD_ID_LEN];
  const char *prefix;
  FarHoursLine line;
  gboolean good;

  if (!check_on (worker, error) || !unpack_edit (worker, args, &prefix, &line, error))
    return NULL;
  if (line.day > far_worker_today (worker))
    {
      g_set_error_literal (error, FAR_SYNC_ERROR, FAR_SYNC_ERROR_DAY_TO_COME, "it is to come");
      sodium_memzero (&line, sizeof line);
      return NULL;
    }

  if (*prefix == '\0')
    good = far_collective_add_hours (&writer, &line, id, error);
  else
    good = find_line (worker, prefix, id, error) &&
           far_collective_change_hours (&writer, id, &line, error);
  sodium_memzero (&line, sizeof line);
  if (!good)
    return NULL;
  far_worker_committed (worker, NULL);

  return far_hex (id, FAR_RECORD_ID_LEN);
}

static const FarCall write_hours_call = { .name = "write-hours",
                                          .needs = FAR_NEEDS_STORE,
                                          .work = do_write_hours,
                                          .free_result = g_free };

void
far_engine_write_hours_async (FarEngine *self,
                              const char *id,
                              const FarHoursEdit *edit,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (edit != NULL);

  _far_engine_call (self, &write_hours_call,
                    g_variant_new (EDIT_TYPE, id != NULL ? id : "", edit->day, edit->minutes,
                                   edit->is_received, (int)edit->sort, edit->who, edit->what,
                                   edit->against, (int)edit->of, edit->of_id, edit->of_day),
                    cancellable, callback, data);
}

char *
far_engine_write_hours_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &write_hours_call, result, error);
}

static gpointer
do_remove_hours (FarWorker *worker, GVariant *args, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  guint8 id[FAR_RECORD_ID_LEN];

  if (!find_line (worker, g_variant_get_bytestring (args), id, error) ||
      !far_collective_remove_hours (&writer, id, error))
    return NULL;
  far_worker_committed (worker, NULL);

  return far_hex (id, FAR_RECORD_ID_LEN);
}

static const FarCall remove_hours_call = { .name = "remove-hours",
                                           .needs = FAR_NEEDS_STORE,
                                           .work = do_remove_hours,
                                           .free_result = g_free };

void
far_engine_remove_hours_async (FarEngine *self,
                               const char *id,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (id != NULL);

  _far_engine_call (self, &remove_hours_call, g_variant_new_bytestring (id), cancellable, callback,
                    data);
}

char *
far_engine_remove_hours_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &remove_hours_call, result, error);
}

static gpointer
do_share_hours (FarWorker *worker, GVariant *args, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  guint8 id[FAR_RECORD_ID_LEN];
  const char *member;
  gboolean is_shared;

  g_variant_get (args, "(^&ayb)", &member, &is_shared);
  if ((is_shared && !check_on (worker, error)) || !far_find_person (worker, member, id, error) ||
      !far_collective_share_hours (&writer, id, is_shared, error))
    return NULL;
  far_worker_committed (worker, NULL);
  /* what was written before is for them too, from now on */
  if (!far_belonging_keep_hours (worker, error))
    return NULL;

  return far_hex (id, FAR_RECORD_ID_LEN);
}

static const FarCall share_hours_call = { .name = "share-hours",
                                          .needs = FAR_NEEDS_STORE,
                                          .work = do_share_hours,
                                          .free_result = g_free };

void
far_engine_share_hours_async (FarEngine *self,
                              const char *member,
                              gboolean is_shared,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (member != NULL);

  _far_engine_call (self, &share_hours_call, g_variant_new ("(^ayb)", member, is_shared),
                    cancellable, callback, data);
}

char *
far_engine_share_hours_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &share_hours_call, result, error);
}
