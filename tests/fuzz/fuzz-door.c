/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A request at the door, or its answer, that is taken has one encoding; what is refused leaves
 * nothing behind.  The first byte of an input is even for a request and odd for an answer. */

#include "far-fuzz.h"

#include <string.h>

#include "far-collective-door.h"

static const guint8 collective[FAR_ID_LEN] = "a collective";

static void
check_request (const guint8 *data, gsize len)
{
  FarRequest untouched;
  FarRequest request;

  memset (&untouched, 0xa5, sizeof untouched);
  request = untouched;
  if (!far_request_decode (&request, collective, data, len))
    {
      g_assert_cmpmem (&request, sizeof request, &untouched, sizeof untouched);
      return;
    }

  g_assert_cmpuint (len, <=, FAR_DOOR_MAX);
  g_assert_true (g_utf8_validate (request.name, -1, NULL));
  g_assert_cmpint (g_utf8_strlen (request.name, -1), <=, FAR_NAME_MAX);
  g_assert_cmpstr (request.name, !=, "");
  g_assert_cmpmem (request.newcomer.collective, FAR_ID_LEN, collective, FAR_ID_LEN);
  far_request_clear (&request);
}

/* The same bytes as what a further machine asks. */
static void
check_further (const guint8 *data, gsize len)
{
  FarRequest untouched;
  FarRequest request;

  memset (&untouched, 0xa5, sizeof untouched);
  request = untouched;
  if (!far_further_decode (&request, collective, data, len))
    {
      g_assert_cmpmem (&request, sizeof request, &untouched, sizeof untouched);
      return;
    }

  g_assert_cmpuint (len, ==, FAR_DOOR_FURTHER_LEN);
  g_assert_true (request.is_further);
  g_assert_cmpmem (request.newcomer.entry, FAR_RECORD_ID_LEN, data + 1, FAR_RECORD_ID_LEN);
}

static void
check_answer (const guint8 *data, gsize len)
{
  static const FarAnswer nothing;
  g_autoptr (GBytes) again = NULL;
  FarAnswer answer;

  if (!far_answer_decode (&answer, data, len))
    {
      g_assert_cmpmem (&answer, sizeof answer, &nothing, sizeof nothing);
      return;
    }

  again = far_answer_encode (&answer);
  g_assert_cmpmem (g_bytes_get_data (again, NULL), g_bytes_get_size (again), data, len);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize len)
{
  g_autofree guint8 *copy = NULL;

  if (len == 0)
    return 0;

  copy = g_memdup2 (data + 1, len - 1);
  if ((data[0] & 1) == 0)
    {
      check_request (copy, len - 1);
      check_further (copy, len - 1);
    }
  else
    check_answer (copy, len - 1);

  return 0;
}

void
far_fuzz_seed (GRand *rand, GByteArray *out)
{
  static const char *const names[] = { "A", "Zoé", "Ольга", "王" };
  gboolean is_answer = g_rand_boolean (rand);
  FarAnswer answer = { .state = g_rand_int_range (rand, FAR_ANSWER_WAITING, 4) };
  guint8 secret[FAR_INVITE_SECRET_LEN] = "secret";
  guint8 sign_secret[64];
  FarNewcomer newcomer = { 0 };
  g_autoptr (GBytes) bytes = NULL;

  if (is_answer)
    {
      answer.n_missing = answer.state == FAR_ANSWER_WAITING ? 1 : 0;
      answer.refusal = answer.state == FAR_ANSWER_REFUSED
                           ? g_rand_int_range (rand, FAR_REFUSAL_UNKNOWN, FAR_REFUSAL_MACHINES + 1)
                           : FAR_REFUSAL_NONE;
      bytes = far_answer_encode (&answer);
    }
  else
    {
      memcpy (newcomer.collective, collective, FAR_ID_LEN);
      far_sign_keypair (collective, newcomer.device, sign_secret);
      bytes = g_rand_boolean (rand)
                  ? far_further_encode (&newcomer, sign_secret)
                  : far_request_encode (&newcomer, secret, sign_secret,
                                        names[g_rand_int_range (rand, 0, G_N_ELEMENTS (names))]);
    }
  far_put_u8 (out, is_answer);
  far_put (out, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}
