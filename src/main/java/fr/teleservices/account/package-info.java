/** Accounts: their life cycle, logins, what staff and holders may do with one. */
package fr.teleservices.account;
