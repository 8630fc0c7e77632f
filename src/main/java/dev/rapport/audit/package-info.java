/**
 * Who did what to a person's rights, and when: append-only, and readable by the people concerned. It never holds text,
 * names or dates of assignments; there is no column for them.
 *
 * <p>A row is written in the transaction of the fact, so there is none without the other, and a call that changes
 * nothing leaves none. Rows of an assignment concern its two people; rows of a person concern that person alone. The
 * database refuses to change or delete a row, whoever asks, and shows rows to the people concerned only.
 */
@NullMarked
package dev.rapport.audit;

import org.jspecify.annotations.NullMarked;
