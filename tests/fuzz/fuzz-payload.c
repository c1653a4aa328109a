/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A payload that is taken has one encoding: written anew from what was read, it is the same bytes.
 * The first byte of an input is the kind. */

#include "far-fuzz.h"

#include <string.h>

#include "far-payload-writer.h"

/* ------------------------------------------------------------------ good ones, from the schema */

static gint64
pick (GRand *rand, gint64 min, gint64 max)
{
  switch (g_rand_int_range (rand, 0, 4))
    {
    case 0:
      return min;
    case 1:
      return max;
    default:
      return min + (gint64)(((guint64)g_rand_int (rand) << 32 | g_rand_int (rand)) %
                            MAX (1, (guint64)max - (guint64)min));
    }
}

static gint64
pick_length (GRand *rand, const FarField *field)
{
  return pick (rand, field->min, MIN (field->max, field->min + 20));
}

static void seed_map (GRand *rand, const FarSchema *schema, GByteArray *out);

static void
seed_field (GRand *rand, const FarField *field, FarMapWriter *map)
{
  static const char *const names[] = { "A", "Zoé", "Ольга", "王", "Anne-Marie d’Arc" };
  g_autofree char *text = NULL;
  guint8 bytes[64 * 1024] = { 0 };
  gint64 n;

  switch ((FarType)field->type)
    {
    case FAR_TYPE_INT:
      far_map_int (map, field->key, pick (rand, field->min, field->max));
      break;
    case FAR_TYPE_BYTES:
      far_map_bytes (map, field->key, bytes, pick_length (rand, field));
      break;
    case FAR_TYPE_TEXT:
      text = g_strnfill (pick_length (rand, field), 'a');
      far_map_text (map, field->key, text);
      break;
    case FAR_TYPE_NAME:
      far_map_text (map, field->key, names[g_rand_int_range (rand, 0, G_N_ELEMENTS (names))]);
      break;
    case FAR_TYPE_INTS:
    case FAR_TYPE_IDS:
    case FAR_TYPE_MAPS:
      n = pick_length (rand, field);
      far_map_array (map, field->key, n);
      for (gint64 i = 0; i < n; i++)
        if (field->type == FAR_TYPE_MAPS)
          seed_map (rand, field->item, map->out);
        else if (field->type == FAR_TYPE_INTS)
          far_cbor_put_int (map->out, (i - 2) * 1000);
        else
          {
            bytes[0] = i;
            far_cbor_put_bytes (map->out, bytes, field->item_len);
          }
      break;
    }
}

static void
seed_map (GRand *rand, const FarSchema *schema, GByteArray *out)
{
  FarMapWriter map = far_map_begin (out);

  for (guint i = 0; i < schema->n_fields; i++)
    if (schema->fields[i].required || g_rand_boolean (rand))
      seed_field (rand, &schema->fields[i], &map);

  far_map_end (&map);
}

void
far_fuzz_seed (GRand *rand, GByteArray *out)
{
  const FarSchema *schema = NULL;
  FarPayload payload;
  guint8 kind = 0;

  while (schema == NULL)
    {
      kind = g_rand_int_range (rand, 1, 256);
      schema = far_kind_get_schema (kind);
    }

  g_byte_array_append (out, &kind, 1);
  seed_map (rand, schema, out);
  g_assert_cmpstr (far_payload_error_get_name (
                       far_payload_parse (&payload, schema, out->data + 1, out->len - 1)),
                   ==, far_payload_error_get_name (FAR_PAYLOAD_OK));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize len)
{
  const FarSchema *schema = len > 0 ? far_kind_get_schema (data[0]) : NULL;
  g_autoptr(GByteArray) again = NULL;
  g_autoptr(GString) json = NULL;
  FarPayload untouched;
  FarPayload payload;
  FarPayloadError error;

  if (schema == NULL)
    return 0;

  memset (&untouched, 0xa5, sizeof untouched);
  payload = untouched;
  error = far_payload_parse (&payload, schema, data + 1, len - 1);
  g_assert_nonnull (far_payload_error_get_name (error));

  if (error != FAR_PAYLOAD_OK)
    {
      g_assert_cmpmem (&payload, sizeof payload, &untouched, sizeof untouched);
      return 0;
    }

  again = g_byte_array_new ();
  far_payload_write (&payload, again);
  g_assert_cmpmem (again->data, again->len, data + 1, len - 1);

  json = g_string_new (NULL);
  far_payload_append_json (&payload, json);
  g_assert_true (g_utf8_validate (json->str, json->len, NULL));

  return 0;
}
