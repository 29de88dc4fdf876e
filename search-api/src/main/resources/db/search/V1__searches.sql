-- What a listener picked from results, the last of each query; at most 50 per account are kept.
CREATE TABLE searches (
  account text COLLATE "C" NOT NULL,
  id text COLLATE "C" NOT NULL,
  query text NOT NULL,
  kind text NOT NULL,
  picked text COLLATE "C" NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (account, id)
);

-- Figures for operators, of whole days and without names.
CREATE TABLE picks (
  day date NOT NULL,
  place integer NOT NULL,
  clicks bigint NOT NULL,
  PRIMARY KEY (day, place)
);

CREATE TABLE fruitless (
  day date NOT NULL,
  query text COLLATE "C" NOT NULL,
  searches bigint NOT NULL,
  PRIMARY KEY (day, query)
);
