/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-words-skills: what people can do in words for people.
 *
 * All that is returned belongs to the caller.  Thread: any.
 */

#pragma once

#include "far-sync.h"

G_BEGIN_DECLS

/* "Ana can do this", "You would like to learn this", "Bruno has this training" */
char *far_words_skill (const FarSkill *skill);
/* Of a training: "Since 3 March 2025, good until 2 March 2027"; whether it would be shown, and what
 * it is; a line each.  Returns: (nullable) */
char *far_words_skill_more (const FarSkill *skill);
/* "Good until 2 March 2027"; of what is no training, or is good for ever, NULL */
char *far_words_skill_until (const FarSkill *skill);
/* "Seen by Ana, Bruno"; NULL if nobody has looked */
char *far_words_skill_attested (const FarSkill *skill);
/* "Bruno would like to learn what you can do: mending punctures" */
char *far_words_tandem (const FarTandem *tandem);
/* "Your training PSC1 is good until 2 March 2027. ..." */
char *far_words_expiring (const FarSkill *skill);

G_END_DECLS
