/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-phone-dialog: at which number somebody is called.
 *
 * Signal: saved (text): the number, "" for none any more.
 */

#pragma once

#include <adwaita.h>

#include "far-overview.h"

G_BEGIN_DECLS

#define FAR_TYPE_PHONE_DIALOG (far_phone_dialog_get_type ())
G_DECLARE_FINAL_TYPE (FarPhoneDialog, far_phone_dialog, FAR, PHONE_DIALOG, AdwWindow)

GtkWindow *far_phone_dialog_new (GtkWindow *parent, const FarMember *member);

G_END_DECLS
