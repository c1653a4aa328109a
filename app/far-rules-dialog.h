/* SPDX-License-Identifier: GPL-3.0-or-later */

/* FarRulesDialog: the rules with their decisions, and proposing others. */

#pragma once

#include <adwaita.h>

#include "far-sync.h"

G_BEGIN_DECLS

#define FAR_TYPE_RULES_DIALOG (far_rules_dialog_get_type ())
G_DECLARE_FINAL_TYPE (FarRulesDialog, far_rules_dialog, FAR, RULES_DIALOG, AdwWindow)

GtkWindow *far_rules_dialog_new (GtkWindow *parent, FarEngine *engine);

G_END_DECLS
