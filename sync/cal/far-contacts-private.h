/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the program and the process that reads for it share. */

#pragma once

#include "far-contacts.h"

G_BEGIN_DECLS

FarContacts *_far_contacts_new (void) FAR_MUST_USE;

/* Adds a tidy copy, or refuses it; FALSE with TOO_BIG. */
gboolean _far_contacts_add (FarContacts *self,
                            guint row,
                            const char *name,
                            const char *phone,
                            GError **error) FAR_MUST_USE;

/* Returns: (transfer full): bytes.  @error: (nullable): why nothing was read, if @self is NULL */
GBytes *_far_contacts_tell (const FarContacts *self, const GError *error) FAR_MUST_USE;

/* Returns: (transfer full): as far_contacts_read_finish(); HELPER if they are anything but what
 * _far_contacts_tell() can say */
FarContacts *_far_contacts_hear (GBytes *told, GError **error) FAR_MUST_USE;

/* -- in the process */

/* Returns: (transfer full): %NULL with a #FarImportError of those that are about the file */
FarContacts *far_import_contacts (const guint8 *content, gsize len, GError **error) FAR_MUST_USE;

G_END_DECLS
