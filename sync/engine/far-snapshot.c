/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-snapshot.h"

#include "far-bytes.h"

typedef struct
{
  gpointer what;
  GDestroyNotify destroy;
} Owned;

/* Stands before each snapshot. */
typedef struct
{
  _Alignas(16) GArray *owned; /* (element-type Owned): owned; what follows is aligned too */
} Head;

static Head *
get_head (gconstpointer snapshot)
{
  return (Head *)snapshot - 1;
}

static void
clear_owned (gpointer data)
{
  Owned *owned = data;

  owned->destroy (owned->what);
}

static void
clear_head (gpointer data)
{
  g_array_unref (((Head *)data)->owned);
}

gpointer
far_snapshot_alloc (gsize size)
{
  Head *head = g_atomic_rc_box_alloc0 (sizeof (Head) + size);

  head->owned = g_array_new (FALSE, FALSE, sizeof (Owned));
  g_array_set_clear_func (head->owned, clear_owned);

  return head + 1;
}

gpointer
far_snapshot_ref (gconstpointer snapshot)
{
  g_return_val_if_fail (snapshot != NULL, NULL);

  return (Head *)g_atomic_rc_box_acquire (get_head (snapshot)) + 1;
}

void
far_snapshot_unref (gpointer snapshot)
{
  g_return_if_fail (snapshot != NULL);

  g_atomic_rc_box_release_full (get_head (snapshot), clear_head);
}

gpointer
far_snapshot_own (gpointer self, gpointer what, GDestroyNotify destroy)
{
  Owned owned = { what, destroy };

  g_array_append_val (get_head (self)->owned, owned);

  return what;
}

GPtrArray *
far_snapshot_own_list (gpointer self)
{
  return far_snapshot_own (self, g_ptr_array_new_with_free_func (g_free),
                           (GDestroyNotify)g_ptr_array_unref);
}

const char *
far_snapshot_take (gpointer self, char *text)
{
  return text != NULL ? far_snapshot_own (self, text, g_free) : "";
}

const char *
far_snapshot_dup (gpointer self, const char *text)
{
  if (text == NULL || *text == '\0')
    return "";

  return far_snapshot_take (self, g_strdup (text));
}

const char *
far_snapshot_hex (gpointer self, const void *bytes, gsize len)
{
  return far_snapshot_take (self, far_hex (bytes, len));
}

const char *const *
far_snapshot_take_list (gpointer self, GPtrArray *texts)
{
  g_ptr_array_set_free_func (texts, g_free);
  g_ptr_array_add (texts, NULL);
  far_snapshot_own (self, texts, (GDestroyNotify)g_ptr_array_unref);

  return (const char *const *)texts->pdata;
}

GPtrArray *
far_snapshot_list_new (void)
{
  return g_ptr_array_new_with_free_func (far_snapshot_unref);
}
