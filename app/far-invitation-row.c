/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-invitation-row.h"

#include "far-compat.h"
#include "far-words.h"

#include <glib/gi18n.h>

struct _FarInvitationRow
{
  AdwActionRow parent_instance;

  GtkButton *end_button; /* template child */
};

G_DEFINE_FINAL_TYPE (FarInvitationRow, far_invitation_row, ADW_TYPE_ACTION_ROW)

static void
far_invitation_row_class_init (FarInvitationRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-invitation-row.ui");
  gtk_widget_class_bind_template_child (widget_class, FarInvitationRow, end_button);
}

static void
far_invitation_row_init (FarInvitationRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  far_compat_wrap_buttons (GTK_WIDGET (self));
}

GtkWidget *
far_invitation_row_new (const FarMadeInvitation *invitation)
{
  FarInvitationRow *self = g_object_new (FAR_TYPE_INVITATION_ROW, NULL);
  g_autofree char *until = far_words_instant (invitation->expires_ms);
  g_autofree char *title = NULL;
  g_autofree char *subtitle = NULL;

  /* Translators: %s is a date and a time */
  title = g_strdup_printf (_ ("Good until %s"), until);
  if (invitation->is_mine)
    subtitle = g_strdup (_ ("Made by you"));
  else
    /* Translators: %s is a person's name */
    subtitle = g_strdup_printf (_ ("Made by %s"), invitation->inviter_name);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), subtitle);
  gtk_widget_set_visible (GTK_WIDGET (self->end_button), invitation->is_mine);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->end_button), "s", invitation->id);

  return GTK_WIDGET (self);
}
