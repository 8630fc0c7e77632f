package dev.rapport.identity;

import io.smallrye.jwt.auth.principal.DefaultJWTCallerPrincipalFactory;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.JWTCallerPrincipal;
import io.smallrye.jwt.auth.principal.ParseException;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;

/** SmallRye's own, which fails instead of refusing when {@code groups} is no list. */
@ApplicationScoped
@Alternative
@Priority(1)
class VerifiedTokens extends DefaultJWTCallerPrincipalFactory {
    @Override
    public JWTCallerPrincipal parse(String token, JWTAuthContextInfo rules) throws ParseException {
        try {
            return super.parse(token, rules);
        } catch (ClassCastException e) {
            throw new ParseException("a claim has another type than it should", e);
        }
    }
}
