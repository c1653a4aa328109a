/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-backup: a saved copy, as one encrypted file (docs/formats.md, "Backup").
 *
 * A store's image behind a passphrase: Argon2id makes the key, libsodium's secretstream seals it in
 * chunks.  No device's key is in it.  Whatever byte of the file is changed, dropped or added, it
 * opens no more.
 *
 * Errors are #FarSyncError.  Any single thread at a time; takes a second and a quarter of a
 * gigabyte for the key alone, so never a thread that somebody waits for.
 */

#pragma once

#include <gio/gio.h>

#include "far-bytes.h"
#include "far-sync.h"

G_BEGIN_DECLS

#define FAR_BACKUP_HEADER_LEN 88

/* What a guess at the passphrase costs. */
typedef struct
{
  guint32 n_passes;   /* 1..FAR_BACKUP_PASSES_MAX */
  guint32 memory_kib; /* 8..FAR_BACKUP_MEMORY_KIB_MAX */
} FarBackupCost;

/* What is written with: libsodium's moderate limits. */
extern const FarBackupCost far_backup_cost;

/**
 * far_backup_write:
 * @image: of a store
 * @passphrase: as typed, not empty
 * @cancellable: (nullable): looked at between steps
 *
 * Writes a file beside @path, reads it again and checks all that it holds, and only then gives it
 * its name: whatever happens, there is a whole file of that name or none, or the one before.
 */
gboolean far_backup_write (const char *path,
                           GBytes *image,
                           const char *passphrase,
                           const FarBackupCost *cost,
                           GCancellable *cancellable,
                           GError **error) FAR_MUST_USE;

/**
 * far_backup_read:
 *
 * Opens the file and checks all that it holds.
 *
 * Returns: (transfer full): a store's image; NULL with BACKUP_PASSPHRASE, BACKUP_FOREIGN,
 *   BACKUP_NEWER, BACKUP_DAMAGED, NO_SUCH_FILE, or the disk's error
 */
GBytes *far_backup_read (const char *path,
                         const char *passphrase,
                         GCancellable *cancellable,
                         GError **error) FAR_MUST_USE;

/* As far_backup_read(), of what stands in memory. */
GBytes *far_backup_open (const guint8 *bytes, gsize len, const char *passphrase, GError **error)
    FAR_MUST_USE;

G_END_DECLS
