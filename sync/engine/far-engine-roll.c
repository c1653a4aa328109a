/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Roll-call: who is expected at an outing, who was there, and to whom children were handed over. */

#define G_LOG_DOMAIN "far-engine"

#include "far-engine-private.h"

#include <string.h>

#include "far-engine-views.h"

G_STATIC_ASSERT (FAR_ROLL_DAYS == FAR_ROLL_PAST_DAYS);

/* ---- what is said of one */

static gboolean
may_take (const FarChildFacts *child, const guint8 *person)
{
  gboolean may = far_child_facts_has_guardian (child, person);

  for (guint i = 0; i < child->adults->len && !may; i++)
    may = far_record_id_equal ((const guint8 *)child->adults->data + (gsize)i * FAR_RECORD_ID_LEN,
                               person);

  return may;
}

/* Somebody else is told of, and never kept from it.  Who is in words alone nobody can look up. */
static gboolean
is_off_list (const FarRollSaid *said, const FarChildFacts *child)
{
  return said->is_handed && said->has_person && child != NULL && !may_take (child, said->person);
}

static FarRollWord *
view_word (gpointer owner,
           const FarRollSaid *said,
           const FarChildFacts *child,
           const FarNames *names)
{
  FarRollWord *view = g_new0 (FarRollWord, 1);

  view->by = far_view_id (owner, said->by);
  view->by_name = far_snapshot_dup (owner, far_names_peek (names, said->by));
  view->time_ms = said->time_ms;
  view->is_witness = said->is_witness;
  view->presence = (FarPresence)said->state;
  view->is_handed = said->is_handed;
  view->handed_name = far_snapshot_dup (owner, far_names_peek (names, said->person));
  view->handed_words = far_snapshot_dup (owner, said->words);
  view->is_off_list = is_off_list (said, child);

  return view;
}

/* Nothing where all say the same. */
static GPtrArray *
view_words (gpointer owner,
            const GPtrArray *said,
            const FarChildFacts *child,
            const FarNames *names)
{
  GPtrArray *views = g_ptr_array_new_with_free_func (g_free);

  far_snapshot_own (owner, views, (GDestroyNotify)g_ptr_array_unref);
  for (guint i = 0; said->len > 1 && i < said->len; i++)
    g_ptr_array_add (views, view_word (owner, said->pdata[i], child, names));

  return views;
}

void
far_view_no_mark (gpointer owner, FarRollMark *out)
{
  *out = (FarRollMark){
    .said_by = "",
    .handed_to = "",
    .handed_name = "",
    .handed_words = "",
    .handed_by = "",
    .child_name = "",
  };
  out->states = g_ptr_array_new ();
  out->hands = g_ptr_array_new ();
  far_snapshot_own (owner, out->states, (GDestroyNotify)g_ptr_array_unref);
  far_snapshot_own (owner, out->hands, (GDestroyNotify)g_ptr_array_unref);
}

void
far_view_mark (gpointer owner,
               const FarRollFacts *facts,
               const FarChildFacts *child,
               const FarNames *names,
               FarRollMark *out)
{
  const FarRollSaid *state = facts->states->len > 0 ? facts->states->pdata[0] : NULL;
  const FarRollSaid *hand = facts->hands->len > 0 ? facts->hands->pdata[0] : NULL;

  *out = (FarRollMark){
    .said_by = "",
    .handed_to = "",
    .handed_name = "",
    .handed_words = "",
    .handed_by = "",
    .child_name = "",
  };
  out->states = view_words (owner, facts->states, child, names);
  out->hands = view_words (owner, facts->hands, child, names);
  if (child != NULL)
    out->child_name = far_snapshot_dup (owner, child->name);
  if (state != NULL)
    {
      out->presence = (FarPresence)state->state;
      out->said_by = far_snapshot_dup (owner, far_names_peek (names, state->by));
      out->said_ms = state->time_ms;
    }
  if (hand != NULL && hand->is_handed)
    {
      out->is_handed = TRUE;
      out->handed_to = far_view_id (owner, hand->person);
      out->handed_name = far_snapshot_dup (owner, far_names_peek (names, hand->person));
      out->handed_words = far_snapshot_dup (owner, hand->words);
      out->is_on_list = hand->has_person && child != NULL && may_take (child, hand->person);
      out->is_off_list = is_off_list (hand, child);
      out->handed_by = far_snapshot_dup (owner, far_names_peek (names, hand->by));
      out->handed_ms = hand->time_ms;
    }
}

/* ---- all of an outing */

typedef struct
{
  GPtrArray *children; /* (element-type FarChildFacts): owned */
  GPtrArray *facts;    /* (element-type FarRollFacts): owned */
  FarNames *names;     /* owned */
  const guint8 *me;    /* unowned */
  FarOuting *outing;   /* owned */
} Calling;

static void
calling_clear (Calling *self)
{
  g_clear_pointer (&self->children, g_ptr_array_unref);
  g_clear_pointer (&self->facts, g_ptr_array_unref);
  g_clear_pointer (&self->names, far_names_free);
  g_clear_pointer (&self->outing, far_snapshot_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Calling, calling_clear)

static gboolean
calling_init (Calling *self, FarWorker *worker, const guint8 *rota, gint32 day, GError **error)
{
  self->me = worker->me.member;
  self->outing = _far_view_one_outing (worker, rota, day, error);
  if (self->outing != NULL)
    self->children =
        far_collective_children (worker->store, far_worker_today (worker), TRUE, error);
  if (self->children != NULL)
    self->names = far_names_new (worker->store, error);
  if (self->names != NULL)
    self->facts = far_collective_roll (worker->store, rota, day, error);

  return self->facts != NULL;
}

static const FarChildFacts *
find_child (const Calling *self, const char *id)
{
  for (guint i = 0; i < self->children->len; i++)
    {
      const FarChildFacts *child = self->children->pdata[i];

      if (far_prefix_fits (id, child->id, FAR_RECORD_ID_LEN))
        return child;
    }

  return NULL;
}

static const FarRollFacts *
find_facts (const Calling *self, const char *id)
{
  for (guint i = 0; i < self->facts->len; i++)
    {
      const FarRollFacts *facts = self->facts->pdata[i];

      if (far_prefix_fits (id, facts->person, FAR_RECORD_ID_LEN))
        return facts;
    }

  return NULL;
}

static gboolean
has_row (const GPtrArray *rows, const char *id)
{
  for (guint i = 0; i < rows->len; i++)
    if (strcmp (((const FarRollRow *)rows->pdata[i])->id, id) == 0)
      return TRUE;

  return FALSE;
}

static void
add_taker (gpointer owner, GPtrArray *takers, const Calling *self, const guint8 *id)
{
  const char *name = far_names_peek (self->names, id);
  const char *hex = far_view_id (owner, id);
  FarSomebody *view;

  if (*name == '\0')
    return;
  for (guint i = 0; i < takers->len; i++)
    if (strcmp (((const FarSomebody *)takers->pdata[i])->id, hex) == 0)
      return;

  view = g_new0 (FarSomebody, 1);
  view->id = hex;
  view->name = far_snapshot_dup (owner, name);
  g_ptr_array_add (takers, view);
}

/* Guardians first. */
static GPtrArray *
view_takers (gpointer owner, const Calling *self, const FarChildFacts *child)
{
  GPtrArray *takers = g_ptr_array_new_with_free_func (g_free);
  const GArray *lists[] = { child != NULL ? child->guardians : NULL,
                            child != NULL ? child->adults : NULL };

  far_snapshot_own (owner, takers, (GDestroyNotify)g_ptr_array_unref);
  if (child != NULL)
    add_taker (owner, takers, self, child->owner);
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    for (guint j = 0; lists[i] != NULL && j < lists[i]->len; j++)
      add_taker (owner, takers, self,
                 (const guint8 *)lists[i]->data + (gsize)j * FAR_RECORD_ID_LEN);

  return takers;
}

/* @child: (nullable) */
static FarRollRow *
add_row (FarRoll *roll,
         GPtrArray *rows,
         const Calling *self,
         const char *id,
         const FarChildFacts *child)
{
  const FarRollFacts *facts = find_facts (self, id);
  FarRollRow *row = g_new0 (FarRollRow, 1);

  row->id = far_snapshot_dup (roll, id);
  row->name = row->stop = row->carry = "";
  row->is_child = child != NULL;
  if (child != NULL)
    {
      row->name = far_snapshot_dup (roll, child->name);
      row->stop = far_snapshot_dup (roll, child->stop);
      row->is_one_to_one = child->needs.is_one_to_one;
      row->has_wheelchair = child->needs.has_wheelchair;
      row->is_slow = child->needs.is_slow;
      row->carry = far_snapshot_dup (roll, child->carry);
      row->is_mine = far_child_facts_has_guardian (child, self->me);
    }
  row->takers = view_takers (roll, self, child);
  if (facts != NULL)
    far_view_mark (roll, facts, child, self->names, &row->mark);
  else
    far_view_no_mark (roll, &row->mark);
  g_ptr_array_add (rows, row);

  return row;
}

static void
add_children (FarRoll *roll, const Calling *self)
{
  for (guint i = 0; i < self->outing->children->len; i++)
    {
      const FarWalker *walker = self->outing->children->pdata[i];
      FarRollRow *row =
          add_row (roll, roll->children, self, walker->id, find_child (self, walker->id));

      row->is_expected = TRUE;
      row->is_absent = walker->is_absent;
    }
}

static void
add_adults (FarRoll *roll, const Calling *self)
{
  for (guint i = 0; i < self->outing->turns->len; i++)
    {
      const FarTurn *turn = self->outing->turns->pdata[i];
      FarRollRow *row;

      if (turn->state == FAR_TURN_RELEASED || turn->state == FAR_TURN_RELIEVED ||
          has_row (roll->adults, turn->member))
        continue;
      row = add_row (roll, roll->adults, self, turn->member, NULL);
      row->name = far_snapshot_dup (roll, turn->member_name);
      row->is_expected = TRUE;
      row->is_absent = turn->state == FAR_TURN_ABSENT;
      row->is_mine = turn->is_mine;
    }
}

/* What was said and taken back is as if nobody had. */
static gboolean
is_said (const FarRollFacts *facts)
{
  for (guint i = 0; i < facts->states->len; i++)
    if (((const FarRollSaid *)facts->states->pdata[i])->state != FAR_CALLED_NOT)
      return TRUE;
  for (guint i = 0; i < facts->hands->len; i++)
    if (((const FarRollSaid *)facts->hands->pdata[i])->is_handed)
      return TRUE;

  return FALSE;
}

/* Who was there all the same. */
static void
add_others (FarRoll *roll, const Calling *self)
{
  for (guint i = 0; i < self->facts->len; i++)
    {
      const FarRollFacts *facts = self->facts->pdata[i];
      const char *id = far_view_id (roll, facts->person);
      const FarChildFacts *child = find_child (self, id);
      FarRollRow *row;

      if (has_row (roll->children, id) || has_row (roll->adults, id) || !is_said (facts))
        continue;
      row = add_row (roll, child != NULL ? roll->children : roll->adults, self, id, child);
      if (child == NULL)
        {
          row->name = far_snapshot_dup (roll, far_names_peek (self->names, facts->person));
          row->is_mine = far_names_answers (self->names, self->me, facts->person);
        }
    }
}

static FarRoll *
view_roll (FarWorker *worker, const guint8 *rota, gint32 day, GError **error)
{
  gint32 today = far_worker_today (worker);
  g_auto (Calling) calling = { 0 };
  FarRoll *roll;

  if (!calling_init (&calling, worker, rota, day, error))
    return NULL;

  roll = far_snapshot_new (FarRoll);
  roll->rota = far_snapshot_dup (roll, calling.outing->rota);
  roll->title = far_snapshot_dup (roll, calling.outing->title);
  roll->day = day;
  roll->at = calling.outing->at;
  roll->is_callable = day <= today && day >= today - FAR_ROLL_PAST_DAYS;
  roll->names_are_mine = calling.outing->names_are_mine;
  roll->children = g_ptr_array_new_with_free_func (g_free);
  roll->adults = g_ptr_array_new_with_free_func (g_free);
  far_snapshot_own (roll, roll->children, (GDestroyNotify)g_ptr_array_unref);
  far_snapshot_own (roll, roll->adults, (GDestroyNotify)g_ptr_array_unref);
  add_children (roll, &calling);
  add_adults (roll, &calling);
  add_others (roll, &calling);

  return roll;
}

static gboolean
find_rota (FarWorker *worker, const char *prefix, guint8 *out, GError **error)
{
  g_autoptr (GPtrArray) rotas = far_collective_rotas (worker->store, error);
  const FarRotaFacts *rota =
      rotas != NULL ? far_find_by_prefix (rotas, far_rota_peek_id, FAR_RECORD_ID_LEN, prefix, error)
                    : NULL;

  if (rota != NULL)
    memcpy (out, rota->id, FAR_RECORD_ID_LEN);

  return rota != NULL;
}

static gpointer
do_roll (FarWorker *worker, GVariant *args, GError **error)
{
  guint8 rota[FAR_RECORD_ID_LEN];
  const char *prefix;
  gint32 day;

  g_variant_get (args, "(^&ayi)", &prefix, &day);

  return find_rota (worker, prefix, rota, error) ? view_roll (worker, rota, day, error) : NULL;
}

static const FarCall roll_call = { .name = "roll",
                                   .needs = FAR_NEEDS_STORE,
                                   .work = do_roll,
                                   .free_result = far_snapshot_unref };

void
far_engine_roll_async (FarEngine *self,
                       const char *rota,
                       gint32 day,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (rota != NULL);

  _far_engine_call (self, &roll_call, g_variant_new ("(^ayi)", rota, day), cancellable, callback,
                    data);
}

FarRoll *
far_engine_roll_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &roll_call, result, error);
}

/* ---- saying so */

static const guint8 *
peek_child_id (gconstpointer child)
{
  return ((const FarChildFacts *)child)->id;
}

/* A child, else a member or person. */
static gboolean
find_called (FarWorker *worker, const char *prefix, guint8 *out, GError **error)
{
  g_autoptr (GPtrArray) children =
                 far_collective_children (worker->store, far_worker_today (worker), TRUE, error);
  g_autoptr (GError) failure = NULL;
  const FarChildFacts *child;

  if (children == NULL)
    return FALSE;

  child = far_find_by_prefix (children, peek_child_id, FAR_RECORD_ID_LEN, prefix, &failure);
  if (child != NULL)
    {
      memcpy (out, child->id, FAR_RECORD_ID_LEN);
      return TRUE;
    }
  if (g_error_matches (failure, FAR_SYNC_ERROR, FAR_SYNC_ERROR_NO_SUCH_ID))
    return far_find_person (worker, prefix, out, error);

  g_propagate_error (error, g_steal_pointer (&failure));

  return FALSE;
}

static gpointer
do_call_roll (FarWorker *worker, GVariant *args, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  FarRollChange change = FAR_ROLL_CHANGE_NONE;
  guint8 rota[FAR_RECORD_ID_LEN];
  guint8 person[FAR_RECORD_ID_LEN];
  guint8 taker[FAR_RECORD_ID_LEN];
  gboolean is_written;
  const char *prefix;
  const char *who;
  const char *handed_to;
  gint32 day;

  g_variant_get (args, "(^&ayi^&ayibbm^&aym^&ay)", &prefix, &day, &who, &change.state,
                 &change.is_handing, &change.is_handed, &handed_to, &change.words);
  if (!find_rota (worker, prefix, rota, error) || !find_called (worker, who, person, error) ||
      (handed_to != NULL && !far_find_person (worker, handed_to, taker, error)))
    return NULL;

  change.person = handed_to != NULL ? taker : NULL;
  if (!far_collective_call_roll (&writer, person, rota, day, &change, far_worker_today (worker),
                                 &is_written, error))
    return NULL;
  if (is_written)
    far_worker_committed (worker, NULL);

  return view_roll (worker, rota, day, error);
}

static const FarCall call_roll_call = { .name = "call-roll",
                                        .needs = FAR_NEEDS_STORE,
                                        .work = do_call_roll,
                                        .free_result = far_snapshot_unref };

void
far_engine_call_roll_async (FarEngine *self,
                            const char *rota,
                            gint32 day,
                            const char *person,
                            const FarRollEdit *edit,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (rota != NULL && person != NULL && edit != NULL);
  g_return_if_fail (edit->presence <= (int)FAR_PRESENCE_MISSING);

  _far_engine_call (self, &call_roll_call,
                    g_variant_new ("(^ayi^ayibbm^aym^ay)", rota, day, person, edit->presence,
                                   edit->is_handing, edit->is_handed, edit->handed_to, edit->words),
                    cancellable, callback, data);
}

FarRoll *
far_engine_call_roll_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &call_roll_call, result, error);
}
