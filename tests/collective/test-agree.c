/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What several members are to agree on, and why. */

#include <string.h>

#include "far-kind-schema.h"
#include "far-server.h"
#include "test-party.h"

#define DAY_MS (G_GINT64_CONSTANT (86400) * 1000)

enum
{
  ADA,
  BO,
  CY,
  DI,
};

static void
propose_removal (const FarWriter *writer, const Party *party, const char *why)
{
  FarApproval approval;

  party_assert_done (
      far_collective_propose_removal (writer, party->members[DI].me.member, why, &approval, error));
}

/* Everywhere. */
static void
assert_why (Party *party, const char *why)
{
  for (guint who = 0; who < party->n_members; who++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) open = far_collective_proposals (party->members[who].store,
                                                             party->members[who].me.member, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (open->len, ==, 1);
      g_assert_cmpstr (((FarProposalFacts *)open->pdata[0])->why, ==, why);
    }
}

/* A further machine of Ada's.  Returns: its number */
static guint
add_machine (Party *party)
{
  guint who = party->n_members;
  PartyMember *member = &party->members[who];
  FarWriter writer = party_writer (party, ADA);
  const guint8 *collective = far_store_peek_collective (writer.store);
  g_auto (FarAdmission) admission = { 0 };
  g_autoptr (GBytes) request = NULL;
  FarNewcomer newcomer = { 0 };
  FarApproval approval;

  far_identity_make (&member->me, collective, party_random);
  memcpy (member->me.member, writer.me->member, FAR_RECORD_ID_LEN);
  memcpy (newcomer.collective, collective, FAR_ID_LEN);
  memcpy (newcomer.entry, member->me.member, FAR_RECORD_ID_LEN);
  memcpy (newcomer.device, member->me.device, FAR_KEY_LEN);
  memcpy (newcomer.noise, member->me.noise, FAR_KEY_LEN);
  memcpy (newcomer.seal, member->me.seal, FAR_KEY_LEN);
  request = far_further_encode (&newcomer, member->me.sign_secret);
  party_assert_done (far_collective_hear_further (&writer, g_bytes_get_data (request, NULL),
                                                  g_bytes_get_size (request), NULL, &admission,
                                                  error));
  party_assert_done (far_collective_approve_device (&writer, member->me.device, &approval, error));
  g_assert_true (approval.is_done);

  member->store = far_store_open (NULL, collective, TRUE, NULL);
  g_assert_nonnull (member->store);
  party->n_members++;
  party_tell (party, ADA, who);

  return who;
}

/* What she said later stands for what she said before, whatever her clock says by then. */
static void
test_reason_again (void)
{
  g_autoptr (Party) party = party_new (31, 4);
  FarWriter writer = party_writer (party, ADA);
  guint8 rota[FAR_RECORD_ID_LEN];

  propose_removal (&writer, party, "Never came.");
  party_add_rota (party, ADA, "The walk", 1, rota);
  writer = party_writer (party, ADA);
  writer.now_ms -= 30 * DAY_MS;
  propose_removal (&writer, party, "Moved away.");
  party_meet (party);
  assert_why (party, "Moved away.");
}

/* On two machines of hers, which did not know of each other: all show the same, whichever they
 * heard first. */
static void
test_reason_apart (void)
{
  g_autoptr (Party) party = party_new (32, 4);
  guint second = add_machine (party);
  FarWriter writer = party_writer (party, ADA);

  propose_removal (&writer, party, "Never came.");
  party_tell (party, ADA, BO);
  party_tell (party, ADA, second);
  writer = party_writer (party, second);
  propose_removal (&writer, party, "Moved away.");
  writer = party_writer (party, ADA);
  propose_removal (&writer, party, "Fell out with everybody.");

  party_tell (party, second, CY);
  party_tell (party, ADA, BO);
  party_meet (party);
  assert_why (party, "Fell out with everybody.");
}

/* Nobody takes her words away by having read them. */
static void
test_reason_of_others (void)
{
  g_autoptr (Party) party = party_new (33, 4);
  FarWriter writer = party_writer (party, ADA);
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  guint8 record[FAR_RECORD_ID_LEN];
  FarPos said;
  FarPos heard;

  propose_removal (&writer, party, "Never came.");
  party_tell (party, ADA, BO);
  said = (FarPos){ far_store_find_log (writer.store, writer.me->device),
                   far_store_next_seq (writer.store, writer.me->device) - 1 };
  far_record_id (far_store_peek_collective (writer.store), writer.me->device, said.seq - 1, 0,
                 record);
  heard = (FarPos){ far_store_find_log (party->members[BO].store, writer.me->device), said.seq };

  far_map_bytes (&map, FAR_REASON_PROPOSAL, record, FAR_RECORD_ID_LEN);
  far_map_text (&map, FAR_REASON_WHY, "Because I say so.");
  far_map_end (&map);
  party_write (party, BO, FAR_KIND_REASON, 0, payload, &heard, 1);
  party_meet (party);
  assert_why (party, "Never came.");
}

/* What nobody could carry out is not asked of anybody, whoever signed it. */
static void
test_no_such_rule (void)
{
  static const gint64 keys[] = { 0, FAR_RULES_KEY_MAX + 1, G_MAXUINT32 };
  g_autoptr (Party) party = party_new (34, 4);

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autoptr (GByteArray) payload = g_byte_array_new ();
      FarMapWriter map = far_map_begin (payload);
      guint8 proposal[FAR_ID_LEN];
      FarPos said;

      far_map_int (&map, FAR_PROPOSE_KIND, FAR_KIND_RULES);
      far_map_int (&map, FAR_PROPOSE_NUMBER, keys[i]);
      far_map_int (&map, FAR_PROPOSE_VALUE, 7);
      far_map_end (&map);
      said = party_write (party, DI, FAR_KIND_PROPOSE, 0, payload, NULL, 0);
      g_assert_true (far_store_get_id (party->members[DI].store, said, proposal, NULL));
      party_meet (party);

      for (guint who = ADA; who <= CY; who++)
        {
          g_autoptr (GByteArray) approval = g_byte_array_new ();
          FarWriter writer = party_writer (party, who);
          FarApproval refused;
          FarPos what;

          party_assert_refused (far_collective_approve (&writer, proposal, &refused, error),
                                FAR_COLLECTIVE_ERROR_NO_SUCH_ID);
          g_assert_true (far_store_find_id (writer.store, proposal, &what));
          map = far_map_begin (approval);
          far_map_bytes (&map, FAR_APPROVE_WHAT, proposal, FAR_ID_LEN);
          far_map_end (&map);
          party_write (party, who, FAR_KIND_APPROVE, 0, approval, &what, 1);
        }
      party_meet (party);

      for (guint who = ADA; who <= DI; who++)
        {
          FarWriter writer = party_writer (party, who);
          gboolean any;

          party_assert_done (far_collective_carry_out (&writer, &any, error));
          g_assert_false (any);
        }
    }
}

static void
assert_servers (Party *party, const char *text)
{
  for (guint who = 0; who < party->n_members; who++)
    {
      g_autofree char *found = NULL;
      FarServers servers;

      far_collective_servers (party->members[who].store, &servers);
      found = far_servers_to_text (servers.all, servers.n, TRUE);
      g_assert_cmpstr (found, ==, text);
    }
}

/* Returns: whether that is the rule now */
static gboolean
set_servers (Party *party, guint who, const char *text)
{
  FarWriter writer = party_writer (party, who);
  FarServers servers = { 0 };
  FarApproval approval;

  g_assert_true (far_servers_from_text (text, servers.all, &servers.n));
  party_assert_done (far_collective_set_servers (&writer, &servers, &approval, error));

  return approval.is_done;
}

/* No server is asked that more than half of all did not agree on. */
static void
test_servers (void)
{
  g_autoptr (Party) party = party_new (35, 4);

  assert_servers (party, "");
  g_assert_false (set_servers (party, ADA, "turn:u:p@t.example stun:s.example:1"));
  party_meet (party);
  assert_servers (party, "");
  /* what says the same is the same proposal, whose number is Ada's */
  g_assert_false (set_servers (party, BO, "turn:u:p@t.example:3478 stun:s.example:1"));
  party_meet (party);
  assert_servers (party, "");
  /* and what does not is another one */
  g_assert_false (set_servers (party, DI, "stun:evil.example"));
  party_meet (party);
  assert_servers (party, "");
  g_assert_true (set_servers (party, CY, "turn:u:p@t.example stun:s.example:1"));
  party_meet (party);
  assert_servers (party, "turn:u:p@t.example:3478 stun:s.example:1");
  g_assert_true (set_servers (party, CY, "turn:u:p@t.example stun:s.example:1"));

  for (guint who = ADA; who <= CY; who++)
    {
      g_assert_cmpint (set_servers (party, who, ""), ==, who == CY);
      party_meet (party);
    }
  assert_servers (party, "");
}

/* What is proposed is shown as it is, and approved by its id. */
static void
test_servers_are_shown (void)
{
  g_autoptr (Party) party = party_new (36, 3);
  FarWriter writer = party_writer (party, BO);
  g_autoptr (GPtrArray) open = NULL;
  const FarProposalFacts *facts;
  FarApproval approval;

  set_servers (party, ADA, "stun:s.example");
  party_meet (party);
  open = far_collective_proposals (writer.store, writer.me->member, NULL);
  g_assert_cmpuint (open->len, ==, 1);
  facts = open->pdata[0];
  g_assert_cmpuint (facts->servers.n, ==, 1);
  g_assert_cmpstr (facts->servers.all[0].host, ==, "s.example");
  party_assert_done (far_collective_approve (&writer, facts->id, &approval, error));
  g_assert_true (approval.is_done);
  party_meet (party);
  assert_servers (party, "stun:s.example:3478");
}

/* A number that names no list of the proposer's own names nothing. */
static void
test_servers_of_nobody (void)
{
  g_autoptr (Party) party = party_new (37, 2);

  set_servers (party, ADA, "stun:s.example");
  set_servers (party, BO, "stun:t.example");
  party_meet (party);
  assert_servers (party, "");

  for (gint32 value = -1; value < 60; value++)
    {
      g_autoptr (GByteArray) payload = g_byte_array_new ();
      g_autoptr (GPtrArray) open = NULL;
      FarMapWriter map = far_map_begin (payload);
      FarWriter writer = party_writer (party, ADA);

      far_map_int (&map, FAR_PROPOSE_KIND, FAR_KIND_RULES);
      far_map_int (&map, FAR_PROPOSE_NUMBER, FAR_RULE_SERVERS);
      far_map_int (&map, FAR_PROPOSE_VALUE, value);
      far_map_end (&map);
      party_write (party, ADA, FAR_KIND_PROPOSE, 0, payload, NULL, 0);
      open = far_collective_proposals (writer.store, writer.me->member, NULL);
      for (guint i = 0; i < open->len; i++)
        {
          const FarProposalFacts *facts = open->pdata[i];
          const char *host = memcmp (facts->by, writer.me->member, FAR_RECORD_ID_LEN) == 0
                                 ? "s.example"
                                 : "t.example";

          g_assert_cmpuint (facts->servers.n, ==, 1);
          g_assert_cmpstr (facts->servers.all[0].host, ==, host);
        }
    }
}

/* Nobody agrees to what is written afterwards. */
static void
test_servers_of_later (void)
{
  g_autoptr (Party) party = party_new (38, 2);
  FarWriter writer = party_writer (party, ADA);
  guint32 next = far_store_next_seq (writer.store, writer.me->device);
  g_autoptr (GByteArray) proposal = g_byte_array_new ();
  g_autoptr (GByteArray) servers = g_byte_array_new ();
  g_autoptr (GPtrArray) open = NULL;
  FarMapWriter map = far_map_begin (proposal);
  FarMapWriter item;
  guint8 id[FAR_ID_LEN];
  FarApproval approval;
  FarPos said;

  far_map_int (&map, FAR_PROPOSE_KIND, FAR_KIND_RULES);
  far_map_int (&map, FAR_PROPOSE_NUMBER, FAR_RULE_SERVERS);
  far_map_int (&map, FAR_PROPOSE_VALUE, next + 1);
  far_map_end (&map);
  said = party_write (party, ADA, FAR_KIND_PROPOSE, 0, proposal, NULL, 0);
  g_assert_cmpuint (said.seq, ==, next);
  g_assert_true (far_store_get_id (writer.store, said, id, NULL));

  map = far_map_begin (servers);
  far_map_array (&map, FAR_SERVERS_LIST, 1);
  item = far_map_begin (servers);
  far_map_int (&item, FAR_SERVERS_TURN, 0);
  far_map_text (&item, FAR_SERVERS_HOST, "evil.example");
  far_map_int (&item, FAR_SERVERS_PORT, 1);
  far_map_end (&item);
  far_map_end (&map);
  said = party_write (party, ADA, FAR_KIND_SERVERS, 0, servers, NULL, 0);
  g_assert_cmpuint (said.seq, ==, next + 1);
  party_meet (party);

  open = far_collective_proposals (writer.store, writer.me->member, NULL);
  g_assert_cmpuint (open->len, ==, 0);
  writer = party_writer (party, BO);
  party_assert_refused (far_collective_approve (&writer, id, &approval, error),
                        FAR_COLLECTIVE_ERROR_NO_SUCH_ID);
  assert_servers (party, "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/agree/reason-again", test_reason_again);
  g_test_add_func ("/agree/reason-apart", test_reason_apart);
  g_test_add_func ("/agree/reason-of-others", test_reason_of_others);

  g_test_add_func ("/agree/no-such-rule", test_no_such_rule);

  g_test_add_func ("/agree/servers", test_servers);
  g_test_add_func ("/agree/servers-are-shown", test_servers_are_shown);
  g_test_add_func ("/agree/servers-of-nobody", test_servers_of_nobody);
  g_test_add_func ("/agree/servers-of-later", test_servers_of_later);

  return g_test_run ();
}
