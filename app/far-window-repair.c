/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Bikes that break: reported, mended, and a place at a workshop booked and given back. */

#include "far-window-private.h"

#include "far-compat.h"
#include "far-fault-dialog.h"
#include "far-words-repair.h"
#include "far-words.h"

#include <glib/gi18n.h>

/* What is told when it is done, and how it is undone. */
typedef struct
{
  FarWindow *self;  /* owned */
  char *text;       /* owned */
  char *undo;       /* owned, nullable: an action */
  GVariant *target; /* owned, nullable: of that */
} Act;

/* @undo: (nullable), as is @target (transfer floating) */
static Act *
act_new (FarWindow *self, const char *text, const char *undo, GVariant *target)
{
  Act *act = g_new0 (Act, 1);

  act->self = g_object_ref (self);
  act->text = g_strdup (text);
  act->undo = g_strdup (undo);
  act->target = target != NULL ? g_variant_ref_sink (target) : NULL;

  return act;
}

/* @repairs: (transfer full) (nullable) */
static void
tell (Act *act, FarRepairs *repairs, const GError *error)
{
  FarWindow *self = act->self;

  if (self->overview != NULL && repairs == NULL)
    far_notice_show_error (self->notice, error);
  else if (self->overview != NULL)
    {
      far_notice_clear (self->notice);
      if (act->undo != NULL)
        _far_window_add_undo_toast (self, act->text, act->undo, act->target);
      else
        _far_window_add_toast (self, act->text);
    }
  g_clear_pointer (&repairs, far_snapshot_unref);
  g_clear_pointer (&act->target, g_variant_unref);
  g_object_unref (act->self);
  g_free (act->text);
  g_free (act->undo);
  g_free (act);
}

/* ---- what is wrong */

static void
reported_cb (FarWindow *self, const FarRepairs *repairs)
{
  const FarFault *fault = repairs->faults->pdata[0];

  far_notice_clear (self->notice);
  _far_window_add_undo_toast (self, _ ("Everybody will see that it is broken"),
                              "win.withdraw-fault", g_variant_new ("(sb)", fault->id, TRUE));
}

void
_far_window_report_fault_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);
  GtkWindow *dialog = far_fault_dialog_new (GTK_WINDOW (self), self->overview);

  g_signal_connect_object (dialog, "reported", G_CALLBACK (reported_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (dialog);
}

static void
changed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GError) error = NULL;
  FarRepairs *repairs = far_engine_change_fault_finish (FAR_ENGINE (source), result, &error);

  tell (data, repairs, error);
}

void
_far_window_withdraw_fault_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);
  FarFaultDraft draft = FAR_FAULT_DRAFT_NONE;
  gboolean is_gone;
  const char *id;

  g_variant_get (parameter, "(&sb)", &id, &is_gone);
  draft.is_gone = is_gone;
  far_engine_change_fault_async (self->engine, id, &draft, NULL, changed_cb,
                                 act_new (self,
                                          is_gone ? _ ("It is withdrawn")
                                                  : _ ("It is reported again"),
                                          "win.withdraw-fault",
                                          g_variant_new ("(sb)", id, !is_gone)));
}

void
_far_window_say_unsafe_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);
  FarFaultDraft draft = FAR_FAULT_DRAFT_NONE;
  gboolean is_unsafe;
  const char *id;

  g_variant_get (parameter, "(&sb)", &id, &is_unsafe);
  draft.is_unsafe = is_unsafe;
  far_engine_change_fault_async (self->engine, id, &draft, NULL, changed_cb,
                                 act_new (self,
                                          is_unsafe ? _ ("Nobody borrows it until it is repaired")
                                                    : _ ("It may be ridden"),
                                          "win.say-unsafe",
                                          g_variant_new ("(sb)", id, !is_unsafe)));
}

/* ---- what is done about it */

static void
work_said_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GError) error = NULL;
  FarRepairs *repairs = far_engine_say_work_finish (FAR_ENGINE (source), result, &error);

  tell (data, repairs, error);
}

void
_far_window_say_work_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);
  FarWorkDraft draft = { .minutes = -1 };
  g_autofree char *text = NULL;
  guint before;
  guint step;
  const char *id;

  g_variant_get (parameter, "(&suu)", &id, &step, &before);
  draft.step = (FarWorkStep)step;
  text = far_words_work (draft.step, "");
  far_engine_say_work_async (self->engine, id, &draft, NULL, work_said_cb,
                             act_new (self, text, "win.say-work",
                                      g_variant_new ("(suu)", id, before, step)));
}

/* ---- places at a workshop */

static void
slot_booked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GError) error = NULL;
  FarRepairs *repairs = far_engine_book_slot_finish (FAR_ENGINE (source), result, &error);

  tell (data, repairs, error);
}

void
_far_window_book_slot_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);
  const char *id, *rota;
  g_autofree char *date = NULL;
  g_autofree char *text = NULL;
  gint32 day;

  g_variant_get (parameter, "(&s&si)", &id, &rota, &day);
  date = far_words_day (day);
  /* Translators: of a bike that is to be mended; %s is a day */
  text = g_strdup_printf (_ ("It has a place, %s"), date);
  far_engine_book_slot_async (self->engine, id, *rota != '\0' ? rota : NULL, day, NULL, NULL,
                              slot_booked_cb,
                              act_new (self, text, "win.release-slot",
                                       g_variant_new ("(si)", id, day)));
}

static void
slot_released_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GError) error = NULL;
  FarRepairs *repairs = far_engine_release_slot_finish (FAR_ENGINE (source), result, &error);

  tell (data, repairs, error);
}

void
_far_window_release_slot_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);
  const char *id;
  gint32 day;

  g_variant_get (parameter, "(&si)", &id, &day);
  far_engine_release_slot_async (self->engine, id, day, NULL, slot_released_cb,
                                 act_new (self, _ ("The place is given back"), "win.book-slot",
                                          g_variant_new ("(ssi)", id, "", day)));
}

/* ---- the log book */

static void
show_log_book (FarWindow *self, const FarLogBook *book)
{
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (self), book->name, NULL);
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  for (guint i = 0; i < book->lines->len; i++)
    {
      const FarLogEntry *entry = book->lines->pdata[i];
      g_autofree char *date = far_words_date (entry->day);
      g_autofree char *words = far_words_log_entry (entry);

      gtk_list_box_append (GTK_LIST_BOX (list), far_compat_text_row_new (date, words));
    }
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Log book"), -1);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), list);
  adw_message_dialog_set_body (ADW_MESSAGE_DIALOG (dialog), _ ("Log book"));
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), scrolled);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("_Close"));
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "close");
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
log_book_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarWindow) self = data;
  g_autoptr(GError) error = NULL;
  FarLogBook *book = far_engine_log_book_finish (FAR_ENGINE (source), result, &error);

  if (self->overview != NULL && book == NULL)
    far_notice_show_error (self->notice, error);
  else if (self->overview != NULL)
    show_log_book (self, book);
  g_clear_pointer (&book, far_snapshot_unref);
}

void
_far_window_log_book_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);

  far_engine_log_book_async (self->engine, g_variant_get_string (parameter, NULL), NULL,
                             log_book_cb, g_object_ref (self));
}
