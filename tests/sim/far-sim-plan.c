/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-sim"

#include "far-sim-plan.h"

static const char *const fault_names[FAR_SIM_N_FAULTS] = {
  "delay",  "loss",     "stall",   "corrupt", "reorder",   "splice", "replay", "partition",
  "bundle", "power",    "kill",    "full",    "io",        "clock",  "pause",  "versions",
  "clone",  "set-back", "restore", "one-way", "read-only", "weeks",
};

/* The faults up to here are drawn from one stream with most of the operations; those that came
 * later, with theirs, from another, so that seeds tell what they told before. */
#define N_FIRST_FAULTS 17
#define LATER_STREAM G_GUINT64_CONSTANT (0x6c61746572)
/* A hundred hours are six weeks then. */
#define WEEKS_FACTOR 10
/* So many operations for one of the others. */
#define LATER_ONE_OF 16

static const char *const lie_names[FAR_SIM_N_LIES] = {
  "fork",  "withhold",  "backdate", "future", "flood",
  "bytes", "signature", "absurd",   "claim",  "resurrect",
};

/* Those that came later are drawn apart, so that seeds which found something keep their story. */
#define N_FIRST_LIES 9

/* How often each kind is drawn, and the fault without which it is not. */
static const struct
{
  guint weight;
  guint32 fault;
} op_table[] = {
  [FAR_SIM_OP_WRITE] = { 30, 0 },
  [FAR_SIM_OP_GOVERN] = { 14, 0 },
  [FAR_SIM_OP_MEET] = { 34, 0 },
  [FAR_SIM_OP_BUNDLE] = { 5, 0 },
  [FAR_SIM_OP_PARTITION] = { 2, FAR_SIM_FAULT_PARTITION },
  [FAR_SIM_OP_POWER] = { 6, FAR_SIM_FAULT_POWER },
  [FAR_SIM_OP_KILL] = { 4, FAR_SIM_FAULT_KILL },
  [FAR_SIM_OP_FULL] = { 3, FAR_SIM_FAULT_FULL },
  [FAR_SIM_OP_IO] = { 4, FAR_SIM_FAULT_IO },
  [FAR_SIM_OP_CLOCK] = { 3, FAR_SIM_FAULT_CLOCK },
  [FAR_SIM_OP_PAUSE] = { 3, FAR_SIM_FAULT_PAUSE },
  [FAR_SIM_OP_REPLAY] = { 3, FAR_SIM_FAULT_REPLAY },
  [FAR_SIM_OP_CLONE] = { 2, FAR_SIM_FAULT_CLONE },
  [FAR_SIM_OP_LIE] = { 8, 0 },
};

static const struct
{
  FarSimOpKind kind;
  guint32 fault;
} later_table[] = {
  { FAR_SIM_OP_SET_BACK, FAR_SIM_FAULT_SET_BACK },
  { FAR_SIM_OP_SAVE, FAR_SIM_FAULT_RESTORE },
  { FAR_SIM_OP_ONE_WAY, FAR_SIM_FAULT_ONE_WAY },
  { FAR_SIM_OP_READ_ONLY, FAR_SIM_FAULT_READ_ONLY },
};

static guint
weight_of (const FarSimPlan *self, FarSimOpKind kind)
{
  guint32 fault = op_table[kind].fault;

  if ((fault != 0 && !(self->faults & fault)) || (kind == FAR_SIM_OP_LIE && self->n_liars == 0))
    return 0;

  return op_table[kind].weight;
}

static FarSimOpKind
draw_kind (const FarSimPlan *self, FarSimRandom *random)
{
  guint total = 0;
  guint at;
  guint kind = 0;

  for (guint i = 0; i < G_N_ELEMENTS (op_table); i++)
    total += weight_of (self, i);
  at = far_sim_random_below (random, total);
  while (at >= weight_of (self, kind))
    at -= weight_of (self, kind++);

  return kind;
}

static int
compare_ops (gconstpointer a, gconstpointer b)
{
  const FarSimOp *op_a = a;
  const FarSimOp *op_b = b;

  return (op_a->at_s > op_b->at_s) - (op_a->at_s < op_b->at_s);
}

/* Swarm testing: with everything on at once, one fault hides what another would have shown. */
static void
draw_faults (FarSimPlan *self, FarSimRandom *random)
{
  FarSimRandom late = { ~self->seed };
  guint pct = far_sim_random_below (random, 4) * 20;

  for (guint i = 0; i < N_FIRST_FAULTS; i++)
    if (far_sim_random_chance (random, pct))
      self->faults |= 1 << i;
  self->strength_pct = 5 + far_sim_random_below (random, 4) * 20;

  if (self->n_devices > 2 && far_sim_random_chance (random, 50))
    self->n_liars = 1 + far_sim_random_below (random, MIN (FAR_SIM_LIARS_MAX, self->n_devices - 2));
  for (guint i = 0; i < self->n_liars; i++)
    for (guint j = 0; j < FAR_SIM_N_LIES; j++)
      if (far_sim_random_chance (j < N_FIRST_LIES ? random : &late, 40))
        self->lies[i] |= 1 << j;
}

static FarSimOp
draw_op (FarSimOpKind kind, guint n_hours, FarSimRandom *random)
{
  FarSimOp op = { .kind = kind };

  op.at_s = far_sim_random_below (random, n_hours * 3600);
  op.a = far_sim_random_next (random);
  op.b = far_sim_random_next (random);
  op.dice = far_sim_random_next (random);

  return op;
}

static void
draw_later (FarSimPlan *self, guint n_ops)
{
  FarSimRandom random = { self->seed ^ LATER_STREAM };
  guint pct = far_sim_random_below (&random, 4) * 20;

  for (guint i = N_FIRST_FAULTS; i < FAR_SIM_N_FAULTS; i++)
    if (far_sim_random_chance (&random, pct))
      self->faults |= 1 << i;

  for (guint i = 0; i < n_ops; i++)
    {
      guint at = far_sim_random_below (&random, G_N_ELEMENTS (later_table));
      FarSimOp op = draw_op (later_table[at].kind, self->n_hours, &random);

      if (self->faults & later_table[at].fault)
        g_array_append_val (self->ops, op);
    }
  for (guint i = 0; i < self->ops->len && (self->faults & FAR_SIM_FAULT_WEEKS); i++)
    g_array_index (self->ops, FarSimOp, i).at_s *= WEEKS_FACTOR;
}

FarSimPlan *
far_sim_plan_new (guint64 seed, guint n_devices, guint n_hours)
{
  FarSimPlan *self = g_new0 (FarSimPlan, 1);
  FarSimRandom random = { seed * 2 + 1 };
  guint n_ops = MAX (n_devices * n_hours / 2, 1);

  self->seed = seed;
  self->n_devices = n_devices;
  self->n_hours = n_hours;
  self->ops = g_array_sized_new (FALSE, TRUE, sizeof (FarSimOp), n_ops);
  draw_faults (self, &random);

  for (guint i = 0; i < n_ops; i++)
    {
      FarSimOpKind kind = draw_kind (self, &random);
      FarSimOp op = draw_op (kind, n_hours, &random);

      g_array_append_val (self->ops, op);
    }
  draw_later (self, n_ops / LATER_ONE_OF);
  g_array_sort (self->ops, compare_ops);

  return self;
}

void
far_sim_plan_free (FarSimPlan *self)
{
  g_array_unref (self->ops);
  g_free (self);
}

char *
far_sim_plan_describe (const FarSimPlan *self)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < FAR_SIM_N_FAULTS; i++)
    if (self->faults & 1 << i)
      g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", fault_names[i]);
  for (guint i = 0; i < self->n_liars; i++)
    {
      g_string_append_printf (text, "%sliar:", text->len > 0 ? " " : "");
      for (guint j = 0; j < FAR_SIM_N_LIES; j++)
        if (self->lies[i] & 1 << j)
          g_string_append_printf (text, " %s", lie_names[j]);
    }
  if (text->len == 0)
    g_string_append (text, "no faults");

  return g_string_free (text, FALSE);
}

/* ---- shrinking */

typedef struct
{
  FarSimPlan *plan;
  FarSimFails fails;
  gpointer data;
  guint n_tries;
} Shrinker;

static gboolean
still_fails (Shrinker *self)
{
  if (self->n_tries == 0)
    return FALSE;
  self->n_tries--;

  return self->fails (self->plan, self->data);
}

static void
try_bit (Shrinker *self, guint32 *bits, guint32 bit)
{
  if (!(*bits & bit))
    return;

  *bits &= ~bit;
  if (!still_fails (self))
    *bits |= bit;
}

/* Leaves out @len of the operations that are in, from the @first on.  Returns: whether it may stay
 * so */
static gboolean
try_without (Shrinker *self, guint first, guint len)
{
  GArray *ops = self->plan->ops;
  g_autofree gboolean *before = g_new (gboolean, ops->len);
  guint at = 0;

  for (guint i = 0; i < ops->len; i++)
    {
      FarSimOp *op = &g_array_index (ops, FarSimOp, i);

      before[i] = op->is_out;
      if (!op->is_out && at++ >= first && at <= first + len)
        op->is_out = TRUE;
    }
  if (still_fails (self))
    return TRUE;

  for (guint i = 0; i < ops->len; i++)
    g_array_index (ops, FarSimOp, i).is_out = before[i];

  return FALSE;
}

static guint
count_in (const GArray *ops)
{
  guint n = 0;

  for (guint i = 0; i < ops->len; i++)
    n += !g_array_index (ops, FarSimOp, i).is_out;

  return n;
}

void
far_sim_plan_shrink (FarSimPlan *self, guint n_tries, FarSimFails fails, gpointer data)
{
  Shrinker shrinker = { self, fails, data, n_tries };
  guint last = 0;

  for (guint len = MAX (count_in (self->ops) / 2, 1); len > 0; len /= 2)
    for (guint first = 0; first < count_in (self->ops);)
      if (!try_without (&shrinker, first, len))
        first += len;

  for (guint i = 0; i < FAR_SIM_N_FAULTS; i++)
    try_bit (&shrinker, &self->faults, 1 << i);
  for (guint i = 0; i < self->n_liars; i++)
    for (guint j = 0; j < FAR_SIM_N_LIES; j++)
      try_bit (&shrinker, &self->lies[i], 1 << j);

  /* what one operation needed may be gone with another */
  while (last != count_in (self->ops))
    {
      last = count_in (self->ops);
      for (guint first = 0; first < count_in (self->ops);)
        if (!try_without (&shrinker, first, 1))
          first++;
    }
}
