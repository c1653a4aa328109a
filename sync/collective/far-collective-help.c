/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Requests and offers of help as they are shown: what is needed when, and who helps.
 *
 * One of them is read from its own entries alone, and who helps from the turns on it. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-help-private.h"

#include <string.h>

#include "far-day.h"

/* ---- one of them */

static void
clear_facts (gpointer data)
{
  FarHelpWords *self = data;

  g_free (self->what);
  _far_spot_clear (&self->place);
  g_free (self->details);
  g_free (self->thanks);
}

static void
facts_unref (gpointer data)
{
  g_rc_box_release_full (data, clear_facts);
}

/* Returns: whether there is one */
static gboolean
read_period (const FarPayload *payload, FarPeriod *out)
{
  FarPayloadIter iter;
  FarPayload item;

  if (payload == NULL || !far_payload_has (payload, FAR_HELP_WHEN))
    return FALSE;
  iter = far_payload_iter (payload, FAR_HELP_WHEN);
  if (!far_payload_iter_map (&iter, &item))
    return FALSE;

  out->first_day = far_payload_int (&item, FAR_PERIOD_FIRST, 0);
  out->last_day = MAX (out->first_day, (gint32)far_payload_int (&item, FAR_PERIOD_LAST, 0));
  out->from = far_payload_int (&item, FAR_PERIOD_FROM, -1);
  out->until = far_payload_int (&item, FAR_PERIOD_UNTIL, -1);

  return TRUE;
}

/* Returns: whether all of it is there */
static gboolean
read_facts (FarHelpWords *facts, const FarHistory *history)
{
  const FarWrite *making = _far_history_making (history);
  FarAlso *also = &facts->also;
  FarPeriod first;
  gboolean is_whole;

  memcpy (facts->id, history->record, FAR_RECORD_ID_LEN);
  memcpy (facts->owner, history->owner, FAR_RECORD_ID_LEN);
  facts->is_offer = _far_history_shown_int (history, FAR_HELP_OFFER, 0, also) != 0;
  facts->what = _far_history_dup_text (history, FAR_HELP_WHAT, also);
  facts->category = _far_history_shown_int (history, FAR_HELP_CATEGORY, 0, also);
  is_whole = read_period (_far_history_shown (history, FAR_HELP_WHEN, also), &facts->when);
  _far_spot_read (&facts->place, history, FAR_HELP_PLACE, also);
  facts->urgency = _far_history_shown_int (history, FAR_HELP_URGENCY, 0, also);
  facts->n_helpers = _far_history_shown_int (history, FAR_HELP_HELPERS, 1, also);
  facts->details = _far_history_dup_text (history, FAR_HELP_DETAILS, also);
  facts->done = _far_history_shown_int (history, FAR_HELP_DONE, 0, also);
  facts->thanks = _far_history_dup_text (history, FAR_HELP_THANKS, also);
  facts->is_gone = _far_history_shown_int (history, FAR_HELP_GONE, 0, also) != 0;
  if (making == NULL || !read_period (&making->payload, &first))
    return FALSE;
  facts->claims_day = first.last_day;
  facts->written_day = far_day_of_utc (making->time_ms);

  return is_whole && *facts->what != '\0';
}

FarHelpWords *
_far_help_of_history (const FarHistory *history, GError **error)
{
  FarHelpWords *facts = g_rc_box_new0 (FarHelpWords);
  gboolean is_whole = read_facts (facts, history);
  gboolean is_good = FALSE;

  if (_far_history_whose (history, facts->person, &facts->gone_on, &is_good, error) && is_good &&
      is_whole)
    return facts;

  facts_unref (facts);

  return NULL;
}

void
_far_help_words_unref (FarHelpWords *self)
{
  facts_unref (self);
}

FarHelpWords *
_far_view_help_words (FarView *view, guint32 ident, GError **error)
{
  FarHistory history;
  FarHelpWords *facts;

  if (ident == 0 || !_far_history_load (&history, view, FAR_KIND_HELP, ident, error))
    return NULL;

  facts = _far_help_of_history (&history, error);
  _far_history_clear (&history);

  return facts;
}

/* ---- who helps */

gboolean
far_claim_facts_comes (const FarClaimFacts *self)
{
  return self->role == FAR_CLAIM_HELPS && self->place == FAR_TURN_PLACE_STANDING;
}

static void
clear_help (gpointer data)
{
  FarHelpFacts *self = data;

  facts_unref (self->facts);
  g_ptr_array_unref (self->claims);
  g_clear_pointer (&self->note_devices, g_array_unref);
  g_clear_pointer (&self->unreached, g_array_unref);
}

FarHelpFacts *
far_help_ref (FarHelpFacts *self)
{
  return g_rc_box_acquire (self);
}

void
far_help_unref (gpointer self)
{
  if (self != NULL)
    g_rc_box_release_full (self, clear_help);
}

gboolean
_far_help_read_words (const FarTurns *turns, guint i, FarClaimWords *out, GError **error)
{
  const FarTurnNode *node = &g_array_index (turns->nodes, FarTurnNode, i);
  FarPayload payload;
  FarRow row;

  *out = (FarClaimWords){ .done = -1 };
  if (!far_store_read_pos (turns->view->store, node->pos, &row, error))
    return FALSE;
  if (!far_row_parse (&row, &payload))
    return TRUE;

  out->done = far_payload_int (&payload, FAR_TURN_DONE, -1);
  out->has_first = far_payload_has (&payload, FAR_TURN_FIRST);
  out->first = far_payload_int (&payload, FAR_TURN_FIRST, 0);

  return TRUE;
}

/* What is done is done: whoever did not know of it cannot take it back, whatever the time; only who
 * has seen that it was said.  Whoever said yes to a day did so, and that holds when it is that day
 * again. */
static gboolean
read_words (const FarTurns *turns, guint turn, gint32 first, FarClaimFacts *out, GError **error)
{
  const FarTurnNode *node = &g_array_index (turns->nodes, FarTurnNode, turn);
  g_autoptr (GArray) yes = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GArray) no = g_array_new (FALSE, FALSE, sizeof (guint));
  guint32 ident = far_store_find_ident (turns->view->store, node->id);
  gboolean suits = FALSE;
  FarClaimWords words;

  for (guint i = 0; i < turns->nodes->len; i++)
    {
      const FarTurnNode *change = &g_array_index (turns->nodes, FarTurnNode, i);

      if (i != turn && (change->turn == 0 || change->turn != ident || !change->is_good))
        continue;
      if (!_far_help_read_words (turns, i, &words, error))
        return FALSE;
      suits |= words.has_first && words.first == first;
      if (i != turn && words.done >= 0)
        g_array_append_val (words.done > 0 ? yes : no, i);
    }

  for (guint i = 0; i < yes->len && !out->is_done; i++)
    {
      gboolean is_replaced = FALSE;

      for (guint j = 0; j < no->len && !is_replaced; j++)
        is_replaced =
            _far_turn_has_seen (turns, g_array_index (no, guint, j), g_array_index (yes, guint, i));
      out->is_done = !is_replaced;
    }
  out->is_moved = !suits;

  return TRUE;
}

static gboolean
read_claim (const FarHelpWords *facts,
            const FarTurns *turns,
            guint i,
            FarClaimFacts **out,
            GError **error)
{
  const FarTurnNode *node = &g_array_index (turns->nodes, FarTurnNode, i);
  FarClaimFacts *claim = g_new0 (FarClaimFacts, 1);

  memcpy (claim->id, node->id, FAR_RECORD_ID_LEN);
  memcpy (claim->person, _far_turn_peek_person (turns, i), FAR_RECORD_ID_LEN);
  memcpy (claim->by, _far_view_author (turns->view, node->pos.log)->id, FAR_RECORD_ID_LEN);
  claim->role = (FarClaimRole)node->role;
  claim->rank = turns->places[i].rank;
  claim->reason = turns->places[i].reason;
  claim->place = claim->rank == 0 ? FAR_TURN_PLACE_RELEASED : FAR_TURN_PLACE_STANDING;
  claim->pos = node->pos;
  *out = claim;
  if (!read_words (turns, i, facts->when.first_day, claim, error))
    return FALSE;

  claim->is_moved = claim->rank > 0 &&
                    (claim->is_moved || (facts->when.from >= 0 && node->at != facts->when.from));

  return TRUE;
}

static int
compare_claims (gconstpointer a, gconstpointer b)
{
  const FarClaimFacts *one = *(const FarClaimFacts *const *)a;
  const FarClaimFacts *other = *(const FarClaimFacts *const *)b;

  if ((one->rank == 0) != (other->rank == 0))
    return one->rank != 0 ? -1 : 1;
  if (one->role != other->role)
    return one->role < other->role ? -1 : 1;
  if (one->rank != other->rank)
    return one->rank < other->rank ? -1 : 1;

  return memcmp (one->id, other->id, FAR_RECORD_ID_LEN);
}

/* By rank, as many as are needed.  Where it is needed still although somebody did it, that one
 * takes nobody's place. */
static void
place_claims (FarHelpFacts *self)
{
  guint n_reserve = 0;
  guint n_places = self->facts->n_helpers;

  for (guint i = 0; i < self->claims->len; i++)
    {
      FarClaimFacts *claim = self->claims->pdata[i];

      if (claim->role != FAR_CLAIM_HELPS || claim->rank == 0 ||
          (claim->is_done && self->facts->done == FAR_HELP_DONE_NO))
        continue;
      if (self->n_standing < n_places)
        {
          self->n_standing++;
          self->n_done += claim->is_done;
          continue;
        }
      claim->place = FAR_TURN_PLACE_RESERVE;
      claim->reserve = ++n_reserve;
    }
  self->n_left = n_places - self->n_standing;
}

/* Whoever is gone before it is over does not come, though the day of the turns may be another. */
static void
release_gone (const FarHelpWords *facts, FarTurns *turns)
{
  for (guint i = 0; i < turns->nodes->len; i++)
    {
      FarTurnNode *node = &g_array_index (turns->nodes, FarTurnNode, i);
      gint32 gone_on = node->now != NULL ? _far_view_member_gone_on (turns->view, node->now)
                                         : _far_view_gone_on (turns->view, node->pos.log);

      if (node->person != 0 && facts->when.last_day >= gone_on)
        node->state = FAR_TURN_STATE_RELEASED;
    }
}

gboolean
_far_help_load_turns (FarTurns *turns, FarView *view, const FarHelpWords *facts, GError **error)
{
  if (!_far_turns_load (turns, view, far_store_find_ident (view->store, facts->id),
                        facts->claims_day, error))
    return FALSE;
  release_gone (facts, turns);
  if (_far_turns_rank (turns, NULL, error))
    return TRUE;

  _far_turns_clear (turns);

  return FALSE;
}

static gboolean
read_claims (FarHelpFacts *self, FarView *view, GError **error)
{
  gboolean good = TRUE;
  FarTurns turns;

  if (!_far_help_load_turns (&turns, view, self->facts, error))
    return FALSE;

  for (guint i = 0; i < turns.nodes->len && good; i++)
    {
      const FarTurnNode *node = &g_array_index (turns.nodes, FarTurnNode, i);
      FarClaimFacts *claim;

      if (node->person == 0 || !node->is_good || node->role >= FAR_CLAIM_ROLES ||
          (turns.places[i].rank == 0 && node->state != FAR_TURN_STATE_RELEASED))
        continue;
      good = read_claim (self->facts, &turns, i, &claim, error);
      g_ptr_array_add (self->claims, claim);
    }
  _far_turns_clear (&turns);
  g_ptr_array_sort (self->claims, compare_claims);
  place_claims (self);

  return good;
}

FarHelpFacts *
_far_view_help (FarView *view, guint32 ident, GError **error)
{
  FarHelpWords *facts = _far_view_help_words (view, ident, error);
  g_autoptr (FarHelpFacts) self = NULL;

  if (facts == NULL)
    return NULL;

  self = g_rc_box_new0 (FarHelpFacts);
  self->facts = facts;
  self->claims = g_ptr_array_new_with_free_func (g_free);

  return read_claims (self, view, error) ? g_steal_pointer (&self) : NULL;
}

/* ---- what has become of it */

FarHelpPlace
far_help_get_place (const FarHelpFacts *self, gint32 today)
{
  const FarHelpWords *facts = self->facts;

  if (facts->is_gone || facts->when.last_day >= facts->gone_on)
    return FAR_HELP_WITHDRAWN;
  if (*facts->thanks != '\0')
    return FAR_HELP_THANKED;
  if (facts->done == FAR_HELP_DONE_YES ||
      (facts->done == FAR_HELP_DONE_UNSAID && self->n_done >= facts->n_helpers))
    return FAR_HELP_IS_DONE;
  if (facts->when.last_day < today)
    return FAR_HELP_OVER;

  return self->n_left == 0 ? FAR_HELP_TAKEN : FAR_HELP_OPEN;
}

gboolean
far_help_is_open (const FarHelpFacts *self, gint32 today)
{
  FarHelpPlace place = far_help_get_place (self, today);

  return place == FAR_HELP_OPEN || place == FAR_HELP_TAKEN;
}

gint32
far_help_get_due (const FarHelpFacts *self, gint32 today)
{
  static const gint32 after[] = { 9, 5, 2 };
  const FarHelpWords *facts = self->facts;
  gint32 last = FAR_HELP_NO_DAY;

  if (facts->is_offer || far_help_get_place (self, today) != FAR_HELP_OPEN)
    return FAR_HELP_NO_DAY;

  for (guint i = 0; i < G_N_ELEMENTS (after) && last == FAR_HELP_NO_DAY; i++)
    if (today >= facts->written_day + after[i])
      last = facts->written_day + after[i];
  if (today >= facts->when.first_day - 1 && facts->when.first_day - 1 > facts->written_day)
    last = MAX (last, facts->when.first_day - 1);

  return last != FAR_HELP_NO_DAY && today <= last + 1 ? last : FAR_HELP_NO_DAY;
}

gboolean
far_help_is_for (const FarHelpFacts *self,
                 const guint8 me[static FAR_RECORD_ID_LEN],
                 guint64 offered)
{
  const FarHelpWords *facts = self->facts;
  gboolean could = facts->category != FAR_CATEGORY_OTHER && facts->category < FAR_CATEGORIES &&
                   (offered & G_GUINT64_CONSTANT (1) << facts->category) != 0;

  if (far_record_id_equal (facts->owner, me) || far_record_id_equal (facts->person, me))
    return FALSE;
  for (guint i = 0; i < self->claims->len; i++)
    {
      const FarClaimFacts *claim = self->claims->pdata[i];

      if (claim->rank == 0)
        continue;
      if (claim->role == FAR_CLAIM_HELPS && far_record_id_equal (claim->person, me))
        return FALSE;
      could |= claim->role == FAR_CLAIM_COULD &&
               (far_record_id_equal (claim->person, me) || far_record_id_equal (claim->by, me));
    }

  return could;
}

guint64
far_help_find_offered (const GPtrArray *helps,
                       const guint8 me[static FAR_RECORD_ID_LEN],
                       gint32 today)
{
  guint64 offered = 0;

  for (guint i = 0; i < helps->len; i++)
    {
      const FarHelpFacts *help = helps->pdata[i];

      if (help->facts->is_offer && far_record_id_equal (help->facts->owner, me) &&
          help->facts->category < FAR_CATEGORIES &&
          far_help_get_place (help, today) == FAR_HELP_OPEN)
        offered |= G_GUINT64_CONSTANT (1) << help->facts->category;
    }

  return offered;
}

/* ---- all of them */

FarHelpFacts *
_far_help_copy (const FarHelpFacts *help)
{
  FarHelpFacts *self = g_rc_box_new0 (FarHelpFacts);

  self->facts = g_rc_box_acquire (help->facts);
  self->n_standing = help->n_standing;
  self->n_left = help->n_left;
  self->n_done = help->n_done;
  self->claims = g_ptr_array_new_full (help->claims->len, g_free);
  for (guint i = 0; i < help->claims->len; i++)
    g_ptr_array_add (self->claims, g_memdup2 (help->claims->pdata[i], sizeof (FarClaimFacts)));

  return self;
}

/* How far each promise has come is asked anew each time. */
static gboolean
has_come_no_further (const FarHelpFacts *self, FarReachMap *reach)
{
  for (guint i = 0; i < self->claims->len; i++)
    {
      const FarClaimFacts *claim = self->claims->pdata[i];

      if (_far_reach_map_get (reach, claim->pos) != claim->reach)
        return FALSE;
    }

  return TRUE;
}

/* @self: (transfer full): it, or a copy if others are shown it */
static FarHelpFacts *
set_reach (FarHelpFacts *self, FarReachMap *reach)
{
  FarHelpFacts *told = self;

  if (has_come_no_further (self, reach))
    return self;

  if (self->is_kept)
    {
      told = _far_help_copy (self);
      far_help_unref (self);
    }
  for (guint i = 0; i < told->claims->len; i++)
    {
      FarClaimFacts *claim = told->claims->pdata[i];

      claim->reach = _far_reach_map_get (reach, claim->pos);
    }

  return told;
}

/* And so is who can open what there is to know.
 * Returns: (transfer full): @self, or a copy of it */
static FarHelpFacts *
add_note (FarHelpFacts *self, FarView *view, guint32 ident, GError **error)
{
  g_autoptr (FarHelpFacts) noted = NULL;
  gboolean is_noted;

  if (!_far_view_is_noted (view, ident, &is_noted, error))
    return NULL;
  if (!is_noted)
    return far_help_ref (self);

  noted = _far_help_copy (self);

  return _far_view_add_help_note (view, noted, error) ? g_steal_pointer (&noted) : NULL;
}

static const guint8 *
get_owner (gconstpointer row)
{
  return ((const FarHelpFacts *)row)->facts->owner;
}

int
_far_help_compare (const FarHelpFacts *self, const FarHelpFacts *other)
{
  const FarHelpWords *one = self->facts;
  const FarHelpWords *two = other->facts;

  if (one->urgency != two->urgency)
    return one->urgency > two->urgency ? -1 : 1;
  if (one->when.first_day != two->when.first_day)
    return one->when.first_day < two->when.first_day ? -1 : 1;

  return memcmp (one->id, two->id, FAR_RECORD_ID_LEN);
}

/* Those of @me first, the others in @others. */
static gboolean
add_help (FarKeptHelp *kept,
          FarView *view,
          FarReachMap *reach,
          const guint8 *me,
          GPtrArray *mine,
          GPtrArray *others,
          GError **error)
{
  FarHelpFacts *help;
  gboolean is_mine = far_record_id_equal (kept->help->facts->owner, me);

  kept->help = set_reach (kept->help, reach);
  kept->help->is_kept = TRUE;
  help = add_note (kept->help, view, kept->ident, error);
  if (help == NULL)
    return FALSE;

  g_ptr_array_add (is_mine ? mine : others, help);

  return TRUE;
}

GPtrArray *
far_collective_help (FarStore *store,
                     const guint8 me[static FAR_RECORD_ID_LEN],
                     gint32 first_day,
                     GError **error)
{
  g_autoptr (GPtrArray) helps = g_ptr_array_new_with_free_func (far_help_unref);
  GPtrArray *others = g_ptr_array_new_with_free_func (far_help_unref);
  GPtrArray *kept;
  FarReachMap reach;
  FarView view;
  gboolean good;

  _far_view_init (&view, store);
  _far_reach_map_init (&reach, &view, me);
  kept = _far_help_memo_fill (_far_memo_peek_help (_far_memo_of (&view)), &view, first_day, error);
  good = kept != NULL;
  for (guint i = 0; good && i < kept->len; i++)
    {
      FarKeptHelp *one = kept->pdata[i];

      if (one->help->facts->when.last_day >= first_day)
        good = add_help (one, &view, &reach, me, helps, others, error);
    }
  _far_reach_map_clear (&reach);
  _far_view_clear (&view);
  g_ptr_array_extend_and_steal (helps, others);
  _far_keep_first (helps, FAR_SHOWN_HELP_MAX, get_owner);

  return good ? g_steal_pointer (&helps) : NULL;
}

FarHelpFacts *
far_collective_one_help (FarStore *store,
                         const guint8 help[static FAR_RECORD_ID_LEN],
                         const guint8 me[static FAR_RECORD_ID_LEN],
                         GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (FarHelpFacts) read = NULL;
  FarHelpFacts *noted = NULL;
  FarReachMap reach;
  FarView view;

  _far_view_init (&view, store);
  _far_reach_map_init (&reach, &view, me);
  read = _far_view_help (&view, far_store_find_ident (store, help), &failure);
  if (read != NULL)
    {
      read = set_reach (read, &reach);
      noted = add_note (read, &view, far_store_find_ident (store, help), &failure);
    }
  else if (failure == NULL)
    _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_ID, "nothing like that is asked for", &failure);
  _far_reach_map_clear (&reach);
  _far_view_clear (&view);
  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));

  return noted;
}
