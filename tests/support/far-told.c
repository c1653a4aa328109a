/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-told.h"

#include <string.h>

#include "far-store-private.h"

/* One entry of the log. */
typedef struct
{
  FarPos pos;
  guint8 kind;
  guint8 id[FAR_ID_LEN];
  guint32 index; /* of governance entries, else FAR_ACT_NONE */
  guint64 *seen; /* owned: governance entries that it has seen, itself included */
} Told;

typedef struct
{
  FarStore *store; /* unowned */
  GArray *entries; /* (element-type Told): by n - 1 */
  guint n;         /* governance entries */
  gsize n_words;
  FarAct *acts;    /* owned */
  guint64 *known;  /* owned */
  guint32 *by_act; /* owned: by the store's act, its index here */
} Question;

static void
clear_told (gpointer data)
{
  g_free (((Told *)data)->seen);
}

static void
clear_question (Question *self)
{
  for (guint i = 0; i < self->n; i++)
    g_free ((gpointer)self->acts[i].past);
  g_array_unref (self->entries);
  g_free (self->acts);
  g_free (self->known);
  g_free (self->by_act);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Question, clear_question)

static Told *
get_at (const Question *self, FarPos pos)
{
  gint64 n = 0;

  g_assert_true (_far_store_find_n (self->store, pos, &n, NULL));

  return &g_array_index (self->entries, Told, n - 1);
}

static void
read_entries (Question *self)
{
  self->entries = g_array_new (FALSE, FALSE, sizeof (Told));
  g_array_set_clear_func (self->entries, clear_told);

  for (gint64 n = 1; n < self->store->next_n; n++)
    {
      FarRow row;
      Told told = { .index = FAR_ACT_NONE };

      g_assert_true (far_store_read (self->store, n, &row, NULL));
      told.pos = row.pos;
      told.kind = row.kind;
      memcpy (told.id, row.id, FAR_ID_LEN);
      if (far_kind_is_governance (row.kind))
        told.index = self->n++;
      g_array_append_val (self->entries, told);
    }
  self->n_words = FAR_ACT_WORDS (self->n);
}

static void
see (const Question *self, guint64 *seen, FarPos pos)
{
  const Told *told = get_at (self, pos);

  for (gsize i = 0; i < self->n_words; i++)
    seen[i] |= told->seen[i];
}

static void
find_pasts (Question *self)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      Told *told = &g_array_index (self->entries, Told, i);
      FarRow row;

      g_assert_true (far_store_read (self->store, i + 1, &row, NULL));
      told->seen = g_new0 (guint64, self->n_words + 1);
      for (guint k = 0; k < row.n_refs; k++)
        see (self, told->seen, row.refs[k]);
      if (told->pos.seq > 1)
        see (self, told->seen, far_store_on_chain (self->store, told->pos.log, told->pos.seq - 1));

      if (told->index == FAR_ACT_NONE)
        continue;
      self->acts[told->index].past =
          g_memdup2 (told->seen, (self->n_words + 1) * sizeof *told->seen);
      far_act_set_add (told->seen, told->index);
    }
}

/* What the store decoded; what it keeps for what it tells alone is a WITNESS here. */
static void
take_acts (Question *self)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      const Told *told = &g_array_index (self->entries, Told, i);
      FarAct *act = &self->acts[told->index];

      if (told->index == FAR_ACT_NONE)
        continue;
      act->kind = FAR_KIND_WITNESS;
      act->seq = told->pos.seq;
      memcpy (act->id, told->id, FAR_ID_LEN);
      memcpy (act->author, far_store_peek_log (self->store, told->pos.log)->device, FAR_KEY_LEN);
    }

  for (guint i = 0; i < self->store->acts->len; i++)
    {
      const FarStoredAct *stored = g_ptr_array_index (self->store->acts, i);
      guint32 index = g_array_index (self->entries, Told, stored->n - 1).index;
      const guint64 *past = self->acts[index].past;

      self->by_act[i] = index;
      self->acts[index] = stored->act;
      self->acts[index].past = past;
    }
}

/* The store's numbers of acts are not those of here. */
static guint32
move (const Question *self, guint32 act)
{
  return act < self->store->acts->len ? self->by_act[act] : FAR_ACT_NONE;
}

static void
finish_acts (Question *self)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      const Told *told = &g_array_index (self->entries, Told, i);
      const FarLog *log = far_store_peek_log (self->store, told->pos.log);
      FarAct *act;
      gboolean is_closed = TRUE;

      if (told->index == FAR_ACT_NONE)
        continue;
      act = &self->acts[told->index];
      act->invite = move (self, act->invite);
      act->what = move (self, act->what);
      act->proposal = move (self, act->proposal);
      act->previous = move (self, act->previous);
      act->branch =
          log->fork_seq != 0 && told->pos.seq >= log->fork_seq && act->kind != FAR_KIND_WITNESS;

      for (gsize k = 0; k < self->n_words; k++)
        is_closed = is_closed && (act->past[k] & ~self->known[k]) == 0;
      if (told->pos.seq <= far_log_get_end (log) && is_closed)
        far_act_set_add (self->known, told->index);
    }
}

static char *
compare_acts (const Question *self, const FarGovernance *short_way, const FarGovernance *long_way)
{
  for (guint i = 0; i < self->store->acts->len; i++)
    {
      guint32 at = self->by_act[i];
      FarActVerdict verdicts[] = { far_governance_get_verdict (short_way, i),
                                   far_governance_get_verdict (long_way, at) };
      guint32 struck_by = far_governance_get_struck_by (short_way, i);

      if (verdicts[0] != verdicts[1])
        return g_strdup_printf ("act %u: %s, and %s the long way", i,
                                far_act_verdict_get_name (verdicts[0]),
                                far_act_verdict_get_name (verdicts[1]));
      if (move (self, struck_by) != far_governance_get_struck_by (long_way, at))
        return g_strdup_printf ("act %u is struck by another the long way", i);
      if (far_governance_get_provisional (short_way, i) !=
          far_governance_get_provisional (long_way, at))
        return g_strdup_printf ("act %u is provisional in one way only", i);
    }

  return NULL;
}

static char *
compare_devices (const FarGovernance *short_way, const FarGovernance *long_way)
{
  guint n;
  const FarGovDevice *devices = far_governance_peek_devices (short_way, &n);

  for (guint i = 0; i < n; i++)
    {
      const FarGovDevice *other = far_governance_find_device (long_way, devices[i].key);

      if (other == NULL || other->active != devices[i].active || other->cut != devices[i].cut ||
          other->cut_seq != devices[i].cut_seq ||
          memcmp (other->cut_id, devices[i].cut_id, FAR_ID_LEN) != 0)
        return g_strdup_printf ("device %u stands or is cut in another way", i);
    }

  return NULL;
}

char *
far_told_compare (FarStore *store)
{
  const FarGovernance *short_way = far_store_peek_governance (store);
  g_autoptr (FarGovernance) long_way = NULL;
  g_auto (Question) self = { .store = store };
  char *difference;

  read_entries (&self);
  self.acts = g_new0 (FarAct, self.n + 1);
  self.known = g_new0 (guint64, self.n_words + 1);
  self.by_act = g_new0 (guint32, store->acts->len + 1);
  find_pasts (&self);
  take_acts (&self);
  finish_acts (&self);

  long_way = far_governance_new (store->collective, self.acts, self.n, self.known, NULL);
  difference = compare_acts (&self, short_way, long_way);

  return difference != NULL ? difference : compare_devices (short_way, long_way);
}
