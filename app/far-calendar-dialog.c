/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-calendar-dialog.h"

#include "far-compat.h"
#include "far-notice.h"
#include "far-outward.h"
#include "far-saving.h"

#include <glib/gi18n.h>

/* What stands before the lines and the rotas. */
enum
{
  CHOICE_MINE,
  CHOICE_ALL,
  N_CHOICES
};

struct _FarCalendarDialog
{
  AdwWindow parent_instance;

  FarOverview *overview;     /* owned, NULL once it is closed */
  GCancellable *cancellable; /* owned */
  GPtrArray *lines;          /* owned (element-type utf8): ids, in the order of the list */
  GPtrArray *rotas;          /* owned (element-type utf8) */
  char *path;                /* owned, nullable: where it is being saved */
  GPtrArray *outward;        /* owned, nullable: what @events are made from */
  GPtrArray *events;         /* owned, nullable */

  FarNotice *notice; /* template children */
  GtkSpinner *spinner;
  AdwComboRow *which_row;
  GtkButton *save_button;
};

G_DEFINE_FINAL_TYPE (FarCalendarDialog, far_calendar_dialog, ADW_TYPE_WINDOW)

enum
{
  SIGNAL_SAVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
set_saving (FarCalendarDialog *self, gboolean is_saving)
{
  gtk_spinner_set_spinning (self->spinner, is_saving);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), is_saving);
  gtk_widget_set_sensitive (GTK_WIDGET (self->which_row), !is_saving);
  gtk_widget_set_sensitive (GTK_WIDGET (self->save_button), !is_saving);
}

static void
show_failure (FarCalendarDialog *self, const GError *error)
{
  set_saving (self, FALSE);
  far_notice_show_error (self->notice, error);
}

/* ---- which */

static void
add_choices (FarCalendarDialog *self)
{
  g_autoptr(GtkStringList) names = gtk_string_list_new (NULL);
  GListModel *lines = far_overview_peek_lines (self->overview);
  GListModel *rotas = far_overview_peek_rotas (self->overview);

  gtk_string_list_append (names, _ ("My turns"));
  gtk_string_list_append (names, _ ("All outings"));
  for (guint i = 0; i < g_list_model_get_n_items (lines); i++)
    {
      g_autoptr(FarItem) item = g_list_model_get_item (lines, i);
      const FarLine *line = far_item_peek_snapshot (item);
      /* Translators: %s is the name of a walking line */
      g_autofree char *name = g_strdup_printf (_ ("The line %s"), line->name);

      gtk_string_list_append (names, name);
      g_ptr_array_add (self->lines, g_strdup (line->id));
    }
  for (guint i = 0; i < g_list_model_get_n_items (rotas); i++)
    {
      g_autoptr(FarItem) item = g_list_model_get_item (rotas, i);
      const FarRota *rota = far_item_peek_snapshot (item);
      /* Translators: %s is the title of a rota */
      g_autofree char *name = g_strdup_printf (_ ("The rota %s"), rota->title);

      gtk_string_list_append (names, name);
      g_ptr_array_add (self->rotas, g_strdup (rota->id));
    }
  adw_combo_row_set_model (self->which_row, G_LIST_MODEL (names));
}

static FarOutwardChoice
get_choice (FarCalendarDialog *self)
{
  const FarStatus *status = far_overview_peek_status (self->overview);
  guint selected = adw_combo_row_get_selected (self->which_row);
  FarOutwardChoice choice = { .me = status->me, .only_mine = selected == CHOICE_MINE };

  if (selected >= N_CHOICES && selected - N_CHOICES < self->lines->len)
    choice.line = self->lines->pdata[selected - N_CHOICES];
  else if (selected >= N_CHOICES)
    choice.rota = self->rotas->pdata[selected - N_CHOICES - self->lines->len];

  return choice;
}

/* ---- saving */

static void
formatted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarCalendarDialog) self = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) content =
                 far_engine_format_events_finish (FAR_ENGINE (source), result, &error);
  g_autofree char *name = NULL;

  if (self->overview == NULL)
    return;
  /* whether what is there is to go, the file dialog has asked */
  if (content == NULL ||
      !far_saving_write (&(FarSaving){ self->path, content }, 1, FAR_SAVING_REPLACE, &error))
    {
      show_failure (self, error);
      return;
    }

  name = g_path_get_basename (self->path);
  g_signal_emit (self, signals[SIGNAL_SAVED], 0, name, (int)self->events->len);
  gtk_window_close (GTK_WINDOW (self));
}

static void
outward_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarCalendarDialog) self = data;
  g_autoptr(GError) error = NULL;
  GPtrArray *outward = far_engine_outward_finish (FAR_ENGINE (source), result, &error);
  FarOutwardChoice choice;

  g_clear_pointer (&self->events, g_ptr_array_unref);
  g_clear_pointer (&self->outward, g_ptr_array_unref);
  self->outward = outward;
  if (self->overview == NULL)
    return;
  if (outward == NULL)
    {
      show_failure (self, error);
      return;
    }

  choice = get_choice (self);
  self->events = far_outward_make_events (outward, &choice);
  far_engine_format_events_async (FAR_ENGINE (source),
                                  far_overview_peek_status (self->overview)->name, self->events,
                                  self->cancellable, formatted_cb, g_object_ref (self));
}

static void
file_chosen (GFile *file, gpointer data)
{
  FarCalendarDialog *self = data;

  g_free (self->path);
  self->path = g_file_get_path (file);
  if (self->path == NULL || self->overview == NULL)
    return;

  far_notice_clear (self->notice);
  set_saving (self, TRUE);
  far_engine_outward_async (far_overview_peek_engine (self->overview), FAR_DAY_FROM_ROTAS,
                            FAR_DAY_FROM_ROTAS, self->cancellable, outward_cb, g_object_ref (self));
}

static void
save_cb (FarCalendarDialog *self)
{
  if (far_overview_peek_status (self->overview) == NULL)
    return;

  far_compat_choose_file (GTK_WINDOW (self), _ ("Where to Save the Calendar"), _ ("_Save"),
                          GTK_FILE_CHOOSER_ACTION_SAVE,
                          /* Translators: proposed name of a file: keep “.ics” */
                          _ ("outings.ics"), "*.ics", file_chosen, self);
}

static void
far_calendar_dialog_dispose (GObject *object)
{
  FarCalendarDialog *self = FAR_CALENDAR_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->overview);

  G_OBJECT_CLASS (far_calendar_dialog_parent_class)->dispose (object);
}

static void
far_calendar_dialog_finalize (GObject *object)
{
  FarCalendarDialog *self = FAR_CALENDAR_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->events, g_ptr_array_unref);
  g_clear_pointer (&self->outward, g_ptr_array_unref);
  g_ptr_array_unref (self->lines);
  g_ptr_array_unref (self->rotas);
  g_free (self->path);

  G_OBJECT_CLASS (far_calendar_dialog_parent_class)->finalize (object);
}

static void
far_calendar_dialog_class_init (FarCalendarDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = far_calendar_dialog_dispose;
  object_class->finalize = far_calendar_dialog_finalize;

  signals[SIGNAL_SAVED] =
      g_signal_new ("saved", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_INT);

  g_type_ensure (FAR_TYPE_NOTICE);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-calendar-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, FarCalendarDialog, notice);
  gtk_widget_class_bind_template_child (widget_class, FarCalendarDialog, spinner);
  gtk_widget_class_bind_template_child (widget_class, FarCalendarDialog, which_row);
  gtk_widget_class_bind_template_child (widget_class, FarCalendarDialog, save_button);
  gtk_widget_class_bind_template_callback (widget_class, save_cb);
}

static void
far_calendar_dialog_init (FarCalendarDialog *self)
{
  self->cancellable = g_cancellable_new ();
  self->lines = g_ptr_array_new_with_free_func (g_free);
  self->rotas = g_ptr_array_new_with_free_func (g_free);
  gtk_widget_init_template (GTK_WIDGET (self));
  far_compat_wrap_buttons (GTK_WIDGET (self));
}

GtkWindow *
far_calendar_dialog_new (GtkWindow *parent, FarOverview *overview)
{
  FarCalendarDialog *self;

  g_return_val_if_fail (FAR_IS_OVERVIEW (overview), NULL);

  self = g_object_new (FAR_TYPE_CALENDAR_DIALOG, "transient-for", parent, NULL);
  self->overview = g_object_ref (overview);
  add_choices (self);

  return GTK_WINDOW (self);
}
