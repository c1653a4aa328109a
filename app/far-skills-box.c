/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-skills-box.h"

#include "far-compat.h"
#include "far-last.h"
#include "far-words-skills.h"

#include <glib/gi18n.h>

struct _FarSkillsBox
{
  AdwBin parent_instance;

  FarOverview *overview; /* owned */
  char *home;            /* owned, nullable */

  GtkListBox *list; /* template child */
};

G_DEFINE_FINAL_TYPE (FarSkillsBox, far_skills_box, ADW_TYPE_BIN)

static GtkWidget *
noted_button_new (const char *key, const char *words)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("_Noted"));
  /* Translators: what a button does, and of which sentence */
  g_autofree char *name = g_strdup_printf (_ ("Noted: %s"), words);

  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", key);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.note-skill");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_set_halign (button, GTK_ALIGN_END);

  return button;
}

/* To see how it is done. */
static GtkWidget *
along_button_new (const FarTandem *tandem, const char *words)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("_Come Along"));
  /* Translators: what a button does, and of which sentence */
  g_autofree char *name = g_strdup_printf (_ ("Come along: %s"), words);

  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "(siis)", tandem->rota, tandem->day,
                                    FAR_TURN_ROLE_ALONG, "");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.take-turn");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_set_halign (button, GTK_ALIGN_END);

  return button;
}

/* @key: what is noted; it is another one when there is something else to say.  @tandem: (nullable):
 * at which somebody could come along */
static void
add_line (FarSkillsBox *self, const char *key, const char *words, const FarTandem *tandem)
{
  GtkWidget *row;
  GtkWidget *box;

  if (self->home != NULL && far_last_is_noted (self->home, key))
    return;

  row = gtk_list_box_row_new ();
  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_widget_add_css_class (box, "far-touched");
  gtk_box_append (GTK_BOX (box), far_compat_label_new (words, NULL));
  if (tandem != NULL && tandem->rota[0] != '\0' && tandem->wanted->is_me)
    gtk_box_append (GTK_BOX (box), along_button_new (tandem, words));
  if (self->home != NULL)
    gtk_box_append (GTK_BOX (box), noted_button_new (key, words));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  gtk_list_box_append (self->list, row);
}

static void
show_all (FarSkillsBox *self)
{
  const FarStatus *status = far_overview_peek_status (self->overview);
  const FarSkills *skills = far_overview_peek_skills (self->overview);
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  if (status == NULL || (status->uses & FAR_USES_SKILLS) == 0)
    skills = NULL;
  for (guint i = 0; skills != NULL && i < skills->tandems->len; i++)
    {
      const FarTandem *tandem = skills->tandems->pdata[i];
      g_autofree char *key = g_strconcat (tandem->wanted->id, tandem->offered->id, NULL);
      g_autofree char *words = far_words_tandem (tandem);

      add_line (self, key, words, tandem);
    }
  for (guint i = 0; skills != NULL && i < skills->expiring->len; i++)
    {
      const FarSkill *skill = skills->expiring->pdata[i];
      g_autofree char *key = g_strdup_printf ("%s%d", skill->id, skill->expires);
      g_autofree char *words = far_words_expiring (skill);

      add_line (self, key, words, NULL);
    }
  far_compat_wrap_buttons (GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), gtk_list_box_get_row_at_index (self->list, 0) != NULL);
}

static void
far_skills_box_dispose (GObject *object)
{
  FarSkillsBox *self = FAR_SKILLS_BOX (object);

  g_clear_object (&self->overview);

  G_OBJECT_CLASS (far_skills_box_parent_class)->dispose (object);
}

static void
far_skills_box_finalize (GObject *object)
{
  FarSkillsBox *self = FAR_SKILLS_BOX (object);

  g_clear_pointer (&self->home, g_free);

  G_OBJECT_CLASS (far_skills_box_parent_class)->finalize (object);
}

static void
far_skills_box_class_init (FarSkillsBoxClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = far_skills_box_dispose;
  G_OBJECT_CLASS (klass)->finalize = far_skills_box_finalize;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-skills-box.ui");
  gtk_widget_class_bind_template_child (widget_class, FarSkillsBox, list);
}

static void
far_skills_box_init (FarSkillsBox *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
far_skills_box_set_overview (FarSkillsBox *self, FarOverview *overview, const char *home)
{
  g_return_if_fail (FAR_IS_SKILLS_BOX (self));
  g_return_if_fail (FAR_IS_OVERVIEW (overview));
  g_return_if_fail (self->overview == NULL);

  self->overview = g_object_ref (overview);
  self->home = g_strdup (home);
  g_signal_connect_object (overview, "notify::skills", G_CALLBACK (show_all), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (overview, "notify::status", G_CALLBACK (show_all), self,
                           G_CONNECT_SWAPPED);
  show_all (self);
}
