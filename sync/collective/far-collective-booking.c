/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Writing which days a child comes along, and when it does not. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-private.h"

#include <string.h>

#include "far-day.h"

/* ---- bookings */

static gboolean
check_plan (FarPen *pen, const FarChildFacts *child, const FarBookingPlan *plan, GError **error)
{
  FarRotaFacts *rota;

  if (!far_day_is_valid (plan->first_day) || !far_day_is_valid (plan->last_day) ||
      plan->first_day > plan->last_day)
    return _far_refuse (FAR_COLLECTIVE_ERROR_DATE_INVALID, "a booking ends after it begins", error);
  if (plan->weekdays > 127)
    return _far_refuse (FAR_COLLECTIVE_ERROR_DAYS_INVALID, "a week has seven days", error);
  if (plan->rota == NULL)
    return child->has_line ||
           _far_refuse (FAR_COLLECTIVE_ERROR_NO_LINE, "the child is on no line", error);

  if (!_far_pen_read_rota (pen, plan->rota, &rota, error))
    return FALSE;
  _far_rota_facts_free (rota);

  return TRUE;
}

static gboolean
book (FarPen *pen, const guint8 *id, const FarBookingPlan *plan, guint8 *out_id, GError **error)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarSaying saying = { .kind = FAR_KIND_BOOKING, .subject = id, .payload = payload };
  FarMapWriter map = far_map_begin (payload);
  FarChildFacts *child = _far_pen_read_child (pen, id, TRUE, error);
  gboolean good;

  if (child == NULL)
    return FALSE;

  good = check_plan (pen, child, plan, error);
  far_child_facts_unref (child);
  if (!good)
    return FALSE;

  if (plan->rota != NULL)
    far_map_bytes (&map, FAR_BOOKING_ROTA, plan->rota, FAR_RECORD_ID_LEN);
  if (plan->weekdays != 0)
    far_map_int (&map, FAR_BOOKING_WEEKDAYS, plan->weekdays);
  far_map_int (&map, FAR_BOOKING_FIRST, plan->first_day);
  if (plan->last_day < FAR_DAY_MAX)
    far_map_int (&map, FAR_BOOKING_LAST, plan->last_day);
  far_map_end (&map);

  if (!_far_pen_open (pen, error))
    return FALSE;
  _far_pen_next_record (pen, out_id);

  return _far_writer_append (pen->writer, &saying, NULL, NULL, error);
}

gboolean
far_collective_book_child (const FarWriter *writer,
                           const guint8 child[static FAR_RECORD_ID_LEN],
                           const FarBookingPlan *plan,
                           guint8 out_id[static FAR_RECORD_ID_LEN],
                           GError **error)
{
  FarPen pen;

  return _far_pen_init (&pen, writer, error) &&
         _far_pen_close (&pen, book (&pen, child, plan, out_id, error), error);
}

static gboolean
write_end (FarPen *pen,
           guint32 booking,
           const FarBookingFacts *was,
           gint32 last_day,
           GError **error)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarSaying saying = { .kind = FAR_KIND_BOOKING, .subject = was->child, .payload = payload };
  FarMapWriter map = far_map_begin (payload);
  FarHistory history;
  gboolean good;

  if (!_far_history_load (&history, &pen->view, FAR_KIND_BOOKING, booking, error))
    return FALSE;

  far_map_bytes (&map, FAR_BOOKING_ID, was->id, FAR_RECORD_ID_LEN);
  if (last_day >= was->first_day)
    far_map_int (&map, FAR_BOOKING_LAST, last_day);
  else
    far_map_int (&map, FAR_BOOKING_GONE, 1);
  far_map_end (&map);
  good = _far_pen_open (pen, error) && _far_pen_append_about (pen, &saying, &history, NULL, error);
  _far_history_clear (&history);

  return good;
}

static gboolean
end_booking (FarPen *pen, const guint8 *id, gint32 last_day, GError **error)
{
  g_autoptr (GError) failure = NULL;
  guint32 booking = far_store_find_ident (pen->view.store, id);
  g_autofree FarBookingFacts *was = NULL;
  FarChildFacts *child;
  guint32 ident;

  if (booking != 0)
    was = _far_booking_read (&pen->view, booking, &ident, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (was == NULL)
    return _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_ID, "there is no such booking", error);
  if (last_day > FAR_DAY_MAX || last_day < FAR_DAY_MIN)
    return _far_refuse (FAR_COLLECTIVE_ERROR_DATE_INVALID, "there is no such day", error);

  child = _far_pen_read_child (pen, was->child, TRUE, error);
  if (child == NULL)
    return FALSE;
  far_child_facts_unref (child);

  return last_day == was->last_day || write_end (pen, booking, was, last_day, error);
}

gboolean
far_collective_end_booking (const FarWriter *writer,
                            const guint8 booking[static FAR_RECORD_ID_LEN],
                            gint32 last_day,
                            GError **error)
{
  FarPen pen;

  return _far_pen_init (&pen, writer, error) &&
         _far_pen_close (&pen, end_booking (&pen, booking, last_day, error), error);
}

/* ---- absences */

/* Whether the child is booked for any rota on that day, or for that one. */
static gboolean
is_booked (FarPen *pen,
           const guint8 *id,
           const guint8 *rota,
           gint32 day,
           gboolean *out,
           GError **error)
{
  g_autoptr (GPtrArray) rotas = far_collective_rotas (pen->view.store, error);
  const FarWalkers *walkers =
      rotas != NULL ? _far_view_walkers (&pen->view, day, day, error) : NULL;

  *out = FALSE;
  if (walkers == NULL)
    return FALSE;

  for (guint i = 0; i < rotas->len && !*out; i++)
    {
      const FarRotaFacts *one = rotas->pdata[i];
      g_autoptr (GPtrArray) all = NULL;

      if (!far_rule_has_day (&one->rule, day) ||
          (rota != NULL && memcmp (one->id, rota, FAR_RECORD_ID_LEN) != 0))
        continue;
      all = _far_walkers_of (walkers, one, day);
      for (guint j = 0; j < all->len && !*out; j++)
        *out =
            memcmp (((const FarWalkerFacts *)all->pdata[j])->child->id, id, FAR_RECORD_ID_LEN) == 0;
    }

  return TRUE;
}

/* @rota: ident; 0 for all of the day */
static gboolean
write_absence (FarPen *pen,
               const guint8 *child,
               guint32 rota,
               gint32 day,
               gboolean is_absent,
               gboolean *is_open,
               GError **error)
{
  FarStore *store = pen->view.store;
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarSaying saying = { .kind = FAR_KIND_ABSENCE, .subject = child, .payload = payload };
  FarMapWriter map = far_map_begin (payload);
  FarAlso also = { 0 };
  FarHistory history;
  const FarPayload *shown;
  gboolean was_absent;
  gboolean good = TRUE;

  if (!_far_history_load_daily (&history, &pen->view, FAR_KIND_ABSENCE,
                                far_store_find_ident (store, child), rota, day, error))
    return FALSE;

  shown = _far_history_shown (&history, FAR_ABSENCE_ABSENT, &also);
  was_absent = shown != NULL && far_payload_int (shown, FAR_ABSENCE_ABSENT, 0) != 0;
  far_map_int (&map, FAR_ABSENCE_DAY, day);
  if (rota != 0)
    far_map_bytes (&map, FAR_ABSENCE_ROTA, far_store_peek_ident (store, rota), FAR_RECORD_ID_LEN);
  far_map_int (&map, FAR_ABSENCE_ABSENT, is_absent);
  far_map_end (&map);
  if (is_absent != was_absent || also.n_others > 0)
    {
      good = (*is_open || _far_pen_open (pen, error)) &&
             _far_pen_append_about (pen, &saying, &history, NULL, error);
      *is_open = TRUE;
    }
  _far_history_clear (&history);

  return good;
}

/* Who comes after all comes: what was said of all of the day is over with it. */
static gboolean
take_back (FarPen *pen,
           const guint8 *child,
           guint32 rota,
           gint32 day,
           gboolean *is_open,
           GError **error)
{
  guint32 ident = far_store_find_ident (pen->view.store, child);
  g_autoptr (GArray) parts = _far_view_absent_parts (&pen->view, ident, day, error);
  gboolean good = parts != NULL;

  for (guint i = 0; good && i < parts->len; i++)
    {
      guint32 part = g_array_index (parts, guint32, i);

      if (part == 0 || rota == 0 || part == rota)
        good = write_absence (pen, child, part, day, FALSE, is_open, error);
    }

  return good;
}

static gboolean
set_absent (FarPen *pen,
            const guint8 *id,
            const guint8 *rota,
            gint32 day,
            gboolean is_absent,
            gint32 today,
            gboolean *out_written,
            GError **error)
{
  FarChildFacts *child = _far_pen_read_child (pen, id, FALSE, error);
  gboolean booked;
  guint32 ident;

  if (child == NULL)
    return FALSE;
  far_child_facts_unref (child);
  if (!far_day_is_valid (day))
    return _far_refuse (FAR_COLLECTIVE_ERROR_DATE_INVALID, "there is no such day", error);
  if (day < today)
    return _far_refuse (FAR_COLLECTIVE_ERROR_OUTING_OVER, "that day is over", error);
  if (is_absent && !is_booked (pen, id, rota, day, &booked, error))
    return FALSE;
  if (is_absent && !booked)
    return _far_refuse (FAR_COLLECTIVE_ERROR_NOT_BOOKED, "nobody expects the child then", error);

  ident = rota != NULL ? far_store_find_ident (pen->view.store, rota) : 0;

  return is_absent ? write_absence (pen, id, ident, day, TRUE, out_written, error)
                   : take_back (pen, id, ident, day, out_written, error);
}

gboolean
far_collective_set_absent (const FarWriter *writer,
                           const guint8 child[static FAR_RECORD_ID_LEN],
                           const guint8 *rota,
                           gint32 day,
                           gboolean is_absent,
                           gint32 today,
                           gboolean *out_written,
                           GError **error)
{
  FarPen pen;

  *out_written = FALSE;

  return _far_pen_init (&pen, writer, error) &&
         _far_pen_close (&pen,
                         set_absent (&pen, child, rota, day, is_absent, today, out_written, error),
                         error);
}
