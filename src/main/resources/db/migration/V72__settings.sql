-- What a school sets. A school without a row has the defaults.
CREATE TABLE school_setting (
  school_id         bigint PRIMARY KEY REFERENCES school,
  welcome_guardians text NOT NULL DEFAULT '' CHECK (length(welcome_guardians) <= 4000), -- LightText, never HTML
  welcome_pupils    text NOT NULL DEFAULT '' CHECK (length(welcome_pupils) <= 4000),
  ent_shown         boolean NOT NULL DEFAULT false,
  ent_address       text CHECK (ent_address ~* '^https?://'),
  ent_in_messages   boolean NOT NULL DEFAULT false, -- which address the notifications bear
  link_in_mails     boolean NOT NULL DEFAULT false, -- a single-use link in place of the temporary password
  contact           text, -- one of school_address; of no effect once an import has taken it away
  CHECK (ent_address IS NOT NULL OR NOT (ent_shown OR ent_in_messages))
);

CREATE TABLE notification_text ( -- the school's own words; no row: the text as it is shipped
  school_id     bigint NOT NULL REFERENCES school,
  holder        text NOT NULL CHECK (holder IN ('GUARDIAN', 'PUPIL')),
  letter        boolean NOT NULL,
  with_password boolean NOT NULL,
  subject       text NOT NULL,
  body          text NOT NULL,
  PRIMARY KEY (school_id, holder, letter, with_password)
);

CREATE TABLE useful_link (
  id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  school_id bigint NOT NULL REFERENCES school,
  title     text NOT NULL,
  address   text NOT NULL CHECK (address ~* '^https?://'),
  guardians boolean NOT NULL,
  pupils    boolean NOT NULL,
  position  int NOT NULL,
  CHECK (guardians OR pupils)
);
CREATE INDEX useful_link_school ON useful_link (school_id, position);

-- What a guardian wrote to the school: here only until its mail has left or cannot leave any more.
ALTER TABLE notification DROP CONSTRAINT notification_kind_check;
ALTER TABLE notification ADD CONSTRAINT notification_kind_check
  CHECK (kind IN ('ACCESS', 'ACTIVATE', 'VERIFY', 'FORGOTTEN', 'ADDRESS_CHANGED', 'NOT_ME', 'TEST', 'CONTACT'));

CREATE TABLE contact_message (
  notification_id bigint PRIMARY KEY REFERENCES notification ON DELETE CASCADE,
  school_id       bigint NOT NULL REFERENCES school,
  to_school       text NOT NULL, -- a grouped account may write to another school than its own
  reply_to        text NOT NULL,
  subject         text NOT NULL,
  body            text NOT NULL
);

-- A trigger, so that no way in which a notification can end forgets it; its condition costs a mass run nothing.
CREATE FUNCTION forget_contact_message() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM contact_message WHERE notification_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER notification_contact_ended AFTER UPDATE OF status ON notification FOR EACH ROW
  WHEN (NEW.kind = 'CONTACT' AND NEW.status NOT IN ('PENDING', 'CLAIMED')) EXECUTE FUNCTION forget_contact_message();

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['school_setting', 'notification_text', 'useful_link', 'contact_message'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY tenant ON %I TO teleservices_app USING (school_id = ANY (scope_schools()))', t);
  END LOOP;
END $$;
GRANT SELECT, INSERT, UPDATE, DELETE ON school_setting, notification_text, useful_link, contact_message TO teleservices_app;
GRANT USAGE ON SEQUENCE useful_link_id_seq TO teleservices_app;
