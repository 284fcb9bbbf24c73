package fr.teleservices.account;

import java.time.ZoneId;
import java.util.List;

/** The children that an account reaches at one school; a pupil is its own. */
public record SchoolChildren(long schoolId, String schoolName, ZoneId zone, List<Child> children) {}
