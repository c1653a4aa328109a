/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-sim-random: the one source of chance, splitmix64 (Sebastiano Vigna, public domain).  Each
 * operation and each connection draws from one of its own, so that leaving one out does not change
 * the others. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  guint64 state;
} FarSimRandom;

guint64 far_sim_random_next (FarSimRandom *self);
/* 0 <= r < @n; 0 for @n 0 */
guint far_sim_random_below (FarSimRandom *self, guint n);
/* @pct of a hundred times. */
gboolean far_sim_random_chance (FarSimRandom *self, guint pct);
void far_sim_random_fill (FarSimRandom *self, void *out, gsize len);

/* What far_sim_random_draw(), a FarRandom of sync/collective, draws from.  Returns: the one before
 */
FarSimRandom *far_sim_random_use (FarSimRandom *random);
void far_sim_random_draw (void *out, gsize len);

G_END_DECLS
