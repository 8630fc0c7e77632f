package dev.rapport.problem;

import io.quarkus.resteasy.reactive.server.runtime.ResteasyReactiveRecorder;
import java.util.Set;
import java.util.TreeSet;
import org.jboss.resteasy.reactive.server.mapping.RuntimeResource;
import org.jboss.resteasy.reactive.server.util.RuntimeResourceVisitor;

/** The methods that an address takes; the framework's 405 does not tell them, and some are a 404. */
final class AllowedMethods {
    private AllowedMethods() {}

    /** The methods of resources at {@code path}, below the root of JAX-RS, in alphabetical order; none where there is no resource. */
    static Set<String> of(String path) {
        var methods = new TreeSet<String>();
        RuntimeResourceVisitor.visitRuntimeResources(
                "", ResteasyReactiveRecorder.getCurrentDeployment().getClassMappers(), new RuntimeResourceVisitor() {
                    @Override
                    public void visitRuntimeResource(String method, String template, RuntimeResource resource) {
                        if (path.matches(template.replaceAll("\\{[^/]+}", "[^/]+"))) {
                            methods.add(method);
                        }
                    }
                });
        return methods;
    }
}
