/** Staff sign in through an identity provider (OpenID Connect, as the client), beside their accounts here. */
package fr.teleservices.idp;
