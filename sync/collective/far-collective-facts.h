/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-collective-facts: what the records mean, read from the store when asked.
 *
 * All that is returned belongs to the caller: arrays that free what is in them, with plain structs
 * and binary ids.  A function that returns NULL has set a #FarStoreError, whose only cause is that
 * the store failed.
 *
 * Shown is, of each field, one of the values that nobody has replaced (docs/records.md); how many
 * others there are is told with it.
 *
 * Thread: the store's.
 */

#pragma once

#include "far-line-import.h"
#include "far-rank.h"
#include "far-rule.h"
#include "far-server.h"
#include "far-span.h"
#include "far-store.h"
#include "far-verdict.h"

G_BEGIN_DECLS

/* STUN and TURN servers that may be asked. */
typedef struct
{
  guint n;
  FarServer all[FAR_SERVERS_MAX];
} FarServers;

/* Values written side by side. */
typedef struct
{
  guint n_others; /* further values that nobody replaced and that differ from what is shown */
  gboolean is_suggestion; /* nothing of it was written by someone with the right to */
} FarAlso;

typedef struct
{
  char *name; /* owned; "" until it is known */
  char *zone; /* owned; IANA name; "UTC" until it is known */
  FarAlso also;
} FarCollectiveFacts;

/* The same meanings, in the same order, as FarStanding of far-sync.h. */
typedef enum
{
  FAR_MEMBER_STATE_ACTIVE,
  FAR_MEMBER_STATE_PENDING,
  FAR_MEMBER_STATE_LEFT,
  FAR_MEMBER_STATE_REMOVED,
  FAR_MEMBER_STATE_NO_MACHINE,
} FarMemberState;

typedef struct
{
  guint8 id[FAR_RECORD_ID_LEN];
  char *name;  /* owned; "" while only the keys are known */
  char *phone; /* owned; "" if nobody noted a number */
  FarAlso also;
  FarMemberState state;
  gboolean is_provisional; /* witnesses who have not spoken yet could still turn it */
  gint64 since_ms;         /* claimed time of the entry that made it so */
  guint n_missing;         /* pending: vouchers still missing, or FAR_ANSWER_VAIN */
  guint n_needed;          /* pending: vouchers that the rules ask for */
  guint n_void;            /* entries without effect: above a cut, or after a fork */
  GArray *devices;         /* owned (element-type guint8[32]): in standing first */
  gboolean is_answered_for;
  guint8 answered_for_by[FAR_RECORD_ID_LEN]; /* member; only if is_answered_for */
  char **formerly;                /* owned: names under which turns were noted for this member */
  gboolean is_helper;             /* too young to count as an adult on a walk */
  gboolean is_said_to_be;         /* without a machine: who answers for them names a member */
  guint8 same[FAR_RECORD_ID_LEN]; /* only if is_said_to_be: that one, who has not said so yet */
  gboolean is_invited;
  guint8 inviter[FAR_RECORD_ID_LEN]; /* only if is_invited */
  GArray
      *vouchers; /* owned (element-type guint8[16]): members, the inviter first where it counts */
} FarMemberFacts;

/* The same meanings, in the same order, as FarInviteState of far-sync.h. */
typedef enum
{
  FAR_INVITE_PLACE_OPEN,
  FAR_INVITE_PLACE_USED,
  FAR_INVITE_PLACE_ENDED, /* taken back, or the inviter has no standing any more */
  FAR_INVITE_PLACE_EXPIRED,
} FarInvitePlace;

typedef struct
{
  guint8 id[FAR_ID_LEN]; /* of the INVITE */
  guint8 inviter[FAR_RECORD_ID_LEN];
  FarInvitePlace place;
  gint64 expires_ms;
} FarInviteFacts;

/* Two were let in with one invitation by machines that had not heard of each other. */
typedef struct
{
  guint8 inviter[FAR_RECORD_ID_LEN];
  guint8 in[FAR_RECORD_ID_LEN];  /* the one whose admission stands */
  guint8 out[FAR_RECORD_ID_LEN]; /* the other */
  char *out_name;                /* owned; "" if it is not known: no list of members has it */
  gint64 time_ms;                /* claimed time of that other admission */
} FarDoubleUse;

/* The same meanings, in the same order, as FarHazardState of far-sync.h. */
typedef enum
{
  FAR_HAZARD_OPEN,
  FAR_HAZARD_SEEN_TO, /* somebody deals with it */
  FAR_HAZARD_GONE,
} FarHazardPlace;

typedef struct
{
  guint8 id[FAR_RECORD_ID_LEN];
  guint8 line[FAR_RECORD_ID_LEN];
  char *stop;  /* owned: name of one of the line's; "" anywhere */
  char *words; /* owned: never "" */
  FarHazardPlace state;
  guint8 by[FAR_RECORD_ID_LEN];    /* member who said that; zero if not known */
  gint64 since_ms;                 /* claimed time of that */
  guint8 owner[FAR_RECORD_ID_LEN]; /* member who saw it first; zero if not known */
  FarAlso also;
} FarHazardFacts;

/* What is different on some weekdays. */
typedef struct
{
  guint weekdays;                 /* bit 0 Monday .. bit 6 Sunday */
  char *from;                     /* owned: stop with which it begins; "" as on the other days */
  char *to;                       /* owned: the same, of the end */
  int shift;                      /* minutes later */
  gboolean has_rota;              /* only in that one */
  guint8 rota[FAR_RECORD_ID_LEN]; /* zero unless has_rota */
  char *rota_title;               /* owned; "" if it has none, or is not here */
} FarPatternFacts;

typedef struct
{
  guint8 id[FAR_RECORD_ID_LEN];
  char *name;        /* owned */
  char *school;      /* owned; "" if not known */
  GPtrArray *stops;  /* owned (element-type FarStopDraft) */
  guint n_crossings; /* at which somebody holds the traffic back */
  gboolean has_referent;
  guint8 referent[FAR_RECORD_ID_LEN]; /* who is asked: member or person; zero unless has_referent */
  guint colour;                       /* in the palette; 0: none */
  GArray *patterns;   /* owned (element-type FarPatternFacts): as they were written */
  GPtrArray *hazards; /* owned (element-type FarHazardFacts): that are not gone, stop by stop */
  guint8 owner[FAR_RECORD_ID_LEN]; /* member; zero if not known */
  FarAlso also;
} FarLineFacts;

/* The same meanings, in the same order, as FarThingKind of far-sync.h. */
typedef enum
{
  FAR_THING_IS_THING,
  FAR_THING_IS_BIKE,
  FAR_THING_IS_ROOM,
} FarThingWhat;

/* The same meanings, in the same order, as FarThingCondition of far-sync.h. */
typedef enum
{
  FAR_CONDITION_GOOD,
  FAR_CONDITION_WORN,
  FAR_CONDITION_BROKEN,
} FarCondition;

/* Who has how many pieces, or keys of a room. */
typedef struct
{
  guint8 who[FAR_RECORD_ID_LEN]; /* member, or person */
  guint n;
} FarHeldPart;

typedef struct
{
  guint8 id[FAR_RECORD_ID_LEN];
  char *name; /* owned */
  char *note; /* owned; "" if there is none */
  FarThingWhat what;
  gboolean has_whose;
  guint8 whose[FAR_RECORD_ID_LEN]; /* member or person; zero unless has_whose: the collective's */
  guint pieces;                    /* of a room: people; 0: nobody said, which is one piece */
  FarCondition condition;
  char *worn;       /* owned; "" */
  char *where;      /* owned; "" */
  gboolean is_lent; /* it may be borrowed */
  guint days;       /* for how many at most; 0: nobody said */
  GArray *held;     /* owned (element-type FarHeldPart) */
  gboolean has_workshop;
  guint8 workshop[FAR_RECORD_ID_LEN]; /* rota, at whose outings it is so many places for repair */
  char *sort_key;                     /* owned: of its name */
  gboolean has_keeper;
  guint8 keeper[FAR_RECORD_ID_LEN]; /* member, in standing or not, or person; zero if nobody said */
  gint64 since_ms;                  /* claimed time of the entry that says so */
  gboolean is_gone;                 /* taken off the list */
  guint8 owner[FAR_RECORD_ID_LEN];  /* member who added it; zero if not known */
  FarAlso also;
} FarThingFacts;

FarThingFacts *far_thing_facts_ref (FarThingFacts *self) FAR_MUST_USE;
void far_thing_facts_unref (gpointer self);
/* How many there are to be had at once: a room is one, whoever fits into it. */
guint far_thing_facts_count (const FarThingFacts *self);

/* What is different from a day on; what it does not say goes on. */
typedef struct
{
  gint32 from;
  guint weekdays;    /* 0 if it does not say */
  int every_n_weeks; /* the same */
  int at;            /* minutes of day; -1 if it does not say */
  int n_min;         /* the same */
  int n_max;         /* the same */
  char *place;       /* (nullable): owned: the same */
  GArray *roles;     /* (nullable) (element-type FarRoleFacts): owned: the same */
} FarLaterFacts;

/* What somebody does on an outing: opens the room, walks at the head. */
typedef struct
{
  guint8 number;  /* of turns; 0 is the first role, whose least and most are the rota's */
  char *name;     /* owned */
  guint n_min;    /* without whom it does not run; of the first not looked at, as is the next */
  guint n_max;    /* not under n_min */
  char *training; /* (nullable): owned: what whoever takes it holds */
} FarRoleFacts;

/* In no entry: a role that is to have a number. */
#define FAR_ROLE_UNNUMBERED 255

typedef struct
{
  guint8 id[FAR_RECORD_ID_LEN];
  char *title;  /* owned */
  FarRule rule; /* its arrays are owned; may be at fault, and has no days then */
  int at;       /* minutes of day */
  guint n_min;
  guint n_max;
  gboolean is_published;
  guint8 owner[FAR_RECORD_ID_LEN]; /* member; zero if not known */
  gboolean has_line;
  guint8 line[FAR_RECORD_ID_LEN]; /* zero unless has_line */
  gboolean in_holidays;           /* it runs in the holidays too */
  char *place;                    /* owned: where they meet; "" if it is said nowhere */
  GArray *later;                  /* owned (element-type FarLaterFacts): by day */
  GArray *roles; /* owned (element-type FarRoleFacts): with a name, as they were written */
  FarAlso also;
} FarRotaFacts;

/* What holds on one of its days. */
typedef struct
{
  int at; /* minutes of day */
  guint n_min;
  guint n_max;         /* not under n_min */
  const char *place;   /* unowned; "" if it is said nowhere */
  const GArray *roles; /* unowned (element-type FarRoleFacts): with a name */
} FarRotaDay;

/* What is said of one date alone. */
typedef struct
{
  int at;    /* minutes of day; -1 as the rota says */
  int n_min; /* the same, as is the next */
  int n_max;
  char *place;   /* owned; "" as the rota says */
  char *remark;  /* owned: what all are to know of it; "" if there is nothing */
  GArray *roles; /* (nullable) (element-type FarRoleFacts): owned: with a name; NULL as the rota
                    says */
} FarDateFacts;

/* Days on which a child comes along. */
typedef struct
{
  guint8 id[FAR_RECORD_ID_LEN];
  guint8 child[FAR_RECORD_ID_LEN];
  gboolean has_rota;
  guint8 rota[FAR_RECORD_ID_LEN]; /* zero unless has_rota: all of the child's line */
  guint weekdays;                 /* bit 0 Monday .. bit 6 Sunday */
  gint32 first_day;
  gint32 last_day; /* inclusive, FAR_DAY_MAX if no end was said */
  FarAlso also;
} FarBookingFacts;

/* What the walk must count of a child, in plain numbers. */
typedef struct
{
  int born;               /* year; 0 if nobody said */
  gboolean is_one_to_one; /* needs an adult for itself */
  gboolean has_wheelchair;
  gboolean is_slow;
} FarChildNeeds;

typedef struct
{
  guint8 id[FAR_RECORD_ID_LEN];
  char *name; /* owned */
  gboolean has_line;
  guint8 line[FAR_RECORD_ID_LEN]; /* zero unless has_line */
  char *stop;                     /* owned; "" if nobody said */
  FarChildNeeds needs;
  char *carry;                     /* owned; "" if nothing has to come along */
  guint8 owner[FAR_RECORD_ID_LEN]; /* member who wrote it down; zero if not known */
  GArray *guardians;               /* owned (element-type guint8[16]): besides the owner */
  GArray *adults;          /* owned (element-type guint8[16]): to whom it may be handed over */
  GPtrArray *bookings;     /* owned (element-type FarBookingFacts): by first day; NULL where nobody
                            * asked for them */
  GArray *absences;        /* owned (element-type FarAbsenceFacts): from a day on; NULL as well */
  GArray *note_devices;    /* owned, (nullable) (element-type guint8[32]): if its family wrote down
                            * something to know, the machines that can open that; only of
                            * far_collective_children() */
  gint32 next_day;         /* the first of a fortnight on which it is booked and there is an outing;
                            * G_MININT32 if there is none, or where nobody asked */
  gboolean is_absent_next; /* it does not come then */
  gboolean is_gone;
  gboolean is_spoken_for; /* by somebody who is a member still, or took it over */
  gboolean is_twin; /* another of that name is on the line: perhaps it was written down twice */
  FarAlso also;
} FarChildFacts;

typedef struct
{
  gint32 day;
  gboolean has_rota;
  guint8 rota[FAR_RECORD_ID_LEN]; /* zero unless has_rota: all of that day */
  gboolean is_contested;          /* somebody says the contrary beside it */
} FarAbsenceFacts;

/* A child that is booked for an outing. */
typedef struct
{
  const FarChildFacts *child; /* unowned: of the outings that were asked for */
  gboolean is_absent;
  gboolean is_contested; /* somebody says that it comes, somebody that it does not */
  GArray *note_devices;  /* owned, (nullable) (element-type guint8[32]): where there is something to
                          * know of it, the machines that can open what */
  GArray *unreached;     /* owned, (nullable) (element-type guint8[16]): and the adults who come and
                          * have none of these */
  guint8 from_rota[FAR_RECORD_ID_LEN]; /* only with from_title: that one */
  char *from_title; /* (nullable): owned: of the rota that it is booked for, if that walks with
                     * this one */
} FarWalkerFacts;

/* Two outings of one day that are to walk as one: what is said of the other. */
typedef struct
{
  guint8 rota[FAR_RECORD_ID_LEN]; /* the other one's */
  char *title;                    /* owned */
  int at;                         /* minutes of day */
  gboolean is_agreed;             /* all who come to either have said yes: they walk as one */
  GArray *missing;    /* owned (element-type guint8[16]): who come, and have not said yes */
  GArray *coming;     /* owned (element-type guint8[16]): who come to the other one */
  guint n_adults;     /* of those who do not come to this one too, who count as adults */
  GArray *adults;     /* owned (element-type guint8[16]): all who answer for the children there */
  GPtrArray *walkers; /* owned (element-type FarWalkerFacts): the other one's children */
} FarJoinFacts;

/* As ROLL has it.  The same meanings, in the same order, as FarPresence of far-sync.h. */
typedef enum
{
  FAR_CALLED_NOT, /* nobody said, or it was taken back */
  FAR_CALLED_THERE,
  FAR_CALLED_LATE, /* and there */
  FAR_CALLED_MISSING,
} FarCalled;

/* What one member says of somebody at an outing. */
typedef struct
{
  guint8 by[FAR_RECORD_ID_LEN]; /* member; zero if not known */
  gint64 time_ms;
  gboolean is_witness; /* who said it was there, or speaks for the child */
  FarCalled state;     /* of a state */
  gboolean is_handed;  /* of a hand-over: whether there was one */
  gboolean has_person;
  guint8 person[FAR_RECORD_ID_LEN]; /* zero unless has_person: to whom */
  char *words;                      /* owned: the same in words; "" */
} FarRollSaid;

/* Who was there, and to whom a child was handed over. */
typedef struct
{
  guint8 person[FAR_RECORD_ID_LEN]; /* child, member or person */
  guint8 rota[FAR_RECORD_ID_LEN];
  GPtrArray *states; /* owned (element-type FarRollSaid): the shown one first, then
                      * what differs; none where nobody said so */
  GPtrArray *hands;  /* owned: the same of hand-overs */
} FarRollFacts;

typedef struct
{
  guint8 id[FAR_RECORD_ID_LEN];
  char *name;         /* owned: such as "Zone B" */
  GArray *spans;      /* owned (element-type FarSpan): as they were written */
  gboolean is_beaten; /* another one of that name counts, and this one does not */
  guint32 term;       /* the baton's, under which the spans were written */
  gint64 time_ms;     /* claimed by the entry that says them */
  guint8 entry[FAR_ID_LEN];
  FarAlso also;
} FarHolidaysFacts;

/* What a calendar would change, from today on. */
typedef struct
{
  guint n_closed; /* outings that there would not be any more */
  guint n_opened; /* and that there would be again */
  guint n_turns;  /* promised on those that are closed */
} FarHolidaysEffect;

/* What a change of a rota does to one of its outings. */
typedef enum
{
  FAR_EFFECT_GONE,
  FAR_EFFECT_NEW,
  FAR_EFFECT_MOVED,   /* to another time */
  FAR_EFFECT_RESERVE, /* there are fewer places, and some of those who stand would be reserve */
  FAR_EFFECT_PLACE,   /* to another place */
  FAR_EFFECT_ROLE,    /* a role that somebody promised is not wanted any more */
} FarEffect;

typedef struct
{
  gint32 day;
  FarEffect what;
  int at_before; /* minutes of day; of a new one the same as at */
  int at;
  GArray *persons; /* owned (element-type guint8[16]): who promised to come, and of reserve only who
                      is to be that */
} FarEffectFacts;

typedef struct
{
  gboolean is_suggestion; /* it changes nothing until the baton's holder says yes */
  GPtrArray *outings;     /* owned (element-type FarEffectFacts): by day, from today on */
} FarRotaEffect;

/* A stop that is passed at another time. */
typedef struct
{
  guint stop;     /* its place on the line as it is, from 0 */
  int out_before; /* minutes of day, -1 if none was known; so all of them */
  int out;
  int back_before;
  int back;
  guint n_children; /* who stand there */
  gboolean is_gone; /* it is no stop any more; the times are as they were */
} FarMovedStop;

/* A rota that begins when the line did, and does so no more: it is another edit to move it. */
typedef struct
{
  guint8 rota[FAR_RECORD_ID_LEN];
  char *title; /* owned */
  int at;      /* minutes of day: as it says */
  int start;   /* when the line would begin */
} FarStrayRota;

/* What a change of a line does to times. */
typedef struct
{
  GArray *stops; /* owned (element-type FarMovedStop): in walking order */
  GArray *rotas; /* owned (element-type FarStrayRota): as rotas are listed */
} FarLineEffect;

/* What hangs on a line, and would be without one. */
typedef struct
{
  GPtrArray *rotas;   /* owned (element-type FarRotaFacts): that walk it and are not over */
  guint n_children;   /* whose line it is */
  guint n_hazards;    /* to be looked out for on it */
  gboolean is_my_own; /* to take off the list: this member wrote it down, or publishes */
} FarLineTieFacts;

/* The same meanings, in the same order, as FarTurnState of far-sync.h. */
typedef enum
{
  FAR_TURN_PLACE_STANDING,
  FAR_TURN_PLACE_RESERVE,
  FAR_TURN_PLACE_SEEKING, /* a stand-in, and comes as long as there is none */
  FAR_TURN_PLACE_ABSENT,
  FAR_TURN_PLACE_RELEASED,
  FAR_TURN_PLACE_RELIEVED, /* sought a stand-in, and there is one */
} FarTurnPlace;

/* The same meanings, in the same order, as FarPromise of far-sync.h. */
typedef enum
{
  FAR_REACH_HERE,   /* only on this member's machines */
  FAR_REACH_SHARED, /* another member's machine has it */
  FAR_REACH_KNOWN,  /* a machine of the baton's holder has it */
} FarReach;

typedef struct _FarOutingFacts FarOutingFacts;

/* The same meanings, in the same order, as FarClashKind of far-sync.h. */
typedef enum
{
  FAR_CLASH_NONE,
  FAR_CLASH_WALK,
  FAR_CLASH_RIDE,
  FAR_CLASH_HELP,
  FAR_CLASH_ROOM, /* that they use then */
  FAR_CLASH_OPEN, /* a room, at a time */
  FAR_CLASH_CLOSE,
  FAR_CLASH_FETCH, /* what they borrow, at a time */
  FAR_CLASH_RETURN,
} FarClashWith;

/* Something else that the same person promised, so close that nobody can do both. */
typedef struct
{
  FarClashWith kind; /* what follows only if it is any */
  const char *title; /* unowned: of the rota, where the ride begins, for what a hand is lent, or the
                        name of a thing or room */
  const char *to;    /* unowned: where the ride goes; "" */
  int at;            /* minute of the day */
} FarClashFacts;

typedef struct
{
  guint8 id[FAR_RECORD_ID_LEN];
  guint8 person[FAR_RECORD_ID_LEN]; /* whose turn it is: a member, or a person without machine */
  gboolean is_helper;               /* comes along, and does not count as an adult */
  guint8 by[FAR_RECORD_ID_LEN];     /* member who wrote it */
  FarTurnPlace place;
  guint rank;    /* 1-based within the role; 0 if released */
  guint reserve; /* of a reserve: which one, from 1 */
  FarRankReason reason;
  guint8 role;
  gboolean is_double;    /* the same person comes in another role too, promised where nobody knew */
  guint8 other_role;     /* only if is_double: the first of these */
  gboolean has_stand_in; /* somebody took the turn over who knew that one was sought */
  guint8 stand_in[FAR_RECORD_ID_LEN];  /* who; only if has_stand_in */
  gboolean has_swap;                   /* it is looked for somebody who takes it for another turn */
  guint8 swap_rota[FAR_RECORD_ID_LEN]; /* which; only if has_swap, as is what follows */
  guint8 swap_turn[FAR_RECORD_ID_LEN];
  guint8 swap_person[FAR_RECORD_ID_LEN]; /* whose it is */
  char *swap_title;                      /* owned: of its rota */
  gint32 swap_day;
  gboolean is_swap_agreed; /* whose that is says so too */
  gboolean is_untrained;   /* without what the role asks for */
  int at;                  /* time of day for which it was promised; -1 if it was not told */
  gboolean is_moved;       /* the outing is at another time, and nobody said yes to that */
  FarPos pos;              /* of the entry that took it */
  FarReach reach;
  FarClashFacts clash; /* the first, by time; only of far_collective_outings() */
} FarTurnFacts;

/* How many have a role on an outing. */
typedef struct
{
  guint8 number;
  const char *name; /* unowned: of the rota; "" of a first role without one */
  guint n_min;
  guint n_max;
  guint n_have;         /* adults standing */
  const char *training; /* (nullable) unowned: what whoever takes it holds; NULL while skills are
                         * off */
  guint n_trained;      /* of those standing: who do on that day */
} FarRoleCount;

struct _FarOutingFacts
{
  const FarRotaFacts *rota; /* unowned: of the array that was given */
  gint32 day;
  FarRotaDay usual; /* what the rota says of that day; borrows of it */
  FarRotaDay here;  /* what holds on that day */
  char *place;      /* owned: of here */
  FarDateFacts own; /* what is said of that day alone */
  FarOutingVerdict verdict;
  guint n_moved;    /* who comes, and has not said yes to the time at which it is now */
  char *why;        /* owned; "" unless cancelled, or the name of the holidays */
  GArray *roles;    /* owned (element-type FarRoleCount): the first one, then the others */
  GPtrArray *turns; /* owned (element-type FarTurnFacts): standing, then reserve, by rank; released
                       ones last */
  FarAlso also;     /* of its being cancelled, and of the plan */
  gint32 term_day;  /* the last one of its school term, or of the rota */
  FarVerdictWalk walk; /* how many of the children come; none where nobody is booked */
  GPtrArray *walkers;  /* owned (element-type FarWalkerFacts): children booked, by stop and name;
                        * then those of who walks with it */
  FarJoinFacts *join;  /* (nullable): owned: with which it is to walk */
  GPtrArray *guests;  /* (nullable): owned (element-type FarJoinFacts): which are to walk with it */
  gboolean is_linked; /* of some outing of that day it was said that it is to walk with another */
  GArray *beside; /* (nullable): owned (element-type guint8[16]): adults who come to the others that
                   * it walks with, and answer for its children too */
};

/* The highest term, or number 0 where there is none yet. */
typedef struct
{
  guint32 number;
  guint8 holder[FAR_RECORD_ID_LEN];
  guint8 deputy[FAR_RECORD_ID_LEN]; /* zero if there is none */
  gint32 start_day;
  gint32 end_day;
} FarBatonFacts;

/* Somebody is to hold the baton next, if they accept or enough approve. */
typedef struct
{
  guint8 proposal[FAR_ID_LEN];
  guint8 member[FAR_RECORD_ID_LEN]; /* in standing */
  gint32 last_day;                  /* that binds; 0 if none does */
  gboolean is_offer;                /* the holder has signed it */
  gboolean is_claim;                /* @member asks for it */
  gboolean is_declined;             /* @member said no to the offer */
  guint n_approvals;
  guint n_needed;
  gboolean i_approved;
} FarSuccessor;

/* Who is to hold the baton next. */
typedef struct
{
  FarBatonFacts now;
  gboolean is_agreed;             /* more than half of the members voted for @order */
  guint n_votes;                  /* for it */
  GArray *order;                  /* owned (element-type guint8[16]): what most voted for */
  GArray *vote;                   /* owned (element-type guint8[16]): this member's own */
  guint8 next[FAR_RECORD_ID_LEN]; /* who that proposes, or whose turn it is; zero if nobody */
  GArray *offers; /* owned (element-type FarSuccessor): of the next term; the newest last */
} FarSuccession;

/* A turn that somebody promised, for themselves or for whom they answer for. */
typedef struct
{
  guint8 rota[FAR_RECORD_ID_LEN];
  guint8 person[FAR_RECORD_ID_LEN];
  char *title; /* owned */
  gint32 day;
  int at; /* minute of the day */
} FarPromiseFacts;

/* What waits for members' approval. */
typedef struct
{
  guint8 id[FAR_ID_LEN];            /* of the PROPOSE */
  FarKind kind;                     /* REMOVE, RULES or TERM */
  guint8 by[FAR_RECORD_ID_LEN];     /* who proposed it */
  guint8 member[FAR_RECORD_ID_LEN]; /* whom it is about; of TERM the next holder */
  guint32 number;                   /* of a rule, or a TERM */
  gint32 value;
  gint64 time_ms;
  guint n_approvals;
  guint n_needed;
  gboolean i_signed;
  char *why;          /* owned; "" if nobody said, or it was erased */
  FarServers servers; /* only of that rule */
} FarProposalFacts;

typedef struct
{
  guint number; /* FarRuleNumber, FAR_RULE_SERVERS, or a kind whose retention it is */
  gint32 value;
  gboolean is_agreed;          /* rather than the default; what follows only then */
  guint8 decision[FAR_ID_LEN]; /* the RULES entry */
  gint64 decided_ms;
  gint32 review_day; /* a year later */
  guint n_signers;
  FarServers servers; /* only of that rule */
} FarRuleFacts;

typedef enum
{
  FAR_SUGGESTS_PUBLISHING,  /* of a draft */
  FAR_SUGGESTS_WITHDRAWING, /* of a published rota, back to a draft */
  FAR_SUGGESTS_DELETING,    /* of a published rota */
  FAR_SUGGESTS_CHANGE,      /* of a published rota */
  FAR_SUGGESTS_CANCELLING,  /* of an outing */
  FAR_SUGGESTS_WALKING,     /* of a cancelled one, after all */
  FAR_SUGGESTS_PLAN,        /* whose turns are confirmed */
  FAR_SUGGESTS_NAME,        /* of the collective, or its zone */
  FAR_SUGGESTS_DATE,        /* of an outing: another time or place, more or fewer adults */
  FAR_SUGGESTS_JOINING,     /* of an outing: that it walks with another one */
  FAR_SUGGESTS_PARTING,     /* that it does so no more */
} FarSuggests;

/* What values of one field say.  The same meanings, in the same order, as FarConflictKind of
 * far-sync.h, which says which is a number and which a text. */
typedef enum
{
  FAR_DIFFERS_NAME,
  FAR_DIFFERS_ZONE,
  FAR_DIFFERS_PERSON,
  FAR_DIFFERS_GONE,
  FAR_DIFFERS_LINE_NAME,
  FAR_DIFFERS_SCHOOL,
  FAR_DIFFERS_STOPS,
  FAR_DIFFERS_THING_NAME,
  FAR_DIFFERS_KEEPER,
  FAR_DIFFERS_NOTE,
  FAR_DIFFERS_TITLE,
  FAR_DIFFERS_WEEKDAYS,
  FAR_DIFFERS_EVERY,
  FAR_DIFFERS_FIRST,
  FAR_DIFFERS_LAST,
  FAR_DIFFERS_AT,
  FAR_DIFFERS_MIN,
  FAR_DIFFERS_MAX,
  FAR_DIFFERS_LINE,
  FAR_DIFFERS_STATE,
  FAR_DIFFERS_ADDED,
  FAR_DIFFERS_DROPPED,
  FAR_DIFFERS_CANCELLED,
  FAR_DIFFERS_PLAN,
  FAR_DIFFERS_IN_HOLIDAYS,
  FAR_DIFFERS_CALENDAR,
  FAR_DIFFERS_SPANS,
  FAR_DIFFERS_PLACE,
  FAR_DIFFERS_LATER,
  FAR_DIFFERS_ROLES,
  FAR_DIFFERS_PHONE,
  FAR_DIFFERS_REFERENT, /* "": nobody */
  FAR_DIFFERS_COLOUR,
  FAR_DIFFERS_HAZARD,
  FAR_DIFFERS_HAZARD_STATE,
  FAR_DIFFERS_CHILD_NAME,
  FAR_DIFFERS_GUARDIANS,
  FAR_DIFFERS_CHILD_STOP,
  FAR_DIFFERS_BORN,
  FAR_DIFFERS_ONE_TO_ONE,
  FAR_DIFFERS_WHEELCHAIR,
  FAR_DIFFERS_SLOW,
  FAR_DIFFERS_CARRY,
  FAR_DIFFERS_TAKERS,
  FAR_DIFFERS_PATTERNS,
  FAR_DIFFERS_AVAILABLE, /* of a person, as are the next two */
  FAR_DIFFERS_AWAY,
  FAR_DIFFERS_COMMITMENT,
  FAR_DIFFERS_INTO, /* with which one an outing walks; "": with none */
  FAR_DIFFERS_REMARK,
  FAR_DIFFERS_LATER_ROLES,
  FAR_DIFFERS_MEETING_NAME, /* of a place where cars meet, as are the next three */
  FAR_DIFFERS_MEETING_ADDRESS,
  FAR_DIFFERS_MEETING_TOWN,
  FAR_DIFFERS_MEETING_AT, /* in degrees, latitude first; "": nobody knows */
  FAR_DIFFERS_THING_WHAT, /* of what is lent, as are those to FAR_DIFFERS_THING_HELD */
  FAR_DIFFERS_THING_WHOSE,
  FAR_DIFFERS_THING_PIECES,
  FAR_DIFFERS_THING_CONDITION,
  FAR_DIFFERS_THING_WORN,
  FAR_DIFFERS_THING_WHERE,
  FAR_DIFFERS_THING_LENT,
  FAR_DIFFERS_THING_DAYS,
  FAR_DIFFERS_THING_HELD,
  FAR_DIFFERS_RIDE_FROM, /* of a ride, as are those to FAR_DIFFERS_RIDE_WHEELCHAIR */
  FAR_DIFFERS_RIDE_TO,
  FAR_DIFFERS_RIDE_THERE, /* minute of the day; FAR_RIDE_AT_NONE: not that way */
  FAR_DIFFERS_RIDE_BACK,  /* the same */
  FAR_DIFFERS_RIDE_SEATS,
  FAR_DIFFERS_RIDE_CHILD_SEATS, /* how many of each kind, with blanks between */
  FAR_DIFFERS_RIDE_DETOUR,
  FAR_DIFFERS_RIDE_LUGGAGE,
  FAR_DIFFERS_RIDE_WHEELCHAIR,
  FAR_DIFFERS_HELP_CATEGORY, /* of what is asked for or offered, as are those that follow */
  FAR_DIFFERS_HELP_WHEN,     /* days as of FAR_DIFFERS_AWAY, and HH:MM-HH:MM if that is said */
  FAR_DIFFERS_HELP_PLACE,    /* "": nobody says */
  FAR_DIFFERS_HELP_URGENCY,
  FAR_DIFFERS_HELP_HELPERS,
  FAR_DIFFERS_HELP_DONE,
  FAR_DIFFERS_HELP_THANKS,
  FAR_DIFFERS_SKILL_NAME,
  FAR_DIFFERS_SKILL_HELD, /* YYYY-MM-DD..YYYY-MM-DD, each of which may be missing; "": nobody says
                           */
  FAR_DIFFERS_SKILL_TANDEM,
  FAR_DIFFERS_FAULT_UNSAFE, /* whether it is not to be ridden */
  FAR_DIFFERS_FAULT_WORK,   /* FarWorkState, and what was done */
} FarDiffers;

typedef struct
{
  guint8 entry[FAR_ID_LEN];
  guint8 by[FAR_RECORD_ID_LEN]; /* member */
  gint64 time_ms;
  gint64 number; /* of a date -1: as the rota says */
  char *text;    /* owned; "" where the number says it */
} FarDifferingValue;

/* A field with values that nobody replaced, written in ignorance of each other. */
typedef struct
{
  FarDiffers what;
  guint8 record[FAR_RECORD_ID_LEN]; /* of an outing, its rota */
  gint32 day;                       /* of an outing */
  char *title;                      /* owned: of the record, as it is shown; "" of the collective */
  GPtrArray *values; /* owned (element-type FarDifferingValue): two at least, the shown one first */
} FarConflictFacts;

/* What somebody wrote without the right to, and what waits for the baton's holder. */
typedef struct
{
  guint8 entry[FAR_ID_LEN];
  FarSuggests what;
  guint8 rota[FAR_RECORD_ID_LEN]; /* zero if it is about none */
  gint32 day;                     /* of an outing */
  char *title;                    /* owned: of the rota, as it is shown; "" if it is about none */
  char *words;                    /* owned: the reason, the new title or name; "" */
  FarDateFacts date;              /* of a change, and of a date: what is to be different; -1 and ""
                                     what is not, or is to be as the rota says */
  guint8 by[FAR_RECORD_ID_LEN];   /* member */
  gint64 time_ms;
} FarSuggestionFacts;

/* What a turn of that number is called on some day; "" if nobody said.  @day: of which nothing is
 * looked at that is said of it alone */
const char *far_rota_facts_role_name (const FarRotaFacts *self, gint32 day, guint number);

/* (element-type FarLaterFacts): that frees what is in it */
GArray *far_later_facts_array_new (void);
/* (element-type FarRoleFacts): the same */
GArray *far_role_facts_array_new (void);
/* Of the rota's, those from a day on too, the one that is called so, whatever the case of its
 * letters. @out: (out): its number. */
gboolean far_rota_facts_find_role (const FarRotaFacts *self, const char *name, guint *out);

FarCollectiveFacts *far_collective_read (FarStore *store, GError **error) FAR_MUST_USE;
void far_collective_facts_free (FarCollectiveFacts *self);

/* (element-type FarMemberFacts): members who are active, then those without a machine, pending,
 * left, removed; each by name */
GPtrArray *far_collective_members (FarStore *store, GError **error) FAR_MUST_USE;

/* Returns: (transfer full) (element-type FarInviteFacts): the newest first */
GArray *far_collective_invites (FarStore *store, gint64 now_ms) FAR_MUST_USE;

/* (element-type FarDoubleUse): in order */
GPtrArray *far_collective_double_uses (FarStore *store, GError **error) FAR_MUST_USE;

/* (element-type FarPromiseFacts): what @member promised from @today on, by day */
GPtrArray *far_collective_promises (FarStore *store,
                                    const guint8 member[static FAR_RECORD_ID_LEN],
                                    gint32 today,
                                    GError **error) FAR_MUST_USE;

/* (element-type FarProposalFacts): those that can still be done, machines' apart, in order.
 * @me: a member */
GPtrArray *far_collective_proposals (FarStore *store,
                                     const guint8 me[static FAR_RECORD_ID_LEN],
                                     GError **error) FAR_MUST_USE;

/* (element-type FarRuleFacts): what was agreed, then what is at its default */
GArray *far_collective_rules (FarStore *store) FAR_MUST_USE;

/* Which outings are meant: all of these days, of one line or rota if one is named. */
typedef struct
{
  const guint8 *line; /* (nullable) */
  const guint8 *rota; /* (nullable) */
  gint32 first_day;
  gint32 last_day;     /* inclusive */
  gboolean asks_rides; /* for the children who come, where nobody did yet */
} FarCallOff;

typedef struct
{
  guint8 act[FAR_RECORD_ID_LEN]; /* takes all of it back */
  guint n_outings;
  guint n_rides; /* of those for which seats are asked for: none by a suggestion */
  gboolean is_suggestion;
} FarCalledOffFacts;

typedef struct
{
  GPtrArray *rotas;   /* owned (element-type FarRotaFacts): what the outings borrow */
  GPtrArray *all;     /* owned (element-type FarOutingFacts) */
  GPtrArray *outings; /* owned; unowned elements: that would be cancelled, by day and time */
  GPtrArray *others;  /* the same: that would walk still on these days */
} FarCallOffFacts;

void far_call_off_facts_free (FarCallOffFacts *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarCallOffFacts, far_call_off_facts_free)

/* @me: this machine's member.  DATE_INVALID of days that are none, or more than a year */
FarCallOffFacts *far_collective_call_off_effect (FarStore *store,
                                                 const guint8 me[static FAR_RECORD_ID_LEN],
                                                 const FarCallOff *scope,
                                                 GError **error) FAR_MUST_USE;

/* (element-type guint8[16]): what cancelled several outings from @today on in one go, and was not
 * taken back: each once, as they come by day */
GArray *far_collective_call_offs (FarStore *store, gint32 today, GError **error) FAR_MUST_USE;

/* Of those who promised to come to what is cancelled, or bring a child, who has not been reached:
 * no machine of theirs is known to hold it, or they have none.
 * @me: this machine.  @act: (nullable): only what was cancelled by it; %NULL for all.
 * Returns: (transfer full) (element-type guint8[16]): members and persons */
GArray *far_collective_to_call (FarStore *store,
                                const guint8 me[static FAR_KEY_LEN],
                                const guint8 *act,
                                gint32 today,
                                GError **error) FAR_MUST_USE;

/* Where a child's wheelchair does not get through. */
typedef struct
{
  guint stop;      /* its place on the line, from 0 */
  gboolean is_way; /* on the way from there to the next stop, or to school, and not at the stop */
  FarAccessKind what;
} FarLookFacts;

/* The stops that are walked on that weekday (0 Monday) in that rota, with their times then.
 * @later: by how many minutes the outing is later than the rota says; less than 0 for earlier.
 * @out_first: (out): the place of the first of them on the whole line.
 * Returns: (transfer full) (element-type FarStopDraft): in walking order */
GPtrArray *far_line_walked_on (const FarLineFacts *self,
                               const guint8 rota[static FAR_RECORD_ID_LEN],
                               guint weekday,
                               int later,
                               guint *out_first) FAR_MUST_USE;

/* Returns: (transfer full) (element-type FarLookFacts): in walking order.
 * @stops: (element-type FarStopDraft): that are walked, and told by their place among them.
 * @walkers: (element-type FarWalkerFacts): of an outing on that line */
GArray *far_stops_find_looks (const GPtrArray *stops, const GPtrArray *walkers) FAR_MUST_USE;

void far_line_effect_free (FarLineEffect *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarLineEffect, far_line_effect_free)

/* (element-type FarHazardFacts): open ones first, then the newest; with @with_gone those that are
 * gone too.  Of what each member saw the first FAR_SHOWN_HAZARDS_MAX */
GPtrArray *
far_collective_hazards (FarStore *store, gboolean with_gone, GError **error) FAR_MUST_USE;

/* (element-type FarLineFacts): by name, of each member the first FAR_SHOWN_LINES_MAX */
GPtrArray *far_collective_lines (FarStore *store, GError **error) FAR_MUST_USE;
/* The same of those that were taken off the list. */
GPtrArray *far_collective_lines_gone (FarStore *store, GError **error) FAR_MUST_USE;

/**
 * far_collective_things:
 * @with_gone: those taken off the list too, after the others
 *
 * Returns: (transfer full) (element-type FarThingFacts): by name, of what each member added the
 *   first FAR_SHOWN_THINGS_MAX
 */
GPtrArray *far_collective_things (FarStore *store, gboolean with_gone, GError **error) FAR_MUST_USE;

FarChildFacts *far_child_facts_ref (FarChildFacts *self) FAR_MUST_USE;
void far_child_facts_unref (gpointer self);

/**
 * far_collective_children:
 * @today: absences are told from that day on
 * @with_gone: those taken off the list too
 *
 * Returns: (transfer full) (element-type FarChildFacts): by name, of what each member wrote down
 * the first FAR_SHOWN_CHILDREN_MAX
 */
GPtrArray *far_collective_children (FarStore *store,
                                    gint32 today,
                                    gboolean with_gone,
                                    GError **error) FAR_MUST_USE;
/* Whether @member speaks for the child: wrote it down, or is one of its guardians. */
gboolean far_child_facts_has_guardian (const FarChildFacts *self,
                                       const guint8 member[static FAR_RECORD_ID_LEN]);

/* What whoever walks with a child has to know. */
typedef struct
{
  char *words;                  /* owned: in locked memory; far_note_facts_clear() wipes them */
  guint8 by[FAR_RECORD_ID_LEN]; /* member; zero if not known */
  gint64 time_ms;
  guint n; /* how many hold that did not know of each other: their words follow one another */
} FarNoteFacts;

void far_note_facts_clear (FarNoteFacts *self);

/* @devices: (nullable) (element-type guint8[32]) */
gboolean far_devices_has (const GArray *devices, const guint8 device[static FAR_KEY_LEN]);
/* Whether that person comes, and answers for the children. */
gboolean far_outing_facts_is_adult (const FarOutingFacts *self,
                                    const guint8 person[static FAR_RECORD_ID_LEN]);

/* Of whom somebody said on that day whether they were there.  @rota: (nullable): only at that one.
 * Returns: (transfer full) (element-type FarRollFacts): by id of who it is about, and rota */
GPtrArray *
far_collective_roll (FarStore *store, const guint8 *rota, gint32 day, GError **error) FAR_MUST_USE;

/* (element-type FarRotaFacts): by first day, then title; of each member's drafts the first
 * FAR_SHOWN_DRAFTS_MAX */
GPtrArray *far_collective_rotas (FarStore *store, GError **error) FAR_MUST_USE;
/* The same of those that were taken off the list. */
GPtrArray *far_collective_rotas_gone (FarStore *store, GError **error) FAR_MUST_USE;

/* (element-type FarHolidaysFacts): by name, at most FAR_SHOWN_HOLIDAYS_MAX, which are all that
 * count */
GPtrArray *far_collective_holidays (FarStore *store, GError **error) FAR_MUST_USE;

/**
 * far_collective_closing:
 * @name: of a calendar that may be there already: the school's own days off
 * @days: on which it is closed, and why
 * @is_open: whether it is open on them after all
 *
 * Returns: (transfer full) (element-type FarSpan): what that calendar says then
 */
GArray *far_collective_closing (FarStore *store,
                                const char *name,
                                const FarSpan *days,
                                gboolean is_open,
                                GError **error) FAR_MUST_USE;

/**
 * far_collective_holidays_effect:
 * @name: of a calendar that may be there already
 * @spans: (element-type FarSpan): what it is to say
 * @today: what was before changes nothing
 */
gboolean far_collective_holidays_effect (FarStore *store,
                                         const char *name,
                                         const GArray *spans,
                                         gint32 today,
                                         FarHolidaysEffect *out,
                                         GError **error) FAR_MUST_USE;

/**
 * far_collective_outings:
 * @rotas: (element-type FarRotaFacts): what far_collective_rotas() gave; outlives the result
 * @me: this machine's member
 * @first_day: first civil day
 * @n_days: 1..366
 *
 * Returns: (transfer full) (element-type FarOutingFacts): by day, time, title; drafts too; in
 *   holidays, and on days that the rota has no more, only those that somebody had promised to come
 *   to; of the latter of each member the first FAR_SHOWN_LEFT_MAX
 */
GPtrArray *far_collective_outings (FarStore *store,
                                   GPtrArray *rotas,
                                   const guint8 me[static FAR_RECORD_ID_LEN],
                                   gint32 first_day,
                                   guint n_days,
                                   GError **error) FAR_MUST_USE;
/* One outing, whether the rule has that day or not. */
FarOutingFacts *far_collective_outing (FarStore *store,
                                       const FarRotaFacts *rota,
                                       const guint8 me[static FAR_RECORD_ID_LEN],
                                       gint32 day,
                                       GError **error) FAR_MUST_USE;
void far_outing_facts_free (FarOutingFacts *self);
/* Whether somebody is expected there: it is not cancelled, and its rota runs on that day. */
gboolean far_outing_is_on (const FarOutingFacts *self);

/* How often what decides an outing was said, and when last. */
typedef struct
{
  guint n;        /* entries: of it, its turns, its rota, the rota's line, and of calendars of
                     holidays, if these concern it; less only after an erasure */
  gint64 last_ms; /* claimed time of the newest */
} FarStamp;

typedef struct _FarStamps FarStamps;

/* Returns: (transfer full): of all outings of @rota in these days */
FarStamps *far_collective_stamps (FarStore *store,
                                  const FarRotaFacts *rota,
                                  gint32 first_day,
                                  gint32 last_day,
                                  GError **error) FAR_MUST_USE;
void far_stamps_free (FarStamps *self);
FarStamp far_stamps_get (const FarStamps *self, gint32 day);
/* (transfer full) (element-type gint32): those days that have turns or exceptions, whether the
 * rota's rule has them or not */
GArray *far_stamps_list_days (const FarStamps *self);

/* Returns: (transfer full) (element-type gint32): ascending, the days of these that the rota was
 * published with and has no more, whether anybody had promised anything or not */
GArray *far_collective_once_planned (FarStore *store,
                                     const FarRotaFacts *rota,
                                     gint32 first_day,
                                     gint32 last_day,
                                     GError **error) FAR_MUST_USE;

/* Returns: (transfer full) (element-type gint32): ascending, the days of these on which there are
 * holidays that somebody entered after the rota was published, whether anybody had promised
 * anything or not */
GArray *far_collective_closed_since (FarStore *store,
                                     const FarRotaFacts *rota,
                                     gint32 first_day,
                                     gint32 last_day,
                                     GError **error) FAR_MUST_USE;

/* Outings from @today on that are not what @me promised to come to, for themselves or for whom they
 * answer for: at another time, which nobody said yes to, or there is none on that day any more.
 * Returns: (transfer full) (element-type FarOutingFacts): by day, the first FAR_SHOWN_LEFT_MAX */
GPtrArray *far_collective_touched (FarStore *store,
                                   GPtrArray *rotas,
                                   const guint8 me[static FAR_RECORD_ID_LEN],
                                   gint32 today,
                                   GError **error) FAR_MUST_USE;

/**
 * far_collective_conflicts:
 * @today: the collective's civil day: what is over needs no choice
 *
 * Returns: (transfer full) (element-type FarConflictFacts): of the collective, persons, lines,
 *   things, rotas, outings; of each member the first FAR_SHOWN_CONFLICTS_MAX
 */
GPtrArray *far_collective_conflicts (FarStore *store, gint32 today, GError **error) FAR_MUST_USE;

/**
 * far_collective_suggestions:
 * @today: the collective's civil day: what is over waits for nobody
 *
 * Returns: (transfer full) (element-type FarSuggestionFacts): the newest first, of each member the
 *   first FAR_SHOWN_SUGGESTIONS_MAX
 */
GPtrArray *far_collective_suggestions (FarStore *store, gint32 today, GError **error) FAR_MUST_USE;

/* Something published, of which a member's machines are not known to hold all. */
typedef struct
{
  guint8 rota[FAR_RECORD_ID_LEN]; /* or the calendar of holidays */
  const char *title;              /* unowned: of the rotas or calendars that were given */
  gint32 day;                     /* of the outing; 0: the rota itself, and so all of its dates */
  gboolean is_cancelled;
  gboolean is_holidays; /* a calendar, and no rota */
} FarNewsFacts;

typedef struct
{
  guint8 member[FAR_RECORD_ID_LEN];
  GArray *news; /* owned (element-type FarNewsFacts): as the rotas, by day; at least one */
} FarUnheardFacts;

/**
 * far_collective_unheard:
 * @rotas: (element-type FarRotaFacts): as they are published; drafts are left alone
 * @calendars: (nullable) (element-type FarHolidaysFacts): that are entered
 * @me: this machine, which holds everything
 * @today: the collective's civil day: of what is over nobody has to hear
 *
 * Returns: (transfer full) (element-type FarUnheardFacts): members who lack something; %NULL with
 *   @error
 */
GPtrArray *far_collective_unheard (FarStore *store,
                                   GPtrArray *rotas,
                                   GPtrArray *calendars,
                                   const guint8 me[static FAR_KEY_LEN],
                                   gint32 today,
                                   GError **error) FAR_MUST_USE;

void far_collective_baton (FarStore *store, FarBatonFacts *out);

/**
 * far_collective_succession:
 * @me: this machine's member
 * @today: the collective's civil day: an offer of a term that would be over is none
 *
 * Next is, in the order that is agreed, who comes after the holder and is in standing; else who
 * has held it least lately, and of those who never did the longest-standing member.  It proposes,
 * and gives no right.
 */
FarSuccession *far_collective_succession (FarStore *store,
                                          const guint8 me[static FAR_RECORD_ID_LEN],
                                          gint32 today,
                                          GError **error) FAR_MUST_USE;
void far_succession_free (FarSuccession *self);

/* Whether @member holds the baton or is its deputy, and so may publish. */
gboolean far_collective_may_publish (FarStore *store,
                                     const guint8 member[static FAR_RECORD_ID_LEN]);

/**
 * far_collective_find_turn:
 * @prefix: 6..32 hexadecimal digits
 *
 * Finds the turn whose record id begins so.  Reads every turn there is: for what people ask one by
 * one.
 *
 * Returns: %FALSE with NO_SUCH_ID or ID_AMBIGUOUS of #FarCollectiveError, or a #FarStoreError
 */
gboolean far_collective_find_turn (FarStore *store,
                                   const char *prefix,
                                   guint8 out[static FAR_RECORD_ID_LEN],
                                   GError **error) FAR_MUST_USE;

/* -- who has heard of it */

/**
 * far_collective_reach:
 * @me: this machine's member
 * @pos: of an entry that is held
 *
 * How far the entry is known to have come.  Feeds no rule.
 */
FarReach
far_collective_reach (FarStore *store, const guint8 me[static FAR_RECORD_ID_LEN], FarPos pos);

/**
 * far_collective_note_heard:
 * @device_log: log number of the machine that told
 * @have: (element-type guint32): by log - 1, up to which seq it holds each log; 0 for nothing
 *
 * Notes what a machine holds, as the session's frontier or acknowledgement told it.  What was
 * noted never shrinks.  In a batch of its own, or in the running one.
 */
gboolean far_collective_note_heard (FarStore *store,
                                    guint32 device_log,
                                    const GArray *have,
                                    GError **error) FAR_MUST_USE;

/* On how many machines in standing the ERASE at @pos is known to be done.
 * @me: this device's key */
void far_collective_erasure_reach (FarStore *store,
                                   const guint8 me[static FAR_KEY_LEN],
                                   FarPos pos,
                                   guint *out_done,
                                   guint *out_all);

/* -- all of it */

/**
 * far_collective_records_digest:
 *
 * Digest of what all records mean: equal on machines that hold the same entries, however they came.
 * Promises' reach is left out (it differs on purpose), and so is all that hangs on local numbers.
 */
gboolean far_collective_records_digest (FarStore *store,
                                        guint8 out[static FAR_HASH_LEN],
                                        GError **error) FAR_MUST_USE;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarCollectiveFacts, far_collective_facts_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarOutingFacts, far_outing_facts_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarStamps, far_stamps_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarSuccession, far_succession_free)

G_END_DECLS
