/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What has changed of the plan, and who has seen it. */

#include "far-window-private.h"

#include "far-seen-dialog.h"

#include <glib/gi18n.h>

/* What was said, to be taken back. */
typedef struct
{
  FarWindow *window; /* owned */
  GVariant *rotas;   /* owned */
  gboolean is_seen;
} Saying;

static void
saying_free (Saying *self)
{
  g_clear_object (&self->window);
  g_clear_pointer (&self->rotas, g_variant_unref);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Saying, saying_free)

static void
said_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(Saying) saying = data;
  g_autoptr(GError) error = NULL;
  FarWindow *self = saying->window;
  gboolean good = far_engine_say_seen_finish (FAR_ENGINE (source), result, &error);

  if (self->overview == NULL)
    return;
  if (!good)
    far_notice_show_error (self->notice, error);
  else if (saying->is_seen)
    _far_window_add_undo_toast (self, _ ("Whoever coordinates sees that you know of it"),
                                "win.say-seen", g_variant_new ("(@asb)", saying->rotas, FALSE));
}

void
_far_window_say_seen_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);
  Saying *saying = g_new0 (Saying, 1);
  g_autofree const char **rotas = NULL;

  saying->window = g_object_ref (self);
  g_variant_get (parameter, "(@asb)", &saying->rotas, &saying->is_seen);
  rotas = g_variant_get_strv (saying->rotas, NULL);
  far_engine_say_seen_async (self->engine, rotas, NULL, saying->is_seen, NULL, said_cb, saying);
}

void
_far_window_show_plan_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);

  gtk_window_present (far_seen_dialog_new (GTK_WINDOW (self), self->overview,
                                           g_variant_get_string (parameter, NULL)));
}
