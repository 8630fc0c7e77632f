/**
 * Few round trips to the database: a {@link dev.rapport.database.Pipeline} sends several statements together, {@link
 * dev.rapport.database.LastWrites} does what can wait at the end of a managed transaction, and {@link dev.rapport.database.Together} asks once what many calls want to know. Knows no table.
 */
@NullMarked
package dev.rapport.database;

import org.jspecify.annotations.NullMarked;
