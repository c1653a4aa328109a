/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Who has booked what, and who has it then.
 *
 * All bookings of a thing are read together: each may meet any other. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-private.h"

#include <string.h>

#include "far-day.h"

#define MINUTES_OF_A_DAY 1440

/* ---- one booking */

static void
clear_loan (gpointer data)
{
  FarLoanFacts *self = data;

  g_ref_string_release (self->words);
  g_ref_string_release (self->hand_words);
}

void
far_loan_facts_unref (gpointer self)
{
  g_rc_box_release_full (self, clear_loan);
}

FarLoanFacts *
_far_loan_copy (const FarLoanFacts *loan)
{
  FarLoanFacts *copy = g_rc_box_dup (sizeof *loan, (gpointer)loan);

  g_ref_string_acquire (copy->words);
  g_ref_string_acquire (copy->hand_words);

  return copy;
}

static GPtrArray *
loans_new (void)
{
  return g_ptr_array_new_with_free_func (far_loan_facts_unref);
}

static void
clear_lent (gpointer data)
{
  FarLentThing *self = data;

  far_thing_facts_unref (self->thing);
  g_ptr_array_unref (self->loans);
  g_clear_pointer (&self->gaps, g_array_unref);
}

void
far_lent_thing_unref (gpointer self)
{
  if (self != NULL)
    g_rc_box_release_full (self, clear_lent);
}

static FarLentThing *
lent_new (FarThingFacts *thing)
{
  FarLentThing *self = g_rc_box_new0 (FarLentThing);

  self->thing = far_thing_facts_ref (thing);
  self->loans = loans_new ();

  return self;
}

FarLentThing *
_far_lent_thing_copy (const FarLentThing *self)
{
  FarLentThing *copy = lent_new (self->thing);

  copy->gaps = self->gaps != NULL ? g_array_ref (self->gaps) : NULL;
  for (guint i = 0; i < self->loans->len; i++)
    g_ptr_array_add (copy->loans, _far_loan_copy (self->loans->pdata[i]));

  return copy;
}

FarStay
far_loan_get_stay (const FarLoanFacts *self)
{
  gint64 begin = (gint64)self->first * MINUTES_OF_A_DAY + MAX (self->from, 0);
  gint64 end =
      (gint64)self->last * MINUTES_OF_A_DAY + (self->until >= 0 ? self->until : MINUTES_OF_A_DAY);

  return (FarStay){
    .begin = begin, .end = MAX (begin, end), .n = self->n, .is_repair = self->is_repair
  };
}

const guint8 *
far_loan_get_moment (const FarLoanFacts *self,
                     FarThingWhat what,
                     FarLoanMoment moment,
                     gint32 *out_day,
                     int *out_at)
{
  gboolean is_room = what == FAR_THING_IS_ROOM;
  gboolean is_end = moment == FAR_LOAN_MOMENT_END;
  /* whoever uses a room for some hours is there all the time, and opens it too unless somebody else
   * does */
  gboolean is_by_hour = is_room && !self->is_repair && self->first == self->last &&
                        self->from >= 0 && self->until > self->from;
  const guint8 *person = self->person;

  *out_day = is_end ? self->last : self->first;
  *out_at = is_end ? self->until : self->from;
  if (self->place != FAR_TURN_PLACE_STANDING || self->hand == FAR_LOAN_BACK || *out_at < 0)
    return NULL;
  if (moment == FAR_LOAN_MOMENT_ALL)
    return is_by_hour ? person : NULL;
  if (!is_end && self->hand == FAR_LOAN_OUT)
    return NULL;
  if (is_room && (is_end ? self->has_closes : self->has_opens))
    person = is_end ? self->closes : self->opens;

  return is_by_hour && far_record_id_equal (person, self->person) ? NULL : person;
}

/* What is back is free from that day on. */
static FarStay
get_rest (const FarLoanFacts *self, FarThingWhat what)
{
  FarStay stay = far_loan_get_stay (self);

  if (self->hand == FAR_LOAN_BACK)
    stay.end = CLAMP ((gint64)self->hand_day * MINUTES_OF_A_DAY, stay.begin, stay.end);
  if (what == FAR_THING_IS_ROOM)
    stay.n = 1;

  return stay;
}

guint
far_lent_thing_count_free (const FarLentThing *self, const FarStay *stay)
{
  g_autofree FarStay *stays = g_new (FarStay, self->loans->len + 1);
  g_autofree FarStayPlace *places = g_new (FarStayPlace, self->loans->len + 1);
  FarStayGaps gaps = { 0 };
  guint n = 0;

  for (guint i = 0; i < self->loans->len; i++)
    {
      const FarLoanFacts *loan = self->loans->pdata[i];

      if (loan->place == FAR_TURN_PLACE_STANDING)
        stays[n++] = get_rest (loan, self->thing->what);
    }
  stays[n] = *stay;
  stays[n].n = 1;
  /* all of these have it, as far as whoever asks now is concerned */
  gaps.n_first = n;
  if (self->gaps != NULL)
    {
      gaps.stays = (const FarStay *)(gpointer)self->gaps->data;
      gaps.n = self->gaps->len;
    }
  far_stays_place_around (self->thing->is_gone ? 0 : far_thing_facts_count (self->thing), &gaps,
                          stays, n + 1, places);

  return places[n].left;
}

/* ---- what the entries say */

static void
take_text (char **out, const FarPayload *payload, guint key)
{
  g_autofree char *text =
      far_payload_has (payload, key) ? far_payload_dup_text (payload, key) : g_strdup ("");

  g_ref_string_release (*out);
  *out = g_ref_string_new (text);
}

static gboolean
read_id (FarView *view,
         const FarPayload *payload,
         guint key,
         gboolean *out_has,
         guint8 *out,
         GError **error)
{
  const guint8 *id = far_payload_bytes (payload, key);
  const FarGovMember *now = NULL;
  guint32 ident;

  *out_has = id != NULL;
  if (id == NULL)
    return TRUE;

  ident = far_store_find_ident (view->store, id);
  if (ident != 0 && !_far_view_now (view, ident, &now, error))
    return FALSE;
  memcpy (out, now != NULL ? now->id : id, FAR_RECORD_ID_LEN);

  return TRUE;
}

static gboolean
read_use (FarLoanFacts *self, FarView *view, const FarPayload *payload, GError **error)
{
  FarPayloadIter iter = far_payload_iter (payload, FAR_TURN_USE);
  FarPayload use;

  if (!far_payload_iter_map (&iter, &use))
    return TRUE;
  take_text (&self->words, &use, FAR_USE_WORDS);

  return read_id (view, &use, FAR_USE_OPENS, &self->has_opens, self->opens, error) &&
         read_id (view, &use, FAR_USE_CLOSES, &self->has_closes, self->closes, error);
}

/* Of one that ends before it begins, or after a year, it is the first day that holds. */
static gboolean
read_loan (FarLoanFacts *self, const FarTurns *turns, guint i, GError **error)
{
  const FarTurnNode *node = &g_array_index (turns->nodes, FarTurnNode, i);
  FarView *view = turns->view;
  const guint8 *fault;
  FarPayload payload;
  FarRow row;

  memcpy (self->id, node->id, FAR_RECORD_ID_LEN);
  memcpy (self->person, _far_turn_peek_person (turns, i), FAR_RECORD_ID_LEN);
  memcpy (self->by, _far_view_author (view, node->pos.log)->id, FAR_RECORD_ID_LEN);
  self->is_repair = node->role == FAR_LOAN_ROLE_REPAIR;
  self->first = self->last = node->day;
  self->from = self->until = self->condition = -1;
  self->n = 1;
  self->pos = node->pos;
  self->words = g_ref_string_new ("");
  self->hand_words = g_ref_string_new ("");
  if (!far_store_read_pos (view->store, node->pos, &row, error))
    return FALSE;
  if (!far_row_parse (&row, &payload))
    return TRUE;

  self->last = far_payload_int (&payload, FAR_TURN_LAST, node->day);
  if (self->last < self->first || self->last - self->first >= FAR_LOAN_DAYS_MAX)
    self->last = self->first;
  self->from = far_payload_int (&payload, FAR_TURN_FROM, -1);
  self->until = far_payload_int (&payload, FAR_TURN_UNTIL, -1);
  self->n = far_payload_int (&payload, FAR_TURN_PIECES, 1);
  fault = far_payload_bytes (&payload, FAR_TURN_FAULT);
  self->has_fault = fault != NULL;
  if (fault != NULL)
    memcpy (self->fault, fault, FAR_RECORD_ID_LEN);

  return read_use (self, view, &payload, error);
}

/* ---- handed out, and brought back */

/* What one entry says of that, and where. */
typedef struct
{
  guint node;
  guint32 turn;
  FarLoanHand hand;
} Hand;

/* Whoever knows says so, as of who has a key. */
static gboolean
find_hands (FarTurns *turns, GArray *out, GError **error)
{
  FarView *view = turns->view;

  for (guint i = 0; i < turns->nodes->len; i++)
    {
      const FarTurnNode *node = &g_array_index (turns->nodes, FarTurnNode, i);
      Hand hand = { .node = i, .turn = node->turn };
      FarPayloadIter iter;
      FarPayload payload;
      FarPayload item;
      FarRow row;

      if (node->turn == 0 || node->state != FAR_TURN_STATE_UNSAID ||
          !far_store_row_counts (view->store, node->pos) ||
          _far_view_author (view, node->pos.log) == NULL)
        continue;
      if (!far_store_read_pos (view->store, node->pos, &row, error))
        return FALSE;
      if (!far_row_parse (&row, &payload))
        continue;
      iter = far_payload_iter (&payload, FAR_TURN_HAND);
      if (!far_payload_iter_map (&iter, &item))
        continue;
      hand.hand = (FarLoanHand)far_payload_int (&item, FAR_HAND_STATE, 0);
      g_array_append_val (out, hand);
    }

  return TRUE;
}

static gboolean
read_hand (FarLoanFacts *self, FarTurns *turns, guint at, GError **error)
{
  const FarTurnNode *node = &g_array_index (turns->nodes, FarTurnNode, at);
  FarPayloadIter iter;
  FarPayload payload;
  FarPayload item;
  FarRow row;

  if (!far_store_read_pos (turns->view->store, node->pos, &row, error))
    return FALSE;
  if (!far_row_parse (&row, &payload))
    return TRUE;
  iter = far_payload_iter (&payload, FAR_TURN_HAND);
  if (!far_payload_iter_map (&iter, &item))
    return TRUE;

  self->hand = (FarLoanHand)far_payload_int (&item, FAR_HAND_STATE, 0);
  self->hand_day = far_payload_int (&item, FAR_HAND_DAY, 0);
  self->condition = far_payload_int (&item, FAR_HAND_CONDITION, -1);
  take_text (&self->hand_words, &item, FAR_HAND_WORDS);
  memcpy (self->hand_by, _far_view_author (turns->view, node->pos.log)->id, FAR_RECORD_ID_LEN);

  return TRUE;
}

/* Who could hand it out, other than who gets it: their word that they did is more than a promise.
 */
static gboolean
is_from_owner (const FarThingFacts *thing, const FarLoanFacts *loan, const FarGovMember *author)
{
  if (far_record_id_equal (author->id, loan->by) || far_record_id_equal (author->id, loan->person))
    return FALSE;

  return !thing->has_whose || far_record_id_equal (author->id, thing->whose) ||
         far_record_id_equal (author->id, thing->owner);
}

static gboolean
apply_hands (FarLoans *self,
             const FarThingFacts *thing,
             guint i,
             const GArray *hands,
             GError **error)
{
  FarTurns *turns = &self->turns;
  guint at = g_array_index (self->nodes, guint, i);
  FarTurnNode *node = &g_array_index (turns->nodes, FarTurnNode, at);
  FarLoanFacts *loan = self->loans->pdata[i];
  guint32 ident = far_store_find_ident (turns->view->store, loan->id);
  g_autoptr (GArray) own = g_array_new (FALSE, FALSE, sizeof (guint));
  guint best;

  for (guint j = 0; ident != 0 && j < hands->len; j++)
    {
      const Hand *hand = &g_array_index (hands, Hand, j);
      FarPos pos = g_array_index (turns->nodes, FarTurnNode, hand->node).pos;

      if (hand->turn != ident)
        continue;
      g_array_append_val (own, hand->node);
      if (hand->hand == FAR_LOAN_OUT &&
          is_from_owner (thing, loan, _far_view_author (turns->view, pos.log)))
        node->is_handed = loan->is_handed = TRUE;
    }
  if (own->len == 0)
    return TRUE;

  return _far_turns_find_best (turns, (const guint *)(gpointer)own->data, own->len, NULL, &best,
                               error) &&
         read_hand (loan, turns, best, error);
}

gboolean
_far_loans_list_hands (FarLoans *self, GArray *out, GError **error)
{
  g_autoptr (GArray) hands = g_array_new (FALSE, FALSE, sizeof (Hand));
  FarStore *store = self->turns.view->store;

  if (!find_hands (&self->turns, hands, error))
    return FALSE;
  for (guint i = 0; i < hands->len; i++)
    {
      const Hand *hand = &g_array_index (hands, Hand, i);
      FarLoanFacts said = { .words = g_ref_string_new (""), .hand_words = g_ref_string_new ("") };
      gboolean good = read_hand (&said, &self->turns, hand->node, error);

      for (guint j = 0; good && j < self->loans->len; j++)
        {
          const FarLoanFacts *loan = self->loans->pdata[j];
          FarHandSaid one = {
            .loan = loan, .state = said.hand, .day = said.hand_day, .condition = said.condition
          };

          if (far_store_find_ident (store, loan->id) != hand->turn)
            continue;
          one.words = g_strdup (said.hand_words);
          g_array_append_val (out, one);
        }
      g_ref_string_release (said.words);
      g_ref_string_release (said.hand_words);
      if (!good)
        return FALSE;
    }

  return TRUE;
}

/* ---- who has it */

static int
compare_ranks (gconstpointer a, gconstpointer b)
{
  guint one = (*(const FarLoanFacts *const *)a)->rank;
  guint other = (*(const FarLoanFacts *const *)b)->rank;

  return (one > other) - (one < other);
}

/* How many wait at that time, it too. */
static guint
count_reserve (const GPtrArray *ranked, const FarStay *stays, guint i)
{
  guint n = 1;

  for (guint j = 0; j < i; j++)
    {
      const FarLoanFacts *other = ranked->pdata[j];

      n += other->place == FAR_TURN_PLACE_RESERVE && stays[j].begin < stays[i].end &&
           stays[i].begin < stays[j].end;
    }

  return n;
}

/* @gaps: (nullable) (element-type FarStay): when some are broken, or being mended */
static void
place_loans (const GPtrArray *loans, const FarThingFacts *thing, const GArray *gaps)
{
  FarStayGaps around = { .stays = gaps != NULL ? (const FarStay *)(gpointer)gaps->data : NULL,
                         .n = gaps != NULL ? gaps->len : 0 };
  g_autoptr (GPtrArray) ranked = g_ptr_array_new ();
  g_autofree FarStay *stays = g_new0 (FarStay, loans->len + 1);
  g_autofree FarStayPlace *places = g_new0 (FarStayPlace, loans->len + 1);

  for (guint i = 0; i < loans->len; i++)
    if (((const FarLoanFacts *)loans->pdata[i])->rank > 0)
      g_ptr_array_add (ranked, loans->pdata[i]);
  g_ptr_array_sort (ranked, compare_ranks);
  for (guint i = 0; i < ranked->len; i++)
    {
      stays[i] = get_rest (ranked->pdata[i], thing->what);
      if (around.n_first == i && ((const FarLoanFacts *)ranked->pdata[i])->is_handed)
        around.n_first++;
    }
  far_stays_place_around (thing->is_gone ? 0 : far_thing_facts_count (thing), &around, stays,
                          ranked->len, places);

  for (guint i = 0; i < ranked->len; i++)
    {
      FarLoanFacts *loan = ranked->pdata[i];

      loan->why = places[i];
      loan->place = places[i].stands ? FAR_TURN_PLACE_STANDING : FAR_TURN_PLACE_RESERVE;
      loan->reserve = 0;
      memset (loan->before, 0, FAR_RECORD_ID_LEN);
      if (places[i].stands)
        continue;
      loan->reserve = count_reserve (ranked, stays, i);
      if (places[i].before != G_MAXUINT)
        memcpy (loan->before, ((const FarLoanFacts *)ranked->pdata[places[i].before])->id,
                FAR_RECORD_ID_LEN);
    }
}

/* @out: (element-type guint): the nodes of what is a booking */
static void
find_loans (const FarTurns *turns, GArray *out)
{
  for (guint i = 0; i < turns->nodes->len; i++)
    {
      const FarTurnNode *node = &g_array_index (turns->nodes, FarTurnNode, i);

      if (node->person != 0 && node->is_good && node->role <= FAR_LOAN_ROLE_REPAIR)
        g_array_append_val (out, i);
    }
}

static gboolean
read_all (FarLoans *self, const FarThingFacts *thing, GError **error)
{
  g_autoptr (GArray) hands = g_array_new (FALSE, FALSE, sizeof (Hand));

  find_loans (&self->turns, self->nodes);
  for (guint i = 0; i < self->nodes->len; i++)
    {
      FarLoanFacts *loan = g_rc_box_new0 (FarLoanFacts);
      gboolean good = read_loan (loan, &self->turns, g_array_index (self->nodes, guint, i), error);

      g_ptr_array_add (self->loans, loan);
      if (!good)
        return FALSE;
    }
  if (!find_hands (&self->turns, hands, error))
    return FALSE;
  for (guint i = 0; i < self->nodes->len && hands->len > 0; i++)
    if (!apply_hands (self, thing, i, hands, error))
      return FALSE;
  if (!_far_turns_rank (&self->turns, NULL, error))
    return FALSE;

  for (guint i = 0; i < self->nodes->len; i++)
    {
      FarLoanFacts *loan = self->loans->pdata[i];
      FarRankPlace place = self->turns.places[g_array_index (self->nodes, guint, i)];

      loan->rank = place.rank;
      loan->reason = place.reason;
      loan->place = FAR_TURN_PLACE_RELEASED;
    }
  place_loans (self->loans, thing, NULL);

  return TRUE;
}

gboolean
_far_loans_load (FarLoans *self, FarView *view, const FarThingFacts *thing, GError **error)
{
  *self = (FarLoans){ .nodes = g_array_new (FALSE, FALSE, sizeof (guint)), .loans = loans_new () };
  if (!_far_turns_load_thing (&self->turns, view, far_store_find_ident (view->store, thing->id),
                              error))
    {
      g_clear_pointer (&self->nodes, g_array_unref);
      g_clear_pointer (&self->loans, g_ptr_array_unref);
      return FALSE;
    }
  if (read_all (self, thing, error))
    return TRUE;

  _far_loans_clear (self);

  return FALSE;
}

void
_far_loans_clear (FarLoans *self)
{
  _far_turns_clear (&self->turns);
  g_clear_pointer (&self->nodes, g_array_unref);
  g_clear_pointer (&self->loans, g_ptr_array_unref);
}

/* ---- all things */

static int
compare_loans (gconstpointer a, gconstpointer b)
{
  const FarLoanFacts *one = *(const FarLoanFacts *const *)a;
  const FarLoanFacts *other = *(const FarLoanFacts *const *)b;

  if (one->first != other->first)
    return one->first < other->first ? -1 : 1;
  if (one->from != other->from)
    return one->from < other->from ? -1 : 1;
  if ((one->rank == 0) != (other->rank == 0))
    return one->rank != 0 ? -1 : 1;
  if (one->rank != other->rank)
    return one->rank < other->rank ? -1 : 1;

  return memcmp (one->id, other->id, FAR_RECORD_ID_LEN);
}

static gboolean
is_open (const FarLoanFacts *self, gint32 today)
{
  return self->hand == FAR_LOAN_OUT ||
         (self->rank > 0 && self->last >= today && self->hand != FAR_LOAN_BACK);
}

typedef struct
{
  FarView view;
  FarReachMap reach;
  FarThingMemo *memo; /* unowned */
  GHashTable *gaps;   /* owned; (nullable) (element-type GArray of FarStay) by ident */
  gint32 today;
  GPtrArray *out; /* unowned (element-type FarLentThing) */
} Search;

gboolean
_far_kept_thing_read (FarKeptThing *kept, FarThingMemo *memo, FarView *view, GError **error)
{
  FarLoans loans;

  if (kept->loans != NULL)
    return TRUE;
  if (!_far_loans_load (&loans, view, kept->thing, error))
    return FALSE;

  g_ptr_array_sort (loans.loans, compare_loans);
  _far_thing_memo_keep (memo, kept, g_steal_pointer (&loans.loans));
  _far_loans_clear (&loans);

  return TRUE;
}

/* What was kept knows nothing of what is broken. */
static GPtrArray *
place_around (const FarKeptThing *kept, const GArray *gaps)
{
  GPtrArray *loans = loans_new ();

  for (guint i = 0; i < kept->loans->len; i++)
    g_ptr_array_add (loans, _far_loan_copy (kept->loans->pdata[i]));
  place_loans (loans, kept->thing, gaps);

  return loans;
}

/* What is open of @loans, as far as each is known to have come. */
static FarLentThing *
make_lent (Search *self, FarThingFacts *thing, GPtrArray *loans)
{
  FarLentThing *lent = lent_new (thing);

  for (guint i = 0; i < loans->len; i++)
    {
      FarLoanFacts *loan = loans->pdata[i];
      FarReach reach;

      if (!is_open (loan, self->today))
        continue;
      reach = _far_reach_map_get (&self->reach, loan->pos);
      if (reach != loan->reach)
        {
          /* others may hold the one that was there */
          loans->pdata[i] = _far_loan_copy (loan);
          far_loan_facts_unref (loan);
          loan = loans->pdata[i];
          loan->reach = reach;
        }
      g_ptr_array_add (lent->loans, g_rc_box_acquire (loan));
    }

  return lent;
}

static gboolean
has_come_no_further (Search *self, const FarLentThing *lent)
{
  for (guint i = 0; i < lent->loans->len; i++)
    {
      const FarLoanFacts *loan = lent->loans->pdata[i];

      if (_far_reach_map_get (&self->reach, loan->pos) != loan->reach)
        return FALSE;
    }

  return TRUE;
}

/* What is kept is shown to whoever asks as long as it is the same day: to copy ten thousand things
 * takes longer than all the rest. */
static FarLentThing *
get_lent (Search *self, FarKeptThing *kept, GArray *gaps)
{
  if (gaps != NULL)
    {
      g_autoptr (GPtrArray) placed = place_around (kept, gaps);
      FarLentThing *lent = make_lent (self, kept->thing, placed);

      lent->gaps = g_array_ref (gaps);

      return lent;
    }

  if (kept->lent == NULL || kept->lent_on != self->today || !has_come_no_further (self, kept->lent))
    {
      g_clear_pointer (&kept->lent, far_lent_thing_unref);
      kept->lent = make_lent (self, kept->thing, kept->loans);
      kept->lent->is_kept = TRUE;
      kept->lent_on = self->today;
    }

  return g_rc_box_acquire (kept->lent);
}

static gboolean
add_lent (Search *self, FarKeptThing *kept, GError **error)
{
  GArray *gaps =
      self->gaps != NULL ? g_hash_table_lookup (self->gaps, GUINT_TO_POINTER (kept->ident)) : NULL;
  FarLentThing *lent;

  if (!_far_kept_thing_read (kept, self->memo, &self->view, error))
    return FALSE;

  lent = get_lent (self, kept, gaps);
  if (kept->thing->is_gone && lent->loans->len == 0)
    far_lent_thing_unref (lent);
  else
    g_ptr_array_add (self->out, lent);

  return TRUE;
}

static const guint8 *
get_owner (gconstpointer row)
{
  return ((const FarLentThing *)row)->thing->owner;
}

GPtrArray *
far_collective_lending (FarStore *store,
                        const guint8 me[static FAR_RECORD_ID_LEN],
                        gint32 today,
                        GError **error)
{
  g_autoptr (GPtrArray) out = g_ptr_array_new_with_free_func (far_lent_thing_unref);
  Search search = { .today = today, .out = out };
  gboolean good;

  _far_view_init (&search.view, store);
  _far_reach_map_init (&search.reach, &search.view, me);
  search.memo = _far_memo_peek_things (_far_memo_of (&search.view));
  good = _far_thing_memo_fill (search.memo, &search.view, error) &&
         _far_view_gaps (&search.view, me, &search.gaps, error);
  for (guint i = 0; good && i < _far_thing_memo_peek (search.memo)->len; i++)
    good = add_lent (&search, _far_thing_memo_peek (search.memo)->pdata[i], error);
  g_clear_pointer (&search.gaps, g_hash_table_unref);
  _far_reach_map_clear (&search.reach);
  _far_view_clear (&search.view);
  _far_keep_first (out, FAR_SHOWN_THINGS_MAX, get_owner);

  return good ? g_steal_pointer (&out) : NULL;
}

static gboolean
is_timed (const FarLoanFacts *self, FarThingWhat what, gint32 first_day, guint n_days)
{
  gint32 day;
  int at;

  /* a look that most do not pass */
  if (self->last < first_day || self->first - first_day >= (gint32)n_days ||
      (self->from < 0 && self->until < 0))
    return FALSE;
  for (guint i = 0; i < FAR_LOAN_MOMENTS; i++)
    if (far_loan_get_moment (self, what, (FarLoanMoment)i, &day, &at) != NULL && day >= first_day &&
        day - first_day < (gint32)n_days)
      return TRUE;

  return FALSE;
}

GPtrArray *
far_collective_timed_loans (FarStore *store, gint32 first_day, guint n_days, GError **error)
{
  g_autoptr (GPtrArray) out = g_ptr_array_new_with_free_func (far_lent_thing_unref);
  Search search = { .out = out };
  gboolean good;

  _far_view_init (&search.view, store);
  search.memo = _far_memo_peek_things (_far_memo_of (&search.view));
  good = _far_thing_memo_fill (search.memo, &search.view, error);
  for (guint i = 0; good && i < _far_thing_memo_peek (search.memo)->len; i++)
    {
      FarKeptThing *kept = _far_thing_memo_peek (search.memo)->pdata[i];
      FarLentThing *lent = NULL;

      good = _far_kept_thing_read (kept, search.memo, &search.view, error);
      for (guint j = 0; good && j < kept->loans->len; j++)
        {
          const FarLoanFacts *loan = kept->loans->pdata[j];

          if (!is_timed (loan, kept->thing->what, first_day, n_days))
            continue;
          if (lent == NULL)
            {
              lent = lent_new (kept->thing);
              g_ptr_array_add (out, lent);
            }
          g_ptr_array_add (lent->loans, _far_loan_copy (loan));
        }
    }
  _far_view_clear (&search.view);

  return good ? g_steal_pointer (&out) : NULL;
}

static FarLentThing *
read_lent (FarView *view, const guint8 *thing, const guint8 *me, GError **error)
{
  guint32 ident = far_store_find_ident (view->store, thing);
  FarThingFacts *facts = _far_view_thing (view, ident, error);
  g_autoptr (FarLentThing) self = NULL;
  FarReachMap reach;
  FarLoans loans;

  if (facts == NULL)
    return NULL;
  if (*facts->name == '\0')
    {
      far_thing_facts_unref (facts);
      _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_ID, "there is no such thing", error);
      return NULL;
    }

  self = lent_new (facts);
  far_thing_facts_unref (facts);
  if (!_far_view_gaps_of (view, facts, me, &self->gaps, error) ||
      !_far_loans_load (&loans, view, facts, error))
    return NULL;
  g_ptr_array_unref (self->loans);
  self->loans = g_steal_pointer (&loans.loans);
  _far_loans_clear (&loans);
  place_loans (self->loans, facts, self->gaps);
  g_ptr_array_sort (self->loans, compare_loans);
  _far_reach_map_init (&reach, view, me);
  for (guint i = 0; i < self->loans->len; i++)
    {
      FarLoanFacts *loan = self->loans->pdata[i];

      loan->reach = _far_reach_map_get (&reach, loan->pos);
    }
  _far_reach_map_clear (&reach);

  return g_steal_pointer (&self);
}

FarLentThing *
far_collective_lent (FarStore *store,
                     const guint8 thing[static FAR_RECORD_ID_LEN],
                     const guint8 me[static FAR_RECORD_ID_LEN],
                     GError **error)
{
  FarLentThing *lent;
  FarView view;

  _far_view_init (&view, store);
  lent = read_lent (&view, thing, me, error);
  _far_view_clear (&view);

  return lent;
}

gboolean
far_collective_find_loan (FarStore *store,
                          const guint8 loan[static FAR_RECORD_ID_LEN],
                          guint8 out_thing[static FAR_RECORD_ID_LEN],
                          guint8 out_person[static FAR_RECORD_ID_LEN],
                          GError **error)
{
  g_autoptr (FarLentThing) lent = NULL;
  guint32 ident;
  gint32 day;
  FarView view;

  if (!_far_store_find_turn (store, loan, &ident, &day, error))
    return FALSE;

  memcpy (out_thing, far_store_peek_ident (store, ident), FAR_RECORD_ID_LEN);
  _far_view_init (&view, store);
  lent = read_lent (&view, out_thing, out_thing, error);
  _far_view_clear (&view);
  for (guint i = 0; lent != NULL && i < lent->loans->len; i++)
    {
      const FarLoanFacts *found = lent->loans->pdata[i];

      if (!far_record_id_equal (found->id, loan))
        continue;
      memcpy (out_person, found->person, FAR_RECORD_ID_LEN);
      return TRUE;
    }

  return lent != NULL &&
         _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_ID, "there is no such booking", error);
}
