/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Outings, written. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-private.h"

#include <string.h>

#include "far-blank.h"

guint32
_far_pen_get_publishing_term (const FarPen *pen)
{
  const FarGovTerm *term = far_governance_peek_newest_term (pen->view.gov);

  return term != NULL && far_governance_may_publish (pen->view.gov, pen->me->id, term->number)
             ? term->number
             : 0;
}

/* ---- outings */

gboolean
_far_pen_check_outing (FarPen *pen,
                       const guint8 *rota,
                       gint32 day,
                       FarHistory *history,
                       FarRotaDay *out_here,
                       GError **error)
{
  FarRotaFacts *facts;
  g_auto (FarDateFacts) own = { 0 };
  gboolean has_day;
  gboolean good;
  const char *holiday = NULL;
  const FarPayload *cancelled;

  if (!_far_pen_read_rota (pen, rota, &facts, error))
    return FALSE;

  has_day = far_rule_has_day (&facts->rule, day);
  good = _far_view_find_holiday (&pen->view, facts, day, &holiday, error) &&
         _far_history_load_outing (history, &pen->view,
                                   far_store_find_ident (pen->view.store, rota), day, error);
  if (good && out_here != NULL)
    {
      _far_date_read (history, &own, NULL);
      *out_here = _far_rota_on_date (facts, day, &own);
      /* what it borrows goes */
      out_here->place = NULL;
      out_here->roles = NULL;
    }
  _far_rota_facts_free (facts);
  if (!good)
    return FALSE;

  cancelled = _far_history_shown (history, FAR_OUTING_CANCELLED, NULL);
  if (!has_day)
    good =
        _far_refuse (FAR_COLLECTIVE_ERROR_NO_OUTING, "the rota has no outing on that day", error);
  else if (holiday != NULL)
    good = _far_refuse (FAR_COLLECTIVE_ERROR_HOLIDAYS, "there are holidays on that day", error);
  else if (cancelled != NULL && far_payload_int (cancelled, FAR_OUTING_CANCELLED, 0) != 0)
    good = _far_refuse (FAR_COLLECTIVE_ERROR_CANCELLED, "that outing is cancelled", error);
  if (!good)
    _far_history_clear (history);

  return good;
}

gboolean
_far_pen_cancel_outing (FarPen *pen,
                        const guint8 *rota,
                        gint32 day,
                        const char *why,
                        const guint8 *act,
                        GError **error)
{
  guint32 term = _far_pen_get_publishing_term (pen);
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  FarSaying saying = { .kind = FAR_KIND_OUTING, .term = term, .payload = payload };
  FarHistory history;
  gboolean good;

  if (!_far_pen_check_outing (pen, rota, day, &history, NULL, error))
    return FALSE;

  far_map_bytes (&map, FAR_OUTING_ROTA, rota, FAR_RECORD_ID_LEN);
  far_map_int (&map, FAR_OUTING_DAY, day);
  far_map_int (&map, FAR_OUTING_CANCELLED, 1);
  far_map_text (&map, FAR_OUTING_WHY, why);
  if (act != NULL)
    far_map_bytes (&map, FAR_OUTING_ACT, act, FAR_RECORD_ID_LEN);
  far_map_end (&map);

  good = !far_text_is_blank (why) ||
         _far_refuse (FAR_COLLECTIVE_ERROR_REASON_EMPTY, "everyone wants to know why", error);
  if (good && (term != 0 || !_far_pen_has_suggested (pen, &history, FAR_OUTING_CANCELLED)) &&
      (good = _far_pen_open (pen, error)))
    {
      good = _far_pen_append_about (pen, &saying, &history, NULL, error);
    }
  _far_history_clear (&history);

  return good;
}

gboolean
far_collective_cancel_outing (const FarWriter *writer,
                              const guint8 rota[static FAR_RECORD_ID_LEN],
                              gint32 day,
                              const char *why,
                              GError **error)
{
  g_autofree char *tidy = _far_tidy_text (why, error);
  FarPen pen;

  return tidy != NULL && _far_pen_init (&pen, writer, error) &&
         _far_pen_close (&pen, _far_pen_cancel_outing (&pen, rota, day, tidy, NULL, error), error);
}
