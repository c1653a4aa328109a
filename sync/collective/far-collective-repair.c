/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is wrong with what, when it is mended, and when nobody has it meanwhile.
 *
 * A fault is read from its own entries alone, and its places at a workshop from the bookings of
 * those places. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-repair-private.h"

#include <string.h>

#include "far-day.h"

#define MINUTES_OF_A_DAY 1440
#define FOR_EVER (G_MAXINT64 / 2)

/* ---- one of them */

static void
clear_fault (gpointer data)
{
  FarFaultFacts *self = data;

  g_ref_string_release (self->words);
  g_ref_string_release (self->work.done);
  g_ref_string_release (self->work.used);
  g_ref_string_release (self->work.cost);
}

void
far_fault_facts_unref (gpointer self)
{
  g_rc_box_release_full (self, clear_fault);
}

FarFaultFacts *
far_fault_facts_ref (FarFaultFacts *self)
{
  return g_rc_box_acquire (self);
}

gboolean
far_fault_is_open (const FarFaultFacts *self)
{
  return !self->is_gone && self->work.state != FAR_WORK_IS_DONE &&
         self->work.state != FAR_WORK_GIVEN_UP;
}

static char *
dup_text (const FarPayload *payload, guint key)
{
  g_autofree char *text =
      far_payload_has (payload, key) ? far_payload_dup_text (payload, key) : g_strdup ("");

  return g_ref_string_new (text);
}

static gboolean
take_who (FarView *view,
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

/* Reads one, whoever wrote it; its texts are to be let go. */
static gboolean
read_work (FarWorkFacts *self, FarView *view, const FarWrite *write, GError **error)
{
  FarPayloadIter iter;
  FarPayload item;

  *self = (FarWorkFacts){ .minutes = -1 };
  if (write == NULL)
    return TRUE;
  iter = far_payload_iter (&write->payload, FAR_FAULT_WORK);
  if (!far_payload_iter_map (&iter, &item))
    return TRUE;

  self->is_said = TRUE;
  self->state = (FarWorkState)far_payload_int (&item, FAR_WORK_STATE, 0);
  self->day = far_payload_int (&item, FAR_WORK_DAY, 0);
  self->minutes = far_payload_int (&item, FAR_WORK_MINUTES, -1);
  self->done = dup_text (&item, FAR_WORK_DONE);
  self->used = dup_text (&item, FAR_WORK_USED);
  self->cost = dup_text (&item, FAR_WORK_COST);
  if (write->author != NULL)
    memcpy (self->by, write->author->id, FAR_RECORD_ID_LEN);

  return take_who (view, &item, FAR_WORK_WHO, &self->has_who, self->who, error) &&
         take_who (view, &item, FAR_WORK_CHECKED, &self->has_checked, self->checked, error);
}

static void
work_clear (FarWorkFacts *self)
{
  g_clear_pointer (&self->done, g_ref_string_release);
  g_clear_pointer (&self->used, g_ref_string_release);
  g_clear_pointer (&self->cost, g_ref_string_release);
}

gint64
_far_fault_get_state (const FarWrite *write)
{
  FarPayloadIter iter = far_payload_iter (&write->payload, FAR_FAULT_WORK);
  FarPayload item;

  return far_payload_iter_map (&iter, &item) ? far_payload_int (&item, FAR_WORK_STATE, 0) : 0;
}

/* Of what nobody who says it knew of the other, what keeps people off the bike. */
const FarWrite *
_far_fault_find_careful (const FarHistory *history, guint key)
{
  g_autoptr (GArray) live = _far_history_live (history, key);

  for (guint i = 0; i < live->len; i++)
    {
      const FarWrite *write = g_array_index (live, FarLive, i).write;

      if (key == FAR_FAULT_WORK ? _far_fault_get_state (write) != FAR_WORK_IS_DONE
                                : far_payload_int (&write->payload, key, 0) != 0)
        return write;
    }

  return live->len > 0 ? g_array_index (live, FarLive, 0).write : NULL;
}

void
_far_fault_put_first (GArray *values, const FarWrite *first)
{
  for (guint i = 1; i < values->len; i++)
    {
      FarLive one = g_array_index (values, FarLive, i);

      if (one.write != first)
        continue;
      g_array_remove_index (values, i);
      g_array_prepend_val (values, one);
      return;
    }
}

static gboolean
read_day (const FarHistory *history, guint key, gint32 *out, FarAlso *also)
{
  gboolean is_said = _far_history_shown (history, key, also) != NULL;

  *out = _far_history_shown_int (history, key, 0, NULL);

  return is_said;
}

static gboolean
read_fault (FarFaultFacts *facts, const FarHistory *history, GError **error)
{
  const FarWrite *making = _far_history_making (history);
  FarAlso *also = &facts->also;
  const guint8 *thing;
  g_autofree char *words = _far_history_dup_text (history, FAR_FAULT_WORDS, also);
  const FarWrite *unsafe = _far_fault_find_careful (history, FAR_FAULT_UNSAFE);

  memcpy (facts->id, history->record, FAR_RECORD_ID_LEN);
  memcpy (facts->owner, history->owner, FAR_RECORD_ID_LEN);
  facts->words = g_ref_string_new (words);
  facts->parts = _far_history_shown_int (history, FAR_FAULT_PARTS, 0, also);
  facts->has_since = read_day (history, FAR_FAULT_SINCE, &facts->since, also);
  facts->has_wanted = read_day (history, FAR_FAULT_WANTED, &facts->wanted, also);
  facts->is_gone = _far_history_shown_int (history, FAR_FAULT_GONE, 0, also) != 0;
  facts->is_unsafe = unsafe != NULL && far_payload_int (&unsafe->payload, FAR_FAULT_UNSAFE, 0) != 0;
  _far_history_shown (history, FAR_FAULT_UNSAFE, also);
  _far_history_shown (history, FAR_FAULT_WORK, also);
  if (!read_work (&facts->work, history->view, _far_fault_find_careful (history, FAR_FAULT_WORK),
                  error))
    return FALSE;
  if (facts->work.done == NULL)
    {
      facts->work.done = g_ref_string_new ("");
      facts->work.used = g_ref_string_new ("");
      facts->work.cost = g_ref_string_new ("");
    }
  thing = making != NULL ? far_payload_bytes (&making->payload, FAR_FAULT_THING) : NULL;
  if (thing == NULL)
    return TRUE;

  memcpy (facts->thing, thing, FAR_RECORD_ID_LEN);
  facts->thing_ident = far_store_find_ident (history->view->store, thing);
  facts->day = far_payload_int (&making->payload, FAR_FAULT_DAY, 0);

  return TRUE;
}

FarFaultFacts *
_far_fault_of_history (const FarHistory *history, GError **error)
{
  FarFaultFacts *facts = g_rc_box_new0 (FarFaultFacts);
  gboolean is_good = FALSE;
  gint32 gone_on;

  if (read_fault (facts, history, error) &&
      _far_history_whose (history, facts->person, &gone_on, &is_good, error) && is_good &&
      facts->thing_ident != 0)
    return facts;

  work_clear (&facts->work);
  g_ref_string_release (facts->words);
  g_rc_box_release (facts);

  return NULL;
}

FarFaultFacts *
_far_view_fault (FarView *view, guint32 ident, GError **error)
{
  FarFaultFacts *facts;
  FarHistory history;

  if (ident == 0 || !_far_history_load (&history, view, FAR_KIND_FAULT, ident, error))
    return NULL;

  facts = _far_fault_of_history (&history, error);
  _far_history_clear (&history);

  return facts;
}

GArray *
_far_view_faults_of (FarView *view, guint32 thing, GError **error)
{
  g_autoptr (GArray) idents = g_array_new (FALSE, FALSE, sizeof (guint32));
  sqlite3_stmt *statement = far_store_statement (
      view->store, "SELECT DISTINCT about FROM daily WHERE kind = 57 AND part = ? ORDER BY about");
  int code;

  G_STATIC_ASSERT (FAR_KIND_FAULT == 57);
  if (statement == NULL)
    {
      far_store_fail (view->store, error);
      return NULL;
    }

  sqlite3_bind_int64 (statement, 1, thing);
  while ((code = sqlite3_step (statement)) == SQLITE_ROW)
    {
      guint32 ident = sqlite3_column_int64 (statement, 0);

      g_array_append_val (idents, ident);
    }
  if (code != SQLITE_DONE)
    far_store_fail (view->store, error);
  sqlite3_reset (statement);

  return code == SQLITE_DONE ? g_steal_pointer (&idents) : NULL;
}

/* ---- places at a workshop */

gboolean
_far_workshop_is_on (FarView *view,
                     const FarRotaFacts *rota,
                     const guint8 *me,
                     gint32 day,
                     gboolean *out,
                     GError **error)
{
  FarOutingFacts *outing;

  *out = FALSE;
  if (rota == NULL || !rota->is_published)
    return TRUE;
  outing = far_collective_outing (view->store, rota, me, day, error);
  if (outing == NULL)
    return FALSE;
  *out = far_outing_is_on (outing);
  far_outing_facts_free (outing);

  return TRUE;
}

/* All that is booked of all workshops. */
typedef struct
{
  FarView *view;      /* unowned */
  const guint8 *me;   /* unowned */
  GPtrArray *rotas;   /* owned (element-type FarRotaFacts) */
  GHashTable *faults; /* owned (element-type GPtrArray of FarSlotFacts) by the fault's ident */
} Slots;

static void
free_slot (gpointer data)
{
  FarSlotFacts *self = data;

  far_loan_facts_unref (self->loan);
  g_free (self);
}

static GPtrArray *
slots_new (void)
{
  return g_ptr_array_new_with_free_func (free_slot);
}

static void
slots_clear (Slots *self)
{
  g_clear_pointer (&self->rotas, g_ptr_array_unref);
  g_clear_pointer (&self->faults, g_hash_table_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Slots, slots_clear)

static const FarRotaFacts *
find_rota (const GPtrArray *rotas, const guint8 *id)
{
  for (guint i = 0; i < rotas->len; i++)
    if (far_record_id_equal (((const FarRotaFacts *)rotas->pdata[i])->id, id))
      return rotas->pdata[i];

  return NULL;
}

static gboolean
add_slots (Slots *self, const FarThingFacts *bench, const GPtrArray *loans, GError **error)
{
  const FarRotaFacts *rota = find_rota (self->rotas, bench->workshop);

  for (guint i = 0; i < loans->len; i++)
    {
      const FarLoanFacts *loan = loans->pdata[i];
      guint32 ident = loan->has_fault ? far_store_find_ident (self->view->store, loan->fault) : 0;
      GPtrArray *slots = g_hash_table_lookup (self->faults, GUINT_TO_POINTER (ident));
      FarSlotFacts *slot;

      if (ident == 0)
        continue;
      if (slots == NULL)
        {
          slots = slots_new ();
          g_hash_table_insert (self->faults, GUINT_TO_POINTER (ident), slots);
        }
      slot = g_new0 (FarSlotFacts, 1);
      slot->loan = _far_loan_copy (loan);
      memcpy (slot->bench, bench->id, FAR_RECORD_ID_LEN);
      memcpy (slot->rota, bench->workshop, FAR_RECORD_ID_LEN);
      g_ptr_array_add (slots, slot);
      if (loan->place == FAR_TURN_PLACE_STANDING && !bench->is_gone &&
          !_far_workshop_is_on (self->view, rota, self->me, loan->first, &slot->is_on, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
slots_init (Slots *self, FarView *view, const guint8 *me, GError **error)
{
  *self = (Slots){ .view = view, .me = me };
  self->rotas = far_collective_rotas (view->store, error);
  self->faults = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify)g_ptr_array_unref);

  return self->rotas != NULL;
}

/* What was kept of them. */
static gboolean
load_kept_slots (Slots *self, FarView *view, const guint8 *me, GError **error)
{
  FarThingMemo *memo = _far_memo_peek_things (_far_memo_of (view));
  gboolean good = slots_init (self, view, me, error) && _far_thing_memo_fill (memo, view, error);
  const GPtrArray *things = _far_thing_memo_peek (memo);

  for (guint i = 0; good && i < things->len; i++)
    {
      FarKeptThing *kept = things->pdata[i];

      if (kept->thing->has_workshop)
        good = _far_kept_thing_read (kept, memo, view, error) &&
               add_slots (self, kept->thing, kept->loans, error);
    }

  return good;
}

/* The things that anybody ever booked a repair of. */
static GArray *
list_mended (FarStore *store, GError **error)
{
  g_autoptr (GArray) idents = g_array_new (FALSE, FALSE, sizeof (guint32));
  sqlite3_stmt *statement =
      far_store_statement (store, "SELECT DISTINCT turn.rota FROM turn JOIN record ON"
                                  " record.kind = 41 AND record.record = turn.rota"
                                  " WHERE turn.role = 1 AND turn.person != 0");
  int code;

  G_STATIC_ASSERT (FAR_KIND_THING == 41 && FAR_LOAN_ROLE_REPAIR == 1);
  if (statement == NULL)
    {
      far_store_fail (store, error);
      return NULL;
    }

  while ((code = sqlite3_step (statement)) == SQLITE_ROW)
    {
      guint32 ident = sqlite3_column_int64 (statement, 0);

      g_array_append_val (idents, ident);
    }
  if (code != SQLITE_DONE)
    far_store_fail (store, error);
  sqlite3_reset (statement);

  return code == SQLITE_DONE ? g_steal_pointer (&idents) : NULL;
}

/* In a batch nothing is kept. */
static gboolean
load_slots (Slots *self, FarView *view, const guint8 *me, GError **error)
{
  g_autoptr (GArray) idents = NULL;
  gboolean good = slots_init (self, view, me, error);

  if (good)
    idents = list_mended (view->store, error);
  good = idents != NULL;
  for (guint i = 0; good && i < idents->len; i++)
    {
      FarThingFacts *thing = _far_view_thing (view, g_array_index (idents, guint32, i), error);
      FarLoans loans;

      good = thing != NULL;
      if (good && thing->has_workshop && *thing->name != '\0')
        {
          good = _far_loans_load (&loans, view, thing, error);
          if (good)
            {
              good = add_slots (self, thing, loans.loans, error);
              _far_loans_clear (&loans);
            }
        }
      if (thing != NULL)
        far_thing_facts_unref (thing);
    }

  return good;
}

gboolean
far_slot_facts_comes (const FarSlotFacts *self)
{
  return self->is_on && self->loan->place == FAR_TURN_PLACE_STANDING;
}

/* ---- when nobody has it meanwhile */

static void
add_gap (GArray *gaps, gint64 first_day, gint64 end_day)
{
  FarStay gap = { .begin = first_day * MINUTES_OF_A_DAY,
                  .end = end_day == FOR_EVER ? FOR_EVER : end_day * MINUTES_OF_A_DAY,
                  .n = 1 };

  if (gap.begin < gap.end)
    g_array_append_val (gaps, gap);
}

/* From when it is reported until it is mended, if it is not to be ridden; else as long as somebody
 * works on it, and on the days on which it is at a workshop. */
static void
add_gaps (GArray *gaps, const FarFaultFacts *fault, const GPtrArray *slots)
{
  gint64 end = fault->work.state == FAR_WORK_IS_DONE ? fault->work.day : FOR_EVER;
  gint64 begin = FOR_EVER;

  if (fault->is_gone)
    return;
  if (fault->is_unsafe)
    begin = fault->day;
  else if (fault->work.state == FAR_WORK_ON)
    begin = fault->work.day;
  if (begin < end)
    add_gap (gaps, begin, end);

  for (guint i = 0; slots != NULL && i < slots->len && fault->work.state != FAR_WORK_GIVEN_UP; i++)
    {
      const FarSlotFacts *slot = slots->pdata[i];
      gboolean is_first = TRUE;

      /* of two workshops on one day, one takes it away */
      for (guint j = 0; j < i; j++)
        is_first &= !far_slot_facts_comes (slots->pdata[j]) ||
                    ((const FarSlotFacts *)slots->pdata[j])->loan->first != slot->loan->first;
      if (is_first && far_slot_facts_comes (slot) && slot->loan->first < MIN (begin, end))
        add_gap (gaps, slot->loan->first, slot->loan->first + 1);
    }
}

static void
unref_array (gpointer data)
{
  g_array_unref (data);
}

gboolean
_far_view_gaps (FarView *view, const guint8 *me, GHashTable **out, GError **error)
{
  FarFaultMemo *memo = _far_memo_peek_faults (_far_memo_of (view));
  g_auto (Slots) slots = { 0 };
  GHashTableIter iter;
  gpointer ident;
  gpointer value;

  *out = NULL;
  if (!_far_fault_memo_fill (memo, view, error))
    return FALSE;
  if (g_hash_table_size (_far_fault_memo_peek (memo)) == 0)
    return TRUE;
  if (!load_kept_slots (&slots, view, me, error))
    return FALSE;

  *out = g_hash_table_new_full (NULL, NULL, NULL, unref_array);
  g_hash_table_iter_init (&iter, _far_fault_memo_peek (memo));
  while (g_hash_table_iter_next (&iter, &ident, &value))
    {
      const FarFaultFacts *fault = value;
      gpointer key = GUINT_TO_POINTER (fault->thing_ident);
      GArray *gaps = g_hash_table_lookup (*out, key);

      if (gaps == NULL)
        {
          gaps = g_array_new (FALSE, FALSE, sizeof (FarStay));
          g_hash_table_insert (*out, key, gaps);
        }
      add_gaps (gaps, fault, g_hash_table_lookup (slots.faults, ident));
    }
  g_hash_table_iter_init (&iter, *out);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (((const GArray *)value)->len == 0)
      g_hash_table_iter_remove (&iter);

  return TRUE;
}

gboolean
_far_view_gaps_of (FarView *view,
                   const FarThingFacts *thing,
                   const guint8 *me,
                   GArray **out,
                   GError **error)
{
  g_autoptr (GArray) idents =
                 _far_view_faults_of (view, far_store_find_ident (view->store, thing->id), error);
  g_autoptr (GArray) gaps = g_array_new (FALSE, FALSE, sizeof (FarStay));
  g_autoptr (GError) failure = NULL;
  g_auto (Slots) slots = { 0 };

  *out = NULL;
  if (idents == NULL)
    return FALSE;
  if (idents->len == 0)
    return TRUE;
  if (!load_slots (&slots, view, me, error))
    return FALSE;

  for (guint i = 0; i < idents->len && failure == NULL; i++)
    {
      guint32 ident = g_array_index (idents, guint32, i);
      FarFaultFacts *fault = _far_view_fault (view, ident, &failure);

      if (fault == NULL)
        continue;
      add_gaps (gaps, fault, g_hash_table_lookup (slots.faults, GUINT_TO_POINTER (ident)));
      far_fault_facts_unref (fault);
    }
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (gaps->len > 0)
    *out = g_steal_pointer (&gaps);

  return TRUE;
}

/* ---- all of them */

void
far_repair_facts_free (gpointer data)
{
  FarRepairFacts *self = data;

  if (self == NULL)
    return;

  far_fault_facts_unref (self->fault);
  g_clear_pointer (&self->thing, far_thing_facts_unref);
  g_ptr_array_unref (self->slots);
  g_free (self);
}

FarFaultPlace
far_repair_get_place (const FarRepairFacts *self, gint32 today)
{
  static const FarFaultPlace places[] = { FAR_FAULT_REPORTED, FAR_FAULT_ON, FAR_FAULT_REPAIRED,
                                          FAR_FAULT_GIVEN_UP };

  if (self->fault->is_gone)
    return FAR_FAULT_WITHDRAWN;
  for (guint i = 0; i < self->slots->len && self->fault->work.state == FAR_WORK_NOT_YET; i++)
    {
      const FarSlotFacts *slot = self->slots->pdata[i];

      if (far_slot_facts_comes (slot) && slot->loan->first >= today)
        return FAR_FAULT_BOOKED;
    }

  return places[self->fault->work.state];
}

static int
compare_slots (gconstpointer a, gconstpointer b)
{
  const FarLoanFacts *one = (*(const FarSlotFacts *const *)a)->loan;
  const FarLoanFacts *other = (*(const FarSlotFacts *const *)b)->loan;

  if (one->first != other->first)
    return one->first < other->first ? -1 : 1;

  return memcmp (one->id, other->id, FAR_RECORD_ID_LEN);
}

/* How far each promise has come is asked anew. */
static FarRepairFacts *
make_repair (FarFaultFacts *fault, FarThingFacts *thing, const GPtrArray *slots, FarReachMap *reach)
{
  FarRepairFacts *self = g_new0 (FarRepairFacts, 1);

  self->fault = far_fault_facts_ref (fault);
  self->thing = thing != NULL ? far_thing_facts_ref (thing) : NULL;
  self->slots = slots_new ();
  for (guint i = 0; slots != NULL && i < slots->len; i++)
    {
      const FarSlotFacts *slot = slots->pdata[i];
      FarSlotFacts *copy = g_memdup2 (slot, sizeof *slot);

      copy->loan = _far_loan_copy (slot->loan);
      copy->loan->reach = _far_reach_map_get (reach, copy->loan->pos);
      g_ptr_array_add (self->slots, copy);
    }
  g_ptr_array_sort (self->slots, compare_slots);

  return self;
}

static int
compare_days (gboolean has_one, gint32 one, gboolean has_other, gint32 other)
{
  if (has_one != has_other)
    return has_one ? -1 : 1;

  return (one > other) - (one < other);
}

static int
compare_repairs (gconstpointer a, gconstpointer b)
{
  const FarFaultFacts *one = (*(const FarRepairFacts *const *)a)->fault;
  const FarFaultFacts *other = (*(const FarRepairFacts *const *)b)->fault;
  gboolean is_open = far_fault_is_open (one);
  int order;

  if (is_open != far_fault_is_open (other))
    return is_open ? -1 : 1;
  if (is_open && one->is_unsafe != other->is_unsafe)
    return one->is_unsafe ? -1 : 1;
  order = is_open ? compare_days (one->has_wanted, one->wanted, other->has_wanted, other->wanted)
                  : -compare_days (TRUE, one->work.day, TRUE, other->work.day);
  if (order == 0)
    order = compare_days (TRUE, one->day, TRUE, other->day);

  return order != 0 ? order : memcmp (one->id, other->id, FAR_RECORD_ID_LEN);
}

static const guint8 *
get_owner (gconstpointer row)
{
  return ((const FarRepairFacts *)row)->fault->owner;
}

GPtrArray *
far_collective_faults (FarStore *store,
                       const guint8 me[static FAR_RECORD_ID_LEN],
                       gboolean with_closed,
                       gint32 today,
                       GError **error)
{
  g_autoptr (GPtrArray) repairs = g_ptr_array_new_with_free_func (far_repair_facts_free);
  g_auto (Slots) slots = { 0 };
  FarFaultMemo *memo;
  FarThingMemo *things;
  GHashTableIter iter;
  FarReachMap reach;
  gpointer ident;
  gpointer value;
  gboolean good;
  FarView view;

  _far_view_init (&view, store);
  _far_reach_map_init (&reach, &view, me);
  memo = _far_memo_peek_faults (_far_memo_of (&view));
  things = _far_memo_peek_things (_far_memo_of (&view));
  good = _far_fault_memo_fill (memo, &view, error) && load_kept_slots (&slots, &view, me, error);
  if (good)
    {
      g_hash_table_iter_init (&iter, _far_fault_memo_peek (memo));
      while (g_hash_table_iter_next (&iter, &ident, &value))
        {
          FarFaultFacts *fault = value;
          const FarKeptThing *kept = _far_thing_memo_find (things, fault->thing_ident);

          if (with_closed || far_fault_is_open (fault))
            g_ptr_array_add (repairs,
                             make_repair (fault, kept != NULL ? kept->thing : NULL,
                                          g_hash_table_lookup (slots.faults, ident), &reach));
        }
    }
  _far_reach_map_clear (&reach);
  _far_view_clear (&view);
  g_ptr_array_sort (repairs, compare_repairs);
  _far_keep_first (repairs, FAR_SHOWN_FAULTS_MAX, get_owner);

  return good ? g_steal_pointer (&repairs) : NULL;
}

static FarRepairFacts *
read_repair (FarView *view, const guint8 *id, const guint8 *me, GError **error)
{
  guint32 ident = far_store_find_ident (view->store, id);
  g_autoptr (GError) failure = NULL;
  FarFaultFacts *fault = _far_view_fault (view, ident, &failure);
  FarThingFacts *thing = NULL;
  FarRepairFacts *self = NULL;
  g_auto (Slots) slots = { 0 };
  FarReachMap reach;

  if (fault == NULL && failure == NULL)
    _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_ID, "there is no such fault", &failure);
  if (failure == NULL)
    thing = _far_view_thing (view, fault->thing_ident, &failure);
  if (failure == NULL && load_slots (&slots, view, me, &failure))
    {
      _far_reach_map_init (&reach, view, me);
      self = make_repair (fault, *thing->name != '\0' ? thing : NULL,
                          g_hash_table_lookup (slots.faults, GUINT_TO_POINTER (ident)), &reach);
      _far_reach_map_clear (&reach);
    }
  g_clear_pointer (&thing, far_thing_facts_unref);
  g_clear_pointer (&fault, far_fault_facts_unref);
  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));

  return self;
}

FarRepairFacts *
far_collective_fault (FarStore *store,
                      const guint8 fault[static FAR_RECORD_ID_LEN],
                      const guint8 me[static FAR_RECORD_ID_LEN],
                      GError **error)
{
  FarRepairFacts *repair;
  FarView view;

  _far_view_init (&view, store);
  repair = read_repair (&view, fault, me, error);
  _far_view_clear (&view);

  return repair;
}

/* ---- workshops */

void
far_workshop_facts_free (gpointer data)
{
  FarWorkshopFacts *self = data;

  g_free (self->title);
  g_free (self->place);
  g_array_unref (self->faults);
  g_free (self);
}

static int
compare_loan_ranks (gconstpointer a, gconstpointer b)
{
  guint one = (*(const FarLoanFacts *const *)a)->rank;
  guint other = (*(const FarLoanFacts *const *)b)->rank;

  return (one > other) - (one < other);
}

static FarWorkshopFacts *
make_workshop (const FarOutingFacts *outing, const FarKeptThing *kept)
{
  FarWorkshopFacts *self = g_new0 (FarWorkshopFacts, 1);
  g_autoptr (GPtrArray) standing = g_ptr_array_new ();

  memcpy (self->bench, kept->thing->id, FAR_RECORD_ID_LEN);
  memcpy (self->rota, outing->rota->id, FAR_RECORD_ID_LEN);
  self->title = g_strdup (outing->rota->title);
  self->place = g_strdup (outing->place);
  self->day = outing->day;
  self->at = outing->here.at;
  self->n_places = far_thing_facts_count (kept->thing);
  self->faults = g_array_new (FALSE, FALSE, FAR_RECORD_ID_LEN);
  for (guint i = 0; i < kept->loans->len; i++)
    {
      FarLoanFacts *loan = kept->loans->pdata[i];

      if (loan->first <= outing->day && loan->last >= outing->day &&
          loan->place == FAR_TURN_PLACE_STANDING)
        g_ptr_array_add (standing, loan);
    }
  g_ptr_array_sort (standing, compare_loan_ranks);
  for (guint i = 0; i < standing->len; i++)
    g_array_append_vals (self->faults, ((const FarLoanFacts *)standing->pdata[i])->fault, 1);
  self->n_left = self->n_places - MIN (self->n_places, standing->len);

  return self;
}

static int
compare_workshops (gconstpointer a, gconstpointer b)
{
  const FarWorkshopFacts *one = *(const FarWorkshopFacts *const *)a;
  const FarWorkshopFacts *other = *(const FarWorkshopFacts *const *)b;

  if (one->day != other->day)
    return one->day < other->day ? -1 : 1;
  if (one->at != other->at)
    return one->at < other->at ? -1 : 1;

  return memcmp (one->bench, other->bench, FAR_RECORD_ID_LEN);
}

static gboolean
add_workshops (FarView *view,
               const FarKeptThing *kept,
               GPtrArray *rota,
               const guint8 *me,
               gint32 first,
               gint32 last,
               GPtrArray *out,
               GError **error)
{
  g_autoptr (GPtrArray) outings = far_collective_outings (view->store, rota, me, first,
                                                          (guint)(last - first) + 1, error);

  for (guint i = 0; outings != NULL && i < outings->len; i++)
    {
      const FarOutingFacts *outing = outings->pdata[i];

      if (outing->rota->is_published && far_outing_is_on (outing))
        g_ptr_array_add (out, make_workshop (outing, kept));
    }

  return outings != NULL;
}

GPtrArray *
far_collective_workshops (FarStore *store,
                          const guint8 me[static FAR_RECORD_ID_LEN],
                          gint32 first,
                          gint32 last,
                          GError **error)
{
  g_autoptr (GPtrArray) rotas = far_collective_rotas (store, error);
  g_autoptr (GPtrArray) out = g_ptr_array_new_with_free_func (far_workshop_facts_free);
  FarThingMemo *memo;
  FarView view;
  gboolean good;

  _far_view_init (&view, store);
  memo = _far_memo_peek_things (_far_memo_of (&view));
  good = rotas != NULL && _far_thing_memo_fill (memo, &view, error);
  for (guint i = 0; good && i < _far_thing_memo_peek (memo)->len; i++)
    {
      FarKeptThing *kept = _far_thing_memo_peek (memo)->pdata[i];
      g_autoptr (GPtrArray) one = g_ptr_array_new ();
      const FarRotaFacts *rota;

      if (!kept->thing->has_workshop || kept->thing->is_gone)
        continue;
      rota = find_rota (rotas, kept->thing->workshop);
      if (rota == NULL)
        continue;
      g_ptr_array_add (one, (gpointer)rota);
      good = _far_kept_thing_read (kept, memo, &view, error) &&
             add_workshops (&view, kept, one, me, first, last, out, error);
    }
  _far_view_clear (&view);
  g_ptr_array_sort (out, compare_workshops);

  return good ? g_steal_pointer (&out) : NULL;
}

/* ---- the log book */

void
far_log_line_free (gpointer data)
{
  FarLogLine *self = data;

  g_free (self->words);
  g_free (self->used);
  g_free (self->cost);
  g_free (self);
}

static FarLogLine *
add_line (GPtrArray *out, FarLogIs what, gint32 day, const guint8 *who)
{
  FarLogLine *line = g_new0 (FarLogLine, 1);

  line->what = what;
  line->day = day;
  line->condition = line->minutes = -1;
  line->has_who = who != NULL;
  if (who != NULL)
    memcpy (line->who, who, FAR_RECORD_ID_LEN);
  g_ptr_array_add (out, line);

  return line;
}

static gboolean
log_work (FarView *view,
          const FarFaultFacts *fault,
          const FarWrite *write,
          GPtrArray *out,
          GError **error)
{
  static const FarLogIs whats[] = { FAR_LOG_REOPENED, FAR_LOG_BEGUN, FAR_LOG_REPAIRED,
                                    FAR_LOG_GIVEN_UP };
  FarLogLine *line;
  FarWorkFacts work;
  gboolean good = read_work (&work, view, write, error);

  if (good && work.is_said)
    {
      line = add_line (out, whats[work.state], work.day, work.has_who ? work.who : work.by);
      memcpy (line->about, fault->id, FAR_RECORD_ID_LEN);
      line->parts = fault->parts;
      line->minutes = work.minutes;
      line->has_checked = work.has_checked;
      memcpy (line->checked, work.checked, FAR_RECORD_ID_LEN);
      line->words = g_strdup (work.done);
      line->used = g_strdup (work.used);
      line->cost = g_strdup (work.cost);
    }
  work_clear (&work);

  return good;
}

/* What was said of it one after the other, and is not contradicted by who may not. */
static gboolean
log_fault (FarView *view, guint32 ident, GPtrArray *out, GError **error)
{
  g_autoptr (GError) failure = NULL;
  FarFaultFacts *fault;
  FarLogLine *line;
  FarHistory history;

  if (!_far_history_load (&history, view, FAR_KIND_FAULT, ident, error))
    return FALSE;
  fault = _far_fault_of_history (&history, &failure);
  if (fault != NULL && !fault->is_gone)
    {
      line = add_line (out, FAR_LOG_REPORTED, fault->day, fault->person);
      memcpy (line->about, fault->id, FAR_RECORD_ID_LEN);
      line->parts = fault->parts;
      line->words = g_strdup (fault->words);
      for (guint i = 0; i < history.writes->len && failure == NULL; i++)
        {
          const FarWrite *write = &g_array_index (history.writes, FarWrite, i);

          if (write->is_good && write->counts && write->author != NULL &&
              far_payload_has (&write->payload, FAR_FAULT_WORK) &&
              !log_work (view, fault, write, out, &failure))
            break;
        }
    }
  _far_history_clear (&history);
  g_clear_pointer (&fault, far_fault_facts_unref);
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));

  return FALSE;
}

static gboolean
log_loans (FarView *view, const FarThingFacts *thing, GPtrArray *out, GError **error)
{
  g_autoptr (GArray) hands = g_array_new (FALSE, FALSE, sizeof (FarHandSaid));
  FarLoans loans;
  gboolean good;

  if (!_far_loans_load (&loans, view, thing, error))
    return FALSE;
  good = _far_loans_list_hands (&loans, hands, error);
  for (guint i = 0; good && i < hands->len; i++)
    {
      FarHandSaid *said = &g_array_index (hands, FarHandSaid, i);
      FarLogLine *line;

      if (said->state != FAR_LOAN_BOOKED)
        {
          line = add_line (out, said->state == FAR_LOAN_OUT ? FAR_LOG_OUT : FAR_LOG_BACK, said->day,
                           said->loan->person);
          memcpy (line->about, said->loan->id, FAR_RECORD_ID_LEN);
          line->condition = said->condition;
          line->words = g_steal_pointer (&said->words);
        }
      g_free (said->words);
    }
  _far_loans_clear (&loans);

  return good;
}

static gboolean
has_line_of (const GPtrArray *lines, gint32 day, int condition)
{
  for (guint i = 0; i < lines->len; i++)
    {
      const FarLogLine *line = lines->pdata[i];

      if (line->day == day && line->condition == condition)
        return TRUE;
    }

  return FALSE;
}

/* How it came back is told with that. */
static gboolean
log_conditions (FarView *view, guint32 ident, GPtrArray *out, GError **error)
{
  FarHistory history;

  if (!_far_history_load (&history, view, FAR_KIND_THING, ident, error))
    return FALSE;
  for (guint i = 0; i < history.writes->len; i++)
    {
      const FarWrite *write = &g_array_index (history.writes, FarWrite, i);
      gint32 day = far_day_of_utc (write->time_ms);
      int condition;
      FarLogLine *line;

      if (!write->is_good || !write->counts || write->author == NULL ||
          !far_payload_has (&write->payload, FAR_THING_CONDITION))
        continue;
      condition = far_payload_int (&write->payload, FAR_THING_CONDITION, 0);
      if (has_line_of (out, day, condition))
        continue;
      line = add_line (out, FAR_LOG_CONDITION, day, write->author->id);
      line->condition = condition;
      if (far_payload_has (&write->payload, FAR_THING_WORN))
        line->words = far_payload_dup_text (&write->payload, FAR_THING_WORN);
    }
  _far_history_clear (&history);

  return TRUE;
}

static int
compare_lines (gconstpointer a, gconstpointer b)
{
  const FarLogLine *one = *(const FarLogLine *const *)a;
  const FarLogLine *other = *(const FarLogLine *const *)b;

  if (one->day != other->day)
    return one->day < other->day ? -1 : 1;
  if (one->what != other->what)
    return one->what < other->what ? -1 : 1;

  return memcmp (one->about, other->about, FAR_RECORD_ID_LEN);
}

static gboolean
log_all (FarView *view, const FarThingFacts *thing, guint32 ident, GPtrArray *out, GError **error)
{
  g_autoptr (GArray) faults = _far_view_faults_of (view, ident, error);

  for (guint i = 0; faults != NULL && i < faults->len; i++)
    if (!log_fault (view, g_array_index (faults, guint32, i), out, error))
      return FALSE;

  return faults != NULL && log_loans (view, thing, out, error) &&
         log_conditions (view, ident, out, error);
}

GPtrArray *
far_collective_log_book (FarStore *store,
                         const guint8 thing[static FAR_RECORD_ID_LEN],
                         GError **error)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (far_log_line_free);
  guint32 ident = far_store_find_ident (store, thing);
  FarThingFacts *facts;
  gboolean good;
  FarView view;

  _far_view_init (&view, store);
  facts = _far_view_thing (&view, ident, error);
  good = facts != NULL;
  if (good && *facts->name == '\0')
    good = _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_ID, "there is no such thing", error);
  good = good && log_all (&view, facts, ident, lines, error);
  g_clear_pointer (&facts, far_thing_facts_unref);
  _far_view_clear (&view);
  if (!good)
    return NULL;

  for (guint i = 0; i < lines->len; i++)
    {
      FarLogLine *line = lines->pdata[i];

      line->words = line->words != NULL ? line->words : g_strdup ("");
      line->used = line->used != NULL ? line->used : g_strdup ("");
      line->cost = line->cost != NULL ? line->cost : g_strdup ("");
    }
  g_ptr_array_sort (lines, compare_lines);

  return g_steal_pointer (&lines);
}
