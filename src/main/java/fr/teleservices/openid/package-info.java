/** Signs families in at other sites with their accounts here (OpenID Connect, as the provider). */
package fr.teleservices.openid;
