/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the window does about what somebody looks for. */

#include "far-window-private.h"

#include "far-search-dialog.h"

/* Where a thing is shown. */
static const struct
{
  const char *action;
  const char *page; /* (nullable): its parameter */
} places[] = {
  [FAR_FOUND_MEMBER] = { "win.show-page", "us" },
  [FAR_FOUND_CHILD] = { "win.show-children", NULL },
  [FAR_FOUND_LINE] = { "win.show-page", "rotas" },
  [FAR_FOUND_ROTA] = { "win.show-page", "rotas" },
  [FAR_FOUND_RIDE] = { "win.show-page", "rides" },
  [FAR_FOUND_HELP] = { "win.show-page", "help" },
  [FAR_FOUND_SKILL] = { "win.show-page", "help" },
  [FAR_FOUND_THING] = { "win.show-things", NULL },
  [FAR_FOUND_FAULT] = { "win.show-page", "help" },
  [FAR_FOUND_PLACE] = { "win.places", NULL },
};
G_STATIC_ASSERT (G_N_ELEMENTS (places) == FAR_FOUND_N);

static void
found_cb (FarWindow *self, int kind, const char *id)
{
  const char *page;

  g_return_if_fail (kind >= 0 && kind < FAR_FOUND_N);

  page = places[kind].page;
  gtk_widget_activate_action_variant (GTK_WIDGET (self), places[kind].action,
                                      page != NULL ? g_variant_new_string (page) : NULL);
}

void
_far_window_search_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);
  GtkWindow *dialog;

  if (!far_overview_get_readable (self->overview))
    return;

  dialog = far_search_dialog_new (GTK_WINDOW (self), self->overview);
  g_signal_connect_object (dialog, "found", G_CALLBACK (found_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (dialog);
}
