package dev.rapport.conversation;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/** The thread of a pair of people. Its row lock orders everything that happens in it. */
@Entity
class Conversation {
    @Id
    long id;

    @Column(name = "last_seq")
    long lastSeq;

    @Column(name = "version")
    long version;
}
