/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-sync: the only header of sync/ that app/ may include.
 *
 * One FarEngine is one device's data folder.  It owns a worker thread; everything below it runs
 * there. Every function here is called from the thread that made the engine, every callback and
 * signal arrives on that thread's main context, and nothing here waits for disk or network.
 *
 * What it hands out are snapshots: immutable, reference counted, valid for as long as a reference
 * is held.  All fields may be read directly and none may be written.
 *
 * Conventions: an id is lower-case hexadecimal text.  A day is a civil day, in days since
 * 1970-01-01. A time of day is in minutes since midnight, 0..1439, or -1 where there is none.  An
 * instant is in milliseconds since 1970-01-01T00:00Z.  A string that is not marked nullable is
 * never NULL.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * FarSyncError:
 *
 * Why something was not done.  The sentence that a person reads is made from the code in app/
 * (far-words); the message of the GError is English detail for a log.  Nothing is changed when one
 * of these comes back, except that what was whole and verified of a cut bundle is kept.
 *
 * The ranges are the blame: see far_sync_error_get_blame().
 */
typedef enum
{
  /* refused by a rule of the collective */
  FAR_SYNC_ERROR_NOT_A_MEMBER = 1000, /* this device has no standing (yet, or any more) */
  FAR_SYNC_ERROR_NOT_THE_HOLDER,      /* only the baton's holder or deputy may do this */
  FAR_SYNC_ERROR_HOLDER_ONLY,         /* only the baton's holder passes it on, and not the deputy */
  FAR_SYNC_ERROR_HOLDER_ALREADY,      /* whom it is for holds it already */
  FAR_SYNC_ERROR_NO_STANDING,         /* only who is a member now can hold the baton */
  FAR_SYNC_ERROR_NO_OFFER,            /* nobody offers, or offered, the baton */
  FAR_SYNC_ERROR_TERM_RUNS,           /* the holder's term is not over: nobody else may claim it */
  FAR_SYNC_ERROR_NOT_YOURS,           /* the promise is somebody else's */
  FAR_SYNC_ERROR_PERSON_IS_MEMBER,    /* members promise for themselves, nobody for them */
  FAR_SYNC_ERROR_PERSON_NOT_YOURS,    /* another member answers for the person */
  FAR_SYNC_ERROR_ALREADY_TAKEN,       /* this member has a turn on that outing already */
  FAR_SYNC_ERROR_ALREADY_RELEASED,    /* the turn was given back before */
  FAR_SYNC_ERROR_ALREADY_SAID,        /* the turn is so already */
  FAR_SYNC_ERROR_SWAP_OWN,            /* both turns are mine to say */
  FAR_SYNC_ERROR_SWAP_HELD,           /* one of the two comes to both already */
  FAR_SYNC_ERROR_SWAP_RESERVE,        /* somebody else waits there, or has come: it is given back */
  FAR_SYNC_ERROR_NO_SWAP,             /* nobody offers to exchange that turn */
  FAR_SYNC_ERROR_NOTICE,              /* it is too late to give a turn back just so */
  FAR_SYNC_ERROR_CAP,                 /* more turns in a week than were agreed */
  FAR_SYNC_ERROR_NOT_PROPOSED,        /* a plan's turn: not to me, or it does not hold any more */
  FAR_SYNC_ERROR_NOBODY_TO_ASK,       /* for a plan: nobody said when they can */
  FAR_SYNC_ERROR_NOTHING_OPEN,        /* for a plan: nobody else is needed on those days */
  FAR_SYNC_ERROR_NO_OUTING,           /* the rota has no outing on that day */
  FAR_SYNC_ERROR_HOLIDAYS,            /* in which the rota does not run */
  FAR_SYNC_ERROR_CANCELLED,           /* that outing is cancelled */
  FAR_SYNC_ERROR_OUTING_OVER,         /* its day is past */
  FAR_SYNC_ERROR_ALREADY_PUBLISHED,   /* nothing to publish */
  FAR_SYNC_ERROR_NOT_PUBLISHED,       /* nobody can have seen a draft */
  FAR_SYNC_ERROR_COUNTED_ON,          /* it is published, or somebody promised to come */
  FAR_SYNC_ERROR_JOINED,              /* one of two outings walks with another one already */
  FAR_SYNC_ERROR_NOT_JOINED,          /* an outing walks by itself */
  FAR_SYNC_ERROR_NOBODY_COMES,        /* to the one with which it is to walk */
  FAR_SYNC_ERROR_INVITE_USED,         /* the invitation was used by somebody else, or ended */
  FAR_SYNC_ERROR_INVITE_EXPIRED,      /* its last day is over */
  FAR_SYNC_ERROR_REFUSED,             /* the other machine's answer was no */
  FAR_SYNC_ERROR_ALREADY_HERE,        /* this device belongs to that collective already */
  FAR_SYNC_ERROR_COPY,                /* another machine writes under this one's key */
  FAR_SYNC_ERROR_FULL,                /* a limit is reached that no ordinary life reaches */
  FAR_SYNC_ERROR_FULL_MEMBERS,        /* there are FAR_MEMBERS_MAX members */
  FAR_SYNC_ERROR_FULL_MACHINES,       /* that member has FAR_MEMBER_DEVICES_MAX machines */
  FAR_SYNC_ERROR_FULL_INVITES,        /* FAR_OPEN_INVITES_MAX invitations are open */
  FAR_SYNC_ERROR_FULL_ORDER,          /* over FAR_ORDER_MAX places in the order of succession */
  FAR_SYNC_ERROR_FULL_SAME,           /* that person has FAR_SAME_MAX records */
  FAR_SYNC_ERROR_FULL_SAID,           /* this machine has said all that it may of it */
  FAR_SYNC_ERROR_FULL_DRAFTS,         /* this member has as many drafts of rotas as are listed */
  FAR_SYNC_ERROR_FULL_LATER,          /* FAR_ROTA_LATER_MAX days from which a rota is different */
  FAR_SYNC_ERROR_FULL_ROLES,          /* FAR_ROTA_ROLES_MAX of a rota */
  FAR_SYNC_ERROR_NOT_ERASABLE,        /* it holds no words, or none any more */
  FAR_SYNC_ERROR_NOT_YOURS_TO_ERASE,  /* neither written by this member nor about them */
  FAR_SYNC_ERROR_DRAFT_NOT_YOURS,     /* of a rota: whoever wrote it, or the holder changes it */
  FAR_SYNC_ERROR_NOT_YOUR_CHOICE,     /* of values side by side: whose it is, or the holder's */
  FAR_SYNC_ERROR_RETURNING, /* this device asks to be let in again, and can only read until then */
  FAR_SYNC_ERROR_THIS_DEVICE,      /* a machine's standing is taken from another one */
  FAR_SYNC_ERROR_INVITE_CLOSED,    /* it has let somebody in, or was taken back before */
  FAR_SYNC_ERROR_YOURSELF,         /* who wants to go leaves */
  FAR_SYNC_ERROR_TOO_FEW_MEMBERS,  /* of two neither can remove the other */
  FAR_SYNC_ERROR_TOO_FEW_WORDS,    /* of two neither has a say about the other's machines */
  FAR_SYNC_ERROR_CHOICE_OF_PERSON, /* of values side by side: how somebody is called */
  FAR_SYNC_ERROR_CHOICE_OF_HOLDER, /* what is published, what the collective is called */
  FAR_SYNC_ERROR_INVITE_NOT_YOURS, /* who made it takes it back */
  FAR_SYNC_ERROR_SAME_NOT_YOURS,   /* that is for the member, and who answers for the person */
  FAR_SYNC_ERROR_NOT_STANDING,     /* known, and no member now */
  FAR_SYNC_ERROR_CHILD_NOT_YOURS,  /* what is said of a child is its guardians' to say */
  FAR_SYNC_ERROR_FULL_GUARDIANS,   /* of one child; or those to whom it is handed over */
  FAR_SYNC_ERROR_NO_LINE,          /* a child without one is booked for a rota that is named */
  FAR_SYNC_ERROR_NOT_BOOKED,       /* nobody expects the child on that day */
  FAR_SYNC_ERROR_NOT_YET,          /* that day has not come: nobody can be counted on it */
  FAR_SYNC_ERROR_NO_NOTE,          /* there is nothing to know of the child */
  FAR_SYNC_ERROR_NOTE_SEALED,      /* not to this machine: the family is to be asked */
  FAR_SYNC_ERROR_NOT_A_CHILD,      /* who is handed over to somebody is a child */
  FAR_SYNC_ERROR_KEEPER_GONE,      /* who is no member any more is given nothing */
  FAR_SYNC_ERROR_LINE_NOT_YOURS,   /* to take off the list, or put back */
  FAR_SYNC_ERROR_RIDES_OFF,        /* the collective has not switched rides on */
  FAR_SYNC_ERROR_RIDE_NOT_YOURS,   /* who offers or asks for it changes it */
  FAR_SYNC_ERROR_RIDE_OWN,         /* nobody takes a seat on their own */
  FAR_SYNC_ERROR_NO_RIDE,          /* on that date, or that way */
  FAR_SYNC_ERROR_RIDE_OFF,         /* it falls out on that date */
  FAR_SYNC_ERROR_RIDE_OVER,        /* its dates are past */
  FAR_SYNC_ERROR_SEAT_TAKEN,       /* by the same person */
  FAR_SYNC_ERROR_NO_SEAT,          /* that could be given back */
  FAR_SYNC_ERROR_HELP_OFF,         /* the collective has not switched help on */
  FAR_SYNC_ERROR_HELP_NOT_YOURS,   /* who asks for it, or offers it, changes it */
  FAR_SYNC_ERROR_HELP_OWN,         /* nobody takes up their own */
  FAR_SYNC_ERROR_HELP_OVER,        /* its days are past */
  FAR_SYNC_ERROR_HELP_CLOSED,      /* it is done, or withdrawn */
  FAR_SYNC_ERROR_HELP_TAKEN,       /* by the same person */
  FAR_SYNC_ERROR_NO_CLAIM,         /* that could be given back, or done */
  FAR_SYNC_ERROR_FULL_PLACES,      /* no more places where cars meet are listed of one member */
  FAR_SYNC_ERROR_SKILLS_OFF,       /* the collective has not switched skills on */
  FAR_SYNC_ERROR_SKILL_NOT_YOURS,  /* what somebody can do they say themselves */
  FAR_SYNC_ERROR_SKILL_OWN,        /* that a training was looked at is for somebody else to say */
  FAR_SYNC_ERROR_NO_TRAINING,      /* there is nothing to look at of what is none */
  FAR_SYNC_ERROR_TRAINING,         /* the role asks for one that is not held on that day */
  FAR_SYNC_ERROR_FULL_SKILLS,      /* no more skills are listed of one member */
  FAR_SYNC_ERROR_HOURS_OFF,        /* the collective has not switched them on */
  FAR_SYNC_ERROR_HOURS_NOT_YOURS,  /* whose account it is writes in it */
  FAR_SYNC_ERROR_FULL_HOURS,       /* no more lines are listed of one member */
  FAR_SYNC_ERROR_FULL_SHARED,      /* one account is shared with eight others at most */
  FAR_SYNC_ERROR_LENDING_OFF,      /* the collective has not switched it on */
  FAR_SYNC_ERROR_ROOMS_OFF,        /* the same of rooms */
  FAR_SYNC_ERROR_NOT_LENT,         /* it is not to be borrowed */
  FAR_SYNC_ERROR_THING_NOT_YOURS,  /* whose it is says so */
  FAR_SYNC_ERROR_LOAN_LONG,        /* for more days than it may be had */
  FAR_SYNC_ERROR_LOAN_OVER,
  FAR_SYNC_ERROR_LOAN_HELD,      /* by the same person, at the same time */
  FAR_SYNC_ERROR_LOAN_NOT_YOURS, /* to hand out, or to take back */
  FAR_SYNC_ERROR_LOAN_RESERVE,   /* somebody else has it then */
  FAR_SYNC_ERROR_LOAN_OUT,       /* it is to be brought back, and not given up */
  FAR_SYNC_ERROR_LOAN_NOT_OUT,
  FAR_SYNC_ERROR_PIECES_INVALID,  /* none, or more than there are */
  FAR_SYNC_ERROR_REPAIR_OFF,      /* the collective has not switched it on */
  FAR_SYNC_ERROR_FAULT_NOT_YOURS, /* who reports it changes it */
  FAR_SYNC_ERROR_FAULT_CLOSED,    /* it is repaired, given up or withdrawn */
  FAR_SYNC_ERROR_FAULT_EMPTY,     /* neither a part nor a word of what is wrong */
  FAR_SYNC_ERROR_NO_WORKSHOP,     /* on that day, or at all */

  /* what was asked makes no sense */
  FAR_SYNC_ERROR_NAME_EMPTY = 2000,
  FAR_SYNC_ERROR_NAME_LONG,     /* over 200 characters */
  FAR_SYNC_ERROR_PLACE_LONG,    /* the same of a place */
  FAR_SYNC_ERROR_LINE_LONG,     /* the stops of the line do not fit into one entry */
  FAR_SYNC_ERROR_HOLIDAYS_LONG, /* nor does a calendar with so many holidays */
  FAR_SYNC_ERROR_BACKUP_LARGE,  /* over FAR_BACKUP_BYTES_MAX */
  FAR_SYNC_ERROR_TEXT_INVALID,  /* not UTF-8, or holds control characters, or too long */
  FAR_SYNC_ERROR_REASON_EMPTY,
  FAR_SYNC_ERROR_PHONE_INVALID, /* no digits, or too long for a number */
  FAR_SYNC_ERROR_DATE_INVALID,
  FAR_SYNC_ERROR_DAY_TO_COME, /* of what has been: it is after today */
  FAR_SYNC_ERROR_TIME_INVALID,
  FAR_SYNC_ERROR_NUMBER_INVALID,
  FAR_SYNC_ERROR_DAYS_INVALID,     /* weekdays are not among mo tu we th fr sa su */
  FAR_SYNC_ERROR_DAY_OUTSIDE,      /* added before the first or after the last day of a rota */
  FAR_SYNC_ERROR_ROTA_EMPTY,       /* a rota would have no outing at all */
  FAR_SYNC_ERROR_ZONE_INVALID,     /* no such time zone */
  FAR_SYNC_ERROR_ADDRESS_INVALID,  /* not HOST:PORT */
  FAR_SYNC_ERROR_ID_AMBIGUOUS,     /* the prefix is under 6 characters or fits several */
  FAR_SYNC_ERROR_WHICH_COLLECTIVE, /* there are several and none was named */
  FAR_SYNC_ERROR_ADDRESS_BUSY,     /* nobody can call us there: it is taken, or not ours */
  FAR_SYNC_ERROR_PASSPHRASE_EMPTY,
  FAR_SYNC_ERROR_SEATS_INVALID,    /* under one, or over 20; or more child seats than there are */
  FAR_SYNC_ERROR_PERIOD_INVALID,   /* it ends before it begins */
  FAR_SYNC_ERROR_CATEGORY_INVALID, /* no such kind of help */
  FAR_SYNC_ERROR_HELP_LONG,        /* more than a year, or a year beyond what was said first */
  FAR_SYNC_ERROR_RULE_VALUE,       /* of one of the collective's rules */
  FAR_SYNC_ERROR_SERVERS_INVALID,  /* no list of servers */
  FAR_SYNC_ERROR_CARD_WHOM,        /* a card is for one machine, and it was not said which */
  FAR_SYNC_ERROR_FILE_THERE,       /* a file of that name is there already */
  FAR_SYNC_ERROR_EVENTS_MANY,      /* more outings than a calendar can hold */
  FAR_SYNC_ERROR_ROLE_TWICE,       /* two of a rota with one name */
  FAR_SYNC_ERROR_STOP_TWICE,       /* two of a line with one name */
  FAR_SYNC_ERROR_STOPS_EMPTY,      /* a line without any */
  FAR_SYNC_ERROR_STOPS_ORDER,      /* one is passed before the one that it comes after */
  FAR_SYNC_ERROR_NAME_TAKEN,       /* by another line */

  /* not found */
  FAR_SYNC_ERROR_NO_COLLECTIVE = 3000, /* this home belongs to none (or not to that one) */
  FAR_SYNC_ERROR_NO_SUCH_ID,
  FAR_SYNC_ERROR_NO_SUCH_FILE,
  FAR_SYNC_ERROR_NO_NETWORK, /* this device is on no local network that can be known again */
  FAR_SYNC_ERROR_NO_SUCH_RULE,
  FAR_SYNC_ERROR_NO_SUCH_STOP, /* on that line */
  FAR_SYNC_ERROR_NO_SUCH_ROLE, /* of that rota */

  /* foreign data is invalid, damaged or hostile */
  FAR_SYNC_ERROR_URI_DAMAGED = 4000, /* not an invitation, or letters are missing or wrong */
  FAR_SYNC_ERROR_URI_NEWER,          /* made by a newer version */
  FAR_SYNC_ERROR_BUNDLE_FOREIGN,     /* not one of our files */
  FAR_SYNC_ERROR_BUNDLE_NEWER,
  FAR_SYNC_ERROR_BUNDLE_CUT,        /* ends early; what was whole was kept */
  FAR_SYNC_ERROR_BUNDLE_DAMAGED,    /* a byte is wrong; what was whole before it was kept */
  FAR_SYNC_ERROR_BUNDLE_NOT_FOR_US, /* sealed to other machines, or of another collective */
  FAR_SYNC_ERROR_LINE_FORMAT,       /* the file holds no walking line in a form we know */
  FAR_SYNC_ERROR_LINE_VALUE,        /* one value of it is wrong; the message says which and where */
  FAR_SYNC_ERROR_PEER_INVALID,      /* a peer sent what no honest program sends */
  FAR_SYNC_ERROR_BACKUP_FOREIGN,    /* not a saved copy of ours */
  FAR_SYNC_ERROR_BACKUP_NEWER,      /* made by a newer version */
  FAR_SYNC_ERROR_BACKUP_DAMAGED,    /* it ends early, or a byte of it is wrong */
  FAR_SYNC_ERROR_BACKUP_PASSPHRASE, /* it was closed with another passphrase */
  FAR_SYNC_ERROR_URI_FILE,          /* the file holds no whole invitation */
  FAR_SYNC_ERROR_BUNDLE_LARGE,      /* longer than any bundle; left alone */
  FAR_SYNC_ERROR_BUNDLE_LATER, /* begins after what this machine has; what came before was kept */
  FAR_SYNC_ERROR_CARD_DAMAGED, /* not a connection card, or letters are missing or wrong */
  FAR_SYNC_ERROR_CARD_NEWER,   /* made by a newer version */
  FAR_SYNC_ERROR_CARD_FILE,    /* the file holds no whole one */
  FAR_SYNC_ERROR_CARD_NOT_FOR_US,  /* for another machine, or made by one that does not stand */
  FAR_SYNC_ERROR_CARD_EXPIRED,     /* its minutes are over */
  FAR_SYNC_ERROR_URI_CARD,         /* a connection card in the place of an invitation */
  FAR_SYNC_ERROR_CARD_WRONG,       /* an answer in the place of an offer, or to another one */
  FAR_SYNC_ERROR_CALENDAR_FORMAT,  /* no calendar of holidays in a form we know */
  FAR_SYNC_ERROR_CALENDAR_DAMAGED, /* a table that breaks off; the message says in which row */
  FAR_SYNC_ERROR_CALENDAR_LARGE,   /* too long, or too many holidays */
  FAR_SYNC_ERROR_CALENDAR_SLOW,    /* reading it takes too long */
  FAR_SYNC_ERROR_CALENDAR_READER,  /* what reads it did not live through it */
  FAR_SYNC_ERROR_EVENTS_FORMAT,    /* no calendar of events in a form we know */
  FAR_SYNC_ERROR_EVENTS_LARGE,     /* too long, or too many events or people */
  FAR_SYNC_ERROR_PEOPLE_FORMAT,    /* no list of people in a form we know */
  FAR_SYNC_ERROR_PLACES_FORMAT,    /* no table of places in a form we know */
  FAR_SYNC_ERROR_PLACES_MANY,      /* more than can be taken over: a town is to be named */

  /* the store or the disk failed */
  FAR_SYNC_ERROR_STORE_IN_USE = 5000, /* another program has it open; the message is which, or "" */
  FAR_SYNC_ERROR_STORE_NEWER,         /* written by a newer version; not touched */
  FAR_SYNC_ERROR_STORE_FOREIGN,       /* not our file */
  FAR_SYNC_ERROR_STORE_DAMAGED,
  FAR_SYNC_ERROR_DISK_FULL,
  FAR_SYNC_ERROR_DISK,       /* any other failure of the disk */
  FAR_SYNC_ERROR_STORE_KEY,  /* the device's key beside the log is another machine's */
  FAR_SYNC_ERROR_STORE_BUSY, /* this program still exchanges for the collective that it has open */
  FAR_SYNC_ERROR_READ_ONLY,  /* nothing can be written there; the message is where */
  FAR_SYNC_ERROR_CALENDAR_WRITER, /* what writes calendars is not there, or died */
  FAR_SYNC_ERROR_PAPER_WRITER,    /* what draws on paper is not there */

  /* no peer was reached */
  FAR_SYNC_ERROR_NO_PEER = 6000, /* nobody answers at that address */
  FAR_SYNC_ERROR_PEER_SILENT,    /* somebody answered and then fell silent */
  FAR_SYNC_ERROR_PEER_STRANGER,  /* whoever answers there is not of this collective */
  FAR_SYNC_ERROR_NOBODY_NEARBY,  /* nobody of the collective was found on the local network */
  FAR_SYNC_ERROR_NO_AVAHI,       /* nobody can be found: Avahi does not run */
  FAR_SYNC_ERROR_NO_ROAD,        /* both are there, and neither can reach the other */
  FAR_SYNC_ERROR_NOBODY_LATELY,  /* no address is known at which anybody was reached lately */
  FAR_SYNC_ERROR_NO_LIBNICE,     /* what finds ways across the Internet is not installed */
} FarSyncError;

#define FAR_SYNC_ERROR (far_sync_error_quark ())
GQuark far_sync_error_quark (void);

/**
 * FarBlame:
 *
 * The exit status of farandole-cli for an error (docs: farandole-cli(1)).
 */
typedef enum
{
  FAR_BLAME_NONE = 0,
  FAR_BLAME_RULE = 1,
  FAR_BLAME_USAGE = 2,
  FAR_BLAME_NOT_FOUND = 3,
  FAR_BLAME_FOREIGN = 4,
  FAR_BLAME_STORE = 5,
  FAR_BLAME_NO_PEER = 6,
} FarBlame;

/**
 * far_sync_error_get_blame:
 * @error: (nullable): any error that came out of the engine
 *
 * Returns: whose fault it is; errors of other domains count as the store's
 */
FarBlame far_sync_error_get_blame (const GError *error);

/* ---------------------------------------------------------------- snapshots */

/**
 * FarStanding:
 *
 * In farandole-cli: active pending left removed no-machine.
 */
typedef enum
{
  FAR_STANDING_ACTIVE,
  FAR_STANDING_PENDING, /* asked to come in, not admitted yet */
  FAR_STANDING_LEFT,
  FAR_STANDING_REMOVED,
  FAR_STANDING_NO_MACHINE, /* a person record that a member answers for */
} FarStanding;

/**
 * FarBelonging:
 *
 * How far this device's own belonging is.
 */
typedef enum
{
  FAR_BELONGING_NONE,    /* no collective in this home */
  FAR_BELONGING_ASKED,   /* the invitation is kept; nobody of the collective has answered yet */
  FAR_BELONGING_WAITING, /* a machine heard us; a voucher is still missing */
  FAR_BELONGING_ADMITTED,
  FAR_BELONGING_REFUSED, /* the machine that was asked last said no; another invitation may do */
} FarBelonging;

/* One collective of a home, whether it is open or not. */
typedef struct
{
  const char *id;   /* a prefix of it where the log cannot be read */
  const char *name; /* "" until it is known, or where the log cannot be read */
  const char *folder;
  FarBelonging state;    /* NONE where the log cannot be read */
  gboolean is_open;      /* in this engine */
  const GError *trouble; /* (nullable): why it cannot be opened */
} FarCollective;

/* Whether an exchange goes to find others on local networks by itself. */
typedef enum
{
  FAR_NEARBY_NOWHERE,
  FAR_NEARBY_WHERE_TRUSTED, /* on those of which somebody at this device said so */
  FAR_NEARBY_HERE,          /* and on those that this device is on when it begins */
} FarNearbyMode;

/* How far that is. */
typedef enum
{
  FAR_NEARBY_OFF,
  FAR_NEARBY_STARTING,
  FAR_NEARBY_NO_NETWORK,
  FAR_NEARBY_UNASKED,     /* nobody was asked about this one */
  FAR_NEARBY_NOT_TRUSTED, /* it is not to be used, or cannot be known again */
  FAR_NEARBY_NO_AVAHI,    /* what finds others on local networks does not run */
  FAR_NEARBY_ALONE,
  FAR_NEARBY_TOGETHER, /* a session with somebody is open */
} FarNearbyState;

/* The answer of found and join. */
typedef struct
{
  const char *collective;
  const char *member;
  const char *device;
  FarBelonging state;
  gboolean is_returning; /* as in FarStatus */
  gboolean is_further;
  int n_missing; /* as in FarStatus, and the next */
  int n_needed;
} FarMembership;

/* What not every collective uses, and has to switch on. */
typedef enum
{
  FAR_USES_RIDES = 1 << 0,
  FAR_USES_HELP = 1 << 1,
  FAR_USES_SKILLS = 1 << 5,
  FAR_USES_LENDING = 1 << 2,
  FAR_USES_REPAIR = 1 << 3,
  FAR_USES_ROOMS = 1 << 4,
  FAR_USES_HOURS = 1 << 6,
} FarUses;

typedef struct
{
  FarBelonging state;
  gboolean is_returning;  /* asked or waiting, to be a machine of a member again: all can be read */
  gboolean is_further;    /* asked or waiting with a machine's code, to be one of a member */
  const char *collective; /* "" when the state is NONE; so are the next five */
  const char *name;       /* the collective's; "" until it is known */
  const char *zone;       /* IANA name, such as Europe/Paris */
  const char *me;         /* my member id */
  const char *my_name;
  const char *device; /* my device id */
  int n_members;      /* in standing */
  int n_devices;      /* in standing */
  gint64 n_entries;
  gint64 n_pending;
  const char *frontier; /* digest of what is held, as in state-hash's entries */
  gint64 n_bytes;       /* of the store's files */
  int term;             /* the baton's, 0 if unknown */
  const char *holder;   /* member id, "" if unknown */
  const char *holder_name;
  gboolean i_publish; /* this member holds the baton or is its deputy */
  gint32 today;       /* the collective's civil day now */
  FarUses uses;
  const char *const *warnings; /* NULL-terminated codes, such as "clock-behind"; usually empty */
  const GError *refusal;       /* (nullable): why, when the state is REFUSED */
  FarNearbyState nearby;
  int n_missing; /* vouchers or approvals that were missing when it asked last; -1 if there are
                    not so many members who could; 0 unless waiting */
  int n_needed;  /* vouchers that the rules ask for in all; 0 unless waiting as a newcomer */
} FarStatus;

typedef struct
{
  const char *id;
  const char *member; /* member id */
  const char *member_name;
  gboolean is_me;
  gboolean is_mine; /* of this member: this machine or another one */
  gboolean in_standing;
  gboolean may_be_lost; /* this member's, from before the others let this machine in as theirs */
  gint64 last_seen_ms;  /* last exchange with it, 0 if never */
  gint64 last_word_ms;  /* of the newest entry of it that is here, whichever way it came, as its
                           clock said, but not later than now; 0 if there is none */
  gboolean may_close;   /* take its standing, or propose it: of another member's it takes three */
  gboolean is_asking;   /* to be let in as one of the member; so not in standing */
  const char *closing;  /* id of the PROPOSE to take its standing, "" if there is none */
  int n_approvals;      /* by members, of its asking or of that; one's own machine needs none */
  int n_missing;        /* further ones; -1 if it asks, and there are not so many members who
                           could; 0 unless it is asking or closing */
  gboolean i_approved;  /* this member did */
} FarDevice;

/* What has become of something that somebody had to approve. */
typedef struct
{
  const char *proposal; /* id of the PROPOSE, "" if none was needed */
  int n_approvals;
  int n_needed;
  gboolean is_done;
} FarApproved;

/* What is proposed and takes several members. */
typedef enum
{
  FAR_PROPOSES_REMOVAL,
  FAR_PROPOSES_TERM, /* the baton's next holder */
  FAR_PROPOSES_RULE,
} FarProposes;

typedef struct
{
  const char *id;
  FarProposes what;
  const char *by; /* member who proposed it */
  const char *by_name;
  const char *member; /* whom it is about; "" of a rule */
  const char *member_name;
  const char *rule; /* only of a rule: its name, as in FarAgreement */
  int value;
  const char *servers; /* as in FarAgreement */
  const char *why;     /* "" if nobody said, or it was erased */
  gint64 time_ms;
  int n_approvals;
  int n_needed;
  gboolean i_approved;
  gboolean is_about_me;
} FarProposal;

/* A turn that somebody promised. */
typedef struct
{
  const char *rota_title;
  const char *person_name; /* for whom */
  gint32 day;
  int at; /* minute of the day */
} FarPromised;

/* What would be released if this member left. */
typedef struct
{
  GPtrArray *promised;      /* (element-type FarPromised): from today on, by day */
  const char *const *names; /* NULL-terminated: persons without a machine, for whom I answer */
  GPtrArray *things;        /* (element-type FarThing): that I have, and that stay with me */
  gboolean holds_baton;
  gboolean is_last; /* nobody else would be left */
} FarLeaving;

/* A number that the collective agreed on, or which servers may be asked. */
typedef struct
{
  const char *name; /* "vouchers", "removals", "keep-turns" ..., as farandole-cli says it */
  int value;
  int least; /* from which number to which one it may say how many, besides 0, as it is from the
              * start, and others with a meaning of their own; 0 and 0 where it says no number */
  int most;
  const char *servers; /* only of "servers": "stun:HOST:PORT turn:HOST:PORT", "" if there are none;
                        * the value means nothing then */
  const char *servers_whole; /* with passwords, as it was typed: to be changed, not to be shown */
  gboolean is_agreed;        /* rather than the default; what follows only then */
  const char *decision;
  gint64 decided_ms;
  gint32 review_day;
  int n_signers;
} FarAgreement;

/* What a saved copy holds. */
typedef struct
{
  gint64 n_entries;
  const char *collective;
  const char *member; /* who made it, or is to come back */
  const char *device; /* that made it, or is to come back */
} FarSaved;

typedef struct
{
  const char *id;
  const char *name;  /* "" while only the keys are known */
  const char *phone; /* "" if nobody noted a number */
  FarStanding standing;
  gint64 since_ms;             /* claimed time of the entry that made it so */
  const char *const *devices;  /* NULL-terminated ids */
  const char *answered_for_by; /* (nullable): member id, for a person without a machine */
  const char *const *formerly; /* NULL-terminated names under which turns were noted for them */
  const char *same;            /* (nullable): of a person without a machine: the member who that is
                                  now, as who answers for them says; the member has yet to agree */
  gboolean is_helper;          /* comes along, and is too young to count as an adult */
  const char *vouched_by;      /* (nullable): member id of the inviter */
  const char *invited_by;      /* the inviter's name, "" if none or not known */
  const char *const *vouchers; /* NULL-terminated member ids; the inviter first where it counts */
  const char *const *other_vouchers; /* NULL-terminated names, without the inviter's */
  gboolean i_vouched;
  int n_missing; /* pending: vouchers still missing; -1 if there are not so many members */
  int n_needed;  /* pending: vouchers that the rules ask for in all */
  gboolean is_provisional; /* members not heard yet could still turn the standing */
  int n_void; /* entries without effect: written after a removal, or on two machines as one */
  gboolean is_me;
  gboolean holds_baton;
  gboolean i_answer;   /* me, or a person whom I answer for: I may take turns for them */
  int n_machines_done; /* of all that was said about them once: on how many machines it is erased */
  int n_machines;      /* in standing; 0 where nothing was erased */
} FarMember;

/* Somebody is to hold the baton next, if they accept or enough approve. */
typedef struct
{
  const char *proposal; /* id of the PROPOSE */
  const char *member;
  const char *member_name;
  gboolean is_me;
  gboolean is_offer;    /* the holder's; else only members approve of it */
  gboolean is_claim;    /* the member asks for it */
  gboolean is_declined; /* the member said no to the offer */
  gboolean has_last_day;
  gint32 last_day; /* of the new term, where that is settled */
  int n_approvals;
  int n_needed;
  gboolean i_approved; /* this member did */
} FarBatonOffer;

/* In farandole-cli: running ending over. */
typedef enum
{
  FAR_TERM_RUNNING,
  FAR_TERM_ENDING, /* its last day is near, or today */
  FAR_TERM_OVER,   /* the holder goes on until somebody else holds the baton */
} FarTermPhase;

typedef struct
{
  int term;
  const char *holder; /* member ids, "" if none */
  const char *holder_name;
  const char *deputy; /* who is a member still */
  const char *deputy_name;
  gint32 start_day;
  gint32 end_day;
  FarTermPhase phase;
  gboolean is_vacant; /* the holder is no member any more: nobody holds it */
  gboolean i_hold;
  gboolean i_may_claim; /* the term is over, or its holder gone */
  const char *next;     /* whose turn it is: by the order, or who held it least lately; "" alone */
  const char *next_name;
  gboolean i_am_next;
  gboolean is_agreed;       /* more than half of the members voted for the order */
  int n_votes;              /* for it */
  int n_members;            /* in standing */
  const char *const *order; /* NULL-terminated: what most voted for */
  const char *const *order_names;
  const char *const *vote; /* NULL-terminated: this member's own */
  const char *const *vote_names;
  int n_places;      /* of an order at most; further ones are refused as FULL */
  GPtrArray *offers; /* (element-type FarBatonOffer): of the next term, the newest last */
} FarBaton;

/* In farandole-cli: publish withdraw delete change cancel walk plan name date merge unmerge. */
typedef enum
{
  FAR_SUGGESTION_PUBLISH,
  FAR_SUGGESTION_WITHDRAW, /* a published rota is to be a draft again */
  FAR_SUGGESTION_DELETE,   /* a published rota is to be gone */
  FAR_SUGGESTION_CHANGE,
  FAR_SUGGESTION_CANCEL,
  FAR_SUGGESTION_WALK, /* a cancelled outing, after all */
  FAR_SUGGESTION_PLAN,
  FAR_SUGGESTION_NAME, /* of the collective, or its zone */
  FAR_SUGGESTION_DATE, /* another time or place of an outing, more or fewer adults */
  FAR_SUGGESTION_JOIN, /* an outing is to walk with another one */
  FAR_SUGGESTION_PART, /* and does so no more */
} FarSuggestionKind;

/* What somebody wrote without the baton, and what waits for whoever has it. */
typedef struct
{
  const char *id; /* of the entry */
  FarSuggestionKind kind;
  const char *rota;  /* "" if it is about none */
  const char *title; /* of the rota, as it is shown; "" */
  gint32 day;        /* of CANCEL, WALK, PLAN, DATE */
  const char *words; /* the reason, the new title, the new name; "" */
  int at;            /* of CHANGE and DATE: minutes of day, -1 if that is not to be different */
  int n_min;         /* the same, as is the next */
  int n_max;
  const char *place;  /* "": the same */
  GPtrArray *roles;   /* (nullable) (element-type FarRole): the same: all of them then */
  const char *remark; /* of DATE; "": there is to be none, or another one is not suggested */
  const char *by;     /* member id */
  const char *by_name;
  gboolean is_mine;
  gint64 time_ms;
} FarSuggestion;

/* What values of one field say.  In farandole-cli: name zone person gone line-name school stops
 * thing-name keeper note title days every from until at min max line state added dropped cancelled
 * plan in-holidays calendar holidays place later roles phone referent colour child-name guardians
 * child-stop born one-to-one wheelchair slow carry adults patterns available away
 * commitment into remark later-roles
 * meeting-name meeting-address meeting-town meeting-at thing-what thing-whose thing-pieces
 * thing-condition thing-worn thing-where thing-lent thing-days thing-held ride-from ride-to
 * ride-there ride-back ride-seats ride-child-seats ride-detour ride-luggage ride-wheelchair
 * help-category help-when help-place help-urgency help-helpers help-done help-thanks skill-name
 * skill-held skill-tandem. */
typedef enum
{
  FAR_CONFLICT_NAME,         /* text: of the collective */
  FAR_CONFLICT_ZONE,         /* text: of the collective */
  FAR_CONFLICT_PERSON,       /* text: their name */
  FAR_CONFLICT_GONE,         /* number: 1 if the person, line, thing or rota is off the list */
  FAR_CONFLICT_LINE_NAME,    /* text */
  FAR_CONFLICT_SCHOOL,       /* text: where a line leads */
  FAR_CONFLICT_STOPS,        /* number: how many a line has */
  FAR_CONFLICT_THING_NAME,   /* text */
  FAR_CONFLICT_KEEPER,       /* text: who has a thing */
  FAR_CONFLICT_NOTE,         /* text: on a thing */
  FAR_CONFLICT_TITLE,        /* text: of a rota, as are those that follow */
  FAR_CONFLICT_WEEKDAYS,     /* number: bit 0 Monday .. bit 6 Sunday */
  FAR_CONFLICT_EVERY,        /* number: weeks */
  FAR_CONFLICT_FIRST,        /* number: civil day */
  FAR_CONFLICT_LAST,         /* number: civil day */
  FAR_CONFLICT_AT,           /* number: minutes since midnight */
  FAR_CONFLICT_MIN,          /* number: adults */
  FAR_CONFLICT_MAX,          /* number: adults */
  FAR_CONFLICT_LINE,         /* text: the line's name */
  FAR_CONFLICT_STATE,        /* number: 1 if it is published */
  FAR_CONFLICT_ADDED,        /* number: how many days; text: YYYY-MM-DD, with blanks between */
  FAR_CONFLICT_DROPPED,      /* the same */
  FAR_CONFLICT_CANCELLED,    /* number: 1 if the outing is cancelled; text: why */
  FAR_CONFLICT_PLAN,         /* number: how many turns of the outing are confirmed */
  FAR_CONFLICT_IN_HOLIDAYS,  /* number: 1 if a rota runs in the holidays too */
  FAR_CONFLICT_CALENDAR,     /* text: the name of a calendar of holidays */
  FAR_CONFLICT_SPANS,        /* number: how many holidays are in it */
  FAR_CONFLICT_PLACE,        /* text: of a rota, or of one of its dates */
  FAR_CONFLICT_LATER,        /* number: from how many days on a rota is different */
  FAR_CONFLICT_ROLES,        /* number: of a rota, that have a name */
  FAR_CONFLICT_PHONE,        /* text: at which a person is called */
  FAR_CONFLICT_REFERENT,     /* text: who is asked about a line; "" for nobody */
  FAR_CONFLICT_COLOUR,       /* number: FarColour of a line */
  FAR_CONFLICT_HAZARD,       /* text: what is to be looked out for */
  FAR_CONFLICT_HAZARD_STATE, /* number: FarHazardState; the more careful is shown */
  FAR_CONFLICT_CHILD_NAME,   /* text */
  FAR_CONFLICT_GUARDIANS,    /* text: names of who else speaks for a child */
  FAR_CONFLICT_CHILD_STOP,   /* text: where a child is met */
  FAR_CONFLICT_BORN,         /* number: year */
  FAR_CONFLICT_ONE_TO_ONE,   /* number: 1 if a child needs it, and so the next two */
  FAR_CONFLICT_WHEELCHAIR,
  FAR_CONFLICT_SLOW,
  FAR_CONFLICT_CARRY,     /* text: what has to come along */
  FAR_CONFLICT_TAKERS,    /* text: names of those to whom a child may be handed over */
  FAR_CONFLICT_PATTERNS,  /* number: on how many patterns of weekdays a line is different */
  FAR_CONFLICT_AVAILABLE, /* number: of how many rotas a person says on what weekdays they can */
  FAR_CONFLICT_AWAY, /* number: of days and spans; text: YYYY-MM-DD, or two with ".." between */
  FAR_CONFLICT_COMMITMENT, /* number: of turns, 0 for none; text: month or season */
  FAR_CONFLICT_INTO, /* text: title of the rota with whose outing one is to walk, "" for none */
  FAR_CONFLICT_REMARK,
  FAR_CONFLICT_LATER_ROLES,     /* number: how many are said */
  FAR_CONFLICT_MEETING_NAME,    /* text: of a place where cars meet, as are the next three */
  FAR_CONFLICT_MEETING_ADDRESS, /* text */
  FAR_CONFLICT_MEETING_TOWN,    /* text */
  FAR_CONFLICT_MEETING_AT,      /* text: degrees, latitude first; "" for none */
  FAR_CONFLICT_THING_WHAT,      /* number: FarThingKind */
  FAR_CONFLICT_THING_WHOSE,     /* text: a name; "" for the collective */
  FAR_CONFLICT_THING_PIECES,    /* number */
  FAR_CONFLICT_THING_CONDITION, /* number: FarThingCondition */
  FAR_CONFLICT_THING_WORN,      /* text: what is wrong with it */
  FAR_CONFLICT_THING_WHERE,     /* text: it is kept */
  FAR_CONFLICT_THING_LENT,      /* number: whether it may be borrowed */
  FAR_CONFLICT_THING_DAYS,      /* number: for how many */
  FAR_CONFLICT_THING_HELD,      /* text: who has how many */
  FAR_CONFLICT_RIDE_FROM,       /* text: of a ride, as are those to FAR_CONFLICT_RIDE_WHEELCHAIR */
  FAR_CONFLICT_RIDE_TO,
  FAR_CONFLICT_RIDE_THERE,       /* number: minute of the day; FAR_RIDE_NOT_THAT_WAY */
  FAR_CONFLICT_RIDE_BACK,        /* the same */
  FAR_CONFLICT_RIDE_SEATS,       /* number */
  FAR_CONFLICT_RIDE_CHILD_SEATS, /* text: how many of each FarChildSeat, with blanks between */
  FAR_CONFLICT_RIDE_DETOUR,      /* text */
  FAR_CONFLICT_RIDE_LUGGAGE,     /* number: 1 if there is room, as is the next */
  FAR_CONFLICT_RIDE_WHEELCHAIR,
  FAR_CONFLICT_HELP_CATEGORY, /* number: FarHelpCategory, of a hand, as are those that follow */
  FAR_CONFLICT_HELP_WHEN,     /* text: a day or two with ".." between, then times, if they are said:
                                 2026-09-01 09:00-11:00 */
  FAR_CONFLICT_HELP_PLACE,    /* text; "" for none */
  FAR_CONFLICT_HELP_URGENCY,  /* number: FarHelpUrgency */
  FAR_CONFLICT_HELP_HELPERS,  /* number */
  FAR_CONFLICT_HELP_DONE,     /* number: 1 done, 2 still needed, 0 not said */
  FAR_CONFLICT_HELP_THANKS,   /* text */
  FAR_CONFLICT_SKILL_NAME,    /* text: of what somebody can */
  FAR_CONFLICT_SKILL_HELD,   /* text: from which to which day a training is held, with ".." between;
                                either may be missing; "" if nobody says */
  FAR_CONFLICT_SKILL_TANDEM, /* number: 1 if it would be shown to somebody */
  FAR_CONFLICT_FAULT_UNSAFE, /* number: 1: it is not to be ridden */
  FAR_CONFLICT_FAULT_WORK,   /* number: FarWorkStep; text: what was done */
  FAR_CONFLICT_N,
} FarConflictKind;

/* One of several values. */
typedef struct
{
  const char *id; /* of the entry */
  const char *by; /* member id */
  const char *by_name;
  gboolean is_mine;
  gint64 time_ms;
  gint64 number;    /* of one date -1: as the rota says */
  const char *text; /* "" where the number says it */
} FarConflictValue;

/* Values that people wrote into one field without knowing of each other. */
typedef struct
{
  FarConflictKind kind;
  const char *record; /* of an outing, its rota */
  const char *title;  /* of the person, line, thing or rota, as it is shown; "" of the collective */
  gint32 day;         /* of an outing */
  GPtrArray *values;  /* (element-type FarConflictValue): two at least, the shown one first */
} FarConflict;

/* What the collective has: a key, vests, signs, a trolley. */
typedef struct
{
  const char *id;
  const char *name;
  const char *note;   /* "" if there is none */
  const char *keeper; /* member or person id: who has it; "" if nobody said */
  const char *keeper_name;
  FarStanding keeper_standing; /* only with a keeper: who has left may have it still */
  gint64 since_ms;             /* only with a keeper: when somebody said so */
  gboolean is_with_me;
  gboolean is_contested; /* others wrote something else without knowing of it */
} FarThing;

/* What is to be said of a thing; what is NULL stays as it is. */
typedef struct
{
  const char *name;   /* (nullable) */
  const char *note;   /* (nullable): "" for none */
  const char *keeper; /* (nullable): member or person, id or prefix */
  int gone;           /* 1 takes it off the list, 0 puts it back, -1 leaves it */
  guint says;         /* bits of FarThingSays: what of the following is said */
  int kind;           /* FarThingKind */
  const char *whose;  /* (nullable): id or prefix; %NULL for the collective */
  guint pieces;       /* of a room: for how many people it is */
  int condition;      /* FarThingCondition */
  const char *worn;   /* what is wrong with it; "" */
  const char *where;  /* it is kept; "" */
  gboolean is_lent;
  guint days;              /* for how many at most; 0: any */
  const char *const *held; /* (nullable): NULL-terminated: who has some: ids or prefixes */
  const guint *n_held;     /* how many each of them has */
} FarThingEdit;

typedef enum
{
  FAR_SAYS_KIND = 1 << 0,
  FAR_SAYS_WHOSE = 1 << 1,
  FAR_SAYS_PIECES = 1 << 2,
  FAR_SAYS_CONDITION = 1 << 3,
  FAR_SAYS_WORN = 1 << 4,
  FAR_SAYS_WHERE = 1 << 5,
  FAR_SAYS_LENT = 1 << 6,
  FAR_SAYS_DAYS = 1 << 7,
  FAR_SAYS_HELD = 1 << 8,
} FarThingSays;

/* Somebody, by name. */
typedef struct
{
  const char *id; /* member or person id */
  const char *name;
} FarSomebody;

/* Whether somebody was at an outing. In farandole-cli: unsaid there late missing. */
typedef enum
{
  FAR_PRESENCE_UNSAID,
  FAR_PRESENCE_THERE,
  FAR_PRESENCE_LATE, /* and there */
  FAR_PRESENCE_MISSING,
} FarPresence;

/* What one member says of it. */
typedef struct
{
  const char *by; /* member id */
  const char *by_name;
  gint64 time_ms;
  gboolean is_witness; /* came along, or speaks for the child */
  FarPresence presence;
  gboolean is_handed;      /* of a hand-over */
  const char *handed_name; /* to whom; "" if it is said in words, or not at all */
  const char *handed_words;
  gboolean is_off_list; /* as in the mark */
} FarRollWord;

/* What is said of somebody at an outing. */
typedef struct
{
  FarPresence presence;
  const char *said_by; /* name; "" if nobody said */
  gint64 said_ms;
  gboolean is_handed;
  const char *handed_to; /* id; "" if it is said in words, or not at all */
  const char *handed_name;
  const char *handed_words; /* "" if there are none */
  gboolean is_on_list;      /* it is a guardian, or on the child's list */
  gboolean is_off_list;     /* it is somebody known, who is neither */
  const char *child_name;   /* who was handed over; "" of an adult */
  const char *handed_by;    /* name of who says so */
  gint64 handed_ms;
  GPtrArray *states; /* (element-type FarRollWord): where members say different things; else none */
  GPtrArray *hands;  /* (element-type FarRollWord): the same of hand-overs */
} FarRollMark;

/* Days on which a child comes along. */
typedef struct
{
  const char *id;
  const char *rota;       /* "" for all of the child's line */
  const char *rota_title; /* "" without one */
  guint weekdays;         /* bit 0 Monday .. bit 6 Sunday */
  gint32 first_day;
  gint32 last_day;
  gboolean has_end; /* FALSE: @last_day is far away */
} FarBooking;

/* A day on which a child does not come. */
typedef struct
{
  gint32 day;
  const char *rota;      /* "" for all of the day */
  gboolean is_contested; /* somebody else says that it comes */
} FarAbsence;

/* What is to be known of a child, as far as somebody at this machine is concerned. */
typedef enum
{
  FAR_NOTE_NONE,  /* nothing is, or not by them */
  FAR_NOTE_OPEN,  /* it is sealed to this machine */
  FAR_NOTE_ASK,   /* it is not: they ask the family */
  FAR_NOTE_LATER, /* it is not yet: of an outing that is more than FAR_NOTE_DAYS ahead */
} FarNoteState;

typedef struct
{
  const char *id;
  const char *name;
  const char *line;      /* "" if it is on none */
  const char *line_name; /* "" if it is on none, or nobody knows it */
  const char *stop;      /* "" if nobody said */
  int born;              /* year; 0 if nobody said */
  gboolean is_one_to_one;
  gboolean has_wheelchair;
  gboolean is_slow;
  const char *carry; /* "" if nothing has to come along */
  const char *owner; /* member id: who wrote it down; "" if not known */
  const char *owner_name;
  GPtrArray *guardians; /* (element-type FarSomebody): besides the owner */
  GPtrArray *adults;    /* (element-type FarSomebody): to whom it may be handed over */
  GPtrArray *bookings;  /* (element-type FarBooking): that are not over, by first day */
  GPtrArray *absences;  /* (element-type FarAbsence): from today on */
  gint32 next_day;      /* from today on, within two weeks, that it is booked; G_MININT32 if none */
  gboolean is_absent_next; /* it does not come then */
  FarRollMark mark;        /* of the last outing of today at which somebody counted it */
  gboolean is_mine;        /* this member wrote it down, or is a guardian */
  FarNoteState note;       /* what who walks with it has to know; NONE too of others' children */
  gboolean is_spoken_for;  /* by a member; else whoever makes themselves a guardian is one */
  gboolean is_twin;        /* another of that name is on the line */
  gboolean is_contested;   /* others wrote something else without knowing of it */
} FarChild;

/* What is to be said of a child; what is NULL, or negative, stays as it is. */
typedef struct
{
  const char *name; /* (nullable) */
  const char *line; /* (nullable): id or prefix; "" for none */
  const char *stop; /* (nullable): name, number, or id of one of the line's; "" none */
  int born;         /* year; 0: not said */
  int one_to_one;   /* 0, 1, or -1, and so the next two */
  int wheelchair;
  int slow;
  const char *carry;            /* (nullable): "" for nothing */
  const char *const *guardians; /* (nullable): members or persons, ids or prefixes */
  const char *const *adults;    /* (nullable): the same */
  int gone;                     /* 1 takes it off the list, 0 puts it back, -1 leaves it */
} FarChildEdit;

#define FAR_CHILD_EDIT_NONE \
  ((FarChildEdit){ .born = -1, .one_to_one = -1, .wheelchair = -1, .slow = -1, .gone = -1 })

/* From so many days before an outing on it is sealed for it. */
#define FAR_NOTE_DAYS 3
#define FAR_NOTE_BYTES 1000 /* bytes */

/* It is to be let go of soon: the last far_snapshot_unref() wipes it. */
typedef struct
{
  const char *child;
  const char *child_name;
  const char *words; /* in locked memory; "" if none were asked for */
  const char *by;    /* member; "" if not known */
  const char *by_name;
  gint64 time_ms;
  guint n; /* how many guardians wrote without knowing of each other: their words follow one another
            */
} FarNote;

/* A child that is booked for an outing. */
typedef struct
{
  const char *id;
  const char *name;
  const char *stop; /* "" if nobody said */
  int born;         /* year; 0 if nobody said */
  gboolean is_one_to_one;
  gboolean has_wheelchair;
  gboolean is_slow;
  const char *carry; /* "" if nothing has to come along */
  gboolean is_absent;
  gboolean is_contested; /* somebody says that it comes, somebody that it does not */
  gboolean is_mine;
  gboolean has_note; /* there is something to know of it; what follows is set of outings to come */
  FarNoteState note;
  GPtrArray *to_ask; /* (nullable) (element-type FarSomebody): the adults who come and of whom no
                      * machine can open it */
  const char *from_title; /* of the rota that it is booked for, which walks with this one; "" */
} FarWalker;

/* Somebody who is called. */
typedef struct
{
  const char *id;
  const char *name;
  const char *stop; /* of a child; "" if nobody said */
  gboolean is_one_to_one;
  gboolean has_wheelchair;
  gboolean is_slow;
  const char *carry; /* "" if nothing has to come along */
  gboolean is_child;
  gboolean is_expected; /* booked, or promised to come */
  gboolean is_absent;   /* it was said before that they do not come */
  gboolean is_mine;     /* I speak for the child, or answer for the person, or am it */
  FarRollMark mark;
  GPtrArray *takers; /* (element-type FarSomebody): to whom a child may be handed over */
} FarRollRow;

typedef struct
{
  const char *rota;
  const char *title;
  gint32 day;
  int at;                  /* minutes of day */
  gboolean is_callable;    /* it is today, or was not long ago */
  gboolean names_are_mine; /* I come along, or a child of mine does */
  GPtrArray *children;     /* (element-type FarRollRow): as the walk meets them; then who is there
                            * and was not expected */
  GPtrArray *adults;       /* (element-type FarRollRow) */
} FarRoll;

/* What is to be said of somebody; a state that is negative stays as it is. */
typedef struct
{
  int presence;          /* FarPresence, or -1 */
  gboolean is_handing;   /* whether what follows is to be said */
  gboolean is_handed;    /* FALSE: it was not, or that is taken back */
  const char *handed_to; /* (nullable): member or person, id or prefix */
  const char *words;     /* (nullable) */
} FarRollEdit;

/* How long after an outing its roll is put right. */
#define FAR_ROLL_DAYS 31

#define FAR_ROLL_EDIT_NONE ((FarRollEdit){ .presence = -1 })

/* Of whom nothing came for long. */
typedef struct
{
  const char *member;
  const char *name;
  gint64 last_ms; /* when they last wrote anything, as their clock said */
} FarSilence;

/* What whoever takes the baton wants to know. */
typedef struct
{
  FarBaton *baton;
  gint32 first_day; /* of the days that were looked at */
  gint32 last_day;
  GPtrArray *gaps;        /* (element-type FarOuting): with too few adults, not cancelled */
  GPtrArray *suggestions; /* (element-type FarSuggestion) */
  GPtrArray *rotas;       /* (element-type FarRota): whose last day is among those */
  GPtrArray *drafts;      /* (element-type FarRota): that nobody published, and that are not over */
  GPtrArray *rules;       /* (element-type FarAgreement): to be looked at again by then */
  GPtrArray *silent;      /* (element-type FarSilence) */
  GPtrArray *things;      /* (element-type FarThing): what the holder has, then the others */
} FarSheet;

/* How a wheelchair gets on.  In farandole-cli: unknown good help none. */
typedef enum
{
  FAR_GETS_ON_UNKNOWN, /* nobody said */
  FAR_GETS_ON_WELL,
  FAR_GETS_ON_WITH_HELP, /* somebody has to lift or push */
  FAR_GETS_ON_NOT,       /* it does not get through */
} FarAccess;

/* In farandole-cli: kerb slope width. */
typedef enum
{
  FAR_ACCESS_OF_KERB,
  FAR_ACCESS_OF_SLOPE,
  FAR_ACCESS_OF_WIDTH,
  FAR_ACCESS_N,
} FarAccessWhat;

/* Always shown with its name.  In farandole-cli: none red orange yellow green blue purple brown
 * grey. */
typedef enum
{
  FAR_COLOUR_NONE,
  FAR_COLOUR_RED,
  FAR_COLOUR_ORANGE,
  FAR_COLOUR_YELLOW,
  FAR_COLOUR_GREEN,
  FAR_COLOUR_BLUE,
  FAR_COLOUR_PURPLE,
  FAR_COLOUR_BROWN,
  FAR_COLOUR_GREY,
  FAR_COLOUR_N,
} FarColour;

/* Where a booked child's wheelchair does not get through. */
typedef struct
{
  const char *stop;
  const char *next; /* (nullable): on the way to that stop; "": to school; NULL: at the stop */
  FarAccessWhat what;
} FarLook;

typedef struct
{
  const char *id;
  const char *name;
  int time_out;  /* minutes of day towards school, -1 if not known */
  int time_back; /* minutes of day on the way back, -1 if none */
  gboolean has_place;
  double lat; /* degrees, WGS 84; only if has_place */
  double lon;
  FarAccess here[FAR_ACCESS_N]; /* by FarAccessWhat */
  FarAccess way[FAR_ACCESS_N];  /* on the way to the next stop, or from the last one to school */
} FarStop;

/* What is different on some weekdays. */
typedef struct
{
  guint weekdays;         /* bit 0 Monday .. bit 6 Sunday */
  const char *from;       /* stop with which it begins to school; "" as on the other days */
  const char *to;         /* and with which it ends */
  int shift;              /* minutes later, both ways */
  const char *rota;       /* only in that one; "" in all */
  const char *rota_title; /* "" in all */
} FarLinePattern;

/* In farandole-cli: open dealt gone. */
typedef enum
{
  FAR_HAZARD_STATE_OPEN,
  FAR_HAZARD_STATE_DEALT, /* somebody deals with it */
  FAR_HAZARD_STATE_GONE,
  FAR_HAZARD_STATE_N,
} FarHazardState;

/* Something on a line to be looked out for. */
typedef struct
{
  const char *id;
  const char *line;
  const char *line_name;
  const char *stop; /* at or after which it is; "" anywhere */
  const char *words;
  FarHazardState state;
  const char *by_name;   /* who said that; "" if not known */
  gint64 since_ms;       /* when */
  gboolean is_contested; /* somebody says otherwise: the more careful is shown */
} FarHazard;

typedef struct
{
  const char *id;
  const char *name;
  const char *school; /* "" if not known */
  GPtrArray *stops;   /* (element-type FarStop): in walking order; at least 1 */
  int n_crossings;    /* at which somebody holds the traffic back */
  FarColour colour;
  const char *referent;       /* who is asked: member or person, "" if nobody */
  const char *referent_name;  /* "" if nobody */
  const char *referent_phone; /* "" if nobody noted a number */
  GPtrArray *hazards;         /* (element-type FarHazard): that are not gone, stop by stop */
  GPtrArray *patterns;        /* (element-type FarLinePattern): the first that fits holds */
} FarLine;

typedef enum
{
  FAR_ROTA_DRAFT,
  FAR_ROTA_PUBLISHED,
} FarRotaState;

/* What is different of a rota from a day on; what it does not say goes on. */
typedef struct
{
  gint32 from;
  guint weekdays;    /* 0 if it does not say */
  int every_n_weeks; /* the same */
  int at;            /* -1 if it does not say, as are the next two */
  int n_min;
  int n_max;
  const char *place; /* (nullable): the same */
  GPtrArray *roles;  /* (nullable) (element-type FarRole): the same: all of them then */
} FarRotaLater;

/* What somebody does on an outing: opens the room, walks at the head. */
typedef struct
{
  int number;           /* of turns; 0 is the first; FAR_TURN_ROLE_NEW: by its name */
  const char *name;     /* "" of a first one without */
  int n_min;            /* without whom it does not run, 0..99 */
  int n_max;            /* who stands; the rest is reserve, 1..99 */
  int n_have;           /* of an outing: adults standing */
  const char *training; /* what whoever takes it holds; "" for none */
  int n_trained;        /* of an outing: of those standing, who do on that day */
} FarRole;

#define FAR_TURN_ROLE_NEW 255
/* Of a turn: whoever comes along to see how it is done takes nobody's place. */
#define FAR_TURN_ROLE_ALONG 99

typedef struct
{
  const char *id;
  const char *title;
  FarRotaState state;
  guint weekdays;    /* bit 0 Monday .. bit 6 Sunday; at least one */
  int every_n_weeks; /* 1..52 */
  gint32 first_day;
  gint32 last_day;  /* inclusive */
  int at;           /* minutes of day */
  int n_min;        /* adults without whom it does not run, 0..99 */
  int n_max;        /* who stands; the rest is reserve, 1..99 */
  const char *line; /* line id, "" if none */
  const char *line_name;
  gboolean in_holidays; /* it runs in the holidays too */
  const gint32 *added;  /* days on which it runs besides: ascending; as many as n_added */
  int n_added;
  const gint32 *dropped; /* days on which it does not run: the same */
  int n_dropped;
  const char *place; /* where they meet; "" if it is said nowhere */
  GPtrArray *later;  /* (element-type FarRotaLater): by day */
  GPtrArray *roles;  /* (element-type FarRole): those with a name; of the first, n_min and n_max
                        are the rota's */
  gboolean is_mine;  /* I wrote it */
  gboolean is_suggestion; /* written without the right; shown, replaces nothing */
  int n_unheard; /* members of whom it is not known that they have it, or a change of one of its
                    dates; 0 unless it is published and not over; -1 if that was not asked */
} FarRota;

/* What a change of a rota does to one of its outings. */
typedef enum
{
  FAR_FORESEEN_GONE,
  FAR_FORESEEN_NEW,
  FAR_FORESEEN_MOVED,   /* to another time */
  FAR_FORESEEN_RESERVE, /* there are fewer places: some of those who stand are to be reserve */
  FAR_FORESEEN_PLACE,   /* to another place */
  FAR_FORESEEN_ROLE,    /* a role that somebody promised is not wanted any more */
} FarForeseenWhat;

typedef struct
{
  gint32 day;
  FarForeseenWhat what;
  int at_before;             /* minutes of day */
  int at;                    /* the same where it is gone, or new */
  const char *const *people; /* names of who promised to come; of reserve only who is to be that */
  int n_people;
  gboolean is_mine; /* I am one of them */
} FarForeseen;

/* What changing a rota would do, from today on. */
typedef struct
{
  gboolean is_suggestion; /* nothing, until whoever holds the baton says yes to it */
  GPtrArray *outings;     /* (element-type FarForeseen): by day */
  int n_gone;
  int n_new;
  int n_moved;
  int n_people; /* turns that are on what goes, moves, or comes with fewer places */
} FarForecast;

/* What a person of somebody's list becomes. */
typedef enum
{
  FAR_PERSON_WHAT_NEW,         /* a person without a machine, for whom I answer */
  FAR_PERSON_WHAT_THERE,       /* somebody of that name is there */
  FAR_PERSON_WHAT_PHONE,       /* the same, and their number is noted */
  FAR_PERSON_WHAT_OTHER_PHONE, /* the same, and another number is noted, which stays */
  FAR_PERSON_WHAT_TOO_MANY,    /* more than one member answers for */
} FarPersonWhat;

typedef struct
{
  FarPersonWhat what;
  int row; /* in the file: of a table, or the number of a card */
  const char *name;
  const char *phone;       /* "" if the list tells none */
  const char *other_phone; /* of OTHER_PHONE; "" otherwise */
} FarPersonItem;

/* Why something in a list of people was left out.  The cell is what stands there. */
typedef enum
{
  FAR_REFUSED_PERSON_NAME,  /* nobody is named; the cell is the number */
  FAR_REFUSED_PERSON_LONG,  /* a name that is too long */
  FAR_REFUSED_PERSON_TWICE, /* the same name stood there before */
  FAR_REFUSED_PERSON_PHONE, /* no telephone number; the name is taken without */
} FarRefusedPersonWhy;

typedef struct
{
  int row;
  FarRefusedPersonWhy why;
  const char *cell;
} FarRefusedPerson;

/* Whom a list would bring in, or has. */
typedef struct
{
  GPtrArray *items;   /* (element-type FarPersonItem) */
  GPtrArray *refused; /* (element-type FarRefusedPerson): the first of them */
  int n_refused;
  int n_new;
  int n_there;
  int n_phones;   /* numbers that are noted of who is there */
  GVariant *undo; /* (nullable): what far_engine_undo_people_async() takes, if it was done */
} FarPeoplePlan;

/* What an event of somebody's calendar becomes. */
typedef enum
{
  FAR_EVENT_WHAT_NEW,       /* a rota that is made, as a draft */
  FAR_EVENT_WHAT_CHANGED,   /* a rota of that title is brought up to date */
  FAR_EVENT_WHAT_THERE,     /* there is a rota that says just this */
  FAR_EVENT_WHAT_NOT_YOURS, /* the rota of that title is a draft of somebody else's */
  FAR_EVENT_WHAT_TOO_MUCH,  /* more exceptions, or changes, than a rota may have */
} FarEventWhat;

typedef struct
{
  gint32 day;
  int at;             /* minutes of day */
  const char *place;  /* "" if it is at that of the others, or says so already */
  const char *remark; /* what it is called instead, which becomes what is good to know; the same */
} FarEventDay;

typedef struct
{
  FarEventWhat what;
  int row; /* in the file: the number of the event, or of a table's row */
  const char *title;
  const char *place;        /* "" if the file does not say */
  const char *zone;         /* from which its times were converted; "" if they were not */
  gboolean is_open;         /* it goes on after the last date, which is a year ahead */
  const char *rota;         /* (nullable): id of the one that is there */
  const FarEventDay *dates; /* as many as n_dates, at least one */
  int n_dates;
  guint weekdays;         /* of its pattern; 0 if its dates make none */
  int every_n_weeks;      /* the same */
  int at;                 /* the time of most of them */
  int n_moved;            /* days that get another time */
  int n_apart;            /* days that get a place, or a remark, of their own */
  int n_gone;             /* of a change: outings that fall away */
  int n_new;              /* and that come new */
  int n_people;           /* turns on what goes or moves */
  gboolean is_suggestion; /* it changes nothing until whoever holds the baton says yes */
} FarEventItem;

/* Why something in a calendar of events was left out.  The cell is what stands there. */
typedef enum
{
  FAR_REFUSED_EVENT_DATE,      /* no day that there is */
  FAR_REFUSED_EVENT_TIME,      /* no time of day */
  FAR_REFUSED_EVENT_ALL_DAY,   /* it has no time of day; the cell is its title */
  FAR_REFUSED_EVENT_TITLE,     /* it has no title; the cell is its date */
  FAR_REFUSED_EVENT_OFTEN,     /* it comes several times a day */
  FAR_REFUSED_EVENT_RULE,      /* a rule that is not followed */
  FAR_REFUSED_EVENT_SLOW,      /* a rule that takes too long to follow */
  FAR_REFUSED_EVENT_ZONE,      /* nobody knows the zone of its time */
  FAR_REFUSED_EVENT_CANCELLED, /* called off as a whole; the cell is its title */
  FAR_REFUSED_EVENT_FOLLOWING, /* said of a date and of all that follow */
} FarRefusedEventWhy;

typedef struct
{
  int row;
  FarRefusedEventWhy why;
  const char *cell;
} FarRefusedEvent;

/* What a calendar of events would change, or has changed. */
typedef struct
{
  GPtrArray *items;   /* (element-type FarEventItem) */
  GPtrArray *refused; /* (element-type FarRefusedEvent): the first of them */
  int n_refused;
  int n_passed_over; /* that are over, or far ahead */
  int n_new;         /* rotas that are made */
  int n_changed;     /* and that are brought up to date */
  GVariant *undo;    /* (nullable): what far_engine_undo_events_async() takes, if it was done */
} FarEventsPlan;

/* Copied by the call. */
typedef struct
{
  gboolean is_preview; /* nothing is written */
  int n_min;           /* of rotas that are made */
  int n_max;
  const char *line; /* (nullable): id or prefix */
  gboolean in_holidays;
} FarEventsOptions;

/* Days on which there is no school. */
typedef struct
{
  gint32 first_day;
  gint32 last_day;  /* inclusive */
  const char *name; /* "" if they have none */
} FarHoliday;

/* Holidays that are entered, and taken off, together. */
typedef struct
{
  const char *id;
  const char *name;      /* such as "Zone B" */
  GPtrArray *holidays;   /* (element-type FarHoliday): by first day */
  gboolean is_contested; /* the holder and the deputy wrote something else without knowing of it */
  gboolean is_beaten;    /* another one of that name counts, and this one does not */
} FarCalendar;

/* Why a row of a file is no holiday. */
typedef enum
{
  FAR_REFUSED_WHY_DATE,    /* the cell is no day that there is */
  FAR_REFUSED_WHY_ORDER,   /* it ends before it begins */
  FAR_REFUSED_WHY_OPEN,    /* nobody says when it ends; the cell is its name */
  FAR_REFUSED_WHY_LONG,    /* longer than holidays are; the cell is its end */
  FAR_REFUSED_WHY_TIME,    /* not of whole days; the cell is the time */
  FAR_REFUSED_WHY_REPEATS, /* it comes again otherwise than every year; the cell is its rule */
} FarRefusedWhy;

typedef struct
{
  int row; /* of a table, as a spreadsheet numbers it; of iCalendar, the number of the event */
  FarRefusedWhy why;
  const char *cell;
} FarRefusedHoliday;

/* What a file would enter as a calendar, and change by that. */
typedef struct
{
  gboolean needs_zone;      /* one of @zones is to be chosen first, and nothing else is said */
  const char *const *zones; /* that the file names */
  const char *name;         /* "" if the file has none: then one is needed */
  GPtrArray *holidays;      /* (element-type FarHoliday) */
  GPtrArray *refused;       /* (element-type FarRefusedHoliday): the first of them */
  int n_refused;
  int n_passed_over; /* rows that are not of this zone, no holidays, or long over */
  int n_closed;      /* outings that there would not be any more */
  int n_opened;      /* and that there would be again */
  int n_turns;       /* promised on those that are closed */
} FarCalendarPlan;

/* Something published, of which no machine of a member is known to hold all. */
typedef struct
{
  const char *rota;
  const char *title;
  gint32 day; /* of the outing; 0: the rota itself, and so all of its dates */
  gboolean is_cancelled;
  gboolean is_holidays; /* a calendar of them, and no rota */
} FarNews;

typedef struct
{
  const char *member;
  const char *member_name;
  const char *member_phone; /* "" if nobody noted a number */
  GPtrArray *news;          /* (element-type FarNews): as the rotas, by day; at least one */
} FarUnheard;

/* In farandole-cli: standing reserve seeking absent released relieved. */
typedef enum
{
  FAR_TURN_STANDING,
  FAR_TURN_RESERVE,
  FAR_TURN_SEEKING, /* a stand-in, and comes as long as there is none */
  FAR_TURN_ABSENT,
  FAR_TURN_RELEASED,
  FAR_TURN_RELIEVED, /* sought a stand-in, and there is one */
} FarTurnState;

/* In farandole-cli: here shared known. */
typedef enum
{
  FAR_PROMISE_HERE,   /* only on my machine */
  FAR_PROMISE_SHARED, /* another member's machine has it */
  FAR_PROMISE_KNOWN,  /* the baton holder's machine has it */
} FarPromise;

/* Why a turn has its rank: the sentence is made in app/. */
typedef enum
{
  FAR_RANK_WHY_FIRST,   /* nobody else wanted it, or all who did are behind */
  FAR_RANK_WHY_SEEN,    /* who stands before it was seen when it was taken */
  FAR_RANK_WHY_LOTTERY, /* taken without knowledge of each other: the lottery of that day decided */
  FAR_RANK_WHY_CONFIRMED, /* the published plan named it */
} FarRankWhy;

/* With what a promise clashes. */
typedef enum
{
  FAR_CLASH_KIND_NONE,
  FAR_CLASH_KIND_WALK,
  FAR_CLASH_KIND_RIDE,
  FAR_CLASH_KIND_HELP,
  FAR_CLASH_KIND_ROOM, /* that they use then */
  FAR_CLASH_KIND_OPEN, /* a room, at a time */
  FAR_CLASH_KIND_CLOSE,
  FAR_CLASH_KIND_FETCH, /* what they borrow, at a time */
  FAR_CLASH_KIND_RETURN,
} FarClashKind;

/* Something else that the same person promised, so close that nobody can do both. */
typedef struct
{
  FarClashKind kind; /* what follows only if it is any */
  const char *title; /* of the rota, where the ride begins, for what a hand is lent, or the name of
                        a thing or room; unowned: the snapshot's */
  const char *to;    /* where the ride goes; "" */
  int at;            /* minutes of day */
} FarClash;

typedef struct
{
  const char *id;
  const char *member; /* member or person id */
  const char *member_name;
  const char *member_phone; /* "" if nobody noted a number */
  const char *by;           /* (nullable): member id of who wrote it, if for somebody else */
  const char *by_name;      /* (nullable) */
  FarTurnState state;
  int rank;    /* 1-based within the role; 0 if released */
  int reserve; /* of a reserve: which one, from 1 */
  FarRankWhy why;
  FarPromise promise;
  gboolean is_mine;          /* mine, or of a person whom I answer for: I may change it */
  const char *stand_in_name; /* (nullable): who took it over, of one who is relieved */
  FarClash clash;
  const char *other_role; /* (nullable): in which that person comes to this outing too; "" of a
                             first one without a name */
  gboolean is_along_too;  /* and that is to see how it is done */
  gboolean is_untrained;  /* without the training that the role asks for */
  const char *swap_turn; /* (nullable): for which it is to be exchanged, of one who is seeking; what
                            follows only with it */
  const char *swap_rota;
  const char *swap_title; /* of that rota */
  gint32 swap_day;
  const char *swap_name; /* whose turn that is */
  gboolean swap_is_mine; /* it is for me to accept, unless it is agreed */
  gboolean swap_is_agreed;
  int at;                /* minute of the day for which it was promised, -1 if it was not said */
  gboolean is_moved;     /* the outing is at another time, and nobody said yes to that */
  gboolean is_helper;    /* too young to count as an adult: takes nobody's place */
  int role;              /* number: 0 for the first one, FAR_TURN_ROLE_ALONG */
  const char *role_name; /* "" of one without, of who comes along, and that the rota has no more */
} FarTurn;

/* Two outings of one day that are to walk as one: what is said of the other. */
typedef struct
{
  const char *rota; /* the other one's */
  const char *title;
  int at;
  gboolean is_host;   /* this one walks with that; FALSE: that one with this */
  gboolean is_agreed; /* all who come to either have said yes: they walk as one */
  gboolean asks_me;   /* I, or somebody for whom I answer, come to either and have not said yes */
  const char *const *asked;   /* ids of those: NULL-terminated */
  gboolean i_agreed;          /* nobody for whom I speak is missing, and somebody comes */
  const char *const *missing; /* names of who come, and have not said yes: NULL-terminated */
  const char *const *coming;  /* names of who come to the other one: NULL-terminated */
  int n_children;             /* who come to the other one, and are booked for it */
} FarJoin;

/* What decided the number of adults, before those who come for one child or a crossing. In
 * farandole-cli: rota number two. */
typedef enum
{
  FAR_VERDICT_BASIS_ROTA,   /* its minimum */
  FAR_VERDICT_BASIS_NUMBER, /* of the children */
  FAR_VERDICT_BASIS_TWO,    /* head and tail */
} FarVerdictBasis;

/* Why an outing runs or not: the sentence is made in app/. */
typedef enum
{
  FAR_VERDICT_ENOUGH,
  FAR_VERDICT_SHORT, /* fewer adults than needed */
  FAR_VERDICT_CANCELLED,
  FAR_VERDICT_HOLIDAYS, /* in which the rota does not run */
  FAR_VERDICT_NO_DAY,   /* the rota does not run on that day any more */
  FAR_VERDICT_ROLE,     /* adults enough, and one of the roles is without */
  FAR_VERDICT_JOINED,   /* it walks with another one, whose verdict holds */
  FAR_VERDICT_TRAINING, /* nobody who comes in one of the roles holds what it asks for */
} FarVerdictWhy;

typedef struct
{
  const char *rota;
  const char *title;
  gint32 day;
  int at;                       /* minutes of day */
  FarRotaState state;           /* of the rota */
  const char *line;             /* line id, "" if none */
  const char *line_name;        /* "" if none */
  GPtrArray *stops;             /* (element-type FarStop): that are walked; empty if no line */
  gboolean is_walked_otherwise; /* other stops than on other days, or at other times */
  const char *const *skipped;   /* stops that are not, and where a booked child stands */
  FarColour line_colour;
  const char *referent_name;  /* of the line; "" if nobody */
  const char *referent_phone; /* the same */
  GPtrArray *looks;           /* (element-type FarLook): in walking order */
  GPtrArray *hazards;         /* (element-type FarHazard): of its line, that are not gone */
  gboolean runs;              /* the verdict */
  FarVerdictWhy why;
  const char *cancel_reason; /* "" unless cancelled; in holidays their name, "" if they have none */
  int n_needed;              /* adults */
  int n_have;                /* adults standing */
  int n_max;                 /* of the first role */
  GPtrArray *roles;          /* (element-type FarRole): the first one, then the others */
  int n_moved;               /* who comes, and has not said yes to the time at which it is now */
  const char *place;         /* where they meet; "" if it is said nowhere */
  int own_at;  /* what is said of this date alone: minutes of day; -1 as the rota says */
  int own_min; /* the same, as is the next */
  int own_max;
  const char *own_place; /* "": as the rota says */
  GPtrArray *own_roles;  /* (nullable) (element-type FarRole): with a name; NULL as the rota says */
  const char *remark;    /* what all are to know of this date; "" if there is nothing */
  int usual_at;          /* what the rota says */
  int usual_min;
  int usual_max;
  const char *usual_place;
  GPtrArray *usual_roles; /* (element-type FarRole): with a name */
  GPtrArray
      *turns; /* (element-type FarTurn): standing, then reserve, by rank; released ones last */
  const char *my_turn;     /* (nullable): id of my own turn that is not released */
  gint32 term_day;         /* the last one of its school term, or of the rota */
  gint32 last_day;         /* of the rota */
  GPtrArray *children;     /* (element-type FarWalker): that are booked, stop by stop */
  int n_children;          /* of them, those who come */
  int n_young;             /* among the youngest, without an adult of their own */
  int n_one_to_one;        /* each with an adult of their own */
  int n_crossings;         /* on the line */
  FarVerdictBasis basis;   /* what decided how many adults are needed */
  int n_for_crossings;     /* of these */
  gboolean names_are_mine; /* I come along, or a child of mine: who comes is shown to me */
  GPtrArray *joins;        /* (element-type FarJoin): with which it is to walk, or which with it */
  int n_ride_seats;        /* seats in cars that are asked for in its place; of a week only */
  int n_ride_missing;      /* of these, those that nobody brings yet */
} FarOuting;

/* In farandole-cli: there back. */
typedef enum
{
  FAR_RIDE_THERE_WAY,
  FAR_RIDE_BACK_WAY,
  FAR_RIDE_WAY_N,
} FarRideWay;

/* In farandole-cli: infant i-size booster. */
typedef enum
{
  FAR_CHILD_SEAT_INFANT,
  FAR_CHILD_SEAT_ISIZE,
  FAR_CHILD_SEAT_LIFT, /* a booster */
  FAR_CHILD_SEATS,
} FarChildSeat;

/* Seats, and the child seats among them. */
typedef struct
{
  int n;
  int n_child[FAR_CHILD_SEATS];
} FarSeatCount;

/* What has become of a ride on a date.  In farandole-cli: runs dropped holidays not-then withdrawn.
 */
typedef enum
{
  FAR_RIDE_STATE_RUNS,
  FAR_RIDE_STATE_DROPPED, /* it falls out then */
  FAR_RIDE_STATE_HOLIDAYS,
  FAR_RIDE_STATE_NOT_THEN, /* any more */
  FAR_RIDE_STATE_WITHDRAWN,
  FAR_RIDE_STATE_N,
} FarRideState;

/* Why somebody has a seat or not; of a ride that is asked for, why their car is needed or not.  In
 * farandole-cli: fits few child-seat enough other-kind. */
typedef enum
{
  FAR_SEAT_WHY_FITS,
  FAR_SEAT_WHY_FEW,        /* not so many are left */
  FAR_SEAT_WHY_CHILD,      /* not so many child seats of a kind */
  FAR_SEAT_WHY_ENOUGH,     /* nothing is missing any more */
  FAR_SEAT_WHY_OTHER_KIND, /* only a child seat of a kind that is not brought */
  FAR_SEAT_WHY_N,
} FarSeatWhy;

/* Somebody who comes along, waits for a seat, or brings some. */
typedef struct
{
  const char *id;
  const char *member;
  const char *member_name;
  const char *member_phone; /* "" if nobody noted one */
  const char *by_name;      /* (nullable): who wrote it for them */
  gboolean is_mine;         /* I can give it back */
  FarRideWay way;
  FarSeatCount seats;
  FarTurnState state; /* standing, reserve or released */
  int rank;
  int reserve; /* of a reserve: which one, from 1 */
  FarRankWhy rank_why;
  FarSeatWhy why;
  FarChildSeat why_kind;
  int n_left;        /* when it was asked: seats that were free, or missing */
  int n_used;        /* of what is brought, seats that help */
  int at;            /* minute of the day for which it was taken; -1 if it was not told */
  gboolean is_moved; /* it is at another time, and nobody said yes to that */
  FarPromise promise;
  FarClash clash; /* of what is mine, and of who comes along with it */
} FarSeat;

/* Where it is what words name. */
typedef struct
{
  gboolean is_known;
  double lat; /* degrees, WGS 84; 0 unless it is known, as is the next */
  double lon;
} FarWhere;

/* A ride on one of its dates. */
typedef struct
{
  const char *id;
  gint32 day;
  gboolean is_ask; /* seats are asked for, and not offered */
  FarRideState state;
  const char *why;    /* of one that falls out, or the name of the holidays; "" */
  const char *member; /* whose it is */
  const char *member_name;
  const char *member_phone;
  const char *by_name; /* (nullable): who wrote it for them */
  gboolean is_mine;    /* I can change it */
  const char *from;
  const char *from_line; /* id of the line of which it is a stop; "" */
  FarWhere from_at;
  const char *to;
  const char *to_line;
  FarWhere to_at;
  int at[FAR_RIDE_WAY_N]; /* minute of the day; -1: not that way */
  FarSeatCount seats;
  FarSeatCount left[FAR_RIDE_WAY_N]; /* free, or missing */
  FarClash clash[FAR_RIDE_WAY_N];    /* of what is mine, with the drive */
  gboolean is_weekly;                /* it has more than one date */
  guint weekdays;                    /* bit 0 Monday .. bit 6 Sunday */
  int every_n_weeks;
  gint32 first_day;
  gint32 last_day;
  const char *detour; /* "" */
  gboolean has_luggage;
  gboolean has_wheelchair;
  gboolean in_holidays;
  const char *rota;       /* in whose place it was asked for; "" */
  const char *rota_title; /* "" */
  gint32 outing_day;
  GPtrArray *takers;     /* (element-type FarSeat): there, then back; by rank; released ones last */
  gboolean have_seat;    /* I, or somebody for whom I answer, have one or wait for one */
  gboolean is_contested; /* of a field several values hold */
} FarRide;

/* Seats taken, or given back, on some dates. */
typedef struct
{
  const char *ride;
  const char *member;
  const char *member_name;
  gboolean is_me;
  guint ways; /* bits of FarRideWay */
  const gint32 *days;
  guint n_days;
  int n_held;    /* dates on which they had all of it already */
  int n_off;     /* and on which it falls out */
  int n_reserve; /* of the days, those on which there is no room, or nothing is missing */
  FarSeatCount seats;
} FarSeatsReport;

/* Turns of each week, or of some days. */
typedef struct
{
  const char *rota;
  gint32 first_day;
  gint32 last_day; /* 0: as long as the rota runs */
  const gint32 *days;
  guint n_days;
  const char *member; /* (nullable): a person whom I answer for; me if NULL */
  int role;           /* number; not looked at where turns are given back */
} FarSeriesDraft;

/* What came of it. */
typedef struct
{
  const char *rota;
  const char *member; /* whose turns they are */
  const char *member_name;
  gboolean is_me;
  int role;           /* number: of the turns that were taken, or of the last that was given back */
  const gint32 *days; /* on which a turn was taken, or given back */
  guint n_days;
  guint n_full;      /* days on which enough come already, or a place is kept for who comes new */
  guint n_capped;    /* on which they would come more often than was agreed */
  guint n_untrained; /* on which they do not hold what the role asks for */
  guint n_late;      /* on which it is too late to give the turn back */
  guint n_held;      /* on which that person had one */
  guint n_closed;    /* on which there is no outing: cancelled, or in holidays */
} FarSeriesReport;

/* An outing, with what tells a later word about it from an earlier one. */
typedef struct
{
  const FarOuting *outing; /* owned by this */
  gboolean is_off;         /* its rota does not run on that day any more */
  guint n_changes;         /* entries that decide it; fewer only after an erasure */
  gint64 changed_ms;       /* claimed time of the newest */
} FarOutward;

/* As in RFC 5545, STATUS. */
typedef enum
{
  FAR_EVENT_CONFIRMED,
  FAR_EVENT_TENTATIVE,
  FAR_EVENT_CANCELLED,
} FarEventStatus;

/* An outing as it goes into a calendar; nobody's snapshot: whoever makes it owns what is in it. */
typedef struct
{
  const FarOutward *outward; /* its rota and day are its identity for ever */
  const FarStop *from;       /* (nullable): where it begins */
  int n_minutes;             /* that it takes */
  const char *summary;
  const char *description; /* "" for none */
  FarEventStatus status;
  gboolean is_busy; /* it takes its reader's time */
} FarEvent;

typedef struct
{
  const char *uri; /* farandole:... */
  gint64 expires_ms;
} FarInvitation;

/* In farandole-cli: open used ended expired. */
typedef enum
{
  FAR_INVITE_OPEN,
  FAR_INVITE_USED,
  FAR_INVITE_ENDED, /* taken back, or the inviter is no member any more */
  FAR_INVITE_EXPIRED,
} FarInviteState;

/* One that was made here or elsewhere; its secret is with whoever was given it. */
typedef struct
{
  const char *id;
  const char *inviter; /* member id */
  const char *inviter_name;
  gboolean is_mine; /* this member made it, and may take it back while it is open */
  FarInviteState state;
  gint64 expires_ms;
} FarMadeInvitation;

/* A connection card, to be given to whom it is for. */
typedef struct
{
  const char *text;        /* as it is copied, shown as a picture, or saved */
  const char *token;       /* which it is: of an offer and its answer the same */
  const char *device;      /* whom it is for */
  const char *member_name; /* whose that is */
  gboolean is_answer;
  gint64 expires_ms;
} FarShownCard;

/* One peer of an exchange. */
typedef struct
{
  const char *device; /* "" if it never proved who it is */
  const char *member_name;
  const char *address; /* "" where two met by a connection card */
  gint64 n_received;   /* entries */
  gint64 n_sent;
  const char *link; /* "tcp" or "nice" */
  gint64 took_ms;   /* from connection to being in step */
  gboolean in_step;
  GError *error; /* (nullable): why it ended before being in step */
} FarPeer;

typedef struct
{
  GPtrArray *peers; /* (element-type FarPeer) */
  gint64 n_entries; /* held afterwards */
} FarExchange;

typedef struct
{
  gint64 n_added;
  gint64 n_known;
  gint64 n_refused;
  gint64 n_pending;     /* kept, waiting for what they refer to */
  gboolean was_request; /* the file was somebody's request to join */
  gboolean was_machine; /* of a member, who asks with a further machine */
  const char *newcomer; /* name of who asks, "" otherwise */
  FarBelonging newcomer_state;
} FarBundleReport;

/* A file of a folder that is watched. */
typedef struct
{
  const char *name;              /* to be shown */
  const FarBundleReport *report; /* (nullable): what was kept of it */
  const GError *error;           /* (nullable): as of reading it; BUNDLE_LARGE */
} FarFolderNews;

typedef struct
{
  const char *id;
  const char *device;
  const char *member_name;
  gint64 seq;
  const char *kind; /* upper-case name, such as TURN; KIND-200 where unknown */
  gint64 time_ms;
  guint term;
  const char *subject;      /* "" if none */
  const char *const *refs;  /* NULL-terminated ids */
  const char *payload_json; /* one JSON object; "{}" with has_effect false where the blob is not
                               canonical */
  gboolean has_effect;
} FarEntryView;

typedef struct
{
  const char *entries; /* hex digest */
  const char *records; /* hex digest */
} FarStateHash;

typedef struct
{
  int n_erased;        /* entries that it names and whose words are gone here */
  int n_machines_done; /* machines in standing that are known to have heard of it, this one too */
  int n_machines;      /* in standing */
} FarErasure;

typedef struct
{
  gboolean ok;
  const char *const *problems; /* NULL-terminated, English, for a log or an issue */
} FarCheckReport;

/* What somebody at this device said of a network. */
typedef enum
{
  FAR_TRUST_UNASKED,
  FAR_TRUST_YES,
  FAR_TRUST_NO,
} FarTrust;

/* A local network that this device is on, or of which somebody was asked. */
typedef struct
{
  const char *id;     /* "" if it cannot be known again, and so not be trusted */
  const char *name;   /* as people chose it, or its router's address; "" if there is neither */
  const char *device; /* the interface that is on it now, "" if none is */
  FarTrust trust;
  gint64 since_ms; /* when that was said, 0 while nobody was asked */
} FarNetwork;

/* A machine at a meeting. */
typedef struct
{
  const char *device;
  const char *member; /* member id */
  const char *member_name;
  gboolean is_me;
  gboolean is_connected; /* to this machine; others are heard of through these */
  gboolean is_gone;      /* it was here */
  gint64 n_lacking;      /* entries that are here, and it is not known to have; of this machine,
                            that others have */
  gint64 n_ahead;        /* that it has, and that are not here */
  double share;          /* 0..1: of what is here or there it has */
} FarAttendee;

/* Who is here, how far each is, and what changed since the first of them was met. */
typedef struct
{
  gint64 since_ms;      /* 0: there is no meeting */
  GPtrArray *attendees; /* (element-type FarAttendee): this machine first, then by name */
  int n_here;           /* machines: this one and all that are not gone */
  int n_same;           /* of these, that hold what this one does */
  gint64 n_entries;     /* held here */
  int n_joined;         /* what changed: members */
  int n_left;
  int n_taken; /* turns */
  int n_released;
  int n_rotas; /* planned, published or changed */
  int n_dates; /* of rotas, cancelled or confirmed */
  int n_erased;
  int n_others; /* names, lines, things ... */
} FarMeeting;

/* What is happening now, for the header bar; up to TOGETHER nobody has to wait for it. */
typedef enum
{
  FAR_ACTIVITY_IDLE,
  FAR_ACTIVITY_LISTENING, /* waiting for others to call */
  FAR_ACTIVITY_TOGETHER,  /* with others, who have all that is here */
  FAR_ACTIVITY_CONNECTING,
  FAR_ACTIVITY_RECEIVING,
  FAR_ACTIVITY_SENDING,
  FAR_ACTIVITY_READING_FILE,
  FAR_ACTIVITY_WRITING_FILE,
  FAR_ACTIVITY_BUILDING, /* rebuild, check */
} FarActivity;

/* Whether whoever asked has cancelled it since.  What was done by then is told all the same, and so
 * is an answer, perhaps after that to a later question.  @result: of any call */
gboolean far_engine_is_unwanted (GAsyncResult *result);

/* A snapshot is freed with its last reference; an element of a returned array may be kept beyond
 * the array with far_snapshot_ref().  Works for every struct above; never for a nested one
 * (FarStop, FarTurn, FarPeer), which lives as long as its parent. */
gpointer far_snapshot_ref (gconstpointer snapshot);
void far_snapshot_unref (gpointer snapshot);

/* ---------------------------------------------------------------- the engine */

#define FAR_TYPE_ENGINE (far_engine_get_type ())
G_DECLARE_FINAL_TYPE (FarEngine, far_engine, FAR, ENGINE, GObject)

/**
 * FarEngine::changed:
 * @self: an engine
 *
 * Something that week, members, lines, rotas or status show has changed, here or by a peer, and is
 * committed.  Ask again; several changes may be told as one.
 */

/**
 * FarEngine::peer-event:
 * @self: an engine
 * @what: "listening" (detail: HOST:PORT), "connected" (device id or address), "in-step" (device
 * id), "asked" (name of a newcomer), "admitted" (name), "machine-asked", "machine-admitted" (name
 * of the member whose it is), "closed" (device id or address), "refused" (address), "nearby" (a
 * #FarNearbyState: "off", "starting", "no-network", "unasked", "not-trusted", "no-avahi", "alone",
 * "together")
 * @detail: as said
 *
 * For `serve` and for the header bar.
 */

/**
 * FarEngine:activity: (type FarActivity as int), what is happening now.
 * FarEngine:fraction: (type double) 0..1 of the running activity, -1 where the total is not known.
 *
 * Both notify on change, at most 20 times a second.
 */

/**
 * far_engine_new:
 * @home: this device's data folder; made (0700) when something is first kept in it
 * @collective: (nullable): id or prefix of it (at least 6 characters), where there are several
 * @clock_offset_ms: added to the machine's clock, 0 in life; for scripts and tests
 *
 * Returns: (transfer full): an engine that has not touched the disk yet
 */
FarEngine *far_engine_new (const char *home, const char *collective, gint64 clock_offset_ms);

/* Opens the home.  Fails with STORE_*, DISK*, NO_COLLECTIVE (one was named and is not there),
 * WHICH_COLLECTIVE.  A home without any collective opens well: status says NONE. */
void far_engine_open_async (FarEngine *self,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer data);
gboolean far_engine_open_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* As open; but where a program has the collective open that has said with yield that it gives way,
 * that is asked to end, and waited for at most @n_seconds. */
void far_engine_take_over_async (FarEngine *self,
                                 int n_seconds,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer data);
gboolean far_engine_take_over_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* From now on this program is sent SIGTERM when another takes over what it has open. */
void far_engine_yield_async (FarEngine *self,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer data);
gboolean far_engine_yield_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* (element-type FarCollective): those of the home, by id.  Needs no open one. */
void far_engine_collectives_async (FarEngine *self,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer data);
GPtrArray *far_engine_collectives_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* Renames the folder of @collective (id or prefix), which this engine has not open, to a dated name
 * beside it that is nobody's.  Nothing is deleted.  Returns by finish: (transfer full): its path */
void far_engine_set_aside_async (FarEngine *self,
                                 const char *collective,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer data);
char *far_engine_set_aside_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* Ends every link and closes the store; afterwards only unref is allowed. */
void far_engine_close_async (FarEngine *self, GAsyncReadyCallback callback, gpointer data);
void far_engine_close_finish (FarEngine *self, GAsyncResult *result);

/* -- belonging */

/* @zone: IANA name.  The engine then serves the new collective.  This and joining with an
 * invitation need no open one: they work beside one that cannot be opened. */
void far_engine_found_async (FarEngine *self,
                             const char *name,
                             const char *me,
                             const char *zone,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer data);
FarMembership *far_engine_found_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* @n_days: 1..365 */
void far_engine_invite_async (FarEngine *self,
                              int n_days,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer data);
FarInvitation *far_engine_invite_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* Writes @uri, which far_uri_check() takes, to a file for the newcomer alone; whole or not at all.
 * Fails with NO_SUCH_FILE where there is no such folder. */
void far_engine_save_uri_async (FarEngine *self,
                                const char *uri,
                                const char *path,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer data);
gboolean far_engine_save_uri_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* Reads it again.  Fails with NO_SUCH_FILE, URI_FILE, URI_NEWER.  Returns: (transfer full): text
 * that far_uri_check() takes */
void far_engine_load_uri_async (FarEngine *self,
                                const char *path,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer data);
char *far_engine_load_uri_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* (element-type FarMadeInvitation): the newest first */
void far_engine_invitations_async (FarEngine *self,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer data);
GPtrArray *far_engine_invitations_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* Takes one back that this member made.  It cannot be undone.  Fails with NOT_YOURS,
 * INVITE_CLOSED.  @invitation: id or prefix */
void far_engine_end_invitation_async (FarEngine *self,
                                      const char *invitation,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer data);
gboolean far_engine_end_invitation_finish (FarEngine *self, GAsyncResult *result, GError **error);

/**
 * far_engine_join_async:
 * @uri: (nullable): an invitation, or a machine's code; %NULL goes on with what this home keeps
 * @me: (nullable): how others will see me; needed with a new invitation
 * @peer: (nullable): HOST:PORT of any member's machine
 * @bundle_out: (nullable): write the request to this file
 * @bundle_in: (nullable): read a member's bundle that may hold the answer
 * @nearby: find a member's machine on local networks, instead of @peer
 * @n_seconds: how long to try, 0 for once
 *
 * A machine that comes back (FarStatus.is_returning) asks so too, without an invitation.
 *
 * Asked again it goes on where it was.  Not reaching anybody is an error (NO_PEER), but the
 * request is kept and the state is ASKED.
 */
void far_engine_join_async (FarEngine *self,
                            const char *uri,
                            const char *me,
                            const char *peer,
                            const char *bundle_out,
                            const char *bundle_in,
                            FarNearbyMode nearby,
                            int n_seconds,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer data);
FarMembership *far_engine_join_finish (FarEngine *self, GAsyncResult *result, GError **error);

void far_engine_status_async (FarEngine *self,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer data);
FarStatus *far_engine_status_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* (element-type FarMember): by name, those in standing first */
void far_engine_members_async (FarEngine *self,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer data);
GPtrArray *far_engine_members_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* A person without a machine, for whom I answer.  Returns: (transfer full): the new person's id */
void far_engine_add_person_async (FarEngine *self,
                                  const char *name,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer data);
char *far_engine_add_person_finish (FarEngine *self, GAsyncResult *result, GError **error);

/**
 * far_engine_import_people_async:
 * @path: vCards, or a table with a column of names
 * @is_preview: whether nothing is written
 *
 * Each becomes a person without a machine, for whom I answer; who is there is found by the name, so
 * that importing again never doubles.  All of it or nothing.  Fails with PEOPLE_FORMAT,
 * EVENTS_LARGE, CALENDAR_DAMAGED, _SLOW, _READER.  Returns by finish: (transfer full)
 */
void far_engine_import_people_async (FarEngine *self,
                                     const char *path,
                                     gboolean is_preview,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer data);
FarPeoplePlan *
far_engine_import_people_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* @undo: of what was imported.  Who was made is gone, and numbers are taken off again */
void far_engine_undo_people_async (FarEngine *self,
                                   GVariant *undo,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer data);
gboolean far_engine_undo_people_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* At which number somebody is called; "" for none any more.  Anybody notes it, until that person
 * says it.  Returns by finish: whether it is done */
void far_engine_set_phone_async (FarEngine *self,
                                 const char *person,
                                 const char *phone,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer data);
gboolean far_engine_set_phone_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* Says that a person without a machine is a member now, or, not @is_same, that it is not so: by who
 * answers for that person and by the member.  When both have, what was noted for the one shows as
 * the other's.  Fails with SAME_NOT_YOURS for anybody else.  Both: id or prefix.  Returns by
 * finish: is_done when both say so */
void far_engine_same_person_async (FarEngine *self,
                                   const char *person,
                                   const char *member,
                                   gboolean is_same,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer data);
FarApproved *far_engine_same_person_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* Whether somebody is too young to count as an adult on a walk, as they say, or who answers for
 * them.
 * @person: id or prefix.  Fails with NO_SUCH_ID, PERSON_NOT_YOURS.  Returns by finish: its id */
void far_engine_set_helper_async (FarEngine *self,
                                  const char *person,
                                  gboolean is_helper,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer data);
char *far_engine_set_helper_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* (element-type FarDevice) */
void far_engine_devices_async (FarEngine *self,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer data);
GPtrArray *far_engine_devices_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* Says yes to what waits: a newcomer (by member, device or ASK), a member's machine that asks (by
 * device or ASK; one's own is then in), or a PROPOSE.  Fails with TOO_FEW_WORDS.  @what: id or
 * prefix
 */
void far_engine_approve_async (FarEngine *self,
                               const char *what,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer data);
FarApproved *far_engine_approve_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* Takes the standing of a machine: one's own at once, another member's is proposed.  Fails with
 * THIS_DEVICE, TOO_FEW_WORDS.  @device: id or prefix */
void far_engine_revoke_async (FarEngine *self,
                              const char *device,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer data);
FarApproved *far_engine_revoke_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* (element-type FarProposal): what can still be done, machines' apart (FarDevice) */
void far_engine_proposals_async (FarEngine *self,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer data);
GPtrArray *far_engine_proposals_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* Proposes that somebody no longer belongs, or approves that.  Fails with YOURSELF,
 * NOT_STANDING, TOO_FEW_MEMBERS, REASON_EMPTY.  @member: id or prefix */
void far_engine_propose_removal_async (FarEngine *self,
                                       const char *member,
                                       const char *why,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer data);
FarApproved *
far_engine_propose_removal_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* What leaving would release. */
void far_engine_leaving_async (FarEngine *self,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer data);
FarLeaving *far_engine_leaving_finish (FarEngine *self, GAsyncResult *result, GError **error);
/* Leaves, for good: who comes back is invited anew.  Returns: what was released */
void far_engine_leave_async (FarEngine *self,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer data);
FarLeaving *far_engine_leave_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* (element-type FarAgreement) */
void far_engine_rules_async (FarEngine *self,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer data);
GPtrArray *far_engine_rules_finish (FarEngine *self, GAsyncResult *result, GError **error);
/* Proposes that a rule has a value, or approves that.  Fails with NO_SUCH_RULE, RULE_VALUE. */
void far_engine_set_rule_async (FarEngine *self,
                                const char *name,
                                int value,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer data);
FarApproved *far_engine_set_rule_finish (FarEngine *self, GAsyncResult *result, GError **error);

/**
 * far_engine_set_servers_async:
 * @text: "stun:HOST[:PORT]" or "turn:USER:PASSWORD@HOST[:PORT]", at most four with blanks between
 *   them; "" for none
 *
 * The rule "servers": proposes that machines which look for each other across the Internet may ask
 * these and no others, or approves of that.  Fails with SERVERS_INVALID.
 */
void far_engine_set_servers_async (FarEngine *self,
                                   const char *text,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer data);
FarApproved *far_engine_set_servers_finish (FarEngine *self, GAsyncResult *result, GError **error);

/**
 * far_engine_machine_code_async:
 * @member: (nullable): id or prefix of whose machine it is to be; this member if NULL
 * @n_hours: 1..168, for how long this machine answers to whoever has the code
 * @address: (nullable): HOST:PORT where it is called, which then goes with the code
 *
 * A code with which another machine asks to be one of the member (far_engine_join_async()); no
 * other code that was made here before serves any more.  It lets nobody in by itself: that does
 * far_engine_approve_async().  Fails with NUMBER_INVALID, ADDRESS_INVALID, NO_SUCH_ID.
 *
 * Returns by finish: (transfer full): the code as @uri
 */
void far_engine_machine_code_async (FarEngine *self,
                                    const char *member,
                                    int n_hours,
                                    const char *address,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer data);
FarInvitation *
far_engine_machine_code_finish (FarEngine *self, GAsyncResult *result, GError **error);

void far_engine_baton_async (FarEngine *self,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer data);
FarBaton *far_engine_baton_finish (FarEngine *self, GAsyncResult *result, GError **error);

typedef enum
{
  FAR_BATON_PASS,    /* the holder offers it to @member; another open offer is taken back */
  FAR_BATON_KEEP,    /* the holder goes on with a new term: nothing that is offered counts then */
  FAR_BATON_ACCEPT,  /* who was offered it holds it from now on */
  FAR_BATON_DECLINE, /* says no, for all to read; the offer stays open */
  FAR_BATON_CLAIM,   /* asks the others for it, when the holder's term is over */
} FarBatonAct;

/**
 * far_engine_act_baton_async:
 * @member: (nullable): id or prefix; of PASS whom, of KEEP and ACCEPT the deputy, if any; KEEP has
 * the deputy that there is if %NULL, and none if it is oneself
 * @has_last_day: whether @last_day, of PASS and KEEP, is given
 *
 * Fails with HOLDER_ONLY, HOLDER_ALREADY, NO_STANDING, NO_OFFER, TERM_RUNS, DATE_INVALID.
 *
 * Returns by finish: the baton as it now is
 */
void far_engine_act_baton_async (FarEngine *self,
                                 FarBatonAct act,
                                 const char *member,
                                 gboolean has_last_day,
                                 gint32 last_day,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer data);
FarBaton *far_engine_act_baton_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* This member's vote on who is to hold it, one after the other.  @members: NULL-terminated ids or
 * prefixes, none for no opinion.  Returns by finish: the baton as it now is */
void far_engine_order_baton_async (FarEngine *self,
                                   const char *const *members,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer data);
FarBaton *far_engine_order_baton_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* (element-type FarSuggestion): the newest first */
void far_engine_suggestions_async (FarEngine *self,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer data);
GPtrArray *far_engine_suggestions_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* (element-type FarConflict): what is to be chosen, about the collective, persons, lines, rotas */
void far_engine_conflicts_async (FarEngine *self,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer data);
GPtrArray *far_engine_conflicts_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* Shows what this entry says, and replaces the others.  @value: id or prefix of one of the values
 * of a conflict */
void far_engine_choose_async (FarEngine *self,
                              const char *value,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer data);
gboolean far_engine_choose_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* The baton's holder or deputy adopts what was suggested, or declines it.  @suggestion: id or
 * prefix */
void far_engine_answer_suggestion_async (FarEngine *self,
                                         const char *suggestion,
                                         gboolean adopt,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer data);
gboolean
far_engine_answer_suggestion_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* The hand-over sheet, of today and the next four weeks. */
void far_engine_sheet_async (FarEngine *self,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer data);
FarSheet *far_engine_sheet_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* -- keys and things: every member writes down what there is and who has it */

/* (element-type FarThing): by name */
void far_engine_things_async (FarEngine *self,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer data);
GPtrArray *far_engine_things_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* @thing: of which @gone means nothing.  Fails with NO_SUCH_ID or KEEPER_GONE of the keeper.
 * Returns by finish: the new one's id */
void far_engine_add_thing_async (FarEngine *self,
                                 const FarThingEdit *thing,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer data);
char *far_engine_add_thing_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* @thing: id or prefix, also of one that was taken off the list.  Fails with NO_SUCH_ID where such
 * a one is not put back, and as above.  Returns by finish: its id */
void far_engine_change_thing_async (FarEngine *self,
                                    const char *thing,
                                    const FarThingEdit *edit,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer data);
char *far_engine_change_thing_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* -- roll-call: whoever is there counts */

/* @rota: id or prefix.  Fails with NO_SUCH_ID, NO_OUTING.  Returns by finish: (transfer full) */
void far_engine_roll_async (FarEngine *self,
                            const char *rota,
                            gint32 day,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer data);
FarRoll *far_engine_roll_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* @person: child, member or person: id or prefix.  Who is handed over was there, and who was not
 * there was not handed over.  Fails with NO_SUCH_ID, NO_OUTING, NOT_YET, OUTING_OVER, NOT_A_CHILD,
 * TEXT_INVALID.  Returns by finish: (transfer full): all of it as it is now */
void far_engine_call_roll_async (FarEngine *self,
                                 const char *rota,
                                 gint32 day,
                                 const char *person,
                                 const FarRollEdit *edit,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer data);
FarRoll *far_engine_call_roll_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* -- what whoever walks with a child has to know */

/**
 * far_engine_note_async:
 * @child: id or prefix
 * @rota: (nullable): id or prefix: as who walks with it on @day; without it as who speaks for it
 *
 * Fails with NO_SUCH_ID, NO_NOTE, NOTE_SEALED, CHILD_NOT_YOURS, NOT_YOURS of who does not walk
 * there as an adult, OUTING_OVER.  Returns by finish: (transfer full)
 */
void far_engine_note_async (FarEngine *self,
                            const char *child,
                            const char *rota,
                            gint32 day,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer data);
FarNote *far_engine_note_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* @words: "" if there is nothing to know.  Fails with NO_SUCH_ID, CHILD_NOT_YOURS, TEXT_INVALID,
 * FULL_SAID.  Returns by finish: (transfer full): whose it is, without the words */
void far_engine_set_note_async (FarEngine *self,
                                const char *child,
                                const char *words,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer data);
FarNote *far_engine_set_note_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* -- children: their guardians say what there is to say */

/* (element-type FarChild): by name */
void far_engine_children_async (FarEngine *self,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer data);
GPtrArray *far_engine_children_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* Fails with NAME_EMPTY, NO_SUCH_ID of a line or person, NO_SUCH_STOP, NUMBER_INVALID of the year,
 * FULL_GUARDIANS. Returns by finish: (transfer full): the new one */
void far_engine_add_child_async (FarEngine *self,
                                 const FarChildEdit *child,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer data);
FarChild *far_engine_add_child_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* @child: id or prefix, also of one that was taken off the list.  Fails as above, and with
 * CHILD_NOT_YOURS.  Returns by finish: (transfer full): as it is now */
void far_engine_change_child_async (FarEngine *self,
                                    const char *child,
                                    const FarChildEdit *edit,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer data);
FarChild *far_engine_change_child_finish (FarEngine *self, GAsyncResult *result, GError **error);

/**
 * far_engine_book_child_async:
 * @rota: (nullable): id or prefix of one rota; %NULL for all of the child's line
 * @weekdays: bit 0 Monday .. bit 6 Sunday; 0 for all days of the rota
 * @last_day: G_MAXINT32 for no end
 * @booking: (out) (optional) (transfer full): its id, by finish
 *
 * Fails with CHILD_NOT_YOURS, NO_SUCH_ID, DATE_INVALID, DAYS_INVALID, NO_LINE.
 *
 * Returns by finish: (transfer full): the child as it is now
 */
void far_engine_book_child_async (FarEngine *self,
                                  const char *child,
                                  const char *rota,
                                  guint weekdays,
                                  gint32 first_day,
                                  gint32 last_day,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer data);
FarChild *far_engine_book_child_finish (FarEngine *self,
                                        GAsyncResult *result,
                                        char **booking,
                                        GError **error);

/* @booking: id or prefix, of one that is not over.  @last_day: before its first day, or G_MININT32,
 * it is taken back whole.  Fails with CHILD_NOT_YOURS, NO_SUCH_ID.  Returns by finish: (transfer
 * full): the child as it is now */
void far_engine_end_booking_async (FarEngine *self,
                                   const char *booking,
                                   gint32 last_day,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer data);
FarChild *far_engine_end_booking_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* @rota: (nullable): %NULL for all of the day.  @is_absent: FALSE: it comes after all.  Every
 * member may say so.  Fails with NO_SUCH_ID, OUTING_OVER, NOT_BOOKED.  Returns by finish: (transfer
 * full): the child as it is now */
void far_engine_set_absent_async (FarEngine *self,
                                  const char *child,
                                  const char *rota,
                                  gint32 day,
                                  gboolean is_absent,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer data);
FarChild *far_engine_set_absent_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* -- living together */

/**
 * far_engine_import_lines_async:
 *
 * Reads a file of walking lines (docs/formats.md: import of lines) and writes each as a record.
 * A line whose name is there already is brought up to date, not doubled.
 *
 * Returns by finish: (element-type FarLine): the lines as they now are
 * @warnings: (out) (optional) (transfer full): NULL-terminated, "swapped NAME" where latitude and
 * longitude of a line were exchanged and put right, "no-time NAME", "skipped NAME"
 */
void far_engine_import_lines_async (FarEngine *self,
                                    const char *path,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer data);
GPtrArray *far_engine_import_lines_finish (FarEngine *self,
                                           GAsyncResult *result,
                                           char ***warnings,
                                           GError **error);

/* How many crossings a line has, at which somebody holds the traffic back.  @line: id or prefix.
 * Fails with NO_SUCH_ID, NUMBER_INVALID.  Returns by finish: (transfer full): the line as it is now
 */
void far_engine_set_crossings_async (FarEngine *self,
                                     const char *line,
                                     int n,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer data);
FarLine *far_engine_set_crossings_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* What is %NULL, or negative, stays as it is. */
typedef struct
{
  const char *stop;  /* name, or the id that a list gave it; "" anywhere */
  const char *words; /* of a new one always */
  int state;         /* FarHazardState */
} FarHazardEdit;

/* (element-type FarHazard): open ones first, then the newest.  @with_gone: those that are gone too
 */
void far_engine_hazards_async (FarEngine *self,
                               gboolean with_gone,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer data);
GPtrArray *far_engine_hazards_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* Any member may.  @line: id or prefix.  Fails with NO_SUCH_ID, NO_SUCH_STOP, REASON_EMPTY,
 * TEXT_INVALID.  Returns by finish: (transfer full): its id */
void far_engine_add_hazard_async (FarEngine *self,
                                  const char *line,
                                  const FarHazardEdit *hazard,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer data);
char *far_engine_add_hazard_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* Any member may.  @hazard: id or prefix, gone or not.  Fails as above.  Returns by finish:
 * (transfer full): its id */
void far_engine_change_hazard_async (FarEngine *self,
                                     const char *hazard,
                                     const FarHazardEdit *edit,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer data);
char *far_engine_change_hazard_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* What is %NULL, 0 or negative stays as it is. */
typedef struct
{
  int is_ask;
  const char *from; /* of a line's stop its name, or a place in words */
  const char *to;
  guint weekdays;    /* of a new one 0: that of the first day */
  int every_n_weeks; /* of a new one 0: each week */
  gint32 first_day;  /* of a new one always */
  gint32 last_day;   /* of a new one 0: it is once */
  const gint32 *added;
  guint n_added;
  int at[FAR_RIDE_WAY_N]; /* minute of the day; FAR_RIDE_NOT_THAT_WAY */
  FarSeatCount seats;     /* n 0: as they are */
  const char *detour;
  int has_luggage;
  int has_wheelchair;
  int in_holidays;
  int is_gone;
  const char *member; /* only of a new one: whom I answer for; me if NULL */
  const char *rota;   /* the same: the rota in whose place it is; with day */
  gint32 day;
} FarRideDraft;

#define FAR_RIDE_NOT_THAT_WAY 1440
#define FAR_RIDE_DRAFT_NONE \
  { \
    .is_ask = -1, .at = { -1, -1 }, .has_luggage = -1, .has_wheelchair = -1, .in_holidays = -1, \
    .is_gone = -1 \
  }

/* Rides from @first_day on, 0: from today on.  Returns by finish: (element-type FarRide): by day
 * and time; of what does not run only where somebody counts on it */
void far_engine_rides_async (FarEngine *self,
                             gint32 first_day,
                             guint n_days,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer data);
GPtrArray *far_engine_rides_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* One date of one.  @ride: id or prefix.  @day: 0 for the next.  Fails with NO_SUCH_ID, NO_RIDE.
 * Returns by finish: (transfer full) */
void far_engine_ride_async (FarEngine *self,
                            const char *ride,
                            gint32 day,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer data);
FarRide *far_engine_ride_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* Offers seats, or asks for some.  Fails with RIDES_OFF, NAME_EMPTY, NAME_LONG and TEXT_INVALID of
 * a place, PERIOD_INVALID, DATE_INVALID, DAYS_INVALID, NUMBER_INVALID, TIME_INVALID, SEATS_INVALID,
 * RIDE_OVER, NO_RIDE, NO_SUCH_ID, PERSON_NOT_YOURS.  Returns by finish: (transfer full): its id */
void far_engine_add_ride_async (FarEngine *self,
                                const FarRideDraft *draft,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer data);
char *far_engine_add_ride_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* Asks for seats in place of an outing, for the children who come.  @rota: id or prefix.  Fails
 * with RIDES_OFF, NO_SUCH_ID, NO_OUTING, OUTING_OVER, ALREADY_SAID.  Returns by finish: (transfer
 * full) */
void far_engine_ask_rides_async (FarEngine *self,
                                 const char *rota,
                                 gint32 day,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer data);
FarRide *far_engine_ask_rides_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* By whose it is.  @ride: id or prefix.  Fails with RIDE_NOT_YOURS, and as above.  Returns by
 * finish: (transfer full): its id */
void far_engine_change_ride_async (FarEngine *self,
                                   const char *ride,
                                   const FarRideDraft *draft,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer data);
char *far_engine_change_ride_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* It falls out on one date.  @day: 0 for the next.  @why: (nullable): %NULL: it runs after all.
 * Fails with RIDE_NOT_YOURS, NO_RIDE, RIDE_OVER, REASON_EMPTY, ALREADY_SAID, NO_SUCH_ID.  Returns
 * by finish: (transfer full): as it is then, with whom to call */
void far_engine_drop_ride_async (FarEngine *self,
                                 const char *ride,
                                 gint32 day,
                                 const char *why,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer data);
FarRide *far_engine_drop_ride_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* Seats of a ride, on some of its dates. */
typedef struct
{
  const char *ride;   /* id or prefix */
  const char *member; /* (nullable): whom I answer for; me if NULL */
  guint ways;         /* bits of FarRideWay; 0: all that it goes */
  gint32 first_day;   /* 0: from today on */
  gint32 last_day;    /* 0: as long as it runs */
  const gint32 *days; /* these instead */
  guint n_days;
  FarSeatCount seats; /* only of taking; of an ask those that are brought */
} FarSeatsDraft;

/* Fails with RIDES_OFF, NO_SUCH_ID, SEATS_INVALID, RIDE_OWN, RIDE_OVER, NO_RIDE, RIDE_OFF,
 * SEAT_TAKEN, PERSON_NOT_YOURS, PERSON_IS_MEMBER.  Returns by finish: (transfer full) */
void far_engine_take_seats_async (FarEngine *self,
                                  const FarSeatsDraft *draft,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer data);
FarSeatsReport *
far_engine_take_seats_finish (FarEngine *self, GAsyncResult *result, GError **error);
/* From today on.  Fails with NO_SUCH_ID, NO_SEAT.  Returns by finish: (transfer full) */
void far_engine_release_seats_async (FarEngine *self,
                                     const FarSeatsDraft *draft,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer data);
FarSeatsReport *
far_engine_release_seats_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* What of a time stays as it is. */
#define FAR_AS_IT_IS (-2)

/* What is to be different at one stop. */
typedef struct
{
  const char *stop; /* its name, or the id that a list gave it */
  int walk;      /* minutes to the next one, both ways, and those that come later move along; -1 */
  int time_out;  /* minutes of day, -1 for none, FAR_AS_IT_IS */
  int time_back; /* the same */
  int here[FAR_ACCESS_N]; /* FarAccess, -1 as it is */
  int way[FAR_ACCESS_N];
} FarStopEdit;

#define FAR_STOP_EDIT_NONE \
  ((FarStopEdit){ .walk = -1, \
                  .time_out = FAR_AS_IT_IS, \
                  .time_back = FAR_AS_IT_IS, \
                  .here = { -1, -1, -1 }, \
                  .way = { -1, -1, -1 } })

/* A stop as somebody writes it down. */
typedef struct
{
  const char *name;
  int time_out;      /* minutes of day, -1 for none */
  int time_back;     /* the same */
  const FarStop *as; /* (nullable): where it is, and how a wheelchair gets along, as there; NULL: as
                        the stop of that name is now */
} FarTypedStop;

/* What is %NULL, or negative, stays as it is. */
typedef struct
{
  const char *name;
  const char *school;   /* "": none */
  const char *referent; /* id or prefix of a member or person; "": nobody */
  int colour;           /* FarColour */
  int start;            /* when it leaves the first stop: all times to school move along */
  int start_back;       /* when it leaves the last one on the way back: the same */
  const FarStopEdit *stops;
  guint n_stops;
  const FarTypedStop *all_stops; /* (nullable): instead of @stops, all of them in walking order */
  guint n_all_stops;
  const FarLinePattern *patterns; /* (nullable): all of them; their titles are not looked at */
  guint n_patterns;
} FarLineEdit;

#define FAR_LINE_EDIT_NONE ((FarLineEdit){ .colour = -1, .start = -1, .start_back = -1 })

/* Any member says so.  Fails with NO_SUCH_ID, NO_SUCH_STOP, NAME_EMPTY, NAME_LONG, TIME_INVALID,
 * NUMBER_INVALID, KEEPER_GONE of the referent, DAYS_INVALID of a pattern, STOPS_EMPTY, STOP_TWICE,
 * STOPS_ORDER, LINE_LONG.  Returns by finish:
 * (transfer full): the line as it is now */
void far_engine_change_line_async (FarEngine *self,
                                   const char *line,
                                   const FarLineEdit *edit,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer data);
FarLine *far_engine_change_line_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* A stop that would be passed at another time. */
typedef struct
{
  const char *name;
  int out_before; /* minutes of day, -1 if none was known; so all of them */
  int out;
  int back_before;
  int back;
  int n_children;   /* who stand there */
  gboolean is_gone; /* it would be no stop any more; its times are as they were */
} FarStopMove;

/* A rota that begins when the line did, and that somebody has to move besides. */
typedef struct
{
  const char *id;
  const char *title;
  int at;    /* minutes of day */
  int start; /* when the line would begin */
} FarRotaStray;

typedef struct
{
  GPtrArray *stops; /* (element-type FarStopMove): in walking order */
  GPtrArray *rotas; /* (element-type FarRotaStray) */
} FarTimetableForecast;

/* What that would do to times.  Fails as the change would.  Returns by finish: (transfer full) */
void far_engine_foresee_line_async (FarEngine *self,
                                    const char *line,
                                    const FarLineEdit *edit,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer data);
FarTimetableForecast *
far_engine_foresee_line_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* Any member adds a line.  @school: "" for none.  Fails with NAME_TAKEN if there is one of that
 * name, and as the change does.  Returns by finish: (transfer full) */
void far_engine_add_line_async (FarEngine *self,
                                const char *name,
                                const char *school,
                                const FarTypedStop *stops,
                                guint n_stops,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer data);
FarLine *far_engine_add_line_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* A rota that walks a line. */
typedef struct
{
  const char *id;
  const char *title;
} FarLineWalk;

/* What hangs on a line, and would be without one. */
typedef struct
{
  const char *id;
  const char *name;
  GPtrArray *rotas;      /* (element-type FarLineWalk): that are not over */
  int n_children;        /* whose line it is */
  int n_hazards;         /* to be looked out for on it */
  gboolean i_may_remove; /* I wrote it down, or publish */
} FarLineTies;

/* @line: id or prefix.  Fails with NO_SUCH_ID.  Returns by finish: (transfer full) */
void far_engine_line_ties_async (FarEngine *self,
                                 const char *line,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer data);
FarLineTies *far_engine_line_ties_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* Takes a line off the list, or puts it back as it was; what names it goes on naming it.  @line: id
 * or prefix.  Fails with NO_SUCH_ID, and LINE_NOT_YOURS of who neither wrote it down nor publishes.
 * Returns by finish: its id */
void far_engine_set_line_gone_async (FarEngine *self,
                                     const char *line,
                                     gboolean is_gone,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer data);
char *far_engine_set_line_gone_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* (element-type FarLine): by name.  @is_gone: those that were taken off the list instead */
void far_engine_lines_async (FarEngine *self,
                             gboolean is_gone,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer data);
GPtrArray *far_engine_lines_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* What rota add needs; the same meanings and ranges as in FarRota.  Copied by the call. */
typedef struct
{
  const char *title;
  guint weekdays;
  int every_n_weeks;
  gint32 first_day;
  gint32 last_day;
  int at;
  int n_min;
  int n_max;
  const char *line; /* (nullable): id or prefix */
  gboolean in_holidays;
  const gint32 *added; /* ascending: as many as n_added */
  int n_added;
  const gint32 *dropped;
  int n_dropped;
  const char *place; /* (nullable) */
  GPtrArray *later;  /* (nullable) (element-type FarRotaLater): by day */
  GPtrArray *roles;  /* (nullable) (element-type FarRole): with a name, all of them */
} FarRotaDraft;

/* Which fields of a rota are to be different. */
typedef enum
{
  FAR_ROTA_FIELD_TITLE = 1 << 0,
  FAR_ROTA_FIELD_WEEKDAYS = 1 << 1,
  FAR_ROTA_FIELD_EVERY = 1 << 2,
  FAR_ROTA_FIELD_FIRST = 1 << 3,
  FAR_ROTA_FIELD_LAST = 1 << 4,
  FAR_ROTA_FIELD_AT = 1 << 5,
  FAR_ROTA_FIELD_MIN = 1 << 6,
  FAR_ROTA_FIELD_MAX = 1 << 7,
  FAR_ROTA_FIELD_LINE = 1 << 8,
  FAR_ROTA_FIELD_ADDED = 1 << 9,
  FAR_ROTA_FIELD_DROPPED = 1 << 10,
  FAR_ROTA_FIELD_HOLIDAYS = 1 << 11,
  FAR_ROTA_FIELD_PLACE = 1 << 12,
  FAR_ROTA_FIELD_LATER = 1 << 13,       /* all that is different later */
  FAR_ROTA_FIELD_ROLES = 1 << 14,       /* all of them */
  FAR_ROTA_FIELD_LATER_ROLES = 1 << 15, /* all that they are later, apart from LATER */
  FAR_ROTA_FIELD_REMARK = 1 << 16,      /* of one date */
} FarRotaFields;

/* Copied by the call. */
typedef struct
{
  guint fields;       /* FarRotaFields */
  FarRotaDraft draft; /* what is not among these is not looked at */
  gboolean has_from;
  gint32 from; /* the day from which on weekdays, weeks, time, least, most, place and roles are
                  different, and as they were before it; without one they are so on all days */
} FarRotaChange;

/* Returns by finish: (transfer full): the new rota, as a draft */
void far_engine_add_rota_async (FarEngine *self,
                                const FarRotaDraft *draft,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer data);
FarRota *far_engine_add_rota_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* Changes a draft of one's own, or by the baton's holder or deputy any rota; what is published
 * waits for them as a suggestion from anybody else.  No turn is touched.  Fails with
 * DRAFT_NOT_YOURS.  @rota: id or prefix
 * Returns by finish: (transfer full): the rota as it now is; @is_suggestion: (out) (optional) */
void far_engine_change_rota_async (FarEngine *self,
                                   const char *rota,
                                   const FarRotaChange *change,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer data);
FarRota *far_engine_change_rota_finish (FarEngine *self,
                                        GAsyncResult *result,
                                        gboolean *is_suggestion,
                                        GError **error);

/* What that would do.  Writes nothing, and fails as that would.  Returns by finish: (transfer full)
 */
void far_engine_foresee_async (FarEngine *self,
                               const char *rota,
                               const FarRotaChange *change,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer data);
FarForecast *far_engine_foresee_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* What is to be different of one date of a rota.  Copied by the call. */
typedef struct
{
  guint fields; /* FarRotaFields: AT, MIN, MAX, PLACE, ROLES, REMARK; what is not among these stays
                   as it is */
  int at;       /* minutes of day; -1 as the rota says */
  int n_min;    /* the same */
  int n_max;    /* the same */
  const char *place; /* (nullable): the same, as is "" */
  GPtrArray *roles; /* (nullable) (element-type FarRole): the same; else with a name, all of them */
  const char *remark; /* (nullable): what all are to know; "" for nothing */
} FarOutingChange;

/* Says what holds on one date alone, by the baton's holder or deputy; from anybody else it waits
 * for them as a suggestion.  @rota: id or prefix Returns by finish: (transfer full): the outing as
 * it now is; @is_suggestion: (out) (optional) */
void far_engine_change_outing_async (FarEngine *self,
                                     const char *rota,
                                     gint32 day,
                                     const FarOutingChange *change,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer data);
FarOuting *far_engine_change_outing_finish (FarEngine *self,
                                            GAsyncResult *result,
                                            gboolean *is_suggestion,
                                            GError **error);

/* What that would do.  Writes nothing, and fails as that would.  Returns by finish: (transfer full)
 */
void far_engine_foresee_outing_async (FarEngine *self,
                                      const char *rota,
                                      gint32 day,
                                      const FarOutingChange *change,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer data);
FarForecast *
far_engine_foresee_outing_finish (FarEngine *self, GAsyncResult *result, GError **error);

/**
 * far_engine_import_events_async:
 * @path: a calendar of events: iCalendar, or a table with a title, a date and a time
 *
 * Each event that comes again, and single ones of one title together, become a rota; one of that
 * title that is there is brought up to date, so that importing again never doubles.  Times are told
 * in the collective's zone.  All of it or nothing.  Fails with EVENTS_*, CALENDAR_DAMAGED, _SLOW,
 * _READER and with what changing a rota is refused for.  Returns by finish: (transfer full)
 */
void far_engine_import_events_async (FarEngine *self,
                                     const char *path,
                                     const FarEventsOptions *options,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer data);
FarEventsPlan *
far_engine_import_events_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* @undo: of what was imported.  Rotas that were made are gone, and those that were changed are as
 * they were */
void far_engine_undo_events_async (FarEngine *self,
                                   GVariant *undo,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer data);
gboolean far_engine_undo_events_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* -- holidays: entered by who holds the baton, or the deputy */

/* (element-type FarCalendar): by name */
void far_engine_calendars_async (FarEngine *self,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer data);
GPtrArray *far_engine_calendars_finish (FarEngine *self, GAsyncResult *result, GError **error);

/**
 * far_engine_read_calendar_async:
 * @path: a file of holidays: iCalendar, or a table of a ministry or an open-data service
 * @zone: (nullable): as people write it: "B", "Zone B", "Grenoble"
 * @name: (nullable): what the calendar is to be called, if not as in the file
 *
 * Writes nothing.  Fails with CALENDAR_*.  Returns by finish: (transfer full)
 */
void far_engine_read_calendar_async (FarEngine *self,
                                     const char *path,
                                     const char *zone,
                                     const char *name,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer data);
FarCalendarPlan *
far_engine_read_calendar_finish (FarEngine *self, GAsyncResult *result, GError **error);

/**
 * far_engine_plan_closing_async:
 * @name: of a calendar that may be there already: the school's own days off
 * @days: on which the school is closed, and why
 * @is_open: whether it is open on them after all
 *
 * What that calendar would say then, and change by that.  Writes nothing.  Fails with DATE_INVALID.
 * Returns by finish: (transfer full)
 */
void far_engine_plan_closing_async (FarEngine *self,
                                    const char *name,
                                    const FarHoliday *days,
                                    gboolean is_open,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer data);
FarCalendarPlan *
far_engine_plan_closing_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* The one of that name says just this from now on; others of that name are taken off.  @holidays:
 * (element-type FarHoliday).  Returns by finish: (transfer full) */
void far_engine_set_calendar_async (FarEngine *self,
                                    const char *name,
                                    GPtrArray *holidays,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer data);
FarCalendar *far_engine_set_calendar_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* @calendar: id or prefix.  Its outings are there again, and what was promised on them.  Returns by
 * finish: (transfer full): as it was */
void far_engine_remove_calendar_async (FarEngine *self,
                                       const char *calendar,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer data);
FarCalendar *
far_engine_remove_calendar_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* @calendar: id of one that was taken off.  Returns by finish: (transfer full) */
void far_engine_restore_calendar_async (FarEngine *self,
                                        const char *calendar,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer data);
FarCalendar *
far_engine_restore_calendar_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* Which outings are meant: of all, or of one line or rota. */
typedef struct
{
  const char *line; /* (nullable): id or prefix */
  const char *rota; /* (nullable): id or prefix */
  gint32 first_day;
  gint32 last_day;     /* inclusive, at most a year later */
  gboolean asks_rides; /* for the children who come, where nobody did yet */
} FarCallOffScope;

typedef struct
{
  GPtrArray *outings; /* (element-type FarOuting): that would be cancelled, by day and time */
  GPtrArray *others;  /* (element-type FarOuting): that would walk still on these days */
  int n_turns;        /* of those who would not have to come */
  int n_children;     /* who would have to go another way, counted on each day */
  int n_people;       /* each counted once */
} FarCallOffForecast;

/* Fails with NO_SUCH_ID, DATE_INVALID.  Returns by finish: (transfer full) */
void far_engine_foresee_call_off_async (FarEngine *self,
                                        const FarCallOffScope *scope,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer data);
FarCallOffForecast *
far_engine_foresee_call_off_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* Somebody whom it concerns, and who is not known to have heard of it. */
typedef struct
{
  const char *id; /* member, or person without a machine */
  const char *name;
  const char *phone;         /* "" if nobody noted a number */
  const char *answerer_name; /* "" but for who has no machine: who answers for them */
} FarToCall;

typedef struct
{
  const char *act; /* id: takes all of it back */
  int n_outings;
  int n_rides;            /* of those for which seats are asked for */
  gboolean is_suggestion; /* it waits for who may publish */
  GPtrArray *to_call;     /* (element-type FarToCall): by name; none of a suggestion */
} FarCalledOff;

/* Strike, ice, heat: cancels all of them in one go.  @why: for everyone to read.  Fails with
 * REASON_EMPTY, DATE_INVALID, NO_OUTING, NUMBER_INVALID of more than 500, NO_SUCH_ID, RIDES_OFF.
 * Returns by finish: (transfer full) */
void far_engine_call_off_async (FarEngine *self,
                                const FarCallOffScope *scope,
                                const char *why,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer data);
FarCalledOff *far_engine_call_off_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* What was cancelled walks after all: all of @act, or one outing of @rota.
 * @act: (nullable): id or prefix.  @rota: (nullable): the same, with @day.
 * Fails with NO_OUTING if nothing of it is cancelled, NO_SUCH_ID.
 * Returns by finish: how many walk, -1 with @error; @is_suggestion: (out) (optional) */
void far_engine_resume_async (FarEngine *self,
                              const char *act,
                              const char *rota,
                              gint32 day,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer data);
int far_engine_resume_finish (FarEngine *self,
                              GAsyncResult *result,
                              gboolean *is_suggestion,
                              GError **error);

/* Who has not been reached about what is cancelled.  @act: (nullable): id or prefix: only of
 * that.  Fails with NO_SUCH_ID.
 * Returns by finish: (transfer full) (element-type FarToCall): by name, each a snapshot */
void far_engine_to_call_async (FarEngine *self,
                               const char *act,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer data);
GPtrArray *far_engine_to_call_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* What a published rota says otherwise than it did. */
typedef enum
{
  FAR_PLAN_CHANGE_TITLE,
  FAR_PLAN_CHANGE_LINE,
  FAR_PLAN_CHANGE_DAYS, /* of the week, and each how many weeks */
  FAR_PLAN_CHANGE_FIRST,
  FAR_PLAN_CHANGE_LAST,
  FAR_PLAN_CHANGE_AT,
  FAR_PLAN_CHANGE_MIN,
  FAR_PLAN_CHANGE_MAX,
  FAR_PLAN_CHANGE_PLACE,
  FAR_PLAN_CHANGE_HOLIDAYS, /* whether it runs in them */
  FAR_PLAN_CHANGE_ROLE_NEW,
  FAR_PLAN_CHANGE_ROLE_GONE,
  FAR_PLAN_CHANGE_ROLE_NAME,
  FAR_PLAN_CHANGE_ROLE_NUMBERS,
  FAR_PLAN_CHANGE_DATE_NEW,
  FAR_PLAN_CHANGE_DATE_GONE,
  FAR_PLAN_CHANGE_CANCELLED,
  FAR_PLAN_CHANGE_WALKS, /* after all */
  FAR_PLAN_CHANGE_DATE_AT,
  FAR_PLAN_CHANGE_DATE_MIN,
  FAR_PLAN_CHANGE_DATE_MAX,
  FAR_PLAN_CHANGE_DATE_PLACE,
  FAR_PLAN_CHANGE_CLOSED, /* by holidays */
  FAR_PLAN_CHANGE_OPENED, /* by none any more */
  FAR_PLAN_CHANGE_JOINED, /* a date is to walk with another rota's */
  FAR_PLAN_CHANGE_PARTED, /* and does so no more */
  FAR_PLAN_CHANGE_DATE_REMARK,
  FAR_PLAN_CHANGE_COMES,   /* who was reserve on that date comes now */
  FAR_PLAN_CHANGE_RESERVE, /* who was to come is reserve now */
} FarPlanWhat;

typedef struct
{
  FarPlanWhat what;
  gboolean has_day;        /* it is of one date, of holidays, or from a day on */
  gint32 day;              /* only if has_day */
  gboolean is_date;        /* of a role: of that date alone */
  gint32 last_day;         /* of holidays: the last that they close or open */
  gint64 before;           /* a time, a day, a number, weekdays: what was said */
  gint64 after;            /* what is said; of holidays how many dates */
  int every_before;        /* of the days: weeks */
  int every_after;         /* the same */
  int n_min;               /* of a role, the same as in FarRole */
  int n_max;               /* the same */
  const char *text_before; /* a title, line, place, the name of a role; "" */
  const char *text; /* the same; why it is cancelled, which holidays; of COMES and RESERVE who
                     * it is, "" oneself */
} FarPlanChange;

typedef enum
{
  FAR_PLAN_SEEN_NEVER,
  FAR_PLAN_SEEN_BEFORE, /* it has changed since */
  FAR_PLAN_SEEN_NOW,
} FarPlanSeen;

/* Who has received a plan, and has seen it. */
typedef struct
{
  const char *id; /* member, or person without a machine */
  const char *name;
  const char *phone;         /* "" if nobody noted a number */
  const char *answerer_name; /* "" but for who has no machine: who answers for them */
  gboolean is_concerned; /* promised to come, or brings a child; all members while nobody does */
  gboolean has_received; /* a machine of theirs is known to hold all of it */
  gboolean can_say;      /* I may say for them that they have seen it: also I myself */
  FarPlanSeen seen;
  gint64 seen_ms;           /* claimed; 0 if nobody said so: they wrote it */
  const char *said_by_name; /* "" if they said it themselves, or nobody did */
} FarPlanReader;

/* What became of a rota since it was published. */
typedef struct
{
  const char *rota;
  const char *title;
  const char *entry; /* by which it was published */
  const char *by_name;
  gint64 published_ms;
  GPtrArray *changes;   /* (element-type FarPlanChange): since then, from today on */
  FarPlanSeen mine;     /* what I have seen of it */
  GPtrArray *news;      /* (element-type FarPlanChange): since what I have seen; all of it if that
                         * is nothing */
  gboolean concerns_me; /* told only where there is something that I have not seen */
  GPtrArray *readers;   /* (nullable) (element-type FarPlanReader): by name; members, and those
                         * without a machine whom it concerns; NULL if they were not asked for */
} FarPlan;

/* @rota: (nullable): id or prefix; NULL for all that are published and not over.
 * @with_readers: who has received and seen it too, which takes longer
 * Fails with NO_SUCH_ID, NOT_PUBLISHED.
 * Returns by finish: (transfer full) (element-type FarPlan): as the rotas */
void far_engine_plans_async (FarEngine *self,
                             const char *rota,
                             gboolean with_readers,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer data);
GPtrArray *far_engine_plans_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* Says that all that is published of rotas was seen, as this machine holds it, or takes that back.
 * @rotas: NULL-terminated ids or prefixes
 * @person: (nullable): id or prefix of a person without a machine, for whom this member answers
 * Fails with NO_SUCH_ID, NOT_PUBLISHED, PERSON_NOT_YOURS, PERSON_IS_MEMBER; then nothing is said.
 */
void far_engine_say_seen_async (FarEngine *self,
                                const char *const *rotas,
                                const char *person,
                                gboolean is_seen,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer data);
gboolean far_engine_say_seen_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* (element-type FarUnheard): whom to tell by other means, by name.  Of what is over, of drafts and
 * of suggestions nobody has to hear */
void far_engine_unheard_async (FarEngine *self,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer data);
GPtrArray *far_engine_unheard_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* (element-type FarRota): by first day, then title */
void far_engine_rotas_async (FarEngine *self,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer data);
GPtrArray *far_engine_rotas_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* Publishes a draft, by the baton's holder or deputy; from anybody else it waits for them as a
 * suggestion, and what comes back is a draft still.  @rota: id or prefix */
void far_engine_publish_async (FarEngine *self,
                               const char *rota,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer data);
FarRota *far_engine_publish_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* Discards a draft, or puts it back as it was.  @rota: id or prefix.  Fails with NO_SUCH_ID,
 * COUNTED_ON, FULL_DRAFTS, and DRAFT_NOT_YOURS of who neither wrote it nor publishes.
 * Returns by finish: its id */
void far_engine_set_draft_gone_async (FarEngine *self,
                                      const char *rota,
                                      gboolean is_gone,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer data);
char *far_engine_set_draft_gone_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* Cancels one outing with a reason, by the baton's holder or deputy; from anybody else it waits for
 * them as a suggestion.  Returns by finish: (transfer full): the outing as it now is */
void far_engine_cancel_outing_async (FarEngine *self,
                                     const char *rota,
                                     gint32 day,
                                     const char *why,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer data);
FarOuting *far_engine_cancel_outing_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* (element-type FarOuting): of @n_days (1..366) days from @first_day, by day, time, title.  Drafts
 * are shown too, with their state. */
void far_engine_week_async (FarEngine *self,
                            gint32 first_day,
                            int n_days,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer data);
GPtrArray *far_engine_week_finish (FarEngine *self, GAsyncResult *result, GError **error);

/**
 * far_engine_outward_async:
 * @first_day: civil day; %FAR_DAY_FROM_ROTAS for the first of those rotas that are not over, but a
 *   year ago at most
 * @last_day: inclusive; %FAR_DAY_FROM_ROTAS for the last of all rotas, but five years ahead at most
 *
 * All outings of these days, those that are cancelled too, and those that are no more but that
 * somebody had said something about.  Fails with DATE_INVALID.
 */
#define FAR_DAY_FROM_ROTAS G_MAXINT32
void far_engine_outward_async (FarEngine *self,
                               gint32 first_day,
                               gint32 last_day,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer data);
/* Returns: (transfer full) (element-type FarOutward): by day, time, title; those that are no more
 * last */
GPtrArray *far_engine_outward_finish (FarEngine *self, GAsyncResult *result, GError **error);

/**
 * far_engine_format_events_async:
 * @name: of the calendar
 * @events: (element-type FarEvent): copied
 *
 * As iCalendar, which follows from what is given alone.  Fails with EVENTS_MANY, ZONE_INVALID,
 * CALENDAR_WRITER.
 */
void far_engine_format_events_async (FarEngine *self,
                                     const char *name,
                                     GPtrArray *events,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer data);
/* Returns: (transfer full): what a file is to hold; NULL on error */
GBytes *far_engine_format_events_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* @role: number of one that the outing has, or FAR_TURN_ROLE_ALONG
 * @member: (nullable): a person whom I answer for; me if NULL.
 * Returns by finish: (transfer full): the outing as it now is; @turn: (out) (optional): id of the
 * turn */
void far_engine_take_turn_async (FarEngine *self,
                                 const char *rota,
                                 gint32 day,
                                 int role,
                                 const char *member,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer data);
FarOuting *
far_engine_take_turn_finish (FarEngine *self, GAsyncResult *result, char **turn, GError **error);

/* Promises to come each week, on the day of @first_day and up to @last_day, wherever there is room;
 * 0 for as long as the rota runs, at most a year.  Or on @days, where there are any. Returns by
 * finish: (transfer full): which were taken */
void far_engine_take_series_async (FarEngine *self,
                                   const FarSeriesDraft *draft,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer data);
FarSeriesReport *
far_engine_take_series_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* Gives them back; what is over stays as it is.
 * Returns by finish: (transfer full): which were given back */
void far_engine_release_series_async (FarEngine *self,
                                      const FarSeriesDraft *draft,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer data);
FarSeriesReport *
far_engine_release_series_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* What becomes of a turn. */
typedef enum
{
  FAR_TURN_ACT_STAND,   /* who looked for a stand-in, or could not come, comes after all */
  FAR_TURN_ACT_RELEASE, /* gives it back */
  FAR_TURN_ACT_SEEK,    /* looks for a stand-in, and comes as long as there is none */
  FAR_TURN_ACT_ABSENT,  /* cannot come, and nobody was found */
} FarTurnAct;

/* @turn: of mine, or of a person for whom I answer.  Where a reserve waits, to look for a stand-in
 * is to give the turn back. Returns by finish: (transfer full): the outing as it now is; @now:
 * (out) (optional): id of the turn, another one if somebody else had come in its place meanwhile */
void far_engine_change_turn_async (FarEngine *self,
                                   const char *turn,
                                   FarTurnAct act,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer data);
FarOuting *
far_engine_change_turn_finish (FarEngine *self, GAsyncResult *result, char **now, GError **error);

/* (element-type FarOuting): from today on, those that are not what I promised to come to, for me or
 * for whom I answer for: a turn is moved, or there is none on that day any more.  By day */
void far_engine_touched_async (FarEngine *self,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer data);
GPtrArray *far_engine_touched_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* Looks for a stand-in for @mine who is promised to be replaced at @theirs, a turn of somebody
 * else, who may accept; or accepts @theirs, which was offered for one of mine.  Ids or prefixes. It
 * is taken back by FAR_TURN_ACT_STAND.  Returns by finish: (transfer full): the outing of @mine, or
 * of
 * @theirs which is accepted, as it now is; @turn: (out) (optional): that turn */
void far_engine_offer_swap_async (FarEngine *self,
                                  const char *mine,
                                  const char *theirs,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer data);
FarOuting *
far_engine_offer_swap_finish (FarEngine *self, GAsyncResult *result, char **turn, GError **error);
void far_engine_accept_swap_async (FarEngine *self,
                                   const char *theirs,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer data);
FarOuting *
far_engine_accept_swap_finish (FarEngine *self, GAsyncResult *result, char **turn, GError **error);

/* Says yes to the time at which the outing is now; the turn keeps its place.  The outing is as it
 * now is. */
void far_engine_keep_turn_async (FarEngine *self,
                                 const char *turn,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer data);
FarOuting *far_engine_keep_turn_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* -- exchanging */

/**
 * far_engine_offer_card_async:
 * @device: (nullable): id or prefix of the machine that it is for, or of its member where that has
 *   but one; NULL where there is only one other
 *
 * Makes a connection card and waits ten minutes for the answer to it; the machine asks the servers
 * that the rules name, and nobody else, where it is.  Fails with NO_SUCH_ID, CARD_WHOM, NO_ROAD,
 * NO_LIBNICE.
 */
void far_engine_offer_card_async (FarEngine *self,
                                  const char *device,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer data);
FarShownCard *far_engine_offer_card_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* The answer to one, to be given back to whoever made it.  @text: the offer, as it came.  Fails
 * with the codes of CARD, NO_ROAD, NO_LIBNICE. */
void far_engine_answer_card_async (FarEngine *self,
                                   const char *text,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer data);
FarShownCard *far_engine_answer_card_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* Nobody waits any more for the answer to a card that was made here; nothing where it is met by it.
 */
void far_engine_drop_card_async (FarEngine *self,
                                 const char *token,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer data);
gboolean far_engine_drop_card_finish (FarEngine *self, GAsyncResult *result, GError **error);

/**
 * far_engine_meet_by_card_async:
 * @token: of a card that was made here
 * @answer: (nullable): of an offer the answer to it, as it came
 * @stays: go on when in step, until it is cancelled or the other end goes
 *
 * Looks for the way and exchanges on it.  From when both know where the other is it is found within
 * 30 s, or there is none: NO_ROAD.  Fails with the codes of CARD too, and as
 * far_engine_exchange_async().
 */
void far_engine_meet_by_card_async (FarEngine *self,
                                    const char *token,
                                    const char *answer,
                                    gboolean stays,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer data);
FarExchange *far_engine_meet_by_card_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* A card to a file, and from one: as far_engine_save_uri_async() of an invitation.  Fails with
 * NO_SUCH_FILE, CARD_FILE, CARD_NEWER. */
void far_engine_save_card_async (FarEngine *self,
                                 const char *text,
                                 const char *path,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer data);
gboolean far_engine_save_card_finish (FarEngine *self, GAsyncResult *result, GError **error);
void far_engine_load_card_async (FarEngine *self,
                                 const char *path,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer data);
/* Returns: (transfer full): text that far_card_check() takes */
char *far_engine_load_card_finish (FarEngine *self, GAsyncResult *result, GError **error);

/**
 * far_engine_exchange_async:
 * @listen: (nullable): HOST:PORT to be called at; port 0 takes a free one, told by ::peer-event
 * @peers: (nullable): NULL-terminated HOST:PORT to call
 * @nearby: whether others are found on local networks too, and find this device
 * @once: end when in step with each of @peers, and with whoever is found
 * @n_seconds: end after so long, 0 for no limit; at least one of @once, @n_seconds or @cancellable
 * must end it
 *
 * Fails only when nobody was reached at all (NO_PEER, PEER_STRANGER, PEER_SILENT) although @peers
 * were named or others were to be found nearby, or the address to listen at is not to be had.
 * Ending by cancellation or time is no failure. Several exchanges may run side by side.
 */
void far_engine_exchange_async (FarEngine *self,
                                const char *listen,
                                const char *const *peers,
                                FarNearbyMode nearby,
                                gboolean once,
                                int n_seconds,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer data);
FarExchange *far_engine_exchange_finish (FarEngine *self, GAsyncResult *result, GError **error);
/* The same, and members' machines are called where they were reached lately: a private address only
 * on a network that counts as trusted in this run, so not with NOWHERE.  Fails with NOBODY_LATELY
 * where it is to end once, and there is no such address.  Finished by far_engine_exchange_finish()
 */
void far_engine_exchange_lately_async (FarEngine *self,
                                       const char *listen,
                                       const char *const *peers,
                                       FarNearbyMode nearby,
                                       gboolean once,
                                       int n_seconds,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer data);

/* Who is at the meeting that goes on, in one room or elsewhere: with whom this device exchanges,
 * and of whom these bring that they were here just now.  Members only; nothing of it is kept, and a
 * quarter of an hour after the last was met it is over.  Ask again for what has become of it. */
void far_engine_meeting_async (FarEngine *self,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer data);
FarMeeting *far_engine_meeting_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* (element-type FarNetwork): those that this device is on, then others that are known.  Needs no
 * open collective. */
void far_engine_networks_async (FarEngine *self,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer data);
GPtrArray *far_engine_networks_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* @network: (nullable): id, or prefix of it, or name; NULL for the one that this device is on.
 * UNASKED forgets it.  Fails with NO_SUCH_ID, ID_AMBIGUOUS, NO_NETWORK.  Returns by finish: which
 * it was. */
void far_engine_trust_network_async (FarEngine *self,
                                     const char *network,
                                     FarTrust trust,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer data);
FarNetwork *far_engine_trust_network_finish (FarEngine *self, GAsyncResult *result, GError **error);

/**
 * FarBundleFlags:
 * @FAR_BUNDLE_SINCE_SEEN: what all who shall read it are known to hold is left out.  One that has
 * lost it since reads BUNDLE_LATER.
 * @FAR_BUNDLE_COUNT_ONLY: what the file would be is counted, and nothing is written
 */
typedef enum
{
  FAR_BUNDLE_WHOLE = 0,
  FAR_BUNDLE_SINCE_SEEN = 1 << 0,
  FAR_BUNDLE_COUNT_ONLY = 1 << 1,
} FarBundleFlags;

/**
 * far_engine_write_bundle_async:
 * @path: (nullable): where only to count need not be said; if it is, it must be possible there
 * @devices: (nullable): NULL-terminated ids to seal to; all in standing if NULL
 *
 * Finish gives the number of entries, -1 on error, and @n_bytes: (out) (optional): of the file.
 */
void far_engine_write_bundle_async (FarEngine *self,
                                    const char *path,
                                    const char *const *devices,
                                    FarBundleFlags flags,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer data);
gint64 far_engine_write_bundle_finish (FarEngine *self,
                                       GAsyncResult *result,
                                       gint64 *n_bytes,
                                       GError **error);

/* Reads a bundle or a request to join.  BUNDLE_CUT, _DAMAGED and _LATER come with a report of what
 * was kept: both @error is set and the report returned. */
void far_engine_read_bundle_async (FarEngine *self,
                                   const char *path,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer data);
FarBundleReport *
far_engine_read_bundle_finish (FarEngine *self, GAsyncResult *result, GError **error);

/**
 * far_engine_watch_folder_async:
 * @folder: a path; it need not be there yet, nor stay
 *
 * Waits for a file in @folder that was not read yet and reads it, as
 * far_engine_read_bundle_async() does.  Ask again for the next one.  One that is still being copied
 * is waited for.  Cancelled too when another collective is opened.
 */
void far_engine_watch_folder_async (FarEngine *self,
                                    const char *folder,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer data);
FarFolderNews *
far_engine_watch_folder_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* The folder that was chosen for this collective on this device; "" for none. */
void far_engine_watched_folder_async (FarEngine *self,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer data);
char *far_engine_watched_folder_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* Keeps the choice, and does nothing else.  @folder: (nullable): NULL for none */
void far_engine_choose_folder_async (FarEngine *self,
                                     const char *folder,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer data);
gboolean far_engine_choose_folder_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* -- saved copies */

/**
 * far_engine_backup_async:
 * @path: of the file to write; one that is there is replaced, when the new one was read again
 * @passphrase: not empty; without it nobody opens the file, not even who made it
 *
 * Fails with NOT_A_MEMBER while this home holds no log.
 */
void far_engine_backup_async (FarEngine *self,
                              const char *path,
                              const char *passphrase,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer data);
FarSaved *far_engine_backup_finish (FarEngine *self, GAsyncResult *result, GError **error);

/**
 * far_engine_restore_async:
 *
 * Makes a collective's folder from a saved copy, with a new device key, and serves it.  That device
 * asks to be let in again as one of the member who made the copy: far_engine_join_async() without
 * an invitation carries that.  The engine need not be open.
 *
 * Fails with ALREADY_HERE if the home has that collective, STORE_BUSY, or BACKUP_*; then nothing
 * was changed.
 */
void far_engine_restore_async (FarEngine *self,
                               const char *path,
                               const char *passphrase,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer data);
FarSaved *far_engine_restore_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* -- the log itself */

void far_engine_state_hash_async (FarEngine *self,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer data);
FarStateHash *far_engine_state_hash_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* @full: every signature, link and record against a rebuild */
void far_engine_check_async (FarEngine *self,
                             gboolean full,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer data);
FarCheckReport *far_engine_check_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* Returns by finish: (transfer full): the records' digest afterwards */
void far_engine_rebuild_async (FarEngine *self,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer data);
char *far_engine_rebuild_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* @device: (nullable): only that device's; @entry: (nullable): only that one.  (element-type
 * FarEntryView) */
void far_engine_log_async (FarEngine *self,
                           const char *device,
                           const char *entry,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer data);
GPtrArray *far_engine_log_finish (FarEngine *self, GAsyncResult *result, GError **error);

/**
 * far_engine_erase_async:
 * @subject: (nullable): id or prefix of a person: all words about them
 * @entry: (nullable): id or prefix of an entry: only its words; one of the two is given
 *
 * Erases words here and on every machine that hears of it.  It cannot be undone.  Fails with
 * NOT_ERASABLE, NOT_YOURS_TO_ERASE, NO_SUCH_ID, ID_AMBIGUOUS.
 */
void far_engine_erase_async (FarEngine *self,
                             const char *subject,
                             const char *entry,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer data);
FarErasure *far_engine_erase_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* -- small helpers that need no engine */

/* Checks the form of a connection card.  Fails with CARD_DAMAGED, CARD_NEWER. */
gboolean far_card_check (const char *text, GError **error);

/**
 * far_qr_encode:
 * @text: what to encode, at most 1024 bytes
 * @out_width: (out): modules per side
 *
 * Returns: (transfer full): out_width² bytes, 1 for a dark module, row by row
 */
guint8 *far_qr_encode (const char *text, int *out_width, GError **error);

/* Of the text of an invitation, a machine's code and a card, as a link. */
#define FAR_URI_SCHEME "farandole"

/* Checks the form of an invitation, or a machine's code, without keeping it: for a field that is
 * being typed. */
gboolean far_uri_check (const char *uri, GError **error);
/* Whether it is a machine's code.  @out_address: (out) (optional) (transfer full): where its
 * machine is called, "" if it does not say */
gboolean far_uri_is_machine (const char *uri, char **out_address);

/* YYYY-MM-DD and HH:MM, both ways.  Parsing is strict. */
gboolean far_day_parse (const char *text, gint32 *out_day);
char *far_day_format (gint32 day);
gboolean far_time_parse (const char *text, int *out_minutes);
char *far_time_format (int minutes);
/* 0 Monday .. 6 Sunday */
int far_day_get_weekday (gint32 day);

G_END_DECLS

#include "far-sync-help.h"
#include "far-sync-hours.h"
#include "far-sync-joined.h"
#include "far-sync-lending.h"
#include "far-sync-repair.h"
#include "far-sync-places.h"
#include "far-sync-skills.h"
#include "far-sync-plan.h"
#include "far-sync-search.h"
