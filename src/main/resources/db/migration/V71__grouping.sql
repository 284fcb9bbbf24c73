-- Grouped accounts: one login for the children of several accounts of one guardian. The others are CLOSED (GROUPED) and name
-- the one that they went into; one level only. Each stays a row of its own school.
ALTER TABLE account ADD COLUMN grouped_into bigint REFERENCES account;
ALTER TABLE account ADD CONSTRAINT account_grouped_into
  CHECK ((closed_reason IS NOT DISTINCT FROM 'GROUPED') = (grouped_into IS NOT NULL));
CREATE INDEX account_grouped ON account (grouped_into) WHERE grouped_into IS NOT NULL;
GRANT SELECT (grouped_into) ON account TO teleservices_gate; -- which schools a group has

-- When a group's home moves to another school its sessions go on.
GRANT UPDATE (school_id) ON session TO teleservices_app;

-- The academy (0) or a school has switched grouping off for a while.
CREATE TABLE grouping_pause (
  school_id bigint PRIMARY KEY,
  reason    text NOT NULL,
  since     timestamptz NOT NULL,
  staff_id  bigint NOT NULL
);
ALTER TABLE grouping_pause ENABLE ROW LEVEL SECURITY;
ALTER TABLE grouping_pause FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON grouping_pause TO teleservices_app USING (school_id = ANY (scope_schools()));
CREATE POLICY academy ON grouping_pause FOR SELECT TO teleservices_app USING (school_id = 0);
GRANT SELECT, INSERT, UPDATE, DELETE ON grouping_pause TO teleservices_app;

-- The last sign-ins of each account, newest first. One small row a holder: on the day that everybody comes, the chain of the
-- audit would let one sign-in of a school through at a time.
CREATE TABLE sign_in (
  account_id bigint PRIMARY KEY REFERENCES account,
  school_id  bigint NOT NULL REFERENCES school,
  at         timestamptz[] NOT NULL
);
ALTER TABLE sign_in ENABLE ROW LEVEL SECURITY;
ALTER TABLE sign_in FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON sign_in TO teleservices_app USING (school_id = ANY (scope_schools()));
GRANT SELECT, INSERT, UPDATE, DELETE ON sign_in TO teleservices_app;

-- An address that opens a simulation once (gate). Its token is derived from id and key; the row goes when it is used.
CREATE TABLE simulation_ticket (
  id          uuid PRIMARY KEY,
  account_id  bigint NOT NULL REFERENCES account ON DELETE CASCADE,
  staff_id    bigint NOT NULL REFERENCES staff ON DELETE CASCADE,
  staff_epoch int NOT NULL, -- a change of role meanwhile makes it worthless
  key_id      int NOT NULL,
  expires_at  timestamptz NOT NULL
);
GRANT SELECT, INSERT, DELETE ON simulation_ticket TO teleservices_gate;

-- When a group's home leaves for the next school, two rows change places: what is told of the one is then told of the other.
CREATE FUNCTION pseudonym_move(p_school bigint, p_from bigint, p_to bigint) RETURNS void LANGUAGE sql
  SECURITY DEFINER SET search_path = public AS $$
  UPDATE pseudonym o SET subject = p_to
  WHERE o.school_id = p_school AND o.kind IN ('ACCOUNT', 'HOLDER') AND o.subject = p_from
    AND NOT EXISTS (SELECT FROM pseudonym t WHERE t.school_id = p_school AND t.kind = o.kind AND t.subject = p_to)
$$;
