package dev.rapport.realtime;

import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * What an admitted handshake no longer needs: the token, its claims, and most headers. The framework keeps the request and
 * the identity for as long as the socket is open, and a copy of the headers: memory that an idle socket does not
 * need, and the token where a heap dump would find it.
 */
final class Leftovers {
    /** What the upgrade itself reads. */
    private static final Set<String> NEEDED = Set.of(
            "host", "connection", "upgrade", "sec-websocket-key", "sec-websocket-version", "sec-websocket-protocol");

    private Leftovers() {}

    static void drop(RoutingContext context) {
        if (context.user() instanceof QuarkusHttpUser user) {
            QuarkusHttpUser.setIdentity(withoutToken(user.getSecurityIdentity()), context);
        }
        drop(context.request().headers());
    }

    private static void drop(MultiMap headers) {
        List.copyOf(headers.names()).stream()
                .filter(name -> !NEEDED.contains(name.toLowerCase(Locale.ROOT)))
                .forEach(headers::remove);
        Carrier.forget(headers);
    }

    /** The same caller, with what our own code and the framework's time-out look at. */
    private static SecurityIdentity withoutToken(SecurityIdentity identity) {
        var attributes = new HashMap<>(identity.getAttributes());
        // The token stands among them once more.
        attributes.values().removeIf(JsonWebToken.class::isInstance);
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(identity.getPrincipal().getName()))
                .addRoles(identity.getRoles())
                .addAttributes(attributes)
                .build();
    }
}
