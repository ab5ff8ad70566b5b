import { type Construct, type Prop, plain } from './construct.ts';
import { type Removal, removalOf } from './worth.ts';

/** What happens to one construct between two versions of the program. */
export type Fate = {
  readonly kind: 'infra.destroy' | 'infra.replace';
  readonly construct: Construct;
  readonly side: 'before' | 'after';
  readonly line: number;
  readonly certainty: 'certain' | 'likely' | 'possible';
  readonly because: string;
  readonly remedy: string;
  readonly isKept: boolean;
};

/** A construct that is no longer made, or is made under another name: its logical id is its path in the tree. */
export function lostFate(then: Construct, heir: Construct | undefined, isFileGone: boolean): readonly Fate[] {
  const removal = removalOf(then);
  const certainty = isFileGone || removal.policy === 'open' ? 'likely' : 'certain';
  const base = { construct: then, side: 'before', line: then.from, certainty, isKept: isKept(removal) } as const;
  if (heir) {
    const because = `destroyed and created anew: its id changes from "${then.id}" to "${heir.id}"${whatStays(removal)}`;
    const remedy = `keep the id "${then.id}", or give the new one its logical id with overrideLogicalId`;
    return [{ ...base, kind: removal.policy === 'RETAIN' ? 'infra.replace' : 'infra.destroy', because, remedy }];
  }
  if (removal.policy === 'RETAIN' && removal.said) return [];
  const because = `the program no longer makes it${whatStays(removal)}`;
  const remedy = `deploy it with "removalPolicy: RemovalPolicy.RETAIN" first; what then leaves the program stays`;
  return [{ ...base, kind: 'infra.destroy', because, remedy: removal.policy === 'RETAIN' ? '' : remedy }];
}

function isKept({ policy, said }: Removal): boolean {
  return policy === 'RETAIN' || (policy === 'SNAPSHOT' && said);
}

function whatStays({ policy, said }: Removal): string {
  if (policy === 'RETAIN')
    return `; what there is stays behind, outside of the stack (${said ? '' : 'by default, '}RETAIN)`;
  return policy === 'SNAPSHOT' ? `; a last snapshot is kept (${said ? '' : 'by default, '}SNAPSHOT)` : '';
}

/** Properties that end in one CloudFormation cannot change in place. */
const IMMUTABLE =
  /^(bucketName|tableName|partitionKey|sortKey|databaseName|defaultDatabaseName|instanceIdentifier|clusterIdentifier|queueName|fifo|streamName|userPoolName|repositoryName|fileSystemName|domainName|encryptionKey|storageEncryptionKey|snapshotIdentifier|availabilityZone|dbName|functionName|topicName|ipAddresses|cidr|performanceMode|signInAliases)$/;

export function replacedFate(then: Construct, now: Construct): readonly Fate[] {
  const { props: before } = then;
  const { props: after } = now;
  if (before === null || after === null) return movedFate(then, now);
  const changed = [...new Set([...before.keys(), ...after.keys()])]
    .filter((prop) => IMMUTABLE.test(prop))
    .find((prop) => textOf(before.get(prop)) !== textOf(after.get(prop)));
  return changed === undefined
    ? movedFate(then, now)
    : [changedFate(changed, before.get(changed), after.get(changed), now)];
}

function changedFate(prop: string, was: Prop | undefined, is: Prop | undefined, now: Construct): Fate {
  const because = `must be replaced: ${prop} changes from ${shown(was)} to ${shown(is)}`;
  const certainty = isLiteral(was) && isLiteral(is) ? 'likely' : 'possible';
  return fateOf(now, is?.line ?? now.from, certainty, because, `leave ${prop} as it is`);
}

function textOf(prop: Prop | undefined): string {
  return prop === undefined ? '' : plain(prop.text);
}

function isLiteral(prop: Prop | undefined): boolean {
  return prop === undefined || /^['"{\d]|^(true|false)$/.test(prop.text);
}

/** Another scope is another path, and the id of the resource is made of its path. */
function movedFate(then: Construct, now: Construct): readonly Fate[] {
  const isMoved = (then.scope === 'this' || then.scope === 'self') !== (now.scope === 'this' || now.scope === 'self');
  if (!isMoved) return [];
  const because = `may have to be replaced: it is made in ${now.scope} instead of ${then.scope}, which changes its logical id`;
  return [fateOf(now, now.from, 'possible', because, `make it in ${then.scope}, as before`)];
}

function fateOf(now: Construct, line: number, certainty: Fate['certainty'], because: string, remedy: string): Fate {
  const kept = removalOf(now).policy === 'RETAIN';
  return { kind: 'infra.replace', construct: now, side: 'after', line, certainty, because, remedy, isKept: kept };
}

function shown(prop: Prop | undefined): string {
  return prop === undefined ? 'nothing' : plain(prop.text).slice(0, 40);
}
