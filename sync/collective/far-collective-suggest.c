/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What waits for the baton's holder: values that somebody wrote without the right to, and that
 * differ from what is shown (docs/records.md).
 *
 * The holder answers by writing: the suggested value to adopt it, or the shown one to decline.
 * Having seen the suggestion, either replaces it. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-private.h"

#include <string.h>

/* How far ahead outings are looked at: what nobody plans yet needs no answer yet. */
#define DAYS_AHEAD FAR_WEEK_DAYS_MAX

/* ---- finding them */

/* The number that says as much as nothing. */
static gint64
get_nothing (FarKind kind, guint key)
{
  if (kind == FAR_KIND_OUTING && key == FAR_OUTING_AT)
    return FAR_OUTING_AT_NONE;
  if (kind == FAR_KIND_OUTING && key == FAR_OUTING_MIN)
    return FAR_OUTING_MIN_NONE;

  return 0;
}

gboolean
_far_payload_says_nothing (FarKind kind, const FarPayload *payload, guint key)
{
  const FarValue *value = &payload->values[key];

  return value->num == get_nothing (kind, key) &&
         (value->len == 0 || sodium_is_zero (value->bytes, value->len));
}

/* A draft is its author's: only whether it is published is for the holder.  Persons and lines are
 * everybody's, and what is said of a child, or by somebody of themselves, is for nobody to adopt.
 */
static gboolean
is_for_holder (const FarHistory *history, guint key, gboolean is_published)
{
  return history->kind == FAR_KIND_COLLECTIVE || history->kind == FAR_KIND_OUTING ||
         (history->kind == FAR_KIND_ROTA && (is_published || key == FAR_ROTA_STATE));
}

/* By write, the fields (bits) of it that would change something.  Returns: (transfer full) */
static guint32 *
find_fields (const FarHistory *history, gboolean is_published)
{
  guint32 *fields = g_new0 (guint32, history->writes->len);
  guint8 keys[FAR_PAYLOAD_KEYS];
  guint n = _far_field_keys (history->kind, keys);

  /* once for each field: what is live is found by comparing all with all */
  for (guint i = 0; i < n; i++)
    {
      const FarPayload *shown;
      g_autoptr (GArray) live = NULL;

      if (!is_for_holder (history, keys[i], is_published))
        continue;

      shown = _far_history_shown (history, keys[i], NULL);
      live = _far_history_live (history, keys[i]);
      for (guint j = 0; j < live->len; j++)
        {
          const FarLive *value = &g_array_index (live, FarLive, j);
          const FarPayload *payload = &value->write->payload;

          if (!value->is_right &&
              (shown != NULL ? !_far_payload_has_same (shown, payload, keys[i])
                             : !_far_payload_says_nothing (history->kind, payload, keys[i])))
            fields[value->write - (const FarWrite *)(gconstpointer)history->writes->data] |=
                1u << keys[i];
        }
    }

  return fields;
}

static FarSuggests
get_what (const FarHistory *history, const FarWrite *write, guint32 fields)
{
  switch ((guint)history->kind)
    {
    case FAR_KIND_ROTA:
      /* the rest of it would not be seen any more */
      if ((fields & 1u << FAR_ROTA_GONE) != 0 &&
          far_payload_int (&write->payload, FAR_ROTA_GONE, 0) != 0)
        return FAR_SUGGESTS_DELETING;
      if ((fields & 1u << FAR_ROTA_STATE) == 0)
        return FAR_SUGGESTS_CHANGE;
      return far_payload_int (&write->payload, FAR_ROTA_STATE, 0) != 0 ? FAR_SUGGESTS_PUBLISHING
                                                                       : FAR_SUGGESTS_WITHDRAWING;
    case FAR_KIND_OUTING:
      if ((fields & 1u << FAR_OUTING_INTO) != 0)
        return _far_payload_says_nothing (FAR_KIND_OUTING, &write->payload, FAR_OUTING_INTO)
                   ? FAR_SUGGESTS_PARTING
                   : FAR_SUGGESTS_JOINING;
      if ((fields & 1u << FAR_OUTING_CANCELLED) == 0)
        return (fields & 1u << FAR_OUTING_PLAN) == 0 ? FAR_SUGGESTS_DATE : FAR_SUGGESTS_PLAN;
      return far_payload_int (&write->payload, FAR_OUTING_CANCELLED, 0) != 0
                 ? FAR_SUGGESTS_CANCELLING
                 : FAR_SUGGESTS_WALKING;
    default:
      return FAR_SUGGESTS_NAME;
    }
}

/* What somebody wrote to say why, or how it is to be called. */
static char *
dup_words (FarKind kind, const FarPayload *payload)
{
  guint key = kind == FAR_KIND_ROTA     ? FAR_ROTA_TITLE
              : kind == FAR_KIND_OUTING ? FAR_OUTING_WHY
                                        : FAR_COLLECTIVE_NAME;

  return far_payload_has (payload, key) ? far_payload_dup_text (payload, key) : g_strdup ("");
}

/* Of the rota with which it is to walk; "" if it is not here. */
static char *
dup_into_title (const FarHistory *history, const FarPayload *payload)
{
  FarRotaFacts *rota =
      _far_rota_read (history->view, far_payload_bytes (payload, FAR_OUTING_INTO), NULL);
  char *title = g_strdup (rota != NULL ? rota->title : "");

  g_clear_pointer (&rota, _far_rota_facts_free);

  return title;
}

static void
free_suggestion (gpointer data)
{
  FarSuggestionFacts *facts = data;

  g_free (facts->title);
  g_free (facts->words);
  _far_date_clear (&facts->date);
  g_free (facts);
}

/* Of a field that is among @fields (bits).  -1 if it is not, or is to be as it always is */
static int
get_number (FarKind kind, const FarPayload *payload, guint32 fields, guint key)
{
  return (fields & 1u << key) != 0 && payload->values[key].num != get_nothing (kind, key)
             ? (int)payload->values[key].num
             : -1;
}

static void
read_date (const FarHistory *history, const FarPayload *payload, guint32 fields, FarDateFacts *out)
{
  gboolean is_rota = history->kind == FAR_KIND_ROTA;
  guint place = is_rota ? FAR_ROTA_PLACE : FAR_OUTING_PLACE;

  *out = (FarDateFacts){ .at = -1, .n_min = -1, .n_max = -1 };
  if (is_rota || history->kind == FAR_KIND_OUTING)
    {
      out->at = get_number (history->kind, payload, fields, is_rota ? FAR_ROTA_AT : FAR_OUTING_AT);
      out->n_min =
          get_number (history->kind, payload, fields, is_rota ? FAR_ROTA_MIN : FAR_OUTING_MIN);
      out->n_max =
          get_number (history->kind, payload, fields, is_rota ? FAR_ROTA_MAX : FAR_OUTING_MAX);
      if ((fields & 1u << place) != 0)
        out->place = far_payload_dup_text (payload, place);
    }
  if (history->kind == FAR_KIND_OUTING && (fields & 1u << FAR_OUTING_REMARK) != 0)
    out->remark = far_payload_dup_text (payload, FAR_OUTING_REMARK);
  if (history->kind == FAR_KIND_OUTING && (fields & 1u << FAR_OUTING_ROLES) != 0 &&
      payload->values[FAR_OUTING_ROLES].num > 0)
    out->roles = _far_roles_read (payload, FAR_OUTING_ROLES);
  if (is_rota && (fields & 1u << FAR_ROTA_ROLES) != 0)
    out->roles = _far_roles_read (payload, FAR_ROTA_ROLES);
  if (out->place == NULL)
    out->place = g_strdup ("");
  if (out->remark == NULL)
    out->remark = g_strdup ("");
}

/* @rota: (nullable) */
static void
add_suggestions (const FarHistory *history, const FarRotaFacts *rota, gint32 day, GPtrArray *out)
{
  g_autofree guint32 *fields = find_fields (history, rota != NULL && rota->is_published);

  for (guint i = 0; i < history->writes->len; i++)
    {
      const FarWrite *write = &g_array_index (history->writes, FarWrite, i);
      FarSuggestionFacts *facts;

      if (fields[i] == 0 || write->author == NULL)
        continue;

      facts = g_new0 (FarSuggestionFacts, 1);
      memcpy (facts->entry, write->id, FAR_ID_LEN);
      memcpy (facts->by, write->author->id, FAR_RECORD_ID_LEN);
      facts->what = get_what (history, write, fields[i]);
      facts->time_ms = write->time_ms;
      facts->day = day;
      facts->title = g_strdup (rota != NULL ? rota->title : "");
      facts->words = facts->what == FAR_SUGGESTS_JOINING
                         ? dup_into_title (history, &write->payload)
                         : dup_words (history->kind, &write->payload);
      read_date (history, &write->payload, fields[i], &facts->date);
      if (rota != NULL)
        memcpy (facts->rota, rota->id, FAR_RECORD_ID_LEN);
      g_ptr_array_add (out, facts);
    }
}

static gboolean
suggest_record (FarView *view,
                FarKind kind,
                const guint8 *id,
                const FarRotaFacts *rota,
                GPtrArray *out,
                GError **error)
{
  FarHistory history;

  if (!_far_history_load (&history, view, kind, far_store_find_ident (view->store, id), error))
    return FALSE;

  add_suggestions (&history, rota, 0, out);
  _far_history_clear (&history);

  return TRUE;
}

GArray *
_far_store_days_said (FarStore *store, guint32 rota, gint32 first_day, GError **error)
{
  return _far_store_list_days (
      store, "SELECT DISTINCT day FROM outing WHERE rota = ? AND day BETWEEN ? AND ? ORDER BY day",
      rota, first_day, (gint64)first_day + DAYS_AHEAD, error);
}

static gboolean
suggest_outings (FarView *view,
                 const FarRotaFacts *rota,
                 gint32 today,
                 GPtrArray *out,
                 GError **error)
{
  guint32 ident = far_store_find_ident (view->store, rota->id);
  g_autoptr (GArray) days = _far_store_days_said (view->store, ident, today, error);

  for (guint i = 0; days != NULL && i < days->len; i++)
    {
      gint32 day = g_array_index (days, gint32, i);
      FarHistory history;

      if (!far_rule_has_day (&rota->rule, day))
        continue;
      if (!_far_history_load_outing (&history, view, ident, day, error))
        return FALSE;
      add_suggestions (&history, rota, day, out);
      _far_history_clear (&history);
    }

  return days != NULL;
}

static int
compare_suggestions (gconstpointer a, gconstpointer b)
{
  const FarSuggestionFacts *one = *(const FarSuggestionFacts *const *)a;
  const FarSuggestionFacts *other = *(const FarSuggestionFacts *const *)b;

  if (one->time_ms != other->time_ms)
    return one->time_ms > other->time_ms ? -1 : 1;

  return memcmp (other->entry, one->entry, FAR_ID_LEN);
}

static const guint8 *
get_author (gconstpointer row)
{
  return ((const FarSuggestionFacts *)row)->by;
}

static gboolean
find_suggestions (FarView *view, GPtrArray *rotas, gint32 today, GPtrArray *out, GError **error)
{
  gboolean good = suggest_record (view, FAR_KIND_COLLECTIVE,
                                  far_store_peek_collective (view->store), NULL, out, error);

  for (guint i = 0; i < rotas->len && good; i++)
    {
      const FarRotaFacts *rota = rotas->pdata[i];

      good = rota->rule.last_day < today ||
             (suggest_record (view, FAR_KIND_ROTA, rota->id, rota, out, error) &&
              suggest_outings (view, rota, today, out, error));
    }

  return good;
}

GPtrArray *
far_collective_suggestions (FarStore *store, gint32 today, GError **error)
{
  g_autoptr (GPtrArray) rotas = far_collective_rotas (store, error);
  g_autoptr (GPtrArray) out = g_ptr_array_new_with_free_func (free_suggestion);
  FarView view;
  gboolean good;

  if (rotas == NULL)
    return NULL;

  _far_view_init (&view, store);
  good = find_suggestions (&view, rotas, today, out, error);
  _far_view_clear (&view);
  g_ptr_array_sort (out, compare_suggestions);
  _far_keep_first (out, FAR_SHOWN_SUGGESTIONS_MAX, get_author);

  return good ? g_steal_pointer (&out) : NULL;
}

/* ---- answering */

/* No line. */
static const guint8 no_record[FAR_RECORD_ID_LEN];

/* One field, as @from has it; what holds if nobody says anything where @from has not. */
static void
put_field (FarMapWriter *map, FarKind kind, const FarField *field, const FarPayload *from)
{
  const FarValue *value = from != NULL ? &from->values[field->key] : NULL;
  g_autofree char *text = NULL;

  switch ((FarType)field->type)
    {
    case FAR_TYPE_INT:
      far_map_int (map, field->key, value != NULL ? value->num : get_nothing (kind, field->key));
      break;
    case FAR_TYPE_BYTES:
      far_map_bytes (map, field->key, value != NULL ? value->bytes : no_record, FAR_RECORD_ID_LEN);
      break;
    case FAR_TYPE_TEXT:
    case FAR_TYPE_NAME:
      text = value != NULL ? far_payload_dup_text (from, field->key) : NULL;
      if (text == NULL && field->type == FAR_TYPE_TEXT)
        text = g_strdup ("");
      if (text != NULL)
        far_map_text (map, field->key, text);
      break;
    case FAR_TYPE_INTS:
    case FAR_TYPE_IDS:
    case FAR_TYPE_MAPS:
      far_map_array (map, field->key, value != NULL ? value->num : 0);
      if (value != NULL)
        far_put (map->out, value->bytes, value->len);
      break;
    }
}

/* What names the record. */
static void
put_name (FarMapWriter *map, const FarHistory *history, const FarPayload *like)
{
  guint id_key = _far_id_key (history->kind);

  if (history->kind == FAR_KIND_OUTING)
    {
      far_map_bytes (map, FAR_OUTING_ROTA, far_payload_bytes (like, FAR_OUTING_ROTA),
                     FAR_RECORD_ID_LEN);
      far_map_int (map, FAR_OUTING_DAY, far_payload_int (like, FAR_OUTING_DAY, 0));
    }
  else if (id_key != 0)
    far_map_bytes (map, id_key, history->record, FAR_RECORD_ID_LEN);
}

GByteArray *
_far_history_say_again (const FarHistory *self,
                        const FarPayload *like,
                        guint32 fields,
                        gboolean as_shown)
{
  const FarSchema *schema = far_kind_get_schema (self->kind);
  GByteArray *payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);

  put_name (&map, self, like);
  for (guint i = 0; i < schema->n_fields; i++)
    {
      const FarField *field = &schema->fields[i];
      const FarPayload *from = like;

      if (as_shown && (fields & 1u << field->key) != 0)
        from = _far_history_shown (self, field->key, NULL);
      else if (self->kind == FAR_KIND_OUTING && field->key == FAR_OUTING_WHY &&
               (fields & 1u << FAR_OUTING_CANCELLED) != 0)
        {
          /* the reason goes with what it is the reason of */
          if (as_shown)
            from = _far_history_shown (self, FAR_OUTING_CANCELLED, NULL);
          if (from == NULL || !far_payload_has (from, FAR_OUTING_WHY))
            continue;
        }
      else if ((fields & 1u << field->key) == 0)
        continue;

      put_field (&map, self->kind, field, from);
    }
  far_map_end (&map);

  return payload;
}

static gboolean
answer_history (FarPen *pen,
                const FarHistory *history,
                const guint8 *id,
                gboolean is_published,
                gboolean adopt,
                GError **error)
{
  g_autoptr (GByteArray) payload = NULL;
  FarSaying saying = {
    .kind = history->kind,
    .term = _far_pen_get_publishing_term (pen),
  };
  g_autofree guint32 *all = find_fields (history, is_published);
  const FarWrite *write = NULL;
  guint32 fields = 0;

  for (guint i = 0; i < history->writes->len && write == NULL; i++)
    if (memcmp (g_array_index (history->writes, FarWrite, i).id, id, FAR_ID_LEN) == 0)
      {
        write = &g_array_index (history->writes, FarWrite, i);
        fields = all[i];
      }
  if (fields == 0)
    return _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_ID, "no suggestion of that id waits", error);
  if (saying.term == 0)
    return _far_refuse (FAR_COLLECTIVE_ERROR_NOT_THE_HOLDER,
                        "only the baton's holder and deputy answer", error);

  /* all fields together become the publisher's word */
  if (adopt && !is_published && get_what (history, write, fields) == FAR_SUGGESTS_PUBLISHING)
    return _far_pen_publish (pen, history->record, error);

  payload = _far_history_say_again (history, &write->payload, fields, !adopt);
  if (!_far_pen_open (pen, error))
    return FALSE;

  saying.payload = payload;

  return _far_pen_append_about (pen, &saying, history, NULL, error);
}

gboolean
_far_is_own_word (FarKind kind)
{
  return kind == FAR_KIND_AVAILABILITY || kind == FAR_KIND_RIDE || kind == FAR_KIND_HELP ||
         kind == FAR_KIND_SKILL || kind == FAR_KIND_FAULT;
}

static gboolean
has_fields (FarKind kind)
{
  return kind == FAR_KIND_COLLECTIVE || kind == FAR_KIND_PERSON || kind == FAR_KIND_LINE ||
         kind == FAR_KIND_THING || kind == FAR_KIND_ROTA || kind == FAR_KIND_OUTING ||
         kind == FAR_KIND_HOLIDAYS || kind == FAR_KIND_HAZARD || kind == FAR_KIND_CHILD ||
         kind == FAR_KIND_PLACE || _far_is_own_word (kind);
}

/* Returns: (nullable): the id of what the entry speaks of; NULL if it makes it */
static const guint8 *
get_about (FarStore *store, FarKind kind, const FarPayload *payload)
{
  guint key = kind == FAR_KIND_OUTING ? FAR_OUTING_ROTA : _far_id_key (kind);

  return key != 0 ? far_payload_bytes (payload, key) : far_store_peek_collective (store);
}

static gboolean
check_published (FarPen *pen, const guint8 *rota, gboolean *out, GError **error)
{
  FarRotaFacts *facts;

  if (!_far_pen_read_rota (pen, rota, &facts, error))
    return FALSE;

  *out = facts->is_published;
  _far_rota_facts_free (facts);

  return TRUE;
}

gboolean
_far_pen_load_about (FarPen *pen,
                     const guint8 entry[static FAR_ID_LEN],
                     FarHistory *history,
                     gboolean *out_is_published,
                     GError **error)
{
  FarStore *store = pen->view.store;
  const guint8 *about = NULL;
  guint8 id[FAR_RECORD_ID_LEN];
  FarPayload payload;
  guint32 ident;
  gint32 day;
  FarKind kind;
  FarPos pos;
  FarRow row;

  *out_is_published = FALSE;
  if (!far_store_find_id (store, entry, &pos))
    return _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_ID, "no entry has that id", error);
  if (!far_store_read_pos (store, pos, &row, error))
    return FALSE;
  if (has_fields (row.kind) && far_row_parse (&row, &payload))
    about = get_about (store, row.kind, &payload);
  if (about == NULL)
    return _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_ID, "nobody has to choose that", error);

  /* what is borrowed from the row does not outlive the next read */
  memcpy (id, about, FAR_RECORD_ID_LEN);
  kind = row.kind;
  day = kind == FAR_KIND_OUTING ? far_payload_int (&payload, FAR_OUTING_DAY, 0) : 0;
  if ((kind == FAR_KIND_ROTA || kind == FAR_KIND_OUTING) &&
      !check_published (pen, id, out_is_published, error))
    return FALSE;
  ident = far_store_find_ident (store, id);

  return kind == FAR_KIND_OUTING ? _far_history_load_outing (history, &pen->view, ident, day, error)
                                 : _far_history_load (history, &pen->view, kind, ident, error);
}

static gboolean
answer (FarPen *pen, const guint8 *id, gboolean adopt, GError **error)
{
  FarHistory history;
  gboolean is_published;
  gboolean good;

  if (!_far_pen_load_about (pen, id, &history, &is_published, error))
    return FALSE;

  good = answer_history (pen, &history, id, is_published, adopt, error);
  _far_history_clear (&history);

  return good;
}

gboolean
far_collective_answer_suggestion (const FarWriter *writer,
                                  const guint8 entry[static FAR_ID_LEN],
                                  gboolean adopt,
                                  GError **error)
{
  FarPen pen;

  return _far_pen_init (&pen, writer, error) &&
         _far_pen_close (&pen, answer (&pen, entry, adopt, error), error);
}
