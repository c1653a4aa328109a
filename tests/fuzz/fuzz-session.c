/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whatever a member who lies says in a session, either way round: what is answered stays in
 * proportion to what was said, and what is accepted of it is sound.
 *
 * An input is 0 to be called or 1 to call, the length of the pieces in which bytes come (u8, 0 for
 * whole), and the steps of far-liar.h. */

#include "far-fuzz.h"

#include <string.h>

#include "far-talk.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize len)
{
  FarReader input = far_reader (data, len);
  g_autoptr (GByteArray) body = g_byte_array_new ();
  gboolean victim_calls = far_reader_u8 (&input) & 1;
  FarSessionCounts counts;
  FarTalk talk;

  far_talk_begin (&talk, far_reader_u8 (&input), victim_calls);
  while (talk.good && far_liar_step (talk.liar, &input, body))
    if (body->len > 0)
      {
        far_talk_say (&talk, body);
        g_assert_cmpuint (talk.session->signals.length, <=, FAR_SIGNALS_MAX);
        /* a caller that never asks for them is not filled either */
        if (body->len % 2 == 0)
          g_bytes_unref (far_session_take_signal (talk.session));
      }
  if (talk.good)
    far_session_receive_end (talk.session, talk.n_in, NULL);

  far_session_get_counts (talk.session, &counts);
  g_assert_cmpint (counts.n_accepted, ==,
                   far_store_get_n_entries (talk.liar->victim) - talk.liar->n_entries);
  far_talk_end (&talk);

  return 0;
}

/* -- good inputs */

void
far_fuzz_seed (GRand *rand, GByteArray *out)
{
  gboolean victim_calls = g_rand_boolean (rand);

  far_put_u8 (out, victim_calls);
  far_put_u8 (out, g_rand_boolean (rand) ? 0 : g_rand_int_range (rand, 1, 256));

  switch (g_rand_int_range (rand, 0, 3))
    {
    case 0:
      /* what differs is found first */
      if (victim_calls)
        {
          far_liar_seed_raw (out,
                             "\1"
                             "a digest of who has something ne",
                             33);
          far_put_u8 (out, 5);
          far_put_u32 (out, G_MAXUINT32);
          far_put_u8 (out, 1);
          far_put_u8 (out, 2);
          for (guint i = 0; i < 2; i++)
            {
              far_put_u8 (out, i);
              far_put_u32 (out, g_rand_int_range (rand, 1, 12));
            }
        }
      else
        {
          g_autofree char *hello = g_strnfill (1 + FAR_HASH_LEN + N_GROUPS * GROUP_LEN, '\1');

          far_liar_seed_raw (out, hello, 1 + FAR_HASH_LEN + N_GROUPS * GROUP_LEN);
          /* said twice, it may not be answered twice */
          if (g_rand_boolean (rand))
            far_liar_seed_raw (out, hello, 1 + FAR_HASH_LEN + N_GROUPS * GROUP_LEN);
          far_put_u8 (out, 6);
          far_put_u8 (out, 1);
          far_put_u8 (out, g_rand_int_range (rand, 0, 3));
          far_put_u8 (out, 1);
        }
      break;
    default:
      if (victim_calls)
        {
          guint8 digest[FAR_HASH_LEN + 1] = { FRAME_HELLO };

          far_store_digest (far_liar_get ()->victim, digest + 1);
          far_liar_seed_raw (out, (const char *)digest, sizeof digest);
        }
      else
        far_put_u8 (out, 3);
      far_liar_seed (rand, out);
      break;
    }

  far_put_u8 (out, 4);
  far_put_u16 (out, g_rand_int_range (rand, 0, 6));
  if (g_rand_boolean (rand))
    far_liar_seed_raw (out, "\x0b", 1);   /* REKEY */
  far_liar_seed_raw (out, "\x07\x00", 2); /* ACK */
  for (guint i = g_rand_int_range (rand, 0, 4); i > 0; i--)
    far_liar_seed_raw (out, "\x09so", i); /* SIGNAL, once without a word */
  far_liar_seed (rand, out);
  far_liar_seed_raw (out, "\x0c", 1); /* BYE */
}
