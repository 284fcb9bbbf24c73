package fr.teleservices.school;

/** A school in the academy's list, with its accounts that are not closed. */
record SchoolCount(String uai, String name, String timezone, long guardians, long pupils, long active) {}
