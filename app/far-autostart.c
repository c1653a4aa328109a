/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-autostart.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <libportal/portal.h>

#define COMMAND "farandole"
#define COMMAND_OPTION "--background"

/* ---- outside a sandbox */

static gboolean
write_file (gboolean is_on, GError **error)
{
  g_autofree char *folder = g_build_filename (g_get_user_config_dir (), "autostart", NULL);
  g_autofree char *path = g_build_filename (folder, FAR_APP_ID ".desktop", NULL);
  g_autoptr(GKeyFile) file = g_key_file_new ();

  if (!is_on)
    {
      g_unlink (path);
      return TRUE;
    }
  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      int code = errno;

      g_set_error (error, G_IO_ERROR, (int)g_io_error_from_errno (code), "%s", g_strerror (code));
      return FALSE;
    }
  g_key_file_set_string (file, G_KEY_FILE_DESKTOP_GROUP, G_KEY_FILE_DESKTOP_KEY_TYPE,
                         G_KEY_FILE_DESKTOP_TYPE_APPLICATION);
  g_key_file_set_string (file, G_KEY_FILE_DESKTOP_GROUP, G_KEY_FILE_DESKTOP_KEY_NAME, "Farandole");
  g_key_file_set_string (file, G_KEY_FILE_DESKTOP_GROUP, G_KEY_FILE_DESKTOP_KEY_EXEC,
                         COMMAND " " COMMAND_OPTION);
  g_key_file_set_string (file, G_KEY_FILE_DESKTOP_GROUP, G_KEY_FILE_DESKTOP_KEY_ICON, FAR_APP_ID);

  return g_key_file_save_to_file (file, path, error);
}

/* ---- inside */

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  g_autoptr(GError) error = NULL;

  if (xdp_portal_request_background_finish (XDP_PORTAL (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

void
far_autostart_set_async (gboolean is_on, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr(GTask) task = g_task_new (NULL, NULL, callback, data);
  g_autoptr(XdpPortal) portal = NULL;
  g_autoptr(GPtrArray) command = NULL;
  g_autoptr(GError) error = NULL;

  g_task_set_source_tag (task, far_autostart_set_async);
  if (!xdp_portal_running_under_sandbox ())
    {
      if (write_file (is_on, &error))
        g_task_return_boolean (task, TRUE);
      else
        g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  portal = xdp_portal_new ();
  command = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (command, g_strdup (COMMAND));
  g_ptr_array_add (command, g_strdup (COMMAND_OPTION));
  xdp_portal_request_background (portal, NULL, (char *)_ ("To remind you of your turns"), command,
                                 is_on ? XDP_BACKGROUND_FLAG_AUTOSTART : XDP_BACKGROUND_FLAG_NONE,
                                 NULL, answered_cb, g_steal_pointer (&task));
}

gboolean
far_autostart_set_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
