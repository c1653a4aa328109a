/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-ride-row.h"

#include "far-compat.h"
#include "far-words-rides.h"
#include "far-words.h"

#include <glib/gi18n.h>
#include <string.h>

struct _FarRideRow
{
  AdwExpanderRow parent_instance;

  FarItem *item;    /* owned */
  GPtrArray *below; /* owned (element-type GtkWidget, unowned): the rows below */
  gboolean tells_day;

  GtkButton *seat_button; /* template child */
};

G_DEFINE_FINAL_TYPE (FarRideRow, far_ride_row, ADW_TYPE_EXPANDER_ROW)

static const FarRide *
peek_ride (FarRideRow *self)
{
  return far_item_peek_snapshot (self->item);
}

gint32
far_ride_row_get_day (FarRideRow *self)
{
  return peek_ride (self)->day;
}

/* ---- what is done with one click */

/* A person whom one answers for may have a seat, and oneself none. */
static const FarSeat *
find_my_seat (const FarRide *ride)
{
  for (guint i = 0; i < ride->takers->len; i++)
    {
      const FarSeat *seat = ride->takers->pdata[i];

      if (seat->is_mine && seat->state != FAR_TURN_RELEASED)
        return seat;
    }

  return NULL;
}

static GVariant *
release_target (const FarRide *ride, const FarSeat *seat, gboolean all)
{
  return g_variant_new ("(ssbi)", ride->id, seat->member, all, ride->day);
}

static void
name_button (GtkWidget *button, const char *label, const FarRide *ride)
{
  g_autofree char *what = far_words_ride (ride);
  g_autofree char *day = far_words_day_short (ride->day);
  g_autoptr(GString) plain = g_string_new (label);
  g_autofree char *name = NULL;

  g_string_replace (plain, "_", "", 0);
  /* Translators: what a button does, and of which ride it is; then a day */
  name = g_strdup_printf (C_ ("ride", "%1$s: %2$s, %3$s"), plain->str, what, day);
  gtk_button_set_label (GTK_BUTTON (button), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
show_seat_button (FarRideRow *self, const FarRide *ride)
{
  const FarSeat *mine = find_my_seat (ride);
  GtkWidget *button = GTK_WIDGET (self->seat_button);
  gboolean runs = ride->state == FAR_RIDE_STATE_RUNS;

  gtk_widget_set_visible (button, mine != NULL || (runs && !ride->is_mine));
  if (mine != NULL)
    {
      name_button (button, C_ ("seat", "_Give Back"), ride);
      far_compat_set_action (button, "win.release-seats", release_target (ride, mine, FALSE));
      gtk_widget_remove_css_class (button, "suggested-action");
      return;
    }

  name_button (button, ride->is_ask ? C_ ("seat", "_Bring…") : _ ("_Take a Seat"), ride);
  if (ride->is_ask)
    far_compat_set_action (button, "win.choose-seats", g_variant_new ("(si)", ride->id, ride->day));
  else
    far_compat_set_action (button, "win.take-seats",
                           g_variant_new ("(suii(iiii)sai)", ride->id, 0u, ride->day, ride->day, 1,
                                          0, 0, 0, "", NULL));
  gtk_widget_add_css_class (button, "suggested-action");
}

/* ---- below it */

static void
add_below (FarRideRow *self, GtkWidget *row)
{
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), row);
  g_ptr_array_add (self->below, row);
}

static void
add_about (FarRideRow *self, const FarRide *ride)
{
  g_autofree char *dates = far_words_ride_dates (ride);
  g_autofree char *more = far_words_ride_more (ride);
  g_autofree char *seats = far_words_seats (&ride->seats);
  g_autoptr(GString) text = g_string_new (seats);

  if (dates != NULL)
    g_string_append_printf (text, "\n%s", dates);
  if (more != NULL)
    g_string_append_printf (text, "\n%s", more);
  if (ride->by_name != NULL)
    {
      /* Translators: %s is who wrote it for somebody */
      g_autofree char *by = g_strdup_printf (_ ("Written by %s"), ride->by_name);

      g_string_append_printf (text, "\n%s", by);
    }
  if (*ride->member_phone != '\0')
    g_string_append_printf (text, "\n%s", ride->member_phone);
  add_below (self, far_compat_text_row_new (ride->member_name, text->str));
}

static void
add_seat (FarRideRow *self, const FarRide *ride, const FarSeat *seat)
{
  g_autofree char *what = far_words_seat (seat, ride);
  g_autofree char *why = far_words_seat_why (seat, ride);
  g_autoptr(GString) text = g_string_new (what);

  if (*why != '\0')
    g_string_append_printf (text, "\n%s", why);
  if (seat->is_moved && seat->at >= 0)
    {
      g_autofree char *at = far_words_time (seat->at);
      /* Translators: %s is a time */
      g_autofree char *moved = g_strdup_printf (_ ("It was taken for %s"), at);

      g_string_append_printf (text, "\n%s", moved);
    }
  if (seat->by_name != NULL)
    {
      g_autofree char *by = g_strdup_printf (_ ("Written by %s"), seat->by_name);

      g_string_append_printf (text, "\n%s", by);
    }
  if (*seat->member_phone != '\0')
    g_string_append_printf (text, "\n%s", seat->member_phone);
  add_below (self, far_compat_text_row_new (seat->member_name, text->str));
}

/* @target: floating */
static void
add_button (GtkWidget *box,
            const FarRide *ride,
            const char *label,
            const char *action,
            GVariant *target)
{
  GtkWidget *button = gtk_button_new ();

  gtk_button_set_use_underline (GTK_BUTTON (button), TRUE);
  name_button (button, label, ride);
  far_compat_set_action (button, action, target);
  gtk_box_append (GTK_BOX (box), button);
}

static gboolean
has_moved_seat (const FarRide *ride)
{
  const FarSeat *seat = find_my_seat (ride);

  return seat != NULL && seat->is_moved && ride->at[seat->way] >= 0;
}

static void
add_buttons_of_owner (GtkWidget *box, const FarRide *ride)
{
  GVariant *date = g_variant_new ("(si)", ride->id, ride->day);

  add_button (box, ride, _ ("_Change…"), "win.edit-ride", g_variant_ref_sink (date));
  if (ride->state == FAR_RIDE_STATE_RUNS)
    add_button (box, ride, _ ("Falls O_ut…"), "win.drop-ride", date);
  else if (ride->state == FAR_RIDE_STATE_DROPPED)
    add_button (box, ride, _ ("_Runs After All"), "win.run-ride", date);
  if (ride->state == FAR_RIDE_STATE_WITHDRAWN)
    add_button (box, ride, _ ("_Put Back"), "win.withdraw-ride",
                g_variant_new ("(sb)", ride->id, FALSE));
  else
    add_button (box, ride, _ ("_Withdraw"), "win.withdraw-ride",
                g_variant_new ("(sb)", ride->id, TRUE));
  g_variant_unref (date);
}

static void
add_buttons_of_others (GtkWidget *box, const FarRide *ride)
{
  const FarSeat *mine = find_my_seat (ride);

  if (has_moved_seat (ride))
    add_button (box, ride, _ ("The New Time _Suits"), "win.take-seats",
                g_variant_new ("(suii(iiii)sai)", ride->id, 0u, ride->day, ride->day, mine->seats.n,
                               0, 0, 0, mine->member, NULL));
  if (ride->state == FAR_RIDE_STATE_RUNS)
    add_button (box, ride, _ ("_Other Seats…"), "win.choose-seats",
                g_variant_new ("(si)", ride->id, ride->day));
  if (mine != NULL && ride->is_weekly)
    add_button (box, ride, _ ("Give Back on A_ll Dates"), "win.release-seats",
                release_target (ride, mine, TRUE));
}

static void
add_buttons (FarRideRow *self, const FarRide *ride)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *row = adw_preferences_row_new ();

  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  gtk_widget_set_margin_top (box, 12);
  gtk_widget_set_margin_bottom (box, 12);
  if (ride->is_mine)
    add_buttons_of_owner (box, ride);
  else
    add_buttons_of_others (box, ride);
  if (gtk_widget_get_first_child (box) == NULL)
    {
      g_object_ref_sink (box);
      g_object_unref (box);
      g_object_ref_sink (row);
      g_object_unref (row);
      return;
    }

  far_compat_wrap_buttons (box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  add_below (self, row);
}

static char *
words_of_times (FarRideRow *self, const FarRide *ride)
{
  g_autofree char *times = far_words_ride_times (ride);
  g_autofree char *day = NULL;

  if (!self->tells_day)
    return g_steal_pointer (&times);
  day = far_words_day_short (ride->day);

  /* Translators: a day, and the times of a ride on it */
  return g_strdup_printf (C_ ("ride", "%1$s, %2$s"), day, times);
}

static void
show_ride (FarRideRow *self)
{
  const FarRide *ride = peek_ride (self);
  g_autofree char *what = far_words_ride (ride);
  g_autofree char *times = words_of_times (self, ride);
  g_autofree char *state = far_words_ride_state (ride);
  g_autofree char *clash = far_words_ride_clash (ride);
  g_autofree char *subtitle = g_strjoin ("\n", times, state, clash, NULL);
  g_autofree char *plain = NULL;
  g_autofree char *name = NULL;

  /* Translators: a ride, its times, and whether there is room */
  plain = g_strdup_printf (C_ ("ride", "%1$s, %2$s. %3$s"), what, times, state);
  name = g_strjoin (". ", plain, clash, NULL);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), what);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), subtitle);
  show_seat_button (self, ride);

  for (guint i = 0; i < self->below->len; i++)
    adw_expander_row_remove (ADW_EXPANDER_ROW (self), self->below->pdata[i]);
  g_ptr_array_set_size (self->below, 0);
  add_about (self, ride);
  for (guint i = 0; i < ride->takers->len; i++)
    add_seat (self, ride, ride->takers->pdata[i]);
  add_buttons (self, ride);
  far_compat_name_lists (GTK_WIDGET (self), what);
}

static void
far_ride_row_dispose (GObject *object)
{
  FarRideRow *self = FAR_RIDE_ROW (object);

  if (self->item != NULL)
    g_signal_handlers_disconnect_by_data (self->item, self);
  g_clear_object (&self->item);

  G_OBJECT_CLASS (far_ride_row_parent_class)->dispose (object);
}

static void
far_ride_row_finalize (GObject *object)
{
  FarRideRow *self = FAR_RIDE_ROW (object);

  g_clear_pointer (&self->below, g_ptr_array_unref);

  G_OBJECT_CLASS (far_ride_row_parent_class)->finalize (object);
}

static void
far_ride_row_class_init (FarRideRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = far_ride_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = far_ride_row_finalize;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-ride-row.ui");
  gtk_widget_class_bind_template_child (widget_class, FarRideRow, seat_button);
}

static void
far_ride_row_init (FarRideRow *self)
{
  self->below = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  far_compat_wrap_buttons (GTK_WIDGET (self));
}

GtkWidget *
far_ride_row_new (FarItem *item, gboolean tells_day)
{
  FarRideRow *self;

  g_return_val_if_fail (FAR_IS_ITEM (item), NULL);

  self = g_object_new (FAR_TYPE_RIDE_ROW, NULL);
  self->item = g_object_ref (item);
  self->tells_day = tells_day;
  g_signal_connect_swapped (item, "notify::snapshot", G_CALLBACK (show_ride), self);
  show_ride (self);

  return GTK_WIDGET (self);
}
