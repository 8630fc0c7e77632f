/**
 * What every request to the public port passes before anybody looks at it, and what every answer carries.
 *
 * <p>In this order: {@link dev.rapport.http.AnswerHeaders} sets the headers, failures before the first route included;
 * {@link dev.rapport.http.RequestGate} refuses what two servers might read as two different requests, and has {@link
 * dev.rapport.http.RequestWatch} hold the connection to its limits; {@link dev.rapport.http.OriginGate} lets the pages
 * of listed origins in; {@link dev.rapport.http.Bulkhead} keeps reads from crowding out writes. Behind them come the framework's own checks and the features. {@link dev.rapport.http.PageRoutes}
 * says which addresses are the web app; any other that nobody answers is a 404. {@link dev.rapport.http.RequestsInFlight}
 * lets what has begun finish when the process is told to stop.
 *
 * <p>What must never happen: two answers to what its sender meant as one request, an answer without its headers, a
 * connection held open by sending or reading next to nothing.
 */
@NullMarked
package dev.rapport.http;

import org.jspecify.annotations.NullMarked;
