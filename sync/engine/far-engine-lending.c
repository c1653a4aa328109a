/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What can be borrowed, rooms, and who has booked them. */

#define G_LOG_DOMAIN "far-engine"

#include "far-engine-private.h"

#include <string.h>

#include "far-collective-lending.h"
#include "far-engine-views.h"

#define MINUTES_OF_A_DAY 1440

/* ---- what there is */

typedef struct
{
  const FarNames *names;
  const guint8 *me;
  gint32 today;
} Looking;

static gboolean
may_hand (const FarThingFacts *thing, const FarLoanFacts *loan, const Looking *looking)
{
  const guint8 *me = looking->me;

  return loan->rank > 0 &&
         (!thing->has_whose || far_record_id_equal (thing->whose, me) ||
          far_record_id_equal (thing->owner, me) ||
          (thing->has_keeper && far_record_id_equal (thing->keeper, me)) ||
          far_record_id_equal (loan->by, me) || far_record_id_equal (loan->person, me));
}

static const FarLoanFacts *
find_loan (const GPtrArray *loans, const guint8 *id)
{
  for (guint i = 0; i < loans->len; i++)
    if (far_record_id_equal (((const FarLoanFacts *)loans->pdata[i])->id, id))
      return loans->pdata[i];

  return NULL;
}

static void
view_before (FarLoan *self,
             gpointer owner,
             const FarLentThing *lent,
             const FarLoanFacts *facts,
             const Looking *looking)
{
  const FarLoanFacts *before =
      facts->place == FAR_TURN_PLACE_RESERVE ? find_loan (lent->loans, facts->before) : NULL;

  self->before_name = "";
  if (before == NULL)
    return;
  self->before_name = far_snapshot_dup (owner, far_names_peek (looking->names, before->person));
  self->before_first = before->first;
  self->before_last = before->last;
}

/* The first that there is. */
static void
view_clash (FarLoan *self,
            gpointer owner,
            const FarLentThing *lent,
            const FarLoanFacts *facts,
            const Looking *looking)
{
  for (guint i = 0; i < FAR_LOAN_MOMENTS && self->clash.kind == FAR_CLASH_KIND_NONE; i++)
    {
      gint32 day;
      int at;
      const guint8 *person =
          far_loan_get_moment (facts, lent->thing->what, (FarLoanMoment)i, &day, &at);

      if (person == NULL || !far_names_answers (looking->names, looking->me, person))
        continue;
      far_view_clash (&self->clash, &facts->clash[i], owner);
      if (!far_record_id_equal (person, looking->me))
        self->clash_name = far_snapshot_dup (owner, far_names_peek (looking->names, person));
    }
}

/* Strings belong to @owner. */
static FarLoan *
view_loan (gpointer owner,
           const FarLentThing *lent,
           const FarLoanFacts *facts,
           const Looking *looking)
{
  const FarNames *names = looking->names;
  FarLoan *self = g_new0 (FarLoan, 1);

  self->id = far_snapshot_hex (owner, facts->id, FAR_RECORD_ID_LEN);
  self->member = far_snapshot_hex (owner, facts->person, FAR_RECORD_ID_LEN);
  self->member_name = far_snapshot_dup (owner, far_names_peek (names, facts->person));
  self->member_phone = far_snapshot_dup (owner, far_names_peek_phone (names, facts->person));
  if (!far_record_id_equal (facts->by, facts->person))
    self->by_name = far_snapshot_dup (owner, far_names_peek (names, facts->by));
  self->is_mine = far_record_id_equal (facts->by, looking->me) ||
                  far_record_id_equal (facts->person, looking->me);
  self->is_me = far_record_id_equal (facts->person, looking->me);
  self->may_hand = may_hand (lent->thing, facts, looking);
  self->is_repair = facts->is_repair;
  self->first_day = facts->first;
  self->last_day = facts->last;
  self->from = facts->from;
  self->until = facts->until;
  self->n = facts->n;
  self->words = far_snapshot_dup (owner, facts->words);
  self->opens = facts->has_opens ? far_view_id (owner, facts->opens) : "";
  self->closes = facts->has_closes ? far_view_id (owner, facts->closes) : "";
  self->opens_name =
      facts->has_opens ? far_snapshot_dup (owner, far_names_peek (names, facts->opens)) : "";
  self->closes_name =
      facts->has_closes ? far_snapshot_dup (owner, far_names_peek (names, facts->closes)) : "";
  self->state = (FarLoanState)facts->hand;
  self->hand_day = facts->hand_day;
  self->hand_by_name = facts->hand != FAR_LOAN_BOOKED
                           ? far_snapshot_dup (owner, far_names_peek (names, facts->hand_by))
                           : "";
  self->condition = facts->condition;
  self->hand_words = far_snapshot_dup (owner, facts->hand_words);
  self->is_overdue = facts->hand == FAR_LOAN_OUT && facts->last < looking->today;
  self->place = (FarTurnState)facts->place;
  self->rank = facts->rank;
  self->reserve = facts->reserve;
  self->reason = (FarRankWhy)facts->reason;
  self->why = (FarLoanWhy)facts->why.reason;
  self->left = facts->why.left;
  self->promise = (FarPromise)facts->reach;
  view_before (self, owner, lent, facts, looking);
  view_clash (self, owner, lent, facts, looking);

  return self;
}

static void
view_held (FarLent *self, const FarThingFacts *thing, const FarNames *names)
{
  self->held = far_snapshot_own (self, g_ptr_array_new_with_free_func (g_free),
                                 (GDestroyNotify)g_ptr_array_unref);
  for (guint i = 0; i < thing->held->len; i++)
    {
      const FarHeldPart *part = &g_array_index (thing->held, FarHeldPart, i);
      FarHeld *held = g_new0 (FarHeld, 1);

      held->member = far_snapshot_hex (self, part->who, FAR_RECORD_ID_LEN);
      held->member_name = far_snapshot_dup (self, far_names_peek (names, part->who));
      held->n = part->n;
      g_ptr_array_add (self->held, held);
    }
}

static void
view_free (FarLent *self, const FarLentThing *lent, gint32 today)
{
  for (guint i = 0; i < FAR_LENT_STRIP_DAYS; i++)
    {
      gint64 begin = ((gint64)today + i) * MINUTES_OF_A_DAY;
      FarStay day = { .begin = begin, .end = begin + MINUTES_OF_A_DAY, .n = 1 };

      self->free[i] = lent->loans->len > 0 || lent->gaps != NULL
                          ? far_lent_thing_count_free (lent, &day)
                      : lent->thing->is_gone ? 0
                                             : self->pieces;
    }
}

static gboolean
is_broken (const FarLentThing *lent, gint32 today)
{
  for (guint i = 0; lent->gaps != NULL && i < lent->gaps->len; i++)
    {
      const FarStay *gap = &g_array_index (lent->gaps, FarStay, i);

      if (gap->begin < ((gint64)today + 1) * MINUTES_OF_A_DAY &&
          gap->end > (gint64)today * MINUTES_OF_A_DAY)
        return TRUE;
    }

  return FALSE;
}

static FarLent *
view_lent (const FarLentThing *lent, const Looking *looking)
{
  const FarThingFacts *thing = lent->thing;
  const FarNames *names = looking->names;
  FarLent *self = far_snapshot_new (FarLent);

  self->id = far_snapshot_hex (self, thing->id, FAR_RECORD_ID_LEN);
  self->name = far_snapshot_dup (self, thing->name);
  self->note = far_snapshot_dup (self, thing->note);
  self->kind = (FarThingKind)thing->what;
  self->whose = far_view_id (self, thing->whose);
  self->whose_name = far_snapshot_dup (self, far_names_peek (names, thing->whose));
  self->is_own = thing->has_whose && far_record_id_equal (thing->whose, looking->me);
  self->may_edit = far_record_id_equal (thing->owner, looking->me);
  self->pieces = far_thing_facts_count (thing);
  self->people = thing->what == FAR_THING_IS_ROOM ? thing->pieces : 0;
  self->condition = (FarThingCondition)thing->condition;
  self->worn = far_snapshot_dup (self, thing->worn);
  self->where = far_snapshot_dup (self, thing->where);
  self->is_lent = thing->is_lent;
  self->days = thing->days;
  view_held (self, thing, names);
  self->keeper_name = far_snapshot_dup (self, far_names_peek (names, thing->keeper));
  self->is_gone = thing->is_gone;
  self->is_contested = thing->also.n_others > 0;
  self->is_broken = is_broken (lent, looking->today);
  self->is_workshop = thing->has_workshop;
  view_free (self, lent, looking->today);
  self->loans = far_snapshot_own (self, g_ptr_array_new_with_free_func (g_free),
                                  (GDestroyNotify)g_ptr_array_unref);
  for (guint i = 0; i < lent->loans->len; i++)
    g_ptr_array_add (self->loans, view_loan (self, lent, lent->loans->pdata[i], looking));

  return self;
}

static Looking
look (FarWorker *worker, const FarNames *names)
{
  return (Looking){ names, worker->me.member, far_worker_today (worker) };
}

static gpointer
do_lending (FarWorker *worker, GVariant *args, GError **error)
{
  g_autoptr (FarNames) names = far_names_new (worker->store, error);
  g_autoptr (GPtrArray) things = NULL;
  g_autoptr (GPtrArray) beside = NULL;
  Looking looking = look (worker, names);
  GPtrArray *views;

  if (names != NULL)
    things = far_collective_lending (worker->store, worker->me.member, looking.today, error);
  if (things != NULL)
    beside = far_view_clashes_of_lending (worker, things, names, error);
  if (beside == NULL)
    return NULL;

  views = far_snapshot_list_new ();
  for (guint i = 0; i < things->len; i++)
    if (!((const FarLentThing *)things->pdata[i])->thing->has_workshop)
      g_ptr_array_add (views, view_lent (things->pdata[i], &looking));

  return views;
}

static const FarCall lending_call = { .name = "lending",
                                      .needs = FAR_NEEDS_STORE,
                                      .work = do_lending,
                                      .free_result = (GDestroyNotify)g_ptr_array_unref };

void
far_engine_lending_async (FarEngine *self,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));

  _far_engine_call (self, &lending_call, NULL, cancellable, callback, data);
}

GPtrArray *
far_engine_lending_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &lending_call, result, error);
}

/* ---- which one is meant */

/* One of them with all bookings, and what clashes with them.
 * @out_beside: (out) (transfer full): what its words belong to */
static FarLentThing *
load_lent (FarWorker *worker,
           const guint8 *thing,
           const FarNames *names,
           GPtrArray **out_beside,
           GError **error)
{
  g_autoptr (GPtrArray) things = g_ptr_array_new ();
  g_autoptr (FarLentThing) lent =
                 far_collective_lent (worker->store, thing, worker->me.member, error);

  *out_beside = NULL;
  if (lent == NULL)
    return NULL;
  g_ptr_array_add (things, lent);
  *out_beside = far_view_clashes_of_lending (worker, things, names, error);

  return *out_beside != NULL ? g_steal_pointer (&lent) : NULL;
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

static gpointer
do_lent (FarWorker *worker, GVariant *args, GError **error)
{
  g_autoptr (FarNames) names = far_names_new (worker->store, error);
  Looking looking = look (worker, names);
  g_autoptr (FarLentThing) lent = NULL;
  g_autoptr (GPtrArray) beside = NULL;
  guint8 thing[FAR_RECORD_ID_LEN];
  const char *prefix;

  g_variant_get (args, "(^&ay)", &prefix);
  if (names == NULL || !find_thing (worker, prefix, thing, error))
    return NULL;
  lent = load_lent (worker, thing, names, &beside, error);

  return lent != NULL ? view_lent (lent, &looking) : NULL;
}

static const FarCall lent_call = { .name = "lent",
                                   .needs = FAR_NEEDS_STORE,
                                   .work = do_lent,
                                   .free_result = far_snapshot_unref };

void
far_engine_lent_async (FarEngine *self,
                       const char *thing,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (thing != NULL);

  _far_engine_call (self, &lent_call, g_variant_new ("(^ay)", thing), cancellable, callback, data);
}

FarLent *
far_engine_lent_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &lent_call, result, error);
}

/* ---- what members do */

static FarLoansReport *
view_report (FarWorker *worker,
             const guint8 *thing,
             const guint8 *person,
             const GArray *ids,
             GError **error)
{
  g_autoptr (FarNames) names = far_names_new (worker->store, error);
  Looking looking = look (worker, names);
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (FarLentThing) lent = NULL;
  g_autoptr (GPtrArray) beside = NULL;
  FarLoansReport *self;

  if (names != NULL)
    lent = load_lent (worker, thing, names, &beside, error);
  if (lent == NULL)
    return NULL;

  self = far_snapshot_new (FarLoansReport);
  self->thing = far_snapshot_hex (self, thing, FAR_RECORD_ID_LEN);
  self->name = far_snapshot_dup (self, lent->thing->name);
  self->member_name = far_snapshot_dup (self, far_names_peek (names, person));
  self->is_me = far_record_id_equal (person, worker->me.member);
  self->n_days = ids->len;
  for (guint i = 0; i < ids->len; i++)
    g_ptr_array_add (texts, far_hex (&g_array_index (ids, guint8, i * FAR_RECORD_ID_LEN),
                                     FAR_RECORD_ID_LEN));
  self->ids = far_snapshot_take_list (self, g_steal_pointer (&texts));
  if (ids->len == 1)
    {
      const FarLoanFacts *loan = find_loan (lent->loans, (const guint8 *)ids->data);

      if (loan != NULL)
        self->one = far_snapshot_own (self, view_loan (self, lent, loan, &looking), g_free);
    }

  return self;
}

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

static void
take_days (FarLoansReport *self, const GArray *days)
{
  self->days = far_snapshot_own (self, g_memdup2 (days->data, days->len * sizeof (gint32)), g_free);
  self->n_days = days->len;
}

static gpointer
do_book (FarWorker *worker, GVariant *args, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  guint8 thing[FAR_RECORD_ID_LEN];
  guint8 person[FAR_RECORD_ID_LEN];
  guint8 opener[FAR_RECORD_ID_LEN];
  guint8 closer[FAR_RECORD_ID_LEN];
  FarLoanPlan plan = { .thing = thing, .person = person };
  const char *prefix, *who, *opens, *closes;
  g_autoptr (GVariant) only = NULL;
  FarLoansReport *report;
  FarLoansTaken taken;
  gsize n_only;

  g_variant_get (args, "(^&aym^&aybiiiium^&aym^&aym^&ayi@ai)", &prefix, &who, &plan.is_repair,
                 &plan.first, &plan.last, &plan.from, &plan.until, &plan.n, &plan.words, &opens,
                 &closes, &plan.weekly_last, &only);
  plan.only = g_variant_get_fixed_array (only, &n_only, sizeof (gint32));
  plan.n_only = (guint)n_only;
  if (n_only == 0)
    plan.only = NULL;
  if (!find_thing (worker, prefix, thing, error) || !far_find_whom (worker, who, person, error) ||
      !find_optional (worker, opens, opener, &plan.opens, error) ||
      !find_optional (worker, closes, closer, &plan.closes, error) ||
      !far_collective_book (&writer, &plan, far_worker_today (worker), &taken, error))
    return NULL;
  far_worker_committed (worker, NULL);

  report = view_report (worker, thing, person, taken.ids, error);
  if (report != NULL)
    {
      take_days (report, taken.days);
      report->n_held = taken.n_held;
      report->n_reserve = taken.n_reserve;
    }
  far_loans_taken_clear (&taken);

  return report;
}

static const FarCall book_call = { .name = "book",
                                   .needs = FAR_NEEDS_STORE,
                                   .work = do_book,
                                   .free_result = far_snapshot_unref };

void
far_engine_book_async (FarEngine *self,
                       const FarLoanDraft *draft,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (draft != NULL && draft->thing != NULL);

  _far_engine_call (self, &book_call,
                    g_variant_new ("(^aym^aybiiiium^aym^aym^ayi@ai)", draft->thing, draft->member,
                                   draft->is_repair, draft->first_day, draft->last_day, draft->from,
                                   draft->until, draft->n, draft->words, draft->opens,
                                   draft->closes, draft->weekly_last,
                                   g_variant_new_fixed_array (G_VARIANT_TYPE_INT32, draft->only,
                                                              draft->n_only, sizeof (gint32))),
                    cancellable, callback, data);
}

FarLoansReport *
far_engine_book_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &book_call, result, error);
}

/* What has become of one. */
static FarLoansReport *
view_one (FarWorker *worker, const guint8 *loan, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, FAR_RECORD_ID_LEN);
  guint8 thing[FAR_RECORD_ID_LEN];
  guint8 person[FAR_RECORD_ID_LEN];

  g_array_append_vals (ids, loan, 1);

  return far_collective_find_loan (worker->store, loan, thing, person, error)
             ? view_report (worker, thing, person, ids, error)
             : NULL;
}

static gpointer
do_release_loan (FarWorker *worker, GVariant *args, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  g_autoptr (GArray) days = g_array_new (FALSE, FALSE, sizeof (gint32));
  guint8 loan[FAR_RECORD_ID_LEN];
  FarLoansReport *report;
  gboolean with_later;
  const char *prefix;
  guint n;

  g_variant_get (args, "(^&ayb)", &prefix, &with_later);
  if (!far_collective_find_turn (worker->store, prefix, loan, error) ||
      !far_collective_release_loan (&writer, loan, with_later, far_worker_today (worker), days, &n,
                                    error))
    return NULL;
  far_worker_committed (worker, NULL);

  report = view_one (worker, loan, error);
  if (report != NULL)
    take_days (report, days);

  return report;
}

static const FarCall release_loan_call = { .name = "release-loan",
                                           .needs = FAR_NEEDS_STORE,
                                           .work = do_release_loan,
                                           .free_result = far_snapshot_unref };

void
far_engine_release_loan_async (FarEngine *self,
                               const char *loan,
                               gboolean with_later,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (loan != NULL);

  _far_engine_call (self, &release_loan_call, g_variant_new ("(^ayb)", loan, with_later),
                    cancellable, callback, data);
}

FarLoansReport *
far_engine_release_loan_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &release_loan_call, result, error);
}

static gpointer
do_hand_loan (FarWorker *worker, GVariant *args, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  guint8 loan[FAR_RECORD_ID_LEN];
  FarHandover handover;
  const char *prefix;
  guint state;

  g_variant_get (args, "(^&ayuim^&ay)", &prefix, &state, &handover.condition, &handover.words);
  handover.hand = (FarLoanHand)state;
  if (!far_collective_find_turn (worker->store, prefix, loan, error) ||
      !far_collective_hand_loan (&writer, loan, &handover, far_worker_today (worker), error))
    return NULL;
  far_worker_committed (worker, NULL);

  return view_one (worker, loan, error);
}

static const FarCall hand_loan_call = { .name = "hand-loan",
                                        .needs = FAR_NEEDS_STORE,
                                        .work = do_hand_loan,
                                        .free_result = far_snapshot_unref };

void
far_engine_hand_loan_async (FarEngine *self,
                            const char *loan,
                            FarLoanState state,
                            int condition,
                            const char *words,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (loan != NULL);

  _far_engine_call (self, &hand_loan_call,
                    g_variant_new ("(^ayuim^ay)", loan, (guint)state, condition, words),
                    cancellable, callback, data);
}

FarLoansReport *
far_engine_hand_loan_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &hand_loan_call, result, error);
}
