/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-member-row: a person of the collective and their standing.  Main thread. */

#pragma once

#include <adwaita.h>

#include "far-overview.h"

G_BEGIN_DECLS

#define FAR_TYPE_MEMBER_ROW (far_member_row_get_type ())
G_DECLARE_FINAL_TYPE (FarMemberRow, far_member_row, FAR, MEMBER_ROW, AdwActionRow)

/* @item: holds a FarMember; the row follows it */
GtkWidget *far_member_row_new (FarItem *item, FarOverview *overview);

G_END_DECLS
