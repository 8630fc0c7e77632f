/**
 * What a page must know before anybody has signed in: where to sign in, in which languages to speak, and what the
 * organisation says to people who wait for their coach. The operator's settings, checked at the start, the same for
 * everybody; nothing here is secret, and nothing here asks the database.
 */
@NullMarked
package dev.rapport.clientconfig;

import org.jspecify.annotations.NullMarked;
