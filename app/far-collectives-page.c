/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-collectives-page.h"

#include "far-sync.h"

#include <glib/gi18n.h>

/* of an id, as people are shown it */
#define N_DIGITS 8

struct _FarCollectivesPage
{
  AdwBin parent_instance;

  GtkListBox *list; /* template children */
  GtkButton *back_button;
};

G_DEFINE_FINAL_TYPE (FarCollectivesPage, far_collectives_page, ADW_TYPE_BIN)

static gboolean
has_namesake (GPtrArray *list, const FarCollective *collective)
{
  for (guint i = 0; i < list->len; i++)
    {
      const FarCollective *other = list->pdata[i];

      if (other != collective && g_str_equal (other->name, collective->name))
        return TRUE;
    }

  return FALSE;
}

static const char *
title_words (const FarCollective *collective)
{
  if (*collective->name != '\0')
    return collective->name;
  /* as its folder is called */
  if (collective->trouble != NULL)
    return collective->id;

  return _ ("A collective without a name yet");
}

static const char *
state_words (const FarCollective *collective)
{
  if (collective->trouble != NULL)
    return _ ("Cannot be opened");
  if (collective->is_open)
    return _ ("Open now");

  switch (collective->state)
    {
    case FAR_BELONGING_ASKED:
      return _ ("You want to join; nobody has answered yet");
    case FAR_BELONGING_WAITING:
      return _ ("Almost in");
    case FAR_BELONGING_REFUSED:
      return _ ("You were not let in");
    case FAR_BELONGING_NONE:
    case FAR_BELONGING_ADMITTED:
    default:
      return "";
    }
}

static char *
dup_subtitle (GPtrArray *list, const FarCollective *collective)
{
  const char *words = state_words (collective);

  if (collective->trouble != NULL || !has_namesake (list, collective))
    return g_strdup (words);

  /* only the identifier tells them apart */
  return g_strdup_printf ("%.*s%s%s", N_DIGITS, collective->id, *words != '\0' ? " · " : "", words);
}

static GtkWidget *
create_row (GPtrArray *list, const FarCollective *collective)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *next = gtk_image_new_from_icon_name ("go-next-symbolic");
  g_autofree char *subtitle = dup_subtitle (list, collective);

  g_object_set (row, "use-markup", FALSE, "title-lines", 0, "subtitle-lines", 0, "activatable",
                TRUE, NULL);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title_words (collective));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  if (collective->trouble != NULL)
    adw_action_row_add_prefix (ADW_ACTION_ROW (row),
                               gtk_image_new_from_icon_name ("dialog-warning-symbolic"));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), next);

  if (collective->is_open)
    {
      gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "win.close-collectives");
    }
  else
    {
      gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "s", collective->id);
      gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "app.open-collective");
    }

  return row;
}

static int
compare_collectives (gconstpointer a, gconstpointer b)
{
  const FarCollective *const *one = a;
  const FarCollective *const *other = b;
  int order = g_utf8_collate ((*one)->name, (*other)->name);

  return order != 0 ? order : g_strcmp0 ((*one)->id, (*other)->id);
}

static void
far_collectives_page_class_init (FarCollectivesPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-collectives-page.ui");
  gtk_widget_class_bind_template_child (widget_class, FarCollectivesPage, list);
  gtk_widget_class_bind_template_child (widget_class, FarCollectivesPage, back_button);
}

static void
far_collectives_page_init (FarCollectivesPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
far_collectives_page_set_list (FarCollectivesPage *self, GPtrArray *list)
{
  GtkWidget *row;
  gboolean is_open = FALSE;

  g_return_if_fail (FAR_IS_COLLECTIVES_PAGE (self));

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);
  if (list == NULL)
    return;

  g_ptr_array_sort (list, compare_collectives);
  for (guint i = 0; i < list->len; i++)
    {
      const FarCollective *collective = list->pdata[i];

      gtk_list_box_append (self->list, create_row (list, collective));
      is_open |= collective->is_open;
    }

  gtk_widget_set_visible (GTK_WIDGET (self->list), list->len > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->back_button), is_open);
}
