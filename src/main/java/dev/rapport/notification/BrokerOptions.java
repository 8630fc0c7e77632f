package dev.rapport.notification;

import io.vertx.amqp.AmqpClientOptions;
import org.eclipse.microprofile.config.Config;

/** Where the broker is and who we are there, under the names that the framework's AMQP connector has for it. */
final class BrokerOptions {
    private static final int PORT = 5672;

    private BrokerOptions() {}

    static AmqpClientOptions of(Config config, NotificationConfig ours) {
        var options = new AmqpClientOptions();
        options.setHost(config.getValue("amqp-host", String.class));
        options.setPort(config.getOptionalValue("amqp-port", Integer.class).orElse(PORT));
        config.getOptionalValue("amqp-username", String.class).ifPresent(options::setUsername);
        config.getOptionalValue("amqp-password", String.class).ifPresent(options::setPassword);
        if (config.getOptionalValue("amqp-use-ssl", Boolean.class).orElse(false)) {
            options.setSsl(true).setHostnameVerificationAlgorithm("HTTPS");
        }
        // The broker is asked for a sign of life in half of this time; its absence ends an open connection.
        options.setHeartbeat((int) (ours.idleTimeout().toMillis() / 2));
        // The same for one that never opens: a hanging broker accepts TCP and says nothing.
        options.setReadIdleTimeout((int) ours.idleTimeout().toSeconds());
        options.setConnectTimeout((int) ours.acceptDeadline().toMillis());
        return options;
    }
}
