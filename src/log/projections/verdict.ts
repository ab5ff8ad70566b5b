import type { Driver } from '../driver.ts';
import { agentOf } from './count.ts';
import { projectDaily } from './daily.ts';
import { projectJudged } from './judged.ts';
import { actorOf, level, number, records, text } from './payload.ts';
import type { Read } from './payload.ts';
import { projectRefusals } from './refusal.ts';
import { projectCall } from './session.ts';
import { projectWrote } from './wrote.ts';

/** A verdict event, read once for all the tables it feeds. */
export type VerdictRow = {
  readonly event: Read;
  readonly branch: string;
  readonly inlet: string;
  readonly hook: string;
  readonly actorKind: string;
  readonly agent: string;
  readonly role: string;
  readonly level: string;
  readonly ms: number | null;
  readonly rulings: readonly RulingRow[];
  /** Those that were only counted. */
  readonly omitted: readonly Omitted[];
};
export type Omitted = { readonly rule: string; readonly level: string; readonly raised: string; readonly n: number };
export type RulingRow = {
  readonly id: string;
  readonly rule: string;
  readonly policy: string;
  readonly level: string;
  readonly raised: string;
  readonly kind: string;
  readonly subject: string;
  readonly path: string;
  readonly line: number | null;
  readonly evidence: string;
};

export function projectVerdict(driver: Driver, event: Read): void {
  const verdict = readVerdict(event);
  driver.run(
    `INSERT INTO verdict(seq, id, ts, repo, checkout, branch, inlet, hook, actor_kind, agent, role, level, rulings, ms)
     VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      event.seq,
      event.id,
      event.ts,
      event.repo,
      event.checkout,
      verdict.branch,
      verdict.inlet,
      verdict.hook,
      verdict.actorKind,
      verdict.agent,
      verdict.role,
      verdict.level,
      verdict.rulings.length + sum(verdict.omitted),
      verdict.ms,
    ],
  );
  verdict.rulings.forEach((ruling, n) => projectRuling(driver, event, ruling, n));
  projectRefusals(driver, verdict);
  projectDaily(driver, verdict);
  projectJudged(driver, verdict);
  projectWrote(driver, verdict);
  projectCall(driver, verdict);
}

function projectRuling(driver: Driver, event: Read, ruling: RulingRow, n: number): void {
  driver.run(
    `INSERT INTO decision(seq, n, ruling, ts, repo, rule, policy, level, raised, kind, subject, path, line, evidence)
     VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      event.seq,
      n,
      ruling.id,
      event.ts,
      event.repo,
      ruling.rule,
      ruling.policy,
      ruling.level,
      ruling.raised,
      ruling.kind,
      ruling.subject,
      ruling.path,
      ruling.line,
      ruling.evidence,
    ],
  );
}

function readVerdict(event: Read): VerdictRow {
  const { fields } = event;
  const actor = actorOf(event.actor);
  return {
    event,
    branch: text(fields, 'branch'),
    inlet: text(fields, 'inlet'),
    hook: text(fields, 'hook'),
    actorKind: actor.kind,
    agent: agentOf(actor),
    role: text(fields, 'role'),
    level: level(fields, 'level'),
    ms: number(fields, 'ms'),
    rulings: records(fields, 'rulings').map((ruling) => ({
      id: text(ruling, 'id'),
      rule: text(ruling, 'rule'),
      policy: text(ruling, 'policy'),
      level: level(ruling, 'level'),
      raised: level(ruling, 'raised'),
      kind: text(ruling, 'kind'),
      subject: text(ruling, 'subject'),
      path: text(ruling, 'path'),
      line: number(ruling, 'line'),
      evidence: text(ruling, 'evidence'),
    })),
    omitted: records(fields, 'omitted').map((rest) => ({
      rule: text(rest, 'rule'),
      level: level(rest, 'level'),
      raised: level(rest, 'raised'),
      n: number(rest, 'n') ?? 0,
    })),
  };
}

function sum(omitted: readonly Omitted[]): number {
  return omitted.reduce((total, rest) => total + rest.n, 0);
}
