/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Machines of which there are two: a folder that is copied, set back to an earlier day, or restored
 * from a saved copy.  What they do when they notice is what the program does
 * (far_collective_mend()); only the files in which it keeps its keys are simulated. */

#define G_LOG_DOMAIN "far-sim"

#include "far-sim-private.h"

#include <string.h>

#include "far-store-image.h"

/* Disks on which no program runs. */
#define IMAGE_NUMBER 1000
#define RETRY_US (60 * FAR_SIM_S)
/* Small values of the store, as the engine names them. */
#define META_DEVICE "device"
#define META_RETURNS "returns-as"

/* ---- keys */

typedef struct
{
  FarSim *sim;
  FarSimDevice *device;
} Renewal;

static void
take_next_keys (FarSim *self, FarSimDevice *device)
{
  device->me = device->next;
  device->is_renewing = FALSE;
  device->is_returning = TRUE;
  device->is_copy = TRUE;
  device->has_secret = FALSE;
  device->n_looked_at = 0;
  device->n_own = 0;
  far_sim_note_key (self, device);
  self->counts->n_renewed++;
  far_sim_tell (self, "%s takes new keys", device->name);
}

/* As far_home_renew() does. */
static gboolean
renew (gpointer data, GError **error)
{
  Renewal *renewal = data;
  FarSimDevice *device = renewal->device;
  FarStore *store = device->store;
  g_autoptr (GBytes) key = NULL;
  gboolean good;

  if (!device->is_renewing)
    {
      far_identity_make (&device->next, renewal->sim->collective, far_sim_random_draw);
      memcpy (device->next.member, device->me.member, FAR_RECORD_ID_LEN);
      device->is_renewing = TRUE;
    }

  far_sim_note_given_up (renewal->sim, device);
  key = g_bytes_new (device->next.device, FAR_KEY_LEN);
  if (!far_store_begin (store, error))
    return FALSE;
  good = far_store_set_meta (store, META_DEVICE, key, error) &&
         far_store_renew_own (store, device->next.device, error);
  if (!good)
    far_store_rollback (store);
  else
    good = far_store_commit (store, error);
  if (good)
    take_next_keys (renewal->sim, device);

  return good;
}

void
far_sim_end_renewal (FarSim *self, FarSimDevice *device, FarStore *store)
{
  g_autoptr (GBytes) key = NULL;

  if (!device->is_renewing)
    return;

  key = far_store_dup_meta (store, META_DEVICE);
  if (key != NULL && g_bytes_get_size (key) == FAR_KEY_LEN &&
      memcmp (g_bytes_get_data (key, NULL), device->next.device, FAR_KEY_LEN) == 0)
    take_next_keys (self, device);
  else
    device->is_renewing = FALSE;
}

static gboolean
stands (const FarSimDevice *device)
{
  return far_governance_device_stands (far_store_peek_governance (device->store),
                                       device->me.device);
}

/* No two in one moment draw the same salts. */
static FarSimRandom
make_random (FarSim *self, const FarSimDevice *device)
{
  return (FarSimRandom){ self->now_us ^ (guint64)device->number << 56 ^
                         (guint64)self->n_mended++ << 36 };
}

static void
mend (FarSim *self, FarSimDevice *device)
{
  FarSimRandom random = make_random (self, device);
  FarSimRandom *before = far_sim_random_use (&random);
  FarWriter writer = far_sim_writer (self, device);
  Renewal renewal = { self, device };
  FarLost lost;
  gboolean is_due = far_store_find_lost (device->store, &lost) && stands (device);
  guint n_written = 0;

  if (!far_collective_mend (&writer, renew, &renewal, &n_written, NULL))
    device->mend_us = self->now_us + RETRY_US;
  else if (is_due && !far_store_find_lost (device->store, &lost))
    far_sim_note_anew (self, device);
  if (n_written > 0)
    {
      self->counts->n_anew += n_written;
      far_sim_tell (self, "%s writes %u entries anew", device->name, n_written);
    }
  far_sim_random_use (before);
  if (far_sim_device_settle (self, device))
    far_sim_wake (self, device);
}

/* As the program does after each commit.  What two approved apart is due at both. */
static void
carry_out (FarSim *self, FarSimDevice *device)
{
  FarSimRandom random = make_random (self, device);
  FarSimRandom *before = far_sim_random_use (&random);
  FarWriter writer = far_sim_writer (self, device);
  gboolean any = FALSE;
  gboolean is_settled = FALSE;
  gboolean is_exchanged = FALSE;
  gboolean is_kept = FALSE;

  if (!far_collective_carry_out (&writer, &any, NULL) ||
      !far_collective_settle_baton (&writer, far_sim_get_today (self, device), &is_settled, NULL) ||
      !far_collective_settle_swaps (&writer, far_sim_get_today (self, device), &is_exchanged,
                                    NULL) ||
      !far_sim_keep_notes (self, device, &is_kept))
    device->mend_us = self->now_us + RETRY_US;
  far_sim_random_use (before);
  if (any)
    {
      far_sim_note_event (self, FAR_SIM_EVENT_CARRIED_OUT);
      far_sim_tell (self, "%s does what was approved", device->name);
    }
  if (is_settled)
    {
      far_sim_note_event (self, FAR_SIM_EVENT_SETTLED);
      far_sim_tell (self, "%s has the baton that it claimed", device->name);
    }
  if (is_exchanged)
    {
      far_sim_note_event (self, FAR_SIM_EVENT_EXCHANGED);
      far_sim_tell (self, "%s takes the turn that it promised in exchange", device->name);
    }
  if (far_sim_device_settle (self, device) && (any || is_settled || is_exchanged || is_kept))
    far_sim_wake (self, device);
}

void
far_sim_mend_all (FarSim *self)
{
  for (guint i = 0; i < self->devices->len && self->failure == NULL; i++)
    {
      FarSimDevice *device = far_sim_get_device (self, i);
      FarLost lost;

      if (device->is_liar || !far_sim_is_up (self, device) || device->mend_us > self->now_us ||
          far_sim_disk_get_fault (device->disk) == FAR_SIM_DISK_BROKEN)
        continue;

      if (device->is_returning && stands (device))
        {
          device->is_returning = FALSE;
          self->counts->n_let_in_again++;
          far_sim_tell (self, "%s is let in again", device->name);
        }
      if (far_store_own_is_stale (device->store) ||
          (device->is_copy && !device->is_returning && far_store_find_lost (device->store, &lost)))
        mend (self, device);
      if (far_sim_is_up (self, device) && !device->is_returning && stands (device))
        carry_out (self, device);
    }
}

/* ---- being let in again */

/* Whether @key is that of an honest machine which asks to be let in again. */
static gboolean
is_asking (FarSim *self, const guint8 *key)
{
  for (guint i = 0; i < self->devices->len; i++)
    {
      const FarSimDevice *device = far_sim_get_device (self, i);

      if (device->is_returning && !device->is_liar && !device->is_gone &&
          memcmp (device->me.device, key, FAR_KEY_LEN) == 0)
        return TRUE;
    }

  return FALSE;
}

void
far_sim_approve_returns (FarSim *self, FarSimDevice *device, guint pct, guint64 dice)
{
  FarSimRandom random = { dice };
  FarSimRandom *before = far_sim_random_use (&random);
  FarWriter writer = far_sim_writer (self, device);
  guint n;
  const FarGovFurther *asks =
      far_governance_peek_further (far_store_peek_governance (device->store), &n);
  g_autofree guint8 *keys = g_malloc ((gsize)n * FAR_KEY_LEN + 1);
  gboolean is_new = FALSE;

  /* each that is answered changes what is asked */
  for (guint i = 0; i < n; i++)
    memcpy (keys + (gsize)i * FAR_KEY_LEN, asks[i].device, FAR_KEY_LEN);

  for (guint i = 0; i < n; i++)
    {
      const guint8 *key = keys + (gsize)i * FAR_KEY_LEN;
      FarApproval approval;

      if (!is_asking (self, key) || !far_sim_random_chance (&random, pct))
        continue;
      if (far_collective_approve_device (&writer, key, &approval, NULL))
        is_new = TRUE;
      else
        self->counts->n_refused++;
    }
  far_sim_random_use (before);
  if (far_sim_device_settle (self, device) && is_new)
    far_sim_wake (self, device);
}

/* ---- an earlier state of the folder */

static void
free_image (FarSimImage *image)
{
  far_sim_disk_free (image->disk);
  g_free (image);
}

void
far_sim_clear_copies (FarSimDevice *device)
{
  g_clear_pointer (&device->image, free_image);
  g_clear_pointer (&device->saved, g_bytes_unref);
}

static void
take_image (FarSim *self, FarSimDevice *device)
{
  FarSimImage *image = g_new0 (FarSimImage, 1);

  g_clear_pointer (&device->image, free_image);
  image->disk = far_sim_disk_new (IMAGE_NUMBER + device->number);
  far_sim_disk_copy (image->disk, device->disk);
  image->me = device->me;
  image->is_returning = device->is_returning;
  image->is_copy = device->is_copy;
  device->image = image;
  far_sim_tell (self, "the disk of %s is imaged", device->name);
}

static void
set_back (FarSim *self, FarSimDevice *device)
{
  const FarSimImage *image = device->image;
  g_autoptr (GError) error = NULL;

  far_sim_tell (self, "%s is set back to its image", device->name);
  far_sim_cut (self, device, TRUE);
  g_clear_pointer (&device->store, far_store_close);
  far_sim_disk_copy (device->disk, image->disk);
  far_sim_disk_mend (device->disk);

  device->me = image->me;
  device->is_returning = image->is_returning;
  device->is_copy = image->is_copy;
  device->is_renewing = FALSE;
  device->has_secret = FALSE;
  device->n_set_back++;
  device->n_looked_at = 0;
  device->n_own = G_MAXUINT32;
  device->n_kept = 0;
  g_array_set_size (device->kept, 0);
  far_sim_note_copied (self, device->me.device);

  self->counts->n_copied++;
  far_sim_device_open (self, device);
}

void
far_sim_set_back (FarSim *self, FarSimDevice *device, guint64 dice)
{
  FarSimRandom random = { dice };

  if (device->image == NULL || far_sim_random_chance (&random, 40))
    take_image (self, device);
  else
    set_back (self, device);
}

/* ---- saved copies */

GBytes *
far_sim_save (FarSimDevice *device, GError **error)
{
  FarStoreImage *image = far_store_image_new (device->store, error);
  GBytes *bytes = NULL;
  gboolean is_done = FALSE;

  if (image == NULL)
    return NULL;

  while (!is_done && far_store_image_step (image, &is_done, error))
    continue;
  if (is_done)
    bytes =
        far_store_image_finish (image, META_RETURNS, device->me.member, FAR_RECORD_ID_LEN, error);
  far_store_image_free (image);

  return bytes;
}

/* On a new machine, whether the old one is still there or not. */
static void
restore (FarSim *self, FarSimDevice *device, gboolean is_lost)
{
  g_autofree char *name = g_strdup_printf ("%s-back%u", device->name, self->devices->len);
  FarSimDevice *back = far_sim_add_device (self, name);
  g_autoptr (GBytes) key = NULL;
  g_autoptr (GError) error = NULL;
  gsize len;
  const void *bytes;

  if (back == NULL)
    return;

  far_sim_tell (self, "%s is restored as %s%s", device->name, name,
                is_lost ? ", and is lost itself" : "");
  memcpy (back->me.member, device->me.member, FAR_RECORD_ID_LEN);
  back->clock_ms = device->clock_ms;
  back->is_returning = TRUE;
  back->is_copy = TRUE;
  bytes = g_bytes_get_data (device->saved, &len);
  far_sim_disk_put (back->disk, "/store.db", bytes, len);
  self->counts->n_copied++;
  if (!far_sim_device_open (self, back))
    return;

  key = g_bytes_new (back->me.device, FAR_KEY_LEN);
  if (!far_store_set_meta (back->store, META_DEVICE, key, &error))
    far_sim_fail (self, "open", "%s does not keep its key: %s", back->name, error->message);
  if (is_lost)
    {
      far_sim_cut (self, device, FALSE);
      g_clear_pointer (&device->store, far_store_close);
      device->is_gone = TRUE;
    }
}

void
far_sim_save_or_restore (FarSim *self, FarSimDevice *device, guint64 dice)
{
  FarSimRandom random = { dice };

  if (device->saved == NULL || far_sim_random_chance (&random, 40))
    {
      GBytes *saved =
          far_store_get_n_entries (device->store) > 0 ? far_sim_save (device, NULL) : NULL;

      if (saved == NULL)
        return;
      g_clear_pointer (&device->saved, g_bytes_unref);
      device->saved = saved;
      far_sim_tell (self, "a copy of %s is saved", device->name);
    }
  else
    restore (self, device, far_sim_random_chance (&random, 50));
}
