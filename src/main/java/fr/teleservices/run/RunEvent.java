package fr.teleservices.run;

/** What can happen to a run; {@link RunLifecycle} says from where to where. */
public enum RunEvent {
    /** Its time has come. */
    START,
    /** All its notifications are stored. */
    PREPARED,
    PAUSE,
    /** Goes on, its notifications being stored. */
    RESUME,
    /** Goes on, paused before its notifications were stored. */
    RESUME_UNPREPARED,
    CANCEL,
    /** Nothing is pending or in flight any more. */
    FINISH,
    /** The failures alone, again. */
    RETRY
}
