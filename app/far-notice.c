/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-notice.h"

#include "far-compat.h"
#include "far-words.h"

struct _FarNotice
{
  AdwBin parent_instance;

  GtkRevealer *revealer; /* template children */
  GtkBox *box;
  GtkImage *icon;
  GtkLabel *label;
};

G_DEFINE_FINAL_TYPE (FarNotice, far_notice, ADW_TYPE_BIN)

static const struct
{
  const char *icon_name;
  const char *style;
} kinds[] = {
  [FAR_NOTICE_DONE] = { "emblem-ok-symbolic", "success" },
  [FAR_NOTICE_HINT] = { "dialog-information-symbolic", "accent" },
  [FAR_NOTICE_ERROR] = { "dialog-warning-symbolic", "error" },
};

static void
far_notice_class_init (FarNoticeClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_ALERT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-notice.ui");
  gtk_widget_class_bind_template_child (widget_class, FarNotice, revealer);
  gtk_widget_class_bind_template_child (widget_class, FarNotice, box);
  gtk_widget_class_bind_template_child (widget_class, FarNotice, icon);
  gtk_widget_class_bind_template_child (widget_class, FarNotice, label);
  gtk_widget_class_bind_template_callback (widget_class, far_notice_clear);
}

static void
far_notice_init (FarNotice *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  far_compat_wrap_buttons (GTK_WIDGET (self));
}

void
far_notice_show (FarNotice *self, FarNoticeKind kind, const char *text)
{
  g_return_if_fail (FAR_IS_NOTICE (self));
  g_return_if_fail (text != NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    gtk_widget_remove_css_class (GTK_WIDGET (self->icon), kinds[i].style);
  gtk_widget_add_css_class (GTK_WIDGET (self->icon), kinds[kind].style);
  gtk_image_set_from_icon_name (self->icon, kinds[kind].icon_name);
  gtk_label_set_label (self->label, text);

  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  gtk_revealer_set_reveal_child (self->revealer, TRUE);
}

void
far_notice_show_error (FarNotice *self, const GError *error)
{
  g_autofree char *text = NULL;

  g_return_if_fail (FAR_IS_NOTICE (self));

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  text = far_words_error (error);
  far_notice_show (self, FAR_NOTICE_ERROR, text);
}

void
far_notice_clear (FarNotice *self)
{
  g_return_if_fail (FAR_IS_NOTICE (self));

  gtk_revealer_set_reveal_child (self->revealer, FALSE);
}
