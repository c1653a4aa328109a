/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How a window comes to show a collective: it opens, asks which one, says why not, or begins. */

#include "far-window-private.h"

#include "far-compat.h"
#include "far-copy-dialog.h"
#include "far-last.h"
#include "far-words.h"

#include <glib/gi18n.h>

/* How long a program that serves the collective is given to end. */
#define N_SECONDS_TAKING_OVER 10
/* From here on one wonders. */
#define SLOW_MS 600

/* -- what is shown */

/* What a machine that comes back still lacks, over all that it can show already. */
static void
show_returning (FarWindow *self, const FarStatus *status)
{
  g_autofree char *words = NULL;
  gboolean returning = status != NULL && status->is_returning;

  if (returning)
    {
      words = far_words_returning (status->state, status->n_missing);
      gtk_label_set_label (self->returning_label, words);
    }
  else
    {
      self->is_asking = FALSE;
    }
  gtk_widget_set_visible (GTK_WIDGET (self->returning_box),
                          returning && !self->is_choosing && !self->is_asking);
}

void
_far_window_show_view (FarWindow *self)
{
  const FarStatus *status =
      self->overview != NULL ? far_overview_peek_status (self->overview) : NULL;
  gboolean in;

  show_returning (self, status);
  in = status != NULL && far_overview_get_readable (self->overview) && !self->is_choosing &&
       !self->is_asking;

  if (self->is_choosing)
    gtk_stack_set_visible_child_name (self->stack, "collectives");
  else if (self->is_making)
    gtk_stack_set_visible_child_name (self->stack, "opening");
  else if (status != NULL)
    gtk_stack_set_visible_child_name (self->stack, !in               ? "welcome"
                                                   : self->is_simple ? "simple"
                                                                     : "pages");

  far_frame_set_open (self->frame, in && !self->is_simple);
  gtk_widget_set_visible (self->search_button, in && !self->is_simple);
  gtk_widget_set_visible (self->simple_button, in && !self->is_simple);
  gtk_widget_set_visible (self->pages_button, in && self->is_simple);
  adw_header_bar_set_title_widget (self->header_bar, in ? self->title : NULL);
  _far_window_show_title (self);
  _far_window_update_actions (self);
  _far_window_take_opened (self);
}

static void
set_choosing (FarWindow *self, gboolean choosing)
{
  self->is_choosing = choosing;
  _far_window_show_view (self);
  if (choosing)
    {
      gtk_widget_child_focus (GTK_WIDGET (self->collectives_page), GTK_DIR_TAB_FORWARD);
      _far_window_settle (self);
    }
}

static void
show_collectives (FarWindow *self, GPtrArray *list)
{
  far_collectives_page_set_list (self->collectives_page, list);
  set_choosing (self, TRUE);
}

/* -- opening */

static const FarCollective *
find_broken (FarWindow *self, GPtrArray *list)
{
  for (guint i = 0; i < list->len; i++)
    {
      const FarCollective *collective = list->pdata[i];

      if (collective->trouble != NULL &&
          (self->collective == NULL || g_str_has_prefix (collective->id, self->collective) ||
           g_str_has_prefix (self->collective, collective->id)))
        return collective;
    }

  return NULL;
}

/* Why it does not open is known; what else there is decides what can be done. */
static void
why_listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarWindow) self = data;
  g_autoptr(GPtrArray) list = far_engine_collectives_finish (FAR_ENGINE (source), result, NULL);
  const FarCollective *broken = list != NULL ? find_broken (self, list) : NULL;

  if (self->engine == NULL)
    return;

  if (g_error_matches (self->trouble, FAR_SYNC_ERROR, FAR_SYNC_ERROR_WHICH_COLLECTIVE) ||
      g_error_matches (self->trouble, FAR_SYNC_ERROR, FAR_SYNC_ERROR_NO_COLLECTIVE))
    {
      if (list != NULL && list->len > 0)
        show_collectives (self, list);
      else
        _far_window_begin (self, "choose");
      return;
    }

  far_broken_page_show (self->broken_page, self->trouble, self->home, broken,
                        list != NULL && list->len > 1);
  gtk_stack_set_visible_child_name (self->stack, "broken");
  _far_window_settle (self);
}

static gboolean
slow_cb (gpointer data)
{
  FarWindow *self = data;

  self->slow_id = 0;
  gtk_widget_set_visible (GTK_WIDGET (self->opening_box), TRUE);

  return G_SOURCE_REMOVE;
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarWindow) self = data;
  g_autoptr(GError) error = NULL;

  g_clear_handle_id (&self->slow_id, g_source_remove);
  if (far_engine_take_over_finish (FAR_ENGINE (source), result, &error))
    {
      if (self->engine != NULL)
        _far_window_show_engine (self);
      return;
    }
  if (self->engine == NULL)
    return;

  g_clear_error (&self->trouble);
  self->trouble = g_steal_pointer (&error);
  far_engine_collectives_async (self->engine, NULL, why_listed_cb, g_object_ref (self));
}

void
_far_window_open (FarWindow *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->opening_box), FALSE);
  gtk_stack_set_visible_child_name (self->stack, "opening");
  g_clear_handle_id (&self->slow_id, g_source_remove);
  self->slow_id = g_timeout_add (SLOW_MS, slow_cb, self);
  far_engine_take_over_async (self->engine, N_SECONDS_TAKING_OVER, NULL, opened_cb,
                              g_object_ref (self));
}

void
_far_window_begin (FarWindow *self, const char *page)
{
  gboolean opens_copy = g_str_equal (page, "copy");

  self->is_choosing = FALSE;
  _far_window_show_engine (self);
  gtk_widget_activate_action (GTK_WIDGET (self->welcome_page), "welcome.show-page", "s",
                              opens_copy ? "choose" : page);
  if (opens_copy)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.open-copy", NULL);
}

void
_far_window_remember (FarWindow *self, const FarStatus *status)
{
  if (status->collective[0] != '\0')
    far_last_save (self->home, status->collective);
}

/* -- choosing */

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarWindow) self = data;
  g_autoptr(GPtrArray) list = NULL;
  g_autoptr(GError) error = NULL;

  list = far_engine_collectives_finish (FAR_ENGINE (source), result, &error);
  if (self->engine == NULL)
    return;

  if (list != NULL)
    show_collectives (self, list);
  else
    far_notice_show_error (self->notice, error);
}

static void
choose_collective_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);

  /* what was there the last time, for assistive technology still is */
  far_collectives_page_set_list (self->collectives_page, NULL);
  far_engine_collectives_async (self->engine, NULL, listed_cb, g_object_ref (self));
}

static void
close_collectives_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  set_choosing (FAR_WINDOW (widget), FALSE);
}

/* -- coming back */

static void
ask_again_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);

  self->is_asking = TRUE;
  _far_window_show_view (self);
}

static void
ask_later_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);

  self->is_asking = FALSE;
  _far_window_show_view (self);
}

/* There is a collective now: all that it shows comes with the status. */
static void
copy_opened_cb (FarWindow *self)
{
  far_overview_refresh (self->overview);
}

static void
open_copy_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);
  GtkWindow *dialog = far_copy_dialog_new_to_open (GTK_WINDOW (self), self->engine);

  g_signal_connect_object (dialog, "done", G_CALLBACK (copy_opened_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (dialog);
}

/* -- what can be done about a broken one */

static void
open_again_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  _far_window_open (FAR_WINDOW (widget));
}

static void
open_folder_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  far_compat_show_folder (GTK_WINDOW (widget), g_variant_get_bytestring (parameter));
}

static void
aside_listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarWindow) self = data;
  g_autoptr(GPtrArray) list = far_engine_collectives_finish (FAR_ENGINE (source), result, NULL);

  if (self->engine == NULL)
    return;

  if (list != NULL && list->len > 0)
    show_collectives (self, list);
  else
    _far_window_begin (self, "choose");
}

static void
set_aside_done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarWindow) self = data;
  g_autoptr(GError) error = NULL;
  g_autofree char *path = NULL;
  g_autofree char *shown = NULL;
  g_autofree char *text = NULL;

  path = far_engine_set_aside_finish (FAR_ENGINE (source), result, &error);
  if (self->engine == NULL)
    return;

  if (path == NULL)
    {
      far_notice_show_error (self->notice, error);
      return;
    }

  shown = g_filename_display_name (path);
  /* Translators: %s is a folder */
  text = g_strdup_printf (_ ("What was there is kept, as %s."), shown);
  far_notice_show (self->notice, FAR_NOTICE_DONE, text);
  far_engine_collectives_async (self->engine, NULL, aside_listed_cb, g_object_ref (self));
}

static void
set_aside_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);

  far_engine_set_aside_async (self->engine, g_variant_get_string (parameter, NULL), NULL,
                              set_aside_done_cb, g_object_ref (self));
}

void
_far_window_class_install_doors (GtkWidgetClass *widget_class)
{
  static const struct
  {
    const char *name;
    const char *type;
    GtkWidgetActionActivateFunc activate;
  } doors[] = {
    { "win.ask-again", NULL, ask_again_cb },
    { "win.ask-later", NULL, ask_later_cb },
    { "win.choose-collective", NULL, choose_collective_cb },
    { "win.close-collectives", NULL, close_collectives_cb },
    { "win.open-again", NULL, open_again_cb },
    { "win.open-copy", NULL, open_copy_cb },
    { "win.open-folder", "ay", open_folder_cb },
    { "win.set-aside", "s", set_aside_cb },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (doors); i++)
    gtk_widget_class_install_action (widget_class, doors[i].name, doors[i].type, doors[i].activate);
}
