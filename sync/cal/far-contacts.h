/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-contacts: names and telephone numbers out of a list that somebody else keeps.
 *
 * What is understood, told apart by content and never by the file's name: vCard 2.1, 3 and 4, and
 * tables with a column of names (docs/formats.md, "Import of people").  As in far-events.h the file
 * is parsed in a process of its own, and what that says is checked.
 */

#pragma once

#include "far-events.h"

G_BEGIN_DECLS

/**
 * FarContactRefused:
 * @FAR_CONTACT_REFUSED_NAME: nobody is named; the cell is the number
 * @FAR_CONTACT_REFUSED_LONG: the name has more than FAR_NAME_MAX characters
 * @FAR_CONTACT_REFUSED_TWICE: the same name stood there before
 * @FAR_CONTACT_REFUSED_PHONE: the cell is no telephone number; the name is taken without
 *
 * What is wrong with one row, or one card.
 */
typedef enum
{
  FAR_CONTACT_REFUSED_NAME,
  FAR_CONTACT_REFUSED_LONG,
  FAR_CONTACT_REFUSED_TWICE,
  FAR_CONTACT_REFUSED_PHONE,
  FAR_CONTACT_N_REFUSED
} FarContactRefused;

typedef struct
{
  guint row;   /* of a table, as a spreadsheet numbers it, or the number of the card */
  char *name;  /* owned */
  char *phone; /* owned; "" if there is none */
} FarListedPerson;

typedef struct
{
  GPtrArray
      *people; /* owned (element-type FarListedPerson): at most FAR_CONTACTS_MAX, no name twice */
  GArray *refused;   /* owned (element-type FarRefused): the first of them; reason is
                        FarContactRefused */
  guint n_refused;   /* all of them */
  GHashTable *names; /* owned: theirs, to be compared */
} FarContacts;

void far_contacts_read_async (GBytes *file,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);

/* Returns: (transfer full): %NULL with a #FarImportError, or with G_IO_ERROR_CANCELLED */
FarContacts *far_contacts_read_finish (GAsyncResult *result, GError **error) FAR_MUST_USE;

void far_contacts_free (FarContacts *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarContacts, far_contacts_free)

/* Whether it is a number that somebody can be called at. */
gboolean far_contact_is_phone (const char *text);

G_END_DECLS
