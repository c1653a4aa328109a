/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-blank: whether there is anything to be seen of a text.
 *
 * For what people type and what their files say, never for what has been written: what is seen
 * differs between versions of Unicode, and whether an entry has effect must not.
 *
 * Pure; any thread.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * far_text_is_blank:
 * @text: UTF-8
 *
 * Returns: whether it holds nothing but blanks, control and format characters, marks without a
 *   letter, and letters that are drawn as nothing
 */
gboolean far_text_is_blank (const char *text);

G_END_DECLS
