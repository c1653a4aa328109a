/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-exchange-page: meeting other machines: by address, by being called, by file.  Main thread. */

#pragma once

#include <adwaita.h>

#include "far-overview.h"

G_BEGIN_DECLS

#define FAR_TYPE_EXCHANGE_PAGE (far_exchange_page_get_type ())
G_DECLARE_FINAL_TYPE (FarExchangePage, far_exchange_page, FAR, EXCHANGE_PAGE, AdwBin)

/**
 * FarExchangePage::told:
 * @text: a sentence about what happened by itself, for a toast
 */

/* Once, before the page is shown. */
void far_exchange_page_set_overview (FarExchangePage *self, FarOverview *overview);

/* Calls @address until in step, and says how it went. */
void far_exchange_page_call (FarExchangePage *self, const char *address);

/* Reads a bundle or a request to join, and says what was in it. */
void far_exchange_page_read_file (FarExchangePage *self, GFile *file);

/* What was written on a card that somebody gave to this machine.  Returns: (transfer none): the
 * dialog that answers it, to be shown */
GtkWindow *far_exchange_page_answer_card (FarExchangePage *self, const char *text);

/* Ends what is going on; what arrived is kept. */
void far_exchange_page_stop (FarExchangePage *self);

G_END_DECLS
