/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib.h>
#include <sodium.h>
#include <string.h>

#include "far-code.h"
#include "far-invite.h"
#include "far-machine-code.h"
#include "test-vectors.h"

static const FarInvite invite = {
  .collective = "the collective of the two school",
  .entry = "the entry that names the public!",
  .secret = "sixteen of bytes",
};

/* Frozen, and checked against a second implementation made from the header's words alone: what was
 * handed out must be readable for ever. */
#define TEXT \
  "farandole:05T6-GS90-CDQP-RV35-CDT6-JXK5-41QP-C83M-D1JJ-0X3Q-DWG7-6RV8-DXQP-RX38-CMG6-AVKM-" \
  "E9WJ-" \
  "0X38-C5T2-0VK1-DNJQ-683M-D1JJ-0W3N-C9P6-JRS1-EDMQ-GX35-CNQ2-0VV6-41H7-JX35-EFQS-BFMQ"
#define QR \
  "FARANDOLE:05T6GS90CDQPRV35CDT6JXK541QPC83MD1JJ0X3QDWG76RV8DXQPRX38CMG6AVKME9WJ0X38C5T20VK1DNJQ" \
  "683MD1JJ0W3NC9P6JRS1EDMQGX35CNQ20VV641H7JX35EFQSBFMQ"
#define PUBLIC_HALF "af9cf9aea944c4b558935f598441a6becf30c24ffa6c60033ba5a1c6ff89f1d5"
#define PSK "3a92e84d7ec99470dd3240f985a3555af6450bae5db4279ec953f262971166dd"
#define SEALED \
  "7477656e74792d666f75722062797465732c2061206e6f6ead3aba153ca989cb1ddfa8c88be36466fdcfc7ade3e9ec" \
  "52d5"

#define SCHEME_LEN 10
#define N_SYMBOLS 136

static const char symbols[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

static void
assert_reads (const char *text)
{
  g_autoptr(GError) error = NULL;
  FarInvite got;
  gboolean good = far_invite_from_text (&got, text, &error);

  g_assert_no_error (error);
  g_assert_true (good);
  g_assert_cmpmem (&got, sizeof got, &invite, sizeof invite);
}

static void
assert_refused (const char *text, FarInviteError code, const char *words)
{
  static const FarInvite nothing;
  g_autoptr(GError) error = NULL;
  FarInvite got = invite;

  g_assert_false (far_invite_from_text (&got, text, &error));
  g_assert_error (error, FAR_INVITE_ERROR, (int)code);
  g_assert_cmpmem (&got, sizeof got, &nothing, sizeof nothing);

  if (words != NULL && strstr (error->message, words) == NULL)
    g_error ("“%s” is answered with “%s”, not “%s”", text, error->message, words);
}

/* -- text */

static void
test_writes_what_was_frozen (void)
{
  g_autofree char *text = far_invite_to_text (&invite);
  g_autofree char *qr = far_invite_to_qr (&invite);

  g_assert_cmpstr (text, ==, TEXT);
  g_assert_cmpstr (qr, ==, QR);
  g_assert_cmpuint (strlen (text), <, 200);
  g_assert_cmpuint (strlen (qr), ==, SCHEME_LEN + N_SYMBOLS);
}

/* Everything that people and their programs do to a text on its way. */
static void
test_reads_what_people_make_of_it (void)
{
  static const struct
  {
    const char *from;
    const char *to;
  } rows[] = {
    { "-", "" },
    { "-", " " },
    { "-", "--" },
    { "-", "\n" },
    { "-", "\r\n" },
    { "-", "\t- " },
    { "-", "\xe2\x80\x93" },
    { "-", "\xe2\x80\x91" },
    { "-", "\xc2\xa0" },
    { "-", "\xe2\x80\x8b" },
    { "0", "O" },
    { "0", "o" },
    { "1", "I" },
    { "1", "l" },
    { "1", "i" },
    { "1", "L" },
    { "farandole:", "Farandole: " },
    { "farandole:", "\n  farandole:\n\n" },
    { "farandole:", "\xef\xbb\xbf"
                    "farandole:" },
    { "BFMQ", "BFMQ\n" },
    { "BFMQ", "bfmq - " },
  };
  g_autofree char *lower = g_ascii_strdown (TEXT, -1);
  g_autofree char *upper = g_ascii_strup (TEXT, -1);

  assert_reads (TEXT);
  assert_reads (QR);
  assert_reads (lower);
  assert_reads (upper);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr(GString) text = g_string_new (TEXT);

      g_assert_cmpuint (g_string_replace (text, rows[i].from, rows[i].to, 0), >, 0);
      assert_reads (text->str);
    }
}

static void
test_refuses_each_changed_character (void)
{
  for (guint i = SCHEME_LEN; i < strlen (QR); i++)
    for (guint j = 0; symbols[j] != '\0'; j++)
      {
        g_autofree char *text = g_strdup (QR);

        if (text[i] == symbols[j])
          continue;
        text[i] = symbols[j];
        assert_refused (text, FAR_INVITE_ERROR_DAMAGED, "is wrong");
      }
}

static void
test_refuses_slips_of_the_hand (void)
{
  for (guint i = SCHEME_LEN; i < strlen (QR); i++)
    {
      g_autofree char *cut = g_strndup (QR, i);
      g_autofree char *dropped = g_strdup_printf ("%.*s%s", i, QR, QR + i + 1);
      g_autofree char *doubled = g_strdup_printf ("%.*s%s", i + 1, QR, QR + i);
      g_autofree char *swapped = g_strdup (QR);

      assert_refused (cut, FAR_INVITE_ERROR_DAMAGED, "instead of 136");
      assert_refused (dropped, FAR_INVITE_ERROR_DAMAGED, "135 characters instead of 136");
      assert_refused (doubled, FAR_INVITE_ERROR_DAMAGED, "137 characters instead of 136");

      if (QR[i + 1] != '\0' && QR[i] != QR[i + 1])
        {
          swapped[i] = QR[i + 1];
          swapped[i + 1] = QR[i];
          assert_refused (swapped, FAR_INVITE_ERROR_DAMAGED, "changed places");
        }
    }
}

static void
test_refuses_foreign_text (void)
{
  static const struct
  {
    const char *text;
    const char *words;
  } rows[] = {
    { "", "begins with" },
    { "  \n ", "begins with" },
    { "hello", "begins with" },
    { "farandole", "begins with" },
    { "farandole :" QR, "begins with" },
    { "https://example.org/05T6-GS90", "begins with" },
    { "magnet:?xt=urn:btih:05T6", "begins with" },
    { "\xe2\x80\x9c" TEXT, "begins with" },
    { "farandole:", "0 characters instead of 136" },
    { "farandole:----", "0 characters instead of 136" },
    { "farandole:05T6-GS90-CDQP", "12 characters instead of 136" },
    { "farandole:05U6-GS90", "Character 3 " },
    { "farandole:05T6_GS90", "Character 5 " },
    { "farandole:05T6-GS90?", "Character 9 " },
    { "farandole:05T6-\xc3\xa9", "Character 5 " },
    { "farandole:05T6-\xff\xfe", "not text" },
    { "\xf0\x9f", "not text" },
  };
  g_autofree char *long_one = g_strnfill (1024 * 1024, 'A');
  g_autofree char *late_one = g_strnfill (1024 * 1024, ' ');

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    assert_refused (rows[i].text, FAR_INVITE_ERROR_DAMAGED, rows[i].words);

  memcpy (long_one, QR, strlen (QR));
  assert_refused (long_one, FAR_INVITE_ERROR_DAMAGED, "longer than any");
  strcpy (late_one + 1024 * 1024 - strlen (QR), QR);
  assert_refused (late_one, FAR_INVITE_ERROR_DAMAGED, "longer than any");
}

/* A text of @len bytes in all, whose checksum is right. */
static char *
make_text (guint8 version, gsize len)
{
  g_autofree guint8 *bytes = g_malloc (len);
  g_autoptr(GByteArray) bits = g_byte_array_new ();
  GString *text = g_string_new ("farandole:");
  guint8 hash[FAR_HASH_LEN];

  memset (bytes, 0x5a, len);
  bytes[0] = version;
  far_hash_bytes (FAR_CONTEXT_INVITE_SUM, bytes, len - 4, hash);
  memcpy (bytes + len - 4, hash, 4);

  for (gsize i = 0; i < len * 8; i++)
    far_put_u8 (bits, bytes[i / 8] >> (7 - i % 8) & 1);
  while (bits->len % 5 != 0)
    far_put_u8 (bits, 0);
  for (guint i = 0; i < bits->len; i += 5)
    {
      guint value = 0;

      for (guint j = 0; j < 5; j++)
        value = value << 1 | bits->data[i + j];
      g_string_append_c (text, symbols[value]);
    }

  return g_string_free (text, FALSE);
}

static void
test_tells_newer_from_damaged (void)
{
  static const gsize lens[] = { 5, 6, 84, 85, 86, 87, 88, 89, 90, 300, 633 };

  for (guint i = 0; i < G_N_ELEMENTS (lens); i++)
    {
      g_autofree char *newer = make_text (2, lens[i]);
      g_autofree char *newest = make_text (255, lens[i]);
      g_autofree char *older = make_text (0, lens[i]);
      g_autofree char *other_len = make_text (1, lens[i]);
      char *last = newer + strlen (newer) - 1;

      assert_refused (newer, FAR_INVITE_ERROR_NEWER, "version 2,");
      assert_refused (newest, FAR_INVITE_ERROR_NEWER, "version 255,");
      assert_refused (older, FAR_INVITE_ERROR_DAMAGED, NULL);
      if (lens[i] != FAR_INVITE_BYTES_LEN)
        assert_refused (other_len, FAR_INVITE_ERROR_DAMAGED, "instead of 136");

      *last = *last == 'Z' ? 'Y' : 'Z';
      assert_refused (newer, FAR_INVITE_ERROR_DAMAGED, NULL);
    }

  {
    g_autofree char *too_long = make_text (2, 640);

    assert_refused (too_long, FAR_INVITE_ERROR_DAMAGED, "longer than any");
  }
}

/* What pads the last character must be zero: one text for each content. */
static void
test_refuses_other_padding (void)
{
  for (gsize len = 86; len < 90; len++)
    {
      g_autofree char *text = make_text (2, len);
      char *last = text + strlen (text) - 1;
      g_autofree char *longer = g_strconcat (text, "0", NULL);

      assert_refused (text, FAR_INVITE_ERROR_NEWER, NULL);
      assert_refused (longer, FAR_INVITE_ERROR_DAMAGED, NULL);
      *last = symbols[strchr (symbols, *last) - symbols + 1];
      assert_refused (text, FAR_INVITE_ERROR_DAMAGED, NULL);
    }
}

/* -- keys and proofs */

typedef struct
{
  FarNewcomer newcomer;
  guint8 device_secret[64];
  guint8 public_half[FAR_KEY_LEN];
  guint8 invite_proof[FAR_SIG_LEN];
  guint8 device_proof[FAR_SIG_LEN];
} Proofs;

static void
set_up_proofs (Proofs *self)
{
  static const guint8 seed[32] = "the seed of a new device, 32 of ";
  FarNewcomer *newcomer = &self->newcomer;

  memcpy (newcomer->collective, invite.collective, sizeof newcomer->collective);
  memcpy (newcomer->entry, invite.entry, sizeof newcomer->entry);
  far_sign_keypair (seed, newcomer->device, self->device_secret);
  memset (newcomer->noise, 0x11, sizeof newcomer->noise);
  memset (newcomer->seal, 0x22, sizeof newcomer->seal);

  far_invite_derive_public (invite.secret, self->public_half);
  far_invite_prove (invite.secret, newcomer, self->invite_proof);
  far_device_prove (self->device_secret, newcomer, self->device_proof);
}

static void
test_derives_what_was_frozen (void)
{
  guint8 public_half[FAR_KEY_LEN];
  guint8 psk[FAR_KEY_LEN];

  far_invite_derive_public (invite.secret, public_half);
  assert_hex (public_half, sizeof public_half, PUBLIC_HALF);
  far_invite_derive_psk (public_half, psk);
  assert_hex (psk, sizeof psk, PSK);
}

static void
test_proves_what_was_frozen (void)
{
  Proofs proofs;

  set_up_proofs (&proofs);
  assert_hex (proofs.invite_proof, FAR_SIG_LEN,
              "32576fae8b30f83f387c0602d72fac3904aa9ab8cfcd89d64702aba17e7fc419"
              "29847221e77462302d121ab099b7dae7f6466518a649a82c8f847e97bff9310f");
  assert_hex (proofs.device_proof, FAR_SIG_LEN,
              "238abb5cdbd0aa2a6a1e1300227892a1a512df8adcd740cbd63f399c2aadd98f"
              "87bddba5bec3ab4a4579065699b1917ad588021e844a71c67bc68399db336d09");
  g_assert_true (far_invite_verify (proofs.public_half, &proofs.newcomer, proofs.invite_proof));
  g_assert_true (far_device_verify (&proofs.newcomer, proofs.device_proof));
}

static void
test_proofs_are_bound_to_each_field (void)
{
  Proofs proofs;
  guint8 *bytes = (guint8 *)&proofs.newcomer;

  G_STATIC_ASSERT (sizeof proofs.newcomer == 5 * 32);
  set_up_proofs (&proofs);

  for (guint i = 0; i < sizeof proofs.newcomer; i++)
    {
      bytes[i] ^= 1 << i % 8;
      g_assert_false (
          far_invite_verify (proofs.public_half, &proofs.newcomer, proofs.invite_proof));
      g_assert_false (far_device_verify (&proofs.newcomer, proofs.device_proof));
      bytes[i] ^= 1 << i % 8;
    }
}

static void
test_refuses_other_proofs (void)
{
  Proofs proofs;
  guint8 other[FAR_KEY_LEN];

  set_up_proofs (&proofs);

  for (guint bit = 0; bit < FAR_SIG_LEN * 8; bit++)
    {
      proofs.invite_proof[bit / 8] ^= 1 << bit % 8;
      g_assert_false (
          far_invite_verify (proofs.public_half, &proofs.newcomer, proofs.invite_proof));
      proofs.invite_proof[bit / 8] ^= 1 << bit % 8;
    }

  g_assert_false (far_invite_verify (proofs.public_half, &proofs.newcomer, proofs.device_proof));
  g_assert_false (far_device_verify (&proofs.newcomer, proofs.invite_proof));

  far_invite_derive_public ((const guint8 *)"sixteen of bytez", other);
  g_assert_false (far_invite_verify (other, &proofs.newcomer, proofs.invite_proof));
  memset (other, 0, sizeof other);
  g_assert_false (far_invite_verify (other, &proofs.newcomer, proofs.invite_proof));
}

/* -- the request by file */

static const guint8 nonce[FAR_INVITE_NONCE_LEN] = "twenty-four bytes, a non";

static void
test_seals_what_was_frozen (void)
{
  g_autoptr(GByteArray) sealed = g_byte_array_new ();
  guint8 public_half[FAR_KEY_LEN];

  far_invite_derive_public (invite.secret, public_half);
  far_invite_seal (public_half, nonce, "let me in", 9, sealed);
  assert_hex (sealed->data, sealed->len, SEALED);
}

static void
test_opens_what_it_sealed (void)
{
  static const gsize lens[] = { 0, 1, 100, FAR_DOOR_MAX };
  g_autofree guint8 *request = g_malloc (FAR_DOOR_MAX);
  guint8 public_half[FAR_KEY_LEN];

  far_invite_derive_public (invite.secret, public_half);
  memset (request, 0xa5, FAR_DOOR_MAX);

  for (guint i = 0; i < G_N_ELEMENTS (lens); i++)
    {
      g_autoptr(GByteArray) sealed = g_byte_array_new ();
      g_autofree guint8 *got = NULL;

      far_put (sealed, "kept", 4);
      far_invite_seal (public_half, nonce, request, lens[i], sealed);
      g_assert_cmpuint (sealed->len, ==, 4 + lens[i] + FAR_INVITE_SEAL_OVERHEAD);
      got = far_invite_open (public_half, sealed->data + 4, sealed->len - 4);
      g_assert_nonnull (got);
      g_assert_cmpmem (got, lens[i], request, lens[i]);
    }
}

static void
test_opens_nothing_else (void)
{
  g_autoptr(GByteArray) sealed = g_byte_array_new ();
  g_autofree guint8 *too_long = g_malloc0 (FAR_DOOR_MAX + FAR_INVITE_SEAL_OVERHEAD + 1);
  guint8 public_half[FAR_KEY_LEN];

  far_invite_derive_public (invite.secret, public_half);
  far_invite_seal (public_half, nonce, "let me in", 9, sealed);

  for (guint bit = 0; bit < sealed->len * 8; bit++)
    {
      sealed->data[bit / 8] ^= 1 << bit % 8;
      g_assert_null (far_invite_open (public_half, sealed->data, sealed->len));
      sealed->data[bit / 8] ^= 1 << bit % 8;
    }
  for (guint len = 0; len < sealed->len; len++)
    g_assert_null (far_invite_open (public_half, sealed->data, len));

  public_half[0] ^= 1;
  g_assert_null (far_invite_open (public_half, sealed->data, sealed->len));
  public_half[0] ^= 1;

  /* longer than a request, though sealed as one */
  {
    guint8 key[FAR_KEY_LEN];

    far_hash_bytes (FAR_CONTEXT_DOOR_FILE, public_half, sizeof public_half, key);
    crypto_aead_xchacha20poly1305_ietf_encrypt (too_long + FAR_INVITE_NONCE_LEN, NULL,
                                                too_long + FAR_INVITE_NONCE_LEN, FAR_DOOR_MAX + 1,
                                                NULL, 0, NULL, too_long, key);
    g_assert_null (
        far_invite_open (public_half, too_long, FAR_DOOR_MAX + 1 + FAR_INVITE_SEAL_OVERHEAD));
  }
}

/* ---- a machine's code */

static void
fill_code (FarMachineCode *code, const char *address)
{
  memset (code, 0, sizeof *code);
  for (guint i = 0; i < FAR_ID_LEN; i++)
    code->collective[i] = i;
  memset (code->member, 0xa7, FAR_RECORD_ID_LEN);
  memset (code->secret, 0x5e, FAR_MACHINE_SECRET_LEN);
  g_strlcpy (code->address, address, sizeof code->address);
}

/* Whatever the length leaves over of the last character. */
static void
test_machine_code (void)
{
  g_autofree char *longest = g_strnfill (FAR_MACHINE_ADDRESS_MAX, 'x');
  const char *const addresses[] = { "", "a", "ab", "abc", "abcd", "192.168.1.20:4711", longest };

  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++)
    for (guint is_qr = 0; is_qr < 2; is_qr++)
      {
        g_autoptr(GError) error = NULL;
        g_autofree char *text = NULL;
        FarMachineCode code;
        FarMachineCode read;
        FarInvite other;

        fill_code (&code, addresses[i]);
        g_assert_true (far_machine_code_check_address (addresses[i]));
        text = far_machine_code_to_text (&code, is_qr);
        g_assert_true (far_machine_code_from_text (&read, text));
        g_assert_cmpmem (&read, sizeof read, &code, sizeof code);

        /* a version that reads invitations only asks for a newer one */
        g_assert_false (far_invite_from_text (&other, text, &error));
        g_assert_error (error, FAR_INVITE_ERROR, FAR_INVITE_ERROR_NEWER);
      }
}

static void
test_bad_machine_codes (void)
{
  g_autofree char *good = NULL;
  FarMachineCode code;
  FarMachineCode read;
  FarInvite other = { .secret = { 1 } };
  g_autofree char *invitation = far_invite_to_text (&other);

  fill_code (&code, "a:1");
  good = far_machine_code_to_text (&code, TRUE);
  g_assert_false (far_machine_code_from_text (&read, invitation));
  g_assert_false (far_machine_code_from_text (&read, ""));
  for (gsize i = strlen ("farandole:"); good[i] != '\0'; i++)
    {
      char kept = good[i];

      good[i] = kept == 'Z' ? 'Y' : 'Z';
      g_assert_false (far_machine_code_from_text (&read, good));
      g_assert_true (sodium_is_zero ((const guint8 *)&read, sizeof read));
      good[i] = '\0';
      g_assert_false (far_machine_code_from_text (&read, good));
      good[i] = kept;
    }

  /* good sums around what cannot be */
  for (guint i = 0; i < 5; i++)
    {
      g_autoptr(GByteArray) bytes = g_byte_array_new ();
      g_autofree char *text = NULL;
      g_autofree char *longer = g_strnfill (FAR_MACHINE_ADDRESS_MAX + 1, 'x');

      far_put_u8 (bytes, i == 0 ? 3 : FAR_MACHINE_CODE_VERSION);
      far_put (bytes, code.collective, FAR_ID_LEN);
      far_put (bytes, code.member, FAR_RECORD_ID_LEN);
      far_put (bytes, code.secret, FAR_MACHINE_SECRET_LEN);
      far_put_u8 (bytes, i == 1 ? 4 : i == 4 ? FAR_MACHINE_ADDRESS_MAX + 1 : 3);
      far_put (bytes,
               i == 3   ? "a 1"
               : i == 4 ? longer
                        : "a:1",
               i == 4 ? FAR_MACHINE_ADDRESS_MAX + 1 : 3);
      if (i == 2)
        far_put_u8 (bytes, 0);
      text = far_code_to_text (bytes, FALSE);
      g_assert_false (far_machine_code_from_text (&read, text));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (sodium_init (), >=, 0);

  g_test_add_func ("/far/invite/writes-what-was-frozen", test_writes_what_was_frozen);
  g_test_add_func ("/far/invite/reads-what-people-make-of-it", test_reads_what_people_make_of_it);
  g_test_add_func ("/far/invite/refuses-each-changed-character",
                   test_refuses_each_changed_character);
  g_test_add_func ("/far/invite/refuses-slips-of-the-hand", test_refuses_slips_of_the_hand);
  g_test_add_func ("/far/invite/refuses-foreign-text", test_refuses_foreign_text);
  g_test_add_func ("/far/invite/tells-newer-from-damaged", test_tells_newer_from_damaged);
  g_test_add_func ("/far/invite/refuses-other-padding", test_refuses_other_padding);
  g_test_add_func ("/far/invite/derives-what-was-frozen", test_derives_what_was_frozen);
  g_test_add_func ("/far/invite/proves-what-was-frozen", test_proves_what_was_frozen);
  g_test_add_func ("/far/invite/proofs-are-bound-to-each-field",
                   test_proofs_are_bound_to_each_field);
  g_test_add_func ("/far/invite/refuses-other-proofs", test_refuses_other_proofs);
  g_test_add_func ("/far/invite/seals-what-was-frozen", test_seals_what_was_frozen);
  g_test_add_func ("/far/invite/opens-what-it-sealed", test_opens_what_it_sealed);
  g_test_add_func ("/far/invite/opens-nothing-else", test_opens_nothing_else);
  g_test_add_func ("/far/invite/machine-code", test_machine_code);
  g_test_add_func ("/far/invite/bad-machine-codes", test_bad_machine_codes);

  return g_test_run ();
}
