/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-meeting-box.h"

#include "far-attendee-row.h"
#include "far-compat.h"
#include "far-words-meeting.h"
#include "far-words.h"

#include <glib/gi18n.h>

/* What travels is asked after so often, while it is seen. */
#define ASK_S 1

struct _FarMeetingBox
{
  AdwBin parent_instance;

  FarOverview *overview;     /* owned */
  GCancellable *cancellable; /* owned */
  gboolean is_asking;
  gboolean ask_again; /* something changed meanwhile */
  guint ask_id;       /* of the clock, 0 while it is not seen */

  GtkBox *nobody_box; /* template children */
  GtkBox *here_box;
  GtkLabel *all_label;
  AdwPreferencesGroup *changes_group;
  GtkListBox *list;
  GtkLabel *changes_label;
};

G_DEFINE_FINAL_TYPE (FarMeetingBox, far_meeting_box, ADW_TYPE_BIN)

/* -- who is here */

/* Whether the rows are of these machines, in this order. */
static gboolean
fits (FarMeetingBox *self, const GPtrArray *attendees)
{
  GtkListBoxRow *row;
  int i = 0;

  while ((row = gtk_list_box_get_row_at_index (self->list, i)) != NULL)
    {
      const FarAttendee *attendee = (guint)i < attendees->len ? attendees->pdata[i] : NULL;

      if (attendee == NULL ||
          !g_str_equal (attendee->device, far_attendee_row_peek_device (FAR_ATTENDEE_ROW (row))))
        return FALSE;
      i++;
    }

  return (guint)i == attendees->len;
}

static void
show_attendees (FarMeetingBox *self, const GPtrArray *attendees)
{
  GtkWidget *row;

  if (fits (self, attendees))
    {
      for (guint i = 0; i < attendees->len; i++)
        far_attendee_row_show (FAR_ATTENDEE_ROW (
                                   gtk_list_box_get_row_at_index (self->list, (int)i)),
                               attendees->pdata[i]);
      return;
    }

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);
  for (guint i = 0; i < attendees->len; i++)
    gtk_list_box_append (self->list, far_attendee_row_new (attendees->pdata[i]));
}

/* What did not change is not set anew: a screen reader would say it again. */
static void
show_text (GtkLabel *label, const char *text)
{
  if (!g_str_equal (gtk_label_get_label (label), text))
    gtk_label_set_label (label, text);
}

static void
show_box (FarMeetingBox *self, gboolean somebody_is_here)
{
  gtk_widget_set_visible (GTK_WIDGET (self->nobody_box), !somebody_is_here);
  gtk_widget_set_visible (GTK_WIDGET (self->here_box), somebody_is_here);
}

static void
show_meeting (FarMeetingBox *self, const FarMeeting *meeting)
{
  g_autofree char *all = far_words_meeting (meeting);
  g_autofree char *changes = far_words_meeting_changes (meeting);
  g_autofree char *when = far_words_instant (meeting->since_ms);
  g_autofree char *since = NULL;

  if (meeting->since_ms == 0 || meeting->attendees->len <= 1)
    {
      show_box (self, FALSE);
      return;
    }

  show_text (self->all_label, all);
  show_text (self->changes_label, changes);
  /* Translators: %s is a date and a time of day: since then this machine has met others */
  since = g_strdup_printf (_ ("Since %s"), when);
  if (g_strcmp0 (adw_preferences_group_get_description (self->changes_group), since) != 0)
    adw_preferences_group_set_description (self->changes_group, since);
  show_attendees (self, meeting->attendees);
  show_box (self, TRUE);
}

/* -- asking */

static void ask (FarMeetingBox *self);

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarMeetingBox) self = data;
  FarMeeting *meeting = far_engine_meeting_finish (FAR_ENGINE (source), result, NULL);

  self->is_asking = FALSE;
  if (self->overview != NULL && meeting != NULL)
    show_meeting (self, meeting);
  g_clear_pointer (&meeting, far_snapshot_unref);
  if (self->overview != NULL && self->ask_again)
    ask (self);
}

static void
ask (FarMeetingBox *self)
{
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)) || self->overview == NULL)
    return;

  self->ask_again = self->is_asking;
  if (self->is_asking)
    return;

  self->is_asking = TRUE;
  far_engine_meeting_async (far_overview_peek_engine (self->overview), self->cancellable, asked_cb,
                            g_object_ref (self));
}

static gboolean
ask_cb (gpointer data)
{
  ask (data);

  return G_SOURCE_CONTINUE;
}

static void
far_meeting_box_map (GtkWidget *widget)
{
  FarMeetingBox *self = FAR_MEETING_BOX (widget);

  GTK_WIDGET_CLASS (far_meeting_box_parent_class)->map (widget);

  self->ask_id = g_timeout_add_seconds (ASK_S, ask_cb, self);
  ask (self);
}

static void
far_meeting_box_unmap (GtkWidget *widget)
{
  FarMeetingBox *self = FAR_MEETING_BOX (widget);

  g_clear_handle_id (&self->ask_id, g_source_remove);

  GTK_WIDGET_CLASS (far_meeting_box_parent_class)->unmap (widget);
}

static void
far_meeting_box_dispose (GObject *object)
{
  FarMeetingBox *self = FAR_MEETING_BOX (object);

  g_clear_handle_id (&self->ask_id, g_source_remove);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->overview);

  G_OBJECT_CLASS (far_meeting_box_parent_class)->dispose (object);
}

static void
far_meeting_box_class_init (FarMeetingBoxClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = far_meeting_box_dispose;
  widget_class->map = far_meeting_box_map;
  widget_class->unmap = far_meeting_box_unmap;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-meeting-box.ui");
  gtk_widget_class_bind_template_child (widget_class, FarMeetingBox, nobody_box);
  gtk_widget_class_bind_template_child (widget_class, FarMeetingBox, here_box);
  gtk_widget_class_bind_template_child (widget_class, FarMeetingBox, all_label);
  gtk_widget_class_bind_template_child (widget_class, FarMeetingBox, changes_group);
  gtk_widget_class_bind_template_child (widget_class, FarMeetingBox, list);
  gtk_widget_class_bind_template_child (widget_class, FarMeetingBox, changes_label);
}

static void
far_meeting_box_init (FarMeetingBox *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  far_compat_wrap_buttons (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
}

void
far_meeting_box_set_overview (FarMeetingBox *self, FarOverview *overview)
{
  FarEngine *engine;

  g_return_if_fail (FAR_IS_MEETING_BOX (self));
  g_return_if_fail (FAR_IS_OVERVIEW (overview));
  g_return_if_fail (self->overview == NULL);

  self->overview = g_object_ref (overview);
  engine = far_overview_peek_engine (overview);
  g_signal_connect_object (engine, "peer-event", G_CALLBACK (ask), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (engine, "changed", G_CALLBACK (ask), self, G_CONNECT_SWAPPED);
  ask (self);
}
