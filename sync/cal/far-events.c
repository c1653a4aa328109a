/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the process that parses says of a calendar of events, and how it is checked:
 * docs/formats.md, "Import of events". */

#define G_LOG_DOMAIN "far-events"

#include "far-events-private.h"

#include "far-day.h"
#include "far-helper.h"
#include "far-refused.h"
#include "far-tidy.h"

G_DEFINE_QUARK (far_import_error, far_import_error)

/* (failure, its message, (row, title, place, zone, comes again, goes on, (day, time), (day, time,
 * title, place)), refused, how many, how many passed over) */
#define TOLD_TYPE "(ysa(usssbba(ii)a(iiss))" FAR_REFUSED_TYPE "uu)"

/* ---- errors */

GError *
_far_import_error_take (GError *error)
{
  GError *told = NULL;

  if (error->domain != FAR_HELPER_ERROR)
    return error;

  g_set_error_literal (&told, FAR_IMPORT_ERROR,
                       error->code == FAR_HELPER_ERROR_SLOW ? FAR_IMPORT_ERROR_TOO_SLOW
                                                            : FAR_IMPORT_ERROR_HELPER,
                       error->message);
  g_error_free (error);

  return told;
}

guint8
_far_import_error_tell (const GError *error)
{
  return error != NULL ? 1 + error->code : 0;
}

gboolean
_far_import_error_hear (guint8 code, const char *message, GError **error)
{
  if (code == 0 && message[0] == '\0')
    return TRUE;

  /* of what happens to it, it says nothing */
  if (code > 0 && code - 1 < FAR_IMPORT_ERROR_TOO_SLOW && far_is_tidy (message))
    g_set_error_literal (error, FAR_IMPORT_ERROR, code - 1, message);
  else
    g_set_error_literal (error, FAR_IMPORT_ERROR, FAR_IMPORT_ERROR_HELPER,
                         "the process that reads does not keep its promises");

  return FALSE;
}

/* ---- what is read */

FarEventApart *
far_event_apart_new (gint32 day, gint32 at, const char *title, const char *place)
{
  FarEventApart *self = g_new0 (FarEventApart, 1);

  self->day = day;
  self->at = at;
  self->title = g_strdup (title);
  self->place = g_strdup (place);

  return self;
}

void
far_event_apart_free (FarEventApart *self)
{
  g_free (self->title);
  g_free (self->place);
  g_free (self);
}

FarDatedEvent *
_far_event_new (guint row, const char *title, const char *place)
{
  FarDatedEvent *self = g_new0 (FarDatedEvent, 1);

  self->row = row;
  self->title = far_tidy (title);
  self->place = far_tidy (place);
  self->zone = g_strdup ("");
  self->dates = g_array_new (FALSE, FALSE, sizeof (FarEventDate));
  self->apart = g_ptr_array_new_with_free_func ((GDestroyNotify)far_event_apart_free);

  return self;
}

void
_far_event_free (FarDatedEvent *self)
{
  g_free (self->title);
  g_free (self->place);
  g_free (self->zone);
  g_array_unref (self->dates);
  g_ptr_array_unref (self->apart);
  g_free (self);
}

FarEvents *
_far_events_new (void)
{
  FarEvents *self = g_new0 (FarEvents, 1);

  self->events = g_ptr_array_new_with_free_func ((GDestroyNotify)_far_event_free);
  self->refused = far_refused_array_new ();

  return self;
}

void
far_events_free (FarEvents *self)
{
  g_ptr_array_unref (self->events);
  g_array_unref (self->refused);
  g_free (self);
}

static guint
count_again (const FarEvents *self)
{
  guint n = 0;

  for (guint i = 0; i < self->events->len; i++)
    n += ((const FarDatedEvent *)self->events->pdata[i])->is_again;

  return n;
}

gboolean
_far_events_add (FarEvents *self, FarDatedEvent *event, GError **error)
{
  gboolean fits = self->events->len < FAR_IMPORT_EVENTS_MAX &&
                  (!event->is_again || count_again (self) < FAR_IMPORT_SERIES_MAX);

  if (fits)
    {
      g_ptr_array_add (self->events, event);
      return TRUE;
    }

  _far_event_free (event);
  g_set_error (error, FAR_IMPORT_ERROR, FAR_IMPORT_ERROR_TOO_BIG,
               "more than %d events, or %d rules", FAR_IMPORT_EVENTS_MAX, FAR_IMPORT_SERIES_MAX);

  return FALSE;
}

void
_far_events_refuse (FarEvents *self, guint row, FarEventRefused reason, const char *cell)
{
  self->n_refused++;
  far_refused_array_add (self->refused, row, reason, cell);
}

/* ---- telling */

static void
tell_event (GVariantBuilder *builder, const FarDatedEvent *event)
{
  g_variant_builder_open (builder, G_VARIANT_TYPE ("(usssbba(ii)a(iiss))"));
  g_variant_builder_add (builder, "u", event->row);
  g_variant_builder_add (builder, "s", event->title);
  g_variant_builder_add (builder, "s", event->place);
  g_variant_builder_add (builder, "s", event->zone);
  g_variant_builder_add (builder, "b", event->is_again);
  g_variant_builder_add (builder, "b", event->is_open);
  g_variant_builder_open (builder, G_VARIANT_TYPE ("a(ii)"));
  for (guint i = 0; i < event->dates->len; i++)
    {
      const FarEventDate *date = &g_array_index (event->dates, FarEventDate, i);

      g_variant_builder_add (builder, "(ii)", date->day, date->at);
    }
  g_variant_builder_close (builder);
  g_variant_builder_open (builder, G_VARIANT_TYPE ("a(iiss)"));
  for (guint i = 0; i < event->apart->len; i++)
    {
      const FarEventApart *apart = event->apart->pdata[i];

      g_variant_builder_add (builder, "(iiss)", apart->day, apart->at, apart->title, apart->place);
    }
  g_variant_builder_close (builder);
  g_variant_builder_close (builder);
}

GBytes *
_far_events_tell (const FarEvents *self, const GError *error)
{
  g_autoptr (FarEvents) none = _far_events_new ();
  const FarEvents *told = self != NULL ? self : none;
  g_autofree char *message = far_tidy (self == NULL ? error->message : "");
  g_autoptr (GVariant) packed = NULL;
  GVariantBuilder events;

  g_variant_builder_init (&events, G_VARIANT_TYPE ("a(usssbba(ii)a(iiss))"));
  for (guint i = 0; i < told->events->len; i++)
    tell_event (&events, told->events->pdata[i]);
  packed = g_variant_ref_sink (g_variant_new ("(ys@a(usssbba(ii)a(iiss))@" FAR_REFUSED_TYPE "uu)",
                                              self == NULL ? _far_import_error_tell (error) : 0,
                                              message, g_variant_builder_end (&events),
                                              far_refused_array_pack (told->refused),
                                              told->n_refused, told->n_passed_over));

  return g_variant_get_data_as_bytes (packed);
}

/* ---- hearing: everything is checked anew, since a file may have taken the teller over */

static gboolean
hear_dates (FarDatedEvent *event, GVariant *dates, gint32 today)
{
  GVariantIter iter;
  FarEventDate date;

  g_variant_iter_init (&iter, dates);
  while (g_variant_iter_next (&iter, "(ii)", &date.day, &date.at))
    {
      const FarEventDate *last =
          event->dates->len > 0 ? &g_array_index (event->dates, FarEventDate, event->dates->len - 1)
                                : NULL;

      if (date.day < today || (gint64)date.day > (gint64)today + FAR_EVENT_AHEAD_DAYS ||
          date.at < 0 || date.at >= 24 * 60 ||
          (last != NULL &&
           (last->day > date.day || (last->day == date.day && last->at >= date.at))))
        return FALSE;
      g_array_append_val (event->dates, date);
    }

  return event->dates->len > 0 && (event->is_again || event->dates->len == 1);
}

static gboolean
has_date (const FarDatedEvent *event, gint32 day, gint32 at)
{
  for (guint i = 0; i < event->dates->len; i++)
    if (g_array_index (event->dates, FarEventDate, i).day == day &&
        g_array_index (event->dates, FarEventDate, i).at == at)
      return TRUE;

  return FALSE;
}

static gboolean
hear_apart (FarDatedEvent *event, GVariant *all)
{
  const char *title, *place;
  GVariantIter iter;
  gint32 day, at;

  if (g_variant_n_children (all) > event->dates->len)
    return FALSE;

  g_variant_iter_init (&iter, all);
  while (g_variant_iter_next (&iter, "(ii&s&s)", &day, &at, &title, &place))
    {
      if ((title[0] == '\0' && place[0] == '\0') || !far_is_tidy (title) || !far_is_tidy (place) ||
          !has_date (event, day, at))
        return FALSE;
      g_ptr_array_add (event->apart, far_event_apart_new (day, at, title, place));
    }

  return TRUE;
}

static gboolean
hear_events (FarEvents *self, GVariant *events, gint32 today)
{
  GVariantIter iter;
  GVariant *child;

  g_variant_iter_init (&iter, events);
  while ((child = g_variant_iter_next_value (&iter)) != NULL)
    {
      g_autoptr (GVariant) one = child;
      g_autoptr (GVariant) dates = NULL;
      g_autoptr (GVariant) apart = NULL;
      g_autoptr (FarDatedEvent) event = NULL;
      const char *title, *place, *zone;
      gboolean is_again, is_open;
      guint32 row;

      g_variant_get (one, "(u&s&s&sbb@a(ii)@a(iiss))", &row, &title, &place, &zone, &is_again,
                     &is_open, &dates, &apart);
      event = _far_event_new (row, title, place);
      g_free (event->zone);
      event->zone = g_strdup (zone);
      event->is_again = is_again;
      event->is_open = is_open;
      if (title[0] == '\0' || !far_is_tidy (title) || !far_is_tidy (place) || !far_is_tidy (zone) ||
          !hear_dates (event, dates, today) || !hear_apart (event, apart) ||
          !_far_events_add (self, g_steal_pointer (&event), NULL))
        return FALSE;
    }

  return TRUE;
}

FarEvents *
_far_events_hear (GBytes *told, gint32 today, GError **error)
{
  g_autoptr (GVariant) packed = g_variant_ref_sink (
      g_variant_new_from_bytes (G_VARIANT_TYPE (TOLD_TYPE), told, FALSE));
  g_autoptr (GVariant) events = NULL;
  g_autoptr (GVariant) refused = NULL;
  g_autoptr (FarEvents) self = NULL;
  const char *message;
  guint8 failure;

  if (g_bytes_get_size (told) > FAR_IMPORT_LINES_LEN_MAX || !g_variant_is_normal_form (packed))
    {
      g_set_error_literal (error, FAR_IMPORT_ERROR, FAR_IMPORT_ERROR_HELPER,
                           "the process that reads does not keep its promises");
      return NULL;
    }

  self = _far_events_new ();
  g_variant_get (packed, "(y&s@a(usssbba(ii)a(iiss))@" FAR_REFUSED_TYPE "uu)", &failure, &message,
                 &events, &refused, &self->n_refused, &self->n_passed_over);
  if (!_far_import_error_hear (failure, message, error))
    return NULL;

  g_array_unref (self->refused);
  self->refused = far_refused_array_unpack (refused, FAR_EVENT_N_REFUSED);
  if (self->refused != NULL && self->refused->len == MIN (self->n_refused, FAR_REFUSED_MAX) &&
      hear_events (self, events, today))
    return g_steal_pointer (&self);

  if (self->refused == NULL)
    self->refused = far_refused_array_new ();
  g_set_error_literal (error, FAR_IMPORT_ERROR, FAR_IMPORT_ERROR_HELPER,
                       "the process that reads does not keep its promises");

  return NULL;
}

/* ---- the process */

typedef struct
{
  GBytes *file; /* owned */
  char *zone;   /* owned */
  gint32 today;
  guint wait_ms;
  GString *stalled; /* owned: rows that take too long, with commas between them */
  guint n_stalled;
} Run;

static void
run_free (Run *self)
{
  g_bytes_unref (self->file);
  g_free (self->zone);
  g_string_free (self->stalled, TRUE);
  g_free (self);
}

static void run (GTask *task);

/* What it says is a row that was not told before.  Returns: FALSE if it is anything else */
static gboolean
note_stalled (Run *self, GBytes *told)
{
  gsize len;
  const char *text = g_bytes_get_data (told, &len);
  g_autofree char *row = g_strndup (text, MIN (len, 16));

  if (self->n_stalled == FAR_EVENT_STALLS_MAX ||
      !g_ascii_string_to_unsigned (row, 10, 1, G_MAXINT32, NULL, NULL))
    return FALSE;

  g_string_append_printf (self->stalled, "%s%s", self->n_stalled++ > 0 ? "," : "", row);

  return TRUE;
}

static void
ended_cb (GObject *object G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Run *self = g_task_get_task_data (task);
  FarEvents *events = NULL;
  GError *error = NULL;
  int status;
  g_autoptr (GBytes) told = far_helper_run_finish (result, &status, &error);

  if (told != NULL && status == FAR_HELPER_STATUS_STALLED)
    {
      if (note_stalled (self, told))
        run (task);
      else
        g_task_return_new_error (task, FAR_IMPORT_ERROR, FAR_IMPORT_ERROR_TOO_SLOW,
                                 "too many rules that take too long");
      return;
    }

  if (told != NULL)
    events = _far_events_hear (told, self->today, &error);
  if (events != NULL)
    g_task_return_pointer (task, events, (GDestroyNotify)far_events_free);
  else
    g_task_return_error (task, _far_import_error_take (error));
}

/* Again, without the rules that took too long, until there is none. */
static void
run (GTask *task)
{
  Run *self = g_task_get_task_data (task);
  g_autofree char *day = far_day_format (self->today);
  const char *args[] = { "events", day, self->zone, self->stalled->str, NULL };

  far_helper_run_async (self->file, args, self->wait_ms, g_task_get_cancellable (task), ended_cb,
                        g_object_ref (task));
}

void
_far_events_read_within_async (GBytes *file,
                               const char *zone,
                               gint32 today,
                               guint wait_ms,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Run *self = g_new0 (Run, 1);

  self->file = g_bytes_ref (file);
  self->zone = g_strdup (zone);
  self->today = today;
  self->wait_ms = wait_ms;
  self->stalled = g_string_new (NULL);
  g_task_set_source_tag (task, far_events_read_async);
  g_task_set_task_data (task, self, (GDestroyNotify)run_free);

  if (g_bytes_get_size (file) > FAR_HOLIDAYS_BYTES_MAX)
    g_task_return_new_error (task, FAR_IMPORT_ERROR, FAR_IMPORT_ERROR_TOO_BIG, "larger than %d MiB",
                             FAR_HOLIDAYS_BYTES_MAX / 1024 / 1024);
  else
    run (task);
}

void
far_events_read_async (GBytes *file,
                       const char *zone,
                       gint32 today,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_return_if_fail (file != NULL && zone != NULL);
  g_return_if_fail (far_day_is_valid (today));

  _far_events_read_within_async (file, zone, today, FAR_IMPORT_WAIT_MS, cancellable, callback,
                                 user_data);
}

FarEvents *
far_events_read_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
