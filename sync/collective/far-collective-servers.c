/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which STUN and TURN servers may be asked: those that the rule in force names, and no other.
 *
 * The rule's value is a number, as of all rules: the seq of the SERVERS entry in the log of whoever
 * proposed it.  The proposal stands on that entry's chain, so whoever approves it approves what the
 * entry says, and nothing else can take its place. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-private.h"

#include <string.h>

/* ---- reading */

static void
read_word (const FarPayload *payload, guint key, char *out, gsize size)
{
  g_autofree char *text = far_payload_dup_text (payload, key);

  g_strlcpy (out, text != NULL ? text : "", size);
}

static gboolean
read_server (const FarPayload *payload, FarServer *out)
{
  memset (out, 0, sizeof *out);
  out->is_turn = far_payload_int (payload, FAR_SERVERS_TURN, 0) != 0;
  out->port = far_payload_int (payload, FAR_SERVERS_PORT, 0);
  read_word (payload, FAR_SERVERS_HOST, out->host, sizeof out->host);
  read_word (payload, FAR_SERVERS_USER, out->user, sizeof out->user);
  read_word (payload, FAR_SERVERS_PASSWORD, out->password, sizeof out->password);

  return far_server_check (out);
}

void
_far_servers_read (FarStore *store, guint32 propose, gint32 value, FarServers *out)
{
  FarPayload payload, item;
  FarPayloadIter iter;
  FarPos pos;
  FarRow row;

  memset (out, 0, sizeof *out);
  if (value <= 0 || !far_store_get_act (store, propose, &pos, NULL) || (guint32)value >= pos.seq)
    return;

  pos.seq = value;
  if (!far_store_read_pos (store, pos, &row, NULL) || row.kind != FAR_KIND_SERVERS ||
      !far_row_parse (&row, &payload))
    return;

  iter = far_payload_iter (&payload, FAR_SERVERS_LIST);
  while (far_payload_iter_map (&iter, &item))
    if (!read_server (&item, &out->all[out->n++]))
      {
        memset (out, 0, sizeof *out);
        return;
      }
}

void
far_collective_servers (FarStore *store, FarServers *out)
{
  guint n;
  const FarGovernance *gov = far_store_peek_governance (store);
  const FarGovRule *rules = far_governance_peek_rules (gov, &n);

  memset (out, 0, sizeof *out);
  for (guint i = 0; i < n; i++)
    {
      const FarGovProposal *decision =
          rules[i].number == FAR_RULE_SERVERS ? _far_rule_find_decision (gov, &rules[i]) : NULL;

      if (decision != NULL)
        _far_servers_read (store, decision->act, rules[i].value, out);
    }
}

gboolean
far_servers_are_equal (const FarServers *a, const FarServers *b)
{
  for (guint i = 0; i < a->n && i < b->n; i++)
    if (!far_server_is_equal (&a->all[i], &b->all[i]))
      return FALSE;

  return a->n == b->n;
}

/* ---- proposing */

static gboolean
write_servers (FarPen *pen, const FarServers *servers, FarPos *out_pos, GError **error)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  FarSaying saying = { .kind = FAR_KIND_SERVERS, .payload = payload };

  far_map_array (&map, FAR_SERVERS_LIST, servers->n);
  for (guint i = 0; i < servers->n; i++)
    {
      const FarServer *server = &servers->all[i];
      FarMapWriter item = far_map_begin (payload);

      far_map_int (&item, FAR_SERVERS_TURN, server->is_turn ? 1 : 0);
      far_map_text (&item, FAR_SERVERS_HOST, server->host);
      far_map_int (&item, FAR_SERVERS_PORT, server->port);
      if (server->is_turn)
        {
          far_map_text (&item, FAR_SERVERS_USER, server->user);
          far_map_text (&item, FAR_SERVERS_PASSWORD, server->password);
        }
      far_map_end (&item);
    }
  far_map_end (&map);

  return _far_writer_append (pen->writer, &saying, out_pos, NULL, error);
}

/* Somebody who proposes the same, whatever the number is there. */
static const FarGovProposal *
find_open (FarStore *store, const FarServers *servers, FarMatter *out)
{
  guint n;
  const FarGovProposal *proposals =
      far_governance_peek_proposals (far_store_peek_governance (store), &n);

  for (guint i = 0; i < n; i++)
    {
      guint8 id[FAR_ID_LEN];
      FarServers proposed;

      if (proposals[i].done_by != FAR_ACT_NONE ||
          !_far_matter_read (store, proposals[i].act, out, id) || out->kind != FAR_KIND_RULES ||
          out->number != FAR_RULE_SERVERS)
        continue;
      _far_servers_read (store, proposals[i].act, out->value, &proposed);
      if (far_servers_are_equal (&proposed, servers))
        return &proposals[i];
    }

  return NULL;
}

static gboolean
set_servers (FarPen *pen, const FarServers *servers, FarApproval *out, GError **error)
{
  FarStore *store = pen->writer->store;
  const FarGovProposal *open;
  FarMatter matter;
  FarServers now;
  FarPos pos = { 0 };

  memset (out, 0, sizeof *out);
  far_collective_servers (store, &now);
  out->is_done = far_servers_are_equal (&now, servers);
  if (out->is_done)
    return TRUE;

  open = find_open (store, servers, &matter);
  if (open != NULL)
    return _far_matter_support (pen, &matter, open, out, error);

  if (!_far_pen_open (pen, error) || (servers->n > 0 && !write_servers (pen, servers, &pos, error)))
    return FALSE;

  matter = (FarMatter){ .kind = FAR_KIND_RULES, .number = FAR_RULE_SERVERS, .value = pos.seq };

  return _far_matter_support (pen, &matter, NULL, out, error);
}

gboolean
far_collective_set_servers (const FarWriter *writer,
                            const FarServers *servers,
                            FarApproval *out,
                            GError **error)
{
  FarPen pen;

  for (guint i = 0; i < servers->n; i++)
    if (!far_server_check (&servers->all[i]))
      return _far_refuse (FAR_COLLECTIVE_ERROR_RULE_VALUE, "that is no server", error);

  return _far_pen_init (&pen, writer, error) &&
         _far_pen_close (&pen, set_servers (&pen, servers, out, error), error);
}
