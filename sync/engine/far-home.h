/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-home: one device's data folder.
 *
 *   HOME/                       0700
 *     0123456789abcdef/         0700  a collective, named by the first 16 digits of its id
 *       log.db                  0600  the store
 *       device.key              0600  version 1 (1 byte), seed (32 bytes)
 *       device.key.next         0600  the same, while the keys are being changed
 *       open.lock               0600  empty (far-holder.h)
 *     0123456789abcdef-aside-2026-11-22/  one that was set aside; nothing here looks into it
 *     .new-XXXXXX/              one that is being made; it takes its name when all of it is there
 *
 * The seed is what this device is: its three key pairs come from it, each under a context of its
 * own. It is on the disk before anything is signed with it, and it is never in a backup.  The store
 * keeps the public key that it was made for, so that a key copied from elsewhere is refused.
 *
 * Errors are #FarSyncError.  Any single thread at a time; waits for the disk.
 */

#pragma once

#include <gio/gio.h>

#include "far-collective.h"

G_BEGIN_DECLS

#define FAR_HOME_NAME_LEN 16
#define FAR_ID_PREFIX_MIN 6

/* Returns: (transfer full) (element-type utf8): the names of the folders of collectives, sorted,
 * whatever is in them; NULL with @error */
GPtrArray *far_home_list (const char *home, GError **error) FAR_MUST_USE;

/**
 * far_home_find:
 * @home: need not be there
 * @collective: (nullable): id or prefix of it
 * @out_folder: (out) (transfer full) (nullable): its folder; NULL if none was named and there is
 *   none
 *
 * Returns: %FALSE with NO_COLLECTIVE, ID_AMBIGUOUS, WHICH_COLLECTIVE or DISK
 */
gboolean far_home_find (const char *home, const char *collective, char **out_folder, GError **error)
    FAR_MUST_USE;

/* Returns: (transfer full) (nullable): the folder of exactly that collective, if it is there */
char *far_home_find_exact (const char *home, const guint8 collective[static FAR_ID_LEN]);

/* Opens what is in @folder.  @me is secret; its member is that of a newcomer: who founded is told
 * by the log. Returns: (transfer full): NULL with @error */
FarStore *far_home_open (const char *folder, FarIdentity *me, GError **error) FAR_MUST_USE;

/* Whether the whole id of @store, and not only its folder's name, begins with @collective: NULL
 * fits all.  Fails with NO_COLLECTIVE. */
gboolean far_home_is_meant (FarStore *store, const char *collective, GError **error);

/* Renames @folder, whose store is closed, to a name with the civil day @day that is not a
 * collective's.  Returns: (transfer full): the new path */
char *
far_home_set_aside (const char *home, const char *folder, gint32 day, GError **error) FAR_MUST_USE;

/**
 * far_home_renew:
 * @folder: whose store @store is
 * @seed: of a new device; secret
 * @me: (inout): secret: its member stays
 *
 * Gives the device new keys, because the ones that it had are in use elsewhere: of @seed, or of the
 * seed of a try that failed before.  Whatever happens meanwhile, the store and the key file agree
 * when the folder is opened again.
 */
gboolean far_home_renew (const char *folder,
                         FarStore *store,
                         const guint8 seed[static 32],
                         FarIdentity *me,
                         GError **error) FAR_MUST_USE;

/* -- making one */

/**
 * far_home_begin:
 * @seed: of the new device
 *
 * Makes @home where it is missing, and in it a folder without a name, with the device's key.
 *
 * Returns: (transfer full): the folder
 */
char *far_home_begin (const char *home, const guint8 seed[static 32], GError **error) FAR_MUST_USE;
/* Returns: (transfer full): a store in it that holds no entry, and whose it is */
FarStore *far_home_make_store (const char *folder,
                               const guint8 collective[static FAR_ID_LEN],
                               const guint8 device[static FAR_KEY_LEN],
                               GError **error) FAR_MUST_USE;
/* An image of one, in the place of an empty one. */
gboolean far_home_put_store (const char *folder, GBytes *image, GError **error) FAR_MUST_USE;
/* Gives it its name, when its store is closed.  Returns: (transfer full): the folder's path */
char *far_home_finish (const char *home,
                       const char *folder,
                       const guint8 collective[static FAR_ID_LEN],
                       GError **error) FAR_MUST_USE;
/* Removes what was begun, when its store is closed. */
void far_home_abandon (const char *folder);

/* The keys of @seed, as a member who comes into @collective; the zero id for a founder.  Secret. */
void far_home_derive (FarIdentity *self,
                      const guint8 seed[static 32],
                      const guint8 collective[static FAR_ID_LEN]);

G_END_DECLS
