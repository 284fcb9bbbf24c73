package fr.teleservices.run;

/** What can happen to a run; {@link RunLifecycle} says from where to where. */
public enum RunEvent {
    /** Its time has come. */
    START,
    /** All its notifications are stored. */
    PREPARED,
    /** Its time has come, its notifications were stored before. */
    BEGIN,
    PAUSE,
    /** Goes on where it was. */
    RESUME,
    /** Waits for its time again, paused before it had begun. */
    RESUME_UNPREPARED,
    CANCEL,
    /** Nothing is pending or in flight any more. */
    FINISH,
    /** The failures alone, again. */
    RETRY
}
