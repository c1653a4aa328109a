/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-payload-writer.h"

static void
write_array (const FarPayload *payload, const FarField *field, FarMapWriter *map)
{
  FarPayloadIter iter = far_payload_iter (payload, field->key);
  FarPayload item;
  const guint8 *bytes;
  gint64 num;

  far_map_array (map, field->key, payload->values[field->key].num);
  while (iter.left > 0)
    {
      if (field->type == FAR_TYPE_MAPS && far_payload_iter_map (&iter, &item))
        far_payload_write (&item, map->out);
      else if (field->type == FAR_TYPE_INTS && far_payload_iter_int (&iter, &num))
        far_cbor_put_int (map->out, num);
      else if (field->type == FAR_TYPE_IDS && far_payload_iter_bytes (&iter, &bytes))
        far_cbor_put_bytes (map->out, bytes, field->item_len);
      else
        g_assert_not_reached ();
    }
}

static void
write_field (const FarPayload *payload, const FarField *field, FarMapWriter *map)
{
  const FarValue *value = &payload->values[field->key];
  g_autofree char *text = NULL;

  switch ((FarType)field->type)
    {
    case FAR_TYPE_INT:
      far_map_int (map, field->key, value->num);
      break;
    case FAR_TYPE_BYTES:
      far_map_bytes (map, field->key, value->bytes, value->len);
      break;
    case FAR_TYPE_TEXT:
    case FAR_TYPE_NAME:
      text = far_payload_dup_text (payload, field->key);
      g_assert_true (g_utf8_validate (text, value->len, NULL));
      far_map_text (map, field->key, text);
      break;
    case FAR_TYPE_INTS:
    case FAR_TYPE_IDS:
    case FAR_TYPE_MAPS:
      write_array (payload, field, map);
      break;
    }
}

void
far_payload_write (const FarPayload *payload, GByteArray *out)
{
  FarMapWriter map = far_map_begin (out);

  for (guint i = 0; i < payload->schema->n_fields; i++)
    if (far_payload_has (payload, payload->schema->fields[i].key))
      write_field (payload, &payload->schema->fields[i], &map);

  far_map_end (&map);
}
