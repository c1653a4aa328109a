/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-by-name: how a long list is sorted as people sort, where g_utf8_collate() would look at the
 * same names again and again.  In the order of the process' locale, so for what is shown alone.
 *
 * Pure; any thread.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _FarByName FarByName;

FarByName *far_by_name_new (void);
void far_by_name_free (FarByName *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarByName, far_by_name_free)

/* As g_utf8_collate() of the two. */
int far_by_name_compare (FarByName *self, const char *one, const char *other);

G_END_DECLS
