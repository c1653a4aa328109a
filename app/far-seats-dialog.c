/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-seats-dialog.h"

#include "far-compat.h"
#include "far-notice.h"
#include "far-whose.h"
#include "far-words-rides.h"
#include "far-words.h"

#include <glib/gi18n.h>

struct _FarSeatsDialog
{
  AdwWindow parent_instance;

  FarOverview *overview;     /* owned, nullable: while it is open */
  GCancellable *cancellable; /* owned */
  FarRide *ride;             /* owned */

  FarNotice *notice; /* template children */
  GtkLabel *about_label;
  GtkSpinButton *seats_spin;
  GtkSpinButton *infant_spin;
  GtkSpinButton *isize_spin;
  GtkSpinButton *booster_spin;
  AdwComboRow *way_row;
  AdwComboRow *dates_row;
  AdwComboRow *person_row;
  GtkButton *done_button;
};

G_DEFINE_FINAL_TYPE (FarSeatsDialog, far_seats_dialog, ADW_TYPE_WINDOW)

enum
{
  SIGNAL_TAKEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
taken_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarSeatsDialog) self = data;
  g_autoptr(GError) error = NULL;
  FarSeatsReport *report = far_engine_take_seats_finish (FAR_ENGINE (source), result, &error);

  if (self->overview != NULL && report == NULL)
    {
      gtk_widget_set_sensitive (GTK_WIDGET (self->done_button), TRUE);
      far_notice_show_error (self->notice, error);
    }
  else if (self->overview != NULL)
    {
      g_signal_emit (self, signals[SIGNAL_TAKEN], 0, report);
      gtk_window_close (GTK_WINDOW (self));
    }
  g_clear_pointer (&report, far_snapshot_unref);
}

static void
done_cb (FarSeatsDialog *self)
{
  guint way = adw_combo_row_get_selected (self->way_row);
  FarSeatsDraft draft = {
    .ride = self->ride->id,
    .member = far_whose_get (self->person_row),
    .ways = way == 0 || way == GTK_INVALID_LIST_POSITION ? 0 : 1u << (way - 1),
    .first_day = self->ride->day,
    .last_day = adw_combo_row_get_selected (self->dates_row) == 1 ? 0 : self->ride->day,
    .seats = { gtk_spin_button_get_value_as_int (self->seats_spin),
               { gtk_spin_button_get_value_as_int (self->infant_spin),
                 gtk_spin_button_get_value_as_int (self->isize_spin),
                 gtk_spin_button_get_value_as_int (self->booster_spin) } },
  };

  gtk_widget_set_sensitive (GTK_WIDGET (self->done_button), FALSE);
  far_engine_take_seats_async (far_overview_peek_engine (self->overview), &draft, self->cancellable,
                               taken_cb, g_object_ref (self));
}

static void
fill (FarSeatsDialog *self)
{
  const FarRide *ride = self->ride;
  g_autofree char *what = far_words_ride (ride);
  g_autofree char *day = far_words_day (ride->day);
  g_autofree char *times = far_words_ride_times (ride);
  g_autofree char *state = far_words_ride_state (ride);
  g_autofree char *about = g_strdup_printf ("%s\n%s, %s\n%s", what, day, times, state);
  g_autofree char *that_day = far_words_day_short (ride->day);
  g_autoptr(GtkStringList) ways = gtk_string_list_new (NULL);
  g_autoptr(GtkStringList) dates = gtk_string_list_new (NULL);
  g_autofree char *only = NULL;
  g_autofree char *each = NULL;
  gboolean both = ride->at[FAR_RIDE_THERE_WAY] >= 0 && ride->at[FAR_RIDE_BACK_WAY] >= 0;

  gtk_label_set_label (self->about_label, about);
  gtk_window_set_title (GTK_WINDOW (self), ride->is_ask ? _ ("Bring Seats") : _ ("Take Seats"));
  gtk_button_set_label (self->done_button, ride->is_ask ? _ ("_Bring") : _ ("_Take"));
  gtk_string_list_append (ways, _ ("There and back"));
  gtk_string_list_append (ways, _ ("There only"));
  gtk_string_list_append (ways, _ ("Back only"));
  adw_combo_row_set_model (self->way_row, G_LIST_MODEL (ways));
  gtk_widget_set_visible (GTK_WIDGET (self->way_row), both);
  /* Translators: %s is a day */
  only = g_strdup_printf (_ ("On %s only"), that_day);
  /* Translators: %s is a day */
  each = g_strdup_printf (_ ("On all dates from %s on"), that_day);
  gtk_string_list_append (dates, only);
  gtk_string_list_append (dates, each);
  adw_combo_row_set_model (self->dates_row, G_LIST_MODEL (dates));
  gtk_widget_set_visible (GTK_WIDGET (self->dates_row), ride->is_weekly);
  if (ride->is_ask)
    gtk_spin_button_set_value (self->seats_spin, MAX (ride->left[FAR_RIDE_THERE_WAY].n,
                                                      ride->left[FAR_RIDE_BACK_WAY].n));
  far_whose_fill (self->person_row, self->overview);
}

static void
far_seats_dialog_dispose (GObject *object)
{
  FarSeatsDialog *self = FAR_SEATS_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->overview);

  G_OBJECT_CLASS (far_seats_dialog_parent_class)->dispose (object);
}

static void
far_seats_dialog_finalize (GObject *object)
{
  FarSeatsDialog *self = FAR_SEATS_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->ride, far_snapshot_unref);

  G_OBJECT_CLASS (far_seats_dialog_parent_class)->finalize (object);
}

static void
far_seats_dialog_class_init (FarSeatsDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = far_seats_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = far_seats_dialog_finalize;

  signals[SIGNAL_TAKEN] = g_signal_new ("taken", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);

  g_type_ensure (FAR_TYPE_NOTICE);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-seats-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, FarSeatsDialog, notice);
  gtk_widget_class_bind_template_child (widget_class, FarSeatsDialog, about_label);
  gtk_widget_class_bind_template_child (widget_class, FarSeatsDialog, seats_spin);
  gtk_widget_class_bind_template_child (widget_class, FarSeatsDialog, infant_spin);
  gtk_widget_class_bind_template_child (widget_class, FarSeatsDialog, isize_spin);
  gtk_widget_class_bind_template_child (widget_class, FarSeatsDialog, booster_spin);
  gtk_widget_class_bind_template_child (widget_class, FarSeatsDialog, way_row);
  gtk_widget_class_bind_template_child (widget_class, FarSeatsDialog, dates_row);
  gtk_widget_class_bind_template_child (widget_class, FarSeatsDialog, person_row);
  gtk_widget_class_bind_template_child (widget_class, FarSeatsDialog, done_button);
  gtk_widget_class_bind_template_callback (widget_class, done_cb);
}

static void
far_seats_dialog_init (FarSeatsDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  far_compat_wrap_buttons (GTK_WIDGET (self));
}

GtkWindow *
far_seats_dialog_new (GtkWindow *parent, FarOverview *overview, const FarRide *ride)
{
  FarSeatsDialog *self;

  g_return_val_if_fail (FAR_IS_OVERVIEW (overview), NULL);
  g_return_val_if_fail (ride != NULL, NULL);

  self = g_object_new (FAR_TYPE_SEATS_DIALOG, "transient-for", parent, NULL);
  self->overview = g_object_ref (overview);
  self->ride = far_snapshot_ref (ride);
  fill (self);

  return GTK_WINDOW (self);
}

const FarRide *
far_seats_dialog_peek_ride (FarSeatsDialog *self)
{
  g_return_val_if_fail (FAR_IS_SEATS_DIALOG (self), NULL);

  return self->ride;
}
