/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-addresses.h"

#include <ifaddrs.h>
#include <net/if.h>
#include <netdb.h>
#include <string.h>
#include <sys/socket.h>

static gboolean
is_every_interface (const char *host)
{
  return g_str_equal (host, "0.0.0.0") || g_str_equal (host, "[::]") || g_str_equal (host, "::") ||
         *host == '\0';
}

static gboolean
is_wanted (const struct ifaddrs *address, int family, guint loopback)
{
  return address->ifa_addr != NULL && address->ifa_addr->sa_family == family &&
         (address->ifa_flags & IFF_UP) != 0 && (address->ifa_flags & IFF_LOOPBACK) == loopback;
}

static void
add_family (GStrvBuilder *builder,
            const struct ifaddrs *first,
            int family,
            guint loopback,
            const char *port)
{
  for (const struct ifaddrs *address = first; address != NULL; address = address->ifa_next)
    {
      const socklen_t len =
          family == AF_INET ? sizeof (struct sockaddr_in) : sizeof (struct sockaddr_in6);
      char host[NI_MAXHOST];
      g_autofree char *text = NULL;

      if (!is_wanted (address, family, loopback) ||
          getnameinfo (address->ifa_addr, len, host, sizeof host, NULL, 0, NI_NUMERICHOST) != 0)
        continue;

      /* link-local ones hold only with the name of the caller's own interface */
      if (strchr (host, '%') != NULL)
        continue;

      text = family == AF_INET ? g_strdup_printf ("%s:%s", host, port)
                               : g_strdup_printf ("[%s]:%s", host, port);
      g_strv_builder_add (builder, text);
    }
}

/* Returns: (transfer full): of those interfaces that are @loopback */
static char **
list_own (const char *host, guint loopback, const char *port)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  struct ifaddrs *addresses = NULL;

  if (getifaddrs (&addresses) == 0)
    {
      add_family (builder, addresses, AF_INET, loopback, port);
      if (!g_str_equal (host, "0.0.0.0"))
        add_family (builder, addresses, AF_INET6, loopback, port);
      freeifaddrs (addresses);
    }

  return g_strv_builder_end (builder);
}

char **
far_app_list_addresses (const char *listening)
{
  g_autofree char *host = NULL;
  const char *colon;
  char **list = NULL;

  g_return_val_if_fail (listening != NULL, NULL);

  colon = strrchr (listening, ':');
  host = colon != NULL ? g_strndup (listening, (gsize)(colon - listening)) : g_strdup (listening);

  /* without a network only other programs of this machine can call */
  if (colon != NULL && is_every_interface (host))
    {
      list = list_own (host, 0, colon + 1);
      if (list[0] == NULL)
        {
          g_strfreev (list);
          list = list_own (host, IFF_LOOPBACK, colon + 1);
        }
    }

  if (list == NULL || list[0] == NULL)
    {
      g_strfreev (list);
      list = g_new0 (char *, 2);
      list[0] = g_strdup (listening);
    }

  return list;
}

/* ---- messages */

/* What stands around a word in a sentence is not part of it. */
static char *
dup_bare (const char *word)
{
  static const char *const around = "<>()\"',;.!?";
  const char *begin = word + strspn (word, around);
  gsize len = strlen (begin);

  while (len > 0 && strchr (around, begin[len - 1]) != NULL)
    len--;

  return g_strndup (begin, len);
}

static gboolean
is_address (const char *word)
{
  const char *colon = strrchr (word, ':');

  return colon != NULL && colon > word && colon[1] != '\0' && strlen (colon + 1) <= 5 &&
         colon[1 + strspn (colon + 1, "0123456789")] == '\0' && strchr (word, '/') == NULL &&
         strpbrk (word, ".[") != NULL;
}

gboolean
far_app_read_message (const char *text, char **out_link, char **out_address)
{
  g_auto(GStrv) words = NULL;
  g_autofree char *link = NULL;
  g_autofree char *address = NULL;
  guint n_words = 0;

  g_return_val_if_fail (text != NULL, FALSE);

  words = g_strsplit_set (text, " \t\r\n", -1);
  for (guint i = 0; words[i] != NULL; i++)
    {
      g_autofree char *word = dup_bare (words[i]);

      n_words += *word != '\0';
      if (link == NULL && g_ascii_strncasecmp (word, "farandole:", strlen ("farandole:")) == 0)
        link = g_steal_pointer (&word);
      else if (address == NULL && is_address (word))
        address = g_steal_pointer (&word);
    }
  if (link == NULL || n_words < 2)
    return FALSE;

  *out_link = g_steal_pointer (&link);
  *out_address = address != NULL ? g_steal_pointer (&address) : g_strdup ("");

  return TRUE;
}
