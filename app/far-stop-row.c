/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-stop-row.h"

#include "far-compat.h"
#include "far-words-lines.h"
#include "far-words.h"

#include <glib/gi18n.h>

#define WALK_MOST 120

struct _FarStopRow
{
  AdwExpanderRow parent_instance;

  const FarStop *stop; /* unowned */
  const FarStop *next; /* unowned, nullable */

  /* what is inside is made when it is unfolded first: a line may have many stops */
  GtkSpinButton *walk_spin;             /* nullable */
  AdwComboRow *here_rows[FAR_ACCESS_N]; /* the same */
  AdwComboRow *way_rows[FAR_ACCESS_N];
};

G_DEFINE_FINAL_TYPE (FarStopRow, far_stop_row, ADW_TYPE_EXPANDER_ROW)

enum
{
  SIGNAL_EDITED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
edited_cb (FarStopRow *self)
{
  g_signal_emit (self, signals[SIGNAL_EDITED], 0);
}

/* 0 if it is not known. */
static int
get_walk (const FarStopRow *self)
{
  const FarStop *stop = self->stop;
  const FarStop *next = self->next;

  if (next == NULL)
    return 0;
  if (stop->time_out >= 0 && next->time_out > stop->time_out)
    return MIN (next->time_out - stop->time_out, WALK_MOST);
  if (next->time_back >= 0 && stop->time_back > next->time_back)
    return MIN (stop->time_back - next->time_back, WALK_MOST);

  return 0;
}

static void
add_walk (FarStopRow *self)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *spin = gtk_spin_button_new_with_range (0, WALK_MOST, 1);
  /* Translators: %s is a stop */
  g_autofree char *name = g_strdup_printf (_ ("Minutes to %s"), self->next->name);

  self->walk_spin = GTK_SPIN_BUTTON (spin);
  gtk_spin_button_set_value (self->walk_spin, get_walk (self));
  gtk_widget_set_valign (spin, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (spin), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect_swapped (spin, "value-changed", G_CALLBACK (edited_cb), self);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), spin);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), spin);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), row);
}

static AdwComboRow *
add_access (FarStopRow *self, FarAccessWhat what, const char *title, FarAccess level)
{
  GtkWidget *row = adw_combo_row_new ();
  g_autoptr(GtkStringList) words = gtk_string_list_new (NULL);

  for (FarAccess i = FAR_GETS_ON_UNKNOWN; i <= FAR_GETS_ON_NOT; i++)
    gtk_string_list_append (words, far_words_access (what, i));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_combo_row_set_use_subtitle (ADW_COMBO_ROW (row), TRUE);
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (words));
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), level);
  g_signal_connect_swapped (row, "notify::selected", G_CALLBACK (edited_cb), self);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), row);

  return ADW_COMBO_ROW (row);
}

static const char *
here_title (FarAccessWhat what)
{
  switch (what)
    {
    case FAR_ACCESS_OF_KERB:
      return _ ("Kerb at this stop");
    case FAR_ACCESS_OF_SLOPE:
      return _ ("Slope at this stop");
    case FAR_ACCESS_OF_WIDTH:
    default:
      return _ ("Width at this stop");
    }
}

static const char *
way_title (FarAccessWhat what)
{
  switch (what)
    {
    case FAR_ACCESS_OF_KERB:
      return _ ("Kerbs on the way from here");
    case FAR_ACCESS_OF_SLOPE:
      return _ ("Slope on the way from here");
    case FAR_ACCESS_OF_WIDTH:
    default:
      return _ ("Width of the way from here");
    }
}

static void
expanded_cb (FarStopRow *self)
{
  if (self->here_rows[0] != NULL || !adw_expander_row_get_expanded (ADW_EXPANDER_ROW (self)))
    return;

  if (self->next != NULL)
    add_walk (self);
  for (FarAccessWhat what = 0; what < FAR_ACCESS_N; what++)
    self->here_rows[what] = add_access (self, what, here_title (what), self->stop->here[what]);
  for (FarAccessWhat what = 0; what < FAR_ACCESS_N; what++)
    self->way_rows[what] = add_access (self, what, way_title (what), self->stop->way[what]);
}

static char *
describe (const FarStop *stop)
{
  g_autofree char *out = far_words_time (stop->time_out);
  g_autofree char *back = far_words_time (stop->time_back);

  if (stop->time_back < 0)
    return stop->time_out < 0 ? g_strdup (_ ("Time not known")) : g_steal_pointer (&out);
  if (stop->time_out < 0)
    /* Translators: when a stop is passed on the way back from school */
    return g_strdup_printf (_ ("Back at %s"), back);

  /* Translators: when a stop is passed on the way to school, and on the way back */
  return g_strdup_printf (_ ("Out at %1$s, back at %2$s"), out, back);
}

static void
far_stop_row_class_init (FarStopRowClass *klass)
{
  signals[SIGNAL_EDITED] = g_signal_new ("edited", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
far_stop_row_init (FarStopRow *self)
{
  g_signal_connect (self, "notify::expanded", G_CALLBACK (expanded_cb), NULL);
}

GtkWidget *
far_stop_row_new (const FarStop *stop, const FarStop *next)
{
  FarStopRow *self;
  g_autofree char *times = NULL;

  g_return_val_if_fail (stop != NULL, NULL);

  self = g_object_new (FAR_TYPE_STOP_ROW, "use-markup", FALSE, NULL);
  self->stop = stop;
  self->next = next;
  times = describe (stop);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), stop->name);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), times);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, stop->name,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, times, -1);
  far_compat_name_lists (GTK_WIDGET (self), stop->name);

  return GTK_WIDGET (self);
}

static gboolean
read_access (AdwComboRow *const *rows, const FarAccess *before, int *out)
{
  gboolean is_new = FALSE;

  for (guint i = 0; i < FAR_ACCESS_N; i++)
    {
      FarAccess level = adw_combo_row_get_selected (rows[i]);

      if (level == before[i])
        continue;
      out[i] = level;
      is_new = TRUE;
    }

  return is_new;
}

gboolean
far_stop_row_read (FarStopRow *self, FarStopEdit *out)
{
  gboolean is_new = FALSE;
  int walk;

  g_return_val_if_fail (FAR_IS_STOP_ROW (self), FALSE);

  *out = FAR_STOP_EDIT_NONE;
  out->stop = self->stop->id;
  if (self->here_rows[0] == NULL)
    return FALSE;

  walk = self->walk_spin != NULL ? gtk_spin_button_get_value_as_int (self->walk_spin) : 0;
  if (walk > 0 && walk != get_walk (self))
    {
      out->walk = walk;
      is_new = TRUE;
    }
  is_new |= read_access (self->here_rows, self->stop->here, out->here);
  is_new |= read_access (self->way_rows, self->stop->way, out->way);

  return is_new;
}
