/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-help-section.h"

#include "far-compat.h"
#include "far-help-row.h"
#include "far-words-help.h"

#include <glib/gi18n.h>
#include <string.h>

/* of what is not of one category */
#define ALL (-1)

struct _FarHelpSection
{
  AdwBin parent_instance;

  FarOverview *overview;     /* owned */
  GtkFilter *filter;         /* unowned: of @shown */
  GtkFilterListModel *shown; /* owned */
  GArray *categories;        /* owned (element-type int): what the rows of the choice mean */
  gboolean is_filling;       /* the choice is made by us */

  AdwPreferencesGroup *filter_group; /* template children */
  AdwComboRow *filter_row;
  GtkStack *stack;
  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (FarHelpSection, far_help_section, ADW_TYPE_BIN)

/* What is done, withdrawn or over concerns whose it is, and who helped. */
static gboolean
is_listed (const FarHelp *help)
{
  if (help->state <= FAR_HELP_STATE_TAKEN)
    return TRUE;
  return help->is_mine || help->i_help;
}

static int
get_category (FarHelpSection *self)
{
  guint selected = adw_combo_row_get_selected (self->filter_row);

  return selected < self->categories->len ? g_array_index (self->categories, int, selected) : ALL;
}

static gboolean
is_shown (gpointer item, gpointer data)
{
  FarHelpSection *self = data;
  const FarHelp *help = far_item_peek_snapshot (item);
  int category = get_category (self);

  return is_listed (help) && (category == ALL || help->category == category);
}

static gboolean
has_category (FarHelpSection *self, int category)
{
  GListModel *helps = far_overview_peek_helps (self->overview);

  for (guint i = 0; i < g_list_model_get_n_items (helps); i++)
    {
      g_autoptr(FarItem) item = g_list_model_get_item (helps, i);
      const FarHelp *help = far_item_peek_snapshot (item);

      if (help->category == category && is_listed (help))
        return TRUE;
    }

  return FALSE;
}

/* A category is there with its first real need, and one alone is no choice. */
static void
fill_filter (FarHelpSection *self)
{
  g_autoptr(GtkStringList) names = gtk_string_list_new (NULL);
  g_autoptr(GArray) categories = g_array_new (FALSE, FALSE, sizeof (int));
  const int all = ALL;
  int before = get_category (self);
  guint selected = 0;

  g_array_append_val (categories, all);
  gtk_string_list_append (names, _ ("All"));
  for (int i = 0; i < FAR_HELP_WITHS; i++)
    {
      /* what is of no kind comes last */
      int category = (i + 1) % FAR_HELP_WITHS;

      if (!has_category (self, category))
        continue;
      if (category == before)
        selected = categories->len;
      g_array_append_val (categories, category);
      gtk_string_list_append (names, far_words_help_category (category));
    }
  gtk_widget_set_visible (GTK_WIDGET (self->filter_group), categories->len > 2);
  if (categories->len <= 2)
    selected = 0;
  if (categories->len == self->categories->len &&
      memcmp (categories->data, self->categories->data, categories->len * sizeof (int)) == 0)
    return;

  self->is_filling = TRUE;
  g_array_unref (self->categories);
  self->categories = g_steal_pointer (&categories);
  adw_combo_row_set_model (self->filter_row, G_LIST_MODEL (names));
  adw_combo_row_set_selected (self->filter_row, selected);
  self->is_filling = FALSE;
}

static void
show_page (FarHelpSection *self)
{
  gtk_stack_set_visible_child_name (self->stack,
                                    g_list_model_get_n_items (G_LIST_MODEL (self->shown)) > 0
                                        ? "list"
                                        : "empty");
}

static void
selected_cb (FarHelpSection *self)
{
  if (self->is_filling || self->filter == NULL)
    return;
  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
  show_page (self);
}

/* A snapshot may have changed while its item stayed. */
static void
helps_cb (FarHelpSection *self)
{
  fill_filter (self);
  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
  show_page (self);
}

static GtkWidget *
create_row (gpointer item, gpointer data)
{
  FarHelpSection *self = data;

  return far_help_row_new (item, self->overview);
}

static void
far_help_section_dispose (GObject *object)
{
  FarHelpSection *self = FAR_HELP_SECTION (object);

  if (self->overview != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->overview, self);
      g_signal_handlers_disconnect_by_data (far_overview_peek_helps (self->overview), self);
      gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
    }
  self->filter = NULL;
  g_clear_object (&self->shown);
  g_clear_object (&self->overview);

  G_OBJECT_CLASS (far_help_section_parent_class)->dispose (object);
}

static void
far_help_section_finalize (GObject *object)
{
  FarHelpSection *self = FAR_HELP_SECTION (object);

  g_clear_pointer (&self->categories, g_array_unref);

  G_OBJECT_CLASS (far_help_section_parent_class)->finalize (object);
}

static void
far_help_section_class_init (FarHelpSectionClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = far_help_section_dispose;
  G_OBJECT_CLASS (klass)->finalize = far_help_section_finalize;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-help-section.ui");
  gtk_widget_class_bind_template_child (widget_class, FarHelpSection, filter_group);
  gtk_widget_class_bind_template_child (widget_class, FarHelpSection, filter_row);
  gtk_widget_class_bind_template_child (widget_class, FarHelpSection, stack);
  gtk_widget_class_bind_template_child (widget_class, FarHelpSection, list);
}

static void
far_help_section_init (FarHelpSection *self)
{
  self->categories = g_array_new (FALSE, FALSE, sizeof (int));
  gtk_widget_init_template (GTK_WIDGET (self));
  far_compat_wrap_buttons (GTK_WIDGET (self));
  g_signal_connect_swapped (self->filter_row, "notify::selected", G_CALLBACK (selected_cb), self);
}

GtkWidget *
far_help_section_new (FarOverview *overview)
{
  FarHelpSection *self;
  GListModel *helps;

  g_return_val_if_fail (FAR_IS_OVERVIEW (overview), NULL);

  self = g_object_new (FAR_TYPE_HELP_SECTION, NULL);
  self->overview = g_object_ref (overview);
  helps = far_overview_peek_helps (overview);
  self->filter = GTK_FILTER (gtk_custom_filter_new (is_shown, self, NULL));
  self->shown = gtk_filter_list_model_new (g_object_ref (helps), self->filter);
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (self->shown), create_row, self, NULL);
  g_signal_connect_swapped (helps, "items-changed", G_CALLBACK (helps_cb), self);
  g_signal_connect_swapped (overview, "notify::helps-known", G_CALLBACK (helps_cb), self);
  helps_cb (self);

  return GTK_WIDGET (self);
}
