/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-lending-section.h"

#include "far-compat.h"
#include "far-lent-row.h"

#include <glib/gi18n.h>

struct _FarLendingSection
{
  AdwBin parent_instance;

  FarOverview *overview; /* owned */
  GListModel *things;    /* owned: those of this section */
  gboolean is_of_rooms;

  GtkButton *add_button; /* template children */
  GtkStack *stack;
  GtkListBox *list;
  AdwStatusPage *empty_page;
};

G_DEFINE_FINAL_TYPE (FarLendingSection, far_lending_section, ADW_TYPE_BIN)

static gboolean
is_listed (gpointer item, gpointer data)
{
  const FarLendingSection *self = data;
  const FarLent *lent = far_item_peek_snapshot (FAR_ITEM (item));

  return (lent->kind == FAR_KIND_OF_ROOM) == self->is_of_rooms;
}

static void
show_list (FarLendingSection *self)
{
  gtk_stack_set_visible_child_name (self->stack,
                                    g_list_model_get_n_items (self->things) > 0 ? "list" : "empty");
}

static GtkWidget *
create_row (gpointer item, gpointer data)
{
  FarLendingSection *self = data;

  return far_lent_row_new (item, self->overview);
}

/* ---- what it is */

static void
say_what_it_is (FarLendingSection *self)
{
  gtk_button_set_label (self->add_button,
                        self->is_of_rooms ? _ ("Write Down a _Room…") : _ ("_Write Down a Thing…"));
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->add_button), "b", self->is_of_rooms);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->add_button), "win.add-lent");
  adw_status_page_set_title (self->empty_page, self->is_of_rooms ? _ ("No Room Is Shared Yet")
                                                                 : _ ("Nothing Is Lent Yet"));
  adw_status_page_set_description (
      self->empty_page,
      self->is_of_rooms
          ? _ ("Write down the room that you use together. Then everybody can "
               "book it, once or each week, and two at once is not possible.")
          : _ ("Write down the first thing that others may borrow: a trailer, a ladder, a set of "
               "vests. Then everybody sees when it is free, and who has it."));
}

static void
far_lending_section_dispose (GObject *object)
{
  FarLendingSection *self = FAR_LENDING_SECTION (object);

  if (self->things != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->things, self);
      gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
    }
  g_clear_object (&self->things);
  g_clear_object (&self->overview);

  G_OBJECT_CLASS (far_lending_section_parent_class)->dispose (object);
}

static void
far_lending_section_class_init (FarLendingSectionClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = far_lending_section_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-lending-section.ui");
  gtk_widget_class_bind_template_child (widget_class, FarLendingSection, add_button);
  gtk_widget_class_bind_template_child (widget_class, FarLendingSection, stack);
  gtk_widget_class_bind_template_child (widget_class, FarLendingSection, list);
  gtk_widget_class_bind_template_child (widget_class, FarLendingSection, empty_page);
}

static void
far_lending_section_init (FarLendingSection *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static GtkWidget *
section_new (FarOverview *overview, gboolean is_of_rooms)
{
  FarLendingSection *self = g_object_new (FAR_TYPE_LENDING_SECTION, NULL);
  GListModel *lending = far_overview_peek_lending (overview);

  self->overview = g_object_ref (overview);
  self->is_of_rooms = is_of_rooms;
  say_what_it_is (self);
  far_compat_wrap_buttons (GTK_WIDGET (self));
  self->things = G_LIST_MODEL (
      gtk_filter_list_model_new (g_object_ref (lending),
                                 GTK_FILTER (gtk_custom_filter_new (is_listed, self, NULL))));
  gtk_list_box_bind_model (self->list, self->things, create_row, self, NULL);
  g_signal_connect_swapped (self->things, "items-changed", G_CALLBACK (show_list), self);
  show_list (self);

  return GTK_WIDGET (self);
}

GtkWidget *
far_lending_section_new_of_things (FarOverview *overview)
{
  return section_new (overview, FALSE);
}

GtkWidget *
far_lending_section_new_of_rooms (FarOverview *overview)
{
  return section_new (overview, TRUE);
}
