package dev.rapport.notification;

import static dev.rapport.testsupport.Proxy.Mode.BLACKHOLE;
import static dev.rapport.testsupport.Proxy.Mode.HALT;
import static dev.rapport.testsupport.Proxy.Mode.LOSE_ANSWERS;
import static dev.rapport.testsupport.Proxy.Mode.LOSE_REQUESTS;
import static dev.rapport.testsupport.Proxy.Mode.PASS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.rapport.dev.EmbeddedBroker;
import dev.rapport.identity.UserId;
import dev.rapport.testsupport.BrokerClient;
import dev.rapport.testsupport.Log;
import dev.rapport.testsupport.Proxy;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.server.files.FileStoreMonitor;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.InVMLoginModule;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A replica's link, on a broker of its own and over a proxy that fails in every way. */
class BrokerTest {
    /** After a fault: a pause, a new link, its beacon. The times below are a third of those that ship. */
    private static final Duration RETURN = Duration.ofSeconds(30);

    private static final Instant SINCE = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final String PASSWORD = "a-password-that-no-log-may-hold";

    @TempDir
    private Path folder;

    private final int port = freePort();
    private final Proxy proxy = new Proxy(port);
    private final Vertx vertx = Vertx.vertx();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final List<Optional<Instant>> times = new CopyOnWriteArrayList<>();
    private final Hearing hearing = new Hearing(new SimpleMeterRegistry());
    private EmbeddedActiveMQ artemis;
    private Broker broker;

    @BeforeEach
    void start() throws Exception {
        artemis = EmbeddedBroker.start(folder, port);
        broker = broker(proxy.port(), hearing);
        broker.start(new StartupEvent());
        awaitHearing(1);
    }

    @AfterEach
    void stop() throws Exception {
        broker.stop(new ShutdownEvent());
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        proxy.close();
        artemis.stop();
    }

    private Broker broker(int itsPort, Hearing itsHearing) {
        var settings = new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(
                        Map.of(
                                "amqp-host",
                                "127.0.0.1",
                                "amqp-port",
                                Integer.toString(itsPort),
                                "amqp-username",
                                "rapport",
                                "amqp-password",
                                PASSWORD),
                        "test",
                        100))
                .build();
        var reception = new Reception(
                event -> {
                    times.add(event.since());
                    heard.add(event.json());
                },
                new SimpleMeterRegistry());
        return new Broker(vertx, settings, new Impatient(), reception, itsHearing);
    }

    private record Impatient() implements NotificationConfig {
        @Override
        public int batchSize() {
            return 100;
        }

        @Override
        public Duration acceptDeadline() {
            return Duration.ofMillis(1500);
        }

        @Override
        public Duration sweepInterval() {
            return Duration.ofSeconds(1);
        }

        @Override
        public Duration reconnectInterval() {
            return Duration.ofMillis(200);
        }

        @Override
        public Duration idleTimeout() {
            return Duration.ofSeconds(4);
        }

        @Override
        public Duration beaconInterval() {
            return Duration.ofMillis(700);
        }
    }

    @Test
    void published_isHeard() throws Exception {
        broker.publish(List.of(waiting(1), waiting(2)));
        awaitHeard(2);
        assertThat(heard)
                .containsExactly(notification(1).toJson(), notification(2).toJson());
        assertThat(times).containsOnly(Optional.of(SINCE));
    }

    /** The broker takes a thousand, and then as many as it asks for. */
    @Test
    void hints_toThousandsAreAllHeardInTheirOrder() {
        var hints = IntStream.range(0, 5000)
                .mapToObj(sender -> notification(sender, NotificationKind.PRESENCE))
                .toList();
        hints.forEach(broker::hint);
        awaitHeard(hints.size());
        assertThat(heard)
                .containsExactlyElementsOf(
                        hints.stream().map(Notification::toJson).toList());
    }

    @Test
    void beacon_saysWhichReplicaAndNothingElse() {
        try (var client = new BrokerClient(port, "rapport.beacon")) {
            await().until(() -> client.bodies().size() > 1);
            assertThat(client.bodies()).containsOnly(hearing.id());
            assertThat(hearing.id()).hasSize(36);
        }
    }

    /** Fault 3. */
    @Test
    void acceptanceThatIsLostWithTheConnection_failsAtOnceAndTheNextLinkWorks() throws Exception {
        try (var witness = new BrokerClient(port)) {
            proxy.mode(LOSE_ANSWERS);
            var published = publishing(waiting(1));
            await().until(() -> witness.bodies().contains(notification(1).toJson()));
            proxy.mode(PASS);
            proxy.cut();
            // Not by the deadline: the broker will never answer for it.
            assertThatThrownBy(published::get).rootCause().isNotInstanceOf(TimeoutException.class);
            awaitHearing(2);
            broker.publish(List.of(waiting(2)));
            awaitHeard(1);
        }
    }

    /** Faults 5 and 40: neither side is told anything. */
    @Test
    void silentConnection_costsADeadlineAndIsReplaced() throws Exception {
        proxy.mode(BLACKHOLE);
        assertThatThrownBy(() -> broker.publish(List.of(waiting(1)))).isInstanceOf(TimeoutException.class);
        await().atMost(RETURN).until(() -> !broker.isAttached());
        assertThatThrownBy(() -> broker.publish(List.of(waiting(1)))).isInstanceOf(IllegalStateException.class);
        await().atMost(RETURN).until(hearing::isDeaf);
        proxy.mode(PASS);
        awaitHearing(2);
        broker.publish(List.of(waiting(2)));
        awaitHeard(1);
    }

    @Test
    void silentConnection_isFoundByTheBeaconAlone() {
        proxy.mode(BLACKHOLE);
        await().atMost(RETURN).until(hearing::isDeaf);
        await().atMost(RETURN).until(() -> !broker.isAttached());
        proxy.mode(PASS);
        awaitHearing(2);
    }

    /** The broker hears us, so that its own idle time-out never comes. */
    @Test
    void connectionThatAnswersNothing_isReplaced() {
        proxy.mode(LOSE_ANSWERS);
        await().atMost(RETURN).until(hearing::isDeaf);
        proxy.mode(PASS);
        awaitHearing(2);
    }

    /** We hear the broker's signs of life, so that our idle time-out never comes; its own takes a minute. */
    @Test
    void connectionOnWhichNothingArrivesThere_isReplaced() {
        proxy.mode(LOSE_REQUESTS);
        await().atMost(RETURN).until(hearing::isDeaf);
        proxy.mode(PASS);
        awaitHearing(2);
    }

    @Test
    void brokerThatHangs_isAttachedToAgain() throws Exception {
        proxy.mode(HALT);
        assertThatThrownBy(() -> broker.publish(List.of(waiting(1)))).isInstanceOf(TimeoutException.class);
        await().atMost(RETURN).until(hearing::isDeaf);
        proxy.mode(PASS);
        awaitHearing(2);
        broker.publish(List.of(waiting(2)));
        await().atMost(RETURN).until(() -> heard.contains(notification(2).toJson()));
    }

    /** Faults 4 and 7: however long it was away. */
    @Test
    void brokerThatComesBack_isAttachedToAgain() throws Exception {
        artemis.stop();
        await().atMost(RETURN).until(() -> !broker.isAttached() && hearing.isDeaf());
        try (var log = new Log()) {
            // As many attempts as a second and a half holds.
            await().pollDelay(Duration.ofMillis(1500)).until(() -> !broker.isAttached());
            assertThat(log.entries()).noneMatch(entry -> entry.contains("roker"));
        }
        artemis = EmbeddedBroker.start(folder, port);
        awaitHearing(2);
        broker.publish(List.of(waiting(2)));
        awaitHeard(1);
    }

    /** Fault 2, and a beginning too, as what was sent before was not heard. */
    @Test
    void brokerThatIsAwayAtTheStart_isAttachedToLater() throws Exception {
        artemis.stop();
        var late = new Hearing(new SimpleMeterRegistry());
        var second = broker(port, late);
        second.start(new StartupEvent());
        await().pollDelay(Duration.ofSeconds(1)).until(() -> late.isDeaf() && !second.isAttached());
        artemis = EmbeddedBroker.start(folder, port);
        await().atMost(RETURN).until(() -> !late.isDeaf());
        assertThat(late.beginnings()).isEqualTo(1);
        second.stop(new ShutdownEvent());
    }

    /** Fault 6: the disk is fuller than the broker allows, so it gives no more credit. */
    @Test
    void blockedBroker_isPublishedToOnceItTakesMore() throws Exception {
        var server = (ActiveMQServerImpl) artemis.getActiveMQServer();
        var disk = new FileStoreMonitor(
                server.getScheduledPool(),
                server.getExecutorFactory().getExecutor(),
                Duration.ofHours(1).toMillis(),
                TimeUnit.MILLISECONDS,
                0,
                null,
                FileStoreMonitor.FileStoreMonitorType.MaxDiskUsage);
        server.injectMonitor(disk.addStore(folder.toFile()));
        disk.tick();
        // What the broker has given credit for before, it takes.
        assertThatThrownBy(() -> {
                    for (int batch = 0; batch < 100; batch++) {
                        broker.publish(IntStream.range(0, 100)
                                .mapToObj(BrokerTest::waiting)
                                .toList());
                    }
                })
                .isInstanceOf(TimeoutException.class);
        await().atMost(RETURN).until(hearing::isDeaf);
        disk.setMaxUsage(1);
        disk.tick();
        await().atMost(RETURN).until(() -> !hearing.isDeaf());
        broker.publish(List.of(waiting(1_000_000)));
        await().atMost(RETURN)
                .until(() -> heard.contains(notification(1_000_000).toJson()));
    }

    /** Only the address of the notifications is full: beacons come back, and unsent batches must not pile up. */
    @Test
    void fullAddress_costsTheLinkWithWhatWasNotSent() throws Exception {
        var server = artemis.getActiveMQServer();
        server.createQueue(QueueConfiguration.of("archive")
                .setAddress("rapport.notifications")
                .setRoutingType(RoutingType.MULTICAST));
        server.getAddressSettingsRepository()
                .addMatch(
                        "rapport.notifications",
                        new AddressSettings()
                                .setMaxSizeBytes(1024)
                                .setAddressFullMessagePolicy(AddressFullMessagePolicy.BLOCK));
        assertThatThrownBy(() -> {
                    for (int batch = 0; batch < 100; batch++) {
                        broker.publish(IntStream.range(0, 100)
                                .mapToObj(BrokerTest::waiting)
                                .toList());
                    }
                })
                .isInstanceOf(TimeoutException.class);
        awaitHearing(2);
        server.destroyQueue(SimpleString.of("archive"));
        await().atMost(RETURN).ignoreExceptions().until(() -> {
            broker.publish(List.of(waiting(1_000_000)));
            return true;
        });
    }

    /** Fault 8. */
    @Test
    void wrongCredentials_areNotLoggedAndAreTriedUntilTheyAreRight() throws Exception {
        var users = new SecurityConfiguration(Map.of("rapport", "another"), Map.of("rapport", List.of("replica")));
        var guardedPort = freePort();
        var guarded = new EmbeddedActiveMQ()
                .setSecurityManager(new ActiveMQJAASSecurityManager(InVMLoginModule.class.getName(), users))
                .setConfiguration(new ConfigurationImpl()
                        .setPersistenceEnabled(false)
                        .setMaxDiskUsage(-1)
                        // It would remember for longer whom it has let in.
                        .setSecurityInvalidationInterval(100)
                        .putSecurityRoles(
                                "rapport.#",
                                Set.of(new Role(
                                        "replica", true, true, true, true, true, true, true, true, true, true, true,
                                        true)))
                        .addAcceptorConfiguration("amqp", "tcp://127.0.0.1:" + guardedPort + "?protocols=AMQP"))
                .start();
        var refused = new Hearing(new SimpleMeterRegistry());
        var knocking = broker(guardedPort, refused);
        try (var log = new Log()) {
            knocking.start(new StartupEvent());
            await().atMost(RETURN)
                    .until(() -> log.entries().stream().anyMatch(entry -> entry.contains("Failed to authenticate")));
            assertThat(refused.isDeaf()).isTrue();
            users.addUser("rapport", PASSWORD);
            await().atMost(RETURN).until(() -> !refused.isDeaf());
            // They are changed at the broker, and its connections dropped.
            users.addUser("rapport", "another");
            guarded.getActiveMQServer().getRemotingService().getConnections().forEach(RemotingConnection::destroy);
            await().atMost(RETURN).until(refused::isDeaf);
            users.addUser("rapport", PASSWORD);
            await().atMost(RETURN).until(() -> !refused.isDeaf());
            assertThat(log.entries()).noneMatch(entry -> entry.contains(PASSWORD));
        } finally {
            knocking.stop(new ShutdownEvent());
            guarded.stop();
        }
    }

    private CompletableFuture<Void> publishing(Waiting waiting) {
        return CompletableFuture.runAsync(() -> {
            try {
                broker.publish(List.of(waiting));
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private void awaitHearing(int beginnings) {
        await().atMost(RETURN).until(() -> hearing.beginnings() >= beginnings && !hearing.isDeaf());
    }

    private void awaitHeard(int count) {
        await().atMost(RETURN).untilAsserted(() -> assertThat(heard).hasSize(count));
    }

    private static Waiting waiting(int sender) {
        return new Waiting(sender, notification(sender), SINCE, System.nanoTime(), null);
    }

    private static Notification notification(int sender) {
        return notification(sender, NotificationKind.NEW_MESSAGE);
    }

    private static Notification notification(int sender, NotificationKind kind) {
        return new Notification(new UserId("42"), new UserId(Integer.toString(sender)), kind);
    }

    private static int freePort() {
        try {
            return EmbeddedBroker.freePort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
