/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How far a promise is known to have come: the machines that hold the entry are its author's, this
 * one, and those of which the store has heard so. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-private.h"

#include <string.h>

void
_far_reach_map_init (FarReachMap *self, const FarView *view, const guint8 *me)
{
  const FarGovTerm *term = far_governance_peek_newest_term (view->gov);

  memset (self, 0, sizeof *self);
  self->view = view;
  self->marks = g_new0 (FarReachMark, view->n_logs);
  self->of_holder = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->me = far_governance_find_member (view->gov, me);
  if (term != NULL)
    self->holder = far_governance_find_member (view->gov, term->holder);
  for (guint32 i = 1; i <= view->n_logs && self->holder != NULL; i++)
    if (_far_view_author (view, i) == self->holder)
      g_array_append_val (self->of_holder, i);
}

void
_far_reach_map_clear (FarReachMap *self)
{
  g_clear_pointer (&self->marks, g_free);
  g_clear_pointer (&self->of_holder, g_array_unref);
}

/* A machine of @member holds the log up to @seq. */
static void
mark (FarReachMap *self, FarReachMark *marked, const FarGovMember *member, guint32 seq)
{
  if (member == self->holder)
    marked->known = MAX (marked->known, seq);
  if (member->standing == FAR_GOV_ACTIVE && member != marked->author)
    marked->shared = MAX (marked->shared, seq);
}

/* What the machine with log @i is known to hold of @log, if it stands. */
static void
hear (FarReachMap *self, guint32 i, guint32 log, FarReachMark *marked)
{
  const FarView *view = self->view;

  if (i != log &&
      far_governance_device_stands (view->gov, far_store_peek_log (view->store, i)->device))
    mark (self, marked, _far_view_author (view, i), far_store_get_heard (view->store, i, log));
}

static void
look_up (FarReachMap *self, guint32 log, FarReachMark *marked)
{
  const FarView *view = self->view;

  marked->is_asked = TRUE;
  marked->author = _far_view_author (view, log);

  if (marked->author != NULL)
    mark (self, marked, marked->author, G_MAXUINT32);
  if (self->me != NULL)
    mark (self, marked, self->me, G_MAXUINT32);

  /* only what could change the answer is asked for */
  for (guint i = 0; i < self->of_holder->len && marked->known < G_MAXUINT32; i++)
    hear (self, g_array_index (self->of_holder, guint32, i), log, marked);
  for (guint32 i = 1; i <= view->n_logs && marked->shared < G_MAXUINT32; i++)
    {
      const FarGovMember *member = _far_view_author (view, i);

      if (member != NULL && member != marked->author)
        hear (self, i, log, marked);
    }
}

FarReach
_far_reach_map_get (FarReachMap *self, FarPos pos)
{
  FarReachMark *marked;

  g_return_val_if_fail (pos.log >= 1 && pos.log <= self->view->n_logs, FAR_REACH_HERE);

  marked = &self->marks[pos.log - 1];
  if (!marked->is_asked)
    look_up (self, pos.log, marked);

  if (pos.seq <= marked->known)
    return FAR_REACH_KNOWN;

  return pos.seq <= marked->shared ? FAR_REACH_SHARED : FAR_REACH_HERE;
}

FarReach
far_collective_reach (FarStore *store, const guint8 me[static FAR_RECORD_ID_LEN], FarPos pos)
{
  FarView view;
  FarReachMap map;
  FarReach reach;

  _far_view_init (&view, store);
  _far_reach_map_init (&map, &view, me);
  reach = _far_reach_map_get (&map, pos);
  _far_reach_map_clear (&map);
  _far_view_clear (&view);

  return reach;
}

gboolean
far_collective_note_heard (FarStore *store, guint32 device_log, const GArray *have, GError **error)
{
  gboolean is_own = !far_store_in_batch (store);

  if (is_own && !far_store_begin (store, error))
    return FALSE;
  if (!far_store_note_heard (store, device_log, have, error))
    {
      if (is_own)
        far_store_rollback (store);
      return FALSE;
    }

  return !is_own || far_store_commit (store, error);
}
