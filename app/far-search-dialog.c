/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-search-dialog.h"

#include "far-compat.h"
#include "far-notice.h"
#include "far-words-search.h"

#include <glib/gi18n.h>

struct _FarSearchDialog
{
  AdwWindow parent_instance;

  FarOverview *overview;   /* owned */
  GCancellable *searching; /* owned, nullable: the last question */
  GPtrArray *found;        /* owned, nullable (element-type FarFound): what is shown */

  FarNotice *notice; /* template children */
  GtkSearchEntry *entry;
  GtkLabel *hint_label;
  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (FarSearchDialog, far_search_dialog, ADW_TYPE_WINDOW)

enum
{
  SIGNAL_FOUND,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
add_row (FarSearchDialog *self, const FarFound *found)
{
  g_autofree char *title = far_words_found (found);
  g_autofree char *more = far_words_found_more (found);
  GtkWidget *row = far_compat_text_row_new (title, more);

  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_list_box_append (self->list, row);
}

/* @found: (transfer full) (nullable): nothing was asked for */
static void
show_found (FarSearchDialog *self, GPtrArray *found)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  g_clear_pointer (&self->found, g_ptr_array_unref);
  self->found = found;
  for (guint i = 0; found != NULL && i < found->len; i++)
    add_row (self, found->pdata[i]);

  gtk_widget_set_visible (GTK_WIDGET (self->list), found != NULL && found->len > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->hint_label), found == NULL || found->len == 0);
  gtk_label_set_label (self->hint_label,
                       found == NULL
                           ? _ ("Members, children, lines and their stops, rotas, rides, "
                                "requests and offers, skills, things and meeting places are found "
                                "by the beginnings of words. "
                                "Accents do not matter.")
                           : _ ("Nothing was found. Try the beginning of another word, or fewer "
                                "words."));
}

static void
search_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarSearchDialog) self = data;
  g_autoptr(GError) error = NULL;
  GPtrArray *found = far_engine_search_finish (FAR_ENGINE (source), result, &error);

  if (self->overview == NULL || far_engine_is_unwanted (result))
    {
      g_clear_pointer (&found, g_ptr_array_unref);
      return;
    }
  if (found == NULL)
    far_notice_show_error (self->notice, error);
  else
    far_notice_clear (self->notice);
  show_found (self, found);
}

/* Asks anew, and does not want the last answer any more. */
static void
typed_cb (FarSearchDialog *self)
{
  const char *words = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  g_autofree char *stripped = g_strstrip (g_strdup (words));

  if (self->overview == NULL)
    return;

  g_cancellable_cancel (self->searching);
  g_clear_object (&self->searching);
  if (*stripped == '\0')
    {
      show_found (self, NULL);
      return;
    }

  self->searching = g_cancellable_new ();
  far_engine_search_async (far_overview_peek_engine (self->overview), words, self->searching,
                           search_cb, g_object_ref (self));
}

static void
choose (FarSearchDialog *self, int i)
{
  const FarFound *found;

  if (self->found == NULL || i < 0 || (guint)i >= self->found->len)
    return;

  found = self->found->pdata[i];
  g_signal_emit (self, signals[SIGNAL_FOUND], 0, (int)found->kind, found->id);
  gtk_window_close (GTK_WINDOW (self));
}

static void
chosen_cb (FarSearchDialog *self, GtkListBoxRow *row)
{
  choose (self, gtk_list_box_row_get_index (row));
}

/* The first one, by Enter. */
static void
entered_cb (FarSearchDialog *self)
{
  choose (self, 0);
}

/* Not sooner: before a window is shown, libadwaita's content is not in it. */
static void
map_cb (FarSearchDialog *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

static void
far_search_dialog_dispose (GObject *object)
{
  FarSearchDialog *self = FAR_SEARCH_DIALOG (object);

  g_cancellable_cancel (self->searching);
  g_clear_object (&self->overview);

  G_OBJECT_CLASS (far_search_dialog_parent_class)->dispose (object);
}

static void
far_search_dialog_finalize (GObject *object)
{
  FarSearchDialog *self = FAR_SEARCH_DIALOG (object);

  g_clear_object (&self->searching);
  g_clear_pointer (&self->found, g_ptr_array_unref);

  G_OBJECT_CLASS (far_search_dialog_parent_class)->finalize (object);
}

static void
far_search_dialog_class_init (FarSearchDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = far_search_dialog_dispose;
  object_class->finalize = far_search_dialog_finalize;

  signals[SIGNAL_FOUND] =
      g_signal_new ("found", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 2, G_TYPE_INT, G_TYPE_STRING);

  g_type_ensure (FAR_TYPE_NOTICE);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-search-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, FarSearchDialog, notice);
  gtk_widget_class_bind_template_child (widget_class, FarSearchDialog, entry);
  gtk_widget_class_bind_template_child (widget_class, FarSearchDialog, hint_label);
  gtk_widget_class_bind_template_child (widget_class, FarSearchDialog, list);
  gtk_widget_class_bind_template_callback (widget_class, typed_cb);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, entered_cb);
  gtk_widget_class_bind_template_callback (widget_class, map_cb);
}

static void
far_search_dialog_init (FarSearchDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  far_compat_wrap_buttons (GTK_WIDGET (self));
  show_found (self, NULL);
}

GtkWindow *
far_search_dialog_new (GtkWindow *parent, FarOverview *overview)
{
  FarSearchDialog *self;

  g_return_val_if_fail (FAR_IS_OVERVIEW (overview), NULL);

  self = g_object_new (FAR_TYPE_SEARCH_DIALOG, "transient-for", parent, NULL);
  self->overview = g_object_ref (overview);

  return GTK_WINDOW (self);
}
