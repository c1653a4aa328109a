/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-join-box: of one outing, with which others it walks or is to walk, a yes to that, and what
 * can be done where an adult is missing.  Hidden where there is nothing of it.  Main thread. */

#pragma once

#include <adwaita.h>

#include "far-sync.h"

G_BEGIN_DECLS

#define FAR_TYPE_JOIN_BOX (far_join_box_get_type ())
G_DECLARE_FINAL_TYPE (FarJoinBox, far_join_box, FAR, JOIN_BOX, AdwBin)

/* @is_over: nothing is to be done about it any more */
void far_join_box_set_outing (FarJoinBox *self, const FarOuting *outing, gboolean is_over);

G_END_DECLS
