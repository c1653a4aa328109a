/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-members-page.h"

#include "far-baton-box.h"
#include "far-compat.h"
#include "far-last.h"
#include "far-machine-row.h"
#include "far-member-row.h"
#include "far-notice.h"
#include "far-question-row.h"

#include <glib/gi18n.h>

struct _FarMembersPage
{
  AdwBin parent_instance;

  FarOverview *overview; /* owned */
  char *home;            /* owned */

  FarNotice *notice; /* template children */
  FarBatonBox *baton_box;
  GtkListBox *person_list;
  GtkListBox *question_list;
  GtkListBox *proposal_list;
  GtkListBox *list;
  GtkBox *machine_box;
  GtkListBox *machine_list;
  AdwEntryRow *person_row;
  GtkButton *person_button;
};

G_DEFINE_FINAL_TYPE (FarMembersPage, far_members_page, ADW_TYPE_BIN)

static void
person_changed_cb (FarMembersPage *self)
{
  const char *name = gtk_editable_get_text (GTK_EDITABLE (self->person_row));

  gtk_widget_set_sensitive (GTK_WIDGET (self->person_button), name[0] != '\0');
}

static void
person_added_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarMembersPage) self = data;
  g_autoptr(GError) error = NULL;
  g_autofree char *person = NULL;
  g_autofree char *text = NULL;

  person = far_engine_add_person_finish (FAR_ENGINE (source), result, &error);
  if (self->overview == NULL)
    return;

  if (person == NULL)
    {
      person_changed_cb (self);
      far_notice_show_error (self->notice, error);
      return;
    }

  /* Translators: %s is a person's name */
  text = g_strdup_printf (_ ("You can now take turns for %s in the week."),
                          gtk_editable_get_text (GTK_EDITABLE (self->person_row)));
  far_notice_show (self->notice, FAR_NOTICE_DONE, text);
  gtk_editable_set_text (GTK_EDITABLE (self->person_row), "");
}

static void
add_person_cb (FarMembersPage *self)
{
  const char *name = gtk_editable_get_text (GTK_EDITABLE (self->person_row));

  if (!gtk_widget_get_sensitive (GTK_WIDGET (self->person_button)))
    return;

  gtk_widget_set_sensitive (GTK_WIDGET (self->person_button), FALSE);
  far_engine_add_person_async (far_overview_peek_engine (self->overview), name, NULL,
                               person_added_cb, g_object_ref (self));
}

static GtkWidget *
create_row (gpointer item, gpointer data)
{
  FarMembersPage *self = data;

  return far_member_row_new (item, self->overview);
}

/* A machine that only asks has questions about it, one that is to be closed has both. */
static gboolean
is_question (gpointer item, gpointer data)
{
  FarMembersPage *self = data;
  const FarDevice *device = far_item_peek_snapshot (item);

  return !device->is_me && (device->is_asking || *device->closing != '\0' ||
                            (device->may_be_lost && !far_last_is_kept (self->home, device->id)));
}

static gboolean
is_in_use (gpointer item, gpointer data)
{
  const FarDevice *device = far_item_peek_snapshot (item);

  return device->in_standing;
}

static GtkWidget *
create_question (gpointer item, gpointer data)
{
  const FarDevice *device = far_item_peek_snapshot (item);

  return device->may_be_lost && *device->closing == '\0' ? far_question_row_new_for_lost (item)
                                                         : far_question_row_new_for_machine (item);
}

static GtkWidget *
create_machine (gpointer item, gpointer data)
{
  return far_machine_row_new (item);
}

static void
bind_devices (FarMembersPage *self, GtkListBox *list, GtkCustomFilterFunc filter, gboolean question)
{
  GListModel *devices = far_overview_peek_devices (self->overview);
  g_autoptr(GtkFilterListModel) model = NULL;

  model = gtk_filter_list_model_new (g_object_ref (devices),
                                     GTK_FILTER (gtk_custom_filter_new (filter, self, NULL)));
  gtk_list_box_bind_model (list, G_LIST_MODEL (model), question ? create_question : create_machine,
                           NULL, NULL);
}

static GtkWidget *
create_person (gpointer item, gpointer data)
{
  return far_question_row_new_for_person (item);
}

static GtkWidget *
create_proposal (gpointer item, gpointer data)
{
  return far_question_row_new_for_proposal (item);
}

/* The baton's are asked where the baton is. */
static gboolean
is_no_baton (gpointer item, gpointer data)
{
  const FarProposal *proposal = far_item_peek_snapshot (item);

  return proposal->what != FAR_PROPOSES_TERM;
}

/* A frame around nothing is no sight. */
static void
proposals_changed_cb (FarMembersPage *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->proposal_list),
                          gtk_list_box_get_row_at_index (self->proposal_list, 0) != NULL);
}

static void
bind_proposals (FarMembersPage *self)
{
  GListModel *proposals = far_overview_peek_proposals (self->overview);
  g_autoptr(GtkFilterListModel) model = NULL;

  model = gtk_filter_list_model_new (g_object_ref (proposals),
                                     GTK_FILTER (gtk_custom_filter_new (is_no_baton, NULL, NULL)));
  gtk_list_box_bind_model (self->proposal_list, G_LIST_MODEL (model), create_proposal, NULL, NULL);
  g_signal_connect_object (model, "items-changed", G_CALLBACK (proposals_changed_cb), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  proposals_changed_cb (self);
}

static void
persons_asked_cb (FarMembersPage *self)
{
  GListModel *questions = far_overview_peek_questions (self->overview);

  gtk_widget_set_visible (GTK_WIDGET (self->person_list), g_list_model_get_n_items (questions) > 0);
}

static void
questions_changed_cb (FarMembersPage *self)
{
  GListModel *devices = far_overview_peek_devices (self->overview);
  gboolean any = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (devices); i++)
    {
      g_autoptr(FarItem) item = g_list_model_get_item (devices, i);

      any |= is_question (item, self);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->question_list), any);
}

static void
far_members_page_dispose (GObject *object)
{
  FarMembersPage *self = FAR_MEMBERS_PAGE (object);

  if (self->overview != NULL)
    {
      g_signal_handlers_disconnect_by_data (far_overview_peek_devices (self->overview), self);
      g_signal_handlers_disconnect_by_data (far_overview_peek_questions (self->overview), self);
      gtk_list_box_bind_model (self->person_list, NULL, NULL, NULL, NULL);
      gtk_list_box_bind_model (self->question_list, NULL, NULL, NULL, NULL);
      gtk_list_box_bind_model (self->proposal_list, NULL, NULL, NULL, NULL);
      gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
      gtk_list_box_bind_model (self->machine_list, NULL, NULL, NULL, NULL);
    }
  g_clear_object (&self->overview);

  G_OBJECT_CLASS (far_members_page_parent_class)->dispose (object);
}

static void
far_members_page_finalize (GObject *object)
{
  FarMembersPage *self = FAR_MEMBERS_PAGE (object);

  g_clear_pointer (&self->home, g_free);

  G_OBJECT_CLASS (far_members_page_parent_class)->finalize (object);
}

static void
far_members_page_class_init (FarMembersPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = far_members_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = far_members_page_finalize;

  g_type_ensure (FAR_TYPE_BATON_BOX);
  g_type_ensure (FAR_TYPE_NOTICE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-members-page.ui");
  gtk_widget_class_bind_template_child (widget_class, FarMembersPage, notice);
  gtk_widget_class_bind_template_child (widget_class, FarMembersPage, baton_box);
  gtk_widget_class_bind_template_child (widget_class, FarMembersPage, person_list);
  gtk_widget_class_bind_template_child (widget_class, FarMembersPage, question_list);
  gtk_widget_class_bind_template_child (widget_class, FarMembersPage, proposal_list);
  gtk_widget_class_bind_template_child (widget_class, FarMembersPage, list);
  gtk_widget_class_bind_template_child (widget_class, FarMembersPage, machine_box);
  gtk_widget_class_bind_template_child (widget_class, FarMembersPage, machine_list);
  gtk_widget_class_bind_template_child (widget_class, FarMembersPage, person_row);
  gtk_widget_class_bind_template_child (widget_class, FarMembersPage, person_button);
  gtk_widget_class_bind_template_callback (widget_class, add_person_cb);
  gtk_widget_class_bind_template_callback (widget_class, person_changed_cb);
}

static void
far_members_page_init (FarMembersPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  /* an expander takes it in when it is opened */
  far_compat_wrap_buttons (GTK_WIDGET (self->machine_box));
}

void
far_members_page_set_overview (FarMembersPage *self, FarOverview *overview, const char *home)
{
  g_return_if_fail (FAR_IS_MEMBERS_PAGE (self));
  g_return_if_fail (FAR_IS_OVERVIEW (overview));
  g_return_if_fail (self->overview == NULL);

  self->overview = g_object_ref (overview);
  self->home = g_strdup (home);
  far_baton_box_set_overview (self->baton_box, overview, FALSE);
  gtk_list_box_bind_model (self->list, far_overview_peek_members (overview), create_row, self,
                           NULL);
  gtk_list_box_bind_model (self->person_list, far_overview_peek_questions (overview), create_person,
                           NULL, NULL);
  g_signal_connect_swapped (far_overview_peek_questions (overview), "items-changed",
                            G_CALLBACK (persons_asked_cb), self);
  persons_asked_cb (self);
  bind_proposals (self);
  bind_devices (self, self->question_list, is_question, TRUE);
  bind_devices (self, self->machine_list, is_in_use, FALSE);
  g_signal_connect_swapped (far_overview_peek_devices (overview), "items-changed",
                            G_CALLBACK (questions_changed_cb), self);
  questions_changed_cb (self);
}
