/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What members do with the calls that the program has: found, come in, plan, promise, erase. */

#define G_LOG_DOMAIN "far-sim"

#include "far-sim-user-private.h"

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
  FarApproval approval = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (FarGenesis) genesis = far_genesis_new (&writer, "Linea Blu", founder->name, "UTC",
                                                    FAR_SIM_EPOCH_DAY, &error);

  if (!expect (self, genesis != NULL, "no genesis", error))
    return FALSE;

  memcpy (self->collective, genesis->collective, FAR_ID_LEN);
  if (!far_sim_open_empty (self, founder))
    return FALSE;
  writer.store = founder->store;

  if (!expect (self, far_collective_found (&writer, genesis, &error), "not founded", error))
    return FALSE;
  /* rides, help, skills, lending, hours and repair are off, and in some worlds they stay so */
  if (self->collective[0] % 4 == 0)
    return TRUE;
  writer = far_sim_writer (self, founder);

  return expect (self,
                 far_collective_set_rule (&writer, FAR_RULE_RIDES, 1, &approval, &error) &&
                     approval.is_done &&
                     far_collective_set_rule (&writer, FAR_RULE_HELP, 1, &approval, &error) &&
                     approval.is_done &&
                     far_collective_set_rule (&writer, FAR_RULE_SKILLS, 1, &approval, &error) &&
                     approval.is_done &&
                     far_collective_set_rule (&writer, FAR_RULE_LENDING, 1, &approval, &error) &&
                     approval.is_done &&
                     far_collective_set_rule (&writer, FAR_RULE_HOURS, 1, &approval, &error) &&
                     approval.is_done &&
                     far_collective_set_rule (&writer, FAR_RULE_REPAIR, 1, &approval, &error) &&
                     approval.is_done,
                 "what is off is not switched on", error);
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

/* After a WITNESS of what is new, in one batch. */
gboolean
far_sim_user_append (FarSimUser *user,
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

void
far_sim_user_report (FarSimUser *user, const char *what, gboolean good, GError **error)
{
  user->sim->counts->n_refused += !good;
  far_sim_tell (user->sim, "%s %s%s%s", user->device->name, what, good ? "" : ", in vain: ",
                good || error == NULL || *error == NULL ? "" : (*error)->message);
  if (user->device->store != NULL && !far_sim_disk_is_dead (user->device->disk))
    far_sim_wake (user->sim, user->device);
}

gboolean
far_sim_user_is_well (const FarSimUser *user)
{
  return far_sim_is_up (user->sim, user->device) && !far_sim_disk_is_dead (user->device->disk);
}

gboolean
far_sim_user_counts (const FarSimUser *user)
{
  FarStore *store = user->device->store;
  const FarLog *log =
      far_store_peek_log (store, far_store_find_log (store, user->device->me.device));

  return log->effective_seq >= log->head_seq;
}

gboolean
far_sim_user_is (const FarSimUser *user, const guint8 *member)
{
  return member != NULL && memcmp (member, user->device->me.member, FAR_RECORD_ID_LEN) == 0;
}

const FarRotaFacts *
far_sim_user_pick_rota (FarSimUser *user, GPtrArray *rotas)
{
  return rotas != NULL && rotas->len > 0
             ? g_ptr_array_index (rotas, far_sim_random_below (&user->random, rotas->len))
             : NULL;
}

gint32
far_sim_user_pick_day (FarSimUser *user)
{
  return FAR_SIM_EPOCH_DAY + 10 + far_sim_random_below (&user->random, FAR_SIM_N_DAYS);
}

/* ---- what is remembered of it */

void
far_sim_user_get_last (FarSimUser *user, guint8 out[static FAR_ID_LEN])
{
  FarStore *store = user->device->store;
  FarPos pos = { far_store_find_log (store, user->device->me.device),
                 far_store_next_seq (store, user->device->me.device) - 1 };

  if (!far_store_get_id (store, pos, out, NULL))
    memset (out, 0, FAR_ID_LEN);
}

void
far_sim_user_note_made (FarSimUser *user, FarKind kind, const guint8 *record)
{
  FarSimMade *made;

  if (user->device->is_liar)
    return;

  made = g_new0 (FarSimMade, 1);
  made->maker = user->device;
  far_sim_user_get_last (user, made->entry);
  made->kind = kind;
  memcpy (made->record, record, FAR_RECORD_ID_LEN);
  g_ptr_array_add (user->sim->made, made);
}

void
far_sim_user_note_deleted (FarSimUser *user, const guint8 *record)
{
  for (guint i = 0; i < user->sim->made->len; i++)
    {
      FarSimMade *made = g_ptr_array_index (user->sim->made, i);

      made->is_deleted |= memcmp (made->record, record, FAR_RECORD_ID_LEN) == 0;
    }
}

/* ---- planning and promising */

GArray *
far_sim_user_make_roles (FarSimUser *user)
{
  static const char *const names[] = { "Head", "Tail", "Keys" };
  GArray *roles = far_role_facts_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      guint n = far_sim_random_below (&user->random, 4);
      FarRoleFacts role = { FAR_ROLE_UNNUMBERED, NULL, n / 2, MAX (n, 1) };

      if (n == 0)
        continue;
      role.name = g_strdup (names[i]);
      if (i == 0 && far_sim_random_chance (&user->random, 40))
        role.training = g_strdup ("PSC1");
      g_array_append_val (roles, role);
    }

  return roles;
}

guint
far_sim_user_pick_role (FarSimUser *user, const FarRotaFacts *rota)
{
  guint i;

  if (rota->roles->len == 0 || far_sim_random_chance (&user->random, 60))
    return 0;

  i = far_sim_random_below (&user->random, rota->roles->len + 1);

  return i < rota->roles->len ? g_array_index (rota->roles, FarRoleFacts, i).number
                              : FAR_ROLE_ALONG;
}

static void
add_rota (FarSimUser *user, const FarWriter *writer)
{
  g_autoptr (GArray) roles = far_sim_user_make_roles (user);
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
    .roles = far_sim_random_chance (&user->random, 40) ? roles : NULL,
  };
  guint8 rota[FAR_RECORD_ID_LEN];
  gboolean good = far_collective_add_rota (writer, &plan, rota, &error);

  if (good)
    far_sim_user_note_made (user, FAR_KIND_ROTA, rota);
  far_sim_user_report (user, "plans a rota", good, &error);
}

FarSimWord *
far_sim_user_add_word (FarSimUser *user, const void *bytes, gsize len)
{
  FarSimWord *word = g_new0 (FarSimWord, 1);

  word->maker = user->device;
  word->word = g_bytes_new (bytes, len);
  word->again = g_array_new (FALSE, FALSE, FAR_ID_LEN);
  g_ptr_array_add (user->sim->words, word);

  return word;
}

static void
add_person (FarSimUser *user, const FarWriter *writer)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *name =
      g_strdup_printf ("%016" G_GINT64_MODIFIER "x child", far_sim_random_next (&user->random));
  FarSimWord *word = far_sim_user_add_word (user, name, strlen (name));

  word->has_person = far_collective_add_person (writer, name, word->person, &error);
  if (word->has_person)
    far_sim_user_get_last (user, word->entry);
  far_sim_user_report (user, "names a person", word->has_person, &error);
}

void
far_sim_user_note_erased (FarSimUser *user, FarSimWord *word, FarPos pos)
{
  word->is_erased = far_store_get_id (user->device->store, pos, word->erase, NULL);
}

/* What was made by an entry that is erased is nobody's any more; what others say of it stays. */
static void
forget_made (FarSimUser *user, const guint8 *entry)
{
  for (guint i = user->sim->made->len; i > 0; i--)
    {
      const FarSimMade *made = g_ptr_array_index (user->sim->made, i - 1);

      if (memcmp (made->entry, entry, FAR_ID_LEN) == 0)
        g_ptr_array_remove_index (user->sim->made, i - 1);
    }
  for (guint i = 0; i < user->sim->words->len; i++)
    {
      FarSimWord *word = g_ptr_array_index (user->sim->words, i);

      word->has_person &= memcmp (word->entry, entry, FAR_ID_LEN) != 0;
    }
}

/* What somebody gave as a reason, if the entry is that. */
static void
note_reason_erased (FarSimUser *user, const guint8 *entry, FarPos pos)
{
  for (guint i = 0; i < user->sim->words->len; i++)
    {
      FarSimWord *word = g_ptr_array_index (user->sim->words, i);

      if (word->is_reason && memcmp (word->entry, entry, FAR_ID_LEN) == 0)
        far_sim_user_note_erased (user, word, pos);
    }
}

/* Whether the row may be erased by who wrote it, without letting the words of others show. */
static gboolean
is_erasable (const FarRow *row, guint kind)
{
  return row->blob != NULL && row->kind > FAR_KIND_COLLECTIVE && row->kind != FAR_KIND_ROTA &&
         (kind == 0 || row->kind == kind);
}

void
far_sim_user_erase_entry (FarSimUser *user, guint kind)
{
  FarWriter writer = far_sim_writer (user->sim, user->device);
  guint32 n = far_store_next_seq (writer.store, user->device->me.device) - 1;
  FarPos pos = { far_store_find_log (writer.store, user->device->me.device), 0 };
  g_autoptr (GError) error = NULL;
  guint8 id[FAR_ID_LEN];
  guint8 salt[FAR_SALT_LEN];
  FarRow row;
  gboolean good;

  pos.seq = 1 + far_sim_random_below (&user->random, n);
  while (pos.seq <= n &&
         (!far_store_read_pos (writer.store, pos, &row, NULL) || !is_erasable (&row, kind)))
    pos.seq++;
  if (pos.seq > n)
    return;

  memcpy (id, row.id, FAR_ID_LEN);
  memcpy (salt, row.blob, FAR_SALT_LEN);
  good = far_collective_erase_entry (&writer, id, &pos, &error);
  if (good)
    {
      FarSimWord *word = far_sim_user_add_word (user, salt, sizeof salt);

      memcpy (word->entry, id, sizeof id);
      far_sim_user_note_erased (user, word, pos);
      note_reason_erased (user, id, pos);
      forget_made (user, id);
    }
  far_sim_user_report (user, "erases an entry", good, &error);
}

void
far_sim_user_erase_person (FarSimUser *user)
{
  FarWriter writer = far_sim_writer (user->sim, user->device);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < user->sim->words->len; i++)
    {
      FarSimWord *word = g_ptr_array_index (user->sim->words, i);
      gboolean good;
      FarPos pos;

      if (word->maker != user->device || word->is_erased || !word->has_person)
        continue;

      good = far_collective_erase_subject (&writer, word->person, &pos, &error);
      word->is_tried = TRUE;
      if (good)
        far_sim_user_note_erased (user, word, pos);
      far_sim_user_report (user, "erases a person", good, &error);
      return;
    }
}

/* One of its own turns. */
static void
erase_turn (FarSimUser *user)
{
  far_sim_user_erase_entry (user, FAR_KIND_TURN);
}

static void
publish (FarSimUser *user, const FarWriter *writer, const FarRotaFacts *rota)
{
  g_autoptr (GError) error = NULL;

  far_sim_user_report (user, "publishes", far_collective_publish_rota (writer, rota->id, &error),
                       &error);
}

static void
cancel (FarSimUser *user, const FarWriter *writer, const FarRotaFacts *rota)
{
  g_autoptr (GError) error = NULL;

  far_sim_user_report (user, "cancels an outing",
                       far_collective_cancel_outing (writer, rota->id, far_sim_user_pick_day (user),
                                                     "snow", &error),
                       &error);
}

/* Gives back what it has on a day, or takes a turn there. */
static void
promise (FarSimUser *user, const FarWriter *writer, const FarRotaFacts *rota)
{
  gint32 day = far_sim_user_pick_day (user);
  g_autoptr (GError) error = NULL;
  g_autoptr (FarOutingFacts) outing = NULL;
  guint8 turn[FAR_RECORD_ID_LEN];

  if (far_sim_random_chance (&user->random, 35))
    outing = far_collective_outing (writer->store, rota, user->device->me.member, day, NULL);

  for (guint i = 0; outing != NULL && i < outing->turns->len; i++)
    {
      const FarTurnFacts *held = g_ptr_array_index (outing->turns, i);

      if (memcmp (held->by, user->device->me.member, FAR_RECORD_ID_LEN) != 0 ||
          held->place == FAR_TURN_PLACE_RELEASED)
        continue;
      far_sim_user_report (user, "gives back a turn",
                           far_collective_change_turn (writer, held->id, FAR_TURN_STATE_RELEASED,
                                                       far_sim_get_today (user->sim, user->device),
                                                       NULL, &error),
                           &error);
      return;
    }

  far_sim_user_report (user, "takes a turn",
                       far_collective_take_role (writer, rota->id, day,
                                                 far_sim_user_pick_role (user, rota), NULL,
                                                 far_sim_get_today (user->sim, user->device), turn,
                                                 &error),
                       &error);
}

/* What a later version of the program writes. */
static void
write_unknown (FarSimUser *user)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  g_autoptr (GError) error = NULL;

  far_map_int (&map, 1, far_sim_random_below (&user->random, 1000));
  far_map_end (&map);
  far_sim_user_report (user, "writes what nobody knows",
                       far_sim_user_append (user, 100 + far_sim_random_below (&user->random, 100),
                                            payload, NULL, 0, &error),
                       &error);
}

static void
write_first (FarSim *self, FarSimDevice *device, guint64 dice)
{
  FarSimUser user = { self, device, { dice } };
  FarWriter writer = far_sim_writer (self, device);
  guint what = far_sim_random_below (&user.random, 100);
  g_autoptr (GPtrArray) rotas = far_collective_rotas (device->store, NULL);
  const FarRotaFacts *rota = far_sim_user_pick_rota (&user, rotas);

  if ((self->plan->faults & FAR_SIM_FAULT_VERSIONS) && what >= 90)
    write_unknown (&user);
  else if (what < 8 || rota == NULL)
    add_rota (&user, &writer);
  else if (what < 14)
    add_person (&user, &writer);
  else if (what < 17)
    far_sim_user_erase_person (&user);
  else if (what < 20)
    erase_turn (&user);
  else if (what < 28)
    publish (&user, &writer, rota);
  else if (what < 34)
    cancel (&user, &writer, rota);
  else
    promise (&user, &writer, rota);
}

/* What came later is drawn apart, so that a part of it can change and the rest stays. */
void
far_sim_write (FarSim *self, FarSimDevice *device, guint64 dice)
{
  FarSimRandom late = { ~dice };

  write_first (self, device, dice);
  while (far_sim_random_chance (&late, 60) && far_sim_is_up (self, device) &&
         !far_sim_disk_is_dead (device->disk))
    far_sim_edit (self, device, far_sim_random_next (&late));
}
