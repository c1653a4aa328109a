/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-help-section.h"

struct _FarHelpSection
{
  AdwBin parent_instance;

  FarOverview *overview; /* owned */
};

G_DEFINE_FINAL_TYPE (FarHelpSection, far_help_section, ADW_TYPE_BIN)

static void
far_help_section_dispose (GObject *object)
{
  FarHelpSection *self = FAR_HELP_SECTION (object);

  g_clear_object (&self->overview);

  G_OBJECT_CLASS (far_help_section_parent_class)->dispose (object);
}

static void
far_help_section_class_init (FarHelpSectionClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = far_help_section_dispose;

  gtk_widget_class_set_template_from_resource (GTK_WIDGET_CLASS (klass),
                                               "/org/farandole/Farandole/far-help-section.ui");
}

static void
far_help_section_init (FarHelpSection *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
far_help_section_new (FarOverview *overview)
{
  FarHelpSection *self = g_object_new (FAR_TYPE_HELP_SECTION, NULL);

  self->overview = g_object_ref (overview);

  return GTK_WIDGET (self);
}
