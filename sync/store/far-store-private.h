/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-store-private: what the files of sync/store share. */

#pragma once

#include "far-know.h"
#include "far-store.h"

G_BEGIN_DECLS

/* Lately used entries by position, so that a ref costs no query: direct-mapped. */
typedef struct
{
  FarPos pos;
  guint32 know;
  guint8 id[FAR_ID_LEN];
} FarIdSlot;

/* Numbers of entries side by side in one row of table place. */
#define FAR_PLACES_PER_CHUNK 64

/* What is left of an erased blob: its hash, then its length as u32. */
#define FAR_ERASED_LEN (FAR_HASH_LEN + 4)

/* One act, as the replay needs it. */
typedef struct
{
  gint64 n;
  FarPos pos;
  guint32 past; /* know set, itself excluded */
  /* (nullable) (element-type guint32): owned: up to which seq of each log its past reaches, by
   * log - 1; of acts that need it */
  GArray *reach;
  gboolean reach_is_kept; /* in the file */
  gboolean cuts_are_whole;
  FarAct act;
} FarStoredAct;

/* A WITNESS, as the replay needs it where something is disputed. */
typedef struct
{
  FarPos pos;
  guint32 past; /* know set */
  guint8 id[FAR_ID_LEN];
} FarStoredWitness;

/* What of an act's proofs was found out before it is accepted. */
typedef enum
{
  FAR_PROOFS_UNKNOWN,
  FAR_PROOFS_BAD,
  FAR_PROOFS_GOOD,
} FarProofsFound;

/* The signatures that an act must carry besides its own, by the newcomer and by whoever invited. */
typedef struct
{
  guint n;
  guint8 hash[FAR_HASH_LEN]; /* what all are over */
  const guint8 *keys[2];     /* borrowed; not checked */
  const guint8 *sigs[2];     /* borrowed */
} FarProofs;

/* An entry on its way in, whole and hashed: what the fast and the slow path hand to accept. */
typedef struct
{
  FarPos pos;
  guint8 kind;
  guint8 n_refs;
  guint32 term;
  guint32 blob_len;
  gint64 time_ms;
  gboolean is_own; /* written here, now */
  FarProofsFound proofs;
  FarPos refs[FAR_REFS_MAX];
  const guint8 *subject; /* 16 bytes */
  const guint8 *id;
  const guint8 *blob; /* NULL if erased */
  const guint8 *hash; /* of the blob */
  const guint8 *sig;  /* NULL if covered by a later one */
} FarArrival;

/* A row of table turn that is not in it yet; docs/formats.md, "Store". */
typedef struct
{
  guint32 rota; /* ident, as person and turn */
  guint32 person;
  guint32 turn;
  FarPos pos;
  gint64 n;
  gint64 day;
  gint64 role;
  gint64 state;
  gint64 at;     /* -1 if it does not say */
  gsize refs_at; /* of turn_refs */
  gsize refs_len;
} FarTurnRow;

typedef struct _FarErasures FarErasures;
typedef struct _FarChangeCounts FarChangeCounts;
typedef struct _FarRows FarRows;

/* What is the same in a file and in its WAL: far-store-tie.c. */
#define FAR_TIE_ID_LEN 16

typedef struct
{
  guint8 base[FAR_TIE_ID_LEN]; /* id of the batch after which the WAL began */
  guint8 id[FAR_TIE_ID_LEN];   /* of the newest batch: drawn */
  guint64 n;                   /* batches there have been */
} FarTie;

/* What of an entry decides whether it is erased. */
typedef struct
{
  gint64 n; /* G_MAXINT64 while it is pending */
  FarPos pos;
  guint8 kind;
  guint32 subject; /* ident, 0 if none */
  guint8 id[FAR_ID_LEN];
} FarErasable;

struct _FarStore
{
  sqlite3 *db; /* owned */
  guint8 collective[FAR_ID_LEN];
  GHashTable *statements; /* (element-type sqlite3_stmt) by address of their SQL, owned */
  gboolean in_batch;
  gboolean failed;             /* the running batch met an error and can only be rolled back */
  FarStoreError first_failure; /* only then */
  gboolean is_stale; /* a batch was rolled back and what is on disk could not be read again yet */

  GPtrArray *logs;        /* (element-type FarLog), owned; index log - 1 */
  GHashTable *log_by_key; /* device key -> the FarLog that it began, unowned */
  GHashTable *branches;   /* device key -> GArray of guint32: its other logs */
  gboolean has_own;       /* this machine writes a log */
  guint8 own_device[FAR_KEY_LEN];
  guint8 own_before[FAR_KEY_LEN]; /* the running batch, which may change it */
  guint32 own;                    /* its number, 0 if there is none */
  gboolean own_is_stale;
  guint32 own_shared; /* up to which seq it was handed to another machine */
  GArray *log_dirty;  /* guint8 by log: row to be written at commit */
  GPtrArray *places;  /* (element-type FarPlaces) (nullable elements), owned; by log - 1 */

  GPtrArray *idents;       /* (element-type guint8[16]), owned; index ident - 1 */
  GHashTable *ident_by_id; /* -> ident */
  guint n_idents_kept;     /* rows written */

  FarKnow *know;
  guint n_know_kept;
  GPtrArray *acts;       /* (element-type FarStoredAct), owned; index is a know set's element */
  GHashTable *act_by_id; /* id -> index + 1 */
  GHashTable *let_in;    /* device key -> GArray of act indices that let it in */
  GArray *witnesses; /* (nullable) (element-type FarStoredWitness): owned; read when first asked */
  FarReplayed *replayed;     /* (nullable): owned; while acts keep their numbers */
  gboolean is_disputed;      /* what is in @governance hangs on WITNESS entries */
  gboolean is_partial;       /* it is empty: not all that it takes could be read */
  FarGovernance *governance; /* (nullable): owned; NULL: to be replayed */
  FarGovernance *before;     /* (nullable): owned; as the last batch left it */
  GArray *know_before; /* (element-type guint32): owned; by log - 1, what its head knew then */

  FarTie tie;

  gint64 next_n;
  FarIdSlot *id_cache; /* owned, FAR_ID_CACHE_SLOTS */
  GHashTable *by_id;   /* (nullable): first 8 bytes of an id -> n; built when first asked */

  GHashTable *pending;         /* id -> pending entry, owned: far-store-add.c */
  GHashTable *pending_by_link; /* what it continues -> the first that does, unowned */
  GArray *n_pending_by_log;    /* (element-type guint): by log - 1 */
  gsize pending_bytes;

  FarErasures *erasures; /* owned: far-store-erase.c */

  FarRows *rows; /* owned: far-store-rows.c */

  FarChangeCounts *changes; /* owned: far-store-changes.c */

  FarVerifier *verifier; /* (nullable): unowned */
};

/* far-store.c */
/* As far_store_statement(), for SQL that asks neither for entries nor for turns: what of them waits
 * to be written goes on waiting. */
sqlite3_stmt *_far_store_statement_blind (FarStore *self, const char *sql);
/* What SQLite means by an error, in the words of far-store.h. */
FarStoreError _far_store_classify (int code);
/* Steps to the next row.  Returns: FALSE after the last one, and with @error on failure, which the
 * running batch does not outlive */
gboolean _far_store_next (FarStore *self, sqlite3_stmt *statement, GError **error);
gboolean _far_store_exec (FarStore *self, const char *sql, GError **error);
/* Reads again what could not be read when a batch was rolled back.  Until that went well, the store
 * seems empty, nothing can be written, and no peer is let in. */
/* @out: (out) (transfer full) (nullable): NULL if there is no such value */
gboolean
_far_store_read_meta (FarStore *self, const char *key, GBytes **out, GError **error) FAR_MUST_USE;
gboolean _far_store_refresh (FarStore *self, GError **error);
/* Steps @statement, which must not return a row. */
gboolean _far_store_step (FarStore *self, sqlite3_stmt *statement, GError **error);
FarLog *_far_store_log (FarStore *self, guint32 log);
/* With what is missing. */
void _far_store_digest_of_hello (FarStore *self, guint8 out[static FAR_HASH_LEN]);
/* Whether the running batch has met no error yet. */
gboolean _far_store_check_reads (FarStore *self, GError **error);
/* What is in memory becomes what is on disk. */
gboolean _far_store_load (FarStore *self, GError **error);
/* All that a batch still has to write, and COMMIT. */
gboolean _far_store_write_batch (FarStore *self, GError **error);
FarLog *_far_store_add_log (FarStore *self, const guint8 *device, FarPos base);

/* -- meta that there is of some logs */
char *_far_store_make_log_key (const char *prefix, guint32 log);
typedef void (*FarTakeLogMeta) (FarLog *log, FarReader *reader);
/* The first @n_bytes of each. */
gboolean _far_store_load_log_meta (FarStore *self,
                                   const char *prefix,
                                   guint n_bytes,
                                   FarTakeLogMeta take,
                                   GError **error);

/* far-store-heard.c */
gboolean _far_store_note_heard_one (FarStore *self,
                                    guint32 device_log,
                                    guint32 log,
                                    guint32 seq,
                                    GError **error);

/* far-store-holding.c: what machines say that they hold */
gboolean _far_store_load_holdings (FarStore *self, GError **error);
/* Returns: (transfer full) (element-type guint8[8]): ids, ascending, of machines in standing */
GArray *_far_store_list_holdings (FarStore *self);
/* Returns: (transfer full) (nullable) */
GBytes *_far_store_dup_holding (FarStore *self, const guint8 *id);

/* far-store-cover.c: what others can be shown a signature over */
gboolean _far_store_load_covers (FarStore *self, GError **error);
/* Whether @header is of the entry of @device at @seq that follows on the one with @id; then @id is
 * its id. */
gboolean _far_store_follows (const FarStore *self,
                             const guint8 *device,
                             guint32 seq,
                             GBytes *header,
                             guint8 id[static FAR_ID_LEN]) FAR_MUST_USE;
/* In a batch.  @headers: (element-type GBytes): of the entries after the head of @log, fewer than
 * FAR_COVER_EVERY; @sig is good for the last of them */
gboolean _far_store_keep_cover (FarStore *self,
                                guint32 log,
                                GPtrArray *headers,
                                const guint8 *sig,
                                GError **error) FAR_MUST_USE;
/* Drops what is not needed any more, and says how many are.  In a batch. */
gboolean _far_store_trim_covers (FarStore *self, guint *out_kept, GError **error) FAR_MUST_USE;
/* Returns: (transfer full) (nullable) (element-type GBytes): what was kept and still fits */
GPtrArray *_far_store_read_cover (FarStore *self, guint32 log, guint8 sig[static FAR_SIG_LEN]);
/* Up to where others can be shown a signature over what @log holds: a branch's, or one that is kept
 * with the headers in between. */
guint32 _far_store_get_shown_seq (const FarStore *self, guint32 log);

/* far-store-fork.c: branches, and this machine's own log */
/* An empty log that continues @base, which is to be accepted before anything of it.  Returns: 0
 * when the device has too many */
guint32 _far_store_add_branch (FarStore *self, FarPos base);
/* Nobody fills it any more. */
void _far_store_release_branch (FarStore *self, guint32 log);
/* The log that continues @base and whose first entry has @id.  Returns: 0 if there is none */
guint32 _far_store_find_branch (FarStore *self, FarPos base, const guint8 *id);
/* The only log of @device on which nothing goes on; if there are several, the one it began. */
guint32 _far_store_find_leaf (const FarStore *self, const guint8 *device, gboolean *is_forked);
/* A log that a signature is held of, and that leaves @log, or what leaves it, at @seq or further
 * on: that signature covers all of @log up to there.  Returns: 0 if there is none */
guint32 _far_store_find_signed_branch (const FarStore *self, guint32 log, guint32 seq);
/* The highest seq that is held on any branch of @device. */
guint32 _far_store_get_reach (const FarStore *self, const guint8 *device);
void _far_store_put_branch (FarStore *self, FarLog *log);
void _far_store_clear_branches (FarStore *self);
/* Whether a branch goes on after @base. */
gboolean _far_store_has_branch_at (const FarStore *self, FarPos base);
/* After a first entry of a branch was accepted, or another way than a branch goes, and after
 * loading. */
void _far_store_find_fork (FarStore *self, const guint8 *device);
gboolean _far_store_load_own (FarStore *self, GError **error);
/* An entry of the own device came in from elsewhere. */
gboolean _far_store_note_own (FarStore *self, const FarArrival *arrival, GError **error);
gboolean _far_store_is_private (const FarStore *self, FarPos pos);
/* Whether that of a private entry is done: under another key it says the same. */
gboolean _far_store_was_written_anew (FarStore *self, FarPos pos);
/* In a batch: another machine has what was private.  A copy of this one, or of which this one is a
 * copy, wrote and showed it. */
gboolean _far_store_reveal_own (FarStore *self, GError **error);
/* The small value of the logs that were given up. */
#define META_FORMER "own-former"
/* @out: (out) (transfer full): what it would be if this machine took new keys now, where it must */
gboolean _far_store_list_former (FarStore *self, GByteArray **out, GError **error);
/* Entries of the own log up to @seq are about to leave this machine. */
gboolean _far_store_note_shared (FarStore *self, guint32 seq, GError **error);

/* far-store-migrate.c */
gboolean _far_store_migrate (FarStore *self, const char *path, gint64 version, GError **error);
/* Those that were kept before a migration. */
void _far_store_drop_copies (FarStore *self);

/* far-store-place.c: where the entry at a position stands */
void _far_store_clear_places (FarStore *self);
gboolean _far_store_write_places (FarStore *self, GError **error);
/* @n is the number of the entry at @pos, the next of its log. */
gboolean _far_store_add_place (FarStore *self, FarPos pos, gint64 n, GError **error);
gboolean _far_store_find_n (FarStore *self, FarPos pos, gint64 *n, GError **error);
/* The numbers from @pos to the end of its chunk. Returns: how many, 0 with @error */
guint _far_store_find_run (FarStore *self,
                           FarPos pos,
                           guint32 out[static FAR_PLACES_PER_CHUNK],
                           GError **error);

/* far-store-log.c */
/* What ids were found to be is asked of the file anew. */
void _far_store_clear_id_cache (FarStore *self);
/* Returns: (nullable) (transfer none): to be stepped by _far_store_take_row(), then reset */
sqlite3_stmt *_far_store_select_rows (FarStore *self, gint64 first, gint64 last);
/* Steps to the row of entry @n.  What is borrowed of it goes with the next step. */
gboolean _far_store_take_row (FarStore *self,
                              sqlite3_stmt *statement,
                              gint64 n,
                              FarRow *row,
                              GError **error);
gboolean _far_store_accept (FarStore *self, const FarArrival *arrival, GError **error);
gboolean _far_store_get_know (FarStore *self, FarPos pos, guint32 *know, GError **error);
void _far_store_cache_id (FarStore *self, FarPos pos, const guint8 *id, guint32 know);
/* Whether a log's first entry, with these refs, was let in by one of them. */
gboolean
_far_store_is_let_in (FarStore *self, const guint8 *device, const FarPos *refs, guint n_refs);
gboolean _far_store_verify (FarLog *log, const guint8 *id, const guint8 *sig);

/* far-store-add.c */
gboolean _far_store_load_pending (FarStore *self, GError **error);
gboolean _far_store_settle_pending (FarStore *self, GError **error);
gboolean _far_store_write_pending (FarStore *self, GError **error);
void _far_store_clear_pending (FarStore *self);
/* Drops the words of what waits and is erased.  @all: not only of what is new */
gboolean _far_store_strip_pending (FarStore *self, gboolean all, GError **error);

/* far-store-governance.c */
gboolean _far_store_load_acts (FarStore *self, GError **error);
/* @know: (inout): what its past knows, then what it knows itself */
gboolean _far_store_add_governance (FarStore *self,
                                    const FarArrival *arrival,
                                    gint64 n,
                                    guint32 *know,
                                    GError **error);
/* Those of acts that were found since the last batch. */
gboolean _far_store_write_reaches (FarStore *self, GError **error);
void _far_store_clear_acts (FarStore *self);
/* The key that an accepted INVITE gives.  Returns: (nullable): NULL if @id is not one's */
const guint8 *_far_store_find_invite_key (FarStore *self, const guint8 *id);
gboolean _far_store_needs_proofs (guint kind);
/* @payload: of an act that needs proofs; @invite_key: (nullable): of the INVITE that it names.
 * Returns: FALSE if one is missing */
gboolean _far_store_list_proofs (FarStore *self,
                                 guint kind,
                                 const FarPayload *payload,
                                 const guint8 *invite_key,
                                 FarProofs *out);

/* Whether table know holds the set @past, which stands in a row. */
gboolean _far_store_check_past (FarStore *self, guint32 past, GError **error);

/* far-store-replay.c: what follows from acts and WITNESS entries */
/* Replays what there is, unless that was done: what far_store_peek_governance() gives. */
gboolean _far_store_find_governance (FarStore *self, GError **error);
/* What could not be read is asked for anew when somebody next looks. */
void _far_store_retry_governance (FarStore *self);
/* What the replay means for @log. */
void _far_store_apply_cut (FarStore *self, FarLog *log);

/* far-store-turned.c: what was settled and has turned */
/* At the end of a batch, before COMMIT. */
gboolean _far_store_note_turned (FarStore *self, GError **error);
/* After it, and after loading. */
void _far_store_remember_settled (FarStore *self);

/* far-store-count.c: how much of one chain has effect */
/* @row, the next of its log, counts; in a batch */
gboolean _far_store_count (FarStore *self, const FarRow *row, GError **error);
/* Before all is counted anew. */
void _far_store_reset_counts (FarStore *self);
/* After it was, in a batch that is to keep them. */
void _far_store_keep_counts (FarStore *self);
/* Returns: (transfer full) */
GByteArray *_far_store_pack_counts (const FarLog *log);
gboolean _far_store_load_counts (FarLog *log, const guint8 *packed, gsize len) FAR_MUST_USE;

/* far-store-changes.c */
FarChangeCounts *_far_change_counts_new (void);
void _far_change_counts_free (FarChangeCounts *self);
/* Something else is said by entries of @kind. */
void _far_store_note_change (FarStore *self, guint kind);
/* Of one outing, or with @rota 0 of all of a day. */
void _far_store_note_change_on (FarStore *self, guint32 rota, gint32 day);
void _far_store_note_change_of_all (FarStore *self);

/* far-store-records.c */
extern const char _far_store_record_schema[];
extern const char *const _far_store_record_tables[];
/* What the header says, then what the words say. */
gboolean _far_store_build (FarStore *self, const FarRow *row, GError **error);
gboolean _far_store_build_words (FarStore *self, const FarRow *row, GError **error);
/* Takes back what the words said. */
gboolean _far_store_unbuild (FarStore *self, const FarRow *row, GError **error);
gboolean _far_store_build_all (FarStore *self, GError **error);
/* All of them anew, in the running batch. */
gboolean _far_store_rebuild_records (FarStore *self, GError **error);
/* Empty tables in the place of whatever carries their names; nothing may read meanwhile. */
gboolean _far_store_make_records (FarStore *self, GError **error);

/* far-store-rows.c: rows of entry and turn that are not in their tables yet */
FarRows *_far_rows_new (void);
void _far_rows_clear (FarRows *self);
void _far_rows_free (FarRows *self);
/* In a batch. */
gboolean _far_store_add_entry (FarStore *self,
                               const FarArrival *arrival,
                               gint64 n,
                               guint32 subject,
                               guint32 know,
                               gboolean keeps_signature,
                               GError **error);
/* Entry @n does not wait any more. */
gboolean _far_store_write_entry (FarStore *self, gint64 n, GError **error);
/* @row: its refs are filled in */
gboolean _far_store_add_turn (FarStore *self,
                              FarTurnRow *row,
                              const FarPos *refs,
                              guint n_refs,
                              GError **error);
gboolean _far_store_write_rows (FarStore *self, GError **error);

/* far-store-seen.c */
/* @row: a TERM, in the running batch.  What is borrowed of it goes. */
gboolean _far_store_build_seen (FarStore *self, const FarRow *row, GError **error);
/* Fills @act->reach. */
gboolean _far_store_find_reach (FarStore *self, FarStoredAct *act, GError **error);

/* far-store-erase.c */
FarErasures *_far_erasures_new (void);
void _far_erasures_clear (FarErasures *self);
void _far_erasures_free (FarErasures *self);
gboolean _far_store_load_erasures (FarStore *self, GError **error);
gboolean _far_store_has_erasures (const FarStore *self);
gboolean _far_store_is_missing (FarStore *self, gint64 n, gboolean *out, GError **error);
/* @row: about to be accepted */
gboolean _far_store_note_arrival (FarStore *self, const FarRow *row, GError **error);
/* The first entry of @person came, whose author answers for them. */
void _far_store_note_person (FarStore *self, guint32 person);
/* @out: (out): the number of an ERASE in effect on @entry, 0 if there is none */
gboolean
_far_store_find_erasure (FarStore *self, const FarErasable *entry, gint64 *out, GError **error);
/* At the end of a batch: drops, and asks for, what it changed the answer of. */
gboolean _far_store_settle_erasures (FarStore *self, GError **error);
/* The same for every entry there is. */
gboolean _far_store_resettle_erasures (FarStore *self, GError **error);
/* Words were dropped, or may be in pages of a WAL that nobody needs. */
void _far_store_scrub_later (FarStore *self);
/* Outside of batches, if it is due: leaves no dropped words in the WAL, nor between cells. */
void _far_store_scrub (FarStore *self);

/* far-store-leftovers.c */
/* All of the WAL has been copied into the file.  Returns: FALSE if that has to be tried again */
gboolean _far_store_clear_leftovers (FarStore *self);

/* far-store-tie.c: whose what lies beside a file is */
/* There is a rollback journal beside @path. */
gboolean _far_store_check_journal (const char *path, GError **error);
/* Fails where it is not this file's.  Costs nothing where there is none: then it is not called. */
gboolean _far_store_check_tie (FarStore *self, const char *path, GError **error);
gboolean _far_store_load_tie (FarStore *self, GError **error);
/* All that was written so far is in the file, and there is no WAL. */
void _far_store_begin_wal (FarStore *self);
/* In a batch. */
gboolean _far_store_write_tie (FarStore *self, GError **error);

/* far-refs: positions packed as varints, log then seq. */
gsize _far_refs_pack (const FarPos *refs, guint n, guint8 out[static FAR_REFS_MAX * 10]);
gboolean
_far_refs_unpack (const guint8 *packed, gsize len, FarPos out[static FAR_REFS_MAX], guint *n);

G_END_DECLS
