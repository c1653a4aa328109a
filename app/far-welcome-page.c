/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-welcome-page.h"

#include "far-addresses.h"
#include "far-compat.h"
#include "far-notice.h"
#include "far-words.h"

#include <glib/gi18n.h>

/* how long an address is tried before we say that nobody answers */
#define N_SECONDS_TRYING 10
/* and how long one whose owner has only to say yes there */
#define N_SECONDS_AT_HAND 60

struct _FarWelcomePage
{
  AdwBin parent_instance;

  FarOverview *overview;     /* owned */
  GCancellable *cancellable; /* owned */
  char *address;             /* owned, nullable: the last one that was asked */
  FarBelonging state;        /* that is shown */
  gboolean is_asked;         /* this home keeps an invitation and a request */
  gboolean is_returning;     /* it needs none: it holds a collective already */
  gboolean is_further;       /* it is a machine's code that is kept */
  char *device;              /* owned, nullable: this machine's id, once something is kept */
  gboolean wants_other;      /* and yet another invitation is being typed */
  gboolean is_busy;

  GtkStack *stack; /* template children */
  AdwEntryRow *collective_row;
  AdwEntryRow *founder_row;
  AdwEntryRow *zone_row;
  FarNotice *found_notice;
  GtkButton *found_button;
  GtkLabel *join_title;
  GtkLabel *join_label;
  FarNotice *join_notice;
  GtkListBox *invitation_list;
  AdwEntryRow *link_row;
  GtkLabel *link_label;
  AdwEntryRow *name_row;
  AdwEntryRow *address_row;
  GtkButton *ask_button;
  GtkButton *save_button;
  GtkButton *open_button;
  GtkButton *back_button;
  GtkButton *other_button;
};

G_DEFINE_FINAL_TYPE (FarWelcomePage, far_welcome_page, ADW_TYPE_BIN)

enum
{
  SIGNAL_ADMITTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static FarEngine *
peek_engine (FarWelcomePage *self)
{
  return far_overview_peek_engine (self->overview);
}

static gboolean
has_text (AdwEntryRow *row)
{
  g_autofree char *text = far_compat_dup_typed (row);

  return text[0] != '\0';
}

/* -- starting one */

static void
show_found_button (FarWelcomePage *self)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->found_button),
                            !self->is_busy && has_text (self->collective_row) &&
                                has_text (self->founder_row) && has_text (self->zone_row));
}

static void
founded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarWelcomePage) self = data;
  g_autoptr(GError) error = NULL;
  FarMembership *membership;

  membership = far_engine_found_finish (FAR_ENGINE (source), result, &error);
  if (self->overview == NULL)
    {
      g_clear_pointer (&membership, far_snapshot_unref);
      return;
    }

  self->is_busy = FALSE;
  show_found_button (self);
  if (membership == NULL)
    {
      far_notice_show_error (self->found_notice, error);
      return;
    }

  far_snapshot_unref (membership);
  far_overview_refresh (self->overview);
  g_signal_emit (self, signals[SIGNAL_ADMITTED], 0, NULL);
}

static void
found_cb (FarWelcomePage *self)
{
  g_autofree char *name = far_compat_dup_typed (self->collective_row);
  g_autofree char *me = far_compat_dup_typed (self->founder_row);
  g_autofree char *zone = far_compat_dup_typed (self->zone_row);

  if (!gtk_widget_get_sensitive (GTK_WIDGET (self->found_button)))
    return;

  self->is_busy = TRUE;
  show_found_button (self);
  far_notice_clear (self->found_notice);
  far_engine_found_async (peek_engine (self), name, me, zone, self->cancellable, founded_cb,
                          g_object_ref (self));
}

/* -- joining one */

/* Whether the request can go out: it is kept already, or link and name are good. */
static gboolean
is_request_ready (FarWelcomePage *self)
{
  g_autofree char *link = NULL;

  if (self->is_asked)
    return TRUE;

  link = far_compat_dup_typed (self->link_row);

  return far_uri_is_machine (link, NULL) ||
         (has_text (self->name_row) && far_uri_check (link, NULL));
}

static void
show_join (FarWelcomePage *self)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *link = far_compat_dup_typed (self->link_row);
  g_autofree char *words = NULL;
  gboolean ready = !self->is_busy && is_request_ready (self);
  gboolean wrong = link[0] != '\0' && !far_uri_check (link, &error);

  gtk_widget_set_visible (GTK_WIDGET (self->invitation_list), !self->is_asked);
  gtk_widget_set_visible (GTK_WIDGET (self->other_button), self->is_asked && !self->is_returning);
  if (self->state == FAR_BELONGING_REFUSED)
    gtk_widget_add_css_class (GTK_WIDGET (self->other_button), "suggested-action");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->other_button), "suggested-action");

  if (wrong)
    {
      gtk_widget_add_css_class (GTK_WIDGET (self->link_row), "error");
      words = far_words_error (error);
      gtk_label_set_label (self->link_label, words);
    }
  else
    {
      gtk_widget_remove_css_class (GTK_WIDGET (self->link_row), "error");
    }
  gtk_widget_set_visible (GTK_WIDGET (self->link_label), wrong && !self->is_asked);

  gtk_button_set_label (self->ask_button, self->is_asked ? _ ("_Retry") : _ ("_Ask"));
  gtk_widget_set_sensitive (GTK_WIDGET (self->ask_button), ready);
  gtk_widget_set_sensitive (GTK_WIDGET (self->save_button), ready);
  gtk_widget_set_sensitive (GTK_WIDGET (self->open_button), !self->is_busy && self->is_asked);
}

/* Whoever pastes all that they were sent has said both at once. */
static gboolean
take_message (FarWelcomePage *self, const char *text)
{
  g_autofree char *link = NULL;
  g_autofree char *address = NULL;

  if (!far_app_read_message (text, &link, &address))
    return FALSE;

  if (*address != '\0')
    gtk_editable_set_text (GTK_EDITABLE (self->address_row), address);
  gtk_editable_set_text (GTK_EDITABLE (self->link_row), link);

  return TRUE;
}

/* Who adds a machine has a name already, and the code may say where the other machine is. */
static void
link_changed_cb (FarWelcomePage *self)
{
  g_autofree char *link = far_compat_dup_typed (self->link_row);
  g_autofree char *address = NULL;
  gboolean is_machine = far_uri_is_machine (link, &address);

  /* what is in it is a change of its own */
  if (take_message (self, link))
    return;

  gtk_widget_set_visible (GTK_WIDGET (self->name_row), !is_machine);
  if (is_machine && *address != '\0' && !has_text (self->address_row))
    gtk_editable_set_text (GTK_EDITABLE (self->address_row), address);
  show_join (self);
}

/* It goes back to what the window can show already. */
static void
set_returning (FarWelcomePage *self, gboolean returning)
{
  GtkActionable *back = GTK_ACTIONABLE (self->back_button);

  self->is_returning = returning;
  /* name and target must fit at any time */
  gtk_actionable_set_action_name (back, NULL);
  gtk_actionable_set_action_target_value (back, returning ? NULL : g_variant_new_string ("choose"));
  gtk_actionable_set_action_name (back, returning ? "win.ask-later" : "welcome.show-page");
}

static void
show_membership (FarWelcomePage *self,
                 FarBelonging state,
                 int n_missing,
                 int n_needed,
                 const GError *refusal)
{
  g_autofree char *words = NULL;

  self->state = state;
  self->is_asked = state == FAR_BELONGING_ASKED || state == FAR_BELONGING_WAITING ||
                   state == FAR_BELONGING_REFUSED;
  switch (state)
    {
    case FAR_BELONGING_REFUSED:
      gtk_label_set_label (self->join_title, _ ("You Were Not Let In"));
      words = far_words_error (refusal);
      gtk_label_set_label (self->join_label, words);
      break;

    case FAR_BELONGING_ASKED:
    case FAR_BELONGING_WAITING:
      gtk_label_set_label (self->join_title, state == FAR_BELONGING_WAITING ? _ ("Almost In")
                                             : self->is_returning           ? _ ("Come In Again")
                                                                  : _ ("Your Request Is Ready"));
      if (self->is_returning)
        words = far_words_returning (state, n_missing);
      else if (self->is_further)
        words = far_words_further (state, n_missing, self->device);
      else
        words = far_words_belonging (state, n_missing, n_needed);
      gtk_label_set_label (self->join_label, words);
      break;

    case FAR_BELONGING_NONE:
    case FAR_BELONGING_ADMITTED:
    default:
      gtk_label_set_label (self->join_title, _ ("Join with an Invitation"));
      gtk_label_set_label (self->join_label,
                           _ ("A member gives you a link, a file, or a picture that holds it. Any "
                              "member’s machine can then let yours in: you reach one over the "
                              "network, or carry a file there and back."));
      break;
    }

  show_join (self);
}

/* What is kept, and of which machine. */
static void
take_request (FarWelcomePage *self, gboolean is_further, const char *device)
{
  self->is_further = is_further;
  g_free (self->device);
  self->device = g_strdup (device);
}

static void
joined_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarWelcomePage) self = data;
  g_autoptr(GError) error = NULL;
  FarMembership *membership;

  membership = far_engine_join_finish (FAR_ENGINE (source), result, &error);
  if (self->overview == NULL)
    {
      g_clear_pointer (&membership, far_snapshot_unref);
      return;
    }

  self->is_busy = FALSE;
  /* even where nobody was reached the request may be kept now: the status says it */
  far_overview_refresh (self->overview);
  if (membership == NULL)
    {
      far_notice_show_error (self->join_notice, error);
      show_join (self);
      return;
    }

  take_request (self, membership->is_further, membership->device);
  show_membership (self, membership->state, membership->n_missing, membership->n_needed, NULL);
  if (membership->state == FAR_BELONGING_ADMITTED)
    g_signal_emit (self, signals[SIGNAL_ADMITTED], 0, self->address);

  far_snapshot_unref (membership);
}

static void
join (FarWelcomePage *self,
      const char *peer,
      const char *bundle_out,
      const char *bundle_in,
      FarNearbyMode nearby)
{
  g_autofree char *link = far_compat_dup_typed (self->link_row);
  g_autofree char *me = far_compat_dup_typed (self->name_row);
  gboolean is_machine = self->is_asked ? self->is_further : far_uri_is_machine (link, NULL);

  g_free (self->address);
  self->address = g_strdup (peer);
  self->is_busy = TRUE;
  self->wants_other = FALSE;
  far_notice_clear (self->join_notice);
  show_join (self);
  far_engine_join_async (peek_engine (self), self->is_asked ? NULL : link,
                         self->is_asked || is_machine ? NULL : me, peer, bundle_out, bundle_in,
                         nearby,
                         peer == NULL ? 0
                         : is_machine ? N_SECONDS_AT_HAND
                                      : N_SECONDS_TRYING,
                         self->cancellable, joined_cb, g_object_ref (self));
}

static void
ask_cb (FarWelcomePage *self)
{
  g_autofree char *address = far_compat_dup_typed (self->address_row);

  if (!gtk_widget_get_sensitive (GTK_WIDGET (self->ask_button)))
    return;

  /* whoever asks is there, and means the network that they are on */
  if (address[0] != '\0')
    join (self, address, NULL, NULL, FAR_NEARBY_NOWHERE);
  else
    join (self, NULL, NULL, NULL, FAR_NEARBY_HERE);
}

static void
save_chosen (GFile *file, gpointer data)
{
  FarWelcomePage *self = data;
  g_autofree char *path = g_file_get_path (file);

  if (path != NULL)
    join (self, NULL, path, NULL, FAR_NEARBY_NOWHERE);
}

static void
take_link (FarWelcomePage *self, const char *link)
{
  far_notice_clear (self->join_notice);
  gtk_editable_set_text (GTK_EDITABLE (self->link_row), link);
  gtk_widget_grab_focus (GTK_WIDGET (
      gtk_widget_get_visible (GTK_WIDGET (self->name_row)) ? self->name_row : self->address_row));
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarWelcomePage) self = data;
  g_autoptr(GError) error = NULL;
  g_autofree char *uri = NULL;

  uri = far_engine_load_uri_finish (FAR_ENGINE (source), result, &error);
  if (self->overview == NULL || self->is_asked)
    return;

  if (uri == NULL)
    {
      far_notice_show_error (self->join_notice, error);
      return;
    }

  take_link (self, uri);
}

static void
file_chosen (GFile *file, gpointer data)
{
  far_welcome_page_read_file (data, file);
}

static void
open_invitation_cb (FarWelcomePage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  far_compat_choose_file (GTK_WINDOW (root), _ ("Open the Invitation"), _ ("_Open"),
                          GTK_FILE_CHOOSER_ACTION_OPEN, NULL, "*.farandole", file_chosen, self);
}

static void
save_cb (FarWelcomePage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  far_compat_choose_file (GTK_WINDOW (root), _ ("Save the Request"), _ ("_Save"),
                          GTK_FILE_CHOOSER_ACTION_SAVE,
                          /* Translators: proposed name of a file */
                          _ ("my-request.farandole"), NULL, save_chosen, self);
}

static void
open_cb (FarWelcomePage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  far_compat_choose_file (GTK_WINDOW (root), _ ("Open the Answer"), _ ("_Open"),
                          GTK_FILE_CHOOSER_ACTION_OPEN, NULL, "*.farandole", file_chosen, self);
}

static void
other_cb (FarWelcomePage *self)
{
  self->wants_other = TRUE;
  show_membership (self, FAR_BELONGING_NONE, 0, 0, NULL);
  far_notice_clear (self->join_notice);
  gtk_widget_grab_focus (GTK_WIDGET (self->link_row));
}

/* -- both */

static void
status_cb (FarWelcomePage *self)
{
  const FarStatus *status = far_overview_peek_status (self->overview);
  gboolean is_news;

  /* a machine that waits for its owner's word shows its number meanwhile */
  if (status == NULL || (self->is_busy && !status->is_further) || self->wants_other)
    return;

  is_news = status->state != self->state || status->is_returning != self->is_returning ||
            status->is_further != self->is_further;
  take_request (self, status->is_further, status->device);
  if (status->is_returning != self->is_returning)
    set_returning (self, status->is_returning);
  if (status->state != FAR_BELONGING_ADMITTED &&
      (is_news || status->state == FAR_BELONGING_REFUSED))
    show_membership (self, status->state, status->n_missing, status->n_needed, status->refusal);
  /* the page says it, and the hand is on the way out */
  if (is_news && status->state == FAR_BELONGING_REFUSED)
    {
      far_notice_clear (self->join_notice);
      gtk_widget_grab_focus (GTK_WIDGET (self->other_button));
    }

  if (self->is_asked)
    gtk_stack_set_visible_child_name (self->stack, "join");
}

static void
show_page_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWelcomePage *self = FAR_WELCOME_PAGE (widget);
  const char *page = g_variant_get_string (parameter, NULL);

  gtk_stack_set_visible_child_name (self->stack, page);
  if (g_str_equal (page, "found"))
    gtk_widget_grab_focus (GTK_WIDGET (self->collective_row));
  else if (g_str_equal (page, "join"))
    gtk_widget_grab_focus (GTK_WIDGET (self->link_row));
}

static void
far_welcome_page_dispose (GObject *object)
{
  FarWelcomePage *self = FAR_WELCOME_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  if (self->overview != NULL)
    g_signal_handlers_disconnect_by_data (self->overview, self);
  g_clear_object (&self->overview);

  G_OBJECT_CLASS (far_welcome_page_parent_class)->dispose (object);
}

static void
far_welcome_page_finalize (GObject *object)
{
  FarWelcomePage *self = FAR_WELCOME_PAGE (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->address, g_free);
  g_clear_pointer (&self->device, g_free);

  G_OBJECT_CLASS (far_welcome_page_parent_class)->finalize (object);
}

static void
far_welcome_page_class_init (FarWelcomePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = far_welcome_page_dispose;
  object_class->finalize = far_welcome_page_finalize;

  signals[SIGNAL_ADMITTED] = g_signal_new ("admitted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                           0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_install_action (widget_class, "welcome.show-page", "s", show_page_cb);

  g_type_ensure (FAR_TYPE_NOTICE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-welcome-page.ui");
  gtk_widget_class_bind_template_child (widget_class, FarWelcomePage, stack);
  gtk_widget_class_bind_template_child (widget_class, FarWelcomePage, collective_row);
  gtk_widget_class_bind_template_child (widget_class, FarWelcomePage, founder_row);
  gtk_widget_class_bind_template_child (widget_class, FarWelcomePage, zone_row);
  gtk_widget_class_bind_template_child (widget_class, FarWelcomePage, found_notice);
  gtk_widget_class_bind_template_child (widget_class, FarWelcomePage, found_button);
  gtk_widget_class_bind_template_child (widget_class, FarWelcomePage, join_title);
  gtk_widget_class_bind_template_child (widget_class, FarWelcomePage, join_label);
  gtk_widget_class_bind_template_child (widget_class, FarWelcomePage, join_notice);
  gtk_widget_class_bind_template_child (widget_class, FarWelcomePage, invitation_list);
  gtk_widget_class_bind_template_child (widget_class, FarWelcomePage, link_row);
  gtk_widget_class_bind_template_child (widget_class, FarWelcomePage, link_label);
  gtk_widget_class_bind_template_child (widget_class, FarWelcomePage, name_row);
  gtk_widget_class_bind_template_child (widget_class, FarWelcomePage, address_row);
  gtk_widget_class_bind_template_child (widget_class, FarWelcomePage, ask_button);
  gtk_widget_class_bind_template_child (widget_class, FarWelcomePage, save_button);
  gtk_widget_class_bind_template_child (widget_class, FarWelcomePage, open_button);
  gtk_widget_class_bind_template_child (widget_class, FarWelcomePage, back_button);
  gtk_widget_class_bind_template_child (widget_class, FarWelcomePage, other_button);
  gtk_widget_class_bind_template_callback (widget_class, ask_cb);
  gtk_widget_class_bind_template_callback (widget_class, found_cb);
  gtk_widget_class_bind_template_callback (widget_class, link_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, open_cb);
  gtk_widget_class_bind_template_callback (widget_class, open_invitation_cb);
  gtk_widget_class_bind_template_callback (widget_class, other_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_found_button);
  gtk_widget_class_bind_template_callback (widget_class, show_join);
}

static void
far_welcome_page_init (FarWelcomePage *self)
{
  g_autoptr(GTimeZone) zone = g_time_zone_new_local ();

  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));

  gtk_editable_set_text (GTK_EDITABLE (self->zone_row), g_time_zone_get_identifier (zone));
}

void
far_welcome_page_set_overview (FarWelcomePage *self, FarOverview *overview)
{
  g_return_if_fail (FAR_IS_WELCOME_PAGE (self));
  g_return_if_fail (FAR_IS_OVERVIEW (overview));
  g_return_if_fail (self->overview == NULL);

  self->overview = g_object_ref (overview);
  g_signal_connect_swapped (overview, "notify::status", G_CALLBACK (status_cb), self);
  show_membership (self, FAR_BELONGING_NONE, 0, 0, NULL);
  show_found_button (self);
  status_cb (self);
}

void
far_welcome_page_take_link (FarWelcomePage *self, const char *link)
{
  g_return_if_fail (FAR_IS_WELCOME_PAGE (self));
  g_return_if_fail (link != NULL);

  gtk_stack_set_visible_child_name (self->stack, "join");
  if (!self->is_asked && !self->is_busy)
    take_link (self, link);
}

void
far_welcome_page_read_file (FarWelcomePage *self, GFile *file)
{
  g_autofree char *path = NULL;

  g_return_if_fail (FAR_IS_WELCOME_PAGE (self));
  g_return_if_fail (G_IS_FILE (file));

  path = g_file_get_path (file);
  if (path == NULL || self->is_busy)
    return;

  if (self->is_asked)
    {
      join (self, NULL, NULL, path, FAR_NEARBY_NOWHERE);
      return;
    }

  gtk_stack_set_visible_child_name (self->stack, "join");
  far_engine_load_uri_async (peek_engine (self), path, self->cancellable, loaded_cb,
                             g_object_ref (self));
}
