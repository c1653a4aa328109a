/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-rota-dialog.h"

#include "far-chosen-days.h"
#include "far-compat.h"
#include "far-day-row.h"
#include "far-notice.h"
#include "far-roles-group.h"
#include "far-words-lines.h"
#include "far-words-rota.h"
#include "far-words.h"

#include <glib/gi18n.h>
#include <string.h>

#define DAYS_PER_WEEK 7
#define N_WEEKS_PROPOSED 12

struct _FarRotaDialog
{
  AdwWindow parent_instance;

  FarOverview *overview;     /* owned */
  GCancellable *cancellable; /* owned */
  FarRota *rota;             /* owned, nullable: that is changed */
  FarRotaDraft now;          /* what of it holds today; borrows of it */
  GCancellable *foreseeing;  /* owned, nullable: of the newest question */
  guint gone_row; /* of the combo: its line, if that is not on the list any more; 0: it is */

  FarNotice *notice; /* template children */
  AdwEntryRow *title_row;
  AdwEntryRow *place_row;
  AdwComboRow *line_row;
  GtkToggleButton *day_0;
  GtkToggleButton *day_1;
  GtkToggleButton *day_2;
  GtkToggleButton *day_3;
  GtkToggleButton *day_4;
  GtkToggleButton *day_5;
  GtkToggleButton *day_6;
  AdwEntryRow *time_row;
  GtkSpinButton *weeks_spin;
  FarDayRow *first_row;
  FarDayRow *last_row;
  AdwEntryRow *added_row;
  AdwEntryRow *dropped_row;
  AdwPreferencesGroup *from_group;
  GtkSwitch *from_switch;
  FarDayRow *from_row;
  GtkSpinButton *min_spin;
  GtkSpinButton *max_spin;
  FarRolesGroup *roles_group;
  GtkSwitch *holidays_switch;
  GtkButton *add_button;
  GtkButton *discard_button;
  GtkScrolledWindow *effect_scroller;
  GtkLabel *effect_label;
};

/* What is read out of the form. */
typedef struct
{
  FarRotaDraft draft; /* borrows of the form, and of what follows */
  GArray *added;      /* owned (element-type gint32) */
  GArray *dropped;
  GArray *chosen;   /* (nullable): the dates, where there are no others */
  GPtrArray *roles; /* owned (element-type FarRole) */
} Form;

static void
form_clear (Form *self)
{
  g_clear_pointer (&self->added, g_array_unref);
  g_clear_pointer (&self->dropped, g_array_unref);
  g_clear_pointer (&self->chosen, g_array_unref);
  g_clear_pointer (&self->roles, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Form, form_clear)

static void foresee (FarRotaDialog *self);

G_DEFINE_FINAL_TYPE (FarRotaDialog, far_rota_dialog, ADW_TYPE_WINDOW)

enum
{
  SIGNAL_ADDED,
  SIGNAL_CHANGED,
  SIGNAL_DISCARDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* The first row of the combo stands for none. */
static const FarLine *
peek_line (FarRotaDialog *self)
{
  GListModel *lines = far_overview_peek_lines (self->overview);
  guint selected = adw_combo_row_get_selected (self->line_row);
  g_autoptr(FarItem) item = NULL;

  if (selected == 0 || selected == self->gone_row || selected == GTK_INVALID_LIST_POSITION)
    return NULL;

  item = g_list_model_get_item (lines, selected - 1);

  return item != NULL ? far_item_peek_snapshot (item) : NULL;
}

static guint
get_weekdays (FarRotaDialog *self)
{
  GtkToggleButton *const days[DAYS_PER_WEEK] = {
    self->day_0, self->day_1, self->day_2, self->day_3, self->day_4, self->day_5, self->day_6,
  };
  guint weekdays = 0;

  for (guint i = 0; i < G_N_ELEMENTS (days); i++)
    if (gtk_toggle_button_get_active (days[i]))
      weekdays |= 1u << i;

  return weekdays;
}

/* Marks the row that is at fault, or none, and says what is wrong with it. */
static void
blame (FarRotaDialog *self, GtkWidget *row, const GError *error)
{
  GtkWidget *const rows[] = {
    GTK_WIDGET (self->title_row), GTK_WIDGET (self->time_row),  GTK_WIDGET (self->first_row),
    GTK_WIDGET (self->last_row),  GTK_WIDGET (self->added_row), GTK_WIDGET (self->dropped_row),
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    gtk_widget_remove_css_class (rows[i], "error");

  if (error == NULL)
    {
      far_notice_clear (self->notice);
      return;
    }

  if (row != NULL)
    {
      gtk_widget_add_css_class (row, "error");
      gtk_widget_grab_focus (row);
    }
  far_notice_show_error (self->notice, error);
}

static void
changed_cb (FarRotaDialog *self)
{
  blame (self, NULL, NULL);
  foresee (self);
}

/* What the line says already need not be typed. */
static void
line_selected_cb (FarRotaDialog *self)
{
  const FarLine *line = peek_line (self);
  int first = -1;

  foresee (self);
  /* what a rota says that is there already is not said by its line */
  if (line == NULL || self->rota != NULL)
    return;

  for (guint i = 0; i < line->stops->len; i++)
    {
      const FarStop *stop = line->stops->pdata[i];

      if (stop->time_out >= 0 && (first < 0 || stop->time_out < first))
        first = stop->time_out;
    }

  if (gtk_editable_get_text (GTK_EDITABLE (self->title_row))[0] == '\0')
    gtk_editable_set_text (GTK_EDITABLE (self->title_row), line->name);
  if (first >= 0)
    {
      g_autofree char *time = far_time_format (first);

      gtk_editable_set_text (GTK_EDITABLE (self->time_row), time);
    }
}

static void
min_changed_cb (FarRotaDialog *self)
{
  double least = MAX (gtk_spin_button_get_value (self->min_spin), 1);

  if (gtk_spin_button_get_value (self->max_spin) < least)
    gtk_spin_button_set_value (self->max_spin, least);
  foresee (self);
}

static void
max_changed_cb (FarRotaDialog *self)
{
  double most = gtk_spin_button_get_value (self->max_spin);

  if (gtk_spin_button_get_value (self->min_spin) > most)
    gtk_spin_button_set_value (self->min_spin, most);
  foresee (self);
}

static void
added_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarRotaDialog) self = data;
  g_autoptr(GError) error = NULL;
  FarRota *rota;

  rota = far_engine_add_rota_finish (FAR_ENGINE (source), result, &error);
  if (self->overview == NULL)
    {
      g_clear_pointer (&rota, far_snapshot_unref);
      return;
    }

  gtk_widget_set_sensitive (GTK_WIDGET (self->add_button), TRUE);
  if (rota == NULL)
    {
      blame (self, NULL, error);
      return;
    }

  g_signal_emit (self, signals[SIGNAL_ADDED], 0, rota->title, (int)rota->first_day);
  gtk_window_close (GTK_WINDOW (self));
  far_snapshot_unref (rota);
}

/* "2026-09-09, 2026-09-12": in any order.  Returns: FALSE if one of them is no day */
static gboolean
read_days (AdwEntryRow *row, GArray *out)
{
  g_auto(GStrv) words = g_strsplit_set (gtk_editable_get_text (GTK_EDITABLE (row)), " ,;", -1);

  for (guint i = 0; words[i] != NULL; i++)
    {
      guint at = 0;
      gint32 day;

      if (words[i][0] == '\0')
        continue;
      if (!far_day_parse (words[i], &day))
        return FALSE;
      while (at < out->len && g_array_index (out, gint32, at) < day)
        at++;
      if (at == out->len || g_array_index (out, gint32, at) != day)
        g_array_insert_val (out, at, day);
    }

  return TRUE;
}

static void
show_days (AdwEntryRow *row, const gint32 *days, int n)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (int i = 0; i < n; i++)
    {
      g_autofree char *day = far_day_format (days[i]);

      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", day);
    }
  gtk_editable_set_text (GTK_EDITABLE (row), text->str);
}

static gboolean
read_form (FarRotaDialog *self, Form *form, GtkWidget **out_row, GError **error)
{
  g_autofree char *time = NULL;
  const FarLine *line = peek_line (self);
  FarRotaDraft *draft = &form->draft;

  form->added = g_array_new (FALSE, FALSE, sizeof (gint32));
  form->dropped = g_array_new (FALSE, FALSE, sizeof (gint32));
  form->roles = far_roles_group_dup_roles (self->roles_group);
  draft->roles = form->roles;
  draft->title = gtk_editable_get_text (GTK_EDITABLE (self->title_row));
  draft->place = gtk_editable_get_text (GTK_EDITABLE (self->place_row));
  if (self->gone_row != 0 && adw_combo_row_get_selected (self->line_row) == self->gone_row)
    draft->line = self->now.line;
  else
    draft->line = line != NULL ? line->id : NULL;
  draft->weekdays = get_weekdays (self);
  draft->every_n_weeks = gtk_spin_button_get_value_as_int (self->weeks_spin);
  draft->n_min = gtk_spin_button_get_value_as_int (self->min_spin);
  draft->n_max = gtk_spin_button_get_value_as_int (self->max_spin);
  draft->in_holidays = gtk_switch_get_active (self->holidays_switch);

  *out_row = GTK_WIDGET (self->title_row);
  if (draft->title[0] == '\0')
    {
      g_set_error_literal (error, FAR_SYNC_ERROR, FAR_SYNC_ERROR_NAME_EMPTY, "title");
      return FALSE;
    }

  *out_row = GTK_WIDGET (self->time_row);
  time = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->time_row))));
  if (!far_time_parse (time, &draft->at))
    {
      g_set_error_literal (error, FAR_SYNC_ERROR, FAR_SYNC_ERROR_TIME_INVALID, "time");
      return FALSE;
    }

  *out_row = GTK_WIDGET (self->first_row);
  if (!far_day_row_get_day (self->first_row, &draft->first_day))
    {
      g_set_error_literal (error, FAR_SYNC_ERROR, FAR_SYNC_ERROR_DATE_INVALID, "first day");
      return FALSE;
    }

  *out_row = GTK_WIDGET (self->last_row);
  if (!far_day_row_get_day (self->last_row, &draft->last_day) || draft->last_day < draft->first_day)
    {
      g_set_error_literal (error, FAR_SYNC_ERROR, FAR_SYNC_ERROR_DATE_INVALID, "last day");
      return FALSE;
    }

  *out_row = GTK_WIDGET (self->added_row);
  if (!read_days (self->added_row, form->added))
    {
      g_set_error_literal (error, FAR_SYNC_ERROR, FAR_SYNC_ERROR_DATE_INVALID, "added days");
      return FALSE;
    }

  *out_row = GTK_WIDGET (self->dropped_row);
  if (!read_days (self->dropped_row, form->dropped))
    {
      g_set_error_literal (error, FAR_SYNC_ERROR, FAR_SYNC_ERROR_DATE_INVALID, "dropped days");
      return FALSE;
    }

  *out_row = NULL;
  draft->added = (const gint32 *)(gconstpointer)form->added->data;
  draft->n_added = (int)form->added->len;
  draft->dropped = (const gint32 *)(gconstpointer)form->dropped->data;
  draft->n_dropped = (int)form->dropped->len;
  /* without a weekday it is on these dates alone */
  if (draft->weekdays == 0 && form->added->len > 0)
    {
      form->chosen = far_chosen_days_set (draft, form->added);
      return TRUE;
    }
  if (draft->weekdays == 0)
    {
      g_set_error_literal (error, FAR_SYNC_ERROR, FAR_SYNC_ERROR_DAYS_INVALID, "weekdays");
      return FALSE;
    }

  return TRUE;
}

/* -- changing what is there */

static gboolean
same_days (const gint32 *a, int n_a, const gint32 *b, int n_b)
{
  return n_a == n_b && (n_a == 0 || memcmp (a, b, (gsize)n_a * sizeof *a) == 0);
}

/* The fields in which the form says something else: what others change meanwhile stays. */
static guint
get_fields (const FarRotaDraft *now, const FarRotaDraft *draft)
{
  guint fields = 0;

  if (!g_str_equal (draft->title, now->title))
    fields |= FAR_ROTA_FIELD_TITLE;
  if (draft->weekdays != now->weekdays)
    fields |= FAR_ROTA_FIELD_WEEKDAYS;
  if (draft->every_n_weeks != now->every_n_weeks)
    fields |= FAR_ROTA_FIELD_EVERY;
  if (draft->first_day != now->first_day)
    fields |= FAR_ROTA_FIELD_FIRST;
  if (draft->last_day != now->last_day)
    fields |= FAR_ROTA_FIELD_LAST;
  if (draft->at != now->at)
    fields |= FAR_ROTA_FIELD_AT;
  if (draft->n_min != now->n_min)
    fields |= FAR_ROTA_FIELD_MIN;
  if (draft->n_max != now->n_max)
    fields |= FAR_ROTA_FIELD_MAX;
  if (g_strcmp0 (draft->line, now->line) != 0)
    fields |= FAR_ROTA_FIELD_LINE;
  if (!same_days (draft->added, draft->n_added, now->added, now->n_added))
    fields |= FAR_ROTA_FIELD_ADDED;
  if (!same_days (draft->dropped, draft->n_dropped, now->dropped, now->n_dropped))
    fields |= FAR_ROTA_FIELD_DROPPED;
  if (!draft->in_holidays != !now->in_holidays)
    fields |= FAR_ROTA_FIELD_HOLIDAYS;
  if (!g_str_equal (draft->place, now->place))
    fields |= FAR_ROTA_FIELD_PLACE;
  if (!far_roles_are_same (draft->roles, now->roles))
    fields |= FAR_ROTA_FIELD_ROLES;

  return fields;
}

/* What is different now, or from the day on that is said.  Returns: FALSE if that is none */
static gboolean
make_change (FarRotaDialog *self, const FarRotaDraft *draft, FarRotaChange *out)
{
  *out = (FarRotaChange){ .fields = get_fields (&self->now, draft), .draft = *draft };
  out->has_from = gtk_switch_get_active (self->from_switch);

  return !out->has_from || far_day_row_get_day (self->from_row, &out->from);
}

static void
show_effect (FarRotaDialog *self, const char *text)
{
  gtk_label_set_label (self->effect_label, text);
  gtk_widget_set_visible (GTK_WIDGET (self->effect_scroller), text[0] != '\0');
}

static void
foreseen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarRotaDialog) self = data;
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) lines = NULL;
  g_autofree char *text = NULL;
  FarForecast *forecast = far_engine_foresee_finish (FAR_ENGINE (source), result, &error);

  /* what is asked instead is on its way; what is wrong is said when it is to be done */
  if (self->overview != NULL && !far_engine_is_unwanted (result))
    {
      lines = forecast != NULL ? far_words_forecast (forecast) : NULL;
      text = lines != NULL ? g_strjoinv ("\n", lines) : g_strdup ("");
      show_effect (self, text);
    }
  g_clear_pointer (&forecast, far_snapshot_unref);
}

/* What the form would do if it were done now. */
static void
foresee (FarRotaDialog *self)
{
  g_auto(Form) form = { 0 };
  FarRotaChange change = { 0 };
  gboolean is_good;
  GtkWidget *row;

  if (self->rota == NULL || self->overview == NULL)
    return;

  g_cancellable_cancel (self->foreseeing);
  g_clear_object (&self->foreseeing);
  is_good = read_form (self, &form, &row, NULL) && make_change (self, &form.draft, &change);
  /* what is wrong is said to whoever presses it */
  gtk_widget_set_sensitive (GTK_WIDGET (self->add_button), change.fields != 0 || !is_good);
  if (change.fields == 0 || !is_good)
    {
      show_effect (self, "");
      return;
    }

  self->foreseeing = g_cancellable_new ();
  far_engine_foresee_async (far_overview_peek_engine (self->overview), self->rota->id, &change,
                            self->foreseeing, foreseen_cb, g_object_ref (self));
}

typedef struct
{
  FarRotaDialog *self; /* owned */
  guint fields;
} Changing;

static void
changed_rota_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Changing *changing = data;
  g_autoptr(FarRotaDialog) self = changing->self;
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;
  gboolean is_suggestion;
  FarRota *rota =
      far_engine_change_rota_finish (FAR_ENGINE (source), result, &is_suggestion, &error);

  if (self->overview != NULL && rota == NULL)
    {
      gtk_widget_set_sensitive (GTK_WIDGET (self->add_button), TRUE);
      blame (self, NULL, error);
    }
  else if (self->overview != NULL)
    {
      text = far_words_rota_changed (rota, is_suggestion);
      g_signal_emit (self, signals[SIGNAL_CHANGED], 0, text, is_suggestion ? 0u : changing->fields);
      gtk_window_close (GTK_WINDOW (self));
    }
  g_clear_pointer (&rota, far_snapshot_unref);
}

static void
change_rota (FarRotaDialog *self, const FarRotaDraft *draft)
{
  g_autoptr(GError) error = NULL;
  FarRotaChange change;
  Changing *changing;

  if (!make_change (self, draft, &change))
    {
      g_set_error_literal (&error, FAR_SYNC_ERROR, FAR_SYNC_ERROR_DATE_INVALID, "from day");
      gtk_widget_set_sensitive (GTK_WIDGET (self->add_button), TRUE);
      blame (self, GTK_WIDGET (self->from_row), error);
      return;
    }

  changing = g_new0 (Changing, 1);
  changing->self = g_object_ref (self);
  /* what is different later is brought back as a whole */
  changing->fields = change.fields | FAR_ROTA_FIELD_LATER | FAR_ROTA_FIELD_LATER_ROLES;
  if (change.has_from)
    changing->fields &=
        ~(FAR_ROTA_FIELD_WEEKDAYS | FAR_ROTA_FIELD_EVERY | FAR_ROTA_FIELD_AT | FAR_ROTA_FIELD_MIN |
          FAR_ROTA_FIELD_MAX | FAR_ROTA_FIELD_PLACE | FAR_ROTA_FIELD_ROLES);
  far_engine_change_rota_async (far_overview_peek_engine (self->overview), self->rota->id, &change,
                                self->cancellable, changed_rota_cb, changing);
}

static void
add_cb (FarRotaDialog *self)
{
  g_autoptr(GError) error = NULL;
  g_auto(Form) form = { 0 };
  GtkWidget *row = NULL;

  if (!read_form (self, &form, &row, &error))
    {
      blame (self, row, error);
      return;
    }

  blame (self, NULL, NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->add_button), FALSE);
  if (self->rota != NULL)
    change_rota (self, &form.draft);
  else
    far_engine_add_rota_async (far_overview_peek_engine (self->overview), &form.draft,
                               self->cancellable, added_cb, g_object_ref (self));
}

/* Not sooner: before a window is shown, libadwaita's content is not in it. */
static void
map_cb (FarRotaDialog *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->title_row));
}

/* ---- thinking better of a draft */

static void
discarded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarRotaDialog) self = data;
  g_autoptr(GError) error = NULL;
  g_autofree char *id = far_engine_set_draft_gone_finish (FAR_ENGINE (source), result, &error);
  g_autofree char *text = NULL;

  if (self->overview == NULL)
    return;
  if (id == NULL)
    {
      gtk_widget_set_sensitive (GTK_WIDGET (self->discard_button), TRUE);
      far_notice_show_error (self->notice, error);
      return;
    }

  /* Translators: %s is the title of a rota */
  text = g_strdup_printf (_ ("“%s” is discarded"), self->rota->title);
  g_signal_emit (self, signals[SIGNAL_DISCARDED], 0, text);
  gtk_window_close (GTK_WINDOW (self));
}

static void
discard_cb (FarRotaDialog *self)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->discard_button), FALSE);
  far_engine_set_draft_gone_async (far_overview_peek_engine (self->overview), self->rota->id, TRUE,
                                   self->cancellable, discarded_cb, g_object_ref (self));
}

static void
far_rota_dialog_dispose (GObject *object)
{
  FarRotaDialog *self = FAR_ROTA_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_cancellable_cancel (self->foreseeing);
  g_clear_object (&self->overview);

  G_OBJECT_CLASS (far_rota_dialog_parent_class)->dispose (object);
}

static void
far_rota_dialog_finalize (GObject *object)
{
  FarRotaDialog *self = FAR_ROTA_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->foreseeing);
  g_clear_pointer (&self->rota, far_snapshot_unref);

  G_OBJECT_CLASS (far_rota_dialog_parent_class)->finalize (object);
}

static void
far_rota_dialog_class_init (FarRotaDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = far_rota_dialog_dispose;
  object_class->finalize = far_rota_dialog_finalize;

  signals[SIGNAL_ADDED] =
      g_signal_new ("added", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_INT);
  signals[SIGNAL_CHANGED] =
      g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_UINT);
  signals[SIGNAL_DISCARDED] =
      g_signal_new ("discarded", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (FAR_TYPE_DAY_ROW);
  g_type_ensure (FAR_TYPE_NOTICE);
  g_type_ensure (FAR_TYPE_ROLES_GROUP);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-rota-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, FarRotaDialog, notice);
  gtk_widget_class_bind_template_child (widget_class, FarRotaDialog, title_row);
  gtk_widget_class_bind_template_child (widget_class, FarRotaDialog, place_row);
  gtk_widget_class_bind_template_child (widget_class, FarRotaDialog, line_row);
  gtk_widget_class_bind_template_child (widget_class, FarRotaDialog, day_0);
  gtk_widget_class_bind_template_child (widget_class, FarRotaDialog, day_1);
  gtk_widget_class_bind_template_child (widget_class, FarRotaDialog, day_2);
  gtk_widget_class_bind_template_child (widget_class, FarRotaDialog, day_3);
  gtk_widget_class_bind_template_child (widget_class, FarRotaDialog, day_4);
  gtk_widget_class_bind_template_child (widget_class, FarRotaDialog, day_5);
  gtk_widget_class_bind_template_child (widget_class, FarRotaDialog, day_6);
  gtk_widget_class_bind_template_child (widget_class, FarRotaDialog, time_row);
  gtk_widget_class_bind_template_child (widget_class, FarRotaDialog, weeks_spin);
  gtk_widget_class_bind_template_child (widget_class, FarRotaDialog, first_row);
  gtk_widget_class_bind_template_child (widget_class, FarRotaDialog, last_row);
  gtk_widget_class_bind_template_child (widget_class, FarRotaDialog, added_row);
  gtk_widget_class_bind_template_child (widget_class, FarRotaDialog, dropped_row);
  gtk_widget_class_bind_template_child (widget_class, FarRotaDialog, from_group);
  gtk_widget_class_bind_template_child (widget_class, FarRotaDialog, from_switch);
  gtk_widget_class_bind_template_child (widget_class, FarRotaDialog, from_row);
  gtk_widget_class_bind_template_child (widget_class, FarRotaDialog, min_spin);
  gtk_widget_class_bind_template_child (widget_class, FarRotaDialog, max_spin);
  gtk_widget_class_bind_template_child (widget_class, FarRotaDialog, roles_group);
  gtk_widget_class_bind_template_child (widget_class, FarRotaDialog, holidays_switch);
  gtk_widget_class_bind_template_child (widget_class, FarRotaDialog, add_button);
  gtk_widget_class_bind_template_child (widget_class, FarRotaDialog, discard_button);
  gtk_widget_class_bind_template_child (widget_class, FarRotaDialog, effect_scroller);
  gtk_widget_class_bind_template_child (widget_class, FarRotaDialog, effect_label);
  gtk_widget_class_bind_template_callback (widget_class, add_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, discard_cb);
  gtk_widget_class_bind_template_callback (widget_class, line_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, map_cb);
  gtk_widget_class_bind_template_callback (widget_class, max_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, min_changed_cb);
}

static void
far_rota_dialog_init (FarRotaDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  far_compat_wrap_buttons (GTK_WIDGET (self));
}

static guint
find_line (FarRotaDialog *self, const char *id)
{
  GListModel *lines = far_overview_peek_lines (self->overview);

  for (guint i = 0; i < g_list_model_get_n_items (lines); i++)
    {
      g_autoptr(FarItem) item = g_list_model_get_item (lines, i);

      if (g_str_equal (((const FarLine *)far_item_peek_snapshot (item))->id, id))
        return i + 1;
    }

  return 0;
}

/* @rota: (nullable): that is changed */
static void
list_lines (FarRotaDialog *self, const FarRota *rota)
{
  g_autoptr(GtkStringList) names = gtk_string_list_new (NULL);
  GListModel *lines = far_overview_peek_lines (self->overview);

  /* Translators: a rota that is not the walk of a line */
  gtk_string_list_append (names, _ ("No line"));
  for (guint i = 0; i < g_list_model_get_n_items (lines); i++)
    {
      g_autoptr(FarItem) item = g_list_model_get_item (lines, i);
      const FarLine *line = far_item_peek_snapshot (item);

      gtk_string_list_append (names, line->name);
    }
  /* one that is not on the list any more stays the rota's, unless somebody chooses another */
  self->gone_row = 0;
  if (rota != NULL && rota->line[0] != '\0' && find_line (self, rota->line) == 0)
    {
      self->gone_row = g_list_model_get_n_items (lines) + 1;
      gtk_string_list_append (names, far_words_line_walked (rota->line, ""));
    }
  adw_combo_row_set_model (self->line_row, G_LIST_MODEL (names));
}

GtkWindow *
far_rota_dialog_new (GtkWindow *parent, FarOverview *overview)
{
  const FarStatus *status;
  FarRotaDialog *self;

  g_return_val_if_fail (FAR_IS_OVERVIEW (overview), NULL);

  self = g_object_new (FAR_TYPE_ROTA_DIALOG, "transient-for", parent, NULL);
  self->overview = g_object_ref (overview);

  status = far_overview_peek_status (overview);
  if (status != NULL)
    {
      gint32 monday = status->today - far_day_get_weekday (status->today) + DAYS_PER_WEEK;

      far_roles_group_set_asks_for_trainings (self->roles_group,
                                              (status->uses & FAR_USES_SKILLS) != 0);
      far_day_row_set_day (self->first_row, monday);
      far_day_row_set_day (self->last_row, monday + N_WEEKS_PROPOSED * DAYS_PER_WEEK - 1);
    }

  list_lines (self, NULL);
  adw_combo_row_set_selected (self->line_row,
                              g_list_model_get_n_items (far_overview_peek_lines (overview)) > 0
                                  ? 1
                                  : 0);

  return GTK_WINDOW (self);
}

/* What of the rota holds on @day. */
static void
read_now (const FarRota *rota, gint32 day, FarRotaDraft *out)
{
  far_rota_dialog_read_rota (rota, out);
  for (guint i = 0; i < rota->later->len; i++)
    {
      const FarRotaLater *later = rota->later->pdata[i];

      if (later->from > day)
        return;
      out->weekdays = later->weekdays != 0 ? later->weekdays : out->weekdays;
      out->every_n_weeks = later->every_n_weeks != 0 ? later->every_n_weeks : out->every_n_weeks;
      out->at = later->at >= 0 ? later->at : out->at;
      out->n_min = later->n_min >= 0 ? later->n_min : out->n_min;
      out->n_max = later->n_max >= 0 ? later->n_max : out->n_max;
      out->place = later->place != NULL ? later->place : out->place;
      out->roles = later->roles != NULL ? later->roles : out->roles;
    }
}

static void
fill_form (FarRotaDialog *self, const FarRotaDraft *rota)
{
  GtkToggleButton *const days[DAYS_PER_WEEK] = {
    self->day_0, self->day_1, self->day_2, self->day_3, self->day_4, self->day_5, self->day_6,
  };
  g_autofree char *time = far_time_format (rota->at);

  gtk_editable_set_text (GTK_EDITABLE (self->title_row), rota->title);
  gtk_editable_set_text (GTK_EDITABLE (self->time_row), time);
  gtk_editable_set_text (GTK_EDITABLE (self->place_row), rota->place);
  for (guint i = 0; i < G_N_ELEMENTS (days); i++)
    gtk_toggle_button_set_active (days[i], (rota->weekdays & 1u << i) != 0);
  gtk_spin_button_set_value (self->weeks_spin, rota->every_n_weeks);
  gtk_spin_button_set_value (self->max_spin, rota->n_max);
  gtk_spin_button_set_value (self->min_spin, rota->n_min);
  far_roles_group_set_roles (self->roles_group, rota->roles);
  gtk_switch_set_active (self->holidays_switch, rota->in_holidays);
  far_day_row_set_day (self->first_row, rota->first_day);
  far_day_row_set_day (self->last_row, rota->last_day);
  show_days (self->added_row, rota->added, rota->n_added);
  show_days (self->dropped_row, rota->dropped, rota->n_dropped);
  if (self->gone_row != 0)
    adw_combo_row_set_selected (self->line_row, self->gone_row);
  else
    adw_combo_row_set_selected (self->line_row,
                                rota->line != NULL ? find_line (self, rota->line) : 0);
}

GtkWindow *
far_rota_dialog_new_for (GtkWindow *parent, FarOverview *overview, const FarRota *rota)
{
  const FarStatus *status;
  FarRotaDialog *self;
  gint32 today;

  g_return_val_if_fail (FAR_IS_OVERVIEW (overview), NULL);
  g_return_val_if_fail (rota != NULL, NULL);

  self = g_object_new (FAR_TYPE_ROTA_DIALOG, "transient-for", parent, "title", _ ("Change a Rota"),
                       NULL);
  self->overview = g_object_ref (overview);
  gtk_button_set_label (self->add_button, _ ("_Change"));
  status = far_overview_peek_status (overview);
  today = status != NULL ? status->today : rota->first_day;
  list_lines (self, rota);
  self->rota = far_snapshot_ref (rota);
  read_now (self->rota, MAX (today, rota->first_day), &self->now);
  fill_form (self, &self->now);
  far_day_row_set_day (self->from_row, CLAMP (today + 1, rota->first_day, rota->last_day));
  gtk_widget_set_visible (GTK_WIDGET (self->from_group), TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->discard_button), rota->state == FAR_ROTA_DRAFT);
  foresee (self);

  return GTK_WINDOW (self);
}

const FarRota *
far_rota_dialog_peek_rota (FarRotaDialog *self)
{
  g_return_val_if_fail (FAR_IS_ROTA_DIALOG (self), NULL);

  return self->rota;
}

void
far_rota_dialog_read_rota (const FarRota *rota, FarRotaDraft *out)
{
  *out = (FarRotaDraft){
    .title = rota->title,
    .weekdays = rota->weekdays,
    .every_n_weeks = rota->every_n_weeks,
    .first_day = rota->first_day,
    .last_day = rota->last_day,
    .at = rota->at,
    .n_min = rota->n_min,
    .n_max = rota->n_max,
    .line = rota->line[0] != '\0' ? rota->line : NULL,
    .in_holidays = rota->in_holidays,
    .added = rota->added,
    .n_added = rota->n_added,
    .dropped = rota->dropped,
    .n_dropped = rota->n_dropped,
    .place = rota->place,
    .later = rota->later,
    .roles = rota->roles,
  };
}
