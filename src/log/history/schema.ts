/** Raised with every change below: what another version wrote is thrown away and read anew from git. */
export const HISTORY_VERSION = 1;

export const createHistory: string = `
-- 'tip' is what was read to its end; 'heads' where a reading that was cut off stands, of which nothing lies behind another
CREATE TABLE repository(
  id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, ref TEXT NOT NULL, tip TEXT NOT NULL, heads TEXT NOT NULL,
  shallow TEXT NOT NULL, commits INTEGER NOT NULL, synced INTEGER NOT NULL, told INTEGER NOT NULL
) STRICT;

-- an address as a hash: people are counted here, not named
CREATE TABLE person(
  id INTEGER PRIMARY KEY, repo INTEGER NOT NULL, hash TEXT NOT NULL, commits INTEGER NOT NULL, UNIQUE(repo, hash)
) STRICT;

CREATE TABLE agent(
  repo INTEGER NOT NULL, agent TEXT NOT NULL, area TEXT NOT NULL, commits INTEGER NOT NULL, PRIMARY KEY(repo, agent, area)
) STRICT, WITHOUT ROWID;

CREATE TABLE file(
  id INTEGER PRIMARY KEY, repo INTEGER NOT NULL, path TEXT NOT NULL, changes INTEGER NOT NULL, last INTEGER NOT NULL,
  UNIQUE(repo, path)
) STRICT;

-- each commit, parents before children; a merge is there so that it can be named, and counts for nothing
CREATE TABLE past(
  n INTEGER PRIMARY KEY, repo INTEGER NOT NULL, oid TEXT NOT NULL, ts INTEGER NOT NULL, merge INTEGER NOT NULL,
  person INTEGER NOT NULL, agent TEXT NOT NULL, model TEXT NOT NULL, area TEXT NOT NULL, fix INTEGER NOT NULL,
  added INTEGER NOT NULL, deleted INTEGER NOT NULL, files INTEGER NOT NULL, age REAL, changes INTEGER NOT NULL,
  experience INTEGER NOT NULL, traced INTEGER NOT NULL, UNIQUE(repo, oid)
) STRICT;
CREATE INDEX past_ts ON past(repo, ts) WHERE merge = 0;
CREATE INDEX past_untraced ON past(repo, n) WHERE fix = 1 AND traced = 0;

CREATE TABLE touched(file INTEGER NOT NULL, n INTEGER NOT NULL, PRIMARY KEY(file, n)) STRICT, WITHOUT ROWID;

-- what a commit says of another one, in its words or by the lines it replaces
CREATE TABLE claim(
  n INTEGER NOT NULL, kind TEXT NOT NULL, named TEXT NOT NULL, PRIMARY KEY(n, kind, named)
) STRICT, WITHOUT ROWID;

-- commits that a rewritten history holds no more: what they said of others is still to be taken back
CREATE TABLE gone(repo INTEGER NOT NULL, oid TEXT NOT NULL, PRIMARY KEY(repo, oid)) STRICT, WITHOUT ROWID;
`;
