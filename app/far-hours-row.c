/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-hours-row.h"

#include "far-compat.h"
#include "far-words-hours.h"

#include <glib/gi18n.h>

struct _FarHoursRow
{
  AdwExpanderRow parent_instance;

  FarItem *item;    /* owned */
  GPtrArray *below; /* owned (element-type GtkWidget, unowned): the rows below */
};

G_DEFINE_FINAL_TYPE (FarHoursRow, far_hours_row, ADW_TYPE_EXPANDER_ROW)

GVariant *
far_hours_row_pack (const FarHours *line)
{
  return g_variant_new ("(iibisssisi)", line->day, line->minutes, line->is_received,
                        (int)line->sort, *line->who != '\0' ? line->who : line->who_name,
                        line->what, line->against, (int)line->of, line->of_id, line->of_day);
}

/* ---- below it */

static void
add_below (FarHoursRow *self, GtkWidget *row)
{
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), row);
  g_ptr_array_add (self->below, row);
}

static void
add_others (FarHoursRow *self, const FarHours *line)
{
  g_autofree char *others = far_words_hours_others (line);
  GtkWidget *row;

  if (others == NULL)
    return;
  row = adw_action_row_new ();
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), others);
  add_below (self, row);
}

/* @target: floating; @words: of the line */
static void
add_button (GtkWidget *box,
            const char *words,
            const char *label,
            const char *action,
            GVariant *target)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);
  g_autoptr(GString) plain = g_string_new (label);
  g_autofree char *name = NULL;

  g_string_replace (plain, "_", "", 0);
  /* Translators: what a button does, and with which line of an account */
  name = g_strdup_printf (C_ ("hours", "%1$s: %2$s"), plain->str, words);
  gtk_actionable_set_action_target_value (GTK_ACTIONABLE (button), target);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_box_append (GTK_BOX (box), button);
}

static void
add_buttons (FarHoursRow *self, const FarHours *line, const char *words)
{
  GtkWidget *row;
  GtkWidget *box;

  if (!line->is_mine)
    return;

  row = adw_preferences_row_new ();
  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  gtk_widget_set_margin_top (box, 12);
  gtk_widget_set_margin_bottom (box, 12);
  if (*line->id == '\0')
    add_button (box, words, _ ("_Note This"), "win.write-hours", far_hours_row_pack (line));
  else
    {
      add_button (box, words, _ ("_Change…"), "win.edit-hours", g_variant_new_string (line->id));
      add_button (box, words, _ ("_Take Off"), "win.drop-hours", g_variant_new_string (line->id));
    }
  far_compat_wrap_buttons (box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  add_below (self, row);
}

static void
show_line (FarHoursRow *self)
{
  const FarHours *line = far_item_peek_snapshot (self->item);
  g_autofree char *words = far_words_hours (line);
  g_autofree char *more = far_words_hours_more (line);
  g_autofree char *name = g_strjoin (". ", words, more, NULL);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), words);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), more);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);

  for (guint i = 0; i < self->below->len; i++)
    adw_expander_row_remove (ADW_EXPANDER_ROW (self), self->below->pdata[i]);
  g_ptr_array_set_size (self->below, 0);
  add_others (self, line);
  add_buttons (self, line, name);
  adw_expander_row_set_enable_expansion (ADW_EXPANDER_ROW (self), self->below->len > 0);
  far_compat_name_lists (GTK_WIDGET (self), words);
}

static void
far_hours_row_dispose (GObject *object)
{
  FarHoursRow *self = FAR_HOURS_ROW (object);

  if (self->item != NULL)
    g_signal_handlers_disconnect_by_data (self->item, self);
  g_clear_object (&self->item);

  G_OBJECT_CLASS (far_hours_row_parent_class)->dispose (object);
}

static void
far_hours_row_finalize (GObject *object)
{
  FarHoursRow *self = FAR_HOURS_ROW (object);

  g_clear_pointer (&self->below, g_ptr_array_unref);

  G_OBJECT_CLASS (far_hours_row_parent_class)->finalize (object);
}

static void
far_hours_row_class_init (FarHoursRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = far_hours_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = far_hours_row_finalize;
}

static void
far_hours_row_init (FarHoursRow *self)
{
  self->below = g_ptr_array_new ();
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
}

GtkWidget *
far_hours_row_new (FarItem *item)
{
  FarHoursRow *self;

  g_return_val_if_fail (FAR_IS_ITEM (item), NULL);

  self = g_object_new (FAR_TYPE_HOURS_ROW, NULL);
  self->item = g_object_ref (item);
  g_signal_connect_swapped (item, "notify::snapshot", G_CALLBACK (show_line), self);
  show_line (self);

  return GTK_WIDGET (self);
}
