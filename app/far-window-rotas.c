/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Rotas that change, and the promises that were made before. */

#include "far-window-private.h"

#include "far-date-dialog.h"
#include "far-rota-dialog.h"
#include "far-words-rota.h"
#include "far-words.h"

#include <glib/gi18n.h>

/* ---- changing */

/* What would bring the rota back: the fields that were changed, as they were. */
static void
remember (FarWindow *self, const FarRota *before, guint fields)
{
  g_clear_pointer (&self->undo_rota, far_snapshot_unref);
  self->undo_rota = far_snapshot_ref (before);
  self->undo_fields = fields;
}

static void
rota_changed_cb (FarWindow *self, const char *text, guint fields, FarRotaDialog *dialog)
{
  const FarRota *before = far_rota_dialog_peek_rota (dialog);

  far_notice_clear (self->notice);
  if (fields == 0)
    {
      far_notice_show (self->notice, FAR_NOTICE_DONE, text);
      return;
    }

  remember (self, before, fields);
  _far_window_add_undo_toast (self, text, "win.undo-rota", g_variant_new_string (before->id));
}

static void
rota_discarded_cb (FarWindow *self, const char *text, FarRotaDialog *dialog)
{
  far_notice_clear (self->notice);
  _far_window_add_undo_toast (self, text, "win.restore-rota",
                              g_variant_new_string (far_rota_dialog_peek_rota (dialog)->id));
}

void
_far_window_edit_rota_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);
  const char *id = g_variant_get_string (parameter, NULL);
  GListModel *rotas = far_overview_peek_rotas (self->overview);

  for (guint i = 0; i < g_list_model_get_n_items (rotas); i++)
    {
      g_autoptr(FarItem) item = g_list_model_get_item (rotas, i);
      const FarRota *rota = far_item_peek_snapshot (item);
      GtkWindow *dialog;

      if (!g_str_equal (rota->id, id))
        continue;
      dialog = far_rota_dialog_new_for (GTK_WINDOW (self), self->overview, rota);
      g_signal_connect_object (dialog, "changed", G_CALLBACK (rota_changed_cb), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (dialog, "discarded", G_CALLBACK (rota_discarded_cb), self,
                               G_CONNECT_SWAPPED);
      gtk_window_present (dialog);
      return;
    }
}

static void
undone_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarWindow) self = data;
  g_autoptr(GError) error = NULL;
  FarRota *rota = far_engine_change_rota_finish (FAR_ENGINE (source), result, NULL, &error);
  g_autofree char *text = NULL;

  if (self->overview != NULL && rota == NULL)
    far_notice_show_error (self->notice, error);
  else if (self->overview != NULL)
    {
      /* Translators: %s is the title of a rota */
      text = g_strdup_printf (_ ("“%s” is as it was before"), rota->title);
      far_notice_show (self->notice, FAR_NOTICE_DONE, text);
    }
  g_clear_pointer (&rota, far_snapshot_unref);
}

void
_far_window_undo_rota_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);
  FarRotaChange change = { .fields = self->undo_fields };

  if (self->undo_rota == NULL ||
      !g_str_equal (self->undo_rota->id, g_variant_get_string (parameter, NULL)))
    return;

  far_rota_dialog_read_rota (self->undo_rota, &change.draft);
  far_engine_change_rota_async (self->engine, self->undo_rota->id, &change, NULL, undone_cb,
                                g_object_ref (self));
  g_clear_pointer (&self->undo_rota, far_snapshot_unref);
}

static void
restored_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarWindow) self = data;
  g_autoptr(GError) error = NULL;
  g_autofree char *id = far_engine_set_draft_gone_finish (FAR_ENGINE (source), result, &error);

  if (self->overview != NULL && id == NULL)
    far_notice_show_error (self->notice, error);
  else if (self->overview != NULL)
    far_notice_show (self->notice, FAR_NOTICE_DONE,
                     _ ("The draft is on the list again, as it was."));
}

void
_far_window_restore_rota_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);

  far_engine_set_draft_gone_async (self->engine, g_variant_get_string (parameter, NULL), FALSE,
                                   NULL, restored_cb, g_object_ref (self));
}

/* ---- one date */

static void
date_changed_cb (FarWindow *self, const char *text, gboolean is_suggestion, FarDateDialog *dialog)
{
  const FarOuting *before = far_date_dialog_peek_outing (dialog);

  far_notice_clear (self->notice);
  if (is_suggestion)
    {
      far_notice_show (self->notice, FAR_NOTICE_DONE, text);
      return;
    }

  g_clear_pointer (&self->undo_date, far_snapshot_unref);
  self->undo_date = far_snapshot_ref ((gpointer)before);
  _far_window_add_undo_toast (self, text, "win.undo-date",
                              g_variant_new ("(si)", before->rota, before->day));
}

void
_far_window_edit_date_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);
  GListModel *outings = far_overview_peek_outings (self->overview);
  const char *rota;
  gint32 day;

  g_variant_get (parameter, "(&si)", &rota, &day);
  for (guint i = 0; i < g_list_model_get_n_items (outings); i++)
    {
      g_autoptr(FarItem) item = g_list_model_get_item (outings, i);
      const FarOuting *outing = far_item_peek_snapshot (item);
      GtkWindow *dialog;

      if (outing->day != day || !g_str_equal (outing->rota, rota))
        continue;
      dialog = far_date_dialog_new (GTK_WINDOW (self), self->overview, outing);
      g_signal_connect_object (dialog, "changed", G_CALLBACK (date_changed_cb), self,
                               G_CONNECT_SWAPPED);
      gtk_window_present (dialog);
      return;
    }
}

static void
date_set_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarWindow) self = data;
  g_autoptr(GError) error = NULL;
  FarOuting *outing = far_engine_change_outing_finish (FAR_ENGINE (source), result, NULL, &error);
  g_autofree char *text = NULL;

  if (self->overview != NULL && outing == NULL)
    far_notice_show_error (self->notice, error);
  else if (self->overview != NULL)
    {
      text = far_words_date_changed (outing, FALSE);
      far_notice_show (self->notice, FAR_NOTICE_DONE, text);
    }
  g_clear_pointer (&outing, far_snapshot_unref);
}

void
_far_window_undo_date_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);
  const FarOuting *before = self->undo_date;
  FarOutingChange change = { .fields = FAR_DATE_FIELDS };
  const char *rota;
  gint32 day;

  g_variant_get (parameter, "(&si)", &rota, &day);
  if (before == NULL || before->day != day || !g_str_equal (before->rota, rota))
    return;

  change.at = before->own_at;
  change.n_min = before->own_min;
  change.n_max = before->own_max;
  change.place = before->own_place;
  change.roles = before->own_roles;
  change.remark = before->remark;
  far_engine_change_outing_async (self->engine, rota, day, &change, NULL, date_set_cb,
                                  g_object_ref (self));
  g_clear_pointer (&self->undo_date, far_snapshot_unref);
}

/* ---- a turn of an outing that is at another time now */

static void
kept_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarWindow) self = data;
  g_autoptr(GError) error = NULL;
  FarOuting *outing = far_engine_keep_turn_finish (FAR_ENGINE (source), result, &error);

  if (self->overview != NULL && outing == NULL)
    far_notice_show_error (self->notice, error);
  else if (self->overview != NULL)
    {
      g_autofree char *day = far_words_day_short (outing->day);
      g_autofree char *at = far_words_time (outing->at);
      /* Translators: a day and a time that suit somebody */
      g_autofree char *text = g_strdup_printf (_ ("Noted: %1$s at %2$s"), day, at);

      far_notice_clear (self->notice);
      adw_toast_overlay_add_toast (self->toasts, adw_toast_new (text));
    }
  g_clear_pointer (&outing, far_snapshot_unref);
}

void
_far_window_keep_turn_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);

  far_engine_keep_turn_async (self->engine, g_variant_get_string (parameter, NULL), NULL, kept_cb,
                              g_object_ref (self));
}
