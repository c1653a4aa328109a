/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-last: what a window keeps of a home: which collective it had open last, which machines are
 * not lost, what does not come up now, and what was noted that is told once.
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
/* Whether somebody was asked, and said that they still have it.  @machine: id of a device */
gboolean far_last_is_kept (const char *home, const char *machine);
void far_last_keep (const char *home, const char *machine);
/* Whether somebody said "not now" of what came up on @due_day.  @help: id */
gboolean far_last_is_help_hidden (const char *home, const char *help, gint32 due_day);
/* What came up long before @today is forgotten. */
void far_last_hide_help (const char *home, const char *help, gint32 due_day, gint32 today);
/* Whether what is told once was noted here.  @what: what stays the same of it */
gboolean far_last_is_noted (const char *home, const char *what);
void far_last_note (const char *home, const char *what);

G_END_DECLS
