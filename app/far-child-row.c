/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-child-row.h"

#include "far-compat.h"
#include "far-words-children.h"
#include "far-words-notes.h"
#include "far-words-roll.h"
#include "far-words.h"

#include <glib/gi18n.h>

struct _FarChildRow
{
  GtkListBoxRow parent_instance;

  GtkLabel *name_label; /* template children */
  GtkLabel *place_label;
  GtkLabel *needs_label;
  GtkLabel *note_label;
  GtkLabel *next_label;
  GtkLabel *mark_label;
  GtkLabel *differs_label;
  GtkLabel *bookings_label;
  GtkLabel *twin_label;
  GtkLabel *left_label;
  GtkButton *adopt_button;
  GtkButton *absent_button;
  GtkMenuButton *menu_button;
};

G_DEFINE_FINAL_TYPE (FarChildRow, far_child_row, GTK_TYPE_LIST_BOX_ROW)

static void
show_text (GtkLabel *label, const char *text)
{
  gtk_label_set_label (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL && text[0] != '\0');
}

static void
add_item (GMenu *menu, const char *label, const char *action, const char *id)
{
  g_autoptr(GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "s", id);
  g_menu_append_item (menu, item);
}

/* In a menu an underscore marks a mnemonic. */
static char *
escape_mnemonic (const char *text)
{
  GString *escaped = g_string_new (text);

  g_string_replace (escaped, "_", "__", 0);

  return g_string_free (escaped, FALSE);
}

static void
show_menu (FarChildRow *self, const FarChild *child)
{
  g_autoptr(GMenu) menu = g_menu_new ();
  g_autoptr(GMenu) bookings = g_menu_new ();
  /* Translators: of a menu; %s is a child’s name */
  g_autofree char *name = g_strdup_printf (_ ("More about %s"), child->name);

  add_item (menu, _ ("_Book Days…"), "children.book", child->id);
  for (guint i = 0; i < child->bookings->len; i++)
    {
      const FarBooking *booking = child->bookings->pdata[i];
      g_autofree char *words = far_words_booking (booking);
      g_autofree char *label = escape_mnemonic (words);

      add_item (bookings, label, "children.unbook", booking->id);
    }
  if (child->bookings->len > 0)
    g_menu_append_submenu (menu, _ ("_End a Booking"), G_MENU_MODEL (bookings));
  add_item (menu, _ ("_Change What Is Said…"), "children.edit", child->id);
  add_item (menu, _ ("Something to _Know…"), "children.note", child->id);
  add_item (menu, _ ("_Take off the List"), "children.drop", child->id);
  gtk_menu_button_set_menu_model (self->menu_button, G_MENU_MODEL (menu));
  far_compat_wrap_menu (self->menu_button);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->menu_button), name);
  far_compat_name_menu_button (self->menu_button, name);
  gtk_widget_set_visible (GTK_WIDGET (self->menu_button), child->is_mine);
}

static void
show_absent_button (FarChildRow *self, const FarChild *child, gint32 today)
{
  gboolean is_today = child->next_day == today;
  g_autofree char *day = NULL;
  g_autofree char *label = NULL;
  g_autofree char *name = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->absent_button), child->next_day != G_MININT32);
  if (child->next_day == G_MININT32)
    return;

  day = far_words_day (child->next_day);
  if (child->is_absent_next)
    label = g_strdup (_ ("Comes After All"));
  else if (is_today)
    label = g_strdup (_ ("Note as Absent Today"));
  else
    /* Translators: of a button; %s is a day */
    label = g_strdup_printf (_ ("Note as Absent on %s"), day);
  /* Translators: of a button: what it does, a child’s name, a day */
  name = g_strdup_printf (_ ("%1$s: %2$s, %3$s"), label, child->name, day);
  gtk_button_set_label (self->absent_button, label);
  far_compat_wrap_buttons (GTK_WIDGET (self->absent_button));
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->absent_button), "(sib)", child->id,
                                    child->next_day, !child->is_absent_next);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->absent_button), "children.absent");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->absent_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static char *
list_bookings (const FarChild *child)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < child->bookings->len; i++)
    {
      g_autofree char *words = far_words_booking (child->bookings->pdata[i]);

      g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", words);
    }

  return g_string_free (text, FALSE);
}

/* So that the family goes on, or somebody takes the child off the list. */
static void
show_adopt_button (FarChildRow *self, const FarChild *child)
{
  /* Translators: of a button: what it does, a child’s name */
  g_autofree char *name =
      g_strdup_printf (_ ("%1$s: %2$s"), gtk_button_get_label (self->adopt_button), child->name);

  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->adopt_button), "s", child->id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->adopt_button), "children.adopt");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->adopt_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_set_visible (GTK_WIDGET (self->left_label), !child->is_spoken_for);
  gtk_widget_set_visible (GTK_WIDGET (self->adopt_button), !child->is_spoken_for);
}

void
far_child_row_set_child (FarChildRow *self, const FarChild *child, gint32 today)
{
  g_autofree char *place = far_words_child_place (child);
  g_autofree char *needs = far_words_child_needs (child->is_one_to_one, child->has_wheelchair,
                                                  child->is_slow, child->carry);
  g_autofree char *next = far_words_child_next (child, today);
  g_autofree char *bookings = list_bookings (child);
  g_autofree char *mark = far_words_mark (&child->mark);
  g_autofree char *differs = far_words_mark_differs (&child->mark);
  g_autofree char *note = far_words_note_of_child (child);
  g_autofree char *guardians = far_words_guardians (child);
  /* Translators: %1$s is where a child is met, %2$s who speaks for it */
  g_autofree char *others = g_strdup_printf (_ ("%1$s – %2$s"), place, guardians);

  show_text (self->name_label, child->name);
  show_text (self->place_label, child->is_mine ? place : others);
  show_text (self->needs_label, needs);
  show_text (self->note_label, note);
  show_text (self->next_label, next);
  /* where it is today is for whoever speaks for it */
  show_text (self->mark_label, child->is_mine && differs == NULL ? mark : NULL);
  show_text (self->differs_label, child->is_mine ? differs : NULL);
  show_text (self->bookings_label, child->is_mine ? bookings : NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->twin_label), child->is_twin);
  show_menu (self, child);
  show_adopt_button (self, child);
  show_absent_button (self, child, today);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, child->name,
                                  -1);
}

static void
far_child_row_class_init (FarChildRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-child-row.ui");
  gtk_widget_class_bind_template_child (widget_class, FarChildRow, name_label);
  gtk_widget_class_bind_template_child (widget_class, FarChildRow, place_label);
  gtk_widget_class_bind_template_child (widget_class, FarChildRow, needs_label);
  gtk_widget_class_bind_template_child (widget_class, FarChildRow, note_label);
  gtk_widget_class_bind_template_child (widget_class, FarChildRow, next_label);
  gtk_widget_class_bind_template_child (widget_class, FarChildRow, mark_label);
  gtk_widget_class_bind_template_child (widget_class, FarChildRow, differs_label);
  gtk_widget_class_bind_template_child (widget_class, FarChildRow, bookings_label);
  gtk_widget_class_bind_template_child (widget_class, FarChildRow, twin_label);
  gtk_widget_class_bind_template_child (widget_class, FarChildRow, left_label);
  gtk_widget_class_bind_template_child (widget_class, FarChildRow, adopt_button);
  gtk_widget_class_bind_template_child (widget_class, FarChildRow, absent_button);
  gtk_widget_class_bind_template_child (widget_class, FarChildRow, menu_button);
}

static void
far_child_row_init (FarChildRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
far_child_row_new (void)
{
  return g_object_new (FAR_TYPE_CHILD_ROW, NULL);
}
