/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-payload-writer: what was read of a payload, written anew: of a good one the same bytes. */

#pragma once

#include "far-payload.h"

G_BEGIN_DECLS

/* Appends to @out. */
void far_payload_write (const FarPayload *payload, GByteArray *out);

G_END_DECLS
