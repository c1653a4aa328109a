/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-line-dialog.h"

#include "far-compat.h"
#include "far-notice.h"
#include "far-stop-row.h"
#include "far-words-lines.h"
#include "far-words.h"

#include <glib/gi18n.h>

struct _FarLineDialog
{
  AdwWindow parent_instance;

  FarOverview *overview;     /* owned, nullable: while it is open */
  GCancellable *cancellable; /* owned */
  GCancellable *foreseeing;  /* owned, nullable: the last question */
  FarLine *line;             /* owned: as it was */
  GPtrArray *referents;      /* owned (element-type utf8): ids, as the rows of the combo */
  GPtrArray *stop_rows;      /* owned (element-type FarStopRow): unowned rows */
  int start;                 /* minutes of day: at the first stop, as it was; -1 */
  int start_back;            /* the same */

  FarNotice *notice; /* template children */
  AdwEntryRow *name_row;
  AdwEntryRow *school_row;
  AdwComboRow *referent_row;
  AdwComboRow *colour_row;
  AdwEntryRow *start_row;
  AdwEntryRow *back_row;
  AdwPreferencesGroup *stops_group;
  GtkScrolledWindow *effect_scroller;
  GtkLabel *effect_label;
  GtkButton *change_button;
};

G_DEFINE_FINAL_TYPE (FarLineDialog, far_line_dialog, ADW_TYPE_WINDOW)

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarTimetableForecast, far_snapshot_unref)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* ---- what is typed */

/* A text that is not what it was; NULL if it is. */
static const char *
read_text (AdwEntryRow *row, const char *before)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (row));

  return g_str_equal (text, before) ? NULL : text;
}

/* @out: (out): minutes of day; -1 if it is what it was.  Returns: FALSE if what is typed is none */
static gboolean
read_time (AdwEntryRow *row, int before, int *out)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (row))));

  *out = -1;
  if (*text == '\0')
    return before < 0;
  if (!far_time_parse (text, out))
    return FALSE;
  if (*out == before)
    *out = -1;

  return TRUE;
}

static const char *
read_referent (FarLineDialog *self)
{
  guint selected = adw_combo_row_get_selected (self->referent_row);
  const char *id = selected < self->referents->len ? self->referents->pdata[selected] : "";

  return g_str_equal (id, self->line->referent) ? NULL : id;
}

/* @stops: (element-type FarStopEdit): what @out borrows.  @out_row: (out): what is wrong */
static gboolean
read_form (FarLineDialog *self, GArray *stops, FarLineEdit *out, GtkWidget **out_row)
{
  guint colour = adw_combo_row_get_selected (self->colour_row);

  *out = FAR_LINE_EDIT_NONE;
  *out_row = NULL;
  out->name = read_text (self->name_row, self->line->name);
  out->school = read_text (self->school_row, self->line->school);
  out->referent = read_referent (self);
  out->colour = colour != (guint)self->line->colour ? (int)colour : -1;
  for (guint i = 0; i < self->stop_rows->len; i++)
    {
      FarStopEdit stop;

      if (far_stop_row_read (self->stop_rows->pdata[i], &stop))
        g_array_append_val (stops, stop);
    }
  out->stops = (const FarStopEdit *)(gconstpointer)stops->data;
  out->n_stops = stops->len;

  if (!read_time (self->start_row, self->start, &out->start))
    *out_row = GTK_WIDGET (self->start_row);
  else if (!read_time (self->back_row, self->start_back, &out->start_back))
    *out_row = GTK_WIDGET (self->back_row);

  return *out_row == NULL;
}

/* @row: (nullable): where it is */
static void
blame (FarLineDialog *self, GtkWidget *row, const GError *error)
{
  gtk_widget_remove_css_class (GTK_WIDGET (self->name_row), "error");
  gtk_widget_remove_css_class (GTK_WIDGET (self->start_row), "error");
  gtk_widget_remove_css_class (GTK_WIDGET (self->back_row), "error");
  if (error == NULL)
    {
      far_notice_clear (self->notice);
      return;
    }

  if (row != NULL)
    {
      gtk_widget_add_css_class (row, "error");
      gtk_widget_grab_focus (row);
    }
  far_notice_show_error (self->notice, error);
}

/* ---- what it would do */

static void
show_effect (FarLineDialog *self, const FarTimetableForecast *forecast)
{
  g_auto(GStrv) words = forecast != NULL ? far_words_timetable (forecast) : NULL;
  g_autofree char *text = words != NULL ? g_strjoinv ("\n", words) : g_strdup ("");

  gtk_label_set_label (self->effect_label, text);
  gtk_widget_set_visible (GTK_WIDGET (self->effect_scroller), text[0] != '\0');
}

static void
foreseen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarLineDialog) self = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(FarTimetableForecast) forecast =
                 far_engine_foresee_line_finish (FAR_ENGINE (source), result, &error);

  if (self->overview == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  /* what is wrong with it is said when somebody wants it so */
  show_effect (self, forecast);
}

/* Asks anew, and does not want the last answer any more. */
static void
foresee (FarLineDialog *self)
{
  g_autoptr(GArray) stops = g_array_new (FALSE, FALSE, sizeof (FarStopEdit));
  GtkWidget *row;
  FarLineEdit edit;

  if (self->overview == NULL)
    return;

  g_cancellable_cancel (self->foreseeing);
  g_clear_object (&self->foreseeing);
  if (!read_form (self, stops, &edit, &row) ||
      (edit.start < 0 && edit.start_back < 0 && edit.n_stops == 0))
    {
      show_effect (self, NULL);
      return;
    }

  self->foreseeing = g_cancellable_new ();
  far_engine_foresee_line_async (far_overview_peek_engine (self->overview), self->line->id, &edit,
                                 self->foreseeing, foreseen_cb, g_object_ref (self));
}

static void
edited_cb (FarLineDialog *self)
{
  blame (self, NULL, NULL);
  foresee (self);
}

/* ---- changing */

static void
changed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarLineDialog) self = data;
  g_autoptr(GError) error = NULL;
  FarLine *line = far_engine_change_line_finish (FAR_ENGINE (source), result, &error);

  if (self->overview != NULL && line == NULL)
    {
      gboolean is_name = g_error_matches (error, FAR_SYNC_ERROR, FAR_SYNC_ERROR_NAME_EMPTY) ||
                         g_error_matches (error, FAR_SYNC_ERROR, FAR_SYNC_ERROR_NAME_LONG);

      gtk_widget_set_sensitive (GTK_WIDGET (self->change_button), TRUE);
      blame (self, is_name ? GTK_WIDGET (self->name_row) : NULL, error);
    }
  else if (self->overview != NULL)
    {
      /* Translators: %s is the name of a walking line */
      g_autofree char *text = g_strdup_printf (_ ("“%s” is changed"), line->name);

      g_signal_emit (self, signals[SIGNAL_CHANGED], 0, text);
      gtk_window_close (GTK_WINDOW (self));
    }
  g_clear_pointer (&line, far_snapshot_unref);
}

static void
change_cb (FarLineDialog *self)
{
  g_autoptr(GArray) stops = g_array_new (FALSE, FALSE, sizeof (FarStopEdit));
  g_autoptr(GError) error = NULL;
  GtkWidget *row;
  FarLineEdit edit;

  if (!read_form (self, stops, &edit, &row))
    {
      g_set_error_literal (&error, FAR_SYNC_ERROR, FAR_SYNC_ERROR_TIME_INVALID, "start");
      blame (self, row, error);
      return;
    }

  blame (self, NULL, NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->change_button), FALSE);
  far_engine_change_line_async (far_overview_peek_engine (self->overview), self->line->id, &edit,
                                self->cancellable, changed_cb, g_object_ref (self));
}

/* Not sooner: before a window is shown, libadwaita's content is not in it. */
static void
map_cb (FarLineDialog *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->name_row));
}

/* ---- filling it */

static void
add_referent (FarLineDialog *self, GtkStringList *names, const char *name, const char *id)
{
  gtk_string_list_append (names, name);
  g_ptr_array_add (self->referents, g_strdup (id));
}

static gboolean
has_referent (FarLineDialog *self, const char *id, guint *out)
{
  return g_ptr_array_find_with_equal_func (self->referents, id, g_str_equal, out);
}

static void
fill_referents (FarLineDialog *self)
{
  GListModel *members = far_overview_peek_members (self->overview);
  g_autoptr(GtkStringList) names = gtk_string_list_new (NULL);
  guint selected = 0;

  /* Translators: whom to ask about a walking line */
  add_referent (self, names, C_ ("referent", "Nobody"), "");
  for (guint i = 0; i < g_list_model_get_n_items (members); i++)
    {
      g_autoptr(FarItem) item = g_list_model_get_item (members, i);
      const FarMember *member = far_item_peek_snapshot (item);

      if (member->standing != FAR_STANDING_ACTIVE && member->standing != FAR_STANDING_NO_MACHINE)
        continue;
      add_referent (self, names,
                    member->name[0] != '\0' ? member->name : _ ("Not known by name yet"),
                    member->id);
    }
  /* who is not here any more is said still */
  if (!has_referent (self, self->line->referent, NULL))
    add_referent (self, names, self->line->referent_name, self->line->referent);
  has_referent (self, self->line->referent, &selected);
  adw_combo_row_set_model (self->referent_row, G_LIST_MODEL (names));
  adw_combo_row_set_selected (self->referent_row, selected);
}

static void
fill_colours (FarLineDialog *self)
{
  g_autoptr(GtkStringList) names = gtk_string_list_new (NULL);

  for (FarColour colour = FAR_COLOUR_NONE; colour < FAR_COLOUR_N; colour++)
    gtk_string_list_append (names, far_words_colour (colour));
  adw_combo_row_set_model (self->colour_row, G_LIST_MODEL (names));
  adw_combo_row_set_selected (self->colour_row, self->line->colour);
}

static void
fill_start (AdwEntryRow *row, int start)
{
  g_autofree char *text = start >= 0 ? far_time_format (start) : g_strdup ("");

  gtk_editable_set_text (GTK_EDITABLE (row), text);
}

static void
fill_stops (FarLineDialog *self)
{
  GPtrArray *stops = self->line->stops;

  self->start = -1;
  self->start_back = -1;
  for (guint i = 0; i < stops->len; i++)
    {
      const FarStop *stop = stops->pdata[i];
      GtkWidget *row = far_stop_row_new (stop, i + 1 < stops->len ? stops->pdata[i + 1] : NULL);

      if (self->start < 0)
        self->start = stop->time_out;
      if (stop->time_back >= 0)
        self->start_back = stop->time_back;
      g_signal_connect_swapped (row, "edited", G_CALLBACK (edited_cb), self);
      adw_preferences_group_add (self->stops_group, row);
      g_ptr_array_add (self->stop_rows, row);
    }
  fill_start (self->start_row, self->start);
  fill_start (self->back_row, self->start_back);
}

static void
far_line_dialog_dispose (GObject *object)
{
  FarLineDialog *self = FAR_LINE_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_cancellable_cancel (self->foreseeing);
  g_clear_object (&self->overview);

  G_OBJECT_CLASS (far_line_dialog_parent_class)->dispose (object);
}

static void
far_line_dialog_finalize (GObject *object)
{
  FarLineDialog *self = FAR_LINE_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->foreseeing);
  g_ptr_array_unref (self->referents);
  g_ptr_array_unref (self->stop_rows);
  g_clear_pointer (&self->line, far_snapshot_unref);

  G_OBJECT_CLASS (far_line_dialog_parent_class)->finalize (object);
}

static void
far_line_dialog_class_init (FarLineDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = far_line_dialog_dispose;
  object_class->finalize = far_line_dialog_finalize;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (FAR_TYPE_NOTICE);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-line-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, FarLineDialog, notice);
  gtk_widget_class_bind_template_child (widget_class, FarLineDialog, name_row);
  gtk_widget_class_bind_template_child (widget_class, FarLineDialog, school_row);
  gtk_widget_class_bind_template_child (widget_class, FarLineDialog, referent_row);
  gtk_widget_class_bind_template_child (widget_class, FarLineDialog, colour_row);
  gtk_widget_class_bind_template_child (widget_class, FarLineDialog, start_row);
  gtk_widget_class_bind_template_child (widget_class, FarLineDialog, back_row);
  gtk_widget_class_bind_template_child (widget_class, FarLineDialog, stops_group);
  gtk_widget_class_bind_template_child (widget_class, FarLineDialog, effect_scroller);
  gtk_widget_class_bind_template_child (widget_class, FarLineDialog, effect_label);
  gtk_widget_class_bind_template_child (widget_class, FarLineDialog, change_button);
  gtk_widget_class_bind_template_callback (widget_class, change_cb);
  gtk_widget_class_bind_template_callback (widget_class, edited_cb);
  gtk_widget_class_bind_template_callback (widget_class, map_cb);
}

static void
far_line_dialog_init (FarLineDialog *self)
{
  self->cancellable = g_cancellable_new ();
  self->referents = g_ptr_array_new_with_free_func (g_free);
  self->stop_rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  far_compat_wrap_buttons (GTK_WIDGET (self));
}

GtkWindow *
far_line_dialog_new (GtkWindow *parent, FarOverview *overview, const FarLine *line)
{
  FarLineDialog *self;

  g_return_val_if_fail (FAR_IS_OVERVIEW (overview), NULL);
  g_return_val_if_fail (line != NULL, NULL);

  self = g_object_new (FAR_TYPE_LINE_DIALOG, "transient-for", parent, NULL);
  self->line = far_snapshot_ref (line);
  gtk_editable_set_text (GTK_EDITABLE (self->name_row), line->name);
  gtk_editable_set_text (GTK_EDITABLE (self->school_row), line->school);
  fill_colours (self);
  fill_stops (self);
  /* from here on what is different is said */
  self->overview = g_object_ref (overview);
  fill_referents (self);

  return GTK_WINDOW (self);
}

const FarLine *
far_line_dialog_peek_line (FarLineDialog *self)
{
  g_return_val_if_fail (FAR_IS_LINE_DIALOG (self), NULL);

  return self->line;
}
