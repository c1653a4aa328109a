/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-skill-row.h"

#include "far-compat.h"
#include "far-words-skills.h"

#include <glib/gi18n.h>

struct _FarSkillRow
{
  AdwExpanderRow parent_instance;

  FarItem *item;    /* owned */
  GPtrArray *below; /* owned (element-type GtkWidget, unowned): the rows below */
};

G_DEFINE_FINAL_TYPE (FarSkillRow, far_skill_row, ADW_TYPE_EXPANDER_ROW)

static const FarSkill *
peek_skill (FarSkillRow *self)
{
  return far_item_peek_snapshot (self->item);
}

/* ---- below it */

static void
add_below (FarSkillRow *self, GtkWidget *row)
{
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), row);
  g_ptr_array_add (self->below, row);
}

static void
add_more (FarSkillRow *self, const FarSkill *skill)
{
  g_autofree char *more = far_words_skill_more (skill);
  GtkWidget *row;

  if (more == NULL)
    return;
  row = adw_action_row_new ();
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), more);
  add_below (self, row);
}

/* @target: floating */
static void
add_button (GtkWidget *box,
            const FarSkill *skill,
            const char *label,
            const char *action,
            GVariant *target)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);
  g_autoptr(GString) plain = g_string_new (label);
  g_autofree char *name = NULL;

  g_string_replace (plain, "_", "", 0);
  /* Translators: what a button does, and of what somebody can do; then whose it is */
  name = g_strdup_printf (C_ ("skill", "%1$s: %2$s, %3$s"), plain->str, skill->name,
                          skill->person_name);
  gtk_actionable_set_action_target_value (GTK_ACTIONABLE (button), target);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_box_append (GTK_BOX (box), button);
}

static void
add_buttons (FarSkillRow *self, const FarSkill *skill)
{
  GtkWidget *row;
  GtkWidget *box;

  if (!skill->is_mine && skill->sort != FAR_SKILL_SORT_HELD)
    return;

  row = adw_preferences_row_new ();
  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  gtk_widget_set_margin_top (box, 12);
  gtk_widget_set_margin_bottom (box, 12);
  if (skill->is_mine)
    {
      add_button (box, skill, _ ("_Change…"), "win.edit-skill", g_variant_new_string (skill->id));
      add_button (box, skill, _ ("_Take Off the List"), "win.drop-skill",
                  g_variant_new ("(sb)", skill->id, TRUE));
    }
  else if (skill->is_attested)
    add_button (box, skill, _ ("I Have _Not Seen It"), "win.attest-skill",
                g_variant_new ("(sb)", skill->id, FALSE));
  else
    add_button (box, skill, _ ("I Have _Seen It"), "win.attest-skill",
                g_variant_new ("(sb)", skill->id, TRUE));
  far_compat_wrap_buttons (box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  add_below (self, row);
}

static void
show_skill (FarSkillRow *self)
{
  const FarSkill *skill = peek_skill (self);
  g_autofree char *whose = far_words_skill (skill);
  g_autofree char *until = far_words_skill_until (skill);
  g_autofree char *subtitle = g_strjoin ("\n", whose, until, NULL);
  g_autofree char *name = g_strjoin (". ", skill->name, whose, until, NULL);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), skill->name);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), subtitle);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);

  for (guint i = 0; i < self->below->len; i++)
    adw_expander_row_remove (ADW_EXPANDER_ROW (self), self->below->pdata[i]);
  g_ptr_array_set_size (self->below, 0);
  add_more (self, skill);
  add_buttons (self, skill);
  adw_expander_row_set_enable_expansion (ADW_EXPANDER_ROW (self), self->below->len > 0);
  far_compat_name_lists (GTK_WIDGET (self), skill->name);
}

static void
far_skill_row_dispose (GObject *object)
{
  FarSkillRow *self = FAR_SKILL_ROW (object);

  if (self->item != NULL)
    g_signal_handlers_disconnect_by_data (self->item, self);
  g_clear_object (&self->item);

  G_OBJECT_CLASS (far_skill_row_parent_class)->dispose (object);
}

static void
far_skill_row_finalize (GObject *object)
{
  FarSkillRow *self = FAR_SKILL_ROW (object);

  g_clear_pointer (&self->below, g_ptr_array_unref);

  G_OBJECT_CLASS (far_skill_row_parent_class)->finalize (object);
}

static void
far_skill_row_class_init (FarSkillRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = far_skill_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = far_skill_row_finalize;
}

static void
far_skill_row_init (FarSkillRow *self)
{
  self->below = g_ptr_array_new ();
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
}

GtkWidget *
far_skill_row_new (FarItem *item)
{
  FarSkillRow *self;

  g_return_val_if_fail (FAR_IS_ITEM (item), NULL);

  self = g_object_new (FAR_TYPE_SKILL_ROW, NULL);
  self->item = g_object_ref (item);
  g_signal_connect_swapped (item, "notify::snapshot", G_CALLBACK (show_skill), self);
  show_skill (self);

  return GTK_WIDGET (self);
}
