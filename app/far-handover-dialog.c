/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-handover-dialog.h"

#include "far-compat.h"
#include "far-day-row.h"
#include "far-notice.h"
#include "far-things-dialog.h"
#include "far-words-agreeing.h"
#include "far-words-baton.h"
#include "far-words-things.h"
#include "far-words.h"

#include <glib/gi18n.h>

/* What is proposed: they may say otherwise, and so may the next holder. */
#define TERM_DAYS 365

struct _FarHandoverDialog
{
  AdwWindow parent_instance;

  FarOverview *overview;     /* owned, NULL once it is closed */
  GCancellable *cancellable; /* owned */
  GPtrArray *members;        /* owned (element-type utf8): ids, as the rows of the combo */
  guint deputy;              /* the row of the deputy that there is, 0 for none */
  gint32 today;

  FarNotice *notice; /* template children */
  GtkBox *pass_box;
  AdwComboRow *member_row;
  FarDayRow *last_row;
  GtkLabel *long_label;
  GtkButton *pass_button;
  GtkBox *deputy_box;
  AdwComboRow *deputy_row;
  GtkButton *deputy_button;
  GtkLabel *alone_label;
  GtkBox *sheet_box;
};

G_DEFINE_FINAL_TYPE (FarHandoverDialog, far_handover_dialog, ADW_TYPE_WINDOW)

static void
pass_cb (FarHandoverDialog *self)
{
  guint selected = adw_combo_row_get_selected (self->member_row);
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));
  g_autoptr(GError) error = NULL;
  gint32 last_day;

  g_return_if_fail (selected < self->members->len);

  if (!far_day_row_get_day (self->last_row, &last_day) || last_day < self->today)
    {
      g_set_error_literal (&error, FAR_SYNC_ERROR, FAR_SYNC_ERROR_DATE_INVALID, "last day");
      gtk_widget_add_css_class (GTK_WIDGET (self->last_row), "error");
      gtk_widget_grab_focus (GTK_WIDGET (self->last_row));
      far_notice_show_error (self->notice, error);
      return;
    }

  gtk_widget_activate_action (GTK_WIDGET (parent), "win.pass-baton", "(si)",
                              (const char *)self->members->pdata[selected], last_day);
  gtk_window_destroy (GTK_WINDOW (self));
}

/* Not sooner: a window that has a focus before it is shown has no role in GTK 4.8. */
static void
map_cb (FarHandoverDialog *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->pass_button));
}

static void
day_changed_cb (FarHandoverDialog *self)
{
  g_autofree char *words = NULL;
  gint32 last_day;

  gtk_widget_remove_css_class (GTK_WIDGET (self->last_row), "error");
  far_notice_clear (self->notice);

  if (far_day_row_get_day (self->last_row, &last_day))
    words = far_words_long_term (self->today, last_day);
  gtk_label_set_label (self->long_label, words != NULL ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (self->long_label), words != NULL);
}

/* ---- the deputy */

/* The first row stands for nobody, whom the engine knows as oneself. */
static void
name_deputy_cb (FarHandoverDialog *self)
{
  guint selected = adw_combo_row_get_selected (self->deputy_row);
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));

  g_return_if_fail (selected <= self->members->len);

  gtk_widget_activate_action (GTK_WIDGET (parent), "win.name-deputy", "s",
                              selected > 0 ? (const char *)self->members->pdata[selected - 1] : "");
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
deputy_selected_cb (FarHandoverDialog *self)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->deputy_button),
                            adw_combo_row_get_selected (self->deputy_row) != self->deputy);
}

/* ---- the sheet */

static GtkListBox *
add_section (FarHandoverDialog *self, const char *heading, guint n)
{
  GtkWidget *label = gtk_label_new (heading);
  GtkWidget *list;

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "heading");
  gtk_box_append (self->sheet_box, label);
  if (n == 0)
    {
      GtkWidget *nothing = gtk_label_new (_ ("Nothing at the moment"));

      gtk_label_set_xalign (GTK_LABEL (nothing), 0);
      gtk_widget_add_css_class (nothing, "dim-label");
      gtk_box_append (self->sheet_box, nothing);
      return NULL;
    }

  list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, heading,
                                  -1);
  gtk_box_append (self->sheet_box, list);

  return GTK_LIST_BOX (list);
}

/* @detail: (nullable) */
static void
add_line (GtkListBox *list, const char *title, const char *detail)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  if (detail != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), detail);
  gtk_list_box_append (list, row);
}

static void
add_gaps (FarHandoverDialog *self, GPtrArray *gaps)
{
  GtkListBox *list =
      add_section (self, _ ("Where somebody is missing, in the next four weeks"), gaps->len);

  for (guint i = 0; i < gaps->len; i++)
    {
      const FarOuting *outing = gaps->pdata[i];
      g_autofree char *day = far_words_day (outing->day);
      g_autofree char *verdict = far_words_verdict (outing);
      /* Translators: %1$s is a day, %2$s the title of a rota */
      g_autofree char *title = g_strdup_printf (_ ("%1$s, %2$s"), day, outing->title);

      add_line (list, title, verdict);
    }
}

static void
add_suggestions (FarHandoverDialog *self, GPtrArray *suggestions)
{
  GtkListBox *list = add_section (self, _ ("What waits for your answer"), suggestions->len);

  for (guint i = 0; i < suggestions->len; i++)
    {
      g_autofree char *words = far_words_suggestion (suggestions->pdata[i]);

      add_line (list, words, NULL);
    }
}

static void
add_rotas (FarHandoverDialog *self, const char *heading, GPtrArray *rotas)
{
  GtkListBox *list = add_section (self, heading, rotas->len);

  for (guint i = 0; i < rotas->len; i++)
    {
      const FarRota *rota = rotas->pdata[i];
      g_autofree char *last = far_words_until (rota->last_day);

      add_line (list, rota->title, last);
    }
}

static void
add_rules (FarHandoverDialog *self, GPtrArray *rules)
{
  GtkListBox *list = add_section (self, _ ("What was agreed, to be looked at again"), rules->len);

  for (guint i = 0; i < rules->len; i++)
    {
      const FarAgreement *rule = rules->pdata[i];
      g_autofree char *words = far_words_agreement (rule->name, rule->value, rule->servers);
      g_autofree char *decision = far_words_agreement_decision (rule);

      add_line (list, words, decision);
    }
}

static void
add_silent (FarHandoverDialog *self, GPtrArray *silent)
{
  GtkListBox *list = add_section (self, _ ("Members of whom nothing came for long"), silent->len);

  for (guint i = 0; i < silent->len; i++)
    {
      g_autofree char *words = far_words_silence (silent->pdata[i]);

      add_line (list, words, NULL);
    }
}

static void
add_things (FarHandoverDialog *self, GPtrArray *things)
{
  GtkListBox *list = add_section (self, _ ("Keys and things, and who has them"), things->len);

  for (guint i = 0; i < things->len; i++)
    {
      const FarThing *thing = things->pdata[i];
      g_autofree char *keeper = far_words_keeper (thing);
      g_autofree char *detail =
          thing->note[0] != '\0' ? g_strconcat (keeper, "\n", thing->note, NULL) : NULL;

      add_line (list, thing->name, detail != NULL ? detail : keeper);
    }
}

static void
sheet_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarHandoverDialog) self = data;
  g_autoptr(GError) error = NULL;
  FarSheet *sheet = far_engine_sheet_finish (FAR_ENGINE (source), result, &error);
  GtkWidget *old;

  if (g_cancellable_is_cancelled (self->cancellable))
    {
      g_clear_pointer (&sheet, far_snapshot_unref);
      return;
    }
  if (sheet == NULL)
    {
      far_notice_show_error (self->notice, error);
      return;
    }

  while ((old = gtk_widget_get_first_child (GTK_WIDGET (self->sheet_box))) != NULL)
    gtk_box_remove (self->sheet_box, old);
  add_things (self, sheet->things);
  add_suggestions (self, sheet->suggestions);
  add_rotas (self, _ ("Rotas that end soon"), sheet->rotas);
  add_rotas (self, _ ("Drafts that nobody has published"), sheet->drafts);
  add_rules (self, sheet->rules);
  add_silent (self, sheet->silent);
  /* often the longest, so last */
  add_gaps (self, sheet->gaps);
  far_snapshot_unref (sheet);
}

static void
read_sheet (FarHandoverDialog *self)
{
  if (self->overview != NULL)
    far_engine_sheet_async (far_overview_peek_engine (self->overview), self->cancellable, sheet_cb,
                            g_object_ref (self));
}

/* What is said there is on the sheet afterwards. */
static void
show_things_cb (FarHandoverDialog *self)
{
  GtkWindow *dialog = far_things_dialog_new (GTK_WINDOW (self), self->overview);

  g_signal_connect_object (dialog, "unmap", G_CALLBACK (read_sheet), self, G_CONNECT_SWAPPED);
  gtk_window_present (dialog);
}

/* ---- who comes next */

static void
fill_members (FarHandoverDialog *self, FarOverview *overview, const FarBaton *baton)
{
  GListModel *members = far_overview_peek_members (overview);
  g_autoptr(GtkStringList) names = gtk_string_list_new (NULL);
  g_autoptr(GtkStringList) deputies = gtk_string_list_new (NULL);
  guint selected = 0;

  /* Translators: there is no deputy */
  gtk_string_list_append (deputies, C_ ("deputy", "Nobody"));

  for (guint i = 0; i < g_list_model_get_n_items (members); i++)
    {
      g_autoptr(FarItem) item = g_list_model_get_item (members, i);
      const FarMember *member = far_item_peek_snapshot (item);
      const char *name = member->name[0] != '\0' ? member->name : _ ("Not known by name yet");

      if (member->standing != FAR_STANDING_ACTIVE || member->is_me)
        continue;
      gtk_string_list_append (names, name);
      gtk_string_list_append (deputies, name);
      g_ptr_array_add (self->members, g_strdup (member->id));
      if (g_str_equal (member->id, baton->next))
        selected = self->members->len - 1;
      if (g_str_equal (member->id, baton->deputy))
        self->deputy = self->members->len;
    }
  adw_combo_row_set_model (self->member_row, G_LIST_MODEL (names));
  adw_combo_row_set_selected (self->member_row, selected);
  adw_combo_row_set_model (self->deputy_row, G_LIST_MODEL (deputies));
  adw_combo_row_set_selected (self->deputy_row, self->deputy);
}

/* To name one is a new term, which takes an offer back. */
static gboolean
has_offer (const FarBaton *baton)
{
  for (guint i = 0; i < baton->offers->len; i++)
    {
      const FarBatonOffer *offer = baton->offers->pdata[i];

      if (offer->is_offer)
        return TRUE;
    }

  return FALSE;
}

static void
far_handover_dialog_dispose (GObject *object)
{
  FarHandoverDialog *self = FAR_HANDOVER_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->overview);

  G_OBJECT_CLASS (far_handover_dialog_parent_class)->dispose (object);
}

static void
far_handover_dialog_finalize (GObject *object)
{
  FarHandoverDialog *self = FAR_HANDOVER_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->members, g_ptr_array_unref);

  G_OBJECT_CLASS (far_handover_dialog_parent_class)->finalize (object);
}

static void
far_handover_dialog_class_init (FarHandoverDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = far_handover_dialog_dispose;
  object_class->finalize = far_handover_dialog_finalize;

  g_type_ensure (FAR_TYPE_DAY_ROW);
  g_type_ensure (FAR_TYPE_NOTICE);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-handover-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, FarHandoverDialog, notice);
  gtk_widget_class_bind_template_child (widget_class, FarHandoverDialog, pass_box);
  gtk_widget_class_bind_template_child (widget_class, FarHandoverDialog, member_row);
  gtk_widget_class_bind_template_child (widget_class, FarHandoverDialog, last_row);
  gtk_widget_class_bind_template_child (widget_class, FarHandoverDialog, long_label);
  gtk_widget_class_bind_template_child (widget_class, FarHandoverDialog, pass_button);
  gtk_widget_class_bind_template_child (widget_class, FarHandoverDialog, deputy_box);
  gtk_widget_class_bind_template_child (widget_class, FarHandoverDialog, deputy_row);
  gtk_widget_class_bind_template_child (widget_class, FarHandoverDialog, deputy_button);
  gtk_widget_class_bind_template_child (widget_class, FarHandoverDialog, alone_label);
  gtk_widget_class_bind_template_child (widget_class, FarHandoverDialog, sheet_box);
  gtk_widget_class_bind_template_callback (widget_class, day_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, deputy_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, map_cb);
  gtk_widget_class_bind_template_callback (widget_class, name_deputy_cb);
  gtk_widget_class_bind_template_callback (widget_class, pass_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_things_cb);
}

static void
far_handover_dialog_init (FarHandoverDialog *self)
{
  self->cancellable = g_cancellable_new ();
  self->members = g_ptr_array_new_with_free_func (g_free);
  gtk_widget_init_template (GTK_WIDGET (self));
  far_compat_wrap_buttons (GTK_WIDGET (self));
}

GtkWindow *
far_handover_dialog_new (GtkWindow *parent, FarOverview *overview)
{
  FarHandoverDialog *self;
  const FarStatus *status;
  const FarBaton *baton;

  g_return_val_if_fail (FAR_IS_OVERVIEW (overview), NULL);

  self = g_object_new (FAR_TYPE_HANDOVER_DIALOG, "transient-for", parent, NULL);
  self->overview = g_object_ref (overview);
  baton = far_overview_peek_baton (overview);
  status = far_overview_peek_status (overview);
  if (baton != NULL && baton->i_hold)
    fill_members (self, overview, baton);
  else
    gtk_window_set_title (GTK_WINDOW (self), _ ("Hand-Over Sheet"));

  if (status != NULL)
    {
      self->today = status->today;
      far_day_row_set_day (self->last_row, status->today + TERM_DAYS);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->pass_box), self->members->len > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->deputy_box),
                          self->members->len > 0 && !has_offer (baton));
  gtk_widget_set_visible (GTK_WIDGET (self->alone_label),
                          baton != NULL && baton->i_hold && self->members->len == 0);
  read_sheet (self);

  return GTK_WINDOW (self);
}
