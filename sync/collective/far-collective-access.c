/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where a wheelchair does not get through on an outing's way. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-private.h"

#include <string.h>

static const FarStopDraft *
get_stop (const GPtrArray *stops, guint i)
{
  return stops->pdata[i];
}

/* From which stop on a wheelchair is on the way, to school or back; their number if there is none.
 * Of whom nobody said the stop comes all the way. */
static guint
find_first (const GPtrArray *stops, const GPtrArray *walkers)
{
  guint first = stops->len;

  for (guint i = 0; i < walkers->len; i++)
    {
      const FarWalkerFacts *walker = walkers->pdata[i];
      guint at = 0;

      if (!walker->child->needs.has_wheelchair || (walker->is_absent && !walker->is_contested))
        continue;
      while (at < stops->len && strcmp (get_stop (stops, at)->name, walker->child->stop) != 0)
        at++;
      first = MIN (first, at < stops->len ? at : 0);
    }

  return first;
}

/* Whether a child in a wheelchair stands there: at other stops the others come to the walk. */
static gboolean
is_awaited (const GPtrArray *stops, const GPtrArray *walkers, guint stop)
{
  for (guint i = 0; i < walkers->len; i++)
    {
      const FarWalkerFacts *walker = walkers->pdata[i];

      if (walker->child->needs.has_wheelchair && (!walker->is_absent || walker->is_contested) &&
          strcmp (get_stop (stops, stop)->name, walker->child->stop) == 0)
        return TRUE;
    }

  return FALSE;
}

static void
add_looks (GArray *out, guint stop, gboolean is_way, const guint8 *levels)
{
  for (guint i = 0; i < FAR_N_ACCESS; i++)
    {
      FarLookFacts look = { stop, is_way, i };

      if (levels[i] == FAR_ACCESS_NONE)
        g_array_append_val (out, look);
    }
}

GArray *
far_stops_find_looks (const GPtrArray *stops, const GPtrArray *walkers)
{
  GArray *looks = g_array_new (FALSE, FALSE, sizeof (FarLookFacts));

  for (guint i = find_first (stops, walkers); i < stops->len; i++)
    {
      if (is_awaited (stops, walkers, i))
        add_looks (looks, i, FALSE, get_stop (stops, i)->here);
      add_looks (looks, i, TRUE, get_stop (stops, i)->way);
    }

  return looks;
}
