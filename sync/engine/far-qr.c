/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-sync.h"

#include <errno.h>
#include <qrencode.h>
#include <string.h>

#include "far-invite.h"
#include "far-machine-code.h"
#include "far-sync-error.h"

#define TEXT_LEN_MAX 1024
/* Of a longer one the picture gets so fine that it is read better with less in it than with more
 * that mends it. */
#define TEXT_LEN_MENDED 350

/* Of an invitation the form that is all of QR's alphanumeric set: a smaller picture, and the reader
 * takes both.  Returns: (transfer full) */
static char *
dup_compact (const char *text)
{
  FarInvite invite;
  FarMachineCode code;
  char *compact = NULL;

  if (far_invite_from_text (&invite, text, NULL))
    compact = far_invite_to_qr (&invite);
  else if (far_machine_code_from_text (&code, text))
    compact = far_machine_code_to_text (&code, TRUE);
  sodium_memzero (&invite, sizeof invite);

  return compact != NULL ? compact : g_strdup (text);
}

guint8 *
far_qr_encode (const char *text, int *out_width, GError **error)
{
  g_autofree char *compact = NULL;
  guint8 *modules;
  QRcode *code;

  g_return_val_if_fail (text != NULL && out_width != NULL, NULL);

  *out_width = 0;
  if (*text == '\0' || strlen (text) > TEXT_LEN_MAX)
    {
      far_sync_fail (error, FAR_SYNC_ERROR_TEXT_INVALID, "1..1024 bytes fit into a picture");
      return NULL;
    }

  compact = dup_compact (text);
  code = QRcode_encodeString (compact, 0,
                              strlen (compact) > TEXT_LEN_MENDED ? QR_ECLEVEL_L : QR_ECLEVEL_M,
                              QR_MODE_8, 1);
  if (code == NULL)
    {
      far_sync_fail (error, FAR_SYNC_ERROR_TEXT_INVALID, g_strerror (errno));
      return NULL;
    }

  *out_width = code->width;
  modules = g_malloc (code->width * code->width);
  for (int i = 0; i < code->width * code->width; i++)
    modules[i] = code->data[i] & 1;
  QRcode_free (code);

  return modules;
}
