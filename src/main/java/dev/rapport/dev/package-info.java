/**
 * Development and tests only: the embedded PostgreSQL and broker, the demo people and their sign-in. Nothing imports it,
 * and its classes are left out of the package; a test looks into the jar.
 *
 * <p>The servers start once a JVM and profile. Class loaders are replaced at each hot reload, the system properties are
 * not: the addresses are kept there.
 */
@NullMarked
package dev.rapport.dev;

import org.jspecify.annotations.NullMarked;
