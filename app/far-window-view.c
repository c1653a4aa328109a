/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How the window looks: what is kept of it from one time to the next, and the simple view. */

#include "far-window-private.h"

#include "far-last.h"

void
_far_window_load_view (FarWindow *self)
{
  g_auto(FarLastView) view = { 0 };

  far_last_load_view (self->home, &view);
  if (view.width > 0 && view.height > 0)
    gtk_window_set_default_size (GTK_WINDOW (self), view.width, view.height);
  if (view.is_maximized)
    gtk_window_maximize (GTK_WINDOW (self));
  self->is_simple = view.is_simple;
  self->page_shown = g_steal_pointer (&view.page);
}

void
_far_window_save_view (FarWindow *self)
{
  g_auto(FarLastView) view = { 0 };

  gtk_window_get_default_size (GTK_WINDOW (self), &view.width, &view.height);
  view.is_maximized = gtk_window_is_maximized (GTK_WINDOW (self));
  view.is_simple = self->is_simple;
  /* what was not reached this time is kept for the next */
  view.page = self->page_shown != NULL
                  ? g_strdup (self->page_shown)
                  : g_strdup (adw_view_stack_get_visible_child_name (self->pages));
  far_last_save_view (self->home, &view);
}

/* Where a page is not used any more, the first one is shown. */
void
_far_window_restore_page (FarWindow *self)
{
  g_autofree char *page = g_steal_pointer (&self->page_shown);

  if (page != NULL)
    _far_window_show_page (self, page);
}

void
_far_window_set_simple_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);

  self->is_simple = g_variant_get_boolean (parameter);
  _far_window_save_view (self);
  _far_window_show_view (self);
  /* the button that was pressed is gone */
  gtk_widget_child_focus (gtk_stack_get_visible_child (self->stack), GTK_DIR_TAB_FORWARD);
}
