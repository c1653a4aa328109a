/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-roles-group.h"

#include "far-compat.h"

#include <glib/gi18n.h>

#define N_ROLES_MAX 8
#define N_ADULTS_MAX 99

/* One row of the form. */
typedef struct
{
  AdwEntryRow *row;          /* unowned */
  AdwEntryRow *training_row; /* unowned: what whoever takes it holds */
  GtkSpinButton *spin;       /* unowned */
  int number;
  int n_min; /* as it was given, as is the next: the form has one number for both */
  int n_max;
} Entry;

struct _FarRolesGroup
{
  AdwPreferencesGroup parent_instance;

  GPtrArray *entries;               /* owned (element-type Entry) */
  AdwEntryRow *others_row;          /* unowned: how the first role is called */
  AdwEntryRow *others_training_row; /* unowned */
  gboolean asks_for_trainings;
  GtkButton *add_button; /* unowned */
  gboolean is_filling;
};

G_DEFINE_FINAL_TYPE (FarRolesGroup, far_roles_group, ADW_TYPE_PREFERENCES_GROUP)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* What was asked for stays to be seen when skills are off. */
static void
show_training (FarRolesGroup *self, AdwEntryRow *row, gboolean is_there)
{
  gtk_widget_set_visible (GTK_WIDGET (row),
                          is_there && (self->asks_for_trainings ||
                                       *gtk_editable_get_text (GTK_EDITABLE (row)) != '\0'));
}

static void
tell_changed (FarRolesGroup *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->others_row), self->entries->len > 0);
  show_training (self, self->others_training_row, self->entries->len > 0);
  gtk_widget_set_sensitive (GTK_WIDGET (self->add_button), self->entries->len < N_ROLES_MAX - 1);
  if (!self->is_filling)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static Entry *
find_entry (FarRolesGroup *self, gpointer row)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      Entry *entry = self->entries->pdata[i];

      if ((gpointer)entry->row == row)
        return entry;
    }

  return NULL;
}

/* The keyboard goes where the next one is. */
static void
remove_cb (AdwEntryRow *row)
{
  FarRolesGroup *self =
      FAR_ROLES_GROUP (gtk_widget_get_ancestor (GTK_WIDGET (row), FAR_TYPE_ROLES_GROUP));

  Entry *entry = find_entry (self, row);

  gtk_widget_grab_focus (GTK_WIDGET (self->add_button));
  adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (entry->training_row));
  g_ptr_array_remove (self->entries, entry);
  adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (row));
  tell_changed (self);
}

static AdwEntryRow *
training_row_new (FarRolesGroup *self, const char *training)
{
  GtkWidget *row = adw_entry_row_new ();

  /* Translators: what whoever takes a role holds, such as “First aid”; nothing if it is empty */
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("Training That It Asks For"));
  gtk_editable_set_text (GTK_EDITABLE (row), training);
  g_signal_connect_swapped (row, "changed", G_CALLBACK (tell_changed), self);

  return ADW_ENTRY_ROW (row);
}

static Entry *
add_entry (FarRolesGroup *self,
           int number,
           const char *name,
           int n_min,
           int n_max,
           const char *training)
{
  Entry *entry = g_new0 (Entry, 1);
  GtkWidget *row = adw_entry_row_new ();
  GtkWidget *spin = gtk_spin_button_new_with_range (1, N_ADULTS_MAX, 1);
  GtkWidget *button = gtk_button_new_from_icon_name ("list-remove-symbolic");

  entry->row = ADW_ENTRY_ROW (row);
  entry->spin = GTK_SPIN_BUTTON (spin);
  entry->number = number;
  entry->n_min = n_min;
  entry->n_max = n_max;
  g_ptr_array_add (self->entries, entry);

  /* Translators: what somebody does on an outing, such as “Head” */
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("Role"));
  gtk_editable_set_text (GTK_EDITABLE (row), name);
  gtk_spin_button_set_value (entry->spin, n_max);
  gtk_widget_set_valign (spin, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (spin), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("How many are needed"), -1);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _ ("Remove This Role"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Remove This Role"), -1);
  adw_entry_row_add_suffix (entry->row, spin);
  adw_entry_row_add_suffix (entry->row, button);
  g_signal_connect_swapped (row, "changed", G_CALLBACK (tell_changed), self);
  g_signal_connect_swapped (spin, "value-changed", G_CALLBACK (tell_changed), self);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (remove_cb), row);

  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  entry->training_row = training_row_new (self, training);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (entry->training_row));
  show_training (self, entry->training_row, TRUE);
  tell_changed (self);

  return entry;
}

static void
add_cb (FarRolesGroup *self)
{
  Entry *entry = add_entry (self, FAR_TURN_ROLE_NEW, "", 1, 1, "");

  /* the row itself would take it for being chosen, and not for writing */
  gtk_widget_grab_focus (GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (entry->row))));
}

void
far_roles_group_set_asks_for_trainings (FarRolesGroup *self, gboolean asks)
{
  g_return_if_fail (FAR_IS_ROLES_GROUP (self));

  self->asks_for_trainings = asks;
  for (guint i = 0; i < self->entries->len; i++)
    show_training (self, ((const Entry *)self->entries->pdata[i])->training_row, TRUE);
  show_training (self, self->others_training_row, self->entries->len > 0);
}

void
far_roles_group_set_roles (FarRolesGroup *self, GPtrArray *roles)
{
  g_return_if_fail (FAR_IS_ROLES_GROUP (self));

  self->is_filling = TRUE;
  for (guint i = 0; i < self->entries->len; i++)
    {
      const Entry *entry = self->entries->pdata[i];

      adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (entry->row));
      adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (entry->training_row));
    }
  g_ptr_array_set_size (self->entries, 0);
  gtk_editable_set_text (GTK_EDITABLE (self->others_row), "");
  gtk_editable_set_text (GTK_EDITABLE (self->others_training_row), "");
  for (guint i = 0; i < roles->len; i++)
    {
      const FarRole *role = roles->pdata[i];

      if (role->number == 0)
        {
          gtk_editable_set_text (GTK_EDITABLE (self->others_row), role->name);
          gtk_editable_set_text (GTK_EDITABLE (self->others_training_row), role->training);
        }
      else
        add_entry (self, role->number, role->name, role->n_min, role->n_max, role->training);
    }
  tell_changed (self);
  self->is_filling = FALSE;
}

static void
free_role (gpointer data)
{
  FarRole *role = data;

  g_free ((gpointer)role->name);
  g_free ((gpointer)role->training);
  g_free (role);
}

static void
append_role (GPtrArray *roles,
             AdwEntryRow *row,
             AdwEntryRow *training_row,
             int number,
             int n_min,
             int n_max)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (row))));
  FarRole *role;

  if (*name == '\0')
    return;

  role = g_new0 (FarRole, 1);
  role->number = number;
  role->name = g_steal_pointer (&name);
  role->n_min = n_min;
  role->n_max = n_max;
  role->training = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (training_row))));
  g_ptr_array_add (roles, role);
}

GPtrArray *
far_roles_group_dup_roles (FarRolesGroup *self)
{
  GPtrArray *roles = g_ptr_array_new_with_free_func (free_role);

  g_return_val_if_fail (FAR_IS_ROLES_GROUP (self), roles);

  if (self->entries->len > 0)
    append_role (roles, self->others_row, self->others_training_row, 0, 0, 0);
  for (guint i = 0; i < self->entries->len; i++)
    {
      const Entry *entry = self->entries->pdata[i];
      int n = gtk_spin_button_get_value_as_int (entry->spin);

      append_role (roles, entry->row, entry->training_row, entry->number,
                   n == entry->n_max ? entry->n_min : n, n);
    }

  return roles;
}

/* In whatever order. */
gboolean
far_roles_are_same (GPtrArray *a, GPtrArray *b)
{
  guint n_same = 0;

  for (guint i = 0; i < a->len; i++)
    for (guint j = 0; j < b->len; j++)
      {
        const FarRole *one = a->pdata[i];
        const FarRole *other = b->pdata[j];

        n_same += one->number == other->number && g_str_equal (one->name, other->name) &&
                  g_str_equal (one->training, other->training) &&
                  (one->number == 0 || (one->n_min == other->n_min && one->n_max == other->n_max));
      }

  return a->len == b->len && n_same == a->len;
}

static void
far_roles_group_finalize (GObject *object)
{
  FarRolesGroup *self = FAR_ROLES_GROUP (object);

  g_clear_pointer (&self->entries, g_ptr_array_unref);

  G_OBJECT_CLASS (far_roles_group_parent_class)->finalize (object);
}

static void
far_roles_group_class_init (FarRolesGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = far_roles_group_finalize;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
far_roles_group_init (FarRolesGroup *self)
{
  GtkWidget *others = adw_entry_row_new ();
  GtkWidget *button = gtk_button_new_from_icon_name ("list-add-symbolic");

  self->entries = g_ptr_array_new_with_free_func (g_free);
  self->others_row = ADW_ENTRY_ROW (others);
  self->add_button = GTK_BUTTON (button);
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _ ("Roles"));
  adw_preferences_group_set_description (
      ADW_PREFERENCES_GROUP (self),
      _ ("Who walks at the head or opens the room, besides the adults above. There may be none."));
  adw_preferences_group_set_header_suffix (ADW_PREFERENCES_GROUP (self), button);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _ ("Add a Role"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Add a Role"), -1);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (add_cb), self);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (others),
                                 _ ("What the others are called (may stay empty)"));
  gtk_widget_set_visible (others, FALSE);
  g_signal_connect_swapped (others, "changed", G_CALLBACK (tell_changed), self);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), others);
  self->others_training_row = training_row_new (self, "");
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (self->others_training_row));
  tell_changed (self);
}
