/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-holder: which program has a collective's folder open, and whether it ends when it is asked.
 *
 * Beside the store lies open.lock, which is empty.  Whoever has the store open holds its byte 0,
 * and whoever ends when a window asks for it holds byte 1, too.  The kernel keeps these locks, says
 * who holds them, and lets go of them with the program, whatever becomes of it; so nothing here can
 * be stale, and nobody is asked who is not there.  The store's own lock is what keeps it safe: this
 * only tells.
 *
 * Any single thread at a time; waits for the disk.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define FAR_HOLDER_NAME "open.lock"

/* For whoever has just opened the store in @folder.  Returns: a descriptor, the caller closes it;
 * -1 where the disk has no such locks */
int far_holder_claim (const char *folder);
/* This program ends at SIGTERM.  @fd: of far_holder_claim() */
void far_holder_yield (int fd);

/* Asks whoever holds @folder, and said that it yields, to end.  Returns: whether there is one, and
 * this user may ask it */
gboolean far_holder_ask_to_end (const char *folder);
/* Returns: (transfer full): "farandole, process 1234"; "" if nobody holds it, or nobody whom we can
 * see */
char *far_holder_describe (const char *folder);

G_END_DECLS
