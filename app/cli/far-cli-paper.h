/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-cli-paper: drawing, which is loaded when it is first asked for. */

#pragma once

#include "far-cli.h"
#include "far-paper.h"

G_BEGIN_DECLS

/* "a4", "letter", in any case; NULL is A4 */
gboolean far_cli_parse_paper (const char *text, FarPaperSize *out_size, GError **error);

/* Returns: (transfer full): a PDF; NULL with @error, also where what draws is not installed */
GBytes *far_cli_draw (const FarPaper *paper, FarPaperSize size, guint *out_n_pages, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
