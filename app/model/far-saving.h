/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-saving: what goes out of the program as files, whole or not at all.
 *
 * Waits for the disk.  Any thread.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct
{
  const char *path;
  GBytes *content; /* unowned */
} FarSaving;

/* What a file that is there already means. */
typedef enum
{
  FAR_SAVING_NEW_ONLY, /* nothing is written, and it fails with FAR_SYNC_ERROR_FILE_THERE */
  FAR_SAVING_REPLACE,
} FarSavingMode;

/**
 * far_saving_write:
 * @files: all of one kind of answer; their folders are there
 * @n_files: at least 1
 *
 * Writes each beside its place, and gives them their names when all are on the disk.
 *
 * Returns: %FALSE with FAR_SYNC_ERROR_FILE_THERE, FAR_SYNC_ERROR_NO_SUCH_FILE for a folder that is
 *   not there, or a #GIOErrorEnum; unless the disk breaks while names are given, nothing is changed
 */
gboolean far_saving_write (const FarSaving *files,
                           gsize n_files,
                           FarSavingMode mode,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Of one file; to be asked before long work is done for nothing. */
gboolean
far_saving_check (const char *path, FarSavingMode mode, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
