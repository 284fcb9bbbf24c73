package fr.teleservices.siecle;

import org.jspecify.annotations.Nullable;

/** {@code UAJ} of the module Commun: the school's own name, address and mail addresses. */
public record SchoolRow(
        int line,
        @Nullable String name,
        @Nullable String secondName,
        @Nullable String headName,
        @Nullable String headTitle,
        @Nullable String line1,
        @Nullable String line2,
        @Nullable String line3,
        @Nullable String line4,
        @Nullable String postcode,
        @Nullable String town,
        @Nullable String phone,
        @Nullable String email1,
        @Nullable String email2) {}
