/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-returns-box.h"

#include "far-compat.h"
#include "far-words-lending.h"

#include <glib/gi18n.h>

struct _FarReturnsBox
{
  AdwBin parent_instance;

  FarOverview *overview; /* owned */
  char *shown;           /* owned: all that is told, one after the other */

  GtkListBox *list; /* template child */
};

G_DEFINE_FINAL_TYPE (FarReturnsBox, far_returns_box, ADW_TYPE_BIN)

static GtkWidget *
create_row (const FarLent *lent, const FarLoan *loan, const char *words)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("Bring _Back"));
  /* Translators: of a button; %s is a thing */
  g_autofree char *name = g_strdup_printf (_ ("Bring back: %s"), lent->name);

  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "(suis)", loan->id,
                                    (guint)FAR_LOAN_IS_BACK, -1, "");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.hand-loan");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_add_css_class (box, "far-touched");
  gtk_box_append (GTK_BOX (box), far_compat_label_new (words, NULL));
  gtk_box_append (GTK_BOX (box), button);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  far_compat_wrap_buttons (row);

  return row;
}

/* Of one thing.  @rows: (nullable) (element-type GtkWidget): what is to be shown is made */
static void
add_due (const FarLent *lent, gint32 today, GString *all, GPtrArray *rows)
{
  for (guint i = 0; i < lent->loans->len; i++)
    {
      const FarLoan *loan = lent->loans->pdata[i];
      g_autofree char *words = NULL;

      if (!loan->is_mine)
        continue;
      words = far_words_loan_reminder (loan, lent, today);
      if (words == NULL)
        continue;
      g_string_append_printf (all, "%s %s\n", loan->id, words);
      if (rows != NULL)
        g_ptr_array_add (rows, create_row (lent, loan, words));
    }
}

static void
find_due (FarReturnsBox *self, GString *all, GPtrArray *rows)
{
  GListModel *lending = far_overview_peek_lending (self->overview);
  const FarStatus *status = far_overview_peek_status (self->overview);

  for (guint i = 0; status != NULL && i < g_list_model_get_n_items (lending); i++)
    {
      g_autoptr(FarItem) item = g_list_model_get_item (lending, i);

      add_due (far_item_peek_snapshot (item), status->today, all, rows);
    }
}

/* Rows are made anew only where they tell something else: who is at one of them stays there. */
static void
show_due (FarReturnsBox *self)
{
  g_autoptr(GString) all = g_string_new (NULL);
  g_autoptr(GPtrArray) rows = g_ptr_array_new ();
  GtkListBoxRow *row;

  find_due (self, all, NULL);
  if (g_strcmp0 (all->str, self->shown) == 0)
    return;

  g_free (self->shown);
  self->shown = g_strdup (all->str);
  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  find_due (self, all, rows);
  for (guint i = 0; i < rows->len; i++)
    gtk_list_box_append (self->list, rows->pdata[i]);
  gtk_widget_set_visible (GTK_WIDGET (self), rows->len > 0);
}

static void
far_returns_box_dispose (GObject *object)
{
  FarReturnsBox *self = FAR_RETURNS_BOX (object);

  if (self->overview != NULL)
    g_signal_handlers_disconnect_by_data (self->overview, self);
  g_clear_object (&self->overview);
  g_clear_pointer (&self->shown, g_free);

  G_OBJECT_CLASS (far_returns_box_parent_class)->dispose (object);
}

static void
far_returns_box_class_init (FarReturnsBoxClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = far_returns_box_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-returns-box.ui");
  gtk_widget_class_bind_template_child (widget_class, FarReturnsBox, list);
}

static void
far_returns_box_init (FarReturnsBox *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
far_returns_box_set_overview (FarReturnsBox *self, FarOverview *overview)
{
  g_return_if_fail (FAR_IS_RETURNS_BOX (self));
  g_return_if_fail (FAR_IS_OVERVIEW (overview));
  g_return_if_fail (self->overview == NULL);

  self->overview = g_object_ref (overview);
  g_signal_connect_swapped (overview, "lending-changed", G_CALLBACK (show_due), self);
  show_due (self);
}
