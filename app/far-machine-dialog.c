/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-machine-dialog.h"

#include "far-addresses.h"
#include "far-compat.h"
#include "far-question-row.h"
#include "far-notice.h"
#include "far-qr-view.h"
#include "far-words.h"

#include <glib/gi18n.h>

#define LISTEN_ANYWHERE "0.0.0.0:0"
/* One's own is in the same room; whoever has lost theirs may have to wait for the others' word. */
#define OWN_HOURS 1
#define OTHERS_HOURS 168

struct _FarMachineDialog
{
  AdwWindow parent_instance;

  FarOverview *overview;     /* owned */
  GCancellable *cancellable; /* owned: of what this window asked for, being called too */
  GPtrArray *owners;         /* owned (element-type utf8): member ids, as in the combo; "" for me */
  char *owner;               /* owned, nullable: whose machine the code is for; "" for me */

  AdwToastOverlay *toasts; /* template children */
  FarNotice *notice;
  GtkListBox *question_list;
  GtkStack *stack;
  AdwComboRow *owner_row;
  GtkButton *make_button;
  FarQrView *qr_view;
  GtkLabel *expires_label;
  GtkLabel *link_label;
  GtkButton *copy_button;
};

G_DEFINE_FINAL_TYPE (FarMachineDialog, far_machine_dialog, ADW_TYPE_WINDOW)

static FarEngine *
peek_engine (FarMachineDialog *self)
{
  return far_overview_peek_engine (self->overview);
}

/* -- whose it is */

static void
fill_owners (FarMachineDialog *self)
{
  g_autoptr(GtkStringList) names = gtk_string_list_new (NULL);
  GListModel *members = far_overview_peek_members (self->overview);

  gtk_string_list_append (names, _ ("Mine"));
  g_ptr_array_add (self->owners, g_strdup (""));
  for (guint i = 0; i < g_list_model_get_n_items (members); i++)
    {
      g_autoptr(FarItem) item = g_list_model_get_item (members, i);
      const FarMember *member = far_item_peek_snapshot (item);

      if (member->standing != FAR_STANDING_ACTIVE || member->is_me || member->name[0] == '\0')
        continue;

      gtk_string_list_append (names, member->name);
      g_ptr_array_add (self->owners, g_strdup (member->id));
    }
  adw_combo_row_set_model (self->owner_row, G_LIST_MODEL (names));
}

/* -- the code */

static void
coded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarMachineDialog) self = data;
  g_autoptr(GError) error = NULL;
  g_autofree char *until = NULL;
  g_autofree char *expires = NULL;
  FarInvitation *code;

  code = far_engine_machine_code_finish (FAR_ENGINE (source), result, &error);
  if (self->overview == NULL)
    {
      g_clear_pointer (&code, far_snapshot_unref);
      return;
    }
  if (code == NULL)
    {
      gtk_widget_set_sensitive (GTK_WIDGET (self->make_button), TRUE);
      far_notice_show_error (self->notice, error);
      return;
    }

  gtk_widget_set_visible (GTK_WIDGET (self->qr_view),
                          far_qr_view_set_text (self->qr_view, code->uri, NULL));
  until = far_words_instant (code->expires_ms);
  /* Translators: %s is a date and a time */
  expires = g_strdup_printf (_ ("Lets a machine ask, until %s."), until);
  gtk_label_set_label (self->expires_label, expires);
  gtk_label_set_label (self->link_label, code->uri);
  gtk_stack_set_visible_child_name (self->stack, "code");
  gtk_widget_grab_focus (GTK_WIDGET (self->copy_button));
  gtk_label_select_region (self->link_label, 0, 0);
  far_snapshot_unref (code);
}

/* Now it is known where this machine can be called. */
static void
peer_event_cb (FarMachineDialog *self, const char *what, const char *detail)
{
  g_auto(GStrv) addresses = NULL;
  gboolean is_mine;

  if (!g_str_equal (what, "listening") || self->owner == NULL ||
      gtk_widget_get_sensitive (GTK_WIDGET (self->make_button)) ||
      g_str_equal (gtk_stack_get_visible_child_name (self->stack), "code"))
    return;

  addresses = far_app_list_addresses (detail);
  is_mine = self->owner[0] == '\0';
  far_engine_machine_code_async (peek_engine (self), is_mine ? NULL : self->owner,
                                 is_mine ? OWN_HOURS : OTHERS_HOURS, addresses[0],
                                 self->cancellable, coded_cb, g_object_ref (self));
}

static void
listened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarMachineDialog) self = data;
  g_autoptr(GError) error = NULL;
  FarExchange *exchange = far_engine_exchange_finish (FAR_ENGINE (source), result, &error);

  g_clear_pointer (&exchange, far_snapshot_unref);
  if (self->overview == NULL || error == NULL)
    return;

  gtk_widget_set_sensitive (GTK_WIDGET (self->make_button), TRUE);
  far_notice_show_error (self->notice, error);
}

static void
make_cb (FarMachineDialog *self)
{
  guint choice = adw_combo_row_get_selected (self->owner_row);

  g_return_if_fail (choice < self->owners->len);

  g_free (self->owner);
  self->owner = g_strdup (self->owners->pdata[choice]);
  gtk_widget_set_sensitive (GTK_WIDGET (self->make_button), FALSE);
  far_notice_clear (self->notice);
  far_engine_exchange_async (peek_engine (self), LISTEN_ANYWHERE, NULL, FAR_NEARBY_NOWHERE, FALSE,
                             0, self->cancellable, listened_cb, g_object_ref (self));
}

static void
copy_cb (FarMachineDialog *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)),
                          gtk_label_get_label (self->link_label));
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (_ ("Code copied")));
}

/* -- the question */

static gboolean
is_asked (gpointer item, gpointer data)
{
  FarMachineDialog *self = data;
  const FarDevice *device = far_item_peek_snapshot (item);

  if (self->owner == NULL || !device->is_asking || device->is_me)
    return FALSE;

  return self->owner[0] == '\0' ? device->is_mine : g_str_equal (device->member, self->owner);
}

static void
list_questions (FarMachineDialog *self)
{
  GListModel *devices = far_overview_peek_devices (self->overview);
  gboolean any = FALSE;
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->question_list))) != NULL)
    gtk_list_box_remove (self->question_list, row);
  for (guint i = 0; i < g_list_model_get_n_items (devices); i++)
    {
      g_autoptr(FarItem) item = g_list_model_get_item (devices, i);

      if (!is_asked (item, self))
        continue;

      gtk_list_box_append (self->question_list, far_question_row_new_for_machine (item));
      any = TRUE;
    }
  gtk_widget_set_visible (GTK_WIDGET (self->question_list), any);
}

static void
approved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarMachineDialog) self = data;
  g_autoptr(GError) error = NULL;
  FarApproved *approved = far_engine_approve_finish (FAR_ENGINE (source), result, &error);

  if (self->overview != NULL && approved == NULL)
    far_notice_show_error (self->notice, error);
  else if (self->overview != NULL && approved->is_done)
    far_notice_show (self->notice, FAR_NOTICE_DONE,
                     _ ("It is let in. Leave this window open until the other machine shows your "
                        "collective."));
  else if (self->overview != NULL)
    {
      g_autofree char *words = far_words_approved (approved);

      far_notice_show (self->notice, FAR_NOTICE_HINT, words);
    }
  g_clear_pointer (&approved, far_snapshot_unref);
}

static void
approve_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarMachineDialog *self = FAR_MACHINE_DIALOG (widget);

  far_engine_approve_async (peek_engine (self), g_variant_get_string (parameter, NULL), NULL,
                            approved_cb, g_object_ref (self));
}

static void
far_machine_dialog_dispose (GObject *object)
{
  FarMachineDialog *self = FAR_MACHINE_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  if (self->overview != NULL)
    {
      g_signal_handlers_disconnect_by_data (peek_engine (self), self);
      g_signal_handlers_disconnect_by_data (far_overview_peek_devices (self->overview), self);
    }
  g_clear_object (&self->overview);

  G_OBJECT_CLASS (far_machine_dialog_parent_class)->dispose (object);
}

static void
far_machine_dialog_finalize (GObject *object)
{
  FarMachineDialog *self = FAR_MACHINE_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->owners, g_ptr_array_unref);
  g_clear_pointer (&self->owner, g_free);

  G_OBJECT_CLASS (far_machine_dialog_parent_class)->finalize (object);
}

static void
far_machine_dialog_class_init (FarMachineDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = far_machine_dialog_dispose;
  object_class->finalize = far_machine_dialog_finalize;

  g_type_ensure (FAR_TYPE_NOTICE);
  g_type_ensure (FAR_TYPE_QR_VIEW);
  /* the rows ask the window that they are in */
  gtk_widget_class_install_action (widget_class, "win.approve", "s", approve_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-machine-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, FarMachineDialog, toasts);
  gtk_widget_class_bind_template_child (widget_class, FarMachineDialog, notice);
  gtk_widget_class_bind_template_child (widget_class, FarMachineDialog, question_list);
  gtk_widget_class_bind_template_child (widget_class, FarMachineDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, FarMachineDialog, owner_row);
  gtk_widget_class_bind_template_child (widget_class, FarMachineDialog, make_button);
  gtk_widget_class_bind_template_child (widget_class, FarMachineDialog, qr_view);
  gtk_widget_class_bind_template_child (widget_class, FarMachineDialog, expires_label);
  gtk_widget_class_bind_template_child (widget_class, FarMachineDialog, link_label);
  gtk_widget_class_bind_template_child (widget_class, FarMachineDialog, copy_button);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
  gtk_widget_class_bind_template_callback (widget_class, make_cb);
}

static void
far_machine_dialog_init (FarMachineDialog *self)
{
  self->cancellable = g_cancellable_new ();
  self->owners = g_ptr_array_new_with_free_func (g_free);
  gtk_widget_init_template (GTK_WIDGET (self));
  far_compat_wrap_buttons (GTK_WIDGET (self));
}

GtkWindow *
far_machine_dialog_new (GtkWindow *parent, FarOverview *overview)
{
  FarMachineDialog *self;

  g_return_val_if_fail (FAR_IS_OVERVIEW (overview), NULL);

  self = g_object_new (FAR_TYPE_MACHINE_DIALOG, "transient-for", parent, NULL);
  self->overview = g_object_ref (overview);
  fill_owners (self);
  g_signal_connect_swapped (peek_engine (self), "peer-event", G_CALLBACK (peer_event_cb), self);
  g_signal_connect_swapped (far_overview_peek_devices (overview), "items-changed",
                            G_CALLBACK (list_questions), self);

  return GTK_WINDOW (self);
}
