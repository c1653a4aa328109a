/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Seats in cars: offered, asked for, taken and given back. */

#include "far-window-private.h"

#include "far-places-dialog.h"
#include "far-ride-dialog.h"
#include "far-seats-dialog.h"
#include "far-words-rides.h"
#include "far-words.h"

#include <glib/gi18n.h>

/* ---- the pages that are there if the collective wants them */

static void
show_module (FarWindow *self, GtkWidget *child, gboolean is_used)
{
  if (!is_used && adw_view_stack_get_visible_child (self->pages) == child)
    adw_view_stack_set_visible_child_name (self->pages, "week");
  adw_view_stack_page_set_visible (adw_view_stack_get_page (self->pages, child), is_used);
}

void
_far_window_show_modules (FarWindow *self)
{
  const FarStatus *status = far_overview_peek_status (self->overview);

  show_module (self, GTK_WIDGET (self->rides_page),
               status != NULL && (status->uses & FAR_USES_RIDES) != 0);
  show_module (self, GTK_WIDGET (self->help_page), far_help_page_is_used (self->help_page));
}

static const FarRide *
find_ride (FarWindow *self, GVariant *parameter)
{
  GListModel *rides = far_overview_peek_rides (self->overview);
  const char *id;
  gint32 day;

  g_variant_get (parameter, "(&si)", &id, &day);
  for (guint i = 0; i < g_list_model_get_n_items (rides); i++)
    {
      g_autoptr(FarItem) item = g_list_model_get_item (rides, i);
      const FarRide *ride = far_item_peek_snapshot (item);

      if (ride->day == day && g_str_equal (ride->id, id))
        return ride;
    }

  return NULL;
}

/* ---- where cars meet */

void
_far_window_places_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);

  gtk_window_present (far_places_dialog_new (GTK_WINDOW (self), self->overview));
}

/* ---- a ride */

static void
ride_done_cb (FarWindow *self, const char *id, gboolean is_new)
{
  if (is_new)
    _far_window_add_undo_toast (self, _ ("Everybody will see it"), "win.withdraw-ride",
                                g_variant_new ("(sb)", id, TRUE));
  else
    _far_window_add_toast (self, _ ("It is changed. Whoever has a seat will see it."));
}

static void
show_dialog (FarWindow *self, const FarRide *ride, gboolean is_ask)
{
  GtkWindow *dialog = far_ride_dialog_new (GTK_WINDOW (self), self->overview, ride, is_ask);

  g_signal_connect_object (dialog, "done", G_CALLBACK (ride_done_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (dialog);
}

void
_far_window_add_ride_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  show_dialog (FAR_WINDOW (widget), NULL, g_variant_get_boolean (parameter));
}

void
_far_window_edit_ride_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);
  const FarRide *ride = find_ride (self, parameter);

  if (ride != NULL)
    show_dialog (self, ride, FALSE);
}

typedef struct
{
  FarWindow *self; /* owned */
  char *ride;      /* owned */
  gboolean is_gone;
} WithdrawAct;

static void
withdrawn_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  WithdrawAct *act = data;
  g_autoptr(GError) error = NULL;
  g_autofree char *id = far_engine_change_ride_finish (FAR_ENGINE (source), result, &error);

  if (act->self->overview != NULL && id == NULL)
    far_notice_show_error (act->self->notice, error);
  else if (act->self->overview != NULL)
    _far_window_add_undo_toast (act->self,
                                act->is_gone ? _ ("The ride is withdrawn, on all of its dates")
                                             : _ ("The ride is there again"),
                                "win.withdraw-ride",
                                g_variant_new ("(sb)", act->ride, !act->is_gone));
  g_object_unref (act->self);
  g_free (act->ride);
  g_free (act);
}

void
_far_window_withdraw_ride_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarRideDraft draft = FAR_RIDE_DRAFT_NONE;
  WithdrawAct *act = g_new0 (WithdrawAct, 1);

  act->self = g_object_ref (FAR_WINDOW (widget));
  g_variant_get (parameter, "(sb)", &act->ride, &act->is_gone);
  draft.is_gone = act->is_gone;
  far_engine_change_ride_async (act->self->engine, act->ride, &draft, NULL, withdrawn_cb, act);
}

/* ---- in place of an outing */

static void
rides_asked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarWindow) self = data;
  g_autoptr(GError) error = NULL;
  FarRide *ride = far_engine_ask_rides_finish (FAR_ENGINE (source), result, &error);

  if (self->overview != NULL && ride == NULL)
    far_notice_show_error (self->notice, error);
  else if (self->overview != NULL)
    _far_window_add_undo_toast (self, _ ("Everybody will see that seats are asked for"),
                                "win.withdraw-ride", g_variant_new ("(sb)", ride->id, TRUE));
  g_clear_pointer (&ride, far_snapshot_unref);
}

void
_far_window_ask_rides_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);
  const char *rota;
  gint32 day;

  g_variant_get (parameter, "(&si)", &rota, &day);
  far_engine_ask_rides_async (self->engine, rota, day, NULL, rides_asked_cb, g_object_ref (self));
}

/* ---- a date on which it falls out */

/* "Please call Bruno, 06 12 …, and Chiara." */
static char *
words_of_calls (const FarRide *ride)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *people = NULL;

  for (guint i = 0; i < ride->takers->len; i++)
    {
      const FarSeat *seat = ride->takers->pdata[i];

      if (seat->state == FAR_TURN_RELEASED || !g_hash_table_add (seen, (gpointer)seat->member))
        continue;
      g_ptr_array_add (names, *seat->member_phone != '\0'
                                  /* Translators: a name, and a telephone number */
                                  ? g_strdup_printf (C_ ("telephone", "%1$s (%2$s)"),
                                                     seat->member_name, seat->member_phone)
                                  : g_strdup (seat->member_name));
    }
  if (names->len == 0)
    return g_strdup (_ ("It falls out. Nobody has to be called."));
  g_ptr_array_add (names, NULL);
  people = far_words_people ((const char *const *)names->pdata);

  /* Translators: %s is one or several names with telephone numbers */
  return g_strdup_printf (_ ("It falls out. Please call %s."), people);
}

typedef struct
{
  FarWindow *self; /* owned */
  gboolean falls_out;
} DropAct;

static void
dropped_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  DropAct *act = data;
  g_autoptr(GError) error = NULL;
  FarRide *ride = far_engine_drop_ride_finish (FAR_ENGINE (source), result, &error);
  g_autofree char *text = NULL;

  if (act->self->overview != NULL && ride == NULL)
    far_notice_show_error (act->self->notice, error);
  else if (act->self->overview != NULL && act->falls_out)
    {
      /* it stays until it is closed: there are numbers to be dialled */
      text = words_of_calls (ride);
      far_notice_show (act->self->notice, FAR_NOTICE_HINT, text);
      _far_window_add_undo_toast (act->self, _ ("It falls out on that date"), "win.run-ride",
                                  g_variant_new ("(si)", ride->id, ride->day));
    }
  else if (act->self->overview != NULL)
    {
      far_notice_clear (act->self->notice);
      _far_window_add_toast (act->self, _ ("It runs after all"));
    }
  g_clear_pointer (&ride, far_snapshot_unref);
  g_object_unref (act->self);
  g_free (act);
}

/* @why: (nullable) */
static void
drop (FarWindow *self, const char *ride, gint32 day, const char *why)
{
  DropAct *act = g_new0 (DropAct, 1);

  act->self = g_object_ref (self);
  act->falls_out = why != NULL;
  far_engine_drop_ride_async (self->engine, ride, day, why, NULL, dropped_cb, act);
}

void
_far_window_run_ride_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  const char *id;
  gint32 day;

  g_variant_get (parameter, "(&si)", &id, &day);
  drop (FAR_WINDOW (widget), id, day, NULL);
}

static void
why_said_cb (FarWindow *self, const char *response, AdwMessageDialog *dialog)
{
  GtkWidget *entry = adw_message_dialog_get_extra_child (dialog);
  const FarRide *ride = g_object_get_data (G_OBJECT (dialog), "ride");

  if (g_str_equal (response, "drop"))
    drop (self, ride->id, ride->day, gtk_editable_get_text (GTK_EDITABLE (entry)));
}

void
_far_window_drop_ride_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);
  const FarRide *ride = find_ride (self, parameter);
  GtkWidget *entry;
  GtkWidget *dialog;
  g_autofree char *day = NULL;
  g_autofree char *what = NULL;
  g_autofree char *body = NULL;

  if (ride == NULL)
    return;

  day = far_words_day (ride->day);
  what = far_words_ride (ride);
  body = g_strdup_printf ("%s\n%s", what, day);
  dialog = adw_message_dialog_new (GTK_WINDOW (self), _ ("Why Does It Fall Out?"), body);
  entry = gtk_entry_new ();
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), _ ("The car has broken down"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Why, for all to read"), -1);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), entry);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "drop",
                                    _ ("Falls O_ut"), NULL);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "drop");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_object_set_data_full (G_OBJECT (dialog), "ride", far_snapshot_ref (ride), far_snapshot_unref);
  g_signal_connect_object (dialog, "response", G_CALLBACK (why_said_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* ---- seats */

typedef struct
{
  FarWindow *self; /* owned */
  char *key;       /* owned: what must not be asked for twice at once */
  gboolean is_ask;
} SeatsAct;

static SeatsAct *
seats_act_new (FarWindow *self, const char *key, gboolean is_ask)
{
  SeatsAct *act = g_new0 (SeatsAct, 1);

  act->self = g_object_ref (self);
  act->key = g_strdup (key);
  act->is_ask = is_ask;
  g_hash_table_add (self->acts, g_strdup (key));

  return act;
}

static void
seats_act_free (SeatsAct *act)
{
  g_hash_table_remove (act->self->acts, act->key);
  g_object_unref (act->self);
  g_free (act->key);
  g_free (act);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SeatsAct, seats_act_free)

static GVariant *
list_days (const FarSeatsReport *report)
{
  return g_variant_new_fixed_array (G_VARIANT_TYPE_INT32, report->days, report->n_days,
                                    sizeof *report->days);
}

/* What was taken is given back on just these dates. */
static void
tell_taken (FarWindow *self, const FarSeatsReport *report, gboolean is_ask)
{
  g_autofree char *text = far_words_seats_taken (report, is_ask);

  far_notice_clear (self->notice);
  _far_window_add_undo_toast (self, text, "win.undo-seats",
                              g_variant_new ("(ssu@ai)", report->ride, report->member, report->ways,
                                             list_days (report)));
}

static void
tell_released (FarWindow *self, const FarSeatsReport *report)
{
  g_autofree char *text = far_words_seats_released (report);

  far_notice_clear (self->notice);
  _far_window_add_undo_toast (self, text, "win.take-seats",
                              g_variant_new ("(suii(iiii)s@ai)", report->ride, report->ways, 0, 0,
                                             report->seats.n,
                                             report->seats.n_child[FAR_CHILD_SEAT_INFANT],
                                             report->seats.n_child[FAR_CHILD_SEAT_ISIZE],
                                             report->seats.n_child[FAR_CHILD_SEAT_LIFT],
                                             report->is_me ? "" : report->member,
                                             list_days (report)));
}

static void
seats_taken_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(SeatsAct) act = data;
  g_autoptr(GError) error = NULL;
  FarSeatsReport *report = far_engine_take_seats_finish (FAR_ENGINE (source), result, &error);

  if (act->self->overview != NULL && report == NULL)
    far_notice_show_error (act->self->notice, error);
  else if (act->self->overview != NULL)
    tell_taken (act->self, report, act->is_ask);
  g_clear_pointer (&report, far_snapshot_unref);
}

void
_far_window_take_seats_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);
  g_autoptr(GVariant) days = NULL;
  FarSeatsDraft draft = { 0 };
  gsize n_days;
  const char *member;

  g_variant_get (parameter, "(&suii(iiii)&s@ai)", &draft.ride, &draft.ways, &draft.first_day,
                 &draft.last_day, &draft.seats.n, &draft.seats.n_child[FAR_CHILD_SEAT_INFANT],
                 &draft.seats.n_child[FAR_CHILD_SEAT_ISIZE],
                 &draft.seats.n_child[FAR_CHILD_SEAT_LIFT], &member, &days);
  draft.member = *member != '\0' ? member : NULL;
  draft.days = g_variant_get_fixed_array (days, &n_days, sizeof *draft.days);
  draft.n_days = n_days;
  if (g_hash_table_contains (self->acts, draft.ride))
    return;

  far_engine_take_seats_async (self->engine, &draft, NULL, seats_taken_cb,
                               seats_act_new (self, draft.ride, FALSE));
}

static void
seats_released_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(SeatsAct) act = data;
  g_autoptr(GError) error = NULL;
  FarSeatsReport *report = far_engine_release_seats_finish (FAR_ENGINE (source), result, &error);

  if (act->self->overview != NULL && report == NULL)
    far_notice_show_error (act->self->notice, error);
  else if (act->self->overview != NULL)
    tell_released (act->self, report);
  g_clear_pointer (&report, far_snapshot_unref);
}

static void
release_seats (FarWindow *self, const FarSeatsDraft *draft)
{
  if (!g_hash_table_contains (self->acts, draft->ride))
    far_engine_release_seats_async (self->engine, draft, NULL, seats_released_cb,
                                    seats_act_new (self, draft->ride, FALSE));
}

void
_far_window_release_seats_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarSeatsDraft draft = { 0 };
  gboolean all;

  g_variant_get (parameter, "(&s&sbi)", &draft.ride, &draft.member, &all, &draft.first_day);
  if (all)
    draft.first_day = 0;
  draft.last_day = draft.first_day;
  release_seats (FAR_WINDOW (widget), &draft);
}

void
_far_window_undo_seats_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_autoptr(GVariant) days = NULL;
  FarSeatsDraft draft = { 0 };
  gsize n_days;

  g_variant_get (parameter, "(&s&su@ai)", &draft.ride, &draft.member, &draft.ways, &days);
  draft.days = g_variant_get_fixed_array (days, &n_days, sizeof *draft.days);
  draft.n_days = n_days;
  release_seats (FAR_WINDOW (widget), &draft);
}

static void
dialog_taken_cb (FarWindow *self, const FarSeatsReport *report, FarSeatsDialog *dialog)
{
  tell_taken (self, report, far_seats_dialog_peek_ride (dialog)->is_ask);
}

void
_far_window_choose_seats_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);
  const FarRide *ride = find_ride (self, parameter);
  GtkWindow *dialog;

  if (ride == NULL)
    return;

  dialog = far_seats_dialog_new (GTK_WINDOW (self), self->overview, ride);
  g_signal_connect_object (dialog, "taken", G_CALLBACK (dialog_taken_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (dialog);
}
