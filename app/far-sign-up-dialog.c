/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-sign-up-dialog.h"

#include "far-compat.h"
#include "far-sign-up.h"

#include <glib/gi18n.h>

struct _FarSignUpDialog
{
  AdwWindow parent_instance;

  FarSignUpSession *session; /* owned */
  GCancellable *cancellable; /* owned */
  gboolean is_closed;
  gboolean is_busy; /* a row is on its way */

  AdwEntryRow *code_row; /* template children */
  AdwEntryRow *name_row;
  GtkButton *note_button;
  GtkListBox *list;
  GtkLabel *heading;
};

G_DEFINE_FINAL_TYPE (FarSignUpDialog, far_sign_up_dialog, ADW_TYPE_WINDOW)

/* A row on its way: what was asked, so that it can be asked otherwise. */
typedef struct
{
  FarSignUpDialog *self; /* owned */
  FarSignUpAct act;
  char *code;      /* owned */
  char *name;      /* owned */
  GtkWidget *line; /* owned, nullable: whose button asked for it */
} Asked;

static void
free_asked (Asked *asked)
{
  g_clear_object (&asked->self);
  g_clear_object (&asked->line);
  g_free (asked->code);
  g_free (asked->name);
  g_free (asked);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Asked, free_asked)

static void
ask (FarSignUpDialog *self, const char *code, const char *name, FarSignUpAct act, GtkWidget *line);

static const char *
peek_text (AdwEntryRow *row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

static void
update_button (FarSignUpDialog *self)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->note_button),
                            !self->is_busy && peek_text (self->code_row)[0] != '\0' &&
                                peek_text (self->name_row)[0] != '\0');
}

/* ---- what came of it */

static void
line_button_cb (GtkButton *button)
{
  GtkWidget *line = gtk_widget_get_ancestor (GTK_WIDGET (button), GTK_TYPE_LIST_BOX_ROW);
  FarSignUpDialog *self =
      FAR_SIGN_UP_DIALOG (gtk_widget_get_ancestor (line, FAR_TYPE_SIGN_UP_DIALOG));

  if (!self->is_busy)
    ask (self, g_object_get_data (G_OBJECT (line), "code"),
         g_object_get_data (G_OBJECT (line), "name"),
         GPOINTER_TO_INT (g_object_get_data (G_OBJECT (line), "act")), line);
}

/* What can be done about it now: to take it back, or to add whoever it is.
 * @text: with its mnemonic; @name: what a screen reader says */
static void
add_line_button (GtkWidget *line, GtkBox *box, FarSignUpAct act, const char *text, const char *name)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (text);

  g_object_set_data (G_OBJECT (line), "act", GINT_TO_POINTER (act));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect (button, "clicked", G_CALLBACK (line_button_cb), NULL);
  gtk_box_append (box, button);
  far_compat_wrap_buttons (button);
}

static void
add_line (FarSignUpDialog *self, const Asked *asked, const FarSignUpRow *row)
{
  GtkWidget *line = gtk_list_box_row_new ();
  GtkBox *box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12));
  GtkWidget *icon = gtk_image_new_from_icon_name (row->error == NULL ? "emblem-ok-symbolic"
                                                                     : "dialog-warning-symbolic");
  GtkWidget *label = gtk_label_new (row->words);
  g_autofree char *undo = g_strdup_printf (_ ("Undo: %s"), row->words);
  /* Translators: %s is a person’s name */
  g_autofree char *add = g_strdup_printf (_ ("Add %s, who has no machine"), asked->name);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (box, icon);
  gtk_box_append (box, label);
  gtk_widget_add_css_class (GTK_WIDGET (box), "far-line");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (line), GTK_WIDGET (box));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (line), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (line), GTK_ACCESSIBLE_PROPERTY_LABEL, row->words,
                                  -1);
  g_object_set_data_full (G_OBJECT (line), "code", g_strdup (asked->code), g_free);
  g_object_set_data_full (G_OBJECT (line), "name", g_strdup (asked->name), g_free);

  if (row->error == NULL && asked->act != FAR_SIGN_UP_UNDO)
    add_line_button (line, box, FAR_SIGN_UP_UNDO, _ ("_Undo"), undo);
  else if (row->is_new_name)
    add_line_button (line, box, FAR_SIGN_UP_ADD, _ ("_Add"), add);

  gtk_list_box_prepend (self->list, line);
  gtk_widget_set_visible (GTK_WIDGET (self->list), TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->heading), TRUE);
}

static void
answered_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer data)
{
  g_autoptr(Asked) asked = data;
  FarSignUpDialog *self = asked->self;
  g_autoptr(GError) error = NULL;
  g_autoptr(FarSignUpRow) row = far_sign_up_finish (result, &error);

  self->is_busy = FALSE;
  if (row == NULL || self->is_closed)
    return;

  /* what a line offered is done, or said anew */
  if (asked->line != NULL && (row->error == NULL || asked->act == FAR_SIGN_UP_ADD))
    gtk_list_box_remove (self->list, asked->line);
  add_line (self, asked, row);
  if (row->error == NULL && asked->line == NULL)
    {
      gtk_editable_set_text (GTK_EDITABLE (self->code_row), "");
      gtk_editable_set_text (GTK_EDITABLE (self->name_row), "");
    }
  update_button (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->code_row));
}

static void
ask (FarSignUpDialog *self, const char *code, const char *name, FarSignUpAct act, GtkWidget *line)
{
  Asked *asked = g_new0 (Asked, 1);

  asked->self = g_object_ref (self);
  asked->act = act;
  asked->code = g_strdup (code);
  asked->name = g_strdup (name);
  asked->line = line != NULL ? g_object_ref (line) : NULL;
  self->is_busy = TRUE;
  update_button (self);
  far_sign_up_async (self->session, code, name, act, self->cancellable, answered_cb, asked);
}

/* ---- typing it in */

static void
note_cb (FarSignUpDialog *self)
{
  if (gtk_widget_get_sensitive (GTK_WIDGET (self->note_button)))
    ask (self, peek_text (self->code_row), peek_text (self->name_row), FAR_SIGN_UP_ENTER, NULL);
}

static void
to_name_cb (FarSignUpDialog *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->name_row));
}

static void
changed_cb (FarSignUpDialog *self)
{
  update_button (self);
}

static void
far_sign_up_dialog_dispose (GObject *object)
{
  FarSignUpDialog *self = FAR_SIGN_UP_DIALOG (object);

  self->is_closed = TRUE;
  g_cancellable_cancel (self->cancellable);

  G_OBJECT_CLASS (far_sign_up_dialog_parent_class)->dispose (object);
}

static void
far_sign_up_dialog_finalize (GObject *object)
{
  FarSignUpDialog *self = FAR_SIGN_UP_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->session, far_sign_up_session_free);

  G_OBJECT_CLASS (far_sign_up_dialog_parent_class)->finalize (object);
}

static void
far_sign_up_dialog_class_init (FarSignUpDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = far_sign_up_dialog_dispose;
  object_class->finalize = far_sign_up_dialog_finalize;

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-sign-up-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, FarSignUpDialog, code_row);
  gtk_widget_class_bind_template_child (widget_class, FarSignUpDialog, name_row);
  gtk_widget_class_bind_template_child (widget_class, FarSignUpDialog, note_button);
  gtk_widget_class_bind_template_child (widget_class, FarSignUpDialog, list);
  gtk_widget_class_bind_template_child (widget_class, FarSignUpDialog, heading);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, note_cb);
  gtk_widget_class_bind_template_callback (widget_class, to_name_cb);
}

static void
far_sign_up_dialog_init (FarSignUpDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  far_compat_wrap_buttons (GTK_WIDGET (self));
}

GtkWindow *
far_sign_up_dialog_new (GtkWindow *parent, FarOverview *overview)
{
  FarSignUpDialog *self;

  g_return_val_if_fail (FAR_IS_OVERVIEW (overview), NULL);

  self = g_object_new (FAR_TYPE_SIGN_UP_DIALOG, "transient-for", parent, NULL);
  self->session = far_sign_up_session_new (far_overview_peek_engine (overview));

  return GTK_WINDOW (self);
}
