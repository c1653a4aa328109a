/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-text: small things that are done to words on their way to the screen.  Any thread. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Returns: (transfer full): @text with a capital first letter, as a heading or a sentence begins;
 * day names are lower-case in many languages. */
char *far_text_capitalize (const char *text);

/* Returns: (transfer full): @text as it is written from left to right, such as a telephone number,
 * also among words that are written from right to left */
char *far_text_left_to_right (const char *text);

G_END_DECLS
