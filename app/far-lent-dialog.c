/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-lent-dialog.h"

#include "far-compat.h"
#include "far-notice.h"
#include "far-words-lending.h"

#include <glib/gi18n.h>

struct _FarLentDialog
{
  AdwWindow parent_instance;

  FarOverview *overview;     /* owned, nullable: while it is open */
  GCancellable *cancellable; /* owned */
  FarLent *lent;             /* owned, nullable: that is changed */
  gboolean is_room;
  GPtrArray *held; /* owned (element-type Held) */

  FarNotice *notice; /* template children */
  AdwEntryRow *name_row;
  AdwEntryRow *where_row;
  AdwEntryRow *note_row;
  AdwPreferencesGroup *owner_group;
  AdwActionRow *bike_row;
  GtkSwitch *bike_switch;
  AdwActionRow *own_row;
  GtkSwitch *own_switch;
  AdwActionRow *lent_row;
  GtkSwitch *lent_switch;
  AdwActionRow *pieces_row;
  GtkSpinButton *pieces_spin;
  AdwActionRow *days_row;
  GtkSpinButton *days_spin;
  AdwPreferencesGroup *condition_group;
  AdwComboRow *condition_row;
  AdwEntryRow *worn_row;
  AdwPreferencesGroup *held_group;
  AdwExpanderRow *held_row;
  GtkButton *cancel_button;
  GtkButton *done_button;
};

/* Who may have some of it, or keys. */
typedef struct
{
  char *member;          /* owned: id */
  guint n;               /* that they have, as far as is said */
  GtkSpinButton *n_spin; /* unowned: the window's */
} Held;

G_DEFINE_FINAL_TYPE (FarLentDialog, far_lent_dialog, ADW_TYPE_WINDOW)

enum
{
  SIGNAL_DONE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
edited_cb (FarLentDialog *self)
{
  gtk_widget_remove_css_class (GTK_WIDGET (self->name_row), "error");
  far_notice_clear (self->notice);
}

/* What only whose it is says is said by nobody else. */
static gboolean
may_say_all (FarLentDialog *self)
{
  const FarStatus *status = far_overview_peek_status (self->overview);

  return self->lent == NULL || self->lent->may_edit ||
         (self->lent->whose == NULL && status != NULL && status->i_publish);
}

static void
read_all (FarLentDialog *self, FarThingEdit *edit)
{
  const FarStatus *status = far_overview_peek_status (self->overview);

  if (gtk_widget_get_visible (GTK_WIDGET (self->own_row)))
    {
      edit->says |= FAR_SAYS_WHOSE;
      if (gtk_switch_get_active (self->own_switch) && status != NULL)
        edit->whose = status->me;
    }
  edit->says |= FAR_SAYS_KIND | FAR_SAYS_PIECES | FAR_SAYS_LENT | FAR_SAYS_DAYS;
  edit->kind = self->is_room                               ? FAR_KIND_OF_ROOM
               : gtk_switch_get_active (self->bike_switch) ? FAR_KIND_OF_BIKE
                                                           : FAR_KIND_OF_THING;
  edit->pieces = (guint)gtk_spin_button_get_value_as_int (self->pieces_spin);
  /* for how many a room is need not be said */
  if (edit->pieces == 0)
    edit->says &= ~(guint)FAR_SAYS_PIECES;
  edit->is_lent = gtk_switch_get_active (self->lent_switch);
  edit->days = (guint)gtk_spin_button_get_value_as_int (self->days_spin);
}

/* What is said of who has some, if it is something new.
 * @ids, @ns: (element-type utf8) (element-type guint): for as long as @edit */
static void
read_held (FarLentDialog *self, GPtrArray *ids, GArray *ns, FarThingEdit *edit)
{
  gboolean is_new = FALSE;

  for (guint i = 0; i < self->held->len; i++)
    {
      const Held *held = self->held->pdata[i];
      guint n = (guint)gtk_spin_button_get_value_as_int (held->n_spin);

      is_new |= n != held->n;
      if (n == 0)
        continue;
      g_ptr_array_add (ids, held->member);
      g_array_append_val (ns, n);
    }
  g_ptr_array_add (ids, NULL);
  if (!is_new)
    return;
  edit->says |= FAR_SAYS_HELD;
  edit->held = (const char *const *)ids->pdata;
  edit->n_held = (const guint *)(gpointer)ns->data;
}

static void
finish (FarLentDialog *self, const char *id, const GError *error)
{
  if (self->overview == NULL)
    return;
  if (id != NULL)
    {
      g_signal_emit (self, signals[SIGNAL_DONE], 0, id, self->lent == NULL);
      gtk_window_close (GTK_WINDOW (self));
      return;
    }
  gtk_widget_set_sensitive (GTK_WIDGET (self->done_button), TRUE);
  far_notice_show_error (self->notice, error);
}

static void
added_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarLentDialog) self = data;
  g_autoptr(GError) error = NULL;
  g_autofree char *id = far_engine_add_thing_finish (FAR_ENGINE (source), result, &error);

  finish (self, id, error);
}

static void
changed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarLentDialog) self = data;
  g_autoptr(GError) error = NULL;
  g_autofree char *id = far_engine_change_thing_finish (FAR_ENGINE (source), result, &error);

  finish (self, id, error);
}

static void
done_cb (FarLentDialog *self)
{
  FarEngine *engine = far_overview_peek_engine (self->overview);
  g_autofree char *name = far_compat_dup_typed (self->name_row);
  g_autofree char *where = far_compat_dup_typed (self->where_row);
  g_autofree char *note = far_compat_dup_typed (self->note_row);
  g_autofree char *worn = far_compat_dup_typed (self->worn_row);
  FarThingEdit edit = { .name = name, .note = note, .gone = -1, .where = where, .worn = worn };
  g_autoptr(GPtrArray) ids = g_ptr_array_new ();
  g_autoptr(GArray) ns = g_array_new (FALSE, FALSE, sizeof (guint));

  edited_cb (self);
  if (*name == '\0')
    {
      g_autoptr(GError) error =
                     g_error_new_literal (FAR_SYNC_ERROR, FAR_SYNC_ERROR_NAME_EMPTY, "form");

      gtk_widget_add_css_class (GTK_WIDGET (self->name_row), "error");
      gtk_widget_grab_focus (GTK_WIDGET (self->name_row));
      far_notice_show_error (self->notice, error);
      return;
    }

  edit.says = FAR_SAYS_WHERE | FAR_SAYS_CONDITION | FAR_SAYS_WORN;
  edit.condition = (int)adw_combo_row_get_selected (self->condition_row);
  if (may_say_all (self))
    read_all (self, &edit);
  read_held (self, ids, ns, &edit);
  gtk_widget_set_sensitive (GTK_WIDGET (self->done_button), FALSE);
  if (self->lent != NULL)
    far_engine_change_thing_async (engine, self->lent->id, &edit, self->cancellable, changed_cb,
                                   g_object_ref (self));
  else
    far_engine_add_thing_async (engine, &edit, self->cancellable, added_cb, g_object_ref (self));
}

/* ---- what it begins with */

static void
name_row (AdwActionRow *row, GtkWidget *child, const char *title)
{
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
}

static void
free_held (gpointer data)
{
  Held *self = data;

  g_free (self->member);
  g_free (self);
}

static void
add_held (FarLentDialog *self, const char *member, const char *name, guint n)
{
  Held *held = g_new0 (Held, 1);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *spin = gtk_spin_button_new_with_range (0, 1000, 1);

  held->member = g_strdup (member);
  held->n = n;
  held->n_spin = GTK_SPIN_BUTTON (spin);
  g_ptr_array_add (self->held, held);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  gtk_widget_set_valign (spin, GTK_ALIGN_CENTER);
  gtk_spin_button_set_value (held->n_spin, n);
  name_row (ADW_ACTION_ROW (row), spin, name);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), spin);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), spin);
  adw_expander_row_add_row (self->held_row, row);
}

static const FarHeld *
find_held (const FarLent *lent, const char *member)
{
  for (guint i = 0; lent != NULL && i < lent->held->len; i++)
    if (g_str_equal (((const FarHeld *)lent->held->pdata[i])->member, member))
      return lent->held->pdata[i];

  return NULL;
}

static gboolean
has_held (FarLentDialog *self, const char *member)
{
  for (guint i = 0; i < self->held->len; i++)
    if (g_str_equal (((const Held *)self->held->pdata[i])->member, member))
      return TRUE;

  return FALSE;
}

/* All who are here, and whoever has some and is gone. */
static void
fill_held (FarLentDialog *self)
{
  GListModel *members = far_overview_peek_members (self->overview);
  const char *title;

  for (guint i = 0; i < g_list_model_get_n_items (members); i++)
    {
      g_autoptr(FarItem) item = g_list_model_get_item (members, i);
      const FarMember *member = far_item_peek_snapshot (item);
      const FarHeld *held = find_held (self->lent, member->id);

      if (held != NULL || member->standing == FAR_STANDING_ACTIVE ||
          member->standing == FAR_STANDING_NO_MACHINE)
        add_held (self, member->id, member->is_me ? _ ("You") : member->name,
                  held != NULL ? held->n : 0);
    }
  for (guint i = 0; self->lent != NULL && i < self->lent->held->len; i++)
    {
      const FarHeld *held = self->lent->held->pdata[i];

      if (!has_held (self, held->member))
        add_held (self, held->member, held->member_name, held->n);
    }
  title = self->is_room ? _ ("Who has a key") : _ ("Who has some");
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->held_row), title);
  far_compat_name_lists (GTK_WIDGET (self->held_group), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->held_row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  title, -1);
}

static void
fill_lent (FarLentDialog *self)
{
  const FarLent *lent = self->lent;

  gtk_editable_set_text (GTK_EDITABLE (self->name_row), lent->name);
  gtk_editable_set_text (GTK_EDITABLE (self->where_row), lent->where);
  gtk_editable_set_text (GTK_EDITABLE (self->note_row), lent->note);
  gtk_editable_set_text (GTK_EDITABLE (self->worn_row), lent->worn);
  gtk_switch_set_active (self->bike_switch, lent->kind == FAR_KIND_OF_BIKE);
  gtk_switch_set_active (self->own_switch, lent->is_own);
  gtk_switch_set_active (self->lent_switch, lent->is_lent);
  gtk_spin_button_set_value (self->pieces_spin, self->is_room ? lent->people : lent->pieces);
  gtk_spin_button_set_value (self->days_spin, lent->days);
  adw_combo_row_set_selected (self->condition_row, lent->condition);
  /* whose it is of a third one stays as it is */
  gtk_widget_set_visible (GTK_WIDGET (self->own_row), lent->whose == NULL || lent->is_own);
}

static void
fill (FarLentDialog *self)
{
  g_autoptr(GtkStringList) conditions = gtk_string_list_new (NULL);
  const char *title = self->is_room ? _ ("Write Down a Room") : _ ("Write Down a Thing");

  for (int i = 0; i < FAR_SHAPE_N; i++)
    gtk_string_list_append (conditions, far_words_condition ((FarThingCondition)i));
  adw_combo_row_set_model (self->condition_row, G_LIST_MODEL (conditions));
  name_row (self->pieces_row, GTK_WIDGET (self->pieces_spin),
            self->is_room ? _ ("For how many people it is") : _ ("How many there are"));
  name_row (self->lent_row, GTK_WIDGET (self->lent_switch),
            self->is_room ? _ ("Others may book it") : _ ("Others may borrow it"));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->where_row),
                                 self->is_room ? _ ("Where it is") : _ ("Where it is kept"));
  if (self->is_room && (self->lent == NULL || self->lent->people == 0))
    {
      gtk_spin_button_set_range (self->pieces_spin, 0, 1000);
      gtk_spin_button_set_value (self->pieces_spin, 0);
      adw_action_row_set_subtitle (self->pieces_row, _ ("0 if that is not said"));
    }
  gtk_widget_set_visible (GTK_WIDGET (self->bike_row), !self->is_room);
  gtk_widget_set_visible (GTK_WIDGET (self->days_row), !self->is_room);
  gtk_widget_set_visible (GTK_WIDGET (self->condition_group), self->lent != NULL);
  gtk_switch_set_active (self->lent_switch, TRUE);
  if (self->lent != NULL)
    {
      title = self->lent->name;
      fill_lent (self);
    }
  gtk_window_set_title (GTK_WINDOW (self), title);
  gtk_button_set_label (self->done_button, self->lent != NULL ? _ ("_Save") : _ ("_Add"));
  gtk_widget_set_visible (GTK_WIDGET (self->owner_group), may_say_all (self));
  fill_held (self);
}

static void
far_lent_dialog_dispose (GObject *object)
{
  FarLentDialog *self = FAR_LENT_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->overview);

  G_OBJECT_CLASS (far_lent_dialog_parent_class)->dispose (object);
}

static void
far_lent_dialog_finalize (GObject *object)
{
  FarLentDialog *self = FAR_LENT_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->lent, far_snapshot_unref);
  g_clear_pointer (&self->held, g_ptr_array_unref);

  G_OBJECT_CLASS (far_lent_dialog_parent_class)->finalize (object);
}

static void
far_lent_dialog_class_init (FarLentDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = far_lent_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = far_lent_dialog_finalize;

  signals[SIGNAL_DONE] =
      g_signal_new ("done", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_BOOLEAN);

  g_type_ensure (FAR_TYPE_NOTICE);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-lent-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, FarLentDialog, notice);
  gtk_widget_class_bind_template_child (widget_class, FarLentDialog, name_row);
  gtk_widget_class_bind_template_child (widget_class, FarLentDialog, where_row);
  gtk_widget_class_bind_template_child (widget_class, FarLentDialog, note_row);
  gtk_widget_class_bind_template_child (widget_class, FarLentDialog, owner_group);
  gtk_widget_class_bind_template_child (widget_class, FarLentDialog, bike_row);
  gtk_widget_class_bind_template_child (widget_class, FarLentDialog, bike_switch);
  gtk_widget_class_bind_template_child (widget_class, FarLentDialog, own_row);
  gtk_widget_class_bind_template_child (widget_class, FarLentDialog, own_switch);
  gtk_widget_class_bind_template_child (widget_class, FarLentDialog, lent_row);
  gtk_widget_class_bind_template_child (widget_class, FarLentDialog, lent_switch);
  gtk_widget_class_bind_template_child (widget_class, FarLentDialog, pieces_row);
  gtk_widget_class_bind_template_child (widget_class, FarLentDialog, pieces_spin);
  gtk_widget_class_bind_template_child (widget_class, FarLentDialog, days_row);
  gtk_widget_class_bind_template_child (widget_class, FarLentDialog, days_spin);
  gtk_widget_class_bind_template_child (widget_class, FarLentDialog, condition_group);
  gtk_widget_class_bind_template_child (widget_class, FarLentDialog, condition_row);
  gtk_widget_class_bind_template_child (widget_class, FarLentDialog, worn_row);
  gtk_widget_class_bind_template_child (widget_class, FarLentDialog, held_group);
  gtk_widget_class_bind_template_child (widget_class, FarLentDialog, held_row);
  gtk_widget_class_bind_template_child (widget_class, FarLentDialog, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, FarLentDialog, done_button);
  gtk_widget_class_bind_template_callback (widget_class, done_cb);
  gtk_widget_class_bind_template_callback (widget_class, edited_cb);
}

static void
far_lent_dialog_init (FarLentDialog *self)
{
  self->cancellable = g_cancellable_new ();
  self->held = g_ptr_array_new_with_free_func (free_held);
  gtk_widget_init_template (GTK_WIDGET (self));
  far_compat_wrap_buttons (GTK_WIDGET (self));
  far_compat_shorten_button (self->cancel_button);
}

GtkWindow *
far_lent_dialog_new (GtkWindow *parent,
                     FarOverview *overview,
                     const FarLent *lent,
                     gboolean is_room)
{
  FarLentDialog *self;

  g_return_val_if_fail (FAR_IS_OVERVIEW (overview), NULL);

  self = g_object_new (FAR_TYPE_LENT_DIALOG, "transient-for", parent, NULL);
  self->overview = g_object_ref (overview);
  self->lent = lent != NULL ? far_snapshot_ref (lent) : NULL;
  self->is_room = lent != NULL ? lent->kind == FAR_KIND_OF_ROOM : is_room;
  fill (self);

  return GTK_WINDOW (self);
}
