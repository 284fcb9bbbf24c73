/** Pools, transactions in a tenant scope, SQL in named blocks, migrations. */
package fr.teleservices.db;
