/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the window prints, or saves to be printed. */

#include "far-window-private.h"

#include "far-clock.h"
#include "far-compat.h"
#include "far-outward-text.h"
#include "far-paper-pages.h"
#include "far-printing.h"
#include "far-saving.h"
#include "far-sign-up-dialog.h"
#include "far-sign-up.h"
#include "far-week-paper.h"

#include <glib/gi18n.h>

#define DAYS_PER_WEEK 7

/* ---- what there is to print */

/* What it points at is valid until the next change of the overview. */
static gboolean
read_origin (FarWindow *self, FarPaperOrigin *out)
{
  const FarStatus *status = far_overview_peek_status (self->overview);
  g_autoptr(GPtrArray) devices =
                 far_item_list_snapshots (far_overview_peek_devices (self->overview));
  gint64 offset_ms = 0;

  if (status == NULL || !far_app_clock_offset (&offset_ms, NULL))
    return FALSE;

  *out = (FarPaperOrigin){
    .name = status->name,
    .last_ms = far_outward_last_heard (devices),
    .now_ms = g_get_real_time () / 1000 + offset_ms,
  };

  return TRUE;
}

/* Returns: (transfer full) (nullable): NULL while it is not known */
static FarPaper *
new_week (FarWindow *self)
{
  g_autoptr(GPtrArray) outings =
                 far_item_list_snapshots (far_overview_peek_outings (self->overview));
  FarPaperOrigin origin;

  if (!far_overview_get_week_known (self->overview) || !read_origin (self, &origin))
    return NULL;

  return far_week_paper_new (&origin, outings, far_overview_get_first_day (self->overview),
                             DAYS_PER_WEEK);
}

/* Returns: (transfer full) (nullable): NULL if there is nothing to stand on it */
static FarPaper *
new_poster (FarWindow *self)
{
  const FarStatus *status = far_overview_peek_status (self->overview);
  g_autoptr(GPtrArray) rotas = far_item_list_snapshots (far_overview_peek_rotas (self->overview));
  g_autoptr(GPtrArray) lines = far_item_list_snapshots (far_overview_peek_lines (self->overview));
  g_autoptr(GPtrArray) calendars =
                 far_item_list_snapshots (far_overview_peek_calendars (self->overview));
  FarPaperOrigin origin;

  return read_origin (self, &origin)
             ? far_poster_paper_new (&origin, rotas, lines, calendars, status->today)
             : NULL;
}

/* ---- saving it */

/* What is to be saved, while somebody says where. */
#define SAVING "far-saving-paper"

/* As the user's country prints. */
static FarPaperSize
get_size (void)
{
  return g_str_equal (gtk_paper_size_get_default (), GTK_PAPER_NAME_LETTER) ? FAR_PAPER_LETTER
                                                                            : FAR_PAPER_A4;
}

static void
file_chosen (GFile *file, gpointer data)
{
  FarWindow *self = data;
  const FarPaper *paper = g_object_get_data (G_OBJECT (self), SAVING);
  g_autofree char *path = g_file_get_path (file);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) content = NULL;
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;
  guint n_pages = 0;

  far_notice_clear (self->notice);
  if (path == NULL || paper == NULL)
    return;
  content = far_paper_to_pdf (paper, get_size (), &n_pages, &error);
  /* whether what is there is to go, the file dialog has asked */
  if (content == NULL ||
      !far_saving_write (&(FarSaving){ path, content }, 1, FAR_SAVING_REPLACE, &error))
    {
      far_notice_show_error (self->notice, error);
      return;
    }

  name = g_path_get_basename (path);
  text = g_strdup_printf (
      /* Translators: %1$s is the name of a file */
      ngettext ("%1$s is saved: %2$u page", "%1$s is saved: %2$u pages", n_pages), name, n_pages);
  _far_window_add_toast (self, text);
}

/* @paper: (transfer full) */
static void
save_paper (FarWindow *self, FarPaper *paper, const char *title, const char *name)
{
  g_object_set_data_full (G_OBJECT (self), SAVING, paper, (GDestroyNotify)far_paper_free);
  far_compat_choose_file (GTK_WINDOW (self), title, _ ("_Save"), GTK_FILE_CHOOSER_ACTION_SAVE, name,
                          "*.pdf", file_chosen, self);
}

void
_far_window_save_week_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);
  FarPaper *paper = new_week (self);

  if (paper != NULL)
    save_paper (self, paper, _ ("Where to Save the Sheet"),
                /* Translators: proposed name of a file: keep “.pdf” */
                _ ("week.pdf"));
}

void
_far_window_save_poster_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);
  FarPaper *paper = new_poster (self);

  if (paper != NULL)
    save_paper (self, paper, _ ("Where to Save the Poster"),
                /* Translators: proposed name of a file: keep “.pdf” */
                _ ("poster.pdf"));
  else
    _far_window_add_toast (self, _ ("Nothing is published that could stand on a poster"));
}

/* ---- a table to sign up on */

/* From tomorrow: who reads it on a wall comes on no day that is over. */
#define GRID_WEEKS 4

static void
grid_week_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarWindow) self = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) outings = far_engine_week_finish (FAR_ENGINE (source), result, &error);
  g_autoptr(GPtrArray) rotas = NULL;
  FarPaperOrigin origin;

  if (self->overview == NULL)
    return;
  if (outings == NULL)
    {
      far_notice_show_error (self->notice, error);
      return;
    }
  if (!read_origin (self, &origin))
    return;

  rotas = far_item_list_snapshots (far_overview_peek_rotas (self->overview));
  save_paper (self,
              far_sign_up_paper_new (&origin, rotas, outings,
                                     far_overview_peek_status (self->overview)->today + 1,
                                     GRID_WEEKS * DAYS_PER_WEEK),
              _ ("Where to Save the Table"),
              /* Translators: proposed name of a file: keep “.pdf” */
              _ ("sign-up.pdf"));
}

void
_far_window_save_grid_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);
  const FarStatus *status = far_overview_peek_status (self->overview);

  if (status != NULL)
    far_engine_week_async (self->engine, status->today + 1, GRID_WEEKS * DAYS_PER_WEEK, NULL,
                           grid_week_cb, g_object_ref (self));
}

void
_far_window_enter_grid_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);

  gtk_window_present (far_sign_up_dialog_new (GTK_WINDOW (self), self->overview));
}

/* ---- printing it */

/* @paper: (transfer full) */
static void
print_paper (FarWindow *self, GtkWindow *parent, FarPaper *paper)
{
  g_autoptr(GError) error = NULL;

  far_notice_clear (self->notice);
  if (!far_printing_run (parent, paper, &error))
    far_notice_show_error (self->notice, error);
}

void
_far_window_print_week_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);
  FarPaper *paper = new_week (self);

  if (paper != NULL)
    print_paper (self, GTK_WINDOW (self), paper);
}

void
_far_window_print_invitation (FarWindow *self,
                              const char *uri,
                              const char *until,
                              GtkWindow *dialog)
{
  FarPaperOrigin origin;

  if (read_origin (self, &origin))
    print_paper (self, dialog, far_invitation_paper_new (&origin, uri, until));
}
