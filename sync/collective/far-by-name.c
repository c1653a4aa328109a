/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-collective"

#include "far-by-name.h"

#include <string.h>

struct _FarByName
{
  GHashTable *keys; /* owned: name -> collation key */
};

FarByName *
far_by_name_new (void)
{
  FarByName *self = g_new0 (FarByName, 1);

  self->keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  return self;
}

void
far_by_name_free (FarByName *self)
{
  g_hash_table_unref (self->keys);
  g_free (self);
}

static const char *
find_key (FarByName *self, const char *name)
{
  char *key = g_hash_table_lookup (self->keys, name);

  if (key == NULL)
    {
      key = g_utf8_collate_key (name, -1);
      g_hash_table_insert (self->keys, g_strdup (name), key);
    }

  return key;
}

int
far_by_name_compare (FarByName *self, const char *one, const char *other)
{
  return one == other ? 0 : strcmp (find_key (self, one), find_key (self, other));
}
