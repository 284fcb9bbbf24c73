package fr.teleservices.siecle;

/** The class of a pupil; inner spaces of the code are real. */
public record PupilDivisionRow(int line, long pupilId, String division) {}
