package dev.rapport.audit;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What was done; the closed list, which the table holds as well. */
public enum AuditAction {
    /** Two people got a right to talk, from now on or from a date. */
    ASSIGNMENT_MADE,
    /** Its dates were changed. */
    ASSIGNMENT_CHANGED,
    /** One that had ended was opened again. */
    ASSIGNMENT_REOPENED,
    /** It was ended by a call. */
    ASSIGNMENT_ENDED,
    /** Its start date came. */
    ASSIGNMENT_BEGAN_BY_DATE,
    /** Its end date came. */
    ASSIGNMENT_ENDED_BY_DATE,
    /** The platform made the person known. */
    PERSON_ANNOUNCED,
    /** The person is shown under another name. */
    PERSON_RENAMED,
    /** The person has another language; the name is as before. */
    PERSON_LOCALE_CHANGED,
    /** Somebody else withdrew the person's tokens. */
    TOKENS_REVOKED,
    /** The person withdrew their own tokens. */
    SIGNED_OUT_EVERYWHERE,
    /** An operator destroyed what the two people wrote. */
    CONVERSATION_ERASED;

    /** As the API and the table write it. */
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static AuditAction of(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
