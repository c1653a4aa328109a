/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-lent-dialog.h"

#include "far-compat.h"
#include "far-notice.h"
#include "far-words-lending.h"

#include <glib/gi18n.h>

struct _FarLentDialog
{
  AdwWindow parent_instance;

  FarOverview *overview;     /* owned, nullable: while it is open */
  GCancellable *cancellable; /* owned */
  FarLent *lent;             /* owned, nullable: that is changed */
  gboolean is_room;

  FarNotice *notice; /* template children */
  AdwEntryRow *name_row;
  AdwEntryRow *where_row;
  AdwEntryRow *note_row;
  AdwPreferencesGroup *owner_group;
  AdwActionRow *bike_row;
  GtkSwitch *bike_switch;
  AdwActionRow *own_row;
  GtkSwitch *own_switch;
  AdwActionRow *lent_row;
  GtkSwitch *lent_switch;
  AdwActionRow *pieces_row;
  GtkSpinButton *pieces_spin;
  AdwActionRow *days_row;
  GtkSpinButton *days_spin;
  AdwPreferencesGroup *condition_group;
  AdwComboRow *condition_row;
  AdwEntryRow *worn_row;
  GtkButton *done_button;
};

G_DEFINE_FINAL_TYPE (FarLentDialog, far_lent_dialog, ADW_TYPE_WINDOW)

enum
{
  SIGNAL_DONE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
edited_cb (FarLentDialog *self)
{
  gtk_widget_remove_css_class (GTK_WIDGET (self->name_row), "error");
  far_notice_clear (self->notice);
}

/* What only whose it is says is said by nobody else. */
static gboolean
may_say_all (FarLentDialog *self)
{
  const FarStatus *status = far_overview_peek_status (self->overview);

  return self->lent == NULL || self->lent->may_edit ||
         (self->lent->whose == NULL && status != NULL && status->i_publish);
}

static void
read_all (FarLentDialog *self, FarThingEdit *edit)
{
  const FarStatus *status = far_overview_peek_status (self->overview);

  if (gtk_widget_get_visible (GTK_WIDGET (self->own_row)))
    {
      edit->says |= FAR_SAYS_WHOSE;
      if (gtk_switch_get_active (self->own_switch) && status != NULL)
        edit->whose = status->me;
    }
  edit->says |= FAR_SAYS_KIND | FAR_SAYS_PIECES | FAR_SAYS_LENT | FAR_SAYS_DAYS;
  edit->kind = self->is_room                               ? FAR_KIND_OF_ROOM
               : gtk_switch_get_active (self->bike_switch) ? FAR_KIND_OF_BIKE
                                                           : FAR_KIND_OF_THING;
  edit->pieces = (guint)gtk_spin_button_get_value_as_int (self->pieces_spin);
  edit->is_lent = gtk_switch_get_active (self->lent_switch);
  edit->days = (guint)gtk_spin_button_get_value_as_int (self->days_spin);
}

static void
finish (FarLentDialog *self, const char *id, const GError *error)
{
  if (self->overview == NULL)
    return;
  if (id != NULL)
    {
      g_signal_emit (self, signals[SIGNAL_DONE], 0, id, self->lent == NULL);
      gtk_window_close (GTK_WINDOW (self));
      return;
    }
  gtk_widget_set_sensitive (GTK_WIDGET (self->done_button), TRUE);
  far_notice_show_error (self->notice, error);
}

static void
added_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarLentDialog) self = data;
  g_autoptr(GError) error = NULL;
  g_autofree char *id = far_engine_add_thing_finish (FAR_ENGINE (source), result, &error);

  finish (self, id, error);
}

static void
changed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarLentDialog) self = data;
  g_autoptr(GError) error = NULL;
  g_autofree char *id = far_engine_change_thing_finish (FAR_ENGINE (source), result, &error);

  finish (self, id, error);
}

static void
done_cb (FarLentDialog *self)
{
  FarEngine *engine = far_overview_peek_engine (self->overview);
  g_autofree char *name = far_compat_dup_typed (self->name_row);
  g_autofree char *where = far_compat_dup_typed (self->where_row);
  g_autofree char *note = far_compat_dup_typed (self->note_row);
  g_autofree char *worn = far_compat_dup_typed (self->worn_row);
  FarThingEdit edit = { .name = name, .note = note, .gone = -1, .where = where, .worn = worn };

  edited_cb (self);
  if (*name == '\0')
    {
      g_autoptr(GError) error =
                     g_error_new_literal (FAR_SYNC_ERROR, FAR_SYNC_ERROR_NAME_EMPTY, "form");

      gtk_widget_add_css_class (GTK_WIDGET (self->name_row), "error");
      gtk_widget_grab_focus (GTK_WIDGET (self->name_row));
      far_notice_show_error (self->notice, error);
      return;
    }

  edit.says = FAR_SAYS_WHERE | FAR_SAYS_CONDITION | FAR_SAYS_WORN;
  edit.condition = (int)adw_combo_row_get_selected (self->condition_row);
  if (may_say_all (self))
    read_all (self, &edit);
  gtk_widget_set_sensitive (GTK_WIDGET (self->done_button), FALSE);
  if (self->lent != NULL)
    far_engine_change_thing_async (engine, self->lent->id, &edit, self->cancellable, changed_cb,
                                   g_object_ref (self));
  else
    far_engine_add_thing_async (engine, &edit, self->cancellable, added_cb, g_object_ref (self));
}

/* ---- what it begins with */

static void
name_row (AdwActionRow *row, GtkWidget *child, const char *title)
{
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
}

static void
fill_lent (FarLentDialog *self)
{
  const FarLent *lent = self->lent;

  gtk_editable_set_text (GTK_EDITABLE (self->name_row), lent->name);
  gtk_editable_set_text (GTK_EDITABLE (self->where_row), lent->where);
  gtk_editable_set_text (GTK_EDITABLE (self->note_row), lent->note);
  gtk_editable_set_text (GTK_EDITABLE (self->worn_row), lent->worn);
  gtk_switch_set_active (self->bike_switch, lent->kind == FAR_KIND_OF_BIKE);
  gtk_switch_set_active (self->own_switch, lent->is_own);
  gtk_switch_set_active (self->lent_switch, lent->is_lent);
  gtk_spin_button_set_value (self->pieces_spin,
                             self->is_room ? MAX (lent->people, 1) : lent->pieces);
  gtk_spin_button_set_value (self->days_spin, lent->days);
  adw_combo_row_set_selected (self->condition_row, lent->condition);
  /* whose it is of a third one stays as it is */
  gtk_widget_set_visible (GTK_WIDGET (self->own_row), lent->whose == NULL || lent->is_own);
}

static void
fill (FarLentDialog *self)
{
  g_autoptr(GtkStringList) conditions = gtk_string_list_new (NULL);
  const char *title = self->is_room ? _ ("Write Down a Room") : _ ("Write Down a Thing");

  for (int i = 0; i < FAR_SHAPE_N; i++)
    gtk_string_list_append (conditions, far_words_condition ((FarThingCondition)i));
  adw_combo_row_set_model (self->condition_row, G_LIST_MODEL (conditions));
  name_row (self->pieces_row, GTK_WIDGET (self->pieces_spin),
            self->is_room ? _ ("For how many people it is") : _ ("How many there are"));
  name_row (self->lent_row, GTK_WIDGET (self->lent_switch),
            self->is_room ? _ ("Others may book it") : _ ("Others may borrow it"));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->where_row),
                                 self->is_room ? _ ("Where it is") : _ ("Where it is kept"));
  gtk_widget_set_visible (GTK_WIDGET (self->bike_row), !self->is_room);
  gtk_widget_set_visible (GTK_WIDGET (self->days_row), !self->is_room);
  gtk_widget_set_visible (GTK_WIDGET (self->condition_group), self->lent != NULL);
  gtk_switch_set_active (self->lent_switch, TRUE);
  if (self->lent != NULL)
    {
      title = self->lent->name;
      fill_lent (self);
    }
  gtk_window_set_title (GTK_WINDOW (self), title);
  gtk_button_set_label (self->done_button, self->lent != NULL ? _ ("_Save") : _ ("_Add"));
  gtk_widget_set_visible (GTK_WIDGET (self->owner_group), may_say_all (self));
}

static void
far_lent_dialog_dispose (GObject *object)
{
  FarLentDialog *self = FAR_LENT_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->overview);

  G_OBJECT_CLASS (far_lent_dialog_parent_class)->dispose (object);
}

static void
far_lent_dialog_finalize (GObject *object)
{
  FarLentDialog *self = FAR_LENT_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->lent, far_snapshot_unref);

  G_OBJECT_CLASS (far_lent_dialog_parent_class)->finalize (object);
}

static void
far_lent_dialog_class_init (FarLentDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = far_lent_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = far_lent_dialog_finalize;

  signals[SIGNAL_DONE] =
      g_signal_new ("done", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_BOOLEAN);

  g_type_ensure (FAR_TYPE_NOTICE);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-lent-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, FarLentDialog, notice);
  gtk_widget_class_bind_template_child (widget_class, FarLentDialog, name_row);
  gtk_widget_class_bind_template_child (widget_class, FarLentDialog, where_row);
  gtk_widget_class_bind_template_child (widget_class, FarLentDialog, note_row);
  gtk_widget_class_bind_template_child (widget_class, FarLentDialog, owner_group);
  gtk_widget_class_bind_template_child (widget_class, FarLentDialog, bike_row);
  gtk_widget_class_bind_template_child (widget_class, FarLentDialog, bike_switch);
  gtk_widget_class_bind_template_child (widget_class, FarLentDialog, own_row);
  gtk_widget_class_bind_template_child (widget_class, FarLentDialog, own_switch);
  gtk_widget_class_bind_template_child (widget_class, FarLentDialog, lent_row);
  gtk_widget_class_bind_template_child (widget_class, FarLentDialog, lent_switch);
  gtk_widget_class_bind_template_child (widget_class, FarLentDialog, pieces_row);
  gtk_widget_class_bind_template_child (widget_class, FarLentDialog, pieces_spin);
  gtk_widget_class_bind_template_child (widget_class, FarLentDialog, days_row);
  gtk_widget_class_bind_template_child (widget_class, FarLentDialog, days_spin);
  gtk_widget_class_bind_template_child (widget_class, FarLentDialog, condition_group);
  gtk_widget_class_bind_template_child (widget_class, FarLentDialog, condition_row);
  gtk_widget_class_bind_template_child (widget_class, FarLentDialog, worn_row);
  gtk_widget_class_bind_template_child (widget_class, FarLentDialog, done_button);
  gtk_widget_class_bind_template_callback (widget_class, done_cb);
  gtk_widget_class_bind_template_callback (widget_class, edited_cb);
}

static void
far_lent_dialog_init (FarLentDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  far_compat_wrap_buttons (GTK_WIDGET (self));
}

GtkWindow *
far_lent_dialog_new (GtkWindow *parent,
                     FarOverview *overview,
                     const FarLent *lent,
                     gboolean is_room)
{
  FarLentDialog *self;

  g_return_val_if_fail (FAR_IS_OVERVIEW (overview), NULL);

  self = g_object_new (FAR_TYPE_LENT_DIALOG, "transient-for", parent, NULL);
  self->overview = g_object_ref (overview);
  self->lent = lent != NULL ? far_snapshot_ref (lent) : NULL;
  self->is_room = lent != NULL ? lent->kind == FAR_KIND_OF_ROOM : is_room;
  fill (self);

  return GTK_WINDOW (self);
}
