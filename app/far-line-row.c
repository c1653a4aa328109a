/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-line-row.h"

#include "far-colour-box.h"
#include "far-compat.h"
#include "far-route-grid.h"
#include "far-words-lines.h"
#include "far-words.h"

#include <glib/gi18n.h>

#define SETTLING_MS 700

struct _FarLineRow
{
  GtkListBoxRow parent_instance;

  FarItem *item; /* owned */

  GtkExpander *expander; /* template children */
  GtkLabel *name_label;
  GtkLabel *about_label;
  GtkBox *colour_box;
  GtkLabel *referent_label;
  GtkLabel *patterns_label;
  GtkLabel *hazards_label;
  GtkButton *edit_button;
  GtkButton *stops_button;
  GtkButton *hazards_button;
  GtkGrid *stops_grid;
  GtkSpinButton *crossings_spin;

  guint settling; /* source: until the number stays as it is */
};

G_DEFINE_FINAL_TYPE (FarLineRow, far_line_row, GTK_TYPE_LIST_BOX_ROW)

static char *
stop_times (const FarStop *stop)
{
  g_autofree char *out = far_words_time (stop->time_out);
  g_autofree char *back = far_words_time (stop->time_back);

  if (stop->time_back < 0)
    return stop->time_out < 0 ? g_strdup (_ ("Time not known")) : g_steal_pointer (&out);
  if (stop->time_out < 0)
    /* Translators: when a stop is passed on the way back from school */
    return g_strdup_printf (_ ("Back at %s"), back);

  /* Translators: when a stop is passed on the way to school, and on the way back */
  return g_strdup_printf (_ ("Out at %1$s, back at %2$s"), out, back);
}

static char *
describe_line (const FarLine *line)
{
  g_autofree char *stops =
      g_strdup_printf (ngettext ("%u stop", "%u stops", line->stops->len), line->stops->len);
  g_autofree char *about = NULL;

  if (line->school[0] == '\0')
    about = g_steal_pointer (&stops);
  else
    /* Translators: %1$s is a number of stops, as in "4 stops", %2$s the name of the school */
    about = g_strdup_printf (_ ("%1$s, to %2$s"), stops, line->school);
  if (line->colour == FAR_COLOUR_NONE)
    return g_steal_pointer (&about);

  /* Translators: %1$s is a colour, %2$s as in “4 stops, to Ecole des Tilleuls” */
  return g_strdup_printf (C_ ("line", "%1$s · %2$s"), far_words_colour (line->colour), about);
}

/* What is known of how a wheelchair gets along, below the stop. */
static char *
describe_stop (const FarStop *stop)
{
  g_autofree char *here = far_words_accesses (stop->here);
  g_autofree char *way = far_words_accesses (stop->way);
  GString *text = g_string_new (stop->name);

  if (here != NULL)
    g_string_append_printf (text, "\n%s", here);
  if (way != NULL)
    {
      g_string_append_c (text, '\n');
      /* Translators: of the way from one stop to the next: %s is as in “Kerb: level” */
      g_string_append_printf (text, _ ("On the way from here: %s"), way);
    }

  return g_string_free (text, FALSE);
}

static gboolean
settled_cb (gpointer data)
{
  FarLineRow *self = data;
  const FarLine *line = far_item_peek_snapshot (self->item);
  int n = gtk_spin_button_get_value_as_int (self->crossings_spin);

  self->settling = 0;
  if (n != line->n_crossings)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.set-crossings", "(si)", line->id, n);

  return G_SOURCE_REMOVE;
}

/* Whoever counts up says the last number, and not each on the way. */
static void
crossings_changed_cb (FarLineRow *self)
{
  g_clear_handle_id (&self->settling, g_source_remove);
  if (self->item != NULL)
    self->settling = g_timeout_add (SETTLING_MS, settled_cb, self);
}

static void
show_patterns (FarLineRow *self, const FarLine *line)
{
  g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *text = NULL;

  for (guint i = 0; i < line->patterns->len; i++)
    g_ptr_array_add (lines, far_words_pattern (line->patterns->pdata[i]));
  g_ptr_array_add (lines, NULL);
  text = g_strjoinv ("\n", (char **)lines->pdata);
  gtk_label_set_label (self->patterns_label, text);
  gtk_widget_set_visible (GTK_WIDGET (self->patterns_label), *text != '\0');
}

static void
show_line (FarLineRow *self)
{
  const FarLine *line = far_item_peek_snapshot (self->item);
  g_autofree char *about = describe_line (line);
  g_autofree char *name = NULL;
  g_autofree char *referent = NULL;
  g_autofree char *edit = NULL;
  g_autofree char *stops = NULL;
  g_autofree char *hazards = NULL;
  g_autofree char *look_out = NULL;

  gtk_label_set_label (self->name_label, line->name);
  gtk_label_set_label (self->about_label, about);
  far_colour_box_show (self->colour_box, line->colour);
  referent = far_words_referent (line->referent_name, line->referent_phone);
  gtk_label_set_label (self->referent_label, referent != NULL ? referent : "");
  gtk_widget_set_visible (GTK_WIDGET (self->referent_label), referent != NULL);
  show_patterns (self, line);
  hazards = far_words_hazards (line->hazards);
  gtk_label_set_label (self->hazards_label, hazards != NULL ? hazards : "");
  gtk_widget_set_visible (GTK_WIDGET (self->hazards_label), hazards != NULL);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->hazards_button), "s", line->id);
  /* Translators: %s is a walking line */
  look_out = g_strdup_printf (_ ("What is to be looked out for on %s"), line->name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->hazards_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, look_out, -1);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->edit_button), "s", line->id);
  /* Translators: %s is a walking line */
  edit = g_strdup_printf (_ ("Change the line %s"), line->name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->edit_button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  edit, -1);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->stops_button), "s", line->id);
  /* Translators: %s is a walking line */
  stops = g_strdup_printf (_ ("The stops of the line %s"), line->name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->stops_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, stops, -1);
  /* Translators: %s is a walking line */
  name = g_strdup_printf (_ ("Crossings of %s"), line->name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->crossings_spin),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  if (self->settling == 0)
    gtk_spin_button_set_value (self->crossings_spin, line->n_crossings);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->expander), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  line->name, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, about, -1);

  far_route_grid_clear (self->stops_grid);
  for (guint i = 0; i < line->stops->len; i++)
    {
      const FarStop *stop = line->stops->pdata[i];
      g_autofree char *times = stop_times (stop);
      g_autofree char *words = describe_stop (stop);

      far_route_grid_add_stop (self->stops_grid, times, words);
    }
  if (line->school[0] != '\0')
    far_route_grid_add_school (self->stops_grid, line->school);
  far_route_grid_finish (self->stops_grid, line->colour);
}

/* Whoever turns to another page has said it. */
static void
far_line_row_unmap (GtkWidget *widget)
{
  FarLineRow *self = FAR_LINE_ROW (widget);

  if (self->settling != 0)
    {
      g_clear_handle_id (&self->settling, g_source_remove);
      settled_cb (self);
    }

  GTK_WIDGET_CLASS (far_line_row_parent_class)->unmap (widget);
}

static void
far_line_row_dispose (GObject *object)
{
  FarLineRow *self = FAR_LINE_ROW (object);

  if (self->item != NULL)
    g_signal_handlers_disconnect_by_data (self->item, self);
  g_clear_handle_id (&self->settling, g_source_remove);
  g_clear_object (&self->item);

  G_OBJECT_CLASS (far_line_row_parent_class)->dispose (object);
}

static void
far_line_row_class_init (FarLineRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = far_line_row_dispose;
  widget_class->unmap = far_line_row_unmap;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-line-row.ui");
  gtk_widget_class_bind_template_child (widget_class, FarLineRow, expander);
  gtk_widget_class_bind_template_child (widget_class, FarLineRow, name_label);
  gtk_widget_class_bind_template_child (widget_class, FarLineRow, about_label);
  gtk_widget_class_bind_template_child (widget_class, FarLineRow, colour_box);
  gtk_widget_class_bind_template_child (widget_class, FarLineRow, referent_label);
  gtk_widget_class_bind_template_child (widget_class, FarLineRow, patterns_label);
  gtk_widget_class_bind_template_child (widget_class, FarLineRow, hazards_label);
  gtk_widget_class_bind_template_child (widget_class, FarLineRow, edit_button);
  gtk_widget_class_bind_template_child (widget_class, FarLineRow, stops_button);
  gtk_widget_class_bind_template_child (widget_class, FarLineRow, hazards_button);
  gtk_widget_class_bind_template_child (widget_class, FarLineRow, stops_grid);
  gtk_widget_class_bind_template_child (widget_class, FarLineRow, crossings_spin);
  gtk_widget_class_bind_template_callback (widget_class, crossings_changed_cb);
}

static void
far_line_row_init (FarLineRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  /* which is nobody's child while it is folded */
  far_compat_wrap_buttons (gtk_expander_get_child (self->expander));
}

GtkWidget *
far_line_row_new (FarItem *item)
{
  FarLineRow *self;

  g_return_val_if_fail (FAR_IS_ITEM (item), NULL);

  self = g_object_new (FAR_TYPE_LINE_ROW, NULL);
  self->item = g_object_ref (item);
  g_signal_connect_swapped (item, "notify::snapshot", G_CALLBACK (show_line), self);
  show_line (self);

  return GTK_WIDGET (self);
}
