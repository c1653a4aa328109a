/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-stream"

#include "far-stream.h"

#include <string.h>

#include "far-pure.h"

enum
{
  HEAD_REFS = 0x07, /* 7: a byte with the count follows */
  HEAD_SIG = 0x08,
  HEAD_KIND = 0x10,
  HEAD_TERM = 0x20,
  HEAD_SUBJECT = 0x40,
  HEAD_ERASED = 0x80,
};

enum
{
  NUMBER_NEW = 0,
  NUMBER_BY_ID = 1, /* of a ref */
  NUMBER_JUMP = 1,  /* of an entry: it is not the next of its log */
  NUMBER_FIRST = 2,
};

guint32
far_have_get (const GArray *have, guint32 log)
{
  return log <= have->len ? g_array_index (have, guint32, log - 1) : 0;
}

void
far_have_raise (GArray *have, guint32 log, guint32 seq)
{
  if (log > have->len)
    g_array_set_size (have, log);
  if (g_array_index (have, guint32, log - 1) < seq)
    g_array_index (have, guint32, log - 1) = seq;
}

void
far_have_raise_chain (GArray *have, FarReplica *replica, FarPos pos)
{
  while (pos.log != 0)
    {
      gboolean was_met = far_have_get (have, pos.log) != 0;
      FarReplicaLog log;

      far_have_raise (have, pos.log, pos.seq);
      if (was_met)
        return;
      replica->iface->get_log (replica, pos.log, &log);
      pos = log.base;
    }
}

/* What both ends keep of the direction. */
typedef struct
{
  guint8 kind;
  gint64 time_ms;
} Before;

/* ---- writing */

typedef struct
{
  guint32 number;   /* 0: none yet */
  gboolean started; /* an entry of it has been sent */
  guint32 last_seq;
  guint64 open_at; /* where the run that no signature closes yet began, in bytes; 0: none is open */
} WriterLog;

typedef struct
{
  guint32 log;
  guint64 open_at;
} OpenRun;

struct _FarStreamWriter
{
  FarReplica *replica; /* unowned */
  GArray *have;        /* owned */
  GArray *logs;        /* (element-type WriterLog): by log - 1 */
  guint32 n_numbers;
  GHashTable *subjects; /* 16 bytes, owned -> number from 1 */
  GQueue open_runs;     /* (element-type OpenRun), owned: oldest first; closed ones are skipped */
  guint64 n_bytes;
  Before before;
  GByteArray *words; /* owned: of the frame that is being written */
  GByteArray *noise; /* owned */
};

FarStreamWriter *
far_stream_writer_new (FarReplica *replica, GArray *have)
{
  FarStreamWriter *self = g_new0 (FarStreamWriter, 1);

  self->replica = replica;
  self->have = g_array_ref (have);
  self->logs = g_array_new (FALSE, TRUE, sizeof (WriterLog));
  self->subjects = g_hash_table_new_full (far_id_hash, far_record_id_equal, g_free, NULL);
  g_queue_init (&self->open_runs);
  self->n_bytes = 1; /* so that 0 can mean "not open" */
  self->words = g_byte_array_new ();
  self->noise = g_byte_array_new ();

  return self;
}

void
far_stream_writer_free (FarStreamWriter *self)
{
  g_byte_array_unref (self->noise);
  g_byte_array_unref (self->words);
  g_queue_clear_full (&self->open_runs, g_free);
  g_hash_table_unref (self->subjects);
  g_array_unref (self->logs);
  g_array_unref (self->have);
  g_free (self);
}

static WriterLog *
writer_log (FarStreamWriter *self, guint32 log)
{
  if (self->logs->len < log)
    g_array_set_size (self->logs, log);

  return &g_array_index (self->logs, WriterLog, log - 1);
}

void
far_stream_writer_number (FarStreamWriter *self, guint32 log, guint32 seq)
{
  WriterLog *at;

  self->n_numbers++;
  if (log == 0)
    return;

  at = writer_log (self, log);
  at->number = self->n_numbers;
  at->last_seq = seq;
}

static void
write_number (FarStreamWriter *self, guint32 log)
{
  WriterLog *at = writer_log (self, log);
  FarReplicaLog known;

  if (at->number != 0)
    {
      far_put_varint (self->words, NUMBER_FIRST + at->number - 1);
      return;
    }

  self->replica->iface->get_log (self->replica, log, &known);
  far_put_varint (self->words, NUMBER_NEW);
  far_put (self->noise, known.device, FAR_KEY_LEN);
  at->number = ++self->n_numbers;
}

static void
write_subject (FarStreamWriter *self, const guint8 *subject)
{
  guint number = GPOINTER_TO_UINT (g_hash_table_lookup (self->subjects, subject));

  far_put_varint (self->words, number);
  if (number == 0)
    {
      far_put (self->noise, subject, FAR_RECORD_ID_LEN);
      if (g_hash_table_size (self->subjects) < FAR_SUBJECTS_MAX)
        g_hash_table_insert (self->subjects, g_memdup2 (subject, FAR_RECORD_ID_LEN),
                             GUINT_TO_POINTER (g_hash_table_size (self->subjects) + 1));
    }
}

/* The peer finds it by position if it has it, and can tell which branch is meant. */
static gboolean
is_known_by_place (FarStreamWriter *self, FarPos ref)
{
  FarReplicaLog log;

  if (ref.seq > far_have_get (self->have, ref.log))
    return FALSE;
  if (writer_log (self, ref.log)->number != 0)
    return TRUE;

  self->replica->iface->get_log (self->replica, ref.log, &log);

  return !log.is_forked;
}

static void
write_ref (FarStreamWriter *self, FarPos ref)
{
  WriterLog *at;

  if (!is_known_by_place (self, ref))
    {
      guint8 id[FAR_ID_LEN] = { 0 };

      /* what is sent is held; an id that cannot be read makes an entry that the peer refuses */
      self->replica->iface->get_id (self->replica, ref, id);
      far_put_varint (self->words, NUMBER_BY_ID);
      far_put (self->noise, id, FAR_ID_LEN);
      return;
    }

  write_number (self, ref.log);
  at = writer_log (self, ref.log);
  far_put_svarint (self->words, (gint64)at->last_seq - ref.seq);
  if (at->last_seq == 0)
    at->last_seq = ref.seq;
}

static void
write_prefix (FarStreamWriter *self, FarPos pos)
{
  guint8 id[FAR_ID_LEN] = { 0 };

  self->replica->iface->get_id (self->replica, pos, id);
  far_put (self->noise, id, FAR_ID_PREFIX_LEN);
}

/* A run is open from its first entry without a signature to the next entry with one. */
static void
note_run (FarStreamWriter *self, guint32 log, gboolean closed)
{
  WriterLog *at = writer_log (self, log);
  OpenRun *run;

  if (closed || at->open_at != 0)
    {
      if (closed)
        at->open_at = 0;
      return;
    }

  at->open_at = self->n_bytes;
  run = g_new (OpenRun, 1);
  run->log = log;
  run->open_at = self->n_bytes;
  g_queue_push_tail (&self->open_runs, run);
}

FarPos
far_stream_writer_get_overdue (FarStreamWriter *self, gboolean at_end)
{
  OpenRun *run;

  while ((run = g_queue_peek_head (&self->open_runs)) != NULL)
    {
      const WriterLog *at = writer_log (self, run->log);

      if (at->open_at == run->open_at)
        {
          if (at_end || self->n_bytes - run->open_at > FAR_UNCOVERED_BYTES_MAX)
            return (FarPos){ run->log, at->last_seq };
          break;
        }
      g_free (g_queue_pop_head (&self->open_runs));
    }

  return (FarPos){ 0, 0 };
}

void
far_stream_writer_give_up (FarStreamWriter *self, guint32 log)
{
  note_run (self, log, TRUE);
}

gsize
far_stream_writer_get_len (const FarStreamWriter *self)
{
  return self->words->len + self->noise->len;
}

void
far_stream_write_entry (FarStreamWriter *self, const FarEntryParts *parts)
{
  GByteArray *words = self->words;
  gsize begin = far_stream_writer_get_len (self);
  gboolean has_subject = !sodium_is_zero (parts->subject, FAR_RECORD_ID_LEN);
  guint8 head = MIN (parts->n_refs, HEAD_REFS);
  gboolean
      jumps; /* the peer has what is between, from this stream's other direction or elsewhere */
  WriterLog *at;

  if (parts->sig != NULL)
    head |= HEAD_SIG;
  if (parts->kind != self->before.kind)
    head |= HEAD_KIND;
  if (parts->term != 0)
    head |= HEAD_TERM;
  if (has_subject)
    head |= HEAD_SUBJECT;
  if (parts->blob == NULL)
    head |= HEAD_ERASED;

  far_put_u8 (words, head);
  if (parts->n_refs >= HEAD_REFS)
    far_put_u8 (words, parts->n_refs);
  at = writer_log (self, parts->pos.log);
  jumps = at->started && parts->pos.seq != at->last_seq + 1;
  if (jumps)
    far_put_varint (words, NUMBER_JUMP);
  write_number (self, parts->pos.log);

  at = writer_log (self, parts->pos.log);
  if (!at->started || jumps)
    {
      far_put_varint (words, parts->pos.seq);
      if (parts->pos.seq > 1)
        write_prefix (self, (FarPos){ parts->pos.log, parts->pos.seq - 1 });
      at->last_seq = parts->pos.seq - 1;
    }
  if (head & HEAD_KIND)
    far_put_u8 (words, parts->kind);
  far_put_svarint (words, (gint64)((guint64)parts->time_ms - (guint64)self->before.time_ms));
  if (head & HEAD_TERM)
    far_put_varint (words, parts->term);
  if (has_subject)
    write_subject (self, parts->subject);
  far_put_varint (words, parts->blob_len);
  if (parts->blob != NULL)
    {
      far_put (self->noise, parts->blob, FAR_SALT_LEN);
      far_put (words, parts->blob + FAR_SALT_LEN, parts->blob_len - FAR_SALT_LEN);
    }
  else
    far_put (self->noise, parts->hash, FAR_HASH_LEN);
  for (guint i = 0; i < parts->n_refs; i++)
    write_ref (self, parts->refs[i]);
  if (parts->sig != NULL)
    far_put (self->noise, parts->sig, FAR_SIG_LEN);

  at = writer_log (self, parts->pos.log);
  at->started = TRUE;
  at->last_seq = parts->pos.seq;
  far_have_raise_chain (self->have, self->replica, parts->pos);
  self->before.kind = parts->kind;
  self->before.time_ms = parts->time_ms;
  note_run (self, parts->pos.log, parts->sig != NULL);
  self->n_bytes += far_stream_writer_get_len (self) - begin;
}

gsize
far_stream_writer_take (FarStreamWriter *self, GByteArray *out)
{
  gsize noise_at;

  far_put_varint (out, self->words->len);
  far_put (out, self->words->data, self->words->len);
  noise_at = out->len;
  far_put (out, self->noise->data, self->noise->len);
  g_byte_array_set_size (self->words, 0);
  g_byte_array_set_size (self->noise, 0);

  return noise_at;
}

void
far_stream_write_cover (FarStreamWriter *self,
                        guint32 log,
                        GPtrArray *headers,
                        const guint8 sig[static FAR_SIG_LEN],
                        GByteArray *out)
{
  far_put_varint (out, NUMBER_FIRST + writer_log (self, log)->number - 1);
  far_put_varint (out, headers->len);
  for (guint i = 0; i < headers->len; i++)
    {
      gsize len;
      const guint8 *bytes = g_bytes_get_data (g_ptr_array_index (headers, i), &len);

      far_put_varint (out, len);
      far_put (out, bytes, len);
    }
  far_put (out, sig, FAR_SIG_LEN);

  note_run (self, log, TRUE);
}

/* ---- reading */

typedef struct
{
  guint32 run;
  gboolean started;
  guint32 last_seq;
} ReaderLog;

struct _FarStreamReader
{
  FarReplica *replica;  /* unowned */
  GArray *have;         /* owned */
  GArray *numbers;      /* (element-type ReaderLog): by number - 2 */
  GByteArray *subjects; /* 16 bytes each */
  GByteArray *blob;     /* of the entry that is being read */
  Before before;
};

FarStreamReader *
far_stream_reader_new (FarReplica *replica, GArray *have)
{
  FarStreamReader *self = g_new0 (FarStreamReader, 1);

  self->replica = replica;
  self->have = g_array_ref (have);
  self->numbers = g_array_new (FALSE, TRUE, sizeof (ReaderLog));
  self->subjects = g_byte_array_new ();
  self->blob = g_byte_array_new ();

  return self;
}

void
far_stream_reader_free (FarStreamReader *self)
{
  g_byte_array_unref (self->blob);
  g_byte_array_unref (self->subjects);
  g_array_unref (self->numbers);
  g_array_unref (self->have);
  g_free (self);
}

gboolean
far_stream_reader_number (FarStreamReader *self,
                          const guint8 device[static FAR_KEY_LEN],
                          guint32 log,
                          guint32 seq)
{
  ReaderLog added = { .run = self->replica->iface->open_run (self->replica, device),
                      .last_seq = seq };

  if (added.run == 0)
    return FALSE;

  if (log != 0)
    self->replica->iface->bind_run (self->replica, added.run, log);
  g_array_append_val (self->numbers, added);

  return TRUE;
}

/* What a frame of entries says, and what no compression makes smaller. */
typedef struct
{
  FarReader words;
  FarReader noise;
} Columns;

static gboolean
has_failed (const Columns *in)
{
  return in->words.failed || in->noise.failed;
}

/* Returns: (nullable): valid until the next number is read; NULL by id or when it is wrong */
static ReaderLog *
read_number (FarStreamReader *self, Columns *in, gboolean *by_id, FarVerdict *verdict)
{
  guint64 number = far_reader_varint (&in->words);
  const guint8 *device;

  *by_id = FALSE;
  *verdict = FAR_VERDICT_INVALID;

  if (has_failed (in) || number >= NUMBER_FIRST + (guint64)self->numbers->len)
    return NULL;
  if (number >= NUMBER_FIRST)
    return &g_array_index (self->numbers, ReaderLog, number - NUMBER_FIRST);
  if (number == NUMBER_BY_ID)
    {
      *by_id = TRUE;
      return NULL;
    }

  device = far_reader_bytes (&in->noise, FAR_KEY_LEN);
  if (device == NULL)
    return NULL;

  if (!far_stream_reader_number (self, device,
                                 self->replica->iface->find_leaf (self->replica, device), 0))
    {
      *verdict = FAR_VERDICT_NO_ROOM;
      return NULL;
    }

  return &g_array_index (self->numbers, ReaderLog, self->numbers->len - 1);
}

static gboolean
read_subject (FarStreamReader *self, Columns *in, const guint8 **subject)
{
  guint64 number = far_reader_varint (&in->words);
  guint n_known = self->subjects->len / FAR_RECORD_ID_LEN;

  if (has_failed (in) || number > n_known)
    return FALSE;

  if (number == 0)
    {
      *subject = far_reader_bytes (&in->noise, FAR_RECORD_ID_LEN);
      if (*subject == NULL)
        return FALSE;
      if (n_known < FAR_SUBJECTS_MAX)
        far_put (self->subjects, *subject, FAR_RECORD_ID_LEN);
    }
  else
    *subject = self->subjects->data + (number - 1) * FAR_RECORD_ID_LEN;

  return TRUE;
}

static gboolean
read_blob (FarStreamReader *self, Columns *in, gsize len, const guint8 **blob)
{
  const guint8 *salt = far_reader_bytes (&in->noise, FAR_SALT_LEN);
  const guint8 *payload = far_reader_bytes (&in->words, len - FAR_SALT_LEN);

  if (salt == NULL || payload == NULL)
    return FALSE;

  g_byte_array_set_size (self->blob, 0);
  far_put (self->blob, salt, FAR_SALT_LEN);
  far_put (self->blob, payload, len - FAR_SALT_LEN);
  *blob = self->blob->data;

  return TRUE;
}

static FarVerdict
read_ref (FarStreamReader *self, Columns *in, FarEntryParts *parts, guint i)
{
  FarVerdict verdict;
  gboolean by_id;
  ReaderLog *at = read_number (self, in, &by_id, &verdict);
  gint64 seq;

  if (by_id)
    {
      parts->refs[i] = (FarPos){ 1, 0 };
      parts->ref_ids[i] = far_reader_bytes (&in->noise, FAR_ID_LEN);
      return has_failed (in) ? FAR_VERDICT_INVALID : FAR_VERDICT_KNOWN;
    }
  if (at == NULL)
    return verdict;

  seq = far_reader_svarint (&in->words);
  if (has_failed (in) || seq > at->last_seq || seq <= (gint64)at->last_seq - G_MAXUINT32)
    return FAR_VERDICT_INVALID;

  seq = at->last_seq - seq;
  if (seq < 1 || seq > G_MAXUINT32)
    return FAR_VERDICT_INVALID;

  parts->refs[i] = (FarPos){ at->run, seq };
  if (at->last_seq == 0)
    at->last_seq = seq;

  return FAR_VERDICT_KNOWN;
}

static FarVerdict
read_entry (FarStreamReader *self, Columns *in, GError **error)
{
  static const guint8 nobody[FAR_RECORD_ID_LEN];
  FarEntryParts parts;
  FarVerdict verdict;
  FarPos pos;
  gboolean by_id;
  gboolean jumps;
  guint8 head = far_reader_u8 (&in->words);
  guint number;
  ReaderLog *at;
  guint64 term = 0;
  guint64 blob_len;

  parts.n_refs = head & HEAD_REFS;
  if (parts.n_refs == HEAD_REFS)
    {
      parts.n_refs = far_reader_u8 (&in->words);
      if (parts.n_refs < HEAD_REFS || parts.n_refs > FAR_REFS_MAX)
        return FAR_VERDICT_INVALID;
    }

  at = read_number (self, in, &jumps, &verdict);
  if (jumps)
    at = read_number (self, in, &by_id, &verdict);
  if (at == NULL)
    return verdict;
  number = at - &g_array_index (self->numbers, ReaderLog, 0);
  parts.pos = (FarPos){ at->run, 0 };

  if (!at->started || jumps)
    {
      guint64 seq = far_reader_varint (&in->words);
      const guint8 *prefix = seq > 1 ? far_reader_bytes (&in->noise, FAR_ID_PREFIX_LEN) : NULL;

      if (has_failed (in) || seq < 1 || seq > G_MAXUINT32)
        return FAR_VERDICT_INVALID;
      verdict = self->replica->iface->start_run (self->replica, at->run, seq, prefix);
      if (verdict != FAR_VERDICT_KNOWN)
        return verdict;
      at->started = TRUE;
      at->last_seq = seq - 1;
    }

  if (head & HEAD_KIND)
    {
      parts.kind = far_reader_u8 (&in->words);
      if (parts.kind == self->before.kind)
        return FAR_VERDICT_INVALID;
    }
  else
    parts.kind = self->before.kind;
  parts.time_ms =
      (gint64)((guint64)self->before.time_ms + (guint64)far_reader_svarint (&in->words));
  if (head & HEAD_TERM)
    {
      term = far_reader_varint (&in->words);
      if (term < 1 || term > G_MAXUINT32)
        return FAR_VERDICT_INVALID;
    }
  parts.term = term;
  parts.subject = nobody;
  if ((head & HEAD_SUBJECT) && !read_subject (self, in, &parts.subject))
    return FAR_VERDICT_INVALID;

  blob_len = far_reader_varint (&in->words);
  if (has_failed (in) || blob_len < FAR_BLOB_MIN || blob_len > FAR_BLOB_MAX)
    return FAR_VERDICT_INVALID;
  parts.blob_len = blob_len;
  parts.blob = NULL;
  parts.hash = NULL;
  if (head & HEAD_ERASED)
    parts.hash = far_reader_bytes (&in->noise, FAR_HASH_LEN);
  else if (!read_blob (self, in, blob_len, &parts.blob))
    return FAR_VERDICT_INVALID;

  for (guint i = 0; i < parts.n_refs; i++)
    {
      verdict = read_ref (self, in, &parts, i);
      if (verdict != FAR_VERDICT_KNOWN)
        return verdict;
    }
  parts.sig = head & HEAD_SIG ? far_reader_bytes (&in->noise, FAR_SIG_LEN) : NULL;

  if (has_failed (in))
    return FAR_VERDICT_INVALID;

  verdict = self->replica->iface->put (self->replica, &parts, &pos, error);

  at = &g_array_index (self->numbers, ReaderLog, number);
  at->last_seq++;
  far_have_raise_chain (self->have, self->replica, pos);
  self->before.kind = parts.kind;
  self->before.time_ms = parts.time_ms;

  return verdict;
}

static gboolean
split (FarReader *body, Columns *out)
{
  guint64 n_words = far_reader_varint (body);
  const guint8 *words = n_words <= far_reader_left (body) ? far_reader_bytes (body, n_words) : NULL;
  gsize n_noise = far_reader_left (body);

  if (body->failed || words == NULL)
    return FALSE;

  out->words = far_reader (words, n_words);
  out->noise = far_reader (far_reader_bytes (body, n_noise), n_noise);

  return TRUE;
}

FarVerdict
far_stream_read_entries (FarStreamReader *self,
                         const guint8 *body,
                         gsize len,
                         guint64 *n_read,
                         guint64 *n_new,
                         GError **error)
{
  FarReader reader = far_reader (body, len);
  FarVerdict verdict = FAR_VERDICT_KNOWN;
  Columns in;

  if (!split (&reader, &in))
    return FAR_VERDICT_INVALID;

  while (far_reader_left (&in.words) > 0)
    {
      verdict = read_entry (self, &in, error);

      if (verdict == FAR_VERDICT_INVALID || verdict == FAR_VERDICT_NO_ROOM ||
          verdict == FAR_VERDICT_BEYOND || verdict == FAR_VERDICT_FAILED)
        return verdict;

      ++*n_read;
      *n_new += verdict == FAR_VERDICT_PENDING;
    }

  return far_reader_left (&in.noise) == 0 ? verdict : FAR_VERDICT_INVALID;
}

FarVerdict
far_stream_read_cover (FarStreamReader *self, const guint8 *body, gsize len, GError **error)
{
  FarReader reader = far_reader (body, len);
  g_autoptr (GPtrArray) headers = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  guint64 number = far_reader_varint (&reader);
  guint64 n = far_reader_varint (&reader);
  const guint8 *sig;

  if (number < NUMBER_FIRST || number >= NUMBER_FIRST + (guint64)self->numbers->len)
    return FAR_VERDICT_INVALID;
  if (reader.failed || n >= FAR_COVER_EVERY)
    return FAR_VERDICT_INVALID;

  for (guint64 i = 0; i < n; i++)
    {
      guint64 header_len = far_reader_varint (&reader);
      const guint8 *bytes =
          header_len <= FAR_HEADER_MAX ? far_reader_bytes (&reader, header_len) : NULL;

      if (bytes == NULL)
        return FAR_VERDICT_INVALID;
      g_ptr_array_add (headers, g_bytes_new (bytes, header_len));
    }

  sig = far_reader_bytes (&reader, FAR_SIG_LEN);
  if (!far_reader_done (&reader))
    return FAR_VERDICT_INVALID;

  number -= NUMBER_FIRST;

  return self->replica->iface->cover (self->replica,
                                      g_array_index (self->numbers, ReaderLog, number).run, headers,
                                      sig, error);
}
