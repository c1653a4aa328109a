/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is sealed of a child: families write it, machines keep it up, and at rest it stands in the
 * clear on no disk, opens to who walks, and to nobody who does not. */

#define G_LOG_DOMAIN "far-sim"

#include "far-sim-user-private.h"

#include <string.h>

#include "far-collective-hours.h"
#include "far-day.h"
#include "far-kind-schema.h"
#include "far-note.h"

/* Outings begin so many days after the world does, and notes are sealed a few days ahead. */
#define DAYS_AHEAD 11

static gint32
get_today (const FarSim *self, const FarSimDevice *device)
{
  return far_sim_get_today (self, device) + DAYS_AHEAD;
}

/* ---- what users do */

/* For what everybody sees: of a draft nobody is told. */
static void
book_published (FarSimUser *user, const guint8 *child)
{
  g_autoptr (GPtrArray) rotas = far_collective_rotas (user->device->store, NULL);
  FarWriter writer = far_sim_writer (user->sim, user->device);
  FarBookingPlan plan = { .first_day = FAR_SIM_EPOCH_DAY, .last_day = FAR_DAY_MAX };
  g_autoptr (GError) error = NULL;
  guint8 id[FAR_RECORD_ID_LEN];

  for (guint i = 0; rotas != NULL && i < rotas->len && plan.rota == NULL; i++)
    if (((const FarRotaFacts *)rotas->pdata[i])->is_published)
      plan.rota = ((const FarRotaFacts *)rotas->pdata[i])->id;
  if (plan.rota != NULL)
    far_sim_user_report (user, "books a child of whom there is something to know",
                         far_collective_book_child (&writer, child, &plan, id, &error), &error);
}

/* Whoever speaks for a child, or thinks that it would be nice to. */
void
far_sim_user_write_note (FarSimUser *user, const guint8 *child)
{
  FarWriter writer = far_sim_writer (user->sim, user->device);
  g_autofree char *words =
      g_strdup_printf ("%016" G_GINT64_MODIFIER "x pen", far_sim_random_next (&user->random));
  gboolean is_nothing = far_sim_random_chance (&user->random, 15);
  g_autoptr (GError) error = NULL;
  gboolean is_written;
  gboolean good;

  if (!is_nothing)
    g_ptr_array_add (user->sim->notes, g_bytes_new (words, strlen (words)));
  good = far_collective_set_note (&writer, child, is_nothing ? NULL : words,
                                  get_today (user->sim, user->device), &is_written, &error);
  far_sim_user_report (user, "writes what is to be known of a child", good, &error);
  if (good && far_sim_user_is_well (user))
    book_published (user, child);
}

/* Whoever hears that a child needs somebody who knows comes along. */
static void
walk_with (FarSimUser *user, const FarOutingFacts *outing)
{
  FarWriter writer = far_sim_writer (user->sim, user->device);
  g_autoptr (GError) error = NULL;
  guint8 turn[FAR_RECORD_ID_LEN];
  gboolean good =
      far_collective_take_turn (&writer, outing->rota->id, outing->day, NULL,
                                far_sim_get_today (user->sim, user->device), turn, &error);

  far_sim_user_report (user, "comes along with a child of whom there is something to know", good,
                       &error);
}

void
far_sim_user_walk_with_somebody (FarSimUser *user)
{
  FarStore *store = user->device->store;
  g_autoptr (GPtrArray) rotas = far_collective_rotas (store, NULL);
  g_autoptr (GPtrArray) outings =
                 rotas != NULL
                     ? far_collective_outings (store, rotas, user->device->me.member,
                                               FAR_SIM_EPOCH_DAY + 10, FAR_SIM_N_DAYS, NULL)
                     : NULL;

  for (guint i = 0; outings != NULL && i < outings->len; i++)
    {
      const FarOutingFacts *outing = outings->pdata[i];

      for (guint j = 0; j < outing->walkers->len && outing->rota->is_published; j++)
        {
          const FarWalkerFacts *walker = outing->walkers->pdata[j];

          if (walker->note_devices == NULL ||
              far_child_facts_has_guardian (walker->child, user->device->me.member) ||
              far_outing_facts_is_adult (outing, user->device->me.member))
            continue;
          walk_with (user, outing);
          return;
        }
    }
}

/* ---- what machines do */

/* Nothing follows from what was looked at already. */
gboolean
far_sim_keep_notes (FarSim *self, FarSimDevice *device, gboolean *out_written)
{
  FarWriter writer = far_sim_writer (self, device);
  gint32 today = get_today (self, device);
  gint64 n = far_store_get_n_entries (device->store);
  gboolean is_hours = FALSE;
  gboolean good;

  *out_written = FALSE;
  if ((device->notes_n == n && device->notes_day == today) || !far_day_is_valid (today) ||
      !far_day_is_valid (today + FAR_NOTE_AHEAD_DAYS))
    return TRUE;

  good = far_collective_keep_notes (&writer, today, out_written, NULL) &&
         far_collective_keep_hours (&writer, &is_hours, NULL);
  *out_written |= is_hours;
  if (good)
    {
      device->notes_n = far_store_get_n_entries (device->store);
      device->notes_day = today;
    }

  return good;
}

/* ---- what holds at rest */

static void
check_hidden (FarSim *self, FarSimDevice *device)
{
  g_autoptr (GBytes) saved = NULL;
  g_autoptr (GBytes) bundled = NULL;

  if (self->notes->len > 0 && !device->is_liar)
    {
      saved = far_sim_save (device, NULL);
      bundled = far_sim_read_own_bundle (self, device);
    }
  for (guint i = 0; i < self->notes->len && self->failure == NULL; i++)
    {
      gsize len;
      const void *words = g_bytes_get_data (self->notes->pdata[i], &len);

      if (far_sim_disk_contains (device->disk, words, len))
        far_sim_fail (self, "sealed", "%s has a note in the clear on its disk", device->name);
      else if (saved != NULL && memmem (g_bytes_get_data (saved, NULL), g_bytes_get_size (saved),
                                        words, len) != NULL)
        far_sim_fail (self, "sealed", "a saved copy of %s has a note in the clear", device->name);
      else if (bundled != NULL && memmem (g_bytes_get_data (bundled, NULL),
                                          g_bytes_get_size (bundled), words, len) != NULL)
        far_sim_fail (self, "sealed", "a bundle of %s has a note in the clear", device->name);
    }
}

/* What a liar's machine says of notes need not open to whom it says. */
static gboolean
has_lying_note (FarSim *self, FarSimDevice *device)
{
  FarRow row;

  for (gint64 n = 1; n <= far_store_get_n_entries (device->store); n++)
    {
      const FarGovDevice *author;

      if (!far_store_read (device->store, n, &row, NULL) || row.kind != FAR_KIND_NOTE ||
          row.blob == NULL)
        continue;
      author = far_governance_find_device (far_store_peek_governance (device->store),
                                           far_store_peek_log (device->store, row.pos.log)->device);
      if (author == NULL || far_sim_is_lying_member (self, author->member))
        return TRUE;
    }

  return FALSE;
}

static gboolean
is_one_of_ours (FarSim *self, const char *words)
{
  for (guint i = 0; i < self->notes->len; i++)
    {
      gsize len;
      const char *one = g_bytes_get_data (self->notes->pdata[i], &len);

      if (strncmp (words, one, len) == 0)
        return TRUE;
    }

  return FALSE;
}

/* Whoever comes and for whom it was sealed reads it, and nobody else does. */
static void
check_reading (FarSim *self,
               FarSimDevice *device,
               const FarOutingFacts *outing,
               const FarWalkerFacts *walker)
{
  gboolean is_mine = far_child_facts_has_guardian (walker->child, device->me.member);
  gboolean is_there = far_outing_facts_is_adult (outing, device->me.member);
  gboolean is_told = far_devices_has (walker->note_devices, device->me.device);
  FarNoteFacts facts;
  gboolean is_read = far_collective_read_note (device->store, &device->me, walker->child->id,
                                               outing->rota->id, outing->day, &facts, NULL);

  if (is_read && !is_mine && !is_there)
    far_sim_fail (self, "sealed", "%s reads a note without walking there", device->name);
  else if (is_read && !is_told)
    far_sim_fail (self, "sealed", "%s reads a note that is not for it", device->name);
  else if (!is_read && is_told && (is_mine || is_there))
    far_sim_fail (self, "sealed", "%s cannot read a note that is for it", device->name);
  else if (is_read && !is_one_of_ours (self, facts.words))
    far_sim_fail (self, "sealed", "%s reads what nobody wrote", device->name);
  if (is_read && is_there && !is_mine)
    far_sim_note_event (self, FAR_SIM_EVENT_NOTE_READ);
  far_note_facts_clear (&facts);
}

static gboolean
has_machine (FarSimDevice *device, const guint8 *member)
{
  guint n;
  const FarGovDevice *devices =
      far_governance_peek_devices (far_store_peek_governance (device->store), &n);

  for (guint i = 0; i < n; i++)
    if (devices[i].active && memcmp (devices[i].member, member, FAR_RECORD_ID_LEN) == 0)
      return TRUE;

  return FALSE;
}

/* Where this machine could seal it, whoever walks and has a machine is told. */
static void
check_reached (FarSim *self,
               FarSimDevice *device,
               const FarOutingFacts *outing,
               const FarWalkerFacts *walker)
{
  if (!far_child_facts_has_guardian (walker->child, device->me.member) ||
      !far_devices_has (walker->note_devices, device->me.device) || !outing->rota->is_published ||
      !far_rule_has_day (&outing->rota->rule, outing->day))
    return;

  for (guint i = 0; i < walker->unreached->len; i++)
    if (has_machine (device,
                     (const guint8 *)walker->unreached->data + (gsize)i * FAR_RECORD_ID_LEN))
      far_sim_fail (self, "sealed", "%s has sealed nothing to somebody who walks", device->name);
}

/* What this machine sealed for an outing is for adults who come there, and for nobody else. */
static void
check_readers (FarSim *self, FarSimDevice *device, const FarOutingFacts *outing, const FarRow *row)
{
  const FarGovernance *gov = far_store_peek_governance (device->store);
  FarPayloadIter iter;
  FarPayload payload;
  FarPayload reader;

  if (!far_row_parse (row, &payload))
    return;

  iter = far_payload_iter (&payload, FAR_NOTE_READERS);
  while (far_payload_iter_map (&iter, &reader))
    {
      const FarGovDevice *it =
          far_governance_find_device (gov, far_payload_bytes (&reader, FAR_READER_DEVICE));

      if (outing == NULL || it == NULL || !it->active ||
          !far_outing_facts_is_adult (outing, it->member))
        far_sim_fail (self, "sealed", "%s has sealed a note to who does not walk", device->name);
    }
}

static void
check_own (FarSim *self, FarSimDevice *device, GPtrArray *outings)
{
  guint32 log = far_store_find_log (device->store, device->me.device);
  FarRow row;
  FarPayload payload;

  for (gint64 n = 1; n <= far_store_get_n_entries (device->store) && self->failure == NULL; n++)
    {
      const FarOutingFacts *outing = NULL;
      gint32 day;

      if (!far_store_read (device->store, n, &row, NULL) || row.pos.log != log ||
          row.kind != FAR_KIND_NOTE || row.blob == NULL || !far_row_parse (&row, &payload) ||
          !far_payload_has (&payload, FAR_NOTE_DAY) ||
          !far_store_row_counts (device->store, row.pos))
        continue;
      day = far_payload_int (&payload, FAR_NOTE_DAY, 0);
      if (day < device->notes_day)
        far_sim_fail (self, "sealed", "%s has not erased a note of before", device->name);
      for (guint i = 0; i < outings->len && outing == NULL; i++)
        {
          const FarOutingFacts *one = outings->pdata[i];

          if (one->day == day && memcmp (one->rota->id, far_payload_bytes (&payload, FAR_NOTE_ROTA),
                                         FAR_RECORD_ID_LEN) == 0)
            outing = one;
        }
      if (day <= device->notes_day + FAR_NOTE_AHEAD_DAYS)
        check_readers (self, device, outing, &row);
    }
}

void
far_sim_check_notes (FarSim *self, FarSimDevice *device)
{
  g_autoptr (GPtrArray) rotas = NULL;
  g_autoptr (GPtrArray) outings = NULL;

  check_hidden (self, device);
  /* a machine that has looked at what it holds, and may say what follows */
  if (device->is_liar || device->is_returning || self->notes->len == 0 ||
      device->notes_n != far_store_get_n_entries (device->store) || device->notes_n == 0 ||
      !far_governance_device_stands (far_store_peek_governance (device->store),
                                     device->me.device) ||
      has_lying_note (self, device))
    return;

  rotas = far_collective_rotas (device->store, NULL);
  outings = far_collective_outings (device->store, rotas, device->me.member, device->notes_day,
                                    FAR_NOTE_AHEAD_DAYS + 1, NULL);
  for (guint i = 0; i < outings->len; i++)
    {
      const FarOutingFacts *outing = outings->pdata[i];

      for (guint j = 0; j < outing->walkers->len && self->failure == NULL; j++)
        {
          const FarWalkerFacts *walker = outing->walkers->pdata[j];

          if (walker->note_devices == NULL || !outing->rota->is_published)
            continue;
          far_sim_note_event (self, FAR_SIM_EVENT_NOTE);
          check_reading (self, device, outing, walker);
          check_reached (self, device, outing, walker);
        }
    }
  check_own (self, device, outings);
}
