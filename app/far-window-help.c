/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A hand: asked for, offered, lent and thanked for. */

#include "far-window-private.h"

#include "far-help-dialog.h"
#include "far-note-dialog.h"
#include "far-words-help.h"

#include <glib/gi18n.h>

/* (nullable): valid until the next change of the list */
static const FarHelp *
find_help (FarWindow *self, const char *id)
{
  GListModel *helps = far_overview_peek_helps (self->overview);

  for (guint i = 0; i < g_list_model_get_n_items (helps); i++)
    {
      g_autoptr(FarItem) item = g_list_model_get_item (helps, i);
      const FarHelp *help = far_item_peek_snapshot (item);

      if (g_str_equal (help->id, id))
        return help;
    }

  return NULL;
}

/* ---- asking and offering */

static void
dialog_done_cb (FarWindow *self, const char *id, gboolean is_new)
{
  if (is_new)
    _far_window_add_undo_toast (self, _ ("Everybody will see it"), "win.withdraw-help",
                                g_variant_new ("(sb)", id, TRUE));
  else
    _far_window_add_toast (self, _ ("It is changed. Whoever helps will see it."));
}

static void
show_dialog (FarWindow *self, const FarHelp *help, gboolean is_offer)
{
  GtkWindow *dialog = far_help_dialog_new (GTK_WINDOW (self), self->overview, help, is_offer);

  g_signal_connect_object (dialog, "done", G_CALLBACK (dialog_done_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (dialog);
}

static void
add_help_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  show_dialog (FAR_WINDOW (widget), NULL, g_variant_get_boolean (parameter));
}

static void
edit_help_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);
  const FarHelp *help = find_help (self, g_variant_get_string (parameter, NULL));

  if (help != NULL)
    show_dialog (self, help, FALSE);
}

/* ---- by whose it is */

typedef struct
{
  FarWindow *self; /* owned */
  char *help;      /* owned */
  gboolean is_gone;
  gboolean is_thanks;
} Change;

static void
change_free (Change *self)
{
  g_object_unref (self->self);
  g_free (self->help);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Change, change_free)

static void
tell_changed (FarWindow *self, const Change *change)
{
  far_notice_clear (self->notice);
  if (change->is_thanks)
    _far_window_add_toast (self, _ ("Whoever helped will see your thanks."));
  else
    _far_window_add_undo_toast (self,
                                change->is_gone
                                    ? _ ("It is withdrawn. Whoever wanted to help will see it.")
                                    : _ ("It is there again."),
                                "win.withdraw-help",
                                g_variant_new ("(sb)", change->help, !change->is_gone));
}

static void
changed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(Change) change = data;
  g_autoptr(GError) error = NULL;
  FarHelp *help = far_engine_change_help_finish (FAR_ENGINE (source), result, &error);

  if (change->self->overview != NULL && help == NULL)
    far_notice_show_error (change->self->notice, error);
  else if (change->self->overview != NULL)
    tell_changed (change->self, change);
  g_clear_pointer (&help, far_snapshot_unref);
}

static Change *
change_new (FarWindow *self, const char *help)
{
  Change *change = g_new0 (Change, 1);

  change->self = g_object_ref (self);
  change->help = g_strdup (help);

  return change;
}

static void
withdraw_help_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);
  FarHelpDraft draft = FAR_HELP_DRAFT_NONE;
  Change *change;
  const char *id;
  gboolean is_gone;

  g_variant_get (parameter, "(&sb)", &id, &is_gone);
  draft.is_gone = is_gone;
  change = change_new (self, id);
  change->is_gone = is_gone;
  far_engine_change_help_async (self->engine, id, &draft, NULL, changed_cb, change);
}

static void
thanks_said_cb (FarWindow *self, const char *response, AdwMessageDialog *dialog)
{
  GtkWidget *entry = adw_message_dialog_get_extra_child (dialog);
  const char *typed = gtk_editable_get_text (GTK_EDITABLE (entry));
  const char *id = g_object_get_data (G_OBJECT (dialog), "help");
  FarHelpDraft draft = FAR_HELP_DRAFT_NONE;
  Change *change;

  if (!g_str_equal (response, "thank"))
    return;

  draft.thanks = *typed != '\0' ? typed : _ ("Thank you!");
  change = change_new (self, id);
  change->is_thanks = TRUE;
  far_engine_change_help_async (self->engine, id, &draft, NULL, changed_cb, change);
}

static void
thank_help_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);
  const FarHelp *help = find_help (self, g_variant_get_string (parameter, NULL));
  GtkWidget *dialog;
  GtkWidget *entry;

  if (help == NULL)
    return;

  dialog = adw_message_dialog_new (GTK_WINDOW (self), _ ("Thank Those Who Helped"), help->what);
  entry = gtk_entry_new ();
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), _ ("Thank you!"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("A few words, for those who helped"), -1);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), entry);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "thank",
                                    _ ("_Thank"), NULL);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "thank");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_object_set_data_full (G_OBJECT (dialog), "help", g_strdup (help->id), g_free);
  g_signal_connect_object (dialog, "response", G_CALLBACK (thanks_said_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* ---- lending it */

typedef struct
{
  FarWindow *self; /* owned */
  char *help;      /* owned: not twice at once */
  char *member;    /* owned: "" for oneself */
  FarHelpAct act;
} Act;

static void
act_free (Act *self)
{
  g_hash_table_remove (self->self->acts, self->help);
  g_object_unref (self->self);
  g_free (self->help);
  g_free (self->member);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Act, act_free)

/* What takes it back. */
static FarHelpAct
get_undo (FarHelpAct act)
{
  switch (act)
    {
    case FAR_HELP_ACT_RELEASE:
      return FAR_HELP_ACT_TAKE;
    case FAR_HELP_ACT_DONE:
      return FAR_HELP_ACT_NOT_DONE;
    case FAR_HELP_ACT_NOT_DONE:
      return FAR_HELP_ACT_DONE;
    case FAR_HELP_ACT_TAKE:
    case FAR_HELP_ACT_COULD:
    default:
      return FAR_HELP_ACT_RELEASE;
    }
}

static void
acted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(Act) act = data;
  g_autoptr(GError) error = NULL;
  FarHelp *help = far_engine_act_on_help_finish (FAR_ENGINE (source), result, &error);
  g_autofree char *text = NULL;

  if (act->self->overview != NULL && help == NULL)
    far_notice_show_error (act->self->notice, error);
  else if (act->self->overview != NULL)
    {
      far_notice_clear (act->self->notice);
      text = far_words_help_done (help, act->act, *act->member != '\0' ? act->member : NULL);
      _far_window_add_undo_toast (act->self, text, "win.act-on-help",
                                  g_variant_new ("(sus)", act->help, (guint)get_undo (act->act),
                                                 act->member));
    }
  g_clear_pointer (&help, far_snapshot_unref);
}

static void
act_on_help_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);
  const char *id;
  const char *member;
  guint what;
  Act *act;

  g_variant_get (parameter, "(&su&s)", &id, &what, &member);
  if (!g_hash_table_add (self->acts, g_strdup (id)))
    return;

  act = g_new0 (Act, 1);
  act->self = g_object_ref (self);
  act->help = g_strdup (id);
  act->member = g_strdup (member);
  act->act = (FarHelpAct)what;
  far_engine_act_on_help_async (self->engine, id, act->act, *member != '\0' ? member : NULL, NULL,
                                acted_cb, act);
}

/* ---- what only who lends it is to know */

static void
help_note_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);
  const FarHelp *help = find_help (self, g_variant_get_string (parameter, NULL));

  if (help != NULL)
    gtk_window_present (far_note_dialog_new_for_help (GTK_WINDOW (self),
                                                      far_overview_peek_engine (self->overview),
                                                      help));
}

void
_far_window_class_install_help (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.add-help", "b", add_help_cb);
  gtk_widget_class_install_action (widget_class, "win.edit-help", "s", edit_help_cb);
  gtk_widget_class_install_action (widget_class, "win.withdraw-help", "(sb)", withdraw_help_cb);
  gtk_widget_class_install_action (widget_class, "win.thank-help", "s", thank_help_cb);
  gtk_widget_class_install_action (widget_class, "win.act-on-help", "(sus)", act_on_help_cb);
  gtk_widget_class_install_action (widget_class, "win.help-note", "s", help_note_cb);
}
