/* SPDX-License-Identifier: GPL-3.0-or-later */

/* FarQuestionRow: something that waits for this member's answer, in a list: the question, what is
 * known of it, and a button that says yes. */

#pragma once

#include <adwaita.h>

#include "far-item.h"

G_BEGIN_DECLS

#define FAR_TYPE_QUESTION_ROW (far_question_row_get_type ())
G_DECLARE_FINAL_TYPE (FarQuestionRow, far_question_row, FAR, QUESTION_ROW, GtkListBoxRow)

/* Fills the row with what the snapshot says, by far_question_row_ask(); again when it changes. */
typedef void (*FarQuestionShow) (FarQuestionRow *row, gconstpointer snapshot);

GtkWidget *far_question_row_new (FarItem *item, FarQuestionShow show);

/* @yes: what the button says, with a mnemonic
 * @action, @target: (nullable): what it does, with that string; without, there is nothing to say */
void far_question_row_ask (FarQuestionRow *self,
                           const char *question,
                           const char *detail,
                           const char *yes,
                           const char *action,
                           const char *target);

G_END_DECLS
