/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-member-row.h"

#include "far-compat.h"
#include "far-text.h"
#include "far-words-agreeing.h"
#include "far-words.h"

#include <glib/gi18n.h>

struct _FarMemberRow
{
  AdwActionRow parent_instance;

  FarItem *item;         /* owned */
  FarOverview *overview; /* owned */
  char *menu_shown;      /* owned, nullable: what the menu was made from */

  AdwAvatar *avatar; /* template children */
  GtkBox *baton_box;
  GtkMenuButton *menu_button;
};

G_DEFINE_FINAL_TYPE (FarMemberRow, far_member_row, ADW_TYPE_ACTION_ROW)

/* A person without a machine: who answers for them, where that is somebody else. */
static char *
describe_guardian (FarMemberRow *self, const FarMember *member)
{
  const FarMember *guardian = far_overview_peek_member (self->overview, member->answered_for_by);

  if (guardian == NULL || guardian->is_me || guardian->name[0] == '\0')
    return NULL;

  /* Translators: %s is a person's name */
  return g_strdup_printf (_ ("Without a machine; %s answers for this person"), guardian->name);
}

/* Whom who answers for a person says to be that person, where that one has not said so yet. */
static char *
describe_same (FarMemberRow *self, const FarMember *member)
{
  const FarMember *same = far_overview_peek_member (self->overview, member->same);

  if (same == NULL || same->is_me || same->name[0] == '\0')
    return NULL;

  /* Translators: %s is a person's name */
  return g_strdup_printf (_ ("Is to be %s, who has yet to say so"), same->name);
}

/* @line: (nullable) (transfer full) */
static void
add_line (char **subtitle, char *line)
{
  g_autofree char *before = g_steal_pointer (subtitle);

  *subtitle = line != NULL ? g_strconcat (before, "\n", line, NULL) : g_steal_pointer (&before);
  g_free (line);
}

static void
add_entry (GMenu *menu, const char *label, const char *action, const FarMember *member)
{
  g_autoptr(GMenuItem) entry = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (entry, action, "s", member->id);
  g_menu_append_item (menu, entry);
}

/* What can be done about somebody, in words.  What is the same stays: it may be open. */
static void
show_menu (FarMemberRow *self, const FarMember *member, const char *shown_name)
{
  gboolean has_machine =
      member->standing == FAR_STANDING_NO_MACHINE && member->i_answer && member->same == NULL;
  gboolean erases = member->i_answer && member->name[0] != '\0';
  gboolean removes = member->standing == FAR_STANDING_ACTIVE && !member->is_me;
  gboolean counts = member->i_answer && member->name[0] != '\0';
  gboolean has_phone =
      member->standing == FAR_STANDING_ACTIVE || member->standing == FAR_STANDING_NO_MACHINE;
  g_autoptr(GMenu) menu = NULL;
  g_autofree char *shown = g_strdup_printf ("%d %d %d %d %d %d %s", has_phone, has_machine, erases,
                                            removes, counts, member->is_helper, shown_name);
  g_autofree char *name = NULL;

  if (g_strcmp0 (self->menu_shown, shown) == 0)
    return;

  menu = g_menu_new ();
  if (has_phone)
    add_entry (menu, _ ("_Telephone Number…"), "win.note-phone", member);
  if (has_machine)
    add_entry (menu, _ ("Has a _Machine Now…"), "win.choose-same", member);
  if (counts)
    add_entry (menu,
               member->is_helper ? _ ("_Counts as an Adult") : _ ("Does Not _Count as an Adult"),
               member->is_helper ? "win.count-person" : "win.help-person", member);
  if (erases)
    add_entry (menu,
               member->is_me ? _ ("_Erase All Words About Me") : _ ("_Erase All Words About Them"),
               "win.erase-words", member);
  if (removes)
    add_entry (menu, _ ("When They No _Longer Belong…"), "win.propose-removal", member);

  g_free (self->menu_shown);
  self->menu_shown = g_steal_pointer (&shown);
  /* Translators: of a menu; %s is a person's name */
  name = g_strdup_printf (_ ("What to do about %s"), shown_name);
  gtk_menu_button_set_menu_model (self->menu_button, G_MENU_MODEL (menu));
  far_compat_wrap_menu (self->menu_button);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->menu_button), name);
  far_compat_name_menu_button (self->menu_button, name);
  gtk_widget_set_visible (GTK_WIDGET (self->menu_button),
                          g_menu_model_get_n_items (G_MENU_MODEL (menu)) > 0);
}

static void
show_member (FarMemberRow *self)
{
  const FarMember *member = far_item_peek_snapshot (self->item);
  g_autofree char *subtitle = describe_guardian (self, member);

  if (subtitle == NULL)
    subtitle = far_words_standing (member);
  if (member->phone[0] != '\0')
    add_line (&subtitle, far_text_left_to_right (member->phone));
  add_line (&subtitle, far_words_vouchers (member));
  add_line (&subtitle, far_words_formerly (member));
  if (member->is_helper)
    add_line (&subtitle, g_strdup (_ ("Helps on walks, and does not count as an adult")));
  add_line (&subtitle, describe_same (self, member));
  if (member->n_machines > 0)
    add_line (&subtitle, far_words_erased_on (member->n_machines_done, member->n_machines));
  if (member->is_provisional)
    add_line (&subtitle, g_strdup (_ ("Provisional: members who have not been heard yet could "
                                      "still turn this.")));
  add_line (&subtitle, far_words_void (member));

  adw_avatar_set_text (self->avatar, member->name);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), member->name[0] != '\0'
                                                                 ? member->name
                                                                 : _ ("Not known by name yet"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), subtitle);
  gtk_widget_set_visible (GTK_WIDGET (self->baton_box),
                          member->holds_baton && member->standing == FAR_STANDING_ACTIVE);
  show_menu (self, member, adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self)));
}

static void
far_member_row_dispose (GObject *object)
{
  FarMemberRow *self = FAR_MEMBER_ROW (object);

  if (self->item != NULL)
    g_signal_handlers_disconnect_by_data (self->item, self);
  g_clear_object (&self->item);
  g_clear_object (&self->overview);

  G_OBJECT_CLASS (far_member_row_parent_class)->dispose (object);
}

static void
far_member_row_finalize (GObject *object)
{
  FarMemberRow *self = FAR_MEMBER_ROW (object);

  g_clear_pointer (&self->menu_shown, g_free);

  G_OBJECT_CLASS (far_member_row_parent_class)->finalize (object);
}

static void
far_member_row_class_init (FarMemberRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = far_member_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = far_member_row_finalize;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-member-row.ui");
  gtk_widget_class_bind_template_child (widget_class, FarMemberRow, avatar);
  gtk_widget_class_bind_template_child (widget_class, FarMemberRow, baton_box);
  gtk_widget_class_bind_template_child (widget_class, FarMemberRow, menu_button);
}

static void
far_member_row_init (FarMemberRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
far_member_row_new (FarItem *item, FarOverview *overview)
{
  FarMemberRow *self;

  g_return_val_if_fail (FAR_IS_ITEM (item), NULL);
  g_return_val_if_fail (FAR_IS_OVERVIEW (overview), NULL);

  self = g_object_new (FAR_TYPE_MEMBER_ROW, NULL);
  self->item = g_object_ref (item);
  self->overview = g_object_ref (overview);
  g_signal_connect_swapped (item, "notify::snapshot", G_CALLBACK (show_member), self);
  show_member (self);

  return GTK_WIDGET (self);
}
