import { readOperator } from '../gate/operator.ts';
import { openNumbers } from '../log/current.ts';
import { openLog } from '../log/open.ts';
import type { Appended, Log } from '../log/open.ts';
import { findRulings, findVerdicts } from '../log/read.ts';
import { FINDING_RULE } from '../log/review-tally.ts';
import { findingNamed } from '../log/reviews.ts';
import { actorName } from '../log/verdict-event.ts';
import type { NewEvent } from '../model/event.ts';
import { LABELS, type Label } from '../model/label.ts';
import { escapeText } from '../speak/escape.ts';
import { nameActor } from '../speak/words.ts';
import { openGit } from '../system/git.ts';
import type { Io } from '../system/io.ts';
import type { Command } from './command.ts';
import { UsageError } from '../system/usage.ts';

const HELP = 'guardrail label --help';

export const command: Command = {
  name: 'label',
  summary: 'Say whether a ruling or a finding was right, so that rules and reviewers can be weighed',
  takes: 'ID right|wrong|gap|unclear',
  examples: [
    ['guardrail label r-7f3k2m right', 'the rule was right to speak'],
    ['guardrail label r-7f3k2m wrong --because "a fixture"', 'a false alarm, and why'],
    ['guardrail label f-7f3k2mq wrong --because "the caller checks it"', 'a finding of a review that is none'],
    ['guardrail log', 'shows what can be labelled'],
  ],
  flags: [{ name: 'because', type: 'text', hint: 'TEXT', says: 'Why' }],
  run: async (args, io) => {
    const [id, word] = args.words;
    const says = LABELS.find((known) => known === word);
    if (id === undefined || says === undefined) {
      throw new UsageError(`label: name a ruling or a finding, and one of ${LABELS.join(', ')}`, HELP);
    }
    const numbers = await openNumbers(io.env);
    const target = findTarget(numbers, id);
    numbers.close();
    const user = await gitUser(io);
    const rater = await readOperator(io, user);
    const log = await openLog({ env: io.env });
    const appended = log.append([labelEvent(target, says, args.text('because') ?? '', io, actorName(rater))]);
    log.close();
    await io.out(`${describe(appended, target, says)}\n`);
    if (rater.kind !== 'human') {
      await io.err(`It was kept but does not count: ${escapeText(nameActor(rater))} does not grade what is judged.\n`);
    }
    return appended.kind === 'written' ? 0 : 2;
  },
};

type Target = { readonly id: string; readonly repo: string; readonly rule: string };

function findTarget(log: Log, id: string): Target {
  const [ruling] = findRulings(log, id);
  if (ruling !== undefined) return { id: ruling.ruling, repo: ruling.repo, rule: ruling.rule };
  const finding = findingNamed(log, id);
  if (finding !== null) return { id, repo: finding.repo, rule: `${FINDING_RULE}${finding.failureModel}` };
  const [verdict, other] = findVerdicts(log, id);
  if (verdict !== undefined && other === undefined) return { id: verdict.id, repo: verdict.repo, rule: '' };
  const why = verdict === undefined ? 'nothing in the log has this id' : 'more than one verdict begins like this';
  throw new UsageError(`label ${escapeText(id)}: ${why}`, 'guardrail log');
}

/** Volunteered, not drawn: the chance with which it came to be labelled is not known, and that cannot be told later. */
function labelEvent(target: Target, says: Label, because: string, io: Io, actor: string): NewEvent {
  const payload = { target: target.id, rule: target.rule, says, because, p_sel: null, strategy: 'volunteered' };
  return { ts: io.now(), repo: target.repo, checkout: io.cwd, actor, kind: 'label', subject: target.id, payload };
}

function describe(appended: Appended, target: Target, says: Label): string {
  const what = `${target.id}${target.rule === '' ? '' : ` (${escapeText(target.rule)})`}: ${says}`;
  switch (appended.kind) {
    case 'written':
      return `${what}. See guardrail stats --by ${target.id.startsWith('f-') ? 'failure-model' : 'rule'}`;
    case 'spooled':
      return `${what}, kept in ${escapeText(appended.path)} for the next run: ${escapeText(appended.why)}`;
    case 'lost':
      return `${what} could not be kept: ${escapeText(appended.why)}`;
  }
}

async function gitUser(io: Io): Promise<{ readonly name: string | null; readonly email: string | null }> {
  const git = openGit(io.cwd, io.env);
  const get = async (key: string): Promise<string | null> => {
    const answer = await git.ask(['config', '--get', key]);
    return answer.code === 0 ? answer.stdout.toString('utf8').trim() : null;
  };
  return { name: await get('user.name'), email: await get('user.email') };
}
