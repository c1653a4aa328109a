/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-sim"

#include "far-sim-vfs.h"

#include <errno.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#define SECTOR_LEN 512

/* A write, or a truncation: what the platter has not got yet. */
typedef struct
{
  gint64 offset; /* of a truncation the new length */
  guint len;
  guint8 *data; /* (nullable): owned; NULL for a truncation */
} Change;

typedef struct
{
  FarSimDisk *disk;  /* unowned */
  char *name;        /* owned */
  char *synced_name; /* (nullable): owned: what it was called, if the folder is not synced since */
  GByteArray *seen;  /* owned: what the program sees */
  gboolean exists;
  GByteArray *synced; /* owned */
  gboolean synced_exists;
  GArray *changes;    /* owned (element-type Change): since the last sync */
  GPtrArray *handles; /* owned (element-type Handle), unowned elements */
} File;

struct _FarSimDisk
{
  guint number;
  GPtrArray *files; /* owned (element-type File) */
  FarSimDiskFault fault;
  guint left; /* operations until the fault */
  gboolean dead;
  gboolean failed;
  guint64 n_changes;
  guint64 n_operations;
};

typedef struct
{
  sqlite3_file parent;
  File *file; /* unowned; NULL while it is not open */
  int lock;
  gboolean is_read_only;
} Handle;

static GHashTable *disks; /* number -> FarSimDisk, unowned */
static FarSimRandom chance;

/* ---- files */

static void
clear_change (gpointer data)
{
  g_free (((Change *)data)->data);
}

static void
free_file (gpointer data)
{
  File *file = data;

  g_free (file->name);
  g_free (file->synced_name);
  g_byte_array_unref (file->seen);
  g_byte_array_unref (file->synced);
  g_array_unref (file->changes);
  g_ptr_array_unref (file->handles);
  g_free (file);
}

static File *
find_file (const FarSimDisk *disk, const char *name)
{
  for (guint i = 0; i < disk->files->len; i++)
    {
      File *file = g_ptr_array_index (disk->files, i);

      if (strcmp (file->name, name) == 0)
        return file;
    }

  return NULL;
}

static File *
add_file (FarSimDisk *disk, const char *name)
{
  File *file = g_new0 (File, 1);

  file->disk = disk;
  file->name = g_strdup (name);
  file->seen = g_byte_array_new ();
  file->synced = g_byte_array_new ();
  file->changes = g_array_new (FALSE, FALSE, sizeof (Change));
  g_array_set_clear_func (file->changes, clear_change);
  file->handles = g_ptr_array_new ();
  g_ptr_array_add (disk->files, file);

  return file;
}

static FarSimDisk *
find_disk (const char *path, const char **name)
{
  char *end;
  guint number;

  *name = "";
  if (path == NULL || *path != '/')
    return NULL;

  number = strtoul (path + 1, &end, 10);
  *name = end;

  return g_hash_table_lookup (disks, GUINT_TO_POINTER (number));
}

static void
resize (GByteArray *bytes, gsize len)
{
  gsize before = bytes->len;

  g_byte_array_set_size (bytes, len);
  if (len > before)
    memset (bytes->data + before, 0, len - before);
}

static void
write_bytes (GByteArray *bytes, gint64 offset, const guint8 *data, guint len)
{
  if (offset + len > bytes->len)
    resize (bytes, offset + len);
  memcpy (bytes->data + offset, data, len);
}

static void
apply_change (GByteArray *bytes, const Change *change)
{
  if (change->data == NULL)
    resize (bytes, change->offset);
  else
    write_bytes (bytes, change->offset, change->data, change->len);
}

static void
note_change (File *file, gint64 offset, const void *data, guint len)
{
  Change change = { offset, len, data != NULL ? g_memdup2 (data, len) : NULL };

  apply_change (file->seen, &change);
  g_array_append_val (file->changes, change);
}

static void
sync_content (File *file)
{
  for (guint i = 0; i < file->changes->len; i++)
    apply_change (file->synced, &g_array_index (file->changes, Change, i));
  g_array_set_size (file->changes, 0);
}

/* Which files there are.  SQLite's own VFS syncs the folder when it first syncs a new journal. */
static void
sync_folder (FarSimDisk *disk)
{
  for (guint i = 0; i < disk->files->len; i++)
    {
      File *file = g_ptr_array_index (disk->files, i);

      file->synced_exists = file->exists;
      g_clear_pointer (&file->synced_name, g_free);
      if (!file->exists)
        sync_content (file);
    }
}

/* ---- what goes wrong */

/* Counts one operation. Returns: SQLITE_OK if it may happen */
static int
count_operation (FarSimDisk *disk, gboolean is_change)
{
  if (disk->dead)
    return SQLITE_IOERR;

  disk->n_changes += is_change;
  disk->n_operations++;
  if (disk->fault == FAR_SIM_DISK_WELL ||
      (!is_change && (disk->fault == FAR_SIM_DISK_DIES || disk->fault == FAR_SIM_DISK_READ_ONLY)))
    return SQLITE_OK;

  if (disk->left > 0)
    {
      disk->left--;
      return SQLITE_OK;
    }
  if (disk->fault == FAR_SIM_DISK_FULL)
    return SQLITE_OK;

  if (disk->fault == FAR_SIM_DISK_DIES)
    disk->dead = TRUE;
  if (disk->fault != FAR_SIM_DISK_BROKEN && disk->fault != FAR_SIM_DISK_READ_ONLY)
    disk->fault = FAR_SIM_DISK_WELL;
  disk->failed = TRUE;

  return SQLITE_IOERR;
}

/* Some of its sectors have reached the platter, and of one maybe the beginning. */
static void
tear (GByteArray *bytes, const Change *change, FarSimRandom *power)
{
  gint64 end = change->offset + change->len;

  for (gint64 at = change->offset; at < end;)
    {
      gint64 next = MIN ((at / SECTOR_LEN + 1) * SECTOR_LEN, end);
      guint len = next - at;

      if (far_sim_random_chance (power, 10))
        len = far_sim_random_below (power, len);
      if (far_sim_random_chance (power, 60))
        write_bytes (bytes, at, change->data + (at - change->offset), len);
      at = next;
    }
}

static void
lose_power (File *file, FarSimRandom *power)
{
  /* whole machines differ: a disk that keeps its order, one that writes nothing, one that writes as
   * it likes */
  guint keep_pct = far_sim_random_below (power, 5) * 25;
  guint tear_pct = far_sim_random_below (power, 3) * 30;
  gboolean was_deleted = !file->exists;

  if (file->exists != file->synced_exists)
    file->exists = far_sim_random_chance (power, 50);
  if (file->synced_name != NULL && far_sim_random_chance (power, 50))
    {
      g_free (file->name);
      file->name = g_steal_pointer (&file->synced_name);
    }

  for (guint i = 0; i < file->changes->len; i++)
    {
      const Change *change = &g_array_index (file->changes, Change, i);

      /* one whose deletion is lost is whole */
      if (was_deleted && file->exists && change->data == NULL && change->offset == 0)
        continue;
      if (far_sim_random_chance (power, keep_pct))
        apply_change (file->synced, change);
      else if (change->data != NULL && far_sim_random_chance (power, tear_pct))
        tear (file->synced, change, power);
    }
  if (!file->exists)
    resize (file->synced, 0);
}

/* ---- disks */

FarSimDisk *
far_sim_disk_new (guint number)
{
  FarSimDisk *self = g_new0 (FarSimDisk, 1);

  self->number = number;
  self->files = g_ptr_array_new_with_free_func (free_file);
  g_hash_table_insert (disks, GUINT_TO_POINTER (number), self);

  return self;
}

void
far_sim_disk_free (FarSimDisk *self)
{
  g_hash_table_remove (disks, GUINT_TO_POINTER (self->number));
  g_ptr_array_unref (self->files);
  g_free (self);
}

void
far_sim_disk_put (FarSimDisk *self, const char *name, const void *bytes, gsize len)
{
  File *file = add_file (self, name);

  g_byte_array_append (file->seen, bytes, len);
  g_byte_array_append (file->synced, bytes, len);
  file->exists = file->synced_exists = TRUE;
}

void
far_sim_disk_copy (FarSimDisk *self, const FarSimDisk *from)
{
  g_ptr_array_set_size (self->files, 0);
  for (guint i = 0; i < from->files->len; i++)
    {
      const File *source = g_ptr_array_index (from->files, i);
      File *file = add_file (self, source->name);

      g_byte_array_append (file->seen, source->seen->data, source->seen->len);
      g_byte_array_append (file->synced, source->seen->data, source->seen->len);
      file->exists = file->synced_exists = source->exists;
    }
}

void
far_sim_disk_break (FarSimDisk *self, FarSimDiskFault fault, guint after)
{
  self->fault = fault;
  self->left = after;
}

void
far_sim_disk_mend (FarSimDisk *self)
{
  self->fault = FAR_SIM_DISK_WELL;
}

FarSimDiskFault
far_sim_disk_get_fault (const FarSimDisk *self)
{
  return self->fault;
}

void
far_sim_disk_kill (FarSimDisk *self)
{
  self->dead = TRUE;
}

gboolean
far_sim_disk_is_dead (const FarSimDisk *self)
{
  return self->dead;
}

gboolean
far_sim_disk_take_failed (FarSimDisk *self)
{
  gboolean failed = self->failed;

  self->failed = FALSE;

  return failed;
}

void
far_sim_disk_restart (FarSimDisk *self, FarSimRandom *power)
{
  for (guint i = 0; i < self->files->len; i++)
    {
      File *file = g_ptr_array_index (self->files, i);

      g_assert_cmpuint (file->handles->len, ==, 0);
      if (power != NULL)
        lose_power (file, power);
      else
        sync_content (file);
      g_array_set_size (file->changes, 0);
      g_clear_pointer (&file->synced_name, g_free);
      file->synced_exists = file->exists;
      g_byte_array_set_size (file->seen, 0);
      g_byte_array_append (file->seen, file->synced->data, file->synced->len);
    }
  self->dead = FALSE;
  self->failed = FALSE;
  if (self->fault != FAR_SIM_DISK_READ_ONLY)
    self->fault = FAR_SIM_DISK_WELL;
}

guint64
far_sim_disk_get_n_changes (const FarSimDisk *self)
{
  return self->n_changes;
}

guint64
far_sim_disk_get_n_operations (const FarSimDisk *self)
{
  return self->n_operations;
}

gsize
far_sim_disk_get_n_bytes (const FarSimDisk *self)
{
  gsize n = 0;

  for (guint i = 0; i < self->files->len; i++)
    n += ((File *)self->files->pdata[i])->seen->len;

  return n;
}

gboolean
far_sim_disk_contains (const FarSimDisk *self, const void *data, gsize len)
{
  for (guint i = 0; i < self->files->len; i++)
    {
      const File *file = g_ptr_array_index (self->files, i);

      if (file->exists && file->seen->len > 0 &&
          memmem (file->seen->data, file->seen->len, data, len) != NULL)
        return TRUE;
    }

  return FALSE;
}

/* ---- files beside SQLite */

static int
fail_with (int number)
{
  errno = number;

  return -1;
}

/* (nullable) */
static File *
find_path (const char *path, FarSimDisk **disk)
{
  const char *name;
  File *file;

  *disk = find_disk (path, &name);
  file = *disk != NULL ? find_file (*disk, name) : NULL;

  return file != NULL && file->exists ? file : NULL;
}

gboolean
far_sim_vfs_has (const char *path)
{
  const char *name;

  return disks != NULL && find_disk (path, &name) != NULL && (*name == '\0' || *name == '/');
}

gint64
far_sim_vfs_stat (const char *path)
{
  FarSimDisk *disk;
  const File *file = find_path (path, &disk);

  return file != NULL ? (gint64)file->seen->len : fail_with (ENOENT);
}

int
far_sim_vfs_sync (const char *path)
{
  const char *name;
  FarSimDisk *disk = find_disk (path, &name);
  File *file = find_path (path, &disk);

  if (file == NULL && *name != '\0')
    return fail_with (ENOENT);
  if (count_operation (disk, TRUE) != SQLITE_OK)
    return fail_with (EIO);

  if (file != NULL)
    sync_content (file);
  else
    sync_folder (disk);

  return 0;
}

int
far_sim_vfs_rename (const char *from, const char *to)
{
  FarSimDisk *disk;
  File *file = find_path (from, &disk);
  const char *name;

  if (file == NULL)
    return fail_with (ENOENT);
  if (count_operation (disk, TRUE) != SQLITE_OK)
    return fail_with (EIO);

  find_disk (to, &name);
  if (find_file (disk, name) != NULL)
    g_ptr_array_remove (disk->files, find_file (disk, name));
  if (file->synced_name == NULL)
    file->synced_name = g_steal_pointer (&file->name);
  g_free (file->name);
  file->name = g_strdup (name);

  return 0;
}

static int
delete_file (File *file)
{
  if (count_operation (file->disk, TRUE) != SQLITE_OK)
    return SQLITE_IOERR_DELETE;

  note_change (file, 0, NULL, 0);
  file->exists = FALSE;

  return SQLITE_OK;
}

int
far_sim_vfs_unlink (const char *path)
{
  FarSimDisk *disk;
  File *file = find_path (path, &disk);

  if (file == NULL)
    return fail_with (ENOENT);

  return delete_file (file) == SQLITE_OK ? 0 : fail_with (EIO);
}

/* ---- an open file */

static File *
get_file (sqlite3_file *handle)
{
  return ((Handle *)handle)->file;
}

static int
file_close (sqlite3_file *handle)
{
  File *file = get_file (handle);

  if (file != NULL)
    g_ptr_array_remove (file->handles, handle);
  ((Handle *)handle)->file = NULL;

  return SQLITE_OK;
}

static int
file_read (sqlite3_file *handle, void *out, int len, sqlite3_int64 offset)
{
  File *file = get_file (handle);
  gint64 left = MAX ((gint64)file->seen->len - offset, 0);

  if (count_operation (file->disk, FALSE) != SQLITE_OK)
    return SQLITE_IOERR_READ;

  if (left >= len)
    {
      memcpy (out, file->seen->data + offset, len);
      return SQLITE_OK;
    }

  memset (out, 0, len);
  if (left > 0)
    memcpy (out, file->seen->data + offset, left);

  return SQLITE_IOERR_SHORT_READ;
}

static int
file_write (sqlite3_file *handle, const void *data, int len, sqlite3_int64 offset)
{
  File *file = get_file (handle);

  if (file->disk->fault == FAR_SIM_DISK_FULL && file->disk->left == 0 &&
      offset + len > file->seen->len)
    {
      file->disk->failed = TRUE;
      return SQLITE_FULL;
    }
  if (count_operation (file->disk, TRUE) != SQLITE_OK)
    return SQLITE_IOERR_WRITE;

  note_change (file, offset, data, len);

  return SQLITE_OK;
}

static int
file_truncate (sqlite3_file *handle, sqlite3_int64 len)
{
  File *file = get_file (handle);

  if (count_operation (file->disk, TRUE) != SQLITE_OK)
    return SQLITE_IOERR_TRUNCATE;

  note_change (file, len, NULL, 0);

  return SQLITE_OK;
}

static int
file_sync (sqlite3_file *handle, int flags)
{
  File *file = get_file (handle);

  if (count_operation (file->disk, TRUE) != SQLITE_OK)
    return SQLITE_IOERR_FSYNC;

  sync_content (file);
  if (!file->synced_exists)
    sync_folder (file->disk);

  return SQLITE_OK;
}

static int
file_size (sqlite3_file *handle, sqlite3_int64 *out)
{
  *out = get_file (handle)->seen->len;

  return SQLITE_OK;
}

static int
strongest_other (sqlite3_file *handle)
{
  const GPtrArray *handles = get_file (handle)->handles;
  int lock = SQLITE_LOCK_NONE;

  for (guint i = 0; i < handles->len; i++)
    if (handles->pdata[i] != handle)
      lock = MAX (lock, ((Handle *)handles->pdata[i])->lock);

  return lock;
}

static int
file_lock (sqlite3_file *handle, int lock)
{
  int other = strongest_other (handle);

  /* as a system that gives no other lock on a file which is open for reading */
  if (((Handle *)handle)->is_read_only && lock > SQLITE_LOCK_SHARED)
    return SQLITE_IOERR_LOCK;
  if ((lock == SQLITE_LOCK_SHARED && other >= SQLITE_LOCK_PENDING) ||
      (lock == SQLITE_LOCK_RESERVED && other >= SQLITE_LOCK_RESERVED) ||
      (lock == SQLITE_LOCK_EXCLUSIVE && other >= SQLITE_LOCK_SHARED))
    return SQLITE_BUSY;

  ((Handle *)handle)->lock = MAX (((Handle *)handle)->lock, lock);

  return SQLITE_OK;
}

static int
file_unlock (sqlite3_file *handle, int lock)
{
  ((Handle *)handle)->lock = lock;

  return SQLITE_OK;
}

static int
file_check_reserved_lock (sqlite3_file *handle, int *out)
{
  *out = strongest_other (handle) >= SQLITE_LOCK_RESERVED;

  return SQLITE_OK;
}

static int
file_control (sqlite3_file *handle, int op, void *arg)
{
  if (op != SQLITE_FCNTL_MMAP_SIZE)
    return SQLITE_NOTFOUND;

  *(sqlite3_int64 *)arg = 0;

  return SQLITE_OK;
}

static int
file_sector_size (sqlite3_file *handle)
{
  return 4096;
}

static int
file_characteristics (sqlite3_file *handle)
{
  return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

static const sqlite3_io_methods file_methods = {
  .iVersion = 1,
  .xClose = file_close,
  .xRead = file_read,
  .xWrite = file_write,
  .xTruncate = file_truncate,
  .xSync = file_sync,
  .xFileSize = file_size,
  .xLock = file_lock,
  .xUnlock = file_unlock,
  .xCheckReservedLock = file_check_reserved_lock,
  .xFileControl = file_control,
  .xSectorSize = file_sector_size,
  .xDeviceCharacteristics = file_characteristics,
};

/* ---- the VFS */

static int
vfs_open (sqlite3_vfs *vfs, const char *path, sqlite3_file *handle, int flags, int *out_flags)
{
  const char *name;
  FarSimDisk *disk = find_disk (path, &name);
  gboolean is_read_only;
  File *file;

  memset (handle, 0, sizeof (Handle));
  if (disk == NULL)
    return SQLITE_CANTOPEN;
  is_read_only = disk->fault == FAR_SIM_DISK_READ_ONLY;
  if (count_operation (disk, FALSE) != SQLITE_OK)
    return SQLITE_IOERR;

  file = find_file (disk, name);
  if ((file == NULL || !file->exists) && (is_read_only || !(flags & SQLITE_OPEN_CREATE)))
    return SQLITE_CANTOPEN;
  if (file == NULL)
    file = add_file (disk, name);

  file->exists = TRUE;
  g_ptr_array_add (file->handles, handle);
  ((Handle *)handle)->file = file;
  ((Handle *)handle)->is_read_only = is_read_only;
  handle->pMethods = &file_methods;
  /* as SQLite's own VFS does where it may only read */
  if (is_read_only && (flags & SQLITE_OPEN_READWRITE))
    flags = (flags & ~(SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)) | SQLITE_OPEN_READONLY;
  if (out_flags != NULL)
    *out_flags = flags;

  return SQLITE_OK;
}

static int
vfs_delete (sqlite3_vfs *vfs, const char *path, int with_folder)
{
  FarSimDisk *disk;
  File *file = find_path (path, &disk);
  int code;

  if (file == NULL)
    return SQLITE_IOERR_DELETE_NOENT;

  code = delete_file (file);
  if (code == SQLITE_OK && with_folder)
    sync_folder (disk);

  return code;
}

static int
vfs_access (sqlite3_vfs *vfs, const char *path, int flags, int *out)
{
  const char *name;
  FarSimDisk *disk = find_disk (path, &name);
  const File *file = disk != NULL ? find_file (disk, name) : NULL;

  *out = file != NULL && file->exists && (flags == SQLITE_ACCESS_EXISTS || file->seen->len > 0);

  return SQLITE_OK;
}

static int
vfs_full_pathname (sqlite3_vfs *vfs, const char *path, int len, char *out)
{
  g_strlcpy (out, path, len);

  return SQLITE_OK;
}

static int
vfs_randomness (sqlite3_vfs *vfs, int len, char *out)
{
  far_sim_random_fill (&chance, out, len);

  return len;
}

static int
vfs_sleep (sqlite3_vfs *vfs, int us)
{
  return us;
}

static int
vfs_current_time (sqlite3_vfs *vfs, double *out)
{
  *out = 2461300.5;

  return SQLITE_OK;
}

static int
vfs_get_last_error (sqlite3_vfs *vfs, int len, char *out)
{
  return 0;
}

static sqlite3_vfs sim_vfs = {
  .iVersion = 1,
  .szOsFile = sizeof (Handle),
  .mxPathname = 64,
  .zName = "far-sim",
  .xOpen = vfs_open,
  .xDelete = vfs_delete,
  .xAccess = vfs_access,
  .xFullPathname = vfs_full_pathname,
  .xRandomness = vfs_randomness,
  .xSleep = vfs_sleep,
  .xCurrentTime = vfs_current_time,
  .xGetLastError = vfs_get_last_error,
};

void
far_sim_vfs_register (void)
{
  disks = g_hash_table_new (NULL, NULL);
  sqlite3_config (SQLITE_CONFIG_MEMSTATUS, 0);
  if (sqlite3_vfs_register (&sim_vfs, 1) != SQLITE_OK)
    g_error ("SQLite takes no VFS");
}

void
far_sim_vfs_reset (guint64 seed)
{
  chance.state = seed;
  sqlite3_randomness (0, NULL);
}
