/** What tests share: tokens, a person with HTTP and a socket, and the platform that makes people and assignments. */
@NullMarked
package dev.rapport.testsupport;

import org.jspecify.annotations.NullMarked;
