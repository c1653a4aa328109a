/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How many pieces are away is a staircase: it changes where a stay begins or ends, and nowhere
 * else.  So a stay is asked of the few steps that it covers. */

#define G_LOG_DOMAIN "far-stays"

#include "far-stays.h"

typedef struct
{
  gint64 from; /* up to the next one's */
  gint64 n;    /* away */
} Step;

/* The last step that begins at @at or before. */
static guint
find_step (const GArray *steps, gint64 at)
{
  guint lo = 0;
  guint hi = steps->len;

  while (hi - lo > 1)
    {
      guint mid = lo + (hi - lo) / 2;

      if (g_array_index (steps, Step, mid).from <= at)
        lo = mid;
      else
        hi = mid;
    }

  return lo;
}

/* Returns: the step that begins at @at, which is there afterwards */
static guint
cut_at (GArray *steps, gint64 at)
{
  guint i = find_step (steps, at);
  Step added = { at, g_array_index (steps, Step, i).n };

  if (g_array_index (steps, Step, i).from == at)
    return i;
  g_array_insert_val (steps, i + 1, added);

  return i + 1;
}

static void
add_stay (GArray *steps, const FarStay *stay)
{
  guint begin = cut_at (steps, stay->begin);
  guint end = cut_at (steps, stay->end);

  for (guint i = begin; i < end; i++)
    g_array_index (steps, Step, i).n += stay->n;
}

static gint64
find_most (const GArray *steps, const FarStay *stay)
{
  gint64 most = 0;

  for (guint i = find_step (steps, stay->begin);
       i < steps->len && g_array_index (steps, Step, i).from < stay->end; i++)
    most = MAX (most, g_array_index (steps, Step, i).n);

  return most;
}

/* Whether @a, which may be over, takes something of @b. */
static gboolean
meet (const FarStay *a, const FarStay *b)
{
  return a->begin < a->end && a->begin < b->end && b->begin < a->end;
}

static guint
count_left (guint n_there, const GArray *steps, const FarStay *stay)
{
  gint64 most = find_most (steps, stay);

  return most < n_there ? n_there - (guint)most : 0;
}

void
far_stays_place_around (guint n_there,
                        const FarStayGaps *gaps,
                        const FarStay *stays,
                        guint n_stays,
                        FarStayPlace *out)
{
  g_autoptr (GArray) steps = g_array_new (FALSE, FALSE, sizeof (Step));
  g_autoptr (GArray) lent = g_array_new (FALSE, FALSE, sizeof (Step)); /* without the gaps */
  Step first = { G_MININT64, 0 };

  g_array_append_val (steps, first);
  g_array_append_val (lent, first);
  for (guint i = 0; i < n_stays; i++)
    {
      const FarStay *stay = &stays[i];
      guint without_gaps;

      if (i == gaps->n_first)
        for (guint j = 0; j < gaps->n; j++)
          if (gaps->stays[j].begin < gaps->stays[j].end)
            add_stay (steps, &gaps->stays[j]);
      out[i] = (FarStayPlace){ .stands = TRUE, .left = n_there, .before = G_MAXUINT };
      if (stay->begin >= stay->end)
        continue;

      without_gaps = count_left (n_there, lent, stay);
      out[i].left = stay->is_repair ? without_gaps : count_left (n_there, steps, stay);
      out[i].stands = stay->n <= out[i].left;
      if (out[i].stands)
        {
          add_stay (steps, stay);
          add_stay (lent, stay);
          continue;
        }
      out[i].reason = stay->n > n_there         ? FAR_STAY_TOO_MANY
                      : stay->n <= without_gaps ? FAR_STAY_REPAIR
                                                : FAR_STAY_TAKEN;
      for (guint j = 0; j < i && out[i].reason == FAR_STAY_TAKEN; j++)
        if (out[j].stands && meet (&stays[j], stay))
          {
            out[i].before = j;
            break;
          }
    }
}

void
far_stays_place (guint n_there, const FarStay *stays, guint n_stays, FarStayPlace *out)
{
  const FarStayGaps none = { 0 };

  far_stays_place_around (n_there, &none, stays, n_stays, out);
}
