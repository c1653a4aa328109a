/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Things and rooms booked, given back, handed out and brought back. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-private.h"

#include <string.h>

#include "far-day.h"

#define MINUTES_OF_A_DAY 1440

gboolean
_far_pen_check_lends (FarPen *pen, FarThingWhat what, GError **error)
{
  if (what == FAR_THING_IS_ROOM)
    return far_collective_uses (pen->view.store, FAR_RULE_ROOMS) ||
           _far_refuse (FAR_COLLECTIVE_ERROR_ROOMS_OFF, "rooms are off", error);

  return far_collective_uses (pen->view.store, FAR_RULE_LENDING) ||
         _far_refuse (FAR_COLLECTIVE_ERROR_LENDING_OFF, "lending is off", error);
}

/* The thing as it is shown; %NULL with NO_SUCH_ID */
static FarThingFacts *
load_thing (FarPen *pen, guint32 ident, gboolean with_gone, GError **error)
{
  FarThingFacts *facts = _far_view_thing (&pen->view, ident, error);

  if (facts == NULL || (*facts->name != '\0' && (with_gone || !facts->is_gone)))
    return facts;

  far_thing_facts_unref (facts);
  _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_ID, "there is no such thing", error);

  return NULL;
}

/* ---- booking */

void
far_loans_taken_clear (FarLoansTaken *self)
{
  g_clear_pointer (&self->days, g_array_unref);
  g_clear_pointer (&self->ids, g_array_unref);
}

static FarStay
get_stay (const FarLoanPlan *plan, gint32 first)
{
  FarLoanFacts loan = { .first = first,
                        .last = first + (plan->last - plan->first),
                        .from = plan->from,
                        .until = plan->until,
                        .n = plan->n };

  return far_loan_get_stay (&loan);
}

static gboolean
check_time (const FarLoanPlan *plan, gint32 today, GError **error)
{
  if (plan->last < plan->first)
    return _far_refuse (FAR_COLLECTIVE_ERROR_PERIOD_INVALID, "it ends before it begins", error);
  if (plan->from < -1 || plan->from >= MINUTES_OF_A_DAY || plan->until < -1 || plan->until == 0 ||
      plan->until > MINUTES_OF_A_DAY)
    return _far_refuse (FAR_COLLECTIVE_ERROR_TIME_INVALID, "no such time of day", error);
  if (plan->last - (gint64)plan->first >= FAR_LOAN_DAYS_MAX)
    return _far_refuse (FAR_COLLECTIVE_ERROR_LOAN_LONG, "a loan is a year at most", error);
  if (get_stay (plan, plan->first).begin >= get_stay (plan, plan->first).end)
    return _far_refuse (FAR_COLLECTIVE_ERROR_PERIOD_INVALID, "it ends before it begins", error);
  if (plan->first < FAR_DAY_MIN || plan->last > FAR_PAYLOAD_DAY_MAX ||
      plan->weekly_last > FAR_PAYLOAD_DAY_MAX)
    return _far_refuse (FAR_COLLECTIVE_ERROR_DATE_INVALID, "no such day", error);
  if (plan->last < today)
    return _far_refuse (FAR_COLLECTIVE_ERROR_LOAN_OVER, "that is over", error);

  return plan->weekly_last <= plan->first ||
         (plan->weekly_last - plan->first) / 7 < FAR_LOAN_DATES_MAX ||
         _far_refuse (FAR_COLLECTIVE_ERROR_LOAN_LONG, "that is too often for once", error);
}

/* Whether the thing may be had so, and so many of it. */
static gboolean
check_thing (FarPen *pen, const FarThingFacts *thing, const FarLoanPlan *plan, GError **error)
{
  guint most = thing->what == FAR_THING_IS_ROOM && thing->pieces == 0 ? FAR_THING_PIECES_MAX
                                                                      : MAX (thing->pieces, 1);
  const guint8 *person = plan->person != NULL ? plan->person : pen->me->id;
  gboolean is_own = far_record_id_equal (pen->me->id, thing->owner) ||
                    (thing->has_whose && far_record_id_equal (person, thing->whose));

  if (plan->fault != NULL ? !_far_pen_check_repairs (pen, error)
                          : !_far_pen_check_lends (pen, thing->what, error))
    return FALSE;
  if (thing->has_workshop != (plan->fault != NULL))
    return _far_refuse (FAR_COLLECTIVE_ERROR_NOT_LENT, "a place is for what is broken", error);
  if (!thing->is_lent && !is_own && !plan->is_repair)
    return _far_refuse (FAR_COLLECTIVE_ERROR_NOT_LENT, "it is not to be borrowed", error);
  if (plan->n < 1 || plan->n > most)
    return _far_refuse (FAR_COLLECTIVE_ERROR_PIECES_INVALID, "so many there are not", error);

  return is_own || plan->is_repair || thing->days == 0 ||
         plan->last - plan->first < (gint32)thing->days ||
         _far_refuse (FAR_COLLECTIVE_ERROR_LOAN_LONG, "that is too long", error);
}

static void
put_use (FarMapWriter *map, const FarLoanPlan *plan, const char *words)
{
  FarMapWriter item;

  if (*words == '\0' && plan->opens == NULL && plan->closes == NULL)
    return;

  far_map_array (map, FAR_TURN_USE, 1);
  item = far_map_begin (map->out);
  if (*words != '\0')
    far_map_text (&item, FAR_USE_WORDS, words);
  if (plan->opens != NULL)
    far_map_bytes (&item, FAR_USE_OPENS, plan->opens, FAR_RECORD_ID_LEN);
  if (plan->closes != NULL)
    far_map_bytes (&item, FAR_USE_CLOSES, plan->closes, FAR_RECORD_ID_LEN);
  far_map_end (&item);
}

/* What is done to one thing. */
typedef struct
{
  FarPen *pen;
  const FarLoanPlan *plan;
  const guint8 *person;
  const char *words; /* what for */
  FarLoans *loans;
  FarLoansTaken *out;
} Work;

static gboolean
book_day (Work *self, gint32 day, GError **error)
{
  const FarLoanPlan *plan = self->plan;
  FarPen *pen = self->pen;
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  FarPos refs[FAR_REFS_MAX];
  FarSaying saying = {
    .kind = FAR_KIND_TURN, .subject = self->person, .payload = payload, .refs = refs
  };
  guint8 id[FAR_RECORD_ID_LEN];
  FarPos pos;

  far_map_bytes (&map, FAR_TURN_ROTA, plan->thing, FAR_RECORD_ID_LEN);
  far_map_int (&map, FAR_TURN_DAY, day);
  if (plan->is_repair)
    far_map_int (&map, FAR_TURN_ROLE, FAR_LOAN_ROLE_REPAIR);
  far_map_bytes (&map, FAR_TURN_PERSON, self->person, FAR_RECORD_ID_LEN);
  far_map_int (&map, FAR_TURN_LAST, day + (plan->last - plan->first));
  if (plan->from >= 0)
    far_map_int (&map, FAR_TURN_FROM, plan->from);
  if (plan->until >= 0)
    far_map_int (&map, FAR_TURN_UNTIL, plan->until);
  far_map_int (&map, FAR_TURN_PIECES, plan->n);
  put_use (&map, plan, self->words);
  if (plan->fault != NULL)
    far_map_bytes (&map, FAR_TURN_FAULT, plan->fault, FAR_RECORD_ID_LEN);
  far_map_end (&map);

  if (!_far_pen_open (pen, error))
    return FALSE;
  saying.n_refs = _far_turns_refs (&self->loans->turns, _far_pen_get_prev (pen), refs);
  if (!_far_writer_append (pen->writer, &saying, &pos, NULL, error))
    return FALSE;

  far_record_id (far_store_peek_collective (pen->writer->store), pen->writer->me->device, pos.seq,
                 0, id);
  g_array_append_val (self->out->days, day);
  g_array_append_vals (self->out->ids, id, 1);

  return TRUE;
}

/* Whoever brings two bikes has two places; each of them has one. */
static gboolean
is_for_same (const Work *self, const FarLoanFacts *loan)
{
  const guint8 *fault = self->plan->fault;

  return fault != NULL ? loan->has_fault && far_record_id_equal (loan->fault, fault)
                       : far_record_id_equal (loan->person, self->person);
}

static gboolean
has_it_then (const Work *self, const FarStay *stay)
{
  for (guint i = 0; i < self->loans->loans->len; i++)
    {
      const FarLoanFacts *loan = self->loans->loans->pdata[i];
      FarStay other = far_loan_get_stay (loan);

      if (loan->rank > 0 && loan->hand != FAR_LOAN_BACK &&
          loan->is_repair == self->plan->is_repair && other.begin < stay->end &&
          stay->begin < other.end && is_for_same (self, loan))
        return TRUE;
    }

  return FALSE;
}

static gboolean
is_meant (const FarLoanPlan *plan, gint32 day)
{
  for (guint i = 0; i < plan->n_only; i++)
    if (plan->only[i] == day)
      return TRUE;

  return plan->only == NULL;
}

static gboolean
book_all (Work *self, GError **error)
{
  const FarLoanPlan *plan = self->plan;

  for (gint32 day = plan->first; day <= MAX (plan->first, plan->weekly_last); day += 7)
    {
      FarStay stay = get_stay (plan, day);

      if (!is_meant (plan, day))
        continue;
      if (has_it_then (self, &stay))
        self->out->n_held++;
      else if (!book_day (self, day, error))
        return FALSE;
    }

  return self->out->days->len > 0 ||
         _far_refuse (FAR_COLLECTIVE_ERROR_LOAN_HELD, "that is booked already", error);
}

static gboolean
count_reserve (Work *self, GError **error)
{
  g_autoptr (FarLentThing) lent = far_collective_lent (self->pen->writer->store, self->plan->thing,
                                                       self->pen->me->id, error);

  for (guint i = 0; lent != NULL && i < lent->loans->len; i++)
    {
      const FarLoanFacts *loan = lent->loans->pdata[i];

      self->out->n_reserve +=
          loan->place == FAR_TURN_PLACE_RESERVE && _far_ids_have (self->out->ids, loan->id);
    }

  return lent != NULL;
}

gboolean
_far_pen_book (FarPen *pen,
               const FarLoanPlan *plan,
               const char *words,
               gint32 today,
               FarLoansTaken *out,
               GError **error)
{
  Work self = { .pen = pen,
                .plan = plan,
                .person = plan->person != NULL ? plan->person : pen->me->id,
                .words = words,
                .out = out };
  FarThingFacts *thing =
      load_thing (pen, far_store_find_ident (pen->view.store, plan->thing), FALSE, error);
  FarLoans loans;
  gboolean good;

  if (thing == NULL)
    return FALSE;

  good = check_time (plan, today, error) && check_thing (pen, thing, plan, error) &&
         _far_pen_check_whose (pen, self.person, error) &&
         (plan->opens == NULL || _far_pen_check_present (pen, plan->opens, error)) &&
         (plan->closes == NULL || _far_pen_check_present (pen, plan->closes, error)) &&
         _far_loans_load (&loans, &pen->view, thing, error);
  if (good)
    {
      self.loans = &loans;
      good = book_all (&self, error) && count_reserve (&self, error);
      _far_loans_clear (&loans);
    }
  far_thing_facts_unref (thing);

  return good;
}

gboolean
far_collective_book (const FarWriter *writer,
                     const FarLoanPlan *plan,
                     gint32 today,
                     FarLoansTaken *out,
                     GError **error)
{
  g_autofree char *words =
      _far_tidy_line (plan->words != NULL ? plan->words : "", FAR_THING_WORDS_MAX, error);
  gboolean good = FALSE;
  FarPen pen;

  *out = (FarLoansTaken){ .days = g_array_new (FALSE, FALSE, sizeof (gint32)),
                          .ids = g_array_new (FALSE, FALSE, FAR_RECORD_ID_LEN) };
  if (words != NULL && _far_pen_init (&pen, writer, error))
    good = _far_pen_close (&pen, _far_pen_book (&pen, plan, words, today, out, error), error);
  if (!good)
    far_loans_taken_clear (out);

  return good;
}

/* ---- one booking */

/* A booking that is there, with all of its thing. */
typedef struct
{
  FarThingFacts *thing; /* owned */
  FarLoans loans;
  guint i; /* among these */
} Found;

static const FarLoanFacts *
peek_loan (const Found *self)
{
  return self->loans.loans->pdata[self->i];
}

static guint
get_node (const Found *self, guint i)
{
  return g_array_index (self->loans.nodes, guint, i);
}

static void
found_clear (Found *self)
{
  _far_loans_clear (&self->loans);
  far_thing_facts_unref (self->thing);
}

static gboolean
find_loan (FarPen *pen, const guint8 *id, Found *out, GError **error)
{
  guint32 ident;
  gint32 day;

  if (!_far_store_find_turn (pen->view.store, id, &ident, &day, error))
    return FALSE;
  out->thing = load_thing (pen, ident, TRUE, error);
  if (out->thing == NULL)
    return FALSE;
  if (!_far_loans_load (&out->loans, &pen->view, out->thing, error))
    {
      far_thing_facts_unref (out->thing);
      return FALSE;
    }

  for (out->i = 0; out->i < out->loans.loans->len; out->i++)
    if (far_record_id_equal (peek_loan (out)->id, id))
      return TRUE;
  found_clear (out);

  return _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_ID, "there is no such booking", error);
}

static gboolean
check_release (FarPen *pen, const Found *found, gint32 today, GError **error)
{
  const FarLoanFacts *loan = peek_loan (found);

  if (!_far_turn_is_of (&found->loans.turns, get_node (found, found->i), pen->me))
    return _far_refuse (FAR_COLLECTIVE_ERROR_NOT_YOURS, "the booking is somebody else's", error);
  if (loan->rank == 0)
    return _far_refuse (FAR_COLLECTIVE_ERROR_ALREADY_RELEASED, "it was given back", error);
  if (loan->hand == FAR_LOAN_OUT)
    return _far_refuse (FAR_COLLECTIVE_ERROR_LOAN_OUT, "it is to be brought back", error);

  return loan->last >= today || _far_refuse (FAR_COLLECTIVE_ERROR_LOAN_OVER, "that is over", error);
}

static gboolean
is_same_series (const FarLoanFacts *loan, const FarLoanFacts *other)
{
  return other->rank > 0 && other->hand == FAR_LOAN_BOOKED && other->first > loan->first &&
         (other->first - loan->first) % 7 == 0 &&
         other->last - other->first == loan->last - loan->first && other->from == loan->from &&
         other->until == loan->until && other->is_repair == loan->is_repair &&
         far_record_id_equal (other->person, loan->person);
}

static gboolean
release (FarPen *pen,
         const guint8 *id,
         gboolean with_later,
         gint32 today,
         GArray *out_days,
         guint *out_n,
         GError **error)
{
  const FarTurnSaying saying = { .state = FAR_TURN_STATE_RELEASED, .at = -1 };
  gboolean good;
  Found found;

  if (!find_loan (pen, id, &found, error))
    return FALSE;

  good = check_release (pen, &found, today, error) && _far_pen_open (pen, error);
  for (guint i = 0; good && i < found.loans.loans->len; i++)
    {
      const FarLoanFacts *other = found.loans.loans->pdata[i];

      if (i != found.i && (!with_later || !is_same_series (peek_loan (&found), other)))
        continue;
      if (!_far_turn_is_of (&found.loans.turns, get_node (&found, i), pen->me))
        continue;
      good = _far_pen_write_change (pen, &found.loans.turns, get_node (&found, i), &saying, error);
      if (out_days != NULL)
        g_array_append_val (out_days, other->first);
      ++*out_n;
    }
  if (out_days != NULL)
    g_array_sort (out_days, far_day_compare);
  found_clear (&found);

  return good;
}

gboolean
far_collective_release_loan (const FarWriter *writer,
                             const guint8 loan[static FAR_RECORD_ID_LEN],
                             gboolean with_later,
                             gint32 today,
                             GArray *out_days,
                             guint *out_n,
                             GError **error)
{
  FarPen pen;

  *out_n = 0;

  return _far_pen_init (&pen, writer, error) &&
         _far_pen_close (&pen, release (&pen, loan, with_later, today, out_days, out_n, error),
                         error);
}

/* ---- at the door */

/* Of what is the collective's whoever is there knows. */
static gboolean
may_hand (FarPen *pen, const Found *found)
{
  const FarThingFacts *thing = found->thing;

  return !thing->has_whose || far_record_id_equal (thing->whose, pen->me->id) ||
         far_record_id_equal (thing->owner, pen->me->id) ||
         (thing->has_keeper && far_record_id_equal (thing->keeper, pen->me->id)) ||
         _far_turn_is_of (&found->loans.turns, get_node (found, found->i), pen->me);
}

static gboolean
check_hand (FarPen *pen, const Found *found, const FarHandover *handover, GError **error)
{
  const FarLoanFacts *loan = peek_loan (found);

  if (!may_hand (pen, found))
    return _far_refuse (FAR_COLLECTIVE_ERROR_LOAN_NOT_YOURS, "that is for others to say", error);
  if (loan->hand == handover->hand)
    return _far_refuse (FAR_COLLECTIVE_ERROR_ALREADY_SAID, "it says so already", error);
  if (handover->hand == FAR_LOAN_BACK && loan->hand != FAR_LOAN_OUT)
    return _far_refuse (FAR_COLLECTIVE_ERROR_LOAN_NOT_OUT, "it was not handed out", error);
  if (handover->hand != FAR_LOAN_OUT)
    return TRUE;
  if (loan->rank == 0)
    return _far_refuse (FAR_COLLECTIVE_ERROR_ALREADY_RELEASED, "it was given back", error);

  return loan->place == FAR_TURN_PLACE_STANDING ||
         _far_refuse (FAR_COLLECTIVE_ERROR_LOAN_RESERVE, "somebody else has it then", error);
}

/* How it came back is how it is. */
static gboolean
say_condition (FarPen *pen,
               const Found *found,
               const FarHandover *handover,
               const char *words,
               GError **error)
{
  FarThingChange change = { .gone = -1, .says = FAR_THING_SAYS_CONDITION };

  if (handover->hand != FAR_LOAN_BACK || handover->condition < 0)
    return TRUE;

  change.condition = (FarCondition)handover->condition;
  if (*words != '\0' || change.condition == FAR_CONDITION_GOOD)
    {
      change.says |= FAR_THING_SAYS_WORN;
      change.worn = change.condition == FAR_CONDITION_GOOD ? "" : words;
    }

  return found->thing->is_gone || _far_pen_change_thing (pen, found->thing->id, &change, error);
}

static gboolean
hand_loan (FarPen *pen,
           const guint8 *id,
           const FarHandover *handover,
           const char *words,
           gint32 today,
           GError **error)
{
  FarHandSaying hand = {
    .state = handover->hand, .day = today, .condition = handover->condition, .words = words
  };
  const FarTurnSaying saying = { .state = FAR_TURN_STATE_UNSAID, .at = -1, .hand = &hand };
  gboolean good;
  Found found;

  if (!find_loan (pen, id, &found, error))
    return FALSE;

  good =
      check_hand (pen, &found, handover, error) && _far_pen_open (pen, error) &&
      _far_pen_write_change (pen, &found.loans.turns, get_node (&found, found.i), &saying, error) &&
      say_condition (pen, &found, handover, words, error);
  found_clear (&found);

  return good;
}

gboolean
far_collective_hand_loan (const FarWriter *writer,
                          const guint8 loan[static FAR_RECORD_ID_LEN],
                          const FarHandover *handover,
                          gint32 today,
                          GError **error)
{
  g_autofree char *words =
      _far_tidy_line (handover->words != NULL ? handover->words : "", FAR_THING_WORDS_MAX, error);
  FarPen pen;

  return words != NULL && _far_pen_init (&pen, writer, error) &&
         _far_pen_close (&pen, hand_loan (&pen, loan, handover, words, today, error), error);
}
