/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the window does about children. */

#include "far-window-private.h"

#include "far-children-dialog.h"
#include "far-note-dialog.h"
#include "far-roll-dialog.h"

#include <glib/gi18n.h>

void
_far_window_show_children_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);

  gtk_window_present (far_children_dialog_new (GTK_WINDOW (self), self->overview));
}

static void
roll_left_cb (FarWindow *self, GVariant *unsaved)
{
  _far_window_add_undo_toast (self, _ ("What you typed is not saved"), "win.write-roll", unsaved);
}

static GtkWindow *
roll_dialog_new (FarWindow *self, const char *rota, gint32 day)
{
  GtkWindow *dialog = far_roll_dialog_new (GTK_WINDOW (self), self->overview, rota, day);

  g_signal_connect_object (dialog, "left", G_CALLBACK (roll_left_cb), self, G_CONNECT_SWAPPED);

  return dialog;
}

void
_far_window_show_roll_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  const char *rota;
  gint32 day;

  g_variant_get (parameter, "(&si)", &rota, &day);
  gtk_window_present (roll_dialog_new (FAR_WINDOW (widget), rota, day));
}

void
_far_window_write_roll_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  GtkWindow *dialog;
  const char *rota;
  const char *child;
  const char *words;
  gint32 day;

  g_variant_get (parameter, "(&si&s&s)", &rota, &day, &child, &words);
  dialog = roll_dialog_new (FAR_WINDOW (widget), rota, day);
  far_roll_dialog_write_on (FAR_ROLL_DIALOG (dialog), child, words);
  gtk_window_present (dialog);
}

void
_far_window_show_note_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);
  const char *child;
  const char *rota;
  gint32 day;

  g_variant_get (parameter, "(&s&si)", &child, &rota, &day);
  gtk_window_present (far_note_dialog_new_to_read (GTK_WINDOW (self),
                                                   far_overview_peek_engine (self->overview), child,
                                                   rota, day));
}

/* ---- absent from an outing */

typedef struct
{
  FarWindow *self;  /* owned */
  GVariant *before; /* owned: what undoes it */
  gboolean is_absent;
} AbsentAct;

static void
absent_act_free (AbsentAct *act)
{
  g_clear_object (&act->self);
  g_clear_pointer (&act->before, g_variant_unref);
  g_free (act);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AbsentAct, absent_act_free)

static void
absent_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(AbsentAct) act = data;
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;
  FarChild *child = far_engine_set_absent_finish (FAR_ENGINE (source), result, &error);

  if (act->self->overview == NULL)
    {
      g_clear_pointer (&child, far_snapshot_unref);
      return;
    }
  if (child == NULL)
    {
      far_notice_show_error (act->self->notice, error);
      return;
    }

  /* Translators: %s is a child’s name */
  text = g_strdup_printf (act->is_absent ? _ ("%s is absent") : _ ("%s comes along"), child->name);
  _far_window_add_undo_toast (act->self, text, "win.set-absent", act->before);
  far_snapshot_unref (child);
}

void
_far_window_set_absent_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  AbsentAct *act = g_new0 (AbsentAct, 1);
  const char *child;
  const char *rota;
  gint32 day;

  g_variant_get (parameter, "(&s&sib)", &child, &rota, &day, &act->is_absent);
  act->self = g_object_ref (FAR_WINDOW (widget));
  act->before = g_variant_ref_sink (g_variant_new ("(ssib)", child, rota, day, !act->is_absent));
  far_engine_set_absent_async (act->self->engine, child, rota, day, act->is_absent, NULL, absent_cb,
                               act);
}
