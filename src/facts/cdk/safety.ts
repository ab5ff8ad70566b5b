import type { Construct, Prop } from './construct.ts';
import { plain } from './construct.ts';
import { removalOf } from './worth.ts';

export type Loss = {
  readonly prop: string;
  readonly line: number | null;
  readonly protection: 'deletion' | 'backup' | 'versioning' | 'encryption' | 'audit' | 'isolation' | 'availability';
  readonly certainty: 'certain' | 'possible';
  readonly because: string;
};

/** Protections that a construct has before and no longer has after. */
export function lossesOf(then: Construct, now: Construct): readonly Loss[] {
  const before = then.props;
  const after = now.props;
  if (before === null || after === null) return [];
  return [
    ...policyLoss(then, now),
    ...FLAGS.flatMap((flag) => flagLoss(flag, before.get(flag[0]), after.get(flag[0]))),
    ...numberLosses(before, after),
  ];
}

const RANK = { RETAIN: 2, SNAPSHOT: 1, DESTROY: 0, open: 0 } as const;

/** A choice that is made when the program runs is worth its worst. */
function policyLoss(then: Construct, now: Construct): readonly Loss[] {
  const [was, is] = [removalOf(then), removalOf(now)];
  if (RANK[is.policy] >= RANK[was.policy]) return [];
  const certainty = is.policy === 'open' ? 'possible' : 'certain';
  const to = is.policy === 'open' ? 'what the program decides' : is.policy;
  const because = `removalPolicy changes from ${was.policy}${was.said ? '' : ' (by default)'} to ${to}`;
  return [
    {
      prop: 'removalPolicy',
      line: now.props?.get('removalPolicy')?.line ?? null,
      protection: 'deletion',
      certainty,
      because,
    },
  ];
}

function flagLoss([prop, protection, good]: Flag, then: Prop | undefined, now: Prop | undefined): readonly Loss[] {
  const [was, is] = [good(then?.text), good(now?.text)];
  if (textOf(then) === textOf(now) || !isLess(was, is) || (was === 'open' && now === undefined)) return [];
  const to = now === undefined ? 'is removed' : `changes to ${plain(now.text).slice(0, 40)}`;
  const certainty = was === 'open' || is === 'open' ? 'possible' : 'certain';
  return [{ prop, line: now?.line ?? null, protection, certainty, because: `${prop} ${to}` }];
}

function isLess(was: boolean | 'open', is: boolean | 'open'): boolean {
  return was !== is && was !== false && is !== true;
}

function textOf(prop: Prop | undefined): string {
  return prop === undefined ? '' : plain(prop.text);
}

type Flag = readonly [prop: string, protection: Loss['protection'], good: Good];
type Good = (text: string | undefined) => boolean | 'open';
const isOn: Good = (text) => (text === undefined || text === 'false' ? false : text === 'true' ? true : 'open');
const isOff: Good = (text) => (text === undefined || text === 'false' ? true : text === 'true' ? false : 'open');
const isThere: Good = (text) => text !== undefined && !/UNENCRYPTED|undefined/.test(text);
const isBlocked: Good = (text) => (text === undefined ? true : text.endsWith('BLOCK_ALL') ? true : 'open');

const FLAGS: readonly Flag[] = [
  ['deletionProtection', 'deletion', isOn],
  ['terminationProtection', 'deletion', isOn],
  ['autoDeleteObjects', 'deletion', isOff],
  ['autoDeleteImages', 'deletion', isOff],
  ['emptyOnDelete', 'deletion', isOff],
  ['deleteAutomatedBackups', 'backup', isOff],
  ['pointInTimeRecovery', 'backup', isOn],
  ['pointInTimeRecoverySpecification', 'backup', isThere],
  ['enableAutomaticBackups', 'backup', isOn],
  ['versioned', 'versioning', isOn],
  ['objectLockEnabled', 'versioning', isOn],
  ['storageEncrypted', 'encryption', isOn],
  ['encrypted', 'encryption', isOn],
  ['enforceSSL', 'encryption', isOn],
  ['enableKeyRotation', 'encryption', isOn],
  ['transitEncryptionEnabled', 'encryption', isOn],
  ['atRestEncryptionEnabled', 'encryption', isOn],
  ['multiAz', 'availability', isOn],
  ['iamAuthentication', 'isolation', isOn],
  ['publiclyAccessible', 'isolation', isOff],
  ['publicReadAccess', 'isolation', isOff],
  ['blockPublicAccess', 'isolation', isBlocked],
  ['enableFileValidation', 'audit', isOn],
  ['isMultiRegionTrail', 'audit', isOn],
  ['serverAccessLogsBucket', 'audit', isThere],
  ['cloudwatchLogsExports', 'audit', isThere],
];

/** `Duration.days(7)`, `{ retention: cdk.Duration.days(7) }`, `7`. */
function numberLosses(before: ReadonlyMap<string, Prop>, after: ReadonlyMap<string, Prop>): readonly Loss[] {
  return ['backupRetention', 'backup', 'snapshotRetentionLimit', 'backupRetentionPeriod', 'retentionPeriod'].flatMap(
    (prop) => {
      const [then, now] = [before.get(prop), after.get(prop)];
      const [was, is] = [daysIn(then?.text), daysIn(now?.text)];
      if (was === null || now === undefined || is === null || is >= was) return [];
      return [
        {
          prop,
          line: now.line,
          protection: 'backup',
          certainty: 'certain',
          because: `${prop} goes down from ${was} to ${is}`,
        } as const,
      ];
    },
  );
}

function daysIn(text: string | undefined): number | null {
  const found = /^(?:.*Duration\.days\()?(\d+)/s.exec(text ?? '');
  return found?.[1] === undefined ? null : Number(found[1]);
}
