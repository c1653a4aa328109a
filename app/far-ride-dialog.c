/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-ride-dialog.h"

#include "far-compat.h"
#include "far-day-row.h"
#include "far-notice.h"
#include "far-place-picker.h"
#include "far-whose.h"
#include "far-words-rides.h"

#include <glib/gi18n.h>

#define DAYS_PER_WEEK 7

struct _FarRideDialog
{
  AdwWindow parent_instance;

  FarOverview *overview;     /* owned, nullable: while it is open */
  GCancellable *cancellable; /* owned */
  FarRide *ride;             /* owned, nullable: that is changed */
  gboolean is_ask;

  FarNotice *notice; /* template children */
  AdwEntryRow *from_row;
  AdwEntryRow *to_row;
  FarDayRow *day_row;
  AdwEntryRow *there_row;
  AdwEntryRow *back_row;
  GtkSpinButton *seats_spin;
  GtkSpinButton *infant_spin;
  GtkSpinButton *isize_spin;
  GtkSpinButton *booster_spin;
  GtkSwitch *weekly_switch;
  GtkWidget *days_row;
  GtkToggleButton *days[DAYS_PER_WEEK];
  FarDayRow *last_row;
  GtkSwitch *holidays_switch;
  AdwEntryRow *detour_row;
  GtkSwitch *luggage_switch;
  GtkSwitch *wheelchair_switch;
  AdwComboRow *person_row;
  GtkButton *cancel_button;
  GtkButton *done_button;
};

G_DEFINE_FINAL_TYPE (FarRideDialog, far_ride_dialog, ADW_TYPE_WINDOW)

enum
{
  SIGNAL_DONE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* ---- what is wrong with it */

static void
blame (FarRideDialog *self, GtkWidget *row, int code, const GError *given)
{
  g_autoptr(GError) own = NULL;

  if (given == NULL)
    own = g_error_new_literal (FAR_SYNC_ERROR, code, "form");
  if (row != NULL)
    {
      gtk_widget_add_css_class (row, "error");
      gtk_widget_grab_focus (row);
    }
  far_notice_show_error (self->notice, given != NULL ? given : own);
}

static void
edited_cb (FarRideDialog *self)
{
  GtkWidget *const rows[] = {
    GTK_WIDGET (self->from_row),  GTK_WIDGET (self->to_row),   GTK_WIDGET (self->day_row),
    GTK_WIDGET (self->there_row), GTK_WIDGET (self->back_row), GTK_WIDGET (self->last_row),
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    gtk_widget_remove_css_class (rows[i], "error");
  far_notice_clear (self->notice);
}

/* ---- what the form says */

/* Empty is not that way. */
static gboolean
read_time (AdwEntryRow *row, int *out)
{
  g_autofree char *text = far_compat_dup_typed (row);

  *out = FAR_RIDE_NOT_THAT_WAY;

  return *text == '\0' || far_time_parse (text, out);
}

static guint
get_weekdays (FarRideDialog *self)
{
  guint weekdays = 0;

  for (guint i = 0; i < DAYS_PER_WEEK; i++)
    if (gtk_toggle_button_get_active (self->days[i]))
      weekdays |= 1u << i;

  return weekdays;
}

/* Says what is wrong itself. */
static gboolean
read_dates (FarRideDialog *self, FarRideDraft *draft)
{
  if (!far_day_row_get_day (self->day_row, &draft->first_day))
    {
      blame (self, GTK_WIDGET (self->day_row), FAR_SYNC_ERROR_DATE_INVALID, NULL);
      return FALSE;
    }
  draft->last_day = draft->first_day;
  draft->weekdays = 1u << far_day_get_weekday (draft->first_day);
  if (!gtk_switch_get_active (self->weekly_switch))
    return TRUE;

  if (!far_day_row_get_day (self->last_row, &draft->last_day))
    {
      blame (self, GTK_WIDGET (self->last_row), FAR_SYNC_ERROR_DATE_INVALID, NULL);
      return FALSE;
    }
  if (get_weekdays (self) != 0)
    draft->weekdays = get_weekdays (self);

  return TRUE;
}

static gboolean
read_form (FarRideDialog *self, FarRideDraft *draft)
{
  draft->is_ask = self->is_ask;
  if (!read_dates (self, draft))
    return FALSE;
  if (!read_time (self->there_row, &draft->at[FAR_RIDE_THERE_WAY]))
    {
      blame (self, GTK_WIDGET (self->there_row), FAR_SYNC_ERROR_TIME_INVALID, NULL);
      return FALSE;
    }
  if (!read_time (self->back_row, &draft->at[FAR_RIDE_BACK_WAY]))
    {
      blame (self, GTK_WIDGET (self->back_row), FAR_SYNC_ERROR_TIME_INVALID, NULL);
      return FALSE;
    }

  draft->seats.n = gtk_spin_button_get_value_as_int (self->seats_spin);
  draft->seats.n_child[FAR_CHILD_SEAT_INFANT] =
      gtk_spin_button_get_value_as_int (self->infant_spin);
  draft->seats.n_child[FAR_CHILD_SEAT_ISIZE] = gtk_spin_button_get_value_as_int (self->isize_spin);
  draft->seats.n_child[FAR_CHILD_SEAT_LIFT] = gtk_spin_button_get_value_as_int (self->booster_spin);
  draft->has_luggage = gtk_switch_get_active (self->luggage_switch);
  draft->has_wheelchair = gtk_switch_get_active (self->wheelchair_switch);
  draft->in_holidays = gtk_switch_get_active (self->holidays_switch);
  draft->member = far_whose_get (self->person_row);

  return TRUE;
}

static void
finish (FarRideDialog *self, const char *id, const GError *error)
{
  if (self->overview == NULL)
    return;
  if (id != NULL)
    {
      g_signal_emit (self, signals[SIGNAL_DONE], 0, id, self->ride == NULL);
      gtk_window_close (GTK_WINDOW (self));
      return;
    }

  gtk_widget_set_sensitive (GTK_WIDGET (self->done_button), TRUE);
  blame (self, NULL, 0, error);
}

static void
added_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarRideDialog) self = data;
  g_autoptr(GError) error = NULL;
  g_autofree char *id = far_engine_add_ride_finish (FAR_ENGINE (source), result, &error);

  finish (self, id, error);
}

static void
changed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarRideDialog) self = data;
  g_autoptr(GError) error = NULL;
  g_autofree char *id = far_engine_change_ride_finish (FAR_ENGINE (source), result, &error);

  finish (self, id, error);
}

static void
done_cb (FarRideDialog *self)
{
  FarEngine *engine = far_overview_peek_engine (self->overview);
  g_autofree char *from = far_compat_dup_typed (self->from_row);
  g_autofree char *to = far_compat_dup_typed (self->to_row);
  g_autofree char *detour = far_compat_dup_typed (self->detour_row);
  FarRideDraft draft = FAR_RIDE_DRAFT_NONE;

  edited_cb (self);
  if (*from == '\0' || *to == '\0')
    {
      blame (self, GTK_WIDGET (*from == '\0' ? self->from_row : self->to_row),
             FAR_SYNC_ERROR_NAME_EMPTY, NULL);
      return;
    }
  if (!read_form (self, &draft))
    return;
  draft.from = from;
  draft.to = to;
  draft.detour = detour;

  gtk_widget_set_sensitive (GTK_WIDGET (self->done_button), FALSE);
  if (self->ride != NULL)
    far_engine_change_ride_async (engine, self->ride->id, &draft, self->cancellable, changed_cb,
                                  g_object_ref (self));
  else
    far_engine_add_ride_async (engine, &draft, self->cancellable, added_cb, g_object_ref (self));
}

/* ---- what it begins with */

static void
weekly_cb (FarRideDialog *self)
{
  gboolean weekly = gtk_switch_get_active (self->weekly_switch);
  gint32 first_day;
  gint32 last_day;

  gtk_widget_set_visible (self->days_row, weekly);
  gtk_widget_set_visible (GTK_WIDGET (self->last_row), weekly);
  gtk_widget_set_visible (gtk_widget_get_ancestor (GTK_WIDGET (self->holidays_switch),
                                                   ADW_TYPE_ACTION_ROW),
                          weekly);
  if (!weekly || !far_day_row_get_day (self->day_row, &first_day))
    return;
  if (get_weekdays (self) == 0)
    gtk_toggle_button_set_active (self->days[far_day_get_weekday (first_day)], TRUE);
  if (!far_day_row_get_day (self->last_row, &last_day) || last_day <= first_day)
    far_day_row_set_day (self->last_row, far_ride_season_end (first_day));
}

static void
set_time (AdwEntryRow *row, int at)
{
  g_autofree char *text = at >= 0 ? far_time_format (at) : g_strdup ("");

  gtk_editable_set_text (GTK_EDITABLE (row), text);
}

static void
fill_ride (FarRideDialog *self)
{
  const FarRide *ride = self->ride;

  gtk_editable_set_text (GTK_EDITABLE (self->from_row), ride->from);
  gtk_editable_set_text (GTK_EDITABLE (self->to_row), ride->to);
  gtk_editable_set_text (GTK_EDITABLE (self->detour_row), ride->detour);
  far_day_row_set_day (self->day_row, ride->first_day);
  far_day_row_set_day (self->last_row, ride->last_day);
  set_time (self->there_row, ride->at[FAR_RIDE_THERE_WAY]);
  set_time (self->back_row, ride->at[FAR_RIDE_BACK_WAY]);
  gtk_spin_button_set_value (self->seats_spin, ride->seats.n);
  gtk_spin_button_set_value (self->infant_spin, ride->seats.n_child[FAR_CHILD_SEAT_INFANT]);
  gtk_spin_button_set_value (self->isize_spin, ride->seats.n_child[FAR_CHILD_SEAT_ISIZE]);
  gtk_spin_button_set_value (self->booster_spin, ride->seats.n_child[FAR_CHILD_SEAT_LIFT]);
  for (guint i = 0; i < DAYS_PER_WEEK; i++)
    gtk_toggle_button_set_active (self->days[i], (ride->weekdays & 1u << i) != 0);
  gtk_switch_set_active (self->weekly_switch, ride->is_weekly);
  gtk_switch_set_active (self->holidays_switch, ride->in_holidays);
  gtk_switch_set_active (self->luggage_switch, ride->has_luggage);
  gtk_switch_set_active (self->wheelchair_switch, ride->has_wheelchair);
  gtk_widget_set_visible (GTK_WIDGET (self->person_row), FALSE);
}

static void
fill (FarRideDialog *self)
{
  const FarStatus *status = far_overview_peek_status (self->overview);
  const char *title = self->is_ask ? _ ("Ask for Seats") : _ ("Offer Seats");

  far_whose_fill (self->person_row, self->overview);
  far_place_picker_add (self->from_row, self->overview);
  far_place_picker_add (self->to_row, self->overview);
  if (status != NULL)
    far_day_row_set_day (self->day_row, status->today + 1);
  if (!self->is_ask)
    gtk_spin_button_set_value (self->seats_spin, 3);
  if (self->ride != NULL)
    {
      fill_ride (self);
      title = _ ("Change the Ride");
    }
  gtk_window_set_title (GTK_WINDOW (self), title);
  gtk_button_set_label (self->done_button, self->ride != NULL ? _ ("_Change")
                                           : self->is_ask     ? _ ("_Ask")
                                                              : _ ("_Offer"));
  weekly_cb (self);
}

/* Not sooner: before a window is shown, libadwaita's content is not in it. */
static void
map_cb (FarRideDialog *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->from_row));
}

static void
far_ride_dialog_dispose (GObject *object)
{
  FarRideDialog *self = FAR_RIDE_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->overview);

  G_OBJECT_CLASS (far_ride_dialog_parent_class)->dispose (object);
}

static void
far_ride_dialog_finalize (GObject *object)
{
  FarRideDialog *self = FAR_RIDE_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->ride, far_snapshot_unref);

  G_OBJECT_CLASS (far_ride_dialog_parent_class)->finalize (object);
}

static void
far_ride_dialog_class_init (FarRideDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = far_ride_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = far_ride_dialog_finalize;

  signals[SIGNAL_DONE] =
      g_signal_new ("done", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_BOOLEAN);

  g_type_ensure (FAR_TYPE_NOTICE);
  g_type_ensure (FAR_TYPE_DAY_ROW);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-ride-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, FarRideDialog, notice);
  gtk_widget_class_bind_template_child (widget_class, FarRideDialog, from_row);
  gtk_widget_class_bind_template_child (widget_class, FarRideDialog, to_row);
  gtk_widget_class_bind_template_child (widget_class, FarRideDialog, day_row);
  gtk_widget_class_bind_template_child (widget_class, FarRideDialog, there_row);
  gtk_widget_class_bind_template_child (widget_class, FarRideDialog, back_row);
  gtk_widget_class_bind_template_child (widget_class, FarRideDialog, seats_spin);
  gtk_widget_class_bind_template_child (widget_class, FarRideDialog, infant_spin);
  gtk_widget_class_bind_template_child (widget_class, FarRideDialog, isize_spin);
  gtk_widget_class_bind_template_child (widget_class, FarRideDialog, booster_spin);
  gtk_widget_class_bind_template_child (widget_class, FarRideDialog, weekly_switch);
  gtk_widget_class_bind_template_child (widget_class, FarRideDialog, days_row);
  gtk_widget_class_bind_template_child_full (widget_class, "day_0", FALSE,
                                             G_STRUCT_OFFSET (FarRideDialog, days[0]));
  gtk_widget_class_bind_template_child_full (widget_class, "day_1", FALSE,
                                             G_STRUCT_OFFSET (FarRideDialog, days[1]));
  gtk_widget_class_bind_template_child_full (widget_class, "day_2", FALSE,
                                             G_STRUCT_OFFSET (FarRideDialog, days[2]));
  gtk_widget_class_bind_template_child_full (widget_class, "day_3", FALSE,
                                             G_STRUCT_OFFSET (FarRideDialog, days[3]));
  gtk_widget_class_bind_template_child_full (widget_class, "day_4", FALSE,
                                             G_STRUCT_OFFSET (FarRideDialog, days[4]));
  gtk_widget_class_bind_template_child_full (widget_class, "day_5", FALSE,
                                             G_STRUCT_OFFSET (FarRideDialog, days[5]));
  gtk_widget_class_bind_template_child_full (widget_class, "day_6", FALSE,
                                             G_STRUCT_OFFSET (FarRideDialog, days[6]));
  gtk_widget_class_bind_template_child (widget_class, FarRideDialog, last_row);
  gtk_widget_class_bind_template_child (widget_class, FarRideDialog, holidays_switch);
  gtk_widget_class_bind_template_child (widget_class, FarRideDialog, detour_row);
  gtk_widget_class_bind_template_child (widget_class, FarRideDialog, luggage_switch);
  gtk_widget_class_bind_template_child (widget_class, FarRideDialog, wheelchair_switch);
  gtk_widget_class_bind_template_child (widget_class, FarRideDialog, person_row);
  gtk_widget_class_bind_template_child (widget_class, FarRideDialog, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, FarRideDialog, done_button);
  gtk_widget_class_bind_template_callback (widget_class, done_cb);
  gtk_widget_class_bind_template_callback (widget_class, edited_cb);
}

static void
far_ride_dialog_init (FarRideDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  far_compat_wrap_buttons (GTK_WIDGET (self));
  far_compat_shorten_button (self->cancel_button);
  g_signal_connect_swapped (self->weekly_switch, "notify::active", G_CALLBACK (weekly_cb), self);
  g_signal_connect (self, "map", G_CALLBACK (map_cb), NULL);
}

GtkWindow *
far_ride_dialog_new (GtkWindow *parent, FarOverview *overview, const FarRide *ride, gboolean is_ask)
{
  FarRideDialog *self;

  g_return_val_if_fail (FAR_IS_OVERVIEW (overview), NULL);

  self = g_object_new (FAR_TYPE_RIDE_DIALOG, "transient-for", parent, NULL);
  self->overview = g_object_ref (overview);
  self->ride = ride != NULL ? far_snapshot_ref (ride) : NULL;
  self->is_ask = ride != NULL ? ride->is_ask : is_ask;
  fill (self);

  return GTK_WINDOW (self);
}
