/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-rota-row.h"

#include "far-compat.h"
#include "far-text.h"
#include "far-words-lines.h"
#include "far-words.h"

#include <glib/gi18n.h>

struct _FarRotaRow
{
  AdwActionRow parent_instance;

  FarItem *item;         /* owned */
  FarOverview *overview; /* owned */

  GtkImage *state_icon; /* template children */
  GtkButton *seen_button;
  GtkButton *edit_button;
  GtkButton *publish_button;
};

G_DEFINE_FINAL_TYPE (FarRotaRow, far_rota_row, ADW_TYPE_ACTION_ROW)

static char *
describe_rota (const FarRota *rota)
{
  g_autofree char *state = far_words_rota_state (rota);
  g_autofree char *words = far_words_rule (rota);
  g_autofree char *rule = far_text_capitalize (words);
  g_autofree char *adults =
      g_strdup_printf (ngettext ("%d adult needed", "%d adults needed", (gulong)rota->n_min),
                       rota->n_min);

  const char *line = far_words_line_walked (rota->line, rota->line_name);

  /* a rota often bears the name of its line */
  if (line[0] == '\0' || g_str_equal (line, rota->title))
    return g_strdup_printf ("%s\n%s · %s", rule, state, adults);

  return g_strdup_printf ("%s\n%s · %s · %s", rule, state, adults, line);
}

static void
show_rota (FarRotaRow *self)
{
  const FarRota *rota = far_item_peek_snapshot (self->item);
  const FarStatus *status = far_overview_peek_status (self->overview);
  g_autofree char *subtitle = describe_rota (rota);
  g_autofree char *name = NULL;
  gboolean draft = rota->state == FAR_ROTA_DRAFT;
  gboolean i_publish = status != NULL && status->i_publish;
  gboolean suggested = draft && far_overview_has_suggested (self->overview, rota->id);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), rota->title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), subtitle);
  gtk_image_set_from_icon_name (self->state_icon,
                                draft ? "document-edit-symbolic" : "emblem-ok-symbolic");

  /* Translators: %s is the title of a rota */
  name = g_strdup_printf (i_publish ? _ ("Publish %s") : _ ("Suggest to publish %s"), rota->title);
  gtk_button_set_label (self->publish_button, i_publish ? _ ("_Publish") : _ ("_Suggest"));
  far_compat_wrap_buttons (GTK_WIDGET (self->publish_button));
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->publish_button), "s", rota->id);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->publish_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_set_visible (GTK_WIDGET (self->publish_button),
                          draft && status != NULL && (i_publish || !suggested));

  /* what is over is nobody's news */
  g_free (name);
  /* Translators: %s is the title of a rota */
  name = g_strdup_printf (_ ("What has changed of %s, and who has seen it"), rota->title);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->seen_button), "s", rota->id);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->seen_button), name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->seen_button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);
  gtk_widget_set_visible (GTK_WIDGET (self->seen_button),
                          !draft && status != NULL && rota->last_day >= status->today);

  /* a draft is its author's, and the holder's; what is published anybody may suggest to change */
  g_free (name);
  /* Translators: %s is the title of a rota */
  name = g_strdup_printf (i_publish || draft ? _ ("Change %s") : _ ("Suggest to change %s"),
                          rota->title);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->edit_button), "s", rota->id);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->edit_button), name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->edit_button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);
  gtk_widget_set_visible (GTK_WIDGET (self->edit_button),
                          status != NULL && (i_publish || rota->is_mine || !draft));
}

static void
far_rota_row_dispose (GObject *object)
{
  FarRotaRow *self = FAR_ROTA_ROW (object);

  if (self->item != NULL)
    g_signal_handlers_disconnect_by_data (self->item, self);
  g_clear_object (&self->item);
  g_clear_object (&self->overview);

  G_OBJECT_CLASS (far_rota_row_parent_class)->dispose (object);
}

static void
far_rota_row_class_init (FarRotaRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = far_rota_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-rota-row.ui");
  gtk_widget_class_bind_template_child (widget_class, FarRotaRow, state_icon);
  gtk_widget_class_bind_template_child (widget_class, FarRotaRow, seen_button);
  gtk_widget_class_bind_template_child (widget_class, FarRotaRow, edit_button);
  gtk_widget_class_bind_template_child (widget_class, FarRotaRow, publish_button);
}

static void
far_rota_row_init (FarRotaRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  far_compat_wrap_buttons (GTK_WIDGET (self));
}

GtkWidget *
far_rota_row_new (FarItem *item, FarOverview *overview)
{
  FarRotaRow *self;

  g_return_val_if_fail (FAR_IS_ITEM (item), NULL);
  g_return_val_if_fail (FAR_IS_OVERVIEW (overview), NULL);

  self = g_object_new (FAR_TYPE_ROTA_ROW, NULL);
  self->item = g_object_ref (item);
  self->overview = g_object_ref (overview);
  g_signal_connect_swapped (item, "notify::snapshot", G_CALLBACK (show_rota), self);
  /* whether it is for this member to publish may change */
  g_signal_connect_object (overview, "notify::status", G_CALLBACK (show_rota), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (far_overview_peek_suggestions (overview), "items-changed",
                           G_CALLBACK (show_rota), self, G_CONNECT_SWAPPED);
  show_rota (self);

  return GTK_WIDGET (self);
}
