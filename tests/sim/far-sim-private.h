/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-sim-private: one simulated world, as its files share it.
 *
 *   far-sim-world.c     machines: started, crashed, restarted; time; one operation after another
 *   far-sim-copy.c      machines that are copied, set back, restored, and what they do about it
 *   far-sim-net.c       connections, bundles, recordings, and what happens to them
 *   far-sim-user.c      what members do: plan, promise, erase
 *   far-sim-edit.c      what they change of what is there
 *   far-sim-govern.c    who belongs, by their will
 *   far-sim-agree.c     what takes several of them, and the baton
 *   far-sim-liar.c      what liars write
 *   far-sim-usurp.c     of that, what is for others to write
 *   far-sim-liar-replica.c  what liars say
 *   far-sim-check.c     what must hold
 *   far-sim-standing.c  of that, who may say what
 *   far-sim-outcome.c   of that, what was agreed on, and by whom
 *   far-sim-written.c   of that, what was written and must not be lost
 *   far-sim-crypto.c    signatures, verified once
 *
 * Everything below is the real code on real SQLite: what is simulated is disks, clocks, links and
 * people.
 */

#pragma once

#include "far-collective.h"
#include "far-session.h"
#include "far-sim-plan.h"
#include "far-sim-vfs.h"
#include "far-sim.h"

G_BEGIN_DECLS

#define FAR_SIM_EPOCH_MS G_GINT64_CONSTANT (1788000000000)
#define FAR_SIM_EPOCH_DAY 20694 /* 2026-08-29, the day of FAR_SIM_EPOCH_MS */
/* Outings for which turns are taken: few, so that people meet there. */
#define FAR_SIM_N_DAYS 6
#define FAR_SIM_S G_USEC_PER_SEC
/* What liars call the rotas of others. */
#define FAR_SIM_LIAR_TITLE "the liar's"
/* Whom they vote for: an id. */
#define FAR_SIM_LIAR_MEMBER "a liar's nobody"
/* With what begins the title of a rota in bytes that are not canonical, or break the schema. */
#define FAR_SIM_CROOKED_TITLE "crook"
/* Newcomers, further machines and clones beside those that are there from the beginning. */
#define FAR_SIM_MORE_MAX 6
#define FAR_SIM_SLOTS_MAX (FAR_SIM_DEVICES_MAX + FAR_SIM_MORE_MAX)

typedef struct _FarSim FarSim;
typedef struct _FarSimLink FarSimLink;

/* The head of a log as it was when a commit had returned. */
typedef struct
{
  guint8 device[FAR_KEY_LEN];
  guint32 seq;
  guint8 id[FAR_ID_LEN];
} FarSimHead;

/* An earlier state of a machine's folder. */
typedef struct
{
  FarSimDisk *disk; /* owned */
  FarIdentity me;
  gboolean is_returning;
  gboolean is_copy;
} FarSimImage;

typedef struct
{
  guint number;
  char *name; /* owned */
  FarIdentity me;
  FarSimDisk *disk; /* owned */
  char *path;       /* owned */
  FarStore *store;  /* (nullable): owned; NULL while it is off */
  GArray *kept;     /* owned (element-type FarSimHead): what must be there */
  gint64 n_kept;    /* entries when that was noted */

  gint64 clock_ms; /* what its clock is wrong by */
  gint64 paused_until_us;
  gboolean is_unheard; /* by those who are not, while the world is parted so */
  guint side;          /* of the partition */
  gint64 side_until_us;

  gboolean has_declined; /* the baton, ever */
  gboolean has_invite;   /* and is not in yet */
  FarInvite invite;
  gboolean has_secret; /* told, before it holds the log that says it */
  guint8 secret[FAR_HASH_LEN];
  guint32 lies; /* FarSimLie; 0 for who is honest */
  gboolean is_liar;
  GHashTable *hoard; /* (nullable): owned: of a liar: hash -> GBytes, words that it ever read */

  FarIdentity next; /* keys that it is taking, only if is_renewing */
  gboolean is_renewing;
  gboolean is_returning; /* asks, with new keys, to be a machine of its member again */
  gboolean is_copy;      /* it has taken keys anew, or a copy of it has */
  gint64 mend_us;        /* when that is tried again */
  gboolean is_gone;      /* for good */
  gint64 notes_n;        /* entries when its notes were looked at last */
  gint32 notes_day;      /* and what day it took that to be */
  guint n_set_back;
  FarSimImage *image;  /* (nullable): owned */
  GBytes *saved;       /* (nullable): owned: a saved copy, opened */
  guint32 n_looked_at; /* of its own log, whether it wrote that */
  guint32 n_own;       /* of it, what was there in the beginning; G_MAXUINT32: not known yet */
} FarSimDevice;

/* What a user or the world knows of a bundle that lies around. */
typedef struct
{
  guint from;
  GBytes *bytes; /* owned */
} FarSimFile;

/* What an honest member made, or said of themselves, and nobody else may change. */
typedef struct
{
  FarSimDevice *maker; /* unowned */
  guint8 entry[FAR_ID_LEN];
  FarKind kind;
  guint8 record[FAR_RECORD_ID_LEN];
  gboolean is_deleted; /* by its owner, or who coordinates */
} FarSimMade;

/* What is to be found nowhere once it is erased: a person's name, a reason, or the salt of one
 * entry.
 */
typedef struct
{
  FarSimDevice *maker; /* unowned */
  gboolean has_person;
  gboolean is_reason;
  gboolean is_said_same;            /* a person, of a member, by who answers for them */
  guint8 person[FAR_RECORD_ID_LEN]; /* only if has_person; of a reason whom it is about */
  guint8 entry[FAR_ID_LEN];         /* that says it */
  GBytes *word;                     /* owned */
  gboolean is_tried; /* whether it was to be erased: what fails may be on the disk all the same */
  gboolean is_erased;
  guint8 erase[FAR_ID_LEN]; /* only if is_erased */
  GArray *again; /* owned (element-type guint8[32]): entries in which a liar who had heard of the
                    ERASE said it again: it may be meant to stay there */
} FarSimWord;

struct _FarSim
{
  const FarSimPlan *plan; /* unowned */
  gint64 now_us;
  FarHash trace;
  guint8 collective[FAR_ID_LEN];
  GPtrArray *devices;    /* owned (element-type FarSimDevice) */
  GPtrArray *links;      /* owned (element-type FarSimLink) */
  GPtrArray *files;      /* owned (element-type FarSimFile) */
  GPtrArray *recordings; /* owned (element-type GBytes): what callers sent */
  GPtrArray *made;       /* owned (element-type FarSimMade) */
  GPtrArray *words;      /* owned (element-type FarSimWord) */
  guint n_links;         /* ever */
  gboolean calm;         /* no faults any more */
  gint64 n_spoken;       /* bytes sent since it was set to 0, without heartbeats */
  gint64 n_bytes;        /* that honest machines sent */
  gint64 one_way_until_us;
  gsize n_buffered; /* by a session, at most */
  guint n_mended;   /* how often some machine looked after itself */

  GPtrArray *shared; /* owned (element-type GBytes): whose account, and who may ever read it: two
                      * ids of members */
  GPtrArray *notes;  /* owned (element-type GBytes): words that are in the clear nowhere */

  guint64 events; /* bits: FarSimEvent */
  guint n_differing;
  GHashTable *written;  /* owned: what honest people wrote: far-sim-written.c */
  GHashTable *keys;     /* owned: of honest machines -> whether two of them had it */
  GHashTable *same;     /* owned: who said of whom that they are whom: far-sim-standing.c */
  GHashTable *digests;  /* owned: of a set of entries -> of the records it gave */
  char *failure;        /* (nullable): owned: the invariant, then what was wrong */
  GString *story;       /* (nullable): unowned */
  FarSimCounts *counts; /* unowned */
};

/* ---- far-sim-world.c */

/* The first failure stays. */
void far_sim_fail (FarSim *self, const char *invariant, const char *format, ...)
    G_GNUC_PRINTF (3, 4);
/* Tells the story, if anybody listens. */
void far_sim_tell (FarSim *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
void far_sim_trace (FarSim *self, const void *data, gsize len);
void far_sim_note_event (FarSim *self, FarSimEvent event);
FarSimDevice *far_sim_get_device (FarSim *self, guint number);
gboolean far_sim_is_up (const FarSim *self, const FarSimDevice *device);
gint64 far_sim_get_wall_ms (const FarSim *self, const FarSimDevice *device);
gint32 far_sim_get_today (const FarSim *self, const FarSimDevice *device);
FarWriter far_sim_writer (FarSim *self, FarSimDevice *device);
/* One more machine, with new keys; NULL if there are too many. */
FarSimDevice *far_sim_add_device (FarSim *self, const char *name);
/* An empty store of the collective. */
gboolean far_sim_open_empty (FarSim *self, FarSimDevice *device);
/* Whatever was called into @device is over: notes what it has, or restarts what died in it.
 * Returns: whether it is still up */
gboolean far_sim_device_settle (FarSim *self, FarSimDevice *device);
typedef enum
{
  FAR_SIM_END_QUITS,
  FAR_SIM_END_KILLED,
  FAR_SIM_END_POWER,
} FarSimEnd;
/* Ends the program on @device and starts it again. */
void far_sim_device_restart (FarSim *self, FarSimDevice *device, FarSimEnd end, guint64 dice);
/* Opens what is on its disk.  Returns: FALSE if it stays off, or the world has failed */
gboolean far_sim_device_open (FarSim *self, FarSimDevice *device);
/* A machine with the same keys and files as @device; NULL if there are too many. */
FarSimDevice *far_sim_device_clone (FarSim *self, FarSimDevice *device);
/* Lets time pass up to @until_us. */
void far_sim_run_until (FarSim *self, gint64 until_us);

/* ---- far-sim-copy.c */

/* Images the disk of @device, or sets it back to the image. */
void far_sim_set_back (FarSim *self, FarSimDevice *device, guint64 dice);
/* Saves a copy of @device, or restores one on another machine. */
void far_sim_save_or_restore (FarSim *self, FarSimDevice *device, guint64 dice);
/* Returns: (transfer full): what stands in a saved copy; NULL with @error */
GBytes *far_sim_save (FarSimDevice *device, GError **error);
void far_sim_clear_copies (FarSimDevice *device);
/* Keys were being changed when the machine stopped: @store, its own, says which they are. */
void far_sim_end_renewal (FarSim *self, FarSimDevice *device, FarStore *store);
/* What machines do about it that notice that they are copies, when nothing else goes on. */
void far_sim_mend_all (FarSim *self);
/* The user of @device lets honest machines in again that ask, each @pct of a hundred times. */
void far_sim_approve_returns (FarSim *self, FarSimDevice *device, guint pct, guint64 dice);

/* ---- far-sim-net.c */

void far_sim_link_free (gpointer link);
/* @a calls @b, and hangs up after @stay_us; at the door if it is to be let in again.  @dice: what
 * happens to it */
void far_sim_meet (FarSim *self, FarSimDevice *a, FarSimDevice *b, gint64 stay_us, guint64 dice);
/* @a asks at the door of @b. */
void
far_sim_ask (FarSim *self, FarSimDevice *a, FarSimDevice *b, const FarInvite *invite, guint64 dice);
void far_sim_bundle (FarSim *self, FarSimDevice *a, FarSimDevice *b, guint64 dice);
/* Returns: (transfer full): what stands in a bundle that @device writes now; NULL if it cannot */
GBytes *far_sim_read_own_bundle (FarSim *self, FarSimDevice *device);
void far_sim_replay (FarSim *self, FarSimDevice *b, guint64 dice);
/* Cuts every connection of @device. @is_told: the other end hears of it */
void far_sim_cut (FarSim *self, FarSimDevice *device, gboolean is_told);
/* Something was committed at @device other than through a session. */
void far_sim_wake (FarSim *self, FarSimDevice *device);
gint64 far_sim_net_get_next_us (const FarSim *self);
/* What is due on the links by now. */
void far_sim_net_run (FarSim *self);
gboolean far_sim_net_is_joined (const FarSim *self, const FarSimDevice *a, const FarSimDevice *b);

/* ---- far-sim-user.c */

gboolean far_sim_found (FarSim *self);
/* @device is let in by @by, as if both were in one room. */
gboolean far_sim_let_in (FarSim *self, FarSimDevice *device, FarSimDevice *by);
void far_sim_write (FarSim *self, FarSimDevice *device, guint64 dice);

/* ---- far-sim-edit.c */

void far_sim_edit (FarSim *self, FarSimDevice *device, guint64 dice);

/* ---- far-sim-govern.c */

void far_sim_govern (FarSim *self, FarSimDevice *device, guint64 dice);

/* ---- far-sim-agree.c */

/* Whatever the program asks who opens it: an offer, what is to be approved, what is suggested. */
void far_sim_answer (FarSim *self, FarSimDevice *device, guint64 dice);

/* ---- far-sim-liar.c */

void far_sim_lie (FarSim *self, FarSimDevice *device, guint64 dice);

/* A liar who means to say it again keeps it.  @blob: (nullable) */
void far_sim_hoard (FarSimDevice *device, const guint8 *blob, gsize len);

/* ---- far-sim-usurp.c */

/* Into the batch that is open: well formed, and not for the liar to write. */
gboolean far_sim_usurp (FarSim *self, FarSimDevice *device, FarSimRandom *random);

/* ---- far-sim-liar-replica.c */

/* Returns: (transfer full): what @device says instead of @real, which outlives it */
FarReplica *far_sim_liar_replica_new (FarSimDevice *device, FarReplica *real, guint64 dice);
void far_sim_liar_replica_free (FarReplica *replica);

/* ---- far-sim-crypto.c */

/* Begins anew, with nothing known. */
void far_sim_crypto_reset (void);

/* ---- far-sim-standing.c */

gboolean far_sim_is_lying_member (FarSim *self, const guint8 *member);
/* @one is @other, says who may say so. */
void far_sim_note_same (FarSim *self, const guint8 *one, const guint8 *other);
/* Nothing that its author had no right to say shows on @device. */
void far_sim_check_standing (FarSim *self, FarSimDevice *device);
/* Adds to the digest of the records what else follows from the set of entries. */
void far_sim_digest_standing (FarSimDevice *device, guint8 digest[static FAR_HASH_LEN]);

/* ---- far-sim-notes.c */

/* Seals what is to be known of children to who walks with them.  @out_written: (out) */
gboolean far_sim_keep_notes (FarSim *self, FarSimDevice *device, gboolean *out_written);
/* No note is in the clear, whoever is to read one can, and nobody else. */
void far_sim_check_notes (FarSim *self, FarSimDevice *device);

/* ---- far-sim-hours.c */

/* Opens to whom it is for, is for nobody else, and for all who may read it. */
void far_sim_check_hours (FarSim *self, FarSimDevice *device);

/* ---- far-sim-outcome.c */

/* One outcome of all that was to be agreed on, and nobody's word that another wrote. */
void far_sim_check_outcome (FarSim *self, FarSimDevice *device);
/* Adds to the digest of the records what is shown of that. */
void far_sim_digest_outcome (FarSimDevice *device, guint8 digest[static FAR_HASH_LEN]);

/* ---- far-sim-memo.c */

/* What was kept since the last time is what would be computed anew. */
void far_sim_check_memo (FarSim *self, FarSimDevice *device);

/* ---- far-sim-lending.c */

/* Never more of a thing stands for somebody than there is. */
void far_sim_check_lending (FarSim *self, FarSimDevice *device);
/* Who has what, and who waits. */
void far_sim_feed_lending (FarHash *hash, FarSimDevice *device);

/* ---- far-sim-repair.c */

/* Nothing is lent while it is broken or being mended, and no workshop mends more than it can. */
void far_sim_check_repair (FarSim *self, FarSimDevice *device);
/* What is broken, and where it is mended. */
void far_sim_feed_repair (FarHash *hash, FarSimDevice *device);

/* ---- far-sim-written.c */

/* Another key of an honest machine. */
void far_sim_note_key (FarSim *self, FarSimDevice *device);
/* Two machines have it. */
void far_sim_note_copied (FarSim *self, const guint8 *key);
void far_sim_note_cloned (FarSim *self, FarSimDevice *device, FarSimDevice *clone);
void far_sim_note_written (FarSim *self, FarSimDevice *device);
/* @device wrote anew what it had to. */
void far_sim_note_anew (FarSim *self, FarSimDevice *device);
/* @device is about to give up its keys. */
void far_sim_note_given_up (FarSim *self, FarSimDevice *device);
void far_sim_check_written (FarSim *self, FarSimDevice *device);
void far_sim_check_branded (FarSim *self, FarSimDevice *device);

/* ---- far-sim-check.c */

/* What was acknowledged is there. */
void far_sim_check_kept (FarSim *self, FarSimDevice *device);
void far_sim_note_kept (FarSimDevice *device);
/* Cheap: after each operation on @device. */
void far_sim_check_step (FarSim *self, FarSimDevice *device);
/* Everything: faults stop, those who may meet do, and then all is looked at. */
void far_sim_check_rest (FarSim *self);

G_END_DECLS
