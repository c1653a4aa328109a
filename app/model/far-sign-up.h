/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-sign-up: the paper on which people sign up, and what they wrote on it.
 *
 * Each place of each outing has a code of its own: letters for the rota, two for the day, one for
 * the place, and one that checks the others.  It says all by itself what it means, so that a sheet
 * stays good when rotas come and go, and no list of sheets is kept.  There are 23 letters (no I, O,
 * Q, which a pen does not tell from others): modulo a prime the check letter finds each wrong
 * letter, and each two that were exchanged.
 *
 * Main thread.
 */

#pragma once

#include "far-sync.h"
#include "far-week-paper.h"

G_BEGIN_DECLS

#define FAR_SIGN_UP_PLACES 23 /* of one outing; further ones have no code */
#define FAR_SIGN_UP_LETTERS 2 /* for the rota, at least */

/* How many letters tell these apart.  @rotas: (element-type FarRota) */
guint far_sign_up_count_letters (GPtrArray *rotas);

/* @place: from 0.  Returns: (transfer full): in groups of three letters */
char *far_sign_up_code (const char *rota, guint n_letters, gint32 day, guint place);

typedef enum
{
  FAR_SIGN_UP_GOOD,
  FAR_SIGN_UP_LENGTH, /* too few letters, or too many */
  FAR_SIGN_UP_LETTER, /* one that no code has */
  FAR_SIGN_UP_CHECK,  /* a slip of the pen, or of the finger */
} FarSignUpFault;

/* What a code means, as far as it says so itself. */
typedef struct
{
  char letters[12]; /* of the rota */
  guint day_rest;   /* the day modulo 529 */
  guint place;
} FarSignUpCode;

/* @text: in any case, with blanks, dots and dashes */
FarSignUpFault far_sign_up_parse (const char *text, FarSignUpCode *out);
gboolean far_sign_up_fits (const FarSignUpCode *code, const char *rota);
/* The day that is meant: what is on paper is some months old at most. */
gint32 far_sign_up_get_day (const FarSignUpCode *code, gint32 today);
/* The number of the role that has a place on paper: those of the first role come first. */
int far_sign_up_get_role (const FarOuting *outing, guint place);

/**
 * far_sign_up_paper_new:
 * @rotas: (element-type FarRota): those that are published make codes that none of them shares
 * @outings: (element-type FarOuting): by day; drafts, and those that do not run, have no cells to
 *   write in
 *
 * Returns: (transfer full): a table of dates and places for each rota
 */
FarPaper *far_sign_up_paper_new (const FarPaperOrigin *origin,
                                 GPtrArray *rotas,
                                 GPtrArray *outings,
                                 gint32 first_day,
                                 int n_days);

/* ---- typing it in */

/* What was typed before, so that no cell is entered twice. */
typedef struct _FarSignUpSession FarSignUpSession;

FarSignUpSession *far_sign_up_session_new (FarEngine *engine);
void far_sign_up_session_free (FarSignUpSession *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarSignUpSession, far_sign_up_session_free)

/* What came of one row. */
typedef struct
{
  char *words;          /* owned: a sentence or two */
  GError *error;        /* owned (nullable): whose fault it is, if nothing was noted */
  gboolean is_new_name; /* nobody is called so: a person of that name could be added */
  char *turn;           /* owned (nullable): the turn that was noted or given back */
  char *rota;           /* owned (nullable) */
  gint32 day;           /* only with a rota */
  char *person;         /* owned (nullable): member or person id */
} FarSignUpRow;

void far_sign_up_row_free (FarSignUpRow *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarSignUpRow, far_sign_up_row_free)

typedef enum
{
  FAR_SIGN_UP_ENTER, /* only who is known */
  FAR_SIGN_UP_ADD,   /* adds a person without a machine where nobody is called so */
  FAR_SIGN_UP_UNDO,  /* gives the turn back that was noted */
} FarSignUpAct;

/**
 * far_sign_up_async:
 * @self: outlives the call; one row at a time
 * @code: as it was typed
 * @name: as it was typed: a whole name, or the beginning of one of its words
 *
 * The callback's source is the engine.
 */
void far_sign_up_async (FarSignUpSession *self,
                        const char *code,
                        const char *name,
                        FarSignUpAct act,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer data);
/* Returns: (transfer full): NULL only where it was cancelled */
FarSignUpRow *far_sign_up_finish (GAsyncResult *result, GError **error);

G_END_DECLS
