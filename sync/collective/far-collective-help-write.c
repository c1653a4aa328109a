/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Help asked for and offered, taken up and given back. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-help-private.h"

#include <string.h>

#include "far-day.h"

static gboolean
check_on (FarPen *pen, GError **error)
{
  return far_collective_uses (pen->view.store, FAR_RULE_HELP) ||
         _far_refuse (FAR_COLLECTIVE_ERROR_HELP_OFF, "help is off", error);
}

/* ---- what is said of it */

/* What was typed, fit to be written; NULL where nothing was. */
typedef struct
{
  char *what;    /* owned */
  char *place;   /* owned: "" of none */
  char *details; /* owned */
  char *thanks;  /* owned */
} Texts;

static void
texts_clear (Texts *self)
{
  g_clear_pointer (&self->what, g_free);
  g_clear_pointer (&self->place, g_free);
  g_clear_pointer (&self->details, g_free);
  g_clear_pointer (&self->thanks, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Texts, texts_clear)

static gboolean
tidy_texts (Texts *self, const FarHelpChange *change, GError **error)
{
  if (change->what != NULL &&
      (self->what = _far_tidy_named (change->what, FAR_COLLECTIVE_ERROR_NAME_LONG, error)) == NULL)
    return FALSE;
  if (change->place != NULL)
    self->place =
        *change->place->words != '\0'
            ? _far_tidy_named (change->place->words, FAR_COLLECTIVE_ERROR_PLACE_LONG, error)
            : g_strdup ("");
  if (change->place != NULL && self->place == NULL)
    return FALSE;
  if (change->details != NULL &&
      (self->details = _far_tidy_line (change->details, FAR_HELP_DETAILS_MAX, error)) == NULL)
    return FALSE;
  if (change->thanks != NULL &&
      (self->thanks = _far_tidy_line (change->thanks, FAR_HELP_THANKS_MAX, error)) == NULL)
    return FALSE;

  return TRUE;
}

static gboolean
is_minute (int minute)
{
  return minute >= -1 && minute < 24 * 60;
}

static gboolean
check_period (const FarPeriod *when, gint32 today, GError **error)
{
  if (!far_day_is_valid (when->first_day) || !far_day_is_valid (when->last_day))
    return _far_refuse (FAR_COLLECTIVE_ERROR_DATE_INVALID, "there is no such day", error);
  if (when->last_day < when->first_day)
    return _far_refuse (FAR_COLLECTIVE_ERROR_PERIOD_INVALID, "it ends before it begins", error);
  if (!is_minute (when->from) || !is_minute (when->until))
    return _far_refuse (FAR_COLLECTIVE_ERROR_TIME_INVALID, "no such time of day", error);
  /* on one day only: from Monday evening to Tuesday noon is no mistake */
  if (when->first_day == when->last_day && when->from >= 0 && when->until >= 0 &&
      when->until < when->from)
    return _far_refuse (FAR_COLLECTIVE_ERROR_PERIOD_INVALID, "it ends before it begins", error);
  if (when->last_day - when->first_day >= FAR_HELP_PERIOD_DAYS)
    return _far_refuse (FAR_COLLECTIVE_ERROR_HELP_LONG, "that is more than a year", error);

  return when->last_day >= today ||
         _far_refuse (FAR_COLLECTIVE_ERROR_HELP_OVER, "that is over", error);
}

static gboolean
check_change (const FarHelpChange *change, gint32 today, GError **error)
{
  if (change->category < -1 || change->category >= FAR_CATEGORIES)
    return _far_refuse (FAR_COLLECTIVE_ERROR_CATEGORY_INVALID, "there is no such category", error);
  if (change->urgency < -1 || change->urgency >= FAR_URGENCIES || change->n_helpers < -1 ||
      change->n_helpers == 0 || change->n_helpers > FAR_HELP_HELPERS_MAX)
    return _far_refuse (FAR_COLLECTIVE_ERROR_NUMBER_INVALID, "no such number", error);

  return change->when == NULL || check_period (change->when, today, error);
}

/* ---- writing it down */

static void
put_period (FarMapWriter *map, const FarPeriod *when)
{
  FarMapWriter item;

  far_map_array (map, FAR_HELP_WHEN, 1);
  item = far_map_begin (map->out);
  far_map_int (&item, FAR_PERIOD_FIRST, when->first_day);
  far_map_int (&item, FAR_PERIOD_LAST, when->last_day);
  if (when->from >= 0)
    far_map_int (&item, FAR_PERIOD_FROM, when->from);
  if (when->until >= 0)
    far_map_int (&item, FAR_PERIOD_UNTIL, when->until);
  far_map_end (&item);
}

/* @id: (nullable): of a new one NULL */
static void
encode (GByteArray *payload, const guint8 *id, const Texts *texts, const FarHelpChange *change)
{
  FarMapWriter map = far_map_begin (payload);

  if (id != NULL)
    far_map_bytes (&map, FAR_HELP_ID, id, FAR_RECORD_ID_LEN);
  if (change->is_offer >= 0)
    far_map_int (&map, FAR_HELP_OFFER, change->is_offer > 0);
  if (texts->what != NULL)
    far_map_text (&map, FAR_HELP_WHAT, texts->what);
  if (change->category >= 0)
    far_map_int (&map, FAR_HELP_CATEGORY, change->category);
  if (change->when != NULL)
    put_period (&map, change->when);
  if (texts->place != NULL && *texts->place == '\0')
    far_map_array (&map, FAR_HELP_PLACE, 0);
  else if (texts->place != NULL)
    _far_spot_put (&map, FAR_HELP_PLACE, change->place, texts->place);
  if (change->urgency >= 0)
    far_map_int (&map, FAR_HELP_URGENCY, change->urgency);
  if (change->n_helpers >= 0)
    far_map_int (&map, FAR_HELP_HELPERS, change->n_helpers);
  if (texts->details != NULL)
    far_map_text (&map, FAR_HELP_DETAILS, texts->details);
  if (change->done >= 0)
    far_map_int (&map, FAR_HELP_DONE, change->done);
  if (texts->thanks != NULL)
    far_map_text (&map, FAR_HELP_THANKS, texts->thanks);
  if (change->is_gone >= 0)
    far_map_int (&map, FAR_HELP_GONE, change->is_gone > 0);
  far_map_end (&map);
}

static gboolean
add (FarPen *pen,
     const Texts *texts,
     const FarHelpChange *change,
     const guint8 *person,
     guint8 *out_id,
     GError **error)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarSaying saying = { .kind = FAR_KIND_HELP, .subject = person, .payload = payload };
  FarPos pos;

  if (!check_on (pen, error) || !_far_pen_check_whose (pen, person, error))
    return FALSE;

  encode (payload, NULL, texts, change);
  if (!_far_pen_open (pen, error) || !_far_writer_append (pen->writer, &saying, &pos, NULL, error))
    return FALSE;
  far_record_id (far_store_peek_collective (pen->writer->store), pen->writer->me->device, pos.seq,
                 0, out_id);

  return TRUE;
}

gboolean
far_collective_add_help (const FarWriter *writer,
                         const FarHelpChange *help,
                         const guint8 *person,
                         gint32 today,
                         guint8 out_id[static FAR_RECORD_ID_LEN],
                         GError **error)
{
  g_auto (Texts) texts = { 0 };
  FarPen pen;

  g_return_val_if_fail (help->what != NULL && help->when != NULL, FALSE);

  return tidy_texts (&texts, help, error) && check_change (help, today, error) &&
         _far_pen_init (&pen, writer, error) &&
         _far_pen_close (&pen,
                         add (&pen, &texts, help, person != NULL ? person : writer->me->member,
                              out_id, error),
                         error);
}

/* ---- one that is there */

static FarHelpWords *
find_facts (FarPen *pen, const guint8 *help, GError **error)
{
  g_autoptr (GError) failure = NULL;
  FarHelpWords *facts =
      _far_view_help_words (&pen->view, far_store_find_ident (pen->view.store, help), &failure);

  if (facts == NULL && failure == NULL)
    _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_ID, "nothing like that is asked for", &failure);
  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));

  return facts;
}

FarHelpWords *
_far_pen_own_help (FarPen *pen, const guint8 *help, GError **error)
{
  FarHelpWords *facts = find_facts (pen, help, error);

  if (facts == NULL || far_record_id_equal (facts->owner, pen->me->id))
    return facts;

  _far_help_words_unref (facts);
  _far_refuse (FAR_COLLECTIVE_ERROR_HELP_NOT_YOURS, "somebody else asks for it", error);

  return NULL;
}

/* Whether what somebody reads without it is the same. */
static gboolean
says_nothing (const FarPayload *wanted, guint key)
{
  const FarValue *value = &wanted->values[key];

  return key == FAR_HELP_HELPERS ? value->num == 1 : value->num == 0 && value->len == 0;
}

static gboolean
change_help (FarPen *pen,
             const guint8 *help,
             const Texts *texts,
             const FarHelpChange *change,
             GError **error)
{
  FarHelpWords *facts = _far_pen_own_help (pen, help, error);
  g_autoptr (GByteArray) all = g_byte_array_new ();
  FarHistory history;
  gboolean is_long;
  gboolean good;

  if (facts == NULL)
    return FALSE;
  is_long =
      change->when != NULL && change->when->last_day > facts->claims_day + FAR_HELP_LONGER_DAYS;
  _far_help_words_unref (facts);
  if (is_long)
    return _far_refuse (FAR_COLLECTIVE_ERROR_HELP_LONG, "that is more than a year", error);
  if (!_far_history_load (&history, &pen->view, FAR_KIND_HELP,
                          far_store_find_ident (pen->view.store, help), error))
    return FALSE;

  encode (all, help, texts, change);
  good = _far_pen_write_news (pen, &history, all, says_nothing, error);
  _far_history_clear (&history);

  return good;
}

gboolean
far_collective_change_help (const FarWriter *writer,
                            const guint8 help[static FAR_RECORD_ID_LEN],
                            const FarHelpChange *change,
                            gint32 today,
                            GError **error)
{
  g_auto (Texts) texts = { 0 };
  FarPen pen;

  return tidy_texts (&texts, change, error) && check_change (change, today, error) &&
         _far_pen_init (&pen, writer, error) &&
         _far_pen_close (&pen, change_help (&pen, help, &texts, change, error), error);
}

/* ---- taking it up */

static gboolean
release (FarPen *pen, const FarTurns *turns, const guint8 *person, guint role, GError **error)
{
  guint held = _far_turns_find (turns, person, role);

  return held == G_MAXUINT || !_far_turn_is_of (turns, held, pen->me) ||
         _far_pen_change_turns (pen, turns, held, FAR_TURN_STATE_RELEASED, error);
}

static gboolean
check_claim (FarPen *pen,
             const FarHelpFacts *help,
             const guint8 *person,
             gint32 today,
             GError **error)
{
  FarHelpPlace place = far_help_get_place (help, today);

  if (!check_on (pen, error))
    return FALSE;
  if (far_record_id_equal (person, help->facts->person))
    return _far_refuse (FAR_COLLECTIVE_ERROR_HELP_OWN, "that is their own", error);
  if (place == FAR_HELP_OVER)
    return _far_refuse (FAR_COLLECTIVE_ERROR_HELP_OVER, "that is over", error);
  if (!far_help_is_open (help, today))
    return _far_refuse (FAR_COLLECTIVE_ERROR_HELP_CLOSED, "it is done, or withdrawn", error);

  return _far_pen_check_whose (pen, person, error);
}

/* Whether the one who holds turn @i promised it for when it is now. */
static gboolean
is_moved (const FarHelpFacts *help, const FarTurns *turns, guint i)
{
  const guint8 *id = g_array_index (turns->nodes, FarTurnNode, i).id;

  for (guint j = 0; j < help->claims->len; j++)
    {
      const FarClaimFacts *claim = help->claims->pdata[j];

      if (memcmp (claim->id, id, FAR_RECORD_ID_LEN) == 0)
        return claim->is_moved;
    }

  return FALSE;
}

static gboolean
write_claim (FarPen *pen,
             const FarHelpFacts *help,
             FarTurns *turns,
             const guint8 *person,
             guint role,
             GError **error)
{
  const FarHelpWords *facts = help->facts;
  FarTurnBesides besides = { .done = -1, .has_first = TRUE, .first = facts->when.first_day };
  FarTurnSaying yes = { .state = FAR_TURN_STATE_UNSAID,
                        .at = facts->when.from,
                        .besides = &besides };
  guint held = _far_turns_find (turns, person, role);
  FarPos pos;

  if (held == G_MAXUINT)
    return _far_pen_write_turn (pen, turns, facts->id, role, person, facts->when.from, NULL,
                                &besides, &pos, error);
  if (!is_moved (help, turns, held))
    return _far_refuse (FAR_COLLECTIVE_ERROR_HELP_TAKEN, "they said so already", error);

  return _far_pen_say_of_turns (pen, turns, held, &yes, error);
}

static gboolean
claim_help (FarPen *pen,
            const guint8 *id,
            const guint8 *person,
            guint role,
            gint32 today,
            GError **error)
{
  g_autoptr (FarHelpFacts) help = far_collective_one_help (pen->view.store, id, pen->me->id, error);
  gboolean good;
  FarTurns turns;

  if (help == NULL || !check_claim (pen, help, person, today, error) ||
      !_far_help_load_turns (&turns, &pen->view, help->facts, error))
    return FALSE;

  if (role == FAR_CLAIM_COULD && _far_turns_find (&turns, person, FAR_CLAIM_HELPS) != G_MAXUINT)
    good = _far_refuse (FAR_COLLECTIVE_ERROR_HELP_TAKEN, "they help already", error);
  else
    good = write_claim (pen, help, &turns, person, role, error) &&
           (role == FAR_CLAIM_COULD || release (pen, &turns, person, FAR_CLAIM_COULD, error));
  _far_turns_clear (&turns);

  return good;
}

gboolean
far_collective_claim_help (const FarWriter *writer,
                           const guint8 help[static FAR_RECORD_ID_LEN],
                           const guint8 *person,
                           FarClaimRole role,
                           gint32 today,
                           GError **error)
{
  FarPen pen;

  return _far_pen_init (&pen, writer, error) &&
         _far_pen_close (&pen,
                         claim_help (&pen, help, person != NULL ? person : writer->me->member, role,
                                     today, error),
                         error);
}

/* ---- giving it back, and having done it */

/* What is done with the turns of one request. */
typedef gboolean (*Work) (FarPen *pen,
                          const FarHelpFacts *help,
                          const FarTurns *turns,
                          const guint8 *person,
                          GError **error);

static const FarClaimFacts *
find_claim (const FarHelpFacts *help, const FarTurns *turns, guint held)
{
  for (guint i = 0; i < help->claims->len && held != G_MAXUINT; i++)
    {
      const FarClaimFacts *claim = help->claims->pdata[i];

      if (far_record_id_equal (claim->id, g_array_index (turns->nodes, FarTurnNode, held).id))
        return claim;
    }

  return NULL;
}

/* The turn with which the person helps, if this member may speak of it. */
static guint
find_own (FarPen *pen, const FarTurns *turns, const guint8 *person, guint role)
{
  guint held = _far_turns_find (turns, person, role);

  return held != G_MAXUINT && _far_turn_is_of (turns, held, pen->me) ? held : G_MAXUINT;
}

static gboolean
release_all (FarPen *pen,
             const FarHelpFacts *help,
             const FarTurns *turns,
             const guint8 *person,
             GError **error)
{
  guint helps = find_own (pen, turns, person, FAR_CLAIM_HELPS);
  const FarClaimFacts *claim = find_claim (help, turns, helps);

  if (claim != NULL && claim->is_done)
    return _far_refuse (FAR_COLLECTIVE_ERROR_HELP_CLOSED, "they have done it", error);
  if (helps == G_MAXUINT && find_own (pen, turns, person, FAR_CLAIM_COULD) == G_MAXUINT)
    return _far_refuse (FAR_COLLECTIVE_ERROR_NO_CLAIM, "they said nothing", error);

  return release (pen, turns, person, FAR_CLAIM_HELPS, error) &&
         release (pen, turns, person, FAR_CLAIM_COULD, error);
}

static gboolean
say_done (FarPen *pen,
          const FarHelpFacts *help,
          const FarTurns *turns,
          const guint8 *person,
          gboolean is_done,
          GError **error)
{
  guint held = find_own (pen, turns, person, FAR_CLAIM_HELPS);
  const FarClaimFacts *claim = find_claim (help, turns, held);
  FarTurnBesides besides = { .done = is_done };
  FarTurnSaying saying = { .state = FAR_TURN_STATE_UNSAID, .at = -1, .besides = &besides };

  if (claim == NULL)
    return _far_refuse (FAR_COLLECTIVE_ERROR_NO_CLAIM, "they do not help there", error);
  if (claim->is_done == is_done)
    return _far_refuse (FAR_COLLECTIVE_ERROR_ALREADY_SAID, "they said so already", error);

  return _far_pen_say_of_turns (pen, turns, held, &saying, error);
}

static gboolean
say_it_is (FarPen *pen,
           const FarHelpFacts *help,
           const FarTurns *turns,
           const guint8 *person,
           GError **error)
{
  return say_done (pen, help, turns, person, TRUE, error);
}

static gboolean
say_it_is_not (FarPen *pen,
               const FarHelpFacts *help,
               const FarTurns *turns,
               const guint8 *person,
               GError **error)
{
  return say_done (pen, help, turns, person, FALSE, error);
}

static gboolean
work_on (FarPen *pen, const guint8 *id, const guint8 *person, Work work, GError **error)
{
  g_autoptr (FarHelpFacts) help = far_collective_one_help (pen->view.store, id, pen->me->id, error);
  FarTurns turns;
  gboolean good;

  if (help == NULL || !_far_help_load_turns (&turns, &pen->view, help->facts, error))
    return FALSE;
  good = work (pen, help, &turns, person, error);
  _far_turns_clear (&turns);

  return good;
}

static gboolean
do_work (const FarWriter *writer,
         const guint8 *help,
         const guint8 *person,
         Work work,
         GError **error)
{
  FarPen pen;

  return _far_pen_init (&pen, writer, error) &&
         _far_pen_close (&pen,
                         work_on (&pen, help, person != NULL ? person : writer->me->member, work,
                                  error),
                         error);
}

gboolean
far_collective_release_help (const FarWriter *writer,
                             const guint8 help[static FAR_RECORD_ID_LEN],
                             const guint8 *person,
                             GError **error)
{
  return do_work (writer, help, person, release_all, error);
}

gboolean
far_collective_help_is_done (const FarWriter *writer,
                             const guint8 help[static FAR_RECORD_ID_LEN],
                             const guint8 *person,
                             gboolean is_done,
                             GError **error)
{
  return do_work (writer, help, person, is_done ? say_it_is : say_it_is_not, error);
}
