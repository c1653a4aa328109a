/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-invite-dialog.h"

#include "far-compat.h"
#include "far-invitation-row.h"
#include "far-notice.h"
#include "far-qr-view.h"
#include "far-words.h"

#include <glib/gi18n.h>

struct _FarInviteDialog
{
  AdwWindow parent_instance;

  FarEngine *engine;         /* owned */
  GCancellable *cancellable; /* owned */

  AdwToastOverlay *toasts; /* template children */
  FarNotice *notice;
  GtkStack *stack;
  AdwComboRow *days_row;
  GtkButton *make_button;
  AdwPreferencesGroup *open_group;
  GtkListBox *open_list;
  FarQrView *qr_view;
  GtkLabel *expires_label;
  GtkLabel *link_label;
  GtkButton *copy_button;

  char *until; /* owned, nullable: when the one that is shown ends, in words */
};

G_DEFINE_FINAL_TYPE (FarInviteDialog, far_invite_dialog, ADW_TYPE_WINDOW)

enum
{
  SIGNAL_PRINT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* what the rows of the combo mean, in the same order */
static const int days_choices[] = { 1, 7, 30 };

/* -- those that are open */

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarInviteDialog) self = data;
  g_autoptr(GPtrArray) invitations = NULL;
  g_autoptr(GError) error = NULL;
  gboolean any = FALSE;
  GtkWidget *row;

  invitations = far_engine_invitations_finish (FAR_ENGINE (source), result, &error);
  if (self->engine == NULL)
    return;
  if (invitations == NULL)
    {
      far_notice_show_error (self->notice, error);
      return;
    }

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->open_list))) != NULL)
    gtk_list_box_remove (self->open_list, row);
  for (guint i = 0; i < invitations->len; i++)
    {
      const FarMadeInvitation *invitation = invitations->pdata[i];

      if (invitation->state != FAR_INVITE_OPEN)
        continue;

      gtk_list_box_append (self->open_list, far_invitation_row_new (invitation));
      any = TRUE;
    }
  gtk_widget_set_visible (GTK_WIDGET (self->open_group), any);
}

static void
list_open (FarInviteDialog *self)
{
  far_engine_invitations_async (self->engine, self->cancellable, listed_cb, g_object_ref (self));
}

static void
ended_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarInviteDialog) self = data;
  g_autoptr(GError) error = NULL;
  gboolean ended = far_engine_end_invitation_finish (FAR_ENGINE (source), result, &error);

  if (self->engine == NULL)
    return;

  if (ended)
    adw_toast_overlay_add_toast (self->toasts, adw_toast_new (_ ("The invitation is taken back")));
  else
    far_notice_show_error (self->notice, error);
  list_open (self);
}

static void
end_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarInviteDialog *self = FAR_INVITE_DIALOG (widget);

  far_engine_end_invitation_async (self->engine, g_variant_get_string (parameter, NULL),
                                   self->cancellable, ended_cb, g_object_ref (self));
}

/* -- making one */

static void
invited_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarInviteDialog) self = data;
  g_autoptr(GError) error = NULL;
  g_autofree char *expires = NULL;
  FarInvitation *invitation;

  invitation = far_engine_invite_finish (FAR_ENGINE (source), result, &error);
  if (self->engine == NULL)
    {
      g_clear_pointer (&invitation, far_snapshot_unref);
      return;
    }

  gtk_widget_set_sensitive (GTK_WIDGET (self->make_button), TRUE);
  if (invitation == NULL)
    {
      far_notice_show_error (self->notice, error);
      return;
    }

  /* too long for a picture: the link alone still serves */
  gtk_widget_set_visible (GTK_WIDGET (self->qr_view),
                          far_qr_view_set_text (self->qr_view, invitation->uri, NULL));
  g_free (self->until);
  self->until = far_words_instant (invitation->expires_ms);
  /* Translators: %s is a date and a time */
  expires = g_strdup_printf (_ ("Lets one person in, until %s."), self->until);
  gtk_label_set_label (self->expires_label, expires);
  gtk_label_set_label (self->link_label, invitation->uri);
  gtk_stack_set_visible_child_name (self->stack, "invitation");
  gtk_widget_grab_focus (GTK_WIDGET (self->copy_button));
  gtk_label_select_region (self->link_label, 0, 0);
  far_snapshot_unref (invitation);
}

static void
make_cb (FarInviteDialog *self)
{
  guint choice = adw_combo_row_get_selected (self->days_row);

  g_return_if_fail (choice < G_N_ELEMENTS (days_choices));

  gtk_widget_set_sensitive (GTK_WIDGET (self->make_button), FALSE);
  far_engine_invite_async (self->engine, days_choices[choice], self->cancellable, invited_cb,
                           g_object_ref (self));
}

static void
copy_cb (FarInviteDialog *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)),
                          gtk_label_get_label (self->link_label));
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (_ ("Link copied")));
}

static void
print_cb (FarInviteDialog *self)
{
  g_signal_emit (self, signals[SIGNAL_PRINT], 0, gtk_label_get_label (self->link_label),
                 self->until);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarInviteDialog) self = data;
  g_autoptr(GError) error = NULL;
  gboolean saved = far_engine_save_uri_finish (FAR_ENGINE (source), result, &error);

  if (self->engine == NULL)
    return;

  if (saved)
    adw_toast_overlay_add_toast (self->toasts, adw_toast_new (_ ("Invitation saved")));
  else
    far_notice_show_error (self->notice, error);
}

static void
save_chosen (GFile *file, gpointer data)
{
  FarInviteDialog *self = data;
  g_autofree char *path = g_file_get_path (file);

  if (path == NULL)
    return;

  far_notice_clear (self->notice);
  far_engine_save_uri_async (self->engine, gtk_label_get_label (self->link_label), path,
                             self->cancellable, saved_cb, g_object_ref (self));
}

static void
save_cb (FarInviteDialog *self)
{
  far_compat_choose_file (GTK_WINDOW (self), _ ("Save the Invitation"), _ ("_Save"),
                          GTK_FILE_CHOOSER_ACTION_SAVE,
                          /* Translators: proposed name of a file */
                          _ ("invitation.farandole"), NULL, save_chosen, self);
}

static void
far_invite_dialog_dispose (GObject *object)
{
  FarInviteDialog *self = FAR_INVITE_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->engine);

  G_OBJECT_CLASS (far_invite_dialog_parent_class)->dispose (object);
}

static void
far_invite_dialog_finalize (GObject *object)
{
  FarInviteDialog *self = FAR_INVITE_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->until, g_free);

  G_OBJECT_CLASS (far_invite_dialog_parent_class)->finalize (object);
}

static void
far_invite_dialog_class_init (FarInviteDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = far_invite_dialog_dispose;
  object_class->finalize = far_invite_dialog_finalize;

  signals[SIGNAL_PRINT] =
      g_signal_new ("print", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);

  g_type_ensure (FAR_TYPE_NOTICE);
  g_type_ensure (FAR_TYPE_QR_VIEW);
  gtk_widget_class_install_action (widget_class, "invitations.end", "s", end_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-invite-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, FarInviteDialog, toasts);
  gtk_widget_class_bind_template_child (widget_class, FarInviteDialog, notice);
  gtk_widget_class_bind_template_child (widget_class, FarInviteDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, FarInviteDialog, days_row);
  gtk_widget_class_bind_template_child (widget_class, FarInviteDialog, make_button);
  gtk_widget_class_bind_template_child (widget_class, FarInviteDialog, open_group);
  gtk_widget_class_bind_template_child (widget_class, FarInviteDialog, open_list);
  gtk_widget_class_bind_template_child (widget_class, FarInviteDialog, qr_view);
  gtk_widget_class_bind_template_child (widget_class, FarInviteDialog, expires_label);
  gtk_widget_class_bind_template_child (widget_class, FarInviteDialog, link_label);
  gtk_widget_class_bind_template_child (widget_class, FarInviteDialog, copy_button);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
  gtk_widget_class_bind_template_callback (widget_class, make_cb);
  gtk_widget_class_bind_template_callback (widget_class, print_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_cb);
}

static void
far_invite_dialog_init (FarInviteDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  far_compat_wrap_buttons (GTK_WIDGET (self));
}

GtkWindow *
far_invite_dialog_new (GtkWindow *parent, FarEngine *engine)
{
  FarInviteDialog *self;

  g_return_val_if_fail (FAR_IS_ENGINE (engine), NULL);

  self = g_object_new (FAR_TYPE_INVITE_DIALOG, "transient-for", parent, NULL);
  self->engine = g_object_ref (engine);
  list_open (self);

  return GTK_WINDOW (self);
}
