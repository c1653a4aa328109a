/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-server"

#include "far-server.h"

#include <string.h>

#include "far-pure.h"

#define STUN "stun:"
#define TURN "turn:"
#define BLANKS " \t\r\n"

/* ---- what is good */

/* Letters, digits, hyphens and dots, as a name in the DNS and an IPv4 address have them. */
static gboolean
is_name (const char *host)
{
  gsize len = strlen (host);

  for (gsize i = 0; i < len; i++)
    if (!g_ascii_isalnum (host[i]) && host[i] != '-' && host[i] != '.')
      return FALSE;

  return len > 0 && g_ascii_isalnum (host[0]) && host[len - 1] != '-';
}

/* Its characters; whether they make an address is found out where it is asked. */
static gboolean
is_ipv6 (const char *host)
{
  for (gsize i = 0; host[i] != '\0'; i++)
    if (!g_ascii_isxdigit (host[i]) && host[i] != ':' && host[i] != '.')
      return FALSE;

  return strchr (host, ':') != NULL;
}

static gboolean
is_word (const char *word, const char *without)
{
  for (gsize i = 0; word[i] != '\0'; i++)
    if (!g_ascii_isgraph (word[i]) || strchr (without, word[i]) != NULL)
      return FALSE;

  return *word != '\0';
}

gboolean
far_server_check (const FarServer *self)
{
  if (self->port == 0 || (!is_name (self->host) && !is_ipv6 (self->host)))
    return FALSE;
  if (!self->is_turn)
    return *self->user == '\0' && *self->password == '\0';

  return is_word (self->user, ":@") && is_word (self->password, "@");
}

gboolean
far_server_is_equal (const FarServer *a, const FarServer *b)
{
  return !a->is_turn == !b->is_turn && a->port == b->port && strcmp (a->host, b->host) == 0 &&
         strcmp (a->user, b->user) == 0 && strcmp (a->password, b->password) == 0;
}

/* ---- reading */

static gboolean
take_text (char *out, gsize size, const char *text, gsize len)
{
  if (len >= size || memchr (text, 0, len) != NULL)
    return FALSE;

  memcpy (out, text, len);
  out[len] = '\0';

  return TRUE;
}

static gboolean
read_port (const char *text, gsize len, guint16 *out)
{
  guint port = 0;

  if (len == 0 || len > 5)
    return FALSE;
  for (gsize i = 0; i < len; i++)
    {
      if (!g_ascii_isdigit (text[i]))
        return FALSE;
      port = port * 10 + (text[i] - '0');
    }
  *out = port;

  return port >= 1 && port <= G_MAXUINT16;
}

/* HOST[:PORT], which is all there is in @len bytes. */
static gboolean
read_place (FarServer *self, const char *text, gsize len)
{
  const char *end = text + len;
  const char *host = text;
  const char *after;
  const char *host_end;

  if (len > 0 && *text == '[')
    {
      host++;
      host_end = memchr (text, ']', len);
      if (host_end == NULL)
        return FALSE;
      after = host_end + 1;
    }
  else
    {
      host_end = memchr (text, ':', len);
      if (host_end == NULL)
        host_end = end;
      after = host_end;
    }
  if (!take_text (self->host, sizeof self->host, host, host_end - host) ||
      (*text == '[') != is_ipv6 (self->host))
    return FALSE;
  if (after == end)
    return TRUE;

  return *after == ':' && read_port (after + 1, end - after - 1, &self->port);
}

static gboolean
read_server (FarServer *self, const char *text, gsize len)
{
  const char *end = text + len;
  const char *at;
  const char *colon;

  memset (self, 0, sizeof *self);
  self->port = FAR_SERVER_PORT;
  if (len > strlen (STUN) && g_ascii_strncasecmp (text, STUN, strlen (STUN)) == 0)
    {
      text += strlen (STUN);
      return read_place (self, text, end - text) && far_server_check (self);
    }
  if (len <= strlen (TURN) || g_ascii_strncasecmp (text, TURN, strlen (TURN)) != 0)
    return FALSE;

  self->is_turn = TRUE;
  text += strlen (TURN);
  at = memchr (text, '@', end - text);
  colon = at != NULL ? memchr (text, ':', at - text) : NULL;

  return colon != NULL && take_text (self->user, sizeof self->user, text, colon - text) &&
         take_text (self->password, sizeof self->password, colon + 1, at - colon - 1) &&
         read_place (self, at + 1, end - at - 1) && far_server_check (self);
}

static gboolean
read_all (const char *text, FarServer *out, guint *out_n)
{
  for (text += strspn (text, BLANKS); *text != '\0'; text += strspn (text, BLANKS))
    {
      gsize len = strcspn (text, BLANKS);

      if (*out_n >= FAR_SERVERS_MAX || !read_server (&out[*out_n], text, len))
        return FALSE;
      for (guint i = 0; i < *out_n; i++)
        if (far_server_is_equal (&out[i], &out[*out_n]))
          return FALSE;
      (*out_n)++;
      text += len;
    }

  return TRUE;
}

gboolean
far_servers_from_text (const char *text, FarServer out[static FAR_SERVERS_MAX], guint *out_n)
{
  *out_n = 0;
  if (read_all (text, out, out_n))
    return TRUE;

  sodium_memzero (out, FAR_SERVERS_MAX * sizeof *out);
  *out_n = 0;

  return FALSE;
}

/* ---- writing */

char *
far_servers_to_text (const FarServer *servers, guint n, gboolean with_password)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    {
      const FarServer *server = &servers[i];
      gboolean is_bracketed = strchr (server->host, ':') != NULL;

      if (i > 0)
        g_string_append_c (text, ' ');
      g_string_append (text, server->is_turn ? TURN : STUN);
      if (server->is_turn && with_password)
        g_string_append_printf (text, "%s:%s@", server->user, server->password);
      g_string_append_printf (text, is_bracketed ? "[%s]:%u" : "%s:%u", server->host, server->port);
    }

  return g_string_free (text, FALSE);
}
