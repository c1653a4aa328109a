/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-refusal: why somebody is not let in, as a code of far-sync.h.  Any thread. */

#pragma once

#include "far-collective-door.h"
#include "far-sync.h"

G_BEGIN_DECLS

void far_refusal_set_error (FarRefusal refusal, GError **error);

G_END_DECLS
