/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-last: which collective of a home a window had open last.
 *
 * Kept in HOME/window.ini, a key file with nothing secret in it.  What cannot be read or written is
 * as if nobody had looked: the window asks then.  Main thread; waits for the disk, for one small
 * file.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Returns: (transfer full) (nullable): id; NULL if there is none that could be one */
char *far_last_load (const char *home);
/* @collective: id */
void far_last_save (const char *home, const char *collective);

G_END_DECLS
