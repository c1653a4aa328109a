/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How many adults an outing takes: the collective's rule, and the children who come. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-private.h"

#include "far-day.h"

/* The month with which a school year begins: who is six in its first calendar year is six in it. */
#define SCHOOL_YEAR_MONTH 8

static int
get_school_year (gint32 day)
{
  int year;
  int month;
  int day_of_month;

  far_day_to_ymd (day, &year, &month, &day_of_month);

  return month >= SCHOOL_YEAR_MONTH ? year : year - 1;
}

static gboolean
is_young (const FarGovernance *gov, const FarChildNeeds *needs, gint32 day)
{
  return needs->born > 0 &&
         get_school_year (day) - needs->born < (int)_far_rule_get (gov, FAR_RULE_YOUNG_AGE);
}

/* @with_absent: as if all came who are booked.  Of whom somebody says that they come and somebody
 * that they do not, an adult is there in any case. */
static FarVerdictWalk
count_walkers (const FarGovernance *gov, const GPtrArray *walkers, gint32 day, gboolean with_absent)
{
  FarVerdictWalk walk = { 0 };

  for (guint i = 0; i < walkers->len; i++)
    {
      const FarWalkerFacts *walker = walkers->pdata[i];

      if (walker->is_absent && !walker->is_contested && !with_absent)
        continue;
      walk.n++;
      if (walker->child->needs.is_one_to_one)
        walk.n_one_to_one++;
      else
        walk.n_young += is_young (gov, &walker->child->needs, day);
    }

  return walk;
}

static gboolean
read_crossings (FarView *view, const FarRotaFacts *rota, guint *out, GError **error)
{
  guint32 line = rota->has_line ? far_store_find_ident (view->store, rota->line) : 0;
  gpointer known;
  FarHistory history;
  const FarPayload *shown;

  *out = 0;
  if (line == 0)
    return TRUE;
  if (g_hash_table_lookup_extended (view->crossings, GUINT_TO_POINTER (line), NULL, &known))
    {
      *out = GPOINTER_TO_UINT (known);
      return TRUE;
    }
  if (!_far_history_load (&history, view, FAR_KIND_LINE, line, error))
    return FALSE;

  shown = _far_history_shown (&history, FAR_LINE_CROSSINGS, NULL);
  if (shown != NULL)
    *out = far_payload_int (shown, FAR_LINE_CROSSINGS, 0);
  _far_history_clear (&history);
  g_hash_table_insert (view->crossings, GUINT_TO_POINTER (line), GUINT_TO_POINTER (*out));

  return TRUE;
}

gboolean
_far_view_count_walk (FarView *view, FarOutingFacts *facts, FarVerdictCase *about, GError **error)
{
  const FarGovernance *gov = view->gov;
  guint n_named = _far_roles_count_named (facts->here.roles);
  FarVerdictWalk all;
  guint n_all;

  if (facts->walkers->len == 0)
    return TRUE;

  about->rule = (FarVerdictRule){
    .n_per_adult = _far_rule_get (gov, FAR_RULE_CHILDREN),
    .n_young_per_adult = _far_rule_get (gov, FAR_RULE_YOUNG),
    .n_two_from = _far_rule_get (gov, FAR_RULE_TWO_ADULTS),
    .n_crossings_per_adult = _far_rule_get (gov, FAR_RULE_CROSSINGS),
  };
  about->walk = count_walkers (gov, facts->walkers, facts->day, FALSE);
  all = count_walkers (gov, facts->walkers, facts->day, TRUE);
  if (!read_crossings (view, facts->rota, &about->walk.n_crossings, error))
    return FALSE;
  all.n_crossings = about->walk.n_crossings;
  facts->walk = about->walk;

  /* There is a place for each adult whom the children take.  Who is absent takes none away: nobody
   * who promised to come is reserve because a child is ill. */
  n_all = far_verdict_count_adults (&about->rule, &all, facts->here.n_min + n_named, NULL);
  facts->here.n_max = MAX (facts->here.n_max, n_all - n_named);

  return TRUE;
}

/* ---- who counts as an adult */

gboolean
_far_history_is_helper (const FarHistory *history, FarAlso *also)
{
  const FarPayload *shown = _far_history_shown (history, FAR_PERSON_HELPER, also);

  return shown != NULL && far_payload_int (shown, FAR_PERSON_HELPER, 0) != 0;
}

gboolean
_far_view_is_helper (FarView *view, guint32 person, gboolean *out, GError **error)
{
  /* what is known of it is kept with the view */
  FarPerson *known = (FarPerson *)_far_view_person (view, person, error);
  FarHistory history;

  *out = FALSE;
  if (known == NULL)
    return FALSE;
  if (!known->is_helper_known)
    {
      if (!_far_history_load (&history, view, FAR_KIND_PERSON, person, error))
        return FALSE;
      known->is_helper = _far_history_is_helper (&history, NULL);
      known->is_helper_known = TRUE;
      _far_history_clear (&history);
    }
  *out = known->is_helper;

  return TRUE;
}

static gboolean
set_helper (FarPen *pen, const guint8 *person, gboolean value, GError **error)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarSaying saying = { .kind = FAR_KIND_PERSON, .subject = person, .payload = payload };
  FarMapWriter map = far_map_begin (payload);
  guint32 ident = far_store_find_ident (pen->view.store, person);
  const FarPerson *known = ident != 0 ? _far_view_person (&pen->view, ident, error) : NULL;
  FarAlso also = { 0 };
  FarHistory history;
  gboolean good = TRUE;

  if (ident != 0 && known == NULL)
    return FALSE;
  if (known == NULL || (known->member == NULL && !known->is_answered_for))
    return _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_ID, "there is no such person", error);
  if (!_far_person_is_spoken_for_by (known, pen->me))
    return _far_refuse (FAR_COLLECTIVE_ERROR_PERSON_NOT_YOURS, "that is for them to say", error);
  if (!_far_history_load (&history, &pen->view, FAR_KIND_PERSON, ident, error))
    return FALSE;

  far_map_bytes (&map, FAR_PERSON_ID, person, FAR_RECORD_ID_LEN);
  far_map_int (&map, FAR_PERSON_HELPER, value);
  far_map_end (&map);
  if (_far_history_is_helper (&history, &also) != value || also.n_others > 0)
    good =
        _far_pen_open (pen, error) && _far_pen_append_about (pen, &saying, &history, NULL, error);
  _far_history_clear (&history);

  return good;
}

gboolean
far_collective_set_helper (const FarWriter *writer,
                           const guint8 person[static FAR_RECORD_ID_LEN],
                           gboolean is_one,
                           GError **error)
{
  FarPen pen;

  return _far_pen_init (&pen, writer, error) &&
         _far_pen_close (&pen, set_helper (&pen, person, is_one != FALSE, error), error);
}

/* ---- crossings */

static gboolean
set_crossings (FarPen *pen, const guint8 *line, int n, GError **error)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarSaying saying = { .kind = FAR_KIND_LINE, .payload = payload };
  FarMapWriter map = far_map_begin (payload);
  guint32 ident = far_store_find_ident (pen->view.store, line);
  FarAlso also = { 0 };
  FarHistory history;
  const FarPayload *shown;
  gboolean good;

  if (ident == 0)
    return _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_ID, "there is no such line", error);
  if (!_far_history_load (&history, &pen->view, FAR_KIND_LINE, ident, error))
    return FALSE;

  far_map_bytes (&map, FAR_LINE_ID, line, FAR_RECORD_ID_LEN);
  far_map_int (&map, FAR_LINE_CROSSINGS, n);
  far_map_end (&map);
  good = _far_history_shown (&history, FAR_LINE_NAME, NULL) != NULL ||
         _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_ID, "there is no such line", error);
  shown = _far_history_shown (&history, FAR_LINE_CROSSINGS, &also);
  if (good && (also.n_others > 0 ||
               (shown != NULL ? far_payload_int (shown, FAR_LINE_CROSSINGS, 0) : 0) != n))
    good =
        _far_pen_open (pen, error) && _far_pen_append_about (pen, &saying, &history, NULL, error);
  _far_history_clear (&history);

  return good;
}

gboolean
far_collective_set_crossings (const FarWriter *writer,
                              const guint8 line[static FAR_RECORD_ID_LEN],
                              int n,
                              GError **error)
{
  FarPen pen;

  if (n < 0 || n > FAR_LINE_CROSSINGS_MAX)
    return _far_refuse (FAR_COLLECTIVE_ERROR_NUMBER_INVALID, "crossings are 0..50", error);

  return _far_pen_init (&pen, writer, error) &&
         _far_pen_close (&pen, set_crossings (&pen, line, n, error), error);
}
