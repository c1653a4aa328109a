/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-skill-dialog.h"

#include "far-compat.h"
#include "far-day-row.h"
#include "far-notice.h"
#include "far-whose.h"

#include <glib/gi18n.h>

struct _FarSkillDialog
{
  AdwWindow parent_instance;

  FarOverview *overview;     /* owned, nullable: while it is open */
  GCancellable *cancellable; /* owned */
  FarSkill *skill;           /* owned, nullable: that is changed */
  FarSkillSort sort;

  FarNotice *notice; /* template children */
  AdwEntryRow *name_row;
  AdwEntryRow *note_row;
  FarDayRow *obtained_row;
  FarDayRow *expires_row;
  AdwActionRow *tandem_row;
  GtkSwitch *tandem_switch;
  AdwComboRow *person_row;
  GtkButton *done_button;
};

G_DEFINE_FINAL_TYPE (FarSkillDialog, far_skill_dialog, ADW_TYPE_WINDOW)

enum
{
  SIGNAL_DONE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* ---- what is wrong with it */

/* @row: (nullable) */
static void
blame (FarSkillDialog *self, gpointer row, const GError *error)
{
  if (row != NULL)
    {
      gtk_widget_add_css_class (row, "error");
      gtk_widget_grab_focus (row);
    }
  far_notice_show_error (self->notice, error);
}

static void
edited_cb (FarSkillDialog *self)
{
  gtk_widget_remove_css_class (GTK_WIDGET (self->name_row), "error");
  gtk_widget_remove_css_class (GTK_WIDGET (self->obtained_row), "error");
  gtk_widget_remove_css_class (GTK_WIDGET (self->expires_row), "error");
  far_notice_clear (self->notice);
}

/* ---- what the form says */

/* Empty is no day at all.  Says what is wrong itself. */
static gboolean
read_day (FarSkillDialog *self, FarDayRow *row, gboolean *out_has, gint32 *out)
{
  g_autofree char *text = far_compat_dup_typed (row);
  g_autoptr(GError) error = NULL;

  *out_has = *text != '\0';
  if (!*out_has || far_day_row_get_day (row, out))
    return TRUE;

  error = g_error_new_literal (FAR_SYNC_ERROR, FAR_SYNC_ERROR_DATE_INVALID, "day");
  blame (self, row, error);

  return FALSE;
}

static gboolean
read_form (FarSkillDialog *self, FarSkillEdit *edit)
{
  edit->sets_held = self->sort == FAR_SKILL_SORT_HELD;
  edit->is_shown = gtk_switch_get_active (self->tandem_switch);

  return read_day (self, self->obtained_row, &edit->has_obtained, &edit->obtained) &&
         read_day (self, self->expires_row, &edit->has_expires, &edit->expires);
}

static gpointer
find_blamed (FarSkillDialog *self, const GError *error)
{
  if (g_error_matches (error, FAR_SYNC_ERROR, FAR_SYNC_ERROR_PERIOD_INVALID))
    return self->expires_row;
  if (g_error_matches (error, FAR_SYNC_ERROR, FAR_SYNC_ERROR_NAME_EMPTY) ||
      g_error_matches (error, FAR_SYNC_ERROR, FAR_SYNC_ERROR_NAME_LONG))
    return self->name_row;

  return NULL;
}

static void
finish (FarSkillDialog *self, const char *id, const GError *error)
{
  if (self->overview == NULL)
    return;
  if (id != NULL)
    {
      g_signal_emit (self, signals[SIGNAL_DONE], 0, id, self->skill == NULL);
      gtk_window_close (GTK_WINDOW (self));
      return;
    }

  gtk_widget_set_sensitive (GTK_WIDGET (self->done_button), TRUE);
  blame (self, find_blamed (self, error), error);
}

static void
added_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarSkillDialog) self = data;
  g_autoptr(GError) error = NULL;
  g_autofree char *id = far_engine_add_skill_finish (FAR_ENGINE (source), result, &error);

  finish (self, id, error);
}

static void
changed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarSkillDialog) self = data;
  g_autoptr(GError) error = NULL;
  g_autofree char *id = far_engine_change_skill_finish (FAR_ENGINE (source), result, &error);

  finish (self, id, error);
}

static void
done_cb (FarSkillDialog *self)
{
  FarEngine *engine = far_overview_peek_engine (self->overview);
  g_autofree char *name = far_compat_dup_typed (self->name_row);
  g_autofree char *note = far_compat_dup_typed (self->note_row);
  FarSkillEdit edit = FAR_SKILL_EDIT_NONE;

  edited_cb (self);
  if (!read_form (self, &edit))
    return;
  edit.name = name;
  edit.note = note;

  gtk_widget_set_sensitive (GTK_WIDGET (self->done_button), FALSE);
  if (self->skill != NULL)
    far_engine_change_skill_async (engine, self->skill->id, &edit, self->cancellable, changed_cb,
                                   g_object_ref (self));
  else
    far_engine_add_skill_async (engine, self->sort, &edit, far_whose_get (self->person_row),
                                self->cancellable, added_cb, g_object_ref (self));
}

/* ---- what it begins with */

static void
fill_skill (FarSkillDialog *self)
{
  const FarSkill *skill = self->skill;

  gtk_editable_set_text (GTK_EDITABLE (self->name_row), skill->name);
  gtk_editable_set_text (GTK_EDITABLE (self->note_row), skill->note);
  if (skill->has_obtained)
    far_day_row_set_day (self->obtained_row, skill->obtained);
  if (skill->has_expires)
    far_day_row_set_day (self->expires_row, skill->expires);
  gtk_switch_set_active (self->tandem_switch, skill->is_shown);
  gtk_widget_set_visible (GTK_WIDGET (self->person_row), FALSE);
}

static const char *
get_title (FarSkillDialog *self)
{
  switch (self->sort)
    {
    case FAR_SKILL_SORT_WANTED:
      return _ ("I Would Like to Learn");
    case FAR_SKILL_SORT_HELD:
      return _ ("I Have a Training");
    case FAR_SKILL_SORT_OFFERED:
    default:
      return _ ("I Can Do");
    }
}

static void
fill (FarSkillDialog *self)
{
  gboolean is_held = self->sort == FAR_SKILL_SORT_HELD;

  gtk_window_set_title (GTK_WINDOW (self), get_title (self));
  gtk_widget_set_visible (GTK_WIDGET (self->obtained_row), is_held);
  gtk_widget_set_visible (GTK_WIDGET (self->expires_row), is_held);
  gtk_widget_set_visible (GTK_WIDGET (self->tandem_row), self->sort != FAR_SKILL_SORT_WANTED);
  /* whoever says that they can do something would mostly show it */
  gtk_switch_set_active (self->tandem_switch, self->sort == FAR_SKILL_SORT_OFFERED);
  far_whose_fill (self->person_row, self->overview);
  if (self->skill != NULL)
    fill_skill (self);
  gtk_button_set_label (self->done_button, self->skill != NULL ? _ ("_Change") : _ ("_Say So"));
}

/* Not sooner: before a window is shown, libadwaita's content is not in it. */
static void
map_cb (FarSkillDialog *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->name_row));
}

static void
far_skill_dialog_dispose (GObject *object)
{
  FarSkillDialog *self = FAR_SKILL_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->overview);

  G_OBJECT_CLASS (far_skill_dialog_parent_class)->dispose (object);
}

static void
far_skill_dialog_finalize (GObject *object)
{
  FarSkillDialog *self = FAR_SKILL_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->skill, far_snapshot_unref);

  G_OBJECT_CLASS (far_skill_dialog_parent_class)->finalize (object);
}

static void
far_skill_dialog_class_init (FarSkillDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = far_skill_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = far_skill_dialog_finalize;

  signals[SIGNAL_DONE] =
      g_signal_new ("done", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_BOOLEAN);

  g_type_ensure (FAR_TYPE_NOTICE);
  g_type_ensure (FAR_TYPE_DAY_ROW);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-skill-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, FarSkillDialog, notice);
  gtk_widget_class_bind_template_child (widget_class, FarSkillDialog, name_row);
  gtk_widget_class_bind_template_child (widget_class, FarSkillDialog, note_row);
  gtk_widget_class_bind_template_child (widget_class, FarSkillDialog, obtained_row);
  gtk_widget_class_bind_template_child (widget_class, FarSkillDialog, expires_row);
  gtk_widget_class_bind_template_child (widget_class, FarSkillDialog, tandem_row);
  gtk_widget_class_bind_template_child (widget_class, FarSkillDialog, tandem_switch);
  gtk_widget_class_bind_template_child (widget_class, FarSkillDialog, person_row);
  gtk_widget_class_bind_template_child (widget_class, FarSkillDialog, done_button);
  gtk_widget_class_bind_template_callback (widget_class, done_cb);
  gtk_widget_class_bind_template_callback (widget_class, edited_cb);
}

static void
far_skill_dialog_init (FarSkillDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  far_compat_wrap_buttons (GTK_WIDGET (self));
  g_signal_connect (self, "map", G_CALLBACK (map_cb), NULL);
}

GtkWindow *
far_skill_dialog_new (GtkWindow *parent,
                      FarOverview *overview,
                      const FarSkill *skill,
                      FarSkillSort sort)
{
  FarSkillDialog *self;

  g_return_val_if_fail (FAR_IS_OVERVIEW (overview), NULL);

  self = g_object_new (FAR_TYPE_SKILL_DIALOG, "transient-for", parent, NULL);
  self->overview = g_object_ref (overview);
  self->skill = skill != NULL ? far_snapshot_ref (skill) : NULL;
  self->sort = skill != NULL ? skill->sort : sort;
  fill (self);

  return GTK_WINDOW (self);
}
