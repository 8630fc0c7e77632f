/**
 * Who may talk to whom, and when. Only the platform says so, by calls that may be repeated safely; beginning and ending
 * by date is found by a sweep and announced like a call. "Live" has one definition, the view {@code assignment_state},
 * by the database's clock: no replica's clock takes part.
 */
@NullMarked
package dev.rapport.assignment;

import org.jspecify.annotations.NullMarked;
