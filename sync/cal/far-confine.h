/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-confine: what a process that works for the program gives up before it begins, and how it is
 * given its input and says its answer.
 *
 * Such a process has a library inside that is not let into the program (docs/decisions.md).  It
 * reads standard input and writes standard output.  Before any other thread there is.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* No dump of what may be secret, no file that grows, no process, no right that a program could
 * give, little memory, and @cpu_s seconds of a processor: past these comes SIGXCPU, then SIGKILL.
 */
gboolean far_confine (guint cpu_s) G_GNUC_WARN_UNUSED_RESULT;

/* Reads all, or one byte more than the @max that there may be. */
gboolean far_confine_read (GByteArray *content, gsize max) G_GNUC_WARN_UNUSED_RESULT;
gboolean far_confine_write (const char *text, gsize len) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
