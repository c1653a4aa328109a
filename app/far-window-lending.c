/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Things and rooms: written down, booked, given back, handed out and brought back. */

#include "far-window-private.h"

#include "far-book-dialog.h"
#include "far-lent-dialog.h"
#include "far-words-lending.h"
#include "far-words.h"

#include <glib/gi18n.h>

static const FarLent *
find_lent (FarWindow *self, const char *id)
{
  GListModel *lending = far_overview_peek_lending (self->overview);

  for (guint i = 0; i < g_list_model_get_n_items (lending); i++)
    {
      g_autoptr(FarItem) item = g_list_model_get_item (lending, i);
      const FarLent *lent = far_item_peek_snapshot (item);

      if (g_str_equal (lent->id, id))
        return lent;
    }

  return NULL;
}

/* ---- what there is */

static void
lent_done_cb (FarWindow *self, const char *id, gboolean is_new)
{
  if (is_new)
    _far_window_add_undo_toast (self, _ ("Everybody will see it"), "win.drop-lent",
                                g_variant_new ("(sb)", id, TRUE));
  else
    _far_window_add_toast (self, _ ("It is changed. Whoever has booked it will see it."));
}

static void
show_dialog (FarWindow *self, const FarLent *lent, gboolean is_room)
{
  GtkWindow *dialog = far_lent_dialog_new (GTK_WINDOW (self), self->overview, lent, is_room);

  g_signal_connect_object (dialog, "done", G_CALLBACK (lent_done_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (dialog);
}

void
_far_window_add_lent_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  show_dialog (FAR_WINDOW (widget), NULL, g_variant_get_boolean (parameter));
}

void
_far_window_edit_lent_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);
  const FarLent *lent = find_lent (self, g_variant_get_string (parameter, NULL));

  if (lent != NULL)
    show_dialog (self, lent, FALSE);
}

typedef struct
{
  FarWindow *self; /* owned */
  char *thing;     /* owned */
  gboolean is_gone;
} DropAct;

static void
dropped_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  DropAct *act = data;
  g_autoptr(GError) error = NULL;
  g_autofree char *id = far_engine_change_thing_finish (FAR_ENGINE (source), result, &error);

  if (act->self->overview != NULL && id == NULL)
    far_notice_show_error (act->self->notice, error);
  else if (act->self->overview != NULL)
    _far_window_add_undo_toast (act->self,
                                act->is_gone ? _ ("It is taken off the list")
                                             : _ ("It is on the list again"),
                                "win.drop-lent", g_variant_new ("(sb)", act->thing, !act->is_gone));
  g_object_unref (act->self);
  g_free (act->thing);
  g_free (act);
}

void
_far_window_drop_lent_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarThingEdit edit = { 0 };
  DropAct *act = g_new0 (DropAct, 1);

  act->self = g_object_ref (FAR_WINDOW (widget));
  g_variant_get (parameter, "(sb)", &act->thing, &act->is_gone);
  edit.gone = act->is_gone;
  far_engine_change_thing_async (act->self->engine, act->thing, &edit, NULL, dropped_cb, act);
}

/* ---- booking */

static void
tell_booked (FarWindow *self, const FarLoansReport *report)
{
  g_autofree char *text = far_words_loans_booked (report);

  far_notice_clear (self->notice);
  _far_window_add_undo_toast (self, text, "win.release-loan",
                              g_variant_new ("(sb)", report->ids[0], report->n_days > 1));
}

void
_far_window_book_thing_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);
  const FarLent *lent = find_lent (self, g_variant_get_string (parameter, NULL));
  GtkWindow *dialog;

  if (lent == NULL)
    return;

  dialog = far_book_dialog_new (GTK_WINDOW (self), self->overview, lent);
  g_signal_connect_object (dialog, "booked", G_CALLBACK (tell_booked), self, G_CONNECT_SWAPPED);
  gtk_window_present (dialog);
}

static void
released_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarWindow) self = data;
  g_autoptr(GError) error = NULL;
  FarLoansReport *report = far_engine_release_loan_finish (FAR_ENGINE (source), result, &error);

  if (self->overview != NULL && report == NULL)
    far_notice_show_error (self->notice, error);
  else if (self->overview != NULL)
    {
      const FarLoan *loan = report->one;
      g_autofree char *text = far_words_loans_released (report);

      far_notice_clear (self->notice);
      if (loan != NULL && report->n_days > 0)
        _far_window_add_undo_toast (
            self, text, "win.book-again",
            g_variant_new ("(ss@aiiiiubsss)", report->thing, loan->is_me ? "" : loan->member,
                           g_variant_new_fixed_array (G_VARIANT_TYPE_INT32, report->days,
                                                      report->n_days, sizeof (gint32)),
                           loan->last_day - loan->first_day, loan->from, loan->until, loan->n,
                           loan->is_repair, loan->words, loan->opens, loan->closes));
      else
        _far_window_add_toast (self, text);
    }
  g_clear_pointer (&report, far_snapshot_unref);
}

void
_far_window_release_loan_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);
  gboolean with_later;
  const char *loan;

  g_variant_get (parameter, "(&sb)", &loan, &with_later);
  far_engine_release_loan_async (self->engine, loan, with_later, NULL, released_cb,
                                 g_object_ref (self));
}

static void
booked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarWindow) self = data;
  g_autoptr(GError) error = NULL;
  FarLoansReport *report = far_engine_book_finish (FAR_ENGINE (source), result, &error);

  if (self->overview != NULL && report == NULL)
    far_notice_show_error (self->notice, error);
  else if (self->overview != NULL)
    tell_booked (self, report);
  g_clear_pointer (&report, far_snapshot_unref);
}

static const char *
or_null (const char *text)
{
  return *text != '\0' ? text : NULL;
}

/* What was given back is booked anew, all of it: who moved up meanwhile stays. */
void
_far_window_book_again_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);
  g_autoptr(GVariant) days = NULL;
  FarLoanDraft draft = { 0 };
  const char *member, *opens, *closes;
  gint32 length;
  gsize n;

  g_variant_get (parameter, "(&s&s@aiiiiub&s&s&s)", &draft.thing, &member, &days, &length,
                 &draft.from, &draft.until, &draft.n, &draft.is_repair, &draft.words, &opens,
                 &closes);
  draft.only = g_variant_get_fixed_array (days, &n, sizeof (gint32));
  draft.n_only = (guint)n;
  if (n == 0)
    return;

  draft.first_day = draft.weekly_last = draft.only[0];
  for (guint i = 1; i < n; i++)
    {
      draft.first_day = MIN (draft.first_day, draft.only[i]);
      draft.weekly_last = MAX (draft.weekly_last, draft.only[i]);
    }
  draft.last_day = draft.first_day + length;
  draft.member = or_null (member);
  draft.opens = or_null (opens);
  draft.closes = or_null (closes);
  far_engine_book_async (self->engine, &draft, NULL, booked_cb, g_object_ref (self));
}

/* ---- at the door */

typedef struct
{
  FarWindow *self; /* owned */
  FarLoanState state;
} HandAct;

static void
handed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  HandAct *act = data;
  g_autoptr(GError) error = NULL;
  FarLoansReport *report = far_engine_hand_loan_finish (FAR_ENGINE (source), result, &error);
  /* back is undone by being out, and out by being neither */
  FarLoanState before = act->state == FAR_LOAN_IS_BACK ? FAR_LOAN_IS_OUT : FAR_LOAN_IS_BOOKED;

  if (act->self->overview != NULL && report == NULL)
    far_notice_show_error (act->self->notice, error);
  else if (act->self->overview != NULL)
    {
      g_autofree char *text = far_words_loan_handed (report);

      far_notice_clear (act->self->notice);
      if (act->state == FAR_LOAN_IS_BOOKED || report->one == NULL)
        _far_window_add_toast (act->self, text);
      else
        _far_window_add_undo_toast (act->self, text, "win.hand-loan",
                                    g_variant_new ("(suis)", report->one->id, (guint)before, -1,
                                                   ""));
    }
  g_clear_pointer (&report, far_snapshot_unref);
  g_object_unref (act->self);
  g_free (act);
}

static void
hand (FarWindow *self, const char *loan, FarLoanState state, int condition, const char *words)
{
  HandAct *act = g_new0 (HandAct, 1);

  act->self = g_object_ref (self);
  act->state = state;
  far_engine_hand_loan_async (self->engine, loan, state, condition, words, NULL, handed_cb, act);
}

void
_far_window_hand_loan_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  const char *loan, *words;
  guint state;
  int condition;

  g_variant_get (parameter, "(&sui&s)", &loan, &state, &condition, &words);
  hand (FAR_WINDOW (widget), loan, (FarLoanState)state, condition, words);
}

static void
worn_said_cb (FarWindow *self, const char *response, AdwMessageDialog *dialog)
{
  GtkWidget *entry = adw_message_dialog_get_extra_child (dialog);
  const char *loan = g_object_get_data (G_OBJECT (dialog), "loan");
  const char *words = gtk_editable_get_text (GTK_EDITABLE (entry));

  if (g_str_equal (response, "worn"))
    hand (self, loan, FAR_LOAN_IS_BACK, FAR_SHAPE_WORN, words);
  else if (g_str_equal (response, "broken"))
    hand (self, loan, FAR_LOAN_IS_BACK, FAR_SHAPE_BROKEN, words);
}

void
_far_window_return_worn_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);
  GtkWidget *entry = gtk_entry_new ();
  GtkWidget *dialog = adw_message_dialog_new (
      GTK_WINDOW (self), _ ("What Is Wrong With It?"),
      _ ("It is brought back, and whoever borrows it next reads what you write."));

  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("What is wrong with it"), -1);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), entry);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "worn",
                                    C_ ("condition", "_Worn"), "broken",
                                    C_ ("condition", "_Broken"), NULL);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_object_set_data_full (G_OBJECT (dialog), "loan", g_variant_dup_string (parameter, NULL),
                          g_free);
  g_signal_connect_object (dialog, "response", G_CALLBACK (worn_said_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}
