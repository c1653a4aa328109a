/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-sim-vfs: disks in memory that can break, as SQLite's default VFS.
 *
 * A path is "/N/name", where N is the number of a disk.  What was written and not synced yet is
 * kept apart: when the power fails, each such write is there, lost, or there in part, as drawn; a
 * file that was made or deleted since the last sync may be missing or back.  When only the program
 * dies, all of it is there.
 *
 * The numbers of operations at which something breaks count from when it is asked for.  One that
 * has died does nothing any more until it is started again: every call fails.
 *
 * Thread: one.
 */

#pragma once

#include "far-sim-random.h"

G_BEGIN_DECLS

typedef struct _FarSimDisk FarSimDisk;

typedef enum
{
  FAR_SIM_DISK_WELL,
  FAR_SIM_DISK_DIES,   /* at a write, sync, truncation or deletion: nothing happens any more */
  FAR_SIM_DISK_ERRS,   /* once, at any operation */
  FAR_SIM_DISK_BROKEN, /* from an operation on, until it is mended */
  FAR_SIM_DISK_FULL,   /* from an operation on, files cannot grow, until there is room again */
  /* nothing can be changed, nor opened for that, until it is mended: also by who starts again */
  FAR_SIM_DISK_READ_ONLY,
} FarSimDiskFault;

/* Registers the VFS, as the default one, once for the process. */
void far_sim_vfs_register (void);
/* Begins anew: what SQLite draws comes from @seed. */
void far_sim_vfs_reset (guint64 seed);

/* @number: of its paths; none that is in use */
FarSimDisk *far_sim_disk_new (guint number);
void far_sim_disk_free (FarSimDisk *self);
/* Puts a file there that is safely on it. */
void far_sim_disk_put (FarSimDisk *self, const char *name, const void *bytes, gsize len);
/* @self gets the files of @from, as a program sees them. */
void far_sim_disk_copy (FarSimDisk *self, const FarSimDisk *from);

/* @after: operations that go well first */
void far_sim_disk_break (FarSimDisk *self, FarSimDiskFault fault, guint after);
/* Mends all but what has died. */
void far_sim_disk_mend (FarSimDisk *self);
FarSimDiskFault far_sim_disk_get_fault (const FarSimDisk *self);
/* From now on nothing happens any more. */
void far_sim_disk_kill (FarSimDisk *self);
gboolean far_sim_disk_is_dead (const FarSimDisk *self);
/* Whether an operation has failed since it was last asked. */
gboolean far_sim_disk_take_failed (FarSimDisk *self);
/* Starts the machine again: no file may be open.  @power: (nullable): what draws the fate of each
 * unsynced write; %NULL if only the program died */
void far_sim_disk_restart (FarSimDisk *self, FarSimRandom *power);

guint64 far_sim_disk_get_n_changes (const FarSimDisk *self);
/* All that may fail: with reading and opening. */
guint64 far_sim_disk_get_n_operations (const FarSimDisk *self);
gsize far_sim_disk_get_n_bytes (const FarSimDisk *self);
/* Whether @len bytes of @data stand in any file. */
gboolean far_sim_disk_contains (const FarSimDisk *self, const void *data, gsize len);

/* -- what a program does with files beside SQLite: 0, or -1 with errno */

/* Whether @path is on any disk of these. */
gboolean far_sim_vfs_has (const char *path);
/* Returns: the file's length */
gint64 far_sim_vfs_stat (const char *path);
/* A file's content, or which files there are if @path is the disk itself. */
int far_sim_vfs_sync (const char *path);
int far_sim_vfs_rename (const char *from, const char *to);
int far_sim_vfs_unlink (const char *path);

G_END_DECLS
