/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whatever a peer streams, what is accepted of it is whole: each entry gives its id again, and the
 * store can be taken back to where it was.
 *
 * An input is frames, each: 0 for ENTRIES or 1 for COVER, length (u16), body. */

#include "far-fuzz.h"

#include <string.h>

#include "far-inbox.h"
#include "far-stream.h"
#include "far-world.h"

#define N_DEVICES 3
#define N_ENTRIES 90

/* What all inputs meet, made once. */
typedef struct
{
  FarStore *source; /* holds more */
  FarStore *store;  /* is sent to */
  GArray *have;     /* (element-type guint32): what @store holds, by @source's logs */
} Ends;

static void
write_more (FarWorld *world, FarStore *source)
{
  static const guint8 rota[FAR_RECORD_ID_LEN] = "a rota of a test";
  FarPos last[2] = { { 0, 0 }, { 0, 0 } };

  g_assert_true (far_store_begin (source, NULL));
  for (guint i = 0; i < N_ENTRIES; i++)
    {
      FarPos pos = far_world_take (world, source, i * 7 % N_DEVICES, rota, 20840 + i % 5,
                                   i % 4 == 0 ? NULL : "with the rope", last, MIN (i, 2));

      last[1] = last[0];
      last[0] = pos;
    }
  g_assert_true (far_store_commit (source, NULL));
}

static const Ends *
get_ends (void)
{
  static Ends ends;
  FarWorld *world;

  /* a number once given to a log or a branch stays: afresh before they run out */
  if (ends.store != NULL && far_store_get_n_logs (ends.store) < FAR_LOGS_MAX / 2)
    return &ends;
  if (ends.store != NULL)
    {
      far_store_close (ends.store);
      far_store_close (ends.source);
      g_array_unref (ends.have);
    }

  world = far_world_new (11, N_DEVICES);
  ends.source = far_world_found (world, NULL);
  far_world_admit_all (world, ends.source);
  ends.store = far_world_join (world, NULL);
  g_assert_true (far_world_meet (world, ends.source, 0, ends.store, 1, 1 << 20, -1, NULL, NULL));

  ends.have = g_array_new (FALSE, TRUE, sizeof (guint32));
  for (guint32 log = 1; log <= far_store_get_n_logs (ends.source); log++)
    far_have_raise (ends.have, log, far_store_peek_log (ends.source, log)->head_seq);
  write_more (world, ends.source);
  far_world_free (world);

  return &ends;
}

/* What the reader begins with: the same, by its own logs. */
static GArray *
make_have (FarStore *store)
{
  GArray *have = g_array_new (FALSE, TRUE, sizeof (guint32));

  for (guint32 log = 1; log <= far_store_get_n_logs (store); log++)
    far_have_raise (have, log, far_store_peek_log (store, log)->head_seq);

  return have;
}

/* -- running one: a store's own inbox, of which nothing is committed */

typedef struct
{
  FarReplica parent;
  FarReplica *real; /* owned: the store as it is */
  FarInbox *inbox;  /* owned */
} Receiver;

static void
get_log (FarReplica *replica, guint32 log, FarReplicaLog *out)
{
  FarReplica *real = ((Receiver *)replica)->real;

  real->iface->get_log (real, log, out);
}

static guint32
find_leaf (FarReplica *replica, const guint8 *device)
{
  FarReplica *real = ((Receiver *)replica)->real;

  return real->iface->find_leaf (real, device);
}

static guint32
open_run (FarReplica *replica, const guint8 *device)
{
  return far_inbox_open (((Receiver *)replica)->inbox, device);
}

static void
bind_run (FarReplica *replica, guint32 run, guint32 log)
{
  far_inbox_bind (((Receiver *)replica)->inbox, run, log);
}

static FarVerdict
start_run (FarReplica *replica, guint32 run, guint32 seq, const guint8 *prefix)
{
  return far_inbox_start (((Receiver *)replica)->inbox, run, seq, prefix);
}

static FarVerdict
put (FarReplica *replica, const FarEntryParts *parts, FarPos *at, GError **error)
{
  return far_inbox_put (((Receiver *)replica)->inbox, parts, at, error);
}

static FarVerdict
cover (FarReplica *replica, guint32 run, GPtrArray *headers, const guint8 *sig, GError **error)
{
  return far_inbox_cover (((Receiver *)replica)->inbox, run, headers, sig, error);
}

static const FarReplicaIface receiver_iface = {
  .get_log = get_log,
  .find_leaf = find_leaf,
  .open_run = open_run,
  .bind_run = bind_run,
  .start_run = start_run,
  .put = put,
  .cover = cover,
};

static void
read_frames (FarStreamReader *reader, const guint8 *data, gsize len)
{
  FarReader frames = far_reader (data, len);

  while (far_reader_left (&frames) > 0)
    {
      guint8 type = far_reader_u8 (&frames);
      gsize body_len = far_reader_u16 (&frames);
      const guint8 *body = far_reader_bytes (&frames, body_len);
      g_autofree guint8 *copy = NULL;
      guint64 n_read = 0;
      guint64 n_new = 0;
      FarVerdict verdict;

      if (body == NULL)
        return;

      /* of exactly its size, so that a sanitizer sees the first byte too far */
      copy = body_len > 0 ? g_memdup2 (body, body_len) : NULL;
      if (type == 1)
        verdict = far_stream_read_cover (reader, copy, body_len, NULL);
      else
        verdict = far_stream_read_entries (reader, copy, body_len, &n_read, &n_new, NULL);

      g_assert_cmpint (verdict, !=, FAR_VERDICT_FAILED);
      g_assert_cmpint (verdict, !=, FAR_VERDICT_ACCEPTED);
      g_assert_cmpuint (n_new, <=, n_read);
      if (verdict == FAR_VERDICT_INVALID || verdict == FAR_VERDICT_NO_ROOM)
        return;
    }
}

static void
check_entry (FarStore *store, gint64 n)
{
  guint8 encoded[FAR_HEADER_MAX];
  guint8 kept[FAR_ID_LEN];
  guint8 id[FAR_ID_LEN];
  FarHeader header;
  FarRow row;
  gsize len;

  g_assert_true (far_store_read (store, n, &row, NULL));
  memcpy (kept, row.id, FAR_ID_LEN);
  len = far_store_read_header (store, &row, encoded, NULL);
  g_assert_cmpint (far_header_decode (&header, encoded, len), ==, FAR_ENTRY_OK);
  far_entry_id (far_store_peek_collective (store), encoded, len, id);
  g_assert_cmpmem (id, FAR_ID_LEN, kept, FAR_ID_LEN);
}

/* Accepts what is ready, looks at it, and takes it back.  Returns: how much that was */
static guint
settle_and_undo (FarStore *store, FarInbox *inbox)
{
  gint64 n_before = far_store_get_n_entries (store);
  guint8 before[FAR_HASH_LEN];
  guint8 after[FAR_HASH_LEN];
  guint n_accepted = 0;
  FarVerdict verdict;

  far_store_digest (store, before);
  g_assert_true (far_store_begin (store, NULL));
  if (!far_inbox_settle (inbox, &n_accepted, &verdict, NULL))
    g_assert_cmpint (verdict, ==, FAR_VERDICT_INVALID);
  g_assert_cmpint (far_store_get_n_entries (store), ==, n_before + n_accepted);
  for (gint64 n = n_before + 1; n <= n_before + n_accepted; n++)
    check_entry (store, n);
  far_store_rollback (store);

  far_store_digest (store, after);
  g_assert_cmpmem (before, sizeof before, after, sizeof after);

  return n_accepted;
}

static guint
run (const guint8 *data, gsize len)
{
  FarStore *store = get_ends ()->store;
  Receiver receiver = { { &receiver_iface }, far_store_replica_new (store), far_inbox_new (store) };
  g_autoptr (GArray) have = make_have (store);
  FarStreamReader *reader = far_stream_reader_new (&receiver.parent, have);
  guint n_accepted = 0;

  read_frames (reader, data, len);
  far_stream_reader_free (reader);

  if (far_inbox_has_news (receiver.inbox))
    n_accepted = settle_and_undo (store, receiver.inbox);
  far_inbox_free (receiver.inbox);
  far_store_replica_free (receiver.real);

  return n_accepted;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize len)
{
  run (data, len);

  return 0;
}

/* -- good inputs */

static void
put_frame (GByteArray *out, guint8 type, const GByteArray *body)
{
  far_put_u8 (out, type);
  far_put_u16 (out, body->len);
  far_put (out, body->data, body->len);
}

static void
put_entries (FarStreamWriter *writer, GByteArray *out)
{
  g_autoptr (GByteArray) body = g_byte_array_new ();

  far_stream_writer_take (writer, body);
  put_frame (out, 0, body);
}

/* A run that is left open is closed. */
static void
put_covers (FarReplica *replica, FarStreamWriter *writer, const guint32 *sent, GByteArray *out)
{
  for (guint32 log = 1; log <= N_DEVICES; log++)
    {
      g_autoptr (GByteArray) body = g_byte_array_new ();
      g_autoptr (GPtrArray) headers = NULL;
      guint8 sig[FAR_SIG_LEN];

      if (sent[log - 1] == 0)
        continue;
      headers = replica->iface->read_headers (replica, (FarPos){ log, sent[log - 1] }, sig, NULL);
      g_assert_nonnull (headers);
      if (headers->len == 0)
        continue;
      far_stream_write_cover (writer, log, headers, sig, body);
      put_frame (out, 1, body);
    }
}

void
far_fuzz_seed (GRand *rand, GByteArray *out)
{
  const Ends *ends = get_ends ();
  FarReplica *replica = far_store_replica_new (ends->source);
  g_autoptr (GArray) have = g_array_copy (ends->have);
  g_autoptr (FarStreamWriter) writer = far_stream_writer_new (replica, have);
  guint32 sent[N_DEVICES] = { 0 };
  guint n = g_rand_int_range (rand, 1, 13);
  FarEntryParts parts;

  g_assert_cmpint (replica->iface->start_sending (replica, have, 20840, NULL), ==, N_ENTRIES);
  for (guint i = 0; i < n && replica->iface->next_entry (replica, &parts, NULL); i++)
    {
      far_stream_write_entry (writer, &parts);
      sent[parts.pos.log - 1] = parts.pos.seq;
      if (g_rand_int_range (rand, 0, 4) == 0)
        put_entries (writer, out);
    }
  put_entries (writer, out);
  put_covers (replica, writer, sent, out);

  far_store_replica_free (replica);
  g_assert_cmpuint (run (out->data, out->len), ==, n);
}
