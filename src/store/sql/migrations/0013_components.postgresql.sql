-- Pieces of software, what they are built upon, and whose friction somebody said it is.
-- Keep in step with 0013_components.sqlite.sql: same tables, same columns, same order.

-- ref: "component:default/checkout". owner_key: as the source says ('': nobody); team_id or person_id is the same, resolved.
-- tags, paths, products: lists parted by ", ". source: the file that it came from. One that is gone stays: problems name it.
CREATE TABLE component (
    id          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ref         TEXT COLLATE "C" NOT NULL UNIQUE,
    kind        TEXT NOT NULL,
    name        TEXT COLLATE "C" NOT NULL,
    title       TEXT NOT NULL,
    description TEXT NOT NULL,
    type        TEXT NOT NULL,
    lifecycle   TEXT NOT NULL,
    tags        TEXT NOT NULL,
    paths       TEXT NOT NULL,
    products    TEXT NOT NULL,
    owner_key   TEXT NOT NULL,
    team_id     BIGINT REFERENCES team (id),
    person_id   BIGINT REFERENCES person (id),
    source      TEXT NOT NULL,
    gone_at     BIGINT
);
CREATE INDEX component_of_team ON component (team_id) WHERE team_id IS NOT NULL;
CREATE INDEX component_of_person ON component (person_id) WHERE person_id IS NOT NULL;

-- from_id is built upon to_id.
CREATE TABLE component_edge (
    from_id BIGINT NOT NULL REFERENCES component (id),
    to_id   BIGINT NOT NULL REFERENCES component (id),
    PRIMARY KEY (from_id, to_id)
);
CREATE INDEX component_edge_to ON component_edge (to_id);

-- What people confirmed; never changed. A later one about the same theme, or the same text, stands in its place.
-- component_id NULL: nobody's. theme_id NULL: a text alone.
CREATE TABLE routing (
    id           BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at           BIGINT NOT NULL,
    author       TEXT NOT NULL,
    theme_id     BIGINT,
    component_id BIGINT REFERENCES component (id),
    text         TEXT NOT NULL
);
CREATE INDEX routing_of_theme ON routing (theme_id, id) WHERE theme_id IS NOT NULL;
