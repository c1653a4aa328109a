/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-fault-dialog.h"

#include "far-compat.h"
#include "far-day-row.h"
#include "far-notice.h"
#include "far-whose.h"
#include "far-words-repair.h"

#include <glib/gi18n.h>

struct _FarFaultDialog
{
  AdwWindow parent_instance;

  FarOverview *overview;     /* owned, nullable: while it is open */
  GCancellable *cancellable; /* owned */
  GPtrArray *things; /* owned (element-type char): ids, in the order of the combo from 1 on */
  GtkCheckButton *parts[FAR_BIKE_PARTS];

  FarNotice *notice; /* template children */
  AdwComboRow *thing_row;
  AdwEntryRow *name_row;
  AdwPreferencesGroup *parts_group;
  AdwEntryRow *words_row;
  GtkSwitch *unsafe_switch;
  FarDayRow *wanted_row;
  AdwComboRow *person_row;
  GtkButton *done_button;
};

G_DEFINE_FINAL_TYPE (FarFaultDialog, far_fault_dialog, ADW_TYPE_WINDOW)

enum
{
  SIGNAL_REPORTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
edited_cb (FarFaultDialog *self)
{
  gtk_widget_remove_css_class (GTK_WIDGET (self->wanted_row), "error");
  far_notice_clear (self->notice);
}

/* ---- what the form says */

static gboolean
read_wanted (FarFaultDialog *self, FarFaultDraft *draft)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *text = far_compat_dup_typed (self->wanted_row);

  if (*text == '\0')
    return TRUE;
  draft->says_wanted = TRUE;
  if (far_day_row_get_day (self->wanted_row, &draft->wanted))
    return TRUE;

  error = g_error_new_literal (FAR_SYNC_ERROR, FAR_SYNC_ERROR_DATE_INVALID, "form");
  gtk_widget_add_css_class (GTK_WIDGET (self->wanted_row), "error");
  gtk_widget_grab_focus (GTK_WIDGET (self->wanted_row));
  far_notice_show_error (self->notice, error);

  return FALSE;
}

static void
reported_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarFaultDialog) self = data;
  g_autoptr(GError) error = NULL;
  FarRepairs *repairs = far_engine_report_fault_finish (FAR_ENGINE (source), result, &error);

  if (self->overview != NULL && repairs == NULL)
    {
      gtk_widget_set_sensitive (GTK_WIDGET (self->done_button), TRUE);
      far_notice_show_error (self->notice, error);
    }
  else if (self->overview != NULL)
    {
      g_signal_emit (self, signals[SIGNAL_REPORTED], 0, repairs);
      gtk_window_close (GTK_WINDOW (self));
    }
  g_clear_pointer (&repairs, far_snapshot_unref);
}

static void
done_cb (FarFaultDialog *self)
{
  guint thing = adw_combo_row_get_selected (self->thing_row);
  g_autofree char *name = far_compat_dup_typed (self->name_row);
  g_autofree char *words = far_compat_dup_typed (self->words_row);
  FarFaultDraft draft = FAR_FAULT_DRAFT_NONE;

  edited_cb (self);
  draft.parts = 0;
  for (guint i = 0; i < FAR_BIKE_PARTS; i++)
    draft.parts |= gtk_check_button_get_active (self->parts[i]) ? 1 << i : 0;
  draft.words = words;
  draft.is_unsafe = gtk_switch_get_active (self->unsafe_switch);
  draft.member = far_whose_get (self->person_row);
  if (thing > 0 && thing <= self->things->len)
    draft.thing = self->things->pdata[thing - 1];
  else
    draft.name = name;
  if (!read_wanted (self, &draft))
    return;

  gtk_widget_set_sensitive (GTK_WIDGET (self->done_button), FALSE);
  far_engine_report_fault_async (far_overview_peek_engine (self->overview), &draft,
                                 self->cancellable, reported_cb, g_object_ref (self));
}

/* ---- what it begins with */

static void
thing_cb (FarFaultDialog *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->name_row),
                          adw_combo_row_get_selected (self->thing_row) == 0);
}

static void
add_parts (FarFaultDialog *self)
{
  for (guint i = 0; i < FAR_BIKE_PARTS; i++)
    {
      const char *part = far_words_bike_part ((FarBikePart)(1u << i));
      GtkWidget *row = adw_action_row_new ();
      GtkWidget *check = gtk_check_button_new ();

      gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
      gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, part,
                                      -1);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), part);
      adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
      adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
      adw_preferences_group_add (self->parts_group, row);
      g_signal_connect_swapped (check, "toggled", G_CALLBACK (edited_cb), self);
      self->parts[i] = GTK_CHECK_BUTTON (check);
    }
}

/* A bike of one's own first, then what is lent, and bikes that are listed. */
static void
fill_things (FarFaultDialog *self)
{
  GListModel *lending = far_overview_peek_lending (self->overview);
  const FarRepairs *repairs = far_overview_peek_repairs (self->overview);
  g_autoptr(GtkStringList) names = gtk_string_list_new (NULL);

  gtk_string_list_append (names, _ ("A bike of my own"));
  for (guint i = 0; i < g_list_model_get_n_items (lending); i++)
    {
      g_autoptr(FarItem) item = g_list_model_get_item (lending, i);
      const FarLent *lent = far_item_peek_snapshot (item);

      if (lent->kind == FAR_KIND_OF_ROOM || lent->is_gone)
        continue;
      gtk_string_list_append (names, lent->name);
      g_ptr_array_add (self->things, g_strdup (lent->id));
    }
  for (guint i = 0; repairs != NULL && i < repairs->faults->len; i++)
    {
      const FarFault *fault = repairs->faults->pdata[i];

      if (*fault->thing_name == '\0' ||
          g_ptr_array_find_with_equal_func (self->things, fault->thing, g_str_equal, NULL))
        continue;
      gtk_string_list_append (names, fault->thing_name);
      g_ptr_array_add (self->things, g_strdup (fault->thing));
    }
  adw_combo_row_set_model (self->thing_row, G_LIST_MODEL (names));
}

static void
far_fault_dialog_dispose (GObject *object)
{
  FarFaultDialog *self = FAR_FAULT_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->overview);

  G_OBJECT_CLASS (far_fault_dialog_parent_class)->dispose (object);
}

static void
far_fault_dialog_finalize (GObject *object)
{
  FarFaultDialog *self = FAR_FAULT_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->things, g_ptr_array_unref);

  G_OBJECT_CLASS (far_fault_dialog_parent_class)->finalize (object);
}

static void
far_fault_dialog_class_init (FarFaultDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = far_fault_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = far_fault_dialog_finalize;

  signals[SIGNAL_REPORTED] = g_signal_new ("reported", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                           0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);

  g_type_ensure (FAR_TYPE_NOTICE);
  g_type_ensure (FAR_TYPE_DAY_ROW);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-fault-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, FarFaultDialog, notice);
  gtk_widget_class_bind_template_child (widget_class, FarFaultDialog, thing_row);
  gtk_widget_class_bind_template_child (widget_class, FarFaultDialog, name_row);
  gtk_widget_class_bind_template_child (widget_class, FarFaultDialog, parts_group);
  gtk_widget_class_bind_template_child (widget_class, FarFaultDialog, words_row);
  gtk_widget_class_bind_template_child (widget_class, FarFaultDialog, unsafe_switch);
  gtk_widget_class_bind_template_child (widget_class, FarFaultDialog, wanted_row);
  gtk_widget_class_bind_template_child (widget_class, FarFaultDialog, person_row);
  gtk_widget_class_bind_template_child (widget_class, FarFaultDialog, done_button);
  gtk_widget_class_bind_template_callback (widget_class, done_cb);
  gtk_widget_class_bind_template_callback (widget_class, edited_cb);
}

static void
far_fault_dialog_init (FarFaultDialog *self)
{
  self->cancellable = g_cancellable_new ();
  self->things = g_ptr_array_new_with_free_func (g_free);
  gtk_widget_init_template (GTK_WIDGET (self));
  add_parts (self);
  far_compat_wrap_buttons (GTK_WIDGET (self));
  g_signal_connect_swapped (self->thing_row, "notify::selected", G_CALLBACK (thing_cb), self);
}

GtkWindow *
far_fault_dialog_new (GtkWindow *parent, FarOverview *overview)
{
  FarFaultDialog *self;

  g_return_val_if_fail (FAR_IS_OVERVIEW (overview), NULL);

  self = g_object_new (FAR_TYPE_FAULT_DIALOG, "transient-for", parent, NULL);
  self->overview = g_object_ref (overview);
  fill_things (self);
  far_whose_fill (self->person_row, overview);

  return GTK_WINDOW (self);
}
