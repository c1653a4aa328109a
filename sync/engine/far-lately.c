/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-engine"

#include "far-lately.h"

#include <string.h>

#include "far-link-tcp.h"

#define DAY_MS (G_GINT64_CONSTANT (86400) * 1000)

static char *
make_key (const guint8 *device)
{
  g_autofree char *digits = far_hex (device, FAR_KEY_LEN);

  return g_strconcat ("lately-", digits, NULL);
}

gboolean
far_lately_note (FarWorker *worker,
                 const guint8 device[static FAR_KEY_LEN],
                 const char *address,
                 GError **error)
{
  g_autofree char *key = make_key (device);
  g_autoptr (GByteArray) value = g_byte_array_new ();
  g_autoptr (GBytes) bytes = NULL;

  far_put_u64 (value, far_worker_now_ms (worker));
  far_put (value, address, strlen (address));
  bytes = g_byte_array_free_to_bytes (g_steal_pointer (&value));

  if (!far_store_begin (worker->store, error))
    return FALSE;
  if (far_store_set_meta (worker->store, key, bytes, error))
    return far_store_commit (worker->store, error);

  far_store_rollback (worker->store);

  return FALSE;
}

typedef struct
{
  FarLately lately;
  gint64 time_ms;
} Noted;

static void
noted_free (gpointer data)
{
  g_free (((FarLately *)data)->address);
  g_free (data);
}

/* Returns: (transfer full) (nullable): NULL if there is none, or it is old */
static Noted *
read_noted (FarWorker *worker, const guint8 *device)
{
  g_autofree char *key = make_key (device);
  g_autoptr (GBytes) value = far_store_dup_meta (worker->store, key);
  gint64 now_ms = far_worker_now_ms (worker);
  g_autofree char *address = NULL;
  g_autofree char *host = NULL;
  FarReader reader;
  gint64 time_ms;
  guint16 port;
  gsize len;
  Noted *noted;

  if (value == NULL || g_bytes_get_size (value) <= 8)
    return NULL;

  reader = far_reader (g_bytes_get_data (value, NULL), g_bytes_get_size (value));
  time_ms = (gint64)far_reader_u64 (&reader);
  len = far_reader_left (&reader);
  address = g_strndup ((const char *)far_reader_bytes (&reader, len), len);
  if (time_ms < now_ms - FAR_LATELY_DAYS * DAY_MS ||
      !far_tcp_parse_address (address, FALSE, &host, &port, NULL))
    return NULL;

  noted = g_new0 (Noted, 1);
  memcpy (noted->lately.device, device, FAR_KEY_LEN);
  noted->lately.address = g_steal_pointer (&address);
  noted->time_ms = time_ms;

  return noted;
}

static int
compare_noted (gconstpointer a, gconstpointer b)
{
  gint64 one = (*(const Noted *const *)a)->time_ms;
  gint64 other = (*(const Noted *const *)b)->time_ms;

  return (one < other) - (one > other);
}

GPtrArray *
far_lately_list (FarWorker *worker)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (noted_free);
  guint n;
  const FarGovDevice *devices =
      far_governance_peek_devices (far_store_peek_governance (worker->store), &n);

  for (guint i = 0; i < n; i++)
    {
      Noted *noted =
          devices[i].active && memcmp (devices[i].key, worker->me.device, FAR_KEY_LEN) != 0
              ? read_noted (worker, devices[i].key)
              : NULL;

      if (noted != NULL)
        g_ptr_array_add (list, noted);
    }
  g_ptr_array_sort (list, compare_noted);
  if (list->len > FAR_LATELY_MAX)
    g_ptr_array_set_size (list, FAR_LATELY_MAX);

  return list;
}

gboolean
far_lately_may_call (const FarWorker *worker, const char *address)
{
  return !far_tcp_is_local (address) || worker->nearby == FAR_NEARBY_ALONE ||
         worker->nearby == FAR_NEARBY_TOGETHER || worker->nearby == FAR_NEARBY_NO_AVAHI;
}
