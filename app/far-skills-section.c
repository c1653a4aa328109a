/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-skills-section.h"

#include "far-compat.h"
#include "far-skill-row.h"
#include "far-skills-box.h"

struct _FarSkillsSection
{
  AdwBin parent_instance;

  FarOverview *overview; /* owned */
  GtkFilter *filter;     /* owned */

  FarSkillsBox *box; /* template children */
  GtkSearchEntry *search_entry;
  GtkStack *stack;
  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (FarSkillsSection, far_skills_section, ADW_TYPE_BIN)

static gboolean
is_found (gpointer item, gpointer data)
{
  FarSkillsSection *self = data;
  const FarSkill *skill = far_item_peek_snapshot (item);
  const char *words = gtk_editable_get_text (GTK_EDITABLE (self->search_entry));
  g_autofree char *all = g_strjoin (" ", skill->name, skill->note, skill->person_name, NULL);

  return *words == '\0' || g_str_match_string (words, all, TRUE);
}

static void
search_cb (FarSkillsSection *self)
{
  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
}

static void
show_section (FarSkillsSection *self)
{
  guint n = g_list_model_get_n_items (far_overview_peek_skill_list (self->overview));

  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "list" : "empty");
  gtk_widget_set_visible (GTK_WIDGET (self->search_entry), n > 0);
}

static GtkWidget *
create_row (gpointer item, gpointer data)
{
  return far_skill_row_new (item);
}

static void
far_skills_section_dispose (GObject *object)
{
  FarSkillsSection *self = FAR_SKILLS_SECTION (object);

  if (self->overview != NULL)
    gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
  g_clear_object (&self->filter);
  g_clear_object (&self->overview);

  G_OBJECT_CLASS (far_skills_section_parent_class)->dispose (object);
}

static void
far_skills_section_class_init (FarSkillsSectionClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = far_skills_section_dispose;

  g_type_ensure (FAR_TYPE_SKILLS_BOX);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-skills-section.ui");
  gtk_widget_class_bind_template_child (widget_class, FarSkillsSection, box);
  gtk_widget_class_bind_template_child (widget_class, FarSkillsSection, search_entry);
  gtk_widget_class_bind_template_child (widget_class, FarSkillsSection, stack);
  gtk_widget_class_bind_template_child (widget_class, FarSkillsSection, list);
  gtk_widget_class_bind_template_callback (widget_class, search_cb);
}

static void
far_skills_section_init (FarSkillsSection *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  far_compat_wrap_buttons (GTK_WIDGET (self));
}

GtkWidget *
far_skills_section_new (FarOverview *overview)
{
  FarSkillsSection *self = g_object_new (FAR_TYPE_SKILLS_SECTION, NULL);
  GListModel *skills = far_overview_peek_skill_list (overview);
  g_autoptr(GtkFilterListModel) found = NULL;

  self->overview = g_object_ref (overview);
  far_skills_box_set_overview (self->box, overview, NULL);
  self->filter = GTK_FILTER (gtk_custom_filter_new (is_found, self, NULL));
  found = gtk_filter_list_model_new (g_object_ref (skills), g_object_ref (self->filter));
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (found), create_row, self, NULL);
  g_signal_connect_object (skills, "items-changed", G_CALLBACK (show_section), self,
                           G_CONNECT_SWAPPED);
  show_section (self);

  return GTK_WIDGET (self);
}
