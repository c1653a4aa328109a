/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-write-dialog.h"

#include "far-compat.h"
#include "far-item.h"
#include "far-notice.h"
#include "far-words.h"

#include <glib/gi18n.h>

enum
{
  SIGNAL_CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* A member who has a machine that could read it. */
typedef struct
{
  char *id;              /* owned */
  char *name;            /* owned */
  GtkCheckButton *check; /* unowned: in its row */
} Reader;

struct _FarWriteDialog
{
  AdwWindow parent_instance;

  FarOverview *overview;  /* owned, NULL once it is closed */
  GPtrArray *readers;     /* owned (element-type Reader) */
  GCancellable *counting; /* owned, nullable: while the size is counted */

  FarNotice *notice; /* template children */
  GtkCheckButton *some_check;
  GtkCheckButton *less_check;
  GtkListBox *member_list;
  GtkLabel *size_label;
  GtkButton *save_button;
};

G_DEFINE_FINAL_TYPE (FarWriteDialog, far_write_dialog, ADW_TYPE_WINDOW)

static FarEngine *
peek_engine (FarWriteDialog *self)
{
  return far_overview_peek_engine (self->overview);
}

/* -- for whom */

static void
reader_free (gpointer data)
{
  Reader *self = data;

  g_free (self->id);
  g_free (self->name);
  g_free (self);
}

static gboolean
is_chosen (FarWriteDialog *self, const char *member)
{
  for (guint i = 0; i < self->readers->len; i++)
    {
      const Reader *reader = self->readers->pdata[i];

      if (g_str_equal (reader->id, member))
        return gtk_check_button_get_active (reader->check);
    }

  return FALSE;
}

/* All machines of a member go together.  Returns: (transfer full) (nullable): NULL for everybody */
static GStrv
list_devices (FarWriteDialog *self)
{
  GListModel *devices = far_overview_peek_devices (self->overview);
  g_autoptr(GStrvBuilder) ids = g_strv_builder_new ();

  if (!gtk_check_button_get_active (self->some_check))
    return NULL;

  for (guint i = 0; i < g_list_model_get_n_items (devices); i++)
    {
      g_autoptr(FarItem) item = g_list_model_get_item (devices, i);
      const FarDevice *device = far_item_peek_snapshot (item);

      if (device->in_standing && !device->is_me && is_chosen (self, device->member))
        g_strv_builder_add (ids, device->id);
    }

  return g_strv_builder_end (ids);
}

static FarBundleFlags
get_flags (FarWriteDialog *self)
{
  return gtk_check_button_get_active (self->less_check) ? FAR_BUNDLE_SINCE_SEEN : FAR_BUNDLE_WHOLE;
}

/* -- how large */

static void
counted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarWriteDialog) self = data;
  g_autoptr(GError) error = NULL;
  g_autofree char *entries = NULL;
  g_autofree char *size = NULL;
  g_autofree char *text = NULL;
  gint64 n_bytes;
  gint64 n_entries = far_engine_write_bundle_finish (FAR_ENGINE (source), result, &n_bytes, &error);

  /* another choice is being counted by now */
  if (self->overview == NULL || far_engine_is_unwanted (result))
    return;

  g_clear_object (&self->counting);
  if (n_entries < 0)
    {
      gtk_label_set_label (self->size_label, "");
      far_notice_show_error (self->notice, error);
      return;
    }

  entries = far_words_n_entries (n_entries);
  size = g_format_size (n_bytes);
  /* Translators: %1$s is such as "180 kB", %2$s such as "3 entries" */
  text = g_strdup_printf (_ ("The file will take %1$s, with %2$s."), size, entries);
  gtk_label_set_label (self->size_label, text);
  gtk_widget_set_sensitive (GTK_WIDGET (self->save_button), TRUE);
}

static void
count (FarWriteDialog *self)
{
  g_auto(GStrv) devices = list_devices (self);

  g_cancellable_cancel (self->counting);
  g_clear_object (&self->counting);
  gtk_widget_set_sensitive (GTK_WIDGET (self->save_button), FALSE);
  if (devices != NULL && devices[0] == NULL)
    {
      gtk_label_set_label (self->size_label, _ ("Choose at least one member."));
      return;
    }

  gtk_label_set_label (self->size_label, _ ("Its size is being counted …"));
  self->counting = g_cancellable_new ();
  far_engine_write_bundle_async (peek_engine (self), NULL, (const char *const *)devices,
                                 get_flags (self) | FAR_BUNDLE_COUNT_ONLY, self->counting,
                                 counted_cb, g_object_ref (self));
}

static void
choice_cb (FarWriteDialog *self)
{
  if (self->overview == NULL)
    return;

  gtk_widget_set_visible (GTK_WIDGET (self->member_list),
                          gtk_check_button_get_active (self->some_check));
  far_notice_clear (self->notice);
  count (self);
}

/* -- the members */

static void
add_reader (FarWriteDialog *self, const FarDevice *device)
{
  Reader *reader = g_new0 (Reader, 1);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *check = gtk_check_button_new ();

  reader->id = g_strdup (device->member);
  reader->name = g_strdup (device->member_name);
  reader->check = GTK_CHECK_BUTTON (check);
  g_ptr_array_add (self->readers, reader);

  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), reader->name);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  gtk_list_box_append (self->member_list, row);
  g_signal_connect_object (check, "toggled", G_CALLBACK (choice_cb), self, G_CONNECT_SWAPPED);
}

static gboolean
is_listed (FarWriteDialog *self, const char *member)
{
  for (guint i = 0; i < self->readers->len; i++)
    if (g_str_equal (((const Reader *)self->readers->pdata[i])->id, member))
      return TRUE;

  return FALSE;
}

static void
list_members (FarWriteDialog *self)
{
  GListModel *devices = far_overview_peek_devices (self->overview);

  for (guint i = 0; i < g_list_model_get_n_items (devices); i++)
    {
      g_autoptr(FarItem) item = g_list_model_get_item (devices, i);
      const FarDevice *device = far_item_peek_snapshot (item);

      if (device->in_standing && !device->is_me && !is_listed (self, device->member))
        add_reader (self, device);
    }
  gtk_widget_set_sensitive (GTK_WIDGET (self->some_check), self->readers->len > 0);
}

/* -- saving */

static void
place_chosen (GFile *file, gpointer data)
{
  FarWriteDialog *self = data;
  g_auto(GStrv) devices = list_devices (self);

  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, file, devices, (guint)get_flags (self));
  gtk_window_close (GTK_WINDOW (self));
}

/* Who it is for, where that is one. */
static char *
propose_name (FarWriteDialog *self)
{
  const char *only = NULL;
  guint n_chosen = 0;

  for (guint i = 0; i < self->readers->len; i++)
    if (is_chosen (self, ((const Reader *)self->readers->pdata[i])->id))
      {
        only = ((const Reader *)self->readers->pdata[i])->name;
        n_chosen++;
      }
  if (n_chosen == 1 && gtk_check_button_get_active (self->some_check))
    {
      /* Translators: proposed name of a file, %s is a person's name */
      char *name = g_strdup_printf (_ ("for-%s.farandole"), only);

      return g_strdelimit (name, G_DIR_SEPARATOR_S, '-');
    }

  /* Translators: proposed name of a file, without its ending */
  return g_strdup (_ ("for-the-collective.farandole"));
}

static void
save_cb (FarWriteDialog *self)
{
  g_autofree char *name = propose_name (self);

  far_compat_choose_file (GTK_WINDOW (self), gtk_label_get_label (self->size_label), _ ("_Save"),
                          GTK_FILE_CHOOSER_ACTION_SAVE, name, NULL, place_chosen, self);
}

static void
far_write_dialog_dispose (GObject *object)
{
  FarWriteDialog *self = FAR_WRITE_DIALOG (object);

  g_cancellable_cancel (self->counting);
  g_clear_object (&self->counting);
  g_clear_object (&self->overview);

  G_OBJECT_CLASS (far_write_dialog_parent_class)->dispose (object);
}

static void
far_write_dialog_finalize (GObject *object)
{
  FarWriteDialog *self = FAR_WRITE_DIALOG (object);

  g_clear_pointer (&self->readers, g_ptr_array_unref);

  G_OBJECT_CLASS (far_write_dialog_parent_class)->finalize (object);
}

static void
far_write_dialog_class_init (FarWriteDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = far_write_dialog_dispose;
  object_class->finalize = far_write_dialog_finalize;

  signals[SIGNAL_CHOSEN] =
      g_signal_new ("chosen", FAR_TYPE_WRITE_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 3, G_TYPE_FILE, G_TYPE_STRV, G_TYPE_UINT);

  g_type_ensure (FAR_TYPE_NOTICE);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-write-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, FarWriteDialog, notice);
  gtk_widget_class_bind_template_child (widget_class, FarWriteDialog, some_check);
  gtk_widget_class_bind_template_child (widget_class, FarWriteDialog, less_check);
  gtk_widget_class_bind_template_child (widget_class, FarWriteDialog, member_list);
  gtk_widget_class_bind_template_child (widget_class, FarWriteDialog, size_label);
  gtk_widget_class_bind_template_child (widget_class, FarWriteDialog, save_button);
  gtk_widget_class_bind_template_callback (widget_class, choice_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_cb);
}

static void
far_write_dialog_init (FarWriteDialog *self)
{
  self->readers = g_ptr_array_new_with_free_func (reader_free);
  gtk_widget_init_template (GTK_WIDGET (self));
  far_compat_wrap_buttons (GTK_WIDGET (self));
}

GtkWindow *
far_write_dialog_new (GtkWindow *parent, FarOverview *overview)
{
  FarWriteDialog *self;

  g_return_val_if_fail (FAR_IS_OVERVIEW (overview), NULL);

  self = g_object_new (FAR_TYPE_WRITE_DIALOG, "transient-for", parent, NULL);
  self->overview = g_object_ref (overview);
  list_members (self);
  g_signal_connect_object (far_overview_peek_engine (overview), "changed", G_CALLBACK (count), self,
                           G_CONNECT_SWAPPED);
  count (self);

  return GTK_WINDOW (self);
}
