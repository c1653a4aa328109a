/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-invitation-row: an invitation that still lets somebody in.  Main thread.
 *
 * Asks for invitations.end.
 */

#pragma once

#include <adwaita.h>

#include "far-sync.h"

G_BEGIN_DECLS

#define FAR_TYPE_INVITATION_ROW (far_invitation_row_get_type ())
G_DECLARE_FINAL_TYPE (FarInvitationRow, far_invitation_row, FAR, INVITATION_ROW, AdwActionRow)

GtkWidget *far_invitation_row_new (const FarMadeInvitation *invitation);

G_END_DECLS
