/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-unheard-box.h"

#include "far-words.h"

#include <glib/gi18n.h>

struct _FarUnheardBox
{
  AdwBin parent_instance;

  FarOverview *overview; /* owned */

  GtkExpander *expander; /* template children */
  GtkListBox *list;
  GtkLabel *copied_label;
  GtkLabel *all_label;
};

G_DEFINE_FINAL_TYPE (FarUnheardBox, far_unheard_box, ADW_TYPE_BIN)

static gboolean
has_published (FarOverview *overview)
{
  GListModel *rotas = far_overview_peek_rotas (overview);

  for (guint i = 0; i < g_list_model_get_n_items (rotas); i++)
    {
      g_autoptr(FarItem) item = g_list_model_get_item (rotas, i);

      if (((const FarRota *)far_item_peek_snapshot (item))->state == FAR_ROTA_PUBLISHED)
        return TRUE;
    }

  return FALSE;
}

static void
show_all (FarUnheardBox *self)
{
  const FarStatus *status = far_overview_peek_status (self->overview);
  gulong n = g_list_model_get_n_items (far_overview_peek_unheard (self->overview));
  g_autofree char *label =
      /* Translators: members whose machines do not have what was published */
      g_strdup_printf (ngettext ("%lu member has not received the plan yet",
                                 "%lu members have not received the plan yet", n),
                       n);

  gtk_widget_set_visible (GTK_WIDGET (self), status != NULL && status->i_publish &&
                                                 status->n_members > 1 &&
                                                 has_published (self->overview));
  gtk_expander_set_label (self->expander, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->expander), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label, -1);
  gtk_widget_set_visible (GTK_WIDGET (self->expander), n > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->all_label), n == 0);
  gtk_widget_set_visible (GTK_WIDGET (self->copied_label), FALSE);
}

static void
show_row (AdwActionRow *row, GParamSpec *pspec, FarItem *item)
{
  const FarUnheard *unheard = far_item_peek_snapshot (item);
  g_autofree char *words = far_words_unheard (unheard);
  g_autofree char *name = far_words_callable (unheard->member_name, unheard->member_phone);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  adw_action_row_set_subtitle (row, words);
}

static GtkWidget *
create_row (gpointer item, gpointer data)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  g_signal_connect_object (item, "notify::snapshot", G_CALLBACK (show_row), row, G_CONNECT_SWAPPED);
  show_row (ADW_ACTION_ROW (row), NULL, item);

  return row;
}

/* As plain text, for a message or to be printed. */
static void
copy_cb (FarUnheardBox *self)
{
  GListModel *all = far_overview_peek_unheard (self->overview);
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr(FarItem) item = g_list_model_get_item (all, i);
      const FarUnheard *unheard = far_item_peek_snapshot (item);
      g_autofree char *words = far_words_unheard (unheard);
      g_autofree char *name = far_words_callable (unheard->member_name, unheard->member_phone);

      /* Translators: %1$s is a name, %2$s what that person has not received */
      g_string_append_printf (text, _ ("%1$s: %2$s"), name, words);
      g_string_append_c (text, '\n');
    }
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text->str);
  gtk_widget_set_visible (GTK_WIDGET (self->copied_label), TRUE);
}

static void
far_unheard_box_dispose (GObject *object)
{
  FarUnheardBox *self = FAR_UNHEARD_BOX (object);

  if (self->overview != NULL)
    gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
  g_clear_object (&self->overview);

  G_OBJECT_CLASS (far_unheard_box_parent_class)->dispose (object);
}

static void
far_unheard_box_class_init (FarUnheardBoxClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = far_unheard_box_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-unheard-box.ui");
  gtk_widget_class_bind_template_child (widget_class, FarUnheardBox, expander);
  gtk_widget_class_bind_template_child (widget_class, FarUnheardBox, list);
  gtk_widget_class_bind_template_child (widget_class, FarUnheardBox, copied_label);
  gtk_widget_class_bind_template_child (widget_class, FarUnheardBox, all_label);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
}

static void
far_unheard_box_init (FarUnheardBox *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
far_unheard_box_set_overview (FarUnheardBox *self, FarOverview *overview)
{
  GListModel *all;

  g_return_if_fail (FAR_IS_UNHEARD_BOX (self));
  g_return_if_fail (FAR_IS_OVERVIEW (overview));
  g_return_if_fail (self->overview == NULL);

  self->overview = g_object_ref (overview);
  all = far_overview_peek_unheard (overview);
  gtk_list_box_bind_model (self->list, all, create_row, NULL, NULL);
  g_signal_connect_object (all, "items-changed", G_CALLBACK (show_all), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (far_overview_peek_rotas (overview), "items-changed",
                           G_CALLBACK (show_all), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (overview, "notify::status", G_CALLBACK (show_all), self,
                           G_CONNECT_SWAPPED);
  show_all (self);
}
