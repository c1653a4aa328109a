/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-available-dialog.h"

#include "far-compat.h"
#include "far-notice.h"
#include "far-text.h"
#include "far-words-plan.h"
#include "far-words.h"

#include <glib/gi18n.h>

#define DAYS_PER_WEEK 7

/* Positions in the rows of weekdays. */
enum
{
  CAN,
  RATHER,
  CANNOT,
};

struct _FarAvailableDialog
{
  AdwWindow parent_instance;

  FarOverview *overview;     /* owned, NULL once it is closed */
  GCancellable *cancellable; /* owned */
  GPtrArray *all;            /* owned (element-type FarAvailability), nullable: whom I speak for */
  GPtrArray *rotas;    /* owned (element-type utf8): ids, "" first; as the rows of the combo */
  GArray *weeks;       /* owned (element-type FarAvailable): as it is to be; borrows of rotas
                        * and all */
  GArray *away;        /* owned (element-type FarAway): the same */
  GVariant *before;    /* owned, nullable: what is being replaced */
  gboolean is_filling; /* rows are set, and not by anybody */
  GtkWidget *days[DAYS_PER_WEEK]; /* unowned: AdwComboRow, Monday first */

  FarNotice *notice; /* template children */
  AdwComboRow *whose_row;
  AdwPreferencesGroup *whose_group;
  AdwPreferencesGroup *days_group;
  AdwComboRow *rota_row;
  GtkButton *forget_button;
  GtkListBox *away_list;
  AdwEntryRow *first_row;
  AdwEntryRow *last_row;
  GtkButton *away_button;
  GtkSpinButton *turns_spin;
  AdwComboRow *per_row;
  GtkButton *cancel_button;
  GtkButton *save_button;
};

G_DEFINE_FINAL_TYPE (FarAvailableDialog, far_available_dialog, ADW_TYPE_WINDOW)

enum
{
  SIGNAL_SAVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void show_away (FarAvailableDialog *self);

/* ---- weekdays */

static const FarAvailability *
get_said (FarAvailableDialog *self)
{
  guint selected = adw_combo_row_get_selected (self->whose_row);

  return self->all != NULL && selected < self->all->len ? self->all->pdata[selected] : NULL;
}

static const char *
get_rota (FarAvailableDialog *self)
{
  guint selected = adw_combo_row_get_selected (self->rota_row);

  return selected < self->rotas->len ? self->rotas->pdata[selected] : "";
}

/* (nullable): what is said of just that rota */
static FarAvailable *
find_week (FarAvailableDialog *self, const char *rota)
{
  for (guint i = 0; i < self->weeks->len; i++)
    {
      FarAvailable *week = &g_array_index (self->weeks, FarAvailable, i);

      if (g_str_equal (week->rota, rota))
        return week;
    }

  return NULL;
}

static void
show_days (FarAvailableDialog *self)
{
  const char *rota = get_rota (self);
  const FarAvailable *own = find_week (self, rota);
  const FarAvailable *week = own != NULL ? own : find_week (self, "");

  self->is_filling = TRUE;
  for (guint i = 0; i < DAYS_PER_WEEK; i++)
    {
      guint place = CAN;

      if (week != NULL && (week->cannot & 1u << i) != 0)
        place = CANNOT;
      else if (week != NULL && (week->rather & 1u << i) != 0)
        place = RATHER;
      adw_combo_row_set_selected (ADW_COMBO_ROW (self->days[i]), place);
    }
  self->is_filling = FALSE;
  gtk_widget_set_visible (GTK_WIDGET (self->forget_button), own != NULL);
}

static void
day_changed_cb (FarAvailableDialog *self)
{
  FarAvailable *week = find_week (self, get_rota (self));
  FarAvailable added = { .rota = get_rota (self), .rota_title = "" };

  if (self->is_filling)
    return;
  if (week == NULL)
    {
      g_array_append_val (self->weeks, added);
      week = &g_array_index (self->weeks, FarAvailable, self->weeks->len - 1);
    }

  week->cannot = 0;
  week->rather = 0;
  for (guint i = 0; i < DAYS_PER_WEEK; i++)
    switch (adw_combo_row_get_selected (ADW_COMBO_ROW (self->days[i])))
      {
      case CANNOT:
        week->cannot |= 1u << i;
        break;
      case RATHER:
        week->rather |= 1u << i;
        break;
      default:
        break;
      }
  gtk_widget_set_visible (GTK_WIDGET (self->forget_button), TRUE);
}

static void
rota_changed_cb (FarAvailableDialog *self)
{
  if (!self->is_filling)
    show_days (self);
}

static void
forget_cb (FarAvailableDialog *self)
{
  const FarAvailable *week = find_week (self, get_rota (self));

  if (week != NULL)
    g_array_remove_index (self->weeks, (guint)(week - (FarAvailable *)(gpointer)self->weeks->data));
  show_days (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->rota_row));
}

static void
add_days (FarAvailableDialog *self)
{
  for (guint i = 0; i < DAYS_PER_WEEK; i++)
    {
      g_autofree char *day = far_words_weekdays (1u << i);
      g_autofree char *title = far_text_capitalize (day);
      g_autoptr(GtkStringList) choices = gtk_string_list_new (NULL);

      /* Translators: of a weekday, when somebody is to take turns */
      gtk_string_list_append (choices, C_ ("availability", "I can"));
      /* Translators: of a weekday, when somebody is to take turns */
      gtk_string_list_append (choices, C_ ("availability", "Rather this day"));
      /* Translators: of a weekday, when somebody is to take turns */
      gtk_string_list_append (choices, C_ ("availability", "I cannot"));
      self->days[i] = g_object_new (ADW_TYPE_COMBO_ROW, "title", title, "model", choices,
                                    "use-subtitle", TRUE, NULL);
      g_signal_connect_swapped (self->days[i], "notify::selected", G_CALLBACK (day_changed_cb),
                                self);
      adw_preferences_group_add (self->days_group, self->days[i]);
    }
}

/* ---- days away */

static void
drop_away_cb (FarAvailableDialog *self, GtkButton *button)
{
  guint i = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "place"));

  if (i < self->away->len)
    g_array_remove_index (self->away, i);
  show_away (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->first_row));
}

static GtkWidget *
make_away_row (FarAvailableDialog *self, guint i)
{
  g_autofree char *words = far_words_away (&g_array_index (self->away, FarAway, i));
  g_autofree char *escaped = g_markup_escape_text (words, -1);
  /* Translators: on the button beside days that somebody is away; %s are the days */
  g_autofree char *name = g_strdup_printf (_ ("Take Back %s"), words);
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "title", escaped, NULL);
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data (G_OBJECT (button), "place", GUINT_TO_POINTER (i));
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (drop_away_cb), self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);

  return row;
}

static void
show_away (FarAvailableDialog *self)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->away_list, 0)) != NULL)
    gtk_list_box_remove (self->away_list, GTK_WIDGET (row));
  for (guint i = 0; i < self->away->len; i++)
    gtk_list_box_append (self->away_list, make_away_row (self, i));
  gtk_widget_set_visible (GTK_WIDGET (self->away_list), self->away->len > 0);
}

/* Returns: FALSE where what is typed are no days */
static gboolean
read_away (FarAvailableDialog *self, FarAway *out)
{
  g_autofree char *first =
      g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->first_row))));
  g_autofree char *last =
      g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->last_row))));

  *out = (FarAway){ .rota = "", .rota_title = "" };
  if (!far_day_parse (first, &out->first_day))
    return FALSE;
  out->last_day = out->first_day;

  return last[0] == '\0' ||
         (far_day_parse (last, &out->last_day) && out->last_day >= out->first_day);
}

static void
away_typed_cb (FarAvailableDialog *self)
{
  FarAway away;

  gtk_widget_set_sensitive (GTK_WIDGET (self->away_button), read_away (self, &away));
}

static void
add_away_cb (FarAvailableDialog *self)
{
  FarAway away;

  if (!read_away (self, &away))
    return;

  g_array_append_val (self->away, away);
  show_away (self);
  gtk_editable_set_text (GTK_EDITABLE (self->first_row), "");
  gtk_editable_set_text (GTK_EDITABLE (self->last_row), "");
  gtk_widget_grab_focus (GTK_WIDGET (self->first_row));
}

/* ---- all of it */

static void
fill (FarAvailableDialog *self)
{
  const FarAvailability *said = get_said (self);

  if (said == NULL)
    return;

  g_array_set_size (self->weeks, 0);
  g_array_set_size (self->away, 0);
  for (guint i = 0; i < said->weeks->len; i++)
    g_array_append_vals (self->weeks, said->weeks->pdata[i], 1);
  for (guint i = 0; i < said->away->len; i++)
    g_array_append_vals (self->away, said->away->pdata[i], 1);
  gtk_spin_button_set_value (self->turns_spin, said->n_turns);
  adw_combo_row_set_selected (self->per_row, said->per_season);
  show_days (self);
  show_away (self);
  gtk_widget_set_sensitive (GTK_WIDGET (self->save_button), TRUE);
}

static void
whose_changed_cb (FarAvailableDialog *self)
{
  if (!self->is_filling)
    fill (self);
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarAvailableDialog) self = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) all =
                 far_engine_availabilities_finish (FAR_ENGINE (source), result, &error);
  g_autoptr(GtkStringList) names = gtk_string_list_new (NULL);

  if (self->overview == NULL)
    return;
  if (all == NULL)
    {
      far_notice_show_error (self->notice, error);
      return;
    }

  for (guint i = 0; i < all->len;)
    {
      const FarAvailability *said = all->pdata[i];

      if (!said->is_mine)
        {
          g_ptr_array_remove_index (all, i);
          continue;
        }
      gtk_string_list_append (names, said->is_me ? _ ("You") : said->name);
      i++;
    }
  self->all = g_steal_pointer (&all);
  self->is_filling = TRUE;
  adw_combo_row_set_model (self->whose_row, G_LIST_MODEL (names));
  self->is_filling = FALSE;
  gtk_widget_set_visible (GTK_WIDGET (self->whose_group), self->all->len > 1);
  fill (self);
}

static void
fill_rotas (FarAvailableDialog *self)
{
  GListModel *rotas = far_overview_peek_rotas (self->overview);
  const FarStatus *status = far_overview_peek_status (self->overview);
  g_autoptr(GtkStringList) titles = gtk_string_list_new (NULL);

  /* Translators: of which rotas somebody says when they can take turns */
  gtk_string_list_append (titles, _ ("All of them"));
  g_ptr_array_add (self->rotas, g_strdup (""));
  for (guint i = 0; i < g_list_model_get_n_items (rotas); i++)
    {
      g_autoptr(FarItem) item = g_list_model_get_item (rotas, i);
      const FarRota *rota = far_item_peek_snapshot (item);

      if (status != NULL && rota->last_day < status->today)
        continue;
      gtk_string_list_append (titles, rota->title);
      g_ptr_array_add (self->rotas, g_strdup (rota->id));
    }
  self->is_filling = TRUE;
  adw_combo_row_set_model (self->rota_row, G_LIST_MODEL (titles));
  self->is_filling = FALSE;
}

static GVariant *
pack (const FarAvailability *said)
{
  GVariantBuilder weeks = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a(suu)"));
  GVariantBuilder away = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a(iis)"));

  for (guint i = 0; i < said->weeks->len; i++)
    {
      const FarAvailable *week = said->weeks->pdata[i];

      g_variant_builder_add (&weeks, "(suu)", week->rota, week->cannot, week->rather);
    }
  for (guint i = 0; i < said->away->len; i++)
    {
      const FarAway *one = said->away->pdata[i];

      g_variant_builder_add (&away, "(iis)", one->first_day, one->last_day, one->rota);
    }

  return g_variant_new (FAR_AVAILABLE_TYPE, said->person, &weeks, &away, said->n_turns,
                        said->per_season);
}

void
far_available_restore (FarEngine *engine,
                       GVariant *packed,
                       GAsyncReadyCallback callback,
                       gpointer data)
{
  g_autoptr(GPtrArray) weeks = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GPtrArray) away = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GVariantIter) weeks_iter = NULL;
  g_autoptr(GVariantIter) away_iter = NULL;
  FarAvailabilityEdit edit = { .weeks = weeks, .away = away };
  FarAvailable week = { .rota_title = "" };
  FarAway one = { .rota_title = "" };
  const char *person;

  g_variant_get (packed, "(&sa(suu)a(iis)ib)", &person, &weeks_iter, &away_iter, &edit.n_turns,
                 &edit.per_season);
  while (g_variant_iter_next (weeks_iter, "(&suu)", &week.rota, &week.cannot, &week.rather))
    g_ptr_array_add (weeks, g_memdup2 (&week, sizeof week));
  while (g_variant_iter_next (away_iter, "(ii&s)", &one.first_day, &one.last_day, &one.rota))
    g_ptr_array_add (away, g_memdup2 (&one, sizeof one));
  far_engine_set_availability_async (engine, person, &edit, NULL, callback, data);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarAvailableDialog) self = data;
  g_autoptr(GError) error = NULL;
  FarAvailability *said = far_engine_set_availability_finish (FAR_ENGINE (source), result, &error);
  gboolean good = said != NULL;

  g_clear_pointer (&said, far_snapshot_unref);
  if (self->overview == NULL)
    return;
  gtk_widget_set_sensitive (GTK_WIDGET (self->save_button), TRUE);
  if (!good)
    {
      far_notice_show_error (self->notice, error);
      return;
    }

  g_signal_emit (self, signals[SIGNAL_SAVED], 0, self->before);
  gtk_window_close (GTK_WINDOW (self));
}

static void
save_cb (FarAvailableDialog *self)
{
  const FarAvailability *said = get_said (self);
  g_autoptr(GPtrArray) weeks = g_ptr_array_new ();
  g_autoptr(GPtrArray) away = g_ptr_array_new ();
  FarAvailabilityEdit edit = {
    .weeks = weeks,
    .away = away,
    .n_turns = gtk_spin_button_get_value_as_int (self->turns_spin),
    .per_season = adw_combo_row_get_selected (self->per_row) != 0,
  };
  FarAway typed;

  if (said == NULL || !gtk_widget_get_sensitive (GTK_WIDGET (self->save_button)))
    return;

  /* what was typed and not added is meant too */
  if (read_away (self, &typed))
    add_away_cb (self);
  for (guint i = 0; i < self->weeks->len; i++)
    g_ptr_array_add (weeks, &g_array_index (self->weeks, FarAvailable, i));
  for (guint i = 0; i < self->away->len; i++)
    g_ptr_array_add (away, &g_array_index (self->away, FarAway, i));

  g_clear_pointer (&self->before, g_variant_unref);
  self->before = g_variant_ref_sink (pack (said));
  far_notice_clear (self->notice);
  gtk_widget_set_sensitive (GTK_WIDGET (self->save_button), FALSE);
  far_engine_set_availability_async (far_overview_peek_engine (self->overview), said->person, &edit,
                                     NULL, saved_cb, g_object_ref (self));
}

/* Not sooner: before a window is shown, libadwaita's content is not in it. */
static void
map_cb (FarAvailableDialog *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->rota_row));
}

static void
far_available_dialog_dispose (GObject *object)
{
  FarAvailableDialog *self = FAR_AVAILABLE_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->overview);

  G_OBJECT_CLASS (far_available_dialog_parent_class)->dispose (object);
}

static void
far_available_dialog_finalize (GObject *object)
{
  FarAvailableDialog *self = FAR_AVAILABLE_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->weeks, g_array_unref);
  g_clear_pointer (&self->away, g_array_unref);
  g_clear_pointer (&self->all, g_ptr_array_unref);
  g_clear_pointer (&self->rotas, g_ptr_array_unref);
  g_clear_pointer (&self->before, g_variant_unref);

  G_OBJECT_CLASS (far_available_dialog_parent_class)->finalize (object);
}

static void
far_available_dialog_class_init (FarAvailableDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = far_available_dialog_dispose;
  object_class->finalize = far_available_dialog_finalize;

  signals[SIGNAL_SAVED] = g_signal_new ("saved", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_VARIANT);

  g_type_ensure (FAR_TYPE_NOTICE);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-available-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, FarAvailableDialog, notice);
  gtk_widget_class_bind_template_child (widget_class, FarAvailableDialog, whose_row);
  gtk_widget_class_bind_template_child (widget_class, FarAvailableDialog, whose_group);
  gtk_widget_class_bind_template_child (widget_class, FarAvailableDialog, days_group);
  gtk_widget_class_bind_template_child (widget_class, FarAvailableDialog, rota_row);
  gtk_widget_class_bind_template_child (widget_class, FarAvailableDialog, forget_button);
  gtk_widget_class_bind_template_child (widget_class, FarAvailableDialog, away_list);
  gtk_widget_class_bind_template_child (widget_class, FarAvailableDialog, first_row);
  gtk_widget_class_bind_template_child (widget_class, FarAvailableDialog, last_row);
  gtk_widget_class_bind_template_child (widget_class, FarAvailableDialog, away_button);
  gtk_widget_class_bind_template_child (widget_class, FarAvailableDialog, turns_spin);
  gtk_widget_class_bind_template_child (widget_class, FarAvailableDialog, per_row);
  gtk_widget_class_bind_template_child (widget_class, FarAvailableDialog, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, FarAvailableDialog, save_button);
  gtk_widget_class_bind_template_callback (widget_class, add_away_cb);
  gtk_widget_class_bind_template_callback (widget_class, away_typed_cb);
  gtk_widget_class_bind_template_callback (widget_class, forget_cb);
  gtk_widget_class_bind_template_callback (widget_class, map_cb);
  gtk_widget_class_bind_template_callback (widget_class, rota_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_cb);
  gtk_widget_class_bind_template_callback (widget_class, whose_changed_cb);
}

static void
far_available_dialog_init (FarAvailableDialog *self)
{
  self->cancellable = g_cancellable_new ();
  self->rotas = g_ptr_array_new_with_free_func (g_free);
  self->weeks = g_array_new (FALSE, FALSE, sizeof (FarAvailable));
  self->away = g_array_new (FALSE, FALSE, sizeof (FarAway));
  self->is_filling = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  far_compat_wrap_buttons (GTK_WIDGET (self));
  far_compat_shorten_button (self->cancel_button);
  add_days (self);
  self->is_filling = FALSE;
}

GtkWindow *
far_available_dialog_new (GtkWindow *parent, FarOverview *overview)
{
  FarAvailableDialog *self;

  g_return_val_if_fail (FAR_IS_OVERVIEW (overview), NULL);

  self = g_object_new (FAR_TYPE_AVAILABLE_DIALOG, "transient-for", parent, NULL);
  self->overview = g_object_ref (overview);
  fill_rotas (self);
  far_engine_availabilities_async (far_overview_peek_engine (overview), self->cancellable,
                                   listed_cb, g_object_ref (self));

  return GTK_WINDOW (self);
}
