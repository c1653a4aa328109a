/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-cli.h"

#include <glib-unix.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "far-words.h"

static gboolean
signalled (FarCli *self, int signal_number)
{
  /* Whoever insists does not want to wait for a clean end. */
  if (self->signal_number != 0)
    _exit (128 + signal_number);

  self->signal_number = signal_number;
  g_cancellable_cancel (self->cancellable);

  return G_SOURCE_CONTINUE;
}

static gboolean
interrupted_cb (gpointer data)
{
  return signalled (data, SIGINT);
}

static gboolean
terminated_cb (gpointer data)
{
  return signalled (data, SIGTERM);
}

static void
watch_signal (FarCli *self, int signal_number, GSourceFunc callback)
{
  g_autoptr(GSource) source = g_unix_signal_source_new (signal_number);

  g_source_set_callback (source, callback, self, NULL);
  g_source_attach (source, self->context);
}

void
far_cli_clear_progress (FarCli *self)
{
  if (!self->progress_is_shown)
    return;

  /* Back to the start of the line, and clear it. */
  fputs ("\r\033[K", stderr);
  fflush (stderr);
  self->progress_is_shown = FALSE;
}

static void
progress_cb (FarCli *self)
{
  g_autofree char *words = NULL;
  double fraction = -1;
  int activity = FAR_ACTIVITY_IDLE;

  g_object_get (self->engine, "activity", &activity, "fraction", &fraction, NULL);
  far_cli_clear_progress (self);
  if (activity == FAR_ACTIVITY_IDLE)
    return;

  words = far_words_activity (activity, fraction);
  fputs (words, stderr);
  fflush (stderr);
  self->progress_is_shown = TRUE;
}

void
far_cli_start (FarCli *self)
{
  self->context = g_main_context_new ();
  g_main_context_push_thread_default (self->context);
  self->cancellable = g_cancellable_new ();
  self->shows_progress = isatty (STDERR_FILENO) == 1;

  watch_signal (self, SIGINT, interrupted_cb);
  watch_signal (self, SIGTERM, terminated_cb);
}

static void
close_engine (FarCli *self)
{
  g_signal_handlers_disconnect_by_data (self->engine, self);
  far_engine_close_async (self->engine, far_cli_done, self);
  far_engine_close_finish (self->engine, far_cli_wait (self));
  g_clear_object (&self->result);
  g_clear_object (&self->engine);
}

void
far_cli_stop (FarCli *self)
{
  if (self->engine != NULL)
    close_engine (self);

  if (self->context != NULL)
    g_main_context_pop_thread_default (self->context);

  g_clear_object (&self->result);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_clear_pointer (&self->home, g_free);
  g_clear_pointer (&self->collective, g_free);
  g_clear_pointer (&self->refusal, g_free);
}

void
far_cli_make_engine (FarCli *self)
{
  self->engine = far_engine_new (self->home, self->collective, self->clock_offset_ms);

  if (self->shows_progress)
    {
      g_signal_connect_swapped (self->engine, "notify::activity", G_CALLBACK (progress_cb), self);
      g_signal_connect_swapped (self->engine, "notify::fraction", G_CALLBACK (progress_cb), self);
    }
}

/* What is said of times is in the collective's zone; without one, in the machine's. */
static gboolean
set_clock (FarCli *self)
{
  g_autoptr(FarStatus) status = far_cli_dup_status (self, NULL);

  far_words_set_zone (status != NULL ? status->zone : NULL);

  return TRUE;
}

gboolean
far_cli_open (FarCli *self, GError **error)
{
  far_cli_make_engine (self);
  far_engine_open_async (self->engine, self->cancellable, far_cli_done, self);
  return far_engine_open_finish (self->engine, far_cli_wait (self), error) && set_clock (self);
}

gboolean
far_cli_open_beside (FarCli *self, GError **error)
{
  if (self->collective != NULL)
    return far_cli_open (self, error);

  far_cli_make_engine (self);

  return TRUE;
}

void
far_cli_done (GObject *source, GAsyncResult *result, gpointer data)
{
  FarCli *self = data;

  g_set_object (&self->result, result);
}

GAsyncResult *
far_cli_wait (FarCli *self)
{
  /* Answers never come before the loop turns, so what is here is of the call before. */
  g_clear_object (&self->result);

  while (self->result == NULL)
    g_main_context_iteration (self->context, TRUE);
  far_cli_clear_progress (self);

  return self->result;
}

FarStatus *
far_cli_dup_status (FarCli *self, GError **error)
{
  far_engine_status_async (self->engine, self->cancellable, far_cli_done, self);
  return far_engine_status_finish (self->engine, far_cli_wait (self), error);
}
