-- {language, lines: [{startMs, text}]}, or null if there are none.
ALTER TABLE tracks ADD COLUMN lyrics jsonb;
