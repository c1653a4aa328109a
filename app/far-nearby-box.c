/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-nearby-box.h"

#include "far-network-row.h"
#include "far-notice.h"
#include "far-words.h"

#include <glib/gi18n.h>

struct _FarNearbyBox
{
  AdwBin parent_instance;

  FarOverview *overview;     /* owned */
  GCancellable *looking;     /* owned, nullable: while others are looked for */
  GCancellable *cancellable; /* owned: everything else */
  gboolean is_listing;
  gboolean list_again; /* something changed meanwhile */
  gboolean in_vain;    /* it cannot be, until this device's standing is another */

  FarNotice *notice; /* template children */
  AdwPreferencesGroup *group;
  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (FarNearbyBox, far_nearby_box, ADW_TYPE_BIN)

static FarEngine *
peek_engine (FarNearbyBox *self)
{
  return far_overview_peek_engine (self->overview);
}

/* -- the networks */

static void list_networks (FarNearbyBox *self);

static void
show_networks (FarNearbyBox *self, GPtrArray *networks)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);
  for (guint i = 0; i < networks->len; i++)
    gtk_list_box_append (self->list, far_network_row_new (networks->pdata[i]));
  gtk_widget_set_visible (GTK_WIDGET (self->list), networks->len > 0);
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarNearbyBox) self = data;
  g_autoptr(GPtrArray) networks = NULL;

  networks = far_engine_networks_finish (FAR_ENGINE (source), result, NULL);
  self->is_listing = FALSE;
  if (self->overview == NULL)
    return;

  if (networks != NULL)
    show_networks (self, networks);
  if (self->list_again)
    list_networks (self);
}

static void
list_networks (FarNearbyBox *self)
{
  self->list_again = self->is_listing;
  if (self->is_listing)
    return;

  self->is_listing = TRUE;
  far_engine_networks_async (peek_engine (self), self->cancellable, listed_cb, g_object_ref (self));
}

static void
trusted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarNearbyBox) self = data;
  g_autoptr(GError) error = NULL;
  FarNetwork *network;

  network = far_engine_trust_network_finish (FAR_ENGINE (source), result, &error);
  if (self->overview != NULL && network == NULL)
    far_notice_show_error (self->notice, error);
  else if (self->overview != NULL)
    list_networks (self);
  g_clear_pointer (&network, far_snapshot_unref);
}

static void
put_trust (GtkWidget *widget, GVariant *parameter, FarTrust trust)
{
  FarNearbyBox *self = FAR_NEARBY_BOX (widget);

  far_notice_clear (self->notice);
  far_engine_trust_network_async (peek_engine (self), g_variant_get_string (parameter, NULL), trust,
                                  self->cancellable, trusted_cb, g_object_ref (self));
}

static void
trust_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  put_trust (widget, parameter, FAR_TRUST_YES);
}

static void
refuse_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  put_trust (widget, parameter, FAR_TRUST_NO);
}

static void
forget_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  put_trust (widget, parameter, FAR_TRUST_UNASKED);
}

/* -- looking for others */

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarNearbyBox) self = data;
  FarExchange *exchange;

  exchange = far_engine_exchange_finish (FAR_ENGINE (source), result, NULL);
  g_clear_object (&self->looking);
  self->in_vain = TRUE;
  g_clear_pointer (&exchange, far_snapshot_unref);
}

/* Without a click, as soon as this device may. */
static void
look (FarNearbyBox *self)
{
  const FarStatus *status = far_overview_peek_status (self->overview);

  if (status == NULL || status->state != FAR_BELONGING_ADMITTED)
    {
      /* another collective may be founded or joined here now */
      g_cancellable_cancel (self->looking);
      self->in_vain = FALSE;
      return;
    }
  if (self->looking != NULL || self->in_vain)
    return;

  self->looking = g_cancellable_new ();
  far_engine_exchange_lately_async (peek_engine (self), NULL, NULL, FAR_NEARBY_WHERE_TRUSTED, FALSE,
                                    0, self->looking, looked_cb, g_object_ref (self));
}

static void
peer_event_cb (FarNearbyBox *self, const char *what, const char *detail)
{
  g_autofree char *words = NULL;

  if (!g_str_equal (what, "nearby"))
    return;

  words = far_words_nearby (detail);
  adw_preferences_group_set_description (self->group, words);
  list_networks (self);
}

static void
far_nearby_box_dispose (GObject *object)
{
  FarNearbyBox *self = FAR_NEARBY_BOX (object);

  if (self->overview != NULL)
    far_nearby_box_stop (self);
  g_clear_object (&self->overview);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (far_nearby_box_parent_class)->dispose (object);
}

static void
far_nearby_box_class_init (FarNearbyBoxClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = far_nearby_box_dispose;

  gtk_widget_class_install_action (widget_class, "nearby.trust", "s", trust_cb);
  gtk_widget_class_install_action (widget_class, "nearby.refuse", "s", refuse_cb);
  gtk_widget_class_install_action (widget_class, "nearby.forget", "s", forget_cb);

  g_type_ensure (FAR_TYPE_NOTICE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-nearby-box.ui");
  gtk_widget_class_bind_template_child (widget_class, FarNearbyBox, notice);
  gtk_widget_class_bind_template_child (widget_class, FarNearbyBox, group);
  gtk_widget_class_bind_template_child (widget_class, FarNearbyBox, list);
}

static void
far_nearby_box_init (FarNearbyBox *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
}

void
far_nearby_box_set_overview (FarNearbyBox *self, FarOverview *overview)
{
  g_return_if_fail (FAR_IS_NEARBY_BOX (self));
  g_return_if_fail (FAR_IS_OVERVIEW (overview));
  g_return_if_fail (self->overview == NULL);

  self->overview = g_object_ref (overview);
  g_signal_connect_object (peek_engine (self), "peer-event", G_CALLBACK (peer_event_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (overview, "notify::status", G_CALLBACK (look), self, G_CONNECT_SWAPPED);
  look (self);
}

void
far_nearby_box_stop (FarNearbyBox *self)
{
  g_return_if_fail (FAR_IS_NEARBY_BOX (self));

  g_cancellable_cancel (self->looking);
  g_cancellable_cancel (self->cancellable);
}
