/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-store: the collective's log and the records built from it, in one SQLite database.
 *
 * SQLite, and nothing hides it: one connection, one thread, WAL, synchronous FULL, exclusive.
 * Entries are kept in the order in which they were accepted (column n), which respects chains and
 * refs, so that a scan by n is a valid sending order.  Ids stand once; inside, an entry is a FarPos
 * (log, seq), and a record or person is a small number (an ident).  All of that is local: nothing
 * of it is sent or hashed.
 *
 * Whatever changes happens between far_store_begin() and far_store_commit(), which is one SQLite
 * transaction: appended entries and changed records are on disk together or not at all.
 *
 * Thread: any single thread at a time.
 */

#pragma once

#include <sqlite3.h>

#include "far-entry.h"
#include "far-governance.h"
#include "far-payload.h"
#include "far-replica.h"
#include "far-verifier.h"

G_BEGIN_DECLS

/**
 * FarStoreError:
 * @FAR_STORE_ERROR_IN_USE: another process or connection has it open
 * @FAR_STORE_ERROR_NEWER: written by a newer version; not touched
 * @FAR_STORE_ERROR_FOREIGN: not a database of ours, or of another collective
 * @FAR_STORE_ERROR_DAMAGED: SQLite or our own invariants say that bytes are wrong
 * @FAR_STORE_ERROR_FULL: no room on the disk; goes on when there is room again
 * @FAR_STORE_ERROR_IO: any other failure of the disk, or a PRAGMA that did not take
 * @FAR_STORE_ERROR_MISSING: there is no file, and it was not to be made
 * @FAR_STORE_ERROR_STALE: the device's key is in use elsewhere, or its log is forked
 * @FAR_STORE_ERROR_LIMIT: a limit of far-limits.h is reached; nothing was written
 */
typedef enum
{
  FAR_STORE_ERROR_IN_USE,
  FAR_STORE_ERROR_NEWER,
  FAR_STORE_ERROR_FOREIGN,
  FAR_STORE_ERROR_DAMAGED,
  FAR_STORE_ERROR_FULL,
  FAR_STORE_ERROR_IO,
  FAR_STORE_ERROR_MISSING,
  FAR_STORE_ERROR_STALE,
  FAR_STORE_ERROR_LIMIT,
} FarStoreError;

#define FAR_STORE_ERROR (far_store_error_quark ())
GQuark far_store_error_quark (void);

/* Schema version, SQLite's user_version; migrations are numbered and kept for ever. */
#define FAR_STORE_VERSION 14
/* SQLite's application_id: "FARA" */
#define FAR_STORE_APPLICATION_ID 0x46415241

typedef struct _FarStore FarStore;

/* How many entries of a kind the chain that ends with a log's head has. */
typedef struct
{
  guint32 n;
  guint32 last; /* seq of the last one that has effect; 0 while all have */
} FarChainCount;

#define FAR_COUNTED_KINDS 20

/* One device's log, as far as it is held and accepted; of a fork, one branch.
 *
 * The branch that was held first keeps the device's own log.  Each other is a log that continues
 * another one: its first entry has the seq after base.seq, and what is before is in base.log. */
typedef struct
{
  guint32 log;
  guint8 device[FAR_KEY_LEN];
  FarPos base;          /* log 0: this is the one that the device began */
  gboolean is_open;     /* a branch that a stream is about to fill */
  gboolean key_is_good; /* passed far_key_is_valid() */
  guint32 head_seq;     /* base.seq: nothing yet */
  guint8 head_id[FAR_ID_LEN];
  /* The newest entry that a signature is held on.  It is the head's but in the middle of a stream,
   * or where that was cut: what is above it was covered from further on. */
  guint32 signed_seq;
  guint8 signature[FAR_SIG_LEN];
  guint32 cover_seq; /* the head for which that is kept (far-store-cover.c); 0: for none */
  guint64
      holding_ms; /* when its device said last what it holds; 0: never, or it did not reach us */
  guint8 holding_id[FAR_HOLDING_ID_LEN];
  guint32 know; /* what its head knows: see far-know.h */
  guint32
      told; /* what its newest governance entry knew; G_MAXUINT32: of none since it was opened */
  guint n_acts; /* of its chain, and no more than FAR_GOVERNANCE_MAX */
  /* This machine's own entries from here on were never handed to another, and never will be: the
   * key is in use elsewhere.  0 if there are none. */
  guint32 private_from;
  /* The first seq at which two entries of the device are known, 0 while there is none.  From there
   * on no branch counts: what a device says twice it does not say. */
  guint32 fork_seq;
  /* entries above it are without effect: 0 where it was never let in, G_MAXUINT32 where nothing
   * cuts it; as of far_store_peek_governance() */
  guint32 effective_seq;
  FarChainCount counts[FAR_COUNTED_KINDS]; /* far-store-count.c */
} FarLog;

/* A row of the entry table.  Bytes are borrowed until the next call that reads entries. */
typedef struct
{
  gint64 n;
  FarPos pos;
  guint8 kind;
  guint32 term;
  gint64 time_ms;
  guint32 subject; /* ident, 0 if none */
  guint n_refs;
  FarPos refs[FAR_REFS_MAX];
  const guint8 *id;   /* 32 bytes */
  const guint8 *blob; /* NULL if erased, or missing */
  guint32 blob_len;
  const guint8 *hash; /* of the blob; only if that is NULL */
  const guint8 *sig;  /* NULL unless kept here */
} FarRow;

/**
 * far_store_open:
 * @path: (nullable): of the database file, in a folder of its own; %NULL for one in memory
 * @collective: (nullable): the id that it must have, or that it is made with; %NULL takes what is
 * there
 * @create: whether to make it where it is missing
 *
 * Returns: (transfer full): an open store, or %NULL with a #FarStoreError and the file as it was
 */
FarStore *far_store_open (const char *path,
                          const guint8 *collective,
                          gboolean create,
                          GError **error) FAR_MUST_USE;
void far_store_close (FarStore *self);
/* @verifier: (nullable) (transfer none): shares the work of checking what peers send; outlives
 * @self and what reads into it */
void far_store_set_verifier (FarStore *self, FarVerifier *verifier);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarStore, far_store_close)

/* (transfer none): for the SQL of sync/collective; never to be written through outside of store. */
sqlite3 *far_store_peek_db (FarStore *self);
/* (transfer none): 32 bytes */
const guint8 *far_store_peek_collective (const FarStore *self);

/* A cached statement, reset and unbound; prepared on first use.  @sql must be a literal: its
 * address is the key. */
sqlite3_stmt *far_store_statement (FarStore *self, const char *sql);

/* Turns SQLite's last error into a #FarStoreError. Returns: FALSE */
gboolean far_store_fail (FarStore *self, GError **error);

/* -- one batch */

gboolean far_store_begin (FarStore *self, GError **error) FAR_MUST_USE;
/* On failure the batch is rolled back. "Saved" may be said only after this returned %TRUE. */
gboolean far_store_commit (FarStore *self, GError **error) FAR_MUST_USE;
void far_store_rollback (FarStore *self);
gboolean far_store_in_batch (const FarStore *self);

/* -- small values: own keys' public halves, what peers hold, the invitation that is being used */

gboolean
far_store_set_meta (FarStore *self, const char *key, GBytes *value, GError **error) FAR_MUST_USE;
/* Returns: (transfer full) (nullable) */
GBytes *far_store_dup_meta (FarStore *self, const char *key);

/* -- logs */

guint far_store_get_n_logs (const FarStore *self);
/* @log: 1..n_logs; an empty one for what a damaged file may name.  Valid until the next batch. */
const FarLog *far_store_peek_log (const FarStore *self, guint32 log);
/* The last seq of @log that others may know of. */
static inline guint32
far_log_get_end (const FarLog *log)
{
  return log->private_from != 0 ? log->private_from - 1 : log->head_seq;
}
/* Whether something of @log is held and may be known, and no other log goes on where it ends. */
gboolean far_store_is_leaf (const FarStore *self, guint32 log);
/* Where the entry @seq stands of the chain that ends in @log: there, or in what it continues. */
FarPos far_store_on_chain (const FarStore *self, guint32 log, guint32 seq);
/* The entry of @device with that seq whose id begins with the 8 bytes of @prefix.
 * Returns: log 0 if none is held */
FarPos far_store_locate (FarStore *self,
                         const guint8 device[static FAR_KEY_LEN],
                         guint32 seq,
                         const guint8 prefix[static FAR_ID_PREFIX_LEN]);
/* The log that the device began.  Returns: 0 if there is none */
guint32 far_store_find_log (const FarStore *self, const guint8 device[static FAR_KEY_LEN]);
/* Gives @device a number; it is written with its first accepted entry.
 * Returns: 0 when there are too many devices already */
guint32 far_store_intern_log (FarStore *self, const guint8 device[static FAR_KEY_LEN]);

gint64 far_store_get_n_entries (const FarStore *self);
gint64 far_store_get_n_pending (const FarStore *self);
/* Of the database's files. */
gint64 far_store_get_n_bytes (FarStore *self);

/* Digest of HELLO: docs/formats.md, "Session"; without the words that are missing here. */
void far_store_digest (FarStore *self, guint8 out[static FAR_HASH_LEN]);

/* -- idents */

guint32 far_store_intern_ident (FarStore *self, const guint8 id[static FAR_RECORD_ID_LEN]);
/* Returns: 0 if no entry names it */
guint32 far_store_find_ident (const FarStore *self, const guint8 id[static FAR_RECORD_ID_LEN]);
/* (transfer none): 16 bytes; zeros for 0, and for what a damaged file may name */
const guint8 *far_store_peek_ident (const FarStore *self, guint32 ident);

/* -- reading entries */

gboolean far_store_read (FarStore *self, gint64 n, FarRow *row, GError **error) FAR_MUST_USE;
gboolean far_store_read_pos (FarStore *self, FarPos pos, FarRow *row, GError **error) FAR_MUST_USE;
/* Where the entry with this id is held.  Returns: FALSE if it is not */
gboolean far_store_find_id (FarStore *self, const guint8 id[static FAR_ID_LEN], FarPos *pos);
/* The id of an accepted entry.  Fast for what was lately accepted or asked. */
gboolean
far_store_get_id (FarStore *self, FarPos pos, guint8 out[static FAR_ID_LEN], GError **error);
/* Parses the payload of @row into @payload (borrowed from the row).  Returns: FALSE if it is
 * erased, unknown or breaks its schema */
gboolean far_row_parse (const FarRow *row, FarPayload *payload);
/* Whether what the entry says is among the first of its kind along its chain (far-limits.h,
 * FAR_CHAIN_KIND_MAX), which is all that has effect. */
gboolean far_store_has_effect (const FarStore *self, FarPos pos, guint kind);
/* How many entries of a kind that is counted the log has, and what it goes on from. */
guint far_store_count_kind (const FarStore *self, guint32 log, guint kind);
/* Whether the row's author had and has a right to be heard there; as of
 * far_store_peek_governance(). */
gboolean far_store_row_counts (const FarStore *self, FarPos pos);

/* Puts the header together again, as it was hashed. Returns: its length, 0 with @error */
gsize far_store_read_header (FarStore *self,
                             const FarRow *row,
                             guint8 out[static FAR_HEADER_MAX],
                             GError **error);

/* -- writing own entries */

typedef struct
{
  FarKind kind;
  guint32 term;
  gint64 time_ms;
  const guint8 *subject; /* (nullable): 16 bytes */
  const guint8 *payload; /* CBOR, without salt */
  gsize payload_len;
  const FarPos *refs;
  guint n_refs; /* at most FAR_REFS_MAX */
  guint8 salt[FAR_SALT_LEN];
} FarDraft;

/**
 * far_store_append:
 * @device: public key
 * @sign_secret: its Ed25519 secret key, 64 bytes
 * @out_id: (out) (optional): 32 bytes
 *
 * Signs and appends one entry in the running batch.
 *
 * Returns: %FALSE with a #FarStoreError; the batch is then to be rolled back
 */
gboolean far_store_append (FarStore *self,
                           const guint8 device[static FAR_KEY_LEN],
                           const guint8 sign_secret[static 64],
                           const FarDraft *draft,
                           FarPos *out_pos,
                           guint8 *out_id,
                           GError **error) FAR_MUST_USE;

/* The seq and creating record id that the next far_store_append() of @device will have. */
guint32 far_store_next_seq (const FarStore *self, const guint8 device[static FAR_KEY_LEN]);

/* -- this machine's own log
 *
 * A key must be used by one machine only.  When entries of the own device come in from elsewhere,
 * this machine is a copy of another, or was set back to an older state: it must not write under
 * that key again, and what it wrote and nobody has heard becomes private, so that nobody is taken
 * for a liar.
 */

/* @device: whose log this machine writes. */
gboolean far_store_set_own (FarStore *self,
                            const guint8 device[static FAR_KEY_LEN],
                            GError **error) FAR_MUST_USE;
/* Whether that key is in use elsewhere: far_store_append() refuses it. */
gboolean far_store_own_is_stale (const FarStore *self);
/* Says so of @device, in a batch of its own; nothing if this machine writes another log by now. */
gboolean far_store_give_up_own (FarStore *self,
                                const guint8 device[static FAR_KEY_LEN],
                                GError **error) FAR_MUST_USE;
/* In a batch: from now on this machine writes @device's log.  What it wrote under the key before
 * and does not count, far_store_find_lost() tells. */
gboolean far_store_renew_own (FarStore *self,
                              const guint8 device[static FAR_KEY_LEN],
                              GError **error) FAR_MUST_USE;

/* Entries that this machine wrote under one of its former keys and that count for nobody: private
 * ones, or those after a fork.  They are to be written anew. */
typedef struct
{
  guint32 log;
  guint32 first;
  guint32 last;
} FarLost;

/* Returns: FALSE if there are none */
gboolean far_store_find_lost (FarStore *self, FarLost *out);
/* In a batch: they were written anew. */
gboolean far_store_forget_lost (FarStore *self, const FarLost *lost, GError **error) FAR_MUST_USE;

/* -- what was settled and has turned */

/* An act of which this machine and most members had heard, and which counted, or was struck; and
 * then somebody wrote, or had written, what made it the other way round. */
typedef struct
{
  guint32 act;
  FarKind kind;
  guint8 member[FAR_RECORD_ID_LEN]; /* whom it is about; zero for TERM and RULES */
  gint64 noticed_ms; /* of the first own entry since; G_MAXINT64 while there is none */
} FarTurned;

/* Returns: (transfer full) (element-type FarTurned): the newest last; without what has turned back
 */
GArray *far_store_list_turned (FarStore *self);

/* -- entries from elsewhere, in any order: see far-inbox.h for a stream in order */

/**
 * far_store_add:
 * @header: as hashed
 * @blob: (nullable): %NULL if it was erased before it came here
 * @sig: (nullable): 64 bytes, over this entry's id
 *
 * In a batch.
 */
FarVerdict far_store_add (FarStore *self,
                          const guint8 *header,
                          gsize header_len,
                          const guint8 *blob,
                          gsize blob_len,
                          const guint8 *sig,
                          GError **error) FAR_MUST_USE;

/* -- erasing */

/* Whether an ERASE in effect covers the entry. */
gboolean far_store_is_erased (FarStore *self, const FarRow *row, gboolean *out, GError **error);
/* Whether an ERASE that the machine of @log wrote now would have effect on the entry.
 * @is_holder: it would claim a term that its member holds */
gboolean far_store_may_erase (FarStore *self, guint32 log, gboolean is_holder, const FarRow *row);
/* Of how many entries the ERASE at @pos names no words are kept. */
gboolean far_store_count_erased (FarStore *self, FarPos pos, guint *out, GError **error);
/* The newest ERASE in effect by the person with this ident, or by who answers for them, of all that
 * is about them.  Returns: FALSE if there is none */
gboolean far_store_find_subject_erasure (FarStore *self, guint32 person, FarPos *out);
/* After how many months entries of @kind are to be erased; 0 for never. */
gint32 far_store_get_retention_months (FarStore *self, guint kind);
/* The member who created the person without a machine with this ident, as headers tell.
 * Returns: (transfer none) (nullable): 16 bytes */
const guint8 *far_store_find_answerer (FarStore *self, guint32 person);

/* Entries whose words are not held and not erased either: others may have them. */
guint far_store_get_n_missing (FarStore *self);
/* Returns: (transfer full) (element-type guint8[32]): their ids, ascending */
GArray *far_store_list_missing (FarStore *self);
/* The words of an entry that is held, from whoever has them; in a batch.
 * Returns: ACCEPTED; KNOWN if they are not missing; INVALID if they are others; FAILED */
FarVerdict far_store_put_blob (FarStore *self,
                               const guint8 id[static FAR_ID_LEN],
                               const guint8 *blob,
                               gsize len,
                               GError **error);

/* -- sessions */

/* Returns: (transfer full): what one session exchanges through; free with far_store_replica_free()
 * before the store is closed */
FarReplica *far_store_replica_new (FarStore *self);
/* What is sent is only counted, and nobody sees it. */
void far_store_replica_set_unshown (FarReplica *replica);
void far_store_replica_free (FarReplica *replica);

/* -- what has changed */

/* How many changes there were, since the store was opened, of what entries of @kind say, and of
 * anything: whoever finds the same number again finds the same records, but for those of one day
 * (below), as long as far_store_peek_governance() is the same too. */
guint64 far_store_count_changes (const FarStore *self, guint kind);

/* Of kinds TURN, OUTING and ABSENCE it is told of which day, of RIDE and HELP of which one, and the
 * newest FAR_CHANGES_KEPT are kept. */
typedef struct
{
  guint32 rota; /* ident; 0 for all of that day */
  gint32 day;   /* FAR_CHANGES_THING: what is said of the thing itself, of a ride; of a HELP
                   FAR_CHANGES_HELP */
} FarDayPoint;

#define FAR_CHANGES_THING G_MININT32
/* the same of a SKILL, whose record stands where the rota does */
#define FAR_CHANGES_SKILL (G_MININT32 + 1)
/* and of a PLACE */
#define FAR_CHANGES_MEETING_PLACE (G_MININT32 + 2)
/* and of a HELP */
#define FAR_CHANGES_HELP (G_MININT32 + 3)
/* and of HOURS */
#define FAR_CHANGES_HOURS (G_MININT32 + 4)
/* and of a FAULT */
#define FAR_CHANGES_FAULT (G_MININT32 + 7)
/* The same of a key, a bike or a room. */
#define FAR_CHANGES_LENT (G_MININT32 + 8)

#define FAR_CHANGES_KEPT 256

guint64 far_store_count_day_changes (const FarStore *self);
/* The change with number @i, from 0.  Returns: FALSE if there is none, or it is not kept any more
 */
gboolean far_store_get_day_change (const FarStore *self, guint64 i, FarDayPoint *out);

/* What a layer above has computed, which goes with the store.  (transfer none) (nullable) */
gpointer far_store_peek_memo (const FarStore *self);
/* In the place of what there was.  @memo: (transfer full) (nullable) */
void far_store_take_memo (FarStore *self, gpointer memo, GDestroyNotify free_memo);

/* -- governance */

/* (transfer none): the replay of what is accepted; valid until the next accepted governance entry
 */
const FarGovernance *far_store_peek_governance (FarStore *self);
/* Where the entry behind an index of the replay stands, and when it says it was written.
 * Returns: FALSE if there is none, as for FAR_ACT_NONE */
gboolean far_store_get_act (FarStore *self, guint32 act, FarPos *pos, gint64 *time_ms);
/* @out: (out): up to which seq the TERM with number @n had seen @log, 0 for nothing */
gboolean far_store_get_seen (FarStore *self, gint64 n, guint32 log, guint32 *out, GError **error);
/* Governance heads that @log has not seen: what its next WITNESS names. Returns: count, up to
 * FAR_REFS_MAX */
guint far_store_unwitnessed (FarStore *self, guint32 log, FarPos out[static FAR_REFS_MAX]);

/* -- what other machines hold */

/* Notes in the running batch that the machine of @device_log holds each log up to @have
 * (element-type guint32: by log - 1, 0 for nothing).  What was noted never shrinks. */
gboolean far_store_note_heard (FarStore *self,
                               guint32 device_log,
                               const GArray *have,
                               GError **error) FAR_MUST_USE;
/* Up to which seq the machine of @device_log is known to hold @log; 0 for nothing. */
guint32 far_store_get_heard (FarStore *self, guint32 device_log, guint32 log);
/* Returns: (transfer full) (element-type guint32): by log - 1, what of it the machine of
 * @device_log can safely be taken to hold: of a forked log only what comes before the fork, since
 * what was heard may be of another branch; NULL with @error */
GArray *far_store_list_had (FarStore *self, guint32 device_log, GError **error) FAR_MUST_USE;

/**
 * far_store_say_holding:
 * @device: whose store it is
 * @out_said: (out): whether it differs from what was said last
 *
 * Signs and keeps in the running batch what this machine holds, for others to pass on.
 */
gboolean far_store_say_holding (FarStore *self,
                                const guint8 device[static FAR_KEY_LEN],
                                const guint8 sign_secret[static 64],
                                gint64 now_ms,
                                gboolean *out_said,
                                GError **error) FAR_MUST_USE;

/**
 * far_store_put_holdings:
 * @holdings: (element-type GBytes): foreign
 * @n_new: (inout): grows by those that are kept
 *
 * Keeps in the running batch those that are newer than what is held of their machine, and notes
 * what they say.  One of a machine that does not belong is passed over.
 *
 * Returns: ACCEPTED, KNOWN if there was nothing new, INVALID if one cannot be read or its machine
 * did not sign it, or FAILED with @error; after these two the batch is to be rolled back
 */
FarVerdict far_store_put_holdings (FarStore *self,
                                   GPtrArray *holdings,
                                   guint *n_new,
                                   GError **error) FAR_MUST_USE;

/* -- the whole */

/* Every problem as one English line is appended to @problems (element-type utf8).
 * Returns: FALSE only when the store itself failed */
gboolean far_store_check (FarStore *self, gboolean full, GPtrArray *problems, GError **error);
/* Builds the record tables anew from the log, in a batch of its own. */
gboolean far_store_rebuild (FarStore *self, GError **error);

G_END_DECLS
