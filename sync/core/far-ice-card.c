/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-ice"

#include "far-ice-card.h"

#include <sodium.h>
#include <string.h>

#include "far-crypto.h"

#include "far-pure.h"

#define TYPE_MASK 0x03
#define TRANSPORT_SHIFT 2
#define TRANSPORT_MASK 0x03
#define IPV6_BIT 0x10
#define HEAD_BITS 0x1f
#define IPV4_LEN 4
#define IPV6_LEN 16

/* ---- what is good */

/* ice-char of RFC 8445 */
static gboolean
is_ice_text (const char *text, gsize len, gsize min, gsize max)
{
  for (gsize i = 0; i < len; i++)
    if (!g_ascii_isalnum (text[i]) && text[i] != '+' && text[i] != '/')
      return FALSE;

  return len >= min && len <= max;
}

/* Neither this machine itself, nor everybody, nor nobody. */
static gboolean
is_good_ipv4 (const guint8 *at)
{
  return at[0] != 0 && at[0] != 127 && at[0] < 224;
}

static gboolean
is_good_ipv6 (const guint8 *at)
{
  static const guint8 mapped[] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };
  /* all that was ever given a meaning there is this machine, nobody, or an IPv4 address */
  static const guint8 low[12];

  return at[0] != 0xff && memcmp (at, low, sizeof low) != 0 &&
         memcmp (at, mapped, sizeof mapped) != 0;
}

static gboolean
is_good_candidate (const FarIceCandidate *at)
{
  static const guint8 nothing[IPV6_LEN - IPV4_LEN];

  if (at->port == 0 || at->priority == 0 || at->priority > G_MAXINT32 ||
      at->type > FAR_ICE_RELAYED || at->transport > FAR_ICE_TCP_SO)
    return FALSE;
  if (at->is_ipv6)
    return is_good_ipv6 (at->address);

  return is_good_ipv4 (at->address) &&
         memcmp (at->address + IPV4_LEN, nothing, sizeof nothing) == 0;
}

static gboolean
is_same (const FarIceCandidate *a, const FarIceCandidate *b)
{
  return a->transport == b->transport && !a->is_ipv6 == !b->is_ipv6 && a->port == b->port &&
         memcmp (a->address, b->address, sizeof a->address) == 0;
}

gboolean
far_ice_card_add (FarIceCard *self, const FarIceCandidate *candidate)
{
  if (self->n_candidates >= FAR_ICE_CANDIDATES_MAX || !is_good_candidate (candidate))
    return FALSE;

  for (guint i = 0; i < self->n_candidates; i++)
    if (is_same (&self->candidates[i], candidate))
      return FALSE;

  self->candidates[self->n_candidates++] = *candidate;

  return TRUE;
}

/* ---- writing */

static void
put_text (GByteArray *out, const char *text)
{
  far_put_u8 (out, strlen (text));
  far_put (out, text, strlen (text));
}

static void
put_candidate (GByteArray *out, const FarIceCandidate *at)
{
  far_put_u8 (out, at->type | at->transport << TRANSPORT_SHIFT | (at->is_ipv6 ? IPV6_BIT : 0));
  far_put_u32 (out, at->priority);
  far_put_u16 (out, at->port);
  far_put (out, at->address, at->is_ipv6 ? IPV6_LEN : IPV4_LEN);
}

GBytes *
far_ice_card_encode (const FarIceCard *self)
{
  g_autoptr (GByteArray) out = g_byte_array_new ();

  far_put_u8 (out, FAR_ICE_CARD_SIGNAL);
  far_put_u8 (out, self->kind);
  if (self->kind == FAR_ICE_NONE)
    return g_byte_array_free_to_bytes (g_steal_pointer (&out));

  if (self->n_candidates == 0 ||
      !is_ice_text (self->ufrag, strlen (self->ufrag), FAR_ICE_UFRAG_MIN, FAR_ICE_UFRAG_MAX) ||
      !is_ice_text (self->pwd, strlen (self->pwd), FAR_ICE_PWD_MIN, FAR_ICE_PWD_MAX))
    return NULL;

  put_text (out, self->ufrag);
  put_text (out, self->pwd);
  far_put_u8 (out, self->n_candidates);
  for (guint i = 0; i < self->n_candidates; i++)
    put_candidate (out, &self->candidates[i]);

  return g_byte_array_free_to_bytes (g_steal_pointer (&out));
}

/* ---- reading */

static gboolean
read_text (FarReader *reader, char *out, gsize min, gsize max)
{
  gsize len = far_reader_u8 (reader);
  const guint8 *text = far_reader_bytes (reader, len);

  if (text == NULL || !is_ice_text ((const char *)text, len, min, max))
    return FALSE;

  memcpy (out, text, len);

  return TRUE;
}

static gboolean
read_candidate (FarReader *reader, FarIceCard *card)
{
  guint8 head = far_reader_u8 (reader);
  FarIceCandidate at = {
    .type = head & TYPE_MASK,
    .transport = head >> TRANSPORT_SHIFT & TRANSPORT_MASK,
    .is_ipv6 = (head & IPV6_BIT) != 0,
  };
  gsize len = at.is_ipv6 ? IPV6_LEN : IPV4_LEN;
  const guint8 *address;

  at.priority = far_reader_u32 (reader);
  at.port = far_reader_u16 (reader);
  address = far_reader_bytes (reader, len);
  if (address == NULL || head > HEAD_BITS)
    return FALSE;

  memcpy (at.address, address, len);

  return far_ice_card_add (card, &at);
}

static gboolean
read_card (FarIceCard *card, FarReader *reader)
{
  guint n;

  if (far_reader_u8 (reader) != FAR_ICE_CARD_SIGNAL)
    return FALSE;

  card->kind = far_reader_u8 (reader);
  if (card->kind == FAR_ICE_NONE)
    return far_reader_done (reader);
  if ((card->kind != FAR_ICE_OFFER && card->kind != FAR_ICE_ANSWER) ||
      !read_text (reader, card->ufrag, FAR_ICE_UFRAG_MIN, FAR_ICE_UFRAG_MAX) ||
      !read_text (reader, card->pwd, FAR_ICE_PWD_MIN, FAR_ICE_PWD_MAX))
    return FALSE;

  n = far_reader_u8 (reader);
  if (n == 0)
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (!read_candidate (reader, card))
      return FALSE;

  return far_reader_done (reader);
}

gboolean
far_ice_card_decode (FarIceCard *self, const guint8 *bytes, gsize len)
{
  FarIceCard card = { 0 };
  FarReader reader = far_reader (bytes, len);
  gboolean good = read_card (&card, &reader);

  memset (self, 0, sizeof *self);
  if (good)
    *self = card;
  sodium_memzero (&card, sizeof card);

  return good;
}

static void
hash_text (FarHash *hash, const char *text)
{
  far_hash_u16 (hash, strlen (text));
  far_hash_update (hash, text, strlen (text));
}

void
far_ice_card_key (const FarIceCard *from, const FarIceCard *to, guint8 out[static FAR_KEY_LEN])
{
  FarHash hash;

  far_hash_init (&hash, FAR_CONTEXT_ROAD, FAR_KEY_LEN);
  hash_text (&hash, from->ufrag);
  hash_text (&hash, from->pwd);
  hash_text (&hash, to->ufrag);
  hash_text (&hash, to->pwd);
  far_hash_finish (&hash, out, FAR_KEY_LEN);
  sodium_memzero (&hash, sizeof hash);
}
