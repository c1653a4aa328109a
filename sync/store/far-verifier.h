/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-verifier: a second thread that verifies signatures while the store's goes on.
 *
 * It is given bytes and gives back one bit: it knows no store, and what it says does not depend on
 * when it says it.  Whoever waits for a signature that has not been begun verifies it itself.
 *
 * A batch holds as many checks as it has signed entries (FAR_SETTLE_ENTRIES_MAX); of these
 * FAR_VERIFY_WAITING_MAX wait for the thread.
 *
 * Thread: all of it is called from one thread, the store's.
 */

#pragma once

#include "far-entry.h"

G_BEGIN_DECLS

typedef struct _FarVerifier FarVerifier;
/* A signature that is being verified. */
typedef struct _FarSigCheck FarSigCheck;

/* The thread begins with the first check. */
FarVerifier *far_verifier_new (void);
/* All checks are finished. */
void far_verifier_free (FarVerifier *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarVerifier, far_verifier_free)

/**
 * far_sig_check_start:
 * @verifier: (nullable): without one, it is verified here and now
 * @key_checked: it passed far_key_is_valid() before
 * @id: what @sig is over
 *
 * Returns: (transfer full): to be finished, while @verifier is there
 */
FarSigCheck *far_sig_check_start (FarVerifier *verifier,
                                  const guint8 key[static FAR_KEY_LEN],
                                  gboolean key_checked,
                                  const guint8 id[static FAR_ID_LEN],
                                  const guint8 sig[static FAR_SIG_LEN]) FAR_MUST_USE;

/* Takes @check over.  Returns: whether the signature is good */
gboolean far_sig_check_finish (FarVerifier *verifier, FarSigCheck *check);

G_END_DECLS
