/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-clock: the clock of a run, for scripts and tests.
 *
 * Pure but for the environment and the machine's clock; any thread.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * far_app_clock_offset:
 * @out_offset_ms: (out): what far_engine_new() adds to the machine's clock
 * @error: return location, or %NULL
 *
 * Reads FARANDOLE_NOW, an instant as in RFC 3339 with its zone, such as 2026-09-01T08:00:00+02:00.
 * Unset or empty means the machine's own time.
 *
 * Returns: %FALSE with %G_OPTION_ERROR_BAD_VALUE if it is set to anything else; @out_offset_ms is
 * then 0
 */
gboolean far_app_clock_offset (gint64 *out_offset_ms, GError **error);

G_END_DECLS
