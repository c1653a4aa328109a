/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Faults reported, mended and withdrawn, and places at a workshop booked. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-repair-private.h"

#include <string.h>

#include "far-day.h"

gboolean
_far_pen_check_repairs (FarPen *pen, GError **error)
{
  return far_collective_uses (pen->view.store, FAR_RULE_REPAIR) ||
         _far_refuse (FAR_COLLECTIVE_ERROR_REPAIR_OFF, "repair is off", error);
}

/* ---- what is said of it */

static gboolean
check_change (const FarFaultChange *change, gint32 today, GError **error)
{
  if (change->parts < -1 || change->parts > FAR_FAULT_PARTS_ALL)
    return _far_refuse (FAR_COLLECTIVE_ERROR_NUMBER_INVALID, "there is no such part", error);
  if ((change->since != NULL && !far_day_is_valid (*change->since)) ||
      (change->wanted != NULL && !far_day_is_valid (*change->wanted)))
    return _far_refuse (FAR_COLLECTIVE_ERROR_DATE_INVALID, "there is no such day", error);
  if (change->since != NULL && *change->since > today)
    return _far_refuse (FAR_COLLECTIVE_ERROR_DAY_TO_COME, "it is not broken yet", error);

  return TRUE;
}

/* @words: (nullable) */
static void
put_change (FarMapWriter *map, const FarFaultChange *change, const char *words)
{
  if (change->parts >= 0)
    far_map_int (map, FAR_FAULT_PARTS, change->parts);
  if (words != NULL)
    far_map_text (map, FAR_FAULT_WORDS, words);
  if (change->since != NULL)
    far_map_int (map, FAR_FAULT_SINCE, *change->since);
  if (change->wanted != NULL)
    far_map_int (map, FAR_FAULT_WANTED, *change->wanted);
  if (change->is_unsafe >= 0)
    far_map_int (map, FAR_FAULT_UNSAFE, change->is_unsafe > 0);
  if (change->is_gone >= 0)
    far_map_int (map, FAR_FAULT_GONE, change->is_gone > 0);
}

/* Whether what somebody reads without it is the same. */
static gboolean
says_nothing (const FarPayload *wanted, guint key)
{
  const FarValue *value = &wanted->values[key];

  return key != FAR_FAULT_SINCE && key != FAR_FAULT_WANTED && key != FAR_FAULT_WORK &&
         value->num == 0 && value->len == 0;
}

/* ---- a new one */

/* What nobody lends, and is written down to be mended. */
static gboolean
add_bike (FarPen *pen, const char *name, const guint8 *person, guint8 *out_id, GError **error)
{
  FarThingChange bike = { .name = name,
                          .gone = -1,
                          .says = FAR_THING_SAYS_WHAT | FAR_THING_SAYS_WHOSE,
                          .what = FAR_THING_IS_BIKE,
                          .whose = person };

  return _far_pen_add_thing (pen, &bike, out_id, error);
}

static gboolean
check_thing (FarPen *pen, const guint8 *thing, GError **error)
{
  FarThingFacts *facts =
      _far_view_thing (&pen->view, far_store_find_ident (pen->view.store, thing), error);
  gboolean good;

  if (facts == NULL)
    return FALSE;
  good = *facts->name != '\0' && !facts->is_gone && !facts->has_workshop &&
         facts->what != FAR_THING_IS_ROOM;
  far_thing_facts_unref (facts);

  return good || _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_ID, "there is no such thing", error);
}

/* @thing: (nullable), as is @name */
static gboolean
report (FarPen *pen,
        const guint8 *thing,
        const char *name,
        const FarFaultChange *fault,
        const char *words,
        const guint8 *person,
        gint32 today,
        guint8 *out_id,
        GError **error)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarSaying saying = { .kind = FAR_KIND_FAULT, .subject = person, .payload = payload };
  guint8 bike[FAR_RECORD_ID_LEN];
  FarMapWriter map;
  FarPos pos;

  if (!_far_pen_check_repairs (pen, error) || !_far_pen_check_whose (pen, person, error))
    return FALSE;
  if (fault->parts <= 0 && (words == NULL || *words == '\0'))
    return _far_refuse (FAR_COLLECTIVE_ERROR_FAULT_EMPTY, "nothing is wrong", error);
  if (thing != NULL ? !check_thing (pen, thing, error) : !add_bike (pen, name, person, bike, error))
    return FALSE;

  map = far_map_begin (payload);
  far_map_bytes (&map, FAR_FAULT_THING, thing != NULL ? thing : bike, FAR_RECORD_ID_LEN);
  far_map_int (&map, FAR_FAULT_DAY, today);
  put_change (&map, fault, words);
  far_map_end (&map);
  if (!_far_pen_open (pen, error) || !_far_writer_append (pen->writer, &saying, &pos, NULL, error))
    return FALSE;
  far_record_id (far_store_peek_collective (pen->writer->store), pen->writer->me->device, pos.seq,
                 0, out_id);

  return TRUE;
}

/* @out: (out) (nullable): of no words NULL */
static gboolean
tidy_words (const char *words, char **out, GError **error)
{
  *out = words != NULL ? _far_tidy_line (words, FAR_FAULT_WORDS_MAX, error) : NULL;

  return words == NULL || *out != NULL;
}

gboolean
far_collective_report_fault (const FarWriter *writer,
                             const guint8 *thing,
                             const char *name,
                             const FarFaultChange *fault,
                             const guint8 *person,
                             gint32 today,
                             guint8 out_id[static FAR_RECORD_ID_LEN],
                             GError **error)
{
  FarFaultChange first = *fault;
  g_autofree char *words = NULL;
  FarPen pen;

  g_return_val_if_fail (thing != NULL || name != NULL, FALSE);

  first.is_gone = -1;

  return check_change (&first, today, error) && tidy_words (fault->words, &words, error) &&
         _far_pen_init (&pen, writer, error) &&
         _far_pen_close (&pen,
                         report (&pen, thing, name, &first, words,
                                 person != NULL ? person : writer->me->member, today, out_id,
                                 error),
                         error);
}

/* ---- one that is there */

/* What there is of it; NULL with NO_SUCH_ID */
static FarFaultFacts *
load_fault (FarPen *pen, const guint8 *id, FarHistory *out, GError **error)
{
  g_autoptr (GError) failure = NULL;
  guint32 ident = far_store_find_ident (pen->view.store, id);
  FarFaultFacts *fault;

  if (!_far_history_load (out, &pen->view, FAR_KIND_FAULT, ident, error))
    return NULL;
  fault = _far_fault_of_history (out, &failure);
  if (fault == NULL && failure == NULL)
    _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_ID, "there is no such fault", &failure);
  if (fault == NULL)
    _far_history_clear (out);
  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));

  return fault;
}

/* Whether a change is not of what only who reported it says. */
static gboolean
is_of_all (const FarFaultChange *change)
{
  return change->parts < 0 && change->words == NULL && change->since == NULL &&
         change->wanted == NULL && change->is_gone < 0;
}

static gboolean
change_fault (FarPen *pen,
              const guint8 *id,
              const FarFaultChange *change,
              const char *words,
              GError **error)
{
  g_autoptr (GByteArray) all = g_byte_array_new ();
  FarMapWriter map;
  FarHistory history;
  FarFaultFacts *fault;
  gboolean good = TRUE;

  if (!_far_pen_check_repairs (pen, error))
    return FALSE;
  fault = load_fault (pen, id, &history, error);
  if (fault == NULL)
    return FALSE;

  if (!is_of_all (change) && !far_record_id_equal (fault->owner, pen->me->id))
    good = _far_refuse (FAR_COLLECTIVE_ERROR_FAULT_NOT_YOURS, "somebody else reports it", error);
  if (good && (change->parts >= 0 ? (guint)change->parts : fault->parts) == 0 &&
      *(words != NULL ? words : fault->words) == '\0')
    good = _far_refuse (FAR_COLLECTIVE_ERROR_FAULT_EMPTY, "nothing is wrong", error);
  if (good)
    {
      map = far_map_begin (all);
      far_map_bytes (&map, FAR_FAULT_ID, id, FAR_RECORD_ID_LEN);
      put_change (&map, change, words);
      far_map_end (&map);
      good = _far_pen_write_news (pen, &history, all, says_nothing, error);
    }
  far_fault_facts_unref (fault);
  _far_history_clear (&history);

  return good;
}

gboolean
far_collective_change_fault (const FarWriter *writer,
                             const guint8 fault[static FAR_RECORD_ID_LEN],
                             const FarFaultChange *change,
                             gint32 today,
                             GError **error)
{
  g_autofree char *words = NULL;
  FarPen pen;

  return check_change (change, today, error) && tidy_words (change->words, &words, error) &&
         _far_pen_init (&pen, writer, error) &&
         _far_pen_close (&pen, change_fault (&pen, fault, change, words, error), error);
}

/* ---- what is done about it */

/* What was typed, fit to be written; NULL where nothing was. */
typedef struct
{
  char *done; /* owned */
  char *used; /* owned */
  char *cost; /* owned */
} Texts;

static void
texts_clear (Texts *self)
{
  g_clear_pointer (&self->done, g_free);
  g_clear_pointer (&self->used, g_free);
  g_clear_pointer (&self->cost, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Texts, texts_clear)

static void
put_text (FarMapWriter *item, guint key, const char *text)
{
  if (text != NULL && *text != '\0')
    far_map_text (item, key, text);
}

static void
put_work (GByteArray *payload,
          const guint8 *id,
          const FarWorkSaying *work,
          const Texts *texts,
          gint32 today)
{
  FarMapWriter map = far_map_begin (payload);
  FarMapWriter item;

  far_map_bytes (&map, FAR_FAULT_ID, id, FAR_RECORD_ID_LEN);
  far_map_array (&map, FAR_FAULT_WORK, 1);
  item = far_map_begin (map.out);
  far_map_int (&item, FAR_WORK_STATE, work->state);
  far_map_int (&item, FAR_WORK_DAY, today);
  put_text (&item, FAR_WORK_DONE, texts->done);
  put_text (&item, FAR_WORK_USED, texts->used);
  if (work->who != NULL)
    far_map_bytes (&item, FAR_WORK_WHO, work->who, FAR_RECORD_ID_LEN);
  put_text (&item, FAR_WORK_COST, texts->cost);
  if (work->minutes >= 0)
    far_map_int (&item, FAR_WORK_MINUTES, work->minutes);
  if (work->checked != NULL)
    far_map_bytes (&item, FAR_WORK_CHECKED, work->checked, FAR_RECORD_ID_LEN);
  far_map_end (&item);
  far_map_end (&map);
}

/* What is mended is in good condition. */
static gboolean
say_condition (FarPen *pen, const FarFaultFacts *fault, FarWorkState state, GError **error)
{
  FarThingFacts *thing = _far_view_thing (&pen->view, fault->thing_ident, error);
  FarThingChange change = { .gone = -1,
                            .says = FAR_THING_SAYS_CONDITION | FAR_THING_SAYS_WORN,
                            .condition = FAR_CONDITION_GOOD,
                            .worn = "" };
  gboolean is_wrong;

  if (thing == NULL)
    return FALSE;
  is_wrong = *thing->name != '\0' && !thing->is_gone && thing->condition != FAR_CONDITION_GOOD;
  far_thing_facts_unref (thing);

  return state != FAR_WORK_IS_DONE || !is_wrong ||
         _far_pen_change_thing (pen, fault->thing, &change, error);
}

static gboolean
say_work (FarPen *pen,
          const guint8 *id,
          const FarWorkSaying *work,
          const Texts *texts,
          gint32 today,
          GError **error)
{
  g_autoptr (GByteArray) all = g_byte_array_new ();
  FarHistory history;
  FarFaultFacts *fault;
  gboolean good;

  if (!_far_pen_check_repairs (pen, error) ||
      (work->who != NULL && !_far_pen_check_present (pen, work->who, error)) ||
      (work->checked != NULL && !_far_pen_check_present (pen, work->checked, error)))
    return FALSE;
  fault = load_fault (pen, id, &history, error);
  if (fault == NULL)
    return FALSE;

  put_work (all, id, work, texts, today);
  if (fault->is_gone)
    good = _far_refuse (FAR_COLLECTIVE_ERROR_FAULT_CLOSED, "it is withdrawn", error);
  else if (fault->work.state == work->state && work->state != FAR_WORK_IS_DONE &&
           texts->done == NULL && fault->also.n_others == 0)
    good = _far_refuse (FAR_COLLECTIVE_ERROR_ALREADY_SAID, "it says so already", error);
  else
    good = _far_pen_write_news (pen, &history, all, says_nothing, error) &&
           say_condition (pen, fault, work->state, error);
  far_fault_facts_unref (fault);
  _far_history_clear (&history);

  return good;
}

gboolean
far_collective_say_work (const FarWriter *writer,
                         const guint8 fault[static FAR_RECORD_ID_LEN],
                         const FarWorkSaying *work,
                         gint32 today,
                         GError **error)
{
  g_auto (Texts) texts = { 0 };
  FarPen pen;

  if (work->minutes > FAR_WORK_MINUTES_MAX)
    return _far_refuse (FAR_COLLECTIVE_ERROR_NUMBER_INVALID, "that is too long", error);

  return tidy_words (work->done, &texts.done, error) &&
         tidy_words (work->used, &texts.used, error) &&
         tidy_words (work->cost, &texts.cost, error) && _far_pen_init (&pen, writer, error) &&
         _far_pen_close (&pen, say_work (&pen, fault, work, &texts, today, error), error);
}

/* ---- places at a workshop */

/* Those that mend on that day: one with a place first.  NULL with NO_WORKSHOP */
static FarWorkshopFacts *
find_workshop (FarPen *pen, const guint8 *rota, gint32 day, GError **error)
{
  g_autoptr (GPtrArray) all = NULL;
  guint best = G_MAXUINT;

  if (!far_day_is_valid (day))
    {
      _far_refuse (FAR_COLLECTIVE_ERROR_DATE_INVALID, "there is no such day", error);
      return NULL;
    }
  all = far_collective_workshops (pen->view.store, pen->me->id, day, day, error);
  if (all == NULL)
    return NULL;
  for (guint i = 0; i < all->len; i++)
    {
      const FarWorkshopFacts *one = all->pdata[i];

      if (rota != NULL && !far_record_id_equal (one->rota, rota))
        continue;
      if (best == G_MAXUINT ||
          (((const FarWorkshopFacts *)all->pdata[best])->n_left == 0 && one->n_left > 0))
        best = i;
    }
  if (best != G_MAXUINT)
    return g_ptr_array_steal_index (all, best);

  _far_refuse (FAR_COLLECTIVE_ERROR_NO_WORKSHOP, "nobody mends on that day", error);

  return NULL;
}

static gboolean
book_slot (FarPen *pen,
           const guint8 *id,
           const guint8 *rota,
           gint32 day,
           const guint8 *person,
           gint32 today,
           guint8 *out_id,
           GError **error)
{
  FarWorkshopFacts *workshop = NULL;
  FarFaultFacts *fault;
  FarHistory history;
  FarLoansTaken taken = { 0 };
  gboolean good;

  if (!_far_pen_check_repairs (pen, error))
    return FALSE;
  fault = load_fault (pen, id, &history, error);
  if (fault == NULL)
    return FALSE;
  _far_history_clear (&history);
  good = far_fault_is_open (fault) ||
         _far_refuse (FAR_COLLECTIVE_ERROR_FAULT_CLOSED, "nothing is to be mended", error);
  if (good)
    workshop = find_workshop (pen, rota, day, error);
  if (workshop != NULL)
    {
      FarLoanPlan plan = { .thing = workshop->bench,
                           .person = person,
                           .is_repair = TRUE,
                           .fault = fault->id,
                           .first = day,
                           .last = day,
                           .from = -1,
                           .until = -1,
                           .n = 1 };

      taken = (FarLoansTaken){ .days = g_array_new (FALSE, FALSE, sizeof (gint32)),
                               .ids = g_array_new (FALSE, FALSE, FAR_RECORD_ID_LEN) };
      good = _far_pen_book (pen, &plan, "", today, &taken, error);
      if (good)
        memcpy (out_id, taken.ids->data, FAR_RECORD_ID_LEN);
      far_loans_taken_clear (&taken);
      far_workshop_facts_free (workshop);
    }
  else
    good = FALSE;
  far_fault_facts_unref (fault);

  return good;
}

gboolean
far_collective_book_slot (const FarWriter *writer,
                          const guint8 fault[static FAR_RECORD_ID_LEN],
                          const guint8 *rota,
                          gint32 day,
                          const guint8 *person,
                          gint32 today,
                          guint8 out_id[static FAR_RECORD_ID_LEN],
                          GError **error)
{
  FarPen pen;

  return _far_pen_init (&pen, writer, error) &&
         _far_pen_close (&pen, book_slot (&pen, fault, rota, day, person, today, out_id, error),
                         error);
}

/* ---- what mends */

/* @out_found: (out): whether there are places already */
static gboolean
find_bench (FarPen *pen, const guint8 *rota, gboolean *out_found, guint8 *out, GError **error)
{
  g_autoptr (GPtrArray) things = far_collective_things (pen->view.store, TRUE, error);

  *out_found = FALSE;
  for (guint i = 0; things != NULL && i < things->len; i++)
    {
      const FarThingFacts *thing = things->pdata[i];

      /* those that are on the list come first */
      if (*out_found || !thing->has_workshop || !far_record_id_equal (thing->workshop, rota))
        continue;
      *out_found = TRUE;
      memcpy (out, thing->id, FAR_RECORD_ID_LEN);
    }

  return things != NULL;
}

static gboolean
set_workshop (FarPen *pen, const guint8 *id, guint n_places, GError **error)
{
  FarThingChange change = { .gone = n_places == 0,
                            .says = FAR_THING_SAYS_PIECES,
                            .pieces = n_places };
  g_autoptr (GError) failure = NULL;
  guint8 bench[FAR_RECORD_ID_LEN];
  FarRotaFacts *rota;
  gboolean is_there;
  gboolean good;

  if (!_far_pen_check_repairs (pen, error) || !find_bench (pen, id, &is_there, bench, error))
    return FALSE;
  if (n_places == 0)
    change.says = 0;
  if (is_there)
    return _far_pen_change_thing (pen, bench, &change, error);
  if (n_places == 0)
    return TRUE;

  rota = _far_rota_read (&pen->view, id, &failure);
  if (rota == NULL && failure == NULL)
    _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_ID, "there is no such rota", &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  change.gone = -1;
  change.name = rota->title;
  change.says |= FAR_THING_SAYS_WORKSHOP;
  change.workshop = id;
  good = _far_pen_add_thing (pen, &change, bench, error);
  _far_rota_facts_free (rota);

  return good;
}

gboolean
far_collective_set_workshop (const FarWriter *writer,
                             const guint8 rota[static FAR_RECORD_ID_LEN],
                             guint n_places,
                             GError **error)
{
  FarPen pen;

  return _far_pen_init (&pen, writer, error) &&
         _far_pen_close (&pen, set_workshop (&pen, rota, n_places, error), error);
}
