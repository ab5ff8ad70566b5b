import { agents } from '../../agents/index.ts';
import type { Price, ReviewerRule, ReviewRules } from '../../model/review.ts';
import { combineReviews } from '../../policy/review.ts';
import { choose } from '../../review/choice.ts';
import { priceOf, PRICES_AS_OF } from '../../review/price.ts';
import { isSameModel } from '../../review/served-model.ts';
import { vendors } from '../../review/vendors/index.ts';
import type { Vendor } from '../../review/vendors/reviewer.ts';
import type { Environment } from '../../system/git.ts';
import type { Gate } from '../open.ts';
import { readReadings } from '../readings.ts';
import { lineTo } from './line.ts';
import { type LineTo, type UserConfig, usableReviewers } from './user-config.ts';

/** A reviewer as the rules name it, and whether it could be asked from here. */
export type Listed = {
  readonly rule: ReviewerRule;
  readonly title: string;
  readonly price: Price | null;
  readonly priceFrom: 'configuration' | `table of ${string}` | 'unknown';
  readonly line: LineTo;
  readonly vendor: Vendor | null;
  /** The user's own configuration lets it be asked. */
  readonly allowed: boolean;
};
export type Pair = {
  readonly author: string;
  readonly vendors: readonly string[];
  readonly reviewers: readonly string[];
  readonly why: string;
};
export type Checked = { readonly name: string; readonly ok: boolean; readonly cause: string; readonly says: string };

/** What the readings of the rules agree upon: with one that names no reviewer there is no consent. Null: no rules of its own. */
export async function reviewRules(
  gate: Gate,
): Promise<{ readonly rules: ReviewRules | null; readonly broken: readonly string[] }> {
  const { head } = gate.repository;
  const { usable, broken } = await readReadings(gate, head === null ? [] : [{ name: 'HEAD', tree: head }]);
  const rules = combineReviews(usable.map((reading) => reading.rules.review));
  return { rules, broken: broken.map(({ message }) => message) };
}

export async function listReviewers(
  rules: ReviewRules,
  user: UserConfig,
  env: Environment,
): Promise<readonly Listed[]> {
  const usable = new Set(usableReviewers(rules.reviewers, user));
  return await Promise.all(
    rules.reviewers.map(async (rule) => {
      const vendor = await loadVendor(rule.via);
      const price = priceOf(rule);
      return {
        rule,
        title: vendor?.title ?? rule.via,
        price,
        priceFrom: rule.price !== null ? 'configuration' : price === null ? 'unknown' : `table of ${PRICES_AS_OF}`,
        line: vendor === null ? noWay(rule.via) : lineTo(user, rule, vendor, env),
        vendor,
        allowed: usable.has(rule),
      };
    }),
  );
}

/** Null: no way of that name. */
export async function loadVendor(via: string): Promise<Vendor | null> {
  const load = Object.hasOwn(vendors, via) ? vendors[via] : undefined;
  return load === undefined ? null : (await load()).vendor;
}

function noWay(via: string): LineTo {
  return { kind: 'missing', why: `there is no way called "${via}": ${Object.keys(vendors).join(', ')}` };
}

/** For each agent whose vendor is known, who could read what it wrote; and for all others. */
export function possiblePairs(listed: readonly Listed[]): readonly Pair[] {
  const available = listed
    .filter(({ allowed, line }) => allowed && line.kind === 'line')
    .map(({ rule: { name, vendor, model } }) => ({ name, vendor, model }));
  const known = agents.filter(({ kind, vendors: theirs }) => kind === 'agent' && theirs.length > 0);
  const groups = new Map<string, { readonly theirs: readonly string[]; readonly titles: string[] }>();
  for (const { vendors: theirs, title } of known) {
    const group = groups.get(theirs.join()) ?? { theirs, titles: [] };
    group.titles.push(title);
    groups.set(theirs.join(), group);
  }
  return [...groups.values()].map(({ theirs, titles }) => {
    const choice = choose({ authors: [theirs], available, down: new Set(), independence: 'require' });
    const reviewers = choice.possible ? choice.order.map(({ name }) => name) : [];
    return { author: titles.join(', '), vendors: theirs, reviewers, why: choice.why };
  });
}

/** As long as anybody waits for so short an answer. */
const CHECK_MS = 30_000;

/** A request that holds nothing of any repository. */
export async function checkReviewer({ rule, line, vendor, allowed }: Listed): Promise<Checked> {
  const { name, model } = rule;
  const no = (cause: string, says: string): Checked => ({ name, ok: false, cause, says });
  if (!allowed) return no('off', 'your own configuration turns it off');
  if (vendor === null || line.kind === 'missing') return no('not-configured', line.kind === 'missing' ? line.why : '');
  const reply = await vendor.check(model, { ...line.line, signal: AbortSignal.timeout(CHECK_MS) });
  if (reply.kind === 'failed') return no(reply.cause, reply.why);
  const { served } = reply;
  if (served !== null && !isSameModel(model, served))
    return no('wrong-model', `${served} answered instead of ${model}`);
  return {
    name,
    ok: true,
    cause: '',
    says: served === null ? 'answers, and does not tell its model' : `answers as ${served}`,
  };
}
