/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-typed-stops: the stops of a line as people write them in a message, one a line, with the time
 * before the name or after it, and a second one for the way back:
 *
 *   07:50 Via Roma
 *   8h05 16h35 – Place de la Mairie
 *   - The bakery: 8.10
 *   The church
 *
 * Thread: any.
 */

#pragma once

#include "far-sync.h"

G_BEGIN_DECLS

typedef struct _FarTypedStops FarTypedStops;

/* Lines with nothing in them do not count.  @out_line: (out) (optional): from 1: where it is wrong
 * Returns: (transfer full) (nullable): NULL with TIME_INVALID, or NAME_EMPTY of a time alone */
FarTypedStops *far_typed_stops_parse (const char *text, guint *out_line, GError **error);
void far_typed_stops_free (FarTypedStops *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarTypedStops, far_typed_stops_free)

/* Returns: (transfer none): what far_engine_add_line_async() and FarLineEdit want */
const FarTypedStop *far_typed_stops_peek (const FarTypedStops *self, guint *out_n);

/* What is read again as these stops.  Returns: (transfer full) */
char *far_typed_stops_format (const FarLine *line);

/* "Line 3: This time does not exist."  Returns: (transfer full) */
char *far_typed_stops_blame (guint line, const GError *error);

G_END_DECLS
