/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-collective: what members do, written as entries.
 *
 * Synchronous, on top of one FarStore.  It decides nothing by the local clock, draws no randomness
 * of its own and never asks the network: the time that an entry claims, and random bytes, come with
 * the FarWriter.
 *
 * Each function that writes does so in one batch: a WITNESS first where governance entries are new
 * to this device, then its entries.  It runs in the batch that is open, if there is one, and else
 * in one of its own, committed before it returns.  A refusal is a #FarCollectiveError, found before
 * anything is written: an open batch is as it was.  Any other error is a #FarStoreError: an own
 * batch has been rolled back then, and an open one is for the caller to roll back.
 *
 * Texts are trimmed and brought to NFC before they are written.
 *
 * Thread: the store's.
 */

#pragma once

#include "far-collective-door.h"
#include "far-collective-facts.h"
#include "far-contacts.h"
#include "far-timetable.h"

G_BEGIN_DECLS

/**
 * FarCollectiveError:
 *
 * Why something was refused.  Each code has the name and the meaning of the one in FarSyncError.
 */
typedef enum
{
  FAR_COLLECTIVE_ERROR_NOT_A_MEMBER,
  FAR_COLLECTIVE_ERROR_NOT_THE_HOLDER,
  FAR_COLLECTIVE_ERROR_HOLDER_ONLY,
  FAR_COLLECTIVE_ERROR_HOLDER_ALREADY,
  FAR_COLLECTIVE_ERROR_NO_STANDING, /* of whom it is about */
  FAR_COLLECTIVE_ERROR_NO_OFFER,
  FAR_COLLECTIVE_ERROR_TERM_RUNS,
  FAR_COLLECTIVE_ERROR_NOT_YOURS,
  FAR_COLLECTIVE_ERROR_DRAFT_NOT_YOURS, /* of a rota */
  FAR_COLLECTIVE_ERROR_NOT_YOUR_CHOICE, /* of values side by side */
  FAR_COLLECTIVE_ERROR_PERSON_IS_MEMBER,
  FAR_COLLECTIVE_ERROR_PERSON_NOT_YOURS,
  FAR_COLLECTIVE_ERROR_ALREADY_TAKEN,
  FAR_COLLECTIVE_ERROR_ALREADY_RELEASED,
  FAR_COLLECTIVE_ERROR_ALREADY_SAID,  /* of a turn */
  FAR_COLLECTIVE_ERROR_SWAP_OWN,      /* both turns are this member's to say */
  FAR_COLLECTIVE_ERROR_SWAP_HELD,     /* one of the two comes to both already */
  FAR_COLLECTIVE_ERROR_SWAP_RESERVE,  /* where somebody waits or has come, nobody is asked */
  FAR_COLLECTIVE_ERROR_NO_SWAP,       /* nobody offers it */
  FAR_COLLECTIVE_ERROR_NOTICE,        /* it is too late to give a turn back just so */
  FAR_COLLECTIVE_ERROR_CAP,           /* more turns in a week than were agreed */
  FAR_COLLECTIVE_ERROR_NOT_PROPOSED,  /* a turn of a plan: it is, but not to this member, or no more
                                       */
  FAR_COLLECTIVE_ERROR_NOBODY_TO_ASK, /* for a plan */
  FAR_COLLECTIVE_ERROR_NOTHING_OPEN,  /* to plan: on those days all who are needed come */
  FAR_COLLECTIVE_ERROR_NO_OUTING,
  FAR_COLLECTIVE_ERROR_HOLIDAYS,     /* of a day on which the rota does not run therefore */
  FAR_COLLECTIVE_ERROR_CANCELLED,    /* also of what is cancelled already */
  FAR_COLLECTIVE_ERROR_JOINED,       /* one of two outings walks with another one already */
  FAR_COLLECTIVE_ERROR_NOT_JOINED,   /* nobody wants it to walk with another one */
  FAR_COLLECTIVE_ERROR_NOBODY_COMES, /* with whom to walk */
  FAR_COLLECTIVE_ERROR_OUTING_OVER,
  FAR_COLLECTIVE_ERROR_ALREADY_PUBLISHED,
  FAR_COLLECTIVE_ERROR_NOT_PUBLISHED, /* nobody has seen a draft */
  FAR_COLLECTIVE_ERROR_COUNTED_ON,    /* it is published, or somebody promised to come */
  FAR_COLLECTIVE_ERROR_FULL_MEMBERS,
  FAR_COLLECTIVE_ERROR_FULL_MACHINES, /* of one member */
  FAR_COLLECTIVE_ERROR_FULL_INVITES,  /* that are open */
  FAR_COLLECTIVE_ERROR_FULL_ORDER,    /* places in the order of succession */
  FAR_COLLECTIVE_ERROR_FULL_SAME,     /* records of one person */
  FAR_COLLECTIVE_ERROR_FULL_SAID,     /* by one machine, of one thing */
  FAR_COLLECTIVE_ERROR_FULL_DRAFTS,   /* of rotas, by one member */
  FAR_COLLECTIVE_ERROR_FULL_LATER,    /* days from which a rota is different */
  FAR_COLLECTIVE_ERROR_FULL_ROLES,    /* of a rota */
  FAR_COLLECTIVE_ERROR_NOT_ERASABLE,
  FAR_COLLECTIVE_ERROR_NOT_YOURS_TO_ERASE,
  FAR_COLLECTIVE_ERROR_THIS_DEVICE,      /* a machine does not take its own standing */
  FAR_COLLECTIVE_ERROR_INVITE_CLOSED,    /* it has let somebody in, or was taken back before */
  FAR_COLLECTIVE_ERROR_YOURSELF,         /* who wants to go leaves */
  FAR_COLLECTIVE_ERROR_TOO_FEW_MEMBERS,  /* of two neither can remove the other */
  FAR_COLLECTIVE_ERROR_TOO_FEW_WORDS,    /* of two neither has a say about the other's machines */
  FAR_COLLECTIVE_ERROR_CHOICE_OF_PERSON, /* of values side by side: how somebody is called */
  FAR_COLLECTIVE_ERROR_CHOICE_OF_HOLDER, /* what is published, what the collective is called */
  FAR_COLLECTIVE_ERROR_INVITE_NOT_YOURS, /* who made it takes it back */
  FAR_COLLECTIVE_ERROR_SAME_NOT_YOURS,  /* that is for the member, and who answers for the person */
  FAR_COLLECTIVE_ERROR_NOT_STANDING,    /* known, and no member now */
  FAR_COLLECTIVE_ERROR_CHILD_NOT_YOURS, /* its guardians say it */
  FAR_COLLECTIVE_ERROR_FULL_GUARDIANS,  /* of one child; or those to whom it is handed over */
  FAR_COLLECTIVE_ERROR_NO_SUCH_STOP,    /* on that line */
  FAR_COLLECTIVE_ERROR_NO_LINE,         /* a child without one is booked for a rota */
  FAR_COLLECTIVE_ERROR_NOT_BOOKED,      /* on that day */
  FAR_COLLECTIVE_ERROR_NOT_YET,         /* that day has not come */
  FAR_COLLECTIVE_ERROR_NOT_A_CHILD,     /* who is handed over */
  FAR_COLLECTIVE_ERROR_NO_NOTE,         /* there is nothing to know of the child */
  FAR_COLLECTIVE_ERROR_NOTE_SEALED,     /* not to this machine: ask the family */
  FAR_COLLECTIVE_ERROR_KEEPER_GONE,     /* who is no member any more is given nothing */
  FAR_COLLECTIVE_ERROR_LINE_NOT_YOURS,  /* to take off the list, or put back */
  FAR_COLLECTIVE_ERROR_RIDES_OFF,       /* the collective has not switched them on */
  FAR_COLLECTIVE_ERROR_SKILLS_OFF,      /* the same */
  FAR_COLLECTIVE_ERROR_SKILL_NOT_YOURS, /* what somebody can do they say themselves */
  FAR_COLLECTIVE_ERROR_SKILL_OWN,       /* that somebody has seen it is for somebody else to say */
  FAR_COLLECTIVE_ERROR_NO_TRAINING,     /* what is no training has nothing that one could look at */
  FAR_COLLECTIVE_ERROR_TRAINING,       /* which the role asks for, and which is not held that day */
  FAR_COLLECTIVE_ERROR_FULL_SKILLS,    /* of one member */
  FAR_COLLECTIVE_ERROR_RIDE_NOT_YOURS, /* who offers or asks for it changes it */
  FAR_COLLECTIVE_ERROR_RIDE_OWN,       /* nobody takes a seat on their own */
  FAR_COLLECTIVE_ERROR_NO_RIDE,        /* on that date, or that way */
  FAR_COLLECTIVE_ERROR_RIDE_OFF,       /* it falls out on that date */
  FAR_COLLECTIVE_ERROR_RIDE_OVER,
  FAR_COLLECTIVE_ERROR_SEAT_TAKEN,     /* by the same person */
  FAR_COLLECTIVE_ERROR_NO_SEAT,        /* that could be given back */
  FAR_COLLECTIVE_ERROR_HELP_OFF,       /* the collective has not switched it on */
  FAR_COLLECTIVE_ERROR_HELP_NOT_YOURS, /* who asks for it, or offers it, changes it */
  FAR_COLLECTIVE_ERROR_HELP_OWN,       /* nobody takes up their own */
  FAR_COLLECTIVE_ERROR_HELP_OVER,
  FAR_COLLECTIVE_ERROR_HELP_CLOSED,     /* it is done, or withdrawn */
  FAR_COLLECTIVE_ERROR_HELP_TAKEN,      /* by the same person */
  FAR_COLLECTIVE_ERROR_NO_CLAIM,        /* that could be given back, or done */
  FAR_COLLECTIVE_ERROR_FULL_PLACES,     /* of one member: where cars meet */
  FAR_COLLECTIVE_ERROR_HOURS_OFF,       /* the collective has not switched them on */
  FAR_COLLECTIVE_ERROR_HOURS_NOT_YOURS, /* whose account it is writes in it */
  FAR_COLLECTIVE_ERROR_FULL_HOURS,      /* of one member */
  FAR_COLLECTIVE_ERROR_FULL_SHARED,     /* with whom one account is shared */
  FAR_COLLECTIVE_ERROR_LENDING_OFF,     /* the collective has not switched it on */
  FAR_COLLECTIVE_ERROR_ROOMS_OFF,       /* the same of rooms */
  FAR_COLLECTIVE_ERROR_NOT_LENT,        /* it is not to be borrowed */
  FAR_COLLECTIVE_ERROR_THING_NOT_YOURS, /* whose it is says so */
  FAR_COLLECTIVE_ERROR_LOAN_LONG,       /* for more days than it may be had */
  FAR_COLLECTIVE_ERROR_LOAN_OVER,
  FAR_COLLECTIVE_ERROR_LOAN_HELD,      /* by the same person, at the same time */
  FAR_COLLECTIVE_ERROR_LOAN_NOT_YOURS, /* to hand out, or to take back */
  FAR_COLLECTIVE_ERROR_LOAN_RESERVE,   /* somebody else has it then */
  FAR_COLLECTIVE_ERROR_LOAN_OUT,       /* it is to be brought back, and not given up */
  FAR_COLLECTIVE_ERROR_LOAN_NOT_OUT,
  FAR_COLLECTIVE_ERROR_PIECES_INVALID,  /* none, or more than there are */
  FAR_COLLECTIVE_ERROR_REPAIR_OFF,      /* the collective has not switched it on */
  FAR_COLLECTIVE_ERROR_FAULT_NOT_YOURS, /* who reports it changes it */
  FAR_COLLECTIVE_ERROR_FAULT_CLOSED,    /* it is repaired, given up or withdrawn */
  FAR_COLLECTIVE_ERROR_FAULT_EMPTY,     /* neither a part nor a word of what is wrong */
  FAR_COLLECTIVE_ERROR_NO_WORKSHOP,     /* on that day, or at all */

  FAR_COLLECTIVE_ERROR_NAME_EMPTY,
  FAR_COLLECTIVE_ERROR_NAME_LONG,
  FAR_COLLECTIVE_ERROR_PLACE_LONG,    /* over 200 characters */
  FAR_COLLECTIVE_ERROR_ROLE_TWICE,    /* two of a rota with one name */
  FAR_COLLECTIVE_ERROR_STOP_TWICE,    /* two of a line */
  FAR_COLLECTIVE_ERROR_STOPS_EMPTY,   /* of a line */
  FAR_COLLECTIVE_ERROR_STOPS_ORDER,   /* one is passed before the one that it comes after */
  FAR_COLLECTIVE_ERROR_NAME_TAKEN,    /* by another line */
  FAR_COLLECTIVE_ERROR_LINE_LONG,     /* its stops do not fit into one entry */
  FAR_COLLECTIVE_ERROR_HOLIDAYS_LONG, /* nor do these */
  FAR_COLLECTIVE_ERROR_TEXT_INVALID,
  FAR_COLLECTIVE_ERROR_REASON_EMPTY,
  FAR_COLLECTIVE_ERROR_PHONE_INVALID,
  FAR_COLLECTIVE_ERROR_DATE_INVALID,
  FAR_COLLECTIVE_ERROR_DAY_TO_COME, /* of what has been: it is after today */
  FAR_COLLECTIVE_ERROR_TIME_INVALID,
  FAR_COLLECTIVE_ERROR_NUMBER_INVALID,
  FAR_COLLECTIVE_ERROR_SEATS_INVALID,
  FAR_COLLECTIVE_ERROR_CATEGORY_INVALID,
  FAR_COLLECTIVE_ERROR_HELP_LONG,      /* its period is too long, or too far from the first one */
  FAR_COLLECTIVE_ERROR_PERIOD_INVALID, /* it ends before it begins */
  FAR_COLLECTIVE_ERROR_RULE_VALUE,     /* of a rule */
  FAR_COLLECTIVE_ERROR_DAYS_INVALID,
  FAR_COLLECTIVE_ERROR_DAY_OUTSIDE, /* added before the first or after the last day */
  FAR_COLLECTIVE_ERROR_ROTA_EMPTY,  /* no outing at all */
  FAR_COLLECTIVE_ERROR_ZONE_INVALID,
  FAR_COLLECTIVE_ERROR_ID_AMBIGUOUS,

  FAR_COLLECTIVE_ERROR_NO_SUCH_ID,
  FAR_COLLECTIVE_ERROR_NO_SUCH_ROLE, /* of that rota */

  FAR_COLLECTIVE_ERROR_PEER_INVALID,
} FarCollectiveError;

#define FAR_COLLECTIVE_ERROR (far_collective_error_quark ())
GQuark far_collective_error_quark (void);

/* Fills @out with @len random bytes. */
typedef void (*FarRandom) (void *out, gsize len);

/* One device's keys, and whose it is.  Secret; who holds the struct wipes it. */
typedef struct
{
  guint8 device[FAR_KEY_LEN]; /* Ed25519 */
  guint8 sign_secret[64];
  guint8 noise[FAR_KEY_LEN]; /* X25519 */
  guint8 noise_secret[FAR_KEY_LEN];
  guint8 seal[FAR_KEY_LEN]; /* X25519 */
  guint8 seal_secret[FAR_KEY_LEN];
  guint8 member[FAR_RECORD_ID_LEN];
} FarIdentity;

/* Draws the keys of a new device, and makes it the first of a new member: @collective is the zero
 * id for a founder. */
void
far_identity_make (FarIdentity *self, const guint8 collective[static FAR_ID_LEN], FarRandom random);

typedef struct
{
  FarStore *store;       /* unowned */
  const FarIdentity *me; /* unowned */
  gint64 now_ms;         /* what the entries claim */
  FarRandom random;
} FarWriter;

/**
 * far_collective_tidy_name:
 * @text: whatever was typed
 *
 * A name of which nothing would be seen is empty.  That is asked where something is typed and only
 * there: what counts as seen differs between versions of Unicode, and validity must not.
 *
 * Returns: (transfer full): trimmed and in NFC, 1..200 characters without line feeds; %NULL with
 *   NAME_EMPTY, NAME_LONG or TEXT_INVALID
 */
char *far_collective_tidy_name (const char *text, GError **error) FAR_MUST_USE;

/* -- founding */

#define FAR_COLLECTIVE_TERM_DAYS 365 /* of the founder's term, if nobody says otherwise: a year */

/* A collective that is about to be: its id, and the very bytes that have it. */
typedef struct
{
  guint8 collective[FAR_ID_LEN];
  guint8 salt[FAR_SALT_LEN];
  gint64 time_ms;
  GByteArray *payload; /* owned; holds the first secret */
  char *name;          /* owned */
  char *my_name;       /* owned */
  char *zone;          /* owned */
} FarGenesis;

/**
 * far_genesis_new:
 * @writer: its store is not looked at, and may be %NULL
 * @name: the collective's
 * @my_name: the founder's
 * @zone: IANA name
 * @today: the first day of the founder's term
 *
 * Returns: (transfer full): what founds the collective; %NULL with a #FarCollectiveError
 */
FarGenesis *far_genesis_new (const FarWriter *writer,
                             const char *name,
                             const char *my_name,
                             const char *zone,
                             gint32 today,
                             GError **error) FAR_MUST_USE;
void far_genesis_free (FarGenesis *self);

/* @writer: with a store that was made with the id of @genesis and is empty, and the same identity
 * as in far_genesis_new() */
gboolean far_collective_found (const FarWriter *writer,
                               const FarGenesis *genesis,
                               GError **error) FAR_MUST_USE;

/* -- coming in */

/**
 * far_collective_invite:
 * @expires_ms: when machines shall stop admitting with it
 * @out: (out caller-allocates): secret, the caller wipes it; far_invite_to_text() gives the text
 *
 * At most FAR_OPEN_INVITES_MAX are open at a time.
 */
gboolean far_collective_invite (const FarWriter *writer,
                                gint64 expires_ms,
                                FarInvite *out,
                                GError **error) FAR_MUST_USE;

/* Takes back an invitation that is open: from then on whoever knows of it lets nobody in with it.
 * @invite: id of the INVITE.  NO_SUCH_ID, INVITE_NOT_YOURS or INVITE_CLOSED. */
gboolean far_collective_end_invite (const FarWriter *writer,
                                    const guint8 invite[static FAR_ID_LEN],
                                    GError **error) FAR_MUST_USE;

/* Public halves of the invitations to whose door this machine answers at @now_ms: those that are
 * open, then those that were used, then those that were taken back or expired lately; each the
 * newest first.  Returns: (transfer full) (element-type guint8[32]): at most FAR_OPEN_INVITES_MAX
 */
GArray *far_collective_open_invites (FarStore *store, gint64 now_ms) FAR_MUST_USE;

/* Who asked, and what became of it. */
typedef struct
{
  guint8 member[FAR_RECORD_ID_LEN];
  char *name; /* owned */
  FarAnswer answer;
  gboolean
      is_new; /* something was written: a machine heard of it for the first time, or admitted */
} FarAdmission;

/**
 * far_collective_hear_request:
 * @data: (array length=len): a request, as it came through the door or out of a file
 * @noise: (nullable): the Noise key that the caller proved at the door; %NULL for a file, whose
 *   answer is sealed to the sealing key of the request and to nothing else
 * @out: (out caller-allocates): to be cleared
 *
 * Writes ASK and the newcomer's name unless they are there, and ADMIT when enough have vouched.
 * Asked again by who is in, it only answers.
 *
 * Returns: %FALSE with PEER_INVALID if it is no request; NOT_A_MEMBER if this machine may not
 *   answer; or a #FarStoreError
 */
gboolean far_collective_hear_request (const FarWriter *writer,
                                      const guint8 *data,
                                      gsize len,
                                      const guint8 *noise,
                                      FarAdmission *out,
                                      GError **error) FAR_MUST_USE;
void far_admission_clear (FarAdmission *self);

/* What a machine that asked, and is not in, is to be told in a file. */
typedef struct
{
  guint8 seal_key[FAR_KEY_LEN];
  FarAnswer answer; /* WAITING or REFUSED */
} FarWaiting;

/* Returns: (transfer full) (element-type FarWaiting): newcomers, then further machines of members;
 *   at most FAR_OPEN_INVITES_MAX; NULL with a #FarStoreError */
GArray *far_collective_waiting (FarStore *store, gint64 now_ms, GError **error) FAR_MUST_USE;

/* Vouches for someone who waits, and admits them when that was enough.  NO_SUCH_ID if nobody with
 * this member id waits. */
gboolean far_collective_vouch (const FarWriter *writer,
                               const guint8 member[static FAR_RECORD_ID_LEN],
                               GError **error) FAR_MUST_USE;

/* -- machines */

/**
 * far_collective_hear_further:
 * @data, @noise, @out: as in far_collective_hear_request(); the name is the member's own
 *
 * Hears a machine that asks to be let in as a further one of a member.  Writes ASK unless it is
 * there, and DEVICE_ADD when enough have approved: never for hearing alone.
 */
gboolean far_collective_hear_further (const FarWriter *writer,
                                      const guint8 *data,
                                      gsize len,
                                      const guint8 *noise,
                                      FarAdmission *out,
                                      GError **error) FAR_MUST_USE;

/* Whether there are enough members to decide about a machine of one of them without that one: of
 * two neither can. */
gboolean far_collective_may_decide (const FarGovernance *gov);

/* What has become of a matter that needs approvals. */
typedef struct
{
  gboolean is_done; /* it is in effect */
  gboolean is_proposed;
  guint8 proposal[FAR_ID_LEN]; /* only if is_proposed */
  guint n_approvals;           /* only if is_proposed */
  guint n_needed;
} FarApproval;

/**
 * far_collective_approve_device:
 * @device: of a machine that asked
 *
 * Says that the machine is the member's who it says it is.  One's own is let in at once; another
 * member's is proposed or approved, and let in when enough have.  Saying so again changes nothing.
 *
 * Returns: %FALSE with NO_SUCH_ID if that machine does not ask, FULL_MACHINES if the member has as
 * many as one can have, or TOO_FEW_WORDS
 */
gboolean far_collective_approve_device (const FarWriter *writer,
                                        const guint8 device[static FAR_KEY_LEN],
                                        FarApproval *out,
                                        GError **error) FAR_MUST_USE;
/* Takes the standing of a machine: one's own at once, another member's is proposed or approved.
 * NO_SUCH_ID if it has none, THIS_DEVICE if it is the one that writes, TOO_FEW_WORDS. */
gboolean far_collective_revoke_device (const FarWriter *writer,
                                       const guint8 device[static FAR_KEY_LEN],
                                       FarApproval *out,
                                       GError **error) FAR_MUST_USE;
/* The open proposal to take a machine's standing that most have signed.  @out: borrowed: until the
 * next entry.  Returns: whether there is one */
gboolean far_collective_find_closing (FarStore *store,
                                      const guint8 device[static FAR_KEY_LEN],
                                      FarGovProposal *out,
                                      guint8 out_id[static FAR_ID_LEN]) FAR_MUST_USE;
/* Approves a PROPOSE, and does what it asks for if that was enough.  NO_SUCH_ID if it is none, or
 * done; YOURSELF if it is one's own removal. */
gboolean far_collective_approve (const FarWriter *writer,
                                 const guint8 proposal[static FAR_ID_LEN],
                                 FarApproval *out,
                                 GError **error) FAR_MUST_USE;

/* -- the baton: what there is to it, far_collective_succession() tells */

/**
 * far_collective_pass_baton:
 * @member: who is to hold it next
 * @last_day: of that term, which then binds; 0 leaves it open
 * @today: the collective's civil day
 *
 * The holder's offer.  Another one that is still open is taken back by it; the same one again
 * changes nothing.
 *
 * Returns: %FALSE with HOLDER_ONLY, HOLDER_ALREADY (it is the writer's own id), NO_STANDING or
 *   DATE_INVALID
 */
gboolean far_collective_pass_baton (const FarWriter *writer,
                                    const guint8 member[static FAR_RECORD_ID_LEN],
                                    gint32 last_day,
                                    gint32 today,
                                    GError **error) FAR_MUST_USE;
/**
 * far_collective_accept_baton:
 * @deputy: (nullable): who may publish too
 *
 * The next term begins, with this member as its holder: for a year, unless the offer says until
 * when.  NO_OFFER if there is none, NO_STANDING of @deputy.
 */
gboolean far_collective_accept_baton (const FarWriter *writer,
                                      const guint8 *deputy,
                                      gint32 today,
                                      GError **error) FAR_MUST_USE;
/* Says no to the offer, for all to read.  It stays open. */
gboolean
far_collective_decline_baton (const FarWriter *writer, gint32 today, GError **error) FAR_MUST_USE;
/**
 * far_collective_keep_baton:
 * @last_day: of the new term; 0 for the one that is running, or a year from now if that is over
 * @deputy: (nullable): the one there is, if %NULL; oneself for none
 *
 * The holder goes on with a new term.  What was offered, and what others claim, is taken back by
 * it. HOLDER_ONLY, NO_OFFER if nothing would change, DATE_INVALID, or NO_STANDING of @deputy.
 */
gboolean far_collective_keep_baton (const FarWriter *writer,
                                    gint32 last_day,
                                    const guint8 *deputy,
                                    gint32 today,
                                    GError **error) FAR_MUST_USE;
/**
 * far_collective_claim_baton:
 * @out: (out caller-allocates): what has become of it
 *
 * Asks the others for the baton, when the term is over, or its holder gone, and no offer made; one
 * that names this member is accepted.  Claiming again changes nothing.  TERM_RUNS or
 * HOLDER_ALREADY.
 */
gboolean far_collective_claim_baton (const FarWriter *writer,
                                     gint32 today,
                                     FarApproval *out,
                                     GError **error) FAR_MUST_USE;
/* The term begins if enough have approved of what this member claims.  @out_written: (out) */
gboolean far_collective_settle_baton (const FarWriter *writer,
                                      gint32 today,
                                      gboolean *out_written,
                                      GError **error) FAR_MUST_USE;
/* How many members could still say that a machine which asks is its owner's, who cannot. */
guint far_collective_count_others (const FarGovernance *gov, const FarGovFurther *further);
/* Whether others said of the machine that it is its owner's, rather than the owner. */
gboolean far_collective_was_let_in_by_others (FarStore *store,
                                              const guint8 device[static FAR_KEY_LEN]);
/* This member's vote on who is to hold it, one after the other; none for no opinion.  @members:
 * (array length=n): NO_STANDING if one of them has none, FULL_ORDER beyond FAR_ORDER_MAX */
gboolean far_collective_order_baton (const FarWriter *writer,
                                     const guint8 (*members)[FAR_RECORD_ID_LEN],
                                     guint n,
                                     GError **error) FAR_MUST_USE;

/* -- leaving and removing */

/* Ends one's own membership, on all one's machines: turns from that day on are released. */
gboolean far_collective_leave (const FarWriter *writer, GError **error) FAR_MUST_USE;

/**
 * far_collective_propose_removal:
 * @why: in words that the member may read
 *
 * Proposes that a member no longer belongs, or approves that it was proposed; done when enough
 * have.  The reason stands beside the proposal and can be erased.
 *
 * Returns: %FALSE with NOT_STANDING if that is no member in standing, YOURSELF, TOO_FEW_MEMBERS,
 *   REASON_EMPTY or TEXT_INVALID
 */
gboolean far_collective_propose_removal (const FarWriter *writer,
                                         const guint8 member[static FAR_RECORD_ID_LEN],
                                         const char *why,
                                         FarApproval *out,
                                         GError **error) FAR_MUST_USE;

/* -- what takes several members */

/* Does what enough members have approved, this one among them, and nobody has done: two approved
 * without knowing of each other.  One proposal at a time.  @out_any: (out): whether there was one
 */
gboolean
far_collective_carry_out (const FarWriter *writer, gboolean *out_any, GError **error) FAR_MUST_USE;

/* -- rules */

/* Whether a rule may be set to it: FarRuleNumber, or of a kind whose retention is acted upon the
 * months, -1 for ever, 0 the default. */
gboolean far_collective_rule_allows (guint number, gint64 value);
/* From which number to which one it says how many, months or days; 0 and 0 of a rule that this
 * version does not know. */
void far_collective_rule_range (guint number, gint32 *least, gint32 *most);
/* Proposes that a rule has that value, or approves it; done when a majority has.  RULE_VALUE */
gboolean far_collective_set_rule (const FarWriter *writer,
                                  guint number,
                                  gint32 value,
                                  FarApproval *out,
                                  GError **error) FAR_MUST_USE;

/* -- servers */

/* The key of the rule that names them. */
#define FAR_RULE_SERVERS 3

/* The keys of the rule that says how many adults children take; 0 is the default of each, -1 none
 * of it where that has a meaning (docs/records.md). */
#define FAR_RULE_CHILDREN 128   /* that one adult may take */
#define FAR_RULE_YOUNG 129      /* and of the youngest */
#define FAR_RULE_YOUNG_AGE 130  /* under which they are */
#define FAR_RULE_TWO_ADULTS 131 /* children from which on there are two at least */
#define FAR_RULE_CROSSINGS 132  /* for which one adult more comes along */

/* And those of the rules on promises; 0 is the default, which of the last two is none. */
#define FAR_RULE_KEPT 133   /* places that promises for a term leave free; -1 none */
#define FAR_RULE_NOTICE 134 /* days before it in which a turn is not just given back */
#define FAR_RULE_CAP 135    /* turns of one person in a week */

/* And those that switch on what not every collective uses; 0 is off, the default, and 1 on. */
#define FAR_RULE_RIDES 140
#define FAR_RULE_HELP 141
#define FAR_RULE_SKILLS 145
#define FAR_RULE_LENDING 142
#define FAR_RULE_ROOMS 144
#define FAR_RULE_HOURS 146
#define FAR_RULE_REPAIR 143
/* Whether the collective uses what the rule switches on. */
gboolean far_collective_uses (FarStore *store, guint rule);

/* Those that the rule in force names: nobody else is to be asked anything.  Secret, as far as it
 * has passwords in it. */
void far_collective_servers (FarStore *store, FarServers *out);
gboolean far_servers_are_equal (const FarServers *a, const FarServers *b);
/* Proposes that these are asked and no others, or approves it; done when a majority has.
 * RULE_VALUE */
gboolean far_collective_set_servers (const FarWriter *writer,
                                     const FarServers *servers,
                                     FarApproval *out,
                                     GError **error) FAR_MUST_USE;

/* -- after a key was given up */

/* Gives the device that @writer->me is new keys, and its store with it (far_store_renew_own()). */
typedef gboolean (*FarRenew) (gpointer data, GError **error);

/**
 * far_collective_mend:
 * @renew: called when the keys of this device are in use elsewhere
 * @n_written: (out): entries
 *
 * What a machine does that is a copy of another, or was set back, after each commit: takes new
 * keys, under which it asks to be a further machine of the same member; and once it is that, writes
 * anew what it wrote under a former key and what counts for nobody (far_store_find_lost()): words,
 * erasures and approvals, each at its own time.  Invitations are not among them: their secrets are
 * with those who got them, and their public halves are new each time.  Otherwise nothing.
 */
gboolean far_collective_mend (const FarWriter *writer,
                              FarRenew renew,
                              gpointer data,
                              guint *n_written,
                              GError **error) FAR_MUST_USE;

/* -- testifying */

/**
 * far_collective_witness:
 * @out_written: (out) (optional): whether there was anything to testify
 *
 * Writes the WITNESS that is due, and nothing after it: for a machine that has nothing else to say.
 */
gboolean far_collective_witness (const FarWriter *writer,
                                 gboolean *out_written,
                                 GError **error) FAR_MUST_USE;

/* -- records */

/* A person without a machine, for whom this member answers. */
gboolean far_collective_add_person (const FarWriter *writer,
                                    const char *name,
                                    guint8 out_person[static FAR_RECORD_ID_LEN],
                                    GError **error) FAR_MUST_USE;

/* At which number a member or a person is called; "" for none any more.  Anybody notes it, as with
 * a name, until they say it themselves.  PHONE_INVALID, NO_SUCH_ID. */
gboolean far_collective_set_phone (const FarWriter *writer,
                                   const guint8 person[static FAR_RECORD_ID_LEN],
                                   const char *phone,
                                   GError **error) FAR_MUST_USE;

/**
 * far_collective_same_person:
 * @person: one without a machine
 * @member: who that is now
 * @is_same: %FALSE takes it back
 * @out_is_now: (out): whether both sides say so now
 *
 * Says so for the side that this member can speak for, or for both: who answers for @person, and
 * @member.  SAME_NOT_YOURS for anybody else, NO_SUCH_ID.
 */
gboolean far_collective_same_person (const FarWriter *writer,
                                     const guint8 person[static FAR_RECORD_ID_LEN],
                                     const guint8 member[static FAR_RECORD_ID_LEN],
                                     gboolean is_same,
                                     gboolean *out_is_now,
                                     GError **error) FAR_MUST_USE;

/* -- what the collective has, and who has it: every member may say so */

typedef struct
{
  const char *name;     /* (nullable): what is NULL stays as it is */
  const char *note;     /* (nullable): "" for none; at most FAR_THING_NOTE_MAX bytes */
  const guint8 *keeper; /* (nullable): a member in standing, or a person without a machine */
  int gone;             /* 1 takes it off the list, 0 puts it back, -1 leaves it */
  guint says;           /* bits of FAR_THING_SAYS_: what of the following is said */
  FarThingWhat what;
  const guint8 *whose; /* (nullable): %NULL for the collective */
  guint pieces;        /* of a room: for how many people it is */
  FarCondition condition;
  const char *worn;  /* "" for nothing; at most FAR_THING_WORDS_MAX bytes, as is the next */
  const char *where; /* it is kept */
  gboolean is_lent;
  guint days;             /* for how many at most; 0: any */
  const GArray *held;     /* (element-type FarHeldPart): who has pieces, or keys of a room */
  const guint8 *workshop; /* a rota, at whose outings it is so many places for repair */
} FarThingChange;

#define FAR_THING_SAYS_WHAT (1u << 0)
#define FAR_THING_SAYS_WHOSE (1u << 1)
#define FAR_THING_SAYS_PIECES (1u << 2)
#define FAR_THING_SAYS_CONDITION (1u << 3)
#define FAR_THING_SAYS_WORN (1u << 4)
#define FAR_THING_SAYS_WHERE (1u << 5)
#define FAR_THING_SAYS_LENT (1u << 6)
#define FAR_THING_SAYS_DAYS (1u << 7)
#define FAR_THING_SAYS_HELD (1u << 8)
#define FAR_THING_SAYS_WORKSHOP (1u << 9)

/* @thing: with a name.  NO_SUCH_ID or KEEPER_GONE of its keeper, of whose it is or of who has some;
 * TEXT_INVALID, PIECES_INVALID, DAYS_INVALID; LENDING_OFF, or of a room ROOMS_OFF, of what SAYS
 * names. */
gboolean far_collective_add_thing (const FarWriter *writer,
                                   const FarThingChange *thing,
                                   guint8 out_id[static FAR_RECORD_ID_LEN],
                                   GError **error) FAR_MUST_USE;
/* Whether somebody is too young to count as an adult on a walk: the person says it, or who answers
 * for them.  NO_SUCH_ID, PERSON_NOT_YOURS */
gboolean far_collective_set_helper (const FarWriter *writer,
                                    const guint8 person[static FAR_RECORD_ID_LEN],
                                    gboolean is_helper,
                                    GError **error) FAR_MUST_USE;

/* -- lines: whoever walks them says so */

/* What stays as it is of a time. */
#define FAR_TIME_SAME (-2)

/* What is to be different at a stop.  FAR_STOP_CHANGE_NONE is nothing. */
typedef struct
{
  guint stop;    /* its place on the line, from 0 */
  int walk;      /* minutes to the next, both ways; those that come later move along; or -1 */
  int time_out;  /* minutes of day, -1 for none, or FAR_TIME_SAME */
  int time_back; /* the same */
  int here[FAR_N_ACCESS]; /* FarAccessLevel, or -1 */
  int way[FAR_N_ACCESS];
} FarStopChange;

#define FAR_STOP_CHANGE_NONE \
  ((FarStopChange){ .walk = -1, \
                    .time_out = FAR_TIME_SAME, \
                    .time_back = FAR_TIME_SAME, \
                    .here = { -1, -1, -1 }, \
                    .way = { -1, -1, -1 } })

/* What is different on some weekdays. */
typedef struct
{
  guint weekdays;     /* bit 0 Monday .. bit 6 Sunday; one at least */
  const char *from;   /* name of a stop; "" as on the other days */
  const char *to;     /* the same, after it */
  int shift;          /* minutes later */
  const guint8 *rota; /* (nullable): only in that one */
} FarPatternChange;

/* What is NULL, or negative, stays as it is. */
typedef struct
{
  const char *name;           /* (nullable) */
  const char *school;         /* (nullable): "" for none */
  const guint8 *referent;     /* (nullable): 16 bytes, of a member or person; zero for nobody */
  int colour;                 /* 0 for none */
  int start;                  /* when it leaves the first stop: all times to school move along */
  int start_back;             /* when it leaves the last one on the way back: the same */
  const GArray *stops;        /* (nullable) (element-type FarStopChange) */
  const GPtrArray *all_stops; /* (nullable) (element-type FarStopDraft): the line's, in walking
                                 order, before what else is said of them */
  const GArray *patterns;     /* (nullable) (element-type FarPatternChange): all of them */
} FarLineChange;

#define FAR_LINE_CHANGE_NONE ((FarLineChange){ .colour = -1, .start = -1, .start_back = -1 })

/* Times first, then starts, then ways; only what differs is written.  NO_SUCH_ID of the line or the
 * person, KEEPER_GONE of the person, NAME_EMPTY, NAME_LONG, NUMBER_INVALID, TIME_INVALID */
gboolean far_collective_change_line (const FarWriter *writer,
                                     const guint8 line[static FAR_RECORD_ID_LEN],
                                     const FarLineChange *change,
                                     GError **error) FAR_MUST_USE;

/**
 * far_collective_line_effect:
 * @today: the collective's civil day
 *
 * What far_collective_change_line() would do to times.
 *
 * Returns: (transfer full): %NULL with @error, as it would fail
 */
FarLineEffect *far_collective_line_effect (const FarWriter *writer,
                                           const guint8 line[static FAR_RECORD_ID_LEN],
                                           const FarLineChange *change,
                                           gint32 today,
                                           GError **error) FAR_MUST_USE;

void far_line_tie_facts_free (FarLineTieFacts *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarLineTieFacts, far_line_tie_facts_free)

/* @today: the collective's civil day.  Returns: (transfer full): %NULL with NO_SUCH_ID of a line
 * that is not on the list, or another @error */
FarLineTieFacts *far_collective_line_ties (const FarWriter *writer,
                                           const guint8 line[static FAR_RECORD_ID_LEN],
                                           gint32 today,
                                           GError **error) FAR_MUST_USE;

/* Takes it off the list, or puts it back; rotas and children keep it.  NO_SUCH_ID; LINE_NOT_YOURS
 * of who neither wrote it down nor publishes */
gboolean far_collective_set_line_gone (const FarWriter *writer,
                                       const guint8 line[static FAR_RECORD_ID_LEN],
                                       gboolean is_gone,
                                       GError **error) FAR_MUST_USE;

/* What is NULL, or negative, stays as it is. */
typedef struct
{
  const guint8 *line; /* (nullable): 16 bytes; of a new one always */
  const char *stop;   /* (nullable): name of one of the line's; "" anywhere */
  const char *words;  /* (nullable): of a new one always */
  int state;          /* FarHazardPlace */
} FarHazardChange;

/* Any member says what is to be looked out for.  NO_SUCH_ID of the line, NO_SUCH_STOP,
 * TEXT_INVALID, REASON_EMPTY if nothing is said of it */
gboolean far_collective_add_hazard (const FarWriter *writer,
                                    const FarHazardChange *hazard,
                                    guint8 out_id[static FAR_RECORD_ID_LEN],
                                    GError **error) FAR_MUST_USE;
/* Writes only what differs, or what somebody else says otherwise.  NO_SUCH_ID, as above,
 * NUMBER_INVALID */
gboolean far_collective_change_hazard (const FarWriter *writer,
                                       const guint8 hazard[static FAR_RECORD_ID_LEN],
                                       const FarHazardChange *change,
                                       GError **error) FAR_MUST_USE;

/* How many crossings a line has: whoever walks it says so.  NO_SUCH_ID, NUMBER_INVALID */
gboolean far_collective_set_crossings (const FarWriter *writer,
                                       const guint8 line[static FAR_RECORD_ID_LEN],
                                       int n,
                                       GError **error) FAR_MUST_USE;

/* -- children: their guardians' word, and nobody else's */

/* What is NULL, or negative, stays as it is. */
typedef struct
{
  const char *name;        /* (nullable) */
  const GArray *guardians; /* (nullable) (element-type guint8[16]): members or persons */
  const guint8 *line;      /* (nullable): 16 bytes; zero for none */
  const char *stop;        /* (nullable): name of one of the line's; "" for none */
  int born;                /* year, 0 for not said */
  int one_to_one;          /* 0 or 1, and so the next two */
  int wheelchair;
  int slow;
  const char *carry;    /* (nullable): "" for nothing; at most FAR_CHILD_CARRY_MAX bytes */
  const GArray *adults; /* (nullable) (element-type guint8[16]): members or persons */
  int gone;
} FarChildChange;

#define FAR_CHILD_CHANGE_NONE \
  ((FarChildChange){ .born = -1, .one_to_one = -1, .wheelchair = -1, .slow = -1, .gone = -1 })

/* Writes a child down: this member speaks for it.  NAME_EMPTY, NO_SUCH_ID of a line or person,
 * NO_SUCH_STOP, NUMBER_INVALID of the year, FULL_GUARDIANS. */
gboolean far_collective_add_child (const FarWriter *writer,
                                   const FarChildChange *child,
                                   guint8 out_id[static FAR_RECORD_ID_LEN],
                                   GError **error) FAR_MUST_USE;
/* Writes only what differs.  As above, CHILD_NOT_YOURS, NO_SUCH_ID */
gboolean far_collective_change_child (const FarWriter *writer,
                                      const guint8 child[static FAR_RECORD_ID_LEN],
                                      const FarChildChange *change,
                                      GError **error) FAR_MUST_USE;

/* The days on which a child comes along. */
typedef struct
{
  const guint8 *rota; /* (nullable): one rota; NULL for all of the child's line */
  guint weekdays;     /* bit 0 Monday .. bit 6 Sunday; 0 for all */
  gint32 first_day;
  gint32 last_day; /* FAR_DAY_MAX for no end */
} FarBookingPlan;

/* CHILD_NOT_YOURS, NO_SUCH_ID, DATE_INVALID, NO_LINE if neither the child has one nor a rota is
 * named */
gboolean far_collective_book_child (const FarWriter *writer,
                                    const guint8 child[static FAR_RECORD_ID_LEN],
                                    const FarBookingPlan *plan,
                                    guint8 out_id[static FAR_RECORD_ID_LEN],
                                    GError **error) FAR_MUST_USE;
/* @last_day: it ends then; before its first day, or FAR_DAY_MIN, it is taken back whole.
 * CHILD_NOT_YOURS, NO_SUCH_ID */
gboolean far_collective_end_booking (const FarWriter *writer,
                                     const guint8 booking[static FAR_RECORD_ID_LEN],
                                     gint32 last_day,
                                     GError **error) FAR_MUST_USE;

/**
 * far_collective_set_absent:
 * @rota: (nullable): only from that; %NULL for all of the day
 * @is_absent: %FALSE: it comes after all, and what was said of all of the day is over too
 * @out_written: (out): whether it was not so already
 *
 * Every member may say so: whoever picks up the telephone.  NO_SUCH_ID, OUTING_OVER of a day that
 * is past, NOT_BOOKED
 */
gboolean far_collective_set_absent (const FarWriter *writer,
                                    const guint8 child[static FAR_RECORD_ID_LEN],
                                    const guint8 *rota,
                                    gint32 day,
                                    gboolean is_absent,
                                    gint32 today,
                                    gboolean *out_written,
                                    GError **error) FAR_MUST_USE;

/* What is to be said of somebody at an outing. */
typedef struct
{
  int state;            /* FarCalled; -1 leaves it */
  gboolean is_handing;  /* whether what follows is to be said */
  gboolean is_handed;   /* FALSE: it was not, or that is taken back */
  const guint8 *person; /* (nullable): to whom */
  const char *words;    /* (nullable): the same in words */
} FarRollChange;

#define FAR_ROLL_CHANGE_NONE ((FarRollChange){ .state = -1 })

/**
 * far_collective_call_roll:
 * @person: a child, a member, or a person without a machine
 * @out_written: (out): whether it was not so already
 *
 * Every member may say so, since in an emergency whoever is there counts.  Who is handed over was
 * there, and who was not there was not handed over.  Writes only what differs from what is shown,
 * or what somebody else says beside it.  NO_SUCH_ID; NOT_YET of a day to come, OUTING_OVER of one
 * that is longer past than FAR_ROLL_PAST_DAYS; NO_OUTING; NOT_A_CHILD; TEXT_INVALID
 */
gboolean far_collective_call_roll (const FarWriter *writer,
                                   const guint8 person[static FAR_RECORD_ID_LEN],
                                   const guint8 rota[static FAR_RECORD_ID_LEN],
                                   gint32 day,
                                   const FarRollChange *change,
                                   gint32 today,
                                   gboolean *out_written,
                                   GError **error) FAR_MUST_USE;

/**
 * far_collective_set_note:
 * @words: (nullable): what whoever walks with the child has to know; %NULL or "" for nothing
 * @out_written: (out): whether it was not so already
 *
 * Only who speaks for the child: CHILD_NOT_YOURS.  Sealed to their machines, and to those of who
 * walks with it next; what was sealed before is erased.  NO_SUCH_ID; TEXT_INVALID; FULL_SAID
 */
gboolean far_collective_set_note (const FarWriter *writer,
                                  const guint8 child[static FAR_RECORD_ID_LEN],
                                  const char *words,
                                  gint32 today,
                                  gboolean *out_written,
                                  GError **error) FAR_MUST_USE;
/**
 * far_collective_read_note:
 * @me: this machine
 * @rota: (nullable): for the outing on @day; without it who speaks for the child reads what the
 *   family wrote
 *
 * Opens it.  NO_SUCH_ID; NO_NOTE if there is nothing to know; NOTE_SEALED if this machine cannot
 * open it: the family is to be asked; CHILD_NOT_YOURS, or NOT_YOURS of who does not come there as
 * an adult
 */
gboolean far_collective_read_note (FarStore *store,
                                   const FarIdentity *me,
                                   const guint8 child[static FAR_RECORD_ID_LEN],
                                   const guint8 *rota,
                                   gint32 day,
                                   FarNoteFacts *out,
                                   GError **error) FAR_MUST_USE;

/* Seals to who walks with the children of whom this member speaks, up to FAR_NOTE_AHEAD_DAYS ahead,
 * and erases what is over, replaced, or sealed to who does not come any more.
 * @out_written: (out): whether anything was written */
gboolean far_collective_keep_notes (const FarWriter *writer,
                                    gint32 today,
                                    gboolean *out_written,
                                    GError **error) FAR_MUST_USE;

/* Writes only what differs from what is shown, or what somebody else says beside it.  NO_SUCH_ID if
 * there is no such thing, or it was taken off the list and is not put back; THING_NOT_YOURS of what
 * only whose it is says (docs/records.md); and as above. */
gboolean far_collective_change_thing (const FarWriter *writer,
                                      const guint8 thing[static FAR_RECORD_ID_LEN],
                                      const FarThingChange *change,
                                      GError **error) FAR_MUST_USE;

/* A line that is not there yet.  NAME_TAKEN, STOPS_EMPTY, STOP_TWICE, STOPS_ORDER, LINE_LONG, and
 * what is wrong with a name or a time */
gboolean far_collective_add_line (const FarWriter *writer,
                                  const FarLineDraft *draft,
                                  guint8 out_line[static FAR_RECORD_ID_LEN],
                                  GError **error) FAR_MUST_USE;

/* A line of that name is brought up to date; only what differs is written.  @out_written: (out)
 * (optional): whether anything was */
gboolean far_collective_import_line (const FarWriter *writer,
                                     const FarLineDraft *draft,
                                     guint8 out_line[static FAR_RECORD_ID_LEN],
                                     gboolean *out_written,
                                     GError **error) FAR_MUST_USE;

typedef struct
{
  const char *title;
  FarRule rule;
  int at;               /* minutes of day */
  int n_min;            /* 0..99 */
  int n_max;            /* 1..99 */
  const guint8 *line;   /* (nullable): id of a line that is there */
  gboolean in_holidays; /* it runs in the holidays too */
  const char *place;    /* (nullable): where they meet, at most four times FAR_NAME_MAX bytes */
  const GArray *later;  /* (nullable) (element-type FarLaterFacts): what is different later */
  const GArray *roles;  /* (nullable) (element-type FarRoleFacts): with a name, all of them; one of
                           a known name keeps its number, a new one is FAR_ROLE_UNNUMBERED */
} FarRotaPlan;

/* What is to be different of one date of a rota. */
typedef struct
{
  guint fields; /* FarChanges: AT, MIN, MAX, PLACE, ROLES, REMARK; what is not among these stays
                   as it is */
  int at;       /* minutes of day; -1 as the rota says */
  int n_min;    /* the same */
  int n_max;    /* the same */
  const char *place; /* (nullable): the same, as is "" */
  const GArray
      *roles;         /* (nullable) (element-type FarRoleFacts): the same; else as of FarRotaPlan */
  const char *remark; /* (nullable): what all are to know; "" for nothing; at most FAR_REMARK_MAX
                         bytes */
} FarDateChange;

/* As a draft. */
gboolean far_collective_add_rota (const FarWriter *writer,
                                  const FarRotaPlan *plan,
                                  guint8 out_rota[static FAR_RECORD_ID_LEN],
                                  GError **error) FAR_MUST_USE;

/* Which fields of a rota are to be different.  The same meanings, in the same order, as
 * FarRotaFields of far-sync.h. */
typedef enum
{
  FAR_CHANGES_TITLE = 1 << 0,
  FAR_CHANGES_WEEKDAYS = 1 << 1,
  FAR_CHANGES_EVERY = 1 << 2,
  FAR_CHANGES_FIRST = 1 << 3,
  FAR_CHANGES_LAST = 1 << 4,
  FAR_CHANGES_AT = 1 << 5,
  FAR_CHANGES_MIN = 1 << 6,
  FAR_CHANGES_MAX = 1 << 7,
  FAR_CHANGES_LINE = 1 << 8,
  FAR_CHANGES_ADDED = 1 << 9,
  FAR_CHANGES_DROPPED = 1 << 10,
  FAR_CHANGES_HOLIDAYS = 1 << 11,
  FAR_CHANGES_PLACE = 1 << 12,
  FAR_CHANGES_LATER = 1 << 13,       /* all that is different later */
  FAR_CHANGES_ROLES = 1 << 14,       /* all of them */
  FAR_CHANGES_LATER_ROLES = 1 << 15, /* all that they are later, apart from LATER */
  FAR_CHANGES_REMARK = 1 << 16,      /* of one date */
} FarChanges;

/* Those that may be different from a day on. */
#define FAR_CHANGES_LATER_TOO \
  (FAR_CHANGES_WEEKDAYS | FAR_CHANGES_EVERY | FAR_CHANGES_AT | FAR_CHANGES_MIN | FAR_CHANGES_MAX | \
   FAR_CHANGES_PLACE | FAR_CHANGES_ROLES)

typedef struct
{
  guint fields;     /* FarChanges */
  FarRotaPlan plan; /* what is not among these is not looked at */
  gboolean has_from;
  gint32 from; /* the day from which on FAR_CHANGES_LATER_TOO are different; all days otherwise */
} FarRotaRevision;

/**
 * far_collective_change_rota:
 * @out_is_suggestion: (out): it changes nothing until whoever holds the baton says yes
 *
 * A draft is changed by whoever wrote it, or the baton's holder or deputy; what is published by
 * these, and from anybody else it is a suggestion.  Only what differs is written.  No turn is
 * touched: see far_collective_rota_effect().
 *
 * Returns: %FALSE with NO_SUCH_ID, DRAFT_NOT_YOURS, or what
 *   far_collective_add_rota() refuses
 */
gboolean far_collective_change_rota (const FarWriter *writer,
                                     const guint8 rota[static FAR_RECORD_ID_LEN],
                                     const FarRotaRevision *change,
                                     gboolean *out_is_suggestion,
                                     GError **error) FAR_MUST_USE;

/* What that would do, and whose turns are on what goes or moves.  Writes nothing, and refuses what
 * far_collective_change_rota() would.  @today: what was before changes nothing
 * Returns: (transfer full) */
FarRotaEffect *far_collective_rota_effect (const FarWriter *writer,
                                           const guint8 rota[static FAR_RECORD_ID_LEN],
                                           const FarRotaRevision *change,
                                           gint32 today,
                                           GError **error) FAR_MUST_USE;
void far_rota_effect_free (FarRotaEffect *self);

/* Takes a draft off the list, or puts it back as it was.  @draft: of
 * far_collective_rotas(), or of far_collective_rotas_gone() to put it back.  By its author, or the
 * baton's holder or deputy: DRAFT_NOT_YOURS; COUNTED_ON if it is published, or somebody else
 * promised to come; FULL_DRAFTS where one has as many as there may be. */
gboolean far_collective_set_draft_gone (const FarWriter *writer,
                                        const FarRotaFacts *draft,
                                        gboolean is_gone,
                                        GError **error) FAR_MUST_USE;

/* By the baton's holder or deputy.  Writes all its fields as they are shown: what was published is
 * then the publisher's word, and what others write beside it a suggestion.  From anybody else it is
 * a suggestion, which changes nothing until it is adopted. */
gboolean far_collective_publish_rota (const FarWriter *writer,
                                      const guint8 rota[static FAR_RECORD_ID_LEN],
                                      GError **error) FAR_MUST_USE;

/**
 * far_collective_call_off:
 * @why: for everyone to read
 *
 * Cancels all of @scope that walk, in one go, and asks for seats for the children who come.  From
 * who may not publish they are suggestions.  REASON_EMPTY, DATE_INVALID, NO_OUTING if there is
 * none, NUMBER_INVALID of more than FAR_CALL_OFF_MAX, RIDES_OFF if seats are asked for
 */
gboolean far_collective_call_off (const FarWriter *writer,
                                  const FarCallOff *scope,
                                  const char *why,
                                  gint32 today,
                                  FarCalledOffFacts *out,
                                  GError **error) FAR_MUST_USE;

/* Either is enough. */
typedef struct
{
  const guint8 *act;  /* (nullable): all that it cancelled, and that nobody cancelled anew */
  const guint8 *rota; /* (nullable): that outing alone */
  gint32 day;         /* only with it */
} FarResume;

/* What was cancelled walks after all, from @today on.  The seats that this member asked for in its
 * place are not wanted any more, unless somebody brings some.  NO_OUTING if nothing of it is
 * cancelled */
gboolean far_collective_resume (const FarWriter *writer,
                                const FarResume *what,
                                gint32 today,
                                guint *out_n,
                                gboolean *out_is_suggestion,
                                GError **error) FAR_MUST_USE;

/* By the baton's holder or deputy; from anybody else it is a suggestion.  @why: for everyone to
 * read; REASON_EMPTY if there is nothing to be seen of it */
gboolean far_collective_cancel_outing (const FarWriter *writer,
                                       const guint8 rota[static FAR_RECORD_ID_LEN],
                                       gint32 day,
                                       const char *why,
                                       GError **error) FAR_MUST_USE;

/**
 * far_collective_change_outing:
 * @out_is_suggestion: (out): it changes nothing until whoever holds the baton says yes
 *
 * Says what holds on one date of a rota alone, which the rota stays as it is for; by the baton's
 * holder or deputy, and from anybody else a suggestion.  Only what differs is written.
 *
 * Returns: %FALSE with NO_SUCH_ID, NO_OUTING, HOLIDAYS, CANCELLED, TIME_INVALID, NUMBER_INVALID or
 *   what a text can have against it
 */
gboolean far_collective_change_outing (const FarWriter *writer,
                                       const guint8 rota[static FAR_RECORD_ID_LEN],
                                       gint32 day,
                                       const FarDateChange *change,
                                       gboolean *out_is_suggestion,
                                       GError **error) FAR_MUST_USE;

/* What that would do, and whom it concerns.  Writes nothing, and refuses what
 * far_collective_change_outing() would.  Returns: (transfer full) */
FarRotaEffect *far_collective_date_effect (const FarWriter *writer,
                                           const guint8 rota[static FAR_RECORD_ID_LEN],
                                           gint32 day,
                                           const FarDateChange *change,
                                           GError **error) FAR_MUST_USE;

/* -- persons out of a list */

typedef enum
{
  FAR_PERSON_IS_NEW,          /* is made, without a machine, and the writer answers for them */
  FAR_PERSON_IS_THERE,        /* somebody of that name is there */
  FAR_PERSON_GETS_PHONE,      /* the same, and their number is noted */
  FAR_PERSON_HAS_OTHER_PHONE, /* the same, and another number is noted, which stays */
  FAR_PERSON_IS_TOO_MANY,     /* more than one member answers for */
} FarPersonBecomes;

typedef struct
{
  FarPersonBecomes what;
  guint row;                        /* in the file */
  char *name;                       /* owned */
  char *phone;                      /* owned; "" if it tells none */
  char *other_phone;                /* owned (nullable): of HAS_OTHER_PHONE the one that stays */
  guint8 person[FAR_RECORD_ID_LEN]; /* of who is there */
} FarPersonPlan;

/* Returns: (transfer full) (element-type FarPersonPlan): who would be made.  Writes nothing */
GPtrArray *far_collective_plan_people (const FarWriter *writer,
                                       const FarContacts *contacts,
                                       GError **error) FAR_MUST_USE;

/* All of @plans (element-type FarPersonPlan) or none.  Returns: (transfer full): what
 * far_collective_undo_people() takes */
GVariant *far_collective_import_people (const FarWriter *writer,
                                        const GPtrArray *plans,
                                        GError **error) FAR_MUST_USE;

/* Who was made is gone, and numbers that were noted are taken off again. */
gboolean
far_collective_undo_people (const FarWriter *writer, GVariant *done, GError **error) FAR_MUST_USE;

/* -- rotas out of a calendar of events */

typedef enum
{
  FAR_EVENT_IS_NEW,    /* a rota that is made, as a draft */
  FAR_EVENT_CHANGES,   /* a rota of that title is brought up to date */
  FAR_EVENT_IS_THERE,  /* there is a rota that says just this */
  FAR_EVENT_NOT_YOURS, /* the rota of that title is a draft of somebody else's */
  FAR_EVENT_TOO_MUCH,  /* more exceptions, or changes, than a rota may have */
} FarEventBecomes;

typedef struct
{
  FarEventBecomes what;
  guint row;         /* in the file: the first of them */
  char *title;       /* owned */
  char *place;       /* owned; "" if it is not told */
  char *zone;        /* owned: that its times were converted from; "" if they were not */
  gboolean is_again; /* rather than single events of one title */
  gboolean is_open;  /* it goes on after the last date */
  GArray *dates;     /* owned (element-type FarEventDate): ascending, no day twice */
  GArray *moved;     /* owned (element-type FarEventDate): days that get another time than the
                        rota's, or -1 for that again */
  GPtrArray *apart;  /* owned (element-type FarEventApart): of the dates that are called otherwise,
                        or at another place; of a rota that is there those that it does not say */
  FarTimetable *table;            /* owned (nullable): NULL of TOO_MUCH */
  guint8 rota[FAR_RECORD_ID_LEN]; /* of CHANGES, IS_THERE and NOT_YOURS */
  FarRotaRevision change;         /* of CHANGES; borrows of this */
  FarRotaEffect *effect;          /* owned (nullable): of a change other than of single days */
} FarEventPlan;

/* Returns: (transfer full) (element-type FarEventPlan): what each event would become.  Writes
 * nothing.  @events outlive it */
GPtrArray *far_collective_plan_events (const FarWriter *writer,
                                       const FarEvents *events,
                                       gint32 today,
                                       GError **error) FAR_MUST_USE;

/**
 * far_collective_import_events:
 * @plans: (element-type FarEventPlan): just planned
 * @defaults: of those that are new what no event says: least and most, the line, holidays
 *
 * All of them or none.  A new rota is found again by its title, and at which time of day it is.
 *
 * Returns: (transfer full): what far_collective_undo_events() takes; %NULL with what
 *   far_collective_add_rota(), far_collective_change_rota() and far_collective_change_outing()
 *   refuse
 */
GVariant *far_collective_import_events (const FarWriter *writer,
                                        const GPtrArray *plans,
                                        const FarRotaPlan *defaults,
                                        GError **error) FAR_MUST_USE;

/* What was made is gone, and what was changed is as it was. */
gboolean
far_collective_undo_events (const FarWriter *writer, GVariant *done, GError **error) FAR_MUST_USE;

/**
 * far_collective_set_holidays:
 * @name: of the calendar, such as "Zone B"; one of that name is brought up to date
 * @spans: (element-type FarSpan): at most FAR_HOLIDAY_SPANS_MAX, all that it says from now on
 * @out_id: (out): its record
 * @out_written: (out): whether it had said anything else
 *
 * By the baton's holder or deputy; fails with NOT_THE_HOLDER for anybody else, HOLIDAYS_LONG,
 * DATE_INVALID or what a name can have against it.
 */
gboolean far_collective_set_holidays (const FarWriter *writer,
                                      const char *name,
                                      const GArray *spans,
                                      guint8 out_id[static FAR_RECORD_ID_LEN],
                                      gboolean *out_written,
                                      GError **error) FAR_MUST_USE;
/* By the baton's holder or deputy.  NO_SUCH_ID if it is not there. */
gboolean far_collective_remove_holidays (const FarWriter *writer,
                                         const guint8 id[static FAR_RECORD_ID_LEN],
                                         GError **error) FAR_MUST_USE;
/* What was taken off is there again.  By the baton's holder or deputy.  NO_SUCH_ID */
gboolean far_collective_restore_holidays (const FarWriter *writer,
                                          const guint8 id[static FAR_RECORD_ID_LEN],
                                          GError **error) FAR_MUST_USE;

/**
 * far_collective_answer_suggestion:
 * @entry: what far_collective_suggestions() names
 * @adopt: or decline
 *
 * The baton's holder or deputy writes the suggested values anew, or the shown ones: either ends
 * the question for everybody.  NO_SUCH_ID if it does not wait any more, NOT_THE_HOLDER.
 */
gboolean far_collective_answer_suggestion (const FarWriter *writer,
                                           const guint8 entry[static FAR_ID_LEN],
                                           gboolean adopt,
                                           GError **error) FAR_MUST_USE;

/**
 * far_collective_choose:
 * @entry: one of the values that far_collective_conflicts() names
 *
 * Writes anew what the entry says, wherever it is one of several: everybody shows it, and the
 * others are replaced.  NO_SUCH_ID if there is nothing to choose (any more), NOT_YOUR_CHOICE,
 * CHOICE_OF_PERSON, CHOICE_OF_HOLDER.
 */
gboolean far_collective_choose (const FarWriter *writer,
                                const guint8 entry[static FAR_ID_LEN],
                                GError **error) FAR_MUST_USE;

/* What came about since some moment, by what was written about it. */
typedef struct
{
  gint64 n_entries;
  int n_taken; /* turns, those that stand again too */
  int n_released;
  int n_rotas; /* that were planned, published or changed */
  int n_dates; /* of rotas, that were cancelled or confirmed */
  int n_erased;
  int n_others; /* names, lines, things, turns for which somebody is sought */
} FarChangeFacts;

/* The number of the newest entry that was accepted here; 0 for none, or if it cannot be read. */
gint64 far_collective_newest (FarStore *store);
/* @since: of far_collective_newest() */
gboolean
far_collective_changes (FarStore *store, gint64 since, FarChangeFacts *out, GError **error);

/**
 * far_collective_take_role:
 * @role: number of one that the rota has, 0 for the first, or FAR_ROLE_ALONG; else NO_SUCH_ROLE
 * @person: (nullable): a person for whom this member answers; this member if %NULL
 * @today: the collective's civil day; OUTING_OVER if @day is before it
 *
 * Drafts may be taken from too: who would walk is what a coordinator wants to know first.
 */
gboolean far_collective_take_role (const FarWriter *writer,
                                   const guint8 rota[static FAR_RECORD_ID_LEN],
                                   gint32 day,
                                   guint role,
                                   const guint8 *person,
                                   gint32 today,
                                   guint8 out_turn[static FAR_RECORD_ID_LEN],
                                   GError **error) FAR_MUST_USE;
/* The same, of the first role. */
gboolean far_collective_take_turn (const FarWriter *writer,
                                   const guint8 rota[static FAR_RECORD_ID_LEN],
                                   gint32 day,
                                   const guint8 *person,
                                   gint32 today,
                                   guint8 out_turn[static FAR_RECORD_ID_LEN],
                                   GError **error) FAR_MUST_USE;

/* What becomes of a turn.  The values are those of the entry. */
typedef enum
{
  FAR_TURN_STATE_STANDS = 0,   /* again, after all */
  FAR_TURN_STATE_RELEASED = 1, /* given back: somebody else may promise */
  FAR_TURN_STATE_SEEKING = 2,  /* looks for a stand-in, and comes as long as there is none */
  FAR_TURN_STATE_ABSENT = 3,   /* does not come, and nobody was found */
} FarTurnChange;

/* Where a turn is. */
typedef struct
{
  guint8 turn[FAR_RECORD_ID_LEN];
  guint8 rota[FAR_RECORD_ID_LEN];
  gint32 day;
} FarTurnPoint;

/**
 * far_collective_change_turn:
 * @turn: of this member, or of a person for whom it answers
 * @today: the collective's civil day; OUTING_OVER if the outing was before it
 * @out: (out) (optional): it, and where it was; another turn if it is taken anew
 *
 * Where two machines took it for the same person without knowing of each other, both are changed.
 * Who stands again when somebody came in their place gives the turn back and takes another one: it
 * comes after those who stand, so that nobody who was told to come is sent home.  ALREADY_SAID if
 * it is so already.
 */
gboolean far_collective_change_turn (const FarWriter *writer,
                                     const guint8 turn[static FAR_RECORD_ID_LEN],
                                     FarTurnChange change,
                                     gint32 today,
                                     FarTurnPoint *out,
                                     GError **error) FAR_MUST_USE;

/**
 * far_collective_offer_swap:
 * @mine: a turn of this member, or of a person for whom it answers
 * @theirs: a turn of somebody else on another outing, who may accept
 * @out: (out caller-allocates): where @mine is
 *
 * Looks for a stand-in, and promises to come in the other's place for it.  If that one has offered
 * the same the other way round, it is accepted by that.  ALREADY_RELEASED, NOT_YOURS, SWAP_OWN,
 * SWAP_HELD, SWAP_RESERVE, OUTING_OVER; ALREADY_SAID if it is offered.  It is taken back by coming
 * after all (%FAR_TURN_STATE_STANDS).
 */
gboolean far_collective_offer_swap (const FarWriter *writer,
                                    const guint8 mine[static FAR_RECORD_ID_LEN],
                                    const guint8 theirs[static FAR_RECORD_ID_LEN],
                                    gint32 today,
                                    FarTurnPoint *out,
                                    GError **error) FAR_MUST_USE;
/* Takes the turn that somebody offers for one of mine, and looks for them to come to that.
 * @out: (out caller-allocates): where @theirs is.  The same, and NO_SWAP */
gboolean far_collective_accept_swap (const FarWriter *writer,
                                     const guint8 theirs[static FAR_RECORD_ID_LEN],
                                     gint32 today,
                                     FarTurnPoint *out,
                                     GError **error) FAR_MUST_USE;
/* Takes the turns that were promised in exchange for what others have accepted meanwhile.
 * @out_written: (out): whether there were any */
gboolean far_collective_settle_swaps (const FarWriter *writer,
                                      gint32 today,
                                      gboolean *out_written,
                                      GError **error) FAR_MUST_USE;

/* Says yes to the time at which the outing is now, of a turn of this member or of a person for whom
 * it answers; nothing if that was promised.  The turn keeps its place.  OUTING_OVER as above, and
 * NO_OUTING, HOLIDAYS or CANCELLED if there is none on that day.  @out_rota, @out_day: as above */
gboolean far_collective_keep_turn (const FarWriter *writer,
                                   const guint8 turn[static FAR_RECORD_ID_LEN],
                                   gint32 today,
                                   guint8 out_rota[static FAR_RECORD_ID_LEN],
                                   gint32 *out_day,
                                   GError **error) FAR_MUST_USE;

/* On which days somebody promises to come for a term, or gives that back. */
typedef struct
{
  const guint8 *rota;   /* unowned */
  gint32 first_day;     /* of an outing: that day each week ... */
  gint32 last_day;      /* ... to this one; 0 for as long as the rota runs, at most a year */
  const GArray *days;   /* (nullable) (element-type gint32) unowned: these, ascending, instead */
  const guint8 *person; /* (nullable) unowned: for whom this member answers; itself if %NULL */
  guint role;           /* number; 0 is the first.  Not looked at where turns are given back */
} FarSeriesPlan;

typedef struct
{
  GArray *days;      /* owned (element-type gint32): on which a turn was taken, or given back */
  guint role;        /* number: of these turns; of several that were given back the last one's */
  guint n_full;      /* days on which enough come already, or a place is kept for somebody else */
  guint n_capped;    /* on which the person would come more often than was agreed */
  guint n_untrained; /* on which they do not hold what the role asks for */
  guint n_late;      /* on which it is too late to give the turn back */
  guint n_held;      /* on which the person had one */
  guint n_closed;    /* on which there is no outing: cancelled, or in holidays */
} FarSeries;
void far_series_clear (FarSeries *self);

/* Promises to come wherever there is room: a turn for each day, all or none.
 * @today: the collective's civil day
 * @out: (out): to be cleared if it returned %TRUE */
gboolean far_collective_take_series (const FarWriter *writer,
                                     const FarSeriesPlan *plan,
                                     gint32 today,
                                     FarSeries *out,
                                     GError **error) FAR_MUST_USE;
/* Gives them back, but for what is over.  ALREADY_RELEASED if there is none. */
gboolean far_collective_release_series (const FarWriter *writer,
                                        const FarSeriesPlan *plan,
                                        gint32 today,
                                        FarSeries *out,
                                        GError **error) FAR_MUST_USE;

/* -- erasing: what is written cannot be taken back (docs/records.md) */

/**
 * far_collective_erase_entry:
 * @id: of an entry that is held
 * @out: (out): where the ERASE stands
 *
 * Erases the words of one entry: by its author, the person whom it is about or who answers for
 * them; by the baton's holder where the collective keeps entries of its kind for a time only.
 *
 * Returns: %FALSE with NO_SUCH_ID, NOT_ERASABLE, NOT_YOURS_TO_ERASE, NOT_A_MEMBER, or a
 *   #FarStoreError
 */
gboolean far_collective_erase_entry (const FarWriter *writer,
                                     const guint8 id[static FAR_ID_LEN],
                                     FarPos *out,
                                     GError **error) FAR_MUST_USE;

/* Erases all words about a person, wherever they are and whenever they arrive, that were written
 * without knowing of it.  Errors are those of far_collective_erase_entry(). */
gboolean far_collective_erase_subject (const FarWriter *writer,
                                       const guint8 subject[static FAR_RECORD_ID_LEN],
                                       FarPos *out,
                                       GError **error) FAR_MUST_USE;

/**
 * far_collective_erase_expired:
 * @today: the collective's civil day
 * @out_n: (out): how many ERASE entries were written; with FAR_ERASE_EXPIRED_MAX there may be more
 *   to do
 *
 * Erases what the collective's rules keep no longer: this member's own words, and those of others
 * a week later if this member holds the baton.
 */
gboolean far_collective_erase_expired (const FarWriter *writer,
                                       gint32 today,
                                       guint *out_n,
                                       GError **error) FAR_MUST_USE;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarGenesis, far_genesis_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarRotaEffect, far_rota_effect_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (FarAdmission, far_admission_clear)

G_END_DECLS
