/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-tables: what the collective knows as tables that a spreadsheet opens.
 *
 * UTF-8 with a mark that says so, semicolons, CRLF: what the spreadsheets of most European desks
 * take without a question.  A cell that a spreadsheet would calculate begins with an apostrophe.
 * Nothing in them says anything about children.  Pure functions but for the last; main thread.
 */

#pragma once

#include "far-saving.h"
#include "far-sync.h"

G_BEGIN_DECLS

/* Each: (transfer full). @members: (element-type FarMember), @rotas: (element-type FarRota),
 * @outward: (element-type FarOutward) */
GBytes *far_tables_members (GPtrArray *members);
GBytes *far_tables_rotas (GPtrArray *rotas);
GBytes *far_tables_outings (GPtrArray *outward);
GBytes *far_tables_turns (GPtrArray *outward);
GBytes *far_tables_log_book (const FarLogBook *book);
/* What a household can read of its account, whose each line is in a column. */
GBytes *far_tables_hours (const FarHoursBook *book);

/**
 * far_tables_save:
 * @folder: made if it is not there; its own folder is
 *
 * All of them, or none.  Waits for the disk.
 *
 * Returns: (transfer full): the files' paths; %NULL as far_saving_write() fails
 */
char **far_tables_save (const char *folder,
                        GPtrArray *members,
                        GPtrArray *rotas,
                        GPtrArray *outward,
                        FarSavingMode mode,
                        GError **error);

G_END_DECLS
