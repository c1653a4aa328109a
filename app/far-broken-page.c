/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-broken-page.h"

#include "far-words.h"

#include <glib/gi18n.h>

struct _FarBrokenPage
{
  AdwBin parent_instance;

  AdwStatusPage *status_page; /* template children */
  GtkLabel *folder_label;
  GtkButton *retry_button;
  GtkButton *folder_button;
  GtkButton *aside_button;
  GtkLabel *aside_label;
  GtkButton *others_button;
};

G_DEFINE_FINAL_TYPE (FarBrokenPage, far_broken_page, ADW_TYPE_BIN)

/* Whether nothing but beginning anew brings it back.  One that is in use, or waits for an update or
 * for a disk, is as good as it was. */
static gboolean
is_lost (const GError *error)
{
  return g_error_matches (error, FAR_SYNC_ERROR, FAR_SYNC_ERROR_STORE_DAMAGED) ||
         g_error_matches (error, FAR_SYNC_ERROR, FAR_SYNC_ERROR_STORE_FOREIGN) ||
         g_error_matches (error, FAR_SYNC_ERROR, FAR_SYNC_ERROR_STORE_KEY);
}

static void
far_broken_page_class_init (FarBrokenPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-broken-page.ui");
  gtk_widget_class_bind_template_child (widget_class, FarBrokenPage, status_page);
  gtk_widget_class_bind_template_child (widget_class, FarBrokenPage, folder_label);
  gtk_widget_class_bind_template_child (widget_class, FarBrokenPage, retry_button);
  gtk_widget_class_bind_template_child (widget_class, FarBrokenPage, folder_button);
  gtk_widget_class_bind_template_child (widget_class, FarBrokenPage, aside_button);
  gtk_widget_class_bind_template_child (widget_class, FarBrokenPage, aside_label);
  gtk_widget_class_bind_template_child (widget_class, FarBrokenPage, others_button);
}

static void
far_broken_page_init (FarBrokenPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
far_broken_page_show (FarBrokenPage *self,
                      const GError *error,
                      const char *home,
                      const FarCollective *collective,
                      gboolean has_others)
{
  const char *folder = collective != NULL ? collective->folder : home;
  g_autofree char *words = far_words_error (error);
  g_autofree char *escaped = g_markup_escape_text (words, -1);
  g_autofree char *shown = g_filename_display_name (folder);
  gboolean lost = collective != NULL && is_lost (error);

  g_return_if_fail (FAR_IS_BROKEN_PAGE (self));

  adw_status_page_set_description (self->status_page, escaped);
  gtk_label_set_label (self->folder_label, shown);

  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->folder_button), "^ay", folder);
  gtk_widget_set_visible (GTK_WIDGET (self->aside_button), lost);
  gtk_widget_set_visible (GTK_WIDGET (self->aside_label), lost);
  if (lost)
    gtk_actionable_set_action_target (GTK_ACTIONABLE (self->aside_button), "s", collective->id);
  gtk_widget_set_visible (GTK_WIDGET (self->others_button), has_others);
  gtk_widget_grab_focus (GTK_WIDGET (self->retry_button));
}
