/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-help-dialog.h"

#include "far-compat.h"
#include "far-day-row.h"
#include "far-notice.h"
#include "far-place-picker.h"
#include "far-whose.h"
#include "far-words-help.h"

#include <glib/gi18n.h>

/* how long an offer holds if nobody says: a school term */
#define OFFER_DAYS 90

struct _FarHelpDialog
{
  AdwWindow parent_instance;

  FarOverview *overview;     /* owned, nullable: while it is open */
  GCancellable *cancellable; /* owned */
  FarHelp *help;             /* owned, nullable: that is changed */
  gboolean is_offer;

  FarNotice *notice; /* template children */
  AdwEntryRow *what_row;
  FarDayRow *day_row;
  AdwComboRow *urgency_row;
  AdwExpanderRow *more_row;
  FarDayRow *last_row;
  AdwEntryRow *from_row;
  AdwEntryRow *until_row;
  AdwEntryRow *place_row;
  AdwComboRow *category_row;
  GtkSpinButton *helpers_spin;
  AdwEntryRow *details_row;
  AdwComboRow *person_row;
  GtkButton *cancel_button;
  GtkButton *done_button;
};

G_DEFINE_FINAL_TYPE (FarHelpDialog, far_help_dialog, ADW_TYPE_WINDOW)

enum
{
  SIGNAL_DONE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* ---- what is wrong with it */

/* @row: (nullable).  What is folded is unfolded. */
static void
blame (FarHelpDialog *self, GtkWidget *row, int code, const GError *given)
{
  g_autoptr(GError) own = NULL;

  if (given == NULL)
    own = g_error_new_literal (FAR_SYNC_ERROR, code, "form");
  if (row != NULL)
    {
      if (gtk_widget_is_ancestor (row, GTK_WIDGET (self->more_row)))
        adw_expander_row_set_expanded (self->more_row, TRUE);
      gtk_widget_add_css_class (row, "error");
      gtk_widget_grab_focus (row);
    }
  far_notice_show_error (self->notice, given != NULL ? given : own);
}

static void
edited_cb (FarHelpDialog *self)
{
  GtkWidget *const rows[] = {
    GTK_WIDGET (self->what_row), GTK_WIDGET (self->day_row),   GTK_WIDGET (self->last_row),
    GTK_WIDGET (self->from_row), GTK_WIDGET (self->until_row), GTK_WIDGET (self->place_row),
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    gtk_widget_remove_css_class (rows[i], "error");
  far_notice_clear (self->notice);
}

/* ---- what the form says */

/* Says what is wrong itself; empty is at any time. */
static gboolean
read_time (FarHelpDialog *self, AdwEntryRow *row, int *out)
{
  g_autofree char *text = far_compat_dup_typed (row);

  *out = FAR_HELP_ANY_TIME;
  if (*text == '\0' || far_time_parse (text, out))
    return TRUE;

  blame (self, GTK_WIDGET (row), FAR_SYNC_ERROR_TIME_INVALID, NULL);

  return FALSE;
}

/* The same; an empty last day is the first one. */
static gboolean
read_days (FarHelpDialog *self, FarHelpDraft *draft)
{
  g_autofree char *last = far_compat_dup_typed (ADW_ENTRY_ROW (self->last_row));

  if (!far_day_row_get_day (self->day_row, &draft->first_day))
    {
      blame (self, GTK_WIDGET (self->day_row), FAR_SYNC_ERROR_DATE_INVALID, NULL);
      return FALSE;
    }
  draft->last_day = draft->first_day;
  if (*last != '\0' && !far_day_row_get_day (self->last_row, &draft->last_day))
    {
      blame (self, GTK_WIDGET (self->last_row), FAR_SYNC_ERROR_DATE_INVALID, NULL);
      return FALSE;
    }

  return TRUE;
}

/* Of the choice, where what is of no kind comes first. */
static int
get_category (FarHelpDialog *self)
{
  return (int)adw_combo_row_get_selected (self->category_row);
}

static void
finish (FarHelpDialog *self, FarHelp *help, const GError *error)
{
  if (self->overview == NULL)
    return;
  if (help != NULL)
    {
      g_signal_emit (self, signals[SIGNAL_DONE], 0, help->id, self->help == NULL);
      gtk_window_close (GTK_WINDOW (self));
      return;
    }

  gtk_widget_set_sensitive (GTK_WIDGET (self->done_button), TRUE);
  blame (self, NULL, 0, error);
}

static void
added_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarHelpDialog) self = data;
  g_autoptr(GError) error = NULL;
  FarHelp *help = far_engine_add_help_finish (FAR_ENGINE (source), result, &error);

  finish (self, help, error);
  g_clear_pointer (&help, far_snapshot_unref);
}

static void
changed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarHelpDialog) self = data;
  g_autoptr(GError) error = NULL;
  FarHelp *help = far_engine_change_help_finish (FAR_ENGINE (source), result, &error);

  finish (self, help, error);
  g_clear_pointer (&help, far_snapshot_unref);
}

static void
done_cb (FarHelpDialog *self)
{
  FarEngine *engine = far_overview_peek_engine (self->overview);
  g_autofree char *what = far_compat_dup_typed (self->what_row);
  g_autofree char *place = far_compat_dup_typed (self->place_row);
  g_autofree char *details = far_compat_dup_typed (self->details_row);
  FarHelpDraft draft = FAR_HELP_DRAFT_NONE;

  edited_cb (self);
  if (*what == '\0')
    {
      blame (self, GTK_WIDGET (self->what_row), FAR_SYNC_ERROR_NAME_EMPTY, NULL);
      return;
    }
  if (!read_days (self, &draft) || !read_time (self, self->from_row, &draft.from) ||
      !read_time (self, self->until_row, &draft.until))
    return;
  draft.is_offer = self->is_offer;
  draft.what = what;
  draft.place = place;
  draft.details = details;
  draft.urgency = (int)adw_combo_row_get_selected (self->urgency_row);
  draft.category = get_category (self);
  draft.n_helpers = gtk_spin_button_get_value_as_int (self->helpers_spin);
  draft.member = far_whose_get (self->person_row);

  gtk_widget_set_sensitive (GTK_WIDGET (self->done_button), FALSE);
  if (self->help != NULL)
    far_engine_change_help_async (engine, self->help->id, &draft, self->cancellable, changed_cb,
                                  g_object_ref (self));
  else
    far_engine_add_help_async (engine, &draft, self->cancellable, added_cb, g_object_ref (self));
}

/* ---- what it begins with */

static void
set_time (AdwEntryRow *row, int at)
{
  g_autofree char *text = at >= 0 ? far_time_format (at) : g_strdup ("");

  gtk_editable_set_text (GTK_EDITABLE (row), text);
}

static void
fill_help (FarHelpDialog *self)
{
  const FarHelp *help = self->help;

  gtk_editable_set_text (GTK_EDITABLE (self->what_row), help->what);
  gtk_editable_set_text (GTK_EDITABLE (self->place_row), help->place);
  gtk_editable_set_text (GTK_EDITABLE (self->details_row), help->details);
  far_day_row_set_day (self->day_row, help->first_day);
  if (help->last_day != help->first_day)
    far_day_row_set_day (self->last_row, help->last_day);
  set_time (self->from_row, help->from);
  set_time (self->until_row, help->until);
  adw_combo_row_set_selected (self->urgency_row, help->urgency);
  adw_combo_row_set_selected (self->category_row, (guint)help->category);
  gtk_spin_button_set_value (self->helpers_spin, help->n_helpers);
  gtk_widget_set_visible (GTK_WIDGET (self->person_row), FALSE);
  adw_expander_row_set_expanded (self->more_row, TRUE);
}

static void
fill_choices (FarHelpDialog *self)
{
  g_autoptr(GtkStringList) urgencies = gtk_string_list_new (NULL);
  g_autoptr(GtkStringList) categories = gtk_string_list_new (NULL);

  for (int i = FAR_HELP_WHEN_IT_SUITS; i <= FAR_HELP_TODAY; i++)
    gtk_string_list_append (urgencies, far_words_help_urgency ((FarHelpUrgency)i));
  for (int i = 0; i < FAR_HELP_WITHS; i++)
    gtk_string_list_append (categories, far_words_help_category (i));
  adw_combo_row_set_model (self->urgency_row, G_LIST_MODEL (urgencies));
  adw_combo_row_set_model (self->category_row, G_LIST_MODEL (categories));
}

static void
fill (FarHelpDialog *self)
{
  const FarStatus *status = far_overview_peek_status (self->overview);
  const char *title = self->is_offer ? _ ("Lend a Hand") : _ ("Ask for a Hand");

  fill_choices (self);
  far_whose_fill (self->person_row, self->overview);
  far_place_picker_add (self->place_row, self->overview);
  if (status != NULL)
    {
      far_day_row_set_day (self->day_row, status->today);
      if (self->is_offer)
        far_day_row_set_day (self->last_row, status->today + OFFER_DAYS);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->urgency_row), !self->is_offer);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->what_row),
                                 self->is_offer ? _ ("What You Like to Help With")
                                                : _ ("What You Need a Hand With"));
  if (self->help != NULL)
    {
      fill_help (self);
      title = self->is_offer ? _ ("Change the Offer") : _ ("Change the Request");
    }
  gtk_window_set_title (GTK_WINDOW (self), title);
  gtk_button_set_label (self->done_button, self->help != NULL ? _ ("_Change")
                                           : self->is_offer   ? _ ("_Offer")
                                                              : _ ("_Ask"));
}

/* Not sooner: before a window is shown, libadwaita's content is not in it. */
static void
map_cb (FarHelpDialog *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->what_row));
}

static void
far_help_dialog_dispose (GObject *object)
{
  FarHelpDialog *self = FAR_HELP_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->overview);

  G_OBJECT_CLASS (far_help_dialog_parent_class)->dispose (object);
}

static void
far_help_dialog_finalize (GObject *object)
{
  FarHelpDialog *self = FAR_HELP_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->help, far_snapshot_unref);

  G_OBJECT_CLASS (far_help_dialog_parent_class)->finalize (object);
}

static void
far_help_dialog_class_init (FarHelpDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = far_help_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = far_help_dialog_finalize;

  signals[SIGNAL_DONE] =
      g_signal_new ("done", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_BOOLEAN);

  g_type_ensure (FAR_TYPE_NOTICE);
  g_type_ensure (FAR_TYPE_DAY_ROW);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-help-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, FarHelpDialog, notice);
  gtk_widget_class_bind_template_child (widget_class, FarHelpDialog, what_row);
  gtk_widget_class_bind_template_child (widget_class, FarHelpDialog, day_row);
  gtk_widget_class_bind_template_child (widget_class, FarHelpDialog, urgency_row);
  gtk_widget_class_bind_template_child (widget_class, FarHelpDialog, more_row);
  gtk_widget_class_bind_template_child (widget_class, FarHelpDialog, last_row);
  gtk_widget_class_bind_template_child (widget_class, FarHelpDialog, from_row);
  gtk_widget_class_bind_template_child (widget_class, FarHelpDialog, until_row);
  gtk_widget_class_bind_template_child (widget_class, FarHelpDialog, place_row);
  gtk_widget_class_bind_template_child (widget_class, FarHelpDialog, category_row);
  gtk_widget_class_bind_template_child (widget_class, FarHelpDialog, helpers_spin);
  gtk_widget_class_bind_template_child (widget_class, FarHelpDialog, details_row);
  gtk_widget_class_bind_template_child (widget_class, FarHelpDialog, person_row);
  gtk_widget_class_bind_template_child (widget_class, FarHelpDialog, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, FarHelpDialog, done_button);
  gtk_widget_class_bind_template_callback (widget_class, done_cb);
  gtk_widget_class_bind_template_callback (widget_class, edited_cb);
}

static void
far_help_dialog_init (FarHelpDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  far_compat_wrap_buttons (GTK_WIDGET (self));
  far_compat_shorten_button (self->cancel_button);
  far_compat_name_lists (GTK_WIDGET (self->more_row), _ ("More"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->more_row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("More"), -1);
  g_signal_connect (self, "map", G_CALLBACK (map_cb), NULL);
}

GtkWindow *
far_help_dialog_new (GtkWindow *parent,
                     FarOverview *overview,
                     const FarHelp *help,
                     gboolean is_offer)
{
  FarHelpDialog *self;

  g_return_val_if_fail (FAR_IS_OVERVIEW (overview), NULL);

  self = g_object_new (FAR_TYPE_HELP_DIALOG, "transient-for", parent, NULL);
  self->overview = g_object_ref (overview);
  self->help = help != NULL ? far_snapshot_ref (help) : NULL;
  self->is_offer = help != NULL ? help->is_offer : is_offer;
  fill (self);

  return GTK_WINDOW (self);
}
