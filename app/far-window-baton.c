/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the window does about the baton, and about what waits for its holder. */

#include "far-window-private.h"

#include "far-handover-dialog.h"
#include "far-order-dialog.h"

#include <glib/gi18n.h>

/* An act on the baton, for what is said of it */
typedef struct
{
  FarWindow *self; /* owned */
  FarBatonAct act;
  gboolean names_deputy;
} BatonAct;

static void
baton_act_free (BatonAct *act)
{
  g_clear_object (&act->self);
  g_free (act);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BatonAct, baton_act_free)

static const char *
peek_offered_name (const FarBaton *baton)
{
  const char *name = "";

  for (guint i = 0; i < baton->offers->len; i++)
    {
      const FarBatonOffer *offer = baton->offers->pdata[i];

      if (offer->is_offer)
        name = offer->member_name;
    }

  return name;
}

static void
say_deputy (FarWindow *self, const FarBaton *baton)
{
  g_autofree char *text = NULL;
  g_autofree char *escaped = NULL;

  if (baton->deputy[0] == '\0')
    text = g_strdup (_ ("You have no deputy any more"));
  else
    /* Translators: %s is a person's name */
    text = g_strdup_printf (_ ("%s is your deputy now"), baton->deputy_name);

  escaped = g_markup_escape_text (text, -1);
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (escaped));
}

static void
say_done (BatonAct *act, const FarBaton *baton)
{
  FarWindow *self = act->self;
  g_autofree char *text = NULL;

  far_notice_clear (self->notice);
  if (act->names_deputy)
    {
      say_deputy (self, baton);
      return;
    }

  switch (act->act)
    {
    case FAR_BATON_PASS:
      /* Translators: %s is a person's name */
      text = g_strdup_printf (_ ("The baton is offered to %s"), peek_offered_name (baton));
      _far_window_add_undo_toast (self, text, "win.act-baton",
                                  g_variant_new_int32 (FAR_BATON_KEEP));
      return;
    case FAR_BATON_ACCEPT:
      text = g_strdup (_ ("You hold the baton now"));
      break;
    case FAR_BATON_KEEP:
      text = g_strdup (_ ("You keep the baton"));
      break;
    case FAR_BATON_DECLINE:
      text = g_strdup (_ ("Your answer is passed on"));
      break;
    case FAR_BATON_CLAIM:
    default:
      text = g_strdup (baton->i_hold ? _ ("You hold the baton now") : _ ("The others are asked"));
      break;
    }
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (text));
}

static void
acted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(BatonAct) act = data;
  g_autoptr(GError) error = NULL;
  FarBaton *baton = far_engine_act_baton_finish (FAR_ENGINE (source), result, &error);

  if (act->self->overview != NULL && baton == NULL)
    far_notice_show_error (act->self->notice, error);
  else if (act->self->overview != NULL)
    say_done (act, baton);
  g_clear_pointer (&baton, far_snapshot_unref);
}

static BatonAct *
baton_act_new (FarWindow *self, FarBatonAct what)
{
  BatonAct *act = g_new0 (BatonAct, 1);

  act->self = g_object_ref (self);
  act->act = what;

  return act;
}

void
_far_window_act_baton_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);
  FarBatonAct what = g_variant_get_int32 (parameter);

  far_engine_act_baton_async (self->engine, what, NULL, FALSE, 0, NULL, acted_cb,
                              baton_act_new (self, what));
}

void
_far_window_pass_baton_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);
  const char *member;
  gint32 last_day;

  g_variant_get (parameter, "(&si)", &member, &last_day);
  far_engine_act_baton_async (self->engine, FAR_BATON_PASS, member, TRUE, last_day, NULL, acted_cb,
                              baton_act_new (self, FAR_BATON_PASS));
}

void
_far_window_name_deputy_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);
  const FarStatus *status = far_overview_peek_status (self->overview);
  const char *member = g_variant_get_string (parameter, NULL);
  BatonAct *act;

  if (status == NULL)
    return;

  act = baton_act_new (self, FAR_BATON_KEEP);
  act->names_deputy = TRUE;
  far_engine_act_baton_async (self->engine, FAR_BATON_KEEP, *member != '\0' ? member : status->me,
                              FALSE, 0, NULL, acted_cb, act);
}

void
_far_window_hand_over_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);

  gtk_window_present (far_handover_dialog_new (GTK_WINDOW (self), self->overview));
}

/* ---- who comes next */

static void
ordered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarWindow) self = data;
  g_autoptr(GError) error = NULL;
  FarBaton *baton = far_engine_order_baton_finish (FAR_ENGINE (source), result, &error);

  if (self->overview != NULL && baton == NULL)
    far_notice_show_error (self->notice, error);
  else if (self->overview != NULL)
    {
      far_notice_clear (self->notice);
      adw_toast_overlay_add_toast (self->toasts,
                                   adw_toast_new (baton->vote[0] != NULL
                                                      ? _ ("Your vote is written down")
                                                      : _ ("Your vote is taken back")));
    }
  g_clear_pointer (&baton, far_snapshot_unref);
}

void
_far_window_order_baton_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);
  g_autofree const char **members = g_variant_get_strv (parameter, NULL);

  far_engine_order_baton_async (self->engine, members, NULL, ordered_cb, g_object_ref (self));
}

void
_far_window_choose_order_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);
  const FarBaton *baton = far_overview_peek_baton (self->overview);

  if (baton != NULL)
    gtk_window_present (far_order_dialog_new (GTK_WINDOW (self), self->overview, baton));
}

/* ---- what waits for its holder */

/* @words: once it is done */
static void
tell (FarWindow *self, gboolean good, const GError *error, const char *words)
{
  if (self->overview == NULL)
    return;

  if (!good)
    far_notice_show_error (self->notice, error);
  else
    {
      far_notice_clear (self->notice);
      adw_toast_overlay_add_toast (self->toasts, adw_toast_new (words));
    }
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarWindow) self = data;
  g_autoptr(GError) error = NULL;
  gboolean good = far_engine_answer_suggestion_finish (FAR_ENGINE (source), result, &error);

  tell (self, good, error, _ ("The suggestion is answered"));
}

void
_far_window_answer_suggestion_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);
  const char *suggestion;
  gboolean adopt;

  g_variant_get (parameter, "(&sb)", &suggestion, &adopt);
  far_engine_answer_suggestion_async (self->engine, suggestion, adopt, NULL, answered_cb,
                                      g_object_ref (self));
}

static void
chosen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarWindow) self = data;
  g_autoptr(GError) error = NULL;
  gboolean good = far_engine_choose_finish (FAR_ENGINE (source), result, &error);

  tell (self, good, error, _ ("Everybody will see it so"));
}

void
_far_window_choose_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);

  far_engine_choose_async (self->engine, g_variant_get_string (parameter, NULL), NULL, chosen_cb,
                           g_object_ref (self));
}
