/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What members do about who belongs: inviting, vouching, machines, leaving and coming back. */

#define G_LOG_DOMAIN "far-sim"

#include "far-sim-user-private.h"

#include <string.h>

#include "far-kind-schema.h"

#define ACTS_MAX 2 /* of one evening */

/* ---- coming and going */

static const FarGovernance *
peek_gov (FarSimUser *user)
{
  return far_store_peek_governance (user->device->store);
}

/* Invites somebody new, who comes to the door at once. */
static void
invite (FarSimUser *user)
{
  FarWriter writer = far_sim_writer (user->sim, user->device);
  g_autofree char *name = g_strdup_printf ("new%u", user->sim->devices->len);
  gint64 ms = (gint64)far_sim_random_below (&user->random, 14) * 86400 * 1000;
  g_autoptr (GError) error = NULL;
  FarSimDevice *newcomer;
  FarInvite invite;

  if (!far_collective_invite (&writer, writer.now_ms + ms, &invite, &error))
    {
      far_sim_user_report (user, "invites", FALSE, &error);
      return;
    }
  far_sim_user_report (user, "invites", TRUE, NULL);

  newcomer = far_sim_add_device (user->sim, name);
  if (newcomer == NULL || !far_sim_open_empty (user->sim, newcomer) ||
      !far_sim_is_up (user->sim, user->device))
    return;
  newcomer->has_invite = TRUE;
  newcomer->invite = invite;
  far_sim_ask (user->sim, newcomer, user->device, &invite, user->random.state);
}

/* Whoever waits at a door asks again, at another maybe. */
static void
answer_again (FarSimUser *user)
{
  GPtrArray *devices = user->sim->devices;
  guint first = far_sim_random_below (&user->random, devices->len);

  for (guint i = 0; i < devices->len; i++)
    {
      FarSimDevice *newcomer = far_sim_get_device (user->sim, (first + i) % devices->len);

      if (!newcomer->has_invite || newcomer->has_secret || newcomer == user->device ||
          !far_sim_is_up (user->sim, newcomer) || far_sim_disk_is_dead (newcomer->disk))
        continue;
      far_sim_tell (user->sim, "%s asks %s again", newcomer->name, user->device->name);
      far_sim_ask (user->sim, newcomer, user->device, &newcomer->invite, user->random.state);
      return;
    }
}

/* Whoever waits gets a voucher. */
static void
vouch (FarSimUser *user)
{
  FarWriter writer = far_sim_writer (user->sim, user->device);
  guint n;
  const FarGovAsk *asks = far_governance_peek_asks (peek_gov (user), &n);
  g_autoptr (GError) error = NULL;

  if (n > 0)
    far_sim_user_report (user, "vouches",
                         far_collective_vouch (&writer,
                                               asks[far_sim_random_below (&user->random, n)].member,
                                               &error),
                         &error);
}

/* ---- machines */

static FarNewcomer
make_newcomer (FarSimUser *user, const FarSimDevice *machine, const guint8 *entry, gsize len)
{
  FarNewcomer newcomer = { 0 };

  memcpy (newcomer.collective, user->sim->collective, FAR_ID_LEN);
  memcpy (newcomer.entry, entry, len);
  memcpy (newcomer.device, machine->me.device, FAR_KEY_LEN);
  memcpy (newcomer.noise, machine->me.noise, FAR_KEY_LEN);
  memcpy (newcomer.seal, machine->me.seal, FAR_KEY_LEN);

  return newcomer;
}

/* One more machine of the member whose @device is, with nothing on it.  Returns: (nullable) */
static FarSimDevice *
buy_machine (FarSimUser *user, const FarSimDevice *device)
{
  g_autofree char *name = g_strdup_printf ("%s-%u", device->name, user->sim->devices->len);
  FarSimDevice *machine = far_sim_add_device (user->sim, name);

  if (machine == NULL)
    return NULL;

  memcpy (machine->me.member, device->me.member, FAR_RECORD_ID_LEN);
  machine->is_liar = device->is_liar;
  machine->lies = device->lies;

  return far_sim_open_empty (user->sim, machine) ? machine : NULL;
}

/* Whoever let it in tells it, if it is one of ours. */
static void
tell_secret (FarSimUser *user, const guint8 *key)
{
  guint n;
  const guint8 (*secrets)[FAR_HASH_LEN] = far_governance_peek_secrets (peek_gov (user), &n);

  for (guint i = 0; i < user->sim->devices->len && n > 0; i++)
    {
      FarSimDevice *machine = far_sim_get_device (user->sim, i);

      if (memcmp (machine->me.device, key, FAR_KEY_LEN) != 0)
        continue;
      machine->has_secret = TRUE;
      memcpy (machine->secret, secrets[0], FAR_HASH_LEN);
    }
}

/* A further machine of @owner's member asks, and the user hears it. */
static FarSimDevice *
hear_further (FarSimUser *user, const FarSimDevice *owner)
{
  FarWriter writer = far_sim_writer (user->sim, user->device);
  FarSimDevice *machine = buy_machine (user, owner);
  g_auto (FarAdmission) admission = { 0 };
  g_autoptr (GBytes) request = NULL;
  g_autoptr (GError) error = NULL;
  FarNewcomer newcomer;
  gboolean good;

  if (machine == NULL)
    return NULL;

  newcomer = make_newcomer (user, machine, machine->me.member, FAR_RECORD_ID_LEN);
  request = far_further_encode (&newcomer, machine->me.sign_secret);
  good = far_collective_hear_further (&writer, g_bytes_get_data (request, NULL),
                                      g_bytes_get_size (request), NULL, &admission, &error);
  far_sim_user_report (user, "hears a machine that asks", good, &error);

  return good ? machine : NULL;
}

static void
approve_machine (FarSimUser *user, const guint8 *key)
{
  FarWriter writer = far_sim_writer (user->sim, user->device);
  g_autoptr (GError) error = NULL;
  FarApproval approval;
  gboolean good = far_collective_approve_device (&writer, key, &approval, &error);

  far_sim_user_report (user, "says whose a machine is", good, &error);
  if (good && approval.is_done)
    tell_secret (user, key);
}

static void
add_machine (FarSimUser *user)
{
  const FarSimDevice *machine = hear_further (user, user->device);

  if (machine != NULL && far_sim_user_is_well (user))
    approve_machine (user, machine->me.device);
}

/* Somebody's machine is gone, and the new one asks where its owner is known. */
static void
replace_machine (FarSimUser *user)
{
  FarSim *sim = user->sim;

  hear_further (user,
                far_sim_get_device (sim, far_sim_random_below (&user->random, sim->devices->len)));
}

static void
approve_some_machine (FarSimUser *user)
{
  guint n;
  const FarGovFurther *further = far_governance_peek_further (peek_gov (user), &n);
  guint8 key[FAR_KEY_LEN];

  if (n == 0)
    return;

  memcpy (key, further[far_sim_random_below (&user->random, n)].device, FAR_KEY_LEN);
  approve_machine (user, key);
}

/* @own: of this member, at once; else of anybody, with the approval of others */
static void
revoke_machine (FarSimUser *user, gboolean own)
{
  FarWriter writer = far_sim_writer (user->sim, user->device);
  guint n;
  const FarGovDevice *devices = far_governance_peek_devices (peek_gov (user), &n);
  guint first = far_sim_random_below (&user->random, n);
  g_autoptr (GError) error = NULL;
  guint8 key[FAR_KEY_LEN];
  gboolean found = FALSE;
  FarApproval approval;

  for (guint i = 0; i < n && !found; i++)
    {
      const FarGovDevice *device = &devices[(first + i) % n];

      found = device->active && far_sim_user_is (user, device->member) == own &&
              memcmp (device->key, user->device->me.device, FAR_KEY_LEN) != 0;
      if (found)
        memcpy (key, device->key, FAR_KEY_LEN);
    }
  if (found)
    far_sim_user_report (user, own ? "revokes a machine" : "wants a machine revoked",
                         far_collective_revoke_device (&writer, key, &approval, &error), &error);
}

/* ---- leaving, and coming back */

static void
leave (FarSimUser *user)
{
  FarWriter writer = far_sim_writer (user->sim, user->device);
  g_autoptr (GError) error = NULL;

  far_sim_user_report (user, "leaves", far_collective_leave (&writer, &error), &error);
}

static gboolean
is_out (FarSimUser *user, const guint8 *member)
{
  const FarGovMember *found = far_governance_find_member (peek_gov (user), member);

  return found != NULL && found->standing != FAR_GOV_ACTIVE;
}

/* ADMIT with the id of one who was there before, and a new key: the program lets in whoever comes
 * back as somebody new, and takes what another version writes. */
static void
readmit (FarSimUser *user, const FarInvite *invite, FarSimDevice *machine)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  FarNewcomer newcomer = make_newcomer (user, machine, invite->entry, FAR_ID_LEN);
  g_autoptr (GError) error = NULL;
  guint8 invite_proof[FAR_SIG_LEN];
  guint8 device_proof[FAR_SIG_LEN];
  gboolean good;

  far_invite_prove (invite->secret, &newcomer, invite_proof);
  far_device_prove (machine->me.sign_secret, &newcomer, device_proof);
  far_map_bytes (&map, FAR_ADMIT_INVITE, invite->entry, FAR_ID_LEN);
  far_map_bytes (&map, FAR_ADMIT_MEMBER, machine->me.member, FAR_RECORD_ID_LEN);
  far_map_bytes (&map, FAR_ADMIT_DEVICE, machine->me.device, FAR_KEY_LEN);
  far_map_bytes (&map, FAR_ADMIT_NOISE, machine->me.noise, FAR_KEY_LEN);
  far_map_bytes (&map, FAR_ADMIT_SEAL, machine->me.seal, FAR_KEY_LEN);
  far_map_bytes (&map, FAR_ADMIT_INVITE_PROOF, invite_proof, FAR_SIG_LEN);
  far_map_bytes (&map, FAR_ADMIT_DEVICE_PROOF, device_proof, FAR_SIG_LEN);
  far_map_end (&map);
  good = far_sim_user_append (user, FAR_KIND_ADMIT, payload, NULL, 0, &error);
  far_sim_user_report (user, "lets somebody back in", good, &error);
  if (good && far_governance_device_stands (peek_gov (user), machine->me.device))
    tell_secret (user, machine->me.device);
}

/* Whoever left or was removed is invited again. */
static void
invite_back (FarSimUser *user)
{
  FarWriter writer = far_sim_writer (user->sim, user->device);
  g_autoptr (GError) error = NULL;
  FarSimDevice *machine = NULL;
  FarInvite invite;

  for (guint i = 0; i < user->sim->devices->len && machine == NULL; i++)
    if (is_out (user, far_sim_get_device (user->sim, i)->me.member))
      machine = buy_machine (user, far_sim_get_device (user->sim, i));
  if (machine == NULL)
    return;

  if (!far_collective_invite (&writer, writer.now_ms + 86400000, &invite, &error))
    far_sim_user_report (user, "invites", FALSE, &error);
  else if (far_sim_user_is_well (user))
    readmit (user, &invite, machine);
}

/* One of the user's own, whatever has become of it. */
static void
end_invite (FarSimUser *user)
{
  FarWriter writer = far_sim_writer (user->sim, user->device);
  g_autoptr (GArray) invites = far_collective_invites (writer.store, writer.now_ms);
  guint first = far_sim_random_below (&user->random, invites->len);

  for (guint i = 0; i < invites->len; i++)
    {
      const FarInviteFacts *invite =
          &g_array_index (invites, FarInviteFacts, (first + i) % invites->len);
      g_autoptr (GError) error = NULL;
      gboolean good;

      if (!far_sim_user_is (user, invite->inviter))
        continue;
      good = far_collective_end_invite (&writer, invite->id, &error);
      if (good)
        far_sim_note_event (user->sim, FAR_SIM_EVENT_INVITE_ENDED);
      far_sim_user_report (user, "takes an invitation back", good, &error);
      return;
    }
}

static void
govern_machines (FarSimUser *user)
{
  guint what = far_sim_random_below (&user->random, 100);

  if (what < 20)
    add_machine (user);
  else if (what < 40)
    revoke_machine (user, TRUE);
  else if (what < 60)
    replace_machine (user);
  else if (what < 85)
    approve_some_machine (user);
  else
    revoke_machine (user, FALSE);
}

static void
govern (FarSimUser *user)
{
  guint what = far_sim_random_below (&user->random, 100);

  if (what < 8)
    invite (user);
  else if (what < 12)
    vouch (user);
  else if (what < 16)
    answer_again (user);
  else if (what < 38)
    far_sim_user_quarrel (user);
  else if (what < 42)
    far_sim_user_erase_reason (user);
  else if (what < 47)
    far_sim_user_propose_rule (user);
  else if (what < 73)
    far_sim_user_see_to_baton (user);
  else if (what < 86)
    govern_machines (user);
  else if (what < 91)
    end_invite (user);
  else if (what < 92)
    leave (user);
  else
    invite_back (user);
}

void
far_sim_govern (FarSim *self, FarSimDevice *device, guint64 dice)
{
  FarSimUser user = { self, device, { dice } };

  for (guint i = 0; i < ACTS_MAX && far_sim_user_is_well (&user); i++)
    if (i == 0 || far_sim_random_chance (&user.random, 60))
      govern (&user);
}
