/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-kind: the kinds of entries.  Numbers are part of the format and are never used again for
 * something else.  1..15 are governance, 16..31 concern the log itself, 32..127 are records.  What
 * a version does not know it stores, passes on, and shows after an upgrade.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  FAR_KIND_GENESIS = 1,       /* founds the collective; its id is the collective's; holds TERM 1 */
  FAR_KIND_INVITE = 2,        /* a single-use invitation's public half */
  FAR_KIND_INVITE_END = 3,    /* the inviter takes it back */
  FAR_KIND_ASK = 4,           /* a machine heard a newcomer prove an invitation */
  FAR_KIND_ADMIT = 5,         /* lets a newcomer in, or back in */
  FAR_KIND_DEVICE_ADD = 6,    /* a further machine of a member */
  FAR_KIND_DEVICE_REVOKE = 7, /* closes one, with a cut */
  FAR_KIND_PROPOSE = 8,       /* an act that needs approvals */
  FAR_KIND_APPROVE = 9,
  FAR_KIND_REMOVE = 10, /* ends a membership, with cuts */
  FAR_KIND_LEAVE = 11,
  FAR_KIND_TERM = 12,    /* the baton's next term */
  FAR_KIND_RULES = 13,   /* one rule of the collective and its value */
  FAR_KIND_WITNESS = 14, /* its refs are governance heads newly applied */

  FAR_KIND_ERASE = 16, /* drops the words of entries or of a subject */

  FAR_KIND_COLLECTIVE = 32, /* the collective's name and zone */
  FAR_KIND_PERSON = 33,     /* a person's name; creates persons without a machine */
  FAR_KIND_LINE = 34,       /* a walking line and its stops */
  FAR_KIND_ROTA = 35,       /* a recurring duty, draft or published */
  FAR_KIND_OUTING = 36,     /* one date of a rota: cancelled, or its published plan */
  FAR_KIND_TURN = 37,       /* a turn taken, released ... */
  FAR_KIND_BATON = 38,      /* what a member says of who is to hold it next */
  FAR_KIND_REASON = 39,     /* why somebody proposes something, in words that can be erased */
  FAR_KIND_THING = 41,      /* a key, vests, signs ...: what is held, and who has it */
  FAR_KIND_SERVERS = 42,    /* STUN and TURN servers that somebody proposes to ask */
  FAR_KIND_HOLIDAYS = 43,   /* a calendar of days on which there is no school */
  FAR_KIND_CHILD = 45,      /* a child who walks: who is asked, which stop, what it takes */
  FAR_KIND_BOOKING = 46,    /* the days on which a child comes along */
  FAR_KIND_ABSENCE = 47,    /* a child does not come on a day, or comes after all */
  FAR_KIND_NOTE = 48,       /* sealed: what whoever walks with a child has to know */
  FAR_KIND_ROLL = 49,       /* who was there, and to whom a child was handed over */
  FAR_KIND_HAZARD = 50,     /* something on a line to look out for, and what came of it */
  /* when a person can, would rather, and cannot take a turn */
  FAR_KIND_AVAILABILITY = 51,
  /* whom a fair plan proposes for which turns */
  FAR_KIND_FAIR_PLAN = 52,
  FAR_KIND_SEEN = 53,  /* how far somebody has seen what is published of a rota */
  FAR_KIND_RIDE = 54,  /* seats in a car, offered or asked for; who takes one writes TURN */
  FAR_KIND_PLACE = 55, /* where cars meet: a car park, a station */
  FAR_KIND_HELP = 56,  /* a hand that is asked for or offered; who takes it up writes TURN */
  FAR_KIND_FAULT = 57, /* what is wrong with a bike, and what was done about it */
  FAR_KIND_SKILL = 58, /* what somebody can do, would like to learn, or has a training in */
  FAR_KIND_HOURS = 59, /* sealed: what a household gave and received */
} FarKind;

#define FAR_KIND_RECORD_FIRST 32
#define FAR_KIND_MAX 255

/* GENESIS .. WITNESS: never erased, always covered by their own signature except WITNESS. */
static inline gboolean
far_kind_is_governance (guint kind)
{
  return kind >= FAR_KIND_GENESIS && kind <= FAR_KIND_WITNESS;
}

/* Governance other than WITNESS: signed and checked one by one, and needs its blob. */
static inline gboolean
far_kind_is_act (guint kind)
{
  return kind >= FAR_KIND_GENESIS && kind < FAR_KIND_WITNESS;
}

G_END_DECLS
