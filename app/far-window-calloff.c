/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the window does about walks that are cancelled in one go. */

#include "far-window-private.h"

#include "far-call-off-dialog.h"
#include "far-words-calloff.h"

#include <glib/gi18n.h>

static void
called_off_cb (FarWindow *self, const char *text, const char *act)
{
  far_notice_clear (self->notice);
  if (*act == '\0')
    far_notice_show (self->notice, FAR_NOTICE_DONE, text);
  else
    _far_window_add_undo_toast (self, text, "win.resume", g_variant_new ("(ssi)", act, "", 0));
}

static void
open_dialog (FarWindow *self, const char *rota, gint32 day)
{
  GtkWindow *dialog = far_call_off_dialog_new (GTK_WINDOW (self), self->overview, rota, day);

  g_signal_connect_object (dialog, "called-off", G_CALLBACK (called_off_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (dialog);
}

void
_far_window_call_off_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);
  const FarStatus *status = far_overview_peek_status (self->overview);

  if (status != NULL)
    open_dialog (self, NULL, status->today);
}

void
_far_window_call_off_outing_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  const char *rota;
  gint32 day;

  g_variant_get (parameter, "(&si)", &rota, &day);
  open_dialog (FAR_WINDOW (widget), rota, day);
}

static void
resumed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarWindow) self = data;
  g_autoptr(GError) error = NULL;
  gboolean is_suggestion;
  int n = far_engine_resume_finish (FAR_ENGINE (source), result, &is_suggestion, &error);

  if (self->overview != NULL && n < 0)
    far_notice_show_error (self->notice, error);
  else if (self->overview != NULL)
    {
      g_autofree char *text = far_words_resumed (n, is_suggestion);

      far_notice_show (self->notice, FAR_NOTICE_DONE, text);
    }
}

void
_far_window_resume_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);
  const char *act;
  const char *rota;
  gint32 day;

  g_variant_get (parameter, "(&s&si)", &act, &rota, &day);
  far_engine_resume_async (self->engine, *act != '\0' ? act : NULL, *rota != '\0' ? rota : NULL,
                           day, NULL, resumed_cb, g_object_ref (self));
}
