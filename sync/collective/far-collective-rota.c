/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Rotas, written. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-private.h"

#include <string.h>

#include "far-blank.h"
#include "far-day.h"

gboolean
_far_check_rule (const FarRule *rule, GError **error)
{
  switch (far_rule_validate (rule))
    {
    case FAR_RULE_GOOD:
      break;
    case FAR_RULE_WEEKDAYS:
      return _far_refuse (FAR_COLLECTIVE_ERROR_DAYS_INVALID, "no day of the week", error);
    case FAR_RULE_WEEKS:
      return _far_refuse (FAR_COLLECTIVE_ERROR_NUMBER_INVALID, "every 1 to 52 weeks", error);
    default:
      return _far_refuse (FAR_COLLECTIVE_ERROR_DATE_INVALID, "the dates make no rule", error);
    }

  return TRUE;
}

static gboolean
has_added (const FarRule *rule, gint32 day)
{
  for (guint i = 0; i < rule->n_added; i++)
    if (rule->added[i] == day)
      return TRUE;

  return FALSE;
}

/* What is added anew is meant to take place.  @before: (nullable): what the rota was; days that lie
 * outside since it was shortened stay without effect. */
static gboolean
check_dates (const FarRule *rule, const FarRule *before, GError **error)
{
  for (guint i = 0; i < rule->n_added; i++)
    {
      gint32 day = rule->added[i];

      if ((day < rule->first_day || day > rule->last_day) &&
          (before == NULL || !has_added (before, day)))
        return _far_refuse (FAR_COLLECTIVE_ERROR_DAY_OUTSIDE,
                            "a day is added that is not between the first and the last", error);
    }

  return far_rule_get_n_days (rule) > 0 || (before != NULL && far_rule_get_n_days (before) == 0) ||
         _far_refuse (FAR_COLLECTIVE_ERROR_ROTA_EMPTY, "there is no date in it", error);
}

static gboolean
check_plan (FarPen *pen, const FarRotaPlan *plan, GError **error)
{
  g_autoptr (GPtrArray) lines = NULL;

  if (!_far_check_rule (&plan->rule, error))
    return FALSE;
  if (plan->at < 0 || plan->at >= 24 * 60)
    return _far_refuse (FAR_COLLECTIVE_ERROR_TIME_INVALID, "no such time of day", error);
  if (plan->n_min < 0 || plan->n_min > FAR_ROTA_ADULTS_MAX || plan->n_max < 1 ||
      plan->n_max > FAR_ROTA_ADULTS_MAX || plan->n_min > plan->n_max)
    return _far_refuse (FAR_COLLECTIVE_ERROR_NUMBER_INVALID,
                        "at least 0, at most 99, and the least not above the most", error);
  if (plan->line == NULL)
    return TRUE;

  lines = _far_view_lines (&pen->view, error);
  for (guint i = 0; lines != NULL && i < lines->len; i++)
    {
      const FarLineFacts *line = g_ptr_array_index (lines, i);

      if (memcmp (line->id, plan->line, FAR_RECORD_ID_LEN) == 0)
        return TRUE;
    }

  return lines != NULL &&
         _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_ID, "there is no such line", error);
}

static void
put_all_days (FarMapWriter *map, guint key, const gint32 *days, guint n)
{
  far_map_array (map, key, n);
  for (guint i = 0; i < n; i++)
    far_cbor_put_int (map->out, days[i]);
}

static void
put_days (FarMapWriter *map, guint key, const gint32 *days, guint n)
{
  if (n > 0)
    put_all_days (map, key, days, n);
}

/* But for roles, which stand by themselves. */
static gboolean
says_anything (const FarLaterFacts *facts)
{
  return facts->weekdays != 0 || facts->every_n_weeks != 0 || facts->at >= 0 || facts->n_min >= 0 ||
         facts->n_max >= 0 || facts->place != NULL;
}

static guint
count_later (const GArray *later)
{
  guint n = 0;

  for (guint i = 0; i < later->len; i++)
    n += says_anything (&g_array_index (later, FarLaterFacts, i));

  return n;
}

static void
put_later (FarMapWriter *map, const GArray *later)
{
  far_map_array (map, FAR_ROTA_LATER, count_later (later));
  for (guint i = 0; i < later->len; i++)
    {
      const FarLaterFacts *facts = &g_array_index (later, FarLaterFacts, i);
      FarMapWriter item;

      if (!says_anything (facts))
        continue;
      item = far_map_begin (map->out);
      far_map_int (&item, FAR_LATER_FROM, facts->from);
      if (facts->weekdays != 0)
        far_map_int (&item, FAR_LATER_WEEKDAYS, facts->weekdays);
      if (facts->every_n_weeks != 0)
        far_map_int (&item, FAR_LATER_EVERY, facts->every_n_weeks);
      if (facts->at >= 0)
        far_map_int (&item, FAR_LATER_AT, facts->at);
      if (facts->n_min >= 0)
        far_map_int (&item, FAR_LATER_MIN, facts->n_min);
      if (facts->n_max >= 0)
        far_map_int (&item, FAR_LATER_MAX, facts->n_max);
      if (facts->place != NULL)
        far_map_text (&item, FAR_LATER_PLACE, facts->place);
      far_map_end (&item);
    }
}

/* All fields, with the keys that come before and after them. */
static void
encode_rota (GByteArray *payload,
             const guint8 *id,
             const char *title,
             const FarRotaPlan *plan,
             gboolean is_published)
{
  const FarRule *rule = &plan->rule;
  FarMapWriter map = far_map_begin (payload);

  if (id != NULL)
    far_map_bytes (&map, FAR_ROTA_ID, id, FAR_RECORD_ID_LEN);
  far_map_text (&map, FAR_ROTA_TITLE, title);
  far_map_int (&map, FAR_ROTA_WEEKDAYS, rule->weekdays);
  far_map_int (&map, FAR_ROTA_EVERY, rule->every_n_weeks);
  far_map_int (&map, FAR_ROTA_FIRST, rule->first_day);
  far_map_int (&map, FAR_ROTA_LAST, rule->last_day);
  far_map_int (&map, FAR_ROTA_AT, plan->at);
  far_map_int (&map, FAR_ROTA_MIN, plan->n_min);
  far_map_int (&map, FAR_ROTA_MAX, plan->n_max);
  if (plan->line != NULL)
    far_map_bytes (&map, FAR_ROTA_LINE, plan->line, FAR_RECORD_ID_LEN);
  if (is_published)
    far_map_int (&map, FAR_ROTA_STATE, 1);
  put_days (&map, FAR_ROTA_ADDED, rule->added, rule->n_added);
  put_days (&map, FAR_ROTA_DROPPED, rule->dropped, rule->n_dropped);
  if (plan->in_holidays)
    far_map_int (&map, FAR_ROTA_HOLIDAYS, 1);
  if (plan->place != NULL && *plan->place != '\0')
    far_map_text (&map, FAR_ROTA_PLACE, plan->place);
  if (plan->later != NULL && count_later (plan->later) > 0)
    put_later (&map, plan->later);
  if (plan->roles != NULL && plan->roles->len > 0)
    _far_roles_put (&map, plan->roles);
  if (plan->later != NULL && _far_roles_count_later (plan->later) > 0)
    _far_roles_put_later (&map, plan->later);
  far_map_end (&map);
}

char *
_far_tidy_place (const char *place, GError **error)
{
  char *tidy = _far_tidy_text (place != NULL ? place : "", error);

  if (tidy != NULL && (far_text_is_blank (tidy) || strchr (tidy, '\n') != NULL))
    {
      g_strdelimit (tidy, "\n", ' ');
      if (far_text_is_blank (tidy))
        *tidy = '\0';
    }
  if (tidy == NULL || strlen (tidy) <= 4 * FAR_NAME_MAX)
    return tidy;

  _far_refuse (FAR_COLLECTIVE_ERROR_PLACE_LONG, "a place has at most 200 characters", error);
  g_free (tidy);

  return NULL;
}

/* @title, @place: (out): what @plan borrows then.  @fields: FarChanges that are looked at */
static gboolean
tidy_plan (FarRotaPlan *plan, guint fields, char **title, char **place, GError **error)
{
  if ((fields & FAR_CHANGES_TITLE) != 0)
    {
      plan->title = *title = far_collective_tidy_name (plan->title, error);
      if (plan->title == NULL)
        return FALSE;
    }
  if ((fields & FAR_CHANGES_PLACE) != 0)
    {
      plan->place = *place = _far_tidy_place (plan->place, error);
      if (plan->place == NULL)
        return FALSE;
    }

  return TRUE;
}

/* One more would stand in nobody's list. */
static gboolean
check_drafts (FarPen *pen, GError **error)
{
  g_autoptr (GPtrArray) rotas = far_collective_rotas (pen->view.store, error);
  guint n = 0;

  for (guint i = 0; rotas != NULL && i < rotas->len; i++)
    {
      const FarRotaFacts *rota = rotas->pdata[i];

      n += !rota->is_published && far_record_id_equal (rota->owner, pen->me->id);
    }

  return rotas != NULL && (n < FAR_SHOWN_DRAFTS_MAX ||
                           _far_refuse (FAR_COLLECTIVE_ERROR_FULL_DRAFTS,
                                        "a member has at most 50 drafts of rotas", error));
}

gboolean
far_collective_add_rota (const FarWriter *writer,
                         const FarRotaPlan *plan,
                         guint8 out_rota[static FAR_RECORD_ID_LEN],
                         GError **error)
{
  g_autofree char *title = NULL;
  g_autofree char *place = NULL;
  g_autoptr (GArray) none = far_role_facts_array_new ();
  g_autoptr (GArray) roles = NULL;
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarSaying saying = { .kind = FAR_KIND_ROTA, .payload = payload };
  FarRotaPlan tidy = *plan;
  FarPen pen;
  FarPos pos = { 0, 0 };
  gboolean good;

  roles = _far_roles_revise (none, plan->roles != NULL ? plan->roles : none, error);
  tidy.roles = roles;
  if (roles == NULL ||
      !tidy_plan (&tidy, FAR_CHANGES_TITLE | FAR_CHANGES_PLACE, &title, &place, error) ||
      !_far_pen_init (&pen, writer, error))
    return FALSE;

  good = _far_pen_check_asked (&pen, none, roles, error) && check_plan (&pen, &tidy, error) &&
         check_dates (&tidy.rule, NULL, error) && check_drafts (&pen, error);
  if (good)
    {
      encode_rota (payload, NULL, title, &tidy, FALSE);
      good = _far_pen_open (&pen, error) && _far_writer_append (writer, &saying, &pos, NULL, error);
    }
  if (!_far_pen_close (&pen, good, error))
    return FALSE;

  far_record_id (far_store_peek_collective (writer->store), writer->me->device, pos.seq, 0,
                 out_rota);

  return TRUE;
}

/* ---- reading, for who writes */

gboolean
_far_pen_read_rota (FarPen *pen, const guint8 *rota, FarRotaFacts **out, GError **error)
{
  g_autoptr (GError) failure = NULL;

  *out = _far_rota_read (&pen->view, rota, &failure);
  if (*out != NULL)
    return TRUE;

  if (failure == NULL)
    return _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_ID, "there is no such rota", error);

  g_propagate_error (error, g_steal_pointer (&failure));

  return FALSE;
}

static gboolean
write_published (FarPen *pen, const FarRotaFacts *facts, guint32 term, GError **error)
{
  FarRotaPlan plan = {
    .rule = facts->rule,
    .at = facts->at,
    .n_min = facts->n_min,
    .n_max = facts->n_max,
    .line = facts->has_line ? facts->line : NULL,
    .in_holidays = facts->in_holidays,
    .place = facts->place,
    .later = facts->later,
    .roles = facts->roles,
  };
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarSaying saying = { .kind = FAR_KIND_ROTA, .term = term, .payload = payload };
  FarHistory history;
  gboolean good;

  if (!_far_check_rule (&facts->rule, error) ||
      !_far_history_load (&history, &pen->view, FAR_KIND_ROTA,
                          far_store_find_ident (pen->view.store, facts->id), error))
    return FALSE;

  encode_rota (payload, facts->id, facts->title, &plan, TRUE);
  good = _far_pen_open (pen, error);
  good = good && _far_pen_append_about (pen, &saying, &history, NULL, error);
  _far_history_clear (&history);

  return good;
}

gboolean
_far_pen_has_suggested (const FarPen *pen, const FarHistory *history, guint key)
{
  g_autoptr (GArray) live = _far_history_live (history, key);

  for (guint i = 0; i < live->len; i++)
    {
      const FarLive *value = &g_array_index (live, FarLive, i);

      if (!value->is_right && value->write->author == pen->me &&
          far_payload_int (&value->write->payload, key, 0) != 0)
        return TRUE;
    }

  return FALSE;
}

/* Of all fields only the one that needs the baton: the others are the author's. */
static gboolean
suggest_publishing (FarPen *pen, const FarRotaFacts *facts, GError **error)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  FarSaying saying = { .kind = FAR_KIND_ROTA, .payload = payload };
  FarHistory history;
  gboolean good;

  far_map_bytes (&map, FAR_ROTA_ID, facts->id, FAR_RECORD_ID_LEN);
  far_map_int (&map, FAR_ROTA_STATE, 1);
  far_map_end (&map);
  if (!_far_history_load (&history, &pen->view, FAR_KIND_ROTA,
                          far_store_find_ident (pen->view.store, facts->id), error))
    return FALSE;

  good = TRUE;
  if (!_far_pen_has_suggested (pen, &history, FAR_ROTA_STATE))
    {
      good = _far_pen_open (pen, error);
      good = good && _far_pen_append_about (pen, &saying, &history, NULL, error);
    }
  _far_history_clear (&history);

  return good;
}

gboolean
_far_pen_publish (FarPen *pen, const guint8 *rota, GError **error)
{
  guint32 term = _far_pen_get_publishing_term (pen);
  FarRotaFacts *facts;
  gboolean good;

  if (!_far_pen_read_rota (pen, rota, &facts, error))
    return FALSE;

  if (facts->is_published)
    good = _far_refuse (FAR_COLLECTIVE_ERROR_ALREADY_PUBLISHED, "it is published already", error);
  else if (term == 0)
    good = suggest_publishing (pen, facts, error);
  else
    good = write_published (pen, facts, term, error);
  _far_rota_facts_free (facts);

  return good;
}

gboolean
far_collective_publish_rota (const FarWriter *writer,
                             const guint8 rota[static FAR_RECORD_ID_LEN],
                             GError **error)
{
  FarPen pen;

  return _far_pen_init (&pen, writer, error) &&
         _far_pen_close (&pen, _far_pen_publish (&pen, rota, error), error);
}

/* ---- thinking better of a draft */

gboolean
_far_pen_set_rota_gone (FarPen *pen,
                        const guint8 *rota,
                        gboolean is_gone,
                        guint32 term,
                        GError **error)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarSaying saying = { .kind = FAR_KIND_ROTA, .term = term, .payload = payload };
  FarMapWriter map = far_map_begin (payload);
  FarHistory history;
  gboolean good;

  far_map_bytes (&map, FAR_ROTA_ID, rota, FAR_RECORD_ID_LEN);
  far_map_int (&map, FAR_ROTA_GONE, !!is_gone);
  far_map_end (&map);
  if (!_far_history_load (&history, &pen->view, FAR_KIND_ROTA,
                          far_store_find_ident (pen->view.store, rota), error))
    return FALSE;

  good = _far_pen_append_about (pen, &saying, &history, NULL, error);
  _far_history_clear (&history);

  return good;
}

/* Somebody else is to come, from today on. */
static gboolean
find_promise (FarPen *pen, const FarRotaFacts *draft, gboolean *out, GError **error)
{
  g_autoptr (GPtrArray) rotas = g_ptr_array_new ();
  gint32 day = MAX (far_day_of_utc (pen->writer->now_ms), draft->rule.first_day);

  *out = FALSE;
  g_ptr_array_add (rotas, (gpointer)draft);
  for (; day <= draft->rule.last_day && !*out; day += FAR_WEEK_DAYS_MAX)
    {
      g_autoptr (GPtrArray) outings = far_collective_outings (pen->view.store, rotas, pen->me->id,
                                                              day, FAR_WEEK_DAYS_MAX, error);

      if (outings == NULL)
        return FALSE;

      for (guint i = 0; i < outings->len && !*out; i++)
        {
          const FarOutingFacts *outing = outings->pdata[i];

          for (guint j = 0; j < outing->turns->len; j++)
            {
              const FarTurnFacts *turn = outing->turns->pdata[j];

              *out = *out || (turn->rank > 0 && !far_record_id_equal (turn->person, pen->me->id));
            }
        }
    }

  return TRUE;
}

static gboolean
set_draft_gone (FarPen *pen, const FarRotaFacts *draft, gboolean is_gone, GError **error)
{
  guint32 term = _far_pen_get_publishing_term (pen);
  gboolean is_mine = far_record_id_equal (draft->owner, pen->me->id);
  gboolean is_promised;

  if (!find_promise (pen, draft, &is_promised, error))
    return FALSE;
  if (draft->is_published || (is_gone && is_promised))
    return _far_refuse (FAR_COLLECTIVE_ERROR_COUNTED_ON, "people count on it", error);
  if (!is_mine && term == 0)
    return _far_refuse (FAR_COLLECTIVE_ERROR_DRAFT_NOT_YOURS, "a draft is whose who wrote it",
                        error);

  return (is_gone || !is_mine || check_drafts (pen, error)) && _far_pen_open (pen, error) &&
         _far_pen_set_rota_gone (pen, draft->id, is_gone, is_mine ? 0 : term, error);
}

gboolean
far_collective_set_draft_gone (const FarWriter *writer,
                               const FarRotaFacts *draft,
                               gboolean is_gone,
                               GError **error)
{
  FarPen pen;

  return _far_pen_init (&pen, writer, error) &&
         _far_pen_close (&pen, set_draft_gone (&pen, draft, is_gone, error), error);
}

/* ---- changing */

static void
imagine (FarRotaFacts *out, const FarRotaRevision *change)
{
  const FarRotaPlan *plan = &change->plan;
  const FarRule *rule = &plan->rule;
  guint fields = change->fields;

  if (fields & FAR_CHANGES_TITLE)
    out->title = (char *)plan->title;
  if (fields & FAR_CHANGES_WEEKDAYS)
    out->rule.weekdays = rule->weekdays;
  if (fields & FAR_CHANGES_EVERY)
    out->rule.every_n_weeks = rule->every_n_weeks;
  if (fields & FAR_CHANGES_FIRST)
    out->rule.first_day = rule->first_day;
  if (fields & FAR_CHANGES_LAST)
    out->rule.last_day = rule->last_day;
  if (fields & FAR_CHANGES_AT)
    out->at = plan->at;
  if (fields & FAR_CHANGES_MIN)
    out->n_min = plan->n_min;
  if (fields & FAR_CHANGES_MAX)
    out->n_max = plan->n_max;
  if (fields & FAR_CHANGES_HOLIDAYS)
    out->in_holidays = plan->in_holidays;
  if (fields & FAR_CHANGES_PLACE)
    out->place = (char *)plan->place;
  if (fields & FAR_CHANGES_ADDED)
    {
      out->rule.added = rule->added;
      out->rule.n_added = rule->n_added;
    }
  if (fields & FAR_CHANGES_DROPPED)
    {
      out->rule.dropped = rule->dropped;
      out->rule.n_dropped = rule->n_dropped;
    }
  if (fields & FAR_CHANGES_LINE)
    {
      out->has_line = plan->line != NULL;
      memset (out->line, 0, sizeof out->line);
      if (plan->line != NULL)
        memcpy (out->line, plan->line, FAR_RECORD_ID_LEN);
    }
}

/* What of @plan is different is so from @from on, whatever was to be different after that. */
static void
say_later (FarLaterFacts *facts, guint fields, const FarRotaPlan *plan)
{
  if (fields & FAR_CHANGES_WEEKDAYS)
    facts->weekdays = plan != NULL ? plan->rule.weekdays : 0;
  if (fields & FAR_CHANGES_EVERY)
    facts->every_n_weeks = plan != NULL ? plan->rule.every_n_weeks : 0;
  if (fields & FAR_CHANGES_AT)
    facts->at = plan != NULL ? plan->at : -1;
  if (fields & FAR_CHANGES_MIN)
    facts->n_min = plan != NULL ? plan->n_min : -1;
  if (fields & FAR_CHANGES_MAX)
    facts->n_max = plan != NULL ? plan->n_max : -1;
  if (fields & FAR_CHANGES_PLACE)
    {
      g_free (facts->place);
      facts->place = plan != NULL ? g_strdup (plan->place) : NULL;
    }
  if (fields & FAR_CHANGES_ROLES)
    {
      g_clear_pointer (&facts->roles, g_array_unref);
      facts->roles = plan != NULL ? _far_roles_copy (plan->roles) : NULL;
    }
}

static void
append_copy (GArray *out, const FarLaterFacts *facts)
{
  FarLaterFacts copy = *facts;

  copy.place = g_strdup (facts->place);
  copy.roles = facts->roles != NULL ? _far_roles_copy (facts->roles) : NULL;
  g_array_append_val (out, copy);
}

static GArray *
copy_later (const GArray *later)
{
  GArray *copy = far_later_facts_array_new ();

  for (guint i = 0; i < later->len; i++)
    append_copy (copy, &g_array_index (later, FarLaterFacts, i));

  return copy;
}

/* Returns: (transfer full) (element-type FarLaterFacts) */
static GArray *
revise_later (const GArray *before, const FarRotaRevision *change)
{
  guint fields = change->fields & FAR_CHANGES_LATER_TOO;
  gint32 from = change->has_from ? change->from : G_MININT32;
  FarLaterFacts new = { .from = from, .at = -1, .n_min = -1, .n_max = -1 };
  GArray *after = far_later_facts_array_new ();
  gboolean is_said = !change->has_from || fields == 0;

  for (guint i = 0; i < before->len; i++)
    {
      const FarLaterFacts *old = &g_array_index (before, FarLaterFacts, i);
      FarLaterFacts *facts;

      if (!is_said && old->from > from)
        {
          g_array_append_val (after, new);
          say_later (&g_array_index (after, FarLaterFacts, after->len - 1), fields, &change->plan);
          is_said = TRUE;
        }
      append_copy (after, old);
      facts = &g_array_index (after, FarLaterFacts, after->len - 1);
      if (!is_said && old->from == from)
        {
          say_later (facts, fields, &change->plan);
          is_said = TRUE;
        }
      else if (old->from > from)
        say_later (facts, fields, NULL);
      if (!says_anything (facts) && facts->roles == NULL)
        g_array_set_size (after, after->len - 1);
    }
  if (!is_said)
    {
      g_array_append_val (after, new);
      say_later (&g_array_index (after, FarLaterFacts, after->len - 1), fields, &change->plan);
    }

  return after;
}

/* All that is written of a rota, with room for its days and numbers. */
#define BYTES_MAX (FAR_BLOB_MAX - 2 * FAR_TEXT_MAX)

static gsize
count_names (const GArray *roles)
{
  gsize n = 0;

  for (guint i = 0; roles != NULL && i < roles->len; i++)
    n += strlen (g_array_index (roles, FarRoleFacts, i).name);

  return n;
}

static gsize
count_bytes (const FarRotaFacts *rota)
{
  gsize n = strlen (rota->title) + strlen (rota->place) + count_names (rota->roles);

  for (guint i = 0; i < rota->later->len; i++)
    {
      const FarLaterFacts *later = &g_array_index (rota->later, FarLaterFacts, i);

      n += (later->place != NULL ? strlen (later->place) : 0) + count_names (later->roles);
    }

  return n;
}

/* What holds from each of these days on, and on the first. */
static gboolean
check_later (const FarRotaFacts *after, const FarRotaRevision *change, GError **error)
{
  if (change->has_from &&
      (change->from < after->rule.first_day || change->from > after->rule.last_day))
    return _far_refuse (FAR_COLLECTIVE_ERROR_DATE_INVALID, "not a day of the rota", error);
  if (count_later (after->later) > FAR_ROTA_LATER_MAX ||
      _far_roles_count_later (after->later) > FAR_LATER_ROLES_MAX ||
      count_bytes (after) > BYTES_MAX)
    return _far_refuse (FAR_COLLECTIVE_ERROR_FULL_LATER, "a rota changes at most 20 times", error);

  for (guint i = 0; i < after->later->len; i++)
    {
      const FarLaterFacts *later = &g_array_index (after->later, FarLaterFacts, i);
      int n_min = after->n_min;
      int n_max = after->n_max;

      for (guint j = 0; j <= i; j++)
        {
          const FarLaterFacts *before = &g_array_index (after->later, FarLaterFacts, j);

          n_min = before->n_min >= 0 ? before->n_min : n_min;
          n_max = before->n_max >= 0 ? before->n_max : n_max;
        }
      if (later->at >= 24 * 60 || later->at < -1)
        return _far_refuse (FAR_COLLECTIVE_ERROR_TIME_INVALID, "no such time of day", error);
      if (n_min < 0 || n_min > n_max || n_max < 1 || n_max > FAR_ROTA_ADULTS_MAX)
        return _far_refuse (FAR_COLLECTIVE_ERROR_NUMBER_INVALID,
                            "at least 0, at most 99, and the least not above the most", error);
    }

  return TRUE;
}

void
_far_rota_imagined_free (FarRotaFacts *self)
{
  if (self == NULL)
    return;

  g_array_unref (self->later);
  g_clear_pointer (&self->roles, g_array_unref);
  g_free ((gpointer)self->rule.later);
  g_free (self);
}

/* Numbers that a revision cannot say from a day on without being in range on all. */
static gboolean
check_from (const FarRotaRevision *change, GError **error)
{
  const FarRotaPlan *plan = &change->plan;

  return (((change->fields & FAR_CHANGES_MIN) == 0 || plan->n_min >= 0) &&
          ((change->fields & FAR_CHANGES_MAX) == 0 || plan->n_max >= 1) &&
          ((change->fields & FAR_CHANGES_EVERY) == 0 || plan->rule.every_n_weeks >= 1)) ||
         _far_refuse (FAR_COLLECTIVE_ERROR_NUMBER_INVALID, "no such number", error);
}

/* @out: (out) (transfer full): what the roles are to be, on all days or from the one that is said;
 * NULL if they stay */
static gboolean
revise_roles (FarPen *pen,
              const FarRotaFacts *facts,
              const FarRotaRevision *change,
              GArray **out,
              GError **error)
{
  g_autoptr (GArray) ever = NULL;

  *out = NULL;
  if ((change->fields & FAR_CHANGES_ROLES) == 0 || change->plan.roles == NULL)
    return TRUE;

  ever = _far_roles_ever (facts, NULL);
  *out = _far_roles_revise (ever, change->plan.roles, error);

  return *out != NULL && _far_pen_check_asked (pen, ever, *out, error);
}

/* What is said of all that is different later goes in place of it, the roles apart from the rest.
 */
static GArray *
imagine_later (const GArray *before, const FarRotaRevision *change)
{
  FarRotaRevision rest = *change;
  g_autoptr (GArray) now = NULL;
  GArray *after;

  if (change->plan.roles == NULL)
    rest.fields &= ~FAR_CHANGES_ROLES;
  if ((change->fields & (FAR_CHANGES_LATER | FAR_CHANGES_LATER_ROLES)) == 0 ||
      change->plan.later == NULL)
    return revise_later (before, &rest);

  now = revise_later (before, &rest);
  after = copy_later ((change->fields & FAR_CHANGES_LATER) != 0 ? change->plan.later : now);
  _far_later_take_roles (after, (change->fields & FAR_CHANGES_LATER_ROLES) != 0 ? change->plan.later
                                                                                : now);

  return after;
}

FarRotaFacts *
_far_pen_imagine_rota (FarPen *pen,
                       const FarRotaFacts *facts,
                       const FarRotaRevision *change,
                       guint32 *out_term,
                       gboolean *out_is_suggestion,
                       GError **error)
{
  guint32 term = _far_pen_get_publishing_term (pen);
  gboolean is_mine = far_record_id_equal (facts->owner, pen->me->id);
  g_autofree FarRotaFacts *after = g_memdup2 (facts, sizeof *facts);
  g_autoptr (GArray) roles = NULL;
  FarRotaRevision always = *change;
  FarRotaRevision revised;
  FarRotaPlan plan;

  /* what is the author's own they write as that: it is nobody's word yet */
  *out_term = facts->is_published || !is_mine ? term : 0;
  *out_is_suggestion = facts->is_published && term == 0;
  if (!facts->is_published && !is_mine && term == 0)
    {
      _far_refuse (FAR_COLLECTIVE_ERROR_DRAFT_NOT_YOURS, "a draft is whose who wrote it", error);
      return NULL;
    }

  if (change->has_from && !check_from (change, error))
    return NULL;

  /* what is different from a day on leaves the days before alone */
  if (change->has_from)
    always.fields &= ~FAR_CHANGES_LATER_TOO;
  imagine (after, &always);
  if (!revise_roles (pen, facts, change, &roles, error))
    return NULL;
  always.plan.roles = roles;
  revised = always;
  revised.fields = change->fields;
  after->later = imagine_later (facts->later, &revised);
  _far_rule_set_later (&after->rule, after->later);
  after->roles = g_array_ref (roles != NULL && !change->has_from ? roles : facts->roles);
  plan = (FarRotaPlan){
    .rule = after->rule,
    .at = after->at,
    .n_min = (always.fields & FAR_CHANGES_MIN) != 0 ? change->plan.n_min : (int)after->n_min,
    .n_max = (always.fields & FAR_CHANGES_MAX) != 0 ? change->plan.n_max : (int)after->n_max,
    .line = (change->fields & FAR_CHANGES_LINE) != 0 ? change->plan.line : NULL,
  };
  if (check_plan (pen, &plan, error) && check_dates (&after->rule, &facts->rule, error) &&
      check_later (after, change, error))
    return g_steal_pointer (&after);

  _far_rota_imagined_free (g_steal_pointer (&after));

  return NULL;
}

gboolean
_far_pen_is_due (const FarPen *pen,
                 const FarHistory *history,
                 guint key,
                 const FarPayload *wanted,
                 gboolean is_suggestion)
{
  FarAlso also = { 0 };
  const FarPayload *shown = _far_history_shown (history, key, &also);
  g_autoptr (GArray) live = _far_history_live (history, key);

  for (guint i = 0; is_suggestion && i < live->len; i++)
    {
      const FarLive *one = &g_array_index (live, FarLive, i);

      if (one->write->author == pen->me &&
          _far_payload_has_same (&one->write->payload, wanted, key))
        return FALSE;
    }
  if (shown == NULL)
    return !_far_payload_says_nothing (history->kind, wanted, key) || also.n_others > 0;

  return !_far_payload_has_same (shown, wanted, key) || also.is_suggestion ||
         (!is_suggestion && also.n_others > 0);
}

/* The fields (bits of FAR_ROTA_*) that a change names. */
static guint32
get_keys (const FarRotaRevision *change)
{
  static const guint8 keys[] = {
    FAR_ROTA_TITLE, FAR_ROTA_WEEKDAYS, FAR_ROTA_EVERY,   FAR_ROTA_FIRST,
    FAR_ROTA_LAST,  FAR_ROTA_AT,       FAR_ROTA_MIN,     FAR_ROTA_MAX,
    FAR_ROTA_LINE,  FAR_ROTA_ADDED,    FAR_ROTA_DROPPED, FAR_ROTA_HOLIDAYS,
    FAR_ROTA_PLACE, FAR_ROTA_LATER,    FAR_ROTA_ROLES,   FAR_ROTA_LATER_ROLES,
  };
  guint fields = change->fields;
  guint32 out = 0;

  /* what holds on all days is not said otherwise of later ones */
  if ((fields & FAR_CHANGES_LATER_TOO & ~FAR_CHANGES_ROLES) != 0)
    fields |= FAR_CHANGES_LATER;
  if ((fields & FAR_CHANGES_ROLES) != 0)
    fields |= FAR_CHANGES_LATER_ROLES;
  if (change->has_from)
    fields &= ~FAR_CHANGES_LATER_TOO;

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if ((fields & 1u << i) != 0)
      out |= 1u << keys[i];

  return out;
}

/* Of the fields (bits), those that are due.  Returns: (transfer full): empty if there are none */
static GByteArray *
encode_due (const FarPen *pen,
            const FarHistory *history,
            const FarRotaFacts *after,
            guint32 keys,
            gboolean is_suggestion)
{
  const FarRule *rule = &after->rule;
  g_autoptr (GByteArray) all = g_byte_array_new ();
  GByteArray *due = g_byte_array_new ();
  FarMapWriter map = far_map_begin (all);
  FarPayload wanted;
  guint32 is_wanted = 0;

  far_map_bytes (&map, FAR_ROTA_ID, after->id, FAR_RECORD_ID_LEN);
  far_map_text (&map, FAR_ROTA_TITLE, after->title);
  far_map_int (&map, FAR_ROTA_WEEKDAYS, rule->weekdays);
  far_map_int (&map, FAR_ROTA_EVERY, rule->every_n_weeks);
  far_map_int (&map, FAR_ROTA_FIRST, rule->first_day);
  far_map_int (&map, FAR_ROTA_LAST, rule->last_day);
  far_map_int (&map, FAR_ROTA_AT, after->at);
  far_map_int (&map, FAR_ROTA_MIN, after->n_min);
  far_map_int (&map, FAR_ROTA_MAX, after->n_max);
  far_map_bytes (&map, FAR_ROTA_LINE, after->line, FAR_RECORD_ID_LEN);
  put_all_days (&map, FAR_ROTA_ADDED, rule->added, rule->n_added);
  put_all_days (&map, FAR_ROTA_DROPPED, rule->dropped, rule->n_dropped);
  far_map_int (&map, FAR_ROTA_HOLIDAYS, after->in_holidays);
  far_map_text (&map, FAR_ROTA_PLACE, after->place);
  put_later (&map, after->later);
  _far_roles_put (&map, after->roles);
  _far_roles_put_later (&map, after->later);
  far_map_end (&map);

  if (far_payload_parse (&wanted, far_kind_get_schema (FAR_KIND_ROTA), all->data, all->len) !=
      FAR_PAYLOAD_OK)
    g_return_val_if_reached (due);

  for (guint key = 1; key < FAR_PAYLOAD_KEYS; key++)
    if ((keys & 1u << key) != 0 && _far_pen_is_due (pen, history, key, &wanted, is_suggestion))
      is_wanted |= 1u << key;
  if (is_wanted != 0)
    {
      g_byte_array_unref (due);
      due = _far_history_say_again (history, &wanted, is_wanted, FALSE);
    }

  return due;
}

static gboolean
write_change (FarPen *pen,
              const FarRotaFacts *facts,
              const FarRotaRevision *change,
              gboolean *out_is_suggestion,
              GError **error)
{
  FarSaying saying = { .kind = FAR_KIND_ROTA };
  FarRotaFacts *after =
      _far_pen_imagine_rota (pen, facts, change, &saying.term, out_is_suggestion, error);
  g_autoptr (GByteArray) payload = NULL;
  FarHistory history;
  gboolean good = TRUE;

  if (after == NULL)
    return FALSE;
  if (!_far_history_load (&history, &pen->view, FAR_KIND_ROTA,
                          far_store_find_ident (pen->view.store, facts->id), error))
    {
      _far_rota_imagined_free (after);
      return FALSE;
    }

  payload = encode_due (pen, &history, after, get_keys (change), *out_is_suggestion);
  saying.payload = payload;
  if (payload->len > 0)
    {
      good = _far_pen_open (pen, error);
      good = good && _far_pen_append_about (pen, &saying, &history, NULL, error);
    }
  _far_history_clear (&history);
  _far_rota_imagined_free (after);

  return good;
}

static gboolean
change_rota (FarPen *pen,
             const guint8 *rota,
             const FarRotaRevision *change,
             gboolean *out_is_suggestion,
             GError **error)
{
  FarRotaFacts *facts;
  gboolean good;

  if (!_far_pen_read_rota (pen, rota, &facts, error))
    return FALSE;

  good = write_change (pen, facts, change, out_is_suggestion, error);
  _far_rota_facts_free (facts);

  return good;
}

gboolean
far_collective_change_rota (const FarWriter *writer,
                            const guint8 rota[static FAR_RECORD_ID_LEN],
                            const FarRotaRevision *change,
                            gboolean *out_is_suggestion,
                            GError **error)
{
  g_autofree char *title = NULL;
  g_autofree char *place = NULL;
  FarRotaRevision tidy = *change;
  FarPen pen;

  return tidy_plan (&tidy.plan, tidy.fields, &title, &place, error) &&
         _far_pen_init (&pen, writer, error) &&
         _far_pen_close (&pen, change_rota (&pen, rota, &tidy, out_is_suggestion, error), error);
}
