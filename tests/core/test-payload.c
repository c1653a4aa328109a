/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Payloads under schemas of the test's own, so that every type and every error has its row; what
 * the project's kinds make of foreign bytes is in tests/vectors/. */

#include <glib.h>
#include <string.h>

#include "far-payload.h"
#include "test-vectors.h"

static const FarField inner_fields[] = {
  { 1, FAR_TYPE_INT, TRUE, "a", 0, 9, 0, NULL },
  { 2, FAR_TYPE_NAME, FALSE, "b", 1, FAR_NAME_MAX, 0, NULL },
};
static const FarSchema inner = { "inner", G_N_ELEMENTS (inner_fields), inner_fields };

static const FarField outer_fields[] = {
  { 1, FAR_TYPE_INT, FALSE, "int", G_MININT64, G_MAXINT64, 0, NULL },
  { 2, FAR_TYPE_INT, FALSE, "flag", 1, 1, 0, NULL },
  { 3, FAR_TYPE_BYTES, FALSE, "bytes", 1, 300, 0, NULL },
  { 4, FAR_TYPE_TEXT, FALSE, "text", 2, 300, 0, NULL },
  { 5, FAR_TYPE_NAME, FALSE, "name", 1, FAR_NAME_MAX, 0, NULL },
  { 6, FAR_TYPE_INTS, FALSE, "ints", 1, 2000, 0, NULL },
  { 7, FAR_TYPE_IDS, FALSE, "ids", 0, 3, 2, NULL },
  { 8, FAR_TYPE_MAPS, FALSE, "maps", 1, 3, 0, &inner },
  { 22, FAR_TYPE_INT, FALSE, "both", 0, 1, 0, NULL },
  { 23, FAR_TYPE_INT, FALSE, "last", -1, 1, 0, NULL },
};
static const FarSchema outer = { "outer", G_N_ELEMENTS (outer_fields), outer_fields };

static const FarField needed_fields[] = {
  { 1, FAR_TYPE_INT, TRUE, "first", 0, 9, 0, NULL },
  { 2, FAR_TYPE_INT, FALSE, "middle", 0, 9, 0, NULL },
  { 3, FAR_TYPE_INT, TRUE, "last", 0, 9, 0, NULL },
};
static const FarSchema needed = { "needed", G_N_ELEMENTS (needed_fields), needed_fields };

static const FarSchema nothing = { "nothing", 0, NULL };

/* -- what is wrong, in order of bytes */

typedef struct
{
  const FarSchema *schema;
  const char *hex;
  const char *reason;
} Row;

static const Row rows[] = {
  { &nothing, "a0", "ok" },
  { &outer, "a0", "ok" },
  { NULL, "a0", "kind" },

  /* the map */
  { &nothing, "", "truncated" },
  { &nothing, "a1", "truncated" },
  { &nothing, "a000", "trailing" },
  { &nothing, "a100", "key" },
  { &outer, "a10000", "key" },
  { &outer, "a10900", "key" },
  { &outer, "a1181800", "key" },
  { &outer, "a12000", "key" },
  { &outer, "a1011801", "long-form" },
  { &outer, "b80101", "long-form" },
  { &outer, "b90001", "long-form" },
  { &outer, "b818", "truncated" },
  { &outer, "b90400", "truncated" },
  { &outer, "b90401", "range" },
  { &outer, "bbffffffffffffffff", "range" },
  { &outer, "bf01ff", "type" },
  { &outer, "80", "type" },
  { &outer, "c0a0", "type" },
  { &outer, "f6", "type" },
  { &outer, "fc", "type" },
  { &outer, "ff", "type" },

  /* keys */
  { &outer, "a201000100", "order" },
  { &outer, "a2170001", "order" },
  { &outer, "a2170018180000", "key" },
  { &outer, "a26100", "type" },
  { &outer, "a11bffffffffffffffff00", "range" },
  { &needed, "a201000300", "ok" },
  { &needed, "a3010002000300", "ok" },
  { &needed, "a0", "missing" },
  { &needed, "a10100", "missing" },
  { &needed, "a10300", "missing" },
  { &needed, "a201000200", "missing" },
  { &needed, "a203000100", "missing" },

  /* integers; the schema's range is the whole of what fits */
  { &outer, "a101", "truncated" },
  { &outer, "a10117", "ok" },
  { &outer, "a101181817", "trailing" },
  { &outer, "a1011817", "long-form" },
  { &outer, "a1011818", "ok" },
  { &outer, "a10118", "truncated" },
  { &outer, "a1011900ff", "long-form" },
  { &outer, "a101190100", "ok" },
  { &outer, "a1011a0000ffff", "long-form" },
  { &outer, "a1011a00010000", "ok" },
  { &outer, "a1011b00000000ffffffff", "long-form" },
  { &outer, "a1011b0000000100000000", "ok" },
  { &outer, "a1011b7fffffffffffffff", "ok" },
  { &outer, "a1011b8000000000000000", "range" },
  { &outer, "a1013b7fffffffffffffff", "ok" },
  { &outer, "a1013b8000000000000000", "range" },
  { &outer, "a1013bffffffffffffffff", "range" },
  { &outer, "a1013817", "long-form" },
  { &outer, "a1011c", "type" },
  { &outer, "a1011f", "type" },
  { &outer, "a101f5", "type" },
  { &outer, "a101f90000", "type" },
  { &outer, "a1014101", "type" },
  { &outer, "a11720", "ok" },
  { &outer, "a11721", "range" },
  { &outer, "a11701", "ok" },
  { &outer, "a11702", "range" },

  /* simple values are none of ours */
  { &outer, "a102f5", "type" },
  { &outer, "a102f4", "type" },
  { &outer, "a102f6", "type" },
  { &outer, "a102f7", "type" },
  { &outer, "a102f8", "type" },

  /* bytes and text */
  { &outer, "a1034100", "ok" },
  { &outer, "a10340", "range" },
  { &outer, "a1035801ff", "long-form" },
  { &outer, "a10342ff", "truncated" },
  { &outer, "a1035bffffffffffffffff", "truncated" },
  { &outer, "a1036161", "type" },
  { &outer, "a1035f4100ff", "type" },
  { &outer, "a104626162", "ok" },
  { &outer, "a1046161", "range" },
  { &outer, "a10462610a", "ok" },
  { &outer, "a104626100", "text" },
  { &outer, "a10462611f", "text" },
  { &outer, "a10462617f", "text" },
  { &outer, "a1046161ff", "range" },
  { &outer, "a10462c280", "text" },
  { &outer, "a10462c29f", "text" },
  { &outer, "a10462c2a0", "ok" },
  { &outer, "a10462c0af", "text" },
  { &outer, "a10463eda080", "text" },
  { &outer, "a10463efbfbf", "ok" },
  { &outer, "a10464f48fbfbf", "ok" },
  { &outer, "a10464f4908080", "text" },
  { &outer, "a1046261c3", "text" },
  { &outer, "a104428000", "type" },
  { &outer, "a1056141", "ok" },
  { &outer, "a10560", "range" },
  { &outer, "a10562410a", "text" },

  /* arrays */
  { &outer, "a1068100", "ok" },
  { &outer, "a10680", "range" },
  { &outer, "a106820001", "ok" },
  { &outer, "a106820000", "order" },
  { &outer, "a106820100", "order" },
  { &outer, "a106822000", "ok" },
  { &outer, "a106820020", "order" },
  { &outer, "a106811a7fffffff", "ok" },
  { &outer, "a106811a80000000", "range" },
  { &outer, "a106813a7fffffff", "ok" },
  { &outer, "a106813a80000000", "range" },
  { &outer, "a1068200", "truncated" },
  { &outer, "a1069801", "long-form" },
  { &outer, "a106990401", "range" },
  { &outer, "a1069f00ff", "type" },
  { &outer, "a10600", "type" },
  { &outer, "a1068161", "type" },
  { &outer, "a10780", "ok" },
  { &outer, "a107824200014200", "truncated" },
  { &outer, "a10782420001420002", "ok" },
  { &outer, "a10782420001420001", "order" },
  { &outer, "a10782420002420001", "order" },
  { &outer, "a107814100", "range" },
  { &outer, "a1078143000000", "range" },
  { &outer, "a10784", "range" },
  { &outer, "a10781626161", "type" },

  /* maps in an array */
  { &outer, "a10881a10100", "ok" },
  { &outer, "a10882a10100a10100", "ok" },
  { &outer, "a10881a0", "missing" },
  { &outer, "a10881a10261", "missing" },
  { &outer, "a10881a2010002", "truncated" },
  { &outer, "a10881a20100026141", "ok" },
  { &outer, "a10881a2010003", "key" },
  { &outer, "a10881a1010a", "range" },
  { &outer, "a1088100", "type" },
  { &outer, "a1088180", "type" },
  { &outer, "a10881a1018100", "type" },
};

static void
test_tells_what_is_wrong (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GByteArray) bytes = unhex (rows[i].hex);
      FarPayload payload;
      FarPayload untouched;
      FarPayloadError error;

      memset (&payload, 0x5a, sizeof payload);
      untouched = payload;
      error = far_payload_parse (&payload, rows[i].schema, bytes->data, bytes->len);
      if (g_strcmp0 (far_payload_error_get_name (error), rows[i].reason) != 0)
        g_test_fail_printf ("%s: %s, not %s", rows[i].hex, far_payload_error_get_name (error),
                            rows[i].reason);
      if (error != FAR_PAYLOAD_OK)
        g_assert_cmpmem (&payload, sizeof payload, &untouched, sizeof untouched);
    }
}

/* A good payload is good as a whole only. */
static void
test_refuses_every_beginning (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GByteArray) bytes = unhex (rows[i].hex);
      FarPayload payload;

      if (!g_str_equal (rows[i].reason, "ok"))
        continue;
      for (guint len = 0; len < bytes->len; len++)
        g_assert_cmpint (far_payload_parse (&payload, rows[i].schema, bytes->data, len), ==,
                         FAR_PAYLOAD_TRUNCATED);
    }
}

static void
test_every_error_has_a_row (void)
{
  for (FarPayloadError error = FAR_PAYLOAD_OK; error <= FAR_PAYLOAD_KIND; error++)
    {
      gboolean found = FALSE;

      for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
        found |= g_str_equal (rows[i].reason, far_payload_error_get_name (error));
      g_assert_true (found);
    }
}

/* -- lengths that no table holds */

static FarPayloadError
parse_text (guint key, const char *piece, guint n)
{
  g_autoptr (GByteArray) out = g_byte_array_new ();
  g_autoptr (GString) text = g_string_new (NULL);
  FarMapWriter map = far_map_begin (out);
  FarPayload payload;

  for (guint i = 0; i < n; i++)
    g_string_append (text, piece);
  far_map_text (&map, key, text->str);
  far_map_end (&map);

  return far_payload_parse (&payload, &outer, out->data, out->len);
}

static void
test_names_count_characters (void)
{
  g_assert_cmpint (parse_text (5, "a", 200), ==, FAR_PAYLOAD_OK);
  g_assert_cmpint (parse_text (5, "a", 201), ==, FAR_PAYLOAD_RANGE);
  g_assert_cmpint (parse_text (5, "\xc3\xa9", 200), ==, FAR_PAYLOAD_OK);
  g_assert_cmpint (parse_text (5, "\xf0\x9f\x98\x80", 200), ==, FAR_PAYLOAD_OK);
  g_assert_cmpint (parse_text (5, "\xf0\x9f\x98\x80", 201), ==, FAR_PAYLOAD_RANGE);
  /* e and a combining accent are two: no Unicode table is asked */
  g_assert_cmpint (parse_text (5, "e\xcc\x81", 100), ==, FAR_PAYLOAD_OK);
  g_assert_cmpint (parse_text (5, "e\xcc\x81", 101), ==, FAR_PAYLOAD_RANGE);
}

static void
test_texts_count_bytes (void)
{
  g_assert_cmpint (parse_text (4, "a", 300), ==, FAR_PAYLOAD_OK);
  g_assert_cmpint (parse_text (4, "a", 301), ==, FAR_PAYLOAD_RANGE);
  g_assert_cmpint (parse_text (4, "\xc3\xa9", 150), ==, FAR_PAYLOAD_OK);
  g_assert_cmpint (parse_text (4, "\xc3\xa9", 151), ==, FAR_PAYLOAD_RANGE);
  /* the length is looked at before the characters: what is too long is not read */
  g_assert_cmpint (parse_text (4, "\xff", 301), ==, FAR_PAYLOAD_RANGE);
  g_assert_cmpint (parse_text (4, "\xff", 300), ==, FAR_PAYLOAD_TEXT);
}

static void
test_arrays_end_at_1024 (void)
{
  for (guint n = 1023; n <= 1025; n++)
    {
      g_autoptr (GByteArray) out = g_byte_array_new ();
      FarMapWriter map = far_map_begin (out);
      FarPayload payload;

      far_map_array (&map, 6, n);
      for (guint i = 0; i < n; i++)
        far_cbor_put_int (out, (gint64)i - 512);
      far_map_end (&map);
      g_assert_cmpint (far_payload_parse (&payload, &outer, out->data, out->len), ==,
                       n <= FAR_CBOR_ARRAY_MAX ? FAR_PAYLOAD_OK : FAR_PAYLOAD_RANGE);
    }
}

/* -- writing and reading back */

static void
test_integers_have_one_encoding (void)
{
  static const struct
  {
    gint64 value;
    const char *hex;
  } ints[] = {
    /* RFC 8949, appendix A, as far as they fit */
    { 0, "00" },
    { 1, "01" },
    { 10, "0a" },
    { 23, "17" },
    { 24, "1818" },
    { 25, "1819" },
    { 100, "1864" },
    { 1000, "1903e8" },
    { 1000000, "1a000f4240" },
    { 1000000000000, "1b000000e8d4a51000" },
    { -1, "20" },
    { -10, "29" },
    { -100, "3863" },
    { -1000, "3903e7" },
    /* the borders */
    { -24, "37" },
    { -25, "3818" },
    { 255, "18ff" },
    { 256, "190100" },
    { -256, "38ff" },
    { -257, "390100" },
    { 65535, "19ffff" },
    { 65536, "1a00010000" },
    { G_MAXUINT32, "1affffffff" },
    { (gint64)G_MAXUINT32 + 1, "1b0000000100000000" },
    { G_MAXINT64, "1b7fffffffffffffff" },
    { G_MININT64, "3b7fffffffffffffff" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (ints); i++)
    {
      g_autoptr (GByteArray) out = g_byte_array_new ();
      FarMapWriter map;
      FarPayload payload;

      far_cbor_put_int (out, ints[i].value);
      assert_hex (out->data, out->len, ints[i].hex);

      g_byte_array_set_size (out, 0);
      map = far_map_begin (out);
      far_map_int (&map, 1, ints[i].value);
      far_map_end (&map);
      g_assert_cmpint (far_payload_parse (&payload, &outer, out->data, out->len), ==,
                       FAR_PAYLOAD_OK);
      g_assert_cmpint (far_payload_int (&payload, 1, 42), ==, ints[i].value);
    }
}

static void
write_inner (GByteArray *out, gint64 a, const char *b)
{
  FarMapWriter map = far_map_begin (out);

  far_map_int (&map, 1, a);
  if (b != NULL)
    far_map_text (&map, 2, b);
  far_map_end (&map);
}

static GByteArray *
write_all (void)
{
  GByteArray *out = g_byte_array_new ();
  FarMapWriter map = far_map_begin (out);

  far_map_int (&map, 1, -7);
  far_map_int (&map, 2, 1);
  far_map_bytes (&map, 3, "\0\xff", 2);
  far_map_text (&map, 4, "one \"two\"\n\\");
  far_map_text (&map, 5, "Zo\xc3\xa9");
  far_map_array (&map, 6, 3);
  far_cbor_put_int (out, -300);
  far_cbor_put_int (out, 0);
  far_cbor_put_int (out, 70000);
  far_map_array (&map, 7, 2);
  far_cbor_put_bytes (out, "\x01\x02", 2);
  far_cbor_put_bytes (out, "\x01\x03", 2);
  far_map_array (&map, 8, 2);
  write_inner (out, 1, NULL);
  write_inner (out, 2, "B");
  far_map_int (&map, 22, 0);
  far_map_int (&map, 23, 1);
  far_map_end (&map);

  return out;
}

static void
test_reads_what_was_written (void)
{
  g_autoptr (GByteArray) bytes = write_all ();
  g_autofree char *text = NULL;
  g_autofree char *name = NULL;
  const guint8 *id;
  FarPayloadIter iter;
  FarPayload payload;
  FarPayload item;
  gint64 num;

  g_assert_cmpint (far_payload_parse (&payload, &outer, bytes->data, bytes->len), ==,
                   FAR_PAYLOAD_OK);
  g_assert_cmpint (far_payload_int (&payload, 1, 0), ==, -7);
  g_assert_cmpint (far_payload_int (&payload, 2, 0), ==, TRUE);
  g_assert_cmpmem (far_payload_bytes (&payload, 3), payload.values[3].len, "\0\xff", 2);
  text = far_payload_dup_text (&payload, 4);
  g_assert_cmpstr (text, ==, "one \"two\"\n\\");
  name = far_payload_dup_text (&payload, 5);
  g_assert_cmpstr (name, ==, "Zo\xc3\xa9");

  iter = far_payload_iter (&payload, 6);
  g_assert_cmpuint (iter.left, ==, 3);
  g_assert_true (far_payload_iter_int (&iter, &num));
  g_assert_cmpint (num, ==, -300);
  g_assert_true (far_payload_iter_int (&iter, &num));
  g_assert_true (far_payload_iter_int (&iter, &num));
  g_assert_cmpint (num, ==, 70000);
  g_assert_false (far_payload_iter_int (&iter, &num));

  iter = far_payload_iter (&payload, 7);
  g_assert_true (far_payload_iter_bytes (&iter, &id));
  g_assert_true (far_payload_iter_bytes (&iter, &id));
  g_assert_cmpmem (id, 2, "\x01\x03", 2);
  g_assert_false (far_payload_iter_bytes (&iter, &id));

  iter = far_payload_iter (&payload, 8);
  g_assert_true (far_payload_iter_map (&iter, &item));
  g_assert_false (far_payload_has (&item, 2));
  g_assert_true (far_payload_iter_map (&iter, &item));
  g_assert_cmpint (far_payload_int (&item, 1, 0), ==, 2);
  g_assert_cmpmem (far_payload_bytes (&item, 2), item.values[2].len, "B", 1);
  g_assert_false (far_payload_iter_map (&iter, &item));
}

static void
test_absent_fields_say_so (void)
{
  FarPayload payload;
  FarPayloadIter iter;
  FarPayload item;

  g_assert_cmpint (far_payload_parse (&payload, &outer, (const guint8 *)"\xa0", 1), ==,
                   FAR_PAYLOAD_OK);
  for (guint key = 0; key < FAR_PAYLOAD_KEYS; key++)
    {
      g_assert_false (far_payload_has (&payload, key));
      g_assert_cmpint (far_payload_int (&payload, key, 42), ==, 42);
      g_assert_null (far_payload_bytes (&payload, key));
      g_assert_null (far_payload_dup_text (&payload, key));
    }
  iter = far_payload_iter (&payload, 8);
  g_assert_false (far_payload_iter_map (&iter, &item));
}

static void
test_says_it_in_json (void)
{
  g_autoptr (GByteArray) bytes = write_all ();
  g_autoptr (GString) json = g_string_new (NULL);
  FarPayload payload;

  g_assert_cmpint (far_payload_parse (&payload, &outer, bytes->data, bytes->len), ==,
                   FAR_PAYLOAD_OK);
  far_payload_append_json (&payload, json);
  g_assert_cmpstr (json->str, ==,
                   "{\"int\":-7,\"flag\":1,\"bytes\":\"00ff\","
                   "\"text\":\"one \\\"two\\\"\\n\\\\\",\"name\":\"Zo\xc3\xa9\","
                   "\"ints\":[-300,0,70000],\"ids\":[\"0102\",\"0103\"],"
                   "\"maps\":[{\"a\":1},{\"a\":2,\"b\":\"B\"}],\"both\":0,\"last\":1}");
}

/* -- the schemas themselves */

static guint
get_depth (const FarSchema *schema)
{
  guint depth = 1;

  for (guint i = 0; i < schema->n_fields; i++)
    {
      const FarField *field = &schema->fields[i];

      if (field->type == FAR_TYPE_MAPS)
        depth = MAX (depth, 2 + get_depth (field->item));
      else if (field->type == FAR_TYPE_INTS || field->type == FAR_TYPE_IDS)
        depth = MAX (depth, 2);
    }

  return depth;
}

static void
check_schema (const FarSchema *schema)
{
  for (guint i = 0; i < schema->n_fields; i++)
    {
      const FarField *field = &schema->fields[i];

      g_assert_cmpuint (field->key, >=, 1);
      g_assert_cmpuint (field->key, <, FAR_PAYLOAD_KEYS);
      if (i > 0)
        g_assert_cmpuint (field->key, >, schema->fields[i - 1].key);
      g_assert_cmpint (field->min, <=, field->max);
      g_assert_nonnull (field->name);
      if (field->type == FAR_TYPE_MAPS)
        check_schema (field->item);
    }
}

static void
test_schemas_keep_their_own_rules (void)
{
  guint n = 0;

  for (guint kind = 0; kind <= FAR_KIND_MAX + 1; kind++)
    {
      const FarSchema *schema = far_kind_get_schema (kind);

      g_assert_cmpstr (far_kind_get_name (kind), ==, schema != NULL ? schema->name : NULL);
      if (schema == NULL)
        continue;
      check_schema (schema);
      g_assert_cmpuint (get_depth (schema), <=, FAR_CBOR_DEPTH_MAX);
      n++;
    }
  g_assert_cmpuint (n, ==, 41);
}

/* However deep a schema would let it be. */
static void
test_depth_is_bounded (void)
{
  static FarSchema endless;
  static const FarField fields[] = {
    { 1, FAR_TYPE_MAPS, FALSE, "inner", 0, 1, 0, &endless },
  };

  endless = (FarSchema){ "ENDLESS", G_N_ELEMENTS (fields), fields };
  for (guint depth = 1; depth < 3 * FAR_CBOR_DEPTH_MAX; depth++)
    {
      g_autoptr (GByteArray) bytes = g_byte_array_new ();
      FarPayload payload;

      /* map, array, map, array ... of which each has one thing in it, the last nothing */
      for (guint level = 1; level < depth; level++)
        g_byte_array_append (bytes, (const guint8 *)(level % 2 == 1 ? "\xa1\x01" : "\x81"),
                             level % 2 == 1 ? 2 : 1);
      g_byte_array_append (bytes, (const guint8 *)(depth % 2 == 1 ? "\xa0" : "\x80"), 1);

      g_assert_cmpstr (far_payload_error_get_name (
                           far_payload_parse (&payload, &endless, bytes->data, bytes->len)),
                       ==,
                       far_payload_error_get_name (
                           depth <= FAR_CBOR_DEPTH_MAX ? FAR_PAYLOAD_OK : FAR_PAYLOAD_RANGE));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/far/payload/tells-what-is-wrong", test_tells_what_is_wrong);
  g_test_add_func ("/far/payload/refuses-every-beginning", test_refuses_every_beginning);
  g_test_add_func ("/far/payload/every-error-has-a-row", test_every_error_has_a_row);
  g_test_add_func ("/far/payload/names-count-characters", test_names_count_characters);
  g_test_add_func ("/far/payload/texts-count-bytes", test_texts_count_bytes);
  g_test_add_func ("/far/payload/arrays-end-at-1024", test_arrays_end_at_1024);
  g_test_add_func ("/far/payload/integers-have-one-encoding", test_integers_have_one_encoding);
  g_test_add_func ("/far/payload/reads-what-was-written", test_reads_what_was_written);
  g_test_add_func ("/far/payload/absent-fields-say-so", test_absent_fields_say_so);
  g_test_add_func ("/far/payload/says-it-in-json", test_says_it_in_json);
  g_test_add_func ("/far/payload/depth-is-bounded", test_depth_is_bounded);
  g_test_add_func ("/far/payload/schemas-keep-their-own-rules", test_schemas_keep_their_own_rules);

  return g_test_run ();
}
