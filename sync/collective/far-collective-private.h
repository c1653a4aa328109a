/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-collective-private: what the files of far-collective share. */

#pragma once

#include "far-by-name.h"
#include "far-collective-lending.h"
#include "far-collective-rides.h"
#include "far-collective-skills.h"
#include "far-collective.h"
#include "far-kind-schema.h"

G_BEGIN_DECLS

/* ---- far-collective-view.c: who is who, for the length of one question */

/* A person as far as rights go. */
typedef struct
{
  const FarGovMember *member; /* (nullable): who has, or had, machines of their own */
  gboolean is_answered_for;
  guint8 answerer[FAR_RECORD_ID_LEN]; /* member; only if is_answered_for */
  gboolean is_helper_known;
  gboolean is_helper; /* ask _far_view_is_helper() */
  gboolean is_now_known;
  const FarGovMember *now; /* (nullable): who that is today; ask _far_view_now() */
} FarPerson;

/* What nobody has said yet of one date. */
typedef struct
{
  guint32 rota; /* ident */
  gint32 day;
  const FarDateFacts *own; /* unowned: in place of what is said */
} FarImagined;

/* Who writes a log. */
typedef struct
{
  guint8 device[FAR_KEY_LEN];
  const FarGovMember *member; /* NULL for a device that was never let in */
  gint32 gone_on;             /* the day of the LEAVE or REMOVE, G_MAXINT32 if there is none */
} FarAuthor;

/* Who writes each; read once, and again when one of them changes. */
typedef struct
{
  FarGovernance *gov; /* owned */
  FarAuthor *authors; /* owned; by log - 1 */
  guint n;
} FarAuthors;

void _far_authors_unref (FarAuthors *self);

typedef struct
{
  FarStore *store;     /* unowned */
  FarAuthors *authors; /* owned */
  FarGovernance *gov;  /* unowned: theirs */
  guint n_logs;
  GHashTable *persons;         /* owned (element-type FarPerson) by ident */
  struct _FarWalkers *walkers; /* owned, nullable: until somebody asks */
  GHashTable *crossings;       /* owned (element-type guint) by ident of a line */
  GHashTable *guards;   /* owned (element-type GPtrArray of FarGovMember) by ident of a child */
  GHashTable *speakers; /* owned: the same of those who speak for it today */
  GHashTable *noted;    /* owned, (nullable): idents of whom there may be notes; NULL until somebody
                         * asks */
  GHashTable *notes;    /* owned, (nullable) (element-type FarOwnNote) by ident of a child */
  GArray *closed;       /* (nullable) (element-type FarSpan): owned: the holidays, side by side;
                         * NULL until somebody asks */
  const guint32 *until; /* (nullable): unowned: by log - 1: what of each log is looked at of records
                         * and of what is said of dates, as if no more had been written */
  const FarImagined *imagined; /* (nullable): unowned: of an outing that is asked for */
} FarView;

void _far_view_init (FarView *self, FarStore *store);
void _far_view_clear (FarView *self);

/* The member behind a log; NULL for a device that was never let in. */
const FarGovMember *_far_view_author (const FarView *self, guint32 log);

/* The day from which on promises on a log are released: its author left, or was removed.
 * G_MAXINT32 if they stay. */
gint32 _far_view_gone_on (const FarView *self, guint32 log);
/* The same of who is a member no more. */
gint32 _far_view_member_gone_on (const FarView *self, const FarGovMember *member);

/* @out: (out): @term if the author of @pos held it there, as holder or deputy, else 0.  What the
 * next term had not seen was written too late. */
gboolean _far_view_held_term (FarView *self, FarPos pos, guint32 term, guint32 *out, GError **error)
    FAR_MUST_USE;

/* (transfer none): NULL with @error */
const FarPerson *_far_view_person (FarView *self, guint32 ident, GError **error);

/* Entries that say something about a record, those that have effect.  Returns: (transfer full)
 * (element-type gint64): in order of acceptance; NULL with @error */
GArray *_far_view_touches (FarView *self, guint32 ident, GError **error);

/* The same of one outing. */
GArray *_far_view_exceptions (FarView *self, guint32 rota, gint32 day, GError **error);

/* The same of what is said of something on a day.  @part: ident */
GArray *_far_view_said_on (FarView *self,
                           FarKind kind,
                           guint32 about,
                           guint32 part,
                           gint32 day,
                           GError **error);

/* The same of how far somebody has seen a rota. */
GArray *_far_view_seen (FarView *self, guint32 rota, guint32 person, GError **error);

/* @ids: (element-type guint8[16]) */
gboolean _far_ids_have (const GArray *ids, const guint8 *id);

/* Every record that an entry of @kind touches.  Returns: (transfer full) (element-type guint32):
 * idents, by id; NULL with @error */
GArray *_far_view_records (FarView *self, FarKind kind, GError **error);
/* Those of which several entries speak: of the others nobody says two things. */
GArray *_far_view_records_said_again (FarView *self, FarKind kind, GError **error);

/* ---- far-collective-holidays.c */

/* What one entry says of a calendar.  @payload: (nullable).  Returns: (transfer full) (element-type
 * FarSpan) */
GArray *_far_spans_read (const FarPayload *payload);
/* @out_name: (out): the holidays in which that day is, if the rota does not run in them; NULL if it
 * may run.  Borrowed of the view. */
gboolean _far_view_find_holiday (FarView *self,
                                 const FarRotaFacts *rota,
                                 gint32 day,
                                 const char **out_name,
                                 GError **error) FAR_MUST_USE;

/* The same of whoever has no lessons in them. */
gboolean _far_view_find_closed (FarView *self, gint32 day, const char **out_name, GError **error)
    FAR_MUST_USE;

/* @out_day: (out): the last day of the term in which @day is: before the next holidays, or with the
 * rota */
gboolean _far_view_find_term (FarView *self,
                              const FarRotaFacts *rota,
                              gint32 day,
                              gint32 *out_day,
                              GError **error) FAR_MUST_USE;

/* ---- far-collective-children.c */

/* Who was ever a guardian of the child, as far as somebody with the right to said so; none if there
 * is no such child.  Borrowed of the view: (element-type const FarGovMember); NULL with @error */
const GPtrArray *_far_view_guards (FarView *self, guint32 child, GError **error);
/* NULL without @error if there is none */
FarChildFacts *_far_child_read (FarView *view, guint32 child, GError **error);

/* ---- far-collective-walkers.c: which children come along */

typedef struct _FarWalkers FarWalkers;

/* All that is booked for these days, asked for once, and kept as long as the view is.  Borrowed of
 * the view; NULL with @error */
const FarWalkers *
_far_view_walkers (FarView *view, gint64 first_day, gint64 last_day, GError **error) FAR_MUST_USE;
FarWalkers *_far_walkers_ref (FarWalkers *self);
void _far_walkers_free (FarWalkers *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarWalkers, _far_walkers_free)
/* What is said of absences, anew: all else is as it was. */
gboolean _far_walkers_hear_again (FarWalkers *self, FarView *view, GError **error) FAR_MUST_USE;
/* Fills in what is booked, and said of absences, from a day on. @children: (element-type
 * FarChildFacts) */
gboolean _far_view_add_bookings (FarView *view, GPtrArray *children, gint32 today, GError **error)
    FAR_MUST_USE;
/* NULL without @error if there is none, or it was taken back */
FarBookingFacts *
_far_booking_read (FarView *view, guint32 booking, guint32 *out_child, GError **error);
/* For what parts of a day somebody said something of it.  Returns: (transfer full) (element-type
 * guint32): idents of rotas, 0 for all of the day; NULL with @error */
GArray *_far_view_absent_parts (FarView *view, guint32 child, gint32 day, GError **error);
/* What is said of a child's absence. @rota: ident; 0 for all of that day */
gboolean _far_view_read_absence (FarView *view,
                                 guint32 child,
                                 guint32 rota,
                                 gint32 day,
                                 gboolean *out,
                                 FarAlso *also,
                                 GError **error) FAR_MUST_USE;
/* Whether it is for that rota on that day. */
gboolean _far_booking_covers (const FarBookingFacts *self,
                              const FarChildFacts *child,
                              const FarRotaFacts *rota,
                              gint32 day);
/* (element-type FarWalkerFacts): that frees them */
GPtrArray *_far_walkers_array_new (void);
/* Returns: (transfer full) (element-type FarWalkerFacts): by stop and name */
GPtrArray *_far_walkers_of (const FarWalkers *self, const FarRotaFacts *rota, gint32 day);

/* ---- far-collective-adults.c */

/* @out: (out): whether the person is too young to count as an adult */
gboolean
_far_view_is_helper (FarView *view, guint32 person, gboolean *out, GError **error) FAR_MUST_USE;

/* Fills in @about who walks, and by what rule; of @facts the walk, and the places. */
gboolean _far_view_count_walk (FarView *view,
                               FarOutingFacts *facts,
                               FarVerdictCase *about,
                               GError **error) FAR_MUST_USE;

/* ---- far-collective-available.c */

/* Whether the person is a member in standing, or one without a machine who is on the list. */
gboolean
_far_view_is_here (FarView *view, guint32 ident, gboolean *out, GError **error) FAR_MUST_USE;
/* As far_collective_availabilities() */
GPtrArray *_far_view_availabilities (FarView *view, GError **error);

/* ---- far-collective-notes.c: what is sealed */

/* The family's own, as it holds. */
typedef struct
{
  GArray *from;    /* owned (element-type guint8[32]): the entries, ascending */
  GArray *devices; /* owned (element-type guint8[32]): that can open all of it */
} FarOwnNote;

/* Who speaks for the child, as it is shown; none if there is no such child.  Borrowed of the view:
 * (element-type const FarGovMember); NULL with @error */
const GPtrArray *_far_view_speakers (FarView *view, guint32 child, GError **error);
/* @out: (out): whether there may be a note that whoever wrote it has not sealed for an outing */
gboolean
_far_view_is_noted (FarView *view, guint32 ident, gboolean *out, GError **error) FAR_MUST_USE;
/* Says of each child who can open its family's own.  @children: (element-type FarChildFacts) */
gboolean _far_view_add_own_notes (FarView *view, GPtrArray *children, GError **error) FAR_MUST_USE;
/* Says of each who comes who can open what is to be known of it; the turns are placed. */
gboolean _far_view_add_notes (FarView *view, FarOutingFacts *outing, GError **error) FAR_MUST_USE;

/* ---- far-collective-roll.c */

/* Whose word goes before others' on whether somebody was there: who speaks for a child, or answers
 * for a person; that one; and who promised to come to that outing and did not take it back.
 * Returns: (transfer full) (element-type FarGovMember); NULL with @error */
GPtrArray *
_far_view_witnesses (FarView *view, guint32 person, guint32 rota, gint32 day, GError **error);

/* ---- far-collective-same.c: a person without a machine who is a member now */

/* @out: (out): the member who a person without a machine is now, as both sides say; NULL if none */
gboolean
_far_view_now (FarView *self, guint32 ident, const FarGovMember **out, GError **error) FAR_MUST_USE;
/* Whom the record says to be the same, by its owner. Returns: (transfer full) (element-type
 * guint8[16]): NULL with @error */
GArray *_far_view_same (FarView *self, guint32 ident, GError **error);

/* ---- far-collective-view.c, again */

/* Whether @author may promise, and take back, turns of @person. */
gboolean _far_person_is_spoken_for_by (const FarPerson *person, const FarGovMember *author);

/* ---- far-collective-seen.c: what speaks of one thing, and has seen what else does */

/* Walks through the rows of one record or outing, log by log, without what one chain says of it
 * after FAR_CHAIN_SAID_MAX entries.  Nothing else may walk through the same kind of rows meanwhile.
 */
typedef struct
{
  FarStore *store;         /* unowned */
  sqlite3_stmt *statement; /* unowned: the row */
  const char *count_sql;
  guint32 about;
  gint64 day;
  guint32 log;
  guint n;    /* along the chain, so far */
  guint most; /* of one chain */
} FarSayings;

/* Each begins with log and seq.  Of a record and of an outing's exceptions then the entry's number,
 * of turns what table turn says: role, person, turn, state, refs, at. */
gboolean _far_sayings_of_record (FarSayings *self, FarStore *store, guint32 record, GError **error)
    FAR_MUST_USE;
gboolean _far_sayings_of_outing (FarSayings *self,
                                 FarStore *store,
                                 guint32 rota,
                                 gint32 day,
                                 GError **error) FAR_MUST_USE;
/* What is said of something on a day, of a kind in table daily: log, seq, the entry's number, and
 * part. */
gboolean _far_sayings_of_day (FarSayings *self,
                              FarStore *store,
                              FarKind kind,
                              guint32 about,
                              gint32 day,
                              GError **error) FAR_MUST_USE;
/* What is said of how far somebody has seen a rota: log, seq and the entry's number. */
gboolean _far_sayings_of_seen (FarSayings *self,
                               FarStore *store,
                               guint32 rota,
                               guint32 person,
                               GError **error) FAR_MUST_USE;
gboolean _far_sayings_of_turns (FarSayings *self,
                                FarStore *store,
                                guint32 rota,
                                gint32 day,
                                GError **error) FAR_MUST_USE;
/* The same of all bookings of a thing; then day. */
gboolean _far_sayings_of_bookings (FarSayings *self, FarStore *store, guint32 thing, GError **error)
    FAR_MUST_USE;
/* Returns: FALSE after the last row, or with @error */
gboolean _far_sayings_next (FarSayings *self, GError **error) FAR_MUST_USE;
/* Whether the entry at @pos, just written on an own log, is among what its chain may say of what it
 * is about.  @subject: (nullable): of its header */
gboolean _far_saying_has_effect (FarStore *store,
                                 FarPos pos,
                                 FarKind kind,
                                 const guint8 *subject,
                                 const FarPayload *payload,
                                 gboolean *out,
                                 GError **error) FAR_MUST_USE;

/* Where an entry of the thing stands among those that a caller numbered. */
typedef struct
{
  FarPos pos;
  guint index;
} FarPlace;

typedef struct
{
  FarStore *store; /* unowned */
  FarKind kind;
  const FarPlace *places; /* unowned, sorted */
  guint n;
} FarSight;

/* @places: sorted here, and used until the last _far_sight_find() */
void _far_sight_init (FarSight *self, FarStore *store, FarKind kind, FarPlace *places, guint n);
/* Appends the numbers (guint) of what the entry at @pos has seen directly, or through entries of
 * the same kind that are not among those of the thing; one may come twice. */
gboolean _far_sight_find (const FarSight *self,
                          FarPos pos,
                          const FarPos *refs,
                          guint n_refs,
                          GArray *out,
                          GError **error) FAR_MUST_USE;

/* ---- far-collective-history.c: the value rule */

/* One entry that says something about a record. */
typedef struct
{
  gint64 n;
  FarPos pos;
  gint64 time_ms;
  FarPos refs[FAR_REFS_MAX];
  guint n_refs;
  guint8 id[FAR_ID_LEN];
  guint32 subject;            /* ident; 0 if there is none */
  guint32 held_term;          /* the baton's term under which it was written, if it was held */
  const FarGovMember *author; /* (nullable) */
  gboolean counts;
  guint8 *blob;       /* owned; (nullable) if erased */
  gboolean is_good;   /* @payload is set */
  FarPayload payload; /* borrows from blob */
} FarWrite;

typedef struct
{
  FarView *view; /* unowned */
  FarKind kind;
  guint8 record[FAR_RECORD_ID_LEN];
  GArray *writes; /* owned (element-type FarWrite): in order of acceptance */
  guint n_words;  /* of one set of writes */
  guint64 *past;  /* owned: by write, the set of those that it has seen */
  gboolean has_owner;
  guint8 owner[FAR_RECORD_ID_LEN]; /* member */
  guint32 child;                   /* ident: of what is about one; 0 otherwise */
  guint32 rota;                    /* ident: of what is said on a day; 0 for all of it */
  gint32 day;
  gboolean is_left; /* a child for whom nobody speaks who is still a member */
  gboolean *guards; /* owned, (nullable): by write, of what is about a child: whether the author
                     * speaks for it */
} FarHistory;

/* One value of a field that nobody has replaced. */
typedef struct
{
  const FarWrite *write;
  gboolean is_right;
} FarLive;

gboolean _far_history_load (FarHistory *self,
                            FarView *view,
                            FarKind kind,
                            guint32 record,
                            GError **error) FAR_MUST_USE;
/* The exceptions of one outing. */
gboolean _far_history_load_outing (FarHistory *self,
                                   FarView *view,
                                   guint32 rota,
                                   gint32 day,
                                   GError **error) FAR_MUST_USE;
/* What is said on a day of a child's absence, or of who was there (ROLL).  @rota: ident; of an
 * ABSENCE 0 for all of that day */
gboolean _far_history_load_daily (FarHistory *self,
                                  FarView *view,
                                  FarKind kind,
                                  guint32 child,
                                  guint32 rota,
                                  gint32 day,
                                  GError **error) FAR_MUST_USE;
/* How far somebody has seen a rota. @person: ident */
gboolean _far_history_load_seen (FarHistory *self,
                                 FarView *view,
                                 guint32 rota,
                                 guint32 person,
                                 GError **error) FAR_MUST_USE;
/* Who was ever a guardian, of a CHILD. Returns: (transfer full) (element-type FarGovMember) */
GPtrArray *_far_history_guards (const FarHistory *self);
void _far_history_clear (FarHistory *self);

/* Returns: (transfer full) (element-type FarLive): the shown one first, suggestions last */
GArray *_far_history_live (const FarHistory *self, guint key);

/**
 * _far_history_shown:
 * @also: (inout) (nullable): the others of this field are added
 *
 * Returns: (transfer none) (nullable): the value that is shown; %NULL if there is none
 */
const FarPayload *_far_history_shown (const FarHistory *self, guint key, FarAlso *also);
/* The number that is shown, @otherwise if there is none. @also: (inout) (nullable) */
gint64 _far_history_shown_int (const FarHistory *self, guint key, gint64 otherwise, FarAlso *also);
/* The days of an array.  Returns: (transfer full) (nullable): NULL if there are none */
gint32 *_far_history_shown_days (const FarHistory *self, guint key, guint *out_n, FarAlso *also);
/* The text that is shown; "" if there is none.  Returns: (transfer full) */
char *_far_history_dup_text (const FarHistory *self, guint key, FarAlso *also);
/* Whether that is something else than what is shown, or somebody says so beside it. */
gboolean _far_history_is_news (const FarHistory *self, guint key, const void *bytes, gsize len);
/* The same of a text.  @text: (nullable): nothing is to be said */
gboolean _far_history_is_new_text (const FarHistory *self, guint key, const char *text);

/* Whether both say the same of the field. */
gboolean _far_payload_has_same (const FarPayload *a, const FarPayload *b, guint key);

/* What a new entry about the record replaces, except @prev, which it has seen anyway.
 * Returns: how many */
guint _far_history_refs (const FarHistory *self, FarPos prev, FarPos out[static FAR_REFS_MAX]);

/* Whether the entry @later has seen @earlier; both of @self. */
gboolean
_far_history_has_seen (const FarHistory *self, const FarWrite *later, const FarWrite *earlier);

/* Of a PERSON: whether they do not count as an adult.  @also: (inout) (nullable) */
gboolean _far_history_is_helper (const FarHistory *self, FarAlso *also);

/* The keys of @kind's fields that merge one by one; what names the record is not among them.
 * Returns: how many */
guint _far_field_keys (FarKind kind, guint8 out[static FAR_PAYLOAD_KEYS]);
/* The key that names the record; 0 if a record of @kind has no id of its own. */
guint _far_id_key (FarKind kind);

/* ---- far-collective-roles.c */

/* @payload: (nullable): of a ROTA or OUTING; @key: of it.  Returns: (transfer full) (element-type
 * FarRoleFacts) */
GArray *_far_roles_read (const FarPayload *payload, guint key);
/* Adds to what is different later (element-type FarLaterFacts, by day) what the roles are from some
 * day on.  @payload: (nullable): of a ROTA */
void _far_roles_read_later (GArray *later, const FarPayload *payload);
/* Those of @from go in place of its own.  Both: (element-type FarLaterFacts) */
void _far_later_take_roles (GArray *self, const GArray *from);
void _far_roles_put (FarMapWriter *map, const GArray *roles);
/* @roles: (nullable): as the rota says */
void _far_roles_put_of_date (FarMapWriter *map, const GArray *roles);
/* @later: (element-type FarLaterFacts) */
void _far_roles_put_later (FarMapWriter *map, const GArray *later);
/* As how many that is written. */
guint _far_roles_count_later (const GArray *later);
GArray *_far_roles_copy (const GArray *roles);
/* Both (nullable); in whatever order. */
gboolean _far_roles_are_same (const GArray *a, const GArray *b);
/* All that the rota has on any day, and what is said of one date, each number once: who promised
 * one of them promised what is called so.  @of_date: (nullable).  Returns: (transfer full) */
GArray *_far_roles_ever (const FarRotaFacts *rota, const GArray *of_date);
/* What a rota is to say whose roles are @before.  Returns: (transfer full); NULL with FULL_ROLES,
 * ROLE_TWICE, NUMBER_INVALID, or what is wrong with a name */
GArray *_far_roles_revise (const GArray *before, const GArray *wanted, GError **error);
/* "" of one without a name, or that is not among them. */
const char *_far_roles_name (const GArray *roles, guint number);
/* Whether anybody can promise it. */
gboolean _far_roles_have (const GArray *roles, guint number);
/* For ordering: the first role, those that are named, those that are not, along. */
guint _far_roles_place_of (const GArray *roles, guint number);
/* Without how many in the roles besides the first an outing does not run. */
guint _far_roles_count_named (const GArray *roles);

/* Returns: (transfer full) (element-type FarRoleCount): nobody counted yet */
GArray *_far_outing_count_roles (const FarOutingFacts *self);
/* NULL if it has not, or no more. */
FarRoleCount *_far_outing_find_role (const FarOutingFacts *self, guint number);
/* How many of it stand; of one that it has not as many as there are. */
guint _far_outing_role_max (const FarOutingFacts *self, guint number);
/* Says of each turn what it has come to, and counts its roles. Returns: adults who come */
guint _far_outing_place_turns (FarOutingFacts *self);
/* Says of each turn whether its person comes in another role too; the turns are placed. */
void _far_outing_find_doubles (FarOutingFacts *self);
/* Who comes, and answers for the children. */
gboolean _far_turn_is_adult (const FarTurnFacts *turn);
/* Whether it is to be reckoned with that they come. */
gboolean _far_turn_may_come (const FarTurnFacts *turn);
/* How many are missing in roles of which each wants its own. */
guint _far_outing_count_vacant (const FarOutingFacts *self);

/* ---- far-collective-turns.c: the turns of one outing */

/* An entry of the outing, a turn or a change of one. */
typedef struct
{
  FarPos pos;
  gint32 day;
  guint8 role;
  guint8 state;                 /* of a change: what it says; of a turn: what it has come to */
  gint16 at;                    /* the same of the time of day; -1 if nobody said one */
  guint32 person;               /* ident; 0 for a change */
  guint32 turn;                 /* ident; 0 unless a change */
  const FarGovMember *now;      /* (nullable): who the person is today, if they had no machine */
  gboolean is_double;           /* of a member who has the turn under another record too */
  gboolean is_good;             /* a turn or change that its author had the right to write */
  gboolean is_handed;           /* of a booking: it goes before all that was not handed out */
  guint8 id[FAR_RECORD_ID_LEN]; /* of the record, for a turn */
  guint first_seen;             /* in FarTurns.seen */
  guint n_seen;
  guint change;   /* of a turn: the node that says what it has come to, itself if none does */
  guint stand_in; /* of a turn: the node that took it over, itself while there is none; ranked */
} FarTurnNode;

typedef struct
{
  FarView *view; /* unowned */
  guint32 rota;
  gint32 day;           /* of a thing: 0, whatever the day */
  gboolean is_booking;  /* all of one thing: each is ranked by itself, and in whatever role */
  GArray *nodes;        /* owned (element-type FarTurnNode) */
  GArray *seen;         /* owned (element-type guint) */
  FarRankPlace *places; /* owned; by node; NULL until ranked, or if there are none */
} FarTurns;

gboolean _far_turns_load (FarTurns *self, FarView *view, guint32 rota, gint32 day, GError **error)
    FAR_MUST_USE;
/* All bookings of a thing, and what became of them. */
gboolean
_far_turns_load_thing (FarTurns *self, FarView *view, guint32 thing, GError **error) FAR_MUST_USE;
void _far_turns_clear (FarTurns *self);
/* Of the changes that say it (NULL: all of these) and that no other one of them has replaced, the
 * one with the later time.  @out: (out): G_MAXUINT if there is none */
gboolean _far_turns_find_best (FarTurns *self,
                               const guint *changes,
                               guint n,
                               gboolean (*says) (const FarTurnNode *change),
                               guint *out,
                               GError **error) FAR_MUST_USE;
/* @plan: (nullable): the payload whose FAR_OUTING_PLAN confirms turns */
gboolean _far_turns_rank (FarTurns *self, const FarPayload *plan, GError **error) FAR_MUST_USE;
/* Whether the node is a turn that was promised with right and is neither released nor void. */
static inline gboolean
_far_turn_counts (const FarTurnNode *node)
{
  return node->person != 0 && node->is_good && !node->is_double &&
         node->state != FAR_TURN_STATE_RELEASED;
}

/* Returns: (transfer none): whose it is, as a member if that person is one now */
const guint8 *_far_turn_peek_person (const FarTurns *self, guint i);
/* Whether both are of one person, under whatever record. */
gboolean _far_turn_is_same_person (const FarTurns *self, guint a, guint b);
/* Whether @member may take back what the node promises. */
gboolean _far_turn_is_of (const FarTurns *self, guint node, const FarGovMember *member);

/* Whether node @from leads to node @what. */
gboolean _far_turn_has_seen (const FarTurns *self, guint from, guint what);

/* The heads among the outing's entries, without @prev: what a new turn has seen.
 * Returns: how many */
guint _far_turns_refs (const FarTurns *self, FarPos prev, FarPos out[static FAR_REFS_MAX]);
/* The turn of @node and its changes, without @prev: what a new change of it replaces.
 * Returns: how many */
guint
_far_turns_refs_of (const FarTurns *self, guint node, FarPos prev, FarPos out[static FAR_REFS_MAX]);

/* ---- far-collective-memo.c: what was computed of outings before */

typedef struct _FarMemo FarMemo;

/* Returns: (transfer none) (nullable): those that were read last */
const FarAuthors *_far_memo_peek_authors (FarStore *store);
/* @authors: (transfer full) */
void _far_memo_take_authors (FarStore *store, FarAuthors *authors);
/* With all that still holds; of @view, which nothing was written since.  Goes with the store. */
FarMemo *_far_memo_of (const FarView *view);
/* Returns: (transfer none) (nullable) (element-type FarMemberFacts) */
GPtrArray *_far_memo_peek_members (FarMemo *self, const FarView *view);
/* @members: (transfer full) */
void _far_memo_take_members (FarMemo *self, GPtrArray *members);
/* Returns: (transfer none) (nullable) (element-type FarRotaFacts) */
GPtrArray *_far_memo_peek_rotas (const FarMemo *self);
/* @rotas: (transfer full) */
void _far_memo_take_rotas (FarMemo *self, GPtrArray *rotas);
/* Whether @rota is one of these: then it is as it is written. */
gboolean _far_memo_knows (const FarMemo *self, const FarRotaFacts *rota);
/* Returns: (transfer none) (nullable) */
const FarOutingFacts *_far_memo_find (const FarMemo *self, guint32 rota, gint32 day);
/* @outing: (transfer full): of a rota that it knows */
void _far_memo_take (FarMemo *self, guint32 rota, FarOutingFacts *outing);
/* The days of a rota, those from @first_day to @last_day among them, for which somebody took a
 * turn, given back or not.
 * Returns: (transfer none) (element-type gint32): until the next question; NULL with @error */
const GArray *_far_memo_promised (FarMemo *self,
                                  FarStore *store,
                                  guint32 rota,
                                  gint32 first_day,
                                  gint32 last_day,
                                  GError **error);
/* What @view asks of them goes to those that are kept, if any are. */
gboolean _far_memo_give_walkers (FarMemo *self, FarView *view, GError **error) FAR_MUST_USE;
/* @walkers: (transfer none) */
void _far_memo_take_walkers (FarMemo *self, FarWalkers *walkers);

/* ---- far-collective-rides-memo.c: what was read of rides before */

typedef struct
{
  gboolean is_read;
  FarRideFacts *ride; /* (nullable): owned; only if is_read */
  GArray *promised; /* (nullable) (element-type gint32): owned: days on which somebody took a seat;
                     * NULL until somebody asks */
  GPtrArray *dates; /* owned (element-type FarRideDate): those that were read, in no order; how far
                     * its promises have come is not theirs to say */
} FarKeptRide;

typedef struct _FarRideMemo FarRideMemo;

FarRideMemo *_far_ride_memo_new (void);
void _far_ride_memo_free (FarRideMemo *self);
/* Has what still holds of the rides that are not over before @first_day. */
gboolean _far_ride_memo_fill (FarRideMemo *self,
                              const FarView *view,
                              gint32 first_day,
                              GError **error) FAR_MUST_USE;
/* (element-type FarKeptRide) by ident */
GHashTable *_far_ride_memo_peek (const FarRideMemo *self);
/* @date: (transfer full) */
void _far_ride_memo_keep (FarRideMemo *self, FarKeptRide *kept, FarRideDate *date);
/* That of the store to which @self belongs. */
FarRideMemo *_far_memo_peek_rides (const FarMemo *self);

/* What is to be found, kept; in far-collective-search.c */
typedef struct _FarSearchMemo FarSearchMemo;

FarSearchMemo *_far_search_memo_new (void);
void _far_search_memo_free (FarSearchMemo *self);
FarSearchMemo *_far_memo_peek_search (const FarMemo *self);

/* ---- far-collective-skills.c: what people can do */

typedef struct _FarSkillMemo FarSkillMemo;

FarSkillMemo *_far_skill_memo_new (void);
void _far_skill_memo_free (FarSkillMemo *self);
FarSkillMemo *_far_memo_peek_skills (const FarMemo *self);

/* All that was ever said and still has words, gone or not: by what it is, sort, person, and what
 * counts of that first.  Borrowed, until the next entry: (element-type FarSkillFacts); NULL with
 * @error */
const GPtrArray *_far_view_skills (FarView *view, GError **error);
/* Whether the person holds a training on a day.  @skills: of _far_view_skills(); @key: as folded by
 * _far_skill_fold() */
gboolean
_far_skills_hold (const GPtrArray *skills, const char *key, const guint8 *person, gint32 day);
/* By what a name is found again: without case, accents and blanks too many.
 * Returns: (transfer full) */
char *_far_skill_fold (const char *name);
/* Says of each turn and role of the outing whether the training is there that it takes; the turns
 * are placed. @out_n: (out): roles in which nobody has it */
gboolean _far_view_find_trained (FarView *view,
                                 FarOutingFacts *outing,
                                 guint *out_n,
                                 GError **error) FAR_MUST_USE;

/* ---- far-collective-hours.c: what this household gave and received */

typedef struct _FarHoursMemo FarHoursMemo;

FarHoursMemo *_far_hours_memo_new (void);
void _far_hours_memo_free (FarHoursMemo *self);
FarHoursMemo *_far_memo_peek_hours (const FarMemo *self);

/* That of far-collective-help-memo.c */
typedef struct _FarHelpMemo FarHelpMemo;

FarHelpMemo *_far_memo_peek_help (const FarMemo *self);

/* ---- far-collective-reach.c */

/* Up to which seq others hold one log. */
typedef struct
{
  gboolean is_asked;
  const FarGovMember *author; /* (nullable) */
  guint32 shared;             /* some member in standing, other than its author */
  guint32 known;              /* the baton's holder */
} FarReachMark;

typedef struct
{
  const FarView *view;        /* unowned */
  const FarGovMember *me;     /* (nullable) */
  const FarGovMember *holder; /* (nullable) */
  FarReachMark *marks;        /* owned; by log - 1 */
  GArray *of_holder;          /* owned (element-type guint32): logs of the holder's machines */
} FarReachMap;

void _far_reach_map_init (FarReachMap *self, const FarView *view, const guint8 *me);
void _far_reach_map_clear (FarReachMap *self);
FarReach _far_reach_map_get (FarReachMap *self, FarPos pos);

/* ---- far-collective-rides.c: seats in a car */

/* NULL without @error if there is none that all is said of, or it was erased. */
FarRideFacts *_far_view_ride (FarView *view, guint32 ident, GError **error) FAR_MUST_USE;
/* The same, of what says it. */
FarRideFacts *
_far_ride_of_history (FarView *view, const FarHistory *history, GError **error) FAR_MUST_USE;
/* What has become of it on a day, whether it runs then or not.  NULL with @error */
FarRideDate *_far_view_ride_date (FarView *view,
                                  FarReachMap *reach,
                                  FarRideFacts *ride,
                                  gint32 day,
                                  GError **error) FAR_MUST_USE;
/* Rides that run, or ran, on that day or later; of @kind HELP the same of requests.  Returns:
 * (transfer full) (element-type guint32): idents; NULL with @error */
GArray *_far_store_list_from (FarStore *store, FarKind kind, gint32 first_day, GError **error);
/* How many seats the turn at @pos takes, or brings. */
gboolean
_far_view_read_seats (FarView *view, FarPos pos, FarSeats *out, GError **error) FAR_MUST_USE;
/* Child seats of a RIDE or a TURN.  @payload: (nullable): that says which */
void _far_child_seats_read (FarSeats *self, const FarPayload *payload, guint key);

/* ---- far-collective-things.c */

/* As it is shown, on the list or not; its name is "" if nobody gave it one that counts. */
FarThingFacts *_far_view_thing (FarView *view, guint32 record, GError **error) FAR_MUST_USE;
/* Those off the list last; by name, then id. */
int _far_thing_compare (const FarThingFacts *one, const FarThingFacts *other);

/* ---- far-collective-lending.c */

typedef struct
{
  FarTurns turns;
  GArray *nodes;    /* owned (element-type guint): of each loan, its node; by id of the turn */
  GPtrArray *loans; /* owned (element-type FarLoanFacts): those that were given back too */
} FarLoans;

/* All bookings of a thing, ranked and placed. */
gboolean _far_loans_load (FarLoans *self, FarView *view, const FarThingFacts *thing, GError **error)
    FAR_MUST_USE;
void _far_loans_clear (FarLoans *self);

/* Of what nobody who says it knew of the other, what keeps people off the bike.  @key: of FAULT,
 * UNSAFE or WORK.  Returns: (nullable) */
const FarWrite *_far_fault_find_careful (const FarHistory *history, guint key);
/* @values: (element-type FarLive): that one is the first afterwards */
void _far_fault_put_first (GArray *values, const FarWrite *first);
/* FAR_WORK_STATE of the WORK that it says */
gint64 _far_fault_get_state (const FarWrite *write);
FarLoanFacts *_far_loan_copy (const FarLoanFacts *loan);
/* With bookings of its own, of which anything may be told. */
FarLentThing *_far_lent_thing_copy (const FarLentThing *self);

/* That it was handed out, or came back, as somebody once said. */
typedef struct
{
  const FarLoanFacts *loan; /* unowned */
  FarLoanHand state;
  gint32 day;
  int condition;
  char *words; /* owned */
} FarHandSaid;

/* @out: (element-type FarHandSaid): what was said, one after the other */
gboolean _far_loans_list_hands (FarLoans *self, GArray *out, GError **error) FAR_MUST_USE;

/* ---- far-collective-repair.c: when things are broken, or being mended */

/* @out: (out): (nullable) (element-type GArray of FarStay) by ident: of all things.  Nothing was
 * written since @view */
gboolean
_far_view_gaps (FarView *view, const guint8 *me, GHashTable **out, GError **error) FAR_MUST_USE;
/* @out: (out): (nullable) (element-type FarStay): of one, in a batch or not */
gboolean _far_view_gaps_of (FarView *view,
                            const FarThingFacts *thing,
                            const guint8 *me,
                            GArray **out,
                            GError **error) FAR_MUST_USE;

/* ---- far-collective-repair-memo.c: what was read of faults before */

typedef struct _FarFaultMemo FarFaultMemo;

FarFaultMemo *_far_fault_memo_new (void);
void _far_fault_memo_free (FarFaultMemo *self);
/* That of the store to which @self belongs. */
FarFaultMemo *_far_memo_peek_faults (const FarMemo *self);

/* ---- far-collective-places-memo.c: what was read of meeting places before */

typedef struct _FarPlaceMemo FarPlaceMemo;

FarPlaceMemo *_far_place_memo_new (void);
void _far_place_memo_free (FarPlaceMemo *self);
/* That of the store to which @self belongs. */
FarPlaceMemo *_far_memo_peek_places (const FarMemo *self);

/* ---- far-collective-lending-memo.c: what was read of things before */

typedef struct
{
  guint32 ident;
  FarThingFacts *thing; /* owned */
  GPtrArray *loans;     /* (nullable) (element-type FarLoanFacts): owned: all that were not given
                         * back; NULL until somebody asks */
  FarLentThing *lent;   /* owned, (nullable): what was shown of it last, if nothing is broken */
  gint32 lent_on;       /* on which day */
} FarKeptThing;

typedef struct _FarThingMemo FarThingMemo;

FarThingMemo *_far_thing_memo_new (void);
void _far_thing_memo_free (FarThingMemo *self);
/* Has what still holds of all things.  @view: nothing was written since */
gboolean _far_thing_memo_fill (FarThingMemo *self, FarView *view, GError **error) FAR_MUST_USE;
/* (element-type FarKeptThing) by _far_thing_compare() */
GPtrArray *_far_thing_memo_peek (const FarThingMemo *self);
/* Has its bookings too. */
gboolean _far_kept_thing_read (FarKeptThing *kept,
                               FarThingMemo *memo,
                               FarView *view,
                               GError **error) FAR_MUST_USE;
/* (nullable): one of them */
FarKeptThing *_far_thing_memo_find (const FarThingMemo *self, guint32 ident);
/* @loans: (transfer full) */
void _far_thing_memo_keep (FarThingMemo *self, FarKeptThing *kept, GPtrArray *loans);
/* That of the store to which @self belongs. */
FarThingMemo *_far_memo_peek_things (const FarMemo *self);

/* ---- far-collective-joined.c: outings that walk with another one */

void _far_join_facts_free (gpointer data);
/* Says of @facts, which was read by itself, with which it walks, and which walk with it.
 * @out_changed: (out): whether some do, so that it is to be read again with them */
gboolean _far_view_find_joins (FarView *view,
                               FarReachMap *reach,
                               FarOutingFacts *facts,
                               gboolean *out_changed,
                               GError **error) FAR_MUST_USE;
/* Fills in who comes with those that walk with it. */
void _far_outing_find_beside (FarOutingFacts *self);
/* Whether it walks with another one, which counts all there is to count. */
gboolean _far_outing_is_taken_along (const FarOutingFacts *self);
/* How many adults come with those that walk with it. */
guint _far_outing_count_brought (const FarOutingFacts *self);
/* Whether the turn's person comes. */
gboolean _far_turn_is_coming (const FarTurnFacts *turn);
/* Whether it is published, and somebody is expected there. */
gboolean _far_outing_can_walk (const FarOutingFacts *self);
/* Whether that person promised to come, standing or not, and did not give it back. */
gboolean _far_outing_has_turn_of (const FarOutingFacts *self, const guint8 *person);
/* The rota with whose outing it is to walk; NULL if with none.  Borrowed of @history */
const guint8 *_far_history_into (const FarHistory *history, FarAlso *also);

/* ---- far-collective-outings.c */

/* The same by itself: as if it walked with none, and none with it. @guests: (nullable)
 * (element-type FarJoinFacts): but for those of these that are agreed on */
FarOutingFacts *_far_view_read_alone (FarView *view,
                                      FarReachMap *reach,
                                      const FarRotaFacts *rota,
                                      gint32 day,
                                      const GPtrArray *guests,
                                      GError **error);

/* One outing, whether the rule has that day or not.  NULL with @error */
FarOutingFacts *_far_view_read_outing (FarView *view,
                                       FarReachMap *reach,
                                       const FarRotaFacts *rota,
                                       gint32 day,
                                       GError **error);
/* @sql: days of a rota (?1) from ?2 to ?3, in order
 * Returns: (transfer full) (element-type gint32): NULL with @error */
GArray *_far_store_list_days (FarStore *store,
                              const char *sql,
                              guint32 rota,
                              gint64 first_day,
                              gint64 last_day,
                              GError **error) FAR_MUST_USE;
/* The days of a rota for which somebody took a turn, given back or not.
 * Returns: (transfer full) (element-type gint32): NULL with @error */
GArray *_far_store_days_promised (FarStore *store,
                                  guint32 rota,
                                  gint32 first_day,
                                  gint32 last_day,
                                  GError **error);

/* ---- far-collective-calloff.c */

/* Whom an outing concerns: who promised to come, and who brings a child.  @out: (element-type
 * guint8[16]): of far_id_hash() */
void _far_outing_find_concerned (const FarOutingFacts *self, GHashTable *out);

/* ---- far-collective-compared.c */

/* What a rota says otherwise than it did, from @today on.
 * @then: a view of before, and @before the rota as it shows there
 * @out: (element-type FarPlanChangeFacts): is added to */
gboolean _far_plan_compare (FarView *then,
                            const FarRotaFacts *before,
                            FarView *now,
                            const FarRotaFacts *after,
                            gint32 today,
                            GPtrArray *out,
                            GError **error) FAR_MUST_USE;

/* ---- far-collective-records.c */

/* The patterns that @later (element-type FarLaterFacts) makes of that of @rule, which then owns
 * them.
 */
void _far_rule_set_later (FarRule *rule, const GArray *later);
/* What one entry says of it, but for roles.  @payload: (nullable) */
GArray *_far_rota_read_later (const FarPayload *payload);
/* What holds on that day. */
FarRotaDay _far_rota_on (const FarRotaFacts *rota, gint32 day);
/* The same with what is said of that day alone; borrows of both. */
FarRotaDay _far_rota_on_date (const FarRotaFacts *rota, gint32 day, const FarDateFacts *own);
/* The same, with what is said of that day alone; without place and roles. */
gboolean _far_view_read_day (FarView *view,
                             const FarRotaFacts *rota,
                             gint32 day,
                             FarRotaDay *out,
                             GError **error) FAR_MUST_USE;
/* @history: of the outing.  @out: (out): the caller clears it */
void _far_date_read (const FarHistory *history, FarDateFacts *out, FarAlso *also);
void _far_date_clear (FarDateFacts *self);
FarDateFacts _far_date_copy (const FarDateFacts *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (FarDateFacts, _far_date_clear)

/* The rota as it is shown; NULL without @error if there is none, or it is gone. */
FarRotaFacts *
_far_rota_read (FarView *view, const guint8 rota[static FAR_RECORD_ID_LEN], GError **error);
/* The day with which a rota is over: its last, or when it was taken off the list, if that was
 * before.  Returns: FALSE with @error, or without if no such rota is known */
gboolean _far_rota_find_end (FarView *view, guint32 ident, gint32 *out_day, GError **error);
FarRotaFacts *_far_rota_facts_ref (FarRotaFacts *self);
void _far_rota_facts_free (FarRotaFacts *self);
GPtrArray *_far_view_lines (FarView *view, GError **error);
/* The one of them with that id, with all that is shown of it; NULL with NO_SUCH_ID, or the store's
 * error.  @out_lines: (out): what it belongs to */
FarLineFacts *
_far_view_find_line (FarView *view, const guint8 *line, GPtrArray **out_lines, GError **error);
/* (element-type FarPatternFacts): that clears them */
GArray *_far_patterns_array_new (void);
gboolean _far_patterns_read (GArray *out, const FarHistory *history, FarAlso *also, GError **error);
void _far_hazard_free (gpointer data);
/* (element-type FarHazardFacts): that frees them */
GPtrArray *_far_hazards_array_new (void);
/* (element-type FarHazardFacts): as far_collective_hazards() */
GPtrArray *_far_view_hazards (FarView *view, gboolean with_gone, GError **error);
/* FarLive by what they say of the state: the most careful first */
int _far_hazard_compare_states (gconstpointer a, gconstpointer b);
/* (element-type FarStopDraft) */
GPtrArray *_far_stops_copy (const GPtrArray *stops);
/* Changes @stops (element-type FarStopDraft) as @change says.  On failure they are half changed,
 * and thrown away: NUMBER_INVALID, TIME_INVALID, STOPS_ORDER */
gboolean _far_stops_change (GPtrArray *stops, const FarLineChange *change, GError **error);
/* Each has a name, as names are written; where one is bare, it has its own, and all are in order.
 * STOPS_EMPTY, STOP_TWICE, STOPS_ORDER, NAME_EMPTY, NAME_LONG */
gboolean _far_stops_tidy (GPtrArray *stops, GError **error);
/* Drops what one member has more of in a list than anybody would read.  @get_owner: NULL for a row
 * that is kept whoever it is of */
void _far_keep_first (GPtrArray *rows, guint most, const guint8 *(*get_owner) (gconstpointer row));
/* The person's name; @out_is_gone: (out) (optional) */
gboolean _far_person_read_name (FarView *view,
                                guint32 ident,
                                char **out_name,
                                FarAlso *also,
                                gboolean *out_is_gone,
                                GError **error);

/* ---- far-collective-pen.c */

/* One act of writing, in the running batch or in one of its own. */
typedef struct
{
  const FarWriter *writer; /* unowned */
  FarView view;            /* as it was before anything was written */
  const FarGovMember *me;
  guint32 log;
  gboolean is_own;  /* the batch; FALSE until it is open */
  gboolean is_vain; /* what was written has no effect: nothing of it is kept */
} FarPen;

/* What an entry says. */
typedef struct
{
  FarKind kind;
  guint32 term;
  const guint8 *subject; /* (nullable) */
  GByteArray *payload;   /* unowned */
  const FarPos *refs;
  guint n_refs;
} FarSaying;

/* Checks that the writer has standing.  To be closed if it returned %TRUE. */
gboolean _far_pen_init (FarPen *self, const FarWriter *writer, GError **error) FAR_MUST_USE;
/* All was checked: opens the batch and writes the WITNESS that is due.  Once is enough. */
gboolean _far_pen_open (FarPen *self, GError **error) FAR_MUST_USE;
/* The id of the record that the next entry makes; the batch is open. */
void _far_pen_next_record (const FarPen *self, guint8 out[static FAR_RECORD_ID_LEN]);
/* What the next entry has seen without naming it. */
FarPos _far_pen_get_prev (const FarPen *self);
/* Ends an own batch, well if @good.  Returns: whether all is well */
gboolean _far_pen_close (FarPen *self, gboolean good, GError **error) FAR_MUST_USE;

/* An entry about the record or outing of @history, all of which it has seen: of @saying the refs
 * are filled in.  @out_pos: (out) (optional) */
gboolean _far_pen_append_about (FarPen *self,
                                FarSaying *saying,
                                const FarHistory *history,
                                FarPos *out_pos,
                                GError **error) FAR_MUST_USE;
/* @out_pos, @out_id: (out) (optional) */
gboolean _far_writer_append (const FarWriter *writer,
                             const FarSaying *saying,
                             FarPos *out_pos,
                             guint8 *out_id,
                             GError **error) FAR_MUST_USE;
/* An ERASE.  Refs would bring what is erased before it: it names nothing that way.
 * @term: 0 unless only the baton allows it
 * @subject: (nullable): 16 bytes
 * @ids: (nullable) (element-type guint8[32]): entries, at most FAR_CBOR_ARRAY_MAX; sorted here */
gboolean _far_writer_erase (const FarWriter *writer,
                            guint32 term,
                            const guint8 *subject,
                            GArray *ids,
                            FarPos *out,
                            GError **error) FAR_MUST_USE;
/* A member's name. */
gboolean _far_writer_append_name (const FarWriter *writer,
                                  const guint8 person[static FAR_RECORD_ID_LEN],
                                  const char *name,
                                  GError **error) FAR_MUST_USE;

/* The child as it is shown; NO_SUCH_ID, and with @is_own CHILD_NOT_YOURS.  In
 * far-collective-children.c */
FarChildFacts *_far_pen_read_child (FarPen *pen,
                                    const guint8 *child,
                                    gboolean is_own,
                                    GError **error) FAR_MUST_USE;

/* Of what would hold no more with these guardians (element-type guint8[16]) this member says the
 * same, if it is one of them and can open it. */
gboolean _far_pen_adopt_note (FarPen *pen,
                              const FarChildFacts *child,
                              const GArray *guardians,
                              GError **error) FAR_MUST_USE;

/* Sets @error.  Returns: FALSE */
gboolean _far_refuse (FarCollectiveError code, const char *message, GError **error);
/* Appends the items.  @patterns: (element-type FarPatternChange).  @stops: of the line.
 * DAYS_INVALID, NUMBER_INVALID, NO_SUCH_STOP, NO_SUCH_ID of a rota */
gboolean _far_patterns_encode (FarPen *pen,
                               const GArray *patterns,
                               const GPtrArray *stops,
                               GByteArray *out,
                               GError **error);
/* Somebody who is here, with a machine or without: NO_SUCH_ID, KEEPER_GONE */
gboolean _far_pen_check_present (FarPen *pen, const guint8 *person, GError **error);
/* In a batch that is open or not: as far_collective_change_thing() */
gboolean _far_pen_change_thing (FarPen *pen,
                                const guint8 *thing,
                                const FarThingChange *change,
                                GError **error) FAR_MUST_USE;
/* Whether the collective lends what it is: LENDING_OFF, or of a room ROOMS_OFF */
gboolean _far_pen_check_lends (FarPen *pen, FarThingWhat what, GError **error) FAR_MUST_USE;
/* As far_collective_book(), in a batch.  @words: tidy */
gboolean _far_pen_book (FarPen *pen,
                        const FarLoanPlan *plan,
                        const char *words,
                        gint32 today,
                        FarLoansTaken *out,
                        GError **error) FAR_MUST_USE;
/* Whether it mends: REPAIR_OFF */
gboolean _far_pen_check_repairs (FarPen *pen, GError **error) FAR_MUST_USE;
/* As far_collective_add_thing(), in a batch. */
gboolean _far_pen_add_thing (FarPen *pen,
                             const FarThingChange *thing,
                             guint8 *out_id,
                             GError **error) FAR_MUST_USE;
/* Trimmed and in NFC; %NULL with TEXT_INVALID. */
char *_far_tidy_text (const char *text, GError **error) FAR_MUST_USE;

/* ---- far-collective-invites.c */

/* The invitation that INVITE @entry made; NULL if it counts for nothing. */
const FarGovInvite *_far_find_invite (const FarGovernance *gov, const guint8 *entry);

/* ---- far-collective-admit.c */

/* Whether the X25519 keys are any good, and the device's own key has signed all of them.
 * @noise: (nullable): what the caller proved to hold */
gboolean _far_request_has_good_keys (const FarRequest *self, const guint8 *noise) FAR_MUST_USE;
/* What an ASK in effect has kept of the request, and the id of that. */
gboolean _far_request_read (FarRequest *out,
                            FarStore *store,
                            guint32 act,
                            guint8 out_id[static FAR_ID_LEN],
                            GError **error) FAR_MUST_USE;
/* ASK, ADMIT or DEVICE_ADD. @proposal: (nullable): id */
gboolean _far_writer_append_keys (const FarWriter *writer,
                                  FarKind kind,
                                  const FarRequest *request,
                                  const guint8 *proposal,
                                  GError **error) FAR_MUST_USE;
void _far_answer_refuse (FarAnswer *self, FarRefusal refusal);
/* Vouchers that are missing, FAR_ANSWER_VAIN if there are not so many members who could */
guint _far_ask_get_missing (const FarGovernance *gov, const FarGovAsk *ask);
/* @further: is not approved yet */
void _far_answer_further (FarAnswer *self, const FarGovernance *gov, const FarGovFurther *further);
/* Fills @answer if the device is known, in standing or not. Returns: whether it is */
gboolean _far_answer_known (const FarGovernance *gov, const FarRequest *request, FarAnswer *answer);

/* ---- far-collective-proposals.c: what takes several members */

/* What a PROPOSE asks for. */
typedef struct
{
  FarKind kind;
  guint8 member[FAR_RECORD_ID_LEN]; /* DEVICE_ADD, REMOVE; of TERM the next holder */
  guint8 device[FAR_KEY_LEN];       /* DEVICE_ADD, DEVICE_REVOKE */
  guint32 number;                   /* TERM; of RULES the key */
  gint32 value;                     /* RULES; of TERM the last day, or 0 */
} FarMatter;

/* @act: of a PROPOSE.  Returns: FALSE if it cannot be read */
gboolean _far_matter_read (FarStore *store,
                           guint32 act,
                           FarMatter *out,
                           guint8 out_id[static FAR_ID_LEN]) FAR_MUST_USE;
/* Of the open proposals of the same, the first of those that most have signed; NULL if there is
 * none.  Borrowed: until the next entry. */
const FarGovProposal *_far_matter_find (FarStore *store, const FarMatter *matter);
const FarGovProposal *_far_proposal_find (const FarGovernance *gov, guint32 act);
/* Whether it is open, and as many have signed as it takes. */
gboolean _far_proposal_has_enough (const FarGovProposal *self);
gboolean _far_proposal_has_signed (const FarGovProposal *self,
                                   const guint8 member[static FAR_RECORD_ID_LEN]);
/* @out_id: (out) (optional) */
gboolean _far_writer_propose (const FarWriter *writer,
                              const FarMatter *matter,
                              guint8 *out_id,
                              GError **error) FAR_MUST_USE;
/* Opens the batch, approves @proposal, or proposes where there is none, and does it if enough have
 * signed.  @proposal: (nullable) */
gboolean _far_matter_support (FarPen *pen,
                              const FarMatter *matter,
                              const FarGovProposal *proposal,
                              FarApproval *out,
                              GError **error) FAR_MUST_USE;
/* Does what was approved, if enough have. */
gboolean _far_matter_complete (const FarWriter *writer,
                               const FarMatter *matter,
                               const guint8 proposal[static FAR_ID_LEN],
                               GError **error) FAR_MUST_USE;
/* The field cuts of REMOVE and DEVICE_REVOKE, if anything of these machines was seen: each is cut
 * at the last entry that this machine could show the proof of.
 * @devices: (array length=n): one key after the other, at most FAR_MEMBER_DEVICES_MAX */
gboolean _far_put_cuts (FarMapWriter *map,
                        FarStore *store,
                        const guint8 *devices,
                        guint n,
                        GError **error) FAR_MUST_USE;

/* Why it is proposed, of whom it is about.  @proposal: id of the PROPOSE, which is held */
gboolean _far_proposal_write_reason (FarPen *pen,
                                     const guint8 proposal[static FAR_ID_LEN],
                                     const guint8 about[static FAR_RECORD_ID_LEN],
                                     const char *why,
                                     GError **error) FAR_MUST_USE;

/* ---- far-collective-members.c, far-collective-rules.c: what approvals were for */

gboolean _far_member_remove (const FarWriter *writer,
                             const guint8 member[static FAR_RECORD_ID_LEN],
                             const guint8 proposal[static FAR_ID_LEN],
                             GError **error) FAR_MUST_USE;
gboolean _far_rule_write (const FarWriter *writer,
                          guint32 number,
                          gint32 value,
                          const guint8 proposal[static FAR_ID_LEN],
                          GError **error) FAR_MUST_USE;

/* The PROPOSE that a rule in force rests on; NULL if it is a default. */
const FarGovProposal *_far_rule_find_decision (const FarGovernance *gov, const FarGovRule *rule);

/* ---- far-collective-servers.c */

/* Those that a PROPOSE of that value means; none if what it names is none, or is gone. */
void _far_servers_read (FarStore *store, guint32 propose, gint32 value, FarServers *out);

/* ---- far-collective-devices.c: @proposal is the PROPOSE that it rests on, (nullable) */

/* Lets a machine in that asked; nothing if it does not ask any more. */
gboolean _far_device_add (const FarWriter *writer,
                          const guint8 device[static FAR_KEY_LEN],
                          const guint8 *proposal,
                          GError **error) FAR_MUST_USE;
gboolean _far_device_revoke (const FarWriter *writer,
                             const guint8 device[static FAR_KEY_LEN],
                             const guint8 *proposal,
                             GError **error) FAR_MUST_USE;

/* ---- far-collective-suggest.c: what was written is written again, by whoever decides */

/* The days of a rota, from @first_day on, of which somebody said something that still matters.
 * Returns: (transfer full) (element-type gint32): NULL with @error */
GArray *_far_store_days_said (FarStore *store, guint32 rota, gint32 first_day, GError **error);
/* Loads the record or outing that the entry speaks of.  @out_is_published: of a rota.  NO_SUCH_ID
 * if it has no fields that merge, or makes the record. */
gboolean _far_pen_load_about (FarPen *pen,
                              const guint8 entry[static FAR_ID_LEN],
                              FarHistory *history,
                              gboolean *out_is_published,
                              GError **error) FAR_MUST_USE;
/* Whether the field says what holds if nobody says anything. */
gboolean _far_payload_says_nothing (FarKind kind, const FarPayload *payload, guint key);
/* The fields (bits) as @like says them, or as they are shown. Returns: (transfer full) */
/* Whether what is said in it is of whoever says it, when they can or what they need: nobody else
 * has a say in that, the baton's holder neither. */
gboolean _far_is_own_word (FarKind kind);
GByteArray *_far_history_say_again (const FarHistory *self,
                                    const FarPayload *like,
                                    guint32 fields,
                                    gboolean as_shown);

/* ---- far-collective-rota.c */

/* DAYS_INVALID, NUMBER_INVALID or DATE_INVALID */
gboolean _far_check_rule (const FarRule *rule, GError **error) FAR_MUST_USE;
/* NO_SUCH_ID if it is not there. */
gboolean _far_pen_read_rota (FarPen *pen, const guint8 *rota, FarRotaFacts **out, GError **error)
    FAR_MUST_USE;
/* Whether a field is to be written: it is shown otherwise, or not with right, or somebody says
 * something else beside it.  What waits as this member's suggestion needs no second one. */
gboolean _far_pen_is_due (const FarPen *pen,
                          const FarHistory *history,
                          guint key,
                          const FarPayload *wanted,
                          gboolean is_suggestion);
/* Of one line, and "" if there is nothing to be seen of it; %NULL with TEXT_INVALID or NAME_LONG.
 */
char *_far_tidy_place (const char *place, GError **error);
/* Cancels one, as far_collective_cancel_outing() does.  @act: (nullable): in which it is one of
 * several.  In far-collective-write.c */
gboolean _far_pen_cancel_outing (FarPen *pen,
                                 const guint8 *rota,
                                 gint32 day,
                                 const char *why,
                                 const guint8 *act,
                                 GError **error) FAR_MUST_USE;
/* Whether this member's word for the same waits already: nobody is to be asked twice. */
gboolean _far_pen_has_suggested (const FarPen *pen, const FarHistory *history, guint key);
/* The rota as it would be after @change; to be freed with _far_rota_imagined_free(), and borrows of
 * @change and @facts.  DRAFT_NOT_YOURS, or as far_collective_add_rota().  @out_term: (out): under
 * which it is written;
 * @out_is_suggestion: (out) */
FarRotaFacts *_far_pen_imagine_rota (FarPen *pen,
                                     const FarRotaFacts *facts,
                                     const FarRotaRevision *change,
                                     guint32 *out_term,
                                     gboolean *out_is_suggestion,
                                     GError **error);
void _far_rota_imagined_free (FarRotaFacts *self);
/* What one date would be like.  Returns: (transfer full): NULL with @error */
FarRotaEffect *_far_pen_compare_date (FarPen *pen,
                                      const FarRotaFacts *rota,
                                      const FarImagined *imagined,
                                      GError **error);
/* Publishes what is a draft, or suggests it without the baton. */
gboolean _far_pen_publish (FarPen *pen, const guint8 *rota, GError **error) FAR_MUST_USE;
/* Off the list, or back; judges nothing.  @term: the baton's, 0 for one's own word */
gboolean _far_pen_set_rota_gone (FarPen *pen,
                                 const guint8 *rota,
                                 gboolean is_gone,
                                 guint32 term,
                                 GError **error) FAR_MUST_USE;

/* ---- far-collective-write.c */

/* The newest term, if this member may publish under it; 0 otherwise. */
guint32 _far_pen_get_publishing_term (const FarPen *pen);
/* Whether something may be done with an outing.  @history: (out): its exceptions, to be cleared
 * @out_here: (out) (optional): what holds on that day */
gboolean _far_pen_check_outing (FarPen *pen,
                                const guint8 *rota,
                                gint32 day,
                                FarHistory *history,
                                FarRotaDay *out_here,
                                GError **error) FAR_MUST_USE;

/* ---- far-collective-promise.c */

/* OUTING_OVER */
gboolean _far_check_day (gint32 day, gint32 today, GError **error);
/* Where the turn is.  NO_SUCH_ID. */
gboolean _far_store_find_turn (FarStore *store,
                               const guint8 turn[static FAR_RECORD_ID_LEN],
                               guint32 *out_rota,
                               gint32 *out_day,
                               GError **error) FAR_MUST_USE;
/* Whether this member may promise something for the person, and say when they can.  NO_SUCH_ID,
 * PERSON_IS_MEMBER, PERSON_NOT_YOURS */
gboolean _far_pen_check_whose (FarPen *pen, const guint8 *person, GError **error);
/* RIDES_OFF; in far-collective-rides-write.c */
gboolean _far_pen_check_rides (FarPen *pen, GError **error) FAR_MUST_USE;
/* As far_collective_add_ride() in one act with others.  In far-collective-rides-write.c */
gboolean _far_pen_add_ride (FarPen *pen,
                            const FarRideChange *ride,
                            const guint8 *person,
                            gint32 today,
                            guint8 *out_id,
                            GError **error) FAR_MUST_USE;
/* By its owner; in the same file. */
gboolean _far_pen_withdraw_ride (FarPen *pen, const guint8 *ride, GError **error) FAR_MUST_USE;

/* ---- far-collective-rides-gap.c: seats in place of a walk */

/* @lines: (element-type FarLineFacts) */
gboolean _far_pen_ask_rides (FarPen *pen,
                             const FarOutingFacts *outing,
                             const GPtrArray *lines,
                             gint32 today,
                             guint8 *out_id,
                             GError **error) FAR_MUST_USE;
/* Returns: (transfer full): those of @outings (element-type FarOutingFacts), unowned, to which
 * children come and in whose place nobody asks for seats */
GPtrArray *_far_outings_without_rides (FarStore *store,
                                       const guint8 *me,
                                       const GPtrArray *outings,
                                       gint32 today,
                                       GError **error) FAR_MUST_USE;
/* Returns: (transfer full) (element-type FarRideDate): what @me asks for in place of a walk, and
 * nobody brings */
GPtrArray *
_far_rides_needless (FarStore *store, const guint8 *me, gint32 today, GError **error) FAR_MUST_USE;
/* Those of @needless that are in place of that walk. */
gboolean _far_pen_withdraw_rides (FarPen *pen,
                                  const GPtrArray *needless,
                                  const guint8 *rota,
                                  gint32 day,
                                  GError **error) FAR_MUST_USE;

/* ---- far-collective-asked.c: what somebody asks for or offers */

void _far_spot_clear (FarSpot *self);
/* Returns: whether there is one */
gboolean _far_spot_read (FarSpot *self, const FarHistory *history, guint key, FarAlso *also);
/* @words: tidied */
void _far_spot_put (FarMapWriter *map, guint key, const FarSpotDraft *spot, const char *words);
/* A place in words, or what is asked for, as names are written: NAME_EMPTY, TEXT_INVALID, and
 * @too_long, however long it is. */
char *_far_tidy_named (const char *words, FarCollectiveError too_long, GError **error) FAR_MUST_USE;
/* @most: bytes.  TEXT_INVALID */
char *_far_tidy_line (const char *words, gsize most, GError **error) FAR_MUST_USE;
/* The entry that makes the record; NULL if it is not here, or was erased. */
const FarWrite *_far_history_making (const FarHistory *history);
/* Whose it is, as a member if that person is one now, and from when on they are none any more.
 * @out_is_good: whether who wrote it may say so; the others only then */
gboolean _far_history_whose (const FarHistory *history,
                             guint8 *out_person,
                             gint32 *out_gone_on,
                             gboolean *out_is_good,
                             GError **error) FAR_MUST_USE;
/* By whose header it is erased with them: as the entry has it that makes the record. */
const guint8 *_far_history_subject (const FarHistory *history);
/* Writes the fields of @all, a payload, that are shown otherwise, or beside which somebody says
 * something else; those of which @says_nothing not where nobody said anything. */
gboolean _far_pen_write_news (FarPen *pen,
                              const FarHistory *history,
                              const GByteArray *all,
                              gboolean (*says_nothing) (const FarPayload *wanted, guint key),
                              GError **error) FAR_MUST_USE;
/* The node of the person's turn in that role that was not given back; G_MAXUINT if there is none */
guint _far_turns_find (const FarTurns *turns, const guint8 *person, guint role);

/* ---- far-collective-promise.c again */

/* What a turn on a request for help says, or a change of one. */
typedef struct
{
  int done; /* of a change: 1 or 0; -1: nothing */
  gboolean has_first;
  gint32 first; /* for which first day it is promised */
} FarTurnBesides;

/* A new turn there, which is ranked.  @at: -1: at no time of day; @seats: (nullable): on a ride,
 * how many; @besides: (nullable) */
gboolean _far_pen_write_turn (FarPen *pen,
                              const FarTurns *turns,
                              const guint8 *rota,
                              guint role,
                              const guint8 *person,
                              int at,
                              const FarSeats *seats,
                              const FarTurnBesides *besides,
                              FarPos *out_pos,
                              GError **error) FAR_MUST_USE;
/* Child seats as items of an array. */
void _far_child_seats_put (GByteArray *items, const FarSeats *seats, guint *out_n);
/* As far_collective_take_turn().  @out_pos: (out): where it stands */
gboolean _far_pen_take_turn (FarPen *pen,
                             const guint8 *rota,
                             gint32 day,
                             guint role,
                             const guint8 *person,
                             gint32 today,
                             FarPos *out_pos,
                             GError **error) FAR_MUST_USE;
/* In far-collective-joined.c: whoever takes a turn where two are to walk as one says yes to that.
 */
gboolean _far_pen_agree_on_taking (FarPen *pen,
                                   const guint8 *rota,
                                   gint32 day,
                                   const guint8 *person,
                                   GError **error) FAR_MUST_USE;
/* Of a booking: where the thing is. */
typedef struct
{
  FarLoanHand state;
  gint32 day;
  int condition;     /* -1: nobody said */
  const char *words; /* "" */
} FarHandSaying;

/* What a change of a turn says. */
typedef struct
{
  guint8 state;                  /* FarTurnChange, or FAR_TURN_STATE_UNSAID */
  int at;                        /* minute of the day; -1: nothing */
  const FarTurnPoint *instead;   /* (nullable): of a search, what is promised for it */
  const FarTurnBesides *besides; /* (nullable) */
  const FarHandSaying *hand;     /* (nullable) */
} FarTurnSaying;

/* How things stand with those who have one role on an outing. */
typedef struct
{
  guint n_max;
  guint n_standing;
  guint n_reserve;
  FarTurnPlace own; /* what the turn that was asked of has come to, in whatever role */
} FarRolePlaces;
/* Of @role, and of node @i, a turn. */
gboolean _far_pen_count_places (FarPen *pen,
                                const FarTurns *turns,
                                guint i,
                                guint role,
                                FarRolePlaces *out,
                                GError **error) FAR_MUST_USE;

/* ---- far-collective-manners.c */

/* What the rule says; 0 where the collective wants none of it. */
guint _far_rule_get (const FarGovernance *gov, guint number);
/* Whether whoever wants a turn there has not enough of that week already.  CAP */
gboolean _far_pen_check_cap (FarPen *pen,
                             const FarTurns *turns,
                             const guint8 *rota,
                             const guint8 *person,
                             gint32 today,
                             GError **error) FAR_MUST_USE;
/* Whether there is time to give turn @i back.  NOTICE */
gboolean _far_pen_check_notice (FarPen *pen,
                                const FarTurns *turns,
                                guint i,
                                gint32 today,
                                GError **error) FAR_MUST_USE;
/* How many places of a role promises for a term may take. */
guint _far_outing_count_free (const FarOutingFacts *outing, const FarGovernance *gov, guint role);

/* ---- far-collective-skills.c, far-collective-skills-write.c again: what is checked */

/* Whether the person may take the role, of @roles, on that day.  TRAINING */
gboolean _far_pen_check_training (FarPen *pen,
                                  const GArray *roles,
                                  guint role,
                                  const guint8 *person,
                                  gint32 day,
                                  GError **error) FAR_MUST_USE;
/* Whether roles may ask for what they did not ask for before.  SKILLS_OFF */
gboolean _far_pen_check_asked (FarPen *pen,
                               const GArray *before,
                               const GArray *after,
                               GError **error) FAR_MUST_USE;
/* SKILLS_OFF */
gboolean _far_pen_check_skills (FarPen *pen, GError **error) FAR_MUST_USE;

/* ---- far-collective-swap.c */

/* What the search that says of turn @i what it has come to promises, if it does.
 * @out: (out caller-allocates): only if @out_has */
gboolean _far_turn_read_instead (const FarTurns *turns,
                                 guint i,
                                 FarTurnPoint *out,
                                 gboolean *out_has,
                                 GError **error) FAR_MUST_USE;
typedef struct
{
  gboolean is_one;    /* there is such a turn here; what follows only then */
  gboolean is_agreed; /* the search for it names this one */
  FarTurnPoint point;
  guint8 person[FAR_RECORD_ID_LEN]; /* whose it is */
} FarSwapFacts;

/* For which turn turn @i is to be exchanged. */
gboolean _far_turn_read_swap (const FarTurns *turns, guint i, FarSwapFacts *out, GError **error)
    FAR_MUST_USE;
void _far_turn_put_instead (FarMapWriter *map, const FarTurnPoint *instead);

/* ---- far-collective-promise.c again: what is written of turns */

/* One turn alone, in the batch that is open. */
gboolean _far_pen_write_change (FarPen *pen,
                                const FarTurns *turns,
                                guint i,
                                const FarTurnSaying *change,
                                GError **error) FAR_MUST_USE;
/* Of the person who has the turn of node @first: every turn there in that role that was not given
 * back, and that this member may change. */
gboolean _far_pen_say_of_turns (FarPen *pen,
                                const FarTurns *turns,
                                guint first,
                                const FarTurnSaying *saying,
                                GError **error) FAR_MUST_USE;
gboolean _far_pen_change_turns (FarPen *pen,
                                const FarTurns *turns,
                                guint first,
                                FarTurnChange change,
                                GError **error) FAR_MUST_USE;

G_END_DECLS
