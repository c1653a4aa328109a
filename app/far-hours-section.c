/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-hours-section.h"

#include "far-compat.h"
#include "far-hours-row.h"
#include "far-words-hours.h"

#include <glib/gi18n.h>

struct _FarHoursSection
{
  AdwBin parent_instance;

  FarOverview *overview; /* owned */
  GPtrArray *others;     /* owned (element-type utf8): ids, in the order of the combo's rows */
  GPtrArray *readers;    /* owned (element-type GtkWidget, unowned): rows of who may read it */

  GtkLabel *readers_label; /* template children */
  GtkLabel *balance_label;
  GtkLabel *seen_label;
  GtkWidget *hints_box;
  GtkListBox *hints;
  GtkStack *stack;
  GtkListBox *list;
  AdwPreferencesGroup *share_group;
  AdwComboRow *share_row;
  GtkButton *share_button;
};

G_DEFINE_FINAL_TYPE (FarHoursSection, far_hours_section, ADW_TYPE_BIN)

/* ---- with whom it is shared */

static gboolean
is_among (const GPtrArray *people, const char *id)
{
  for (guint i = 0; i < people->len; i++)
    if (g_str_equal (((const FarSomebody *)people->pdata[i])->id, id))
      return TRUE;

  return FALSE;
}

/* Members with a machine of their own who cannot read it yet. */
static void
fill_others (FarHoursSection *self, const FarHoursBook *book)
{
  GListModel *members = far_overview_peek_members (self->overview);
  const FarStatus *status = far_overview_peek_status (self->overview);
  g_autoptr(GtkStringList) names = gtk_string_list_new (NULL);

  g_ptr_array_set_size (self->others, 0);
  for (guint i = 0; i < g_list_model_get_n_items (members); i++)
    {
      g_autoptr(FarItem) item = g_list_model_get_item (members, i);
      const FarMember *member = far_item_peek_snapshot (item);

      if (member->standing != FAR_STANDING_ACTIVE || member->devices[0] == NULL ||
          g_str_equal (member->id, status->me) || is_among (book->shared, member->id))
        continue;
      gtk_string_list_append (names, member->name);
      g_ptr_array_add (self->others, g_strdup (member->id));
    }
  adw_combo_row_set_model (self->share_row, G_LIST_MODEL (names));
  gtk_widget_set_visible (GTK_WIDGET (self->share_row), self->others->len > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->share_button), self->others->len > 0);
}

static void
add_reader (FarHoursSection *self, const FarSomebody *somebody)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_with_label (_ ("Stop Sharing"));
  /* Translators: what a button does; %s is with whom an account is shared */
  g_autofree char *name = g_strdup_printf (_ ("Stop Sharing With %s"), somebody->name);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), somebody->name);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  gtk_actionable_set_action_target_value (GTK_ACTIONABLE (button),
                                          g_variant_new ("(sb)", somebody->id, FALSE));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.share-hours");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  far_compat_wrap_buttons (row);
  adw_preferences_group_add (self->share_group, row);
  g_ptr_array_add (self->readers, row);
}

static void
show_readers (FarHoursSection *self, const FarHoursBook *book)
{
  for (guint i = 0; i < self->readers->len; i++)
    adw_preferences_group_remove (self->share_group, self->readers->pdata[i]);
  g_ptr_array_set_size (self->readers, 0);
  for (guint i = 0; i < book->shared->len; i++)
    add_reader (self, book->shared->pdata[i]);
  fill_others (self, book);
  gtk_widget_set_visible (GTK_WIDGET (self->share_group),
                          self->others->len > 0 || book->shared->len > 0);
}

static void
share_cb (FarHoursSection *self)
{
  guint selected = adw_combo_row_get_selected (self->share_row);

  if (selected < self->others->len)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.share-hours", "(sb)",
                                self->others->pdata[selected], TRUE);
}

/* ---- all in all */

static void
show_section (FarHoursSection *self)
{
  const FarHoursBook *book = far_overview_peek_hours (self->overview);
  g_autofree char *readers = NULL;
  g_autofree char *sealed = NULL;
  g_autofree char *who = NULL;
  g_autofree char *balance = NULL;
  g_autofree char *seen = NULL;

  if (book == NULL)
    return;
  readers = far_words_hours_readers (book);
  sealed = far_words_hours_sealed (book);
  who = g_strjoin ("\n", readers, sealed, NULL);
  balance = far_words_hours_balance (book);
  seen = far_words_hours_seen (book);
  gtk_label_set_text (self->readers_label, who);
  gtk_label_set_text (self->balance_label, balance);
  gtk_label_set_text (self->seen_label, seen);
  gtk_stack_set_visible_child_name (self->stack, book->lines->len > 0 ? "list" : "empty");
  gtk_widget_set_visible (GTK_WIDGET (self->balance_label), book->lines->len > 0);
  gtk_widget_set_visible (self->hints_box, book->hints->len > 0);
  show_readers (self, book);
}

static GtkWidget *
create_row (gpointer item, gpointer data)
{
  return far_hours_row_new (item);
}

static void
far_hours_section_dispose (GObject *object)
{
  FarHoursSection *self = FAR_HOURS_SECTION (object);

  if (self->overview != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->overview, self);
      gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
      gtk_list_box_bind_model (self->hints, NULL, NULL, NULL, NULL);
    }
  g_clear_object (&self->overview);

  G_OBJECT_CLASS (far_hours_section_parent_class)->dispose (object);
}

static void
far_hours_section_finalize (GObject *object)
{
  FarHoursSection *self = FAR_HOURS_SECTION (object);

  g_clear_pointer (&self->others, g_ptr_array_unref);
  g_clear_pointer (&self->readers, g_ptr_array_unref);

  G_OBJECT_CLASS (far_hours_section_parent_class)->finalize (object);
}

static void
far_hours_section_class_init (FarHoursSectionClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = far_hours_section_dispose;
  G_OBJECT_CLASS (klass)->finalize = far_hours_section_finalize;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-hours-section.ui");
  gtk_widget_class_bind_template_child (widget_class, FarHoursSection, readers_label);
  gtk_widget_class_bind_template_child (widget_class, FarHoursSection, balance_label);
  gtk_widget_class_bind_template_child (widget_class, FarHoursSection, seen_label);
  gtk_widget_class_bind_template_child (widget_class, FarHoursSection, hints_box);
  gtk_widget_class_bind_template_child (widget_class, FarHoursSection, hints);
  gtk_widget_class_bind_template_child (widget_class, FarHoursSection, stack);
  gtk_widget_class_bind_template_child (widget_class, FarHoursSection, list);
  gtk_widget_class_bind_template_child (widget_class, FarHoursSection, share_group);
  gtk_widget_class_bind_template_child (widget_class, FarHoursSection, share_row);
  gtk_widget_class_bind_template_child (widget_class, FarHoursSection, share_button);
  gtk_widget_class_bind_template_callback (widget_class, share_cb);
}

static void
far_hours_section_init (FarHoursSection *self)
{
  self->others = g_ptr_array_new_with_free_func (g_free);
  self->readers = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  far_compat_wrap_buttons (GTK_WIDGET (self));
}

GtkWidget *
far_hours_section_new (FarOverview *overview)
{
  FarHoursSection *self = g_object_new (FAR_TYPE_HOURS_SECTION, NULL);

  self->overview = g_object_ref (overview);
  gtk_list_box_bind_model (self->list, far_overview_peek_hours_list (overview), create_row, self,
                           NULL);
  gtk_list_box_bind_model (self->hints, far_overview_peek_hours_hints (overview), create_row, self,
                           NULL);
  g_signal_connect_swapped (overview, "notify::hours", G_CALLBACK (show_section), self);
  show_section (self);

  return GTK_WIDGET (self);
}
