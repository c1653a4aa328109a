/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Roll-call: who was there, children and adults, and to whom a child was handed over.
 *
 * Whoever is there counts, and nobody is kept from it.  What was said by who came along, or speaks
 * for the child, is not replaced by who did neither. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-private.h"

#include <string.h>

#include "far-day.h"

/* ---- whose word goes before others' */

/* Who promised to come, and did not take it back. */
static gboolean
add_crew (FarView *view, guint32 rota, gint32 day, GPtrArray *out, GError **error)
{
  guint n_members;
  const FarGovMember *members = far_governance_peek_members (view->gov, &n_members);
  FarTurns turns;

  if (!_far_turns_load (&turns, view, rota, day, error))
    return FALSE;

  for (guint i = 0; i < turns.nodes->len; i++)
    {
      const guint8 *person;

      if (!_far_turn_counts (&g_array_index (turns.nodes, FarTurnNode, i)))
        continue;
      person = _far_turn_peek_person (&turns, i);
      for (guint j = 0; j < n_members; j++)
        if (memcmp (members[j].id, person, FAR_RECORD_ID_LEN) == 0)
          g_ptr_array_add (out, (gpointer)&members[j]);
    }
  _far_turns_clear (&turns);

  return TRUE;
}

GPtrArray *
_far_view_witnesses (FarView *view, guint32 person, guint32 rota, gint32 day, GError **error)
{
  const GPtrArray *guards = _far_view_guards (view, person, error);
  const guint8 *id = far_store_peek_ident (view->store, person);
  g_autoptr (GPtrArray) witnesses = g_ptr_array_new ();
  guint n_members;
  const FarGovMember *members = far_governance_peek_members (view->gov, &n_members);

  if (guards == NULL)
    return NULL;

  for (guint i = 0; i < guards->len; i++)
    g_ptr_array_add (witnesses, guards->pdata[i]);
  for (guint i = 0; i < n_members; i++)
    if (memcmp (members[i].id, id, FAR_RECORD_ID_LEN) == 0)
      g_ptr_array_add (witnesses, (gpointer)&members[i]);

  return add_crew (view, rota, day, witnesses, error) ? g_steal_pointer (&witnesses) : NULL;
}

/* ---- reading */

static void
free_said (gpointer data)
{
  FarRollSaid *said = data;

  g_free (said->words);
  g_free (said);
}

static void
free_facts (gpointer data)
{
  FarRollFacts *facts = data;

  g_ptr_array_unref (facts->states);
  g_ptr_array_unref (facts->hands);
  g_free (facts);
}

static void
read_hand (const FarPayload *payload, FarRollSaid *out)
{
  FarPayloadIter iter = far_payload_iter (payload, FAR_ROLL_HANDED);
  FarPayload hand;

  out->is_handed = far_payload_iter_map (&iter, &hand);
  if (out->is_handed && far_payload_has (&hand, FAR_HANDED_PERSON))
    {
      out->has_person = TRUE;
      memcpy (out->person, far_payload_bytes (&hand, FAR_HANDED_PERSON), FAR_RECORD_ID_LEN);
    }
  out->words = out->is_handed && far_payload_has (&hand, FAR_HANDED_WORDS)
                   ? far_payload_dup_text (&hand, FAR_HANDED_WORDS)
                   : g_strdup ("");
}

/* The values that differ, the shown one first. */
static GPtrArray *
read_said (const FarHistory *history, guint key)
{
  GPtrArray *out = g_ptr_array_new_with_free_func (free_said);
  g_autoptr (GArray) live = _far_history_live (history, key);

  for (guint i = 0; i < live->len; i++)
    {
      const FarWrite *write = g_array_index (live, FarLive, i).write;
      gboolean is_new = TRUE;
      FarRollSaid *said;

      for (guint j = 0; j < i && is_new; j++)
        is_new = !_far_payload_has_same (&write->payload,
                                         &g_array_index (live, FarLive, j).write->payload, key);
      if (!is_new)
        continue;

      said = g_new0 (FarRollSaid, 1);
      if (write->author != NULL)
        memcpy (said->by, write->author->id, FAR_RECORD_ID_LEN);
      said->time_ms = write->time_ms;
      said->is_witness = history->guards[write - (const FarWrite *)history->writes->data];
      if (key == FAR_ROLL_STATE)
        said->state = (FarCalled)far_payload_int (&write->payload, key, FAR_CALLED_NOT);
      if (key == FAR_ROLL_HANDED)
        read_hand (&write->payload, said);
      else
        said->words = g_strdup ("");
      g_ptr_array_add (out, said);
    }

  return out;
}

static FarRollFacts *
read_roll (const FarHistory *history)
{
  FarRollFacts *facts = g_new0 (FarRollFacts, 1);

  memcpy (facts->person, history->record, FAR_RECORD_ID_LEN);
  memcpy (facts->rota, far_store_peek_ident (history->view->store, history->rota),
          FAR_RECORD_ID_LEN);
  facts->states = read_said (history, FAR_ROLL_STATE);
  facts->hands = read_said (history, FAR_ROLL_HANDED);

  return facts;
}

/* Of whom something is said, and at which outing. */
typedef struct
{
  guint32 person;
  guint32 rota;
} Called;

/* @rota: 0 for all of the day.  Returns: (transfer full) (element-type Called): NULL with @error */
static GArray *
list_called (FarView *view, guint32 rota, gint32 day, GError **error)
{
  sqlite3_stmt *statement =
      far_store_statement (view->store, "SELECT DISTINCT about, part FROM daily WHERE kind = 49"
                                        " AND day = ?1 AND (?2 = 0 OR part = ?2)");
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (Called));
  int code;

  if (statement == NULL)
    {
      far_store_fail (view->store, error);
      return NULL;
    }

  sqlite3_bind_int64 (statement, 1, day);
  sqlite3_bind_int64 (statement, 2, rota);
  while ((code = sqlite3_step (statement)) == SQLITE_ROW)
    {
      Called called = { sqlite3_column_int64 (statement, 0), sqlite3_column_int64 (statement, 1) };

      g_array_append_val (all, called);
    }
  if (code != SQLITE_DONE)
    far_store_fail (view->store, error);
  sqlite3_reset (statement);

  return code == SQLITE_DONE ? g_steal_pointer (&all) : NULL;
}

static int
compare_facts (gconstpointer a, gconstpointer b)
{
  const FarRollFacts *one = *(const FarRollFacts *const *)a;
  const FarRollFacts *other = *(const FarRollFacts *const *)b;
  int order = memcmp (one->person, other->person, FAR_RECORD_ID_LEN);

  return order != 0 ? order : memcmp (one->rota, other->rota, FAR_RECORD_ID_LEN);
}

static gboolean
add_roll (FarView *view, guint32 rota, gint32 day, GPtrArray *out, GError **error)
{
  g_autoptr (GArray) all = list_called (view, rota, day, error);

  for (guint i = 0; all != NULL && i < all->len; i++)
    {
      const Called *called = &g_array_index (all, Called, i);
      FarHistory history;

      if (!_far_history_load_daily (&history, view, FAR_KIND_ROLL, called->person, called->rota,
                                    day, error))
        return FALSE;
      if (history.writes->len > 0)
        g_ptr_array_add (out, read_roll (&history));
      _far_history_clear (&history);
    }

  return all != NULL;
}

GPtrArray *
far_collective_roll (FarStore *store, const guint8 *rota, gint32 day, GError **error)
{
  g_autoptr (GPtrArray) roll = g_ptr_array_new_with_free_func (free_facts);
  guint32 ident = rota != NULL ? far_store_find_ident (store, rota) : 0;
  FarView view;
  gboolean good;

  /* of what nobody ever spoke of there is none */
  if (rota != NULL && ident == 0)
    return g_steal_pointer (&roll);

  _far_view_init (&view, store);
  good = add_roll (&view, ident, day, roll, error);
  _far_view_clear (&view);
  g_ptr_array_sort (roll, compare_facts);

  return good ? g_steal_pointer (&roll) : NULL;
}

/* ---- writing */

static gboolean
tidy_words (const char *typed, char **out, GError **error)
{
  *out = _far_tidy_text (typed != NULL ? typed : "", error);
  if (*out == NULL)
    return FALSE;

  return (strlen (*out) <= FAR_ROLL_WORDS_MAX && strchr (*out, '\n') == NULL) ||
         _far_refuse (FAR_COLLECTIVE_ERROR_TEXT_INVALID,
                      "to whom it was handed over is said in one line of at most 400 bytes", error);
}

static gboolean
is_known (FarPen *pen, const guint8 *id, gboolean *out, GError **error)
{
  guint32 ident = far_store_find_ident (pen->view.store, id);
  const FarPerson *person = ident != 0 ? _far_view_person (&pen->view, ident, error) : NULL;

  *out = person != NULL && (person->member != NULL || person->is_answered_for);

  return ident == 0 || person != NULL;
}

/* Whether it is there is for others to say: who counts may hold what they never heard of. */
static gboolean
check_day (FarPen *pen, const guint8 *id, gint32 day, gint32 today, GError **error)
{
  FarRotaFacts *rota;
  gboolean has_day;

  if (!far_day_is_valid (day))
    return _far_refuse (FAR_COLLECTIVE_ERROR_DATE_INVALID, "there is no such day", error);
  if (day > today)
    return _far_refuse (FAR_COLLECTIVE_ERROR_NOT_YET, "that day has not come", error);
  if (day < today - FAR_ROLL_PAST_DAYS)
    return _far_refuse (FAR_COLLECTIVE_ERROR_OUTING_OVER, "that day is long over", error);
  if (!_far_pen_read_rota (pen, id, &rota, error))
    return FALSE;

  has_day = far_rule_has_day (&rota->rule, day);
  _far_rota_facts_free (rota);

  return has_day || _far_refuse (FAR_COLLECTIVE_ERROR_NO_OUTING, "there is none that day", error);
}

static gboolean
check_persons (FarPen *pen, const guint8 *id, const FarRollChange *change, GError **error)
{
  g_autoptr (GError) failure = NULL;
  FarChildFacts *child = _far_pen_read_child (pen, id, FALSE, &failure);
  gboolean is_child = child != NULL;
  gboolean is_there = TRUE;

  g_clear_pointer (&child, far_child_facts_unref);
  if (failure != NULL &&
      !g_error_matches (failure, FAR_COLLECTIVE_ERROR, FAR_COLLECTIVE_ERROR_NO_SUCH_ID))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }

  if (!is_child && !is_known (pen, id, &is_there, error))
    return FALSE;
  if (is_there && change->person != NULL && !is_known (pen, change->person, &is_there, error))
    return FALSE;
  if (!is_there)
    return _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_ID, "there is nobody with that id", error);

  return is_child || !change->is_handing || !change->is_handed ||
         _far_refuse (FAR_COLLECTIVE_ERROR_NOT_A_CHILD, "who is handed over is a child", error);
}

/* What is said so far, for what is to be said next. */
typedef struct
{
  FarCalled state;
  gboolean has_other_states;
  const FarRollSaid *hand; /* (nullable): unowned */
  gboolean has_other_hands;
} SoFar;

static SoFar
get_so_far (const FarRollFacts *facts)
{
  SoFar so_far = { .state = FAR_CALLED_NOT };

  if (facts->states->len > 0)
    so_far.state = ((const FarRollSaid *)facts->states->pdata[0])->state;
  if (facts->hands->len > 0)
    so_far.hand = facts->hands->pdata[0];
  so_far.has_other_states = facts->states->len > 1;
  so_far.has_other_hands = facts->hands->len > 1;

  return so_far;
}

static gboolean
is_same_hand (const FarRollSaid *hand, const FarRollChange *change, const char *words)
{
  if (hand == NULL || !hand->is_handed || !change->is_handed)
    return (hand != NULL && hand->is_handed) == change->is_handed;

  return hand->has_person == (change->person != NULL) &&
         (!hand->has_person || memcmp (hand->person, change->person, FAR_RECORD_ID_LEN) == 0) &&
         strcmp (hand->words, words) == 0;
}

/* Returns: whether there is anything to say */
static gboolean
encode (GByteArray *payload,
        const guint8 *rota,
        gint32 day,
        const SoFar *so_far,
        FarRollChange change,
        const char *words)
{
  FarMapWriter map = far_map_begin (payload);
  gboolean is_any = FALSE;

  /* who is handed over was there, and who was not there was not handed over */
  if (change.is_handing && change.is_handed && change.state < 0 && so_far->state != FAR_CALLED_LATE)
    change.state = FAR_CALLED_THERE;
  if ((change.state == FAR_CALLED_NOT || change.state == FAR_CALLED_MISSING) &&
      !change.is_handing && so_far->hand != NULL)
    change.is_handing = TRUE;

  far_map_int (&map, FAR_ROLL_DAY, day);
  far_map_bytes (&map, FAR_ROLL_ROTA, rota, FAR_RECORD_ID_LEN);
  if (change.state >= 0 && ((FarCalled)change.state != so_far->state || so_far->has_other_states))
    {
      is_any = TRUE;
      far_map_int (&map, FAR_ROLL_STATE, change.state);
    }
  if (change.is_handing &&
      (!is_same_hand (so_far->hand, &change, words) || so_far->has_other_hands))
    {
      is_any = TRUE;
      far_map_array (&map, FAR_ROLL_HANDED, change.is_handed ? 1 : 0);
      if (change.is_handed)
        {
          FarMapWriter hand = far_map_begin (payload);

          if (change.person != NULL)
            far_map_bytes (&hand, FAR_HANDED_PERSON, change.person, FAR_RECORD_ID_LEN);
          if (*words != '\0')
            far_map_text (&hand, FAR_HANDED_WORDS, words);
          far_map_end (&hand);
        }
    }
  far_map_end (&map);

  return is_any;
}

static gboolean
write_roll (FarPen *pen,
            const guint8 *person,
            const guint8 *rota,
            gint32 day,
            const FarRollChange *change,
            const char *words,
            gboolean *out_written,
            GError **error)
{
  FarStore *store = pen->view.store;
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarSaying saying = { .kind = FAR_KIND_ROLL, .subject = person, .payload = payload };
  FarRollFacts *facts;
  FarHistory history;
  SoFar so_far;
  gboolean good = TRUE;

  if (!_far_history_load_daily (&history, &pen->view, FAR_KIND_ROLL,
                                far_store_find_ident (store, person),
                                far_store_find_ident (store, rota), day, error))
    return FALSE;

  facts = read_roll (&history);
  so_far = get_so_far (facts);
  if (encode (payload, rota, day, &so_far, *change, words))
    {
      *out_written = TRUE;
      good =
          _far_pen_open (pen, error) && _far_pen_append_about (pen, &saying, &history, NULL, error);
    }
  free_facts (facts);
  _far_history_clear (&history);

  return good;
}

static gboolean
call_roll (FarPen *pen,
           const guint8 *person,
           const guint8 *rota,
           gint32 day,
           const FarRollChange *change,
           const char *words,
           gint32 today,
           gboolean *out_written,
           GError **error)
{
  return check_day (pen, rota, day, today, error) && check_persons (pen, person, change, error) &&
         write_roll (pen, person, rota, day, change, words, out_written, error);
}

gboolean
far_collective_call_roll (const FarWriter *writer,
                          const guint8 person[static FAR_RECORD_ID_LEN],
                          const guint8 rota[static FAR_RECORD_ID_LEN],
                          gint32 day,
                          const FarRollChange *change,
                          gint32 today,
                          gboolean *out_written,
                          GError **error)
{
  g_autofree char *words = NULL;
  FarPen pen;

  *out_written = FALSE;
  g_return_val_if_fail (change->state <= FAR_CALLED_MISSING, FALSE);

  return tidy_words (change->words, &words, error) && _far_pen_init (&pen, writer, error) &&
         _far_pen_close (&pen,
                         call_roll (&pen, person, rota, day, change, words, today, out_written,
                                    error),
                         error);
}
