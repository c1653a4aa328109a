/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-kind"

#include "far-kind-schema.h"

#include "far-crypto.h"
#include "far-payload.h"

#include "far-pure.h"

#define REQUIRED TRUE
#define OPTIONAL FALSE

#define INT(key, name, required, min, max) \
  { \
    key, FAR_TYPE_INT, required, name, min, max, 0, NULL \
  }
#define BYTES(key, name, required, len) \
  { \
    key, FAR_TYPE_BYTES, required, name, len, len, 0, NULL \
  }
#define TEXT(key, name, required, max) \
  { \
    key, FAR_TYPE_TEXT, required, name, 0, max, 0, NULL \
  }
#define NAME(key, name, required) \
  { \
    key, FAR_TYPE_NAME, required, name, 1, FAR_NAME_MAX, 0, NULL \
  }
#define INTS(key, name, max) \
  { \
    key, FAR_TYPE_INTS, OPTIONAL, name, 0, max, 0, NULL \
  }
#define IDS(key, name, required, min, max, len) \
  { \
    key, FAR_TYPE_IDS, required, name, min, max, len, NULL \
  }
#define MAPS(key, name, required, min, max, item) \
  { \
    key, FAR_TYPE_MAPS, required, name, min, max, 0, item \
  }

#define ENTRY_ID(key, name, required) BYTES (key, name, required, FAR_ID_LEN)
#define RECORD_ID(key, name, required) BYTES (key, name, required, FAR_RECORD_ID_LEN)
#define PUBLIC_KEY(key, name) BYTES (key, name, REQUIRED, FAR_KEY_LEN)
#define SIGNATURE(key, name, required) BYTES (key, name, required, FAR_SIG_LEN)
#define SECRET(key) BYTES (key, "secret", REQUIRED, 32)
#define DAY(key, name, required) INT (key, name, required, FAR_DAY_MIN, FAR_PAYLOAD_DAY_MAX)
#define MINUTES(key, name, required) INT (key, name, required, 0, 1439)

#define SCHEMA(name, fields) \
  { \
    name, G_N_ELEMENTS (fields), fields \
  }

static const FarField genesis_fields[] = {
  RECORD_ID (FAR_GENESIS_MEMBER, "member", REQUIRED),
  PUBLIC_KEY (FAR_GENESIS_NOISE, "noise"),
  PUBLIC_KEY (FAR_GENESIS_SEAL, "seal"),
  SECRET (FAR_GENESIS_SECRET),
  DAY (FAR_GENESIS_START, "start", REQUIRED),
  DAY (FAR_GENESIS_END, "end", REQUIRED),
};

static const FarField invite_fields[] = {
  PUBLIC_KEY (FAR_INVITE_PUBLIC, "public"),
  INT (FAR_INVITE_EXPIRES, "expires", REQUIRED, 0, G_MAXINT64),
};

static const FarField invite_end_fields[] = {
  ENTRY_ID (FAR_INVITE_END_INVITE, "invite", REQUIRED),
};

static const FarField ask_fields[] = {
  ENTRY_ID (FAR_ADMIT_INVITE, "invite", OPTIONAL),
  RECORD_ID (FAR_ADMIT_MEMBER, "member", REQUIRED),
  PUBLIC_KEY (FAR_ADMIT_DEVICE, "device"),
  PUBLIC_KEY (FAR_ADMIT_NOISE, "noise"),
  PUBLIC_KEY (FAR_ADMIT_SEAL, "seal"),
  SIGNATURE (FAR_ADMIT_INVITE_PROOF, "invite_proof", OPTIONAL),
  SIGNATURE (FAR_ADMIT_DEVICE_PROOF, "device_proof", REQUIRED),
};

static const FarField admit_fields[] = {
  ENTRY_ID (FAR_ADMIT_INVITE, "invite", REQUIRED),
  RECORD_ID (FAR_ADMIT_MEMBER, "member", REQUIRED),
  PUBLIC_KEY (FAR_ADMIT_DEVICE, "device"),
  PUBLIC_KEY (FAR_ADMIT_NOISE, "noise"),
  PUBLIC_KEY (FAR_ADMIT_SEAL, "seal"),
  SIGNATURE (FAR_ADMIT_INVITE_PROOF, "invite_proof", REQUIRED),
  SIGNATURE (FAR_ADMIT_DEVICE_PROOF, "device_proof", REQUIRED),
};

static const FarField device_add_fields[] = {
  RECORD_ID (FAR_ADMIT_MEMBER, "member", REQUIRED),
  PUBLIC_KEY (FAR_ADMIT_DEVICE, "device"),
  PUBLIC_KEY (FAR_ADMIT_NOISE, "noise"),
  PUBLIC_KEY (FAR_ADMIT_SEAL, "seal"),
  SIGNATURE (FAR_ADMIT_DEVICE_PROOF, "device_proof", REQUIRED),
  ENTRY_ID (FAR_ADMIT_PROPOSAL, "proposal", OPTIONAL),
};

static const FarField cut_fields[] = {
  PUBLIC_KEY (FAR_CUT_DEVICE, "device"),
  INT (FAR_CUT_SEQ, "seq", REQUIRED, 1, G_MAXUINT32),
  ENTRY_ID (FAR_CUT_ID, "id", REQUIRED),
  SIGNATURE (FAR_CUT_SIGNATURE, "signature", REQUIRED),
};
static const FarSchema cut_schema = SCHEMA ("cut", cut_fields);

static const FarField device_revoke_fields[] = {
  PUBLIC_KEY (FAR_REMOVE_DEVICE, "device"),
  MAPS (FAR_REMOVE_CUTS, "cuts", OPTIONAL, 1, 1, &cut_schema),
  SECRET (FAR_REMOVE_SECRET),
  ENTRY_ID (FAR_REMOVE_PROPOSAL, "proposal", OPTIONAL),
};

static const FarField remove_fields[] = {
  RECORD_ID (FAR_REMOVE_MEMBER, "member", REQUIRED),
  MAPS (FAR_REMOVE_CUTS, "cuts", OPTIONAL, 1, FAR_MEMBER_DEVICES_MAX, &cut_schema),
  SECRET (FAR_REMOVE_SECRET),
  ENTRY_ID (FAR_REMOVE_PROPOSAL, "proposal", REQUIRED),
};

static const FarField propose_fields[] = {
  INT (FAR_PROPOSE_KIND, "kind", REQUIRED, 1, 15),
  RECORD_ID (FAR_PROPOSE_MEMBER, "member", OPTIONAL),
  BYTES (FAR_PROPOSE_DEVICE, "device", OPTIONAL, FAR_KEY_LEN),
  INT (FAR_PROPOSE_NUMBER, "number", OPTIONAL, 0, G_MAXUINT32),
  INT (FAR_PROPOSE_VALUE, "value", OPTIONAL, G_MININT32, G_MAXINT32),
};

static const FarField approve_fields[] = {
  ENTRY_ID (FAR_APPROVE_WHAT, "what", REQUIRED),
};

static const FarField term_fields[] = {
  INT (FAR_TERM_NUMBER, "number", REQUIRED, 2, G_MAXUINT32),
  RECORD_ID (FAR_TERM_HOLDER, "holder", REQUIRED),
  RECORD_ID (FAR_TERM_DEPUTY, "deputy", OPTIONAL),
  DAY (FAR_TERM_START, "start", REQUIRED),
  DAY (FAR_TERM_END, "end", REQUIRED),
  SECRET (FAR_TERM_SECRET),
  ENTRY_ID (FAR_TERM_PREVIOUS, "previous", REQUIRED),
  ENTRY_ID (FAR_TERM_PROPOSAL, "proposal", OPTIONAL),
};

static const FarField rules_fields[] = {
  INT (FAR_RULES_KEY, "key", REQUIRED, 1, FAR_RULES_KEY_MAX),
  INT (FAR_RULES_VALUE, "value", REQUIRED, G_MININT32, G_MAXINT32),
  ENTRY_ID (FAR_RULES_PROPOSAL, "proposal", OPTIONAL),
};

static const FarField erase_fields[] = {
  IDS (FAR_ERASE_ENTRIES, "entries", OPTIONAL, 1, FAR_CBOR_ARRAY_MAX, FAR_ID_LEN),
  RECORD_ID (FAR_ERASE_SUBJECT, "subject", OPTIONAL),
};

static const FarField collective_fields[] = {
  NAME (FAR_COLLECTIVE_NAME, "name", OPTIONAL),
  NAME (FAR_COLLECTIVE_ZONE, "zone", OPTIONAL),
};

static const FarField person_fields[] = {
  RECORD_ID (FAR_PERSON_ID, "person", OPTIONAL),
  NAME (FAR_PERSON_NAME, "name", OPTIONAL),
  INT (FAR_PERSON_GONE, "gone", OPTIONAL, 0, 1),
  IDS (FAR_PERSON_SAME, "same", OPTIONAL, 0, FAR_SAME_MAX, FAR_RECORD_ID_LEN),
  INT (FAR_PERSON_HELPER, "helper", OPTIONAL, 0, 1),
  TEXT (FAR_PERSON_PHONE, "phone", OPTIONAL, FAR_PHONE_MAX),
};

static const FarField stop_fields[] = {
  NAME (FAR_STOP_NAME, "name", REQUIRED),
  MINUTES (FAR_STOP_OUT, "out", OPTIONAL),
  MINUTES (FAR_STOP_BACK, "back", OPTIONAL),
  INT (FAR_STOP_LAT, "lat", OPTIONAL, -90000000, 90000000),
  INT (FAR_STOP_LON, "lon", OPTIONAL, -180000000, 180000000),
  INT (FAR_STOP_KERB, "kerb", OPTIONAL, 1, FAR_ACCESS_MAX),
  INT (FAR_STOP_SLOPE, "slope", OPTIONAL, 1, FAR_ACCESS_MAX),
  INT (FAR_STOP_WIDTH, "width", OPTIONAL, 1, FAR_ACCESS_MAX),
  INT (FAR_STOP_WAY_KERB, "way_kerb", OPTIONAL, 1, FAR_ACCESS_MAX),
  INT (FAR_STOP_WAY_SLOPE, "way_slope", OPTIONAL, 1, FAR_ACCESS_MAX),
  INT (FAR_STOP_WAY_WIDTH, "way_width", OPTIONAL, 1, FAR_ACCESS_MAX),
};
static const FarSchema stop_schema = SCHEMA ("stop", stop_fields);

static const FarField pattern_fields[] = {
  INT (FAR_PATTERN_WEEKDAYS, "weekdays", REQUIRED, 1, 127),
  TEXT (FAR_PATTERN_FROM, "from", OPTIONAL, 4 * FAR_NAME_MAX),
  TEXT (FAR_PATTERN_TO, "to", OPTIONAL, 4 * FAR_NAME_MAX),
  INT (FAR_PATTERN_SHIFT, "shift", OPTIONAL, -FAR_PATTERN_SHIFT_MAX, FAR_PATTERN_SHIFT_MAX),
  RECORD_ID (FAR_PATTERN_ROTA, "rota", OPTIONAL),
};
static const FarSchema pattern_schema = SCHEMA ("pattern", pattern_fields);

static const FarField line_fields[] = {
  RECORD_ID (FAR_LINE_ID, "line", OPTIONAL),
  NAME (FAR_LINE_NAME, "name", OPTIONAL),
  TEXT (FAR_LINE_SCHOOL, "school", OPTIONAL, 4 * FAR_NAME_MAX),
  MAPS (FAR_LINE_STOPS, "stops", OPTIONAL, 1, FAR_LINE_STOPS_MAX, &stop_schema),
  INT (FAR_LINE_GONE, "gone", OPTIONAL, 0, 1),
  INT (FAR_LINE_CROSSINGS, "crossings", OPTIONAL, 0, FAR_LINE_CROSSINGS_MAX),
  RECORD_ID (FAR_LINE_REFERENT, "referent", OPTIONAL),
  INT (FAR_LINE_COLOUR, "colour", OPTIONAL, 0, FAR_LINE_COLOUR_MAX),
  MAPS (FAR_LINE_PATTERNS, "patterns", OPTIONAL, 0, FAR_LINE_PATTERNS_MAX, &pattern_schema),
};

static const FarField holding_fields[] = {
  RECORD_ID (FAR_HELD_WHO, "who", REQUIRED),
  INT (FAR_HELD_N, "n", REQUIRED, 1, FAR_THING_PIECES_MAX),
};
static const FarSchema holding_schema = SCHEMA ("holding", holding_fields);

static const FarField thing_fields[] = {
  RECORD_ID (FAR_THING_ID, "thing", OPTIONAL),
  NAME (FAR_THING_NAME, "name", OPTIONAL),
  RECORD_ID (FAR_THING_KEEPER, "keeper", OPTIONAL),
  TEXT (FAR_THING_NOTE, "note", OPTIONAL, FAR_THING_NOTE_MAX),
  INT (FAR_THING_GONE, "gone", OPTIONAL, 0, 1),
  INT (FAR_THING_WHAT, "what", OPTIONAL, 0, 2),
  RECORD_ID (FAR_THING_WHOSE, "whose", OPTIONAL),
  INT (FAR_THING_PIECES, "pieces", OPTIONAL, 1, FAR_THING_PIECES_MAX),
  INT (FAR_THING_CONDITION, "condition", OPTIONAL, 0, 2),
  TEXT (FAR_THING_WORN, "worn", OPTIONAL, FAR_THING_WORDS_MAX),
  TEXT (FAR_THING_WHERE, "where", OPTIONAL, FAR_THING_WORDS_MAX),
  INT (FAR_THING_LENT, "lent", OPTIONAL, 0, 1),
  INT (FAR_THING_DAYS, "days", OPTIONAL, 0, FAR_LOAN_DAYS_MAX),
  MAPS (FAR_THING_HELD, "held", OPTIONAL, 0, FAR_THING_HELD_MAX, &holding_schema),
  RECORD_ID (FAR_THING_WORKSHOP, "workshop", OPTIONAL),
};

static const FarField server_fields[] = {
  INT (FAR_SERVERS_TURN, "turn", REQUIRED, 0, 1),
  TEXT (FAR_SERVERS_HOST, "host", REQUIRED, FAR_HOST_MAX),
  INT (FAR_SERVERS_PORT, "port", REQUIRED, 1, G_MAXUINT16),
  TEXT (FAR_SERVERS_USER, "user", OPTIONAL, FAR_SERVER_WORD_MAX),
  TEXT (FAR_SERVERS_PASSWORD, "password", OPTIONAL, FAR_SERVER_WORD_MAX),
};
static const FarSchema server_schema = SCHEMA ("server", server_fields);

static const FarField servers_fields[] = {
  MAPS (FAR_SERVERS_LIST, "servers", REQUIRED, 1, FAR_SERVERS_MAX, &server_schema),
};

static const FarField span_fields[] = {
  DAY (FAR_SPAN_FIRST, "first", REQUIRED),
  DAY (FAR_SPAN_LAST, "last", REQUIRED),
  NAME (FAR_SPAN_NAME, "name", OPTIONAL),
};
static const FarSchema span_schema = SCHEMA ("span", span_fields);

static const FarField holidays_fields[] = {
  RECORD_ID (FAR_HOLIDAYS_ID, "holidays", OPTIONAL),
  NAME (FAR_HOLIDAYS_NAME, "name", OPTIONAL),
  MAPS (FAR_HOLIDAYS_SPANS, "spans", OPTIONAL, 0, FAR_HOLIDAY_SPANS_MAX, &span_schema),
  INT (FAR_HOLIDAYS_GONE, "gone", OPTIONAL, 0, 1),
};

static const FarField later_fields[] = {
  DAY (FAR_LATER_FROM, "from", REQUIRED),
  INT (FAR_LATER_WEEKDAYS, "weekdays", OPTIONAL, 1, 127),
  INT (FAR_LATER_EVERY, "every", OPTIONAL, 1, FAR_RULE_WEEKS_MAX),
  MINUTES (FAR_LATER_AT, "at", OPTIONAL),
  INT (FAR_LATER_MIN, "min", OPTIONAL, 0, FAR_ROTA_ADULTS_MAX),
  INT (FAR_LATER_MAX, "max", OPTIONAL, 1, FAR_ROTA_ADULTS_MAX),
  TEXT (FAR_LATER_PLACE, "place", OPTIONAL, 4 * FAR_NAME_MAX),
};
static const FarSchema later_schema = SCHEMA ("later", later_fields);

static const FarField role_fields[] = {
  INT (FAR_ROLE_NUMBER, "number", REQUIRED, 0, FAR_ROLE_ALONG - 1),
  NAME (FAR_ROLE_NAME, "name", REQUIRED),
  INT (FAR_ROLE_MIN, "min", OPTIONAL, 0, FAR_ROTA_ADULTS_MAX),
  INT (FAR_ROLE_MAX, "max", OPTIONAL, 1, FAR_ROTA_ADULTS_MAX),
  NAME (FAR_ROLE_TRAINING, "training", OPTIONAL),
};
static const FarSchema role_schema = SCHEMA ("role", role_fields);

static const FarField later_role_fields[] = {
  INT (FAR_ROLE_NUMBER, "number", REQUIRED, 0, FAR_ROLE_ALONG - 1),
  NAME (FAR_ROLE_NAME, "name", OPTIONAL),
  INT (FAR_ROLE_MIN, "min", OPTIONAL, 0, FAR_ROTA_ADULTS_MAX),
  INT (FAR_ROLE_MAX, "max", OPTIONAL, 1, FAR_ROTA_ADULTS_MAX),
  DAY (FAR_ROLE_FROM, "from", REQUIRED),
  NAME (FAR_ROLE_TRAINING, "training", OPTIONAL),
};
static const FarSchema later_role_schema = SCHEMA ("later_role", later_role_fields);

static const FarField date_role_fields[] = {
  INT (FAR_ROLE_NUMBER, "number", REQUIRED, 0, FAR_ROLE_ALONG - 1),
  NAME (FAR_ROLE_NAME, "name", OPTIONAL),
  INT (FAR_ROLE_MIN, "min", OPTIONAL, 0, FAR_ROTA_ADULTS_MAX),
  INT (FAR_ROLE_MAX, "max", OPTIONAL, 1, FAR_ROTA_ADULTS_MAX),
  NAME (FAR_ROLE_TRAINING, "training", OPTIONAL),
};
static const FarSchema date_role_schema = SCHEMA ("date_role", date_role_fields);

static const FarField rota_fields[] = {
  RECORD_ID (FAR_ROTA_ID, "rota", OPTIONAL),
  NAME (FAR_ROTA_TITLE, "title", OPTIONAL),
  INT (FAR_ROTA_WEEKDAYS, "weekdays", OPTIONAL, 1, 127),
  INT (FAR_ROTA_EVERY, "every", OPTIONAL, 1, FAR_RULE_WEEKS_MAX),
  DAY (FAR_ROTA_FIRST, "first", OPTIONAL),
  DAY (FAR_ROTA_LAST, "last", OPTIONAL),
  MINUTES (FAR_ROTA_AT, "at", OPTIONAL),
  INT (FAR_ROTA_MIN, "min", OPTIONAL, 0, FAR_ROTA_ADULTS_MAX),
  INT (FAR_ROTA_MAX, "max", OPTIONAL, 1, FAR_ROTA_ADULTS_MAX),
  RECORD_ID (FAR_ROTA_LINE, "line", OPTIONAL),
  INT (FAR_ROTA_STATE, "state", OPTIONAL, 0, 1),
  INTS (FAR_ROTA_ADDED, "added", FAR_ROTA_DAYS_MAX),
  INTS (FAR_ROTA_DROPPED, "dropped", FAR_ROTA_DAYS_MAX),
  INT (FAR_ROTA_GONE, "gone", OPTIONAL, 0, 1),
  INT (FAR_ROTA_HOLIDAYS, "holidays", OPTIONAL, 0, 1),
  TEXT (FAR_ROTA_PLACE, "place", OPTIONAL, 4 * FAR_NAME_MAX),
  MAPS (FAR_ROTA_LATER, "later", OPTIONAL, 0, FAR_ROTA_LATER_MAX, &later_schema),
  MAPS (FAR_ROTA_ROLES, "roles", OPTIONAL, 0, FAR_ROTA_ROLES_MAX, &role_schema),
  MAPS (FAR_ROTA_LATER_ROLES, "later_roles", OPTIONAL, 0, FAR_LATER_ROLES_MAX, &later_role_schema),
};

static const FarField agrees_fields[] = {
  RECORD_ID (FAR_AGREES_ROTA, "rota", REQUIRED),
  IDS (FAR_AGREES_PERSONS, "persons", REQUIRED, 1, FAR_AGREES_PERSONS_MAX, FAR_RECORD_ID_LEN),
};
static const FarSchema agrees_schema = SCHEMA ("agrees", agrees_fields);

static const FarField outing_fields[] = {
  RECORD_ID (FAR_OUTING_ROTA, "rota", REQUIRED),
  DAY (FAR_OUTING_DAY, "day", REQUIRED),
  INT (FAR_OUTING_CANCELLED, "cancelled", OPTIONAL, 0, 1),
  TEXT (FAR_OUTING_WHY, "why", OPTIONAL, FAR_TEXT_MAX),
  IDS (FAR_OUTING_PLAN, "plan", OPTIONAL, 0, FAR_PLAN_MAX, FAR_RECORD_ID_LEN),
  INT (FAR_OUTING_AT, "at", OPTIONAL, 0, FAR_OUTING_AT_NONE),
  TEXT (FAR_OUTING_PLACE, "place", OPTIONAL, 4 * FAR_NAME_MAX),
  INT (FAR_OUTING_MIN, "min", OPTIONAL, 0, FAR_OUTING_MIN_NONE),
  INT (FAR_OUTING_MAX, "max", OPTIONAL, FAR_OUTING_MAX_NONE, FAR_ROTA_ADULTS_MAX),
  TEXT (FAR_OUTING_REMARK, "remark", OPTIONAL, FAR_REMARK_MAX),
  RECORD_ID (FAR_OUTING_ACT, "act", OPTIONAL),
  RECORD_ID (FAR_OUTING_INTO, "into", OPTIONAL),
  MAPS (FAR_OUTING_AGREES, "agrees", OPTIONAL, 0, 1, &agrees_schema),
  MAPS (FAR_OUTING_ROLES, "roles", OPTIONAL, 0, FAR_ROTA_ROLES_MAX, &date_role_schema),
};

static const FarField instead_fields[] = {
  RECORD_ID (FAR_INSTEAD_ROTA, "rota", REQUIRED),
  DAY (FAR_INSTEAD_DAY, "day", REQUIRED),
  RECORD_ID (FAR_INSTEAD_TURN, "turn", REQUIRED),
};
static const FarSchema instead_schema = SCHEMA ("instead", instead_fields);

static const FarField child_seat_fields[] = {
  INT (FAR_CHILD_SEAT_KIND, "kind", REQUIRED, 1, FAR_CHILD_SEAT_KINDS),
  INT (FAR_CHILD_SEAT_N, "n", REQUIRED, 1, FAR_RIDE_SEATS_MAX),
};
static const FarSchema child_seat_schema = SCHEMA ("child_seat", child_seat_fields);

static const FarField use_fields[] = {
  TEXT (FAR_USE_WORDS, "words", OPTIONAL, FAR_THING_WORDS_MAX),
  RECORD_ID (FAR_USE_OPENS, "opens", OPTIONAL),
  RECORD_ID (FAR_USE_CLOSES, "closes", OPTIONAL),
};
static const FarSchema use_schema = SCHEMA ("use", use_fields);

static const FarField hand_fields[] = {
  INT (FAR_HAND_STATE, "state", REQUIRED, 0, 2),
  DAY (FAR_HAND_DAY, "day", REQUIRED),
  INT (FAR_HAND_CONDITION, "condition", OPTIONAL, 0, 2),
  TEXT (FAR_HAND_WORDS, "words", OPTIONAL, FAR_THING_WORDS_MAX),
};
static const FarSchema hand_schema = SCHEMA ("hand", hand_fields);

static const FarField turn_fields[] = {
  RECORD_ID (FAR_TURN_ROTA, "rota", REQUIRED),
  DAY (FAR_TURN_DAY, "day", REQUIRED),
  INT (FAR_TURN_ROLE, "role", OPTIONAL, 1, FAR_ROLES_MAX),
  RECORD_ID (FAR_TURN_ID, "turn", OPTIONAL),
  RECORD_ID (FAR_TURN_PERSON, "person", OPTIONAL),
  INT (FAR_TURN_STATE, "state", OPTIONAL, 0, 3),
  TEXT (FAR_TURN_NOTE, "note", OPTIONAL, FAR_TEXT_MAX),
  MINUTES (FAR_TURN_AT, "at", OPTIONAL),
  MAPS (FAR_TURN_INSTEAD, "instead", OPTIONAL, 0, 1, &instead_schema),
  INT (FAR_TURN_SEATS, "seats", OPTIONAL, 1, FAR_RIDE_SEATS_MAX),
  MAPS (FAR_TURN_CHILD_SEATS, "child_seats", OPTIONAL, 0, FAR_CHILD_SEAT_KINDS, &child_seat_schema),
  INT (FAR_TURN_DONE, "done", OPTIONAL, 0, 1),
  DAY (FAR_TURN_FIRST, "first", OPTIONAL),
  DAY (FAR_TURN_LAST, "last", OPTIONAL),
  MINUTES (FAR_TURN_FROM, "from", OPTIONAL),
  INT (FAR_TURN_UNTIL, "until", OPTIONAL, 1, 1440),
  INT (FAR_TURN_PIECES, "pieces", OPTIONAL, 1, FAR_THING_PIECES_MAX),
  MAPS (FAR_TURN_USE, "use", OPTIONAL, 0, 1, &use_schema),
  MAPS (FAR_TURN_HAND, "hand", OPTIONAL, 1, 1, &hand_schema),
  RECORD_ID (FAR_TURN_FAULT, "fault", OPTIONAL),
};

static const FarField place_fields[] = {
  RECORD_ID (FAR_PLACE_MEMBER, "member", REQUIRED),
};
static const FarSchema place_schema = SCHEMA ("place", place_fields);

static const FarField baton_fields[] = {
  RECORD_ID (FAR_BATON_MEMBER, "member", REQUIRED),
  MAPS (FAR_BATON_ORDER, "order", OPTIONAL, 0, FAR_ORDER_MAX, &place_schema),
  ENTRY_ID (FAR_BATON_DECLINED, "declined", OPTIONAL),
};

static const FarField child_fields[] = {
  RECORD_ID (FAR_CHILD_ID, "child", OPTIONAL),
  NAME (FAR_CHILD_NAME, "name", OPTIONAL),
  IDS (FAR_CHILD_GUARDIANS, "guardians", OPTIONAL, 0, FAR_CHILD_GUARDIANS_MAX, FAR_RECORD_ID_LEN),
  RECORD_ID (FAR_CHILD_LINE, "line", OPTIONAL),
  TEXT (FAR_CHILD_STOP, "stop", OPTIONAL, 4 * FAR_NAME_MAX),
  INT (FAR_CHILD_BORN, "born", OPTIONAL, 0, FAR_CHILD_BORN_MAX),
  INT (FAR_CHILD_ONE_TO_ONE, "one_to_one", OPTIONAL, 0, 1),
  INT (FAR_CHILD_WHEELCHAIR, "wheelchair", OPTIONAL, 0, 1),
  INT (FAR_CHILD_SLOW, "slow", OPTIONAL, 0, 1),
  TEXT (FAR_CHILD_CARRY, "carry", OPTIONAL, FAR_CHILD_CARRY_MAX),
  IDS (FAR_CHILD_ADULTS, "adults", OPTIONAL, 0, FAR_CHILD_ADULTS_MAX, FAR_RECORD_ID_LEN),
  INT (FAR_CHILD_GONE, "gone", OPTIONAL, 0, 1),
};

static const FarField booking_fields[] = {
  RECORD_ID (FAR_BOOKING_ID, "booking", OPTIONAL),
  RECORD_ID (FAR_BOOKING_ROTA, "rota", OPTIONAL),
  INT (FAR_BOOKING_WEEKDAYS, "weekdays", OPTIONAL, 1, 127),
  DAY (FAR_BOOKING_FIRST, "first", OPTIONAL),
  DAY (FAR_BOOKING_LAST, "last", OPTIONAL),
  INT (FAR_BOOKING_GONE, "gone", OPTIONAL, 0, 1),
};

static const FarField absence_fields[] = {
  DAY (FAR_ABSENCE_DAY, "day", REQUIRED),
  RECORD_ID (FAR_ABSENCE_ROTA, "rota", OPTIONAL),
  INT (FAR_ABSENCE_ABSENT, "absent", REQUIRED, 0, 1),
};

static const FarField reader_fields[] = {
  BYTES (FAR_READER_DEVICE, "device", REQUIRED, FAR_KEY_LEN),
  BYTES (FAR_READER_KEY, "key", REQUIRED, FAR_KEY_LEN + FAR_SEAL_OVERHEAD),
};
static const FarSchema reader_schema = SCHEMA ("reader", reader_fields);

static const FarField note_fields[] = {
  DAY (FAR_NOTE_DAY, "day", OPTIONAL),
  RECORD_ID (FAR_NOTE_ROTA, "rota", OPTIONAL),
  IDS (FAR_NOTE_FROM, "from", OPTIONAL, 1, FAR_NOTE_FROM_MAX, FAR_ID_LEN),
  MAPS (FAR_NOTE_READERS, "readers", REQUIRED, 0, FAR_NOTE_READERS_MAX, &reader_schema),
  BYTES (FAR_NOTE_BODY, "body", OPTIONAL, FAR_NOTE_BODY_LEN),
};

static const FarField hours_fields[] = {
  RECORD_ID (FAR_HOURS_ID, "line", OPTIONAL),
  MAPS (FAR_HOURS_READERS, "readers", OPTIONAL, 1, FAR_NOTE_READERS_MAX, &reader_schema),
  BYTES (FAR_HOURS_BODY, "body", OPTIONAL, FAR_HOURS_BODY_LEN),
  IDS (FAR_HOURS_SHARED, "shared", OPTIONAL, 0, FAR_HOURS_SHARED_MAX, FAR_RECORD_ID_LEN),
  INT (FAR_HOURS_GONE, "gone", OPTIONAL, 0, 1),
  ENTRY_ID (FAR_HOURS_AGAIN, "again", OPTIONAL),
};

static const FarField handed_fields[] = {
  RECORD_ID (FAR_HANDED_PERSON, "person", OPTIONAL),
  TEXT (FAR_HANDED_WORDS, "words", OPTIONAL, FAR_ROLL_WORDS_MAX),
};
static const FarSchema handed_schema = SCHEMA ("handed", handed_fields);

static const FarField roll_fields[] = {
  DAY (FAR_ROLL_DAY, "day", REQUIRED),
  RECORD_ID (FAR_ROLL_ROTA, "rota", REQUIRED),
  INT (FAR_ROLL_STATE, "state", OPTIONAL, 0, 3),
  MAPS (FAR_ROLL_HANDED, "handed", OPTIONAL, 0, 1, &handed_schema),
};

static const FarField hazard_fields[] = {
  RECORD_ID (FAR_HAZARD_ID, "hazard", OPTIONAL),
  RECORD_ID (FAR_HAZARD_LINE, "line", OPTIONAL),
  TEXT (FAR_HAZARD_STOP, "stop", OPTIONAL, 4 * FAR_NAME_MAX),
  TEXT (FAR_HAZARD_WORDS, "words", OPTIONAL, FAR_HAZARD_WORDS_MAX),
  INT (FAR_HAZARD_STATE, "state", OPTIONAL, 0, FAR_HAZARD_STATE_MAX),
};

static const FarField position_fields[] = {
  INT (FAR_POSITION_LAT, "lat", REQUIRED, -90000000, 90000000),
  INT (FAR_POSITION_LON, "lon", REQUIRED, -180000000, 180000000),
};
static const FarSchema position_schema = SCHEMA ("position", position_fields);

static const FarField meeting_fields[] = {
  RECORD_ID (FAR_PLACE_ID, "place", OPTIONAL),
  NAME (FAR_PLACE_NAME, "name", OPTIONAL),
  TEXT (FAR_PLACE_ADDRESS, "address", OPTIONAL, 4 * FAR_NAME_MAX),
  TEXT (FAR_PLACE_TOWN, "town", OPTIONAL, 4 * FAR_NAME_MAX),
  MAPS (FAR_PLACE_AT, "at", OPTIONAL, 0, 1, &position_schema),
  TEXT (FAR_PLACE_SOURCE, "source", OPTIONAL, FAR_PLACE_SOURCE_MAX),
  INT (FAR_PLACE_GONE, "gone", OPTIONAL, 0, 1),
};

static const FarField available_fields[] = {
  RECORD_ID (FAR_AVAILABLE_ROTA, "rota", OPTIONAL),
  INT (FAR_AVAILABLE_CANNOT, "cannot", OPTIONAL, 0, 127),
  INT (FAR_AVAILABLE_RATHER, "rather", OPTIONAL, 0, 127),
};
static const FarSchema available_schema = SCHEMA ("available", available_fields);

static const FarField away_fields[] = {
  DAY (FAR_AWAY_FIRST, "first", REQUIRED),
  DAY (FAR_AWAY_LAST, "last", REQUIRED),
  RECORD_ID (FAR_AWAY_ROTA, "rota", OPTIONAL),
};
static const FarSchema away_schema = SCHEMA ("away", away_fields);

static const FarField commitment_fields[] = {
  INT (FAR_COMMITMENT_TURNS, "turns", REQUIRED, 1, FAR_COMMITMENT_TURNS_MAX),
  INT (FAR_COMMITMENT_PER, "per", REQUIRED, 0, 1),
};
static const FarSchema commitment_schema = SCHEMA ("commitment", commitment_fields);

static const FarField availability_fields[] = {
  RECORD_ID (FAR_AVAILABILITY_PERSON, "person", REQUIRED),
  MAPS (FAR_AVAILABILITY_WEEKS, "weeks", OPTIONAL, 0, FAR_AVAILABLE_ROTAS_MAX, &available_schema),
  MAPS (FAR_AVAILABILITY_AWAY, "away", OPTIONAL, 0, FAR_AWAY_SPANS_MAX, &away_schema),
  MAPS (FAR_AVAILABILITY_COMMITMENT, "commitment", OPTIONAL, 0, 1, &commitment_schema),
};

static const FarField seen_fields[] = {
  RECORD_ID (FAR_SEEN_ROTA, "rota", REQUIRED),
  IDS (FAR_SEEN_ENTRIES, "entries", REQUIRED, 0, FAR_SEEN_ENTRIES_MAX, FAR_ID_LEN),
};

static const FarField fair_line_fields[] = {
  DAY (FAR_FAIR_LINE_DAY, "day", REQUIRED),
  INT (FAR_FAIR_LINE_ROLE, "role", OPTIONAL, 1, FAR_ROLE_ALONG - 1),
  RECORD_ID (FAR_FAIR_LINE_PERSON, "person", REQUIRED),
};
static const FarSchema fair_line_schema = SCHEMA ("proposed", fair_line_fields);

static const FarField fair_plan_fields[] = {
  RECORD_ID (FAR_FAIR_PLAN_ID, "plan", OPTIONAL),
  RECORD_ID (FAR_FAIR_PLAN_ROTA, "rota", OPTIONAL),
  DAY (FAR_FAIR_PLAN_FIRST, "first", OPTIONAL),
  DAY (FAR_FAIR_PLAN_LAST, "last", OPTIONAL),
  MAPS (FAR_FAIR_PLAN_LINES, "lines", OPTIONAL, 0, FAR_FAIR_LINES_MAX, &fair_line_schema),
  INT (FAR_FAIR_PLAN_GONE, "gone", OPTIONAL, 0, 1),
  RECORD_ID (FAR_FAIR_PLAN_ACT, "act", OPTIONAL),
};

static const FarField held_fields[] = {
  DAY (FAR_HELD_OBTAINED, "obtained", OPTIONAL),
  DAY (FAR_HELD_EXPIRES, "expires", OPTIONAL),
};
static const FarSchema held_schema = SCHEMA ("held", held_fields);

static const FarField skill_fields[] = {
  RECORD_ID (FAR_SKILL_ID, "skill", OPTIONAL),
  INT (FAR_SKILL_SORT, "sort", OPTIONAL, 0, FAR_SKILL_SORTS - 1),
  NAME (FAR_SKILL_NAME, "name", OPTIONAL),
  TEXT (FAR_SKILL_NOTE, "note", OPTIONAL, FAR_SKILL_NOTE_MAX),
  MAPS (FAR_SKILL_HELD, "held", OPTIONAL, 0, 1, &held_schema),
  INT (FAR_SKILL_TANDEM, "tandem", OPTIONAL, 0, 1),
  INT (FAR_SKILL_GONE, "gone", OPTIONAL, 0, 1),
  INT (FAR_SKILL_ATTESTED, "attested", OPTIONAL, 0, 1),
};

static const FarField spot_fields[] = {
  NAME (FAR_SPOT_WORDS, "words", REQUIRED),
  RECORD_ID (FAR_SPOT_LINE, "line", OPTIONAL),
  INT (FAR_SPOT_LAT, "lat", OPTIONAL, -90000000, 90000000),
  INT (FAR_SPOT_LON, "lon", OPTIONAL, -180000000, 180000000),
};
static const FarSchema spot_schema = SCHEMA ("spot", spot_fields);

static const FarField dropped_fields[] = {
  DAY (FAR_DROPPED_DAY, "day", REQUIRED),
  TEXT (FAR_DROPPED_WHY, "why", OPTIONAL, FAR_RIDE_WORDS_MAX),
};
static const FarSchema dropped_schema = SCHEMA ("dropped", dropped_fields);

static const FarField answers_fields[] = {
  RECORD_ID (FAR_ANSWERS_ROTA, "rota", REQUIRED),
  DAY (FAR_ANSWERS_DAY, "day", REQUIRED),
};
static const FarSchema answers_schema = SCHEMA ("answers", answers_fields);

static const FarField ride_fields[] = {
  RECORD_ID (FAR_RIDE_ID, "ride", OPTIONAL),
  INT (FAR_RIDE_ASK, "ask", OPTIONAL, 0, 1),
  MAPS (FAR_RIDE_FROM, "from", OPTIONAL, 1, 1, &spot_schema),
  MAPS (FAR_RIDE_TO, "to", OPTIONAL, 1, 1, &spot_schema),
  INT (FAR_RIDE_WEEKDAYS, "weekdays", OPTIONAL, 1, 127),
  INT (FAR_RIDE_EVERY, "every", OPTIONAL, 1, FAR_RULE_WEEKS_MAX),
  DAY (FAR_RIDE_FIRST, "first", OPTIONAL),
  DAY (FAR_RIDE_LAST, "last", OPTIONAL),
  INTS (FAR_RIDE_ADDED, "added", FAR_RIDE_DAYS_MAX),
  MAPS (FAR_RIDE_DROPPED, "dropped", OPTIONAL, 0, FAR_RIDE_DAYS_MAX, &dropped_schema),
  INT (FAR_RIDE_THERE, "there", OPTIONAL, 0, FAR_RIDE_AT_NONE),
  INT (FAR_RIDE_BACK, "back", OPTIONAL, 0, FAR_RIDE_AT_NONE),
  INT (FAR_RIDE_SEATS, "seats", OPTIONAL, 1, FAR_RIDE_SEATS_MAX),
  MAPS (FAR_RIDE_CHILD_SEATS, "child_seats", OPTIONAL, 0, FAR_CHILD_SEAT_KINDS, &child_seat_schema),
  TEXT (FAR_RIDE_DETOUR, "detour", OPTIONAL, FAR_RIDE_WORDS_MAX),
  INT (FAR_RIDE_LUGGAGE, "luggage", OPTIONAL, 0, 1),
  INT (FAR_RIDE_WHEELCHAIR, "wheelchair", OPTIONAL, 0, 1),
  INT (FAR_RIDE_HOLIDAYS, "holidays", OPTIONAL, 0, 1),
  MAPS (FAR_RIDE_ANSWERS, "answers", OPTIONAL, 0, 1, &answers_schema),
  INT (FAR_RIDE_GONE, "gone", OPTIONAL, 0, 1),
};

static const FarField period_fields[] = {
  DAY (FAR_PERIOD_FIRST, "first", REQUIRED),
  DAY (FAR_PERIOD_LAST, "last", REQUIRED),
  MINUTES (FAR_PERIOD_FROM, "from", OPTIONAL),
  MINUTES (FAR_PERIOD_UNTIL, "until", OPTIONAL),
};
static const FarSchema period_schema = SCHEMA ("period", period_fields);

static const FarField help_fields[] = {
  RECORD_ID (FAR_HELP_ID, "help", OPTIONAL),
  INT (FAR_HELP_OFFER, "offer", OPTIONAL, 0, 1),
  NAME (FAR_HELP_WHAT, "what", OPTIONAL),
  INT (FAR_HELP_CATEGORY, "category", OPTIONAL, 0, FAR_HELP_CATEGORY_MAX),
  MAPS (FAR_HELP_WHEN, "when", OPTIONAL, 1, 1, &period_schema),
  MAPS (FAR_HELP_PLACE, "place", OPTIONAL, 0, 1, &spot_schema),
  INT (FAR_HELP_URGENCY, "urgency", OPTIONAL, 0, 2),
  INT (FAR_HELP_HELPERS, "helpers", OPTIONAL, 1, FAR_HELP_HELPERS_MAX),
  TEXT (FAR_HELP_DETAILS, "details", OPTIONAL, FAR_HELP_DETAILS_MAX),
  INT (FAR_HELP_DONE, "done", OPTIONAL, 0, 2),
  TEXT (FAR_HELP_THANKS, "thanks", OPTIONAL, FAR_HELP_THANKS_MAX),
  INT (FAR_HELP_GONE, "gone", OPTIONAL, 0, 1),
};

static const FarField work_fields[] = {
  INT (FAR_WORK_STATE, "state", REQUIRED, 0, 3),
  DAY (FAR_WORK_DAY, "day", REQUIRED),
  TEXT (FAR_WORK_DONE, "done", OPTIONAL, FAR_FAULT_WORDS_MAX),
  TEXT (FAR_WORK_USED, "used", OPTIONAL, FAR_FAULT_WORDS_MAX),
  RECORD_ID (FAR_WORK_WHO, "who", OPTIONAL),
  TEXT (FAR_WORK_COST, "cost", OPTIONAL, FAR_FAULT_WORDS_MAX),
  INT (FAR_WORK_MINUTES, "minutes", OPTIONAL, 0, FAR_WORK_MINUTES_MAX),
  RECORD_ID (FAR_WORK_CHECKED, "checked", OPTIONAL),
};
static const FarSchema work_schema = SCHEMA ("work", work_fields);

static const FarField fault_fields[] = {
  RECORD_ID (FAR_FAULT_ID, "fault", OPTIONAL),
  RECORD_ID (FAR_FAULT_THING, "thing", OPTIONAL),
  DAY (FAR_FAULT_DAY, "day", OPTIONAL),
  INT (FAR_FAULT_PARTS, "parts", OPTIONAL, 0, FAR_FAULT_PARTS_ALL),
  TEXT (FAR_FAULT_WORDS, "words", OPTIONAL, FAR_FAULT_WORDS_MAX),
  DAY (FAR_FAULT_SINCE, "since", OPTIONAL),
  DAY (FAR_FAULT_WANTED, "wanted", OPTIONAL),
  INT (FAR_FAULT_UNSAFE, "unsafe", OPTIONAL, 0, 1),
  MAPS (FAR_FAULT_WORK, "work", OPTIONAL, 1, 1, &work_schema),
  INT (FAR_FAULT_GONE, "gone", OPTIONAL, 0, 1),
};

static const FarField reason_fields[] = {
  RECORD_ID (FAR_REASON_PROPOSAL, "proposal", REQUIRED),
  TEXT (FAR_REASON_WHY, "why", REQUIRED, FAR_TEXT_MAX),
};

static const FarSchema schemas[] = {
  [FAR_KIND_GENESIS] = SCHEMA ("GENESIS", genesis_fields),
  [FAR_KIND_INVITE] = SCHEMA ("INVITE", invite_fields),
  [FAR_KIND_INVITE_END] = SCHEMA ("INVITE_END", invite_end_fields),
  [FAR_KIND_ASK] = SCHEMA ("ASK", ask_fields),
  [FAR_KIND_ADMIT] = SCHEMA ("ADMIT", admit_fields),
  [FAR_KIND_DEVICE_ADD] = SCHEMA ("DEVICE_ADD", device_add_fields),
  [FAR_KIND_DEVICE_REVOKE] = SCHEMA ("DEVICE_REVOKE", device_revoke_fields),
  [FAR_KIND_PROPOSE] = SCHEMA ("PROPOSE", propose_fields),
  [FAR_KIND_APPROVE] = SCHEMA ("APPROVE", approve_fields),
  [FAR_KIND_REMOVE] = SCHEMA ("REMOVE", remove_fields),
  [FAR_KIND_LEAVE] = { "LEAVE", 0, NULL },
  [FAR_KIND_TERM] = SCHEMA ("TERM", term_fields),
  [FAR_KIND_RULES] = SCHEMA ("RULES", rules_fields),
  [FAR_KIND_WITNESS] = { "WITNESS", 0, NULL },
  [FAR_KIND_ERASE] = SCHEMA ("ERASE", erase_fields),
  [FAR_KIND_COLLECTIVE] = SCHEMA ("COLLECTIVE", collective_fields),
  [FAR_KIND_PERSON] = SCHEMA ("PERSON", person_fields),
  [FAR_KIND_LINE] = SCHEMA ("LINE", line_fields),
  [FAR_KIND_ROTA] = SCHEMA ("ROTA", rota_fields),
  [FAR_KIND_OUTING] = SCHEMA ("OUTING", outing_fields),
  [FAR_KIND_TURN] = SCHEMA ("TURN", turn_fields),
  [FAR_KIND_BATON] = SCHEMA ("BATON", baton_fields),
  [FAR_KIND_REASON] = SCHEMA ("REASON", reason_fields),
  [FAR_KIND_THING] = SCHEMA ("THING", thing_fields),
  [FAR_KIND_SERVERS] = SCHEMA ("SERVERS", servers_fields),
  [FAR_KIND_HOLIDAYS] = SCHEMA ("HOLIDAYS", holidays_fields),
  [FAR_KIND_CHILD] = SCHEMA ("CHILD", child_fields),
  [FAR_KIND_BOOKING] = SCHEMA ("BOOKING", booking_fields),
  [FAR_KIND_ABSENCE] = SCHEMA ("ABSENCE", absence_fields),
  [FAR_KIND_NOTE] = SCHEMA ("NOTE", note_fields),
  [FAR_KIND_ROLL] = SCHEMA ("ROLL", roll_fields),
  [FAR_KIND_HAZARD] = SCHEMA ("HAZARD", hazard_fields),
  [FAR_KIND_FAIR_PLAN] = SCHEMA ("FAIR_PLAN", fair_plan_fields),
  [FAR_KIND_AVAILABILITY] = SCHEMA ("AVAILABILITY", availability_fields),
  [FAR_KIND_SEEN] = SCHEMA ("SEEN", seen_fields),
  [FAR_KIND_RIDE] = SCHEMA ("RIDE", ride_fields),
  [FAR_KIND_PLACE] = SCHEMA ("PLACE", meeting_fields),
  [FAR_KIND_SKILL] = SCHEMA ("SKILL", skill_fields),
  [FAR_KIND_HOURS] = SCHEMA ("HOURS", hours_fields),
  [FAR_KIND_HELP] = SCHEMA ("HELP", help_fields),
  [FAR_KIND_FAULT] = SCHEMA ("FAULT", fault_fields),
};

const FarSchema *
far_kind_get_schema (guint kind)
{
  return kind < G_N_ELEMENTS (schemas) && schemas[kind].name != NULL ? &schemas[kind] : NULL;
}

const char *
far_kind_get_name (guint kind)
{
  const FarSchema *schema = far_kind_get_schema (kind);

  return schema != NULL ? schema->name : NULL;
}
