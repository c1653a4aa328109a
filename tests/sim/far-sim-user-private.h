/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-sim-user-private: one member at one machine, as the files of what members do share it. */

#pragma once

#include "far-sim-private.h"

G_BEGIN_DECLS

typedef struct
{
  FarSim *sim;          /* unowned */
  FarSimDevice *device; /* unowned */
  FarSimRandom random;
} FarSimUser;

/* ---- far-sim-user.c */

/* After a WITNESS of what is new, in one batch. */
gboolean far_sim_user_append (FarSimUser *user,
                              FarKind kind,
                              GByteArray *payload,
                              const FarPos *refs,
                              guint n_refs,
                              GError **error);
/* The id of what the user wrote last. */
void far_sim_user_get_last (FarSimUser *user, guint8 out[static FAR_ID_LEN]);
/* Tells what became of it.  @error: (nullable): where there may be one */
void far_sim_user_report (FarSimUser *user, const char *what, gboolean good, GError **error);
/* Whether more can be written there. */
gboolean far_sim_user_is_well (const FarSimUser *user);
/* Whether what was just written is above no cut: whoever writes may not know yet that a copy of the
 * machine did, and hear of it with its own WITNESS. */
gboolean far_sim_user_counts (const FarSimUser *user);
/* @member: (nullable) */
gboolean far_sim_user_is (const FarSimUser *user, const guint8 *member);
/* Returns: (transfer none) (nullable) */
const FarRotaFacts *far_sim_user_pick_rota (FarSimUser *user, GPtrArray *rotas);
gint32 far_sim_user_pick_day (FarSimUser *user);
/* What a rota may want. Returns: (transfer full) (element-type FarRoleFacts) */
GArray *far_sim_user_make_roles (FarSimUser *user);
/* The number of one of the rota's, or of who comes along; mostly of the first. */
guint far_sim_user_pick_role (FarSimUser *user, const FarRotaFacts *rota);
/* The last entry made @record, or said it of oneself, and only its author may change that. */
void far_sim_user_note_made (FarSimUser *user, FarKind kind, const guint8 *record);
void far_sim_user_note_deleted (FarSimUser *user, const guint8 *record);
/* Something that is to be found nowhere once it is erased.  Returns: (transfer none) */
FarSimWord *far_sim_user_add_word (FarSimUser *user, const void *bytes, gsize len);
/* Erases a person whom the user made, with all that is said of them. */
void far_sim_user_erase_person (FarSimUser *user);
/* Erases one of the user's own entries.  @kind: only of this kind, or 0: of a rota and of the
 * collective none, since the words of others would show then */
void far_sim_user_erase_entry (FarSimUser *user, guint kind);
/* @pos: of the ERASE */
void far_sim_user_note_erased (FarSimUser *user, FarSimWord *word, FarPos pos);

/* ---- far-sim-children.c */

/* One is written down, booked, or does not come. */
void far_sim_user_see_to_places (FarSimUser *user);
void far_sim_user_see_to_children (FarSimUser *user, const FarRotaFacts *rota);
/* Whoever is there, or is not. */
void far_sim_user_call_roll (FarSimUser *user, const FarRotaFacts *rota);

/* ---- far-sim-available.c */

/* When one can, oneself or somebody else.  @rota: (nullable) */
void far_sim_user_say_available (FarSimUser *user, const FarRotaFacts *rota);
/* A plan is proposed, answered or withdrawn. */
void far_sim_user_see_to_plan (FarSimUser *user, const FarRotaFacts *rota);

/* ---- far-sim-published.c */

/* Says to have seen what is published of it, or takes that back. */
void far_sim_user_look_at_plan (FarSimUser *user, const FarRotaFacts *rota);
/* Two outings are to walk as one. */
void far_sim_user_join_outings (FarSimUser *user);

/* ---- far-sim-skills.c */

void far_sim_user_see_to_skills (FarSimUser *user);
/* far-sim-hours.c */
void far_sim_user_see_to_hours (FarSimUser *user);
/* far-sim-lending.c */
void far_sim_user_see_to_lending (FarSimUser *user);
/* far-sim-repair.c */
void far_sim_user_see_to_repair (FarSimUser *user);

/* ---- far-sim-rides.c */

/* Offers seats, asks for some, takes and gives back, and says that a car has broken down. */
void far_sim_user_see_to_rides (FarSimUser *user);
/* Proposes that the collective uses what the rule switches on, or agrees. */
void far_sim_user_switch_on (FarSimUser *user, guint rule, const char *what);

/* ---- far-sim-help.c */

/* Asks for a hand, offers one, helps, has done it, and says thank you. */
void far_sim_user_see_to_help (FarSimUser *user);

/* ---- far-sim-notes.c */

/* What whoever walks with the child has to know. */
void far_sim_user_write_note (FarSimUser *user, const guint8 *child);
/* Takes a turn where there is such a child. */
void far_sim_user_walk_with_somebody (FarSimUser *user);

/* ---- far-sim-agree.c */

/* Proposes that somebody no longer belongs, or joins who does. */
void far_sim_user_quarrel (FarSimUser *user);
void far_sim_user_erase_reason (FarSimUser *user);
void far_sim_user_propose_rule (FarSimUser *user);
/* The baton is offered, kept or claimed, or an order voted for. */
void far_sim_user_see_to_baton (FarSimUser *user);

G_END_DECLS
