/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-window-private.h"

#include "far-compat.h"
#include "far-last.h"
#include "far-words.h"

#include <glib/gi18n.h>

G_DEFINE_FINAL_TYPE (FarWindow, far_window, ADW_TYPE_APPLICATION_WINDOW)

enum
{
  SIGNAL_SETTLED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

void
_far_window_settle (FarWindow *self)
{
  if (self->is_settled)
    return;

  self->is_settled = TRUE;
  g_signal_emit (self, signals[SIGNAL_SETTLED], 0);
}

/* -- what is happening now */

/* Beside the list of pages, their collective stands above that. */
void
_far_window_show_title (FarWindow *self)
{
  GtkWidget *page = adw_view_stack_get_visible_child (self->pages);
  gboolean wide = far_frame_get_wide (self->frame);
  const char *doing = self->doing != NULL ? self->doing : "";
  const char *below =
      wide || self->doing != NULL ? doing : gtk_window_get_title (GTK_WINDOW (self));

  adw_window_title_set_title (ADW_WINDOW_TITLE (self->title),
                              self->is_simple ? _ ("Today")
                                              : adw_view_stack_page_get_title (
                                                    adw_view_stack_get_page (self->pages, page)));
  adw_window_title_set_subtitle (ADW_WINDOW_TITLE (self->title), below);
  adw_header_bar_set_show_start_title_buttons (self->header_bar, !wide);
}

static void
show_activity (FarWindow *self)
{
  const FarStatus *status =
      self->overview != NULL ? far_overview_peek_status (self->overview) : NULL;
  const char *name = status != NULL && status->name[0] != '\0' ? status->name : "Farandole";
  g_autofree char *words = NULL;
  int activity;
  double fraction;

  g_object_get (self->engine, "activity", &activity, "fraction", &fraction, NULL);

  if (activity != FAR_ACTIVITY_IDLE)
    words = far_words_activity (activity, fraction);

  gtk_window_set_title (GTK_WINDOW (self), name);
  far_frame_set_title (self->frame, name);
  g_free (self->doing);
  self->doing = g_steal_pointer (&words);
  _far_window_show_title (self);

  gtk_widget_set_visible (GTK_WIDGET (self->progress_bar),
                          activity > FAR_ACTIVITY_TOGETHER && fraction >= 0);
  gtk_progress_bar_set_fraction (self->progress_bar, CLAMP (fraction, 0, 1));
}

/* Only what a person would tell another: the rest is in the header already. */
static void
peer_event_cb (FarWindow *self, const char *what, const char *detail)
{
  g_autofree char *words = NULL;

  if (!g_str_equal (what, "asked") && !g_str_equal (what, "admitted"))
    return;

  words = far_words_peer_event (what, detail);
  _far_window_add_toast (self, words);
}

/* -- what is shown */

static void
show_warnings (FarWindow *self, const FarStatus *status)
{
  g_autofree char *words = NULL;
  const char *warning = status->warnings[0] != NULL ? status->warnings[0] : "";

  /* each is said once: whoever closed it has read it */
  if (g_strcmp0 (self->warning, warning) == 0)
    return;

  g_free (self->warning);
  self->warning = g_strdup (warning);
  if (*warning == '\0')
    return;

  words = far_words_status_warning (warning);
  far_notice_show (self->notice, FAR_NOTICE_HINT, words);
}

static gboolean
is_filled (GListModel *list)
{
  return g_list_model_get_n_items (list) > 0;
}

static gboolean
is_asked (FarWindow *self, const FarDevice *device)
{
  if (device->may_be_lost && !far_last_is_kept (self->home, device->id))
    return TRUE;

  return !device->is_me && !device->i_approved && device->n_missing >= 0 &&
         (device->is_asking || *device->closing != '\0');
}

static gboolean
has_machine_question (FarWindow *self)
{
  GListModel *devices = far_overview_peek_devices (self->overview);

  for (guint i = 0; i < g_list_model_get_n_items (devices); i++)
    {
      g_autoptr(FarItem) item = g_list_model_get_item (devices, i);

      if (is_asked (self, far_item_peek_snapshot (item)))
        return TRUE;
    }

  return FALSE;
}

/* A page that one does not see may hold a question. */
static void
mark_pages (FarWindow *self)
{
  const FarStatus *status = far_overview_peek_status (self->overview);
  gboolean i_publish = status != NULL && status->i_publish;

  adw_view_stack_page_set_needs_attention (adw_view_stack_get_page (self->pages,
                                                                    GTK_WIDGET (self->plan_page)),
                                           i_publish && is_filled (far_overview_peek_suggestions (
                                                            self->overview)));
  adw_view_stack_page_set_needs_attention (
      adw_view_stack_get_page (self->pages, GTK_WIDGET (self->members_page)),
      is_filled (far_overview_peek_questions (self->overview)) || has_machine_question (self));
}

static void
status_cb (FarWindow *self)
{
  const FarStatus *status = far_overview_peek_status (self->overview);

  if (status == NULL)
    return;

  _far_window_make_example (self, status);
  _far_window_show_modules (self);
  if (far_overview_get_readable (self->overview))
    _far_window_restore_page (self);
  _far_window_show_view (self);
  _far_window_remember (self, status);
  show_activity (self);
  show_warnings (self, status);
  mark_pages (self);
  _far_window_settle (self);
}

static void
trouble_cb (FarWindow *self)
{
  const GError *trouble = far_overview_peek_trouble (self->overview);

  if (trouble == NULL)
    return;

  far_notice_show_error (self->notice, trouble);
  _far_window_settle (self);
}

/* Through the address that let us in comes the rest, too. */
static void
admitted_cb (FarWindow *self, const char *address)
{
  if (address != NULL)
    far_exchange_page_call (self->exchange_page, address);
}

/* It may happen while another page is shown. */
static void
told_cb (FarWindow *self, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);
  AdwToast *toast = adw_toast_new (escaped);

  adw_toast_set_button_label (toast, _ ("_Show"));
  adw_toast_set_action_name (toast, "win.show-page");
  adw_toast_set_action_target_value (toast, g_variant_new_string ("meeting"));
  adw_toast_overlay_add_toast (self->toasts, toast);
}

void
_far_window_show_engine (FarWindow *self)
{
  /* asked again after a trouble that came later than opening */
  if (self->overview == NULL)
    {
      self->overview = far_overview_new (self->engine);
      far_welcome_page_set_overview (self->welcome_page, self->overview);
      far_week_page_set_overview (self->week_page, self->overview, self->home);
      far_plan_page_set_overview (self->plan_page, self->overview);
      far_rides_page_set_overview (self->rides_page, self->overview);
      far_help_page_set_overview (self->help_page, self->overview);
      far_members_page_set_overview (self->members_page, self->overview, self->home);
      far_exchange_page_set_overview (self->exchange_page, self->overview);
      far_simple_page_set_overview (self->simple_page, self->overview);
      g_signal_connect_object (self->exchange_page, "told", G_CALLBACK (told_cb), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_swapped (self->overview, "notify::status", G_CALLBACK (status_cb), self);
      g_signal_connect_swapped (self->overview, "notify::trouble", G_CALLBACK (trouble_cb), self);
      g_signal_connect_object (far_overview_peek_suggestions (self->overview), "items-changed",
                               G_CALLBACK (mark_pages), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (far_overview_peek_questions (self->overview), "items-changed",
                               G_CALLBACK (mark_pages), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (far_overview_peek_devices (self->overview), "items-changed",
                               G_CALLBACK (mark_pages), self, G_CONNECT_SWAPPED);
    }
  far_overview_refresh (self->overview);
}

/* Midnight may have passed meanwhile. */
static void
active_cb (FarWindow *self)
{
  if (self->overview != NULL && gtk_window_is_active (GTK_WINDOW (self)))
    far_overview_refresh (self->overview);
}

static gboolean
dropped_cb (FarWindow *self, const GValue *value)
{
  GSList *files = g_value_get_boxed (value);

  for (GSList *at = files; at != NULL; at = at->next)
    _far_window_read_file (self, at->data);

  return files != NULL;
}

static gboolean
far_window_close_request (GtkWindow *window)
{
  _far_window_save_view (FAR_WINDOW (window));

  return GTK_WINDOW_CLASS (far_window_parent_class)->close_request (window);
}

static void
far_window_dispose (GObject *object)
{
  FarWindow *self = FAR_WINDOW (object);

  if (self->overview != NULL)
    g_signal_handlers_disconnect_by_data (self->overview, self);
  if (self->engine != NULL)
    g_signal_handlers_disconnect_by_data (self->engine, self);
  g_clear_object (&self->overview);
  g_clear_object (&self->engine);
  g_clear_object (&self->title);
  g_clear_weak_pointer (&self->undo_toast);
  g_clear_pointer (&self->undo_rota, far_snapshot_unref);
  g_clear_pointer (&self->undo_date, far_snapshot_unref);
  g_clear_pointer (&self->undo_line, far_snapshot_unref);
  g_queue_clear_full (&self->opened, g_object_unref);
  g_queue_clear_full (&self->dropped, g_object_unref);
  g_queue_clear_full (&self->bundles, g_object_unref);
  g_clear_handle_id (&self->slow_id, g_source_remove);
  /* what waited is not written: nobody could undo it any more */
  g_hash_table_remove_all (self->later);

  G_OBJECT_CLASS (far_window_parent_class)->dispose (object);
}

static void
far_window_finalize (GObject *object)
{
  FarWindow *self = FAR_WINDOW (object);

  g_clear_pointer (&self->acts, g_hash_table_unref);
  g_clear_pointer (&self->later, g_hash_table_unref);
  g_clear_pointer (&self->doing, g_free);
  g_clear_pointer (&self->page_shown, g_free);
  g_clear_pointer (&self->warning, g_free);
  g_clear_pointer (&self->home, g_free);
  g_clear_pointer (&self->collective, g_free);
  g_clear_error (&self->trouble);

  G_OBJECT_CLASS (far_window_parent_class)->finalize (object);
}

static void
far_window_class_init (FarWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = far_window_dispose;
  object_class->finalize = far_window_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = far_window_close_request;

  signals[SIGNAL_SETTLED] = g_signal_new ("settled", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  _far_window_class_install_actions (widget_class);
  _far_window_class_install_doors (widget_class);
  _far_window_class_install_help (widget_class);

  g_type_ensure (FAR_TYPE_FRAME);
  g_type_ensure (FAR_TYPE_NOTICE);
  g_type_ensure (FAR_TYPE_BROKEN_PAGE);
  g_type_ensure (FAR_TYPE_COLLECTIVES_PAGE);
  g_type_ensure (FAR_TYPE_WELCOME_PAGE);
  g_type_ensure (FAR_TYPE_WEEK_PAGE);
  g_type_ensure (FAR_TYPE_PLAN_PAGE);
  g_type_ensure (FAR_TYPE_RIDES_PAGE);
  g_type_ensure (FAR_TYPE_HELP_PAGE);
  g_type_ensure (FAR_TYPE_MEMBERS_PAGE);
  g_type_ensure (FAR_TYPE_EXCHANGE_PAGE);
  g_type_ensure (FAR_TYPE_SIMPLE_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-window.ui");
  gtk_widget_class_bind_template_child (widget_class, FarWindow, frame);
  gtk_widget_class_bind_template_child (widget_class, FarWindow, header_bar);
  gtk_widget_class_bind_template_child (widget_class, FarWindow, menu_button);
  gtk_widget_class_bind_template_child (widget_class, FarWindow, search_button);
  gtk_widget_class_bind_template_child (widget_class, FarWindow, simple_button);
  gtk_widget_class_bind_template_child (widget_class, FarWindow, pages_button);
  gtk_widget_class_bind_template_child (widget_class, FarWindow, progress_bar);
  gtk_widget_class_bind_template_child (widget_class, FarWindow, notice);
  gtk_widget_class_bind_template_child (widget_class, FarWindow, example_box);
  gtk_widget_class_bind_template_child (widget_class, FarWindow, returning_box);
  gtk_widget_class_bind_template_child (widget_class, FarWindow, returning_label);
  gtk_widget_class_bind_template_child (widget_class, FarWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, FarWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, FarWindow, opening_box);
  gtk_widget_class_bind_template_child (widget_class, FarWindow, broken_page);
  gtk_widget_class_bind_template_child (widget_class, FarWindow, collectives_page);
  gtk_widget_class_bind_template_child (widget_class, FarWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, FarWindow, welcome_page);
  gtk_widget_class_bind_template_child (widget_class, FarWindow, week_page);
  gtk_widget_class_bind_template_child (widget_class, FarWindow, plan_page);
  gtk_widget_class_bind_template_child (widget_class, FarWindow, rides_page);
  gtk_widget_class_bind_template_child (widget_class, FarWindow, help_page);
  gtk_widget_class_bind_template_child (widget_class, FarWindow, members_page);
  gtk_widget_class_bind_template_child (widget_class, FarWindow, exchange_page);
  gtk_widget_class_bind_template_child (widget_class, FarWindow, simple_page);
  gtk_widget_class_bind_template_callback (widget_class, active_cb);
  gtk_widget_class_bind_template_callback (widget_class, admitted_cb);
}

static void
remove_source (gpointer id)
{
  g_source_remove (GPOINTER_TO_UINT (id));
}

static void
far_window_init (FarWindow *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  self->acts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->later = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, remove_source);
  gtk_widget_init_template (GTK_WIDGET (self));
  far_compat_wrap_buttons (GTK_WIDGET (self));

  self->title = g_object_ref_sink (adw_window_title_new ("", ""));
  far_frame_set_stack (self->frame, self->pages);
  g_signal_connect_object (self->frame, "notify::wide", G_CALLBACK (_far_window_show_title), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->pages, "notify::visible-child",
                           G_CALLBACK (_far_window_show_title), self, G_CONNECT_SWAPPED);
  for (GtkWidget *page = gtk_widget_get_first_child (GTK_WIDGET (self->pages)); page != NULL;
       page = gtk_widget_get_next_sibling (page))
    far_compat_fit_page (page);
  far_compat_name_menu_button (self->menu_button, _ ("Main Menu"));
  far_compat_wrap_menu (self->menu_button);

  g_signal_connect_swapped (target, "drop", G_CALLBACK (dropped_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

GtkWindow *
far_window_new (GtkApplication *application,
                FarEngine *engine,
                const char *home,
                const char *collective,
                const char *page)
{
  FarWindow *self;

  g_return_val_if_fail (GTK_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (FAR_IS_ENGINE (engine), NULL);
  g_return_val_if_fail (home != NULL, NULL);

  self = g_object_new (FAR_TYPE_WINDOW, "application", application, NULL);
  self->engine = g_object_ref (engine);
  self->home = g_strdup (home);
  self->collective = g_strdup (collective);
  _far_window_load_view (self);
  g_signal_connect_swapped (engine, "notify::activity", G_CALLBACK (show_activity), self);
  g_signal_connect_swapped (engine, "notify::fraction", G_CALLBACK (show_activity), self);
  g_signal_connect_swapped (engine, "peer-event", G_CALLBACK (peer_event_cb), self);
  _far_window_update_actions (self);
  show_activity (self);
  if (page != NULL)
    _far_window_begin (self, page);
  else
    _far_window_open (self);

  return GTK_WINDOW (self);
}
