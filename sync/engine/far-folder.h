/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-folder: a folder that is watched: which of the files in it is to be read next, and which
 * were.
 *
 * A folder that is not there is one on a stick that is not plugged in.  A file is looked at while
 * it may still be growing: it is offered when it has kept its length and time for a while, and what
 * could not be read then is offered once more after a longer one, before it is called bad.  What
 * was read is remembered by its name, length and time, across runs.
 *
 * Only regular files whose name ends in FAR_FOLDER_SUFFIX, and none in folders of it.  It is looked
 * at again and again: what comes with a stick that is plugged in, over a network or through a
 * portal no kernel tells of.
 *
 * Any single thread at a time.  Time is monotonic microseconds, the caller's.
 */

#pragma once

#include <gio/gio.h>

#include "far-crypto.h"

G_BEGIN_DECLS

#define FAR_FOLDER_SUFFIX ".farandole"
#define FAR_FOLDERS_FILE "folders.ini"

#define FAR_FOLDER_QUIET_US (2 * G_USEC_PER_SEC)
#define FAR_FOLDER_PATIENCE_US (30 * G_USEC_PER_SEC)

typedef struct _FarFolder FarFolder;

/**
 * FarFolderWord:
 * @FAR_FOLDER_READ: it was read, and need not be again
 * @FAR_FOLDER_BAD: it could not be read; it may not be all there yet
 * @FAR_FOLDER_EARLY: it goes on from what is not held: again when something else has come
 * @FAR_FOLDER_FAILED: for a reason that is not the file's: not again in this run
 */
typedef enum
{
  FAR_FOLDER_READ,
  FAR_FOLDER_BAD,
  FAR_FOLDER_EARLY,
  FAR_FOLDER_FAILED,
} FarFolderWord;

/* @home, @collective: (nullable): where it is kept what was read, and for whom (32 bytes). Returns:
 * (transfer full) */
FarFolder *far_folder_new (const char *path, const char *home, const guint8 *collective);
void far_folder_free (FarFolder *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarFolder, far_folder_free)

const char *far_folder_peek_path (const FarFolder *self);

/**
 * far_folder_look:
 * @out_is_large: (out): it is longer than any bundle is, and not to be read
 *
 * The one that was written first goes first.
 *
 * Returns: (transfer full) (nullable): the path of a file that is to be read now
 */
char *far_folder_look (FarFolder *self, gint64 now_us, gboolean *out_is_large);
/* When it is to be looked at again. */
gint64 far_folder_get_due (const FarFolder *self, gint64 now_us);

/* What became of the file that far_folder_look() gave last.  Returns: whether it is to be told:
 * what is only not all there yet is not */
gboolean far_folder_note (FarFolder *self, FarFolderWord word);
/* Something was accepted: what was early may not be any more. */
void far_folder_note_news (FarFolder *self);
/* This program wrote @path itself: if that is in the folder there is nothing in it to read. */
void far_folder_pass_over (FarFolder *self, const char *path);

/* -- the folder that was chosen for a collective */

/* Returns: (transfer full) (nullable): its path */
char *far_folder_load_choice (const char *home, const guint8 collective[static FAR_ID_LEN]);
/* @path: (nullable): NULL for none.  Another folder begins anew. */
gboolean far_folder_keep_choice (const char *home,
                                 const guint8 collective[static FAR_ID_LEN],
                                 const char *path,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
