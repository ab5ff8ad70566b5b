-- nobody reads it any more
ALTER TABLE orders DROP COLUMN note;
