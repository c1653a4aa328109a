/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-book-dialog.h"

#include "far-compat.h"
#include "far-day-row.h"
#include "far-notice.h"
#include "far-whose.h"
#include "far-words-lending.h"
#include "far-words-rides.h"

#include <glib/gi18n.h>

struct _FarBookDialog
{
  AdwWindow parent_instance;

  FarOverview *overview;     /* owned, nullable: while it is open */
  GCancellable *cancellable; /* owned */
  FarLent *lent;             /* owned */

  FarNotice *notice; /* template children */
  GtkLabel *about_label;
  FarDayRow *first_row;
  FarDayRow *last_row;
  AdwEntryRow *from_row;
  AdwEntryRow *until_row;
  AdwActionRow *number_row;
  GtkSpinButton *number_spin;
  AdwPreferencesGroup *weekly_group;
  GtkSwitch *weekly_switch;
  FarDayRow *weekly_row;
  AdwEntryRow *words_row;
  AdwComboRow *person_row;
  AdwComboRow *opens_row;
  AdwComboRow *closes_row;
  GtkButton *cancel_button;
  GtkButton *done_button;
};

G_DEFINE_FINAL_TYPE (FarBookDialog, far_book_dialog, ADW_TYPE_WINDOW)

enum
{
  SIGNAL_BOOKED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* ---- what is wrong with it */

static void
blame (FarBookDialog *self, GtkWidget *row, int code)
{
  g_autoptr(GError) error = g_error_new_literal (FAR_SYNC_ERROR, code, "form");

  gtk_widget_add_css_class (row, "error");
  gtk_widget_grab_focus (row);
  far_notice_show_error (self->notice, error);
}

static void
edited_cb (FarBookDialog *self)
{
  GtkWidget *const rows[] = { GTK_WIDGET (self->first_row), GTK_WIDGET (self->last_row),
                              GTK_WIDGET (self->from_row), GTK_WIDGET (self->until_row),
                              GTK_WIDGET (self->weekly_row) };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    gtk_widget_remove_css_class (rows[i], "error");
  far_notice_clear (self->notice);
}

/* ---- what the form says */

/* Empty is from the day's beginning, or to its end. */
static gboolean
read_time (FarBookDialog *self, AdwEntryRow *row, int *out)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (row))));

  *out = -1;
  if (*text == '\0' || far_time_parse (text, out))
    return TRUE;
  blame (self, GTK_WIDGET (row), FAR_SYNC_ERROR_TIME_INVALID);

  return FALSE;
}

static gboolean
read_day (FarBookDialog *self, FarDayRow *row, gint32 *out)
{
  if (far_day_row_get_day (row, out))
    return TRUE;
  blame (self, GTK_WIDGET (row), FAR_SYNC_ERROR_DATE_INVALID);

  return FALSE;
}

/* Says what is wrong itself. */
static gboolean
read_form (FarBookDialog *self, FarLoanDraft *draft)
{
  if (!read_day (self, self->first_row, &draft->first_day) ||
      !read_day (self, self->last_row, &draft->last_day) ||
      !read_time (self, self->from_row, &draft->from) ||
      !read_time (self, self->until_row, &draft->until))
    return FALSE;
  if (draft->last_day < draft->first_day)
    {
      blame (self, GTK_WIDGET (self->last_row), FAR_SYNC_ERROR_PERIOD_INVALID);
      return FALSE;
    }
  if (gtk_switch_get_active (self->weekly_switch) &&
      !read_day (self, self->weekly_row, &draft->weekly_last))
    return FALSE;

  draft->thing = self->lent->id;
  draft->n = (guint)gtk_spin_button_get_value_as_int (self->number_spin);
  draft->member = far_whose_get (self->person_row);
  draft->opens = far_whose_get (self->opens_row);
  draft->closes = far_whose_get (self->closes_row);

  return TRUE;
}

static void
booked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarBookDialog) self = data;
  g_autoptr(GError) error = NULL;
  FarLoansReport *report = far_engine_book_finish (FAR_ENGINE (source), result, &error);

  if (self->overview != NULL && report == NULL)
    {
      gtk_widget_set_sensitive (GTK_WIDGET (self->done_button), TRUE);
      far_notice_show_error (self->notice, error);
    }
  else if (self->overview != NULL)
    {
      g_signal_emit (self, signals[SIGNAL_BOOKED], 0, report);
      gtk_window_close (GTK_WINDOW (self));
    }
  g_clear_pointer (&report, far_snapshot_unref);
}

static void
done_cb (FarBookDialog *self)
{
  g_autofree char *words =
      g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->words_row))));
  FarLoanDraft draft = { .words = words };

  edited_cb (self);
  if (!read_form (self, &draft))
    return;

  gtk_widget_set_sensitive (GTK_WIDGET (self->done_button), FALSE);
  far_engine_book_async (far_overview_peek_engine (self->overview), &draft, self->cancellable,
                         booked_cb, g_object_ref (self));
}

/* ---- what it begins with */

static void
weekly_cb (FarBookDialog *self)
{
  gboolean weekly = gtk_switch_get_active (self->weekly_switch);
  gint32 first;
  gint32 last;

  gtk_widget_set_visible (GTK_WIDGET (self->weekly_row), weekly);
  if (weekly && far_day_row_get_day (self->first_row, &first) &&
      (!far_day_row_get_day (self->weekly_row, &last) || last <= first))
    far_day_row_set_day (self->weekly_row, far_ride_season_end (first));
}

/* The last day follows the first, as long as it would be before it. */
static void
first_cb (FarBookDialog *self)
{
  gint32 first;
  gint32 last;

  edited_cb (self);
  if (far_day_row_get_day (self->first_row, &first) &&
      (!far_day_row_get_day (self->last_row, &last) || last < first))
    far_day_row_set_day (self->last_row, first);
}

static void
fill (FarBookDialog *self)
{
  const FarLent *lent = self->lent;
  const FarStatus *status = far_overview_peek_status (self->overview);
  gint32 today = status != NULL ? status->today : 0;
  gboolean is_room = lent->kind == FAR_KIND_OF_ROOM;
  g_autofree char *free_words = far_words_lent_free (lent, today);
  g_autofree char *days = far_words_lent_days (lent, today);
  g_autofree char *strip = far_words_lent_strip (lent, today);
  g_autofree char *more = far_words_lent_more (lent);
  g_autofree char *about = g_strjoin ("\n", lent->name, free_words, days, more, NULL);
  g_autofree char *heard = g_strjoin ("\n", lent->name, free_words, strip, more, NULL);
  guint most = is_room ? (lent->people > 0 ? lent->people : 1000) : lent->pieces;

  gtk_label_set_label (self->about_label, about);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->about_label), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  heard, -1);
  gtk_window_set_title (GTK_WINDOW (self), is_room ? _ ("Book a Room") : _ ("Book"));
  gtk_spin_button_set_range (self->number_spin, 1, most);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->number_row),
                                 is_room ? _ ("How many people come") : _ ("How many"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->number_spin), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  is_room ? _ ("How many people come") : _ ("How many"), -1);
  gtk_widget_set_visible (GTK_WIDGET (self->number_row), most > 1);
  gtk_widget_set_visible (GTK_WIDGET (self->from_row), is_room);
  gtk_widget_set_visible (GTK_WIDGET (self->until_row), is_room);
  gtk_widget_set_visible (GTK_WIDGET (self->weekly_group), is_room);
  far_day_row_set_day (self->first_row, today);
  far_day_row_set_day (self->last_row, today);
  far_whose_fill (self->person_row, self->overview);
  far_whose_fill_all (self->opens_row, self->overview, _ ("Whoever books it"));
  far_whose_fill_all (self->closes_row, self->overview, _ ("Whoever books it"));
  gtk_widget_set_visible (GTK_WIDGET (self->opens_row), is_room);
  gtk_widget_set_visible (GTK_WIDGET (self->closes_row), is_room);
}

static void
far_book_dialog_dispose (GObject *object)
{
  FarBookDialog *self = FAR_BOOK_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->overview);

  G_OBJECT_CLASS (far_book_dialog_parent_class)->dispose (object);
}

static void
far_book_dialog_finalize (GObject *object)
{
  FarBookDialog *self = FAR_BOOK_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->lent, far_snapshot_unref);

  G_OBJECT_CLASS (far_book_dialog_parent_class)->finalize (object);
}

static void
far_book_dialog_class_init (FarBookDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = far_book_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = far_book_dialog_finalize;

  signals[SIGNAL_BOOKED] = g_signal_new ("booked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);

  g_type_ensure (FAR_TYPE_NOTICE);
  g_type_ensure (FAR_TYPE_DAY_ROW);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-book-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, FarBookDialog, notice);
  gtk_widget_class_bind_template_child (widget_class, FarBookDialog, about_label);
  gtk_widget_class_bind_template_child (widget_class, FarBookDialog, first_row);
  gtk_widget_class_bind_template_child (widget_class, FarBookDialog, last_row);
  gtk_widget_class_bind_template_child (widget_class, FarBookDialog, from_row);
  gtk_widget_class_bind_template_child (widget_class, FarBookDialog, until_row);
  gtk_widget_class_bind_template_child (widget_class, FarBookDialog, number_row);
  gtk_widget_class_bind_template_child (widget_class, FarBookDialog, number_spin);
  gtk_widget_class_bind_template_child (widget_class, FarBookDialog, weekly_group);
  gtk_widget_class_bind_template_child (widget_class, FarBookDialog, weekly_switch);
  gtk_widget_class_bind_template_child (widget_class, FarBookDialog, weekly_row);
  gtk_widget_class_bind_template_child (widget_class, FarBookDialog, words_row);
  gtk_widget_class_bind_template_child (widget_class, FarBookDialog, person_row);
  gtk_widget_class_bind_template_child (widget_class, FarBookDialog, opens_row);
  gtk_widget_class_bind_template_child (widget_class, FarBookDialog, closes_row);
  gtk_widget_class_bind_template_child (widget_class, FarBookDialog, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, FarBookDialog, done_button);
  gtk_widget_class_bind_template_callback (widget_class, done_cb);
  gtk_widget_class_bind_template_callback (widget_class, edited_cb);
  gtk_widget_class_bind_template_callback (widget_class, first_cb);
}

static void
far_book_dialog_init (FarBookDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  far_compat_wrap_buttons (GTK_WIDGET (self));
  far_compat_shorten_button (self->cancel_button);
  g_signal_connect_swapped (self->weekly_switch, "notify::active", G_CALLBACK (weekly_cb), self);
}

GtkWindow *
far_book_dialog_new (GtkWindow *parent, FarOverview *overview, const FarLent *lent)
{
  FarBookDialog *self;

  g_return_val_if_fail (FAR_IS_OVERVIEW (overview), NULL);
  g_return_val_if_fail (lent != NULL, NULL);

  self = g_object_new (FAR_TYPE_BOOK_DIALOG, "transient-for", parent, NULL);
  self->overview = g_object_ref (overview);
  self->lent = far_snapshot_ref (lent);
  fill (self);

  return GTK_WINDOW (self);
}
