/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Files that are dropped on the window: each goes where it could have been opened.
 *
 * What a calendar or a table holds is told by who reads it: it is looked at as everything that it
 * may be, nothing is written, and where it may be several things somebody is asked. */

#include "far-window-private.h"

#include "far-dropped.h"

#include <glib/gi18n.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarPeoplePlan, far_snapshot_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarEventsPlan, far_snapshot_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarCalendarPlan, far_snapshot_unref)

/* What a file may be; as many bits. */
typedef enum
{
  HOLDS_PEOPLE = 1 << 0,
  HOLDS_ROTAS = 1 << 1,
  HOLDS_HOLIDAYS = 1 << 2,
} Holds;

static const struct
{
  Holds holds;
  const char *response;
  const char *label;
} kinds[] = {
  { HOLDS_PEOPLE, "people", N_ ("_People") },
  { HOLDS_ROTAS, "rotas", N_ ("_Rotas") },
  { HOLDS_HOLIDAYS, "holidays", N_ ("_Holidays") },
};

typedef struct
{
  FarWindow *window; /* owned */
  GFile *file;       /* owned */
  char *path;        /* owned */
  guint asked;       /* bits of what was asked for and is not told yet */
  guint holds;       /* bits of what it is */
  GError *error;     /* owned, nullable: why it is not what it most likely was meant to be */
} Drop;

static void look_at_next (FarWindow *self);

static void
drop_free (Drop *self)
{
  g_clear_object (&self->window);
  g_clear_object (&self->file);
  g_clear_pointer (&self->path, g_free);
  g_clear_error (&self->error);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Drop, drop_free)

/* The one that was looked at is done with; the others waited. */
static void
done (FarWindow *self)
{
  g_object_unref (g_queue_pop_head (&self->dropped));
  look_at_next (self);
}

/* The next one waits until this one was seen. */
static void
show (FarWindow *self, GtkWindow *dialog)
{
  g_signal_connect_object (dialog, "destroy", G_CALLBACK (done), self, G_CONNECT_SWAPPED);
  gtk_window_present (dialog);
}

static void
open_as (Drop *drop, Holds holds)
{
  FarWindow *self = drop->window;

  switch (holds)
    {
    case HOLDS_PEOPLE:
      show (self, _far_window_people_dialog_new (self, drop->path));
      break;
    case HOLDS_ROTAS:
      show (self, _far_window_events_dialog_new (self, drop->path));
      break;
    case HOLDS_HOLIDAYS:
    default:
      show (self, _far_window_holidays_dialog_new (self, drop->path));
      break;
    }
}

/* ---- calendars and tables */

static void
answered_cb (AdwMessageDialog *dialog, const char *response, gpointer data)
{
  g_autoptr(Drop) drop = data;
  FarWindow *self = drop->window;

  for (guint i = 0; i < G_N_ELEMENTS (kinds) && self->overview != NULL; i++)
    if (g_str_equal (kinds[i].response, response))
      {
        open_as (drop, kinds[i].holds);
        return;
      }
  done (self);
}

/* @drop: (transfer full) */
static void
ask (Drop *drop)
{
  FarWindow *self = drop->window;
  g_autofree char *name = g_path_get_basename (drop->path);
  g_autofree char *shown = g_filename_display_name (name);
  /* Translators: %s is the name of a file */
  g_autofree char *question = g_strdup_printf (_ ("What Is in “%s”?"), shown);
  GtkWidget *dialog = adw_message_dialog_new (
      GTK_WINDOW (self), question,
      _ ("It can be read as several things. What would change is shown before anything does."));

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"));
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if ((drop->holds & kinds[i].holds) != 0)
      adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), kinds[i].response,
                                       _ (kinds[i].label));
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect (dialog, "response", G_CALLBACK (answered_cb), drop);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* Of one of those that it was looked at for.  @drop: (transfer full); @error: (transfer full)
 * (nullable): the first one is said, if it is nothing */
static void
told (Drop *owned, Holds holds, gboolean is_it, GError *error)
{
  g_autoptr(Drop) drop = owned;
  FarWindow *self = drop->window;

  drop->asked &= ~(guint)holds;
  if (is_it)
    drop->holds |= holds;
  if (drop->error == NULL)
    drop->error = g_steal_pointer (&error);
  g_clear_error (&error);
  if (drop->asked != 0)
    {
      g_steal_pointer (&drop);
      return;
    }

  if (self->overview == NULL)
    return;
  if (drop->holds == 0)
    {
      if (drop->error != NULL)
        far_notice_show_error (self->notice, drop->error);
      else
        far_notice_show (self->notice, FAR_NOTICE_HINT,
                         _ ("This file holds nobody, no rota and no holidays that could be "
                            "imported."));
      done (self);
    }
  else if ((drop->holds & (drop->holds - 1)) == 0)
    open_as (drop, (Holds)drop->holds);
  else
    ask (g_steal_pointer (&drop));
}

static void
people_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GError *error = NULL;
  g_autoptr(FarPeoplePlan) plan =
                 far_engine_import_people_finish (FAR_ENGINE (source), result, &error);

  told (data, HOLDS_PEOPLE, plan != NULL && plan->items->len > 0, error);
}

static void
rotas_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GError *error = NULL;
  g_autoptr(FarEventsPlan) plan =
                 far_engine_import_events_finish (FAR_ENGINE (source), result, &error);

  told (data, HOLDS_ROTAS, plan != NULL && plan->items->len > 0, error);
}

static void
holidays_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GError *error = NULL;
  g_autoptr(FarCalendarPlan) plan =
                 far_engine_read_calendar_finish (FAR_ENGINE (source), result, &error);

  told (data, HOLDS_HOLIDAYS, plan != NULL && (plan->needs_zone || plan->holidays->len > 0), error);
}

/* One after the other: what is most likely comes first, and why it is not that is said.
 * @drop: (transfer full) */
static void
look_into (Drop *drop, guint kinds_of_it)
{
  FarEngine *engine = drop->window->engine;
  FarEventsOptions options = { .is_preview = TRUE, .n_min = 1, .n_max = 2 };

  drop->asked = kinds_of_it;
  if ((kinds_of_it & HOLDS_PEOPLE) != 0)
    far_engine_import_people_async (engine, drop->path, TRUE, NULL, people_cb, drop);
  if ((kinds_of_it & HOLDS_ROTAS) != 0)
    far_engine_import_events_async (engine, drop->path, &options, NULL, rotas_cb, drop);
  if ((kinds_of_it & HOLDS_HOLIDAYS) != 0)
    far_engine_read_calendar_async (engine, drop->path, NULL, NULL, NULL, holidays_cb, drop);
}

/* ---- a card, or a bundle */

/* No card: an invitation, or a bundle. */
static void
uri_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(Drop) drop = data;
  g_autofree char *uri = far_engine_load_uri_finish (FAR_ENGINE (source), result, NULL);
  FarWindow *self = drop->window;

  if (self->overview == NULL)
    return;
  if (uri != NULL)
    {
      g_autoptr(GFile) link = g_file_new_for_uri (uri);

      far_window_open (self, link);
    }
  else
    {
      g_queue_push_tail (&self->bundles, g_object_ref (drop->file));
    }
  done (self);
}

static void
card_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(Drop) drop = data;
  g_autoptr(GError) error = NULL;
  g_autofree char *text = far_engine_load_card_finish (FAR_ENGINE (source), result, &error);
  FarWindow *self = drop->window;

  if (self->overview == NULL)
    return;
  if (text != NULL)
    {
      adw_view_stack_set_visible_child_name (self->pages, "meeting");
      show (self, far_exchange_page_answer_card (self->exchange_page, text));
      return;
    }

  /* one that is cut, or from a newer version, is a card still */
  if (g_error_matches (error, FAR_SYNC_ERROR, FAR_SYNC_ERROR_CARD_NEWER))
    far_notice_show_error (self->notice, error);
  else
    {
      far_engine_load_uri_async (self->engine, drop->path, NULL, uri_cb, drop);
      g_steal_pointer (&drop);
      return;
    }
  done (self);
}

/* ---- what it is */

/* @drop: (transfer full) */
static void
begin (Drop *owned, const guint8 *head, gsize len)
{
  g_autoptr(Drop) drop = owned;
  FarWindow *self = drop->window;
  g_autofree char *name = g_path_get_basename (drop->path);

  if (self->overview == NULL)
    return;

  switch (far_dropped_tell (name, head, len))
    {
    case FAR_DROPPED_CONTACTS:
      open_as (drop, HOLDS_PEOPLE);
      break;
    case FAR_DROPPED_CALENDAR:
      look_into (g_steal_pointer (&drop), HOLDS_ROTAS | HOLDS_HOLIDAYS);
      break;
    case FAR_DROPPED_TABLE:
      look_into (g_steal_pointer (&drop), HOLDS_PEOPLE | HOLDS_ROTAS | HOLDS_HOLIDAYS);
      break;
    case FAR_DROPPED_OURS:
    default:
      far_engine_load_card_async (self->engine, drop->path, NULL, card_cb, drop);
      g_steal_pointer (&drop);
      break;
    }
}

static void
head_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) head =
                 g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);
  gsize len = 0;
  const guint8 *bytes = head != NULL ? g_bytes_get_data (head, &len) : NULL;

  /* what cannot be read is said by who reads it whole */
  begin (data, bytes, len);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GFileInputStream) stream = g_file_read_finish (G_FILE (source), result, &error);

  if (stream == NULL)
    begin (data, NULL, 0);
  else
    g_input_stream_read_bytes_async (G_INPUT_STREAM (stream), FAR_DROPPED_HEAD, G_PRIORITY_DEFAULT,
                                     NULL, head_cb, data);
}

/* What was in all of them is told in one. */
static void
read_bundles (FarWindow *self)
{
  GFile *file;

  if (!g_queue_is_empty (&self->bundles))
    adw_view_stack_set_visible_child_name (self->pages, "meeting");
  while ((file = g_queue_pop_head (&self->bundles)) != NULL)
    {
      far_exchange_page_read_file (self->exchange_page, file);
      g_object_unref (file);
    }
}

/* One at a time, however many were dropped. */
static void
look_at_next (FarWindow *self)
{
  GFile *file = g_queue_peek_head (&self->dropped);
  Drop *drop;

  if (self->overview == NULL)
    return;
  if (file == NULL)
    {
      read_bundles (self);
      return;
    }

  drop = g_new0 (Drop, 1);
  drop->window = g_object_ref (self);
  drop->file = g_object_ref (file);
  drop->path = g_file_get_path (file);
  if (drop->path == NULL)
    {
      g_autoptr(GError) error = NULL;

      g_set_error_literal (&error, FAR_SYNC_ERROR, FAR_SYNC_ERROR_NO_SUCH_FILE, "not local");
      far_notice_show_error (self->notice, error);
      drop_free (drop);
      done (self);
      return;
    }
  g_file_read_async (file, G_PRIORITY_DEFAULT, NULL, opened_cb, drop);
}

void
_far_window_take_dropped (FarWindow *self, GFile *file)
{
  g_queue_push_tail (&self->dropped, g_object_ref (file));
  if (g_queue_get_length (&self->dropped) > 1)
    return;

  far_notice_clear (self->notice);
  look_at_next (self);
}
