/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-list.h"

struct _FarList
{
  GObject parent_instance;

  FarListKey key;
  GPtrArray *items; /* owned; (element-type FarItem) */
};

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (FarList,
                               far_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

static GType
far_list_get_item_type (GListModel *model)
{
  return FAR_TYPE_ITEM;
}

static guint
far_list_get_n_items (GListModel *model)
{
  return FAR_LIST (model)->items->len;
}

static gpointer
far_list_get_item (GListModel *model, guint position)
{
  FarList *self = FAR_LIST (model);

  if (position >= self->items->len)
    return NULL;

  return g_object_ref (g_ptr_array_index (self->items, position));
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = far_list_get_item_type;
  iface->get_n_items = far_list_get_n_items;
  iface->get_item = far_list_get_item;
}

static void
far_list_finalize (GObject *object)
{
  FarList *self = FAR_LIST (object);

  g_clear_pointer (&self->items, g_ptr_array_unref);

  G_OBJECT_CLASS (far_list_parent_class)->finalize (object);
}

static void
far_list_class_init (FarListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = far_list_finalize;
}

static void
far_list_init (FarList *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
}

FarList *
far_list_new (FarListKey key)
{
  FarList *self;

  g_return_val_if_fail (key != NULL, NULL);

  self = g_object_new (FAR_TYPE_LIST, NULL);
  self->key = key;

  return self;
}

void
far_list_update (FarList *self, GPtrArray *snapshots)
{
  g_autoptr(GPtrArray) old = NULL;
  g_autoptr(GHashTable) by_key = NULL;
  GPtrArray *items;
  guint n_head = 0;
  guint n_tail = 0;
  guint n_least;

  g_return_if_fail (FAR_IS_LIST (self));
  g_return_if_fail (snapshots != NULL);

  by_key = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < self->items->len; i++)
    {
      FarItem *item = g_ptr_array_index (self->items, i);

      g_hash_table_insert (by_key, (gpointer)far_item_peek_key (item), item);
    }

  items = g_ptr_array_new_full (snapshots->len, g_object_unref);
  for (guint i = 0; i < snapshots->len; i++)
    {
      g_autofree char *key = self->key (g_ptr_array_index (snapshots, i));
      FarItem *item = g_hash_table_lookup (by_key, key);

      g_ptr_array_add (items, item != NULL ? g_object_ref (item)
                                           : far_item_new (key, g_ptr_array_index (snapshots, i)));
    }

  old = self->items;
  self->items = items;

  n_least = MIN (old->len, items->len);
  while (n_head < n_least && old->pdata[n_head] == items->pdata[n_head])
    n_head++;
  while (n_tail < n_least - n_head &&
         old->pdata[old->len - 1 - n_tail] == items->pdata[items->len - 1 - n_tail])
    n_tail++;

  if (n_head + n_tail < MAX (old->len, items->len))
    g_list_model_items_changed (G_LIST_MODEL (self), n_head, old->len - n_head - n_tail,
                                items->len - n_head - n_tail);

  /* only now: whoever looks at its neighbours finds the new list */
  for (guint i = 0; i < snapshots->len; i++)
    far_item_set_snapshot (items->pdata[i], g_ptr_array_index (snapshots, i));
}
