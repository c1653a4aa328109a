/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-exchange-page.h"

#include "far-addresses.h"
#include "far-card-dialog.h"
#include "far-compat.h"
#include "far-folder-row.h"
#include "far-meeting-box.h"
#include "far-nearby-box.h"
#include "far-notice.h"
#include "far-words.h"
#include "far-write-dialog.h"

#include <glib/gi18n.h>

/* every interface, a free port */
#define LISTEN_ANYWHERE "0.0.0.0:0"

struct _FarExchangePage
{
  AdwBin parent_instance;

  FarOverview *overview;   /* owned */
  GCancellable *calling;   /* owned, nullable: while a call is going on */
  GCancellable *listening; /* owned, nullable: while others may call */
  gboolean is_for_some;    /* the file that was written last */
  GQueue to_read;          /* (element-type filename): owned; the first is being read */
  GString *read;           /* owned, nullable: what there was in those before, a line for each */
  gboolean some_are_bad;   /* of these */

  FarMeetingBox *meeting_box; /* template children */
  FarNotice *notice;
  FarNearbyBox *nearby_box;
  GtkBox *progress_box;
  GtkLabel *progress_label;
  GtkProgressBar *progress_bar;
  AdwEntryRow *address_row;
  GtkButton *call_button;
  GtkSwitch *listen_switch;
  GtkLabel *listen_label;
  FarFolderRow *folder_row;
};

enum
{
  SIGNAL_TOLD,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FarExchangePage, far_exchange_page, ADW_TYPE_BIN)

static FarEngine *
peek_engine (FarExchangePage *self)
{
  return far_overview_peek_engine (self->overview);
}

static void
show_progress (FarExchangePage *self)
{
  g_autofree char *words = NULL;
  int activity;
  double fraction;

  g_object_get (peek_engine (self), "activity", &activity, "fraction", &fraction, NULL);

  gtk_widget_set_visible (GTK_WIDGET (self->progress_box), activity > FAR_ACTIVITY_TOGETHER);
  words = far_words_activity (activity, fraction);
  gtk_label_set_label (self->progress_label, words);
  gtk_progress_bar_set_fraction (self->progress_bar, CLAMP (fraction, 0, 1));
}

/* -- calling */

static void
show_call_button (FarExchangePage *self)
{
  const char *address = gtk_editable_get_text (GTK_EDITABLE (self->address_row));

  gtk_button_set_label (self->call_button, self->calling != NULL ? _ ("_Stop") : _ ("_Call"));
  gtk_widget_set_sensitive (GTK_WIDGET (self->call_button),
                            self->calling != NULL || address[0] != '\0');
}

static char *
describe_peer (const FarPeer *peer)
{
  const char *who = peer->member_name[0] != '\0' ? peer->member_name : peer->address;
  g_autofree char *received = far_words_n_entries (peer->n_received);
  g_autofree char *sent = far_words_n_entries (peer->n_sent);

  if (peer->error != NULL)
    return far_words_error (peer->error);
  if (!peer->in_step)
    /* Translators: %1$s is a person or an address; the others are amounts, as in "3 entries" */
    return g_strdup_printf (_ ("The exchange with %1$s stopped before its end. Received: %2$s. "
                               "Sent: %3$s. Call again to go on."),
                            who, received, sent);

  /* Translators: %1$s is a person or an address; the others are amounts, as in "3 entries" */
  return g_strdup_printf (_ ("You and %1$s now have the same. Received: %2$s. Sent: %3$s."), who,
                          received, sent);
}

static void
show_exchange (FarExchangePage *self, const FarExchange *exchange)
{
  g_autoptr(GString) text = g_string_new (NULL);
  FarNoticeKind kind = FAR_NOTICE_DONE;

  for (guint i = 0; i < exchange->peers->len; i++)
    {
      const FarPeer *peer = exchange->peers->pdata[i];
      g_autofree char *words = describe_peer (peer);

      if (peer->error != NULL)
        kind = FAR_NOTICE_ERROR;
      if (text->len > 0)
        g_string_append_c (text, '\n');
      g_string_append (text, words);
      if (peer->in_step)
        g_string_append_printf (text, "\n%s", far_words_link (peer->link));
    }

  if (text->len > 0)
    far_notice_show (self->notice, kind, text->str);
}

static void
called_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarExchangePage) self = data;
  g_autoptr(GError) error = NULL;
  FarExchange *exchange;

  exchange = far_engine_exchange_finish (FAR_ENGINE (source), result, &error);
  g_clear_object (&self->calling);
  if (self->overview == NULL)
    {
      g_clear_pointer (&exchange, far_snapshot_unref);
      return;
    }

  show_call_button (self);
  if (exchange == NULL)
    {
      far_notice_show_error (self->notice, error);
      return;
    }

  show_exchange (self, exchange);
  far_snapshot_unref (exchange);
}

static void
call_cb (FarExchangePage *self)
{
  g_autofree char *address = NULL;

  if (self->calling != NULL)
    {
      g_cancellable_cancel (self->calling);
      return;
    }

  address = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->address_row))));
  if (address[0] != '\0')
    far_exchange_page_call (self, address);
}

/* -- being called */

static void
listened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarExchangePage) self = data;
  g_autoptr(GError) error = NULL;
  FarExchange *exchange;

  exchange = far_engine_exchange_finish (FAR_ENGINE (source), result, &error);
  g_clear_object (&self->listening);
  if (self->overview == NULL)
    {
      g_clear_pointer (&exchange, far_snapshot_unref);
      return;
    }

  gtk_switch_set_active (self->listen_switch, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->listen_label), FALSE);
  if (exchange == NULL)
    {
      far_notice_show_error (self->notice, error);
      return;
    }

  show_exchange (self, exchange);
  far_snapshot_unref (exchange);
}

static void
listen_switched_cb (FarExchangePage *self)
{
  gboolean on = gtk_switch_get_active (self->listen_switch);

  if (on && self->listening == NULL)
    {
      self->listening = g_cancellable_new ();
      far_notice_clear (self->notice);
      far_engine_exchange_async (peek_engine (self), LISTEN_ANYWHERE, NULL, FAR_NEARBY_NOWHERE,
                                 FALSE, 0, self->listening, listened_cb, g_object_ref (self));
    }
  else if (!on && self->listening != NULL)
    {
      g_cancellable_cancel (self->listening);
    }
}

static void
peer_event_cb (FarExchangePage *self, const char *what, const char *detail)
{
  g_auto(GStrv) addresses = NULL;
  g_autofree char *list = NULL;
  g_autofree char *text = NULL;

  /* another window may let itself be called too */
  if (!g_str_equal (what, "listening") || self->listening == NULL)
    return;

  addresses = far_app_list_addresses (detail);
  list = g_strjoinv ("\n", addresses);
  /* Translators: %s is one or more addresses, each on a line of its own */
  text = g_strdup_printf (_ ("Tell the others this address:\n%s"), list);
  gtk_label_set_label (self->listen_label, text);
  gtk_widget_set_visible (GTK_WIDGET (self->listen_label), TRUE);
}

/* -- files */

static void
bundle_written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarExchangePage) self = data;
  g_autoptr(GError) error = NULL;
  g_autofree char *entries = NULL;
  g_autofree char *size = NULL;
  g_autofree char *text = NULL;
  gint64 n_entries;
  gint64 n_bytes;

  n_entries = far_engine_write_bundle_finish (FAR_ENGINE (source), result, &n_bytes, &error);
  if (self->overview == NULL)
    return;

  if (n_entries < 0)
    {
      far_notice_show_error (self->notice, error);
      return;
    }

  entries = far_words_n_entries (n_entries);
  size = g_format_size (n_bytes);
  if (self->is_for_some)
    /* Translators: %1$s is an amount, as in "3 entries", %2$s such as "180 kB" */
    text = g_strdup_printf (_ ("The file is written: %1$s, %2$s. The machines of those whom you "
                               "chose can read it, and nobody else’s."),
                            entries, size);
  else
    /* Translators: %1$s is an amount, as in "3 entries", %2$s such as "180 kB" */
    text = g_strdup_printf (_ ("The file is written: %1$s, %2$s. Any member’s machine can read it, "
                               "and nobody else’s."),
                            entries, size);
  far_notice_show (self->notice, FAR_NOTICE_DONE, text);
}

/* Returns: (transfer full) (nullable): the engine reads and writes on this machine only */
static char *
find_path (FarExchangePage *self, GFile *file)
{
  char *path = g_file_get_path (file);

  if (path == NULL)
    far_notice_show (self->notice, FAR_NOTICE_ERROR,
                     _ ("This place is not on this machine. Choose one that is."));
  else
    far_notice_clear (self->notice);

  return path;
}

static void
write_chosen_cb (FarExchangePage *self, GFile *file, GStrv devices, guint flags)
{
  g_autofree char *path = find_path (self, file);

  if (path == NULL)
    return;

  self->is_for_some = devices != NULL;
  far_engine_write_bundle_async (peek_engine (self), path, (const char *const *)devices, flags,
                                 NULL, bundle_written_cb, g_object_ref (self));
}

/* What is wrong with it, and what was kept of it all the same. */
static char *
describe_read (const FarBundleReport *report, const GError *error)
{
  g_autofree char *words = error != NULL ? far_words_error (error) : NULL;
  g_autofree char *kept = report != NULL && (error == NULL || report->n_added > 0)
                              ? far_words_bundle_report (report)
                              : NULL;

  if (words == NULL)
    return g_steal_pointer (&kept);

  return kept != NULL ? g_strjoin (" ", words, kept, NULL) : g_steal_pointer (&words);
}

static char *
describe_file (const char *name, const char *text)
{
  /* Translators: %1$s is a file's name, %2$s are whole sentences about it */
  return g_strdup_printf (_ ("“%1$s”: %2$s"), name, text);
}

static void read_next (FarExchangePage *self);

static void
bundle_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarExchangePage) self = data;
  g_autoptr(GError) error = NULL;
  g_autofree char *path = g_queue_pop_head (&self->to_read);
  g_autofree char *name = g_filename_display_basename (path);
  g_autofree char *text = NULL;
  g_autofree char *line = NULL;
  FarBundleReport *report;

  report = far_engine_read_bundle_finish (FAR_ENGINE (source), result, &error);
  text = describe_read (report, error);
  g_clear_pointer (&report, far_snapshot_unref);
  if (self->overview == NULL)
    return;

  self->some_are_bad |= error != NULL;
  if (self->read == NULL && g_queue_is_empty (&self->to_read))
    {
      far_notice_show (self->notice, error != NULL ? FAR_NOTICE_ERROR : FAR_NOTICE_DONE, text);
      return;
    }

  line = describe_file (name, text);
  if (self->read == NULL)
    self->read = g_string_new (line);
  else
    g_string_append_printf (self->read, "\n%s", line);
  far_notice_show (self->notice, self->some_are_bad ? FAR_NOTICE_ERROR : FAR_NOTICE_DONE,
                   self->read->str);
  read_next (self);
}

/* One at a time, however many were dropped. */
static void
read_next (FarExchangePage *self)
{
  const char *path = g_queue_peek_head (&self->to_read);

  if (path != NULL)
    {
      far_engine_read_bundle_async (peek_engine (self), path, NULL, bundle_read_cb,
                                    g_object_ref (self));
      return;
    }

  if (self->read != NULL)
    g_string_free (g_steal_pointer (&self->read), TRUE);
}

static void
read_chosen (GFile *file, gpointer data)
{
  far_exchange_page_read_file (data, file);
}

static void
write_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarExchangePage *self = FAR_EXCHANGE_PAGE (widget);
  GtkWindow *dialog =
      far_write_dialog_new (GTK_WINDOW (gtk_widget_get_root (widget)), self->overview);

  g_signal_connect_object (dialog, "chosen", G_CALLBACK (write_chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (dialog);
}

static void
read_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarExchangePage *self = FAR_EXCHANGE_PAGE (widget);
  GtkRoot *root = gtk_widget_get_root (widget);

  far_compat_choose_file (GTK_WINDOW (root), _ ("Read a File"), _ ("_Open"),
                          GTK_FILE_CHOOSER_ACTION_OPEN, NULL, "*.farandole", read_chosen, self);
}

/* -- a folder */

/* What was nothing new is not worth a word: half of what lies on a stick is that. */
static void
folder_read_cb (FarExchangePage *self, const FarFolderNews *news)
{
  const FarBundleReport *report = news->report;
  g_autofree char *words = NULL;
  g_autofree char *text = NULL;

  if (news->error != NULL)
    {
      words = describe_read (report, news->error);
      text = describe_file (news->name, words);
      far_notice_show (self->notice, FAR_NOTICE_ERROR, text);
      g_clear_pointer (&text, g_free);
      /* Translators: %s is a file's name */
      text = g_strdup_printf (_ ("“%s” was not read, or not all of it"), news->name);
      g_signal_emit (self, signals[SIGNAL_TOLD], 0, text);
      return;
    }
  if (!report->was_request && report->n_added == 0 && report->n_pending == 0)
    return;

  words = far_words_bundle_report (report);
  if (report->was_request)
    far_notice_show (self->notice, FAR_NOTICE_DONE, words);
  text = describe_file (news->name, words);
  g_signal_emit (self, signals[SIGNAL_TOLD], 0, text);
}

static void
folder_failed_cb (FarExchangePage *self, const GError *error)
{
  far_notice_show_error (self->notice, error);
}

/* -- across the Internet */

static void
write_instead_cb (FarExchangePage *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "exchange.write-file", NULL);
}

static GtkWindow *
card_dialog_new (FarExchangePage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWindow *dialog = far_card_dialog_new (GTK_WINDOW (root), peek_engine (self));

  g_signal_connect_object (dialog, "write-file", G_CALLBACK (write_instead_cb), self,
                           G_CONNECT_SWAPPED);

  return dialog;
}

static void
show_card_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  gtk_window_present (card_dialog_new (FAR_EXCHANGE_PAGE (widget)));
}

static void
far_exchange_page_dispose (GObject *object)
{
  FarExchangePage *self = FAR_EXCHANGE_PAGE (object);

  if (self->overview != NULL)
    {
      far_exchange_page_stop (self);
      g_signal_handlers_disconnect_by_data (peek_engine (self), self);
    }
  g_clear_object (&self->overview);
  g_queue_clear_full (&self->to_read, g_free);
  if (self->read != NULL)
    g_string_free (g_steal_pointer (&self->read), TRUE);

  G_OBJECT_CLASS (far_exchange_page_parent_class)->dispose (object);
}

static void
far_exchange_page_class_init (FarExchangePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = far_exchange_page_dispose;

  gtk_widget_class_install_action (widget_class, "exchange.show-card", NULL, show_card_cb);
  gtk_widget_class_install_action (widget_class, "exchange.write-file", NULL, write_cb);
  gtk_widget_class_install_action (widget_class, "exchange.read-file", NULL, read_cb);

  signals[SIGNAL_TOLD] = g_signal_new ("told", FAR_TYPE_EXCHANGE_PAGE, G_SIGNAL_RUN_LAST, 0, NULL,
                                       NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (FAR_TYPE_FOLDER_ROW);
  g_type_ensure (FAR_TYPE_MEETING_BOX);
  g_type_ensure (FAR_TYPE_NEARBY_BOX);
  g_type_ensure (FAR_TYPE_NOTICE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-exchange-page.ui");
  gtk_widget_class_bind_template_child (widget_class, FarExchangePage, meeting_box);
  gtk_widget_class_bind_template_child (widget_class, FarExchangePage, notice);
  gtk_widget_class_bind_template_child (widget_class, FarExchangePage, nearby_box);
  gtk_widget_class_bind_template_child (widget_class, FarExchangePage, progress_box);
  gtk_widget_class_bind_template_child (widget_class, FarExchangePage, progress_label);
  gtk_widget_class_bind_template_child (widget_class, FarExchangePage, progress_bar);
  gtk_widget_class_bind_template_child (widget_class, FarExchangePage, address_row);
  gtk_widget_class_bind_template_child (widget_class, FarExchangePage, call_button);
  gtk_widget_class_bind_template_child (widget_class, FarExchangePage, listen_switch);
  gtk_widget_class_bind_template_child (widget_class, FarExchangePage, listen_label);
  gtk_widget_class_bind_template_child (widget_class, FarExchangePage, folder_row);
  gtk_widget_class_bind_template_callback (widget_class, call_cb);
  gtk_widget_class_bind_template_callback (widget_class, folder_failed_cb);
  gtk_widget_class_bind_template_callback (widget_class, folder_read_cb);
  gtk_widget_class_bind_template_callback (widget_class, listen_switched_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_call_button);
}

static void
far_exchange_page_init (FarExchangePage *self)
{
  g_queue_init (&self->to_read);
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
far_exchange_page_set_overview (FarExchangePage *self, FarOverview *overview)
{
  g_return_if_fail (FAR_IS_EXCHANGE_PAGE (self));
  g_return_if_fail (FAR_IS_OVERVIEW (overview));
  g_return_if_fail (self->overview == NULL);

  self->overview = g_object_ref (overview);
  g_signal_connect_object (peek_engine (self), "peer-event", G_CALLBACK (peer_event_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (peek_engine (self), "notify::activity", G_CALLBACK (show_progress), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (peek_engine (self), "notify::fraction", G_CALLBACK (show_progress), self,
                           G_CONNECT_SWAPPED);
  far_meeting_box_set_overview (self->meeting_box, overview);
  far_nearby_box_set_overview (self->nearby_box, overview);
  far_folder_row_set_overview (self->folder_row, overview);
  show_progress (self);
  show_call_button (self);
}

void
far_exchange_page_call (FarExchangePage *self, const char *address)
{
  const char *const peers[] = { address, NULL };

  g_return_if_fail (FAR_IS_EXCHANGE_PAGE (self));
  g_return_if_fail (address != NULL);

  if (self->calling != NULL)
    return;

  if (!g_str_equal (gtk_editable_get_text (GTK_EDITABLE (self->address_row)), address))
    gtk_editable_set_text (GTK_EDITABLE (self->address_row), address);

  self->calling = g_cancellable_new ();
  far_notice_clear (self->notice);
  show_call_button (self);
  far_engine_exchange_async (peek_engine (self), NULL, peers, FAR_NEARBY_NOWHERE, TRUE, 0,
                             self->calling, called_cb, g_object_ref (self));
}

void
far_exchange_page_read_file (FarExchangePage *self, GFile *file)
{
  g_autofree char *path = NULL;

  g_return_if_fail (FAR_IS_EXCHANGE_PAGE (self));
  g_return_if_fail (G_IS_FILE (file));

  path = find_path (self, file);
  if (path == NULL)
    return;

  g_queue_push_tail (&self->to_read, g_steal_pointer (&path));
  if (g_queue_get_length (&self->to_read) > 1)
    return;
  self->some_are_bad = FALSE;
  read_next (self);
}

GtkWindow *
far_exchange_page_answer_card (FarExchangePage *self, const char *text)
{
  GtkWindow *dialog;

  g_return_val_if_fail (FAR_IS_EXCHANGE_PAGE (self), NULL);
  g_return_val_if_fail (text != NULL, NULL);

  dialog = card_dialog_new (self);
  far_card_dialog_answer (FAR_CARD_DIALOG (dialog), text);

  return dialog;
}

void
far_exchange_page_stop (FarExchangePage *self)
{
  g_return_if_fail (FAR_IS_EXCHANGE_PAGE (self));

  g_cancellable_cancel (self->calling);
  g_cancellable_cancel (self->listening);
  far_nearby_box_stop (self->nearby_box);
  far_folder_row_stop (self->folder_row);
}
