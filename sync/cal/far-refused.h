/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-refused: rows of somebody's file that were left out, or something in them.
 *
 * Pure; any thread.
 */

#pragma once

#include <glib.h>

#include "far-bytes.h"

G_BEGIN_DECLS

typedef struct
{
  guint row; /* of a table, as a spreadsheet numbers it; else the number of the event or card */
  guint reason;
  char *cell; /* owned: what stands there */
} FarRefused;

/* Returns: (transfer full) (element-type FarRefused): that frees what is in it */
GArray *far_refused_array_new (void) FAR_MUST_USE;

/* Adds one, with a tidy copy of @cell, unless there are FAR_REFUSED_MAX. */
void far_refused_array_add (GArray *refused, guint row, guint reason, const char *cell);

/* (row, reason, cell) */
#define FAR_REFUSED_TYPE "a(uys)"

/* Returns: (transfer floating): of FAR_REFUSED_TYPE */
GVariant *far_refused_array_pack (const GArray *refused) FAR_MUST_USE;

/* @packed: of FAR_REFUSED_TYPE, foreign.  Returns: (transfer full) (nullable): NULL if a reason is
 * not below @n_reasons, or anything else is not as far_refused_array_pack() leaves it */
GArray *far_refused_array_unpack (GVariant *packed, guint n_reasons) FAR_MUST_USE;

G_END_DECLS
