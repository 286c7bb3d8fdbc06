-- theme_day holds the sum over all themes and sources as theme -1 (source 0). Derived.

INSERT INTO theme_day (codebook_id, theme_id, source_id, day, signals, voices)
SELECT codebook_id, -1, 0, day, CAST(sum(signals) AS BIGINT), CAST(sum(voices) AS BIGINT)
FROM theme_day GROUP BY codebook_id, day;
