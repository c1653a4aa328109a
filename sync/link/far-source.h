/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-source: what is still to come on a main context, and is not wanted any more. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* @source: (nullable): owned; removed from its context, and NULL afterwards */
static inline void
far_source_clear (GSource **source)
{
  if (*source == NULL)
    return;

  g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

G_END_DECLS
