package dev.rapport.bench;

import java.util.List;
import java.util.Optional;

/** The processor time of some services from one moment on, and what else the machine did meanwhile. */
final class Watch {
    private final List<Service> services;
    private final Machine machine = Machine.now();
    private final Cpu before;

    private Watch(List<Service> services) {
        this.services = services;
        this.before = cpu();
    }

    static Watch over(Service... services) {
        return new Watch(List.of(services));
    }

    private Cpu cpu() {
        return services.stream().map(Service::cpu).reduce(Cpu.NONE, Cpu::plus);
    }

    /** What they used until now. */
    Cpu used() {
        return cpu().minus(before);
    }

    /** Cores that neither they nor the load used until now; what a report calls {@code coresUsedByOthers}. */
    Optional<Double> others() {
        return machine.othersSince(used().all()).map(Results::round);
    }
}
