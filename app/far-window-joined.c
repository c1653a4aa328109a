/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Walks that are short of adults, and those that walk as one. */

#include "far-window-private.h"

#include "far-gap-dialog.h"
#include "far-words-joined.h"

#include <glib/gi18n.h>

static void
chosen_cb (FarWindow *self, const char *action, GVariant *target)
{
  far_notice_clear (self->notice);
  gtk_widget_activate_action_variant (GTK_WIDGET (self), action, target);
}

void
_far_window_show_gap_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);
  const char *rota;
  GtkWindow *dialog;
  gint32 day;

  g_variant_get (parameter, "(&si)", &rota, &day);
  dialog = far_gap_dialog_new (GTK_WINDOW (self), self->overview, rota, day);
  g_signal_connect_object (dialog, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (dialog);
}

/* ---- walking with another one */

static void
joined_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarWindow) self = data;
  g_autoptr(GError) error = NULL;
  gboolean is_suggestion;
  FarGap *gap = far_engine_join_outing_finish (FAR_ENGINE (source), result, &is_suggestion, &error);
  g_autofree char *text = gap != NULL ? far_words_joined (gap, is_suggestion) : NULL;

  if (self->overview != NULL && gap == NULL)
    far_notice_show_error (self->notice, error);
  else if (self->overview != NULL && (is_suggestion || far_words_find_join (gap->outing) == NULL))
    far_notice_show (self->notice, FAR_NOTICE_DONE, text);
  else if (self->overview != NULL)
    _far_window_add_undo_toast (self, text, "win.join-outing",
                                g_variant_new ("(sis)", gap->outing->rota, gap->outing->day, ""));
  g_clear_pointer (&gap, far_snapshot_unref);
}

void
_far_window_join_outing_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);
  const char *rota;
  const char *into;
  gint32 day;

  g_variant_get (parameter, "(&si&s)", &rota, &day, &into);
  far_engine_join_outing_async (self->engine, rota, day, *into != '\0' ? into : NULL, NULL,
                                joined_cb, g_object_ref (self));
}

/* ---- saying yes */

/* Of one person after the other. */
typedef struct
{
  FarWindow *window; /* owned */
  GVariant *said;    /* owned: (siasb) */
  guint n;           /* that were said */
} Saying;

static void
saying_free (Saying *self)
{
  g_clear_object (&self->window);
  g_clear_pointer (&self->said, g_variant_unref);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Saying, saying_free)

static void agree_next (Saying *saying);

static void
agreed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(Saying) saying = data;
  g_autoptr(GError) error = NULL;
  FarWindow *self = saying->window;
  FarGap *gap = far_engine_agree_join_finish (FAR_ENGINE (source), result, &error);
  g_autofree char *text = gap != NULL ? far_words_joined (gap, FALSE) : NULL;
  g_autofree const char **persons = NULL;
  const char *rota;
  gboolean is_yes;
  gint32 day;

  g_variant_get (saying->said, "(&si^a&sb)", &rota, &day, &persons, &is_yes);
  if (self->overview != NULL && gap == NULL)
    far_notice_show_error (self->notice, error);
  else if (gap != NULL && persons[++saying->n] != NULL)
    agree_next (g_steal_pointer (&saying));
  else if (self->overview != NULL && is_yes)
    _far_window_add_undo_toast (self, text, "win.agree-join",
                                g_variant_new ("(si^asb)", rota, day, persons, FALSE));
  g_clear_pointer (&gap, far_snapshot_unref);
}

/* @saying: (transfer full) */
static void
agree_next (Saying *saying)
{
  FarWindow *self = saying->window;
  const FarStatus *status =
      self->overview != NULL ? far_overview_peek_status (self->overview) : NULL;
  g_autofree const char **persons = NULL;
  const char *rota;
  gboolean is_yes;
  gboolean is_me;
  gint32 day;

  g_variant_get (saying->said, "(&si^a&sb)", &rota, &day, &persons, &is_yes);
  is_me = status != NULL && g_strcmp0 (status->me, persons[saying->n]) == 0;
  far_engine_agree_join_async (self->engine, rota, day, is_me ? NULL : persons[saying->n], is_yes,
                               NULL, agreed_cb, saying);
}

void
_far_window_agree_join_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_autoptr(GVariant) persons = g_variant_get_child_value (parameter, 2);
  Saying *saying;

  if (g_variant_n_children (persons) == 0)
    return;

  saying = g_new0 (Saying, 1);
  saying->window = g_object_ref (FAR_WINDOW (widget));
  saying->said = g_variant_ref (parameter);
  agree_next (saying);
}
