/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-card-dialog.h"

#include "far-compat.h"
#include "far-notice.h"
#include "far-qr-view.h"
#include "far-words.h"

#include <glib/gi18n.h>

struct _FarCardDialog
{
  AdwWindow parent_instance;

  FarEngine *engine;         /* owned */
  GCancellable *cancellable; /* owned */
  GCancellable *meeting;     /* owned, nullable: while a way is looked for, or was found */
  GPtrArray *devices;        /* owned (element-type FarDevice), nullable: those to choose from */
  FarShownCard *card;        /* owned, nullable: that is out */
  gboolean is_busy;          /* a card is being made, or read */
  gboolean is_met;

  AdwToastOverlay *toasts; /* template children */
  FarNotice *notice;
  GtkButton *write_button;
  GtkStack *stack;
  AdwComboRow *device_row;
  GtkButton *offer_button;
  AdwEntryRow *given_row;
  GtkButton *answer_button;
  GtkLabel *whom_label;
  FarQrView *qr_view;
  GtkLabel *text_label;
  GtkButton *copy_button;
  GtkWidget *answer_box;
  AdwEntryRow *reply_row;
  GtkButton *connect_button;
  GtkLabel *wait_label;
  GtkLabel *looking_label;
  GtkSpinner *spinner;
  GtkLabel *met_label;
  GtkButton *close_button;
};

enum
{
  SIGNAL_WRITE_FILE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FarCardDialog, far_card_dialog, ADW_TYPE_WINDOW)

/* -- what is shown */

static void
show_buttons (FarCardDialog *self)
{
  gboolean is_given = far_card_check (gtk_editable_get_text (GTK_EDITABLE (self->given_row)), NULL);
  gboolean is_replied =
      far_card_check (gtk_editable_get_text (GTK_EDITABLE (self->reply_row)), NULL);

  gtk_widget_set_sensitive (GTK_WIDGET (self->offer_button),
                            !self->is_busy && self->devices != NULL && self->devices->len > 0);
  gtk_widget_set_sensitive (GTK_WIDGET (self->answer_button), !self->is_busy && is_given);
  gtk_widget_set_sensitive (GTK_WIDGET (self->connect_button), !self->is_busy && is_replied);
}

static void
set_busy (FarCardDialog *self, gboolean is_busy)
{
  self->is_busy = is_busy;
  show_buttons (self);
}

/* @page: "begin", "card", "looking" or "met" */
static void
show_page (FarCardDialog *self, const char *page, GtkWidget *focus)
{
  gboolean is_looking =
      g_str_equal (page, "looking") || (g_str_equal (page, "card") && self->card->is_answer);

  gtk_stack_set_visible_child_name (self->stack, page);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), is_looking);
  gtk_spinner_set_spinning (self->spinner, is_looking);
  if (focus != NULL)
    gtk_widget_grab_focus (focus);
}

static void
forget_card (FarCardDialog *self)
{
  if (self->meeting != NULL && !self->is_met)
    g_cancellable_cancel (self->meeting);
  else if (self->card != NULL && self->engine != NULL && !self->is_met)
    far_engine_drop_card_async (self->engine, self->card->token, NULL, NULL, NULL);
  g_clear_object (&self->meeting);
  g_clear_pointer (&self->card, far_snapshot_unref);
}

/* Back to where one begins. */
static void
begin_again (FarCardDialog *self, const GError *error)
{
  gboolean no_way = g_error_matches (error, FAR_SYNC_ERROR, FAR_SYNC_ERROR_NO_ROAD) ||
                    g_error_matches (error, FAR_SYNC_ERROR, FAR_SYNC_ERROR_NO_LIBNICE);

  forget_card (self);
  gtk_editable_set_text (GTK_EDITABLE (self->given_row), "");
  gtk_editable_set_text (GTK_EDITABLE (self->reply_row), "");
  set_busy (self, FALSE);
  far_notice_show_error (self->notice, error);
  gtk_widget_set_visible (GTK_WIDGET (self->write_button), no_way);
  show_page (self, "begin", GTK_WIDGET (no_way ? self->write_button : self->offer_button));
}

static void
clear_notice (FarCardDialog *self)
{
  far_notice_clear (self->notice);
  gtk_widget_set_visible (GTK_WIDGET (self->write_button), FALSE);
}

/* -- meeting */

static void
show_met (FarCardDialog *self)
{
  g_autofree char *words = NULL;

  self->is_met = TRUE;
  /* Translators: %s is a member's name */
  words = g_strdup_printf (_ ("This machine and %s’s have met, and both now hold the same. They go "
                              "on exchanging while both are open; you can close this."),
                           self->card->member_name);
  gtk_label_set_label (self->met_label, words);
  clear_notice (self);
  show_page (self, "met", GTK_WIDGET (self->close_button));
}

static void
peer_event_cb (FarCardDialog *self, const char *what, const char *detail)
{
  if (self->meeting != NULL && !self->is_met && g_str_equal (what, "in-step") &&
      g_str_equal (detail, self->card->device))
    show_met (self);
}

/* Which meeting it was, of several in one dialog. */
typedef struct
{
  FarCardDialog *dialog; /* owned */
  GCancellable *meeting; /* owned */
} Asked;

static void
met_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Asked *asked = data;
  g_autoptr(FarCardDialog) self = asked->dialog;
  g_autoptr(GCancellable) meeting = asked->meeting;
  g_autoptr(GError) error = NULL;
  FarExchange *exchange = far_engine_meet_by_card_finish (FAR_ENGINE (source), result, &error);

  g_free (asked);
  if (self->engine != NULL && self->meeting == meeting && !self->is_met)
    {
      if (exchange == NULL)
        begin_again (self, error);
      else if (((const FarPeer *)exchange->peers->pdata[0])->in_step)
        show_met (self);
    }
  g_clear_pointer (&exchange, far_snapshot_unref);
}

static void
meet (FarCardDialog *self, const char *answer)
{
  Asked *asked = g_new0 (Asked, 1);

  self->meeting = g_cancellable_new ();
  asked->dialog = g_object_ref (self);
  asked->meeting = g_object_ref (self->meeting);
  far_engine_meet_by_card_async (self->engine, self->card->token, answer, TRUE, self->meeting,
                                 met_cb, asked);
}

static void
connect_cb (FarCardDialog *self)
{
  g_autofree char *words = NULL;

  if (self->card == NULL || self->meeting != NULL ||
      !gtk_widget_get_sensitive (GTK_WIDGET (self->connect_button)))
    return;

  clear_notice (self);
  /* Translators: %s is a member's name */
  words = g_strdup_printf (_ ("Looking for a way to %s’s machine. This takes half a minute at "
                              "most."),
                           self->card->member_name);
  gtk_label_set_label (self->looking_label, words);
  meet (self, gtk_editable_get_text (GTK_EDITABLE (self->reply_row)));
  show_page (self, "looking", NULL);
}

/* -- a card of this machine */

/* @card: (transfer full) (nullable) */
static void
take_card (FarCardDialog *self, FarShownCard *card, const GError *error)
{
  g_autofree char *until = NULL;
  g_autofree char *whom = NULL;

  if (self->engine == NULL)
    {
      g_clear_pointer (&card, far_snapshot_unref);
      return;
    }
  if (card == NULL)
    {
      begin_again (self, error);
      return;
    }

  forget_card (self);
  self->card = card;
  self->is_met = FALSE;
  set_busy (self, FALSE);
  until = far_words_instant (card->expires_ms);
  whom = g_strdup_printf (card->is_answer
                              /* Translators: %1$s is a member's name, %2$s a date and a time */
                              ? _ ("Give this answer back to %1$s, before %2$s.")
                              /* Translators: %1$s is a member's name, %2$s a date and a time */
                              : _ ("Give this card to %1$s, before %2$s."),
                          card->member_name, until);
  gtk_label_set_label (self->whom_label, whom);
  gtk_widget_set_visible (GTK_WIDGET (self->qr_view),
                          far_qr_view_set_text (self->qr_view, card->text, NULL));
  gtk_label_set_label (self->text_label, card->text);
  gtk_widget_set_visible (self->answer_box, !card->is_answer);
  gtk_widget_set_visible (GTK_WIDGET (self->wait_label), card->is_answer);
  if (card->is_answer)
    meet (self, NULL);
  show_page (self, "card", GTK_WIDGET (self->copy_button));
  gtk_label_select_region (self->text_label, 0, 0);
}

static void
offered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarCardDialog) self = data;
  g_autoptr(GError) error = NULL;
  FarShownCard *card = far_engine_offer_card_finish (FAR_ENGINE (source), result, &error);

  take_card (self, card, error);
}

static void
offer_cb (FarCardDialog *self)
{
  guint choice = adw_combo_row_get_selected (self->device_row);
  const FarDevice *device;

  if (self->devices == NULL || choice >= self->devices->len)
    return;

  device = self->devices->pdata[choice];
  clear_notice (self);
  set_busy (self, TRUE);
  far_engine_offer_card_async (self->engine, device->id, self->cancellable, offered_cb,
                               g_object_ref (self));
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarCardDialog) self = data;
  g_autoptr(GError) error = NULL;
  FarShownCard *card = far_engine_answer_card_finish (FAR_ENGINE (source), result, &error);

  take_card (self, card, error);
}

static void
answer_cb (FarCardDialog *self)
{
  if (!gtk_widget_get_sensitive (GTK_WIDGET (self->answer_button)))
    return;

  clear_notice (self);
  set_busy (self, TRUE);
  far_engine_answer_card_async (self->engine,
                                gtk_editable_get_text (GTK_EDITABLE (self->given_row)),
                                self->cancellable, answered_cb, g_object_ref (self));
}

/* -- copying, and files */

static void
copy_cb (FarCardDialog *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)),
                          gtk_label_get_label (self->text_label));
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (_ ("Card copied")));
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarCardDialog) self = data;
  g_autoptr(GError) error = NULL;
  gboolean saved = far_engine_save_card_finish (FAR_ENGINE (source), result, &error);

  if (self->engine == NULL)
    return;

  if (saved)
    adw_toast_overlay_add_toast (self->toasts, adw_toast_new (_ ("Card saved")));
  else
    far_notice_show_error (self->notice, error);
}

static void
save_chosen (GFile *file, gpointer data)
{
  FarCardDialog *self = data;
  g_autofree char *path = g_file_get_path (file);

  if (path == NULL || self->card == NULL)
    return;

  clear_notice (self);
  far_engine_save_card_async (self->engine, self->card->text, path, self->cancellable, saved_cb,
                              g_object_ref (self));
}

static void
save_cb (FarCardDialog *self)
{
  far_compat_choose_file (GTK_WINDOW (self), _ ("Save the Card"), _ ("_Save"),
                          GTK_FILE_CHOOSER_ACTION_SAVE,
                          /* Translators: proposed name of a file */
                          _ ("card.farandole"), NULL, save_chosen, self);
}

/* What the file holds stands where it could have been pasted, and goes its way. */
static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarCardDialog) self = data;
  g_autoptr(GError) error = NULL;
  g_autofree char *text = far_engine_load_card_finish (FAR_ENGINE (source), result, &error);
  gboolean is_reply = self->card != NULL;

  if (self->engine == NULL)
    return;

  set_busy (self, FALSE);
  if (text == NULL)
    {
      far_notice_show_error (self->notice, error);
      return;
    }

  if (is_reply)
    {
      gtk_editable_set_text (GTK_EDITABLE (self->reply_row), text);
      connect_cb (self);
    }
  else
    far_card_dialog_answer (self, text);
}

static void
open_chosen (GFile *file, gpointer data)
{
  FarCardDialog *self = data;
  g_autofree char *path = g_file_get_path (file);

  if (path == NULL || self->is_busy)
    return;

  clear_notice (self);
  set_busy (self, TRUE);
  far_engine_load_card_async (self->engine, path, self->cancellable, loaded_cb,
                              g_object_ref (self));
}

static void
open_cb (FarCardDialog *self)
{
  far_compat_choose_file (GTK_WINDOW (self), _ ("Open the Card"), _ ("_Open"),
                          GTK_FILE_CHOOSER_ACTION_OPEN, NULL, "*.farandole", open_chosen, self);
}

/* As if it had been opened: of several the first, since one card is answered at a time. */
static gboolean
dropped_cb (FarCardDialog *self, const GValue *value)
{
  GSList *files = g_value_get_boxed (value);
  const char *page = gtk_stack_get_visible_child_name (self->stack);

  if (files == NULL || (!g_str_equal (page, "begin") && !g_str_equal (page, "card")))
    return FALSE;

  open_chosen (files->data, self);

  return TRUE;
}

static void
write_cb (FarCardDialog *self)
{
  g_signal_emit (self, signals[SIGNAL_WRITE_FILE], 0);
  gtk_window_close (GTK_WINDOW (self));
}

/* -- whose machine */

static gboolean
may_meet (const FarDevice *device)
{
  return device->in_standing && !device->is_me;
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarCardDialog) self = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) devices = far_engine_devices_finish (FAR_ENGINE (source), result, &error);
  g_autoptr(GtkStringList) names = gtk_string_list_new (NULL);

  if (self->engine == NULL)
    return;
  if (devices == NULL)
    {
      far_notice_show_error (self->notice, error);
      return;
    }

  for (guint i = devices->len; i > 0; i--)
    if (!may_meet (devices->pdata[i - 1]))
      g_ptr_array_remove_index (devices, i - 1);
  for (guint i = 0; i < devices->len; i++)
    gtk_string_list_take (names, far_words_machine (devices->pdata[i]));
  self->devices = g_steal_pointer (&devices);
  adw_combo_row_set_model (self->device_row, G_LIST_MODEL (names));
  gtk_widget_set_sensitive (GTK_WIDGET (self->device_row), self->devices->len > 0);
  show_buttons (self);
}

/* -- the class */

static void
far_card_dialog_dispose (GObject *object)
{
  FarCardDialog *self = FAR_CARD_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  forget_card (self);
  if (self->engine != NULL)
    g_signal_handlers_disconnect_by_data (self->engine, self);
  g_clear_object (&self->engine);

  G_OBJECT_CLASS (far_card_dialog_parent_class)->dispose (object);
}

static void
far_card_dialog_finalize (GObject *object)
{
  FarCardDialog *self = FAR_CARD_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->devices, g_ptr_array_unref);

  G_OBJECT_CLASS (far_card_dialog_parent_class)->finalize (object);
}

static void
far_card_dialog_class_init (FarCardDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = far_card_dialog_dispose;
  object_class->finalize = far_card_dialog_finalize;

  signals[SIGNAL_WRITE_FILE] = g_signal_new ("write-file", FAR_TYPE_CARD_DIALOG, G_SIGNAL_RUN_LAST,
                                             0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (FAR_TYPE_NOTICE);
  g_type_ensure (FAR_TYPE_QR_VIEW);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-card-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, FarCardDialog, toasts);
  gtk_widget_class_bind_template_child (widget_class, FarCardDialog, notice);
  gtk_widget_class_bind_template_child (widget_class, FarCardDialog, write_button);
  gtk_widget_class_bind_template_child (widget_class, FarCardDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, FarCardDialog, device_row);
  gtk_widget_class_bind_template_child (widget_class, FarCardDialog, offer_button);
  gtk_widget_class_bind_template_child (widget_class, FarCardDialog, given_row);
  gtk_widget_class_bind_template_child (widget_class, FarCardDialog, answer_button);
  gtk_widget_class_bind_template_child (widget_class, FarCardDialog, whom_label);
  gtk_widget_class_bind_template_child (widget_class, FarCardDialog, qr_view);
  gtk_widget_class_bind_template_child (widget_class, FarCardDialog, text_label);
  gtk_widget_class_bind_template_child (widget_class, FarCardDialog, copy_button);
  gtk_widget_class_bind_template_child (widget_class, FarCardDialog, answer_box);
  gtk_widget_class_bind_template_child (widget_class, FarCardDialog, reply_row);
  gtk_widget_class_bind_template_child (widget_class, FarCardDialog, connect_button);
  gtk_widget_class_bind_template_child (widget_class, FarCardDialog, wait_label);
  gtk_widget_class_bind_template_child (widget_class, FarCardDialog, looking_label);
  gtk_widget_class_bind_template_child (widget_class, FarCardDialog, spinner);
  gtk_widget_class_bind_template_child (widget_class, FarCardDialog, met_label);
  gtk_widget_class_bind_template_child (widget_class, FarCardDialog, close_button);
  gtk_widget_class_bind_template_callback (widget_class, answer_cb);
  gtk_widget_class_bind_template_callback (widget_class, connect_cb);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
  gtk_widget_class_bind_template_callback (widget_class, offer_cb);
  gtk_widget_class_bind_template_callback (widget_class, open_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_buttons);
  gtk_widget_class_bind_template_callback (widget_class, write_cb);
}

static void
far_card_dialog_init (FarCardDialog *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  far_compat_wrap_buttons (GTK_WIDGET (self));
  g_signal_connect_swapped (target, "drop", G_CALLBACK (dropped_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

GtkWindow *
far_card_dialog_new (GtkWindow *parent, FarEngine *engine)
{
  FarCardDialog *self;

  g_return_val_if_fail (FAR_IS_ENGINE (engine), NULL);

  self = g_object_new (FAR_TYPE_CARD_DIALOG, "transient-for", parent, NULL);
  self->engine = g_object_ref (engine);
  g_signal_connect_swapped (engine, "peer-event", G_CALLBACK (peer_event_cb), self);
  show_buttons (self);
  far_engine_devices_async (engine, self->cancellable, listed_cb, g_object_ref (self));

  return GTK_WINDOW (self);
}

void
far_card_dialog_answer (FarCardDialog *self, const char *text)
{
  g_return_if_fail (FAR_IS_CARD_DIALOG (self));
  g_return_if_fail (text != NULL);

  gtk_editable_set_text (GTK_EDITABLE (self->given_row), text);
  answer_cb (self);
}
