/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Bikes that break, who mends them, and what each of them had. */

#define G_LOG_DOMAIN "far-engine"

#include "far-engine-private.h"

#include <string.h>

#include "far-collective-repair.h"
#include "far-engine-views.h"

/* ---- what there is */

typedef struct
{
  FarNames *names;  /* owned */
  GPtrArray *rotas; /* owned (element-type FarRotaFacts) */
  FarStore *store;  /* unowned */
  const guint8 *me; /* unowned */
  gint32 today;
} Looking;

static void
looking_clear (Looking *self)
{
  g_clear_pointer (&self->names, far_names_free);
  g_clear_pointer (&self->rotas, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Looking, looking_clear)

static gboolean
look (Looking *self, FarWorker *worker, GError **error)
{
  *self = (Looking){ .names = far_names_new (worker->store, error),
                     .store = worker->store,
                     .me = worker->me.member,
                     .today = far_worker_today (worker) };
  if (self->names != NULL)
    self->rotas = far_collective_rotas (worker->store, error);

  return self->rotas != NULL;
}

static const FarRotaFacts *
find_rota (const Looking *self, const guint8 *id)
{
  for (guint i = 0; i < self->rotas->len; i++)
    if (far_record_id_equal (((const FarRotaFacts *)self->rotas->pdata[i])->id, id))
      return self->rotas->pdata[i];

  return NULL;
}

static const char *
name (gpointer owner, const Looking *looking, const guint8 *id)
{
  return far_snapshot_dup (owner, far_names_peek (looking->names, id));
}

/* Whose the place is that somebody waits for. */
static const char *
name_before (gpointer owner, const FarLoanFacts *loan, const Looking *looking)
{
  static const guint8 nobody[FAR_RECORD_ID_LEN];
  guint8 thing[FAR_RECORD_ID_LEN];
  guint8 person[FAR_RECORD_ID_LEN];

  if (loan->place != FAR_TURN_PLACE_RESERVE || far_record_id_equal (loan->before, nobody) ||
      !far_collective_find_loan (looking->store, loan->before, thing, person, NULL))
    return "";

  return name (owner, looking, person);
}

/* Strings belong to @owner. */
static FarSlot *
view_slot (gpointer owner, const FarSlotFacts *facts, const Looking *looking)
{
  const FarLoanFacts *loan = facts->loan;
  const FarRotaFacts *rota = find_rota (looking, facts->rota);
  FarSlot *self = g_new0 (FarSlot, 1);

  self->id = far_snapshot_hex (owner, loan->id, FAR_RECORD_ID_LEN);
  self->rota = far_snapshot_hex (owner, facts->rota, FAR_RECORD_ID_LEN);
  self->title = far_snapshot_dup (owner, rota != NULL ? rota->title : "");
  self->day = loan->first;
  self->at = rota != NULL ? rota->at : -1;
  self->member_name = name (owner, looking, loan->person);
  if (!far_record_id_equal (loan->by, loan->person))
    self->by_name = name (owner, looking, loan->by);
  self->is_me = far_record_id_equal (loan->person, looking->me);
  self->is_mine = self->is_me || far_record_id_equal (loan->by, looking->me);
  self->place = (FarTurnState)loan->place;
  self->reserve = loan->reserve;
  self->reason = (FarRankWhy)loan->reason;
  self->before_name = name_before (owner, loan, looking);
  self->is_on = facts->is_on || loan->place != FAR_TURN_PLACE_STANDING;
  self->promise = (FarPromise)loan->reach;

  return self;
}

static void
view_work (gpointer owner, FarFault *self, const FarWorkFacts *work, const Looking *looking)
{
  self->step = (FarWorkStep)work->state;
  self->work_day = work->day;
  self->done = far_snapshot_dup (owner, work->done);
  self->used = far_snapshot_dup (owner, work->used);
  self->cost = far_snapshot_dup (owner, work->cost);
  self->minutes = work->minutes;
  self->who_name = work->has_who ? name (owner, looking, work->who) : "";
  self->checked_name = work->has_checked ? name (owner, looking, work->checked) : "";
  self->said_name = work->is_said ? name (owner, looking, work->by) : "";
}

static FarFault *
view_fault (gpointer owner, const FarRepairFacts *repair, const Looking *looking)
{
  const FarFaultFacts *facts = repair->fault;
  FarFault *self = g_new0 (FarFault, 1);

  self->id = far_snapshot_hex (owner, facts->id, FAR_RECORD_ID_LEN);
  self->thing = far_snapshot_hex (owner, facts->thing, FAR_RECORD_ID_LEN);
  self->thing_name = far_snapshot_dup (owner, repair->thing != NULL ? repair->thing->name : "");
  self->whose_name = repair->thing != NULL && repair->thing->has_whose
                         ? name (owner, looking, repair->thing->whose)
                         : "";
  self->member = far_snapshot_hex (owner, facts->person, FAR_RECORD_ID_LEN);
  self->member_name = name (owner, looking, facts->person);
  self->member_phone =
      far_snapshot_dup (owner, far_names_peek_phone (looking->names, facts->person));
  self->may_edit = far_record_id_equal (facts->owner, looking->me);
  self->day = facts->day;
  self->parts = facts->parts;
  self->words = far_snapshot_dup (owner, facts->words);
  self->has_since = facts->has_since;
  self->since = facts->since;
  self->has_wanted = facts->has_wanted;
  self->wanted = facts->wanted;
  self->is_unsafe = facts->is_unsafe;
  self->is_open = far_fault_is_open (facts);
  self->state = (FarFaultState)far_repair_get_place (repair, looking->today);
  self->is_contested = facts->also.n_others > 0;
  view_work (owner, self, &facts->work, looking);
  self->slots = far_snapshot_own (owner, g_ptr_array_new_with_free_func (g_free),
                                  (GDestroyNotify)g_ptr_array_unref);
  for (guint i = 0; i < repair->slots->len; i++)
    {
      FarSlot *slot = view_slot (owner, repair->slots->pdata[i], looking);

      g_ptr_array_add (self->slots, slot);
      if (self->next == NULL && slot->place != FAR_TURN_RELEASED && slot->day >= looking->today)
        self->next = slot;
    }

  return self;
}

static FarRepairs *
repairs_new (void)
{
  FarRepairs *self = far_snapshot_new (FarRepairs);

  self->faults = far_snapshot_own (self, g_ptr_array_new_with_free_func (g_free),
                                   (GDestroyNotify)g_ptr_array_unref);
  self->workshops = far_snapshot_own (self, g_ptr_array_new_with_free_func (g_free),
                                      (GDestroyNotify)g_ptr_array_unref);

  return self;
}

static const FarFault *
find_fault_view (const FarRepairs *self, const guint8 *id)
{
  g_autofree char *hex = far_hex (id, FAR_RECORD_ID_LEN);

  for (guint i = 0; i < self->faults->len; i++)
    if (strcmp (((const FarFault *)self->faults->pdata[i])->id, hex) == 0)
      return self->faults->pdata[i];

  return NULL;
}

static FarWorkshop *
view_workshop (FarRepairs *owner, const FarWorkshopFacts *facts)
{
  FarWorkshop *self = g_new0 (FarWorkshop, 1);

  self->rota = far_snapshot_hex (owner, facts->rota, FAR_RECORD_ID_LEN);
  self->title = far_snapshot_dup (owner, facts->title);
  self->place = far_snapshot_dup (owner, facts->place);
  self->day = facts->day;
  self->at = facts->at;
  self->n_places = facts->n_places;
  self->n_left = facts->n_left;
  self->faults = far_snapshot_own (owner, g_ptr_array_new (), (GDestroyNotify)g_ptr_array_unref);
  for (guint i = 0; i < facts->faults->len; i++)
    {
      const FarFault *fault =
          find_fault_view (owner,
                           &g_array_index (facts->faults, guint8, (gsize)i * FAR_RECORD_ID_LEN));

      if (fault != NULL)
        g_ptr_array_add (self->faults, (gpointer)fault);
    }

  return self;
}

static gpointer
do_repairs (FarWorker *worker, GVariant *args, GError **error)
{
  g_autoptr (GPtrArray) repairs = NULL;
  g_autoptr (GPtrArray) workshops = NULL;
  g_auto (Looking) looking = { 0 };
  gboolean with_closed;
  FarRepairs *self;

  g_variant_get (args, "(b)", &with_closed);
  if (!look (&looking, worker, error))
    return NULL;
  repairs = far_collective_faults (worker->store, looking.me, with_closed, looking.today, error);
  if (repairs == NULL)
    return NULL;
  workshops = far_collective_workshops (worker->store, looking.me, looking.today,
                                        looking.today + FAR_WORKSHOP_DAYS - 1, error);
  if (workshops == NULL)
    return NULL;

  self = repairs_new ();
  for (guint i = 0; i < repairs->len; i++)
    g_ptr_array_add (self->faults, view_fault (self, repairs->pdata[i], &looking));
  for (guint i = 0; i < workshops->len; i++)
    g_ptr_array_add (self->workshops, view_workshop (self, workshops->pdata[i]));

  return self;
}

static const FarCall repairs_call = { .name = "repairs",
                                      .needs = FAR_NEEDS_STORE,
                                      .work = do_repairs,
                                      .free_result = far_snapshot_unref };

void
far_engine_repairs_async (FarEngine *self,
                          gboolean with_closed,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));

  _far_engine_call (self, &repairs_call, g_variant_new ("(b)", with_closed), cancellable, callback,
                    data);
}

FarRepairs *
far_engine_repairs_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &repairs_call, result, error);
}

/* ---- one of them */

static const guint8 *
peek_fault_id (gconstpointer item)
{
  return ((const FarRepairFacts *)item)->fault->id;
}

static gboolean
find_fault (FarWorker *worker, const char *prefix, guint8 *out, GError **error)
{
  g_autoptr (GPtrArray) repairs = far_collective_faults (worker->store, worker->me.member, TRUE,
                                                         far_worker_today (worker), error);
  const FarRepairFacts *found = NULL;

  if (repairs != NULL)
    found = far_find_by_prefix (repairs, peek_fault_id, FAR_RECORD_ID_LEN, prefix, error);
  if (found == NULL)
    return FALSE;
  memcpy (out, found->fault->id, FAR_RECORD_ID_LEN);

  return TRUE;
}

static gboolean
find_thing (FarWorker *worker, const char *prefix, guint8 *out, GError **error)
{
  g_autoptr (GPtrArray) things = far_collective_things (worker->store, TRUE, error);
  const FarThingFacts *found = NULL;

  if (things != NULL)
    found = far_find_by_prefix (things, far_thing_peek_id, FAR_RECORD_ID_LEN, prefix, error);
  if (found == NULL)
    return FALSE;
  memcpy (out, found->id, FAR_RECORD_ID_LEN);

  return TRUE;
}

static FarRepairs *
view_one (FarWorker *worker, const guint8 *fault, GError **error)
{
  g_autoptr (FarRepairFacts) repair = NULL;
  g_auto (Looking) looking = { 0 };
  FarRepairs *self;

  if (!look (&looking, worker, error))
    return NULL;
  repair = far_collective_fault (worker->store, fault, looking.me, error);
  if (repair == NULL)
    return NULL;

  self = repairs_new ();
  g_ptr_array_add (self->faults, view_fault (self, repair, &looking));

  return self;
}

static gpointer
do_fault (FarWorker *worker, GVariant *args, GError **error)
{
  guint8 fault[FAR_RECORD_ID_LEN];
  const char *prefix;

  g_variant_get (args, "(^&ay)", &prefix);

  return find_fault (worker, prefix, fault, error) ? view_one (worker, fault, error) : NULL;
}

static const FarCall fault_call = { .name = "fault",
                                    .needs = FAR_NEEDS_STORE,
                                    .work = do_fault,
                                    .free_result = far_snapshot_unref };

void
far_engine_fault_async (FarEngine *self,
                        const char *fault,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (fault != NULL);

  _far_engine_call (self, &fault_call, g_variant_new ("(^ay)", fault), cancellable, callback, data);
}

FarRepairs *
far_engine_fault_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &fault_call, result, error);
}

/* ---- what is wrong */

#define DRAFT_FORMAT "m^&ayibibiii"

static GVariant *
pack_draft (const FarFaultDraft *draft)
{
  return g_variant_new ("(m^ayibibiii)", draft->words, draft->parts, draft->says_since,
                        draft->since, draft->says_wanted, draft->wanted, draft->is_unsafe,
                        draft->is_gone);
}

/* A draft as it was sent, with the days that it points to. */
typedef struct
{
  FarFaultChange change;
  gint32 since;
  gint32 wanted;
} Draft;

static void
unpack_draft (GVariant *packed, Draft *out)
{
  gboolean says_since, says_wanted;

  *out = (Draft){ 0 };
  g_variant_get (packed, "(" DRAFT_FORMAT ")", &out->change.words, &out->change.parts, &says_since,
                 &out->since, &says_wanted, &out->wanted, &out->change.is_unsafe,
                 &out->change.is_gone);
  if (says_since)
    out->change.since = &out->since;
  if (says_wanted)
    out->change.wanted = &out->wanted;
}

static gpointer
do_report_fault (FarWorker *worker, GVariant *args, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  const char *prefix, *called, *who;
  g_autoptr (GVariant) packed = NULL;
  guint8 thing[FAR_RECORD_ID_LEN];
  guint8 person[FAR_RECORD_ID_LEN];
  guint8 fault[FAR_RECORD_ID_LEN];
  Draft draft;

  g_variant_get (args, "(m^&aym^&aym^&ay@(mayibibiii))", &prefix, &called, &who, &packed);
  unpack_draft (packed, &draft);
  if ((prefix != NULL && !find_thing (worker, prefix, thing, error)) ||
      !far_find_whom (worker, who, person, error) ||
      !far_collective_report_fault (&writer, prefix != NULL ? thing : NULL,
                                    called != NULL ? called : "", &draft.change, person,
                                    far_worker_today (worker), fault, error))
    return NULL;
  far_worker_committed (worker, NULL);

  return view_one (worker, fault, error);
}

static const FarCall report_fault_call = { .name = "report-fault",
                                           .needs = FAR_NEEDS_STORE,
                                           .work = do_report_fault,
                                           .free_result = far_snapshot_unref };

void
far_engine_report_fault_async (FarEngine *self,
                               const FarFaultDraft *draft,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (draft != NULL);

  _far_engine_call (self, &report_fault_call,
                    g_variant_new ("(m^aym^aym^ay@(mayibibiii))", draft->thing, draft->name,
                                   draft->member, pack_draft (draft)),
                    cancellable, callback, data);
}

FarRepairs *
far_engine_report_fault_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &report_fault_call, result, error);
}

static gpointer
do_change_fault (FarWorker *worker, GVariant *args, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  g_autoptr (GVariant) packed = NULL;
  guint8 fault[FAR_RECORD_ID_LEN];
  const char *prefix;
  Draft draft;

  g_variant_get (args, "(^&ay@(mayibibiii))", &prefix, &packed);
  unpack_draft (packed, &draft);
  if (!find_fault (worker, prefix, fault, error) ||
      !far_collective_change_fault (&writer, fault, &draft.change, far_worker_today (worker),
                                    error))
    return NULL;
  far_worker_committed (worker, NULL);

  return view_one (worker, fault, error);
}

static const FarCall change_fault_call = { .name = "change-fault",
                                           .needs = FAR_NEEDS_STORE,
                                           .work = do_change_fault,
                                           .free_result = far_snapshot_unref };

void
far_engine_change_fault_async (FarEngine *self,
                               const char *fault,
                               const FarFaultDraft *draft,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (fault != NULL && draft != NULL);

  _far_engine_call (self, &change_fault_call,
                    g_variant_new ("(^ay@(mayibibiii))", fault, pack_draft (draft)), cancellable,
                    callback, data);
}

FarRepairs *
far_engine_change_fault_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &change_fault_call, result, error);
}

/* ---- what is done about it */

static gboolean
find_optional (FarWorker *worker,
               const char *prefix,
               guint8 *out,
               const guint8 **out_found,
               GError **error)
{
  *out_found = prefix != NULL ? out : NULL;

  return prefix == NULL || far_find_person (worker, prefix, out, error);
}

static gpointer
do_say_work (FarWorker *worker, GVariant *args, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  guint8 fault[FAR_RECORD_ID_LEN];
  guint8 mender[FAR_RECORD_ID_LEN];
  guint8 checker[FAR_RECORD_ID_LEN];
  const char *prefix, *who, *checked;
  FarWorkSaying work = { 0 };
  guint step;

  g_variant_get (args, "(^&ayum^&aym^&aym^&ayim^&aym^&ay)", &prefix, &step, &work.done, &work.used,
                 &work.cost, &work.minutes, &who, &checked);
  work.state = (FarWorkState)step;
  if (!find_fault (worker, prefix, fault, error) ||
      !find_optional (worker, who, mender, &work.who, error) ||
      !find_optional (worker, checked, checker, &work.checked, error) ||
      !far_collective_say_work (&writer, fault, &work, far_worker_today (worker), error))
    return NULL;
  far_worker_committed (worker, NULL);

  return view_one (worker, fault, error);
}

static const FarCall say_work_call = { .name = "say-work",
                                       .needs = FAR_NEEDS_STORE,
                                       .work = do_say_work,
                                       .free_result = far_snapshot_unref };

void
far_engine_say_work_async (FarEngine *self,
                           const char *fault,
                           const FarWorkDraft *draft,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (fault != NULL && draft != NULL && draft->step < FAR_STEP_N);

  _far_engine_call (self, &say_work_call,
                    g_variant_new ("(^ayum^aym^aym^ayim^aym^ay)", fault, (guint)draft->step,
                                   draft->done, draft->used, draft->cost, draft->minutes,
                                   draft->who, draft->checked),
                    cancellable, callback, data);
}

FarRepairs *
far_engine_say_work_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &say_work_call, result, error);
}

/* ---- places at a workshop */

static gboolean
find_rota_id (FarWorker *worker, const char *prefix, guint8 *out, GError **error)
{
  g_autoptr (GPtrArray) rotas = NULL;
  const FarRotaFacts *rota = _far_find_rota (worker, prefix, &rotas, error);

  if (rota != NULL)
    memcpy (out, rota->id, FAR_RECORD_ID_LEN);

  return rota != NULL;
}

static gpointer
do_book_slot (FarWorker *worker, GVariant *args, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  guint8 fault[FAR_RECORD_ID_LEN];
  guint8 rota[FAR_RECORD_ID_LEN];
  guint8 person[FAR_RECORD_ID_LEN];
  guint8 slot[FAR_RECORD_ID_LEN];
  const char *prefix, *where, *who;
  gint32 day;

  g_variant_get (args, "(^&aym^&ayim^&ay)", &prefix, &where, &day, &who);
  if (!find_fault (worker, prefix, fault, error) ||
      (where != NULL && !find_rota_id (worker, where, rota, error)) ||
      !far_find_whom (worker, who, person, error) ||
      !far_collective_book_slot (&writer, fault, where != NULL ? rota : NULL, day, person,
                                 far_worker_today (worker), slot, error))
    return NULL;
  far_worker_committed (worker, NULL);

  return view_one (worker, fault, error);
}

static const FarCall book_slot_call = { .name = "book-slot",
                                        .needs = FAR_NEEDS_STORE,
                                        .work = do_book_slot,
                                        .free_result = far_snapshot_unref };

void
far_engine_book_slot_async (FarEngine *self,
                            const char *fault,
                            const char *rota,
                            gint32 day,
                            const char *member,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (fault != NULL);

  _far_engine_call (self, &book_slot_call,
                    g_variant_new ("(^aym^ayim^ay)", fault, rota, day, member), cancellable,
                    callback, data);
}

FarRepairs *
far_engine_book_slot_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &book_slot_call, result, error);
}

/* The place that is meant: one's own before what others booked. */
static const FarLoanFacts *
find_slot (const FarRepairFacts *repair, const guint8 *me, gint32 day, gint32 today)
{
  const FarLoanFacts *found = NULL;

  for (guint i = 0; i < repair->slots->len; i++)
    {
      const FarLoanFacts *loan = ((const FarSlotFacts *)repair->slots->pdata[i])->loan;
      gboolean is_mine =
          far_record_id_equal (loan->person, me) || far_record_id_equal (loan->by, me);

      if (loan->rank == 0 || (day >= 0 ? loan->first != day : loan->first < today))
        continue;
      if (is_mine)
        return loan;
      found = found != NULL ? found : loan;
    }

  return found;
}

static gpointer
do_release_slot (FarWorker *worker, GVariant *args, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  gint32 today = far_worker_today (worker);
  g_autoptr (FarRepairFacts) repair = NULL;
  guint8 fault[FAR_RECORD_ID_LEN];
  const FarLoanFacts *loan;
  const char *prefix;
  gint32 day;
  guint n;

  g_variant_get (args, "(^&ayi)", &prefix, &day);
  if (!find_fault (worker, prefix, fault, error))
    return NULL;
  repair = far_collective_fault (worker->store, fault, worker->me.member, error);
  if (repair == NULL)
    return NULL;
  loan = find_slot (repair, worker->me.member, day, today);
  if (loan == NULL)
    {
      g_set_error_literal (error, FAR_SYNC_ERROR, FAR_SYNC_ERROR_NO_WORKSHOP,
                           "no place is booked for it");
      return NULL;
    }
  if (!far_collective_release_loan (&writer, loan->id, FALSE, today, NULL, &n, error))
    return NULL;
  far_worker_committed (worker, NULL);

  return view_one (worker, fault, error);
}

static const FarCall release_slot_call = { .name = "release-slot",
                                           .needs = FAR_NEEDS_STORE,
                                           .work = do_release_slot,
                                           .free_result = far_snapshot_unref };

void
far_engine_release_slot_async (FarEngine *self,
                               const char *fault,
                               gint32 day,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (fault != NULL);

  _far_engine_call (self, &release_slot_call, g_variant_new ("(^ayi)", fault, day), cancellable,
                    callback, data);
}

FarRepairs *
far_engine_release_slot_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &release_slot_call, result, error);
}

static gpointer
do_set_workshop (FarWorker *worker, GVariant *args, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  guint8 rota[FAR_RECORD_ID_LEN];
  const char *prefix;
  guint n_places;

  g_variant_get (args, "(^&ayu)", &prefix, &n_places);
  if (!find_rota_id (worker, prefix, rota, error) ||
      !far_collective_set_workshop (&writer, rota, n_places, error))
    return NULL;
  far_worker_committed (worker, NULL);

  return GINT_TO_POINTER (TRUE);
}

static const FarCall set_workshop_call = { .name = "set-workshop",
                                           .needs = FAR_NEEDS_STORE,
                                           .work = do_set_workshop };

void
far_engine_set_workshop_async (FarEngine *self,
                               const char *rota,
                               guint n_places,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (rota != NULL);

  _far_engine_call (self, &set_workshop_call, g_variant_new ("(^ayu)", rota, n_places), cancellable,
                    callback, data);
}

gboolean
far_engine_set_workshop_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &set_workshop_call, result, error) != NULL;
}

/* ---- the log book */

static gpointer
do_log_book (FarWorker *worker, GVariant *args, GError **error)
{
  static const guint8 nothing[FAR_RECORD_ID_LEN];
  g_autoptr (GPtrArray) things = NULL;
  g_autoptr (GPtrArray) lines = NULL;
  g_auto (Looking) looking = { 0 };
  const FarThingFacts *thing;
  const char *prefix;
  FarLogBook *self;

  g_variant_get (args, "(^&ay)", &prefix);
  if (!look (&looking, worker, error))
    return NULL;
  things = far_collective_things (worker->store, TRUE, error);
  if (things == NULL)
    return NULL;
  thing = far_find_by_prefix (things, far_thing_peek_id, FAR_RECORD_ID_LEN, prefix, error);
  if (thing != NULL)
    lines = far_collective_log_book (worker->store, thing->id, error);
  if (lines == NULL)
    return NULL;

  self = far_snapshot_new (FarLogBook);
  self->thing = far_snapshot_hex (self, thing->id, FAR_RECORD_ID_LEN);
  self->name = far_snapshot_dup (self, thing->name);
  self->lines = far_snapshot_own (self, g_ptr_array_new_with_free_func (g_free),
                                  (GDestroyNotify)g_ptr_array_unref);
  for (guint i = 0; i < lines->len; i++)
    {
      const FarLogLine *line = lines->pdata[i];
      FarLogEntry *entry = g_new0 (FarLogEntry, 1);

      entry->day = line->day;
      entry->kind = (FarLogKind)line->what;
      entry->about = far_record_id_equal (line->about, nothing)
                         ? NULL
                         : far_snapshot_hex (self, line->about, FAR_RECORD_ID_LEN);
      entry->who_name = line->has_who ? name (self, &looking, line->who) : "";
      entry->parts = line->parts;
      entry->condition = line->condition;
      entry->minutes = line->minutes;
      entry->checked_name = line->has_checked ? name (self, &looking, line->checked) : "";
      entry->words = far_snapshot_dup (self, line->words);
      entry->used = far_snapshot_dup (self, line->used);
      entry->cost = far_snapshot_dup (self, line->cost);
      g_ptr_array_add (self->lines, entry);
    }

  return self;
}

static const FarCall log_book_call = { .name = "log-book",
                                       .needs = FAR_NEEDS_STORE,
                                       .work = do_log_book,
                                       .free_result = far_snapshot_unref };

void
far_engine_log_book_async (FarEngine *self,
                           const char *thing,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (thing != NULL);

  _far_engine_call (self, &log_book_call, g_variant_new ("(^ay)", thing), cancellable, callback,
                    data);
}

FarLogBook *
far_engine_log_book_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &log_book_call, result, error);
}
