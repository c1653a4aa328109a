/* SPDX-License-Identifier: GPL-3.0-or-later */

/* FarQuestionRow: something that waits for this member's answer, in a list: the question, what is
 * known of it, and a button that says yes.  Main thread.
 *
 * Asks for win.approve and win.same-person.
 */

#pragma once

#include <adwaita.h>

#include "far-item.h"

G_BEGIN_DECLS

#define FAR_TYPE_QUESTION_ROW (far_question_row_get_type ())
G_DECLARE_FINAL_TYPE (FarQuestionRow, far_question_row, FAR, QUESTION_ROW, GtkListBoxRow)

/* Of a machine that asks to be let in, or is to be closed (FarDevice). */
GtkWidget *far_question_row_new_for_machine (FarItem *item);
/* Of one that may be lost (FarDevice); who says no is not asked again. */
GtkWidget *far_question_row_new_for_lost (FarItem *item);
/* Of who asks to come in, or is to have been somebody without a machine (FarMember). */
GtkWidget *far_question_row_new_for_person (FarItem *item);
/* Of what waits for members' agreement (FarProposal). */
GtkWidget *far_question_row_new_for_proposal (FarItem *item);

G_END_DECLS
