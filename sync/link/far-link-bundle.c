/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-link"

#include "far-link-bundle.h"

#include "far-file.h"
#include "far-invite.h"

#include <string.h>
#include <unistd.h>

#define SEALED_MAX (FAR_DOOR_MAX + FAR_INVITE_SEAL_OVERHEAD)

struct _FarBundleWriter
{
  FarFile *file;      /* (nullable): owned */
  GByteArray *unsent; /* owned */
};

struct _FarBundleReader
{
  char *path; /* owned */
  int fd;
  goffset len;
  goffset pos;
  gboolean is_request;
  gsize n_ahead;  /* bytes of the buffer that were read to tell what the file is */
  guint8 *buffer; /* owned, FAR_LINK_READ_LEN */
};

/* ---- writing */

FarBundleWriter *
far_bundle_writer_new (const char *path, GError **error)
{
  FarFile *file = path != NULL ? far_file_new (path, error) : NULL;
  FarBundleWriter *self;

  if (file == NULL && path != NULL)
    return NULL;

  self = g_new0 (FarBundleWriter, 1);
  self->file = file;
  self->unsent = g_byte_array_new ();

  return self;
}

/* Returns: FALSE with @error if the session failed */
static gboolean
gather (FarBundleWriter *self, FarSession *session, GError **error)
{
  GError *local = NULL;

  g_byte_array_set_size (self->unsent, 0);
  while (self->unsent->len < FAR_LINK_READ_LEN)
    {
      g_autoptr (GBytes) bytes = NULL;

      bytes = far_session_poll_transmit (session, g_get_monotonic_time (), &local);
      if (local != NULL)
        {
          g_propagate_error (error, local);
          return FALSE;
        }
      if (bytes == NULL)
        break;

      g_byte_array_append (self->unsent, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
    }

  return TRUE;
}

FarBundleStep
far_bundle_writer_step (FarBundleWriter *self, FarSession *session, GError **error)
{
  gint64 until_us = g_get_monotonic_time () + FAR_LINK_TURN_US;

  do
    {
      if (!gather (self, session, error))
        return FAR_BUNDLE_FAILED;

      if (self->unsent->len == 0)
        {
          g_assert (far_session_get_state (session) == FAR_SESSION_CLOSED);
          return self->file == NULL || far_file_commit (self->file, error) ? FAR_BUNDLE_DONE
                                                                           : FAR_BUNDLE_FAILED;
        }

      if (self->file != NULL &&
          !far_file_write (self->file, self->unsent->data, self->unsent->len, error))
        return FAR_BUNDLE_FAILED;
    }
  while (g_get_monotonic_time () < until_us);

  return FAR_BUNDLE_MORE;
}

void
far_bundle_writer_free (FarBundleWriter *self)
{
  g_clear_pointer (&self->file, far_file_free);
  g_byte_array_unref (self->unsent);
  g_free (self);
}

/* ---- reading */

FarBundleReader *
far_bundle_reader_new (const char *path, GError **error)
{
  g_autoptr (FarBundleReader) self = g_new0 (FarBundleReader, 1);
  gssize n;

  self->path = g_strdup (path);
  self->fd = far_file_open (path, &self->len, error);
  if (self->fd < 0)
    return NULL;

  self->buffer = g_malloc (FAR_LINK_READ_LEN);
  n = far_file_read (self->fd, self->buffer, FAR_REQUEST_MAGIC_LEN, path, error);
  if (n < 0)
    return NULL;

  self->n_ahead = n;
  self->is_request = n == FAR_REQUEST_MAGIC_LEN &&
                     memcmp (self->buffer, FAR_REQUEST_MAGIC, FAR_REQUEST_MAGIC_LEN) == 0;

  return g_steal_pointer (&self);
}

gboolean
far_bundle_reader_is_request (const FarBundleReader *self)
{
  return self->is_request;
}

GBytes *
far_bundle_reader_read_request (FarBundleReader *self, GError **error)
{
  guint8 buffer[1 + SEALED_MAX + 1];
  gssize n = far_file_read (self->fd, buffer, sizeof buffer, self->path, error);

  if (n < 0)
    return NULL;

  if (n >= 1 && buffer[0] > FAR_REQUEST_VERSION)
    {
      g_set_error (error, FAR_SESSION_ERROR, FAR_SESSION_ERROR_NEWER, "a request of version %u",
                   buffer[0]);
      return NULL;
    }
  if (n <= 1 + FAR_INVITE_SEAL_OVERHEAD)
    {
      g_set_error (error, FAR_SESSION_ERROR, FAR_SESSION_ERROR_CUT, "the request ends early");
      return NULL;
    }
  if (buffer[0] != FAR_REQUEST_VERSION || n == sizeof buffer)
    {
      g_set_error (error, FAR_SESSION_ERROR, FAR_SESSION_ERROR_INVALID, "not what a request is");
      return NULL;
    }

  return g_bytes_new (buffer + 1, n - 1);
}

FarBundleStep
far_bundle_reader_step (FarBundleReader *self, FarSession *session, GError **error)
{
  gint64 until_us = g_get_monotonic_time () + FAR_LINK_TURN_US;

  do
    {
      gssize n = far_file_read (self->fd, self->buffer + self->n_ahead,
                                FAR_LINK_READ_LEN - self->n_ahead, self->path, error);

      if (n < 0)
        return FAR_BUNDLE_FAILED;

      n += self->n_ahead;
      self->n_ahead = 0;
      self->pos += n;

      if (n == 0)
        return far_session_receive_end (session, g_get_monotonic_time (), error)
                   ? FAR_BUNDLE_DONE
                   : FAR_BUNDLE_FAILED;

      if (!far_session_receive (session, self->buffer, n, g_get_monotonic_time (), error))
        return FAR_BUNDLE_FAILED;
    }
  while (g_get_monotonic_time () < until_us);

  return FAR_BUNDLE_MORE;
}

double
far_bundle_reader_get_fraction (const FarBundleReader *self)
{
  return self->len > 0 ? MIN (1.0, (double)self->pos / (double)self->len) : 1.0;
}

void
far_bundle_reader_free (FarBundleReader *self)
{
  if (self->fd >= 0)
    close (self->fd);
  g_free (self->buffer);
  g_free (self->path);
  g_free (self);
}

/* ---- a request */

gboolean
far_request_write (const char *path, const guint8 *sealed, gsize len, GError **error)
{
  static const guint8 version = FAR_REQUEST_VERSION;
  g_autoptr (FarFile) file = far_file_new (path, error);

  return file != NULL && far_file_write (file, FAR_REQUEST_MAGIC, FAR_REQUEST_MAGIC_LEN, error) &&
         far_file_write (file, &version, 1, error) && far_file_write (file, sealed, len, error) &&
         far_file_commit (file, error);
}
