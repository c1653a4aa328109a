/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-words-agreeing: what members propose to each other, and their rules, in the user's language.
 *
 * Everything returned is (transfer full).
 */

#pragma once

#include "far-sync.h"

G_BEGIN_DECLS

/* A sentence: who proposes what. */
char *far_words_proposal (const FarProposal *proposal);
/* What is still needed, or that one has said yes. */
char *far_words_proposal_state (const FarProposal *proposal);

/* What the rule is about, in a few words. */
char *far_words_agreement_title (const char *name);
/* What it says at this value, or with these servers, as FarAgreement has them: a sentence. */
char *far_words_agreement (const char *name, int value, const char *servers);
/* Who decided it when, and when it is to be looked at again. */
char *far_words_agreement_decision (const FarAgreement *agreement);

/* What of a member's words has no effect; NULL if all has. */
char *far_words_void (const FarMember *member);

char *far_words_promised (const FarPromised *promised);

G_END_DECLS
