/** What the product is made of beside its own code: which versions, with which known holes, and what the jar carries. */
package fr.teleservices.supply;
