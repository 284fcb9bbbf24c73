/** What holders see: activation, sign-in, forgotten password, their portal. */
package fr.teleservices.portal;
