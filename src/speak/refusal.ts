import type { Change } from '../model/change.ts';
import { COMMAND } from '../model/fact.ts';
import { redact } from '../model/redact.ts';
import { isRefusal } from '../model/level.ts';
import type { Ruling, Verdict } from '../model/verdict.ts';
import { escapeText, showPath } from './escape.ts';
import type { Style } from './style.ts';
import { blockOf } from './block.ts';
import { doubtedFinding, machineLineOf, tellReview } from './review.ts';
import { count, nameActor, wrap } from './words.ts';

/** What happened to the change, said once to people and to agents alike (DESIGN.md, "Speaking"). */
export type Telling = {
  readonly verdict: Verdict;
  readonly change: Change;
  /** A step the gate has judged and would let pass; null when it found none. */
  readonly next: string | null;
  readonly near: readonly Near[];
  /** What is to be said beside the verdict's own notes. */
  readonly notes: readonly string[];
  readonly style: Style;
  readonly verbose: boolean;
};

/** An approval that was meant for a ruling (by its id) and fell short. */
export type Near = { readonly ruling: string; readonly by: string; readonly why: string };

const WIDTH = 78;
const SHOWN = 8;

export function tell(telling: Telling): string {
  const { verdict, style } = telling;
  const refused = verdict.rulings.filter((ruling) => isRefusal(ruling.level));
  const warned = verdict.rulings.filter((ruling) => ruling.level === 'warn');
  const reviews = verdict.reviews.toSorted((a, b) => Number(b.refuses) - Number(a.refuses));
  const isHeld = reviews.some(({ refuses }) => refuses);
  const lines = [
    ...(refused.length > 0 ? tellRefusal(telling, refused) : []),
    ...(refused.length === 0 && isHeld ? [heldBack(telling), ''] : []),
    ...reviews.flatMap((review) => tellReview(review, style)),
    ...tellWarnings(warned, style),
    ...tellApprovals(verdict, style),
    ...[...verdict.notes, ...telling.notes].flatMap((note) => wrap(`guardrail: ${shown(note)}`, WIDTH)),
    ...tellDoubt(telling, refused),
    ...(refused.length > 0 || telling.verbose ? [style.dim(tellCoverage(verdict))] : []),
    ...(refused.length > 0 ? [machineLine(telling, refused)] : []),
    ...(isHeld ? [machineLineOf(reviews)] : []),
  ];
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}

function tellRefusal(telling: Telling, refused: readonly Ruling[]): readonly string[] {
  const { style } = telling;
  const groups = groupRulings(refused);
  const first = groups.slice(0, SHOWN);
  const needsPerson = refused.every((ruling) => ruling.level === 'ask');
  return [
    style.bold(style.red(`guardrail: ${nameOf(telling.change)} is refused`)) +
      (needsPerson ? ': it needs a person to approve it' : `: ${count(groups.length, 'reason')}`),
    '',
    ...first.flatMap((group) => tellGroup(group, telling)),
    ...(groups.length > first.length
      ? [`  and ${count(groups.length - first.length, 'more reason')}: guardrail check --json`, '']
      : []),
    ...(telling.next === null ? [] : [...indent('next', telling.next, style, WHOLE), '']),
  ];
}

/** Where no log of this user remembers what was said, nobody can be sent there. */
const UNREMEMBERED: readonly Change['inlet'][] = ['range', 'receive', 'case'];

/** How a person says that it was wrong to refuse, once for all of it. An agent does not grade what it is held to. */
function tellDoubt({ verdict, change, style }: Telling, refused: readonly Ruling[]): readonly string[] {
  if (change.operator.kind !== 'human' || UNREMEMBERED.includes(change.inlet)) return [];
  const id = refused[0]?.id ?? doubtedFinding(verdict.reviews);
  return id === null ? [] : [style.dim(`guardrail: was it wrong to say so? guardrail label ${id} wrong`)];
}

function heldBack({ change, style, verdict }: Telling): string {
  const isWaiting = verdict.reviews.every(({ refuses, outcome }) => !refuses || outcome === 'pending');
  const why = isWaiting ? 'its review is not done yet' : 'its review stands against it';
  return `${style.bold(style.red(`guardrail: ${nameOf(change)} is refused`))}: ${why}`;
}

/** Rulings of one rule at one level are one reason, however many files it meets. */
function groupRulings(rulings: readonly Ruling[]): readonly (readonly Ruling[])[] {
  const groups = new Map<string, Ruling[]>();
  for (const ruling of rulings) {
    const key = `${ruling.level}\n${ruling.rule}\n${ruling.say === ruling.instead ? '' : ruling.instead}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [ruling]);
    else if (!group.some((other) => other.id === ruling.id)) group.push(ruling);
  }
  return [...groups.values()];
}

function tellGroup(group: readonly Ruling[], telling: Telling): readonly string[] {
  const first = group[0];
  if (first === undefined) return [];
  const { style } = telling;
  const paint = first.level === 'deny' ? style.red : style.yellow;
  const subjects = [...new Set(group.map(subjectOf))].slice(1); // seen in two commits it is still one
  const others = subjects.slice(0, 3);
  const rest = subjects.length - others.length;
  const near = telling.near.find(({ ruling }) => group.some(({ id }) => id === ruling));
  return [
    `  ${paint(first.level.padEnd(5))} ${style.bold(shown(first.rule))}  ${style.dim(`${shown(first.source.file)}:${first.source.line}`)}`,
    ...indent('what', first.say, style, 3),
    ...(others.length > 0
      ? indent('also', `${others.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`, style, 1)
      : []),
    ...indent('where', whereOf(first), style, 2),
    ...indent('why', first.why, style, 2),
    ...tellInstead(first, style),
    ...(near === undefined ? [] : indent('almost', `${near.by} approved it, but ${near.why}`, style, 3)),
    ...grantsFor(group, telling.change).flatMap((grant) => indent('grant', grant, style, WHOLE)),
    ...indent('person', forPerson(group, telling), style, WHOLE),
    '',
  ];
}

/** A block to paste (`moved { … }`) stays as it is: wrapped it would be another text. */
function tellInstead(ruling: Ruling, style: Style): readonly string[] {
  const lines = blockOf(ruling);
  if (lines === null) return indent('instead', ruling.instead, style, 4);
  return lines.map((line, index) => `        ${index === 0 ? style.dim('instead') : '       '} ${shown(line)}`);
}

/** How a human can let it pass. `deny` is not approved away: a person takes the change over and is then asked, or grants it beforehand. */
function forPerson(group: readonly Ruling[], { change }: Telling): string {
  const [first] = group;
  if (first === undefined) return '';
  const ids = group.slice(0, 4).map((ruling) => ruling.id);
  const sign = first.need.assurance === 'A0' ? '' : ' --sign';
  const approve = `guardrail approve ${ids.join(' ')}${sign} --because "..."`;
  const whose = first.need.of === null ? '' : ` of ${shown(first.need.of)}`;
  const who = first.need.people > 1 ? `${first.need.people} people${whose}` : whose === '' ? '' : `somebody${whose}`;
  if (first.level === 'ask') return who === '' ? approve : `${who}: ${approve}`;
  if (change.operator.kind === 'human')
    return 'no approval lifts this for a person; only the rule on the protected branch';
  return `takes it over: ${again(change)} at a terminal of their own, where it asks: ${approve}`;
}

/** The narrowest that lets an agent do it, for a person to type: one consequence, one subject, a reason and an end. */
function grantsFor(group: readonly Ruling[], { operator }: Change): readonly string[] {
  const denied = group.filter(({ level, grantable }) => level === 'deny' && grantable && operator.kind !== 'human');
  return [...new Set(denied.map(grantFor))].slice(0, 3);
}

const LONGEST_NAME = 60;

/** By its name where that fits a line, else by the id of the refusal. */
function grantFor({ id, fact, need }: Ruling): string {
  const subject = redact(showPath(fact.subject));
  const word = /^[\w./:@%+,-]+$/.test(subject) ? subject : `'${subject.replaceAll("'", "'\\''")}'`;
  const sign = need.assurance === 'A0' ? '' : ' --sign';
  const name = word.length > LONGEST_NAME ? `${id} --grant` : `${fact.kind} ${word}`;
  return `guardrail approve ${name}${sign} --because "..."`;
}

function again(change: Change): string {
  switch (change.inlet) {
    case 'staged':
      return 'commits it';
    case 'push':
    case 'receive':
      return 'pushes it';
    case 'range':
    case 'paths':
    case 'patch':
    case 'case':
      return 'makes the change';
    case 'tool':
      return 'runs it';
    case 'plan':
      return 'applies it';
  }
}

/** A command is shown whole, however long: cut short it would do something else. */
const WHOLE = 40;

function indent(label: string, text: string, style: Style, most: number): readonly string[] {
  if (text === '') return [];
  const room = WIDTH - 16;
  const words = shown(text).split(' ');
  const lines = wrap((most === WHOLE ? words : words.map((word) => shorten(word, room))).join(' '), room);
  const cut =
    lines.length > most ? [...lines.slice(0, most - 1), `${(lines[most - 1] ?? '').slice(0, room - 2)} …`] : lines;
  return cut.map((line, index) =>
    index === 0 ? `        ${style.dim(label.padEnd(7))} ${line}` : `                ${line}`,
  );
}

/** A path wider than the terminal: its ends say most. All of it is in --json. */
function shorten(word: string, room: number): string {
  if (word.length <= room) return word;
  return `${word.slice(0, Math.floor(room / 2) - 1)}…${word.slice(-Math.floor(room / 2) + 1)}`;
}

/** What a stranger wrote: escaped, and without secrets. */
function shown(text: string): string {
  return redact(escapeText(text));
}

function whereOf(ruling: Ruling): string {
  const { path, range } = ruling.fact.where;
  const place = placeOf(path, range);
  const commits = ruling.fact.commits.map((oid) => oid.slice(0, 9));
  const authors = [...new Set(ruling.fact.authors.map(nameActor))].join(', ');
  const seen =
    commits.length === 0
      ? ''
      : ` in ${commits.slice(0, 3).join(', ')}${commits.length > 3 ? ` and ${commits.length - 3} more` : ''}`;
  const branch = ruling.fact.branch === null || commits.length === 0 ? '' : ` on ${ruling.fact.branch}`;
  return `${place}${seen}${branch}, by ${authors}`;
}

function placeOf(path: string, range: Ruling['fact']['where']['range']): string {
  if (path === COMMAND) return range === null || range.from === 1 ? 'the command' : `line ${range.from} of the command`;
  if (path === '') return 'the change as a whole';
  return range === null ? showPath(path) : `${showPath(path)}:${range.from}`;
}

function subjectOf(ruling: Ruling): string {
  return showPath(ruling.fact.subject);
}

function nameOf(change: Change): string {
  switch (change.inlet) {
    case 'staged':
      return 'this commit';
    case 'push':
    case 'receive':
      return change.refs.length > 1 ? `this push of ${change.refs.length} refs` : 'this push';
    case 'range':
      return 'this range';
    case 'paths':
    case 'patch':
    case 'case':
      return 'this change';
    case 'tool':
      return 'this call';
    case 'plan':
      return 'this plan';
  }
}

function tellWarnings(warned: readonly Ruling[], style: Style): readonly string[] {
  const groups = groupRulings(warned);
  const lines = groups.slice(0, 5).flatMap((group) => {
    const first = group[0];
    if (first === undefined) return [];
    const more = group.length > 1 ? ` (and ${group.length - 1} more)` : '';
    return wrap(`${style.yellow('warn')}  ${first.rule}: ${shown(first.say)}${more}`, WIDTH).map((line, index) =>
      index === 0 ? `guardrail: ${line}` : `           ${line}`,
    );
  });
  return groups.length > 5 ? [...lines, `guardrail: and ${count(groups.length - 5, 'more warning')}`] : lines;
}

/** What a gate lets pass because of people, it says: who, how sure that is, and why. */
function tellApprovals(verdict: Verdict, style: Style): readonly string[] {
  return verdict.rulings
    .filter((ruling) => ruling.level === 'allow' && isRefusal(ruling.raised) && ruling.approved.length > 0)
    .flatMap((ruling) => {
      const who = ruling.approved.map((approval) => `${approval.by.email} (${approval.assurance})`).join(', ');
      const because = shown(ruling.approved[0]?.because ?? '').slice(0, 200);
      return [
        `guardrail: ${style.green('approved')}  ${shown(ruling.rule)} for ${redact(showPath(ruling.fact.subject))} by ${shown(who)}`,
        ...wrap(`because ${because}`, WIDTH - 11).map((line) => `           ${line}`),
      ];
    });
}

export function tellCoverage(verdict: Verdict): string {
  const { coverage, looked } = verdict;
  const seen = [
    ...(coverage.refs > 0 ? [count(coverage.refs, 'ref')] : []),
    ...(coverage.commits > 0 ? [count(coverage.commits, 'commit')] : []),
    count(coverage.files, 'file'),
    `${count(looked.facts, 'fact')} against ${count(looked.rules, 'rule')} (${shown(looked.readings.join(', '))})`,
  ];
  const unread = coverage.unread.length === 0 ? '' : `; ${coverage.unread.length} could not be read`;
  return `guardrail: looked at ${seen.join(', ')}${unread}`;
}

/** The one line a program reads: the same facts, no prose. */
function machineLine(telling: Telling, refused: readonly Ruling[]): string {
  return `guardrail: ${JSON.stringify({
    verdict: telling.verdict.level,
    rules: [...new Set(refused.map((ruling) => ruling.rule))],
    approve: [...new Set(refused.map((ruling) => ruling.id))].slice(0, 20),
    next: telling.next === null ? null : redact(telling.next),
  }).replaceAll(/[\u007f-\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)}`;
}
