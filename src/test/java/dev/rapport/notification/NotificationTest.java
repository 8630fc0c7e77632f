package dev.rapport.notification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.identity.UserId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NotificationTest {
    @Test
    void toJson_isTheSeed() {
        assertThat(new Notification(new UserId("42"), new UserId("9"), NotificationKind.NEW_MESSAGE).toJson())
                .isEqualTo("{\"user-id\":\"42\",\"sender\":\"9\",\"content\":\"new-message\"}");
    }

    @ParameterizedTest
    @EnumSource
    void everyKind_comesBackFromTheWire(NotificationKind kind) {
        var notification = new Notification(new UserId("a.b_c:d@e-f"), new UserId("042"), kind);
        assertThat(Notification.parse(notification.toJson())).contains(notification);
    }
}
