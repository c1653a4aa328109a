/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-notice: a few plain sentences in place, where a toast would cut them.
 *
 * Stays until it is closed or replaced; read out by screen readers when it appears.  Main thread.
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

typedef enum
{
  FAR_NOTICE_DONE,
  FAR_NOTICE_HINT,
  FAR_NOTICE_ERROR,
} FarNoticeKind;

#define FAR_TYPE_NOTICE (far_notice_get_type ())
G_DECLARE_FINAL_TYPE (FarNotice, far_notice, FAR, NOTICE, AdwBin)

void far_notice_show (FarNotice *self, FarNoticeKind kind, const char *text);

/* The sentences of far_words_error(); nothing where the user's own cancelling is the error. */
void far_notice_show_error (FarNotice *self, const GError *error);

void far_notice_clear (FarNotice *self);

G_END_DECLS
