/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-help-page.h"

#include "far-compat.h"
#include "far-help-section.h"
#include "far-hours-section.h"
#include "far-skills-section.h"
#include "far-lending-section.h"
#include "far-repair-section.h"

#include <glib/gi18n.h>

typedef struct
{
  const char *name;
  const char *title; /* of its toggle, with its mnemonic */
  FarUses uses;
  GtkWidget *(*create) (FarOverview *overview);
} Section;

/* In the order of their toggles. */
static const Section sections[] = {
  { "help", N_ ("A H_and"), FAR_USES_HELP, far_help_section_new },
  { "skills", N_ ("_Skills"), FAR_USES_SKILLS, far_skills_section_new },
  { "things", N_ ("_Things"), FAR_USES_LENDING, far_lending_section_new_of_things },
  { "rooms", N_ ("_Rooms"), FAR_USES_ROOMS, far_lending_section_new_of_rooms },
  { "hours", N_ ("Ho_urs"), FAR_USES_HOURS, far_hours_section_new },
  { "repair", N_ ("Re_pair"), FAR_USES_REPAIR, far_repair_section_new },
};

struct _FarHelpPage
{
  AdwBin parent_instance;

  FarOverview *overview; /* owned */
  /* of each section; NULL until its module is on */
  GtkToggleButton *toggles[G_N_ELEMENTS (sections)];

  GtkFlowBox *toggles_box; /* template children */
  GtkStack *stack;
};

G_DEFINE_FINAL_TYPE (FarHelpPage, far_help_page, ADW_TYPE_BIN)

static gboolean
is_on (FarHelpPage *self, const Section *section)
{
  const FarStatus *status = far_overview_peek_status (self->overview);

  return status != NULL && (status->uses & section->uses) != 0;
}

static void
toggled_cb (FarHelpPage *self, GtkToggleButton *toggle)
{
  if (gtk_toggle_button_get_active (toggle))
    gtk_stack_set_visible_child_name (self->stack, gtk_widget_get_name (GTK_WIDGET (toggle)));
}

/* Where it is among those that are there already. */
static int
count_before (FarHelpPage *self, guint index)
{
  int n = 0;

  for (guint i = 0; i < index; i++)
    n += self->toggles[i] != NULL;

  return n;
}

static void
add_section (FarHelpPage *self, guint index)
{
  const Section *section = &sections[index];
  GtkWidget *toggle = gtk_toggle_button_new_with_mnemonic (_ (section->title));

  gtk_widget_set_name (toggle, section->name);
  for (guint i = 0; i < G_N_ELEMENTS (sections); i++)
    if (self->toggles[i] != NULL)
      {
        gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (toggle), self->toggles[i]);
        break;
      }
  gtk_flow_box_insert (self->toggles_box, toggle, count_before (self, index));
  /* the button has the keyboard, not the box around it */
  gtk_widget_set_focusable (gtk_widget_get_parent (toggle), FALSE);
  self->toggles[index] = GTK_TOGGLE_BUTTON (toggle);

  gtk_stack_add_named (self->stack, section->create (self->overview), section->name);
  far_compat_wrap_buttons (GTK_WIDGET (self));
  g_signal_connect_swapped (toggle, "toggled", G_CALLBACK (toggled_cb), self);
}

/* One module alone needs no choice. */
static void
show_sections (FarHelpPage *self)
{
  guint first = G_N_ELEMENTS (sections);
  gboolean is_chosen = FALSE;
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (sections); i++)
    {
      gboolean on = is_on (self, &sections[i]);

      if (on && self->toggles[i] == NULL)
        add_section (self, i);
      if (self->toggles[i] == NULL)
        continue;
      gtk_widget_set_visible (gtk_widget_get_parent (GTK_WIDGET (self->toggles[i])), on);
      is_chosen |= on && gtk_toggle_button_get_active (self->toggles[i]);
      first = on ? MIN (first, i) : first;
      n += on;
    }
  gtk_widget_set_visible (GTK_WIDGET (self->toggles_box), n > 1);
  if (n > 0 && !is_chosen)
    gtk_toggle_button_set_active (self->toggles[first], TRUE);
}

static void
far_help_page_dispose (GObject *object)
{
  FarHelpPage *self = FAR_HELP_PAGE (object);

  if (self->overview != NULL)
    g_signal_handlers_disconnect_by_data (self->overview, self);
  g_clear_object (&self->overview);

  G_OBJECT_CLASS (far_help_page_parent_class)->dispose (object);
}

static void
far_help_page_class_init (FarHelpPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = far_help_page_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-help-page.ui");
  gtk_widget_class_bind_template_child (widget_class, FarHelpPage, toggles_box);
  gtk_widget_class_bind_template_child (widget_class, FarHelpPage, stack);
}

static void
far_help_page_init (FarHelpPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
far_help_page_set_overview (FarHelpPage *self, FarOverview *overview)
{
  g_return_if_fail (FAR_IS_HELP_PAGE (self));
  g_return_if_fail (FAR_IS_OVERVIEW (overview));
  g_return_if_fail (self->overview == NULL);

  self->overview = g_object_ref (overview);
  g_signal_connect_swapped (overview, "notify::status", G_CALLBACK (show_sections), self);
  show_sections (self);
}

gboolean
far_help_page_is_used (FarHelpPage *self)
{
  g_return_val_if_fail (FAR_IS_HELP_PAGE (self), FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (sections); i++)
    if (is_on (self, &sections[i]))
      return TRUE;

  return FALSE;
}

void
far_help_page_show_section (FarHelpPage *self, const char *name)
{
  g_return_if_fail (FAR_IS_HELP_PAGE (self));
  g_return_if_fail (name != NULL);

  for (guint i = 0; i < G_N_ELEMENTS (sections); i++)
    if (self->toggles[i] != NULL && is_on (self, &sections[i]) &&
        g_str_equal (sections[i].name, name))
      gtk_toggle_button_set_active (self->toggles[i], TRUE);
}
