/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-application.h"

#include "far-clock.h"
#include "far-compat.h"
#include "far-example.h"
#include "far-last.h"
#include "far-manual.h"
#include "far-notifier.h"
#include "far-sync.h"
#include "far-window.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <stdlib.h>

/* as farandole-cli: wrong usage */
#define EXIT_USAGE 2

/* How often it is asked whether there is something to tell. */
#define TICK_S 60

struct _FarApplication
{
  AdwApplication parent_instance;

  char *home;       /* owned, nullable: the option */
  char *example;    /* owned, nullable: the home of an example, which is open instead */
  char *collective; /* owned, nullable: the option */
  gboolean exit_after_startup;
  gint64 clock_offset_ms;

  FarEngine *engine;     /* owned, nullable: from activation to the end of the window, or for a look
                          * without one */
  FarNotifier *notifier; /* owned, nullable: from the start on */
  guint ticking;         /* a source */
  gboolean starts_quiet; /* without a window: the option */
  gboolean stays;        /* without a window, so that what is near is told */
  gboolean is_settled;   /* the engine of the window is open */
  gboolean is_quitting;

  GPtrArray *opened; /* owned (element-type GFile): for the next window */

  /* what a window was closed for, if it was not to end */
  gboolean goes_on;
  gboolean tries_example;
  char *next_collective; /* owned, nullable */
  char *next_page;       /* owned, nullable */
  int width;
  int height;
};

G_DEFINE_FINAL_TYPE (FarApplication, far_application, ADW_TYPE_APPLICATION)

static void
close_windows (FarApplication *self)
{
  g_autoptr(GList) windows = g_list_copy (gtk_application_get_windows (GTK_APPLICATION (self)));

  for (GList *l = windows; l != NULL; l = l->next)
    gtk_window_close (l->data);
}

static void
quit (FarApplication *self)
{
  self->is_quitting = TRUE;
  close_windows (self);
  if (self->stays)
    g_application_release (G_APPLICATION (self));
  self->stays = FALSE;
}

static gboolean
terminated_cb (gpointer data)
{
  quit (data);

  return G_SOURCE_CONTINUE;
}

static void
settled_cb (FarApplication *self)
{
  if (self->exit_after_startup)
    {
      quit (self);
      return;
    }
  /* nobody is to be reminded of what is not */
  if (self->example != NULL)
    return;

  self->is_settled = TRUE;
  g_signal_connect_object (self->engine, "changed", G_CALLBACK (far_notifier_expect),
                           self->notifier, G_CONNECT_SWAPPED);
  far_notifier_look (self->notifier, self->engine);
}

/* A window may hand one of them on to the next. */
static void
open_waiting (FarApplication *self, GtkWindow *window)
{
  g_autoptr(GPtrArray) opened = g_steal_pointer (&self->opened);

  self->opened = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < opened->len; i++)
    far_window_open (FAR_WINDOW (window), opened->pdata[i]);
}

static void
open_window (FarApplication *self, const char *collective, const char *page)
{
  const char *home = self->example != NULL ? self->example : self->home;
  GtkWindow *window;

  self->engine = far_engine_new (home, collective, self->clock_offset_ms);
  window = far_window_new (GTK_APPLICATION (self), self->engine, home, collective, page);
  if (self->example != NULL)
    far_window_set_example (FAR_WINDOW (window));
  g_signal_connect_object (window, "settled", G_CALLBACK (settled_cb), self, G_CONNECT_SWAPPED);
  if (self->width > 0)
    gtk_window_set_default_size (window, self->width, self->height);
  gtk_window_present (window);
  open_waiting (self, window);
}

/* For what is to be told when the window is closed, if somebody wants that. */
static void
stay (FarApplication *self)
{
  if (self->stays || self->is_quitting || !far_last_prefers (self->home, FAR_PREFERS_REMINDERS) ||
      !far_last_prefers (self->home, FAR_PREFERS_BACKGROUND))
    return;

  self->stays = TRUE;
  g_application_hold (G_APPLICATION (self));
}

/* An example does not outlive its window. */
static void
change_home (FarApplication *self)
{
  g_autoptr(GError) error = NULL;

  if (self->example != NULL)
    far_example_throw_away (self->example);
  g_clear_pointer (&self->example, g_free);
  if (self->tries_example)
    self->example = far_example_new_home (&error);
  if (error != NULL)
    g_warning ("%s", error->message);
  self->tries_example = FALSE;
}

static void
closed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  FarApplication *self = data;

  far_engine_close_finish (FAR_ENGINE (source), result);
  change_home (self);
  if (self->goes_on)
    {
      self->goes_on = FALSE;
      open_window (self, self->next_collective, self->next_page);
    }
  else
    stay (self);
  g_application_release (G_APPLICATION (self));
  g_object_unref (self);
}

/* ---- without a window */

static void
close_engine (FarApplication *self)
{
  self->is_settled = FALSE;
  g_application_hold (G_APPLICATION (self));
  far_engine_close_async (self->engine, closed_cb, g_object_ref (self));
  g_clear_object (&self->engine);
}

static void
looked_cb (FarApplication *self)
{
  if (self->engine != NULL && gtk_application_get_windows (GTK_APPLICATION (self)) == NULL)
    close_engine (self);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarApplication) self = data;
  g_autoptr(GError) error = NULL;

  if (far_engine_open_finish (FAR_ENGINE (source), result, &error))
    {
      far_notifier_look (self->notifier, FAR_ENGINE (source));
      return;
    }

  /* another program has it: what is known is told all the same */
  g_debug ("%s", error->message);
  far_notifier_tell (self->notifier);
  close_engine (self);
}

/* What is held open is nobody else's: only for as long as it takes to look. */
static void
look_without_window (FarApplication *self)
{
  g_autofree char *last =
      self->collective == NULL ? far_last_load (self->home) : g_strdup (self->collective);

  self->engine = far_engine_new (self->home, last, self->clock_offset_ms);
  far_engine_open_async (self->engine, NULL, opened_cb, g_object_ref (self));
}

static gboolean
tick_cb (gpointer data)
{
  FarApplication *self = data;

  if (!far_notifier_wants_look (self->notifier))
    return G_SOURCE_CONTINUE;
  if (self->engine == NULL && !self->goes_on)
    look_without_window (self);
  else if (self->is_settled)
    far_notifier_look (self->notifier, self->engine);

  return G_SOURCE_CONTINUE;
}

static void
about_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  FarApplication *self = data;

  far_compat_show_about (gtk_application_get_active_window (GTK_APPLICATION (self)));
}

static void
help_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  GtkWindow *window = gtk_application_get_active_window (data);

  if (window != NULL)
    far_manual_show (window);
}

/* Made when it is asked for: GTK 4.8 ends with signal 11 where a hidden window is its last and a
 * screen reader asks for one that closed meanwhile. */
static void
show_shortcuts_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  g_autoptr(GtkBuilder) builder =
                 gtk_builder_new_from_resource ("/org/farandole/Farandole/shortcuts.ui");
  GtkWindow *window = GTK_WINDOW (gtk_builder_get_object (builder, "shortcuts"));

  gtk_window_set_transient_for (window, gtk_application_get_active_window (data));
  gtk_window_present (window);
}

static void
quit_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  quit (data);
}

/* Of a notification. */
static void
activate_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  g_application_activate (data);
}

/* The window goes with all that it shows, and another comes in its place. */
static void
replace_window (FarApplication *self, const char *collective, const char *page)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  if (window == NULL || self->engine == NULL)
    return;

  g_free (self->next_collective);
  g_free (self->next_page);
  self->next_collective = g_strdup (collective);
  self->next_page = g_strdup (page);
  self->goes_on = TRUE;
  gtk_window_get_default_size (window, &self->width, &self->height);
  close_windows (self);
}

static void
open_collective_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  replace_window (data, g_variant_get_string (parameter, NULL), NULL);
}

static void
begin_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  replace_window (data, NULL, g_variant_get_string (parameter, NULL));
}

typedef struct
{
  FarApplication *self; /* owned */
  GFile *link;          /* owned */
} Joining;

static void
join_now_cb (gpointer data)
{
  g_autofree Joining *joining = data;

  g_ptr_array_add (joining->self->opened, joining->link);
  replace_window (joining->self, NULL, "join");
  g_object_unref (joining->self);
}

/* Not at once: the window that goes is the one that asks for it. */
static void
join_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  Joining *joining = g_new (Joining, 1);

  joining->self = g_object_ref (data);
  joining->link = g_file_new_for_uri (g_variant_get_string (parameter, NULL));
  g_idle_add_once (join_now_cb, joining);
}

static void
try_example_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  FarApplication *self = data;

  self->tries_example = TRUE;
  replace_window (self, NULL, NULL);
}

/* What was open before it is opened again. */
static void
end_example_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  FarApplication *self = data;
  g_autofree char *last = far_last_load (self->home);

  replace_window (self, last, NULL);
}

static const GActionEntry actions[] = {
  { "about", about_cb },
  { "activate", activate_cb },
  { "begin", begin_cb, "s" },
  { "end-example", end_example_cb },
  { "help", help_cb },
  { "join", join_cb, "s" },
  { "quit", quit_cb },
  { "open-collective", open_collective_cb, "s" },
  { "try-example", try_example_cb },
  { "show-shortcuts", show_shortcuts_cb },
};

static const struct
{
  const char *action;
  const char *accels[3];
} shortcuts[] = {
  { "app.help", { "F1" } },
  { "app.quit", { "<Control>q" } },
  { "app.show-shortcuts", { "<Control>question" } },
  { "win.add-rota", { "<Control>n" } },
  { "win.invite", { "<Control>i" } },
  { "win.next-pane", { "F6" } },
  { "win.next-week", { "<Alt>Right" } },
  { "win.previous-week", { "<Alt>Left" } },
  { "win.print-week", { "<Control>p" } },
  { "win.search", { "<Control>f" } },
  { "win.show-preferences", { "<Control>comma" } },
  { "win.show-page::help", { "<Alt>4" } },
  { "win.show-page::meeting", { "<Alt>6" } },
  { "win.show-page::rides", { "<Alt>3" } },
  { "win.show-page::rotas", { "<Alt>2" } },
  { "win.show-page::us", { "<Alt>5" } },
  { "win.show-page::week", { "<Alt>1" } },
  { "win.this-week", { "<Alt>Home" } },
  { "window.close", { "<Control>w" } },
};

/* Each home has a window of its own: three of them fit on one desk, and a second start for the same
 * one finds the first. */
static void
set_id_of_home (FarApplication *self)
{
  g_autofree char *path = g_canonicalize_filename (self->home, NULL);
  g_autofree char *real = realpath (path, NULL);
  g_autofree char *digest =
      g_compute_checksum_for_string (G_CHECKSUM_SHA256, real != NULL ? real : path, -1);
  g_autofree char *id = g_strdup_printf (FAR_APP_ID ".home%.16s", digest);

  g_application_set_application_id (G_APPLICATION (self), id);
}

static int
far_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  FarApplication *self = FAR_APPLICATION (application);
  g_autoptr(GError) error = NULL;

  if (g_variant_dict_lookup (options, "home", "^ay", &self->home))
    set_id_of_home (self);
  else
    self->home = g_build_filename (g_get_user_data_dir (), "farandole", NULL);
  g_variant_dict_lookup (options, "collective", "s", &self->collective);
  self->exit_after_startup = g_variant_dict_contains (options, "exit-after-startup");
  self->starts_quiet = g_variant_dict_contains (options, "background");

  if (!far_app_clock_offset (&self->clock_offset_ms, &error))
    {
      g_printerr ("%s\n", error->message);
      return EXIT_USAGE;
    }

  /* one that runs already needs no second one, and no window */
  if (self->starts_quiet && (!g_application_register (application, NULL, &error) ||
                             g_application_get_is_remote (application)))
    return error != NULL ? EXIT_FAILURE : EXIT_SUCCESS;

  return -1;
}

static void
far_application_startup (GApplication *application)
{
  FarApplication *self = FAR_APPLICATION (application);

  G_APPLICATION_CLASS (far_application_parent_class)->startup (application);

  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions),
                                   application);
  for (gsize i = 0; i < G_N_ELEMENTS (shortcuts); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (application), shortcuts[i].action,
                                           (const char *const *)shortcuts[i].accels);

  gtk_window_set_default_icon_name (FAR_APP_ID);
  g_unix_signal_add (SIGINT, terminated_cb, application);
  g_unix_signal_add (SIGTERM, terminated_cb, application);

  self->notifier = far_notifier_new (application, self->home, self->clock_offset_ms);
  g_signal_connect_object (self->notifier, "looked", G_CALLBACK (looked_cb), self,
                           G_CONNECT_SWAPPED);
  self->ticking = g_timeout_add_seconds (TICK_S, tick_cb, self);
}

static void
far_application_activate (GApplication *application)
{
  FarApplication *self = FAR_APPLICATION (application);
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));
  g_autofree char *last =
      self->collective == NULL ? far_last_load (self->home) : g_strdup (self->collective);

  if (self->starts_quiet)
    {
      self->starts_quiet = FALSE;
      stay (self);
      if (self->stays)
        look_without_window (self);
    }
  else if (window != NULL)
    gtk_window_present (window);
  else if (self->engine == NULL && !self->goes_on)
    open_window (self, last, NULL);
  else if (!self->goes_on)
    {
      /* when whoever looks without a window is done */
      self->goes_on = TRUE;
      g_free (self->next_collective);
      self->next_collective = g_steal_pointer (&last);
      g_clear_pointer (&self->next_page, g_free);
    }
}

/* Where a window is about to come, it takes them. */
static void
far_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  FarApplication *self = FAR_APPLICATION (application);
  GList *window = gtk_application_get_windows (GTK_APPLICATION (self));

  for (int i = 0; i < n_files; i++)
    g_ptr_array_add (self->opened, g_object_ref (files[i]));
  while (window != NULL && !FAR_IS_WINDOW (window->data))
    window = window->next;
  if (window != NULL && !self->goes_on)
    open_waiting (self, window->data);
  g_application_activate (application);
}

/* The process stays until the engine has closed what it holds open. */
static void
far_application_window_removed (GtkApplication *application, GtkWindow *window)
{
  FarApplication *self = FAR_APPLICATION (application);

  if (FAR_IS_WINDOW (window) && self->engine != NULL)
    close_engine (self);

  GTK_APPLICATION_CLASS (far_application_parent_class)->window_removed (application, window);
}

static void
far_application_finalize (GObject *object)
{
  FarApplication *self = FAR_APPLICATION (object);

  g_clear_pointer (&self->home, g_free);
  g_clear_pointer (&self->example, g_free);
  g_clear_pointer (&self->collective, g_free);
  g_clear_pointer (&self->next_collective, g_free);
  g_clear_pointer (&self->next_page, g_free);
  g_clear_pointer (&self->opened, g_ptr_array_unref);
  g_clear_object (&self->engine);
  g_clear_object (&self->notifier);
  g_clear_handle_id (&self->ticking, g_source_remove);

  G_OBJECT_CLASS (far_application_parent_class)->finalize (object);
}

static void
far_application_class_init (FarApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = far_application_finalize;
  GTK_APPLICATION_CLASS (klass)->window_removed = far_application_window_removed;
  application_class->activate = far_application_activate;
  application_class->handle_local_options = far_application_handle_local_options;
  application_class->open = far_application_open;
  application_class->startup = far_application_startup;
}

static void
far_application_init (FarApplication *self)
{
  /* translated here: nobody does it later for the options of an application */
  const GOptionEntry options[] = {
    { "home", 0, 0, G_OPTION_ARG_FILENAME, NULL, _ ("This device’s data folder"), _ ("DIR") },
    { "collective", 0, 0, G_OPTION_ARG_STRING, NULL,
      _ ("Which collective, where there are several"), _ ("ID") },
    { "background", 0, 0, G_OPTION_ARG_NONE, NULL,
      _ ("Start without a window, to be told of what is near if that is preferred"), NULL },
    { "exit-after-startup", 0, 0, G_OPTION_ARG_NONE, NULL,
      _ ("Quit once the window shows something, for tests"), NULL },
    G_OPTION_ENTRY_NULL,
  };

  self->opened = g_ptr_array_new_with_free_func (g_object_unref);
  g_application_add_main_option_entries (G_APPLICATION (self), options);
  g_application_set_option_context_parameter_string (G_APPLICATION (self), _ ("[FILE…]"));
}

GApplication *
far_application_new (void)
{
  return g_object_new (FAR_TYPE_APPLICATION, "application-id", FAR_APP_ID, "flags",
                       G_APPLICATION_HANDLES_OPEN, "resource-base-path", "/org/farandole/Farandole",
                       NULL);
}
