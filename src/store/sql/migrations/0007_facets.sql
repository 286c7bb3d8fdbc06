-- Which of the different things that its theme's signals say this signal says: 1, 2...; 0: none of them.
ALTER TABLE assignment ADD COLUMN facet BIGINT NOT NULL DEFAULT 0;
