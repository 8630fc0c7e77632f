/**
 * Few round trips to the database: a {@link dev.rapport.database.Pipeline} sends several statements together, {@link
 * dev.rapport.database.LastWrites} sends what ends a transaction with its commit, and {@link
 * dev.rapport.database.Together} asks once what many calls want to know. Knows no table.
 */
@NullMarked
package dev.rapport.database;

import org.jspecify.annotations.NullMarked;
