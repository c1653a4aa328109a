/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-helper"

#include "far-helper.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "far-limits.h"

#define HELPER "farandole-import"
#define READ_LEN (64 * 1024)

G_DEFINE_QUARK (far_helper_error, far_helper_error)

typedef struct
{
  GSubprocess *process;  /* owned */
  GCancellable *reading; /* owned: of its output */
  GByteArray *lines;     /* owned */
  GSource *timer;        /* owned */
  GSource *watch;        /* owned (nullable): of the caller's cancellable */
  gboolean is_late;
} Run;

static void
unwatch (Run *self)
{
  if (self->timer != NULL)
    g_source_destroy (self->timer);
  if (self->watch != NULL)
    g_source_destroy (self->watch);
  g_clear_pointer (&self->timer, g_source_unref);
  g_clear_pointer (&self->watch, g_source_unref);
}

static void
run_free (Run *self)
{
  unwatch (self);
  g_clear_object (&self->process);
  g_clear_object (&self->reading);
  g_clear_pointer (&self->lines, g_byte_array_unref);
  g_free (self);
}

/* A file in memory that reads @bytes from its beginning: unlike a pipe it is written at once, and
 * nobody has to be there to read it.  Returns: -1 with @error */
static int
open_bytes (GBytes *bytes, GError **error)
{
  gsize len;
  const guint8 *data = g_bytes_get_data (bytes, &len);
  int fd = memfd_create (HELPER, MFD_CLOEXEC);
  gssize n = 0;

  for (gsize at = 0; fd >= 0 && n >= 0 && at < len; at += MAX (n, 0))
    n = write (fd, data + at, len - at);

  if (fd < 0 || n < 0 || lseek (fd, 0, SEEK_SET) < 0)
    {
      g_set_error (error, FAR_HELPER_ERROR, FAR_HELPER_ERROR_GONE, "no memory to read in: %s",
                   g_strerror (errno));
      if (fd >= 0)
        close (fd);
      return -1;
    }

  return fd;
}

static GSubprocess *
start_helper (GBytes *file, const char *const *args, GError **error)
{
  const char *folder = g_getenv ("FARANDOLE_HELPERS");
  g_autofree char *path = g_build_filename (folder != NULL ? folder : FAR_HELPER_DIR, HELPER, NULL);
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
      G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autoptr (GError) why = NULL;
  GSubprocess *process;
  int fd = open_bytes (file, error);

  if (fd < 0)
    return NULL;

  g_ptr_array_add (argv, path);
  for (; *args != NULL; args++)
    g_ptr_array_add (argv, (gpointer)*args);
  g_ptr_array_add (argv, NULL);
  g_subprocess_launcher_take_stdin_fd (launcher, fd);
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *)argv->pdata, &why);
  if (process == NULL)
    g_set_error (error, FAR_HELPER_ERROR, FAR_HELPER_ERROR_GONE, "%s: %s", path, why->message);

  return process;
}

/* Whatever happens next, it is not read on. */
static void
end_helper (Run *self)
{
  g_subprocess_force_exit (self->process);
  g_cancellable_cancel (self->reading);
}

static gboolean
time_over_cb (gpointer user_data)
{
  Run *self = g_task_get_task_data (user_data);

  self->is_late = TRUE;
  end_helper (self);

  return G_SOURCE_REMOVE;
}

static gboolean
cancelled_cb (GCancellable *cancellable G_GNUC_UNUSED, gpointer user_data)
{
  end_helper (g_task_get_task_data (user_data));

  return G_SOURCE_REMOVE;
}

/* Whether it ended as it should; FALSE with SLOW or GONE. */
static gboolean
check_end (Run *self, GError **error)
{
  gboolean was_slow = self->is_late;

  if (!was_slow && g_subprocess_get_if_exited (self->process) &&
      (g_subprocess_get_exit_status (self->process) == 0 ||
       g_subprocess_get_exit_status (self->process) == FAR_HELPER_STATUS_STALLED))
    return TRUE;

  if (!was_slow && g_subprocess_get_if_signaled (self->process))
    was_slow = g_subprocess_get_term_sig (self->process) == SIGXCPU;

  if (was_slow)
    g_set_error (error, FAR_HELPER_ERROR, FAR_HELPER_ERROR_SLOW,
                 "it was not read in the time there is");
  else
    g_set_error (error, FAR_HELPER_ERROR, FAR_HELPER_ERROR_GONE, "the process that reads died: %d",
                 g_subprocess_get_status (self->process));

  return FALSE;
}

static void
ended_cb (GObject *object G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Run *self = g_task_get_task_data (task);
  GError *error = NULL;

  g_subprocess_wait_finish (self->process, result, NULL);
  unwatch (self);

  if (g_task_return_error_if_cancelled (task))
    return;

  if (check_end (self, &error))
    g_task_return_pointer (task, g_byte_array_free_to_bytes (g_steal_pointer (&self->lines)),
                           (GDestroyNotify)g_bytes_unref);
  else
    g_task_return_error (task, error);
}

static void
read_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Run *self = g_task_get_task_data (task);
  g_autoptr (GBytes) bytes =
                 g_input_stream_read_bytes_finish (G_INPUT_STREAM (object), result, NULL);
  gsize len = bytes != NULL ? g_bytes_get_size (bytes) : 0;

  if (len > 0 && self->lines->len <= FAR_IMPORT_LINES_LEN_MAX)
    {
      g_byte_array_append (self->lines, g_bytes_get_data (bytes, NULL), len);
      g_input_stream_read_bytes_async (G_INPUT_STREAM (object), READ_LEN, G_PRIORITY_DEFAULT,
                                       self->reading, read_cb, g_steal_pointer (&task));
      return;
    }

  /* it says more than there is to say */
  if (len > 0)
    end_helper (self);

  g_subprocess_wait_async (self->process, NULL, ended_cb, g_steal_pointer (&task));
}

static void
attach (GTask *task, GSource *source, GSourceFunc func)
{
  g_source_set_callback (source, func, task, NULL);
  g_source_attach (source, g_task_get_context (task));
}

void
far_helper_run_async (GBytes *file,
                      const char *const *args,
                      guint wait_ms,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Run *self = g_new0 (Run, 1);
  GError *error = NULL;

  g_task_set_source_tag (task, far_helper_run_async);
  g_task_set_task_data (task, self, (GDestroyNotify)run_free);

  self->process = start_helper (file, args, &error);
  if (self->process == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  self->lines = g_byte_array_new ();
  self->reading = g_cancellable_new ();
  self->timer = g_timeout_source_new (wait_ms);
  attach (task, self->timer, time_over_cb);
  if (cancellable != NULL)
    {
      self->watch = g_cancellable_source_new (cancellable);
      attach (task, self->watch, G_SOURCE_FUNC (cancelled_cb));
    }

  g_input_stream_read_bytes_async (g_subprocess_get_stdout_pipe (self->process), READ_LEN,
                                   G_PRIORITY_DEFAULT, self->reading, read_cb,
                                   g_steal_pointer (&task));
}

GBytes *
far_helper_run_finish (GAsyncResult *result, int *out_status, GError **error)
{
  g_autoptr (GBytes) lines = NULL;
  int status;
  Run *self;

  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  lines = g_task_propagate_pointer (G_TASK (result), error);
  if (lines == NULL)
    return NULL;

  self = g_task_get_task_data (G_TASK (result));
  status = g_subprocess_get_exit_status (self->process);
  if (out_status != NULL)
    *out_status = status;
  else if (status != 0)
    {
      g_set_error (error, FAR_HELPER_ERROR, FAR_HELPER_ERROR_GONE,
                   "the process that reads said it stalled");
      return NULL;
    }

  return g_steal_pointer (&lines);
}
