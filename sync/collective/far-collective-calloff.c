/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Strike, ice, heat: many outings are cancelled in one go, and walk again in one go.
 *
 * Each is cancelled by an entry of its own, as if somebody had done it one by one, so that what is
 * said of one of them later holds for that one.  What they have in common is a number that the
 * first of them makes: who takes the act back looks for those that still say it. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-private.h"

#include <string.h>

#include "far-blank.h"

/* ---- which ones */

void
far_call_off_facts_free (FarCallOffFacts *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->outings, g_ptr_array_unref);
  g_clear_pointer (&self->others, g_ptr_array_unref);
  g_clear_pointer (&self->all, g_ptr_array_unref);
  g_clear_pointer (&self->rotas, g_ptr_array_unref);
  g_free (self);
}

static gboolean
is_in_scope (const FarCallOff *scope, const FarRotaFacts *rota)
{
  if (scope->rota != NULL && memcmp (scope->rota, rota->id, FAR_RECORD_ID_LEN) != 0)
    return FALSE;

  return scope->line == NULL ||
         (rota->has_line && memcmp (scope->line, rota->line, FAR_RECORD_ID_LEN) == 0);
}

FarCallOffFacts *
far_collective_call_off_effect (FarStore *store,
                                const guint8 me[static FAR_RECORD_ID_LEN],
                                const FarCallOff *scope,
                                GError **error)
{
  g_autoptr (FarCallOffFacts) facts = g_new0 (FarCallOffFacts, 1);
  gint64 n_days = (gint64)scope->last_day - scope->first_day + 1;

  if (n_days < 1 || n_days > FAR_WEEK_DAYS_MAX)
    {
      _far_refuse (FAR_COLLECTIVE_ERROR_DATE_INVALID, "it is one day to a year", error);
      return NULL;
    }

  facts->outings = g_ptr_array_new ();
  facts->others = g_ptr_array_new ();
  facts->rotas = far_collective_rotas (store, error);
  if (facts->rotas != NULL)
    facts->all =
        far_collective_outings (store, facts->rotas, me, scope->first_day, (guint)n_days, error);
  if (facts->all == NULL)
    return NULL;

  for (guint i = 0; i < facts->all->len; i++)
    {
      FarOutingFacts *outing = facts->all->pdata[i];

      if (_far_outing_can_walk (outing))
        g_ptr_array_add (is_in_scope (scope, outing->rota) ? facts->outings : facts->others,
                         outing);
    }

  return g_steal_pointer (&facts);
}

/* ---- cancelling */

/* @asked: (nullable): of those for which seats are asked for in the same act */
static gboolean
call_off (FarPen *pen,
          const GPtrArray *outings,
          const GPtrArray *asked,
          const char *why,
          gint32 today,
          FarCalledOffFacts *out,
          GError **error)
{
  g_autoptr (GPtrArray) lines = asked != NULL ? _far_view_lines (&pen->view, error) : NULL;
  gboolean good = (asked == NULL || lines != NULL) && _far_pen_open (pen, error);
  guint8 ride[FAR_RECORD_ID_LEN];

  if (!good)
    return FALSE;
  _far_pen_next_record (pen, out->act);
  for (guint i = 0; good && i < outings->len; i++)
    {
      const FarOutingFacts *outing = outings->pdata[i];

      good = _far_pen_cancel_outing (pen, outing->rota->id, outing->day, why, out->act, error);
    }
  for (guint i = 0; good && asked != NULL && i < asked->len; i++)
    good = _far_pen_ask_rides (pen, asked->pdata[i], lines, today, ride, error);
  out->n_outings = outings->len;
  out->n_rides = asked != NULL ? asked->len : 0;

  return good;
}

gboolean
far_collective_call_off (const FarWriter *writer,
                         const FarCallOff *scope,
                         const char *why,
                         gint32 today,
                         FarCalledOffFacts *out,
                         GError **error)
{
  g_autofree char *tidy = _far_tidy_text (why, error);
  g_autoptr (FarCallOffFacts) facts = NULL;
  g_autoptr (GPtrArray) asked = NULL;
  gboolean good;
  FarPen pen;

  if (tidy == NULL)
    return FALSE;
  if (far_text_is_blank (tidy))
    return _far_refuse (FAR_COLLECTIVE_ERROR_REASON_EMPTY, "everyone wants to know why", error);
  facts = far_collective_call_off_effect (writer->store, writer->me->member, scope, error);
  if (facts == NULL)
    return FALSE;
  if (facts->outings->len == 0)
    return _far_refuse (FAR_COLLECTIVE_ERROR_NO_OUTING, "nothing walks on these days", error);
  if (facts->outings->len > FAR_CALL_OFF_MAX)
    return _far_refuse (FAR_COLLECTIVE_ERROR_NUMBER_INVALID, "more than 500 outings in one go",
                        error);
  if (scope->asks_rides)
    {
      asked = _far_outings_without_rides (writer->store, writer->me->member, facts->outings, today,
                                          error);
      if (asked == NULL)
        return FALSE;
    }
  if (!_far_pen_init (&pen, writer, error))
    return FALSE;

  /* a suggestion cancels nothing, so that nobody has to go another way */
  out->is_suggestion = _far_pen_get_publishing_term (&pen) == 0;
  good =
      (!scope->asks_rides || _far_pen_check_rides (&pen, error)) &&
      call_off (&pen, facts->outings, out->is_suggestion ? NULL : asked, tidy, today, out, error);

  return _far_pen_close (&pen, good, error);
}

/* ---- walking after all */

typedef struct
{
  guint32 rota;
  gint32 day;
} Said;

/* Of which days somebody said something. */
static GArray *
list_said (FarStore *store, gint32 today, GError **error)
{
  sqlite3_stmt *statement =
      far_store_statement (store, "SELECT DISTINCT rota, day FROM outing WHERE day >= ?"
                                  " ORDER BY day, rota");
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (Said));
  int code;

  if (statement == NULL)
    {
      far_store_fail (store, error);
      return NULL;
    }

  sqlite3_bind_int64 (statement, 1, today);
  while ((code = sqlite3_step (statement)) == SQLITE_ROW)
    {
      Said said = { sqlite3_column_int64 (statement, 0), sqlite3_column_int64 (statement, 1) };

      g_array_append_val (all, said);
    }
  if (code != SQLITE_DONE)
    far_store_fail (store, error);
  sqlite3_reset (statement);

  return code == SQLITE_DONE ? g_steal_pointer (&all) : NULL;
}

/* Whether it is cancelled still, and by that act if there is one. */
static gboolean
is_called_off (const FarHistory *history, const guint8 *act)
{
  const FarPayload *shown = _far_history_shown (history, FAR_OUTING_CANCELLED, NULL);
  const guint8 *said = shown != NULL ? far_payload_bytes (shown, FAR_OUTING_ACT) : NULL;

  return shown != NULL && far_payload_int (shown, FAR_OUTING_CANCELLED, 0) != 0 &&
         (act == NULL || (said != NULL && memcmp (said, act, FAR_RECORD_ID_LEN) == 0));
}

/* Counts it into @n if it is to walk after all. */
static gboolean
resume_one (FarPen *pen,
            const Said *said,
            const guint8 *act,
            const GPtrArray *needless,
            guint *n,
            GError **error)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarSaying saying = { .kind = FAR_KIND_OUTING,
                       .term = _far_pen_get_publishing_term (pen),
                       .payload = payload };
  FarMapWriter map = far_map_begin (payload);
  FarStore *store = pen->view.store;
  FarHistory history;
  gboolean good = TRUE;

  if (!_far_history_load_outing (&history, &pen->view, said->rota, said->day, error))
    return FALSE;

  far_map_bytes (&map, FAR_OUTING_ROTA, far_store_peek_ident (pen->view.store, said->rota),
                 FAR_RECORD_ID_LEN);
  far_map_int (&map, FAR_OUTING_DAY, said->day);
  far_map_int (&map, FAR_OUTING_CANCELLED, 0);
  far_map_end (&map);
  if (is_called_off (&history, act))
    {
      ++*n;
      if (saying.term != 0 || !_far_pen_has_suggested (pen, &history, FAR_OUTING_CANCELLED))
        good = _far_pen_open (pen, error) &&
               _far_pen_append_about (pen, &saying, &history, NULL, error);
      if (good && saying.term != 0)
        good = _far_pen_withdraw_rides (pen, needless, far_store_peek_ident (store, said->rota),
                                        said->day, error);
    }
  _far_history_clear (&history);

  return good;
}

static gboolean
resume (FarPen *pen, const FarResume *what, gint32 today, guint *n, GError **error)
{
  FarStore *store = pen->view.store;
  Said one = { what->rota != NULL ? far_store_find_ident (store, what->rota) : 0, what->day };
  g_autoptr (GPtrArray) needless = _far_rides_needless (store, pen->me->id, today, error);
  g_autoptr (GArray) all = NULL;
  gboolean good;

  *n = 0;
  if (needless == NULL)
    return FALSE;
  if (what->rota != NULL)
    good =
        one.rota == 0 || one.day < today || resume_one (pen, &one, what->act, needless, n, error);
  else
    {
      all = list_said (store, today, error);
      good = all != NULL;
      for (guint i = 0; good && i < all->len; i++)
        good = resume_one (pen, &g_array_index (all, Said, i), what->act, needless, n, error);
    }

  return good && (*n > 0 || _far_refuse (FAR_COLLECTIVE_ERROR_NO_OUTING,
                                         "nothing of it is cancelled any more", error));
}

gboolean
far_collective_resume (const FarWriter *writer,
                       const FarResume *what,
                       gint32 today,
                       guint *out_n,
                       gboolean *out_is_suggestion,
                       GError **error)
{
  FarPen pen;

  g_return_val_if_fail (what->act != NULL || what->rota != NULL, FALSE);

  if (!_far_pen_init (&pen, writer, error))
    return FALSE;
  *out_is_suggestion = _far_pen_get_publishing_term (&pen) == 0;

  return _far_pen_close (&pen, resume (&pen, what, today, out_n, error), error);
}

static void
add_act (GArray *acts, const guint8 *act)
{
  for (guint i = 0; i < acts->len; i++)
    if (memcmp (acts->data + (gsize)i * FAR_RECORD_ID_LEN, act, FAR_RECORD_ID_LEN) == 0)
      return;

  g_array_append_vals (acts, act, 1);
}

GArray *
far_collective_call_offs (FarStore *store, gint32 today, GError **error)
{
  g_autoptr (GArray) said = list_said (store, today, error);
  g_autoptr (GArray) acts = g_array_new (FALSE, FALSE, FAR_RECORD_ID_LEN);
  gboolean good = said != NULL;
  FarView view;

  _far_view_init (&view, store);
  for (guint i = 0; good && i < said->len; i++)
    {
      const Said *one = &g_array_index (said, Said, i);
      const FarPayload *shown;
      FarHistory history;

      good = _far_history_load_outing (&history, &view, one->rota, one->day, error);
      if (!good)
        break;
      shown = _far_history_shown (&history, FAR_OUTING_CANCELLED, NULL);
      if (is_called_off (&history, NULL) && far_payload_has (shown, FAR_OUTING_ACT))
        add_act (acts, far_payload_bytes (shown, FAR_OUTING_ACT));
      _far_history_clear (&history);
    }
  _far_view_clear (&view);

  return good ? g_steal_pointer (&acts) : NULL;
}

/* ---- whom it concerns, and who has not heard */

static void
add_concerned (GHashTable *concerned, const guint8 *person)
{
  if (!g_hash_table_contains (concerned, person))
    g_hash_table_add (concerned, g_memdup2 (person, FAR_RECORD_ID_LEN));
}

void
_far_outing_find_concerned (const FarOutingFacts *outing, GHashTable *concerned)
{
  for (guint i = 0; i < outing->turns->len; i++)
    {
      const FarTurnFacts *turn = outing->turns->pdata[i];

      if (turn->place != FAR_TURN_PLACE_RELEASED && turn->place != FAR_TURN_PLACE_RELIEVED)
        add_concerned (concerned, turn->person);
    }
  for (guint i = 0; i < outing->walkers->len; i++)
    {
      const FarWalkerFacts *walker = outing->walkers->pdata[i];
      const GArray *guardians = walker->child->guardians;

      if (walker->is_absent && !walker->is_contested)
        continue;
      add_concerned (concerned, walker->child->owner);
      for (guint j = 0; j < guardians->len; j++)
        add_concerned (concerned, (const guint8 *)guardians->data + j * FAR_RECORD_ID_LEN);
    }
}

/* Who does not know of a rota knows of none of its dates. */
static gboolean
is_outing (const FarNewsFacts *news, const FarOutingFacts *outing)
{
  return (news->day == 0 || (news->is_cancelled && news->day == outing->day)) &&
         !news->is_holidays && memcmp (news->rota, outing->rota->id, FAR_RECORD_ID_LEN) == 0;
}

/* Whether that outing concerns @person, who lacks what is said of it. */
static gboolean
lacks (const FarUnheardFacts *unheard, const FarOutingFacts *outing, GHashTable *concerned)
{
  if (!g_hash_table_contains (concerned, unheard->member))
    return FALSE;
  for (guint i = 0; i < unheard->news->len; i++)
    if (is_outing (&g_array_index (unheard->news, FarNewsFacts, i), outing))
      return TRUE;

  return FALSE;
}

/* Those without a machine hear of nothing by themselves. */
static void
add_machineless (FarView *view, GHashTable *concerned, GHashTable *out)
{
  GHashTableIter iter;
  gpointer person;

  g_hash_table_iter_init (&iter, concerned);
  while (g_hash_table_iter_next (&iter, &person, NULL))
    if (far_governance_find_member (view->gov, person) == NULL)
      add_concerned (out, person);
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  return memcmp (a, b, FAR_RECORD_ID_LEN);
}

GArray *
far_collective_to_call (FarStore *store,
                        const guint8 me[static FAR_KEY_LEN],
                        const guint8 *act,
                        gint32 today,
                        GError **error)
{
  g_autoptr (GHashTable) call =
                 g_hash_table_new_full (far_id_hash, far_record_id_equal, g_free, NULL);
  g_autoptr (GPtrArray) rotas = far_collective_rotas (store, error);
  g_autoptr (GPtrArray) unheard =
                 rotas != NULL ? far_collective_unheard (store, rotas, NULL, me, today, error)
                               : NULL;
  g_autoptr (GArray) said = unheard != NULL ? list_said (store, today, error) : NULL;
  const FarGovDevice *device;
  GArray *out;
  GHashTableIter iter;
  gpointer person;
  FarView view;
  gboolean good = said != NULL;

  if (said == NULL)
    return NULL;

  _far_view_init (&view, store);
  device = far_governance_find_device (view.gov, me);
  for (guint i = 0; good && device != NULL && i < said->len; i++)
    {
      const Said *one = &g_array_index (said, Said, i);
      const guint8 *id = far_store_peek_ident (store, one->rota);
      const FarRotaFacts *rota = NULL;
      g_autoptr (FarOutingFacts) outing = NULL;
      g_autoptr (GHashTable) concerned =
                     g_hash_table_new_full (far_id_hash, far_record_id_equal, g_free, NULL);
      FarHistory history;
      gboolean is_off;

      for (guint j = 0; j < rotas->len && rota == NULL; j++)
        if (memcmp (((const FarRotaFacts *)rotas->pdata[j])->id, id, FAR_RECORD_ID_LEN) == 0)
          rota = rotas->pdata[j];
      if (rota == NULL)
        continue;
      good = _far_history_load_outing (&history, &view, one->rota, one->day, error);
      if (!good)
        break;
      is_off = is_called_off (&history, act);
      _far_history_clear (&history);
      if (!is_off)
        continue;

      outing = far_collective_outing (store, rota, device->member, one->day, error);
      good = outing != NULL;
      if (!good)
        break;
      _far_outing_find_concerned (outing, concerned);
      add_machineless (&view, concerned, call);
      for (guint j = 0; j < unheard->len; j++)
        {
          const FarUnheardFacts *facts = unheard->pdata[j];

          if (lacks (facts, outing, concerned))
            add_concerned (call, facts->member);
        }
    }
  _far_view_clear (&view);

  out = g_array_new (FALSE, FALSE, FAR_RECORD_ID_LEN);
  g_hash_table_iter_init (&iter, call);
  while (g_hash_table_iter_next (&iter, &person, NULL))
    g_array_append_vals (out, person, 1);
  g_array_sort (out, compare_ids);
  if (!good)
    g_clear_pointer (&out, g_array_unref);

  return out;
}
