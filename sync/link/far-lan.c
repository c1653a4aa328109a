/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-link"

#include "far-lan.h"

#include <net/if.h>
#include <string.h>

#include "far-bus.h"
#include "far-source.h"

#define AVAHI "org.freedesktop.Avahi"
#define AVAHI_SERVER AVAHI ".Server"
#define AVAHI_BROWSER AVAHI ".ServiceBrowser"
#define AVAHI_GROUP AVAHI ".EntryGroup"
/* of avahi-common/defs.h and address.h, which its bus speaks in numbers too */
#define DOMAIN "local"
#define ANY_PROTOCOL -1
#define IPV4 0
#define IPV6 1
#define NO_REVERSE 16u
#define NO_COOKIE 32u
#define GROUP_COLLISION 3
#define GROUP_FAILURE 4

/* A bus that is gone, and a registration that failed, are tried again. */
#define RETRY_MS 2000
#define CALL_MS 8000
/* One that is there answers sooner. */
#define RESOLVE_MS 2000
/* Services are resolved as fast as a room of machines needs, and no faster than that for long. */
#define PACE_MS 20
#define BURST 150

/* One that is resolved. */
typedef struct
{
  FarLan *lan; /* unowned */
  char *name;  /* owned */
} Question;

struct _FarLan
{
  const FarLanWatch *watch; /* unowned */
  gpointer data;            /* unowned */

  GCancellable *all;    /* owned: whatever goes on */
  GDBusConnection *bus; /* (nullable): owned */
  gulong closed_id;
  guint name_id;  /* of the watch of Avahi's name, 0 without a bus */
  GSource *retry; /* (nullable): owned */

  FarLanDaemon state;
  char *daemon;       /* (nullable): owned: its unique name on the bus, while it is there */
  GCancellable *life; /* (nullable): owned: whatever goes on with that daemon */
  guint signal_ids[2];

  GArray *interfaces;  /* (element-type int): owned: where to look */
  GPtrArray *browsers; /* (element-type utf8): owned: the daemon's objects */
  guint n_resolving;
  guint tokens; /* how many may be resolved now */
  gint64 paced_us;

  char *name; /* (nullable): owned: of what is registered */
  char *host; /* owned with @name, as all of this */
  GArray *addresses;
  guint16 port;
  GBytes *txt;
  GCancellable *registering; /* (nullable): owned */
  GSource *register_retry;   /* (nullable): owned */
  char *group;               /* (nullable): owned: the daemon's object */
};

static void register_own (FarLan *self);
static void resolved_cb (GObject *source, GAsyncResult *result, gpointer data);

/* ---- small things */

static void
clear_cancellable (GCancellable **cancellable)
{
  if (*cancellable != NULL)
    g_cancellable_cancel (*cancellable);
  g_clear_object (cancellable);
}

/* Returns: (transfer full) */
static GSource *
attach_timer (guint ms, GSourceFunc callback, gpointer data)
{
  GSource *source = g_timeout_source_new (ms);

  g_source_set_callback (source, callback, data, NULL);
  g_source_attach (source, g_main_context_get_thread_default ());

  return source;
}

static void
question_free (Question *question)
{
  g_free (question->name);
  g_free (question);
}

/* @args: floating; @reply: (nullable): the type of the answer; @callback: (nullable) */
static void
call (FarLan *self,
      const char *path,
      const char *interface,
      const char *method,
      GVariant *args,
      const char *reply,
      GCancellable *cancellable,
      GAsyncReadyCallback callback,
      gpointer data)
{
  int ms = callback == resolved_cb ? RESOLVE_MS : CALL_MS;

  g_dbus_connection_call (self->bus, self->daemon, path, interface, method, args,
                          reply != NULL ? G_VARIANT_TYPE (reply) : NULL,
                          G_DBUS_CALL_FLAGS_NO_AUTO_START, ms, cancellable, callback, data);
}

/* The answer to a call of which nothing may be touched once it is cancelled.  @is_over: (out) */
static GVariant *
take_answer (GObject *source, GAsyncResult *result, gboolean *is_over)
{
  g_autoptr (GError) error = NULL;
  GVariant *answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  *is_over = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  if (error != NULL && !*is_over)
    g_debug ("Avahi: %s", error->message);

  return answer;
}

/* ---- seeing */

/* Whether anybody but this machine could be called there. */
static gboolean
is_callable (GInetAddress *address)
{
  return !g_inet_address_get_is_loopback (address) && !g_inet_address_get_is_any (address) &&
         !g_inet_address_get_is_multicast (address);
}

/* Returns: (transfer full) (nullable): HOST:PORT */
static char *
dup_target (int interface, const char *text, guint16 port)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (text);
  g_autofree char *plain = NULL;
  char zone[IF_NAMESIZE];

  if (address == NULL || port == 0 || !is_callable (address))
    return NULL;

  plain = g_inet_address_to_string (address);
  if (g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV4)
    return g_strdup_printf ("%s:%u", plain, port);
  if (!g_inet_address_get_is_link_local (address))
    return g_strdup_printf ("[%s]:%u", plain, port);
  if (interface <= 0 || if_indextoname ((guint)interface, zone) == NULL)
    return NULL;

  return g_strdup_printf ("[%s%%%s]:%u", plain, zone, port);
}

/* Returns: (transfer full) (nullable): as it was sent; NULL if it cannot have been */
static GByteArray *
join_txt (GVariant *strings)
{
  g_autoptr (GByteArray) txt = g_byte_array_new ();
  gsize n = g_variant_n_children (strings);

  for (gsize i = 0; i < n; i++)
    {
      g_autoptr (GVariant) string = g_variant_get_child_value (strings, i);
      gsize len;
      const guint8 *bytes = g_variant_get_fixed_array (string, &len, 1);

      if (len > G_MAXUINT8 || txt->len + 1 + len > FAR_LAN_TXT_MAX)
        return NULL;
      far_put_u8 (txt, len);
      far_put (txt, bytes, len);
    }

  return g_steal_pointer (&txt);
}

/* @answer: (nullable) */
static void
tell_resolved (FarLan *self, const char *name, GVariant *answer)
{
  g_autoptr (GVariant) strings = NULL;
  g_autoptr (GByteArray) txt = NULL;
  g_autofree char *target = NULL;
  const char *address;
  gint32 interface;
  guint16 port;

  if (answer != NULL)
    {
      g_variant_get (answer, "(ii&s&s&s&si&sq@aayu)", &interface, NULL, NULL, NULL, NULL, NULL,
                     NULL, &address, &port, &strings, NULL);
      target = dup_target (interface, address, port);
      txt = join_txt (strings);
    }
  if (target != NULL && txt != NULL)
    self->watch->resolved (self, name, target, txt->data, txt->len, self->data);
  else
    self->watch->resolved (self, name, NULL, NULL, 0, self->data);
}

static void
resolved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Question *question = data;
  FarLan *self = question->lan;
  gboolean is_over;
  g_autoptr (GVariant) answer = take_answer (source, result, &is_over);

  if (!is_over)
    {
      self->n_resolving--;
      /* the last thing, since it may let go of this */
      tell_resolved (self, question->name, answer);
    }
  question_free (question);
}

static gboolean
take_token (FarLan *self)
{
  gint64 now_us = g_get_monotonic_time ();
  gint64 n_more = (now_us - self->paced_us) / (PACE_MS * 1000);

  if (n_more > 0)
    {
      self->tokens = (guint)MIN (self->tokens + n_more, BURST);
      self->paced_us = now_us;
    }
  if (self->tokens == 0)
    return FALSE;

  self->tokens--;

  return TRUE;
}

gboolean
far_lan_resolve (FarLan *self, const char *name, const FarLanPlace *place)
{
  Question *question;

  if (self->daemon == NULL || self->n_resolving >= FAR_LAN_RESOLVING_MAX || !take_token (self))
    return FALSE;

  question = g_new0 (Question, 1);
  question->lan = self;
  question->name = g_strdup (name);
  self->n_resolving++;
  call (self, "/", AVAHI_SERVER, "ResolveService",
        g_variant_new ("(iisssiu)", place->interface, place->protocol, name, FAR_LAN_TYPE, DOMAIN,
                       place->protocol, 0u),
        "(iissssisqaayu)", self->life, resolved_cb, question);

  return TRUE;
}

static void
item_new_cb (GDBusConnection *bus,
             const char *sender,
             const char *path,
             const char *interface_name,
             const char *signal,
             GVariant *args,
             gpointer data)
{
  FarLan *self = data;
  const char *name, *domain;
  FarLanPlace place;

  if (!g_variant_is_of_type (args, G_VARIANT_TYPE ("(iisssu)")))
    return;
  g_variant_get (args, "(ii&s&s&su)", &place.interface, &place.protocol, &name, NULL, &domain,
                 NULL);
  if (g_strcmp0 (name, self->name) == 0 || strcmp (domain, DOMAIN) != 0)
    return;

  self->watch->seen (self, name, &place, self->data);
}

static void
browser_made_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  FarLan *self = data;
  gboolean is_over;
  g_autoptr (GVariant) answer = take_answer (source, result, &is_over);
  char *path;

  if (is_over || answer == NULL)
    return;

  g_variant_get (answer, "(o)", &path);
  g_ptr_array_add (self->browsers, path);
}

static void
look (FarLan *self)
{
  if (self->daemon == NULL)
    return;

  for (guint i = 0; i < self->browsers->len; i++)
    call (self, self->browsers->pdata[i], AVAHI_BROWSER, "Free", NULL, NULL, NULL, NULL, NULL);
  g_ptr_array_set_size (self->browsers, 0);

  for (guint i = 0; i < self->interfaces->len; i++)
    call (self, "/", AVAHI_SERVER, "ServiceBrowserNew",
          g_variant_new ("(iissu)", g_array_index (self->interfaces, int, i), ANY_PROTOCOL,
                         FAR_LAN_TYPE, DOMAIN, 0u),
          "(o)", self->life, browser_made_cb, self);
}

/* ---- registering */

static gboolean
register_retry_cb (gpointer data)
{
  FarLan *self = data;

  far_source_clear (&self->register_retry);
  register_own (self);

  return G_SOURCE_REMOVE;
}

static void
withdraw (FarLan *self)
{
  far_source_clear (&self->register_retry);
  clear_cancellable (&self->registering);
  if (self->group != NULL && self->daemon != NULL)
    call (self, self->group, AVAHI_GROUP, "Free", NULL, NULL, NULL, NULL, NULL);
  g_clear_pointer (&self->group, g_free);
}

static void
register_later (FarLan *self)
{
  withdraw (self);
  self->register_retry = attach_timer (RETRY_MS, register_retry_cb, self);
}

static void
group_changed_cb (GDBusConnection *bus,
                  const char *sender,
                  const char *path,
                  const char *interface_name,
                  const char *signal,
                  GVariant *args,
                  gpointer data)
{
  FarLan *self = data;
  gint32 state;

  if (g_strcmp0 (path, self->group) != 0 || !g_variant_is_of_type (args, G_VARIANT_TYPE ("(is)")))
    return;

  g_variant_get (args, "(i&s)", &state, NULL);
  if (state == GROUP_FAILURE)
    register_later (self);
  if (state != GROUP_COLLISION)
    return;

  far_lan_register (self, NULL);
  self->watch->collided (self, self->data);
}

/* What one of the group's calls came to: a name of the same machine's is refused at once. */
static void
added_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  FarLan *self = data;
  gboolean is_over;
  g_autoptr (GVariant) answer = take_answer (source, result, &is_over);

  if (is_over || answer != NULL)
    return;

  register_later (self);
}

/* Returns: (transfer full): floating */
static GVariant *
split_txt (GBytes *txt)
{
  GVariantBuilder builder;
  gsize len;
  const guint8 *bytes = g_bytes_get_data (txt, &len);
  FarReader reader = far_reader (bytes, len);

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("aay"));
  while (far_reader_left (&reader) > 0)
    {
      gsize n = far_reader_u8 (&reader);
      const guint8 *at = far_reader_bytes (&reader, n);

      g_assert (at != NULL);
      g_variant_builder_add_value (&builder,
                                   g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, at, n, 1));
    }

  return g_variant_builder_end (&builder);
}

/* What is told of an address of the one IP over the other is of no use to anybody. */
static int
get_protocol (const FarLanAddress *address)
{
  return strchr (address->text, ':') != NULL ? IPV6 : IPV4;
}

static void
add_service (FarLan *self, int interface, int protocol)
{
  call (self, self->group, AVAHI_GROUP, "AddService",
        g_variant_new ("(iiussssq@aay)", interface, protocol, NO_COOKIE, self->name, FAR_LAN_TYPE,
                       DOMAIN, self->host, self->port, split_txt (self->txt)),
        "()", self->registering, added_cb, self);
}

static void
group_made_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  FarLan *self = data;
  gboolean is_over;
  g_autoptr (GVariant) answer = take_answer (source, result, &is_over);

  if (is_over)
    return;
  if (answer == NULL)
    {
      register_later (self);
      return;
    }

  g_variant_get (answer, "(o)", &self->group);
  for (guint i = 0; i < self->addresses->len; i++)
    {
      const FarLanAddress *address = &g_array_index (self->addresses, FarLanAddress, i);

      call (self, self->group, AVAHI_GROUP, "AddAddress",
            g_variant_new ("(iiuss)", address->interface, get_protocol (address), NO_REVERSE,
                           self->host, address->text),
            "()", self->registering, added_cb, self);
    }
  for (guint i = 0; i < self->addresses->len; i++)
    {
      const FarLanAddress *address = &g_array_index (self->addresses, FarLanAddress, i);
      gboolean is_first = TRUE;

      for (guint k = 0; k < i; k++)
        {
          const FarLanAddress *other = &g_array_index (self->addresses, FarLanAddress, k);

          is_first &= other->interface != address->interface ||
                      get_protocol (other) != get_protocol (address);
        }
      if (is_first)
        add_service (self, address->interface, get_protocol (address));
    }
  call (self, self->group, AVAHI_GROUP, "Commit", NULL, "()", self->registering, added_cb, self);
}

static void
register_own (FarLan *self)
{
  withdraw (self);
  if (self->name == NULL || self->daemon == NULL)
    return;

  self->registering = g_cancellable_new ();
  call (self, "/", AVAHI_SERVER, "EntryGroupNew", NULL, "(o)", self->registering, group_made_cb,
        self);
}

/* ---- the daemon */

/* The last thing in what calls it. */
static void
set_state (FarLan *self, FarLanDaemon state)
{
  if (self->state == state)
    return;

  self->state = state;
  self->watch->changed (self, self->data);
}

/* Its objects went with it. */
static void
forget_daemon (FarLan *self)
{
  if (self->daemon == NULL)
    return;

  for (gsize i = 0; i < G_N_ELEMENTS (self->signal_ids); i++)
    g_dbus_connection_signal_unsubscribe (self->bus, self->signal_ids[i]);
  g_clear_pointer (&self->daemon, g_free);
  clear_cancellable (&self->life);
  withdraw (self);
  g_ptr_array_set_size (self->browsers, 0);
  self->n_resolving = 0;
}

static void
appeared_cb (GDBusConnection *bus, const char *name, const char *owner, gpointer data)
{
  FarLan *self = data;

  forget_daemon (self);
  self->daemon = g_strdup (owner);
  self->life = g_cancellable_new ();
  self->signal_ids[0] =
      g_dbus_connection_signal_subscribe (bus, owner, AVAHI_BROWSER, "ItemNew", NULL, NULL,
                                          G_DBUS_SIGNAL_FLAGS_NONE, item_new_cb, self, NULL);
  self->signal_ids[1] =
      g_dbus_connection_signal_subscribe (bus, owner, AVAHI_GROUP, "StateChanged", NULL, NULL,
                                          G_DBUS_SIGNAL_FLAGS_NONE, group_changed_cb, self, NULL);
  look (self);
  register_own (self);
  set_state (self, FAR_LAN_THERE);
}

static void
vanished_cb (GDBusConnection *bus, const char *name, gpointer data)
{
  FarLan *self = data;

  forget_daemon (self);
  set_state (self, FAR_LAN_ABSENT);
}

/* ---- the bus */

static void connect_bus (FarLan *self);

static gboolean
retry_cb (gpointer data)
{
  FarLan *self = data;

  far_source_clear (&self->retry);
  connect_bus (self);

  return G_SOURCE_REMOVE;
}

static void
forget_bus (FarLan *self)
{
  if (self->bus == NULL)
    return;

  forget_daemon (self);
  g_bus_unwatch_name (self->name_id);
  g_signal_handler_disconnect (self->bus, self->closed_id);
  /* what this machine registered goes with the connection */
  far_bus_close (self->bus);
  g_clear_object (&self->bus);
}

static void
closed_cb (FarLan *self)
{
  forget_bus (self);
  self->retry = attach_timer (RETRY_MS, retry_cb, self);
  set_state (self, FAR_LAN_ABSENT);
}

static void
connected_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer data)
{
  FarLan *self = data;
  g_autoptr (GError) error = NULL;
  GDBusConnection *bus = far_bus_connect_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (bus == NULL)
    {
      g_debug ("no system bus: %s", error->message);
      self->retry = attach_timer (RETRY_MS, retry_cb, self);
      set_state (self, FAR_LAN_ABSENT);
      return;
    }

  self->bus = bus;
  self->closed_id = g_signal_connect_swapped (bus, "closed", G_CALLBACK (closed_cb), self);
  self->name_id = g_bus_watch_name_on_connection (bus, AVAHI, G_BUS_NAME_WATCHER_FLAGS_NONE,
                                                  appeared_cb, vanished_cb, self, NULL);
}

static void
connect_bus (FarLan *self)
{
  far_bus_connect_async (self->all, connected_cb, self);
}

/* ---- the rest */

FarLan *
far_lan_new (const FarLanWatch *watch, gpointer data)
{
  FarLan *self = g_new0 (FarLan, 1);

  self->watch = watch;
  self->data = data;
  self->all = g_cancellable_new ();
  self->interfaces = g_array_new (FALSE, FALSE, sizeof (int));
  self->browsers = g_ptr_array_new_with_free_func (g_free);
  self->tokens = BURST;
  connect_bus (self);

  return self;
}

void
far_lan_free (FarLan *self)
{
  far_lan_register (self, NULL);
  clear_cancellable (&self->all);
  forget_bus (self);
  far_source_clear (&self->retry);
  g_array_unref (self->interfaces);
  g_ptr_array_unref (self->browsers);
  g_free (self);
}

FarLanDaemon
far_lan_get_daemon (const FarLan *self)
{
  return self->state;
}

void
far_lan_register (FarLan *self, const FarLanOwn *own)
{
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->host, g_free);
  g_clear_pointer (&self->addresses, g_array_unref);
  g_clear_pointer (&self->txt, g_bytes_unref);

  if (own != NULL)
    {
      self->name = g_strdup (own->name);
      self->host = g_strdup (own->host);
      self->addresses = g_array_new (FALSE, FALSE, sizeof (FarLanAddress));
      g_array_append_vals (self->addresses, own->addresses, own->n_addresses);
      self->port = own->port;
      self->txt = g_bytes_ref (own->txt);
    }
  register_own (self);
}

void
far_lan_look (FarLan *self, const int *interfaces, guint n)
{
  g_array_set_size (self->interfaces, 0);
  g_array_append_vals (self->interfaces, interfaces, n);
  look (self);
}
