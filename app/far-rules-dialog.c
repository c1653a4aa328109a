/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-rules-dialog.h"

#include "far-compat.h"
#include "far-notice.h"
#include "far-words-agreeing.h"

#include <glib/gi18n.h>
#include <string.h>

struct _FarRulesDialog
{
  AdwWindow parent_instance;

  FarEngine *engine;         /* owned */
  GCancellable *cancellable; /* owned */
  GPtrArray *rules;          /* owned (element-type FarAgreement), nullable */
  GPtrArray *choices;        /* owned (element-type Choice): one of each that is a number */
  guint n_asked;             /* calls that are under way */

  FarNotice *notice; /* template children */
  GtkListBox *list;
  GtkLabel *servers_label;
  AdwEntryRow *servers_row;
  GtkButton *propose_button;
};

G_DEFINE_FINAL_TYPE (FarRulesDialog, far_rules_dialog, ADW_TYPE_WINDOW)

/* What is to be of one rule. */
typedef struct
{
  const FarAgreement *rule; /* unowned */
  GArray *values; /* owned (element-type int): what the rows of the combo mean, in their order;
                   * after them any number is typed, where the rule takes one */
  AdwComboRow *row;
  GtkWidget *number_row; /* shown then */
  GtkSpinButton *spin;
} Choice;

static void
choice_free (gpointer data)
{
  Choice *self = data;

  g_array_unref (self->values);
  g_free (self);
}

/* What is offered for each rule, and what has a meaning of its own; other numbers are typed. */
static const struct
{
  const char *name;
  int values[6];
  guint n_values;
} offers[] = {
  { "vouchers", { 0, 1, 2, 3 }, 4 },
  { "removals", { 0, 1, 3, 5, 10 }, 5 },
  { "children-per-adult", { 4, 5, 6, 0, 10 }, 5 },
  { "young-per-adult", { 3, 4, 0, 6, 8 }, 5 },
  { "young-age", { -1, 5, 0, 7, 8 }, 5 },
  { "two-adults-from", { 1, 5, 0, 12, -1 }, 5 },
  { "crossings-per-adult", { 1, 2, 0, 5, -1 }, 5 },
  { "kept-places", { 0, 2, 3, -1 }, 4 },
  { "notice-days", { 0, 1, 2, 3, 7 }, 5 },
  { "turns-a-week", { 0, 1, 2, 3, 5 }, 5 },
  { "rides", { 0, 1 }, 2 },
  { "help", { 0, 1 }, 2 },
  { "skills", { 0, 1 }, 2 },
  { "lending", { 0, 1 }, 2 },
  { "rooms", { 0, 1 }, 2 },
  { "hours", { 0, 1 }, 2 },
  { "repair", { 0, 1 }, 2 },
  { "keep-turns", { 6, 0, 24, -1 }, 4 },
  { "keep-outings", { 13, 24, 0 }, 3 },
  { "keep-absences", { 1, 6, 0, -1 }, 4 },
  { "keep-roll", { 1, 6, 0, -1 }, 4 },
};

/* Returns: (transfer full) (element-type int): what the rows of the combo mean, in their order */
static GArray *
list_values (const FarAgreement *rule)
{
  GArray *values = g_array_new (FALSE, FALSE, sizeof (int));
  gboolean has_own = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (offers); i++)
    if (strcmp (offers[i].name, rule->name) == 0)
      g_array_append_vals (values, offers[i].values, offers[i].n_values);
  for (guint i = 0; i < values->len; i++)
    has_own |= g_array_index (values, int, i) == rule->value;
  if (!has_own)
    g_array_append_val (values, rule->value);

  return values;
}

/* The one rule that is no number. */
static gboolean
is_servers (const FarAgreement *rule)
{
  return strcmp (rule->name, "servers") == 0;
}

/* Returns: (transfer none) (nullable): what was typed, if that is not as it is */
static const char *
get_new_servers (FarRulesDialog *self)
{
  const char *typed = gtk_editable_get_text (GTK_EDITABLE (self->servers_row));

  for (guint i = 0; self->rules != NULL && i < self->rules->len; i++)
    {
      const FarAgreement *rule = self->rules->pdata[i];

      if (is_servers (rule) && strcmp (rule->servers_whole, typed) != 0)
        return typed;
    }

  return NULL;
}

static gboolean
says_another (const Choice *choice)
{
  return adw_combo_row_get_selected (choice->row) == choice->values->len;
}

static int
get_chosen (const Choice *choice)
{
  guint selected = adw_combo_row_get_selected (choice->row);

  if (selected < choice->values->len)
    return g_array_index (choice->values, int, selected);
  return gtk_spin_button_get_value_as_int (choice->spin);
}

static void
changed_cb (FarRulesDialog *self)
{
  gboolean any = FALSE;

  for (guint i = 0; i < self->choices->len; i++)
    {
      const Choice *choice = self->choices->pdata[i];

      any |= get_chosen (choice) != choice->rule->value;
    }
  any |= get_new_servers (self) != NULL;
  gtk_widget_set_sensitive (GTK_WIDGET (self->propose_button), any && self->n_asked == 0);
}

/* What the number means that is typed. */
static void
show_another (const Choice *choice)
{
  int value = gtk_spin_button_get_value_as_int (choice->spin);
  g_autofree char *sentence = far_words_agreement (choice->rule->name, value, "");

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (choice->number_row), sentence);
  gtk_widget_set_visible (choice->number_row, says_another (choice));
}

static void
chosen_cb (FarRulesDialog *self)
{
  for (guint i = 0; i < self->choices->len; i++)
    show_another (self->choices->pdata[i]);
  changed_cb (self);
}

/* It is a number once the keyboard goes on, or somebody proposes it. */
static void
typed_cb (FarRulesDialog *self)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->propose_button), self->n_asked == 0);
}

/* ---- a list of sentences, to be read whole */

static void
setup_cb (GtkSignalListItemFactory *factory G_GNUC_UNUSED, GtkListItem *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  far_compat_wrap_narrow (GTK_LABEL (label));
  gtk_list_item_set_child (item, label);
}

static void
bind_cb (GtkSignalListItemFactory *factory G_GNUC_UNUSED, GtkListItem *item)
{
  GtkStringObject *sentence = gtk_list_item_get_item (item);

  gtk_label_set_label (GTK_LABEL (gtk_list_item_get_child (item)),
                       gtk_string_object_get_string (sentence));
}

static GtkListItemFactory *
create_factory (void)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);

  return factory;
}

/* Where any number is typed. */
static void
add_number_row (FarRulesDialog *self, Choice *choice, const char *about)
{
  const FarAgreement *rule = choice->rule;
  GtkWidget *spin = gtk_spin_button_new_with_range (rule->least, MAX (rule->most, rule->least), 1);

  choice->spin = GTK_SPIN_BUTTON (spin);
  choice->number_row = adw_action_row_new ();
  gtk_spin_button_set_value (choice->spin, rule->value);
  gtk_widget_set_valign (spin, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (spin), GTK_ACCESSIBLE_PROPERTY_LABEL, about, -1);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (choice->number_row), FALSE);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (choice->number_row), 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (choice->number_row), spin);
  g_signal_connect_swapped (spin, "value-changed", G_CALLBACK (chosen_cb), self);
  g_signal_connect_swapped (spin, "changed", G_CALLBACK (typed_cb), self);
  gtk_list_box_append (self->list, choice->number_row);
}

static void
add_row (FarRulesDialog *self, const FarAgreement *rule)
{
  g_autoptr(GtkListItemFactory) factory = create_factory ();
  Choice *choice = g_new0 (Choice, 1);
  GArray *values = choice->values = list_values (rule);
  g_autoptr(GtkStringList) sentences = gtk_string_list_new (NULL);
  g_autofree char *about = far_words_agreement_title (rule->name);
  g_autofree char *decision = far_words_agreement_decision (rule);
  GtkWidget *row = adw_combo_row_new ();
  guint selected = 0;

  for (guint i = 0; i < values->len; i++)
    {
      int value = g_array_index (values, int, i);
      char *sentence = far_words_agreement (rule->name, value, rule->servers);

      if (value == rule->value)
        {
          g_autofree char *now = sentence;

          selected = i;
          sentence = g_strconcat (now, "\n", decision, NULL);
        }
      else if (value == 0)
        {
          g_autofree char *first = sentence;

          sentence = g_strconcat (first, "\n", _ ("As it is from the start"), NULL);
        }
      gtk_string_list_take (sentences, sentence);
    }
  if (rule->least < rule->most)
    gtk_string_list_append (sentences, _ ("Another number…"));
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), about);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_combo_row_set_use_subtitle (ADW_COMBO_ROW (row), TRUE);
  adw_combo_row_set_list_factory (ADW_COMBO_ROW (row), factory);
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (sentences));
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), selected);
  gtk_list_box_append (self->list, row);
  choice->rule = rule;
  choice->row = ADW_COMBO_ROW (row);
  add_number_row (self, choice, about);
  show_another (choice);
  g_ptr_array_add (self->choices, choice);
  g_signal_connect_swapped (row, "notify::selected", G_CALLBACK (chosen_cb), self);
}

static void
show_servers (FarRulesDialog *self, const FarAgreement *rule)
{
  g_autofree char *sentence = far_words_agreement (rule->name, rule->value, rule->servers);
  g_autofree char *decision = far_words_agreement_decision (rule);
  g_autofree char *words = g_strconcat (sentence, "\n", decision, NULL);

  gtk_label_set_label (self->servers_label, words);
  gtk_editable_set_text (GTK_EDITABLE (self->servers_row), rule->servers_whole);
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarRulesDialog) self = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) rules = far_engine_rules_finish (FAR_ENGINE (source), result, &error);

  if (self->engine == NULL)
    return;
  if (rules == NULL)
    {
      far_notice_show_error (self->notice, error);
      return;
    }

  self->rules = g_steal_pointer (&rules);
  for (guint i = 0; i < self->rules->len; i++)
    {
      const FarAgreement *rule = self->rules->pdata[i];

      if (is_servers (rule))
        show_servers (self, rule);
      else
        add_row (self, rule);
    }
  changed_cb (self);
}

/* @approved: (transfer full) (nullable) */
static void
take_answer (FarRulesDialog *self, FarApproved *approved, const GError *error)
{
  self->n_asked--;
  if (self->engine != NULL && approved == NULL)
    {
      changed_cb (self);
      far_notice_show_error (self->notice, error);
    }
  else if (self->engine != NULL && self->n_asked == 0)
    gtk_window_close (GTK_WINDOW (self));
  g_clear_pointer (&approved, far_snapshot_unref);
}

static void
proposed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarRulesDialog) self = data;
  g_autoptr(GError) error = NULL;
  FarApproved *approved = far_engine_set_rule_finish (FAR_ENGINE (source), result, &error);

  take_answer (self, approved, error);
}

static void
servers_proposed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarRulesDialog) self = data;
  g_autoptr(GError) error = NULL;
  FarApproved *approved = far_engine_set_servers_finish (FAR_ENGINE (source), result, &error);

  take_answer (self, approved, error);
}

static void
propose_cb (FarRulesDialog *self)
{
  const char *servers = get_new_servers (self);

  for (guint i = 0; i < self->choices->len; i++)
    {
      const Choice *choice = self->choices->pdata[i];
      int chosen;

      /* what was just typed is no number yet */
      gtk_spin_button_update (choice->spin);
      chosen = get_chosen (choice);
      if (chosen == choice->rule->value)
        continue;
      self->n_asked++;
      far_engine_set_rule_async (self->engine, choice->rule->name, chosen, self->cancellable,
                                 proposed_cb, g_object_ref (self));
    }
  if (servers != NULL)
    {
      self->n_asked++;
      far_engine_set_servers_async (self->engine, servers, self->cancellable, servers_proposed_cb,
                                    g_object_ref (self));
    }
  changed_cb (self);
}

static void
far_rules_dialog_dispose (GObject *object)
{
  FarRulesDialog *self = FAR_RULES_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->engine);

  G_OBJECT_CLASS (far_rules_dialog_parent_class)->dispose (object);
}

static void
far_rules_dialog_finalize (GObject *object)
{
  FarRulesDialog *self = FAR_RULES_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_ptr_array_unref (self->choices);
  g_clear_pointer (&self->rules, g_ptr_array_unref);

  G_OBJECT_CLASS (far_rules_dialog_parent_class)->finalize (object);
}

static void
far_rules_dialog_class_init (FarRulesDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = far_rules_dialog_dispose;
  object_class->finalize = far_rules_dialog_finalize;

  g_type_ensure (FAR_TYPE_NOTICE);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-rules-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, FarRulesDialog, notice);
  gtk_widget_class_bind_template_child (widget_class, FarRulesDialog, list);
  gtk_widget_class_bind_template_child (widget_class, FarRulesDialog, servers_label);
  gtk_widget_class_bind_template_child (widget_class, FarRulesDialog, servers_row);
  gtk_widget_class_bind_template_child (widget_class, FarRulesDialog, propose_button);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, propose_cb);
}

static void
far_rules_dialog_init (FarRulesDialog *self)
{
  self->cancellable = g_cancellable_new ();
  self->choices = g_ptr_array_new_with_free_func (choice_free);
  gtk_widget_init_template (GTK_WIDGET (self));
  far_compat_wrap_buttons (GTK_WIDGET (self));
  /* large text breaks rather than widens the window */
  gtk_label_set_wrap (GTK_LABEL (gtk_button_get_child (self->propose_button)), TRUE);
}

GtkWindow *
far_rules_dialog_new (GtkWindow *parent, FarEngine *engine)
{
  FarRulesDialog *self;

  g_return_val_if_fail (FAR_IS_ENGINE (engine), NULL);

  self = g_object_new (FAR_TYPE_RULES_DIALOG, "transient-for", parent, NULL);
  self->engine = g_object_ref (engine);
  changed_cb (self);
  far_engine_rules_async (engine, self->cancellable, listed_cb, g_object_ref (self));

  return GTK_WINDOW (self);
}
