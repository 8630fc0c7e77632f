/** What every request to the public port passes before anybody looks at it. */
@NullMarked
package dev.rapport.http;

import org.jspecify.annotations.NullMarked;
