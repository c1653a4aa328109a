/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-people-row.h"

#include "far-compat.h"
#include "far-item.h"
#include "far-words.h"

#include <glib/gi18n.h>

/* One who can be ticked. */
typedef struct
{
  char *id;           /* owned */
  char *name;         /* owned */
  GtkWidget *row;     /* unowned: of the expander */
  GtkWidget *check;   /* unowned */
  gboolean was_there; /* ticked at first */
} Person;

struct _FarPeopleRow
{
  AdwExpanderRow parent_instance;

  GPtrArray *people; /* owned (element-type Person) */
};

G_DEFINE_FINAL_TYPE (FarPeopleRow, far_people_row, ADW_TYPE_EXPANDER_ROW)

static void
person_free (gpointer data)
{
  Person *person = data;

  g_free (person->id);
  g_free (person->name);
  g_free (person);
}

static gboolean
is_ticked (const Person *person)
{
  return gtk_check_button_get_active (GTK_CHECK_BUTTON (person->check));
}

/* Who is ticked is read where the list is folded. */
static void
show_ticked (FarPeopleRow *self)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new ();
  g_autofree char *text = NULL;
  g_autofree char *escaped = NULL;

  for (guint i = 0; i < self->people->len; i++)
    if (is_ticked (self->people->pdata[i]))
      g_ptr_array_add (names, ((const Person *)self->people->pdata[i])->name);
  if (names->len == 0)
    /* Translators: nobody else speaks for a child, or may fetch it */
    text = g_strdup (C_ ("guardian", "Nobody else"));
  g_ptr_array_add (names, NULL);
  if (text == NULL)
    text = far_words_people ((const char *const *)names->pdata);

  escaped = g_markup_escape_text (text, -1);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), escaped);
}

static void
add_person (FarPeopleRow *self, const char *id, const char *name, gboolean is_there)
{
  Person *person = g_new0 (Person, 1);

  person->id = g_strdup (id);
  person->name = g_strdup (name);
  person->was_there = is_there;
  person->row = adw_action_row_new ();
  person->check = gtk_check_button_new ();
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (person->row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (person->row), name);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (person->row), 0);
  gtk_widget_set_valign (person->check, GTK_ALIGN_CENTER);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (person->check), is_there);
  g_signal_connect_swapped (person->check, "toggled", G_CALLBACK (show_ticked), self);
  adw_action_row_add_prefix (ADW_ACTION_ROW (person->row), person->check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (person->row), person->check);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), person->row);
  g_ptr_array_add (self->people, person);
}

static gboolean
has_id (const GPtrArray *somebodies, const char *id)
{
  for (guint i = 0; somebodies != NULL && i < somebodies->len; i++)
    if (g_str_equal (((const FarSomebody *)somebodies->pdata[i])->id, id))
      return TRUE;

  return FALSE;
}

static gboolean
is_offered (FarPeopleRow *self, const char *id)
{
  for (guint i = 0; i < self->people->len; i++)
    if (g_str_equal (((const Person *)self->people->pdata[i])->id, id))
      return TRUE;

  return FALSE;
}

void
far_people_row_set_people (FarPeopleRow *self, GListModel *members, const GPtrArray *chosen)
{
  g_return_if_fail (FAR_IS_PEOPLE_ROW (self));
  g_return_if_fail (G_IS_LIST_MODEL (members));

  for (guint i = 0; i < self->people->len; i++)
    adw_expander_row_remove (ADW_EXPANDER_ROW (self),
                             ((const Person *)self->people->pdata[i])->row);
  g_ptr_array_set_size (self->people, 0);
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (self), FALSE);

  for (guint i = 0; i < g_list_model_get_n_items (members); i++)
    {
      g_autoptr(FarItem) item = g_list_model_get_item (members, i);
      const FarMember *member = far_item_peek_snapshot (item);

      if (!member->is_me && member->name[0] != '\0' &&
          (member->standing == FAR_STANDING_ACTIVE || member->standing == FAR_STANDING_NO_MACHINE))
        add_person (self, member->id, member->name, has_id (chosen, member->id));
    }
  /* who has left may be ticked still, and is taken off */
  for (guint i = 0; chosen != NULL && i < chosen->len; i++)
    {
      const FarSomebody *somebody = chosen->pdata[i];

      if (!is_offered (self, somebody->id))
        add_person (self, somebody->id, somebody->name, TRUE);
    }
  show_ticked (self);
}

gboolean
far_people_row_is_changed (FarPeopleRow *self)
{
  g_return_val_if_fail (FAR_IS_PEOPLE_ROW (self), FALSE);

  for (guint i = 0; i < self->people->len; i++)
    {
      const Person *person = self->people->pdata[i];

      if (is_ticked (person) != person->was_there)
        return TRUE;
    }

  return FALSE;
}

const char **
far_people_row_list_ids (FarPeopleRow *self)
{
  g_autoptr(GPtrArray) ids = g_ptr_array_new ();

  g_return_val_if_fail (FAR_IS_PEOPLE_ROW (self), NULL);

  for (guint i = 0; i < self->people->len; i++)
    if (is_ticked (self->people->pdata[i]))
      g_ptr_array_add (ids, ((const Person *)self->people->pdata[i])->id);
  g_ptr_array_add (ids, NULL);

  return (const char **)g_ptr_array_free (g_steal_pointer (&ids), FALSE);
}

static void
title_changed_cb (FarPeopleRow *self)
{
  const char *title = adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self));

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  far_compat_name_lists (GTK_WIDGET (self), title);
}

static void
far_people_row_finalize (GObject *object)
{
  FarPeopleRow *self = FAR_PEOPLE_ROW (object);

  g_clear_pointer (&self->people, g_ptr_array_unref);

  G_OBJECT_CLASS (far_people_row_parent_class)->finalize (object);
}

static void
far_people_row_class_init (FarPeopleRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = far_people_row_finalize;
}

static void
far_people_row_init (FarPeopleRow *self)
{
  self->people = g_ptr_array_new_with_free_func (person_free);
  g_signal_connect (self, "notify::title", G_CALLBACK (title_changed_cb), NULL);
}
