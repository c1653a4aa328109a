/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-refused"

#include "far-refused.h"

#include <string.h>

#include "far-limits.h"
#include "far-tidy.h"
#include "far-pure.h"

static void
clear_refused (gpointer data)
{
  g_clear_pointer (&((FarRefused *)data)->cell, g_free);
}

GArray *
far_refused_array_new (void)
{
  GArray *refused = g_array_new (FALSE, FALSE, sizeof (FarRefused));

  g_array_set_clear_func (refused, clear_refused);

  return refused;
}

void
far_refused_array_add (GArray *refused, guint row, guint reason, const char *cell)
{
  FarRefused one = { .row = row, .reason = reason };

  if (refused->len >= FAR_REFUSED_MAX)
    return;

  one.cell = far_tidy (cell);
  g_array_append_val (refused, one);
}

GVariant *
far_refused_array_pack (const GArray *refused)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE (FAR_REFUSED_TYPE));
  for (guint i = 0; i < refused->len; i++)
    {
      const FarRefused *one = &g_array_index (refused, FarRefused, i);

      g_variant_builder_add (&builder, "(uys)", one->row, (guint8)one->reason, one->cell);
    }

  return g_variant_builder_end (&builder);
}

GArray *
far_refused_array_unpack (GVariant *packed, guint n_reasons)
{
  g_autoptr (GArray) refused = far_refused_array_new ();
  GVariantIter iter;
  const char *cell;
  guint8 reason;
  guint32 row;

  if (g_variant_n_children (packed) > FAR_REFUSED_MAX)
    return NULL;

  g_variant_iter_init (&iter, packed);
  while (g_variant_iter_next (&iter, "(uy&s)", &row, &reason, &cell))
    {
      if (reason >= n_reasons || !far_is_tidy (cell))
        return NULL;
      far_refused_array_add (refused, row, reason, cell);
    }

  return g_steal_pointer (&refused);
}
