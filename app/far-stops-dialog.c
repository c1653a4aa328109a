/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-stops-dialog.h"

#include "far-compat.h"
#include "far-notice.h"
#include "far-typed-stops.h"
#include "far-words-lines.h"
#include "far-words.h"

#include <glib/gi18n.h>

struct _FarStopsDialog
{
  AdwWindow parent_instance;

  FarOverview *overview;     /* owned, nullable: while it is open */
  GCancellable *cancellable; /* owned */
  GCancellable *foreseeing;  /* owned, nullable: the last question */
  FarLine *line;             /* owned, nullable: as it was */

  FarNotice *notice; /* template children */
  AdwPreferencesGroup *line_group;
  AdwEntryRow *name_row;
  AdwEntryRow *school_row;
  GtkTextView *stops_view;
  GtkLabel *effect_label;
  GtkButton *done_button;
};

G_DEFINE_FINAL_TYPE (FarStopsDialog, far_stops_dialog, ADW_TYPE_WINDOW)

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarTimetableForecast, far_snapshot_unref)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* @out_line: (out) (optional): where it is wrong, from 1.  Returns: (transfer full) (nullable) */
static FarTypedStops *
read_stops (FarStopsDialog *self, guint *out_line, GError **error)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->stops_view);
  g_autofree char *text = NULL;
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);

  return far_typed_stops_parse (text, out_line, error);
}

/* ---- what it would do */

static void
show_effect (FarStopsDialog *self, const char *text)
{
  gtk_label_set_label (self->effect_label, text);
  gtk_widget_set_visible (GTK_WIDGET (self->effect_label), text[0] != '\0');
}

static void
foreseen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarStopsDialog) self = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(FarTimetableForecast) forecast =
                 far_engine_foresee_line_finish (FAR_ENGINE (source), result, &error);
  g_auto(GStrv) words = NULL;
  g_autofree char *text = NULL;

  if (self->overview == NULL || far_engine_is_unwanted (result))
    return;

  /* what is wrong with it is said when somebody wants it so */
  words = forecast != NULL ? far_words_timetable (forecast) : NULL;
  text = words != NULL ? g_strjoinv ("\n", words) : g_strdup ("");
  show_effect (self, text);
}

/* How what is typed is understood, where there is nothing that it would change. */
static void
show_understood (FarStopsDialog *self, const FarTypedStops *stops)
{
  g_autofree char *first = NULL;
  g_autofree char *count = NULL;
  g_autofree char *text = NULL;
  guint n;
  const FarTypedStop *all = far_typed_stops_peek (stops, &n);

  if (n == 0)
    {
      show_effect (self, "");
      return;
    }

  count = g_strdup_printf (ngettext ("%u stop", "%u stops", n), n);
  if (all[0].time_out >= 0)
    {
      first = far_words_time (all[0].time_out);
      /* Translators: %1$s is as in “5 stops”, %2$s the name of a stop, %3$s a time */
      text = g_strdup_printf (_ ("%1$s, from %2$s at %3$s"), count, all[0].name, first);
    }
  else
    /* Translators: %1$s is as in “5 stops”, %2$s the name of a stop */
    text = g_strdup_printf (_ ("%1$s, from %2$s"), count, all[0].name);
  show_effect (self, text);
}

static void
edited_cb (FarStopsDialog *self)
{
  g_autoptr(FarTypedStops) stops = NULL;
  FarLineEdit edit = FAR_LINE_EDIT_NONE;

  if (self->overview == NULL)
    return;

  far_notice_clear (self->notice);
  g_cancellable_cancel (self->foreseeing);
  g_clear_object (&self->foreseeing);
  stops = read_stops (self, NULL, NULL);
  if (stops == NULL)
    show_effect (self, "");
  else if (self->line == NULL)
    show_understood (self, stops);
  else
    {
      edit.all_stops = far_typed_stops_peek (stops, &edit.n_all_stops);
      self->foreseeing = g_cancellable_new ();
      far_engine_foresee_line_async (far_overview_peek_engine (self->overview), self->line->id,
                                     &edit, self->foreseeing, foreseen_cb, g_object_ref (self));
    }
}

/* ---- doing it */

static void
done (FarStopsDialog *self, FarLine *line, const GError *error)
{
  if (self->overview != NULL && line == NULL)
    {
      gtk_widget_set_sensitive (GTK_WIDGET (self->done_button), TRUE);
      far_notice_show_error (self->notice, error);
    }
  else if (self->overview != NULL)
    {
      /* Translators: %s is the name of a walking line */
      g_autofree char *text =
          g_strdup_printf (self->line != NULL ? _ ("“%s” is changed") : _ ("“%s” is added"),
                           line->name);

      g_signal_emit (self, signals[SIGNAL_CHANGED], 0, text);
      gtk_window_close (GTK_WINDOW (self));
    }
  g_clear_pointer (&line, far_snapshot_unref);
}

static void
added_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarStopsDialog) self = data;
  g_autoptr(GError) error = NULL;
  FarLine *line = far_engine_add_line_finish (FAR_ENGINE (source), result, &error);

  done (self, line, error);
}

static void
changed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarStopsDialog) self = data;
  g_autoptr(GError) error = NULL;
  FarLine *line = far_engine_change_line_finish (FAR_ENGINE (source), result, &error);

  done (self, line, error);
}

/* The line that is wrong is where the keyboard goes. */
static void
blame (FarStopsDialog *self, guint line, const GError *error)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->stops_view);
  g_autofree char *words = far_typed_stops_blame (line, error);
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_iter_at_line (buffer, &start, (int)line - 1);
  end = start;
  gtk_text_iter_forward_to_line_end (&end);
  gtk_text_buffer_select_range (buffer, &start, &end);
  gtk_widget_grab_focus (GTK_WIDGET (self->stops_view));
  far_notice_show (self->notice, FAR_NOTICE_ERROR, words);
}

static void
done_cb (FarStopsDialog *self)
{
  FarEngine *engine = far_overview_peek_engine (self->overview);
  g_autoptr(GError) error = NULL;
  guint line = 0;
  g_autoptr(FarTypedStops) stops = read_stops (self, &line, &error);
  FarLineEdit edit = FAR_LINE_EDIT_NONE;

  far_notice_clear (self->notice);
  if (stops == NULL)
    {
      blame (self, line, error);
      return;
    }

  edit.all_stops = far_typed_stops_peek (stops, &edit.n_all_stops);
  gtk_widget_set_sensitive (GTK_WIDGET (self->done_button), FALSE);
  if (self->line != NULL)
    far_engine_change_line_async (engine, self->line->id, &edit, self->cancellable, changed_cb,
                                  g_object_ref (self));
  else
    far_engine_add_line_async (engine, gtk_editable_get_text (GTK_EDITABLE (self->name_row)),
                               gtk_editable_get_text (GTK_EDITABLE (self->school_row)),
                               edit.all_stops, edit.n_all_stops, self->cancellable, added_cb,
                               g_object_ref (self));
}

/* Not sooner: before a window is shown, libadwaita's content is not in it. */
static void
map_cb (FarStopsDialog *self)
{
  gtk_widget_grab_focus (self->line != NULL ? GTK_WIDGET (self->stops_view)
                                            : GTK_WIDGET (self->name_row));
}

static void
far_stops_dialog_dispose (GObject *object)
{
  FarStopsDialog *self = FAR_STOPS_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_cancellable_cancel (self->foreseeing);
  g_clear_object (&self->foreseeing);
  g_clear_object (&self->overview);

  G_OBJECT_CLASS (far_stops_dialog_parent_class)->dispose (object);
}

static void
far_stops_dialog_finalize (GObject *object)
{
  FarStopsDialog *self = FAR_STOPS_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->line, far_snapshot_unref);

  G_OBJECT_CLASS (far_stops_dialog_parent_class)->finalize (object);
}

static void
far_stops_dialog_class_init (FarStopsDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = far_stops_dialog_dispose;
  object_class->finalize = far_stops_dialog_finalize;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", FAR_TYPE_STOPS_DIALOG, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (FAR_TYPE_NOTICE);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-stops-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, FarStopsDialog, notice);
  gtk_widget_class_bind_template_child (widget_class, FarStopsDialog, line_group);
  gtk_widget_class_bind_template_child (widget_class, FarStopsDialog, name_row);
  gtk_widget_class_bind_template_child (widget_class, FarStopsDialog, school_row);
  gtk_widget_class_bind_template_child (widget_class, FarStopsDialog, stops_view);
  gtk_widget_class_bind_template_child (widget_class, FarStopsDialog, effect_label);
  gtk_widget_class_bind_template_child (widget_class, FarStopsDialog, done_button);
  gtk_widget_class_bind_template_callback (widget_class, done_cb);
  gtk_widget_class_bind_template_callback (widget_class, map_cb);
}

static void
far_stops_dialog_init (FarStopsDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  far_compat_wrap_buttons (GTK_WIDGET (self));
  g_signal_connect_object (gtk_text_view_get_buffer (self->stops_view), "changed",
                           G_CALLBACK (edited_cb), self, G_CONNECT_SWAPPED);
}

GtkWindow *
far_stops_dialog_new (GtkWindow *parent, FarOverview *overview, const FarLine *line)
{
  FarStopsDialog *self;

  g_return_val_if_fail (FAR_IS_OVERVIEW (overview), NULL);

  self = g_object_new (FAR_TYPE_STOPS_DIALOG, "transient-for", parent, NULL);
  if (line != NULL)
    {
      g_autofree char *text = far_typed_stops_format (line);
      /* Translators: title of a window; %s is the name of a walking line */
      g_autofree char *title = g_strdup_printf (_ ("Stops of “%s”"), line->name);

      self->line = far_snapshot_ref (line);
      gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->stops_view), text, -1);
      gtk_widget_set_visible (GTK_WIDGET (self->line_group), FALSE);
      gtk_window_set_title (GTK_WINDOW (self), title);
      gtk_button_set_label (self->done_button, _ ("_Change"));
    }
  /* from here on what is different is said */
  self->overview = g_object_ref (overview);

  return GTK_WINDOW (self);
}

const FarLine *
far_stops_dialog_peek_line (FarStopsDialog *self)
{
  g_return_val_if_fail (FAR_IS_STOPS_DIALOG (self), NULL);

  return self->line;
}
