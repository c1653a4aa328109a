/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-limits: every limit of what is stored, sent or decoded, with the reason of each.
 *
 * A limit that decides validity (marked V) is part of the format: changing it splits collectives.
 */

#pragma once

/* -- sizes that the cryptography fixes */
#define FAR_KEY_LEN 32
#define FAR_HASH_LEN 32
#define FAR_ID_LEN 32        /* an entry, a collective */
#define FAR_RECORD_ID_LEN 16 /* a record, a member: shown and typed by people, so half as long */
#define FAR_SIG_LEN 64
#define FAR_TAG_LEN 16
#define FAR_ID_PREFIX_LEN \
  8                     /* tells two entries of one device and seq apart, for those who hold one */
#define FAR_SALT_LEN 16 /* 128 bits hide a guessed name behind the payload's hash */

/* -- entries */
#define FAR_REFS_MAX 24          /* V: one byte counts them, a header stays under 1 KiB */
#define FAR_HEADER_FIXED_LEN 137 /* V: docs/formats.md, "Entry" */
#define FAR_HEADER_MAX (FAR_HEADER_FIXED_LEN + FAR_REFS_MAX * FAR_ID_LEN) /* V: 905 bytes */
#define FAR_BLOB_MIN (FAR_SALT_LEN + 1) /* V: salt and an empty map */
#define FAR_BLOB_MAX \
  (32 * 1024) /* V: a line of 60 stops takes 6 KiB; one entry must fit one frame */
#define FAR_COVER_EVERY \
  64 /* the store keeps each 64th signature: 1 byte an entry, verified for 1.5 us */

/* -- forks: a liar can make as many branches as it likes, and honest entries may refer to any */
#define FAR_BRANCHES_MAX 64 /* of one device; more are passed over */

/* -- payloads: beyond these a payload is without effect, not invalid */
#define FAR_TEXT_MAX 4096       /* bytes of one text field: a page */
#define FAR_NAME_MAX 200        /* characters of a name */
#define FAR_PHONE_MAX 80        /* bytes: a number, and "in the evening" */
#define FAR_THING_NOTE_MAX 800  /* bytes: what it opens and where it lies, in a few sentences */
#define FAR_CBOR_DEPTH_MAX 4    /* map, array, map, array: the deepest schema uses three */
#define FAR_CBOR_ARRAY_MAX 1024 /* items of an array or pairs of a map */
#define FAR_DAY_MIN (-25567)    /* 1900-01-01: nobody plans before, and four digits write a year */
#define FAR_DAY_MAX 84370       /* 2200-12-31 */
#define FAR_PAYLOAD_DAY_MAX 84371 /* a day more may be written; no plan has it */
#define FAR_RULE_WEEKS_MAX 52     /* every n weeks: once a year and no rarer */
#define FAR_RULE_SPAN_MAX 3653    /* days of one rota: ten years with three leap days */
#define FAR_ROTA_DAYS_MAX 366     /* days added to a rule, or dropped from it: each of a year */
#define FAR_ROTA_ADULTS_MAX 99    /* needed or with a place: more is no walk but a march */
#define FAR_ROLES_MAX 99          /* of a rota */
#define FAR_CALL_OFF_MAX 500    /* outings cancelled in one go: 16 lines, both ways, three weeks */
#define FAR_SERIES_DAYS_MAX 366 /* that a promise for a term reaches: a school year */
#define FAR_PLAN_MAX 200        /* turns that a plan confirms: twice the adults, for who changed */
#define FAR_ORDER_MAX 50        /* who is to hold the baton: half a lifetime of terms */
#define FAR_LINE_STOPS_MAX 200  /* a line has 4 to 6 stops, the longest met 60 */
#define FAR_LINE_CROSSINGS_MAX 50 /* a street every forty metres of two kilometres */
#define FAR_STOP_WALK_MAX 120     /* minutes from one stop to the next: no child walks longer */
#define FAR_LINE_PATTERNS_MAX 20  /* each weekday, in some rotas */
#define FAR_PATTERN_SHIFT_MAX 720 /* minutes: half a day */
#define FAR_LINE_COLOUR_MAX 8     /* a palette that is told apart on paper and screen */
#define FAR_HAZARD_WORDS_MAX 800  /* bytes: what there is, in a few sentences */
#define FAR_HAZARD_STATE_MAX 2
/* bytes: by what a place is called in the file that it came from, such as 38053-C-001 */
#define FAR_PLACE_SOURCE_MAX 80
#define FAR_ACCESS_MAX 3 /* a kerb, slope or width: well, with help, not at all */
/* days from which on a rota is different */
#define FAR_ROTA_LATER_MAX 20
#define FAR_ROTA_ROLES_MAX 8   /* with a name, the first too */
#define FAR_LATER_ROLES_MAX 40 /* of all days from which on they are different: eight by five */
#define FAR_REMARK_MAX 800     /* bytes: what all are to know of one date, in a few sentences */
/* of one calendar: ten years of public and school holidays */
#define FAR_HOLIDAY_SPANS_MAX 400
#define FAR_CHILD_GUARDIANS_MAX 4 /* two homes */
#define FAR_CHILD_ADULTS_MAX 8    /* to whom a child may be handed over, beside the guardians */
#define FAR_CHILD_CARRY_MAX 400   /* bytes: what has to come along, in one line */
#define FAR_CHILD_BORN_MIN 1990   /* a year in which nobody at school was born yet */
#define FAR_CHILD_BORN_MAX 2200
#define FAR_AVAILABLE_ROTAS_MAX 20 /* of which one person says on what weekdays: twice a line's */
/* single days and holidays of one person that are still to come: a day in each week of two years,
 * for two rotas */
#define FAR_AWAY_SPANS_MAX 200
#define FAR_COMMITMENT_TURNS_MAX 400 /* there and back, each day of a school year */
#define FAR_RIDE_SEATS_MAX 20        /* a minibus, and what several cars bring */
#define FAR_CHILD_SEAT_KINDS 3       /* for a baby, i-Size, booster */
#define FAR_RIDE_DAYS_MAX 40         /* dates of one ride that are added, and that fall out */
#define FAR_RIDE_WORDS_MAX 400       /* bytes: by which way, or why it falls out, in one line */
#define FAR_HELP_CATEGORY_MAX 99     /* ours are ten: a later version may have more */
#define FAR_HELP_HELPERS_MAX 20      /* for one request: more is an outing */
#define FAR_HELP_DETAILS_MAX 2000    /* bytes: what to bring, whom to ask for, in some sentences */
#define FAR_HELP_THANKS_MAX 400      /* bytes: a few words */
/* days from the last that was first said to the last that may be said later: who takes it up is
 * kept as long from the first of these */
#define FAR_HELP_LONGER_DAYS 366
#define FAR_HELP_PERIOD_DAYS 366  /* of one period: an offer for a school year */
#define FAR_SKILL_NOTE_MAX 800    /* bytes: what somebody can do, in a few sentences */
#define FAR_THING_PIECES_MAX 1000 /* chairs; or people in a hall */
#define FAR_THING_HELD_MAX 40     /* who has pieces of one thing, or keys of a room */
#define FAR_THING_WORDS_MAX 400   /* bytes: where it is kept, what is wrong with it, what for */
#define FAR_LOAN_DAYS_MAX 366     /* of one loan: a school year */
#define FAR_LOAN_DATES_MAX 106    /* that one act books: twice a week for a year */
#define FAR_FAULT_PARTS_ALL 255   /* bits: the parts that can be named */
#define FAR_FAULT_WORDS_MAX 800   /* bytes: what is wrong, what was done, in a few sentences */
#define FAR_WORK_MINUTES_MAX 6000 /* of one repair: a hundred hours */
#define FAR_ROLL_WORDS_MAX 400    /* bytes: to whom a child was handed over, in one line */
/* entries that somebody says to have seen of a rota: one for each machine of those who ever
 * published it, changed a date of it or entered holidays */
#define FAR_SEEN_ENTRIES_MAX 60
/* bytes: what whoever walks with a child has to know, in some sentences */
#define FAR_NOTE_WORDS_MAX 1000
/* V: of what is sealed: all of one length, so that it tells nothing of the words */
#define FAR_NOTE_CONTENT_LEN 1024
#define FAR_NOTE_BODY_LEN (FAR_HASH_LEN + FAR_NOTE_CONTENT_LEN + FAR_TAG_LEN)
/* V: machines that can open one: thirteen people with as many as they may have */
#define FAR_NOTE_READERS_MAX 64
/* V: of the family's own that differ and hold side by side: one of each guardian */
#define FAR_NOTE_FROM_MAX 5
/* days before an outing from which on a note is sealed for it: on a Friday for the Monday */
#define FAR_NOTE_AHEAD_DAYS 3
/* of whom others say that there is something to know, and for how many outings of each: a school's
 * children in all its rotas for a month; what a machine said itself it looks at in any case */
#define FAR_NOTED_CHILDREN_MAX 1000
#define FAR_NOTED_OUTINGS_MAX 500
/* entries that one look at the notes writes; the next look writes the others */
#define FAR_NOTES_WRITTEN_MAX 64
/* V: of one line of what was given or received: a hundred hours, a camp of ten days */
#define FAR_HOURS_MINUTES_MAX 6000
#define FAR_HOURS_WHO_MAX 120     /* bytes: V: with whom, who is not on the list */
#define FAR_HOURS_WHAT_MAX 400    /* bytes: V: what for, in one line */
#define FAR_HOURS_AGAINST_MAX 120 /* bytes: V: for what: "20 €", "a basket of plums" */
/* V: of what is sealed, and with what seals it */
#define FAR_HOURS_CONTENT_LEN 704
#define FAR_HOURS_BODY_LEN (FAR_HASH_LEN + FAR_HOURS_CONTENT_LEN + FAR_TAG_LEN)
/* V: others with whom one account is shared: grown-ups of one household.  With one's own they have
 * no more machines than FAR_NOTE_READERS_MAX */
#define FAR_HOURS_SHARED_MAX 8
#define FAR_HOURS_HINTS_MAX 20 /* of what one did lately: two weeks, there and back */
/* entries that one look at an account writes, so that another machine can read it */
#define FAR_HOURS_WRITTEN_MAX 64
/* of one entry: 600 of 29 bytes are 17 KiB, and a plan that is longer has several */
#define FAR_FAIR_LINES_MAX 600
#define FAR_FAIR_ENTRIES_MAX 64 /* of one plan: two of each line of a town */
#define FAR_FAIR_DAYS_MAX 200   /* for which one is: half a school year, and its holidays */
/* for whom one member says yes to walking with another line: grandparents, and one more of each */
#define FAR_AGREES_PERSONS_MAX 20
#define FAR_JOIN_MINUTES 45 /* by which outings may differ that walk as one */
/* for which a roll is still put right: whoever counts by the month has counted then */
#define FAR_ROLL_PAST_DAYS 31

/* -- collectives */
#define FAR_MEMBERS_MAX \
  500 /* five times the largest line's families, and replay stays under 50 ms */
#define FAR_REPLAYED_BYTES_MAX \
  (8 * 1024 * 1024) /* of what is remembered of replays: a thousand contradictions take a fifth */
#define FAR_MEMBER_DEVICES_MAX 5 /* a person's laptop, desktop, old one, loaned one, stand-by */
#define FAR_DEVICES_MAX (FAR_MEMBERS_MAX * FAR_MEMBER_DEVICES_MAX)
#define FAR_LOGS_MAX (4 * FAR_DEVICES_MAX) /* of machines that were, too: each is 100 bytes */
/* Entries of one device beyond which people are told whose it is: a busy coordinator writes ten a
 * day, so it is five years of them; it decides nothing else */
#define FAR_DEVICE_MANY 20000
#define FAR_GOVERNANCE_MAX \
  1000 /* acts by one device: ten years of a busy coordinator; stops a flood */

/* V: keys of the collective's rules */
#define FAR_RULES_KEY_MAX 255
/* V: months of retention that a rule may say, as it is offered: a century is for ever */
#define FAR_RULE_MONTHS_MAX 1200
#define FAR_RULE_CHILDREN_MAX 30 /* that one adult takes: a whole class */
#define FAR_RULE_KEPT_MAX 10     /* places on one outing that wait for those who come new */
#define FAR_RULE_NOTICE_MAX 60   /* days: nobody knows two months ahead that a child falls ill */
#define FAR_RULE_CAP_MAX 20      /* turns in a week: there and back on five days, twice */
#define FAR_RULE_AGE_MAX 12      /* at which a child is among the youngest: primary school ends */

/* -- what of one chain has effect (docs/records.md, "How much counts") */
/* V: entries about one record, or one outing: a coordinator who enters thirty grandparents, and
 * changes each some times, needs a hundred */
#define FAR_CHAIN_SAID_MAX 256
/* V: of bookings of one thing and what becomes of them: a room that one member books for all, each
 * school day for three years */
#define FAR_CHAIN_BOOKED_MAX 2000
/* V: entries of one kind, of ERASE, COLLECTIVE, PERSON, LINE, ROTA, BATON, REASON, THING, HOLIDAYS,
 * CHILD, BOOKING, HAZARD, AVAILABILITY, FAIR_PLAN, RIDE, PLACE, HELP, SKILL, HOURS and FAULT each:
 * one a day for ten years */
#define FAR_CHAIN_KIND_MAX 4000
/* V: entries that are not of the outing or record, through which one of it has seen others of it:
 * who erases their words leaves a few */
#define FAR_SEEN_THROUGH_MAX 64

/* -- what is kept in memory of what was computed; then it begins anew */
#define FAR_MEMO_OUTINGS_MAX 8192 /* more than a town's school year */
#define FAR_MEMO_SKILLS_MAX 50000 /* what somebody said: a hundred of each of 500 members */
#define FAR_MEMO_HOURS_MAX 50000  /* lines that this machine may read */
#define FAR_MEMO_THINGS_MAX 40000 /* things, and bookings of them */
#define FAR_MEMO_RIDES_MAX 20000  /* rides, and dates of them: ten a year of each of 500 members */
#define FAR_MEMO_HELP_MAX 20000   /* the same of requests and offers of help */
#define FAR_MEMO_FAULTS_MAX \
  40000 /* what was ever wrong with a bike: eighty of each of 500 members */
#define FAR_MEMO_PLACES_MAX 40000 /* where cars meet: forty members' tables */

/* -- what is found by its words */
#define FAR_SEARCH_RECORDS_MAX 20000 /* of one kind: those that were written first */
#define FAR_FOUND_WORDS_MAX 8        /* that are typed: a sentence finds nothing anyway */
#define FAR_FOUND_TRIED_MAX 1000     /* of one kind, before they are sorted */
#define FAR_FOUND_MAX 20             /* of one kind: who finds more types another word */

/* -- what is listed: more of one member is there, and asked for by id */
#define FAR_SHOWN_DRAFTS_MAX 50      /* rotas that nobody published, on each day of a week */
#define FAR_SHOWN_LINES_MAX 100      /* a whole town's */
#define FAR_SHOWN_THINGS_MAX 100     /* keys of a school, and a vest for each child */
#define FAR_SHOWN_HAZARDS_MAX 100    /* of all lines, by one member */
#define FAR_SHOWN_PLACES_MAX 1000    /* where cars meet, by one member: two imports, and more */
#define FAR_SHOWN_CHILDREN_MAX 300   /* of a whole school, should one write down all of them */
#define FAR_SHOWN_SKILLS_MAX 200     /* of one member, with those for whom they answer */
#define FAR_SHOWN_HOURS_MAX 4000     /* lines of one account: as many as one machine can write */
#define FAR_SHOWN_RIDES_MAX 200      /* of one member: there and back, each school day of a term */
#define FAR_SHOWN_FAULTS_MAX 400     /* what one member reported */
#define FAR_SHOWN_HELP_MAX 200       /* requests and offers of one member */
#define FAR_SHOWN_BOOKINGS_MAX 60    /* of one child, by one member: two a term for ten years */
#define FAR_SHOWN_HOLIDAYS_MAX 20    /* calendars: a zone's, the country's, the school's own */
#define FAR_SHOWN_LEFT_MAX 50        /* days that a rota has no more, and that one promised */
#define FAR_SHOWN_SUGGESTIONS_MAX 50 /* that wait: more at once is nobody's question */
#define FAR_SHOWN_CONFLICTS_MAX 50   /* the same */
#define FAR_SAME_MAX 10 /* records of one person: noted down by that many members before */
#define FAR_SHOWN_PERSONS_MAX \
  200 /* without a machine: who writes down all families of a school \
       */

/* -- the baton */
#define FAR_TERM_REMIND_DAYS 14   /* before its last day: two weekends to find somebody */
#define FAR_SHEET_DAYS 28         /* that a hand-over sheet looks at: a month's weeks */
#define FAR_MEMBER_SILENT_DAYS 90 /* nothing came of a member: a summer and a month */

/* before a training runs out: courses are booked weeks ahead */
#define FAR_SKILL_REMIND_DAYS 42

/* -- what is kept for a time only */
#define FAR_ERASE_EXPIRED_MAX 16 /* ERASE entries at a time, of 1,024 each: a second's work */

/* -- what waits for something it refers to */
#define FAR_PENDING_MAX 10000
#define FAR_PENDING_BYTES_MAX (16 * 1024 * 1024)
#define FAR_PENDING_DEVICE_MAX 1000 /* one device cannot fill the room of all */
/* entries of an open session that no signature covers yet: the sender sends ahead at most this much
 * before it closes the oldest run with a COVER frame (docs/formats.md, "Session") */
#define FAR_UNCOVERED_BYTES_MAX (8 * 1024 * 1024)
/* logs of which headers are kept up to a signature: in the middle of a stream as many as there are
 * machines, a few KiB each, 57 at most */
#define FAR_COVERS_MAX 256
#define FAR_STAGED_BYTES_MAX (16 * 1024 * 1024)
/* accepted together, in one transaction, in about 100 ms: more costs others their turn, less is
 * slow */
#define FAR_SETTLE_ENTRIES_MAX 20000
#define FAR_SETTLE_BYTES_MAX (4 * 1024 * 1024)
#define FAR_SETTLE_US (40 * 1000)
/* while more than this are still to come, nobody waits for the next few, and each batch costs what
 * covers its heads */
#define FAR_SETTLE_FEW 1000
#define FAR_SETTLE_FLOW_US (250 * 1000)
/* pages of a file in which what was erased is overwritten (64 GiB); up to so many the first byte of
 * one that is of no tree is zero: it begins with the number of another page */
#define FAR_SWEPT_PAGES_MAX (1 << 24)
#define FAR_VERIFY_WAITING_MAX 256 /* signatures: 60 ms of the second thread's work at worst */

/* -- the store */
#define FAR_ID_CACHE_SLOTS (1u << 16) /* 3 MiB: the refs of a batch are found without a query */
#define FAR_KNOW_UNIONS 4096          /* that are remembered: others are worked out anew */
#define FAR_PROBLEMS_MAX 100          /* that one check tells: nobody reads more */
/* What the next days need may be all there is, and walking through it costs 5 us an entry before
 * the first one is sent: beyond this it comes in the order of acceptance. */
#define FAR_SOON_WALK_MAX 8192
#define FAR_READ_AHEAD_MAX 64 /* rows with one query: 20 kB, and what they hold */
#define FAR_WEEK_DAYS_MAX 366 /* that are looked at in one go: a year */

/* -- the wire */
#define FAR_FRAME_MAX 65535 /* Noise's own limit on a message */
#define FAR_FRAME_BODY_MAX (FAR_FRAME_MAX - FAR_TAG_LEN)
/* of entries in one frame, unpacked: no more than fits without packing */
#define FAR_PACKED_MAX (FAR_FRAME_BODY_MAX - 1)
#define FAR_PACK_MIN 512                           /* less is hardly made smaller */
#define FAR_STREAM_ENTRY_MAX (FAR_BLOB_MAX + 1200) /* blob, 24 refs by id, a signature */
#define FAR_STREAM_BODY_OVERHEAD 3                 /* the length of its first column */
#define FAR_SUBJECTS_MAX 65536     /* persons with a number on one stream: 1 MiB at each end */
#define FAR_FRONTIER_ROWS_MAX 1000 /* in one frame: 50 bytes each */
#define FAR_WANT_BLOBS_MAX 1000    /* ids of one request: 32 bytes each */
#define FAR_HANDSHAKE_MAX 256      /* bytes of one message, which carries no payload */
#define FAR_DOOR_MAX 4096          /* bytes of a request at the door */
#define FAR_BUNDLE_ANSWER_MAX 20   /* bytes of an answer in a file: what a slot holds of a key */
#define FAR_INVITE_TEXT_MAX 1024   /* bytes of an invitation's text; ours take 179 */
#define FAR_MACHINE_ADDRESS_MAX 80 /* in a machine's code: with more its picture gets too fine */
/* bytes of a SIGNAL: an offer with all its candidates takes 469 at most, sealed to somebody else
 * 600 */
#define FAR_SIGNAL_MAX 1024
/* of one peer within that time, and waiting: twenty others that it speaks for, and each offer's
 * answer; more is a flood */
#define FAR_SIGNALS_MAX 64
#define FAR_SIGNALS_US (G_GINT64_CONSTANT (60) * G_USEC_PER_SEC)
#define FAR_HOLDING_ID_LEN 8
#define FAR_HOLDING_ROWS_MAX FAR_DEVICES_MAX
#define FAR_HOLDING_IDS_MAX (2 * FAR_HOLDING_ROWS_MAX) /* of what a peer has: 80 bytes each */
#define FAR_HOLDING_MAX 33000 /* bytes: what comes to 13 a row, and a signature */
/* holdings of one peer within that time: each machine's five times; more is a flood */
#define FAR_HOLDINGS_MAX (5 * FAR_HOLDING_ROWS_MAX)
#define FAR_HOLDINGS_US (G_GINT64_CONSTANT (60) * G_USEC_PER_SEC)
/* While it stays connected, a machine says anew what it holds when that has changed, and not more
 * often than this. */
#define FAR_HOLDING_AGAIN_MS (10 * 1000)
#define FAR_REKEY_FRAMES 65536 /* rekey by count: 4 GiB at most under one key */
#define FAR_REKEY_US (G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC)
#define FAR_HANDSHAKE_US \
  (G_GINT64_CONSTANT (10) * G_USEC_PER_SEC) /* a stranger holds a socket this long */
/* Idle, a machine sends one packet in 15 s at most: three for a PING, its answer and the
 * transport's receipt, of which each end sends half, and one in 25 s of libnice's own. */
#define FAR_HEARTBEAT_US (G_GINT64_CONSTANT (60) * G_USEC_PER_SEC)
#define FAR_HEARTBEAT_TURN_US \
  (G_GINT64_CONSTANT (5) * G_USEC_PER_SEC) /* whoever asked last leaves it to the other */
#define FAR_STALL_US \
  (G_GINT64_CONSTANT (15) * \
   G_USEC_PER_SEC) /* something is owed, and nothing comes: are you there? */
#define FAR_SILENT_US \
  (G_GINT64_CONSTANT (30) * \
   G_USEC_PER_SEC)              /* after that question: four of the longest delays met */
#define FAR_SECRETS_MAX 8       /* older secrets that a dialler tries */
#define FAR_OPEN_INVITES_MAX 64 /* tried one by one on each first message, 10 us each */
#define FAR_TURNED_MAX 16       /* settled acts that turned, and are told of */
#define FAR_FURTHER_MAX 64      /* machines of members that ask at one time: more is a flood */
#define FAR_SESSIONS_MAX 64 /* open at a time: a meeting of forty, and each gossips with a few */
#define FAR_BACKLOG_MAX 16  /* callers whom the system keeps until we look */
#define FAR_HOST_MAX 255    /* bytes of a name in the DNS */
#define FAR_LINK_READ_LEN (64 * 1024) /* one read: several frames, about 3 ms of work */
#define FAR_LINK_WRITE_LEN \
  (256 * 1024) /* one write gathers frames up to this: all that is queued for a slow peer */
#define FAR_LINK_TURN_US 4000 /* of one turn of the loop: who asks for the week is not kept */
#define FAR_LINK_LINGER_US \
  (G_GINT64_CONSTANT (2) * G_USEC_PER_SEC) /* for the last bytes to reach who was told goodbye */

/* -- on the same network (docs/formats.md, "On a local network") */
/* of one machine: nine secrets, a machine's code and 64 invitations, in two strings of a TXT record
 */
#define FAR_LAN_TAGS 80
#define FAR_LAN_TXT_MAX 1300     /* bytes that are looked at: what RFC 6763 has for one packet */
#define FAR_LAN_RESOLVING_MAX 16 /* at a time: one that nobody answers for takes 2 s */
/* names that are seen: six times a room of forty, since strangers have some too */
#define FAR_NEARBY_PEERS_MAX 256
#define FAR_NEARBY_SEARCHED_MAX 8 /* of them at a time, while nobody is met */
#define FAR_NEARBY_PLACES 4       /* of each: IPv4, IPv6, on two networks */
/* in the room, for who is called as the one that was drawn: two that a machine calls, and as many
 * as call it, on average.  Who is called as the next in the order is taken beyond that, up to a
 * number that only comes about where that many in a row cannot be called */
#define FAR_NEARBY_MET_MAX 6
#define FAR_NEARBY_MET_MOST 12
/* who has not answered by then is left to it, and another one called besides */
#define FAR_NEARBY_ANSWER_US (G_GINT64_CONSTANT (2) * G_USEC_PER_SEC)
/* how long the one that was drawn stays, on average */
#define FAR_NEARBY_DRAWN_US (G_GINT64_CONSTANT (60) * G_USEC_PER_SEC)
/* between calls to one that does not answer: doubled, never longer */
#define FAR_NEARBY_RETRY_MS 500
#define FAR_NEARBY_RETRY_LONGEST_MS (60 * 1000)
/* nobody was met for so long: the meeting is over */
#define FAR_MEETING_PAUSE_US (G_GINT64_CONSTANT (900) * G_USEC_PER_SEC)
/* who said what it holds so long ago, or by a clock that is so far ahead, is taken to be there */
#define FAR_MEETING_SAID_MS (900 * 1000)
/* of whom nothing was heard for so long although there was something to be said is not here */
#define FAR_MEETING_GONE_US (G_GINT64_CONSTANT (60) * G_USEC_PER_SEC)
/* nothing came from a peer for so long: it is not waited for any more before others are called */
#define FAR_CATCHING_UP_US (G_GINT64_CONSTANT (3) * G_USEC_PER_SEC)
#define FAR_PLACES_MAX 8           /* networks at a time: a laptop has two */
#define FAR_PLACE_QUESTIONS_MAX 32 /* to NetworkManager at a time */
#define FAR_NETWORKS_MAX 200       /* that somebody was asked about: the oldest is forgotten */
#define FAR_NETWORKS_BYTES_MAX \
  (128 * 1024) /* of the file: 200 with names of 32 bytes take 25 kB \
                */

/* -- a folder that is watched */
#define FAR_FOLDER_NAMES_MAX 10000 /* that are looked at: someone chose their whole disk */
#define FAR_FOLDER_FILES_MAX 1000  /* bundles among them */
#define FAR_FOLDER_READ_MAX 500    /* of which it is remembered that they were read */
#define FAR_FOLDER_BYTES_MAX \
  (256 * 1024) /* of the file that remembers: 500 take 9 kB, for each collective */
#define FAR_FOLDER_FILE_LEN_MAX \
  (G_GINT64_CONSTANT (1) << 30) /* a thousand times what three years take */

/* -- ICE, as far as a peer says something about it */
#define FAR_ICE_CANDIDATES_MAX 16 /* of one end: a laptop with two networks and both IPs has 8 */
#define FAR_ICE_UFRAG_MIN 4       /* RFC 8445, 5.3 */
#define FAR_ICE_UFRAG_MAX 32
#define FAR_ICE_PWD_MIN 22 /* RFC 8445, 5.3 */
#define FAR_ICE_PWD_MAX 64
/* to find one: on a local network it takes a tenth of that, where a word takes 150 ms all of it;
 * and whoever waits for it sees nothing happen meanwhile */
#define FAR_ROAD_WAIT_US (G_GINT64_CONSTANT (2000) * 1000)
/* of one that does not work: an hour's meeting is not spent on trying */
#define FAR_ROAD_REST_US (G_GINT64_CONSTANT (600) * G_USEC_PER_SEC)
#define FAR_ROAD_LOST_MAX 2 /* in that time: once is an accident */
/* the least that QUIC wants; what IPv6 takes everywhere is 1280, of which it and UDP have 48, and a
 * TURN server 36 at most */
#define FAR_QUIC_DATAGRAM_LEN 1200
#define FAR_QUIC_TAG_LEN 16
/* that is on its way each way, and waits for whoever reads it: 20 MB a second at 40 ms, 3 at 300 */
#define FAR_QUIC_WINDOW (2 * 1024 * 1024)

/* -- addresses that worked lately */
#define FAR_LATELY_DAYS 30 /* a provider gives a home another one sooner, mostly */
#define FAR_LATELY_MAX \
  16 /* that are called: two or three machines of any collective are ever open */

/* -- connection cards */
/* bytes that one has of ICE: sixteen candidates of IPv6 with libnice's passwords take 399 */
#define FAR_CARD_ICE_MAX 450
/* for which an offer is good, and whoever answered it goes on trying: two who telephone meanwhile
 * need two of them */
#define FAR_CARD_GOOD_US (G_GINT64_CONSTANT (600) * G_USEC_PER_SEC)
/* by which the clocks of two machines may differ without anybody's having noticed */
#define FAR_CARD_CLOCKS_MS (G_GINT64_CONSTANT (300) * 1000)
/* from when both ends know where the other is: what works at all takes five, and thirty is what
 * people are told */
#define FAR_CARD_TRY_US (G_GINT64_CONSTANT (25) * G_USEC_PER_SEC)
/* -- the same, passed on by a third machine */
#define FAR_PASSED_MAX \
  16                    /* to one other in FAR_SIGNALS_US: a quarter of what that takes from us \
                         */
#define FAR_LISTS_MAX 2 /* of who is there, to one other in that time */
#define FAR_PASS_LIST_MAX 31   /* that are there: what fits a SIGNAL */
#define FAR_PASSED_TRIES_MAX 4 /* at a time */

#define FAR_CARDS_MAX 8 /* that are out at a time */

/* -- servers that the collective names */
#define FAR_SERVERS_MAX 4       /* one of each kind, and one of each when that fails */
#define FAR_SERVER_WORD_MAX 128 /* bytes of a user's name or a password: twice what is made */

/* -- files that somebody else made */
#define FAR_LINE_IMPORT_BYTES_MAX (4 * 1024 * 1024) /* a thousand times a real line */
#define FAR_LINE_IMPORT_LINES_MAX 200               /* a canton has 114 lines (Switzerland, 2024) */
#define FAR_CSV_CELLS_MAX 256  /* of one row: three times the widest official table we met */
#define FAR_JSON_DEPTH_MAX 16  /* the deepest shape uses six; the parser recurses */
#define FAR_JSON_DIGITS_MAX 15 /* of a whole number, so that a double holds it */

/* -- calendars that somebody else made */
#define FAR_IMPORT_COLUMNS_MAX 16                /* of a table, that one reader looks for */
#define FAR_DEGREES_LEN_MAX 32                   /* bytes of a number: a double has 17 digits */
#define FAR_HOLIDAYS_BYTES_MAX (4 * 1024 * 1024) /* ten times the ministry's table of all years */
#define FAR_HOLIDAY_DAYS_MAX 366                 /* of one: a school that is shut for a year */
#define FAR_HOLIDAY_PAST_DAYS 400                /* long over: last year's are still looked at */
#define FAR_HOLIDAY_AHEAD_DAYS 3653              /* far ahead: no rota is longer */
#define FAR_HOLIDAY_ZONES_MAX 200     /* that are listed: Switzerland's communes are 117 */
#define FAR_HOLIDAY_REFUSED_MAX 100   /* rows that are listed: more is no calendar */
#define FAR_HOLIDAY_LANGUAGES_MAX 8   /* of the user, that names are looked for in */
#define FAR_HOLIDAY_REPEATS_MAX 40000 /* of one event: each day of a century */
#define FAR_REFUSED_MAX 100           /* the same, of any other file */
#define FAR_IMPORT_EVENTS_MAX 2000    /* of a calendar: each school day of ten years, one by one */
#define FAR_IMPORT_SERIES_MAX 100     /* that come again: twice what one member drafts */
#define FAR_CONTACTS_MAX 500          /* of a list: as many as a collective has members */
#define FAR_LISTED_PLACES_MAX 500     /* car-pool places taken over at once: three departments' */
#define FAR_LISTED_TOWNS_MAX 50       /* that are named, of which places are taken */
#define FAR_EVENT_AHEAD_DAYS 400      /* a school year, and when it begins again */
#define FAR_TIMETABLE_WEEKS_MAX 8 /* between two dates: more is no pattern that people live by */
#define FAR_EVENT_RULE_MS 300     /* of a processor, for one rule: a thousand times an honest one */
#define FAR_EVENT_STALLS_MAX 5    /* rules that take longer, in one file */
/* bytes of what the process says: all of the above, with names of four bytes a letter */
#define FAR_IMPORT_LINES_LEN_MAX (2 * 1024 * 1024)
/* what the process may take that parses them: the largest honest file takes a tenth of each */
#define FAR_IMPORT_CPU_S 2
#define FAR_IMPORT_MEMORY_MAX (512 * 1024 * 1024)
#define FAR_IMPORT_FILES_MAX 16 /* open at a time: one zone of time, beside what it was given */
/* for a machine that is busy with something else */
#define FAR_IMPORT_WAIT_MS 5000
/* of a calendar that is written: 16 lines that walk each school day of five years */
#define FAR_EVENTS_MAX 20000
#define FAR_EVENTS_BYTES_MAX (32 * 1024 * 1024) /* with a kilobyte of words about each */
/* nobody's words are foreign there: it is for a machine that is slow, and busy */
#define FAR_EXPORT_CPU_S 30
#define FAR_EXPORT_WAIT_MS 60000

/* -- saved copies */
#define FAR_PASSPHRASE_MAX 1024  /* bytes: longer than anybody types */
#define FAR_BACKUP_PASSES_MAX 16 /* a stranger's file holds a core for seconds, not for ever */
#define FAR_BACKUP_MEMORY_KIB_MAX (1024 * 1024) /* nor takes more memory than that */
#define FAR_BACKUP_BYTES_MAX \
  (G_GINT64_CONSTANT (1) << 30) /* it is opened in memory; a million entries take a third of it */
