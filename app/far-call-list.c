/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-call-list.h"

#include "far-words-calloff.h"

void
far_call_list_show (GtkListBox *list, GPtrArray *people)
{
  GtkListBoxRow *old;

  while ((old = gtk_list_box_get_row_at_index (list, 0)) != NULL)
    gtk_list_box_remove (list, GTK_WIDGET (old));

  for (guint i = 0; i < people->len; i++)
    {
      g_autofree char *words = far_words_to_call (people->pdata[i]);
      GtkWidget *row = adw_action_row_new ();

      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), words);
      adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
      gtk_list_box_append (list, row);
    }
}
