/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-thing-row.h"

#include "far-compat.h"
#include "far-words-things.h"

#include <glib/gi18n.h>

struct _FarThingRow
{
  GtkListBoxRow parent_instance;

  GtkLabel *name_label; /* template children */
  GtkLabel *keeper_label;
  GtkLabel *note_label;
  GtkLabel *contested_label;
  GtkButton *have_button;
  GtkMenuButton *menu_button;
};

G_DEFINE_FINAL_TYPE (FarThingRow, far_thing_row, GTK_TYPE_LIST_BOX_ROW)

static void
show_text (GtkLabel *label, const char *text)
{
  gtk_label_set_label (label, text);
  gtk_widget_set_visible (GTK_WIDGET (label), text[0] != '\0');
}

/* Whom it could be with: members, and persons whom somebody answers for. */
static GMenu *
make_keepers (const FarThing *thing, FarOverview *overview)
{
  GListModel *members = far_overview_peek_members (overview);
  GMenu *menu = g_menu_new ();

  for (guint i = 0; i < g_list_model_get_n_items (members); i++)
    {
      g_autoptr(FarItem) item = g_list_model_get_item (members, i);
      const FarMember *member = far_item_peek_snapshot (item);
      g_autoptr(GMenuItem) entry = NULL;

      if ((member->standing != FAR_STANDING_ACTIVE &&
           member->standing != FAR_STANDING_NO_MACHINE) ||
          member->is_me || g_str_equal (member->id, thing->keeper))
        continue;
      entry = g_menu_item_new (member->name[0] != '\0' ? member->name : _ ("Not known by name yet"),
                               NULL);
      g_menu_item_set_action_and_target (entry, "things.give", "(ss)", thing->id, member->id);
      g_menu_append_item (menu, entry);
    }

  return menu;
}

static void
show_menu (FarThingRow *self, const FarThing *thing, FarOverview *overview)
{
  g_autoptr(GMenu) menu = g_menu_new ();
  g_autoptr(GMenu) keepers = make_keepers (thing, overview);
  g_autoptr(GMenuItem) edit = g_menu_item_new (_ ("_Change Name or Note…"), NULL);
  g_autoptr(GMenuItem) drop = g_menu_item_new (_ ("_Take It off the List"), NULL);
  /* Translators: of a menu; %s is a key or another thing */
  g_autofree char *name = g_strdup_printf (_ ("More about %s"), thing->name);

  if (g_menu_model_get_n_items (G_MENU_MODEL (keepers)) > 0)
    g_menu_append_submenu (menu, _ ("_Somebody Else Has It"), G_MENU_MODEL (keepers));
  g_menu_item_set_action_and_target (edit, "things.edit", "s", thing->id);
  g_menu_append_item (menu, edit);
  g_menu_item_set_action_and_target (drop, "things.drop", "s", thing->id);
  g_menu_append_item (menu, drop);
  gtk_menu_button_set_menu_model (self->menu_button, G_MENU_MODEL (menu));
  far_compat_wrap_menu (self->menu_button);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->menu_button), name);
  far_compat_name_menu_button (self->menu_button, name);
}

void
far_thing_row_set_thing (FarThingRow *self, const FarThing *thing, FarOverview *overview)
{
  const FarStatus *status = far_overview_peek_status (overview);
  g_autofree char *keeper = far_words_keeper (thing);
  /* Translators: of a button; %s is a key or another thing */
  g_autofree char *have = g_strdup_printf (_ ("I have it now: %s"), thing->name);

  show_text (self->name_label, thing->name);
  show_text (self->keeper_label, keeper);
  show_text (self->note_label, thing->note);
  gtk_widget_set_visible (GTK_WIDGET (self->contested_label), thing->is_contested);
  show_menu (self, thing, overview);

  /* what has the focus is not taken away under the user's hand */
  if (thing->is_with_me && gtk_widget_has_focus (GTK_WIDGET (self->have_button)))
    gtk_widget_grab_focus (GTK_WIDGET (self->menu_button));
  gtk_widget_set_visible (GTK_WIDGET (self->have_button), !thing->is_with_me);
  if (status != NULL)
    {
      gtk_actionable_set_action_target (GTK_ACTIONABLE (self->have_button), "(ss)", thing->id,
                                        status->me);
      gtk_actionable_set_action_name (GTK_ACTIONABLE (self->have_button), "things.give");
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->have_button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  have, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, thing->name,
                                  -1);
}

static void
far_thing_row_class_init (FarThingRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-thing-row.ui");
  gtk_widget_class_bind_template_child (widget_class, FarThingRow, name_label);
  gtk_widget_class_bind_template_child (widget_class, FarThingRow, keeper_label);
  gtk_widget_class_bind_template_child (widget_class, FarThingRow, note_label);
  gtk_widget_class_bind_template_child (widget_class, FarThingRow, contested_label);
  gtk_widget_class_bind_template_child (widget_class, FarThingRow, have_button);
  gtk_widget_class_bind_template_child (widget_class, FarThingRow, menu_button);
}

static void
far_thing_row_init (FarThingRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  far_compat_wrap_buttons (GTK_WIDGET (self->have_button));
}

GtkWidget *
far_thing_row_new (void)
{
  return g_object_new (FAR_TYPE_THING_ROW, NULL);
}
