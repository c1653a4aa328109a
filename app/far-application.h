/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-application: the command line, the engine's life, and the actions that need no window. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define FAR_TYPE_APPLICATION (far_application_get_type ())
G_DECLARE_FINAL_TYPE (FarApplication, far_application, FAR, APPLICATION, AdwApplication)

GApplication *far_application_new (void);

G_END_DECLS
