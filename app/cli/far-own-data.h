/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-own-data: all that the log says about whoever has this machine, as JSON; what
 * “farandole-cli export me” saves, and the window too.  Any thread.
 */

#pragma once

#include "far-sync.h"

G_BEGIN_DECLS

/**
 * far_own_data_format:
 * @members: (element-type FarMember): all of them
 * @outward: (element-type FarOutward): of all rotas
 * @entries: (element-type FarEntryView): the whole log
 * @hours: (nullable) (element-type FarHours): what this machine can read of accounts; of it what
 *   that person noted
 * @out_n: (out): how many entries are by that person, or about them
 *
 * Without the parts of the collective's secret.
 *
 * Returns: (transfer full): %NULL with FAR_SYNC_ERROR_NOT_A_MEMBER
 */
char *far_own_data_format (const FarStatus *status,
                           GPtrArray *members,
                           GPtrArray *outward,
                           GPtrArray *entries,
                           GPtrArray *hours,
                           guint *out_n,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
