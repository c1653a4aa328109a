/* SPDX-License-Identifier: GPL-3.0-or-later */

/* FarPeopleRow: several people, ticked in a list that unfolds. */

#pragma once

#include <adwaita.h>

#include "far-sync.h"

G_BEGIN_DECLS

#define FAR_TYPE_PEOPLE_ROW (far_people_row_get_type ())
G_DECLARE_FINAL_TYPE (FarPeopleRow, far_people_row, FAR, PEOPLE_ROW, AdwExpanderRow)

/* @members: (element-type FarItem of FarMember): who is offered, but for this member
 * @chosen: (nullable) (element-type FarSomebody): who is ticked; offered too, whoever they are */
void far_people_row_set_people (FarPeopleRow *self, GListModel *members, const GPtrArray *chosen);
/* Whether others are ticked than were at first. */
gboolean far_people_row_is_changed (FarPeopleRow *self);
/* Returns: (transfer container): ids, which are the row's own */
const char **far_people_row_list_ids (FarPeopleRow *self);

G_END_DECLS
