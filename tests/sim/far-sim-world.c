/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-sim"

#include "far-sim-private.h"

#include <stdarg.h>
#include <string.h>

static const char *const names[] = {
  "ada", "bo",  "cy",  "di",  "eli", "fay", "gus", "hal", "ivy", "jo",
  "kim", "lou", "max", "noa", "ole", "pia", "quy", "ray", "sue", "tom",
};

/* How often a member lets in who asks to be let in again. */
#define RETURN_PCT 50
/* How often they answer what the program asks before they do anything else. */
#define ANSWER_PCT 65
/* How often somebody else is looked for who can do something. */
#define USER_PCT 90

/* ---- telling */

void
far_sim_fail (FarSim *self, const char *invariant, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list args;

  if (self->failure != NULL)
    return;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  self->failure = g_strdup_printf ("%s: %s", invariant, message);
}

void
far_sim_tell (FarSim *self, const char *format, ...)
{
  va_list args;

  if (self->story == NULL)
    return;

  if (self->story->len > 0)
    g_string_append (self->story, "; ");
  va_start (args, format);
  g_string_append_vprintf (self->story, format, args);
  va_end (args);
}

void
far_sim_trace (FarSim *self, const void *data, gsize len)
{
  far_hash_u64 (&self->trace, self->now_us);
  far_hash_u32 (&self->trace, len);
  far_hash_update (&self->trace, data, len);
}

void
far_sim_note_event (FarSim *self, FarSimEvent event)
{
  self->events |= G_GUINT64_CONSTANT (1) << event;
}

/* ---- machines */

FarSimDevice *
far_sim_get_device (FarSim *self, guint number)
{
  return g_ptr_array_index (self->devices, number);
}

gboolean
far_sim_is_up (const FarSim *self, const FarSimDevice *device)
{
  return device->store != NULL && device->paused_until_us <= self->now_us;
}

gint64
far_sim_get_wall_ms (const FarSim *self, const FarSimDevice *device)
{
  return FAR_SIM_EPOCH_MS + self->now_us / 1000 + device->clock_ms;
}

gint32
far_sim_get_today (const FarSim *self, const FarSimDevice *device)
{
  return far_sim_get_wall_ms (self, device) / (86400 * 1000);
}

FarWriter
far_sim_writer (FarSim *self, FarSimDevice *device)
{
  return (FarWriter){
    .store = device->store,
    .me = &device->me,
    .now_ms = far_sim_get_wall_ms (self, device),
    .random = far_sim_random_draw,
  };
}

static void
free_device (gpointer data)
{
  FarSimDevice *device = data;

  g_clear_pointer (&device->store, far_store_close);
  far_sim_clear_copies (device);
  far_sim_disk_free (device->disk);
  g_array_unref (device->kept);
  g_clear_pointer (&device->hoard, g_hash_table_unref);
  g_free (device->path);
  g_free (device->name);
  g_free (device);
}

FarSimDevice *
far_sim_add_device (FarSim *self, const char *name)
{
  FarSimDevice *device;

  if (self->devices->len >= self->plan->n_devices + FAR_SIM_MORE_MAX)
    return NULL;

  device = g_new0 (FarSimDevice, 1);
  device->number = self->devices->len;
  device->name = g_strdup (name);
  device->disk = far_sim_disk_new (device->number);
  device->path = g_strdup_printf ("/%u/store.db", device->number);
  device->kept = g_array_new (FALSE, FALSE, sizeof (FarSimHead));
  far_identity_make (&device->me, self->collective, far_sim_random_draw);
  far_sim_note_key (self, device);
  g_ptr_array_add (self->devices, device);

  return device;
}

/* Liars do not mind that their key is in use elsewhere. */
static FarStore *
open_store (FarSim *self, FarSimDevice *device, GError **error)
{
  g_autoptr (FarStore) store = far_store_open (device->path, self->collective, TRUE, error);

  if (store == NULL || device->is_liar)
    return g_steal_pointer (&store);

  far_sim_end_renewal (self, device, store);
  if (!far_store_set_own (store, device->me.device, error))
    return NULL;

  return g_steal_pointer (&store);
}

gboolean
far_sim_open_empty (FarSim *self, FarSimDevice *device)
{
  g_autoptr (GError) error = NULL;

  device->store = open_store (self, device, &error);
  if (device->store == NULL)
    far_sim_fail (self, "open", "%s cannot make a store: %s", device->name, error->message);

  return device->store != NULL;
}

gboolean
far_sim_device_open (FarSim *self, FarSimDevice *device)
{
  g_autoptr (GError) error = NULL;

  device->store = open_store (self, device, &error);
  if (device->store != NULL && !device->is_liar)
    far_sim_note_written (self, device);
  else if (device->store == NULL && far_sim_disk_get_fault (device->disk) == FAR_SIM_DISK_READ_ONLY)
    far_sim_tell (self, "%s stays off", device->name);
  else if (device->store == NULL)
    far_sim_fail (self, "open", "%s does not open: %s", device->name, error->message);

  return device->store != NULL;
}

void
far_sim_device_restart (FarSim *self, FarSimDevice *device, FarSimEnd end, guint64 dice)
{
  FarSimRandom power = { dice };

  self->counts->n_restarts++;
  far_sim_cut (self, device, end != FAR_SIM_END_POWER);
  if (end != FAR_SIM_END_QUITS)
    far_sim_disk_kill (device->disk);
  g_clear_pointer (&device->store, far_store_close);
  far_sim_disk_restart (device->disk, end == FAR_SIM_END_POWER ? &power : NULL);
  if (far_sim_device_open (self, device))
    far_sim_check_kept (self, device);
}

gboolean
far_sim_device_settle (FarSim *self, FarSimDevice *device)
{
  if (device->store == NULL)
    return FALSE;

  if (far_sim_disk_is_dead (device->disk))
    {
      far_sim_tell (self, "%s loses power in it", device->name);
      far_sim_device_restart (self, device, FAR_SIM_END_POWER, self->now_us ^ device->number);
      return FALSE;
    }
  /* while the disk may break, what it holds cannot be looked at */
  if (far_sim_disk_get_fault (device->disk) == FAR_SIM_DISK_BROKEN)
    return FALSE;
  if (far_sim_disk_get_fault (device->disk) == FAR_SIM_DISK_WELL &&
      far_sim_disk_take_failed (device->disk))
    far_sim_check_kept (self, device);
  far_sim_note_kept (device);
  if (!device->is_liar)
    far_sim_note_written (self, device);

  return TRUE;
}

FarSimDevice *
far_sim_device_clone (FarSim *self, FarSimDevice *device)
{
  g_autofree char *name = g_strdup_printf ("%s-copy%u", device->name, self->devices->len);
  FarSimDevice *clone = far_sim_add_device (self, name);

  if (clone == NULL)
    return NULL;

  clone->me = device->me;
  clone->clock_ms = device->clock_ms;
  clone->lies = device->lies;
  clone->is_liar = device->is_liar;
  clone->is_returning = device->is_returning;
  clone->is_copy = device->is_copy;
  clone->n_own = G_MAXUINT32;
  far_sim_disk_copy (clone->disk, device->disk);
  far_sim_note_copied (self, device->me.device);
  self->counts->n_copied += !device->is_liar;
  if (far_sim_device_open (self, clone))
    {
      far_sim_note_kept (clone);
      if (!clone->is_liar)
        far_sim_note_cloned (self, device, clone);
    }

  return clone;
}

/* ---- operations */

static void
part (FarSim *self, guint64 dice)
{
  FarSimRandom random = { dice };
  gint64 until_us =
      self->now_us + (gint64)(1 + far_sim_random_below (&random, 21 * 24)) * 3600 * FAR_SIM_S;

  for (guint i = 0; i < self->devices->len; i++)
    {
      FarSimDevice *device = far_sim_get_device (self, i);

      device->side = far_sim_random_below (&random, 2);
      device->side_until_us = until_us;
    }
  far_sim_tell (self, "the collective falls apart");
}

/* Half of them are heard by the others no more, and hear them. */
static void
part_one_way (FarSim *self, guint64 dice)
{
  FarSimRandom random = { dice };

  self->one_way_until_us =
      self->now_us + (gint64)(1 + far_sim_random_below (&random, 21 * 24)) * 3600 * FAR_SIM_S;
  for (guint i = 0; i < self->devices->len; i++)
    far_sim_get_device (self, i)->is_unheard = far_sim_random_chance (&random, 50);
  far_sim_tell (self, "some are not heard any more");
}

static void
break_disk (FarSim *self, FarSimDevice *device, const FarSimOp *op)
{
  FarSimRandom random = { op->dice };
  guint after = far_sim_random_below (&random, 1u << far_sim_random_below (&random, 9));

  switch (op->kind)
    {
    case FAR_SIM_OP_FULL:
      far_sim_disk_break (device->disk, FAR_SIM_DISK_FULL, 0);
      far_sim_tell (self, "the disk of %s is full", device->name);
      break;
    case FAR_SIM_OP_IO:
      far_sim_disk_break (device->disk,
                          far_sim_random_chance (&random, 60) ? FAR_SIM_DISK_ERRS
                                                              : FAR_SIM_DISK_BROKEN,
                          after);
      far_sim_tell (self, "the disk of %s is to fail after %u operations", device->name, after);
      break;
    case FAR_SIM_OP_READ_ONLY:
      far_sim_disk_break (device->disk, FAR_SIM_DISK_READ_ONLY, 0);
      far_sim_tell (self, "nothing can be written on the disk of %s", device->name);
      if (far_sim_random_chance (&random, 30))
        far_sim_device_restart (self, device, FAR_SIM_END_QUITS, op->dice);
      break;
    default:
      if (far_sim_random_chance (&random, 20))
        {
          far_sim_tell (self, "%s loses power", device->name);
          far_sim_device_restart (self, device, FAR_SIM_END_POWER, op->dice);
          return;
        }
      far_sim_disk_break (device->disk, FAR_SIM_DISK_DIES, after);
      far_sim_tell (self, "%s is to lose power after %u writes", device->name, after);
      break;
    }
}

static void
turn_clock (FarSim *self, FarSimDevice *device, guint64 dice)
{
  FarSimRandom random = { dice };
  gint64 day_ms = 86400 * 1000;
  gint64 days = far_sim_random_below (&random, 1u << far_sim_random_below (&random, 15));

  device->clock_ms = (far_sim_random_chance (&random, 50) ? days : -days) * day_ms;
  far_sim_tell (self, "the clock of %s jumps %s%" G_GINT64_FORMAT " days", device->name,
                device->clock_ms < 0 ? "back " : "ahead ", days);
}

static void
run_meeting (FarSim *self, FarSimDevice *a, FarSimDevice *b, guint64 dice)
{
  FarSimRandom random = { dice };
  gint64 stay_s = far_sim_random_below (&random, 1u << (4 + far_sim_random_below (&random, 8)));

  if (!far_sim_is_up (self, a) || !far_sim_is_up (self, b) ||
      (a->side != b->side && a->side_until_us > self->now_us))
    return;

  far_sim_meet (self, a, b, stay_s * FAR_SIM_S, dice);
}

/* What broke is put right after a while: whoever uses the machine sees to it. */
static void
mend_some (FarSim *self, FarSimDevice *device, guint64 dice)
{
  FarSimRandom random = { ~dice };

  if (!far_sim_random_chance (&random, 15) || device->is_gone)
    return;

  far_sim_disk_mend (device->disk);
  if (device->store == NULL && far_sim_device_open (self, device))
    far_sim_check_kept (self, device);
}

/* The program on it says to whoever wants to write that it is not let in again yet. */
static gboolean
is_in (const FarSim *self, const FarSimDevice *device)
{
  return far_sim_is_up (self, device) && !device->is_returning;
}

/* Who uses a machine that has no standing uses another one, mostly, or it is somebody else's turn
 * to do something. */
static FarSimDevice *
find_user (FarSim *self, const FarSimOp *op)
{
  FarSimRandom random = { op->dice ^ op->a };
  guint n = self->devices->len;

  for (guint i = 0; i < n && far_sim_random_chance (&random, USER_PCT); i++)
    {
      FarSimDevice *device = far_sim_get_device (self, (op->a + i) % n);

      if (is_in (self, device) && !far_sim_disk_is_dead (device->disk) &&
          far_governance_device_stands (far_store_peek_governance (device->store),
                                        device->me.device))
        return device;
    }

  return far_sim_get_device (self, op->a % n);
}

/* What the program asks first of all. */
static void
answer (FarSim *self, FarSimDevice *device, const FarSimOp *op)
{
  FarSimRandom random = { ~op->dice ^ op->kind };

  if (far_sim_random_chance (&random, ANSWER_PCT) && is_in (self, device) &&
      !far_sim_disk_is_dead (device->disk))
    far_sim_answer (self, device, far_sim_random_next (&random));
}

static gboolean
is_in_order (const FarSim *self, const FarSimDevice *device)
{
  return far_sim_is_up (self, device) && !device->is_liar &&
         far_sim_disk_get_fault (device->disk) == FAR_SIM_DISK_WELL;
}

static void
run_op (FarSim *self, const FarSimOp *op)
{
  FarSimRandom random = { op->dice };
  FarSimRandom *before = far_sim_random_use (&random);
  FarSimDevice *a = far_sim_get_device (self, op->a % self->devices->len);
  FarSimDevice *b = far_sim_get_device (self, op->b % self->devices->len);
  guint first_liar = self->plan->n_devices - self->plan->n_liars;
  /* not the struct itself: what is between its fields may be anything */
  const guint64 traced[] = { op->kind, op->at_s, op->a, op->b, op->dice };

  self->counts->n_ops++;
  far_sim_trace (self, traced, sizeof traced);
  mend_some (self, a, op->dice);

  switch (op->kind)
    {
    case FAR_SIM_OP_WRITE:
      a = find_user (self, op);
      answer (self, a, op);
      if (is_in (self, a))
        far_sim_write (self, a, op->dice);
      break;
    case FAR_SIM_OP_GOVERN:
      a = find_user (self, op);
      answer (self, a, op);
      if (is_in (self, a))
        far_sim_approve_returns (self, a, RETURN_PCT, op->dice);
      if (is_in (self, a))
        far_sim_govern (self, a, op->dice);
      break;
    case FAR_SIM_OP_MEET:
      answer (self, a, op);
      if (a != b)
        run_meeting (self, a, b, op->dice);
      break;
    case FAR_SIM_OP_BUNDLE:
      if (a != b && far_sim_is_up (self, a) && far_sim_is_up (self, b))
        far_sim_bundle (self, a, b, op->dice);
      break;
    case FAR_SIM_OP_PARTITION:
      part (self, op->dice);
      break;
    case FAR_SIM_OP_KILL:
      if (a->store != NULL)
        {
          far_sim_tell (self, "%s is killed", a->name);
          far_sim_device_restart (self, a, FAR_SIM_END_KILLED, op->dice);
        }
      break;
    case FAR_SIM_OP_POWER:
    case FAR_SIM_OP_FULL:
    case FAR_SIM_OP_IO:
    case FAR_SIM_OP_READ_ONLY:
      if (a->store != NULL)
        break_disk (self, a, op);
      break;
    case FAR_SIM_OP_CLOCK:
      turn_clock (self, a, op->dice);
      break;
    case FAR_SIM_OP_PAUSE:
      a->paused_until_us =
          self->now_us + (gint64)far_sim_random_below (&random, 48 * 3600) * FAR_SIM_S;
      far_sim_tell (self, "%s sleeps", a->name);
      break;
    case FAR_SIM_OP_REPLAY:
      if (far_sim_is_up (self, b))
        far_sim_replay (self, b, op->dice);
      break;
    case FAR_SIM_OP_CLONE:
      if (a->store != NULL && far_sim_device_clone (self, a) != NULL)
        far_sim_tell (self, "the data folder of %s is copied to another machine", a->name);
      break;
    case FAR_SIM_OP_ONE_WAY:
      part_one_way (self, op->dice);
      break;
    case FAR_SIM_OP_SET_BACK:
      if (is_in_order (self, a))
        far_sim_set_back (self, a, op->dice);
      break;
    case FAR_SIM_OP_SAVE:
      if (is_in_order (self, a))
        far_sim_save_or_restore (self, a, op->dice);
      break;
    case FAR_SIM_OP_LIE:
      a = far_sim_get_device (self, first_liar + op->a % self->plan->n_liars);
      if (far_sim_is_up (self, a) && a->is_liar)
        far_sim_lie (self, a, op->dice);
      break;
    }

  for (guint i = 0; i < self->devices->len && self->failure == NULL; i++)
    if (far_sim_device_settle (self, far_sim_get_device (self, i)))
      far_sim_check_step (self, far_sim_get_device (self, i));
  far_sim_mend_all (self);
  far_sim_random_use (before);
}

void
far_sim_run_until (FarSim *self, gint64 until_us)
{
  gint64 next_us;

  while (self->failure == NULL && (next_us = far_sim_net_get_next_us (self)) <= until_us)
    {
      self->now_us = MAX (self->now_us, next_us);
      far_sim_net_run (self);
      far_sim_mend_all (self);
    }
  self->now_us = MAX (self->now_us, until_us);
}

/* ---- the whole */

static void
free_file (gpointer data)
{
  FarSimFile *file = data;

  g_bytes_unref (file->bytes);
  g_free (file);
}

static void
free_word (gpointer data)
{
  FarSimWord *word = data;

  g_bytes_unref (word->word);
  g_array_unref (word->again);
  g_free (word);
}

static void
begin (FarSim *self, const FarSimPlan *plan)
{
  self->plan = plan;
  self->devices = g_ptr_array_new_with_free_func (free_device);
  self->links = g_ptr_array_new_with_free_func (far_sim_link_free);
  self->files = g_ptr_array_new_with_free_func (free_file);
  self->words = g_ptr_array_new_with_free_func (free_word);
  self->shared = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  self->notes = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  self->recordings = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  self->digests = g_hash_table_new_full (far_id_hash, far_id_equal, g_free, g_free);
  self->made = g_ptr_array_new_with_free_func (g_free);
  self->written = g_hash_table_new_full (far_id_hash, far_id_equal, NULL, g_free);
  self->keys = g_hash_table_new_full (far_id_hash, far_id_equal, g_free, NULL);
  self->same = g_hash_table_new_full (far_id_hash, far_id_equal, g_free, NULL);
  far_hash_init (&self->trace, "far1 sim trace", FAR_SIM_TRACE_LEN);
  far_sim_vfs_reset (plan->seed);
  far_sim_crypto_reset ();
}

static void
clear (FarSim *self)
{
  g_ptr_array_unref (self->links);
  g_ptr_array_unref (self->files);
  g_ptr_array_unref (self->words);
  g_ptr_array_unref (self->shared);
  g_ptr_array_unref (self->notes);
  g_ptr_array_unref (self->recordings);
  g_ptr_array_unref (self->devices);
  g_hash_table_unref (self->digests);
  g_ptr_array_unref (self->made);
  g_hash_table_unref (self->written);
  g_hash_table_unref (self->keys);
  g_hash_table_unref (self->same);
}

static gboolean
populate (FarSim *self)
{
  const FarSimPlan *plan = self->plan;

  for (guint i = 0; i < plan->n_devices; i++)
    {
      g_autofree char *name =
          i < G_N_ELEMENTS (names) ? g_strdup (names[i]) : g_strdup_printf ("x%u", i);
      FarSimDevice *device = far_sim_add_device (self, name);

      if (i == 0 ? !far_sim_found (self)
                 : !far_sim_let_in (self, device, far_sim_get_device (self, 0)))
        return FALSE;
      if (i >= plan->n_devices - plan->n_liars)
        {
          device->is_liar = TRUE;
          device->lies = plan->lies[i - (plan->n_devices - plan->n_liars)];
        }
    }

  return TRUE;
}

char *
far_sim_run (const FarSimPlan *plan,
             guint8 trace[static FAR_SIM_TRACE_LEN],
             GString *story,
             FarSimCounts *counts)
{
  FarSim self = { .story = story, .counts = counts };
  FarSimRandom random = { plan->seed };

  far_sim_random_use (&random);
  begin (&self, plan);
  self.calm = TRUE;
  if (populate (&self))
    {
      self.calm = FALSE;
      for (guint i = 0; i < plan->ops->len && self.failure == NULL; i++)
        {
          const FarSimOp *op = &g_array_index (plan->ops, FarSimOp, i);

          if (op->is_out)
            continue;
          far_sim_run_until (&self, op->at_s * FAR_SIM_S);
          if (self.failure == NULL)
            run_op (&self, op);
        }
      if (self.failure == NULL)
        far_sim_check_rest (&self);
    }

  counts->n_worlds++;
  for (guint i = 0; i < FAR_SIM_N_EVENTS; i++)
    counts->n_with[i] += self.events >> i & 1;
  clear (&self);
  far_hash_finish (&self.trace, trace, FAR_SIM_TRACE_LEN);

  return self.failure;
}
