/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A hand: asked for, offered, lent, and what only who lends it is to know. */

#define G_LOG_DOMAIN "far-engine"

#include "far-engine-private.h"

#include <string.h>

#include "far-collective-help.h"
#include "far-day.h"
#include "far-engine-views.h"

G_STATIC_ASSERT ((int)FAR_HELP_WITHS == (int)FAR_CATEGORIES);
G_STATIC_ASSERT ((int)FAR_HELP_STATE_OVER == (int)FAR_HELP_OVER);
G_STATIC_ASSERT ((int)FAR_HELP_TODAY == (int)FAR_URGENCY_TODAY);
G_STATIC_ASSERT ((int)FAR_HELP_NOT_DUE == (int)FAR_HELP_NO_DAY);

/* days that one is listed after it is over: to say thank you */
#define PAST_DAYS 30

/* ---- as it is shown */

static FarClaim *
view_claim (gpointer owner, const FarClaimFacts *facts, const FarNames *names, const guint8 *me)
{
  FarClaim *self = g_new0 (FarClaim, 1);

  self->id = far_snapshot_hex (owner, facts->id, FAR_RECORD_ID_LEN);
  self->member = far_snapshot_hex (owner, facts->person, FAR_RECORD_ID_LEN);
  self->member_name = far_snapshot_dup (owner, far_names_peek (names, facts->person));
  self->member_phone = far_snapshot_dup (owner, far_names_peek_phone (names, facts->person));
  if (!far_record_id_equal (facts->by, facts->person))
    self->by_name = far_snapshot_dup (owner, far_names_peek (names, facts->by));
  self->is_mine = far_names_answers (names, me, facts->person);
  self->is_could = facts->role == FAR_CLAIM_COULD;
  self->state = (FarTurnState)facts->place;
  self->rank = facts->rank;
  self->reserve = facts->reserve;
  self->rank_why = (FarRankWhy)facts->reason;
  self->is_done = facts->is_done;
  self->is_moved = facts->is_moved;
  self->promise = (FarPromise)facts->reach;
  if (self->is_mine)
    far_view_clash (&self->clash, &facts->clash, owner);

  return self;
}

static void
view_what (FarHelp *self, const FarHelpWords *words, const FarNames *names, const guint8 *me)
{
  self->id = far_snapshot_hex (self, words->id, FAR_RECORD_ID_LEN);
  self->is_offer = words->is_offer;
  self->what = far_snapshot_dup (self, words->what);
  self->category =
      words->category < FAR_CATEGORIES ? (int)words->category : FAR_HELP_WITH_SOMETHING;
  self->member = far_snapshot_hex (self, words->person, FAR_RECORD_ID_LEN);
  self->member_name = far_snapshot_dup (self, far_names_peek (names, words->person));
  self->member_phone = far_snapshot_dup (self, far_names_peek_phone (names, words->person));
  if (!far_record_id_equal (words->owner, words->person))
    self->by_name = far_snapshot_dup (self, far_names_peek (names, words->owner));
  self->is_mine = far_record_id_equal (words->owner, me);
  self->first_day = words->when.first_day;
  self->last_day = words->when.last_day;
  self->from = words->when.from;
  self->until = words->when.until;
  self->place = far_snapshot_dup (self, words->place.words != NULL ? words->place.words : "");
  self->place_at = far_view_where (&words->place);
  self->urgency = (FarHelpUrgency)words->urgency;
  self->n_helpers = words->n_helpers;
  self->details = far_snapshot_dup (self, words->details);
  self->thanks = far_snapshot_dup (self, words->thanks);
  self->is_still_needed = words->done == FAR_HELP_DONE_NO;
  self->is_contested = words->also.n_others > 0;
}

/* Only whom it concerns: whose it is, and who helps. */
static void
view_note_state (FarHelp *self, FarWorker *worker, const FarHelpFacts *facts, const FarNames *names)
{
  g_autoptr (GPtrArray) unreached = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; facts->unreached != NULL && i < facts->unreached->len; i++)
    {
      const guint8 *id = (const guint8 *)facts->unreached->data + (gsize)i * FAR_RECORD_ID_LEN;

      g_ptr_array_add (unreached, g_strdup (far_names_peek (names, id)));
    }
  self->unreached = far_snapshot_take_list (self, g_steal_pointer (&unreached));
  if (facts->note_devices != NULL && (self->is_mine || self->i_help))
    self->note =
        far_devices_has (facts->note_devices, worker->me.device) ? FAR_NOTE_OPEN : FAR_NOTE_ASK;
}

/* @offered: bits of the categories of which I offer help */
static FarHelp *
view_help (FarWorker *worker, const FarHelpFacts *facts, const FarNames *names, guint64 offered)
{
  const guint8 *me = worker->me.member;
  gint32 today = far_worker_today (worker);
  FarHelp *self = far_snapshot_new (FarHelp);

  view_what (self, facts->facts, names, me);
  self->n_standing = facts->n_standing;
  self->n_left = facts->n_left;
  self->state = (FarHelpState)far_help_get_place (facts, today);
  self->claims = far_snapshot_own (self, g_ptr_array_new_with_free_func (g_free),
                                   (GDestroyNotify)g_ptr_array_unref);
  for (guint i = 0; i < facts->claims->len; i++)
    {
      FarClaim *claim = view_claim (self, facts->claims->pdata[i], names, me);

      self->i_help |= claim->is_mine && claim->rank > 0 && !claim->is_could;
      self->i_could |= claim->is_mine && claim->rank > 0 && claim->is_could;
      g_ptr_array_add (self->claims, claim);
    }
  self->due_day =
      far_help_is_for (facts, me, offered) ? far_help_get_due (facts, today) : FAR_HELP_NOT_DUE;
  view_note_state (self, worker, facts, names);

  return self;
}

static gpointer
do_helps (FarWorker *worker, GVariant *args, GError **error)
{
  g_autoptr (FarNames) names = far_names_new (worker->store, error);
  gint32 today = far_worker_today (worker);
  g_autoptr (GPtrArray) helps = NULL;
  g_autoptr (GPtrArray) beside = NULL;
  GPtrArray *views;
  gboolean with_all;
  guint64 offered;

  g_variant_get (args, "(b)", &with_all);
  if (names != NULL)
    helps = far_collective_help (worker->store, worker->me.member,
                                 with_all ? FAR_DAY_MIN : today - PAST_DAYS, error);
  if (helps != NULL)
    beside = far_view_clashes_of_help (worker, helps, names, error);
  if (beside == NULL)
    return NULL;

  offered = far_help_find_offered (helps, worker->me.member, today);
  views = far_snapshot_list_new ();
  for (guint i = 0; i < helps->len; i++)
    g_ptr_array_add (views, view_help (worker, helps->pdata[i], names, offered));

  return views;
}

static const FarCall helps_call = { .name = "helps",
                                    .needs = FAR_NEEDS_STORE,
                                    .work = do_helps,
                                    .free_result = (GDestroyNotify)g_ptr_array_unref };

void
far_engine_helps_async (FarEngine *self,
                        gboolean with_all,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));

  _far_engine_call (self, &helps_call, g_variant_new ("(b)", with_all), cancellable, callback,
                    data);
}

GPtrArray *
far_engine_helps_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &helps_call, result, error);
}

/* ---- which one is meant */

static const guint8 *
peek_id (gconstpointer help)
{
  return ((const FarHelpFacts *)help)->facts->id;
}

/* @helps: (out): what the result belongs to */
static const FarHelpFacts *
find_help (FarWorker *worker, const char *prefix, GPtrArray **helps, GError **error)
{
  *helps = far_collective_help (worker->store, worker->me.member, FAR_DAY_MIN, error);

  return *helps != NULL ? far_find_by_prefix (*helps, peek_id, FAR_RECORD_ID_LEN, prefix, error)
                        : NULL;
}

/* As it is now. */
static FarHelp *
view_one (FarWorker *worker, const guint8 *id, GError **error)
{
  g_autoptr (FarNames) names = far_names_new (worker->store, error);
  gint32 today = far_worker_today (worker);
  g_autoptr (GPtrArray) helps = NULL;
  g_autoptr (GPtrArray) beside = NULL;

  if (names != NULL)
    helps = far_collective_help (worker->store, worker->me.member, FAR_DAY_MIN, error);
  if (helps != NULL)
    beside = far_view_clashes_of_help (worker, helps, names, error);
  for (guint i = 0; beside != NULL && i < helps->len; i++)
    if (far_record_id_equal (peek_id (helps->pdata[i]), id))
      return view_help (worker, helps->pdata[i], names,
                        far_help_find_offered (helps, worker->me.member, today));
  if (beside != NULL)
    far_sync_fail (error, FAR_SYNC_ERROR_NO_SUCH_ID, "nothing like that is asked for");

  return NULL;
}

static gpointer
do_help (FarWorker *worker, GVariant *args, GError **error)
{
  g_autoptr (GPtrArray) helps = NULL;
  const FarHelpFacts *help;
  const char *prefix;

  g_variant_get (args, "(^&ay)", &prefix);
  help = find_help (worker, prefix, &helps, error);

  return help != NULL ? view_one (worker, help->facts->id, error) : NULL;
}

static const FarCall help_call = { .name = "help",
                                   .needs = FAR_NEEDS_STORE,
                                   .work = do_help,
                                   .free_result = far_snapshot_unref };

void
far_engine_help_async (FarEngine *self,
                       const char *help,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (help != NULL);

  _far_engine_call (self, &help_call, g_variant_new ("(^ay)", help), cancellable, callback, data);
}

FarHelp *
far_engine_help_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &help_call, result, error);
}

/* ---- asking and offering */

#define DRAFT_TYPE "im^ayiiiiim^ayiim^aym^ayim^ay"
#define DRAFT_UNPACKED "im^&ayiiiiim^&ayiim^&aym^&ayim^&ay"

static GVariant *
pack_draft (const char *help, const FarHelpDraft *draft)
{
  return g_variant_new ("(^ay" DRAFT_TYPE ")", help, draft->is_offer, draft->what, draft->category,
                        draft->first_day, draft->last_day, draft->from, draft->until, draft->place,
                        draft->urgency, draft->n_helpers, draft->details, draft->thanks,
                        draft->is_gone, draft->member);
}

/* What a change borrows. */
typedef struct
{
  FarHelpDraft draft;
  FarSpots spots;
  FarSpotDraft place;
  FarPeriod when;
  FarHelpChange change;
} Unpacked;

static void
unpacked_clear (Unpacked *self)
{
  far_spots_clear (&self->spots);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Unpacked, unpacked_clear)

static void
read_time (int *out, int typed)
{
  if (typed >= 0)
    *out = typed == FAR_HELP_ANY_TIME ? -1 : typed;
}

/* Another first day alone moves all of it.  @before: (nullable): of one that is there */
static void
read_period (Unpacked *self, const FarPeriod *before, gint32 today)
{
  const FarHelpDraft *draft = &self->draft;
  gint32 n_more;

  if (before != NULL && draft->first_day == 0 && draft->last_day == 0 && draft->from < 0 &&
      draft->until < 0)
    return;

  self->when = before != NULL ? *before : (FarPeriod){ today, today, -1, -1 };
  n_more = self->when.last_day - self->when.first_day;
  if (draft->first_day != 0)
    self->when.first_day = draft->first_day;
  if (draft->last_day != 0)
    self->when.last_day = draft->last_day;
  else if (draft->first_day != 0)
    self->when.last_day = draft->first_day + n_more;
  read_time (&self->when.from, draft->from);
  read_time (&self->when.until, draft->until);
  self->change.when = &self->when;
}

static gboolean
unpack_draft (Unpacked *self, FarWorker *worker, GVariant *args, const char **help, GError **error)
{
  FarHelpDraft *draft = &self->draft;

  g_variant_get (args, "(^&ay" DRAFT_UNPACKED ")", help, &draft->is_offer, &draft->what,
                 &draft->category, &draft->first_day, &draft->last_day, &draft->from, &draft->until,
                 &draft->place, &draft->urgency, &draft->n_helpers, &draft->details, &draft->thanks,
                 &draft->is_gone, &draft->member);
  if (!far_spots_load (&self->spots, worker, error))
    return FALSE;

  self->change = (FarHelpChange)FAR_HELP_CHANGE_NONE;
  self->change.is_offer = draft->is_offer;
  self->change.what = draft->what;
  self->change.category = draft->category;
  if (draft->place != NULL)
    {
      far_find_spot (&self->spots, draft->place, &self->place);
      self->change.place = &self->place;
    }
  self->change.urgency = draft->urgency;
  self->change.n_helpers = draft->n_helpers;
  self->change.details = draft->details;
  self->change.thanks = draft->thanks;
  self->change.is_gone = draft->is_gone;

  return TRUE;
}

static gpointer
do_add_help (FarWorker *worker, GVariant *args, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  gint32 today = far_worker_today (worker);
  g_auto (Unpacked) unpacked = { 0 };
  guint8 person[FAR_RECORD_ID_LEN];
  guint8 id[FAR_RECORD_ID_LEN];
  const char *none;

  if (!unpack_draft (&unpacked, worker, args, &none, error) ||
      !far_find_whom (worker, unpacked.draft.member, person, error))
    return NULL;
  read_period (&unpacked, NULL, today);
  if (!far_collective_add_help (&writer, &unpacked.change, person, today, id, error))
    return NULL;
  far_worker_committed (worker, NULL);

  return view_one (worker, id, error);
}

static const FarCall add_help_call = { .name = "add-help",
                                       .needs = FAR_NEEDS_STORE,
                                       .work = do_add_help,
                                       .free_result = far_snapshot_unref };

void
far_engine_add_help_async (FarEngine *self,
                           const FarHelpDraft *draft,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (draft->what != NULL);

  _far_engine_call (self, &add_help_call, pack_draft ("", draft), cancellable, callback, data);
}

FarHelp *
far_engine_add_help_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &add_help_call, result, error);
}

static gpointer
do_change_help (FarWorker *worker, GVariant *args, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  gint32 today = far_worker_today (worker);
  g_auto (Unpacked) unpacked = { 0 };
  g_autoptr (GPtrArray) helps = NULL;
  const FarHelpFacts *help;
  const char *prefix;

  if (!unpack_draft (&unpacked, worker, args, &prefix, error))
    return NULL;
  help = find_help (worker, prefix, &helps, error);
  if (help == NULL)
    return NULL;
  read_period (&unpacked, &help->facts->when, today);
  if (!far_collective_change_help (&writer, help->facts->id, &unpacked.change, today, error))
    return NULL;
  far_worker_committed (worker, NULL);

  return view_one (worker, help->facts->id, error);
}

static const FarCall change_help_call = { .name = "change-help",
                                          .needs = FAR_NEEDS_STORE,
                                          .work = do_change_help,
                                          .free_result = far_snapshot_unref };

void
far_engine_change_help_async (FarEngine *self,
                              const char *help,
                              const FarHelpDraft *draft,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (help != NULL);

  _far_engine_call (self, &change_help_call, pack_draft (help, draft), cancellable, callback, data);
}

FarHelp *
far_engine_change_help_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &change_help_call, result, error);
}

/* ---- lending it */

/* Whose it is says of it that it is done, and of theirs who helps. */
static gboolean
say_done (FarWorker *worker,
          const FarHelpFacts *help,
          const guint8 *person,
          gboolean is_done,
          GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  FarHelpChange change = FAR_HELP_CHANGE_NONE;

  if (!far_record_id_equal (help->facts->owner, worker->me.member) ||
      !far_record_id_equal (person, worker->me.member))
    return far_collective_help_is_done (&writer, help->facts->id, person, is_done, error);

  change.done = is_done ? FAR_HELP_DONE_YES : FAR_HELP_DONE_NO;

  return far_collective_change_help (&writer, help->facts->id, &change, far_worker_today (worker),
                                     error);
}

static gboolean
act (FarWorker *worker,
     const FarHelpFacts *help,
     FarHelpAct what,
     const guint8 *person,
     GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  gint32 today = far_worker_today (worker);

  switch (what)
    {
    case FAR_HELP_ACT_TAKE:
    case FAR_HELP_ACT_COULD:
      return far_collective_claim_help (&writer, help->facts->id, person,
                                        what == FAR_HELP_ACT_TAKE ? FAR_CLAIM_HELPS
                                                                  : FAR_CLAIM_COULD,
                                        today, error);
    case FAR_HELP_ACT_RELEASE:
      return far_collective_release_help (&writer, help->facts->id, person, error);
    case FAR_HELP_ACT_DONE:
    case FAR_HELP_ACT_NOT_DONE:
    default:
      return say_done (worker, help, person, what == FAR_HELP_ACT_DONE, error);
    }
}

static gpointer
do_act_on_help (FarWorker *worker, GVariant *args, GError **error)
{
  g_autoptr (GPtrArray) helps = NULL;
  const FarHelpFacts *help;
  guint8 person[FAR_RECORD_ID_LEN];
  const char *prefix;
  const char *member;
  guint what;

  g_variant_get (args, "(^&ayum^&ay)", &prefix, &what, &member);
  help = find_help (worker, prefix, &helps, error);
  if (help == NULL || !far_find_whom (worker, member, person, error) ||
      !act (worker, help, (FarHelpAct)what, person, error))
    return NULL;
  far_worker_committed (worker, NULL);

  return view_one (worker, help->facts->id, error);
}

static const FarCall act_on_help_call = { .name = "act-on-help",
                                          .needs = FAR_NEEDS_STORE,
                                          .work = do_act_on_help,
                                          .free_result = far_snapshot_unref };

void
far_engine_act_on_help_async (FarEngine *self,
                              const char *help,
                              FarHelpAct what,
                              const char *member,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (help != NULL);

  _far_engine_call (self, &act_on_help_call, g_variant_new ("(^ayum^ay)", help, what, member),
                    cancellable, callback, data);
}

FarHelp *
far_engine_act_on_help_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &act_on_help_call, result, error);
}

/* ---- what only who lends it is to know */

static gpointer
do_help_note (FarWorker *worker, GVariant *args, GError **error)
{
  g_autoptr (GPtrArray) helps = NULL;
  const FarHelpFacts *help;
  FarNoteFacts facts;
  const char *prefix;
  FarNote *view;

  g_variant_get (args, "(^&ay)", &prefix);
  help = find_help (worker, prefix, &helps, error);
  if (help == NULL ||
      !far_collective_read_help_note (worker->store, &worker->me, help->facts->id, &facts, error))
    return NULL;

  view = far_view_note (worker, help->facts->id, help->facts->what, &facts, error);
  far_note_facts_clear (&facts);

  return view;
}

static const FarCall help_note_call = { .name = "help-note",
                                        .needs = FAR_NEEDS_STORE,
                                        .work = do_help_note,
                                        .free_result = far_snapshot_unref };

void
far_engine_help_note_async (FarEngine *self,
                            const char *help,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (help != NULL);

  _far_engine_call (self, &help_note_call, g_variant_new ("(^ay)", help), cancellable, callback,
                    data);
}

FarNote *
far_engine_help_note_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &help_note_call, result, error);
}

static FarNote *
set_note (FarWorker *worker, const char *prefix, const char *words, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  g_autoptr (GPtrArray) helps = NULL;
  const FarHelpFacts *help = find_help (worker, prefix, &helps, error);
  FarNoteFacts nothing = { 0 };
  gboolean is_written;

  if (help == NULL || !far_collective_set_help_note (&writer, help->facts->id, words,
                                                     far_worker_today (worker), &is_written, error))
    return NULL;
  if (is_written)
    far_worker_committed (worker, NULL);

  return far_view_note (worker, help->facts->id, help->facts->what, &nothing, error);
}

static gpointer
do_set_help_note (FarWorker *worker, GVariant *args, GError **error)
{
  const char *prefix;
  const char *words;
  FarNote *view;

  g_variant_get (args, "(^&ay^&ay)", &prefix, &words);
  view = set_note (worker, prefix, words, error);
  sodium_memzero ((char *)words, strlen (words));

  return view;
}

static const FarCall set_help_note_call = { .name = "set-help-note",
                                            .needs = FAR_NEEDS_STORE,
                                            .work = do_set_help_note,
                                            .free_result = far_snapshot_unref };

void
far_engine_set_help_note_async (FarEngine *self,
                                const char *help,
                                const char *words,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (help != NULL && words != NULL);

  _far_engine_call (self, &set_help_note_call, g_variant_new ("(^ay^ay)", help, words), cancellable,
                    callback, data);
}

FarNote *
far_engine_set_help_note_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &set_help_note_call, result, error);
}
