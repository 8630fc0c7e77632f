/** What crosses packages: the clock and randomness, settings that production must have, embedded servers' addresses. */
@NullMarked
package dev.rapport.ops;

import org.jspecify.annotations.NullMarked;
