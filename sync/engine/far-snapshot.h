/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-snapshot: how the immutable structs of far-sync.h are made.
 *
 * A snapshot owns whatever was added to it, and frees it with its last reference.
 * Strings and arrays of its own parts belong to it, whatever the depth; snapshots in a returned
 * array are their own.
 */

#pragma once

#include "far-sync.h"

G_BEGIN_DECLS

/* Returns: (transfer full): zeroed, for far_snapshot_unref() */
gpointer far_snapshot_alloc (gsize size);
#define far_snapshot_new(Type) ((Type *)far_snapshot_alloc (sizeof (Type)))

/* Each gives @self something to own.  Returns: (transfer none): what it was given */
gpointer far_snapshot_own (gpointer self, gpointer what, GDestroyNotify destroy);
/* An array of parts that were made with g_new0().  Returns: (transfer none): empty */
GPtrArray *far_snapshot_own_list (gpointer self);
/* @text: (transfer full): NULL becomes "" */
const char *far_snapshot_take (gpointer self, char *text);
const char *far_snapshot_dup (gpointer self, const char *text);
const char *far_snapshot_hex (gpointer self, const void *bytes, gsize len);
/* (transfer full): (element-type utf8): becomes NULL-terminated */
const char *const *far_snapshot_take_list (gpointer self, GPtrArray *texts);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarBundleReport, far_snapshot_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarEntryView, far_snapshot_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarInvitation, far_snapshot_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarLeaving, far_snapshot_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarOuting, far_snapshot_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarStatus, far_snapshot_unref)

/* For what is returned as a list of snapshots.  Returns: (transfer full) */
GPtrArray *far_snapshot_list_new (void);

G_END_DECLS
