/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The text of an invitation, of a machine's code, or of a connection card: whether it is whole, and
 * to and from a file. */

#define G_LOG_DOMAIN "far-engine"

#include "far-engine-private.h"

#include <string.h>

#include "far-file.h"
#include "far-invite.h"
#include "far-machine-code.h"

/* ---- to a file */

static gpointer
do_save_uri (FarWorker *worker, GVariant *args, GError **error)
{
  g_autofree char *line = NULL;
  const char *uri, *path;
  gboolean saved;

  g_variant_get (args, "(&s^&ay)", &uri, &path);
  line = g_strconcat (uri, "\n", NULL);
  saved = far_file_replace (path, line, strlen (line), error) ||
          far_sync_error_translate (error, FAR_FROM_FILE);
  sodium_memzero (line, strlen (line));

  return GINT_TO_POINTER (saved);
}

static const FarCall save_uri_call = { .name = "save-uri",
                                       .needs = FAR_NEEDS_NOTHING,
                                       .work = do_save_uri };

void
far_engine_save_uri_async (FarEngine *self,
                           const char *uri,
                           const char *path,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (far_uri_check (uri, NULL));
  g_return_if_fail (path != NULL);

  _far_engine_call (self, &save_uri_call, g_variant_new ("(s^ay)", uri, path), cancellable,
                    callback, data);
}

gboolean
far_engine_save_uri_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &save_uri_call, result, error) != NULL;
}

void
far_engine_save_card_async (FarEngine *self,
                            const char *text,
                            const char *path,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (far_card_check (text, NULL));
  g_return_if_fail (path != NULL);

  _far_engine_call (self, &save_uri_call, g_variant_new ("(s^ay)", text, path), cancellable,
                    callback, data);
}

gboolean
far_engine_save_card_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return far_engine_save_uri_finish (self, result, error);
}

/* ---- from a file */

typedef gboolean (*CheckText) (const char *text, GError **error);

/* What the file holds, if that is a text of ours.  @newer, @none: what is said of it otherwise */
static char *
load_text (const char *path, CheckText check, FarSyncError newer, FarSyncError none, GError **error)
{
  guint8 content[FAR_INVITE_TEXT_MAX + 1];
  g_autofree char *uri = NULL;
  g_autoptr (GError) wrong = NULL;
  gsize len;

  if (!far_file_load (path, content, sizeof content, &len, error))
    {
      far_sync_error_translate (error, FAR_FROM_FILE);
      return NULL;
    }

  /* what is longer, or has a zero byte in it, is no text of ours */
  if (len <= FAR_INVITE_TEXT_MAX && memchr (content, 0, len) == NULL)
    uri = g_strstrip (g_strndup ((const char *)content, len));
  sodium_memzero (content, sizeof content);
  if (uri == NULL || !check (uri, &wrong))
    {
      if (g_error_matches (wrong, FAR_SYNC_ERROR, newer) ||
          g_error_matches (wrong, FAR_SYNC_ERROR, FAR_SYNC_ERROR_URI_CARD))
        g_propagate_error (error, g_steal_pointer (&wrong));
      else
        far_sync_fail (error, none, "the file holds no whole text of ours");
      return NULL;
    }

  return g_steal_pointer (&uri);
}

static gpointer
do_load_uri (FarWorker *worker, GVariant *args, GError **error)
{
  const char *path;

  g_variant_get (args, "(^&ay)", &path);

  return load_text (path, far_uri_check, FAR_SYNC_ERROR_URI_NEWER, FAR_SYNC_ERROR_URI_FILE, error);
}

static const FarCall load_uri_call = { .name = "load-uri",
                                       .needs = FAR_NEEDS_NOTHING,
                                       .work = do_load_uri,
                                       .free_result = g_free };

void
far_engine_load_uri_async (FarEngine *self,
                           const char *path,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (path != NULL);

  _far_engine_call (self, &load_uri_call, g_variant_new ("(^ay)", path), cancellable, callback,
                    data);
}

char *
far_engine_load_uri_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &load_uri_call, result, error);
}

static gpointer
do_load_card (FarWorker *worker, GVariant *args, GError **error)
{
  const char *path;

  g_variant_get (args, "(^&ay)", &path);

  return load_text (path, far_card_check, FAR_SYNC_ERROR_CARD_NEWER, FAR_SYNC_ERROR_CARD_FILE,
                    error);
}

static const FarCall load_card_call = { .name = "load-card",
                                        .needs = FAR_NEEDS_NOTHING,
                                        .work = do_load_card,
                                        .free_result = g_free };

void
far_engine_load_card_async (FarEngine *self,
                            const char *path,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (path != NULL);

  _far_engine_call (self, &load_card_call, g_variant_new ("(^ay)", path), cancellable, callback,
                    data);
}

char *
far_engine_load_card_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &load_card_call, result, error);
}

/* ---- helpers that need no engine */

gboolean
far_uri_check (const char *uri, GError **error)
{
  FarInvite invite;
  gboolean good;

  g_return_val_if_fail (uri != NULL, FALSE);

  good = far_uri_is_machine (uri, NULL) || far_invite_from_text (&invite, uri, error);
  sodium_memzero (&invite, sizeof invite);
  if (!good && far_card_check (uri, NULL))
    {
      g_clear_error (error);
      return far_sync_fail (error, FAR_SYNC_ERROR_URI_CARD, "that is a connection card");
    }

  return good || far_sync_error_translate (error, FAR_FROM_STORE);
}

gboolean
far_uri_is_machine (const char *uri, char **out_address)
{
  FarMachineCode code;
  gboolean good;

  g_return_val_if_fail (uri != NULL, FALSE);

  good = far_machine_code_from_text (&code, uri);
  if (out_address != NULL)
    *out_address = g_strdup (code.address);
  sodium_memzero (&code, sizeof code);

  return good;
}
