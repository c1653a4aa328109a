/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-due-box.h"

#include "far-compat.h"
#include "far-last.h"
#include "far-words-help.h"

#include <glib/gi18n.h>

struct _FarDueBox
{
  AdwBin parent_instance;

  FarOverview *overview; /* owned */
  char *home;            /* owned */

  GtkListBox *list; /* template child */
};

G_DEFINE_FINAL_TYPE (FarDueBox, far_due_box, ADW_TYPE_BIN)

static void show_all (FarDueBox *self);

/* @name: what a screen reader says of it */
static GtkWidget *
button_new (const char *label, const char *name)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);

  return button;
}

static void
not_now_cb (FarDueBox *self, GtkWidget *button)
{
  const FarStatus *status = far_overview_peek_status (self->overview);
  const FarHelp *help = g_object_get_data (G_OBJECT (button), "help");

  if (status == NULL)
    return;
  far_last_hide_help (self->home, help->id, help->due_day, status->today);
  show_all (self);
}

static GtkWidget *
answers_new (FarDueBox *self, const FarHelp *help)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  g_autofree char *what = far_words_help (help);
  /* Translators: what a button does, and about what */
  g_autofree char *will = g_strdup_printf (_ ("I will help: %s"), what);
  /* Translators: what a button does, and about what */
  g_autofree char *later = g_strdup_printf (_ ("Not now: %s"), what);
  GtkWidget *take = button_new (_ ("I _Will Help"), will);
  GtkWidget *hide = button_new (C_ ("help", "_Not Now"), later);

  gtk_actionable_set_action_target (GTK_ACTIONABLE (take), "(sus)", help->id,
                                    (guint)FAR_HELP_ACT_TAKE, "");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (take), "win.act-on-help");
  g_object_set_data_full (G_OBJECT (hide), "help", far_snapshot_ref (help), far_snapshot_unref);
  g_signal_connect_object (hide, "clicked", G_CALLBACK (not_now_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), take);
  gtk_box_append (GTK_BOX (box), hide);

  return box;
}

static void
add_help (FarDueBox *self, const FarHelp *help)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *row = gtk_list_box_row_new ();
  g_autofree char *words = far_words_help_due (help);

  gtk_widget_add_css_class (box, "far-touched");
  gtk_box_append (GTK_BOX (box), far_compat_label_new (words, NULL));
  gtk_box_append (GTK_BOX (box), answers_new (self, help));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  far_compat_wrap_buttons (row);
  gtk_list_box_append (self->list, row);
}

static void
show_all (FarDueBox *self)
{
  GListModel *helps = far_overview_peek_helps (self->overview);
  GtkWidget *row;
  guint n = 0;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);
  for (guint i = 0; i < g_list_model_get_n_items (helps); i++)
    {
      g_autoptr(FarItem) item = g_list_model_get_item (helps, i);
      const FarHelp *help = far_item_peek_snapshot (item);

      if (help->due_day == FAR_HELP_NOT_DUE ||
          far_last_is_help_hidden (self->home, help->id, help->due_day))
        continue;
      add_help (self, help);
      n++;
    }
  gtk_widget_set_visible (GTK_WIDGET (self), n > 0);
}

static void
far_due_box_dispose (GObject *object)
{
  FarDueBox *self = FAR_DUE_BOX (object);

  if (self->overview != NULL)
    g_signal_handlers_disconnect_by_data (self->overview, self);
  g_clear_object (&self->overview);

  G_OBJECT_CLASS (far_due_box_parent_class)->dispose (object);
}

static void
far_due_box_finalize (GObject *object)
{
  FarDueBox *self = FAR_DUE_BOX (object);

  g_clear_pointer (&self->home, g_free);

  G_OBJECT_CLASS (far_due_box_parent_class)->finalize (object);
}

static void
far_due_box_class_init (FarDueBoxClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = far_due_box_dispose;
  G_OBJECT_CLASS (klass)->finalize = far_due_box_finalize;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-due-box.ui");
  gtk_widget_class_bind_template_child (widget_class, FarDueBox, list);
}

static void
far_due_box_init (FarDueBox *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
far_due_box_set_overview (FarDueBox *self, FarOverview *overview, const char *home)
{
  g_return_if_fail (FAR_IS_DUE_BOX (self));
  g_return_if_fail (FAR_IS_OVERVIEW (overview));
  g_return_if_fail (self->overview == NULL);

  self->overview = g_object_ref (overview);
  self->home = g_strdup (home);
  g_signal_connect_swapped (overview, "notify::helps-known", G_CALLBACK (show_all), self);
  show_all (self);
}
