/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The process that writes: started, given its input, and ended when it takes too long. */

#define G_LOG_DOMAIN "far-ics"

#include "far-ics-private.h"

#define HELPER "farandole-export"

G_DEFINE_QUARK (far_ics_error, far_ics_error)

typedef struct
{
  GSubprocess *process; /* owned */
  GSource *timer;       /* owned */
} Run;

static void
run_free (Run *self)
{
  if (self->timer != NULL)
    g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);
  g_clear_object (&self->process);
  g_free (self);
}

static gboolean
time_over_cb (gpointer user_data)
{
  g_subprocess_force_exit (((Run *)user_data)->process);

  return G_SOURCE_REMOVE;
}

static FarIcsError
get_code (const Run *self)
{
  int status = g_subprocess_get_if_exited (self->process)
                   ? g_subprocess_get_exit_status (self->process)
                   : -1;

  switch (status)
    {
    case FAR_ICS_STATUS_INPUT:
      return FAR_ICS_ERROR_INVALID;
    case FAR_ICS_STATUS_ZONE:
      return FAR_ICS_ERROR_ZONE;
    default:
      return FAR_ICS_ERROR_HELPER;
    }
}

static void
written_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Run *self = g_task_get_task_data (task);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;

  g_subprocess_communicate_finish (self->process, result, &bytes, NULL, &error);
  g_source_destroy (self->timer);

  if (g_task_return_error_if_cancelled (task))
    g_subprocess_force_exit (self->process);
  else if (error != NULL)
    g_task_return_new_error (task, FAR_ICS_ERROR, FAR_ICS_ERROR_HELPER, "%s", error->message);
  else if (!g_subprocess_get_successful (self->process))
    g_task_return_new_error (task, FAR_ICS_ERROR, get_code (self),
                             "the process that writes ended so: %d",
                             g_subprocess_get_status (self->process));
  else
    g_task_return_pointer (task, g_steal_pointer (&bytes), (GDestroyNotify)g_bytes_unref);
}

static GSubprocess *
start_helper (GError **error)
{
  const char *folder = g_getenv ("FARANDOLE_HELPERS");
  g_autofree char *path = g_build_filename (folder != NULL ? folder : FAR_HELPER_DIR, HELPER, NULL);
  g_autoptr (GError) why = NULL;
  GSubprocess *process =
      g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                            G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                        &why, path, NULL);

  if (process == NULL)
    g_set_error (error, FAR_ICS_ERROR, FAR_ICS_ERROR_HELPER, "%s: %s", path, why->message);

  return process;
}

static gboolean
check_size (GVariant *calendar, GError **error)
{
  g_autoptr (GVariant) events = g_variant_get_child_value (calendar, 2);

  if (g_variant_n_children (events) <= FAR_EVENTS_MAX &&
      g_variant_get_size (calendar) <= FAR_EVENTS_BYTES_MAX)
    return TRUE;

  g_set_error_literal (error, FAR_ICS_ERROR, FAR_ICS_ERROR_TOO_BIG, "too many events");

  return FALSE;
}

void
far_ics_write_async (GVariant *calendar,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autoptr (GVariant) sunk = g_variant_ref_sink (calendar);
  g_autoptr (GBytes) input = NULL;
  Run *self = g_new0 (Run, 1);
  GError *error = NULL;

  g_return_if_fail (g_variant_is_of_type (calendar, G_VARIANT_TYPE (FAR_ICS_TYPE)));

  g_task_set_source_tag (task, far_ics_write_async);
  g_task_set_task_data (task, self, (GDestroyNotify)run_free);

  if (check_size (sunk, &error))
    self->process = start_helper (&error);
  if (self->process == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  self->timer = g_timeout_source_new (FAR_EXPORT_WAIT_MS);
  g_source_set_callback (self->timer, time_over_cb, self, NULL);
  g_source_attach (self->timer, g_task_get_context (task));

  input = g_variant_get_data_as_bytes (sunk);
  g_subprocess_communicate_async (self->process, input, cancellable, written_cb,
                                  g_steal_pointer (&task));
}

GBytes *
far_ics_write_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
