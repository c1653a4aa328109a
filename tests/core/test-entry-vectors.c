/* SPDX-License-Identifier: GPL-3.0-or-later */

/* tests/vectors/entries.json: our own bytes, recorded once.  docs/formats.md, "Vectors", says what
 * each part is.  They were made by another program than the one that is tested. */

#include <json-glib/json-glib.h>

#include "far-entry.h"
#include "far-payload.h"
#include "far-store.h"
#include "test-vectors.h"

static JsonObject *vectors;

/* -- the file */

static const char *
get_text (JsonObject *object, const char *name)
{
  return json_object_has_member (object, name) && !json_object_get_null_member (object, name)
             ? json_object_get_string_member (object, name)
             : NULL;
}

/* Returns: (transfer full) (nullable): NULL where the file says null */
static GByteArray *
get_bytes (JsonObject *object, const char *name)
{
  const char *text = get_text (object, name);

  return text != NULL ? unhex (text) : NULL;
}

static void
get_id (JsonObject *object, const char *name, guint8 *out, gsize len)
{
  g_assert_true (far_unhex (get_text (object, name), out, len));
}

static void
compare (JsonObject *object, const char *what, const char *found, const char *expected)
{
  if (g_strcmp0 (found, expected) != 0)
    g_test_fail_printf ("%s: %s is %s, not %s", get_text (object, "name"), what, found, expected);
}

static void
compare_hex (JsonObject *object, const char *what, const guint8 *found, gsize len)
{
  g_autofree char *hex = far_hex (found, len);

  compare (object, what, hex, get_text (object, what));
}

typedef void (*CheckFunc) (JsonObject *object);

static void
check_each (const char *group, CheckFunc check)
{
  JsonArray *array = json_object_get_array_member (vectors, group);
  guint n = json_array_get_length (array);

  g_assert_cmpuint (n, >, 0);
  for (guint i = 0; i < n; i++)
    check (json_array_get_object_element (array, i));
}

/* -- ids */

static void
check_id (JsonObject *object)
{
  guint8 collective[FAR_ID_LEN];
  guint8 device[FAR_KEY_LEN];
  guint8 id[FAR_RECORD_ID_LEN];

  get_id (object, "collective", collective, FAR_ID_LEN);
  get_id (object, "device", device, FAR_KEY_LEN);
  if (g_str_equal (get_text (object, "of"), "member"))
    far_member_id (collective, device, id);
  else
    far_record_id (collective, device, json_object_get_int_member (object, "seq"),
                   json_object_get_int_member (object, "index"), id);
  compare_hex (object, "id", id, sizeof id);
}

static void
test_ids (void)
{
  check_each ("ids", check_id);
}

/* -- headers */

static void
check_header (JsonObject *object)
{
  g_autoptr (GByteArray) bytes = get_bytes (object, "header");
  guint8 collective[FAR_ID_LEN];
  guint8 encoded[FAR_HEADER_MAX];
  guint8 id[FAR_ID_LEN];
  FarHeader header;
  FarHeader untouched;
  FarEntryError error;
  gsize len;

  memset (&header, 0x5a, sizeof header);
  untouched = header;
  error = far_header_decode (&header, bytes->data, bytes->len);
  compare (object, "reason", far_entry_error_get_name (error), get_text (object, "reason"));
  compare (object, "verdict", error == FAR_ENTRY_OK ? "valid" : "invalid",
           get_text (object, "verdict"));

  if (error != FAR_ENTRY_OK)
    {
      g_assert_cmpmem (&header, sizeof header, &untouched, sizeof untouched);
      return;
    }

  len = far_header_encode (&header, encoded);
  g_assert_cmpmem (encoded, len, bytes->data, bytes->len);
  get_id (object, "collective", collective, FAR_ID_LEN);
  far_entry_id (collective, bytes->data, bytes->len, id);
  compare_hex (object, "id", id, sizeof id);
}

static void
test_headers (void)
{
  check_each ("headers", check_header);
}

/* -- payloads */

static void
check_payload (JsonObject *object)
{
  g_autoptr (GByteArray) bytes = get_bytes (object, "payload");
  FarPayload payload;
  FarPayloadError error =
      far_payload_parse (&payload,
                         far_kind_get_schema (json_object_get_int_member (object, "kind")),
                         bytes->data, bytes->len);
  g_autoptr (GString) json = g_string_new (NULL);
  g_autoptr (JsonNode) node = NULL;

  compare (object, "reason", far_payload_error_get_name (error), get_text (object, "reason"));
  compare (object, "verdict", error == FAR_PAYLOAD_OK ? "effect" : "none",
           get_text (object, "verdict"));
  if (error != FAR_PAYLOAD_OK)
    return;

  far_payload_append_json (&payload, json);
  node = json_from_string (json->str, NULL);
  g_assert_nonnull (node);
  if (!json_node_equal (node, json_object_get_member (object, "values")))
    g_test_fail_printf ("%s: its values are %s", get_text (object, "name"), json->str);
}

static void
test_payloads (void)
{
  check_each ("payloads", check_payload);
}

/* -- entries */

static const char *
judge_signature (const guint8 *key, const guint8 *id, const GByteArray *sig)
{
  gboolean good = far_verify (key, FALSE, id, FAR_ID_LEN, sig->data);
  const char *reason = "signature";

  if (!far_key_is_valid (key))
    reason = "key";
  else if (!far_key_is_valid (sig->data))
    reason = "r"; /* a key and an R are the same to the point check */
  else if (good)
    reason = "ok";
  g_assert_true (good == g_str_equal (reason, "ok"));

  return reason;
}

static void
check_entry (JsonObject *object)
{
  g_autoptr (GByteArray) bytes = get_bytes (object, "header");
  g_autoptr (GByteArray) blob = get_bytes (object, "blob");
  g_autoptr (GByteArray) sig = get_bytes (object, "signature");
  guint8 collective[FAR_ID_LEN];
  guint8 id[FAR_ID_LEN] = { 0 };
  guint8 hash[FAR_HASH_LEN] = { 0 };
  FarHeader header;
  FarEntryError error = far_header_decode (&header, bytes->data, bytes->len);
  const char *reason;

  if (error == FAR_ENTRY_OK)
    {
      get_id (object, "collective", collective, FAR_ID_LEN);
      far_entry_id (collective, bytes->data, bytes->len, id);
      compare_hex (object, "id", id, sizeof id);

      if (blob != NULL)
        far_blob_hash (blob->data, blob->len, hash);
      if (blob != NULL &&
          (blob->len != header.blob_len || memcmp (hash, header.blob_hash, FAR_HASH_LEN) != 0))
        error = FAR_ENTRY_BLOB_HASH;
    }
  reason = far_entry_error_get_name (error);
  if (error == FAR_ENTRY_OK && sig != NULL)
    reason = judge_signature (header.device, id, sig);

  compare (object, "reason", reason, get_text (object, "reason"));
  compare (object, "verdict", g_str_equal (reason, "ok") ? "valid" : "invalid",
           get_text (object, "verdict"));

  /* what libsodium says without the rule of far_verify() */
  if (json_object_has_member (object, "naive"))
    compare (object, "plain verification",
             crypto_sign_verify_detached (sig->data, id, sizeof id, header.device) == 0 ? "good"
                                                                                        : "bad",
             json_object_get_boolean_member (object, "naive") ? "good" : "bad");
}

static void
test_entries (void)
{
  check_each ("entries", check_entry);
}

/* -- logs */

static const char *const verdict_names[] = {
  [FAR_VERDICT_ACCEPTED] = "accepted", [FAR_VERDICT_KNOWN] = "known",
  [FAR_VERDICT_PENDING] = "pending",   [FAR_VERDICT_INVALID] = "invalid",
  [FAR_VERDICT_FORKED] = "forked",     [FAR_VERDICT_NO_ROOM] = "no-room",
  [FAR_VERDICT_FAILED] = "failed",
};

static const char *
add_step (FarStore *store, JsonObject *step)
{
  g_autoptr (GByteArray) header = get_bytes (step, "header");
  g_autoptr (GByteArray) blob = get_bytes (step, "blob");
  g_autoptr (GByteArray) sig = get_bytes (step, "signature");
  g_autoptr (GError) error = NULL;
  FarVerdict verdict;

  g_assert_true (far_store_begin (store, &error));
  verdict = far_store_add (store, header->data, header->len, blob != NULL ? blob->data : NULL,
                           blob != NULL ? blob->len : 0, sig != NULL ? sig->data : NULL, &error);
  g_assert_no_error (error);
  g_assert_true (far_store_commit (store, &error));

  return verdict_names[verdict];
}

static void
check_acts (FarStore *store, JsonObject *object)
{
  const FarGovernance *governance = far_store_peek_governance (store);
  JsonArray *steps = json_object_get_array_member (object, "steps");

  for (guint i = 0; i < json_array_get_length (steps); i++)
    {
      JsonObject *step = json_array_get_object_element (steps, i);
      const char *expected = get_text (step, "act");
      guint8 id[FAR_ID_LEN];
      FarActVerdict verdict;

      if (expected == NULL)
        continue;
      get_id (step, "id", id, sizeof id);
      /* it is no act, and heard only where acts contradict */
      if (g_str_equal (expected, "witness") &&
          far_governance_find_act (governance, id) == FAR_ACT_NONE)
        continue;
      verdict = far_governance_get_verdict (governance, far_governance_find_act (governance, id));
      if (!g_str_equal (far_act_verdict_get_name (verdict), expected))
        g_test_fail_printf ("%s: act %u: %s, not %s", get_text (object, "name"), i,
                            far_act_verdict_get_name (verdict), expected);
    }
}

static void
check_members (FarStore *store, JsonObject *object)
{
  static const char *const standings[] = {
    [FAR_GOV_ACTIVE] = "active",
    [FAR_GOV_LEFT] = "left",
    [FAR_GOV_REMOVED] = "removed",
  };
  const FarGovernance *governance = far_store_peek_governance (store);
  JsonArray *members = json_object_get_array_member (object, "members");
  guint n_members;
  guint n_secrets;

  far_governance_peek_members (governance, &n_members);
  g_assert_cmpuint (n_members, ==, json_array_get_length (members));
  for (guint i = 0; i < n_members; i++)
    {
      JsonArray *pair = json_array_get_array_element (members, i);
      guint8 id[FAR_RECORD_ID_LEN];
      const FarGovMember *member;

      g_assert_true (far_unhex (json_array_get_string_element (pair, 0), id, sizeof id));
      member = far_governance_find_member (governance, id);
      g_assert_nonnull (member);
      compare (object, "a member", standings[member->standing],
               json_array_get_string_element (pair, 1));
    }

  compare_hex (object, "secret", far_governance_peek_secrets (governance, &n_secrets)[0],
               FAR_HASH_LEN);
}

/* What the store then holds. */
static void
check_end (FarStore *store, JsonObject *object)
{
  JsonArray *heads = json_object_get_array_member (object, "heads");
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  guint8 digest[FAR_HASH_LEN];
  guint n_held = 0;

  far_store_peek_governance (store); /* brings what counts up to date */
  for (guint32 log = 1; log <= far_store_get_n_logs (store); log++)
    n_held += far_store_is_leaf (store, log);
  if (n_held != json_array_get_length (heads))
    g_test_fail_printf ("%s: %u logs are held", get_text (object, "name"), n_held);

  for (guint i = 0; i < json_array_get_length (heads); i++)
    {
      JsonObject *head = json_array_get_object_element (heads, i);
      guint8 device[FAR_KEY_LEN];
      guint8 id[FAR_ID_LEN];
      const FarLog *log;
      FarPos pos;

      get_id (head, "device", device, sizeof device);
      get_id (head, "id", id, sizeof id);
      pos = far_store_locate (store, device, json_object_get_int_member (head, "seq"), id);
      if (pos.log == 0)
        {
          g_test_fail_printf ("%s: a log is not held", get_text (object, "name"));
          continue;
        }
      log = far_store_peek_log (store, pos.log);
      if (log->head_seq != json_object_get_int_member (head, "seq") ||
          memcmp (log->head_id, id, FAR_ID_LEN) != 0)
        g_test_fail_printf ("%s: log %u ends at %u", get_text (object, "name"), i, log->head_seq);
      if (MIN (log->effective_seq, log->head_seq) != json_object_get_int_member (head, "effective"))
        g_test_fail_printf ("%s: log %u is in effect up to %u", get_text (object, "name"), i,
                            log->effective_seq);
    }

  far_store_digest (store, digest);
  compare_hex (object, "digest", digest, sizeof digest);
  check_acts (store, object);
  if (json_object_has_member (object, "members"))
    check_members (store, object);

  g_assert_true (far_store_check (store, TRUE, problems, NULL));
  if (problems->len > 0)
    g_test_fail_printf ("%s: %s", get_text (object, "name"),
                        (const char *)g_ptr_array_index (problems, 0));
}

static FarStore *
open_store (JsonObject *object)
{
  guint8 collective[FAR_ID_LEN];
  FarStore *store;

  get_id (object, "collective", collective, sizeof collective);
  store = far_store_open (NULL, collective, TRUE, NULL);
  g_assert_nonnull (store);

  return store;
}

static void
test_log (gconstpointer data)
{
  JsonObject *object = (JsonObject *)data;
  JsonArray *steps = json_object_get_array_member (object, "steps");
  g_autoptr (FarStore) store = open_store (object);

  for (guint i = 0; i < json_array_get_length (steps); i++)
    {
      JsonObject *step = json_array_get_object_element (steps, i);
      const char *found = add_step (store, step);

      if (!g_str_equal (found, get_text (step, "verdict")))
        g_test_fail_printf ("%s: step %u: %s, not %s (%s)", get_text (object, "name"), i, found,
                            get_text (step, "verdict"), get_text (step, "reason"));
    }

  check_end (store, object);
}

/* The same entries in other orders: backwards, and three that a generator gives. */
static void
test_log_in_any_order (gconstpointer data)
{
  JsonObject *object = (JsonObject *)data;
  JsonArray *steps = json_object_get_array_member (object, "steps");
  guint n = json_array_get_length (steps);

  for (guint round = 0; round < 4; round++)
    {
      g_autoptr (FarStore) store = open_store (object);
      g_autoptr (GRand) rand = g_rand_new_with_seed (round);
      g_autofree guint *order = g_new (guint, n);

      for (guint i = 0; i < n; i++)
        order[i] = n - 1 - i;
      for (guint i = n - 1; round > 0 && i > 0; i--)
        {
          guint j = g_rand_int_range (rand, 0, i + 1);
          guint swap = order[i];

          order[i] = order[j];
          order[j] = swap;
        }

      for (guint i = 0; i < n; i++)
        {
          const char *found = add_step (store, json_array_get_object_element (steps, order[i]));

          if (g_str_equal (found, "invalid") || g_str_equal (found, "forked"))
            g_test_fail_printf ("%s: %s in order %u", get_text (object, "name"), found, round);
        }
      check_end (store, object);
    }
}

static void
add_log_tests (void)
{
  JsonArray *logs = json_object_get_array_member (vectors, "logs");

  for (guint i = 0; i < json_array_get_length (logs); i++)
    {
      JsonObject *object = json_array_get_object_element (logs, i);
      g_autofree char *name = g_strdelimit (g_strdup (get_text (object, "name")), " /", '-');
      g_autofree char *path = g_strdup_printf ("/far/entry-vectors/log/%s", name);
      g_autofree char *path_any = g_strdup_printf ("/far/entry-vectors/log-in-any-order/%s", name);

      g_test_add_data_func (path, object, test_log);
      if (json_object_get_boolean_member (object, "any_order"))
        g_test_add_data_func (path_any, object, test_log_in_any_order);
    }
}

int
main (int argc, char **argv)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;

  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (sodium_init (), >=, 0);

  path = g_test_build_filename (G_TEST_DIST, "vectors", "entries.json", NULL);
  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  vectors = json_node_get_object (json_parser_get_root (parser));

  g_test_add_func ("/far/entry-vectors/ids", test_ids);
  g_test_add_func ("/far/entry-vectors/headers", test_headers);
  g_test_add_func ("/far/entry-vectors/payloads", test_payloads);
  g_test_add_func ("/far/entry-vectors/entries", test_entries);
  add_log_tests ();

  return g_test_run ();
}
