/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-hazards-dialog.h"

#include "far-compat.h"
#include "far-notice.h"
#include "far-words-lines.h"

#include <glib/gi18n.h>

struct _FarHazardsDialog
{
  AdwWindow parent_instance;

  FarOverview *overview; /* owned, nullable: while it is open */
  FarLine *line;         /* owned */

  FarNotice *notice; /* template children */
  GtkLabel *empty_label;
  GtkListBox *list;
  AdwEntryRow *words_row;
  AdwComboRow *stop_row;
  GtkButton *add_button;
};

G_DEFINE_FINAL_TYPE (FarHazardsDialog, far_hazards_dialog, ADW_TYPE_WINDOW)

static void list_hazards (FarHazardsDialog *self);

/* ---- what there is */

static void
changed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarHazardsDialog) self = data;
  g_autoptr(GError) error = NULL;
  g_autofree char *id = far_engine_change_hazard_finish (FAR_ENGINE (source), result, &error);

  if (self->overview == NULL)
    return;
  if (id == NULL)
    far_notice_show_error (self->notice, error);
  else
    list_hazards (self);
}

static void
state_clicked_cb (FarHazardsDialog *self, GtkButton *button)
{
  FarHazardEdit edit = { .state =
                             GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "state")) };

  far_notice_clear (self->notice);
  far_engine_change_hazard_async (far_overview_peek_engine (self->overview),
                                  g_object_get_data (G_OBJECT (button), "hazard"), &edit, NULL,
                                  changed_cb, g_object_ref (self));
}

static const char *
state_act (FarHazardState state)
{
  switch (state)
    {
    case FAR_HAZARD_STATE_DEALT:
      return _ ("Being Dealt With");
    case FAR_HAZARD_STATE_GONE:
      return _ ("It Is Gone");
    case FAR_HAZARD_STATE_OPEN:
    default:
      return _ ("Still There");
    }
}

static void
add_button (FarHazardsDialog *self, GtkWidget *box, const FarHazard *hazard, FarHazardState state)
{
  GtkWidget *button = gtk_button_new_with_label (state_act (state));
  /* Translators: %1$s is a button, as in “It Is Gone”, %2$s what is to be looked out for */
  g_autofree char *name =
      g_strdup_printf (C_ ("hazard", "%1$s: %2$s"), state_act (state), hazard->words);

  g_object_set_data (G_OBJECT (button), "state", GINT_TO_POINTER (state));
  g_object_set_data_full (G_OBJECT (button), "hazard", g_strdup (hazard->id), g_free);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect_object (button, "clicked", G_CALLBACK (state_clicked_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), button);
}

static GtkWidget *
row_new (FarHazardsDialog *self, const FarHazard *hazard)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  g_autofree char *words = far_words_hazard (hazard);
  g_autofree char *said = far_words_hazard_said (hazard);
  GtkWidget *about = far_compat_label_new (said, "caption");

  gtk_widget_add_css_class (about, "dim-label");
  gtk_widget_add_css_class (box, "far-line");
  gtk_box_append (GTK_BOX (box), far_compat_label_new (words, NULL));
  gtk_box_append (GTK_BOX (box), about);
  /* what somebody else says otherwise is settled by saying it again */
  for (FarHazardState state = FAR_HAZARD_STATE_OPEN; state < FAR_HAZARD_STATE_N; state++)
    if (hazard->is_contested || state != hazard->state)
      add_button (self, buttons, hazard, state);
  gtk_box_append (GTK_BOX (box), buttons);
  far_compat_wrap_buttons (box);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, words,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, said, -1);

  return row;
}

static void
show_hazards (FarHazardsDialog *self, const GPtrArray *hazards)
{
  GtkListBoxRow *row;
  guint n = 0;

  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  for (guint i = 0; i < hazards->len; i++)
    {
      const FarHazard *hazard = hazards->pdata[i];

      if (!g_str_equal (hazard->line, self->line->id))
        continue;
      gtk_list_box_append (self->list, row_new (self, hazard));
      n++;
    }
  gtk_widget_set_visible (GTK_WIDGET (self->list), n > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->empty_label), n == 0);
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarHazardsDialog) self = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) hazards = far_engine_hazards_finish (FAR_ENGINE (source), result, &error);

  if (self->overview == NULL)
    return;
  if (hazards == NULL)
    {
      far_notice_show_error (self->notice, error);
      return;
    }
  show_hazards (self, hazards);
}

static void
list_hazards (FarHazardsDialog *self)
{
  far_engine_hazards_async (far_overview_peek_engine (self->overview), TRUE, NULL, listed_cb,
                            g_object_ref (self));
}

/* ---- saying so */

static void
added_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarHazardsDialog) self = data;
  g_autoptr(GError) error = NULL;
  g_autofree char *id = far_engine_add_hazard_finish (FAR_ENGINE (source), result, &error);

  if (self->overview == NULL)
    return;

  gtk_widget_set_sensitive (GTK_WIDGET (self->add_button), TRUE);
  if (id == NULL)
    {
      gtk_widget_add_css_class (GTK_WIDGET (self->words_row), "error");
      gtk_widget_grab_focus (GTK_WIDGET (self->words_row));
      far_notice_show_error (self->notice, error);
      return;
    }
  gtk_editable_set_text (GTK_EDITABLE (self->words_row), "");
  list_hazards (self);
}

static void
add_cb (FarHazardsDialog *self)
{
  guint selected = adw_combo_row_get_selected (self->stop_row);
  FarHazardEdit hazard = { .stop = "",
                           .words = gtk_editable_get_text (GTK_EDITABLE (self->words_row)),
                           .state = FAR_HAZARD_STATE_OPEN };

  if (!gtk_widget_get_sensitive (GTK_WIDGET (self->add_button)))
    return;
  if (selected > 0 && selected <= self->line->stops->len)
    hazard.stop = ((const FarStop *)self->line->stops->pdata[selected - 1])->name;

  gtk_widget_set_sensitive (GTK_WIDGET (self->add_button), FALSE);
  far_engine_add_hazard_async (far_overview_peek_engine (self->overview), self->line->id, &hazard,
                               NULL, added_cb, g_object_ref (self));
}

static void
edited_cb (FarHazardsDialog *self)
{
  gtk_widget_remove_css_class (GTK_WIDGET (self->words_row), "error");
  far_notice_clear (self->notice);
}

/* Not sooner: before a window is shown, libadwaita's content is not in it. */
static void
map_cb (FarHazardsDialog *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->words_row));
}

static void
fill_stops (FarHazardsDialog *self)
{
  g_autoptr(GtkStringList) names = gtk_string_list_new (NULL);

  /* Translators: where on a line something is to be looked out for */
  gtk_string_list_append (names, C_ ("hazard", "Anywhere"));
  for (guint i = 0; i < self->line->stops->len; i++)
    gtk_string_list_append (names, ((const FarStop *)self->line->stops->pdata[i])->name);
  adw_combo_row_set_model (self->stop_row, G_LIST_MODEL (names));
}

static void
far_hazards_dialog_dispose (GObject *object)
{
  FarHazardsDialog *self = FAR_HAZARDS_DIALOG (object);

  g_clear_object (&self->overview);

  G_OBJECT_CLASS (far_hazards_dialog_parent_class)->dispose (object);
}

static void
far_hazards_dialog_finalize (GObject *object)
{
  FarHazardsDialog *self = FAR_HAZARDS_DIALOG (object);

  g_clear_pointer (&self->line, far_snapshot_unref);

  G_OBJECT_CLASS (far_hazards_dialog_parent_class)->finalize (object);
}

static void
far_hazards_dialog_class_init (FarHazardsDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = far_hazards_dialog_dispose;
  object_class->finalize = far_hazards_dialog_finalize;

  g_type_ensure (FAR_TYPE_NOTICE);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-hazards-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, FarHazardsDialog, notice);
  gtk_widget_class_bind_template_child (widget_class, FarHazardsDialog, empty_label);
  gtk_widget_class_bind_template_child (widget_class, FarHazardsDialog, list);
  gtk_widget_class_bind_template_child (widget_class, FarHazardsDialog, words_row);
  gtk_widget_class_bind_template_child (widget_class, FarHazardsDialog, stop_row);
  gtk_widget_class_bind_template_child (widget_class, FarHazardsDialog, add_button);
  gtk_widget_class_bind_template_callback (widget_class, add_cb);
  gtk_widget_class_bind_template_callback (widget_class, edited_cb);
  gtk_widget_class_bind_template_callback (widget_class, map_cb);
}

static void
far_hazards_dialog_init (FarHazardsDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  far_compat_wrap_buttons (GTK_WIDGET (self));
}

GtkWindow *
far_hazards_dialog_new (GtkWindow *parent, FarOverview *overview, const FarLine *line)
{
  FarHazardsDialog *self;

  g_return_val_if_fail (FAR_IS_OVERVIEW (overview), NULL);
  g_return_val_if_fail (line != NULL, NULL);

  self = g_object_new (FAR_TYPE_HAZARDS_DIALOG, "transient-for", parent, NULL);
  self->line = far_snapshot_ref (line);
  self->overview = g_object_ref (overview);
  fill_stops (self);
  list_hazards (self);

  return GTK_WINDOW (self);
}
