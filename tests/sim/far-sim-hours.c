/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What households give and receive: written down, changed and taken off, shared with somebody and
 * no more; and at rest it opens to whom it is for, and is for nobody else. */

#define G_LOG_DOMAIN "far-sim"

#include "far-sim-user-private.h"

#include <string.h>

#include "far-collective-hours.h"
#include "far-day.h"
#include "far-kind-schema.h"

/* ---- what users do */

/* Words that are in the clear nowhere: those of notes are looked for at rest. */
static void
make_line (FarSimUser *user, FarHoursLine *out)
{
  memset (out, 0, sizeof *out);
  out->day = FAR_SIM_EPOCH_DAY + (gint32)far_sim_random_below (&user->random, 20);
  out->minutes = 1 + (guint)far_sim_random_below (&user->random, FAR_HOURS_MINUTES_MAX);
  out->is_received = far_sim_random_chance (&user->random, 40);
  out->sort = (guint)far_sim_random_below (&user->random, FAR_HOURS_SORTS);
  g_snprintf (out->what, sizeof out->what, "%016" G_GINT64_MODIFIER "x soup",
              far_sim_random_next (&user->random));
  g_ptr_array_add (user->sim->notes, g_bytes_new (out->what, strlen (out->what)));
}

static void
note (FarSimUser *user)
{
  FarWriter writer = far_sim_writer (user->sim, user->device);
  g_autoptr (GError) error = NULL;
  guint8 id[FAR_RECORD_ID_LEN];
  FarHoursLine line;
  gboolean good;

  make_line (user, &line);
  good = far_collective_add_hours (&writer, &line, id, &error);
  if (good)
    far_sim_note_event (user->sim, FAR_SIM_EVENT_HOURS);
  far_sim_user_report (user, "notes hours", good, &error);
}

static void
change (FarSimUser *user, const FarHoursFacts *facts)
{
  FarWriter writer = far_sim_writer (user->sim, user->device);
  g_autoptr (GError) error = NULL;
  FarHoursLine line;

  if (far_sim_random_chance (&user->random, 35))
    {
      far_sim_user_report (user, "takes hours off",
                           far_collective_remove_hours (&writer, facts->id, &error), &error);
      return;
    }
  make_line (user, &line);
  far_sim_user_report (user, "notes hours otherwise",
                       far_collective_change_hours (&writer, facts->id, &line, &error), &error);
}

/* That it was ever so is kept: what one has read, one has. */
static void
remember (FarSimUser *user, const guint8 *member)
{
  guint8 pair[2 * FAR_RECORD_ID_LEN];

  memcpy (pair, user->device->me.member, FAR_RECORD_ID_LEN);
  memcpy (pair + FAR_RECORD_ID_LEN, member, FAR_RECORD_ID_LEN);
  g_ptr_array_add (user->sim->shared, g_bytes_new (pair, sizeof pair));
}

static void
share (FarSimUser *user)
{
  FarWriter writer = far_sim_writer (user->sim, user->device);
  guint n;
  const FarGovMember *members =
      far_governance_peek_members (far_store_peek_governance (user->device->store), &n);
  const guint8 *member = members[far_sim_random_below (&user->random, n)].id;
  gboolean is_shared = far_sim_random_chance (&user->random, 70);
  g_autoptr (GError) error = NULL;
  gboolean good;

  if (is_shared)
    remember (user, member);
  good = far_collective_share_hours (&writer, member, is_shared, &error);
  if (good && is_shared)
    far_sim_note_event (user->sim, FAR_SIM_EVENT_HOURS_SHARED);
  far_sim_user_report (user, "shares an account, or does no more", good, &error);
}

static void
switch_on (FarSimUser *user)
{
  FarWriter writer = far_sim_writer (user->sim, user->device);
  g_autoptr (GError) error = NULL;
  FarApproval approval = { 0 };
  gboolean good = far_collective_set_rule (&writer, FAR_RULE_HOURS, 1, &approval, &error);

  far_sim_user_report (user, "wants hours", good, &error);
}

void
far_sim_user_see_to_hours (FarSimUser *user)
{
  FarStore *store = user->device->store;
  g_autoptr (GPtrArray) hours = NULL;

  if (!far_collective_uses (store, FAR_RULE_HOURS))
    {
      switch_on (user);
      return;
    }
  hours = far_collective_hours (store, &user->device->me, FAR_DAY_MIN, FAR_PAYLOAD_DAY_MAX, NULL);
  if (hours == NULL)
    return;
  if (far_sim_random_chance (&user->random, 25))
    share (user);
  else if (hours->len == 0 || far_sim_random_chance (&user->random, 50))
    note (user);
  else
    change (user, hours->pdata[far_sim_random_below (&user->random, hours->len)]);
}

/* ---- what holds at rest */

static gboolean
was_shared (FarSim *self, const guint8 *owner, const guint8 *member)
{
  for (guint i = 0; i < self->shared->len; i++)
    {
      const guint8 *pair = g_bytes_get_data (self->shared->pdata[i], NULL);

      if (memcmp (pair, owner, FAR_RECORD_ID_LEN) == 0 &&
          memcmp (pair + FAR_RECORD_ID_LEN, member, FAR_RECORD_ID_LEN) == 0)
        return TRUE;
    }

  return FALSE;
}

/* What an honest machine sealed is for its own member's, and for those of whom that one named. */
static void
check_readers (FarSim *self,
               FarSimDevice *device,
               const FarGovDevice *author,
               const FarPayload *payload)
{
  const FarGovernance *gov = far_store_peek_governance (device->store);
  FarPayloadIter iter = far_payload_iter (payload, FAR_HOURS_READERS);
  FarPayload reader;

  while (far_payload_iter_map (&iter, &reader))
    {
      const FarGovDevice *it =
          far_governance_find_device (gov, far_payload_bytes (&reader, FAR_READER_DEVICE));

      if (it != NULL && !far_record_id_equal (it->member, author->member) &&
          !was_shared (self, author->member, it->member))
        far_sim_fail (self, "hours", "%s holds hours that are sealed to somebody else",
                      device->name);
    }
}

static void
check_entry (FarSim *self, FarSimDevice *device, const FarRow *row)
{
  const FarGovernance *gov = far_store_peek_governance (device->store);
  const guint8 *key = far_store_peek_log (device->store, row->pos.log)->device;
  const FarGovDevice *author = far_governance_find_device (gov, key);
  guint8 id[FAR_RECORD_ID_LEN];
  FarHoursPlace place = { .collective = far_store_peek_collective (device->store),
                          .author = key,
                          .line = id };
  FarPayload payload;
  FarHoursLine line;
  gboolean is_open;

  if (author == NULL || far_sim_is_lying_member (self, author->member) ||
      !far_row_parse (row, &payload) || !far_payload_has (&payload, FAR_HOURS_BODY))
    return;
  place.member = author->member;
  if (far_payload_has (&payload, FAR_HOURS_ID))
    memcpy (id, far_payload_bytes (&payload, FAR_HOURS_ID), FAR_RECORD_ID_LEN);
  else
    far_record_id (place.collective, key, row->pos.seq, 0, id);

  check_readers (self, device, author, &payload);
  is_open = far_hours_open (&payload, &place, device->me.device, device->me.seal_secret, &line);
  if (is_open != far_hours_is_for (&payload, device->me.device))
    far_sim_fail (self, "hours", "%s %s", device->name,
                  is_open ? "opens hours that are not for it"
                          : "cannot open hours that are for it");
  if (is_open && !far_record_id_equal (author->member, device->me.member))
    far_sim_note_event (self, FAR_SIM_EVENT_HOURS_READ);
}

static gboolean
is_reader (const FarHoursAccount *account, const FarSimDevice *device, const guint8 *member)
{
  for (guint i = 0; i < account->shared->len; i++)
    if (far_record_id_equal ((const guint8 *)account->shared->data + (gsize)i * FAR_RECORD_ID_LEN,
                             member))
      return TRUE;

  return far_record_id_equal (device->me.member, member);
}

/* Where this machine has looked at all it holds, all who may read a line can. */
static void
check_reached (FarSim *self, FarSimDevice *device)
{
  const FarGovernance *gov = far_store_peek_governance (device->store);
  g_autoptr (GPtrArray) hours = far_collective_hours (device->store, &device->me, FAR_DAY_MIN,
                                                      FAR_PAYLOAD_DAY_MAX, NULL);
  g_auto (FarHoursAccount) account = { 0 };
  guint n;
  const FarGovDevice *devices = far_governance_peek_devices (gov, &n);

  if (hours == NULL || !far_collective_hours_account (device->store, &device->me, &account, NULL))
    return;
  for (guint i = 0; i < hours->len; i++)
    {
      const FarHoursFacts *facts = hours->pdata[i];

      if (!far_record_id_equal (facts->owner, device->me.member))
        {
          if (!was_shared (self, facts->owner, device->me.member) &&
              !far_sim_is_lying_member (self, facts->owner))
            far_sim_fail (self, "hours", "%s lists what nobody shared with it", device->name);
          continue;
        }
      for (guint j = 0; j < n && facts->others->len == 0; j++)
        {
          const FarGovMember *member = far_governance_find_member (gov, devices[j].member);

          if (devices[j].active && member != NULL && member->standing == FAR_GOV_ACTIVE &&
              is_reader (&account, device, member->id) &&
              far_seal_key_is_good (devices[j].seal_key) &&
              !far_devices_has (facts->devices, devices[j].key))
            far_sim_fail (self, "hours", "%s has not sealed hours to who may read them",
                          device->name);
        }
    }
}

void
far_sim_check_hours (FarSim *self, FarSimDevice *device)
{
  FarRow row;

  if (device->is_liar || device->is_returning || self->failure != NULL)
    return;
  for (gint64 n = 1; n <= far_store_get_n_entries (device->store) && self->failure == NULL; n++)
    if (far_store_read (device->store, n, &row, NULL) && row.kind == FAR_KIND_HOURS &&
        row.blob != NULL && far_store_row_counts (device->store, row.pos))
      check_entry (self, device, &row);
  if (self->failure == NULL && device->notes_n == far_store_get_n_entries (device->store) &&
      device->notes_n != 0 &&
      far_governance_device_stands (far_store_peek_governance (device->store), device->me.device))
    check_reached (self, device);
}
