/**
 * Proof by canaries that nothing confidential leaves PostgreSQL and the HTTP answers: {@link dev.rapport.canary.Probe}
 * sends random words through a running deployment and listens at the broker and the sockets; {@link
 * dev.rapport.canary.Search} looks for them, in every form of {@link dev.rapport.canary.Needles}, in what was heard and in
 * files: logs, the broker's journal, the database's files, dumps. {@link dev.rapport.canary.Canary} is the two of them as
 * a command for operators; the service itself never loads this package.
 *
 * <p>Silence is no proof: each place tells how much was searched, and whether the probe left a trace there that it may
 * leave. What must never happen: a secret in the report, which names its kind, form and place alone.
 */
@NullMarked
package dev.rapport.canary;

import org.jspecify.annotations.NullMarked;
