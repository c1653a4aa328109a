/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What people can do: said, changed, taken off the list, and looked at by somebody else. */

#include "far-window-private.h"

#include "far-last.h"
#include "far-skill-dialog.h"

#include <glib/gi18n.h>

static const FarSkill *
find_skill (FarWindow *self, const char *id)
{
  GListModel *skills = far_overview_peek_skill_list (self->overview);

  for (guint i = 0; i < g_list_model_get_n_items (skills); i++)
    {
      g_autoptr(FarItem) item = g_list_model_get_item (skills, i);
      const FarSkill *skill = far_item_peek_snapshot (item);

      if (g_str_equal (skill->id, id))
        return skill;
    }

  return NULL;
}

static void
said_cb (FarWindow *self, const char *id, gboolean is_new)
{
  if (is_new)
    _far_window_add_undo_toast (self, _ ("Everybody will see it"), "win.drop-skill",
                                g_variant_new ("(sb)", id, TRUE));
  else
    _far_window_add_toast (self, _ ("It is changed"));
}

/* @skill: (nullable) */
static void
show_dialog (FarWindow *self, const FarSkill *skill, FarSkillSort sort)
{
  GtkWindow *dialog = far_skill_dialog_new (GTK_WINDOW (self), self->overview, skill, sort);

  g_signal_connect_object (dialog, "done", G_CALLBACK (said_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (dialog);
}

void
_far_window_add_skill_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  show_dialog (FAR_WINDOW (widget), NULL, (FarSkillSort)g_variant_get_int32 (parameter));
}

void
_far_window_edit_skill_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);
  const FarSkill *skill = find_skill (self, g_variant_get_string (parameter, NULL));

  if (skill != NULL)
    show_dialog (self, skill, skill->sort);
}

/* ---- what is undone with one click */

typedef struct
{
  FarWindow *self; /* owned */
  char *skill;     /* owned */
  gboolean is_so;
} SkillAct;

static SkillAct *
skill_act_new (GtkWidget *widget, GVariant *parameter)
{
  SkillAct *act = g_new0 (SkillAct, 1);

  act->self = g_object_ref (FAR_WINDOW (widget));
  g_variant_get (parameter, "(sb)", &act->skill, &act->is_so);

  return act;
}

/* @id: (transfer full) (nullable): NULL with @error */
static void
skill_act_end (SkillAct *act, char *id, const GError *error, const char *text, const char *undo)
{
  if (act->self->overview != NULL && id == NULL)
    far_notice_show_error (act->self->notice, error);
  else if (act->self->overview != NULL)
    _far_window_add_undo_toast (act->self, text, undo,
                                g_variant_new ("(sb)", act->skill, !act->is_so));
  g_free (id);
  g_object_unref (act->self);
  g_free (act->skill);
  g_free (act);
}

static void
dropped_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  SkillAct *act = data;
  g_autoptr(GError) error = NULL;
  char *id = far_engine_change_skill_finish (FAR_ENGINE (source), result, &error);

  skill_act_end (act, id, error,
                 act->is_so ? _ ("It is taken off the list") : _ ("It is on the list again"),
                 "win.drop-skill");
}

void
_far_window_drop_skill_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  SkillAct *act = skill_act_new (widget, parameter);
  FarSkillEdit edit = FAR_SKILL_EDIT_NONE;

  edit.gone = act->is_so;
  far_engine_change_skill_async (act->self->engine, act->skill, &edit, NULL, dropped_cb, act);
}

static void
attested_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  SkillAct *act = data;
  g_autoptr(GError) error = NULL;
  char *id = far_engine_attest_skill_finish (FAR_ENGINE (source), result, &error);

  skill_act_end (act, id, error,
                 act->is_so ? _ ("Everybody will see that you have seen it")
                            : _ ("That you have seen it is taken back"),
                 "win.attest-skill");
}

void
_far_window_attest_skill_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  SkillAct *act = skill_act_new (widget, parameter);

  far_engine_attest_skill_async (act->self->engine, act->skill, act->is_so, NULL, attested_cb, act);
}

void
_far_window_note_skill_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);

  far_last_note (self->home, g_variant_get_string (parameter, NULL));
  g_object_notify (G_OBJECT (self->overview), "skills");
}
