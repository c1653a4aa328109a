/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-contact-private: what the files of a contact share.
 *
 *   far-contact.c       making one, and what follows from what it brings
 *   far-contact-road.c  looking for another road than the one where it began
 */

#pragma once

#include "far-contact.h"

G_BEGIN_DECLS

struct _FarContact
{
  FarWorker *worker;            /* unowned */
  FarReplica *replica;          /* owned */
  FarLink *link;                /* owned */
  const FarContactWatch *watch; /* unowned */
  gpointer data;                /* unowned */
  char *address;                /* owned */

  gint64 started_us;
  gint64 moved_us; /* when an entry last travelled */
  gint64 n_moved;  /* how many had then */
  gint64 took_us;  /* -1 until in step */
  gint64 n_noted;  /* entries that had travelled when it was last noted what the machine has */
  gboolean has_answered; /* at the door */
  gboolean is_dialled;
  gboolean is_closing;
  gboolean told_connected;
  gboolean may_go;            /* its caller said so */
  guint8 device[FAR_KEY_LEN]; /* only if told_connected */

  /* what is said to it for others, and who is here, since when */
  guint n_passed;
  gint64 passed_us;
  guint n_lists;
  gint64 lists_us;

  /* another road */
  gboolean may_look;           /* it was not looked for yet */
  guint8 secret[FAR_HASH_LEN]; /* secret; of one that was dialled */
  FarNice *nice;               /* (nullable): owned: while it is looked for */
  GSource *hurry;              /* (nullable): owned: when it is not any more */
  FarLink *next;            /* (nullable): owned: on the road, until the peer is known there too */
  FarReplica *next_replica; /* (nullable): owned: of that */
  gboolean has_lost_first;  /* the link where it began is over before the next has taken over */
  GError *first_error;      /* (nullable): owned: why */
  gboolean is_on_road;
  FarLink *first;            /* (nullable): owned: where it began, saying goodbye */
  FarReplica *first_replica; /* (nullable): owned: of that */
};

/* far-contact.c */
extern const FarLinkWatch _far_contact_link_watch;
/* After something has changed on its link. */
void _far_contact_look (FarContact *self);
/* Its link is over, the last thing that is told. */
void _far_contact_end (FarContact *self, const GError *error);
FarSession *_far_contact_new_answer (FarContact *self, FarReplica *replica);
FarSession *_far_contact_new_dial (FarContact *self, FarReplica *replica, gboolean waits);

/* far-contact-road.c */
/* Begins to, and hears what the peer says about it. */
void _far_contact_look_for_road (FarContact *self);
void _far_contact_next_changed (FarContact *self);
void _far_contact_next_ended (FarContact *self);
void _far_contact_drop_first (FarContact *self);
/* The link where it began is over. Returns: whether the next one may yet take over */
gboolean _far_contact_goes_on_without (FarContact *self, const GError *error);
/* Stops looking for one; one that was taken is kept. */
void _far_contact_leave_road (FarContact *self);

G_END_DECLS
