/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-invite"

#include "far-code.h"

#include <string.h>

#include "far-invite.h"

#include "far-pure.h"

#define SCHEME "farandole:"
#define GROUP_LEN 4

static const char symbols[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/* -- writing */

static void
compute_sum (const guint8 *bytes, gsize len, guint8 out[static FAR_INVITE_SUM_LEN])
{
  guint8 hash[FAR_HASH_LEN];

  far_hash_bytes (FAR_CONTEXT_INVITE_SUM, bytes, len, hash);
  memcpy (out, hash, FAR_INVITE_SUM_LEN);
}

static void
append_symbols (GString *text, const guint8 *bytes, gsize len, gboolean grouped)
{
  guint bits = 0;
  guint n_bits = 0;
  guint n_symbols = 0;

  for (gsize i = 0; i < len; i++)
    {
      bits = bits << 8 | bytes[i];
      n_bits += 8;

      while (n_bits >= 5)
        {
          if (grouped && n_symbols > 0 && n_symbols % GROUP_LEN == 0)
            g_string_append_c (text, '-');
          n_bits -= 5;
          g_string_append_c (text, symbols[bits >> n_bits & 31]);
          n_symbols++;
        }
    }
  if (n_bits > 0)
    g_string_append_c (text, symbols[bits << (5 - n_bits) & 31]);
}

/* -- reading */

/* The value of a symbol, -1 if it is none. */
static int
read_symbol (gunichar c)
{
  const char *at;

  if (c == 0 || c > 'z')
    return -1;

  c = g_ascii_toupper ((char)c);
  if (c == 'O')
    return 0;
  if (c == 'I' || c == 'L')
    return 1;

  at = strchr (symbols, (char)c);

  return at != NULL ? (int)(at - symbols) : -1;
}

/* White space, dashes, and the invisible characters that chat programs add. */
static gboolean
is_skipped (gunichar c)
{
  return g_unichar_isspace (c) || g_unichar_type (c) == G_UNICODE_DASH_PUNCTUATION ||
         g_unichar_type (c) == G_UNICODE_FORMAT;
}

static void
push_symbol (FarCode *decoded, guint value)
{
  decoded->n_symbols++;
  decoded->bits = (decoded->bits << 5 | value) & 0xfff;
  decoded->n_bits += 5;

  if (decoded->n_bits >= 8)
    {
      decoded->n_bits -= 8;
      decoded->bytes[decoded->len++] = (guint8)(decoded->bits >> decoded->n_bits);
    }
}

/* @text is valid UTF-8 and short enough for @decoded. */
static gboolean
decode (FarCode *decoded, const char *text, GError **error)
{
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);
      int value = read_symbol (c);

      if (is_skipped (c))
        continue;

      if (value < 0)
        {
          g_set_error (error, FAR_INVITE_ERROR, FAR_INVITE_ERROR_DAMAGED,
                       "Character %u of the invitation is one that none contains",
                       decoded->n_symbols + 1);
          return FALSE;
        }
      push_symbol (decoded, (guint)value);
    }

  return TRUE;
}

/* Borrows what follows the scheme. */
static const char *
skip_scheme (const char *text, GError **error)
{
  gsize len = strnlen (text, FAR_INVITE_TEXT_MAX + 1);

  if (len > FAR_INVITE_TEXT_MAX)
    {
      g_set_error (error, FAR_INVITE_ERROR, FAR_INVITE_ERROR_DAMAGED,
                   "The text is longer than any invitation");
      return NULL;
    }

  if (!g_utf8_validate (text, (gssize)len, NULL))
    {
      g_set_error (error, FAR_INVITE_ERROR, FAR_INVITE_ERROR_DAMAGED, "The invitation is not text");
      return NULL;
    }

  while (is_skipped (g_utf8_get_char (text)))
    text = g_utf8_next_char (text);

  if (g_ascii_strncasecmp (text, SCHEME, strlen (SCHEME)) != 0)
    {
      g_set_error (error, FAR_INVITE_ERROR, FAR_INVITE_ERROR_DAMAGED,
                   "An invitation begins with “%s”", SCHEME);
      return NULL;
    }

  return text + strlen (SCHEME);
}

/* -- public */

char *
far_code_to_text (GByteArray *bytes, gboolean is_qr)
{
  GString *text = g_string_sized_new (512); /* never moved, so no copy of the secret is left */
  guint8 sum[FAR_INVITE_SUM_LEN];

  compute_sum (bytes->data, bytes->len, sum);
  far_put (bytes, sum, sizeof sum);
  g_string_append (text, is_qr ? "FARANDOLE:" : SCHEME);
  append_symbols (text, bytes->data, bytes->len, !is_qr);

  return g_string_free (text, FALSE);
}

gboolean
far_code_from_text (FarCode *self, const char *text, GError **error)
{
  const char *rest = skip_scheme (text, error);

  memset (self, 0, sizeof *self);

  return rest != NULL && decode (self, rest, error);
}

gboolean
far_code_has_good_sum (const FarCode *decoded)
{
  guint8 sum[FAR_INVITE_SUM_LEN];

  if (decoded->len <= FAR_INVITE_SUM_LEN)
    return FALSE;

  /* what pads the last character is zero, and less than a character */
  if (decoded->n_bits >= 5 || (decoded->bits & ((1u << decoded->n_bits) - 1)) != 0)
    return FALSE;

  compute_sum (decoded->bytes, decoded->len - FAR_INVITE_SUM_LEN, sum);

  return memcmp (sum, decoded->bytes + decoded->len - FAR_INVITE_SUM_LEN, sizeof sum) == 0;
}
