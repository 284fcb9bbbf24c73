-- The purge of an account takes its simulations with it, in its own transaction.
GRANT SELECT (account_id), DELETE ON simulation_ticket TO teleservices_app;
