/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-repair-section.h"

#include "far-compat.h"
#include "far-words-repair.h"

#include <glib/gi18n.h>

#define N_OFFERED 3 /* of workshops, one click each */

struct _FarRepairSection
{
  AdwBin parent_instance;

  FarOverview *overview; /* owned */
  char *open;            /* owned (nullable): id of the fault whose row is open */

  GtkButton *report_button; /* template children */
  GtkStack *stack;
  GtkListBox *list;
  GtkWidget *workshops_box;
  GtkListBox *workshops_list;
};

G_DEFINE_FINAL_TYPE (FarRepairSection, far_repair_section, ADW_TYPE_BIN)

/* ---- what can be done about one */

static void
add_button (GtkWidget *box,
            const char *label,
            const char *what,
            const char *action,
            GVariant *target)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);
  g_autoptr(GString) plain = g_string_new (label);
  g_autofree char *name = NULL;

  g_string_replace (plain, "_", "", 0);
  /* Translators: what a button does, and of what */
  name = g_strdup_printf (C_ ("bike", "%1$s: %2$s"), plain->str, what);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  far_compat_set_action (button, action, target);
  gtk_box_append (GTK_BOX (box), button);
}

static void
offer_workshops (GtkWidget *box, const FarRepairs *repairs, const FarFault *fault)
{
  guint n = 0;

  for (guint i = 0; i < repairs->workshops->len && n < N_OFFERED && fault->next == NULL; i++)
    {
      const FarWorkshop *workshop = repairs->workshops->pdata[i];
      g_autofree char *when = far_words_workshop (workshop);
      g_autofree char *label = NULL;

      if (workshop->n_left == 0)
        continue;
      n++;
      /* Translators: of a place at a workshop; %s is when and where */
      label = g_strdup_printf (_ ("Book a Place, %s"), when);
      add_button (box, label, fault->thing_name, "win.book-slot",
                  g_variant_new ("(ssi)", fault->id, workshop->rota, workshop->day));
    }
}

static void
add_buttons (GtkWidget *row, const FarRepairs *repairs, const FarFault *fault)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *inner = adw_preferences_row_new ();

  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  gtk_widget_set_margin_top (box, 12);
  gtk_widget_set_margin_bottom (box, 12);
  offer_workshops (box, repairs, fault);
  if (fault->next != NULL && fault->next->is_mine)
    add_button (box, _ ("Give the _Place Back"), fault->thing_name, "win.release-slot",
                g_variant_new ("(si)", fault->id, fault->next->day));
  if (fault->step == FAR_STEP_NOT_YET)
    add_button (box, _ ("I _Am Repairing It"), fault->thing_name, "win.say-work",
                g_variant_new ("(suu)", fault->id, (guint)FAR_STEP_ON, (guint)fault->step));
  add_button (box, _ ("It Is _Repaired"), fault->thing_name, "win.say-work",
              g_variant_new ("(suu)", fault->id, (guint)FAR_STEP_DONE, (guint)fault->step));
  add_button (box, fault->is_unsafe ? _ ("It May Be Ri_dden") : _ ("Not to Be Ri_dden"),
              fault->thing_name, "win.say-unsafe",
              g_variant_new ("(sb)", fault->id, !fault->is_unsafe));
  add_button (box, _ ("_Log Book…"), fault->thing_name, "win.log-book",
              g_variant_new_string (fault->thing));
  if (fault->may_edit)
    add_button (box, _ ("_Withdraw"), fault->thing_name, "win.withdraw-fault",
                g_variant_new ("(sb)", fault->id, TRUE));
  far_compat_wrap_buttons (box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (inner), FALSE);
  gtk_widget_set_focusable (inner, FALSE);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (inner), box);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (row), inner);
}

/* ---- rows */

static void
expanded_cb (FarRepairSection *self, GParamSpec *pspec, GtkWidget *row)
{
  const char *id = gtk_widget_get_name (row);

  if (adw_expander_row_get_expanded (ADW_EXPANDER_ROW (row)))
    {
      g_free (self->open);
      self->open = g_strdup (id);
    }
  else if (g_strcmp0 (self->open, id) == 0)
    g_clear_pointer (&self->open, g_free);
}

static GtkWidget *
new_fault_row (FarRepairSection *self, const FarRepairs *repairs, const FarFault *fault)
{
  GtkWidget *row = adw_expander_row_new ();
  g_autofree char *what = far_words_fault (fault);
  g_autofree char *state = far_words_fault_state (fault);
  g_autofree char *more = far_words_fault_more (fault);
  g_autofree char *text = NULL;
  g_autofree char *name = NULL;

  /* Translators: what of a bike is broken, and what has become of it */
  text = g_strdup_printf (C_ ("bike", "%1$s. %2$s"), what, state);
  name = g_strdup_printf (C_ ("bike", "%1$s: %2$s"), fault->thing_name, text);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), fault->thing_name);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (row), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_set_name (row, fault->id);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (row), far_compat_text_row_new (what, more));
  add_buttons (row, repairs, fault);
  far_compat_name_lists (row, fault->thing_name);
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), g_strcmp0 (self->open, fault->id) == 0);
  g_signal_connect_object (row, "notify::expanded", G_CALLBACK (expanded_cb), self,
                           G_CONNECT_SWAPPED);

  return row;
}

static GtkWidget *
new_workshop_row (const FarWorkshop *workshop)
{
  g_autofree char *title = far_words_workshop (workshop);
  g_autofree char *left = far_words_workshop_left (workshop);
  g_autoptr(GString) text = g_string_new (left);

  for (guint i = 0; i < workshop->faults->len; i++)
    {
      const FarFault *fault = workshop->faults->pdata[i];
      g_autofree char *what = far_words_fault (fault);

      g_string_append_printf (text, "\n%s: %s", fault->thing_name, what);
    }

  return far_compat_text_row_new (title, text->str);
}

static void
remove_rows (GtkListBox *list)
{
  GtkWidget *row;

  while ((row = GTK_WIDGET (gtk_list_box_get_row_at_index (list, 0))) != NULL)
    gtk_list_box_remove (list, row);
}

static void
show_repairs (FarRepairSection *self)
{
  const FarRepairs *repairs = far_overview_peek_repairs (self->overview);

  remove_rows (self->list);
  remove_rows (self->workshops_list);
  for (guint i = 0; repairs != NULL && i < repairs->faults->len; i++)
    gtk_list_box_append (self->list, new_fault_row (self, repairs, repairs->faults->pdata[i]));
  for (guint i = 0; repairs != NULL && i < repairs->workshops->len; i++)
    gtk_list_box_append (self->workshops_list, new_workshop_row (repairs->workshops->pdata[i]));
  gtk_widget_set_visible (self->workshops_box, repairs != NULL && repairs->workshops->len > 0);
  gtk_stack_set_visible_child_name (self->stack,
                                    repairs != NULL && repairs->faults->len > 0 ? "list" : "empty");
}

static void
far_repair_section_dispose (GObject *object)
{
  FarRepairSection *self = FAR_REPAIR_SECTION (object);

  if (self->overview != NULL)
    g_signal_handlers_disconnect_by_data (self->overview, self);
  g_clear_object (&self->overview);

  G_OBJECT_CLASS (far_repair_section_parent_class)->dispose (object);
}

static void
far_repair_section_finalize (GObject *object)
{
  FarRepairSection *self = FAR_REPAIR_SECTION (object);

  g_clear_pointer (&self->open, g_free);

  G_OBJECT_CLASS (far_repair_section_parent_class)->finalize (object);
}

static void
far_repair_section_class_init (FarRepairSectionClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = far_repair_section_dispose;
  G_OBJECT_CLASS (klass)->finalize = far_repair_section_finalize;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-repair-section.ui");
  gtk_widget_class_bind_template_child (widget_class, FarRepairSection, report_button);
  gtk_widget_class_bind_template_child (widget_class, FarRepairSection, stack);
  gtk_widget_class_bind_template_child (widget_class, FarRepairSection, list);
  gtk_widget_class_bind_template_child (widget_class, FarRepairSection, workshops_box);
  gtk_widget_class_bind_template_child (widget_class, FarRepairSection, workshops_list);
}

static void
far_repair_section_init (FarRepairSection *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  far_compat_wrap_buttons (GTK_WIDGET (self));
}

GtkWidget *
far_repair_section_new (FarOverview *overview)
{
  FarRepairSection *self = g_object_new (FAR_TYPE_REPAIR_SECTION, NULL);

  self->overview = g_object_ref (overview);
  g_signal_connect_swapped (overview, "repairs-changed", G_CALLBACK (show_repairs), self);
  show_repairs (self);

  return GTK_WIDGET (self);
}
