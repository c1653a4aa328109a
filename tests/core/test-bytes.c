/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib.h>
#include <string.h>

#include "far-bytes.h"
#include "test-vectors.h"

/* -- varints */

static void
test_varints_both_ways (void)
{
  static const struct
  {
    guint64 value;
    const char *hex;
  } rows[] = {
    { 0, "00" },
    { 1, "01" },
    { 127, "7f" },
    { 128, "8001" },
    { 300, "ac02" },
    { 16383, "ff7f" },
    { 16384, "808001" },
    { G_MAXUINT32, "ffffffff0f" },
    { G_GUINT64_CONSTANT (1) << 62, "808080808080808040" },
    { G_MAXINT64, "ffffffffffffffff7f" },
    { G_GUINT64_CONSTANT (1) << 63, "80808080808080808001" },
    { G_MAXUINT64, "ffffffffffffffffff01" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr(GByteArray) out = g_byte_array_new ();
      FarReader reader;

      far_put_varint (out, rows[i].value);
      assert_hex (out->data, out->len, rows[i].hex);

      reader = far_reader (out->data, out->len);
      g_assert_cmpuint (far_reader_varint (&reader), ==, rows[i].value);
      g_assert_true (far_reader_done (&reader));

      for (guint len = 0; len < out->len; len++)
        {
          reader = far_reader (out->data, len);
          g_assert_cmpuint (far_reader_varint (&reader), ==, 0);
          g_assert_true (reader.failed);
        }
    }
}

static void
test_signed_varints_both_ways (void)
{
  static const struct
  {
    gint64 value;
    const char *hex;
  } rows[] = {
    { 0, "00" },
    { -1, "01" },
    { 1, "02" },
    { -64, "7f" },
    { 64, "8001" },
    { -65, "8101" },
    { G_MAXINT64, "feffffffffffffffff01" },
    { G_MININT64, "ffffffffffffffffff01" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr(GByteArray) out = g_byte_array_new ();
      FarReader reader;

      far_put_svarint (out, rows[i].value);
      assert_hex (out->data, out->len, rows[i].hex);

      reader = far_reader (out->data, out->len);
      g_assert_cmpint (far_reader_svarint (&reader), ==, rows[i].value);
      g_assert_true (far_reader_done (&reader));
    }
}

/* Each has a shorter form, no end, or more than 64 bits; whatever is behind it. */
static void
test_refuses_other_varints (void)
{
  static const char *rows[] = {
    "",
    "80",
    "8000",
    "8100",
    "ff00",
    "808000",
    "80808080808080808000",
    "ffffffffffffffffff00",
    "ffffffffffffffffff",
    "80808080808080808002",
    "ffffffffffffffffff02",
    "ffffffffffffffffff7f",
    "ffffffffffffffffff81",
    "8080808080808080808001",
    "ffffffffffffffffffff01",
    "ffffffffffffffffffffffffffffff",
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr(GByteArray) bytes = unhex (rows[i]);
      FarReader reader = far_reader (bytes->data, bytes->len);

      g_assert_cmpuint (far_reader_varint (&reader), ==, 0);
      g_assert_true (reader.failed);
      g_assert_false (far_reader_done (&reader));

      reader = far_reader (bytes->data, bytes->len);
      g_assert_cmpint (far_reader_svarint (&reader), ==, 0);
      g_assert_true (reader.failed);
    }
}

/* -- fixed sizes */

static void
test_numbers_are_little_endian (void)
{
  g_autoptr(GByteArray) out = g_byte_array_new ();
  guint8 place[14];
  FarReader reader;

  far_put_u8 (out, 0xfe);
  far_put_u16 (out, 0x0102);
  far_put_u32 (out, 0x83040506);
  far_put_u64 (out, G_GUINT64_CONSTANT (0x8708090a0b0c0d0e));
  far_put (out, "end", 3);
  assert_hex (out->data, out->len, "fe0201060504830e0d0c0b0a090887656e64");

  far_set_u16 (place, 0x0102);
  far_set_u32 (place + 2, 0x83040506);
  far_set_u64 (place + 6, G_GUINT64_CONSTANT (0x8708090a0b0c0d0e));
  g_assert_cmpmem (place, sizeof place, out->data + 1, 14);

  reader = far_reader (out->data, out->len);
  g_assert_cmpuint (far_reader_u8 (&reader), ==, 0xfe);
  g_assert_cmpuint (far_reader_u16 (&reader), ==, 0x0102);
  g_assert_cmpuint (far_reader_u32 (&reader), ==, 0x83040506);
  g_assert_cmpuint (far_reader_u64 (&reader), ==, G_GUINT64_CONSTANT (0x8708090a0b0c0d0e));
  g_assert_cmpuint (far_reader_left (&reader), ==, 3);
  g_assert_false (far_reader_done (&reader));
  g_assert_cmpmem (far_reader_bytes (&reader, 3), 3, "end", 3);
  g_assert_true (far_reader_done (&reader));
}

static void
read_u8 (FarReader *reader)
{
  g_assert_cmpuint (far_reader_u8 (reader), ==, 0);
}

static void
read_u16 (FarReader *reader)
{
  g_assert_cmpuint (far_reader_u16 (reader), ==, 0);
}

static void
read_u32 (FarReader *reader)
{
  g_assert_cmpuint (far_reader_u32 (reader), ==, 0);
}

static void
read_u64 (FarReader *reader)
{
  g_assert_cmpuint (far_reader_u64 (reader), ==, 0);
}

static void
read_9_bytes (FarReader *reader)
{
  g_assert_null (far_reader_bytes (reader, 9));
}

static void
read_all_memory (FarReader *reader)
{
  g_assert_null (far_reader_bytes (reader, G_MAXSIZE));
}

static void
read_varint (FarReader *reader)
{
  g_assert_cmpuint (far_reader_varint (reader), ==, 0);
}

/* A read that wants one byte more than there is fails, gives zero, and so does all after it. */
static void
test_fails_for_good_at_the_end (void)
{
  static const guint8 bytes[8] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };
  static const struct
  {
    gsize len;
    void (*read) (FarReader *reader);
  } rows[] = {
    { 0, read_u8 },         { 0, read_u16 },        { 1, read_u16 },    { 0, read_u32 },
    { 3, read_u32 },        { 0, read_u64 },        { 7, read_u64 },    { 8, read_9_bytes },
    { 0, read_all_memory }, { 8, read_all_memory }, { 8, read_varint },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      FarReader reader = far_reader (bytes, rows[i].len);

      g_assert_cmpuint (far_reader_left (&reader), ==, rows[i].len);
      rows[i].read (&reader);
      g_assert_true (reader.failed);
      g_assert_cmpuint (far_reader_left (&reader), ==, 0);
      g_assert_false (far_reader_done (&reader));

      read_u8 (&reader);
      read_varint (&reader);
      g_assert_null (far_reader_bytes (&reader, 0));
      g_assert_cmpint (far_reader_svarint (&reader), ==, 0);
      g_assert_true (reader.failed);
    }
}

static void
test_reads_nothing_from_nothing (void)
{
  FarReader reader = far_reader ("", 0);

  g_assert_nonnull (far_reader_bytes (&reader, 0));
  g_assert_true (far_reader_done (&reader));
}

/* -- hexadecimal */

static void
test_hex_both_ways (void)
{
  static const struct
  {
    const char *text;
    gsize len;
    const char *bytes; /* NULL: refused */
  } rows[] = {
    { "00", 1, "\x00" },   { "a1B2", 2, "\xa1\xb2" }, { "A1b2", 2, "\xa1\xb2" },
    { "", 2, NULL },       { "a1b", 2, NULL },        { "a1b2c", 2, NULL },
    { "a1b2c3", 2, NULL }, { "a1bg", 2, NULL },       { "a1 b", 2, NULL },
    { "0xa1", 2, NULL },   { "a1:b", 2, NULL },       { "\xc3\xa9\xc3\xa9", 2, NULL },
  };
  g_autofree char *hex = far_hex ("\x00\xa1\xff", 3);
  g_autofree char *none = far_hex ("", 0);

  g_assert_cmpstr (hex, ==, "00a1ff");
  g_assert_cmpstr (none, ==, "");

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      guint8 out[2] = { 7, 7 };

      g_assert_cmpint (far_unhex (rows[i].text, out, rows[i].len), ==, rows[i].bytes != NULL);
      g_assert_cmpmem (out, rows[i].len, rows[i].bytes != NULL ? rows[i].bytes : "\0\0",
                       rows[i].len);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/far/bytes/varints-both-ways", test_varints_both_ways);
  g_test_add_func ("/far/bytes/signed-varints-both-ways", test_signed_varints_both_ways);
  g_test_add_func ("/far/bytes/refuses-other-varints", test_refuses_other_varints);
  g_test_add_func ("/far/bytes/numbers-are-little-endian", test_numbers_are_little_endian);
  g_test_add_func ("/far/bytes/fails-for-good-at-the-end", test_fails_for_good_at_the_end);
  g_test_add_func ("/far/bytes/reads-nothing-from-nothing", test_reads_nothing_from_nothing);
  g_test_add_func ("/far/bytes/hex-both-ways", test_hex_both_ways);

  return g_test_run ();
}
