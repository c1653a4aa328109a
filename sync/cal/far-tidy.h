/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-tidy: words of somebody's file, as they may be shown.
 *
 * Pure; any thread.
 */

#pragma once

#include <glib.h>

#include "far-bytes.h"

G_BEGIN_DECLS

/* NFC, without control characters and blanks too many, at most FAR_NAME_MAX characters: what is
 * longer ends with an ellipsis.  Returns: (transfer full): "" if nothing is to be seen of it */
char *far_tidy (const char *text) FAR_MUST_USE;

/* Text to be compared: without case, accents, and blanks too many.  Returns: (transfer full) */
char *far_fold (const char *text) FAR_MUST_USE;

/* Whether tidying leaves it as it is. */
gboolean far_is_tidy (const char *text);

G_END_DECLS
