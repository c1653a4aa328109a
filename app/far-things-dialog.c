/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-things-dialog.h"

#include "far-notice.h"
#include "far-thing-row.h"

#include <glib/gi18n.h>

struct _FarThingsDialog
{
  AdwWindow parent_instance;

  FarOverview *overview;     /* owned, NULL once it is closed */
  GCancellable *cancellable; /* owned */
  GPtrArray *things;         /* owned (element-type FarThing), nullable: as the rows */
  GPtrArray *keepers;        /* owned (element-type utf8): ids, as the rows of the combo */
  GVariant *before;          /* owned, nullable: id, name and note of the thing in the form */

  AdwToastOverlay *toasts; /* template children */
  FarNotice *notice;
  GtkListBox *list;
  GtkLabel *empty_label;
  AdwPreferencesGroup *form;
  AdwEntryRow *name_row;
  AdwEntryRow *note_row;
  AdwComboRow *keeper_row;
  GtkButton *add_button;
  GtkButton *leave_button;
};

G_DEFINE_FINAL_TYPE (FarThingsDialog, far_things_dialog, ADW_TYPE_WINDOW)

/* ---- what there is */

/* Rows stay where they are, and with them the focus. */
static void
show_things (FarThingsDialog *self)
{
  GtkListBoxRow *row;

  for (guint i = 0; i < self->things->len; i++)
    {
      row = gtk_list_box_get_row_at_index (self->list, (int)i);
      if (row == NULL)
        {
          row = GTK_LIST_BOX_ROW (far_thing_row_new ());
          gtk_list_box_append (self->list, GTK_WIDGET (row));
        }
      far_thing_row_set_thing (FAR_THING_ROW (row), self->things->pdata[i], self->overview);
    }
  while ((row = gtk_list_box_get_row_at_index (self->list, (int)self->things->len)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));

  gtk_widget_set_visible (GTK_WIDGET (self->list), self->things->len > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->empty_label), self->things->len == 0);
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarThingsDialog) self = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) things = far_engine_things_finish (FAR_ENGINE (source), result, &error);

  if (self->overview == NULL)
    return;
  if (things == NULL)
    {
      far_notice_show_error (self->notice, error);
      return;
    }

  g_clear_pointer (&self->things, g_ptr_array_unref);
  self->things = g_steal_pointer (&things);
  show_things (self);
}

static void
list (FarThingsDialog *self)
{
  far_engine_things_async (far_overview_peek_engine (self->overview), self->cancellable, listed_cb,
                           g_object_ref (self));
}

/* ---- saying who has one */

static void
changed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarThingsDialog) self = data;
  g_autoptr(GError) error = NULL;
  g_autofree char *id = far_engine_change_thing_finish (FAR_ENGINE (source), result, &error);

  if (self->overview == NULL)
    return;
  if (id == NULL)
    far_notice_show_error (self->notice, error);
  else
    far_notice_clear (self->notice);
}

static void
change (FarThingsDialog *self, const char *thing, const FarThingEdit *edit)
{
  far_engine_change_thing_async (far_overview_peek_engine (self->overview), thing, edit, NULL,
                                 changed_cb, g_object_ref (self));
}

static void
give_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarThingsDialog *self = FAR_THINGS_DIALOG (widget);
  FarThingEdit edit = { .gone = -1 };
  const char *thing;

  g_variant_get (parameter, "(&s&s)", &thing, &edit.keeper);
  change (self, thing, &edit);
}

static const FarThing *
find_thing (FarThingsDialog *self, const char *id)
{
  for (guint i = 0; self->things != NULL && i < self->things->len; i++)
    {
      const FarThing *thing = self->things->pdata[i];

      if (g_str_equal (thing->id, id))
        return thing;
    }

  return NULL;
}

static void
drop_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarThingsDialog *self = FAR_THINGS_DIALOG (widget);
  const FarThing *thing = find_thing (self, g_variant_get_string (parameter, NULL));
  FarThingEdit edit = { .gone = 1 };
  g_autofree char *text = NULL;
  g_autofree char *escaped = NULL;
  AdwToast *toast;

  if (thing == NULL)
    return;

  /* Translators: %s is a key or another thing */
  text = g_strdup_printf (_ ("“%s” is off the list"), thing->name);
  escaped = g_markup_escape_text (text, -1);
  toast = adw_toast_new (escaped);
  adw_toast_set_button_label (toast, _ ("_Undo"));
  adw_toast_set_action_name (toast, "things.put-back");
  adw_toast_set_action_target_value (toast, g_variant_new_string (thing->id));
  adw_toast_overlay_add_toast (self->toasts, toast);
  change (self, thing->id, &edit);
}

static void
put_back_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarThingEdit edit = { .gone = 0 };

  change (FAR_THINGS_DIALOG (widget), g_variant_get_string (parameter, NULL), &edit);
}

/* ---- one more, or what is said of one */

static void
name_changed_cb (FarThingsDialog *self)
{
  const char *name = gtk_editable_get_text (GTK_EDITABLE (self->name_row));

  gtk_widget_set_sensitive (GTK_WIDGET (self->add_button), name[0] != '\0');
}

static void
added_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarThingsDialog) self = data;
  g_autoptr(GError) error = NULL;
  g_autofree char *id = far_engine_add_thing_finish (FAR_ENGINE (source), result, &error);

  if (self->overview == NULL)
    return;
  if (id == NULL)
    {
      name_changed_cb (self);
      far_notice_show_error (self->notice, error);
      return;
    }

  far_notice_clear (self->notice);
  gtk_editable_set_text (GTK_EDITABLE (self->name_row), "");
  gtk_editable_set_text (GTK_EDITABLE (self->note_row), "");
  gtk_widget_grab_focus (GTK_WIDGET (self->name_row));
}

/* The form is for another one again. */
static void
end_edit (FarThingsDialog *self)
{
  g_clear_pointer (&self->before, g_variant_unref);
  adw_preferences_group_set_title (self->form, _ ("One More"));
  gtk_button_set_label (self->add_button, _ ("_Write It Down"));
  gtk_widget_set_visible (GTK_WIDGET (self->keeper_row), TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->leave_button), FALSE);
  gtk_editable_set_text (GTK_EDITABLE (self->name_row), "");
  gtk_editable_set_text (GTK_EDITABLE (self->note_row), "");
  far_notice_clear (self->notice);
}

static void
edit_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarThingsDialog *self = FAR_THINGS_DIALOG (widget);
  const FarThing *thing = find_thing (self, g_variant_get_string (parameter, NULL));
  g_autofree char *title = NULL;
  g_autofree char *escaped = NULL;

  if (thing == NULL)
    return;

  end_edit (self);
  self->before = g_variant_ref_sink (g_variant_new ("(sss)", thing->id, thing->name, thing->note));

  /* Translators: over a form; %s is a key or another thing */
  title = g_strdup_printf (_ ("Change “%s”"), thing->name);
  escaped = g_markup_escape_text (title, -1);
  adw_preferences_group_set_title (self->form, escaped);
  gtk_button_set_label (self->add_button, _ ("_Save"));
  gtk_widget_set_visible (GTK_WIDGET (self->keeper_row), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->leave_button), TRUE);
  gtk_editable_set_text (GTK_EDITABLE (self->name_row), thing->name);
  gtk_editable_set_text (GTK_EDITABLE (self->note_row), thing->note);
  gtk_widget_grab_focus (GTK_WIDGET (self->name_row));
}

/* One form at a time: nothing else is chosen while it is saved. */
static void
set_saving (FarThingsDialog *self, gboolean is_saving)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->list), !is_saving);
  gtk_widget_set_sensitive (GTK_WIDGET (self->form), !is_saving);
  gtk_widget_set_sensitive (GTK_WIDGET (self->leave_button), !is_saving);
  if (is_saving)
    gtk_widget_set_sensitive (GTK_WIDGET (self->add_button), FALSE);
  else
    name_changed_cb (self);
}

static void
edited_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarThingsDialog) self = data;
  g_autoptr(GError) error = NULL;
  g_autofree char *id = far_engine_change_thing_finish (FAR_ENGINE (source), result, &error);
  AdwToast *toast;

  if (self->overview == NULL)
    return;
  set_saving (self, FALSE);
  gtk_widget_grab_focus (GTK_WIDGET (self->name_row));
  if (id == NULL)
    {
      far_notice_show_error (self->notice, error);
      return;
    }

  toast = adw_toast_new (_ ("It is changed"));
  adw_toast_set_button_label (toast, _ ("_Undo"));
  adw_toast_set_action_name (toast, "things.say-again");
  adw_toast_set_action_target_value (toast, self->before);
  adw_toast_overlay_add_toast (self->toasts, toast);
  end_edit (self);
}

static void
say_again_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarThingEdit edit = { .gone = -1 };
  const char *thing;

  g_variant_get (parameter, "(&s&s&s)", &thing, &edit.name, &edit.note);
  change (FAR_THINGS_DIALOG (widget), thing, &edit);
}

static void
save_edit (FarThingsDialog *self)
{
  FarThingEdit edit = {
    .name = gtk_editable_get_text (GTK_EDITABLE (self->name_row)),
    .note = gtk_editable_get_text (GTK_EDITABLE (self->note_row)),
    .gone = -1,
  };
  const char *thing;
  const char *name;
  const char *note;

  g_variant_get (self->before, "(&s&s&s)", &thing, &name, &note);
  if (g_str_equal (edit.name, name) && g_str_equal (edit.note, note))
    {
      end_edit (self);
      return;
    }

  set_saving (self, TRUE);
  far_engine_change_thing_async (far_overview_peek_engine (self->overview), thing, &edit, NULL,
                                 edited_cb, g_object_ref (self));
}

static void
add_cb (FarThingsDialog *self)
{
  guint selected = adw_combo_row_get_selected (self->keeper_row);
  FarThingEdit thing = {
    .name = gtk_editable_get_text (GTK_EDITABLE (self->name_row)),
    .note = gtk_editable_get_text (GTK_EDITABLE (self->note_row)),
    .keeper = selected < self->keepers->len ? self->keepers->pdata[selected] : NULL,
  };

  if (!gtk_widget_get_sensitive (GTK_WIDGET (self->add_button)))
    return;
  if (self->before != NULL)
    {
      save_edit (self);
      return;
    }

  gtk_widget_set_sensitive (GTK_WIDGET (self->add_button), FALSE);
  far_engine_add_thing_async (far_overview_peek_engine (self->overview), &thing, NULL, added_cb,
                              g_object_ref (self));
}

/* This member first, who mostly has what they write down; nobody last. */
static void
fill_keepers (FarThingsDialog *self)
{
  GListModel *members = far_overview_peek_members (self->overview);
  const FarStatus *status = far_overview_peek_status (self->overview);
  g_autoptr(GtkStringList) names = gtk_string_list_new (NULL);

  if (status != NULL)
    {
      gtk_string_list_append (names, _ ("You"));
      g_ptr_array_add (self->keepers, g_strdup (status->me));
    }
  for (guint i = 0; i < g_list_model_get_n_items (members); i++)
    {
      g_autoptr(FarItem) item = g_list_model_get_item (members, i);
      const FarMember *member = far_item_peek_snapshot (item);

      if ((member->standing != FAR_STANDING_ACTIVE &&
           member->standing != FAR_STANDING_NO_MACHINE) ||
          member->is_me)
        continue;
      gtk_string_list_append (names,
                              member->name[0] != '\0' ? member->name : _ ("Not known by name yet"));
      g_ptr_array_add (self->keepers, g_strdup (member->id));
    }
  /* Translators: nobody knows who has a key or another thing */
  gtk_string_list_append (names, C_ ("keeper", "Nobody knows"));
  adw_combo_row_set_model (self->keeper_row, G_LIST_MODEL (names));
}

static void
far_things_dialog_dispose (GObject *object)
{
  FarThingsDialog *self = FAR_THINGS_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->overview);

  G_OBJECT_CLASS (far_things_dialog_parent_class)->dispose (object);
}

static void
far_things_dialog_finalize (GObject *object)
{
  FarThingsDialog *self = FAR_THINGS_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->things, g_ptr_array_unref);
  g_clear_pointer (&self->keepers, g_ptr_array_unref);
  g_clear_pointer (&self->before, g_variant_unref);

  G_OBJECT_CLASS (far_things_dialog_parent_class)->finalize (object);
}

static void
far_things_dialog_class_init (FarThingsDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = far_things_dialog_dispose;
  object_class->finalize = far_things_dialog_finalize;

  g_type_ensure (FAR_TYPE_NOTICE);
  gtk_widget_class_install_action (widget_class, "things.give", "(ss)", give_cb);
  gtk_widget_class_install_action (widget_class, "things.edit", "s", edit_cb);
  gtk_widget_class_install_action (widget_class, "things.say-again", "(sss)", say_again_cb);
  gtk_widget_class_install_action (widget_class, "things.drop", "s", drop_cb);
  gtk_widget_class_install_action (widget_class, "things.put-back", "s", put_back_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-things-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, FarThingsDialog, toasts);
  gtk_widget_class_bind_template_child (widget_class, FarThingsDialog, notice);
  gtk_widget_class_bind_template_child (widget_class, FarThingsDialog, list);
  gtk_widget_class_bind_template_child (widget_class, FarThingsDialog, empty_label);
  gtk_widget_class_bind_template_child (widget_class, FarThingsDialog, name_row);
  gtk_widget_class_bind_template_child (widget_class, FarThingsDialog, note_row);
  gtk_widget_class_bind_template_child (widget_class, FarThingsDialog, keeper_row);
  gtk_widget_class_bind_template_child (widget_class, FarThingsDialog, add_button);
  gtk_widget_class_bind_template_child (widget_class, FarThingsDialog, form);
  gtk_widget_class_bind_template_child (widget_class, FarThingsDialog, leave_button);
  gtk_widget_class_bind_template_callback (widget_class, add_cb);
  gtk_widget_class_bind_template_callback (widget_class, end_edit);
  gtk_widget_class_bind_template_callback (widget_class, name_changed_cb);
}

static void
far_things_dialog_init (FarThingsDialog *self)
{
  self->cancellable = g_cancellable_new ();
  self->keepers = g_ptr_array_new_with_free_func (g_free);
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWindow *
far_things_dialog_new (GtkWindow *parent, FarOverview *overview)
{
  FarThingsDialog *self;

  g_return_val_if_fail (FAR_IS_OVERVIEW (overview), NULL);

  self = g_object_new (FAR_TYPE_THINGS_DIALOG, "transient-for", parent, NULL);
  self->overview = g_object_ref (overview);
  fill_keepers (self);
  g_signal_connect_object (far_overview_peek_engine (overview), "changed", G_CALLBACK (list), self,
                           G_CONNECT_SWAPPED);
  list (self);

  return GTK_WINDOW (self);
}
