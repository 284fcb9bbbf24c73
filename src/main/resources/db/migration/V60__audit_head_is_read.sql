-- The verification compares the end of each chain with its head, so that a tail cut off is found out.
GRANT SELECT ON audit_head TO teleservices_app;
