/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Files, and links of invitations, that the desktop hands to the program. */

#include "far-window-private.h"

static gboolean
is_view (FarWindow *self, const char *view)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), view) == 0;
}

static gboolean
is_inside (FarWindow *self)
{
  return is_view (self, "pages") || is_view (self, "simple");
}

/* Each kind of link goes where it could have been typed. */
static void
take_link (FarWindow *self, const char *link)
{
  g_autoptr(GError) error = NULL;
  gboolean is_invitation = far_uri_check (link, &error);

  if (is_invitation && is_view (self, "welcome"))
    {
      far_welcome_page_take_link (self->welcome_page, link);
    }
  else if (is_invitation)
    {
      /* to another collective: that one is joined in a window of its own */
      g_action_group_activate_action (G_ACTION_GROUP (
                                          gtk_window_get_application (GTK_WINDOW (self))),
                                      "join", g_variant_new_string (link));
    }
  else if (g_error_matches (error, FAR_SYNC_ERROR, FAR_SYNC_ERROR_URI_CARD) && is_inside (self))
    {
      adw_view_stack_set_visible_child_name (self->pages, "meeting");
      gtk_window_present (far_exchange_page_answer_card (self->exchange_page, link));
    }
  else
    {
      far_notice_show_error (self->notice, error);
    }
}

void
_far_window_take_opened (FarWindow *self)
{
  GFile *file;

  if (!is_view (self, "welcome") && !is_inside (self))
    return;

  while ((file = g_queue_pop_head (&self->opened)) != NULL)
    {
      g_autofree char *uri = g_file_get_uri (file);

      if (g_file_has_uri_scheme (file, FAR_URI_SCHEME))
        take_link (self, uri);
      else
        _far_window_read_file (self, file);
      g_object_unref (file);
    }
}

void
far_window_open (FarWindow *self, GFile *file)
{
  g_return_if_fail (FAR_IS_WINDOW (self));
  g_return_if_fail (G_IS_FILE (file));

  g_queue_push_tail (&self->opened, g_object_ref (file));
  _far_window_take_opened (self);
}
