/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-words-repair: bikes that break, and who mends them, in sentences. */

#pragma once

#include "far-sync.h"

G_BEGIN_DECLS

/* One part that can be broken: "Brakes". */
const char *far_words_bike_part (FarBikePart part);
/* "Brakes, chain and gears"; "" of none */
char *far_words_bike_parts (guint parts);
/* What is wrong: "Brakes: the left one squeals" */
char *far_words_fault (const FarFault *fault);
/* What has become of it: "Reported", "Comes to the workshop on Monday" */
char *far_words_fault_state (const FarFault *fault);
/* All that is to be known of it, one thing in a line. */
char *far_words_fault_more (const FarFault *fault);
/* What somebody says of the work: "Repaired: new pads".  @done: "" */
char *far_words_work (FarWorkStep step, const char *done);
/* A place at a workshop: "Monday 5 June, Workshop: reserve 1" */
char *far_words_slot (const FarSlot *slot);
/* (nullable): why somebody waits */
char *far_words_slot_why (const FarSlot *slot);
/* "Workshop, Monday 5 June 14:00" */
char *far_words_workshop (const FarWorkshop *workshop);
/* "2 of 3 places are free" */
char *far_words_workshop_left (const FarWorkshop *workshop);
/* A line of a log book, without its day. */
char *far_words_log_entry (const FarLogEntry *entry);

G_END_DECLS
