/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-kind-schema: the keys of each kind's payload.  Ids of records and members are 16 bytes, of
 * entries 32; days are days since 1970-01-01, times of day minutes since midnight. */

#pragma once

enum /* GENESIS */
{
  FAR_GENESIS_MEMBER = 1, /* the founder: hash of the zero collective id and the device's key */
  FAR_GENESIS_NOISE = 2,
  FAR_GENESIS_SEAL = 3,
  FAR_GENESIS_SECRET = 4,
  FAR_GENESIS_START = 5, /* of TERM 1, a day */
  FAR_GENESIS_END = 6,
};

enum /* INVITE */
{
  FAR_INVITE_PUBLIC = 1,
  FAR_INVITE_EXPIRES =
      2, /* ms since 1970; judged by people and machines that admit, never by the replay */
};

enum /* INVITE_END */
{
  FAR_INVITE_END_INVITE = 1,
};

enum /* ADMIT; without 1 and 6 DEVICE_ADD, and an ASK of a further machine */
{
  FAR_ADMIT_INVITE = 1,
  FAR_ADMIT_MEMBER = 2,
  FAR_ADMIT_DEVICE = 3,
  FAR_ADMIT_NOISE = 4,
  FAR_ADMIT_SEAL = 5,
  FAR_ADMIT_INVITE_PROOF = 6, /* signature by the invitation's private half */
  FAR_ADMIT_DEVICE_PROOF = 7, /* signature by the new device's key */
  FAR_ADMIT_PROPOSAL = 8,     /* only DEVICE_ADD, for one who lost their machine */
};

enum /* DEVICE_REVOKE (DEVICE) and REMOVE (MEMBER) */
{
  FAR_REMOVE_MEMBER = 1,
  FAR_REMOVE_DEVICE = 2,
  FAR_REMOVE_CUTS = 3,
  FAR_REMOVE_SECRET = 4,
  FAR_REMOVE_PROPOSAL = 5,
};

enum /* a cut */
{
  FAR_CUT_DEVICE = 1,
  FAR_CUT_SEQ = 2,
  FAR_CUT_ID = 3,
  FAR_CUT_SIGNATURE = 4,
};

enum /* PROPOSE */
{
  FAR_PROPOSE_KIND = 1,
  FAR_PROPOSE_MEMBER = 2,
  FAR_PROPOSE_DEVICE = 3,
  FAR_PROPOSE_NUMBER = 4, /* of a TERM, or the key of a rule */
  FAR_PROPOSE_VALUE = 5,
};

enum /* APPROVE */
{
  FAR_APPROVE_WHAT = 1, /* a PROPOSE or an ASK */
};

enum /* TERM */
{
  FAR_TERM_NUMBER = 1,
  FAR_TERM_HOLDER = 2,
  FAR_TERM_DEPUTY = 3,
  FAR_TERM_START = 4,
  FAR_TERM_END = 5,
  FAR_TERM_SECRET = 6,
  FAR_TERM_PREVIOUS = 7,
  FAR_TERM_PROPOSAL = 8,
};

enum /* RULES */
{
  FAR_RULES_KEY = 1,
  FAR_RULES_VALUE = 2,
  FAR_RULES_PROPOSAL = 3,
};

enum /* ERASE */
{
  FAR_ERASE_ENTRIES = 1,
  FAR_ERASE_SUBJECT = 2,
};

enum /* COLLECTIVE: the one record whose id is the first 16 bytes of the collective's */
{
  FAR_COLLECTIVE_NAME = 1,
  FAR_COLLECTIVE_ZONE = 2,
};

enum /* PERSON: without ID a new person without a machine, whom the author answers for */
{
  FAR_PERSON_ID = 1,
  FAR_PERSON_NAME = 2,
  FAR_PERSON_GONE = 3,
  FAR_PERSON_SAME = 4,   /* who this person is too: of one without a machine members, and back */
  FAR_PERSON_HELPER = 6, /* 1: too young to count as an adult; 5 is none, and stays so */
  FAR_PERSON_PHONE = 7,  /* "" if it is taken off again */
};

enum /* REASON */
{
  FAR_REASON_PROPOSAL = 1, /* the record id that the PROPOSE makes */
  FAR_REASON_WHY = 2,
};

enum /* LINE: without ID a new one; so THING and ROTA */
{
  FAR_LINE_ID = 1,
  FAR_LINE_NAME = 2,
  FAR_LINE_SCHOOL = 3,
  FAR_LINE_STOPS = 4,
  FAR_LINE_GONE = 5,
  FAR_LINE_CROSSINGS = 6, /* at which somebody holds the traffic back */
  FAR_LINE_REFERENT = 7,  /* member, or person without a machine, who is asked; zero: nobody */
  FAR_LINE_COLOUR = 8,    /* number in a palette; 0: none */
  FAR_LINE_PATTERNS = 9,  /* what is different on some weekdays: replaced as a whole */
};

enum /* a pattern: what it does not say is as on the other days */
{
  FAR_PATTERN_WEEKDAYS = 1, /* as of a ROTA */
  FAR_PATTERN_FROM = 2,     /* name of the stop with which the walk to school begins */
  FAR_PATTERN_TO = 3,       /* and of the one with which it ends */
  FAR_PATTERN_SHIFT = 4,    /* minutes later, both ways */
  FAR_PATTERN_ROTA = 5,     /* only in that rota */
};

enum /* a stop */
{
  FAR_STOP_NAME = 1,
  FAR_STOP_OUT = 2,  /* time of day towards school */
  FAR_STOP_BACK = 3, /* and on the way back */
  FAR_STOP_LAT = 4,  /* micro-degrees north, WGS 84 */
  FAR_STOP_LON = 5,  /* micro-degrees east */
  /* how a wheelchair gets on: 1 well, 2 with help, 3 not at all; absent if nobody said */
  FAR_STOP_KERB = 6,
  FAR_STOP_SLOPE = 7,
  FAR_STOP_WIDTH = 8,
  FAR_STOP_WAY_KERB = 9, /* on the way to the next stop, or from the last one to school */
  FAR_STOP_WAY_SLOPE = 10,
  FAR_STOP_WAY_WIDTH = 11,
};

enum /* HAZARD: without ID a new one */
{
  FAR_HAZARD_ID = 1,
  FAR_HAZARD_LINE = 2,
  FAR_HAZARD_STOP = 3,  /* name of one of the line's, at or after which it is; "" anywhere */
  FAR_HAZARD_WORDS = 4, /* what there is */
  FAR_HAZARD_STATE = 5, /* 0 open, 1 somebody sees to it, 2 gone */
};

enum /* PLACE: without ID a new one */
{
  FAR_PLACE_ID = 1,
  FAR_PLACE_NAME = 2,
  FAR_PLACE_ADDRESS = 3,
  FAR_PLACE_TOWN = 4,
  FAR_PLACE_AT = 5,     /* one position; none if nobody knows it any more */
  FAR_PLACE_SOURCE = 6, /* what it is called for good in the file that it came from */
  FAR_PLACE_GONE = 7,
};

enum /* a position: micro-degrees, WGS 84 */
{
  FAR_POSITION_LAT = 1,
  FAR_POSITION_LON = 2,
};

enum /* THING: whoever has it now, or knows who has, says so */
{
  FAR_THING_ID = 1,
  FAR_THING_NAME = 2,
  FAR_THING_KEEPER = 3, /* member, or person without a machine */
  FAR_THING_NOTE = 4,   /* what it opens, where it lies */
  FAR_THING_GONE = 5,
  FAR_THING_WHAT = 6,      /* 0 a thing, 1 a bike, 2 a room */
  FAR_THING_WHOSE = 7,     /* member, or person without a machine; the collective's id: its own */
  FAR_THING_PIECES = 8,    /* how many there are; of a room, for how many people it is */
  FAR_THING_CONDITION = 9, /* 0 good, 1 worn, 2 broken */
  FAR_THING_WORN = 10,     /* what is wrong with it, in words */
  FAR_THING_WHERE = 11,    /* where it is kept, in words */
  FAR_THING_LENT = 12,     /* 1: it may be borrowed */
  FAR_THING_DAYS = 13,     /* for how many at most; 0: nobody said */
  FAR_THING_HELD = 14,     /* who has how many pieces, or keys of a room: replaced as a whole */
  FAR_THING_WORKSHOP = 15, /* a rota: it is its places for repair, PIECES at each outing */
};

enum /* pieces that somebody has */
{
  FAR_HELD_WHO = 1, /* member, or person without a machine */
  FAR_HELD_N = 2,
};

enum /* SERVERS: no record; a proposal of its author may name it */
{
  FAR_SERVERS_LIST = 1,
};

enum /* a server */
{
  FAR_SERVERS_TURN = 1, /* 1 TURN, 0 STUN */
  FAR_SERVERS_HOST = 2,
  FAR_SERVERS_PORT = 3,
  FAR_SERVERS_USER = 4,
  FAR_SERVERS_PASSWORD = 5,
};

enum /* HOLIDAYS: without ID a new calendar */
{
  FAR_HOLIDAYS_ID = 1,
  FAR_HOLIDAYS_NAME = 2,  /* such as "Zone B" */
  FAR_HOLIDAYS_SPANS = 3, /* all of them: replaced as a whole */
  FAR_HOLIDAYS_GONE = 4,
};

enum /* a span of days */
{
  FAR_SPAN_FIRST = 1,
  FAR_SPAN_LAST = 2, /* inclusive */
  FAR_SPAN_NAME = 3,
};

enum /* ROTA */
{
  FAR_ROTA_ID = 1,
  FAR_ROTA_TITLE = 2,
  FAR_ROTA_WEEKDAYS = 3, /* bit 0 Monday .. bit 6 Sunday */
  FAR_ROTA_EVERY = 4,    /* weeks */
  FAR_ROTA_FIRST = 5,
  FAR_ROTA_LAST = 6,
  FAR_ROTA_AT = 7,
  FAR_ROTA_MIN = 8,
  FAR_ROTA_MAX = 9,
  FAR_ROTA_LINE = 10,
  FAR_ROTA_STATE = 11, /* 0 draft, 1 published */
  FAR_ROTA_ADDED = 12,
  FAR_ROTA_DROPPED = 13,
  FAR_ROTA_GONE = 14,
  FAR_ROTA_HOLIDAYS = 15,    /* 1: it runs in the holidays too */
  FAR_ROTA_PLACE = 16,       /* where they meet; "" for nowhere in particular */
  FAR_ROTA_LATER = 17,       /* what is different from some day on: replaced as a whole */
  FAR_ROTA_ROLES = 18,       /* those with a name: replaced as a whole */
  FAR_ROTA_LATER_ROLES = 19, /* what they are from some day on: replaced as a whole */
};

enum /* what is different from a day on: what it does not say goes on */
{
  FAR_LATER_FROM = 1,
  FAR_LATER_WEEKDAYS = 2,
  FAR_LATER_EVERY = 3,
  FAR_LATER_AT = 4,
  FAR_LATER_MIN = 5,
  FAR_LATER_MAX = 6,
  FAR_LATER_PLACE = 7,
};

enum /* a role of a rota, or of one date */
{
  FAR_ROLE_NUMBER =
      1,             /* what turns call it; 0 is the first, which MIN and MAX of the rota are of */
  FAR_ROLE_NAME = 2, /* of one date, and from a day on: the first alone says that there are none */
  FAR_ROLE_MIN = 3,
  FAR_ROLE_MAX = 4,
  FAR_ROLE_FROM = 5, /* only of those from a day on: what they are is all that have the same day */
  FAR_ROLE_TRAINING = 6, /* what whoever takes it holds on that day, in words */
};

enum /* OUTING: one date of a rota */
{
  FAR_OUTING_ROTA = 1,
  FAR_OUTING_DAY = 2,
  FAR_OUTING_CANCELLED = 3, /* 0 or 1 */
  FAR_OUTING_WHY = 4,
  FAR_OUTING_PLAN = 5, /* turns that the published plan names */
  FAR_OUTING_AT = 6,   /* and so on: what holds on that date alone */
  FAR_OUTING_PLACE = 7,
  FAR_OUTING_MIN = 8,
  FAR_OUTING_MAX = 9,
  FAR_OUTING_REMARK = 10, /* a word to all: "bring umbrellas" */
  FAR_OUTING_ACT = 20,    /* the same in all that were cancelled in one go: taken back in one */
  FAR_OUTING_INTO = 21,   /* rota whose outing of that day it is to walk with; zero: none */
  FAR_OUTING_AGREES = 22, /* for whom the author says yes to that: one, or none if taken back */
  FAR_OUTING_ROLES = 23,  /* none: as the rota says */
};

enum /* a yes */
{
  FAR_AGREES_ROTA = 1,    /* to walk with which */
  FAR_AGREES_PERSONS = 2, /* the author, and persons without a machine */
};

/* As the rota says. */
#define FAR_OUTING_AT_NONE 1440
#define FAR_OUTING_MIN_NONE (FAR_ROTA_ADULTS_MAX + 1)
#define FAR_OUTING_MAX_NONE 0

enum /* TURN */
{
  FAR_TURN_ROTA = 1,
  FAR_TURN_DAY = 2,
  FAR_TURN_ROLE = 3,   /* absent for the only or first role; 99 for who comes along */
  FAR_TURN_ID = 4,     /* absent: a new turn is taken */
  FAR_TURN_PERSON = 5, /* who takes it; only with a new one */
  FAR_TURN_STATE = 6,  /* only with ID: 0 stands again, 1 released, 2 seeks a stand-in, 3 absent */
  FAR_TURN_NOTE = 7,
  FAR_TURN_AT = 8, /* time of day for which it is promised; of a change: to which it is said yes */
  FAR_TURN_INSTEAD = 9, /* of a search: what is promised to who comes; nothing if it is empty */
  FAR_TURN_SEATS = 10,  /* of a new one on a RIDE, which ROTA names then: how many; absent: one */
  FAR_TURN_CHILD_SEATS = 11, /* the same of the child seats among them, by kind */
  FAR_TURN_DONE = 12, /* of a change on a HELP, which ROTA names then: 1: it was done; 0: not yet */
  FAR_TURN_FIRST = 13, /* on a HELP: with which first day it is promised; of a change: the one to
                        * which it says yes */
  /* of a new one on a THING, which ROTA names then, from DAY on */
  FAR_TURN_LAST = 14,   /* inclusive; absent: that day alone */
  FAR_TURN_FROM = 15,   /* minute of the first day; absent: from its beginning */
  FAR_TURN_UNTIL = 16,  /* minute of the last day; absent: to its end */
  FAR_TURN_PIECES = 17, /* how many, or people in a room; absent: one */
  FAR_TURN_USE = 18,    /* what for, and who opens and closes: one, or none */
  FAR_TURN_HAND = 19,   /* only with ID: handed out, or brought back: one */
  FAR_TURN_FAULT = 20,  /* of places for repair: which fault is to be mended */
};

enum /* what a thing is booked for */
{
  FAR_USE_WORDS = 1,
  FAR_USE_OPENS = 2, /* member, or person without a machine; absent: whose booking it is */
  FAR_USE_CLOSES = 3,
};

enum /* what was handed over */
{
  FAR_HAND_STATE = 1, /* 0 neither, 1 out, 2 back */
  FAR_HAND_DAY = 2,
  FAR_HAND_CONDITION = 3, /* as of a THING */
  FAR_HAND_WORDS = 4,
};

enum /* what is promised in exchange */
{
  FAR_INSTEAD_ROTA = 1,
  FAR_INSTEAD_DAY = 2,
  FAR_INSTEAD_TURN = 3, /* whose place is taken there */
};

/* Whoever comes along to see how it is done: takes nobody's place, and does not count. */
#define FAR_ROLE_ALONG FAR_ROLES_MAX

/* In no entry: the state of a change that says a time of day, and nothing else. */
#define FAR_TURN_STATE_UNSAID 4

enum /* CHILD: without ID a new one; the header's subject is the child's own id */
{
  FAR_CHILD_ID = 1,
  FAR_CHILD_NAME = 2,
  FAR_CHILD_GUARDIANS = 3, /* members, or persons: who writes beside who made it */
  FAR_CHILD_LINE = 4,      /* zero: none */
  FAR_CHILD_STOP = 5,      /* name of one of that line's */
  FAR_CHILD_BORN = 6,      /* year; 0: not said */
  FAR_CHILD_ONE_TO_ONE = 7,
  FAR_CHILD_WHEELCHAIR = 8,
  FAR_CHILD_SLOW = 9,
  FAR_CHILD_CARRY = 10,  /* what has to come along */
  FAR_CHILD_ADULTS = 11, /* to whom it may be handed over, beside the guardians */
  FAR_CHILD_GONE = 12,
};

enum /* BOOKING: without ID a new one; the header's subject is the child */
{
  FAR_BOOKING_ID = 1,
  FAR_BOOKING_ROTA = 2,     /* zero, or absent: all of the child's line */
  FAR_BOOKING_WEEKDAYS = 3, /* as of a ROTA */
  FAR_BOOKING_FIRST = 4,
  FAR_BOOKING_LAST = 5,
  FAR_BOOKING_GONE = 6,
};

enum /* ABSENCE: the header's subject is the child */
{
  FAR_ABSENCE_DAY = 1,
  FAR_ABSENCE_ROTA = 2, /* absent: all of that day */
  FAR_ABSENCE_ABSENT = 3,
};

enum /* NOTE: the header's subject is the child */
{
  FAR_NOTE_DAY = 1, /* with ROTA: for one outing; without both: the family's own */
  FAR_NOTE_ROTA = 2,
  FAR_NOTE_FROM = 3,    /* of one for an outing: the family's own that it says */
  FAR_NOTE_READERS = 4, /* who can open it; none: there is nothing to know */
  FAR_NOTE_BODY = 5,    /* sealed (far-note.h) */
};

/* Where the family's own stand among what is asked for by the day. */
#define FAR_NOTE_NO_DAY (FAR_DAY_MIN - 1)

enum /* a machine that can open a note */
{
  FAR_READER_DEVICE = 1,
  FAR_READER_KEY = 2, /* the body's, sealed to it */
};

enum /* HOURS: without ID a new line; the header's subject is whose account it is in */
{
  FAR_HOURS_ID = 1,      /* the line; of what is said of the account itself the member */
  FAR_HOURS_READERS = 2, /* who can open it: as of a NOTE */
  FAR_HOURS_BODY = 3,    /* sealed (far-hours.h) */
  FAR_HOURS_SHARED = 4,  /* of the account: members who may read it too */
  FAR_HOURS_GONE = 5,
  FAR_HOURS_AGAIN = 6, /* of what is sealed for more machines: the entry that said it first */
};

enum /* ROLL: the header's subject is the child, or who came along */
{
  FAR_ROLL_DAY = 1,
  FAR_ROLL_ROTA = 2,
  FAR_ROLL_STATE = 3,  /* 0 not called, 1 there, 2 late and there, 3 not there */
  FAR_ROLL_HANDED = 4, /* to whom: one, or none if it is taken back */
};

enum /* to whom a child was handed over: without either key to somebody */
{
  FAR_HANDED_PERSON = 1, /* member, or person */
  FAR_HANDED_WORDS = 2,  /* such as "the teacher at the gate" */
};

enum /* AVAILABILITY: of each person one record, whose id is the person's; as is the subject */
{
  FAR_AVAILABILITY_PERSON = 1,
  FAR_AVAILABILITY_WEEKS = 2,      /* weekdays, rota by rota: replaced as a whole */
  FAR_AVAILABILITY_AWAY = 3,       /* single days and spans of them: replaced as a whole */
  FAR_AVAILABILITY_COMMITMENT = 4, /* how many turns: one, or none if it is taken back */
};

enum /* the weekdays of a rota: what is in neither is a day on which they can */
{
  FAR_AVAILABLE_ROTA = 1, /* absent: all rotas of which nothing else is said */
  FAR_AVAILABLE_CANNOT = 2,
  FAR_AVAILABLE_RATHER = 3,
};

enum /* days on which they cannot */
{
  FAR_AWAY_FIRST = 1,
  FAR_AWAY_LAST = 2, /* inclusive */
  FAR_AWAY_ROTA = 3, /* absent: all of them */
};

enum /* how many turns */
{
  FAR_COMMITMENT_TURNS = 1,
  FAR_COMMITMENT_PER = 2, /* 0 a month, 1 the season */
};

enum /* SEEN: the header's subject is who has seen it */
{
  FAR_SEEN_ROTA = 1,
  FAR_SEEN_ENTRIES = 2, /* of each log the last one that says something of it; none: taken back */
};

enum /* FAIR_PLAN: without ID a new one, of one rota */
{
  FAR_FAIR_PLAN_ID = 1,
  FAR_FAIR_PLAN_ROTA = 2,
  FAR_FAIR_PLAN_FIRST = 3, /* days for which it is */
  FAR_FAIR_PLAN_LAST = 4,
  FAR_FAIR_PLAN_LINES = 5, /* replaced as a whole */
  FAR_FAIR_PLAN_GONE = 6,
  FAR_FAIR_PLAN_ACT = 7, /* the same in all that were proposed in one go */
};

enum /* a turn that is proposed */
{
  FAR_FAIR_LINE_DAY = 1,
  FAR_FAIR_LINE_ROLE = 2, /* as of a TURN */
  FAR_FAIR_LINE_PERSON = 3,
};

enum /* SKILL: without ID a new one; the header's subject is whose it is */
{
  FAR_SKILL_ID = 1,
  FAR_SKILL_SORT = 2, /* 0 offered, 1 wanted, 2 a training that is held */
  FAR_SKILL_NAME = 3,
  FAR_SKILL_NOTE = 4,     /* what it is, in words */
  FAR_SKILL_HELD = 5,     /* of a training: from when to when, one or none: replaced as a whole */
  FAR_SKILL_TANDEM = 6,   /* 1: whose it is would show it to somebody */
  FAR_SKILL_GONE = 7,     /* 1: it is said no more */
  FAR_SKILL_ATTESTED = 8, /* 1: the author has looked at what it says; each for themselves */
};

enum /* a held */
{
  FAR_HELD_OBTAINED = 1,
  FAR_HELD_EXPIRES = 2, /* the last day of which it is good */
};

#define FAR_SKILL_SORTS 3

enum /* RIDE: without ID a new one; the header's subject is whose ride it is */
{
  FAR_RIDE_ID = 1,
  FAR_RIDE_ASK = 2,  /* 1: seats are asked for; else they are offered */
  FAR_RIDE_FROM = 3, /* one spot; as is the next */
  FAR_RIDE_TO = 4,
  FAR_RIDE_WEEKDAYS = 5, /* as of a ROTA, as is what follows */
  FAR_RIDE_EVERY = 6,
  FAR_RIDE_FIRST = 7,
  FAR_RIDE_LAST = 8, /* of one that is once, the same day */
  FAR_RIDE_ADDED = 9,
  FAR_RIDE_DROPPED = 10, /* with a reason in words: all of them */
  FAR_RIDE_THERE = 11,   /* time of day */
  FAR_RIDE_BACK = 12,    /* the same */
  FAR_RIDE_SEATS = 13,
  FAR_RIDE_CHILD_SEATS = 14, /* among these, by kind: replaced as a whole */
  FAR_RIDE_DETOUR = 15,      /* in words */
  FAR_RIDE_LUGGAGE = 16,     /* 1: there is room for it; of what is asked: it comes along */
  FAR_RIDE_WHEELCHAIR = 17,  /* the same of a wheelchair */
  FAR_RIDE_HOLIDAYS = 18,    /* 1: it runs in the holidays too */
  FAR_RIDE_ANSWERS = 19,     /* the outing in whose place it was asked for: one, or none */
  FAR_RIDE_GONE = 20,
};

/* Not that way. */
#define FAR_RIDE_AT_NONE 1440

enum /* HELP: without ID a new one; the header's subject is whose it is */
{
  FAR_HELP_ID = 1,
  FAR_HELP_OFFER = 2, /* 1: it is offered; else it is asked for */
  FAR_HELP_WHAT = 3,
  FAR_HELP_CATEGORY = 4,
  FAR_HELP_WHEN = 5,  /* one period; of a new one it has to be said */
  FAR_HELP_PLACE = 6, /* one spot, or none */
  FAR_HELP_URGENCY = 7,
  FAR_HELP_HELPERS = 8, /* how many are needed, or may take it up */
  FAR_HELP_DETAILS = 9,
  FAR_HELP_DONE = 10,   /* FarHelpDone */
  FAR_HELP_THANKS = 11, /* in words, to those who helped */
  FAR_HELP_GONE = 12,
};

enum /* FAULT: without ID a new one; the header's subject is who reports it */
{
  FAR_FAULT_ID = 1,
  FAR_FAULT_THING = 2, /* only with a new one, as are the next */
  FAR_FAULT_DAY = 3,   /* on which it is reported */
  FAR_FAULT_PARTS = 4, /* bits: 1 brakes, 2 tyre, 4 wheel, 8 chain and gears, 16 lights, 32 saddle,
                        * 64 frame, 128 something else */
  FAR_FAULT_WORDS = 5,
  FAR_FAULT_SINCE = 6,
  FAR_FAULT_WANTED = 7, /* by which day */
  FAR_FAULT_UNSAFE = 8, /* 1: it is not to be ridden; 0: it may be */
  FAR_FAULT_WORK = 9,   /* one: how far it has come */
  FAR_FAULT_GONE = 10,  /* 1: it is withdrawn */
};

enum /* what was done about a fault */
{
  FAR_WORK_STATE = 1, /* 0 nothing yet, 1 being repaired, 2 repaired, 3 cannot be */
  FAR_WORK_DAY = 2,
  FAR_WORK_DONE = 3, /* in words, as is the next */
  FAR_WORK_USED = 4, /* parts */
  FAR_WORK_WHO = 5,  /* member, or person without a machine, who did it */
  FAR_WORK_COST = 6, /* in words */
  FAR_WORK_MINUTES = 7,
  FAR_WORK_CHECKED = 8, /* who looked whether it is safe */
};

enum /* when */
{
  FAR_PERIOD_FIRST = 1,
  FAR_PERIOD_LAST = 2,
  FAR_PERIOD_FROM = 3, /* time of day, as is the next; absent: at any time */
  FAR_PERIOD_UNTIL = 4,
};

enum /* where a ride begins, or ends */
{
  FAR_SPOT_WORDS = 1,
  FAR_SPOT_LINE = 2, /* of which WORDS is a stop */
  FAR_SPOT_LAT = 3,  /* millionths of a degree */
  FAR_SPOT_LON = 4,
};

enum /* a date on which it falls out */
{
  FAR_DROPPED_DAY = 1,
  FAR_DROPPED_WHY = 2,
};

enum /* child seats of one kind */
{
  FAR_CHILD_SEAT_KIND = 1, /* 1 infant carrier, 2 i-Size, 3 booster */
  FAR_CHILD_SEAT_N = 2,
};

enum /* an outing */
{
  FAR_ANSWERS_ROTA = 1,
  FAR_ANSWERS_DAY = 2,
};

enum /* BATON: of each member one record, whose id is the member's */
{
  FAR_BATON_MEMBER = 1,
  FAR_BATON_ORDER = 2,    /* who is to hold it, one after the other */
  FAR_BATON_DECLINED = 3, /* the PROPOSE that offered it to the member */
};

enum /* a place in that order */
{
  FAR_PLACE_MEMBER = 1,
};
