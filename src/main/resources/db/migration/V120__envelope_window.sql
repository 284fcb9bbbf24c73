-- Where the window of the school's envelopes is on the sheet: millimetres from its left and its upper edge.
ALTER TABLE school_setting
  ADD COLUMN window_left smallint NOT NULL DEFAULT 110 CHECK (window_left BETWEEN 10 AND 120),
  ADD COLUMN window_top smallint NOT NULL DEFAULT 55 CHECK (window_top BETWEEN 40 AND 67);
