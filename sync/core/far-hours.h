/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-hours: one line of what somebody gave or received, sealed to the machines of their household
 * (docs/formats.md, "HOURS", and far-sealed.h).
 *
 * It is bound to the collective, to the machine that wrote it, to whose account it is in, to the
 * line and to all of the machines.
 *
 * Pure: the caller brings the random bytes.
 */

#pragma once

#include <glib.h>

#include "far-sealed.h"

G_BEGIN_DECLS

/* Not a rank: what is given as a gift, for money, or for something else. */
#define FAR_HOURS_SORT_VOLUNTEER 0
#define FAR_HOURS_SORT_PAID 1
#define FAR_HOURS_SORT_IN_KIND 2
#define FAR_HOURS_SORTS 3

/* What it came from. */
#define FAR_HOURS_FROM_NOTHING 0
#define FAR_HOURS_FROM_OUTING 1 /* of a rota, on a day */
#define FAR_HOURS_FROM_RIDE 2
#define FAR_HOURS_FROM_HELP 3
#define FAR_HOURS_FROMS 4

typedef struct
{
  gint32 day;    /* FAR_DAY_MIN .. FAR_PAYLOAD_DAY_MAX */
  guint minutes; /* 1 .. FAR_HOURS_MINUTES_MAX */
  gboolean is_received;
  guint sort;                        /* FAR_HOURS_SORT_... */
  gboolean has_person;               /* with whom; then @who is "" */
  guint8 person[FAR_RECORD_ID_LEN];  /* only if has_person: a member, or a person */
  guint from;                        /* FAR_HOURS_FROM_... */
  guint8 from_id[FAR_RECORD_ID_LEN]; /* only if from, as is what follows: a rota, ride or help */
  gint32 from_day;
  char who[FAR_HOURS_WHO_MAX + 1];         /* with whom, in words; "" if nobody says */
  char what[FAR_HOURS_WHAT_MAX + 1];       /* what for; "" as well */
  char against[FAR_HOURS_AGAINST_MAX + 1]; /* for what, in words: "" of what is a gift */
} FarHoursLine;

/* Whether both say the same. */
gboolean far_hours_line_equal (const FarHoursLine *a, const FarHoursLine *b);

/* Where a line stands: what does not fit opens nothing. */
typedef struct
{
  const guint8 *collective; /* 32 bytes */
  const guint8 *author;     /* 32 bytes: the device whose log it is in */
  const guint8 *member;     /* 16 bytes: whose account */
  const guint8 *line;       /* 16 bytes */
} FarHoursPlace;

/**
 * far_hours_put:
 * @map: of a HOURS that says which line it is already, if it does
 * @readers: as of far_sealed_put()
 * @line: that far_hours_read_content() would take
 * @seeds: FAR_SEALED_SEEDS_LEN() fresh random bytes; secret
 *
 * Writes the readers and the body.
 */
void far_hours_put (FarMapWriter *map,
                    const FarHoursPlace *place,
                    const FarSealedReader *readers,
                    guint n_readers,
                    const FarHoursLine *line,
                    const guint8 *seeds);

/* Whether that machine is among those that can open it. */
gboolean far_hours_is_for (const FarPayload *payload, const guint8 device[static FAR_KEY_LEN]);

/**
 * far_hours_open:
 * @payload: a good HOURS, of whoever may have written it
 * @device: this machine, and its secret
 * @out: (out): zeros if it returns %FALSE
 *
 * Returns: whether it is for this machine, meant for that place, and says something
 */
gboolean far_hours_open (const FarPayload *payload,
                         const FarHoursPlace *place,
                         const guint8 device[static FAR_KEY_LEN],
                         const guint8 seal_secret[static FAR_KEY_LEN],
                         FarHoursLine *out) FAR_MUST_USE;

/* What is sealed of a line. */
void far_hours_put_content (const FarHoursLine *line, guint8 content[static FAR_HOURS_CONTENT_LEN]);
/* Whether @content is what far_hours_put_content() would make of @out; zeros in @out if not. */
gboolean far_hours_read_content (const guint8 content[static FAR_HOURS_CONTENT_LEN],
                                 FarHoursLine *out) FAR_MUST_USE;

G_END_DECLS
