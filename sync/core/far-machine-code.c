/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-invite"

#include "far-machine-code.h"

#include <string.h>

#include "far-code.h"

#include "far-pure.h"

static gboolean
is_good_address (const guint8 *address, gsize len)
{
  for (gsize i = 0; i < len; i++)
    if (!g_ascii_isgraph (address[i]))
      return FALSE;

  return len <= FAR_MACHINE_ADDRESS_MAX;
}

gboolean
far_machine_code_check_address (const char *address)
{
  return is_good_address ((const guint8 *)address, strlen (address));
}

char *
far_machine_code_to_text (const FarMachineCode *self, gboolean is_qr)
{
  gsize len = strlen (self->address);
  g_autoptr(GByteArray) bytes = g_byte_array_sized_new (128 + FAR_MACHINE_ADDRESS_MAX);
  char *text;

  far_put_u8 (bytes, FAR_MACHINE_CODE_VERSION);
  far_put (bytes, self->collective, sizeof self->collective);
  far_put (bytes, self->member, sizeof self->member);
  far_put (bytes, self->secret, sizeof self->secret);
  far_put_u8 (bytes, len);
  far_put (bytes, self->address, len);
  text = far_code_to_text (bytes, is_qr);
  sodium_memzero (bytes->data, bytes->len);

  return text;
}

/* Copies @len bytes; a reader that ran out copies nothing, and stays failed. */
static void
take (FarReader *reader, void *out, gsize len)
{
  const guint8 *bytes = far_reader_bytes (reader, len);

  if (bytes != NULL)
    memcpy (out, bytes, len);
}

static gboolean
read_fields (FarMachineCode *self, const FarCode *code)
{
  FarReader reader = far_reader (code->bytes, code->len - FAR_INVITE_SUM_LEN);
  guint8 version = far_reader_u8 (&reader);
  guint8 len;

  take (&reader, self->collective, sizeof self->collective);
  take (&reader, self->member, sizeof self->member);
  take (&reader, self->secret, sizeof self->secret);
  len = far_reader_u8 (&reader);
  if (len > FAR_MACHINE_ADDRESS_MAX)
    return FALSE;
  take (&reader, self->address, len);

  return far_reader_done (&reader) && version == FAR_MACHINE_CODE_VERSION &&
         is_good_address ((const guint8 *)self->address, len);
}

gboolean
far_machine_code_from_text (FarMachineCode *self, const char *text)
{
  FarMachineCode read = { 0 };
  FarCode code;
  gboolean good = far_code_from_text (&code, text, NULL) && far_code_has_good_sum (&code) &&
                  read_fields (&read, &code);

  memset (self, 0, sizeof *self);
  if (good)
    *self = read;
  sodium_memzero (&read, sizeof read);
  sodium_memzero (&code, sizeof code);

  return good;
}

void
far_machine_code_derive_key (const guint8 secret[static FAR_MACHINE_SECRET_LEN],
                             guint8 out_key[static FAR_KEY_LEN])
{
  far_hash_bytes (FAR_CONTEXT_MACHINE, secret, FAR_MACHINE_SECRET_LEN, out_key);
}
