/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-sim"

#include "far-sim-random.h"

#include <string.h>

static FarSimRandom *current;

guint64
far_sim_random_next (FarSimRandom *self)
{
  guint64 z = self->state += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  z = (z ^ z >> 30) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ z >> 27) * G_GUINT64_CONSTANT (0x94d049bb133111eb);

  return z ^ z >> 31;
}

guint
far_sim_random_below (FarSimRandom *self, guint n)
{
  return n > 0 ? (far_sim_random_next (self) >> 32) * n >> 32 : 0;
}

gboolean
far_sim_random_chance (FarSimRandom *self, guint pct)
{
  return far_sim_random_below (self, 100) < pct;
}

void
far_sim_random_fill (FarSimRandom *self, void *out, gsize len)
{
  guint8 *at = out;

  for (gsize done = 0; done < len; done += sizeof (guint64))
    {
      guint64 word = GUINT64_TO_LE (far_sim_random_next (self));

      memcpy (at + done, &word, MIN (sizeof word, len - done));
    }
}

FarSimRandom *
far_sim_random_use (FarSimRandom *random)
{
  FarSimRandom *before = current;

  current = random;

  return before;
}

void
far_sim_random_draw (void *out, gsize len)
{
  far_sim_random_fill (current, out, len);
}
