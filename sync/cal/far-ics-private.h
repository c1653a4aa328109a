/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What farandole-export does; in no other program. */

#pragma once

#include "far-ics.h"

G_BEGIN_DECLS

/* How farandole-export ends. */
enum
{
  FAR_ICS_STATUS_WRITTEN = 0,
  FAR_ICS_STATUS_LIMITS = 3,
  FAR_ICS_STATUS_INPUT = 4,
  FAR_ICS_STATUS_ZONE = 5,
};

/**
 * _far_ics_write:
 * @calendar: of FAR_ICS_TYPE
 *
 * Returns: (transfer full): the calendar; %NULL with INVALID or ZONE
 */
char *_far_ics_write (GVariant *calendar, GError **error) FAR_MUST_USE;

G_END_DECLS
