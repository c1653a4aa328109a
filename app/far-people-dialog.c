/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-people-dialog.h"

#include "far-compat.h"
#include "far-notice.h"
#include "far-words-people.h"

#include <glib/gi18n.h>

struct _FarPeopleDialog
{
  AdwWindow parent_instance;

  FarOverview *overview;     /* owned, NULL once it is closed */
  GCancellable *cancellable; /* owned */
  char *path;                /* owned */
  gboolean is_importing;     /* it is written, and no more shown */

  FarNotice *notice; /* template children */
  GtkSpinner *spinner;
  GtkLabel *effect_label;
  GtkButton *import_button;
  GtkLabel *people_label;
  GtkListBox *people_list;
  GtkExpander *refused_expander;
  GtkLabel *refused_label;
};

G_DEFINE_FINAL_TYPE (FarPeopleDialog, far_people_dialog, ADW_TYPE_WINDOW)

enum
{
  SIGNAL_IMPORTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* ---- what was read */

static void
add_person (FarPeopleDialog *self, const FarPersonItem *item)
{
  g_autofree char *words = far_words_person_item (item);
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), item->name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), words);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  gtk_list_box_append (self->people_list, row);
}

static void
show_refused (FarPeopleDialog *self, const FarPeoplePlan *plan)
{
  g_autoptr(GString) refused = g_string_new (NULL);
  g_autofree char *n_refused = far_words_n_refused_people (plan);

  for (guint i = 0; i < plan->refused->len; i++)
    {
      g_autofree char *words = far_words_refused_person (plan->refused->pdata[i]);

      g_string_append_printf (refused, "%s%s", i > 0 ? "\n" : "", words);
    }
  gtk_expander_set_label (self->refused_expander, n_refused);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->refused_expander),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, n_refused, -1);
  gtk_label_set_label (self->refused_label, refused->str);
  gtk_widget_set_visible (GTK_WIDGET (self->refused_expander), plan->n_refused > 0);
}

static void
show_plan (FarPeopleDialog *self, const FarPeoplePlan *plan)
{
  g_autofree char *effect = far_words_people_effect (plan);
  gboolean has_people = plan->items->len > 0;

  gtk_label_set_label (self->effect_label, effect);
  gtk_widget_set_visible (GTK_WIDGET (self->effect_label), TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->import_button), plan->n_new + plan->n_phones > 0);
  for (guint i = 0; i < plan->items->len; i++)
    add_person (self, plan->items->pdata[i]);
  gtk_widget_set_visible (GTK_WIDGET (self->people_label), has_people);
  gtk_widget_set_visible (GTK_WIDGET (self->people_list), has_people);
  show_refused (self, plan);
}

static void
set_busy (FarPeopleDialog *self, gboolean is_busy)
{
  gtk_spinner_set_spinning (self->spinner, is_busy);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), is_busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->import_button), !is_busy);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarPeopleDialog) self = data;
  g_autoptr(GError) error = NULL;
  FarPeoplePlan *plan = far_engine_import_people_finish (FAR_ENGINE (source), result, &error);

  if (self->overview != NULL && plan == NULL)
    {
      far_notice_show_error (self->notice, error);
      set_busy (self, FALSE);
    }
  else if (self->overview != NULL && self->is_importing && plan->undo != NULL)
    {
      g_autofree char *text = far_words_people_effect (plan);

      g_signal_emit (self, signals[SIGNAL_IMPORTED], 0, text, plan->undo);
      gtk_window_close (GTK_WINDOW (self));
    }
  else if (self->overview != NULL && self->is_importing)
    gtk_window_close (GTK_WINDOW (self));
  else if (self->overview != NULL)
    {
      show_plan (self, plan);
      set_busy (self, FALSE);
    }
  g_clear_pointer (&plan, far_snapshot_unref);
}

static void
read_file (FarPeopleDialog *self)
{
  set_busy (self, TRUE);
  far_engine_import_people_async (far_overview_peek_engine (self->overview), self->path,
                                  !self->is_importing, self->cancellable, read_cb,
                                  g_object_ref (self));
}

static void
import_cb (FarPeopleDialog *self)
{
  if (!gtk_widget_get_sensitive (GTK_WIDGET (self->import_button)))
    return;

  far_notice_clear (self->notice);
  self->is_importing = TRUE;
  read_file (self);
}

static void
far_people_dialog_dispose (GObject *object)
{
  FarPeopleDialog *self = FAR_PEOPLE_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->overview);

  G_OBJECT_CLASS (far_people_dialog_parent_class)->dispose (object);
}

static void
far_people_dialog_finalize (GObject *object)
{
  FarPeopleDialog *self = FAR_PEOPLE_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_free (self->path);

  G_OBJECT_CLASS (far_people_dialog_parent_class)->finalize (object);
}

static void
far_people_dialog_class_init (FarPeopleDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = far_people_dialog_dispose;
  object_class->finalize = far_people_dialog_finalize;

  signals[SIGNAL_IMPORTED] =
      g_signal_new ("imported", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_VARIANT);

  g_type_ensure (FAR_TYPE_NOTICE);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-people-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, FarPeopleDialog, notice);
  gtk_widget_class_bind_template_child (widget_class, FarPeopleDialog, spinner);
  gtk_widget_class_bind_template_child (widget_class, FarPeopleDialog, effect_label);
  gtk_widget_class_bind_template_child (widget_class, FarPeopleDialog, import_button);
  gtk_widget_class_bind_template_child (widget_class, FarPeopleDialog, people_label);
  gtk_widget_class_bind_template_child (widget_class, FarPeopleDialog, people_list);
  gtk_widget_class_bind_template_child (widget_class, FarPeopleDialog, refused_expander);
  gtk_widget_class_bind_template_child (widget_class, FarPeopleDialog, refused_label);
  gtk_widget_class_bind_template_callback (widget_class, import_cb);
}

static void
far_people_dialog_init (FarPeopleDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  far_compat_wrap_buttons (GTK_WIDGET (self));
}

GtkWindow *
far_people_dialog_new (GtkWindow *parent, FarOverview *overview, const char *path)
{
  FarPeopleDialog *self;

  g_return_val_if_fail (FAR_IS_OVERVIEW (overview), NULL);
  g_return_val_if_fail (path != NULL, NULL);

  self = g_object_new (FAR_TYPE_PEOPLE_DIALOG, "transient-for", parent, NULL);
  self->overview = g_object_ref (overview);
  self->path = g_strdup (path);
  read_file (self);

  return GTK_WINDOW (self);
}
