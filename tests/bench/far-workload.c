/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-bench"

#include "far-workload.h"

#include <string.h>

#include "far-kind-schema.h"

/* An entry by its author, which is the same in every store. */
typedef struct
{
  guint author;
  guint32 seq;
} Mark;

typedef struct
{
  Mark mark;
  guint slot;
  guint n_refs;
  Mark refs[FAR_REFS_MAX];
} Written;

struct _FarWorkload
{
  guint32 random;
  guint lag;
  guint n_operations;
  gint64 payload_bytes;
  guint8 rotas[FAR_WORKLOAD_ROTAS][FAR_RECORD_ID_LEN];
  /* (element-type Mark): turns of the slot that are seen and that no other seen one refers to */
  GArray *heads[FAR_WORKLOAD_SLOTS];
  GQueue unseen; /* (element-type Written), owned */
};

FarWorkload *
far_workload_new (guint lag)
{
  FarWorkload *self = g_new0 (FarWorkload, 1);

  self->random = FAR_WORKLOAD_SEED;
  self->lag = lag;
  for (guint i = 0; i < FAR_WORKLOAD_SLOTS; i++)
    self->heads[i] = g_array_new (FALSE, FALSE, sizeof (Mark));
  g_queue_init (&self->unseen);

  return self;
}

void
far_workload_free (FarWorkload *self)
{
  for (guint i = 0; i < FAR_WORKLOAD_SLOTS; i++)
    g_array_unref (self->heads[i]);
  g_queue_clear_full (&self->unseen, g_free);
  g_free (self);
}

FarWorld *
far_workload_make_world (void)
{
  return far_world_new (FAR_WORKLOAD_SEED, FAR_WORKLOAD_AUTHORS);
}

static void
write_collective (FarWorld *world, FarStore *store)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);

  far_map_text (&map, FAR_COLLECTIVE_NAME, "Workload W");
  far_map_text (&map, FAR_COLLECTIVE_ZONE, "Europe/Paris");
  far_map_end (&map);
  far_world_write (world, store, 0, FAR_KIND_COLLECTIVE, NULL, payload, NULL, 0);
}

static void
write_person (FarWorld *world, FarStore *store, guint who)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  g_autofree char *name = g_strdup_printf ("Person %u", who);
  const guint8 *member = world->devices[who].member;
  FarMapWriter map = far_map_begin (payload);

  far_map_bytes (&map, FAR_PERSON_ID, member, FAR_RECORD_ID_LEN);
  far_map_text (&map, FAR_PERSON_NAME, name);
  far_map_end (&map);
  far_world_write (world, store, who, FAR_KIND_PERSON, member, payload, NULL, 0);
}

/* Published by device 0, the founder, under term 1. */
static void
write_rota (FarWorld *world, FarStore *store, guint number)
{
  const FarWorldDevice *founder = &world->devices[0];
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *title = g_strdup_printf ("Rota %u", number);
  FarMapWriter map = far_map_begin (payload);
  FarDraft draft = { .kind = FAR_KIND_ROTA, .term = 1, .time_ms = world->now_ms };
  FarPos pos;

  far_map_text (&map, FAR_ROTA_TITLE, title);
  far_map_int (&map, FAR_ROTA_WEEKDAYS, 127);
  far_map_int (&map, FAR_ROTA_EVERY, 1);
  far_map_int (&map, FAR_ROTA_FIRST, FAR_WORKLOAD_FIRST_DAY);
  far_map_int (&map, FAR_ROTA_LAST, FAR_WORKLOAD_FIRST_DAY + FAR_WORKLOAD_DAYS - 1);
  far_map_int (&map, FAR_ROTA_AT, 480 + number);
  far_map_int (&map, FAR_ROTA_MIN, 2);
  far_map_int (&map, FAR_ROTA_MAX, 3);
  far_map_int (&map, FAR_ROTA_STATE, 1);
  far_map_end (&map);

  draft.payload = payload->data;
  draft.payload_len = payload->len;
  far_world_fill (world, draft.salt, FAR_SALT_LEN);
  if (!far_store_append (store, founder->device, founder->sign_secret, &draft, &pos, NULL, &error))
    g_error ("%s", error->message);
}

FarStore *
far_workload_found (FarWorkload *self, FarWorld *world, const char *path)
{
  FarStore *store = far_world_found (world, path);
  g_autoptr (GError) error = NULL;

  far_world_admit_all (world, store);
  if (!far_store_begin (store, &error))
    g_error ("%s", error->message);
  write_collective (world, store);
  for (guint i = 0; i < FAR_WORKLOAD_AUTHORS; i++)
    write_person (world, store, i);
  for (guint i = 0; i < FAR_WORKLOAD_ROTAS; i++)
    {
      guint32 seq = far_store_next_seq (store, world->devices[0].device);

      far_record_id (world->collective, world->devices[0].device, seq, 0, self->rotas[i]);
      write_rota (world, store, i);
    }
  if (!far_store_commit (store, &error))
    g_error ("%s", error->message);

  return store;
}

/* Draws from its own generator, in the order that LIMITS.md fixes. */
static void
next_operation (FarWorkload *self, FarOperation *out)
{
  static const char letters[] = "abcdefghijklmnopqrstuvwxyz     ";
  FarWorld generator = { .random = self->random };
  guint len;

  out->author = (guint)(far_world_random (&generator) * FAR_WORKLOAD_AUTHORS);
  out->slot = (guint)(far_world_random (&generator) * FAR_WORKLOAD_SLOTS);
  out->person = (guint)(far_world_random (&generator) * FAR_WORKLOAD_AUTHORS);
  out->at_ms = G_GINT64_CONSTANT (1800000000000) + (gint64)self->n_operations * 977 +
               (gint64)(far_world_random (&generator) * 900);
  len = 39 + (guint)(far_world_random (&generator) * 8);
  for (guint i = 0; i < len; i++)
    out->note[i] = letters[(guint)(far_world_random (&generator) * 31)];
  out->note[len] = '\0';

  self->random = generator.random;
}

/* What @written refers to is not a head any more; it is one. */
static void
see (FarWorkload *self, const Written *written)
{
  GArray *heads = self->heads[written->slot];

  for (guint i = 0; i < written->n_refs; i++)
    for (guint j = 0; j < heads->len; j++)
      {
        Mark head = g_array_index (heads, Mark, j);

        if (head.author == written->refs[i].author && head.seq == written->refs[i].seq)
          {
            g_array_remove_index (heads, j);
            break;
          }
      }
  g_array_append_val (heads, written->mark);
}

static void
write_operation (FarWorkload *self, FarWorld *world, FarStore *store, const FarOperation *operation)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  const guint8 *member = world->devices[operation->person].member;
  GArray *heads = self->heads[operation->slot];
  Written *written = g_new0 (Written, 1);
  FarPos refs[FAR_REFS_MAX];

  far_map_bytes (&map, FAR_TURN_ROTA, self->rotas[operation->slot / FAR_WORKLOAD_DAYS],
                 FAR_RECORD_ID_LEN);
  far_map_int (&map, FAR_TURN_DAY, FAR_WORKLOAD_FIRST_DAY + operation->slot % FAR_WORKLOAD_DAYS);
  far_map_bytes (&map, FAR_TURN_PERSON, member, FAR_RECORD_ID_LEN);
  far_map_text (&map, FAR_TURN_NOTE, operation->note);
  far_map_end (&map);
  self->payload_bytes += payload->len;

  written->slot = operation->slot;
  for (guint i = 0; i < heads->len && written->n_refs < FAR_REFS_MAX; i++)
    {
      Mark head = g_array_index (heads, Mark, i);
      guint32 log = far_store_find_log (store, world->devices[head.author].device);

      /* of what was written elsewhere meanwhile this store knows nothing */
      if (log == 0 || head.seq > far_store_peek_log (store, log)->head_seq)
        continue;
      refs[written->n_refs] = (FarPos){ log, head.seq };
      written->refs[written->n_refs++] = head;
    }

  world->now_ms = operation->at_ms;
  written->mark.author = operation->author;
  written->mark.seq = far_world_write (world, store, operation->author, FAR_KIND_TURN, member,
                                       payload, refs, written->n_refs)
                          .seq;
  g_queue_push_tail (&self->unseen, written);
}

void
far_workload_write (FarWorkload *self,
                    FarWorld *world,
                    FarStore *store,
                    guint first,
                    guint n_authors,
                    guint n)
{
  for (guint i = 0; i < n; i++)
    {
      FarOperation operation;

      next_operation (self, &operation);
      operation.author = first + operation.author % n_authors;
      write_operation (self, world, store, &operation);
      self->n_operations++;
      while (self->unseen.length > self->lag)
        {
          g_autofree Written *written = g_queue_pop_head (&self->unseen);

          see (self, written);
        }
    }
}

gint64
far_workload_get_payload_bytes (const FarWorkload *self)
{
  return self->payload_bytes;
}
