/**
 * Who is calling. A token is believed when SmallRye JWT verified it (signature, issuer, audience, expiry, lifetime) and
 * {@link dev.rapport.identity.TokenRules} found the rest in order: a well-formed subject, an {@code iat} that is not in
 * the future, and no later revocation, read from the database on every request and handshake, so that it counts at once
 * on every replica. Most calls read it with the first thing that they ask ({@link dev.rapport.identity.Actor}), and answer nothing
 * before; {@link dev.rapport.identity.CurrentUser#id} throws when one forgets.
 *
 * <p>{@link dev.rapport.identity.ApiGate} then answers 401, 403, 415 and 413, in this order, before JAX-RS sees the
 * request: deny by default, for addresses that do not exist too.
 */
@NullMarked
package dev.rapport.identity;

import org.jspecify.annotations.NullMarked;
