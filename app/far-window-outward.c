/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What goes out of the window: calendars, and text to be pasted. */

#include "far-window-private.h"

#include "far-calendar-dialog.h"
#include "far-compat.h"
#include "far-outward-text.h"
#include "far-own-data.h"
#include "far-saving.h"
#include "far-tables.h"

#include <glib/gi18n.h>
#include <string.h>

#define DAYS_PER_WEEK 7

static gint64
get_last_exchange (FarWindow *self)
{
  g_autoptr(GPtrArray) devices =
                 far_item_list_snapshots (far_overview_peek_devices (self->overview));

  return far_outward_last_heard (devices);
}

/* ---- a calendar */

static void
calendar_saved_cb (FarWindow *self, const char *name, int n_events)
{
  g_autofree char *text =
      /* Translators: %1$s is the name of a file */
      g_strdup_printf (ngettext ("%1$s is saved, with %2$d outing",
                                 "%1$s is saved, with %2$d outings", (gulong)n_events),
                       name, n_events);

  _far_window_add_toast (self, text);
}

void
_far_window_save_calendar_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);
  GtkWindow *dialog = far_calendar_dialog_new (GTK_WINDOW (self), self->overview);

  g_signal_connect_object (dialog, "saved", G_CALLBACK (calendar_saved_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (dialog);
}

/* ---- tables */

#define FOLDER "far-tables-folder"

static void
outward_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarWindow) self = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) outward = far_engine_outward_finish (FAR_ENGINE (source), result, &error);
  const char *folder = g_object_get_data (G_OBJECT (self), FOLDER);
  g_autoptr(GPtrArray) members = NULL;
  g_autoptr(GPtrArray) rotas = NULL;
  g_auto(GStrv) paths = NULL;
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;

  if (self->overview == NULL || folder == NULL)
    return;
  if (outward != NULL)
    {
      members = far_item_list_snapshots (far_overview_peek_members (self->overview));
      rotas = far_item_list_snapshots (far_overview_peek_rotas (self->overview));
      paths = far_tables_save (folder, members, rotas, outward, FAR_SAVING_NEW_ONLY, &error);
    }
  if (paths == NULL)
    {
      far_notice_show_error (self->notice, error);
      return;
    }

  name = g_path_get_basename (folder);
  /* Translators: %s is the name of a folder */
  text = g_strdup_printf (_ ("The tables are saved in the folder %s"), name);
  _far_window_add_toast (self, text);
}

static void
folder_chosen (GFile *file, gpointer data)
{
  FarWindow *self = data;
  char *path = g_file_get_path (file);

  far_notice_clear (self->notice);
  if (path == NULL)
    return;

  g_object_set_data_full (G_OBJECT (self), FOLDER, path, g_free);
  far_engine_outward_async (self->engine, FAR_DAY_FROM_ROTAS, FAR_DAY_FROM_ROTAS, NULL, outward_cb,
                            g_object_ref (self));
}

/* A folder of their own, which is made: four files beside others would be lost among them. */
void
_far_window_save_tables_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  far_compat_choose_file (GTK_WINDOW (widget), _ ("Where to Save the Tables"), _ ("_Save"),
                          /* Translators: the name of a folder that is proposed */
                          GTK_FILE_CHOOSER_ACTION_SAVE, _ ("Farandole tables"), NULL, folder_chosen,
                          widget);
}

/* ---- what there is about oneself */

/* The file, while what goes into it is asked for. */
typedef struct
{
  FarWindow *window;   /* owned */
  char *path;          /* owned */
  GPtrArray *outward;  /* owned, nullable */
  FarHoursBook *hours; /* owned, nullable */
} OwnData;

static void
own_data_free (OwnData *self)
{
  g_clear_object (&self->window);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->outward, g_ptr_array_unref);
  g_clear_pointer (&self->hours, far_snapshot_unref);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OwnData, own_data_free)

static gboolean
save_own_data (const OwnData *data, GPtrArray *entries, guint *out_n, GError **error)
{
  FarOverview *overview = data->window->overview;
  g_autoptr(GPtrArray) members = far_item_list_snapshots (far_overview_peek_members (overview));
  g_autofree char *text =
      far_own_data_format (far_overview_peek_status (overview), members, data->outward, entries,
                           data->hours != NULL ? data->hours->lines : NULL, out_n, error);
  g_autoptr(GBytes) content = text != NULL ? g_bytes_new (text, strlen (text)) : NULL;

  return content != NULL &&
         far_saving_write (&(FarSaving){ data->path, content }, 1, FAR_SAVING_REPLACE, error);
}

static void
log_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(OwnData) own = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) entries = far_engine_log_finish (FAR_ENGINE (source), result, &error);
  FarWindow *self = own->window;
  g_autofree char *name = g_path_get_basename (own->path);
  g_autofree char *text = NULL;
  guint n = 0;

  if (self->overview == NULL)
    return;
  if (entries == NULL || !save_own_data (own, entries, &n, &error))
    {
      far_notice_show_error (self->notice, error);
      return;
    }

  /* Translators: %1$s is the name of a file */
  text = g_strdup_printf (ngettext ("%1$s is saved, with %2$u entry by you or about you",
                                    "%1$s is saved, with %2$u entries by you or about you", n),
                          name, n);
  _far_window_add_toast (self, text);
}

static void
own_hours_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(OwnData) own = data;
  g_autoptr(GError) error = NULL;
  FarWindow *self = own->window;

  own->hours = far_engine_hours_finish (FAR_ENGINE (source), result, &error);
  if (self->overview == NULL)
    return;
  if (own->hours == NULL)
    {
      far_notice_show_error (self->notice, error);
      return;
    }

  far_engine_log_async (self->engine, NULL, NULL, NULL, log_cb, g_steal_pointer (&own));
}

static void
own_outward_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(OwnData) own = data;
  g_autoptr(GError) error = NULL;
  FarWindow *self = own->window;

  own->outward = far_engine_outward_finish (FAR_ENGINE (source), result, &error);
  if (self->overview == NULL)
    return;
  if (own->outward == NULL)
    {
      far_notice_show_error (self->notice, error);
      return;
    }

  if ((far_overview_peek_status (self->overview)->uses & FAR_USES_HOURS) != 0)
    far_engine_hours_async (self->engine, G_MININT32, G_MAXINT32, NULL, own_hours_cb,
                            g_steal_pointer (&own));
  else
    far_engine_log_async (self->engine, NULL, NULL, NULL, log_cb, g_steal_pointer (&own));
}

static void
own_file_chosen (GFile *file, gpointer data)
{
  FarWindow *self = data;
  char *path = g_file_get_path (file);
  OwnData *own;

  far_notice_clear (self->notice);
  if (path == NULL)
    return;

  own = g_new0 (OwnData, 1);
  own->window = g_object_ref (self);
  own->path = path;
  far_engine_outward_async (self->engine, FAR_DAY_FROM_ROTAS, FAR_DAY_FROM_ROTAS, NULL,
                            own_outward_cb, own);
}

void
_far_window_save_own_data_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  far_compat_choose_file (GTK_WINDOW (widget), _ ("Where to Save What Is Said About You"),
                          _ ("_Save"), GTK_FILE_CHOOSER_ACTION_SAVE,
                          /* Translators: proposed name of a file */
                          _ ("about me.json"), NULL, own_file_chosen, widget);
}

/* ---- text */

void
_far_window_copy_week_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);
  const FarStatus *status = far_overview_peek_status (self->overview);
  g_autoptr(GPtrArray) outings =
                 far_item_list_snapshots (far_overview_peek_outings (self->overview));
  g_autofree char *text = NULL;

  if (status == NULL || !far_overview_get_week_known (self->overview))
    return;

  text = far_outward_week_text (status->name, outings, far_overview_get_first_day (self->overview),
                                DAYS_PER_WEEK, get_last_exchange (self));
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
  _far_window_add_toast (self, _ ("The week is copied: paste it into a message"));
}

void
_far_window_copy_outing_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);
  const FarStatus *status = far_overview_peek_status (self->overview);
  g_autoptr(GPtrArray) outings =
                 far_item_list_snapshots (far_overview_peek_outings (self->overview));
  const char *rota;
  gint32 day;

  g_variant_get (parameter, "(&si)", &rota, &day);
  for (guint i = 0; i < outings->len && status != NULL; i++)
    {
      const FarOuting *outing = outings->pdata[i];
      g_autofree char *text = NULL;

      if (outing->day != day || !g_str_equal (outing->rota, rota))
        continue;
      text = far_outward_outing_text (status->name, outing, get_last_exchange (self));
      gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
      _far_window_add_toast (self, _ ("The outing is copied: paste it into a message"));
    }
}
