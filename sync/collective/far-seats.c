/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-seats"

#include "far-seats.h"

static guint
count_child (const FarSeats *self)
{
  guint n = 0;

  for (guint i = 0; i < FAR_CHILD_SEAT_KINDS; i++)
    n += self->n_child[i];

  return n;
}

gboolean
far_seats_are_good (const FarSeats *self)
{
  for (guint i = 0; i < FAR_CHILD_SEAT_KINDS; i++)
    if (self->n_child[i] > self->n)
      return FALSE;

  return self->n >= 1 && self->n <= FAR_RIDE_SEATS_MAX;
}

gboolean
far_seats_are_fitting (const FarSeats *self)
{
  return far_seats_are_good (self) && count_child (self) <= self->n;
}

/* Somebody gets in, with all of theirs or not at all. */
static void
get_in (FarSeats *left, const FarSeats *wanted, FarSeatsPlace *out)
{
  guint n = MAX (wanted->n, count_child (wanted));

  out->reason = FAR_SEATS_FIT;
  if (n > left->n)
    out->reason = FAR_SEATS_FEW;
  for (guint i = 0; i < FAR_CHILD_SEAT_KINDS && out->reason == FAR_SEATS_FIT; i++)
    if (wanted->n_child[i] > left->n_child[i])
      {
        out->reason = FAR_SEATS_CHILD;
        out->kind = i;
      }

  out->stands = out->reason == FAR_SEATS_FIT;
  if (!out->stands)
    return;
  out->n_used = n;
  left->n -= n;
  for (guint i = 0; i < FAR_CHILD_SEAT_KINDS; i++)
    left->n_child[i] -= wanted->n_child[i];
}

/* Somebody brings seats: first for whom not every seat will do. */
static void
bring (FarSeats *left, const FarSeats *brought, FarSeatsPlace *out)
{
  guint n_child = count_child (left);
  guint n_plain = left->n - MIN (n_child, left->n);
  guint n_free = brought->n;

  for (guint i = 0; i < FAR_CHILD_SEAT_KINDS; i++)
    {
      guint n = MIN (MIN (brought->n_child[i], left->n_child[i]), MIN (n_free, left->n));

      left->n_child[i] -= n;
      left->n -= n;
      n_free -= n;
      out->n_used += n;
    }
  n_plain = MIN (n_plain, n_free);
  left->n -= n_plain;
  out->n_used += n_plain;

  out->stands = out->n_used > 0;
  out->reason = FAR_SEATS_FIT;
  if (out->stands)
    return;
  out->reason = left->n == 0 ? FAR_SEATS_ENOUGH : FAR_SEATS_OTHER_KIND;
  while (out->reason == FAR_SEATS_OTHER_KIND && out->kind + 1 < FAR_CHILD_SEAT_KINDS &&
         left->n_child[out->kind] == 0)
    out->kind++;
}

void
far_seats_place (const FarSeats *there,
                 gboolean is_ask,
                 const FarSeats *wanted,
                 guint n_wanted,
                 FarSeatsPlace *out,
                 FarSeats *out_left)
{
  FarSeats left = *there;

  for (guint i = 0; i < n_wanted; i++)
    {
      out[i] = (FarSeatsPlace){ .left = left };
      if (is_ask)
        bring (&left, &wanted[i], &out[i]);
      else
        get_in (&left, &wanted[i], &out[i]);
    }
  *out_left = left;
}
