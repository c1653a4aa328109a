/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How the window looks: what is kept of it from one time to the next, and the simple view. */

#include "far-window-private.h"

#include "far-autostart.h"
#include "far-compat.h"
#include "far-example.h"
#include "far-last.h"

#include <glib/gi18n.h>

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
  self->is_always_week = view.is_always_week;
  if (!view.is_always_week)
    self->page_shown = g_steal_pointer (&view.page);
}

void
_far_window_save_view (FarWindow *self)
{
  g_auto(FarLastView) view = { 0 };

  gtk_window_get_default_size (GTK_WINDOW (self), &view.width, &view.height);
  view.is_maximized = gtk_window_is_maximized (GTK_WINDOW (self));
  view.is_simple = self->is_simple;
  view.is_always_week = self->is_always_week;
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

static void
set_simple (FarWindow *self, gboolean simple)
{
  self->is_simple = simple;
  _far_window_save_view (self);
  _far_window_show_view (self);
}

void
_far_window_set_simple_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);

  set_simple (self, g_variant_get_boolean (parameter));
  /* the button that was pressed is gone */
  gtk_widget_child_focus (gtk_stack_get_visible_child (self->stack), GTK_DIR_TAB_FORWARD);
}

/* -- preferences */

static void
simple_switched_cb (FarWindow *self, GParamSpec *pspec, GtkSwitch *control)
{
  if (gtk_switch_get_active (control) != self->is_simple)
    set_simple (self, gtk_switch_get_active (control));
}

static void
week_switched_cb (FarWindow *self, GParamSpec *pspec, GtkSwitch *control)
{
  self->is_always_week = gtk_switch_get_active (control);
  _far_window_save_view (self);
}

static void
reminders_switched_cb (FarWindow *self, GParamSpec *pspec, GtkSwitch *control)
{
  far_last_prefer (self->home, FAR_PREFERS_REMINDERS, gtk_switch_get_active (control));
}

/* Who is not started at login is still told until then. */
static void
autostart_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarWindow) self = data;
  g_autoptr(GError) error = NULL;

  if (!far_autostart_set_finish (result, &error))
    {
      g_debug ("%s", error->message);
      _far_window_add_toast (self,
                             _ ("Farandole cannot start with the computer; until that is switched "
                                "off, it reminds you all the same."));
    }
}

static void
background_switched_cb (FarWindow *self, GParamSpec *pspec, GtkSwitch *control)
{
  gboolean is_on = gtk_switch_get_active (control);

  far_last_prefer (self->home, FAR_PREFERS_BACKGROUND, is_on);
  far_autostart_set_async (is_on, autostart_cb, g_object_ref (self));
}

static void
add_reminders (FarWindow *self, AdwPreferencesGroup *group)
{
  adw_preferences_group_add (
      group,
      far_compat_switch_row_new (
          _ ("Reminders"),
          _ ("Of your turns, on the evening before and an hour before, and of what waits for your "
             "answer; not at night"),
          far_last_prefers (self->home, FAR_PREFERS_REMINDERS), G_CALLBACK (reminders_switched_cb),
          self));
  adw_preferences_group_add (
      group,
      far_compat_switch_row_new (_ ("Remind Me When the Window Is Closed"),
                                 _ ("Farandole then starts with the computer, without a window"),
                                 far_last_prefers (self->home, FAR_PREFERS_BACKGROUND),
                                 G_CALLBACK (background_switched_cb), self));
}

void
_far_window_show_preferences_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group),
                                         _ ("For this machine alone; nobody else sees it."));
  adw_preferences_group_add (
      ADW_PREFERENCES_GROUP (group),
      far_compat_switch_row_new (_ ("Simple View"),
                                 _ ("Today, your turns and whom to call, in large letters"),
                                 self->is_simple, G_CALLBACK (simple_switched_cb), self));
  adw_preferences_group_add (
      ADW_PREFERENCES_GROUP (group),
      far_compat_switch_row_new (_ ("Begin with This Week"),
                                 _ ("Else with the page that was shown last"), self->is_always_week,
                                 G_CALLBACK (week_switched_cb), self));
  /* of an example nobody is to be reminded */
  if (!self->is_example)
    add_reminders (self, ADW_PREFERENCES_GROUP (group));
  far_compat_show_preferences (GTK_WINDOW (self), group);
}

/* -- an example */

static void
example_made_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarWindow) self = data;
  g_autoptr(GError) error = NULL;

  self->is_making = FALSE;
  if (!far_example_make_finish (FAR_ENGINE (source), result, &error) && self->overview != NULL)
    far_notice_show_error (self->notice, error);
  if (self->overview != NULL)
    far_overview_refresh (self->overview);
}

void
_far_window_make_example (FarWindow *self, const FarStatus *status)
{
  if (!self->is_example || self->is_making || status->state != FAR_BELONGING_NONE)
    return;

  self->is_making = TRUE;
  far_example_make_async (self->engine, NULL, example_made_cb, g_object_ref (self));
}

void
far_window_set_example (FarWindow *self)
{
  g_return_if_fail (FAR_IS_WINDOW (self));

  self->is_example = TRUE;
  gtk_widget_set_visible (self->example_box, TRUE);
}
