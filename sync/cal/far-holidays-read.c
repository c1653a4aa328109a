/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Holidays, by the process that parses. */

#define G_LOG_DOMAIN "far-holidays"

#include "far-holidays-private.h"

#include "far-day.h"
#include "far-helper.h"

typedef struct
{
  gint32 today;
  GPtrArray *zones; /* owned (nullable): for the caller */
} Run;

static void
run_free (Run *self)
{
  g_clear_pointer (&self->zones, g_ptr_array_unref);
  g_free (self);
}

/* The user's languages as two letters each, "fr:de"; "" for none. */
static char *
list_languages (void)
{
  const char *const *names = g_get_language_names ();
  GString *list = g_string_new (NULL);

  for (guint n = 0; *names != NULL && n < FAR_HOLIDAY_LANGUAGES_MAX; names++)
    {
      const char *name = *names;

      if (!g_ascii_isalpha (name[0]) || !g_ascii_isalpha (name[1]) || g_ascii_isalnum (name[2]))
        continue;

      g_string_append_printf (list, "%s%.2s", n++ > 0 ? ":" : "", name);
    }

  return g_string_free (list, FALSE);
}

/* @error: (transfer full) */
static GError *
tell (GError *error)
{
  GError *told = NULL;

  if (error->domain != FAR_HELPER_ERROR)
    return error;

  g_set_error_literal (&told, FAR_HOLIDAYS_ERROR,
                       error->code == FAR_HELPER_ERROR_SLOW ? FAR_HOLIDAYS_ERROR_TOO_SLOW
                                                            : FAR_HOLIDAYS_ERROR_HELPER,
                       error->message);
  g_error_free (error);

  return told;
}

static void
ended_cb (GObject *object G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Run *self = g_task_get_task_data (task);
  FarHolidays *holidays = NULL;
  GError *error = NULL;
  g_autoptr (GBytes) lines = far_helper_run_finish (result, NULL, &error);

  if (lines != NULL)
    holidays = _far_holidays_read_lines (g_bytes_get_data (lines, NULL), g_bytes_get_size (lines),
                                         self->today, &self->zones, &error);

  if (holidays != NULL)
    g_task_return_pointer (task, holidays, (GDestroyNotify)far_holidays_free);
  else
    g_task_return_error (task, tell (error));
}

void
_far_holidays_read_within_async (GBytes *file,
                                 const char *zone,
                                 gint32 today,
                                 guint wait_ms,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autofree char *day = far_day_format (today);
  g_autofree char *languages = list_languages ();
  const char *args[] = { day, languages, zone, NULL };
  Run *self = g_new0 (Run, 1);

  self->today = today;
  g_task_set_source_tag (task, far_holidays_read_async);
  g_task_set_task_data (task, self, (GDestroyNotify)run_free);

  if (g_bytes_get_size (file) > FAR_HOLIDAYS_BYTES_MAX)
    {
      g_task_return_new_error (task, FAR_HOLIDAYS_ERROR, FAR_HOLIDAYS_ERROR_TOO_BIG,
                               "larger than %d MiB", FAR_HOLIDAYS_BYTES_MAX / 1024 / 1024);
      return;
    }

  far_helper_run_async (file, args, wait_ms, cancellable, ended_cb, g_steal_pointer (&task));
}

void
far_holidays_read_async (GBytes *file,
                         const char *zone,
                         gint32 today,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_return_if_fail (file != NULL);
  g_return_if_fail (far_day_is_valid (today));

  _far_holidays_read_within_async (file, zone, today, FAR_IMPORT_WAIT_MS, cancellable, callback,
                                   user_data);
}

FarHolidays *
far_holidays_read_finish (GAsyncResult *result, GPtrArray **out_zones, GError **error)
{
  Run *self;

  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  self = g_task_get_task_data (G_TASK (result));
  if (out_zones != NULL)
    *out_zones = g_steal_pointer (&self->zones);

  return g_task_propagate_pointer (G_TASK (result), error);
}
