/** What can be thrown away and read anew from the events. */
export const PROJECTION_TABLES: readonly string[] = [
  'verdict',
  'decision',
  'refusal',
  'approval',
  'label',
  'daily',
  'daily_count',
  'latency',
  'judged',
  'watched',
  'wrote',
  'authored',
  'session',
  'review',
  'finding',
  'call',
  'waiver',
  'claim',
  'asked',
  'rating',
  'outcome',
  'trial',
  'tuned',
  'anchor',
  'projected',
];

export const unprotectedIndex: string = `
CREATE INDEX IF NOT EXISTS decision_unprotected ON decision(repo, subject, ts) WHERE kind = 'infra.unprotect';
`;

export const watching: string = `
-- what hooks let pass, by object id, so that a commit can be told from one that nobody judged:
-- 'tree' with the commit it was judged on, 'tip' with the ref it was pushed to, 'commit' of such a push
CREATE TABLE IF NOT EXISTS judged(
  oid TEXT NOT NULL, what TEXT NOT NULL, beside TEXT NOT NULL, repo TEXT NOT NULL, checkout TEXT NOT NULL,
  PRIMARY KEY(oid, what, beside, repo, checkout)
) STRICT, WITHOUT ROWID;

-- one row per thing the watcher saw; what became worse since (a commit that reached a remote) replaces its row
CREATE TABLE IF NOT EXISTS watched(
  repo TEXT NOT NULL, kind TEXT NOT NULL, subject TEXT NOT NULL, seq INTEGER NOT NULL, ts INTEGER NOT NULL,
  checkout TEXT NOT NULL, what TEXT NOT NULL, detail TEXT NOT NULL, level TEXT NOT NULL, n INTEGER NOT NULL,
  PRIMARY KEY(repo, kind, subject)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS watched_last ON watched(repo, seq);
`;

export const writing: string = `
-- files that an agent's tool was let to edit, by what it left in them
CREATE TABLE IF NOT EXISTS wrote(
  repo TEXT NOT NULL, path TEXT NOT NULL, agent TEXT NOT NULL, session TEXT NOT NULL, oid TEXT NOT NULL,
  vendors TEXT NOT NULL, seq INTEGER NOT NULL, ts INTEGER NOT NULL, PRIMARY KEY(repo, path, agent, session, oid)
) STRICT, WITHOUT ROWID;

-- agents whose lines are in a tree that a commit hook let pass, and the commit it was to stand on: a tree alone comes back
CREATE TABLE IF NOT EXISTS authored(
  repo TEXT NOT NULL, tree TEXT NOT NULL, head TEXT NOT NULL, agent TEXT NOT NULL, session TEXT NOT NULL,
  vendors TEXT NOT NULL, ts INTEGER NOT NULL, PRIMARY KEY(repo, tree, head, agent, session)
) STRICT, WITHOUT ROWID;

-- sessions of agents whose hook spoke to us: begun, ended, and its last tool call
CREATE TABLE IF NOT EXISTS session(
  agent TEXT NOT NULL, session TEXT NOT NULL, repo TEXT NOT NULL, checkout TEXT NOT NULL, model TEXT NOT NULL,
  mode TEXT NOT NULL, started INTEGER, last INTEGER NOT NULL, ended INTEGER, calls INTEGER NOT NULL,
  refused INTEGER NOT NULL, PRIMARY KEY(agent, session)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS session_last ON session(last);
`;

export const reviewing: string = `
-- one row per round of a review that came to a verdict; what it rests on is the payload of its event
CREATE TABLE IF NOT EXISTS review(
  seq INTEGER PRIMARY KEY, id TEXT NOT NULL, ts INTEGER NOT NULL, repo TEXT NOT NULL, checkout TEXT NOT NULL,
  branch TEXT NOT NULL, key TEXT NOT NULL, loop TEXT NOT NULL, round INTEGER NOT NULL, head TEXT NOT NULL,
  tree TEXT NOT NULL, outcome TEXT NOT NULL, stop TEXT NOT NULL, open INTEGER NOT NULL, money REAL NOT NULL,
  tokens INTEGER NOT NULL, ms REAL NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS review_key ON review(repo, key, seq);
CREATE INDEX IF NOT EXISTS review_loop ON review(loop, seq);
CREATE INDEX IF NOT EXISTS review_id ON review(id);
CREATE INDEX IF NOT EXISTS review_of_repo ON review(repo, ts);

-- each finding as its loop last left it
CREATE TABLE IF NOT EXISTS finding(
  loop TEXT NOT NULL, id TEXT NOT NULL, repo TEXT NOT NULL, branch TEXT NOT NULL, seq INTEGER NOT NULL,
  failure_model TEXT NOT NULL, path TEXT NOT NULL, line INTEGER NOT NULL, severity TEXT NOT NULL,
  blocking INTEGER NOT NULL, state TEXT NOT NULL, finder TEXT NOT NULL, vendor TEXT NOT NULL, model TEXT NOT NULL,
  since INTEGER NOT NULL, last INTEGER NOT NULL, first_ts INTEGER NOT NULL, last_ts INTEGER NOT NULL,
  PRIMARY KEY(loop, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS finding_id ON finding(id);
CREATE INDEX IF NOT EXISTS finding_of_repo ON finding(repo, last_ts);

-- one row per question to a reviewer; topic names it, so that a round that was cut off does not ask it again
CREATE TABLE IF NOT EXISTS call(
  seq INTEGER PRIMARY KEY, ts INTEGER NOT NULL, day INTEGER NOT NULL, repo TEXT NOT NULL, loop TEXT NOT NULL,
  topic TEXT NOT NULL, purpose TEXT NOT NULL, reviewer TEXT NOT NULL, vendor TEXT NOT NULL, model TEXT NOT NULL,
  outcome TEXT NOT NULL, cause TEXT NOT NULL, input INTEGER NOT NULL, cached INTEGER NOT NULL,
  output INTEGER NOT NULL, money REAL NOT NULL, ms REAL NOT NULL, tries INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS call_day ON call(day);
CREATE INDEX IF NOT EXISTS call_topic ON call(topic);
CREATE INDEX IF NOT EXISTS call_loop ON call(loop);

-- by a person, of a finding (f-) or of a whole loop (l-)
CREATE TABLE IF NOT EXISTS waiver(
  seq INTEGER PRIMARY KEY, ts INTEGER NOT NULL, repo TEXT NOT NULL, target TEXT NOT NULL, key TEXT NOT NULL,
  by_name TEXT NOT NULL, by_email TEXT NOT NULL, because TEXT NOT NULL, expires INTEGER
) STRICT;
CREATE INDEX IF NOT EXISTS waiver_target ON waiver(repo, target);
`;

export const learning: string = `
-- what became of one ruling, asked of each statement that is shown: refusals are kept in the order of time
CREATE INDEX IF NOT EXISTS refusal_of ON refusal(repo, rule, subject, seq);

-- what its reader stated of a finding; its table is older and frozen in shape
CREATE TABLE IF NOT EXISTS claim(
  loop TEXT NOT NULL, id TEXT NOT NULL, confidence REAL, criterion TEXT NOT NULL, spec TEXT NOT NULL,
  identity TEXT NOT NULL, PRIMARY KEY(loop, id)
) STRICT, WITHOUT ROWID;

-- one row per question, also of those that found nothing, by who was asked: vendor, model served, prompt and mode together
CREATE TABLE IF NOT EXISTS asked(
  seq INTEGER PRIMARY KEY, ts INTEGER NOT NULL, repo TEXT NOT NULL, loop TEXT NOT NULL, round INTEGER NOT NULL,
  reviewer TEXT NOT NULL, identity TEXT NOT NULL, vendor TEXT NOT NULL, model TEXT NOT NULL, mode TEXT NOT NULL,
  outcome TEXT NOT NULL, money REAL NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS asked_loop ON asked(loop, reviewer, seq);
CREATE INDEX IF NOT EXISTS asked_identity ON asked(identity, ts);

-- the last word of each person on each statement; all of their words are in \`label\`
CREATE TABLE IF NOT EXISTS rating(
  target TEXT NOT NULL, rater TEXT NOT NULL, seq INTEGER NOT NULL, ts INTEGER NOT NULL, repo TEXT NOT NULL,
  rule TEXT NOT NULL, says TEXT NOT NULL, because TEXT NOT NULL, strategy TEXT NOT NULL, p_sel REAL,
  secs REAL, PRIMARY KEY(target, rater)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS rating_rule ON rating(rule, ts);
CREATE INDEX IF NOT EXISTS rating_ts ON rating(ts);

CREATE TABLE IF NOT EXISTS outcome(
  id TEXT PRIMARY KEY, seq INTEGER NOT NULL, ts INTEGER NOT NULL, repo TEXT NOT NULL, oid TEXT NOT NULL,
  kind TEXT NOT NULL, weight REAL NOT NULL, evidence TEXT NOT NULL, withdrawn INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS outcome_oid ON outcome(repo, oid);

CREATE TABLE IF NOT EXISTS trial(
  seq INTEGER PRIMARY KEY, ts INTEGER NOT NULL, repo TEXT NOT NULL, failure_model TEXT NOT NULL, seed TEXT NOT NULL,
  diff TEXT NOT NULL, origin TEXT NOT NULL, identity TEXT NOT NULL, vendor TEXT NOT NULL, model TEXT NOT NULL,
  mode TEXT NOT NULL, result TEXT NOT NULL, cause TEXT NOT NULL, money REAL NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS trial_model ON trial(failure_model, identity, ts);

CREATE TABLE IF NOT EXISTS tuned(
  seq INTEGER PRIMARY KEY, id TEXT NOT NULL, ts INTEGER NOT NULL, repo TEXT NOT NULL, contract TEXT NOT NULL,
  knob TEXT NOT NULL, was TEXT NOT NULL, becomes TEXT NOT NULL, undone INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS tuned_contract ON tuned(repo, contract, ts);

CREATE TABLE IF NOT EXISTS anchor(
  seq INTEGER PRIMARY KEY, ts INTEGER NOT NULL, upto INTEGER NOT NULL, head TEXT NOT NULL, place TEXT NOT NULL
) STRICT;
`;

/** As projectReview and projectLabel would have, for what was written before these tables were. By the rows of reviews: a log of a million events is not read through for it. */
export const fillClaims: string = `
INSERT OR IGNORE INTO claim(loop, id, confidence, criterion, spec, identity)
  SELECT json_extract(event.payload, '$.loop'), json_extract(entry.value, '$.id'), json_extract(entry.value, '$.confidence'),
    coalesce(json_extract(entry.value, '$.criterion'), ''), coalesce(json_extract(event.payload, '$.spec.path'), ''), ''
  FROM review JOIN event ON event.seq = review.seq, json_each(event.payload, '$.ledger') AS entry
  WHERE json_valid(event.payload)
    AND json_extract(event.payload, '$.loop') IS NOT NULL AND json_extract(entry.value, '$.id') IS NOT NULL;
INSERT OR REPLACE INTO rating(target, rater, seq, ts, repo, rule, says, because, strategy, p_sel, secs)
  SELECT label.target, event.actor, label.seq, label.ts, label.repo, label.rule, label.says, label.because, label.strategy,
    label.p_sel, NULL FROM label JOIN event ON event.seq = label.seq WHERE label.counts = 1 ORDER BY label.seq;
`;

export const createProjections: string = `
-- how far the projections have read: an older or newer client may have appended without touching them
CREATE TABLE projected(only INTEGER PRIMARY KEY CHECK(only = 1), seq INTEGER NOT NULL) STRICT;
INSERT INTO projected(only, seq) VALUES(1, 0);

CREATE TABLE verdict(
  seq INTEGER PRIMARY KEY, id TEXT NOT NULL, ts INTEGER NOT NULL, repo TEXT NOT NULL, checkout TEXT NOT NULL,
  branch TEXT NOT NULL, inlet TEXT NOT NULL, hook TEXT NOT NULL, actor_kind TEXT NOT NULL, agent TEXT NOT NULL,
  role TEXT NOT NULL, level TEXT NOT NULL, rulings INTEGER NOT NULL, ms REAL
) STRICT;
CREATE INDEX verdict_of_repo ON verdict(repo, seq);
CREATE INDEX verdict_id ON verdict(id);

-- one row per ruling
CREATE TABLE decision(
  seq INTEGER NOT NULL, n INTEGER NOT NULL, ruling TEXT NOT NULL, ts INTEGER NOT NULL, repo TEXT NOT NULL,
  rule TEXT NOT NULL, policy TEXT NOT NULL, level TEXT NOT NULL, raised TEXT NOT NULL, kind TEXT NOT NULL,
  subject TEXT NOT NULL, path TEXT NOT NULL, line INTEGER, evidence TEXT NOT NULL, PRIMARY KEY(seq, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX decision_ruling ON decision(ruling, seq);
${unprotectedIndex}
-- one row per thing that was refused until it was approved, redone or given up
CREATE TABLE refusal(
  seq INTEGER NOT NULL, repo TEXT NOT NULL, branch TEXT NOT NULL, inlet TEXT NOT NULL, rule TEXT NOT NULL,
  subject TEXT NOT NULL, ruling TEXT NOT NULL, level TEXT NOT NULL, actor_kind TEXT NOT NULL, agent TEXT NOT NULL,
  role TEXT NOT NULL, first_ts INTEGER NOT NULL, last_ts INTEGER NOT NULL, tries INTEGER NOT NULL,
  outcome TEXT NOT NULL CHECK(outcome IN('open', 'approved', 'redone')), closed_ts INTEGER,
  PRIMARY KEY(seq, rule, subject)
) STRICT, WITHOUT ROWID;
CREATE INDEX refusal_open ON refusal(repo, branch, inlet) WHERE outcome = 'open';
CREATE INDEX refusal_first ON refusal(first_ts);

CREATE TABLE approval(
  id TEXT PRIMARY KEY, seq INTEGER NOT NULL, repo TEXT NOT NULL, rule TEXT NOT NULL, subject TEXT NOT NULL,
  before_oid TEXT, after_oid TEXT, by_name TEXT NOT NULL, by_email TEXT NOT NULL, assurance TEXT NOT NULL,
  at INTEGER NOT NULL, expires INTEGER NOT NULL, because TEXT NOT NULL, revoked INTEGER
) STRICT;
CREATE INDEX approval_of_repo ON approval(repo, at);

-- superseded by the next label of the same target, never edited
CREATE TABLE label(
  seq INTEGER PRIMARY KEY, target TEXT NOT NULL, ts INTEGER NOT NULL, repo TEXT NOT NULL, rule TEXT NOT NULL,
  says TEXT NOT NULL, because TEXT NOT NULL, actor_kind TEXT NOT NULL, counts INTEGER NOT NULL, p_sel REAL,
  strategy TEXT NOT NULL
) STRICT;
CREATE INDEX label_target ON label(target, seq);

-- rule '' is the verdict itself; otherwise how many verdicts in which that rule spoke
CREATE TABLE daily(
  day INTEGER NOT NULL, repo TEXT NOT NULL, actor_kind TEXT NOT NULL, agent TEXT NOT NULL, role TEXT NOT NULL,
  rule TEXT NOT NULL, level TEXT NOT NULL, raised TEXT NOT NULL, n INTEGER NOT NULL, rulings INTEGER NOT NULL,
  ms REAL NOT NULL, PRIMARY KEY(day, repo, actor_kind, agent, role, rule, level, raised)
) STRICT, WITHOUT ROWID;
-- most questions are about verdicts, which are few among the rows of all rules
CREATE INDEX daily_verdicts ON daily(day, repo, actor_kind, agent, role, level, raised, n, ms) WHERE rule = '';
-- in the order stats sums them: without it, each answer would sort every row
CREATE INDEX daily_rules ON daily(rule, level, raised, day, repo, n, rulings) WHERE rule <> '';

CREATE TABLE daily_count(
  day INTEGER NOT NULL, repo TEXT NOT NULL, actor_kind TEXT NOT NULL, agent TEXT NOT NULL, role TEXT NOT NULL,
  name TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY(day, repo, actor_kind, agent, role, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE latency(
  day INTEGER NOT NULL, repo TEXT NOT NULL, hook TEXT NOT NULL, bucket INTEGER NOT NULL, n INTEGER NOT NULL,
  PRIMARY KEY(day, repo, hook, bucket)
) STRICT, WITHOUT ROWID;
${watching}${writing}${reviewing}${learning}`;
