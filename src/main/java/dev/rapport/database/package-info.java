/**
 * Few round trips to the database: a {@link dev.rapport.database.Pipeline} sends several statements together, and {@link
 * dev.rapport.database.LastWrites} sends what ends a transaction together with its commit. Knows no table.
 */
@NullMarked
package dev.rapport.database;

import org.jspecify.annotations.NullMarked;
