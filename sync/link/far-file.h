/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-file: a file that is there whole or not at all.
 *
 * What is written goes to a new file beside it, 0600, which takes its name when all is on the disk.
 * Whoever reads the name sees the old file or the new one; a failure leaves the old one and nothing
 * else.
 *
 * Errors are #GIOErrorEnum with the path in the message.  Any single thread at a time; waits for
 * the disk.
 */

#pragma once

#include <gio/gio.h>

#include "far-bytes.h"

G_BEGIN_DECLS

typedef struct _FarFile FarFile;

/* Returns: (transfer full): what will be @path, %NULL with @error */
FarFile *far_file_new (const char *path, GError **error) FAR_MUST_USE;
gboolean far_file_write (FarFile *self, const void *data, gsize len, GError **error) FAR_MUST_USE;
/* All that was written is on the disk, and can be read again before it takes its name. */
gboolean far_file_flush (FarFile *self, GError **error) FAR_MUST_USE;
/* (transfer none): where it stands until then */
const char *far_file_peek_temporary (const FarFile *self);
/* Puts it in its place, on the disk to stay.  Returns: FALSE with @error; far_file_free() is still
 * to be called */
gboolean far_file_commit (FarFile *self, GError **error) FAR_MUST_USE;
/* Without a commit nothing of it is left. */
void far_file_free (FarFile *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarFile, far_file_free)

/* All of that at once, for few bytes. */
gboolean
far_file_replace (const char *path, const void *data, gsize len, GError **error) FAR_MUST_USE;

/* Makes what was made, renamed or removed in @folder last. */
gboolean far_file_sync_folder (const char *folder, GError **error) FAR_MUST_USE;

/**
 * far_file_open:
 * @out_len: (out): its length now
 *
 * Opens a regular file for reading; never waits for a pipe's other end.
 *
 * Returns: a descriptor, the caller closes it; -1 with @error
 */
int far_file_open (const char *path, goffset *out_len, GError **error) FAR_MUST_USE;

/* Reads up to @len bytes.  Returns: how many, fewer only at the end; -1 with @error */
gssize far_file_read (int fd, void *data, gsize len, const char *path, GError **error) FAR_MUST_USE;

/**
 * far_file_load:
 * @out_len: (out): how much was read
 *
 * Reads a whole small file, at most @max bytes of it.
 */
gboolean far_file_load (const char *path, guint8 *out, gsize max, gsize *out_len, GError **error)
    FAR_MUST_USE;

G_END_DECLS
