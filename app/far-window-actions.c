/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-window-private.h"

#include "far-compat.h"
#include "far-copy-dialog.h"
#include "far-invite-dialog.h"
#include "far-last.h"
#include "far-leave-dialog.h"
#include "far-machine-dialog.h"
#include "far-phone-dialog.h"
#include "far-removal-dialog.h"
#include "far-rota-dialog.h"
#include "far-rules-dialog.h"
#include "far-things-dialog.h"
#include "far-same-dialog.h"
#include "far-words.h"

#include <glib/gi18n.h>

#define DAYS_PER_WEEK 7
/* What is erased or closed cannot be undone, so the undo is before it */
#define LATER_DELAY_S 10
/* To read a sentence and to find the button takes longer than a toast usually stays. */
#define UNDO_STAYS_S 10

void
_far_window_add_toast (FarWindow *self, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (escaped));
}

void
_far_window_add_undo_toast (FarWindow *self, const char *text, const char *action, GVariant *target)
{
  AdwToast *toast = adw_toast_new ("");
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  if (self->undo_toast != NULL)
    adw_toast_dismiss (self->undo_toast);
  g_set_weak_pointer (&self->undo_toast, toast);

  adw_toast_set_title (toast, escaped);
  adw_toast_set_timeout (toast, UNDO_STAYS_S);
  adw_toast_set_button_label (toast, _ ("_Undo"));
  /* behind what has no such button it would come too late */
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  adw_toast_set_action_name (toast, action);
  adw_toast_set_action_target_value (toast, target);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

/* -- what cannot be undone */

typedef struct
{
  FarWindow *self; /* unowned: its table holds the source */
  char *id;        /* owned: what it is about */
  void (*run) (FarWindow *self, const char *id);
} LaterAct;

static void
later_act_free (gpointer data)
{
  LaterAct *act = data;

  g_free (act->id);
  g_free (act);
}

static gboolean
later_cb (gpointer data)
{
  LaterAct *act = data;
  gpointer key;

  /* the source ends by itself */
  if (g_hash_table_steal_extended (act->self->later, act->id, &key, NULL))
    g_free (key);
  if (act->self->engine != NULL)
    act->run (act->self, act->id);

  return G_SOURCE_REMOVE;
}

/* What cannot be undone is said first, and done when nobody has taken it back. */
static void
plan_act (FarWindow *self,
          const char *id,
          const char *text,
          void (*run) (FarWindow *self, const char *id))
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);
  AdwToast *toast;
  LaterAct *act;
  guint source;

  if (g_hash_table_contains (self->later, id))
    return;

  act = g_new0 (LaterAct, 1);
  act->self = self;
  act->id = g_strdup (id);
  act->run = run;
  source =
      g_timeout_add_seconds_full (G_PRIORITY_DEFAULT, LATER_DELAY_S, later_cb, act, later_act_free);
  g_hash_table_insert (self->later, g_strdup (id), GUINT_TO_POINTER (source));

  toast = adw_toast_new (escaped);
  adw_toast_set_button_label (toast, _ ("_Undo"));
  adw_toast_set_action_name (toast, "win.undo-later");
  adw_toast_set_action_target_value (toast, g_variant_new_string (id));
  adw_toast_set_timeout (toast, LATER_DELAY_S);
  /* no other toast may take the last chance away */
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
undo_later_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);

  g_hash_table_remove (self->later, g_variant_get_string (parameter, NULL));
}

static void
erased_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarWindow) self = data;
  g_autoptr(GError) error = NULL;
  g_autofree char *done = NULL;
  FarErasure *erasure = far_engine_erase_finish (FAR_ENGINE (source), result, &error);

  if (self->overview != NULL && erasure == NULL)
    far_notice_show_error (self->notice, error);
  else if (self->overview != NULL)
    {
      done = far_words_erased_on (erasure->n_machines_done, erasure->n_machines);
      far_notice_clear (self->notice);
      adw_toast_overlay_add_toast (self->toasts, adw_toast_new (done));
    }
  g_clear_pointer (&erasure, far_snapshot_unref);
}

static void
erase_words (FarWindow *self, const char *person)
{
  far_engine_erase_async (self->engine, person, NULL, NULL, erased_cb, g_object_ref (self));
}

static void
erase_words_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);
  const char *person = g_variant_get_string (parameter, NULL);
  const FarMember *member = far_overview_peek_member (self->overview, person);
  g_autofree char *text = NULL;

  if (member == NULL)
    return;

  /* Translators: %s is a person's name */
  text = g_strdup_printf (_ ("All words about %s will be erased for ever, on every machine"),
                          member->name);
  plan_act (self, person, text, erase_words);
}

/* -- machines */

static void
show_approved (FarWindow *self, FarApproved *approved, const GError *error)
{
  g_autofree char *words = NULL;

  if (self->overview != NULL && approved == NULL)
    far_notice_show_error (self->notice, error);
  else if (self->overview != NULL)
    {
      words = far_words_approved (approved);
      far_notice_clear (self->notice);
      adw_toast_overlay_add_toast (self->toasts, adw_toast_new (words));
    }
  g_clear_pointer (&approved, far_snapshot_unref);
}

static void
approved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarWindow) self = data;
  g_autoptr(GError) error = NULL;
  FarApproved *approved = far_engine_approve_finish (FAR_ENGINE (source), result, &error);

  show_approved (self, approved, error);
}

static void
approve_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);

  far_engine_approve_async (self->engine, g_variant_get_string (parameter, NULL), NULL, approved_cb,
                            g_object_ref (self));
}

static void
machine_closed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarWindow) self = data;
  g_autoptr(GError) error = NULL;
  FarApproved *approved = far_engine_revoke_finish (FAR_ENGINE (source), result, &error);

  show_approved (self, approved, error);
}

static void
close_machine (FarWindow *self, const char *device)
{
  far_engine_revoke_async (self->engine, device, NULL, machine_closed_cb, g_object_ref (self));
}

static void
close_machine_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);
  const char *id = g_variant_get_string (parameter, NULL);
  GListModel *devices = far_overview_peek_devices (self->overview);

  for (guint i = 0; i < g_list_model_get_n_items (devices); i++)
    {
      g_autoptr(FarItem) item = g_list_model_get_item (devices, i);
      const FarDevice *device = far_item_peek_snapshot (item);
      g_autofree char *text = NULL;

      if (!g_str_equal (device->id, id))
        continue;

      if (device->is_mine)
        text = g_strdup (_ ("Your other machine will be closed, and must ask to come in again"));
      else
        /* Translators: %s is a person's name */
        text = g_strdup_printf (_ ("The others will be asked whether %s’s machine is still in use"),
                                device->member_name);
      plan_act (self, id, text, close_machine);
      return;
    }
}

static void
keep_machine_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);

  far_last_keep (self->home, g_variant_get_string (parameter, NULL));
}

/* -- the plan */

static void
published_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarWindow) self = data;
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;
  FarRota *rota;

  rota = far_engine_publish_finish (FAR_ENGINE (source), result, &error);
  if (rota == NULL)
    {
      if (self->overview != NULL)
        far_notice_show_error (self->notice, error);
      return;
    }

  if (self->overview != NULL)
    {
      /* Translators: %s is the title of a rota */
      text = g_strdup_printf (rota->state == FAR_ROTA_PUBLISHED
                                  ? _ ("“%s” is published. The others see it as soon as your "
                                       "machines have met.")
                                  : _ ("You suggested to publish “%s”. Whoever holds the baton "
                                       "will answer."),
                              rota->title);
      far_notice_show (self->notice, FAR_NOTICE_DONE, text);
    }

  far_snapshot_unref (rota);
}

static void
publish_rota_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);

  far_engine_publish_async (self->engine, g_variant_get_string (parameter, NULL), NULL,
                            published_cb, g_object_ref (self));
}

static void
lines_imported_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarWindow) self = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) lines = NULL;
  g_auto(GStrv) warnings = NULL;
  g_autoptr(GString) text = NULL;

  lines = far_engine_import_lines_finish (FAR_ENGINE (source), result, &warnings, &error);
  if (self->overview == NULL)
    return;

  if (lines == NULL)
    {
      far_notice_show_error (self->notice, error);
      return;
    }

  text = g_string_new (NULL);
  g_string_printf (text, ngettext ("%u line was imported.", "%u lines were imported.", lines->len),
                   lines->len);
  for (guint i = 0; warnings != NULL && warnings[i] != NULL; i++)
    {
      g_autofree char *words = far_words_line_warning (warnings[i]);

      g_string_append_printf (text, "\n%s", words);
    }

  far_notice_show (self->notice,
                   warnings != NULL && warnings[0] != NULL ? FAR_NOTICE_HINT : FAR_NOTICE_DONE,
                   text->str);
}

static void
import_chosen (GFile *file, gpointer data)
{
  FarWindow *self = data;
  g_autofree char *path = g_file_get_path (file);

  far_notice_clear (self->notice);
  if (path == NULL)
    return;

  far_engine_import_lines_async (self->engine, path, NULL, lines_imported_cb, g_object_ref (self));
}

static void
import_lines_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  far_compat_choose_file (GTK_WINDOW (widget), _ ("Import a Line"), _ ("_Import"),
                          GTK_FILE_CHOOSER_ACTION_OPEN, NULL, NULL, import_chosen, widget);
}

static void
rota_added_cb (FarWindow *self, const char *title, int first_day)
{
  const FarStatus *status = far_overview_peek_status (self->overview);
  g_autofree char *text = NULL;

  if (status != NULL && status->i_publish)
    /* Translators: %s is the title of a rota */
    text = g_strdup_printf (_ ("“%s” is added as a draft. Publish it when it is right."), title);
  else
    /* Translators: %s is the title of a rota */
    text = g_strdup_printf (_ ("“%s” is added as a draft. Whoever holds the baton can publish "
                               "it."),
                            title);

  far_notice_show (self->notice, FAR_NOTICE_DONE, text);
}

static void
add_rota_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);
  GtkWindow *dialog = far_rota_dialog_new (GTK_WINDOW (self), self->overview);

  g_signal_connect_object (dialog, "added", G_CALLBACK (rota_added_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (dialog);
}

static void
invite_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);
  GtkWindow *dialog = far_invite_dialog_new (GTK_WINDOW (self), self->engine);

  g_signal_connect_object (dialog, "print", G_CALLBACK (_far_window_print_invitation), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (dialog);
}

static void
add_machine_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);

  gtk_window_present (far_machine_dialog_new (GTK_WINDOW (self), self->overview));
}

/* -- what members agree on */

static void
leave_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);

  gtk_window_present (far_leave_dialog_new (GTK_WINDOW (self), self->engine));
}

static void
propose_removal_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);
  const FarMember *member =
      far_overview_peek_member (self->overview, g_variant_get_string (parameter, NULL));

  if (member != NULL)
    gtk_window_present (far_removal_dialog_new (GTK_WINDOW (self), self->engine, member));
}

static void
show_rules_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);

  gtk_window_present (far_rules_dialog_new (GTK_WINDOW (self), self->engine));
}

static void
show_things_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);

  gtk_window_present (far_things_dialog_new (GTK_WINDOW (self), self->overview));
}

/* -- a person without a machine who is a member now */

static void
same_said_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarWindow) self = data;
  g_autoptr(GError) error = NULL;
  FarApproved *approved = far_engine_same_person_finish (FAR_ENGINE (source), result, &error);

  if (self->overview != NULL && approved == NULL)
    far_notice_show_error (self->notice, error);
  else if (self->overview != NULL)
    {
      far_notice_clear (self->notice);
      adw_toast_overlay_add_toast (self->toasts,
                                   adw_toast_new (approved->is_done
                                                      ? _ ("It is done.")
                                                      : _ ("Noted. They are asked now too.")));
    }
  g_clear_pointer (&approved, far_snapshot_unref);
}

/* Too young to be counted among those whom a walk needs, or not any more. */
static void
helper_said_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarWindow) self = data;
  g_autoptr(GError) error = NULL;
  g_autofree char *person = far_engine_set_helper_finish (FAR_ENGINE (source), result, &error);

  if (self->overview != NULL && person == NULL)
    far_notice_show_error (self->notice, error);
}

static void
set_helper (FarWindow *self, const char *person, gboolean is_helper)
{
  _far_window_add_undo_toast (self,
                              is_helper ? _ ("Not counted as an adult") : _ ("Counted as an adult"),
                              is_helper ? "win.count-person" : "win.help-person",
                              g_variant_new_string (person));
  far_engine_set_helper_async (self->engine, person, is_helper, NULL, helper_said_cb,
                               g_object_ref (self));
}

static void
help_person_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  set_helper (FAR_WINDOW (widget), g_variant_get_string (parameter, NULL), TRUE);
}

static void
count_person_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  set_helper (FAR_WINDOW (widget), g_variant_get_string (parameter, NULL), FALSE);
}

/* It is this member who was asked. */
static void
same_person_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);
  const FarStatus *status = far_overview_peek_status (self->overview);

  if (status != NULL)
    far_engine_same_person_async (self->engine, g_variant_get_string (parameter, NULL), status->me,
                                  TRUE, NULL, same_said_cb, g_object_ref (self));
}

static void
same_chosen_cb (FarWindow *self, const char *member, GtkWindow *dialog)
{
  const char *person = g_object_get_data (G_OBJECT (dialog), "person");

  far_engine_same_person_async (self->engine, person, member, TRUE, NULL, same_said_cb,
                                g_object_ref (self));
}

static void
choose_same_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);
  const char *id = g_variant_get_string (parameter, NULL);
  const FarMember *person = far_overview_peek_member (self->overview, id);
  GtkWindow *dialog;

  if (person == NULL)
    return;

  dialog = far_same_dialog_new (GTK_WINDOW (self), self->overview, person);
  g_object_set_data_full (G_OBJECT (dialog), "person", g_strdup (id), g_free);
  g_signal_connect_object (dialog, "chosen", G_CALLBACK (same_chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (dialog);
}

/* -- who is called */

/* Asks for a number to be noted, and knows the one before it. */
typedef struct
{
  FarWindow *self; /* owned */
  char *member;    /* owned */
  char *before;    /* owned */
} PhoneAct;

static void
phone_act_free (PhoneAct *act)
{
  g_clear_object (&act->self);
  g_free (act->member);
  g_free (act->before);
  g_free (act);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PhoneAct, phone_act_free)

static void
phone_set_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(PhoneAct) act = data;
  g_autoptr(GError) error = NULL;
  gboolean good = far_engine_set_phone_finish (FAR_ENGINE (source), result, &error);

  if (act->self->overview == NULL)
    return;
  if (!good)
    {
      far_notice_show_error (act->self->notice, error);
      return;
    }

  far_notice_clear (act->self->notice);
  _far_window_add_undo_toast (act->self, _ ("The telephone number is noted"), "win.set-phone",
                              g_variant_new ("(ss)", act->member, act->before));
}

static void
set_phone (FarWindow *self, const char *id, const char *phone)
{
  const FarMember *member = far_overview_peek_member (self->overview, id);
  PhoneAct *act;

  if (member == NULL)
    return;

  act = g_new0 (PhoneAct, 1);
  act->self = g_object_ref (self);
  act->member = g_strdup (id);
  act->before = g_strdup (member->phone);
  far_engine_set_phone_async (self->engine, id, phone, NULL, phone_set_cb, act);
}

static void
set_phone_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  const char *id;
  const char *phone;

  g_variant_get (parameter, "(&s&s)", &id, &phone);
  set_phone (FAR_WINDOW (widget), id, phone);
}

static void
phone_saved_cb (FarWindow *self, const char *phone, GtkWindow *dialog)
{
  set_phone (self, g_object_get_data (G_OBJECT (dialog), "member"), phone);
}

static void
note_phone_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);
  const char *id = g_variant_get_string (parameter, NULL);
  const FarMember *member = far_overview_peek_member (self->overview, id);
  GtkWindow *dialog;

  if (member == NULL)
    return;

  dialog = far_phone_dialog_new (GTK_WINDOW (self), member);
  g_object_set_data_full (G_OBJECT (dialog), "member", g_strdup (id), g_free);
  g_signal_connect_object (dialog, "saved", G_CALLBACK (phone_saved_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (dialog);
}

/* -- saved copies */

static void
copy_saved_cb (FarWindow *self, gpointer saved, const char *name)
{
  g_autofree char *entries = far_words_n_entries (((const FarSaved *)saved)->n_entries);
  g_autofree char *text = NULL;
  g_autofree char *escaped = NULL;

  /* Translators: %1$s is a file, %2$s is an amount, as in "3 entries" */
  text = g_strdup_printf (_ ("%1$s is saved, and whole: %2$s"), name, entries);
  escaped = g_markup_escape_text (text, -1);
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (escaped));
}

static void
save_copy_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);
  GtkWindow *dialog = far_copy_dialog_new_to_save (GTK_WINDOW (self), self->engine);

  g_signal_connect_object (dialog, "done", G_CALLBACK (copy_saved_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (dialog);
}

/* -- going about */

void
_far_window_show_page (FarWindow *self, const char *name)
{
  GtkWidget *page = adw_view_stack_get_child_by_name (self->pages, name);

  /* what the collective does not use is not shown */
  if (page != NULL && adw_view_stack_page_get_visible (adw_view_stack_get_page (self->pages, page)))
    adw_view_stack_set_visible_child (self->pages, page);
}

static void
show_page_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  _far_window_show_page (FAR_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

static void
next_pane_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  far_frame_focus_other (FAR_WINDOW (widget)->frame);
}

static void
show_day (FarWindow *self, gint32 day)
{
  adw_view_stack_set_visible_child_name (self->pages, "week");
  far_overview_set_first_day (self->overview, day);
}

static void
previous_week_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);

  show_day (self, far_overview_get_first_day (self->overview) - DAYS_PER_WEEK);
}

static void
next_week_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);

  show_day (self, far_overview_get_first_day (self->overview) + DAYS_PER_WEEK);
}

static void
this_week_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);
  const FarStatus *status = far_overview_peek_status (self->overview);

  if (status != NULL)
    show_day (self, status->today);
}

static void
show_day_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  show_day (FAR_WINDOW (widget), g_variant_get_int32 (parameter));
}

static const struct
{
  const char *name;
  const char *type;
  GtkWidgetActionActivateFunc activate;
} belonging_actions[] = {
  { "win.act-baton", "i", _far_window_act_baton_cb },
  { "win.add-line", NULL, _far_window_add_line_cb },
  { "win.add-machine", NULL, add_machine_cb },
  { "win.add-rota", NULL, add_rota_cb },
  { "win.answer-suggestion", "(sb)", _far_window_answer_suggestion_cb },
  { "win.cannot-come", "s", _far_window_cannot_come_cb },
  { "win.choose", "s", _far_window_choose_cb },
  { "win.choose-order", NULL, _far_window_choose_order_cb },
  { "win.come-after-all", "s", _far_window_come_after_all_cb },
  { "win.hand-over", NULL, _far_window_hand_over_cb },
  { "win.keep-machine", "s", keep_machine_cb },
  { "win.name-deputy", "s", _far_window_name_deputy_cb },
  { "win.order-baton", "as", _far_window_order_baton_cb },
  { "win.pass-baton", "(si)", _far_window_pass_baton_cb },
  { "win.enter-holidays", NULL, _far_window_enter_holidays_cb },
  { "win.erase-words", "s", erase_words_cb },
  { "win.import-lines", NULL, import_lines_cb },
  { "win.import-people", NULL, _far_window_import_people_cb },
  { "win.places", NULL, _far_window_places_cb },
  { "win.import-rotas", NULL, _far_window_import_rotas_cb },
  { "win.invite", NULL, invite_cb },
  { "win.approve", "s", approve_cb },
  { "win.copy-outing", "(si)", _far_window_copy_outing_cb },
  { "win.copy-week", NULL, _far_window_copy_week_cb },
  { "win.print-week", NULL, _far_window_print_week_cb },
  { "win.save-calendar", NULL, _far_window_save_calendar_cb },
  { "win.save-tables", NULL, _far_window_save_tables_cb },
  { "win.save-own-data", NULL, _far_window_save_own_data_cb },
  { "win.enter-grid", NULL, _far_window_enter_grid_cb },
  { "win.save-grid", NULL, _far_window_save_grid_cb },
  { "win.save-poster", NULL, _far_window_save_poster_cb },
  { "win.save-week", NULL, _far_window_save_week_cb },
  { "win.choose-same", "s", choose_same_cb },
  { "win.count-person", "s", count_person_cb },
  { "win.help-person", "s", help_person_cb },
  { "win.close-school", NULL, _far_window_close_school_cb },
  { "win.close-machine", "s", close_machine_cb },
  { "win.undo-import", "v", _far_window_undo_import_cb },
  { "win.undo-later", "s", undo_later_cb },
  { "win.undo-people", "v", _far_window_undo_people_cb },
  { "win.leave", NULL, leave_cb },
  { "win.note-phone", "s", note_phone_cb },
  { "win.set-phone", "(ss)", set_phone_cb },
  { "win.next-pane", NULL, next_pane_cb },
  { "win.next-week", NULL, next_week_cb },
  { "win.previous-week", NULL, previous_week_cb },
  { "win.propose-removal", "s", propose_removal_cb },
  { "win.publish-rota", "s", publish_rota_cb },
  { "win.release-series", "(siiiais)", _far_window_release_series_cb },
  { "win.release-turn", "s", _far_window_release_turn_cb },
  { "win.call-off", NULL, _far_window_call_off_cb },
  { "win.call-off-outing", "(si)", _far_window_call_off_outing_cb },
  { "win.resume", "(ssi)", _far_window_resume_cb },
  { "win.show-fair", NULL, _far_window_show_fair_cb },
  { "win.show-season", NULL, _far_window_show_season_cb },
  { "win.show-hazards", "s", _far_window_show_hazards_cb },
  { "win.edit-line", "s", _far_window_edit_line_cb },
  { "win.edit-stops", "s", _far_window_edit_stops_cb },
  { "win.undo-line", "s", _far_window_undo_line_cb },
  { "win.restore-line", "s", _far_window_restore_line_cb },
  { "win.edit-rota", "s", _far_window_edit_rota_cb },
  { "win.restore-rota", "s", _far_window_restore_rota_cb },
  { "win.undo-rota", "s", _far_window_undo_rota_cb },
  { "win.keep-turn", "s", _far_window_keep_turn_cb },
  { "win.show-gap", "(si)", _far_window_show_gap_cb },
  { "win.join-outing", "(sis)", _far_window_join_outing_cb },
  { "win.agree-join", "(siasb)", _far_window_agree_join_cb },
  { "win.say-seen", "(asb)", _far_window_say_seen_cb },
  { "win.show-plan", "s", _far_window_show_plan_cb },
  { "win.show-preferences", NULL, _far_window_show_preferences_cb },
  { "win.edit-date", "(si)", _far_window_edit_date_cb },
  { "win.undo-date", "(si)", _far_window_undo_date_cb },
  { "win.remove-holidays", "s", _far_window_remove_holidays_cb },
  { "win.restore-holidays", "s", _far_window_restore_holidays_cb },
  { "win.same-person", "s", same_person_cb },
  { "win.save-copy", NULL, save_copy_cb },
  { "win.seek-stand-in", "s", _far_window_seek_stand_in_cb },
  { "win.set-crossings", "(si)", _far_window_set_crossings_cb },
  { "win.set-availability", "(sa(suu)a(iis)ib)", _far_window_set_availability_cb },
  { "win.show-available", NULL, _far_window_show_available_cb },
  { "win.set-absent", "(ssib)", _far_window_set_absent_cb },
  { "win.set-holidays", "(sa(iis))", _far_window_set_holidays_cb },
  { "win.show-children", NULL, _far_window_show_children_cb },
  { "win.show-day", "i", show_day_cb },
  { "win.show-page", "s", show_page_cb },
  { "win.show-note", "(ssi)", _far_window_show_note_cb },
  { "win.show-roll", "(si)", _far_window_show_roll_cb },
  { "win.write-roll", "(siss)", _far_window_write_roll_cb },
  { "win.show-rules", NULL, show_rules_cb },
  { "win.show-things", NULL, show_things_cb },
  { "win.search", NULL, _far_window_search_cb },
  { "win.set-simple", "b", _far_window_set_simple_cb },
  { "win.swap-turn", "(sis)", _far_window_swap_turn_cb },
  { "win.offer-swap", "(ss)", _far_window_offer_swap_cb },
  { "win.accept-swap", "s", _far_window_accept_swap_cb },
  { "win.take-series", "(siiiais)", _far_window_take_series_cb },
  { "win.take-turn", "(siis)", _far_window_take_turn_cb },
  { "win.this-week", NULL, this_week_cb },
  { "win.note-hours", NULL, _far_window_note_hours_cb },
  { "win.edit-hours", "s", _far_window_edit_hours_cb },
  { "win.write-hours", "(iibisssisi)", _far_window_write_hours_cb },
  { "win.drop-hours", "s", _far_window_drop_hours_cb },
  { "win.share-hours", "(sb)", _far_window_share_hours_cb },
  { "win.add-skill", "i", _far_window_add_skill_cb },
  { "win.edit-skill", "s", _far_window_edit_skill_cb },
  { "win.drop-skill", "(sb)", _far_window_drop_skill_cb },
  { "win.attest-skill", "(sb)", _far_window_attest_skill_cb },
  { "win.note-skill", "s", _far_window_note_skill_cb },
  { "win.add-lent", "b", _far_window_add_lent_cb },
  { "win.edit-lent", "s", _far_window_edit_lent_cb },
  { "win.drop-lent", "(sb)", _far_window_drop_lent_cb },
  { "win.book-thing", "s", _far_window_book_thing_cb },
  { "win.release-loan", "(sb)", _far_window_release_loan_cb },
  { "win.book-again", "(ssaiiiiubsss)", _far_window_book_again_cb },
  { "win.hand-loan", "(suis)", _far_window_hand_loan_cb },
  { "win.return-worn", "s", _far_window_return_worn_cb },
  { "win.report-fault", NULL, _far_window_report_fault_cb },
  { "win.withdraw-fault", "(sb)", _far_window_withdraw_fault_cb },
  { "win.say-work", "(suu)", _far_window_say_work_cb },
  { "win.say-unsafe", "(sb)", _far_window_say_unsafe_cb },
  { "win.book-slot", "(ssi)", _far_window_book_slot_cb },
  { "win.release-slot", "(si)", _far_window_release_slot_cb },
  { "win.log-book", "s", _far_window_log_book_cb },
  { "win.add-ride", "b", _far_window_add_ride_cb },
  { "win.ask-rides", "(si)", _far_window_ask_rides_cb },
  { "win.edit-ride", "(si)", _far_window_edit_ride_cb },
  { "win.drop-ride", "(si)", _far_window_drop_ride_cb },
  { "win.run-ride", "(si)", _far_window_run_ride_cb },
  { "win.withdraw-ride", "(sb)", _far_window_withdraw_ride_cb },
  { "win.take-seats", "(suii(iiii)sai)", _far_window_take_seats_cb },
  { "win.release-seats", "(ssbi)", _far_window_release_seats_cb },
  { "win.undo-seats", "(ssuai)", _far_window_undo_seats_cb },
  { "win.choose-seats", "(si)", _far_window_choose_seats_cb },
  { "win.toggle-turn", "(sisb)", _far_window_toggle_turn_cb },
};

void
_far_window_class_install_actions (GtkWidgetClass *widget_class)
{
  for (gsize i = 0; i < G_N_ELEMENTS (belonging_actions); i++)
    gtk_widget_class_install_action (widget_class, belonging_actions[i].name,
                                     belonging_actions[i].type, belonging_actions[i].activate);
}

void
_far_window_update_actions (FarWindow *self)
{
  gboolean readable =
      self->overview != NULL && far_overview_get_readable (self->overview) && !self->is_choosing;

  for (gsize i = 0; i < G_N_ELEMENTS (belonging_actions); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), belonging_actions[i].name, readable);
}

void
_far_window_read_file (FarWindow *self, GFile *file)
{
  const FarStatus *status =
      self->overview != NULL ? far_overview_peek_status (self->overview) : NULL;

  if (status == NULL || self->is_choosing)
    return;

  if (status->state == FAR_BELONGING_ADMITTED)
    _far_window_take_dropped (self, file);
  else
    far_welcome_page_read_file (self->welcome_page, file);
}
