package dev.rapport.dev;

import java.util.Arrays;
import java.util.Optional;

/** The people of the demo. */
enum DemoPerson {
    ANNA("anna", "Anna de Vries", "client"),
    KARIM("karim", "Karim Haddad", "client"),
    MARIEKE("marieke", "Marieke Jansen", "coach"),
    TOM("tom", "Tom Peeters", "coach");

    final String id;
    final String displayName;
    final String role;

    DemoPerson(String id, String displayName, String role) {
        this.id = id;
        this.displayName = displayName;
        this.role = role;
    }

    static Optional<DemoPerson> find(String id) {
        return Arrays.stream(values()).filter(person -> person.id.equals(id)).findFirst();
    }
}
