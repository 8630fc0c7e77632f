/**
 * Every refusal has one shape: {@code application/problem+json} (RFC 9457) with a type from a closed list.
 *
 * <p>Use cases throw {@link dev.rapport.problem.ProblemException}; routes before and after JAX-RS answer through {@link
 * dev.rapport.problem.ProblemResponse}. A body never echoes input, SQL, class names or another person's ids. Anything
 * that is not a {@code ProblemException} is a bug and becomes a bare 500 whose request id is in the log.
 */
@NullMarked
package dev.rapport.problem;

import org.jspecify.annotations.NullMarked;
