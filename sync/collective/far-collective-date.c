/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One date of a rota that is not as the others: at another time or place, with more or fewer
 * adults, with other roles, or with a word to all.  The rota stays as it is. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-private.h"

#include <string.h>

#include "far-blank.h"

static gboolean
check_date (const FarRotaFacts *rota, gint32 day, const FarDateFacts *own, GError **error)
{
  FarRotaDay usual = _far_rota_on (rota, day);
  int n_min = own->n_min >= 0 ? own->n_min : (int)usual.n_min;
  int n_max = own->n_max >= 0 ? own->n_max : (int)usual.n_max;

  if (own->at < -1 || own->at >= 24 * 60)
    return _far_refuse (FAR_COLLECTIVE_ERROR_TIME_INVALID, "no such time of day", error);

  return (own->n_min >= -1 && n_min <= FAR_ROTA_ADULTS_MAX && (own->n_max == -1 || n_max >= 1) &&
          n_max <= FAR_ROTA_ADULTS_MAX && n_min <= n_max) ||
         _far_refuse (FAR_COLLECTIVE_ERROR_NUMBER_INVALID,
                      "at least 0, at most 99, and the least not above the most", error);
}

static void
encode_date (GByteArray *payload, const guint8 *rota, gint32 day, const FarDateFacts *own)
{
  FarMapWriter map = far_map_begin (payload);

  far_map_bytes (&map, FAR_OUTING_ROTA, rota, FAR_RECORD_ID_LEN);
  far_map_int (&map, FAR_OUTING_DAY, day);
  far_map_int (&map, FAR_OUTING_AT, own->at >= 0 ? own->at : FAR_OUTING_AT_NONE);
  far_map_text (&map, FAR_OUTING_PLACE, own->place);
  far_map_int (&map, FAR_OUTING_MIN, own->n_min >= 0 ? own->n_min : FAR_OUTING_MIN_NONE);
  far_map_int (&map, FAR_OUTING_MAX, own->n_max >= 0 ? own->n_max : FAR_OUTING_MAX_NONE);
  far_map_text (&map, FAR_OUTING_REMARK, own->remark);
  _far_roles_put_of_date (&map, own->roles);
  far_map_end (&map);
}

/* ---- what it is to say */

/* Returns: (transfer full): NULL with TEXT_INVALID */
static char *
tidy_remark (const char *remark, GError **error)
{
  char *tidy = _far_tidy_text (remark != NULL ? remark : "", error);

  if (tidy == NULL)
    return NULL;
  if (far_text_is_blank (tidy))
    *tidy = '\0';
  if (strlen (tidy) <= FAR_REMARK_MAX)
    return tidy;

  _far_refuse (FAR_COLLECTIVE_ERROR_TEXT_INVALID, "that is too long", error);
  g_free (tidy);

  return NULL;
}

static gboolean
revise_roles (FarPen *pen,
              FarDateFacts *own,
              const FarRotaFacts *rota,
              gint32 day,
              const GArray *wanted,
              GError **error)
{
  g_autoptr (GArray) ever = _far_roles_ever (rota, own->roles);
  GArray *roles = wanted != NULL ? _far_roles_revise (ever, wanted, error) : NULL;

  if (wanted != NULL && roles == NULL)
    return FALSE;
  g_clear_pointer (&own->roles, g_array_unref);
  own->roles = roles;

  return roles == NULL || _far_pen_check_asked (pen, ever, roles, error);
}

/* @own: (inout): what is said of the date, and is to be */
static gboolean
revise_date (FarPen *pen,
             FarDateFacts *own,
             const FarRotaFacts *rota,
             gint32 day,
             const FarDateChange *change,
             GError **error)
{
  guint fields = change->fields;
  char *text;

  if ((fields & FAR_CHANGES_PLACE) != 0)
    {
      text = _far_tidy_place (change->place, error);
      if (text == NULL)
        return FALSE;
      g_free (own->place);
      own->place = text;
    }
  if ((fields & FAR_CHANGES_REMARK) != 0)
    {
      text = tidy_remark (change->remark, error);
      if (text == NULL)
        return FALSE;
      g_free (own->remark);
      own->remark = text;
    }
  if ((fields & FAR_CHANGES_AT) != 0)
    own->at = change->at;
  if ((fields & FAR_CHANGES_MIN) != 0)
    own->n_min = change->n_min;
  if ((fields & FAR_CHANGES_MAX) != 0)
    own->n_max = change->n_max;

  return ((fields & FAR_CHANGES_ROLES) == 0 ||
          revise_roles (pen, own, rota, day, change->roles, error)) &&
         check_date (rota, day, own, error);
}

/* ---- writing it */

/* Writes of what is wanted what is due. */
static gboolean
write_date (FarPen *pen,
            const FarHistory *history,
            const guint8 *rota,
            gint32 day,
            const FarDateFacts *own,
            guint fields,
            gboolean *out_is_suggestion,
            GError **error)
{
  static const struct
  {
    guint field;
    guint8 key;
  } keys[] = {
    { FAR_CHANGES_AT, FAR_OUTING_AT },         { FAR_CHANGES_PLACE, FAR_OUTING_PLACE },
    { FAR_CHANGES_MIN, FAR_OUTING_MIN },       { FAR_CHANGES_MAX, FAR_OUTING_MAX },
    { FAR_CHANGES_REMARK, FAR_OUTING_REMARK }, { FAR_CHANGES_ROLES, FAR_OUTING_ROLES },
  };
  g_autoptr (GByteArray) all = g_byte_array_new ();
  g_autoptr (GByteArray) payload = NULL;
  FarSaying saying = { .kind = FAR_KIND_OUTING, .term = _far_pen_get_publishing_term (pen) };
  FarPayload wanted;
  guint32 due = 0;

  *out_is_suggestion = saying.term == 0;
  encode_date (all, rota, day, own);
  if (far_payload_parse (&wanted, far_kind_get_schema (FAR_KIND_OUTING), all->data, all->len) !=
      FAR_PAYLOAD_OK)
    g_return_val_if_reached (FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if ((fields & keys[i].field) != 0 &&
        _far_pen_is_due (pen, history, keys[i].key, &wanted, *out_is_suggestion))
      due |= 1u << keys[i].key;
  if (due == 0)
    return TRUE;

  payload = _far_history_say_again (history, &wanted, due, FALSE);
  saying.payload = payload;

  return _far_pen_open (pen, error) && _far_pen_append_about (pen, &saying, history, NULL, error);
}

static gboolean
change_outing (FarPen *pen,
               const guint8 *rota,
               gint32 day,
               const FarDateChange *change,
               gboolean *out_is_suggestion,
               GError **error)
{
  g_auto (FarDateFacts) own = { 0 };
  FarRotaFacts *facts;
  FarHistory history;
  gboolean good;

  if (!_far_pen_check_outing (pen, rota, day, &history, NULL, error))
    return FALSE;

  _far_date_read (&history, &own, NULL);
  good = _far_pen_read_rota (pen, rota, &facts, error);
  if (good)
    {
      good = revise_date (pen, &own, facts, day, change, error) &&
             write_date (pen, &history, rota, day, &own, change->fields, out_is_suggestion, error);
      _far_rota_facts_free (facts);
    }
  _far_history_clear (&history);

  return good;
}

gboolean
far_collective_change_outing (const FarWriter *writer,
                              const guint8 rota[static FAR_RECORD_ID_LEN],
                              gint32 day,
                              const FarDateChange *change,
                              gboolean *out_is_suggestion,
                              GError **error)
{
  FarPen pen;

  return _far_pen_init (&pen, writer, error) &&
         _far_pen_close (&pen, change_outing (&pen, rota, day, change, out_is_suggestion, error),
                         error);
}

/* ---- what that would do */

static FarRotaEffect *
find_effect (FarPen *pen,
             const FarRotaFacts *rota,
             gint32 day,
             const FarDateChange *change,
             GError **error)
{
  g_auto (FarDateFacts) own = { 0 };
  FarImagined imagined = { far_store_find_ident (pen->view.store, rota->id), day, &own };
  FarRotaEffect *effect;
  FarHistory history;

  if (!_far_pen_check_outing (pen, rota->id, day, &history, NULL, error))
    return NULL;
  _far_date_read (&history, &own, NULL);
  _far_history_clear (&history);
  if (!revise_date (pen, &own, rota, day, change, error))
    return NULL;

  effect = _far_pen_compare_date (pen, rota, &imagined, error);
  if (effect != NULL)
    effect->is_suggestion = _far_pen_get_publishing_term (pen) == 0;

  return effect;
}

FarRotaEffect *
far_collective_date_effect (const FarWriter *writer,
                            const guint8 rota[static FAR_RECORD_ID_LEN],
                            gint32 day,
                            const FarDateChange *change,
                            GError **error)
{
  FarRotaEffect *effect = NULL;
  FarRotaFacts *facts;
  FarPen pen;

  if (!_far_pen_init (&pen, writer, error))
    return NULL;

  if (_far_pen_read_rota (&pen, rota, &facts, error))
    {
      effect = find_effect (&pen, facts, day, change, error);
      _far_rota_facts_free (facts);
    }
  if (!_far_pen_close (&pen, effect != NULL, error))
    g_clear_pointer (&effect, far_rota_effect_free);

  return effect;
}
