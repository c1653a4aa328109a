/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An invitation, or a machine's code, that is taken is written again as one that says the same; any
 * other text is refused with an error that repeats none of it, and no secret stays behind. */

#include "far-fuzz.h"

#include <string.h>

#include "far-invite.h"
#include "far-machine-code.h"

void
far_fuzz_seed (GRand *rand, GByteArray *out)
{
  g_autofree char *text = NULL;
  FarInvite invite;

  for (gsize i = 0; i < sizeof invite; i++)
    ((guint8 *)&invite)[i] = g_rand_int_range (rand, 0, 256);

  if (g_rand_int_range (rand, 0, 4) == 0)
    {
      FarMachineCode code = { .address = "192.168.1.20:4711" };

      for (gsize i = 0; i < FAR_MACHINE_SECRET_LEN; i++)
        code.secret[i] = g_rand_int_range (rand, 0, 256);
      code.address[g_rand_int_range (rand, 0, 18)] = '\0';
      text = far_machine_code_to_text (&code, g_rand_boolean (rand));
    }
  else
    text = g_rand_boolean (rand) ? far_invite_to_text (&invite) : far_invite_to_qr (&invite);
  g_byte_array_append (out, (const guint8 *)text, strlen (text));
}

static void
test_machine_code (const char *text)
{
  static const FarMachineCode nothing;
  g_autofree char *again = NULL;
  FarMachineCode code;
  FarMachineCode same;

  memset (&code, 0xa5, sizeof code);
  if (!far_machine_code_from_text (&code, text))
    {
      g_assert_cmpmem (&code, sizeof code, &nothing, sizeof nothing);
      return;
    }

  g_assert_true (far_machine_code_check_address (code.address));
  again = far_machine_code_to_text (&code, FALSE);
  g_assert_true (far_machine_code_from_text (&same, again));
  g_assert_cmpmem (&same, sizeof same, &code, sizeof code);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize len)
{
  static const FarInvite nothing;
  g_autofree char *text = g_strndup (len > 0 ? (const char *)data : "", len);
  g_autofree char *again = NULL;
  g_autoptr(GError) error = NULL;
  FarInvite invite;
  FarInvite same;

  test_machine_code (text);
  memset (&invite, 0xa5, sizeof invite);
  if (!far_invite_from_text (&invite, text, &error))
    {
      g_assert_true (g_error_matches (error, FAR_INVITE_ERROR, FAR_INVITE_ERROR_DAMAGED) ||
                     g_error_matches (error, FAR_INVITE_ERROR, FAR_INVITE_ERROR_NEWER));
      g_assert_cmpmem (&invite, sizeof invite, &nothing, sizeof nothing);
      return 0;
    }

  g_assert_no_error (error);
  again = far_invite_to_text (&invite);
  g_assert_true (far_invite_from_text (&same, again, NULL));
  g_assert_cmpmem (&same, sizeof same, &invite, sizeof invite);

  return 0;
}
