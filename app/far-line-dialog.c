/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-line-dialog.h"

#include "far-compat.h"
#include "far-notice.h"
#include "far-stop-row.h"
#include "far-text.h"
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
  GArray *patterns;          /* owned (element-type FarLinePattern): as they are to be */
  GPtrArray *pattern_rows;   /* owned (element-type GtkWidget): unowned rows */
  GPtrArray *rotas;          /* owned (element-type utf8): ids, after the first choice */
  gboolean patterns_edited;
  int start;      /* minutes of day: at the first stop, as it was; -1 */
  int start_back; /* the same */

  FarNotice *notice; /* template children */
  AdwEntryRow *name_row;
  AdwEntryRow *school_row;
  AdwComboRow *referent_row;
  AdwComboRow *colour_row;
  AdwEntryRow *start_row;
  AdwEntryRow *back_row;
  AdwPreferencesGroup *stops_group;
  AdwPreferencesGroup *patterns_group;
  GtkFlowBox *days_box;
  AdwComboRow *from_row;
  AdwComboRow *to_row;
  AdwComboRow *rota_row;
  GtkSpinButton *shift_spin;
  GtkScrolledWindow *effect_scroller;
  GtkLabel *effect_label;
  GtkButton *change_button;
  GtkLabel *ties_label;
  GtkButton *remove_button;
};

G_DEFINE_FINAL_TYPE (FarLineDialog, far_line_dialog, ADW_TYPE_WINDOW)

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarLineTies, far_snapshot_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarTimetableForecast, far_snapshot_unref)

enum
{
  SIGNAL_CHANGED,
  SIGNAL_REMOVED,
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
  if (self->patterns_edited)
    {
      out->patterns = (const FarLinePattern *)(gconstpointer)self->patterns->data;
      out->n_patterns = self->patterns->len;
    }

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

  if (self->overview == NULL || far_engine_is_unwanted (result))
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

/* ---- off the list */

static void
show_ties (FarLineDialog *self, const FarLineTies *ties)
{
  g_auto(GStrv) words = far_words_line_ties (ties);
  g_autofree char *hanging = g_strjoinv ("\n", words);
  g_autoptr(GError) error = NULL;
  g_autofree char *whose = NULL;
  g_autofree char *text = NULL;

  if (!ties->i_may_remove)
    {
      g_set_error_literal (&error, FAR_SYNC_ERROR, FAR_SYNC_ERROR_LINE_NOT_YOURS, "line");
      whose = far_words_error (error);
      text = g_strdup_printf ("%s\n%s", hanging, whose);
    }
  gtk_label_set_label (self->ties_label, text != NULL ? text : hanging);
  gtk_widget_set_visible (GTK_WIDGET (self->remove_button), ties->i_may_remove);
}

static void
ties_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarLineDialog) self = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(FarLineTies) ties = far_engine_line_ties_finish (FAR_ENGINE (source), result, &error);

  if (self->overview == NULL || far_engine_is_unwanted (result))
    return;
  if (ties != NULL)
    show_ties (self, ties);
  else
    far_notice_show_error (self->notice, error);
}

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarLineDialog) self = data;
  g_autoptr(GError) error = NULL;
  g_autofree char *id = far_engine_set_line_gone_finish (FAR_ENGINE (source), result, &error);
  g_autofree char *text = NULL;

  if (self->overview == NULL)
    return;
  if (id == NULL)
    {
      gtk_widget_set_sensitive (GTK_WIDGET (self->remove_button), TRUE);
      far_notice_show_error (self->notice, error);
      return;
    }

  /* Translators: %s is the name of a walking line */
  text = g_strdup_printf (_ ("“%s” is off the list"), self->line->name);
  g_signal_emit (self, signals[SIGNAL_REMOVED], 0, text);
  gtk_window_close (GTK_WINDOW (self));
}

static void
remove_cb (FarLineDialog *self)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->remove_button), FALSE);
  far_engine_set_line_gone_async (far_overview_peek_engine (self->overview), self->line->id, TRUE,
                                  self->cancellable, removed_cb, g_object_ref (self));
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

/* ---- some weekdays */

static void show_patterns (FarLineDialog *self);

static void
drop_pattern_cb (FarLineDialog *self, GtkWidget *button)
{
  guint i;

  if (!g_ptr_array_find (self->pattern_rows, gtk_widget_get_ancestor (button, ADW_TYPE_ACTION_ROW),
                         &i))
    return;

  g_array_remove_index (self->patterns, i);
  self->patterns_edited = TRUE;
  show_patterns (self);
}

static void
show_patterns (FarLineDialog *self)
{
  for (guint i = 0; i < self->pattern_rows->len; i++)
    adw_preferences_group_remove (self->patterns_group, self->pattern_rows->pdata[i]);
  g_ptr_array_set_size (self->pattern_rows, 0);

  for (guint i = 0; i < self->patterns->len; i++)
    {
      g_autofree char *words =
          far_words_pattern (&g_array_index (self->patterns, FarLinePattern, i));
      /* Translators: %s is as in “Wednesday: begins at Market” */
      g_autofree char *name = g_strdup_printf (_ ("Take off: %s"), words);
      GtkWidget *row = adw_action_row_new ();
      GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");

      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), words);
      adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
      gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
      gtk_widget_add_css_class (button, "flat");
      gtk_widget_set_tooltip_text (button, name);
      gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                      -1);
      g_signal_connect_object (button, "clicked", G_CALLBACK (drop_pattern_cb), self,
                               G_CONNECT_SWAPPED);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
      adw_preferences_group_add (self->patterns_group, row);
      g_ptr_array_add (self->pattern_rows, row);
    }
}

static guint
read_days (FarLineDialog *self)
{
  guint days = 0;

  for (int i = 0; i < 7; i++)
    {
      GtkWidget *child =
          gtk_flow_box_child_get_child (gtk_flow_box_get_child_at_index (self->days_box, i));

      if (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (child)))
        days |= 1u << i;
    }

  return days;
}

/* "" for the first choice. */
static const char *
read_pattern_stop (FarLineDialog *self, AdwComboRow *row)
{
  guint selected = adw_combo_row_get_selected (row);

  return selected > 0 && selected <= self->line->stops->len
             ? ((const FarStop *)self->line->stops->pdata[selected - 1])->name
             : "";
}

static void
add_pattern_cb (FarLineDialog *self)
{
  guint rota = adw_combo_row_get_selected (self->rota_row);
  FarLinePattern pattern = { .weekdays = read_days (self),
                             .from = read_pattern_stop (self, self->from_row),
                             .to = read_pattern_stop (self, self->to_row),
                             .shift = gtk_spin_button_get_value_as_int (self->shift_spin),
                             .rota = "",
                             .rota_title = "" };
  g_autoptr(GError) error = NULL;

  if (pattern.weekdays == 0)
    {
      g_set_error_literal (&error, FAR_SYNC_ERROR, FAR_SYNC_ERROR_DAYS_INVALID, "days");
      blame (self, NULL, error);
      return;
    }
  if (rota > 0 && rota <= self->rotas->len)
    {
      GListModel *names = adw_combo_row_get_model (self->rota_row);

      pattern.rota = self->rotas->pdata[rota - 1];
      pattern.rota_title = gtk_string_list_get_string (GTK_STRING_LIST (names), rota);
    }
  g_array_append_val (self->patterns, pattern);
  self->patterns_edited = TRUE;
  show_patterns (self);
  edited_cb (self);
}

static void
fill_days (FarLineDialog *self)
{
  g_autoptr(GtkStringList) from = gtk_string_list_new (NULL);
  g_autoptr(GtkStringList) to = gtk_string_list_new (NULL);

  for (int i = 0; i < 7; i++)
    {
      g_autofree char *word = far_words_weekdays (1u << i);
      g_autofree char *day = far_text_capitalize (word);
      GtkWidget *check = gtk_toggle_button_new_with_label (day);
      GtkWidget *child;

      gtk_flow_box_insert (self->days_box, check, -1);
      /* the keyboard goes to the button, and not to what is around it */
      child = gtk_widget_get_parent (check);
      gtk_widget_set_focusable (child, FALSE);
    }

  /* Translators: where a walking line begins on some weekdays */
  gtk_string_list_append (from, _ ("As on the other days"));
  gtk_string_list_append (to, _ ("As on the other days"));
  for (guint i = 0; i < self->line->stops->len; i++)
    {
      gtk_string_list_append (from, ((const FarStop *)self->line->stops->pdata[i])->name);
      gtk_string_list_append (to, ((const FarStop *)self->line->stops->pdata[i])->name);
    }
  adw_combo_row_set_model (self->from_row, G_LIST_MODEL (from));
  adw_combo_row_set_model (self->to_row, G_LIST_MODEL (to));
}

static void
fill_rotas (FarLineDialog *self)
{
  GListModel *rotas = far_overview_peek_rotas (self->overview);
  g_autoptr(GtkStringList) names = gtk_string_list_new (NULL);

  gtk_string_list_append (names, _ ("All that walk on this line"));
  for (guint i = 0; i < g_list_model_get_n_items (rotas); i++)
    {
      g_autoptr(FarItem) item = g_list_model_get_item (rotas, i);
      const FarRota *rota = far_item_peek_snapshot (item);

      if (!g_str_equal (rota->line, self->line->id))
        continue;
      gtk_string_list_append (names, rota->title);
      g_ptr_array_add (self->rotas, g_strdup (rota->id));
    }
  adw_combo_row_set_model (self->rota_row, G_LIST_MODEL (names));
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
  g_array_unref (self->patterns);
  g_ptr_array_unref (self->pattern_rows);
  g_ptr_array_unref (self->rotas);
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
  signals[SIGNAL_REMOVED] = g_signal_new ("removed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
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
  gtk_widget_class_bind_template_child (widget_class, FarLineDialog, patterns_group);
  gtk_widget_class_bind_template_child (widget_class, FarLineDialog, days_box);
  gtk_widget_class_bind_template_child (widget_class, FarLineDialog, from_row);
  gtk_widget_class_bind_template_child (widget_class, FarLineDialog, to_row);
  gtk_widget_class_bind_template_child (widget_class, FarLineDialog, rota_row);
  gtk_widget_class_bind_template_child (widget_class, FarLineDialog, shift_spin);
  gtk_widget_class_bind_template_child (widget_class, FarLineDialog, effect_scroller);
  gtk_widget_class_bind_template_child (widget_class, FarLineDialog, effect_label);
  gtk_widget_class_bind_template_child (widget_class, FarLineDialog, change_button);
  gtk_widget_class_bind_template_child (widget_class, FarLineDialog, ties_label);
  gtk_widget_class_bind_template_child (widget_class, FarLineDialog, remove_button);
  gtk_widget_class_bind_template_callback (widget_class, add_pattern_cb);
  gtk_widget_class_bind_template_callback (widget_class, change_cb);
  gtk_widget_class_bind_template_callback (widget_class, edited_cb);
  gtk_widget_class_bind_template_callback (widget_class, map_cb);
  gtk_widget_class_bind_template_callback (widget_class, remove_cb);
}

static void
far_line_dialog_init (FarLineDialog *self)
{
  self->cancellable = g_cancellable_new ();
  self->referents = g_ptr_array_new_with_free_func (g_free);
  self->stop_rows = g_ptr_array_new ();
  /* never without an address: none at all is something else */
  self->patterns = g_array_sized_new (FALSE, FALSE, sizeof (FarLinePattern), 1);
  self->pattern_rows = g_ptr_array_new ();
  self->rotas = g_ptr_array_new_with_free_func (g_free);
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
  fill_days (self);
  for (guint i = 0; i < line->patterns->len; i++)
    g_array_append_vals (self->patterns, line->patterns->pdata[i], 1);
  show_patterns (self);
  /* from here on what is different is said */
  self->overview = g_object_ref (overview);
  fill_referents (self);
  fill_rotas (self);
  far_engine_line_ties_async (far_overview_peek_engine (overview), line->id, self->cancellable,
                              ties_cb, g_object_ref (self));

  return GTK_WINDOW (self);
}

const FarLine *
far_line_dialog_peek_line (FarLineDialog *self)
{
  g_return_val_if_fail (FAR_IS_LINE_DIALOG (self), NULL);

  return self->line;
}
