/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-place-picker.h"

#include "far-compat.h"
#include "far-item.h"
#include "far-words-places.h"

#include <glib/gi18n.h>

#define ROWS_MAX 30    /* at once: a few letters find the others */
#define LIST_WIDTH 260 /* of a window of 360: names wrap to whatever width they get */

typedef struct
{
  AdwEntryRow *row;          /* unowned: it owns this */
  GListModel *lines;         /* owned */
  GCancellable *cancellable; /* owned */
  GPtrArray *places;         /* owned (element-type FarMeetingPlace), nullable */
  GtkMenuButton *button;     /* weak: goes with the window; unowned are the next two */
  GtkListBox *list;
  GtkPopover *popover;
} Picker;

static void
picker_free (gpointer data)
{
  Picker *self = data;

  g_clear_weak_pointer (&self->button);
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  g_object_unref (self->lines);
  g_clear_pointer (&self->places, g_ptr_array_unref);
  g_free (self);
}

/* ---- what there is */

static gboolean
fits (const char *words, const char *typed)
{
  return *typed == '\0' || g_str_match_string (typed, words, TRUE);
}

/* @words: what is written when it is chosen; @where: what else is to be read */
static void
add_row (Picker *self, const char *words, const char *where)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), words);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), where);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_list_box_append (self->list, row);
}

/* Returns: how many there are that fit */
static guint
add_stops (Picker *self, const char *typed, guint n)
{
  for (guint i = 0; i < g_list_model_get_n_items (self->lines); i++)
    {
      g_autoptr(FarItem) item = g_list_model_get_item (self->lines, i);
      const FarLine *line = far_item_peek_snapshot (item);

      for (guint j = 0; j < line->stops->len; j++)
        {
          const FarStop *stop = line->stops->pdata[j];

          if (fits (stop->name, typed) && n++ < ROWS_MAX)
            add_row (self, stop->name, line->name);
        }
    }

  return n;
}

static guint
add_places (Picker *self, const char *typed, guint n)
{
  for (guint i = 0; self->places != NULL && i < self->places->len; i++)
    {
      const FarMeetingPlace *place = self->places->pdata[i];
      g_autofree char *words = far_words_place_where (place->name, place->town);

      if (fits (words, typed) && n++ < ROWS_MAX)
        add_row (self, words, place->address);
    }

  return n;
}

/* What fits the words that are typed; all, if nothing does. */
static void
fill (Picker *self)
{
  const char *typed = gtk_editable_get_text (GTK_EDITABLE (self->row));
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  if (add_places (self, typed, add_stops (self, typed, 0)) == 0)
    add_places (self, "", add_stops (self, "", 0));
}

static gboolean
has_any (const Picker *self)
{
  if (self->places != NULL && self->places->len > 0)
    return TRUE;

  for (guint i = 0; i < g_list_model_get_n_items (self->lines); i++)
    {
      g_autoptr(FarItem) item = g_list_model_get_item (self->lines, i);

      if (((const FarLine *)far_item_peek_snapshot (item))->stops->len > 0)
        return TRUE;
    }

  return FALSE;
}

static void
show_button (Picker *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->button), has_any (self));
}

/* ---- choosing */

static void
popover_show_cb (Picker *self)
{
  GtkListBoxRow *first;

  fill (self);
  first = gtk_list_box_get_row_at_index (self->list, 0);
  if (first != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (first));
}

static void
row_activated_cb (Picker *self, GtkListBoxRow *chosen)
{
  g_autofree char *words = g_strdup (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (chosen)));

  gtk_popover_popdown (self->popover);
  gtk_editable_set_text (GTK_EDITABLE (self->row), words);
  gtk_widget_grab_focus (GTK_WIDGET (self->row));
  gtk_editable_set_position (GTK_EDITABLE (self->row), -1);
}

/* @data: the row, whose window may be closed meanwhile */
static void
listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(AdwEntryRow) row = data;
  g_autoptr(GPtrArray) places = far_engine_places_finish (FAR_ENGINE (source), result, NULL);
  Picker *self = g_object_get_data (G_OBJECT (row), "place-picker");

  /* without them the stops are offered, and what is typed is good in any case */
  if (places == NULL || self->button == NULL)
    return;

  self->places = g_steal_pointer (&places);
  show_button (self);
}

void
far_place_picker_add (AdwEntryRow *row, FarOverview *overview)
{
  Picker *self = g_new0 (Picker, 1);
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  /* Translators: of a button; %s is "From" or "To" */
  g_autofree char *name =
      g_strdup_printf (_ ("Choose a stop or a meeting place: %s"),
                       adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)));

  self->row = row;
  self->lines = g_object_ref (far_overview_peek_lines (overview));
  self->cancellable = g_cancellable_new ();
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  self->popover = GTK_POPOVER (gtk_popover_new ());
  g_set_weak_pointer (&self->button, GTK_MENU_BUTTON (gtk_menu_button_new ()));
  g_object_set_data_full (G_OBJECT (row), "place-picker", self, picker_free);

  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Stops and meeting places"), -1);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), 320);
  gtk_widget_set_size_request (scrolled, LIST_WIDTH, -1);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (self->list));
  gtk_popover_set_child (self->popover, scrolled);
  gtk_menu_button_set_popover (self->button, GTK_WIDGET (self->popover));
  gtk_menu_button_set_icon_name (self->button, "mark-location-symbolic");
  gtk_widget_add_css_class (GTK_WIDGET (self->button), "flat");
  gtk_widget_set_valign (GTK_WIDGET (self->button), GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), name);
  far_compat_name_menu_button (self->button, name);
  adw_entry_row_add_suffix (row, GTK_WIDGET (self->button));

  g_signal_connect_swapped (self->popover, "show", G_CALLBACK (popover_show_cb), self);
  g_signal_connect_swapped (self->list, "row-activated", G_CALLBACK (row_activated_cb), self);
  show_button (self);
  far_engine_places_async (far_overview_peek_engine (overview), self->cancellable, listed_cb,
                           g_object_ref (row));
}
