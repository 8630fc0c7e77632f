package dev.rapport.assignment;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** A person whom the platform has announced. */
@Entity
@Table(name = "app_user")
class AppUser {
    @Id
    String id;

    @Column(name = "display_name")
    String displayName;

    @Nullable
    String locale;
}
