/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-date-dialog.h"

#include "far-compat.h"
#include "far-notice.h"
#include "far-roles-group.h"
#include "far-text.h"
#include "far-words-rota.h"
#include "far-words.h"

#include <glib/gi18n.h>

struct _FarDateDialog
{
  AdwWindow parent_instance;

  FarEngine *engine;         /* owned, nullable: while it is open */
  GCancellable *cancellable; /* owned */
  GCancellable *foreseeing;  /* owned, nullable: of what is asked for at the moment */
  FarOuting *outing;         /* owned */

  FarNotice *notice; /* template children */
  GtkLabel *day_label;
  AdwEntryRow *time_row;
  AdwEntryRow *place_row;
  GtkSpinButton *min_spin;
  GtkSpinButton *max_spin;
  AdwEntryRow *remark_row;
  FarRolesGroup *roles_group;
  GtkLabel *promised_label;
  GtkLabel *effect_label;
  GtkButton *change_button;
};

G_DEFINE_FINAL_TYPE (FarDateDialog, far_date_dialog, ADW_TYPE_WINDOW)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* @at: (out): minutes of day.  Returns: FALSE if what is typed is none */
static gboolean
read_time (FarDateDialog *self, int *at)
{
  g_autofree char *time =
      g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->time_row))));

  return far_time_parse (time, at);
}

/* Who comes. */
static void
show_promised (FarDateDialog *self)
{
  const FarOuting *outing = self->outing;
  g_autoptr(GPtrArray) names = g_ptr_array_new ();
  g_autofree char *people = NULL;
  g_autofree char *text = NULL;

  for (guint i = 0; i < outing->turns->len; i++)
    {
      const FarTurn *turn = outing->turns->pdata[i];

      if (turn->rank > 0)
        g_ptr_array_add (names, (gpointer)turn->member_name);
    }
  g_ptr_array_add (names, NULL);
  people = far_words_people ((const char *const *)names->pdata);

  if (people != NULL)
    /* Translators: %s is one or several names */
    text = g_strdup_printf (_ ("Promised by %s."), people);
  gtk_label_set_label (self->promised_label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->promised_label), text != NULL);
}

static void
blame (FarDateDialog *self, const GError *error)
{
  if (g_error_matches (error, FAR_SYNC_ERROR, FAR_SYNC_ERROR_TIME_INVALID))
    {
      gtk_widget_add_css_class (GTK_WIDGET (self->time_row), "error");
      gtk_widget_grab_focus (GTK_WIDGET (self->time_row));
    }
  far_notice_show_error (self->notice, error);
}

/* ---- what the form says */

/* What is as on the other days is left to the rota, which may change.
 * @roles: (out) (transfer full): what the change borrows.  Returns: FALSE if the time is none */
static gboolean
read_form (FarDateDialog *self, FarOutingChange *out, GPtrArray **roles)
{
  const FarOuting *outing = self->outing;
  const char *place = gtk_editable_get_text (GTK_EDITABLE (self->place_row));
  int n_min = gtk_spin_button_get_value_as_int (self->min_spin);
  int n_max = gtk_spin_button_get_value_as_int (self->max_spin);

  *roles = far_roles_group_dup_roles (self->roles_group);
  *out = (FarOutingChange){
    .fields = FAR_DATE_FIELDS,
    .n_min = n_min != outing->usual_min ? n_min : -1,
    .n_max = n_max != outing->usual_max ? n_max : -1,
    .place = g_str_equal (place, outing->usual_place) ? NULL : place,
    .roles = far_roles_are_same (*roles, outing->usual_roles) ? NULL : *roles,
    .remark = gtk_editable_get_text (GTK_EDITABLE (self->remark_row)),
  };
  if (!read_time (self, &out->at))
    return FALSE;
  if (out->at == outing->usual_at)
    out->at = -1;

  return TRUE;
}

static void
show_effect (FarDateDialog *self, const char *text)
{
  gtk_label_set_label (self->effect_label, text);
  gtk_widget_set_visible (GTK_WIDGET (self->effect_label), text[0] != '\0');
}

static void
foreseen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarDateDialog) self = data;
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) lines = NULL;
  g_autofree char *text = NULL;
  FarForecast *forecast = far_engine_foresee_outing_finish (FAR_ENGINE (source), result, &error);

  /* what is asked instead is on its way; what is wrong is said when it is to be done */
  if (self->engine != NULL && !far_engine_is_unwanted (result))
    {
      lines = forecast != NULL ? far_words_date_forecast (forecast) : NULL;
      text = lines != NULL ? g_strjoinv ("\n", lines) : g_strdup ("");
      show_effect (self, text);
    }
  g_clear_pointer (&forecast, far_snapshot_unref);
}

/* What the form would do if it were done now. */
static void
foresee (FarDateDialog *self)
{
  g_autoptr(GPtrArray) roles = NULL;
  FarOutingChange change;

  if (self->engine == NULL || self->outing == NULL)
    return;

  g_cancellable_cancel (self->foreseeing);
  g_clear_object (&self->foreseeing);
  if (!read_form (self, &change, &roles))
    {
      show_effect (self, "");
      return;
    }

  self->foreseeing = g_cancellable_new ();
  far_engine_foresee_outing_async (self->engine, self->outing->rota, self->outing->day, &change,
                                   self->foreseeing, foreseen_cb, g_object_ref (self));
}

static void
edited_cb (FarDateDialog *self)
{
  gtk_widget_remove_css_class (GTK_WIDGET (self->time_row), "error");
  far_notice_clear (self->notice);
  foresee (self);
}

static void
min_changed_cb (FarDateDialog *self)
{
  double least = MAX (gtk_spin_button_get_value (self->min_spin), 1);

  if (gtk_spin_button_get_value (self->max_spin) < least)
    gtk_spin_button_set_value (self->max_spin, least);
  foresee (self);
}

static void
max_changed_cb (FarDateDialog *self)
{
  double most = gtk_spin_button_get_value (self->max_spin);

  if (gtk_spin_button_get_value (self->min_spin) > most)
    gtk_spin_button_set_value (self->min_spin, most);
  foresee (self);
}

static void
fill_form (FarDateDialog *self, int at, const char *place, int n_min, int n_max, GPtrArray *roles)
{
  g_autofree char *time = far_time_format (at);

  gtk_editable_set_text (GTK_EDITABLE (self->time_row), time);
  gtk_editable_set_text (GTK_EDITABLE (self->place_row), place);
  gtk_spin_button_set_value (self->max_spin, n_max);
  gtk_spin_button_set_value (self->min_spin, n_min);
  gtk_spin_button_set_value (self->max_spin, n_max);
  far_roles_group_set_roles (self->roles_group, roles);
}

static void
usual_cb (FarDateDialog *self)
{
  const FarOuting *outing = self->outing;

  fill_form (self, outing->usual_at, outing->usual_place, outing->usual_min, outing->usual_max,
             outing->usual_roles);
  foresee (self);
}

static void
changed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarDateDialog) self = data;
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;
  gboolean is_suggestion;
  FarOuting *outing =
      far_engine_change_outing_finish (FAR_ENGINE (source), result, &is_suggestion, &error);

  if (self->engine != NULL && outing == NULL)
    {
      gtk_widget_set_sensitive (GTK_WIDGET (self->change_button), TRUE);
      blame (self, error);
    }
  else if (self->engine != NULL)
    {
      text = far_words_date_changed (outing, is_suggestion);
      g_signal_emit (self, signals[SIGNAL_CHANGED], 0, text, is_suggestion);
      gtk_window_close (GTK_WINDOW (self));
    }
  g_clear_pointer (&outing, far_snapshot_unref);
}

static void
change_cb (FarDateDialog *self)
{
  const FarOuting *outing = self->outing;
  g_autoptr(GPtrArray) roles = NULL;
  g_autoptr(GError) error = NULL;
  FarOutingChange change;

  if (!read_form (self, &change, &roles))
    {
      g_set_error_literal (&error, FAR_SYNC_ERROR, FAR_SYNC_ERROR_TIME_INVALID, "time");
      blame (self, error);
      return;
    }

  gtk_widget_set_sensitive (GTK_WIDGET (self->change_button), FALSE);
  far_engine_change_outing_async (self->engine, outing->rota, outing->day, &change,
                                  self->cancellable, changed_cb, g_object_ref (self));
}

/* It is another form, of the window below. */
static void
call_off_cb (FarDateDialog *self)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));
  g_autofree char *rota = g_strdup (self->outing->rota);
  gint32 day = self->outing->day;

  gtk_window_close (GTK_WINDOW (self));
  if (parent != NULL)
    gtk_widget_activate_action (GTK_WIDGET (parent), "win.call-off-outing", "(si)", rota, day);
}

/* Not sooner: before a window is shown, libadwaita's content is not in it. */
static void
map_cb (FarDateDialog *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->time_row));
}

static void
far_date_dialog_dispose (GObject *object)
{
  FarDateDialog *self = FAR_DATE_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_cancellable_cancel (self->foreseeing);
  g_clear_object (&self->engine);

  G_OBJECT_CLASS (far_date_dialog_parent_class)->dispose (object);
}

static void
far_date_dialog_finalize (GObject *object)
{
  FarDateDialog *self = FAR_DATE_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->foreseeing);
  g_clear_pointer (&self->outing, far_snapshot_unref);

  G_OBJECT_CLASS (far_date_dialog_parent_class)->finalize (object);
}

static void
far_date_dialog_class_init (FarDateDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = far_date_dialog_dispose;
  object_class->finalize = far_date_dialog_finalize;

  signals[SIGNAL_CHANGED] =
      g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_BOOLEAN);

  g_type_ensure (FAR_TYPE_NOTICE);
  g_type_ensure (FAR_TYPE_ROLES_GROUP);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-date-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, FarDateDialog, notice);
  gtk_widget_class_bind_template_child (widget_class, FarDateDialog, day_label);
  gtk_widget_class_bind_template_child (widget_class, FarDateDialog, time_row);
  gtk_widget_class_bind_template_child (widget_class, FarDateDialog, place_row);
  gtk_widget_class_bind_template_child (widget_class, FarDateDialog, min_spin);
  gtk_widget_class_bind_template_child (widget_class, FarDateDialog, max_spin);
  gtk_widget_class_bind_template_child (widget_class, FarDateDialog, remark_row);
  gtk_widget_class_bind_template_child (widget_class, FarDateDialog, roles_group);
  gtk_widget_class_bind_template_child (widget_class, FarDateDialog, promised_label);
  gtk_widget_class_bind_template_child (widget_class, FarDateDialog, effect_label);
  gtk_widget_class_bind_template_child (widget_class, FarDateDialog, change_button);
  gtk_widget_class_bind_template_callback (widget_class, call_off_cb);
  gtk_widget_class_bind_template_callback (widget_class, change_cb);
  gtk_widget_class_bind_template_callback (widget_class, edited_cb);
  gtk_widget_class_bind_template_callback (widget_class, map_cb);
  gtk_widget_class_bind_template_callback (widget_class, max_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, min_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, usual_cb);
}

static void
far_date_dialog_init (FarDateDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  far_compat_wrap_buttons (GTK_WIDGET (self));
}

GtkWindow *
far_date_dialog_new (GtkWindow *parent, FarOverview *overview, const FarOuting *outing)
{
  const FarStatus *status;
  FarDateDialog *self;
  g_autofree char *words = NULL;
  g_autofree char *day = NULL;
  g_autofree char *name = NULL;

  g_return_val_if_fail (FAR_IS_OVERVIEW (overview), NULL);
  g_return_val_if_fail (outing != NULL, NULL);

  self = g_object_new (FAR_TYPE_DATE_DIALOG, "transient-for", parent, NULL);
  self->engine = g_object_ref (far_overview_peek_engine (overview));
  status = far_overview_peek_status (overview);
  far_roles_group_set_asks_for_trainings (self->roles_group,
                                          status != NULL && (status->uses & FAR_USES_SKILLS) != 0);
  self->outing = far_snapshot_ref (outing);
  words = far_words_day (outing->day);
  day = far_text_capitalize (words);
  /* Translators: a day, and the title of a rota */
  name = g_strdup_printf (C_ ("outing", "%1$s, %2$s"), day, outing->title);
  gtk_label_set_label (self->day_label, name);
  /* what is said, and not what the children take */
  fill_form (self, outing->at, outing->place,
             outing->own_min >= 0 ? outing->own_min : outing->usual_min,
             outing->own_max >= 0 ? outing->own_max : outing->usual_max,
             outing->own_roles != NULL ? outing->own_roles : outing->usual_roles);
  gtk_editable_set_text (GTK_EDITABLE (self->remark_row), outing->remark);
  show_promised (self);
  foresee (self);

  return GTK_WINDOW (self);
}

const FarOuting *
far_date_dialog_peek_outing (FarDateDialog *self)
{
  g_return_val_if_fail (FAR_IS_DATE_DIALOG (self), NULL);

  return self->outing;
}
