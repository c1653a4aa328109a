/* SPDX-License-Identifier: GPL-3.0-or-later */

/* FarRolesGroup: the roles of a rota in a form: what each is called, and how many it takes.  Emits
 * “changed” when somebody has typed. */

#pragma once

#include <adwaita.h>

#include "far-sync.h"

G_BEGIN_DECLS

#define FAR_TYPE_ROLES_GROUP (far_roles_group_get_type ())
G_DECLARE_FINAL_TYPE (FarRolesGroup, far_roles_group, FAR, ROLES_GROUP, AdwPreferencesGroup)

/* Whether each role may ask for a training: the collective uses skills. */
void far_roles_group_set_asks_for_trainings (FarRolesGroup *self, gboolean asks);
/* @roles: (element-type FarRole): of a rota */
void far_roles_group_set_roles (FarRolesGroup *self, GPtrArray *roles);
/* Those with a name.  Returns: (transfer full) (element-type FarRole) */
GPtrArray *far_roles_group_dup_roles (FarRolesGroup *self);
gboolean far_roles_are_same (GPtrArray *a, GPtrArray *b);

G_END_DECLS
