/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-colour-box.h"

static const char *const styles[FAR_COLOUR_N] = {
  NULL,       "far-red",    "far-orange", "far-yellow", "far-green",
  "far-blue", "far-purple", "far-brown",  "far-grey",
};

void
far_colour_set_class (GtkWidget *widget, FarColour colour)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail ((guint)colour < FAR_COLOUR_N);

  for (guint i = 1; i < FAR_COLOUR_N; i++)
    gtk_widget_remove_css_class (widget, styles[i]);
  if (styles[colour] != NULL)
    gtk_widget_add_css_class (widget, styles[colour]);
}

void
far_colour_box_show (GtkBox *box, FarColour colour)
{
  g_return_if_fail (GTK_IS_BOX (box));

  far_colour_set_class (GTK_WIDGET (box), colour);
  gtk_widget_set_visible (GTK_WIDGET (box), colour != FAR_COLOUR_NONE);
}
