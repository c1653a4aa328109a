/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-children-dialog.h"

#include "far-child-row.h"
#include "far-compat.h"
#include "far-day-row.h"
#include "far-note-dialog.h"
#include "far-notice.h"
#include "far-people-row.h"
#include "far-words-lines.h"
#include "far-words.h"

#include <glib/gi18n.h>

#define DAYS_PER_WEEK 7
#define SCHOOL_DAYS 31

struct _FarChildrenDialog
{
  AdwWindow parent_instance;

  FarOverview *overview;     /* owned, NULL once it is closed */
  GCancellable *cancellable; /* owned */
  GPtrArray *children;       /* owned (element-type FarChild), nullable */
  char *child;               /* owned, nullable: id of the one in the form, or whose days it is */
  guint gone_row; /* of the combo: its line, if that is not on the list any more; 0: it is */
  gboolean is_saving;
  AdwToast *undo_toast; /* unowned, nullable */

  AdwHeaderBar *header_bar; /* template children */
  AdwToastOverlay *toasts;
  FarNotice *notice;
  GtkStack *stack;
  GtkButton *cancel_button;
  GtkButton *save_button;
  GtkLabel *empty_label;
  GtkButton *add_button;
  GtkLabel *mine_list_label;
  GtkListBox *mine_list;
  GtkLabel *others_list_label;
  GtkListBox *others_list;
  AdwPreferencesGroup *form;
  AdwEntryRow *name_row;
  AdwComboRow *line_row;
  AdwComboRow *stop_row;
  AdwEntryRow *born_row;
  FarPeopleRow *guardians_row;
  FarPeopleRow *takers_row;
  GtkSwitch *one_to_one_switch;
  GtkSwitch *wheelchair_switch;
  GtkSwitch *slow_switch;
  AdwEntryRow *carry_row;
  AdwPreferencesGroup *days_form;
  GtkToggleButton *days[DAYS_PER_WEEK];
  FarDayRow *first_row;
  FarDayRow *last_row;
  AdwComboRow *rota_row;
};

G_DEFINE_FINAL_TYPE (FarChildrenDialog, far_children_dialog, ADW_TYPE_WINDOW)

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarChild, far_snapshot_unref)

static gint32
get_today (FarChildrenDialog *self)
{
  const FarStatus *status = far_overview_peek_status (self->overview);

  return status != NULL ? status->today : 0;
}

static FarEngine *
peek_engine (FarChildrenDialog *self)
{
  return far_overview_peek_engine (self->overview);
}

/* ---- what there is */

/* Rows stay where they are, and with them the focus. */
static void
show_list (FarChildrenDialog *self, GtkListBox *list, GtkLabel *label, gboolean are_mine)
{
  GtkListBoxRow *row;
  int n = 0;

  for (guint i = 0; i < self->children->len; i++)
    {
      const FarChild *child = self->children->pdata[i];

      if (child->is_mine != are_mine)
        continue;
      row = gtk_list_box_get_row_at_index (list, n);
      if (row == NULL)
        {
          row = GTK_LIST_BOX_ROW (far_child_row_new ());
          gtk_list_box_append (list, GTK_WIDGET (row));
        }
      far_child_row_set_child (FAR_CHILD_ROW (row), child, get_today (self));
      n++;
    }
  while ((row = gtk_list_box_get_row_at_index (list, n)) != NULL)
    gtk_list_box_remove (list, GTK_WIDGET (row));

  gtk_widget_set_visible (GTK_WIDGET (list), n > 0);
  gtk_widget_set_visible (GTK_WIDGET (label), n > 0);
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarChildrenDialog) self = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) children = far_engine_children_finish (FAR_ENGINE (source), result, &error);

  if (self->overview == NULL)
    return;
  if (children == NULL)
    {
      far_notice_show_error (self->notice, error);
      return;
    }

  g_clear_pointer (&self->children, g_ptr_array_unref);
  self->children = g_steal_pointer (&children);
  show_list (self, self->mine_list, self->mine_list_label, TRUE);
  show_list (self, self->others_list, self->others_list_label, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->empty_label), self->children->len == 0);
}

static void
list (FarChildrenDialog *self)
{
  far_engine_children_async (peek_engine (self), self->cancellable, listed_cb, g_object_ref (self));
}

static const FarChild *
find_child (FarChildrenDialog *self, const char *id)
{
  for (guint i = 0; self->children != NULL && id != NULL && i < self->children->len; i++)
    if (g_str_equal (((const FarChild *)self->children->pdata[i])->id, id))
      return self->children->pdata[i];

  return NULL;
}

/* ---- pages */

static void
show_page (FarChildrenDialog *self, const char *name)
{
  gboolean is_list = g_str_equal (name, "list");

  far_notice_clear (self->notice);
  gtk_stack_set_visible_child_name (self->stack, name);
  adw_header_bar_set_show_end_title_buttons (self->header_bar, is_list);
  gtk_widget_set_visible (GTK_WIDGET (self->cancel_button), !is_list);
  gtk_widget_set_visible (GTK_WIDGET (self->save_button), !is_list);
  /* the keyboard is not left on what is not seen any more */
  if (is_list)
    gtk_widget_grab_focus (GTK_WIDGET (self->add_button));
}

static void
set_saving (FarChildrenDialog *self, gboolean is_saving)
{
  self->is_saving = is_saving;
  gtk_widget_set_sensitive (GTK_WIDGET (self->stack), !is_saving);
  gtk_widget_set_sensitive (GTK_WIDGET (self->save_button), !is_saving);
}

/* Escape leaves a form before it closes the window. */
static void
cancel_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarChildrenDialog *self = FAR_CHILDREN_DIALOG (widget);

  if (g_str_equal (gtk_stack_get_visible_child_name (self->stack), "list"))
    gtk_window_close (GTK_WINDOW (self));
  else
    show_page (self, "list");
}

/* ---- when it does not come */

static void
absent_said_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarChildrenDialog) self = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(FarChild) child = far_engine_set_absent_finish (FAR_ENGINE (source), result, &error);

  if (self->overview != NULL && child == NULL)
    far_notice_show_error (self->notice, error);
}

static void
absent_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarChildrenDialog *self = FAR_CHILDREN_DIALOG (widget);
  g_autofree char *text = NULL;
  const FarChild *child;
  const char *id;
  gboolean is_absent;
  gint32 day;

  g_variant_get (parameter, "(&sib)", &id, &day, &is_absent);
  child = find_child (self, id);
  if (child == NULL)
    return;

  /* Translators: %s is a child’s name */
  text = g_strdup_printf (is_absent ? _ ("%s is absent") : _ ("%s comes along"), child->name);
  far_compat_add_undo_toast (self->toasts, &self->undo_toast, text, "children.absent",
                             g_variant_new ("(sib)", id, day, !is_absent));
  far_engine_set_absent_async (peek_engine (self), id, NULL, day, is_absent, NULL, absent_said_cb,
                               g_object_ref (self));
}

/* ---- which days */

static void
booked_again_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarChildrenDialog) self = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(FarChild) child =
                 far_engine_book_child_finish (FAR_ENGINE (source), result, NULL, &error);

  if (self->overview != NULL && child == NULL)
    far_notice_show_error (self->notice, error);
}

static void
book_again_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarChildrenDialog *self = FAR_CHILDREN_DIALOG (widget);
  const char *child;
  const char *rota;
  gint32 first_day;
  gint32 last_day;
  guint weekdays;

  g_variant_get (parameter, "(&s&suii)", &child, &rota, &weekdays, &first_day, &last_day);
  far_engine_book_child_async (peek_engine (self), child, *rota != '\0' ? rota : NULL, weekdays,
                               first_day, last_day, NULL, booked_again_cb, g_object_ref (self));
}

static void
unbooked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarChildrenDialog) self = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(FarChild) child = far_engine_end_booking_finish (FAR_ENGINE (source), result, &error);

  if (self->overview != NULL && child == NULL)
    far_notice_show_error (self->notice, error);
}

/* What was walked stays booked; the undo books the rest again. */
static void
unbook_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarChildrenDialog *self = FAR_CHILDREN_DIALOG (widget);
  const char *id = g_variant_get_string (parameter, NULL);
  gint32 today = get_today (self);

  for (guint i = 0; self->children != NULL && i < self->children->len; i++)
    {
      const FarChild *child = self->children->pdata[i];

      for (guint j = 0; j < child->bookings->len; j++)
        {
          const FarBooking *booking = child->bookings->pdata[j];

          if (!g_str_equal (booking->id, id))
            continue;
          far_compat_add_undo_toast (self->toasts, &self->undo_toast, _ ("The booking is ended"),
                                     "children.book-again",
                                     g_variant_new ("(ssuii)", child->id, booking->rota,
                                                    booking->weekdays,
                                                    MAX (booking->first_day, today),
                                                    booking->has_end ? booking->last_day
                                                                     : G_MAXINT32));
          far_engine_end_booking_async (peek_engine (self), id, today - 1, NULL, unbooked_cb,
                                        g_object_ref (self));
          return;
        }
    }
}

static void
undo_booking_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarChildrenDialog *self = FAR_CHILDREN_DIALOG (widget);

  far_engine_end_booking_async (peek_engine (self), g_variant_get_string (parameter, NULL),
                                G_MININT32, NULL, unbooked_cb, g_object_ref (self));
}

static void
show_days (FarChildrenDialog *self, const FarChild *child)
{
  GListModel *rotas = far_overview_peek_rotas (self->overview);
  g_autoptr(GtkStringList) names = gtk_string_list_new (NULL);
  /* Translators: over a form; %s is a child’s name */
  g_autofree char *title = g_strdup_printf (_ ("On Which Days: %s"), child->name);
  g_autofree char *escaped = g_markup_escape_text (title, -1);

  g_free (self->child);
  self->child = g_strdup (child->id);
  adw_preferences_group_set_title (self->days_form, escaped);
  for (guint i = 0; i < DAYS_PER_WEEK; i++)
    gtk_toggle_button_set_active (self->days[i], (SCHOOL_DAYS >> i & 1) != 0);
  far_day_row_set_day (self->first_row, get_today (self));
  gtk_editable_set_text (GTK_EDITABLE (self->last_row), "");

  /* Translators: a choice among rotas; %s is a walking line */
  gtk_string_list_append (names, child->line[0] != '\0' ? _ ("All that walk on its line")
                                                        : _ ("Choose one"));
  for (guint i = 0; i < g_list_model_get_n_items (rotas); i++)
    {
      g_autoptr(FarItem) item = g_list_model_get_item (rotas, i);

      gtk_string_list_append (names, ((const FarRota *)far_item_peek_snapshot (item))->title);
    }
  adw_combo_row_set_model (self->rota_row, G_LIST_MODEL (names));
  show_page (self, "days");
  gtk_widget_grab_focus (GTK_WIDGET (self->days[0]));
}

static void
book_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarChildrenDialog *self = FAR_CHILDREN_DIALOG (widget);
  const FarChild *child = find_child (self, g_variant_get_string (parameter, NULL));

  if (child != NULL)
    show_days (self, child);
}

static void
booked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarChildrenDialog) self = data;
  g_autoptr(GError) error = NULL;
  g_autofree char *booking = NULL;
  g_autofree char *text = NULL;
  g_autoptr(FarChild) child =
                 far_engine_book_child_finish (FAR_ENGINE (source), result, &booking, &error);

  if (self->overview == NULL)
    return;
  set_saving (self, FALSE);
  if (child == NULL)
    {
      far_notice_show_error (self->notice, error);
      return;
    }

  show_page (self, "list");
  /* Translators: %s is a child’s name */
  text = g_strdup_printf (_ ("%s is booked"), child->name);
  far_compat_add_undo_toast (self->toasts, &self->undo_toast, text, "children.undo-booking",
                             g_variant_new_string (booking));
}

static void
save_days (FarChildrenDialog *self)
{
  GListModel *rotas = far_overview_peek_rotas (self->overview);
  guint selected = adw_combo_row_get_selected (self->rota_row);
  g_autoptr(FarItem) item = selected > 0 ? g_list_model_get_item (rotas, selected - 1) : NULL;
  const FarRota *rota = item != NULL ? far_item_peek_snapshot (item) : NULL;
  g_autoptr(GError) error = NULL;
  gint32 first_day;
  gint32 last_day = G_MAXINT32;
  guint weekdays = 0;

  for (guint i = 0; i < DAYS_PER_WEEK; i++)
    if (gtk_toggle_button_get_active (self->days[i]))
      weekdays |= 1u << i;
  if (weekdays == 0)
    g_set_error_literal (&error, FAR_SYNC_ERROR, FAR_SYNC_ERROR_DAYS_INVALID, "weekdays");
  else if (!far_day_row_get_day (self->first_row, &first_day) ||
           (gtk_editable_get_text (GTK_EDITABLE (self->last_row))[0] != '\0' &&
            !far_day_row_get_day (self->last_row, &last_day)))
    g_set_error_literal (&error, FAR_SYNC_ERROR, FAR_SYNC_ERROR_DATE_INVALID, "days");
  if (error != NULL)
    {
      far_notice_show_error (self->notice, error);
      return;
    }

  set_saving (self, TRUE);
  far_engine_book_child_async (peek_engine (self), self->child, rota != NULL ? rota->id : NULL,
                               weekdays, first_day, last_day, NULL, booked_cb, g_object_ref (self));
}

/* ---- one more, or what is said of one */

/* The first row of the combo stands for none. */
static const FarLine *
peek_line (FarChildrenDialog *self)
{
  GListModel *lines = far_overview_peek_lines (self->overview);
  guint selected = adw_combo_row_get_selected (self->line_row);
  g_autoptr(FarItem) item = NULL;

  if (selected == 0 || selected == self->gone_row || selected == GTK_INVALID_LIST_POSITION)
    return NULL;

  item = g_list_model_get_item (lines, selected - 1);

  return item != NULL ? far_item_peek_snapshot (item) : NULL;
}

static void
line_selected_cb (FarChildrenDialog *self)
{
  g_autoptr(GtkStringList) names = gtk_string_list_new (NULL);
  const FarLine *line = self->overview != NULL ? peek_line (self) : NULL;

  /* Translators: of a child: at which stop of the line the walk meets it */
  gtk_string_list_append (names, _ ("Not said"));
  for (guint i = 0; line != NULL && i < line->stops->len; i++)
    gtk_string_list_append (names, ((const FarStop *)line->stops->pdata[i])->name);
  adw_combo_row_set_model (self->stop_row, G_LIST_MODEL (names));
  gtk_widget_set_visible (GTK_WIDGET (self->stop_row), line != NULL);
}

static void
name_changed_cb (FarChildrenDialog *self)
{
  const char *name = gtk_editable_get_text (GTK_EDITABLE (self->name_row));

  gtk_widget_set_sensitive (GTK_WIDGET (self->save_button), !self->is_saving && name[0] != '\0');
}

static void
fill_lines (FarChildrenDialog *self, const char *selected)
{
  GListModel *lines = far_overview_peek_lines (self->overview);
  g_autoptr(GtkStringList) names = gtk_string_list_new (NULL);
  guint which = selected == NULL && g_list_model_get_n_items (lines) == 1 ? 1 : 0;

  gtk_string_list_append (names, _ ("No line"));
  for (guint i = 0; i < g_list_model_get_n_items (lines); i++)
    {
      g_autoptr(FarItem) item = g_list_model_get_item (lines, i);
      const FarLine *line = far_item_peek_snapshot (item);

      gtk_string_list_append (names, line->name);
      if (g_strcmp0 (line->id, selected) == 0)
        which = i + 1;
    }
  /* of one that is not on the list any more nothing is said, unless somebody chooses another */
  self->gone_row = 0;
  if (selected != NULL && selected[0] != '\0' && which == 0)
    {
      self->gone_row = which = g_list_model_get_n_items (lines) + 1;
      gtk_string_list_append (names, far_words_line_walked (selected, ""));
    }
  adw_combo_row_set_model (self->line_row, G_LIST_MODEL (names));
  adw_combo_row_set_selected (self->line_row, which);
  line_selected_cb (self);
}

static void
select_stop (FarChildrenDialog *self, const char *stop)
{
  const FarLine *line = peek_line (self);

  for (guint i = 0; line != NULL && i < line->stops->len; i++)
    if (g_str_equal (((const FarStop *)line->stops->pdata[i])->name, stop))
      adw_combo_row_set_selected (self->stop_row, i + 1);
}

/* @child: (nullable): NULL for one more */
static void
show_form (FarChildrenDialog *self, const FarChild *child)
{
  GListModel *members = far_overview_peek_members (self->overview);
  /* Translators: over a form; %s is a child’s name */
  g_autofree char *title =
      child != NULL ? g_strdup_printf (_ ("Change “%s”"), child->name) : g_strdup (_ ("A Child"));
  g_autofree char *escaped = g_markup_escape_text (title, -1);
  g_autofree char *born =
      child != NULL && child->born > 0 ? g_strdup_printf ("%d", child->born) : g_strdup ("");

  g_free (self->child);
  self->child = child != NULL ? g_strdup (child->id) : NULL;
  adw_preferences_group_set_title (self->form, escaped);
  gtk_editable_set_text (GTK_EDITABLE (self->name_row), child != NULL ? child->name : "");
  gtk_editable_set_text (GTK_EDITABLE (self->born_row), born);
  gtk_editable_set_text (GTK_EDITABLE (self->carry_row), child != NULL ? child->carry : "");
  fill_lines (self, child != NULL ? child->line : NULL);
  if (child != NULL)
    select_stop (self, child->stop);
  far_people_row_set_people (self->guardians_row, members, child != NULL ? child->guardians : NULL);
  far_people_row_set_people (self->takers_row, members, child != NULL ? child->adults : NULL);
  gtk_switch_set_active (self->one_to_one_switch, child != NULL && child->is_one_to_one);
  gtk_switch_set_active (self->wheelchair_switch, child != NULL && child->has_wheelchair);
  gtk_switch_set_active (self->slow_switch, child != NULL && child->is_slow);
  show_page (self, "form");
  name_changed_cb (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->name_row));
}

static void
add_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  show_form (FAR_CHILDREN_DIALOG (widget), NULL);
}

static void
edit_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarChildrenDialog *self = FAR_CHILDREN_DIALOG (widget);
  const FarChild *child = find_child (self, g_variant_get_string (parameter, NULL));

  if (child != NULL)
    show_form (self, child);
}

static void
note_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarChildrenDialog *self = FAR_CHILDREN_DIALOG (widget);
  const FarChild *child = find_child (self, g_variant_get_string (parameter, NULL));

  if (child != NULL)
    gtk_window_present (
        far_note_dialog_new_to_write (GTK_WINDOW (self), peek_engine (self), child));
}

static void
end_form (FarChildrenDialog *self, const FarChild *child, const GError *error)
{
  set_saving (self, FALSE);
  if (child == NULL)
    far_notice_show_error (self->notice, error);
  else
    show_page (self, "list");
}

static void
added_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarChildrenDialog) self = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(FarChild) child = far_engine_add_child_finish (FAR_ENGINE (source), result, &error);

  if (self->overview == NULL)
    return;

  end_form (self, child, error);
  /* a child that nobody books is expected by nobody */
  if (child != NULL)
    show_days (self, child);
}

static void
edited_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarChildrenDialog) self = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(FarChild) child = far_engine_change_child_finish (FAR_ENGINE (source), result, &error);

  if (self->overview != NULL)
    end_form (self, child, error);
}

static gboolean
read_year (FarChildrenDialog *self, int *out, GError **error)
{
  g_autofree char *text =
      g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->born_row))));
  guint64 year = 0;

  if (*text != '\0' && !g_ascii_string_to_unsigned (text, 10, 1, 9999, &year, NULL))
    {
      g_set_error_literal (error, FAR_SYNC_ERROR, FAR_SYNC_ERROR_NUMBER_INVALID, "year");
      return FALSE;
    }
  *out = (int)year;

  return TRUE;
}

static void
save_form (FarChildrenDialog *self)
{
  const FarLine *line = peek_line (self);
  guint stop = adw_combo_row_get_selected (self->stop_row);
  g_autofree const char **guardians = far_people_row_list_ids (self->guardians_row);
  g_autofree const char **takers = far_people_row_list_ids (self->takers_row);
  FarChildEdit edit = FAR_CHILD_EDIT_NONE;
  g_autoptr(GError) error = NULL;

  edit.name = gtk_editable_get_text (GTK_EDITABLE (self->name_row));
  edit.carry = gtk_editable_get_text (GTK_EDITABLE (self->carry_row));
  if (self->gone_row == 0 || adw_combo_row_get_selected (self->line_row) != self->gone_row)
    {
      edit.line = line != NULL ? line->id : "";
      edit.stop = line != NULL && stop > 0 && stop <= line->stops->len
                      ? ((const FarStop *)line->stops->pdata[stop - 1])->name
                      : "";
    }
  edit.one_to_one = gtk_switch_get_active (self->one_to_one_switch);
  edit.wheelchair = gtk_switch_get_active (self->wheelchair_switch);
  edit.slow = gtk_switch_get_active (self->slow_switch);
  /* what nobody touched is not said again */
  if (far_people_row_is_changed (self->guardians_row))
    edit.guardians = guardians;
  if (far_people_row_is_changed (self->takers_row))
    edit.adults = takers;
  if (!read_year (self, &edit.born, &error))
    {
      far_notice_show_error (self->notice, error);
      gtk_widget_grab_focus (GTK_WIDGET (self->born_row));
      return;
    }

  set_saving (self, TRUE);
  if (self->child != NULL)
    far_engine_change_child_async (peek_engine (self), self->child, &edit, NULL, edited_cb,
                                   g_object_ref (self));
  else
    far_engine_add_child_async (peek_engine (self), &edit, NULL, added_cb, g_object_ref (self));
}

static void
save_cb (FarChildrenDialog *self)
{
  if (!gtk_widget_get_sensitive (GTK_WIDGET (self->save_button)))
    return;

  far_notice_clear (self->notice);
  if (g_str_equal (gtk_stack_get_visible_child_name (self->stack), "days"))
    save_days (self);
  else
    save_form (self);
}

/* ---- off the list */

static void
dropped_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarChildrenDialog) self = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(FarChild) child = far_engine_change_child_finish (FAR_ENGINE (source), result, &error);

  if (self->overview != NULL && child == NULL)
    far_notice_show_error (self->notice, error);
}

static void
set_gone (FarChildrenDialog *self, const char *child, int gone)
{
  FarChildEdit edit = FAR_CHILD_EDIT_NONE;

  edit.gone = gone;
  far_engine_change_child_async (peek_engine (self), child, &edit, NULL, dropped_cb,
                                 g_object_ref (self));
}

static void
drop_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarChildrenDialog *self = FAR_CHILDREN_DIALOG (widget);
  const FarChild *child = find_child (self, g_variant_get_string (parameter, NULL));
  g_autofree char *text = NULL;

  if (child == NULL)
    return;

  /* Translators: %s is a child’s name */
  text = g_strdup_printf (_ ("%s is off the list"), child->name);
  far_compat_add_undo_toast (self->toasts, &self->undo_toast, text, "children.put-back",
                             g_variant_new_string (child->id));
  set_gone (self, child->id, 1);
}

static void
put_back_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  set_gone (FAR_CHILDREN_DIALOG (widget), g_variant_get_string (parameter, NULL), 0);
}

/* ---- whom all have left */

static const char *
peek_me (FarChildrenDialog *self)
{
  GListModel *members = far_overview_peek_members (self->overview);

  for (guint i = 0; i < g_list_model_get_n_items (members); i++)
    {
      g_autoptr(FarItem) item = g_list_model_get_item (members, i);
      const FarMember *member = far_item_peek_snapshot (item);

      if (member->is_me)
        return member->id;
    }

  return NULL;
}

/* @me: (nullable): none takes it back */
static void
set_guardian (FarChildrenDialog *self, const char *child, const char *me)
{
  const char *guardians[] = { me, NULL };
  FarChildEdit edit = FAR_CHILD_EDIT_NONE;

  edit.guardians = guardians;
  far_engine_change_child_async (peek_engine (self), child, &edit, NULL, dropped_cb,
                                 g_object_ref (self));
}

static void
adopt_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarChildrenDialog *self = FAR_CHILDREN_DIALOG (widget);
  const FarChild *child = find_child (self, g_variant_get_string (parameter, NULL));
  const char *me = peek_me (self);
  g_autofree char *text = NULL;

  if (child == NULL || me == NULL)
    return;

  /* Translators: %s is a child’s name */
  text = g_strdup_printf (_ ("You speak for %s"), child->name);
  far_compat_add_undo_toast (self->toasts, &self->undo_toast, text, "children.unadopt",
                             g_variant_new_string (child->id));
  set_guardian (self, child->id, me);
}

static void
unadopt_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  set_guardian (FAR_CHILDREN_DIALOG (widget), g_variant_get_string (parameter, NULL), NULL);
}

static void
far_children_dialog_dispose (GObject *object)
{
  FarChildrenDialog *self = FAR_CHILDREN_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_weak_pointer (&self->undo_toast);
  g_clear_object (&self->overview);

  G_OBJECT_CLASS (far_children_dialog_parent_class)->dispose (object);
}

static void
far_children_dialog_finalize (GObject *object)
{
  FarChildrenDialog *self = FAR_CHILDREN_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->children, g_ptr_array_unref);
  g_clear_pointer (&self->child, g_free);

  G_OBJECT_CLASS (far_children_dialog_parent_class)->finalize (object);
}

static void
far_children_dialog_class_init (FarChildrenDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = far_children_dialog_dispose;
  object_class->finalize = far_children_dialog_finalize;

  g_type_ensure (FAR_TYPE_DAY_ROW);
  g_type_ensure (FAR_TYPE_NOTICE);
  g_type_ensure (FAR_TYPE_PEOPLE_ROW);
  gtk_widget_class_install_action (widget_class, "children.absent", "(sib)", absent_cb);
  gtk_widget_class_install_action (widget_class, "children.add", NULL, add_cb);
  gtk_widget_class_install_action (widget_class, "children.adopt", "s", adopt_cb);
  gtk_widget_class_install_action (widget_class, "children.book", "s", book_cb);
  gtk_widget_class_install_action (widget_class, "children.book-again", "(ssuii)", book_again_cb);
  gtk_widget_class_install_action (widget_class, "children.cancel", NULL, cancel_cb);
  gtk_widget_class_install_action (widget_class, "children.drop", "s", drop_cb);
  gtk_widget_class_install_action (widget_class, "children.edit", "s", edit_cb);
  gtk_widget_class_install_action (widget_class, "children.note", "s", note_cb);
  gtk_widget_class_install_action (widget_class, "children.put-back", "s", put_back_cb);
  gtk_widget_class_install_action (widget_class, "children.unadopt", "s", unadopt_cb);
  gtk_widget_class_install_action (widget_class, "children.unbook", "s", unbook_cb);
  gtk_widget_class_install_action (widget_class, "children.undo-booking", "s", undo_booking_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "children.cancel", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-children-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, FarChildrenDialog, header_bar);
  gtk_widget_class_bind_template_child (widget_class, FarChildrenDialog, toasts);
  gtk_widget_class_bind_template_child (widget_class, FarChildrenDialog, notice);
  gtk_widget_class_bind_template_child (widget_class, FarChildrenDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, FarChildrenDialog, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, FarChildrenDialog, save_button);
  gtk_widget_class_bind_template_child (widget_class, FarChildrenDialog, empty_label);
  gtk_widget_class_bind_template_child (widget_class, FarChildrenDialog, add_button);
  gtk_widget_class_bind_template_child (widget_class, FarChildrenDialog, mine_list_label);
  gtk_widget_class_bind_template_child (widget_class, FarChildrenDialog, mine_list);
  gtk_widget_class_bind_template_child (widget_class, FarChildrenDialog, others_list_label);
  gtk_widget_class_bind_template_child (widget_class, FarChildrenDialog, others_list);
  gtk_widget_class_bind_template_child (widget_class, FarChildrenDialog, form);
  gtk_widget_class_bind_template_child (widget_class, FarChildrenDialog, name_row);
  gtk_widget_class_bind_template_child (widget_class, FarChildrenDialog, line_row);
  gtk_widget_class_bind_template_child (widget_class, FarChildrenDialog, stop_row);
  gtk_widget_class_bind_template_child (widget_class, FarChildrenDialog, born_row);
  gtk_widget_class_bind_template_child (widget_class, FarChildrenDialog, guardians_row);
  gtk_widget_class_bind_template_child (widget_class, FarChildrenDialog, takers_row);
  gtk_widget_class_bind_template_child (widget_class, FarChildrenDialog, one_to_one_switch);
  gtk_widget_class_bind_template_child (widget_class, FarChildrenDialog, wheelchair_switch);
  gtk_widget_class_bind_template_child (widget_class, FarChildrenDialog, slow_switch);
  gtk_widget_class_bind_template_child (widget_class, FarChildrenDialog, carry_row);
  gtk_widget_class_bind_template_child (widget_class, FarChildrenDialog, days_form);
  for (guint i = 0; i < DAYS_PER_WEEK; i++)
    {
      g_autofree char *name = g_strdup_printf ("day_%u", i);

      gtk_widget_class_bind_template_child_full (widget_class, name, FALSE,
                                                 G_STRUCT_OFFSET (FarChildrenDialog, days) +
                                                     (gssize)(i * sizeof (GtkToggleButton *)));
    }
  gtk_widget_class_bind_template_child (widget_class, FarChildrenDialog, first_row);
  gtk_widget_class_bind_template_child (widget_class, FarChildrenDialog, last_row);
  gtk_widget_class_bind_template_child (widget_class, FarChildrenDialog, rota_row);
  gtk_widget_class_bind_template_callback (widget_class, line_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, name_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_cb);
}

static void
far_children_dialog_init (FarChildrenDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  far_compat_wrap_buttons (GTK_WIDGET (self));
  far_compat_shorten_button (self->cancel_button);
}

GtkWindow *
far_children_dialog_new (GtkWindow *parent, FarOverview *overview)
{
  FarChildrenDialog *self;

  g_return_val_if_fail (FAR_IS_OVERVIEW (overview), NULL);

  self = g_object_new (FAR_TYPE_CHILDREN_DIALOG, "transient-for", parent, NULL);
  self->overview = g_object_ref (overview);
  g_signal_connect_object (far_overview_peek_engine (overview), "changed", G_CALLBACK (list), self,
                           G_CONNECT_SWAPPED);
  list (self);

  return GTK_WINDOW (self);
}
