/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-roll-dialog.h"

#include "far-called-row.h"
#include "far-compat.h"
#include "far-notice.h"
#include "far-words-children.h"
#include "far-words-roll.h"

#include <glib/gi18n.h>
#include <string.h>

struct _FarRollDialog
{
  AdwWindow parent_instance;

  FarOverview *overview;     /* owned, NULL once it is closed */
  GCancellable *cancellable; /* owned */
  char *rota;                /* owned */
  gint32 day;
  FarRoll *roll;        /* owned, nullable */
  char *child;          /* owned, nullable: who is handed over in words */
  char *unsaved;        /* owned, nullable: words that are to be gone on with, of @child */
  gboolean is_here;     /* whoever steps in says so, and sees the names */
  AdwToast *undo_toast; /* unowned, nullable */

  AdwHeaderBar *header_bar; /* template children */
  AdwToastOverlay *toasts;
  FarNotice *notice;
  GtkStack *stack;
  GtkButton *cancel_button;
  GtkButton *save_button;
  GtkLabel *title_label;
  GtkLabel *count_label;
  GtkLabel *children_label;
  GtkListBox *children_list;
  GtkLabel *adults_label;
  GtkListBox *adults_list;
  AdwPreferencesGroup *words_form;
  AdwEntryRow *words_row;
  GtkButton *others_button;
  GtkSearchEntry *search_entry;
  GtkListBox *others_list;
  GtkLabel *nobody_label;
};

G_DEFINE_FINAL_TYPE (FarRollDialog, far_roll_dialog, ADW_TYPE_WINDOW)

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarRoll, far_snapshot_unref)

enum
{
  SIGNAL_LEFT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static FarEngine *
peek_engine (FarRollDialog *self)
{
  return far_overview_peek_engine (self->overview);
}

/* ---- who is called */

/* Rows stay where they are, and with them the focus. */
static void
show_list (FarRollDialog *self, GtkListBox *list, GtkLabel *label, const GPtrArray *rows)
{
  GtkListBoxRow *row;

  for (guint i = 0; i < rows->len; i++)
    {
      row = gtk_list_box_get_row_at_index (list, (int)i);
      if (row == NULL)
        {
          row = GTK_LIST_BOX_ROW (far_called_row_new ());
          gtk_list_box_append (list, GTK_WIDGET (row));
        }
      far_called_row_set_called (FAR_CALLED_ROW (row), rows->pdata[i], self->roll->is_callable);
    }
  while ((row = gtk_list_box_get_row_at_index (list, (int)rows->len)) != NULL)
    gtk_list_box_remove (list, GTK_WIDGET (row));

  gtk_widget_set_visible (GTK_WIDGET (list), rows->len > 0);
  gtk_widget_set_visible (GTK_WIDGET (label), rows->len > 0);
}

static void
show_page (FarRollDialog *self, const char *name)
{
  gboolean is_words = g_str_equal (name, "words");
  gboolean is_list = g_str_equal (name, "list") || g_str_equal (name, "ask");

  far_notice_clear (self->notice);
  gtk_stack_set_visible_child_name (self->stack, name);
  adw_header_bar_set_show_end_title_buttons (self->header_bar, is_list);
  gtk_widget_set_visible (GTK_WIDGET (self->cancel_button), !is_list);
  gtk_widget_set_visible (GTK_WIDGET (self->save_button), is_words);
}

static gboolean
has_page (FarRollDialog *self, const char *name)
{
  return g_str_equal (gtk_stack_get_visible_child_name (self->stack), name);
}

static void show_words (FarRollDialog *self, const char *id, const char *words);

/* Who comes is for those who come along, or whose child does; and for whoever is there. */
static void
show_roll (FarRollDialog *self)
{
  g_autofree char *title = far_words_roll_title (self->roll);
  g_autofree char *count = far_words_roll_children (self->roll);
  gboolean is_shown = self->roll->names_are_mine || self->is_here;

  gtk_label_set_label (self->title_label, title);
  if (count == NULL && self->roll->adults->len == 0)
    count = g_strdup (_ ("Nobody is expected, and nobody was counted."));
  gtk_label_set_label (self->count_label, count != NULL ? count : "");
  gtk_widget_set_visible (GTK_WIDGET (self->count_label), count != NULL);
  show_list (self, self->children_list, self->children_label, self->roll->children);
  show_list (self, self->adults_list, self->adults_label, self->roll->adults);
  gtk_widget_set_visible (GTK_WIDGET (self->others_button), self->roll->is_callable);
  if (!is_shown)
    show_page (self, "ask");
  else if (self->unsaved != NULL)
    {
      g_autofree char *words = g_steal_pointer (&self->unsaved);
      g_autofree char *child = g_steal_pointer (&self->child);

      show_words (self, child, words);
    }
  else if (!has_page (self, "words") && !has_page (self, "others"))
    show_page (self, "list");
}

static void
take_roll (FarRollDialog *self, FarRoll *roll, const GError *error)
{
  if (self->overview == NULL)
    {
      g_clear_pointer (&roll, far_snapshot_unref);
      return;
    }
  if (roll == NULL)
    {
      far_notice_show_error (self->notice, error);
      /* the button that was pressed says again what is so */
      if (self->roll != NULL)
        show_list (self, self->children_list, self->children_label, self->roll->children);
      if (self->roll != NULL)
        show_list (self, self->adults_list, self->adults_label, self->roll->adults);
      return;
    }

  g_clear_pointer (&self->roll, far_snapshot_unref);
  self->roll = roll;
  show_roll (self);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarRollDialog) self = data;
  g_autoptr(GError) error = NULL;

  take_roll (self, far_engine_roll_finish (FAR_ENGINE (source), result, &error), error);
}

static void
read_roll (FarRollDialog *self)
{
  far_engine_roll_async (peek_engine (self), self->rota, self->day, self->cancellable, read_cb,
                         g_object_ref (self));
}

static const FarRollRow *
find_row (FarRollDialog *self, const char *id)
{
  const GPtrArray *lists[] = { self->roll != NULL ? self->roll->children : NULL,
                               self->roll != NULL ? self->roll->adults : NULL };

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    for (guint j = 0; lists[i] != NULL && j < lists[i]->len; j++)
      if (g_str_equal (((const FarRollRow *)lists[i]->pdata[j])->id, id))
        return lists[i]->pdata[j];

  return NULL;
}

/* ---- saying so */

static void
called_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarRollDialog) self = data;
  g_autoptr(GError) error = NULL;

  take_roll (self, far_engine_call_roll_finish (FAR_ENGINE (source), result, &error), error);
}

static void
say (FarRollDialog *self, const char *id, const FarRollEdit *edit)
{
  far_engine_call_roll_async (peek_engine (self), self->rota, self->day, id, edit, NULL, called_cb,
                              g_object_ref (self));
}

/* What is said next, and what brings back what is said now. */
static void
say_with_undo (FarRollDialog *self,
               const FarRollRow *row,
               const FarRollEdit *edit,
               const char *text)
{
  far_compat_add_undo_toast (self->toasts, &self->undo_toast, text, "roll.restore",
                             g_variant_new ("(sibss)", row->id, (int)row->mark.presence,
                                            row->mark.is_handed, row->mark.handed_to,
                                            row->mark.handed_words));
  say (self, row->id, edit);
}

static void
call_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarRollDialog *self = FAR_ROLL_DIALOG (widget);
  FarRollEdit edit = FAR_ROLL_EDIT_NONE;
  g_autofree char *text = NULL;
  const FarRollRow *row;
  const char *id;

  g_variant_get (parameter, "(&si)", &id, &edit.presence);
  row = find_row (self, id);
  if (row == NULL)
    return;

  /* Translators: %1$s is who, %2$s such as “Late” */
  text = g_strdup_printf (_ ("%1$s: %2$s"), row->name,
                          far_words_presence ((FarPresence)edit.presence));
  say_with_undo (self, row, &edit, text);
}

static void
hand (FarRollDialog *self, const char *id, const char *person, const char *words)
{
  FarRollEdit edit = { .presence = -1, .is_handing = TRUE, .is_handed = TRUE };
  const FarRollRow *row = find_row (self, id);
  g_autofree char *text = NULL;

  if (row == NULL)
    return;

  edit.handed_to = *person != '\0' ? person : NULL;
  edit.words = words;
  /* Translators: %s is a child’s name */
  text = g_strdup_printf (_ ("%s is handed over"), row->name);
  say_with_undo (self, row, &edit, text);
}

static void
hand_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  const char *id;
  const char *person;
  const char *words;

  g_variant_get (parameter, "(&s&s&s)", &id, &person, &words);
  hand (FAR_ROLL_DIALOG (widget), id, person, words);
}

static void
hand_back_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarRollDialog *self = FAR_ROLL_DIALOG (widget);
  FarRollEdit edit = { .presence = -1, .is_handing = TRUE };
  const FarRollRow *row = find_row (self, g_variant_get_string (parameter, NULL));
  g_autofree char *text = NULL;

  if (row == NULL)
    return;

  /* Translators: %s is a child’s name */
  text = g_strdup_printf (_ ("%s is not handed over"), row->name);
  say_with_undo (self, row, &edit, text);
}

static void
restore_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarRollEdit edit = { .is_handing = TRUE };
  const char *person;
  const char *id;

  g_variant_get (parameter, "(&sib&s&s)", &id, &edit.presence, &edit.is_handed, &person,
                 &edit.words);
  edit.handed_to = *person != '\0' ? person : NULL;
  /* of an adult nothing is handed over, and so nothing is taken back */
  say (FAR_ROLL_DIALOG (widget), id, &edit);
}

/* ---- to somebody who is on no list */

static void
show_words (FarRollDialog *self, const char *id, const char *words)
{
  const FarRollRow *row = find_row (self, id);
  g_autofree char *title = NULL;
  g_autofree char *escaped = NULL;

  if (row == NULL)
    return;

  /* Translators: over a form; %s is a child’s name */
  title = g_strdup_printf (_ ("To Whom Is %s Handed Over?"), row->name);
  escaped = g_markup_escape_text (title, -1);
  adw_preferences_group_set_title (self->words_form, escaped);
  g_free (self->child);
  self->child = g_strdup (row->id);
  gtk_editable_set_text (GTK_EDITABLE (self->words_row), words);
  gtk_widget_set_sensitive (GTK_WIDGET (self->save_button), words[0] != '\0');
  show_page (self, "words");
  gtk_widget_grab_focus (GTK_WIDGET (self->words_row));
}

static void
hand_words_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  show_words (FAR_ROLL_DIALOG (widget), g_variant_get_string (parameter, NULL), "");
}

static void
write_on_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  const char *child;
  const char *words;

  g_variant_get (parameter, "(&s&s)", &child, &words);
  show_words (FAR_ROLL_DIALOG (widget), child, words);
}

static void
words_changed_cb (FarRollDialog *self)
{
  const char *words = gtk_editable_get_text (GTK_EDITABLE (self->words_row));

  gtk_widget_set_sensitive (GTK_WIDGET (self->save_button), words[0] != '\0');
}

static void
save_cb (FarRollDialog *self)
{
  g_autofree char *words = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->words_row)));

  if (words[0] == '\0' || self->child == NULL)
    return;

  show_page (self, "list");
  gtk_widget_child_focus (GTK_WIDGET (self->children_list), GTK_DIR_TAB_FORWARD);
  hand (self, self->child, "", words);
}

/* Returns: (nullable): what was typed and not saved; it is not there any more */
static char *
take_unsaved (FarRollDialog *self)
{
  g_autofree char *words = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->words_row)));

  if (!has_page (self, "words") || self->child == NULL || words[0] == '\0')
    return NULL;
  gtk_editable_set_text (GTK_EDITABLE (self->words_row), "");

  return g_steal_pointer (&words);
}

static void
clear_others (FarRollDialog *self)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->others_list, 0)) != NULL)
    gtk_list_box_remove (self->others_list, GTK_WIDGET (row));
}

static void
leave_others (FarRollDialog *self)
{
  clear_others (self);
  show_page (self, "list");
  gtk_widget_grab_focus (GTK_WIDGET (self->others_button));
}

/* Escape leaves a form before it closes the window. */
static void
cancel_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarRollDialog *self = FAR_ROLL_DIALOG (widget);
  g_autofree char *words = NULL;

  if (has_page (self, "others"))
    {
      leave_others (self);
      return;
    }
  if (!has_page (self, "words"))
    {
      gtk_window_close (GTK_WINDOW (self));
      return;
    }

  words = take_unsaved (self);
  show_page (self, "list");
  gtk_widget_child_focus (GTK_WIDGET (self->children_list), GTK_DIR_TAB_FORWARD);
  if (words != NULL)
    far_compat_add_undo_toast (self->toasts, &self->undo_toast, _ ("What you typed is not saved"),
                               "roll.write-on", g_variant_new ("(ss)", self->child, words));
}

/* The window that opened it offers to go on with what was typed. */
static gboolean
close_request_cb (FarRollDialog *self)
{
  g_autofree char *words = take_unsaved (self);

  if (words != NULL)
    g_signal_emit (self, signals[SIGNAL_LEFT], 0,
                   g_variant_new ("(siss)", self->rota, self->day, self->child, words));

  return GDK_EVENT_PROPAGATE;
}

/* ---- who came and was not expected */

static void
came_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarRollDialog *self = FAR_ROLL_DIALOG (widget);
  FarRollEdit edit = FAR_ROLL_EDIT_NONE;
  g_autofree char *text = NULL;
  const char *name;
  const char *id;

  g_variant_get (parameter, "(&s&s)", &id, &name);
  edit.presence = FAR_PRESENCE_THERE;
  /* Translators: %1$s is who, %2$s such as “Late” */
  text = g_strdup_printf (_ ("%1$s: %2$s"), name, far_words_presence (FAR_PRESENCE_THERE));
  far_compat_add_undo_toast (self->toasts, &self->undo_toast, text, "roll.restore",
                             g_variant_new ("(sibss)", id, (int)FAR_PRESENCE_UNSAID, FALSE, "",
                                            ""));
  say (self, id, &edit);
  leave_others (self);
}

/* @place: "" if there is nothing to say of where */
static void
add_other (FarRollDialog *self, const char *id, const char *name, const char *place)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("_There"));
  /* Translators: %s is a person who was counted */
  g_autofree char *label = g_strdup_printf (_ ("%s is there"), name);
  g_autofree char *escaped = g_markup_escape_text (place, -1);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), escaped);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "(ss)", id, name);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "roll.came");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  gtk_list_box_append (self->others_list, row);
}

static void
add_adults (FarRollDialog *self)
{
  GListModel *members = far_overview_peek_members (self->overview);

  for (guint i = 0; i < g_list_model_get_n_items (members); i++)
    {
      g_autoptr(FarItem) item = g_list_model_get_item (members, i);
      const FarMember *member = far_item_peek_snapshot (item);

      if ((member->standing == FAR_STANDING_ACTIVE ||
           member->standing == FAR_STANDING_NO_MACHINE) &&
          member->name[0] != '\0' && find_row (self, member->id) == NULL)
        add_other (self, member->id, member->name, "");
    }
}

/* By being hidden: what a list filters out a screen reader finds still. */
static void
searched_cb (FarRollDialog *self)
{
  g_autofree char *sought =
      g_utf8_casefold (gtk_editable_get_text (GTK_EDITABLE (self->search_entry)), -1);
  gboolean is_any = FALSE;
  GtkListBoxRow *row;

  g_strstrip (sought);
  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->others_list, i)) != NULL; i++)
    {
      g_autofree char *name =
          g_utf8_casefold (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), -1);
      gboolean is_found = strstr (name, sought) != NULL;

      gtk_widget_set_visible (GTK_WIDGET (row), is_found);
      is_any |= is_found;
    }
  gtk_widget_set_visible (GTK_WIDGET (self->others_list), is_any);
  gtk_widget_set_visible (GTK_WIDGET (self->nobody_label), !is_any);
}

static void
others_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarRollDialog) self = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) children = far_engine_children_finish (FAR_ENGINE (source), result, &error);

  if (self->overview == NULL || self->roll == NULL)
    return;
  if (children == NULL)
    {
      far_notice_show_error (self->notice, error);
      return;
    }

  clear_others (self);
  for (guint i = 0; i < children->len; i++)
    {
      const FarChild *child = children->pdata[i];
      g_autofree char *place = far_words_child_place (child);

      if (find_row (self, child->id) == NULL)
        add_other (self, child->id, child->name, place);
    }
  add_adults (self);
  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
  searched_cb (self);
  show_page (self, "others");
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

static void
show_others_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarRollDialog *self = FAR_ROLL_DIALOG (widget);

  far_engine_children_async (peek_engine (self), self->cancellable, others_cb, g_object_ref (self));
}

static void
stop_search_cb (FarRollDialog *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "roll.cancel", NULL);
}

static void
here_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarRollDialog *self = FAR_ROLL_DIALOG (widget);

  self->is_here = TRUE;
  if (self->roll != NULL)
    show_roll (self);
}

/* ---- the class */

static void
far_roll_dialog_dispose (GObject *object)
{
  FarRollDialog *self = FAR_ROLL_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_weak_pointer (&self->undo_toast);
  g_clear_object (&self->overview);

  G_OBJECT_CLASS (far_roll_dialog_parent_class)->dispose (object);
}

static void
far_roll_dialog_finalize (GObject *object)
{
  FarRollDialog *self = FAR_ROLL_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->roll, far_snapshot_unref);
  g_clear_pointer (&self->rota, g_free);
  g_clear_pointer (&self->child, g_free);
  g_clear_pointer (&self->unsaved, g_free);

  G_OBJECT_CLASS (far_roll_dialog_parent_class)->finalize (object);
}

static void
far_roll_dialog_class_init (FarRollDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = far_roll_dialog_dispose;
  object_class->finalize = far_roll_dialog_finalize;

  signals[SIGNAL_LEFT] = g_signal_new ("left", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_VARIANT);

  g_type_ensure (FAR_TYPE_NOTICE);
  gtk_widget_class_install_action (widget_class, "roll.call", "(si)", call_cb);
  gtk_widget_class_install_action (widget_class, "roll.came", "(ss)", came_cb);
  gtk_widget_class_install_action (widget_class, "roll.cancel", NULL, cancel_cb);
  gtk_widget_class_install_action (widget_class, "roll.hand", "(sss)", hand_cb);
  gtk_widget_class_install_action (widget_class, "roll.hand-back", "s", hand_back_cb);
  gtk_widget_class_install_action (widget_class, "roll.hand-words", "s", hand_words_cb);
  gtk_widget_class_install_action (widget_class, "roll.here", NULL, here_cb);
  gtk_widget_class_install_action (widget_class, "roll.restore", "(sibss)", restore_cb);
  gtk_widget_class_install_action (widget_class, "roll.show-others", NULL, show_others_cb);
  gtk_widget_class_install_action (widget_class, "roll.write-on", "(ss)", write_on_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "roll.cancel", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-roll-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, FarRollDialog, header_bar);
  gtk_widget_class_bind_template_child (widget_class, FarRollDialog, toasts);
  gtk_widget_class_bind_template_child (widget_class, FarRollDialog, notice);
  gtk_widget_class_bind_template_child (widget_class, FarRollDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, FarRollDialog, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, FarRollDialog, save_button);
  gtk_widget_class_bind_template_child (widget_class, FarRollDialog, title_label);
  gtk_widget_class_bind_template_child (widget_class, FarRollDialog, count_label);
  gtk_widget_class_bind_template_child (widget_class, FarRollDialog, children_label);
  gtk_widget_class_bind_template_child (widget_class, FarRollDialog, children_list);
  gtk_widget_class_bind_template_child (widget_class, FarRollDialog, adults_label);
  gtk_widget_class_bind_template_child (widget_class, FarRollDialog, adults_list);
  gtk_widget_class_bind_template_child (widget_class, FarRollDialog, words_form);
  gtk_widget_class_bind_template_child (widget_class, FarRollDialog, words_row);
  gtk_widget_class_bind_template_child (widget_class, FarRollDialog, others_button);
  gtk_widget_class_bind_template_child (widget_class, FarRollDialog, search_entry);
  gtk_widget_class_bind_template_child (widget_class, FarRollDialog, others_list);
  gtk_widget_class_bind_template_child (widget_class, FarRollDialog, nobody_label);
  gtk_widget_class_bind_template_callback (widget_class, close_request_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_cb);
  gtk_widget_class_bind_template_callback (widget_class, searched_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, words_changed_cb);
}

static void
far_roll_dialog_init (FarRollDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  far_compat_wrap_buttons (GTK_WIDGET (self));
  far_compat_shorten_button (self->cancel_button);
}

GtkWindow *
far_roll_dialog_new (GtkWindow *parent, FarOverview *overview, const char *rota, gint32 day)
{
  FarRollDialog *self;

  g_return_val_if_fail (FAR_IS_OVERVIEW (overview), NULL);

  self = g_object_new (FAR_TYPE_ROLL_DIALOG, "transient-for", parent, NULL);
  self->overview = g_object_ref (overview);
  self->rota = g_strdup (rota);
  self->day = day;
  g_signal_connect_object (far_overview_peek_engine (overview), "changed", G_CALLBACK (read_roll),
                           self, G_CONNECT_SWAPPED);
  read_roll (self);

  return GTK_WINDOW (self);
}

void
far_roll_dialog_write_on (FarRollDialog *self, const char *child, const char *words)
{
  g_return_if_fail (FAR_IS_ROLL_DIALOG (self));
  g_return_if_fail (child != NULL && words != NULL);

  g_free (self->child);
  self->child = g_strdup (child);
  g_free (self->unsaved);
  self->unsaved = g_strdup (words);
}
