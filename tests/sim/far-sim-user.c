/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What members do.  For what the program has no call yet (votes, the baton, further machines) the
 * entries are put together here, as docs/formats.md and docs/governance.md say. */

#define G_LOG_DOMAIN "far-sim"

#include "far-sim-private.h"

#include <string.h>

#include "far-day.h"
#include "far-kind-schema.h"

/* ---- founding and coming in */

static gboolean
expect (FarSim *self, gboolean good, const char *what, const GError *error)
{
  if (!good)
    far_sim_fail (self, "setup", "%s: %s", what, error != NULL ? error->message : "");

  return good;
}

gboolean
far_sim_found (FarSim *self)
{
  FarSimDevice *founder = far_sim_get_device (self, 0);
  FarWriter writer = far_sim_writer (self, founder);
  g_autoptr (GError) error = NULL;
  g_autoptr (FarGenesis) genesis = far_genesis_new (&writer, "Linea Blu", founder->name, "UTC",
                                                    FAR_SIM_EPOCH_DAY, &error);

  if (!expect (self, genesis != NULL, "no genesis", error))
    return FALSE;

  memcpy (self->collective, genesis->collective, FAR_ID_LEN);
  if (!far_sim_open_empty (self, founder))
    return FALSE;
  writer.store = founder->store;

  return expect (self, far_collective_found (&writer, genesis, &error), "not founded", error);
}

static GBytes *
make_request (FarSimDevice *device, const FarInvite *invite)
{
  FarNewcomer newcomer;

  memcpy (newcomer.collective, invite->collective, FAR_ID_LEN);
  memcpy (newcomer.entry, invite->entry, FAR_ID_LEN);
  memcpy (newcomer.device, device->me.device, FAR_KEY_LEN);
  memcpy (newcomer.noise, device->me.noise, FAR_KEY_LEN);
  memcpy (newcomer.seal, device->me.seal, FAR_KEY_LEN);

  return far_request_encode (&newcomer, invite->secret, device->me.sign_secret, device->name);
}

/* One voucher is enough for as many as there are in the beginning. */
static gboolean
write_vouchers (FarSim *self, FarSimDevice *founder, GError **error)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  FarDraft draft = { .kind = FAR_KIND_RULES, .time_ms = far_sim_get_wall_ms (self, founder) };
  FarPos pos;

  far_map_int (&map, FAR_RULES_KEY, FAR_RULE_VOUCHERS);
  far_map_int (&map, FAR_RULES_VALUE, 1);
  far_map_end (&map);
  draft.payload = payload->data;
  draft.payload_len = payload->len;
  far_sim_random_draw (draft.salt, FAR_SALT_LEN);

  return far_store_begin (founder->store, error) &&
         far_store_append (founder->store, founder->me.device, founder->me.sign_secret, &draft,
                           &pos, NULL, error) &&
         far_store_commit (founder->store, error);
}

gboolean
far_sim_let_in (FarSim *self, FarSimDevice *device, FarSimDevice *by)
{
  FarWriter writer = far_sim_writer (self, by);
  g_auto (FarAdmission) admission = { 0 };
  g_autoptr (GBytes) request = NULL;
  g_autoptr (GError) error = NULL;
  FarInvite invite;

  if (device->number == 1 && self->plan->n_devices > FAR_RULE_SMALL_MAX &&
      !expect (self, write_vouchers (self, by, &error), "no rule", error))
    return FALSE;

  if (!expect (self, far_collective_invite (&writer, writer.now_ms + 86400000, &invite, &error),
               "no invitation", error))
    return FALSE;
  request = make_request (device, &invite);
  if (!expect (self,
               far_collective_hear_request (&writer, g_bytes_get_data (request, NULL),
                                            g_bytes_get_size (request), device->me.noise,
                                            &admission, &error),
               "not heard", error) ||
      !expect (self, admission.answer.state == FAR_ANSWER_ADMITTED, "not admitted", NULL) ||
      !far_sim_open_empty (self, device))
    return FALSE;

  device->has_secret = TRUE;
  memcpy (device->secret, admission.answer.secret, FAR_HASH_LEN);
  far_sim_meet (self, device, by, FAR_SIM_S, device->number);
  far_sim_run_until (self, self->now_us + 5 * FAR_SIM_S);

  return expect (self,
                 far_store_get_n_entries (device->store) == far_store_get_n_entries (by->store),
                 "not told everything", NULL);
}

/* ---- entries of one's own making */

typedef struct
{
  FarSim *sim;          /* unowned */
  FarSimDevice *device; /* unowned */
  FarSimRandom random;
} User;

static User
make_user (FarSim *self, FarSimDevice *device, guint64 dice)
{
  return (User){ self, device, { dice } };
}

/* After a WITNESS of what is new, in one batch. */
static gboolean
write_entry (User *user,
             FarKind kind,
             GByteArray *payload,
             const FarPos *refs,
             guint n_refs,
             GError **error)
{
  FarSimDevice *device = user->device;
  FarWriter writer = far_sim_writer (user->sim, device);
  FarDraft draft = {
    .kind = kind,
    .time_ms = writer.now_ms,
    .payload = payload->data,
    .payload_len = payload->len,
    .refs = refs,
    .n_refs = n_refs,
  };
  FarPos pos;
  gboolean good;

  far_sim_random_draw (draft.salt, FAR_SALT_LEN);
  if (!far_store_begin (device->store, error))
    return FALSE;

  good = far_collective_witness (&writer, NULL, error) &&
         far_store_append (device->store, device->me.device, device->me.sign_secret, &draft, &pos,
                           NULL, error);
  if (good)
    return far_store_commit (device->store, error);
  far_store_rollback (device->store);

  return FALSE;
}

/* Tells what became of it. */
static void
report (User *user, const char *what, gboolean good, const GError *error)
{
  user->sim->counts->n_refused += !good;
  far_sim_tell (user->sim, "%s %s%s%s", user->device->name, what,
                good ? "" : ", in vain: ", good || error == NULL ? "" : error->message);
  if (user->device->store != NULL && !far_sim_disk_is_dead (user->device->disk))
    far_sim_wake (user->sim, user->device);
}

static FarRotaFacts *
pick_rota (User *user, GPtrArray *rotas)
{
  return rotas != NULL && rotas->len > 0
             ? g_ptr_array_index (rotas, far_sim_random_below (&user->random, rotas->len))
             : NULL;
}

static gint32
pick_day (User *user)
{
  return FAR_SIM_EPOCH_DAY + 10 + far_sim_random_below (&user->random, FAR_SIM_N_DAYS);
}

/* ---- planning and promising */

static void
add_rota (User *user, const FarWriter *writer)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *title = g_strdup_printf ("walk %u", far_sim_random_below (&user->random, 1000));
  FarRotaPlan plan = {
    .title = title,
    .rule = { .weekdays = FAR_WEEKDAYS_ALL,
              .every_n_weeks = 1,
              .first_day = FAR_SIM_EPOCH_DAY,
              .last_day = FAR_SIM_EPOCH_DAY + 200 },
    .at = 8 * 60 + 10,
    .n_min = 1,
    .n_max = 1 + far_sim_random_below (&user->random, 3),
  };
  guint8 rota[FAR_RECORD_ID_LEN];
  gboolean good = far_collective_add_rota (writer, &plan, rota, &error);

  if (good && !user->device->is_liar)
    g_hash_table_insert (user->sim->rotas, g_memdup2 (rota, sizeof rota), user->device);
  report (user, "plans a rota", good, error);
}

static FarSimWord *
add_word (User *user, const void *bytes, gsize len)
{
  FarSimWord *word = g_new0 (FarSimWord, 1);

  word->maker = user->device;
  word->word = g_bytes_new (bytes, len);
  word->again = g_array_new (FALSE, FALSE, FAR_ID_LEN);
  g_ptr_array_add (user->sim->words, word);

  return word;
}

static void
add_person (User *user, const FarWriter *writer)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *name =
      g_strdup_printf ("%016" G_GINT64_MODIFIER "x child", far_sim_random_next (&user->random));
  FarSimWord *word = add_word (user, name, strlen (name));

  word->has_person = far_collective_add_person (writer, name, word->person, &error);
  report (user, "names a person", word->has_person, error);
}

/* @pos: of the ERASE */
static void
note_erased (FarSimWord *word, const FarWriter *writer, FarPos pos)
{
  word->is_erased = far_store_get_id (writer->store, pos, word->erase, NULL);
}

/* A person whom it made, with all that is said of them. */
static void
erase (User *user, const FarWriter *writer)
{
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < user->sim->words->len; i++)
    {
      FarSimWord *word = g_ptr_array_index (user->sim->words, i);
      gboolean good;
      FarPos pos;

      if (word->maker != user->device || word->is_erased || !word->has_person)
        continue;

      good = far_collective_erase_subject (writer, word->person, &pos, &error);
      if (good)
        note_erased (word, writer, pos);
      report (user, "erases a person", good, error);
      return;
    }
}

/* One of its own turns: of a rota the words of others would show then. */
static void
erase_entry (User *user, const FarWriter *writer)
{
  guint32 n = far_store_next_seq (writer->store, user->device->me.device) - 1;
  FarPos pos = { far_store_find_log (writer->store, user->device->me.device),
                 1 + far_sim_random_below (&user->random, n) };
  g_autoptr (GError) error = NULL;
  guint8 id[FAR_ID_LEN];
  guint8 salt[FAR_SALT_LEN];
  FarRow row;
  gboolean good;

  if (n == 0 || !far_store_read_pos (writer->store, pos, &row, NULL) || row.kind != FAR_KIND_TURN ||
      row.blob == NULL)
    return;

  memcpy (id, row.id, FAR_ID_LEN);
  memcpy (salt, row.blob, FAR_SALT_LEN);
  good = far_collective_erase_entry (writer, id, &pos, &error);
  if (good)
    note_erased (add_word (user, salt, sizeof salt), writer, pos);
  report (user, "erases an entry", good, error);
}

static void
publish (User *user, const FarWriter *writer, const FarRotaFacts *rota)
{
  g_autoptr (GError) error = NULL;

  report (user, "publishes", far_collective_publish_rota (writer, rota->id, &error), error);
}

static void
cancel (User *user, const FarWriter *writer, const FarRotaFacts *rota)
{
  g_autoptr (GError) error = NULL;

  report (user, "cancels an outing",
          far_collective_cancel_outing (writer, rota->id, pick_day (user), "snow", &error), error);
}

/* Gives back what it has on a day, or takes a turn there. */
static void
promise (User *user, const FarWriter *writer, const FarRotaFacts *rota)
{
  gint32 day = pick_day (user);
  g_autoptr (GError) error = NULL;
  g_autoptr (FarOutingFacts) outing = NULL;
  guint8 turn[FAR_RECORD_ID_LEN];
  guint8 where[FAR_RECORD_ID_LEN];

  if (far_sim_random_chance (&user->random, 35))
    outing = far_collective_outing (writer->store, rota, user->device->me.member, day, NULL);

  for (guint i = 0; outing != NULL && i < outing->turns->len; i++)
    {
      const FarTurnFacts *held = g_ptr_array_index (outing->turns, i);

      if (memcmp (held->by, user->device->me.member, FAR_RECORD_ID_LEN) != 0 ||
          held->place == FAR_TURN_PLACE_RELEASED)
        continue;
      report (user, "gives back a turn",
              far_collective_release_turn (writer, held->id,
                                           far_sim_get_today (user->sim, user->device), where, &day,
                                           &error),
              error);
      return;
    }

  report (user, "takes a turn",
          far_collective_take_turn (writer, rota->id, day, NULL,
                                    far_sim_get_today (user->sim, user->device), turn, &error),
          error);
}

/* What a later version of the program writes. */
static void
write_unknown (User *user)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  g_autoptr (GError) error = NULL;

  far_map_int (&map, 1, far_sim_random_below (&user->random, 1000));
  far_map_end (&map);
  report (user, "writes what nobody knows",
          write_entry (user, 100 + far_sim_random_below (&user->random, 100), payload, NULL, 0,
                       &error),
          error);
}

void
far_sim_write (FarSim *self, FarSimDevice *device, guint64 dice)
{
  User user = make_user (self, device, dice);
  FarWriter writer = far_sim_writer (self, device);
  guint what = far_sim_random_below (&user.random, 100);
  g_autoptr (GPtrArray) rotas = far_collective_rotas (device->store, NULL);
  FarRotaFacts *rota = pick_rota (&user, rotas);

  if ((self->plan->faults & FAR_SIM_FAULT_VERSIONS) && what >= 90)
    write_unknown (&user);
  else if (what < 8 || rota == NULL)
    add_rota (&user, &writer);
  else if (what < 14)
    add_person (&user, &writer);
  else if (what < 17)
    erase (&user, &writer);
  else if (what < 20)
    erase_entry (&user, &writer);
  else if (what < 28)
    publish (&user, &writer, rota);
  else if (what < 34)
    cancel (&user, &writer, rota);
  else
    promise (&user, &writer, rota);
}

/* ---- belonging */

static const FarGovernance *
peek_gov (User *user)
{
  return far_store_peek_governance (user->device->store);
}

/* Invites somebody new, who comes to the door at once. */
static void
invite (User *user)
{
  FarWriter writer = far_sim_writer (user->sim, user->device);
  g_autofree char *name = g_strdup_printf ("new%u", user->sim->devices->len);
  gint64 ms = (gint64)far_sim_random_below (&user->random, 14) * 86400 * 1000;
  g_autoptr (GError) error = NULL;
  FarSimDevice *newcomer;
  FarInvite invite;

  if (!far_collective_invite (&writer, writer.now_ms + ms, &invite, &error))
    {
      report (user, "invites", FALSE, error);
      return;
    }
  report (user, "invites", TRUE, NULL);

  newcomer = far_sim_add_device (user->sim, name);
  if (newcomer == NULL || !far_sim_open_empty (user->sim, newcomer) ||
      !far_sim_is_up (user->sim, user->device))
    return;
  far_sim_ask (user->sim, newcomer, user->device, &invite, user->random.state);
}

/* Whoever waits gets a voucher. */
static void
vouch (User *user)
{
  FarWriter writer = far_sim_writer (user->sim, user->device);
  guint n;
  const FarGovAsk *asks = far_governance_peek_asks (peek_gov (user), &n);
  g_autoptr (GError) error = NULL;

  if (n > 0)
    report (user, "vouches",
            far_collective_vouch (&writer, asks[far_sim_random_below (&user->random, n)].member,
                                  &error),
            error);
}

static const FarGovMember *
pick_member (User *user)
{
  guint n;
  const FarGovMember *members = far_governance_peek_members (peek_gov (user), &n);

  return n > 0 ? &members[far_sim_random_below (&user->random, n)] : NULL;
}

/* A removal, a rule, or the next term: of all of which somebody is to approve. */
static void
propose (User *user)
{
  static const FarKind kinds[] = { FAR_KIND_REMOVE, FAR_KIND_RULES, FAR_KIND_TERM };
  FarKind kind = kinds[far_sim_random_below (&user->random, G_N_ELEMENTS (kinds))];
  const FarGovMember *member = pick_member (user);
  const FarGovTerm *term = far_governance_peek_newest_term (peek_gov (user));
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  g_autoptr (GError) error = NULL;

  if (member == NULL || term == NULL)
    return;

  far_map_int (&map, FAR_PROPOSE_KIND, kind);
  if (kind != FAR_KIND_RULES)
    far_map_bytes (&map, FAR_PROPOSE_MEMBER, member->id, FAR_RECORD_ID_LEN);
  if (kind == FAR_KIND_RULES)
    {
      far_map_int (&map, FAR_PROPOSE_NUMBER, 1 + far_sim_random_below (&user->random, 3));
      far_map_int (&map, FAR_PROPOSE_VALUE, far_sim_random_below (&user->random, 4));
    }
  else if (kind == FAR_KIND_TERM)
    far_map_int (&map, FAR_PROPOSE_NUMBER, term->number + 1);
  far_map_end (&map);
  report (user, "proposes", write_entry (user, FAR_KIND_PROPOSE, payload, NULL, 0, &error), error);
}

/* Returns: the proposal's entry; the row is borrowed */
static gboolean
read_act (User *user, guint32 act, FarRow *row, FarPayload *payload)
{
  FarPos pos;

  return far_store_get_act (user->device->store, act, &pos, NULL) &&
         far_store_read_pos (user->device->store, pos, row, NULL) && far_row_parse (row, payload);
}

static void
approve (User *user, const guint8 *what)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  g_autoptr (GError) error = NULL;

  far_map_bytes (&map, FAR_APPROVE_WHAT, what, FAR_ID_LEN);
  far_map_end (&map);
  report (user, "approves", write_entry (user, FAR_KIND_APPROVE, payload, NULL, 0, &error), error);
}

/* Cuts name the newest entry whose signature is held, and refs lead to it. */
static void
put_cuts (User *user,
          FarMapWriter *map,
          const guint8 *member,
          const guint8 *device,
          FarPos *refs,
          guint *n_refs)
{
  FarStore *store = user->device->store;
  guint n;
  const FarGovDevice *devices = far_governance_peek_devices (peek_gov (user), &n);
  const FarLog *logs[FAR_MEMBER_DEVICES_MAX];
  guint8 ids[FAR_MEMBER_DEVICES_MAX][FAR_ID_LEN];
  guint n_cuts = 0;

  for (guint i = 0; i < n && n_cuts < FAR_MEMBER_DEVICES_MAX; i++)
    {
      guint32 log = far_store_find_log (store, devices[i].key);

      if (log == 0 || far_store_peek_log (store, log)->signed_seq == 0 ||
          (member != NULL && memcmp (devices[i].member, member, FAR_RECORD_ID_LEN) != 0) ||
          (device != NULL && memcmp (devices[i].key, device, FAR_KEY_LEN) != 0))
        continue;
      logs[n_cuts] = far_store_peek_log (store, log);
      refs[*n_refs] = (FarPos){ log, logs[n_cuts]->signed_seq };
      if (far_store_get_id (store, refs[*n_refs], ids[n_cuts], NULL))
        {
          n_cuts++;
          ++*n_refs;
        }
    }

  if (n_cuts == 0)
    return;

  far_map_array (map, FAR_REMOVE_CUTS, n_cuts);
  for (guint i = 0; i < n_cuts; i++)
    {
      FarMapWriter cut = far_map_begin (map->out);

      far_map_bytes (&cut, FAR_CUT_DEVICE, logs[i]->device, FAR_KEY_LEN);
      far_map_int (&cut, FAR_CUT_SEQ, logs[i]->signed_seq);
      far_map_bytes (&cut, FAR_CUT_ID, ids[i], FAR_ID_LEN);
      far_map_bytes (&cut, FAR_CUT_SIGNATURE, logs[i]->signature, FAR_SIG_LEN);
      far_map_end (&cut);
    }
}

static void
put_secret (FarMapWriter *map, guint key)
{
  guint8 secret[32];

  far_sim_random_draw (secret, sizeof secret);
  far_map_bytes (map, key, secret, sizeof secret);
}

static void
remove_member (User *user, const guint8 *member, const guint8 *proposal)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  g_autoptr (GError) error = NULL;
  FarPos refs[FAR_REFS_MAX];
  guint n_refs = 0;

  far_map_bytes (&map, FAR_REMOVE_MEMBER, member, FAR_RECORD_ID_LEN);
  put_cuts (user, &map, member, NULL, refs, &n_refs);
  put_secret (&map, FAR_REMOVE_SECRET);
  far_map_bytes (&map, FAR_REMOVE_PROPOSAL, proposal, FAR_ID_LEN);
  far_map_end (&map);
  report (user, "removes a member",
          write_entry (user, FAR_KIND_REMOVE, payload, refs, n_refs, &error), error);
}

static void
set_rule (User *user, const FarPayload *proposed, const guint8 *proposal)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  g_autoptr (GError) error = NULL;

  far_map_int (&map, FAR_RULES_KEY, far_payload_int (proposed, FAR_PROPOSE_NUMBER, 1));
  far_map_int (&map, FAR_RULES_VALUE, far_payload_int (proposed, FAR_PROPOSE_VALUE, 0));
  far_map_bytes (&map, FAR_RULES_PROPOSAL, proposal, FAR_ID_LEN);
  far_map_end (&map);
  report (user, "sets a rule", write_entry (user, FAR_KIND_RULES, payload, NULL, 0, &error), error);
}

static void
take_baton (User *user, const FarPayload *proposed, const guint8 *proposal)
{
  const FarGovTerm *term = far_governance_peek_newest_term (peek_gov (user));
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  g_autoptr (GError) error = NULL;
  guint8 previous[FAR_ID_LEN];
  FarPos pos;

  if (!far_store_get_act (user->device->store, term->act, &pos, NULL) ||
      !far_store_get_id (user->device->store, pos, previous, NULL))
    return;

  far_map_int (&map, FAR_TERM_NUMBER, far_payload_int (proposed, FAR_PROPOSE_NUMBER, 2));
  far_map_bytes (&map, FAR_TERM_HOLDER, user->device->me.member, FAR_RECORD_ID_LEN);
  far_map_int (&map, FAR_TERM_START, FAR_SIM_EPOCH_DAY);
  far_map_int (&map, FAR_TERM_END, FAR_SIM_EPOCH_DAY + 100);
  put_secret (&map, FAR_TERM_SECRET);
  far_map_bytes (&map, FAR_TERM_PREVIOUS, previous, FAR_ID_LEN);
  far_map_bytes (&map, FAR_TERM_PROPOSAL, proposal, FAR_ID_LEN);
  far_map_end (&map);
  report (user, "takes the baton", write_entry (user, FAR_KIND_TERM, payload, NULL, 0, &error),
          error);
}

static gboolean
is_me (const User *user, const guint8 *member)
{
  return member != NULL && memcmp (user->device->me.member, member, FAR_RECORD_ID_LEN) == 0;
}

/* Approves of what is open, or does what has been approved of. */
static void
carry_on (User *user)
{
  guint n;
  const FarGovProposal *proposals = far_governance_peek_proposals (peek_gov (user), &n);
  const FarGovProposal *proposal =
      n > 0 ? &proposals[far_sim_random_below (&user->random, n)] : NULL;
  guint8 id[FAR_ID_LEN];
  guint8 blob[1024];
  FarSchema const *schema = far_kind_get_schema (FAR_KIND_PROPOSE);
  FarPayload proposed;
  FarRow row;
  const guint8 *member;
  gsize len;

  if (proposal == NULL || proposal->done_by != FAR_ACT_NONE ||
      !read_act (user, proposal->act, &row, &proposed) || row.blob_len > sizeof blob)
    return;

  /* what is borrowed from the row does not outlive the next read */
  memcpy (id, row.id, FAR_ID_LEN);
  len = row.blob_len - FAR_SALT_LEN;
  memcpy (blob, row.blob + FAR_SALT_LEN, len);
  if (far_payload_parse (&proposed, schema, blob, len) != FAR_PAYLOAD_OK)
    return;

  member = far_payload_bytes (&proposed, FAR_PROPOSE_MEMBER);
  if (proposal->n_approvals < proposal->n_needed)
    {
      if (!is_me (user, member) ||
          far_payload_int (&proposed, FAR_PROPOSE_KIND, 0) == FAR_KIND_TERM)
        approve (user, id);
      return;
    }

  switch (far_payload_int (&proposed, FAR_PROPOSE_KIND, 0))
    {
    case FAR_KIND_REMOVE:
      if (member != NULL && !is_me (user, member))
        remove_member (user, member, id);
      break;
    case FAR_KIND_RULES:
      set_rule (user, &proposed, id);
      break;
    case FAR_KIND_TERM:
      if (is_me (user, member))
        take_baton (user, &proposed, id);
      break;
    default:
      break;
    }
}

/* A further machine, which its owner tells the secret. */
static void
add_machine (User *user)
{
  FarSim *sim = user->sim;
  FarSimDevice *device = user->device;
  g_autofree char *name = g_strdup_printf ("%s-%u", device->name, sim->devices->len);
  FarSimDevice *machine = far_sim_add_device (sim, name);
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  g_autoptr (GError) error = NULL;
  FarNewcomer newcomer = { 0 };
  guint8 proof[FAR_SIG_LEN];
  guint n;
  const guint8 (*secrets)[FAR_HASH_LEN] = far_governance_peek_secrets (peek_gov (user), &n);

  if (machine == NULL || n == 0)
    return;

  memcpy (machine->me.member, device->me.member, FAR_RECORD_ID_LEN);
  memcpy (machine->secret, secrets[0], FAR_HASH_LEN);
  machine->has_secret = TRUE;
  machine->is_liar = device->is_liar;
  machine->lies = device->lies;

  memcpy (newcomer.collective, sim->collective, FAR_ID_LEN);
  memcpy (newcomer.entry, device->me.member, FAR_RECORD_ID_LEN);
  memcpy (newcomer.device, machine->me.device, FAR_KEY_LEN);
  memcpy (newcomer.noise, machine->me.noise, FAR_KEY_LEN);
  memcpy (newcomer.seal, machine->me.seal, FAR_KEY_LEN);
  far_device_prove (machine->me.sign_secret, &newcomer, proof);

  far_map_bytes (&map, FAR_ADMIT_MEMBER, device->me.member, FAR_RECORD_ID_LEN);
  far_map_bytes (&map, FAR_ADMIT_DEVICE, machine->me.device, FAR_KEY_LEN);
  far_map_bytes (&map, FAR_ADMIT_NOISE, machine->me.noise, FAR_KEY_LEN);
  far_map_bytes (&map, FAR_ADMIT_SEAL, machine->me.seal, FAR_KEY_LEN);
  far_map_bytes (&map, FAR_ADMIT_DEVICE_PROOF, proof, FAR_SIG_LEN);
  far_map_end (&map);
  report (user, "adds a machine", write_entry (user, FAR_KIND_DEVICE_ADD, payload, NULL, 0, &error),
          error);
  far_sim_open_empty (sim, machine);
}

static void
revoke_machine (User *user)
{
  guint n;
  const FarGovDevice *devices = far_governance_peek_devices (peek_gov (user), &n);
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  g_autoptr (GError) error = NULL;
  FarPos refs[FAR_REFS_MAX];
  guint n_refs = 0;
  const FarGovDevice *target = NULL;

  for (guint i = 0; i < n; i++)
    if (devices[i].active && is_me (user, devices[i].member) &&
        memcmp (devices[i].key, user->device->me.device, FAR_KEY_LEN) != 0)
      target = &devices[i];
  if (target == NULL)
    return;

  far_map_bytes (&map, FAR_REMOVE_DEVICE, target->key, FAR_KEY_LEN);
  put_cuts (user, &map, NULL, target->key, refs, &n_refs);
  put_secret (&map, FAR_REMOVE_SECRET);
  far_map_end (&map);
  report (user, "revokes a machine",
          write_entry (user, FAR_KIND_DEVICE_REVOKE, payload, refs, n_refs, &error), error);
}

static void
leave (User *user)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  g_autoptr (GError) error = NULL;

  far_map_end (&map);
  report (user, "leaves", write_entry (user, FAR_KIND_LEAVE, payload, NULL, 0, &error), error);
}

static void
end_invite (User *user)
{
  guint n;
  const FarGovInvite *invites = far_governance_peek_invites (peek_gov (user), &n);
  const FarGovInvite *picked = n > 0 ? &invites[far_sim_random_below (&user->random, n)] : NULL;
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  g_autoptr (GError) error = NULL;
  guint8 id[FAR_ID_LEN];
  FarPos pos;

  if (picked == NULL || !far_store_get_act (user->device->store, picked->act, &pos, NULL) ||
      !far_store_get_id (user->device->store, pos, id, NULL))
    return;

  far_map_bytes (&map, FAR_INVITE_END_INVITE, id, FAR_ID_LEN);
  far_map_end (&map);
  report (user, "takes an invitation back",
          write_entry (user, FAR_KIND_INVITE_END, payload, NULL, 0, &error), error);
}

void
far_sim_govern (FarSim *self, FarSimDevice *device, guint64 dice)
{
  User user = make_user (self, device, dice);
  guint what = far_sim_random_below (&user.random, 100);

  if (what < 12)
    invite (&user);
  else if (what < 20)
    vouch (&user);
  else if (what < 40)
    propose (&user);
  else if (what < 84)
    carry_on (&user);
  else if (what < 88)
    add_machine (&user);
  else if (what < 92)
    revoke_machine (&user);
  else if (what < 97)
    end_invite (&user);
  else
    leave (&user);
}
