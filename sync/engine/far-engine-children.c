/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Children: who they are, which days they come along, and when they do not. */

#define G_LOG_DOMAIN "far-engine"

#include "far-engine-private.h"

#include <stdlib.h>
#include <string.h>

#include "far-day.h"
#include "far-engine-views.h"

/* ---- what there is */

/* What the ids in a child's facts are called. */
typedef struct
{
  GPtrArray *children;     /* (element-type FarChildFacts): owned */
  GPtrArray *lines;        /* (element-type FarLineFacts): owned */
  GPtrArray *rotas;        /* (element-type FarRotaFacts): owned */
  FarNames *names;         /* owned */
  GPtrArray *roll;         /* (element-type FarRollFacts): owned: of today */
  const guint8 *me;        /* unowned */
  const FarWorker *worker; /* unowned */
} Nursery;

static void
nursery_clear (Nursery *self)
{
  g_clear_pointer (&self->children, g_ptr_array_unref);
  g_clear_pointer (&self->lines, g_ptr_array_unref);
  g_clear_pointer (&self->rotas, g_ptr_array_unref);
  g_clear_pointer (&self->names, far_names_free);
  g_clear_pointer (&self->roll, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Nursery, nursery_clear)

static gboolean
nursery_init (Nursery *self, FarWorker *worker, gboolean with_gone, GError **error)
{
  self->me = worker->me.member;
  self->worker = worker;
  self->children =
      far_collective_children (worker->store, far_worker_today (worker), with_gone, error);
  if (self->children != NULL)
    self->lines = far_collective_lines (worker->store, error);
  if (self->lines != NULL)
    self->rotas = far_collective_rotas (worker->store, error);
  if (self->rotas != NULL)
    self->names = far_names_new (worker->store, error);
  if (self->names != NULL)
    self->roll = far_collective_roll (worker->store, NULL, far_worker_today (worker), error);

  return self->roll != NULL;
}

static GPtrArray *
view_somebodies (gpointer owner, const GArray *ids, const FarNames *names)
{
  GPtrArray *views = g_ptr_array_new_with_free_func (g_free);

  far_snapshot_own (owner, views, (GDestroyNotify)g_ptr_array_unref);
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

static const char *
peek_title (const Nursery *self, const guint8 *rota)
{
  for (guint i = 0; i < self->rotas->len; i++)
    if (far_record_id_equal (far_rota_peek_id (self->rotas->pdata[i]), rota))
      return ((const FarRotaFacts *)self->rotas->pdata[i])->title;

  return "";
}

static const FarLineFacts *
find_line (const Nursery *self, const guint8 *line)
{
  for (guint i = 0; i < self->lines->len; i++)
    if (far_record_id_equal (far_line_peek_id (self->lines->pdata[i]), line))
      return self->lines->pdata[i];

  return NULL;
}

static GPtrArray *
view_bookings (gpointer owner, const FarChildFacts *facts, const Nursery *nursery)
{
  GPtrArray *views = g_ptr_array_new_with_free_func (g_free);

  far_snapshot_own (owner, views, (GDestroyNotify)g_ptr_array_unref);
  for (guint i = 0; i < facts->bookings->len; i++)
    {
      const FarBookingFacts *booking = facts->bookings->pdata[i];
      FarBooking *view = g_new0 (FarBooking, 1);

      view->id = far_snapshot_hex (owner, booking->id, FAR_RECORD_ID_LEN);
      view->rota = far_view_id (owner, booking->rota);
      view->rota_title = far_snapshot_dup (owner, peek_title (nursery, booking->rota));
      view->weekdays = booking->weekdays;
      view->first_day = booking->first_day;
      view->last_day = booking->last_day;
      view->has_end = booking->last_day < FAR_DAY_MAX;
      g_ptr_array_add (views, view);
    }

  return views;
}

static GPtrArray *
view_absences (gpointer owner, const FarChildFacts *facts)
{
  GPtrArray *views = g_ptr_array_new_with_free_func (g_free);

  far_snapshot_own (owner, views, (GDestroyNotify)g_ptr_array_unref);
  for (guint i = 0; i < facts->absences->len; i++)
    {
      const FarAbsenceFacts *absence = &g_array_index (facts->absences, FarAbsenceFacts, i);
      FarAbsence *view = g_new0 (FarAbsence, 1);

      view->day = absence->day;
      view->rota = far_view_id (owner, absence->rota);
      view->is_contested = absence->is_contested;
      g_ptr_array_add (views, view);
    }

  return views;
}

/* Of several outings of a day the one at which it was counted last. */
static const FarRollFacts *
find_mark (const Nursery *self, const guint8 *child)
{
  const FarRollFacts *found = NULL;
  gint64 found_ms = G_MININT64;

  for (guint i = 0; i < self->roll->len; i++)
    {
      const FarRollFacts *facts = self->roll->pdata[i];
      const FarRollSaid *said = facts->states->len > 0 ? facts->states->pdata[0] : NULL;

      if (said != NULL && said->state != FAR_CALLED_NOT && said->time_ms > found_ms &&
          far_record_id_equal (facts->person, child))
        {
          found = facts;
          found_ms = said->time_ms;
        }
    }

  return found;
}

static FarChild *
view_child (const FarChildFacts *facts, const Nursery *nursery)
{
  FarChild *self = far_snapshot_new (FarChild);
  const FarLineFacts *line = find_line (nursery, facts->line);
  const FarRollFacts *mark = find_mark (nursery, facts->id);

  self->id = far_snapshot_hex (self, facts->id, FAR_RECORD_ID_LEN);
  self->name = far_snapshot_dup (self, facts->name);
  self->line = far_view_id (self, facts->line);
  self->line_name = far_snapshot_dup (self, line != NULL ? line->name : NULL);
  self->stop = far_snapshot_dup (self, facts->stop);
  self->born = facts->needs.born;
  self->is_one_to_one = facts->needs.is_one_to_one;
  self->has_wheelchair = facts->needs.has_wheelchair;
  self->is_slow = facts->needs.is_slow;
  self->carry = far_snapshot_dup (self, facts->carry);
  self->owner = far_view_id (self, facts->owner);
  self->owner_name = far_snapshot_dup (self, far_names_peek (nursery->names, facts->owner));
  self->guardians = view_somebodies (self, facts->guardians, nursery->names);
  self->adults = view_somebodies (self, facts->adults, nursery->names);
  self->bookings = view_bookings (self, facts, nursery);
  self->absences = view_absences (self, facts);
  self->next_day = facts->next_day;
  self->is_absent_next = facts->is_absent_next;
  self->is_mine = far_child_facts_has_guardian (facts, nursery->me);
  self->note = far_view_child_note (nursery->worker, facts);
  if (mark != NULL)
    far_view_mark (self, mark, facts, nursery->names, &self->mark);
  else
    far_view_no_mark (self, &self->mark);
  self->is_spoken_for = facts->is_spoken_for;
  self->is_twin = facts->is_twin;
  self->is_contested = facts->also.n_others > 0;

  return self;
}

static gpointer
do_children (FarWorker *worker, GVariant *args, GError **error)
{
  g_auto (Nursery) nursery = { 0 };
  GPtrArray *views;

  if (!nursery_init (&nursery, worker, FALSE, error))
    return NULL;

  views = far_snapshot_list_new ();
  for (guint i = 0; i < nursery.children->len; i++)
    g_ptr_array_add (views, view_child (nursery.children->pdata[i], &nursery));

  return views;
}

static const FarCall children_call = { .name = "children",
                                       .needs = FAR_NEEDS_STORE,
                                       .work = do_children,
                                       .free_result = (GDestroyNotify)g_ptr_array_unref };

void
far_engine_children_async (FarEngine *self,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));

  _far_engine_call (self, &children_call, NULL, cancellable, callback, data);
}

GPtrArray *
far_engine_children_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &children_call, result, error);
}

/* ---- saying so */

static const guint8 *
peek_child_id (gconstpointer child)
{
  return ((const FarChildFacts *)child)->id;
}

/* By what was typed.  Borrowed of @nursery, which is filled in. */
static const FarChildFacts *
find_child (FarWorker *worker, Nursery *nursery, const char *prefix, GError **error)
{
  return nursery_init (nursery, worker, TRUE, error)
             ? far_find_by_prefix (nursery->children, peek_child_id, FAR_RECORD_ID_LEN, prefix,
                                   error)
             : NULL;
}

/* As it is after the act.  One that was just taken off the list is among them too. */
static FarChild *
view_one (FarWorker *worker, const guint8 *id, GError **error)
{
  g_auto (Nursery) nursery = { 0 };

  if (!nursery_init (&nursery, worker, TRUE, error))
    return NULL;

  for (guint i = 0; i < nursery.children->len; i++)
    if (far_record_id_equal (peek_child_id (nursery.children->pdata[i]), id))
      return view_child (nursery.children->pdata[i], &nursery);

  far_sync_fail (error, FAR_SYNC_ERROR_NO_SUCH_ID, "the child is not here any more");

  return NULL;
}

/* What an edit names, found. */
typedef struct
{
  FarChildChange change;
  guint8 line[FAR_RECORD_ID_LEN];
  GArray *guardians; /* owned */
  GArray *adults;    /* owned */
} Change;

static void
change_clear (Change *self)
{
  g_clear_pointer (&self->guardians, g_array_unref);
  g_clear_pointer (&self->adults, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Change, change_clear)

static gboolean
find_persons (FarWorker *worker, const char *const *prefixes, GArray **out, GError **error)
{
  if (prefixes == NULL)
    return TRUE;

  *out = g_array_new (FALSE, FALSE, FAR_RECORD_ID_LEN);
  for (guint i = 0; prefixes[i] != NULL; i++)
    {
      guint8 id[FAR_RECORD_ID_LEN];

      if (!far_find_person (worker, prefixes[i], id, error))
        return FALSE;
      g_array_append_vals (*out, id, 1);
    }

  return TRUE;
}

/* A stop has no record: it is told by its number on the line, by the id that a list gave it, which
 * ends in that number, or by its name. */
static const char *
find_stop (GPtrArray *lines, const guint8 *line, const char *typed)
{
  const char *dash = strrchr (typed, '-');
  const char *digits =
      dash != NULL && strspn (typed, "0123456789abcdefABCDEF") == (gsize)(dash - typed) ? dash + 1
                                                                                        : typed;
  guint64 number;

  if (*digits == '\0' || strspn (digits, "0123456789") != strlen (digits) ||
      !g_ascii_string_to_unsigned (digits, 10, 1, FAR_LINE_STOPS_MAX, &number, NULL))
    return typed;

  for (guint i = 0; i < lines->len; i++)
    {
      const FarLineFacts *facts = lines->pdata[i];

      if (far_record_id_equal (facts->id, line) && number <= facts->stops->len)
        return ((const FarStopDraft *)facts->stops->pdata[number - 1])->name;
    }

  return typed;
}

/* @line: (inout): of the child so far */
static gboolean
find_place (GPtrArray *lines, const char *prefix, const char *stop, Change *out, GError **error)
{
  const FarLineFacts *found;

  if (prefix != NULL && *prefix == '\0')
    {
      memset (out->line, 0, FAR_RECORD_ID_LEN);
      out->change.line = out->line;
    }
  else if (prefix != NULL)
    {
      found = far_find_by_prefix (lines, far_line_peek_id, FAR_RECORD_ID_LEN, prefix, error);
      if (found == NULL)
        return FALSE;
      memcpy (out->line, found->id, FAR_RECORD_ID_LEN);
      out->change.line = out->line;
    }
  /* what stood at a stop of another line stands nowhere on this one */
  if (stop == NULL && prefix != NULL)
    out->change.stop = "";
  else if (stop != NULL)
    out->change.stop = find_stop (lines, out->line, stop);

  return TRUE;
}

/* as a part of another tuple */
#define EDIT_TYPE "@(maymaymayiiiimaymaaymaayi)"

static GVariant *
pack_edit (const FarChildEdit *edit)
{
  return g_variant_new ("(m^aym^aym^ayiiiim^aym^aaym^aayi)", edit->name, edit->line, edit->stop,
                        edit->born, edit->one_to_one, edit->wheelchair, edit->slow, edit->carry,
                        edit->guardians, edit->adults, edit->gone);
}

/* @was: (nullable): the child so far; @args: kept until @out is used */
static gboolean
unpack_edit (FarWorker *worker,
             GVariant *args,
             GPtrArray *lines,
             const FarChildFacts *was,
             Change *out,
             GError **error)
{
  g_autofree const char **guardians = NULL;
  g_autofree const char **adults = NULL;
  const char *line;
  const char *stop;

  out->change = FAR_CHILD_CHANGE_NONE;
  if (was != NULL)
    memcpy (out->line, was->line, FAR_RECORD_ID_LEN);
  g_variant_get (args, "(m^&aym^&aym^&ayiiiim^&aym^a&aym^a&ayi)", &out->change.name, &line, &stop,
                 &out->change.born, &out->change.one_to_one, &out->change.wheelchair,
                 &out->change.slow, &out->change.carry, &guardians, &adults, &out->change.gone);
  if (!find_persons (worker, guardians, &out->guardians, error) ||
      !find_persons (worker, adults, &out->adults, error) ||
      !find_place (lines, line, stop, out, error))
    return FALSE;

  out->change.guardians = out->guardians;
  out->change.adults = out->adults;

  return TRUE;
}

static gpointer
do_add_child (FarWorker *worker, GVariant *args, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  g_autoptr (GPtrArray) lines = far_collective_lines (worker->store, error);
  g_auto (Change) change = { 0 };
  guint8 id[FAR_RECORD_ID_LEN];

  if (lines == NULL || !unpack_edit (worker, args, lines, NULL, &change, error) ||
      !far_collective_add_child (&writer, &change.change, id, error))
    return NULL;
  far_worker_committed (worker, NULL);

  return view_one (worker, id, error);
}

static const FarCall add_child_call = { .name = "add-child",
                                        .needs = FAR_NEEDS_STORE,
                                        .work = do_add_child,
                                        .free_result = far_snapshot_unref };

void
far_engine_add_child_async (FarEngine *self,
                            const FarChildEdit *child,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (child != NULL && child->name != NULL);

  _far_engine_call (self, &add_child_call, pack_edit (child), cancellable, callback, data);
}

FarChild *
far_engine_add_child_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &add_child_call, result, error);
}

static gpointer
do_change_child (FarWorker *worker, GVariant *args, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  g_auto (Nursery) nursery = { 0 };
  g_auto (Change) change = { 0 };
  g_autoptr (GVariant) edit = NULL;
  const FarChildFacts *child;
  const char *prefix;

  g_variant_get (args, "(^&ay" EDIT_TYPE ")", &prefix, &edit);
  child = find_child (worker, &nursery, prefix, error);
  if (child == NULL || !unpack_edit (worker, edit, nursery.lines, child, &change, error) ||
      !far_collective_change_child (&writer, child->id, &change.change, error))
    return NULL;
  far_worker_committed (worker, NULL);

  return view_one (worker, child->id, error);
}

static const FarCall change_child_call = { .name = "change-child",
                                           .needs = FAR_NEEDS_STORE,
                                           .work = do_change_child,
                                           .free_result = far_snapshot_unref };

void
far_engine_change_child_async (FarEngine *self,
                               const char *child,
                               const FarChildEdit *edit,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (child != NULL && edit != NULL);

  _far_engine_call (self, &change_child_call,
                    g_variant_new ("(^ay" EDIT_TYPE ")", child, pack_edit (edit)), cancellable,
                    callback, data);
}

FarChild *
far_engine_change_child_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &change_child_call, result, error);
}

/* ---- which days */

/* @out: (out): only if @prefix is not NULL */
static gboolean
find_rota (const Nursery *nursery, const char *prefix, guint8 *out, GError **error)
{
  const FarRotaFacts *rota;

  if (prefix == NULL)
    return TRUE;

  rota = far_find_by_prefix (nursery->rotas, far_rota_peek_id, FAR_RECORD_ID_LEN, prefix, error);
  if (rota != NULL)
    memcpy (out, rota->id, FAR_RECORD_ID_LEN);

  return rota != NULL;
}

typedef struct
{
  FarChild *child; /* owned */
  char *booking;   /* owned */
} Booked;

static void
booked_free (gpointer data)
{
  Booked *self = data;

  g_clear_pointer (&self->child, far_snapshot_unref);
  g_free (self->booking);
  g_free (self);
}

static gpointer
do_book_child (FarWorker *worker, GVariant *args, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  g_auto (Nursery) nursery = { 0 };
  const FarChildFacts *child;
  FarBookingPlan plan = { 0 };
  guint8 rota[FAR_RECORD_ID_LEN];
  guint8 id[FAR_RECORD_ID_LEN];
  const char *prefix;
  const char *which;
  Booked *booked;

  g_variant_get (args, "(^&aym^&ayuii)", &prefix, &which, &plan.weekdays, &plan.first_day,
                 &plan.last_day);
  if (plan.last_day == G_MAXINT32)
    plan.last_day = FAR_DAY_MAX;
  child = find_child (worker, &nursery, prefix, error);
  if (child == NULL || !find_rota (&nursery, which, rota, error))
    return NULL;
  plan.rota = which != NULL ? rota : NULL;
  if (!far_collective_book_child (&writer, child->id, &plan, id, error))
    return NULL;
  far_worker_committed (worker, NULL);

  booked = g_new0 (Booked, 1);
  booked->booking = far_hex (id, sizeof id);
  booked->child = view_one (worker, child->id, error);
  if (booked->child == NULL)
    g_clear_pointer (&booked, booked_free);

  return booked;
}

static const FarCall book_child_call = { .name = "book-child",
                                         .needs = FAR_NEEDS_STORE,
                                         .work = do_book_child,
                                         .free_result = booked_free };

void
far_engine_book_child_async (FarEngine *self,
                             const char *child,
                             const char *rota,
                             guint weekdays,
                             gint32 first_day,
                             gint32 last_day,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (child != NULL);

  _far_engine_call (self, &book_child_call,
                    g_variant_new ("(^aym^ayuii)", child, rota, weekdays, first_day, last_day),
                    cancellable, callback, data);
}

FarChild *
far_engine_book_child_finish (FarEngine *self, GAsyncResult *result, char **booking, GError **error)
{
  Booked *booked = _far_engine_finish (self, &book_child_call, result, error);
  FarChild *child;

  if (booking != NULL)
    *booking = NULL;
  if (booked == NULL)
    return NULL;

  child = g_steal_pointer (&booked->child);
  if (booking != NULL)
    *booking = g_steal_pointer (&booked->booking);
  booked_free (booked);

  return child;
}

/* By what was typed, of those that are not over.  Borrowed of @nursery. */
static const FarBookingFacts *
find_booking (const Nursery *nursery, const char *prefix, GError **error)
{
  const FarBookingFacts *found = NULL;

  if (!far_prefix_check (prefix, 2 * FAR_RECORD_ID_LEN, error))
    return NULL;

  for (guint i = 0; i < nursery->children->len; i++)
    {
      const GPtrArray *bookings = ((const FarChildFacts *)nursery->children->pdata[i])->bookings;

      for (guint j = 0; j < bookings->len; j++)
        {
          const FarBookingFacts *booking = bookings->pdata[j];

          if (!far_prefix_fits (prefix, booking->id, FAR_RECORD_ID_LEN))
            continue;
          if (found != NULL)
            {
              far_sync_fail (error, FAR_SYNC_ERROR_ID_AMBIGUOUS, "several ids begin so");
              return NULL;
            }
          found = booking;
        }
    }
  if (found == NULL)
    far_sync_fail (error, FAR_SYNC_ERROR_NO_SUCH_ID, "no booking has that id");

  return found;
}

static gpointer
do_end_booking (FarWorker *worker, GVariant *args, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  g_auto (Nursery) nursery = { 0 };
  const FarBookingFacts *booking;
  const char *prefix;
  gint32 last_day;

  g_variant_get (args, "(^&ayi)", &prefix, &last_day);
  if (!nursery_init (&nursery, worker, FALSE, error))
    return NULL;
  booking = find_booking (&nursery, prefix, error);
  if (booking == NULL ||
      !far_collective_end_booking (&writer, booking->id,
                                   last_day == G_MININT32 ? FAR_DAY_MIN : last_day, error))
    return NULL;
  far_worker_committed (worker, NULL);

  return view_one (worker, booking->child, error);
}

static const FarCall end_booking_call = { .name = "end-booking",
                                          .needs = FAR_NEEDS_STORE,
                                          .work = do_end_booking,
                                          .free_result = far_snapshot_unref };

void
far_engine_end_booking_async (FarEngine *self,
                              const char *booking,
                              gint32 last_day,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (booking != NULL);

  _far_engine_call (self, &end_booking_call, g_variant_new ("(^ayi)", booking, last_day),
                    cancellable, callback, data);
}

FarChild *
far_engine_end_booking_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &end_booking_call, result, error);
}

static gpointer
do_set_absent (FarWorker *worker, GVariant *args, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  g_auto (Nursery) nursery = { 0 };
  const FarChildFacts *child;
  guint8 rota[FAR_RECORD_ID_LEN];
  const char *prefix;
  const char *which;
  gboolean is_absent;
  gboolean is_written;
  gint32 day;

  g_variant_get (args, "(^&aym^&ayib)", &prefix, &which, &day, &is_absent);
  child = find_child (worker, &nursery, prefix, error);
  if (child == NULL || !find_rota (&nursery, which, rota, error) ||
      !far_collective_set_absent (&writer, child->id, which != NULL ? rota : NULL, day, is_absent,
                                  far_worker_today (worker), &is_written, error))
    return NULL;
  if (is_written)
    far_worker_committed (worker, NULL);

  return view_one (worker, child->id, error);
}

static const FarCall set_absent_call = { .name = "set-absent",
                                         .needs = FAR_NEEDS_STORE,
                                         .work = do_set_absent,
                                         .free_result = far_snapshot_unref };

void
far_engine_set_absent_async (FarEngine *self,
                             const char *child,
                             const char *rota,
                             gint32 day,
                             gboolean is_absent,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (child != NULL);

  _far_engine_call (self, &set_absent_call,
                    g_variant_new ("(^aym^ayib)", child, rota, day, is_absent), cancellable,
                    callback, data);
}

FarChild *
far_engine_set_absent_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &set_absent_call, result, error);
}
