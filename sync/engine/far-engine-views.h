/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-engine-views: from what sync/collective reads to the snapshots of far-sync.h, and from what
 * people type to ids.  The worker's thread. */

#pragma once

#include "far-collective-rides.h"
#include "far-worker.h"

G_BEGIN_DECLS

/* ---- names of members and persons */

typedef struct _FarNames FarNames;

/* Returns: (transfer full): NULL with @error */
FarNames *far_names_new (FarStore *store, GError **error) FAR_MUST_USE;
void far_names_free (FarNames *self);
/* (transfer none): "" for an unknown or zero id */
const char *far_names_peek (const FarNames *self, const guint8 id[static FAR_RECORD_ID_LEN]);
/* (transfer none): "" if there is none */
const char *far_names_peek_phone (const FarNames *self, const guint8 id[static FAR_RECORD_ID_LEN]);
/* (nullable): NULL for an unknown or zero id */
const FarMemberFacts *far_names_find (const FarNames *self,
                                      const guint8 id[static FAR_RECORD_ID_LEN]);
/* Of the member whose device it is. */
const char *far_names_peek_device (const FarNames *self,
                                   FarStore *store,
                                   const guint8 device[static FAR_KEY_LEN]);
/* Whether @me is that person, or the member who answers for it. */
gboolean far_names_answers (const FarNames *self, const guint8 *me, const guint8 *id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarNames, far_names_free)

/* ---- ids that people type */

typedef const guint8 *(*FarPeekId) (gconstpointer item);

/**
 * far_find_by_prefix:
 * @items: where to look
 * @peek_id: gives the id of one of them, @id_len bytes
 * @prefix: what was typed
 *
 * Returns: (transfer none): the one item; NULL with NO_SUCH_ID or ID_AMBIGUOUS
 */
gpointer far_find_by_prefix (GPtrArray *items,
                             FarPeekId peek_id,
                             gsize id_len,
                             const char *prefix,
                             GError **error);
/* Whether it can be one at all, and in which length.  Fails with the same codes. */
gboolean far_prefix_check (const char *prefix, gsize n_digits_max, GError **error);
gboolean far_prefix_fits (const char *prefix, const void *id, gsize len);

/* The id of a member or person.  Fails with NO_SUCH_ID, ID_AMBIGUOUS. */
gboolean
far_find_person (FarWorker *worker, const char *prefix, guint8 *out, GError **error) FAR_MUST_USE;

/* @who: (nullable): as it was typed; @out: (out): whom it means, me without it */
gboolean
far_find_whom (FarWorker *worker, const char *who, guint8 *out, GError **error) FAR_MUST_USE;

/* The places that words may mean.  In far-engine-places.c, as the next four */
typedef struct
{
  GPtrArray *lines;  /* owned (element-type FarLineFacts) */
  GPtrArray *places; /* owned (element-type FarPlaceFacts) */
} FarSpots;

gboolean far_spots_load (FarSpots *self, FarWorker *worker, GError **error) FAR_MUST_USE;
void far_spots_clear (FarSpots *self);
/* Where that is, in words: a stop, if just one line has one of that name, or a meeting place, if
 * all that are called so are at one point.  @out borrows from @self and @words */
void far_find_spot (const FarSpots *self, const char *words, FarSpotDraft *out);
FarWhere far_view_where (const FarSpot *spot);
/* Takes the words of @facts, which may hold none.  @id, @name: what it is about.  In
 * far-engine-notes.c */
FarNote *far_view_note (FarWorker *worker,
                        const guint8 *id,
                        const char *name,
                        FarNoteFacts *facts,
                        GError **error) FAR_MUST_USE;

const guint8 *far_rota_peek_id (gconstpointer rota);
const guint8 *far_line_peek_id (gconstpointer line);
const guint8 *far_thing_peek_id (gconstpointer thing);
const guint8 *far_member_peek_id (gconstpointer member);

/* ---- what is promised on some days; in far-engine-duties.c */

typedef struct
{
  GPtrArray *outings; /* owned (element-type FarOutingFacts) */
  GPtrArray *rides;   /* owned (nullable) (element-type FarRideDate): NULL if they are not used */
  GPtrArray *helps;   /* owned (nullable) (element-type FarHelpFacts): the same */
  GPtrArray *lent; /* owned (nullable) (element-type FarLentThing): what is booked by the hour; the
                      same */
} FarDuties;

void far_duties_clear (FarDuties *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (FarDuties, far_duties_clear)

/**
 * far_duties_load:
 * @self: initialized with {}
 * @rotas: (element-type FarRotaFacts)
 *
 * With what clashes told of all.
 */
gboolean far_duties_load (FarDuties *self,
                          FarWorker *worker,
                          GPtrArray *rotas,
                          gint32 first_day,
                          guint n_days,
                          GError **error) FAR_MUST_USE;

/**
 * far_view_clashes_of_rides:
 * @dates: (element-type FarRideDate): by day
 *
 * Tells what clashes with those of this machine's member, and of whom that one answers for: of all
 * others there would be too much to read.
 *
 * Returns: (transfer full): what the words belong to; %NULL with @error
 */
GPtrArray *far_view_clashes_of_rides (FarWorker *worker,
                                      const GPtrArray *dates,
                                      const FarNames *names,
                                      GError **error) FAR_MUST_USE;
/* @helps: (element-type FarHelpFacts).  The same of those. */
GPtrArray *far_view_clashes_of_help (FarWorker *worker,
                                     GPtrArray *helps,
                                     const FarNames *names,
                                     GError **error) FAR_MUST_USE;
/* @things: (element-type FarLentThing).  The same of those. */
GPtrArray *far_view_clashes_of_lending (FarWorker *worker,
                                        GPtrArray *things,
                                        const FarNames *names,
                                        GError **error) FAR_MUST_USE;

/* ---- snapshots */

/* "" for a zero id */
const char *far_view_id (gpointer snapshot, const guint8 id[static FAR_RECORD_ID_LEN]);

FarAgreement *far_view_agreement (const FarRuleFacts *facts);
FarApproved *far_view_approved (const FarApproval *approval);
/* Returns: (transfer full) (element-type FarThing): NULL with @error */
GPtrArray *far_view_things (FarWorker *worker, const FarNames *names, GError **error) FAR_MUST_USE;
/* The device's own, as it is now. */
FarMembership *far_view_membership (FarWorker *worker);
/* By its name, or by the id that a list gave it, which goes when the stops change; NO_SUCH_STOP. In
 * far-engine-lines.c */
gboolean _far_line_find_stop (const FarLineFacts *line,
                              const char *typed,
                              guint *out,
                              GError **error) FAR_MUST_USE;
/* @self: (out): strings belong to @owner */
void far_view_hazard (gpointer owner,
                      FarHazard *self,
                      const FarHazardFacts *facts,
                      const char *line_name,
                      const FarNames *names);
FarLine *far_view_line (const FarLineFacts *facts, const FarNames *names);
/* @roles: (element-type FarRoleFacts); @first: (nullable): whose numbers the first role has, 0 if
 * nobody's.  Returns: (transfer none) (element-type FarRole): of the snapshot @owner */
GPtrArray *far_view_roles (gpointer owner, const GArray *roles, const FarRotaDay *first);
/* @lines: (element-type FarLineFacts) */
/* @unheard: (nullable) (element-type FarUnheardFacts) */
FarRota *
far_view_rota (const FarRotaFacts *facts, GPtrArray *lines, GPtrArray *unheard, const guint8 *me);
/* Fills in @out.  @child: (nullable): whose list says to whom it may be handed over */
void far_view_mark (gpointer owner,
                    const FarRollFacts *facts,
                    const FarChildFacts *child,
                    const FarNames *names,
                    FarRollMark *out);
/* That nobody said anything. */
void far_view_no_mark (gpointer owner, FarRollMark *out);
/* Fills in @self.  @person: member or person */
void
far_view_to_call (gpointer owner, FarToCall *self, const FarNames *names, const guint8 *person);
FarUnheard *far_view_unheard (const FarUnheardFacts *facts, const FarNames *names);
FarOuting *far_view_outing (const FarOutingFacts *facts,
                            GPtrArray *lines,
                            const FarNames *names,
                            const guint8 *me);
/* Says what this machine can open of what is to be known of who comes; @outing was made of @facts.
 */
void far_view_notes (FarOuting *outing,
                     const FarOutingFacts *facts,
                     const FarNames *names,
                     FarWorker *worker);
/* Says of @view, which was made of @facts, what is asked for in its place.  @rides: (nullable)
 * (element-type FarRideDate): with those of that day.  In far-engine-rides.c */
void far_view_rides_instead (FarOuting *view, const FarOutingFacts *facts, const GPtrArray *rides);
/* Strings belong to @owner. */
void far_view_clash (FarClash *self, const FarClashFacts *facts, gpointer owner);
/* The same of the family's own. */
FarNoteState far_view_child_note (const FarWorker *worker, const FarChildFacts *child);

G_END_DECLS
