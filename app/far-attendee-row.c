/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-attendee-row.h"

#include "far-words-meeting.h"

#include <glib/gi18n.h>

struct _FarAttendeeRow
{
  GtkListBoxRow parent_instance;

  char *device; /* owned */

  GtkLabel *name_label; /* template children */
  GtkLabel *words_label;
  GtkProgressBar *share_bar;
};

G_DEFINE_FINAL_TYPE (FarAttendeeRow, far_attendee_row, GTK_TYPE_LIST_BOX_ROW)

void
far_attendee_row_show (FarAttendeeRow *self, const FarAttendee *attendee)
{
  const char *name = attendee->member_name;
  g_autofree char *words = far_words_attendee (attendee);
  g_autofree char *label = NULL;
  g_autofree char *bar = NULL;

  g_return_if_fail (FAR_IS_ATTENDEE_ROW (self));

  if (*name == '\0')
    name = _ ("Not known by name yet");
  gtk_label_set_label (self->name_label, name);
  gtk_label_set_label (self->words_label, words);
  gtk_progress_bar_set_fraction (self->share_bar, attendee->share);
  gtk_widget_set_visible (GTK_WIDGET (self->share_bar),
                          attendee->n_lacking > 0 && !attendee->is_gone);
  if (attendee->is_gone)
    gtk_widget_add_css_class (GTK_WIDGET (self), "dim-label");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "dim-label");

  /* Translators: %1$s is a person’s name, %2$s says how far their machine is */
  label = g_strdup_printf (_ ("%1$s: %2$s"), name, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  /* Translators: of a progress bar; %s is a person’s name */
  bar = g_strdup_printf (_ ("How far the machine of %s is"), name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->share_bar), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  bar, -1);
}

static void
far_attendee_row_finalize (GObject *object)
{
  g_free (FAR_ATTENDEE_ROW (object)->device);

  G_OBJECT_CLASS (far_attendee_row_parent_class)->finalize (object);
}

static void
far_attendee_row_class_init (FarAttendeeRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = far_attendee_row_finalize;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-attendee-row.ui");
  gtk_widget_class_bind_template_child (widget_class, FarAttendeeRow, name_label);
  gtk_widget_class_bind_template_child (widget_class, FarAttendeeRow, words_label);
  gtk_widget_class_bind_template_child (widget_class, FarAttendeeRow, share_bar);
}

static void
far_attendee_row_init (FarAttendeeRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
far_attendee_row_new (const FarAttendee *attendee)
{
  FarAttendeeRow *self = g_object_new (FAR_TYPE_ATTENDEE_ROW, NULL);

  self->device = g_strdup (attendee->device);
  far_attendee_row_show (self, attendee);

  return GTK_WIDGET (self);
}

const char *
far_attendee_row_peek_device (FarAttendeeRow *self)
{
  g_return_val_if_fail (FAR_IS_ATTENDEE_ROW (self), NULL);

  return self->device;
}
