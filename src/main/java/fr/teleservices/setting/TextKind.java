package fr.teleservices.setting;

import fr.teleservices.account.Holder;

/** The eight texts: for guardians and for pupils, by mail and by letter, with a password and as a reminder. */
public record TextKind(Holder holder, boolean letter, boolean withPassword) {}
