/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An invitation that is taken is written again as one that says the same; any other text is refused
 * with an error that repeats none of it, and no secret stays behind. */

#include "far-fuzz.h"

#include <string.h>

#include "far-invite.h"

void
far_fuzz_seed (GRand *rand, GByteArray *out)
{
  g_autofree char *text = NULL;
  FarInvite invite;

  for (gsize i = 0; i < sizeof invite; i++)
    ((guint8 *)&invite)[i] = g_rand_int_range (rand, 0, 256);

  text = g_rand_boolean (rand) ? far_invite_to_text (&invite) : far_invite_to_qr (&invite);
  g_byte_array_append (out, (const guint8 *)text, strlen (text));
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
