/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-talk: a session of the victim's, and at its other end the liar of far-liar.h, who seals
 * whatever it says.  What is answered stays in proportion to what was said. */

#pragma once

#include "far-liar.h"
#include "far-session-private.h"

G_BEGIN_DECLS

typedef struct
{
  FarLiar *liar;       /* unowned */
  FarReplica *replica; /* owned: the victim's */
  FarSession *session; /* owned: the victim's */
  FarNoise *noise;     /* owned: the liar's, until the handshake is done */
  FarNoiseCipher send;
  FarNoiseCipher receive;
  guint piece; /* bytes that come at once, 0 for whole messages */
  gint64 n_in;
  gint64 n_out;
  gboolean good;
} FarTalk;

/* The liar begins to speak, and the two shake hands. */
void far_talk_begin (FarTalk *self, guint piece, gboolean victim_calls);
/* Says one frame, and hears all that is answered. */
void far_talk_say (FarTalk *self, const GByteArray *body);
/* The victim is as it was. */
void far_talk_end (FarTalk *self);

G_END_DECLS
