/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-places-dialog.h"

#include "far-compat.h"
#include "far-notice.h"
#include "far-words-places.h"

#include <glib/gi18n.h>

#define ROWS_MAX 100 /* at once: whoever has more looks for one by its name */

struct _FarPlacesDialog
{
  AdwWindow parent_instance;

  FarOverview *overview;     /* owned, NULL once it is closed */
  GCancellable *cancellable; /* owned */
  GPtrArray *places;         /* owned (element-type FarMeetingPlace), nullable */
  FarMeetingPlace *before;   /* owned, nullable: what is in the form */
  char *shown;               /* owned, nullable: what the rows say */
  char *path;                /* owned, nullable: the table that is looked at */
  gboolean is_importing;     /* it is written, and no more shown */
  gboolean is_reading;

  AdwToastOverlay *toasts; /* template children */
  FarNotice *notice;
  GtkLabel *empty_label;
  GtkButton *choose_button;
  GtkSpinner *spinner;
  GtkBox *import_box;
  AdwEntryRow *towns_row;
  GtkLabel *effect_label;
  GtkLabel *passed_label;
  GtkExpander *plan_expander;
  GtkLabel *plan_label;
  GtkExpander *refused_expander;
  GtkLabel *refused_label;
  GtkButton *import_button;
  GtkSearchEntry *search_entry;
  GtkListBox *list;
  GtkLabel *more_label;
  AdwPreferencesGroup *form;
  AdwEntryRow *name_row;
  AdwEntryRow *town_row;
  AdwEntryRow *address_row;
  AdwEntryRow *at_row;
  GtkButton *save_button;
  GtkButton *leave_button;
};

G_DEFINE_FINAL_TYPE (FarPlacesDialog, far_places_dialog, ADW_TYPE_WINDOW)

static void
show_text (GtkLabel *label, const char *text)
{
  gtk_label_set_label (label, text);
  gtk_widget_set_visible (GTK_WIDGET (label), text[0] != '\0');
}

/* @action, @target: of its button */
static void
add_undo_toast (FarPlacesDialog *self, const char *text, const char *action, GVariant *target)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);
  AdwToast *toast = adw_toast_new (escaped);

  adw_toast_set_button_label (toast, _ ("_Undo"));
  adw_toast_set_action_name (toast, action);
  adw_toast_set_action_target_value (toast, target);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

/* ---- what there is */

static GtkWidget *
make_row (const FarMeetingPlace *place)
{
  g_autofree char *where = far_words_place_where (place->address, place->town);
  /* Translators: of a button; %s is a meeting place */
  g_autofree char *remove = g_strdup_printf (_ ("Take “%s” off the list"), place->name);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), place->name);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), where);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), "place", g_strdup (place->id), g_free);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, remove);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, remove,
                                  -1);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", place->id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "places.remove");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);

  return row;
}

static gboolean
is_sought (const FarMeetingPlace *place, const char *term)
{
  g_autofree char *all = g_strjoin (" ", place->name, place->address, place->town, NULL);

  return term[0] == '\0' || g_str_match_string (term, all, TRUE);
}

/* Rows that say the same stay, and with them the focus. */
static void
fill_list (FarPlacesDialog *self, const GPtrArray *found)
{
  g_autoptr(GString) shown = g_string_new (NULL);
  GtkListBoxRow *row;

  for (guint i = 0; i < found->len; i++)
    {
      const FarMeetingPlace *place = found->pdata[i];

      g_string_append_printf (shown, "%s\n%s\n%s\n%s\n", place->id, place->name, place->address,
                              place->town);
    }
  if (g_strcmp0 (self->shown, shown->str) == 0)
    return;

  g_free (self->shown);
  self->shown = g_string_free (g_steal_pointer (&shown), FALSE);
  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  for (guint i = 0; i < found->len; i++)
    gtk_list_box_append (self->list, make_row (found->pdata[i]));
}

static void
show_places (FarPlacesDialog *self)
{
  const char *term = gtk_editable_get_text (GTK_EDITABLE (self->search_entry));
  guint n = self->places != NULL ? self->places->len : 0;
  g_autoptr(GPtrArray) found = g_ptr_array_new ();
  g_autofree char *more = NULL;
  int n_found = 0;

  for (guint i = 0; i < n; i++)
    if (is_sought (self->places->pdata[i], term) && n_found++ < ROWS_MAX)
      g_ptr_array_add (found, self->places->pdata[i]);
  fill_list (self, found);

  if (n > 0 && n_found == 0)
    more = g_strdup (_ ("No place is called so."));
  else if (n_found > ROWS_MAX)
    more = g_strdup_printf (ngettext ("There is %d more. Search for it by its name or town.",
                                      "There are %d more. Search for them by name or town.",
                                      (gulong)(n_found - ROWS_MAX)),
                            n_found - ROWS_MAX);
  show_text (self->more_label, more != NULL ? more : "");
  gtk_widget_set_visible (GTK_WIDGET (self->list), n_found > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->search_entry), n > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->empty_label), self->places != NULL && n == 0);
}

static void
search_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  gtk_widget_grab_focus (GTK_WIDGET (FAR_PLACES_DIALOG (widget)->search_entry));
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarPlacesDialog) self = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) places = far_engine_places_finish (FAR_ENGINE (source), result, &error);

  if (self->overview == NULL)
    return;
  if (places == NULL)
    {
      far_notice_show_error (self->notice, error);
      return;
    }

  g_clear_pointer (&self->places, g_ptr_array_unref);
  self->places = g_steal_pointer (&places);
  show_places (self);
}

static void
list (FarPlacesDialog *self)
{
  far_engine_places_async (far_overview_peek_engine (self->overview), self->cancellable, listed_cb,
                           g_object_ref (self));
}

static const FarMeetingPlace *
find_place (FarPlacesDialog *self, const char *id)
{
  for (guint i = 0; self->places != NULL && i < self->places->len; i++)
    if (g_str_equal (((const FarMeetingPlace *)self->places->pdata[i])->id, id))
      return self->places->pdata[i];

  return NULL;
}

/* ---- taking one off the list */

static void
changed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarPlacesDialog) self = data;
  g_autoptr(GError) error = NULL;
  g_autofree char *id = far_engine_change_place_finish (FAR_ENGINE (source), result, &error);

  if (self->overview == NULL)
    return;
  if (id == NULL)
    far_notice_show_error (self->notice, error);
  else
    far_notice_clear (self->notice);
}

static void
change (FarPlacesDialog *self, const char *place, const FarMeetingPlaceEdit *edit)
{
  far_engine_change_place_async (far_overview_peek_engine (self->overview), place, edit, NULL,
                                 changed_cb, g_object_ref (self));
}

static void
remove_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarPlacesDialog *self = FAR_PLACES_DIALOG (widget);
  const FarMeetingPlace *place = find_place (self, g_variant_get_string (parameter, NULL));
  FarMeetingPlaceEdit edit = { .at = -1, .gone = 1 };
  g_autofree char *text = NULL;

  if (place == NULL)
    return;

  /* Translators: %s is a meeting place */
  text = g_strdup_printf (_ ("“%s” is off the list"), place->name);
  add_undo_toast (self, text, "places.put-back", g_variant_new_string (place->id));
  change (self, place->id, &edit);
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

static void
put_back_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarMeetingPlaceEdit edit = { .at = -1, .gone = 0 };

  change (FAR_PLACES_DIALOG (widget), g_variant_get_string (parameter, NULL), &edit);
}

/* ---- one more, or what is said of one */

static void
name_changed_cb (FarPlacesDialog *self)
{
  const char *name = gtk_editable_get_text (GTK_EDITABLE (self->name_row));

  gtk_widget_set_sensitive (GTK_WIDGET (self->save_button), name[0] != '\0');
}

static void
fill_form (FarPlacesDialog *self, const FarMeetingPlace *place)
{
  g_autofree char *at = place != NULL ? far_words_place_at (place) : g_strdup ("");

  gtk_editable_set_text (GTK_EDITABLE (self->name_row), place != NULL ? place->name : "");
  gtk_editable_set_text (GTK_EDITABLE (self->town_row), place != NULL ? place->town : "");
  gtk_editable_set_text (GTK_EDITABLE (self->address_row), place != NULL ? place->address : "");
  gtk_editable_set_text (GTK_EDITABLE (self->at_row), at);
}

/* The form is for another one again. */
static void
end_edit (FarPlacesDialog *self)
{
  g_clear_pointer (&self->before, far_snapshot_unref);
  adw_preferences_group_set_title (self->form, _ ("One More Place"));
  gtk_button_set_label (self->save_button, _ ("_Write It Down"));
  gtk_widget_set_visible (GTK_WIDGET (self->leave_button), FALSE);
  fill_form (self, NULL);
  far_notice_clear (self->notice);
}

static void
row_activated_cb (FarPlacesDialog *self, GtkListBoxRow *row)
{
  const FarMeetingPlace *place = find_place (self, g_object_get_data (G_OBJECT (row), "place"));
  g_autofree char *title = NULL;
  g_autofree char *escaped = NULL;

  if (place == NULL || !gtk_widget_get_sensitive (GTK_WIDGET (self->form)))
    return;

  end_edit (self);
  self->before = far_snapshot_ref ((gpointer)place);
  /* Translators: over a form; %s is a meeting place */
  title = g_strdup_printf (_ ("Change “%s”"), place->name);
  escaped = g_markup_escape_text (title, -1);
  adw_preferences_group_set_title (self->form, escaped);
  gtk_button_set_label (self->save_button, _ ("_Save"));
  gtk_widget_set_visible (GTK_WIDGET (self->leave_button), TRUE);
  fill_form (self, place);
  gtk_widget_grab_focus (GTK_WIDGET (self->name_row));
}

static void
set_saving (FarPlacesDialog *self, gboolean is_saving)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->form), !is_saving);
  gtk_widget_set_sensitive (GTK_WIDGET (self->leave_button), !is_saving);
  if (is_saving)
    gtk_widget_set_sensitive (GTK_WIDGET (self->save_button), FALSE);
  else
    name_changed_cb (self);
}

/* @id: (nullable): NULL with @error */
static void
end_saving (FarPlacesDialog *self, const char *id, const GError *error)
{
  set_saving (self, FALSE);
  if (id == NULL)
    far_notice_show_error (self->notice, error);
  else
    end_edit (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->name_row));
}

static void
added_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarPlacesDialog) self = data;
  g_autoptr(GError) error = NULL;
  g_autofree char *id = far_engine_add_place_finish (FAR_ENGINE (source), result, &error);

  if (self->overview != NULL)
    end_saving (self, id, error);
}

static GVariant *
pack_before (const FarMeetingPlace *place)
{
  return g_variant_new ("(ssssbdd)", place->id, place->name, place->town, place->address,
                        place->has_at, place->lat, place->lon);
}

static void
edited_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarPlacesDialog) self = data;
  g_autoptr(GError) error = NULL;
  g_autofree char *id = far_engine_change_place_finish (FAR_ENGINE (source), result, &error);

  if (self->overview == NULL)
    return;
  if (id != NULL && self->before != NULL)
    add_undo_toast (self, _ ("It is changed"), "places.say-again", pack_before (self->before));
  end_saving (self, id, error);
}

static void
say_again_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarMeetingPlaceEdit edit = { .gone = -1 };
  const char *place;
  gboolean has_at;

  g_variant_get (parameter, "(&s&s&s&sbdd)", &place, &edit.name, &edit.town, &edit.address, &has_at,
                 &edit.lat, &edit.lon);
  edit.at = has_at;
  change (FAR_PLACES_DIALOG (widget), place, &edit);
}

static void
save_cb (FarPlacesDialog *self)
{
  const char *at = gtk_editable_get_text (GTK_EDITABLE (self->at_row));
  FarEngine *engine = far_overview_peek_engine (self->overview);
  FarMeetingPlaceEdit edit = {
    .name = gtk_editable_get_text (GTK_EDITABLE (self->name_row)),
    .town = gtk_editable_get_text (GTK_EDITABLE (self->town_row)),
    .address = gtk_editable_get_text (GTK_EDITABLE (self->address_row)),
    .at = at[0] != '\0',
    .gone = -1,
  };

  if (!gtk_widget_get_sensitive (GTK_WIDGET (self->save_button)))
    return;
  if (edit.at > 0 && !far_words_read_place_at (at, &edit.lat, &edit.lon))
    {
      far_notice_show (self->notice, FAR_NOTICE_ERROR,
                       _ ("Write latitude and longitude in degrees, as in 45.602386, 5.233003, or "
                          "leave them out."));
      gtk_widget_grab_focus (GTK_WIDGET (self->at_row));
      return;
    }

  set_saving (self, TRUE);
  if (self->before != NULL)
    far_engine_change_place_async (engine, self->before->id, &edit, NULL, edited_cb,
                                   g_object_ref (self));
  else
    far_engine_add_place_async (engine, &edit, NULL, added_cb, g_object_ref (self));
}

/* ---- out of a table */

static void
end_import (FarPlacesDialog *self)
{
  g_clear_pointer (&self->path, g_free);
  self->is_importing = FALSE;
  gtk_widget_set_visible (GTK_WIDGET (self->import_box), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->choose_button), TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->choose_button));
}

static void
set_reading (FarPlacesDialog *self, gboolean is_reading)
{
  self->is_reading = is_reading;
  gtk_spinner_set_spinning (self->spinner, is_reading);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), is_reading);
  gtk_widget_set_sensitive (GTK_WIDGET (self->import_box), !is_reading);
}

/* An expander's own label is as wide as its words. */
static void
wrap_title (GtkExpander *expander)
{
  GtkLabel *label = GTK_LABEL (gtk_expander_get_label_widget (expander));

  gtk_label_set_wrap (label, TRUE);
  gtk_label_set_wrap_mode (label, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (label, 0);
}

static void
show_items (FarPlacesDialog *self, const FarPlacesPlan *plan)
{
  g_autoptr(GString) items = g_string_new (NULL);

  for (guint i = 0; i < plan->items->len; i++)
    {
      const FarPlaceItem *item = plan->items->pdata[i];
      g_autofree char *name = far_words_place_where (item->name, item->town);
      g_autofree char *words = far_words_place_item (item);

      /* Translators: a meeting place, and what becomes of it */
      g_string_append_printf (items, C_ ("meeting place", "%1$s: %2$s"), name, words);
      g_string_append_c (items, '\n');
    }
  gtk_label_set_label (self->plan_label, items->str);
  gtk_widget_set_visible (GTK_WIDGET (self->plan_expander), plan->items->len > 0);
}

static void
show_refused (FarPlacesDialog *self, const FarPlacesPlan *plan)
{
  g_autofree char *n_refused = far_words_n_refused_places (plan);
  g_autoptr(GString) refused = g_string_new (NULL);

  for (guint i = 0; i < plan->refused->len; i++)
    {
      g_autofree char *words = far_words_refused_place (plan->refused->pdata[i]);

      g_string_append_printf (refused, "%s%s", i > 0 ? "\n" : "", words);
    }
  gtk_expander_set_label (self->refused_expander, n_refused);
  wrap_title (self->refused_expander);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->refused_expander),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, n_refused, -1);
  gtk_label_set_label (self->refused_label, refused->str);
  gtk_widget_set_visible (GTK_WIDGET (self->refused_expander), plan->n_refused > 0);
}

static void
show_plan (FarPlacesDialog *self, const FarPlacesPlan *plan)
{
  g_autofree char *effect = far_words_places_effect (plan);
  g_autofree char *passed_over = far_words_places_passed_over (plan);

  show_text (self->effect_label, effect);
  show_text (self->passed_label, passed_over);
  show_items (self, plan);
  show_refused (self, plan);
  gtk_widget_set_visible (GTK_WIDGET (self->import_button), plan->n_new + plan->n_changed > 0);
}

/* What a town may still put right stays open. */
static void
show_read_error (FarPlacesDialog *self, const GError *error)
{
  far_notice_show_error (self->notice, error);
  show_text (self->effect_label, "");
  show_text (self->passed_label, "");
  gtk_widget_set_visible (GTK_WIDGET (self->plan_expander), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->refused_expander), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->import_button), FALSE);
  self->is_importing = FALSE;
  if (g_error_matches (error, FAR_SYNC_ERROR, FAR_SYNC_ERROR_PLACES_MANY))
    gtk_widget_grab_focus (GTK_WIDGET (self->towns_row));
  else
    end_import (self);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarPlacesDialog) self = data;
  g_autoptr(GError) error = NULL;
  FarPlacesPlan *plan = far_engine_import_places_finish (FAR_ENGINE (source), result, &error);

  if (self->overview != NULL)
    {
      set_reading (self, FALSE);
      if (plan == NULL)
        show_read_error (self, error);
      else if (self->is_importing)
        {
          g_autofree char *text = far_words_places_effect (plan);

          if (plan->undo != NULL)
            add_undo_toast (self, text, "places.undo-import", g_variant_new_variant (plan->undo));
          end_import (self);
        }
      else
        show_plan (self, plan);
    }
  g_clear_pointer (&plan, far_snapshot_unref);
}

/* "Sées, Dieppe": what is between commas. */
static char **
split_towns (FarPlacesDialog *self)
{
  char **towns =
      g_strsplit (gtk_editable_get_text (GTK_EDITABLE (self->towns_row)), ",", FAR_PLACES_TOWNS);
  guint n = 0;

  for (guint i = 0; towns[i] != NULL; i++)
    {
      char *town = g_strstrip (towns[i]);

      if (town[0] == '\0')
        g_free (town);
      else
        towns[n++] = town;
    }
  towns[n] = NULL;

  return towns;
}

static void
read_table (FarPlacesDialog *self)
{
  g_auto(GStrv) towns = split_towns (self);

  far_notice_clear (self->notice);
  set_reading (self, TRUE);
  far_engine_import_places_async (far_overview_peek_engine (self->overview), self->path,
                                  (const char *const *)towns, !self->is_importing,
                                  self->cancellable, read_cb, g_object_ref (self));
}

static void
read_again_cb (FarPlacesDialog *self)
{
  if (self->path != NULL && !self->is_reading)
    read_table (self);
}

static void
import_cb (FarPlacesDialog *self)
{
  if (self->path == NULL || self->is_reading)
    return;

  self->is_importing = TRUE;
  read_table (self);
}

static void
file_chosen (GFile *file, gpointer data)
{
  FarPlacesDialog *self = data;
  g_autofree char *path = g_file_get_path (file);

  if (path == NULL || self->overview == NULL || self->is_reading)
    return;

  g_free (self->path);
  self->path = g_steal_pointer (&path);
  show_text (self->effect_label, "");
  show_text (self->passed_label, "");
  gtk_widget_set_visible (GTK_WIDGET (self->plan_expander), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->refused_expander), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->import_button), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->import_box), TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->choose_button), FALSE);
  read_table (self);
}

static void
choose_cb (FarPlacesDialog *self)
{
  far_compat_choose_file (GTK_WINDOW (self), _ ("Choose a Table"), _ ("_Open"),
                          GTK_FILE_CHOOSER_ACTION_OPEN, NULL, NULL, file_chosen, self);
}

static void
undone_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarPlacesDialog) self = data;
  g_autoptr(GError) error = NULL;
  gboolean is_undone = far_engine_undo_places_finish (FAR_ENGINE (source), result, &error);

  if (self->overview != NULL && !is_undone)
    far_notice_show_error (self->notice, error);
  else if (self->overview != NULL)
    far_notice_show (self->notice, FAR_NOTICE_DONE, _ ("The meeting places are as before"));
}

static void
undo_import_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarPlacesDialog *self = FAR_PLACES_DIALOG (widget);
  g_autoptr(GVariant) undo = g_variant_get_variant (parameter);

  far_engine_undo_places_async (far_overview_peek_engine (self->overview), undo, NULL, undone_cb,
                                g_object_ref (self));
}

static void
far_places_dialog_dispose (GObject *object)
{
  FarPlacesDialog *self = FAR_PLACES_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->overview);

  G_OBJECT_CLASS (far_places_dialog_parent_class)->dispose (object);
}

static void
far_places_dialog_finalize (GObject *object)
{
  FarPlacesDialog *self = FAR_PLACES_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->places, g_ptr_array_unref);
  g_clear_pointer (&self->before, far_snapshot_unref);
  g_free (self->shown);
  g_free (self->path);

  G_OBJECT_CLASS (far_places_dialog_parent_class)->finalize (object);
}

static void
far_places_dialog_class_init (FarPlacesDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = far_places_dialog_dispose;
  object_class->finalize = far_places_dialog_finalize;

  g_type_ensure (FAR_TYPE_NOTICE);
  gtk_widget_class_install_action (widget_class, "places.search", NULL, search_cb);
  gtk_widget_class_install_action (widget_class, "places.remove", "s", remove_cb);
  gtk_widget_class_install_action (widget_class, "places.put-back", "s", put_back_cb);
  gtk_widget_class_install_action (widget_class, "places.say-again", "(ssssbdd)", say_again_cb);
  gtk_widget_class_install_action (widget_class, "places.undo-import", "v", undo_import_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_f, GDK_CONTROL_MASK, "places.search",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-places-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, FarPlacesDialog, toasts);
  gtk_widget_class_bind_template_child (widget_class, FarPlacesDialog, notice);
  gtk_widget_class_bind_template_child (widget_class, FarPlacesDialog, empty_label);
  gtk_widget_class_bind_template_child (widget_class, FarPlacesDialog, choose_button);
  gtk_widget_class_bind_template_child (widget_class, FarPlacesDialog, spinner);
  gtk_widget_class_bind_template_child (widget_class, FarPlacesDialog, import_box);
  gtk_widget_class_bind_template_child (widget_class, FarPlacesDialog, towns_row);
  gtk_widget_class_bind_template_child (widget_class, FarPlacesDialog, effect_label);
  gtk_widget_class_bind_template_child (widget_class, FarPlacesDialog, passed_label);
  gtk_widget_class_bind_template_child (widget_class, FarPlacesDialog, plan_expander);
  gtk_widget_class_bind_template_child (widget_class, FarPlacesDialog, plan_label);
  gtk_widget_class_bind_template_child (widget_class, FarPlacesDialog, refused_expander);
  gtk_widget_class_bind_template_child (widget_class, FarPlacesDialog, refused_label);
  gtk_widget_class_bind_template_child (widget_class, FarPlacesDialog, import_button);
  gtk_widget_class_bind_template_child (widget_class, FarPlacesDialog, search_entry);
  gtk_widget_class_bind_template_child (widget_class, FarPlacesDialog, list);
  gtk_widget_class_bind_template_child (widget_class, FarPlacesDialog, more_label);
  gtk_widget_class_bind_template_child (widget_class, FarPlacesDialog, form);
  gtk_widget_class_bind_template_child (widget_class, FarPlacesDialog, name_row);
  gtk_widget_class_bind_template_child (widget_class, FarPlacesDialog, town_row);
  gtk_widget_class_bind_template_child (widget_class, FarPlacesDialog, address_row);
  gtk_widget_class_bind_template_child (widget_class, FarPlacesDialog, at_row);
  gtk_widget_class_bind_template_child (widget_class, FarPlacesDialog, save_button);
  gtk_widget_class_bind_template_child (widget_class, FarPlacesDialog, leave_button);
  gtk_widget_class_bind_template_callback (widget_class, choose_cb);
  gtk_widget_class_bind_template_callback (widget_class, end_edit);
  gtk_widget_class_bind_template_callback (widget_class, end_import);
  gtk_widget_class_bind_template_callback (widget_class, import_cb);
  gtk_widget_class_bind_template_callback (widget_class, name_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, read_again_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_places);
}

static void
far_places_dialog_init (FarPlacesDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  far_compat_wrap_buttons (GTK_WIDGET (self));
  wrap_title (self->plan_expander);
}

GtkWindow *
far_places_dialog_new (GtkWindow *parent, FarOverview *overview)
{
  FarPlacesDialog *self;

  g_return_val_if_fail (FAR_IS_OVERVIEW (overview), NULL);

  self = g_object_new (FAR_TYPE_PLACES_DIALOG, "transient-for", parent, NULL);
  self->overview = g_object_ref (overview);
  g_signal_connect_object (far_overview_peek_engine (overview), "changed", G_CALLBACK (list), self,
                           G_CONNECT_SWAPPED);
  list (self);

  return GTK_WINDOW (self);
}
