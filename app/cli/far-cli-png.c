/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-cli-png.h"

#include <string.h>

/* ISO/IEC 18004 asks for a margin of 4 modules. */
#define MARGIN 4
#define PIXELS_PER_MODULE 8

static void
append_u32 (GByteArray *bytes, guint32 value)
{
  guint32 big_endian = GUINT32_TO_BE (value);

  g_byte_array_append (bytes, (const guint8 *)&big_endian, sizeof big_endian);
}

/* PNG, annex D: the reflected polynomial, bit by bit; a picture is a few hundred bytes. */
static guint32
crc_of (const guint8 *data, gsize len)
{
  guint32 crc = 0xffffffff;

  for (gsize i = 0; i < len; i++)
    {
      crc ^= data[i];
      for (int bit = 0; bit < 8; bit++)
        crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0xedb88320 : 0);
    }

  return ~crc;
}

static void
append_chunk (GByteArray *png, const char type[static 4], const guint8 *data, gsize len)
{
  guint start;

  append_u32 (png, (guint32)len);
  start = png->len;
  g_byte_array_append (png, (const guint8 *)type, 4);
  if (len > 0)
    g_byte_array_append (png, data, (guint)len);
  append_u32 (png, crc_of (png->data + start, png->len - start));
}

/* Scan lines of one bit a pixel, 1 for white, each after its filter byte (0, none). */
static GBytes *
draw (const guint8 *modules, int width, int n_pixels)
{
  gsize stride = 1 + ((gsize)n_pixels + 7) / 8;
  guint8 *pixels = g_malloc0 (stride * (gsize)n_pixels);

  for (int y = 0; y < n_pixels; y++)
    for (int x = 0; x < n_pixels; x++)
      {
        int column = x / PIXELS_PER_MODULE - MARGIN;
        int row = y / PIXELS_PER_MODULE - MARGIN;
        gboolean dark = column >= 0 && column < width && row >= 0 && row < width &&
                        modules[row * width + column] != 0;

        if (!dark)
          pixels[(gsize)y * stride + 1 + (gsize)x / 8] |= 0x80 >> (x % 8);
      }

  return g_bytes_new_take (pixels, stride * (gsize)n_pixels);
}

static GBytes *
deflate (GBytes *bytes, GError **error)
{
  g_autoptr(GZlibCompressor) zlib = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB, 9);
  g_autoptr(GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr(GOutputStream) stream = g_converter_output_stream_new (memory, G_CONVERTER (zlib));

  if (!g_output_stream_write_all (stream, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                                  NULL, NULL, error) ||
      !g_output_stream_close (stream, NULL, error))
    return NULL;

  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
}

gboolean
far_cli_png_write (const char *path, const guint8 *modules, int width, GError **error)
{
  static const guint8 signature[] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n' };
  int n_pixels = (width + 2 * MARGIN) * PIXELS_PER_MODULE;
  g_autoptr(GBytes) pixels = draw (modules, width, n_pixels);
  g_autoptr(GBytes) packed = deflate (pixels, error);
  g_autoptr(GByteArray) header = g_byte_array_new ();
  g_autoptr(GByteArray) png = g_byte_array_new ();
  /* One bit a pixel, grey, deflate, adaptive filters, not interlaced. */
  static const guint8 format[] = { 1, 0, 0, 0, 0 };

  if (packed == NULL)
    return FALSE;

  append_u32 (header, (guint32)n_pixels);
  append_u32 (header, (guint32)n_pixels);
  g_byte_array_append (header, format, sizeof format);

  g_byte_array_append (png, signature, sizeof signature);
  append_chunk (png, "IHDR", header->data, header->len);
  append_chunk (png, "IDAT", g_bytes_get_data (packed, NULL), g_bytes_get_size (packed));
  append_chunk (png, "IEND", NULL, 0);

  return g_file_set_contents_full (path, (const char *)png->data, png->len,
                                   G_FILE_SET_CONTENTS_CONSISTENT, 0600, error);
}
