/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-item.h"

struct _FarItem
{
  GObject parent_instance;

  char *key;         /* owned */
  gpointer snapshot; /* owned reference */
};

G_DEFINE_FINAL_TYPE (FarItem, far_item, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_SNAPSHOT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
far_item_finalize (GObject *object)
{
  FarItem *self = FAR_ITEM (object);

  g_clear_pointer (&self->key, g_free);
  g_clear_pointer (&self->snapshot, far_snapshot_unref);

  G_OBJECT_CLASS (far_item_parent_class)->finalize (object);
}

static void
far_item_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  FarItem *self = FAR_ITEM (object);

  switch (prop_id)
    {
    case PROP_SNAPSHOT:
      g_value_set_pointer (value, self->snapshot);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
far_item_class_init (FarItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = far_item_finalize;
  object_class->get_property = far_item_get_property;

  properties[PROP_SNAPSHOT] =
      g_param_spec_pointer ("snapshot", NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
far_item_init (FarItem *self)
{
}

FarItem *
far_item_new (const char *key, gconstpointer snapshot)
{
  FarItem *self;

  g_return_val_if_fail (key != NULL, NULL);
  g_return_val_if_fail (snapshot != NULL, NULL);

  self = g_object_new (FAR_TYPE_ITEM, NULL);
  self->key = g_strdup (key);
  self->snapshot = far_snapshot_ref (snapshot);

  return self;
}

const char *
far_item_peek_key (FarItem *self)
{
  g_return_val_if_fail (FAR_IS_ITEM (self), NULL);

  return self->key;
}

gconstpointer
far_item_peek_snapshot (FarItem *self)
{
  g_return_val_if_fail (FAR_IS_ITEM (self), NULL);

  return self->snapshot;
}

void
far_item_set_snapshot (FarItem *self, gconstpointer snapshot)
{
  gpointer old;

  g_return_if_fail (FAR_IS_ITEM (self));
  g_return_if_fail (snapshot != NULL);

  old = self->snapshot;
  self->snapshot = far_snapshot_ref (snapshot);
  far_snapshot_unref (old);

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SNAPSHOT]);
}

GPtrArray *
far_item_list_snapshots (GListModel *items)
{
  GPtrArray *snapshots = g_ptr_array_new ();

  g_return_val_if_fail (G_IS_LIST_MODEL (items), snapshots);

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr(FarItem) item = g_list_model_get_item (items, i);

      g_ptr_array_add (snapshots, (gpointer)far_item_peek_snapshot (item));
    }

  return snapshots;
}
