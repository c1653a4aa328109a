/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-whose.h"

#include <glib/gi18n.h>

static gboolean
is_answered (const FarMember *member)
{
  return !member->is_me && member->i_answer;
}

static gboolean
is_here (const FarMember *member)
{
  return member->standing == FAR_STANDING_ACTIVE || member->standing == FAR_STANDING_NO_MACHINE;
}

/* Returns: how many there are but for @first, who stands for NULL */
static guint
fill (AdwComboRow *row,
      FarOverview *overview,
      const char *first,
      gboolean (*is_listed) (const FarMember *member))
{
  GListModel *members = far_overview_peek_members (overview);
  g_autoptr(GtkStringList) names = gtk_string_list_new (NULL);
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);

  gtk_string_list_append (names, first);
  g_ptr_array_add (ids, NULL);
  for (guint i = 0; i < g_list_model_get_n_items (members); i++)
    {
      g_autoptr(FarItem) item = g_list_model_get_item (members, i);
      const FarMember *member = far_item_peek_snapshot (item);

      if (!is_listed (member))
        continue;
      gtk_string_list_append (names, member->name);
      g_ptr_array_add (ids, g_strdup (member->id));
    }
  adw_combo_row_set_model (row, G_LIST_MODEL (names));
  g_object_set_data_full (G_OBJECT (row), "far-whose", ids, (GDestroyNotify)g_ptr_array_unref);

  return ids->len - 1;
}

void
far_whose_fill (AdwComboRow *row, FarOverview *overview)
{
  gtk_widget_set_visible (GTK_WIDGET (row), fill (row, overview, _ ("You"), is_answered) > 0);
}

void
far_whose_fill_all (AdwComboRow *row, FarOverview *overview, const char *nobody)
{
  fill (row, overview, nobody, is_here);
}

const char *
far_whose_get (AdwComboRow *row)
{
  const GPtrArray *ids = g_object_get_data (G_OBJECT (row), "far-whose");
  guint selected = adw_combo_row_get_selected (row);

  return ids != NULL && selected < ids->len ? ids->pdata[selected] : NULL;
}
