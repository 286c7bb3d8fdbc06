-- Which values of the ledger are a theme's, a problem's, and which of them a release realised: without reading all of it.
-- Keep in step with the .postgresql.sql of the same number: same indexes.
CREATE INDEX chain_ledger_theme ON chain (json_extract(body, '$.theme')) WHERE chain = 'ledger' AND action = 'value.expect';
CREATE INDEX chain_ledger_problem ON chain (json_extract(body, '$.problem')) WHERE chain = 'ledger' AND action = 'value.expect';
CREATE INDEX chain_ledger_release ON chain (json_extract(body, '$.release')) WHERE chain = 'ledger' AND action = 'value.realise';
