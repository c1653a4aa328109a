/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the callers of both ends tell each other: by which other way they can be reached. */

#define G_LOG_DOMAIN "far-session"

#include "far-session-private.h"

#include "far-pure.h"

static gboolean
is_live (const FarSession *self)
{
  return (self->role == ROLE_DIAL || self->role == ROLE_ANSWER) &&
         (self->state == FAR_SESSION_COMPARING || self->state == FAR_SESSION_STREAMING ||
          self->state == FAR_SESSION_IN_STEP);
}

void
far_session_go_on (FarSession *self)
{
  if (!self->waits)
    return;

  self->waits = FALSE;
  if (is_live (self) && !self->bye_queued)
    _far_session_queue_hello (self);
}

gboolean
far_session_signal (FarSession *self, GBytes *signal)
{
  gsize len;
  const guint8 *bytes = g_bytes_get_data (signal, &len);

  g_return_val_if_fail (len >= 1 && len <= FAR_SIGNAL_MAX, FALSE);

  if (!is_live (self) || self->bye_queued)
    return FALSE;

  _far_session_begin_body (self, FRAME_SIGNAL);
  far_put (self->body, bytes, len);
  _far_session_queue_body (self);

  return TRUE;
}

GBytes *
far_session_take_signal (FarSession *self)
{
  return g_queue_pop_head (&self->signals);
}

gboolean
_far_session_read_signal (FarSession *self, FarReader *reader, gint64 now_us, GError **error)
{
  gsize len = far_reader_left (reader);

  if (!is_live (self))
    return _far_session_invalid (self, error, "a SIGNAL that does not belong there");
  if (len < 1 || len > FAR_SIGNAL_MAX)
    return _far_session_invalid (self, error, "a SIGNAL that says nothing, or too much");

  if (_far_session_count (&self->n_signals, 1, FAR_SIGNALS_US, now_us) > FAR_SIGNALS_MAX ||
      self->signals.length >= FAR_SIGNALS_MAX)
    return _far_session_invalid (self, error, "a flood of SIGNALs");

  g_queue_push_tail (&self->signals, g_bytes_new (far_reader_bytes (reader, len), len));

  return TRUE;
}
