/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-words: the sentences that people read, shared by the window and farandole-cli.
 *
 * sync/ gives codes and numbers; only here do they become words, in the user's language.
 * Pure functions; main thread.  Every returned string is (transfer full) and never empty.
 */

#pragma once

#include "far-sync.h"

G_BEGIN_DECLS

/* Sets the locale and binds the text domain; called once by each main(). */
void far_words_init (void);

/* One or two plain sentences: what happened and what to do next. */
char *far_words_error (const GError *error);

/* "Runs with 3 adults" ... "One more adult is needed (2 of 3)" ... "Cancelled: REASON" */
char *far_words_verdict (const FarOuting *outing);
/* Whether it runs, and nothing of the way or of children: for where strangers may read it */
char *far_words_verdict_alone (const FarOuting *outing);

/* "Marie walks", "You are first reserve" */
char *far_words_turn_state (const FarTurn *turn, const FarOuting *outing);
/* What became of a turn that is given back now, by whatever act */
const char *far_words_turn_released (FarTurnAct act);
/* The state where it stands alone, with who wrote it down for somebody else: that person may read
 * it */
char *far_words_turn_told (const FarTurn *turn, const FarOuting *outing);
/* Returns: (nullable): "You have promised to come at 08:10 too: TITLE" */
char *far_words_clash (const FarTurn *turn, const FarOuting *outing);
/* @name: (nullable): whose promise it is; %NULL for one's own.  NULL if there is none. */
char *far_words_clash_with (const FarClash *clash, const char *name);
/* "You come on 12 days. On 2 days there is no outing ..." */
char *far_words_series (const FarSeriesReport *report);
/* "12 turns are given back." */
char *far_words_series_released (const FarSeriesReport *report);
/* Why it has this rank, in one sentence */
char *far_words_rank_why (const FarTurn *turn, const FarOuting *outing);
char *far_words_promise (FarPromise promise);

/* @state: as ::peer-event "nearby" tells it.  Returns: (transfer full) */
char *far_words_nearby (const char *state);
/* What the system itself shows on a network.  Returns: (transfer full) */
char *far_words_host_name (void);

/* "Anna", "Anna and Karim", "Anna, Karim and Sophie"; nobody is left out for want of a name.
 * (nullable) where there is none.  @names: NULL-terminated */
char *far_words_people (const char *const *names);
char *far_words_standing (const FarMember *member);
/* "Invited by Karim, also vouched for by Sophie"; (nullable) of the founder */
char *far_words_vouchers (const FarMember *member);
/* What members are asked about somebody who waits, and what is missing */
char *far_words_vouch_question (const FarMember *member);
char *far_words_vouch_missing (const FarMember *member);
/* Whether this member is that person without a machine; and, (nullable), who they were before */
char *far_words_same_question (const FarMember *member);
char *far_words_formerly (const FarMember *member);
char *far_words_invitation_state (FarInviteState state);
/* How far this device's own belonging is.  @n_missing: vouchers still missing, -1 if there are not
 * so many members; so in the next two */
char *far_words_belonging (FarBelonging state, int n_missing, int n_needed);
/* The same of a machine that asks to be a member's again.  @n_missing: approvals, 0 if not known */
char *far_words_returning (FarBelonging state, int n_missing);
/* The same of a machine that asks with a code.  @device: its id */
char *far_words_further (FarBelonging state, int n_missing, const char *device);
/* What to think of the length of one that is being chosen */
char *far_words_passphrase (const char *passphrase);
/* "Your other machine" */
char *far_words_machine (const FarDevice *device);
/* Why nobody here can close it, and who can; NULL where somebody can */
char *far_words_machine_alone (const FarDevice *device);
/* What is asked about a machine that asks to be let in, or that somebody wants to be closed */
char *far_words_machine_question (const FarDevice *device);
/* What is asked, once, of whoever came in by the others' word, and what follows from a yes */
char *far_words_lost_question (void);
char *far_words_lost_detail (const FarDevice *device);
/* How many have said yes to that, and how many it takes */
char *far_words_machine_approvals (const FarDevice *device);
char *far_words_approved (const FarApproved *approved);
char *far_words_rota_state (const FarRota *rota);
/* What a member has not received */
/* "Marie, 06 12 34 56 78"; @name may be "" */
char *far_words_callable (const char *name, const char *phone);
char *far_words_unheard (const FarUnheard *unheard);
/* @fraction: 0..1, or negative where it is not known */
char *far_words_activity (FarActivity activity, double fraction);
/* What FarEngine::peer-event tells */
char *far_words_peer_event (const char *what, const char *detail);
/* What a file brought that was read */
char *far_words_bundle_report (const FarBundleReport *report);
/* A warning of import_lines, such as "swapped Linea 1" */
char *far_words_line_warning (const char *warning);
/* A warning of FarStatus, such as "clock-behind" */
char *far_words_status_warning (const char *warning);

/* "Tuesday 1 September", "Tue 1 Sep", "1 September 2026", "08:10", all in the user's locale */
char *far_words_day (gint32 day);
char *far_words_day_short (gint32 day);
char *far_words_date (gint32 day);
/* As g_date_time_format(), with the names of this language whatever the locale */
char *far_words_day_as (gint32 day, const char *format);
char *far_words_time (int minutes);
/* @weekdays: bit 0 Monday .. bit 6 Sunday */
char *far_words_weekdays (guint weekdays);
/* "Each Tuesday until the Holidays, 16 October", "Each Tuesday until 3 July" */
char *far_words_each_week_of_term (gint32 day, gint32 last_day);
char *far_words_each_week (gint32 day, gint32 last_day);
/* @text: YYYY-MM-DD, as the engine writes it.  Returns: %FALSE if it is none */
gboolean far_words_read_date (const char *text, gint32 *out_day);
/* One clock for all: that of the collective, whose plans are told in it.  @zone: (nullable): its
 * IANA name; NULL or unknown: the machine's own.  Main thread. */
void far_words_set_zone (const char *zone);
/* An instant in that zone.  Returns: (transfer full) (nullable): NULL beyond all calendars */
GDateTime *far_words_at (gint64 ms);
/* In the machine's own time zone; "never" for 0 */
char *far_words_instant (gint64 ms);
/* "every Monday and Tuesday at 08:10, from 1 September 2026 to 3 July 2027" */
char *far_words_rule (const FarRota *rota);
/* "4.0 kB", "1 entry" */
char *far_words_bytes (gint64 n_bytes);
/* By which way two machines exchanged; (transfer none) */
const char *far_words_link (const char *link);
char *far_words_n_entries (gint64 n);
/* "Erased on 19 of 23 machines" */
char *far_words_erased_on (int n_done, int n_machines);

G_END_DECLS
