-- Who tells the signals of a source: customers, or the company's own developers as customers of its infrastructure.
-- Keep in step with 0019_told_by.sqlite.sql: same tables, same columns, same order.

ALTER TABLE source ADD COLUMN told_by TEXT COLLATE "C" NOT NULL DEFAULT 'customers'
    CHECK (told_by IN ('customers', 'internal'));

-- One dimension more: 'internal' holds the products of signals told by internal developers.
ALTER TABLE theme_day_by DROP CONSTRAINT theme_day_by_dimension_check;
ALTER TABLE theme_day_by ADD CONSTRAINT theme_day_by_dimension_check
    CHECK (dimension IN ('segment', 'product', 'channel', 'internal'));
