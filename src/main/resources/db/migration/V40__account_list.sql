-- The account list pages by id within a school.
CREATE INDEX account_school_id ON account (school_id, id);
