-- Which values of the ledger are a theme's, a problem's, and which of them a release realised: without reading all of it.
-- Keep in step with the .sqlite.sql of the same number: same indexes.
CREATE INDEX chain_ledger_theme ON chain ((CAST(CAST(body AS jsonb) ->> 'theme' AS BIGINT))) WHERE chain = 'ledger' AND action = 'value.expect';
CREATE INDEX chain_ledger_problem ON chain ((CAST(CAST(body AS jsonb) ->> 'problem' AS BIGINT))) WHERE chain = 'ledger' AND action = 'value.expect';
CREATE INDEX chain_ledger_release ON chain ((CAST(CAST(body AS jsonb) ->> 'release' AS BIGINT))) WHERE chain = 'ledger' AND action = 'value.realise';
