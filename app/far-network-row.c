/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-network-row.h"

#include "far-words.h"

#include <glib/gi18n.h>

struct _FarNetworkRow
{
  AdwActionRow parent_instance;

  GtkButton *yes_button; /* template children */
  GtkButton *no_button;
  GtkButton *forget_button;
};

G_DEFINE_FINAL_TYPE (FarNetworkRow, far_network_row, ADW_TYPE_ACTION_ROW)

static void
far_network_row_class_init (FarNetworkRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-network-row.ui");
  gtk_widget_class_bind_template_child (widget_class, FarNetworkRow, yes_button);
  gtk_widget_class_bind_template_child (widget_class, FarNetworkRow, no_button);
  gtk_widget_class_bind_template_child (widget_class, FarNetworkRow, forget_button);
}

static void
far_network_row_init (FarNetworkRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static char *
describe (const FarNetwork *network)
{
  if (*network->id == '\0')
    return g_strdup (_ ("This network cannot be known again, so nobody is looked for on it"));

  switch (network->trust)
    {
    case FAR_TRUST_YES:
      return g_strdup (_ ("The others are looked for here"));
    case FAR_TRUST_NO:
      return g_strdup (_ ("Nobody is looked for here"));
    case FAR_TRUST_UNASKED:
    default:
      return far_words_host_name ();
    }
}

static char *
dup_title (const FarNetwork *network)
{
  const char *name = *network->name != '\0' ? network->name : network->device;

  if (*network->id == '\0' || network->trust != FAR_TRUST_UNASKED)
    return g_strdup (name);

  /* Translators: %s is the name of a network, or its router's address */
  return g_strdup_printf (_ ("Is “%s” a network where your collective meets? Your home, or the "
                             "school’s room, say."),
                          name);
}

GtkWidget *
far_network_row_new (const FarNetwork *network)
{
  FarNetworkRow *self = g_object_new (FAR_TYPE_NETWORK_ROW, NULL);
  gboolean can_be_known = *network->id != '\0';
  gboolean is_asked = can_be_known && network->trust == FAR_TRUST_UNASKED;
  g_autofree char *title = dup_title (network);
  g_autofree char *subtitle = describe (network);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), subtitle);
  gtk_widget_set_visible (GTK_WIDGET (self->yes_button), is_asked);
  gtk_widget_set_visible (GTK_WIDGET (self->no_button), is_asked);
  gtk_widget_set_visible (GTK_WIDGET (self->forget_button), can_be_known && !is_asked);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->yes_button), "s", network->id);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->no_button), "s", network->id);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->forget_button), "s", network->id);

  return GTK_WIDGET (self);
}
