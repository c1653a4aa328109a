/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-words-rides: seats in cars in words for people.
 *
 * All that is returned belongs to the caller.  Thread: any.
 */

#pragma once

#include "far-sync.h"

G_BEGIN_DECLS

/* "Ana offers 3 seats from The mill to School" */
char *far_words_ride (const FarRide *ride);
/* "The mill to School" */
char *far_words_ride_way (const FarRide *ride);
/* "08:00, back at 16:30" */
char *far_words_ride_times (const FarRide *ride);
/* "Each Tuesday until 3 July".  Returns: (nullable): %NULL of one that is once */
char *far_words_ride_dates (const FarRide *ride);
/* By which way, and what can come along, and in whose place; a line each.  Returns: (nullable) */
char *far_words_ride_more (const FarRide *ride);
/* Whether there is room, or why it does not run: "2 of 3 seats are free" */
char *far_words_ride_state (const FarRide *ride);
/* With what it clashes that I, or who I answer for, have promised; NULL if there is nothing. */
char *far_words_ride_clash (const FarRide *ride);
/* (transfer none): of the drive, there or back */
const FarClash *far_ride_peek_clash (const FarRide *ride);

/* What came of the seats that are asked for in place of an outing.  Returns: (nullable): %NULL if
 * none are */
char *far_words_rides_instead (const FarOuting *outing);

/* "2 seats, with 1 booster" */
char *far_words_seats (const FarSeatCount *seats);
/* "1 booster, 2 i-Size seats".  Returns: (nullable): %NULL if there are none */
char *far_words_child_seats (const FarSeatCount *seats);
/* "i-Size", in farandole-cli and where it is chosen.  Returns: (transfer none) */
const char *far_words_child_seat (FarChildSeat kind);

/* What somebody has: "Has 2 seats", "Reserve 1" */
char *far_words_seat (const FarSeat *seat, const FarRide *ride);
/* Why: "1 seat was left, and 2 are needed." */
char *far_words_seat_why (const FarSeat *seat, const FarRide *ride);

/* What was taken, or given back: "You have a seat on 12 dates." */
char *far_words_seats_taken (const FarSeatsReport *report, gboolean is_ask);
char *far_words_seats_released (const FarSeatsReport *report);

/* Until when a weekly ride goes if nobody says: the end of the school year. */
gint32 far_ride_season_end (gint32 first_day);

G_END_DECLS
