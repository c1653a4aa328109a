/* SPDX-License-Identifier: GPL-3.0-or-later */

/* test-vectors: what the tests with published and frozen bytes share. */

#pragma once

#include <glib.h>
#include <string.h>

#include "far-bytes.h"
#include "far-limits.h"

/* Points of order 1, 2, 4 and 8 of Curve25519 and other encodings of theirs: what an X25519 key
 * must not be (cr.yp.to/ecdh.html, "How do I validate Curve25519 public keys?"). */
static const char *const low_order_keys[] = {
  "0000000000000000000000000000000000000000000000000000000000000000",
  "0100000000000000000000000000000000000000000000000000000000000000",
  "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
  "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
  "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "0000000000000000000000000000000000000000000000000000000000000080",
};

/* Returns: (transfer full): the bytes of hexadecimal digits */
static inline GByteArray *
unhex (const char *text)
{
  GByteArray *bytes = g_byte_array_new ();

  g_byte_array_set_size (bytes, strlen (text) / 2);
  if (bytes->len > 0)
    g_assert_true (far_unhex (text, bytes->data, bytes->len));

  return bytes;
}

static inline void
unhex_key (const char *text, guint8 out[static FAR_KEY_LEN])
{
  g_assert_true (far_unhex (text, out, FAR_KEY_LEN));
}

static inline void
assert_hex (const guint8 *data, gsize len, const char *expected)
{
  g_autofree char *hex = far_hex (data, len);

  g_assert_cmpstr (hex, ==, expected);
}
