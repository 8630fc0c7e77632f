package dev.rapport.manifests;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.IntOrString;
import java.util.OptionalInt;

/** A port of a container, by number or by name. */
final class Ports {
    private Ports() {}

    static OptionalInt resolve(Container container, IntOrString port) {
        if (port.getIntVal() != null) {
            return OptionalInt.of(port.getIntVal());
        }
        return container.getPorts().stream()
                .filter(one -> port.getStrVal().equals(one.getName()))
                .mapToInt(ContainerPort::getContainerPort)
                .findFirst();
    }

    static boolean has(Container container, int port) {
        return container.getPorts().stream().anyMatch(one -> one.getContainerPort() == port);
    }
}
